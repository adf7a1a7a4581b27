//! Totals divided by weights, by definition.

use std::sync::Arc;

use guiju_program::arena::Id;
use guiju_program::award::{Allocation, AllocationId, AllocationMethod};
use guiju_program::expr::RowPath;

use super::queue::{Part, Places, largest_remainders};
use super::rows::number;
use super::{At, Reach, Walker};
use crate::exact::Exact;
use crate::facts::Table;
use crate::interval::{Interval, Num};
use crate::parts::{Bounds, possible_parts, step_down};
use crate::settled::{Settled, amount, ceiling};

/// A row among which a total is divided.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub bounds: Bounds,
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
            bounds: Bounds {
                weight: amount(self.number(&allocation.weight, &at)),
                least: amount(least),
                most: allocation.most.as_ref().and_then(|most| ceiling(self.number(most, &at))),
            },
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
    let bounded: Vec<Bounds> = claims.iter().map(|claim| claim.bounds.to_steps(step)).collect();
    let known = || -> Option<(&Exact, Vec<Known>)> {
        let total = total.value()?;
        let known = |claim: &Bounds| {
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
    possible_parts(total, &bounded, step)
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

#[cfg(test)]
mod tests;
