//! Clauses that never bind, because others say as much.

use std::sync::Arc;

use guiju_program::diagnostic::{Bilingual, Language, Severity};
use guiju_program::rule::RuleKind;

use super::{Context, finding, named};
use crate::asker::proof;
use crate::encode::scene::{Role, Scene};
use crate::encode::three::not;
use crate::report::Finding;
use crate::solver::ClauseId;
use crate::wording::bilingual;

/// The code of a clause that others imply.
pub(crate) const IMPLIED: &str = "implied-clause";

/// So many clauses are left out at most to make the others possible.
const MOST_LEFT_OUT: usize = 64;

/// Whether a clause may be among those that imply another: rules imply targets, targets imply no rules.
fn may_imply(scene: &Scene<'_>, clause: ClauseId, of: ClauseId) -> bool {
    let kind = |id: ClauseId| match scene.origin(id).map(|origin| &origin.role) {
        Some(Role::Rule(rule)) => scene.program.rules.find(*rule).map(|rule| rule.kind),
        _ => None,
    };
    match (scene.origin(clause).map(|origin| &origin.role), kind(clause), kind(of)) {
        (Some(Role::Meaning), ..) => true,
        (Some(Role::Intent(_)) | None, ..) => false,
        (_, Some(RuleKind::Target), Some(RuleKind::Rule)) => false,
        _ => true,
    }
}

/// Clauses that hold wherever the others do. `told`: pairs of clauses of which another finding speaks.
pub(crate) fn of_scene(context: &Context<'_, '_>, scene: &Scene<'_>, told: &[Finding]) -> Vec<Finding> {
    let program = scene.program;
    let mut findings = Vec::new();
    let parts = parts(scene);
    // From a contradiction everything follows.
    let may_go = |id: ClauseId| scene.origin(id).is_some_and(|origin| !matches!(origin.role, Role::Meaning));
    let question = Bilingual::new("哪些要求可以同时做到", "which clauses can hold together");
    let (together, base) = context.asker.together(&scene.problem, &may_go, MOST_LEFT_OUT, &question);
    // Beside each clause that it does not hold.
    let mut problem = scene.problem.clone();
    let negations: Vec<ClauseId> =
        scene.problem.clauses().map(|(_, clause)| problem.clause("not", not(clause.formula.clone()))).collect();
    let problem = Arc::new(problem);
    for (id, negated) in scene.problem.clause_ids().into_iter().zip(negations) {
        let Some(origin) = scene.origin(id).filter(|origin| origin.exact) else {
            continue;
        };
        if !matches!(origin.role, Role::Rule(_) | Role::Condition(..)) {
            continue;
        }
        let of_same_item = |other: ClauseId| scene.origin(other).is_some_and(|other| other.role == origin.role);
        let mut clauses: Vec<ClauseId> = scene
            .problem
            .clause_ids()
            .into_iter()
            .filter(|other| *other != id && parts.get(other.index()) == parts.get(id.index()))
            .filter(|other| together.contains(other))
            .filter(|other| !of_same_item(*other) && may_imply(scene, *other, id))
            .collect();
        clauses.push(negated);
        let question = bilingual(|language| match language {
            Language::Zh => format!("{}会不会起作用", named(program, origin, language)),
            Language::En => format!("whether {} ever binds", named(program, origin, language)),
        });
        let beside = (negated, base.as_ref());
        let Some(found) = context.asker.contradiction_near(&problem, &clauses, beside, &question) else {
            continue;
        };
        if !found.core.contains(&negated) {
            continue;
        }
        let by: Vec<ClauseId> = found
            .core
            .iter()
            .copied()
            .filter(|other| *other != negated && scene.origin(*other).is_some_and(|other| other.role != Role::Meaning))
            .collect();
        // A condition that never fails is told of elsewhere.
        if by.is_empty() || is_told(scene, id, &by, told) {
            continue;
        }
        let message = bilingual(|language| {
            let own = named(program, origin, language);
            let others: Vec<String> =
                by.iter().filter_map(|other| Some(named(program, scene.origin(*other)?, language))).collect();
            match language {
                Language::Zh => format!("{own}不起作用：做到{}，它就做到了", others.join("和")),
                Language::En => format!("{own} never binds: it follows from {}", others.join(" and ")),
            }
        });
        let mut clauses = vec![id];
        clauses.extend(&by);
        findings.push(
            finding(scene, (IMPLIED, Severity::Note), message, &clauses)
                .help(Bilingual::new(
                    "多余，但没有错；如果本意更严，就改写数字",
                    "it is superfluous, not wrong; if more was meant, change its number",
                ))
                .proven(proof(Arc::clone(&problem), &found)),
        );
    }
    findings
}

/// Whether another finding speaks of the clause together with one of those that imply it.
fn is_told(scene: &Scene<'_>, id: ClauseId, by: &[ClauseId], told: &[Finding]) -> bool {
    let name = |id: ClauseId| Some(super::party(scene.program, scene.origin(id)?)?.name);
    let Some(own) = name(id) else {
        return false;
    };
    let others: Vec<String> = by.iter().filter_map(|by| name(*by)).collect();
    told.iter().any(|finding| {
        let has = |name: &String| finding.items.iter().any(|item| item.name == *name);
        has(&own) && others.iter().any(has)
    })
}

/// For each clause which part of the problem it belongs to: clauses that share no quantity, not even by way of others, are
/// in different parts.
fn parts(scene: &Scene<'_>) -> Vec<usize> {
    let mut of_var: Vec<usize> = (0..scene.problem.variables().len()).collect();
    fn root(of: &[usize], mut at: usize) -> usize {
        while let Some(next) = of.get(at).copied().filter(|next| *next != at) {
            at = next;
        }
        at
    }
    let mut first: Vec<Option<usize>> = Vec::new();
    for (_, clause) in scene.problem.clauses() {
        let mut one: Option<usize> = None;
        clause.formula.visit_variables(&mut |var, _| {
            let own = root(&of_var, var.index());
            match one {
                None => one = Some(own),
                Some(joined) => {
                    let joined = root(&of_var, joined);
                    if let Some(slot) = of_var.get_mut(own.max(joined)) {
                        *slot = own.min(joined);
                    }
                }
            }
        });
        first.push(one);
    }
    first.into_iter().map(|var| var.map_or(usize::MAX, |var| root(&of_var, var))).collect()
}
