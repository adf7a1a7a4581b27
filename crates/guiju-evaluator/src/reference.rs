//! The reference evaluator: a walk over the tree with exact rationals, obviously right and slow. The engine that ships
//! must agree with it, and tests hold it to that.

use std::sync::Arc;

use guiju_program::expr::{Aggregate, AggregateFunction, ExprKind};
use guiju_program::rule::{CriteriaId, RuleId, Scope};
use guiju_program::value::Verdict;
use guiju_program::{Expr, Program};

use crate::assemble::{CriteriaVerdicts, Engine, EvaluateError, Judged, JudgedGroup, Tally, assemble};
use crate::facts::{Facts, Table};
use crate::limits::Meter;
use crate::outcome::{Options, Outcome};
use crate::settled::Settled;
use crate::walk::{At, Certainty, Lookup, Members, ShareCounts, Walker};

/// Evaluates all criteria and rules of a program over facts, row by row and case by case.
///
/// # Errors
/// When the facts were built for another program, or the options' limits end the evaluation.
pub fn evaluate(program: &Program, facts: &Facts, options: &Options) -> Result<Outcome, EvaluateError> {
    let meter = Arc::new(Meter::new(&options.limits));
    let walker = Walker::new(program, facts, options.as_of, Lookup::Scan).with_meter(meter.clone());
    let mut engine = Reference { walker, row_limit: options.row_limit };
    assemble(program, facts, options, &mut engine, &meter)
}

/// The walker as an engine.
struct Reference<'a> {
    walker: Walker<'a>,
    row_limit: usize,
}

impl<'a> Reference<'a> {
    fn rows(&self, table: Option<&Table>) -> std::ops::Range<u32> {
        0..table.map_or(0, |table| u32::try_from(table.len()).unwrap_or(u32::MAX))
    }

    fn judge(&self, expr: &'a Expr, at: &At<'_>) -> Judged {
        let verdict = self.walker.condition(expr, at);
        let mut judged = Judged { verdict, sides: None, share: None, tally: None };
        if let ExprKind::Compare { left, right, .. } = &expr.kind
            && left.ty.is_ordered()
        {
            let sides = (self.walker.number(left, at), self.walker.number(right, at));
            judged.sides = Some(sides);
            if let ExprKind::Aggregate(aggregate) = &left.kind {
                self.tally(aggregate, at, &mut judged);
            }
        }
        judged
    }

    /// The rows that a count or a share goes over.
    fn tally(&self, aggregate: &'a Aggregate, at: &At<'_>, judged: &mut Judged) {
        let share = match aggregate.function {
            AggregateFunction::Count => false,
            AggregateFunction::Share => true,
            _ => return,
        };
        let Members::Known(members) = self.walker.members(&aggregate.rows, at) else {
            return;
        };
        let record = aggregate.rows.record;
        let mut tally =
            Tally { record: Some(record), total: u64::try_from(members.len()).unwrap_or(u64::MAX), ..Tally::default() };
        let mut counts = ShareCounts::default();
        for member in members {
            let base = self.walker.filtered(&aggregate.filters, record, member, at);
            let asked = aggregate.asked.as_ref().map_or(Certainty::Sure, |expr| {
                let inner = at.inner(record, member.0);
                Certainty::of(self.walker.condition(expr, &inner))
            });
            counts.count(base, asked);
            match base.and(asked) {
                Certainty::Sure => tally.pass += 1,
                Certainty::Out => {}
                Certainty::Unsure => {
                    tally.undetermined += 1;
                    if tally.unsure_rows.len() <= self.row_limit {
                        tally.unsure_rows.push(member.0);
                    }
                }
            }
        }
        judged.share = counts.exact().filter(|_| share && aggregate.value.is_none());
        judged.tally = Some(tally);
    }
}

impl Engine for Reference<'_> {
    fn settle(&mut self) -> Result<Arc<Settled>, EvaluateError> {
        self.walker.settle();
        Ok(self.walker.settled())
    }

    fn criteria(&mut self, id: CriteriaId) -> Result<CriteriaVerdicts, EvaluateError> {
        let definition = &self.walker.program.criteria[id];
        let rows = self.rows(self.walker.facts.table(definition.record));
        let conditions = (0..definition.conditions.len())
            .map(|index| rows.clone().map(|row| self.walker.criteria_condition(id, index, row)).collect());
        Ok(CriteriaVerdicts {
            conditions: conditions.collect(),
            all: rows.map(|row| self.walker.criteria(id, row)).collect(),
        })
    }

    fn each(&mut self, id: RuleId) -> Result<Vec<Verdict>, EvaluateError> {
        let rule = &self.walker.program.rules[id];
        let Scope::Each(record) = rule.scope else {
            return Ok(Vec::new());
        };
        let rows = self.rows(self.walker.facts.table(record));
        Ok(rows.map(|row| self.walker.condition(&rule.expr, &At::row(record, row))).collect())
    }

    fn whole(&mut self, id: RuleId) -> Result<Judged, EvaluateError> {
        Ok(self.judge(&self.walker.program.rules[id].expr, &At::WHOLE))
    }

    fn groups(&mut self, id: RuleId) -> Result<Vec<JudgedGroup>, EvaluateError> {
        let rule = &self.walker.program.rules[id];
        let Scope::EachGroup { record, keys } = &rule.scope else {
            return Ok(Vec::new());
        };
        let groups = self.walker.groups(*record, keys).unwrap_or_default();
        let judge = |group: crate::walk::KeyedGroup| JudgedGroup {
            judged: self.judge(&rule.expr, &At::group(&group.group)),
            key: group.key,
        };
        Ok(groups.groups.into_iter().map(judge).collect())
    }
}
