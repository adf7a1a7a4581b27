//! The report: its shape as JSON, and its words.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests"
)]

mod schema;

use guiju::civil::date;
use guiju::{Facts, Language, Options, Policy, SourceFile};
use serde_json::Value;

const POLICY: &str = r#"
政策 示例 "直播带货服务补助" 年度 2023 状态 征求意见稿
依据文件 方案 "示例方案" {
  第一条  规范
  第二条  规范
  第三条  规范
  第四条  规范
  第五条  规范
}
单位 户, 条
参数 门槛 待定 条 依据 第五条
数据 服务对象 "recipient" 键 编号 计 户 {
  编号: 文本
  市地: 文本
  类型: { 限上企业, 个体工商户 }
  直播时长 "live hours": 小时
  短视频: 条
  预算额: 元
}
标准 达标 适用 服务对象 依据 第二条 {
  直播时长: 直播时长 不低于60小时
  短视频:   短视频 不低于20条
}
规则 限上占比 "share of large firms" 依据 第一条: 占比(服务对象 其中 类型 为 限上企业) 不低于10%
规则 预算上限 依据 第三条: 每个 服务对象: 预算额 不超过300万元
目标 服务户数 依据 第四条: 计数(服务对象 其中 达标) 达到12户以上
建议 各地都有 依据 第四条: 每个 服务对象.市地: 计数(服务对象) 至少3户
规则 门槛以上 依据 第五条: 合计(服务对象.短视频) 不低于 门槛
"#;

fn policy() -> Policy {
    let compiled = Policy::compile(vec![SourceFile::new("policy.gj", POLICY)]);
    let said = guiju::render(&compiled.diagnostics, &compiled.sources, Language::En, 100);
    compiled.policy.unwrap_or_else(|| panic!("{said}"))
}

/// Eleven recipients: one large firm short of 10%, one that streams too little, one over its cap by a fen, one unknown.
fn facts(policy: &Policy, backwards: bool) -> Facts {
    let mut rows: Vec<String> = (1..=11)
        .map(|n| {
            let kind = if n == 1 { "限上企业" } else { "个体工商户" };
            let city = if n < 9 { "哈尔滨" } else { "绥化" };
            let hours = if n == 2 { "59.99" } else { "60" };
            let videos = if n == 4 { "" } else { "20" };
            let budget = if n == 3 { "3000000.01" } else { "3000000.00" };
            let city = if n == 9 { "大庆" } else { city };
            format!("S{n:02},{city},{kind},{hours},{videos},{budget}\n")
        })
        .collect();
    if backwards {
        rows.reverse();
    }
    let csv = format!("编号,市地,类型,直播时长,短视频,预算额\n{}", rows.concat());
    let mut loader = policy.loader();
    loader.csv("服务对象.csv", csv.as_bytes());
    let loaded = loader.finish();
    let said = guiju::render(&loaded.diagnostics, &[], Language::En, 100);
    loaded.facts.unwrap_or_else(|| panic!("{said}"))
}

fn document(policy: &Policy) -> Value {
    let facts = facts(policy, false);
    let options = Options::new(date(2023, 12, 31));
    let report = policy.evaluate(&facts, &options).unwrap();
    let report = report.with_facts_hash(guiju::facts_hash(policy, &facts));
    serde_json::from_str(&report.to_json()).unwrap()
}

#[test]
fn the_numbers_are_exact_strings() {
    let report = document(&policy());
    assert_eq!(report["schema"], 1);
    assert_eq!(report["facts"]["rows"]["服务对象"], 11);
    assert_eq!(report["as_of"], "2023-12-31");
    let summary = &report["summary"];
    assert_eq!(summary["fail"], 2);
    assert_eq!(summary["shortfall"], 1);
    assert_eq!(summary["note"], 1);
    assert_eq!(summary["undetermined"], 1);
    assert_eq!(summary["pass"], 0);

    let share = &report["rules"][0];
    assert_eq!(share["id"], "限上占比");
    assert_eq!(share["verdict"], "fail");
    assert_eq!(share["measured"], "1/11");
    assert_eq!(share["comparison"], ">=");
    assert_eq!(share["bound"], "1/10");
    assert_eq!(share["unit"], "1");
    assert_eq!(share["margin"], "-1/110");
    assert_eq!(share["cites"][0], "第一条");
    // Two of eleven are enough, and one more that is large is 2 of 12.
    let replace = &share["remedy"][0];
    assert_eq!(replace["change"], "replace");
    assert_eq!(replace["count"], "1");
    assert_eq!(replace["record"], "服务对象");
    assert_eq!(replace["where"], "类型 为 限上企业");

    let cap = &report["rules"][1];
    assert_eq!(cap["verdict"], "fail");
    assert_eq!(cap["scope"], "each");
    assert_eq!(cap["rows"][0]["key"], "S03");
    assert_eq!(cap["rows"][0]["measured"], "3000000.01");
    assert_eq!(cap["rows"][0]["bound"], "3000000.00");
    assert_eq!(cap["rows"][0]["margin"], "-0.01");
    assert_eq!(cap["items"]["failing_keys"][0], "S03");

    let target = &report["rules"][2];
    assert_eq!(target["verdict"], "shortfall");
    assert_eq!(target["measured"], Value::Null);
    assert_eq!(target["measured_range"]["least"], "9");
    assert_eq!(target["measured_range"]["greatest"], "10");

    let groups = &report["rules"][3]["groups"];
    assert_eq!(report["rules"][3]["verdict"], "note");
    let verdicts: Vec<(&str, &str)> = groups
        .as_array()
        .unwrap()
        .iter()
        .map(|group| (group["key"][0].as_str().unwrap(), group["verdict"].as_str().unwrap()))
        .collect();
    assert_eq!(verdicts.len(), 3);
    assert!(verdicts.contains(&("哈尔滨", "pass")));
    assert!(verdicts.contains(&("大庆", "note")));
    assert!(verdicts.contains(&("绥化", "note")));

    let open = &report["rules"][4];
    assert_eq!(open["verdict"], "undetermined");
    let kinds: Vec<&str> =
        open["missing"].as_array().unwrap().iter().map(|cause| cause["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"parameter"), "{open}");

    let criteria = &report["criteria"][0];
    assert_eq!((&criteria["pass"], &criteria["fail"]), (&9.into(), &1.into()));
    assert_eq!(criteria["undetermined"], 1);
    let failed = &criteria["rows"][0];
    assert_eq!(failed["key"], "S02");
    assert_eq!(failed["conditions"][0]["id"], "直播时长");
    assert_eq!(failed["conditions"][0]["measured"], "59.99");
    assert_eq!(failed["conditions"][0]["margin"], "-0.01");
    let missing = &criteria["rows"][1]["conditions"][0]["missing"][0];
    assert_eq!(missing["kind"], "fact");
    assert_eq!(missing["field"], "短视频");
    assert_eq!(missing["key"], "S04");
}

#[test]
fn the_order_of_rows_changes_no_byte() {
    let policy = policy();
    let options = Options::new(date(2023, 12, 31));
    let texts: Vec<[String; 4]> = [false, true]
        .map(|backwards| {
            let facts = facts(&policy, backwards);
            let report = policy.evaluate(&facts, &options).unwrap();
            [
                report.to_json(),
                report.to_text(Language::Zh, 80),
                report.to_text(Language::En, 40),
                guiju::facts_hash(&policy, &facts),
            ]
        })
        .into();
    assert_eq!(texts[0], texts[1]);
}

#[test]
fn the_chinese_text() {
    let policy = policy();
    let report =
        policy.evaluate(&facts(&policy, false), &Options::new(date(2023, 12, 31))).unwrap().with_default_date();
    insta::assert_snapshot!("zh", report.to_text(Language::Zh, 72));
}

#[test]
fn the_english_text() {
    let policy = policy();
    let report = policy.evaluate(&facts(&policy, false), &Options::new(date(2023, 12, 31))).unwrap();
    insta::assert_snapshot!("en", report.to_text(Language::En, 72));
}

#[test]
fn no_line_is_wider_than_asked() {
    let policy = policy();
    let facts = facts(&policy, false);
    let report = policy.evaluate(&facts, &Options::new(date(2023, 12, 31))).unwrap();
    for language in [Language::Zh, Language::En] {
        for width in [40, 41, 57, 80, 200] {
            for line in report.to_text(language, width).lines() {
                let columns = unicode_width::UnicodeWidthStr::width(line);
                assert!(columns <= width, "{columns} of {width}: {line}");
            }
        }
    }
}

#[test]
fn without_facts_everything_is_open() {
    let policy = policy();
    let facts = policy.loader().finish().facts.unwrap();
    let report = policy.evaluate(&facts, &Options::new(date(2023, 12, 31))).unwrap();
    let document: Value = serde_json::from_str(&report.to_json()).unwrap();
    assert_eq!(document["summary"]["undetermined"], 5);
    assert_eq!(document["rules"][0]["missing"][0]["kind"], "table");
    assert!(report.to_text(Language::Zh, 60).contains("没有给出“服务对象”这张表"));
}

#[test]
fn the_report_keeps_to_its_schema() {
    let schema = guiju::report::report_schema();
    let mut wrong = Vec::new();
    schema::check(&schema, &schema, &document(&policy()), "$", &mut wrong);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_committed_schema_is_that_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/report.schema.json");
    let text = serde_json::to_string_pretty(&guiju::report::report_schema()).unwrap() + "\n";
    if std::env::var("UPDATE").is_ok_and(|update| update == "1") {
        std::fs::write(path, &text).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap();
    assert!(committed == text, "run the test with UPDATE=1 to write {path}");
}
