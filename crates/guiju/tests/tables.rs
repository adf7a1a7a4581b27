//! Tables and figures with a date: what is missing is named, and a figure that is out of date is said to be.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

use guiju::civil::date;
use guiju::report::json::{MissingEntry, Standing};
use guiju::{Language, Options, Policy, SourceFile};

const TEXT: &str = r#"
政策 示例 "示例办法" 年度 2023
依据文件 办法 "示例办法" { 第一条 规范 }
单位 户
参数 基数 = 1元 复核至 2022-12-31
数据 店 键 编号 计 户 { 编号: 文本  类型: { 甲类, 乙类, .. }  时长: 小时 }
表 标准表 按 店.类型, 时长: 小时 得 元 依据 第一条 复核至 2023-06-30 {
  甲类, 低于60小时: 0元
  甲类, 60小时以上: 100元
  乙类, 任意: 待定
  其余, 任意: 20元
}
规则 达标: 每个 店: 标准表[类型, 时长] 不低于 10 × 基数
"#;

fn policy() -> Policy {
    let compiled = Policy::compile(vec![SourceFile::new("policy.gj", TEXT)]);
    assert!(!compiled.has_errors(), "{:?}", compiled.diagnostics);
    compiled.policy.unwrap()
}

#[test]
fn an_unknown_key_is_missing_only_where_it_decides() {
    let policy = policy();
    let facts = "编号,类型,时长\nA,甲类,59.99\nB,甲类,60\nC,乙类,60\nD,甲类,\nE,丙类,\nF,,70\nG,,\n";
    let mut loader = policy.loader();
    loader.csv("店.csv", facts.as_bytes());
    let facts = loader.finish().facts.unwrap();
    let report = policy.evaluate(&facts, &Options::new(date(2023, 6, 30))).unwrap();
    let document = report.document();
    let rows = &document.rules[0].rows;
    let of = |key: &str| rows.iter().find(|row| row.key == key);
    assert_eq!(of("A").unwrap().verdict, Standing::Fail);
    assert_eq!(of("A").unwrap().measure.margin.as_deref(), Some("-10.00"));
    // At the bound, and a kind that is not named, whatever the hours.
    assert!(of("B").is_none() && of("E").is_none());
    let open = MissingEntry::Parameter { name: "标准表".into(), clauses: vec!["第一条".into()] };
    assert_eq!(of("C").unwrap().missing, [open]);
    let blank =
        |field: &str, key: &str| MissingEntry::Fact { record: "店".into(), field: field.into(), key: key.into() };
    assert_eq!(of("D").unwrap().missing, [blank("时长", "D")]);
    assert_eq!(of("F").unwrap().missing, [blank("类型", "F")]);
    assert_eq!(of("G").unwrap().missing, [blank("类型", "G"), blank("时长", "G")]);
    let text = report.to_text(Language::Zh, 80);
    assert!(text.contains("表“标准表”里用到的数还没有定（条款 第一条）"), "{text}");
}

#[test]
fn a_figure_is_stale_from_the_day_behind_its_review() {
    let policy = policy();
    let codes = |year, month, day| -> Vec<String> {
        let stale = policy.stale_figures(date(year, month, day));
        assert!(stale.iter().all(|found| found.code == "stale-figure" && !found.is_error()));
        stale.into_iter().map(|found| found.message.en).collect()
    };
    assert!(codes(2022, 12, 31).is_empty());
    assert_eq!(
        codes(2023, 1, 1),
        ["the parameter 基数 was reviewed until 2022-12-31, and the as-of date is 2023-01-01"]
    );
    assert_eq!(codes(2023, 6, 30).len(), 1);
    assert_eq!(codes(2023, 7, 1).len(), 2);
    // Without a test, the last day of the policy's year counts.
    assert_eq!(policy.last_day(), Some(date(2023, 12, 31)));
    assert_eq!(policy.stale_in_tests().len(), 2);
    // The report says so, too.
    let facts = policy.loader().finish().facts.unwrap();
    let report = policy.evaluate(&facts, &Options::new(date(2023, 7, 1))).unwrap();
    let said: Vec<_> = report.document().diagnostics.into_iter().map(|entry| entry.code).collect();
    assert_eq!(said, ["stale-figure", "stale-figure"]);
}
