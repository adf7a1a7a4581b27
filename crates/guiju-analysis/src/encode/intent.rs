//! What a policy does not say and everybody takes for granted: those whom a target counts are paid.

use guiju_program::award::AwardId;
use guiju_program::diagnostic::Bilingual;
use guiju_program::expr::{Expr, ExprKind};
use guiju_program::{Program, Type};

use super::scene::{Origin, Role, Scene};
use super::whole::Totals;
use crate::solver::{Formula, Linear, Relation, Var};

/// Conditions are followed so deep.
const DEEPEST: usize = 16;

/// Whether a condition is a matter of procedure: that a date is there, that a step of a workflow is done, that a row is
/// not barred. Those who meet all else are expected to meet it as well.
pub(super) fn is_procedural(program: &Program, expr: &Expr) -> bool {
    procedural(program, expr, 0)
}

fn procedural(program: &Program, expr: &Expr, depth: usize) -> bool {
    if depth > DEEPEST {
        return false;
    }
    let within = |part: &Expr| procedural(program, part, depth + 1);
    match &expr.kind {
        ExprKind::Has(inner) => matches!(inner.ty, Type::Date | Type::Instant),
        ExprKind::Criteria { criteria, .. } | ExprKind::Condition { criteria, .. } => {
            program.criteria.find(*criteria).is_some_and(|criteria| criteria.dates.is_some())
        }
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().all(within),
        ExprKind::Define { define, .. } => program.defines.find(*define).is_some_and(|define| within(&define.expr)),
        ExprKind::Not(inner) => is_exclusion(program, inner),
        _ => false,
    }
}

/// Whether it is what bars rows, or never.
fn is_exclusion(program: &Program, expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Define { define, .. } => program.exclusions.values().any(|exclusion| exclusion.define == *define),
        ExprKind::Or(parts) => {
            parts.iter().all(|part| matches!(part.kind, ExprKind::YesNo(false)) || is_exclusion(program, part))
        }
        _ => false,
    }
}

/// The only variable that a clause bounds from below.
fn bounded_below(formula: &Formula) -> Option<Var> {
    let Formula::Atom(atom) = formula else {
        return None;
    };
    let [(var, factor)] = atom.linear.terms() else {
        return None;
    };
    let below = match atom.relation {
        Relation::Equal => true,
        Relation::AtLeast | Relation::More => factor.is_positive(),
        Relation::AtMost | Relation::Less => factor.is_negative(),
        Relation::Differs => false,
    };
    below.then_some(*var)
}

/// Adds, for each count that rules bound from below, that those who are counted get the awards for which nothing but
/// procedure is missing.
pub(super) fn intents(scene: &mut Scene<'_>, awards: &[Totals<'_>]) {
    let asked: Vec<Var> = scene
        .problem
        .clauses()
        .filter(|(id, _)| scene.origin(*id).is_some_and(|origin| matches!(origin.role, Role::Rule(_))))
        .filter_map(|(_, clause)| bounded_below(&clause.formula))
        .collect();
    let counts = scene.counts();
    for totals in awards {
        for (var, counted) in counts.iter().filter(|(var, _)| asked.contains(var) && *var != totals.count) {
            let program = scene.program;
            let missing = totals.rows.filters.iter().filter(|(key, _)| !counted.filters.contains_key(*key));
            let only_procedure = missing.map(|(_, filter)| filter.expr).all(|expr| is_procedural(program, expr));
            let paid = totals.paid_beside();
            if only_procedure && paid && totals.rows.is_within(counted) {
                let award = &program.awards[totals.award];
                let label = taken_for_granted(program, totals.award);
                let role = Role::Intent(label.clone());
                let origin = Origin { role, exact: true, span: award.span, cites: award.cites.clone() };
                scene.clause(Linear::of(totals.count).at_least(*var), label, origin);
            }
        }
    }
}

fn taken_for_granted(program: &Program, award: AwardId) -> Bilingual {
    let name = super::whole::both(&program.awards[award].name);
    Bilingual::new(
        format!("这里假定：计入人数的都办完了手续、没有被排除，都得到“{}”", name.zh),
        format!("taken for granted: all who are counted complete the procedure, are not barred, and get '{}'", name.en),
    )
}
