//! Whether rows of bands and values cover everything, each value once.
//!
//! Each column is cut into classes of values that no cell tells apart: the bounds of its bands and what lies between
//! them; the values named, and one for all others. Rows are then tried on every combination of classes.

use guiju_program::Decimal;
use guiju_program::table::Range;

/// More combinations are refused: nobody reads such a table, and each is looked at.
pub(crate) const MOST_COMBINATIONS: usize = 100_000;

/// More rows are refused.
pub(crate) const MOST_ROWS: usize = 2_000;

/// A value that stands for its class.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Example {
    Number(Decimal),
    /// A value of an enumeration, or a text.
    Value(String),
    /// One that no row names.
    Another,
    YesNo(bool),
}

/// Which rows match, a bit each.
type Rows = Vec<u64>;

/// Which of the values named a row picks, by their places.
#[derive(Clone, Debug)]
pub(crate) enum Pick {
    All,
    These(Vec<usize>),
    /// All but these, which ascend, each once.
    Others(Vec<usize>),
}

/// A column cut into classes.
#[derive(Clone, Debug)]
pub(crate) struct Axis {
    classes: Vec<(Example, Rows)>,
}

/// What is wrong with rows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Finding {
    /// No row matches.
    Gap(Vec<Example>),
    /// Two rows match.
    Overlap { first: usize, second: usize, example: Vec<Example> },
    /// A row matches nothing, or nothing that one of the rows before does not match: the first of them, and where.
    Unreachable { row: usize, by: Option<(usize, Vec<Example>)> },
    /// There are more rows or combinations than are looked at.
    TooLarge,
}

fn bits(rows: usize) -> Rows {
    vec![0; rows.div_ceil(64)]
}

fn set(bits: &mut Rows, row: usize) {
    if let Some(word) = bits.get_mut(row / 64) {
        *word |= 1 << (row % 64);
    }
}

fn ones(bits: &[u64]) -> impl Iterator<Item = usize> + '_ {
    bits.iter().enumerate().flat_map(|(at, word)| {
        let mut word = *word;
        std::iter::from_fn(move || {
            (word != 0).then(|| {
                let bit = word.trailing_zeros() as usize;
                word &= word - 1;
                at * 64 + bit
            })
        })
    })
}

impl Axis {
    /// Bands of numbers; `None`: any number. Where `signed` is false there are none below zero.
    pub(crate) fn numbers(ranges: &[Option<Range>], signed: bool) -> Self {
        let bands = || ranges.iter().flatten();
        let mut bounds: Vec<Decimal> = bands().flat_map(|range| [range.lo, range.hi]).flatten().collect();
        if !signed {
            bounds.push(Decimal::ZERO);
            bounds.retain(|bound| *bound >= Decimal::ZERO);
        }
        bounds.sort_unstable();
        bounds.dedup();
        let beyond =
            |bound: Option<&Decimal>, by: Decimal| bound.map_or(Decimal::ZERO, |bound| bound.saturating_add(by));
        let mut examples = Vec::with_capacity(2 * bounds.len() + 1);
        if signed {
            examples.push(beyond(bounds.first(), -Decimal::ONE));
        }
        for (at, bound) in bounds.iter().enumerate() {
            examples.push(*bound);
            examples.push(match bounds.get(at + 1) {
                Some(next) => between(*bound, *next),
                None => beyond(Some(bound), Decimal::ONE),
            });
        }
        let mut classes: Vec<_> =
            examples.iter().map(|example| (Example::Number(*example), bits(ranges.len()))).collect();
        for (row, range) in ranges.iter().enumerate() {
            let whole = Range::default();
            let range = range.as_ref().unwrap_or(&whole);
            // The examples ascend, so those in a band stand together.
            let from_below = Range { hi: None, ..range.clone() };
            let from = examples.partition_point(|example| !from_below.contains(*example));
            let inside = classes.iter_mut().zip(&examples).skip(from);
            for ((_, matching), _) in inside.take_while(|(_, example)| range.contains(**example)) {
                set(matching, row);
            }
        }
        Self { classes }
    }

    /// Values, of which each row picks some; `another` says whether there are others than those named.
    pub(crate) fn values(named: impl IntoIterator<Item = Example>, another: bool, rows: &[Pick]) -> Self {
        let named = named.into_iter().chain(another.then_some(Example::Another));
        let mut classes: Vec<_> = named.map(|example| (example, bits(rows.len()))).collect();
        for (row, pick) in rows.iter().enumerate() {
            match pick {
                Pick::All => classes.iter_mut().for_each(|(_, matching)| set(matching, row)),
                Pick::These(places) => {
                    for place in places {
                        if let Some((_, matching)) = classes.get_mut(*place) {
                            set(matching, row);
                        }
                    }
                }
                Pick::Others(places) => {
                    // The places ascend.
                    let mut left_out = places.iter().peekable();
                    for (at, (_, matching)) in classes.iter_mut().enumerate() {
                        if left_out.next_if_eq(&&at).is_none() {
                            set(matching, row);
                        }
                    }
                }
            }
        }
        Self { classes }
    }
}

/// A number between two, as short as it can be.
fn between(low: Decimal, high: Decimal) -> Decimal {
    let next = low.floor().saturating_add(Decimal::ONE);
    let two = Decimal::from(2);
    let half = |number: Decimal| number / two;
    let middle = half(low).saturating_add(half(high)).normalize();
    if next > low && next < high && !middle.is_integer() { next } else { middle }
}

/// All that is wrong with rows: the first gap, and each row that overlaps another or is never reached, once.
pub(crate) fn check(axes: &[Axis], rows: usize) -> Vec<Finding> {
    let combinations = axes
        .iter()
        .try_fold(1usize, |all, axis| all.checked_mul(axis.classes.len()))
        .filter(|all| *all <= MOST_COMBINATIONS);
    let Some(combinations) = combinations.filter(|_| rows <= MOST_ROWS) else {
        return vec![Finding::TooLarge];
    };
    let mut gap = None;
    // Of each row: whether it is the first to match somewhere, and where another one was.
    let mut is_first = vec![false; rows];
    let mut covered: Vec<Option<(usize, Vec<Example>)>> = vec![None; rows];
    for combination in 0..combinations {
        let mut rest = combination;
        let mut matching: Option<Rows> = None;
        let mut places = Vec::with_capacity(axes.len());
        for axis in axes.iter().rev() {
            let at = rest % axis.classes.len().max(1);
            rest /= axis.classes.len().max(1);
            let Some((example, class)) = axis.classes.get(at) else {
                continue;
            };
            places.push(example);
            matching = Some(match matching {
                None => class.clone(),
                Some(found) => found.iter().zip(class).map(|(a, b)| a & b).collect(),
            });
        }
        let example = || places.iter().rev().map(|place| (*place).clone()).collect::<Vec<_>>();
        let matching = matching.unwrap_or_default();
        let mut matching = ones(&matching);
        let Some(first) = matching.next() else {
            gap.get_or_insert_with(example);
            continue;
        };
        if let Some(seen) = is_first.get_mut(first) {
            *seen = true;
        }
        for row in matching {
            if let Some(slot @ None) = covered.get_mut(row) {
                *slot = Some((first, example()));
            }
        }
    }
    let mut findings: Vec<Finding> = gap.map(Finding::Gap).into_iter().collect();
    for (row, (reached, by)) in is_first.into_iter().zip(covered).enumerate() {
        match (reached, by) {
            (true, Some((first, example))) => findings.push(Finding::Overlap { first, second: row, example }),
            (false, by) => findings.push(Finding::Unreachable { row, by }),
            (true, None) => {}
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(lo: Option<i64>, hi: Option<i64>) -> Option<Range> {
        Some(Range { lo: lo.map(Decimal::from), lo_included: true, hi: hi.map(Decimal::from), hi_included: false })
    }

    fn number(value: i64) -> Example {
        Example::Number(Decimal::from(value))
    }

    #[test]
    fn bands_that_adjoin_leave_nothing_out() {
        let axis = Axis::numbers(&[range(Some(0), Some(60)), range(Some(60), None)], false);
        assert_eq!(check(&[axis], 2), []);
        // Below zero nothing is said.
        let axis = Axis::numbers(&[range(Some(0), Some(60)), range(Some(60), None)], true);
        assert_eq!(check(&[axis], 2), [Finding::Gap(vec![number(-1)])]);
    }

    #[test]
    fn gaps_overlaps_and_what_is_never_reached() {
        let rows = [range(Some(0), Some(60)), range(Some(50), Some(100)), range(Some(70), Some(80))];
        let found = check(&[Axis::numbers(&rows, false)], 3);
        assert_eq!(
            found,
            [
                Finding::Gap(vec![number(100)]),
                Finding::Overlap { first: 0, second: 1, example: vec![number(50)] },
                Finding::Unreachable { row: 2, by: Some((1, vec![number(70)])) },
            ]
        );
    }

    #[test]
    fn several_columns_are_looked_at_together() {
        let kinds = [Example::Value("x".into()), Example::Value("y".into())];
        // x and small; y; the row for x and large is forgotten.
        let kind = Axis::values(kinds, false, &[Pick::These(vec![0]), Pick::These(vec![1])]);
        let size = Axis::numbers(&[range(None, Some(60)), None], false);
        let gap = vec![Example::Value("x".into()), number(60)];
        assert_eq!(check(&[kind, size], 2), [Finding::Gap(gap)]);
    }

    #[test]
    fn large_tables_are_refused() {
        let rows: Vec<_> = (0..400).map(|at| range(Some(at), Some(at + 1))).collect();
        let axis = Axis::numbers(&rows, false);
        assert_eq!(check(&[axis.clone(), axis], 400), [Finding::TooLarge]);
    }
}
