//! Operations in the general form, on numbers of which something may be unknown.

use guiju_program::Type;
use guiju_program::calendar::is_weekday;
use guiju_program::expr::{ArithmeticOp, BetweenUnit, CalendarPart, SpanUnit};

use crate::calendar;
use crate::columnar::fault::{self, Fault};
use crate::columnar::plan::{GeneralOp, Moment};
use crate::exact::Exact;
use crate::interval::{Interval, Num};

/// An operation on known dates and whole lengths; `None` where the policy's calendar does not tell.
pub(super) fn calendar_value(op: GeneralOp<'_>, a: i64, b: i64) -> Option<i64> {
    match op {
        GeneralOp::CompleteOn { unit: SpanUnit::Month, .. } if fault::is(Fault::ThirtyDayMonth) => {
            Some(a.saturating_add(b.saturating_mul(30)))
        }
        GeneralOp::CompleteOn { unit, first_day_counts, calendar } => {
            let counts = first_day_counts || (unit == SpanUnit::Workday && fault::is(Fault::FirstDayCounted));
            let mut day = calendar::complete_on(a, b, unit, counts, calendar)?;
            if unit == SpanUnit::Workday && b != 0 && fault::is(Fault::TransferDayOff) {
                while !is_weekday(calendar::date_of(day)) {
                    day = calendar::complete_on(day, b.signum(), unit, false, calendar)?;
                }
            }
            Some(day)
        }
        GeneralOp::Between(unit, calendar) => {
            let early = i64::from(unit == BetweenUnit::Year && fault::is(Fault::YearADayEarly));
            let count = calendar::between(a, b.saturating_add(early), unit, calendar)?;
            // A weekend between the two days counts one too many.
            let over_weekend = unit == BetweenUnit::Workday && b.saturating_sub(a) > count;
            Some(count + i64::from(over_weekend && fault::is(Fault::WeekendCounted)))
        }
        GeneralOp::Part(CalendarPart::LastDay, _) if fault::is(Fault::ThirtiethIsLast) => {
            Some(calendar::part_of(CalendarPart::FirstDay, &Type::Month, a).saturating_add(29))
        }
        GeneralOp::Part(CalendarPart::YearOf, Moment::Month) if fault::is(Fault::YearFromMonthOne) => {
            Some(calendar::part_of(CalendarPart::YearOf, &Type::Month, a.saturating_add(1)))
        }
        GeneralOp::Part(part, moment) => Some(calendar::part_of(part, &moment.ty(), a)),
        _ => Some(0),
    }
}

/// An operation on numbers of which something may be unknown.
pub(super) fn general(op: GeneralOp<'_>, a: &Num, b: &Num) -> Num {
    match op {
        GeneralOp::Arithmetic(ArithmeticOp::Add) => a.add(b),
        GeneralOp::Arithmetic(ArithmeticOp::Subtract) => a.subtract(b),
        GeneralOp::Arithmetic(ArithmeticOp::Multiply) => a.multiply(b),
        GeneralOp::Arithmetic(ArithmeticOp::CappedAt) => a.smaller(b),
        GeneralOp::Arithmetic(ArithmeticOp::FlooredAt) => a.larger(b),
        GeneralOp::Divide { constant: true, zero } => {
            b.value().and_then(|divisor| a.divide_by_constant(divisor)).unwrap_or_else(|| a.divide(b, zero))
        }
        GeneralOp::Divide { constant: false, zero } => a.divide(b, zero),
        GeneralOp::Growth(zero) => a.divide(b, zero).subtract(&Num::known(Exact::one())),
        GeneralOp::Fall(zero) => Num::known(Exact::one()).subtract(&a.divide(b, zero)),
        GeneralOp::Round(mode) => a.round_to(b, mode),
        GeneralOp::FullSteps => a.full_steps(b),
        GeneralOp::CompleteOn { .. } | GeneralOp::Part(..) => join_calendar(op, a, b, false),
        // The later the start, the less lies between.
        GeneralOp::Between(..) => join_calendar(op, a, b, true),
    }
}

/// A calendar operation that grows with `b`, and with `a` too unless `falls`.
fn join_calendar(op: GeneralOp<'_>, a: &Num, b: &Num, falls: bool) -> Num {
    let whole = |end: &Option<Exact>| end.as_ref().map(|value| value.floor().to_i128());
    let clamp = |value: i128| i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX });
    let value = |a: &Option<Exact>, b: &Option<Exact>| match (whole(a), whole(b)) {
        (Some(Some(a)), Some(Some(b))) => calendar_value(op, clamp(a), clamp(b)).map(Exact::from),
        _ => None,
    };
    let values = a.values.as_ref().zip(b.values.as_ref()).map(|(a, b)| {
        let (first, last) = if falls { (&a.hi, &a.lo) } else { (&a.lo, &a.hi) };
        Interval { lo: value(first, &b.lo), hi: value(last, &b.hi) }
    });
    Num {
        values,
        absent: a.absent || b.absent,
        met: a.met || b.met,
        unmet: a.unmet || b.unmet,
        silent: a.silent || b.silent,
    }
}
