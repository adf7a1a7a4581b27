//! About tests and samples.

use guiju_program::diagnostic::Edit;
use guiju_program::source::Span;
use guiju_program::{Bilingual, Diagnostic};

use super::shortened;
use crate::ast::Name;

pub(crate) fn test_twice(span: Span, name: &str, first: Span) -> Diagnostic {
    Diagnostic::error(
        "duplicate-name",
        span,
        format!("有两个测试都叫“{name}”"),
        format!("two tests are called {name:?}"),
    )
    .label(first, "先用在这里", "first used here")
    .help(
        format!("给其中一个测试换个名字，如“{name}（二）”"),
        format!("give one of the tests another name, such as “{name} (2)”"),
    )
}

pub(crate) fn label_twice(name: &Name, first: Span) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "duplicate-name",
        name.span,
        format!("这个测试里有两行都叫“{text}”"),
        format!("two rows of this test are called {text}"),
    )
    .label(first, "先用在这里", "first used here")
    .help(format!("给其中一行换个名字，如 {text}二"), format!("give one of the rows another name, such as {text}_2"))
}

pub(crate) fn field_twice(name: &Name, first: Span) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error("duplicate-name", name.span, format!("“{text}”给了两次"), format!("{text} is given twice"))
        .label(first, "先给在这里", "first given here")
        .help(
            format!("只留一个“{text}”；若是另一行的，写到那一行的花括号里"),
            format!("keep one {text}; if it is meant for another row, write it in the braces of that row"),
        )
}

pub(crate) fn table_twice(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "contradictory-table",
        name.span,
        format!("“{text}”既写了 无，又给了行"),
        format!("{text} is given as none, and with rows"),
    )
    .help(
        format!("没有行就只写 {text}: 无；有行就去掉它"),
        format!("keep {text}: none if there are no rows, else leave that out"),
    )
}

pub(crate) fn child_at_top(name: &Name, parent: &str) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "row-without-owner",
        name.span,
        format!("“{text}”的行属于 {parent}，要写在它的花括号里"),
        format!("rows of {text} belong to {parent}, and stand within its braces"),
    )
    .help(format!("写成 {parent} {{ … {text} {{ … }} }}"), format!("write {parent} {{ … {text} {{ … }} }}"))
}

pub(crate) fn not_a_child(name: &Name, record: &str) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "row-without-owner",
        name.span,
        format!("“{text}”不属于 {record}，不能写在它的行里"),
        format!("{text} does not belong to {record}, and cannot stand in its rows"),
    )
    .help("写到测试的最外层", "write it at the top of the test")
}

pub(crate) fn repeat(span: Span) -> Diagnostic {
    Diagnostic::error("wrong-repeat", span, "“×”后面是 1 到 1000000 的整数", "a row is repeated 1 to 1,000,000 times")
        .help("如 店铺 × 3；再多就另写几行", "such as store × 3; for more write several rows")
}

pub(crate) fn two_single_rows(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "two-single-rows",
        name.span,
        format!("“{text}”是唯一的，只能给一行"),
        format!("{text} is single, and can have one row only"),
    )
    .help(
        "并成一行，把各字段写在同一个花括号里；确实有几行的，在数据里去掉 唯一".to_owned(),
        format!("write one row with all of its fields; if there are really several, leave single out of record {text}"),
    )
}

pub(crate) fn sample_of_other(name: &Name, has: &str, needs: &str) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "wrong-sample",
        name.span,
        format!("样例“{text}”是 {has} 的，这里要 {needs} 的"),
        format!("sample {text} is for {has}, and one for {needs} is needed here"),
    )
    .help(
        format!("用 {needs} 的样例，或者把“{text}”改成 {needs} 的"),
        format!("name a sample for {needs}, or make {text} one"),
    )
}

pub(crate) fn sample_circle(span: Span, names: &[&str]) -> Diagnostic {
    let ring = names.join(" → ");
    Diagnostic::error(
        "circle",
        span,
        format!("样例绕了一圈又如自己：{ring}"),
        format!("samples are like one another in a circle: {ring}"),
    )
    .help("其中一个样例去掉 如，把字段都写全", "let one of them do without `like`, and write all of its fields")
}

pub(crate) fn computed_field(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "computed-not-given",
        name.span,
        format!("“{text}”是计算出来的，不能直接给"),
        format!("{text} is computed, and cannot be given"),
    )
    .help(
        "给它所依据的字段；标准可以直接给结论，如 达标: 满足",
        "give the fields that it is computed from; a criteria can be given, such as qualified: met",
    )
}

pub(crate) fn verdict_for_field(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "verdict-for-field",
        span,
        format!("“{name}”是字段，不是结论"),
        format!("{name} is a field, not a verdict"),
    )
    .help("是否 的字段写 是 或 否；不知道写 未知", "write yes or no for a yesno field, unknown for what is not known")
}

/// `written`: the value that stands there.
pub(crate) fn value_for_verdict(span: Span, name: &str, written: &str) -> Diagnostic {
    let found = Diagnostic::error(
        "value-for-verdict",
        span,
        format!("“{name}”是一个结论，要写 满足、不满足、待定 或 不适用"),
        format!("{name} has a verdict: met, unmet, undetermined or not_applicable"),
    )
    .help(
        format!("如 {name}: 满足；要核对的是数，就期望算出这个数的 定义"),
        format!("such as {name}: met; to check a figure, expect a definition that computes it"),
    );
    let right = match written {
        "通过" | "合格" | "达标" | "符合" | "是" | "真" => "满足",
        "不通过" | "不合格" | "不达标" | "不符合" | "否" | "假" => "不满足",
        "pass" | "passed" | "passes" | "yes" | "true" | "ok" => "met",
        "fail" | "failed" | "fails" | "no" | "false" => "unmet",
        _ => return found,
    };
    found.help(format!("写作 {right}"), format!("write {right}")).guess([Edit::new(span, right)])
}

pub(crate) fn verdict_for_value(span: Span, name: &str, is: &Bilingual, example: &Bilingual) -> Diagnostic {
    Diagnostic::error(
        "verdict-for-value",
        span,
        format!("“{name}”不是结论，是{}", is.zh),
        format!("{name} has no verdict, it is {}", is.en),
    )
    .help(
        format!("写出应得的值，如 {name}: {}；得不出的写 待定", example.zh),
        format!("write the value that is due, such as {name}: {}, or undetermined", example.en),
    )
}

pub(crate) fn no_figure(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "no-measured-figure",
        span,
        format!("“{name}”没有可以期望的数，只有结论"),
        format!("{name} has no figure to expect, only a verdict"),
    )
    .help(
        format!("期望它的结论，如 {name}: 满足；要核对一个数，先用 定义 给它取名"),
        format!("expect its verdict, such as {name}: met; to check a figure give it a name with define first"),
    )
}

pub(crate) fn not_optional(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "not-optional",
        span,
        format!("“{name}”不是可缺的，不能是 无"),
        format!("{name} is not optional, and cannot be none"),
    )
    .help(
        "不写它就是未知；确实可以没有时，在数据里标 可缺",
        "left out it is unknown; mark it optional in the record if there may be none",
    )
}

/// `written`: what stands there.
pub(crate) fn not_a_literal(span: Span, needed: &Bilingual, example: &Bilingual, written: &str) -> Diagnostic {
    let found = Diagnostic::error(
        "not-a-literal",
        span,
        format!("这里要写出一个值：{}", needed.zh),
        format!("a value is to be written out here: {}", needed.en),
    )
    .help(
        format!("直接写出这个值，如 {}，不写算式和名称", example.zh),
        format!("write the value itself, such as {}, without names and sums", example.en),
    );
    match super::hints::yes_or_no(written) {
        Some(right) => found.help(format!("写作 {right}"), format!("write {right}")).guess([Edit::new(span, right)]),
        None => found,
    }
}

pub(crate) fn not_an_integer(span: Span) -> Diagnostic {
    Diagnostic::error("not-an-integer", span, "这个字段是整数", "this field takes whole numbers").help(
        "写整数，如 12；要带小数的，把字段的类型改成 数 或单位",
        "write a whole number, such as 12; if it has decimals, make the field a number or a unit",
    )
}

pub(crate) fn negative(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("negative-fact", span, format!("“{name}”不能是负数"), format!("{name} cannot be negative"))
        .help("确实可以为负时，在数据里标 可负", "mark it signed in the record if it may be")
}

pub(crate) fn unknown_label(name: &Name, near: Option<String>, labels: &[&str]) -> Diagnostic {
    let text = &name.text;
    let found = Diagnostic::error(
        "unknown-row",
        name.span,
        format!("这个测试里没有叫“{text}”的行"),
        format!("no row of this test is called {text}"),
    );
    if let Some(near) = near {
        return found.help(format!("是不是“{near}”？"), format!("did you mean {near}?"));
    }
    if labels.is_empty() {
        return found.help(
            format!("给行取个名字，写在数据的名字后面，如 店铺 {text} {{ … }}"),
            format!("give the row that name behind that of its record, such as store {text} {{ … }}"),
        );
    }
    let (zh, en) = shortened(&labels.iter().map(|label| (*label).to_owned()).collect::<Vec<_>>(), 10);
    found.help(format!("有名字的行是：{zh}"), format!("these rows have names: {en}"))
}

pub(crate) fn of_which_row(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "unknown-row",
        name.span,
        format!("“{text}”是逐行判断的，要写明是哪一行"),
        format!("{text} is about each row: say which one is meant"),
    )
    .help(
        format!("给那一行取个名字，如 甲，再写 甲.{text}"),
        format!("give the row a name, such as a, and write a.{text}"),
    )
}

pub(crate) fn unknown_subject(name: &Name, near: Option<String>) -> Diagnostic {
    let text = &name.text;
    let found = Diagnostic::error(
        "unknown-name",
        name.span,
        format!("没有“{text}”这样可以期望的条目"),
        format!("there is nothing called {text} to expect something of"),
    );
    match near {
        Some(near) => found.help(format!("是不是“{near}”？"), format!("did you mean {near}?")),
        None => found.help(
            "能期望的是规则、标准、标准的条件、定义、补助、分配和预算",
            "rules, criteria, conditions of criteria, definitions, awards, allocations and budgets can be expected",
        ),
    }
}

pub(crate) fn not_of_row(name: &Name, label: &str) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "wrong-row",
        name.span,
        format!("“{text}”与“{label}”这一行无关"),
        format!("{text} is not about the row {label}"),
    )
    .help(
        format!("不是逐行的，直接写 {text}: …；否则换成它所判断的那种数据的行"),
        format!("write {text}: … alone if it is not about single rows, else name a row of the record that it is about"),
    )
}

pub(crate) fn unknown_reason(span: Span, text: &str, near: Option<String>) -> Diagnostic {
    let found = Diagnostic::error(
        "unknown-name",
        span,
        format!("“因”后面的“{text}”不是条件、字段、参数、行名或沉默之处"),
        format!("{text} is no condition, field, param, row or silent point, so it cannot be the reason"),
    );
    match near {
        Some(near) => found.help(format!("是不是“{near}”？"), format!("did you mean {near}?")),
        None => found.help(
            "“因”后面写使它如此的条件、字段、参数或行的名字；没有原因可写的，去掉“因”",
            "behind because name the condition, field, param or row that makes it so, or leave because out",
        ),
    }
}

pub(crate) fn dangling(span: Span, field: &str, to: &str, table: &str, near: Option<String>) -> Diagnostic {
    let found = Diagnostic::error(
        "unknown-row",
        span,
        format!("“{field}”指的“{to}”不在这个测试给出的 {table} 的行里"),
        format!("{field} refers to {to}, which is not among the rows of {table} that this test gives"),
    );
    match near {
        Some(near) => found.help(format!("是不是“{near}”？"), format!("did you mean {near}?")),
        None => found.help(
            format!("改正“{field}”，或者在测试里写上这一行：{table} {to} {{ … }}"),
            format!("mend {field}, or give that row in the test: {table} {to} {{ … }}"),
        ),
    }
}
