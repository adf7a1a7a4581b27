//! Many mistakes in one file: each is reported, once; and much text does not take long.

use std::fmt::Write;

use super::support::{codes, run};

const TEN: &str = "\
政策 p 年度 2023
依据文件 法 {
  第一条 规范
  第二条 规范
}
单位 户, 条
参数 补助 = 3元/户
参数 补助 = 4元/户
数据 店 键 编号 计 户 {
  编号: 文本  时长: 小时  条数: 条  类型: { 甲, 乙 }
  止: 日期 可缺
  率: 百分率
}
定义 圈 = 圈 + 1
规则 a 依据 第九条: 每个 店: 时长 不低于20条
规则 b 依据 第一条: 每个 店: 类型 为 丙
规则 c: 每个 店: 时常 不低于60小时
规则 d: 每个 店: 止 晚于 2023-01-01
规则 e: 计数(店) 不低于
规则 f: 占比(店) 不低于10%
";

#[test]
fn ten_mistakes_are_ten_messages() {
    assert_eq!(
        codes(TEN),
        [
            "uncited-clause@4",
            "duplicate-name@8",
            "unknown-type@12",
            "circle@14",
            "unknown-citation@15",
            "unit-mismatch@15",
            "unknown-value@16",
            "unknown-name@17",
            "unguarded-optional@18",
            "missing@19",
            "missing-filter@20",
        ]
    );
    assert!(run(TEN).program.is_none());
}

#[test]
fn a_broken_item_costs_only_itself() {
    // The record cannot be read; what speaks of it is not complained about.
    let text = "\
政策 p 年度 2023
数据 店 键 编号 { 编号: 文本  时长 小时 }
规则 a: 每个 店: 时长 不低于20小时
规则 b: 计数(店) 不低于3条
";
    let found = codes(text);
    assert!(found.iter().any(|code| code.ends_with("@2")), "{found:?}");
    assert!(found.iter().all(|code| !code.ends_with("@3")), "{found:?}");
    assert!(found.contains(&"unknown-unit@4".to_owned()), "{found:?}");
}

#[test]
fn a_row_that_a_broken_one_swallowed_is_not_missed() {
    // The comma makes the second clause, and the second field, part of the row that cannot be read.
    let text = "\
政策 p 年度 2023
依据文件 法 {
  第一条 规范 ，，
  第二条 规范
}
数据 店 键 编号 {
  编号: 文本 ，，
  时长: 小时
}
规则 a 依据 第二条: 每个 店: 时长 不低于20小时
";
    let found = codes(text);
    assert!(found.iter().all(|code| !code.ends_with("@10")), "{found:?}");
}

fn policy(rules: usize) -> String {
    let mut text = String::from(
        "政策 p 年度 2023\n单位 户, 条\n数据 店 键 编号 计 户 {\n  编号: 文本  市: 文本  时长: 小时  \
         条数: 条  销售: 元  去年: 元  验: 是否\n}\n",
    );
    for i in 0..rules {
        match i % 5 {
            0 => writeln!(text, "规则 长{i}: 每个 店: 时长 不低于{}小时 且 条数 不低于{}条", i % 90, i % 7),
            1 => writeln!(text, "规则 比{i}: 占比(店 其中 验 且 销售 高于 {i}元) 不低于10%"),
            2 => writeln!(text, "规则 增{i}: 每个 店: 当 验 则 销售 较 去年 增长 {}%以上", i % 40),
            3 => writeln!(text, "定义 数{i} = 合计(店.销售 其中 市 为 \"甲{i}\")"),
            _ => writeln!(text, "规则 顶{i}: 数{} 不超过 {i}万元", i - 1),
        }
        .unwrap();
    }
    text
}

#[test]
fn thousands_of_rules_compile() {
    // How long they take is measured in the benches.
    let compiled = run(&policy(5_000));
    assert!(compiled.program.is_some(), "{:?}", compiled.diagnostics.first());
}

#[test]
fn long_chains_of_definitions_do_not_nest_calls() {
    let mut text = String::from("政策 p 年度 2023\n");
    for i in 0..20_000 {
        writeln!(text, "定义 d{i} = d{} + 1", i + 1).unwrap();
    }
    writeln!(text, "定义 d20000 = 1\n规则 r: d0 不低于1").unwrap();
    let compiled = run(&text);
    let codes: Vec<_> = compiled.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["too-deep"]);
    // The same as one circle.
    let circle = text.replace("定义 d20000 = 1", "定义 d20000 = d0");
    let compiled = run(&circle);
    let codes: Vec<_> = compiled.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["circle", "too-deep"]);
}

#[test]
fn thousands_of_unknown_names_are_all_told() {
    let mut text = policy(3_000);
    for i in 0..3_000 {
        writeln!(text, "规则 错{i}: 缺{i} 不低于1").unwrap();
    }
    let compiled = run(&text);
    let errors = compiled.diagnostics.iter().filter(|found| found.is_error()).count();
    assert_eq!(errors, 3_000);
}
