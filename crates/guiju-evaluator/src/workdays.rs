//! Working days of a policy's calendar, on day numbers.
//!
//! Counted twice over: by the calendar's own counts, in a few steps, and day by day ([`scan`]), which is what is meant.
//! Outside the calendar's span nothing is known, but that no working day lies between a day and itself.

use guiju_program::calendar::Calendar;

use crate::calendar::{date_of, day_number};

/// The working day so many behind a day, or before it; none is the day itself. `None`: it is not known.
pub fn after(calendar: Option<&Calendar>, start: i64, length: i64) -> Option<i64> {
    if length == 0 {
        return Some(start);
    }
    let calendar = calendar?;
    let first = day_number(calendar.from());
    let offset = start.checked_sub(first)?;
    // Working days up to and with the start lie behind the one looked for, or those before the start do.
    let known =
        i64::from(calendar.workdays_before(usize::try_from(offset.saturating_add(i64::from(length > 0))).ok()?)?);
    let index = if length > 0 { known.checked_add(length)?.checked_sub(1)? } else { known.checked_add(length)? };
    let found = calendar.workday(usize::try_from(index).ok()?)?;
    first.checked_add(i64::from(found))
}

/// How many working days lie behind one day, up to and with another; negative backwards. `None`: it is not known.
pub fn between(calendar: Option<&Calendar>, start: i64, end: i64) -> Option<i64> {
    if start == end {
        return Some(0);
    }
    let calendar = calendar?;
    let first = day_number(calendar.from());
    let until = |day: i64| {
        let offset = day.checked_sub(first)?.checked_add(1)?;
        calendar.workdays_before(usize::try_from(offset).ok()?).map(i64::from)
    };
    until(end)?.checked_sub(until(start)?)
}

/// The year of the first day that the calendar lacks to tell the working day so many behind a day; `None` where it
/// lacks none.
pub fn missing_after(calendar: &Calendar, start: i64, length: i64) -> Option<i16> {
    if after(Some(calendar), start, length).is_some() {
        return None;
    }
    let (first, last) = (day_number(calendar.from()), day_number(calendar.to()));
    let missing = if length > 0 {
        let next = start.saturating_add(1);
        if next < first { next } else { next.max(last.saturating_add(1)) }
    } else {
        let next = start.saturating_sub(1);
        if next > last { next } else { next.min(first.saturating_sub(1)) }
    };
    Some(date_of(missing).year())
}

/// The year of the first day that the calendar lacks to count the working days between two days; `None` where it lacks
/// none.
pub fn missing_between(calendar: &Calendar, start: i64, end: i64) -> Option<i16> {
    if between(Some(calendar), start, end).is_some() {
        return None;
    }
    let (first, last) = (day_number(calendar.from()), day_number(calendar.to()));
    let next = start.min(end).saturating_add(1);
    let missing = if next < first { next } else { next.max(last.saturating_add(1)) };
    Some(date_of(missing).year())
}

/// The same, day by day.
pub mod scan {
    use super::{Calendar, date_of, day_number};

    /// The working day so many behind a day, or before it; none is the day itself. `None`: it is not known.
    pub fn after(calendar: Option<&Calendar>, start: i64, length: i64) -> Option<i64> {
        let (mut day, mut left) = (start, length);
        while left != 0 {
            let step = left.signum();
            day = day.checked_add(step)?;
            if works(calendar?, day)? {
                left -= step;
            }
        }
        Some(day)
    }

    /// How many working days lie behind one day, up to and with another; negative backwards. `None`: it is not known.
    pub fn between(calendar: Option<&Calendar>, start: i64, end: i64) -> Option<i64> {
        if end < start {
            return between(calendar, end, start).map(|count| -count);
        }
        let (mut day, mut count) = (start, 0);
        while day < end {
            day = day.checked_add(1)?;
            count += i64::from(works(calendar?, day)?);
        }
        Some(count)
    }

    /// Whether a day is a working day.
    fn works(calendar: &Calendar, day: i64) -> Option<bool> {
        // Days outside the civil calendar would be taken for its last ones.
        let date = date_of(day);
        if day_number(date) == day { calendar.is_workday(date) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use guiju_program::Name;
    use guiju_program::civil::Date;

    use super::*;

    fn d(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// The days off and on that the State Council published for 2023.
    fn year_2023() -> Calendar {
        let days = |spans: &[(&str, &str)]| -> Vec<Date> {
            let days = spans.iter().flat_map(|(from, to)| day_number(d(from))..=day_number(d(to)));
            days.map(date_of).collect()
        };
        let off = days(&[
            ("2023-01-01", "2023-01-02"),
            ("2023-01-21", "2023-01-27"),
            ("2023-04-05", "2023-04-05"),
            ("2023-04-29", "2023-05-03"),
            ("2023-06-22", "2023-06-24"),
            ("2023-09-29", "2023-10-06"),
        ]);
        let on = ["2023-01-28", "2023-01-29", "2023-04-23", "2023-05-06", "2023-06-25", "2023-10-07", "2023-10-08"];
        let on = on.iter().map(|day| d(day)).collect();
        Calendar::new(Name::new("2023"), (d("2023-01-01"), d("2023-12-31")), off, on)
    }

    #[test]
    fn around_spring_festival() {
        let calendar = year_2023();
        let next = |day: &str, length: i64| after(Some(&calendar), day_number(d(day)), length).map(date_of);
        // Friday; a week off; Saturday and Sunday are worked.
        assert_eq!(next("2023-01-20", 1), Some(d("2023-01-28")));
        assert_eq!(next("2023-01-20", 2), Some(d("2023-01-29")));
        assert_eq!(next("2023-01-20", 3), Some(d("2023-01-30")));
        assert_eq!(next("2023-01-27", 1), Some(d("2023-01-28")));
        assert_eq!(next("2023-01-28", -1), Some(d("2023-01-20")));
        assert_eq!(next("2023-01-24", 0), Some(d("2023-01-24")));
        // An ordinary weekend.
        assert_eq!(next("2023-02-10", 1), Some(d("2023-02-13")));
        assert_eq!(next("2023-02-11", 1), Some(d("2023-02-13")));
        assert_eq!(next("2023-02-12", -1), Some(d("2023-02-10")));
    }

    #[test]
    fn at_the_ends_of_the_calendar() {
        let calendar = year_2023();
        let next = |day: &str, length: i64| after(Some(&calendar), day_number(d(day)), length).map(date_of);
        let missing = |day: &str, length: i64| missing_after(&calendar, day_number(d(day)), length);
        assert_eq!(next("2022-12-31", 1), Some(d("2023-01-03")));
        assert_eq!(missing("2022-12-31", 1), None);
        assert_eq!((next("2022-12-30", 1), missing("2022-12-30", 1)), (None, Some(2022)));
        assert_eq!(next("2023-12-28", 1), Some(d("2023-12-29")));
        assert_eq!((next("2023-12-28", 2), missing("2023-12-28", 2)), (None, Some(2024)));
        assert_eq!((next("2025-06-01", 1), missing("2025-06-01", 1)), (None, Some(2025)));
        assert_eq!(next("2024-01-01", -1), Some(d("2023-12-29")));
        assert_eq!((next("2024-01-02", -1), missing("2024-01-02", -1)), (None, Some(2024)));
        assert_eq!((next("2023-01-03", -1), missing("2023-01-03", -1)), (None, Some(2022)));
        let count = |start: &str, end: &str| between(Some(&calendar), day_number(d(start)), day_number(d(end)));
        let lacks = |start: &str, end: &str| missing_between(&calendar, day_number(d(start)), day_number(d(end)));
        assert_eq!(count("2022-12-31", "2023-12-31"), Some(249));
        assert_eq!((count("2022-12-30", "2023-01-03"), lacks("2022-12-30", "2023-01-03")), (None, Some(2022)));
        assert_eq!((count("2023-12-29", "2024-01-01"), lacks("2024-01-01", "2023-12-29")), (None, Some(2024)));
        assert_eq!(count("2024-01-01", "2024-01-01"), Some(0));
        assert_eq!(after(None, 0, 1), None);
        assert_eq!(after(Some(&calendar), i64::MAX, 1), None);
        assert_eq!(after(Some(&calendar), i64::MIN, -1), None);
    }

    #[test]
    fn counts_and_days_one_by_one_agree() {
        let calendar = year_2023();
        let calendar = Some(&calendar);
        let (first, last) = (day_number(d("2022-12-20")), day_number(d("2024-01-12")));
        for day in first..=last {
            for length in -12..=12 {
                assert_eq!(after(calendar, day, length), scan::after(calendar, day, length), "{day} {length}");
            }
            for end in (first..=last).step_by(5) {
                assert_eq!(between(calendar, day, end), scan::between(calendar, day, end), "{day} {end}");
            }
        }
    }
}
