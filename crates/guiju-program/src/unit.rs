//! Dimensions of numbers: money, days, months, hours and the policy's own units, with their powers.

use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;

/// What a number measures, one factor of a [`Dimension`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BaseUnit {
    /// Money in the policy's currency, counted in its main unit (元).
    Money,
    /// Calendar days (天).
    Day,
    /// Working days (工作日).
    Workday,
    /// Calendar months (个月); a year is twelve of them.
    Month,
    /// Hours (小时).
    Hour,
    /// A unit that the policy declares, such as 户, by its name.
    Declared(String),
}

/// The dimension (量纲) of a number: units with their powers, `元/户` being money to the first and 户 to the minus
/// first. The empty one is that of pure numbers: shares, rates and factors.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Dimension {
    powers: BTreeMap<BaseUnit, i32>,
}

impl Dimension {
    /// The dimension of pure numbers.
    pub const fn pure() -> Self {
        Self { powers: BTreeMap::new() }
    }

    /// The dimension of one unit.
    pub fn of(unit: BaseUnit) -> Self {
        Self { powers: BTreeMap::from([(unit, 1)]) }
    }

    /// Money.
    pub fn money() -> Self {
        Self::of(BaseUnit::Money)
    }

    /// Whether it is that of pure numbers.
    pub fn is_pure(&self) -> bool {
        self.powers.is_empty()
    }

    /// Units and powers in order; no power is zero.
    pub fn powers(&self) -> impl Iterator<Item = (&BaseUnit, i32)> {
        self.powers.iter().map(|(unit, power)| (unit, *power))
    }

    /// The dimension of a product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        self.combine(other, 1)
    }

    /// The dimension of a quotient.
    #[must_use]
    pub fn over(&self, other: &Self) -> Self {
        self.combine(other, -1)
    }

    fn combine(&self, other: &Self, sign: i32) -> Self {
        let mut powers = self.powers.clone();
        for (unit, power) in &other.powers {
            let sum = powers.get(unit).copied().unwrap_or(0).saturating_add(power.saturating_mul(sign));
            if sum == 0 {
                powers.remove(unit);
            } else {
                powers.insert(unit.clone(), sum);
            }
        }
        Self { powers }
    }

    /// The unit's name as reports print it, in its Chinese spelling: `元`, `元/户`, `1` for pure numbers.
    pub fn zh(&self) -> String {
        self.spelled(|unit| match unit {
            BaseUnit::Money => "元",
            BaseUnit::Day => "天",
            BaseUnit::Workday => "工作日",
            BaseUnit::Month => "个月",
            BaseUnit::Hour => "小时",
            BaseUnit::Declared(name) => name,
        })
    }

    /// The unit's name in its English spelling: `yuan`, `yuan/户`, `1` for pure numbers.
    pub fn en(&self) -> String {
        self.spelled(|unit| match unit {
            BaseUnit::Money => "yuan",
            BaseUnit::Day => "day",
            BaseUnit::Workday => "workday",
            BaseUnit::Month => "month",
            BaseUnit::Hour => "h",
            BaseUnit::Declared(name) => name,
        })
    }

    fn spelled<'a>(&'a self, name: impl Fn(&'a BaseUnit) -> &'a str) -> String {
        let power = |(unit, power): (&'a BaseUnit, i32)| match power.unsigned_abs() {
            1 => name(unit).to_owned(),
            more => format!("{}^{more}", name(unit)),
        };
        let above: Vec<_> = self.powers().filter(|(_, p)| *p > 0).map(power).collect();
        let below: Vec<_> = self.powers().filter(|(_, p)| *p < 0).map(power).collect();
        let mut text = if above.is_empty() { "1".to_owned() } else { above.join("·") };
        for unit in below {
            text.push('/');
            text.push_str(&unit);
        }
        text
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.zh())
    }
}

/// A unit as written (单位): a dimension, and how many of its base units one of it is. `万元` is 10,000 of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// What it measures.
    pub dimension: Dimension,
    /// How many base units one of it is; cells and literals are multiplied by it.
    pub factor: Decimal,
    /// As written, such as `万元/户`.
    pub text: String,
}

impl Unit {
    /// The unit of pure numbers.
    pub fn pure() -> Self {
        Self { dimension: Dimension::pure(), factor: Decimal::ONE, text: "1".to_owned() }
    }
}
