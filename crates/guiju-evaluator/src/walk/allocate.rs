//! Totals divided by weights, by definition.

use std::sync::Arc;

use guiju_program::arena::Id;
use guiju_program::award::{Allocation, AllocationId, AllocationMethod};
use guiju_program::expr::RowPath;

use super::queue::{Part, Places, largest_remainders, step_down, step_up};
use super::rows::number;
use super::settle::{amount, ceiling};
use super::{At, Reach, Walker};
use crate::exact::Exact;
use crate::facts::Table;
use crate::interval::{Interval, Num};
use crate::settled::Settled;

/// A row among which a total is divided.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub weight: Interval,
    /// At least so much.
    pub least: Interval,
    /// At most so much; `None`: there is no bound.
    pub most: Option<Interval>,
    pub places: Places,
}

/// The same, with everything known and the bounds turned to multiples of the step.
struct Known {
    weight: Exact,
    least: Exact,
    most: Option<Exact>,
}

impl Known {
    /// The part at so much for each unit of weight.
    fn at_rate(&self, rate: &Exact) -> Exact {
        let part = (rate * &self.weight).max(self.least.clone());
        match &self.most {
            Some(most) => part.min(most.clone()),
            None => part,
        }
    }
}

impl<'a> Walker<'a> {
    /// Divides a total, unless it is divided already.
    pub(super) fn divide_once(&self, id: AllocationId) {
        let allocation = &self.program.allocations[id];
        let len = self.facts.table(allocation.record).map_or(0, Table::len);
        let settled = self.settled();
        if len == 0 || settled.allocations.get(id.index()).is_none_or(|parts| !parts.is_empty()) {
            return;
        }
        let keep = |parts: Vec<Num>| {
            let mut settled = Settled::clone(&self.settled());
            if let Some(slot) = settled.allocations.get_mut(id.index()) {
                *slot = parts;
            }
            self.set_settled(Arc::new(settled));
        };
        // A total that is divided by itself, which no checked policy has, comes to an end here.
        keep(vec![Num::unknown(false).or_absent(); len]);
        let claims: Vec<Claim> = (0..number(len)).map(|row| self.claim(allocation, row)).collect();
        let total = self.number(&allocation.total, &At::WHOLE);
        keep(divide(&total, &claims, &Exact::from(allocation.step), allocation.method));
    }

    fn claim(&self, allocation: &'a Allocation, row: u32) -> Claim {
        let at = At::row(allocation.record, row);
        let least = allocation.least.as_ref().map_or_else(Num::none, |least| self.number(least, &at));
        Claim {
            weight: amount(self.number(&allocation.weight, &at)),
            least: amount(least),
            most: allocation.most.as_ref().and_then(|most| ceiling(self.number(most, &at))),
            places: self.places(allocation.record, row, &allocation.order),
        }
    }

    /// The part of the row that a path leads to.
    pub(super) fn allocated_part(&self, id: AllocationId, path: &RowPath, at: &At<'_>) -> Num {
        let row = match self.reach(path, at) {
            Reach::Row(row) => row,
            Reach::Unknown { .. } => return Num::unknown(false).or_absent(),
            Reach::Absent => return Num::none(),
        };
        self.divide_once(id);
        let part = self.settled().allocated(id, row.row).cloned();
        part.unwrap_or_else(|| Num::unknown(false).or_absent())
    }
}

/// The parts of a total; for each what is possible, and none where the bounds cannot be met.
pub(super) fn divide(total: &Num, claims: &[Claim], step: &Exact, method: AllocationMethod) -> Vec<Num> {
    let bounded: Vec<Claim> = claims.iter().map(|claim| to_steps(claim, step)).collect();
    let known = || -> Option<(&Exact, Vec<Known>)> {
        let total = total.value()?;
        let known = |claim: &Claim| {
            Some(Known {
                weight: claim.weight.known()?.clone(),
                least: claim.least.known()?.clone(),
                most: match &claim.most {
                    Some(most) => Some(most.known()?.clone()),
                    None => None,
                },
            })
        };
        Some((total, bounded.iter().map(known).collect::<Option<Vec<_>>>()?))
    };
    if let Some((total, known)) = known() {
        return match shares(total, &known) {
            Some(shares) => round(total, &shares, claims, step, method).into_iter().map(Num::of).collect(),
            None => vec![Num::none(); claims.len()],
        };
    }
    possible(total, &bounded, step)
}

/// The bounds turned inward to multiples of the step.
fn to_steps(claim: &Claim, step: &Exact) -> Claim {
    let turn = |interval: &Interval, turn: fn(&Exact, &Exact) -> Exact| Interval {
        lo: interval.lo.as_ref().map(|end| turn(end, step)),
        hi: interval.hi.as_ref().map(|end| turn(end, step)),
    };
    Claim {
        least: turn(&claim.least, step_up),
        most: claim.most.as_ref().map(|most| turn(most, step_down)),
        ..claim.clone()
    }
}

/// Shares in proportion to the weights, within their bounds, that add up to the total: all at one rate for each unit of
/// weight, but where a bound bites. `None` where there are none.
fn shares(total: &Exact, claims: &[Known]) -> Option<Vec<Exact>> {
    let at_rate = |rate: &Exact| claims.iter().fold(Exact::zero(), |sum, claim| &sum + &claim.at_rate(rate));
    let weightless = claims.iter().all(|claim| claim.weight.is_zero());
    let crossed = claims.iter().any(|claim| claim.most.as_ref().is_some_and(|most| claim.least > *most));
    if weightless || crossed || at_rate(&Exact::zero()) > *total {
        return None;
    }
    // Between the rates at which a bound begins or ceases to bite, the sum grows evenly.
    let mut rates: Vec<Exact> = vec![Exact::zero()];
    for claim in claims {
        let bounds = std::iter::once(&claim.least).chain(&claim.most);
        rates.extend(bounds.filter_map(|bound| bound.checked_div(&claim.weight)));
    }
    let from = rates.iter().filter(|rate| at_rate(rate) <= *total).max()?;
    let missing = total - &at_rate(from);
    let rate = if missing.is_zero() {
        from.clone()
    } else {
        let growing = |claim: &Known| {
            let is_held = claim.least > from * &claim.weight;
            let is_full = claim.most.as_ref().is_some_and(|most| *most <= from * &claim.weight);
            !is_held && !is_full
        };
        let weights = claims.iter().filter(|claim| growing(claim)).fold(Exact::zero(), |sum, c| &sum + &c.weight);
        // Where none grows any more, the total is more than all may get.
        from + &missing.checked_div(&weights)?
    };
    Some(claims.iter().map(|claim| claim.at_rate(&rate)).collect())
}

fn round(total: &Exact, shares: &[Exact], claims: &[Claim], step: &Exact, method: AllocationMethod) -> Vec<Interval> {
    let parts: Vec<Part<'_>> = shares
        .iter()
        .zip(claims)
        .map(|(share, claim)| {
            let down = step_down(share, step);
            Part { remainder: share - &down, down, takes_more: true, places: &claim.places }
        })
        .collect();
    match method {
        AllocationMethod::Down => parts.into_iter().map(|part| Interval::point(part.down)).collect(),
        AllocationMethod::LargestRemainder => largest_remainders(total, &parts, step),
    }
}

/// What is possible of the parts while something is not known.
fn possible(total: &Num, claims: &[Claim], step: &Exact) -> Vec<Num> {
    let nothing = || vec![Num::none(); claims.len()];
    let silent = Num::of(Interval::all());
    let total = if total.silent { &silent } else { total };
    let Some(values) = &total.values else {
        return nothing();
    };
    let lo = |interval: &Interval| interval.lo.clone().unwrap_or_else(Exact::zero);
    let most = |claim: &Claim| claim.most.clone().unwrap_or(Interval { lo: None, hi: None });
    let least_lo = claims.iter().fold(Exact::zero(), |sum, claim| &sum + &lo(&claim.least));
    let least_hi = exact_sum(claims.iter().map(|claim| claim.least.hi.clone()));
    // A row with weight may get up to its most; one without stays at its least.
    let most_hi = exact_sum(claims.iter().map(|claim| {
        let weightless = claim.weight.known().is_some_and(Exact::is_zero);
        if weightless { claim.least.hi.clone() } else { most(claim).hi }
    }));
    let most_lo = exact_sum(claims.iter().map(|claim| {
        let weighs = claim.weight.lo.as_ref().is_some_and(Exact::is_positive);
        if weighs { claim.most.as_ref().map(&lo) } else { Some(lo(&claim.least)) }
    }));
    let below = |a: &Option<Exact>, b: &Option<Exact>| a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| a < b);
    let impossible = claims.iter().all(|claim| claim.weight.known().is_some_and(Exact::is_zero))
        || values.hi.as_ref().is_some_and(|hi| *hi < least_lo)
        || below(&most_hi, &values.lo)
        || claims.iter().any(|claim| below(&most(claim).hi, &claim.least.lo));
    if impossible {
        return nothing();
    }
    let weighs = claims.iter().any(|claim| claim.weight.lo.as_ref().is_some_and(Exact::is_positive));
    let unsure = !weighs
        || total.absent
        || total.met
        || total.unmet
        || values.lo.as_ref().is_none_or(Exact::is_negative)
        || least_hi.as_ref().zip(values.lo.as_ref()).is_none_or(|(least, total)| least > total)
        || most_lo.as_ref().is_some_and(|most| values.hi.as_ref().is_none_or(|hi| most < hi))
        || claims.iter().any(|claim| {
            let bound = claim.most.as_ref().map(&lo);
            bound.is_some_and(|most| claim.least.hi.as_ref().is_none_or(|least| *least > most))
        });
    let all = values.hi.as_ref().map(|hi| step_down(hi, step));
    let part = |claim: &Claim| {
        let least = lo(&claim.least);
        let hi = match (most(claim).hi, all.clone()) {
            (Some(most), Some(all)) => Some(most.min(all)),
            (one, None) | (None, one) => one,
        };
        let part = Num::of(Interval { hi: hi.map(|hi| hi.max(least.clone())), lo: Some(least) });
        if unsure { part.or_absent() } else { part }
    };
    claims.iter().map(part).collect()
}

/// The sum, where all are finite.
fn exact_sum(mut ends: impl Iterator<Item = Option<Exact>>) -> Option<Exact> {
    ends.try_fold(Exact::zero(), |sum, end| Some(&sum + &end?))
}

#[cfg(test)]
mod tests;
