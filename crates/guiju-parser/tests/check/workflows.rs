//! Workflows: what their text must say.

use guiju_program::expr::ExprKind;
use guiju_program::rule::{Form, Scope};

use super::support::{framed, program, wrong};

#[test]
fn a_step_starts_with_its_date() {
    for (text, expected) in [
        ("流程 w 适用 店 { 甲: 验 }", &["step-without-date@1"][..]),
        ("流程 w 适用 店 { 甲: 销售 不低于3元 }", &["step-without-date@1"]),
        ("流程 w 适用 店 { 甲: 时 }", &["step-without-date@1"]),
        ("流程 w 适用 店 { 甲: 合格 }", &["step-without-date@1"]),
        ("流程 w 适用 店 { 甲: 主体.等级 }", &["step-without-date@1"]),
        ("流程 w 适用 店 { 甲: 开业 或 验 }", &["step-without-date@1"]),
        ("流程 w 适用 店 { 甲: 开夜 }", &["unknown-name@1"]),
        ("流程 w 适用 店 { 甲: 开业 不晚于 销售 }", &["type-mismatch@1"]),
        ("流程 w 适用 店 { 甲: 开业 且 销售 }", &["not-a-condition@1"]),
        // Of the dates of the workflow only those that come first are known to be there.
        ("流程 w 适用 店 { 甲: 开业 早于 止; 乙: 止 }", &["unguarded-optional@1"]),
        ("流程 w 适用 店 { 甲: 开业; 甲: 止 }", &["duplicate-name@1"]),
        ("流程 w 适用 店 { }", &["empty-criteria@1"]),
        ("流程 w 适用 铺 { 甲: 开业 }", &["unknown-name@1"]),
        ("流程 w { 甲: 开业 }", &["part-missing@1"]),
        ("流程 w 适用 店 { 甲: 开业 不晚于 基准日 + 1.5天 }", &["length-not-whole@1"]),
        ("流程 w 适用 店 { 甲: 开业 且 w.甲 }", &["circle@1"]),
    ] {
        assert_eq!(wrong(text), expected, "{text}");
    }
    let steps: String = (0..65).map(|step| format!("s{step}: 止; ")).collect();
    assert_eq!(wrong(&format!("流程 w 适用 店 {{ {steps} }}")), ["too-many-steps@1"]);
}

#[test]
fn what_a_step_may_say() {
    for step in [
        "止",
        "止 不晚于 开业 + 30天",
        "止 在 开业 起 6个月 内 且 验",
        "止 在 2023-01-01 至 2023-12-31",
        "止 距 开业 不超过30天",
        "止 不晚于 开业 + 30天 除非 验",
        "当 验 则 止 不晚于 开业 + 30天 否则 止 不晚于 开业 + 60天",
        "止 早于 2024-01-01 且 全都(月 其中 额 高于 0元)",
    ] {
        assert_eq!(wrong(&format!("流程 w 适用 店 {{ 甲: 开业; 乙: {step} }}")), [""; 0], "{step}");
    }
    assert_eq!(wrong("workflow w for 店 { a: 开业; b: 止 no_later_than 开业 + 30 days and 验 }"), [""; 0]);
}

#[test]
fn a_workflow_is_a_criteria_and_a_rule() {
    let program = program(&framed("流程 w 适用 店 { 甲: 开业; 乙: 止 }\n规则 r: 每个 店: w.乙 或 w"));
    let (id, workflow) = program.criteria("w").unwrap();
    let names: Vec<&str> = workflow.conditions.iter().map(|step| step.name.as_str()).collect();
    assert_eq!(names, ["甲", "乙"]);
    let shop = program.records.find(workflow.record).unwrap();
    let dates: Vec<&str> =
        workflow.dates.as_ref().unwrap().iter().map(|field| shop.fields[*field].name.as_str()).collect();
    assert_eq!(dates, ["开业", "止"]);
    // The date of the first step is always there.
    assert!(matches!(workflow.conditions[0].expr.kind, ExprKind::YesNo(true)));
    assert!(matches!(workflow.conditions[1].expr.kind, ExprKind::When { .. }));
    let (_, rule) = program.rule("w").unwrap();
    assert_eq!((&rule.form, &rule.scope), (&Form::Workflow(id), &Scope::Each(workflow.record)));
    assert!(program.criteria("合格").unwrap().1.dates.is_none());
}
