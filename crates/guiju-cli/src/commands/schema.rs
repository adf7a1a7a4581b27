//! `guiju schema`: the JSON Schema of the facts that a policy needs.

use std::path::Path;

use guiju::Language;

use super::{compile, refuse};
use crate::arguments::Format;
use crate::exit::Exit;
use crate::io::{self, Tests};

/// Prints the schema.
pub fn run(path: &Path, language: Language) -> Exit {
    let compiled = match compile(path, Tests::None, Format::Text, language) {
        Ok(compiled) => compiled,
        Err(exit) => return exit,
    };
    let Some(policy) = &compiled.policy else {
        return refuse(&compiled, Format::Text, language);
    };
    let mut text = serde_json::to_string_pretty(&policy.facts_schema()).unwrap_or_default();
    text.push('\n');
    io::print(&text, Exit::Done)
}
