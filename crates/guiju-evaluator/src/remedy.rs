//! The smallest changes that would mend a rule.

use guiju_program::expr::{AggregateFunction, CompareOp, ExprKind};
use guiju_program::rule::{Form, Rule};
use guiju_program::value::Verdict;

use crate::assemble::Judged;
use crate::exact::Exact;
use crate::outcome::{Remedy, RemedyChange};

/// The smallest changes that would mend a failed rule, each true on its own; none where a number is not known, where
/// no change of that kind mends it, or where none is the smallest (an amount that must lie strictly below a bound).
pub(crate) fn remedies(rule: &Rule, judged: &Judged) -> Vec<Remedy> {
    let known = judged.sides.as_ref().and_then(|(measured, bound)| Some((measured.value()?, bound.value()?)));
    let (Verdict::Fail, Some((measured, bound)), ExprKind::Compare { op, left, .. }) =
        (judged.verdict, known, &rule.expr.kind)
    else {
        return Vec::new();
    };
    let function = match &left.kind {
        ExprKind::Aggregate(aggregate) => Some(aggregate.function),
        _ => None,
    };
    match (&rule.form, function) {
        (Form::Quota, Some(AggregateFunction::Share)) => match judged.share {
            Some((pass, all)) => for_share(*op, pass, all, bound),
            None => Vec::new(),
        },
        (Form::Count, Some(AggregateFunction::Count)) => for_count(*op, measured, bound),
        (Form::Cap | Form::Floor, _) => for_amount(*op, measured, bound),
        _ => Vec::new(),
    }
}

/// The smallest whole number at or above a bound, or above it where the bound itself is not enough.
fn whole_above(bound: &Exact, strictly: bool) -> Exact {
    if strictly { &bound.floor() + &Exact::one() } else { bound.ceil() }
}

fn remedy(change: RemedyChange, amount: Exact, most: Option<&Exact>) -> Option<Remedy> {
    let possible = amount.is_positive() && most.is_none_or(|most| amount <= *most);
    possible.then_some(Remedy { change, amount })
}

/// For a share of `pass` rows among `all` against a bound.
pub(crate) fn for_share(op: CompareOp, pass: u64, all: u64, bound: &Exact) -> Vec<Remedy> {
    let (pass, all) = (Exact::from(pass), Exact::from(all));
    let strictly = matches!(op, CompareOp::Gt | CompareOp::Lt);
    let others = &all - &pass;
    // By how many passing rows the share misses the bound, while the base stays.
    let short = &(bound * &all) - &pass;
    // Every row added or removed moves the base too.
    let weight = &Exact::one() - bound;
    let found = match op {
        CompareOp::Ge | CompareOp::Gt => {
            let replace = whole_above(&short, strictly);
            let add =
                short.checked_div(&weight).filter(|_| weight.is_positive()).map(|least| whole_above(&least, strictly));
            [
                remedy(RemedyChange::Replace, replace, Some(&others)),
                add.and_then(|add| remedy(RemedyChange::Add, add, None)),
            ]
        }
        CompareOp::Le | CompareOp::Lt => {
            let excess = -&short;
            let replace = whole_above(&excess, strictly);
            let remove =
                excess.checked_div(&weight).filter(|_| weight.is_positive()).map(|least| whole_above(&least, strictly));
            // Of no rows there is no share: one that does not pass must remain.
            let most = if others.is_positive() { pass.clone() } else { Exact::zero() };
            [
                remedy(RemedyChange::Replace, replace, Some(&pass)),
                remove.and_then(|remove| remedy(RemedyChange::Remove, remove, Some(&most))),
            ]
        }
        CompareOp::Eq | CompareOp::Ne => [None, None],
    };
    found.into_iter().flatten().collect()
}

/// For a number of rows against a bound.
pub(crate) fn for_count(op: CompareOp, count: &Exact, bound: &Exact) -> Vec<Remedy> {
    let short = bound - count;
    let found = match op {
        CompareOp::Ge => remedy(RemedyChange::Add, whole_above(&short, false), None),
        CompareOp::Gt => remedy(RemedyChange::Add, whole_above(&short, true), None),
        CompareOp::Le => remedy(RemedyChange::Remove, whole_above(&-&short, false), Some(count)),
        CompareOp::Lt => remedy(RemedyChange::Remove, whole_above(&-&short, true), Some(count)),
        CompareOp::Eq if short.ceil() != short => None,
        CompareOp::Eq if short.is_negative() => remedy(RemedyChange::Remove, -&short, Some(count)),
        CompareOp::Eq => remedy(RemedyChange::Add, short, None),
        CompareOp::Ne => None,
    };
    found.into_iter().collect()
}

/// For an amount against a bound.
fn for_amount(op: CompareOp, amount: &Exact, bound: &Exact) -> Vec<Remedy> {
    let found = match op {
        CompareOp::Le => remedy(RemedyChange::Lower, amount - bound, None),
        CompareOp::Ge => remedy(RemedyChange::Raise, bound - amount, None),
        _ => None,
    };
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OPS: [CompareOp; 4] = [CompareOp::Ge, CompareOp::Gt, CompareOp::Le, CompareOp::Lt];

    /// Whether `pass` of `all` rows mend the rule; a share of no rows does not.
    fn share_holds(op: CompareOp, pass: i128, all: i128, bound: &Exact) -> bool {
        Exact::fraction(pass, all).is_some_and(|share| op.holds(share.cmp(bound)))
    }

    proptest! {
        #[test]
        fn shares_are_mended_by_the_smallest_change(
            all in 1_u64..60,
            pass in 0_u64..60,
            (part, whole) in (0_i128..12, 1_i128..12),
            op in prop::sample::select(&OPS[..]),
        ) {
            let pass = pass.min(all);
            let bound = Exact::fraction(part, whole).unwrap();
            let (p, n) = (i128::from(pass), i128::from(all));
            prop_assume!(!share_holds(op, p, n, &bound));
            let up = matches!(op, CompareOp::Ge | CompareOp::Gt);
            let after = |change: RemedyChange, x: i128| match change {
                RemedyChange::Replace if up => (p + x <= n) && share_holds(op, p + x, n, &bound),
                RemedyChange::Replace => (x <= p) && share_holds(op, p - x, n, &bound),
                RemedyChange::Add => share_holds(op, p + x, n + x, &bound),
                _ => (x <= p) && share_holds(op, p - x, n - x, &bound),
            };
            let found = for_share(op, pass, all, &bound);
            let second = if up { RemedyChange::Add } else { RemedyChange::Remove };
            for change in [RemedyChange::Replace, second] {
                // Far enough: bounds are multiples of a twelfth and there are at most 60 rows.
                let smallest = (1..2000).find(|x| after(change, *x));
                let named = found.iter().find(|remedy| remedy.change == change);
                prop_assert_eq!(named.map(|remedy| remedy.amount.to_i128().unwrap()), smallest);
            }
        }

        #[test]
        fn counts_are_mended_by_the_smallest_change(
            count in 0_i64..40,
            (part, whole) in (0_i128..160, 1_i128..5),
            op in prop::sample::select(&OPS[..]),
        ) {
            let bound = Exact::fraction(part, whole).unwrap();
            let holds = |count: i64| op.holds(Exact::from(count).cmp(&bound));
            prop_assume!(!holds(count));
            let up = matches!(op, CompareOp::Ge | CompareOp::Gt);
            let smallest = (1..=200).find(|x| if up { holds(count + x) } else { *x <= count && holds(count - x) });
            let found = for_count(op, &Exact::from(count), &bound);
            prop_assert_eq!(
                found.first().map(|remedy| remedy.amount.clone()),
                smallest.map(Exact::from)
            );
        }
    }

    #[test]
    fn amounts_are_mended_exactly() {
        let x = |value: i64| Exact::from(value);
        let lower = for_amount(CompareOp::Le, &x(12), &x(10));
        assert_eq!(lower, [Remedy { change: RemedyChange::Lower, amount: x(2) }]);
        let raise = for_amount(CompareOp::Ge, &x(7), &x(10));
        assert_eq!(raise, [Remedy { change: RemedyChange::Raise, amount: x(3) }]);
        // Nothing is the smallest amount that lies strictly below.
        assert_eq!(for_amount(CompareOp::Lt, &x(10), &x(10)), []);
    }
}
