//! The vocabulary of Guiju: what a compiled policy is made of.
//!
//! The parser crate makes a [`Program`], the evaluator crate decides by it, and everything else talks about it.
//! This crate knows nothing of policy text, of files or of facts: it has no parser, no input or output, and no sibling
//! of the workspace among its dependencies.
//!
//! Read the modules in this order: [`mod@unit`], [`value`], [`schema`], [`expr`], [`rule`], [`parameter`], [`table`], [`award`], [`mod@calendar`], [`citation`],
//! [`acceptance`], [`finding`], [`program`], [`test_item`], [`source`], [`diagnostic`].

pub mod acceptance;
pub mod analysis_findings;
pub mod arena;
pub mod award;
pub mod calendar;
pub mod citation;
pub mod diagnostic;
pub mod expr;
pub mod finding;
pub mod name;
pub mod parameter;
pub mod program;
pub mod rule;
pub mod schema;
pub mod source;
pub mod table;
pub mod test_item;
pub mod unit;
pub mod value;
mod visit;

pub use arena::Arena;
pub use diagnostic::{Bilingual, Diagnostic, Severity};
pub use expr::{Expr, ExprKind, Type};
/// Civil dates, re-exported so that an embedder needs no version of its own.
pub use jiff::civil;
pub use name::Name;
pub use program::Program;
/// Exact decimals, re-exported so that an embedder needs no version of its own.
pub use rust_decimal::Decimal;
pub use source::{SourceId, Span};
pub use unit::Dimension;
