//! The commands, one a file.

mod check;
mod cost;
mod eval;
mod explain;
mod fmt;
mod mend;
mod new;
mod schema;
mod show;
mod test;

use std::path::Path;

use guiju::{Appearance, Compiled, Diagnostic, Language, Policy, SourceFile};

use crate::arguments::Task;
use crate::exit::Exit;
use crate::io::{self, Tests};

/// Does what is asked.
pub fn run(task: &Task, language: Language) -> Exit {
    match task {
        Task::Check(arguments) => check::run(arguments, language),
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

/// Says on stderr why a policy does not compile; what is merely worth knowing, `guiju check` says.
fn refuse(compiled: &Compiled, language: Language) -> Exit {
    let errors: Vec<Diagnostic> =
        compiled.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).cloned().collect();
    complain(&errors, &compiled.sources, language);
    Exit::Errors
}

/// Reads and compiles a policy; says what is wrong where there is none.
fn compile(path: &Path, tests: Tests, language: Language) -> Result<Compiled, Exit> {
    let sources = io::read_policy(path, tests).map_err(|wrong| {
        complain(&wrong, &[], language);
        Exit::Errors
    })?;
    Ok(Policy::compile(sources))
}

/// Messages as a SARIF log.
fn sarif(diagnostics: &[Diagnostic], sources: &[SourceFile], language: Language) -> String {
    let log = guiju::sarif(diagnostics, sources, language);
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}
