//! Messages for people and for programs: drawn under the policy's text, one a line, or as SARIF.

mod plain;
mod sarif;
mod text;

use guiju_program::diagnostic::{Diagnostic, Language, Severity};
use guiju_program::source::SourceFile;

use crate::report::words::say;

pub use plain::plain;
pub use sarif::sarif;

/// How messages are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// In which language.
    pub language: Language,
    /// How many columns lines of policy text may take.
    pub width: usize,
    /// Whether with colours, for a terminal.
    pub colour: bool,
}

/// Messages as text without colour, in the language, at most so many columns wide where lines of policy text are cut.
///
/// `sources` are the files that were compiled, which places in policy text refer to. Errors come first, otherwise the
/// order stays. Of more than 200 messages the first 200 are drawn, and it is said how many more there are.
pub fn render(diagnostics: &[Diagnostic], sources: &[SourceFile], language: Language, width: usize) -> String {
    draw(diagnostics, sources, Appearance { language, width, colour: false })
}

/// The same with a choice of colour.
pub fn draw(diagnostics: &[Diagnostic], sources: &[SourceFile], appearance: Appearance) -> String {
    text::draw(diagnostics, sources, appearance)
}

/// How many errors and warnings there are, in one line; empty where there are none.
pub fn tally(diagnostics: &[Diagnostic], language: Language) -> String {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let parts: Vec<String> = [
        (count(Severity::Error), "个错误", "error"),
        (count(Severity::Warning), "个警告", "warning"),
        (count(Severity::Note), "条说明", "note"),
    ]
    .into_iter()
    .filter(|(count, _, _)| *count > 0)
    .map(|(count, zh, en)| match language {
        Language::Zh => format!("{count} {zh}"),
        Language::En => format!("{count} {en}{}", if count == 1 { "" } else { "s" }),
    })
    .collect();
    parts.join(say(language, "，", ", "))
}

/// A severity as it is shown.
fn severity_name(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Error => say(language, "错误", "error"),
        Severity::Warning => say(language, "警告", "warning"),
        Severity::Note => say(language, "说明", "note"),
    }
}

/// Errors first, otherwise in the order given.
fn ordered(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut order: Vec<&Diagnostic> = diagnostics.iter().collect();
    order.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
    order
}

/// Without control characters, which could move a terminal's cursor.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' => c,
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}
