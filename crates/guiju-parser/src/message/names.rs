//! About names: unknown ones, and those declared twice.

use guiju_program::Diagnostic;
use guiju_program::diagnostic::{Edit, Place};
use guiju_program::source::Span;

use super::list;
use crate::ast::Name;

/// What kind of item a name was expected to be.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    zh: &'static str,
    en: &'static str,
}

pub(crate) const RECORD: Kind = Kind { zh: "数据", en: "record" };
pub(crate) const PARAMETER: Kind = Kind { zh: "参数", en: "param" };
pub(crate) const BUDGET: Kind = Kind { zh: "预算", en: "budget" };
pub(crate) const RULE: Kind = Kind { zh: "规则", en: "rule" };
pub(crate) const AWARD: Kind = Kind { zh: "补助", en: "award" };
pub(crate) const TABLE: Kind = Kind { zh: "表", en: "table" };
pub(crate) const SAMPLE: Kind = Kind { zh: "样例", en: "sample" };
pub(crate) const ITEM: Kind = Kind { zh: "条目", en: "item" };
pub(crate) const FUNCTION: Kind = Kind { zh: "函数", en: "function" };
pub(crate) const TARGET: Kind = Kind {
    zh: "规则、标准、标准的条件、定义、补助或分配",
    en: "rule, criteria, condition of a criteria, definition, award or allocation",
};

/// The message with the name that was probably meant, as a guess.
/// The kinds of items that are declared by the word that names them.
const DECLARED: &[&str] = &["record", "param", "budget", "rule", "award", "table", "sample"];

fn meant(found: Diagnostic, near: Option<String>) -> Diagnostic {
    let Place::Text(span) = found.place else {
        return found;
    };
    match near {
        Some(near) => {
            found.help(format!("是不是“{near}”？"), format!("did you mean {near}?")).guess([Edit::new(span, near)])
        }
        None => found.help(
            "核对有没有写错；还没有写明的，先用 参数、定义、数据 等写明它",
            "look for a slip of the pen; what is not declared yet is declared with param, define, record and the like",
        ),
    }
}

pub(crate) fn declared_twice(name: &Name, first: Span) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "duplicate-name",
        name.span,
        format!("“{text}”这个名字用了两次"),
        format!("the name {text} is declared twice"),
    )
    .label(first, "先用在这里", "first declared here")
    .help("给其中一个换个名字", "give one of them another name")
}

pub(crate) fn like_a_field(name: &Name, first: Span) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "duplicate-name",
        name.span,
        format!("这条数据已经有一个字段叫“{text}”"),
        format!("this record has a field {text} already"),
    )
    .label(first, "字段在这里", "the field is here")
    .help("给其中一个换个名字", "give one of them another name")
}

pub(crate) fn field_like_parent(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "duplicate-name",
        name.span,
        format!("字段“{text}”与所属的数据同名；子表里这个名字指所属的那一行"),
        format!("field {text} is called like the parent record; within a child this name is its owner's row"),
    )
    .help("不用写这个字段：属于 已经说明了", "leave the field out: `of` says it already")
}

pub(crate) fn unit_taken(spelled: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "duplicate-name",
        span,
        format!("已经有“{spelled}”这个单位"),
        format!("there is a unit {spelled} already"),
    )
    .help(
        format!("直接用“{spelled}”，不用再声明；是另一种单位的，换个名字"),
        format!("use {spelled} as it is; if another unit is meant, give it another name"),
    )
}

pub(crate) fn unknown_item(name: &Name, kind: Kind, near: Option<String>) -> Diagnostic {
    let (text, Kind { zh, en }) = (&name.text, kind);
    meant(
        Diagnostic::error(
            "unknown-name",
            name.span,
            format!("没有名为“{text}”的{zh}"),
            format!("there is no {en} {text}"),
        ),
        near,
    )
}

pub(crate) fn other_kind(name: &Name, kind: Kind, first: Span) -> Diagnostic {
    let (text, Kind { zh, en }) = (&name.text, kind);
    let found =
        Diagnostic::error("wrong-kind", name.span, format!("“{text}”不是{zh}"), format!("{text} is not a {en}")).label(
            first,
            "它在这里说明",
            "it is declared here",
        );
    if !DECLARED.contains(&en) {
        return found.help(
            format!("换成{zh}的名字，或看看是不是写错了"),
            format!("name a {en}, or look for a slip of the pen"),
        );
    }
    found.help(
        format!("换成{zh}的名字；“{text}”本来就该是{zh}的，把它的声明改成：{zh} {text} …"),
        format!("name a {en}; if {text} is meant to be one, declare it so: {en} {text} …"),
    )
}

pub(crate) fn unknown_member(name: &Name, record: &str, near: Option<String>) -> Diagnostic {
    let text = &name.text;
    meant(
        Diagnostic::error(
            "unknown-name",
            name.span,
            format!("“{record}”里没有“{text}”"),
            format!("{record} has no {text}"),
        ),
        near,
    )
}

pub(crate) fn unknown(name: &Name, near: Option<String>) -> Diagnostic {
    let text = &name.text;
    meant(
        Diagnostic::error(
            "unknown-name",
            name.span,
            format!("没有“{text}”这个名字"),
            format!("there is no name {text}"),
        ),
        near,
    )
}

/// `sure`: what stands in front of the first blank is a name that there is.
pub(crate) fn run_together(name: &Name, spaced: &str, sure: bool) -> Diagnostic {
    let text = &name.text;
    let found = Diagnostic::error(
        "words-run-together",
        name.span,
        format!("没有“{text}”这个名字，像是几个词连着写了"),
        format!("there is no name {text}: words seem to be run together"),
    )
    .help(format!("词与词之间空一格：{spaced}"), format!("put spaces between words: {spaced}"));
    let edit = [Edit::new(name.span, spaced)];
    if sure { found.safe_fix(edit) } else { found.guess(edit) }
}

pub(crate) fn unknown_type(name: &Name, near: Option<String>) -> Diagnostic {
    let text = &name.text;
    let found = Diagnostic::error(
        "unknown-type",
        name.span,
        format!("没有“{text}”这个类型、单位或数据"),
        format!("there is no type, unit or record {text}"),
    );
    match near {
        // What a type is called elsewhere is not meant for a unit.
        Some(_) if super::hints::kind(text).is_some() => meant(found, near),
        Some(near) => found.help(
            format!("是不是“{near}”？若是另一种单位，先写：单位 {text}"),
            format!("did you mean {near}? If it is another unit, declare it first: unit {text}"),
        ),
        None => found
            .help(format!("如果是单位，先写：单位 {text}"), format!("if it is a unit, declare it first: unit {text}")),
    }
}

pub(crate) fn unknown_unit(name: &Name, near: Option<String>) -> Diagnostic {
    let text = &name.text;
    let found = Diagnostic::error(
        "unknown-unit",
        name.span,
        format!("没有“{text}”这个单位"),
        format!("there is no unit {text}"),
    );
    match (super::hints::unit_in_words(text), near) {
        (Some((zh, en)), _) => found.help(zh, en),
        (None, Some(near)) => found.help(
            format!("是不是“{near}”？若是另一种单位，先写：单位 {text}"),
            format!("did you mean {near}? If it is another unit, declare it first: unit {text}"),
        ),
        (None, None) => found.help(format!("先写：单位 {text}"), format!("declare it first: unit {text}")),
    }
}

pub(crate) fn unknown_value(name: &Name, values: &[&str], near: Option<String>) -> Diagnostic {
    let text = &name.text;
    let found = Diagnostic::error(
        "unknown-value",
        name.span,
        format!("列出的取值里没有“{text}”"),
        format!("{text} is not among the values listed"),
    );
    match near {
        Some(_) => meant(found, near),
        None => {
            let (mut zh, mut en) = list(values.iter().copied().take(20));
            if values.len() > 20 {
                zh.push_str("……");
                en.push_str(" …");
            }
            found.help(format!("列出的有：{zh}"), format!("these are listed: {en}"))
        }
    }
}

pub(crate) fn unknown_condition(name: &Name, criteria: &str, near: Option<String>) -> Diagnostic {
    let text = &name.text;
    meant(
        Diagnostic::error(
            "unknown-name",
            name.span,
            format!("标准“{criteria}”没有条件“{text}”"),
            format!("criteria {criteria} has no condition {text}"),
        ),
        near,
    )
}

pub(crate) fn not_a_value(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "wrong-kind",
        name.span,
        format!("“{text}”不能当作一个值用"),
        format!("{text} cannot be used as a value"),
    )
    .help(
        "能用的是字段、参数、预算、定义、标准、补助和分配",
        "fields, params, budgets, definitions, criteria, awards and allocations can",
    )
}

/// A value of a list where a name should stand: `类型 为 甲 或 乙`.
pub(crate) fn value_as_name(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "unknown-name",
        name.span,
        format!("没有“{text}”这个名字；它是一项列出的取值"),
        format!("there is no name {text}; it is a value of a list"),
    )
    .help(
        format!("取值要与字段比较，如 类型 为 {text}；几个取值写作 类型 属于 {{甲, {text}}}"),
        format!("compare a field with it, as in kind is {text}; for several values write kind in {{a, {text}}}"),
    )
}

/// 真, TRUE for 是.
pub(crate) fn yes_or_no(name: &Name, right: &str) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error("unknown-name", name.span, format!("没有“{text}”这个名字"), format!("there is no name {text}"))
        .help(format!("写作 {right}"), format!("write {right}"))
        .guess([Edit::new(name.span, right)])
}

/// A field of rows where there is no row.
pub(crate) fn field_of_rows(name: &Name, record: &str) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "unknown-name",
        name.span,
        format!("这里没有“{text}”；它是 {record} 每一行的字段"),
        format!("there is no {text} here; it is a field of the rows of {record}"),
    )
    .help(
        format!("逐行判断写 每个 {record}: {text} …；汇总写在括号里，如 合计({record}.{text})"),
        format!("to judge each row write each {record}: {text} …; figures over rows stand in brackets, as in sum({record}.{text})"),
    )
}

/// A text without quotes.
pub(crate) fn text_without_quotes(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error("unknown-name", name.span, format!("没有“{text}”这个名字"), format!("there is no name {text}"))
        .help(
            format!("要与文本比较，文本写在引号里：\"{text}\""),
            format!("a text to compare with stands in quotes: \"{text}\""),
        )
        .guess([Edit::new(name.span, format!("\"{text}\""))])
}
