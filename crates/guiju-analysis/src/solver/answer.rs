//! What a solver answers.

use guiju_evaluator::Exact;

use super::certificate::Certificate;
use super::limits::Stop;
use super::model::Model;
use super::problem::ClauseId;

/// Why a solver does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// A limit was reached.
    Stopped(Stop),
    /// Whole numbers were cut in two as deep as they may be: give them bounds, or allow more.
    Depth,
    /// The problem names a variable or clause that it does not have, or takes a number for a truth value.
    Malformed(String),
    /// The solver cannot answer questions of this kind.
    Unsupported,
    /// An outside solver could not be run, or said what was not understood.
    Outside(String),
    /// The answer did not stand up to being checked: a fault of the solver.
    Refuted(String),
}

/// Clauses that cannot all hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsatisfiable {
    /// In order. Without any one of them the others can all hold, if `minimal`. Empty: the bounds of variables alone
    /// cannot be met.
    pub core: Vec<ClauseId>,
    /// Whether that was shown; not, when a limit was reached on the way.
    pub minimal: bool,
    /// Proves that the core cannot hold; outside solvers give none.
    pub certificate: Option<Certificate>,
}

/// Whether clauses can all hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// They can: like this (可以满足). The model was evaluated again before it was given.
    Satisfiable(Model),
    /// They cannot (不能满足).
    Unsatisfiable(Unsatisfiable),
    /// It is not known (不知道).
    Unknown(Why),
}

/// An answer without its reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Satisfaction {
    /// They can all hold.
    Yes,
    /// They cannot all hold.
    No,
    /// It is not known.
    Unknown,
}

impl Answer {
    /// The answer without its reasons.
    pub const fn satisfaction(&self) -> Satisfaction {
        match self {
            Self::Satisfiable(_) => Satisfaction::Yes,
            Self::Unsatisfiable(_) => Satisfaction::No,
            Self::Unknown(_) => Satisfaction::Unknown,
        }
    }
}

/// How far an objective can be driven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Optimum {
    /// This far, and the model does it (达到).
    Attained {
        /// The largest value of what is maximised, the smallest of what is minimised.
        value: Exact,
        /// Where it is attained.
        model: Model,
        /// The clauses that stop it there, in order, and the proof that nothing beyond is possible.
        stopped_by: Unsatisfiable,
    },
    /// As near to this as one likes, but not to it: a clause says 'less than' (不可达的上确界).
    Open {
        /// What is never reached.
        value: Exact,
        /// Some model near it.
        model: Model,
        /// The clauses that stop it there, in order, and the proof that the value is not possible.
        stopped_by: Unsatisfiable,
    },
    /// As far as one likes (无界).
    Unbounded(Model),
    /// The clauses cannot hold at all.
    Infeasible(Unsatisfiable),
    /// It is not known.
    Unknown {
        /// Why.
        why: Why,
        /// The best value that was seen, and where.
        best: Option<(Exact, Model)>,
    },
}
