//! Awards, caps and allocations: what they are lowered to, in both spellings, and what is refused.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

mod award {
    pub mod exclusions;
    pub mod lowering;
    pub mod order;
    pub mod refusals;
    pub mod support;
    pub mod tests_items;
}
