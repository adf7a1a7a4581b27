//! Models beside a known one: a few quantities move, the others keep their values. What is found so needs no search through
//! the whole problem; what is not found so may be possible all the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::solver::{Answer, Atom, ClauseId, Formula, Limits, Linear, Model, Problem, Solver, Var};

/// A clause of more quantities does not make all of them move.
const FEW: usize = 8;
/// What moves is added to so often.
const ROUNDS: usize = 60;
/// A search of more steps is left to those who search the whole problem.
const STEPS: u64 = 500_000;

/// What was found near a model.
pub(crate) enum Nearby {
    /// Another model, of all the clauses.
    Model,
    /// Clauses that cannot hold, wherever the others are.
    Contradiction(Vec<ClauseId>),
    /// Neither: the whole problem must be searched.
    Nothing,
}

/// Looks for a model of clauses beside `base`, which is one of all of them but one, `moved`. First nothing moves but what that
/// clause speaks of; then as well what the clauses speak of that stood in the way.
pub(crate) fn nearby(
    solver: &dyn Solver,
    limits: &Limits<'_>,
    problem: &Problem,
    (clauses, moved): (&[ClauseId], ClauseId),
    base: &Model,
) -> Nearby {
    let formula = |id: ClauseId| problem.get_clause(id).map(|clause| &clause.formula);
    let of: Vec<(ClauseId, &Formula, BTreeSet<Var>)> = clauses
        .iter()
        .filter_map(|id| Some((*id, formula(*id)?)))
        .map(|(id, formula)| (id, formula, variables(formula)))
        .collect();
    let limits = limits.with_steps(STEPS.min(limits.steps));
    let mut free = formula(moved).map(variables).unwrap_or_default();
    for _ in 0..ROUNDS {
        let touched: Vec<_> = of.iter().filter(|(_, _, of)| !of.is_disjoint(&free)).collect();
        let formulas: Vec<&Formula> = touched.iter().map(|(_, formula, _)| *formula).collect();
        let Some((small, ids)) = around(problem, &formulas, &free, base) else {
            return Nearby::Nothing;
        };
        let in_the_way: Vec<_> = match solver.check(&small, &ids, &limits) {
            Answer::Satisfiable(_) => return Nearby::Model,
            Answer::Unsatisfiable(found) => found.core.iter().filter_map(|id| touched.get(id.index())).collect(),
            Answer::Unknown(_) => return Nearby::Nothing,
        };
        let before = free.len();
        for (_, formula, of) in &in_the_way {
            let some = moves_with(formula, of);
            // Where what stands alone moves already, all must.
            let all_move = some.iter().all(|var| free.contains(var));
            free.extend(if all_move { of.iter().copied().collect() } else { some });
        }
        if free.len() == before {
            return Nearby::Contradiction(in_the_way.iter().map(|(id, ..)| *id).collect());
        }
    }
    Nearby::Nothing
}

fn variables(formula: &Formula) -> BTreeSet<Var> {
    let mut found = BTreeSet::new();
    formula.visit_variables(&mut |var, _| {
        found.insert(var);
    });
    found
}

/// What moves when a quantity of a clause does: the others, or of many those that stand alone against the rest, as a whole
/// against its parts.
fn moves_with(formula: &Formula, of: &BTreeSet<Var>) -> Vec<Var> {
    if of.len() <= FEW {
        return of.iter().copied().collect();
    }
    let mut alone = Vec::new();
    formula.visit_atoms(&mut |atom| {
        let side = |positive: bool| -> Vec<Var> {
            let terms = atom.linear.terms().iter();
            terms.filter(|(_, factor)| factor.is_positive() == positive).map(|(var, _)| *var).collect()
        };
        let (up, down) = (side(true), side(false));
        alone.extend(if up.len() < down.len() { up } else { down });
    });
    if alone.len() > FEW { Vec::new() } else { alone }
}

/// The formulas as a problem of the free quantities alone.
fn around(
    problem: &Problem,
    formulas: &[&Formula],
    free: &BTreeSet<Var>,
    base: &Model,
) -> Option<(Problem, Vec<ClauseId>)> {
    let mut small = Problem::new();
    let mut of = BTreeMap::new();
    for var in free {
        of.insert(*var, small.add_variable(problem.get(*var)?.clone()));
    }
    for formula in formulas {
        small.clause("", substituted(formula, &of, base)?);
    }
    let ids = small.clause_ids();
    Some((small, ids))
}

fn substituted(formula: &Formula, of: &BTreeMap<Var, Var>, base: &Model) -> Option<Formula> {
    let inner = |part: &Formula| substituted(part, of, base);
    let all = |parts: &[Formula]| parts.iter().map(inner).collect::<Option<Vec<_>>>();
    let boxed = |part: &Formula| Some(Box::new(substituted(part, of, base)?));
    Some(match formula {
        Formula::Constant(holds) => Formula::Constant(*holds),
        Formula::Bool(var) => match of.get(var) {
            Some(var) => Formula::Bool(*var),
            None => Formula::Constant(base.holds(*var)?),
        },
        Formula::Atom(atom) => {
            let mut linear = Linear::from(atom.linear.constant().clone());
            for (var, factor) in atom.linear.terms() {
                linear = match of.get(var) {
                    Some(var) => linear.plus(factor.clone(), *var),
                    None => linear + Linear::from(factor * base.value(*var)?),
                };
            }
            if linear.terms().is_empty() {
                return base.satisfies(formula).map(Formula::Constant);
            }
            Formula::Atom(Atom { linear, relation: atom.relation })
        }
        Formula::Not(part) => Formula::Not(boxed(part)?),
        Formula::And(parts) => Formula::And(all(parts)?),
        Formula::Or(parts) => Formula::Or(all(parts)?),
        Formula::Implies(left, right) => Formula::Implies(boxed(left)?, boxed(right)?),
        Formula::Iff(left, right) => Formula::Iff(boxed(left)?, boxed(right)?),
        Formula::AtLeast(count, parts) => Formula::AtLeast(*count, all(parts)?),
        Formula::Exactly(count, parts) => Formula::Exactly(*count, all(parts)?),
    })
}
