//! Sorting keys of rows, some of which may be unknown: the best and the worst that each row may have.
//!
//! A row is surely ahead of another if its worst key is greater than the other's best, and perhaps ahead if its best
//! is greater than the other's worst. Keys are places among all values, so that comparing them is comparing numbers.

use crate::exact::Exact;
use crate::interval::{Interval, Num};

/// The best and the worst key of a row; greater is ahead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Keys {
    pub(super) best: u64,
    pub(super) worst: u64,
}

impl Keys {
    /// Whether nothing about it is unknown.
    pub(super) const fn is_known(&self) -> bool {
        self.best == self.worst
    }
}

/// The keys of rows: by the first list of numbers, then the second, … Each comes with whether the smallest is first. A
/// row without a number comes behind all others.
pub(super) fn keys(rows: usize, numbers: &[(Vec<Num>, bool)]) -> Vec<Keys> {
    let mut keys = vec![Keys::default(); rows];
    for (nums, ascending) in numbers {
        add(&mut keys, nums, *ascending);
        compress(&mut keys);
    }
    keys
}

/// Adds a further number to each key: as its place among all ends, 1 being the one below everything, and 0 none.
fn add(keys: &mut [Keys], nums: &[Num], ascending: bool) {
    let ends = |num: &Num| {
        // A number that a silent clause leaves open may be anything.
        let any = num.met || num.unmet || num.silent;
        let values = num.values.clone().filter(|_| !any).or_else(|| any.then(Interval::all));
        values.map(|values| (values.lo, values.hi))
    };
    let mut all: Vec<Exact> = nums.iter().filter_map(ends).flat_map(|(lo, hi)| [lo, hi]).flatten().collect();
    all.sort_unstable();
    all.dedup();
    let last = all.len() as u64 + 2;
    let place = |end: &Exact| all.binary_search(end).map_or(1, |at| at as u64 + 2);
    for (key, num) in keys.iter_mut().zip(nums) {
        let (mut worst, best) = match ends(num) {
            None => (0, 0),
            Some((lo, hi)) => {
                let (lo, hi) = (lo.as_ref().map_or(1, place), hi.as_ref().map_or(last, place));
                if ascending { (last + 1 - hi, last + 1 - lo) } else { (lo, hi) }
            }
        };
        if num.absent {
            worst = 0;
        }
        key.worst = key.worst << 32 | worst;
        key.best = key.best << 32 | best;
    }
}

/// Replaces keys by their places among all keys, so that a further number finds room behind them.
fn compress(keys: &mut [Keys]) {
    let mut all: Vec<u64> = keys.iter().flat_map(|key| [key.best, key.worst]).collect();
    all.sort_unstable();
    all.dedup();
    let place = |key: u64| all.binary_search(&key).map_or(0, |at| at as u64);
    for key in keys {
        *key = Keys { best: place(key.best), worst: place(key.worst) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(value: i64) -> Num {
        Num::known(Exact::from(value))
    }

    #[test]
    fn the_first_number_decides_then_the_second() {
        let found = keys(3, &[(vec![n(5), n(5), n(7)], false), (vec![n(1), n(2), n(0)], true)]);
        assert!(found[2].worst > found[0].best, "the largest first");
        assert!(found[0].worst > found[1].best, "of equal ones the smallest first");
        assert!(found.iter().all(Keys::is_known));
    }

    #[test]
    fn unknown_numbers_may_stand_anywhere_and_none_stands_last() {
        let unknown = Num::of(Interval::all());
        let found = keys(4, &[(vec![n(5), unknown, Num::none(), n(6)], false)]);
        assert!(found[1].best > found[3].worst && found[1].worst < found[0].best);
        assert!(found[2].best < found[1].worst);
        let found = keys(2, &[(vec![n(5), n(5).or_absent()], true)]);
        assert_eq!(found[0].best, found[1].best);
        assert!(found[1].worst < found[0].worst);
    }
}
