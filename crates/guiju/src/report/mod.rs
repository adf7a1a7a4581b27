//! The report of an evaluation: what became of each clause, with the numbers, for people and for programs.

mod award_entry;
mod award_json;
mod award_list;
mod award_schema;
mod award_steps;
mod awards;
mod build;
pub(crate) mod causes;
mod criteria;
mod excerpt;
mod formula;
pub mod json;
pub(crate) mod measure;
mod remedy;
mod schema;
mod text;
mod validity;
pub(crate) mod words;
pub mod wrap;

use guiju_evaluator::Outcome;
pub(crate) use guiju_evaluator::readable as number;
use guiju_program::diagnostic::{Diagnostic, Language};

use crate::policy::Policy;

pub use award_list::AwardList;
pub(crate) use build::condition_cites;
pub use schema::report_schema;

/// A report (报告): an outcome in the words of its policy.
#[derive(Clone, Debug)]
pub struct Report<'p> {
    policy: &'p Policy,
    outcome: Outcome,
    as_of_default: bool,
    facts_hash: Option<String>,
    diagnostics: Vec<Diagnostic>,
    row_limit: usize,
}

impl<'p> Report<'p> {
    /// The report of an outcome of that policy.
    pub fn new(policy: &'p Policy, outcome: Outcome) -> Self {
        Self { policy, outcome, as_of_default: false, facts_hash: None, diagnostics: Vec::new(), row_limit: 100 }
    }

    /// The same, saying that the as-of date was not named and the last day of the policy's year was taken.
    #[must_use]
    pub fn with_default_date(mut self) -> Self {
        self.as_of_default = true;
        self
    }

    /// The same with a hash of the facts, see [`facts_hash`](crate::facts_hash).
    #[must_use]
    pub fn with_facts_hash(mut self, hash: impl Into<String>) -> Self {
        self.facts_hash = Some(hash.into());
        self
    }

    /// The same with what there was to say about the policy and the facts.
    #[must_use]
    pub fn with_diagnostics(mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) -> Self {
        self.diagnostics.extend(diagnostics);
        self
    }

    /// The same with lists of at most so many rows: payees, and parts of allocations. Lists of the outcome are as long as
    /// its options say.
    #[must_use]
    pub const fn with_row_limit(mut self, rows: usize) -> Self {
        self.row_limit = rows;
        self
    }

    /// The policy.
    pub const fn policy(&self) -> &'p Policy {
        self.policy
    }

    /// What the evaluation found out.
    pub const fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The report as data, to be serialized: the JSON report, schema 1.
    pub fn document(&self) -> json::Document {
        build::document(self)
    }

    /// The JSON report as text, with line breaks, and one at the end.
    pub fn to_json(&self) -> String {
        // Strings, whole numbers and lists alone: nothing that could fail to serialize.
        let mut text = serde_json::to_string_pretty(&self.document()).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The report for people, in lines of at most so many columns (at least 40), without colour.
    pub fn to_text(&self, language: Language, width: usize) -> String {
        text::render(self, language, width.max(40))
    }
}
