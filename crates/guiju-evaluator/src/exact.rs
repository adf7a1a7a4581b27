//! Exact rational numbers of any size.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Mul, Neg, Sub};

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;

/// An exact rational number of any size (精确数). Nothing rounds and nothing overflows.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Exact(Repr);

/// A number that fits two machine words is held in them, and never otherwise, so that equal numbers look alike.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    /// Lowest terms, the denominator above zero.
    Small(i64, i64),
    Big(Box<BigRational>),
}

impl Exact {
    /// Zero.
    pub const fn zero() -> Self {
        Self(Repr::Small(0, 1))
    }

    /// One.
    pub const fn one() -> Self {
        Self(Repr::Small(1, 1))
    }

    /// `value / 10^scale`.
    pub fn scaled(value: i128, scale: u32) -> Self {
        match 10_i128.checked_pow(scale) {
            Some(power) => Self::reduced(value, power),
            None => Self::of_big(BigRational::new(BigInt::from(value), BigInt::from(10_u8).pow(scale))),
        }
    }

    /// The fraction of two whole numbers; `None` for a zero denominator.
    pub fn fraction(numerator: i128, denominator: i128) -> Option<Self> {
        match denominator {
            0 => None,
            1.. => Some(Self::reduced(numerator, denominator)),
            _ => Some(Self::of_big(BigRational::new(BigInt::from(numerator), BigInt::from(denominator)))),
        }
    }

    /// A fraction brought to lowest terms; the denominator is above zero.
    fn reduced(numerator: i128, denominator: i128) -> Self {
        let divisor = match (i64::try_from(numerator), i64::try_from(denominator)) {
            (_, Ok(1)) => 1,
            (Ok(numerator), Ok(denominator)) => i128::from(numerator.unsigned_abs().gcd(&denominator.unsigned_abs())),
            // The divisor of a positive number is not above it.
            _ => i128::try_from(numerator.unsigned_abs().gcd(&denominator.unsigned_abs())).unwrap_or(1),
        };
        let (numerator, denominator) = (numerator / divisor.max(1), denominator / divisor.max(1));
        match (i64::try_from(numerator), i64::try_from(denominator)) {
            (Ok(numerator), Ok(denominator)) => Self(Repr::Small(numerator, denominator)),
            _ => Self(Repr::Big(Box::new(BigRational::new_raw(BigInt::from(numerator), BigInt::from(denominator))))),
        }
    }

    /// A number in lowest terms.
    fn of_big(value: BigRational) -> Self {
        match (value.numer().to_i64(), value.denom().to_i64()) {
            (Some(numerator), Some(denominator)) => Self(Repr::Small(numerator, denominator)),
            _ => Self(Repr::Big(Box::new(value))),
        }
    }

    fn to_big(&self) -> BigRational {
        match &self.0 {
            Repr::Small(numerator, denominator) => {
                BigRational::new_raw(BigInt::from(*numerator), BigInt::from(*denominator))
            }
            Repr::Big(value) => BigRational::clone(value),
        }
    }

    /// The quotient; `None` for a zero divisor.
    pub fn checked_div(&self, divisor: &Self) -> Option<Self> {
        if divisor.is_zero() {
            return None;
        }
        if let (Repr::Small(a, b), Repr::Small(c, d)) = (&self.0, &divisor.0) {
            let sign = i128::from(c.signum());
            return Some(Self::reduced(
                i128::from(*a) * i128::from(*d) * sign,
                i128::from(*b) * i128::from(c.unsigned_abs()),
            ));
        }
        Some(Self::of_big(self.to_big() / divisor.to_big()))
    }

    /// Whether it is zero.
    pub const fn is_zero(&self) -> bool {
        matches!(self.0, Repr::Small(0, _))
    }

    /// Whether it is above zero.
    pub fn is_positive(&self) -> bool {
        match &self.0 {
            Repr::Small(numerator, _) => *numerator > 0,
            Repr::Big(value) => value.is_positive(),
        }
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small(numerator, _) => *numerator < 0,
            Repr::Big(value) => value.is_negative(),
        }
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_negative() { -self } else { self.clone() }
    }

    /// The largest whole number not above it.
    #[must_use]
    pub fn floor(&self) -> Self {
        match &self.0 {
            Repr::Small(numerator, denominator) => Self(Repr::Small(numerator.div_euclid(*denominator), 1)),
            Repr::Big(value) => Self::of_big(value.floor()),
        }
    }

    /// The smallest whole number not below it.
    #[must_use]
    pub fn ceil(&self) -> Self {
        -&(-self).floor()
    }

    /// The number as a machine integer, if it is whole and fits.
    pub fn to_i128(&self) -> Option<i128> {
        match &self.0 {
            Repr::Small(numerator, denominator) => (*denominator == 1).then_some(i128::from(*numerator)),
            Repr::Big(value) if value.is_integer() => value.numer().to_i128(),
            Repr::Big(_) => None,
        }
    }

    /// Numerator and denominator in lowest terms, if both fit; the denominator is above zero.
    pub fn to_ratio(&self) -> Option<(i128, i128)> {
        match &self.0 {
            Repr::Small(numerator, denominator) => Some((i128::from(*numerator), i128::from(*denominator))),
            Repr::Big(value) => Some((value.numer().to_i128()?, value.denom().to_i128()?)),
        }
    }

    /// The number as a decimal, if it has a finite one that fits 28 digits.
    pub fn to_decimal(&self) -> Option<Decimal> {
        let (digits, scale) = self.decimal_parts()?;
        Decimal::try_from_i128_with_scale(digits.to_i128()?, scale).ok()
    }

    /// Numerator and denominator in lowest terms, as text: `149/1500`, `3`.
    pub fn to_fraction_string(&self) -> String {
        let value = self.to_big();
        if value.is_integer() { value.numer().to_string() } else { format!("{}/{}", value.numer(), value.denom()) }
    }

    /// The digits and the scale of the finite decimal that denotes it, if there is one.
    fn decimal_parts(&self) -> Option<(BigInt, u32)> {
        // A fraction in lowest terms is a finite decimal when its denominator has no prime factors but 2 and 5.
        let value = self.to_big();
        let (two, five) = (BigInt::from(2_u8), BigInt::from(5_u8));
        let mut rest = value.denom().clone();
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
        let digits = value.numer() * two.pow(scale - twos) * five.pow(scale - fives);
        Some((digits, scale))
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) if b == d => a.cmp(c),
            (Repr::Small(a, b), Repr::Small(c, d)) => {
                (i128::from(*a) * i128::from(*d)).cmp(&(i128::from(*c) * i128::from(*b)))
            }
            _ => self.to_big().cmp(&other.to_big()),
        }
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
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) if b == d => {
                Exact::reduced(i128::from(*a) + i128::from(*c), i128::from(*b))
            }
            // Each product is below 2^126.
            (Repr::Small(a, b), Repr::Small(c, d)) => Exact::reduced(
                i128::from(*a) * i128::from(*d) + i128::from(*c) * i128::from(*b),
                i128::from(*b) * i128::from(*d),
            ),
            _ => Exact::of_big(self.to_big() + other.to_big()),
        }
    }
}

impl Sub for &Exact {
    type Output = Exact;
    fn sub(self, other: &Exact) -> Exact {
        self + &-other
    }
}

impl Mul for &Exact {
    type Output = Exact;
    fn mul(self, other: &Exact) -> Exact {
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) => {
                Exact::reduced(i128::from(*a) * i128::from(*c), i128::from(*b) * i128::from(*d))
            }
            _ => Exact::of_big(self.to_big() * other.to_big()),
        }
    }
}

impl Neg for &Exact {
    type Output = Exact;
    fn neg(self) -> Exact {
        match &self.0 {
            Repr::Small(numerator, denominator) => Exact::reduced(-i128::from(*numerator), i128::from(*denominator)),
            Repr::Big(value) => Exact::of_big(-BigRational::clone(value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers around what fits a machine word, and small ones.
    fn part() -> impl proptest::strategy::Strategy<Value = i128> {
        use proptest::prelude::*;
        let word = i128::from(i64::MAX);
        prop_oneof![-20_i128..20, -10_000_i128..10_000, word - 3..word + 3, -word - 4..-word + 3, any::<i128>()]
    }

    proptest::proptest! {
        #[test]
        fn agrees_with_rationals_of_any_size(a in part(), b in part(), c in part(), d in part()) {
            use proptest::prelude::*;
            prop_assume!(b != 0 && d != 0);
            let big = |n: i128, d: i128| BigRational::new(BigInt::from(n), BigInt::from(d));
            let (x, y) = (Exact::fraction(a, b).unwrap(), Exact::fraction(c, d).unwrap());
            let (p, q) = (big(a, b), big(c, d));
            let same = |found: &Exact, expected: BigRational| {
                let canonical = expected.numer().to_i64().is_some() && expected.denom().to_i64().is_some();
                prop_assert_eq!(canonical, matches!(found.0, Repr::Small(..)));
                prop_assert_eq!(found.to_big(), expected);
                Ok(())
            };
            same(&x, p.clone())?;
            same(&(&x + &y), &p + &q)?;
            same(&(&x - &y), &p - &q)?;
            same(&(&x * &y), &p * &q)?;
            same(&-&x, -p.clone())?;
            same(&x.abs(), p.abs())?;
            same(&x.floor(), p.floor())?;
            same(&x.ceil(), p.ceil())?;
            if c != 0 {
                same(&x.checked_div(&y).unwrap(), &p / &q)?;
            }
            prop_assert_eq!(x.cmp(&y), p.cmp(&q));
            prop_assert_eq!(x == y, p == q);
            prop_assert_eq!(x.to_i128(), if p.is_integer() { p.numer().to_i128() } else { None });
            prop_assert_eq!((x.is_zero(), x.is_positive(), x.is_negative()), (p.is_zero(), p.is_positive(), p.is_negative()));
        }

        #[test]
        fn scaled_numbers_are_decimals(value in part(), scale in 0_u32..45) {
            let expected = BigRational::new(BigInt::from(value), BigInt::from(10_u8).pow(scale));
            proptest::prop_assert_eq!(Exact::scaled(value, scale).to_big(), expected);
        }
    }

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
