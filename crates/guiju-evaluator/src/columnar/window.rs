//! Figures over a whole table for each row of another, or of the same: windows, running totals, groups by references.
//!
//! Which rows are in is said by equalities between both rows and by one range on one column. The rows of the table are
//! sorted by what the equalities compare and then by that column; those that are in then stand side by side, and what
//! sums and counts need of them is the difference of two running totals. Rows of which something is not known stand
//! beside, and are walked for each row that they may concern; own rows of which something is not known are walked.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use guiju_program::Expr;
use guiju_program::expr::{Aggregate, AggregateFunction, CompareOp};
use guiju_program::schema::RecordId;
use guiju_program::value::Verdict;

use super::accumulate::{Accumulator, Aggregator, Keeps};
use super::context::Context;
use super::fault::{self, Fault};
use super::kernels::{FAIL, NOT_APPLICABLE, OPEN, PASS};
use super::parallel;
use super::plan::{NumNode, NumReg, NumSource, Plan, Scratch, ThisRow, VerdictSource};
use super::run::{Runner, index, node_at, source_codes};
use super::walk_rows::RowWalker;
use crate::facts::Table;
use crate::interval::Num;
use crate::walk::{At, Certainty, Code};

/// What a condition takes of a row.
pub(super) enum Sides<'a> {
    Number(NumNode<'a>),
    /// A text, enumeration value or reference.
    Code(&'a Expr),
}

/// Both rows have the same value.
pub(super) struct Equality<'a> {
    pub(super) row: Sides<'a>,
    pub(super) own: Sides<'a>,
    /// Whether the row is out where it does not apply.
    pub(super) alone: bool,
}

/// The row's value compares so with that of the own row. Where several bounds stand on a row, their values grow
/// together.
pub(super) struct Bound<'a> {
    pub(super) row: Sides<'a>,
    pub(super) op: CompareOp,
    pub(super) own: Sides<'a>,
    pub(super) alone: bool,
}

/// What is computed of each row of the table.
pub(super) struct Inner<'a> {
    pub(super) plan: Plan<'a>,
    pub(super) aggregator: Aggregator<'a>,
    /// Filters that do not speak of the own row: what does not pass is out.
    pub(super) strict: Vec<VerdictSource<'a>>,
    /// Parts of filters that speak of it: only what fails is out.
    pub(super) parts: Vec<VerdictSource<'a>>,
}

/// The rows for which there is a figure each.
pub(super) struct Own<'a> {
    pub(super) plan: Plan<'a>,
    pub(super) record: RecordId,
}

/// The figure of each row.
pub(super) struct Windows {
    pub(super) numbers: Arc<NumReg>,
    pub(super) verdicts: Arc<Vec<u8>>,
    scale: u32,
}

impl Windows {
    /// Where the figures are found.
    pub(super) fn node<'a>(&self) -> NumNode<'a> {
        let values = &self.numbers.values;
        NumNode {
            source: NumSource::Shared(self.numbers.clone()),
            scale: self.scale,
            min: i128::from(values.iter().copied().min().unwrap_or(0)),
            max: i128::from(values.iter().copied().max().unwrap_or(0)),
            all_odd: false,
        }
    }
}

/// What is known of a value.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Cell<'a> {
    Number(i128),
    Text(&'a str),
    Row(u32),
    Absent,
    /// Something is not known, or does not fit: what is possible, spelled out.
    Odd(String),
}

impl Cell<'_> {
    const fn is_known(&self) -> bool {
        !matches!(self, Self::Absent | Self::Odd(_))
    }

    const fn number(&self) -> i128 {
        match self {
            Self::Number(number) => *number,
            _ => 0,
        }
    }
}

/// What both sides of a condition are multiplied by, so that they have one scale.
fn factors(row: &Sides<'_>, own: &Sides<'_>) -> (i128, i128) {
    let scale = |side: &Sides<'_>| match side {
        Sides::Number(node) => node.scale,
        Sides::Code(_) => 0,
    };
    let (row, own) = (scale(row), scale(own));
    let up = |from: u32| 10_i128.checked_pow(row.max(own) - from).unwrap_or(1);
    (up(row), up(own))
}

fn cell<'a>(
    side: &Sides<'a>,
    factor: i128,
    walker: &RowWalker<'a>,
    scratch: &Scratch,
    start: usize,
    row: u32,
    at: &At<'_>,
) -> Cell<'a> {
    match side {
        Sides::Number(node) => match node_at(node, scratch, start, row) {
            Ok(value) => Cell::Number(i128::from(value).saturating_mul(factor)),
            Err(num) if num.is_absent() => Cell::Absent,
            Err(num) => Cell::Odd(format!("{num:?}")),
        },
        Sides::Code(expr) => match walker.walker().code(expr, at) {
            Code::Text(text) => Cell::Text(text),
            Code::Row(row) => Cell::Row(row.row),
            Code::Absent => Cell::Absent,
            code @ Code::Unknown { .. } => Cell::Odd(format!("{code:?}")),
        },
    }
}

/// A row of the table.
struct Taken<'a> {
    row: u32,
    /// Whether everything is known of it that matters.
    plain: bool,
    keys: Vec<Cell<'a>>,
    places: Vec<i128>,
    asked: u8,
    value: i64,
    /// By what the latest row is found.
    key: i64,
}

/// The rows of the table that may be in any window.
fn taken<'a>(
    context: &Context<'a>,
    inner: &Inner<'a>,
    record: RecordId,
    equalities: &[Equality<'a>],
    bounds: &[Bound<'a>],
) -> Vec<Taken<'a>> {
    let len = context.table(record).map_or(0, Table::len);
    let work = |rows: Range<usize>| {
        let walker = context.walker();
        let runner = Runner { walker: &walker, chunk_rows: context.options.chunk_rows.max(1) };
        let mut scratch = Scratch::for_plan(&inner.plan);
        let mut found = Vec::new();
        let mut start = rows.start;
        while start < rows.end {
            let end = rows.end.min(start + runner.chunk_rows);
            runner.run(&inner.plan, &mut scratch, start..end);
            let len = end - start;
            let codes = |source: &VerdictSource<'a>| source_codes(source, &scratch, start, len).collect::<Vec<u8>>();
            let strict: Vec<Vec<u8>> = inner.strict.iter().map(codes).collect();
            let parts: Vec<Vec<u8>> = inner.parts.iter().map(codes).collect();
            let asked = inner.aggregator.asked.as_ref().map(codes);
            for at in 0..len {
                let row = index(at);
                let code = |codes: &Vec<u8>| codes.get(at).copied().unwrap_or(OPEN);
                let out = strict.iter().any(|codes| matches!(code(codes), FAIL | NOT_APPLICABLE))
                    || parts.iter().any(|codes| code(codes) == FAIL);
                if out {
                    continue;
                }
                let asked = asked.as_ref().map_or(PASS, code);
                let mut plain = asked != OPEN && !strict.iter().chain(&parts).any(|codes| code(codes) == OPEN);
                let here = At::row(record, index(start + at));
                let read = |side: &Sides<'a>, factor| cell(side, factor, &walker, &scratch, start, row, &here);
                let keys: Vec<Cell<'a>> = equalities.iter().map(|e| read(&e.row, factors(&e.row, &e.own).0)).collect();
                let places: Vec<Cell<'a>> = bounds.iter().map(|b| read(&b.row, factors(&b.row, &b.own).0)).collect();
                let alone = equalities.iter().map(|e| e.alone).chain(bounds.iter().map(|b| b.alone));
                if keys.iter().chain(&places).zip(alone).any(|(cell, alone)| alone && *cell == Cell::Absent) {
                    continue;
                }
                plain &= keys.iter().chain(&places).all(Cell::is_known);
                let number = |node: &Option<NumNode<'a>>| match node {
                    Some(node) => node_at(node, &scratch, start, row),
                    None => Ok(0),
                };
                let (value, key) = (number(&inner.aggregator.value), number(&inner.aggregator.key));
                // A row without a value brings nothing, unless it is the latest.
                if plain && inner.aggregator.keeps() != Keeps::Latest && value.as_ref().is_err_and(Num::is_absent) {
                    continue;
                }
                plain &= value.is_ok() && key.is_ok();
                found.push(Taken {
                    row: index(start + at),
                    plain,
                    keys,
                    places: places.iter().map(Cell::number).collect(),
                    asked,
                    value: value.unwrap_or(0),
                    key: key.unwrap_or(0),
                });
            }
            start = end;
        }
        found
    };
    parallel::over_rows(len, context.options, work).into_iter().flatten().collect()
}

/// The rows that are equal in their keys.
#[derive(Default)]
struct Bucket {
    /// Where the plain ones stand among the sorted rows.
    sorted: Range<usize>,
    odd: Vec<u32>,
}

/// The rows of the table in their order, with running totals.
struct Sorted<'a> {
    buckets: HashMap<Vec<Cell<'a>>, Bucket>,
    /// Rows whose keys are not known.
    loose: Vec<u32>,
    /// For each bound the values of the rows.
    places: Vec<Vec<i128>>,
    /// How many rows up to each do not apply, pass, and fail what is asked.
    asked: Vec<[u64; 3]>,
    /// The sums of the values of rows that pass, and of the others.
    sums: Vec<(i128, i128)>,
    values: Vec<i64>,
    keys: Vec<i64>,
    /// The least and greatest values, of one row, of two, of four.
    ends: Vec<Option<(i64, i64)>>,
}

impl<'a> Sorted<'a> {
    fn new(mut rows: Vec<Taken<'a>>, function: AggregateFunction, bounds: usize) -> Self {
        let mut buckets: HashMap<Vec<Cell<'a>>, Bucket> = HashMap::new();
        let mut numbers: HashMap<Vec<Cell<'a>>, usize> = HashMap::new();
        let mut loose = Vec::new();
        let mut plain: Vec<(usize, Taken<'a>)> = Vec::new();
        rows.retain_mut(|row| {
            if fault::is(Fault::WindowOfOthers) {
                row.keys.clear();
            }
            row.plain || !fault::is(Fault::WindowWithoutUnknown)
        });
        for mut row in rows {
            let keys = std::mem::take(&mut row.keys);
            if row.plain {
                let next = numbers.len();
                plain.push((*numbers.entry(keys).or_insert(next), row));
            } else if keys.iter().all(Cell::is_known) {
                buckets.entry(keys).or_default().odd.push(row.row);
            } else {
                loose.push(row.row);
            }
        }
        plain.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.places.cmp(&y.places)));
        let mut ranges = vec![0..0; numbers.len()];
        for (at, (bucket, _)) in plain.iter().enumerate() {
            if let Some(range) = ranges.get_mut(*bucket) {
                *range = if range.end == 0 { at..at + 1 } else { range.start..at + 1 };
            }
        }
        for (keys, bucket) in numbers {
            let sorted = ranges.get(bucket).cloned().unwrap_or_default();
            buckets.entry(keys).or_default().sorted = sorted;
        }
        let mut asked = vec![[0_u64; 3]];
        let mut sums = vec![(0_i128, 0_i128)];
        let (mut so_far, mut sum) = ([0_u64; 3], (0_i128, 0_i128));
        for (_, row) in &plain {
            let [na, pass, fail] = &mut so_far;
            match row.asked {
                PASS => {
                    *pass += 1;
                    sum.0 += i128::from(row.value);
                }
                FAIL => {
                    *fail += 1;
                    sum.1 += i128::from(row.value);
                }
                _ => {
                    *na += 1;
                    sum.1 += i128::from(row.value);
                }
            }
            asked.push(so_far);
            sums.push(sum);
        }
        let values: Vec<i64> = plain.iter().map(|(_, row)| row.value).collect();
        let with_ends = matches!(function, AggregateFunction::Min | AggregateFunction::Max);
        Self {
            buckets,
            loose,
            places: (0..bounds)
                .map(|bound| plain.iter().map(|(_, row)| row.places.get(bound).copied().unwrap_or(0)).collect())
                .collect(),
            asked,
            sums,
            ends: if with_ends { tree(&values) } else { Vec::new() },
            values,
            keys: plain.iter().map(|(_, row)| row.key).collect(),
        }
    }

    /// The sorted rows among `bucket` that lie within all bounds.
    fn within(&self, bucket: &Range<usize>, bounds: &[Bound<'a>], own: &[i128]) -> Range<usize> {
        let (mut from, mut to) = (bucket.start, bucket.end);
        for ((bound, places), own) in bounds.iter().zip(&self.places).zip(own) {
            let places = places.get(bucket.clone()).unwrap_or_default();
            let below = |limit: i128, equal: bool| {
                bucket.start + places.partition_point(|place| *place < limit || (equal && *place == limit))
            };
            match bound.op {
                CompareOp::Ge => from = from.max(below(*own, fault::is(Fault::WindowDayShort))),
                CompareOp::Gt => from = from.max(below(*own, true)),
                CompareOp::Lt => to = to.min(below(*own, false)),
                CompareOp::Le => to = to.min(below(*own + i128::from(fault::is(Fault::WindowDayLong)), true)),
                CompareOp::Eq | CompareOp::Ne => {}
            }
        }
        from..to.max(from)
    }

    /// What the rows of a stretch bring.
    fn brought(&self, rows: &Range<usize>, aggregator: &Aggregator<'a>) -> Accumulator {
        let none = [0; 3];
        let (before, upto) = (self.asked.get(rows.start).unwrap_or(&none), self.asked.get(rows.end).unwrap_or(&none));
        let [na, pass, fail] =
            [0, 1, 2].map(|at| upto.get(at).copied().unwrap_or(0).saturating_sub(before.get(at).copied().unwrap_or(0)));
        let sum = |at: usize| self.sums.get(at).copied().unwrap_or_default();
        let (first, last) = (sum(rows.start), sum(rows.end));
        let ends = if self.ends.is_empty() { None } else { ends_of(&self.ends, rows.clone()) };
        match aggregator.keeps() {
            Keeps::Sums => Accumulator::of_known([na, pass, 0, fail], (last.0 - first.0, last.1 - first.1), ends),
            Keeps::Values => {
                let mut kept = Accumulator::default();
                for value in self.values.get(rows.clone()).unwrap_or_default() {
                    kept.add_listed(PASS, *value, Num::none);
                }
                kept
            }
            Keeps::Latest => {
                let mut kept = Accumulator::default();
                let values = self.values.get(rows.clone()).unwrap_or_default();
                for (value, key) in values.iter().zip(self.keys.get(rows.clone()).unwrap_or_default()) {
                    kept.add_placed(if aggregator.turned() { key.saturating_neg() } else { *key }, *value);
                }
                kept
            }
        }
    }
}

/// Of each two neighbours the least and the greatest, and so on up to one for all; the values stand last.
fn tree(values: &[i64]) -> Vec<Option<(i64, i64)>> {
    let leaves = values.len().max(1);
    let mut tree = vec![None; leaves];
    tree.extend(values.iter().map(|value| Some((*value, *value))));
    for at in (1..leaves).rev() {
        let joined = join(tree.get(2 * at).copied().flatten(), tree.get(2 * at + 1).copied().flatten());
        if let Some(slot) = tree.get_mut(at) {
            *slot = joined;
        }
    }
    tree
}

fn join(a: Option<(i64, i64)>, b: Option<(i64, i64)>) -> Option<(i64, i64)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (one, None) | (None, one) => one,
    }
}

/// The least and the greatest value of a stretch.
fn ends_of(tree: &[Option<(i64, i64)>], rows: Range<usize>) -> Option<(i64, i64)> {
    let leaves = tree.len() / 2;
    let at = |place: usize| tree.get(place).copied().flatten();
    let mut found = None;
    // A tree of one leaf has it at its top.
    let leaves = leaves.max(1);
    let (mut from, mut to) = (rows.start + leaves, rows.end + leaves);
    while from < to {
        if from % 2 == 1 {
            found = join(found, at(from));
            from += 1;
        }
        if to % 2 == 1 {
            to -= 1;
            found = join(found, at(to));
        }
        from /= 2;
        to /= 2;
    }
    found
}

/// A figure for an own row: a number, or a verdict.
#[derive(Clone)]
enum Figure {
    Number(Num),
    Verdict(Verdict),
}

/// The figures for all own rows.
pub(super) fn windows<'a>(
    context: &Context<'a>,
    expr: &'a Expr,
    aggregate: &'a Aggregate,
    inner: &Inner<'a>,
    own: &Own<'a>,
    equalities: &[Equality<'a>],
    bounds: &[Bound<'a>],
) -> Windows {
    let record = aggregate.rows.record;
    let rows = taken(context, inner, record, equalities, bounds);
    let sorted = Sorted::new(rows, aggregate.function, bounds.len());
    let len = context.table(own.record).map_or(0, Table::len);
    let aggregator = &inner.aggregator;
    let is_verdict = matches!(aggregate.function, AggregateFunction::All | AggregateFunction::Any);
    let figure = |kept: &Accumulator| {
        if is_verdict {
            Figure::Verdict(kept.verdict(aggregate.function))
        } else {
            Figure::Number(kept.number(aggregator))
        }
    };
    let work = |rows: Range<usize>| {
        let walker = context.walker();
        let runner = Runner { walker: &walker, chunk_rows: context.options.chunk_rows.max(1) };
        let mut scratch = Scratch::for_plan(&own.plan);
        let mut found: Vec<Figure> = Vec::with_capacity(rows.len());
        // Own rows of which the same is known have the same figure.
        let mut walked: HashMap<Vec<Cell<'a>>, Figure> = HashMap::new();
        let nothing = Bucket::default();
        let mut start = rows.start;
        while start < rows.end {
            let end = rows.end.min(start + runner.chunk_rows);
            runner.run(&own.plan, &mut scratch, start..end);
            walker.take_steps(end - start);
            for row in start..end {
                let here = At::row(own.record, index(row));
                let read =
                    |side: &Sides<'a>, factor| cell(side, factor, &walker, &scratch, start, index(row - start), &here);
                let mut keys: Vec<Cell<'a>> =
                    equalities.iter().map(|e| read(&e.own, factors(&e.row, &e.own).1)).collect();
                let places: Vec<Cell<'a>> = bounds.iter().map(|b| read(&b.own, factors(&b.row, &b.own).1)).collect();
                let alone = equalities.iter().map(|e| e.alone).chain(bounds.iter().map(|b| b.alone));
                if keys.iter().chain(&places).zip(alone).any(|(cell, alone)| alone && *cell == Cell::Absent) {
                    found.push(figure(&Accumulator::default()));
                    continue;
                }
                if !keys.iter().chain(&places).all(Cell::is_known) {
                    keys.extend(places);
                    let walk = || {
                        if is_verdict {
                            Figure::Verdict(walker.verdict(&own.plan, ThisRow::Same, expr, row))
                        } else {
                            Figure::Number(walker.number(&own.plan, ThisRow::Same, expr, row))
                        }
                    };
                    found.push(walked.entry(keys).or_insert_with(walk).clone());
                    continue;
                }
                if fault::is(Fault::WindowOfOthers) {
                    keys.clear();
                }
                let places: Vec<i128> = places.iter().map(Cell::number).collect();
                let bucket = sorted.buckets.get(&keys).unwrap_or(&nothing);
                let within = sorted.within(&bucket.sorted, bounds, &places);
                let mut kept = sorted.brought(&within, aggregator);
                for odd in bucket.odd.iter().chain(&sorted.loose) {
                    add_walked(&walker, aggregate, aggregator, *odd, &here, &mut kept);
                }
                found.push(figure(&kept));
            }
            start = end;
        }
        found
    };
    let scale = aggregator.figure_scale();
    let mut numbers = NumReg::default();
    let mut verdicts = Vec::new();
    for figure in parallel::over_rows(len, context.options, work).into_iter().flatten() {
        match figure {
            Figure::Number(num) => numbers.push(num, scale),
            Figure::Verdict(verdict) => verdicts.push(verdict as u8),
        }
    }
    Windows { numbers: Arc::new(numbers), verdicts: Arc::new(verdicts), scale }
}

/// Adds a row of which something is not known.
fn add_walked<'a>(
    walker: &RowWalker<'a>,
    aggregate: &'a Aggregate,
    aggregator: &Aggregator<'a>,
    row: u32,
    own: &At<'_>,
    kept: &mut Accumulator,
) {
    let walker = walker.walker();
    let record = aggregate.rows.record;
    let member = match walker.filtered(&aggregate.filters, record, (row, Certainty::Sure), own) {
        Certainty::Sure => PASS,
        Certainty::Unsure => OPEN,
        Certainty::Out => return,
    };
    let inner = own.inner(record, row);
    let asked = aggregate.asked.as_ref().map_or(PASS, |asked| walker.condition(asked, &inner) as u8);
    let months = aggregate.keys.first().filter(|_| aggregate.function == AggregateFunction::Consecutive);
    let Some(value) = aggregate.value.as_ref().or(months) else {
        kept.add(member, asked);
        return;
    };
    let value = walker.number(value, &inner);
    match (aggregator.keeps(), aggregate.keys.first()) {
        (Keeps::Latest, Some(key)) => {
            let key = walker.number(key, &inner);
            kept.add_unplaced(member, if aggregator.turned() { key.negate() } else { key }, value);
        }
        _ if value.is_absent() => kept.add(member, asked),
        _ => kept.add_uncertain(member, asked, || value),
    }
}
