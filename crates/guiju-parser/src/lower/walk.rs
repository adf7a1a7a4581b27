//! Going through a lowered expression to change it.

use guiju_program::expr::{Expr, ExprKind, Ranking, TopLimit};

/// Calls `visit` with each part of an expression, to change it.
pub(crate) fn children_mut(expr: &mut Expr, visit: &mut dyn FnMut(&mut Expr)) {
    match &mut expr.kind {
        ExprKind::Not(a)
        | ExprKind::Applies(a)
        | ExprKind::Has(a)
        | ExprKind::Negate(a)
        | ExprKind::Calendar { value: a, .. } => visit(a),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter_mut().for_each(visit),
        ExprKind::When { condition, then, otherwise } => {
            visit(condition);
            visit(then);
            if let Some(otherwise) = otherwise {
                visit(otherwise);
            }
        }
        ExprKind::Unless { body: a, exception: b, .. }
        | ExprKind::Compare { left: a, right: b, .. }
        | ExprKind::Default { value: a, default: b }
        | ExprKind::Arithmetic { left: a, right: b, .. }
        | ExprKind::Divide { left: a, right: b, .. }
        | ExprKind::Round { value: a, step: b, .. }
        | ExprKind::FullSteps { value: a, step: b }
        | ExprKind::Versus { now: a, base: b, .. }
        | ExprKind::DateAdd { date: a, amount: b, .. }
        | ExprKind::Between { start: a, end: b, .. } => {
            visit(a);
            visit(b);
        }
        ExprKind::Bands { value, bands, .. } => {
            visit(value);
            bands.iter_mut().for_each(|band| visit(&mut band.amount));
        }
        ExprKind::Lookup { keys, .. } => keys.iter_mut().for_each(visit),
        ExprKind::OneOf { value, options } => {
            visit(value);
            options.iter_mut().for_each(visit);
        }
        ExprKind::SpanCompare { end: a, start: b, length: c, .. }
        | ExprKind::Within { date: a, start: b, length: c, .. } => {
            visit(a);
            visit(b);
            visit(c);
        }
        ExprKind::Aggregate(aggregate) => {
            aggregate.filters.iter_mut().for_each(&mut *visit);
            aggregate.value.iter_mut().for_each(&mut *visit);
            aggregate.asked.iter_mut().for_each(&mut *visit);
            aggregate.keys.iter_mut().for_each(visit);
        }
        ExprKind::Rank(ranking) => ranking_children_mut(ranking, visit),
        ExprKind::Top { ranking, limit, .. } => {
            ranking_children_mut(ranking, visit);
            match limit {
                TopLimit::Count(limit) | TopLimit::Share(limit) => visit(limit),
            }
        }
        ExprKind::Number(_)
        | ExprKind::Text(_)
        | ExprKind::YesNo(_)
        | ExprKind::Variant(_)
        | ExprKind::Date(_)
        | ExprKind::Month(_)
        | ExprKind::Year(_)
        | ExprKind::Instant(_)
        | ExprKind::AsOf
        | ExprKind::Parameter { .. }
        | ExprKind::Budget(_)
        | ExprKind::Drawn { .. }
        | ExprKind::Award { .. }
        | ExprKind::Allocated { .. }
        | ExprKind::Field { .. }
        | ExprKind::Define { .. }
        | ExprKind::Criteria { .. }
        | ExprKind::Condition { .. } => {}
    }
}

fn ranking_children_mut(ranking: &mut Ranking, visit: &mut dyn FnMut(&mut Expr)) {
    ranking.filters.iter_mut().for_each(&mut *visit);
    ranking.partition.iter_mut().for_each(&mut *visit);
    for key in &mut ranking.keys {
        visit(&mut key.value);
    }
}
