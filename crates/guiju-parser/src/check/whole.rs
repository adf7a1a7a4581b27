//! How an aggregate over a whole table may speak of the item's own row (本): so that one pass over sorted columns does.

use guiju_program::expr::{CompareOp, Expr, ExprKind, RowPath, RowVar};
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

type Column = (RowPath, FieldId);

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
    let (range, left, right) = match &filter.kind {
        ExprKind::Compare { op, left, right } if *op != CompareOp::Ne => (*op != CompareOp::Eq, left, right),
        ExprKind::SpanCompare { end, start, .. } => (true, end, start),
        ExprKind::Within { date, start, .. } => (true, date, start),
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
    if range {
        match column {
            Some(known) if *known != found => wrong.push(filter.span),
            _ => *column = Some(found),
        }
    }
}

fn column_of(expr: &Expr) -> Option<Column> {
    match &expr.kind {
        ExprKind::Field { row, field } if row.base == RowVar::Current => Some((row.clone(), *field)),
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
