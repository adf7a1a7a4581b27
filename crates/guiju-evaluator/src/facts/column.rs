//! Columns of one table.

use std::collections::HashMap;
use std::sync::Arc;

use guiju_program::value::Verdict;
use rust_decimal::Decimal;

use crate::exact::Exact;

/// What is known of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum State {
    /// The column holds the value.
    Known = 0,
    /// There is a value, and it was not given.
    Unknown = 1,
    /// There is none: a blank optional field.
    Absent = 2,
}

/// One column: the values, and for columns with gaps the state of each cell.
#[derive(Clone, Debug)]
pub struct Column {
    /// The values; what stands in a cell that is not known means nothing, and is 0.
    pub data: ColumnData,
    /// The state of each cell; `None`: all are known. Yes-or-no columns hold their states as verdicts and have none.
    pub states: Option<Vec<State>>,
}

/// The values of a column.
#[derive(Clone, Debug)]
pub enum ColumnData {
    /// The column was not given: every cell is unknown.
    NotGiven,
    /// Yes is pass, no is fail, unknown is undetermined, absent is not applicable.
    YesNo(Vec<Verdict>),
    /// Numbers, dates (day numbers), months (month numbers), years and instants (microseconds).
    Numbers(Numbers),
    /// Numbers that no common scale brings into 64 bits.
    Wide(Vec<Decimal>),
    /// Text and enumerations.
    Codes(Codes),
    /// The row numbers of referred rows.
    Rows(Vec<u32>),
}

/// Whole numbers of 64 bits with a common scale: the value is `n / 10^scale`.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// The scaled values.
    pub values: Vec<i64>,
    /// Digits behind the point.
    pub scale: u32,
    /// The least scaled value, of 0 and the cells.
    pub min: i64,
    /// The greatest scaled value, of 0 and the cells.
    pub max: i64,
}

/// Texts, each once, and for each cell which one.
#[derive(Clone, Debug)]
pub struct Codes {
    /// For each cell the index of its text; [`NO_CODE`] where it is not known.
    pub values: Vec<u32>,
    /// The texts. For an enumeration the declared values come first, in their order.
    pub texts: Arc<Texts>,
}

/// The code of a cell that is not known.
pub const NO_CODE: u32 = u32::MAX;

/// A list of different texts that finds a text's index.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    list: Vec<Box<str>>,
    index: HashMap<Box<str>, u32>,
}

impl Texts {
    /// The code of a text, added if it is new.
    pub fn intern(&mut self, text: &str) -> u32 {
        if let Some(code) = self.index.get(text) {
            return *code;
        }
        let code = u32::try_from(self.list.len()).unwrap_or(NO_CODE);
        self.list.push(text.into());
        self.index.insert(text.into(), code);
        code
    }

    /// The code of a text, if it occurs.
    pub fn code(&self, text: &str) -> Option<u32> {
        self.index.get(text).copied()
    }

    /// The text of a code.
    pub fn text(&self, code: u32) -> Option<&str> {
        self.list.get(code as usize).map(AsRef::as_ref)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl Numbers {
    /// Numbers of that scale, with their range.
    pub fn new(values: Vec<i64>, scale: u32) -> Self {
        let (min, max) = values.iter().fold((0, 0), |(min, max), &v| (v.min(min), v.max(max)));
        Self { values, scale, min, max }
    }
}

impl Column {
    /// A column that was not given.
    pub const fn not_given() -> Self {
        Self { data: ColumnData::NotGiven, states: None }
    }

    /// The state of a cell.
    pub fn state(&self, row: usize) -> State {
        match &self.data {
            ColumnData::NotGiven => State::Unknown,
            ColumnData::YesNo(verdicts) => match verdicts.get(row) {
                Some(Verdict::Pass | Verdict::Fail) => State::Known,
                Some(Verdict::NotApplicable) => State::Absent,
                Some(Verdict::Undetermined) | None => State::Unknown,
            },
            _ => self.states.as_ref().map_or(State::Known, |states| states.get(row).copied().unwrap_or(State::Unknown)),
        }
    }

    /// The verdict in a cell of a yes-or-no column.
    pub fn verdict(&self, row: usize) -> Verdict {
        match &self.data {
            ColumnData::YesNo(verdicts) => verdicts.get(row).copied().unwrap_or(Verdict::Undetermined),
            _ => Verdict::Undetermined,
        }
    }

    /// The number in a known cell of a column of numbers.
    pub fn number(&self, row: usize) -> Option<Exact> {
        match (&self.data, self.state(row)) {
            (ColumnData::Numbers(numbers), State::Known) => {
                numbers.values.get(row).map(|v| Exact::scaled(i128::from(*v), numbers.scale))
            }
            (ColumnData::Wide(values), State::Known) => values.get(row).map(|v| Exact::from(*v)),
            _ => None,
        }
    }

    /// The text in a known cell of text or an enumeration.
    pub fn text(&self, row: usize) -> Option<&str> {
        match (&self.data, self.state(row)) {
            (ColumnData::Codes(codes), State::Known) => codes.values.get(row).and_then(|code| codes.texts.text(*code)),
            _ => None,
        }
    }

    /// The row number in a known cell of a reference.
    pub fn row(&self, row: usize) -> Option<u32> {
        match (&self.data, self.state(row)) {
            (ColumnData::Rows(rows), State::Known) => rows.get(row).copied(),
            _ => None,
        }
    }
}
