//! The words of the language, once: what the parser reads, and what the reference, the formatter and editors show.
//!
//! Each [`Term`] is a word in its two spellings, which are twins: in its class no other term has either of them, so that a
//! text can be spelled in the other language and back without loss. The list is made of the tables that the parser reads
//! with.
//!
//! ```
//! use guiju_parser::vocabulary::{Class, terms};
//!
//! let term = terms().iter().find(|term| term.zh == "不低于").unwrap();
//! assert_eq!((term.class, term.en, term.reserved_zh), (Class::Comparison, "at least", true));
//! ```

use std::collections::HashSet;
use std::sync::LazyLock;

use guiju_program::diagnostic::Language;

use crate::format::OWNERS;
use crate::type_words::TYPES;
use crate::unit_words::{self, MULTIPLIERS, UNITS};
use crate::words::{self, CHOICES, TABLE, Word};
use crate::{award_words, lower};

/// Where a word acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// It starts an item.
    Item,
    /// It starts an item of an amendment.
    Amendment,
    /// In the header of a policy, or about it.
    Header,
    /// What a clause is.
    Clause,
    /// In params.
    Figure,
    /// In budgets.
    Budget,
    /// Amounts by bands.
    Bands,
    /// In tables.
    Table,
    /// In calendars.
    Calendar,
    /// In the header of a record, and behind types.
    Record,
    /// Before the owner of a record.
    Owner,
    /// In the header of a rule.
    Rule,
    /// In the header of an exclusion.
    Exclusion,
    /// In awards, claw-backs and allocations.
    Award,
    /// A point on which texts are silent.
    SilentPoint,
    /// How a silent point is read.
    Reading,
    /// Behind the key of an order.
    Ranking,
    /// In acceptances.
    Acceptance,
    /// In tests.
    Test,
    /// A verdict that has a name of its own in tests.
    Verdict,
    /// 是 and 否, 含 and 不含.
    Value,
    /// It compares.
    Comparison,
    /// Behind the bound of a comparison.
    Bound,
    /// It joins or changes values and conditions, or starts a part of an item.
    Connective,
    /// A function.
    Function,
    /// A type of a field.
    Type,
    /// A unit.
    Unit,
    /// Between a number and its unit.
    Multiplier,
}

impl Class {
    /// What it is called: Chinese, English.
    #[must_use]
    pub const fn title(self) -> (&'static str, &'static str) {
        match self {
            Self::Item => ("条目", "items"),
            Self::Amendment => ("修订", "amendments"),
            Self::Header => ("政策抬头", "headers"),
            Self::Clause => ("条款", "clauses"),
            Self::Figure => ("参数", "figures"),
            Self::Budget => ("预算", "budgets"),
            Self::Bands => ("分档", "bands"),
            Self::Table => ("表", "tables"),
            Self::Calendar => ("日历", "calendars"),
            Self::Record => ("数据", "records"),
            Self::Owner => ("数据的所属", "owners of records"),
            Self::Rule => ("规则", "rules"),
            Self::Exclusion => ("排除", "exclusions"),
            Self::Award => ("补助、追缴和分配", "awards, claw-backs and allocations"),
            Self::SilentPoint => ("没有写明的问题", "silent points"),
            Self::Reading => ("读法", "readings"),
            Self::Ranking => ("名次", "rankings"),
            Self::Acceptance => ("接受", "acceptances"),
            Self::Test => ("测试", "tests"),
            Self::Verdict => ("结论", "verdicts"),
            Self::Value => ("取值", "values"),
            Self::Comparison => ("比较", "comparisons"),
            Self::Bound => ("界限", "bounds"),
            Self::Connective => ("连接", "connectives"),
            Self::Function => ("函数", "functions"),
            Self::Type => ("类型", "types"),
            Self::Unit => ("单位", "units"),
            Self::Multiplier => ("数量级", "multipliers"),
        }
    }

    /// Its name in files for programs.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Amendment => "amendment",
            Self::Header => "header",
            Self::Clause => "clause",
            Self::Figure => "figure",
            Self::Budget => "budget",
            Self::Bands => "bands",
            Self::Table => "table",
            Self::Calendar => "calendar",
            Self::Record => "record",
            Self::Owner => "owner",
            Self::Rule => "rule",
            Self::Exclusion => "exclusion",
            Self::Award => "award",
            Self::SilentPoint => "silent-point",
            Self::Reading => "reading",
            Self::Ranking => "ranking",
            Self::Acceptance => "acceptance",
            Self::Test => "test",
            Self::Verdict => "verdict",
            Self::Value => "value",
            Self::Comparison => "comparison",
            Self::Bound => "bound",
            Self::Connective => "connective",
            Self::Function => "function",
            Self::Type => "type",
            Self::Unit => "unit",
            Self::Multiplier => "multiplier",
        }
    }
}

/// A word in its two spellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Where it acts.
    pub class: Class,
    /// Chinese.
    pub zh: &'static str,
    /// English; one with a blank is two words.
    pub en: &'static str,
    /// Whether no name may be spelled like the Chinese word without quotes.
    pub reserved_zh: bool,
    /// Whether no name may be spelled like the English word without quotes.
    pub reserved_en: bool,
}

/// All words, class by class.
#[must_use]
pub fn terms() -> &'static [Term] {
    &TERMS
}

static TERMS: LazyLock<Vec<Term>> = LazyLock::new(|| {
    let reserved = |spelling: &str| words::word(spelling).is_some_and(Word::is_reserved);
    let term = |class: Class, zh: &'static str, en: &'static str| Term {
        class,
        zh,
        en,
        reserved_zh: reserved(zh),
        reserved_en: reserved(en),
    };
    let mut terms: Vec<Term> = TABLE
        .iter()
        // The two that have no twin in the table, and their twins, are given by their place.
        .filter(|entry| !matches!(entry.word, Word::Of | Word::Undetermined))
        .map(|entry| term(class(entry.word), entry.zh, entry.en))
        .collect();
    terms.extend(OWNERS.iter().map(|(zh, en)| term(Class::Owner, zh, en)));
    terms.push(term(Class::Verdict, "待定", "undetermined"));
    terms.extend(award_words::TABLE.iter().map(|(_, zh, en)| term(Class::Award, zh, en)));
    for (_, zh, en, _) in CHOICES {
        let reading = term(Class::Reading, zh, en);
        if !terms.contains(&reading) {
            terms.push(reading);
        }
    }
    terms.extend(lower::call::FUNCTIONS.iter().map(|(zh, en, _)| term(Class::Function, zh, en)));
    terms.extend(TYPES.iter().map(|(_, zh, en)| term(Class::Type, zh, en)));
    for unit in UNITS {
        terms.extend(unit.zh.iter().zip(unit.en).map(|(zh, en)| term(Class::Unit, zh, en)));
    }
    terms.extend(MULTIPLIERS.iter().map(|multiplier| term(Class::Multiplier, multiplier.zh, multiplier.en)));
    terms.sort_by_key(|term| term.class);
    terms
});

/// Where a word of the table acts.
const fn class(word: Word) -> Class {
    match word {
        Word::Replace | Word::Add | Word::Repeal | Word::Amends => Class::Amendment,
        _ if word.starts_item() => Class::Item,
        Word::Year | Word::Status | Word::Currency | Word::Valid | Word::FiscalYear | Word::UsedUp | Word::InForce => {
            Class::Header
        }
        Word::Normative | Word::Narrative | Word::ToCome => Class::Clause,
        Word::Open | Word::OutOf | Word::ReviewedUntil => Class::Figure,
        Word::Unspent | Word::Returned | Word::Carried => Class::Budget,
        Word::Bands(_) => Class::Bands,
        Word::Gives | Word::Other | Word::Any => Class::Table,
        Word::Off | Word::On => Class::Calendar,
        Word::Key | Word::Counted | Word::RuledOn | Word::Single | Word::Optional | Word::Signed => Class::Record,
        Word::Of => Class::Owner,
        Word::Overrides => Class::Rule,
        Word::Bars => Class::Exclusion,
        Word::ZeroBase | Word::TopRounding | Word::Ties | Word::FirstDay => Class::SilentPoint,
        Word::Ascending | Word::Descending => Class::Ranking,
        Word::At => Class::Acceptance,
        Word::AsOf
        | Word::Like
        | Word::Expect
        | Word::Because
        | Word::None
        | Word::Unknown
        | Word::Met
        | Word::Unmet
        | Word::NotApplicable => Class::Test,
        Word::Undetermined => Class::Verdict,
        Word::Yes | Word::No | Word::Incl | Word::Excl => Class::Value,
        Word::Compare(_) | Word::Reaches | Word::Is | Word::IsNot | Word::In | Word::Within | Word::Top => {
            Class::Comparison
        }
        Word::OrMore | Word::OrLess | Word::OrWithin => Class::Bound,
        _ => Class::Connective,
    }
}

/// The spelling in a language of a word of a class; itself where it is of that language.
pub(crate) fn twin(class: Class, text: &str, language: Language) -> Option<&'static str> {
    let from = TERMS.partition_point(|term| term.class < class);
    let of_class = TERMS.iter().skip(from).take_while(|term| term.class == class);
    of_class.filter(|term| term.zh == text || term.en == text).map(|term| spelled(term, language)).next()
}

const fn spelled(term: &Term, language: Language) -> &'static str {
    match language {
        Language::Zh => term.zh,
        Language::En => term.en,
    }
}

/// Whether two texts are one word in two spellings, in whatever class.
pub(crate) fn are_twins(one: &str, other: &str) -> bool {
    static TWINS: LazyLock<HashSet<(&str, &str)>> = LazyLock::new(|| {
        let both = |term: &Term| [(term.zh, term.en), (term.en, term.zh)];
        let mut twins: HashSet<(&str, &str)> = TERMS.iter().flat_map(both).collect();
        for unit in UNITS {
            let pairs = unit.zh.iter().flat_map(|zh| unit.en.iter().map(move |en| (*zh, *en)));
            twins.extend(pairs.flat_map(|(zh, en)| [(zh, en), (en, zh)]));
        }
        twins
    });
    let money = |text: &str| {
        let (first, second) = text.split_once(' ').or_else(|| Some((text.strip_suffix('元')?, "元")))?;
        let multiplier = unit_words::multiplier(first)?;
        unit_words::is_yuan(second).then_some(multiplier.zeros)
    };
    TWINS.contains(&(one, other)) || money(one).is_some_and(|zeros| money(other) == Some(zeros))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn spelling_is_one_to_one_in_each_class() {
        let mut zh: HashMap<(Class, &str), &str> = HashMap::new();
        let mut en: HashMap<(Class, &str), &str> = HashMap::new();
        for term in terms() {
            assert!(!term.zh.is_empty() && !term.en.is_empty(), "{term:?}");
            assert!(term.en.is_ascii() && !term.zh.is_ascii(), "{term:?}");
            assert_eq!(zh.insert((term.class, term.zh), term.en), None, "{term:?}");
            assert_eq!(en.insert((term.class, term.en), term.zh), None, "{term:?}");
            assert_eq!(twin(term.class, term.zh, Language::En), Some(term.en));
            assert_eq!(twin(term.class, term.en, Language::Zh), Some(term.zh));
            assert_eq!(twin(term.class, term.en, Language::En), Some(term.en));
        }
    }

    #[test]
    fn readings_are_one_to_one_for_each_point() {
        for (point, zh, en, _) in CHOICES {
            assert_eq!(crate::words::choice_twin(*point, zh, Language::En), Some(*en));
            assert_eq!(crate::words::choice_twin(*point, en, Language::Zh), Some(*zh));
        }
    }

    #[test]
    fn two_spellings_of_money_are_twins() {
        assert!(are_twins("万元", "ten_thousand yuan"));
        assert!(are_twins("million yuan", "百万元"));
        assert!(!are_twins("亿元", "ten_thousand yuan"));
        assert!(!are_twins("计数", "sum"));
    }
}
