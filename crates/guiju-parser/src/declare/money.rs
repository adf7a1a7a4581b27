//! Figures: units as written, parameters, and budgets with their parts.

use guiju_program::arena::Id;
use guiju_program::civil::Date;
use guiju_program::parameter::{Budget, BudgetId, Parameter, ParameterId, ParameterValue};
use guiju_program::source::Span;
use guiju_program::unit::{BaseUnit, Dimension, Unit};
use guiju_program::{Arena, Decimal};

use super::named;
use crate::ast::{self, ExprKind, ItemKind, ParamValue};
use crate::check::number;
use crate::check::units::WrittenUnit;
use crate::compile::{Compiler, Item};
use crate::message::{items, names, units};

/// A number as written, in base units.
pub(crate) struct Figure {
    pub value: Decimal,
    /// `None` where no unit stands behind it.
    pub unit: Option<WrittenUnit>,
}

impl<'a> Compiler<'a> {
    /// Looks up the words of a unit; one that does not exist is reported.
    pub(crate) fn unit(&mut self, unit: &ast::UnitExpr) -> Option<WrittenUnit> {
        let mut written = WrittenUnit {
            dimension: Dimension::pure(),
            multiplier: Decimal::ONE,
            divisor: Decimal::ONE,
            rate: false,
            text: String::new(),
        };
        let mut known = true;
        let above = unit.above.iter().map(|word| (word, true));
        let below = unit.below.iter().map(|word| (word, false));
        for (index, (word, up)) in above.chain(below).enumerate() {
            if up && index > 0 {
                written.text.push(' ');
            } else if !up {
                written.text.push('/');
            }
            written.text.push_str(&word.text);
            let Some(found) = self.units.lookup(&word.text) else {
                if !self.lost.contains(word.text.as_str()) {
                    self.suggestions = self.suggestions.saturating_sub(1);
                    let meant =
                        crate::message::hints::unit(&word.text).filter(|unit| self.units.lookup(unit).is_some());
                    let near = meant.map(str::to_owned).or_else(|| {
                        let nearest = || crate::compile::nearest(&word.text, self.units.names());
                        (self.suggestions > 0).then(nearest).flatten()
                    });
                    self.report(names::unknown_unit(word, near));
                }
                known = false;
                continue;
            };
            let factor = if up { &mut written.multiplier } else { &mut written.divisor };
            match number::times(*factor, found.factor) {
                Some(product) => *factor = product,
                None => {
                    self.report(units::too_large(unit.span));
                    return None;
                }
            }
            written.rate = found.rate;
            if let Some(base) = found.base {
                let dimension = Dimension::of(base);
                written.dimension =
                    if up { written.dimension.times(&dimension) } else { written.dimension.over(&dimension) };
            }
        }
        written.rate = written.rate && written.dimension.is_pure();
        known.then_some(written)
    }

    /// The unit with one exact factor; 元/年 has none, since a year is twelve months.
    pub(crate) fn exact_unit(&mut self, written: &WrittenUnit, span: Span) -> Option<Unit> {
        match number::over(written.multiplier, written.divisor) {
            Some(factor) => Some(Unit { dimension: written.dimension.clone(), factor, text: written.text.clone() }),
            None => {
                self.report(units::inexact_unit(span, &written.text));
                None
            }
        }
    }

    /// A number with its unit, in base units.
    pub(crate) fn figure(&mut self, value: Decimal, unit: Option<&ast::UnitExpr>, span: Span) -> Option<Figure> {
        let Some(unit) = unit else {
            return Some(Figure { value: value.normalize(), unit: None });
        };
        let written = self.unit(unit)?;
        let Some(product) = number::times(value, written.multiplier) else {
            self.report(units::too_large(span));
            return None;
        };
        let Some(value) = number::over(product, written.divisor) else {
            self.report(units::inexact_number(span, &written.text));
            return None;
        };
        Some(Figure { value, unit: Some(written) })
    }

    /// A number that is written out, with or without a minus.
    pub(crate) fn written_figure(&mut self, expr: &ast::Expr) -> Option<Option<Figure>> {
        match &expr.kind {
            ExprKind::Quantity { number, unit } => Some(self.figure(*number, unit.as_ref(), expr.span)),
            ExprKind::Negate(inner) => match &inner.kind {
                ExprKind::Quantity { number, unit } => Some(self.figure(-*number, unit.as_ref(), expr.span)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Enters parameters and budgets.
    pub(super) fn declare_money(&mut self, items: &'a [ast::Item]) {
        let mut open = Vec::new();
        let mut budgets = Vec::new();
        for item in items {
            match &item.kind {
                ItemKind::Param(param) => {
                    let id = ParameterId::from_index(self.program.parameters.len());
                    self.enter(&param.name.name, Item::Parameter(id));
                    let cites = self.cite_all(&param.cites);
                    let (unit, value) = self.param_value(param);
                    if matches!(param.value, ParamValue::Open(_)) {
                        open.push(&param.name.name);
                    }
                    self.program.parameters.push(Parameter {
                        name: named(&param.name),
                        unit,
                        value,
                        reviewed_until: param.reviewed_until,
                        cites,
                        span: item.span,
                    });
                }
                ItemKind::Budget(budget) => {
                    let id = BudgetId::from_index(budgets.len());
                    self.enter(&budget.name.name, Item::Budget(id));
                    let cites = self.cite_all(&budget.cites);
                    let (unit, amount) = self.budget_amount(budget);
                    self.program.budgets.push(Budget {
                        name: named(&budget.name),
                        amount,
                        unit,
                        out_of: None,
                        unspent: budget.unspent,
                        cites,
                        span: item.span,
                    });
                    budgets.push(budget);
                }
                _ => {}
            }
        }
        if !open.is_empty() {
            self.report(items::open_parameters(&open));
        }
        self.link_budgets(&budgets);
    }

    pub(crate) fn param_value(&mut self, param: &'a ast::Param) -> (Option<Unit>, ParameterValue) {
        // The figure of a parameter with an error is of no account: no program comes of it.
        let wrong = (None, ParameterValue::Open);
        match &param.value {
            ParamValue::Open(None) => (None, ParameterValue::Open),
            ParamValue::Open(Some(unit)) => {
                let written = self.unit(unit);
                let unit = written.and_then(|written| self.exact_unit(&written, unit.span));
                (unit, ParameterValue::Open)
            }
            ParamValue::Value(expr) => {
                if let ExprKind::Date(date) = expr.kind {
                    return (None, ParameterValue::Date(date));
                }
                match self.param_figure(expr) {
                    Some((unit, value)) => (Some(unit), ParameterValue::Number(value)),
                    None => wrong,
                }
            }
            ParamValue::Dated(figures) => match self.dated(figures) {
                Some((unit, figures)) => (Some(unit), ParameterValue::Dated(figures)),
                None => wrong,
            },
        }
    }

    fn dated(&mut self, figures: &[(Date, ast::Expr, Span)]) -> Option<(Unit, Vec<(Date, Decimal)>)> {
        let mut unit: Option<Unit> = None;
        let mut values: Vec<(Date, Decimal)> = Vec::new();
        let mut right = true;
        let mut last: Option<(Date, Span)> = None;
        for (date, expr, span) in figures {
            if let Some((before, at)) = last
                && before >= *date
            {
                self.report(items::dates_out_of_order(*span, at, before == *date));
                right = false;
            }
            last = Some((*date, *span));
            let Some((this, value)) = self.param_figure(expr) else {
                right = false;
                continue;
            };
            match &unit {
                Some(first) if first.dimension != this.dimension => {
                    self.report(units::other_dimension(expr.span, &first.text, &this.text));
                    right = false;
                }
                Some(_) => {}
                None => unit = Some(this),
            }
            values.push((*date, value));
        }
        (right && !values.is_empty()).then(|| Some((unit?, values))).flatten()
    }

    fn param_figure(&mut self, expr: &ast::Expr) -> Option<(Unit, Decimal)> {
        let Some(figure) = self.written_figure(expr) else {
            self.not_a_figure(expr.span, items::param_not_literal);
            return None;
        };
        let figure = figure?;
        // The text of a figure's unit is for display: its factor need only be right where it can be exact.
        let unit = figure.unit.map_or_else(Unit::pure, |written| Unit {
            factor: number::over(written.multiplier, written.divisor).unwrap_or(Decimal::ONE),
            dimension: written.dimension,
            text: written.text,
        });
        Some((unit, figure.value))
    }

    /// Reports what should be a figure, and may be one in words.
    fn not_a_figure(&mut self, span: Span, otherwise: impl FnOnce(Span) -> guiju_program::Diagnostic) {
        let text = self.text(span);
        if let Some(digits) = crate::numerals::in_digits(text) {
            self.report(crate::message::typing::number_in_words(span, text, &digits));
        } else if let Some(unit) = spaced_unit(text) {
            self.report(crate::message::typing::spaced_unit(span, &unit));
        } else {
            self.report(otherwise(span));
        }
    }

    fn budget_amount(&mut self, budget: &'a ast::Budget) -> (Unit, Decimal) {
        let expr = &budget.amount;
        let money = Dimension::of(BaseUnit::Money);
        match self.written_figure(expr) {
            Some(Some(figure)) => {
                let unit = figure.unit.map_or_else(Unit::pure, |written| Unit {
                    factor: number::over(written.multiplier, written.divisor).unwrap_or(Decimal::ONE),
                    dimension: written.dimension,
                    text: written.text,
                });
                if unit.dimension != money {
                    let bare = unit.dimension.is_pure().then(|| self.text(expr.span));
                    self.report(units::budget_not_money(expr.span, &unit.dimension, bare));
                } else if figure.value.is_sign_negative() {
                    self.report(items::negative_budget(expr.span, &budget.name.name));
                }
                (unit, figure.value)
            }
            Some(None) => (Unit::pure(), Decimal::ZERO),
            None => {
                self.not_a_figure(expr.span, |span| items::budget_not_literal(span, &budget.name.name));
                (Unit::pure(), Decimal::ZERO)
            }
        }
    }

    fn link_budgets(&mut self, budgets: &[&'a ast::Budget]) {
        let mut wholes = Vec::new();
        for budget in budgets {
            let whole = budget.out_of.as_ref().and_then(|name| match self.names.get(name.text.as_str()) {
                Some((Item::Budget(whole), _)) => Some(*whole),
                _ => {
                    self.unknown_item(name, names::BUDGET, |i| matches!(i, Item::Budget(_)));
                    None
                }
            });
            wholes.push(whole);
        }
        let next: Vec<_> = wholes.iter().map(|whole| whole.map(Id::index)).collect();
        for circle in crate::cycle::circles(&next) {
            let names: Vec<_> =
                circle.iter().filter_map(|id| budgets.get(*id)).map(|budget| &budget.name.name).collect();
            self.report(items::budget_in_circle(&names));
            for id in circle {
                if let Some(whole) = wholes.get_mut(id) {
                    *whole = None;
                }
            }
        }
        for ((_, budget), whole) in self.program.budgets.iter_mut().zip(wholes) {
            budget.out_of = whole;
        }
    }
}

/// Parts of each budget, in the order of the policy.
pub(crate) fn parts(budgets: &Arena<BudgetId, Budget>) -> Vec<(BudgetId, Vec<BudgetId>)> {
    let mut parts: Vec<Vec<BudgetId>> = vec![Vec::new(); budgets.len()];
    for (id, budget) in budgets.iter() {
        if let Some(whole) = budget.out_of.and_then(|whole| parts.get_mut(whole.index())) {
            whole.push(id);
        }
    }
    budgets.ids().zip(parts).filter(|(_, parts)| !parts.is_empty()).collect()
}

/// `2.27万元 / 户` without its blanks, if it is such a number.
fn spaced_unit(text: &str) -> Option<String> {
    let (above, below) = text.split_once('/')?;
    let (above, below) = (above.trim_end(), below.trim_start());
    let number = above.starts_with(|c: char| c.is_ascii_digit());
    let name = !below.is_empty() && below.chars().all(unicode_ident::is_xid_continue);
    (number && name && !above.contains(char::is_whitespace)).then(|| format!("{above}/{below}"))
}
