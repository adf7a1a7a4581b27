//! The expressions of a program, with what they belong to.

use guiju_program::Program;
use guiju_program::expr::Expr;
use guiju_program::rule::{Form, Rule, RuleKind};

/// An expression that stands in no other one.
pub(super) struct Part<'p> {
    /// The path of what it belongs to.
    pub(super) path: String,
    pub(super) expr: &'p Expr,
    /// Whether the compiler made it, so that no part of the text says it as it is.
    pub(super) made: bool,
}

/// Whether the compiler made a rule: of a budget, a workflow or an exclusion.
pub(super) const fn is_made(rule: &Rule) -> bool {
    matches!(rule.kind, RuleKind::Exclusion) || matches!(rule.form, Form::Budget(_) | Form::Workflow(_))
}

/// All expressions of a program.
pub(super) fn all(program: &Program) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut add = |path: &str, expr, made| parts.push(Part { path: path.to_owned(), expr, made });
    for expr in &program.policy.in_force {
        add("", expr, true);
    }
    for define in program.defines.values() {
        add(define.name.as_str(), &define.expr, false);
    }
    for criteria in program.criteria.values() {
        for condition in &criteria.conditions {
            let path = super::part(criteria.name.as_str(), condition.name.as_str());
            add(&path, &condition.expr, criteria.dates.is_some());
        }
    }
    for rule in program.rules.values() {
        add(rule.name.as_str(), &rule.expr, is_made(rule));
    }
    for award in program.awards.values() {
        let name = award.name.as_str();
        award.requires.iter().for_each(|expr| add(name, expr, false));
        add(name, &award.amount, false);
        let keys = award.draw.iter().flat_map(|draw| &draw.order);
        keys.for_each(|key| add(name, &key.value, false));
    }
    for cap in program.caps.values() {
        add(cap.name.as_str(), &cap.limit, false);
        cap.order.iter().for_each(|key| add(cap.name.as_str(), &key.value, false));
    }
    for allocation in program.allocations.values() {
        let name = allocation.name.as_str();
        let own = [&allocation.total, &allocation.weight].into_iter().chain(&allocation.least).chain(&allocation.most);
        own.for_each(|expr| add(name, expr, false));
        allocation.order.iter().for_each(|key| add(name, &key.value, false));
    }
    parts
}

/// Calls `f` for an expression and all within it.
pub(super) fn visit<'p>(expr: &'p Expr, f: &mut dyn FnMut(&'p Expr)) {
    f(expr);
    expr.for_each_part(&mut |part| visit(part, f));
}
