//! Criteria in the report for people: how many rows meet each condition, and who does not, with all that failed.

use guiju_evaluator::outcome::{ConditionOutcome, CriteriaOutcome, RowOutcome};
use guiju_program::diagnostic::Language;
use guiju_program::rule::Criteria;
use guiju_program::value::Verdict;

use super::text::Page;
use super::{build, measure, words};

/// How many rows of one criteria are gone into. A criteria may be met by few and be none the worse for it; what must
/// hold for each row is a rule, and told there.
const SHOWN: usize = 10;

pub(super) fn write(page: &mut Page<'_>, outcomes: &[CriteriaOutcome]) {
    if outcomes.is_empty() {
        return;
    }
    let title = page.say("标准", "criteria").to_owned();
    page.title(&title);
    let policy = page.policy;
    for outcome in outcomes {
        let criteria = &policy.program().criteria[outcome.criteria];
        one(page, criteria, outcome);
    }
}

fn one(page: &mut Page<'_>, criteria: &Criteria, outcome: &CriteriaOutcome) {
    let language = page.language;
    let program = page.policy.program();
    let record = words::name(&program.records[criteria.record].name, language);
    let name = words::name(&criteria.name, language);
    let cites = page.citation(&build::cites(program, &criteria.cites));
    let counts = page.counts(&outcome.items);
    let kind = match criteria.dates {
        None => page.say("标准", "criteria"),
        Some(_) => page.say("流程", "workflow"),
    };
    let head = match language {
        Language::Zh => format!("{kind} {name} 适用 {record}{cites}：{counts}"),
        Language::En => format!("{kind} {name} for {record}{cites}: {counts}"),
    };
    page.line(0, "", &head);
    for (condition, items) in criteria.conditions.iter().zip(&outcome.conditions) {
        if items.fail + items.undetermined > 0 {
            let cites = page.citation(&build::cites(program, &condition.cites));
            let counts = page.counts(items);
            let colon = page.say("：", ": ");
            let text = format!("{}{cites}{colon}{counts}", words::name(&condition.name, language));
            page.line(2, "", &text);
        }
    }
    page.interpretations(2, &criteria.interpretations);
    // Who fails comes before who is open, whatever the keys.
    let in_order = [Verdict::Fail, Verdict::Undetermined]
        .into_iter()
        .flat_map(|verdict| outcome.failures.iter().filter(move |row| row.verdict == verdict));
    for row in in_order.take(SHOWN) {
        one_row(page, criteria, row);
    }
    let total = outcome.items.fail + outcome.items.undetermined;
    let shown = outcome.failures.len().min(SHOWN) as u64;
    if total > shown {
        page.more(4, total - shown);
    }
}

pub(super) fn one_row(page: &mut Page<'_>, criteria: &Criteria, row: &RowOutcome) {
    // One reason stands beside the row, several stand below it.
    if let [outcome] = row.conditions.as_slice() {
        if let Some((name, text)) = condition(page, criteria, outcome) {
            page.line(4, &row.key, &format!("{name} {text}"));
        }
    } else {
        page.line(4, &row.key, words::verdict(row.verdict, page.language));
        for outcome in &row.conditions {
            if let Some((name, text)) = condition(page, criteria, outcome) {
                page.line(6, &name, &text);
            }
        }
    }
    for outcome in &row.conditions {
        if let Some(condition) = criteria.conditions.get(outcome.index) {
            let clauses = build::condition_cites(criteria, condition);
            page.causes(8, &outcome.causes, clauses);
        }
    }
    if row.conditions.is_empty() {
        page.causes(6, &row.causes, &criteria.cites);
    }
}

/// A condition's name, and what became of it.
fn condition(page: &Page<'_>, criteria: &Criteria, outcome: &ConditionOutcome) -> Option<(String, String)> {
    let condition = criteria.conditions.get(outcome.index)?;
    let language = page.language;
    let mut text = words::verdict(outcome.verdict, language).to_owned();
    if let Some(found) = &outcome.measure {
        let style = page.style(&condition.expr);
        text.push_str(page.say("：", ": "));
        text.push_str(&measure::sentence(found, outcome.verdict, style));
    }
    Some((words::name(&condition.name, language).to_owned(), text))
}
