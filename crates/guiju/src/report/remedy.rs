//! The smallest changes that would mend a rule: as data, and in words.

use guiju_evaluator::Exact;
use guiju_evaluator::outcome::{Items, Measure, Remedy, RemedyChange};
use guiju_program::Type;
use guiju_program::diagnostic::Language;
use guiju_program::expr::{Aggregate, AggregateFunction, CompareOp, Expr, ExprKind};
use guiju_program::rule::Rule;
use guiju_program::schema::RecordId;

use super::excerpt::excerpt;
use super::json::RemedyEntry;
use super::number::{self, Style};
use super::words;
use crate::policy::Policy;

/// One change, with the rows that it is about.
#[derive(Clone, Debug)]
pub(super) struct Change {
    change: RemedyChange,
    amount: Exact,
    record: Option<RecordId>,
    condition: Option<String>,
    negated: bool,
}

/// The changes that would mend a rule, or a group of it.
pub(super) fn entries(
    policy: &Policy,
    rule: &Rule,
    measure: Option<&Measure>,
    items: &Items,
    remedies: &[Remedy],
) -> Vec<Change> {
    if remedies.is_empty() {
        return Vec::new();
    }
    let aggregate = counted(&rule.expr);
    let record = aggregate.map(|aggregate| aggregate.rows.record).or(items.record);
    let condition = aggregate.and_then(|aggregate| {
        let asked: Vec<String> =
            aggregate.filters.iter().chain(&aggregate.asked).map(|filter| excerpt(policy, filter.span)).collect();
        (!asked.is_empty()).then(|| asked.join(", "))
    });
    let upper = measure.is_some_and(|m| matches!(m.op, CompareOp::Le | CompareOp::Lt));
    remedies
        .iter()
        .map(|remedy| Change {
            change: remedy.change,
            amount: remedy.amount.clone(),
            record,
            condition: condition.clone(),
            negated: upper && remedy.change == RemedyChange::Replace,
        })
        .collect()
}

/// A change as data.
pub(super) fn entry(policy: &Policy, change: &Change, measure: Option<&Measure>) -> RemedyEntry {
    let ty = measure.map_or(&Type::Condition, |measure| &measure.ty);
    let (name, rows) = match change.change {
        RemedyChange::Replace => ("replace", true),
        RemedyChange::Add => ("add", true),
        RemedyChange::Remove => ("remove", true),
        RemedyChange::Raise => ("raise", false),
        RemedyChange::Lower => ("lower", false),
    };
    let record = change.record.filter(|_| rows).map(|record| policy.program().records[record].name.text.clone());
    RemedyEntry {
        change: name,
        count: rows.then(|| change.amount.to_string()),
        amount: (!rows).then(|| number::exact_difference(&change.amount, ty)),
        unit: if rows { None } else { number::unit_text(ty) },
        record,
        condition: change.condition.clone().filter(|_| rows),
        negated: change.negated,
    }
}

/// A change in words.
pub(super) fn sentence(policy: &Policy, change: &Change, measure: Option<&Measure>, style: Style<'_>) -> String {
    let program = policy.program();
    let ty = measure.map_or(&Type::Condition, |measure| &measure.ty);
    let amount = number::readable_difference(&change.amount, ty, style);
    let rows = change.record.map_or_else(
        || change.amount.to_string(),
        |record| {
            let count = number::rows_text(program, record, &change.amount, style.language);
            let name = words::name(&program.records[record].name, style.language);
            match style.language {
                Language::Zh => format!("{count}{name}"),
                Language::En => format!("{count} of {name}"),
            }
        },
    );
    let condition = change.condition.as_deref();
    match style.language {
        Language::Zh => {
            let such = |verb: &str| match condition {
                Some(condition) => format!("{verb}“{condition}”的 {rows}"),
                None => format!("{verb} {rows}"),
            };
            match (change.change, condition) {
                (RemedyChange::Replace, Some(condition)) if change.negated => {
                    format!("把 {rows}换成不满足“{condition}”的")
                }
                (RemedyChange::Replace, Some(condition)) => {
                    format!("把 {rows}换成满足“{condition}”的")
                }
                (RemedyChange::Replace, None) => format!("更换 {rows}"),
                (RemedyChange::Add, _) => such("增加"),
                (RemedyChange::Remove, _) => such("减少"),
                (RemedyChange::Raise, _) => format!("提高 {amount}"),
                (RemedyChange::Lower, _) => format!("降低 {amount}"),
            }
        }
        Language::En => {
            let such = |verb: &str| match condition {
                Some(condition) => format!("{verb} {rows} where `{condition}`"),
                None => format!("{verb} {rows}"),
            };
            match (change.change, condition) {
                (RemedyChange::Replace, Some(condition)) if change.negated => {
                    format!("replace {rows} by such where not `{condition}`")
                }
                (RemedyChange::Replace, Some(condition)) => {
                    format!("replace {rows} by such where `{condition}`")
                }
                (RemedyChange::Replace, None) => format!("replace {rows}"),
                (RemedyChange::Add, _) => such("add"),
                (RemedyChange::Remove, _) => such("remove"),
                (RemedyChange::Raise, _) => format!("raise it by {amount}"),
                (RemedyChange::Lower, _) => format!("lower it by {amount}"),
            }
        }
    }
}

/// The count or share of rows that a rule compares with its bound.
fn counted(expr: &Expr) -> Option<&Aggregate> {
    match &expr.kind {
        ExprKind::Aggregate(aggregate) => {
            matches!(aggregate.function, AggregateFunction::Count | AggregateFunction::Share).then_some(&**aggregate)
        }
        ExprKind::Compare { left, right, .. } => counted(left).or_else(|| counted(right)),
        ExprKind::Unless { body, .. } => counted(body),
        ExprKind::When { then, .. } => counted(then),
        _ => None,
    }
}
