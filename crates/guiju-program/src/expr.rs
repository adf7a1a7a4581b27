//! Expressions of a compiled policy: names resolved, units checked, numbers in base units.
//!
//! # Rows
//! An expression is judged for a *current* row or group, or for the whole. In an aggregate the current row is that of
//! the aggregated table, and the row that the item speaks of stays reachable as [`RowVar::This`].
//!
//! # Dates as numbers
//! Dates, months, years and instants are ordered and compared like numbers; [`Type`] keeps them apart.

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

use crate::award::{AllocationId, AwardId};
use crate::citation::ClauseId;
use crate::parameter::{BudgetId, ParameterId};
use crate::rule::{CriteriaId, DefineId, InterpretationId};
use crate::schema::{EnumerationId, FieldId, RecordId};
use crate::source::Span;
use crate::table::{Range, TableId};
use crate::unit::Dimension;
use crate::value::YearMonth;

/// An expression with its type and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it computes.
    pub kind: ExprKind,
    /// What it yields.
    pub ty: Type,
    /// Where it stands.
    pub span: Span,
}

impl Expr {
    /// An expression.
    pub const fn new(kind: ExprKind, ty: Type, span: Span) -> Self {
        Self { kind, ty, span }
    }

    /// Whether its value is the policy's own, without any fact: literals, parameters, budgets, and arithmetic on them.
    pub fn is_constant(&self) -> bool {
        match &self.kind {
            ExprKind::Number(_)
            | ExprKind::Text(_)
            | ExprKind::YesNo(_)
            | ExprKind::Variant(_)
            | ExprKind::Date(_)
            | ExprKind::Month(_)
            | ExprKind::Year(_)
            | ExprKind::Instant(_)
            | ExprKind::AsOf
            | ExprKind::Budget(_)
            | ExprKind::Parameter { on: ParameterDate::AsOf, .. } => true,
            ExprKind::Negate(inner) | ExprKind::Calendar { value: inner, .. } => inner.is_constant(),
            ExprKind::Arithmetic { left, right, .. }
            | ExprKind::Divide { left, right, .. }
            | ExprKind::Round { value: left, step: right, .. }
            | ExprKind::FullSteps { value: left, step: right } => left.is_constant() && right.is_constant(),
            ExprKind::DateAdd { date, amount, .. } => date.is_constant() && amount.is_constant(),
            _ => false,
        }
    }
}

/// What an expression yields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// A verdict: conditions, and yes-or-no fields.
    Condition,
    /// A number of that dimension.
    Number(Dimension),
    /// Text.
    Text,
    /// A value of an enumeration.
    Enumeration(EnumerationId),
    /// A date.
    Date,
    /// A month.
    Month,
    /// A year.
    Year,
    /// A date with a time of day.
    Instant,
    /// A row of that record, by its key.
    Reference(RecordId),
}

impl Type {
    /// Whether values have an order: numbers and all kinds of dates.
    pub const fn is_ordered(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Date | Self::Month | Self::Year | Self::Instant)
    }
}

/// Which row an expression speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowVar {
    /// The innermost row: that of the aggregate it stands in, else the item's own.
    Current,
    /// The item's own row (本).
    This,
    /// The only row of a single record (唯一).
    Single(RecordId),
}

/// A row, reached from a row variable over references: `服务主体.上级` in a row of 服务对象.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RowPath {
    /// Where it starts.
    pub base: RowVar,
    /// The record of the starting row.
    pub record: RecordId,
    /// The references followed, each a step to a referred row; a step to the parent row of a child is
    /// [`Step::Parent`].
    pub steps: Vec<Step>,
}

/// One step from a row to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// To the row that a reference field names.
    Reference(FieldId),
    /// From a child row to the row that owns it.
    Parent,
}

impl RowPath {
    /// The row itself, without a step.
    pub const fn new(base: RowVar, record: RecordId) -> Self {
        Self { base, record, steps: Vec::new() }
    }
}

/// Which date picks the figure of a dated parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum ParameterDate {
    /// The as-of date of the evaluation.
    AsOf,
    /// The rule date of that row.
    RuleDate {
        /// The row.
        row: RowPath,
        /// Its date field.
        field: FieldId,
    },
}

/// What an expression computes.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A number in base units.
    Number(Decimal),
    /// A text.
    Text(String),
    /// Yes or no, or a fixed verdict.
    YesNo(bool),
    /// A value of the enumeration in the expression's type, as an index into its variants.
    Variant(usize),
    /// A date.
    Date(Date),
    /// A month.
    Month(YearMonth),
    /// A year.
    Year(i16),
    /// A date with a time of day.
    Instant(DateTime),
    /// The as-of date (基准日).
    AsOf,
    /// A parameter.
    Parameter {
        /// Which.
        parameter: ParameterId,
        /// The date that picks a dated figure.
        on: ParameterDate,
    },
    /// The amount of a budget.
    Budget(BudgetId),
    /// What of a budget is used (已用), or with `left` what is left of it (结余): awards drawn, those of its parts too.
    Drawn {
        /// The budget.
        budget: BudgetId,
        /// Whether what is left is meant.
        left: bool,
    },
    /// The amount paid of an award for a row.
    Award {
        /// The row.
        row: RowPath,
        /// Which.
        award: AwardId,
    },
    /// The part that a row gets of an allocation.
    Allocated {
        /// The row.
        row: RowPath,
        /// Which.
        allocation: AllocationId,
    },
    /// A field of a row.
    Field {
        /// The row.
        row: RowPath,
        /// The field, of the record at the path's end.
        field: FieldId,
    },
    /// A named expression; `row` is `None` for one about the whole.
    Define {
        /// The row that it is computed for.
        row: Option<RowPath>,
        /// Which.
        define: DefineId,
    },
    /// All conditions of a criteria.
    Criteria {
        /// The row that is judged.
        row: RowPath,
        /// Which.
        criteria: CriteriaId,
    },
    /// One condition of a criteria (`达标.直播时长`).
    Condition {
        /// The row that is judged.
        row: RowPath,
        /// Which criteria.
        criteria: CriteriaId,
        /// The condition's index in it.
        index: usize,
    },
    /// Not (非): pass and fail swapped.
    Not(Box<Expr>),
    /// Whether a verdict is not 'not applicable': of a rule that overrides another.
    Applies(Box<Expr>),
    /// And (且), of two or more.
    And(Vec<Expr>),
    /// Or (或), of two or more.
    Or(Vec<Expr>),
    /// When, then, else (当 则 否则). As a condition `otherwise` may be missing: not applicable.
    When {
        /// The condition.
        condition: Box<Expr>,
        /// What holds or is the value where it passes.
        then: Box<Expr>,
        /// What holds or is the value where it fails, or does not apply.
        otherwise: Option<Box<Expr>>,
    },
    /// `A 除非 B`: A is asked where B fails (or does not apply); where B passes, not applicable.
    Unless {
        /// What is asked.
        body: Box<Expr>,
        /// The exception.
        exception: Box<Expr>,
        /// The exception's own clauses.
        cites: Vec<ClauseId>,
    },
    /// A comparison of two values of one type. Text, enumerations and references know `=` and `≠` alone.
    Compare {
        /// How.
        op: CompareOp,
        /// The value measured.
        left: Box<Expr>,
        /// The bound.
        right: Box<Expr>,
    },
    /// `X 属于 {A, B}`: equal to one of them.
    OneOf {
        /// The value.
        value: Box<Expr>,
        /// What it may be.
        options: Vec<Expr>,
    },
    /// `E 距 S 不少于6个月`: compares the span from `start` to `end` with a length, on the calendar: `end` is compared
    /// with the day on which the length is complete.
    SpanCompare {
        /// How.
        op: CompareOp,
        /// The end of the span.
        end: Box<Expr>,
        /// Its start.
        start: Box<Expr>,
        /// The length, a whole number of months, days or working days.
        length: Box<Expr>,
        /// What the length counts.
        unit: SpanUnit,
        /// Whether the first day counts.
        first_day: FirstDay,
    },
    /// `D 在 S 起 5年 内`: after S, up to and with the last day of the length.
    Within {
        /// The date asked about.
        date: Box<Expr>,
        /// The start.
        start: Box<Expr>,
        /// The length, a whole number of months, days or working days.
        length: Box<Expr>,
        /// What the length counts.
        unit: SpanUnit,
        /// Whether the first day counts.
        first_day: FirstDay,
    },
    /// `有 X`: there is one.
    Has(Box<Expr>),
    /// `X 若无 Y`: X, or Y where there is none.
    Default {
        /// The value that may be absent.
        value: Box<Expr>,
        /// What stands in.
        default: Box<Expr>,
    },
    /// Minus.
    Negate(Box<Expr>),
    /// Sum, difference, product, smaller and larger of two numbers.
    Arithmetic {
        /// Which.
        op: ArithmeticOp,
        /// The left operand.
        left: Box<Expr>,
        /// The right operand.
        right: Box<Expr>,
    },
    /// A number rounded to a whole multiple of a step.
    Round {
        /// How.
        mode: RoundMode,
        /// The number.
        value: Box<Expr>,
        /// The step, a constant above zero of the same dimension.
        step: Box<Expr>,
    },
    /// `X 每满 3万元`: how many full steps a number has, never below zero; a pure number.
    FullSteps {
        /// The number.
        value: Box<Expr>,
        /// The step, a constant above zero of the same dimension.
        step: Box<Expr>,
    },
    /// An amount by bands of a number.
    Bands {
        /// What the bands are for.
        kind: BandKind,
        /// The number.
        value: Box<Expr>,
        /// The bands from the lowest up. Of [`BandKind::Highest`] and [`BandKind::Cumulate`] no band has an upper end;
        /// of [`BandKind::Slices`] each starts where the one before ends, the first at zero.
        bands: Vec<Band>,
    },
    /// A figure of a table (`补助标准[类型, 时长].上限`); absent where a key is.
    Lookup {
        /// The table.
        table: TableId,
        /// A value for each key column.
        keys: Vec<Expr>,
        /// The index of the column.
        column: usize,
    },
    /// A quotient. Where the divisor stems from facts and is zero or negative, the clause is silent.
    Divide {
        /// The dividend.
        left: Box<Expr>,
        /// The divisor.
        right: Box<Expr>,
        /// What holds on a zero or negative divisor.
        zero_base: Silent<ZeroBase>,
    },
    /// `X 较 B 增长`: growth on a base. Rates divide by the base; differences do not.
    Versus {
        /// Rate or difference, up or down.
        change: Change,
        /// The value now.
        now: Box<Expr>,
        /// The base, such as the same month of last year.
        base: Box<Expr>,
        /// What holds on a zero or negative base; of no account for differences.
        zero_base: Silent<ZeroBase>,
    },
    /// A date moved by whole months, days or working days (`D + 6个月`), a month by whole months, or a year by whole
    /// years.
    DateAdd {
        /// The date.
        date: Box<Expr>,
        /// How many; negative moves back.
        amount: Box<Expr>,
        /// Of what.
        unit: SpanUnit,
    },
    /// `天数(S, E)`, `月数(S, E)`, `年数(S, E)`, `工作日数(S, E)`: complete days, months or years, or working days, from
    /// start to end; negative where the end lies before the start (days), or the complete ones backwards (months,
    /// years).
    Between {
        /// What is counted.
        unit: BetweenUnit,
        /// From.
        start: Box<Expr>,
        /// To.
        end: Box<Expr>,
    },
    /// A part of the calendar that belongs to a value: the first and last day of a month, the month and the year in
    /// which a date or an instant lies.
    Calendar {
        /// Which.
        part: CalendarPart,
        /// The date, instant or month.
        value: Box<Expr>,
    },
    /// A figure over rows.
    Aggregate(Box<Aggregate>),
    /// The place of the current row in a ranking, 1 for the first; absent where a filter leaves the row out.
    Rank(Box<Ranking>),
    /// Whether the current row is among the first of a ranking; not applicable where a filter leaves the row out.
    Top {
        /// The ranking.
        ranking: Box<Ranking>,
        /// How many are in.
        limit: TopLimit,
        /// What a share of the ranked rows that is not whole is rounded to.
        rounding: Silent<TopRounding>,
        /// Which rows are in when several share the last place.
        ties: Silent<Ties>,
    },
}

/// A point on which regulations are often silent: the reading that an interpretation chose, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silent<T> {
    /// Nobody chose: where it changes the outcome, the verdict is undetermined.
    Unsaid,
    /// The reading chosen, and by which interpretation.
    Chosen(T, InterpretationId),
}

impl<T: Copy> Silent<T> {
    /// The reading chosen.
    pub const fn choice(self) -> Option<T> {
        match self {
            Self::Unsaid => None,
            Self::Chosen(choice, _) => Some(choice),
        }
    }
}

/// What a comparison comes to on a zero or negative base (零基数).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ZeroBase {
    /// It passes (满足).
    Met,
    /// It fails (不满足).
    Unmet,
    /// It does not apply (不适用).
    NotApplicable,
}

/// What a top share that is not whole is rounded to (名次取整).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TopRounding {
    /// Down (舍去).
    Down,
    /// Up (进位).
    Up,
    /// To the nearest, halves up (四舍五入).
    HalfUp,
}

/// Which rows are in when several share the last place (并列).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ties {
    /// All of them (同取).
    All,
    /// None of them (同舍).
    None,
}

/// Whether the first day of a span counts (首日): not counted unless an interpretation says so (Civil Code art. 201).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FirstDay {
    /// Not counted (不计).
    NotCounted,
    /// Counted (计入): every span is complete a day earlier.
    Counted,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Less.
    Lt,
    /// Less or equal.
    Le,
    /// Greater.
    Gt,
    /// Greater or equal.
    Ge,
}

impl CompareOp {
    /// Whether two values in that order satisfy it.
    pub const fn holds(self, ordering: std::cmp::Ordering) -> bool {
        use std::cmp::Ordering::{Equal, Greater, Less};
        match self {
            Self::Eq => matches!(ordering, Equal),
            Self::Ne => !matches!(ordering, Equal),
            Self::Lt => matches!(ordering, Less),
            Self::Le => !matches!(ordering, Greater),
            Self::Gt => matches!(ordering, Greater),
            Self::Ge => !matches!(ordering, Less),
        }
    }

    /// The sign as the JSON report prints it: `>=`.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Eq => "=",
            Self::Ne => "!=",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
        }
    }
}

/// The operations on two numbers that need no divisor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArithmeticOp {
    /// Sum.
    Add,
    /// Difference.
    Subtract,
    /// Product.
    Multiply,
    /// The smaller of two (`a 最高 b`, capped at).
    CappedAt,
    /// The larger of two (`a 最低 b`, floored at).
    FlooredAt,
}

/// How a number is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoundMode {
    /// To the nearest, halves away from zero (四舍五入).
    HalfUp,
    /// To the nearest, halves to the even multiple (四舍六入).
    HalfEven,
    /// Toward zero (舍去).
    Down,
    /// Away from zero (进位).
    Up,
}

/// What bands of a number are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BandKind {
    /// Exactly one band matches, and its amount counts (分档).
    Exactly,
    /// The highest threshold reached counts; none reached: 0 (取最高档).
    Highest,
    /// Every threshold reached counts; none reached: 0 (各档累加).
    Cumulate,
    /// Each rate counts on its slice of the number; below the first slice: 0 (分段).
    Slices,
}

/// One band of a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Which numbers are in.
    pub range: Range,
    /// Its amount; of slices its rate.
    pub amount: Expr,
}

/// How a value changed against a base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// The rate `(now - base) / base` (增长).
    Growth,
    /// The rate `(base - now) / base` (下降).
    Fall,
    /// The difference `now - base` (增加).
    Rise,
    /// The difference `base - now` (减少).
    Drop,
}

/// What the length of a span counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpanUnit {
    /// Calendar days.
    Day,
    /// Calendar months; years are twelve of them. They end on the corresponding day, else on the month's last.
    Month,
    /// Working days of the policy's calendar: the n-th after a day; none is the day itself.
    Workday,
}

/// What `天数`, `月数`, `年数` and `工作日数` count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BetweenUnit {
    /// Days.
    Day,
    /// Complete months.
    Month,
    /// Complete years.
    Year,
    /// Working days of the policy's calendar, the start's own day not among them.
    Workday,
}

/// Which rows of a record are meant.
#[derive(Clone, Debug, PartialEq)]
pub struct RowSet {
    /// The record.
    pub record: RecordId,
    /// How they belong to the current row or group.
    pub relation: Relation,
}

/// How rows belong to the current row or group.
#[derive(Clone, Debug, PartialEq)]
pub enum Relation {
    /// The whole table (全部 T, or T where nothing narrows it).
    Whole,
    /// The current row's own children.
    Children,
    /// The rows whose reference field names the current row.
    Referring(FieldId),
    /// The rows of the current group of an item on each group.
    Group,
}

/// A figure over rows (汇总).
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// Which figure.
    pub function: AggregateFunction,
    /// Over which rows.
    pub rows: RowSet,
    /// Only rows that pass all of these (其中), in order; for share, all and any without the last one, which is
    /// `asked`.
    pub filters: Vec<Expr>,
    /// What is summed, or compared: for sum, min, max, mean, and a share of amounts.
    pub value: Option<Expr>,
    /// What is asked of the rows that the filters left: for share, all and any.
    pub asked: Option<Expr>,
    /// By what rows are ordered (按): for latest and earliest the first and, where it is equal, each further one; for
    /// consecutive the month alone.
    pub keys: Vec<Expr>,
}

/// The figures over rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AggregateFunction {
    /// How many rows (计数); of no rows 0.
    Count,
    /// Sum (合计); of no rows 0.
    Sum,
    /// Least value (最小); of no rows absent.
    Min,
    /// Greatest value (最大); of no rows absent.
    Max,
    /// Mean (平均); of no rows absent.
    Mean,
    /// Share of rows, or of amounts, that pass (占比); of no rows absent.
    Share,
    /// Whether all pass (全都); of no rows not applicable.
    All,
    /// Whether one passes (有一); of no rows fail.
    Any,
    /// Median (中位数): of an even number of values the mean of the two in the middle; of no rows absent.
    Median,
    /// How many different values (种数); of no rows 0.
    Distinct,
    /// The value of the row whose keys are greatest (最近). Where several rows share them and their values differ, the
    /// clause is silent; of no rows absent.
    Latest,
    /// The same of the row whose keys are least (最早).
    Earliest,
    /// Length of the longest run of months that follow each other (连续); of no rows 0.
    Consecutive,
}

/// What of a date, month or year is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CalendarPart {
    /// The first day of a month (月初), a date.
    FirstDay,
    /// The last day of a month (月末), a date.
    LastDay,
    /// The month in which a date lies (所在月).
    MonthOf,
    /// The year in which a date or month lies (所在年).
    YearOf,
}

/// A ranking of rows (排名).
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// The ranked rows; the current row is one of them, or left out by a filter.
    pub rows: RowSet,
    /// Only rows that pass all of these (其中) have a place.
    pub filters: Vec<Expr>,
    /// Rows are ranked among those equal in these (每个).
    pub partition: Vec<Expr>,
    /// Ranked by the first, then the second, … (按).
    pub keys: Vec<RankKey>,
}

/// One key of a ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct RankKey {
    /// The value, a number or a kind of date.
    pub value: Expr,
    /// Whether the smallest (earliest) is first. By default the largest figure and the earliest date are.
    pub ascending: bool,
}

/// How many rows of a ranking are in.
#[derive(Clone, Debug, PartialEq)]
pub enum TopLimit {
    /// That many (前 3).
    Count(Box<Expr>),
    /// That share of the ranked rows (前 5%).
    Share(Box<Expr>),
}
