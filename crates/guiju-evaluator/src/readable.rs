//! Numbers as reports print them: exact for programs, readable for people.

use guiju_program::diagnostic::Language;
use guiju_program::unit::{BaseUnit, Dimension};
use guiju_program::value::YearMonth;
use guiju_program::{Program, Type};

use crate::{Exact, calendar};

/// How a number is to be read by people.
#[derive(Clone, Copy, Debug)]
pub struct Style<'a> {
    /// The language.
    pub language: Language,
    /// The name of the currency where it is not yuan.
    pub currency: Option<&'a str>,
    /// Whether a pure number is a share or a rate, printed in per cent.
    pub rate: bool,
}

impl<'a> Style<'a> {
    /// The style of a policy's numbers.
    pub fn of(program: &'a Program, language: Language, rate: bool) -> Self {
        let currency = program.policy.currency.as_ref().map(|name| match language {
            Language::Zh => name.text.as_str(),
            Language::En => name.label.as_deref().unwrap_or(&name.text),
        });
        Self { language, currency, rate }
    }
}

/// A value for programs: a share as a fraction, an amount as a decimal (money with at least two digits behind the
/// point), a date as a date.
pub fn exact_text(value: &Exact, ty: &Type) -> String {
    match ty {
        Type::Number(dimension) if dimension.is_pure() => value.to_fraction_string(),
        Type::Number(dimension) => {
            let text = value.to_string();
            if *dimension == Dimension::money() { with_cents(text) } else { text }
        }
        _ => calendar_text(value, ty).unwrap_or_else(|| value.to_string()),
    }
}

/// A difference for programs: of dates in days, of months in months, of years in years, of instants in seconds.
pub fn exact_difference(value: &Exact, ty: &Type) -> String {
    match ty {
        Type::Number(_) => exact_text(value, ty),
        Type::Instant => (value * &Exact::scaled(1, 6)).to_string(),
        _ => value.to_string(),
    }
}

/// The unit of a value for programs: `1` for pure numbers; `None` for what is not a number.
pub fn unit_text(ty: &Type) -> Option<String> {
    match ty {
        Type::Number(dimension) => Some(dimension.zh()),
        _ => None,
    }
}

/// A value for people, with its unit.
pub fn readable(value: &Exact, ty: &Type, style: Style<'_>) -> String {
    match ty {
        Type::Number(dimension) if dimension.is_pure() => {
            if style.rate {
                format!("{}%", digits(&(value * &Exact::from(100_u64)), 2))
            } else {
                digits(value, 4)
            }
        }
        Type::Number(dimension) => quantity(value, dimension, style),
        _ => calendar_text(value, ty).unwrap_or_else(|| value.to_string()),
    }
}

/// A difference for people, without its sign: points of a rate, days between dates.
pub fn readable_difference(value: &Exact, ty: &Type, style: Style<'_>) -> String {
    let value = &value.abs();
    let zh = style.language == Language::Zh;
    match ty {
        Type::Number(dimension) if dimension.is_pure() && style.rate => {
            let points = value * &Exact::from(100_u64);
            let unit = if zh { "个百分点" } else { " pp" };
            let text = digits(&points, 2);
            if text.ends_with('…') {
                let fraction = value.to_fraction_string();
                if zh { format!("{fraction}（{text}{unit}）") } else { format!("{fraction} ({text}{unit})") }
            } else {
                format!("{text}{unit}")
            }
        }
        Type::Date => spaced(&digits(value, 0), if zh { "天" } else { "day(s)" }, zh),
        Type::Month => spaced(&digits(value, 0), if zh { "个月" } else { "month(s)" }, zh),
        Type::Year => spaced(&digits(value, 0), if zh { "年" } else { "year(s)" }, zh),
        Type::Instant => {
            let seconds = value * &Exact::scaled(1, 6);
            spaced(&digits(&seconds, 6), if zh { "秒" } else { "s" }, zh)
        }
        _ => readable(value, ty, style),
    }
}

/// A number of rows of a record: `149户`, `149 rows`.
pub fn rows_text(
    program: &Program,
    record: guiju_program::schema::RecordId,
    count: &Exact,
    language: Language,
) -> String {
    let noun =
        program.records.find(record).and_then(|record| record.counted.first()).filter(|dimension| !dimension.is_pure());
    let number = digits(count, 0);
    match (noun, language) {
        (Some(noun), Language::Zh) => format!("{number}{}", noun.zh()),
        (None, Language::Zh) => format!("{number}行"),
        (Some(noun), Language::En) => format!("{number} {}", noun.en()),
        (None, Language::En) => format!("{number} row(s)"),
    }
}

fn spaced(number: &str, unit: &str, zh: bool) -> String {
    if zh { format!("{number}{unit}") } else { format!("{number} {unit}") }
}

fn quantity(value: &Exact, dimension: &Dimension, style: Style<'_>) -> String {
    let zh = style.language == Language::Zh;
    let unit = if zh { dimension.zh() } else { dimension.en() };
    let main = if zh { "元" } else { "yuan" };
    let is_money = dimension.powers().any(|(unit, power)| *unit == BaseUnit::Money && power == 1);
    if !is_money {
        return spaced(&digits(value, 4), &unit, zh);
    }
    // Money comes first among the units, so that its name starts the text.
    let rest = unit.strip_prefix(main).unwrap_or(&unit).to_owned();
    if let Some(currency) = style.currency {
        return spaced(&digits(value, 4), &format!("{currency}{rest}"), zh);
    }
    if zh {
        for (name, size, step) in [("亿元", 100_000_000_u64, 1_000_000_u64), ("万元", 10_000, 100)] {
            let whole_steps = value.checked_div(&Exact::from(step)).is_some_and(|steps| steps.to_i128().is_some());
            if whole_steps && value.abs() >= Exact::from(size) {
                let many = value.checked_div(&Exact::from(size)).unwrap_or_else(Exact::zero);
                return format!("{}{name}{rest}", digits(&many, 2));
            }
        }
    }
    let mut number = digits(value, 4);
    // 0.5元 is written 0.50元.
    if number.rsplit_once('.').is_some_and(|(_, part)| part.len() == 1) {
        number.push('0');
    }
    spaced(&number, &format!("{main}{rest}"), zh)
}

/// A decimal with thousands parted. A finite decimal is printed whole; what has no end, after so many digits behind
/// the point, cut (never rounded, so that a miss never reads as a hit) and marked with `…`.
pub fn digits(value: &Exact, places: u32) -> String {
    let text = value.to_string();
    if !text.contains('/') {
        return with_thousands(&text);
    }
    let scaled = (&value.abs() * &Exact::scaled(10_i128.pow(places.min(18)), 0)).floor();
    let padded = format!("{:0>width$}", scaled.to_string(), width = places as usize + 1);
    let (whole, part) = padded.split_at(padded.len() - places as usize);
    let sign = if value.is_negative() { "-" } else { "" };
    let point = if part.is_empty() { "" } else { "." };
    with_thousands(&format!("{sign}{whole}{point}{part}")) + "…"
}

fn with_cents(text: String) -> String {
    if text.contains('/') {
        return text;
    }
    match text.split_once('.') {
        None => text + ".00",
        Some((_, part)) if part.len() == 1 => text + "0",
        Some(_) => text,
    }
}

fn with_thousands(text: &str) -> String {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (whole, part) = match unsigned.split_once('.') {
        Some((whole, part)) => (whole, format!(".{part}")),
        None => (unsigned, String::new()),
    };
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{part}")
}

fn calendar_text(value: &Exact, ty: &Type) -> Option<String> {
    let whole = i64::try_from(value.to_i128()?).ok()?;
    match ty {
        Type::Date => Some(calendar::date_of(whole).to_string()),
        Type::Month => Some(YearMonth::from_index(i32::try_from(whole).ok()?).to_string()),
        Type::Year => Some(format!("{whole:04}")),
        Type::Instant => Some(calendar::instant_of(whole).to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(a: i128, b: i128) -> Exact {
        Exact::fraction(a, b).unwrap()
    }

    fn style(language: Language, rate: bool) -> Style<'static> {
        Style { language, currency: None, rate }
    }

    #[test]
    fn money_is_readable_and_exact() {
        let money = Type::Number(Dimension::money());
        let zh = |v: &Exact| readable(v, &money, style(Language::Zh, false));
        assert_eq!(zh(&Exact::scaled(300_000_001, 2)), "3,000,000.01元");
        assert_eq!(zh(&Exact::from(3_000_000_u64)), "300万元");
        assert_eq!(zh(&Exact::from(22_700_u64)), "2.27万元");
        assert_eq!(zh(&Exact::from(22_710_u64)), "22,710元");
        assert_eq!(zh(&Exact::from(100_000_000_u64)), "1亿元");
        assert_eq!(zh(&Exact::from(70_000_000_u64)), "7,000万元");
        assert_eq!(zh(&Exact::from(-20_000_i64)), "-2万元");
        assert_eq!(zh(&Exact::from(0_u64)), "0元");
        let en = readable(&Exact::scaled(300_000_001, 2), &money, style(Language::En, false));
        assert_eq!(en, "3,000,000.01 yuan");
        assert_eq!(exact_text(&Exact::from(22_700_u64), &money), "22700.00");
        assert_eq!(exact_text(&Exact::scaled(5, 1), &money), "0.50");
        assert_eq!(exact_text(&fraction(1, 3), &money), "1/3");
        let rate = Type::Number(Dimension::money().over(&Dimension::of(BaseUnit::Declared("户".into()))));
        assert_eq!(readable(&Exact::from(22_700_u64), &rate, style(Language::Zh, false)), "2.27万元/户");
    }

    #[test]
    fn shares_are_never_rounded_up_to_a_bound() {
        let pure = Type::Number(Dimension::pure());
        let zh = |v: &Exact| readable(v, &pure, style(Language::Zh, true));
        assert_eq!(zh(&fraction(149, 1500)), "9.93…%");
        assert_eq!(zh(&fraction(1, 10)), "10%");
        // 19.999…% does not read as 20%.
        assert_eq!(zh(&fraction(1_999_999, 10_000_003)), "19.99…%");
        assert_eq!(exact_text(&fraction(1, 10), &pure), "1/10");
        assert_eq!(
            readable_difference(&fraction(-1, 1500), &pure, style(Language::Zh, true)),
            "1/1500（0.06…个百分点）"
        );
        assert_eq!(readable_difference(&fraction(-1, 20), &pure, style(Language::En, true)), "5 pp");
    }

    #[test]
    fn dates_and_their_differences() {
        let day = Exact::from(calendar::day_number("2023-09-01".parse().unwrap()));
        assert_eq!(exact_text(&day, &Type::Date), "2023-09-01");
        assert_eq!(readable_difference(&Exact::from(-1_i64), &Type::Date, style(Language::Zh, false)), "1天");
        assert_eq!(exact_difference(&Exact::from(1_500_000_u64), &Type::Instant), "1.5");
    }
}
