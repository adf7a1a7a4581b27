//! Steps that yield numbers.

use std::cell::Cell;

use guiju_program::expr::ArithmeticOp;

use super::bands;
use super::general::{calendar_value, general};
use super::read::{Frame, code_at, collect_odd, known_at, num_at, symbol_at, view};
use super::{Runner, index, slice};
use crate::columnar::kernels::{self, OPEN, PASS, View};
use crate::columnar::plan::{ABSENT_CODE, GeneralOp, Instr, NumReg, Plan, UNKNOWN_CODE};
use crate::interval::Num;

impl Runner<'_, '_> {
    pub(super) fn number_step(
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
                let unknown = Cell::new(false);
                kernels::binary(left, right, len, &mut out.values, |a, b| {
                    let value = calendar_value(*op, a, b);
                    unknown.set(unknown.get() || value.is_none());
                    value.unwrap_or(0)
                });
                collect_odd(&[a, b], frame, odd_rows);
                if unknown.get() {
                    also_unknown(*op, left, right, len, odd_rows);
                }
                for row in odd_rows.iter() {
                    out.odd.push((*row, general(*op, &num_at(a, frame, *row), &num_at(b, frame, *row))));
                }
            }
            Instr::General { op, a, b, scale, .. } => {
                for row in 0..index(len) {
                    out.push(general(*op, &num_at(a, frame, row), &num_at(b, frame, row)), *scale);
                }
            }
            Instr::Steps { op, a, b, factor, step, unit, tight, .. } => {
                let (op, factor, step, unit, tight) = (*op, *factor, *step, *unit, *tight);
                bands::steps(&bands::Steps { op, a, b, factor, step, unit, tight }, frame, out);
            }
            Instr::Bands { plan, a, amounts, .. } => bands::bands(plan, a, amounts, frame, out),
            Instr::Default { a, b, scale, range, .. } => {
                kernels::binary(view(a, frame), View::Constant(0), len, &mut out.values, |a, _| a);
                collect_odd(&[a], frame, odd_rows);
                for row in odd_rows.iter() {
                    let num = num_at(a, frame, *row);
                    let num = if num.absent {
                        let default = num_at(b, frame, *row);
                        let present = Num { absent: false, ..num.clone() };
                        if num.is_absent() { default } else { present.hull(&default) }
                    } else {
                        num
                    };
                    out.place(*row, num, *scale, *range);
                }
            }
            Instr::Select { condition, a, b, scale, range, .. } => {
                let nothing = View::Constant(0);
                let (then, otherwise) = (view(a, frame), b.as_ref().map_or(nothing, |b| view(b, frame)));
                // A branch that no row needs left nothing in its register.
                out.values.resize(len, 0);
                match b {
                    Some(b) => collect_odd(&[a, b], frame, odd_rows),
                    None => collect_odd(&[a], frame, odd_rows),
                }
                let mut odd = odd_rows.iter().copied().peekable();
                for row in 0..index(len) {
                    let code = code_at(condition, frame, row);
                    let is_odd = odd.next_if_eq(&row).is_some() || code == OPEN || (b.is_none() && code != PASS);
                    if is_odd {
                        let then = || num_at(a, frame, row);
                        let otherwise = || b.as_ref().map_or_else(Num::none, |b| num_at(b, frame, row));
                        let num = match code {
                            PASS => then(),
                            OPEN => then().hull(&otherwise()),
                            _ => otherwise(),
                        };
                        out.place(row, num, *scale, *range);
                    } else if let Some(slot) = out.values.get_mut(row as usize) {
                        *slot = match if code == PASS { then } else { otherwise } {
                            View::Constant(value) => value,
                            View::Slice(values) => values.get(row as usize).copied().unwrap_or(0),
                        };
                    }
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
            Instr::CodeNumbers { a, unknown, .. } => {
                for row in 0..index(len) {
                    match symbol_at(a, frame, row) {
                        UNKNOWN_CODE => out.push((**unknown).clone(), 0),
                        ABSENT_CODE => out.push(Num::none(), 0),
                        code => out.values.push(i64::from(code)),
                    }
                }
            }
            Instr::WalkNumber { expr, this, scale, .. } => {
                for row in 0..index(len) {
                    out.push(self.walker.number(plan, *this, expr, frame.start + row as usize), *scale);
                }
            }
            _ => {}
        }
    }
}

/// Adds the rows of which a calendar does not tell what comes of known numbers to those of which something is unknown.
fn also_unknown(op: GeneralOp<'_>, a: View<'_>, b: View<'_>, len: usize, odd_rows: &mut Vec<u32>) {
    let at = |view: View<'_>, row: usize| match view {
        View::Constant(value) => Some(value),
        View::Slice(values) => values.get(row).copied(),
    };
    let known = |row: usize| at(a, row).zip(at(b, row)).is_none_or(|(a, b)| calendar_value(op, a, b).is_some());
    odd_rows.extend((0..len).filter(|row| !known(*row)).map(index));
    odd_rows.sort_unstable();
    odd_rows.dedup();
}
