//! Facts as typed columns, one table a record.
//!
//! A [`FactsBuilder`] takes cells row by row and hands out [`Facts`]: references resolved to row numbers, the rows of
//! a child table standing next to each other under their owner, numbers scaled to integers. Rows keep no order of
//! their own: every table is put in the order of its keys, so that reports do not depend on the order of files.

mod assemble;
mod build;
mod column;
mod column_builder;
mod table;

pub use build::{FactsBuilder, FactsError, FactsErrorKind};
pub use column::{Codes, Column, ColumnData, NO_CODE, Numbers, State, Texts};
pub use table::{Facts, Owners, Table};
