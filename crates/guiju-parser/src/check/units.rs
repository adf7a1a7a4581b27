//! Units: those that are built in, in both spellings, and those that the policy declares.

use std::collections::HashMap;

use guiju_program::Decimal;
use guiju_program::unit::{BaseUnit, Dimension};

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
        if !matches!(name, "元" | "yuan" | "人民币" | "CNY") {
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
        // 万 and 亿 multiply any unit: 万户, 亿条.
        for (prefix, factor) in MULTIPLIERS {
            if let Some(rest) = word.strip_prefix(prefix)
                && let Some(unit) = self.lookup_whole(rest)
                && unit.base.is_some()
            {
                let factor = unit.factor.checked_mul(Decimal::from(*factor))?;
                return Some(UnitWord { factor, ..unit });
            }
        }
        None
    }

    fn lookup_whole(&self, word: &str) -> Option<UnitWord> {
        if let Some(name) = self.declared.get(word) {
            return Some(UnitWord::new(BaseUnit::Declared(name.clone()), 1));
        }
        match &self.currency {
            Some(currency) if currency == word => return Some(UnitWord::new(BaseUnit::Money, 1)),
            Some(_) => {}
            None => match word {
                "元" | "yuan" => return Some(UnitWord::new(BaseUnit::Money, 1)),
                "角" => {
                    return Some(UnitWord { factor: Decimal::new(1, 1), ..UnitWord::new(BaseUnit::Money, 1) });
                }
                _ => {}
            },
        }
        Some(match word {
            "天" | "day" | "days" => UnitWord::new(BaseUnit::Day, 1),
            "工作日" | "workday" | "workdays" => UnitWord::new(BaseUnit::Workday, 1),
            "个月" | "month" | "months" => UnitWord::new(BaseUnit::Month, 1),
            "年" | "year" | "years" => UnitWord::new(BaseUnit::Month, 12),
            "小时" | "h" | "hour" | "hours" => UnitWord::new(BaseUnit::Hour, 1),
            "%" => UnitWord::plain(Decimal::new(1, 2), true),
            "‰" => UnitWord::plain(Decimal::new(1, 3), true),
            "个百分点" | "pp" => UnitWord::plain(Decimal::new(1, 2), true),
            "万" => UnitWord::plain(Decimal::from(10_000), false),
            "亿" => UnitWord::plain(Decimal::from(100_000_000), false),
            "thousand" => UnitWord::plain(Decimal::from(1_000), false),
            "million" => UnitWord::plain(Decimal::from(1_000_000), false),
            "billion" => UnitWord::plain(Decimal::from(1_000_000_000), false),
            _ => return None,
        })
    }

    /// Every name that could have been meant.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let money: &[&str] = match self.currency {
            Some(_) => &[],
            None => &["元", "角", "万元", "亿元", "yuan"],
        };
        self.declared
            .keys()
            .map(String::as_str)
            .chain(self.currency.as_deref())
            .chain(money.iter().copied())
            .chain(BUILT_IN.iter().copied())
    }
}

const MULTIPLIERS: &[(&str, i64)] = &[("万亿", 1_000_000_000_000), ("万", 10_000), ("亿", 100_000_000)];

const BUILT_IN: &[&str] =
    &["天", "工作日", "个月", "年", "小时", "个百分点", "day", "workday", "month", "year", "hour", "h", "pp"];

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
