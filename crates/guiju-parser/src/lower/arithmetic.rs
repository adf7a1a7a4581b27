//! Arithmetic, growth on a base, and dates moved.

use guiju_program::Decimal;
use guiju_program::expr::{ArithmeticOp, Change, Expr, ExprKind, Silent, SpanUnit};
use guiju_program::source::Span;
use guiju_program::unit::BaseUnit;

use super::scope::Scope;
use super::value::constant;
use super::{Typed, Want};
use crate::ast::{self, BinaryOp};
use crate::check::types::{Num, Ty};
use crate::compile::Compiler;
use crate::message::units::Together;
use crate::message::{types, units};

impl Compiler<'_> {
    pub(super) fn binary(
        &mut self,
        scope: &mut Scope,
        op: BinaryOp,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
    ) -> Typed {
        let (a, b) = (left, right);
        let left = self.expr(scope, left, Want::Anything);
        let right = self.expr(scope, right, Want::Anything);
        match op {
            BinaryOp::Since => {
                self.report(types::bare_span(span));
                Typed::unknown(span)
            }
            BinaryOp::Add | BinaryOp::Subtract => {
                let add = op == BinaryOp::Add;
                match (&left.ty, &right.ty) {
                    (Ty::Date, Ty::Number(_)) => self.move_date(left, right, add, span),
                    (Ty::Month, Ty::Number(_)) => self.move_month(left, right, add, span),
                    (Ty::Year, Ty::Number(_)) => self.move_year(left, right, add, span),
                    (Ty::Date, Ty::Date) if !add => {
                        self.report(types::dates_subtracted(span));
                        Typed::unknown(span)
                    }
                    (Ty::Instant, Ty::Number(_)) => {
                        self.report(types::instant_for_date(left.expr.span));
                        Typed::unknown(span)
                    }
                    _ => self.sum((a, left), (b, right), add, span),
                }
            }
            BinaryOp::Multiply => self.multiply(left, right, span),
            BinaryOp::Divide => self.divide(left, right, span),
            BinaryOp::PerFull => self.full_steps(left, right, span),
            BinaryOp::CappedAt => self.same(ArithmeticOp::CappedAt, left, right, span),
            BinaryOp::FlooredAt => self.same(ArithmeticOp::FlooredAt, left, right, span),
            BinaryOp::Growth => self.versus(Change::Growth, left, right, span),
            BinaryOp::Fall => self.versus(Change::Fall, left, right, span),
            BinaryOp::Rise => self.versus(Change::Rise, left, right, span),
            BinaryOp::Drop => self.versus(Change::Drop, left, right, span),
        }
    }

    /// Whether both are numbers; what is none is reported. `false` also where one is unknown.
    fn numbers(&mut self, left: &Typed, right: &Typed) -> bool {
        let mut both = true;
        for side in [left, right] {
            both &= self.is_number(side);
        }
        both
    }

    /// Whether it is a number; that it is none is reported.
    pub(super) fn is_number(&mut self, side: &Typed) -> bool {
        match &side.ty {
            Ty::Number(_) => true,
            Ty::Unknown => false,
            other => {
                let is = other.describe(&self.program.records);
                self.report(types::not_a_number(side.expr.span, &is));
                false
            }
        }
    }

    fn sum(&mut self, (a, left): (&ast::Expr, Typed), (b, right): (&ast::Expr, Typed), add: bool, span: Span) -> Typed {
        if let (Ty::Number(x), Ty::Number(y)) = (&left.ty, &right.ty)
            && x.rate
            && y.rate
        {
            let percent = if is_percent(b) { Some(b) } else { Some(a).filter(|a| add && is_percent(a)) };
            if let Some(percent) = percent {
                let text = self.text(percent.span);
                self.report(units::percent_added(percent.span, text));
            }
        }
        let op = if add { ArithmeticOp::Add } else { ArithmeticOp::Subtract };
        self.same(op, left, right, span)
    }

    /// An operation on two numbers of one dimension.
    fn same(&mut self, op: ArithmeticOp, left: Typed, right: Typed, span: Span) -> Typed {
        let num = if self.numbers(&left, &right) { self.unify(&left, &right, span, Together::Added) } else { None };
        let ty = num.map_or(Ty::Unknown, Ty::Number);
        self.arithmetic(op, left.expr, right.expr, ty, span)
    }

    fn arithmetic(&self, op: ArithmeticOp, left: Expr, right: Expr, ty: Ty, span: Span) -> Typed {
        let kind = ExprKind::Arithmetic { op, left: Box::new(left), right: Box::new(right) };
        self.typed(kind, ty, span)
    }

    fn multiply(&mut self, left: Typed, right: Typed, span: Span) -> Typed {
        if !self.numbers(&left, &right) {
            return Typed::unknown(span);
        }
        let (Ty::Number(a), Ty::Number(b)) = (&left.ty, &right.ty) else {
            return Typed::unknown(span);
        };
        let ty = Ty::Number(a.times(b, &self.program.records));
        self.arithmetic(ArithmeticOp::Multiply, left.expr, right.expr, ty, span)
    }

    fn divide(&mut self, left: Typed, right: Typed, span: Span) -> Typed {
        if constant(&right.expr, &self.program).is_some_and(|divisor| divisor.is_zero()) {
            self.report(units::division_by_zero(right.expr.span));
            return Typed::unknown(span);
        }
        if !self.numbers(&left, &right) {
            return Typed::unknown(span);
        }
        let (Ty::Number(a), Ty::Number(b)) = (&left.ty, &right.ty) else {
            return Typed::unknown(span);
        };
        let mut num = a.over(b, &self.program.records);
        // A ratio of like things is a rate.
        num.rate = num == Num::pure();
        let kind =
            ExprKind::Divide { left: Box::new(left.expr), right: Box::new(right.expr), zero_base: Silent::Unsaid };
        self.typed(kind, Ty::Number(num), span)
    }

    fn versus(&mut self, change: Change, now: Typed, base: Typed, span: Span) -> Typed {
        let num = if self.numbers(&now, &base) { self.unify(&now, &base, span, Together::Compared) } else { None };
        let ty = match (change, num) {
            (Change::Growth | Change::Fall, _) => Ty::Number(Num::rate()),
            (Change::Rise | Change::Drop, Some(num)) => Ty::Number(num),
            (Change::Rise | Change::Drop, None) => Ty::Unknown,
        };
        let kind =
            ExprKind::Versus { change, now: Box::new(now.expr), base: Box::new(base.expr), zero_base: Silent::Unsaid };
        self.typed(kind, ty, span)
    }

    fn move_date(&mut self, date: Typed, amount: Typed, forward: bool, span: Span) -> Typed {
        let unit = self.check_length(&amount);
        self.moved(date, amount, unit, forward, span)
    }

    /// `月份 + 2个月`: a month moves by months and years.
    fn move_month(&mut self, month: Typed, amount: Typed, forward: bool, span: Span) -> Typed {
        let reported = self.diagnostics.len();
        let unit = self.check_length(&amount);
        if self.diagnostics.len() > reported {
            return Typed::unknown(span);
        }
        if unit != SpanUnit::Month {
            let is = amount.ty.describe_value(&self.program.records);
            self.report(types::month_moved(amount.expr.span, &is));
            return Typed::unknown(span);
        }
        self.moved(month, amount, unit, forward, span)
    }

    /// `年份 - 1年`: a year moves by whole years, written out.
    fn move_year(&mut self, year: Typed, mut amount: Typed, forward: bool, span: Span) -> Typed {
        let months = matches!(&amount.ty, Ty::Number(num) if num.is(&BaseUnit::Month));
        let years = constant(&amount.expr, &self.program)
            .filter(|_| months)
            .and_then(|months| crate::check::number::over(months, Decimal::from(12)))
            .filter(Decimal::is_integer);
        let Some(years) = years else {
            self.report(types::year_moved(amount.expr.span));
            return Typed::unknown(span);
        };
        amount.expr.kind = ExprKind::Number(years);
        self.moved(year, amount, SpanUnit::Month, forward, span)
    }

    fn moved(&self, date: Typed, amount: Typed, unit: SpanUnit, forward: bool, span: Span) -> Typed {
        let amount = if forward {
            amount.expr
        } else {
            let (ty, at) = (amount.expr.ty.clone(), amount.expr.span);
            Expr::new(ExprKind::Negate(Box::new(amount.expr)), ty, at)
        };
        let ty = date.ty;
        let kind = ExprKind::DateAdd { date: Box::new(date.expr), amount: Box::new(amount), unit };
        self.typed(kind, ty, span)
    }

    pub(super) fn negate(&mut self, scope: &mut Scope, inner: &ast::Expr, span: Span) -> Typed {
        let inner = self.expr(scope, inner, Want::Anything);
        if !self.is_number(&inner) {
            return Typed::unknown(span);
        }
        let kind = match inner.expr.kind {
            ExprKind::Number(number) => ExprKind::Number(-number),
            kind => ExprKind::Negate(Box::new(Expr::new(kind, inner.expr.ty, inner.expr.span))),
        };
        self.typed(kind, inner.ty, span)
    }
}

/// A number written with `%` or `‰`.
fn is_percent(expr: &ast::Expr) -> bool {
    match &expr.kind {
        ast::ExprKind::Quantity { unit: Some(unit), .. } => {
            unit.below.is_empty() && unit.above.iter().any(|word| matches!(word.text.as_str(), "%" | "‰"))
        }
        _ => false,
    }
}
