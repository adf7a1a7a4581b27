//! Who gets the steps that rounding down leaves over: those with the largest remainders.

use std::cmp::Reverse;

use crate::columnar::keys::Keys;
use crate::exact::Exact;
use crate::interval::Interval;

/// A share that was rounded down.
pub(super) struct Part {
    pub(super) down: Exact,
    /// What rounding took.
    pub(super) remainder: Exact,
    /// Whether it may have a step more.
    pub(super) takes_more: bool,
    /// Who comes first of equal remainders.
    pub(super) keys: Keys,
}

/// One step more for those with the largest remainders, as far as the total goes. Who of several with equal remainders
/// has it is not known where the order does not say.
pub(super) fn stray_steps(total: &Exact, parts: Vec<Part>, step: &Exact) -> Vec<Interval> {
    let given = parts.iter().fold(Exact::zero(), |sum, part| &sum + &part.down);
    let left = (total - &given).max(Exact::zero()).checked_div(step).unwrap_or_else(Exact::zero).floor();
    let left = left.to_i128().and_then(|steps| usize::try_from(steps).ok()).unwrap_or(usize::MAX);
    let takes = |part: &&Part| part.takes_more && part.remainder.is_positive();
    let mut by_worst: Vec<(&Exact, u64)> =
        parts.iter().filter(takes).map(|part| (&part.remainder, part.keys.worst)).collect();
    let mut by_best: Vec<(&Exact, u64)> =
        parts.iter().filter(takes).map(|part| (&part.remainder, part.keys.best)).collect();
    by_worst.sort_by_key(|place| Reverse(*place));
    by_best.sort_by_key(|place| Reverse(*place));
    let to = |part: &Part| {
        if !takes(&part) {
            return Interval::point(part.down.clone());
        }
        let more = &part.down + step;
        // Surely before it, and perhaps: of the latter it is one itself.
        let surely = by_worst.partition_point(|place| *place > (&part.remainder, part.keys.best));
        let perhaps = by_best.partition_point(|place| *place >= (&part.remainder, part.keys.worst)).saturating_sub(1);
        if perhaps < left {
            Interval::point(more)
        } else if surely >= left {
            Interval::point(part.down.clone())
        } else {
            Interval { lo: Some(part.down.clone()), hi: Some(more) }
        }
    };
    parts.iter().map(to).collect()
}
