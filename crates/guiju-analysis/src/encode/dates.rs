//! Lengths of spans as numbers of days.

use guiju_evaluator::{Exact, calendar};
use guiju_program::civil::Date;
use guiju_program::expr::{Expr, SpanUnit};

use super::bounds::bounds;
use super::key::Place;
use super::number::Num;
use super::scene::{Quantity, Scene, Why};
use crate::solver::{Linear, Sort};

/// The fewest and the most days that so many months have.
pub(super) fn days_of_months(months: i64) -> Option<(i64, i64)> {
    if !(-1_200..=1_200).contains(&months) {
        return None;
    }
    let mut ends: Option<(i64, i64)> = None;
    // Four years hold every kind of start; the century without a leap day is looked at as well.
    for first in [Date::constant(2023, 1, 1), Date::constant(2099, 1, 1)] {
        let start = calendar::day_number(first);
        for day in start..start + 4 * 366 {
            let length = calendar::day_number(calendar::add_months(calendar::date_of(day), months)) - day;
            let (low, high) = ends.unwrap_or((length, length));
            ends = Some((low.min(length), high.max(length)));
        }
    }
    // A long span may meet one leap day more or less than those looked at.
    let slack = i64::from(months.abs() > 40);
    ends.map(|(low, high)| (low - slack, high + slack))
}

impl<'p> Scene<'p> {
    /// The day on which a span is complete.
    pub(super) fn complete(
        &mut self,
        start: &'p Expr,
        length: &'p Expr,
        unit: SpanUnit,
        first_day_counts: bool,
        at: &Place,
    ) -> Option<Num> {
        let start = self.number(start, at);
        let (Some(low), Some(high)) = bounds(self.program, length) else {
            return None;
        };
        let whole = if low == high { low.to_i128().and_then(|length| i64::try_from(length).ok()) } else { None }?;
        let earlier = i64::from(first_day_counts);
        match unit {
            SpanUnit::Day => {
                let linear = start.linear + Linear::from(whole - earlier);
                Some(Num { linear, ..start })
            }
            SpanUnit::Month => {
                let (fewest, most) = days_of_months(whole)?;
                let key = format!("{:?}+{whole}m", start.linear);
                let exact = fewest == most && start.exact;
                if fewest == most {
                    return Some(Num { linear: start.linear + Linear::from(fewest - earlier), exact, ..start });
                }
                let known = self.find(&key);
                let (first, last) = (Exact::from(-719_162_i64), Exact::from(2_932_896_i64));
                let var = self.intern(key, Sort::Int, (Some(first), Some(last)), Quantity::Helper);
                if known.is_none() {
                    let from = start.linear.clone() + Linear::from(fewest);
                    let to = start.linear.clone() + Linear::from(most);
                    self.meaning(Linear::of(var).at_least(from));
                    self.meaning(Linear::of(var).at_most(to));
                }
                Some(Num { linear: Linear::of(var) - Linear::from(earlier), present: start.present, exact: false })
            }
            SpanUnit::Workday => {
                self.leave_open(length.span, Why::Calendar);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_between_so_many_days() {
        assert_eq!(days_of_months(1), Some((28, 31)));
        assert_eq!(days_of_months(6), Some((181, 184)));
        assert_eq!(days_of_months(12), Some((365, 366)));
        assert_eq!(days_of_months(0), Some((0, 0)));
        for months in [1, 2, 5, 6, 11, 13, 36, 60, 99] {
            let (low, high) = days_of_months(months).unwrap();
            for day in (-30_000..80_000).step_by(7) {
                let end = calendar::day_number(calendar::add_months(calendar::date_of(day), months));
                assert!((low..=high).contains(&(end - day)), "{months} months from day {day}");
            }
        }
    }
}
