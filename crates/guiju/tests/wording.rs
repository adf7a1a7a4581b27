//! Words whose meaning a policy states: every report that used one says so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

use guiju::civil::date;
use guiju::{Language, Options, Policy, SourceFile};

const TEXT: &str = r#"
政策 示例-2023 "示例" 年度 2023 货币 美元
依据文件 附件 "附件" { 第二条 规范; 第三条 规范 }
单位 户
词义 以上 不含 依据 第二条
词义 首日 计入 依据 第三条
预算 总预算 = 1000美元
数据 店 键 编号 计 户 { 编号: 文本  额: 美元  始: 日期  终: 日期 }
定义 大 适用 店: 额 为 100美元以上
表 档 按 额: 美元 得 美元 { 100美元以上: 5美元; 100美元以下: 1美元 }
标准 大店 适用 店 { 大: 大 }
标准 小店 适用 店 { 小: 额 不超过 100美元 }
规则 直接: 每个 店: 额 为 100美元以上
规则 间接: 每个 店: 大店
规则 查表: 每个 店: 档[额] 不低于 5美元
规则 不用: 每个 店: 小店 或 额 超过 100美元
规则 有记号: 每个 店: 额 为 100美元(含)以上
规则 期间: 每个 店: 终 距 始 不少于30天
补助 奖 适用 店 { 条件: 大; 金额: 10美元; 预算: 总预算 }
"#;

fn policy() -> Policy {
    let compiled = Policy::compile(vec![SourceFile::new("policy.gj", TEXT)]);
    assert!(!compiled.has_errors(), "{:?}", compiled.diagnostics);
    compiled.policy.unwrap()
}

#[test]
fn a_wording_is_shown_with_what_uses_it_and_nothing_else() {
    let policy = policy();
    let program = policy.program();
    let names = |ids: &[guiju::rule::InterpretationId]| -> Vec<&str> {
        ids.iter().map(|id| program.interpretations[*id].name.text.as_str()).collect()
    };
    let of_rule = |name: &str| names(&program.rule(name).unwrap().1.interpretations);
    for rule in ["直接", "间接", "查表"] {
        assert_eq!(of_rule(rule), ["词义 以上 不含"], "{rule}");
    }
    for rule in ["不用", "有记号", "总预算"] {
        assert!(of_rule(rule).is_empty(), "{rule}");
    }
    assert_eq!(of_rule("期间"), ["词义 首日 计入"]);
    assert_eq!(names(&program.criteria("大店").unwrap().1.interpretations), ["词义 以上 不含"]);
    assert!(names(&program.criteria("小店").unwrap().1.interpretations).is_empty());
    assert_eq!(names(&program.awards.values().next().unwrap().interpretations), ["词义 以上 不含"]);
}

#[test]
fn reports_name_it_with_its_clause_in_both_languages() {
    let policy = policy();
    let mut loader = policy.loader();
    loader.csv("店.csv", "编号,额,始,终\na,100,2023-03-01,2023-03-30\nb,100.01,2023-03-01,2023-03-29\n".as_bytes());
    let facts = loader.finish().facts.unwrap();
    let report = policy.evaluate(&facts, &Options::new(date(2023, 12, 31))).unwrap();
    let zh = report.to_text(Language::Zh, 200);
    assert!(zh.contains("解释  词义 以上 不含：本数不算在内（依据 第二条）"), "{zh}");
    assert!(zh.contains("解释  词义 首日 计入：期间的第一天算在内（依据 第三条）"), "{zh}");
    assert!(zh.contains("100美元") && !zh.contains("100元"), "{zh}");
    let en = report.to_text(Language::En, 200);
    assert!(en.contains("wording or more excl: the bound itself is not in (cites 第二条)"), "{en}");
    let document = report.document();
    let rows = |name: &str| -> Vec<String> {
        let rule = document.rules.iter().find(|rule| rule.id == name).unwrap();
        rule.rows.iter().map(|row| row.key.clone()).collect()
    };
    assert_eq!(rows("直接"), ["a"]);
    assert_eq!(rows("查表"), ["a"]);
    assert!(rows("有记号").is_empty());
    assert_eq!(rows("期间"), ["b"]);
    assert_eq!(document.awards[0].count, 1);
    assert_eq!(document.policy.currency.as_deref(), Some("美元"));
}

#[test]
fn an_interpretation_of_the_first_day_wins() {
    let text =
        format!("{TEXT}\n规则 照旧: 每个 店: 终 距 始 不少于30天\n解释 例外 适用 照旧: \"另算\" {{ 首日 为 不计 }}\n");
    let policy = Policy::compile(vec![SourceFile::new("policy.gj", text)]).policy.unwrap();
    let program = policy.program();
    let names: Vec<&str> = program
        .rule("照旧")
        .unwrap()
        .1
        .interpretations
        .iter()
        .map(|id| program.interpretations[*id].name.text.as_str())
        .collect();
    assert_eq!(names, ["例外"]);
}
