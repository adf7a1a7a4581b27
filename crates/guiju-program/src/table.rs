//! Figures by keys or bands.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::arena::ids;
use crate::citation::ClauseId;
use crate::name::Name;
use crate::schema::EnumerationId;
use crate::source::Span;
use crate::unit::Unit;

ids! {
    /// Names a [`Table`] of the program.
    TableId;
}

/// Figures by keys or bands (表): for all values of the keys exactly one row matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// What picks a row, at least one.
    pub keys: Vec<TableKey>,
    /// The figures of a row, at least one.
    pub columns: Vec<TableColumn>,
    /// The rows, in the order of the policy.
    pub rows: Vec<TableRow>,
    /// The last day on which its figures are sure to be right (复核至).
    pub reviewed_until: Option<Date>,
    /// The clauses that it comes from.
    pub cites: Vec<ClauseId>,
    /// Where it is declared.
    pub span: Span,
}

/// A column that picks a row.
#[derive(Clone, Debug, PartialEq)]
pub struct TableKey {
    /// Its name.
    pub name: Name,
    /// What it holds.
    pub ty: KeyType,
}

/// What a key column holds.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyType {
    /// Numbers, in bands; the bounds are in base units.
    Number {
        /// The unit in which it is declared.
        unit: Unit,
        /// Whether numbers below zero are possible.
        signed: bool,
    },
    /// Values of an enumeration.
    Enumeration(EnumerationId),
    /// Texts.
    Text,
    /// Yes or no.
    YesNo,
}

/// A column of figures.
#[derive(Clone, Debug, PartialEq)]
pub struct TableColumn {
    /// Its name.
    pub name: Name,
    /// The unit in which it is declared; the figures are in base units.
    pub unit: Unit,
}

/// A row: for these keys these figures.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// What each key must be.
    pub cells: Vec<TableCell>,
    /// The figure of each column, in base units; `None`: not yet decided (待定).
    pub values: Vec<Option<Decimal>>,
    /// Where it stands.
    pub span: Span,
}

/// What a key must be.
#[derive(Clone, Debug, PartialEq)]
pub enum TableCell {
    /// Anything (任意).
    Any,
    /// A number of that band.
    Range(Range),
    /// One of these values, by their index in the enumeration.
    Variants(Vec<usize>),
    /// Any value but these (其余).
    OtherVariants(Vec<usize>),
    /// One of these texts.
    Texts(Vec<String>),
    /// Any text but these (其余).
    OtherTexts(Vec<String>),
    /// Yes, or no.
    YesNo(bool),
}

/// A band of numbers, in base units. A missing end is infinite.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The lower end.
    pub lo: Option<Decimal>,
    /// Whether it is in.
    pub lo_included: bool,
    /// The upper end.
    pub hi: Option<Decimal>,
    /// Whether it is in.
    pub hi_included: bool,
}

impl Range {
    /// Whether a number is in.
    pub fn contains(&self, number: Decimal) -> bool {
        let above = self.lo.is_none_or(|lo| number > lo || self.lo_included && number == lo);
        let below = self.hi.is_none_or(|hi| number < hi || self.hi_included && number == hi);
        above && below
    }

    /// Whether no number is in.
    pub fn is_empty(&self) -> bool {
        match (self.lo, self.hi) {
            (Some(lo), Some(hi)) => lo > hi || lo == hi && !(self.lo_included && self.hi_included),
            _ => false,
        }
    }
}
