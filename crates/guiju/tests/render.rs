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
    assert_eq!(guiju::tally(&flood, Language::En), "1000 error(s)");
}
