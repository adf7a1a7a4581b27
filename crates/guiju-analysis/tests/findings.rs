//! What is found in small policies, and that nothing is found in sound ones.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

use std::fmt::Write;

use guiju_analysis::{AnalyzeOptions, Finding, Report, analyze};
use guiju_program::source::SourceFile;

const HEAD: &str = "政策 例 \"例\" 年度 2023
依据文件 办法 \"办法\" { 第一条 规范 }
单位 家, 个, 项
数据 市 键 名称 计 个 { 名称: 文本 }
数据 店 键 编号 计 家 { 编号: 文本 市: 市 类: { 甲类, 乙类 } 达标: 是否 人数: 整数 额: 元 }
";

fn report(text: &str) -> Report {
    let compiled = guiju_parser::compile(&[SourceFile::new("policy.gj", format!("{HEAD}{text}"))]);
    let program = compiled.program.unwrap_or_else(|| panic!("{text}: {:?}", compiled.diagnostics));
    let report = analyze(&program, &AnalyzeOptions::default());
    assert_eq!(report.unanswered, [], "{text}");
    report
}

/// Codes and the items that they are about.
fn found(text: &str) -> Vec<(&'static str, Vec<String>)> {
    let of =
        |finding: &Finding| (finding.diagnostic.code, finding.items.iter().map(|party| party.name.clone()).collect());
    report(text).findings.iter().map(of).collect()
}

fn one(code: &'static str, items: &[&str]) -> Vec<(&'static str, Vec<String>)> {
    vec![(code, items.iter().map(|item| (*item).to_owned()).collect())]
}

#[test]
fn a_quota_that_whole_numbers_cannot_meet_in_a_small_group() {
    let rules = |most: u32| {
        format!(
            "规则 上限 依据 第一条: 每个 店.市: 占比(店 其中 达标) 不超过 10%
规则 保底 依据 第一条: 每个 店.市: 计数(店 其中 达标) 至少1家
规则 规模 依据 第一条: 每个 店.市: 计数(店) 不超过{most}家
"
        )
    };
    // A tenth of nine is less than one.
    let items = ["上限", "保底", "规模"];
    let nine = found(&rules(9));
    assert!(nine.contains(&one("cannot-all-hold", &items)[0]), "{nine:?}");
    assert_eq!(found(&rules(10)), []);
}

#[test]
fn an_equal_split_that_is_rounded_up_overspends() {
    let policy = |round: &str| {
        format!(
            "预算 经费 = 100元 依据 第一条
补助 平分 适用 店 依据 第一条 {{ 条件: 达标; 金额: {round}(100元 / 6, 0.01元); 预算: 经费 不得超过 }}
目标 家数 依据 第一条: 计数(店 其中 达标) 达到6家
"
        )
    };
    // 6 × 16.67 = 100.02
    let report = report(&policy("四舍五入"));
    let finding = &report.findings[0];
    assert_eq!((report.findings.len(), finding.diagnostic.code), (1, "target-over-budget"));
    let short = finding.figures.iter().find(|figure| figure.name == "short-by").unwrap();
    assert_eq!(short.value.to_string(), "0.02");
    assert_eq!(found(&policy("舍去")), []);
}

#[test]
fn parts_of_a_whole_add_up() {
    // Both kinds together are all shops.
    let rules = "规则 甲 依据 第一条: 计数(店 其中 类 为 甲类) 不超过3家
规则 乙 依据 第一条: 计数(店 其中 类 为 乙类) 不超过4家
规则 总数 依据 第一条: 计数(店) 至少8家
";
    assert_eq!(found(rules), one("cannot-all-hold", &["甲", "乙", "总数"]));
    assert_eq!(found(&rules.replace("8家", "7家")), []);
    let shares = "规则 达标占比 依据 第一条: 占比(店 其中 达标) 不低于60%
规则 未达标占比 依据 第一条: 占比(店 其中 非 达标) 不低于50%
";
    // Of no shop at all both are silent.
    assert_eq!(found(shares), []);
    assert_eq!(
        found(&format!("{shares}规则 有店 依据 第一条: 计数(店) 至少1家\n")),
        one("cannot-all-hold", &["达标占比", "未达标占比", "有店"])
    );
}

#[test]
fn what_is_asked_of_each_row_bears_on_sums() {
    let rules = "规则 每家 依据 第一条: 每个 店: 额 不超过 100元
规则 家数 依据 第一条: 计数(店) 不超过 5家
规则 总额 依据 第一条: 合计(店.额) 至少 501元
";
    assert_eq!(found(rules), one("cannot-all-hold", &["每家", "家数", "总额"]));
    assert_eq!(found(&rules.replace("501", "500")), []);
}

#[test]
fn who_is_counted_and_not_paid_presses_on_no_budget() {
    // Other shops may be paid than those that are counted.
    let policy = "预算 经费 = 10元 依据 第一条
补助 奖励 适用 店 依据 第一条 { 条件: 人数 不低于 5; 金额: 10元; 预算: 经费 不得超过 }
目标 家数 依据 第一条: 计数(店) 达到6家
";
    assert_eq!(found(policy), []);
    // Where the money is given out in an order, who comes late gets nothing, as the text says.
    let queue = "预算 经费 = 10元 依据 第一条
补助 奖励 适用 店 依据 第一条 { 条件: 达标; 金额: 10元; 预算: 经费 按 编号 末笔给余额 }
目标 家数 依据 第一条: 计数(店 其中 达标) 达到6家
";
    assert_eq!(found(&queue.replace("按 编号", "按 人数")), []);
}

#[test]
fn amounts_of_which_only_the_ends_were_used_are_told() {
    let report = report(
        "预算 经费 = 10元 依据 第一条
补助 奖励 适用 店 依据 第一条 { 条件: 达标; 金额: 额 × 人数; 预算: 经费 不得超过 }
",
    );
    assert_eq!(report.findings.len(), 0);
    assert_eq!(report.not_analysed.len(), 1);
}

#[test]
fn five_hundred_rules_over_many_groups() {
    let mut text = String::new();
    for n in 0..250 {
        writeln!(text, "规则 少{n} 依据 第一条: 计数(店 其中 人数 不低于 {n} 其中 额 不低于 {n}元) 至少 {}家", 600 - n)
            .unwrap();
        writeln!(text, "规则 组{n} 依据 第一条: 每个 店.市: 计数(店 其中 人数 为 {n}) 不超过 {}家", n + 1).unwrap();
    }
    // More rows reach a lower threshold, and more are asked for there: no rule follows from another.
    assert_eq!(found(&text), []);
}
