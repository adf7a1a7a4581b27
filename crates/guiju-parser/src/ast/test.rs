//! Tests and samples.

use guiju_program::civil::Date;
use guiju_program::source::Span;
use guiju_program::value::Verdict;

use super::{Declared, Expr, Name, Path, Text};

/// A test.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Its name.
    pub name: Text,
    /// 基准日 as_of
    pub as_of: Option<Date>,
    /// The rows given, and tables given as empty, in the order of the file.
    pub rows: Vec<TestEntry>,
    /// 期望 expect
    pub expectations: Vec<Expectation>,
}

/// A sample (样例): fields that rows of tests take when they say 如 (like).
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Its name.
    pub name: Declared,
    /// 适用 for
    pub record: Name,
    /// Another sample that it starts from (如 like).
    pub like: Option<Name>,
    /// Fields and child rows.
    pub entries: Vec<RowEntry>,
}

/// What may stand at the top of a test.
#[derive(Clone, Debug, PartialEq)]
pub enum TestEntry {
    /// A row.
    Row(TestRow),
    /// `月度销售: 无`: an empty table.
    Empty(Name),
}

/// A row of a test: `服务对象 甲 × 98 如 合格新店 { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct TestRow {
    /// The record.
    pub record: Name,
    /// By what expectations name it.
    pub label: Option<Name>,
    /// × 98
    pub repeat: Option<(u64, Span)>,
    /// 如 like
    pub like: Option<Name>,
    /// Fields and child rows.
    pub entries: Vec<RowEntry>,
    /// Where it stands.
    pub span: Span,
}

/// What may stand in a row.
#[derive(Clone, Debug, PartialEq)]
pub enum RowEntry {
    /// `直播时长: 62小时`, `达标: 满足`, or `月度销售: 无`.
    Field(Name, TestValue),
    /// A child row.
    Child(TestRow),
}

/// A value given in a test.
#[derive(Clone, Debug, PartialEq)]
pub enum TestValue {
    /// A literal: a quantity, a date, a name (of an enumeration value, or a row's label), a text.
    Expr(Expr),
    /// 满足, 不满足, 待定, 不适用 / met, unmet, undetermined, not_applicable
    Verdict(Verdict, Span),
    /// 无 none: an absent optional field, or an empty child table.
    None(Span),
    /// 未知 unknown: said of a field that a sample gives.
    Unknown(Span),
}

/// `期望 甲.达标: 不满足 因 直播时长`.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// 已用 used or 结余 left, where the subject stands in their brackets: `结余(方向一预算)`.
    pub function: Option<Name>,
    /// Of what: `限上占比`, `甲.达标`, `甲.达标.直播时长`, `甲.上限` for a rule on each row, `甲.服务补助`.
    pub subject: Path,
    /// What: a verdict or a literal.
    pub expected: TestValue,
    /// 因 because: names or paths.
    pub because: Vec<Path>,
    /// Where it stands.
    pub span: Span,
}
