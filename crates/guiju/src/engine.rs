//! Which engine decides: the one place where it is named.

use guiju_evaluator::{Facts, Inspector, Options, Outcome};
use guiju_program::Program;

pub use guiju_evaluator::EvaluateError;

/// Judges facts by a program.
pub(crate) fn evaluate(program: &Program, facts: &Facts, options: &Options) -> Result<Outcome, EvaluateError> {
    guiju_evaluator::columnar::evaluate(program, facts, options)
}

/// The same, with an inspector of single verdicts and values.
pub(crate) fn evaluate_and_inspect<'a>(
    program: &'a Program,
    facts: &'a Facts,
    options: &Options,
) -> Result<(Outcome, Inspector<'a>), EvaluateError> {
    guiju_evaluator::columnar::evaluate_and_inspect(program, facts, options)
}
