//! A solver outside of this program that speaks SMT-LIB: `z3`, `cvc5`.

use guiju_evaluator::Exact;

use super::Solver;
use super::answer::{Answer, Optimum, Unsatisfiable, Why};
use super::engine::impossible;
use super::formula::Atom;
use super::limits::Limits;
use super::model::Model;
use super::problem::{ClauseId, Objective, Problem};
use super::smtlib::{self, Ask, Term};

/// A solver outside of this program (外部求解器).
///
/// Starting programs is not for libraries: `run` is given SMT-LIB text, hands it to the solver's standard input, and
/// returns what it printed, or says why there is none, such as that no solver was found. It keeps the time too.
pub struct Process<R> {
    run: R,
}

impl<R: Fn(&str) -> Result<String, String>> Process<R> {
    /// A solver that is run like this.
    pub const fn new(run: R) -> Self {
        Self { run }
    }

    fn ask(&self, problem: &Problem, clauses: &[ClauseId], extra: &[Atom], ask: Ask) -> Result<Said, Why> {
        let text = smtlib::script(problem, clauses, extra, ask);
        let printed = (self.run)(&text).map_err(Why::Outside)?;
        let unclear = || Why::Outside(format!("not understood: {}", printed.chars().take(200).collect::<String>()));
        let terms = smtlib::read(&printed).ok_or_else(unclear)?;
        let mut terms = terms.into_iter();
        match terms.next() {
            Some(Term::Word(word)) if word == "sat" => {}
            Some(Term::Word(word)) if word == "unsat" => {
                // What stands for the model that there is not is an error message, before the core.
                let core = terms.rev().find_map(|term| core(&term, clauses));
                return Ok(Said::No(core));
            }
            Some(Term::Word(word)) if word == "unknown" || word == "timeout" => {
                return Err(Why::Outside("unknown".to_owned()));
            }
            _ => return Err(unclear()),
        }
        if problem.variables().len() == 0 {
            return Ok(Said::Yes(Model::new(Vec::new())));
        }
        let Some(Term::List(pairs)) = terms.next() else { return Err(unclear()) };
        let values = pairs.iter().map(|pair| match pair {
            Term::List(parts) => parts.get(1).and_then(smtlib::value),
            Term::Word(_) => None,
        });
        let model = Model::new(values.collect::<Option<_>>().ok_or_else(unclear)?);
        if model.replays(problem, clauses) && extra.iter().all(|atom| holds(&model, atom)) {
            Ok(Said::Yes(model))
        } else {
            Err(Why::Refuted("the model of the outside solver did not stand up to being evaluated".to_owned()))
        }
    }
}

/// What the outside solver said.
enum Said {
    Yes(Model),
    No(Option<Vec<ClauseId>>),
}

fn core(term: &Term, clauses: &[ClauseId]) -> Option<Vec<ClauseId>> {
    let Term::List(words) = term else { return None };
    let mut core = Vec::new();
    for word in words {
        let Term::Word(word) = word else { return None };
        let place: usize = word.strip_prefix('c')?.parse().ok()?;
        core.push(*clauses.iter().find(|id| id.index() == place)?);
    }
    core.sort_unstable();
    Some(core)
}

fn holds(model: &Model, atom: &Atom) -> bool {
    model.satisfies(&super::formula::Formula::Atom(atom.clone())) == Some(true)
}

impl<R: Fn(&str) -> Result<String, String>> Solver for Process<R> {
    fn check(&self, problem: &Problem, clauses: &[ClauseId], _limits: &Limits<'_>) -> Answer {
        match self.ask(problem, clauses, &[], Ask { model: true, core: true }) {
            Ok(Said::Yes(model)) => Answer::Satisfiable(model),
            Ok(Said::No(core)) => Answer::Unsatisfiable(unproven(core, clauses)),
            Err(why) => Answer::Unknown(why),
        }
    }

    /// Asks for a model, then for a better one, and so on: from integral steps down to nothing better. What cannot be
    /// closed that way (an open end, a step that grows ever smaller) is not known; the built-in solver knows.
    fn optimise(
        &self,
        problem: &Problem,
        clauses: &[ClauseId],
        objective: &Objective,
        _limits: &Limits<'_>,
    ) -> Optimum {
        let mut best: Option<(Exact, Model)> = None;
        let ask = Ask { model: true, core: true };
        for _ in 0..ROUNDS {
            let extra: Vec<Atom> = best.iter().map(|(value, _)| impossible(objective, value, true)).collect();
            match self.ask(problem, clauses, &extra, ask) {
                Ok(Said::Yes(model)) => match model.evaluate(&objective.linear) {
                    Some(value) => best = Some((value, model)),
                    None => return Optimum::Unknown { why: Why::Unsupported, best },
                },
                Ok(Said::No(core)) => {
                    let stopped_by = unproven(core, clauses);
                    return match best {
                        Some((value, model)) => Optimum::Attained { value, model, stopped_by },
                        None => Optimum::Infeasible(stopped_by),
                    };
                }
                Err(why) => return Optimum::Unknown { why, best },
            }
        }
        Optimum::Unknown { why: Why::Unsupported, best }
    }
}

/// So many times a better model is asked for.
const ROUNDS: usize = 64;

fn unproven(core: Option<Vec<ClauseId>>, clauses: &[ClauseId]) -> Unsatisfiable {
    let core = core.unwrap_or_else(|| clauses.to_vec());
    Unsatisfiable { core, minimal: false, certificate: None }
}
