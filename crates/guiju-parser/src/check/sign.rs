//! Whether a number may be below zero.

use std::collections::HashSet;

use guiju_program::expr::{AggregateFunction, ArithmeticOp, Expr, ExprKind, RowPath, Step};
use guiju_program::parameter::ParameterValue;
use guiju_program::rule::DefineId;
use guiju_program::schema::{FieldType, RecordId};
use guiju_program::{Decimal, Program};

use crate::lower::value::constant;

/// Whether a number may be below zero, as far as its parts tell. `negative` are the definitions that may be.
pub(crate) fn may_be_negative(expr: &Expr, program: &Program, negative: &HashSet<DefineId>) -> bool {
    if let Some(value) = constant(expr, program) {
        return value < Decimal::ZERO;
    }
    let of = |part: &Expr| may_be_negative(part, program, negative);
    match &expr.kind {
        ExprKind::Parameter { parameter, .. } => match &program.parameters[*parameter].value {
            ParameterValue::Dated(figures) => figures.iter().any(|(_, figure)| *figure < Decimal::ZERO),
            // What is not yet decided is taken to be at least zero.
            _ => false,
        },
        ExprKind::Field { row, field } => end_of(row, program)
            .and_then(|record| program.records.find(record))
            .and_then(|record| record.fields.find(*field))
            .is_none_or(|field| field.signed || !matches!(field.ty, FieldType::Integer | FieldType::Number(_))),
        ExprKind::Define { define, .. } => negative.contains(define),
        ExprKind::When { then, otherwise, .. } => of(then) || otherwise.as_deref().is_some_and(of),
        ExprKind::Default { value, default } => of(value) || of(default),
        ExprKind::Arithmetic { op, left, right } => match op {
            ArithmeticOp::Add | ArithmeticOp::Multiply | ArithmeticOp::CappedAt => of(left) || of(right),
            ArithmeticOp::FlooredAt => of(left) && of(right),
            ArithmeticOp::Subtract => true,
        },
        ExprKind::Divide { left, right, .. } => of(left) || of(right),
        ExprKind::Round { value, .. } => of(value),
        // Below the first slice there is nothing, so that of slices only the rates matter.
        ExprKind::Bands { bands, .. } => bands.iter().any(|band| of(&band.amount)),
        ExprKind::Lookup { table, column, .. } => program.tables[*table]
            .rows
            .iter()
            .filter_map(|row| row.values.get(*column).copied().flatten())
            .any(|figure| figure < Decimal::ZERO),
        ExprKind::Aggregate(aggregate) => match aggregate.function {
            AggregateFunction::Count | AggregateFunction::Distinct | AggregateFunction::Consecutive => false,
            _ => aggregate.value.as_ref().is_some_and(of),
        },
        ExprKind::Budget(_)
        | ExprKind::FullSteps { .. }
        | ExprKind::Rank(_)
        | ExprKind::Award { .. }
        | ExprKind::Allocated { .. } => false,
        _ => true,
    }
}

/// The record at a path's end.
fn end_of(path: &RowPath, program: &Program) -> Option<RecordId> {
    let mut at = path.record;
    for step in &path.steps {
        let record = program.records.find(at)?;
        at = match step {
            Step::Parent => record.parent?,
            Step::Reference(field) => match record.fields.find(*field)?.ty {
                FieldType::Reference(target) => target,
                _ => return None,
            },
        };
    }
    Some(at)
}
