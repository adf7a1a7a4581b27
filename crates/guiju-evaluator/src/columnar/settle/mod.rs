//! Awards, ceilings and budgets over whole tables: rows by plans, queues by sorting once.

mod allocate;
mod queue;
mod scaled;
mod stray;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use guiju_program::Expr;
use guiju_program::arena::Id;
use guiju_program::award::{Award, AwardId, Cap, CapId, CapScope, Exclude, Keep};
use guiju_program::expr::RankKey;
use guiju_program::schema::RecordId;

use self::queue::{Item, queue};
use super::compile::Compiler;
use super::engine::Columnar;
use super::fault::{self, Fault};
use super::groups::Groups;
use super::kernels::{OPEN, PASS};
use super::keys::{self, Keys};
use super::parallel;
use super::plan::{NumNode, Plan, Scratch, ThisRow, UNKNOWN_CODE};
use super::run::{Runner, index, node_nums, source_codes};
use crate::exact::Exact;
use crate::facts::Table;
use crate::interval::{Interval, Num};
use crate::outcome::AwardStep;
use crate::settled::{Settled, SettledRow, amount, ceiling, is_nothing, perhaps};

/// The rows of the awards that are settled together.
type Rows = BTreeMap<AwardId, Vec<SettledRow>>;

/// Some rows that share a ceiling: those sure to, those that perhaps do, and the ceiling.
struct Shared {
    sure: Vec<u32>,
    unsure: Vec<u32>,
    limit: Num,
}

impl<'a> Columnar<'a> {
    /// Settles all awards, and divides all totals.
    pub(super) fn settle_all(&mut self) {
        let program = self.context.program;
        for settlement in &program.settlements {
            self.settle_together(settlement);
        }
        for id in program.allocations.ids() {
            self.allocated(id);
        }
    }

    fn settle_together(&mut self, awards: &[AwardId]) {
        let program = self.context.program;
        let mut rows = Rows::new();
        for id in awards {
            if let Some(meter) = &self.context.meter {
                meter.settles(*id);
            }
            rows.insert(*id, self.gross(&program.awards[*id]));
        }
        for id in awards {
            for exclude in &program.awards[*id].excludes {
                keep_one(*id, exclude, &mut rows);
            }
        }
        for (id, cap) in program.caps.iter() {
            if cap.awards.iter().all(|award| awards.contains(award)) {
                self.cap(id, cap, &mut rows);
            }
        }
        for id in awards {
            let award = &program.awards[*id];
            let mut rows = rows.remove(id).unwrap_or_default();
            if let Some(draw) = &award.draw {
                let keys = self.row_keys(award.record, &draw.order, rows.len());
                let demands = rows.iter().map(SettledRow::amount);
                let items: Vec<Item> = demands.zip(keys).map(|(demand, keys)| Item { demand, keys }).collect();
                let available = match fault::is(Fault::BudgetDrawnTwice) {
                    true => Interval::point(Exact::from(program.budgets[draw.budget].amount)),
                    false => self.context.settled.available(program, *id),
                };
                let shares = queue(&available, &items, draw.shortage);
                for (row, share) in rows.iter_mut().zip(shares) {
                    row.pay(draw.budget, draw.shortage, share.paid, share.ahead);
                }
            }
            let given = self.context.table(award.record).is_some();
            let settled = Arc::make_mut(&mut self.context.settled);
            if let Some(slot) = settled.awards.get_mut(id.index()) {
                *slot = rows;
            }
            let total = settled.work_out_total(program, *id, given);
            if let Some(slot) = settled.totals.get_mut(id.index()) {
                *slot = total;
            }
        }
    }

    /// What each row asks for.
    fn gross(&mut self, award: &'a Award) -> Vec<SettledRow> {
        let len = self.context.table(award.record).map_or(0, Table::len);
        self.prepare(&award.amount);
        if let Some(requires) = &award.requires {
            self.prepare(requires);
        }
        let mut compiler = Compiler::rows(&mut self.context, award.record, ThisRow::Same);
        let requires = award.requires.as_ref().map(|requires| compiler.verdict(requires));
        let node = compiler.number(&award.amount);
        let plan = compiler.finish();
        self.over_rows(&plan, len, |scratch, start, len, rows| {
            let verdicts: Vec<u8> = match &requires {
                Some(requires) => source_codes(requires, scratch, start, len).collect(),
                None => vec![PASS; len],
            };
            let gross = node_nums(&node, scratch, start, len).zip(verdicts).map(|(num, verdict)| match verdict {
                PASS => amount(num),
                OPEN if fault::is(Fault::UnsureIsPaid) => amount(num),
                OPEN => perhaps(&amount(num)),
                _ => Interval::point(Exact::zero()),
            });
            rows.extend(gross.map(SettledRow::asking));
        })
    }

    /// Runs a plan over all rows, chunk by chunk and on several threads; what is taken stands in the order of rows.
    fn over_rows<T: Send>(
        &self,
        plan: &Plan<'a>,
        len: usize,
        take: impl Fn(&Scratch, usize, usize, &mut Vec<T>) + Sync,
    ) -> Vec<T> {
        let context = &self.context;
        let work = |rows: Range<usize>| {
            let walker = context.walker();
            let runner = Runner { walker: &walker, chunk_rows: context.options.chunk_rows.max(1) };
            let mut scratch = Scratch::for_plan(plan);
            let mut taken = Vec::with_capacity(rows.len());
            let mut start = rows.start;
            while start < rows.end {
                let end = rows.end.min(start + runner.chunk_rows);
                runner.run(plan, &mut scratch, start..end);
                take(&scratch, start, end - start, &mut taken);
                start = end;
            }
            taken
        };
        let mut parts = parallel::over_rows(len, context.options, work).into_iter();
        let mut all = parts.next().unwrap_or_default();
        parts.for_each(|part| all.extend(part));
        all
    }

    /// A number for each row.
    fn numbers(&mut self, record: RecordId, expr: &'a Expr) -> Vec<Num> {
        self.prepare(expr);
        let len = self.context.table(record).map_or(0, Table::len);
        let mut compiler = Compiler::rows(&mut self.context, record, ThisRow::Same);
        let node = compiler.number(expr);
        let plan = compiler.finish();
        self.over_rows(&plan, len, |scratch, start, len, nums| nums.extend(node_nums(&node, scratch, start, len)))
    }

    /// Where each row stands in an order.
    fn row_keys(&mut self, record: RecordId, order: &'a [RankKey], len: usize) -> Vec<Keys> {
        let numbers: Vec<(Vec<Num>, bool)> =
            order.iter().map(|key| (self.numbers(record, &key.value), key.ascending)).collect();
        keys::keys(len, &numbers)
    }

    /// A number for the whole, or for each group.
    fn of_groups(&mut self, expr: &'a Expr, groups: Option<Arc<Groups>>) -> Vec<Num> {
        self.prepare(expr);
        let count = groups.as_ref().map_or(1, |groups| groups.rows.len());
        let mut compiler = match groups {
            Some(groups) => Compiler::groups(&mut self.context, groups),
            None => Compiler::whole(&mut self.context),
        };
        let node: NumNode<'a> = compiler.number(expr);
        let plan = compiler.finish();
        self.over_rows(&plan, count, |scratch, start, len, nums| nums.extend(node_nums(&node, scratch, start, len)))
    }

    /// A number for the whole.
    fn of_whole(&mut self, expr: &'a Expr) -> Num {
        self.of_groups(expr, None).pop().unwrap_or_else(Num::none)
    }

    /// Cuts awards down to a ceiling.
    fn cap(&mut self, id: CapId, cap: &'a Cap, rows: &mut Rows) {
        let program = self.context.program;
        let (CapScope::Each(record) | CapScope::EachGroup { record, .. } | CapScope::Whole(record)) = &cap.scope;
        let record = *record;
        if cap.awards.iter().any(|award| program.awards[*award].record != record) {
            return;
        }
        let len = self.context.table(record).map_or(0, Table::len);
        let keys = self.row_keys(record, &cap.order, len);
        let mut loose: Vec<u32> = Vec::new();
        let shared: Vec<Shared> = match &cap.scope {
            CapScope::Each(_) => {
                let limits = (0..).zip(self.numbers(record, &cap.limit));
                limits.map(|(row, limit)| Shared { sure: vec![row], unsure: Vec::new(), limit }).collect()
            }
            CapScope::Whole(_) => {
                let limit = self.of_whole(&cap.limit);
                vec![Shared { sure: (0..index(len)).collect(), unsure: Vec::new(), limit }]
            }
            CapScope::EachGroup { keys, .. } => {
                let groups = self.context.groups(record, keys);
                let codes = (0..).zip(groups.of_row.iter());
                loose.extend(codes.filter(|(_, code)| **code == UNKNOWN_CODE).map(|(row, _)| row));
                let limits = self.of_groups(&cap.limit, Some(groups.clone()));
                let of_group = |(group, limit): (&crate::walk::Group, Num)| Shared {
                    sure: group.sure.clone(),
                    unsure: group.unsure.clone(),
                    limit,
                };
                groups.rows.iter().zip(limits).map(of_group).collect()
            }
        };
        // Rows that may belong to several groups ask each for what they asked before this ceiling.
        let asked: BTreeMap<(AwardId, u32), Interval> = loose
            .iter()
            .flat_map(|row| cap.awards.iter().map(move |award| (*award, *row)))
            .filter_map(|(award, row)| Some(((award, row), rows.get(&award)?.get(row as usize)?.amount())))
            .collect();
        for shared in shared {
            cut_down(id, cap, shared, &keys, &asked, rows);
        }
        for row in loose {
            for award in &cap.awards {
                if let Some(row) = rows.get_mut(award).and_then(|rows| rows.get_mut(row as usize)) {
                    let to = perhaps(&row.amount());
                    row.change(to, |to| AwardStep::Capped { cap: id, to });
                }
            }
        }
    }
}

/// One ceiling over the rows that share it: awards in the order in which they are named, and within each its rows.
fn cut_down(
    id: CapId,
    cap: &Cap,
    shared: Shared,
    keys: &[Keys],
    asked: &BTreeMap<(AwardId, u32), Interval>,
    rows: &mut Rows,
) {
    let Some(limit) = ceiling(shared.limit) else { return };
    let mut items = Vec::new();
    let mut places = Vec::new();
    for (position, award) in (0_u64..).zip(&cap.awards) {
        // The greater key is ahead.
        let place = if fault::is(Fault::CapCutsFirst) { position } else { cap.awards.len() as u64 - position };
        let within = |row: u32| {
            let Keys { best, worst } = keys.get(row as usize).copied().unwrap_or_default();
            Keys { best: place << 32 | best, worst: place << 32 | worst }
        };
        for row in &shared.sure {
            let Some(found) = rows.get(award).and_then(|rows| rows.get(*row as usize)) else { continue };
            items.push(Item { demand: found.amount(), keys: within(*row) });
            places.push((*award, *row, true));
        }
        for row in &shared.unsure {
            let Some(demand) = asked.get(&(*award, *row)) else { continue };
            items.push(Item { demand: perhaps(demand), keys: within(*row) });
            places.push((*award, *row, false));
        }
    }
    let shares = queue(&limit, &items, guiju_program::award::Shortage::CutLast);
    for ((award, row, is_sure), share) in places.into_iter().zip(shares) {
        let row = rows.get_mut(&award).and_then(|rows| rows.get_mut(row as usize));
        if let Some(row) = row.filter(|_| is_sure) {
            row.change(share.paid, |to| AwardStep::Capped { cap: id, to });
        }
    }
}

/// Of two awards that are not paid beside each other, on each row leaves one.
fn keep_one(award: AwardId, exclude: &Exclude, rows: &mut Rows) {
    let (first, other) = (award.min(exclude.award), award.max(exclude.award));
    if first == other || !rows.contains_key(&other) {
        return;
    }
    let Some(mut firsts) = rows.remove(&first) else { return };
    let keep_first = exclude.keep == Keep::First || fault::is(Fault::KeepsFirst);
    for (a, b) in firsts.iter_mut().zip(rows.get_mut(&other).into_iter().flatten()) {
        let (of_a, of_b) = (a.amount(), b.amount());
        let nothing = Interval::point(Exact::zero());
        let lowest = |amount: &Interval| amount.lo.clone().unwrap_or_else(Exact::zero);
        let (to_a, to_b) = if keep_first {
            if lowest(&of_a).is_positive() {
                (of_a, nothing)
            } else if is_nothing(&of_a) {
                (of_a, of_b)
            } else {
                (of_a, perhaps(&of_b))
            }
        } else if of_b.hi.as_ref().is_some_and(|most| lowest(&of_a) >= *most) {
            (of_a, nothing)
        } else if of_a.hi.as_ref().is_some_and(|most| *most < lowest(&of_b)) {
            (nothing, of_b)
        } else {
            (perhaps(&of_a), perhaps(&of_b))
        };
        a.change(to_a, |to| AwardStep::Excluded { by: other, to });
        b.change(to_b, |to| AwardStep::Excluded { by: first, to });
    }
    rows.insert(first, firsts);
}

/// What was settled of a program over facts, by this engine.
pub(crate) fn settled(
    program: &guiju_program::Program,
    facts: &crate::facts::Facts,
    options: &crate::outcome::Options,
) -> Arc<Settled> {
    let mut engine = Columnar::new(program, facts, options);
    engine.settle_all();
    engine.settled()
}
