//! Proofs that clauses cannot all hold.

use std::fmt;

use guiju_evaluator::Exact;

use super::formula::Atom;
use super::problem::{ClauseId, Var};

/// A proof that clauses cannot all hold (证书): lemmas, each proven from those before it, the last of which is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Each says that one of its atoms holds. The last has no atoms.
    pub lemmas: Vec<Lemma>,
}

/// That one of some inequalities holds, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lemma {
    /// One of these holds: each `<`, `≤`, `≥` or `>`.
    pub atoms: Vec<Atom>,
    /// Takes it that none does, and ends in contradictions.
    pub proof: Tree,
}

/// A contradiction, by cases.
///
/// Along a branch facts add up: bounds of variables, the negations of the lemma's atoms, the sides of the splits. The
/// negation of `e ≤ k` is `e ≥ k + 1` where `e` can only be whole; so a split cuts a range of whole numbers in two, and
/// a cut is a split one side of which is closed at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// The inequality holds or it does not.
    Split {
        /// `<`, `≤`, `≥` or `>`; a truth value `b` is `b ≥ 1`.
        on: Atom,
        /// If it holds.
        holds: Box<Self>,
        /// If it does not.
        fails: Box<Self>,
    },
    /// The facts make this clause false, part by part.
    Clause(ClauseId),
    /// The facts make each atom of this earlier lemma false.
    Lemma(usize),
    /// These inequalities, each times its multiplier, add up to a falsehood such as `3405 ≤ 3400` (Farkas).
    Sum(Vec<Premise>),
}

/// One of the inequalities that are added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Premise {
    /// What it is multiplied with; above zero.
    pub multiplier: Exact,
    /// `<`, `≤`, `≥` or `>`.
    pub atom: Atom,
    /// Why it holds.
    pub source: Source,
}

/// Why an inequality holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It is a bound of a variable.
    Bound(Var),
    /// It is among the facts of this branch.
    Assumed,
    /// Were it not so, the facts would make this clause false.
    Clause(ClauseId),
    /// It is what an optimum claims to be impossible.
    Objective,
}

/// Splits may stand so deep under each other.
pub const DEEPEST: usize = 2_000;

/// What is wrong with a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The last lemma is missing or not empty: nothing contradictory was proven.
    NothingProven,
    /// A clause is cited that is not among those of the core.
    ForeignClause(ClauseId),
    /// The facts do not make a cited clause false.
    ClauseStands(ClauseId),
    /// A lemma is cited that is not proven before, or that the facts do not make false.
    LemmaStands(usize),
    /// A premise of a sum does not hold for the stated reason.
    PremiseFails,
    /// The inequalities do not add up to a falsehood.
    SumHolds,
    /// An equality or inequation stands where an inequality is needed.
    NotAnInequality,
    /// Splits stand deeper under each other than [`DEEPEST`].
    TooDeep,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the certificate is refused: {self:?}")
    }
}
