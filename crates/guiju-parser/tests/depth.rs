//! How deep items may stand on one another: as far as every evaluator goes on a small stack, and no further.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

use std::fmt::Write as _;

use guiju_parser::compile;
use guiju_program::source::SourceFile;

/// A chain of so many definitions, each one deeper than the one before, and a rule that names the last.
fn chain(links: usize) -> String {
    let mut text = String::from(
        "政策 链 \"链\" 年度 2023\n依据文件 办法 \"办法\" {\n  一  规范\n}\n数据 企业 键 编号 { 编号: 文本  数: 数 }\n定义 d0 适用 企业 = 数\n",
    );
    for link in 1..links {
        writeln!(text, "定义 d{link} 适用 企业 = d{} + 1", link - 1).unwrap();
    }
    writeln!(text, "规则 末 依据 一: 每个 企业: d{} 至少 0", links - 1).unwrap();
    text
}

fn codes(text: &str) -> Vec<&'static str> {
    let compiled = compile(&[SourceFile::new("chain.gj", text)]);
    compiled.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn a_chain_is_limited_and_told_once() {
    let deepest = (1..400).rev().find(|links| codes(&chain(*links)).is_empty()).expect("some chain is short enough");
    assert!(deepest >= 100, "only {deepest} definitions may stand on one another");
    assert_eq!(codes(&chain(deepest + 1)), ["too-deep"]);
    assert_eq!(codes(&chain(20_000)), ["too-deep"]);
}

#[test]
fn what_doubles_at_each_step_is_too_large() {
    let mut text = String::from(
        "政策 倍 \"倍\" 年度 2023\n依据文件 办法 \"办法\" {\n  一  规范\n}\n数据 企业 键 编号 { 编号: 文本  数: 数 }\n定义 d0 适用 企业 = 数\n",
    );
    for step in 1..60 {
        writeln!(text, "定义 d{step} 适用 企业 = d{0} + d{0}", step - 1).unwrap();
    }
    text.push_str("规则 末 依据 一: 每个 企业: d59 至少 0\n");
    assert_eq!(codes(&text), ["too-large"]);
}
