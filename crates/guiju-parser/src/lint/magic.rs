//! Figures in rules that are no params.

use guiju_program::Decimal;
use guiju_program::diagnostic::Diagnostic;
use guiju_program::source::Span;

use super::Lint;
use super::tree::{self, Use};
use crate::ast::{Expr, ExprKind, UnitExpr};

pub(super) const CODE: &str = "magic-number";

/// Functions whose second argument is a step: it says how fine a figure is, and is no threshold.
const ROUNDING: &[&str] = &["四舍五入", "四舍六入", "舍去", "进位", "half_up", "half_even", "down", "up"];

/// 0 and 1 of anything, and 100%, are no figures that anybody decides on; the bounds and amounts of bands stand in a block
/// of their own like those of a table, and dates are dates.
pub(super) fn run(lint: &mut Lint<'_>) {
    let mut found = Vec::new();
    for item in lint.items {
        tree::for_each_expr(&item.kind, &mut |path, what, expr| {
            if what == Use::Judged {
                figures(expr, &mut |span| found.push((path.to_owned(), span)));
            }
        });
    }
    for (path, span) in found {
        let text = lint.text(span);
        let diagnostic = Diagnostic::warning(
            CODE,
            span,
            format!("“{text}”直接写在“{path}”里，没有列为参数"),
            format!("{text} stands in {path} itself, and is not a param"),
        )
        .help(
            format!("列为参数并写依据：参数 名称 = {text} 依据 …，这里写它的名称"),
            format!("make it a param with its clause, param name = {text} cites …, and write the name here"),
        );
        lint.report(diagnostic, [path]);
    }
}

fn figures(expr: &Expr, f: &mut dyn FnMut(Span)) {
    match &expr.kind {
        ExprKind::Quantity { number, unit } => {
            if !is_plain(*number, unit.as_ref()) {
                f(expr.span);
            }
        }
        ExprKind::Negate(inner) => figures(inner, f),
        ExprKind::Bands { value, .. } => figures(value, f),
        ExprKind::Call(call) if ROUNDING.contains(&call.function.text.as_str()) => {
            call.arguments.iter().take(1).for_each(|value| figures(value, f));
        }
        _ => tree::for_each_part(expr, &mut |part| figures(part, f)),
    }
}

/// Whether nobody would look for a figure elsewhere: 0, 1, 100%.
fn is_plain(number: Decimal, unit: Option<&UnitExpr>) -> bool {
    let percent =
        unit.is_some_and(|unit| unit.below.is_empty() && matches!(unit.above.as_slice(), [one] if one.text == "%"));
    number.is_zero() || number == if percent { Decimal::ONE_HUNDRED } else { Decimal::ONE }
}
