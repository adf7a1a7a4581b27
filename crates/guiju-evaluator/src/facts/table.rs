//! Tables, and all facts together.

use std::collections::BTreeMap;

use guiju_program::Program;
use guiju_program::arena::Id;
use guiju_program::rule::CriteriaId;
use guiju_program::schema::{FieldId, FieldType, RecordId};
use guiju_program::value::{Verdict, YearMonth};

use super::column::{Column, ColumnData, State};
use crate::calendar;

/// All facts (事实): for each record of the program its table, or that it was not given.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub(super) tables: Vec<Option<Table>>,
}

/// The rows of one record, in columns.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub(super) len: usize,
    pub(super) columns: Vec<Column>,
    pub(super) owners: Option<Owners>,
    /// Criteria whose verdict was given in place of their facts.
    pub(super) given: BTreeMap<CriteriaId, Vec<Option<Verdict>>>,
}

/// Which rows of the parent table own the rows of a child table. The children of one row stand next to each other.
#[derive(Clone, Debug, Default)]
pub struct Owners {
    /// For each child row, the row that owns it.
    pub of_row: Vec<u32>,
    /// For each row of the parent table, where its children start; one more entry than rows.
    pub starts: Vec<u32>,
    /// For each row of the parent table, whether its children were given; `None`: those of all rows were.
    pub given: Option<Vec<bool>>,
}

impl Owners {
    /// The rows owned by a row of the parent table.
    pub fn children(&self, parent: u32) -> std::ops::Range<usize> {
        let at = parent as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => *start as usize..*end as usize,
            _ => 0..0,
        }
    }

    /// Whether the children of a row of the parent table were given.
    pub fn are_given(&self, parent: u32) -> bool {
        self.given.as_ref().is_none_or(|given| given.get(parent as usize).copied().unwrap_or(false))
    }
}

impl Table {
    /// How many rows it has.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether it has none.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The column of a field; `None` only for a field of another record.
    pub fn column(&self, field: FieldId) -> Option<&Column> {
        self.columns.get(field.index())
    }

    /// Who owns the rows, for the table of a record with a parent.
    pub const fn owners(&self) -> Option<&Owners> {
        self.owners.as_ref()
    }

    /// The verdicts that were given for a criteria in place of its facts.
    pub fn given(&self, criteria: CriteriaId) -> Option<&[Option<Verdict>]> {
        self.given.get(&criteria).map(Vec::as_slice)
    }

    /// The verdict given for a criteria on a row, if one was.
    pub fn given_verdict(&self, criteria: CriteriaId, row: usize) -> Option<Verdict> {
        self.given(criteria).and_then(|verdicts| verdicts.get(row).copied().flatten())
    }
}

impl Facts {
    /// The table of a record; `None`: it was not given, so its rows are unknown.
    pub fn table(&self, record: RecordId) -> Option<&Table> {
        self.tables.get(record.index()).and_then(Option::as_ref)
    }

    /// The key of a row as reports print it: the value of its key field, for a child row behind its owner's
    /// (`HLJ-0001/2023-05`); where there is no key, the values of the row.
    pub fn key(&self, program: &Program, record: RecordId, row: u32) -> String {
        let Some(table) = self.table(record) else {
            return String::new();
        };
        let definition = &program.records[record];
        let own = match definition.key {
            Some(key) => self.cell_text(program, record, key, row),
            None => {
                let cells: Vec<String> =
                    definition.fields.ids().map(|field| self.cell_text(program, record, field, row)).collect();
                cells.join(",")
            }
        };
        match (definition.parent, &table.owners) {
            (Some(parent), Some(owners)) => match owners.of_row.get(row as usize) {
                Some(owner) => format!("{}/{own}", self.key(program, parent, *owner)),
                None => own,
            },
            _ => own,
        }
    }

    /// A cell as text: `?` where unknown, `-` where absent; numbers in base units.
    pub fn cell_text(&self, program: &Program, record: RecordId, field: FieldId, row: u32) -> String {
        let Some(column) = self.table(record).and_then(|table| table.column(field)) else {
            return "?".to_owned();
        };
        let at = row as usize;
        match column.state(at) {
            State::Unknown => return "?".to_owned(),
            State::Absent => return "-".to_owned(),
            State::Known => {}
        }
        let ty = &program.records[record].fields[field].ty;
        // While tables are put together a reference still holds the key itself.
        match (ty, column.row(at)) {
            (FieldType::Reference(target), Some(to)) => self.key(program, *target, to),
            _ => known_text(column, ty, at),
        }
    }
}

/// A known cell of a column as text; a reference by the key that it holds.
pub(super) fn known_text(column: &Column, ty: &FieldType, at: usize) -> String {
    let whole = || match &column.data {
        ColumnData::Numbers(numbers) => numbers.values.get(at).copied().unwrap_or(0),
        _ => 0,
    };
    match ty {
        FieldType::Date => calendar::date_of(whole()).to_string(),
        FieldType::Month => YearMonth::from_index(i32::try_from(whole()).unwrap_or(0)).to_string(),
        FieldType::Year => format!("{:04}", whole()),
        FieldType::Instant => calendar::instant_of(whole()).to_string(),
        FieldType::Integer | FieldType::Number(_) => {
            column.number(at).map_or_else(|| "?".to_owned(), |n| n.to_string())
        }
        FieldType::YesNo => if column.verdict(at) == Verdict::Pass { "是" } else { "否" }.to_owned(),
        FieldType::Text | FieldType::Enumeration(_) | FieldType::Reference(_) => {
            column.text(at).unwrap_or("?").to_owned()
        }
    }
}
