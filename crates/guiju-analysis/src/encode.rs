//! A program as a problem about totals: what is counted, summed, paid and set aside, and what is asked of it.
//!
//! What a formula leaves open is never less than the policy leaves open, so that what cannot be met here cannot be met.
//! The other way round it is not so: what can be met here may fail on rows. `docs/decisions/0014-totals-and-rows.md` says what
//! is lost.
//!
//! Read the modules in this order: [`key`], [`three`], [`scene`], [`whole`], [`row`].

pub mod key;
pub mod row;
pub mod scene;
pub mod three;
pub mod whole;

mod absent;
mod bounds;
mod condition;
mod count;
mod dates;
mod intent;
mod number;

pub(crate) use bounds::{bounds as limits_of, year};
