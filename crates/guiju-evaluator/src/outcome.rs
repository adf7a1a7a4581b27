//! What an evaluation found out, with the numbers behind every verdict.

mod award;
mod working;

use guiju_program::Type;
use guiju_program::civil::Date;
use guiju_program::expr::CompareOp;
use guiju_program::parameter::ParameterId;
use guiju_program::rule::{CriteriaId, RuleId};
use guiju_program::schema::{FieldId, RecordId};
use guiju_program::table::TableId;
use guiju_program::value::Verdict;

use crate::exact::Exact;
use crate::interval::Num;
use crate::limits::Limits;

pub use award::{AllocationOutcome, AwardOutcome, AwardRow, AwardStanding, AwardStep, BudgetOutcome};
pub use working::{NamedValue, NoteKind, ReachedBand, Working, WorkingLine, WorkingNote, WorkingValue};

/// How to evaluate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The as-of date (基准日).
    pub as_of: Date,
    /// On how many threads; changes no byte of the outcome.
    pub threads: usize,
    /// How many rows are worked on at a time; changes no byte of the outcome.
    pub chunk_rows: usize,
    /// How many rows each list of an outcome names at most; what is cut is said.
    pub row_limit: usize,
    /// Of how many rows of each award it is shown how the amount was worked out; what is cut is said.
    pub working_limit: usize,
    /// How many causes are named at most for each verdict that is undetermined; what is cut is said. With 0 none are
    /// looked for.
    pub cause_limit: usize,
    /// Of which rules reasons are given and rows are named.
    pub explained: Explained,
    /// What ends the evaluation before it is done.
    pub limits: Limits,
}

/// Of which rules an outcome gives reasons and names rows. Verdicts, counts and totals are there of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Explained {
    /// Of all, and of criteria, awards, budgets and allocations.
    #[default]
    All,
    /// Of these only.
    Only {
        /// The rules.
        rules: Vec<RuleId>,
        /// Whether it is explained if the policy is in force.
        in_force: bool,
    },
}

impl Explained {
    /// Whether a rule is explained.
    pub fn has(&self, rule: RuleId) -> bool {
        match self {
            Self::All => true,
            Self::Only { rules, .. } => rules.contains(&rule),
        }
    }

    /// Whether it is explained if the policy is in force.
    pub const fn has_in_force(&self) -> bool {
        match self {
            Self::All => true,
            Self::Only { in_force, .. } => *in_force,
        }
    }
}

impl Options {
    /// Options for that as-of date: one thread, chunks of 1,024 rows, lists of 100 rows, 20 causes, no limits.
    pub const fn new(as_of: Date) -> Self {
        Self {
            as_of,
            threads: 1,
            chunk_rows: 1024,
            row_limit: 100,
            working_limit: 100,
            cause_limit: 20,
            explained: Explained::All,
            limits: Limits { steps: None, cancel: None },
        }
    }
}

/// The result of an evaluation (结果).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The as-of date.
    pub as_of: Date,
    /// Whether the policy is in force; `None` where its header does not say when.
    pub in_force: Option<InForceOutcome>,
    /// How many rows each given table has.
    pub rows: Vec<(RecordId, u64)>,
    /// Rules, targets and advice, in the order of the policy.
    pub rules: Vec<RuleOutcome>,
    /// Criteria, in the order of the policy.
    pub criteria: Vec<CriteriaOutcome>,
    /// Awards, in the order of the policy.
    pub awards: Vec<AwardOutcome>,
    /// Budgets on which awards draw, directly or by their parts, in the order of the policy.
    pub budgets: Vec<BudgetOutcome>,
    /// Allocations, in the order of the policy.
    pub allocations: Vec<AllocationOutcome>,
}

/// Whether the policy is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForceOutcome {
    /// Whether it is: over all conditions.
    pub verdict: Verdict,
    /// What became of each of the policy's conditions of being in force, in their order.
    pub conditions: Vec<ConditionOutcome>,
}

/// What became of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleOutcome {
    /// The rule.
    pub rule: RuleId,
    /// Its verdict: over all rows or groups, where it is judged for each.
    pub verdict: Verdict,
    /// The comparison that decided, where the rule is judged for the whole.
    pub measure: Option<Measure>,
    /// The rows concerned: those judged, for a rule on each; those counted, for a count or share of the whole.
    pub items: Items,
    /// For a rule on each group, the groups in the order of their keys.
    pub groups: Vec<GroupOutcome>,
    /// For a rule on each row, the rows that failed or are undetermined, in the order of their keys.
    pub failures: Vec<RowOutcome>,
    /// Why it is undetermined.
    pub causes: Causes,
    /// The smallest changes that would mend it, each true on its own.
    pub remedy: Vec<Remedy>,
}

/// A comparison with its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The value measured.
    pub measured: Num,
    /// For a share of rows: how many passed, of how many.
    pub share: Option<(u64, u64)>,
    /// How it was compared.
    pub op: CompareOp,
    /// The bound.
    pub bound: Num,
    /// By how much it holds (positive or zero) or misses (negative); `None` where a number is not known, and for
    /// values without an order.
    pub margin: Option<Exact>,
    /// What both are.
    pub ty: Type,
}

/// How many rows came to which verdict, and which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Items {
    /// The record; `None`: no rows are concerned.
    pub record: Option<RecordId>,
    /// Rows that passed.
    pub pass: u64,
    /// Rows that failed.
    pub fail: u64,
    /// Rows that are undetermined.
    pub undetermined: u64,
    /// Rows to which it does not apply.
    pub not_applicable: u64,
    /// Keys of failed rows, in order, up to the limit.
    pub failing_keys: Vec<String>,
    /// Keys of undetermined rows, in order, up to the limit.
    pub undetermined_keys: Vec<String>,
    /// Whether a list was cut.
    pub truncated: bool,
}

impl Items {
    /// Counts a verdict.
    pub const fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Pass => self.pass += 1,
            Verdict::Fail => self.fail += 1,
            Verdict::Undetermined => self.undetermined += 1,
            Verdict::NotApplicable => self.not_applicable += 1,
        }
    }
}

/// What became of a rule on one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupOutcome {
    /// The values that its rows share, as text.
    pub key: Vec<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// The comparison that decided.
    pub measure: Option<Measure>,
    /// The rows counted in it.
    pub items: Items,
    /// Why it is undetermined.
    pub causes: Causes,
    /// The smallest changes that would mend it.
    pub remedy: Vec<Remedy>,
}

/// What became of a rule or criteria on one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowOutcome {
    /// The row's key.
    pub key: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The comparison that decided, for a rule.
    pub measure: Option<Measure>,
    /// Why it is undetermined, for a rule.
    pub causes: Causes,
    /// For a criteria, and the rule that a workflow is, all conditions that failed or are undetermined.
    pub conditions: Vec<ConditionOutcome>,
}

/// What became of one condition on one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionOutcome {
    /// Its index in the criteria.
    pub index: usize,
    /// The verdict.
    pub verdict: Verdict,
    /// The comparison that decided.
    pub measure: Option<Measure>,
    /// Why it is undetermined.
    pub causes: Causes,
}

/// What became of a criteria.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriteriaOutcome {
    /// The criteria.
    pub criteria: CriteriaId,
    /// How many rows came to which verdict, without their keys.
    pub items: Items,
    /// The same for each condition.
    pub conditions: Vec<Items>,
    /// The rows that failed or are undetermined, in the order of their keys, up to the limit.
    pub failures: Vec<RowOutcome>,
    /// Whether `failures` was cut.
    pub truncated: bool,
}

/// Why a verdict is undetermined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Causes {
    /// The causes, each once, in order, up to the limit.
    pub list: Vec<Cause>,
    /// Whether the list was cut.
    pub truncated: bool,
}

/// One cause of an undetermined verdict.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A table that was not given.
    Table(RecordId),
    /// The children of a row that were not given: the child table, and the row's key.
    Children(RecordId, String),
    /// A fact that is missing: record, field, and the row's key.
    Fact(RecordId, FieldId, String),
    /// A column that was not given at all.
    Column(RecordId, FieldId),
    /// A criteria that was given as undetermined on a row, by the row's key.
    Given(CriteriaId, String),
    /// A parameter that is open, or has no figure for the date.
    Parameter(ParameterId),
    /// A table with a figure that is open.
    Figure(TableId),
    /// A point on which the clause is silent.
    Silent(SilentPoint),
    /// A year of which the policy's calendar does not tell the working days.
    Workdays(i16),
}

/// A point on which a clause is silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SilentPoint {
    /// Growth or ratio on a zero or negative base (零基数).
    ZeroBase,
    /// A top share that is not whole (名次取整).
    TopRounding,
    /// Several rows at the last place (并列).
    Ties,
}

/// A smallest change that would mend a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// What is changed.
    pub change: RemedyChange,
    /// By how much: rows, or an amount in base units.
    pub amount: Exact,
}

/// What a remedy changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemedyChange {
    /// So many rows are replaced by ones that pass (or, for an upper bound, that do not).
    Replace,
    /// So many passing rows are added.
    Add,
    /// So many passing rows are taken away.
    Remove,
    /// The amount is raised by so much.
    Raise,
    /// The amount is lowered by so much.
    Lower,
}
