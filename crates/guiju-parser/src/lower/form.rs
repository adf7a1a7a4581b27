//! The form of a rule: what is compared with a bound, so that it can be explained as that.

use guiju_program::expr::{Aggregate, AggregateFunction, CompareOp, Expr, ExprKind};
use guiju_program::rule::Form;
use guiju_program::{Program, Type};

use super::compare::swapped;

/// What an expression measures.
enum Measured {
    Share,
    Count,
    Growth,
    Rank,
    Amount,
    Other,
}

/// The form of a rule's expression.
pub(crate) fn form(expr: &Expr, program: &Program) -> Form {
    let (op, left, right) = match &expr.kind {
        ExprKind::Top { .. } => return Form::Rank,
        ExprKind::Compare { op, left, right } => (*op, left, right),
        _ => return Form::Condition,
    };
    // The bound may stand on the left.
    let (op, measured) = match (measured(left, program), measured(right, program)) {
        (Measured::Other, right) => (swapped(op), right),
        (Measured::Amount, right) if is_bound(left) && !is_bound_of(&right) => (swapped(op), right),
        (left, _) => (op, left),
    };
    match measured {
        Measured::Share => Form::Quota,
        Measured::Count => Form::Count,
        Measured::Growth => Form::Growth,
        Measured::Rank => Form::Rank,
        Measured::Amount => match op {
            CompareOp::Le | CompareOp::Lt => Form::Cap,
            CompareOp::Ge | CompareOp::Gt => Form::Floor,
            CompareOp::Eq | CompareOp::Ne => Form::Condition,
        },
        Measured::Other => Form::Condition,
    }
}

const fn is_bound(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Number(_) | ExprKind::Parameter { .. } | ExprKind::Budget(_))
}

const fn is_bound_of(measured: &Measured) -> bool {
    matches!(measured, Measured::Other)
}

fn measured(expr: &Expr, program: &Program) -> Measured {
    let mut expr = expr;
    // Definitions do not go round; a long chain of them is followed without a call.
    while let ExprKind::Define { define, .. } = &expr.kind {
        match program.defines.find(*define) {
            Some(define) => expr = &define.expr,
            None => return Measured::Other,
        }
    }
    match &expr.kind {
        ExprKind::Aggregate(aggregate) => of_aggregate(aggregate, &expr.ty),
        ExprKind::Versus { .. } => Measured::Growth,
        ExprKind::Rank(_) => Measured::Rank,
        _ if matches!(expr.ty, Type::Number(_)) => Measured::Amount,
        _ => Measured::Other,
    }
}

const fn of_aggregate(aggregate: &Aggregate, ty: &Type) -> Measured {
    match aggregate.function {
        AggregateFunction::Share => Measured::Share,
        AggregateFunction::Count => Measured::Count,
        AggregateFunction::All | AggregateFunction::Any => Measured::Other,
        _ => match ty {
            Type::Number(_) => Measured::Amount,
            _ => Measured::Other,
        },
    }
}
