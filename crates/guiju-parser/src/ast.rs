//! The tree of a policy file: what was written, before names are looked up and types are checked.
//!
//! Both spellings of the language give the same tree. Places (`Span`) stand beside every part.

use guiju_program::Decimal;
use guiju_program::award::{AllocationMethod, AwardKind, Keep, Shortage};
use guiju_program::civil::{Date, DateTime};
use guiju_program::expr::{BandKind, CompareOp, FirstDay, Ties, TopRounding, ZeroBase};
use guiju_program::parameter::Unspent;
use guiju_program::rule::RuleKind;
use guiju_program::source::Span;
use guiju_program::value::{Verdict, YearMonth};

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

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// Its name.
    pub name: Declared,
    /// Its figure.
    pub value: ParamValue,
    /// 依据 cites
    pub cites: Vec<Citation>,
    /// 复核至 reviewed_until
    pub reviewed_until: Option<Date>,
}

/// A table of figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: Declared,
    /// 按 by: what picks a row.
    pub keys: Vec<TableKey>,
    /// 得 gives: the figures.
    pub columns: Vec<TableColumn>,
    /// 依据 cites
    pub cites: Vec<Citation>,
    /// 复核至 reviewed_until
    pub reviewed_until: Option<Date>,
    /// Its rows.
    pub rows: Vec<TableRow>,
}

/// Working days.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// Its name.
    pub name: Declared,
    /// 自 … 至 …, from … to …: the first and the last day that it knows.
    pub days: Option<Days>,
    /// 依据 cites
    pub cites: Vec<Citation>,
    /// Its rows.
    pub rows: Vec<CalendarRow>,
}

/// A row of a calendar: `休 2023-01-02, 2023-01-21 至 2023-01-27`.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarRow {
    /// Whether work is done on these days (班 on), or not (休 off).
    pub on: bool,
    /// The days.
    pub days: Vec<Days>,
}

/// A day, or the days from one to another, both in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// Where it stands.
    pub span: Span,
}

/// A key column: `类型: 服务对象.类型`, `时长: 小时 可负`, or a field alone.
#[derive(Clone, Debug, PartialEq)]
pub struct TableKey {
    /// Its name; for a field alone the field's.
    pub name: Name,
    /// What it holds.
    pub ty: KeyType,
    /// 可负 signed
    pub signed: bool,
    /// Where it stands.
    pub span: Span,
}

/// What a key column holds.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyType {
    /// What a field of a record holds.
    Field(Path),
    /// 文本, 是否, or a unit.
    Unit(UnitExpr),
}

/// A column of figures: `单价: 万元/户`, or a unit alone where there is one column.
#[derive(Clone, Debug, PartialEq)]
pub struct TableColumn {
    /// Its name.
    pub name: Option<Declared>,
    /// Its unit.
    pub unit: UnitExpr,
}

/// A row: `甲 或 乙, 不低于60小时: 2.27万元/户, 待定`.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// What each key must be.
    pub cells: Vec<Cell>,
    /// The figures; `None`: 待定 open.
    pub values: Vec<Option<Expr>>,
    /// Where it stands.
    pub span: Span,
}

/// What a key must be.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What.
    pub kind: CellKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of cells.
#[derive(Clone, Debug, PartialEq)]
pub enum CellKind {
    /// 任意 any
    Any,
    /// 其余 other: what no row of the column names.
    Other,
    /// Names of values, texts, 是 or 否, with 或 between them.
    Values(Vec<CellValue>),
    /// A band of numbers.
    Limits(Box<Limits>),
}

/// A value in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum CellValue {
    /// A name.
    Name(Name),
    /// A text in quotes.
    Text(Text),
    /// 是 yes, 否 no
    YesNo(bool, Span),
}

/// A band of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// The lower end.
    pub lower: Option<Limit>,
    /// The upper end.
    pub upper: Option<Limit>,
    /// Where it stands.
    pub span: Span,
}

/// An end of a band.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// The number.
    pub value: Expr,
    /// Whether it is in; `None` where `至` stands and no mark.
    pub included: Option<bool>,
    /// 以上 or its like behind it, which decides where no mark does.
    pub suffix: Option<Suffix>,
}

/// A word behind a bound, without a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suffix {
    /// Which.
    pub word: SuffixWord,
    /// Whether a word before the bound says the same by itself (达到).
    pub said_before: bool,
    /// Where it stands.
    pub span: Span,
}

/// The words behind a bound whose meaning a policy may state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SuffixWord {
    /// 以上 or more
    OrMore,
    /// 以下 or less
    OrLess,
    /// 以内
    OrWithin,
}

/// What a word means in a policy (词义).
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    /// The word, with what it means.
    pub reading: WordingReading,
    /// Where both stand.
    pub place: Span,
    /// 依据 cites
    pub cites: Vec<Citation>,
}

/// A word, and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordingReading {
    /// Whether the bound before the word is in.
    Suffix(SuffixWord, bool),
    /// Whether the first day of a span counts.
    FirstDay(FirstDay),
}

/// A finding that is accepted (接受): `接受 magic-number 于 达标.直播时长 因 "条文写在原处"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptance {
    /// The code of the finding, such as `magic-number`.
    pub code: Name,
    /// 于 at: items, conditions of criteria and fields of records.
    pub at: Vec<Path>,
    /// 因 because
    pub reason: Text,
    /// 依据 cites
    pub cites: Vec<Citation>,
}

/// A band with its amount: `120万元以上: 1.5万元`.
#[derive(Clone, Debug, PartialEq)]
pub struct BandRow {
    /// The band.
    pub limits: Limits,
    /// Its amount, or its rate.
    pub amount: Expr,
    /// Where it stands.
    pub span: Span,
}

/// The figure of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum ParamValue {
    /// `= 2.27万元/户`, a number or a date; any expression is accepted here and refused by the checker.
    Value(Expr),
    /// `= 自 2023-01-01: 3元, 自 2024-01-01: 4元`
    Dated(Vec<(Date, Expr, Span)>),
    /// `待定` open, with the unit that it will have: `参数 分档 待定 万元`.
    Open(Option<UnitExpr>),
}

/// A budget.
#[derive(Clone, Debug, PartialEq)]
pub struct Budget {
    /// Its name.
    pub name: Declared,
    /// Its amount.
    pub amount: Expr,
    /// 划自 out_of
    pub out_of: Option<Name>,
    /// 结余 unspent
    pub unspent: Option<Unspent>,
    /// 依据 cites
    pub cites: Vec<Citation>,
}

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

/// An award, or a claw-back.
#[derive(Clone, Debug, PartialEq)]
pub struct Award {
    /// Its name.
    pub name: Declared,
    /// Which way the money goes.
    pub kind: AwardKind,
    /// 适用 for
    pub record: Name,
    /// 付给 paid_to: a path to a row.
    pub payee: Option<Path>,
    /// 依据 cites, in the header and behind rows.
    pub cites: Vec<Citation>,
    /// 条件 requires
    pub requires: Option<Expr>,
    /// 金额 amount
    pub amount: Expr,
    /// 不兼得 excludes
    pub excludes: Vec<Exclude>,
    /// 预算 budget
    pub draw: Option<Draw>,
    /// 分期 instalments
    pub instalments: Vec<Instalment>,
}

/// `头部奖 取高`: another award that is not paid beside this one.
#[derive(Clone, Debug, PartialEq)]
pub struct Exclude {
    /// The other award.
    pub award: Name,
    /// 取高 keep_highest, 取先 keep_first
    pub keep: Keep,
    /// Where it stands.
    pub span: Span,
}

/// `方向二预算 按 申请时间 末笔给余额`: where the money comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// The budget.
    pub budget: Name,
    /// 按 by
    pub order: Vec<OrderKey>,
    /// What happens when the money is short; 不得超过 must_fit where nothing is said.
    pub shortage: Shortage,
    /// Where the shortage is said, else where the budget is named.
    pub shortage_span: Span,
}

/// A key of an order, `申请时间 降序`.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderKey {
    /// A number, a date, or a condition: rows that pass come first.
    pub value: Expr,
    /// 升序 ascending (`true`), 降序 descending; unsaid: the largest figure and the earliest date come first.
    pub ascending: Option<bool>,
}

/// `签约 40%`, `验收 其余`: a part of what is paid.
#[derive(Clone, Debug, PartialEq)]
pub struct Instalment {
    /// Its name.
    pub name: Name,
    /// Its share; `None`: 其余 rest.
    pub share: Option<Expr>,
}

/// A ceiling over several awards.
#[derive(Clone, Debug, PartialEq)]
pub struct Cap {
    /// Its name.
    pub name: Declared,
    /// 依据 cites
    pub cites: Vec<Citation>,
    /// 每个 each, as of a rule; empty: all rows together.
    pub each: Vec<Path>,
    /// The awards, in the order in which they are named.
    pub awards: Vec<Name>,
    /// At most so much.
    pub limit: Expr,
    /// 按 by
    pub order: Vec<OrderKey>,
}

/// A total divided by weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Allocation {
    /// Its name.
    pub name: Declared,
    /// 适用 for
    pub record: Name,
    /// 依据 cites, in the header and behind rows.
    pub cites: Vec<Citation>,
    /// 总量 total
    pub total: Expr,
    /// 权重 weight
    pub weight: Expr,
    /// 取整 rounding: 最大余数 largest_remainder, 舍去 down …
    pub method: AllocationMethod,
    /// … and to what.
    pub step: Expr,
    /// 最少 min
    pub least: Option<Expr>,
    /// 最多 max
    pub most: Option<Expr>,
    /// 按 by
    pub order: Vec<OrderKey>,
}

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

/// An expression or a condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of expressions. Boolean and numeric ones share one tree; types are told apart by the checker.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A number with or without a unit: `60小时`, `20%`, `2.27万元/户`, `3`.
    Quantity {
        /// The number as written, multiplied by 万, 亿, thousand, million, billion where one stands alone before the unit.
        number: Decimal,
        /// The unit.
        unit: Option<UnitExpr>,
    },
    /// A text in quotes.
    Text(String),
    /// A date.
    Date(Date),
    /// A month.
    Month(YearMonth),
    /// A year, `2023年`.
    Year(i16),
    /// A date with a time of day.
    Instant(DateTime),
    /// 是 yes, 否 no
    YesNo(bool),
    /// A name, or names joined by dots. 本/this in front is `this`.
    Path {
        /// Whether 本. stands in front.
        this: bool,
        /// The names.
        path: Path,
    },
    /// 全部 T / whole T, or a figure of its rows: 全部 T.x.
    Whole(Path),
    /// A function over rows or of values.
    Call(Box<Call>),
    /// 分档 x { … }, 取最高档, 各档累加, 分段 / bands, highest, cumulate, slices
    Bands {
        /// Which.
        kind: BandKind,
        /// The number.
        value: Box<Expr>,
        /// The bands.
        rows: Vec<BandRow>,
    },
    /// 补助标准[类型, 时长].上限
    Lookup(Box<Lookup>),
    /// 非 not
    Not(Box<Expr>),
    /// 且 and: two or more.
    And(Vec<Expr>),
    /// 或 or: two or more.
    Or(Vec<Expr>),
    /// 当 则 否则 / when then else
    When {
        /// The condition.
        condition: Box<Expr>,
        /// Then.
        then: Box<Expr>,
        /// Else.
        otherwise: Option<Box<Expr>>,
    },
    /// A 除非 B 依据 C / A unless B cites C
    Unless {
        /// What is asked.
        body: Box<Expr>,
        /// The exception.
        exception: Box<Expr>,
        /// The exception's clauses.
        cites: Vec<Citation>,
    },
    /// A comparison; `word` is where its sign or word stands.
    Compare {
        /// How.
        op: CompareOp,
        /// The value measured.
        left: Box<Expr>,
        /// The bound.
        right: Box<Expr>,
        /// The sign or word.
        word: Span,
        /// 以上 or its like behind the bound, which decides where no mark does.
        suffix: Option<Suffix>,
    },
    /// X 属于 {A, B} / X in {A, B}
    OneOf {
        /// The value.
        value: Box<Expr>,
        /// What it may be.
        options: Vec<Expr>,
    },
    /// X 在 A(含) 至 B(不含) / X within A (incl) to B (excl)
    Range {
        /// The value.
        value: Box<Expr>,
        /// The lower end.
        from: Box<Expr>,
        /// Whether it is in; `None` where unmarked, which only dates may be.
        from_included: Option<bool>,
        /// The upper end.
        to: Box<Expr>,
        /// Whether it is in.
        to_included: Option<bool>,
    },
    /// X 在 D 起 5年 内 / X within 5 years from D
    WithinPeriod {
        /// The date asked about.
        date: Box<Expr>,
        /// The start.
        start: Box<Expr>,
        /// The length.
        length: Box<Expr>,
    },
    /// X 前 5%, X 前 3 / X top 5%: X is a ranking.
    Top {
        /// The ranking.
        ranking: Box<Expr>,
        /// The limit.
        limit: Box<Expr>,
    },
    /// 有 X / has X
    Has(Box<Expr>),
    /// X 若无 Y / X default Y
    Default {
        /// The value that may be absent.
        value: Box<Expr>,
        /// What stands in.
        default: Box<Expr>,
    },
    /// − X
    Negate(Box<Expr>),
    /// Arithmetic; `word` is where the sign or word stands.
    Binary {
        /// Which.
        op: BinaryOp,
        /// Left.
        left: Box<Expr>,
        /// Right.
        right: Box<Expr>,
        /// The sign or word.
        word: Span,
    },
}

/// Operators of two values that yield a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// +
    Add,
    /// −
    Subtract,
    /// ×
    Multiply,
    /// / or ÷
    Divide,
    /// 每满 per full
    PerFull,
    /// 最高 capped at
    CappedAt,
    /// 最低 floored at
    FlooredAt,
    /// a 较 b 增长 / a versus b grows: a rate
    Growth,
    /// a 较 b 下降 / a versus b falls: a rate
    Fall,
    /// a 较 b 增加 / a versus b rises: a difference
    Rise,
    /// a 较 b 减少 / a versus b drops: a difference
    Drop,
    /// e 距 s / e since s: a span
    Since,
}

/// A figure looked up in a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookup {
    /// The table.
    pub table: Name,
    /// A value for each key.
    pub keys: Vec<Expr>,
    /// The column.
    pub column: Option<Name>,
}

/// A call of a built-in function, with all that may stand in its brackets.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The function's name.
    pub function: Name,
    /// The arguments; for an aggregate the first is the table (`T`), an amount of it (`T.x`), or `全部 T`.
    pub arguments: Vec<Expr>,
    /// 经 via: by which reference the rows refer to this one.
    pub via: Option<Name>,
    /// 其中 where, as often as it stands.
    pub filters: Vec<Expr>,
    /// 每个 each: partition of a ranking.
    pub partition: Vec<Expr>,
    /// 按 by: the keys of an order, with whether 升序/ascending or 降序/descending stands behind.
    pub keys: Vec<(Expr, Option<bool>)>,
}
