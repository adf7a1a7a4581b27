//! Rounding to a step, and full steps: on exact numbers, and on numbers of which something is unknown.

use guiju_program::expr::RoundMode;

use crate::exact::Exact;
use crate::interval::{Interval, Num};

impl Exact {
    /// The number rounded to a whole multiple of a step above zero; `None` for another step.
    pub fn round_to(&self, step: &Self, mode: RoundMode) -> Option<Self> {
        if !step.is_positive() {
            return None;
        }
        let steps = self.checked_div(step)?;
        let size = steps.abs();
        let down = size.floor();
        let size = match mode {
            RoundMode::Down => down,
            RoundMode::Up => size.ceil(),
            RoundMode::HalfUp | RoundMode::HalfEven => {
                let up = &down + &Self::one();
                // Twice the remainder against a whole step.
                let remainder = &size - &down;
                match (&remainder + &remainder).cmp(&Self::one()) {
                    std::cmp::Ordering::Less => down,
                    std::cmp::Ordering::Greater => up,
                    std::cmp::Ordering::Equal if mode == RoundMode::HalfEven && down.is_even() => down,
                    std::cmp::Ordering::Equal => up,
                }
            }
        };
        let steps = if steps.is_negative() { -&size } else { size };
        Some(&steps * step)
    }

    /// How many full steps the number has, never below zero; `None` for a step that is not above zero.
    pub fn full_steps(&self, step: &Self) -> Option<Self> {
        if !step.is_positive() {
            return None;
        }
        if self.is_negative() { Some(Self::zero()) } else { Some(self.checked_div(step)?.floor()) }
    }

    /// Whether it is a whole multiple of two.
    fn is_even(&self) -> bool {
        Self::fraction(1, 2).is_some_and(|half| (self * &half).floor() == self * &half)
    }
}

impl Num {
    /// The number rounded to a whole multiple of a step.
    ///
    /// Rounding never reverses an order, so the ends of what is possible are rounded. With a step that is not known, no
    /// more is known than the sign.
    #[must_use]
    pub fn round_to(&self, step: &Self, mode: RoundMode) -> Self {
        let known = step.values.as_ref().and_then(Interval::known).filter(|step| step.is_positive());
        self.join(step, |values, _| match known {
            Some(step) => {
                let end = |end: &Option<Exact>| end.as_ref().and_then(|end| end.round_to(step, mode));
                Interval { lo: end(&values.lo), hi: end(&values.hi) }
            }
            None => Interval {
                lo: values.lo.as_ref().filter(|lo| !lo.is_negative()).map(|_| Exact::zero()),
                hi: values.hi.as_ref().filter(|hi| !hi.is_positive()).map(|_| Exact::zero()),
            },
        })
    }

    /// How many full steps the number has: the more, the larger the number and the smaller the step.
    #[must_use]
    pub fn full_steps(&self, step: &Self) -> Self {
        self.join(step, |values, steps| {
            let least = match (&values.lo, &steps.hi) {
                (Some(lo), Some(step)) => lo.full_steps(step),
                _ => None,
            };
            let most = match (&values.hi, &steps.lo) {
                (Some(hi), _) if !hi.is_positive() => Some(Exact::zero()),
                (Some(hi), Some(step)) => hi.full_steps(step),
                _ => None,
            };
            Interval { lo: Some(least.unwrap_or_else(Exact::zero)), hi: most }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODES: [RoundMode; 4] = [RoundMode::HalfUp, RoundMode::HalfEven, RoundMode::Down, RoundMode::Up];

    fn cents(value: i128) -> Exact {
        Exact::scaled(value, 2)
    }

    #[test]
    fn halves_and_signs() {
        let one = Exact::one();
        let cases: [(i128, [i64; 4]); 10] = [
            // value in hundredths; half up, half even, down, up
            (250, [3, 2, 2, 3]),
            (350, [4, 4, 3, 4]),
            (50, [1, 0, 0, 1]),
            (-50, [-1, 0, 0, -1]),
            (-250, [-3, -2, -2, -3]),
            (249, [2, 2, 2, 3]),
            (251, [3, 3, 2, 3]),
            (-1, [0, 0, 0, -1]),
            (0, [0, 0, 0, 0]),
            (300, [3, 3, 3, 3]),
        ];
        for (value, expected) in cases {
            for (mode, expected) in MODES.into_iter().zip(expected) {
                assert_eq!(cents(value).round_to(&one, mode), Some(Exact::from(expected)), "{value} {mode:?}");
            }
        }
        // 34,000,000 shared equally among 1,500.
        let share = Exact::from(34_000_000_i64).checked_div(&Exact::from(1_500_i64)).unwrap();
        let fen = cents(1);
        assert_eq!(share.round_to(&fen, RoundMode::Down), Some(cents(2_266_666)));
        assert_eq!(share.round_to(&fen, RoundMode::HalfUp), Some(cents(2_266_667)));
        assert_eq!(share.round_to(&Exact::zero(), RoundMode::Down), None);
    }

    #[test]
    fn rounding_is_near_idempotent_and_monotone() {
        for step in [Exact::one(), cents(1), cents(7), Exact::from(30_000_i64), Exact::fraction(1, 3).unwrap()] {
            for mode in MODES {
                let mut before: Option<Exact> = None;
                for value in -1_300..1_300 {
                    let value = Exact::scaled(value, 3);
                    let rounded = value.round_to(&step, mode).unwrap();
                    assert!((&rounded - &value).abs() < step, "{value} by {step} {mode:?}: {rounded}");
                    assert_eq!(rounded.round_to(&step, mode).as_ref(), Some(&rounded));
                    assert!(rounded.checked_div(&step).unwrap().to_i128().is_some());
                    assert!(before.is_none_or(|before| before <= rounded), "{value} by {step} {mode:?}");
                    before = Some(rounded);
                }
            }
        }
    }

    #[test]
    fn full_steps_count_from_each_step_on() {
        let step = Exact::from(30_000_i64);
        for (value, expected) in [(-1, 0_i64), (0, 0), (2_999_999, 0), (3_000_000, 1), (3_000_001, 1), (9_000_000, 3)] {
            assert_eq!(cents(value).full_steps(&step), Some(Exact::from(expected)), "{value}");
        }
    }

    #[test]
    fn unknown_numbers_keep_their_ends() {
        let range = |lo: i64, hi: Option<i64>| Num::of(Interval { lo: Some(Exact::from(lo)), hi: hi.map(Exact::from) });
        let ten = Num::known(Exact::from(10_i64));
        assert_eq!(range(14, Some(26)).round_to(&ten, RoundMode::HalfUp), range(10, Some(30)));
        assert_eq!(range(14, None).round_to(&ten, RoundMode::Up), range(20, None));
        assert_eq!(Num::unknown(true).round_to(&ten, RoundMode::Down), Num::unknown(true));
        assert_eq!(range(14, Some(26)).full_steps(&ten), range(1, Some(2)));
        assert_eq!(Num::unknown(true).full_steps(&ten), range(0, None));
        // A step between 5 and 10.
        assert_eq!(range(14, Some(26)).full_steps(&range(5, Some(10))), range(1, Some(5)));
        assert_eq!(range(14, Some(26)).full_steps(&Num::unknown(false)), range(0, None));
        assert!(Num::none().round_to(&ten, RoundMode::Down).is_absent());
    }
}
