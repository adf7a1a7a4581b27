//! Walks over the tree of the text.

use crate::ast::{
    BandRow, Declared, Expr, ExprKind, ItemKind, Limits, OrderKey, ParamValue, TestEntry, TestRow, TestValue, UnitExpr,
};
use crate::ast::{FieldType, KeyType, RowEntry};

/// The name of an item within the one set of names of items, to which documents and samples do not belong.
pub(super) fn declared(item: &ItemKind) -> Option<&Declared> {
    match item {
        ItemKind::Source(_) | ItemKind::Sample(_) => None,
        _ => crate::amend::declared(item),
    }
}

/// What an expression of an item is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// It is judged, or computed from facts.
    Judged,
    /// It is a figure that the policy sets apart from its rules: of a param, a budget or a table, or the step of a rounding.
    Stated,
}

/// Calls `f` for the expressions of an item that stand in no other one, with the path of what they belong to; tests and
/// samples have none.
pub(super) fn for_each_expr<'a>(item: &'a ItemKind, f: &mut dyn FnMut(&str, Use, &'a Expr)) {
    let name = declared(item).map(|declared| declared.name.text.as_str()).unwrap_or_default();
    let keys = |order: &'a [OrderKey], f: &mut dyn FnMut(&str, Use, &'a Expr)| {
        order.iter().for_each(|key| f(name, Use::Judged, &key.value));
    };
    match item {
        ItemKind::Param(param) => match &param.value {
            ParamValue::Value(expr) => f(name, Use::Stated, expr),
            ParamValue::Dated(figures) => figures.iter().for_each(|(_, expr, _)| f(name, Use::Stated, expr)),
            ParamValue::Open(_) => {}
        },
        ItemKind::Budget(budget) => f(name, Use::Stated, &budget.amount),
        ItemKind::Table(table) => {
            for row in &table.rows {
                row.values.iter().flatten().for_each(|value| f(name, Use::Stated, value));
                for cell in &row.cells {
                    if let crate::ast::CellKind::Limits(limits) = &cell.kind {
                        ends(limits).for_each(|end| f(name, Use::Stated, end));
                    }
                }
            }
        }
        ItemKind::Define(define) => f(name, Use::Judged, &define.expr),
        ItemKind::Exclusion(exclusion) => f(name, Use::Judged, &exclusion.define.expr),
        ItemKind::Criteria(criteria) => {
            for condition in &criteria.conditions {
                f(&super::part(name, &condition.name.name.text), Use::Judged, &condition.expr);
            }
        }
        ItemKind::Rule(rule) => f(name, Use::Judged, &rule.expr),
        ItemKind::Award(award) => {
            award.requires.iter().for_each(|expr| f(name, Use::Judged, expr));
            f(name, Use::Judged, &award.amount);
            award.draw.iter().for_each(|draw| keys(&draw.order, f));
            let shares = award.instalments.iter().filter_map(|instalment| instalment.share.as_ref());
            shares.for_each(|share| f(name, Use::Stated, share));
        }
        ItemKind::Cap(cap) => {
            f(name, Use::Judged, &cap.limit);
            keys(&cap.order, f);
        }
        ItemKind::Allocation(allocation) => {
            for expr in
                [&allocation.total, &allocation.weight].into_iter().chain(&allocation.least).chain(&allocation.most)
            {
                f(name, Use::Judged, expr);
            }
            f(name, Use::Stated, &allocation.step);
            keys(&allocation.order, f);
        }
        ItemKind::Policy(_)
        | ItemKind::Source(_)
        | ItemKind::Unit(_)
        | ItemKind::Record(_)
        | ItemKind::Interpretation(_)
        | ItemKind::Calendar(_)
        | ItemKind::Wording(_)
        | ItemKind::Acceptance(_)
        | ItemKind::Test(_)
        | ItemKind::Sample(_)
        | ItemKind::Amendment(_) => {}
    }
}

/// The ends of a band.
pub(super) fn ends(limits: &Limits) -> impl Iterator<Item = &Expr> {
    limits.lower.iter().chain(&limits.upper).map(|limit| &limit.value)
}

/// Calls `f` for each expression directly within one, the bounds of bands excepted.
pub(super) fn for_each_part<'a>(expr: &'a Expr, f: &mut dyn FnMut(&'a Expr)) {
    match &expr.kind {
        ExprKind::Quantity { .. }
        | ExprKind::Text(_)
        | ExprKind::Date(_)
        | ExprKind::Month(_)
        | ExprKind::Year(_)
        | ExprKind::Instant(_)
        | ExprKind::YesNo(_)
        | ExprKind::Path { .. }
        | ExprKind::Whole(_) => {}
        ExprKind::Call(call) => {
            let parts = call.arguments.iter().chain(&call.filters).chain(&call.partition);
            parts.chain(call.keys.iter().map(|(key, _)| key)).for_each(f);
        }
        ExprKind::Bands { value, rows, .. } => {
            f(value);
            rows.iter().for_each(|row| f(&row.amount));
        }
        ExprKind::Lookup(lookup) => lookup.keys.iter().for_each(f),
        ExprKind::Not(inner) | ExprKind::Has(inner) | ExprKind::Negate(inner) => f(inner),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().for_each(f),
        ExprKind::When { condition, then, otherwise } => {
            f(condition);
            f(then);
            otherwise.iter().for_each(|otherwise| f(otherwise));
        }
        ExprKind::Unless { body: a, exception: b, .. }
        | ExprKind::Compare { left: a, right: b, .. }
        | ExprKind::Top { ranking: a, limit: b }
        | ExprKind::Default { value: a, default: b }
        | ExprKind::Binary { left: a, right: b, .. } => {
            f(a);
            f(b);
        }
        ExprKind::OneOf { value, options } => {
            f(value);
            options.iter().for_each(f);
        }
        ExprKind::Range { value: a, from: b, to: c, .. } | ExprKind::WithinPeriod { date: a, start: b, length: c } => {
            f(a);
            f(b);
            f(c);
        }
    }
}

/// Calls `f` for an expression and all within it, the bounds of bands excepted.
pub(super) fn visit<'a>(expr: &'a Expr, f: &mut dyn FnMut(&'a Expr)) {
    f(expr);
    for_each_part(expr, &mut |part| visit(part, f));
}

/// The bands of an expression.
pub(super) fn bands(expr: &Expr) -> &[BandRow] {
    match &expr.kind {
        ExprKind::Bands { rows, .. } => rows,
        _ => &[],
    }
}

/// Calls `f` for each unit that is written in an item, its own declaration excepted.
pub(super) fn for_each_unit<'a>(item: &'a ItemKind, f: &mut dyn FnMut(&'a UnitExpr)) {
    match item {
        ItemKind::Param(param) => {
            if let ParamValue::Open(Some(unit)) = &param.value {
                f(unit);
            }
        }
        ItemKind::Table(table) => {
            table.columns.iter().for_each(|column| f(&column.unit));
            for key in &table.keys {
                if let KeyType::Unit(unit) = &key.ty {
                    f(unit);
                }
            }
        }
        ItemKind::Record(record) => {
            record.counted.iter().for_each(&mut *f);
            for field in &record.fields {
                if let FieldType::Unit(unit) = &field.ty {
                    f(unit);
                }
            }
        }
        ItemKind::Sample(sample) => sample.entries.iter().for_each(|entry| entry_units(entry, f)),
        ItemKind::Test(test) => {
            for entry in &test.rows {
                if let TestEntry::Row(row) = entry {
                    row_units(row, f);
                }
            }
            test.expectations.iter().for_each(|expected| value_units(&expected.expected, f));
        }
        _ => {}
    }
    for_each_expr(item, &mut |_, _, expr| expr_units(expr, f));
}

fn expr_units<'a>(expr: &'a Expr, f: &mut dyn FnMut(&'a UnitExpr)) {
    visit(expr, &mut |part| {
        if let ExprKind::Quantity { unit: Some(unit), .. } = &part.kind {
            f(unit);
        }
        for row in bands(part) {
            ends(&row.limits).for_each(|end| expr_units(end, f));
        }
    });
}

fn row_units<'a>(row: &'a TestRow, f: &mut dyn FnMut(&'a UnitExpr)) {
    row.entries.iter().for_each(|entry| entry_units(entry, f));
}

fn entry_units<'a>(entry: &'a RowEntry, f: &mut dyn FnMut(&'a UnitExpr)) {
    match entry {
        RowEntry::Field(_, value) => value_units(value, f),
        RowEntry::Child(row) => row_units(row, f),
    }
}

fn value_units<'a>(value: &'a TestValue, f: &mut dyn FnMut(&'a UnitExpr)) {
    if let TestValue::Expr(expr) = value {
        expr_units(expr, f);
    }
}
