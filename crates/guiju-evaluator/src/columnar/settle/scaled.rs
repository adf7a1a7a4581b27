//! A budget that does not do for all, scaled by one factor and each share down to the fen.

use guiju_program::award::OddFen;

use super::queue::{Item, lowest};
use super::stray::{Part, stray_steps};
use crate::columnar::fault::{self, Fault};
use crate::exact::Exact;
use crate::interval::Interval;

/// A fen in 元.
fn fen() -> Exact {
    Exact::scaled(1, 2)
}

fn to_fen(amount: &Exact, up: bool) -> Exact {
    let fens = amount * &Exact::from(100_i64);
    let whole = if up { fens.ceil() } else { fens.floor() };
    &whole * &fen()
}

/// A demand times what there is by what is asked for in all; all of it where everything fits.
fn share(demand: &Exact, available: &Exact, total: &Exact) -> Exact {
    if total <= available {
        return demand.clone();
    }
    (demand * available).checked_div(total).unwrap_or_else(Exact::zero)
}

/// What all ask for, and what each gets.
pub(super) fn pro_rata(available: &Interval, items: &[&Item], odd: OddFen) -> (Interval, Vec<Interval>) {
    let least = items.iter().fold(Exact::zero(), |sum, item| &sum + &lowest(&item.demand));
    let without_end = items.iter().filter(|item| item.demand.hi.is_none()).count();
    let most = items.iter().filter_map(|item| item.demand.hi.as_ref()).fold(Exact::zero(), |sum, hi| &sum + hi);
    let all = Interval { lo: Some(least.clone()), hi: (without_end == 0).then(|| most.clone()) };
    if all.hi.as_ref().is_some_and(|all| *all <= lowest(available)) {
        return (all, items.iter().map(|item| item.demand.clone()).collect());
    }
    let known: Option<Vec<&Exact>> = items.iter().map(|item| item.demand.known()).collect();
    if let (Some(demands), Some(available)) = (known, available.known()) {
        return (all, of_known(available, items, &demands, &least, odd));
    }
    let possible = |item: &&Item| {
        let demand = &item.demand;
        let own_least = lowest(demand);
        // Least with the least demand, the least money and the most that others ask for.
        let lo = if without_end > usize::from(demand.hi.is_none()) {
            Exact::zero()
        } else {
            let others = demand.hi.as_ref().map_or_else(|| most.clone(), |own| &most - own);
            to_fen(&share(&own_least, &lowest(available), &(&others + &own_least)), false)
        };
        let hi = match (&demand.hi, &available.hi) {
            (Some(demand), Some(available)) => {
                let total = &(&least - &own_least) + demand;
                Some(to_fen(&share(demand, available, &total), true).min(demand.clone()))
            }
            (demand, None) => demand.clone(),
            (None, available) => available.clone(),
        };
        Interval { lo: Some(lo), hi }
    };
    let paid = items.iter().map(possible).collect();
    (all, paid)
}

fn of_known(available: &Exact, items: &[&Item], demands: &[&Exact], total: &Exact, odd: OddFen) -> Vec<Interval> {
    let part = |(demand, item): (&&Exact, &&Item)| {
        let share = share(demand, available, total);
        let down = to_fen(&share, fault::is(Fault::RoundedUpShare));
        // Nobody gets more than he asks for.
        let takes_more = &down + &fen() <= **demand;
        Part { remainder: &share - &down, down, takes_more, keys: item.keys }
    };
    let parts: Vec<Part> = demands.iter().zip(items).map(part).collect();
    if odd == OddFen::Kept || fault::is(Fault::LostFen) {
        return parts.into_iter().map(|part| Interval::point(part.down)).collect();
    }
    stray_steps(available, parts, &fen())
}
