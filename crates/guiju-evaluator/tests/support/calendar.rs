//! Working days of random programs.

use guiju_program::Name;
use guiju_program::calendar::Calendar;
use guiju_program::civil::Date;

use super::Random;

/// The days off and on of 2023, now and then of a part of that year; or none.
pub fn calendar(random: &mut Random) -> Option<Calendar> {
    let day = |text: &str| -> Date { text.parse().unwrap() };
    let until = |from: &str, days: i8| -> Vec<Date> {
        let first = day(from);
        (0..days).map(|more| first.checked_add(jiff::Span::new().days(more)).unwrap()).collect()
    };
    let off = [until("2023-01-01", 2), until("2023-01-21", 7), until("2023-04-29", 5), until("2023-09-29", 8)].concat();
    let on = ["2023-01-28", "2023-01-29", "2023-05-06", "2023-10-07", "2023-10-08"].map(day).to_vec();
    let span = match random.below(10) {
        0 => return None,
        1 => ("2023-01-28", "2023-10-06"),
        _ => ("2023-01-01", "2023-12-31"),
    };
    Some(Calendar::new(Name::new("calendar"), (day(span.0), day(span.1)), off, on))
}
