//! Not, and, or, when, unless, has, default.

use guiju_program::expr::ExprKind;
use guiju_program::source::Span;

use super::scope::Scope;
use super::{Typed, Want};
use crate::ast;
use crate::check::types::Ty;
use crate::compile::Compiler;
use crate::message::types;

impl Compiler<'_> {
    pub(super) fn not(&mut self, scope: &mut Scope, inner: &ast::Expr, span: Span) -> Typed {
        let inner = self.condition(scope, inner);
        self.typed(ExprKind::Not(Box::new(inner.expr)), Ty::Condition, span)
    }

    /// And, or: what an earlier part says of optional fields holds for the later ones.
    pub(super) fn and_or(&mut self, scope: &mut Scope, parts: &[ast::Expr], and: bool, span: Span) -> Typed {
        let mark = scope.mark();
        let mut lowered = Vec::with_capacity(parts.len());
        for part in parts {
            let part = self.condition(scope, part);
            scope.assume(&part.expr, and);
            lowered.push(part.expr);
        }
        scope.forget(mark);
        let kind = if and { ExprKind::And(lowered) } else { ExprKind::Or(lowered) };
        self.typed(kind, Ty::Condition, span)
    }

    pub(super) fn when(
        &mut self,
        scope: &mut Scope,
        condition: &ast::Expr,
        then: &ast::Expr,
        otherwise: Option<&ast::Expr>,
        span: Span,
        want: Want,
    ) -> Typed {
        let condition = self.condition(scope, condition);
        let mark = scope.mark();
        scope.assume(&condition.expr, true);
        let then = self.expr(scope, then, want);
        scope.forget(mark);
        let want = match want {
            Want::Anything => Want::beside(&then.ty),
            known => known,
        };
        scope.assume(&condition.expr, false);
        let otherwise = otherwise.map(|otherwise| self.expr(scope, otherwise, want));
        scope.forget(mark);
        let ty = match &otherwise {
            Some(otherwise) => self.one_type(&then, otherwise, span),
            None => match then.ty {
                Ty::Condition | Ty::Unknown => then.ty.clone(),
                _ => {
                    self.report(types::else_missing(span));
                    Ty::Unknown
                }
            },
        };
        let kind = ExprKind::When {
            condition: Box::new(condition.expr),
            then: Box::new(then.expr),
            otherwise: otherwise.map(|otherwise| Box::new(otherwise.expr)),
        };
        self.typed(kind, ty, span)
    }

    pub(super) fn unless(
        &mut self,
        scope: &mut Scope,
        body: &ast::Expr,
        exception: &ast::Expr,
        cites: &[ast::Citation],
        span: Span,
    ) -> Typed {
        let exception = self.condition(scope, exception);
        let mark = scope.mark();
        scope.assume(&exception.expr, false);
        let body = self.condition(scope, body);
        scope.forget(mark);
        let kind = ExprKind::Unless {
            body: Box::new(body.expr),
            exception: Box::new(exception.expr),
            cites: self.cite_all(cites),
        };
        self.typed(kind, Ty::Condition, span)
    }

    /// A value that may be absent.
    fn perhaps(&mut self, scope: &mut Scope, expr: &ast::Expr, want: Want) -> Typed {
        match &expr.kind {
            ast::ExprKind::Path { this, path } => self.path(scope, *this, path, want, true),
            _ => self.expr(scope, expr, want),
        }
    }

    pub(super) fn has(&mut self, scope: &mut Scope, inner: &ast::Expr, span: Span) -> Typed {
        let inner = self.perhaps(scope, inner, Want::Anything);
        self.typed(ExprKind::Has(Box::new(inner.expr)), Ty::Condition, span)
    }

    pub(super) fn default(
        &mut self,
        scope: &mut Scope,
        value: &ast::Expr,
        default: &ast::Expr,
        span: Span,
        want: Want,
    ) -> Typed {
        let value = self.perhaps(scope, value, want);
        let want = match want {
            Want::Anything => Want::beside(&value.ty),
            known => known,
        };
        let default = self.expr(scope, default, want);
        let ty = self.one_type(&value, &default, span);
        let kind = ExprKind::Default { value: Box::new(value.expr), default: Box::new(default.expr) };
        self.typed(kind, ty, span)
    }
}
