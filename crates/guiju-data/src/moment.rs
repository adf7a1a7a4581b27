//! Dates, months, years and instants from text.

use guiju_program::civil::{Date, DateTime, Time};
use guiju_program::value::YearMonth;

/// Why text is not the moment asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MomentError {
    /// Written otherwise; how it would be written, where that can be guessed.
    Form(Option<String>),
    /// Such as 2023-02-30.
    Impossible,
    /// With a time zone.
    Zone,
    /// Finer than a microsecond.
    TooFine,
}

/// The number of a few ASCII digits.
fn digits(bytes: &[u8]) -> Option<i16> {
    if bytes.is_empty() || bytes.len() > 4 {
        return None;
    }
    bytes.iter().try_fold(0_i16, |value, byte| byte.is_ascii_digit().then(|| value * 10 + i16::from(byte - b'0')))
}

/// A year of four digits, and a month or day of one or two.
fn small(text: &str) -> Option<i8> {
    (text.len() <= 2).then(|| digits(text.as_bytes())).flatten().and_then(|n| i8::try_from(n).ok())
}

fn four(text: &str) -> Option<i16> {
    (text.len() == 4).then(|| digits(text.as_bytes())).flatten()
}

fn build(year: i16, month: i8, day: i8) -> Result<Date, MomentError> {
    if year < 1 {
        return Err(MomentError::Impossible);
    }
    Date::new(year, month, day).map_err(|_| MomentError::Impossible)
}

/// `2023-03-01` or `2023年3月1日`.
pub(crate) fn date(text: &str) -> Result<Date, MomentError> {
    if let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes()
        && let (Some(year), Some(month), Some(day)) =
            (digits(&[*y1, *y2, *y3, *y4]), digits(&[*m1, *m2]), digits(&[*d1, *d2]))
    {
        let narrow = |n| i8::try_from(n).unwrap_or(0);
        return build(year, narrow(month), narrow(day));
    }
    if let Some((year, rest)) = text.split_once('年')
        && let Some((month, rest)) = rest.split_once('月')
        && let Some(day) = rest.strip_suffix('日')
        && let (Some(year), Some(month), Some(day)) = (four(year), small(month), small(day))
    {
        return build(year, month, day);
    }
    let guessed = guess(text).and_then(|parts| match *parts {
        [year, month, day] => date_text(year, month, day),
        _ => None,
    });
    Err(MomentError::Form(guessed.or_else(|| serial_day(text)).or_else(|| run_together(text))))
}

/// `20230301`
fn run_together(text: &str) -> Option<String> {
    let (year, rest) = text.split_at_checked(4).filter(|_| text.len() == 8)?;
    let (month, day) = rest.split_at_checked(2)?;
    date_text(four(year)?, digits(month.as_bytes())?, digits(day.as_bytes())?)
}

/// The day that a spreadsheet keeps as a number: 44986 is 2023-03-01. Days of this century and the last only.
fn serial_day(text: &str) -> Option<String> {
    let serial: i32 = text.parse().ok().filter(|serial| text.len() == 5 && (10_000..80_000).contains(serial))?;
    // The day 1 is 1900-01-01, and the 29th of February of that year is counted although it was none.
    let mut days = serial - 61;
    let (mut year, mut month) = (1900_i16, 3_i8);
    loop {
        let first = Date::new(year, month, 1).ok()?;
        let length = i32::from(first.days_in_month());
        if days < length {
            return date_text(year, i16::from(month), i16::try_from(days + 1).ok()?);
        }
        days -= length;
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
}

/// `2023-05` or `2023年5月`.
pub(crate) fn month(text: &str) -> Result<YearMonth, MomentError> {
    let of = |year, month| YearMonth::new(year, month).ok_or(MomentError::Impossible);
    if let [y1, y2, y3, y4, b'-', m1, m2] = text.as_bytes()
        && let (Some(year), Some(month)) = (digits(&[*y1, *y2, *y3, *y4]), digits(&[*m1, *m2]))
    {
        return of(year, i8::try_from(month).unwrap_or(0));
    }
    if let Some((year, rest)) = text.split_once('年')
        && let Some(month) = rest.strip_suffix('月')
        && let (Some(year), Some(month)) = (four(year), small(month))
    {
        return of(year, month);
    }
    let written = |year: i16, month: i16| {
        let month = i8::try_from(month).ok()?;
        YearMonth::new(year, month).map(|month| month.to_string())
    };
    let guessed = guess(text).and_then(|parts| match *parts {
        [year, month] | [year, month, _] => written(year, month),
        _ => None,
    });
    let run_together = || match text.as_bytes() {
        [year @ .., m1, m2] if year.len() == 4 => written(digits(year)?, digits(&[*m1, *m2])?),
        _ => None,
    };
    Err(MomentError::Form(guessed.or_else(run_together)))
}

/// `2023` or `2023年`.
pub(crate) fn year(text: &str) -> Result<i16, MomentError> {
    match four(text.strip_suffix('年').unwrap_or(text)) {
        Some(0) => Err(MomentError::Impossible),
        Some(year) => Ok(year),
        None => Err(MomentError::Form(None)),
    }
}

/// `2023-05-01T10:00:00`, with a blank in place of the T, without seconds, or with up to six digits of a second.
pub(crate) fn instant(text: &str) -> Result<DateTime, MomentError> {
    let split = text.char_indices().find(|(_, c)| matches!(c, 'T' | 't' | ' ' | '\u{3000}'));
    let Some((at, separator)) = split else {
        let whole_day = date(text).ok().map(|day| format!("{day}T00:00:00"));
        return Err(MomentError::Form(whole_day));
    };
    let (day, rest) = text.split_at(at);
    let time = rest.get(separator.len_utf8()..).unwrap_or_default().trim();
    let day = match date(day) {
        Ok(day) => day,
        Err(MomentError::Form(Some(day))) => {
            return Err(MomentError::Form(Some(format!("{day}T{time}"))));
        }
        Err(error) => return Err(error),
    };
    if time.ends_with(['Z', 'z']) || time.contains(['+', '-']) {
        return Err(MomentError::Zone);
    }
    let (clock, fraction) = match time.split_once('.') {
        Some((clock, fraction)) => (clock, fraction),
        None => (time, ""),
    };
    let parts: Option<Vec<i8>> =
        clock.splitn(4, ':').map(|part| (part.len() == 2).then(|| small(part)).flatten()).collect();
    let (hour, minute, second) = match parts.as_deref() {
        Some([hour, minute]) if !time.contains('.') => (*hour, *minute, 0),
        Some([hour, minute, second]) => (*hour, *minute, *second),
        _ => return Err(MomentError::Form(None)),
    };
    let nanos = nanoseconds(fraction, time.contains('.'))?;
    let time = Time::new(hour, minute, second, nanos).map_err(|_| MomentError::Impossible)?;
    Ok(day.to_datetime(time))
}

fn nanoseconds(fraction: &str, point: bool) -> Result<i32, MomentError> {
    if !point {
        return Ok(0);
    }
    if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return Err(MomentError::Form(None));
    }
    let significant = fraction.trim_end_matches('0');
    if significant.len() > 6 {
        return Err(MomentError::TooFine);
    }
    let padded = significant.bytes().chain(std::iter::repeat(b'0')).take(9);
    Ok(padded.fold(0_i32, |value, byte| value * 10 + i32::from(byte - b'0')))
}

/// Numbers parted by slashes, points or dashes, the first of four digits.
fn guess(text: &str) -> Option<Vec<i16>> {
    if text.len() > 16 {
        return None;
    }
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Option<Vec<i16>> = day
        .split(['/', '.', '-', '年', '月', '日'])
        .filter(|part| !part.is_empty())
        .map(|part| digits(part.as_bytes()))
        .collect();
    parts.filter(|parts| parts.first().is_some_and(|year| *year >= 1000))
}

fn date_text(year: i16, month: i16, day: i16) -> Option<String> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(year, month, day).ok().map(|day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_spreadsheets_are_guessed() {
        for (text, day) in
            [("44986", "2023-03-01"), ("45291", "2023-12-31"), ("45292", "2024-01-01"), ("20230301", "2023-03-01")]
        {
            assert_eq!(date(text), Err(MomentError::Form(Some(day.to_owned()))), "{text}");
        }
        for text in ["9999", "99999", "20231301", "123456"] {
            assert_eq!(date(text), Err(MomentError::Form(None)), "{text}");
        }
    }

    #[test]
    fn dates_in_both_forms() {
        assert_eq!(date("2023-03-01").unwrap().to_string(), "2023-03-01");
        assert_eq!(date("2023年3月1日").unwrap().to_string(), "2023-03-01");
        assert_eq!(date("2023年12月31日").unwrap().to_string(), "2023-12-31");
        assert_eq!(date("2024-02-29").unwrap().to_string(), "2024-02-29");
    }

    #[test]
    fn impossible_dates() {
        for text in ["2023-02-30", "2023-02-29", "2023-13-01", "2023-00-10", "0000-01-01", "2023年2月30日"] {
            assert_eq!(date(text), Err(MomentError::Impossible), "{text}");
        }
    }

    #[test]
    fn other_forms_are_refused_with_what_they_seem_to_say() {
        let guess = |text| match date(text) {
            Err(MomentError::Form(guess)) => guess,
            other => panic!("{other:?}"),
        };
        assert_eq!(guess("2023/3/1").unwrap(), "2023-03-01");
        assert_eq!(guess("2023-3-1").unwrap(), "2023-03-01");
        assert_eq!(guess("2023.03.01").unwrap(), "2023-03-01");
        assert_eq!(guess("45047").unwrap(), "2023-05-01", "the number that a spreadsheet keeps for the day");
        assert_eq!(guess("3/1/2023"), None);
        assert_eq!(guess(""), None);
        assert_eq!(month("2023/5"), Err(MomentError::Form(Some("2023-05".into()))));
        assert_eq!(month("202305"), Err(MomentError::Form(Some("2023-05".into()))));
        assert_eq!(month("2023-05-01"), Err(MomentError::Form(Some("2023-05".into()))));
    }

    #[test]
    fn months_and_years() {
        assert_eq!(month("2023-05").unwrap().to_string(), "2023-05");
        assert_eq!(month("2023年5月").unwrap().to_string(), "2023-05");
        assert_eq!(month("2023-13"), Err(MomentError::Impossible));
        assert_eq!(year("2023"), Ok(2023));
        assert_eq!(year("2023年"), Ok(2023));
        assert_eq!(year("0000"), Err(MomentError::Impossible));
        assert_eq!(year("23"), Err(MomentError::Form(None)));
    }

    #[test]
    fn instants() {
        let shown = |text| instant(text).unwrap().to_string();
        assert_eq!(shown("2023-05-01T10:00:00"), "2023-05-01T10:00:00");
        assert_eq!(shown("2023-05-01 10:00:00"), "2023-05-01T10:00:00");
        assert_eq!(shown("2023年5月1日 10:00"), "2023-05-01T10:00:00");
        assert_eq!(shown("2023-05-01T10:00:00.25"), "2023-05-01T10:00:00.25");
        assert_eq!(instant("2023-05-01T24:00:00"), Err(MomentError::Impossible));
        assert_eq!(instant("2023-02-30T10:00:00"), Err(MomentError::Impossible));
        assert_eq!(instant("2023-05-01T10:00:00Z"), Err(MomentError::Zone));
        assert_eq!(instant("2023-05-01T10:00:00+08:00"), Err(MomentError::Zone));
        assert_eq!(instant("2023-05-01T10:00:00.1234567"), Err(MomentError::TooFine));
        assert_eq!(instant("2023-05-01"), Err(MomentError::Form(Some("2023-05-01T00:00:00".into()))));
    }
}
