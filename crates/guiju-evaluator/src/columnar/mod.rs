//! The engine that ships: plans of vector operations over columns, chunk by chunk, on several threads.
//!
//! An expression becomes a straight-line program whose instructions each work on a stretch of rows. Known numbers are
//! whole ones of 64 bits at a common scale; the ranges of the columns prove beforehand that nothing overflows. Rows of
//! which something is unknown, or that do not fit, are kept beside in their general form, and what has no kernel is
//! walked as the reference does. So one engine serves a single record and millions, and every answer is exact.

mod accumulate;
mod compile;
mod context;
mod engine;
pub mod fault;
mod grouped;
mod groups;
mod kernels;
mod keys;
mod parallel;
mod plan;
mod ranking;
mod run;
mod session;
mod settle;
mod walk_rows;
mod window;

use std::sync::Arc;

use guiju_program::Program;

use crate::assemble::{EvaluateError, assemble};
use crate::facts::Facts;
use crate::inspector::Inspector;
use crate::limits::Meter;
use crate::outcome::{Options, Outcome};

pub use session::Session;
pub(crate) use settle::settled;

/// Evaluates all criteria and rules of a program over facts.
///
/// # Errors
/// When the facts were built for another program, or the options' limits end the evaluation.
pub fn evaluate(program: &Program, facts: &Facts, options: &Options) -> Result<Outcome, EvaluateError> {
    Ok(run_all(program, facts, options)?.0)
}

/// The same, and an [`Inspector`] over the same facts, which need not be settled twice.
///
/// # Errors
/// As [`evaluate`].
pub fn evaluate_and_inspect<'a>(
    program: &'a Program,
    facts: &'a Facts,
    options: &Options,
) -> Result<(Outcome, Inspector<'a>), EvaluateError> {
    let (outcome, settled) = run_all(program, facts, options)?;
    Ok((outcome, Inspector::over(program, facts, options.as_of, settled)))
}

fn run_all(
    program: &Program,
    facts: &Facts,
    options: &Options,
) -> Result<(Outcome, Arc<crate::settled::Settled>), EvaluateError> {
    crate::assemble::check_facts(program, facts)?;
    let meter = Arc::new(Meter::new(&options.limits));
    let mut engine = engine::Columnar::new(program, facts, options).with_meter(meter.clone());
    let outcome = assemble(program, facts, options, &mut engine, &meter)?;
    Ok((outcome, engine.settled()))
}
