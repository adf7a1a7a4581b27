//! A compiled policy.

use jiff::civil::Date;

use crate::acceptance::Acceptance;
use crate::arena::Arena;
use crate::award::{Allocation, AllocationId, Award, AwardId, Cap, CapId};
use crate::calendar::Calendar;
use crate::citation::{Clause, ClauseId, Document};
use crate::expr::Expr;
use crate::name::Name;
use crate::parameter::{Budget, BudgetId, Parameter, ParameterId};
use crate::rule::{
    Conflict, Criteria, CriteriaId, Define, DefineId, Exclusion, ExclusionId, Interpretation, InterpretationId, Rule,
    RuleId,
};
use crate::schema::{Enumeration, EnumerationId, Record, RecordId};
use crate::source::Span;
use crate::table::{Table, TableId};

/// A compiled policy (政策): names resolved, types and units checked, no cycle among definitions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Program {
    /// The header.
    pub policy: Policy,
    /// The documents that it states.
    pub documents: Vec<Document>,
    /// Their clauses.
    pub clauses: Arena<ClauseId, Clause>,
    /// The units that it declares (单位), with their labels.
    pub units: Vec<Name>,
    /// Enumerations of fields.
    pub enumerations: Arena<EnumerationId, Enumeration>,
    /// Records.
    pub records: Arena<RecordId, Record>,
    /// Parameters.
    pub parameters: Arena<ParameterId, Parameter>,
    /// Tables of figures.
    pub tables: Arena<TableId, Table>,
    /// Budgets.
    pub budgets: Arena<BudgetId, Budget>,
    /// Definitions; none refers round to itself.
    pub defines: Arena<DefineId, Define>,
    /// Criteria; none refers round to itself.
    pub criteria: Arena<CriteriaId, Criteria>,
    /// Rules, targets and advice, in the order of the policy.
    pub rules: Arena<RuleId, Rule>,
    /// Awards, in the order of the policy.
    pub awards: Arena<AwardId, Award>,
    /// Ceilings over awards, in the order in which they are applied.
    pub caps: Arena<CapId, Cap>,
    /// Totals divided by weights.
    pub allocations: Arena<AllocationId, Allocation>,
    /// Which awards are settled together, and in which order: those that exclude each other, share a ceiling or draw
    /// on one budget, and all after those whose amounts they name.
    pub settlements: Vec<Vec<AwardId>>,
    /// The working days (日历), where the policy has them.
    pub calendar: Option<Calendar>,
    /// Rules that may not both apply.
    pub conflicts: Vec<Conflict>,
    /// Who may not get awards.
    pub exclusions: Arena<ExclusionId, Exclusion>,
    /// Interpretations.
    pub interpretations: Arena<InterpretationId, Interpretation>,
    /// Findings that the policy accepts, in the order of the text.
    pub acceptances: Vec<Acceptance>,
}

/// The header of a policy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// Its id, such as `hlj-live-commerce-2023`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its year (年度).
    pub year: Option<i16>,
    /// The month and the day on which its fiscal years start (财年), each called by the year it starts in; `None`: the first
    /// of January.
    pub fiscal_start: Option<(i8, i8)>,
    /// Its status (状态), such as 征求意见稿.
    pub status: Option<Name>,
    /// Its currency (货币); `None` is yuan.
    pub currency: Option<Name>,
    /// In force from (有效 自).
    pub valid_from: Option<PolicyDate>,
    /// In force until (有效 至).
    pub valid_until: Option<ValidUntil>,
    /// The same as conditions about the whole, of which all hold while the policy is in force; none where the header
    /// does not say how long that is.
    pub in_force: Vec<Expr>,
    /// Where it stands.
    pub span: Span,
}

/// A date in the header of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyDate {
    /// The date.
    Date(Date),
    /// The date that a parameter gives, such as the day of publication; it may be open.
    Parameter(ParameterId),
}

/// What ends a policy.
#[derive(Clone, Debug, PartialEq)]
pub enum ValidUntil {
    /// The last day in force.
    Date(PolicyDate),
    /// When that budget is used up (用完).
    UsedUp(BudgetId),
}

impl Program {
    /// The record of that name or label.
    pub fn record(&self, name: &str) -> Option<(RecordId, &Record)> {
        self.records.iter().find(|(_, r)| r.name.text == name || r.name.label.as_deref() == Some(name))
    }

    /// The rule of that name.
    pub fn rule(&self, name: &str) -> Option<(RuleId, &Rule)> {
        self.rules.iter().find(|(_, r)| r.name.text == name)
    }

    /// The criteria of that name.
    pub fn criteria(&self, name: &str) -> Option<(CriteriaId, &Criteria)> {
        self.criteria.iter().find(|(_, c)| c.name.text == name)
    }

    /// The last day of the policy's year: the as-of date where none is given.
    pub fn last_day(&self) -> Option<Date> {
        let year = self.policy.year?;
        match self.policy.fiscal_start {
            None | Some((1, 1)) => Date::new(year, 12, 31).ok(),
            Some((month, day)) => Date::new(year.checked_add(1)?, month, day).ok()?.yesterday().ok(),
        }
    }

    /// A clause as it is cited: its path, behind its document's name where there are several documents.
    pub fn citation(&self, clause: ClauseId) -> String {
        let clause = &self.clauses[clause];
        match self.documents.get(clause.document) {
            Some(document) if self.documents.len() > 1 => {
                format!("{}.{}", document.name, clause.path)
            }
            _ => clause.path.clone(),
        }
    }
}
