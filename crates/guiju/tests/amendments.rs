//! The exercise that amends the 2023 plan, and the plan amended in every possible place.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]
#![allow(clippy::disallowed_methods, reason = "policies are files")]

use std::path::Path;

use guiju::{Language, Policy, SourceFile};

const BASE: &str = "policies/hlj-live-commerce-2023/policy.gj";
const EXERCISE: &str = "policies/hlj-live-commerce-2024-exercise/policy.gj";

fn file(path: &str) -> SourceFile {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)).unwrap();
    SourceFile::new(path, text)
}

/// The lines of a consolidated text without what only its places and its header tell.
fn program(policy: &Policy) -> String {
    let text = format!("{:?}", policy.program());
    let mut kept = String::new();
    for (index, piece) in text.split("Span {").enumerate() {
        kept.push_str(if index == 0 { piece } else { piece.split_once('}').unwrap().1 });
    }
    kept
}

#[test]
fn the_exercise_reads_as_one_text() {
    let compiled = Policy::compile(vec![file(EXERCISE), file(BASE)]);
    let policy = compiled.policy.expect("the exercise compiles");
    for language in [Language::Zh, Language::En] {
        let text = policy.consolidated(language);
        let again = Policy::compile(vec![SourceFile::new("policy.gj", text)]);
        assert!(!again.has_errors(), "{:?}", again.diagnostics);
        assert_eq!(program(&again.policy.unwrap()), program(&policy));
    }
    // What the exercise repeals is nowhere, and everything else of the plan is there.
    let base = Policy::compile(vec![file(BASE)]).policy.expect("the plan compiles");
    for rule in base.program().rules.values().filter(|rule| rule.name.text != "补助标准") {
        assert!(policy.program().rule(&rule.name.text).is_some(), "{}", rule.name.text);
    }
    assert!(policy.program().rule("补助标准").is_none());
}

/// Each item and each condition of the plan repealed by itself: it compiles, or whatever still refers to it is told, and
/// where it was repealed.
#[test]
fn each_item_of_the_plan_repealed() {
    let base = Policy::compile(vec![file(BASE)]).policy.expect("the plan compiles");
    let program = base.program();
    let mut paths: Vec<String> = Vec::new();
    paths.extend(program.rules.values().map(|rule| rule.name.text.clone()));
    paths.extend(program.parameters.values().map(|item| item.name.text.clone()));
    paths.extend(program.defines.values().map(|item| item.name.text.clone()));
    paths.extend(program.interpretations.values().map(|item| item.name.text.clone()));
    for criteria in program.criteria.values() {
        paths.push(criteria.name.text.clone());
        paths.extend(criteria.conditions.iter().map(|part| format!("{}.{}", criteria.name.text, part.name.text)));
    }
    let (mut stood, mut referred) = (0, 0);
    for path in paths {
        let text = format!("政策 试 修订 hlj-live-commerce-2023 年度 2024\n废止 {path}\n");
        let compiled = Policy::compile(vec![SourceFile::new("b.gj", text), file(BASE)]);
        match &compiled.policy {
            Some(_) => stood += 1,
            None => {
                referred += 1;
                for found in compiled.diagnostics.iter().filter(|found| found.is_error()) {
                    let told = found.labels.iter().any(|label| label.span.source.0 == 0);
                    assert!(told && found.code == "unknown-name", "{path}: {found:?}");
                }
            }
        }
    }
    assert!(stood > 50 && referred > 5, "{stood} stood, {referred} are referred to");
}
