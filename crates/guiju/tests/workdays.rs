//! Working days in reports: the last day in time, and a year that the calendar does not have.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

use guiju::{Language, Options, Policy, SourceFile};

const TEXT: &str = r#"
政策 报送-2023 "报送" 年度 2023
依据文件 通知 "放假安排" { 安排 规范 }
依据文件 办法 "办法" { 第一条 规范 }
日历 放假安排 "holidays" 自 2023-01-01 至 2023-12-31 依据 安排 {
  休 2023-01-21 至 2023-01-27; 班 2023-01-28, 2023-01-29
}
数据 报表 键 编号 { 编号: 文本  统计日: 日期  报送日: 日期 }
规则 次日报送 依据 第一条: 每个 报表: 报送日 距 统计日 不超过 1工作日
"#;

fn with_report(rows: &str, look: impl FnOnce(&guiju::Report<'_>)) {
    let compiled = Policy::compile(vec![SourceFile::new("policy.gj", TEXT)]);
    let policy = compiled.policy.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics));
    let mut loader = policy.loader();
    loader.csv("报表.csv", format!("编号,统计日,报送日\n{rows}").as_bytes());
    let facts = loader.finish().facts.unwrap();
    look(&policy.evaluate(&facts, &Options::new(policy.last_day().unwrap())).unwrap());
}

#[test]
fn a_late_report_is_measured_against_its_last_day() {
    with_report("a,2023-01-20,2023-01-28\nb,2023-01-20,2023-01-29\n", |report| {
        let text = report.to_text(Language::Zh, 120);
        assert!(text.contains("2023-01-29") && text.contains("2023-01-28"), "{text}");
    });
}

#[test]
fn a_year_without_a_calendar_is_named() {
    with_report("a,2023-12-28,2023-12-29\nb,2023-12-29,2024-01-02\n", |report| {
        let zh = report.to_text(Language::Zh, 120);
        assert!(zh.contains("日历“放假安排”没有 2024 年的工作日"), "{zh}");
        let en = report.to_text(Language::En, 120);
        assert!(en.contains("the calendar `holidays` does not tell the working days of 2024"), "{en}");
        let json = report.to_json();
        let missing = r#""kind": "workdays""#;
        assert!(json.contains(missing) && json.contains(r#""year": 2024"#) && json.contains("通知.安排"), "{json}");
    });
}
