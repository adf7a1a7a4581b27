//! The runner of test items: what it takes as given, and what it says when something differs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

use guiju::{Language, Policy, SourceFile, TestResult};

const POLICY: &str = r#"
政策 示例 "直播带货服务补助" 年度 2023
依据文件 方案 "示例方案" { 第一条 规范 }
单位 户, 条
数据 服务主体 键 编号 { 编号: 文本  合格: 是否 }
数据 服务对象 键 编号 计 户 {
  编号: 文本  服务主体: 服务主体
  类型: { 限上企业, 个体工商户 }
  直播时长: 小时  短视频: 条
}
数据 月度销售 属于 服务对象 键 月份 计 个月 { 月份: 年月  销售额: 元 }
标准 达标 适用 服务对象 依据 第一条 {
  直播时长: 直播时长 不低于60小时
  短视频:   短视频 不低于20条
  销售:     计数(月度销售 其中 销售额 不低于10万元) 至少2个月
}
定义 销售合计 适用 服务对象 = 合计(月度销售.销售额)
规则 限上占比 依据 第一条: 占比(服务对象 其中 类型 为 限上企业) 不低于10%
规则 都达标 依据 第一条: 每个 服务对象: 达标
规则 主体合格 依据 第一条: 每个 服务对象: 服务主体.合格
"#;

fn run(tests: &str) -> Vec<TestResult> {
    let sources = vec![SourceFile::new("policy.gj", POLICY), SourceFile::new("tests/a.gj", tests)];
    let compiled = Policy::compile(sources);
    let said = guiju::render(&compiled.diagnostics, &compiled.sources, Language::En, 100);
    assert!(!compiled.has_errors(), "{said}");
    compiled.policy.unwrap().run_tests()
}

fn one(test: &str) -> TestResult {
    let mut results = run(&format!("测试 \"t\" {{\n{test}\n}}\n"));
    assert_eq!(results.len(), 1);
    results.remove(0)
}

/// What is said of the first thing that differs.
fn said(test: &str) -> String {
    let result = one(test);
    assert!(!result.passed());
    let first = result.errors.first().or(result.differences.first()).unwrap();
    first.text.zh.clone()
}

#[test]
fn boundaries_pass_and_what_is_left_out_is_unknown() {
    let result = one("服务对象 甲 { 直播时长: 60小时  短视频: 20条
         月度销售 { 月份: 2023-05  销售额: 100000元 }
         月度销售 { 月份: 2023-06  销售额: 10万元 } }
       服务对象 乙 { 直播时长: 59.99小时  短视频: 20条  月度销售: 无 }
       服务对象 丙 { 直播时长: 60小时  短视频: 20条 }
       期望 甲.达标: 满足
       期望 甲.销售合计: 20万元
       期望 乙.达标: 不满足 因 直播时长, 销售
       期望 乙.销售合计: 0元
       期望 丙.达标: 待定 因 月度销售
       期望 丙.达标.短视频: 满足
       期望 都达标: 不满足 因 乙
       期望 限上占比: 待定 因 服务对象.类型");
    assert!(result.passed(), "{result:#?}");
    assert_eq!(result.expectations, 8);
}

#[test]
fn repeated_rows_get_keys_of_their_own() {
    let result = one("服务对象 × 149 { 类型: 限上企业 }
       服务对象 × 1351 { 类型: 个体工商户 }
       期望 限上占比: 不满足");
    assert!(result.passed(), "{result:#?}");
    let result = one("服务对象 × 149 { 类型: 限上企业 }
       服务对象 × 1341 { 类型: 个体工商户 }
       期望 限上占比: 10%");
    assert!(result.passed(), "{result:#?}");
}

#[test]
fn a_difference_tells_what_was_found_with_its_numbers() {
    let text = said(
        "服务对象 × 149 { 类型: 限上企业 }
       服务对象 × 1351 { 类型: 个体工商户 }
       期望 限上占比: 满足",
    );
    assert!(text.contains("期望 满足，得到 不满足"), "{text}");
    assert!(text.contains("149/1500（9.93…%）"), "{text}");
    assert!(text.contains("1/1500"), "{text}");

    let text = said("服务对象 甲 { 直播时长: 59.99小时 }  期望 甲.达标.直播时长: 满足");
    assert!(text.contains("59.99小时，应 ≥ 60小时，差 0.01小时"), "{text}");

    let text = said(
        "服务对象 甲 { 月度销售 { 月份: 2023-05  销售额: 100000.01元 } }
       期望 甲.销售合计: 100000元",
    );
    assert!(text.contains("期望 10万元，得到 100,000.01元"), "{text}");

    let text = said("服务对象 甲 { }  期望 甲.达标.直播时长: 满足");
    assert!(text.contains("得到 待定"), "{text}");
    assert!(text.contains("服务对象.直播时长"), "{text}");
}

#[test]
fn reasons_are_compared_as_sets() {
    let missing = said(
        "服务对象 甲 { 直播时长: 1小时  短视频: 1条  月度销售: 无 }
       期望 甲.达标: 不满足 因 短视频, 直播时长",
    );
    assert!(missing.contains("没有写出的原因：销售"), "{missing}");
    let extra = said(
        "服务对象 甲 { 直播时长: 60小时  短视频: 1条 }
       期望 甲.达标: 不满足 因 短视频, 直播时长",
    );
    assert!(extra.contains("没有出现的原因：直播时长"), "{extra}");
}

#[test]
fn given_verdicts_stand_in_for_facts() {
    let result = one("服务对象 × 9 { 达标: 满足 }
       服务对象 甲 { 达标: 不满足 }
       期望 都达标: 不满足 因 甲
       期望 甲.达标: 不满足");
    assert!(result.passed(), "{result:#?}");
    let result = one("服务对象 甲 { 达标: 待定 }
       期望 都达标: 待定 因 达标");
    assert!(result.passed(), "{result:#?}");
}

#[test]
fn references_may_name_a_row_by_its_label_or_its_key() {
    let result = one("服务主体 子 { 编号: \"P-1\"  合格: 是 }
       服务主体 丑 { 合格: 否 }
       服务对象 甲 { 服务主体: 子 }
       服务对象 乙 { 服务主体: \"P-1\" }
       服务对象 丙 { 服务主体: 丑 }
       期望 甲.主体合格: 满足
       期望 乙.主体合格: 满足
       期望 主体合格: 不满足 因 丙");
    assert!(result.passed(), "{result:#?}");
}

#[test]
fn facts_that_do_not_fit_together_are_an_error_of_the_test() {
    let text = said("服务对象 甲 { 月度销售 { 销售额: 1元 } }  期望 甲.达标: 不满足");
    assert!(text.contains("要写上键“月份”"), "{text}");
    let text = said("服务对象 甲 { 月度销售 × 2 { 月份: 2023-05 } }  期望 甲.达标: 不满足");
    assert!(text.contains("用了不止一次"), "{text}");
}
