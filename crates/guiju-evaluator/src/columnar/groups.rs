//! Which rows of a table belong together.

use std::collections::BTreeMap;
use std::sync::Arc;

use guiju_program::Program;
use guiju_program::schema::{FieldId, RecordId};

use super::plan::{ABSENT_CODE, UNKNOWN_CODE};
use super::run::index;
use crate::facts::{Column, ColumnData, Facts, State, Table};

/// The groups of the rows that are equal in some fields.
pub(super) struct Groups {
    /// For each row its group; [`UNKNOWN_CODE`]: it may be in several, [`ABSENT_CODE`]: it is in none.
    pub(super) of_row: Arc<Vec<u32>>,
    /// The values that the rows of each group share, as text, in the order of the values.
    pub(super) keys: Vec<Vec<String>>,
    /// The rows of each group, and those that may be in it.
    pub(super) rows: Vec<crate::walk::Group>,
}

impl Groups {
    /// The groups of a table by those fields.
    pub(super) fn new(program: &Program, facts: &Facts, record: RecordId, fields: &[FieldId]) -> Self {
        let Some(table) = facts.table(record) else {
            return Self { of_row: Arc::default(), keys: Vec::new(), rows: Vec::new() };
        };
        let columns: Vec<Vec<u32>> = fields.iter().map(|field| ranks_or_unknown(table, *field)).collect();
        let of_row = combine(&columns, table.len());
        let count = of_row.iter().filter(|code| **code < ABSENT_CODE).max().map_or(0, |last| last + 1);
        let mut rows = vec![crate::walk::Group::default(); count as usize];
        let mut loose = Vec::new();
        for (row, code) in of_row.iter().enumerate() {
            if *code == UNKNOWN_CODE {
                loose.push(row);
            } else if let Some(group) = rows.get_mut(*code as usize) {
                group.sure.push(index(row));
            }
        }
        let rank = |column: &Vec<u32>, row: usize| column.get(row).copied().unwrap_or(UNKNOWN_CODE);
        let mut keys = Vec::new();
        for group in &mut rows {
            let first = group.sure.first().copied().unwrap_or(0);
            keys.push(fields.iter().map(|field| facts.cell_text(program, record, *field, first)).collect());
            // A row whose values are not all known may be in every group that agrees with those that are.
            let agrees = |row: &usize| {
                columns.iter().all(|column| {
                    let own = rank(column, *row);
                    own == UNKNOWN_CODE || own == rank(column, first as usize)
                })
            };
            group.unsure = loose.iter().copied().filter(agrees).map(index).collect();
        }
        Self { of_row: Arc::new(of_row), keys, rows }
    }
}

/// One number for each combination of values, in their order, field by field.
pub(super) fn combine(columns: &[Vec<u32>], len: usize) -> Vec<u32> {
    let mut combined = vec![0_u32; len];
    for ranks in columns {
        let pairs: Vec<(u32, u32)> = combined.iter().copied().zip(ranks.iter().copied()).collect();
        let known = |pair: &&(u32, u32)| pair.0 < ABSENT_CODE && pair.1 < ABSENT_CODE;
        let mut places: BTreeMap<(u32, u32), u32> = pairs.iter().filter(known).map(|pair| (*pair, 0)).collect();
        for (place, slot) in places.values_mut().enumerate() {
            *slot = index(place);
        }
        for (slot, pair) in combined.iter_mut().zip(&pairs) {
            *slot = match *pair {
                (ABSENT_CODE, _) | (_, ABSENT_CODE) => ABSENT_CODE,
                (UNKNOWN_CODE, _) | (_, UNKNOWN_CODE) => UNKNOWN_CODE,
                pair => places.get(&pair).copied().unwrap_or(ABSENT_CODE),
            };
        }
    }
    combined
}

/// For each cell of a column the place of its value, or what is known of it.
pub(super) fn ranks_or_unknown(table: &Table, field: FieldId) -> Vec<u32> {
    let ranks = table.column(field).map(ranks).filter(|ranks| ranks.len() == table.len());
    ranks.unwrap_or_else(|| vec![UNKNOWN_CODE; table.len()])
}

/// For each cell the place of its value among all values of the column.
fn ranks(column: &Column) -> Vec<u32> {
    fn places<T: Ord + Copy>(column: &Column, values: &[T]) -> Vec<u32> {
        let known = |row: usize| column.state(row) == State::Known;
        let mut all: Vec<T> =
            values.iter().enumerate().filter(|(row, _)| known(*row)).map(|(_, value)| *value).collect();
        all.sort_unstable();
        all.dedup();
        values
            .iter()
            .enumerate()
            .map(|(row, value)| match column.state(row) {
                State::Known => all.binary_search(value).map_or(UNKNOWN_CODE, index),
                State::Unknown => UNKNOWN_CODE,
                State::Absent => ABSENT_CODE,
            })
            .collect()
    }
    match &column.data {
        ColumnData::NotGiven => Vec::new(),
        ColumnData::YesNo(verdicts) => places(column, verdicts),
        ColumnData::Numbers(numbers) => places(column, &numbers.values),
        ColumnData::Wide(values) => places(column, values),
        ColumnData::Rows(rows) => places(column, rows),
        ColumnData::Codes(codes) => {
            let mut order: Vec<u32> = (0..index(codes.texts.len())).collect();
            order.sort_by_key(|code| codes.texts.text(*code).unwrap_or_default());
            let mut place = vec![0; order.len()];
            for (rank, code) in order.iter().enumerate() {
                if let Some(slot) = place.get_mut(*code as usize) {
                    *slot = index(rank);
                }
            }
            let by_text: Vec<u32> =
                codes.values.iter().map(|code| place.get(*code as usize).copied().unwrap_or(0)).collect();
            places(column, &by_text)
        }
    }
}
