//! Findings about a policy that compiles: their kinds, their levels, and what the policy accepts.

use std::collections::{HashMap, HashSet};

use guiju_parser::lint::Finding;
use guiju_program::Program;
use guiju_program::acceptance::Acceptance;
use guiju_program::analysis_findings::ANALYSIS;
use guiju_program::diagnostic::{Diagnostic, Place};
use guiju_program::finding::{FindingKind, Level};

use crate::policy::Policy;

/// An acceptance that silences nothing.
const IDLE: &str = "idle-acceptance";

/// What this crate finds itself.
const OWN: &[FindingKind] = &[
    FindingKind {
        code: IDLE,
        level: Level::Warn,
        zh: "什么也没有接受到的“接受”",
        en: "an acceptance that silences nothing",
    },
    FindingKind {
        code: crate::stale::CODE,
        level: Level::Warn,
        zh: "到政策年度的最后一天还没有复核的数",
        en: "a figure whose review is overdue on the last day of the policy's year",
    },
];

/// All kinds of findings that there are, in the order of their codes: whatever can be accepted in a policy, and whose level can be set.
pub fn finding_kinds() -> Vec<&'static FindingKind> {
    let mut kinds: Vec<&FindingKind> = guiju_parser::lint::LINTS.iter().chain(OWN).chain(ANALYSIS).collect();
    kinds.sort_by_key(|kind| kind.code);
    kinds
}

/// Whether it is found by an analysis, not by a check.
pub(crate) fn is_of_analysis(code: &str) -> bool {
    ANALYSIS.iter().any(|kind| kind.code == code)
}

/// The kind of findings of that code.
pub(crate) fn kind(code: &str) -> Option<&'static FindingKind> {
    guiju_parser::lint::LINTS.iter().chain(OWN).chain(ANALYSIS).find(|kind| kind.code == code)
}

/// There are no findings of that code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there are no findings of the code {code}")]
pub struct UnknownFinding {
    /// The code.
    pub code: String,
    /// The nearest one that there is, if one is near.
    pub near: Option<&'static str>,
}

impl UnknownFinding {
    fn new(code: &str) -> Self {
        let length = code.chars().count();
        let near = finding_kinds()
            .into_iter()
            // A longer text is no slip of one of ours.
            .filter(|_| length < 60)
            .map(|kind| (strsim::damerau_levenshtein(code, kind.code), kind.code))
            .filter(|(distance, _)| *distance <= (length / 3).max(1))
            .min();
        Self { code: code.to_owned(), near: near.map(|(_, near)| near) }
    }
}

/// How loudly findings are told (级别): what is said later wins, and what nobody speaks of has the level of its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LintLevels {
    all: Option<Level>,
    set: HashMap<&'static str, Level>,
}

impl LintLevels {
    /// Sets the level of all findings.
    pub fn set_all(&mut self, level: Level) {
        self.all = Some(level);
        self.set.clear();
    }

    /// Sets the level of one kind of findings.
    ///
    /// # Errors
    /// There is none of that code.
    pub fn set(&mut self, code: &str, level: Level) -> Result<(), UnknownFinding> {
        let kind = kind(code).ok_or_else(|| UnknownFinding::new(code))?;
        self.set.insert(kind.code, level);
        Ok(())
    }

    /// The level of a kind of findings.
    pub fn level(&self, kind: &FindingKind) -> Level {
        self.set.get(kind.code).copied().or(self.all).unwrap_or(kind.level)
    }
}

impl Policy {
    /// What may be meant otherwise in this policy (检查项), and figures whose review is overdue on the last day of its year,
    /// in the order of the text; without what the policy accepts (接受). Levels tell how bad each is, and what is not told.
    ///
    /// A definition that a test expects counts as used: compile the policy with its tests.
    pub fn lint(&self, levels: &LintLevels) -> Vec<Diagnostic> {
        let program = self.program();
        let mut findings = guiju_parser::lint::lint(self.sources(), program, self.tests());
        if let Some(last) = self.last_day() {
            findings.extend(self.stale_findings(last));
        }
        let accepted = Accepted::new(program);
        let mut used = HashSet::new();
        findings.retain(|finding| match accepted.find(finding) {
            Some(place) => {
                used.insert(place);
                false
            }
            None => true,
        });
        findings.extend(idle(program, &accepted, &used, |code| !is_of_analysis(code)));
        let mut told: Vec<Diagnostic> = Vec::new();
        for Finding { diagnostic, .. } in findings {
            let severity = kind(diagnostic.code).and_then(|kind| levels.level(kind).severity());
            if let Some(severity) = severity {
                told.push(Diagnostic { severity, ..diagnostic });
            }
        }
        told.sort_by_key(order);
        told
    }

    /// The acceptance of findings of that code at an item, or at a part of one by its path (`达标.直播时长`), if there is one.
    pub fn accepted(&self, code: &str, path: &str) -> Option<&Acceptance> {
        let mut acceptances = self.program().acceptances.iter();
        acceptances.find(|accepted| accepted.code == code && accepted.at.iter().any(|at| at.covers(path)))
    }
}

/// By place; what has none comes last.
pub(crate) fn order(diagnostic: &Diagnostic) -> (u32, u32, u32) {
    match &diagnostic.place {
        Place::Text(span) => (span.source.0, span.start, span.end),
        Place::Facts(_) | Place::Nowhere => (u32::MAX, u32::MAX, u32::MAX),
    }
}

/// Which acceptance, and which of its names.
pub(crate) type AcceptedPlace = (usize, usize);

/// What a policy accepts, by code and name; of two that say the same, the first.
pub(crate) struct Accepted<'p> {
    places: HashMap<(&'p str, &'p str), AcceptedPlace>,
}

impl<'p> Accepted<'p> {
    pub(crate) fn new(program: &'p Program) -> Self {
        let mut places = HashMap::new();
        for (index, accepted) in program.acceptances.iter().enumerate() {
            for (at, name) in accepted.at.iter().enumerate() {
                places.entry((accepted.code.as_str(), name.name.as_str())).or_insert((index, at));
            }
        }
        Self { places }
    }

    /// What silences a finding: at one of the things that it is about, or at what they are parts of.
    fn find(&self, finding: &Finding) -> Option<AcceptedPlace> {
        self.at(finding.diagnostic.code, finding.about.iter().map(String::as_str))
    }

    /// What silences a finding of that code at one of these paths.
    pub(crate) fn at<'t>(&self, code: &str, mut about: impl Iterator<Item = &'t str>) -> Option<AcceptedPlace> {
        if self.places.is_empty() {
            return None;
        }
        about.find_map(|path| {
            let whole = std::iter::once(path.len()).chain(path.match_indices('.').map(|(at, _)| at));
            whole.filter_map(|end| path.get(..end)).find_map(|name| self.places.get(&(code, name)).copied())
        })
    }
}

/// Acceptances of what lints find that silence nothing. Those of other findings are told by who finds them.
pub(crate) fn idle(
    program: &Program,
    accepted: &Accepted<'_>,
    used: &HashSet<AcceptedPlace>,
    concerns: impl Fn(&str) -> bool,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, acceptance) in program.acceptances.iter().enumerate() {
        if kind(&acceptance.code).is_none() || !concerns(&acceptance.code) {
            continue;
        }
        for (at, name) in acceptance.at.iter().enumerate().filter(|(at, _)| !used.contains(&(index, *at))) {
            let (code, text) = (&acceptance.code, &name.name);
            let mut diagnostic = Diagnostic::warning(
                IDLE,
                name.span,
                format!("“{text}”没有 {code} 可以接受"),
                format!("there is no {code} at {text} to be accepted"),
            )
            .help("从 接受 里去掉它", "leave it out of what is accepted");
            let first = accepted.places.get(&(code.as_str(), text.as_str())).filter(|first| **first != (index, at));
            let first = first.and_then(|(index, at)| program.acceptances.get(*index)?.at.get(*at));
            if let Some(first) = first {
                diagnostic = diagnostic.label(first.span, "这里已经接受了", "it is accepted here already");
            }
            found.push(Finding { diagnostic, about: vec![text.clone()] });
        }
    }
    found
}

/// Errors for acceptances of which there can be no finding.
pub(crate) fn unknown_codes(program: &Program) -> Vec<Diagnostic> {
    let unknown = program.acceptances.iter().filter(|accepted| kind(&accepted.code).is_none());
    unknown
        .map(|accepted| {
            let UnknownFinding { code, near } = UnknownFinding::new(&accepted.code);
            let diagnostic = Diagnostic::error(
                "unknown-finding",
                accepted.code_span,
                format!("没有代号是“{code}”的检查项"),
                format!("there are no findings of the code {code}"),
            );
            match near {
                Some(near) => diagnostic.help(format!("是不是“{near}”？"), format!("did you mean {near}?")),
                None => {
                    let codes: Vec<&str> = finding_kinds().into_iter().map(|kind| kind.code).collect();
                    diagnostic.help(format!("有这些：{}", codes.join("、")), format!("there are {}", codes.join(", ")))
                }
            }
        })
        .collect()
}
