//! What is refused of awards, caps and allocations: each with its code and line, and nothing else beside it.

use super::support::{framed, run, wrong};

fn all(cases: &[(&str, &[&str])]) {
    let other: Vec<_> = cases
        .iter()
        .map(|(text, expected)| (text, wrong(text), expected))
        .filter(|(_, found, expected)| found != *expected)
        .collect();
    assert!(other.is_empty(), "text, found, expected: {other:#?}");
}

#[test]
fn rows_stand_once_and_in_order() {
    all(&[
        ("补助 a 适用 店铺 {\n 金额: 1元\n 条件: 先\n}", &["rows-out-of-order@3"]),
        ("补助 a 适用 店铺 {\n 金额: 1元\n 金额: 2元\n}", &["given-twice@3"]),
        (
            "补助 a 适用 店铺 {\n 金额: 1元\n 预算: 总\n 不兼得: b 取高\n}\n补助 b 适用 店铺 { 金额: 1元 }",
            &["rows-out-of-order@4"],
        ),
        ("补助 a 适用 店铺 {\n 金客: 1元\n}", &["unknown-row-name@2"]),
        ("补助 a 适用 店铺 {\n 金额: 1元\n 权重: 3\n}", &["unknown-row-name@3"]),
        ("补助 a 适用 店铺 {\n 条件: 先\n}", &["part-missing@1"]),
        ("补助 a { 金额: 1元 }", &["part-missing@1"]),
        ("补助 a 适用 店铺 { }", &["part-missing@1"]),
        ("补助 a 适用 店铺 适用 市地 { 金额: 1元 }", &["given-twice@1"]),
        ("分配 a 适用 市地 { 权重: 售; 取整: 舍去 1户 }", &["part-missing@1"]),
        ("分配 a 适用 市地 { 总量: 3户; 取整: 舍去 1户 }", &["part-missing@1"]),
        ("分配 a 适用 市地 { 总量: 3户; 权重: 售 }", &["part-missing@1"]),
        ("分配 a 适用 市地 { 总量: 3户; 取整: 舍去 1户; 权重: 售 }", &["rows-out-of-order@1"]),
        ("分配 a 适用 市地 付给 市地 { 总量: 3户; 权重: 售; 取整: 舍去 1户 }", &["unexpected@1"]),
        ("补助 a 适用 店铺 { 金额: 1元; 预算: 总 按 申 }", &["order-without-effect@1"]),
        ("补助 a 适用 店铺 { 金额: 1元; 预算: 总 先来先得 }", &["unexpected@1"]),
        ("补助 a 适用 店铺 { 金额: 1元; 预算: 总 同比缩减 尾差 }", &["missing@1"]),
        ("补助 a 适用 店铺 { 金额: 1元; 不兼得: b }\n补助 b 适用 店铺 { 金额: 1元 }", &["missing@1"]),
        ("封顶 c: 每个 店铺: a 不低于 3元", &["unexpected@1"]),
        ("封顶 c: 每个 店铺: a", &["missing@1"]),
        ("分配 a 适用 市地 { 总量: 3户; 权重: 售; 取整: 四舍五入 1户 }", &["unexpected@1"]),
    ]);
}

#[test]
fn help_names_the_row_that_was_meant() {
    let help = |text: &str| run(&framed(text)).diagnostics[0].help.clone().unwrap();
    assert_eq!(help("补助 a 适用 店铺 { 金客: 1元 }").zh, "是不是“金额”？");
    assert_eq!(help("award a for 店铺 { amonut: 1 yuan }").en, "did you mean `amount`?");
    assert!(help("补助 a 适用 店铺 { 钱: 1元 }").zh.contains("条件、金额、不兼得、预算、分期"));
    assert!(help("补助 a 适用 店铺 { 金额: 1元; 条件: 先 }").en.contains("requires, amount"));
}

#[test]
fn amounts_and_limits_are_money() {
    all(&[
        ("补助 a 适用 店铺 { 金额: 1户 }", &["unit-mismatch@1"]),
        ("补助 a 适用 店铺 { 金额: 3 }", &["unit-mismatch@1"]),
        ("补助 a 适用 店铺 { 金额: 每户补助 }", &["unit-mismatch@1"]),
        ("补助 a 适用 店铺 { 金额: 先 }", &["not-a-number@1"]),
        ("补助 a 适用 店铺 { 条件: 费; 金额: 1元 }", &["not-a-condition@1"]),
        ("补助 a 适用 店铺 { 金额: 1元 }\n封顶 c: 每个 店铺: a 不超过 3户", &["unit-mismatch@2"]),
        ("补助 a 适用 店铺 { 金额: 每户补助 × 1户 }", &[]),
        ("参数 待 待定\n补助 a 适用 店铺 { 金额: 待 }", &[]),
    ]);
}

#[test]
fn names_are_looked_up() {
    all(&[
        ("补助 a 适用 店 { 金额: 1元 }", &["unknown-name@1"]),
        ("补助 a 适用 店铺 { 金额: 1元; 预算: 总额 }", &["unknown-name@1"]),
        ("补助 a 适用 店铺 { 金额: 1元; 预算: 每户补助 }", &["wrong-kind@1"]),
        ("补助 a 适用 店铺 { 金额: 1元; 不兼得: b 取高 }", &["unknown-name@1"]),
        ("补助 a 适用 店铺 { 金额: 1元; 不兼得: 每户补助 取高 }", &["wrong-kind@1"]),
        ("封顶 c: 每个 店铺: a 不超过 3元", &["unknown-name@1"]),
        ("补助 a 适用 店铺 { 金额: 1元 }\n补助 a 适用 店铺 { 金额: 1元 }", &["duplicate-name@2"]),
        ("补助 费 适用 店铺 { 金额: 1元 }", &["duplicate-name@1"]),
        ("定义 d = a\n补助 a 适用 店铺 { 金额: 1元 }", &["wrong-row@1"]),
        ("定义 d = 额\n分配 额 适用 市地 { 总量: 3户; 权重: 售; 取整: 舍去 1户 }", &["wrong-row@1"]),
        ("定义 d = c\n补助 a 适用 店铺 { 金额: 1元 }\n封顶 c: 每个 店铺: a 不超过 3元", &["wrong-kind@1"]),
        ("定义 d = 结余(每户补助)", &["wrong-kind@1"]),
        ("定义 d = 结余(总额)", &["unknown-name@1"]),
        ("定义 d = 结余(3元)", &["wrong-arguments@1"]),
        ("定义 d = 已用()", &["wrong-arguments@1"]),
        ("定义 d = 已用(总 其中 先)", &["wrong-arguments@1"]),
        ("定义 d 适用 店铺 = 促销补贴\n补助 促销补助 适用 店铺 { 金额: 1元 }", &["unknown-name@1"]),
        ("补助 a 适用 店铺 依据 三 { 金额: 1元 }", &["unknown-citation@1"]),
    ]);
    let compiled = run(&framed("定义 d 适用 店铺 = 促销补贴\n补助 促销补助 适用 店铺 { 金额: 1元 }"));
    assert_eq!(compiled.diagnostics[0].help.as_ref().unwrap().zh, "是不是“促销补助”？");
}

#[test]
fn payees_are_rows() {
    all(&[
        ("补助 a 适用 店铺 付给 费 { 金额: 1元 }", &["payee-not-a-row@1"]),
        ("补助 a 适用 店铺 付给 企业.号 { 金额: 1元 }", &["payee-not-a-row@1"]),
        ("补助 a 适用 店铺 付给 市地 { 金额: 1元 }", &["unknown-name@1"]),
        ("补助 a 适用 店铺 付给 a { 金额: 1元 }", &["payee-not-a-row@1"]),
    ]);
}

#[test]
fn exclusions_are_said_once_and_of_one_record() {
    let b = "补助 b 适用 店铺 { 金额: 1元 }";
    all(&[
        ("补助 a 适用 店铺 { 金额: 1元; 不兼得: a 取高 }", &["excludes-itself@1"]),
        (&format!("补助 a 适用 店铺 {{ 金额: 1元; 不兼得: b 取高, b 取先 }}\n{b}"), &["excluded-twice@1"]),
        (
            "补助 a 适用 店铺 { 金额: 1元; 不兼得: b 取高 }\n补助 b 适用 店铺 { 金额: 1元; 不兼得: a 取高 }",
            &["excluded-twice@2"],
        ),
        ("补助 a 适用 店铺 { 金额: 1元; 不兼得: b 取高 }\n补助 b 适用 市地 { 金额: 1元 }", &["other-record@1"]),
        (
            "补助 a 适用 店铺 { 金额: 1元; 不兼得: b 取高, c 取先 }\n补助 b 适用 店铺 { 金额: 1元 }\n补助 c 适用 店铺 { 金额: 1元 }",
            &[],
        ),
    ]);
}

#[test]
fn a_shortage_in_an_order_needs_one() {
    all(&[
        ("补助 a 适用 店铺 { 金额: 1元; 预算: 总 末笔给余额 }", &["order-missing@1"]),
        ("补助 a 适用 店铺 { 金额: 1元; 预算: 总 跳过 }", &["order-missing@1"]),
        ("补助 a 适用 店铺 { 金额: 1元; 预算: 总 即止 }", &["order-missing@1"]),
        ("补助 a 适用 店铺 { 金额: 1元; 预算: 总 同比缩减 }", &[]),
        ("补助 a 适用 店铺 { 金额: 1元; 预算: 总 同比缩减 按 申 }", &["order-without-effect@1"]),
        ("补助 a 适用 店铺 { 金额: 1元; 预算: 总 按 备 跳过 }", &["not-ordered@1"]),
        ("补助 a 适用 店铺 { 金额: 1元; 预算: 总 按 止 跳过 }", &["unguarded-optional@1"]),
        ("补助 a 适用 店铺 { 金额: 1元; 预算: 总 跳过 即止 按 申 }", &["given-twice@1"]),
    ]);
}

#[test]
fn caps_are_over_awards_of_their_rows() {
    let a = "补助 a 适用 店铺 { 金额: 1元 }\n补助 b 适用 市地 { 金额: 1元 }\n补助 e 适用 全省 { 金额: 1元 }\n";
    for (cap, expected) in [
        ("封顶 c: 每个 市地: a 不超过3元", &["other-record@4"][..]),
        ("封顶 c: a + b 不超过3元 按 申", &["other-record@4"]),
        ("封顶 c: 每个 店铺: a + a 不超过3元", &["award-twice@4"]),
        ("封顶 c: 每个 店铺.企业: a 不超过3元", &["order-missing@4"]),
        ("封顶 c: a 不超过3元", &["order-missing@4"]),
        ("封顶 c: 每个 店铺: a 不超过3元 按 申", &["order-without-effect@4"]),
        ("封顶 c: 每个 店铺.企业: a 不超过 费 按 申", &["group-needs-aggregate@4"]),
        ("封顶 c: 每个 店铺.企: a 不超过3元 按 申", &["unknown-name@4"]),
        ("封顶 c: e 不超过3元", &[]),
    ] {
        assert_eq!(wrong(&format!("{a}{cap}")), expected, "{cap}");
    }
}

#[test]
fn instalments_add_up() {
    for (text, expected) in [
        ("签约 40%, 验收 60%", &["instalments-without-rest@1"][..]),
        ("签约 40%", &["instalments-without-rest@1"]),
        ("签约 其余, 验收 其余", &["instalments-without-rest@1"]),
        ("签约 100%, 验收 其余", &["wrong-instalment@1"]),
        ("签约 50%, 中期 50%, 验收 其余", &["wrong-instalment@1"]),
        ("签约 0%, 验收 其余", &["wrong-instalment@1"]),
        ("签约 0元, 验收 其余", &["wrong-instalment@1"]),
        ("签约 3户, 验收 其余", &["wrong-instalment@1"]),
        ("签约 3元, 验收 5元", &["instalments-without-rest@1"]),
        ("签约 3元, 中期 90%, 验收 其余", &[]),
        ("签约 40%, 签约 其余", &["duplicate-name@1"]),
        ("签约 49%, 中期 50.99%, 验收 其余", &[]),
        ("全部的 其余", &[]),
    ] {
        assert_eq!(wrong(&format!("补助 a 适用 店铺 {{ 金额: 1元; 分期: {text} }}")), expected, "{text}");
    }
}

#[test]
fn allocations_have_one_unit() {
    for (text, expected) in [
        ("总量: 3户; 权重: 售; 取整: 最大余数 1家", &["unit-mismatch@1"][..]),
        ("总量: 3户; 权重: 售; 取整: 最大余数 1", &["unit-mismatch@1"]),
        ("总量: 3户; 权重: 售; 取整: 最大余数 0户", &["wrong-step@1"]),
        ("总量: 3户; 权重: 售; 取整: 舍去 0.5户; 最少: 3元", &["unit-mismatch@1"]),
        ("总量: 3户; 权重: 售; 取整: 舍去 1户; 最多: 3元", &["unit-mismatch@1"]),
        ("总量: 3户; 权重: 售; 取整: 舍去 1户; 最少: 3户; 最多: 2户", &["least-above-most@1"]),
        ("总量: 3户; 权重: 号; 取整: 舍去 1户", &["not-a-number@1"]),
        ("总量: 售; 权重: 售; 取整: 舍去 1元", &["unknown-name@1"]),
        ("总量: 3户; 权重: 售; 取整: 舍去 1户; 按: 售", &["order-without-effect@1"]),
        ("总量: 总; 权重: 售; 取整: 最大余数 0.01元; 按: 售", &[]),
        ("总量: 计数(店铺); 权重: 售; 取整: 最大余数 1户; 最多: 数", &[]),
    ] {
        assert_eq!(wrong(&format!("分配 a 适用 市地 {{ {text} }}")), expected, "{text}");
    }
}

#[test]
fn amounts_that_may_be_fractions_are_warned_of() {
    let warned = |amount: &str| {
        wrong(&format!(
            "定义 半 适用 店铺 = 费 / 2\n补助 b 适用 店铺 {{ 金额: 1元 }}\n补助 a 适用 店铺 {{ 金额: {amount} }}"
        ))
    };
    for amount in [
        "40% × 费",
        "费 / 3",
        "费 × 占比(店铺 其中 先)",
        "平均(月.额)",
        "1元 × 0.001",
        "半 最高 9万元",
        "费 × (费 较 销 增长)",
        "当 先 则 1元 否则 半",
        "0.005元",
        "舍去(费 / 3, 0.001元)",
        "取最高档 销 { 120万元以上: 1.5万元; 700万元以上: 0.001元 }",
    ] {
        assert_eq!(warned(amount), ["unrounded-award@3"], "{amount}");
    }
    for amount in [
        "费",
        "费 - 销 最高 9万元",
        "费 × 2",
        "每户补助 × 1户",
        "每户补助 × 计数(店铺)",
        "合计(月.额)",
        "最大(月.额)",
        "b + b × 3",
        "0.10元 × 5",
        "总",
        "结余(总)",
        "当 先 则 1.25元 否则 0元",
        "舍去(40% × 费 最高 9万元, 0.01元)",
        "四舍五入(费 / 3, 1元)",
        "取最高档 销 { 120万元以上: 1.5万元; 700万元以上: 6万元 }",
        "费 每满 3万元 × 100.50元",
    ] {
        assert_eq!(warned(amount), [""; 0], "{amount}");
    }
}

#[test]
fn a_broken_award_costs_itself_only() {
    all(&[
        ("补助 a 适用 店铺 {\n 金额: 1元 ×\n}\n定义 d 适用 店铺 = a", &["missing@2"]),
        ("补助 a 适用 店铺 {\n 条件: 先 且\n 金额: 1元\n}\n补助 b 适用 店铺 { 金额: a }", &["missing@2"]),
        ("补助 a 适用 店铺\n 金额: 1元\n规则 r: 计数(店铺) 不低于1", &["unexpected@2"]),
    ]);
}

#[test]
fn hostile_text_is_answered() {
    for text in [
        "补助",
        "补助 a",
        "补助 a 适用",
        "补助 a 适用 店铺 {",
        "补助 a 适用 店铺 { :",
        "补助 a 适用 店铺 { 按",
        "封顶 c",
        "封顶 c:",
        "封顶 c: 每个",
        "封顶 c: 每个 店铺:",
        "封顶 c: +",
        "分配 a 适用 市地 { 取整",
        "分配 a 适用 市地 { 取整: 最大余数 }",
        "补助 a 适用 店铺 { 分期: , }",
        "补助 a 适用 店铺 { 预算: 按 }",
        "补助 a 适用 无 付给 无.有 { 金额: 1元; 不兼得: a 取高 }",
    ] {
        let compiled = run(&framed(text));
        assert!(compiled.has_errors(), "{text}");
        let nothing = guiju_parser::compile(&[guiju_program::source::SourceFile::new("x.gj", text)]);
        assert!(nothing.has_errors(), "{text}");
    }
}
