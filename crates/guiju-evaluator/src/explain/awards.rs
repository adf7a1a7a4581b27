//! Why it is not known how much is paid, or gets which part.

use guiju_program::Expr;
use guiju_program::arena::Id;
use guiju_program::award::{AllocationId, AwardId, CapId, CapScope};
use guiju_program::expr::RankKey;
use guiju_program::parameter::BudgetId;
use guiju_program::schema::RecordId;

use super::Reasons;
use crate::facts::Table;
use crate::outcome::{AwardStep, Cause, SilentPoint};
use crate::settled::{SettledRow, drawing_awards};
use crate::walk::At;

/// How many rows are looked at for the causes of a total.
const LOOKED_AT: usize = 1_000;

impl<'a> Reasons<'_, 'a> {
    /// What is missing for the amount of an award on a row; nothing where that is known.
    pub(crate) fn award(&mut self, id: AwardId, row: u32) {
        let settled = self.walker.settled();
        let Some(found) = settled.award(id, row) else {
            return self.add(Cause::Table(self.walker.program.awards[id].record));
        };
        if self.is_full() || found.paid.value().is_some() {
            return;
        }
        let before = self.told;
        for step in &found.steps {
            if step.amount().value().is_some() {
                continue;
            }
            match step {
                AwardStep::Gross(_) => self.gross(id, row),
                AwardStep::Excluded { by, .. } => self.gross(*by, row),
                AwardStep::Capped { cap, .. } => self.capped(*cap, row),
                AwardStep::Drawn { .. } => self.queue(id, row),
            }
        }
        if self.told == before && !self.cut {
            // Every fact is known: it is not said who of several comes first.
            self.add(Cause::Silent(SilentPoint::Ties));
        }
    }

    /// What is missing of what a row asks for.
    fn gross(&mut self, id: AwardId, row: u32) {
        let settled = self.walker.settled();
        if self.is_full() || settled.award(id, row).is_none_or(|found| found.gross().value().is_some()) {
            return;
        }
        let award = &self.walker.program.awards[id];
        let at = At::row(award.record, row);
        if let Some(requires) = &award.requires {
            self.condition(requires, &at);
        }
        self.value(&award.amount, &at);
    }

    /// What is missing for a ceiling on a row.
    fn capped(&mut self, cap: CapId, row: u32) {
        let program = self.walker.program;
        let cap = &program.caps[cap];
        match &cap.scope {
            CapScope::Each(record) => {
                self.value(&cap.limit, &At::row(*record, row));
                for award in &cap.awards {
                    self.gross(*award, row);
                }
            }
            CapScope::Whole(record) => {
                self.value(&cap.limit, &At::WHOLE);
                for award in &cap.awards {
                    self.waiting(*award, *record, row, &cap.order);
                }
            }
            CapScope::EachGroup { record, keys } => {
                self.unknown_cells(*record, keys, row);
                let groups = self.walker.groups_once(*record, keys);
                let own = groups.groups.iter().map(|group| &group.group).find(|group| group.sure.contains(&row));
                let Some(group) = own else {
                    return;
                };
                self.value(&cap.limit, &At::group(group));
                for other in group.sure.iter().chain(&group.unsure) {
                    if self.is_full() {
                        return;
                    }
                    self.unknown_cells(*record, keys, *other);
                    for award in &cap.awards {
                        self.gross(*award, *other);
                        self.order(*record, *other, &cap.order);
                    }
                }
            }
        }
    }

    /// What is missing for a row's place in the queue for a budget.
    fn queue(&mut self, id: AwardId, row: u32) {
        let program = self.walker.program;
        let award = &program.awards[id];
        let Some(draw) = &award.draw else {
            return;
        };
        self.waiting(id, award.record, row, &draw.order);
        // What awards before it take from the budget.
        for (other, before) in program.awards.iter().take_while(|(other, _)| *other != id) {
            if before.draw.as_ref().is_some_and(|before| before.budget == draw.budget) {
                self.total(other);
            }
        }
    }

    /// What is missing of what all rows of an award ask for, and of where they stand.
    fn waiting(&mut self, id: AwardId, record: RecordId, row: u32, order: &'a [RankKey]) {
        self.order(record, row, order);
        let place = (order.as_ptr().addr(), id.index());
        let doubtful = self.walker.doubtful(place, || self.waiting_in_doubt(id, record, order));
        for other in doubtful.iter() {
            if self.is_full() {
                return;
            }
            self.gross(id, *other);
            self.order(record, *other, order);
        }
    }

    /// The rows of which it is not known what they ask for, or where they stand.
    fn waiting_in_doubt(&self, id: AwardId, record: RecordId, order: &'a [RankKey]) -> Vec<u32> {
        let settled = self.walker.settled();
        let rows = settled.awards.get(id.index()).map_or(&[][..], Vec::as_slice);
        let in_doubt = |(row, found): &(u32, &SettledRow)| {
            // Who asks for nothing does not queue.
            !found.steps.is_empty()
                && (found.gross().value().is_none()
                    || self.is_in_doubt(record, *row, order.iter().map(|key| &key.value)))
        };
        (0_u32..).zip(rows).filter(in_doubt).map(|(row, _)| row).collect()
    }

    /// Whether a number is not known on a row.
    fn is_in_doubt(&self, record: RecordId, row: u32, mut numbers: impl Iterator<Item = &'a Expr>) -> bool {
        let at = At::row(record, row);
        numbers.any(|number| {
            let number = self.walker.number(number, &at);
            number.value().is_none() && !number.is_absent()
        })
    }

    fn order(&mut self, record: RecordId, row: u32, order: &'a [RankKey]) {
        let at = At::row(record, row);
        for key in order {
            self.value(&key.value, &at);
        }
    }

    /// What is missing for what is paid of an award in all.
    pub(crate) fn total(&mut self, id: AwardId) {
        let settled = self.walker.settled();
        if self.is_full() || settled.total(id).value().is_some() {
            return;
        }
        let record = self.walker.program.awards[id].record;
        if self.walker.facts.table(record).is_none() {
            return self.add(Cause::Table(record));
        }
        let rows = settled.awards.get(id.index()).map_or(&[][..], Vec::as_slice);
        let open = (0_u32..).zip(rows).filter(|(_, found)| found.paid.value().is_none());
        for (looked_at, (row, _)) in open.enumerate() {
            // The first rows stand for all: how many there are may not make this slow.
            if looked_at > LOOKED_AT {
                self.cut();
            }
            if self.is_full() || looked_at > LOOKED_AT {
                return;
            }
            self.award(id, row);
        }
    }

    /// What is missing for what is drawn on a budget.
    pub(crate) fn drawn(&mut self, budget: BudgetId) {
        for award in drawing_awards(self.walker.program, budget) {
            self.total(award);
        }
    }

    /// What is missing for a part of a total that is not known.
    pub(crate) fn allocated(&mut self, id: AllocationId, row: u32) {
        let allocation = &self.walker.program.allocations[id];
        let before = self.told;
        self.value(&allocation.total, &At::WHOLE);
        let record = allocation.record;
        let numbers = || {
            let bounds = allocation.least.iter().chain(&allocation.most);
            std::iter::once(&allocation.weight).chain(bounds).chain(allocation.order.iter().map(|key| &key.value))
        };
        let doubtful = self.walker.doubtful((std::ptr::from_ref(allocation).addr(), id.index()), || {
            let len = self.walker.facts.table(record).map_or(0, Table::len);
            let rows = 0..u32::try_from(len).unwrap_or(u32::MAX);
            rows.filter(|row| self.is_in_doubt(record, *row, numbers())).collect()
        });
        for row in std::iter::once(&row).chain(doubtful.iter()) {
            if self.is_full() {
                return;
            }
            for number in numbers() {
                self.value(number, &At::row(record, *row));
            }
        }
        if self.told == before && !self.cut {
            self.add(Cause::Silent(SilentPoint::Ties));
        }
    }
}
