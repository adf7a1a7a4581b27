//! Every word of the language in both spellings, in one table.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use guiju_program::diagnostic::Language;
use guiju_program::expr::{BandKind, CompareOp, FirstDay, Ties, TopRounding, ZeroBase};

use crate::ast::{BinaryOp, ChoiceKind};

/// A word with a meaning of its own, however it is spelled (关键词).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    // Items.
    Policy,
    Source,
    Unit,
    Param,
    Table,
    Budget,
    Record,
    Define,
    Criteria,
    Rule,
    Target,
    Advice,
    Interpretation,
    Calendar,
    Wording,
    Accept,
    Test,
    Sample,
    Replace,
    Add,
    Repeal,
    Award,
    Cap,
    Allocate,
    Workflow,
    Exclusion,
    Clawback,
    // Words of headers and rows; names elsewhere.
    Year,
    Status,
    Currency,
    Valid,
    FiscalYear,
    UsedUp,
    Amends,
    Normative,
    Narrative,
    ToCome,
    Open,
    OutOf,
    /// A word of budgets that this version does not know yet.
    Unspent,
    Returned,
    Carried,
    /// 优先于, in the header of a rule.
    Overrides,
    /// 不得享受, in the header of an exclusion.
    Bars,
    Key,
    Of,
    Counted,
    RuledOn,
    Single,
    Optional,
    Signed,
    AsOf,
    /// 本政策有效
    InForce,
    Like,
    Expect,
    Because,
    /// 于, before what a finding is accepted at.
    At,
    None,
    Unknown,
    Met,
    Unmet,
    Undetermined,
    NotApplicable,
    ZeroBase,
    TopRounding,
    Ties,
    FirstDay,
    Ascending,
    Descending,
    Incl,
    Excl,
    /// 分档 and its like, with a number and a block behind it.
    Bands(BandKind),
    /// 得, before the figures of a table.
    Gives,
    ReviewedUntil,
    /// 休, days off.
    Off,
    /// 班, days on which work is done.
    On,
    /// 其余
    Other,
    /// 任意
    Any,
    Yes,
    No,
    // Reserved: no name is spelled so without quotes.
    From,
    To,
    Cites,
    For,
    Where,
    Each,
    By,
    Via,
    Whole,
    This,
    Starting,
    Inside,
    Has,
    Default,
    PerFull,
    Versus,
    Change(BinaryOp),
    Since,
    CappedAt,
    FlooredAt,
    Compare(CompareOp),
    Reaches,
    Is,
    IsNot,
    In,
    Within,
    Top,
    OrMore,
    OrLess,
    /// 以内
    OrWithin,
    Not,
    And,
    Or,
    Unless,
    When,
    Then,
    Else,
}

/// One row of the table: a word, and one spelling of it in each language, the twin of the other. A word has several rows
/// where a language has several spellings of it; the first row is the usual one.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Which word.
    pub(crate) word: Word,
    /// Chinese; empty where another word has the spelling.
    pub(crate) zh: &'static str,
    /// English; a spelling with a blank is two words of the text.
    pub(crate) en: &'static str,
}

impl Entry {
    /// Its spellings.
    pub(crate) fn spellings(&self) -> impl Iterator<Item = &'static str> {
        [self.zh, self.en].into_iter().filter(|spelling| !spelling.is_empty())
    }

    /// Its spelling in a language, if it has one.
    pub(crate) fn spelled(&self, language: Language) -> Option<&'static str> {
        let spelling = match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        };
        (!spelling.is_empty()).then_some(spelling)
    }
}

const fn entry(word: Word, zh: &'static str, en: &'static str) -> Entry {
    Entry { word, zh, en }
}

/// All words. No spelling stands twice: what has several meanings by its place is told apart by who reads it. So 待定 stands
/// for `open` and, as a verdict, for `undetermined`; and in a record's header `of` and `in` are twins of 属于 and 隶属于, see
/// `uses.rs`.
pub(crate) const TABLE: &[Entry] = &[
    entry(Word::Policy, "政策", "policy"),
    entry(Word::Source, "依据文件", "source"),
    entry(Word::Unit, "单位", "unit"),
    entry(Word::Param, "参数", "param"),
    entry(Word::Table, "表", "table"),
    entry(Word::Budget, "预算", "budget"),
    entry(Word::Record, "数据", "record"),
    entry(Word::Define, "定义", "define"),
    entry(Word::Criteria, "标准", "criteria"),
    entry(Word::Rule, "规则", "rule"),
    entry(Word::Target, "目标", "target"),
    entry(Word::Advice, "建议", "advice"),
    entry(Word::Interpretation, "解释", "interpretation"),
    entry(Word::Calendar, "日历", "calendar"),
    entry(Word::Wording, "词义", "wording"),
    entry(Word::Test, "测试", "test"),
    entry(Word::Sample, "样例", "sample"),
    entry(Word::Award, "补助", "award"),
    entry(Word::Cap, "封顶", "cap"),
    entry(Word::Allocate, "分配", "allocate"),
    entry(Word::Replace, "替换", "replace"),
    entry(Word::Add, "新增", "add"),
    entry(Word::Repeal, "废止", "repeal"),
    entry(Word::Workflow, "流程", "workflow"),
    entry(Word::Exclusion, "排除", "exclusion"),
    entry(Word::Clawback, "追缴", "clawback"),
    entry(Word::Accept, "接受", "accept"),
    entry(Word::Year, "年度", "year"),
    entry(Word::Status, "状态", "status"),
    entry(Word::Currency, "货币", "currency"),
    entry(Word::Valid, "有效", "valid"),
    entry(Word::FiscalYear, "财年", "fiscal_year"),
    entry(Word::UsedUp, "用完", "used_up"),
    entry(Word::Amends, "修订", "amends"),
    entry(Word::Normative, "规范", "normative"),
    entry(Word::Narrative, "说明", "narrative"),
    entry(Word::ToCome, "待写", "to_come"),
    entry(Word::Open, "待定", "open"),
    entry(Word::OutOf, "划自", "out_of"),
    entry(Word::Unspent, "结余", "unspent"),
    entry(Word::Returned, "缴回", "returned"),
    entry(Word::Carried, "结转", "carried"),
    entry(Word::Overrides, "优先于", "overrides"),
    entry(Word::Bars, "不得享受", "bars"),
    entry(Word::Key, "键", "key"),
    entry(Word::Of, "隶属于", "of"),
    entry(Word::Counted, "计", "counted"),
    entry(Word::RuledOn, "规则日", "ruled_on"),
    entry(Word::Single, "唯一", "single"),
    entry(Word::Optional, "可缺", "optional"),
    entry(Word::Signed, "可负", "signed"),
    entry(Word::AsOf, "基准日", "as_of"),
    entry(Word::InForce, "本政策有效", "in_force"),
    entry(Word::Like, "如", "like"),
    entry(Word::Expect, "期望", "expect"),
    entry(Word::Because, "因", "because"),
    entry(Word::At, "于", "at"),
    entry(Word::None, "无", "none"),
    entry(Word::Unknown, "未知", "unknown"),
    entry(Word::Met, "满足", "met"),
    entry(Word::Unmet, "不满足", "unmet"),
    entry(Word::Undetermined, "", "undetermined"),
    entry(Word::NotApplicable, "不适用", "not_applicable"),
    entry(Word::ZeroBase, "零基数", "zero_base"),
    entry(Word::TopRounding, "名次取整", "top_rounding"),
    entry(Word::Ties, "并列", "ties"),
    entry(Word::FirstDay, "首日", "first_day"),
    entry(Word::Ascending, "升序", "ascending"),
    entry(Word::Descending, "降序", "descending"),
    entry(Word::Incl, "含", "incl"),
    entry(Word::Excl, "不含", "excl"),
    entry(Word::Bands(BandKind::Exactly), "分档", "bands"),
    entry(Word::Bands(BandKind::Highest), "取最高档", "highest"),
    entry(Word::Bands(BandKind::Cumulate), "各档累加", "cumulate"),
    entry(Word::Bands(BandKind::Slices), "分段", "slices"),
    entry(Word::Gives, "得", "gives"),
    entry(Word::ReviewedUntil, "复核至", "reviewed_until"),
    entry(Word::Off, "休", "off"),
    entry(Word::On, "班", "on"),
    entry(Word::Other, "其余", "other"),
    entry(Word::Any, "任意", "any"),
    entry(Word::Yes, "是", "yes"),
    entry(Word::No, "否", "no"),
    entry(Word::From, "自", "from"),
    entry(Word::To, "至", "to"),
    entry(Word::To, "直至", "until"),
    entry(Word::Cites, "依据", "cites"),
    entry(Word::For, "适用", "for"),
    entry(Word::Where, "其中", "where"),
    entry(Word::Each, "每个", "each"),
    entry(Word::By, "按", "by"),
    entry(Word::Via, "经", "via"),
    entry(Word::Whole, "全部", "whole"),
    entry(Word::This, "本", "this"),
    entry(Word::Starting, "起", "onward"),
    entry(Word::Inside, "内", "inclusive"),
    entry(Word::Has, "有", "has"),
    entry(Word::Default, "若无", "default"),
    entry(Word::PerFull, "每满", "per full"),
    entry(Word::Versus, "较", "versus"),
    entry(Word::Change(BinaryOp::Growth), "增长", "grows"),
    entry(Word::Change(BinaryOp::Fall), "下降", "falls"),
    entry(Word::Change(BinaryOp::Rise), "增加", "rises"),
    entry(Word::Change(BinaryOp::Drop), "减少", "drops"),
    entry(Word::Since, "距", "since"),
    entry(Word::CappedAt, "最高", "capped at"),
    entry(Word::FlooredAt, "最低", "floored at"),
    entry(Word::Compare(CompareOp::Ge), "不低于", "at least"),
    entry(Word::Compare(CompareOp::Ge), "不少于", "no_fewer_than"),
    entry(Word::Compare(CompareOp::Ge), "不小于", "no_smaller_than"),
    entry(Word::Compare(CompareOp::Ge), "至少", "no_less_than"),
    entry(Word::Compare(CompareOp::Ge), "不早于", "no_earlier_than"),
    entry(Word::Reaches, "达到", "reaches"),
    entry(Word::Compare(CompareOp::Le), "不超过", "at most"),
    entry(Word::Compare(CompareOp::Le), "不高于", "no_higher_than"),
    entry(Word::Compare(CompareOp::Le), "不多于", "no_more_than"),
    entry(Word::Compare(CompareOp::Le), "不大于", "no_larger_than"),
    entry(Word::Compare(CompareOp::Le), "至多", "up_to"),
    entry(Word::Compare(CompareOp::Le), "不晚于", "no_later_than"),
    entry(Word::Compare(CompareOp::Gt), "超过", "exceeds"),
    entry(Word::Compare(CompareOp::Gt), "高于", "higher_than"),
    entry(Word::Compare(CompareOp::Gt), "多于", "more_than"),
    entry(Word::Compare(CompareOp::Gt), "晚于", "after"),
    entry(Word::Compare(CompareOp::Lt), "低于", "below"),
    entry(Word::Compare(CompareOp::Lt), "不满", "short_of"),
    entry(Word::Compare(CompareOp::Lt), "不足", "less_than"),
    entry(Word::Compare(CompareOp::Lt), "少于", "fewer_than"),
    entry(Word::Compare(CompareOp::Lt), "早于", "before"),
    entry(Word::Is, "为", "is"),
    entry(Word::IsNot, "不为", "is not"),
    entry(Word::In, "属于", "in"),
    entry(Word::Within, "在", "within"),
    entry(Word::Top, "前", "top"),
    entry(Word::OrMore, "以上", "or more"),
    entry(Word::OrLess, "以下", "or less"),
    entry(Word::OrWithin, "以内", "or fewer"),
    entry(Word::Not, "非", "not"),
    entry(Word::And, "且", "and"),
    entry(Word::Or, "或", "or"),
    entry(Word::Unless, "除非", "unless"),
    entry(Word::When, "当", "when"),
    entry(Word::Then, "则", "then"),
    entry(Word::Else, "否则", "else"),
];

/// Readings of interpretations, which are words only behind 为: spelling, and what it chooses.
pub(crate) const CHOICES: &[(Word, &str, &str, ChoiceKind)] = &[
    (Word::ZeroBase, "满足", "met", ChoiceKind::ZeroBase(ZeroBase::Met)),
    (Word::ZeroBase, "不满足", "unmet", ChoiceKind::ZeroBase(ZeroBase::Unmet)),
    (Word::ZeroBase, "不适用", "not_applicable", ChoiceKind::ZeroBase(ZeroBase::NotApplicable)),
    (Word::TopRounding, "舍去", "down", ChoiceKind::TopRounding(TopRounding::Down)),
    (Word::TopRounding, "进位", "up", ChoiceKind::TopRounding(TopRounding::Up)),
    (Word::TopRounding, "四舍五入", "half_up", ChoiceKind::TopRounding(TopRounding::HalfUp)),
    (Word::Ties, "同取", "all", ChoiceKind::Ties(Ties::All)),
    (Word::Ties, "同舍", "none", ChoiceKind::Ties(Ties::None)),
    (Word::FirstDay, "计入", "counted", ChoiceKind::FirstDay(FirstDay::Counted)),
    (Word::FirstDay, "不计", "not_counted", ChoiceKind::FirstDay(FirstDay::NotCounted)),
];

/// The reading that a word chooses for a silent point.
pub(crate) fn choice(point: Word, text: &str) -> Option<ChoiceKind> {
    CHOICES.iter().find(|(of, zh, en, _)| *of == point && (*zh == text || *en == text)).map(|(_, _, _, kind)| *kind)
}

/// How a reading of a silent point is spelled in a language.
pub(crate) fn choice_twin(point: Word, text: &str, language: Language) -> Option<&'static str> {
    let (_, zh, en, _) = CHOICES.iter().find(|(of, zh, en, _)| *of == point && (*zh == text || *en == text))?;
    Some(match language {
        Language::Zh => zh,
        Language::En => en,
    })
}

/// The readings that a silent point has, as a list in each language.
pub(crate) fn choices_of(point: Word) -> (String, String) {
    let of_point = || CHOICES.iter().filter(move |(of, ..)| *of == point);
    let zh: Vec<&str> = of_point().map(|(_, zh, _, _)| *zh).collect();
    let en: Vec<&str> = of_point().map(|(_, _, en, _)| *en).collect();
    (zh.join("、"), en.join(", "))
}

/// A hash for short words of our own table, which nobody can attack: every word of a file is looked up.
#[derive(Default)]
struct ShortHash(u64);

impl Hasher for ShortHash {
    fn finish(&self) -> u64 {
        // The map takes its bits from both ends.
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

static BY_SPELLING: LazyLock<HashMap<&'static str, &'static Entry, BuildHasherDefault<ShortHash>>> =
    LazyLock::new(|| TABLE.iter().flat_map(|entry| entry.spellings().map(move |spelling| (spelling, entry))).collect());

/// The longest spelling, in bytes; longer names are not looked up.
const LONGEST: usize = 16;

/// The word spelled so.
pub(crate) fn word(text: &str) -> Option<Word> {
    row(text).map(|entry| entry.word)
}

/// The row of the table with that spelling.
pub(crate) fn row(text: &str) -> Option<&'static Entry> {
    if text.len() > LONGEST {
        return None;
    }
    BY_SPELLING.get(text).copied()
}

/// The spelling in the table that is the same as a text.
pub(crate) fn spelling(text: &str) -> Option<&'static str> {
    if text.len() > LONGEST {
        return None;
    }
    BY_SPELLING.get_key_value(text).map(|(spelling, _)| *spelling)
}

impl Word {
    /// Whether an item begins with it.
    pub(crate) const fn starts_item(self) -> bool {
        use Word::{
            Accept, Add, Advice, Allocate, Award, Budget, Calendar, Cap, Clawback, Criteria, Define, Exclusion,
            Interpretation, Param, Policy, Record, Repeal, Replace, Rule, Sample, Source, Table, Target, Test, Unit,
            Wording, Workflow,
        };
        matches!(
            self,
            Policy
                | Source
                | Unit
                | Param
                | Table
                | Budget
                | Record
                | Define
                | Criteria
                | Rule
                | Target
                | Advice
                | Interpretation
                | Calendar
                | Wording
                | Accept
                | Test
                | Sample
                | Award
                | Cap
                | Allocate
                | Workflow
                | Exclusion
                | Clawback
                | Replace
                | Add
                | Repeal
        )
    }

    /// Whether no name may be spelled so without quotes.
    pub(crate) const fn is_reserved(self) -> bool {
        matches!(self, Self::Inside | Self::Starting | Self::Whole | Self::This)
            || matches!(self, Self::Not | Self::Has | Self::When)
            || self.continues_line()
    }

    /// Whether it goes on with what the line before began, when a line starts with it.
    pub(crate) const fn continues_line(self) -> bool {
        use Word::{
            And, By, CappedAt, Change, Cites, Compare, Default, Each, Else, FlooredAt, For, From, In, Is, IsNot, Or,
            OrLess, OrMore, OrWithin, PerFull, Reaches, Since, Then, To, Top, Unless, Versus, Via, Where, Within,
        };
        matches!(
            self,
            From | To
                | Cites
                | For
                | Where
                | Each
                | By
                | Via
                | Default
                | PerFull
                | Versus
                | Change(_)
                | Since
                | CappedAt
                | FlooredAt
                | Compare(_)
                | Reaches
                | Is
                | IsNot
                | In
                | Within
                | Top
                | OrMore
                | OrLess
                | OrWithin
                | And
                | Or
                | Unless
                | Then
                | Else
        )
    }

    /// Whether something must follow it, so that neither a line nor an expression ends with it.
    pub(crate) const fn wants_more(self) -> bool {
        self.is_reserved()
            && !matches!(self, Self::Inside | Self::OrMore | Self::OrLess | Self::OrWithin | Self::Change(_))
    }

    /// The usual spellings, for messages: Chinese, English.
    pub(crate) fn spellings(self) -> (&'static str, &'static str) {
        TABLE.iter().find(|entry| entry.word == self).map_or(("", ""), |entry| (entry.zh, entry.en))
    }
}

/// Words that people take for those which start items: as written, and the right one.
const ITEMS_OTHERWISE: &[(&str, &str)] = &[
    ("规定", "规则"),
    ("規則", "规则"),
    ("条件", "标准"),
    ("標準", "标准"),
    ("准则", "标准"),
    ("数据表", "数据"),
    ("資料", "数据"),
    ("數據", "数据"),
    ("对象", "数据"),
    ("表格", "表"),
    ("參數", "参数"),
    ("常量", "参数"),
    ("变量", "定义"),
    ("定義", "定义"),
    ("計算", "定义"),
    ("預算", "预算"),
    ("资金", "预算"),
    ("單位", "单位"),
    ("指标", "目标"),
    ("目標", "目标"),
    ("補助", "补助"),
    ("补贴", "补助"),
    ("奖励", "补助"),
    ("奖补", "补助"),
    ("资助", "补助"),
    ("上限", "封顶"),
    ("测试例", "测试"),
    ("用例", "测试"),
    ("測試", "测试"),
    ("例子", "样例"),
    ("解釋", "解释"),
    ("办法", "政策"),
    ("替換", "替换"),
    ("修改", "替换"),
    ("更改", "替换"),
    ("变更", "替换"),
    ("删除", "废止"),
    ("取消", "废止"),
    ("撤销", "废止"),
    ("廢止", "废止"),
    ("增加", "新增"),
    ("添加", "新增"),
    ("补充", "新增"),
    ("change", "replace"),
    ("update", "replace"),
    ("modify", "replace"),
    ("delete", "repeal"),
    ("remove", "repeal"),
    ("insert", "add"),
    ("文件", "依据文件"),
    ("依据", "依据文件"),
    ("parameter", "param"),
    ("constant", "param"),
    ("const", "param"),
    ("def", "define"),
    ("definition", "define"),
    ("let", "define"),
    ("condition", "criteria"),
    ("conditions", "criteria"),
    ("requirement", "rule"),
    ("goal", "target"),
    ("entity", "record"),
    ("grant", "award"),
    ("subsidy", "award"),
    ("document", "source"),
    ("limit", "cap"),
];

/// The spelling of the item keyword that a word at the start of an item was meant for, if that can be told.
pub(crate) fn meant_item(text: &str) -> Option<&'static str> {
    let otherwise = ITEMS_OTHERWISE.iter().find(|(written, _)| *written == text).map(|(_, right)| *right);
    let small = || spelling(&text.to_ascii_lowercase()).filter(|right| word(right).is_some_and(Word::starts_item));
    otherwise.or_else(small).or_else(|| nearest_item(text))
}

/// The spelling of an item keyword nearest to a word, if one is near.
pub(crate) fn nearest_item(text: &str) -> Option<&'static str> {
    let length = text.chars().count();
    if length > LONGEST {
        return None;
    }
    TABLE
        .iter()
        .filter(|entry| entry.word.starts_item())
        .flat_map(Entry::spellings)
        .map(|spelling| (strsim::osa_distance(text, spelling), spelling))
        .filter(|(distance, _)| *distance <= if length > 3 { 2 } else { 1 })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, spelling)| spelling)
}

/// The name with its words set apart, when words of the language run together in it: `直播时长不低于60小时` is
/// `直播时长 不低于60小时`, `live_hoursatleast` is `live_hours at least`. `None` where there is no such word inside.
///
/// Only words of two letters and more are looked for: 为 or 且 may well be part of a name.
pub(crate) fn split_words(name: &str) -> Option<String> {
    let mut spaced = String::with_capacity(name.len() + 8);
    let mut rest = name;
    let mut found = false;
    while let Some((at, spelling, written)) = first_word_in(rest) {
        let before = rest.get(..at)?;
        let behind = rest.get(at + written..)?;
        if before.is_empty() && behind.is_empty() && !found {
            return None;
        }
        spaced.push_str(before);
        // 以上 and its like touch the unit before them.
        let suffix = matches!(word(spelling), Some(Word::OrMore | Word::OrLess)) && !spelling.is_ascii();
        if !before.is_empty() && !before.ends_with(' ') && !suffix {
            spaced.push(' ');
        }
        spaced.push_str(spelling);
        let touches = behind.is_empty()
            || (!spelling.is_ascii() && behind.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)));
        if !touches {
            spaced.push(' ');
        }
        rest = behind;
        // Behind 以上 nothing but a new condition can stand.
        if suffix && let Some((joint, more)) = ["且", "或"].into_iter().find_map(|w| Some((w, rest.strip_prefix(w)?)))
        {
            spaced.push_str(joint);
            spaced.push(' ');
            rest = more;
        }
        found = true;
    }
    // Longer words behind the number are rather a name that begins like one.
    let short = |digits: &String| digits.chars().filter(|c| !c.is_ascii_digit()).count() <= 4;
    match crate::numerals::in_digits(rest).filter(|digits| found && short(digits)) {
        Some(digits) => {
            if spaced.ends_with(' ') && !spaced.trim_end().is_ascii() {
                spaced.pop();
            }
            spaced.push_str(&digits);
        }
        None => spaced.push_str(rest),
    }
    found.then_some(spaced)
}

/// The first word inside a text: at which byte, its spelling, and how many bytes it takes there (`atleast` is two words
/// run together). Of several at one place the longest.
fn first_word_in(text: &str) -> Option<(usize, &'static str, usize)> {
    let mut best: Option<(usize, &'static str, usize)> = None;
    let spellings = TABLE.iter().filter(|entry| entry.word.is_reserved()).flat_map(Entry::spellings);
    for spelling in spellings {
        // Short English words are parts of countless names.
        let short = if spelling.is_ascii() { spelling.len() < 5 } else { spelling.chars().count() < 2 };
        if short {
            continue;
        }
        let closed: String = spelling.split(' ').collect();
        if let Some(at) = text.find(closed.as_str()) {
            let better = best.is_none_or(|(first, _, length)| at < first || (at == first && closed.len() > length));
            if better {
                best = Some((at, spelling, closed.len()));
            }
        }
    }
    // A word that is taken for one of them, such as 大于等于.
    match crate::parse::mistaken::first_in(text) {
        Some(other)
            if best.is_none_or(|(at, _, length)| (other.0, usize::MAX - other.2) < (at, usize::MAX - length)) =>
        {
            Some(other)
        }
        _ => best,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spelling_is_used_twice() {
        let count: usize = TABLE.iter().map(|entry| entry.spellings().count()).sum();
        assert_eq!(BY_SPELLING.len(), count);
        assert!(TABLE.iter().flat_map(Entry::spellings).all(|s| s.len() <= LONGEST));
    }

    #[test]
    fn words_run_together_are_set_apart() {
        assert_eq!(split_words("直播时长不低于60小时").as_deref(), Some("直播时长 不低于60小时"));
        assert_eq!(split_words("短视频达到20条以上且已查验").as_deref(), Some("短视频 达到20条以上 且 已查验"));
        assert_eq!(split_words("直播时长大于等于60小时").as_deref(), Some("直播时长 不低于60小时"));
        assert_eq!(split_words("不低于六十小时").as_deref(), Some("不低于60小时"));
        assert_eq!(split_words("live_hoursatleast").as_deref(), Some("live_hours at least"));
        assert_eq!(split_words("直播时长"), None);
        assert_eq!(split_words("不低于"), None);
    }
}
