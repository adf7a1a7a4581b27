//! Figures that are not given yet.

use guiju_program::diagnostic::{Bilingual, Language, Severity};
use guiju_program::expr::{Expr, ExprKind};
use guiju_program::parameter::ParameterValue;
use guiju_program::{Program, arena::Id};

use super::{Context, about};
use crate::report::Finding;
use crate::wording::{bilingual, called, cited};

/// The code of a figure that is open.
pub(crate) const OPEN: &str = "open-figure";

/// Definitions are followed so deep.
const DEEPEST: usize = 32;

/// What is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Figure {
    Parameter(usize),
    Table(usize),
}

/// Parameters and tables without figures, and the awards and rules that need them.
pub(crate) fn of_program(context: &Context<'_, '_>) -> Vec<Finding> {
    let program = context.program;
    let mut findings = Vec::new();
    let parameters = program.parameters.iter().filter(|(_, found)| found.value == ParameterValue::Open);
    for (id, found) in parameters {
        let figure = Figure::Parameter(id.index());
        findings.push(told(program, figure, (&found.name, &found.cites, found.span)));
    }
    for (id, found) in program.tables.iter() {
        if found.rows.iter().any(|row| row.values.iter().any(Option::is_none)) {
            let figure = Figure::Table(id.index());
            findings.push(told(program, figure, (&found.name, &found.cites, found.span)));
        }
    }
    findings
}

fn told(
    program: &Program,
    figure: Figure,
    (name, cites, span): (
        &guiju_program::name::Name,
        &[guiju_program::citation::ClauseId],
        guiju_program::source::Span,
    ),
) -> Finding {
    let needed = |expr: &Expr| needs(program, expr, figure, 0);
    let mut by: Vec<&guiju_program::name::Name> = Vec::new();
    by.extend(
        program
            .awards
            .values()
            .filter(|award| needed(&award.amount) || award.requires.as_ref().is_some_and(needed))
            .map(|award| &award.name),
    );
    by.extend(program.caps.values().filter(|cap| needed(&cap.limit)).map(|cap| &cap.name));
    by.extend(program.rules.values().filter(|rule| needed(&rule.expr)).map(|rule| &rule.name));
    let in_force = program.policy.in_force.iter().any(needed);
    let message = bilingual(|language| {
        let own = cited(program, name, cites, language);
        let mut names: Vec<String> = by
            .iter()
            .map(|name| match language {
                Language::Zh => format!("“{}”", called(name, language)),
                Language::En => format!("'{}'", called(name, language)),
            })
            .collect();
        if in_force {
            names.push(match language {
                Language::Zh => "政策的有效期".to_owned(),
                Language::En => "the time in which the policy is in force".to_owned(),
            });
        }
        match (language, names.is_empty()) {
            (Language::Zh, false) => format!("{own}待定：补上以前，{}定不下来", names.join("、")),
            (Language::Zh, true) => format!("{own}待定"),
            (Language::En, false) => {
                format!("{own} is open: until it is given, {} cannot be settled", names.join(", "))
            }
            (Language::En, true) => format!("{own} is open"),
        }
    });
    about((OPEN, Severity::Note), message, name.text.clone(), cites, span)
        .help(Bilingual::new("由有权的部门补上", "whoever has the say has to give it"))
}

fn needs(program: &Program, expr: &Expr, figure: Figure, depth: usize) -> bool {
    if depth > DEEPEST {
        return false;
    }
    let within = |part: &Expr| needs(program, part, figure, depth + 1);
    let own = match &expr.kind {
        ExprKind::Parameter { parameter, .. } => figure == Figure::Parameter(parameter.index()),
        ExprKind::Lookup { table, .. } => figure == Figure::Table(table.index()),
        ExprKind::Define { define, .. } => program.defines.find(*define).is_some_and(|define| within(&define.expr)),
        ExprKind::Criteria { criteria, .. } => program
            .criteria
            .find(*criteria)
            .is_some_and(|criteria| criteria.conditions.iter().any(|condition| within(&condition.expr))),
        ExprKind::Condition { criteria, index, .. } => program
            .criteria
            .find(*criteria)
            .and_then(|criteria| criteria.conditions.get(*index))
            .is_some_and(|condition| within(&condition.expr)),
        _ => false,
    };
    let mut found = own;
    expr.for_each_part(&mut |part| found = found || within(part));
    found
}
