//! The tree of a policy file: what was written, before names are looked up and types are checked.
//!
//! Both spellings of the language give the same tree. Places (`Span`) stand beside every part.

mod award;
mod clause;
mod expr;
mod figure;
mod test;

use guiju_program::civil::Date;
use guiju_program::source::Span;

pub use award::*;
pub use clause::*;
pub use expr::*;
pub use figure::*;
pub use test::*;

/// A name as written, in normal form C, without its quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A name that is declared, with its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// The name.
    pub name: Name,
    /// The label behind it.
    pub label: Option<String>,
}

/// A text in quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Without its quotes.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Names joined by dots, such as `服务对象.市地`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The names, at least one.
    pub names: Vec<Name>,
    /// Where it stands.
    pub span: Span,
}

impl Path {
    /// The names with dots between.
    pub fn text(&self) -> String {
        self.names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(".")
    }
}

/// A citation: the path of a clause, with or without its document in front, such as `附件1.三.四` or `方案.第六条`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// As written, without blanks.
    pub path: String,
    /// Where it stands.
    pub span: Span,
}

/// One item of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of items.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemKind {
    /// 政策 policy
    Policy(Policy),
    /// 依据文件 source
    Source(Source),
    /// 单位 unit
    Unit(Vec<Declared>),
    /// 参数 param
    Param(Param),
    /// 表 table
    Table(Table),
    /// 预算 budget
    Budget(Budget),
    /// 数据 record
    Record(Record),
    /// 定义 define
    Define(Define),
    /// 标准 criteria
    Criteria(Criteria),
    /// 规则 rule, 目标 target, 建议 advice
    Rule(Rule),
    /// 解释 interpretation
    Interpretation(Interpretation),
    /// 日历 calendar
    Calendar(Calendar),
    /// 词义 wording
    Wording(Wording),
    /// 接受 accept
    Acceptance(Acceptance),
    /// 测试 test
    Test(Test),
    /// 样例 sample
    Sample(Sample),
    /// 替换 replace, 新增 add, 废止 repeal
    Amendment(Amendment),
    /// 补助 award
    Award(Award),
    /// 封顶 cap
    Cap(Cap),
    /// 分配 allocate
    Allocation(Allocation),
    /// 排除 exclusion
    Exclusion(Exclusion),
}

/// What an amending policy does to the one that it amends.
#[derive(Clone, Debug, PartialEq)]
pub struct Amendment {
    /// How.
    pub verb: Verb,
    /// Where 替换, 新增 or 废止 stands.
    pub word: Span,
    /// What.
    pub change: Change,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// 替换 replace
    Replace,
    /// 新增 add
    Add,
    /// 废止 repeal
    Repeal,
}

/// What it is done to, with what is put there.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A whole item.
    Item(Box<Item>),
    /// A condition of a criteria or a field of a record, `达标.直播时长: …`: which of the two, what is amended tells. What
    /// cannot be read as the one is `None`.
    Part {
        /// Of which item.
        of: Name,
        /// The name of the part.
        name: Declared,
        /// Read as a condition.
        condition: Option<Box<Condition>>,
        /// Read as a field.
        field: Option<Box<Field>>,
    },
    /// A clause of a document, `方案.第八条 规范`.
    Clause {
        /// The document.
        of: Name,
        /// The clause.
        clause: Clause,
    },
    /// 废止 and a name or a path: what the names are, what is amended tells.
    Repeal {
        /// The names.
        target: Path,
        /// The same as a citation, for clauses.
        citation: Citation,
        /// 依据 cites
        cites: Vec<Citation>,
    },
    /// 废止 接受: a finding is no more accepted at these places.
    RepealAcceptance {
        /// The code of the finding.
        code: Name,
        /// Where it was accepted.
        at: Vec<Path>,
        /// 依据 cites
        cites: Vec<Citation>,
    },
}

/// The header.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// The id; hyphens are allowed here alone.
    pub id: Name,
    /// The title.
    pub title: Option<Text>,
    /// 年度 year
    pub year: Option<i16>,
    /// 财年 fiscal_year: the month and the day on which it starts.
    pub fiscal_start: Option<FiscalStart>,
    /// 状态 status
    pub status: Option<Declared>,
    /// 货币 currency
    pub currency: Option<Name>,
    /// 有效 自 valid from
    pub valid_from: Option<PolicyDate>,
    /// 有效 至 valid until
    pub valid_until: Option<ValidUntil>,
    /// 修订 amends: the id of another policy.
    pub amends: Option<Name>,
}

/// `自 4月1日`, `from 04-01`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FiscalStart {
    /// The month.
    pub month: i8,
    /// The day.
    pub day: i8,
}

/// A date in the header.
#[derive(Clone, Debug, PartialEq)]
pub enum PolicyDate {
    /// The date, and where it is written.
    Date(Date, Span),
    /// A parameter.
    Param(Name),
}

impl PolicyDate {
    /// Where it is written.
    pub const fn span(&self) -> Span {
        match self {
            Self::Date(_, span) => *span,
            Self::Param(name) => name.span,
        }
    }
}

/// What ends a policy.
#[derive(Clone, Debug, PartialEq)]
pub enum ValidUntil {
    /// A date.
    Date(PolicyDate),
    /// `总预算 用完`, `总预算 used_up`
    UsedUp(Name),
}

/// A document with its clauses.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its name.
    pub name: Declared,
    /// Its title.
    pub title: Option<Text>,
    /// The clauses.
    pub clauses: Vec<Clause>,
}

/// A line of a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// The clause.
    pub path: Citation,
    /// 规范 normative, 说明 narrative, 待写 to_come
    pub kind: ClauseKind,
    /// The reason behind it.
    pub reason: Option<Text>,
    /// Where it stands.
    pub span: Span,
}

/// What a clause asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    /// 规范 normative
    Normative,
    /// 说明 narrative
    Narrative,
    /// 待写 to_come
    ToCome,
}
