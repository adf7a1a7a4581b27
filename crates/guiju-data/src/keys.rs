//! Keys as the evaluator prints them, so that owners and references meet however they were typed.

use guiju_program::schema::RecordId;
use guiju_program::value::{Cell, Value};

use crate::cell::read_text;
use crate::plan::{FieldPlan, Kind, Plan, TablePlan};

/// The key of a row within its owner; where the record has none, its values.
pub(crate) fn own_key(table: &TablePlan, cells: &[(guiju_program::schema::FieldId, Cell)]) -> String {
    let text = |field: &FieldPlan| {
        let cell = cells.iter().find(|(id, _)| *id == field.id);
        match cell.map(|(_, cell)| cell) {
            Some(Cell::Known(value)) => value_text(value),
            Some(Cell::Absent) => "-".to_owned(),
            Some(Cell::Unknown) | None => "?".to_owned(),
        }
    };
    match table.key.and_then(|key| table.field(key)) {
        Some(key) => text(key),
        None => table.fields.iter().map(text).collect::<Vec<_>>().join(","),
    }
}

fn value_text(value: &Value) -> String {
    match value {
        Value::Number(number) => number.normalize().to_string(),
        other => other.to_string(),
    }
}

/// The full key of a row of a record in the form that its table has it; `None` if it is so already, or is not a key
/// that could be there.
pub(crate) fn canonical(plan: &Plan, record: RecordId, text: &str) -> Option<String> {
    if is_plain(plan, record, MOST_PARENTS) {
        return None;
    }
    canonical_within(plan, record, text, MOST_PARENTS).filter(|key| key != text)
}

/// Far more levels of ownership than a policy has; it bounds the work for a malformed program.
const MOST_PARENTS: usize = 64;

/// Whether keys of the record are texts that stand for themselves, through all owners.
fn is_plain(plan: &Plan, record: RecordId, levels: usize) -> bool {
    let Some(table) = plan.table(record) else {
        return true;
    };
    let own = match table.key.and_then(|key| table.field(key)) {
        Some(field) => matches!(field.kind, Kind::Text { .. }),
        None => true,
    };
    own && table.parent.as_ref().is_none_or(|(parent, _)| levels > 0 && is_plain(plan, *parent, levels - 1))
}

fn canonical_within(plan: &Plan, record: RecordId, text: &str, levels: usize) -> Option<String> {
    let table = plan.table(record)?;
    let key = table.key.and_then(|key| table.field(key))?;
    let (owner, own) = match &table.parent {
        None => (None, text),
        Some((parent, _)) => {
            let (owner, own) = text.rsplit_once('/')?;
            let canonical = levels.checked_sub(1).and_then(|levels| canonical_within(plan, *parent, owner, levels));
            (Some(canonical.unwrap_or_else(|| owner.to_owned())), own)
        }
    };
    let own = match &key.kind {
        Kind::Text { .. } => own.trim().to_owned(),
        Kind::Reference(target) => levels
            .checked_sub(1)
            .and_then(|levels| canonical_within(plan, *target, own, levels))
            .unwrap_or_else(|| own.to_owned()),
        _ => {
            let mut cell = Cell::Unknown;
            match (read_text(key, own, &mut cell), &cell) {
                (Ok(()), Cell::Known(value)) => value_text(value),
                _ => own.to_owned(),
            }
        }
    };
    Some(match owner {
        Some(owner) => format!("{owner}/{own}"),
        None => own,
    })
}
