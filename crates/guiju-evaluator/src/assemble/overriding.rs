//! Rules that override a third may not both apply where neither comes before the other.

use std::collections::HashMap;

use guiju_program::Program;
use guiju_program::rule::{RuleId, Scope};
use guiju_program::schema::RecordId;
use guiju_program::value::Verdict;

use super::EvaluateError;
use crate::walk::{At, Walker};

/// The verdicts of one rule.
enum Verdicts {
    Rows(Vec<Verdict>),
    /// Of groups by their keys, or of the whole, which has none.
    Groups(Vec<(Vec<String>, Verdict)>),
}

/// The verdicts of rules that may be in conflict.
pub(super) struct Overriding<'a> {
    program: &'a Program,
    verdicts: HashMap<RuleId, Option<Verdicts>>,
}

const fn applies(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Pass | Verdict::Fail)
}

impl<'a> Overriding<'a> {
    pub(super) fn new(program: &'a Program) -> Self {
        let concerned = program.conflicts.iter().flat_map(|conflict| [conflict.first, conflict.second]);
        Self { program, verdicts: concerned.map(|rule| (rule, None)).collect() }
    }

    /// Keeps the verdicts of a rule on each row, if it may be in conflict.
    pub(super) fn put_rows(&mut self, rule: RuleId, verdicts: &[Verdict]) {
        if let Some(slot) = self.verdicts.get_mut(&rule) {
            *slot = Some(Verdicts::Rows(verdicts.to_vec()));
        }
    }

    /// Keeps the verdicts of a rule on groups or on the whole, if it may be in conflict.
    pub(super) fn put(&mut self, rule: RuleId, verdicts: impl FnOnce() -> Vec<(Vec<String>, Verdict)>) {
        if let Some(slot) = self.verdicts.get_mut(&rule) {
            *slot = Some(Verdicts::Groups(verdicts()));
        }
    }

    /// The first conflict, in the order of the policy, and of the rows or groups.
    pub(super) fn conflict(&self, walker: &Walker<'a>) -> Option<EvaluateError> {
        let rules = &self.program.rules;
        for conflict in &self.program.conflicts {
            let of = |rule: RuleId| self.verdicts.get(&rule).and_then(Option::as_ref);
            // A verdict may be there where it is not known whether the rule applies.
            let both = |pair: (Verdict, Verdict), at: &At<'_>| {
                applies(pair.0)
                    && applies(pair.1)
                    && [conflict.first, conflict.second]
                        .iter()
                        .all(|rule| walker.applies(&rules[*rule].expr, at) == Verdict::Pass)
            };
            let found = match (of(conflict.first)?, of(conflict.second)?, &rules[conflict.first].scope) {
                (Verdicts::Rows(a), Verdicts::Rows(b), Scope::Each(record)) => {
                    let pairs = a.iter().copied().zip(b.iter().copied());
                    let found = (0_u32..).zip(pairs).find(|(row, pair)| both(*pair, &At::row(*record, *row)));
                    found.map(|(row, _)| self.named(*record, &walker.facts.key(self.program, *record, row)))
                }
                // All lists come in the order of the values that make the groups.
                (Verdicts::Groups(a), Verdicts::Groups(b), Scope::EachGroup { record, keys }) => {
                    let possible = a.iter().zip(b).any(|((_, a), (_, b))| applies(*a) && applies(*b));
                    let groups = possible.then(|| walker.groups(*record, keys)).flatten().unwrap_or_default();
                    let mut pairs = a.iter().zip(b).zip(&groups.groups);
                    let found = pairs.find(|(((_, a), (_, b)), group)| both((*a, *b), &At::group(&group.group)));
                    found.map(|(((key, _), _), _)| self.named(*record, &key.join(", ")))
                }
                (Verdicts::Groups(a), Verdicts::Groups(b), _) => {
                    let mut pairs = a.iter().zip(b);
                    let found = pairs.find(|((_, a), (_, b))| both((*a, *b), &At::WHOLE));
                    found.map(|_| self.program.policy.id.clone())
                }
                _ => None,
            };
            if let Some(at) = found {
                let (first, second) = (&rules[conflict.first], &rules[conflict.second]);
                return Some(EvaluateError::Conflict {
                    first: first.name.text.clone(),
                    first_span: first.span,
                    second: second.name.text.clone(),
                    second_span: second.span,
                    over: rules[conflict.over].name.text.clone(),
                    at,
                });
            }
        }
        None
    }

    fn named(&self, record: RecordId, key: &str) -> String {
        format!("{} {key}", self.program.records[record].name.text)
    }
}
