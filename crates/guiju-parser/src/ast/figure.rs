//! What holds figures of its own: params, tables, budgets, calendars, wordings, bands.

use guiju_program::civil::Date;
use guiju_program::expr::FirstDay;
use guiju_program::parameter::Unspent;
use guiju_program::source::Span;

use super::{Citation, Declared, Expr, Name, Path, Text, UnitExpr};

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
