//! What all tests of awards need.

use guiju_parser::{Compilation, compile};
use guiju_program::award::{Award, AwardId};
use guiju_program::diagnostic::{Place, Severity};
use guiju_program::source::SourceFile;
use guiju_program::{Dimension, Expr, Program, Type};

/// A small policy around some items, which start behind an empty line.
pub const FRAME: &str = "\
政策 p 年度 2023
依据文件 文 { 一 规范; 二 说明 \"原则\" }
单位 户, 家
预算 总 = 100万元
预算 分 = 60万元 划自 总
参数 每户补助 = 2.27万元/户
数据 企业 键 号 { 号: 文本 }
数据 店铺 键 号 计 户 { 号: 文本  企业: 企业  市: 文本  类: { 甲类, 乙类, .. }  费: 元  销: 元  申: 时刻  先: 是否  年: 年份  止: 日期 可缺  备: 文本 }
数据 月 属于 店铺 键 月份 { 月份: 年月  额: 元 }
数据 市地 键 号 { 号: 文本  售: 元  数: 户 }
数据 全省 唯一 { 额: 元 }
规则 引用 依据 一: 计数(店铺) 不低于0
";

pub fn framed(items: &str) -> String {
    format!("{FRAME}\n{items}\n")
}

pub fn run(text: &str) -> Compilation {
    compile(&[SourceFile::new("policy.gj", text)])
}

/// Errors and warnings of items in the frame as `code@line`, lines counted from the first item.
pub fn wrong(items: &str) -> Vec<String> {
    let text = framed(items);
    let file = SourceFile::new("policy.gj", &text);
    let compiled = run(&text);
    let line = |start| file.line_column(start).0 as i64 - FRAME.lines().count() as i64 - 1;
    compiled
        .diagnostics
        .iter()
        .filter(|found| found.severity != Severity::Note)
        .map(|found| match &found.place {
            Place::Text(span) => format!("{}@{}", found.code, line(span.start)),
            _ => found.code.to_owned(),
        })
        .collect()
}

/// The program of items in the frame; a message is a failure.
pub fn program(items: &str) -> Program {
    let compiled = run(&framed(items));
    let wrong: Vec<_> = compiled
        .diagnostics
        .iter()
        .filter(|found| found.severity != Severity::Note)
        .map(|found| format!("{} {} {:?}", found.code, found.message.zh, found.place))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}\n{items}");
    compiled.program.unwrap()
}

/// The award of that name.
pub fn award<'p>(program: &'p Program, name: &str) -> (AwardId, &'p Award) {
    program.awards.iter().find(|(_, award)| award.name.text == name).unwrap()
}

pub fn is_money(expr: &Expr) -> bool {
    expr.ty == Type::Number(Dimension::money())
}

/// The names of the awards settled together, set by set.
pub fn settlements(items: &str) -> Vec<Vec<String>> {
    let program = program(items);
    let name = |id: &AwardId| program.awards[*id].name.text.clone();
    program.settlements.iter().map(|set| set.iter().map(name).collect()).collect()
}

/// A tree as text without its places.
pub fn bare(tree: &impl std::fmt::Debug) -> String {
    let text = format!("{tree:?}");
    let mut bare = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("Span { source") {
        bare.push_str(&rest[..at]);
        let end = rest[at..].find('}').unwrap();
        rest = &rest[at + end + 1..];
    }
    bare + rest
}
