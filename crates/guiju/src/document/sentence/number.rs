//! Figures in sentences: exact, with their units in the words of the language.

use guiju_evaluator::Exact;
use guiju_program::civil::Date;
use guiju_program::parameter::{Parameter, ParameterValue};
use guiju_program::unit::{BaseUnit, Dimension, Unit};
use guiju_program::{Decimal, Type};

use super::Speaker;
use super::name::plural;
use crate::report::number::{self, Style};

/// How a figure was written, where that decides how it is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// A share or a rate, read in per cent.
    pub rate: bool,
    /// A length in years.
    pub years: bool,
}

impl Written {
    /// By the text of a figure, or of its unit.
    pub fn of(text: &str) -> Self {
        Self {
            rate: text.contains(['%', '％', '‰']) || text.contains("百分点") || text.contains("pp"),
            years: text.contains('年') || text.contains("year"),
        }
    }
}

impl Speaker<'_> {
    /// A figure in base units, with its unit.
    pub fn figure(self, value: Decimal, dimension: &Dimension, written: Written) -> String {
        let exact = Exact::from(value);
        if dimension.is_pure() {
            return number::readable(&exact, &Type::Number(dimension.clone()), self.style(written.rate));
        }
        let mut powers = dimension.powers();
        let single = powers.next().filter(|(_, power)| *power == 1 && powers.next().is_none()).map(|(unit, _)| unit);
        let money = dimension.powers().any(|(unit, power)| *unit == BaseUnit::Money && power == 1);
        if money {
            return self.money(&exact, dimension);
        }
        let years = value.checked_rem(Decimal::from(12)).is_some_and(|rest| rest.is_zero());
        let (value, unit) = match single {
            Some(BaseUnit::Month) if written.years && years => {
                (exact.checked_div(&Exact::from(12_u64)).unwrap_or(exact), self.say("年", "year").to_owned())
            }
            _ => (exact, self.unit_words(dimension, single)),
        };
        let one = value == Exact::from(1_u64);
        let digits = number::digits(&value, 4);
        if self.zh() {
            return Self::counted(&digits, &unit);
        }
        match single {
            Some(_) if !one => format!("{digits} {}", plural(&unit)),
            _ => format!("{digits} {unit}"),
        }
    }

    /// An amount of money.
    fn money(self, value: &Exact, dimension: &Dimension) -> String {
        let text = number::readable(value, &Type::Number(self.translated(dimension)), self.style(false));
        // A currency that is spelled in letters stands apart from the figure.
        let digits = text.find(|c: char| !c.is_ascii_digit() && !",.-".contains(c)).unwrap_or(text.len());
        let (figure, unit) = text.split_at(digits);
        if self.zh() {
            return Self::counted(figure, unit);
        }
        // Pounds and dollars, but yuan and USD.
        let word = unit.trim_start();
        let several =
            *dimension == Dimension::money() && *value != Exact::from(1_u64) && self.program.policy.currency.is_some();
        if several && word.chars().all(|c| c.is_ascii_lowercase()) {
            return format!("{figure} {}", plural(word));
        }
        text
    }

    fn counted(digits: &str, unit: &str) -> String {
        let blank = if unit.starts_with(|c: char| c.is_ascii_alphabetic()) { " " } else { "" };
        format!("{digits}{blank}{unit}")
    }

    /// The name of a unit in the language, as it stands behind one.
    fn unit_words(self, dimension: &Dimension, single: Option<&BaseUnit>) -> String {
        match (single, self.zh()) {
            (Some(BaseUnit::Workday), true) => "个工作日".to_owned(),
            (Some(BaseUnit::Workday), false) => "working day".to_owned(),
            (Some(BaseUnit::Hour), false) => "hour".to_owned(),
            (_, true) => self.translated(dimension).zh(),
            (_, false) => self.translated(dimension).en(),
        }
    }

    /// The dimension with the units of the policy by their names in the language.
    fn translated(self, dimension: &Dimension) -> Dimension {
        let mut translated = Dimension::pure();
        for (unit, power) in dimension.powers() {
            let unit = match unit {
                BaseUnit::Declared(name) => {
                    let declared = self.program.units.iter().find(|declared| declared.text == *name);
                    BaseUnit::Declared(declared.map_or_else(|| name.clone(), |declared| self.name(declared)))
                }
                other => other.clone(),
            };
            let factor = Dimension::of(unit);
            for _ in 0..power.unsigned_abs() {
                translated = if power > 0 { translated.times(&factor) } else { translated.over(&factor) };
            }
        }
        translated
    }

    fn style(&self, rate: bool) -> Style<'_> {
        Style::of(self.program, self.language, rate)
    }

    /// The unit of a column, a field or a parameter, in the words of the language; nothing for plain numbers.
    pub fn unit(self, unit: &Unit) -> String {
        if unit.dimension.is_pure() {
            return if unit.text == "1" { String::new() } else { unit.text.clone() };
        }
        // 万元 is what the policy wrote; other words are its own, or those of the language.
        if super::name::is_chinese(&unit.text) == self.zh() {
            return unit.text.clone();
        }
        let mut base = self.unit_words(&unit.dimension, self.sole(&unit.dimension).as_ref());
        if let Some(currency) = &self.program.policy.currency {
            base = base.replacen(self.say("元", "yuan"), &self.name(currency), 1);
        }
        if unit.factor == Decimal::ONE {
            return base;
        }
        let factor = number::digits(&Exact::from(unit.factor), 4);
        if self.zh() { Self::counted(&factor, &base) } else { format!("{factor} {base}") }
    }

    /// The unit of a figure that is shown with its own unit: as the policy writes it, else the base unit.
    pub fn figure_unit(self, unit: &Unit) -> String {
        if unit.dimension.is_pure() || super::name::is_chinese(&unit.text) == self.zh() {
            return self.unit(unit);
        }
        self.unit(&Unit { factor: Decimal::ONE, ..unit.clone() })
    }

    /// The unit in which rows are counted.
    pub fn counting_unit(self, dimension: &Dimension) -> String {
        let unit = self.dimension(dimension);
        if self.zh() { unit } else { plural(&unit) }
    }

    /// The unit of a dimension, in the words of the language.
    pub fn dimension(self, dimension: &Dimension) -> String {
        self.unit_words(dimension, self.sole(dimension).as_ref())
    }

    fn sole(self, dimension: &Dimension) -> Option<BaseUnit> {
        let mut powers = dimension.powers();
        let first = powers.next().filter(|(_, power)| *power == 1)?;
        powers.next().is_none().then(|| first.0.clone())
    }

    pub fn date(self, date: Date) -> String {
        if self.zh() { format!("{}年{}月{}日", date.year(), date.month(), date.day()) } else { date.to_string() }
    }

    /// The figure of a parameter as it stands beside its name.
    pub fn parameter_figure(self, parameter: &Parameter) -> String {
        match &parameter.value {
            ParameterValue::Number(value) => self.parameter_number(parameter, *value),
            ParameterValue::Date(date) => self.date(*date),
            ParameterValue::Dated(_) => self.say("按日期取值", "by date").to_owned(),
            ParameterValue::Open => self.say("待定", "open").to_owned(),
        }
    }

    /// One figure of a parameter, with its unit.
    pub fn parameter_number(self, parameter: &Parameter, value: Decimal) -> String {
        let written = parameter.unit.as_ref().map(|unit| Written::of(&unit.text)).unwrap_or_default();
        self.figure(value, &parameter.dimension(), written)
    }
}
