//! A plan: the straight-line program that judges a stretch of rows, with its registers.

use std::sync::Arc;

use guiju_program::Expr;
use guiju_program::Type;
use guiju_program::calendar::Calendar;
use guiju_program::expr::{
    ArithmeticOp, BandKind, BetweenUnit, CalendarPart, CompareOp, RoundMode, SpanUnit, ZeroBase,
};
use guiju_program::schema::RecordId;
use guiju_program::table::Range;
use guiju_program::value::Verdict;

use super::accumulate::Aggregator;
use super::groups::Groups;
use super::kernels::Ratio;
use crate::facts::{Column, State};
use crate::interval::Num;

/// Numbers of a stretch of rows, scaled to whole ones; rows that are not known, or do not fit, stand in `odd`.
#[derive(Clone, Debug, Default)]
pub(super) struct NumReg {
    pub(super) values: Vec<i64>,
    /// Row (counted from the start of the stretch) and what is possible, in the order of rows.
    pub(super) odd: Vec<(u32, Num)>,
}

impl NumReg {
    pub(super) fn clear(&mut self) {
        self.values.clear();
        self.odd.clear();
    }

    /// Puts a row's number in its place, scaled where it is known and within the range; rows come in their order.
    pub(super) fn place(&mut self, row: u32, num: Num, scale: u32, range: (i64, i64)) {
        let scaled = num.value().and_then(|value| scaled(value, scale));
        // What plans prove of a register holds for its values.
        let scaled = scaled.filter(|value| (range.0..=range.1).contains(value));
        if let Some(slot) = self.values.get_mut(row as usize) {
            *slot = scaled.unwrap_or(0);
        }
        if scaled.is_none() {
            self.odd.push((row, num));
        }
    }

    /// Adds a row's number, scaled where it is known and fits.
    pub(super) fn push(&mut self, num: Num, scale: u32) {
        let scaled = num.value().and_then(|value| scaled(value, scale));
        if let Some(value) = scaled {
            self.values.push(value);
        } else {
            let row = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
            self.values.push(0);
            self.odd.push((row, num));
        }
    }
}

/// The number times `10^scale`, if it is whole and fits.
pub(super) fn scaled(value: &crate::Exact, scale: u32) -> Option<i64> {
    let step = crate::Exact::scaled(10_i128.checked_pow(scale)?, 0);
    i64::try_from((value * &step).to_i128()?).ok()
}

/// Where a number of the current row is found, and what is known of it beforehand.
#[derive(Clone)]
pub(super) struct NumNode<'a> {
    pub(super) source: NumSource<'a>,
    /// Digits behind the point.
    pub(super) scale: u32,
    /// No known scaled value is below this, or above `max`.
    pub(super) min: i128,
    pub(super) max: i128,
    /// Whether every row stands in `odd`.
    pub(super) all_odd: bool,
}

#[derive(Clone)]
pub(super) enum NumSource<'a> {
    /// A column of the table whose rows are judged.
    Column(ColumnNumbers<'a>),
    /// A figure for each row, computed before.
    Shared(Arc<NumReg>),
    /// A register of the plan.
    Register(usize),
    /// One known number for all rows.
    Constant(i64),
    /// One number for all rows that is not known, or does not fit.
    OddConstant(Arc<Num>),
}

/// A column of numbers with the rows that are not known.
#[derive(Clone)]
pub(super) struct ColumnNumbers<'a> {
    pub(super) values: &'a [i64],
    pub(super) column: &'a Column,
    /// The rows that are not known, in order.
    pub(super) odd: Arc<[u32]>,
    /// What is possible of an unknown cell.
    pub(super) unknown: Arc<Num>,
}

impl ColumnNumbers<'_> {
    /// What is possible of a cell.
    pub(super) fn num(&self, row: usize, scale: u32) -> Num {
        match self.column.state(row) {
            State::Known => match self.values.get(row) {
                Some(value) => Num::known(crate::Exact::scaled(i128::from(*value), scale)),
                None => self.column.number(row).map_or_else(Num::none, Num::known),
            },
            State::Unknown => (*self.unknown).clone(),
            State::Absent => Num::none(),
        }
    }
}

/// Where a verdict of the current row is found.
#[derive(Clone)]
pub(super) enum VerdictSource<'a> {
    /// A yes-or-no column of the table whose rows are judged.
    Column(&'a [Verdict]),
    /// A verdict for each row, computed before.
    Shared(Arc<Vec<u8>>),
    /// A register of the plan.
    Register(usize),
    /// One verdict for all rows.
    Constant(u8),
}

/// Where a text, enumeration value or referred row is found.
#[derive(Clone)]
pub(super) enum CodeSource<'a> {
    /// A column of the table whose rows are judged.
    Column { codes: &'a [u32], column: &'a Column },
    /// One code for all rows.
    Constant(u32),
}

/// The code of a cell that is not known.
pub(super) const UNKNOWN_CODE: u32 = u32::MAX;
/// The code of a cell that is absent.
pub(super) const ABSENT_CODE: u32 = u32::MAX - 1;
/// The code of a text that no cell has.
pub(super) const FOREIGN_CODE: u32 = u32::MAX - 2;

/// An operation on two numbers in the general form.
#[derive(Clone, Copy, Debug)]
pub(super) enum GeneralOp<'a> {
    Arithmetic(ArithmeticOp),
    Divide { constant: bool, zero: Option<ZeroBase> },
    Growth(Option<ZeroBase>),
    Fall(Option<ZeroBase>),
    CompleteOn { unit: SpanUnit, first_day_counts: bool, calendar: Option<&'a Calendar> },
    Between(BetweenUnit, Option<&'a Calendar>),
    Part(CalendarPart, Moment),
    Round(RoundMode),
    FullSteps,
}

/// What a part of the calendar is taken of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Moment {
    Day,
    Month,
    Instant,
}

impl Moment {
    pub(super) const fn of(ty: &Type) -> Self {
        match ty {
            Type::Month => Self::Month,
            Type::Instant => Self::Instant,
            _ => Self::Day,
        }
    }

    pub(super) const fn ty(self) -> Type {
        match self {
            Self::Day => Type::Date,
            Self::Month => Type::Month,
            Self::Instant => Type::Instant,
        }
    }
}

/// How amounts by bands are found.
pub(super) struct BandPlan<'a> {
    pub(super) kind: BandKind,
    pub(super) ranges: Vec<&'a Range>,
    /// The bands in whole numbers; `None` where they do not fit.
    pub(super) limits: Option<Vec<BandLimits>>,
    /// What a number is multiplied by before it is compared with them.
    pub(super) factor: i128,
    pub(super) scale: u32,
    /// Whether the range of the results is known beforehand.
    pub(super) tight: bool,
}

/// A band in whole numbers, both ends in; of slices the numbers where it starts and ends.
pub(super) struct BandLimits {
    pub(super) from: Option<i128>,
    pub(super) to: Option<i128>,
    /// What brings its amount to the scale of the results.
    pub(super) factor: i128,
}

/// Which rows need a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Branch {
    /// Those on which the condition passes, or is open.
    Then,
    /// Those on which it does not pass.
    Otherwise,
}

/// One step of a plan.
pub(super) enum Instr<'a> {
    /// Leaves out the next steps, which make up a branch, where no row of the stretch needs it. Nothing outside the
    /// branch reads their registers for such rows.
    Skip {
        condition: VerdictSource<'a>,
        branch: Branch,
        steps: usize,
    },
    /// Numbers: `out = a × factor`, to bring it to another scale.
    Rescale {
        a: NumNode<'a>,
        factor: i64,
        scale: u32,
        out: usize,
    },
    /// Numbers of one scale (for a product, of any).
    Arithmetic {
        op: ArithmeticOp,
        a: NumNode<'a>,
        b: NumNode<'a>,
        out: usize,
    },
    /// Dates and lengths in whole numbers.
    Calendar {
        op: GeneralOp<'a>,
        a: NumNode<'a>,
        b: NumNode<'a>,
        out: usize,
    },
    /// Numbers in the general form, each row.
    General {
        op: GeneralOp<'a>,
        a: NumNode<'a>,
        b: NumNode<'a>,
        scale: u32,
        out: usize,
    },
    /// Numbers rounded to a step `b`, or their full steps: `whole steps of (a × factor) by step, × unit`.
    Steps {
        op: GeneralOp<'a>,
        a: NumNode<'a>,
        b: NumNode<'a>,
        factor: i64,
        step: i64,
        unit: i64,
        /// Whether the range of the results is known beforehand.
        tight: bool,
        out: usize,
    },
    /// Amounts by bands of `a`.
    Bands {
        plan: Box<BandPlan<'a>>,
        a: NumNode<'a>,
        amounts: Vec<NumNode<'a>>,
        out: usize,
    },
    /// `out = a` where it is present, else `b`.
    Default {
        a: NumNode<'a>,
        b: NumNode<'a>,
        scale: u32,
        range: (i64, i64),
        out: usize,
    },
    /// `out = a` where the condition passes, else `b`, in the general form.
    Select {
        condition: VerdictSource<'a>,
        a: NumNode<'a>,
        b: Option<NumNode<'a>>,
        scale: u32,
        range: (i64, i64),
        out: usize,
    },
    /// Numbers of referred rows.
    Gather {
        rows: Arc<Vec<u32>>,
        from: NumNode<'a>,
        unknown: Arc<Num>,
        out: usize,
    },
    /// Texts, enumeration values or referred rows as numbers, which are equal where they are.
    CodeNumbers {
        a: CodeSource<'a>,
        /// What is possible of one that is not known.
        unknown: Arc<Num>,
        out: usize,
    },
    /// Figures over the children of each row.
    ChildNumbers {
        children: Box<Children<'a>>,
        scale: u32,
        out: usize,
    },
    /// Whatever has no kernel: the tree is walked for each row.
    WalkNumber {
        expr: &'a Expr,
        this: ThisRow,
        scale: u32,
        out: usize,
    },

    /// Verdicts: two numbers of one scale.
    Compare {
        op: CompareOp,
        a: NumNode<'a>,
        b: NumNode<'a>,
        wide: bool,
        out: usize,
    },
    /// Verdicts: a quotient with a fraction; `general` says the same for rows that are not known.
    RatioCompare {
        ratio: Ratio,
        general: GeneralRatio<'a>,
        out: usize,
    },
    /// Verdicts: two codes.
    CompareCodes {
        equal: bool,
        a: CodeSource<'a>,
        b: CodeSource<'a>,
        out: usize,
    },
    And {
        parts: Vec<VerdictSource<'a>>,
        strict: bool,
        out: usize,
    },
    Or {
        parts: Vec<VerdictSource<'a>>,
        out: usize,
    },
    Not {
        a: VerdictSource<'a>,
        out: usize,
    },
    Applies {
        a: VerdictSource<'a>,
        out: usize,
    },
    When {
        condition: VerdictSource<'a>,
        then: VerdictSource<'a>,
        otherwise: Option<VerdictSource<'a>>,
        out: usize,
    },
    Unless {
        body: VerdictSource<'a>,
        exception: VerdictSource<'a>,
        out: usize,
    },
    HasNumber {
        a: NumNode<'a>,
        out: usize,
    },
    GatherVerdict {
        rows: Arc<Vec<u32>>,
        from: VerdictSource<'a>,
        out: usize,
    },
    ChildVerdicts {
        children: Box<Children<'a>>,
        out: usize,
    },
    /// Verdicts given in place of facts.
    Given {
        a: VerdictSource<'a>,
        given: &'a [Option<Verdict>],
        out: usize,
    },
    WalkVerdict {
        expr: &'a Expr,
        this: ThisRow,
        out: usize,
    },
}

/// The general form of a ratio comparison.
pub(super) struct GeneralRatio<'a> {
    pub(super) now: NumNode<'a>,
    pub(super) base: NumNode<'a>,
    pub(super) op: GeneralOp<'a>,
    pub(super) compare: CompareOp,
    pub(super) bound: Num,
}

/// An aggregate over the children of each row.
pub(super) struct Children<'a> {
    pub(super) plan: Plan<'a>,
    pub(super) aggregator: Aggregator<'a>,
    /// For each row where its children start.
    pub(super) starts: &'a [u32],
    /// Whether the children of each row were given.
    pub(super) given: Option<&'a [bool]>,
}

/// Which row is the item's own, for a row of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ThisRow {
    /// There is none: the whole, or an aggregate that does not speak of it.
    None,
    /// The row itself.
    Same,
    /// The row that owns it.
    Owner,
}

/// A straight-line program over rows of one table (or groups, or the whole).
pub(super) struct Plan<'a> {
    pub(super) instrs: Vec<Instr<'a>>,
    pub(super) numbers: usize,
    pub(super) verdicts: usize,
    /// Whose rows they are; `None`: groups, or the whole.
    pub(super) record: Option<RecordId>,
    /// The groups, where it judges groups.
    pub(super) groups: Option<Arc<Groups>>,
}

/// The registers of a plan, and those of the plans within.
#[derive(Default)]
pub(super) struct Scratch {
    pub(super) numbers: Vec<NumReg>,
    pub(super) verdicts: Vec<Vec<u8>>,
    /// One for each instruction that has a plan of its own, by the instruction's place.
    pub(super) nested: Vec<Option<Box<NestedScratch>>>,
    pub(super) rows: Vec<u32>,
}

/// The registers of an aggregate over children.
#[derive(Default)]
pub(super) struct NestedScratch {
    pub(super) scratch: Scratch,
    pub(super) accumulators: Vec<super::accumulate::Accumulator>,
    pub(super) open: Vec<u32>,
}

impl Scratch {
    /// Registers for a plan.
    pub(super) fn for_plan(plan: &Plan<'_>) -> Self {
        let nested = plan.instrs.iter().map(|instr| match instr {
            Instr::ChildNumbers { children, .. } | Instr::ChildVerdicts { children, .. } => {
                Some(Box::new(NestedScratch { scratch: Self::for_plan(&children.plan), ..NestedScratch::default() }))
            }
            _ => None,
        });
        Self {
            numbers: vec![NumReg::default(); plan.numbers],
            verdicts: vec![Vec::new(); plan.verdicts],
            nested: nested.collect(),
            rows: Vec::new(),
        }
    }
}
