//! Whether an expression over rows speaks of the item's own row: what does not is the same for every row.

use guiju_program::Expr;
use guiju_program::expr::{Aggregate, ExprKind, ParameterDate, Ranking, Relation, RowPath, RowVar, TopLimit};

/// Whether a figure over the whole table is the same wherever it stands.
pub(super) fn is_fixed_aggregate(aggregate: &Aggregate) -> bool {
    aggregate.rows.relation == Relation::Whole
        && !aggregate.filters.iter().chain(&aggregate.value).chain(&aggregate.asked).any(mentions_this)
}

/// Whether a ranking of a whole table is the same for every row of it.
pub(super) fn is_fixed_ranking(ranking: &Ranking) -> bool {
    ranking.rows.relation == Relation::Whole && !ranking_mentions_this(ranking)
}

fn ranking_mentions_this(ranking: &Ranking) -> bool {
    let keys = ranking.keys.iter().map(|key| &key.value);
    let rest = ranking.filters.iter().chain(&ranking.partition);
    rest.chain(keys).any(mentions_this)
}

fn is_this(path: &RowPath) -> bool {
    path.base == RowVar::This
}

fn mentions_this(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Number(_)
        | ExprKind::Text(_)
        | ExprKind::YesNo(_)
        | ExprKind::Variant(_)
        | ExprKind::Date(_)
        | ExprKind::Month(_)
        | ExprKind::Year(_)
        | ExprKind::Instant(_)
        | ExprKind::AsOf
        | ExprKind::Budget(_) => false,
        ExprKind::Parameter { on, .. } => match on {
            ParameterDate::AsOf => false,
            ParameterDate::RuleDate { row, .. } => is_this(row),
        },
        ExprKind::Field { row, .. } | ExprKind::Criteria { row, .. } | ExprKind::Condition { row, .. } => is_this(row),
        ExprKind::Define { row, .. } => row.as_ref().is_some_and(is_this),
        ExprKind::Not(inner) | ExprKind::Has(inner) | ExprKind::Negate(inner) => mentions_this(inner),
        ExprKind::And(operands) | ExprKind::Or(operands) => operands.iter().any(mentions_this),
        ExprKind::When { condition, then, otherwise } => {
            mentions_this(condition) || mentions_this(then) || otherwise.as_deref().is_some_and(mentions_this)
        }
        ExprKind::Unless { body, exception, .. } => mentions_this(body) || mentions_this(exception),
        ExprKind::Compare { left, right, .. }
        | ExprKind::Arithmetic { left, right, .. }
        | ExprKind::Divide { left, right, .. } => mentions_this(left) || mentions_this(right),
        ExprKind::OneOf { value, options } => mentions_this(value) || options.iter().any(mentions_this),
        ExprKind::SpanCompare { end, start, length, .. } => [end, start, length].into_iter().any(|e| mentions_this(e)),
        ExprKind::Within { date, start, length, .. } => [date, start, length].into_iter().any(|e| mentions_this(e)),
        ExprKind::Default { value, default } => mentions_this(value) || mentions_this(default),
        ExprKind::Versus { now, base, .. } => mentions_this(now) || mentions_this(base),
        ExprKind::DateAdd { date, amount, .. } => mentions_this(date) || mentions_this(amount),
        ExprKind::Between { start, end, .. } => mentions_this(start) || mentions_this(end),
        ExprKind::Aggregate(aggregate) => {
            aggregate.filters.iter().chain(&aggregate.value).chain(&aggregate.asked).any(mentions_this)
        }
        ExprKind::Rank(ranking) => ranking_mentions_this(ranking),
        ExprKind::Top { ranking, limit, .. } => {
            let (TopLimit::Count(limit) | TopLimit::Share(limit)) = limit;
            ranking_mentions_this(ranking) || mentions_this(limit)
        }
    }
}
