//! Malformed policies and facts of every kind, through the binary: each is refused with a message that says where, in
//! little time and little memory, and never by a panic.
//!
//! Large files take 2 MB; `GUIJU_HOSTILE_MB=50 cargo test --release -p guiju-cli --test hostile` makes them 50 MB. With
//! `--nocapture` the time and the peak memory of each case are printed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests"
)]

mod hostile {
    pub mod facts;
    pub mod paths;
    pub mod policy;
    pub mod run;
}
