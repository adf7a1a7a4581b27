//! Amounts of awards, settled by definition.

use std::collections::BTreeMap;
use std::sync::Arc;

use guiju_program::Expr;
use guiju_program::arena::Id;
use guiju_program::award::{Award, AwardId, Cap, CapId, CapScope, Exclude, Keep, Shortage};
use guiju_program::expr::{RankKey, RowPath};
use guiju_program::parameter::BudgetId;
use guiju_program::schema::RecordId;
use guiju_program::value::Verdict;

use super::queue::{Item, Place, Places, queue};
use super::rows::number;
use super::{At, Reach, Walker};
use crate::exact::Exact;
use crate::facts::Table;
use crate::interval::{Interval, Num};
use crate::outcome::AwardStep;
use crate::settled::{Settled, SettledRow, amount, ceiling, is_nothing, perhaps};

/// The rows of the awards that are settled together.
type Rows = BTreeMap<AwardId, Vec<SettledRow>>;

impl<'a> Walker<'a> {
    /// What was settled.
    pub(crate) fn settled(&self) -> Arc<Settled> {
        self.settled.borrow().clone()
    }

    /// Takes over what was settled.
    pub(crate) fn set_settled(&self, settled: Arc<Settled>) {
        *self.settled.borrow_mut() = settled;
        // What was worked out before may have named amounts.
        self.memo.take();
    }

    /// Settles all awards and divides all totals.
    pub(crate) fn settle(&self) {
        for settlement in &self.program.settlements {
            self.settle_together(settlement);
        }
        for allocation in self.program.allocations.ids() {
            self.divide_once(allocation);
        }
    }

    fn settle_together(&self, awards: &[AwardId]) {
        let gross = |id: &AwardId| {
            self.steps.settles(*id);
            (*id, self.gross(&self.program.awards[*id]))
        };
        let mut rows: Rows = awards.iter().map(gross).collect();
        for id in awards {
            for exclude in &self.program.awards[*id].excludes {
                keep_one(*id, exclude, &mut rows);
            }
        }
        for (id, cap) in self.program.caps.iter() {
            if cap.awards.iter().all(|award| awards.contains(award)) {
                self.cap(id, cap, &mut rows);
            }
        }
        let mut settled = Settled::clone(&self.settled());
        for id in awards {
            let mut rows = rows.remove(id).unwrap_or_default();
            let award = &self.program.awards[*id];
            if let Some(draw) = &award.draw {
                let available = settled.available(self.program, *id);
                let items: Vec<Item> = (0..)
                    .zip(&rows)
                    .map(|(at, row)| Item { demand: row.amount(), places: self.places(award.record, at, &draw.order) })
                    .collect();
                let shares = queue(&available, &items, draw.shortage);
                for (row, share) in rows.iter_mut().zip(shares) {
                    row.pay(draw.budget, draw.shortage, share.paid, share.ahead);
                }
            }
            if let Some(slot) = settled.awards.get_mut(id.index()) {
                *slot = rows;
            }
            let given = self.facts.table(award.record).is_some();
            let total = settled.work_out_total(self.program, *id, given);
            if let Some(slot) = settled.totals.get_mut(id.index()) {
                *slot = total;
            }
        }
        self.set_settled(Arc::new(settled));
    }

    /// What each row asks for.
    fn gross(&self, award: &'a Award) -> Vec<SettledRow> {
        let len = self.facts.table(award.record).map_or(0, Table::len);
        (0..number(len))
            .map(|row| {
                let at = At::row(award.record, row);
                let amount = || amount(self.number(&award.amount, &at));
                let entitled = award.requires.as_ref().map_or(Verdict::Pass, |expr| self.condition(expr, &at));
                let gross = match entitled {
                    Verdict::Pass => amount(),
                    Verdict::Fail | Verdict::NotApplicable => Interval::point(Exact::zero()),
                    Verdict::Undetermined => perhaps(&amount()),
                };
                SettledRow::asking(gross)
            })
            .collect()
    }

    /// Where a row stands in an order.
    pub(super) fn places(&self, record: RecordId, row: u32, order: &'a [RankKey]) -> Places {
        let at = At::row(record, row);
        let mut places = Places::default();
        for key in order {
            places.push(self.number(&key.value, &at), key.ascending);
        }
        places
    }

    fn cap(&self, id: CapId, cap: &'a Cap, rows: &mut Rows) {
        let (CapScope::Each(record) | CapScope::EachGroup { record, .. } | CapScope::Whole(record)) = &cap.scope;
        let len = self.facts.table(*record).map_or(0, Table::len);
        if cap.awards.iter().any(|award| self.program.awards[*award].record != *record) {
            return;
        }
        // Every scope sees the amounts as they were before this ceiling.
        let before = rows.clone();
        match &cap.scope {
            CapScope::Each(_) => {
                for row in 0..number(len) {
                    self.cut_down(id, cap, &At::row(*record, row), (&[row], &[]), &before, rows);
                }
            }
            CapScope::Whole(_) => {
                let all: Vec<u32> = (0..number(len)).collect();
                self.cut_down(id, cap, &At::WHOLE, (&all, &[]), &before, rows);
            }
            CapScope::EachGroup { keys, .. } => {
                let groups = self.groups(*record, keys).unwrap_or_default();
                for group in &groups.groups {
                    let group = &group.group;
                    self.cut_down(id, cap, &At::group(group), (&group.sure, &group.unsure), &before, rows);
                }
                for row in groups.loose {
                    for award in &cap.awards {
                        if let Some(row) = rows.get_mut(award).and_then(|rows| rows.get_mut(row as usize)) {
                            let to = perhaps(&row.amount());
                            row.change(to, |to| AwardStep::Capped { cap: id, to });
                        }
                    }
                }
            }
        }
    }

    /// One ceiling over some rows, of which some perhaps belong elsewhere.
    fn cut_down(
        &self,
        id: CapId,
        cap: &'a Cap,
        at: &At<'_>,
        (sure, unsure): (&[u32], &[u32]),
        before: &Rows,
        rows: &mut Rows,
    ) {
        let limit: &'a Expr = &cap.limit;
        let Some(limit) = ceiling(self.number(limit, at)) else {
            return;
        };
        let mut places_of = Vec::new();
        let mut items = Vec::new();
        for (position, award) in (0_i64..).zip(&cap.awards) {
            let record = self.program.awards[*award].record;
            for (row, is_sure) in sure.iter().map(|row| (*row, true)).chain(unsure.iter().map(|row| (*row, false))) {
                let Some(value) = before.get(award).and_then(|rows| rows.get(row as usize)).map(SettledRow::amount)
                else {
                    continue;
                };
                // First by the order in which the awards are named, then by that of the rows.
                let within = self.places(record, row, &cap.order);
                let position = Place::Value(Exact::from(-position));
                let front = |places: Vec<Place>| std::iter::once(position.clone()).chain(places).collect();
                items.push(Item {
                    demand: if is_sure { value } else { perhaps(&value) },
                    places: Places { best: front(within.best), worst: front(within.worst) },
                });
                places_of.push((*award, row, is_sure));
            }
        }
        let shares = queue(&limit, &items, Shortage::CutLast);
        for ((award, row, is_sure), share) in places_of.into_iter().zip(shares) {
            let row = rows.get_mut(&award).and_then(|rows| rows.get_mut(row as usize));
            if let Some(row) = row.filter(|_| is_sure) {
                row.change(share.paid, |to| AwardStep::Capped { cap: id, to });
            }
        }
    }

    /// The key of the row that a path leads to from a row; `None` where it is not known or there is none.
    pub(crate) fn payee(&self, path: &RowPath, record: RecordId, row: u32) -> Option<String> {
        match self.reach(path, &At::row(record, row)) {
            Reach::Row(to) => Some(self.facts.key(self.program, to.record, to.row)),
            _ => None,
        }
    }

    /// The amount paid of an award for the row that a path leads to.
    pub(super) fn award_amount(&self, award: AwardId, path: &RowPath, at: &At<'_>) -> Num {
        let unknown = Num::unknown(false);
        match self.reach(path, at) {
            Reach::Row(row) => self.settled().award(award, row.row).map_or(unknown, |row| row.paid.clone()),
            Reach::Unknown { absent: true } => unknown.or_absent(),
            Reach::Unknown { absent: false } => unknown,
            Reach::Absent => Num::none(),
        }
    }

    /// What awards take from a budget, or leave of it.
    pub(crate) fn drawn(&self, budget: BudgetId, left: bool) -> Num {
        let drawn = self.settled().drawn(self.program, budget);
        if !left {
            return drawn;
        }
        Num::known(Exact::from(self.program.budgets[budget].amount)).subtract(&drawn)
    }
}

/// Of two awards that exclude each other, on each row one is kept.
fn keep_one(award: AwardId, exclude: &Exclude, rows: &mut Rows) {
    let (first, other) = (award.min(exclude.award), award.max(exclude.award));
    if first == other || !rows.contains_key(&first) || !rows.contains_key(&other) {
        return;
    }
    let (Some(mut firsts), Some(mut others)) = (rows.remove(&first), rows.remove(&other)) else {
        return;
    };
    for (first_row, other_row) in firsts.iter_mut().zip(&mut others) {
        let (a, b) = (first_row.amount(), other_row.amount());
        let nothing = Interval::point(Exact::zero());
        let positive = |amount: &Interval| amount.lo.as_ref().is_some_and(Exact::is_positive);
        let at_least = |a: &Interval, b: &Interval| a.lo.as_ref().zip(b.hi.as_ref()).is_some_and(|(lo, hi)| lo >= hi);
        let less = |a: &Interval, b: &Interval| a.hi.as_ref().zip(b.lo.as_ref()).is_some_and(|(hi, lo)| hi < lo);
        let (to_first, to_other) = match exclude.keep {
            Keep::First if positive(&a) => (a, nothing),
            Keep::First if is_nothing(&a) => (a, b),
            Keep::First => (a, perhaps(&b)),
            Keep::Highest if at_least(&a, &b) => (a, nothing),
            Keep::Highest if less(&a, &b) => (nothing, b),
            Keep::Highest => (perhaps(&a), perhaps(&b)),
        };
        first_row.change(to_first, |to| AwardStep::Excluded { by: other, to });
        other_row.change(to_other, |to| AwardStep::Excluded { by: first, to });
    }
    rows.insert(first, firsts);
    rows.insert(other, others);
}
