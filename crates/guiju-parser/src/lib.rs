//! Policy text to a compiled program, with every mistake reported.
pub mod ast;

mod check;
mod cite;
mod compile;
mod cycle;
mod declare;
mod lower;
mod message;
mod parse;
mod resolve;
mod split;
mod syntax_message;
mod weight;
mod words;

pub use compile::{Compilation, compile};
pub use parse::{Parsed, parse};
