//! A hash of facts that depends on nothing but the facts.

use guiju_evaluator::Facts;
use guiju_evaluator::facts::State;
use guiju_program::arena::Id;
use guiju_program::schema::{Record, RecordId};
use sha2::{Digest, Sha256};

use crate::policy::{Policy, finish};

/// `sha256:` and a hash over the exact values of all tables: columns in the order of the policy, rows by key, or by
/// value where there is no key. The order of rows and columns, the spelling of numbers and the file format do not change it.
pub fn facts_hash(policy: &Policy, facts: &Facts) -> String {
    let mut hasher = Sha256::new();
    for (record, definition) in policy.program().records.iter() {
        part(&mut hasher, &definition.name.text);
        let Some(table) = facts.table(record) else {
            hasher.update([0]);
            continue;
        };
        hasher.update([1]);
        hasher.update((table.len() as u64).to_be_bytes());
        let mut rows: Vec<[u8; 32]> =
            (0..table.len()).map(|row| row_hash(policy, facts, record, definition, row)).collect();
        // Rows that are alike in all but a reference have no order of their own.
        rows.sort_unstable();
        for row in rows {
            hasher.update(row);
        }
    }
    finish(hasher)
}

fn row_hash(policy: &Policy, facts: &Facts, record: RecordId, definition: &Record, row: usize) -> [u8; 32] {
    let program = policy.program();
    let number = u32::try_from(row).unwrap_or(u32::MAX);
    let mut hasher = Sha256::new();
    let Some(table) = facts.table(record) else {
        return hasher.finalize().into();
    };
    if let (Some(parent), Some(owners)) = (definition.parent, table.owners()) {
        let owner = owners.of_row.get(row).copied().unwrap_or(u32::MAX);
        part(&mut hasher, &facts.key(program, parent, owner));
    }
    for field in definition.fields.ids() {
        let state = table.column(field).map_or(State::Unknown, |column| column.state(row));
        hasher.update([state as u8]);
        if state == State::Known {
            part(&mut hasher, &facts.cell_text(program, record, field, number));
        }
    }
    for (criteria, _) in program.criteria.iter() {
        if let Some(verdict) = table.given_verdict(criteria, row) {
            let index = u64::try_from(criteria.index()).unwrap_or(u64::MAX);
            hasher.update(index.to_be_bytes());
            hasher.update([verdict as u8]);
        }
    }
    hasher.finalize().into()
}

fn part(hasher: &mut Sha256, text: &str) {
    hasher.update((text.len() as u64).to_be_bytes());
    hasher.update(text.as_bytes());
}
