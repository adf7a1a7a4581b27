//! Budgets with nothing left for a named purpose when another is paid up to its ceiling.

use guiju_evaluator::Exact;
use guiju_program::Type;
use guiju_program::diagnostic::{Bilingual, Language, Severity};
use guiju_program::parameter::BudgetId;
use guiju_program::unit::Dimension;

use super::{Context, about, name_of, named, party, statement};
use crate::asker::{End, proof};
use crate::encode::scene::{Role, Scene};
use crate::encode::whole::{Totals, Whole};
use crate::report::{Figure, Finding, Party};
use crate::solver::{ClauseId, Linear, Objective, Problem};
use crate::wording::{bilingual, called, cited, money, per_row, rows};

/// The code of a purpose for which nothing is left.
pub(crate) const NOTHING: &str = "nothing-left";

/// Asks of each budget on which several awards draw whether one of them may take it all.
/// `possible`: clauses that can hold together.
pub(crate) fn of_whole(context: &Context<'_, '_>, whole: &Whole<'_>, possible: &[ClauseId]) -> Vec<Finding> {
    let program = context.program;
    let mut findings = Vec::new();
    for id in program.budgets.ids() {
        let drawing: Vec<&Totals<'_>> = whole
            .awards
            .iter()
            .filter(|totals| program.awards[totals.award].draw.as_ref().is_some_and(|draw| draw.budget == id))
            .collect();
        for first in &drawing {
            for other in drawing.iter().filter(|other| other.award != first.award) {
                findings.extend(pair(context, whole, id, (first, other), possible));
            }
        }
    }
    findings
}

fn pair(
    context: &Context<'_, '_>,
    whole: &Whole<'_>,
    budget: BudgetId,
    (first, other): (&Totals<'_>, &Totals<'_>),
    possible: &[ClauseId],
) -> Option<Finding> {
    let scene = &whole.scene;
    let program = context.program;
    let all = possible.to_vec();
    let question = Bilingual::new("用到上限还剩多少", "what is left when a ceiling is used");
    let end = |problem: &Problem, clauses: &[ClauseId], objective: &Objective| {
        context.asker.end(problem, clauses, objective, &question)
    };
    // Both are wanted: each must have a row.
    let few = end(&scene.problem, &all, &Objective::minimise(first.count))?.value.ceil();
    let wanted = end(&scene.problem, &all, &Objective::minimise(other.count))?;
    let (wanted, wanted_by) = (wanted.value.ceil(), wanted.stopped_by.core);
    if !few.is_positive() || !wanted.is_positive() {
        return None;
    }
    // What one row is paid at most, whatever the budgets are.
    let most = most_per_row(context, scene, first, &all)?;
    let (each, ceiling) = (most.value, most.stopped_by.core);
    if !each.is_positive() || first.each.0.as_ref().is_some_and(|low| *low == each) {
        // A fixed amount is not a ceiling: that it is too much is told elsewhere.
        return None;
    }
    let mut problem = scene.problem.clone();
    let used = problem.clause("used", Linear::of(first.paid).at_least(Linear::of(first.count).times(&each)));
    let mut clauses = all;
    clauses.push(used);
    let left = end(&problem, &clauses, &Objective::maximise(other.paid))?;
    if left.value.is_positive() {
        return None;
    }
    let amount = Exact::from(program.budgets.find(budget)?.amount);
    let (award, others) = (program.awards.find(first.award)?, program.awards.find(other.award)?);
    let own = program.budgets.find(budget)?;
    let message = bilingual(|language| {
        let many = rows(program, award.record, &few, language);
        let rate = per_row(program, award.record, &each, language);
        let spent = money(program, &(&few * &each), language);
        let budget = cited(program, &own.name, &own.cites, language);
        let total = money(program, &amount, language);
        let (name, rest) = (called(&award.name, language), called(&others.name, language));
        match language {
            Language::Zh => {
                format!("“{name}”用到上限，{many} × {rate} = {spent}，{budget}的{total}就用完了，“{rest}”一分也没有")
            }
            Language::En => format!(
                "when '{name}' is paid up to its ceiling, {many} × {rate} = {spent} use up the {total} of {budget}: \
                 nothing is left for '{rest}'"
            ),
        }
    });
    let mut found = about((NOTHING, Severity::Warning), message, own.name.text.clone(), &own.cites, own.span)
        .figure(Figure { name: "left", value: left.value.clone(), ty: Type::Number(Dimension::money()) })
        .figure(Figure { name: "count", value: few, ty: Type::Number(Dimension::pure()) })
        .figure(Figure { name: "ceiling", value: each, ty: Type::Number(Dimension::money()) });
    let mut spans = Vec::new();
    // What makes the ceiling, and what it uses up.
    for id in ceiling.iter().chain(&left.stopped_by.core) {
        let Some(origin) = scene.origin(*id).filter(|_| *id != used) else {
            continue;
        };
        if let Role::Intent(text) = &origin.role {
            found = found.note(text.clone());
        }
        if matches!(origin.role, Role::Budget(_)) || name_of(program, &origin.role).is_none() {
            continue;
        }
        if let Some(party) = party(program, origin).filter(|party| !spans.contains(&party.span)) {
            spans.push(party.span);
            let text = bilingual(|language| {
                statement(scene, *id, language).unwrap_or_else(|| named(program, origin, language))
            });
            found = found.with_party(party, text);
        }
    }
    // Who goes without, and what asks for them.
    for id in &wanted_by {
        let Some(origin) = scene.origin(*id).filter(|origin| matches!(origin.role, Role::Rule(_))) else {
            continue;
        };
        if let Some(party) = party(program, origin).filter(|party| !spans.contains(&party.span)) {
            spans.push(party.span);
            let text = bilingual(|language| statement(scene, *id, language).unwrap_or_default());
            found = found.with_party(party, text);
        }
    }
    let party = Party { name: others.name.text.clone(), cites: others.cites.clone(), span: others.span };
    let text = Bilingual::new("一分也没有", "nothing is left for this");
    found = found.with_party(party, text).proven(proof(problem, &left.stopped_by));
    Some(found.help(Bilingual::new(
        "降低上限，或者给后者单列一笔预算",
        "lower the ceiling, or set money aside for the other purpose",
    )))
}

/// What a row is paid at most, with the rules and ceilings and without the budgets.
fn most_per_row(context: &Context<'_, '_>, scene: &Scene<'_>, totals: &Totals<'_>, all: &[ClauseId]) -> Option<End> {
    let question = Bilingual::new("一户最多付多少", "what a row is paid at most");
    let mut problem = scene.problem.clone();
    let one = problem.clause("one", Linear::of(totals.count).equal(1));
    // Targets ask for more than one row.
    let mut clauses: Vec<ClauseId> = all
        .iter()
        .copied()
        .filter(|id| match scene.origin(*id).map(|origin| &origin.role) {
            Some(Role::Budget(_) | Role::Intent(_)) => false,
            Some(Role::Rule(_)) => scene.origin(*id).is_some_and(|origin| !origin.exact),
            _ => true,
        })
        .collect();
    clauses.push(one);
    context.asker.end(&problem, &clauses, &Objective::maximise(totals.paid), &question)
}
