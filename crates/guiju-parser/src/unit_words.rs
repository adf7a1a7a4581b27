//! The units that are built in, and the words that multiply a number, in both spellings.

use guiju_program::Decimal;
use guiju_program::diagnostic::Language;
use guiju_program::unit::BaseUnit;

/// A unit with all its spellings. The spellings of one place are twins: the Chinese word stands for the English one.
///
/// English has two forms, for one and for many: `1 day`, `2 days`. The first twins of a unit with forms are the usual
/// Chinese word and the plural; behind the number one, and where no number stands, the first and the second are
/// exchanged, so that usual words stay usual and every word keeps a twin of its own: `2天` is `2 days`, `1天` is `1 day`,
/// and `2 day` is `2日`.
#[derive(Debug)]
pub(crate) struct UnitEntry {
    /// Chinese.
    pub(crate) zh: &'static [&'static str],
    /// English.
    pub(crate) en: &'static [&'static str],
    /// What it measures; `None`: a plain number.
    pub(crate) base: Option<BaseUnit>,
    /// How many base units one is: a number, and how many of its digits are decimals.
    factor: (i64, u32),
    /// 个百分点: a part of a whole.
    pub(crate) rate: bool,
    usual: Usual,
}

impl UnitEntry {
    /// How many base units one is.
    pub(crate) fn factor(&self) -> Decimal {
        Decimal::new(self.factor.0, self.factor.1)
    }

    /// The spellings of a language.
    pub(crate) const fn spelled(&self, language: Language) -> &'static [&'static str] {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }

    /// Those that are offered where a unit was misspelled.
    pub(crate) fn usual_spellings(&self) -> impl Iterator<Item = &str> {
        self.zh.iter().take(1).chain(self.en).copied()
    }
}

/// The units. `%` and `‰` are signs, alike in both spellings.
pub(crate) const UNITS: &[UnitEntry] = &[
    unit(&["元"], &["yuan"], Some(BaseUnit::Money), (1, 0), Usual::Singular),
    unit(&["角"], &["jiao"], Some(BaseUnit::Money), (1, 1), Usual::Singular),
    unit(&["天", "日"], &["days", "day"], Some(BaseUnit::Day), (1, 0), Usual::Singular),
    unit(&["工作日", "个工作日"], &["workdays", "workday"], Some(BaseUnit::Workday), (1, 0), Usual::Singular),
    unit(&["个月", "月"], &["months", "month"], Some(BaseUnit::Month), (1, 0), Usual::Plural),
    unit(&["年", "周年"], &["years", "year"], Some(BaseUnit::Month), (12, 0), Usual::SingularBelow),
    unit(&["小时", "个小时", "时"], &["hours", "hour", "h"], Some(BaseUnit::Hour), (1, 0), Usual::Singular),
    unit(&["个百分点"], &["pp"], None, (1, 2), Usual::Singular),
];

/// Which English form the usual Chinese word has where no number stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Usual {
    /// The singular: 元/天 is `yuan/day`.
    Singular,
    /// The singular below a line (元/年), the plural elsewhere: `year` alone is a type.
    SingularBelow,
    /// The plural: `month` alone is a type, and 元/月 is `yuan/month`.
    Plural,
}

const fn unit(
    zh: &'static [&'static str],
    en: &'static [&'static str],
    base: Option<BaseUnit>,
    factor: (i64, u32),
    usual: Usual,
) -> UnitEntry {
    let rate = base.is_none();
    UnitEntry { zh, en, base, factor, rate, usual }
}

/// A word between a number and its unit that multiplies it.
#[derive(Debug)]
pub(crate) struct Multiplier {
    /// Chinese.
    pub(crate) zh: &'static str,
    /// English.
    pub(crate) en: &'static str,
    /// The zeros that it adds.
    pub(crate) zeros: u32,
    /// 万元 and 亿元 are units, and reports show figures in them; `thousand yuan` is yuan, and so is 千元.
    pub(crate) makes_unit: bool,
    /// Whether it may touch any unit in Chinese (3万户); the others only 元, since 千克 is a unit.
    pub(crate) touches_any: bool,
}

/// All of them. A longer one comes before those that it starts with.
pub(crate) const MULTIPLIERS: &[Multiplier] = &[
    Multiplier { zh: "百万", en: "million", zeros: 6, makes_unit: false, touches_any: false },
    Multiplier { zh: "十亿", en: "billion", zeros: 9, makes_unit: false, touches_any: false },
    Multiplier { zh: "千", en: "thousand", zeros: 3, makes_unit: false, touches_any: false },
    Multiplier { zh: "万", en: "ten_thousand", zeros: 4, makes_unit: true, touches_any: true },
    Multiplier { zh: "亿", en: "hundred_million", zeros: 8, makes_unit: true, touches_any: true },
];

/// The multiplier spelled so.
pub(crate) fn multiplier(text: &str) -> Option<&'static Multiplier> {
    MULTIPLIERS.iter().find(|multiplier| multiplier.zh == text || multiplier.en == text)
}

/// The unit spelled so.
pub(crate) fn built_in(text: &str) -> Option<&'static UnitEntry> {
    UNITS.iter().find(|unit| unit.zh.contains(&text) || unit.en.contains(&text))
}

/// Whether a word is 元.
pub(crate) fn is_yuan(text: &str) -> bool {
    matches!(text, "元" | "yuan")
}

/// Whether a word measures money, alone or behind 万 and its like.
pub(crate) fn is_money(text: &str) -> bool {
    built_in(text).is_some_and(|unit| unit.base == Some(BaseUnit::Money)) || text.ends_with('元')
}

/// Whether a policy's currency is yuan after all.
pub(crate) fn is_renminbi(currency: &str) -> bool {
    is_yuan(currency) || matches!(currency, "人民币" | "CNY")
}

/// What a unit stands behind, which decides its English form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Behind {
    /// The number one.
    One,
    /// Another number.
    Many,
    /// A line: 元/天.
    Line,
    /// Nothing: a type, a column.
    Nothing,
}

/// The twin of a unit's word in a language; itself where it is of that language. `None`: the word is no built-in unit.
pub(crate) fn twin(text: &str, language: Language, behind: Behind) -> Option<&'static str> {
    let unit = built_in(text)?;
    if let Some(own) = unit.spelled(language).iter().find(|spelling| **spelling == text) {
        return Some(own);
    }
    let other = match language {
        Language::Zh => Language::En,
        Language::En => Language::Zh,
    };
    let at = unit.spelled(other).iter().position(|spelling| *spelling == text)?;
    let singular = match behind {
        Behind::One => true,
        Behind::Many => false,
        Behind::Line => unit.usual != Usual::Plural,
        Behind::Nothing => unit.usual == Usual::Singular,
    };
    let at = match at {
        0 if singular && unit.en.len() > 1 => 1,
        1 if singular => 0,
        other => other,
    };
    unit.spelled(language).get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_are_twins_of_each_other() {
        for behind in [Behind::One, Behind::Many, Behind::Line, Behind::Nothing] {
            for unit in UNITS {
                assert_eq!(unit.zh.len(), unit.en.len());
                for (language, other) in [(Language::Zh, Language::En), (Language::En, Language::Zh)] {
                    for spelling in unit.spelled(language) {
                        let there = twin(spelling, other, behind).unwrap();
                        assert_eq!(twin(there, language, behind), Some(*spelling), "{spelling} {behind:?}");
                        assert_eq!(twin(spelling, language, behind), Some(*spelling));
                    }
                }
            }
        }
        assert_eq!(twin("天", Language::En, Behind::Many), Some("days"));
        assert_eq!(twin("天", Language::En, Behind::One), Some("day"));
        assert_eq!(twin("年", Language::En, Behind::Line), Some("year"));
        assert_eq!(twin("小时", Language::En, Behind::Nothing), Some("hour"));
    }

    #[test]
    fn no_spelling_stands_twice() {
        let mut all: Vec<&str> = UNITS.iter().flat_map(|unit| unit.zh.iter().chain(unit.en).copied()).collect();
        all.extend(MULTIPLIERS.iter().flat_map(|multiplier| [multiplier.zh, multiplier.en]));
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
