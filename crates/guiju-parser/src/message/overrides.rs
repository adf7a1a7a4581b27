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
    Diagnostic::error("given-twice", name.span, format!("“{text}”已经写过了"), format!("{text} is named already")).help(
        format!("删去多写的“{text}”；本来要写另一条规则的，改成它的名字"),
        format!("leave the second {text} out, or name the other rule that is meant"),
    )
}

pub(crate) fn too_many(span: Span, most: usize, in_all: usize) -> Diagnostic {
    Diagnostic::error(
        "too-many-overrides",
        span,
        format!("一条规则最多有 {most} 条优先于它的规则，一个政策最多 {in_all} 处 优先于"),
        format!("at most {most} rules override one, and overrides names at most {in_all} in a policy"),
    )
    .help(
        "用 或 把几条例外规则合成一条，再写一处 优先于",
        "join several of the exceptions into one rule with `or`, and let that override",
    )
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
