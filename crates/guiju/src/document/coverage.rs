//! Which clauses are computed, and which not.

use guiju_program::parameter::ParameterValue;

use super::build::Builder;
use super::model::{Coverage, CoverageKind, Link, SourceDocument};
use super::references::Named;

impl Builder<'_> {
    /// Counts the clauses of each standing, and lists them.
    pub fn coverage(&self, sources: &[SourceDocument]) -> Coverage {
        let total: usize = sources.iter().map(|source| source.clauses.len()).sum();
        let several = sources.len() > 1;
        let kinds = [
            (
                "computed",
                self.say("已写成规则", "Computed"),
                self.say("有规则、标准、参数等写出了这一条", "rules, criteria or figures state the clause"),
            ),
            (
                "open",
                self.say("有待定的数", "With open figures"),
                self.say(
                    "已写成规则，但有的数还没有定，结论可能待定",
                    "stated, but a figure is not decided yet, so that verdicts may be undetermined",
                ),
            ),
            ("narrative", self.say("说明", "Narrative"), self.say("没有可以计算的内容", "there is nothing to compute")),
            ("to-come", self.say("待写", "To come"), self.say("以后再写", "to be stated later")),
        ];
        let mut start = 0;
        let mut counted = Vec::new();
        let mut before = 0_usize;
        for (class, name, meaning) in kinds {
            let mut clauses = Vec::new();
            for source in sources {
                for clause in source.clauses.iter().filter(|clause| clause.class == class) {
                    let text = if several { format!("{}.{}", source.name, clause.path) } else { clause.path.clone() };
                    clauses.push(Link { text, anchor: clause.anchor.clone() });
                }
            }
            before = before.saturating_add(clauses.len());
            let end = before.saturating_mul(1000).checked_div(total).unwrap_or(0);
            counted.push(CoverageKind {
                class,
                name,
                meaning,
                count: clauses.len(),
                clauses,
                start,
                width: end.saturating_sub(start),
            });
            start = end;
        }
        let unguarded = sources
            .iter()
            .flat_map(|source| source.clauses.iter().map(move |clause| (source, clause)))
            .filter(|(_, clause)| clause.unguarded)
            .map(|(source, clause)| Link {
                text: if several { format!("{}.{}", source.name, clause.path) } else { clause.path.clone() },
                anchor: clause.anchor.clone(),
            })
            .collect();
        let parameters = self.program.parameters.iter();
        let parameters = parameters.filter(|(_, parameter)| parameter.value == ParameterValue::Open);
        let tables = self.program.tables.iter();
        let tables = tables.filter(|(_, table)| table.rows.iter().any(|row| row.values.iter().any(Option::is_none)));
        let open = parameters
            .map(|(id, _)| self.link(Named::Parameter(id)))
            .chain(tables.map(|(id, _)| self.link(Named::Table(id))))
            .collect();
        Coverage { total, kinds: counted, unguarded, open }
    }
}
