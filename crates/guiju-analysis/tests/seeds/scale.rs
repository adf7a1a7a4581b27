//! A large policy: 500 rules, 52 groups.

use std::fmt::Write;
use std::time::Instant;

use guiju_analysis::{AnalyzeOptions, analyze};
use guiju_program::source::SourceFile;

use crate::dice::Dice;

const GROUPS: usize = 52;

/// A policy of nine rules for each of 52 districts and 32 on the whole, which can all be kept but for one pair; and the total
/// that the districts add up to.
fn policy(dice: &mut Dice) -> (String, i64) {
    let names: Vec<String> = (1..=GROUPS).map(|n| format!("区{n}")).collect();
    let mut text = String::from("政策 大 \"大\" 年度 2023\n依据文件 办法 \"办法\" { 第一条 规范 }\n单位 家, 户\n");
    writeln!(
        text,
        "数据 企业 键 编号 计 家 {{ 编号: 文本; 地区: {{ {} }}; 规上: 是否; 已查验: 是否; 新设: 是否; 投资额: 元; 员工数: 整数 }}",
        names.join(", ")
    )
    .unwrap();
    text.push_str("标准 达标 适用 企业 依据 第一条 { 投资: 投资额 不低于10万元; 员工: 员工数 不少于5 }\n");
    text.push_str("预算 总预算 = 9000000万元 依据 第一条\n");
    let mut total = 0;
    for (n, name) in names.iter().enumerate() {
        let least = dice.between(10, 60);
        total += least;
        let (share, amount) = (dice.between(5, 30), dice.between(100, 900));
        let of = format!("企业 其中 地区 为 {name}");
        let rules = [
            format!("计数({of}) 不少于{least}家"),
            format!("计数({of}) 不超过{}家", least + dice.between(5, 50)),
            format!("占比({of} 其中 规上) 不低于{share}%"),
            format!("占比({of} 其中 已查验) 不低于10%"),
            format!("占比({of} 其中 新设) 不超过{}%", 50 + share),
            format!("合计(企业.投资额 其中 地区 为 {name}) 不低于 {amount}万元"),
            format!("合计(企业.投资额 其中 地区 为 {name}) 不超过 {}万元", amount * 50),
            format!("计数({of} 其中 达标) 不少于{}家", least / 3),
            format!("计数({of} 其中 规上 其中 达标) 不超过{}家", least + 100),
        ];
        for (k, rule) in rules.iter().enumerate() {
            writeln!(text, "规则 第{n}之{k} 依据 第一条: {rule}").unwrap();
        }
        writeln!(
            text,
            "预算 经费{n} = {amount}万元 划自 总预算 依据 第一条\n\
             补助 补助{n} 适用 企业 依据 第一条 {{ 条件: 达标 且 地区 为 {name}; 金额: 1万元; 预算: 经费{n} 不得超过 }}"
        )
        .unwrap();
    }
    for k in 0..30 {
        let rule = match k % 3 {
            0 => format!("每个 企业: 员工数 不超过 {}", 1_000 + k),
            1 => format!("每个 企业.地区: 占比(企业 其中 规上) 不超过{}%", 60 + k),
            _ => format!("每个 企业: 当 新设 则 投资额 不超过 {}万元", 5_000 + k),
        };
        writeln!(text, "规则 总{k} 依据 第一条: {rule}").unwrap();
    }
    writeln!(text, "规则 合成 依据 第一条: 计数(企业) 不少于{total}家").unwrap();
    writeln!(text, "规则 抵触 依据 第一条: 计数(企业 其中 地区 为 区7 其中 达标) 低于1家").unwrap();
    (text, total)
}

/// Thirty seconds on two cores are allowed; it takes a tenth of that in release.
#[test]
fn five_hundred_rules_and_fifty_two_groups() {
    let (text, total) = policy(&mut Dice::new(52));
    let compiled = guiju_parser::compile(&[SourceFile::new("policy.gj", text)]);
    let program = compiled.program.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics));
    assert!(program.rules.len() >= 500, "{}", program.rules.len());
    let start = Instant::now();
    let report = analyze(&program, &AnalyzeOptions::default());
    let took = start.elapsed();
    let mut codes = std::collections::BTreeMap::<&str, usize>::new();
    for finding in &report.findings {
        *codes.entry(finding.diagnostic.code).or_default() += 1;
    }
    println!(
        "{took:?} for {} rules: {:?}, {:?}, {} unanswered",
        program.rules.len(),
        report.statistics,
        codes,
        report.unanswered.len()
    );
    let has = |code: &str, name: &str| {
        report
            .findings
            .iter()
            .any(|found| found.diagnostic.code == code && found.items.iter().any(|item| item.name == name))
    };
    assert!(has("cannot-all-hold", "抵触"), "{codes:?}");
    assert!(has("implied-clause", "合成"), "{total} follow from the districts: {codes:?}");
    assert_eq!(report.unanswered, []);
    assert!(took.as_secs() < 30, "{took:?}");
}
