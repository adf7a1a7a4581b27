//! Figures over a whole table, one for each group of its rows, on several threads.

use std::ops::Range;
use std::sync::Arc;

use guiju_program::expr::AggregateFunction;

use super::accumulate::{Accumulator, Aggregator};
use super::context::{Context, Figure};
use super::fault::{self, Fault};
use super::groups::Groups;
use super::kernels::{NOT_APPLICABLE, OPEN};
use super::parallel;
use super::plan::{ABSENT_CODE, NumReg, Plan, Scratch, UNKNOWN_CODE};
use super::run::{Members, Runner, index};
use crate::facts::Table;

/// Which rows belong to which group.
pub(super) struct Grouping {
    /// For each row its group, [`UNKNOWN_CODE`] or [`ABSENT_CODE`]; `None`: one group has all rows.
    of_row: Option<Arc<Vec<u32>>>,
    groups: usize,
    /// The groups, where a row may be in some of them only.
    agreeing: Option<Arc<Groups>>,
}

impl Grouping {
    /// One group with all rows.
    pub(super) const fn whole() -> Self {
        Self { of_row: None, groups: 1, agreeing: None }
    }

    /// A group for each row that is referred to.
    pub(super) const fn referring(targets: Arc<Vec<u32>>, groups: usize) -> Self {
        Self { of_row: Some(targets), groups, agreeing: None }
    }

    /// The groups of an item.
    pub(super) fn groups(groups: Arc<Groups>) -> Self {
        Self { of_row: Some(groups.of_row.clone()), groups: groups.rows.len(), agreeing: Some(groups) }
    }
}

/// What one thread kept.
struct Part {
    accumulators: Vec<Accumulator>,
    /// Rows that may be in several groups, each with what it brings as an unsure member.
    loose: Vec<(u32, Accumulator)>,
    unsure_rows: Vec<Vec<u32>>,
}

/// The figure of each group.
pub(super) fn figure(
    context: &Context<'_>,
    plan: &Plan<'_>,
    aggregator: &Aggregator<'_>,
    grouping: &Grouping,
) -> Figure {
    let len = plan.record.and_then(|record| context.table(record)).map_or(0, Table::len);
    let row_limit = context.options.row_limit.saturating_add(1);
    let work = |rows: Range<usize>| {
        let walker = context.walker();
        let runner = Runner { walker: &walker, chunk_rows: context.options.chunk_rows.max(1) };
        accumulate(&runner, plan, aggregator, grouping, rows, row_limit)
    };
    let parts = parallel::over_rows(len, context.options, work);

    let mut accumulators = vec![Accumulator::default(); grouping.groups];
    let mut unsure_rows = vec![Vec::new(); grouping.groups];
    for part in &parts {
        accumulators.iter_mut().zip(&part.accumulators).for_each(|(to, from)| to.merge(from));
        unsure_rows.iter_mut().zip(&part.unsure_rows).for_each(|(to, from): (&mut Vec<u32>, _)| to.extend(from));
    }
    for (row, kept) in parts.iter().flat_map(|part| &part.loose) {
        let members = kept.counted().0 + kept.counted().1;
        for (group, accumulator) in accumulators.iter_mut().enumerate() {
            let agrees = grouping.agreeing.as_ref().is_none_or(|groups| {
                groups.rows.get(group).is_some_and(|group| group.unsure.binary_search(row).is_ok())
            });
            if agrees {
                accumulator.merge(kept);
                if members > 0
                    && let Some(rows) = unsure_rows.get_mut(group)
                {
                    rows.push(*row);
                }
            }
        }
    }
    for rows in &mut unsure_rows {
        rows.sort_unstable();
        rows.truncate(row_limit);
    }

    let scale = aggregator.figure_scale();
    let mut numbers = NumReg::default();
    let mut verdicts = Vec::new();
    match aggregator.function {
        AggregateFunction::All | AggregateFunction::Any => {
            verdicts.extend(accumulators.iter().map(|a| a.verdict(aggregator.function) as u8));
        }
        _ => {
            for accumulator in &accumulators {
                numbers.push(accumulator.number(aggregator), scale);
            }
        }
    }
    Figure { numbers: Arc::new(numbers), verdicts: Arc::new(verdicts), scale, accumulators, unsure_rows }
}

fn accumulate(
    runner: &Runner<'_, '_>,
    plan: &Plan<'_>,
    aggregator: &Aggregator<'_>,
    grouping: &Grouping,
    rows: Range<usize>,
    row_limit: usize,
) -> Part {
    let mut part = Part {
        accumulators: vec![Accumulator::default(); grouping.groups],
        loose: Vec::new(),
        unsure_rows: vec![Vec::new(); grouping.groups],
    };
    let mut scratch = Scratch::for_plan(plan);
    let mut start = rows.start;
    while start < rows.end {
        let mut end = rows.end.min(start + runner.chunk_rows);
        let next = end;
        if fault::is(Fault::ShortChunk) && end - start > 1 {
            end -= 1;
        }
        runner.run(plan, &mut scratch, start..end);
        let members = Members::of(aggregator, &scratch, start, end - start);
        // Counting the whole table needs no look at single rows while none of them is open.
        let counted = (aggregator.counts_only() && grouping.of_row.is_none()).then(|| members.tally());
        if let (Some((pass, 0)), Some(accumulator)) = (counted, part.accumulators.first_mut()) {
            accumulator.add_sure(pass);
            start = next;
            continue;
        }
        for row in start..end {
            let group = grouping.of_row.as_ref().map_or(0, |of_row| of_row.get(row).copied().unwrap_or(ABSENT_CODE));
            let at = index(row - start);
            match group {
                ABSENT_CODE => {}
                UNKNOWN_CODE if fault::is(Fault::StrayGroup) => {
                    if let Some(accumulator) = part.accumulators.first_mut() {
                        members.add(at, accumulator, false);
                    }
                }
                UNKNOWN_CODE => {
                    let mut kept = Accumulator::default();
                    members.add(at, &mut kept, true);
                    part.loose.push((index(row), kept));
                }
                group => {
                    let Some(accumulator) = part.accumulators.get_mut(group as usize) else { continue };
                    members.add(at, accumulator, false);
                    if members.is_unsure(at)
                        && let Some(rows) = part.unsure_rows.get_mut(group as usize)
                        && rows.len() < row_limit
                    {
                        rows.push(index(row));
                    }
                }
            }
        }
        start = next;
    }
    part
}

const _: () = assert!(NOT_APPLICABLE < OPEN);
