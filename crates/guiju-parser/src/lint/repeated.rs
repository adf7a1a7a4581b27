//! Rules and conditions that say what another one says.

use std::collections::HashMap;

use guiju_program::diagnostic::Diagnostic;
use guiju_program::expr::{Expr, ExprKind};
use guiju_program::rule::Scope;
use guiju_program::schema::{FieldId, RecordId};
use guiju_program::source::Span;

use super::shape::Shape;
use super::{Lint, part, parts};

pub(super) const CODE: &str = "repeated-rule";

/// What a rule is judged for, to be compared.
#[derive(PartialEq, Eq, Hash)]
enum For {
    Whole,
    Row(RecordId),
    Group(RecordId, Vec<FieldId>),
}

/// Rules judged for the same that ask the same; conditions of one criteria that ask the same; and what stands twice beside
/// 且 or 或. Two criteria may well share a condition.
pub(super) fn run(lint: &mut Lint<'_>) {
    let program = lint.program;
    let mut rules: HashMap<(For, Shape), (&str, Span)> = HashMap::new();
    let mut found = Vec::new();
    for rule in program.rules.values().filter(|rule| !parts::is_made(rule)) {
        let scope = match &rule.scope {
            Scope::Whole => For::Whole,
            Scope::Each(record) => For::Row(*record),
            Scope::EachGroup { record, keys } => For::Group(*record, keys.clone()),
        };
        let name = rule.name.as_str();
        let place = lint.place(name, rule.span);
        match rules.entry((scope, Shape::of(&rule.expr))) {
            std::collections::hash_map::Entry::Occupied(first) => {
                let (other, at) = first.get();
                found.push((name.to_owned(), repeats(name, place, other, *at)));
            }
            std::collections::hash_map::Entry::Vacant(slot) => {
                slot.insert((name, place));
            }
        }
    }
    for criteria in program.criteria.values() {
        let mut conditions: HashMap<Shape, (String, Span)> = HashMap::new();
        for condition in &criteria.conditions {
            let path = part(criteria.name.as_str(), condition.name.as_str());
            let place = lint.place(&path, condition.span);
            match conditions.entry(Shape::of(&condition.expr)) {
                std::collections::hash_map::Entry::Occupied(first) => {
                    let (other, at) = first.get();
                    found.push((path.clone(), repeats(&path, place, other, *at)));
                }
                std::collections::hash_map::Entry::Vacant(slot) => {
                    slot.insert((path, place));
                }
            }
        }
    }
    for part in parts::all(program).into_iter().filter(|part| !part.made) {
        parts::visit(part.expr, &mut |expr| {
            found.extend(side_by_side(expr).map(|diagnostic| (part.path.clone(), diagnostic)));
        });
    }
    // Where a rule overrides another, its condition is a part of both.
    let mut seen = std::collections::HashSet::new();
    for (path, diagnostic) in found {
        if seen.insert(super::order(&diagnostic)) {
            lint.report(diagnostic, [path]);
        }
    }
}

fn repeats(name: &str, span: Span, other: &str, first: Span) -> Diagnostic {
    Diagnostic::warning(
        CODE,
        span,
        format!("“{name}”与“{other}”说的是同一件事"),
        format!("{name} says the same as {other}"),
    )
    .label(first, "另一条在这里", "the other one is here")
    .help(
        "留一条，把依据都写在它后面；或者看看是不是有一处写错了",
        "keep one with the clauses of both, or see whether one of them was meant otherwise",
    )
}

/// The first of the parts beside 且 or 或 that stands there before.
fn side_by_side(expr: &Expr) -> Option<Diagnostic> {
    let (ExprKind::And(parts) | ExprKind::Or(parts)) = &expr.kind else {
        return None;
    };
    let mut seen: HashMap<Shape, Span> = HashMap::new();
    for part in parts {
        match seen.entry(Shape::of(part)) {
            std::collections::hash_map::Entry::Occupied(first) => {
                let diagnostic = Diagnostic::warning(
                    CODE,
                    part.span,
                    "同一个条件在这里写了两次",
                    "the same condition stands here twice",
                )
                .label(*first.get(), "先写在这里", "it stands here first")
                .help(
                    "去掉一个，或者看看是不是有一个写错了",
                    "leave one out, or see whether one of them was meant otherwise",
                );
                return Some(diagnostic);
            }
            std::collections::hash_map::Entry::Vacant(slot) => {
                slot.insert(part.span);
            }
        }
    }
    None
}
