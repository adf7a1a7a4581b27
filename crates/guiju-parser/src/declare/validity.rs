//! How long a policy is in force: the dates of its header, and the budget with which it ends.

use guiju_program::civil::Date;
use guiju_program::expr::{CompareOp, Expr, ExprKind, ParameterDate};
use guiju_program::parameter::ParameterValue;
use guiju_program::program::{PolicyDate, ValidUntil};
use guiju_program::source::Span;
use guiju_program::{Decimal, Dimension, Type};

use crate::ast::{self, ItemKind};
use crate::compile::{Compiler, Item};
use crate::message::{items, names};

impl Compiler<'_> {
    /// Enters when the policy starts and ends, as dates and as conditions.
    pub(super) fn declare_validity(&mut self, items: &[ast::Item]) {
        let header = items.iter().find_map(|item| match &item.kind {
            ItemKind::Policy(policy) => Some(policy),
            _ => None,
        });
        let Some(header) = header else {
            return;
        };
        let span = header.id.span;
        self.header_says_when = header.valid_from.is_some() || header.valid_until.is_some();
        let from = header.valid_from.as_ref().and_then(|date| self.policy_date(date));
        let until = match &header.valid_until {
            None => None,
            Some(ast::ValidUntil::Date(date)) => self.policy_date(date).map(ValidUntil::Date),
            Some(ast::ValidUntil::UsedUp(name)) => match self.names.get(name.text.as_str()) {
                Some((Item::Budget(budget), _)) => Some(ValidUntil::UsedUp(*budget)),
                _ => {
                    self.unknown_item(name, names::BUDGET, |item| matches!(item, Item::Budget(_)));
                    None
                }
            },
        };
        if let (Some(from), Some(ValidUntil::Date(until))) = (from, &until)
            && let (Some(from), Some(until)) = (self.known_date(from), self.known_date(*until))
            && from > until
        {
            let written = header.valid_from.as_ref().map_or(span, ast::PolicyDate::span);
            let end = match &header.valid_until {
                Some(ast::ValidUntil::Date(date)) => date.span(),
                _ => span,
            };
            self.report(items::ends_before_start(written, end));
        }
        let as_of = || expr(ExprKind::AsOf, Type::Date, span);
        let mut in_force = Vec::new();
        if let Some(from) = from {
            in_force.push(compare(CompareOp::Ge, as_of(), date(from, span)));
        }
        match &until {
            None => {}
            Some(ValidUntil::Date(until)) => in_force.push(compare(CompareOp::Le, as_of(), date(*until, span))),
            Some(ValidUntil::UsedUp(budget)) => {
                let money = || Type::Number(Dimension::money());
                let left = expr(ExprKind::Drawn { budget: *budget, left: true }, money(), span);
                let nothing = expr(ExprKind::Number(Decimal::ZERO), money(), span);
                in_force.push(compare(CompareOp::Gt, left, nothing));
            }
        }
        let policy = &mut self.program.policy;
        (policy.valid_from, policy.valid_until, policy.in_force) = (from, until, in_force);
    }

    /// A date of the header; a parameter must be a date, or open.
    fn policy_date(&mut self, date: &ast::PolicyDate) -> Option<PolicyDate> {
        let name = match date {
            ast::PolicyDate::Date(date, _) => return Some(PolicyDate::Date(*date)),
            ast::PolicyDate::Param(name) => name,
        };
        let Some((Item::Parameter(id), _)) = self.names.get(name.text.as_str()) else {
            self.unknown_item(name, names::PARAMETER, |item| matches!(item, Item::Parameter(_)));
            return None;
        };
        let parameter = &self.program.parameters[*id];
        let fits = match parameter.value {
            ParameterValue::Date(_) => true,
            ParameterValue::Open => parameter.unit.is_none(),
            ParameterValue::Number(_) | ParameterValue::Dated(_) => false,
        };
        if fits {
            return Some(PolicyDate::Parameter(*id));
        }
        self.report(items::policy_date_not_a_date(name));
        None
    }

    fn known_date(&self, date: PolicyDate) -> Option<Date> {
        match date {
            PolicyDate::Date(date) => Some(date),
            PolicyDate::Parameter(id) => match self.program.parameters[id].value {
                ParameterValue::Date(date) => Some(date),
                _ => None,
            },
        }
    }

    /// `本政策有效`: all that its header says, of which there must be something.
    pub(crate) fn in_force(&mut self, span: Span) -> Option<ExprKind> {
        let mut conditions = self.program.policy.in_force.clone();
        for condition in &mut conditions {
            place(condition, span);
        }
        match conditions.len() {
            0 => {
                // A header that could not be read, or names nothing, was reported.
                if !self.broken && !self.header_says_when {
                    self.report(items::no_validity(span));
                }
                None
            }
            1 => conditions.pop().map(|condition| condition.kind),
            _ => Some(ExprKind::And(conditions)),
        }
    }
}

const fn expr(kind: ExprKind, ty: Type, span: Span) -> Expr {
    Expr::new(kind, ty, span)
}

fn date(date: PolicyDate, span: Span) -> Expr {
    let kind = match date {
        PolicyDate::Date(date) => ExprKind::Date(date),
        PolicyDate::Parameter(parameter) => ExprKind::Parameter { parameter, on: ParameterDate::AsOf },
    };
    expr(kind, Type::Date, span)
}

fn compare(op: CompareOp, left: Expr, right: Expr) -> Expr {
    let span = left.span;
    expr(ExprKind::Compare { op, left: Box::new(left), right: Box::new(right) }, Type::Condition, span)
}

/// Moves a condition to where it is asked for.
fn place(condition: &mut Expr, span: Span) {
    condition.span = span;
    crate::lower::walk::children_mut(condition, &mut |part| place(part, span));
}
