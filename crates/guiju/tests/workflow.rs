//! Workflows: what the text means, told a second time by the plain definition, on all combinations of dates around the
//! bounds; and faults of the lowering, each of which the comparison catches.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests"
)]

use std::collections::BTreeSet;

use guiju::civil::{Date, date};
use guiju::outcome::CriteriaOutcome;
use guiju::{Facts, Language, Options, Outcome, Policy, Program, SourceFile, Verdict};
use guiju_evaluator::{columnar, reference};
use guiju_program::expr::{CompareOp, Expr, ExprKind};

const POLICY: &str = r#"
政策 示例 "办理流程" 年度 2023
依据文件 方案 "示例方案" { 第一条 规范; 第二条 规范 }
单位 件
数据 事项 键 编号 计 件 {
  编号: 文本  申请日: 日期  举办日: 日期 可缺  验收日: 日期 可缺  拨付日: 日期 可缺  已签字: 是否
}
流程 办理 适用 事项 依据 第一条 {
  申请: 申请日
  举办: 举办日 不晚于 申请日 + 10天
  验收: 验收日 不早于 举办日 + 5天 且 验收日 早于 2023-03-20 且 已签字 依据 第二条
  拨付: 拨付日 在 举办日 起 1个月 内
}
"#;

fn policy(text: &str) -> Policy {
    let compiled = Policy::compile(vec![SourceFile::new("policy.gj", text)]);
    let said = guiju::render(&compiled.diagnostics, &compiled.sources, Language::En, 100);
    compiled.policy.unwrap_or_else(|| panic!("{said}"))
}

/// The dates of a matter and whether it is signed.
struct Matter {
    applied: Date,
    held: Option<Date>,
    accepted: Option<Date>,
    paid: Option<Date>,
    signed: bool,
}

/// Matters with every combination of dates at, before and after each bound.
fn matters() -> Vec<Matter> {
    let mut all = Vec::new();
    let applied = date(2023, 2, 28);
    let held = [None, Some(date(2023, 2, 27)), Some(applied), Some(date(2023, 3, 10)), Some(date(2023, 3, 11))];
    let accepted = [
        None,
        Some(date(2023, 2, 27)),
        Some(date(2023, 3, 5)),
        Some(date(2023, 3, 10)),
        Some(date(2023, 3, 14)),
        Some(date(2023, 3, 15)),
        Some(date(2023, 3, 19)),
        Some(date(2023, 3, 20)),
    ];
    let paid = [
        None,
        Some(date(2023, 3, 15)),
        Some(date(2023, 3, 28)),
        Some(date(2023, 3, 29)),
        Some(date(2023, 4, 10)),
        Some(date(2023, 4, 11)),
    ];
    for held in held {
        for accepted in accepted {
            for paid in paid {
                for signed in [true, false] {
                    all.push(Matter { applied, held, accepted, paid, signed });
                }
            }
        }
    }
    all
}

fn facts(policy: &Policy, matters: &[Matter]) -> Facts {
    let text = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
    let rows: Vec<String> = matters
        .iter()
        .enumerate()
        .map(|(at, m)| {
            let signed = if m.signed { "是" } else { "否" };
            format!("{at:04},{},{},{},{},{signed}\n", m.applied, text(m.held), text(m.accepted), text(m.paid))
        })
        .collect();
    let csv = format!("编号,申请日,举办日,验收日,拨付日,已签字\n{}", rows.concat());
    let mut loader = policy.loader();
    loader.csv("事项.csv", csv.as_bytes());
    let loaded = loader.finish();
    let said = guiju::render(&loaded.diagnostics, &[], Language::En, 100);
    loaded.facts.unwrap_or_else(|| panic!("{said}"))
}

fn days(date: Date, days: usize) -> Date {
    (0..days).fold(date, |date, _| date.tomorrow().unwrap())
}

/// The verdict of each step, by the definition.
fn by_definition(matter: &Matter, as_of: Date) -> [Verdict; 4] {
    let dates = [Some(matter.applied), matter.held, matter.accepted, matter.paid];
    let a_month_on = matter.held.map(|held| {
        // None of these months is longer than the one behind it.
        let (year, month) = if held.month() == 12 { (held.year() + 1, 1) } else { (held.year(), held.month() + 1) };
        date(year, month, held.day())
    });
    let last_day = [None, Some(days(matter.applied, 10)), Some(date(2023, 3, 19)), a_month_on];
    let states = |step: usize, done: Date| match step {
        2 => matter.held.is_none_or(|held| done >= days(held, 5)) && matter.signed,
        3 => matter.held.is_none_or(|held| done > held),
        _ => true,
    };
    std::array::from_fn(|step| match dates[step] {
        Some(done) => {
            let in_order = dates[..step].iter().all(|before| before.is_some_and(|before| before <= done));
            let in_time = last_day[step].is_none_or(|last| done <= last);
            Verdict::from_bool(in_order && in_time && states(step, done))
        }
        None if dates[step + 1..].iter().any(Option::is_some) => Verdict::Fail,
        None if last_day[step].is_some_and(|last| last < as_of) => Verdict::Fail,
        None => Verdict::NotApplicable,
    })
}

/// The rows that fail each step, and how many pass.
type Found = Vec<(BTreeSet<String>, u64)>;

fn expected(matters: &[Matter], as_of: Date) -> Found {
    let verdicts: Vec<[Verdict; 4]> = matters.iter().map(|matter| by_definition(matter, as_of)).collect();
    (0..4)
        .map(|step| {
            let all = verdicts.iter().enumerate();
            let failed = all.filter(|(_, v)| v[step] == Verdict::Fail).map(|(row, _)| format!("{row:04}"));
            let passed = verdicts.iter().filter(|v| v[step] == Verdict::Pass).count() as u64;
            (failed.collect(), passed)
        })
        .collect()
}

fn found(outcome: &CriteriaOutcome) -> Found {
    let failing = |step: usize| {
        let rows = outcome.failures.iter();
        rows.filter(|row| row.conditions.iter().any(|c| c.index == step && c.verdict == Verdict::Fail))
            .map(|row| row.key.clone())
            .collect()
    };
    outcome.conditions.iter().enumerate().map(|(step, items)| (failing(step), items.pass)).collect()
}

/// Days around every bound.
fn as_of_dates() -> Vec<Date> {
    let days = ["2023-02-28", "2023-03-10", "2023-03-11", "2023-03-19", "2023-03-20", "2023-03-28", "2023-03-29"];
    let more = ["2023-04-10", "2023-04-11", "2024-01-01"];
    days.iter().chain(&more).map(|day| day.parse().unwrap()).collect()
}

fn options(as_of: Date) -> Options {
    Options { row_limit: 10_000, ..Options::new(as_of) }
}

#[test]
fn steps_mean_what_the_definition_says() {
    let policy = policy(POLICY);
    let matters = matters();
    let facts = facts(&policy, &matters);
    let mut seen = [0_usize; 4];
    for as_of in as_of_dates() {
        let expected = expected(&matters, as_of);
        let outcomes: [Outcome; 2] = [
            reference::evaluate(policy.program(), &facts, &options(as_of)).unwrap(),
            columnar::evaluate(policy.program(), &facts, &options(as_of)).unwrap(),
        ];
        assert_eq!(outcomes[0], outcomes[1], "as of {as_of}");
        assert_eq!(found(&outcomes[0].criteria[0]), expected, "as of {as_of}");
        for (count, (failed, passed)) in seen.iter_mut().zip(&expected) {
            *count += usize::from(!failed.is_empty() && *passed > 0);
        }
        // The workflow is a rule on each row, and names the same steps.
        let rule = &outcomes[1].rules[0];
        let verdicts: Vec<[Verdict; 4]> = matters.iter().map(|matter| by_definition(matter, as_of)).collect();
        let failing = verdicts.iter().filter(|steps| steps.contains(&Verdict::Fail)).count();
        assert_eq!(rule.items.fail as usize, failing, "as of {as_of}");
        for row in &rule.failures {
            let steps: Vec<usize> = row.conditions.iter().map(|step| step.index).collect();
            let verdicts = verdicts[row.key.parse::<usize>().unwrap()];
            let wanted: Vec<usize> = (0..4).filter(|step| verdicts[*step] == Verdict::Fail).collect();
            assert_eq!(steps, wanted, "as of {as_of}, row {}", row.key);
            assert!(row.conditions.iter().all(|step| step.measure.is_some() || step.index == 2), "row {}", row.key);
        }
    }
    assert_eq!(seen, [0, 10, 10, 10], "every step must pass and fail, but the first, whose date is always there");
}

/// Changes every part of an expression, from the outside in.
fn change(expr: &mut Expr, with: &mut dyn FnMut(&mut Expr)) {
    with(expr);
    match &mut expr.kind {
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter_mut().for_each(|part| change(part, with)),
        ExprKind::Not(inner) => change(inner, with),
        ExprKind::When { condition, then, otherwise } => {
            change(condition, with);
            change(then, with);
            if let Some(otherwise) = otherwise {
                change(otherwise, with);
            }
        }
        _ => {}
    }
}

const fn is_field(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Field { .. })
}

/// A name, and what it does to each part of the steps' expressions.
type Fault = (&'static str, fn(&mut Expr));

const FAULTS: [Fault; 7] = [
    ("a step on the day of the one before is refused", |expr| {
        if let ExprKind::Compare { op: op @ CompareOp::Ge, left, right } = &mut expr.kind
            && is_field(left)
            && is_field(right)
        {
            *op = CompareOp::Gt;
        }
    }),
    ("an earlier date that is missing is overlooked", |expr| {
        if let ExprKind::And(parts) = &mut expr.kind {
            parts.retain(|part| !matches!(part.kind, ExprKind::Has(_)));
        }
    }),
    ("an earlier date that is later is overlooked", |expr| {
        if let ExprKind::And(parts) = &mut expr.kind {
            parts.retain(|part| match &part.kind {
                ExprKind::Compare { left, right, .. } => !(is_field(left) && is_field(right)),
                _ => true,
            });
        }
    }),
    ("a skipped step is overlooked", |expr| {
        if let ExprKind::When { condition, then, otherwise } = &mut expr.kind
            && matches!(then.kind, ExprKind::Has(_))
        {
            condition.kind = ExprKind::YesNo(false);
            if otherwise.is_none() {
                then.kind = ExprKind::YesNo(true);
            }
        }
    }),
    ("an overdue step is silent", |expr| {
        if let ExprKind::When { condition, otherwise: None, .. } = &mut expr.kind {
            condition.kind = ExprKind::YesNo(false);
        }
    }),
    ("a step is overdue on its last day", |expr| {
        if let ExprKind::Compare { op: op @ CompareOp::Le, left, .. }
        | ExprKind::SpanCompare { op: op @ CompareOp::Le, end: left, .. } = &mut expr.kind
            && matches!(left.kind, ExprKind::AsOf)
        {
            *op = CompareOp::Lt;
        }
    }),
    ("a signature that is missing is overlooked", |expr| {
        if let ExprKind::And(parts) = &mut expr.kind {
            parts.retain(|part| part.ty != guiju_program::Type::Condition || !is_field(part));
        }
    }),
];

#[test]
fn every_fault_of_the_lowering_is_caught() {
    let policy = policy(POLICY);
    let matters = matters();
    let facts = facts(&policy, &matters);
    let id = policy.program().criteria.ids().next().unwrap();
    for (name, fault) in FAULTS {
        let mut program: Program = policy.program().clone();
        for step in &mut program.criteria.find_mut(id).unwrap().conditions {
            change(&mut step.expr, &mut |expr| fault(expr));
        }
        assert_ne!(program, *policy.program(), "{name}: nothing was changed");
        let caught = as_of_dates().into_iter().any(|as_of| {
            let outcome = columnar::evaluate(&program, &facts, &options(as_of)).unwrap();
            found(&outcome.criteria[0]) != expected(&matters, as_of)
        });
        assert!(caught, "{name}");
    }
}

#[test]
fn a_report_names_step_clause_and_dates() {
    let policy = policy(POLICY);
    let at = |text: &str| -> Date { text.parse().unwrap() };
    let matters = [
        Matter {
            applied: at("2023-02-28"),
            held: Some(at("2023-03-11")),
            accepted: None,
            paid: Some(at("2023-03-20")),
            signed: true,
        },
        Matter { applied: at("2023-02-28"), held: None, accepted: None, paid: None, signed: true },
    ];
    let facts = facts(&policy, &matters);
    let report = policy.evaluate(&facts, &Options::new(at("2023-03-12"))).unwrap();
    let document = report.document();
    let rule = &document.rules[0];
    assert_eq!((rule.id.as_str(), rule.kind, rule.form), ("办理", "rule", "workflow"));
    let steps = |row: usize| -> Vec<[String; 5]> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let steps = rule.rows[row].steps.iter();
        steps
            .map(|s| {
                let sign = s.measure.comparison.unwrap_or_default().to_owned();
                [s.id.clone(), s.cites.join(" "), text(&s.measure.measured), sign, text(&s.measure.bound)]
            })
            .collect()
    };
    assert_eq!(rule.rows[0].key, "0000");
    assert_eq!(
        steps(0),
        [
            ["举办", "第一条", "2023-03-11", "<=", "2023-03-10"],
            ["验收", "第二条", "", "<=", "2023-03-20"],
            ["拨付", "第一条", "2023-03-20", ">=", ""],
        ]
    );
    assert_eq!(steps(1), [["举办", "第一条", "", "<=", "2023-03-10"]]);
    let text = report.to_text(Language::Zh, 100);
    for said in [
        "要求  每个 事项：办理",
        "举办  不满足：2023-03-11，应不晚于 2023-03-10，超出 1天",
        "验收  不满足：没有日期，应不晚于 2023-03-20",
        "拨付  不满足：2023-03-20，而它前面的步骤没有日期",
        "0001  举办 不满足：没有日期，应不晚于 2023-03-10",
        "流程 办理 适用 事项",
    ] {
        assert!(text.contains(said), "{said} is not in\n{text}");
    }
}
