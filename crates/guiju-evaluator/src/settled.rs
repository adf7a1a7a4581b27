//! What an engine settled: amounts of awards, and parts of allocations.

use guiju_program::Program;
use guiju_program::arena::Id;
use guiju_program::award::{AllocationId, AwardId, Shortage};
use guiju_program::parameter::BudgetId;

use crate::exact::Exact;
use crate::interval::{Interval, Num};
use crate::outcome::AwardStep;

/// Amounts of awards and parts of allocations. Empty lists are of tables that were not given, or not settled yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settled {
    /// For each award, for each row of its record.
    pub awards: Vec<Vec<SettledRow>>,
    /// For each award, what is paid in all.
    pub totals: Vec<Num>,
    /// For each allocation, for each row of its record.
    pub allocations: Vec<Vec<Num>>,
}

/// An award on one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SettledRow {
    /// From the gross amount on; none where that is zero.
    pub steps: Vec<AwardStep>,
    pub paid: Num,
}

impl SettledRow {
    /// What the row asks for.
    pub(crate) fn gross(&self) -> &Num {
        self.steps.first().map_or(&self.paid, AwardStep::amount)
    }

    /// For a row that asks for so much.
    pub(crate) fn asking(gross: Interval) -> Self {
        let none = is_nothing(&gross);
        let paid = Num::of(gross);
        Self { steps: if none { Vec::new() } else { vec![AwardStep::Gross(paid.clone())] }, paid }
    }

    /// What is possible of the amount.
    pub(crate) fn amount(&self) -> Interval {
        self.paid.values.clone().unwrap_or_else(Interval::non_negative)
    }

    /// Takes a step that changes the amount; one that does not is none.
    pub(crate) fn change(&mut self, to: Interval, step: impl FnOnce(Num) -> AwardStep) {
        let to = Num::of(to);
        if self.paid != to {
            self.steps.push(step(to.clone()));
            self.paid = to;
        }
    }

    /// Pays the row from a budget; `ahead` is what those ahead of it ask for.
    pub(crate) fn pay(&mut self, budget: BudgetId, shortage: Shortage, paid: Interval, ahead: Interval) {
        if is_nothing(&self.amount()) {
            return;
        }
        let to = Num::of(paid);
        let said = match shortage {
            Shortage::MustFit => false,
            Shortage::ProRata(_) => self.paid != to,
            Shortage::CutLast | Shortage::Skip | Shortage::Stop => true,
        };
        if said {
            self.steps.push(AwardStep::Drawn { budget, ahead: Num::of(ahead), to: to.clone() });
        }
        self.paid = to;
    }

    /// What the row asks a budget for.
    pub(crate) fn demand(&self) -> &Num {
        let before = self.steps.iter().rev().find(|step| !matches!(step, AwardStep::Drawn { .. }));
        before.map_or(&self.paid, AwardStep::amount)
    }
}

impl Settled {
    /// For a program of which nothing is settled yet.
    pub(crate) fn empty(program: &Program) -> Self {
        Self {
            awards: vec![Vec::new(); program.awards.len()],
            totals: vec![Num::unknown(false); program.awards.len()],
            allocations: vec![Vec::new(); program.allocations.len()],
        }
    }

    /// An award on a row.
    pub(crate) fn award(&self, award: AwardId, row: u32) -> Option<&SettledRow> {
        self.awards.get(award.index())?.get(row as usize)
    }

    /// A row's part.
    pub(crate) fn allocated(&self, allocation: AllocationId, row: u32) -> Option<&Num> {
        self.allocations.get(allocation.index())?.get(row as usize)
    }

    /// What is paid of an award in all.
    pub(crate) fn total(&self, award: AwardId) -> Num {
        self.totals.get(award.index()).cloned().unwrap_or_else(|| Num::unknown(false))
    }

    /// What awards take from a budget and from its parts.
    pub(crate) fn drawn(&self, program: &Program, budget: BudgetId) -> Num {
        let within = program.budgets.ids().filter(|part| is_within(program, *part, budget));
        within.fold(Num::known(Exact::zero()), |sum, part| sum.add(&self.drawn_directly(program, part)))
    }

    /// What awards take from a budget itself: together no more than there is, unless one takes whatever it asks for.
    fn drawn_directly(&self, program: &Program, budget: BudgetId) -> Num {
        let mut used = Num::known(Exact::zero());
        let mut must_fit = false;
        for (id, award) in program.awards.iter() {
            if let Some(draw) = award.draw.as_ref().filter(|draw| draw.budget == budget) {
                used = used.add(&self.total(id));
                must_fit |= draw.shortage == Shortage::MustFit;
            }
        }
        if must_fit { used } else { used.smaller(&Num::known(Exact::from(program.budgets[budget].amount))) }
    }

    /// What is there of a budget for an award: its amount, less what the awards before it took; never below zero.
    pub(crate) fn available(&self, program: &Program, award: AwardId) -> Interval {
        let Some(draw) = &program.awards[award].draw else {
            return Interval::non_negative();
        };
        let mut left = Num::known(Exact::from(program.budgets[draw.budget].amount));
        for (other, before) in program.awards.iter().take_while(|(other, _)| *other != award) {
            if before.draw.as_ref().is_some_and(|before| before.budget == draw.budget) {
                left = left.subtract(&self.total(other));
            }
        }
        let floor = |end: Exact| end.max(Exact::zero());
        let left = left.values.unwrap_or_else(Interval::all);
        Interval { lo: Some(left.lo.map_or_else(Exact::zero, floor)), hi: left.hi.map(floor) }
    }

    /// What is paid of an award in all, from its rows: a draw takes no more than there is, and one that is cut takes
    /// what is there before it leaves somebody with less.
    pub(crate) fn work_out_total(&self, program: &Program, award: AwardId, given: bool) -> Num {
        let rows = self.awards.get(award.index()).map_or(&[][..], Vec::as_slice);
        let zero = || Num::known(Exact::zero());
        let sum = rows.iter().fold(zero(), |sum, row| sum.add(&row.paid));
        let sum = if given { sum } else { Num::unknown(false) };
        let shortage = program.awards[award].draw.as_ref().map(|draw| draw.shortage);
        let Some(shortage) = shortage.filter(|shortage| *shortage != Shortage::MustFit) else {
            return sum;
        };
        let available = self.available(program, award);
        let Interval { mut lo, mut hi } = sum.values.unwrap_or_else(Interval::non_negative);
        hi = match (hi, available.hi) {
            (Some(hi), Some(available)) => Some(hi.min(available)),
            (one, None) | (None, one) => one,
        };
        if shortage == Shortage::CutLast && given {
            let asked = rows.iter().fold(zero(), |sum, row| sum.add(row.demand()));
            let asked = asked.values.and_then(|values| values.lo).unwrap_or_else(Exact::zero);
            let least = available.lo.map_or_else(Exact::zero, |available| available.min(asked));
            lo = Some(lo.map_or_else(|| least.clone(), |lo| lo.max(least.clone())));
        }
        Num::of(Interval { lo, hi })
    }
}

/// An amount: never below zero, and nothing where there is none.
pub(crate) fn amount(num: Num) -> Interval {
    if num.silent {
        return Interval::non_negative();
    }
    let nothing = Interval::point(Exact::zero());
    let Some(values) = num.values else {
        return nothing;
    };
    let values = raised(values);
    if num.absent || num.met || num.unmet { values.hull(&nothing) } else { values }
}

/// A ceiling: never below zero; `None` where there is none, and without an upper end where there is perhaps none.
pub(crate) fn ceiling(num: Num) -> Option<Interval> {
    if num.silent {
        return Some(Interval::non_negative());
    }
    let mut values = raised(num.values?);
    if num.absent || num.met || num.unmet {
        values.hi = None;
    }
    Some(values)
}

fn raised(values: Interval) -> Interval {
    let floor = |end: Exact| end.max(Exact::zero());
    Interval { lo: Some(values.lo.map_or_else(Exact::zero, floor)), hi: values.hi.map(floor) }
}

/// That, or nothing.
pub(crate) fn perhaps(demand: &Interval) -> Interval {
    demand.hull(&Interval::point(Exact::zero()))
}

/// Whether it is certainly nothing.
pub(crate) fn is_nothing(demand: &Interval) -> bool {
    demand.known().is_some_and(Exact::is_zero)
}

/// Whether a budget is another one, or part of it.
pub(crate) fn is_within(program: &Program, budget: BudgetId, whole: BudgetId) -> bool {
    let mut at = Some(budget);
    // Budgets are no more deeply parted than there are budgets.
    for _ in 0..=program.budgets.len() {
        match at {
            Some(found) if found == whole => return true,
            Some(found) => at = program.budgets.find(found).and_then(|budget| budget.out_of),
            None => return false,
        }
    }
    false
}

/// The awards that draw on a budget or on its parts.
pub(crate) fn drawing_awards(program: &Program, budget: BudgetId) -> Vec<AwardId> {
    let draws = |id: &AwardId| {
        let draw = program.awards[*id].draw.as_ref();
        draw.is_some_and(|draw| is_within(program, draw.budget, budget))
    };
    program.awards.ids().filter(draws).collect()
}
