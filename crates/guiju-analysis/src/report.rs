//! What an analysis found.

use std::sync::Arc;

use guiju_evaluator::Exact;
use guiju_program::diagnostic::{Bilingual, Diagnostic, Language, Place, Severity};
use guiju_program::source::Span;
use guiju_program::{Type, citation};

pub use crate::encode::scene::{NotAnalysed, Why as NotAnalysedWhy};
use crate::kinds::{NOT_ANALYSED, NOT_ANSWERED};
use crate::solver::{Problem, Stop, Unsatisfiable, Why, sentence};

/// What is found of a policy (分析报告).
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What was found, in the order of the text.
    pub findings: Vec<Finding>,
    /// What of the policy was left open.
    pub not_analysed: Vec<NotAnalysed>,
    /// Questions that were not answered.
    pub unanswered: Vec<Unanswered>,
    /// What the work took.
    pub statistics: Statistics,
}

/// One thing that was found (发现).
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it is, where, and how it may be mended.
    pub diagnostic: Diagnostic,
    /// The items that press on each other, by name, the main one first.
    pub items: Vec<Party>,
    /// The numbers that it speaks of.
    pub figures: Vec<Figure>,
    /// Why it is so, for findings that say that something cannot be.
    pub proof: Option<Proof>,
    /// The acceptance of the policy that covers it, as an index into its list.
    pub accepted: Option<usize>,
}

/// An item that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its path: an item, or a part of one behind a dot.
    pub name: String,
    /// The clauses that it states.
    pub cites: Vec<citation::ClauseId>,
    /// Where it stands.
    pub span: Span,
}

/// A number of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What it is, as programs call it: `largest-count`.
    pub name: &'static str,
    /// The number, in base units.
    pub value: Exact,
    /// What kind of number it is.
    pub ty: Type,
}

/// A proof that clauses of a problem cannot all hold.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The problem.
    pub problem: Arc<Problem>,
    /// The clauses, and the certificate, which was verified.
    pub unsatisfiable: Unsatisfiable,
}

/// A question that was not answered (没有答案的问题).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// The question.
    pub question: Bilingual,
    /// Why.
    pub why: Why,
}

/// What the work took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// How many questions were put to the solver.
    pub questions: usize,
    /// How many variables there are, of all problems.
    pub variables: usize,
    /// How many clauses there are, of all problems.
    pub clauses: usize,
}

impl NotAnalysed {
    /// As a message.
    pub fn diagnostic(&self) -> Diagnostic {
        let why = self.why.text();
        Diagnostic::new(
            NOT_ANALYSED,
            Severity::Note,
            Place::Text(self.span),
            format!("这里没有分析：{}", why.zh),
            format!("not analysed: {}", why.en),
        )
    }
}

impl Unanswered {
    /// As a message.
    pub fn diagnostic(&self) -> Diagnostic {
        let (zh, en) = match &self.why {
            Why::Stopped(Stop::Steps) => ("到了步数的上限", "the limit of steps was reached"),
            Why::Stopped(Stop::Time) => ("到了时间的上限", "the limit of time was reached"),
            Why::Stopped(Stop::Cancelled) => ("中途取消", "it was cancelled"),
            Why::Depth => ("整数分得太深", "whole numbers were cut too deep"),
            Why::Malformed(_) | Why::Unsupported | Why::Outside(_) | Why::Refuted(_) => {
                ("求解器没有给出站得住的答案", "the solver gave no answer that stood up")
            }
        };
        Diagnostic::new(
            NOT_ANSWERED,
            Severity::Note,
            Place::Nowhere,
            format!("没有答案：{}；{zh}", self.question.zh),
            format!("not answered: {}; {en}", self.question.en),
        )
    }
}

impl Proof {
    /// Its steps, a line each.
    pub fn lines(&self, language: Language) -> Vec<String> {
        let certificate = self.unsatisfiable.certificate.as_ref();
        certificate.map_or_else(Vec::new, |certificate| sentence::lines(&self.problem, certificate, language))
    }
}
