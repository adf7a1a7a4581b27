//! Between which numbers an expression lies on every row.

use guiju_evaluator::{Exact, calendar};
use guiju_program::Program;
use guiju_program::civil::Date;
use guiju_program::expr::{AggregateFunction, ArithmeticOp, BandKind, Expr, ExprKind, RoundMode};
use guiju_program::parameter::{Parameter, ParameterValue};
use guiju_program::schema::FieldType;
use guiju_program::table::Table;

use super::absent::field_of;

/// Definitions are followed so deep.
const DEEPEST: usize = 32;

/// Two ends, each `None` where there is none.
pub(crate) type Ends = (Option<Exact>, Option<Exact>);

/// The numbers between which an expression lies, where it has a value.
pub(crate) fn bounds(program: &Program, expr: &Expr) -> Ends {
    of(program, expr, 0)
}

/// The figures that a parameter has in the policy's year; all of its figures where the policy has no year. Empty: it is
/// open.
pub(super) fn figures(program: &Program, parameter: &Parameter) -> Vec<Exact> {
    match &parameter.value {
        ParameterValue::Number(number) => vec![Exact::from(*number)],
        ParameterValue::Date(date) => vec![Exact::from(calendar::day_number(*date))],
        ParameterValue::Open => Vec::new(),
        ParameterValue::Dated(figures) => {
            let (first, last) = year(program).map_or((Date::MIN, Date::MAX), |ends| ends);
            let mut kept: Vec<Exact> = Vec::new();
            for (at, (from, figure)) in figures.iter().enumerate() {
                let ends = figures.get(at + 1).map(|(next, _)| *next);
                if *from <= last && ends.is_none_or(|next| next > first) {
                    kept.push(Exact::from(*figure));
                }
            }
            kept
        }
    }
}

/// The first and the last day of the policy's year.
pub fn year(program: &Program) -> Option<(Date, Date)> {
    let last = program.last_day()?;
    let (month, day) = program.policy.fiscal_start.unwrap_or((1, 1));
    Some((Date::new(program.policy.year?, month, day).ok()?, last))
}

const fn nothing() -> Ends {
    (None, None)
}

fn at_least_zero() -> Ends {
    (Some(Exact::zero()), None)
}

fn fixed(number: Exact) -> Ends {
    (Some(number.clone()), Some(number))
}

/// From the lowest to the highest.
pub(super) fn hull(all: impl IntoIterator<Item = Ends>) -> Ends {
    let mut all = all.into_iter();
    let Some((mut low, mut high)) = all.next() else {
        return nothing();
    };
    for (lower, upper) in all {
        low = low.zip(lower).map(|(a, b)| a.min(b));
        high = high.zip(upper).map(|(a, b)| a.max(b));
    }
    (low, high)
}

/// The smallest and the largest figure of a column; none where a figure is open.
fn column(table: &Table, column: usize) -> Ends {
    let figures: Option<Vec<Exact>> =
        table.rows.iter().map(|row| row.values.get(column).copied().flatten().map(Exact::from)).collect();
    match figures {
        Some(figures) if !figures.is_empty() => hull(figures.into_iter().map(fixed)),
        _ => nothing(),
    }
}

fn of(program: &Program, expr: &Expr, depth: usize) -> Ends {
    if depth > DEEPEST {
        return nothing();
    }
    let within = |part: &Expr| of(program, part, depth + 1);
    match &expr.kind {
        ExprKind::Number(number) => fixed(Exact::from(*number)),
        ExprKind::Date(date) => fixed(Exact::from(calendar::day_number(*date))),
        ExprKind::Budget(budget) => {
            program.budgets.find(*budget).map_or_else(nothing, |budget| fixed(Exact::from(budget.amount)))
        }
        ExprKind::Parameter { parameter, .. } => program
            .parameters
            .find(*parameter)
            .map_or_else(nothing, |found| hull(figures(program, found).into_iter().map(fixed))),
        ExprKind::Award { .. } | ExprKind::Drawn { left: false, .. } | ExprKind::FullSteps { .. } => at_least_zero(),
        ExprKind::Field { row, field } => match field_of(program, row, *field) {
            Some((field, _)) if matches!(field.ty, FieldType::Integer | FieldType::Number(_)) && !field.signed => {
                at_least_zero()
            }
            _ => nothing(),
        },
        ExprKind::Define { define, .. } => {
            program.defines.find(*define).map_or_else(nothing, |define| within(&define.expr))
        }
        ExprKind::Negate(inner) => {
            let (low, high) = within(inner);
            (high.map(|high| -&high), low.map(|low| -&low))
        }
        ExprKind::Arithmetic { op, left, right } => arithmetic(*op, within(left), within(right)),
        ExprKind::Divide { left, right, .. } => match within(right) {
            (Some(low), Some(high)) if low == high && low.is_positive() => {
                let over = |end: Option<Exact>| end.and_then(|end| end.checked_div(&low));
                let (least, most) = within(left);
                (over(least), over(most))
            }
            _ => nothing(),
        },
        ExprKind::Round { mode, value, step } => {
            // Rounding keeps the order, and zero.
            let ((low, high), (_, step)) = (within(value), within(step));
            if let (Some(only), Some(step)) = (low.as_ref().filter(|low| high.as_ref() == Some(*low)), &step) {
                return rounded(*mode, only, step).map_or_else(nothing, fixed);
            }
            let moved = |end: Option<Exact>, by: i64| {
                let (end, step) = (end?, step.as_ref()?);
                let steps = end.checked_div(step)?;
                if steps.floor() == steps {
                    return Some(end);
                }
                let rounded = if by < 0 { steps.floor() } else { steps.ceil() };
                Some(&rounded * step)
            };
            (moved(low, -1), moved(high, 1))
        }
        ExprKind::When { then, otherwise, .. } => {
            hull([within(then), otherwise.as_ref().map_or_else(nothing, |otherwise| within(otherwise))])
        }
        ExprKind::Default { value, default } => hull([within(value), within(default)]),
        ExprKind::Bands { kind: BandKind::Exactly | BandKind::Highest, bands, .. } => {
            let all: Vec<Ends> = bands.iter().map(|band| within(&band.amount)).collect();
            hull(all.into_iter().chain([fixed(Exact::zero())]))
        }
        ExprKind::Lookup { table, column: at, .. } => {
            program.tables.find(*table).map_or_else(nothing, |table| column(table, *at))
        }
        ExprKind::Aggregate(aggregate) => match aggregate.function {
            AggregateFunction::Count | AggregateFunction::Distinct | AggregateFunction::Consecutive => at_least_zero(),
            AggregateFunction::Share => match &aggregate.value {
                None => (Some(Exact::zero()), Some(Exact::one())),
                Some(_) => nothing(),
            },
            AggregateFunction::Sum => {
                let least = aggregate.value.as_ref().and_then(|value| within(value).0);
                (least.filter(|least| !least.is_negative()).map(|_| Exact::zero()), None)
            }
            AggregateFunction::Min
            | AggregateFunction::Max
            | AggregateFunction::Mean
            | AggregateFunction::Median
            | AggregateFunction::Latest
            | AggregateFunction::Earliest => aggregate.value.as_ref().map_or_else(nothing, within),
            AggregateFunction::All | AggregateFunction::Any => nothing(),
        },
        _ => nothing(),
    }
}

fn arithmetic(op: ArithmeticOp, (a, b): Ends, (c, d): Ends) -> Ends {
    let plus = |x: Option<Exact>, y: Option<Exact>| x.zip(y).map(|(x, y)| &x + &y);
    let minus = |x: Option<Exact>, y: Option<Exact>| x.zip(y).map(|(x, y)| &x - &y);
    match op {
        ArithmeticOp::Add => (plus(a, c), plus(b, d)),
        ArithmeticOp::Subtract => (minus(a, d), minus(b, c)),
        ArithmeticOp::Multiply => {
            let not_below = |end: &Option<Exact>| end.as_ref().is_some_and(|end| !end.is_negative());
            if let (Some(a), Some(b), Some(c), Some(d)) = (&a, &b, &c, &d) {
                let products = [a * c, a * d, b * c, b * d];
                hull(products.into_iter().map(fixed))
            } else if not_below(&a) && not_below(&c) {
                (a.zip(c).map(|(a, c)| &a * &c), b.zip(d).map(|(b, d)| &b * &d))
            } else {
                nothing()
            }
        }
        ArithmeticOp::CappedAt => {
            let high = match (b, d) {
                (Some(b), Some(d)) => Some(b.min(d)),
                (b, d) => b.or(d),
            };
            (a.zip(c).map(|(a, c)| a.min(c)), high)
        }
        ArithmeticOp::FlooredAt => {
            let low = match (a, c) {
                (Some(a), Some(c)) => Some(a.max(c)),
                (a, c) => a.or(c),
            };
            (low, b.zip(d).map(|(b, d)| b.max(d)))
        }
    }
}

/// A number rounded to a whole multiple of a step.
fn rounded(mode: RoundMode, number: &Exact, step: &Exact) -> Option<Exact> {
    let steps = number.abs().checked_div(step)?;
    let down = steps.floor();
    let part = &steps - &down;
    let half = Exact::scaled(5, 1);
    let is_even = down.to_i128().is_some_and(|down| down % 2 == 0);
    let up = match mode {
        RoundMode::Down => false,
        RoundMode::Up => part.is_positive(),
        RoundMode::HalfUp => part >= half,
        RoundMode::HalfEven => part > half || part == half && !is_even,
    };
    let whole = if up { &down + &Exact::one() } else { down };
    let rounded = &whole * step;
    Some(if number.is_negative() { -&rounded } else { rounded })
}
