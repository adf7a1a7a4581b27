//! The working days of a policy (日历): data that a notice publishes for some years, and nothing beyond them.

use jiff::civil::{Date, Weekday};

use crate::citation::ClauseId;
use crate::name::Name;
use crate::source::Span;

/// Which days are working days, within a span of days: Monday to Friday but those off (休), and those on (班).
///
/// What lies outside the span is not known. Days are told by how many lie before them in the span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Its name.
    pub name: Name,
    /// The clauses that it comes from.
    pub cites: Vec<ClauseId>,
    /// Where it is declared.
    pub span: Span,
    from: Date,
    to: Date,
    off: Vec<Date>,
    on: Vec<Date>,
    /// For each day of the span how many working days lie before it, and behind them for the day after the span.
    before: Vec<u32>,
    /// The working days in order.
    workdays: Vec<u32>,
}

impl Calendar {
    /// The longest span, in days: a hundred years.
    pub const MOST_DAYS: usize = 36_525;

    /// A calendar of the days from `from` to `to`, both in; at most [`Calendar::MOST_DAYS`], what is behind them is
    /// cut. A day that is both off and on is on.
    pub fn new(name: Name, (from, to): (Date, Date), mut off: Vec<Date>, mut on: Vec<Date>) -> Self {
        for days in [&mut off, &mut on] {
            days.sort_unstable();
            days.dedup();
        }
        let mut calendar = Self {
            name,
            cites: Vec::new(),
            span: Span::default(),
            from,
            to: from,
            off,
            on,
            before: vec![0],
            workdays: Vec::new(),
        };
        for (offset, day) in (0_u32..).zip(days(from, to).take(Self::MOST_DAYS)) {
            calendar.to = day;
            if calendar.works(day) {
                calendar.workdays.push(offset);
            }
            calendar.before.push(u32::try_from(calendar.workdays.len()).unwrap_or(u32::MAX));
        }
        calendar
    }

    /// The first day that it knows.
    pub const fn from(&self) -> Date {
        self.from
    }

    /// The last day that it knows.
    pub const fn to(&self) -> Date {
        self.to
    }

    /// The days off, in order.
    pub fn off(&self) -> &[Date] {
        &self.off
    }

    /// The days on which work is done, whatever day of the week they are, in order.
    pub fn on(&self) -> &[Date] {
        &self.on
    }

    /// Whether a day is a working day; `None` outside the span.
    pub fn is_workday(&self, day: Date) -> Option<bool> {
        (day >= self.from && day <= self.to).then(|| self.works(day))
    }

    fn works(&self, day: Date) -> bool {
        if self.on.binary_search(&day).is_ok() {
            return true;
        }
        is_weekday(day) && self.off.binary_search(&day).is_err()
    }

    /// How many working days of the span lie before a day of it, or before the day after its last.
    pub fn workdays_before(&self, offset: usize) -> Option<u32> {
        self.before.get(offset).copied()
    }

    /// The working day with so many before it.
    pub fn workday(&self, index: usize) -> Option<u32> {
        self.workdays.get(index).copied()
    }
}

/// The days from one to another, both in.
pub fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    from.series(jiff::Span::new().days(1)).take_while(move |day| *day <= to)
}

/// Whether a day is one from Monday to Friday.
pub fn is_weekday(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn days_off_and_on_take_the_place_of_the_week() {
        let (off, on) = (vec![d("2023-01-23"), d("2023-01-24")], vec![d("2023-01-28")]);
        let calendar = Calendar::new(Name::new("历"), (d("2023-01-20"), d("2023-01-31")), off, on);
        let works: Vec<bool> =
            (20..=31).map(|day| calendar.is_workday(Date::constant(2023, 1, day)).unwrap()).collect();
        // Friday the 20th, a weekend, Monday and Tuesday off, three working days, a Saturday on, Sunday, two days.
        let expected = [true, false, false, false, false, true, true, true, true, false, true, true];
        assert_eq!(works, expected);
        assert_eq!(calendar.is_workday(d("2023-01-19")), None);
        assert_eq!(calendar.is_workday(d("2023-02-01")), None);
        assert_eq!((calendar.workdays_before(0), calendar.workdays_before(12)), (Some(0), Some(7)));
        assert_eq!(calendar.workdays_before(13), None);
        assert_eq!((calendar.workday(0), calendar.workday(1), calendar.workday(6)), (Some(0), Some(5), Some(11)));
        assert_eq!(calendar.workday(7), None);
    }

    #[test]
    fn a_span_is_cut_where_it_is_too_long() {
        let calendar = Calendar::new(Name::new("历"), (d("2000-01-01"), d("9999-12-31")), Vec::new(), Vec::new());
        assert_eq!(calendar.to(), d("2099-12-31"));
    }
}
