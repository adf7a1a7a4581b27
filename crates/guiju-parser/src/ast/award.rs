//! Awards, ceilings and allocations.

use guiju_program::award::{AllocationMethod, AwardKind, Keep, Shortage};
use guiju_program::source::Span;

use super::{Citation, Declared, Expr, Name, Path};

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
