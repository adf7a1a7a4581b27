//! What cannot be met: the arithmetic of a policy, before anyone is paid.
//!
//! [`analyze`] reads a compiled policy and no facts. [`encode`] turns the policy into named clauses over totals, or over one
//! row; [`solver`] decides whether named clauses over truth values, whole numbers and real numbers can all hold, and
//! proves its answer. This crate knows nothing of policy text, of file formats or of the clock.

pub mod encode;
pub mod report;
pub mod solver;

mod analyze;
mod asker;
mod kinds;
mod nearby;
mod question;
mod wording;

pub use analyze::{AnalyzeOptions, analyze};
pub use report::{Figure, Finding, NotAnalysed, Party, Proof, Report, Statistics, Unanswered};
