//! Conditions that never fail, never apply, or that nobody can meet.

use std::collections::BTreeSet;

use guiju_program::diagnostic::{Bilingual, Language, Severity};
use guiju_program::rule::CriteriaId;

use super::{Context, about, named, party};
use crate::asker::proof;
use crate::encode::row::Judged;
use crate::encode::scene::{Origin, Role};
use crate::encode::three::{FALSE, or};
use crate::report::Finding;
use crate::solver::{ClauseId, Formula, Unsatisfiable};
use crate::wording::{bilingual, cited};

/// The code of a criteria that nobody can meet.
pub(crate) const NOBODY: &str = "nobody-qualifies";
/// The code of a condition that never fails.
pub(crate) const NEVER_FAILS: &str = "never-fails";
/// The code of a condition that never applies.
pub(crate) const NEVER_APPLIES: &str = "never-applies";

/// Asks of a criteria whether anybody can meet it.
pub(crate) fn nobody(context: &Context<'_, '_>, id: CriteriaId, judged: &Judged<'_>) -> Vec<Finding> {
    let program = context.program;
    let Some(criteria) = program.criteria.find(id) else {
        return Vec::new();
    };
    let scene = &judged.scene;
    let question = bilingual(|language| match language {
        Language::Zh => format!("有没有人能达到“{}”", criteria.name),
        Language::En => format!("whether anybody can meet '{}'", criteria.name),
    });
    let mut clauses: Vec<ClauseId> = meaning(judged);
    clauses.extend(judged.conditions.iter().filter_map(|(_, _, clause)| *clause));
    let cores = context.asker.cores(scene, &clauses, context.most_cores, &question);
    cores
        .iter()
        .map(|(core, unsatisfiable)| {
            let origins: Vec<&Origin> = core.iter().filter_map(|id| scene.origin(*id)).collect();
            let message = bilingual(|language| {
                let own = cited(program, &criteria.name, &criteria.cites, language);
                let names: Vec<String> = origins.iter().map(|origin| named(program, origin, language)).collect();
                match language {
                    Language::Zh => format!("没有人能达到{own}：{}不能同时满足", names.join("和")),
                    Language::En => format!("nobody can meet {own}: {} cannot hold together", names.join(" and ")),
                }
            });
            let span = criteria.span;
            let mut found =
                about((NOBODY, Severity::Error), message, criteria.name.text.clone(), &criteria.cites, span)
                    .help(Bilingual::new("改动其中任何一条", "change any one of them"))
                    .proven(proof(scene.problem.clone(), unsatisfiable));
            for origin in origins {
                if let Some(party) = party(program, origin) {
                    let text = Bilingual::new("与其他条件抵触", "it contradicts the others");
                    found = found.with_party(party, text);
                }
            }
            found
        })
        .collect()
}

fn meaning(judged: &Judged<'_>) -> Vec<ClauseId> {
    let scene = &judged.scene;
    let ids = scene.problem.clause_ids();
    ids.into_iter().filter(|id| scene.origin(*id).is_some_and(|origin| origin.role == Role::Meaning)).collect()
}

/// Asks of each condition by itself whether it can fail, and whether it can apply at all.
pub(crate) fn alone(context: &Context<'_, '_>, judged: &Judged<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (origin, three, _) in &judged.conditions {
        let applies = or([three.pass.clone(), three.fail.clone()]);
        if let Some(found) = impossible(context, judged, &applies, origin) {
            findings.push(told(context, origin, NEVER_APPLIES, found));
        } else if let Some(found) = impossible(context, judged, &three.fail, origin) {
            findings.push(told(context, origin, NEVER_FAILS, found));
        }
    }
    findings
}

/// The proof that a formula holds nowhere; `None` inside: it is written so that it never does.
fn impossible(
    context: &Context<'_, '_>,
    judged: &Judged<'_>,
    formula: &Formula,
    origin: &Origin,
) -> Option<Option<(crate::solver::Problem, Unsatisfiable)>> {
    if *formula == FALSE {
        return Some(None);
    }
    // A truth value alone is whatever it is.
    let mut variables = BTreeSet::new();
    formula.visit_variables(&mut |var, _| {
        variables.insert(var);
    });
    if matches!(formula, Formula::Bool(_) | Formula::Not(_)) && variables.len() == 1 {
        return None;
    }
    let mut problem = judged.scene.problem.clone();
    let asked = problem.clause("asked", formula.clone());
    let mut clauses = meaning(judged);
    clauses.push(asked);
    let question = bilingual(|language| match language {
        Language::Zh => format!("{}会不会不满足", named(context.program, origin, language)),
        Language::En => format!("whether {} can fail", named(context.program, origin, language)),
    });
    let found = context.asker.contradiction(&problem, &clauses, &question)?;
    Some(Some((problem, found)))
}

fn told(
    context: &Context<'_, '_>,
    origin: &Origin,
    code: &'static str,
    proven: Option<(crate::solver::Problem, Unsatisfiable)>,
) -> Finding {
    let program = context.program;
    let message = bilingual(|language| {
        let own = named(program, origin, language);
        match (language, code == NEVER_FAILS) {
            (Language::Zh, true) => format!("{own}总是满足：不管事实怎样都不会不满足"),
            (Language::Zh, false) => format!("{own}总是不适用：不管事实怎样都用不上"),
            (Language::En, true) => format!("{own} never fails, whatever the facts"),
            (Language::En, false) => format!("{own} never applies, whatever the facts"),
        }
    });
    let help = if code == NEVER_FAILS {
        Bilingual::new(
            "看看界限是不是写错了；真不需要就删去",
            "see whether its bound is right; if it is not needed, leave it out",
        )
    } else {
        Bilingual::new("看看“当”后面的条件是不是写错了", "see whether the condition behind 'when' is right")
    };
    let (name, cites) = party(program, origin).map(|party| (party.name, party.cites)).unwrap_or_default();
    let found = about((code, Severity::Warning), message, name, &cites, origin.span).help(help);
    match proven {
        Some((problem, unsatisfiable)) => found.proven(proof(problem, &unsatisfiable)),
        None => found,
    }
}
