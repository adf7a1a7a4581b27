//! What all tests of the checker need.

use guiju_parser::{Compilation, compile};
use guiju_program::Program;
use guiju_program::diagnostic::{Place, Severity};
use guiju_program::source::SourceFile;

pub fn run(text: &str) -> Compilation {
    compile(&[SourceFile::new("policy.gj", text)])
}

/// Errors and warnings as `code@line`, in order.
pub fn codes(text: &str) -> Vec<String> {
    let file = SourceFile::new("policy.gj", text);
    let compiled = compile(std::slice::from_ref(&file));
    compiled
        .diagnostics
        .iter()
        .filter(|found| found.severity != Severity::Note)
        .inspect(|found| {
            // Whatever is refused, it is said how to mend it, in both languages.
            let help = found.help.as_ref().unwrap_or_else(|| panic!("{}: no help\n{text}", found.code));
            assert!(!help.zh.is_empty() && !help.en.is_empty(), "{}: an empty help\n{text}", found.code);
        })
        .map(|found| match &found.place {
            Place::Text(span) => format!("{}@{}", found.code, file.line_column(span.start).0),
            _ => found.code.to_owned(),
        })
        .collect()
}

/// The program; a message is a failure.
pub fn program(text: &str) -> Program {
    let compiled = run(text);
    let wrong: Vec<_> = compiled
        .diagnostics
        .iter()
        .filter(|found| found.severity != Severity::Note)
        .map(|found| format!("{} {} {:?}", found.code, found.message.zh, found.place))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}\n{text}");
    compiled.program.unwrap()
}

/// A small policy around some items, which start behind an empty line.
pub const FRAME: &str = "\
政策 p 年度 2023
单位 户, 家, 条, 分
预算 总额 = 100万元
参数 每户补助 = 2.27万元/户
参数 门槛 待定
数据 主体 键 编号 计 家 { 编号: 文本  等级: 整数 }
数据 店 键 编号 计 户, 家 规则日 开业 {
  编号: 文本  主体: 主体  市: 文本  类型: { 甲类, 乙类, .. }  销售: 元  去年: 元  时长: 小时  条数: 条
  开业: 日期  止: 日期 可缺  时: 时刻  验: 是否  率: %  上级: 店 可缺  得分: 分 可负  备注: 文本 可缺
}
数据 月 属于 店 键 月份 计 个月 { 月份: 年月  额: 元  年: 年份 }
数据 汇总 唯一 { 总数: 条  登记: 文本 }
标准 合格 适用 店 { 时长: 时长 不低于60小时; 条数: 条数 不低于20条 }
";

pub fn framed(items: &str) -> String {
    format!("{FRAME}\n{items}\n")
}

/// The codes of what is wrong with items in the frame, with lines counted from the first item.
pub fn wrong(items: &str) -> Vec<String> {
    codes(&framed(items))
        .into_iter()
        .map(|found| match found.rsplit_once('@') {
            Some((code, line)) => {
                let line: i64 = line.parse().unwrap();
                format!("{code}@{}", line - FRAME.lines().count() as i64 - 1)
            }
            None => found,
        })
        .collect()
}

/// The expression of the first rule of items in the frame.
pub fn rule(items: &str) -> guiju_program::rule::Rule {
    let program = program(&framed(items));
    program.rules.values().next().unwrap().clone()
}
