//! What the analysis says is impossible is not refuted by any of many small facts.
//!
//! Random policies are analysed, and judged by the evaluator on random facts of few rows. Facts that do what a finding says
//! cannot be done are a fault of the analysis.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests"
)]

use std::collections::BTreeMap;
use std::fmt::Write;

use guiju_analysis::{AnalyzeOptions, Finding, analyze};
use guiju_evaluator::{Facts, FactsBuilder, Options, reference};
use guiju_program::Decimal;
use guiju_program::Program;
use guiju_program::civil::date;
use guiju_program::source::SourceFile;
use guiju_program::value::{Cell, Value, Verdict};

/// A small generator of numbers (splitmix64): the same on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

const OPS: [&str; 5] = ["不低于", "不超过", "超过", "低于", "为"];

/// A condition on a firm.
fn own(dice: &mut Dice, depth: usize) -> String {
    match dice.below(if depth == 0 { 9 } else { 12 }) {
        0 => "甲".to_owned(),
        1 => "非 甲".to_owned(),
        2 => "类 为 东".to_owned(),
        3 => "类 属于 {东, 西}".to_owned(),
        4 => format!("数目 {} {}", dice.pick(&OPS), dice.below(4)),
        5 => format!("额 {} {}元", dice.pick(&OPS), dice.below(4)),
        6 => format!("(有 选填 且 选填 {} {}元)", dice.pick(&OPS), dice.below(4)),
        7 => "有 选填".to_owned(),
        8 => format!("计数(人员 其中 在岗) {} {}个", dice.pick(&OPS), dice.below(3)),
        9 => format!("({} 且 {})", own(dice, depth - 1), own(dice, depth - 1)),
        10 => format!("({} 或 {})", own(dice, depth - 1), own(dice, depth - 1)),
        _ => format!("(当 {} 则 {})", own(dice, depth - 1), own(dice, depth - 1)),
    }
}

fn filters(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..dice.below(3) {
        let filter = match dice.below(7) {
            0 => "甲".to_owned(),
            1 => "非 甲".to_owned(),
            2 => format!("类 为 {}", dice.pick(&["东", "西", "北"])),
            3 => format!("数目 {} {}", dice.pick(&OPS), dice.below(4)),
            4 => "达标".to_owned(),
            5 => "乙".to_owned(),
            _ => format!("({})", own(dice, 1)),
        };
        write!(text, " 其中 {filter}").unwrap();
    }
    text
}

/// A condition on the whole, or with `each` on the own firms of a group.
fn total(dice: &mut Dice) -> String {
    let op = dice.pick(&OPS);
    match dice.below(8) {
        0..=2 => format!("计数(企业{}) {op} {}家", filters(dice), dice.below(4)),
        3 => format!("占比(企业{} 其中 {}) {op} {}%", filters(dice), own(dice, 0), dice.pick(&[0, 10, 50, 60, 100])),
        4 => format!("合计(企业.额{}) {op} {}元", filters(dice), dice.below(5)),
        5 => format!("计数(企业{}) {op} 计数(企业{})", filters(dice), filters(dice)),
        6 => format!("有一(企业{} 其中 {})", filters(dice), own(dice, 0)),
        _ => format!("全都(企业{} 其中 {})", filters(dice), own(dice, 0)),
    }
}

fn policy(dice: &mut Dice) -> String {
    let mut text = String::from(
        "政策 例 \"例\" 年度 2023\n依据文件 办法 \"办法\" { 第一条 规范 }\n单位 家, 个\n\
         数据 企业 键 编号 计 家 { 编号: 文本 甲: 是否 乙: 是否 类: { 东, 西, 北 } 数目: 整数 额: 元 选填: 元 可缺 }\n\
         数据 人员 属于 企业 键 姓名 计 个 { 姓名: 文本 在岗: 是否 }\n",
    );
    text.push_str("标准 达标 适用 企业 依据 第一条 {\n");
    for n in 0..1 + dice.below(3) {
        writeln!(text, "  条件{n}: {}", own(dice, 1)).unwrap();
    }
    text.push_str("}\n");
    for n in 0..2 + dice.below(4) {
        let body = match dice.below(9) {
            0..=4 => total(dice),
            5 => format!("(当 {} 则 {})", total(dice), total(dice)),
            6 | 7 => format!("每个 企业: {}", own(dice, 1)),
            _ => match dice.below(3) {
                0 => format!("每个 企业.类: 计数(企业{}) {} {}家", filters(dice), dice.pick(&OPS), dice.below(3)),
                1 => format!("每个 企业.类: 合计(企业.额) {} {}元", dice.pick(&OPS), dice.below(4)),
                _ => format!("每个 企业.类: 占比(企业 其中 {}) {} 50%", own(dice, 0), dice.pick(&OPS)),
            },
        };
        let word = dice.pick(&["规则", "规则", "目标"]);
        writeln!(text, "{word} 第{n}项 依据 第一条: {body}").unwrap();
    }
    if dice.below(2) == 0 {
        let amount = dice.pick(&["1元", "2元", "额", "额 + 1元", "额 × 2"]);
        let condition = own(dice, 1);
        writeln!(text, "预算 经费 = {}元 依据 第一条", dice.below(5)).unwrap();
        writeln!(text, "补助 奖励 适用 企业 依据 第一条 {{ 条件: {condition}; 金额: {amount}; 预算: 经费 不得超过 }}")
            .unwrap();
        if dice.below(2) == 0 {
            writeln!(text, "封顶 每家封顶 依据 第一条: 每个 企业: 奖励 不超过 {}元", dice.below(4)).unwrap();
        }
        if dice.below(2) == 0 {
            writeln!(text, "规则 付出 依据 第一条: 合计(企业.奖励) {} {}元", dice.pick(&OPS), dice.below(6)).unwrap();
        }
    }
    text
}

/// Facts of few rows.
fn facts(program: &Program, dice: &mut Dice, firms: usize) -> Facts {
    let mut builder = FactsBuilder::new(program);
    let (firm, record) = program.record("企业").unwrap();
    let (staff, people) = program.record("人员").unwrap();
    builder.give_table(firm);
    builder.give_table(staff);
    let yes = |dice: &mut Dice| Cell::Known(Value::YesNo(dice.below(2) == 0));
    let number = |dice: &mut Dice| Cell::Known(Value::Number(Decimal::from(dice.below(5))));
    for row in 0..firms {
        let key = format!("企{row}");
        let cells = [
            ("编号", Cell::Known(Value::Text(key.clone()))),
            ("甲", yes(dice)),
            ("乙", yes(dice)),
            ("类", Cell::Known(Value::Text(dice.pick(&["东", "西", "北"]).to_owned()))),
            ("数目", number(dice)),
            ("额", if dice.below(4) == 0 { Cell::Known(Value::Number(Decimal::new(5, 1))) } else { number(dice) }),
            ("选填", if dice.below(2) == 0 { Cell::Absent } else { number(dice) }),
        ];
        let cells: Vec<_> = cells.into_iter().map(|(name, cell)| (record.field(name).unwrap().0, cell)).collect();
        builder.push_row(firm, None, &cells);
        for person in 0..dice.below(3) {
            let name = Cell::Known(Value::Text(format!("人{person}")));
            let cells = [(people.field("姓名").unwrap().0, name), (people.field("在岗").unwrap().0, yes(dice))];
            builder.push_row(staff, Some(&key), &cells);
        }
    }
    builder.build().unwrap()
}

/// What the evaluator says of rules, and of conditions of the criteria, by name.
struct Judged {
    verdicts: BTreeMap<String, Verdict>,
    /// How many rows pass the criteria, and for each of its conditions how many fail and how many pass or fail.
    passed: u64,
    conditions: Vec<(u64, u64)>,
    rows: usize,
}

fn judge(program: &Program, facts: &Facts, rows: usize) -> Judged {
    let outcome = reference::evaluate(program, facts, &Options::new(date(2023, 12, 31))).unwrap();
    let named = outcome.rules.iter().map(|rule| (program.rules[rule.rule].name.text.clone(), rule.verdict));
    let criteria = &outcome.criteria[0];
    let conditions = criteria.conditions.iter().map(|items| (items.fail, items.fail + items.pass)).collect();
    Judged { verdicts: named.collect(), passed: criteria.items.pass, conditions, rows }
}

impl Judged {
    fn fails(&self, name: &str) -> bool {
        self.verdicts.get(name) == Some(&Verdict::Fail)
    }

    /// The index of a condition named as a part of the criteria.
    fn condition(&self, path: &str) -> Option<(u64, u64)> {
        let index: usize = path.strip_prefix("达标.条件")?.parse().ok()?;
        self.conditions.get(index).copied()
    }

    /// Whether these facts do what a finding says is impossible.
    fn refutes(&self, program: &Program, finding: &Finding) -> bool {
        let names: Vec<&str> = finding.items.iter().map(|party| party.name.as_str()).collect();
        let is_each =
            |name: &str| program.rule(name).is_some_and(|(_, rule)| rule.scope != guiju_program::rule::Scope::Whole);
        // A budget is a rule as well, and so judged; an award and a ceiling are what they are.
        let all_hold = |names: &[&str]| names.iter().all(|name| !self.fails(name));
        match finding.diagnostic.code {
            "cannot-all-hold" | "target-over-budget" => {
                let one_subject = names.iter().all(|name| is_each(name));
                all_hold(&names) && (!one_subject || self.rows > 0)
            }
            "implied-clause" => match self.condition(names[0]) {
                // One row alone, so that the rows that fail are the same.
                Some((failed, _)) => {
                    self.rows == 1
                        && failed > 0
                        && names[1..].iter().all(|name| self.condition(name).is_some_and(|(failed, _)| failed == 0))
                }
                None => self.fails(names[0]) && all_hold(&names[1..]),
            },
            "nobody-qualifies" => self.passed > 0,
            "never-fails" => match self.condition(names[0]) {
                Some((failed, _)) => failed > 0,
                None => self.fails(names[0]),
            },
            "never-applies" => match self.condition(names[0]) {
                Some((_, applied)) => applied > 0,
                None => matches!(self.verdicts.get(names[0]), Some(Verdict::Pass | Verdict::Fail)),
            },
            _ => false,
        }
    }
}

#[test]
fn no_small_facts_do_what_is_said_to_be_impossible() {
    let cases: u64 = std::env::var("GUIJU_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(300);
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    let mut unanswered = 0;
    for case in 0..cases {
        let mut dice = Dice(case);
        let text = policy(&mut dice);
        let compiled = guiju_parser::compile(&[SourceFile::new("policy.gj", text.clone())]);
        let Some(program) = compiled.program else {
            panic!("case {case}: {:?}\n{text}", compiled.diagnostics);
        };
        let report = analyze(&program, &AnalyzeOptions::default());
        unanswered += report.unanswered.len();
        for finding in &report.findings {
            *found.entry(finding.diagnostic.code).or_default() += 1;
        }
        if report.findings.is_empty() {
            continue;
        }
        for round in 0..400 {
            let rows = [1, 1, 2, 3, 4, 0][round % 6];
            let facts = facts(&program, &mut dice, rows);
            let judged = judge(&program, &facts, rows);
            for finding in &report.findings {
                assert!(
                    !judged.refutes(&program, finding),
                    "case {case}, refuted: {}\n{text}\n{:?}\n{:?}",
                    finding.diagnostic.message.en,
                    judged.verdicts,
                    judged.conditions,
                );
            }
        }
    }
    // The test would prove nothing if nothing were found.
    for code in ["cannot-all-hold", "implied-clause", "nobody-qualifies", "never-fails", "never-applies"] {
        assert!(found.get(code).is_some_and(|count| *count > 0), "{code}: {found:?}");
    }
    assert_eq!(unanswered, 0, "{found:?}");
    println!("{found:?}");
}
