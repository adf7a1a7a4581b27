//! `guiju`: check a policy, evaluate facts by it, run its tests.

mod arguments;
mod commands;
mod exit;
mod help;
mod io;
mod language;
mod progress;
mod settings;
mod usage;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let language = language::choose(&arguments, io::environment);
    let code = match arguments::parse(arguments.clone(), language) {
        Ok(command) => commands::run(&command, language),
        Err(usage) => usage::report(&usage, &arguments, language),
    };
    ExitCode::from(code as u8)
}
