//! Figures over rows of which something is not known: what every completion of the facts lies within.
//!
//! A figure goes over the values of rows that are surely in, and of rows that may be in or out.

use std::cmp::Ordering;

use crate::exact::Exact;
use crate::interval::{Interval, Num};

/// An end of a range; `None` lies below every number.
type Low = Option<Exact>;

/// The least and the greatest median (中位数). There is at least one value.
pub(crate) fn median(sure: &[Interval], unsure: &[Interval]) -> Interval {
    let low = |values: &[Interval]| -> Vec<Low> { values.iter().map(|value| value.lo.clone()).collect() };
    let high =
        |values: &[Interval]| -> Vec<Low> { values.iter().map(|value| value.hi.as_ref().map(|hi| -hi)).collect() };
    let lo = least_median(low(sure), low(unsure));
    let hi = least_median(high(sure), high(unsure)).map(|hi| -&hi);
    Interval { lo, hi }
}

/// The least median of all `sure` values and any of the `unsure` ones.
fn least_median(mut sure: Vec<Low>, mut unsure: Vec<Low>) -> Low {
    sure.sort_unstable();
    unsure.sort_unstable();
    // The smallest ones lower it most, and each as long as it lies below the median so far; from then on none does.
    let (mut from, mut to) = (usize::from(sure.is_empty()), unsure.len());
    while from < to {
        let with = from + (to - from) / 2;
        let so_far = median_of(&sure, unsure.get(..with).unwrap_or_default());
        let lowers = unsure.get(with).is_some_and(|next| *next < so_far);
        if lowers {
            from = with + 1;
        } else {
            to = with;
        }
    }
    median_of(&sure, unsure.get(..from).unwrap_or_default())
}

/// The median of two sorted lists together.
fn median_of(a: &[Low], b: &[Low]) -> Low {
    let count = a.len() + b.len();
    let upper = nth(a, b, count / 2)?;
    if count % 2 == 1 {
        return Some(upper);
    }
    let lower = nth(a, b, (count / 2).saturating_sub(1))?;
    (&lower + &upper).checked_div(&Exact::from(2_i64))
}

/// The value at that place of two sorted lists together.
fn nth(a: &[Low], b: &[Low], place: usize) -> Low {
    // How many of the first list stand in front of the place: fewer while its next one is smaller.
    let (mut from, mut to) = (place.saturating_sub(b.len()), place.min(a.len()));
    while from < to {
        let taken = from + (to - from) / 2;
        let before = b.get((place - taken).wrapping_sub(1));
        if before.is_some_and(|before| a.get(taken).is_some_and(|next| next < before)) {
            from = taken + 1;
        } else {
            to = taken;
        }
    }
    match (a.get(from), b.get(place - from)) {
        (Some(x), Some(y)) => x.min(y).clone(),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => None,
    }
}

/// How few and how many different values there may be (种数).
pub(crate) fn distinct(sure: Vec<Interval>, unsure: &[Interval]) -> Interval {
    let mut known: Vec<&Exact> = sure.iter().chain(unsure).filter_map(Interval::known).collect();
    let open = sure.len() + unsure.len() - known.len();
    known.sort_unstable();
    known.dedup();
    let most = known.len() + open;
    // The fewest numbers of which each sure row may have one: each as great as the first range that has none allows.
    let mut ranges = sure;
    ranges.sort_unstable_by(upper);
    let mut fewest = 0_u64;
    let mut last: Option<Option<Exact>> = None;
    for range in ranges {
        let covered = match (&last, &range.lo) {
            (None, _) => false,
            // A number without bound lies in every range that has no upper end.
            (Some(None), _) | (Some(_), None) => true,
            (Some(Some(last)), Some(lo)) => lo <= last,
        };
        if !covered {
            fewest += 1;
            last = Some(range.hi);
        }
    }
    Interval { lo: Some(Exact::from(fewest)), hi: Some(whole(most)) }
}

fn upper(a: &Interval, b: &Interval) -> Ordering {
    match (&a.hi, &b.hi) {
        (Some(a), Some(b)) => a.cmp(b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

fn whole(count: usize) -> Exact {
    Exact::from(u64::try_from(count).unwrap_or(u64::MAX))
}

/// How short and how long the longest run of months may be (连续).
pub(crate) fn longest_run(sure: &[Interval], unsure: &[Interval]) -> Interval {
    let months = |rows: &[Interval]| -> Vec<i128> { rows.iter().filter_map(month).collect() };
    let shortest = run_of(months(sure)).max(usize::from(!sure.is_empty()));
    // A row whose month is not known may fill any gap, or go on with a run.
    let mut known = months(sure);
    known.extend(months(unsure));
    let free = sure.len() + unsure.len() - known.len();
    known.sort_unstable();
    known.dedup();
    let mut longest = 0;
    let mut first = 0;
    for (last, month) in known.iter().enumerate() {
        while let Some(start) = known.get(first)
            && month - start - i128::try_from(last - first).unwrap_or(i128::MAX)
                > i128::try_from(free).unwrap_or(i128::MAX)
        {
            first += 1;
        }
        longest = longest.max(last + 1 - first);
    }
    Interval { lo: Some(whole(shortest)), hi: Some(whole(longest + free)) }
}

fn month(values: &Interval) -> Option<i128> {
    values.known()?.to_i128()
}

/// The length of the longest run of numbers that follow each other.
fn run_of(mut months: Vec<i128>) -> usize {
    months.sort_unstable();
    months.dedup();
    let mut longest = 0;
    let mut run = 0;
    let mut before = None;
    for month in months {
        run = if before == Some(month - 1) { run + 1 } else { 1 };
        longest = longest.max(run);
        before = Some(month);
    }
    longest
}

/// A row with its place in an order, and its value.
pub(crate) struct Placed {
    /// Whether it is surely among the rows.
    pub sure: bool,
    /// What it is ordered by: the first, and each further one where those before are equal.
    pub keys: Vec<Num>,
    /// Its value.
    pub value: Num,
}

/// The value of the row with the greatest keys (最近). Where several rows share them the clause is silent, unless
/// they have one value.
pub(crate) fn latest(rows: Vec<Placed>) -> Num {
    // A row without a key has no place.
    let rows: Vec<Placed> = rows
        .into_iter()
        .filter(|row| !row.keys.iter().any(Num::is_absent))
        .map(|row| Placed { sure: row.sure && !row.keys.iter().any(|key| key.absent), ..row })
        .collect();
    let mut figure = Num { values: None, absent: false, met: false, unmet: false, silent: false };
    for key in rows.iter().flat_map(|row| &row.keys) {
        figure.met |= key.met;
        figure.unmet |= key.unmet;
        figure.silent |= key.silent;
    }
    figure.absent = !rows.iter().any(|row| row.sure);
    // What surely lies behind a row that is surely there is not the latest.
    let bar = rows.iter().filter(|row| row.sure).map(least_keys).max_by(|a, b| by_keys(a, b));
    let first: Vec<&Placed> = rows
        .iter()
        .filter(|row| bar.as_ref().is_none_or(|bar| by_keys(&greatest_keys(row), bar) != Ordering::Less))
        .collect();
    figure.silent |= may_tie(&first);
    first.iter().fold(figure, |figure, row| figure.hull(&row.value))
}

/// An end of a key; of the lower ends the missing one is below everything, of the upper ones above.
#[derive(Clone, PartialEq, Eq)]
enum End {
    Below,
    At(Exact),
    Above,
}

fn by_keys(a: &[End], b: &[End]) -> Ordering {
    let rank = |end: &End| match end {
        End::Below => 0,
        End::At(_) => 1,
        End::Above => 2,
    };
    for (a, b) in a.iter().zip(b) {
        let order = match (a, b) {
            (End::At(a), End::At(b)) => a.cmp(b),
            _ => rank(a).cmp(&rank(b)),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

fn least_keys(row: &Placed) -> Vec<End> {
    let end = |key: &Num| key.values.as_ref().and_then(|values| values.lo.clone()).map_or(End::Below, End::At);
    row.keys.iter().map(end).collect()
}

fn greatest_keys(row: &Placed) -> Vec<End> {
    let end = |key: &Num| key.values.as_ref().and_then(|values| values.hi.clone()).map_or(End::Above, End::At);
    row.keys.iter().map(end).collect()
}

/// Whether two rows with different values may share their place.
fn may_tie(rows: &[&Placed]) -> bool {
    let mut placed: Vec<(Vec<End>, Vec<End>, Option<&Exact>)> =
        rows.iter().map(|row| (least_keys(row), greatest_keys(row), row.value.value())).collect();
    placed.sort_by(|a, b| by_keys(&a.0, &b.0));
    // Of the rows before, the one that reaches farthest, and the one that does among those of another value.
    let mut farthest: Option<(&[End], Option<&Exact>)> = None;
    let mut other: Option<&[End]> = None;
    let reaches = |end: Option<&[End]>, from: &[End]| end.is_some_and(|end| by_keys(end, from) != Ordering::Less);
    for (from, to, value) in &placed {
        // A value that is not known may differ from any.
        let same = |one: Option<&Exact>| one.is_some() && one == *value;
        let rival = match farthest {
            Some((_, one)) if same(one) => other,
            Some((end, _)) => Some(end),
            None => None,
        };
        if reaches(rival, from) {
            return true;
        }
        match farthest {
            None => farthest = Some((to, *value)),
            Some((end, one)) if by_keys(to, end) != Ordering::Less => {
                if !same(one) {
                    other = Some(end);
                }
                farthest = Some((to, *value));
            }
            Some((_, one)) if !same(one) && !reaches(other, to) => other = Some(to),
            Some(_) => {}
        }
    }
    false
}
