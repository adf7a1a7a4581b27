//! Runs a plan over a stretch of rows.

use std::ops::Range;

use guiju_program::expr::{ArithmeticOp, CompareOp};
use guiju_program::value::Verdict;

use super::accumulate::{self, Accumulator};
use super::fault::{self, Fault};
use super::kernels::{self, Codes, FAIL, NOT_APPLICABLE, OPEN, PASS, View};
use super::plan::{
    ABSENT_CODE, Children, CodeSource, GeneralOp, GeneralRatio, Instr, NestedScratch, NumNode, NumReg, NumSource,
    Plan, Scratch, UNKNOWN_CODE, VerdictSource,
};
use super::walk_rows::RowWalker;
use crate::calendar;
use crate::exact::Exact;
use crate::interval::{Interval, Num};

/// What a run needs besides its plan.
pub(super) struct Runner<'r, 'a> {
    pub(super) walker: &'r RowWalker<'a>,
    /// How many rows of a nested table are worked on at a time.
    pub(super) chunk_rows: usize,
}

/// The rows being worked on, and the registers already filled.
#[derive(Clone, Copy)]
struct Frame<'s> {
    start: usize,
    len: usize,
    numbers: &'s [NumReg],
    verdicts: &'s [Vec<u8>],
}

impl Runner<'_, '_> {
    /// Runs the plan over those rows; the registers then hold its results.
    pub(super) fn run(&self, plan: &Plan<'_>, scratch: &mut Scratch, rows: Range<usize>) {
        for (place, instr) in plan.instrs.iter().enumerate() {
            self.step(plan, instr, place, scratch, rows.start, rows.len());
        }
    }

    fn step(
        &self,
        plan: &Plan<'_>,
        instr: &Instr<'_>,
        place: usize,
        scratch: &mut Scratch,
        start: usize,
        len: usize,
    ) {
        match instr {
            Instr::Rescale { out, .. }
            | Instr::Arithmetic { out, .. }
            | Instr::Calendar { out, .. }
            | Instr::General { out, .. }
            | Instr::Default { out, .. }
            | Instr::Select { out, .. }
            | Instr::Gather { out, .. }
            | Instr::WalkNumber { out, .. } => {
                // The register is taken out while the others are read; a plan writes each register once.
                let Some(slot) = scratch.numbers.get_mut(*out) else { return };
                let mut target = std::mem::take(slot);
                target.clear();
                let mut odd_rows = std::mem::take(&mut scratch.rows);
                let frame = Frame { start, len, numbers: &scratch.numbers, verdicts: &scratch.verdicts };
                self.number_step(plan, instr, frame, &mut target, &mut odd_rows);
                scratch.rows = odd_rows;
                if let Some(slot) = scratch.numbers.get_mut(*out) {
                    *slot = target;
                }
            }
            Instr::Compare { out, .. }
            | Instr::RatioCompare { out, .. }
            | Instr::CompareCodes { out, .. }
            | Instr::And { out, .. }
            | Instr::Or { out, .. }
            | Instr::Not { out, .. }
            | Instr::When { out, .. }
            | Instr::Unless { out, .. }
            | Instr::HasNumber { out, .. }
            | Instr::GatherVerdict { out, .. }
            | Instr::Given { out, .. }
            | Instr::WalkVerdict { out, .. } => {
                let Some(slot) = scratch.verdicts.get_mut(*out) else { return };
                let mut target = std::mem::take(slot);
                target.clear();
                let mut odd_rows = std::mem::take(&mut scratch.rows);
                let frame = Frame { start, len, numbers: &scratch.numbers, verdicts: &scratch.verdicts };
                self.verdict_step(plan, instr, frame, &mut target, &mut odd_rows);
                scratch.rows = odd_rows;
                if let Some(slot) = scratch.verdicts.get_mut(*out) {
                    *slot = target;
                }
            }
            Instr::ChildNumbers { children, scale, out } => {
                let Some(Some(nested)) = scratch.nested.get_mut(place) else { return };
                let Some(slot) = scratch.numbers.get_mut(*out) else { return };
                slot.clear();
                self.child_numbers(children, nested, start, len, *scale, slot);
            }
            Instr::ChildVerdicts { children, out } => {
                let Some(Some(nested)) = scratch.nested.get_mut(place) else { return };
                let Some(slot) = scratch.verdicts.get_mut(*out) else { return };
                slot.clear();
                self.child_verdicts(children, nested, start, len, slot);
            }
        }
    }

    fn number_step(
        &self,
        plan: &Plan<'_>,
        instr: &Instr<'_>,
        frame: Frame<'_>,
        out: &mut NumReg,
        odd_rows: &mut Vec<u32>,
    ) {
        let len = frame.len;
        match instr {
            Instr::Rescale { a, factor, scale, .. } => {
                kernels::binary(view(a, frame), View::Constant(*factor), len, &mut out.values, i64::wrapping_mul);
                collect_odd(&[a], frame, odd_rows);
                for row in odd_rows.iter() {
                    out.odd.push((*row, num_at(a, frame, *row)));
                }
                debug_assert!(*scale >= a.scale);
            }
            Instr::Arithmetic { op, a, b, .. } => {
                let (left, right) = (view(a, frame), view(b, frame));
                let values = &mut out.values;
                match op {
                    ArithmeticOp::Add => kernels::binary(left, right, len, values, i64::wrapping_add),
                    ArithmeticOp::Subtract => kernels::binary(left, right, len, values, i64::wrapping_sub),
                    ArithmeticOp::Multiply => kernels::binary(left, right, len, values, i64::wrapping_mul),
                    ArithmeticOp::CappedAt => kernels::binary(left, right, len, values, i64::min),
                    ArithmeticOp::FlooredAt => kernels::binary(left, right, len, values, i64::max),
                }
                collect_odd(&[a, b], frame, odd_rows);
                for row in odd_rows.iter() {
                    let num = general(GeneralOp::Arithmetic(*op), &num_at(a, frame, *row), &num_at(b, frame, *row));
                    out.odd.push((*row, num));
                }
            }
            Instr::Calendar { op, a, b, .. } => {
                let (left, right) = (view(a, frame), view(b, frame));
                kernels::binary(left, right, len, &mut out.values, |a, b| calendar_value(*op, a, b));
                collect_odd(&[a, b], frame, odd_rows);
                for row in odd_rows.iter() {
                    out.odd.push((*row, general(*op, &num_at(a, frame, *row), &num_at(b, frame, *row))));
                }
            }
            Instr::General { op, a, b, scale, .. } => {
                for row in 0..index(len) {
                    out.push(general(*op, &num_at(a, frame, row), &num_at(b, frame, row)), *scale);
                }
            }
            Instr::Default { a, b, scale, .. } => {
                for row in 0..index(len) {
                    let num = num_at(a, frame, row);
                    let num = if num.absent {
                        let default = num_at(b, frame, row);
                        let present = Num { absent: false, ..num.clone() };
                        if num.is_absent() { default } else { present.hull(&default) }
                    } else {
                        num
                    };
                    out.push(num, *scale);
                }
            }
            Instr::Select { condition, a, b, scale, .. } => {
                for row in 0..index(len) {
                    let then = || num_at(a, frame, row);
                    let otherwise = || b.as_ref().map_or_else(Num::none, |b| num_at(b, frame, row));
                    let num = match code_at(condition, frame, row) {
                        PASS => then(),
                        OPEN => then().hull(&otherwise()),
                        _ => otherwise(),
                    };
                    out.push(num, *scale);
                }
            }
            Instr::Gather { rows, from, unknown, .. } => {
                let whole = Frame { start: 0, len: usize::MAX, ..frame };
                for target in slice(rows, frame.start, len) {
                    match *target {
                        UNKNOWN_CODE => out.push((**unknown).clone(), from.scale),
                        ABSENT_CODE => out.push(Num::none(), from.scale),
                        row => match known_at(from, row) {
                            Some(value) => out.values.push(value),
                            None => out.push(num_at(from, whole, row), from.scale),
                        },
                    }
                }
            }
            Instr::WalkNumber { expr, scale, .. } => {
                for row in 0..index(len) {
                    out.push(self.walker.number(plan, expr, frame.start + row as usize), *scale);
                }
            }
            _ => {}
        }
    }

    fn verdict_step(
        &self,
        plan: &Plan<'_>,
        instr: &Instr<'_>,
        frame: Frame<'_>,
        out: &mut Vec<u8>,
        odd_rows: &mut Vec<u32>,
    ) {
        let len = frame.len;
        match instr {
            Instr::Compare { op, a, b, wide, .. } => {
                if *wide {
                    compare_wide(*op, a, b, frame, out);
                } else {
                    kernels::compare(*op, view(a, frame), view(b, frame), len, out);
                }
                collect_odd(&[a, b], frame, odd_rows);
                for row in odd_rows.iter() {
                    let verdict = num_at(a, frame, *row).compare(*op, &num_at(b, frame, *row));
                    set(out, *row, verdict as u8);
                }
            }
            Instr::RatioCompare { ratio, general: form, .. } => {
                let GeneralRatio { now, base, op, compare, bound } = form;
                ratio.compare(view(now, frame), view(base, frame), len, out);
                collect_odd(&[now, base], frame, odd_rows);
                for row in odd_rows.iter() {
                    let value = general(*op, &num_at(now, frame, *row), &num_at(base, frame, *row));
                    set(out, *row, value.compare(*compare, bound) as u8);
                }
            }
            Instr::CompareCodes { equal, a, b, .. } => {
                let code = |holds: bool| if holds == *equal { PASS } else { FAIL };
                for row in 0..index(len) {
                    let (a, b) = (symbol_at(a, frame, row), symbol_at(b, frame, row));
                    out.push(match (a, b) {
                        (ABSENT_CODE, _) | (_, ABSENT_CODE) => NOT_APPLICABLE,
                        (UNKNOWN_CODE, _) | (_, UNKNOWN_CODE) => OPEN,
                        (a, b) => code(a == b),
                    });
                }
            }
            Instr::And { parts, strict, .. } => {
                for (place, part) in parts.iter().enumerate() {
                    if *strict && fault::is(Fault::LastFilterOnly) && place + 1 < parts.len() {
                        continue;
                    }
                    if *strict {
                        let first = out.is_empty();
                        join(part, frame, out, kernels::and_strictly);
                        if first {
                            kernels::strict(out);
                        }
                    } else {
                        join(part, frame, out, kernels::and);
                    }
                }
            }
            Instr::Or { parts, .. } => {
                for part in parts {
                    join(part, frame, out, kernels::or);
                }
            }
            Instr::Not { a, .. } => {
                join(a, frame, out, kernels::and);
                kernels::negate(out);
            }
            Instr::When { condition, then, otherwise, .. } => {
                for row in 0..index(len) {
                    let then = code_at(then, frame, row);
                    let otherwise = otherwise.as_ref().map(|source| code_at(source, frame, row));
                    out.push(match (code_at(condition, frame, row), otherwise) {
                        (PASS, _) => then,
                        (OPEN, _) if fault::is(Fault::WhenFailsOpen) => FAIL,
                        // Without a word on the other case it passes where `then` does.
                        (OPEN, None) if then == PASS => PASS,
                        (OPEN, Some(otherwise)) if then == otherwise => then,
                        (OPEN, _) => OPEN,
                        (_, otherwise) => otherwise.unwrap_or(NOT_APPLICABLE),
                    });
                }
            }
            Instr::Unless { body, exception, .. } => {
                for row in 0..index(len) {
                    let body = code_at(body, frame, row);
                    out.push(match code_at(exception, frame, row) {
                        PASS => NOT_APPLICABLE,
                        OPEN if body == PASS => PASS,
                        OPEN => OPEN,
                        _ => body,
                    });
                }
            }
            Instr::HasNumber { a, .. } => {
                for row in 0..index(len) {
                    let num = num_at(a, frame, row);
                    out.push(if num.is_absent() {
                        FAIL
                    } else if num.absent {
                        OPEN
                    } else {
                        PASS
                    });
                }
            }
            Instr::GatherVerdict { rows, from, .. } => {
                let whole = Frame { start: 0, len: usize::MAX, ..frame };
                for target in slice(rows, frame.start, len) {
                    out.push(match *target {
                        UNKNOWN_CODE => OPEN,
                        ABSENT_CODE => NOT_APPLICABLE,
                        row => code_at(from, whole, row),
                    });
                }
            }
            Instr::Given { a, given, .. } => {
                join(a, frame, out, kernels::and);
                if fault::is(Fault::GivenOverlooked) {
                    return;
                }
                for (code, given) in out.iter_mut().zip(slice(given, frame.start, len)) {
                    if let Some(verdict) = given {
                        *code = *verdict as u8;
                    }
                }
            }
            Instr::WalkVerdict { expr, .. } => {
                for row in 0..index(len) {
                    out.push(self.walker.verdict(plan, expr, frame.start + row as usize) as u8);
                }
            }
            _ => {}
        }
    }

    /// Figures over the children of each row that are numbers.
    fn child_numbers(
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
                out.push(accumulator.number(aggregator.function, aggregator.value_scale(), aggregator.value.is_some()), scale);
            }
        }
        let Some(given) = children.given else { return };
        let mut odd = std::mem::take(&mut out.odd);
        for (row, given) in slice(given, start, len).iter().enumerate() {
            if !given {
                odd.retain(|(at, _)| *at != index(row));
                odd.push((index(row), accumulate::unknown_number(aggregator.function, aggregator.signed)));
            }
        }
        odd.sort_by_key(|(row, _)| *row);
        out.odd = odd;
    }

    /// Figures over the children of each row that are verdicts.
    fn child_verdicts(
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
        for (code, given) in out.iter_mut().zip(children.given.map(|given| slice(given, start, len)).unwrap_or_default())
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
            let rows = Members::new(children, scratch, block, end - block);
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

/// The results of an aggregate's plan on a stretch of rows, ready to be accumulated.
pub(super) struct Members<'s, 'a> {
    aggregator: &'s super::accumulate::Aggregator<'a>,
    frame: Frame<'s>,
    values: View<'s>,
    /// Rows whose value is not known.
    odd: Vec<u32>,
}

impl<'s, 'a> Members<'s, 'a> {
    fn new(children: &'s Children<'a>, scratch: &'s Scratch, start: usize, len: usize) -> Self {
        Self::of(&children.aggregator, scratch, start, len)
    }

    pub(super) fn of(
        aggregator: &'s super::accumulate::Aggregator<'a>,
        scratch: &'s Scratch,
        start: usize,
        len: usize,
    ) -> Self {
        let frame = Frame { start, len, numbers: &scratch.numbers, verdicts: &scratch.verdicts };
        let mut odd = Vec::new();
        let values = match &aggregator.value {
            Some(value) => {
                collect_odd(&[value], frame, &mut odd);
                view(value, frame)
            }
            None => View::Constant(0),
        };
        Self { aggregator, frame, values, odd }
    }

    /// Members and open ones among all rows, where nothing more is asked.
    pub(super) fn tally(&self) -> (u64, u64) {
        match self.aggregator.member.as_ref().map(|member| codes(member, self.frame)) {
            None => (self.frame.len as u64, 0),
            Some(Codes::Constant(PASS)) => (self.frame.len as u64, 0),
            Some(Codes::Constant(OPEN)) => (0, self.frame.len as u64),
            Some(Codes::Constant(_)) => (0, 0),
            Some(Codes::Slice(codes)) => kernels::tally(codes),
        }
    }

    fn member(&self, row: u32) -> u8 {
        self.aggregator.member.as_ref().map_or(PASS, |member| code_at(member, self.frame, row))
    }

    fn asked(&self, row: u32) -> u8 {
        self.aggregator.asked.as_ref().map_or(PASS, |asked| code_at(asked, self.frame, row))
    }

    /// Whether a row is perhaps counted.
    pub(super) fn is_unsure(&self, row: u32) -> bool {
        match (self.member(row), self.asked(row)) {
            (PASS, asked) => asked == OPEN,
            (OPEN, asked) => asked == OPEN || asked == PASS,
            _ => false,
        }
    }

    /// Adds a row, or one that is not sure to belong to the group.
    pub(super) fn add(&self, row: u32, accumulator: &mut Accumulator, unsure: bool) {
        let mut member = self.member(row);
        if unsure && member == PASS {
            member = OPEN;
        }
        let asked = self.asked(row);
        let Some(value) = &self.aggregator.value else {
            accumulator.add(member, asked);
            return;
        };
        let num = || num_at(value, self.frame, row);
        if self.odd.binary_search(&row).is_ok() {
            let num = num();
            // A row without a value brings nothing.
            if !num.is_absent() {
                accumulator.add_uncertain(member, asked, || num);
            }
        } else {
            let known = match self.values {
                View::Constant(value) => value,
                View::Slice(values) => values.get(row as usize).copied().unwrap_or(0),
            };
            accumulator.add_known(member, asked, known, num);
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

/// A row's number as it is counted in registers.
pub(super) fn index(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

/// A stretch of a list, as far as it goes.
pub(super) fn slice<T>(list: &[T], start: usize, len: usize) -> &[T] {
    let end = start.saturating_add(len).min(list.len());
    list.get(start.min(end)..end).unwrap_or_default()
}

fn set(out: &mut [u8], row: u32, code: u8) {
    if let Some(slot) = out.get_mut(row as usize) {
        *slot = code;
    }
}

/// The scaled numbers of a stretch.
fn view<'s>(node: &'s NumNode<'_>, frame: Frame<'s>) -> View<'s> {
    match &node.source {
        NumSource::Column(column) if column.values.is_empty() => View::Constant(0),
        NumSource::Column(column) => View::Slice(slice(column.values, frame.start, frame.len)),
        NumSource::Shared(shared) => View::Slice(slice(&shared.values, frame.start, frame.len)),
        NumSource::Register(register) => {
            View::Slice(frame.numbers.get(*register).map(|r| r.values.as_slice()).unwrap_or_default())
        }
        NumSource::Constant(value) => View::Constant(*value),
        NumSource::OddConstant(_) => View::Constant(0),
    }
}

/// The rows of a stretch of which one of the numbers is not known, each once, in order.
#[inline]
fn collect_odd(nodes: &[&NumNode<'_>], frame: Frame<'_>, rows: &mut Vec<u32>) {
    rows.clear();
    // By far the most frequent case, above all for single rows.
    if nodes.iter().any(|node| may_be_odd(node, frame)) {
        find_odd(nodes, frame, rows);
    }
}

#[inline]
fn may_be_odd(node: &NumNode<'_>, frame: Frame<'_>) -> bool {
    node.all_odd
        || match &node.source {
            NumSource::Column(column) => !column.odd.is_empty(),
            NumSource::Shared(shared) => !shared.odd.is_empty(),
            NumSource::Register(register) => frame.numbers.get(*register).is_some_and(|r| !r.odd.is_empty()),
            NumSource::Constant(_) => false,
            NumSource::OddConstant(_) => true,
        }
}

#[cold]
fn find_odd(nodes: &[&NumNode<'_>], frame: Frame<'_>, rows: &mut Vec<u32>) {
    if nodes.iter().any(|node| node.all_odd) {
        rows.extend(0..index(frame.len));
        return;
    }
    let mut sources = 0;
    for node in nodes {
        let before = rows.len();
        match &node.source {
            NumSource::Column(column) => {
                if fault::is(Fault::LostMask) || fault::is(Fault::LostAbsence) {
                    lose(column, frame, rows);
                    continue;
                }
                let start = index(frame.start);
                let from = column.odd.partition_point(|row| *row < start);
                let stop = index(frame.start + frame.len);
                rows.extend(column.odd.iter().skip(from).take_while(|row| **row < stop).map(|row| row - start));
            }
            NumSource::Shared(shared) => {
                let start = index(frame.start);
                let from = shared.odd.partition_point(|(row, _)| *row < start);
                let stop = index(frame.start.saturating_add(frame.len));
                let within = shared.odd.iter().skip(from).take_while(|(row, _)| *row < stop);
                rows.extend(within.map(|(row, _)| row - start));
            }
            NumSource::Register(register) => {
                rows.extend(frame.numbers.get(*register).into_iter().flat_map(|r| r.odd.iter().map(|(row, _)| *row)));
            }
            NumSource::Constant(_) | NumSource::OddConstant(_) => {}
        }
        sources += usize::from(rows.len() > before);
    }
    if sources > 1 {
        rows.sort_unstable();
        rows.dedup();
    }
}

/// The faults of overlooking cells that are unknown, or absent.
fn lose(column: &super::plan::ColumnNumbers<'_>, frame: Frame<'_>, rows: &mut Vec<u32>) {
    let kept = if fault::is(Fault::LostMask) { crate::facts::State::Absent } else { crate::facts::State::Unknown };
    for row in frame.start..frame.start.saturating_add(frame.len).min(column.values.len()) {
        if column.column.state(row) == kept {
            rows.push(index(row - frame.start));
        }
    }
}

/// The scaled number of a row of a column, if it is known.
fn known_at(node: &NumNode<'_>, row: u32) -> Option<i64> {
    let NumSource::Column(column) = &node.source else { return None };
    let known = column.column.state(row as usize) == crate::facts::State::Known;
    column.values.get(row as usize).copied().filter(|_| known)
}

/// What is possible of a row's number.
fn num_at(node: &NumNode<'_>, frame: Frame<'_>, row: u32) -> Num {
    let known = |value: Option<&i64>| {
        value.map_or_else(Num::none, |value| Num::known(Exact::scaled(i128::from(*value), node.scale)))
    };
    let at = frame.start + row as usize;
    match &node.source {
        NumSource::Column(column) => column.num(at, node.scale),
        NumSource::Shared(shared) => match shared.odd.binary_search_by_key(&index(at), |(row, _)| *row) {
            Ok(found) => shared.odd.get(found).map_or_else(Num::none, |(_, num)| num.clone()),
            Err(_) => known(shared.values.get(at)),
        },
        NumSource::Register(register) => {
            let Some(register) = frame.numbers.get(*register) else { return Num::none() };
            match register.odd.binary_search_by_key(&row, |(row, _)| *row) {
                Ok(found) => register.odd.get(found).map_or_else(Num::none, |(_, num)| num.clone()),
                Err(_) => known(register.values.get(row as usize)),
            }
        }
        NumSource::Constant(value) => known(Some(value)),
        NumSource::OddConstant(num) => (**num).clone(),
    }
}

/// The verdicts of a stretch; a yes-or-no column has no bytes of its own and is read by [`code_at`].
fn codes<'s>(source: &'s VerdictSource<'_>, frame: Frame<'s>) -> Codes<'s> {
    match source {
        VerdictSource::Column(_) => Codes::Constant(OPEN),
        VerdictSource::Shared(shared) => Codes::Slice(slice(shared, frame.start, frame.len)),
        VerdictSource::Register(register) => {
            Codes::Slice(frame.verdicts.get(*register).map(Vec::as_slice).unwrap_or_default())
        }
        VerdictSource::Constant(code) => Codes::Constant(*code),
    }
}

/// Joins the verdicts of a stretch into `out`, which they fill if it is empty.
fn join(source: &VerdictSource<'_>, frame: Frame<'_>, out: &mut Vec<u8>, op: fn(&mut [u8], Codes<'_>)) {
    if let VerdictSource::Column(verdicts) = source {
        let column = slice(verdicts, frame.start, frame.len);
        if out.is_empty() {
            out.extend(column.iter().map(|verdict| *verdict as u8));
        } else {
            // One operand of few: copied, so that one kernel serves all sources.
            let copied: Vec<u8> = column.iter().map(|verdict| *verdict as u8).collect();
            op(out, Codes::Slice(&copied));
        }
        return;
    }
    match codes(source, frame) {
        Codes::Slice(codes) if out.is_empty() => out.extend_from_slice(codes),
        Codes::Constant(code) if out.is_empty() => out.resize(frame.len, code),
        codes => op(out, codes),
    }
}

/// A row's verdict.
fn code_at(source: &VerdictSource<'_>, frame: Frame<'_>, row: u32) -> u8 {
    let at = frame.start + row as usize;
    match source {
        VerdictSource::Column(verdicts) => verdicts.get(at).map_or(OPEN, |verdict| *verdict as u8),
        VerdictSource::Shared(shared) => shared.get(at).copied().unwrap_or(OPEN),
        VerdictSource::Register(register) => {
            frame.verdicts.get(*register).and_then(|codes| codes.get(row as usize)).copied().unwrap_or(OPEN)
        }
        VerdictSource::Constant(code) => *code,
    }
}

/// A row's text, enumeration value or referred row.
fn symbol_at(source: &CodeSource<'_>, frame: Frame<'_>, row: u32) -> u32 {
    let at = frame.start + row as usize;
    match source {
        CodeSource::Column { codes, column } => match column.state(at) {
            crate::facts::State::Known => codes.get(at).copied().unwrap_or(UNKNOWN_CODE),
            crate::facts::State::Unknown => UNKNOWN_CODE,
            crate::facts::State::Absent => ABSENT_CODE,
        },
        CodeSource::Constant(code) => *code,
    }
}

/// Compares numbers of different scales, or beyond 64 bits, in 128.
fn compare_wide(op: CompareOp, a: &NumNode<'_>, b: &NumNode<'_>, frame: Frame<'_>, out: &mut Vec<u8>) {
    let scale = a.scale.max(b.scale);
    let factor = |node: &NumNode<'_>| 10_i128.checked_pow(scale - node.scale).unwrap_or(1);
    let (a_factor, b_factor) = (factor(a), factor(b));
    kernels::binary(view(a, frame), view(b, frame), frame.len, out, |a, b| {
        let (a, b) = (i128::from(a).wrapping_mul(a_factor), i128::from(b).wrapping_mul(b_factor));
        Verdict::from_bool(op.holds(a.cmp(&b))) as u8
    });
}

/// An operation on known dates and whole lengths.
fn calendar_value(op: GeneralOp, a: i64, b: i64) -> i64 {
    match op {
        GeneralOp::CompleteOn { unit: guiju_program::expr::SpanUnit::Month, .. }
            if fault::is(Fault::ThirtyDayMonth) =>
        {
            a.saturating_add(b.saturating_mul(30))
        }
        GeneralOp::CompleteOn { unit, first_day_counts } => calendar::complete_on(a, b, unit, first_day_counts),
        GeneralOp::Between(unit) => calendar::between(a, b, unit),
        _ => 0,
    }
}

/// An operation on numbers of which something may be unknown.
pub(super) fn general(op: GeneralOp, a: &Num, b: &Num) -> Num {
    match op {
        GeneralOp::Arithmetic(ArithmeticOp::Add) => a.add(b),
        GeneralOp::Arithmetic(ArithmeticOp::Subtract) => a.subtract(b),
        GeneralOp::Arithmetic(ArithmeticOp::Multiply) => a.multiply(b),
        GeneralOp::Arithmetic(ArithmeticOp::CappedAt) => a.smaller(b),
        GeneralOp::Arithmetic(ArithmeticOp::FlooredAt) => a.larger(b),
        GeneralOp::Divide { constant: true, zero } => b
            .value()
            .and_then(|divisor| a.divide_by_constant(divisor))
            .unwrap_or_else(|| a.divide(b, zero)),
        GeneralOp::Divide { constant: false, zero } => a.divide(b, zero),
        GeneralOp::Growth(zero) => a.divide(b, zero).subtract(&Num::known(Exact::one())),
        GeneralOp::Fall(zero) => Num::known(Exact::one()).subtract(&a.divide(b, zero)),
        GeneralOp::CompleteOn { .. } => join_calendar(op, a, b, false),
        // The later the start, the less lies between.
        GeneralOp::Between(_) => join_calendar(op, a, b, true),
    }
}

/// A calendar operation that grows with `b`, and with `a` too unless `falls`.
fn join_calendar(op: GeneralOp, a: &Num, b: &Num, falls: bool) -> Num {
    let whole = |end: &Option<Exact>| end.as_ref().map(|value| value.floor().to_i128());
    let clamp = |value: i128| i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX });
    let value = |a: &Option<Exact>, b: &Option<Exact>| match (whole(a), whole(b)) {
        (Some(Some(a)), Some(Some(b))) => Some(Exact::from(calendar_value(op, clamp(a), clamp(b)))),
        _ => None,
    };
    let values = a.values.as_ref().zip(b.values.as_ref()).map(|(a, b)| {
        let (first, last) = if falls { (&a.hi, &a.lo) } else { (&a.lo, &a.hi) };
        Interval { lo: value(first, &b.lo), hi: value(last, &b.hi) }
    });
    Num {
        values,
        absent: a.absent || b.absent,
        met: a.met || b.met,
        unmet: a.unmet || b.unmet,
        silent: a.silent || b.silent,
    }
}

/// The verdicts of a stretch, once its plan ran.
pub(super) fn source_codes<'s>(
    source: &'s VerdictSource<'_>,
    scratch: &'s Scratch,
    start: usize,
    len: usize,
) -> impl Iterator<Item = u8> + 's {
    let frame = Frame { start, len, numbers: &scratch.numbers, verdicts: &scratch.verdicts };
    (0..index(len)).map(move |row| code_at(source, frame, row))
}

/// The verdict of a row, once a plan ran for it alone.
pub(super) fn code_of(source: &VerdictSource<'_>, scratch: &Scratch, row: usize) -> u8 {
    let frame = Frame { start: row, len: 1, numbers: &scratch.numbers, verdicts: &scratch.verdicts };
    code_at(source, frame, 0)
}

/// The numbers of a stretch, once its plan ran.
pub(super) fn node_nums<'s>(
    node: &'s NumNode<'_>,
    scratch: &'s Scratch,
    start: usize,
    len: usize,
) -> impl Iterator<Item = Num> + 's {
    let frame = Frame { start, len, numbers: &scratch.numbers, verdicts: &scratch.verdicts };
    (0..index(len)).map(move |row| num_at(node, frame, row))
}
