//! The built-in solver: exact simplex, branch and bound, case splits with learning.
//!
//! Everything that it says no to comes with a certificate, which [`verify`](super::checker::verify) has accepted before
//! it is answered; every model was evaluated again.

mod analyse;
mod between;
mod bound;
mod columns;
mod cores;
mod list;
mod meter;
mod node;
mod optimise;
mod parts;
mod proof;
mod search;
mod tableau;

use std::collections::BTreeSet;

use guiju_evaluator::Exact;
use meter::Meter;
use optimise::{Best, Found};
use parts::{Part, parts};

pub use cores::{Cores, Incomplete};

use super::Solver;
use super::answer::{Answer, Optimum, Unsatisfiable, Why};
use super::certificate::{Certificate, Lemma, Premise, Source, Tree};
use super::checker;
use super::formula::{Atom, Relation};
use super::limits::Limits;
use super::linear::Linear;
use super::model::Model;
use super::problem::{ClauseId, Direction, Objective, Problem, Sort};

/// The built-in solver (内置求解器).
#[derive(Clone, Copy, Debug, Default)]
pub struct Engine;

impl Solver for Engine {
    fn check(&self, problem: &Problem, clauses: &[ClauseId], limits: &Limits<'_>) -> Answer {
        let mut meter = Meter::new(*limits);
        match decide(problem, &parts(problem, clauses, None), &mut meter) {
            Ok(Decided::Yes(model)) if model.replays(problem, clauses) => Answer::Satisfiable(model),
            Ok(Decided::Yes(_)) => Answer::Unknown(model_fault()),
            Ok(Decided::No(answer)) => Answer::Unsatisfiable(answer),
            Err(why) => Answer::Unknown(why),
        }
    }

    fn optimise(&self, problem: &Problem, clauses: &[ClauseId], objective: &Objective, limits: &Limits<'_>) -> Optimum {
        let mut meter = Meter::new(*limits);
        let mut best = None;
        match driven(problem, clauses, objective, &mut best, &mut meter) {
            Ok(optimum) => optimum,
            Err(why) => Optimum::Unknown { why, best: best.map(|best| (best.value, best.model)) },
        }
    }
}

/// Whether clauses can hold.
enum Decided {
    Yes(Model),
    No(Unsatisfiable),
}

fn decide(problem: &Problem, parts: &[Part], meter: &mut Meter<'_>) -> Result<Decided, Why> {
    let mut model = resting(problem);
    for part in parts {
        match optimise::solve(problem, &part.clauses, None, None, &mut None, meter)? {
            Found::Model(found) | Found::Unbounded(found) => model = joined(&model, &found, &part.variables),
            Found::Contradiction(certificate, core) => {
                return Ok(Decided::No(shrunk(problem, None, certificate, core, meter)?));
            }
        }
    }
    Ok(Decided::Yes(model))
}

/// Drives an objective; parts that share no variable with it need only be possible.
fn driven(
    problem: &Problem,
    clauses: &[ClauseId],
    objective: &Objective,
    best: &mut Option<Best>,
    meter: &mut Meter<'_>,
) -> Result<Optimum, Why> {
    let mut parts = parts(problem, clauses, Some(&objective.linear));
    // The part of the objective is the last.
    let own = parts.pop().unwrap_or_default();
    let others = match decide(problem, &parts, meter)? {
        Decided::Yes(model) => model,
        Decided::No(answer) => return Ok(Optimum::Infeasible(answer)),
    };
    let complete = |model: &Model| -> Result<Model, Why> {
        let model = joined(&others, model, &own.variables);
        if model.replays(problem, clauses) { Ok(model) } else { Err(model_fault()) }
    };
    let found = optimise::solve(problem, &own.clauses, None, Some(objective), best, meter);
    if let Some(best) = best {
        best.model = complete(&best.model)?;
    }
    let (certificate, core) = match found? {
        Found::Unbounded(model) => return Ok(Optimum::Unbounded(complete(&model)?)),
        Found::Model(model) => return Ok(constant(objective, complete(&model)?)),
        Found::Contradiction(certificate, core) => (certificate, core),
    };
    let Some(Best { value, attained, model }) = best.clone() else {
        return Ok(Optimum::Infeasible(shrunk(problem, None, certificate, core, meter)?));
    };
    let atom = impossible(objective, &value, attained);
    let stopped_by = shrunk(problem, Some(&atom), certificate, core, meter)?;
    Ok(if attained {
        Optimum::Attained { value, model, stopped_by }
    } else {
        Optimum::Open { value, model, stopped_by }
    })
}

fn model_fault() -> Why {
    Why::Refuted("a model did not stand up to being evaluated".to_owned())
}

/// An objective without variables is where it is.
fn constant(objective: &Objective, model: Model) -> Optimum {
    let value = objective.linear.constant().clone();
    let atom = impossible(objective, &value, true);
    let premise = Premise { multiplier: Exact::one(), atom, source: Source::Objective };
    let proof = Tree::Sum(vec![premise]);
    let certificate = Some(Certificate { lemmas: vec![Lemma { atoms: Vec::new(), proof }] });
    Optimum::Attained { value, model, stopped_by: Unsatisfiable { core: Vec::new(), minimal: true, certificate } }
}

/// What an optimum says is impossible: better than a value that is attained, as good as one that is not. Its certificate
/// is checked against this.
pub fn impossible(objective: &Objective, value: &Exact, attained: bool) -> Atom {
    let relation = match (objective.direction, attained) {
        (Direction::Maximise, true) => Relation::More,
        (Direction::Maximise, false) => Relation::AtLeast,
        (Direction::Minimise, true) => Relation::Less,
        (Direction::Minimise, false) => Relation::AtMost,
    };
    Atom { linear: objective.linear.clone() - Linear::from(value.clone()), relation }
}

/// A core from which clauses are left out one after another, as long as the others cannot all hold.
fn shrunk(
    problem: &Problem,
    against: Option<&Atom>,
    certificate: Certificate,
    core: Vec<ClauseId>,
    meter: &mut Meter<'_>,
) -> Result<Unsatisfiable, Why> {
    checked(problem, &core, against, &certificate)?;
    let (mut core, mut certificate) = (core, certificate);
    // A core of one clause that proves itself has nothing to leave out; the bounds alone must still be tried.
    let allowance = meter.steps().saturating_mul(SHRINKING_FACTOR).saturating_add(SHRINKING_BASE);
    let mut minimal = true;
    let mut needed = BTreeSet::new();
    while let Some(candidate) = core.iter().copied().find(|id| !needed.contains(id)) {
        let others: Vec<ClauseId> = core.iter().copied().filter(|id| *id != candidate).collect();
        let mut part = meter.part(allowance);
        let found = optimise::solve(problem, &others, against, None, &mut None, &mut part);
        meter.add(&part);
        match found {
            Ok(Found::Contradiction(smaller, cited)) => {
                checked(problem, &cited, against, &smaller)?;
                (core, certificate) = (cited, smaller);
            }
            Ok(Found::Model(_) | Found::Unbounded(_)) => {
                needed.insert(candidate);
            }
            Err(Why::Refuted(why)) => return Err(Why::Refuted(why)),
            Err(_) => {
                minimal = false;
                needed.insert(candidate);
            }
        }
    }
    Ok(Unsatisfiable { core, minimal, certificate: Some(certificate) })
}

/// Whether a clause can be left out is tried with so many times the steps that were taken so far, and some.
const SHRINKING_FACTOR: u64 = 10;
const SHRINKING_BASE: u64 = 200_000;

fn checked(problem: &Problem, core: &[ClauseId], against: Option<&Atom>, certificate: &Certificate) -> Result<(), Why> {
    checker::verify(problem, core, against, certificate).map_err(|refusal| Why::Refuted(refusal.to_string()))
}

/// Each variable as near to zero as its bounds allow: what no clause speaks of.
fn resting(problem: &Problem) -> Model {
    let values = problem.variables().map(|(_, variable)| {
        let whole = variable.sort != Sort::Real;
        let lower = variable.lower.as_ref().map(|lower| if whole { lower.ceil() } else { lower.clone() });
        let upper = variable.upper.as_ref().map(|upper| if whole { upper.floor() } else { upper.clone() });
        let value = lower.map_or_else(Exact::zero, |lower| lower.max(Exact::zero()));
        upper.map_or_else(|| value.clone(), |upper| upper.min(value.clone()))
    });
    Model::new(values.collect())
}

/// The first model, with some variables as in the second.
fn joined(model: &Model, other: &Model, variables: &BTreeSet<usize>) -> Model {
    let pairs = model.values().iter().zip(other.values()).enumerate();
    Model::new(pairs.map(|(at, (one, two))| if variables.contains(&at) { two } else { one }.clone()).collect())
}
