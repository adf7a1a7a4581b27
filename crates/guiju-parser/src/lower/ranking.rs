//! Rankings: the place of a row, and whether it is among the first.

use guiju_program::expr::{ExprKind, RankKey, Ranking, Relation, RowSet, Silent, TopLimit};
use guiju_program::parameter::ParameterValue;
use guiju_program::source::Span;
use guiju_program::{Decimal, Expr};

use super::scope::{About, Scope};
use super::value::constant;
use super::{Typed, Want};
use crate::ast;
use crate::check::types::{Num, Ty};
use crate::compile::Compiler;
use crate::message::{rows, types};

impl Compiler<'_> {
    /// `排名(…)` as a number.
    pub(super) fn rank(&mut self, scope: &mut Scope, call: &ast::Call, span: Span) -> Typed {
        match self.ranking(scope, call, span) {
            Some(ranking) => {
                let kind = ExprKind::Rank(Box::new(ranking));
                self.typed(kind, Ty::Number(Num::pure()), span)
            }
            None => Typed::unknown(span),
        }
    }

    /// `排名(…) 前 n`, `排名(…) 前 n%`.
    pub(super) fn top(&mut self, scope: &mut Scope, ranking: &ast::Expr, limit: &ast::Expr, span: Span) -> Typed {
        let call = match &ranking.kind {
            ast::ExprKind::Call(call) if matches!(call.function.text.as_str(), "排名" | "rank") => call,
            _ => {
                self.report(types::top_of_no_ranking(ranking.span));
                return Typed::unknown(span);
            }
        };
        let ranking = self.ranking(scope, call, ranking.span);
        let limit = self.expr(scope, limit, Want::Anything);
        let limit = self.top_limit(limit, ranking.as_ref());
        let (Some(ranking), Some(limit)) = (ranking, limit) else {
            return Typed::unknown(span);
        };
        let kind = ExprKind::Top { ranking: Box::new(ranking), limit, rounding: Silent::Unsaid, ties: Silent::Unsaid };
        self.typed(kind, Ty::Condition, span)
    }

    fn top_limit(&mut self, limit: Typed, ranking: Option<&Ranking>) -> Option<TopLimit> {
        let span = limit.expr.span;
        if !self.is_number(&limit) {
            return None;
        }
        let Ty::Number(num) = &limit.ty else {
            return None;
        };
        let share = num.rate;
        let counted = ranking.map_or_else(Num::pure, |ranking| Num::count(ranking.rows.record));
        let fits = share || num.unify(&counted, &self.program.records).is_some();
        let in_range = |value: &Decimal| {
            if share {
                *value >= Decimal::ZERO && *value <= Decimal::ONE
            } else {
                *value >= Decimal::ZERO && value.is_integer()
            }
        };
        if !fits || !self.figures(&limit.expr).iter().all(in_range) {
            self.report(types::top_limit(span));
            return None;
        }
        let limit = Box::new(limit.expr);
        Some(if share { TopLimit::Share(limit) } else { TopLimit::Count(limit) })
    }

    /// The figures that a constant, or a parameter of any kind, may have.
    pub(super) fn figures(&self, expr: &Expr) -> Vec<Decimal> {
        if let ExprKind::Parameter { parameter, .. } = &expr.kind
            && let ParameterValue::Dated(figures) = &self.program.parameters[*parameter].value
        {
            return figures.iter().map(|(_, figure)| *figure).collect();
        }
        constant(expr, &self.program).into_iter().collect()
    }

    fn ranking(&mut self, scope: &mut Scope, call: &ast::Call, span: Span) -> Option<Ranking> {
        let [argument] = call.arguments.as_slice() else {
            let called = &call.function.text;
            self.report(types::wrong_arguments(
                span,
                called,
                &format!("{called}(数据 按 字段)"),
                &format!("{called}(record by field)"),
            ));
            return None;
        };
        let name = match &argument.kind {
            ast::ExprKind::Whole(path) | ast::ExprKind::Path { this: false, path } => match path.names.as_slice() {
                [name] => Some(name),
                _ => None,
            },
            _ => None,
        };
        let record = match name {
            Some(name) => self.table_named(scope, name),
            None => {
                self.report(rows::argument_not_a_table(argument.span));
                None
            }
        };
        let mut right = record.is_some();
        if let Some(record) = record {
            if scope.current != Some(record) && !scope.lost {
                let table = self.program.records[record].name.text.clone();
                self.report(rows::ranking_of_other(argument.span, &table));
                right = false;
            } else if scope.about == About::Group(record) {
                self.report(types::not_yet(
                    span,
                    "在一组行里排名（改用 排名 里的 每个）",
                    "ranking within a group of an item (use `each` in the ranking)",
                ));
                right = false;
            }
        }
        if let Some(via) = &call.via {
            self.report(rows::via_without_row(via));
            right = false;
        }
        let mut inner = scope.inside(record);
        inner.in_ranking = true;
        let mut filters = Vec::new();
        for filter in &call.filters {
            let filter = self.condition(&mut inner, filter);
            inner.assume(&filter.expr, true);
            filters.push(filter.expr);
        }
        let mut partition = Vec::new();
        for part in &call.partition {
            partition.push(self.in_row(&mut inner, part).expr);
        }
        let mut keys = Vec::new();
        for (key, ascending) in &call.keys {
            let key = self.in_row(&mut inner, key);
            if !key.ty.is_unknown() && !key.ty.is_ordered() {
                let is = key.ty.describe(&self.program.records);
                self.report(types::wrong_key(key.expr.span, &is));
            }
            keys.push(RankKey {
                // The earliest date is first, and the largest figure, unless something else is said.
                ascending: ascending.unwrap_or_else(|| key.ty.is_calendar()),
                value: key.expr,
            });
        }
        if keys.is_empty() {
            self.report(rows::ranking_without_key(span));
            right = false;
        }
        right.then_some(Ranking {
            rows: RowSet { record: record?, relation: Relation::Whole },
            filters,
            partition,
            keys,
        })
    }
}
