//! Exclusions and claw-backs: who is barred, told a second time by the plain definition; faults of the lowering that the
//! comparison catches; and what reports say.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests"
)]

use guiju::civil::{Date, date};
use guiju::report::json::Standing;
use guiju::{Facts, Language, Options, Outcome, Policy, Program, SourceFile};
use guiju_evaluator::{columnar, reference};
use guiju_program::expr::{Expr, ExprKind, FirstDay};

const POLICY: &str = r#"
政策 示例 "示例办法" 年度 2023
依据文件 办法 "示例办法" { 第一条 规范; 第二条 规范; 第三条 规范 }
单位 件
预算 总预算 = 1000万元 依据 第一条
数据 企业 键 编号 { 编号: 文本 }
数据 黑名单 键 编号 { 编号: 文本  企业: 企业  认定日: 日期 }
数据 申报 键 编号 计 件 { 编号: 文本  企业: 企业  申报日: 日期  合格: 是否  退回: 是否 }
补助 设备补助 适用 申报 依据 第一条 { 条件: 合格; 金额: 3万元; 预算: 总预算 }
补助 贴息 适用 申报 依据 第一条 { 金额: 1万元; 预算: 总预算 }
排除 失信 适用 申报 不得享受 设备补助 依据 第二条:
  有一(全部 黑名单 其中 企业 为 本.企业 且 本.申报日 在 认定日 起 5年 内)
追缴 退款 适用 申报 依据 第三条 { 条件: 退回; 金额: 设备补助 × 50% }
"#;

fn policy(text: &str) -> Policy {
    let compiled = Policy::compile(vec![SourceFile::new("policy.gj", text)]);
    let said = guiju::render(&compiled.diagnostics, &compiled.sources, Language::En, 100);
    compiled.policy.unwrap_or_else(|| panic!("{said}"))
}

fn facts(policy: &Policy, files: &[(&str, String)]) -> Facts {
    let mut loader = policy.loader();
    for (name, text) in files {
        loader.csv(name, text.as_bytes());
    }
    let loaded = loader.finish();
    let said = guiju::render(&loaded.diagnostics, &[], Language::En, 100);
    loaded.facts.unwrap_or_else(|| panic!("{said}"))
}

/// When each firm was blacklisted.
const LISTED: [(&str, &str); 4] =
    [("甲", "2023-06-15"), ("乙", "2020-02-29"), ("丙", "2018-01-31"), ("丙", "2023-06-15")];

/// Applications of each firm around the first and the last day of each span.
fn applications() -> Vec<(String, &'static str, Date, bool)> {
    let days = [
        "2018-01-31",
        "2018-02-01",
        "2020-02-29",
        "2020-03-01",
        "2023-01-31",
        "2023-02-01",
        "2023-06-14",
        "2023-06-15",
        "2023-06-16",
        "2025-02-28",
        "2025-03-01",
        "2028-06-15",
        "2028-06-16",
    ];
    let mut all = Vec::new();
    for firm in ["甲", "乙", "丙", "丁"] {
        for day in days {
            for qualified in [true, false] {
                all.push((format!("{:03}", all.len()), firm, day.parse().unwrap(), qualified));
            }
        }
    }
    all
}

fn all_facts(policy: &Policy) -> Facts {
    let yes = |yes: bool| if yes { "是" } else { "否" };
    let listed: Vec<String> =
        LISTED.iter().enumerate().map(|(at, (firm, day))| format!("{at},{firm},{day}\n")).collect();
    let rows: Vec<String> = applications()
        .iter()
        .map(|(key, firm, day, qualified)| format!("{key},{firm},{day},{},{}\n", yes(*qualified), yes(*firm != "乙")))
        .collect();
    facts(
        policy,
        &[
            ("企业.csv", "编号\n甲\n乙\n丙\n丁\n".to_owned()),
            ("黑名单.csv", format!("编号,企业,认定日\n{}", listed.concat())),
            ("申报.csv", format!("编号,企业,申报日,合格,退回\n{}", rows.concat())),
        ],
    )
}

/// Whether a firm is barred on a day: after a listing, and no later than the same day five years on.
fn is_barred(firm: &str, day: Date) -> bool {
    LISTED.iter().filter(|(listed, _)| *listed == firm).any(|(_, on)| {
        let on: Date = on.parse().unwrap();
        // There is no 29 February 2025: the month's last day ends the span.
        let last = Date::new(on.year() + 5, on.month(), on.day()).unwrap_or_else(|_| date(on.year() + 5, 2, 28));
        on < day && day <= last
    })
}

/// What each application is paid of the award that the exclusion bars, in yuan.
fn expected() -> Vec<(String, i64)> {
    let paid = applications().into_iter().filter(|(_, firm, day, qualified)| *qualified && !is_barred(firm, *day));
    paid.map(|(key, ..)| (key, 30_000)).collect()
}

fn paid(outcome: &Outcome, award: usize) -> Vec<(String, i64)> {
    let rows = outcome.awards[award].rows.iter();
    let known = rows.map(|row| (row.key.clone(), row.paid.value().unwrap().clone()));
    known.filter(|(_, paid)| paid.is_positive()).map(|(key, paid)| (key, paid.to_string().parse().unwrap())).collect()
}

fn options() -> Options {
    Options { row_limit: 10_000, ..Options::new(date(2028, 12, 31)) }
}

#[test]
fn the_barred_get_nothing_of_what_is_barred() {
    let policy = policy(POLICY);
    let facts = all_facts(&policy);
    let outcomes = [
        reference::evaluate(policy.program(), &facts, &options()).unwrap(),
        columnar::evaluate(policy.program(), &facts, &options()).unwrap(),
    ];
    assert_eq!(outcomes[0], outcomes[1]);
    let outcome = &outcomes[1];
    assert_eq!(paid(outcome, 0), expected());
    assert_eq!(paid(outcome, 1).len(), applications().len(), "what is not barred is paid to all");
    let rule = &outcome.rules[0];
    let barred: Vec<String> =
        applications().into_iter().filter(|(_, firm, day, _)| is_barred(firm, *day)).map(|(key, ..)| key).collect();
    assert_eq!(rule.items.failing_keys, barred);
    assert!(barred.len() > 20 && rule.items.pass > 20);
    // The dates compared are those of the listing that bars.
    assert!(rule.failures.iter().all(|row| row.measure.is_some()));
}

#[test]
fn what_is_recovered_is_no_payment() {
    let policy = policy(POLICY);
    let facts = all_facts(&policy);
    let outcome = columnar::evaluate(policy.program(), &facts, &options()).unwrap();
    let recovered = paid(&outcome, 2);
    let expected: Vec<(String, i64)> = applications()
        .iter()
        .filter(|(_, firm, day, qualified)| *firm != "乙" && *qualified && !is_barred(firm, *day))
        .map(|(key, ..)| (key.clone(), 15_000))
        .collect();
    assert_eq!(recovered, expected);
    let paid_out = 30_000 * self::expected().len() + 10_000 * applications().len();
    assert_eq!(outcome.budgets[0].used.value().unwrap().to_string(), paid_out.to_string());
    let report = policy.evaluate(&facts, &options()).unwrap();
    let kinds: Vec<&str> = report.document().awards.iter().map(|award| award.kind).collect();
    assert_eq!(kinds, ["paid", "paid", "recovered"]);
    // The list to pay has what is paid, and nothing else.
    let mut list = Vec::new();
    report.award_list().unwrap().write(&mut list, Language::Zh).unwrap();
    let list = String::from_utf8(list).unwrap();
    assert!(list.contains("设备补助") && list.contains("贴息") && !list.contains("退款"));
    let text = report.to_text(Language::Zh, 100);
    let first = format!("    {}  应追缴 1.5万元", expected[0].0);
    for said in ["== 追缴 ==", "追缴 退款 适用 申报（依据 第三条）", first.as_str()] {
        assert!(text.contains(said), "{said} is not in\n{text}");
    }
}

/// Changes every part of an expression that faults are seeded in.
fn change(expr: &mut Expr, with: &mut dyn FnMut(&mut Expr)) {
    with(expr);
    match &mut expr.kind {
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter_mut().for_each(|part| change(part, with)),
        ExprKind::Not(inner) => change(inner, with),
        ExprKind::Aggregate(aggregate) => {
            aggregate.filters.iter_mut().chain(&mut aggregate.asked).for_each(|e| change(e, with))
        }
        _ => {}
    }
}

type Fault = (&'static str, fn(&mut Expr));

const FAULTS: [Fault; 4] = [
    ("the barred are paid", |expr| {
        if matches!(expr.kind, ExprKind::Not(_)) {
            expr.kind = ExprKind::YesNo(true);
        }
    }),
    ("who is not barred is not paid", |expr| {
        if let ExprKind::Not(inner) = &expr.kind {
            expr.kind = inner.kind.clone();
        }
    }),
    ("the award's own condition is lost", |expr| {
        if let ExprKind::And(parts) = &mut expr.kind
            && parts.iter().any(|part| matches!(part.kind, ExprKind::Not(_)))
        {
            parts.retain(|part| matches!(part.kind, ExprKind::Not(_)));
        }
    }),
    ("the first day counts", |expr| {
        if let ExprKind::Within { first_day, .. } = &mut expr.kind {
            *first_day = FirstDay::Counted;
        }
    }),
];

#[test]
fn every_fault_of_the_lowering_is_caught() {
    let policy = policy(POLICY);
    let facts = all_facts(&policy);
    let (award, _) = policy.program().awards.iter().next().unwrap();
    let define = policy.program().exclusions.values().next().unwrap().define;
    for (name, fault) in FAULTS {
        let mut program: Program = policy.program().clone();
        change(program.awards.find_mut(award).unwrap().requires.as_mut().unwrap(), &mut |expr| fault(expr));
        change(&mut program.defines.find_mut(define).unwrap().expr, &mut |expr| fault(expr));
        assert_ne!(program, *policy.program(), "{name}: nothing was changed");
        let outcome = columnar::evaluate(&program, &facts, &options()).unwrap();
        assert_ne!(paid(&outcome, 0), expected(), "{name}");
    }
}

#[test]
fn a_report_names_who_is_barred_by_which_clause_and_dates() {
    let policy = policy(
        r#"
政策 示例 "示例办法" 年度 2028
依据文件 办法 "示例办法" { 第一条 规范; 第二条 规范 }
数据 申报 键 编号 { 编号: 文本  列入日: 日期 可缺  申报日: 日期 }
补助 补助金 适用 申报 依据 第一条 { 金额: 1万元 }
排除 失信 "blacklisted" 适用 申报 依据 第二条: 有 列入日 且 申报日 在 列入日 起 5年 内
"#,
    );
    let rows = "编号,列入日,申报日\nA,2023-06-15,2028-06-15\nB,2023-06-15,2028-06-16\nC,,2028-06-15\n";
    let facts = facts(&policy, &[("申报.csv", rows.to_owned())]);
    let report = policy.evaluate(&facts, &Options::new(date(2028, 12, 31))).unwrap();
    let document = report.document();
    let rule = &document.rules[0];
    assert_eq!((rule.id.as_str(), rule.kind, rule.verdict), ("失信", "exclusion", Standing::Excluded));
    assert_eq!(rule.cites, ["第二条"]);
    assert_eq!((document.summary.excluded, document.summary.fail), (1, 0));
    assert_eq!(rule.rows.len(), 1);
    let row = &rule.rows[0];
    assert_eq!((row.key.as_str(), row.verdict), ("A", Standing::Excluded));
    assert_eq!(row.measure.measured.as_deref(), Some("2028-06-15"));
    assert_eq!((row.measure.comparison, row.measure.bound.as_deref()), (Some(">"), Some("2028-06-15")));
    let text = report.to_text(Language::Zh, 100);
    for said in ["排除 1", "== 排除（1） ==", "排除 失信（依据 第二条）", "A  被排除：2028-06-15，应晚于 2028-06-15"]
    {
        assert!(text.contains(said), "{said} is not in\n{text}");
    }
    // A verdict that is open is open, and leaves the amount open.
    let facts = self::facts(&policy, &[("申报.csv", "编号,申报日\nA,2028-06-15\n".to_owned())]);
    let document = policy.evaluate(&facts, &Options::new(date(2028, 12, 31))).unwrap().document();
    assert_eq!(document.rules[0].verdict, Standing::Undetermined);
    assert_eq!(document.awards[0].undetermined, 1);
}
