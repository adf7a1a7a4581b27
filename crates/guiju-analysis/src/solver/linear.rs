//! Linear expressions with exact coefficients.

use std::ops::{Add, Neg, Sub};

use guiju_evaluator::Exact;

use super::formula::{Atom, Formula, Relation};
use super::problem::Var;

/// A linear expression (线性式): a sum of variables times fixed numbers, and a constant.
///
/// A truth value in a sum counts 1 where it holds and 0 where it does not.
///
/// ```
/// use guiju_analysis::solver::{Exact, Linear, Problem, Sort};
///
/// let mut problem = Problem::new();
/// let shops = problem.variable("shops", Sort::Int);
/// let spent = Linear::of(shops).times(&Exact::scaled(227, 2)) + Linear::from(Exact::from(5_i64));
/// assert_eq!(spent.coefficient(shops), Exact::scaled(227, 2));
/// let budget = spent.at_most(Exact::from(3400_i64));
/// # let _ = budget;
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Linear {
    /// By variable; no coefficient is zero.
    terms: Vec<(Var, Exact)>,
    constant: Exact,
}

impl Default for Linear {
    fn default() -> Self {
        Self { terms: Vec::new(), constant: Exact::zero() }
    }
}

impl Linear {
    /// Zero.
    pub fn zero() -> Self {
        Self::default()
    }

    /// One variable.
    pub fn of(variable: Var) -> Self {
        Self { terms: vec![(variable, Exact::one())], constant: Exact::zero() }
    }

    /// The sum of expressions.
    pub fn sum<T: Into<Self>>(parts: impl IntoIterator<Item = T>) -> Self {
        let mut all = Self::zero();
        for part in parts {
            let part = part.into();
            all.terms.extend(part.terms);
            all.constant = &all.constant + &part.constant;
        }
        all.tidy();
        all
    }

    /// The expression times a fixed number.
    #[must_use]
    pub fn times(mut self, factor: &Exact) -> Self {
        if factor.is_zero() {
            return Self::zero();
        }
        for (_, coefficient) in &mut self.terms {
            *coefficient = &*coefficient * factor;
        }
        self.constant = &self.constant * factor;
        self
    }

    /// With `coefficient × variable` added.
    #[must_use]
    pub fn plus(mut self, coefficient: Exact, variable: Var) -> Self {
        self.terms.push((variable, coefficient));
        self.tidy();
        self
    }

    /// Variables and their coefficients, by variable; no coefficient is zero.
    pub fn terms(&self) -> &[(Var, Exact)] {
        &self.terms
    }

    /// What is added to the terms.
    pub const fn constant(&self) -> &Exact {
        &self.constant
    }

    /// The coefficient of a variable; zero where it does not occur.
    pub fn coefficient(&self, variable: Var) -> Exact {
        let found = self.terms.iter().find(|(var, _)| *var == variable);
        found.map_or_else(Exact::zero, |(_, coefficient)| coefficient.clone())
    }

    /// `self ≤ other`.
    pub fn at_most(self, other: impl Into<Self>) -> Formula {
        self.compare(Relation::AtMost, other)
    }

    /// `self < other`.
    pub fn less(self, other: impl Into<Self>) -> Formula {
        self.compare(Relation::Less, other)
    }

    /// `self ≥ other`.
    pub fn at_least(self, other: impl Into<Self>) -> Formula {
        self.compare(Relation::AtLeast, other)
    }

    /// `self > other`.
    pub fn more(self, other: impl Into<Self>) -> Formula {
        self.compare(Relation::More, other)
    }

    /// `self = other`.
    pub fn equal(self, other: impl Into<Self>) -> Formula {
        self.compare(Relation::Equal, other)
    }

    /// `self ≠ other`.
    pub fn differs(self, other: impl Into<Self>) -> Formula {
        self.compare(Relation::Differs, other)
    }

    /// `self relation other`.
    pub fn compare(self, relation: Relation, other: impl Into<Self>) -> Formula {
        Formula::Atom(Atom { linear: self - other.into(), relation })
    }

    fn tidy(&mut self) {
        self.terms.sort_by_key(|(variable, _)| *variable);
        let mut tidied: Vec<(Var, Exact)> = Vec::with_capacity(self.terms.len());
        for (variable, coefficient) in self.terms.drain(..) {
            match tidied.last_mut() {
                Some((last, sum)) if *last == variable => *sum = &*sum + &coefficient,
                _ => tidied.push((variable, coefficient)),
            }
        }
        tidied.retain(|(_, coefficient)| !coefficient.is_zero());
        self.terms = tidied;
    }
}

impl From<Var> for Linear {
    fn from(variable: Var) -> Self {
        Self::of(variable)
    }
}

impl From<Exact> for Linear {
    fn from(constant: Exact) -> Self {
        Self { terms: Vec::new(), constant }
    }
}

impl From<i64> for Linear {
    fn from(constant: i64) -> Self {
        Self::from(Exact::from(constant))
    }
}

impl<T: Into<Linear>> Add<T> for Linear {
    type Output = Self;
    fn add(self, other: T) -> Self {
        Self::sum([self, other.into()])
    }
}

impl<T: Into<Linear>> Sub<T> for Linear {
    type Output = Self;
    fn sub(self, other: T) -> Self {
        Self::sum([self, -other.into()])
    }
}

impl Neg for Linear {
    type Output = Self;
    fn neg(self) -> Self {
        self.times(&Exact::from(-1_i64))
    }
}
