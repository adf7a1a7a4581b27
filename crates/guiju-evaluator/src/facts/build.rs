//! Takes facts row by row.

use std::collections::BTreeMap;

use guiju_program::Program;
use guiju_program::arena::Id;
use guiju_program::rule::CriteriaId;
use guiju_program::schema::{FieldId, RecordId};
use guiju_program::value::{Cell, Verdict};

use super::column::Texts;
use super::column_builder::ColumnBuilder;
use super::table::Facts;

/// What is wrong with a row of facts. Rows count from 0 in the order in which they were added to their table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{record:?} row {row}: {kind}")]
pub struct FactsError {
    /// The table.
    pub record: RecordId,
    /// The row.
    pub row: usize,
    /// The field concerned; `None`: the key of the owner, or the table as a whole.
    pub field: Option<FieldId>,
    /// What is wrong.
    pub kind: FactsErrorKind,
}

/// What can be wrong with a row of facts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FactsErrorKind {
    /// The value is not of the field's type, or "there is none" for a field that is not optional.
    #[error("the value is not of the field's type")]
    WrongType,
    /// A negative number where the field takes none.
    #[error("the number is negative")]
    Negative,
    /// A key that is blank or unknown: the row could not be named.
    #[error("the key is blank")]
    BlankKey,
    /// The key of an earlier row.
    #[error("the key {key} stands in row {first} already")]
    DuplicateKey {
        /// The key.
        key: String,
        /// The earlier row.
        first: usize,
    },
    /// A reference to, or an owner with, a key that no row has.
    #[error("no row has the key {key}")]
    DanglingReference {
        /// The key.
        key: String,
    },
    /// A row of a child table that does not name its owner.
    #[error("the row does not name its owner")]
    NoOwner,
    /// A value that a closed enumeration does not have.
    #[error("{value} is not one of the values")]
    UnknownVariant {
        /// The value.
        value: String,
    },
    /// A single record with none or several rows.
    #[error("{rows} rows where there must be exactly one")]
    NotSingle {
        /// How many rows there are.
        rows: usize,
    },
    /// More rows than a table holds (2^31).
    #[error("too many rows")]
    TooManyRows,
}

/// Collects facts for a program, row by row, in any order of tables and rows.
///
/// ```
/// use guiju_evaluator::FactsBuilder;
/// use guiju_program::Program;
///
/// let program = Program::default();
/// let facts = FactsBuilder::new(&program).build()?;
/// # Ok::<(), Vec<guiju_evaluator::facts::FactsError>>(())
/// ```
pub struct FactsBuilder<'p> {
    pub(super) program: &'p Program,
    pub(super) tables: BTreeMap<RecordId, TableBuilder>,
    pub(super) errors: Vec<FactsError>,
}

/// The rows of one table as they come in.
pub(super) struct TableBuilder {
    pub(super) columns: Vec<ColumnBuilder>,
    /// For each row the full key of its owner, for a table with a parent.
    pub(super) owners: OwnerKeys,
    /// Full keys of rows of the parent table whose children are unknown.
    pub(super) children_unknown: Vec<Box<str>>,
    /// Full keys of the only rows of the parent table whose children are given; empty: those of all rows are.
    pub(super) children_given: Vec<Box<str>>,
    /// For a key that is text and names a row of the whole table: how many rows repeated the key of another.
    pub(super) repeated: usize,
    pub(super) given: BTreeMap<CriteriaId, Vec<(usize, Verdict)>>,
    pub(super) len: usize,
}

/// How many errors are kept: a large file that is wrong throughout must not fill the memory.
const MOST_ERRORS: usize = 10_000;

/// Keeps an error while there is room.
pub(super) fn keep(errors: &mut Vec<FactsError>, error: FactsError) {
    if errors.len() < MOST_ERRORS {
        errors.push(error);
    }
}

/// The owners' keys of many rows, each text once: the rows of one owner often follow each other.
#[derive(Default)]
pub(super) struct OwnerKeys {
    pub(super) of_row: Vec<u32>,
    pub(super) texts: Texts,
}

impl OwnerKeys {
    fn push(&mut self, key: &str) {
        let last = self.of_row.last().copied();
        let code = last.filter(|code| self.texts.text(*code) == Some(key)).unwrap_or_else(|| self.texts.intern(key));
        self.of_row.push(code);
    }
}

impl<'p> FactsBuilder<'p> {
    /// Facts without any table: all are unknown.
    pub const fn new(program: &'p Program) -> Self {
        Self { program, tables: BTreeMap::new(), errors: Vec::new() }
    }

    /// Says that the table of a record is given, even if no row follows.
    pub fn give_table(&mut self, record: RecordId) {
        self.table(record);
    }

    /// Adds a row: its cells in any order, each field at most once (the last one counts); a field that is left out is
    /// unknown. `owner` is the full key of the row that owns it, for a record with a parent; the full key of a row of a
    /// child table is its owner's, a slash, and its own. What is wrong is kept for [`build`](Self::build).
    /// Answers the row's number, from 0.
    pub fn push_row(&mut self, record: RecordId, owner: Option<&str>, cells: &[(FieldId, Cell)]) -> usize {
        let definition = self.program.records.find(record);
        let parent = definition.and_then(|r| r.parent);
        let key = definition.and_then(|r| r.key);
        let mut wrong = Vec::new();
        let table = self.table(record);
        let row = table.len;
        if table.repeated >= MOST_ERRORS {
            // No facts come of this, and what is wrong is said often enough.
            return row;
        }
        table.len += 1;
        let ascending = cells.is_sorted_by(|(a, _), (b, _)| a < b);
        let mut next = cells.iter().peekable();
        for (index, column) in table.columns.iter_mut().enumerate() {
            let field = FieldId::from_index(index);
            let found = if ascending {
                next.next_if(|(id, _)| *id == field)
            } else {
                cells.iter().rev().find(|(id, _)| *id == field)
            };
            let is_key = parent.is_none() && key == Some(field);
            let texts = if is_key { column.texts() } else { None };
            match found {
                Some((_, cell)) => {
                    if let Err(kind) = column.push(cell) {
                        wrong.push((Some(field), kind));
                    }
                }
                None => column.push_not_given(),
            }
            if is_key && texts.is_some() && texts == column.texts() {
                table.repeated += 1;
            }
        }
        if parent.is_some() {
            table.owners.push(owner.unwrap_or_default());
            if owner.is_none_or(str::is_empty) {
                wrong.push((None, FactsErrorKind::NoOwner));
            }
        }
        for (field, kind) in wrong {
            let error = FactsError { record, row, field, kind };
            keep(&mut self.errors, error);
        }
        row
    }

    /// Says that the children of a row in that child table are unknown, although the table is given for others.
    pub fn children_unknown(&mut self, child: RecordId, owner: &str) {
        self.table(child).children_unknown.push(owner.into());
    }

    /// Says that the children of a row in that child table are given. Once this was said of one row, the children of
    /// rows of which it was not said are unknown.
    pub fn children_given(&mut self, child: RecordId, owner: &str) {
        self.table(child).children_given.push(owner.into());
    }

    /// Gives the verdict of a criteria on a row in place of its facts. `row` is the number that
    /// [`push_row`](Self::push_row) answered.
    pub fn give_verdict(&mut self, record: RecordId, row: usize, criteria: CriteriaId, verdict: Verdict) {
        self.table(record).given.entry(criteria).or_default().push((row, verdict));
    }

    /// Resolves keys, references and owners, and puts rows in the order of their keys.
    ///
    /// # Errors
    /// All that is wrong, in the order of tables and rows; of more than 10,000 errors the first ones.
    pub fn build(self) -> Result<Facts, Vec<FactsError>> {
        super::assemble::assemble(self)
    }

    fn table(&mut self, record: RecordId) -> &mut TableBuilder {
        let program = self.program;
        self.tables.entry(record).or_insert_with(|| TableBuilder {
            columns: program.records.find(record).map_or_else(Vec::new, |definition| {
                definition.fields.values().map(|field| ColumnBuilder::new(program, field)).collect()
            }),
            owners: OwnerKeys::default(),
            children_unknown: Vec::new(),
            children_given: Vec::new(),
            repeated: 0,
            given: BTreeMap::new(),
            len: 0,
        })
    }
}
