//! Facts in: JSON, CSV and Rust structs to the evaluator's columns, exactly and with every bad cell reported.
//!
//! A [`Loader`] takes any number of sources and hands out [`Facts`](guiju_evaluator::Facts), or says what is wrong with
//! them, where, and how to mend it. Numbers go from their digits to exact values; nothing is rounded. What is left out
//! or blank counts as unknown, except that a blank optional field says that there is none.
//!
//! The crate takes names and bytes, and opens no file itself.

mod built;
mod cell;
#[cfg(feature = "csv")]
mod csv;
#[cfg(any(feature = "csv", feature = "json"))]
mod encoding;
#[cfg(feature = "json")]
mod json;
mod keys;
mod loader;
mod moment;
mod number;
mod origin;
mod plan;
mod problem;
mod rows;
mod sink;
mod spelling;

#[cfg(feature = "json")]
pub use json::json_schema;
pub use loader::{Loaded, Loader};
