//! Names and literals as values.

use guiju_program::Decimal;
use guiju_program::arena::Id;
use guiju_program::expr::{ExprKind, ParameterDate, RowPath, RowVar, Step};
use guiju_program::parameter::{ParameterId, ParameterValue};
use guiju_program::schema::{EnumerationId, FieldId, RecordId};
use guiju_program::source::Span;

use super::scope::Scope;
use super::{Typed, Want};
use crate::ast;
use crate::check::types::{Num, Ty};
use crate::compile::Compiler;
use crate::message::{names, types};
use crate::resolve::Meaning;

impl Compiler<'_> {
    pub(super) fn quantity(&mut self, number: Decimal, unit: Option<&ast::UnitExpr>, span: Span, want: Want) -> Typed {
        if want == Want::Year
            && unit.is_none()
            && let Ok(year @ 1..=9999) = i16::try_from(number)
            && Decimal::from(year) == number
        {
            return self.typed(ExprKind::Year(year), Ty::Year, span);
        }
        let Some(figure) = self.figure(number, unit, span) else {
            return Typed::unknown(span);
        };
        let num = figure.unit.map_or_else(Num::pure, |unit| Num::of(unit.dimension).with_rate(unit.rate));
        self.typed(ExprKind::Number(figure.value), Ty::Number(num), span)
    }

    pub(super) fn text_literal(&mut self, text: &str, span: Span, want: Want) -> Typed {
        if let Want::Value(_) = want {
            self.report(types::quoted_value(span, text));
            return Typed::unknown(span);
        }
        self.typed(ExprKind::Text(text.to_owned()), Ty::Text, span)
    }

    /// A name, or names joined by dots. `absent_allowed`: an optional field needs no guard here.
    pub(super) fn path(
        &mut self,
        scope: &mut Scope,
        this: bool,
        path: &ast::Path,
        want: Want,
        absent_allowed: bool,
    ) -> Typed {
        let span = path.span;
        if let (Want::Value(enumeration), false, [name]) = (want, this, path.names.as_slice()) {
            if let Some(index) = self.variant(enumeration, &name.text) {
                let ty = Ty::Enumeration(enumeration);
                return self.typed(ExprKind::Variant(index), ty, span);
            }
            let in_scope = scope.current.is_some_and(|record| self.member(record, &name.text).is_some())
                || self.names.contains_key(name.text.as_str());
            if !in_scope {
                if !scope.lost {
                    self.unknown_value(enumeration, name);
                }
                return Typed::unknown(span);
            }
        }
        match self.resolve(scope, this, path, absent_allowed) {
            Meaning::Field { row, record, field } => {
                let ty = self.field_type(record, field);
                self.typed(ExprKind::Field { row, field }, ty, span)
            }
            Meaning::Define { row, define } => {
                let ty = self.defines.get(define.index()).and_then(|item| item.ty.clone());
                let ty = ty.unwrap_or(Ty::Unknown);
                self.typed(ExprKind::Define { row, define }, ty, span)
            }
            Meaning::Criteria { row, criteria } => {
                self.typed(ExprKind::Criteria { row, criteria }, Ty::Condition, span)
            }
            Meaning::Condition { row, criteria, index } => {
                let kind = ExprKind::Condition { row, criteria, index };
                self.typed(kind, Ty::Condition, span)
            }
            Meaning::Award { row, award } => self.typed(ExprKind::Award { row, award }, Self::award_type(), span),
            Meaning::Allocated { row, allocation } => {
                let ty = self.allocated_type(allocation);
                self.typed(ExprKind::Allocated { row, allocation }, ty, span)
            }
            Meaning::Parameter(parameter) => self.parameter(scope, parameter, span),
            Meaning::Budget(budget) => {
                let money = Num::of(guiju_program::Dimension::money());
                self.typed(ExprKind::Budget(budget), Ty::Number(money), span)
            }
            Meaning::AsOf => self.typed(ExprKind::AsOf, Ty::Date, span),
            Meaning::InForce => match self.in_force(span) {
                Some(kind) => self.typed(kind, Ty::Condition, span),
                None => Typed::unknown(span),
            },
            Meaning::Lost => Typed::unknown(span),
        }
    }

    /// The index of a value of an enumeration.
    pub(crate) fn variant(&self, enumeration: EnumerationId, name: &str) -> Option<usize> {
        self.variants.get(enumeration.index())?.get(name).copied()
    }

    /// Reports a value that an enumeration does not list.
    pub(crate) fn unknown_value(&mut self, enumeration: EnumerationId, name: &ast::Name) {
        let variants = &self.program.enumerations[enumeration].variants;
        let listed: Vec<&str> = variants.iter().map(|value| value.text.as_str()).collect();
        self.suggestions = self.suggestions.saturating_sub(1);
        let near =
            (self.suggestions > 0).then(|| crate::compile::nearest(&name.text, listed.iter().copied())).flatten();
        let found = match crate::words::split_words(&name.text) {
            Some(spaced) if near.is_none() => names::run_together(name, &spaced, false),
            _ => names::unknown_value(name, &listed, near),
        };
        self.report(found);
    }

    fn parameter(&mut self, scope: &Scope, parameter: ParameterId, span: Span) -> Typed {
        let declared = &self.program.parameters[parameter];
        let ty = match (&declared.value, &declared.unit) {
            (ParameterValue::Date(_), _) => Ty::Date,
            (ParameterValue::Open, None) => Ty::Number(Num::open()),
            (_, unit) => {
                let rate = unit.as_ref().is_some_and(|unit| unit.dimension.is_pure() && unit.text != "1");
                Ty::Number(Num::of(declared.dimension()).with_rate(rate))
            }
        };
        let on = match declared.value {
            ParameterValue::Dated(_) => self.parameter_date(scope),
            _ => ParameterDate::AsOf,
        };
        self.typed(ExprKind::Parameter { parameter, on }, ty, span)
    }

    /// The rule date of the nearest row around: the current one or its owners, then the item's own or its owners.
    fn parameter_date(&self, scope: &Scope) -> ParameterDate {
        let current = scope.current.map(|record| (RowVar::Current, record));
        let own = scope.own().filter(|_| scope.in_aggregate && !scope.in_ranking);
        let own = own.map(|record| (RowVar::This, record));
        for (base, record) in current.into_iter().chain(own) {
            if let Some((row, field)) = self.rule_date(base, record) {
                return ParameterDate::RuleDate { row, field };
            }
        }
        ParameterDate::AsOf
    }

    fn rule_date(&self, base: RowVar, record: RecordId) -> Option<(RowPath, FieldId)> {
        let mut row = RowPath::new(base, record);
        let mut at = record;
        // Owners do not go round: a circle was reported and cut.
        loop {
            let record = &self.program.records[at];
            if let Some(field) = record.rule_date {
                return Some((row, field));
            }
            at = record.parent?;
            row.steps.push(Step::Parent);
        }
    }
}

/// The value of an expression that depends on no fact, as far as it can be held exactly.
pub(crate) fn constant(expr: &guiju_program::Expr, program: &guiju_program::Program) -> Option<Decimal> {
    use guiju_program::expr::ArithmeticOp;
    match &expr.kind {
        ExprKind::Number(number) => Some(*number),
        ExprKind::Budget(budget) => Some(program.budgets[*budget].amount),
        ExprKind::Parameter { parameter, .. } => match program.parameters[*parameter].value {
            ParameterValue::Number(number) => Some(number),
            _ => None,
        },
        ExprKind::Negate(inner) => Some(-constant(inner, program)?),
        ExprKind::Arithmetic { op, left, right } => {
            let (left, right) = (constant(left, program)?, constant(right, program)?);
            match op {
                ArithmeticOp::Add => left.checked_add(right),
                ArithmeticOp::Subtract => left.checked_sub(right),
                ArithmeticOp::Multiply => crate::check::number::times(left, right),
                ArithmeticOp::CappedAt => Some(left.min(right)),
                ArithmeticOp::FlooredAt => Some(left.max(right)),
            }
        }
        _ => None,
    }
}
