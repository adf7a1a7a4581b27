//! `guiju test`: the tests that stand in a policy's files.

use guiju::diagnostic::{Place, Severity};
use guiju::report::json::{self, DiagnosticEntry};
use guiju::{Compiled, Diagnostic, Language, TestResult};
use serde::Serialize;

use super::{appearance, compile, complain, messages, refuse};
use crate::arguments::{Format, Test};
use crate::exit::Exit;
use crate::io::{self, Tests};
use crate::progress::Progress;

/// The results as data.
#[derive(Serialize)]
struct Results<'a> {
    schema: u32,
    passed: usize,
    failed: usize,
    tests: Vec<TestEntry<'a>>,
}

#[derive(Serialize)]
struct TestEntry<'a> {
    name: &'a str,
    passed: bool,
    expectations: usize,
    findings: Vec<DiagnosticEntry>,
}

/// Runs the tests and prints what failed.
pub fn run(arguments: &Test, language: Language) -> Exit {
    let tests = if arguments.base_tests { Tests::WithBase } else { Tests::Own };
    let compiled = match compile(&arguments.policy, tests, arguments.format, language) {
        Ok(compiled) => compiled,
        Err(exit) => return exit,
    };
    let Some(policy) = compiled.policy.as_ref().filter(|_| !compiled.has_errors()) else {
        return refuse(&compiled, arguments.format, language);
    };
    let wanted = |name: &str| arguments.filter.as_ref().is_none_or(|filter| name.contains(filter.as_str()));
    let progress = Progress::new(language);
    let chosen: Vec<_> = policy.tests().iter().filter(|test| wanted(&test.name)).collect();
    let results = policy.run_each(&chosen, io::processors(), |test| progress.say("测试", "testing", &test.name));
    drop(progress);
    complain(&policy.stale_in_tests(), &compiled.sources, language);
    let failed = results.iter().filter(|result| !result.passed()).count();
    let exit = if failed > 0 { Exit::Findings } else { Exit::Done };
    let text = match arguments.format {
        Format::Text => text(&compiled, &results, language),
        Format::Json => json(&compiled, &results),
        format @ (Format::Plain | Format::Sarif) => {
            let found: Vec<Diagnostic> = results.iter().flat_map(findings).collect();
            messages(&found, &compiled.sources, format, language)
        }
    };
    io::print(&text, exit)
}

/// What is wrong with a test, as messages at their places.
fn findings(result: &TestResult) -> Vec<Diagnostic> {
    let message = |code, difference: &guiju::Difference| {
        let (zh, en) = (&difference.text.zh, &difference.text.en);
        let (zh, en) =
            (format!("测试“{}”没有通过：{zh}", result.name), format!("test \"{}\" failed: {en}", result.name));
        Diagnostic::new(code, Severity::Error, Place::Text(difference.span), zh, en)
    };
    let errors = result.errors.iter().map(|d| {
        message("test-facts", d).help(
            "改正测试给出的行，像改正数据一样：键不重复，引用的行要在",
            "mend the rows that the test gives as facts are mended: no key twice, and each row that is referred to is there",
        )
    });
    let differences = result.differences.iter().map(|d| message("test-failed", d));
    errors.chain(differences).collect()
}

fn text(compiled: &Compiled, results: &[TestResult], language: Language) -> String {
    let mut text = String::new();
    let found: Vec<Diagnostic> = results.iter().flat_map(findings).collect();
    if !found.is_empty() {
        text.push_str(&guiju::draw(&found, &compiled.sources, appearance(language)));
        text.push('\n');
    }
    let failed = results.iter().filter(|result| !result.passed()).count();
    let passed = results.len() - failed;
    let expectations: usize = results.iter().map(|result| result.expectations).sum();
    text.push_str(&match language {
        Language::Zh => {
            format!("测试 {} 个，期望 {expectations} 条：通过 {passed}，没有通过 {failed}\n", results.len())
        }
        Language::En => {
            format!("{} tests, {expectations} expectations: {passed} passed, {failed} failed\n", results.len())
        }
    });
    text
}

fn json(compiled: &Compiled, results: &[TestResult]) -> String {
    let failed = results.iter().filter(|result| !result.passed()).count();
    let results = Results {
        schema: json::SCHEMA,
        passed: results.len() - failed,
        failed,
        tests: results
            .iter()
            .map(|result| TestEntry {
                name: &result.name,
                passed: result.passed(),
                expectations: result.expectations,
                findings: json::diagnostics(&findings(result), &compiled.sources),
            })
            .collect(),
    };
    serde_json::to_string_pretty(&results).unwrap_or_default() + "\n"
}
