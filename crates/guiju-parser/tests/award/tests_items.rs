//! What tests of a policy expect of awards, allocations and budgets.

use guiju_program::Decimal;
use guiju_program::test_item::{Expectation, Expected, Subject};
use guiju_program::value::{Value, Verdict};

use super::support::{framed, run, wrong};

const ITEMS: &str = "\
补助 a 适用 店铺 { 金额: 2.27万元; 预算: 分 }
分配 额 适用 市地 { 总量: 10户; 权重: 售; 取整: 最大余数 1户 }
";

fn test(expectations: &str) -> String {
    format!("{ITEMS}测试 \"t\" {{\n 店铺 甲 {{ 先: 是 }}\n 市地 乙 {{ 售: 3元 }}\n {expectations}\n}}")
}

fn expected(expectations: &str) -> Vec<Expectation> {
    let compiled = run(&framed(&test(expectations)));
    assert!(!compiled.has_errors(), "{:#?}", compiled.diagnostics);
    compiled.tests[0].expectations.clone()
}

fn number(value: i64) -> Expected {
    Expected::Value(Value::Number(Decimal::from(value)))
}

#[test]
fn amounts_of_a_row_of_all_and_of_budgets() {
    let found = expected(
        "期望 甲.a: 22700元\n 期望 甲.a: 待定\n 期望 甲.a: 无\n 期望 a: 3398.19万元\n 期望 结余(分): 18100元\n \
         期望 已用(总): 5元\n 期望 left(总): 6元\n 期望 used(分): 待定\n 期望 乙.额: 10户",
    );
    let subjects: Vec<_> = found.iter().map(|found| (&found.subject, &found.expected)).collect();
    let undetermined = Expected::Verdict(Verdict::Undetermined);
    assert!(matches!(subjects[0].0, Subject::Award(_, label) if label == "甲"));
    assert_eq!(*subjects[0].1, number(22_700));
    assert_eq!(*subjects[1].1, undetermined);
    assert_eq!(*subjects[2].1, number(0));
    assert!(matches!(subjects[3].0, Subject::AwardTotal(_)));
    assert_eq!(*subjects[3].1, number(33_981_900));
    assert!(matches!(subjects[4].0, Subject::Left(budget) if budget.0 == 1));
    assert_eq!(*subjects[4].1, number(18_100));
    assert!(matches!(subjects[5].0, Subject::Used(budget) if budget.0 == 0));
    assert!(matches!(subjects[6].0, Subject::Left(budget) if budget.0 == 0));
    assert!(matches!(subjects[7].0, Subject::Used(_)) && *subjects[7].1 == undetermined);
    assert!(matches!(subjects[8].0, Subject::Allocated(_, label) if label == "乙"));
    assert_eq!(*subjects[8].1, number(10));
}

#[test]
fn one_instalment_of_a_row() {
    let items = "补助 b 适用 店铺 { 金额: 2万元; 分期: 签约 5000元, 验收 其余 }\n";
    let test = |expected: &str| format!("{items}测试 \"t\" {{\n 店铺 甲 {{ 先: 是 }}\n {expected}\n}}");
    let compiled = run(&framed(&test("期望 甲.b.验收: 1.5万元")));
    assert!(!compiled.has_errors(), "{:#?}", compiled.diagnostics);
    let found = &compiled.tests[0].expectations[0];
    assert!(matches!(&found.subject, Subject::Instalment(_, 1, label) if label == "甲"));
    assert_eq!(found.expected, number(15_000));
    assert_eq!(wrong(&test("期望 甲.b.验货: 1元")), ["unknown-name@4"]);
    assert_eq!(wrong(&test("期望 甲.b.签约: 1户")), ["unit-mismatch@4"]);
}

#[test]
fn what_cannot_be_expected() {
    for (text, code) in [
        ("期望 甲.a: 3户", "unit-mismatch@6"),
        ("期望 甲.a: 满足", "verdict-for-value@6"),
        ("期望 乙.a: 3元", "wrong-row@6"),
        ("期望 丙.a: 3元", "unknown-row@6"),
        ("期望 额: 3户", "unknown-row@6"),
        ("期望 余(分): 3元", "unknown-name@6"),
        ("期望 结余(合): 3元", "unknown-name@6"),
        ("期望 结余(a): 3元", "wrong-kind@6"),
        ("期望 结余(分.总): 3元", "wrong-arguments@6"),
        ("期望 结余(分): 3户", "unit-mismatch@6"),
    ] {
        assert_eq!(wrong(&test(text)), [code], "{text}");
    }
}

#[test]
fn an_amount_paid_is_no_fact() {
    let text = format!("{ITEMS}测试 \"t\" {{\n 店铺 甲 {{ a: 3元 }}\n 市地 乙 {{ 额: 3户 }}\n}}");
    assert_eq!(wrong(&text), ["computed-not-given@4", "computed-not-given@5"]);
}
