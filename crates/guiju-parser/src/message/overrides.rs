//! About rules that override others.

use guiju_program::Diagnostic;
use guiju_program::source::Span;

use crate::ast::Name;

pub(crate) fn other_scope(name: &Name, first: Span) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "override-other-scope",
        name.span,
        format!("“{text}”判断的不是同样的行或组，不能优先于它"),
        format!("{text} is judged for other rows or groups, and cannot be overridden"),
    )
    .label(first, "在这里声明", "declared here")
    .help("两条规则的 每个 要写得一样", "both rules must be for each of the same")
}

pub(crate) fn twice(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error("given-twice", name.span, format!("“{text}”已经写过了"), format!("{text} is named already"))
        .help("删去重复的一处", "take one of them out")
}

pub(crate) fn too_many(span: Span, most: usize, in_all: usize) -> Diagnostic {
    Diagnostic::error(
        "too-many-overrides",
        span,
        format!("一条规则最多有 {most} 条优先于它的规则，一个政策最多 {in_all} 处 优先于"),
        format!("at most {most} rules override one, and overrides names at most {in_all} in a policy"),
    )
    .help("把例外合并成较少的规则，如用 或 连接", "join exceptions into fewer rules, for instance with or")
}

/// Two rules come before each other.
pub(crate) fn circle(first: &Name, second: &Name) -> Diagnostic {
    let (a, b) = (&first.text, &second.text);
    let circle = if first.span == second.span {
        Diagnostic::error("circle", first.span, format!("“{a}”优先于自己"), format!("{a} overrides itself"))
    } else {
        Diagnostic::error(
            "circle",
            first.span,
            format!("“{a}”优先于“{b}”，“{b}”又优先于“{a}”"),
            format!("{a} overrides {b}, and {b} overrides {a}, perhaps through others"),
        )
        .label(second.span, "另一条在这里", "the other one is here")
    };
    circle.help("去掉其中一处 优先于", "leave out one of the two overrides")
}
