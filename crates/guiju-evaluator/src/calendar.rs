//! The civil calendar on day numbers: columns hold dates as days since 1970-01-01.

use guiju_program::Type;
use guiju_program::calendar::Calendar;
use guiju_program::civil::{Date, DateTime};
use guiju_program::expr::{BetweenUnit, CalendarPart, SpanUnit};

use crate::workdays;

/// The first day of the calendar here, 0001-01-01.
const FIRST: Date = Date::constant(1, 1, 1);
/// Its last day, 9999-12-31.
const LAST: Date = Date::constant(9999, 12, 31);
/// Where days are counted from.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// A date's number: days since 1970-01-01.
pub fn day_number(date: Date) -> i64 {
    let (year, month, day) = (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()));
    // Days from civil: years start in March, so that the leap day is a year's last.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The date of a number, held within the years 1 to 9999.
pub fn date_of(days: i64) -> Date {
    let clamped = days.clamp(day_number(FIRST), day_number(LAST));
    let shifted = clamped + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let narrow = |value: i64| i8::try_from(value).unwrap_or(1);
    Date::new(i16::try_from(year).unwrap_or(1), narrow(month), narrow(day)).unwrap_or(EPOCH)
}

/// An instant's number: microseconds since 1970-01-01T00:00:00. A finer part is cut.
pub fn instant_number(instant: DateTime) -> i64 {
    let time = instant.time();
    let seconds = i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    (day_number(instant.date()) * 86_400 + seconds) * 1_000_000 + i64::from(time.subsec_nanosecond()) / 1_000
}

/// The instant of a number.
pub fn instant_of(micros: i64) -> DateTime {
    let day = micros.div_euclid(86_400_000_000);
    let rest = micros.rem_euclid(86_400_000_000);
    let narrow = |value: i64| i8::try_from(value).unwrap_or(0);
    let seconds = rest / 1_000_000;
    let nanos = i32::try_from(rest % 1_000_000 * 1_000).unwrap_or(0);
    date_of(day).at(narrow(seconds / 3_600), narrow(seconds / 60 % 60), narrow(seconds % 60), nanos)
}

/// The date so many whole months later: the corresponding day, else the month's last. Held within the calendar.
pub fn add_months(date: Date, months: i64) -> Date {
    let index = i64::from(date.year()) * 12 + i64::from(date.month()) - 1;
    let moved = index.saturating_add(months);
    if moved < 12 {
        return FIRST;
    }
    let (year, month) = (moved.div_euclid(12), moved.rem_euclid(12) + 1);
    let (Ok(year), Ok(month)) = (i16::try_from(year), i8::try_from(month)) else {
        return LAST;
    };
    let Ok(first) = Date::new(year, month, 1) else {
        return LAST;
    };
    let last = first.last_of_month();
    Date::new(year, month, date.day().min(last.day())).unwrap_or(last)
}

/// The day number on which a span of that length from `start` is complete. When the first day counts, that is a day
/// earlier, or as if the span had started on the day before. `None`: the working days are not known.
pub fn complete_on(
    start: i64,
    length: i64,
    unit: SpanUnit,
    first_day_counts: bool,
    calendar: Option<&Calendar>,
) -> Option<i64> {
    let first = i64::from(first_day_counts);
    Some(match unit {
        SpanUnit::Day => start.saturating_add(length).saturating_sub(first),
        SpanUnit::Month => day_number(add_months(date_of(start), length)).saturating_sub(first),
        SpanUnit::Workday => return workdays::after(calendar, start.saturating_sub(first), length),
    })
}

/// Complete days, months or years, or working days, from one day to another; negative backwards. `None`: the working
/// days are not known.
pub fn between(start: i64, end: i64, unit: BetweenUnit, calendar: Option<&Calendar>) -> Option<i64> {
    Some(match unit {
        BetweenUnit::Day => end.saturating_sub(start),
        BetweenUnit::Month => complete_months(start, end, 1),
        BetweenUnit::Year => complete_months(start, end, 12),
        BetweenUnit::Workday => return workdays::between(calendar, start, end),
    })
}

/// How often so many months fit between two days.
fn complete_months(start: i64, end: i64, months: i64) -> i64 {
    if end < start {
        return -complete_months(end, start, months);
    }
    let (from, to) = (date_of(start), date_of(end));
    let distance =
        (i64::from(to.year()) * 12 + i64::from(to.month())) - (i64::from(from.year()) * 12 + i64::from(from.month()));
    let mut complete = distance / months;
    // The estimate counts calendar months; the last one may not be complete.
    while complete > 0 && day_number(add_months(from, complete * months)) > end {
        complete -= 1;
    }
    complete
}

/// A part of the calendar (月初, 月末, 所在月, 所在年) that belongs to a value of that type. A later value never has an
/// earlier one.
pub fn part_of(part: CalendarPart, ty: &Type, value: i64) -> i64 {
    let day = if *ty == Type::Instant { value.div_euclid(86_400_000_000) } else { value };
    let first_of = |month: i64| {
        let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
        match (i16::try_from(year), i8::try_from(month)) {
            (Ok(year @ 1..=9999), Ok(month)) => Date::new(year, month, 1).unwrap_or(FIRST),
            _ if year < 1 => FIRST,
            _ => LAST,
        }
    };
    match part {
        CalendarPart::FirstDay => day_number(first_of(value)),
        CalendarPart::LastDay => day_number(first_of(value).last_of_month()),
        CalendarPart::MonthOf => {
            let date = date_of(day);
            i64::from(date.year()) * 12 + i64::from(date.month()) - 1
        }
        CalendarPart::YearOf if *ty == Type::Month => value.div_euclid(12).clamp(1, 9999),
        CalendarPart::YearOf => i64::from(date_of(day).year()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn day_numbers_agree_with_the_library() {
        for days in (-719_162..2_932_896).step_by(97) {
            let date = EPOCH.checked_add(jiff::Span::new().days(days)).unwrap();
            assert_eq!(day_number(date), days);
            assert_eq!(date_of(days), date);
        }
        assert_eq!(day_number(FIRST), -719_162);
        assert_eq!(date_of(i64::MAX), LAST);
        assert_eq!(date_of(i64::MIN), FIRST);
    }

    #[test]
    fn months_end_on_the_corresponding_day_or_the_last() {
        assert_eq!(add_months(d("2023-03-01"), 6), d("2023-09-01"));
        assert_eq!(add_months(d("2023-01-31"), 1), d("2023-02-28"));
        assert_eq!(add_months(d("2024-01-31"), 1), d("2024-02-29"));
        assert_eq!(add_months(d("2024-02-29"), 12), d("2025-02-28"));
        assert_eq!(add_months(d("2023-03-31"), -1), d("2023-02-28"));
        assert_eq!(add_months(d("9999-12-31"), 1), LAST);
        assert_eq!(add_months(d("0001-01-01"), -1), FIRST);
    }

    #[test]
    fn six_months_from_the_first_of_march() {
        let start = day_number(d("2023-03-01"));
        let complete = |counted| complete_on(start, 6, SpanUnit::Month, counted, None).map(date_of);
        assert_eq!(complete(false), Some(d("2023-09-01")));
        assert_eq!(complete(true), Some(d("2023-08-31")));
    }

    #[test]
    fn complete_months_between() {
        let months = |a: &str, b: &str| between(day_number(d(a)), day_number(d(b)), BetweenUnit::Month, None).unwrap();
        assert_eq!(months("2023-03-01", "2023-08-31"), 5);
        assert_eq!(months("2023-03-01", "2023-09-01"), 6);
        assert_eq!(months("2023-01-31", "2023-02-28"), 1);
        assert_eq!(months("2023-09-01", "2023-03-01"), -6);
        let years = |a: &str, b: &str| between(day_number(d(a)), day_number(d(b)), BetweenUnit::Year, None).unwrap();
        assert_eq!(years("2024-02-29", "2025-02-28"), 1);
        assert_eq!(years("2023-06-15", "2028-06-14"), 4);
    }

    #[test]
    fn parts_of_the_calendar() {
        use CalendarPart::{FirstDay, LastDay, MonthOf, YearOf};
        let month = |year: i64, month: i64| year * 12 + month - 1;
        let day = |text: &str| day_number(d(text));
        assert_eq!(part_of(FirstDay, &Type::Month, month(2024, 2)), day("2024-02-01"));
        assert_eq!(part_of(LastDay, &Type::Month, month(2024, 2)), day("2024-02-29"));
        assert_eq!(part_of(LastDay, &Type::Month, month(2023, 2)), day("2023-02-28"));
        assert_eq!(part_of(LastDay, &Type::Month, month(2023, 12)), day("2023-12-31"));
        assert_eq!(part_of(MonthOf, &Type::Date, day("2024-02-29")), month(2024, 2));
        assert_eq!(part_of(MonthOf, &Type::Date, day("2023-01-01")), month(2023, 1));
        assert_eq!(part_of(YearOf, &Type::Date, day("2022-12-31")), 2022);
        assert_eq!(part_of(YearOf, &Type::Month, month(2022, 12)), 2022);
        assert_eq!(part_of(YearOf, &Type::Month, month(2023, 1)), 2023);
        let instant = instant_number("2023-01-31T23:59:59".parse().unwrap());
        assert_eq!(part_of(MonthOf, &Type::Instant, instant), month(2023, 1));
        assert_eq!(part_of(MonthOf, &Type::Instant, instant + 1_000_000), month(2023, 2));
        // Beyond the calendar its first and its last day stand.
        assert_eq!(part_of(FirstDay, &Type::Month, i64::MAX), day("9999-12-31"));
        assert_eq!(part_of(LastDay, &Type::Month, i64::MIN), day("0001-01-31"));
    }

    #[test]
    fn five_years_from_a_listing() {
        let last = complete_on(day_number(d("2023-06-15")), 60, SpanUnit::Month, false, None);
        assert_eq!(last.map(date_of), Some(d("2028-06-15")));
    }

    #[test]
    fn instants_come_back() {
        let instant: DateTime = "2023-05-01T10:20:30.000004".parse().unwrap();
        assert_eq!(instant_of(instant_number(instant)), instant);
    }
}
