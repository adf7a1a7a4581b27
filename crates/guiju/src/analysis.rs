//! What a policy cannot meet, told in its own words.

use std::collections::HashSet;

use guiju_analysis::{AnalyzeOptions, Finding, Report, Statistics, analyze};
use guiju_program::diagnostic::{Diagnostic, Language, Severity};
use serde::Serialize;

use crate::lint::{Accepted, LintLevels, idle, is_of_analysis, kind, order};
use crate::policy::Policy;
use crate::report::json::{self, DiagnosticEntry, Texts};
use crate::report::number;

/// The analysis of a policy (分析): what was found, without any facts.
#[derive(Clone, Debug)]
pub struct Analysis<'p> {
    policy: &'p Policy,
    report: Report,
    /// For each finding the reason for which the policy accepts it.
    accepted: Vec<Option<String>>,
    /// For each finding how bad it is; `None`: it is not told.
    severities: Vec<Option<Severity>>,
    beside: Vec<Diagnostic>,
}

/// An analysis as data.
#[derive(Clone, Debug, Serialize)]
pub struct AnalysisDocument {
    /// The version of this form.
    pub schema: u32,
    /// The policy's id.
    pub policy: String,
    /// The hash of its text.
    pub hash: String,
    /// How many findings are errors, without those that are accepted.
    pub errors: usize,
    /// How many are warnings, without those that are accepted.
    pub warnings: usize,
    /// What was found, in the order of the text.
    pub findings: Vec<FindingEntry>,
    /// What was not analysed, what was not answered, and acceptances of which there is no finding.
    pub beside: Vec<DiagnosticEntry>,
    /// What the work took.
    pub statistics: StatisticsEntry,
}

/// A finding as data.
#[derive(Clone, Debug, Serialize)]
pub struct FindingEntry {
    /// What it is, where, and how it may be mended.
    #[serde(flatten)]
    pub diagnostic: DiagnosticEntry,
    /// The items that it is about, the main one first.
    pub items: Vec<ItemEntry>,
    /// Its numbers.
    pub figures: Vec<FigureEntry>,
    /// The steps of its proof, which was checked; empty where it needs none.
    pub proof: Vec<Texts>,
    /// The reason for which the policy accepts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

/// An item that a finding is about, as data.
#[derive(Clone, Debug, Serialize)]
pub struct ItemEntry {
    /// Its path.
    pub name: String,
    /// The clauses that it states.
    pub cites: Vec<String>,
}

/// A number of a finding, as data.
#[derive(Clone, Debug, Serialize)]
pub struct FigureEntry {
    /// What it is: `largest-count`.
    pub name: &'static str,
    /// The number in base units: a decimal, or a fraction; a date.
    pub value: String,
    /// Its unit; `1` for pure numbers and numbers of rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// What the work took, as data.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct StatisticsEntry {
    /// How many questions were put to the solver.
    pub questions: usize,
    /// How many variables there were.
    pub variables: usize,
    /// How many clauses there were.
    pub clauses: usize,
}

impl Policy {
    /// Finds what cannot be met in this policy, reading no facts; see [`analyze`](guiju_analysis::analyze) for what that
    /// can prove. Levels tell how bad each finding is, and what is not told.
    pub fn analyze(&self, options: &AnalyzeOptions<'_>, levels: &LintLevels) -> Analysis<'_> {
        let program = self.program();
        let report = analyze(program, options);
        let acceptances = Accepted::new(program);
        let mut used = HashSet::new();
        let mut accepted = Vec::new();
        let mut severities = Vec::new();
        for finding in &report.findings {
            let names = finding.items.iter().map(|item| item.name.as_str());
            let place = acceptances.at(finding.diagnostic.code, names);
            used.extend(place);
            let reason = place.and_then(|(index, _)| program.acceptances.get(index));
            accepted.push(reason.map(|acceptance| acceptance.reason.clone()));
            severities.push(severity(&finding.diagnostic, levels));
        }
        let beside = idle(program, &acceptances, &used, is_of_analysis).into_iter().map(|finding| finding.diagnostic);
        let not_analysed = report.not_analysed.iter().map(guiju_analysis::NotAnalysed::diagnostic);
        let unanswered = report.unanswered.iter().map(guiju_analysis::Unanswered::diagnostic);
        let mut beside: Vec<Diagnostic> = not_analysed
            .chain(unanswered)
            .chain(beside)
            .filter_map(|diagnostic| Some(Diagnostic { severity: severity(&diagnostic, levels)?, ..diagnostic }))
            .collect();
        beside.sort_by_key(order);
        Analysis { policy: self, report, accepted, severities, beside }
    }
}

/// How bad a finding is: as it says itself, unless the levels say otherwise of its kind.
fn severity(diagnostic: &Diagnostic, levels: &LintLevels) -> Option<Severity> {
    match kind(diagnostic.code) {
        Some(kind) if levels.level(kind) != kind.level => levels.level(kind).severity(),
        _ => Some(diagnostic.severity),
    }
}

impl Analysis<'_> {
    /// The findings.
    pub fn findings(&self) -> &[Finding] {
        &self.report.findings
    }

    /// What the work took.
    pub const fn statistics(&self) -> Statistics {
        self.report.statistics
    }

    /// How many findings the policy accepts.
    pub fn accepted(&self) -> usize {
        self.accepted.iter().flatten().count()
    }

    /// All that is to be told, in the order of the text, without the findings that the policy accepts.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let told = self.report.findings.iter().zip(&self.severities).zip(&self.accepted);
        let told = told.filter_map(|((finding, severity), accepted)| match (severity, accepted) {
            (Some(severity), None) => Some(Diagnostic { severity: *severity, ..finding.diagnostic.clone() }),
            _ => None,
        });
        let mut all: Vec<Diagnostic> = told.chain(self.beside.iter().cloned()).collect();
        all.sort_by_key(order);
        all
    }

    /// The same as data; findings that the policy accepts are there with the reason.
    pub fn document(&self) -> AnalysisDocument {
        let program = self.policy.program();
        let sources = self.policy.sources();
        let told = self.diagnostics();
        let count = |severity| told.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        let mut findings = Vec::new();
        for ((finding, severity), accepted) in self.report.findings.iter().zip(&self.severities).zip(&self.accepted) {
            let Some(severity) = *severity else {
                continue;
            };
            let diagnostic = Diagnostic { severity, ..finding.diagnostic.clone() };
            let Some(diagnostic) = json::diagnostics(&[diagnostic], sources).pop() else {
                continue;
            };
            let items = finding.items.iter().map(|item| ItemEntry {
                name: item.name.clone(),
                cites: item.cites.iter().map(|clause| program.citation(*clause)).collect(),
            });
            let figures = finding.figures.iter().map(|figure| FigureEntry {
                name: figure.name,
                value: number::exact_text(&figure.value, &figure.ty),
                unit: number::unit_text(&figure.ty),
            });
            let proof = finding.proof.as_ref().map_or_else(Vec::new, |proof| {
                let (zh, en) = (proof.lines(Language::Zh), proof.lines(Language::En));
                zh.into_iter().zip(en).map(|(zh, en)| Texts { zh, en }).collect()
            });
            findings.push(FindingEntry {
                diagnostic,
                items: items.collect(),
                figures: figures.collect(),
                proof,
                accepted: accepted.clone(),
            });
        }
        let Statistics { questions, variables, clauses } = self.report.statistics;
        AnalysisDocument {
            schema: json::SCHEMA,
            policy: program.policy.id.clone(),
            hash: self.policy.hash().to_owned(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            findings,
            beside: json::diagnostics(&self.beside, sources),
            statistics: StatisticsEntry { questions, variables, clauses },
        }
    }
}
