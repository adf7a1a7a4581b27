//! One application decided: what a web handler asks.

use guiju_evaluator::Options;
use guiju_evaluator::outcome::{CriteriaOutcome, Measure};
use guiju_program::diagnostic::{Diagnostic, Place, Severity};
use guiju_program::rule::Scope;
use guiju_program::schema::RecordId;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::engine::EvaluateError;
use crate::policy::Policy;
use crate::report::json::{CriteriaEntry, MeasureEntry, MissingEntry, RowEntry, Standing};

/// What a policy says of one row: its criteria, and the rules on each row of its record.
///
/// It serializes in the shapes of the JSON report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// The row's key.
    pub key: String,
    /// The as-of date.
    pub as_of: String,
    /// The criteria for rows of its record, in the order of the policy.
    pub criteria: Vec<CriteriaDecision>,
    /// The rules on each row of its record, in the order of the policy.
    pub rules: Vec<RuleDecision>,
}

/// What a criteria says of the row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CriteriaDecision {
    /// The criteria.
    pub id: String,
    /// The clauses that it states.
    pub cites: Vec<String>,
    /// Pass, fail, undetermined or not applicable.
    pub verdict: Standing,
    /// All conditions that failed or are left open.
    pub conditions: Vec<ConditionDecision>,
}

/// A condition that failed or is left open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConditionDecision {
    /// The condition.
    pub id: String,
    /// Fail or undetermined.
    pub verdict: Standing,
    /// The clauses that it states.
    pub cites: Vec<String>,
    /// The comparison that decided, as text.
    #[serde(flatten)]
    pub numbers: MeasureEntry,
    /// The same as exact numbers in base units.
    #[serde(skip)]
    pub measure: Option<Measure>,
    /// Why it is left open.
    pub missing: Vec<MissingEntry>,
}

/// What a rule says of the row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleDecision {
    /// The rule.
    pub id: String,
    /// The clauses that it states.
    pub cites: Vec<String>,
    /// What became of it.
    pub verdict: Standing,
    /// Its numbers and reasons, where it failed or is left open.
    pub row: Option<RowEntry>,
}

/// Why an application could not be decided.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DecideError {
    /// The policy has no record of that name.
    #[error("the policy has no record {0}")]
    UnknownRecord(String),
    /// The row has mistakes: each with its field, and what was expected.
    #[error("the application has mistakes")]
    Facts(Vec<Diagnostic>),
    /// The evaluator gave up.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
}

impl Decision {
    /// What a criteria says of the row.
    pub fn criteria(&self, name: &str) -> Option<&CriteriaDecision> {
        self.criteria.iter().find(|criteria| criteria.id == name)
    }
}

impl Policy {
    /// Decides one application: a row of a record, by the record's name or label, with the rows that it owns nested in it
    /// under the names of their records. What is left out counts as unknown.
    ///
    /// # Errors
    /// When there is no such record, or the row has mistakes.
    pub fn decide<T: Serialize>(&self, record: &str, row: &T, options: &Options) -> Result<Decision, DecideError> {
        let (id, name) = self.record(record)?;
        let mut loader = self.loader();
        loader.rows(name, [row]);
        self.decide_loaded(id, loader.finish(), options)
    }

    /// The same for a row that comes as JSON, such as the body of a request. Its numbers are read from their digits.
    ///
    /// # Errors
    /// When there is no such record, the text is not one JSON value, or the row has mistakes.
    pub fn decide_json(&self, record: &str, row: &str, options: &Options) -> Result<Decision, DecideError> {
        let (id, name) = self.record(record)?;
        let row: &RawValue = serde_json::from_str(row).map_err(|error| {
            let found = Diagnostic::new(
                "bad-json",
                Severity::Error,
                Place::Nowhere,
                format!("不是一个完整的 JSON 值：{error}"),
                format!("not one JSON value: {error}"),
            );
            let found =
                found.help("给出一行的 JSON，如 {\"编号\": \"A\"}", "give one row as JSON, such as {\"id\": \"a\"}");
            DecideError::Facts(vec![found])
        })?;
        let name_text = serde_json::Value::from(name).to_string();
        // The row starts on the second line, so that lines and columns of messages are easily told in the row itself.
        let document = format!("{{{name_text}:[\n{row}]}}");
        let mut loader = self.loader();
        loader.json(name, document.as_bytes());
        let mut loaded = loader.finish();
        for diagnostic in &mut loaded.diagnostics {
            if let Place::Facts(place) = &mut diagnostic.place {
                place.position = place.position.map(|(line, column)| (line.saturating_sub(1).max(1), column));
            }
        }
        self.decide_loaded(id, loaded, options)
    }

    fn record(&self, name: &str) -> Result<(RecordId, &str), DecideError> {
        self.program()
            .record(name)
            .map(|(id, record)| (id, record.name.as_str()))
            .ok_or_else(|| DecideError::UnknownRecord(name.to_owned()))
    }

    fn decide_loaded(
        &self,
        record: RecordId,
        loaded: guiju_data::Loaded,
        options: &Options,
    ) -> Result<Decision, DecideError> {
        let Some(facts) = loaded.facts else {
            let mut mistakes = loaded.diagnostics;
            mistakes.retain(Diagnostic::is_error);
            return Err(DecideError::Facts(mistakes));
        };
        let program = self.program();
        let report = self.evaluate(&facts, options)?;
        let outcome = report.outcome();
        let document = report.document();
        let criteria = outcome.criteria.iter().zip(&document.criteria);
        let criteria = criteria.filter(|(found, _)| program.criteria[found.criteria].record == record);
        let rules = outcome.rules.iter().zip(document.rules);
        let rules = rules.filter(|(found, _)| program.rules[found.rule].scope == Scope::Each(record));
        Ok(Decision {
            key: facts.key(program, record, 0),
            as_of: document.as_of.clone(),
            criteria: criteria.map(|(found, entry)| criteria_decision(found, entry)).collect(),
            rules: rules
                .map(|(_, entry)| RuleDecision {
                    id: entry.id,
                    cites: entry.cites,
                    verdict: entry.verdict,
                    row: entry.rows.into_iter().next(),
                })
                .collect(),
        })
    }
}

fn criteria_decision(found: &CriteriaOutcome, entry: &CriteriaEntry) -> CriteriaDecision {
    let verdict = match (entry.pass, entry.fail, entry.undetermined) {
        (1.., _, _) => Standing::Pass,
        (_, 1.., _) => Standing::Fail,
        (_, _, 1..) => Standing::Undetermined,
        _ => Standing::NotApplicable,
    };
    let outcomes = found.failures.iter().flat_map(|row| &row.conditions);
    let entries = entry.rows.iter().flat_map(|row| &row.conditions);
    CriteriaDecision {
        id: entry.id.clone(),
        cites: entry.cites.clone(),
        verdict,
        conditions: outcomes
            .zip(entries)
            .map(|(outcome, entry)| ConditionDecision {
                id: entry.id.clone(),
                verdict: entry.verdict,
                cites: entry.cites.clone(),
                numbers: entry.measure.clone(),
                measure: outcome.measure.clone(),
                missing: entry.missing.clone(),
            })
            .collect(),
    }
}
