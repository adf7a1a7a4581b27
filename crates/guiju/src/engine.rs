//! Which engine decides: the one place where it is named.

use guiju_evaluator::{Facts, Options, Outcome};
use guiju_program::Program;

pub use guiju_evaluator::EvaluateError;

/// Judges facts by a program.
pub(crate) fn evaluate(program: &Program, facts: &Facts, options: &Options) -> Result<Outcome, EvaluateError> {
    guiju_evaluator::columnar::evaluate(program, facts, options)
}
