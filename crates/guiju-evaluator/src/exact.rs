//! Exact rational numbers of any size.

use std::fmt;
use std::ops::{Add, Mul, Neg, Sub};

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;

/// An exact rational number of any size (精确数). Nothing rounds and nothing overflows.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(BigRational);

impl Exact {
    /// Zero.
    pub fn zero() -> Self {
        Self(BigRational::zero())
    }

    /// One.
    pub fn one() -> Self {
        Self(BigRational::one())
    }

    /// `value / 10^scale`.
    pub fn scaled(value: i128, scale: u32) -> Self {
        if scale == 0 {
            return Self(BigRational::from_integer(BigInt::from(value)));
        }
        Self(BigRational::new(BigInt::from(value), BigInt::from(10_u8).pow(scale)))
    }

    /// The fraction of two whole numbers; `None` for a zero denominator.
    pub fn fraction(numerator: i128, denominator: i128) -> Option<Self> {
        (denominator != 0).then(|| Self(BigRational::new(BigInt::from(numerator), BigInt::from(denominator))))
    }

    /// The quotient; `None` for a zero divisor.
    pub fn checked_div(&self, divisor: &Self) -> Option<Self> {
        (!divisor.0.is_zero()).then(|| Self(&self.0 / &divisor.0))
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is above zero.
    pub fn is_positive(&self) -> bool {
        self.0.is_positive()
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        Self(self.0.abs())
    }

    /// The largest whole number not above it.
    #[must_use]
    pub fn floor(&self) -> Self {
        Self(self.0.floor())
    }

    /// The smallest whole number not below it.
    #[must_use]
    pub fn ceil(&self) -> Self {
        Self(self.0.ceil())
    }

    /// The number as a machine integer, if it is whole and fits.
    pub fn to_i128(&self) -> Option<i128> {
        if self.0.is_integer() { self.0.numer().to_i128() } else { None }
    }

    /// Numerator and denominator in lowest terms, if both fit; the denominator is above zero.
    pub fn to_ratio(&self) -> Option<(i128, i128)> {
        Some((self.0.numer().to_i128()?, self.0.denom().to_i128()?))
    }

    /// The number as a decimal, if it has a finite one that fits 28 digits.
    pub fn to_decimal(&self) -> Option<Decimal> {
        let (digits, scale) = self.decimal_parts()?;
        Decimal::try_from_i128_with_scale(digits.to_i128()?, scale).ok()
    }

    /// Numerator and denominator in lowest terms, as text: `149/1500`, `3`.
    pub fn to_fraction_string(&self) -> String {
        if self.0.is_integer() { self.0.numer().to_string() } else { format!("{}/{}", self.0.numer(), self.0.denom()) }
    }

    /// The digits and the scale of the finite decimal that denotes it, if there is one.
    fn decimal_parts(&self) -> Option<(BigInt, u32)> {
        // A fraction in lowest terms is a finite decimal when its denominator has no prime factors but 2 and 5.
        let (two, five) = (BigInt::from(2_u8), BigInt::from(5_u8));
        let mut rest = self.0.denom().clone();
        let (mut twos, mut fives) = (0_u32, 0_u32);
        while rest.is_even() {
            rest = &rest / &two;
            twos += 1;
        }
        while (&rest % &five).is_zero() {
            rest = &rest / &five;
            fives += 1;
        }
        if !rest.is_one() {
            return None;
        }
        let scale = twos.max(fives);
        let digits = self.0.numer() * two.pow(scale - twos) * five.pow(scale - fives);
        Some((digits, scale))
    }
}

impl fmt::Display for Exact {
    /// A finite decimal where there is one (`22700`, `0.1`), else the fraction in lowest terms (`149/1500`).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((digits, scale)) = self.decimal_parts() else {
            return f.write_str(&self.to_fraction_string());
        };
        let text = digits.magnitude().to_string();
        let sign = if digits.is_negative() { "-" } else { "" };
        if scale == 0 {
            return write!(f, "{sign}{text}");
        }
        let width = scale as usize;
        let padded = format!("{text:0>fill$}", fill = width + 1);
        let (whole, part) = padded.split_at(padded.len() - width);
        write!(f, "{sign}{whole}.{part}")
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<i64> for Exact {
    fn from(value: i64) -> Self {
        Self::scaled(i128::from(value), 0)
    }
}

impl From<u64> for Exact {
    fn from(value: u64) -> Self {
        Self::scaled(i128::from(value), 0)
    }
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        Self::scaled(value.mantissa(), value.scale())
    }
}

impl Add for &Exact {
    type Output = Exact;
    fn add(self, other: &Exact) -> Exact {
        Exact(&self.0 + &other.0)
    }
}

impl Sub for &Exact {
    type Output = Exact;
    fn sub(self, other: &Exact) -> Exact {
        Exact(&self.0 - &other.0)
    }
}

impl Mul for &Exact {
    type Output = Exact;
    fn mul(self, other: &Exact) -> Exact {
        Exact(&self.0 * &other.0)
    }
}

impl Neg for &Exact {
    type Output = Exact;
    fn neg(self) -> Exact {
        Exact(-&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_decimals_and_fractions() {
        assert_eq!(Exact::scaled(2_270_000, 2).to_string(), "22700");
        assert_eq!(Exact::scaled(-5, 3).to_string(), "-0.005");
        assert_eq!(Exact::scaled(300_000_001, 2).to_string(), "3000000.01");
        assert_eq!(Exact::fraction(149, 1500).unwrap().to_string(), "149/1500");
        assert_eq!(Exact::fraction(-1, 1500).unwrap().to_string(), "-1/1500");
        assert_eq!(Exact::fraction(1, 8).unwrap().to_string(), "0.125");
        assert_eq!(Exact::fraction(1, 10).unwrap().to_fraction_string(), "1/10");
        assert!(Exact::fraction(1, 0).is_none());
    }

    #[test]
    fn decimals_come_back() {
        let cell = Decimal::from_str_exact("79228162514264337593543950335").unwrap();
        assert_eq!(Exact::from(cell).to_decimal(), Some(cell));
        assert_eq!(Exact::fraction(1, 3).unwrap().to_decimal(), None);
    }
}
