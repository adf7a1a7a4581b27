//! Expressions: names resolved, types and units checked, numbers in base units.

mod acceptance;
mod aggregate;
mod allocation;
mod arithmetic;
mod award;
mod bands;
pub(crate) mod call;
pub(crate) mod compare;
mod condition;
pub(crate) mod exclusion;
pub(crate) mod form;
mod interpretation;
mod items;
mod lookup;
mod overrides;
mod ranking;
pub(crate) mod scope;
mod span;
mod test;
mod test_row;
mod test_value;
pub(crate) mod value;
pub(crate) mod walk;
pub(crate) mod wording;
mod workflow;

use guiju_program::expr::{Expr, ExprKind};
use guiju_program::schema::EnumerationId;
use guiju_program::source::Span;

use crate::ast;
use crate::check::types::Ty;
use crate::compile::Compiler;
use crate::message::types;
use scope::Scope;

/// How deep expressions may be nested: far more than a reader follows, and far less than the stack holds.
const DEPTH: u32 = 150;

/// A lowered expression with the checker's type of it.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    pub expr: Expr,
    pub ty: Ty,
}

impl Typed {
    /// What stands in for an expression with an error.
    pub(crate) const fn unknown(span: Span) -> Self {
        Self { expr: Expr::new(ExprKind::YesNo(false), guiju_program::Type::Condition, span), ty: Ty::Unknown }
    }
}

/// What is expected of an expression, as far as it decides what its words mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    Anything,
    Value(EnumerationId),
    Year,
}

impl Want {
    /// What is expected of an expression that stands beside one of that type.
    pub(crate) const fn beside(ty: &Ty) -> Self {
        match ty {
            Ty::Enumeration(enumeration) => Self::Value(*enumeration),
            Ty::Year => Self::Year,
            _ => Self::Anything,
        }
    }
}

impl Compiler<'_> {
    /// An expression with its type for the program.
    pub(crate) fn typed(&self, kind: ExprKind, ty: Ty, span: Span) -> Typed {
        Typed { expr: Expr::new(kind, ty.finish(&self.program.records), span), ty }
    }

    /// A condition.
    pub(crate) fn condition(&mut self, scope: &mut Scope, expr: &ast::Expr) -> Typed {
        let typed = self.expr(scope, expr, Want::Anything);
        match typed.ty {
            Ty::Condition | Ty::Unknown => typed,
            ref other => {
                let is = other.describe_value(&self.program.records);
                self.report(types::not_a_condition(expr.span, &is));
                Typed::unknown(expr.span)
            }
        }
    }

    /// Any expression.
    pub(crate) fn expr(&mut self, scope: &mut Scope, expr: &ast::Expr, want: Want) -> Typed {
        if self.depth >= DEPTH {
            self.report(types::too_deep(expr.span));
            return Typed::unknown(expr.span);
        }
        self.depth += 1;
        let typed = self.dispatch(scope, expr, want);
        self.depth -= 1;
        typed
    }

    fn dispatch(&mut self, scope: &mut Scope, expr: &ast::Expr, want: Want) -> Typed {
        use ast::ExprKind as Ast;
        let span = expr.span;
        match &expr.kind {
            Ast::Quantity { number, unit } => self.quantity(*number, unit.as_ref(), span, want),
            Ast::Text(text) => self.text_literal(text, span, want),
            Ast::Date(date) => self.typed(ExprKind::Date(*date), Ty::Date, span),
            Ast::Month(month) => self.typed(ExprKind::Month(*month), Ty::Month, span),
            Ast::Year(year) => self.typed(ExprKind::Year(*year), Ty::Year, span),
            Ast::Instant(at) => self.typed(ExprKind::Instant(*at), Ty::Instant, span),
            Ast::YesNo(yes) => self.typed(ExprKind::YesNo(*yes), Ty::Condition, span),
            Ast::Path { this, path } => self.path(scope, *this, path, want, false),
            Ast::Whole(path) => {
                if let Some(name) = path.names.first() {
                    self.report(crate::message::rows::whole_alone(name));
                }
                Typed::unknown(span)
            }
            Ast::Call(call) => self.call(scope, call, span),
            Ast::Bands { kind, value, rows } => self.bands(scope, *kind, value, rows, span),
            Ast::Lookup(lookup) => self.lookup(scope, lookup, span),
            Ast::Not(inner) => self.not(scope, inner, span),
            Ast::And(parts) => self.and_or(scope, parts, true, span),
            Ast::Or(parts) => self.and_or(scope, parts, false, span),
            Ast::When { condition, then, otherwise } => {
                self.when(scope, condition, then, otherwise.as_deref(), span, want)
            }
            Ast::Unless { body, exception, cites } => self.unless(scope, body, exception, cites, span),
            Ast::Compare { op, left, right, suffix, .. } => {
                let op = self.worded(*op, suffix.as_ref());
                self.compare(scope, op, left, right, span)
            }
            Ast::OneOf { value, options } => self.one_of(scope, value, options, span),
            Ast::Range { value, from, from_included, to, to_included } => {
                self.range(scope, value, (from, *from_included), (to, *to_included), span)
            }
            Ast::WithinPeriod { date, start, length } => self.within(scope, date, start, length, span),
            Ast::Top { ranking, limit } => self.top(scope, ranking, limit, span),
            Ast::Has(inner) => self.has(scope, inner, span),
            Ast::Default { value, default } => self.default(scope, value, default, span, want),
            Ast::Negate(inner) => self.negate(scope, inner, span),
            Ast::Binary { op, left, right, .. } => self.binary(scope, *op, left, right, span),
        }
    }
}
