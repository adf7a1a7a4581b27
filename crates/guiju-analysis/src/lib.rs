//! What cannot be met: the arithmetic of a policy, before anyone is paid.
//!
//! [`solver`] decides whether named clauses over truth values, whole numbers and real numbers can all hold, and proves
//! its answer. It knows nothing of policies. This crate knows nothing of policy text, of file formats or of the clock.

pub mod encode;
pub mod solver;
