//! Awards, budgets and allocations in the JSON report. All amounts of awards and budgets are in 元.

use serde::Serialize;

use super::json::{MissingEntry, RangeEntry};

/// An award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AwardEntry {
    /// Its name.
    pub id: String,
    /// Its label in another language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// `paid`, or `recovered` for what is paid back, which is never counted among what is paid.
    pub kind: &'static str,
    /// The record whose rows are awarded.
    pub record: String,
    /// Its amount, in the policy's words.
    pub text: String,
    /// How many rows are surely paid something.
    pub count: u64,
    /// How many of these get less than they are entitled to.
    pub cut: u64,
    /// How many are, or may be, entitled to something and get nothing.
    pub refused: u64,
    /// Of how many it is not known what they get.
    pub undetermined: u64,
    /// How much in all; null where that is not known.
    pub total: Option<String>,
    /// What is possible of a total that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_range: Option<RangeEntry>,
    /// The unit of the total.
    pub unit: String,
    /// The clauses that the award states.
    pub cites: Vec<String>,
    /// The interpretations that apply to it, by name.
    pub interpretations: Vec<String>,
    /// How much is paid in each instalment in all; none where there are no instalments.
    pub instalments: Vec<InstalmentEntry>,
    /// What each payee gets, in the order of the keys; none where the rows themselves are paid.
    pub payees: Vec<PayeeEntry>,
    /// Whether `payees` was cut.
    pub payees_truncated: bool,
    /// Rows that are, or may be, entitled to something: those that are cut, refused or left open come first, then the
    /// others, each in the order of their keys.
    pub rows: Vec<AwardRowEntry>,
    /// Whether `rows` was cut.
    pub truncated: bool,
    /// Why the total is left open.
    pub missing: Vec<MissingEntry>,
    /// Whether `missing` was cut.
    pub missing_truncated: bool,
}

/// An instalment, of a row or of all rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InstalmentEntry {
    /// Its name.
    pub name: String,
    /// How much; null where that is not known.
    pub amount: Option<String>,
}

/// What a payee gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PayeeEntry {
    /// The key of the row that is paid; null where it is not known which one is.
    pub key: Option<String>,
    /// For how many rows it is surely paid something.
    pub count: u64,
    /// For how many it is not known what it is paid.
    pub undetermined: u64,
    /// How much in all; null where that is not known.
    pub total: Option<String>,
    /// What is possible of a total that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_range: Option<RangeEntry>,
}

/// An award on one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AwardRowEntry {
    /// The row's key.
    pub key: String,
    /// The key of the row that is paid; null where it is the row itself, or not known.
    pub payee: Option<String>,
    /// `paid`, `cut`, `refused` or `undetermined`.
    pub status: &'static str,
    /// How much is paid; null where that is not known.
    pub amount: Option<String>,
    /// What is possible of an amount that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_range: Option<RangeEntry>,
    /// How the amount came about, from what the row is entitled to on.
    pub steps: Vec<StepEntry>,
    /// How what the row is entitled to was worked out: the amount of the award, then the definitions that it names.
    pub formula: Vec<FormulaEntry>,
    /// Whether definitions were left out of `formula`.
    pub formula_truncated: bool,
    /// The instalments; none where there are none, or the amount is not known.
    pub instalments: Vec<InstalmentEntry>,
    /// Why the amount is left open; for the first such rows alone.
    pub missing: Vec<MissingEntry>,
    /// Whether `missing` was cut.
    pub missing_truncated: bool,
}

/// One step of how an amount came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepEntry {
    /// `gross` what the row is entitled to, `excluded` by another award, `capped` by a ceiling, `drawn` on a budget.
    pub kind: &'static str,
    /// The award, ceiling or budget.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The amount after the step; null where that is not known.
    pub to: Option<String>,
    /// What is possible of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_range: Option<RangeEntry>,
    /// Of a budget: what those ahead ask for; where all are scaled, what all ask for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ahead: Option<String>,
    /// What is possible of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ahead_range: Option<RangeEntry>,
    /// What is left of the budget when the row's turn comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// By how much the row does not fit into what is left; where all are scaled, by how much all do not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over: Option<String>,
    /// The clauses of the award, ceiling or budget.
    pub cites: Vec<String>,
}

/// A formula with the values of what it names on a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormulaEntry {
    /// The definition whose formula it is; left out for the amount of the award.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub define: Option<String>,
    /// The formula in the policy's words.
    pub text: String,
    /// The same with values in the place of names: `22700元/户 × 1户`.
    pub numbers: String,
    /// What it comes to; null where that is not known.
    pub value: Option<String>,
    /// What is possible of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_range: Option<RangeEntry>,
    /// The unit; null for what is not a number.
    pub unit: Option<String>,
    /// What it names, in the order of the text.
    pub values: Vec<NamedEntry>,
    /// What happened on the way.
    pub notes: Vec<NoteEntry>,
    /// The clauses of the award or definition.
    pub cites: Vec<String>,
}

/// The value of a name in a formula.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NamedEntry {
    /// The name, or the figure over rows, in the policy's words.
    pub text: String,
    /// Its value; a condition is `pass`, `fail`, `undetermined` or `not_applicable`; null where it is not known, or there is
    /// none.
    pub value: Option<String>,
    /// What is possible of a number that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_range: Option<RangeEntry>,
    /// The unit; null for what is not a number.
    pub unit: Option<String>,
}

/// What changed or picked a value in a formula. Numbers are null where they are not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NoteEntry {
    /// A number was rounded, and changed by it.
    Rounded {
        /// What was rounded, in the policy's words.
        text: String,
        /// `half_up`, `half_even`, `down` or `up`.
        mode: &'static str,
        /// To a multiple of what.
        step: Option<String>,
        /// The number before.
        from: Option<String>,
        /// The number after.
        to: Option<String>,
        /// The unit of all three.
        unit: Option<String>,
    },
    /// A limit bites, or may bite.
    Limited {
        /// What was limited, in the policy's words.
        text: String,
        /// `cap` or `floor`.
        side: &'static str,
        /// The number before.
        from: Option<String>,
        /// The limit.
        limit: Option<String>,
        /// The unit of both.
        unit: Option<String>,
    },
    /// A number fell into bands.
    Banded {
        /// `bands`, `highest`, `cumulate` or `slices`.
        bands_kind: &'static str,
        /// The number.
        of: Option<String>,
        /// Its unit, and that of the ends of the bands.
        of_unit: Option<String>,
        /// The bands that count, or may count.
        bands: Vec<BandEntry>,
        /// The unit of what comes of it.
        unit: Option<String>,
    },
    /// A figure was looked up.
    LookedUp {
        /// In which table.
        table: String,
        /// The keys.
        keys: Vec<Option<String>>,
    },
}

/// A band that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BandEntry {
    /// The lower end; null: none.
    pub from: Option<String>,
    /// Whether it is in.
    pub from_included: bool,
    /// The upper end; null: none.
    pub to: Option<String>,
    /// Whether it is in.
    pub to_included: bool,
    /// How much of the number lies in it, for bands with rates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slice: Option<String>,
    /// Its amount, or its rate.
    pub amount: Option<String>,
    /// The unit of that.
    pub unit: Option<String>,
}

/// A budget on which awards draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BudgetEntry {
    /// Its name.
    pub id: String,
    /// Its label in another language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its amount.
    pub amount: String,
    /// What awards take from it and from its parts; null where that is not known.
    pub used: Option<String>,
    /// What is possible of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used_range: Option<RangeEntry>,
    /// What is left, below zero where it is overspent; null where that is not known.
    pub left: Option<String>,
    /// What is possible of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_range: Option<RangeEntry>,
    /// By how much it is overspent, where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over: Option<String>,
    /// What becomes of what is left: `returned` or `carried`; not there where the policy does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unspent: Option<&'static str>,
    /// The clauses that it comes from.
    pub cites: Vec<String>,
    /// Why it is not known what is used.
    pub missing: Vec<MissingEntry>,
    /// Whether `missing` was cut.
    pub missing_truncated: bool,
}

/// A total divided by weights.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AllocationEntry {
    /// Its name.
    pub id: String,
    /// Its label in another language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The record whose rows get parts.
    pub record: String,
    /// The unit of the total and of the parts.
    pub unit: Option<String>,
    /// What is divided; null where that is not known.
    pub total: Option<String>,
    /// What is possible of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_range: Option<RangeEntry>,
    /// Whether it can be divided: there are weights, and the bounds of the parts can be met.
    pub feasible: bool,
    /// The interpretations that apply to it, by name.
    pub interpretations: Vec<String>,
    /// The parts, in the order of the keys.
    pub parts: Vec<PartEntry>,
    /// Whether `parts` was cut.
    pub truncated: bool,
    /// What stays undivided; null where that is not known.
    pub rest: Option<String>,
    /// What is possible of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest_range: Option<RangeEntry>,
    /// The clauses that it states.
    pub cites: Vec<String>,
    /// Why the total or a part is left open.
    pub missing: Vec<MissingEntry>,
    /// Whether `missing` was cut.
    pub missing_truncated: bool,
}

/// The part that a row gets of a total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartEntry {
    /// The row's key.
    pub key: String,
    /// Its part; null where that is not known, or it cannot be divided.
    pub amount: Option<String>,
    /// What is possible of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_range: Option<RangeEntry>,
}
