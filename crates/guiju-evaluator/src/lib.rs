//! A compiled policy and facts to verdicts, exactly.
//!
//! This crate knows nothing of policy text, of file formats or of the clock.

pub mod calendar;
pub mod columnar;
pub mod cost;
pub mod exact;
pub mod facts;
pub mod inspector;
pub mod interval;
pub mod limits;
pub mod outcome;
pub mod readable;
pub mod reference;

mod assemble;
mod bands;
mod explain;
mod figures;
mod parts;
mod remedy;
mod rounding;
mod settled;
mod walk;
mod workdays;

pub use assemble::EvaluateError;
pub use exact::Exact;
pub use facts::{Facts, FactsBuilder};
pub use inspector::Inspector;
pub use interval::Num;
pub use outcome::{Options, Outcome};
