//! Lengths of spans as numbers of days.

use std::collections::BTreeSet;

use guiju_evaluator::{Exact, calendar};
use guiju_program::Program;
use guiju_program::civil::Date;
use guiju_program::expr::{Expr, ExprKind, SpanUnit};
use guiju_program::parameter::ParameterValue;

use super::bounds::bounds;
use super::key::Place;
use super::number::Num;
use super::scene::{Quantity, Scene, Why};
use super::three::or;
use crate::solver::{Linear, Sort, Var};

/// Of more days nothing is said about months.
const MOST_DAYS: usize = 40;
/// Expressions are followed so deep.
const DEEPEST: usize = 64;

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
                if let (true, Some(day)) = (start.linear.terms().is_empty(), start.linear.constant().to_i128()) {
                    let day = i64::try_from(day).ok()?;
                    let linear = Linear::from(months_later(day, whole) - earlier);
                    return Some(Num { linear, ..start });
                }
                if known.is_none() {
                    self.month_steps(var, &start.linear, whole);
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

impl Scene<'_> {
    /// A span that begins no earlier is complete no earlier: said for the days that the policy names, and for those from
    /// which the span is complete on them.
    fn month_steps(&mut self, complete: Var, start: &Linear, months: i64) {
        let mut steps = BTreeSet::new();
        for day in &self.keys.days {
            steps.insert(*day);
            // Where the first day counts, a span is complete a day earlier.
            for end in [*day, *day + 1] {
                let about = months_later(end, -months);
                let latest = (about - 4..=about + 4).rev().find(|start| months_later(*start, months) <= end);
                steps.extend(latest.into_iter().flat_map(|latest| [latest, latest + 1]));
            }
        }
        for step in steps {
            let end = months_later(step, months);
            let before = start.clone().less(step);
            self.meaning(or([before, Linear::of(complete).at_least(end)]));
            let behind = start.clone().more(step);
            self.meaning(or([behind, Linear::of(complete).at_most(end)]));
        }
    }
}

/// The day so many months later.
fn months_later(day: i64, months: i64) -> i64 {
    calendar::day_number(calendar::add_months(calendar::date_of(day), months))
}

/// The days that a policy names, in its expressions and parameters, and the ends of its year. Of very many none is taken: what
/// they say of spans is then left open.
pub(super) fn days(program: &Program) -> Vec<i64> {
    let mut days = BTreeSet::new();
    let rules = program.rules.values().map(|rule| &rule.expr);
    let conditions = program.criteria.values().flat_map(|criteria| &criteria.conditions).map(|found| &found.expr);
    let defines = program.defines.values().map(|define| &define.expr);
    for expr in rules.chain(conditions).chain(defines) {
        collect(expr, 0, &mut days);
    }
    for parameter in program.parameters.values() {
        if let ParameterValue::Date(date) = parameter.value {
            days.insert(calendar::day_number(date));
        }
    }
    if let Some((first, last)) = super::bounds::year(program) {
        days.extend([calendar::day_number(first), calendar::day_number(last)]);
    }
    if days.len() > MOST_DAYS {
        return Vec::new();
    }
    days.into_iter().collect()
}

fn collect(expr: &Expr, depth: usize, days: &mut BTreeSet<i64>) {
    if depth > DEEPEST {
        return;
    }
    if let ExprKind::Date(date) = &expr.kind {
        days.insert(calendar::day_number(*date));
    }
    expr.for_each_part(&mut |part| collect(part, depth + 1, days));
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
