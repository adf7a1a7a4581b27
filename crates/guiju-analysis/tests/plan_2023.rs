//! What is wrong with the plan of 2023 is found without being asked for, with its numbers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests read the policy from its file"
)]

use std::path::Path;

use guiju_analysis::{AnalyzeOptions, Finding, Report, analyze};
use guiju_program::Program;
use guiju_program::diagnostic::Severity;
use guiju_program::source::SourceFile;

fn program() -> Program {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/hlj-live-commerce-2023/policy.gj");
    let text = std::fs::read_to_string(path).unwrap();
    guiju_parser::compile(&[SourceFile::new("policy.gj", text)]).program.expect("the policy compiles")
}

fn report() -> (Program, Report) {
    let program = program();
    let report = analyze(&program, &AnalyzeOptions::default());
    (program, report)
}

/// The findings of a code at an item.
fn at<'r>(report: &'r Report, code: &str, item: &str) -> Vec<&'r Finding> {
    let of_code = report.findings.iter().filter(|finding| finding.diagnostic.code == code);
    of_code.filter(|finding| finding.items.iter().any(|party| party.name == item)).collect()
}

fn only<'r>(report: &'r Report, code: &str, item: &str) -> &'r Finding {
    let found = at(report, code, item);
    assert_eq!(
        found.len(),
        1,
        "{code} at {item}: {:?}",
        report.findings.iter().map(|f| &f.diagnostic.message.zh).collect::<Vec<_>>()
    );
    found[0]
}

fn names(finding: &Finding) -> Vec<&str> {
    finding.items.iter().map(|party| party.name.as_str()).collect()
}

fn figure(finding: &Finding, name: &str) -> String {
    let found = finding.figures.iter().find(|figure| figure.name == name);
    found.unwrap_or_else(|| panic!("{name} is among the figures")).value.to_fraction_string()
}

#[test]
fn fifteen_hundred_at_the_full_rate_are_over_the_budget() {
    let (program, report) = report();
    let finding = only(&report, "target-over-budget", "方向一预算");
    assert_eq!(names(finding), ["服务规模", "服务补助", "方向一预算"], "exactly the three clauses");
    assert_eq!(finding.diagnostic.severity, Severity::Error);
    assert_eq!(figure(finding, "short-by"), "50000");
    assert_eq!(figure(finding, "largest-count"), "1497");
    // 34/15 万元, and rounded down to the fen.
    assert_eq!(figure(finding, "largest-rate"), "68000/3");
    assert_eq!(figure(finding, "largest-rate-in-fen"), "1133333/50");
    assert_eq!(figure(finding, "smallest-budget"), "34050000");
    let (message, help) = (&finding.diagnostic.message, finding.diagnostic.help.as_ref().unwrap());
    assert!(message.zh.starts_with("1,500户 × 2.27万元/户 = 3,405万元 > 3,400万元，差5万元"), "{}", message.zh);
    assert!(help.zh.contains("最多1,497户") && help.zh.contains("34/15万元/户"), "{}", help.zh);
    assert!(finding.diagnostic.notes.iter().any(|note| note.zh.contains("舍去到分")), "{:?}", finding.diagnostic.notes);
    let cited: Vec<String> =
        finding.items.iter().flat_map(|party| &party.cites).map(|id| program.citation(*id)).collect();
    assert!(cited.contains(&"第六条.一".to_owned()), "{cited:?}");
    // Annex 1 asks for as many: told with it, not again.
    assert!(finding.diagnostic.notes.iter().any(|note| note.zh.contains("服务户数")), "{:?}", finding.diagnostic.notes);
    let proof = finding.proof.as_ref().expect("proven");
    let certificate = proof.unsatisfiable.certificate.as_ref().unwrap();
    assert!(guiju_analysis::solver::verify(&proof.problem, &proof.unsatisfiable.core, None, certificate).is_ok());
}

#[test]
fn ten_products_here_and_five_there() {
    let (_, report) = report();
    let finding = only(&report, "bounded-differently", "畅销单品");
    assert_eq!(names(finding), ["畅销单品", "专区畅销单品"]);
    assert_eq!((figure(finding, "first-bound"), figure(finding, "second-bound")), ("10".to_owned(), "5".to_owned()));
}

#[test]
fn fifteen_hundred_here_and_at_least_as_many_there() {
    let (_, report) = report();
    let finding = only(&report, "bounded-differently", "服务规模");
    assert_eq!(names(finding), ["服务规模", "服务户数"]);
}

#[test]
fn a_fixed_rate_here_and_a_ceiling_there() {
    let (_, report) = report();
    let finding = only(&report, "bounded-differently", "补助上限");
    assert_eq!(names(finding), ["补助标准", "补助上限"]);
    assert_eq!(figure(finding, "first-bound"), "22700");
    let help = finding.diagnostic.help.as_ref().unwrap();
    assert!(help.zh.contains("定额") && help.zh.contains("上限"), "{}", help.zh);
}

#[test]
fn two_events_at_the_ceiling_leave_nothing_for_two_exhibitions() {
    let (_, report) = report();
    let finding = only(&report, "nothing-left", "方向三预算");
    assert_eq!((figure(finding, "left"), figure(finding, "count")), ("0".to_owned(), "2".to_owned()));
    assert_eq!(figure(finding, "ceiling"), "3000000");
    for name in ["活动数", "展会数", "展会经费"] {
        assert!(names(finding).contains(&name), "{:?}", names(finding));
    }
    assert!(finding.diagnostic.message.zh.contains("2项 × 300万元/项 = 600万元"), "{}", finding.diagnostic.message.zh);
}

#[test]
fn three_hundred_stores_follow_from_three_platforms_with_a_hundred_each() {
    let (_, report) = report();
    let finding = only(&report, "implied-clause", "店铺总数");
    assert_eq!(names(finding), ["店铺总数", "合作平台数", "每平台店铺"]);
    assert_eq!(finding.diagnostic.severity, Severity::Note);
}

#[test]
fn the_three_directions_add_up() {
    let (_, report) = report();
    let finding = only(&report, "parts-add-up", "总预算");
    assert_eq!((figure(finding, "parts"), figure(finding, "whole")), ("70000000".to_owned(), "70000000".to_owned()));
    assert!(finding.diagnostic.message.zh.contains("3,400万元 + 3,000万元 + 600万元 = 7,000万元"));
}

#[test]
fn six_months_from_july_end_in_the_next_year() {
    let (_, report) = report();
    let finding = only(&report, "ends-after-the-year", "达标.服务周期");
    assert_eq!(finding.diagnostic.severity, Severity::Note);
    assert!(finding.diagnostic.message.zh.contains("2023-06-30"), "{}", finding.diagnostic.message.zh);
    assert!(finding.diagnostic.notes.iter().any(|note| note.zh.contains("用完")), "{:?}", finding.diagnostic.notes);
}

#[test]
fn the_open_tiers_are_named() {
    let (_, report) = report();
    for name in ["分档支持额", "最低档销售额", "重点支持增加额", "发布日"] {
        only(&report, "open-figure", name);
    }
}

#[test]
fn nothing_is_dropped_without_a_word_and_nothing_else_is_found() {
    let (_, report) = report();
    assert_eq!(report.unanswered, []);
    let mut codes: Vec<&str> = report.findings.iter().map(|finding| finding.diagnostic.code).collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        [
            "bounded-differently",
            "bounded-differently",
            "bounded-differently",
            "cap-never-cuts",
            "ends-after-the-year",
            "implied-clause",
            "nothing-left",
            "open-figure",
            "open-figure",
            "open-figure",
            "open-figure",
            "parts-add-up",
            "target-over-budget",
        ]
    );
    assert!(!report.not_analysed.is_empty(), "the workflow and the ranking are told");
}
