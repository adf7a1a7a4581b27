//! Which optional fields are known to be there: by 有 X, where it has passed.

use guiju_program::expr::{Expr, ExprKind, RowPath, Step};
use guiju_program::schema::FieldId;

/// A field of a row that is there.
pub(crate) type Guard = (RowPath, FieldId);

/// Adds the fields that are there if the condition passes (`holds`), or if it fails.
pub(crate) fn present(condition: &Expr, holds: bool, guards: &mut Vec<Guard>) {
    match &condition.kind {
        ExprKind::Has(value) if holds => {
            if let ExprKind::Field { row, field } = &value.kind {
                guards.push((row.clone(), *field));
                // Where a field of a referred row is there, the references to it are too.
                let mut start = RowPath::new(row.base, row.record);
                for step in &row.steps {
                    if let Step::Reference(reference) = step {
                        guards.push((start.clone(), *reference));
                    }
                    start.steps.push(*step);
                }
            }
        }
        ExprKind::Not(inner) => present(inner, !holds, guards),
        ExprKind::And(parts) if holds => {
            for part in parts {
                present(part, true, guards);
            }
        }
        ExprKind::Or(parts) if !holds => {
            for part in parts {
                present(part, false, guards);
            }
        }
        _ => {}
    }
}
