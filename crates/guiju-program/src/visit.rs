//! Walks over the parts of an expression.

use crate::expr::{Aggregate, Expr, ExprKind, ParameterDate, Ranking, RowPath, RowVar, TopLimit};

impl Expr {
    /// Calls `f` for each expression directly within this one, in the order in which they stand.
    pub fn for_each_part<'e>(&'e self, f: &mut dyn FnMut(&'e Expr)) {
        match &self.kind {
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
            ExprKind::Not(inner)
            | ExprKind::Applies(inner)
            | ExprKind::Has(inner)
            | ExprKind::Negate(inner)
            | ExprKind::Calendar { value: inner, .. } => f(inner),
            ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().for_each(f),
            ExprKind::When { condition, then, otherwise } => {
                f(condition);
                f(then);
                if let Some(otherwise) = otherwise {
                    f(otherwise);
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
                f(a);
                f(b);
            }
            ExprKind::Bands { value, bands, .. } => {
                f(value);
                bands.iter().for_each(|band| f(&band.amount));
            }
            ExprKind::Lookup { keys, .. } => keys.iter().for_each(f),
            ExprKind::OneOf { value, options } => {
                f(value);
                options.iter().for_each(f);
            }
            ExprKind::SpanCompare { end: a, start: b, length, .. }
            | ExprKind::Within { date: a, start: b, length, .. } => {
                f(a);
                f(b);
                f(length);
            }
            ExprKind::Aggregate(aggregate) => aggregate.for_each_part(f),
            ExprKind::Rank(ranking) => ranking.for_each_part(f),
            ExprKind::Top { ranking, limit, .. } => {
                ranking.for_each_part(f);
                match limit {
                    TopLimit::Count(limit) | TopLimit::Share(limit) => f(limit),
                }
            }
        }
    }

    /// Calls `f` for each row path of this expression and of all within it; not for those of definitions and criteria
    /// that it names, which speak of rows of their own.
    pub fn visit_paths<'e>(&'e self, f: &mut dyn FnMut(&'e RowPath)) {
        match &self.kind {
            ExprKind::Field { row, .. } | ExprKind::Criteria { row, .. } | ExprKind::Condition { row, .. } => f(row),
            ExprKind::Award { row, .. } | ExprKind::Allocated { row, .. } => f(row),
            ExprKind::Define { row: Some(row), .. } => f(row),
            ExprKind::Parameter { on: ParameterDate::RuleDate { row, .. }, .. } => f(row),
            _ => {}
        }
        self.for_each_part(&mut |part| part.visit_paths(f));
    }

    /// Whether it speaks of the item's own row (本).
    pub fn mentions_this(&self) -> bool {
        let mut found = false;
        self.visit_paths(&mut |path| found |= path.base == RowVar::This);
        found
    }
}

impl Aggregate {
    /// Calls `f` for its filters, its value, what it asks and its keys.
    pub fn for_each_part<'e>(&'e self, f: &mut dyn FnMut(&'e Expr)) {
        self.filters.iter().chain(&self.value).chain(&self.asked).chain(&self.keys).for_each(f);
    }

    /// Whether a part of it speaks of the item's own row (本).
    pub fn mentions_this(&self) -> bool {
        let mut found = false;
        self.for_each_part(&mut |part| found |= part.mentions_this());
        found
    }
}

impl Ranking {
    /// Calls `f` for its filters, partition and keys.
    pub fn for_each_part<'e>(&'e self, f: &mut dyn FnMut(&'e Expr)) {
        self.filters.iter().chain(&self.partition).chain(self.keys.iter().map(|key| &key.value)).for_each(f);
    }

    /// Whether a part of it speaks of the item's own row (本).
    pub fn mentions_this(&self) -> bool {
        let mut found = false;
        self.for_each_part(&mut |part| found |= part.mentions_this());
        found
    }
}
