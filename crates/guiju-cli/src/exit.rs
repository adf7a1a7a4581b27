//! Exit codes.

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// A report was made, or there was nothing to report.
    Done = 0,
    /// With `--strict` a rule fails, or there are warnings; a test failed.
    Findings = 1,
    /// With `--strict` a rule is undetermined and none fails.
    Undetermined = 2,
    /// The policy or the facts have errors, or cannot be read.
    Errors = 3,
    /// Wrong usage.
    Usage = 64,
    /// The output could not be written.
    Output = 74,
}
