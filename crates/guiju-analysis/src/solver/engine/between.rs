//! Whole numbers that fall between: rows whose fixed part no sum of whole numbers can make up.

use guiju_evaluator::Exact;

use super::analyse::FACT;
use super::columns::{Read, common_divisor};
use super::search::{Conflict, Search};
use super::tableau::Farkas;
use crate::solver::answer::Why;
use crate::solver::linear::Linear;

impl Search<'_, '_, '_> {
    /// Looks for a row of whole columns in which what is not fixed moves in steps that miss what is fixed: with
    /// `x + y = 2z` and `x - y = 2w + 1`, say. Cutting ranges in two would go on for as long as they are.
    pub fn between(&mut self) -> Result<Option<Conflict>, Why> {
        let mut found = None;
        for (basic, terms) in self.tableau.rows() {
            if self.tableau.value(basic).is_whole() || !self.columns.is_integral(basic) {
                continue;
            }
            self.meter.charge(terms.len())?;
            if !terms.iter().all(|(column, _)| self.columns.is_integral(*column)) {
                continue;
            }
            // 0 = -basic + sum of terms = fixed + divisor × something whole.
            let mut fixed = Exact::zero();
            let mut divisor = Exact::zero();
            let minus = Exact::from(-1_i64);
            let all = std::iter::once((basic, &minus)).chain(terms.iter().map(|(column, factor)| (*column, factor)));
            let mut moving: Vec<(usize, Exact)> = Vec::new();
            let mut holding: Vec<(usize, usize, Exact)> = Vec::new();
            for (column, factor) in all {
                match (self.tableau.end(column, false), self.tableau.end(column, true)) {
                    (Some(lower), Some(upper)) if lower.at == upper.at => {
                        fixed = &fixed + &(&lower.at.real * factor);
                        holding.push((lower.entry, upper.entry, factor.clone()));
                    }
                    _ => moving.push((column, factor.clone())),
                }
            }
            if fixed.is_zero() {
                continue;
            }
            for (_, factor) in &moving {
                // What a divisor divides, its own divisors divide.
                if fixed.checked_div(&divisor).is_some_and(|steps| steps.floor() == steps) {
                    break;
                }
                divisor = common_divisor(&divisor, factor);
            }
            let Some(missed) = (-&fixed).checked_div(&divisor) else { continue };
            if missed.floor() != missed {
                found = Some((moving, holding, divisor, missed));
                break;
            }
        }
        let Some((moving, holding, divisor, missed)) = found else { return Ok(None) };
        // The form whose value would have to be `missed`.
        let inverse = Exact::one().checked_div(&divisor).unwrap_or_else(Exact::zero);
        let form = Linear::sum(
            moving.iter().map(|(column, factor)| self.columns.form(*column).clone().times(&(factor * &inverse))),
        );
        let Read::Column { column, scale, .. } = self.read(&form)? else { return Ok(None) };
        // The form is `scale × column`, `scale` whole: so the column would have to be `missed / scale`.
        let Some(end) = missed.checked_div(&scale) else { return Ok(None) };
        let on = self.columns.rounded(column, true, end.floor(), false);
        // form ≥ missed follows from the fixed columns: minus their sum, divided. Its two ends close the two sides.
        let mut below: Farkas = vec![(FACT, Exact::one())];
        let mut above: Farkas = vec![(FACT, Exact::one())];
        let share = inverse.checked_div(&scale).unwrap_or_else(Exact::zero);
        for (lower, upper, factor) in holding {
            let by = &factor * &share;
            // Over all columns the row is zero, so column = -Σ by × fixed.
            let (one, other) = if by.is_positive() { (upper, lower) } else { (lower, upper) };
            below.push((one, by.abs()));
            above.push((other, by.abs()));
        }
        Ok(Some(Conflict::Between(on, below, above)))
    }
}
