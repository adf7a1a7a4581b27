//! The groups of rows that are equal in some fields.

use std::collections::BTreeMap;
use std::rc::Rc;

use guiju_program::schema::{FieldId, RecordId};
use guiju_program::value::Verdict;

use super::rows::number;
use super::{Group, Walker};
use crate::exact::Exact;
use crate::facts::{Column, ColumnData, State};

/// A group, with the values that its rows share as text.
#[derive(Clone, Debug)]
pub(crate) struct KeyedGroup {
    pub key: Vec<String>,
    pub group: Group,
}

/// All groups of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Groups {
    /// In the order of their values.
    pub groups: Vec<KeyedGroup>,
    /// Rows of which not all values are known, and none is absent: they may make a group of their own.
    pub loose: Vec<u32>,
}

/// A value that rows share, in its own order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value<'a> {
    Number(Exact),
    Text(&'a str),
    Row(u32),
    YesNo(Verdict),
}

fn value(column: &Column, row: usize) -> Option<Value<'_>> {
    if let Some(number) = column.number(row) {
        return Some(Value::Number(number));
    }
    if let Some(text) = column.text(row) {
        return Some(Value::Text(text));
    }
    if let Some(to) = column.row(row) {
        return Some(Value::Row(to));
    }
    match column.verdict(row) {
        verdict @ (Verdict::Pass | Verdict::Fail) => Some(Value::YesNo(verdict)),
        _ => None,
    }
}

impl<'a> Walker<'a> {
    /// The groups of a table; `None`: it was not given.
    pub(crate) fn groups(&self, record: RecordId, keys: &[FieldId]) -> Option<Groups> {
        let table = self.facts.table(record)?;
        let columns: Vec<&Column> = keys.iter().filter_map(|key| table.column(*key)).collect();
        let mut known: BTreeMap<Vec<Value<'_>>, Group> = BTreeMap::new();
        let mut loose: Vec<(u32, Vec<Option<Value<'_>>>)> = Vec::new();
        for row in 0..table.len() {
            // A row without a value is in no group.
            if columns.iter().any(|c| c.state(row) == State::Absent) {
                continue;
            }
            let values: Vec<Option<Value<'_>>> = columns.iter().map(|column| value(column, row)).collect();
            match values.iter().cloned().collect::<Option<Vec<_>>>() {
                Some(values) => known.entry(values).or_default().sure.push(number(row)),
                None => loose.push((number(row), values)),
            }
        }
        for (key, group) in &mut known {
            // What is known of a row must agree with the group.
            let agrees = |values: &[Option<Value<'_>>]| {
                let mut pairs = values.iter().zip(key);
                pairs.all(|(value, key)| value.as_ref().is_none_or(|value| value == key))
            };
            let unsure = loose.iter().filter(|(_, values)| agrees(values));
            group.unsure = unsure.map(|(row, _)| *row).collect();
            group.keys = keys.to_vec();
        }
        let text = |group: &Group| self.group_key(record, keys, group);
        Some(Groups {
            groups: known.into_values().map(|group| KeyedGroup { key: text(&group), group }).collect(),
            loose: loose.into_iter().map(|(row, _)| row).collect(),
        })
    }

    /// The same, kept for who asks next; none for a table that was not given.
    pub(crate) fn groups_once(&self, record: RecordId, keys: &[FieldId]) -> Rc<Groups> {
        let key = (record, keys.to_vec());
        if let Some(groups) = self.memo.borrow().groups.get(&key) {
            return Rc::clone(groups);
        }
        let groups = Rc::new(self.groups(record, keys).unwrap_or_default());
        self.memo.borrow_mut().groups.insert(key, Rc::clone(&groups));
        groups
    }

    /// Whether it is unknown for some row to which group it belongs.
    pub(crate) fn has_loose_rows(&self, record: RecordId, keys: &[FieldId]) -> bool {
        let Some(table) = self.facts.table(record) else {
            return false;
        };
        let mut columns = keys.iter().filter_map(|key| table.column(*key));
        columns.any(|column| {
            // Only such columns have gaps at all.
            let gaps = column.states.is_some() || matches!(column.data, ColumnData::NotGiven | ColumnData::YesNo(_));
            gaps && (0..table.len()).any(|row| column.state(row) == State::Unknown)
        })
    }

    fn group_key(&self, record: RecordId, keys: &[FieldId], group: &Group) -> Vec<String> {
        let Some(row) = group.sure.first() else {
            return Vec::new();
        };
        keys.iter().map(|key| self.facts.cell_text(self.program, record, *key, *row)).collect()
    }
}
