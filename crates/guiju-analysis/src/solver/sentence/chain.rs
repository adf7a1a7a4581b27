//! One chain: a bound, rates that it is multiplied with, and the bound that the product breaks.

use guiju_evaluator::Exact;
use guiju_program::diagnostic::Language;

use super::as_written;
use super::words::{Words, factor, is_strict, is_upper};
use crate::solver::certificate::Premise;
use crate::solver::problem::Var;

/// An inequality of a chain.
enum Step {
    /// A variable is at least, or at most, a number.
    End { variable: Var, upper: bool, value: Exact },
    /// `a × one ≥ b × other`, for a and b above zero.
    Link { more: (Var, Exact), less: (Var, Exact) },
}

pub(super) fn sentence(words: &Words<'_>, premises: &[Premise]) -> Option<String> {
    let steps: Vec<Step> = premises.iter().map(step).collect::<Option<_>>()?;
    let strict = premises.iter().any(|premise| is_strict(premise.atom.relation));
    let end = |from: bool| {
        let mut found = steps.iter().filter_map(|step| match step {
            Step::End { variable, upper, value } if *upper == from => Some((*variable, value.clone())),
            _ => None,
        });
        let first = found.next();
        if found.next().is_some() { None } else { first }
    };
    let (lower, upper) = (end(false)?, end(true)?);
    let rising = follow(&steps, &lower, upper.0, true)?;
    let falling = follow(&steps, &upper, lower.0, false)?;
    // Read so that the rates are those that the clauses state: there the product stands alone.
    let up = !premises.iter().any(|premise| reads_down(words, premise));
    let (start, links, last) = if up { (&lower, rising, &upper) } else { (&upper, falling, &lower) };

    let mut text = words.quantity(&start.1, words.unit(start.0));
    let mut value = start.1.clone();
    let mut variable = start.0;
    for (next, rate) in links {
        value = &value * &rate;
        let unit = rate_unit(words, next, variable);
        let rate = match words.language {
            Language::En if !unit.is_empty() => format!("{} {unit}", factor(&rate)),
            _ => format!("{}{unit}", factor(&rate)),
        };
        text.push_str(&format!(" × {rate} = {}", words.quantity(&value, words.unit(next))));
        variable = next;
    }
    let sign = match (value.cmp(&last.1), strict) {
        (std::cmp::Ordering::Greater, _) if up => ">",
        (std::cmp::Ordering::Less, _) if !up => "<",
        (std::cmp::Ordering::Equal, true) => "=",
        _ => return None,
    };
    text.push_str(&format!(" {sign} {}", words.quantity(&last.1, words.unit(last.0))));
    if sign == "=" {
        text.push_str(match words.language {
            Language::Zh => "，而要求不能相等",
            Language::En => ", but they must differ",
        });
    }
    Some(text)
}

fn step(premise: &Premise) -> Option<Step> {
    let upper = is_upper(premise.atom.relation);
    let linear = &premise.atom.linear;
    match linear.terms() {
        [(variable, coefficient)] => {
            let value = (-linear.constant()).checked_div(coefficient)?;
            Some(Step::End { variable: *variable, upper: upper != coefficient.is_negative(), value })
        }
        [(one, a), (other, b)] if linear.constant().is_zero() && a.is_negative() != b.is_negative() => {
            let (one, other) = ((*one, a.abs()), (*other, b.abs()));
            // a × one - b × other ≥ 0 where the first coefficient is positive and the relation is 'at least'.
            let first = upper == a.is_negative();
            Some(if first { Step::Link { more: one, less: other } } else { Step::Link { more: other, less: one } })
        }
        _ => None,
    }
}

/// The links from a bound to a variable, each with the variable it leads to and its rate; all links are used once.
fn follow(steps: &[Step], from: &(Var, Exact), to: Var, up: bool) -> Option<Vec<(Var, Exact)>> {
    let mut links: Vec<_> = steps
        .iter()
        .filter_map(|step| match step {
            Step::Link { more, less } if up => Some((less, more)),
            Step::Link { more, less } => Some((more, less)),
            Step::End { .. } => None,
        })
        .collect();
    let mut found = Vec::new();
    let mut at = from.0;
    while let Some(place) = links.iter().position(|(source, _)| source.0 == at) {
        let (source, target) = links.swap_remove(place);
        found.push((target.0, source.1.checked_div(&target.1)?));
        at = target.0;
    }
    (links.is_empty() && at == to).then_some(found)
}

/// Whether the clause of a link was written with what is less alone on its side: `total ≤ 5 × groups`.
fn reads_down(words: &Words<'_>, premise: &Premise) -> bool {
    let Some(Step::Link { more, less }) = step(premise) else { return false };
    let Some(linear) = as_written(words.problem, premise.source, &premise.atom.linear) else { return false };
    linear.coefficient(less.0).abs() == Exact::one() && linear.coefficient(more.0).abs() != Exact::one()
}

/// What a rate is counted in: 万元/户.
fn rate_unit(words: &Words<'_>, of: Var, per: Var) -> String {
    let (of, per) = (words.unit(of), words.unit(per));
    if of.is_empty() || per.is_empty() || of == per { String::new() } else { format!("{of}/{per}") }
}
