//! What became of awards, budgets and allocations.

use guiju_program::award::{AllocationId, AwardId, CapId};
use guiju_program::parameter::BudgetId;

use super::{Causes, Working};
use crate::exact::Exact;
use crate::interval::Num;

/// What became of an award. All amounts are in 元.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwardOutcome {
    /// The award.
    pub award: AwardId,
    /// Rows that are surely paid something.
    pub paid: u64,
    /// Rows that are, or may be, entitled to something, and are surely paid nothing.
    pub refused: u64,
    /// Rows that are surely paid something, and surely less than they are entitled to.
    pub cut: u64,
    /// Rows of which it is not known how much is paid.
    pub undetermined: u64,
    /// What is paid in all.
    pub total: Num,
    /// Why that is not known.
    pub causes: Causes,
    /// What is there of the budget on which it draws, less what the awards before it took; `None` where it draws on none.
    pub available: Option<Num>,
    /// All rows that are, or may be, entitled to something, in the order of the table: the list to pay, never cut.
    pub rows: Vec<AwardRow>,
    /// The rows that a report goes into, by their place in `rows`, each with how its amount was worked out: those that are
    /// cut, refused or undetermined come first, then the others; up to the limit.
    pub listed: Vec<(usize, Working)>,
}

/// What became of an award on one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwardRow {
    /// The row's index in its table.
    pub row: u32,
    /// The row's key.
    pub key: String,
    /// The key of the row that is paid; `None` where it is the row itself, or not known.
    pub payee: Option<String>,
    /// How the amount came about, step by step, from the gross amount on.
    pub steps: Vec<AwardStep>,
    /// What is paid.
    pub paid: Num,
    /// What is paid in each instalment; none where there are no instalments, or the amount is not known.
    pub instalments: Vec<Exact>,
    /// Why the amount is not known; for the first such rows alone.
    pub causes: Causes,
}

/// How a row came off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AwardStanding {
    /// It is paid, and not surely less than it is entitled to.
    Paid,
    /// It is paid less than it is entitled to.
    Cut,
    /// It is paid nothing.
    Refused,
    /// It is not known how much is paid.
    Undetermined,
}

impl AwardRow {
    /// What the row is entitled to, before anything is cut.
    pub fn gross(&self) -> &Num {
        self.steps.first().map_or(&self.paid, AwardStep::amount)
    }

    /// How the row came off.
    pub fn standing(&self) -> AwardStanding {
        let Some(paid) = self.paid.value() else {
            return AwardStanding::Undetermined;
        };
        if !paid.is_positive() {
            return AwardStanding::Refused;
        }
        let least = self.gross().values.as_ref().and_then(|values| values.lo.as_ref());
        if least.is_some_and(|least| least > paid) { AwardStanding::Cut } else { AwardStanding::Paid }
    }
}

/// One step of how an amount came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AwardStep {
    /// What the row asks for.
    Gross(Num),
    /// Another award is, or may be, kept in its place.
    Excluded {
        /// The other award.
        by: AwardId,
        /// What is left of this one.
        to: Num,
    },
    /// A ceiling bites, or may bite.
    Capped {
        /// The ceiling.
        cap: CapId,
        /// What is left.
        to: Num,
    },
    /// A budget was drawn on: always where it pays in an order, else where it was short.
    Drawn {
        /// The budget.
        budget: BudgetId,
        /// What those ahead ask for: surely at least, and perhaps at most; of a budget that is scaled, what all ask for.
        ahead: Num,
        /// What is paid.
        to: Num,
    },
}

impl AwardStep {
    /// The amount after this step.
    pub const fn amount(&self) -> &Num {
        match self {
            Self::Gross(amount) => amount,
            Self::Excluded { to, .. } | Self::Capped { to, .. } | Self::Drawn { to, .. } => to,
        }
    }
}

/// What became of a budget on which awards draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetOutcome {
    /// The budget.
    pub budget: BudgetId,
    /// Its amount in 元.
    pub amount: Exact,
    /// What awards took from it and from its parts.
    pub used: Num,
    /// What is left; below zero where it is overspent.
    pub left: Num,
    /// Why that is not known.
    pub causes: Causes,
}

/// How a total was divided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllocationOutcome {
    /// The allocation.
    pub allocation: AllocationId,
    /// What is divided.
    pub total: Num,
    /// Whether it can be divided: there are weights, and the bounds of the parts can be met. Where that is not known,
    /// it is.
    pub feasible: bool,
    /// The key of each row, and its part.
    pub parts: Vec<(String, Num)>,
    /// What stays undivided.
    pub rest: Num,
    /// Why the total or a part is not known.
    pub causes: Causes,
}
