//! What an analysis found.

use guiju_evaluator::Exact;
use guiju_program::diagnostic::{Bilingual, Diagnostic};
use guiju_program::source::Span;
use guiju_program::{Type, citation};

pub use crate::encode::scene::{NotAnalysed, Why as NotAnalysedWhy};
use crate::solver::{Problem, Unsatisfiable, Why};

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
    pub problem: Problem,
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
