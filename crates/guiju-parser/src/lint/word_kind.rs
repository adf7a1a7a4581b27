//! Comparison words at odds with what they compare, or with the sign of the figure beside them.

use std::collections::HashMap;

use guiju_program::Type;
use guiju_program::diagnostic::{Diagnostic, Edit};
use guiju_program::expr::{CompareOp, Expr as Lowered, ExprKind as LoweredKind};
use guiju_program::source::Span;

use super::{Lint, parts, tree};
use crate::ast::{BinaryOp, Expr, ExprKind};

pub(super) const CODE: &str = "wording-against-sign";

/// Words that compare dates; all others compare numbers.
const OF_DATES: &[&str] = &["不早于", "晚于", "早于", "不晚于", "no_earlier_than", "after", "before", "no_later_than"];

/// What is found in one comparison.
enum Odd {
    /// Dates by a word of numbers (`false`), or numbers by a word of dates.
    Kind { word: Span, of_dates: bool, op: CompareOp, replaceable: bool },
    /// A change in one direction, against a bound that goes in the other.
    Sign { bound: Span, word: Span, change: BinaryOp },
}

/// 超过 with a mark that contradicts it is an error of the text already; signs go with everything.
pub(super) fn run(lint: &mut Lint<'_>) {
    let dates = dates(lint);
    let mut found = Vec::new();
    for item in lint.items {
        tree::for_each_expr(&item.kind, &mut |path, _, expr| {
            tree::visit(expr, &mut |part| {
                found.extend(odd(lint, &dates, part).map(|odd| (path.to_owned(), odd)));
            });
        });
    }
    for (path, odd) in found {
        let diagnostic = match odd {
            Odd::Kind { word, of_dates, op, replaceable } => kind(lint, word, of_dates, op, replaceable),
            Odd::Sign { bound, word, change } => sign(lint, bound, word, change),
        };
        lint.report(diagnostic, [path]);
    }
}

/// Whether the value that a comparison measures is a date, by the place of the comparison.
fn dates(lint: &Lint<'_>) -> HashMap<Span, bool> {
    let mut dates = HashMap::new();
    for part in parts::all(lint.program) {
        parts::visit(part.expr, &mut |expr: &Lowered| {
            if let LoweredKind::Compare { left, .. } = &expr.kind {
                let date = matches!(left.ty, Type::Date | Type::Month | Type::Year | Type::Instant);
                dates.insert(expr.span, date);
            }
        });
    }
    dates
}

fn odd(lint: &Lint<'_>, dates: &HashMap<Span, bool>, expr: &Expr) -> Option<Odd> {
    let ExprKind::Compare { op, left, right, word, suffix } = &expr.kind else {
        return None;
    };
    if let ExprKind::Binary { op: change, word, .. } = &left.kind
        && matches!(change, BinaryOp::Growth | BinaryOp::Fall | BinaryOp::Rise | BinaryOp::Drop)
        && matches!(&right.kind, ExprKind::Negate(inner) if matches!(inner.kind, ExprKind::Quantity { .. }))
    {
        return Some(Odd::Sign { bound: right.span, word: *word, change: *change });
    }
    let text = lint.text(*word);
    let is_word = text.chars().next().is_some_and(|first| first.is_alphabetic());
    if !is_word || !matches!(op, CompareOp::Ge | CompareOp::Gt | CompareOp::Le | CompareOp::Lt) {
        return None;
    }
    let date = *dates.get(&expr.span)?;
    let of_dates = OF_DATES.contains(&text);
    let replaceable = suffix.is_none() && !matches!(text, "为" | "is");
    (date != of_dates).then_some(Odd::Kind { word: *word, of_dates, op: *op, replaceable })
}

fn kind(lint: &Lint<'_>, word: Span, of_dates: bool, op: CompareOp, replaceable: bool) -> Diagnostic {
    let text = lint.text(word);
    let (zh, en) = instead(op, !of_dates);
    let diagnostic = if of_dates {
        Diagnostic::warning(
            CODE,
            word,
            format!("“{text}”说的是日期，这里比的是数"),
            format!("{text} is said of dates, and these are numbers"),
        )
    } else {
        Diagnostic::warning(
            CODE,
            word,
            format!("“{text}”说的是数，这里比的是日期"),
            format!("{text} is said of numbers, and these are dates"),
        )
    };
    let diagnostic = diagnostic.help(
        format!("写“{zh}”，意思不变；或者看看是不是比错了字段"),
        format!("write {en}, which means the same, or see whether another field was meant"),
    );
    if !replaceable {
        return diagnostic;
    }
    let put = if text.is_ascii() { en } else { zh };
    diagnostic.guess([Edit::new(word, put)])
}

/// The usual word for a comparison of dates, or of numbers.
const fn instead(op: CompareOp, dates: bool) -> (&'static str, &'static str) {
    match (op, dates) {
        (CompareOp::Ge, true) => ("不早于", "no_earlier_than"),
        (CompareOp::Gt, true) => ("晚于", "after"),
        (CompareOp::Le, true) => ("不晚于", "no_later_than"),
        (CompareOp::Lt, true) => ("早于", "before"),
        (CompareOp::Ge, false) => ("不低于", "at least"),
        (CompareOp::Gt, false) => ("超过", "exceeds"),
        (CompareOp::Le, false) => ("不超过", "at most"),
        (CompareOp::Lt, false) => ("低于", "below"),
        (CompareOp::Eq, _) => ("为", "is"),
        (CompareOp::Ne, _) => ("不为", "is not"),
    }
}

fn sign(lint: &Lint<'_>, bound: Span, word: Span, change: BinaryOp) -> Diagnostic {
    let (text, figure) = (lint.text(word), lint.text(bound));
    let (zh, en) = match change {
        BinaryOp::Growth => ("下降", "falls"),
        BinaryOp::Fall => ("增长", "grows"),
        BinaryOp::Rise => ("减少", "drops"),
        _ => ("增加", "rises"),
    };
    Diagnostic::warning(
        CODE,
        bound,
        format!("“{text}”后面的数是负的：{figure}"),
        format!("the figure behind {text} is negative: {figure}"),
    )
    .label(word, "方向在这里已经说了", "the direction is said here already")
    .help(
        format!("写“{zh}”和一个正数，比较的方向也反过来：增长 不低于 -5% 就是 下降 不超过 5%"),
        format!(
            "write {en} and a positive figure, and turn the comparison round: grows at least -5% is falls at most 5%"
        ),
    )
}
