//! Lints: where each fires, and where it does not.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

use guiju_parser::compile;
use guiju_parser::lint::{Finding, LINTS, lint};
use guiju_program::diagnostic::{Diagnostic, Place};
use guiju_program::source::SourceFile;

/// Nothing to find in it, but what is not told by default.
const BASE: &str = r#"政策 a-2023 "甲" 年度 2023
依据文件 方案 "方案" {
  第一条 规范
  第二条 说明 "举例"
}
单位 户 "household", 分 "point"
参数 门槛 "least hours" = 60小时 依据 第一条
数据 店 "shop" 键 编号 计 户 {
  编号 "id": 文本
  时长 "hours": 小时
  开业 "opened": 日期
  报送月 "month": 年月
  类型 "kind": { 大, 小 }
  行业 "trade": { 商, 工, .. }
  已查 "inspected": 是否
  销售额 "sales": 元
  上年 "sales before": 元
  盈亏 "profit": 元 可负
  得分 "score": 分
}
标准 达标 "qualified" 适用 店 依据 第一条 {
  时长 "hours": 时长 不低于 门槛
}
规则 用到 "used" 依据 第一条: 每个 店: 开业 早于 基准日 且 所在月(开业) 早于 报送月 且 类型 为 大 且 行业 为 商 且 已查 且 销售额 高于 上年 且 盈亏 高于 0元 且 得分 高于 0分
规则 占比 "share" 依据 第一条: 占比(店 其中 达标) 超过 0%
"#;

fn findings(text: &str) -> Vec<Finding> {
    let sources = [SourceFile::new("a.gj", text)];
    let compiled = compile(&sources);
    let errors: Vec<&Diagnostic> = compiled.diagnostics.iter().filter(|found| found.is_error()).collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    let program = compiled.program.expect("it compiles");
    lint(&sources, &program, &compiled.tests)
}

/// What a lint finds in the base with these items, as the text at the places.
fn found(code: &str, items: &str) -> Vec<String> {
    found_in(code, &format!("{BASE}{items}\n"))
}

fn found_in(code: &str, text: &str) -> Vec<String> {
    let found = findings(text);
    let found = found.iter().filter(|finding| finding.diagnostic.code == code);
    found
        .map(|finding| {
            let diagnostic = &finding.diagnostic;
            assert!(diagnostic.help.is_some(), "{diagnostic:?}");
            assert!(!finding.about.is_empty(), "{diagnostic:?}");
            let Place::Text(span) = diagnostic.place else { panic!("{diagnostic:?}") };
            text[span.range()].to_owned()
        })
        .collect()
}

fn fires(code: &str, items: &str, places: &[&str]) {
    assert_eq!(found(code, items), places, "{code}: {items}");
}

fn is_silent(code: &str, items: &str) {
    fires(code, items, &[]);
}

#[test]
fn the_base_is_clean() {
    let silent = ["magic-number", "missing-language"];
    let codes: Vec<_> = findings(BASE).iter().map(|finding| finding.diagnostic.code).collect();
    assert!(codes.iter().all(|code| silent.contains(code)), "{codes:?}");
}

#[test]
fn the_registry_is_in_order_and_complete() {
    let codes: Vec<&str> = LINTS.iter().map(|kind| kind.code).collect();
    let mut sorted = codes.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted.len(), codes.len());
    for kind in LINTS {
        let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        assert!(chinese(kind.zh) && !chinese(kind.en), "{}", kind.code);
    }
}

#[test]
fn magic_number() {
    let code = "magic-number";
    fires(code, "规则 甲: 每个 店: 时长 不低于60小时", &["60小时"]);
    fires(code, "规则 甲: 占比(店 其中 达标) 不低于10%", &["10%"]);
    fires(code, "规则 甲: 每个 店: 销售额 较 上年 增长 20%以上", &["20%"]);
    fires(code, "规则 甲: 每个 店: 盈亏 不低于 -5元", &["5元"]);
    fires(code, "定义 甲 适用 店 = 舍去(40% × 销售额 最高 9万元, 0.01元)", &["40%", "9万元"]);
    fires(code, "标准 甲 适用 店 { 乙: 时长 在 2小时(含) 至 3小时(含) }", &["2小时", "3小时"]);
    fires(code, "补助 甲 适用 店 { 条件: 得分 不低于60分; 金额: 5元 }", &["60分", "5元"]);
    fires(code, "封顶 乙: 每个 店: 甲 不超过 9元\n补助 甲 适用 店 { 金额: 销售额 }", &["9元"]);
    fires(code, "规则 甲: 每个 店: 排名(店 按 销售额) 前 5%", &["5%"]);
    // Once, however often the criteria is used.
    fires(code, "标准 甲 适用 店 { 乙: 时长 不低于2小时 }\n规则 丙: 每个 店: 甲\n规则 丁: 每个 店: 非 甲", &["2小时"]);
    for figure in ["0小时", "1小时", "1.0小时", "门槛"] {
        is_silent(code, &format!("规则 甲: 每个 店: 时长 高于 {figure}"));
    }
    fires(code, "规则 甲: 每个 店: 时长 高于 1.01小时", &["1.01小时"]);
    is_silent(code, "规则 甲: 占比(店 其中 达标) 达到 100%");
    fires(code, "规则 甲: 占比(店 其中 达标) 达到 1%", &["1%"]);
    fires(code, "规则 甲: 占比(店 其中 达标) 达到 99%", &["99%"]);
    fires(code, "规则 甲: 每个 店: 得分 低于 100分", &["100分"]);
    is_silent(code, "参数 甲 = 60小时 依据 第一条\n预算 乙 = 7万元 依据 第一条\n规则 丙: 每个 店: 时长 低于 甲");
    is_silent(code, "表 甲 按 时长: 小时 得 元 依据 第一条 { 低于60小时: 2元; 60小时以上: 3元 }");
    is_silent(code, "定义 甲 适用 店 = 取最高档 销售额 { 3万元以上: 5元 }");
    is_silent(code, "规则 甲: 每个 店: 开业 早于 2023-06-30");
    is_silent(code, "测试 \"甲\" { 店 乙 { 时长: 60小时 } 期望 乙.达标: 满足 }");
}

#[test]
fn uncited_figure() {
    let code = "uncited-figure";
    fires(code, "参数 甲 = 5元", &["甲"]);
    fires(code, "参数 甲 = 2023-01-01", &["甲"]);
    fires(code, "预算 甲 = 5元", &["甲"]);
    fires(code, "表 甲 按 时长: 小时 得 元 { 任意: 2元 }", &["甲"]);
    is_silent(code, "参数 甲 = 5元 依据 第一条");
    is_silent(code, "参数 甲 依据 第一条 = 5元");
    is_silent(code, "参数 甲 待定 元");
    let none = "政策 a 年度 2023\n参数 甲 = 5元\n";
    assert_eq!(found_in(code, none), Vec::<String>::new());
}

#[test]
fn unused_item() {
    let code = "unused-item";
    fires(code, "参数 甲 = 5元 依据 第一条", &["甲"]);
    is_silent(code, "参数 甲 = 5元 依据 第一条\n规则 乙: 每个 店: 销售额 高于 甲");
    // Where the program keeps the figure alone.
    is_silent(
        code,
        "参数 甲 = 5元 依据 第一条\n规则 丁: 每个 店: 丙 高于 0元\n定义 丙 适用 店 = 取最高档 销售额 { 甲 以上: 5元 }",
    );
    is_silent(
        code,
        "参数 甲 = 5小时 依据 第一条\n表 乙 按 时长: 小时 得 元 依据 第一条 { 低于 甲: 1元; 不低于 甲: 2元 }\n规则 丙: 每个 店: 乙[时长] 低于 2元",
    );
    fires(code, "表 乙 按 时长: 小时 得 元 依据 第一条 { 任意: 1元 }", &["乙"]);
    fires(code, "预算 甲 = 5元 依据 第一条", &["甲"]);
    is_silent(code, "预算 甲 = 5元 依据 第一条\n预算 乙 = 5元 划自 甲 依据 第一条");
    is_silent(code, "预算 甲 = 5元 依据 第一条\n补助 乙 适用 店 { 金额: 1元; 预算: 甲 不得超过 }");
    // A definition is used where it is named or expected.
    fires(code, "定义 甲 = 计数(店)", &["甲"]);
    is_silent(code, "定义 甲 = 计数(店)\n测试 \"乙\" { 店: 无 期望 甲: 0户 }");
    is_silent(code, "定义 甲 = 计数(店)\n规则 乙: 甲 高于 0户");
    fires(code, "定义 甲 = 计数(店)\n定义 乙 = 甲 + 1户", &["乙"]);
    is_silent(code, "排除 甲 适用 店: 已查\n补助 乙 适用 店 { 金额: 1元 }");
    // Records, and their fields.
    fires(code, "数据 甲 键 编号 { 编号: 文本  金额: 元 }", &["甲"]);
    fires(code, "数据 甲 键 编号 { 编号: 文本  金额: 元 }\n规则 乙: 计数(甲) 高于 0", &["金额"]);
    is_silent(code, "数据 甲 键 编号 { 编号: 整数  备注: 文本 }\n规则 乙: 计数(甲) 高于 0");
    is_silent(code, "数据 甲 属于 店 键 编号 { 编号: 整数 }\n规则 乙: 每个 店: 计数(甲) 高于 0");
    is_silent(
        code,
        "数据 甲 键 编号 { 编号: 文本 }\n数据 乙 键 编号 { 编号: 文本  甲: 甲 }\n规则 丙: 每个 乙.甲: 计数(乙) 高于 0",
    );
    is_silent(
        code,
        "数据 甲 键 编号 { 编号: 文本 }\n数据 乙 键 编号 { 编号: 文本  属: 甲 }\n规则 丙: 每个 甲: 计数(乙) 高于 0",
    );
    is_silent(code, "数据 甲 键 编号 规则日 开始 { 编号: 文本  开始: 日期 }\n规则 丙: 计数(甲) 高于 0");
    fires(
        code,
        "测试 \"甲\" { 店 乙 { 时长: 60小时 } 期望 乙.达标: 满足 }\n数据 丙 键 编号 { 编号: 文本 }\n测试 \"丁\" { 丙 乙 { } 期望 占比: 待定 }",
        &["丙"],
    );
    // Units, with multipliers and in tests.
    fires(code, "单位 家", &["家"]);
    is_silent(code, "单位 家 \"firm\"\n规则 甲: 每个 店: 得分 × 1firm 高于 0firm × 1分");
    is_silent(code, "单位 家\n参数 甲 = 3万家 依据 第一条\n规则 乙: 甲 高于 甲 - 甲");
    // The calendar, samples, wordings.
    fires(code, "日历 甲 自 2023-01-01 至 2023-12-31 { 休 2023-01-02 }", &["甲"]);
    is_silent(
        code,
        "日历 甲 自 2023-01-01 至 2023-12-31 { 休 2023-01-02 }\n规则 乙: 每个 店: 基准日 不晚于 开业 + 3工作日",
    );
    fires(code, "样例 甲 适用 店 { 时长: 1小时 }", &["甲"]);
    is_silent(code, "样例 甲 适用 店 { 时长: 1小时 }\n测试 \"乙\" { 店 丙 如 甲 期望 丙.达标: 不满足 }");
    fires(code, "词义 以上 不含 依据 第一条", &["以上 不含"]);
    is_silent(code, "词义 以上 不含 依据 第一条\n规则 甲: 每个 店: 时长 为 1小时以上");
    fires(code, "词义 以内 不含 依据 第一条\n规则 甲: 每个 店: 时长 为 1小时以下", &["以内 不含"]);
    fires(code, "词义 首日 计入 依据 第一条", &["首日 计入"]);
    is_silent(code, "词义 首日 计入 依据 第一条\n规则 甲: 每个 店: 基准日 距 开业 不少于5天");
}

#[test]
fn definitions_of_an_amended_policy_are_left_to_its_own_tests() {
    let text = format!("{BASE}定义 甲 = 计数(店)\n");
    let amendment = "政策 b-2024 修订 a-2023 年度 2024\n新增 定义 乙 = 计数(店)\n";
    let sources = [SourceFile::new("b.gj", amendment), SourceFile::new("a.gj", text)];
    let compiled = compile(&sources);
    let program = compiled.program.unwrap();
    let found = lint(&sources, &program, &compiled.tests);
    let about: Vec<&str> = found
        .iter()
        .filter(|finding| finding.diagnostic.code == "unused-item")
        .map(|finding| finding.about[0].as_str())
        .collect();
    assert_eq!(about, ["乙"]);
}

#[test]
fn repeated_rule() {
    let code = "repeated-rule";
    fires(code, "规则 甲: 每个 店: 时长 高于2小时\n目标 乙: 每个 店: 时长 高于 2.0小时", &["乙"]);
    fires(code, "规则 甲: 计数(店) 高于2户\n规则 乙: 计数(店) 高于 2户\n规则 丙: 计数(店) 高于 2户", &["乙", "丙"]);
    fires(code, "规则 甲: 每个 店.类型: 计数(店) 高于2户\n规则 乙: 每个 店.类型: 计数(店) 高于2户", &["乙"]);
    is_silent(code, "规则 甲: 每个 店.类型: 计数(店) 高于2户\n规则 乙: 每个 店.行业: 计数(店) 高于2户");
    is_silent(code, "规则 甲: 计数(店) 高于2户\n规则 乙: 每个 店.行业: 计数(店) 高于2户");
    is_silent(code, "规则 甲: 每个 店: 时长 高于2小时\n规则 乙: 每个 店: 时长 不低于2小时");
    is_silent(code, "规则 甲: 每个 店: 时长 高于2小时\n规则 乙: 每个 店: 时长 高于 2.01小时");
    is_silent(code, "规则 甲: 每个 店: 时长 高于2小时\n规则 乙: 每个 店: 时长 高于 2小时 且 已查");
    fires(code, "标准 甲 适用 店 { 乙: 已查; 丙: 得分 高于 1分; 丁: 已查 }", &["丁"]);
    // Two criteria may share a condition.
    is_silent(code, "标准 甲 适用 店 { 乙: 已查 }\n标准 丙 适用 店 { 乙: 已查 }");
    fires(code, "规则 甲: 每个 店: 已查 且 时长 高于2小时 且 已查", &["已查"]);
    fires(code, "规则 甲: 每个 店: 已查 或 类型 为 大 或 类型 为 大", &["类型 为 大"]);
    is_silent(code, "规则 甲: 每个 店: 已查 且 (已查 或 类型 为 大)");
    // What budgets, workflows and exclusions are by themselves is no rule of the text.
    is_silent(
        code,
        "预算 甲 = 5元 依据 第一条\n补助 乙 适用 店 { 金额: 1元; 预算: 甲 不得超过 }\n排除 丙 适用 店: 已查\n排除 丁 适用 店: 已查",
    );
    // The condition of an exception stands in what it overrides as well.
    fires(
        code,
        "规则 甲: 每个 店: 时长 高于2小时\n规则 乙 优先于 甲: 每个 店: 当 已查 则 (得分 高于2分 且 得分 高于2分)",
        &["得分 高于2分"],
    );
}

#[test]
fn always_true() {
    let code = "always-true";
    fires(code, "规则 甲: 计数(店) 不少于0户", &["计数(店) 不少于0户"]);
    is_silent(code, "规则 甲: 计数(店) 高于0户");
    fires(code, "规则 甲: 占比(店 其中 达标) 不超过 100%", &["占比(店 其中 达标) 不超过 100%"]);
    is_silent(code, "规则 甲: 占比(店 其中 达标) 低于 100%");
    is_silent(code, "规则 甲: 占比(店 其中 达标) 不超过 99.99%");
    fires(code, "规则 甲: 占比(店.销售额 其中 达标) 低于 100.01%", &["占比(店.销售额 其中 达标) 低于 100.01%"]);
    is_silent(code, "规则 甲: 占比(店.盈亏 其中 达标) 不超过 100%");
    fires(code, "规则 甲: 每个 店: 销售额 不低于 0元", &["销售额 不低于 0元"]);
    is_silent(code, "规则 甲: 每个 店: 盈亏 不低于 0元");
    fires(code, "规则 甲: 0元 不超过 合计(店.销售额)", &["0元 不超过 合计(店.销售额)"]);
    fires(code, "规则 甲: 每个 店: 销售额 + 上年 高于 -1元", &["销售额 + 上年 高于 -1元"]);
    is_silent(code, "规则 甲: 每个 店: 销售额 - 上年 高于 -1元");
    fires(code, "规则 甲: 每个 店: 盈亏 最低 3元 不低于 3元", &["盈亏 最低 3元 不低于 3元"]);
    fires(code, "规则 甲: 每个 店: 销售额 最高 3元 不超过 3元", &["销售额 最高 3元 不超过 3元"]);
    is_silent(code, "规则 甲: 每个 店: 销售额 最高 3元 低于 3元");
    fires(code, "规则 甲: 每个 店: 销售额 较 上年 增长 不低于 -100%", &["销售额 较 上年 增长 不低于 -100%"]);
    is_silent(code, "规则 甲: 每个 店: 销售额 较 上年 增长 高于 -100%");
    fires(code, "规则 甲: 每个 店: 排名(店 按 销售额) 不低于 1", &["排名(店 按 销售额) 不低于 1"]);
    fires(code, "规则 甲: 每个 店: 时长 为 时长", &["时长 为 时长"]);
    fires(code, "规则 甲: 每个 店: 开业 不晚于 开业", &["开业 不晚于 开业"]);
    is_silent(code, "规则 甲: 每个 店: 销售额 不低于 上年");
    // Through a definition.
    fires(code, "定义 乙 = 计数(店)\n规则 甲: 乙 不少于0户", &["乙 不少于0户"]);
    // Figures of params are amended: they are no matter of types.
    is_silent(code, "规则 甲: 门槛 不低于 60小时\n参数 丁 = -1元 依据 第一条\n规则 乙: 每个 店: 销售额 高于 丁");
    fires(code, "规则 甲: 每个 店: 类型 属于 {大, 小}", &["类型 属于 {大, 小}"]);
    is_silent(code, "规则 甲: 每个 店: 类型 属于 {大}");
    is_silent(code, "规则 甲: 每个 店: 行业 属于 {商, 工}");
    fires(code, "规则 甲: 每个 店: 类型 为 大 或 已查 或 类型 为 小", &["类型 为 大 或 已查 或 类型 为 小"]);
    is_silent(code, "规则 甲: 每个 店: 行业 为 商 或 行业 为 工");
    fires(code, "规则 甲: 每个 店: 已查 或 非 已查", &["已查 或 非 已查"]);
    fires(code, "规则 甲: 每个 店: 已查 为 是 或 已查 为 否", &["已查 为 是 或 已查 为 否"]);
    fires(code, "规则 甲: 每个 店: 时长 低于5小时 或 时长 不低于5小时", &["时长 低于5小时 或 时长 不低于5小时"]);
    is_silent(code, "规则 甲: 每个 店: 时长 低于5小时 或 时长 高于5小时");
    is_silent(code, "规则 甲: 每个 店: 时长 低于5小时 或 得分 不低于5分");
    // The innermost condition alone.
    fires(code, "规则 甲: 每个 店: 已查 或 (时长 不低于0小时 且 得分 高于5分)", &["时长 不低于0小时"]);
    is_silent(code, "定义 甲: 是\n规则 乙: 甲");
    // Where a rule overrides another, its condition is a part of both.
    fires(code, "规则 甲: 每个 店: 已查\n规则 乙 优先于 甲: 每个 店: 时长 不低于0小时", &["时长 不低于0小时"]);
}

#[test]
fn always_false() {
    let code = "always-false";
    fires(code, "规则 甲: 占比(店 其中 达标) 超过 100%", &["占比(店 其中 达标) 超过 100%"]);
    is_silent(code, "规则 甲: 占比(店 其中 达标) 达到 100%");
    fires(code, "规则 甲: 每个 店: 销售额 低于 0元", &["销售额 低于 0元"]);
    is_silent(code, "规则 甲: 每个 店: 盈亏 低于 0元");
    is_silent(code, "规则 甲: 每个 店: 销售额 不超过 0元");
    fires(code, "规则 甲: 计数(店) 为 -1户", &["计数(店) 为 -1户"]);
    is_silent(code, "规则 甲: 计数(店) 为 0户");
    fires(code, "规则 甲: 每个 店: 开业 晚于 开业", &["开业 晚于 开业"]);
    fires(code, "规则 甲: 每个 店: 时长 不为 时长", &["时长 不为 时长"]);
    fires(code, "规则 甲: 每个 店: 开业 在 2023-12-31 至 2023-01-01", &["开业 在 2023-12-31 至 2023-01-01"]);
    is_silent(code, "规则 甲: 每个 店: 开业 在 2023-12-31 至 2023-12-31");
    fires(code, "规则 甲: 每个 店: 报送月 在 2023-05 至 2023-04", &["报送月 在 2023-05 至 2023-04"]);
    fires(
        code,
        "规则 甲: 每个 店: 时长 高于5小时 且 已查 且 时长 不超过5小时",
        &["时长 高于5小时 且 已查 且 时长 不超过5小时"],
    );
    is_silent(code, "规则 甲: 每个 店: 时长 不低于5小时 且 时长 不超过5小时");
    fires(code, "规则 甲: 每个 店: 类型 为 大 且 类型 为 小", &["类型 为 大 且 类型 为 小"]);
    fires(code, "规则 甲: 每个 店: 类型 不为 大 且 类型 不为 小", &["类型 不为 大 且 类型 不为 小"]);
    is_silent(code, "规则 甲: 每个 店: 行业 不为 商 且 行业 不为 工");
    fires(code, "规则 甲: 每个 店: 已查 且 非 已查", &["已查 且 非 已查"]);
    fires(code, "规则 甲: 每个 店: 达标 且 非 达标", &["达标 且 非 达标"]);
    is_silent(code, "规则 甲: 每个 店: 达标 且 非 已查");
    fires(code, "规则 甲: 有一(店 其中 销售额 低于 0元)", &["销售额 低于 0元"]);
    is_silent(code, "定义 甲: 否\n规则 乙: 甲");
}

#[test]
fn shadowing_name() {
    let code = "shadowing-name";
    fires(code, "参数 得分 = 5分 依据 第一条", &["得分"]);
    fires(code, "预算 销售额 = 5元 依据 第一条", &["销售额"]);
    fires(code, "定义 得分 = 计数(店)", &["得分"]);
    is_silent(code, "规则 得分: 计数(店) 高于1户");
    is_silent(code, "数据 乙 键 编号 { 编号: 文本  店: 店 }");
    // Values beside their enumeration.
    fires(code, "数据 乙 键 编号 { 编号: 文本  型: { 甲, 门槛 } }", &["门槛"]);
    fires(code, "数据 乙 键 编号 { 编号: 文本  型: { 甲, 额 }  额: 元 }", &["额"]);
    is_silent(code, "数据 乙 键 编号 { 编号: 文本  型: { 甲, 得分 } }");
    // Words of the language.
    fires(code, "参数 基准日 = 2023-01-01 依据 第一条", &["基准日"]);
    fires(code, "数据 乙 键 编号 { 编号: 文本  as_of: 日期 }", &["as_of"]);
    fires(code, "数据 乙 键 编号 { 编号: 文本  是: 日期 }", &["是"]);
    fires(code, "定义 本政策有效: 计数(店) 高于1户", &["本政策有效"]);
    is_silent(code, "数据 乙 键 编号 { 编号: 文本  计数: 日期  结余: 元  期望: 整数 }");
}

#[test]
fn wording_against_sign() {
    let code = "wording-against-sign";
    for (word, fixed) in
        [("不早于", "不低于"), ("晚于", "超过"), ("早于", "低于"), ("不晚于", "不超过"), ("before", "below")]
    {
        let items = format!("规则 甲: 每个 店: 时长 {word} 5小时");
        fires(code, &items, &[word]);
        let text = format!("{BASE}{items}\n");
        let found = findings(&text);
        let finding = found.iter().find(|finding| finding.diagnostic.code == code).unwrap();
        let fix = finding.diagnostic.fix.as_ref().unwrap();
        assert_eq!(fix.edits[0].text, fixed);
        // The fix means the same.
        let mended = text.replace(&format!("时长 {word} 5小时"), &format!("时长 {fixed} 5小时"));
        let expr = |text: &str| {
            let program = compile(&[SourceFile::new("a.gj", text)]).program.unwrap();
            let (_, rule) = program.rule("甲").unwrap();
            match &rule.expr.kind {
                guiju_program::expr::ExprKind::Compare { op, .. } => *op,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(expr(&text), expr(&mended));
        assert_eq!(found_in(code, &mended), Vec::<String>::new());
    }
    for word in ["不低于", "多于", "不超过", "达到", "至少", "at  least"] {
        fires(code, &format!("规则 甲: 每个 店: 开业 {word} 2023-05-01"), &[word]);
    }
    fires(code, "规则 甲: 每个 店: 报送月 不少于 2023-05", &["不少于"]);
    fires(code, "规则 甲: 每个 店: 开业 为 2023-05-01 以上", &["为"]);
    is_silent(code, "规则 甲: 每个 店: 开业 不早于 2023-05-01 且 开业 ≤ 2023-06-01 且 时长 >= 5小时");
    is_silent(code, "规则 甲: 每个 店: 开业 为 2023-05-01 且 时长 为 5小时 且 报送月 晚于 2023-01");
    is_silent(code, "规则 甲: 每个 店: 基准日 距 开业 不少于5天");
    // The direction said twice.
    fires(code, "规则 甲: 每个 店: 销售额 较 上年 增长 不低于 -5%", &["-5%"]);
    fires(code, "规则 甲: 每个 店: 销售额 较 上年 减少 不超过 -5元", &["-5元"]);
    is_silent(code, "规则 甲: 每个 店: 销售额 较 上年 增长 5%以上");
    is_silent(code, "规则 甲: 每个 店: 盈亏 高于 -5元");
}

#[test]
fn undocumented_interpretation() {
    let code = "undocumented-interpretation";
    fires(code, "解释 甲 适用 占比: \"按户数算\"", &["甲"]);
    is_silent(code, "解释 甲 适用 占比 依据 第一条: \"按户数算\"");
    fires(code, "解释 甲 适用 占比 依据 第一条: \" \"", &["\" \""]);
    fires(code, "词义 以上 不含\n规则 乙: 每个 店: 时长 为 1小时以上", &["以上 不含"]);
    is_silent(code, "词义 以上 不含 依据 第一条\n规则 乙: 每个 店: 时长 为 1小时以上");
}

#[test]
fn missing_language() {
    let code = "missing-language";
    let before = found(code, "");
    let more = |items: &str| -> Vec<String> {
        let found = found(code, items);
        let mut rest = before.clone();
        found
            .into_iter()
            .filter(|place| rest.iter().position(|known| known == place).map(|at| rest.remove(at)).is_none())
            .collect()
    };
    // Sources, records' fields, values and conditions have labels as well.
    assert_eq!(
        before,
        ["方案", "编号", "大", "小", "商", "工"].iter().filter(|name| **name != "编号").copied().collect::<Vec<_>>()
    );
    assert_eq!(more("定义 甲 = 计数(店)"), ["甲"]);
    assert_eq!(more("定义 甲 \"shops\" = 计数(店)"), Vec::<String>::new());
    assert_eq!(more("定义 甲 \"店数\" = 计数(店)"), ["甲"]);
    assert_eq!(more("define shops = count(店)"), ["shops"]);
    assert_eq!(more("define shops \"店数\" = count(店)"), Vec::<String>::new());
    assert_eq!(more("define _1 = count(店)"), Vec::<String>::new());
}

/// Each lint goes through a policy once: ten times the rules take ten times as long, and not a hundred times.
#[test]
#[allow(clippy::disallowed_methods, reason = "it is timed")]
fn it_grows_in_proportion() {
    let policy = |rules: usize| {
        let mut text = BASE.to_owned();
        for n in 0..rules {
            text.push_str(&format!("规则 甲{n} 依据 第一条: 每个 店: 时长 不低于{n}.5小时 且 得分 低于 {n}.5分\n"));
        }
        text
    };
    let time = |rules: usize| {
        let sources = [SourceFile::new("a.gj", policy(rules))];
        let compiled = compile(&sources);
        let program = compiled.program.unwrap();
        let least = (0..3).map(|_| {
            let start = std::time::Instant::now();
            let found = lint(&sources, &program, &[]);
            assert!(found.iter().filter(|finding| finding.diagnostic.code == "magic-number").count() == 2 * rules);
            start.elapsed()
        });
        least.min().unwrap()
    };
    let (few, many) = (time(300), time(3_000));
    assert!(many < few * 40, "300 rules {few:?}, 3,000 rules {many:?}");
}
