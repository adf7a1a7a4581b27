//! Whether a value may be absent, and whether a condition may not apply.

use guiju_program::expr::{AggregateFunction, Expr, ExprKind, RowPath, Step};
use guiju_program::schema::{Field, FieldId, FieldType, RecordId};
use guiju_program::{Program, Type};

/// Definitions and criteria are followed so deep.
const DEEPEST: usize = 32;

/// The record at the end of a path, and whether a reference on the way may be blank.
pub(super) fn end_of(program: &Program, path: &RowPath) -> Option<(RecordId, bool)> {
    let mut record = path.record;
    let mut optional = false;
    for step in &path.steps {
        let found = program.records.find(record)?;
        record = match step {
            Step::Parent => found.parent?,
            Step::Reference(field) => {
                let field = found.fields.find(*field)?;
                optional |= field.optional;
                match field.ty {
                    FieldType::Reference(record) => record,
                    _ => return None,
                }
            }
        };
    }
    Some((record, optional))
}

/// The field of a row, and whether the row may not be there.
pub(super) fn field_of<'p>(program: &'p Program, path: &RowPath, field: FieldId) -> Option<(&'p Field, bool)> {
    let (record, optional) = end_of(program, path)?;
    Some((program.records.find(record)?.fields.find(field)?, optional))
}

/// Whether an expression may have no value or, as a condition, may not apply. In doubt it may.
pub(super) fn may_be_absent(program: &Program, expr: &Expr) -> bool {
    absent(program, expr, 0)
}

fn absent(program: &Program, expr: &Expr, depth: usize) -> bool {
    if depth > DEEPEST {
        return true;
    }
    let within = |part: &Expr| absent(program, part, depth + 1);
    match &expr.kind {
        ExprKind::Number(_)
        | ExprKind::Text(_)
        | ExprKind::YesNo(_)
        | ExprKind::Variant(_)
        | ExprKind::Date(_)
        | ExprKind::Month(_)
        | ExprKind::Year(_)
        | ExprKind::Instant(_)
        | ExprKind::AsOf
        | ExprKind::Parameter { .. }
        | ExprKind::Budget(_)
        | ExprKind::Drawn { .. }
        | ExprKind::Has(_)
        | ExprKind::Applies(_) => false,
        ExprKind::Field { row, field } => {
            field_of(program, row, *field).is_none_or(|(field, optional)| field.optional || optional)
        }
        ExprKind::Award { row, .. } | ExprKind::Allocated { row, .. } => {
            end_of(program, row).is_none_or(|(_, optional)| optional)
        }
        ExprKind::Define { row, define } => {
            row.as_ref().is_some_and(|row| end_of(program, row).is_none_or(|(_, optional)| optional))
                || program.defines.find(*define).is_none_or(|define| within(&define.expr))
        }
        ExprKind::Criteria { row, criteria } => {
            end_of(program, row).is_none_or(|(_, optional)| optional)
                || program.criteria.find(*criteria).is_none_or(|criteria| {
                    criteria.dates.is_some() || criteria.conditions.iter().all(|condition| within(&condition.expr))
                })
        }
        ExprKind::Condition { row, criteria, index } => {
            end_of(program, row).is_none_or(|(_, optional)| optional)
                || program.criteria.find(*criteria).is_none_or(|criteria| {
                    criteria.dates.is_some()
                        || criteria.conditions.get(*index).is_none_or(|condition| within(&condition.expr))
                })
        }
        ExprKind::Not(inner) | ExprKind::Negate(inner) => within(inner),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().all(within),
        ExprKind::When { then, otherwise, .. } => {
            within(then) || otherwise.as_ref().is_none_or(|otherwise| within(otherwise))
        }
        ExprKind::Default { value, default } => within(value) && within(default),
        ExprKind::Compare { left, right, .. } | ExprKind::Arithmetic { left, right, .. } => {
            within(left) || within(right)
        }
        ExprKind::OneOf { value, .. } => within(value),
        ExprKind::SpanCompare { end, start, .. } => within(end) || within(start),
        ExprKind::Within { date, start, .. } => within(date) || within(start),
        ExprKind::Round { value, .. } => within(value),
        ExprKind::Divide { left, right, .. } => {
            let divides = super::bounds::bounds(program, right).0.is_some_and(|least| least.is_positive());
            !divides || within(left) || within(right)
        }
        ExprKind::DateAdd { date, amount, .. } => within(date) || within(amount),
        ExprKind::Aggregate(aggregate) => !matches!(
            aggregate.function,
            AggregateFunction::Count
                | AggregateFunction::Sum
                | AggregateFunction::Any
                | AggregateFunction::Distinct
                | AggregateFunction::Consecutive
        ),
        _ => expr.ty != Type::Text,
    }
}
