//! Spans that cannot end within the policy's year.

use guiju_evaluator::calendar;
use guiju_program::civil::Date;
use guiju_program::diagnostic::{Bilingual, Language, Severity};
use guiju_program::expr::{CompareOp, Expr, ExprKind, FirstDay, SpanUnit};
use guiju_program::parameter::ParameterValue;
use guiju_program::program::{PolicyDate, ValidUntil};
use guiju_program::rule::{RuleKind, Scope};
use guiju_program::source::Span;
use guiju_program::{Program, Type, citation};

use super::{Context, about};
use crate::encode::{limits_of, year};
use crate::report::{Figure, Finding};
use crate::wording::{bilingual, called};

/// The code of a span that may end behind the policy's year.
pub(crate) const BEHIND: &str = "ends-after-the-year";

/// Definitions are followed so deep.
const DEEPEST: usize = 32;

/// The spans that conditions and rules on each row ask for.
pub(crate) fn of_program(context: &Context<'_, '_>) -> Vec<Finding> {
    let program = context.program;
    let mut findings = Vec::new();
    let Some((first, mut last)) = year(program) else {
        return findings;
    };
    if let Some(until) = until(program) {
        last = until;
    }
    let ends = (first, last);
    for criteria in program.criteria.values() {
        for condition in &criteria.conditions {
            let cites = if condition.cites.is_empty() { &criteria.cites } else { &condition.cites };
            let name = format!("{}.{}", criteria.name, condition.name);
            let label = bilingual(|language| {
                format!("{}.{}", called(&criteria.name, language), called(&condition.name, language))
            });
            walk(context, &condition.expr, ends, (&name, &label, cites, condition.span), 0, &mut findings);
        }
    }
    for rule in program.rules.values() {
        if rule.kind == RuleKind::Rule && matches!(rule.scope, Scope::Each(_)) {
            let label = bilingual(|language| called(&rule.name, language).to_owned());
            walk(context, &rule.expr, ends, (&rule.name.text, &label, &rule.cites, rule.span), 0, &mut findings);
        }
    }
    findings
}

/// The last day on which the policy is in force, where it is a day.
fn until(program: &Program) -> Option<Date> {
    match program.policy.valid_until.as_ref()? {
        ValidUntil::Date(PolicyDate::Date(date)) => Some(*date),
        ValidUntil::Date(PolicyDate::Parameter(id)) => match program.parameters.find(*id)?.value {
            ParameterValue::Date(date) => Some(date),
            _ => None,
        },
        ValidUntil::UsedUp(_) => None,
    }
}

type Of<'a> = (&'a str, &'a Bilingual, &'a [citation::ClauseId], Span);

fn walk(
    context: &Context<'_, '_>,
    expr: &Expr,
    ends: (Date, Date),
    of: Of<'_>,
    depth: usize,
    findings: &mut Vec<Finding>,
) {
    if depth > DEEPEST {
        return;
    }
    if let ExprKind::SpanCompare { op: CompareOp::Ge | CompareOp::Gt, end, start, length, unit, first_day } = &expr.kind
    {
        findings.extend(span(context, (end, start, length), (*unit, *first_day), ends, of));
    }
    // Negations turn a least length into a greatest one.
    if !matches!(expr.kind, ExprKind::Not(_)) {
        expr.for_each_part(&mut |part| walk(context, part, ends, of, depth + 1, findings));
    }
}

fn field_name(program: &Program, expr: &Expr, language: Language) -> Option<String> {
    let ExprKind::Field { row, field } = &expr.kind else {
        return None;
    };
    let record = program.records.find(row.record).filter(|_| row.steps.is_empty())?;
    Some(called(&record.fields.find(*field)?.name, language).to_owned())
}

fn span(
    context: &Context<'_, '_>,
    (end, start, length): (&Expr, &Expr, &Expr),
    (unit, first_day): (SpanUnit, FirstDay),
    (first, last): (Date, Date),
    (name, label, cites, place): Of<'_>,
) -> Option<Finding> {
    let program = context.program;
    // The end must be a day that is given with the row.
    field_name(program, end, Language::Zh)?;
    let (Some(low), Some(high)) = limits_of(program, length) else {
        return None;
    };
    let whole = i64::try_from(low.to_i128().filter(|_| low == high)?).ok()?;
    let at_least_a_month = match unit {
        SpanUnit::Month => (1..=12).contains(&whole),
        SpanUnit::Day => (28..=366).contains(&whole),
        SpanUnit::Workday => false,
    };
    if !at_least_a_month {
        return None;
    }
    let complete = |start: i64| {
        calendar::complete_on(start, whole, unit, first_day == FirstDay::Counted, program.calendar.as_ref())
    };
    let (from, to) = (calendar::day_number(first), calendar::day_number(last));
    // A later start is never complete earlier.
    let mut latest = to;
    while latest >= from && complete(latest)? > to {
        latest -= 1;
    }
    let never = latest < from;
    let latest_day = calendar::date_of(latest);
    let message = bilingual(|language| {
        let start = field_name(program, start, language).unwrap_or_default();
        let length = match (language, unit) {
            (Language::Zh, SpanUnit::Month) => format!("{whole}个月"),
            (Language::Zh, _) => format!("{whole}天"),
            (Language::En, SpanUnit::Month) => format!("{whole} month(s)"),
            (Language::En, _) => format!("{whole} days"),
        };
        let own = label.get(language);
        match (language, never) {
            (Language::Zh, false) => {
                format!("“{own}”要满{length}：“{start}”晚于{latest_day}的，到{last}还满不了")
            }
            (Language::Zh, true) => format!("“{own}”要满{length}：从{first}到{last}怎么也满不了"),
            (Language::En, false) => format!(
                "'{own}' asks for {length}: what starts ('{start}') after {latest_day} is not complete by {last}"
            ),
            (Language::En, true) => format!("'{own}' asks for {length}, which {first} to {last} cannot hold"),
        }
    });
    let value = guiju_evaluator::Exact::from(latest);
    let severity = if never { Severity::Warning } else { Severity::Note };
    let mut found = about((BEHIND, severity), message, name, cites, place).help(Bilingual::new(
        "写明最晚什么时候开始，或者写明跨年的怎么算",
        "say by when it has to start, or what becomes of what ends in the next year",
    ));
    if !never {
        found = found.figure(Figure { name: "latest-start", value, ty: Type::Date });
    }
    if let Some(ValidUntil::UsedUp(budget)) = program.policy.valid_until
        && let Some(budget) = program.budgets.find(budget)
    {
        let note = bilingual(|language| {
            let name = called(&budget.name, language);
            match language {
                Language::Zh => format!("政策的有效期到“{name}”用完为止，不是到年底为止：跨年的是否算数要看怎样理解"),
                Language::En => format!(
                    "the policy is in force until '{name}' is used up, not until the end of the year: whether what ends \
                     later counts depends on how that is read"
                ),
            }
        });
        found = found.note(note);
    }
    Some(found)
}
