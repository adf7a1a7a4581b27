//! Clauses that never bind, because others say as much.

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
    for (id, clause) in scene.problem.clauses() {
        let Some(origin) = scene.origin(id).filter(|origin| origin.exact) else {
            continue;
        };
        if !matches!(origin.role, Role::Rule(_) | Role::Condition(..)) {
            continue;
        }
        let of_same_item = |other: ClauseId| scene.origin(other).is_some_and(|other| other.role == origin.role);
        let mut problem = scene.problem.clone();
        let negated = problem.clause("not", not(clause.formula.clone()));
        let mut clauses: Vec<ClauseId> = scene
            .problem
            .clause_ids()
            .into_iter()
            .filter(|other| *other != id && !of_same_item(*other) && may_imply(scene, *other, id))
            .collect();
        clauses.push(negated);
        let question = bilingual(|language| match language {
            Language::Zh => format!("{}会不会起作用", named(program, origin, language)),
            Language::En => format!("whether {} ever binds", named(program, origin, language)),
        });
        let Some(found) = context.asker.contradiction(&problem, &clauses, &question) else {
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
                .proven(proof(&problem, &found)),
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
