//! What the fuzz targets share: each takes bytes through everything that a user's file goes through, rendering included,
//! and fails only by panicking, by hanging or by taking too much memory.
#![allow(missing_docs, reason = "not a published interface")]

use std::sync::LazyLock;

use guiju::civil::date;
use guiju::{Diagnostic, Language, Loader, Options, Policy, SourceFile};
use guiju_program::test_item::TestTable;

/// The first policy: facts are read for it.
static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let text = include_str!("../../policies/hlj-live-commerce-2023/policy.gj");
    let compiled = Policy::compile(vec![SourceFile::new("policy.gj", text)]);
    compiled.policy.expect("the committed policy compiles")
});

/// The names of its records, in their order.
pub fn tables() -> Vec<&'static str> {
    POLICY.program().records.values().map(|record| record.name.as_str()).collect()
}

/// Draws messages in both languages: a place that is not in its text would show here.
fn draw(diagnostics: &[Diagnostic], sources: &[SourceFile]) {
    for language in [Language::Zh, Language::En] {
        std::hint::black_box(guiju::render(diagnostics, sources, language, 80));
    }
}

/// Only so many tests are run: those of the first policy alone take half a second.
const MOST_TESTS: usize = 10;
/// Tests of more rows are compiled, but not run.
const MOST_ROWS: u64 = 100;

/// How many rows a test gives.
fn rows(tables: &[TestTable]) -> u64 {
    let all = tables.iter().flat_map(|table| &table.rows);
    all.fold(0, |sum, row| sum.saturating_add(row.repeat.saturating_mul(rows(&row.children).saturating_add(1))))
}

/// Compiles files of policy text. What compiles runs its tests, and is evaluated over no facts at all.
pub fn compile(files: &[(&str, &str)]) {
    let sources = files.iter().map(|(name, text)| SourceFile::new(*name, *text)).collect();
    let compiled = Policy::compile(sources);
    draw(&compiled.diagnostics, &compiled.sources);
    let refused = compiled.policy.is_none();
    assert!(!refused || compiled.has_errors(), "refused without a word");
    let Some(policy) = compiled.policy else {
        return;
    };
    std::hint::black_box(policy.facts_schema());
    for test in policy.tests().iter().take(MOST_TESTS) {
        // Rows may be repeated a million times by one number, which is work asked for, not a finding.
        if rows(&test.tables) <= MOST_ROWS {
            std::hint::black_box(policy.run_test(test));
        }
    }
    judge(&policy, policy.loader());
}

/// Reads facts for the first policy; `fill` adds them to the loader.
pub fn facts(fill: impl FnOnce(&mut Loader<'_>)) {
    let mut loader = POLICY.loader();
    fill(&mut loader);
    judge(&POLICY, loader);
}

/// Facts that can be read are evaluated, by both engines, and reported on.
fn judge(policy: &Policy, loader: Loader<'_>) {
    let loaded = loader.finish();
    draw(&loaded.diagnostics, &[]);
    let refused = loaded.diagnostics.iter().any(Diagnostic::is_error);
    assert_eq!(loaded.facts.is_none(), refused, "refused without a word, or read in spite of it");
    let Some(facts) = loaded.facts else {
        return;
    };
    let mut options = Options::new(policy.last_day().unwrap_or(date(2023, 12, 31)));
    options.chunk_rows = 7;
    let report = policy.evaluate(&facts, &options).expect("facts of this policy");
    let reference = guiju_evaluator::reference::evaluate(policy.program(), &facts, &options);
    assert_eq!(Ok(report.outcome()), reference.as_ref(), "the engines differ");
    for language in [Language::Zh, Language::En] {
        std::hint::black_box(report.to_text(language, 80));
    }
    std::hint::black_box(report.to_json());
}
