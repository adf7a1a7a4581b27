//! Models, and the plain evaluation of formulas under them.

use guiju_evaluator::Exact;

use super::formula::{Atom, Formula, Relation};
use super::linear::Linear;
use super::problem::{ClauseId, Problem, Sort, Var};

/// A value for each variable of a problem (模型): truth values are 0 or 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    values: Vec<Exact>,
}

impl Model {
    /// Values by variable.
    pub const fn new(values: Vec<Exact>) -> Self {
        Self { values }
    }

    /// The values of all variables in order.
    pub fn values(&self) -> &[Exact] {
        &self.values
    }

    /// The value of a variable; `None` for one of another problem.
    pub fn value(&self, variable: Var) -> Option<&Exact> {
        self.values.get(variable.index())
    }

    /// Whether a truth value holds.
    pub fn holds(&self, variable: Var) -> Option<bool> {
        self.value(variable).map(|value| !value.is_zero())
    }

    /// The value of a linear expression.
    pub fn evaluate(&self, linear: &Linear) -> Option<Exact> {
        let mut sum = linear.constant().clone();
        for (variable, coefficient) in linear.terms() {
            sum = &sum + &(coefficient * self.value(*variable)?);
        }
        Some(sum)
    }

    /// Whether a formula holds.
    pub fn satisfies(&self, formula: &Formula) -> Option<bool> {
        let count = |parts: &[Formula]| -> Option<usize> {
            let mut count = 0;
            for part in parts {
                count += usize::from(self.satisfies(part)?);
            }
            Some(count)
        };
        Some(match formula {
            Formula::Constant(truth) => *truth,
            Formula::Bool(variable) => self.holds(*variable)?,
            Formula::Atom(atom) => self.satisfies_atom(atom)?,
            Formula::Not(part) => !self.satisfies(part)?,
            Formula::And(parts) => count(parts)? == parts.len(),
            Formula::Or(parts) => count(parts)? > 0,
            Formula::Implies(condition, consequence) => !self.satisfies(condition)? || self.satisfies(consequence)?,
            Formula::Iff(left, right) => self.satisfies(left)? == self.satisfies(right)?,
            Formula::AtLeast(least, parts) => count(parts)? >= *least,
            Formula::Exactly(number, parts) => count(parts)? == *number,
        })
    }

    fn satisfies_atom(&self, atom: &Atom) -> Option<bool> {
        let value = self.evaluate(&atom.linear)?;
        Some(match atom.relation {
            Relation::Less => value.is_negative(),
            Relation::AtMost => !value.is_positive(),
            Relation::Equal => value.is_zero(),
            Relation::AtLeast => !value.is_negative(),
            Relation::More => value.is_positive(),
            Relation::Differs => !value.is_zero(),
        })
    }

    /// Whether every value is of its variable's sort and within its bounds, and the clauses hold.
    pub fn replays(&self, problem: &Problem, clauses: &[ClauseId]) -> bool {
        let values = problem.variables().all(|(id, variable)| {
            self.value(id).is_some_and(|value| {
                let sort = match variable.sort {
                    Sort::Bool => value.is_zero() || *value == Exact::one(),
                    Sort::Int => value.floor() == *value,
                    Sort::Real => true,
                };
                sort && variable.lower.as_ref().is_none_or(|lower| lower <= value)
                    && variable.upper.as_ref().is_none_or(|upper| value <= upper)
            })
        });
        values
            && self.values.len() == problem.variables().len()
            && clauses
                .iter()
                .all(|id| problem.get_clause(*id).is_some_and(|clause| self.satisfies(&clause.formula) == Some(true)))
    }
}
