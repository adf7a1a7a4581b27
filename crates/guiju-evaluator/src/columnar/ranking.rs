//! Places of all rows in a ranking, by sorting once.
//!
//! A row whose keys are not all known has a best and a worst key; how many rows are surely and perhaps ahead of a row
//! are then counts in two sorted lists: of the worst keys of sure members, and of the best keys of all.

use std::sync::Arc;

use guiju_program::expr::{ExprKind, Ranking, Relation, Ties, TopRounding};

use super::compile::Compiler;
use super::context::Context;
use super::fault::{self, Fault};
use super::groups::combine;
use super::kernels::{FAIL, NOT_APPLICABLE, OPEN, PASS};
use super::keys::{self, Keys};
use super::plan::{ABSENT_CODE, Scratch, ThisRow, UNKNOWN_CODE};
use super::run::{Runner, index, node_nums, source_codes};
use crate::exact::Exact;
use crate::facts::{Column, ColumnData, Table};
use crate::interval::Num;

/// Where each row stands among the others.
pub(super) struct Places {
    rows: Vec<Place>,
}

/// Where a row stands: numbers of other rows, sure and possible.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// [`PASS`], [`OPEN`] or [`FAIL`]: whether it has a place.
    member: u8,
    ahead: (u64, u64),
    level: (u64, u64),
    ranked: (u64, u64),
}

/// The places of all rows, computed once; `None` where the tree must be walked.
pub(super) fn places<'a>(context: &mut Context<'a>, ranking: &'a Ranking) -> Option<Arc<Places>> {
    let key = std::ptr::from_ref(ranking).addr();
    if let Some(places) = context.places.get(&key) {
        return Some(places.clone());
    }
    let places = Arc::new(compute(context, ranking)?);
    context.places.insert(key, places.clone());
    Some(places)
}

fn compute<'a>(context: &mut Context<'a>, ranking: &'a Ranking) -> Option<Places> {
    // Rows ranked against their siblings are rare.
    if ranking.rows.relation != Relation::Whole {
        return None;
    }
    if ranking.mentions_this() {
        return None;
    }
    let record = ranking.rows.record;
    let table = context.table(record)?;
    let len = table.len();
    let partition = partition(table, ranking, record)?;

    let mut compiler = Compiler::rows(context, record, ThisRow::None);
    let filters = ranking.filters.iter().map(|filter| compiler.verdict(filter)).collect();
    let member = compiler.member(filters);
    let values: Vec<_> = ranking.keys.iter().map(|key| compiler.number(&key.value)).collect();
    let plan = compiler.finish();
    let walker = context.walker();
    let chunk_rows = context.options.chunk_rows.max(1);
    let runner = Runner { walker: &walker, chunk_rows };
    let mut scratch = Scratch::for_plan(&plan);
    let mut members = Vec::with_capacity(len);
    let mut nums: Vec<Vec<Num>> = values.iter().map(|_| Vec::with_capacity(len)).collect();
    let mut start = 0;
    while start < len {
        let end = len.min(start + chunk_rows);
        runner.run(&plan, &mut scratch, start..end);
        match &member {
            Some(source) => members.extend(source_codes(source, &scratch, start, end - start)),
            None => members.resize(end, PASS),
        }
        for (node, nums) in values.iter().zip(&mut nums) {
            nums.extend(node_nums(node, &scratch, start, end - start));
        }
        start = end;
    }

    let mut rows: Vec<Place> = members
        .iter()
        .enumerate()
        .map(|(row, member)| {
            let mut member = if *member == PASS || *member == OPEN { *member } else { FAIL };
            // A row without a key, or without a part of the table to be ranked in, has no place.
            for num in nums.iter().filter_map(|nums| nums.get(row)) {
                if num.is_absent() {
                    member = FAIL;
                } else if num.absent {
                    member = member.max(OPEN);
                }
            }
            if partition.get(row) == Some(&ABSENT_CODE) {
                member = FAIL;
            }
            Place { member, ..Place::default() }
        })
        .collect();
    let numbers: Vec<(Vec<Num>, bool)> =
        nums.into_iter().zip(&ranking.keys).map(|(nums, key)| (nums, key.ascending)).collect();
    count(&mut rows, &keys::keys(len, &numbers), &partition);
    Some(Places { rows })
}

/// For each row its part of the table; `None` where the tree must be walked.
fn partition(table: &Table, ranking: &Ranking, record: guiju_program::schema::RecordId) -> Option<Vec<u32>> {
    let mut columns = Vec::new();
    for expr in &ranking.partition {
        let ExprKind::Field { row, field } = &expr.kind else { return None };
        if !row.steps.is_empty() || row.record != record {
            return None;
        }
        columns.push(super::groups::ranks_or_unknown(table, *field));
    }
    let parts = combine(&columns, table.len());
    // With several fields a row may agree with some parts only: too rare for a rule of its own here. So is an optional
    // field that is unknown, which may be absent too.
    let open = parts.contains(&UNKNOWN_CODE);
    let plain = |column: &Column| !matches!(column.data, ColumnData::NotGiven);
    let fields = ranking.partition.iter().filter_map(|expr| match &expr.kind {
        ExprKind::Field { field, .. } => table.column(*field),
        _ => None,
    });
    if open && (columns.len() > 1 || !fields.into_iter().all(plain)) {
        return None;
    }
    Some(parts)
}

/// Counts for each row how many others are ahead of it, level with it, and ranked at all.
fn count(rows: &mut [Place], keys: &[Keys], partition: &[u32]) {
    let mut order: Vec<u32> = (0..index(rows.len())).collect();
    let part_of = |row: u32| partition.get(row as usize).copied().unwrap_or(ABSENT_CODE);
    order.sort_by_key(|row| part_of(*row));
    let key_of = |row: u32| keys.get(row as usize).copied().unwrap_or_default();
    let member_of = |rows: &[Place], row: u32| rows.get(row as usize).map_or(FAIL, |place| place.member);

    let is_member = |rows: &[Place], row: u32| member_of(rows, row) != FAIL;
    let loose: Vec<u32> =
        order.iter().copied().filter(|row| part_of(*row) == UNKNOWN_CODE && is_member(rows, *row)).collect();
    let all: Vec<u32> = order.iter().copied().filter(|row| is_member(rows, *row)).collect();
    for part in order.chunk_by(|a, b| part_of(*a) == part_of(*b)) {
        let Some(first) = part.first() else { continue };
        let is_loose = part_of(*first) == UNKNOWN_CODE;
        let mut sure: Vec<u64> = Vec::new();
        let mut possible: Vec<u64> = Vec::new();
        if is_loose {
            possible.extend(all.iter().map(|row| key_of(*row).best));
        } else {
            sure.extend(part.iter().filter(|row| member_of(rows, **row) == PASS).map(|row| key_of(*row).worst));
            let own = part.iter().filter(|row| is_member(rows, **row));
            possible.extend(own.chain(&loose).map(|row| key_of(*row).best));
        }
        sure.sort_unstable();
        possible.sort_unstable();
        let greater = |list: &[u64], than: u64| (list.len() - list.partition_point(|key| *key <= than)) as u64;
        let at_least = |list: &[u64], than: u64| (list.len() - list.partition_point(|key| *key < than)) as u64;
        for row in part {
            let Keys { best, worst } = key_of(*row);
            let member = member_of(rows, *row);
            // The row itself is no other row.
            let in_sure = u64::from(!is_loose && member == PASS);
            let in_possible = u64::from(member != FAIL);
            let known = key_of(*row).is_known();
            let place = Place {
                member,
                ahead: (greater(&sure, best), greater(&possible, worst) - in_possible * u64::from(!known)),
                level: (at_least(&sure, best) - in_sure * u64::from(known), at_least(&possible, worst) - in_possible),
                ranked: (sure.len() as u64 - in_sure + 1, possible.len() as u64 - in_possible + 1),
            };
            if let Some(slot) = rows.get_mut(*row as usize) {
                *slot = place;
            }
        }
    }
}

impl Places {
    /// Whether each row is among the first: `bound` rows, or that share of the ranked ones. `None` where a figure does
    /// not fit.
    pub(super) fn top(
        &self,
        bound: &Exact,
        share: bool,
        rounding: Option<TopRounding>,
        ties: Option<Ties>,
    ) -> Option<Vec<u8>> {
        self.rows.iter().map(|place| place.top(bound, share, rounding, ties)).collect()
    }
}

impl Place {
    fn top(&self, bound: &Exact, share: bool, rounding: Option<TopRounding>, ties: Option<Ties>) -> Option<u8> {
        let (least, most) = if share {
            let (numerator, denominator) = bound.to_ratio()?;
            let whole = |ranked: u64, up: bool| {
                let product = numerator.checked_mul(i128::from(ranked))?;
                let down = product.div_euclid(denominator);
                let rest = product.rem_euclid(denominator);
                let up = match rounding {
                    _ if fault::is(Fault::TopRoundedUp) => true,
                    None => up,
                    Some(TopRounding::Down) => false,
                    Some(TopRounding::Up) => true,
                    Some(TopRounding::HalfUp) => rest.checked_mul(2)? >= denominator,
                };
                Some(if up && rest > 0 { down + 1 } else { down })
            };
            (whole(self.ranked.0, false)?, whole(self.ranked.1, true)?)
        } else {
            let count = bound.floor().to_i128()?;
            (count, count)
        };
        // The first place that it may be said to have, all level rows going behind it, and the last.
        let place = |others: u64| i128::from(others) + 1;
        let is_in = |(sure, possible): (u64, u64)| {
            if place(possible) <= least {
                PASS
            } else if place(sure) > most {
                FAIL
            } else {
                OPEN
            }
        };
        let verdict = match ties {
            _ if fault::is(Fault::TiesIn) => is_in(self.ahead),
            Some(Ties::All) => is_in(self.ahead),
            Some(Ties::None) => is_in(self.level),
            None => match (is_in(self.ahead), is_in(self.level)) {
                (_, PASS) => PASS,
                (FAIL, _) => FAIL,
                _ => OPEN,
            },
        };
        Some(match self.member {
            PASS => verdict,
            OPEN => OPEN,
            _ => NOT_APPLICABLE,
        })
    }
}
