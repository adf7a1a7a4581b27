//! The same quantity bounded in two places.

use std::collections::BTreeMap;

use guiju_evaluator::Exact;
use guiju_program::diagnostic::{Bilingual, Language, Severity};

use super::{finding, mirrored, named};
use crate::asker::{atom, single};
use crate::encode::row::Subject;
use crate::encode::scene::{Role, Scene};
use crate::report::{Figure, Finding};
use crate::solver::{ClauseId, Formula, Relation, Var};
use crate::wording::{bilingual, bound, kind, of_var, quantity};

/// The code of a quantity that is bounded differently in two places.
pub(crate) const DIFFERENTLY: &str = "bounded-differently";

/// A bound of one quantity.
#[derive(Clone, Debug)]
struct Bound {
    clause: ClauseId,
    relation: Relation,
    limit: Exact,
}

/// Pairs of rules that bound the same quantity in the same direction, with different words or numbers.
pub(crate) fn of_scene(scene: &Scene<'_>, subject: Option<&Subject>) -> Vec<Finding> {
    let mut all: BTreeMap<Var, Vec<Bound>> = BTreeMap::new();
    for (id, clause) in scene.problem.clauses() {
        if !scene.origin(id).is_some_and(|origin| matches!(origin.role, Role::Rule(_)) && origin.exact) {
            continue;
        }
        if let Some((var, relation, limit)) = bound_of(&clause.formula) {
            all.entry(var).or_default().push(Bound { clause: id, relation, limit });
        }
    }
    let mut findings = Vec::new();
    for (var, bounds) in &all {
        for (at, first) in bounds.iter().enumerate() {
            for second in bounds.iter().skip(at + 1) {
                findings.extend(pair(scene, *var, first, second, subject));
            }
        }
    }
    findings
}

fn bound_of(formula: &Formula) -> Option<(Var, Relation, Exact)> {
    let atom = atom(formula)?;
    let (var, factor) = single(&atom.linear)?;
    let limit = (-atom.linear.constant()).checked_div(factor)?;
    let relation = if factor.is_negative() { mirrored(atom.relation) } else { atom.relation };
    Some((var, relation, limit))
}

/// Whether a value that one bound allows is allowed by the other, at the place where they meet.
fn both_can_hold(first: &Bound, second: &Bound) -> bool {
    let allows = |bound: &Bound, value: &Exact| match bound.relation {
        Relation::Less => *value < bound.limit,
        Relation::AtMost => *value <= bound.limit,
        Relation::Equal => *value == bound.limit,
        Relation::AtLeast => *value >= bound.limit,
        Relation::More => *value > bound.limit,
        Relation::Differs => *value != bound.limit,
    };
    match (first.relation, second.relation) {
        (Relation::Equal, _) => allows(second, &first.limit),
        (_, Relation::Equal) => allows(first, &second.limit),
        // Both in one direction.
        _ => true,
    }
}

/// From which side a bound holds: from below, from above, from both.
const fn side(relation: Relation) -> Option<(bool, bool)> {
    match relation {
        Relation::AtLeast | Relation::More => Some((true, false)),
        Relation::AtMost | Relation::Less => Some((false, true)),
        Relation::Equal => Some((true, true)),
        Relation::Differs => None,
    }
}

fn pair(scene: &Scene<'_>, var: Var, first: &Bound, second: &Bound, subject: Option<&Subject>) -> Option<Finding> {
    let ((below, above), (low, high)) = (side(first.relation)?, side(second.relation)?);
    // A floor here and a ceiling there make a range, which is nothing to be told of.
    if !(below && low || above && high) || !both_can_hold(first, second) {
        return None;
    }
    let program = scene.program;
    let fixed = |bound: &Bound| bound.relation == Relation::Equal;
    let same = first.relation == second.relation && first.limit == second.limit;
    let stricter = match (fixed(first), fixed(second)) {
        (true, false) => first,
        (false, true) => second,
        _ => {
            let strict = |bound: &Bound| matches!(bound.relation, Relation::Less | Relation::More);
            let first_is = if below {
                (&first.limit, strict(first)) >= (&second.limit, strict(second))
            } else {
                (&second.limit, strict(first)) >= (&first.limit, strict(second))
            };
            if first_is { first } else { second }
        }
    };
    let other = if stricter.clause == first.clause { second } else { first };
    let said = |bound: &Bound, language: Language| -> Option<String> {
        let name = named(program, scene.origin(bound.clause)?, language);
        let text = self::bound(bound.relation, &of_var(scene, var, &bound.limit, language)?, language);
        Some(match language {
            Language::Zh => format!("{name}要求{text}"),
            Language::En => format!("{name} asks for {text}"),
        })
    };
    kind(scene, var)?;
    let of = |language| {
        quantity(scene, var, language).unwrap_or_else(|| match language {
            Language::Zh => "同一个数".to_owned(),
            Language::En => "the same number".to_owned(),
        })
    };
    let on = subject.map(|subject| subject.name(program));
    let message = bilingual(|language| {
        let (a, b) = (said(first, language).unwrap_or_default(), said(second, language).unwrap_or_default());
        let of = of(language);
        let on = on.as_ref().filter(|_| of.is_empty()).map_or("", |on| on.get(language));
        match (language, same) {
            (Language::Zh, false) => format!("{on}{of}，两处说法不同：{a}，{b}"),
            (Language::Zh, true) => format!("{on}{of}，两处说的一样：{a}，{b}"),
            (Language::En, false) => format!("{on}{of} is bounded differently in two places: {a}, {b}"),
            (Language::En, true) => format!("{on}{of} is bounded alike in two places: {a}, {b}"),
        }
    });
    let severity = if same { Severity::Note } else { Severity::Warning };
    let mut found = finding(scene, (DIFFERENTLY, severity), message, &[first.clause, second.clause]);
    let (ty, _) = kind(scene, var)?;
    for (name, bound) in [("first-bound", first), ("second-bound", second)] {
        found = found.figure(Figure { name, value: bound.limit.clone(), ty: ty.clone() });
    }
    if same {
        return Some(found.help(Bilingual::new("留一处就够了", "one place is enough")));
    }
    let which = bilingual(|language| {
        let (strict, loose) = (scene.origin(stricter.clause), scene.origin(other.clause));
        let strict = strict.map(|origin| named(program, origin, language)).unwrap_or_default();
        let loose = loose.map(|origin| named(program, origin, language)).unwrap_or_default();
        match language {
            Language::Zh => format!("两处可以同时做到；照{strict}做，{loose}也就做到了"),
            Language::En => format!("both can hold: whoever keeps {strict} keeps {loose}"),
        }
    });
    found = found.note(which);
    let mixed = fixed(first) != fixed(second);
    let help = match (mixed, stricter.relation, other.relation) {
        (true, _, Relation::AtMost | Relation::Less) => Bilingual::new(
            "一处是定额，一处是上限：写明究竟是按定额还是在上限以内，两处用同一种说法",
            "a fixed figure here, a ceiling there: say which is meant, in the same words in both places",
        ),
        (true, _, _) => Bilingual::new(
            "一处是定数，一处是下限：写明究竟是正好这么多还是可以更多，两处用同一种说法",
            "a fixed figure here, a floor there: say which is meant, in the same words in both places",
        ),
        (false, _, _) => Bilingual::new(
            "写明以哪一处为准，两处写成同一个数",
            "say which of them rules, and write one number in both places",
        ),
    };
    Some(found.help(help))
}
