//! Records, and what is judged of their rows.

use guiju_program::expr::{FirstDay, Ties, TopRounding, ZeroBase};
use guiju_program::rule::RuleKind;
use guiju_program::source::Span;

use super::{Citation, Declared, Expr, Name, Path, Text};

/// A record.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its name.
    pub name: Declared,
    /// 属于 of
    pub parent: Option<Name>,
    /// 键 key
    pub key: Option<Name>,
    /// 计 counted
    pub counted: Vec<UnitExpr>,
    /// 规则日 ruled_on
    pub rule_date: Option<Name>,
    /// 唯一 single
    pub single: bool,
    /// The fields.
    pub fields: Vec<Field>,
}

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: Declared,
    /// Its type.
    pub ty: FieldType,
    /// 可缺 optional
    pub optional: bool,
    /// 可负 signed
    pub signed: bool,
    /// Where it stands.
    pub span: Span,
}

/// The type of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldType {
    /// A word or a unit: 文本, 是否, 日期, 万元, 小时, a record's name; told apart by the checker.
    Unit(UnitExpr),
    /// `{ 甲, 乙, .. }`
    Enumeration {
        /// The values.
        variants: Vec<Declared>,
        /// Whether `..` ends them.
        open: bool,
        /// Where it stands.
        span: Span,
    },
}

/// A unit as written: factors with their signs, such as `万元/户`.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitExpr {
    /// The words above the line, such as `万元`.
    pub above: Vec<Name>,
    /// The words below it.
    pub below: Vec<Name>,
    /// Where it stands.
    pub span: Span,
}

/// A definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Define {
    /// Its name.
    pub name: Declared,
    /// 适用 for
    pub record: Option<Name>,
    /// 依据 cites
    pub cites: Vec<Citation>,
    /// `= expression`, or `: condition`.
    pub expr: Expr,
}

/// An exclusion: rows that pass its condition are barred from awards.
#[derive(Clone, Debug, PartialEq)]
pub struct Exclusion {
    /// Its name, record, clauses and condition.
    pub define: Define,
    /// 不得享受 bars; empty: all awards of the record.
    pub bars: Vec<Name>,
}

/// A criteria, or a workflow: its steps are conditions that start with their date.
#[derive(Clone, Debug, PartialEq)]
pub struct Criteria {
    /// Its name.
    pub name: Declared,
    /// Whether it is a workflow.
    pub workflow: bool,
    /// 适用 for
    pub record: Name,
    /// 依据 cites
    pub cites: Vec<Citation>,
    /// Its conditions.
    pub conditions: Vec<Condition>,
}

/// A condition of a criteria: `直播时长: 直播时长 不低于60小时 依据 附件1.三`.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Its name.
    pub name: Declared,
    /// What must hold.
    pub expr: Expr,
    /// 依据 cites, behind the expression.
    pub cites: Vec<Citation>,
    /// Where it stands.
    pub span: Span,
}

/// A rule, target or advice.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// How binding it is.
    pub kind: RuleKind,
    /// Its name.
    pub name: Declared,
    /// 依据 cites
    pub cites: Vec<Citation>,
    /// 优先于 overrides: rules that do not apply where this one does.
    pub overrides: Vec<Name>,
    /// 每个 each: one path for a record (`服务对象`), one or more with a field each for groups (`服务对象.市地`).
    pub each: Vec<Path>,
    /// What must hold.
    pub expr: Expr,
}

/// An interpretation.
#[derive(Clone, Debug, PartialEq)]
pub struct Interpretation {
    /// Its name.
    pub name: Declared,
    /// 适用 for: items, and conditions of criteria (`达标.老店销售`).
    pub targets: Vec<Path>,
    /// 依据 cites
    pub cites: Vec<Citation>,
    /// What it says.
    pub text: Text,
    /// The readings chosen.
    pub choices: Vec<Choice>,
}

/// A reading chosen, `零基数 为 不满足`, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Which.
    pub kind: ChoiceKind,
    /// Where it stands.
    pub span: Span,
}

/// The readings that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceKind {
    /// 零基数 zero_base
    ZeroBase(ZeroBase),
    /// 名次取整 top_rounding
    TopRounding(TopRounding),
    /// 并列 ties
    Ties(Ties),
    /// 首日 first_day
    FirstDay(FirstDay),
}
