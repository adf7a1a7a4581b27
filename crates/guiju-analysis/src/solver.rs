//! Can these clauses all hold, and if not, which of them press on each other?
//!
//! A [`Problem`] has variables and named clauses. A [`Solver`] answers with a model that was evaluated again before it
//! was given, with a minimal core and a certificate, or says why it does not know. The default solver is built in
//! ([`Engine`]): exact fractions throughout, no floats, no clock.
//!
//! ```
//! use guiju_analysis::solver::{Answer, Engine, Exact, Limits, Linear, Problem, Solver, Sort, verify};
//!
//! let mut problem = Problem::new();
//! let shops = problem.bounded("shops", Sort::Int, 0_i64, 100_000_i64);
//! let spent = problem.variable("spent", Sort::Real);
//! let rate = Linear::of(shops).times(&Exact::scaled(227, 2));
//! problem.clause("budget", Linear::of(spent).at_most(3_400));
//! problem.clause("target", Linear::of(shops).at_least(1_500));
//! problem.clause("rate", Linear::of(spent).equal(rate));
//!
//! let clauses = problem.clause_ids();
//! let Answer::Unsatisfiable(no) = Engine.check(&problem, &clauses, &Limits::default()) else { panic!() };
//! assert_eq!(no.core, clauses);
//! // Whoever does not trust the engine checks its proof: 1500 × 2.27 = 3405 > 3400.
//! assert_eq!(verify(&problem, &no.core, None, no.certificate.as_ref().unwrap()), Ok(()));
//! ```
//!
//! Questions that recur: what is implied is not possible with its negation added as a clause; [`Solver::optimise`] tells how
//! far something can be driven and what stops it; [`Engine::cores`](engine::Engine::cores) finds all minimal sets that press on
//! each other; [`sentence`] says a certificate in words; [`process`] asks an outside solver.
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
pub mod sentence;
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
