//! The comparison that decided a verdict.

use guiju_program::expr::{Aggregate, AggregateFunction, BetweenUnit, CompareOp, ExprKind, FirstDay, SpanUnit, Ties};
use guiju_program::unit::BaseUnit;
use guiju_program::value::Verdict;
use guiju_program::{Dimension, Expr, Type};

use super::Reasons;
use crate::assemble::measure_of;
use crate::exact::Exact;
use crate::interval::Num;
use crate::outcome::Measure;
use crate::walk::{At, Certainty, Members, Reach};

impl<'a> Reasons<'_, 'a> {
    /// The comparison that decided a condition: down to the first part that came out like the whole, and has one.
    /// `None` where no comparison of ordered values decided.
    pub(crate) fn deciding(&self, expr: &'a Expr, at: &At<'_>) -> Option<Measure> {
        let walker = self.walker;
        let verdict = walker.condition(expr, at);
        if verdict == Verdict::NotApplicable {
            return None;
        }
        match &expr.kind {
            ExprKind::Compare { op, left, right } if left.ty.is_ordered() => {
                let (measured, bound) = (walker.number(left, at), walker.number(right, at));
                let mut measure = measure_of(*op, measured, bound, left);
                if let ExprKind::Aggregate(aggregate) = &left.kind {
                    measure.share = walker.share_counts(aggregate, at);
                }
                Some(measure)
            }
            ExprKind::SpanCompare { .. } => self.span(expr, at),
            ExprKind::Within { date, .. } => {
                let sides = walker.within_sides(expr, at)?;
                let after = sides.date.compare(sides.after, &sides.start);
                // The start decides where the date lies before it, else the last day does.
                Some(if after == Verdict::Fail {
                    measure_of(sides.after, sides.date, sides.start, date)
                } else {
                    measure_of(CompareOp::Le, sides.date, sides.last, date)
                })
            }
            ExprKind::Top { ranking, limit, rounding, ties } => {
                let standing = walker.standing(ranking, at)?;
                let bound = walker.top_limit(limit, &standing, rounding.choice(), at);
                let measured = match ties.choice() {
                    Some(Ties::None) => standing.last(),
                    _ => standing.rank(),
                };
                let mut measure = measure_of(CompareOp::Le, measured, bound, expr);
                measure.ty = Type::Number(Dimension::pure());
                Some(measure)
            }
            ExprKind::And(operands) | ExprKind::Or(operands) => operands
                .iter()
                .filter(|operand| walker.condition(operand, at) == verdict)
                .find_map(|operand| self.deciding(operand, at)),
            ExprKind::When { condition, then, otherwise } => match walker.condition(condition, at) {
                Verdict::Pass | Verdict::Undetermined => self.deciding(then, at),
                Verdict::Fail | Verdict::NotApplicable => self.deciding(otherwise.as_deref()?, at),
            },
            ExprKind::Unless { body, .. } => self.deciding(body, at),
            ExprKind::Not(inner) => self.deciding(inner, at).map(opposite),
            ExprKind::Criteria { row, criteria } => {
                let Reach::Row(row) = walker.reach(row, at) else {
                    return None;
                };
                let definition = &walker.program.criteria[*criteria];
                let table = walker.facts.table(row.record)?;
                if table.given_verdict(*criteria, row.row as usize).is_some() {
                    return None;
                }
                let at = At::row(row.record, row.row);
                definition
                    .conditions
                    .iter()
                    .filter(|condition| walker.condition(&condition.expr, &at) == verdict)
                    .find_map(|condition| self.deciding(&condition.expr, &at))
            }
            ExprKind::Condition { row, criteria, index } => {
                let Reach::Row(row) = walker.reach(row, at) else {
                    return None;
                };
                let definition = &walker.program.criteria[*criteria];
                let condition = definition.conditions.get(*index)?;
                self.deciding(&condition.expr, &At::row(row.record, row.row))
            }
            ExprKind::Define { row, define } => {
                let at = walker.enter(row.as_ref(), at).ok()?;
                self.deciding(&walker.program.defines[*define].expr, &at)
            }
            ExprKind::Aggregate(aggregate) => self.deciding_row(aggregate, verdict, at),
            ExprKind::Default { value, default } => match walker.condition(value, at) {
                Verdict::NotApplicable => self.deciding(default, at),
                _ => self.deciding(value, at),
            },
            _ => None,
        }
    }

    /// What decided on the row that decides by itself: the first that fails of all, or passes where one must.
    fn deciding_row(&self, aggregate: &'a Aggregate, verdict: Verdict, at: &At<'_>) -> Option<Measure> {
        /// How many rows are looked at: how many there are may not make this slow.
        const LOOKED_AT: usize = 10_000;
        let asked = match (aggregate.function, verdict) {
            (AggregateFunction::All, Verdict::Fail) | (AggregateFunction::Any, Verdict::Pass) => {
                aggregate.asked.as_ref()?
            }
            _ => return None,
        };
        let Members::Known(members) = self.walker.members(&aggregate.rows, at) else {
            return None;
        };
        let record = aggregate.rows.record;
        members.into_iter().take(LOOKED_AT).find_map(|member| {
            if self.walker.filtered(&aggregate.filters, record, member, at) != Certainty::Sure {
                return None;
            }
            let inner = at.inner(record, member.0);
            (self.walker.condition(asked, &inner) == verdict).then(|| self.deciding(asked, &inner)).flatten()
        })
    }

    /// A span as complete days or months, against its length. In working days, of which none may lie between a day that is
    /// in time and one that is late, the end against the last day.
    fn span(&self, expr: &'a Expr, at: &At<'_>) -> Option<Measure> {
        let ExprKind::SpanCompare { op, end, start, length, unit, first_day } = &expr.kind else {
            return None;
        };
        let walker = self.walker;
        let (count, base) = match unit {
            SpanUnit::Day => (BetweenUnit::Day, BaseUnit::Day),
            SpanUnit::Month => (BetweenUnit::Month, BaseUnit::Month),
            SpanUnit::Workday => {
                let (to, complete) = walker.span_sides(expr, at)?;
                return Some(measure_of(*op, to, complete, end));
            }
        };
        let mut to = walker.number(end, at);
        if *first_day == FirstDay::Counted {
            // The day of the start counts: every span is a day longer.
            to = to.add(&Num::known(Exact::one()));
        }
        let measured = walker.between(&walker.number(start, at), &to, count);
        let mut measure = measure_of(*op, measured, walker.number(length, at), length);
        measure.ty = Type::Number(Dimension::of(base));
        Some(measure)
    }
}

/// The comparison that holds where this one does not.
fn opposite(mut measure: Measure) -> Measure {
    let turned = |margin: Option<Exact>| margin.map(|margin| -&margin);
    measure.op = match measure.op {
        CompareOp::Eq => CompareOp::Ne,
        CompareOp::Ne => CompareOp::Eq,
        CompareOp::Lt => CompareOp::Ge,
        CompareOp::Le => CompareOp::Gt,
        CompareOp::Gt => CompareOp::Le,
        CompareOp::Ge => CompareOp::Lt,
    };
    measure.margin = turned(measure.margin);
    measure
}
