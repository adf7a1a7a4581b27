//! What an expression says, wherever it stands.

use std::hash::{DefaultHasher, Hash, Hasher};

use guiju_program::expr::{Expr, ExprKind};
use guiju_program::source::Span;

use crate::lower::walk::children_mut;

/// An expression without its places: equal shapes say the same.
#[derive(Clone, PartialEq)]
pub(super) struct Shape(Expr);

impl Eq for Shape {}

impl Shape {
    pub(super) fn of(expr: &Expr) -> Self {
        let mut expr = expr.clone();
        strip(&mut expr);
        Self(expr)
    }
}

/// Takes places away, and the clauses of exceptions.
fn strip(expr: &mut Expr) {
    expr.span = Span::default();
    if let ExprKind::Unless { cites, .. } = &mut expr.kind {
        cites.clear();
    }
    children_mut(expr, &mut |child| strip(child));
}

impl Hash for Shape {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut hasher = DefaultHasher::new();
        hash(&self.0, &mut hasher);
        state.write_u64(hasher.finish());
    }
}

/// Enough of an expression to tell most from each other; equality looks at all of it.
fn hash(expr: &Expr, to: &mut DefaultHasher) {
    std::mem::discriminant(&expr.kind).hash(to);
    match &expr.kind {
        ExprKind::Number(number) => number.hash(to),
        ExprKind::Text(text) => text.hash(to),
        ExprKind::YesNo(yes) => yes.hash(to),
        ExprKind::Variant(index) => index.hash(to),
        ExprKind::Date(date) => date.hash(to),
        ExprKind::Month(month) => month.hash(to),
        ExprKind::Year(year) => year.hash(to),
        ExprKind::Instant(instant) => instant.hash(to),
        ExprKind::Parameter { parameter, .. } => parameter.hash(to),
        ExprKind::Budget(budget) => budget.hash(to),
        ExprKind::Drawn { budget, left } => (budget, left).hash(to),
        ExprKind::Award { row, award } => (row, award).hash(to),
        ExprKind::Allocated { row, allocation } => (row, allocation).hash(to),
        ExprKind::Field { row, field } => (row, field).hash(to),
        ExprKind::Define { row, define } => (row, define).hash(to),
        ExprKind::Criteria { row, criteria } => (row, criteria).hash(to),
        ExprKind::Condition { row, criteria, index } => (row, criteria, index).hash(to),
        ExprKind::Compare { op, .. } => op.hash(to),
        ExprKind::SpanCompare { op, .. } => op.hash(to),
        ExprKind::Arithmetic { op, .. } => op.hash(to),
        ExprKind::Lookup { table, column, .. } => (table, column).hash(to),
        ExprKind::Aggregate(aggregate) => (aggregate.function, aggregate.rows.record).hash(to),
        _ => {}
    }
    expr.for_each_part(&mut |part| hash(part, to));
}
