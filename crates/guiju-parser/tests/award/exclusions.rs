//! Exclusions and claw-backs: what their text must say, and what comes of it.

use guiju_program::award::AwardKind;
use guiju_program::expr::ExprKind;
use guiju_program::rule::RuleKind;

use super::support::{program, wrong};

#[test]
fn an_exclusion_bars_all_awards_of_its_record_or_those_named() {
    let text = "补助 a 适用 店铺 { 条件: 先; 金额: 1元 }\n补助 b 适用 店铺 { 金额: 1元 }\n\
                排除 甲 适用 店铺: 先\n排除 乙 适用 店铺 不得享受 b: 先\n追缴 c 适用 店铺 { 金额: b }";
    let program = program(text);
    let award = |name: &str| program.awards.values().find(|award| award.name.as_str() == name).unwrap();
    let parts = |name: &str| match award(name).requires.as_ref().map(|requires| &requires.kind) {
        None => 0,
        Some(ExprKind::And(parts)) => parts.len(),
        Some(_) => 1,
    };
    // Its own condition and 甲; 甲 and 乙; what is paid back is barred by nothing.
    assert_eq!([parts("a"), parts("b"), parts("c")], [2, 2, 0]);
    assert_eq!([award("a").kind, award("c").kind], [AwardKind::Paid, AwardKind::Recovered]);
    let exclusions: Vec<(usize, RuleKind, &str)> = program
        .exclusions
        .values()
        .map(|exclusion| {
            let rule = &program.rules[exclusion.rule];
            (exclusion.awards.len(), rule.kind, rule.name.as_str())
        })
        .collect();
    assert_eq!(exclusions, [(0, RuleKind::Exclusion, "甲"), (1, RuleKind::Exclusion, "乙")]);
}

#[test]
fn what_exclusions_and_clawbacks_refuse() {
    let award = "补助 a 适用 店铺 { 金额: 1元 }\n";
    for (text, expected) in [
        ("排除 x: 先", "part-missing"),
        ("排除 x 适用 铺: 先", "unknown-name"),
        ("排除 x 适用 店铺: 费", "not-a-condition"),
        ("排除 x 适用 店铺 不得享受 b: 先", "unknown-name"),
        ("排除 x 适用 店铺 不得享受 a, a: 先", "award-twice"),
        ("排除 x 适用 企业 不得享受 a: 号 为 \"1\"", "other-record"),
        ("排除 x 适用 店铺: a 超过 0元", "circle"),
        ("追缴 c 适用 店铺 { 条件: 先 }", "part-missing"),
        ("追缴 c { 金额: 1元 }", "part-missing"),
        ("追缴 c 适用 店铺 付给 企业 { 金额: 1元 }", "unexpected"),
        ("追缴 c 适用 店铺 { 金额: 1元; 分期: 首期 40%, 尾期 其余 }", "unknown-row-name"),
        ("追缴 c 适用 店铺 { 金额: 1元 }\n排除 x 适用 店铺 不得享受 c: 先", "paid-back"),
        ("追缴 c 适用 店铺 { 金额: 1元 }\n补助 b 适用 店铺 { 金额: 1元; 不兼得: c 取高 }", "paid-back"),
        ("追缴 c 适用 店铺 { 金额: 1家 }", "unit-mismatch"),
    ] {
        let found = wrong(&format!("{award}{text}"));
        let codes: Vec<&str> = found.iter().filter_map(|found| found.split('@').next()).collect();
        assert_eq!(codes, [expected], "{text}");
    }
    let many: String = (0..65).map(|n| format!("排除 x{n} 适用 店铺: 先\n")).collect();
    assert_eq!(wrong(&format!("{award}{many}")), ["too-many-exclusions@66"]);
}
