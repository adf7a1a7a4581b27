//! Numbers of which something may be unknown: the values that are possible, and what else is.
//!
//! An unknown number is the interval that its type allows; arithmetic carries intervals; a comparison is determined
//! when every possible value agrees. Two uses of one unknown are not linked: each may take any of its values.

use std::cmp::Ordering;

use guiju_program::expr::{CompareOp, ZeroBase};
use guiju_program::value::Verdict;

use crate::exact::Exact;

/// A closed range of possible values; a missing end is infinite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The least possible value; `None`: there is no lower end.
    pub lo: Option<Exact>,
    /// The greatest possible value; `None`: there is no upper end.
    pub hi: Option<Exact>,
}

/// What is possible of a number (数): values, and states in which there is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Num {
    /// The possible values; `None`: no value is possible.
    pub values: Option<Interval>,
    /// Whether there may be none: a blank optional field, or a figure over no rows.
    pub absent: bool,
    /// Whether a zero base may make comparisons pass, by an interpretation.
    pub met: bool,
    /// Whether a zero base may make comparisons fail, by an interpretation.
    pub unmet: bool,
    /// Whether a zero base may leave comparisons open, since the clause is silent.
    pub silent: bool,
}

impl Interval {
    /// One value.
    pub fn point(value: Exact) -> Self {
        Self { lo: Some(value.clone()), hi: Some(value) }
    }

    /// Every number.
    pub const fn all() -> Self {
        Self { lo: None, hi: None }
    }

    /// Zero and above.
    pub fn non_negative() -> Self {
        Self { lo: Some(Exact::zero()), hi: None }
    }

    /// The value, if only one is possible.
    pub fn known(&self) -> Option<&Exact> {
        match (&self.lo, &self.hi) {
            (Some(lo), Some(hi)) if lo == hi => Some(lo),
            _ => None,
        }
    }

    /// The least interval that holds both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        Self { lo: least(&self.lo, &other.lo, |a, b| a.min(b)), hi: least(&self.hi, &other.hi, |a, b| a.max(b)) }
    }

    fn add(&self, other: &Self) -> Self {
        Self { lo: both(&self.lo, &other.lo, |a, b| a + b), hi: both(&self.hi, &other.hi, |a, b| a + b) }
    }

    fn negate(&self) -> Self {
        Self { lo: self.hi.as_ref().map(|v| -v), hi: self.lo.as_ref().map(|v| -v) }
    }

    fn multiply(&self, other: &Self) -> Self {
        // The ends of a product are among the products of the ends; zero times an infinite end is zero, since every
        // possible value is finite.
        let ends = |i: &Self| {
            [i.lo.clone().map_or(End::MinusInfinity, End::Finite), i.hi.clone().map_or(End::PlusInfinity, End::Finite)]
        };
        let mut lo = End::PlusInfinity;
        let mut hi = End::MinusInfinity;
        for a in &ends(self) {
            for b in &ends(other) {
                let product = a.times(b);
                if product.cmp(&lo) == Ordering::Less {
                    lo = product.clone();
                }
                if product.cmp(&hi) == Ordering::Greater {
                    hi = product;
                }
            }
        }
        Self { lo: lo.finite(), hi: hi.finite() }
    }

    /// One over this interval's part above zero; `None` where it has none.
    fn reciprocal_of_positive(&self) -> Option<Self> {
        match &self.hi {
            Some(hi) if !hi.is_positive() => None,
            hi => Some(Self {
                lo: Some(hi.as_ref().map_or_else(Exact::zero, |hi| one_over(hi).unwrap_or_else(Exact::zero))),
                hi: self.lo.as_ref().filter(|lo| lo.is_positive()).and_then(one_over),
            }),
        }
    }

    /// Whether all values of one are on one side of the other: what a comparison can come to.
    fn compare(&self, op: CompareOp, other: &Self) -> (bool, bool) {
        // The difference's possible signs.
        let below = possible_less(&self.lo, &other.hi);
        let above = possible_less(&other.lo, &self.hi);
        let equal = !certain_less(&self.hi, &other.lo) && !certain_less(&other.hi, &self.lo);
        let mut can_pass = false;
        let mut can_fail = false;
        for (possible, ordering) in [(below, Ordering::Less), (equal, Ordering::Equal), (above, Ordering::Greater)] {
            if possible {
                if op.holds(ordering) {
                    can_pass = true;
                } else {
                    can_fail = true;
                }
            }
        }
        (can_pass, can_fail)
    }
}

/// Whether some value from `lo` up can be less than some value up to `hi`.
fn possible_less(lo: &Option<Exact>, hi: &Option<Exact>) -> bool {
    match (lo, hi) {
        (Some(lo), Some(hi)) => lo < hi,
        _ => true,
    }
}

/// Whether every value up to `hi` is less than every value from `lo` up.
fn certain_less(hi: &Option<Exact>, lo: &Option<Exact>) -> bool {
    match (hi, lo) {
        (Some(hi), Some(lo)) => hi < lo,
        _ => false,
    }
}

fn one_over(value: &Exact) -> Option<Exact> {
    Exact::one().checked_div(value)
}

fn both(a: &Option<Exact>, b: &Option<Exact>, join: impl Fn(&Exact, &Exact) -> Exact) -> Option<Exact> {
    Some(join(a.as_ref()?, b.as_ref()?))
}

fn least(a: &Option<Exact>, b: &Option<Exact>, pick: impl Fn(Exact, Exact) -> Exact) -> Option<Exact> {
    Some(pick(a.clone()?, b.clone()?))
}

/// An end of an interval.
#[derive(Clone)]
enum End {
    MinusInfinity,
    Finite(Exact),
    PlusInfinity,
}

impl End {
    fn sign(&self) -> i8 {
        match self {
            Self::MinusInfinity => -1,
            Self::PlusInfinity => 1,
            Self::Finite(value) if value.is_zero() => 0,
            Self::Finite(value) if value.is_negative() => -1,
            Self::Finite(_) => 1,
        }
    }

    fn times(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Finite(a), Self::Finite(b)) => Self::Finite(a * b),
            _ => match self.sign() * other.sign() {
                0 => Self::Finite(Exact::zero()),
                1 => Self::PlusInfinity,
                _ => Self::MinusInfinity,
            },
        }
    }

    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Finite(a), Self::Finite(b)) => a.cmp(b),
            (Self::MinusInfinity, Self::MinusInfinity) | (Self::PlusInfinity, Self::PlusInfinity) => Ordering::Equal,
            (Self::MinusInfinity, _) | (_, Self::PlusInfinity) => Ordering::Less,
            (Self::PlusInfinity, _) | (_, Self::MinusInfinity) => Ordering::Greater,
        }
    }

    fn finite(self) -> Option<Exact> {
        match self {
            Self::Finite(value) => Some(value),
            _ => None,
        }
    }
}

impl Num {
    /// A known number.
    pub fn known(value: Exact) -> Self {
        Self::of(Interval::point(value))
    }

    /// Any value of a range.
    pub const fn of(values: Interval) -> Self {
        Self { values: Some(values), absent: false, met: false, unmet: false, silent: false }
    }

    /// No value: absent.
    pub const fn none() -> Self {
        Self { values: None, absent: true, met: false, unmet: false, silent: false }
    }

    /// An unknown number, by whether it may be negative.
    pub fn unknown(signed: bool) -> Self {
        Self::of(if signed { Interval::all() } else { Interval::non_negative() })
    }

    /// The state of a ratio on a zero or negative base.
    fn zero_base(choice: Option<ZeroBase>) -> Self {
        Self {
            values: None,
            absent: choice == Some(ZeroBase::NotApplicable),
            met: choice == Some(ZeroBase::Met),
            unmet: choice == Some(ZeroBase::Unmet),
            silent: choice.is_none(),
        }
    }

    /// The value, if it is the only possibility.
    pub fn value(&self) -> Option<&Exact> {
        if self.absent || self.met || self.unmet || self.silent {
            return None;
        }
        self.values.as_ref().and_then(Interval::known)
    }

    /// Whether there is certainly none.
    pub const fn is_absent(&self) -> bool {
        self.values.is_none() && self.absent && !self.met && !self.unmet && !self.silent
    }

    /// What is possible if either is: an unsure choice between two.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        Self {
            values: match (&self.values, &other.values) {
                (Some(a), Some(b)) => Some(a.hull(b)),
                (one, None) | (None, one) => one.clone(),
            },
            absent: self.absent || other.absent,
            met: self.met || other.met,
            unmet: self.unmet || other.unmet,
            silent: self.silent || other.silent,
        }
    }

    /// The same, and perhaps absent.
    #[must_use]
    pub fn or_absent(mut self) -> Self {
        self.absent = true;
        self
    }

    /// The states of both, and values made of both.
    pub(crate) fn join(&self, other: &Self, values: impl FnOnce(&Interval, &Interval) -> Interval) -> Self {
        Self {
            values: self.values.as_ref().zip(other.values.as_ref()).map(|(a, b)| values(a, b)),
            absent: self.absent || other.absent,
            met: self.met || other.met,
            unmet: self.unmet || other.unmet,
            silent: self.silent || other.silent,
        }
    }

    /// The sum.
    #[must_use]
    pub fn add(&self, other: &Self) -> Self {
        self.join(other, Interval::add)
    }

    /// The difference.
    #[must_use]
    pub fn subtract(&self, other: &Self) -> Self {
        self.join(other, |a, b| a.add(&b.negate()))
    }

    /// The product.
    #[must_use]
    pub fn multiply(&self, other: &Self) -> Self {
        self.join(other, Interval::multiply)
    }

    /// The smaller of two.
    #[must_use]
    pub fn smaller(&self, other: &Self) -> Self {
        // An infinite upper end gives way to a finite one; an infinite lower end stays.
        self.join(other, |a, b| Interval {
            lo: both(&a.lo, &b.lo, |x, y| x.min(y).clone()),
            hi: match (&a.hi, &b.hi) {
                (Some(x), Some(y)) => Some(x.min(y).clone()),
                (one, None) | (None, one) => one.clone(),
            },
        })
    }

    /// The larger of two.
    #[must_use]
    pub fn larger(&self, other: &Self) -> Self {
        self.negate().smaller(&other.negate()).negate()
    }

    /// Minus this.
    #[must_use]
    pub fn negate(&self) -> Self {
        Self { values: self.values.as_ref().map(Interval::negate), ..self.clone() }
    }

    /// The quotient by a divisor that stems from facts: on a zero or negative one the clause is silent, unless an
    /// interpretation chose.
    #[must_use]
    pub fn divide(&self, divisor: &Self, choice: Option<ZeroBase>) -> Self {
        let Some(base) = &divisor.values else {
            return self.join(divisor, |a, _| a.clone());
        };
        let positive = Self { values: base.reciprocal_of_positive(), ..divisor.clone() };
        let quotient = self.multiply(&positive);
        let may_be_zero = base.lo.as_ref().is_none_or(|lo| !lo.is_positive());
        if may_be_zero && self.values.is_some() { quotient.hull(&Self::zero_base(choice)) } else { quotient }
    }

    /// The quotient by a figure of the policy itself, which may be negative but not zero.
    #[must_use]
    pub fn divide_by_constant(&self, divisor: &Exact) -> Option<Self> {
        let reciprocal = one_over(divisor)?;
        Some(self.multiply(&Self::known(reciprocal)))
    }

    /// The verdict of a comparison: one if every possibility agrees, else undetermined. Where there is no value the
    /// comparison does not apply.
    pub fn compare(&self, op: CompareOp, other: &Self) -> Verdict {
        let (mut can_pass, mut can_fail) = (self.met || other.met, self.unmet || other.unmet);
        if let (Some(a), Some(b)) = (&self.values, &other.values) {
            let (pass, fail) = a.compare(op, b);
            can_pass |= pass;
            can_fail |= fail;
        }
        let not_applicable = self.absent || other.absent;
        if self.silent || other.silent {
            return Verdict::Undetermined;
        }
        match (can_pass, can_fail, not_applicable) {
            (true, false, false) => Verdict::Pass,
            (false, true, false) => Verdict::Fail,
            (false, false, true) => Verdict::NotApplicable,
            _ => Verdict::Undetermined,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(value: i64) -> Num {
        Num::known(Exact::from(value))
    }

    fn range(lo: i64, hi: i64) -> Num {
        Num::of(Interval { lo: Some(Exact::from(lo)), hi: Some(Exact::from(hi)) })
    }

    /// Every operation, on small ranges: each completion lies in the result, and both ends are reached.
    #[test]
    fn ranges_are_tight_on_small_numbers() {
        type Op = (&'static str, fn(&Num, &Num) -> Num, fn(i64, i64) -> i64);
        let operations: [Op; 5] = [
            ("+", Num::add, |a, b| a + b),
            ("-", Num::subtract, |a, b| a - b),
            ("*", Num::multiply, |a, b| a * b),
            ("min", Num::smaller, i64::min),
            ("max", Num::larger, i64::max),
        ];
        let ranges: Vec<(i64, i64)> = (-3..=3).flat_map(|lo| (lo..=3).map(move |hi| (lo, hi))).collect();
        for (name, op, exact) in operations {
            for &(a, b) in &ranges {
                for &(c, d) in &ranges {
                    let all: Vec<i64> = (a..=b).flat_map(|x| (c..=d).map(move |y| exact(x, y))).collect();
                    let expected = range(*all.iter().min().unwrap(), *all.iter().max().unwrap());
                    assert_eq!(op(&range(a, b), &range(c, d)), expected, "[{a},{b}] {name} [{c},{d}]");
                }
            }
        }
    }

    #[test]
    fn comparisons_agree_with_every_completion() {
        use CompareOp::{Eq, Ge, Gt, Le, Lt, Ne};
        for op in [Eq, Ne, Lt, Le, Gt, Ge] {
            for (a, b) in [(0, 0), (0, 2), (1, 3), (2, 2)] {
                for (c, d) in [(0, 0), (1, 1), (0, 2), (2, 3)] {
                    let all: Vec<bool> =
                        (a..=b).flat_map(|x| (c..=d).map(move |y| op.holds(i64::cmp(&x, &y)))).collect();
                    let expected = match (all.contains(&true), all.contains(&false)) {
                        (true, false) => Verdict::Pass,
                        (false, true) => Verdict::Fail,
                        _ => Verdict::Undetermined,
                    };
                    assert_eq!(range(a, b).compare(op, &range(c, d)), expected, "[{a},{b}] {op:?} [{c},{d}]");
                }
            }
        }
    }

    #[test]
    fn a_zero_base_is_silent_unless_chosen() {
        let twenty = n(0);
        assert_eq!(n(5).divide(&n(0), None).compare(CompareOp::Ge, &twenty), Verdict::Undetermined);
        assert_eq!(n(5).divide(&n(0), Some(ZeroBase::Unmet)).compare(CompareOp::Ge, &twenty), Verdict::Fail);
        assert_eq!(n(5).divide(&n(-1), Some(ZeroBase::Met)).compare(CompareOp::Ge, &twenty), Verdict::Pass);
        assert_eq!(
            n(5).divide(&n(0), Some(ZeroBase::NotApplicable)).compare(CompareOp::Ge, &twenty),
            Verdict::NotApplicable
        );
        assert_eq!(n(6).divide(&n(3), None), n(2));
    }

    #[test]
    fn quotients_of_ranges() {
        // [1,4] / [2,4] = [1/4, 2]
        let q = range(1, 4).divide(&range(2, 4), None);
        assert_eq!(q.values, Some(Interval { lo: Exact::fraction(1, 4), hi: Some(Exact::from(2_i64)) }));
        // A base that may be zero has no upper end, and is perhaps silent.
        let q = range(1, 4).divide(&range(0, 4), None);
        assert_eq!(q.values, Some(Interval { lo: Exact::fraction(1, 4), hi: None }));
        assert!(q.silent);
        assert_eq!(n(6).divide_by_constant(&Exact::from(-3_i64)), Some(n(-2)));
        assert_eq!(n(6).divide_by_constant(&Exact::zero()), None);
    }

    #[test]
    fn absent_numbers_do_not_apply() {
        assert_eq!(Num::none().add(&n(1)).compare(CompareOp::Ge, &n(0)), Verdict::NotApplicable);
        assert_eq!(n(1).or_absent().compare(CompareOp::Ge, &n(0)), Verdict::Undetermined);
        assert_eq!(Num::unknown(false).compare(CompareOp::Ge, &n(0)), Verdict::Pass);
        assert_eq!(Num::unknown(true).compare(CompareOp::Ge, &n(0)), Verdict::Undetermined);
    }
}
