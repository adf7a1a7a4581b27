//! Findings that a policy accepts (接受): how it is written, what it is kept as, what is refused, amendments.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

use guiju_parser::{compile, consolidate, format};
use guiju_program::Program;
use guiju_program::citation::ClauseKind;
use guiju_program::diagnostic::{Diagnostic, Language, Place};
use guiju_program::source::SourceFile;

const BASE: &str = r#"政策 a-2023 "甲" 年度 2023
依据文件 方案 "方案" {
  第一条 规范
  第二条 说明 "举例"
}
单位 户 "household"
参数 门槛 = 60小时 依据 第一条
数据 店 键 编号 计 户 { 编号: 文本; 名称: 文本; 时长: 小时 }
标准 达标 适用 店 依据 第一条 {
  时长: 时长 不低于 门槛
}
规则 占比 依据 第一条: 占比(店 其中 达标) 不低于10%
样例 好店 适用 店 { 时长: 60小时 }
"#;

fn compiled(items: &str) -> (String, guiju_parser::Compilation) {
    let text = format!("{BASE}{items}\n");
    let compiled = compile(&[SourceFile::new("a.gj", text.clone())]);
    (text, compiled)
}

/// Codes, each with the text that it stands at.
fn wrong(items: &str) -> Vec<String> {
    let (text, compiled) = compiled(items);
    compiled
        .diagnostics
        .iter()
        .map(|found| match found.place {
            Place::Text(span) => format!("{} {}", found.code, &text[span.range()]),
            _ => found.code.to_owned(),
        })
        .collect()
}

fn program(items: &str) -> Program {
    let (_, compiled) = compiled(items);
    assert_eq!(compiled.diagnostics, Vec::<Diagnostic>::new());
    compiled.program.unwrap()
}

#[test]
fn it_is_kept_with_its_reason_and_its_citation() {
    let program = program(
        "接受 magic-number 于 占比, 达标.时长 因 \"条文写在原处\" 依据 第二条\naccept unused-item at 店.名称, 户, 方案, 好店, 店 because \"for people\"",
    );
    let [first, second] = program.acceptances.as_slice() else { panic!("{:?}", program.acceptances) };
    assert_eq!((first.code.as_str(), first.reason.as_str()), ("magic-number", "条文写在原处"));
    let at: Vec<&str> = first.at.iter().map(|at| at.name.as_str()).collect();
    assert_eq!(at, ["占比", "达标.时长"]);
    assert_eq!(program.citation(first.cites[0]), "第二条");
    assert_eq!((second.code.as_str(), second.cites.len()), ("unused-item", 0));
    let at: Vec<&str> = second.at.iter().map(|at| at.name.as_str()).collect();
    assert_eq!(at, ["店.名称", "户", "方案", "好店", "店"]);
}

#[test]
fn an_item_covers_its_parts_and_no_other() {
    let program = program("接受 unused-item 于 达标 因 \"x\"");
    let at = &program.acceptances[0].at[0];
    assert!(at.covers("达标") && at.covers("达标.时长"));
    assert!(!at.covers("达标率") && !at.covers("店.达标"));
}

#[test]
fn words_of_the_language_are_parts_of_codes() {
    let program = program("接受 wording-against-sign 于 占比 因 \"x\"\n接受 not-for-me-2 于 占比 因 \"x\"");
    let codes: Vec<&str> = program.acceptances.iter().map(|accepted| accepted.code.as_str()).collect();
    assert_eq!(codes, ["wording-against-sign", "not-for-me-2"]);
}

#[test]
fn the_word_at_is_a_name_elsewhere() {
    let program = program("定义 at = 1\n定义 于 = at + 1\n规则 接受: 于 不低于 at 且 at at least 1");
    assert_eq!(program.defines.len(), 2);
}

#[test]
fn what_is_missing_or_unknown_is_told_at_its_place() {
    for (items, expected) in [
        ("接受 magic-number 于 占比", vec!["missing "]),
        ("接受 magic-number 于 占比 因 占比", vec!["unexpected 占比"]),
        ("接受 magic-number 于 占比 因 \"\"", vec!["no-reason \"\""]),
        ("接受 magic-number 于 占比 因 \" 　\"", vec!["no-reason \" 　\""]),
        ("接受 magic-number 因 \"x\"", vec!["unexpected 因"]),
        ("接受 Magic-Number 于 占比 因 \"x\"", vec!["unexpected Magic-Number"]),
        ("接受 数字 于 占比 因 \"x\"", vec!["unexpected 数字"]),
        ("接受 magic--number 于 占比 因 \"x\"", vec!["unexpected magic--number"]),
        ("接受 magic- number 于 占比 因 \"x\"", vec!["unexpected magic-"]),
        ("接受 magic-number 于 占笔 因 \"x\"", vec!["unknown-name 占笔"]),
        ("接受 magic-number 于 达标.时常 因 \"x\"", vec!["unknown-name 时常"]),
        ("接受 magic-number 于 店.时常 因 \"x\"", vec!["unknown-name 时常"]),
        ("接受 magic-number 于 占比.时长 因 \"x\"", vec!["no-such-part 时长"]),
        ("接受 magic-number 于 达标.时长.时长 因 \"x\"", vec!["no-such-part 时长"]),
        ("接受 magic-number 于 占比 因 \"x\" 依据 第三条", vec!["unknown-citation 第三条"]),
    ] {
        assert_eq!(wrong(items), expected, "{items}");
    }
}

#[test]
fn a_citation_states_nothing() {
    let text =
        BASE.replace("第二条 说明 \"举例\"", "第二条 规范") + "接受 magic-number 于 占比 因 \"x\"  依据 第二条\n";
    let compiled = compile(&[SourceFile::new("a.gj", text)]);
    let codes: Vec<&str> = compiled.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["uncited-clause"]);
}

#[test]
fn it_is_laid_out_like_any_item() {
    let text = "政策 a 年度 2023\n接受   magic-number  于 占比,达标.时长   因   \"x\"  依据  第二条\n";
    let expected = "政策 a 年度 2023\n接受 magic-number 于 占比, 达标.时长 因 \"x\"  依据 第二条\n";
    assert_eq!(format(text).unwrap(), expected);
}

fn amended(base: &str, items: &str) -> [SourceFile; 2] {
    [
        SourceFile::new("a.gj", format!("{BASE}{base}")),
        SourceFile::new("b.gj", format!("政策 b-2024 修订 a-2023 年度 2024\n{items}")),
    ]
}

const ACCEPTED: &str = "接受 magic-number 于 占比, 达标 因 \"x\" 依据 第二条\n接受 unused-item 于 店.名称 因 \"y\"\n";

/// What stands accepted after an amendment, as `code at`; the consolidated text says the same.
fn accepted(items: &str) -> Vec<String> {
    let files = amended(ACCEPTED, items);
    let list = |files: &[SourceFile]| -> Vec<String> {
        let compiled = compile(files);
        let wrong: Vec<&Diagnostic> = compiled.diagnostics.iter().filter(|found| found.is_error()).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        let program = compiled.program.unwrap();
        let pairs = program.acceptances.iter().map(|accepted| {
            let at: Vec<&str> = accepted.at.iter().map(|at| at.name.as_str()).collect();
            format!("{} {}", accepted.code, at.join(" "))
        });
        pairs.collect()
    };
    let stands = list(&files);
    let text = consolidate(&files, Language::Zh).unwrap();
    assert_eq!(list(&[SourceFile::new("c.gj", text.clone())]), stands, "{text}");
    stands
}

#[test]
fn amendments_add_and_repeal() {
    assert_eq!(accepted(""), ["magic-number 占比 达标", "unused-item 店.名称"]);
    assert_eq!(
        accepted("新增 接受 magic-number 于 门槛 因 \"z\"\n接受 unused-item 于 户 因 \"w\"\n"),
        ["magic-number 占比 达标", "unused-item 店.名称", "magic-number 门槛", "unused-item 户"]
    );
    assert_eq!(accepted("废止 接受 magic-number 于 占比\n"), ["magic-number 达标", "unused-item 店.名称"]);
    assert_eq!(accepted("废止 接受 magic-number 于 达标, 占比\n"), ["unused-item 店.名称"]);
    let text = consolidate(&amended(ACCEPTED, "废止 接受 magic-number 于 占比\n"), Language::Zh).unwrap();
    assert!(text.contains("\n接受 magic-number 于 达标 因 \"x\" 依据 第二条\n"), "{text}");
    assert!(text.contains("# magic-number 占比：原在 a-2023 a.gj:"), "{text}");
}

#[test]
fn what_was_not_accepted_cannot_be_repealed() {
    for items in [
        "废止 接受 magic-number 于 门槛\n",
        "废止 接受 unused-item 于 占比\n",
        "废止 接受 magic-number 于 占比, 占比\n",
    ] {
        let compiled = compile(&amended(ACCEPTED, items));
        let codes: Vec<&str> = compiled.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, ["amends-unknown"], "{items}");
    }
    let compiled = compile(&amended(ACCEPTED, "替换 接受 magic-number 于 占比 因 \"x\"\n"));
    assert!(compiled.has_errors());
}

#[test]
fn the_clause_of_a_repeal_is_stated() {
    let items = "依据文件 修订 { 第九条 规范 }\n废止 接受 magic-number 于 占比 依据 修订.第九条\n";
    let program = compile(&amended(ACCEPTED, items)).program.unwrap();
    let kinds: Vec<_> = program.clauses.values().map(|clause| &clause.kind).collect();
    assert!(kinds.contains(&&ClauseKind::Narrative("废止 接受 magic-number".to_owned())), "{kinds:?}");
}

#[test]
fn what_names_an_item_that_is_repealed_is_told_where() {
    let files = amended(ACCEPTED, "废止 占比\n");
    let compiled = compile(&files);
    let [found] = compiled.diagnostics.iter().filter(|found| found.is_error()).collect::<Vec<_>>()[..] else {
        panic!("{:?}", compiled.diagnostics)
    };
    assert_eq!((found.code, found.labels.len()), ("unknown-name", 1));
}
