//! The facts of a branch: the ranges of linear forms.

use std::collections::BTreeMap;

use guiju_evaluator::Exact;

use crate::solver::certificate::Refusal;
use crate::solver::formula::{Atom, Relation};
use crate::solver::problem::{Problem, Sort, Var};

/// A linear form with whole coefficients that have no common divisor, the first above zero.
pub(super) type Form = Vec<(Var, Exact)>;

/// A form is at most, or at least, a number: what an inequality comes to.
#[derive(Clone)]
pub(super) struct Range {
    pub form: Form,
    pub upper: bool,
    pub end: Exact,
    pub strict: bool,
}

/// An end of the range of a form, and whether it is left out.
type End = Option<(Exact, bool)>;

/// The facts of a branch.
pub(super) struct Facts<'a> {
    problem: &'a Problem,
    /// Lower and upper end of each form that is spoken of.
    ends: BTreeMap<Form, (End, End)>,
    undo: Vec<(Form, (End, End))>,
}

impl<'a> Facts<'a> {
    pub const fn new(problem: &'a Problem) -> Self {
        Self { problem, ends: BTreeMap::new(), undo: Vec::new() }
    }

    /// To go [`Self::back`] to.
    pub const fn mark(&self) -> usize {
        self.undo.len()
    }

    /// Whether an inequality holds, as far as is known.
    pub fn evaluate(&self, atom: &Atom) -> Result<Option<bool>, Refusal> {
        let range = self.range(atom)?;
        if range.form.is_empty() {
            // Zero is below the end, above it, or on it.
            let inside = if range.upper { Exact::zero() < range.end } else { range.end < Exact::zero() };
            return Ok(Some(inside || (range.end.is_zero() && !range.strict)));
        }
        let truth = if self.entails(&range) { Some(true) } else { None };
        Ok(truth.or_else(|| self.entails(&self.negation(&range)).then_some(false)))
    }

    fn entails(&self, range: &Range) -> bool {
        let Some((lower, upper)) = self.ends.get(&range.form) else { return false };
        let Some((end, strict)) = (if range.upper { upper } else { lower }) else { return false };
        let inside = if range.upper { *end < range.end } else { range.end < *end };
        inside || (*end == range.end && (*strict || !range.strict))
    }

    /// Adds a fact; whether its form still has a value that it can take.
    pub fn assume(&mut self, range: &Range) -> bool {
        if range.form.is_empty() || self.entails(range) {
            return true;
        }
        let ends = self.ends.entry(range.form.clone()).or_default();
        self.undo.push((range.form.clone(), ends.clone()));
        let end = if range.upper { &mut ends.1 } else { &mut ends.0 };
        *end = Some((range.end.clone(), range.strict));
        match ends {
            (Some((lower, open)), Some((upper, strict))) => lower < upper || (lower == upper && !*open && !*strict),
            _ => true,
        }
    }

    /// Forgets the facts that were added since.
    pub fn back(&mut self, mark: usize) {
        while self.undo.len() > mark {
            if let Some((form, ends)) = self.undo.pop() {
                self.ends.insert(form, ends);
            }
        }
    }

    /// What an inequality says of its form; of whole numbers, up to the next whole number.
    pub fn range(&self, atom: &Atom) -> Result<Range, Refusal> {
        let (upper, strict) = match atom.relation {
            Relation::Less => (true, true),
            Relation::AtMost => (true, false),
            Relation::AtLeast => (false, false),
            Relation::More => (false, true),
            Relation::Equal | Relation::Differs => return Err(Refusal::NotAnInequality),
        };
        let terms = atom.linear.terms();
        let Some((_, first)) = terms.first() else {
            return Ok(Range { form: Vec::new(), upper, end: -atom.linear.constant(), strict });
        };
        let mut divisor = Exact::zero();
        for (_, coefficient) in terms {
            let (mut left, mut right) = (coefficient.abs(), divisor);
            while let Some(quotient) = left.checked_div(&right) {
                (left, right) = (right.clone(), &left - &(&right * &quotient.floor()));
            }
            divisor = left;
        }
        let flip = first.is_negative();
        let divisor = if flip { -&divisor } else { divisor };
        let divide = |value: &Exact| value.checked_div(&divisor).unwrap_or_else(Exact::zero);
        let form: Form = terms.iter().map(|(var, coefficient)| (*var, divide(coefficient))).collect();
        let end = divide(&-atom.linear.constant());
        let upper = upper != flip;
        if !self.whole(&form) {
            return Ok(Range { form, upper, end, strict });
        }
        let end = match (upper, strict) {
            (true, false) => end.floor(),
            (true, true) => &end.ceil() - &Exact::one(),
            (false, false) => end.ceil(),
            (false, true) => &end.floor() + &Exact::one(),
        };
        Ok(Range { form, upper, end, strict: false })
    }

    /// What holds exactly where a range does not.
    pub fn negation(&self, range: &Range) -> Range {
        let Range { form, upper, end, strict } = range.clone();
        if form.is_empty() || !self.whole(&form) {
            return Range { form, upper: !upper, end, strict: !strict };
        }
        let one = Exact::from(if upper { 1_i64 } else { -1 });
        Range { upper: !upper, end: &end + &one, form, strict: false }
    }

    fn whole(&self, form: &Form) -> bool {
        form.iter().all(|(var, _)| self.problem.get(*var).is_some_and(|variable| variable.sort != Sort::Real))
    }
}
