//! Exact numbers from their digits. Nothing here rounds.

use guiju_program::Decimal;

/// Why digits are not a number that can be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberError {
    /// Not digits with an optional sign and point.
    Malformed,
    /// An exponent where none is allowed.
    Exponent,
    /// More digits than can be held exactly.
    TooManyDigits,
    /// Greater than can be held.
    TooLarge,
}

/// Digits that fit 64 bits without looking: 10^18 does.
const FAST_DIGITS: u32 = 18;
/// An exponent beyond which any number but zero is out of range.
const FAR: i64 = 1_000_000_000;

/// The number that ASCII digits with an optional sign and point say; with an exponent only where that is allowed.
pub(crate) fn parse(text: &[u8], allow_exponent: bool) -> Result<Decimal, NumberError> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let mut mantissa = 0_i64;
    let mut count = 0_u32;
    let mut scale = 0_u32;
    let mut point = false;
    for (index, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                count += 1;
                if count > FAST_DIGITS {
                    return parse_long(negative, digits, allow_exponent);
                }
                mantissa = mantissa * 10 + i64::from(byte - b'0');
                scale += u32::from(point);
            }
            b'.' if !point && index > 0 => point = true,
            b'e' | b'E' => return parse_long(negative, digits, allow_exponent),
            _ => return Err(NumberError::Malformed),
        }
    }
    if count == 0 || (point && scale == 0) {
        return Err(NumberError::Malformed);
    }
    let signed = if negative { -mantissa } else { mantissa };
    Ok(Decimal::new(signed, scale))
}

/// The same for numbers with many digits or an exponent.
fn parse_long(negative: bool, digits: &[u8], allow_exponent: bool) -> Result<Decimal, NumberError> {
    let is_exponent = |byte: &u8| matches!(byte, b'e' | b'E');
    let (digits, exponent) = match digits.iter().position(is_exponent) {
        None => (digits, None),
        Some(at) => {
            let (digits, rest) = digits.split_at(at);
            (digits, parse_exponent(rest.get(1..).unwrap_or_default())?)
        }
    };
    let mut parts = digits.splitn(2, |byte| *byte == b'.');
    let whole = parts.next().unwrap_or_default();
    let fraction = parts.next();
    let all_digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    if !all_digits(whole) || fraction.is_some_and(|part| !all_digits(part)) {
        return Err(NumberError::Malformed);
    }
    if exponent.is_some() && !allow_exponent {
        return Err(NumberError::Exponent);
    }
    let fraction = fraction.unwrap_or_default();
    let mut mantissa = 0_i128;
    let mut zeros = 0_u32;
    for digit in whole.iter().chain(fraction) {
        let digit = i128::from(digit - b'0');
        if digit == 0 {
            zeros = zeros.saturating_add(u32::from(mantissa != 0));
            continue;
        }
        mantissa = 10_i128
            .checked_pow(zeros + 1)
            .and_then(|step| mantissa.checked_mul(step))
            .and_then(|shifted| shifted.checked_add(digit))
            .ok_or(NumberError::TooManyDigits)?;
        zeros = 0;
    }
    if mantissa == 0 {
        return Ok(Decimal::ZERO);
    }
    let behind = i64::try_from(fraction.len()).unwrap_or(FAR);
    let scale = behind - exponent.unwrap_or(0) - i64::from(zeros);
    let signed = if negative { -mantissa } else { mantissa };
    hold(signed, scale)
}

/// What stands behind the `e`; `Some` of it.
fn parse_exponent(text: &[u8]) -> Result<Option<i64>, NumberError> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(NumberError::Malformed);
    }
    let value = digits.iter().fold(0_i64, |value, d| (value * 10 + i64::from(d - b'0')).min(FAR));
    Ok(Some(if negative { -value } else { value }))
}

/// `mantissa / 10^scale`, where the mantissa does not end in zero.
fn hold(mantissa: i128, scale: i64) -> Result<Decimal, NumberError> {
    if scale > 28 {
        return Err(NumberError::TooManyDigits);
    }
    if scale >= 0 {
        let scale = u32::try_from(scale).unwrap_or(0);
        let error = if scale == 0 { NumberError::TooLarge } else { NumberError::TooManyDigits };
        return Decimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| error);
    }
    u32::try_from(-scale)
        .ok()
        .and_then(|power| 10_i128.checked_pow(power))
        .and_then(|step| mantissa.checked_mul(step))
        .and_then(|whole| Decimal::try_from_i128_with_scale(whole, 0).ok())
        .ok_or(NumberError::TooLarge)
}

/// The exact product.
pub(crate) fn times(number: Decimal, factor: Decimal) -> Result<Decimal, NumberError> {
    let factor = factor.normalize();
    let mut mantissa = number.mantissa().checked_mul(factor.mantissa()).ok_or(NumberError::TooLarge)?;
    let mut scale = number.scale() + factor.scale();
    loop {
        if let Ok(product) = Decimal::try_from_i128_with_scale(mantissa, scale) {
            return Ok(product);
        }
        if scale == 0 {
            return Err(NumberError::TooLarge);
        }
        if mantissa % 10 != 0 {
            return Err(NumberError::TooManyDigits);
        }
        mantissa /= 10;
        scale -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(text: &str) -> Result<String, NumberError> {
        parse(text.as_bytes(), false).map(|n| n.to_string())
    }

    fn json(text: &str) -> Result<String, NumberError> {
        parse(text.as_bytes(), true).map(|n| n.to_string())
    }

    #[test]
    fn digits_are_read_exactly() {
        assert_eq!(csv("22700.00").unwrap(), "22700.00");
        assert_eq!(csv("-0.5").unwrap(), "-0.5");
        assert_eq!(csv("+007").unwrap(), "7");
        assert_eq!(csv("0.1234567890123456789012345678").unwrap().len(), 30);
        assert_eq!(csv("79228162514264337593543950335").unwrap(), "79228162514264337593543950335");
        assert_eq!(csv(&format!("1.{}", "0".repeat(60))).unwrap(), "1");
        assert_eq!(csv(&format!("{}1", "0".repeat(60))).unwrap(), "1");
    }

    #[test]
    fn nothing_is_rounded() {
        use NumberError::{TooLarge, TooManyDigits};
        assert_eq!(csv("0.12345678901234567890123456789"), Err(TooManyDigits));
        assert_eq!(csv("79228162514264337593543950336"), Err(TooLarge));
        assert_eq!(csv(&"1".repeat(1000)), Err(TooManyDigits));
        assert_eq!(csv(&format!("1{}", "0".repeat(60))), Err(TooLarge));
        assert_eq!(json("1e400"), Err(TooLarge));
        assert_eq!(json("1e-400"), Err(TooManyDigits));
        assert_eq!(json(&format!("1e{}", "9".repeat(100))), Err(TooLarge));
    }

    #[test]
    fn exponents_where_they_are_allowed() {
        assert_eq!(json("1e3").unwrap(), "1000");
        assert_eq!(json("2.27E+4").unwrap(), "22700");
        assert_eq!(json("5e-1").unwrap(), "0.5");
        assert_eq!(json("0e400").unwrap(), "0");
        assert_eq!(csv("1e3"), Err(NumberError::Exponent));
    }

    #[test]
    fn other_text_is_not_a_number() {
        for text in ["", "-", ".", "1.", ".5", "1..2", "1.2.3", "--1", "1_000", "1e", "e1", "1ex"] {
            assert_eq!(csv(text), Err(NumberError::Malformed), "{text}");
            assert_eq!(json(text), Err(NumberError::Malformed), "{text}");
        }
    }

    #[test]
    fn products_are_exact() {
        let d = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(times(d("2.27"), d("10000")).unwrap(), d("22700"));
        assert_eq!(times(d("20"), d("0.01")).unwrap(), d("0.2"));
        let least = d("0.0000000000000000000000000001");
        assert_eq!(times(least, d("0.01")), Err(NumberError::TooManyDigits));
        assert_eq!(times(d("0.0000000000000000000000000100"), d("0.01")).unwrap(), least);
        assert_eq!(times(Decimal::MAX, d("10")), Err(NumberError::TooLarge));
        assert_eq!(times(Decimal::MAX, Decimal::MAX), Err(NumberError::TooLarge));
    }
}
