//! About the text of awards and allocations: their rows.

use guiju_program::Diagnostic;
use guiju_program::source::Span;

use crate::syntax_message::shown;

/// Words in Chinese and in English.
type Words = (String, String);

pub(crate) fn unknown_row(span: Span, found: &str, rows: &Words, near: Option<String>) -> Diagnostic {
    let found = shown(found);
    let diagnostic = Diagnostic::error(
        "unknown-row-name",
        span,
        format!("这里没有叫“{found}”的一项。"),
        format!("there is no row `{found}` here"),
    );
    if matches!(found.as_str(), "limit" | "maximum" | "max" | "限额" | "上限" | "最高额") {
        return diagnostic.help(
            "每笔的上限写在金额里，如 金额: 应补额 最高 9万元；几笔合起来的上限，另写一条 封顶",
            "write the limit of one payment in its amount, such as amount: due capped at 90_000 yuan; for several \
             together write a cap",
        );
    }
    match near {
        Some(near) => diagnostic.help(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
        None => diagnostic
            .help(format!("可写的依次是：{}", rows.0), format!("these can stand here, in this order: {}", rows.1)),
    }
}

pub(crate) fn rows_out_of_order(span: Span, found: &str, rows: &Words) -> Diagnostic {
    let found = shown(found);
    Diagnostic::error(
        "rows-out-of-order",
        span,
        format!("“{found}”写得太靠后：各项按计算的先后写。"),
        format!("`{found}` stands too late: rows stand in the order in which they are applied"),
    )
    .help(format!("依次是：{}", rows.0), format!("the order is: {}", rows.1))
}

pub(crate) fn row_missing(span: Span, item: &str, row: &Words, example: (&str, &str)) -> Diagnostic {
    let item = shown(item);
    Diagnostic::error("part-missing", span, format!("“{item}”缺少 {}。", row.0), format!("`{item}` has no `{}`", row.1))
        .help(format!("如 {}", example.0), format!("such as {}", example.1))
}
