//! Named figures of a policy, and its budgets.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::arena::ids;
use crate::citation::ClauseId;
use crate::name::Name;
use crate::source::Span;
use crate::unit::{Dimension, Unit};

ids! {
    /// Names a [`Parameter`] of the program.
    ParameterId;
    /// Names a [`Budget`] of the program.
    BudgetId;
}

/// A named figure (参数), in base units.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// The unit in which it is written, for display; the values are in base units. `None` for dates, and for an open
    /// parameter that states no unit.
    pub unit: Option<Unit>,
    /// The figure.
    pub value: ParameterValue,
    /// The last day on which the figure is sure to be right (复核至).
    pub reviewed_until: Option<Date>,
    /// The clauses that it comes from.
    pub cites: Vec<ClauseId>,
    /// Where it is declared.
    pub span: Span,
}

/// The figure of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum ParameterValue {
    /// One number, whatever the date.
    Number(Decimal),
    /// A calendar date.
    Date(Date),
    /// Numbers, each from its day on, in the order of their days; before the first day there is none.
    Dated(Vec<(Date, Decimal)>),
    /// Not yet decided (待定): whatever depends on it is undetermined.
    Open,
}

/// Money set aside (预算). Its parts may not exceed it: the program holds a rule for that.
#[derive(Clone, Debug, PartialEq)]
pub struct Budget {
    /// Its name.
    pub name: Name,
    /// The amount in 元.
    pub amount: Decimal,
    /// As written, for display.
    pub unit: Unit,
    /// The budget that it is part of (划自).
    pub out_of: Option<BudgetId>,
    /// What becomes of what is left of it (结余); `None`: the text does not say.
    pub unspent: Option<Unspent>,
    /// The clauses that it comes from.
    pub cites: Vec<ClauseId>,
    /// Where it is declared.
    pub span: Span,
}

/// What becomes of what is left of a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unspent {
    /// It goes back to the treasury (缴回).
    Returned,
    /// It is there next year as well (结转).
    Carried,
}

impl Parameter {
    /// The dimension of its figures.
    pub fn dimension(&self) -> Dimension {
        self.unit.as_ref().map_or_else(Dimension::pure, |unit| unit.dimension.clone())
    }
}
