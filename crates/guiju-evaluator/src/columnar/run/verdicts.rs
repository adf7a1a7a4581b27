//! Steps that yield verdicts.

use guiju_program::expr::CompareOp;
use guiju_program::value::Verdict;

use super::general::general;
use super::read::{Frame, code_at, collect_odd, join, num_at, symbol_at, view};
use super::{Runner, index, slice};
use crate::columnar::fault::{self, Fault};
use crate::columnar::kernels::{self, FAIL, NOT_APPLICABLE, OPEN, PASS};
use crate::columnar::plan::{ABSENT_CODE, GeneralRatio, Instr, NumNode, Plan, UNKNOWN_CODE};

impl Runner<'_, '_> {
    pub(super) fn verdict_step(
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
            Instr::Applies { a, .. } => {
                join(a, frame, out, kernels::and);
                kernels::applies(out);
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
            Instr::WalkVerdict { expr, this, .. } => {
                for row in 0..index(len) {
                    out.push(self.walker.verdict(plan, *this, expr, frame.start + row as usize) as u8);
                }
            }
            _ => {}
        }
    }
}

fn set(out: &mut [u8], row: u32, code: u8) {
    if let Some(slot) = out.get_mut(row as usize) {
        *slot = code;
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
