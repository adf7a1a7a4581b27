//! Numbers, and dates as numbers.

use guiju_program::civil::Date;
use guiju_program::expr::{
    ArithmeticOp, BetweenUnit, CalendarPart, Change, CompareOp, ExprKind, FirstDay, ParameterDate, RowPath, SpanUnit,
};
use guiju_program::parameter::{ParameterId, ParameterValue};
use guiju_program::schema::{FieldId, FieldType};
use guiju_program::value::Verdict;
use guiju_program::{Decimal, Expr, Type};

use super::{At, Lookup, Reach, Walker};
use crate::calendar;
use crate::exact::Exact;
use crate::facts::State;
use crate::interval::{Interval, Num};
use crate::workdays;

/// What `D 在 S 起 5年 内` compares.
pub(crate) struct WithinSides {
    /// The date asked about.
    pub date: Num,
    /// How it must lie to the start.
    pub after: CompareOp,
    /// The start.
    pub start: Num,
    /// The last day that is in.
    pub last: Num,
}

impl WithinSides {
    pub(crate) fn verdict(&self) -> Verdict {
        let after = self.date.compare(self.after, &self.start);
        after.and(self.date.compare(CompareOp::Le, &self.last))
    }
}

impl<'a> Walker<'a> {
    /// What is possible of a number or a date.
    pub(crate) fn number(&self, expr: &'a Expr, at: &At<'_>) -> Num {
        if !self.steps.take() {
            return Num::none();
        }
        match &expr.kind {
            ExprKind::Number(value) => Num::known(Exact::from(*value)),
            ExprKind::Date(date) => whole(calendar::day_number(*date)),
            ExprKind::Month(month) => whole(i64::from(month.index())),
            ExprKind::Year(year) => whole(i64::from(*year)),
            ExprKind::Instant(instant) => whole(calendar::instant_number(*instant)),
            ExprKind::AsOf => whole(calendar::day_number(self.as_of)),
            ExprKind::Parameter { parameter, on } => self.parameter(*parameter, &self.parameter_date(on, at), &expr.ty),
            ExprKind::Budget(budget) => Num::known(Exact::from(self.program.budgets[*budget].amount)),
            ExprKind::Drawn { budget, left } => self.drawn(*budget, *left),
            ExprKind::Award { row, award } => self.award_amount(*award, row, at),
            ExprKind::Allocated { row, allocation } => self.allocated_part(*allocation, row, at),
            ExprKind::Field { row, field } => self.number_field(row, *field, at),
            ExprKind::Define { row, define } => {
                let inner = &self.program.defines[*define].expr;
                match self.enter(row.as_ref(), at) {
                    Ok(at) => self.number(inner, &at),
                    Err(Reach::Absent) => Num::none(),
                    Err(_) => anything(),
                }
            }
            ExprKind::When { condition, then, otherwise } => {
                let then = || self.number(then, at);
                let otherwise = || otherwise.as_ref().map_or_else(Num::none, |expr| self.number(expr, at));
                match self.condition(condition, at) {
                    Verdict::Pass => then(),
                    Verdict::Fail | Verdict::NotApplicable => otherwise(),
                    Verdict::Undetermined => then().hull(&otherwise()),
                }
            }
            ExprKind::Default { value, default } => {
                let mut value = self.number(value, at);
                if !value.absent {
                    return value;
                }
                value.absent = false;
                value.hull(&self.number(default, at))
            }
            ExprKind::Negate(inner) => self.number(inner, at).negate(),
            ExprKind::Arithmetic { op, left, right } => {
                let (left, right) = (self.number(left, at), self.number(right, at));
                match op {
                    ArithmeticOp::Add => left.add(&right),
                    ArithmeticOp::Subtract => left.subtract(&right),
                    ArithmeticOp::Multiply => left.multiply(&right),
                    ArithmeticOp::CappedAt => left.smaller(&right),
                    ArithmeticOp::FlooredAt => left.larger(&right),
                }
            }
            ExprKind::Divide { left, right, zero_base } => {
                let by_constant = right.is_constant();
                let (left, right) = (self.number(left, at), self.number(right, at));
                let constant = right.value().filter(|_| by_constant);
                constant
                    .and_then(|divisor| left.divide_by_constant(divisor))
                    .unwrap_or_else(|| left.divide(&right, zero_base.choice()))
            }
            ExprKind::Versus { change, now, base, zero_base } => {
                let (now, base) = (self.number(now, at), self.number(base, at));
                let one = Num::known(Exact::one());
                match change {
                    Change::Growth => now.divide(&base, zero_base.choice()).subtract(&one),
                    Change::Fall => one.subtract(&now.divide(&base, zero_base.choice())),
                    Change::Rise => now.subtract(&base),
                    Change::Drop => base.subtract(&now),
                }
            }
            ExprKind::Round { mode, value, step } => self.number(value, at).round_to(&self.number(step, at), *mode),
            ExprKind::FullSteps { value, step } => self.number(value, at).full_steps(&self.number(step, at)),
            ExprKind::Bands { kind, value, bands } => self.bands(*kind, value, bands, at),
            ExprKind::Lookup { table, keys, column } => self.lookup(*table, keys, *column, at),
            ExprKind::DateAdd { date, amount, unit } => {
                let moved = self.number(date, at);
                let amount = self.number(amount, at);
                match date.ty {
                    // A month moves by months alone, a year by years.
                    Type::Month | Type::Year => moved.add(&amount),
                    _ => self.complete(&moved, &amount, *unit, false),
                }
            }
            ExprKind::Between { unit, start, end } => {
                self.between(&self.number(start, at), &self.number(end, at), *unit)
            }
            ExprKind::Calendar { part, value } => calendar_part(*part, &value.ty, self.number(value, at)),
            ExprKind::Aggregate(aggregate) => self.aggregate_number(aggregate, at),
            ExprKind::Rank(ranking) => self.standing(ranking, at).map_or_else(anything, |standing| standing.rank()),
            // Conditions and texts are no numbers: the checker refuses them.
            _ => anything(),
        }
    }

    pub(crate) fn number_field(&self, path: &RowPath, field: FieldId, at: &At<'_>) -> Num {
        let unknown = || self.unknown_field(self.end_of(path), field);
        let row = match self.reach(path, at) {
            Reach::Row(row) => row,
            Reach::Unknown { absent: true } => return unknown().or_absent(),
            Reach::Unknown { absent: false } => return unknown(),
            Reach::Absent => return Num::none(),
        };
        let column = self.facts.table(row.record).and_then(|table| table.column(field));
        let Some(column) = column else {
            return unknown();
        };
        let cell = row.row as usize;
        match (column.state(cell), column.number(cell)) {
            (State::Absent, _) => Num::none(),
            (State::Known, Some(value)) => Num::known(value),
            _ => unknown(),
        }
    }

    /// The day that picks a dated figure.
    pub(crate) fn parameter_date(&self, on: &ParameterDate, at: &At<'_>) -> Num {
        match on {
            ParameterDate::AsOf => whole(calendar::day_number(self.as_of)),
            ParameterDate::RuleDate { row, field } => {
                let date = self.number_field(row, *field, at);
                let record = self.program.records.find(self.end_of(row));
                let declared = record.and_then(|record| record.fields.find(*field));
                match declared.map(|field| &field.ty) {
                    Some(FieldType::Instant) => days_of_instants(date),
                    _ => date,
                }
            }
        }
    }

    /// A parameter's figure on a day.
    fn parameter(&self, parameter: ParameterId, on: &Num, ty: &Type) -> Num {
        let open = || match ty {
            Type::Number(_) => Num::unknown(false),
            _ => Num::of(Interval::all()),
        };
        match &self.program.parameters[parameter].value {
            ParameterValue::Number(value) => Num::known(Exact::from(*value)),
            ParameterValue::Date(date) => whole(calendar::day_number(*date)),
            ParameterValue::Open => open(),
            ParameterValue::Dated(figures) => {
                let (possible, before_first) = figures_on(figures, on);
                let known = possible.into_iter().map(|value| Num::known(Exact::from(value)));
                let found = known.reduce(|a, b| a.hull(&b));
                match found {
                    Some(found) if before_first => found.hull(&open()),
                    Some(found) => found,
                    None => open(),
                }
            }
        }
    }

    /// The end of a span, and the day on which its length is complete.
    pub(crate) fn span_sides(&self, expr: &'a Expr, at: &At<'_>) -> Option<(Num, Num)> {
        let ExprKind::SpanCompare { end, start, length, unit, first_day, .. } = &expr.kind else {
            return None;
        };
        let (start, length) = (self.number(start, at), self.number(length, at));
        let complete = self.complete(&start, &length, *unit, *first_day == FirstDay::Counted);
        Some((self.number(end, at), complete))
    }

    /// What a date within a span is compared with.
    pub(crate) fn within_sides(&self, expr: &'a Expr, at: &At<'_>) -> Option<WithinSides> {
        let ExprKind::Within { date, start, length, unit, first_day } = &expr.kind else {
            return None;
        };
        let counted = *first_day == FirstDay::Counted;
        let (start, length) = (self.number(start, at), self.number(length, at));
        Some(WithinSides {
            date: self.number(date, at),
            after: if counted { CompareOp::Ge } else { CompareOp::Gt },
            // Without a length there is no span: both comparisons then do not apply.
            last: self.complete(&start, &length, *unit, counted),
            start: joined(&start, &length, |start, _| start.clone()),
        })
    }
}

impl Walker<'_> {
    /// The day on which a length from a start is complete: a later start or a longer length never makes it earlier.
    pub(crate) fn complete(&self, start: &Num, length: &Num, unit: SpanUnit, first_day_counts: bool) -> Num {
        let calendar = self.program.calendar.as_ref();
        let end = |start: &Option<Exact>, length: &Option<Exact>| {
            let (start, length) = (machine(start.as_ref()?), machine(length.as_ref()?));
            let day = match (unit, self.lookup) {
                (SpanUnit::Workday, Lookup::Scan) => {
                    workdays::scan::after(calendar, start - i64::from(first_day_counts), length)
                }
                _ => calendar::complete_on(start, length, unit, first_day_counts, calendar),
            };
            day.map(Exact::from)
        };
        joined(start, length, |start, length| Interval {
            lo: end(&start.lo, &length.lo),
            hi: end(&start.hi, &length.hi),
        })
    }

    /// Complete days, months or years, or working days: a later end never makes them fewer, a later start never more.
    pub(crate) fn between(&self, start: &Num, end: &Num, unit: BetweenUnit) -> Num {
        let calendar = self.program.calendar.as_ref();
        let count = |start: &Option<Exact>, end: &Option<Exact>| {
            let (start, end) = (machine(start.as_ref()?), machine(end.as_ref()?));
            let count = match (unit, self.lookup) {
                (BetweenUnit::Workday, Lookup::Scan) => workdays::scan::between(calendar, start, end),
                _ => calendar::between(start, end, unit, calendar),
            };
            count.map(Exact::from)
        };
        joined(start, end, |start, end| Interval { lo: count(&start.hi, &end.lo), hi: count(&start.lo, &end.hi) })
    }
}

/// The figures of a dated parameter that are possible on a day, and whether the day may lie before the first.
fn figures_on(figures: &[(Date, Decimal)], on: &Num) -> (Vec<Decimal>, bool) {
    // Without a date, as with an unknown one, any figure may be meant.
    let days = on.values.clone().filter(|_| !on.absent);
    let Interval { lo, hi } = days.unwrap_or_else(Interval::all);
    let from = |(date, _): &(Date, Decimal)| Exact::from(calendar::day_number(*date));
    let before_first = match (&lo, figures.first()) {
        (Some(lo), Some(first)) => *lo < from(first),
        _ => true,
    };
    let possible = figures
        .iter()
        .enumerate()
        .filter(|(index, figure)| {
            // In force on some possible day: it starts by the last one, and the next starts behind the first one.
            let starts = hi.as_ref().is_none_or(|hi| from(figure) <= *hi);
            let ends = match (&lo, figures.get(index + 1)) {
                (Some(lo), Some(next)) => *lo < from(next),
                _ => true,
            };
            starts && ends
        })
        .map(|(_, (_, value))| *value)
        .collect();
    (possible, before_first)
}

/// The days of instants, which are held in microseconds.
fn days_of_instants(instants: Num) -> Num {
    let micros_of_a_day = Exact::from(86_400_000_000_i64);
    let day = |instant: Exact| Some(instant.checked_div(&micros_of_a_day)?.floor());
    Num {
        values: instants.values.map(|values| Interval { lo: values.lo.and_then(day), hi: values.hi.and_then(day) }),
        ..instants
    }
}

/// Any number, or none: what is possible of something on an unknown row.
pub(super) fn anything() -> Num {
    Num::of(Interval::all()).or_absent()
}

fn whole(value: i64) -> Num {
    Num::known(Exact::from(value))
}

/// The states of both, and values made of both.
fn joined(a: &Num, b: &Num, values: impl FnOnce(&Interval, &Interval) -> Interval) -> Num {
    Num {
        values: a.values.as_ref().zip(b.values.as_ref()).map(|(a, b)| values(a, b)),
        absent: a.absent || b.absent,
        met: a.met || b.met,
        unmet: a.unmet || b.unmet,
        silent: a.silent || b.silent,
    }
}

/// A day, or a length, as a machine integer: cut to whole, and held within what the calendar could ever reach.
pub(crate) fn machine(value: &Exact) -> i64 {
    let limit = i64::MAX / 4;
    let whole = value.floor();
    match whole.to_i128().and_then(|value| i64::try_from(value).ok()) {
        Some(value) => value.clamp(-limit, limit),
        None if value.is_negative() => -limit,
        None => limit,
    }
}

/// A part of the calendar: a later value never has an earlier one.
fn calendar_part(part: CalendarPart, ty: &Type, value: Num) -> Num {
    let end = |end: Option<Exact>| Some(Exact::from(calendar::part_of(part, ty, machine(&end?))));
    Num { values: value.values.map(|values| Interval { lo: end(values.lo), hi: end(values.hi) }), ..value }
}
