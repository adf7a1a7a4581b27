//! One cell: its text to a value of its field, exactly.

use guiju_program::Decimal;
use guiju_program::value::{Cell, Value};

use crate::moment::{self, MomentError};
use crate::number::{self, NumberError};
use crate::plan::{FieldPlan, Kind, Variants};
use crate::problem::Problem;
use crate::spelling::{half_width, normal};

/// Reads a cell of a text format: no exponents, blank where nothing but blanks is there. The cell that was there
/// before is reused.
#[cfg(feature = "csv")]
pub(crate) fn read_bytes(field: &FieldPlan, raw: &[u8], into: &mut Cell) -> Result<(), Problem> {
    // Nearly all cells of large files are plain numbers.
    if let Kind::Number { .. } | Kind::Integer = field.kind
        && let Ok(number) = number::parse(raw, false)
    {
        return put_number(field, number, into);
    }
    match std::str::from_utf8(raw) {
        Ok(text) => read_text(field, text, into),
        Err(_) => Err(Problem::NotText),
    }
}

/// The longest text that a cell may hold, in bytes. Keys stand in reports as often as their rows are named.
const LONGEST: usize = 10_000;

/// The same for text.
pub(crate) fn read_text(field: &FieldPlan, text: &str, into: &mut Cell) -> Result<(), Problem> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        put_blank(field, into);
        return Ok(());
    }
    let is_text = matches!(field.kind, Kind::Text { .. } | Kind::Reference(_) | Kind::Enumeration(_));
    if is_text && trimmed.len() > LONGEST {
        return Err(Problem::TooLong);
    }
    check_accidents(field, trimmed)?;
    match &field.kind {
        Kind::Text { trim: false } => put_text(&normal(text), into),
        Kind::Text { trim: true } | Kind::Reference(_) => put_text(&normal(trimmed), into),
        Kind::Enumeration(variants) => return put_variant(variants, trimmed, into),
        Kind::YesNo => return read_yes_no(trimmed, into),
        Kind::Integer | Kind::Number { .. } => {
            return read_number(field, &half_width(trimmed), into);
        }
        Kind::Date => {
            let date = moment::date(&half_width(trimmed)).map_err(Problem::Date)?;
            *into = Cell::Known(Value::Date(date));
        }
        Kind::Month => {
            let month = moment::month(&half_width(trimmed)).map_err(Problem::Month)?;
            *into = Cell::Known(Value::Month(month));
        }
        Kind::Year => {
            let year = moment::year(&half_width(trimmed)).map_err(Problem::Year)?;
            *into = Cell::Known(Value::Year(year));
        }
        Kind::Instant => {
            let instant = moment::instant(&half_width(trimmed)).map_err(Problem::Instant)?;
            *into = Cell::Known(Value::Instant(instant));
        }
    }
    Ok(())
}

/// A blank: "there is none" for an optional field, unknown for another.
pub(crate) fn put_blank(field: &FieldPlan, into: &mut Cell) {
    *into = if field.optional { Cell::Absent } else { Cell::Unknown };
}

/// A yes or no that came as such.
pub(crate) fn put_bool(field: &FieldPlan, yes: bool, into: &mut Cell) -> Result<(), Problem> {
    if !matches!(field.kind, Kind::YesNo) {
        return Err(Problem::Boolean);
    }
    *into = Cell::Known(Value::YesNo(yes));
    Ok(())
}

/// A number that came as such, in the field's unit: into base units.
pub(crate) fn put_number(field: &FieldPlan, number: Decimal, into: &mut Cell) -> Result<(), Problem> {
    let number = match &field.kind {
        Kind::Integer => {
            if number.scale() > 0 && !number.fract().is_zero() {
                return Err(Problem::NotWhole);
            }
            number
        }
        Kind::Number { factor: None, .. } => number,
        Kind::Number { factor: Some(factor), .. } => number::times(number, *factor).map_err(Problem::Number)?,
        Kind::Year => {
            let year = i16::try_from(number).ok().filter(|y| (1..=9999).contains(y));
            let whole = number.fract().is_zero();
            let year = year.filter(|_| whole).ok_or(Problem::Year(MomentError::Form(None)))?;
            *into = Cell::Known(Value::Year(year));
            return Ok(());
        }
        Kind::YesNo => return Err(Problem::yes_no(&number.normalize().to_string())),
        Kind::Date => return Err(Problem::Date(MomentError::Form(None))),
        Kind::Month => {
            let written = moment::month(&number.normalize().to_string());
            let guess = match written {
                Err(error @ MomentError::Form(_)) => error,
                _ => MomentError::Form(None),
            };
            return Err(Problem::Month(guess));
        }
        Kind::Instant => return Err(Problem::Instant(MomentError::Form(None))),
        Kind::Text { .. } | Kind::Enumeration(_) | Kind::Reference(_) => {
            return Err(Problem::NumberForText);
        }
    };
    if number.is_sign_negative() && !number.is_zero() && !field.signed {
        return Err(Problem::Negative);
    }
    *into = Cell::Known(Value::Number(number));
    Ok(())
}

/// Puts a text, into the memory of the one that was there.
fn put_text(text: &str, into: &mut Cell) {
    if let Cell::Known(Value::Text(old)) = into {
        old.clear();
        old.push_str(text);
    } else {
        *into = Cell::Known(Value::Text(text.to_owned()));
    }
}

fn put_variant(variants: &Variants, text: &str, into: &mut Cell) -> Result<(), Problem> {
    let text = normal(text);
    match variants.by_name.get(text.as_ref()) {
        Some(value) => put_text(value, into),
        None if variants.open => put_text(&text, into),
        None => return Err(Problem::UnknownValue),
    }
    Ok(())
}

fn read_yes_no(text: &str, into: &mut Cell) -> Result<(), Problem> {
    let is = |word: &&str| text.eq_ignore_ascii_case(word);
    let yes = if ["是", "true", "yes"].iter().any(is) {
        true
    } else if ["否", "false", "no"].iter().any(is) {
        false
    } else {
        return Err(Problem::yes_no(text));
    };
    *into = Cell::Known(Value::YesNo(yes));
    Ok(())
}

fn read_number(field: &FieldPlan, text: &str, into: &mut Cell) -> Result<(), Problem> {
    let error = match number::parse(text.as_bytes(), false) {
        Ok(number) => return put_number(field, number, into),
        Err(error) => error,
    };
    if let Some(rate) = text.strip_suffix('%')
        && let Ok(number) = number::parse(rate.trim_end().as_bytes(), false)
    {
        return put_rate(field, number, into);
    }
    Err(match error {
        NumberError::Malformed => explain_number(text),
        other => Problem::Number(other),
    })
}

/// `20%`: for pure numbers only, whatever their unit.
fn put_rate(field: &FieldPlan, percent: Decimal, into: &mut Cell) -> Result<(), Problem> {
    if !matches!(field.kind, Kind::Number { pure: true, .. }) {
        return Err(Problem::Percent);
    }
    let number = number::times(percent, Decimal::new(1, 2)).map_err(Problem::Number)?;
    if number.is_sign_negative() && !number.is_zero() && !field.signed {
        return Err(Problem::Negative);
    }
    *into = Cell::Known(Value::Number(number));
    Ok(())
}

/// What may have been meant by text that is not a number.
fn explain_number(text: &str) -> Problem {
    const LONGEST: usize = 64;
    if text.len() > LONGEST {
        return Problem::Number(NumberError::Malformed);
    }
    if text.contains([',', '，', '_', '\'', ' ']) {
        let plain: String = text.chars().filter(|c| !matches!(c, ',' | '，' | '_' | '\'' | ' ')).collect();
        if number::parse(plain.as_bytes(), false).is_ok() {
            return Problem::Thousands(plain);
        }
    }
    let lower = text.to_ascii_lowercase();
    if matches!(lower.trim_start_matches(['-', '+']), "nan" | "inf" | "infinity") {
        return Problem::NotFinite;
    }
    let digit = |c: char| match c {
        'O' | 'o' => '0',
        'l' | 'I' => '1',
        other => other,
    };
    let digits: String = text.chars().map(digit).collect();
    if text.contains(|c: char| c.is_ascii_digit()) && number::parse(digits.as_bytes(), false).is_ok() {
        return Problem::Letters(digits);
    }
    // Digits in front and a unit behind, or a currency sign in front.
    let bare = text.trim_start_matches(['¥', '$', '€']).trim_start();
    let digits = bare.trim_end_matches(|c: char| !c.is_ascii_digit());
    if digits.len() < text.len() && number::parse(digits.as_bytes(), false).is_ok() {
        return Problem::UnitInCell(digits.to_owned());
    }
    Problem::Number(NumberError::Malformed)
}

/// What spreadsheets leave behind when something went wrong.
fn check_accidents(field: &FieldPlan, text: &str) -> Result<(), Problem> {
    let bytes = text.as_bytes();
    match bytes {
        [b'#', ..] => {
            const ERRORS: [&str; 9] =
                ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"];
            let overflow = text.len() > 2 && bytes.iter().all(|b| *b == b'#');
            if overflow || ERRORS.iter().any(|error| text.eq_ignore_ascii_case(error)) {
                return Err(Problem::SpreadsheetError);
            }
        }
        [b'\'', next, ..] => {
            let is_text = matches!(field.kind, Kind::Text { .. } | Kind::Enumeration(_) | Kind::Reference(_));
            if !is_text || next.is_ascii_digit() {
                return Err(Problem::Apostrophe);
            }
        }
        _ => {}
    }
    Ok(())
}
