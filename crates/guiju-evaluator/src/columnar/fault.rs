//! Faults that tests seed into the columnar engine, to show that the comparison with the reference finds them.
//!
//! Without the feature `seeded-faults`, which only this crate's own tests turn on, [`is`] is `false` for good and the
//! branches behind it are compiled away.

/// A fault that can be seeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Fault {
    /// `>=` is read as `>`.
    StrictAtLeast = 1,
    /// `<=` is read as `<`.
    StrictAtMost,
    /// Growth of exactly the bound does not pass.
    StrictRatio,
    /// A ratio is rounded to whole per cents of its bound before it is compared.
    RoundedRatio,
    /// Unknown cells count as 0.
    LostMask,
    /// Absent cells count as 0.
    LostAbsence,
    /// Operands of different scales are added as they stand.
    WrongScale,
    /// A constant is not brought to the column's scale.
    WrongConstantScale,
    /// Each chunk leaves out its last row.
    ShortChunk,
    /// Children are taken one row too far.
    LongSegment,
    /// Undetermined members of a set are dropped.
    DroppedUnsure,
    /// Undetermined members of a set are counted.
    CountedUnsure,
    /// A rate on a zero base passes.
    ZeroBasePasses,
    /// "or" takes the first operand only.
    HalfOr,
    /// "not" lets undetermined pass.
    NotPassesOpen,
    /// "when" on an undetermined condition fails.
    WhenFailsOpen,
    /// A month is 30 days.
    ThirtyDayMonth,
    /// Rows in no group go into the first one.
    StrayGroup,
    /// The least value starts from 0.
    LeastFromZero,
    /// Ties at the last place are all in.
    TiesIn,
    /// A top share is rounded up.
    TopRoundedUp,
    /// Verdicts given in place of facts are overlooked.
    GivenOverlooked,
    /// A mean divides by all rows, not by the members.
    MeanOverAll,
    /// Of several filters only the last counts.
    LastFilterOnly,
    /// Rounding to the nearest step rounds down.
    FloorForRound,
    /// Halves are rounded up instead of to the even step.
    HalfUpForHalfEven,
    /// A rate on a slice counts on the whole up to its end.
    SliceForWhole,
    /// A number at the lower end of a band is not in it.
    StrictBandEdge,
    /// A step that has begun counts as full.
    StepRoundedUp,
    /// Every threshold reached counts, not the highest alone.
    HighestIsSum,
    /// Of several on one level of a queue nobody waits for another.
    TiesGoFirst,
    /// Who takes just what is left of a budget does not fit.
    StrictBudget,
    /// Nobody is paid behind one who does not fit, though later ones would.
    SkipStops,
    /// Shares of a scaled budget are rounded up.
    RoundedUpShare,
    /// The stray fen of a scaled budget stay in it.
    LostFen,
    /// Parts of an allocation have no upper bound.
    MostOverlooked,
    /// The second award that draws on a budget finds it untouched.
    BudgetDrawnTwice,
    /// A ceiling cuts the award that is named first.
    CapCutsFirst,
    /// Of two awards the one declared first is kept, not the higher.
    KeepsFirst,
    /// Who is perhaps entitled is paid.
    UnsureIsPaid,
    /// A rule that is undetermined overrides another.
    OpenApplies,
    /// A rule that fails does not override another.
    FailedDoesNotApply,
    /// A rule that does not apply overrides another.
    AlwaysApplies,
    /// Of an exception and what it is an exception to, the exception is the one that does not apply.
    ExceptionTurned,
    /// The day from which working days are counted is one of them.
    FirstDayCounted,
    /// Working days between two days with a weekend between them are one too many.
    WeekendCounted,
    /// A Saturday or Sunday on which work is done is a day off.
    TransferDayOff,
    /// Of an even number of values the median is the lower of the two in the middle.
    LowerMiddle,
    /// A value that is not known counts as one more that is the same for all.
    UnknownIsOne,
    /// A run of months goes on over a gap.
    RunOverGap,
    /// A month that comes twice lengthens a run.
    MonthCountedTwice,
    /// The earliest row stands for the latest.
    LatestIsEarliest,
    /// Of several latest rows the least value counts.
    LeastOfTied,
    /// The last day of a month is its thirtieth.
    ThirtiethIsLast,
    /// December belongs to the next year.
    YearFromMonthOne,
    /// A window goes on for one day more.
    WindowDayLong,
    /// A window starts one day late.
    WindowDayShort,
    /// Rows of another key are in a window.
    WindowOfOthers,
    /// Rows of which something is unknown are in no window.
    WindowWithoutUnknown,
    /// `>` is read as `>=`: what comes of a wording that is ignored.
    LaxAbove,
    /// A year is complete on the day before its last.
    YearADayEarly,
}

/// All faults.
#[cfg(feature = "seeded-faults")]
pub const ALL: [Fault; 61] = [
    Fault::StrictAtLeast,
    Fault::StrictAtMost,
    Fault::StrictRatio,
    Fault::RoundedRatio,
    Fault::LostMask,
    Fault::LostAbsence,
    Fault::WrongScale,
    Fault::WrongConstantScale,
    Fault::ShortChunk,
    Fault::LongSegment,
    Fault::DroppedUnsure,
    Fault::CountedUnsure,
    Fault::ZeroBasePasses,
    Fault::HalfOr,
    Fault::NotPassesOpen,
    Fault::WhenFailsOpen,
    Fault::ThirtyDayMonth,
    Fault::StrayGroup,
    Fault::LeastFromZero,
    Fault::TiesIn,
    Fault::TopRoundedUp,
    Fault::GivenOverlooked,
    Fault::MeanOverAll,
    Fault::LastFilterOnly,
    Fault::FloorForRound,
    Fault::HalfUpForHalfEven,
    Fault::SliceForWhole,
    Fault::StrictBandEdge,
    Fault::StepRoundedUp,
    Fault::HighestIsSum,
    Fault::TiesGoFirst,
    Fault::StrictBudget,
    Fault::SkipStops,
    Fault::RoundedUpShare,
    Fault::LostFen,
    Fault::MostOverlooked,
    Fault::BudgetDrawnTwice,
    Fault::CapCutsFirst,
    Fault::KeepsFirst,
    Fault::UnsureIsPaid,
    Fault::OpenApplies,
    Fault::FailedDoesNotApply,
    Fault::AlwaysApplies,
    Fault::ExceptionTurned,
    Fault::FirstDayCounted,
    Fault::WeekendCounted,
    Fault::TransferDayOff,
    Fault::LowerMiddle,
    Fault::UnknownIsOne,
    Fault::RunOverGap,
    Fault::MonthCountedTwice,
    Fault::LatestIsEarliest,
    Fault::LeastOfTied,
    Fault::ThirtiethIsLast,
    Fault::YearFromMonthOne,
    Fault::WindowDayLong,
    Fault::WindowDayShort,
    Fault::WindowOfOthers,
    Fault::WindowWithoutUnknown,
    Fault::LaxAbove,
    Fault::YearADayEarly,
];

#[cfg(feature = "seeded-faults")]
mod seeded {
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::Fault;

    static SEEDED: AtomicU8 = AtomicU8::new(0);

    /// Seeds a fault into every evaluation of this process, or takes it out.
    pub fn seed(fault: Option<Fault>) {
        SEEDED.store(fault.map_or(0, |fault| fault as u8), Ordering::SeqCst);
    }

    /// Whether that fault is seeded.
    pub fn is(fault: Fault) -> bool {
        SEEDED.load(Ordering::Relaxed) == fault as u8
    }
}
#[cfg(feature = "seeded-faults")]
pub use seeded::{is, seed};

/// Whether that fault is seeded.
#[cfg(not(feature = "seeded-faults"))]
pub const fn is(_fault: Fault) -> bool {
    false
}
