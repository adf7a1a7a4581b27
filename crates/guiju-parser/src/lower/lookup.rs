//! Figures of tables.

use guiju_program::expr::ExprKind;
use guiju_program::source::Span;
use guiju_program::table::{KeyType, TableId};

use super::scope::Scope;
use super::{Typed, Want};
use crate::ast;
use crate::check::types::{Num, Ty};
use crate::compile::{Compiler, Item};
use crate::message::units::Together;
use crate::message::{names, tables};

impl Compiler<'_> {
    /// `补助标准[类型, 时长].上限`
    pub(super) fn lookup(&mut self, scope: &mut Scope, lookup: &ast::Lookup, span: Span) -> Typed {
        let (name, keys, column) = (&lookup.table, &lookup.keys, lookup.column.as_ref());
        let table = match self.names.get(name.text.as_str()) {
            Some((Item::Table(table), _)) => *table,
            _ => {
                self.unknown_item(name, names::TABLE, |item| matches!(item, Item::Table(_)));
                // What is wrong with the keys is wrong whatever the table.
                for key in keys {
                    self.expr(scope, key, Want::Anything);
                }
                return Typed::unknown(span);
            }
        };
        if self.broken_tables.contains(&table) {
            return Typed::unknown(span);
        }
        let definition = &self.program.tables[table];
        if definition.keys.len() != keys.len() {
            let called: Vec<&str> = definition.keys.iter().map(|key| key.name.as_str()).collect();
            let found = tables::wrong_key_count(span, name, &called, keys.len());
            self.report(found);
            return Typed::unknown(span);
        }
        let types: Vec<(KeyType, String)> =
            definition.keys.iter().map(|key| (key.ty.clone(), key.name.text.clone())).collect();
        let mut lowered = Vec::with_capacity(keys.len());
        for (key, (ty, called)) in keys.iter().zip(types) {
            lowered.push(self.key(scope, key, &ty, &called));
        }
        let Some(column) = self.column(table, name, column, span) else {
            return Typed::unknown(span);
        };
        let keys: Option<Vec<_>> = lowered.into_iter().collect();
        let Some(keys) = keys else {
            return Typed::unknown(span);
        };
        let unit = self.program.tables[table].columns.get(column).map(|column| &column.unit);
        let num = unit.map_or_else(Num::pure, |unit| {
            let rate = unit.dimension.is_pure() && unit.text != "1";
            Num::of(unit.dimension.clone()).with_rate(rate)
        });
        let kind = ExprKind::Lookup { table, keys, column };
        self.typed(kind, Ty::Number(num), span)
    }

    /// A value for a key column; `None` after an error.
    fn key(&mut self, scope: &mut Scope, key: &ast::Expr, ty: &KeyType, called: &str) -> Option<guiju_program::Expr> {
        let expected = match ty {
            KeyType::Number { unit, .. } => Ty::Number(Num::of(unit.dimension.clone())),
            KeyType::Enumeration(enumeration) => Ty::Enumeration(*enumeration),
            KeyType::Text => Ty::Text,
            KeyType::YesNo => {
                let typed = self.condition(scope, key);
                return (!typed.ty.is_unknown()).then_some(typed.expr);
            }
        };
        let typed = self.expr(scope, key, Want::beside(&expected));
        if typed.ty.is_unknown() {
            return None;
        }
        let column = Typed { ty: expected, ..Typed::unknown(key.span) };
        if let (Ty::Number(_), KeyType::Number { signed, .. }) = (&typed.ty, ty) {
            self.unify(&typed, &column, key.span, Together::Compared)?;
            if !signed && self.may_be_negative(&typed.expr) {
                self.report(tables::key_may_be_negative(key.span, called));
                return None;
            }
            return Some(typed.expr);
        }
        let ty = self.one_type(&typed, &column, key.span);
        (!ty.is_unknown()).then_some(typed.expr)
    }

    /// The index of a column; `None` after an error.
    fn column(&mut self, table: TableId, name: &ast::Name, column: Option<&ast::Name>, span: Span) -> Option<usize> {
        let columns = &self.program.tables[table].columns;
        let called: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let found = match column {
            None if columns.len() == 1 => return Some(0),
            None => tables::which_column(span, name, &called),
            Some(column) => match called.iter().position(|name| *name == column.text) {
                Some(index) => return Some(index),
                None => {
                    let near = crate::compile::nearest(&column.text, called.iter().copied());
                    tables::unknown_column(column, name, &called, near)
                }
            },
        };
        self.report(found);
        None
    }
}
