//! Items that stand on one another, as deep as the checker lets them: every engine comes to an end, on a small stack.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

use std::fmt::Write;

use guiju::civil::date;
use guiju::{Language, Options, Policy, SourceFile};
use guiju_evaluator::reference;

const HEAD: &str = "
政策 深 \"深\" 年度 2023
依据文件 方案 \"方案\" { 第一条 规范 }
单位 户, 个
数据 店 键 编号 计 户 { 编号: 文本  值: 数  有无: 是否  量: 数 可缺 }
数据 月 属于 店 键 号 计 个 { 号: 文本  数额: 数 }
";

/// Steps from `first` on, each with the step before in the place of `@` and its own number in that of `#`.
struct Chain {
    first: &'static str,
    step: &'static str,
    /// A rule on the last, in the place of `@`.
    rule: &'static str,
    /// How many steps compile.
    most: usize,
    /// What is said of one more.
    code: &'static str,
}

const fn chain(first: &'static str, step: &'static str, rule: &'static str, most: usize, code: &'static str) -> Chain {
    Chain { first, step, rule, most, code }
}

const CHAINS: &[Chain] = &[
    chain("定义 d0 适用 店 = 值", "定义 d# 适用 店 = d@ + 1", "每个 店: d@ > 0", 198, "too-deep"),
    chain("定义 d0 适用 店 = 值", "定义 d# 适用 店 = d@", "每个 店: d@ > 0", 397, "too-deep"),
    chain("定义 d0 适用 店 = 值", "定义 d# 适用 店 = 量 若无 d@", "每个 店: d@ > 0", 198, "too-deep"),
    chain("定义 d0 适用 店 = 值", "定义 d# 适用 店 = 当 d@ > 3 则 d0 否则 1", "每个 店: d@ > 0", 132, "too-deep"),
    chain("定义 d0 适用 店 = 值", "定义 d# 适用 店 = 当 有无 则 d@ 否则 1", "每个 店: d@ > 0", 198, "too-deep"),
    chain("定义 d0 适用 店 = 值", "定义 d# 适用 店 = d@ 较 2 增长", "每个 店: d@ > 0", 198, "too-deep"),
    chain("定义 d0 适用 店: 有无", "定义 d# 适用 店: 非 d@", "每个 店: d@", 199, "too-deep"),
    chain("定义 d0 适用 店: 有无", "定义 d# 适用 店: d@ 且 有无", "每个 店: d@", 199, "too-deep"),
    chain("定义 d0 适用 店: 有无", "定义 d# 适用 店: d@ 除非 有无 依据 第一条", "每个 店: d@", 199, "too-deep"),
    chain("定义 d0 适用 店: 有无", "定义 d# 适用 店: 当 d@ 则 有无", "每个 店: d@", 199, "too-deep"),
    chain("标准 d0 适用 店 { a: 有无 }", "标准 d# 适用 店 { a: d@ }", "每个 店: d@", 398, "too-deep"),
    chain("标准 d0 适用 店 { a: 有无 }", "标准 d# 适用 店 { a: d@.a }", "每个 店: d@", 398, "too-deep"),
    chain("定义 d0 = 合计(店.值)", "定义 d# = d@ + 1", "d@ > 0", 198, "too-deep"),
    chain("定义 d0: 计数(全部 店) > 0", "定义 d#: 非 d@", "d@", 198, "too-deep"),
    chain("定义 d0 适用 店 = 值", "定义 d# 适用 店 = 合计(店.d@)", "每个 店: d@ > 0", 13, "too-large"),
    chain("定义 d0 = 合计(店.值)", "定义 d# = 合计(店.值 其中 d@ > 0)", "d@ > 0", 12, "too-large"),
    chain(
        "定义 d0 适用 店 = 值",
        "定义 e# 适用 月 = 店.d@\n定义 d# 适用 店 = 合计(月.e#)",
        "每个 店: d@ > 0",
        13,
        "too-large",
    ),
    chain("定义 d0 适用 店 = 值", "定义 d# 适用 店 = 排名(店 按 d@)", "每个 店: d@ > 0", 13, "too-large"),
    chain("定义 d0 适用 店 = 值", "定义 d# 适用 店 = d@ + d@", "每个 店: d@ > 0", 13, "too-large"),
    chain("定义 d0 = 合计(店.值)", "定义 d# = d@ + d@", "d@ > 0", 13, "too-large"),
    chain("定义 d0 适用 店: 有无", "定义 d# 适用 店: d@ 或 d@", "每个 店: d@", 13, "too-large"),
    chain("标准 d0 适用 店 { a: 有无 }", "标准 d# 适用 店 { a: d@; b: d@ }", "每个 店: d@", 14, "too-large"),
    chain("定义 d0 适用 店: 有无", "定义 d# 适用 店: 排名(店 其中 d@ 按 值) 前 5", "每个 店: d@", 12, "too-large"),
];

impl Chain {
    fn text(&self, steps: usize) -> String {
        let mut text = format!("{HEAD}{}\n", self.first);
        for step in 1..=steps {
            let line = self.step.replace('@', &(step - 1).to_string()).replace('#', &step.to_string());
            writeln!(text, "{line}").unwrap();
        }
        writeln!(text, "规则 末 依据 第一条: {}", self.rule.replace('@', &steps.to_string())).unwrap();
        text
    }
}

fn codes(text: &str) -> Vec<&'static str> {
    let compiled = Policy::compile(vec![SourceFile::new("policy.gj", text)]);
    compiled.diagnostics.iter().filter(|found| found.is_error()).map(|found| found.code).collect()
}

const FACTS: &[&str] = &[
    r#"{"店": [{"编号": "A", "值": 3, "有无": true, "量": null, "月": [{"号": "1", "数额": 5}]}]}"#,
    r#"{"店": [{"编号": "A", "月": [{"号": "1"}]}]}"#,
    "{}",
];

#[test]
fn all_engines_reach_the_limit_on_a_small_stack() {
    for chain in CHAINS {
        let steps = chain.most;
        assert_eq!(codes(&chain.text(steps)), [""; 0], "{steps} of {}", chain.step);
        assert_eq!(codes(&chain.text(steps + 1)), [chain.code], "{}", chain.step);
        let text = chain.text(steps);
        let work = move || {
            let compiled = Policy::compile(vec![SourceFile::new("policy.gj", text)]);
            let policy = compiled.policy.unwrap();
            for facts in FACTS {
                let mut loader = policy.loader();
                loader.json("facts.json", facts.as_bytes());
                let loaded = loader.finish();
                let facts = loaded.facts.unwrap();
                let options = Options::new(date(2023, 12, 31));
                let report = policy.evaluate(&facts, &options).unwrap();
                let reference = reference::evaluate(policy.program(), &facts, &options);
                assert_eq!(Ok(report.outcome()), reference.as_ref());
                assert!(!report.to_text(Language::Zh, 80).is_empty());
            }
        };
        std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap().join().unwrap();
    }
}

#[test]
fn a_chain_without_end_is_one_mistake() {
    for chain in CHAINS {
        assert_eq!(codes(&chain.text(5_000)), [chain.code], "{}", chain.step);
    }
}

#[test]
fn records_belong_to_one_another_eight_levels_deep() {
    let text = |levels: usize| {
        let mut text = String::from("政策 深 年度 2023\n数据 层1 键 号 { 号: 文本 }\n");
        for level in 2..=levels {
            writeln!(text, "数据 层{level} 属于 层{} 键 号 {{ 号: 文本 }}", level - 1).unwrap();
        }
        text
    };
    assert_eq!(codes(&text(8)), [""; 0]);
    assert_eq!(codes(&text(9)), ["too-deep"]);
    assert_eq!(codes(&text(5_000)), ["too-deep"]);
}
