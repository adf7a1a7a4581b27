//! Rounding to a step, full steps, and amounts by bands.

use guiju_program::expr::{Band, BandKind};
use guiju_program::{Decimal, Expr};

use super::Compiler;
use super::numbers::fits;
use crate::columnar::plan::{BandLimits, BandPlan, GeneralOp, Instr, NumNode, NumSource};
use crate::exact::Exact;

/// More digits behind the point are not worked with in whole numbers.
const MOST_DIGITS: u32 = 12;

impl<'a> Compiler<'_, 'a> {
    /// A number rounded to a step, or its full steps.
    pub(super) fn steps(&mut self, op: GeneralOp<'a>, value: &'a Expr, step: &'a Expr) -> NumNode<'a> {
        let (a, b) = (self.number(value), self.number(step));
        let rounds = matches!(op, GeneralOp::Round(_));
        let scale = if rounds { b.scale } else { 0 };
        let common = a.scale.max(b.scale);
        let factor = 10_i64.checked_pow(common - a.scale);
        let unit = match b.source {
            NumSource::Constant(unit) if unit > 0 => Some(unit),
            _ => None,
        };
        let whole = unit.and_then(|unit| unit.checked_mul(10_i64.checked_pow(common - b.scale)?));
        let (Some(factor), Some(unit), Some(step)) = (factor, unit, whole) else {
            return self.general(op, a, b, scale);
        };
        let ends = end_of(op, &a, a.min, &b).zip(end_of(op, &a, a.max, &b)).filter(|_| !a.all_odd);
        let tight = ends.is_some();
        let unit = if rounds { unit } else { 1 };
        let node = self.push_number(scale, |out| Instr::Steps { op, a, b, factor, step, unit, tight, out });
        match ends {
            Some((min, max)) => NumNode { min, max, ..node },
            None => node,
        }
    }

    /// An amount by bands.
    pub(super) fn bands(&mut self, kind: BandKind, value: &'a Expr, bands: &'a [Band]) -> NumNode<'a> {
        let a = self.number(value);
        let amounts: Vec<NumNode<'a>> = bands.iter().map(|band| self.number(&band.amount)).collect();
        let mut scale = amounts.iter().map(|amount| amount.scale).max().unwrap_or(0);
        let bounds = || bands.iter().flat_map(|band| [band.range.lo, band.range.hi]).flatten();
        let fine = bounds().map(|bound| bound.normalize().scale()).max().unwrap_or(0).max(a.scale);
        let mut factor = 1;
        if kind == BandKind::Slices {
            scale += fine;
            factor = 10_i128.checked_pow(fine - a.scale).unwrap_or(0);
        }
        let at = if kind == BandKind::Slices { fine } else { a.scale };
        let limits: Option<Vec<BandLimits>> =
            bands.iter().zip(&amounts).map(|(band, amount)| limits(kind, band, amount, at, scale, fine)).collect();
        let limits = limits.filter(|_| scale <= MOST_DIGITS && fine <= MOST_DIGITS && factor > 0);
        let ends = limits.as_ref().and_then(|limits| ends(kind, &a, factor, &amounts, limits));
        let ends = ends.filter(|(min, max)| fits(*min, *max));
        let plan = BandPlan {
            kind,
            ranges: bands.iter().map(|band| &band.range).collect(),
            limits,
            factor,
            scale,
            tight: ends.is_some(),
        };
        let plan = Box::new(plan);
        let node = self.push_number(scale, |out| Instr::Bands { plan, a, amounts, out });
        match ends {
            Some((min, max)) => NumNode { min, max, ..node },
            None => node,
        }
    }
}

/// What an end of a range becomes by a constant step.
fn end_of(op: GeneralOp<'_>, a: &NumNode<'_>, end: i128, b: &NumNode<'_>) -> Option<i128> {
    let NumSource::Constant(step) = b.source else { return None };
    let (end, step) = (Exact::scaled(end, a.scale), Exact::scaled(i128::from(step), b.scale));
    let (found, scale) = match op {
        GeneralOp::Round(mode) => (end.round_to(&step, mode)?, b.scale),
        _ => (end.full_steps(&step)?, 0),
    };
    let found = (&found * &Exact::scaled(10_i128.checked_pow(scale)?, 0)).to_i128()?;
    fits(found, found).then_some(found)
}

/// The whole numbers of a scale that are in a band; of slices its ends.
fn limits(kind: BandKind, band: &Band, amount: &NumNode<'_>, at: u32, scale: u32, fine: u32) -> Option<BandLimits> {
    let scaled = |bound: Decimal| {
        let bound = &Exact::from(bound) * &Exact::scaled(10_i128.checked_pow(at)?, 0);
        Some((bound.floor().to_i128()?, bound.ceil().to_i128()?))
    };
    let amount_scale = if kind == BandKind::Slices { scale.checked_sub(fine)? } else { scale };
    let factor = 10_i128.checked_pow(amount_scale.checked_sub(amount.scale)?)?;
    let exclusive = kind != BandKind::Slices;
    let from = match band.range.lo {
        None => None,
        Some(bound) => {
            let (floor, ceil) = scaled(bound)?;
            Some(if exclusive && !band.range.lo_included { floor + 1 } else { ceil })
        }
    };
    let to = match band.range.hi {
        None => None,
        Some(bound) => {
            let (floor, ceil) = scaled(bound)?;
            Some(if exclusive && !band.range.hi_included { ceil - 1 } else { floor })
        }
    };
    Some(BandLimits { from, to, factor })
}

/// Between what all results lie that are computed from known numbers.
fn ends(
    kind: BandKind,
    a: &NumNode<'_>,
    factor: i128,
    amounts: &[NumNode<'_>],
    limits: &[BandLimits],
) -> Option<(i128, i128)> {
    let (mut min, mut max) = (0_i128, 0_i128);
    for (amount, limit) in amounts.iter().zip(limits) {
        let (low, high) = (amount.min.checked_mul(limit.factor)?, amount.max.checked_mul(limit.factor)?);
        match kind {
            BandKind::Exactly | BandKind::Highest => {
                min = min.min(low);
                max = max.max(high);
            }
            BandKind::Cumulate => {
                min = min.checked_add(low.min(0))?;
                max = max.checked_add(high.max(0))?;
            }
            BandKind::Slices => {
                let most = a.max.checked_mul(factor)?;
                let top = limit.to.map_or(most, |to| to.min(most));
                let length = top.checked_sub(limit.from.unwrap_or(0))?.max(0);
                min = min.checked_add(low.min(0).checked_mul(length)?)?;
                max = max.checked_add(high.max(0).checked_mul(length)?)?;
            }
        }
    }
    Some((min, max))
}
