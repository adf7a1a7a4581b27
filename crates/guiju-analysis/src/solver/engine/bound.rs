//! Numbers with an infinitesimal, and bounds of columns: the only kind of literal that the engine knows.

use std::ops::{Add, Neg, Sub};

use guiju_evaluator::Exact;

/// `real + delta × ε`, where ε is above zero and below every number; ordered accordingly.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Delta {
    pub real: Exact,
    pub delta: Exact,
}

impl Default for Delta {
    fn default() -> Self {
        Self::zero()
    }
}

impl Delta {
    pub const fn zero() -> Self {
        Self { real: Exact::zero(), delta: Exact::zero() }
    }

    pub const fn whole(real: Exact) -> Self {
        Self { real, delta: Exact::zero() }
    }

    /// Just beside a number: `steps` infinitesimals above it.
    pub fn beside(real: Exact, steps: i64) -> Self {
        Self { real, delta: Exact::from(steps) }
    }

    pub fn times(&self, factor: &Exact) -> Self {
        let delta = if self.delta.is_zero() { Exact::zero() } else { &self.delta * factor };
        Self { real: &self.real * factor, delta }
    }

    /// `None` for a zero divisor.
    pub fn over(&self, divisor: &Exact) -> Option<Self> {
        Some(Self { real: self.real.checked_div(divisor)?, delta: self.delta.checked_div(divisor)? })
    }

    pub fn is_whole(&self) -> bool {
        self.delta.is_zero() && self.real.floor() == self.real
    }

    /// The largest whole number not above it.
    pub fn floor(&self) -> Exact {
        let floor = self.real.floor();
        if floor == self.real && self.delta.is_negative() { &floor - &Exact::one() } else { floor }
    }
}

impl Add for &Delta {
    type Output = Delta;
    fn add(self, other: Self) -> Delta {
        Delta { real: &self.real + &other.real, delta: &self.delta + &other.delta }
    }
}

impl Sub for &Delta {
    type Output = Delta;
    fn sub(self, other: Self) -> Delta {
        Delta { real: &self.real - &other.real, delta: &self.delta - &other.delta }
    }
}

impl Neg for &Delta {
    type Output = Delta;
    fn neg(self) -> Delta {
        Delta { real: -&self.real, delta: -&self.delta }
    }
}

/// A column is at most, or at least, a number. A truth value that holds is a column that is at least 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bound {
    pub column: usize,
    pub upper: bool,
    pub end: Delta,
}

impl Bound {
    /// The bound that holds exactly where this one does not; `integral`: whether the column can only be whole.
    pub fn negation(&self, integral: bool) -> Self {
        let end = if integral {
            Delta::whole(&self.end.real + &Exact::from(if self.upper { 1_i64 } else { -1 }))
        } else if self.end.delta.is_zero() {
            Delta::beside(self.end.real.clone(), if self.upper { 1 } else { -1 })
        } else {
            Delta::whole(self.end.real.clone())
        };
        Self { column: self.column, upper: !self.upper, end }
    }

    /// Whether it follows from this bound that the other holds.
    pub fn entails(&self, other: &Self) -> bool {
        self.column == other.column && self.upper == other.upper && reaches(&self.end, &other.end, self.upper)
    }
}

/// Whether an end is at least as tight as another.
pub(super) fn reaches(end: &Delta, other: &Delta, upper: bool) -> bool {
    if upper { end <= other } else { end >= other }
}
