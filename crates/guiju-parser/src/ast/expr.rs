//! Expressions.

use guiju_program::Decimal;
use guiju_program::civil::{Date, DateTime};
use guiju_program::expr::{BandKind, CompareOp};
use guiju_program::source::Span;
use guiju_program::value::YearMonth;

use super::{BandRow, Citation, Name, Path, Suffix, UnitExpr};

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
