//! The queue against every completion: amounts in fen, worked out one after the other with whole numbers.

use guiju_program::award::{OddFen, Shortage};
use proptest::prelude::*;

use super::*;

const SHORTAGES: [Shortage; 6] = [
    Shortage::MustFit,
    Shortage::CutLast,
    Shortage::Skip,
    Shortage::Stop,
    Shortage::ProRata(OddFen::LargestRemainder),
    Shortage::ProRata(OddFen::Kept),
];

fn fens(value: i64) -> Exact {
    Exact::scaled(i128::from(value), 2)
}

fn between((lo, hi): (i64, i64)) -> Interval {
    Interval { lo: Some(fens(lo)), hi: Some(fens(hi)) }
}

fn place(key: (i64, i64)) -> Places {
    let mut places = Places::default();
    places.push(Num::of(between(key)), false);
    places
}

fn item(demand: (i64, i64), key: (i64, i64)) -> Item {
    Item { demand: between(demand), places: place(key) }
}

fn known(demand: i64, key: i64) -> Item {
    item((demand, demand), (key, key))
}

fn paid(available: i64, items: &[Item], shortage: Shortage) -> Vec<Interval> {
    queue(&between((available, available)), items, shortage).into_iter().map(|share| share.paid).collect()
}

fn points(values: &[i64]) -> Vec<Interval> {
    values.iter().map(|value| between((*value, *value))).collect()
}

/// Who gets how much of known amounts, in an order without ties.
fn in_turn(available: i64, demands: &[i64], order: &[usize], shortage: Shortage) -> Vec<i64> {
    let mut paid = vec![0; demands.len()];
    let mut left = available;
    match shortage {
        Shortage::MustFit => return demands.to_vec(),
        Shortage::CutLast | Shortage::Skip => {
            for at in order {
                let fits = demands[*at] <= left;
                paid[*at] = if fits {
                    demands[*at]
                } else if shortage == Shortage::CutLast {
                    left
                } else {
                    0
                };
                left -= paid[*at];
            }
        }
        Shortage::Stop => {
            for at in order {
                if demands[*at] > left {
                    break;
                }
                paid[*at] = demands[*at];
                left -= paid[*at];
            }
        }
        Shortage::ProRata(odd) => {
            let total: i64 = demands.iter().sum();
            if total <= available {
                return demands.to_vec();
            }
            for at in order {
                paid[*at] = demands[*at] * available / total;
            }
            if odd == OddFen::LargestRemainder {
                let rest = available - paid.iter().sum::<i64>();
                let mut by_remainder = order.to_vec();
                by_remainder.sort_by_key(|at| -(demands[*at] * available % total));
                for at in by_remainder.into_iter().take(usize::try_from(rest).unwrap()) {
                    paid[at] += 1;
                }
            }
        }
    }
    paid
}

/// Every choice of one from each list.
fn choices(ranges: &[(i64, i64)]) -> Vec<Vec<i64>> {
    ranges.iter().fold(vec![Vec::new()], |all, (lo, hi)| {
        all.iter().flat_map(|one| (*lo..=*hi).map(|value| [one.as_slice(), &[value]].concat())).collect()
    })
}

fn permutations(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let insert = |shorter: Vec<usize>| {
        (0..n).map(move |at| {
            let mut longer = shorter.clone();
            longer.insert(at, n - 1);
            longer
        })
    };
    permutations(n - 1).into_iter().flat_map(insert).collect()
}

fn holds(interval: &Interval, value: i64) -> bool {
    let value = fens(value);
    interval.lo.as_ref().is_none_or(|lo| *lo <= value) && interval.hi.as_ref().is_none_or(|hi| value <= *hi)
}

fn range(max: i64) -> impl Strategy<Value = (i64, i64)> {
    (0..=max, prop_oneof![3 => Just(0), 1 => 0..=2_i64]).prop_map(|(lo, more)| (lo, lo + more))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever turns out, what is said of it was right; and nobody is ever paid out of nothing.
    #[test]
    fn every_completion_is_within(
        items in prop::collection::vec((range(7), range(3)), 1..=4),
        available in range(14),
    ) {
        let demands: Vec<(i64, i64)> = items.iter().map(|(demand, _)| *demand).collect();
        let keys: Vec<(i64, i64)> = items.iter().map(|(_, key)| *key).collect();
        let list: Vec<Item> = items.iter().map(|(demand, key)| item(*demand, *key)).collect();
        let said: Vec<Vec<Share>> =
            SHORTAGES.iter().map(|shortage| queue(&between(available), &list, *shortage)).collect();
        let orders = permutations(items.len());
        for keys in choices(&keys) {
            let in_order = |order: &&Vec<usize>| order.windows(2).all(|pair| keys[pair[0]] >= keys[pair[1]]);
            for order in orders.iter().filter(in_order) {
                for demands in choices(&demands) {
                    for available in available.0..=available.1 {
                        for (shortage, said) in SHORTAGES.into_iter().zip(&said) {
                            let paid = in_turn(available, &demands, order, shortage);
                            for (share, paid) in said.iter().zip(&paid) {
                                prop_assert!(
                                    holds(&share.paid, *paid),
                                    "{shortage:?} of {available}: {demands:?} by {keys:?}, {order:?}: {paid:?}, said {said:?}"
                                );
                            }
                            if shortage != Shortage::MustFit {
                                prop_assert!(paid.iter().sum::<i64>() <= available);
                            }
                        }
                    }
                }
            }
        }
    }

    /// What is known without ties comes out exactly, adds up, and does not depend on the order of rows.
    #[test]
    fn known_amounts_are_exact(
        demands in prop::collection::vec(0..5_000_i64, 1..12),
        available in 0..20_000_i64,
        shuffle in any::<u64>(),
    ) {
        let items: Vec<Item> = (0..).zip(&demands).map(|(at, demand)| known(*demand, -at)).collect();
        let order: Vec<usize> = (0..items.len()).collect();
        let mut mixed = order.clone();
        mixed.sort_by_key(|at| (*at as u64 + 1).wrapping_mul(shuffle | 1).rotate_left(17));
        let shuffled: Vec<Item> = mixed.iter().map(|at| items[*at].clone()).collect();
        let total: i64 = demands.iter().sum();
        for shortage in SHORTAGES {
            let found = paid(available, &items, shortage);
            let expected = in_turn(available, &demands, &order, shortage);
            prop_assert_eq!(&found, &points(&expected), "{:?} of {}: {:?}", shortage, available, demands);
            let found_mixed = paid(available, &shuffled, shortage);
            let unmixed: Vec<&Interval> = order.iter().map(|at| &found_mixed[mixed.iter().position(|m| m == at).unwrap()]).collect();
            prop_assert_eq!(unmixed, found.iter().collect::<Vec<_>>());
            let spent: i64 = expected.iter().sum();
            match shortage {
                Shortage::MustFit => prop_assert_eq!(spent, total),
                Shortage::CutLast | Shortage::ProRata(OddFen::LargestRemainder) => {
                    prop_assert_eq!(spent, total.min(available));
                }
                _ => prop_assert!(spent <= available),
            }
            if let (Shortage::ProRata(_), true) = (shortage, total > available) {
                for (paid, demand) in expected.iter().zip(&demands) {
                    // Within one fen of the exact share.
                    let off = (paid * total - demand * available).abs();
                    prop_assert!(off < total, "{} for {} of {} out of {}", paid, demand, total, available);
                }
            }
        }
    }
}

#[test]
fn ties_at_the_cut_are_not_settled_by_accident() {
    let tied = [known(10, 1), known(10, 0), known(10, 0)];
    assert_eq!(paid(30, &tied, Shortage::CutLast), points(&[10, 10, 10]));
    let one_or_the_other = [between((10, 10)), between((5, 10)), between((5, 10))];
    assert_eq!(paid(25, &tied, Shortage::CutLast), one_or_the_other);
    let refused = [between((10, 10)), between((0, 10)), between((0, 10))];
    assert_eq!(paid(25, &tied, Shortage::Stop), refused);
    assert_eq!(paid(25, &tied, Shortage::Skip), refused);
    // Neither fits: both are refused, whoever is first.
    assert_eq!(paid(15, &tied, Shortage::Skip), points(&[10, 0, 0]));
    // The stray fen.
    let pro_rata = Shortage::ProRata(OddFen::LargestRemainder);
    assert_eq!(paid(29, &tied, pro_rata), [between((10, 10)), between((9, 10)), between((9, 10))]);
}

#[test]
fn skipping_goes_on_with_what_is_left() {
    let items = [known(100, 3), known(40, 2), item((0, 30), (1, 1)), known(10, 0)];
    // The first does not fit and does not count against the others.
    assert_eq!(
        paid(80, &items, Shortage::Skip),
        [between((0, 0)), between((40, 40)), between((0, 30)), between((10, 10))]
    );
    assert_eq!(paid(80, &items, Shortage::Stop), points(&[0, 0, 0, 0]));
}

#[test]
fn who_asks_for_nothing_does_not_queue() {
    let mut items = vec![known(10, 2), known(10, 1), item((0, 0), (0, 9))];
    items[2].places = place((0, 9));
    assert_eq!(paid(15, &items, Shortage::Skip), points(&[10, 0, 0]));
}

#[test]
fn a_share_never_exceeds_what_is_asked_for() {
    // Half a fen asked for: nobody is paid a whole one.
    let half = |places: Places| Item { demand: Interval::point(Exact::scaled(5, 3)), places };
    let items = [half(place((1, 1))), half(place((0, 0))), known(1, 2)];
    let paid = paid(1, &items, Shortage::ProRata(OddFen::LargestRemainder));
    assert_eq!(paid, points(&[0, 0, 1]));
}

#[test]
fn without_a_key_comes_last() {
    let keyed = |num: Num| {
        let mut places = Places::default();
        places.push(num, false);
        Item { demand: between((10, 10)), places }
    };
    let items = [keyed(Num::none()), keyed(Num::known(Exact::from(-5_i64))), keyed(Num::unknown(true))];
    assert_eq!(paid(20, &items, Shortage::Stop), points(&[0, 10, 10]));
    let items = [keyed(Num::none()), keyed(Num::unknown(true).or_absent())];
    assert_eq!(paid(10, &items, Shortage::Stop), [between((0, 10)), between((0, 10))]);
}
