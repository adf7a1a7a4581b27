//! Puts questions to the solver, and keeps what it does not answer.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::sync::Arc;

use guiju_program::diagnostic::Bilingual;

use crate::encode::scene::{Role, Scene};
use crate::nearby::{Nearby, nearby};
use crate::report::{Proof, Unanswered};
use crate::solver::{
    Answer, Atom, ClauseId, Formula, Limits, Linear, Model, Objective, Optimum, Problem, Solver, Unsatisfiable, Why,
    verify,
};

/// More questions than this are not asked to find all sets of clauses that cannot hold together.
const MOST_TRIES: usize = 200;

/// Puts questions to a solver.
pub struct Asker<'a> {
    solver: &'a dyn Solver,
    limits: Limits<'a>,
    asked: Cell<usize>,
    unanswered: RefCell<Vec<Unanswered>>,
}

/// The end that was found of an objective.
#[derive(Clone, Debug)]
pub struct End {
    /// The value.
    pub value: guiju_evaluator::Exact,
    /// The clauses that stop it, with the proof.
    pub stopped_by: Unsatisfiable,
}

impl<'a> Asker<'a> {
    /// Asks that solver.
    pub const fn new(solver: &'a dyn Solver, limits: Limits<'a>) -> Self {
        Self { solver, limits, asked: Cell::new(0), unanswered: RefCell::new(Vec::new()) }
    }

    /// How many questions were asked, and which were not answered.
    pub fn finish(self) -> (usize, Vec<Unanswered>) {
        (self.asked.get(), self.unanswered.into_inner())
    }

    fn no_answer(&self, question: &Bilingual, why: Why) {
        let unanswered = Unanswered { question: question.clone(), why };
        let mut all = self.unanswered.borrow_mut();
        if !all.contains(&unanswered) {
            all.push(unanswered);
        }
    }

    /// Whether a 'cannot' stands: its certificate is verified here, whoever the solver is.
    fn stands(problem: &Problem, found: &Unsatisfiable, against: Option<&Atom>) -> bool {
        let certificate = found.certificate.as_ref();
        certificate.is_some_and(|certificate| verify(problem, &found.core, against, certificate).is_ok())
    }

    /// The clauses that cannot all hold; `None`: they can, or it is not known.
    pub fn contradiction(
        &self,
        problem: &Problem,
        clauses: &[ClauseId],
        question: &Bilingual,
    ) -> Option<Unsatisfiable> {
        self.asked.set(self.asked.get() + 1);
        match self.solver.check(problem, clauses, &self.limits) {
            Answer::Satisfiable(_) => None,
            Answer::Unsatisfiable(found) if Self::stands(problem, &found, None) => Some(found),
            Answer::Unsatisfiable(_) => {
                self.no_answer(question, Why::Refuted("no certificate that was accepted".to_owned()));
                None
            }
            Answer::Unknown(why) => {
                self.no_answer(question, why);
                None
            }
        }
    }

    /// Clauses that can all hold, with a model of them: of those that cannot, the last that `may_go` are left out, at most so
    /// many.
    pub fn together(
        &self,
        problem: &Problem,
        may_go: &dyn Fn(ClauseId) -> bool,
        most_left_out: usize,
        question: &Bilingual,
    ) -> (BTreeSet<ClauseId>, Option<Model>) {
        let mut kept = problem.clause_ids();
        let mut model = None;
        for _ in 0..=most_left_out {
            self.asked.set(self.asked.get() + 1);
            let last = match self.solver.check(problem, &kept, &self.limits) {
                Answer::Satisfiable(found) => {
                    model = Some(found);
                    None
                }
                Answer::Unsatisfiable(found) => found.core.iter().copied().rfind(|id| may_go(*id)),
                Answer::Unknown(why) => {
                    self.no_answer(question, why);
                    None
                }
            };
            let Some(last) = last else { break };
            kept.retain(|id| *id != last);
        }
        (kept.into_iter().collect(), model)
    }

    /// Why one of these clauses cannot hold with the others, as [`contradiction`](Self::contradiction). It is looked for
    /// near that clause first, and so is a model, beside `base`, which is one of all the others.
    pub fn contradiction_near(
        &self,
        problem: &Problem,
        clauses: &[ClauseId],
        (moved, base): (ClauseId, Option<&Model>),
        question: &Bilingual,
    ) -> Option<Unsatisfiable> {
        if let Some(base) = base {
            self.asked.set(self.asked.get() + 1);
            match nearby(self.solver, &self.limits, problem, (clauses, moved), base) {
                Nearby::Model => return None,
                Nearby::Contradiction(some) => {
                    if let Some(found) = self.contradiction(problem, &some, question) {
                        return Some(found);
                    }
                }
                Nearby::Nothing => {}
            }
        }
        self.contradiction(problem, clauses, question)
    }

    /// How far an objective can be driven; `None`: as far as one likes, or it is not known, or the clauses cannot hold.
    pub fn end(
        &self,
        problem: &Problem,
        clauses: &[ClauseId],
        objective: &Objective,
        question: &Bilingual,
    ) -> Option<End> {
        self.asked.set(self.asked.get() + 1);
        let (value, attained, stopped_by) = match self.solver.optimise(problem, clauses, objective, &self.limits) {
            Optimum::Attained { value, stopped_by, .. } => (value, true, stopped_by),
            Optimum::Open { value, stopped_by, .. } => (value, false, stopped_by),
            Optimum::Unbounded(_) | Optimum::Infeasible(_) => return None,
            Optimum::Unknown { why, .. } => {
                self.no_answer(question, why);
                return None;
            }
        };
        let beyond = crate::solver::engine::impossible(objective, &value, attained);
        if !Self::stands(problem, &stopped_by, Some(&beyond)) {
            self.no_answer(question, Why::Refuted("no certificate that was accepted".to_owned()));
            return None;
        }
        Some(End { value, stopped_by })
    }

    /// Sets of clauses that cannot hold together, each as small as can be, at most so many. What words mean is always
    /// there and is not looked at.
    pub fn cores(
        &self,
        scene: &Scene<'_>,
        clauses: &[ClauseId],
        most: usize,
        question: &Bilingual,
    ) -> Vec<(BTreeSet<ClauseId>, Unsatisfiable)> {
        let is_meaning = |id: &ClauseId| scene.origin(*id).is_none_or(|origin| origin.role == Role::Meaning);
        let mut found: Vec<(BTreeSet<ClauseId>, Unsatisfiable)> = Vec::new();
        let mut tried: BTreeSet<BTreeSet<ClauseId>> = BTreeSet::new();
        let mut left: Vec<BTreeSet<ClauseId>> = vec![BTreeSet::new()];
        while let Some(without) = left.pop() {
            if found.len() >= most || tried.len() >= MOST_TRIES {
                break;
            }
            if !tried.insert(without.clone()) {
                continue;
            }
            let core = match found.iter().find(|(core, _)| core.is_disjoint(&without)) {
                Some((core, _)) => core.clone(),
                None => {
                    let rest: Vec<ClauseId> = clauses.iter().copied().filter(|id| !without.contains(id)).collect();
                    let Some(new) = self.contradiction(&scene.problem, &rest, question) else {
                        continue;
                    };
                    let core: BTreeSet<ClauseId> = new.core.iter().copied().filter(|id| !is_meaning(id)).collect();
                    found.retain(|(other, _)| !core.is_subset(other));
                    if !found.iter().any(|(other, _)| other.is_subset(&core)) {
                        found.push((core.clone(), new));
                    }
                    core
                }
            };
            for clause in core {
                let mut more = without.clone();
                more.insert(clause);
                left.push(more);
            }
        }
        found.sort_by(|left, right| left.0.cmp(&right.0));
        found
    }
}

/// A proof for a report: the clauses that matter, with their problem.
pub fn proof(problem: impl Into<Arc<Problem>>, unsatisfiable: &Unsatisfiable) -> Proof {
    Proof { problem: problem.into(), unsatisfiable: unsatisfiable.clone() }
}

/// A formula of one comparison with zero.
pub fn atom(formula: &Formula) -> Option<&Atom> {
    match formula {
        Formula::Atom(atom) => Some(atom),
        _ => None,
    }
}

/// The only variable of a linear expression, with its factor.
pub fn single(linear: &Linear) -> Option<(crate::solver::Var, &guiju_evaluator::Exact)> {
    match linear.terms() {
        [(var, factor)] => Some((*var, factor)),
        _ => None,
    }
}
