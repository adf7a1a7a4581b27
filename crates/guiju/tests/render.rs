//! Messages as text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

use guiju::diagnostic::{FactsPlace, Place};
use guiju::source::{SourceId, Span};
use guiju::{Diagnostic, Language, Severity, SourceFile};
use unicode_width::UnicodeWidthStr;

fn span_of(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span::new(SourceId(0), u32::try_from(start).unwrap(), u32::try_from(start + part.len()).unwrap())
}

#[test]
fn carets_stand_under_double_width_text() {
    let text = "规则 甲: 计数(服务对象) 至少 2条\n";
    let span = span_of(text, "2条");
    let wrong =
        Diagnostic::error("unit-mismatch", span, "户和条不能比较", "户 and 条 differ").help("写成 2户", "write 2户");
    let drawn = guiju::render(&[wrong], &[SourceFile::new("policy.gj", text)], Language::Zh, 80);
    assert!(drawn.starts_with("错误[unit-mismatch]: 户和条不能比较"), "{drawn}");
    // Line and column count characters.
    assert!(drawn.contains("policy.gj:1:19"), "{drawn}");
    assert!(drawn.contains("帮助: 写成 2户"), "{drawn}");
    let line = drawn.lines().find(|line| line.contains("计数")).unwrap();
    let marks = drawn.lines().find(|line| line.contains("^^^")).unwrap();
    let before = line.split("2条").next().unwrap();
    let carets = marks.split('^').next().unwrap();
    assert_eq!(before.width(), carets.width());
    assert_eq!(marks.matches('^').count(), "2条".width());
}

#[test]
fn facts_are_told_with_file_row_and_column() {
    let place = FactsPlace {
        file: "服务对象.csv".to_owned(),
        table: Some("服务对象".to_owned()),
        row: Some(12),
        column: Some("直播时长".to_owned()),
        position: None,
    };
    let wrong =
        Diagnostic::new("bad-number", Severity::Error, Place::Facts(place), "“很多”不是数", "`很多` is not a number");
    let zh = guiju::render(std::slice::from_ref(&wrong), &[], Language::Zh, 80);
    assert_eq!(zh, "错误[bad-number]: 服务对象.csv 第 12 行 “直播时长” 列：“很多”不是数\n");
    let en = guiju::render(&[wrong], &[], Language::En, 80);
    assert_eq!(en, "error[bad-number]: 服务对象.csv, row 12, column `直播时长`: `很多` is not a number\n");
}

#[test]
fn hostile_places_and_texts_are_drawn_somehow() {
    let long = "长".repeat(2_000_000);
    let texts = ["", "\n", "x", "规则\r\n\t\u{1b}[31m甲", &long];
    for text in texts {
        let source = SourceFile::new("p.gj", text);
        for (start, end) in [(0, 0), (1, 2), (2, 1), (0, u32::MAX), (u32::MAX, u32::MAX)] {
            for file in [0, 7] {
                let span = Span::new(SourceId(file), start, end);
                let wrong = Diagnostic::error("x", span, "坏\u{1b}[2J", "bad\u{1b}[2J").label(
                    Span::new(SourceId(0), end, start),
                    "这里",
                    "here",
                );
                let drawn = guiju::render(&[wrong], std::slice::from_ref(&source), Language::Zh, 80);
                assert!(drawn.contains("错误[x]"), "{drawn}");
                assert!(!drawn.contains('\u{1b}'), "{drawn:?}");
                assert!(drawn.len() < 5_000);
            }
        }
    }
}

#[test]
fn a_flood_of_messages_is_cut_and_said() {
    let source = SourceFile::new("p.gj", "规则\n".repeat(1000));
    let flood: Vec<Diagnostic> =
        (0..1000).map(|n| Diagnostic::error("x", Span::new(SourceId(0), n * 7, n * 7 + 6), "坏", "bad")).collect();
    let drawn = guiju::render(&flood, &[source], Language::En, 80);
    assert_eq!(drawn.matches("error[x]").count(), 200);
    assert!(drawn.contains("… and 800 more"));
    assert_eq!(guiju::tally(&flood, Language::En), "1000 errors");
}

#[test]
fn one_line_each_for_editors() {
    let text = "规则 甲: 计数(服务对象) 至少 2条\n";
    let sources = [SourceFile::new("政策/policy.gj", text)];
    let found = [
        Diagnostic::warning("slow", span_of(text, "甲"), "慢", "slow").note("第一点\n第二点", "first\nsecond"),
        Diagnostic::error("unit-mismatch", span_of(text, "2条"), "户和条不能比较", "户 and 条 differ")
            .label(span_of(text, "计数"), "这是户", "this is 户")
            .help("写成 2户", "write 2户"),
        Diagnostic::new(
            "bad-number",
            Severity::Error,
            Place::Facts(FactsPlace {
                file: "服务对象.csv".to_owned(),
                table: Some("服务对象".to_owned()),
                row: Some(12),
                column: Some("直播时长".to_owned()),
                position: None,
            }),
            "“很多”不是数",
            "`很多` is not a number",
        ),
    ];
    let zh = guiju::plain(&found, &sources, Language::Zh);
    assert_eq!(
        zh,
        "政策/policy.gj:1:19: 错误[unit-mismatch]: 户和条不能比较；政策/policy.gj:1:7: 这是户；帮助：写成 2户\n\
         服务对象.csv:12: 错误[bad-number]: 服务对象.csv 第 12 行 “直播时长” 列：“很多”不是数\n\
         政策/policy.gj:1:4: 警告[slow]: 慢；第一点 第二点\n"
    );
    let en = guiju::plain(&found[..1], &sources, Language::En);
    assert_eq!(en, "政策/policy.gj:1:4: warning[slow]: slow; first second\n");
}

#[test]
fn sarif_has_places_in_characters_and_safe_fixes() {
    let text = "规则 甲: 计数(服务对象) 至少 2条\n";
    let span = span_of(text, "2条");
    let sources = [SourceFile::new("政策 1/policy.gj", text)];
    let found = [
        Diagnostic::error("unit-mismatch", span, "户和条不能比较", "户 and 条 differ")
            .help("写成 2户", "write 2户")
            .safe_fix([guiju::diagnostic::Edit::new(span, "2户")]),
        Diagnostic::error("made-up", span, "甲", "a").guess([guiju::diagnostic::Edit::new(span, "3户")]),
    ];
    let log = guiju::sarif(&found, &sources, Language::Zh);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "made-up");
    assert_eq!(run["tool"]["driver"]["rules"][1]["shortDescription"]["text"], "不同的单位不能相加减，也不能比大小。");
    let result = &run["results"][0];
    assert_eq!((&result["ruleId"], &result["ruleIndex"]), (&"unit-mismatch".into(), &1.into()));
    assert_eq!((&result["level"], &result["message"]["text"]), (&"error".into(), &"户和条不能比较\n写成 2户".into()));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "%E6%94%BF%E7%AD%96%201/policy.gj");
    let region = serde_json::json!({ "startLine": 1, "startColumn": 19, "endLine": 1, "endColumn": 21 });
    assert_eq!(place["region"], region);
    let change = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!((&change["deletedRegion"], &change["insertedContent"]["text"]), (&region, &"2户".into()));
    // A guess is not offered as a fix that may be made.
    assert!(run["results"][1].get("fixes").is_none());
}

#[test]
fn colour_changes_no_word() {
    let text = "规则 甲: 计数(服务对象) 至少 2条\n";
    let sources = [SourceFile::new("policy.gj", text)];
    let found = [
        Diagnostic::error("unit-mismatch", span_of(text, "2条"), "户和条不能比较", "户 and 条 differ")
            .help("写成 2户", "h"),
        Diagnostic::new("nowhere", Severity::Warning, Place::Nowhere, "某处", "somewhere").note("说明", "note"),
    ];
    let drawn = |colour| guiju::draw(&found, &sources, guiju::Appearance { language: Language::Zh, width: 80, colour });
    let (coloured, plain) = (drawn(true), drawn(false));
    assert!(coloured.contains('\u{1b}') && !plain.contains('\u{1b}'));
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, behind)) = rest.split_once('\u{1b}') {
        stripped.push_str(before);
        rest = behind.split_once('m').unwrap().1;
    }
    stripped.push_str(rest);
    assert_eq!(stripped, plain);
}

#[test]
fn more_than_two_hundred_are_cut_and_it_is_told_that_not_all_was_looked_at() {
    let text = "x\n".repeat(300);
    let sources = [SourceFile::new("policy.gj", text.as_str())];
    let at = |line: u32| Span::new(SourceId(0), line * 2, line * 2 + 1);
    let mut found: Vec<Diagnostic> = (0..250).map(|line| Diagnostic::error("x", at(line), "坏", "bad")).collect();
    found.push(Diagnostic::error("too-many-mistakes", at(250), "太多", "too many"));
    let drawn = guiju::render(&found, &sources, Language::En, 80);
    assert_eq!(drawn.matches("error[x]").count(), 200);
    assert!(drawn.contains("error[too-many-mistakes]: too many") && drawn.ends_with("… and 50 more\n"), "{drawn}");
}
