//! A comparison in words: what was measured, what must hold, and by how much it does or does not.

use guiju_evaluator::Num;
use guiju_evaluator::outcome::Measure;
use guiju_program::diagnostic::Language;
use guiju_program::expr::{AggregateFunction, ArithmeticOp, BandKind, Change, CompareOp, Expr, ExprKind};
use guiju_program::schema::FieldType;
use guiju_program::value::Verdict;
use guiju_program::{Program, Type};

use super::number::{self, Style};
use super::words::{self, say};

/// The comparison in one line.
pub(crate) fn sentence(measure: &Measure, verdict: Verdict, style: Style<'_>) -> String {
    let language = style.language;
    let mut parts = vec![measured(measure, style)];
    if measure.bound.is_absent() && measure.ty == Type::Date {
        parts.push(say(language, "而它前面的步骤没有日期", "and a step before it has no date").to_owned());
        return parts.join(say(language, "，", ", "));
    }
    let mut bound = possible(&measure.bound, &measure.ty, style);
    if measure.bound.value().is_none() && !measure.bound.is_absent() {
        bound = match language {
            Language::Zh => format!("一个还没有定的数（{bound}）"),
            Language::En => format!("a number not settled yet ({bound})"),
        };
    }
    let comparison = words::comparison(measure.op, &measure.ty, language);
    parts.push(format!("{comparison} {bound}"));
    parts.extend(margin(measure, verdict, style));
    parts.join(say(language, "，", ", "))
}

fn measured(measure: &Measure, style: Style<'_>) -> String {
    let value = possible(&measure.measured, &measure.ty, style);
    match measure.share {
        Some((passed, asked)) if measure.measured.value().is_some() => {
            let parts = format!("{passed}/{asked}");
            match style.language {
                Language::Zh => format!("{parts}（{value}）"),
                Language::En => format!("{parts} ({value})"),
            }
        }
        _ => value,
    }
}

/// A value, or what is possible of it.
pub(crate) fn possible(number: &Num, ty: &Type, style: Style<'_>) -> String {
    let language = style.language;
    if let Some(value) = number.value() {
        return number::readable(value, ty, style);
    }
    if number.is_absent() {
        return match ty {
            Type::Date => say(language, "没有日期", "no date"),
            _ => say(language, "没有值", "no value"),
        }
        .to_owned();
    }
    let show = |value| number::readable(value, ty, style);
    let mut ways = Vec::new();
    if let Some(values) = &number.values {
        ways.push(match (&values.lo, &values.hi) {
            (Some(lo), Some(hi)) if lo == hi => show(lo),
            (Some(lo), Some(hi)) => match language {
                Language::Zh => format!("在 {} 与 {} 之间", show(lo), show(hi)),
                Language::En => format!("between {} and {}", show(lo), show(hi)),
            },
            (Some(lo), None) if !lo.is_zero() => match language {
                Language::Zh => format!("不低于 {}", show(lo)),
                Language::En => format!("at least {}", show(lo)),
            },
            (None, Some(hi)) => match language {
                Language::Zh => format!("不超过 {}", show(hi)),
                Language::En => format!("at most {}", show(hi)),
            },
            _ => say(language, "未知", "unknown").to_owned(),
        });
    }
    if number.absent {
        ways.push(say(language, "没有值", "no value").to_owned());
    }
    if number.met || number.unmet || number.silent {
        ways.push(say(language, "基数为零或为负", "a zero or negative base").to_owned());
    }
    ways.join(say(language, "，或者 ", ", or "))
}

fn margin(measure: &Measure, verdict: Verdict, style: Style<'_>) -> Option<String> {
    let language = style.language;
    let margin = measure.margin.as_ref()?;
    let upper = matches!(measure.op, CompareOp::Le | CompareOp::Lt);
    if margin.is_zero() {
        return match verdict {
            Verdict::Pass => Some(say(language, "正好达到", "exactly at the bound")),
            Verdict::Fail => {
                Some(say(language, "正好等于界限，而界限不含在内", "exactly at the bound, which is not included"))
            }
            _ => None,
        }
        .map(str::to_owned);
    }
    let by = number::readable_difference(margin, &measure.ty, style);
    let text = match (margin.is_negative(), upper, language) {
        (false, _, Language::Zh) => format!("余 {by}"),
        (false, _, Language::En) => format!("{by} to spare"),
        (true, false, Language::Zh) => format!("差 {by}"),
        (true, false, Language::En) => format!("{by} short"),
        (true, true, Language::Zh) => format!("超出 {by}"),
        (true, true, Language::En) => format!("{by} over"),
    };
    Some(text)
}

/// Whether the pure numbers that an expression compares are shares or rates, to be read in per cent.
pub(crate) fn compares_rates(program: &Program, expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Compare { left, right, .. } => is_rate(program, left) || is_rate(program, right),
        ExprKind::Not(inner) => compares_rates(program, inner),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().any(|part| compares_rates(program, part)),
        ExprKind::When { condition: _, then, otherwise } => {
            compares_rates(program, then)
                || otherwise.as_ref().is_some_and(|otherwise| compares_rates(program, otherwise))
        }
        ExprKind::Unless { body, .. } => compares_rates(program, body),
        // A definition stands in for its expression.
        ExprKind::Define { define, .. } => {
            program.defines.find(*define).is_some_and(|define| compares_rates(program, &define.expr))
        }
        _ => false,
    }
}

pub(crate) fn is_rate(program: &Program, expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Versus { change, .. } => matches!(change, Change::Growth | Change::Fall),
        ExprKind::Aggregate(aggregate) => match aggregate.function {
            AggregateFunction::Share => true,
            AggregateFunction::Min
            | AggregateFunction::Max
            | AggregateFunction::Mean
            | AggregateFunction::Median
            | AggregateFunction::Latest
            | AggregateFunction::Earliest => aggregate.value.as_ref().is_some_and(|value| is_rate(program, value)),
            _ => false,
        },
        ExprKind::Field { row, field } => {
            let record = path_end(program, row);
            record
                .and_then(|record| program.records.find(record))
                .and_then(|record| record.fields.find(*field))
                .is_some_and(|field| match &field.ty {
                    FieldType::Number(unit) => unit.dimension.is_pure() && unit.text.contains(['%', '％', '‰']),
                    _ => false,
                })
        }
        ExprKind::Round { value, .. } => is_rate(program, value),
        ExprKind::Bands { kind, bands, .. } => {
            *kind != BandKind::Slices && bands.iter().any(|band| is_rate(program, &band.amount))
        }
        ExprKind::Lookup { table, column, .. } => {
            let table = program.tables.find(*table);
            table
                .and_then(|table| table.columns.get(*column))
                .is_some_and(|column| column.unit.dimension.is_pure() && column.unit.text.contains(['%', '％', '‰']))
        }
        ExprKind::Divide { left, right, .. } => left.ty == right.ty,
        ExprKind::Define { define, .. } => {
            program.defines.find(*define).is_some_and(|define| is_rate(program, &define.expr))
        }
        ExprKind::Default { value, .. } => is_rate(program, value),
        ExprKind::When { then, .. } => is_rate(program, then),
        ExprKind::Arithmetic { op: ArithmeticOp::Add | ArithmeticOp::Subtract, left, right } => {
            is_rate(program, left) || is_rate(program, right)
        }
        _ => false,
    }
}

fn path_end(program: &Program, path: &guiju_program::expr::RowPath) -> Option<guiju_program::schema::RecordId> {
    let mut record = path.record;
    for step in &path.steps {
        let at = program.records.find(record)?;
        record = match step {
            guiju_program::expr::Step::Parent => at.parent?,
            guiju_program::expr::Step::Reference(field) => match at.fields.find(*field)?.ty {
                FieldType::Reference(target) => target,
                _ => return None,
            },
        };
    }
    Some(record)
}
