//! The outcome of awards, budgets and allocations.

use guiju_program::arena::Id;
use guiju_program::award::{AllocationId, Award, AwardId, Part};

use super::Assembly;
use crate::exact::Exact;
use crate::explain::working;
use crate::interval::{Interval, Num};
use crate::outcome::{AllocationOutcome, AwardOutcome, AwardRow, AwardStanding, BudgetOutcome, Cause, Causes, Working};
use crate::settled::{Settled, SettledRow, drawing_awards};
use crate::walk::At;

/// The least that is possible of an amount.
fn least(amount: &Num) -> Exact {
    amount.values.as_ref().and_then(|values| values.lo.clone()).unwrap_or_else(Exact::zero)
}

/// The most that is possible of an amount; `None`: any.
fn most(amount: &Num) -> Option<&Exact> {
    amount.values.as_ref().and_then(|values| values.hi.as_ref())
}

impl Assembly<'_, '_> {
    pub(super) fn award(&self, id: AwardId, settled: &Settled) -> AwardOutcome {
        let award = &self.walker.program.awards[id];
        let mut outcome = AwardOutcome {
            award: id,
            paid: 0,
            refused: 0,
            cut: 0,
            undetermined: 0,
            total: settled.total(id),
            causes: self.causes_of_total(id, settled),
            available: award.draw.as_ref().map(|_| Num::of(settled.available(self.walker.program, id))),
            rows: Vec::new(),
            listed: Vec::new(),
        };
        let rows = settled.awards.get(id.index()).map_or(&[][..], Vec::as_slice);
        for (row, found) in (0_u32..).zip(rows).filter(|(_, found)| !found.steps.is_empty()) {
            let entitled = least(found.gross());
            let paid = least(&found.paid);
            outcome.paid += u64::from(paid.is_positive());
            outcome.cut += u64::from(paid.is_positive() && most(&found.paid).is_some_and(|most| *most < entitled));
            outcome.refused += u64::from(most(&found.paid).is_some_and(Exact::is_zero));
            let mut causes = Causes::default();
            if found.paid.value().is_none() {
                if outcome.undetermined < u64::try_from(self.options.row_limit).unwrap_or(u64::MAX) {
                    let mut reasons = self.reasons();
                    reasons.award(id, row);
                    causes = reasons.finish();
                } else {
                    causes.truncated = true;
                }
                outcome.undetermined += 1;
            }
            outcome.rows.push(self.award_row(award, row, found, causes));
        }
        outcome.listed = self.listed(id, &outcome.rows);
        outcome
    }

    /// The rows that a report goes into, with how their amounts were worked out.
    fn listed(&self, id: AwardId, rows: &[AwardRow]) -> Vec<(usize, Working)> {
        let of = |in_full: bool| {
            rows.iter().enumerate().filter(move |(_, row)| (row.standing() == AwardStanding::Paid) == in_full)
        };
        let listed = of(false).chain(of(true)).take(self.options.working_limit);
        listed.map(|(place, row)| (place, working(self.walker, id, row.row))).collect()
    }

    /// Why it is not known what is paid in all.
    fn causes_of_total(&self, id: AwardId, settled: &Settled) -> Causes {
        if settled.total(id).value().is_some() {
            return Causes::default();
        }
        let mut reasons = self.reasons();
        reasons.total(id);
        reasons.finish()
    }

    fn award_row(&self, award: &Award, row: u32, found: &SettledRow, causes: Causes) -> AwardRow {
        AwardRow {
            row,
            key: self.key(award.record, row),
            payee: award.payee.as_ref().and_then(|path| self.walker.payee(path, award.record, row)),
            steps: found.steps.clone(),
            paid: found.paid.clone(),
            instalments: found.paid.value().map_or_else(Vec::new, |paid| instalments(award, paid)),
            causes,
        }
    }

    pub(super) fn budgets(&self, settled: &Settled) -> Vec<BudgetOutcome> {
        let program = self.walker.program;
        let drawn_on = program.budgets.iter().filter(|(id, _)| !drawing_awards(program, *id).is_empty());
        drawn_on
            .map(|(id, budget)| {
                let amount = Exact::from(budget.amount);
                let used = settled.drawn(program, id);
                let mut causes = Causes::default();
                if used.value().is_none() {
                    let mut reasons = self.reasons();
                    reasons.drawn(id);
                    causes = reasons.finish();
                }
                let left = Num::known(amount.clone()).subtract(&used);
                BudgetOutcome { budget: id, left, amount, used, causes }
            })
            .collect()
    }

    pub(super) fn allocation(&self, id: AllocationId, settled: &Settled) -> AllocationOutcome {
        let allocation = &self.walker.program.allocations[id];
        let total = self.walker.number(&allocation.total, &At::WHOLE);
        let parts = settled.allocations.get(id.index()).map_or(&[][..], Vec::as_slice);
        let given = self.walker.facts.table(allocation.record).is_some();
        let feasible = !given || parts.iter().any(|part| !part.is_absent());
        let rest = if !given {
            // Nothing is known of the parts, but that they are parts.
            total.hull(&Num::known(Exact::zero()))
        } else if feasible {
            let divided = parts.iter().fold(Num::known(Exact::zero()), |sum, part| sum.add(part));
            let rest = total.subtract(&divided);
            // What stays is never below zero.
            let values = rest.values.map(|values| Interval {
                lo: Some(values.lo.map_or_else(Exact::zero, |lo| lo.max(Exact::zero()))),
                hi: values.hi.map(|hi| hi.max(Exact::zero())),
            });
            Num { values, ..rest }
        } else {
            total.clone()
        };
        let mut reasons = self.reasons();
        if !given {
            reasons.add(Cause::Table(allocation.record));
        }
        reasons.value(&allocation.total, &At::WHOLE);
        let open = (0_u32..).zip(parts).find(|(_, part)| part.value().is_none() && !part.is_absent());
        if let Some((row, _)) = open {
            reasons.allocated(id, row);
        }
        let causes = reasons.finish();
        let parts = (0_u32..).zip(parts).map(|(row, part)| (self.key(allocation.record, row), part.clone()));
        AllocationOutcome { allocation: id, total, feasible, parts: parts.collect(), rest, causes }
    }
}

/// The instalments of an amount: each down to the fen and no more than is left, and the last takes the rest.
pub(crate) fn instalments(award: &Award, paid: &Exact) -> Vec<Exact> {
    let Some(before) = award.instalments.len().checked_sub(1) else {
        return Vec::new();
    };
    let hundred = Exact::from(100_i64);
    let fen = Exact::scaled(1, 2);
    let mut rest = paid.clone();
    let mut parts = Vec::new();
    for instalment in award.instalments.iter().take(before) {
        let part = match instalment.part {
            Part::Share(share) => paid * &Exact::from(share),
            Part::Amount(amount) => Exact::from(amount).min(rest.clone()),
            Part::Rest => rest.clone(),
        };
        let part = &(&part * &hundred).floor() * &fen;
        rest = &rest - &part;
        parts.push(part);
    }
    parts.push(rest);
    parts
}
