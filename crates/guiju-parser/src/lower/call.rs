//! Calls: which function is meant.

use guiju_program::expr::{AggregateFunction, BetweenUnit};
use guiju_program::source::Span;

use super::Typed;
use super::scope::Scope;
use crate::ast;
use crate::compile::{Compiler, Item};
use crate::message::{names, types};

/// What a function's name means.
enum Function {
    Aggregate(AggregateFunction),
    Rank,
    Between(BetweenUnit),
    /// It is in the language, and not in this version.
    Later,
}

fn function(name: &str) -> Option<Function> {
    use AggregateFunction::{All, Any, Count, Max, Mean, Min, Share, Sum};
    Some(match name {
        "计数" | "count" => Function::Aggregate(Count),
        "合计" | "sum" => Function::Aggregate(Sum),
        "最小" | "min" => Function::Aggregate(Min),
        "最大" | "max" => Function::Aggregate(Max),
        "平均" | "mean" => Function::Aggregate(Mean),
        "占比" | "share" => Function::Aggregate(Share),
        "全都" | "all" => Function::Aggregate(All),
        "有一" | "any" => Function::Aggregate(Any),
        "排名" | "rank" => Function::Rank,
        "天数" | "days" => Function::Between(BetweenUnit::Day),
        "月数" | "months" => Function::Between(BetweenUnit::Month),
        "年数" | "years" => Function::Between(BetweenUnit::Year),
        "中位数" | "median" | "种数" | "distinct" | "最近" | "latest" | "最早" | "earliest" | "连续"
        | "consecutive" | "工作日数" | "workdays" | "四舍五入" | "half_up" | "四舍六入" | "half_even" | "舍去"
        | "down" | "进位" | "up" => Function::Later,
        _ => return None,
    })
}

const FUNCTIONS: &[&str] = &[
    "计数", "合计", "最小", "最大", "平均", "占比", "全都", "有一", "排名", "天数", "月数", "年数", "count", "sum",
    "min", "max", "mean", "share", "all", "any", "rank", "days", "months", "years",
];

impl Compiler<'_> {
    pub(super) fn call(&mut self, scope: &mut Scope, call: &ast::Call, span: Span) -> Typed {
        let name = &call.function;
        match function(&name.text) {
            Some(Function::Aggregate(function)) => self.aggregate(scope, call, function, span),
            Some(Function::Rank) => self.rank(scope, call, span),
            Some(Function::Between(unit)) => self.between(scope, call, unit, span),
            Some(Function::Later) => {
                let text = &name.text;
                self.report(types::not_yet(name.span, &format!("函数“{text}”"), &format!("function {text}")));
                Typed::unknown(span)
            }
            None => {
                let known = self.names.get(name.text.as_str()).map(|(item, at)| (*item, *at));
                match known {
                    Some((Item::Define(_) | Item::Criteria(_) | Item::Record(_), at)) => {
                        self.report(names::other_kind(name, names::FUNCTION, at));
                    }
                    _ => {
                        let near = self.nearest(&name.text, FUNCTIONS.iter().copied());
                        self.report(types::unknown_function(name.span, &name.text, near));
                    }
                }
                Typed::unknown(span)
            }
        }
    }
}
