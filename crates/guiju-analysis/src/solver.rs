//! Can these clauses all hold, and if not, which of them press on each other?
//!
//! A [`Problem`] has variables and named clauses. A [`Solver`] answers with a model that was evaluated again before it
//! was given, with a minimal core and a certificate, or says why it does not know. The default solver is built in
//! ([`Engine`]): exact fractions throughout, no floats, no clock.
//!
//! Read the modules in this order: [`linear`], [`formula`], [`problem`], [`model`], [`limits`], [`answer`],
//! [`certificate`], [`checker`], [`engine`].

pub mod answer;
pub mod certificate;
pub mod checker;
pub mod engine;
pub mod formula;
pub mod limits;
pub mod linear;
pub mod model;
pub mod problem;
pub mod process;
pub mod smtlib;

pub use answer::{Answer, Optimum, Satisfaction, Unsatisfiable, Why};
pub use certificate::Certificate;
pub use checker::verify;
pub use engine::Engine;
pub use formula::{Atom, Formula, Relation};
pub use guiju_evaluator::Exact;
pub use limits::{Limits, Stop};
pub use linear::Linear;
pub use model::Model;
pub use problem::{Clause, ClauseId, Direction, Objective, Problem, Sort, Var, Variable};
pub use process::Process;

/// Whatever answers questions about problems (求解器).
///
/// A clause that is not among `clauses` is left out of the question; the bounds of variables always hold.
pub trait Solver {
    /// Whether the clauses can all hold.
    fn check(&self, problem: &Problem, clauses: &[ClauseId], limits: &Limits<'_>) -> Answer;

    /// How far the objective can be driven while the clauses hold.
    fn optimise(&self, problem: &Problem, clauses: &[ClauseId], objective: &Objective, limits: &Limits<'_>) -> Optimum;
}
