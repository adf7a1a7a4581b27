//! Numbers that are written in words or with letters in them, in digits: 十万元 is 10万元, 百分之十 is 10%, `l5户` is 15户.

use crate::parse::digit_for;

/// The text in digits, if it starts with a number that is written otherwise.
pub(crate) fn in_digits(text: &str) -> Option<String> {
    if text.len() > 60 {
        return None;
    }
    if let Some(share) = text.strip_prefix("百分之") {
        let (number, rest) = numeral(share)?;
        return rest.is_empty().then(|| format!("{number}%"));
    }
    if text.starts_with('.') && text.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return Some(format!("0{text}"));
    }
    if let Some((number, rest)) = numeral(text) {
        // 二〇二三年一月一日 has several.
        let unit = rest.chars().next().filter(|c| matches!(c, '年' | '月'));
        let behind = unit.and_then(|unit| rest.get(unit.len_utf8()..)).and_then(in_digits);
        return Some(match (unit, behind) {
            (Some(unit), Some(behind)) => format!("{number}{unit}{behind}"),
            _ => format!("{number}{rest}"),
        });
    }
    lettered(text)
}

/// `l5户`, `O.5`: letters that look like digits, with a digit among them.
fn lettered(text: &str) -> Option<String> {
    let mut digits = String::new();
    let mut any = false;
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        match digit_for(c) {
            _ if c.is_ascii_digit() || c == '.' => {
                any |= c.is_ascii_digit();
                digits.push(c);
            }
            Some(digit) => digits.push(digit),
            None => {
                end = at;
                break;
            }
        }
    }
    let rest = text.get(end..)?;
    let mapped = text.get(..end)? != digits;
    (any && mapped && !rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))
        .then(|| format!("{digits}{rest}"))
}

/// The Chinese number that a text starts with, in digits with 万 or 亿, and what is behind it.
fn numeral(text: &str) -> Option<(String, &str)> {
    let mut section = 0u64;
    let mut digit: Option<u64> = None;
    let mut plain = String::new();
    let mut any = false;
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        if let Some(value) = "零一二三四五六七八九".chars().position(|d| d == c).or(match c {
            '〇' => Some(0),
            '两' => Some(2),
            _ => None,
        }) {
            digit = Some(value as u64);
            plain.push(char::from_digit(u32::try_from(value).ok()?, 10)?);
            any = true;
            continue;
        }
        let factor = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => {
                end = at;
                break;
            }
        };
        section = section.checked_add(digit.take().unwrap_or(1).checked_mul(factor)?)?;
        plain.clear();
        any = true;
    }
    if !any {
        return None;
    }
    let rest = text.get(end..)?;
    // 二〇二三: digits one by one.
    if section == 0 && plain.chars().count() > 1 {
        return Some((plain, rest));
    }
    section = section.checked_add(digit.unwrap_or(0))?;
    Some((section.to_string(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words() {
        for (written, digits) in [
            ("十万元", "10万元"),
            ("三千四百万元", "3400万元"),
            ("六十小时", "60小时"),
            ("一百零五户", "105户"),
            ("百分之十", "10%"),
            ("百分之二十五", "25%"),
            ("二〇二三", "2023"),
            ("二〇二三年一月十五日", "2023年1月15日"),
            ("两条", "2条"),
            ("l5户", "15户"),
            ("O.5小时", "0.5小时"),
            (".5小时", "0.5小时"),
        ] {
            assert_eq!(in_digits(written).as_deref(), Some(digits), "{written}");
        }
        for other in ["直播时长", "元", "long", "O", "l5x", "Il", ""] {
            assert_eq!(in_digits(other), None, "{other}");
        }
    }
}
