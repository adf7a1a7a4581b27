//! The checker: every mistake is reported at its place, and what is right becomes the program that it says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

mod check {
    pub mod example;
    pub mod lowering;
    pub mod many;
    pub mod refusals;
    pub mod support;
    pub mod tables;
    pub mod tests_items;
    pub mod workflows;
}
