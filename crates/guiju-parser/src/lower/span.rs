//! Spans of the calendar: 距, 起 … 内, dates moved by a length, days between.

use guiju_program::civil::Date;
use guiju_program::expr::{
    AggregateFunction, ArithmeticOp, BetweenUnit, CalendarPart, CompareOp, Expr, ExprKind, SpanUnit,
};
use guiju_program::parameter::ParameterValue;
use guiju_program::source::Span;
use guiju_program::unit::{BaseUnit, Dimension};
use guiju_program::{Decimal, Program};

use super::scope::Scope;
use super::{Typed, Want};
use crate::ast;
use crate::check::types::{Num, Ty};
use crate::compile::Compiler;
use crate::message::{rows, types};

impl Compiler<'_> {
    /// `E 距 S 不少于6个月`.
    pub(super) fn span_compare(
        &mut self,
        scope: &mut Scope,
        op: CompareOp,
        (end, start): (&ast::Expr, &ast::Expr),
        length: &ast::Expr,
        span: Span,
    ) -> Typed {
        let end = self.date(scope, end);
        let start = self.date(scope, start);
        let (length, unit) = self.length(scope, length);
        let kind = ExprKind::SpanCompare {
            op,
            end: Box::new(end.expr),
            start: Box::new(start.expr),
            length: Box::new(length.expr),
            unit,
            first_day: self.wordings.first_day(),
        };
        let wrong = end.ty.is_unknown() || start.ty.is_unknown();
        let ty = if wrong { Ty::Unknown } else { Ty::Condition };
        self.typed(kind, ty, span)
    }

    /// `D 在 S 起 5年 内`.
    pub(super) fn within(
        &mut self,
        scope: &mut Scope,
        date: &ast::Expr,
        start: &ast::Expr,
        length: &ast::Expr,
        span: Span,
    ) -> Typed {
        let date = self.date(scope, date);
        let start = self.date(scope, start);
        let (length, unit) = self.length(scope, length);
        let kind = ExprKind::Within {
            date: Box::new(date.expr),
            start: Box::new(start.expr),
            length: Box::new(length.expr),
            unit,
            first_day: self.wordings.first_day(),
        };
        self.typed(kind, Ty::Condition, span)
    }

    /// An expression that must be a date.
    pub(super) fn date(&mut self, scope: &mut Scope, expr: &ast::Expr) -> Typed {
        let typed = self.expr(scope, expr, Want::Anything);
        match &typed.ty {
            Ty::Date | Ty::Unknown => return typed,
            Ty::Instant => self.report(types::instant_for_date(expr.span)),
            other => {
                let is = other.describe_value(&self.program.records);
                self.report(types::not_a_date(expr.span, &is));
            }
        }
        Typed::unknown(expr.span)
    }

    fn length(&mut self, scope: &mut Scope, expr: &ast::Expr) -> (Typed, SpanUnit) {
        let typed = self.expr(scope, expr, Want::Anything);
        let unit = self.check_length(&typed);
        (typed, unit)
    }

    /// What a length counts; that it is none, or not whole, is reported.
    pub(super) fn check_length(&mut self, length: &Typed) -> SpanUnit {
        let span = length.expr.span;
        let unit = match &length.ty {
            Ty::Unknown => return SpanUnit::Day,
            Ty::Number(num) if num.is(&BaseUnit::Day) => SpanUnit::Day,
            Ty::Number(num) if num.is(&BaseUnit::Month) => SpanUnit::Month,
            Ty::Number(num) if num.is(&BaseUnit::Workday) => {
                self.need_calendar(span);
                SpanUnit::Workday
            }
            other => {
                let is = other.describe_value(&self.program.records);
                self.report(types::not_a_length(span, &is));
                return SpanUnit::Day;
            }
        };
        if !is_whole(&length.expr, &self.program) {
            self.report(types::length_not_whole(span));
        }
        unit
    }

    /// `月初(月)`, `月末(月)`, `所在月(日期)`, `所在年(日期)`.
    pub(super) fn calendar_part(
        &mut self,
        scope: &mut Scope,
        call: &ast::Call,
        part: CalendarPart,
        span: Span,
    ) -> Typed {
        let name = &call.function.text;
        let plain = call.filters.is_empty() && call.partition.is_empty() && call.keys.is_empty() && call.via.is_none();
        let of_month = matches!(part, CalendarPart::FirstDay | CalendarPart::LastDay);
        let ([value], true) = (call.arguments.as_slice(), plain) else {
            let (zh, en) = if of_month { ("年月", "month") } else { ("日期", "date") };
            self.report(types::wrong_arguments(span, name, &format!("{name}({zh})"), &format!("{name}({en})")));
            return Typed::unknown(span);
        };
        let value = self.expr(scope, value, Want::Anything);
        let fits = match (part, &value.ty) {
            (_, Ty::Unknown) => return Typed::unknown(span),
            (CalendarPart::FirstDay | CalendarPart::LastDay, ty) => *ty == Ty::Month,
            (CalendarPart::MonthOf, ty) => matches!(ty, Ty::Date | Ty::Instant),
            (CalendarPart::YearOf, ty) => matches!(ty, Ty::Date | Ty::Instant | Ty::Month),
        };
        if !fits {
            let is = value.ty.describe_value(&self.program.records);
            let at = value.expr.span;
            self.report(if of_month { rows::not_a_month(at, &is) } else { types::not_a_date(at, &is) });
            return Typed::unknown(span);
        }
        let ty = match part {
            CalendarPart::FirstDay | CalendarPart::LastDay => Ty::Date,
            CalendarPart::MonthOf => Ty::Month,
            CalendarPart::YearOf => Ty::Year,
        };
        self.typed(ExprKind::Calendar { part, value: Box::new(value.expr) }, ty, span)
    }

    /// `天数(S, E)`, `月数(S, E)`, `年数(S, E)`, `工作日数(S, E)`.
    pub(super) fn between(&mut self, scope: &mut Scope, call: &ast::Call, unit: BetweenUnit, span: Span) -> Typed {
        let name = &call.function.text;
        let plain = call.filters.is_empty() && call.partition.is_empty() && call.keys.is_empty() && call.via.is_none();
        let ([start, end], true) = (call.arguments.as_slice(), plain) else {
            self.report(types::wrong_arguments(span, name, &format!("{name}(起, 止)"), &format!("{name}(start, end)")));
            return Typed::unknown(span);
        };
        let start = self.date(scope, start);
        let end = self.date(scope, end);
        let kind = ExprKind::Between { unit, start: Box::new(start.expr), end: Box::new(end.expr) };
        let of = |base: BaseUnit| Ty::Number(Num::of(Dimension::of(base)));
        match unit {
            BetweenUnit::Day => self.typed(kind, of(BaseUnit::Day), span),
            BetweenUnit::Month => self.typed(kind, of(BaseUnit::Month), span),
            BetweenUnit::Workday => {
                self.need_calendar(span);
                self.typed(kind, of(BaseUnit::Workday), span)
            }
            BetweenUnit::Year => {
                // Years are counted; as a quantity each is twelve months.
                let years = self.typed(kind, Ty::Number(Num::pure()), span);
                let twelve = ExprKind::Number(Decimal::from(12));
                let twelve = self.typed(twelve, of(BaseUnit::Month), span);
                let kind = ExprKind::Arithmetic {
                    op: ArithmeticOp::Multiply,
                    left: Box::new(years.expr),
                    right: Box::new(twelve.expr),
                };
                self.typed(kind, of(BaseUnit::Month), span)
            }
        }
    }
}

impl Compiler<'_> {
    /// `财年(D)`: the fiscal year of a date, called by the year in which it starts.
    pub(super) fn fiscal_year(&mut self, scope: &mut Scope, call: &ast::Call, span: Span) -> Typed {
        let name = &call.function.text;
        let plain = call.filters.is_empty() && call.partition.is_empty() && call.keys.is_empty() && call.via.is_none();
        let ([date], true) = (call.arguments.as_slice(), plain) else {
            self.report(types::wrong_arguments(span, name, &format!("{name}(日期)"), &format!("{name}(date)")));
            return Typed::unknown(span);
        };
        let date = self.date(scope, date);
        if date.ty.is_unknown() {
            return Typed::unknown(span);
        }
        // Since the first of them, which started in the year 1, so many are complete; the date lies in the next.
        let (month, day) = self.program.policy.fiscal_start.unwrap_or((1, 1));
        let first = Date::new(1, month, day).unwrap_or(Date::MIN);
        let pure = || Ty::Number(Num::pure());
        let first = self.typed(ExprKind::Date(first), Ty::Date, span);
        let complete =
            ExprKind::Between { unit: BetweenUnit::Year, start: Box::new(first.expr), end: Box::new(date.expr) };
        let complete = self.typed(complete, pure(), span);
        let one = self.typed(ExprKind::Number(Decimal::ONE), pure(), span);
        let kind =
            ExprKind::Arithmetic { op: ArithmeticOp::Add, left: Box::new(complete.expr), right: Box::new(one.expr) };
        self.typed(kind, Ty::Year, span)
    }
}

/// Whether an amount is whole whatever the facts.
fn is_whole(expr: &Expr, program: &Program) -> bool {
    match &expr.kind {
        ExprKind::Number(number) => number.is_integer(),
        ExprKind::Parameter { parameter, .. } => match &program.parameters[*parameter].value {
            ParameterValue::Number(number) => number.is_integer(),
            ParameterValue::Dated(figures) => figures.iter().all(|(_, n)| n.is_integer()),
            ParameterValue::Open => true,
            ParameterValue::Date(_) => false,
        },
        ExprKind::Between { .. } => true,
        ExprKind::Aggregate(aggregate) => matches!(
            aggregate.function,
            AggregateFunction::Count | AggregateFunction::Distinct | AggregateFunction::Consecutive
        ),
        ExprKind::Negate(inner) => is_whole(inner, program),
        ExprKind::Arithmetic { left, right, .. } => is_whole(left, program) && is_whole(right, program),
        ExprKind::When { then, otherwise: Some(otherwise), .. } => {
            is_whole(then, program) && is_whole(otherwise, program)
        }
        _ => false,
    }
}
