//! Test items of a policy (测试): facts that matter, and what is expected of them.

use jiff::civil::Date;

use crate::award::{AllocationId, AwardId};
use crate::name::Name;
use crate::parameter::BudgetId;
use crate::rule::{CriteriaId, DefineId, RuleId};
use crate::schema::{FieldId, RecordId};
use crate::source::Span;
use crate::value::{Cell, Value, Verdict};

/// One test item.
#[derive(Clone, Debug, PartialEq)]
pub struct TestItem {
    /// What it is called.
    pub name: String,
    /// The as-of date; `None`: the last day of the policy's year.
    pub as_of: Option<Date>,
    /// The tables given. A record that is not listed is an unknown table, unless its rows are given as children.
    pub tables: Vec<TestTable>,
    /// What is expected.
    pub expectations: Vec<Expectation>,
    /// Where it stands.
    pub span: Span,
}

/// The rows of one record in a test. Child tables stand in their parents' rows.
#[derive(Clone, Debug, PartialEq)]
pub struct TestTable {
    /// The record.
    pub record: RecordId,
    /// Its rows; rows given are all there are.
    pub rows: Vec<TestRow>,
}

/// A row of a test, or many of the same.
#[derive(Clone, Debug, PartialEq)]
pub struct TestRow {
    /// By what expectations and references name it; also its key where the fields give none.
    pub label: Option<Name>,
    /// How many such rows there are; 1 unless repeated (`× 98`).
    pub repeat: u64,
    /// The fields given; others are unknown.
    pub fields: Vec<(FieldId, Cell)>,
    /// Criteria given in place of their facts (`达标: 满足`).
    pub given: Vec<(CriteriaId, Verdict)>,
    /// Child tables given; a child table that is not listed is unknown for this row.
    pub children: Vec<TestTable>,
    /// Where it stands.
    pub span: Span,
}

/// What a test expects of one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// Of what.
    pub subject: Subject,
    /// What.
    pub expected: Expected,
    /// Why (因): for `不满足` the names of all failed conditions or rows, for `待定` the facts that are missing
    /// (`记录.字段`), the parameters that are open, or the points that are silent (`零基数`). Empty: not asked.
    pub because: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// What an expectation is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// Whether the policy is in force.
    InForce,
    /// A rule's verdict, or with a value its measured figure.
    Rule(RuleId),
    /// A rule's verdict on one row, by the row's label.
    RuleOnRow(RuleId, RecordId, String),
    /// A criteria's verdict on a row, by the row's label.
    Criteria(CriteriaId, String),
    /// A condition's verdict on a row.
    Condition(CriteriaId, usize, String),
    /// A definition's value or verdict on a row; without a row that of the whole.
    Define(DefineId, Option<String>),
    /// What is paid of an award for a row, by the row's label, in 元.
    Award(AwardId, String),
    /// One instalment of an award for a row, by its place, in 元.
    Instalment(AwardId, usize, String),
    /// What is paid of an award for all rows together, in 元.
    AwardTotal(AwardId),
    /// What is left of a budget (结余), in 元.
    Left(BudgetId),
    /// What of a budget is used (已用), in 元.
    Used(BudgetId),
    /// The part that a row gets of an allocation, by the row's label, in the base units of the total.
    Allocated(AllocationId, String),
}

/// What is expected.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// A verdict.
    Verdict(Verdict),
    /// An exact value, in base units.
    Value(Value),
}
