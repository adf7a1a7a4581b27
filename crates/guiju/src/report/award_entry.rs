//! Awards, budgets and allocations of the JSON report.

use std::collections::BTreeMap;

use guiju_evaluator::outcome::{
    AllocationOutcome, AwardOutcome, AwardRow, AwardStanding, AwardStep, BudgetOutcome, Working,
};
use guiju_evaluator::{Exact, Num};
use guiju_program::award::{Award, AwardKind};
use guiju_program::parameter::Unspent;
use guiju_program::{Dimension, Type};

use super::award_steps::{self, Left, Step};
use super::json::{
    AllocationEntry, AwardEntry, AwardRowEntry, BudgetEntry, InstalmentEntry, PartEntry, PayeeEntry, RangeEntry,
    StepEntry,
};
use super::{build, excerpt, formula, number};
use crate::policy::Policy;

fn money() -> Type {
    Type::Number(Dimension::money())
}

/// A number, or what is possible of it.
fn known_or_range(number: &Num, ty: &Type) -> (Option<String>, Option<RangeEntry>) {
    let known = number.value().map(|value| number::exact_text(value, ty));
    let range = known.is_none().then(|| build::range(number, ty));
    (known, range)
}

/// What a payee gets of an award.
pub(super) struct Payee {
    /// How many rows are surely paid something.
    pub paid: u64,
    /// Of how many it is not known what they get.
    pub undetermined: u64,
    /// How much in all.
    pub total: Num,
}

/// What each payee gets, in the order of the keys; `None` is whoever it is that is not known. Empty for an award that is
/// paid to the rows themselves.
pub(super) fn payees<'r>(award: &Award, outcome: &'r AwardOutcome) -> BTreeMap<Option<&'r str>, Payee> {
    let mut payees = BTreeMap::new();
    if award.payee.is_none() {
        return payees;
    }
    for row in &outcome.rows {
        let payee = payees.entry(row.payee.as_deref()).or_insert_with(|| Payee {
            paid: 0,
            undetermined: 0,
            total: Num::known(Exact::zero()),
        });
        let least = row.paid.values.as_ref().and_then(|values| values.lo.as_ref());
        payee.paid += u64::from(least.is_some_and(Exact::is_positive));
        payee.undetermined += u64::from(row.paid.value().is_none());
        payee.total = payee.total.add(&row.paid);
    }
    payees
}

/// What is paid in each instalment in all; `None` where an amount is not known, and nothing without instalments.
pub(super) fn instalment_totals(award: &Award, outcome: &AwardOutcome) -> Vec<Option<Exact>> {
    let mut totals = vec![Some(Exact::zero()); award.instalments.len()];
    for row in &outcome.rows {
        for (at, total) in totals.iter_mut().enumerate() {
            *total = total.as_ref().zip(row.instalments.get(at)).map(|(total, part)| total + part);
        }
    }
    totals
}

pub(super) fn award(policy: &Policy, outcome: &AwardOutcome, row_limit: usize) -> AwardEntry {
    let program = policy.program();
    let award = &program.awards[outcome.award];
    let (total, total_range) = known_or_range(&outcome.total, &money());
    let payees = payees(award, outcome);
    let left = Left::of(award, outcome);
    AwardEntry {
        id: award.name.text.clone(),
        label: award.name.label.clone(),
        kind: match award.kind {
            AwardKind::Paid => "paid",
            AwardKind::Recovered => "recovered",
        },
        record: program.records[award.record].name.text.clone(),
        text: excerpt::excerpt(policy, award.amount.span),
        count: outcome.paid,
        cut: outcome.cut,
        refused: outcome.refused,
        undetermined: outcome.undetermined,
        total,
        total_range,
        unit: Dimension::money().zh(),
        cites: build::cites(program, &award.cites),
        interpretations: build::interpretations(program, &award.interpretations),
        instalments: instalments(award, instalment_totals(award, outcome)),
        payees_truncated: payees.len() > row_limit,
        payees: payees
            .into_iter()
            .take(row_limit)
            .map(|(key, payee)| {
                let (total, total_range) = known_or_range(&payee.total, &money());
                PayeeEntry {
                    key: key.map(str::to_owned),
                    count: payee.paid,
                    undetermined: payee.undetermined,
                    total,
                    total_range,
                }
            })
            .collect(),
        rows: outcome
            .listed
            .iter()
            .filter_map(|(place, working)| Some((outcome.rows.get(*place)?, working)))
            .map(|(row, working)| row_entry(policy, outcome, award, row, working, left.as_ref()))
            .collect(),
        truncated: outcome.rows.len() > outcome.listed.len(),
        missing: build::missing(program, &award.cites, &outcome.causes),
        missing_truncated: outcome.causes.truncated,
    }
}

fn instalments(award: &Award, amounts: impl IntoIterator<Item = Option<Exact>>) -> Vec<InstalmentEntry> {
    let named = award.instalments.iter().zip(amounts);
    named
        .map(|(instalment, amount)| InstalmentEntry {
            name: instalment.name.text.clone(),
            amount: amount.map(|amount| number::exact_text(&amount, &money())),
        })
        .collect()
}

fn row_entry(
    policy: &Policy,
    outcome: &AwardOutcome,
    award: &Award,
    row: &AwardRow,
    working: &Working,
    left: Option<&Left>,
) -> AwardRowEntry {
    let program = policy.program();
    let (amount, amount_range) = known_or_range(&row.paid, &money());
    AwardRowEntry {
        key: row.key.clone(),
        payee: row.payee.clone(),
        status: status(row.standing()),
        amount,
        amount_range,
        steps: award_steps::steps(outcome, award, row, left).iter().map(|step| step_entry(policy, step)).collect(),
        formula: working.lines.iter().map(|line| formula::entry(policy, award, line)).collect(),
        formula_truncated: working.truncated,
        instalments: instalments(award, row.instalments.iter().cloned().map(Some)),
        missing: build::missing(program, &award.cites, &row.causes),
        missing_truncated: row.causes.truncated,
    }
}

/// How a row came off, as the JSON report spells it.
const fn status(standing: AwardStanding) -> &'static str {
    match standing {
        AwardStanding::Paid => "paid",
        AwardStanding::Cut => "cut",
        AwardStanding::Refused => "refused",
        AwardStanding::Undetermined => "undetermined",
    }
}

fn step_entry(policy: &Policy, step: &Step<'_>) -> StepEntry {
    let program = policy.program();
    let (to, to_range) = known_or_range(step.step.amount(), &money());
    let (kind, by, clauses) = match step.step {
        AwardStep::Gross(_) => ("gross", None, None),
        AwardStep::Excluded { by, .. } => {
            let award = &program.awards[*by];
            ("excluded", Some(&award.name), Some(&award.cites))
        }
        AwardStep::Capped { cap, .. } => {
            let cap = &program.caps[*cap];
            ("capped", Some(&cap.name), Some(&cap.cites))
        }
        AwardStep::Drawn { budget, .. } => {
            let budget = &program.budgets[*budget];
            ("drawn", Some(&budget.name), Some(&budget.cites))
        }
    };
    let ahead = match step.step {
        AwardStep::Drawn { ahead, .. } => Some(ahead),
        _ => None,
    };
    let (ahead, ahead_range) = ahead.map_or((None, None), |ahead| known_or_range(ahead, &money()));
    let text = |number: &Exact| number::exact_text(number, &money());
    StepEntry {
        kind,
        by: by.map(|name| name.text.clone()),
        to,
        to_range,
        ahead,
        ahead_range,
        left: step.left.as_ref().map(text),
        over: step.over.as_ref().map(text),
        cites: clauses.map_or_else(Vec::new, |clauses| build::cites(program, clauses)),
    }
}

pub(super) fn budget(policy: &Policy, outcome: &BudgetOutcome) -> BudgetEntry {
    let program = policy.program();
    let budget = &program.budgets[outcome.budget];
    let (used, used_range) = known_or_range(&outcome.used, &money());
    let (left, left_range) = known_or_range(&outcome.left, &money());
    let over = outcome.left.value().filter(|left| left.is_negative()).map(Exact::abs);
    BudgetEntry {
        id: budget.name.text.clone(),
        label: budget.name.label.clone(),
        amount: number::exact_text(&outcome.amount, &money()),
        used,
        used_range,
        left,
        left_range,
        over: over.map(|over| number::exact_text(&over, &money())),
        unspent: budget.unspent.map(|unspent| match unspent {
            Unspent::Returned => "returned",
            Unspent::Carried => "carried",
        }),
        cites: build::cites(program, &budget.cites),
        missing: build::missing(program, &budget.cites, &outcome.causes),
        missing_truncated: outcome.causes.truncated,
    }
}

pub(super) fn allocation(policy: &Policy, outcome: &AllocationOutcome, row_limit: usize) -> AllocationEntry {
    let program = policy.program();
    let allocation = &program.allocations[outcome.allocation];
    let ty = &allocation.total.ty;
    let (total, total_range) = known_or_range(&outcome.total, ty);
    let (rest, rest_range) = known_or_range(&outcome.rest, ty);
    AllocationEntry {
        id: allocation.name.text.clone(),
        label: allocation.name.label.clone(),
        record: program.records[allocation.record].name.text.clone(),
        unit: number::unit_text(ty),
        total,
        total_range,
        feasible: outcome.feasible,
        interpretations: build::interpretations(program, &allocation.interpretations),
        parts: outcome
            .parts
            .iter()
            .take(row_limit)
            .map(|(key, part)| {
                let (amount, amount_range) = known_or_range(part, ty);
                PartEntry { key: key.clone(), amount, amount_range }
            })
            .collect(),
        truncated: outcome.parts.len() > row_limit,
        rest,
        rest_range,
        cites: build::cites(program, &allocation.cites),
        missing: build::missing(program, &allocation.cites, &outcome.causes),
        missing_truncated: outcome.causes.truncated,
    }
}
