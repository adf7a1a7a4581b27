//! Totals divided by weights.

use std::sync::Arc;

use guiju_program::Expr;
use guiju_program::arena::Id;
use guiju_program::award::{Allocation, AllocationId, AllocationMethod};

use super::stray::{Part, stray_steps};
use crate::columnar::engine::Columnar;
use crate::columnar::fault::{self, Fault};
use crate::columnar::keys::Keys;
use crate::exact::Exact;
use crate::facts::Table;
use crate::interval::{Interval, Num};
use crate::parts::{Bounds, possible_parts};
use crate::settled::{amount, ceiling};

/// A row among which a known total is divided.
struct Claim {
    weight: Exact,
    least: Exact,
    most: Option<Exact>,
    keys: Keys,
}

impl<'a> Columnar<'a> {
    /// Divides a total, once, before anything names its parts.
    pub(in crate::columnar) fn allocated(&mut self, id: AllocationId) {
        let allocation = &self.context.program.allocations[id];
        let len = self.context.table(allocation.record).map_or(0, Table::len);
        let done = self.context.settled.allocations.get(id.index()).is_none_or(|parts| !parts.is_empty());
        if len == 0 || done {
            return;
        }
        let total = self.of_whole(&allocation.total);
        let weights: Vec<Interval> =
            self.numbers(allocation.record, &allocation.weight).into_iter().map(amount).collect();
        let mut bound = |expr: Option<&'a Expr>| match expr {
            Some(expr) => self.numbers(allocation.record, expr),
            None => vec![Num::none(); len],
        };
        let least = bound(allocation.least.as_ref()).into_iter().map(amount);
        let most = bound(allocation.most.as_ref()).into_iter().map(ceiling);
        let step = Exact::from(allocation.step);
        let bounds: Vec<Bounds> = weights
            .into_iter()
            .zip(least.zip(most))
            .map(|(weight, (least, most))| {
                let most = most.filter(|_| !fault::is(Fault::MostOverlooked));
                Bounds { weight, least, most }.to_steps(&step)
            })
            .collect();
        let keys = self.row_keys(allocation.record, &allocation.order, len);
        let parts = divide(allocation, &total, &bounds, &keys, &step);
        if let Some(slot) = Arc::make_mut(&mut self.context.settled).allocations.get_mut(id.index()) {
            *slot = parts;
        }
    }
}

fn divide(allocation: &Allocation, total: &Num, bounds: &[Bounds], keys: &[Keys], step: &Exact) -> Vec<Num> {
    let claim = |(bounds, keys): (&Bounds, &Keys)| {
        let most = match &bounds.most {
            Some(most) => Some(most.known()?.clone()),
            None => None,
        };
        Some(Claim { weight: bounds.weight.known()?.clone(), least: bounds.least.known()?.clone(), most, keys: *keys })
    };
    let claims: Option<Vec<Claim>> = bounds.iter().zip(keys).map(claim).collect();
    let (Some(known), Some(claims)) = (total.value(), claims) else {
        return possible_parts(total, bounds, step);
    };
    match shares(known, &claims) {
        None => vec![Num::none(); claims.len()],
        Some(shares) => round(allocation.method, known, &shares, &claims, step).into_iter().map(Num::of).collect(),
    }
}

fn round(method: AllocationMethod, total: &Exact, shares: &[Exact], claims: &[Claim], step: &Exact) -> Vec<Interval> {
    let part = |(share, claim): (&Exact, &Claim)| {
        let steps = share.checked_div(step).unwrap_or_else(Exact::zero).floor();
        let down = &steps * step;
        Part { remainder: share - &down, down, takes_more: true, keys: claim.keys }
    };
    let parts: Vec<Part> = shares.iter().zip(claims).map(part).collect();
    match method {
        AllocationMethod::Down => parts.into_iter().map(|part| Interval::point(part.down)).collect(),
        AllocationMethod::LargestRemainder => stray_steps(total, parts, step),
    }
}

/// Shares in proportion to the weights, within the bounds, adding up to the total; `None` where there are none.
///
/// All share by weight. Those whose bound bites are fixed at it, on the side that moves the sum more, and the others
/// share the rest, until no bound bites.
fn shares(total: &Exact, claims: &[Claim]) -> Option<Vec<Exact>> {
    if claims.iter().any(|claim| claim.most.as_ref().is_some_and(|most| claim.least > *most)) {
        return None;
    }
    if claims.iter().all(|claim| claim.weight.is_zero()) {
        return None;
    }
    let mut rest = total.clone();
    let mut weights = Exact::zero();
    let mut parts: Vec<Option<Exact>> = Vec::with_capacity(claims.len());
    for claim in claims {
        // Without weight there is no more than the least.
        let fixed = claim.weight.is_zero().then(|| claim.least.clone());
        rest = fixed.as_ref().map_or_else(|| rest.clone(), |fixed| &rest - fixed);
        weights = &weights + &claim.weight;
        parts.push(fixed);
    }
    loop {
        if rest.is_negative() {
            return None;
        }
        let Some(rate) = rest.checked_div(&weights) else {
            // Everybody is held by a bound.
            return if rest.is_zero() { parts.into_iter().collect() } else { None };
        };
        let (mut added, mut taken) = (Exact::zero(), Exact::zero());
        let free = || claims.iter().zip(&parts).filter(|(_, part)| part.is_none()).map(|(claim, _)| claim);
        for claim in free() {
            let share = &rate * &claim.weight;
            if share < claim.least {
                added = &added + &(&claim.least - &share);
            } else if let Some(most) = claim.most.as_ref().filter(|most| share > **most) {
                taken = &taken + &(&share - most);
            }
        }
        if added.is_zero() && taken.is_zero() {
            let part = |(claim, part): (&Claim, Option<Exact>)| part.unwrap_or_else(|| &rate * &claim.weight);
            return Some(claims.iter().zip(parts).map(part).collect());
        }
        for (claim, part) in claims.iter().zip(&mut parts).filter(|(_, part)| part.is_none()) {
            let share = &rate * &claim.weight;
            let held = if share < claim.least && added >= taken {
                claim.least.clone()
            } else if let Some(most) = claim.most.as_ref().filter(|most| share > **most && taken >= added) {
                most.clone()
            } else {
                continue;
            };
            rest = &rest - &held;
            weights = &weights - &claim.weight;
            *part = Some(held);
        }
    }
}
