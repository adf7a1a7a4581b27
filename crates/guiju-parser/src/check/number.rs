//! Exact multiplication and division of decimals: a result that does not fit is `None`, never a rounded one.

use guiju_program::Decimal;

/// The product, if it can be held exactly.
pub(crate) fn times(left: Decimal, right: Decimal) -> Option<Decimal> {
    let (left, right) = (left.normalize(), right.normalize());
    let mut mantissa = left.mantissa().checked_mul(right.mantissa())?;
    let mut scale = left.scale() + right.scale();
    while scale > 0 && mantissa % 10 == 0 && mantissa != 0 {
        mantissa /= 10;
        scale -= 1;
    }
    if mantissa == 0 {
        scale = 0;
    }
    Decimal::try_from_i128_with_scale(mantissa, scale).ok()
}

/// The quotient, if it can be held exactly.
pub(crate) fn over(left: Decimal, right: Decimal) -> Option<Decimal> {
    let quotient = left.checked_div(right)?.normalize();
    (times(quotient, right)? == left).then_some(quotient)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn products_are_exact_or_none() {
        assert_eq!(times(decimal("2.27"), decimal("10000")), Some(decimal("22700")));
        assert_eq!(times(decimal("19.99"), decimal("0.01")), Some(decimal("0.1999")));
        assert_eq!(times(Decimal::MAX, decimal("10")), None);
        let smallest = decimal("0.0000000000000000000000000001");
        assert_eq!(times(smallest, decimal("0.01")), None);
        assert_eq!(times(decimal("0.00"), smallest), Some(Decimal::ZERO));
    }

    #[test]
    fn quotients_are_exact_or_none() {
        assert_eq!(over(decimal("1200"), decimal("12")), Some(decimal("100")));
        assert_eq!(over(decimal("1000"), decimal("12")), None);
        assert_eq!(over(decimal("1"), decimal("0")), None);
    }
}
