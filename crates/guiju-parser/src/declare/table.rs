//! Tables of figures.

use std::collections::HashMap;

use guiju_program::arena::Id;
use guiju_program::name;
use guiju_program::schema::{EnumerationId, FieldType};
use guiju_program::source::Span;
use guiju_program::table::{KeyType, Range, Table, TableCell, TableColumn, TableId, TableKey, TableRow};
use guiju_program::unit::Unit;
use guiju_program::{Bilingual, Decimal, Type};

use super::named;
use crate::ast::{self, Cell, CellKind, CellValue, ItemKind};
use crate::check::coverage::{Axis, Example, MOST_COMBINATIONS, MOST_ROWS, Pick, check};
use crate::check::types::{Num, Ty, describe_dimension};
use crate::compile::{Compiler, Item, Member};
use crate::lower::Typed;
use crate::lower::scope::{About, Scope};
use crate::message::{names, tables, units};
use crate::type_words::{TypeWord, type_word};

impl<'a> Compiler<'a> {
    /// Enters tables; records and parameters are entered already.
    pub(super) fn declare_tables(&mut self, items: &'a [ast::Item]) {
        for item in items {
            if let ItemKind::Table(table) = &item.kind {
                let id = TableId::from_index(self.program.tables.len());
                self.enter(&table.name.name, Item::Table(id));
                let before = self.diagnostics.len();
                let declared = self.declare_table(table, item.span);
                if self.diagnostics.len() > before {
                    self.broken_tables.insert(id);
                }
                self.program.tables.push(declared);
            }
        }
    }

    fn declare_table(&mut self, table: &'a ast::Table, span: Span) -> Table {
        let before = self.diagnostics.len();
        let mut keys = Vec::new();
        for key in &table.keys {
            if let Some(earlier) = table.keys.iter().find(|other| other.name.text == key.name.text)
                && earlier.span != key.span
            {
                self.report(names::declared_twice(&key.name, earlier.name.span));
            }
            if let Some(ty) = self.key_type(key) {
                keys.push(TableKey { name: name::Name::new(key.name.text.clone()), ty });
            }
        }
        let mut columns: Vec<TableColumn> = Vec::new();
        let mut nameless = false;
        for column in &table.columns {
            let written = self.plain_unit(&column.unit);
            let name = match &column.name {
                Some(declared) => {
                    let name = named(declared);
                    if columns.iter().any(|known| known.name.text == name.text) {
                        self.report(names::declared_twice(&declared.name, table.name.name.span));
                    }
                    name
                }
                None => {
                    // Said once for all columns.
                    if table.columns.len() > 1 && !std::mem::replace(&mut nameless, true) {
                        let unit = self.text(column.unit.span);
                        self.report(tables::column_needs_name(column.unit.span, unit));
                    }
                    named(&table.name)
                }
            };
            if let Some(unit) = written {
                columns.push(TableColumn { name, unit });
            }
        }
        let mut declared = Table {
            name: named(&table.name),
            keys,
            columns,
            rows: Vec::new(),
            reviewed_until: table.reviewed_until,
            cites: self.cite_all(&table.cites),
            span,
        };
        // With a column of which nothing is known, its cells cannot be looked at.
        if declared.keys.len() == table.keys.len() && declared.columns.len() == table.columns.len() {
            let others = named_values(table);
            if is_too_large(table, &others) {
                self.report(tables::too_large(table.name.name.span));
                return declared;
            }
            for row in &table.rows {
                if let Some(row) = self.table_row(row, &declared, &others) {
                    declared.rows.push(row);
                }
            }
            if self.diagnostics.len() == before {
                self.check_table(&declared, table);
            }
        }
        declared
    }

    /// A unit, with 数 for plain numbers.
    fn plain_unit(&mut self, unit: &ast::UnitExpr) -> Option<Unit> {
        if let ([word], []) = (unit.above.as_slice(), unit.below.as_slice())
            && type_word(&word.text).is_some_and(TypeWord::is_number)
            && self.units.lookup(&word.text).is_none()
        {
            return Some(Unit::pure());
        }
        let written = self.unit(unit)?;
        self.exact_unit(&written, unit.span)
    }

    /// What a key column holds; `None` after an error.
    fn key_type(&mut self, key: &'a ast::TableKey) -> Option<KeyType> {
        match &key.ty {
            ast::KeyType::Unit(unit) => {
                if let ([word], []) = (unit.above.as_slice(), unit.below.as_slice()) {
                    match type_word(&word.text) {
                        Some(TypeWord::Text) => return Some(KeyType::Text),
                        Some(TypeWord::YesNo) => return Some(KeyType::YesNo),
                        _ => {}
                    }
                }
                self.plain_unit(unit).map(|unit| KeyType::Number { unit, signed: key.signed })
            }
            ast::KeyType::Field(path) => {
                let [record_name, field_name] = path.names.as_slice() else {
                    self.report(tables::not_a_field(path.span));
                    return None;
                };
                let record = self.record_named(record_name)?;
                let Some(Member::Field(field)) = self.member(record, &field_name.text) else {
                    if !self.lost.contains(field_name.text.as_str()) {
                        let known = self.program.records[record].fields.values();
                        let known: Vec<&str> = known.map(|field| field.name.as_str()).collect();
                        let near = crate::compile::nearest(&field_name.text, known.into_iter());
                        self.report(names::unknown_member(field_name, &record_name.text, near));
                    }
                    return None;
                };
                if self.untyped.contains(&(record, field)) {
                    return None;
                }
                let field = &self.program.records[record].fields[field];
                let signed = field.signed || key.signed;
                Some(match &field.ty {
                    FieldType::Text => KeyType::Text,
                    FieldType::YesNo => KeyType::YesNo,
                    FieldType::Integer => KeyType::Number { unit: Unit::pure(), signed },
                    FieldType::Number(unit) => KeyType::Number { unit: unit.clone(), signed },
                    FieldType::Enumeration(enumeration) => KeyType::Enumeration(*enumeration),
                    _ => {
                        self.report(tables::wrong_key_type(key.span));
                        return None;
                    }
                })
            }
        }
    }

    fn table_row(&mut self, row: &'a ast::TableRow, table: &Table, others: &[Vec<&'a str>]) -> Option<TableRow> {
        let names: [Vec<&str>; 2] = [
            table.keys.iter().map(|key| key.name.as_str()).collect(),
            table.columns.iter().map(|column| column.name.as_str()).collect(),
        ];
        for (names, (keys, found)) in names.iter().zip([(true, row.cells.len()), (false, row.values.len())]) {
            if names.len() != found {
                self.report(tables::wrong_row_length(row.span, keys, names, found));
                return None;
            }
        }
        let mut cells = Vec::new();
        for ((cell, key), others) in row.cells.iter().zip(&table.keys).zip(others) {
            cells.extend(self.table_cell(cell, &key.ty, others));
        }
        let mut values = Vec::new();
        for (value, column) in row.values.iter().zip(&table.columns) {
            match value {
                None => values.push(None),
                Some(expr) => values.extend(self.table_figure(expr, &column.unit).map(Some)),
            }
        }
        let complete = cells.len() == table.keys.len() && values.len() == table.columns.len();
        complete.then_some(TableRow { cells, values, span: row.span })
    }

    fn table_figure(&mut self, expr: &ast::Expr, unit: &Unit) -> Option<Decimal> {
        let Some(figure) = self.written_figure(expr) else {
            self.report(tables::figure_not_literal(expr.span));
            return None;
        };
        let figure = figure?;
        let dimension = figure.unit.map(|unit| unit.dimension).unwrap_or_default();
        if dimension != unit.dimension {
            let (needed, is) = (describe_dimension(&unit.dimension), describe_dimension(&dimension));
            let bare = dimension.is_pure().then(|| self.text(expr.span));
            self.report(units::wrong_unit(expr.span, &needed, &is, bare));
            return None;
        }
        Some(figure.value)
    }

    fn table_cell(&mut self, cell: &'a Cell, ty: &KeyType, others: &[&'a str]) -> Option<TableCell> {
        let wrong = |zh: &str, en: &str| tables::wrong_cell(cell.span, zh, en);
        match (&cell.kind, ty) {
            (CellKind::Any, _) => Some(TableCell::Any),
            (CellKind::Limits(limits), KeyType::Number { unit, .. }) => {
                let column = Typed { ty: Ty::Number(Num::of(unit.dimension.clone())), ..Typed::unknown(cell.span) };
                let mut scope = Scope::new(About::Whole);
                self.range_of(&mut scope, &column, limits, false).map(TableCell::Range)
            }
            (_, KeyType::Number { unit, .. }) => {
                let Bilingual { zh, en } = describe_dimension(&unit.dimension);
                self.report(wrong(
                    &format!("一档（{zh}），如 不低于 …、低于 …、… 至 …"),
                    &format!("bands ({en}), such as at least …, below …, … to …"),
                ));
                None
            }
            (CellKind::Other, KeyType::Enumeration(enumeration)) => {
                let known = others.iter().filter_map(|name| self.variant(*enumeration, name));
                let mut known: Vec<usize> = known.collect();
                known.sort_unstable();
                Some(TableCell::OtherVariants(known))
            }
            (CellKind::Other, KeyType::Text) => {
                Some(TableCell::OtherTexts(others.iter().map(|text| (*text).to_owned()).collect()))
            }
            (CellKind::Values(values), KeyType::Enumeration(enumeration)) => {
                self.variant_cell(values, *enumeration).map(TableCell::Variants)
            }
            (CellKind::Values(values), KeyType::Text) => {
                let mut texts = Vec::new();
                for value in values {
                    match text_of(value) {
                        Some(text) => texts.push(text.to_owned()),
                        None => self.report(wrong("文本", "text")),
                    }
                }
                (texts.len() == values.len()).then_some(TableCell::Texts(texts))
            }
            (CellKind::Values(values), KeyType::YesNo) => match values.as_slice() {
                [CellValue::YesNo(yes, _)] => Some(TableCell::YesNo(*yes)),
                [CellValue::YesNo(a, _), CellValue::YesNo(b, _)] if a != b => Some(TableCell::Any),
                _ => {
                    self.report(wrong("“是”或“否”", "yes or no"));
                    None
                }
            },
            (_, KeyType::YesNo) => {
                self.report(wrong("“是”或“否”", "yes or no"));
                None
            }
            (CellKind::Limits(_), _) => {
                self.report(wrong("取值，不是一档数", "values, not bands of numbers"));
                None
            }
        }
    }

    fn variant_cell(&mut self, values: &'a [CellValue], enumeration: EnumerationId) -> Option<Vec<usize>> {
        let mut indices = Vec::new();
        for value in values {
            match value {
                CellValue::Name(name) => match self.variant(enumeration, &name.text) {
                    Some(index) => indices.push(index),
                    None => self.unknown_value(enumeration, name),
                },
                CellValue::Text(text) => {
                    self.report(crate::message::types::quoted_value(text.span, &text.text));
                }
                CellValue::YesNo(_, span) => {
                    self.report(tables::wrong_cell(*span, "列出的取值", "values of a list"));
                }
            }
        }
        (indices.len() == values.len()).then_some(indices)
    }

    /// Reports gaps, overlaps and rows that are never reached.
    fn check_table(&mut self, table: &Table, written: &ast::Table) {
        let name = written.name.name.span;
        if table.rows.is_empty() {
            self.report(tables::no_bands(name));
            return;
        }
        let rows = table.rows.len();
        let axes: Vec<Axis> = table.keys.iter().enumerate().map(|(at, key)| self.axis(table, at, &key.ty)).collect();
        let types: Vec<Option<Type>> = table
            .keys
            .iter()
            .map(|key| match &key.ty {
                KeyType::Number { unit, .. } => Some(Type::Number(unit.dimension.clone())),
                _ => None,
            })
            .collect();
        let places: Vec<Span> = table.rows.iter().map(|row| row.span).collect();
        self.report_findings(check(&axes, rows), name, &places, &types, false);
    }

    /// A key column cut into classes.
    fn axis(&self, table: &Table, at: usize, ty: &KeyType) -> Axis {
        let rows = table.rows.len();
        let cell = |row: usize| table.rows.get(row).and_then(|row| row.cells.get(at));
        let picks = |pick: &dyn Fn(&TableCell) -> Pick| -> Vec<Pick> {
            (0..rows).map(|row| cell(row).map_or(Pick::All, pick)).collect()
        };
        match ty {
            KeyType::Number { signed, .. } => {
                let ranges: Vec<Option<Range>> = (0..rows)
                    .map(|row| match cell(row) {
                        Some(TableCell::Range(range)) => Some(range.clone()),
                        _ => None,
                    })
                    .collect();
                Axis::numbers(&ranges, *signed)
            }
            KeyType::YesNo => {
                let both = [Example::YesNo(true), Example::YesNo(false)];
                Axis::values(
                    both,
                    false,
                    &picks(&|cell| match cell {
                        TableCell::YesNo(yes) => Pick::These(vec![usize::from(!*yes)]),
                        _ => Pick::All,
                    }),
                )
            }
            KeyType::Enumeration(enumeration) => {
                let enumeration = &self.program.enumerations[*enumeration];
                let named = enumeration.variants.iter().map(|variant| Example::Value(variant.text.clone()));
                Axis::values(
                    named,
                    enumeration.open,
                    &picks(&|cell| match cell {
                        TableCell::Variants(indices) => Pick::These(indices.clone()),
                        TableCell::OtherVariants(indices) => Pick::Others(indices.clone()),
                        _ => Pick::All,
                    }),
                )
            }
            KeyType::Text => {
                let mut places: HashMap<&str, usize> = HashMap::new();
                let mut texts: Vec<&String> = Vec::new();
                for row in &table.rows {
                    if let Some(TableCell::Texts(named)) = row.cells.get(at) {
                        for text in named {
                            places.entry(text).or_insert_with(|| {
                                texts.push(text);
                                texts.len() - 1
                            });
                        }
                    }
                }
                let named = texts.iter().map(|text| Example::Value((*text).clone()));
                let of = |named: &[String]| {
                    let mut found: Vec<usize> =
                        named.iter().filter_map(|text| places.get(text.as_str()).copied()).collect();
                    found.sort_unstable();
                    found
                };
                Axis::values(
                    named,
                    true,
                    &picks(&|cell| match cell {
                        TableCell::Texts(named) => Pick::These(of(named)),
                        TableCell::OtherTexts(named) => Pick::Others(of(named)),
                        _ => Pick::All,
                    }),
                )
            }
        }
    }
}

/// Whether a table is larger than anyone reads: looking for gaps would take too long.
fn is_too_large(table: &ast::Table, named: &[Vec<&str>]) -> bool {
    let others = |at: usize| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(at));
        cells.filter(|cell| cell.kind == CellKind::Other).count()
    };
    let listed = |(at, named): (usize, &Vec<&str>)| named.len().saturating_mul(others(at)) > MOST_COMBINATIONS;
    table.rows.len() > MOST_ROWS || named.iter().enumerate().any(listed)
}

fn text_of(value: &CellValue) -> Option<&str> {
    match value {
        CellValue::Name(name) => Some(&name.text),
        CellValue::Text(text) => Some(&text.text),
        CellValue::YesNo(..) => None,
    }
}

/// The values that the rows of each key column name: 其余 is all others.
fn named_values(table: &ast::Table) -> Vec<Vec<&str>> {
    let mut named: Vec<Vec<&str>> = vec![Vec::new(); table.keys.len()];
    for row in &table.rows {
        for (cell, named) in row.cells.iter().zip(&mut named) {
            if let CellKind::Values(values) = &cell.kind {
                named.extend(values.iter().filter_map(text_of));
            }
        }
    }
    for named in &mut named {
        named.sort_unstable();
        named.dedup();
    }
    named
}
