//! Reads what columns, constants and registers hold for a stretch of rows.

use super::{index, slice};
use crate::columnar::fault::{self, Fault};
use crate::columnar::kernels::{Codes, OPEN, View};
use crate::columnar::plan::{
    ABSENT_CODE, CodeSource, ColumnNumbers, NumNode, NumReg, NumSource, Scratch, UNKNOWN_CODE, VerdictSource,
};
use crate::exact::Exact;
use crate::facts::State;
use crate::interval::Num;

/// The rows being worked on, and the registers already filled.
#[derive(Clone, Copy)]
pub(super) struct Frame<'s> {
    pub(super) start: usize,
    pub(super) len: usize,
    pub(super) numbers: &'s [NumReg],
    pub(super) verdicts: &'s [Vec<u8>],
}

/// The scaled numbers of a stretch.
pub(super) fn view<'s>(node: &'s NumNode<'_>, frame: Frame<'s>) -> View<'s> {
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
pub(super) fn collect_odd(nodes: &[&NumNode<'_>], frame: Frame<'_>, rows: &mut Vec<u32>) {
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
fn lose(column: &ColumnNumbers<'_>, frame: Frame<'_>, rows: &mut Vec<u32>) {
    let kept = if fault::is(Fault::LostMask) { State::Absent } else { State::Unknown };
    for row in frame.start..frame.start.saturating_add(frame.len).min(column.values.len()) {
        if column.column.state(row) == kept {
            rows.push(index(row - frame.start));
        }
    }
}

/// The scaled number of a row of a column, if it is known.
pub(super) fn known_at(node: &NumNode<'_>, row: u32) -> Option<i64> {
    let NumSource::Column(column) = &node.source else { return None };
    let known = column.column.state(row as usize) == State::Known;
    column.values.get(row as usize).copied().filter(|_| known)
}

/// The scaled number of a row of the stretch, if it is known and fits.
pub(super) fn known_in(node: &NumNode<'_>, frame: Frame<'_>, row: u32) -> Option<i64> {
    if node.all_odd {
        return None;
    }
    let at = frame.start + row as usize;
    let beside =
        |odd: &[(u32, Num)], row: u32| !odd.is_empty() && odd.binary_search_by_key(&row, |(row, _)| *row).is_ok();
    match &node.source {
        NumSource::Column(_) => known_at(node, index(at)),
        NumSource::Shared(shared) if beside(&shared.odd, index(at)) => None,
        NumSource::Shared(shared) => shared.values.get(at).copied(),
        NumSource::Register(register) => {
            let register = frame.numbers.get(*register).filter(|register| !beside(&register.odd, row))?;
            register.values.get(row as usize).copied()
        }
        NumSource::Constant(value) => Some(*value),
        NumSource::OddConstant(_) => None,
    }
}

/// What is possible of a row's number.
pub(super) fn num_at(node: &NumNode<'_>, frame: Frame<'_>, row: u32) -> Num {
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
pub(super) fn codes<'s>(source: &'s VerdictSource<'_>, frame: Frame<'s>) -> Codes<'s> {
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
pub(super) fn join(source: &VerdictSource<'_>, frame: Frame<'_>, out: &mut Vec<u8>, op: fn(&mut [u8], Codes<'_>)) {
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
pub(super) fn code_at(source: &VerdictSource<'_>, frame: Frame<'_>, row: u32) -> u8 {
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
pub(super) fn symbol_at(source: &CodeSource<'_>, frame: Frame<'_>, row: u32) -> u32 {
    let at = frame.start + row as usize;
    match source {
        CodeSource::Column { codes, column } => match column.state(at) {
            State::Known => codes.get(at).copied().unwrap_or(UNKNOWN_CODE),
            State::Unknown => UNKNOWN_CODE,
            State::Absent => ABSENT_CODE,
        },
        CodeSource::Constant(code) => *code,
    }
}

/// The verdicts of a stretch, once its plan ran.
pub(in crate::columnar) fn source_codes<'s>(
    source: &'s VerdictSource<'_>,
    scratch: &'s Scratch,
    start: usize,
    len: usize,
) -> impl Iterator<Item = u8> + 's {
    let frame = Frame { start, len, numbers: &scratch.numbers, verdicts: &scratch.verdicts };
    (0..index(len)).map(move |row| code_at(source, frame, row))
}

/// The verdict of a row, once a plan ran for it alone.
pub(in crate::columnar) fn code_of(source: &VerdictSource<'_>, scratch: &Scratch, row: usize) -> u8 {
    let frame = Frame { start: row, len: 1, numbers: &scratch.numbers, verdicts: &scratch.verdicts };
    code_at(source, frame, 0)
}

/// A row's number, scaled where it is known and fits; once its plan ran for the stretch from `start`.
pub(in crate::columnar) fn node_at(node: &NumNode<'_>, scratch: &Scratch, start: usize, row: u32) -> Result<i64, Num> {
    let frame = Frame { start, len: usize::MAX, numbers: &scratch.numbers, verdicts: &scratch.verdicts };
    known_in(node, frame, row).ok_or_else(|| num_at(node, frame, row))
}

/// The numbers of a stretch, once its plan ran.
pub(in crate::columnar) fn node_nums<'s>(
    node: &'s NumNode<'_>,
    scratch: &'s Scratch,
    start: usize,
    len: usize,
) -> impl Iterator<Item = Num> + 's {
    let frame = Frame { start, len, numbers: &scratch.numbers, verdicts: &scratch.verdicts };
    (0..index(len)).map(move |row| num_at(node, frame, row))
}
