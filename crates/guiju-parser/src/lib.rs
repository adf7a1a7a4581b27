//! Policy text to a compiled program, with every mistake reported.
mod amend;
pub mod ast;
pub mod vocabulary;

mod award_words;
mod check;
mod cite;
mod compile;
mod cycle;
mod declare;
mod format;
pub mod lint;
mod lower;
mod message;
mod numerals;
mod parse;
mod residue;
mod resolve;
mod settlement;
mod show;
mod split;
mod standing;
mod syntax_message;
mod type_words;
mod unit_words;
mod weight;
mod words;

pub use amend::amended_id;
pub use compile::{Compilation, compile};
pub use format::{Names, format, respell};
pub use parse::{Parsed, parse};
pub use show::consolidate;
pub use standing::{ItemChange, RepealedItem, StandingItem, Standings, standings};
