//! Figures over the children of each row.

use super::members::Members;
use super::read::{Frame, codes};
use super::{Runner, index, slice};
use crate::columnar::accumulate::{self, Accumulator};
use crate::columnar::fault::{self, Fault};
use crate::columnar::kernels::{Codes, OPEN, PASS};
use crate::columnar::plan::{Children, NestedScratch, NumReg};
use crate::exact::Exact;
use crate::interval::{Interval, Num};

impl Runner<'_, '_> {
    /// Figures over the children of each row that are numbers.
    pub(super) fn child_numbers(
        &self,
        children: &Children<'_>,
        nested: &mut NestedScratch,
        start: usize,
        len: usize,
        scale: u32,
        out: &mut NumReg,
    ) {
        let aggregator = &children.aggregator;
        if aggregator.counts_only() {
            self.count_children(children, nested, start, len, out);
        } else {
            self.accumulate_children(children, nested, start, len);
            for accumulator in &nested.accumulators {
                out.push(accumulator.number(aggregator), scale);
            }
        }
        let Some(given) = children.given else { return };
        let mut odd = std::mem::take(&mut out.odd);
        for (row, given) in slice(given, start, len).iter().enumerate() {
            if !given {
                odd.retain(|(at, _)| *at != index(row));
                odd.push((
                    index(row),
                    accumulate::unknown_number(aggregator.function, aggregator.signed, aggregator.variants),
                ));
            }
        }
        odd.sort_by_key(|(row, _)| *row);
        out.odd = odd;
    }

    /// Figures over the children of each row that are verdicts.
    pub(super) fn child_verdicts(
        &self,
        children: &Children<'_>,
        nested: &mut NestedScratch,
        start: usize,
        len: usize,
        out: &mut Vec<u8>,
    ) {
        self.accumulate_children(children, nested, start, len);
        let function = children.aggregator.function;
        out.extend(nested.accumulators.iter().map(|accumulator| accumulator.verdict(function) as u8));
        for (code, given) in
            out.iter_mut().zip(children.given.map(|given| slice(given, start, len)).unwrap_or_default())
        {
            if !given {
                *code = OPEN;
            }
        }
    }

    /// Counts the members among the children of each row: by far the most frequent figure.
    fn count_children(
        &self,
        children: &Children<'_>,
        nested: &mut NestedScratch,
        start: usize,
        len: usize,
        out: &mut NumReg,
    ) {
        let starts = slice(children.starts, start, len + 1);
        out.values.resize(len, 0);
        nested.open.clear();
        nested.open.resize(len, 0);
        let Some((first, last)) = starts.first().zip(starts.last()) else { return };
        let (first, last) = (*first as usize, *last as usize);
        let mut parent = 0_usize;
        let mut block = first;
        while block < last {
            let end = last.min(block + self.chunk_rows);
            self.run(&children.plan, &mut nested.scratch, block..end);
            let frame = Frame {
                start: block,
                len: end - block,
                numbers: &nested.scratch.numbers,
                verdicts: &nested.scratch.verdicts,
            };
            let codes = children.aggregator.member.as_ref().map(|member| codes(member, frame));
            let mut at = block;
            while at < end {
                let Some(upto) = starts.get(parent + 1).map(|next| *next as usize) else { break };
                let stop = end.min(upto + usize::from(fault::is(Fault::LongSegment)));
                if stop > at {
                    let (pass, open) = match &codes {
                        None => (stop - at, 0),
                        Some(Codes::Constant(code)) => count_constant(*code, stop - at),
                        Some(Codes::Slice(codes)) => count_slice(slice(codes, at - block, stop - at)),
                    };
                    let (pass, open) = faulty_counts(pass, open);
                    if let Some(value) = out.values.get_mut(parent) {
                        *value += i64::try_from(pass).unwrap_or(i64::MAX);
                    }
                    if let Some(value) = nested.open.get_mut(parent) {
                        *value = value.saturating_add(index(open));
                    }
                    at = stop;
                }
                if upto <= at {
                    parent += 1;
                }
            }
            block = end;
        }
        for (row, (open, sure)) in nested.open.iter().zip(out.values.iter_mut()).enumerate() {
            if *open > 0 {
                let (lo, hi) = (Exact::from(*sure), Exact::from(*sure + i64::from(*open)));
                *sure = 0;
                out.odd.push((index(row), Num::of(Interval { lo: Some(lo), hi: Some(hi) })));
            }
        }
    }

    /// Fills an accumulator for each row with what its children bring.
    fn accumulate_children(&self, children: &Children<'_>, nested: &mut NestedScratch, start: usize, len: usize) {
        let NestedScratch { scratch, accumulators, .. } = nested;
        accumulators.iter_mut().for_each(Accumulator::clear);
        accumulators.resize_with(len, Accumulator::default);
        let starts = slice(children.starts, start, len + 1);
        let Some((first, last)) = starts.first().zip(starts.last()) else { return };
        let (first, last) = (*first as usize, *last as usize);
        let mut parent = 0_usize;
        let mut block = first;
        while block < last {
            let end = last.min(block + self.chunk_rows);
            self.run(&children.plan, scratch, block..end);
            let rows = Members::of(&children.aggregator, scratch, block, end - block);
            for at in block..end {
                while starts.get(parent + 1).is_some_and(|next| *next as usize <= at) {
                    parent += 1;
                }
                if let Some(accumulator) = accumulators.get_mut(parent) {
                    rows.add(index(at - block), accumulator, false);
                }
            }
            block = end;
        }
    }
}

fn faulty_counts(pass: usize, open: usize) -> (usize, usize) {
    if fault::is(Fault::DroppedUnsure) {
        (pass, 0)
    } else if fault::is(Fault::CountedUnsure) {
        (pass + open, 0)
    } else {
        (pass, open)
    }
}

fn count_constant(code: u8, rows: usize) -> (usize, usize) {
    match code {
        PASS => (rows, 0),
        OPEN => (0, rows),
        _ => (0, 0),
    }
}

fn count_slice(codes: &[u8]) -> (usize, usize) {
    let mut pass = 0_usize;
    let mut open = 0_usize;
    for code in codes {
        pass += usize::from(*code == PASS);
        open += usize::from(*code == OPEN);
    }
    (pass, open)
}
