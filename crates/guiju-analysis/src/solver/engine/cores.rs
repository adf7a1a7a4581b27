//! All minimal cores.

use std::collections::BTreeSet;

use super::meter::Meter;
use super::optimise::{self, Found};
use super::parts::{Part, parts};
use super::{Decided, Engine, decide};
use crate::solver::answer::{Unsatisfiable, Why};
use crate::solver::formula::Formula;
use crate::solver::limits::Limits;
use crate::solver::problem::{ClauseId, Problem, Sort, Var};

/// The minimal cores of a set of clauses (最小冲突集).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cores {
    /// In order of their clauses; each with its certificate.
    pub cores: Vec<Unsatisfiable>,
    /// Why there may be more; `None`: these are all.
    pub incomplete: Option<Incomplete>,
}

/// Why not all minimal cores are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incomplete {
    /// As many were found as were asked for.
    Enough,
    /// Some question was not answered.
    Unknown(Why),
}

impl Engine {
    /// Finds minimal cores, at most so many; the limits are for all of them together.
    ///
    /// Sets of clauses are tried that hold no core known so far and are as large as they can be: each holds a new core, or
    /// can be met; then some clause outside of it must be in every set to come. This ends when no set is left.
    pub fn cores(&self, problem: &Problem, clauses: &[ClauseId], most: usize, limits: &Limits<'_>) -> Cores {
        let mut meter = Meter::new(*limits);
        let mut all = Cores { cores: Vec::new(), incomplete: None };
        for part in parts(problem, clauses, None) {
            if let Err(incomplete) = of_part(problem, &part, most, &mut all.cores, &mut meter) {
                all.incomplete = Some(incomplete);
                break;
            }
        }
        all.cores.sort_by(|left, right| left.core.cmp(&right.core));
        all
    }
}

fn of_part(
    problem: &Problem,
    part: &Part,
    most: usize,
    cores: &mut Vec<Unsatisfiable>,
    meter: &mut Meter<'_>,
) -> Result<(), Incomplete> {
    // Which sets are left: a truth value for each clause, and what was learned about the sets.
    let mut map = Problem::new();
    let inside: Vec<Var> = part.clauses.iter().map(|_| map.variable("in", Sort::Bool)).collect();
    let mut known: Vec<BTreeSet<usize>> = Vec::new();
    let mut doubt = None;
    loop {
        let found = optimise::solve(&map, &map.clause_ids(), None, None, &mut None, meter);
        let mut set: BTreeSet<usize> = match found.map_err(Incomplete::Unknown)? {
            Found::Model(model) | Found::Unbounded(model) => {
                (0..inside.len()).filter(|at| inside.get(*at).and_then(|var| model.holds(*var)) == Some(true)).collect()
            }
            Found::Contradiction(..) => return doubt.map_or(Ok(()), Err),
        };
        for at in 0..inside.len() {
            set.insert(at);
            if known.iter().any(|core| core.is_subset(&set)) {
                set.remove(&at);
            }
        }
        let clauses: Vec<ClauseId> = set.iter().filter_map(|at| part.clauses.get(*at).copied()).collect();
        let whole = Part { clauses, variables: part.variables.clone() };
        let among = |keep: &dyn Fn(usize) -> bool| -> Vec<Formula> {
            inside.iter().enumerate().filter(|(at, _)| keep(*at)).map(|(_, var)| Formula::Bool(*var)).collect()
        };
        match decide(problem, std::slice::from_ref(&whole), meter) {
            Ok(Decided::No(answer)) => {
                if !answer.minimal {
                    doubt = Some(Incomplete::Unknown(Why::Stopped(crate::solver::limits::Stop::Steps)));
                }
                let core: BTreeSet<usize> = (0..inside.len())
                    .filter(|at| part.clauses.get(*at).is_some_and(|id| answer.core.contains(id)))
                    .collect();
                let out = among(&|at| core.contains(&at)).into_iter().map(Formula::not).collect();
                map.clause("core", Formula::Or(out));
                known.push(core);
                if !cores.contains(&answer) {
                    if cores.len() >= most {
                        return Err(Incomplete::Enough);
                    }
                    cores.push(answer);
                }
            }
            Ok(Decided::Yes(_)) => {
                map.clause("possible", Formula::Or(among(&|at| !set.contains(&at))));
            }
            Err(why) => {
                if matches!(why, Why::Stopped(_)) {
                    return Err(Incomplete::Unknown(why));
                }
                doubt = Some(Incomplete::Unknown(why));
                map.clause("unknown", Formula::Or(among(&|at| !set.contains(&at))));
            }
        }
    }
}
