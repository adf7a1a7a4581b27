//! Calls: which function is meant.

use guiju_program::expr::{AggregateFunction, BetweenUnit, CalendarPart, ExprKind, RoundMode};
use guiju_program::source::Span;

use super::Typed;
use super::scope::Scope;
use crate::ast;
use crate::compile::{Compiler, Item};
use crate::message::{awards, names, types};

/// What a function's name means.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Function {
    Aggregate(AggregateFunction),
    Rank,
    Between(BetweenUnit),
    Calendar(CalendarPart),
    FiscalYear,
    /// 已用 used, or 结余 left.
    Drawn {
        left: bool,
    },
    Round(RoundMode),
}

use AggregateFunction::{All, Any, Consecutive, Count, Distinct, Earliest, Latest, Max, Mean, Median, Min, Share, Sum};

/// All functions: Chinese, English, what it means.
pub(crate) const FUNCTIONS: &[(&str, &str, Function)] = &[
    ("计数", "count", Function::Aggregate(Count)),
    ("合计", "sum", Function::Aggregate(Sum)),
    ("最小", "min", Function::Aggregate(Min)),
    ("最大", "max", Function::Aggregate(Max)),
    ("平均", "mean", Function::Aggregate(Mean)),
    ("占比", "share", Function::Aggregate(Share)),
    ("全都", "all", Function::Aggregate(All)),
    ("有一", "any", Function::Aggregate(Any)),
    ("中位数", "median", Function::Aggregate(Median)),
    ("种数", "distinct", Function::Aggregate(Distinct)),
    ("最近", "latest", Function::Aggregate(Latest)),
    ("最早", "earliest", Function::Aggregate(Earliest)),
    ("连续", "consecutive", Function::Aggregate(Consecutive)),
    ("月初", "first_day", Function::Calendar(CalendarPart::FirstDay)),
    ("月末", "last_day", Function::Calendar(CalendarPart::LastDay)),
    ("所在月", "month_of", Function::Calendar(CalendarPart::MonthOf)),
    ("所在年", "year_of", Function::Calendar(CalendarPart::YearOf)),
    ("排名", "rank", Function::Rank),
    ("天数", "days", Function::Between(BetweenUnit::Day)),
    ("月数", "months", Function::Between(BetweenUnit::Month)),
    ("年数", "years", Function::Between(BetweenUnit::Year)),
    ("工作日数", "workdays", Function::Between(BetweenUnit::Workday)),
    ("财年", "fiscal_year", Function::FiscalYear),
    ("已用", "used", Function::Drawn { left: false }),
    ("结余", "left", Function::Drawn { left: true }),
    ("四舍五入", "half_up", Function::Round(RoundMode::HalfUp)),
    ("四舍六入", "half_even", Function::Round(RoundMode::HalfEven)),
    ("舍去", "down", Function::Round(RoundMode::Down)),
    ("进位", "up", Function::Round(RoundMode::Up)),
];

fn function(name: &str) -> Option<Function> {
    FUNCTIONS.iter().find(|(zh, en, _)| *zh == name || *en == name).map(|(.., function)| *function)
}

impl Compiler<'_> {
    pub(super) fn call(&mut self, scope: &mut Scope, call: &ast::Call, span: Span) -> Typed {
        let name = &call.function;
        match function(&name.text) {
            Some(Function::Aggregate(function)) => self.aggregate(scope, call, function, span),
            Some(Function::Rank) => self.rank(scope, call, span),
            Some(Function::Round(mode)) => self.round(scope, call, mode, span),
            Some(Function::Between(unit)) => self.between(scope, call, unit, span),
            Some(Function::Calendar(part)) => self.calendar_part(scope, call, part, span),
            Some(Function::FiscalYear) => self.fiscal_year(scope, call, span),
            Some(Function::Drawn { left }) => self.drawn(call, left, span),
            None => {
                let known = self.names.get(name.text.as_str()).map(|(item, at)| (*item, *at));
                match known {
                    Some((
                        Item::Define(_) | Item::Criteria(_) | Item::Record(_) | Item::Award(_) | Item::Allocation(_),
                        at,
                    )) => {
                        self.report(names::other_kind(name, names::FUNCTION, at));
                    }
                    Some((Item::Table(_), _)) => {
                        let keys = self.text(Span { start: name.span.end, ..span });
                        let keys = keys.trim_start_matches(['(', '（']).trim_end_matches([')', '）']);
                        let right = format!("{}[{keys}]", name.text);
                        self.report(crate::message::tables::round_brackets(span, &name.text, &right));
                    }
                    _ => {
                        let field = matches!(
                            call.arguments.first().map(|argument| &argument.kind),
                            Some(ast::ExprKind::Path { path, .. } | ast::ExprKind::Whole(path)) if path.names.len() > 1
                        );
                        let (zh, en): (Vec<&str>, Vec<&str>) = FUNCTIONS.iter().map(|(zh, en, _)| (*zh, *en)).unzip();
                        let near = match crate::message::hints::function(&name.text, field) {
                            Some(known) => Some(known.to_owned()),
                            None => self.nearest(&name.text, zh.iter().chain(&en).copied()),
                        };
                        let found = types::unknown_function(name.span, &name.text, near.as_deref(), (&zh, &en));
                        self.report(found);
                    }
                }
                Typed::unknown(span)
            }
        }
    }

    /// `已用(预算)`, `结余(预算)`: what awards drew on it and on its parts, and what is left.
    fn drawn(&mut self, call: &ast::Call, left: bool, span: Span) -> Typed {
        let clauses =
            !call.filters.is_empty() || call.via.is_some() || !call.partition.is_empty() || !call.keys.is_empty();
        let name = match call.arguments.as_slice() {
            [ast::Expr { kind: ast::ExprKind::Path { this: false, path }, .. }] if !clauses => {
                match path.names.as_slice() {
                    [name] => Some(name),
                    _ => None,
                }
            }
            _ => None,
        };
        let Some(name) = name else {
            self.report(awards::wrong_budget_argument(span, &call.function.text));
            return Typed::unknown(span);
        };
        match self.names.get(name.text.as_str()) {
            Some((Item::Budget(budget), _)) => {
                let budget = *budget;
                self.typed(ExprKind::Drawn { budget, left }, Self::award_type(), span)
            }
            _ => {
                self.unknown_item(name, names::BUDGET, |item| matches!(item, Item::Budget(_)));
                Typed::unknown(span)
            }
        }
    }
}
