//! Comparisons: of two values, with a list, with a range.

use guiju_program::Decimal;
use guiju_program::arena::Id;
use guiju_program::expr::{CompareOp, ExprKind};
use guiju_program::parameter::ParameterValue;
use guiju_program::source::Span;

use super::scope::Scope;
use super::{Typed, Want};
use crate::ast::{self, BinaryOp};
use crate::check::types::{Num, Ty};
use crate::compile::Compiler;
use crate::message::units::Together;
use crate::message::{types, units};

/// The comparison with its sides swapped.
pub(crate) const fn swapped(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Eq => CompareOp::Eq,
        CompareOp::Ne => CompareOp::Ne,
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
    }
}

/// The two dates of `E 距 S`.
pub(super) fn since(expr: &ast::Expr) -> Option<(&ast::Expr, &ast::Expr)> {
    match &expr.kind {
        ast::ExprKind::Binary { op: BinaryOp::Since, left, right, .. } => Some((left, right)),
        _ => None,
    }
}

impl Compiler<'_> {
    pub(super) fn compare(
        &mut self,
        scope: &mut Scope,
        op: CompareOp,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
    ) -> Typed {
        if let Some((end, start)) = since(left) {
            return self.span_compare(scope, op, (end, start), right, span);
        }
        if let Some((end, start)) = since(right) {
            return self.span_compare(scope, swapped(op), (end, start), left, span);
        }
        if let ast::ExprKind::YesNo(yes) = right.kind {
            return self.yes_or_no(scope, op, left, yes, span);
        }
        let left = self.expr(scope, left, Want::Anything);
        if left.ty == Ty::Text
            && let Some(name) = self.unquoted_text(scope, right)
        {
            self.report(crate::message::names::text_without_quotes(name));
            return self.typed(ExprKind::YesNo(false), Ty::Condition, span);
        }
        let right = self.expr(scope, right, Want::beside(&left.ty));
        self.comparison(op, left, right, span)
    }

    /// The name that stands beside a text and is none: a text without its quotes.
    fn unquoted_text<'e>(&self, scope: &Scope, expr: &'e ast::Expr) -> Option<&'e ast::Name> {
        let ast::ExprKind::Path { this: false, path } = &expr.kind else {
            return None;
        };
        let [name] = path.names.as_slice() else {
            return None;
        };
        let text = name.text.as_str();
        let known = self.names.contains_key(text)
            || self.lost.contains(text)
            || matches!(text, "基准日" | "as_of" | "本政策有效" | "in_force")
            || crate::words::split_words(text).is_some()
            || scope.current.is_some_and(|record| self.member(record, text).is_some());
        let near = self.names.keys().copied().chain(
            scope
                .current
                .into_iter()
                .flat_map(|record| self.members.get(record.index()).into_iter().flat_map(|m| m.keys().copied())),
        );
        (!known && crate::compile::nearest(text, near).is_none()).then_some(name)
    }

    /// `X 为 是`, `X 为 否`: the condition itself, or its opposite.
    fn yes_or_no(&mut self, scope: &mut Scope, op: CompareOp, left: &ast::Expr, yes: bool, span: Span) -> Typed {
        let condition = self.condition(scope, left);
        let plain = match op {
            CompareOp::Eq => yes,
            CompareOp::Ne => !yes,
            _ => {
                if !condition.ty.is_unknown() {
                    let is = Ty::Condition.describe(&self.program.records);
                    self.report(types::not_ordered(span, &is, true));
                }
                return self.typed(ExprKind::YesNo(false), Ty::Condition, span);
            }
        };
        if plain {
            condition
        } else {
            let kind = ExprKind::Not(Box::new(condition.expr));
            self.typed(kind, Ty::Condition, span)
        }
    }

    /// A comparison of two lowered values.
    pub(super) fn comparison(&mut self, op: CompareOp, left: Typed, right: Typed, span: Span) -> Typed {
        self.check_comparison(op, &left, &right, span);
        let kind = ExprKind::Compare { op, left: Box::new(left.expr), right: Box::new(right.expr) };
        self.typed(kind, Ty::Condition, span)
    }

    fn check_comparison(&mut self, op: CompareOp, left: &Typed, right: &Typed, span: Span) {
        let ordering = !matches!(op, CompareOp::Eq | CompareOp::Ne);
        match (&left.ty, &right.ty) {
            (Ty::Unknown, _) | (_, Ty::Unknown) => {}
            (Ty::Number(_), Ty::Number(_)) => {
                let fits = self.unify(left, right, span, Together::Compared).is_some();
                for (rate, number) in [(left, right), (right, left)].into_iter().filter(|_| fits) {
                    self.check_percent(rate, number);
                }
            }
            (Ty::Condition, Ty::Condition) => self.report(types::conditions_compared(span)),
            (Ty::Reference(_), Ty::Text) | (Ty::Text, Ty::Reference(_)) => {
                self.report(types::reference_with_text(span));
            }
            (a, b) if a != b => self.type_mismatch(left, right, span),
            (Ty::Text, _) if !ordering => {
                let literal = |side: &Typed| matches!(side.expr.kind, ExprKind::Text(_));
                if !literal(left) && !literal(right) {
                    let field = self.text(left.expr.span);
                    self.report(types::text_with_text(span, field));
                }
            }
            (ty, _) if ordering && !ty.is_ordered() => {
                let is = ty.describe(&self.program.records);
                self.report(types::not_ordered(span, &is, *ty == Ty::Condition));
            }
            _ => {}
        }
    }

    fn type_mismatch(&mut self, left: &Typed, right: &Typed, span: Span) {
        let records = &self.program.records;
        let (a, b) = (left.ty.describe_value(records), right.ty.describe_value(records));
        let help = match (&left.ty, &right.ty) {
            (Ty::Date | Ty::Instant, Ty::Month) | (Ty::Month, Ty::Date | Ty::Instant) => {
                ("先取日期所在的月，如 所在月(日期)", "take the month of the date first: month_of(date)")
            }
            (Ty::Date | Ty::Instant | Ty::Month, Ty::Year) | (Ty::Year, Ty::Date | Ty::Instant | Ty::Month) => {
                ("先取它所在的年，如 所在年(日期)", "take its year first: year_of(date)")
            }
            (Ty::Enumeration(_), Ty::Enumeration(_)) => {
                ("两边要用同一份取值：把两个字段的取值列得一样", "give both fields the same list of values")
            }
            (Ty::Reference(_), _) | (_, Ty::Reference(_)) => (
                "写明要比的是那一行的哪个字段，如 企业.编号",
                "say which field of that row is meant, such as company.id",
            ),
            (Ty::Text, _) | (_, Ty::Text) => (
                "看看是不是写错了字段；“文本”的字段其实是数或日期的，改它的类型",
                "see whether this is the right field; if one that is text is really a number or a date, mend its type",
            ),
            _ => (
                "看看是不是写错了字段：两边要是同一类的值",
                "see whether this is the right field: both sides must be of one kind",
            ),
        };
        let found = types::mismatch(span, (&a, left.expr.span), (&b, right.expr.span), help);
        let found = match (&left.ty, &right.ty) {
            (Ty::Condition, _) => types::condition_hint(found, self.text(left.expr.span)),
            (_, Ty::Condition) => types::condition_hint(found, self.text(right.expr.span)),
            (ty, Ty::Number(_) | Ty::Text) if ty.is_calendar() => {
                types::date_hint(found, right.expr.span, self.text(right.expr.span))
            }
            (Ty::Number(_) | Ty::Text, ty) if ty.is_calendar() => {
                types::date_hint(found, left.expr.span, self.text(left.expr.span))
            }
            _ => found,
        };
        self.report(found);
    }

    /// Whether the percent sign seems to be missing: a share or a growth beside a plain number above 1.
    fn check_percent(&mut self, rate: &Typed, number: &Typed) {
        let (Ty::Number(left), Ty::Number(right)) = (&rate.ty, &number.ty) else {
            return;
        };
        if !left.rate || right.rate || right.free {
            return;
        }
        let value = match &number.expr.kind {
            ExprKind::Number(value) => *value,
            ExprKind::Parameter { parameter, .. } => match self.program.parameters[*parameter].value {
                ParameterValue::Number(value) => value,
                _ => return,
            },
            _ => return,
        };
        if value > Decimal::ONE && value.is_integer() {
            let literal = matches!(number.expr.kind, ExprKind::Number(_));
            self.report(units::percent_forgotten(number.expr.span, &value.normalize().to_string(), literal));
        }
    }

    /// The dimension of two numbers that must have the same; that they do not mix is reported.
    pub(super) fn unify(&mut self, left: &Typed, right: &Typed, span: Span, together: Together) -> Option<Num> {
        let (Ty::Number(a), Ty::Number(b)) = (&left.ty, &right.ty) else {
            return None;
        };
        let records = &self.program.records;
        if let Some(num) = a.unify(b, records) {
            return Some(num);
        }
        let (a, b) = (left.ty.describe(records), right.ty.describe(records));
        let bare = |side: &Typed| match (&side.expr.kind, &side.ty) {
            (ExprKind::Number(_), Ty::Number(num)) => *num == Num::pure(),
            _ => false,
        };
        let bare = match (bare(left), bare(right)) {
            (true, false) => Some((self.text(left.expr.span), &b)),
            (false, true) => Some((self.text(right.expr.span), &a)),
            _ => None,
        };
        let found = units::mismatch(span, together, (&a, left.expr.span), (&b, right.expr.span), bare);
        self.report(found);
        None
    }

    /// The type of an expression that is one or the other; that they do not go together is reported.
    pub(super) fn one_type(&mut self, left: &Typed, right: &Typed, span: Span) -> Ty {
        match (&left.ty, &right.ty) {
            (Ty::Unknown, other) | (other, Ty::Unknown) => other.clone(),
            (Ty::Number(_), Ty::Number(_)) => {
                self.unify(left, right, span, Together::Alternatives).map_or(Ty::Unknown, Ty::Number)
            }
            (a, b) if a == b => a.clone(),
            _ => {
                self.type_mismatch(left, right, span);
                Ty::Unknown
            }
        }
    }

    pub(super) fn one_of(&mut self, scope: &mut Scope, value: &ast::Expr, options: &[ast::Expr], span: Span) -> Typed {
        let value = self.expr(scope, value, Want::Anything);
        let want = Want::beside(&value.ty);
        let mut lowered = Vec::with_capacity(options.len());
        for option in options {
            let option = self.expr(scope, option, want);
            self.check_comparison(CompareOp::Eq, &value, &option, option.expr.span);
            lowered.push(option.expr);
        }
        let kind = ExprKind::OneOf { value: Box::new(value.expr), options: lowered };
        self.typed(kind, Ty::Condition, span)
    }

    /// A range is two comparisons.
    pub(super) fn range(
        &mut self,
        scope: &mut Scope,
        value: &ast::Expr,
        (from, from_in): (&ast::Expr, Option<bool>),
        (to, to_in): (&ast::Expr, Option<bool>),
        span: Span,
    ) -> Typed {
        let lower = if from_in.unwrap_or(true) { CompareOp::Ge } else { CompareOp::Gt };
        let upper = if to_in.unwrap_or(true) { CompareOp::Le } else { CompareOp::Lt };
        let unmarked = from_in.is_none() || to_in.is_none();
        if let Some(dates) = since(value) {
            if unmarked {
                self.report(types::range_ends(span));
            }
            let lower = self.span_compare(scope, lower, dates, from, span);
            let reported = self.diagnostics.len();
            let upper = self.span_compare(scope, upper, dates, to, span);
            if lower.ty.is_unknown() {
                // The same dates have been complained about.
                self.diagnostics.truncate(reported);
            }
            return self.both(lower, upper, span);
        }
        let value = self.expr(scope, value, Want::Anything);
        if unmarked && !value.ty.is_calendar() && !value.ty.is_unknown() {
            self.report(types::range_ends(span));
        }
        let want = Want::beside(&value.ty);
        let from = self.expr(scope, from, want);
        let to = self.expr(scope, to, want);
        let (from_span, to_span) = (from.expr.span, to.expr.span);
        let lower = self.comparison(lower, value.clone(), from, from_span);
        let upper = self.comparison(upper, value, to, to_span);
        self.both(lower, upper, span)
    }

    fn both(&self, lower: Typed, upper: Typed, span: Span) -> Typed {
        let kind = ExprKind::And(vec![lower.expr, upper.expr]);
        self.typed(kind, Ty::Condition, span)
    }
}
