//! Units: those that are built in, in both spellings, and those that the policy declares.

use std::collections::HashMap;

use guiju_program::Decimal;
use guiju_program::unit::{BaseUnit, Dimension};

use crate::unit_words::{self, MULTIPLIERS, UNITS, UnitEntry};

/// One word of a unit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UnitWord {
    /// What it measures; `None`: a plain number.
    pub base: Option<BaseUnit>,
    /// How many base units one is.
    pub factor: Decimal,
    /// `%`, `‰`, 个百分点.
    pub rate: bool,
}

impl UnitWord {
    fn new(base: BaseUnit, factor: i64) -> Self {
        Self { base: Some(base), factor: Decimal::from(factor), rate: false }
    }

    fn plain(factor: Decimal, rate: bool) -> Self {
        Self { base: None, factor, rate }
    }
}

/// A unit as written, with all its words looked up.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WrittenUnit {
    pub dimension: Dimension,
    /// A number is multiplied by it …
    pub multiplier: Decimal,
    /// … and divided by it: kept apart, because 元/年 divides by 12.
    pub divisor: Decimal,
    pub rate: bool,
    pub text: String,
}

/// All units of a policy.
#[derive(Debug, Default)]
pub(crate) struct UnitTable {
    /// Names and labels of declared units, to their names.
    declared: HashMap<String, String>,
    /// The policy's currency, where it is not yuan.
    currency: Option<String>,
}

impl UnitTable {
    /// Sets the policy's currency.
    pub(crate) fn set_currency(&mut self, name: &str) {
        if !unit_words::is_renminbi(name) {
            self.currency = Some(name.to_owned());
        }
    }

    /// Declares a unit, or another name of it; `false` if the name is taken.
    pub(crate) fn declare(&mut self, name: &str, meaning: &str) -> bool {
        if self.lookup(name).is_some() {
            return false;
        }
        self.declared.insert(name.to_owned(), meaning.to_owned());
        true
    }

    /// Whether the policy declares a unit of that name or label.
    pub(crate) fn is_declared(&self, name: &str) -> bool {
        self.declared.contains_key(name)
    }

    /// What a word of a unit means.
    pub(crate) fn lookup(&self, word: &str) -> Option<UnitWord> {
        if let Some(found) = self.lookup_whole(word) {
            return Some(found);
        }
        // `million yuan` is one word of a unit; 万 and 亿 touch any unit (万户, 亿条), the others only 元.
        let (multiplier, rest) = match word.split_once(' ') {
            Some((first, rest)) => (unit_words::multiplier(first)?, rest),
            None => MULTIPLIERS.iter().find_map(|multiplier| Some((multiplier, word.strip_prefix(multiplier.zh)?)))?,
        };
        let unit = self.lookup_whole(rest).or_else(|| {
            // 万亿元
            let rest = rest.strip_prefix("亿").filter(|_| multiplier.zh == "万")?;
            let unit = self.lookup_whole(rest)?;
            Some(UnitWord { factor: unit.factor.checked_mul(Decimal::from(100_000_000))?, ..unit })
        })?;
        let fits = multiplier.touches_any || word.contains(' ') || unit_words::is_yuan(rest);
        let factor = unit.factor.checked_mul(Decimal::from(10_i64.checked_pow(multiplier.zeros)?))?;
        (unit.base.is_some() && fits).then_some(UnitWord { factor, ..unit })
    }

    fn lookup_whole(&self, word: &str) -> Option<UnitWord> {
        if let Some(name) = self.declared.get(word) {
            return Some(UnitWord::new(BaseUnit::Declared(name.clone()), 1));
        }
        match &self.currency {
            Some(currency) if currency == word => return Some(UnitWord::new(BaseUnit::Money, 1)),
            Some(_) => {}
            None => {}
        }
        match word {
            "%" => return Some(UnitWord::plain(Decimal::new(1, 2), true)),
            "‰" => return Some(UnitWord::plain(Decimal::new(1, 3), true)),
            _ => {}
        }
        if let Some(unit) = unit_words::built_in(word) {
            // The policy's currency takes the place of yuan.
            let taken = unit.base == Some(BaseUnit::Money) && self.currency.is_some();
            let found = UnitWord { base: unit.base.clone(), factor: unit.factor(), rate: unit.rate };
            return (!taken).then_some(found);
        }
        let multiplier = unit_words::multiplier(word)?;
        Some(UnitWord::plain(Decimal::from(10_i64.checked_pow(multiplier.zeros)?), false))
    }

    /// Every name that could have been meant.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let money: &[&str] = match self.currency {
            Some(_) => &[],
            None => &["万元", "亿元"],
        };
        let other_currency = self.currency.is_some();
        let built_in = UNITS.iter().filter(move |unit| !(other_currency && unit.base == Some(BaseUnit::Money)));
        self.declared
            .keys()
            .map(String::as_str)
            .chain(self.currency.as_deref())
            .chain(money.iter().copied())
            .chain(built_in.flat_map(UnitEntry::usual_spellings))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_mean_the_same() {
        let table = UnitTable::default();
        for (zh, en) in [
            ("元", "yuan"),
            ("天", "days"),
            ("工作日", "workday"),
            ("个月", "months"),
            ("年", "year"),
            ("小时", "h"),
            ("个百分点", "pp"),
        ] {
            assert!(table.lookup(zh).is_some(), "{zh}");
            assert_eq!(table.lookup(zh), table.lookup(en), "{zh}");
        }
    }

    #[test]
    fn multipliers_go_before_any_unit() {
        let mut table = UnitTable::default();
        assert!(table.declare("户", "户"));
        assert!(!table.declare("元", "元"));
        let factor = |word: &str| table.lookup(word).map(|unit| unit.factor);
        assert_eq!(factor("万元"), Some(Decimal::from(10_000)));
        assert_eq!(factor("亿元"), Some(Decimal::from(100_000_000)));
        assert_eq!(factor("万户"), Some(Decimal::from(10_000)));
        assert_eq!(factor("角"), Some(Decimal::new(1, 1)));
        assert_eq!(factor("万%"), None);
        assert_eq!(factor("分"), None);
    }

    #[test]
    fn another_currency_takes_the_place_of_yuan() {
        let mut table = UnitTable::default();
        table.set_currency("欧元");
        assert!(table.lookup("元").is_none());
        assert_eq!(table.lookup("万欧元").map(|unit| unit.factor), Some(Decimal::from(10_000)));
    }
}
