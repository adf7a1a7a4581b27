//! Steps that round to a step, count full steps, or find an amount by bands.

use guiju_program::expr::{BandKind, RoundMode};

use super::general::general;
use super::index;
use super::read::{Frame, known_in, num_at};
use crate::bands::by_bands;
use crate::columnar::fault::{self, Fault};
use crate::columnar::plan::{BandLimits, BandPlan, GeneralOp, NumNode, NumReg};
use crate::interval::Num;

/// How many whole steps a number comes to.
fn whole_steps(op: GeneralOp<'_>, number: i64, step: i64) -> i64 {
    let (down, rest) = (number / step, number % step);
    let away = if number < 0 { -1 } else { 1 };
    let up = if rest == 0 { 0 } else { away };
    match op {
        GeneralOp::FullSteps if fault::is(Fault::StepRoundedUp) => (down + up).max(0),
        GeneralOp::FullSteps => down.max(0),
        GeneralOp::Round(mode) => {
            let size = rest.unsigned_abs();
            // Against half a step, without doubling anything.
            let half = size.cmp(&(step.unsigned_abs() - size));
            let nearest = match (mode, half) {
                (RoundMode::Down, _) => return down,
                (RoundMode::Up, _) => return down + up,
                _ if fault::is(Fault::FloorForRound) => return down,
                (_, std::cmp::Ordering::Less) => 0,
                (_, std::cmp::Ordering::Greater) => away,
                (RoundMode::HalfEven, _) if down % 2 == 0 && !fault::is(Fault::HalfUpForHalfEven) => 0,
                _ => away,
            };
            down + nearest
        }
        _ => down,
    }
}

/// What a step of a plan works with.
pub(super) struct Steps<'s, 'a> {
    pub(super) op: GeneralOp<'a>,
    pub(super) a: &'s NumNode<'a>,
    pub(super) b: &'s NumNode<'a>,
    pub(super) factor: i64,
    pub(super) step: i64,
    pub(super) unit: i64,
    pub(super) tight: bool,
}

pub(super) fn steps(steps: &Steps<'_, '_>, frame: Frame<'_>, out: &mut NumReg) {
    let Steps { op, a, b, factor, step, unit, tight } = *steps;
    let scale = if matches!(op, GeneralOp::Round(_)) { b.scale } else { 0 };
    for row in 0..index(frame.len) {
        let found = known_in(a, frame, row)
            .and_then(|number| number.checked_mul(factor))
            .and_then(|number| whole_steps(op, number, step).checked_mul(unit));
        match found {
            Some(found) => out.values.push(found),
            None => place(general(op, &num_at(a, frame, row), &num_at(b, frame, row)), tight, scale, out),
        }
    }
}

/// Adds a number in the general form; where a range is promised of known numbers, beside them.
fn place(num: Num, tight: bool, scale: u32, out: &mut NumReg) {
    if tight {
        out.odd.push((index(out.values.len()), num));
        out.values.push(0);
    } else {
        out.push(num, scale);
    }
}

pub(super) fn bands(plan: &BandPlan<'_>, a: &NumNode<'_>, amounts: &[NumNode<'_>], frame: Frame<'_>, out: &mut NumReg) {
    for row in 0..index(frame.len) {
        let fast = plan.limits.as_ref().zip(known_in(a, frame, row));
        let found = fast.and_then(|(limits, number)| known(plan, limits, number, amounts, frame, row));
        match found {
            Some(found) => out.values.push(found),
            None => {
                let amount = |at: usize| amounts.get(at).map_or_else(Num::none, |amount| num_at(amount, frame, row));
                let num = by_bands(plan.kind, &num_at(a, frame, row), &plan.ranges, amount);
                place(num, plan.tight, plan.scale, out);
            }
        }
    }
}

/// The amount of a known number; `None` where an amount is not known, or something does not fit.
fn known(
    plan: &BandPlan<'_>,
    limits: &[BandLimits],
    number: i64,
    amounts: &[NumNode<'_>],
    frame: Frame<'_>,
    row: u32,
) -> Option<i64> {
    let number = i128::from(number).checked_mul(plan.factor)?;
    let amount =
        |at: usize, limit: &BandLimits| i128::from(known_in(amounts.get(at)?, frame, row)?).checked_mul(limit.factor);
    let strict = i128::from(fault::is(Fault::StrictBandEdge));
    let reached = |limit: &BandLimits| limit.from.is_none_or(|from| number >= from + strict);
    let found = match plan.kind {
        BandKind::Exactly => {
            let inside = |limit: &BandLimits| reached(limit) && limit.to.is_none_or(|to| number <= to);
            let (at, limit) = limits.iter().enumerate().find(|(_, limit)| inside(limit))?;
            amount(at, limit)?
        }
        BandKind::Highest if !fault::is(Fault::HighestIsSum) => {
            match limits.iter().enumerate().rev().find(|(_, limit)| reached(limit)) {
                Some((at, limit)) => amount(at, limit)?,
                None => 0,
            }
        }
        BandKind::Highest | BandKind::Cumulate => {
            let mut sum = 0_i128;
            for (at, limit) in limits.iter().enumerate().filter(|(_, limit)| reached(limit)) {
                sum = sum.checked_add(amount(at, limit)?)?;
            }
            sum
        }
        BandKind::Slices => {
            let mut sum = 0_i128;
            for (at, limit) in limits.iter().enumerate() {
                let from = limit.from.unwrap_or(0);
                let top = limit.to.map_or(number, |to| number.min(to));
                if top <= from {
                    continue;
                }
                let slice = if fault::is(Fault::SliceForWhole) { top } else { top - from };
                sum = sum.checked_add(slice.checked_mul(amount(at, limit)?)?)?;
            }
            sum
        }
    };
    i64::try_from(found).ok()
}
