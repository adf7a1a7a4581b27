//! Checks certificates, independently of the engine that made them.
//!
//! Short on purpose: it shares nothing with the engine but the form of problems and exact numbers. It keeps the facts of
//! a branch as ranges of linear forms, evaluates clauses part by part over them, and adds up inequalities.

mod facts;

use facts::{Facts, Range};
use guiju_evaluator::Exact;

use super::certificate::{Certificate, DEEPEST, Lemma, Premise, Refusal, Source, Tree};
use super::formula::{Atom, Formula, Relation};
use super::linear::Linear;
use super::problem::{ClauseId, Problem, Sort};

/// Whether a certificate proves that the clauses cannot all hold, nor together with `against`, the atom that an optimum
/// claims to be impossible.
pub fn verify(
    problem: &Problem,
    clauses: &[ClauseId],
    against: Option<&Atom>,
    certificate: &Certificate,
) -> Result<(), Refusal> {
    let mut checker = Checker { problem, clauses, against, lemmas: &[], facts: Facts::new(problem) };
    for (id, variable) in problem.variables() {
        let truth = variable.sort == Sort::Bool;
        let lower = truth.then(Exact::zero).into_iter().chain(variable.lower.clone());
        let upper = truth.then(Exact::one).into_iter().chain(variable.upper.clone());
        let lower = lower.map(|bound| (bound, Relation::AtLeast));
        for (bound, relation) in lower.chain(upper.map(|bound| (bound, Relation::AtMost))) {
            let range = checker.facts.range(&Atom { linear: Linear::of(id) - bound, relation })?;
            checker.facts.assume(&range);
        }
    }
    if let Some(atom) = against {
        let range = checker.facts.range(atom)?;
        checker.facts.assume(&range);
    }
    for (at, lemma) in certificate.lemmas.iter().enumerate() {
        checker.lemmas = certificate.lemmas.get(..at).unwrap_or_default();
        let mark = checker.facts.mark();
        let mut consistent = true;
        for atom in &lemma.atoms {
            let range = checker.facts.range(atom)?;
            let other = checker.facts.negation(&range);
            consistent &= checker.facts.assume(&other);
        }
        if consistent {
            checker.tree(&lemma.proof, 0)?;
        }
        checker.facts.back(mark);
    }
    match certificate.lemmas.last() {
        Some(Lemma { atoms, .. }) if atoms.is_empty() => Ok(()),
        _ => Err(Refusal::NothingProven),
    }
}

struct Checker<'a> {
    problem: &'a Problem,
    clauses: &'a [ClauseId],
    against: Option<&'a Atom>,
    lemmas: &'a [Lemma],
    facts: Facts<'a>,
}

impl Checker<'_> {
    fn tree(&mut self, tree: &Tree, depth: usize) -> Result<(), Refusal> {
        match tree {
            Tree::Split { .. } if depth >= DEEPEST => Err(Refusal::TooDeep),
            Tree::Split { on, holds, fails } => {
                let range = self.facts.range(on)?;
                let other = self.facts.negation(&range);
                for (side, under) in [(range, holds), (other, fails)] {
                    let mark = self.facts.mark();
                    if self.facts.assume(&side) {
                        self.tree(under, depth + 1)?;
                    }
                    self.facts.back(mark);
                }
                Ok(())
            }
            Tree::Clause(id) if self.evaluate_clause(*id)? == Some(false) => Ok(()),
            Tree::Clause(id) => Err(Refusal::ClauseStands(*id)),
            Tree::Lemma(at) => {
                let lemma = self.lemmas.get(*at).ok_or(Refusal::LemmaStands(*at))?;
                for atom in &lemma.atoms {
                    if self.facts.evaluate(atom)? != Some(false) {
                        return Err(Refusal::LemmaStands(*at));
                    }
                }
                Ok(())
            }
            Tree::Sum(premises) => self.sum(premises),
        }
    }

    fn sum(&mut self, premises: &[Premise]) -> Result<(), Refusal> {
        let mut total = Linear::zero();
        let mut strict = false;
        for premise in premises {
            if !premise.multiplier.is_positive() {
                return Err(Refusal::PremiseFails);
            }
            let holds = match premise.source {
                Source::Bound(_) | Source::Assumed => self.facts.evaluate(&premise.atom)? == Some(true),
                Source::Objective => {
                    self.against == Some(&premise.atom) || { self.facts.evaluate(&premise.atom)? == Some(true) }
                }
                Source::Clause(id) => {
                    let range = self.facts.range(&premise.atom)?;
                    let mark = self.facts.mark();
                    let other = self.facts.negation(&range);
                    let holds = !self.facts.assume(&other) || self.evaluate_clause(id)? == Some(false);
                    self.facts.back(mark);
                    holds
                }
            };
            if !holds {
                return Err(Refusal::PremiseFails);
            }
            // The whole-number reading of an inequality is at least as sharp, and is what its negation was taken from.
            let Range { form, upper, end, strict: open } = self.facts.range(&premise.atom)?;
            strict |= open;
            let form = form.iter().fold(Linear::from(-&end), |sum, (var, factor)| sum.plus(factor.clone(), *var));
            let sign = Exact::from(if upper { 1_i64 } else { -1 });
            total = total + form.times(&(&premise.multiplier * &sign));
        }
        // The total is at most zero, or below it; without variables it must not be.
        let constant = total.constant();
        let falsehood = constant.is_positive() || (constant.is_zero() && strict);
        if total.terms().is_empty() && falsehood { Ok(()) } else { Err(Refusal::SumHolds) }
    }

    fn evaluate_clause(&self, id: ClauseId) -> Result<Option<bool>, Refusal> {
        match self.problem.get_clause(id) {
            Some(clause) if self.clauses.contains(&id) => self.evaluate(&clause.formula),
            _ => Err(Refusal::ForeignClause(id)),
        }
    }

    /// Whether a formula holds, as far as its parts tell.
    fn evaluate(&self, formula: &Formula) -> Result<Option<bool>, Refusal> {
        Ok(match formula {
            Formula::Constant(truth) => Some(*truth),
            Formula::Bool(variable) => {
                let linear = Linear::of(*variable) - Linear::from(1_i64);
                self.facts.evaluate(&Atom { linear, relation: Relation::AtLeast })?
            }
            Formula::Atom(Atom { linear, relation: relation @ (Relation::Equal | Relation::Differs) }) => {
                let halves = [Relation::AtMost, Relation::AtLeast];
                let halves = halves.map(|relation| Formula::Atom(Atom { linear: linear.clone(), relation }));
                self.counted(&halves, 2, 2)?.map(|truth| truth == (*relation == Relation::Equal))
            }
            Formula::Atom(atom) => self.facts.evaluate(atom)?,
            Formula::Not(part) => self.evaluate(part)?.map(|truth| !truth),
            Formula::And(parts) => self.counted(parts, parts.len(), parts.len())?,
            Formula::Or(parts) => self.counted(parts, 1, parts.len())?,
            Formula::AtLeast(least, parts) => self.counted(parts, *least, parts.len())?,
            Formula::Exactly(number, parts) => self.counted(parts, *number, *number)?,
            Formula::Implies(condition, consequence) => {
                match (self.evaluate(condition)?, self.evaluate(consequence)?) {
                    (Some(false), _) | (_, Some(true)) => Some(true),
                    (Some(true), Some(false)) => Some(false),
                    _ => None,
                }
            }
            Formula::Iff(left, right) => match (self.evaluate(left)?, self.evaluate(right)?) {
                (Some(left), Some(right)) => Some(left == right),
                _ => None,
            },
        })
    }

    /// Whether so many parts hold, from `least` to `most`.
    fn counted(&self, parts: &[Formula], least: usize, most: usize) -> Result<Option<bool>, Refusal> {
        let (mut holding, mut possible) = (0, 0);
        for part in parts {
            let truth = self.evaluate(part)?;
            holding += usize::from(truth == Some(true));
            possible += usize::from(truth != Some(false));
        }
        if possible < least || holding > most {
            return Ok(Some(false));
        }
        Ok((holding >= least && possible <= most).then_some(true))
    }
}
