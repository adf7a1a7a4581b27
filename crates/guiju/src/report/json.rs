//! The JSON report, schema 1: what other programs depend on.
//!
//! Amounts, shares and bounds are strings that hold exact decimals (`"22700.00"`) or fractions (`"149/1500"`), in the
//! base unit named beside them; a share has the unit `"1"`. Nothing here is a float.

use guiju_program::diagnostic::Diagnostic;
use guiju_program::rule::RuleKind;
use guiju_program::source::SourceFile;
use guiju_program::value::Verdict;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::lines::Lines;

pub use super::award_json::{
    AllocationEntry, AwardEntry, AwardRowEntry, BandEntry, BudgetEntry, FormulaEntry, InstalmentEntry, NamedEntry,
    NoteEntry, PartEntry, PayeeEntry, StepEntry,
};

/// The version of this shape. A field may be added without a new one; none changes its meaning.
pub const SCHEMA: u32 = 1;

/// The report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Document {
    /// The version of the shape, [`SCHEMA`].
    pub schema: u32,
    /// The policy.
    pub policy: PolicyHeader,
    /// The facts.
    pub facts: FactsHeader,
    /// The as-of date.
    pub as_of: String,
    /// Whether nobody named an as-of date, so that the last day of the policy's year was taken.
    pub as_of_default: bool,
    /// Whether the policy is in force; null where its header does not say when.
    pub validity: Option<ValidityEntry>,
    /// How many rules came to what.
    pub summary: Summary,
    /// Rules, targets and advice, in the order of the policy.
    pub rules: Vec<RuleEntry>,
    /// Criteria, in the order of the policy.
    pub criteria: Vec<CriteriaEntry>,
    /// Awards, in the order of the policy.
    pub awards: Vec<AwardEntry>,
    /// Budgets on which awards draw, in the order of the policy.
    pub budgets: Vec<BudgetEntry>,
    /// Allocations, in the order of the policy.
    pub allocations: Vec<AllocationEntry>,
    /// What there was to say about the policy and the facts.
    pub diagnostics: Vec<DiagnosticEntry>,
}

/// Whether the policy is in force on the as-of date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ValidityEntry {
    /// Pass, fail or undetermined.
    pub verdict: Standing,
    /// What each part of the header comes to.
    pub conditions: Vec<ValidityReason>,
}

/// What a part of the header comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ValidityReason {
    /// `start`: the first day; `end`: the last; `budget`: the money with which the policy ends.
    pub about: &'static str,
    /// The budget.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<String>,
    /// Pass, fail or undetermined.
    pub verdict: Standing,
    /// The dates compared; of a budget what is left of it.
    #[serde(flatten)]
    pub measure: MeasureEntry,
    /// Why it is left open.
    pub missing: Vec<MissingEntry>,
}

/// The policy's header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PolicyHeader {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its year.
    pub year: Option<i16>,
    /// What its money is counted in; null: yuan. Units of money are called 元 all the same.
    pub currency: Option<String>,
    /// Its status, as the policy writes it.
    pub status: Option<String>,
    /// `sha256:` and the hash over the names and texts of its files.
    pub hash: String,
}

/// What is said of the facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactsHeader {
    /// A hash that the order of rows and columns and the file format do not change; null unless asked for.
    pub hash: Option<String>,
    /// How many rows each given table has, in the order of the policy.
    pub rows: Counts,
}

/// Numbers by name, in an order of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(pub Vec<(String, u64)>);

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, count) in &self.0 {
            map.serialize_entry(name, count)?;
        }
        map.end()
    }
}

/// How many rules came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Rules, targets and advice that hold.
    pub pass: u64,
    /// Rules that do not hold.
    pub fail: u64,
    /// Rules, targets and advice that are left open.
    pub undetermined: u64,
    /// Rules, targets and advice that do not apply.
    pub not_applicable: u64,
    /// Targets that are not reached.
    pub shortfall: u64,
    /// Advice that is not kept.
    pub note: u64,
    /// Exclusions that bar rows.
    pub excluded: u64,
}

/// What became of a rule, target or advice: a verdict, told apart by how binding the rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A rule does not hold (不满足).
    Fail,
    /// A target is not reached (缺口).
    Shortfall,
    /// It is left open (待定).
    Undetermined,
    /// Advice is not kept (提示).
    Note,
    /// An exclusion bars rows (排除).
    Excluded,
    /// It holds (满足).
    Pass,
    /// It does not apply (不适用).
    NotApplicable,
}

impl Standing {
    /// What a verdict is for a rule of that kind.
    pub const fn of(kind: RuleKind, verdict: Verdict) -> Self {
        match (verdict, kind) {
            (Verdict::Pass, _) => Self::Pass,
            (Verdict::Undetermined, _) => Self::Undetermined,
            (Verdict::NotApplicable, _) => Self::NotApplicable,
            (Verdict::Fail, RuleKind::Rule) => Self::Fail,
            (Verdict::Fail, RuleKind::Target) => Self::Shortfall,
            (Verdict::Fail, RuleKind::Advice) => Self::Note,
            (Verdict::Fail, RuleKind::Exclusion) => Self::Excluded,
        }
    }
}

/// A rule, target or advice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleEntry {
    /// Its name.
    pub id: String,
    /// Its label in another language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// `rule`, `target` or `advice`.
    pub kind: &'static str,
    /// The form of what is asked: `quota`, `count`, `cap`, `floor`, `budget`, `growth`, `rank`,
    /// `workflow` or `condition`.
    pub form: &'static str,
    /// Judged once for the `whole`, for `each` row of a record, or for each `group` of its rows.
    pub scope: &'static str,
    /// The record whose rows or groups are judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The fields in which the rows of a group are equal.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub group_by: Vec<String>,
    /// What is asked, in the policy's words.
    pub text: String,
    /// What became of it.
    pub verdict: Standing,
    /// The comparison that decided, where it is judged for the whole.
    #[serde(flatten)]
    pub measure: MeasureEntry,
    /// The smallest changes that would mend it, each true on its own.
    pub remedy: Vec<RemedyEntry>,
    /// The clauses that it states.
    pub cites: Vec<String>,
    /// The interpretations that apply to it, by name.
    pub interpretations: Vec<String>,
    /// For a rule on groups, each of them.
    pub groups: Vec<GroupEntry>,
    /// For a rule on rows, those that failed or are left open.
    pub rows: Vec<RowEntry>,
    /// The rows concerned.
    pub items: ItemsEntry,
    /// Why it is left open.
    pub missing: Vec<MissingEntry>,
    /// Whether `missing` was cut.
    pub missing_truncated: bool,
}

/// A comparison with its numbers; everything is null where nothing was compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MeasureEntry {
    /// The value measured, where it is known; a share as the rows that passed, a slash, and the rows asked.
    pub measured: Option<String>,
    /// What is possible of a measured value that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured_range: Option<RangeEntry>,
    /// The sign: `=`, `!=`, `<`, `<=`, `>`, `>=`.
    pub comparison: Option<&'static str>,
    /// The bound, where it is known.
    pub bound: Option<String>,
    /// The unit of both; null for dates.
    pub unit: Option<String>,
    /// By how much it holds (zero or positive) or misses (negative). Of dates in days, of months in months, of years
    /// in years, of instants in seconds.
    pub margin: Option<String>,
}

/// What is possible of a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RangeEntry {
    /// The least possible value; null: there is no lower end.
    pub least: Option<String>,
    /// The greatest possible value; null: there is no upper end.
    pub greatest: Option<String>,
    /// Whether there may be no value at all.
    pub maybe_none: bool,
}

/// The rows concerned, and how many came to what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ItemsEntry {
    /// The record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Rows that passed.
    pub pass: u64,
    /// Rows that failed.
    pub fail: u64,
    /// Rows left open.
    pub undetermined: u64,
    /// Rows to which it does not apply.
    pub not_applicable: u64,
    /// Keys of failed rows, in order.
    pub failing_keys: Vec<String>,
    /// Keys of rows left open, in order.
    pub undetermined_keys: Vec<String>,
    /// Whether a list of keys was cut.
    pub truncated: bool,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupEntry {
    /// The values that its rows share.
    pub key: Vec<String>,
    /// What became of it.
    pub verdict: Standing,
    /// The comparison that decided.
    #[serde(flatten)]
    pub measure: MeasureEntry,
    /// The smallest changes that would mend it.
    pub remedy: Vec<RemedyEntry>,
    /// The rows in it.
    pub items: ItemsEntry,
    /// Why it is left open.
    pub missing: Vec<MissingEntry>,
    /// Whether `missing` was cut.
    pub missing_truncated: bool,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowEntry {
    /// Its key.
    pub key: String,
    /// What became of it.
    pub verdict: Standing,
    /// The comparison that decided.
    #[serde(flatten)]
    pub measure: MeasureEntry,
    /// Of a workflow, the steps that it fails or that are open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<ConditionEntry>,
    /// Why it is left open.
    pub missing: Vec<MissingEntry>,
    /// Whether `missing` was cut.
    pub missing_truncated: bool,
}

/// A smallest change that would mend a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemedyEntry {
    /// `replace`, `add` or `remove` rows, `raise` or `lower` the value.
    pub change: &'static str,
    /// How many rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<String>,
    /// By how much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// The unit of the amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The record whose rows change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// What the new rows meet, or the rows taken away met, in the policy's words.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Whether the rows put in place must *not* meet it: true for upper bounds.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub negated: bool,
}

/// A reason why something is left open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MissingEntry {
    /// A table was not given.
    Table {
        /// The record.
        record: String,
    },
    /// The rows that belong to a row were not given.
    Children {
        /// The record of those rows.
        record: String,
        /// The key of the row that owns them.
        key: String,
    },
    /// A cell is blank.
    Fact {
        /// The record.
        record: String,
        /// The field.
        field: String,
        /// The row's key.
        key: String,
    },
    /// A whole column was not given.
    Column {
        /// The record.
        record: String,
        /// The field.
        field: String,
    },
    /// A criteria was given as left open.
    Given {
        /// The criteria.
        criteria: String,
        /// The row's key.
        key: String,
    },
    /// A figure of the policy is open, or none is in force on the date.
    Parameter {
        /// The parameter.
        name: String,
        /// The clauses that it comes from.
        clauses: Vec<String>,
    },
    /// The clauses do not say.
    Silent {
        /// On what: `zero_base`, `top_rounding` or `ties`.
        point: &'static str,
        /// The clauses that are silent.
        clauses: Vec<String>,
    },
    /// The policy's calendar does not tell which days of a year are working days.
    Workdays {
        /// The calendar.
        calendar: String,
        /// The year.
        year: i16,
        /// The clauses that the calendar comes from.
        clauses: Vec<String>,
    },
}

/// A criteria.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CriteriaEntry {
    /// Its name.
    pub id: String,
    /// Its label in another language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The record whose rows are judged.
    pub record: String,
    /// Rows that meet all conditions.
    pub pass: u64,
    /// Rows that do not.
    pub fail: u64,
    /// Rows left open.
    pub undetermined: u64,
    /// Rows to which no condition applies.
    pub not_applicable: u64,
    /// The clauses that it states.
    pub cites: Vec<String>,
    /// The interpretations that apply to it, by name.
    pub interpretations: Vec<String>,
    /// The same for each condition.
    pub conditions: Vec<ConditionCounts>,
    /// The rows that failed or are left open, in the order of their keys.
    pub rows: Vec<CriteriaRow>,
    /// Whether `rows` was cut.
    pub truncated: bool,
}

/// How many rows came to what on one condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConditionCounts {
    /// Its name.
    pub id: String,
    /// Rows that passed.
    pub pass: u64,
    /// Rows that failed.
    pub fail: u64,
    /// Rows left open.
    pub undetermined: u64,
    /// Rows to which it does not apply.
    pub not_applicable: u64,
    /// The clauses that it states.
    pub cites: Vec<String>,
}

/// A row that does not meet a criteria, or may not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CriteriaRow {
    /// Its key.
    pub key: String,
    /// What became of it.
    pub verdict: Standing,
    /// All conditions that failed or are left open.
    pub conditions: Vec<ConditionEntry>,
    /// Why it is left open, where no condition says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<MissingEntry>,
}

/// One condition on one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConditionEntry {
    /// Its name.
    pub id: String,
    /// What became of it.
    pub verdict: Standing,
    /// The comparison that decided.
    #[serde(flatten)]
    pub measure: MeasureEntry,
    /// The clauses that it states.
    pub cites: Vec<String>,
    /// Why it is left open.
    pub missing: Vec<MissingEntry>,
    /// Whether `missing` was cut.
    pub missing_truncated: bool,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiagnosticEntry {
    /// The stable code.
    pub code: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: Texts,
    /// What else is to be known of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Texts>,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<Texts>,
    /// The same as changes of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<FixEntry>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceEntry>,
    /// Further places, with what is said there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<LabelEntry>,
}

/// Changes of policy text that mend something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FixEntry {
    /// Whether there is one meaning, so that it may be made unasked; else it is a guess.
    pub safe: bool,
    /// The changes, in the order of the text.
    pub edits: Vec<EditEntry>,
}

/// A stretch of policy text and what comes in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EditEntry {
    /// What goes; a place of no length where something is put in.
    pub place: PlaceEntry,
    /// What comes.
    pub text: String,
}

/// A text in two languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Texts {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// A place with what is said there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LabelEntry {
    /// Where.
    pub place: PlaceEntry,
    /// What.
    pub text: Texts,
}

/// A place in policy text or in facts. Lines, columns and rows count from 1, columns of text in characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PlaceEntry {
    /// In policy text.
    Text {
        /// The file.
        file: String,
        /// The line of the first character.
        line: usize,
        /// Its column.
        column: usize,
        /// The line behind the last character.
        end_line: usize,
        /// Its column.
        end_column: usize,
    },
    /// In facts.
    Facts {
        /// The file, or what the caller named the facts.
        file: String,
        /// The table.
        #[serde(skip_serializing_if = "Option::is_none")]
        table: Option<String>,
        /// For CSV the line of the file, else the number of the row in its table.
        #[serde(skip_serializing_if = "Option::is_none")]
        row: Option<u64>,
        /// The field or column.
        #[serde(skip_serializing_if = "Option::is_none")]
        field: Option<String>,
        /// Line of the file, where the format has them.
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<usize>,
        /// Column of the line.
        #[serde(skip_serializing_if = "Option::is_none")]
        column: Option<usize>,
    },
}

/// Messages as data, the first 1,000 of them. `sources` are the files that their places refer to.
pub fn diagnostics(diagnostics: &[Diagnostic], sources: &[SourceFile]) -> Vec<DiagnosticEntry> {
    let lines: Vec<Lines<'_>> = sources.iter().map(Lines::new).collect();
    diagnostics.iter().take(1_000).map(|diagnostic| super::build::diagnostic_entry(diagnostic, &lines)).collect()
}
