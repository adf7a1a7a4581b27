//! Whether a policy is in force: from a day, until a day, or until its money is used up.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

use guiju::civil::date;
use guiju::report::json::Standing;
use guiju::{Language, Options, Policy, SourceFile};

fn compile(header: &str, items: &str) -> guiju::Compiled {
    let text = format!(
        "政策 示例-2023 \"示例\" 年度 2023 {header}\n\
         单位 户\n\
         预算 总预算 = 100元\n\
         数据 店 键 编号 计 户 {{ 编号: 文本  额: 元  申请日: 日期 }}\n\
         {items}\n"
    );
    Policy::compile(vec![SourceFile::new("policy.gj", text)])
}

fn policy(header: &str, items: &str) -> Policy {
    let compiled = compile(header, items);
    compiled.policy.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics))
}

/// The verdict and the line of the report.
fn validity(policy: &Policy, rows: &str, as_of: (i16, i8, i8)) -> (Option<Standing>, String) {
    let mut loader = policy.loader();
    loader.csv("店.csv", format!("编号,额,申请日\n{rows}").as_bytes());
    let facts = loader.finish().facts.unwrap();
    let report = policy.evaluate(&facts, &Options::new(date(as_of.0, as_of.1, as_of.2))).unwrap();
    let text = report.to_text(Language::Zh, 200);
    let line = text.lines().find(|line| line.starts_with("有效")).unwrap_or_default();
    (report.document().validity.map(|found| found.verdict), line.replace("有效  ", "").trim().to_owned())
}

const AWARD: &str = "补助 补 适用 店 { 金额: 额; 预算: 总预算 按 申请日 末笔给余额 }";

#[test]
fn a_policy_ends_with_its_money_and_not_with_its_year() {
    let policy = policy("有效 自 2023-03-01 至 总预算 用完", AWARD);
    let left = "a,99.99,2023-04-01\n";
    let at = |rows, as_of| validity(&policy, rows, as_of);
    assert_eq!(
        at(left, (2024, 3, 1)),
        (Some(Standing::Pass), "基准日在有效期内：自 2023-03-01 起；预算“总预算”没有用完，结余 0.01元".to_owned())
    );
    assert_eq!(
        at("a,100,2023-04-01\n", (2024, 3, 1)),
        (Some(Standing::Fail), "基准日不在有效期内：自 2023-03-01 起；预算“总预算”已用完，结余 0元".to_owned())
    );
    assert_eq!(at("a,100.01,2023-04-01\n", (2023, 12, 31)).0, Some(Standing::Fail));
    assert_eq!(at(left, (2023, 3, 1)).0, Some(Standing::Pass));
    let (verdict, line) = at(left, (2023, 2, 28));
    assert_eq!(verdict, Some(Standing::Fail));
    assert!(line.contains("2023-03-01 才开始"), "{line}");
    let (verdict, line) = at("a,,2023-04-01\n", (2023, 12, 31));
    assert_eq!(verdict, Some(Standing::Undetermined));
    assert!(line.contains("还不知道钱是否用完（没有填 店.额：a）"), "{line}");
}

#[test]
fn the_last_day_is_in_force_and_the_next_is_not() {
    let policy = policy("有效 自 2023-03-01 至 2024-02-29", "");
    assert_eq!(validity(&policy, "", (2024, 2, 29)).0, Some(Standing::Pass));
    let (verdict, line) = validity(&policy, "", (2024, 3, 1));
    assert_eq!((verdict, line.contains("2024-02-29 已截止")), (Some(Standing::Fail), true), "{line}");
}

#[test]
fn the_day_of_publication_may_be_open() {
    let header = "有效 自 发布日 至 2023-12-31";
    let open = policy(header, "参数 发布日 待定");
    let (verdict, line) = validity(&open, "", (2023, 6, 1));
    assert_eq!(verdict, Some(Standing::Undetermined));
    assert!(line.contains("还不知道从哪天起") && line.contains("参数“发布日”还没有定"), "{line}");
    assert_eq!(validity(&open, "", (2024, 1, 1)).0, Some(Standing::Fail));
    let published = policy(header, "参数 发布日 = 2023-05-10");
    assert_eq!(validity(&published, "", (2023, 5, 9)).0, Some(Standing::Fail));
    assert_eq!(validity(&published, "", (2023, 5, 10)).0, Some(Standing::Pass));
}

#[test]
fn a_header_that_does_not_say_when_leaves_it_open() {
    assert_eq!(validity(&policy("", ""), "", (2023, 5, 9)), (None, String::new()));
}

#[test]
fn what_cannot_be_is_refused() {
    let codes = |header: &str, items: &str| -> Vec<&'static str> {
        compile(header, items).diagnostics.iter().filter(|found| found.is_error()).map(|found| found.code).collect()
    };
    assert_eq!(codes("", "规则 r: 每个 店: 本政策有效"), ["no-validity"]);
    assert_eq!(codes("", "测试 \"t\" { 期望 有效: 满足 }"), ["no-validity"]);
    assert_eq!(codes("有效 自 发布日", "参数 发布日 = 3元"), ["not-a-policy-date"]);
    assert_eq!(codes("有效 自 发布日", "参数 发布日 待定 元"), ["not-a-policy-date"]);
    assert_eq!(codes("有效 自 发布日", ""), ["unknown-name"]);
    assert_eq!(codes("有效 自 2023-05-02 至 截止日", "参数 截止日 = 2023-05-01"), ["empty-period"]);
    // Whether the money is used up depends on the award, and the award on whether it is.
    let circle = "补助 补 适用 店 { 条件: 本政策有效; 金额: 额; 预算: 总预算 按 申请日 末笔给余额 }";
    assert_eq!(codes("有效 至 总预算 用完", circle), ["circle"]);
    assert!(codes("有效 至 2023-12-31", circle).is_empty());
}
