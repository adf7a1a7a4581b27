//! `guiju analyze`: what a policy cannot meet, found without any facts.

use guiju::diagnostic::Severity;
use guiju::{AnalyzeOptions, Diagnostic, Language};

use super::{appearance, check, compile, messages, refuse, tell};
use crate::arguments::{Analyze, Format};
use crate::exit::Exit;
use crate::io::{self, Tests};
use crate::language::say;

/// Prints what was found.
pub fn run(arguments: &Analyze, language: Language) -> Exit {
    let compiled = match compile(&arguments.policy, Tests::Own, arguments.format, language) {
        Ok(compiled) => compiled,
        Err(exit) => return exit,
    };
    let levels = match check::levels(&arguments.policy, &arguments.levels) {
        Ok(levels) => levels,
        Err(wrong) => return tell(&wrong, &[], arguments.format, language),
    };
    let Some(policy) = compiled.policy.as_ref().filter(|_| !compiled.has_errors()) else {
        return refuse(&compiled, arguments.format, language);
    };
    let mut options = AnalyzeOptions::default();
    if let Some(steps) = arguments.max_steps {
        options.limits = options.limits.with_steps(steps);
    }
    let analysis = policy.analyze(&options, &levels);
    let found = analysis.diagnostics();
    let has = |severity| found.iter().any(|diagnostic| diagnostic.severity == severity);
    let exit = if has(Severity::Error) {
        Exit::Errors
    } else if arguments.strict && has(Severity::Warning) {
        Exit::Findings
    } else {
        Exit::Done
    };
    let text = match arguments.format {
        Format::Text => text(&found, &compiled.sources, analysis.accepted(), language),
        Format::Json => serde_json::to_string_pretty(&analysis.document()).unwrap_or_default() + "\n",
        format @ (Format::Plain | Format::Sarif) => messages(&found, &compiled.sources, format, language),
    };
    io::print(&text, exit)
}

fn text(found: &[Diagnostic], sources: &[guiju::SourceFile], accepted: usize, language: Language) -> String {
    let mut text = guiju::draw(found, sources, appearance(language));
    if !text.is_empty() {
        text.push('\n');
    }
    let tally = guiju::tally(found, language);
    text.push_str(if tally.is_empty() { say(language, "没有发现", "nothing found") } else { &tally });
    if accepted > 0 {
        text.push_str(&match language {
            Language::Zh => format!("；另有 {accepted} 项政策已经接受"),
            Language::En => format!("; {accepted} more that the policy accepts"),
        });
    }
    text.push('\n');
    text
}
