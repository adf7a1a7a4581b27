//! Figures that cite no clause.

use guiju_program::diagnostic::Diagnostic;
use guiju_program::source::Span;

use super::Lint;
use crate::ast::{ItemKind, ParamValue};

pub(super) const CODE: &str = "uncited-figure";

/// A param that is open has no figure to be cited, and without any source nothing can be.
pub(super) fn run(lint: &mut Lint<'_>) {
    if !lint.has_sources() {
        return;
    }
    for item in lint.items {
        let (zh, en, name, cites) = match &item.kind {
            ItemKind::Param(param) if !matches!(param.value, ParamValue::Open(_)) => {
                ("参数", "param", &param.name, &param.cites)
            }
            ItemKind::Budget(budget) => ("预算", "budget", &budget.name, &budget.cites),
            ItemKind::Table(table) => ("表", "table", &table.name, &table.cites),
            _ => continue,
        };
        if cites.is_empty() {
            let name = &name.name;
            lint.report(uncited((zh, en), &name.text, name.span), [name.text.clone()]);
        }
    }
}

fn uncited((zh, en): (&str, &str), name: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(CODE, span, format!("{zh}“{name}”没有写依据"), format!("the {en} {name} cites no clause"))
        .help("在后面写明出自哪一条：依据 第一条", "say behind it which clause it comes from: cites article_1")
}
