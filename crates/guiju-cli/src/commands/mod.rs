//! The commands, one a file.

mod analyze;
mod check;
mod cost;
mod doc;
mod eval;
mod explain;
mod fmt;
mod mend;
mod new;
mod schema;
mod show;
mod test;

use std::path::Path;

use guiju::report::json::{self, DiagnosticEntry};
use guiju::{Appearance, Compiled, Diagnostic, Language, Policy, SourceFile};
use serde::Serialize;

use crate::arguments::{Format, Task};
use crate::exit::Exit;
use crate::io::{self, Tests};

/// Does what is asked.
pub fn run(task: &Task, language: Language) -> Exit {
    match task {
        Task::Analyze(arguments) => analyze::run(arguments, language),
        Task::Check(arguments) => check::run(arguments, language),
        Task::Doc(arguments) => doc::run(arguments, language),
        Task::Eval(arguments) => eval::run(arguments, language),
        Task::Explain(code) => explain::run(code.as_deref(), language),
        Task::Fmt(arguments) => fmt::run(arguments, language),
        Task::New(arguments) => new::run(arguments, language),
        Task::Schema(policy) => schema::run(policy, language),
        Task::Show(policy) => show::run(policy, language),
        Task::Test(arguments) => test::run(arguments, language),
    }
}

/// How wide text is.
fn width() -> usize {
    io::terminal_width().unwrap_or(100)
}

/// How messages look on stdout.
fn appearance(language: Language) -> Appearance {
    Appearance { language, width: width(), colour: io::stdout_shows_colour() }
}

/// Says on stderr what is wrong.
fn complain(diagnostics: &[Diagnostic], sources: &[SourceFile], language: Language) {
    if diagnostics.is_empty() {
        return;
    }
    let appearance = Appearance { colour: io::stderr_shows_colour(), ..appearance(language) };
    let mut text = guiju::draw(diagnostics, sources, appearance);
    text.push_str(&format!("\n{}\n", guiju::tally(diagnostics, language)));
    io::complain(&text);
}

/// What a command found instead of doing its work, as data.
#[derive(Serialize)]
struct Refused {
    schema: u32,
    diagnostics: Vec<DiagnosticEntry>,
}

/// Says why nothing comes of a command: people are told on stderr, programs on stdout in the format that they read.
fn tell(wrong: &[Diagnostic], sources: &[SourceFile], format: Format, language: Language) -> Exit {
    if format == Format::Text {
        complain(wrong, sources, language);
        return Exit::Errors;
    }
    io::print(&messages(wrong, sources, format, language), Exit::Errors)
}

/// Messages alone, in a format for programs.
fn messages(found: &[Diagnostic], sources: &[SourceFile], format: Format, language: Language) -> String {
    match format {
        Format::Sarif => {
            serde_json::to_string_pretty(&guiju::sarif(found, sources, language)).unwrap_or_default() + "\n"
        }
        Format::Json => {
            let refused = Refused { schema: json::SCHEMA, diagnostics: json::diagnostics(found, sources) };
            serde_json::to_string_pretty(&refused).unwrap_or_default() + "\n"
        }
        Format::Text | Format::Plain => guiju::plain(found, sources, language),
    }
}

/// Says why a policy does not compile; what is merely worth knowing, `guiju check` says.
fn refuse(compiled: &Compiled, format: Format, language: Language) -> Exit {
    let errors: Vec<Diagnostic> =
        compiled.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).cloned().collect();
    tell(&errors, &compiled.sources, format, language)
}

/// Reads and compiles a policy; says what is wrong where there is none.
fn compile(path: &Path, tests: Tests, format: Format, language: Language) -> Result<Compiled, Exit> {
    let sources = io::read_policy(path, tests).map_err(|wrong| tell(&wrong, &[], format, language))?;
    Ok(Policy::compile(sources))
}
