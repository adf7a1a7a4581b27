//! How an amount was worked out: the places of its formula, with the values found there.

use guiju_program::Type;
use guiju_program::expr::{BandKind, RoundMode};
use guiju_program::rule::DefineId;
use guiju_program::source::Span;
use guiju_program::table::{Range, TableId};
use guiju_program::value::Verdict;

use crate::interval::Num;

/// How the amount that a row asks for was worked out (算式): the formula of the award, then those of the definitions
/// that it names, each once, in the order in which they are met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Working {
    /// The formulas.
    pub lines: Vec<WorkingLine>,
    /// Whether further definitions were left out.
    pub truncated: bool,
}

/// One formula with its values on the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingLine {
    /// The definition whose formula it is; `None`: the amount of the award.
    pub define: Option<DefineId>,
    /// Where the formula stands.
    pub span: Span,
    /// What it comes to.
    pub value: WorkingValue,
    /// What it names, in the order of the text.
    pub named: Vec<NamedValue>,
    /// What happened on the way: roundings, limits, bands and rows of tables.
    pub notes: Vec<WorkingNote>,
}

/// The value of a name, or of a figure over rows, that stands in a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedValue {
    /// Where it stands.
    pub span: Span,
    /// What it is on the row.
    pub value: WorkingValue,
}

/// A value of any type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkingValue {
    /// A condition.
    Verdict(Verdict),
    /// What is possible of a number or a date.
    Number(Num, Type),
    /// A text, the name of a value of an enumeration, or the key of a row.
    Text(String),
    /// One that is not known.
    Unknown,
    /// There is none.
    Absent,
}

/// Something that changed or picked a value within a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingNote {
    /// The expression that did.
    pub span: Span,
    /// What both numbers are.
    pub ty: Type,
    /// What it did.
    pub kind: NoteKind,
}

/// What changed or picked a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// A number was rounded, and changed by it.
    Rounded {
        /// How.
        mode: RoundMode,
        /// To a multiple of what.
        step: Num,
        /// The number before.
        from: Num,
        /// The number after.
        to: Num,
    },
    /// A limit (最高, 最低) bites, or may bite.
    Limited {
        /// Whether it is a lower limit.
        floor: bool,
        /// The number before.
        from: Num,
        /// The limit.
        limit: Num,
    },
    /// A number fell into bands.
    Banded {
        /// What the bands are for.
        kind: BandKind,
        /// The number.
        of: Num,
        /// What the number and the ends of the bands are.
        of_ty: Type,
        /// The bands that count, or may count.
        bands: Vec<ReachedBand>,
    },
    /// A figure was looked up.
    LookedUp {
        /// In which table.
        table: TableId,
        /// The keys.
        keys: Vec<WorkingValue>,
    },
}

/// A band that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachedBand {
    /// Which numbers are in.
    pub range: Range,
    /// The slice of the number in it, for bands with rates.
    pub slice: Option<Num>,
    /// Its amount, or its rate.
    pub amount: Num,
    /// What that is.
    pub ty: Type,
}
