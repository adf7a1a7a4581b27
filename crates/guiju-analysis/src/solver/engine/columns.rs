//! The columns of the tableau: the variables of the problem, and the linear forms that clauses speak of.

use std::collections::HashMap;

use guiju_evaluator::Exact;

use super::bound::{Bound, Delta};
use super::list::List;
use crate::solver::answer::Why;
use crate::solver::formula::{Atom, Relation};
use crate::solver::linear::Linear;
use crate::solver::problem::{Problem, Sort, Var};

/// The columns: first the variables in their order, then forms with whole coefficients that have no common divisor, the
/// first above zero. One form, one column: so a bound of one clause is compared with that of another.
pub(super) struct Columns<'p> {
    problem: &'p Problem,
    forms: List<Linear>,
    integral: List<bool>,
    known: HashMap<Vec<(Var, Exact)>, usize>,
}

/// What a linear expression is in columns.
pub(super) enum Read {
    /// It has no variables.
    Constant(Exact),
    /// `scale × column + constant`.
    Column { column: usize, scale: Exact, constant: Exact },
}

impl<'p> Columns<'p> {
    pub fn new(problem: &'p Problem) -> Self {
        let mut columns = Self { problem, forms: List::default(), integral: List::default(), known: HashMap::new() };
        for (id, variable) in problem.variables() {
            columns.forms.push(Linear::of(id));
            columns.integral.push(variable.sort != Sort::Real);
        }
        columns
    }

    pub const fn len(&self) -> usize {
        self.forms.len()
    }

    pub fn is_integral(&self, column: usize) -> bool {
        self.integral[column]
    }

    pub fn form(&self, column: usize) -> &Linear {
        &self.forms[column]
    }

    pub fn negation(&self, bound: &Bound) -> Bound {
        bound.negation(self.is_integral(bound.column))
    }

    /// Finds or makes the column of an expression. A new one is for the caller to add to the tableau.
    pub fn read(&mut self, linear: &Linear) -> Result<Read, Why> {
        let constant = linear.constant().clone();
        let Some((variable, first)) = linear.terms().first() else {
            return Ok(Read::Constant(constant));
        };
        let mut integral = true;
        for (variable, _) in linear.terms() {
            let Some(of) = self.problem.get(*variable) else {
                return Err(Why::Malformed(format!("variable {} is not of this problem", variable.index())));
            };
            integral &= of.sort != Sort::Real;
        }
        if linear.terms().len() == 1 {
            return Ok(Read::Column { column: variable.index(), scale: first.clone(), constant });
        }
        let mut scale = linear.terms().iter().fold(Exact::zero(), |sum, (_, factor)| common_divisor(&sum, factor));
        if first.is_negative() {
            scale = -&scale;
        }
        let divide = |factor: &Exact| factor.checked_div(&scale).unwrap_or_else(Exact::zero);
        let form: Vec<(Var, Exact)> = linear.terms().iter().map(|(var, factor)| (*var, divide(factor))).collect();
        if let Some(column) = self.known.get(&form) {
            return Ok(Read::Column { column: *column, scale, constant });
        }
        let terms = Linear::sum(form.iter().map(|(var, factor)| Linear::of(*var).times(factor)));
        let column = self.forms.push(terms);
        self.integral.push(integral);
        self.known.insert(form, column);
        Ok(Read::Column { column, scale, constant })
    }

    /// The bound that an inequality puts on a column; of whole numbers, up to the next whole number.
    pub fn bound(&self, column: usize, scale: &Exact, constant: &Exact, relation: Relation) -> Bound {
        let end = (-constant).checked_div(scale).unwrap_or_else(Exact::zero);
        let (upper, strict) = match relation {
            Relation::Less => (true, true),
            Relation::AtMost | Relation::Equal => (true, false),
            Relation::AtLeast | Relation::Differs => (false, false),
            Relation::More => (false, true),
        };
        let upper = upper != scale.is_negative();
        self.rounded(column, upper, end, strict)
    }

    /// A bound of a column; of whole numbers, up to the next whole number.
    pub fn rounded(&self, column: usize, upper: bool, end: Exact, strict: bool) -> Bound {
        let end = match (self.is_integral(column), upper, strict) {
            (false, _, false) => Delta::whole(end),
            (false, true, true) => Delta::beside(end, -1),
            (false, false, true) => Delta::beside(end, 1),
            (true, true, false) => Delta::whole(end.floor()),
            (true, true, true) => Delta::whole(&end.ceil() - &Exact::one()),
            (true, false, false) => Delta::whole(end.ceil()),
            (true, false, true) => Delta::whole(&end.floor() + &Exact::one()),
        };
        Bound { column, upper, end }
    }

    /// The inequality that a bound is, for certificates.
    pub fn atom(&self, bound: &Bound) -> Atom {
        let relation = match (bound.upper, bound.end.delta.is_zero()) {
            (true, true) => Relation::AtMost,
            (true, false) => Relation::Less,
            (false, true) => Relation::AtLeast,
            (false, false) => Relation::More,
        };
        Atom { linear: self.form(bound.column).clone() - bound.end.real.clone(), relation }
    }
}

/// The largest number of which both are whole multiples.
pub(super) fn common_divisor(left: &Exact, right: &Exact) -> Exact {
    let (mut left, mut right) = (left.abs(), right.abs());
    while let Some(quotient) = left.checked_div(&right) {
        let rest = &left - &(&right * &quotient.floor());
        (left, right) = (right, rest);
    }
    left
}
