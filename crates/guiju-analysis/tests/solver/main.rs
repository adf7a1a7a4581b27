//! The solver: small questions, random problems against Z3 and brute force, broken certificates, limits.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

mod certificates;
mod cores;
mod differential;
mod limits;
mod optima;
mod outside;
mod questions;
mod random;
mod sentences;
