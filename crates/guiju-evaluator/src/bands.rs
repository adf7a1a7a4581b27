//! Amounts by bands of a number of which something may be unknown.

use guiju_program::expr::BandKind;
use guiju_program::table::Range;

use crate::exact::Exact;
use crate::interval::{Interval, Num};

/// Whether some possible number is in a band, which is not empty.
pub(crate) fn may_be_in(values: &Interval, range: &Range) -> bool {
    may_reach(values, range) && may_stay(values, range)
}

/// Whether some possible number is at the lower end of a band, or above it.
fn may_reach(values: &Interval, range: &Range) -> bool {
    match (&values.hi, range.lo.map(Exact::from)) {
        (Some(hi), Some(lo)) => *hi > lo || range.lo_included && *hi == lo,
        _ => true,
    }
}

/// Whether some possible number is at the upper end of a band, or below it.
fn may_stay(values: &Interval, range: &Range) -> bool {
    match (&values.lo, range.hi.map(Exact::from)) {
        (Some(lo), Some(hi)) => *lo < hi || range.hi_included && *lo == hi,
        _ => true,
    }
}

/// Whether every possible number is at the lower end of a band, or above it.
fn reaches(values: &Interval, range: &Range) -> bool {
    match (&values.lo, range.lo.map(Exact::from)) {
        (_, None) => true,
        (Some(lo), Some(bound)) => *lo > bound || range.lo_included && *lo == bound,
        (None, Some(_)) => false,
    }
}

/// The amount of a number by bands, which stand from the lowest up. `amount` is asked for the bands that are possible.
pub(crate) fn by_bands(kind: BandKind, value: &Num, ranges: &[&Range], amount: impl Fn(usize) -> Num) -> Num {
    let of_values = value.values.as_ref().map(|values| match kind {
        BandKind::Exactly => {
            let possible = (0..ranges.len()).filter(|at| ranges.get(*at).is_some_and(|r| may_be_in(values, r)));
            possible.map(&amount).reduce(|a, b| a.hull(&b)).unwrap_or_else(Num::none)
        }
        BandKind::Highest | BandKind::Cumulate => {
            let surely = ranges.iter().take_while(|range| reaches(values, range)).count();
            let perhaps = ranges.iter().take_while(|range| may_reach(values, range)).count();
            let nothing = Num::known(Exact::zero());
            // What so many reached bands come to.
            let mut sum = (0..surely).map(&amount).fold(nothing.clone(), |sum, amount| sum.add(&amount));
            let mut found = match (kind, surely.checked_sub(1)) {
                (BandKind::Cumulate, _) => sum.clone(),
                (_, Some(last)) => amount(last),
                (_, None) => nothing,
            };
            for at in surely..perhaps {
                let next = amount(at);
                sum = sum.add(&next);
                found = found.hull(if kind == BandKind::Cumulate { &sum } else { &next });
            }
            found
        }
        BandKind::Slices => ranges.iter().enumerate().fold(Num::known(Exact::zero()), |sum, (at, range)| {
            let slice = slice(values, range);
            match &slice.hi {
                // Nothing lies in this slice.
                Some(hi) if !hi.is_positive() => sum,
                _ => sum.add(&amount(at).multiply(&Num::of(slice))),
            }
        }),
    });
    let found = of_values.unwrap_or(Num { values: None, ..Num::of(Interval::all()) });
    Num {
        absent: found.absent || value.absent,
        met: found.met || value.met,
        unmet: found.unmet || value.unmet,
        silent: found.silent || value.silent,
        ..found
    }
}

/// How much of a number lies in a band.
pub(crate) fn slice(values: &Interval, range: &Range) -> Interval {
    let from = range.lo.map_or_else(Exact::zero, Exact::from);
    let most = range.hi.map(|hi| &Exact::from(hi) - &from);
    let within = |value: &Exact| {
        let above = (value - &from).max(Exact::zero());
        match &most {
            Some(most) if above > *most => most.clone(),
            _ => above,
        }
    };
    Interval {
        lo: Some(values.lo.as_ref().map_or_else(Exact::zero, within)),
        hi: values.hi.as_ref().map_or_else(|| most.clone(), |hi| Some(within(hi))),
    }
}

#[cfg(test)]
mod tests {
    use guiju_program::Decimal;

    use super::*;

    /// Bands that start at these bounds (in fen) and adjoin; the lower bound is in.
    fn adjoining(bounds: &[i64]) -> Vec<Range> {
        let at = |index: usize| bounds.get(index).map(|fen| Decimal::new(*fen, 2));
        (0..bounds.len())
            .map(|index| Range { lo: at(index), lo_included: true, hi: at(index + 1), hi_included: false })
            .collect()
    }

    fn thresholds(bounds: &[i64]) -> Vec<Range> {
        adjoining(bounds).into_iter().map(|range| Range { hi: None, ..range }).collect()
    }

    fn fen(value: i64) -> Exact {
        Exact::scaled(i128::from(value), 2)
    }

    fn of(kind: BandKind, value: &Num, ranges: &[Range], amounts: &[Exact]) -> Num {
        let ranges: Vec<&Range> = ranges.iter().collect();
        by_bands(kind, value, &ranges, |at| Num::known(amounts[at].clone()))
    }

    fn at(kind: BandKind, value: i64, ranges: &[Range], amounts: &[Exact]) -> Option<Exact> {
        of(kind, &Num::known(fen(value)), ranges, amounts).value().cloned()
    }

    #[test]
    fn a_fen_below_a_bound_at_it_and_above_it() {
        let amounts = [fen(100), fen(200), fen(400)];
        let bounds = [0, 6_000, 12_000];
        let ranges = adjoining(&bounds);
        for (value, expected) in [(0, 100), (5_999, 100), (6_000, 200), (6_001, 200), (11_999, 200), (12_000, 400)] {
            assert_eq!(at(BandKind::Exactly, value, &ranges, &amounts), Some(fen(expected)), "{value}");
        }
        let reached = thresholds(&[6_000, 12_000, 20_000]);
        for (value, highest, sum) in [
            (0, 0, 0),
            (5_999, 0, 0),
            (6_000, 100, 100),
            (6_001, 100, 100),
            (11_999, 100, 100),
            (12_000, 200, 300),
            (20_000, 400, 700),
        ] {
            assert_eq!(at(BandKind::Highest, value, &reached, &amounts), Some(fen(highest)), "{value}");
            assert_eq!(at(BandKind::Cumulate, value, &reached, &amounts), Some(fen(sum)), "{value}");
        }
        // A bound that is out.
        let beyond: Vec<Range> = reached.into_iter().map(|range| Range { lo_included: false, ..range }).collect();
        assert_eq!(at(BandKind::Highest, 6_000, &beyond, &amounts), Some(fen(0)));
        assert_eq!(at(BandKind::Highest, 6_001, &beyond, &amounts), Some(fen(100)));
        // No band: no amount.
        assert!(of(BandKind::Exactly, &Num::known(fen(-1)), &ranges, &amounts).is_absent());
    }

    /// The income tax of 2019: 3% to 36,000 yuan, 10% to 144,000, 20% to 300,000 …
    #[test]
    fn the_slices_of_a_whole_add_up_to_its_parts() {
        let bounds: Vec<i64> = [0, 36_000, 144_000, 300_000, 420_000, 660_000, 960_000].map(|yuan| yuan * 100).to_vec();
        let rates: Vec<Exact> = [3, 10, 20, 25, 30, 35, 45].map(|rate| Exact::scaled(rate, 2)).to_vec();
        let ranges = adjoining(&bounds);
        let tax = |value: i64| at(BandKind::Slices, value, &ranges, &rates).unwrap();
        // With the deductions that the tables of the tax office print beside the rates.
        let deductions = [0_i64, 2_520, 16_920, 31_920, 52_920, 85_920, 181_920];
        for at in 0..bounds.len() {
            for value in [bounds[at] - 1, bounds[at], bounds[at] + 1, bounds[at] + 1_234_567] {
                let slice = bounds.iter().rposition(|bound| *bound < value).unwrap_or(0);
                let by_deduction = &(&fen(value.max(0)) * &rates[slice]) - &Exact::from(deductions[slice]);
                assert_eq!(tax(value), by_deduction, "{value}");
                let parts = (0..bounds.len()).fold(Exact::zero(), |sum, at| {
                    let end = bounds.get(at + 1).copied().unwrap_or(i64::MAX);
                    let part = fen((value.min(end) - bounds[at]).max(0));
                    &sum + &(&part * &rates[at])
                });
                assert_eq!(tax(value), parts);
            }
        }
        assert_eq!(tax(-1), Exact::zero());
    }

    #[test]
    fn every_completion_lies_within() {
        let amounts = [fen(300), fen(-100), fen(200)];
        let kinds = [BandKind::Exactly, BandKind::Highest, BandKind::Cumulate, BandKind::Slices];
        for kind in kinds {
            let ranges = match kind {
                BandKind::Highest | BandKind::Cumulate => thresholds(&[0, 5, 10]),
                _ => adjoining(&[0, 5, 10]),
            };
            for lo in -3..14 {
                for hi in lo..14 {
                    let values = Interval { lo: Some(fen(lo)), hi: Some(fen(hi)) };
                    let found = of(kind, &Num::of(values), &ranges, &amounts);
                    let (mut least, mut most, mut none) = (None::<Exact>, None::<Exact>, false);
                    for value in lo..=hi {
                        match at(kind, value, &ranges, &amounts) {
                            None => none = true,
                            Some(exact) => {
                                least = Some(least.map_or(exact.clone(), |least| least.min(exact.clone())));
                                most = Some(most.map_or(exact.clone(), |most| most.max(exact)));
                            }
                        }
                    }
                    let (Some(least), Some(most)) = (least, most) else {
                        assert!(none && found.is_absent());
                        continue;
                    };
                    let interval = found.values.clone().unwrap();
                    assert!(interval.lo.as_ref().is_none_or(|lo| *lo <= least), "{kind:?} {lo}..{hi}: {found:?}");
                    assert!(interval.hi.as_ref().is_none_or(|hi| *hi >= most), "{kind:?} {lo}..{hi}: {found:?}");
                    if kind != BandKind::Slices {
                        assert_eq!((interval.lo, interval.hi), (Some(least), Some(most)), "{kind:?} {lo}..{hi}");
                    }
                }
            }
        }
    }

    #[test]
    fn without_an_end_every_band_above_is_possible() {
        let amounts = [fen(300), fen(100)];
        let open = Num::unknown(false);
        let range = |lo, hi| Num::of(Interval { lo: Some(fen(lo)), hi: Some(fen(hi)) });
        assert_eq!(of(BandKind::Exactly, &open, &adjoining(&[0, 5]), &amounts), range(100, 300));
        assert_eq!(of(BandKind::Highest, &open, &thresholds(&[1, 5]), &amounts), range(0, 300));
        assert_eq!(of(BandKind::Cumulate, &open, &thresholds(&[1, 5]), &amounts), range(0, 400));
        let taxed = of(BandKind::Slices, &open, &adjoining(&[0, 5]), &amounts);
        assert_eq!(taxed, Num::of(Interval { lo: Some(Exact::zero()), hi: None }));
        assert!(of(BandKind::Slices, &Num::none(), &adjoining(&[0, 5]), &amounts).is_absent());
    }
}
