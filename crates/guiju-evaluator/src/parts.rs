//! Parts of a total while something about it is not known.

use crate::exact::Exact;
use crate::interval::{Interval, Num};

/// What is possible of a row's part of a total.
#[derive(Clone, Debug)]
pub(crate) struct Bounds {
    pub(crate) weight: Interval,
    /// At least so much.
    pub(crate) least: Interval,
    /// At most so much; `None`: there is no bound.
    pub(crate) most: Option<Interval>,
}

impl Bounds {
    /// The bounds turned inward to multiples of the step.
    pub(crate) fn to_steps(&self, step: &Exact) -> Self {
        let turn = |interval: &Interval, turn: fn(&Exact, &Exact) -> Exact| Interval {
            lo: interval.lo.as_ref().map(|end| turn(end, step)),
            hi: interval.hi.as_ref().map(|end| turn(end, step)),
        };
        Self {
            weight: self.weight.clone(),
            least: turn(&self.least, step_up),
            most: self.most.as_ref().map(|most| turn(most, step_down)),
        }
    }
}

/// The multiple of a step above zero that is next to a number, not above it.
pub(crate) fn step_down(value: &Exact, step: &Exact) -> Exact {
    value.checked_div(step).map_or_else(|| value.clone(), |steps| &steps.floor() * step)
}

/// The multiple of a step above zero that is next to a number, not below it.
pub(crate) fn step_up(value: &Exact, step: &Exact) -> Exact {
    value.checked_div(step).map_or_else(|| value.clone(), |steps| &steps.ceil() * step)
}

/// What is possible of the parts while something is not known.
pub(crate) fn possible_parts(total: &Num, rows: &[Bounds], step: &Exact) -> Vec<Num> {
    let nothing = || vec![Num::none(); rows.len()];
    let silent = Num::of(Interval::all());
    let total = if total.silent { &silent } else { total };
    let Some(values) = &total.values else {
        return nothing();
    };
    let lo = |interval: &Interval| interval.lo.clone().unwrap_or_else(Exact::zero);
    let most = |bounds: &Bounds| bounds.most.clone().unwrap_or(Interval { lo: None, hi: None });
    let least_lo = rows.iter().fold(Exact::zero(), |sum, bounds| &sum + &lo(&bounds.least));
    let least_hi = exact_sum(rows.iter().map(|bounds| bounds.least.hi.clone()));
    // A row with weight may get up to its most; one without stays at its least.
    let most_hi = exact_sum(rows.iter().map(|bounds| {
        let weightless = bounds.weight.known().is_some_and(Exact::is_zero);
        if weightless { bounds.least.hi.clone() } else { most(bounds).hi }
    }));
    let most_lo = exact_sum(rows.iter().map(|bounds| {
        let weighs = bounds.weight.lo.as_ref().is_some_and(Exact::is_positive);
        if weighs { bounds.most.as_ref().map(&lo) } else { Some(lo(&bounds.least)) }
    }));
    let below = |a: &Option<Exact>, b: &Option<Exact>| a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| a < b);
    let impossible = rows.iter().all(|bounds| bounds.weight.known().is_some_and(Exact::is_zero))
        || values.hi.as_ref().is_some_and(|hi| *hi < least_lo)
        || below(&most_hi, &values.lo)
        || rows.iter().any(|bounds| below(&most(bounds).hi, &bounds.least.lo));
    if impossible {
        return nothing();
    }
    let weighs = rows.iter().any(|bounds| bounds.weight.lo.as_ref().is_some_and(Exact::is_positive));
    let unsure = !weighs
        || total.absent
        || total.met
        || total.unmet
        || values.lo.as_ref().is_none_or(Exact::is_negative)
        || least_hi.as_ref().zip(values.lo.as_ref()).is_none_or(|(least, total)| least > total)
        || most_lo.as_ref().is_some_and(|most| values.hi.as_ref().is_none_or(|hi| most < hi))
        || rows.iter().any(|bounds| {
            let bound = bounds.most.as_ref().map(&lo);
            bound.is_some_and(|most| bounds.least.hi.as_ref().is_none_or(|least| *least > most))
        });
    let all = values.hi.as_ref().map(|hi| step_down(hi, step));
    let part = |bounds: &Bounds| {
        let least = lo(&bounds.least);
        let hi = match (most(bounds).hi, all.clone()) {
            (Some(most), Some(all)) => Some(most.min(all)),
            (one, None) | (None, one) => one,
        };
        let part = Num::of(Interval { hi: hi.map(|hi| hi.max(least.clone())), lo: Some(least) });
        if unsure { part.or_absent() } else { part }
    };
    rows.iter().map(part).collect()
}

/// The sum, where all are finite.
pub(crate) fn exact_sum(mut ends: impl Iterator<Item = Option<Exact>>) -> Option<Exact> {
    ends.try_fold(Exact::zero(), |sum, end| Some(&sum + &end?))
}
