//! Types and units: what may be added to, compared with and called what.

pub(crate) mod coverage;
pub(crate) mod fraction;
pub(crate) mod guard;
pub(crate) mod number;
pub(crate) mod sign;
pub(crate) mod types;
pub(crate) mod units;
pub(crate) mod whole;
