//! Money paid per row, ceilings over it, and totals divided by weights.

use rust_decimal::Decimal;

use crate::arena::ids;
use crate::citation::ClauseId;
use crate::expr::{Expr, RankKey, RowPath};
use crate::name::Name;
use crate::parameter::BudgetId;
use crate::rule::InterpretationId;
use crate::schema::{FieldId, RecordId};
use crate::source::Span;

ids! {
    /// Names an [`Award`] of the program.
    AwardId;
    /// Names a [`Cap`] of the program.
    CapId;
    /// Names an [`Allocation`] of the program.
    AllocationId;
}

/// Which way the money of an award goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AwardKind {
    /// It is paid out (补助).
    #[default]
    Paid,
    /// It is paid back (追缴): it draws on no budget, and no ceiling or exclusion concerns it.
    Recovered,
}

/// An amount per row (补助), or what a row pays back (追缴).
///
/// It is settled in this order: what the row asks for, awards that exclude each other, ceilings, the budget, and the
/// instalments of what is paid.
#[derive(Clone, Debug, PartialEq)]
pub struct Award {
    /// Its name; in expressions the amount paid.
    pub name: Name,
    /// Which way the money goes.
    pub kind: AwardKind,
    /// The record whose rows it is paid for.
    pub record: RecordId,
    /// Whom it is paid to (付给), a row that the row refers to; `None`: the row itself.
    pub payee: Option<RowPath>,
    /// Who gets it (条件): rows that pass; `None`: all.
    pub requires: Option<Expr>,
    /// How much (金额), in 元; below zero, or absent, is nothing.
    pub amount: Expr,
    /// Awards for the same row beside which it is not paid (不兼得).
    pub excludes: Vec<Exclude>,
    /// Where the money comes from (预算).
    pub draw: Option<Draw>,
    /// How what is paid is parted (分期); down to the fen, the last takes the rest.
    pub instalments: Vec<Instalment>,
    /// The clauses that it states.
    pub cites: Vec<ClauseId>,
    /// The interpretations that apply to it.
    pub interpretations: Vec<InterpretationId>,
    /// Where it is declared.
    pub span: Span,
}

/// Another award that is not paid beside this one.
#[derive(Clone, Debug, PartialEq)]
pub struct Exclude {
    /// The other award, for the same record.
    pub award: AwardId,
    /// Which of the two is kept.
    pub keep: Keep,
}

/// Which of two awards that exclude each other is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Keep {
    /// The higher one (取高); of equal ones that declared first.
    Highest,
    /// The one declared first (取先).
    First,
}

/// How an award draws on a budget.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// The budget. Several awards that draw on one take from it in the order in which they are declared.
    pub budget: BudgetId,
    /// Who comes first (按); needed where the shortage is settled in an order.
    pub order: Vec<RankKey>,
    /// What happens when the money is short.
    pub shortage: Shortage,
}

/// What happens when a budget is short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shortage {
    /// Nothing is cut; the budget fails as a rule (不得超过).
    MustFit,
    /// In order; who no longer fits gets the rest, later ones nothing (末笔给余额).
    CutLast,
    /// In order; who does not fit gets nothing, later ones that fit are paid (跳过).
    Skip,
    /// In order; nobody is paid from the first on that does not fit (即止).
    Stop,
    /// All by one factor, each down to the fen (同比缩减).
    ProRata(OddFen),
}

/// Where the fen go that rounding down leaves over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OddFen {
    /// One each to those with the largest remainders (最大余数); equal remainders by the stated order.
    LargestRemainder,
    /// They stay in the budget (留存).
    Kept,
}

/// A part of what is paid.
#[derive(Clone, Debug, PartialEq)]
pub struct Instalment {
    /// Its name, such as 签约.
    pub name: Name,
    /// How much of it.
    pub part: Part,
}

/// How much of an award an instalment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A share of the whole, down to the fen.
    Share(Decimal),
    /// An amount of money, or what is left where that is less.
    Amount(Decimal),
    /// The rest, for the last one.
    Rest,
}

/// A ceiling over several awards (封顶): the last named is cut first.
#[derive(Clone, Debug, PartialEq)]
pub struct Cap {
    /// Its name.
    pub name: Name,
    /// Over which rows together.
    pub scope: CapScope,
    /// The awards, all for one record, in the order in which they are named.
    pub awards: Vec<AwardId>,
    /// At most so much, in 元; for a row computed on the row, for a group on the group.
    pub limit: Expr,
    /// Within an award, who is cut last (按); needed where a scope has several rows.
    pub order: Vec<RankKey>,
    /// The clauses that it states.
    pub cites: Vec<ClauseId>,
    /// Where it is declared.
    pub span: Span,
}

/// Over which rows a ceiling goes.
#[derive(Clone, Debug, PartialEq)]
pub enum CapScope {
    /// Each row of the record (每个 R).
    Each(RecordId),
    /// The rows equal in these fields (每个 R.f): per applicant, per year.
    EachGroup {
        /// The record.
        record: RecordId,
        /// The fields, of that record's own rows.
        keys: Vec<FieldId>,
    },
    /// All rows of the record together.
    Whole(RecordId),
}

/// A total divided by weights (分配), parts adding up.
#[derive(Clone, Debug, PartialEq)]
pub struct Allocation {
    /// Its name; in expressions the row's part.
    pub name: Name,
    /// The record whose rows get parts.
    pub record: RecordId,
    /// The interpretations that apply to it.
    pub interpretations: Vec<InterpretationId>,
    /// What is divided (总量), computed for the whole.
    pub total: Expr,
    /// The row's weight (权重), not below zero.
    pub weight: Expr,
    /// Parts are multiples of this (取整), in the base units of the total: 0.01 元, 1 户.
    pub step: Decimal,
    /// Where what rounding leaves over goes.
    pub method: AllocationMethod,
    /// No part is less (最少).
    pub least: Option<Expr>,
    /// No part is more (最多).
    pub most: Option<Expr>,
    /// Which of equal remainders comes first (按).
    pub order: Vec<RankKey>,
    /// The clauses that it states.
    pub cites: Vec<ClauseId>,
    /// Where it is declared.
    pub span: Span,
}

/// Where what rounding leaves over goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AllocationMethod {
    /// One step each to those with the largest remainders (最大余数): the parts add up to the total.
    LargestRemainder,
    /// Each part is rounded down, and the rest stays undivided (舍去).
    Down,
}
