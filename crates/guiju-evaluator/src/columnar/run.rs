//! Runs a plan over a stretch of rows.

mod bands;
mod children;
mod general;
mod members;
mod numbers;
mod read;
mod verdicts;

use std::ops::Range;

use super::kernels::{Codes, OPEN, PASS};
use super::plan::{Branch, Instr, Plan, Scratch, VerdictSource};
use super::walk_rows::RowWalker;
use read::{Frame, codes};

pub(super) use members::Members;
pub(super) use read::{code_of, node_at, node_nums, source_codes};

/// What a run needs besides its plan.
pub(super) struct Runner<'r, 'a> {
    pub(super) walker: &'r RowWalker<'a>,
    /// How many rows of a nested table are worked on at a time.
    pub(super) chunk_rows: usize,
}

impl Runner<'_, '_> {
    /// Runs the plan over those rows; the registers then hold its results.
    pub(super) fn run(&self, plan: &Plan<'_>, scratch: &mut Scratch, rows: Range<usize>) {
        let (start, len) = (rows.start, rows.len());
        if !self.walker.take_steps(plan.instrs.len().saturating_mul(len)) {
            return;
        }
        let mut place = 0;
        while let Some(instr) = plan.instrs.get(place) {
            if let Instr::Skip { condition, branch, steps } = instr {
                let frame = Frame { start, len, numbers: &scratch.numbers, verdicts: &scratch.verdicts };
                if !is_needed(condition, *branch, frame) {
                    place += steps;
                }
            } else {
                self.step(plan, instr, place, scratch, start, len);
            }
            place += 1;
        }
    }

    fn step(&self, plan: &Plan<'_>, instr: &Instr<'_>, place: usize, scratch: &mut Scratch, start: usize, len: usize) {
        match instr {
            Instr::Skip { .. } => {}
            Instr::Rescale { out, .. }
            | Instr::Arithmetic { out, .. }
            | Instr::Calendar { out, .. }
            | Instr::General { out, .. }
            | Instr::Steps { out, .. }
            | Instr::Bands { out, .. }
            | Instr::Default { out, .. }
            | Instr::Select { out, .. }
            | Instr::Gather { out, .. }
            | Instr::CodeNumbers { out, .. }
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
            | Instr::Applies { out, .. }
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
}

/// Whether a row of the stretch needs a branch.
fn is_needed(condition: &VerdictSource<'_>, branch: Branch, frame: Frame<'_>) -> bool {
    let needs = |code: u8| match branch {
        Branch::Then => code == PASS || code == OPEN,
        Branch::Otherwise => code != PASS,
    };
    match condition {
        VerdictSource::Column(verdicts) => {
            slice(verdicts, frame.start, frame.len).iter().any(|verdict| needs(*verdict as u8))
        }
        source => match codes(source, frame) {
            Codes::Slice(codes) => codes.iter().any(|code| needs(*code)),
            Codes::Constant(code) => needs(code),
        },
    }
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
