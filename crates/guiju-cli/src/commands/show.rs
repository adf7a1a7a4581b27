//! `guiju show`: the text of a policy as it stands after all amendments.

use std::path::Path;

use guiju::Language;

use super::{compile, refuse};
use crate::arguments::Format;
use crate::exit::Exit;
use crate::io::{self, Tests};

/// Prints the text.
pub fn run(path: &Path, language: Language) -> Exit {
    let compiled = match compile(path, Tests::None, Format::Text, language) {
        Ok(compiled) => compiled,
        Err(exit) => return exit,
    };
    let Some(policy) = &compiled.policy else {
        return refuse(&compiled, Format::Text, language);
    };
    io::print(&policy.consolidated(language), Exit::Done)
}
