//! How an aggregate over a whole table may speak of the item's own row (本): so that one pass over sorted columns does.

use guiju_program::expr::{CalendarPart, CompareOp, Expr, ExprKind, RowPath, RowVar};
use guiju_program::schema::FieldId;
use guiju_program::source::Span;

/// The places in an aggregate over a whole table where 本 stands in neither an equality nor one range on one column.
pub(crate) fn misplaced_this(filters: &[&Expr], others: &[&Expr]) -> Vec<Span> {
    let mut wrong = Vec::new();
    let mut column = None;
    for filter in filters {
        conjunct(filter, &mut column, &mut wrong);
    }
    wrong.extend(others.iter().filter(|e| mentions(e, this)).map(|e| e.span));
    wrong
}

/// A field of the row, or the part of the calendar that belongs to it.
type Column = (RowPath, FieldId, Option<CalendarPart>);

fn conjunct(filter: &Expr, column: &mut Option<Column>, wrong: &mut Vec<Span>) {
    if let ExprKind::And(parts) = &filter.kind {
        for part in parts {
            conjunct(part, column, wrong);
        }
        return;
    }
    if !mentions(filter, this) {
        return;
    }
    let (left, right) = match &filter.kind {
        ExprKind::Compare { op: CompareOp::Eq, left, right } => {
            if !apart(left, right) && !apart(right, left) {
                wrong.push(filter.span);
            }
            return;
        }
        ExprKind::Compare { op, left, right } if *op != CompareOp::Ne => (left, right),
        ExprKind::SpanCompare { op, end, start, .. } if !matches!(op, CompareOp::Eq | CompareOp::Ne) => (end, start),
        ExprKind::Within { date, start, .. } => (date, start),
        _ => {
            wrong.push(filter.span);
            return;
        }
    };
    let found = match (column_of(left), column_of(right)) {
        (Some(found), None) if !mentions(right, current) => found,
        (None, Some(found)) if !mentions(left, current) => found,
        _ => {
            wrong.push(filter.span);
            return;
        }
    };
    match column {
        Some(known) if *known != found => wrong.push(filter.span),
        _ => *column = Some(found),
    }
}

/// Whether one value is of the row, and the other of the own row alone.
fn apart(row: &Expr, own: &Expr) -> bool {
    mentions(row, current) && !mentions(row, this) && mentions(own, this) && !mentions(own, current)
}

fn column_of(expr: &Expr) -> Option<Column> {
    match &expr.kind {
        ExprKind::Field { row, field } if row.base == RowVar::Current => Some((row.clone(), *field, None)),
        ExprKind::Calendar { part, value } => match &value.kind {
            ExprKind::Field { row, field } if row.base == RowVar::Current => Some((row.clone(), *field, Some(*part))),
            _ => None,
        },
        _ => None,
    }
}

const fn this(row: RowVar) -> bool {
    matches!(row, RowVar::This)
}

const fn current(row: RowVar) -> bool {
    matches!(row, RowVar::Current)
}

fn mentions(expr: &Expr, wanted: fn(RowVar) -> bool) -> bool {
    let mut found = false;
    expr.visit_paths(&mut |row| found = found || wanted(row.base));
    found
}
