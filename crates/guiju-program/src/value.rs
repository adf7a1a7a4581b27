//! Values as policies and facts state them.

use std::fmt;

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

/// A calendar month (年月), such as 2023-05.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct YearMonth {
    /// Months since January of the year 0: `year * 12 + month - 1`.
    index: i32,
}

impl YearMonth {
    /// The month of that year, `None` unless the year is 1 to 9999 and the month 1 to 12.
    pub fn new(year: i16, month: i8) -> Option<Self> {
        let valid = (1..=9999).contains(&year) && (1..=12).contains(&month);
        valid.then(|| Self { index: i32::from(year) * 12 + i32::from(month) - 1 })
    }

    /// The month with that [index](Self::index).
    pub const fn from_index(index: i32) -> Self {
        Self { index }
    }

    /// Months since January of the year 0, so that a difference is a number of months.
    pub const fn index(self) -> i32 {
        self.index
    }

    /// The year.
    pub const fn year(self) -> i32 {
        self.index.div_euclid(12)
    }

    /// The month of the year, 1 to 12.
    pub const fn month(self) -> i32 {
        self.index.rem_euclid(12) + 1
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

/// A value of a fact, or of a literal (值).
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number in the base units of its dimension: money in 元, never in 万元.
    Number(Decimal),
    /// Yes or no (是否).
    YesNo(bool),
    /// A text, the key of a referred row, or a value of an enumeration.
    Text(String),
    /// A date.
    Date(Date),
    /// A month.
    Month(YearMonth),
    /// A year.
    Year(i16),
    /// A date with a time of day.
    Instant(DateTime),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::YesNo(yes) => f.write_str(if *yes { "是" } else { "否" }),
            Self::Text(text) => f.write_str(text),
            Self::Date(date) => write!(f, "{date}"),
            Self::Month(month) => write!(f, "{month}"),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Instant(instant) => write!(f, "{instant}"),
        }
    }
}

/// What is known of one cell: three states that never mix.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// The value.
    Known(Value),
    /// There is one, and it was not given.
    Unknown,
    /// There is none: a blank optional field.
    Absent,
}

/// A verdict (结论) on a condition or a rule.
///
/// The order is that of a conjunction: of several verdicts the greatest is that of "all must hold".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Verdict {
    /// It does not apply (不适用).
    NotApplicable = 0,
    /// It holds (满足).
    Pass = 1,
    /// Missing facts, or a silent clause, leave it open (待定).
    Undetermined = 2,
    /// It does not hold (不满足).
    Fail = 3,
}

impl Verdict {
    /// Pass or fail.
    pub const fn from_bool(holds: bool) -> Self {
        if holds { Self::Pass } else { Self::Fail }
    }

    /// All must hold: fail wins, then undetermined, then pass; not applicable is left out.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        use Verdict::{Fail, NotApplicable, Pass, Undetermined};
        match (self, other) {
            (Fail, _) | (_, Fail) => Fail,
            (Undetermined, _) | (_, Undetermined) => Undetermined,
            (Pass, _) | (_, Pass) => Pass,
            (NotApplicable, NotApplicable) => NotApplicable,
        }
    }

    /// One must hold: pass wins, then undetermined, then fail; not applicable is left out.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        use Verdict::{Fail, NotApplicable, Pass, Undetermined};
        match (self, other) {
            (Pass, _) | (_, Pass) => Pass,
            (Undetermined, _) | (_, Undetermined) => Undetermined,
            (Fail, _) | (_, Fail) => Fail,
            (NotApplicable, NotApplicable) => NotApplicable,
        }
    }

    /// Pass and fail swapped.
    #[must_use]
    pub const fn negate(self) -> Self {
        match self {
            Self::Pass => Self::Fail,
            Self::Fail => Self::Pass,
            other => other,
        }
    }
}
