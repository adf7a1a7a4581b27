//! Figures over rows: which rows, which of them, and what of them.

use guiju_program::Bilingual;
use guiju_program::expr::{Aggregate, AggregateFunction, Expr, ExprKind, Relation, RowPath, RowSet, RowVar};
use guiju_program::schema::{FieldId, FieldType, RecordId};
use guiju_program::source::Span;
use guiju_program::unit::{BaseUnit, Dimension};

use super::scope::{About, Scope};
use super::{Typed, Want};
use crate::ast;
use crate::check::types::{Num, Ty};
use crate::check::whole::misplaced_this;
use crate::compile::{Compiler, Item};
use crate::message::{rows, types};
use crate::resolve::Meaning;

/// The first argument of an aggregate.
struct Table<'e> {
    rows: RowSet,
    /// What of each row; empty: the rows themselves.
    rest: &'e [ast::Name],
    span: Span,
}

/// Whether rows are taken in an order (按).
const fn is_ordered(function: AggregateFunction) -> bool {
    matches!(function, AggregateFunction::Latest | AggregateFunction::Earliest | AggregateFunction::Consecutive)
}

impl Compiler<'_> {
    pub(super) fn aggregate(
        &mut self,
        scope: &mut Scope,
        call: &ast::Call,
        function: AggregateFunction,
        span: Span,
    ) -> Typed {
        let table = self.table(scope, call, span);
        let mut inner = scope.inside(table.as_ref().map(|table| table.rows.record));
        // Filters stand behind the amount and are asked before it.
        let mut filters = Vec::with_capacity(call.filters.len());
        for filter in &call.filters {
            let filter = self.condition(&mut inner, filter);
            inner.assume(&filter.expr, true);
            filters.push(filter.expr);
        }
        let Some(table) = table else {
            return self.without_table(function, span);
        };
        let name = self.program.records[table.rows.record].name.text.clone();
        let asks = matches!(function, AggregateFunction::Share | AggregateFunction::All | AggregateFunction::Any);
        let asked = if asks {
            let asked = filters.pop();
            if asked.is_none() {
                let asked = self.typical_condition(table.rows.record);
                let put = |part: &str| {
                    let plain = || format!("{}({name}{part})", call.function.text);
                    self.with_part(span, span.end.saturating_sub(closing(self.text(span))), part).unwrap_or_else(plain)
                };
                let written = (put(&format!(" 其中 {}", asked.zh)), put(&format!(" where {}", asked.en)));
                self.report(rows::filter_missing(span, &call.function.text, written));
            }
            asked
        } else {
            None
        };
        let value = self.amount(&mut inner, &table, function, call, &name, span);
        let keys = self.row_order(&mut inner, &table, function, call, span);
        let ordered = is_ordered(function);
        let unexpected = call.keys.first().map(|(key, _)| key).filter(|_| !ordered);
        if let Some(unexpected) = call.partition.first().or(unexpected) {
            let function = &call.function.text;
            self.report(types::wrong_arguments(
                unexpected.span,
                function,
                &format!("{function}({name} 其中 …)"),
                &format!("{function}({name} where …)"),
            ));
        }
        if table.rows.relation == Relation::Whole && scope.own().is_some() {
            let filters: Vec<&Expr> = filters.iter().collect();
            let value = value.as_ref().map(|value| &value.expr);
            let others: Vec<&Expr> = value.into_iter().chain(&asked).chain(&keys).collect();
            // What is asked of the rows may speak of the own row as a filter may.
            let (asked_too, values): (Vec<&Expr>, Vec<&Expr>) =
                others.into_iter().partition(|other| Some(other.span) == asked.as_ref().map(|asked| asked.span));
            let filters: Vec<&Expr> = filters.into_iter().chain(asked_too).collect();
            for place in misplaced_this(&filters, &values) {
                self.report(rows::this_in_whole(place));
            }
        }
        let ty = self.aggregate_type(function, table.rows.record, value.as_ref());
        let value = value.map(|value| value.expr);
        let aggregate = Aggregate { function, rows: table.rows, filters, value, asked, keys };
        self.typed(ExprKind::Aggregate(Box::new(aggregate)), ty, span)
    }

    /// A condition on the rows of a record that may serve as an example: with a field of it.
    fn typical_condition(&self, record: RecordId) -> Bilingual {
        if let Some(field) = self.typical(record, |ty| *ty == FieldType::YesNo) {
            return Bilingual::new(field.clone(), field);
        }
        if let Some(field) = self.typical(record, crate::resolve::is_number) {
            return Bilingual::new(format!("{field} 不低于 …"), format!("{field} at least …"));
        }
        match self.typical(record, |_| true) {
            Some(field) => Bilingual::new(format!("{field} 为 …"), format!("{field} is …")),
            None => Bilingual::new("条件", "condition"),
        }
    }

    /// The type where the table does not exist: as much as the function says.
    fn without_table(&self, function: AggregateFunction, span: Span) -> Typed {
        match function {
            AggregateFunction::All | AggregateFunction::Any => self.typed(ExprKind::YesNo(false), Ty::Condition, span),
            _ => Typed::unknown(span),
        }
    }

    fn aggregate_type(&self, function: AggregateFunction, record: RecordId, value: Option<&Typed>) -> Ty {
        match function {
            AggregateFunction::Count => Ty::Number(Num::count(record)),
            AggregateFunction::Share => Ty::Number(Num::rate()),
            AggregateFunction::All | AggregateFunction::Any => Ty::Condition,
            AggregateFunction::Distinct => Ty::Number(Num::pure()),
            AggregateFunction::Consecutive => Ty::Number(Num::of(Dimension::of(BaseUnit::Month))),
            AggregateFunction::Sum
            | AggregateFunction::Min
            | AggregateFunction::Max
            | AggregateFunction::Mean
            | AggregateFunction::Median
            | AggregateFunction::Latest
            | AggregateFunction::Earliest => value.map_or(Ty::Unknown, |value| value.ty.clone()),
        }
    }

    /// What is summed or compared: `T.x`.
    fn amount(
        &mut self,
        inner: &mut Scope,
        table: &Table<'_>,
        function: AggregateFunction,
        call: &ast::Call,
        name: &str,
        span: Span,
    ) -> Option<Typed> {
        let called = &call.function.text;
        let needed = match function {
            AggregateFunction::Count
            | AggregateFunction::All
            | AggregateFunction::Any
            | AggregateFunction::Consecutive => {
                if !table.rest.is_empty() {
                    self.report(rows::value_unwanted(table.span, called, name));
                }
                return None;
            }
            AggregateFunction::Share => false,
            _ => true,
        };
        if table.rest.is_empty() {
            if needed {
                let fits = if function == AggregateFunction::Distinct {
                    |_: &FieldType| true
                } else {
                    crate::resolve::is_number
                };
                let field = self.typical(table.rows.record, fits);
                let written = field.map(|field| {
                    let plain = || format!("{called}({name}.{field})");
                    self.with_part(span, table.span.end, &format!(".{field}")).unwrap_or_else(plain)
                });
                self.report(rows::value_missing(span, called, name, written.as_deref()));
            }
            return None;
        }
        let row = RowPath::new(RowVar::Current, table.rows.record);
        let meaning = self.walk(inner, row, table.rest, table.span, false);
        let value = self.meant(meaning, table.span);
        let ordered = matches!(
            function,
            AggregateFunction::Min | AggregateFunction::Max | AggregateFunction::Latest | AggregateFunction::Earliest
        );
        if function == AggregateFunction::Distinct {
            if value.ty == Ty::Condition {
                self.report(rows::conditions_told_apart(table.span));
                return Some(Typed::unknown(table.span));
            }
            return Some(value);
        }
        let fits = match &value.ty {
            Ty::Number(_) | Ty::Unknown => true,
            ty => ordered && ty.is_ordered(),
        };
        if !fits {
            let is = value.ty.describe(&self.program.records);
            self.report(types::not_a_number(table.span, &is));
            return Some(Typed::unknown(table.span));
        }
        Some(value)
    }

    /// By what rows are ordered: for latest and earliest any ordered values, for consecutive the month.
    fn row_order(
        &mut self,
        inner: &mut Scope,
        table: &Table<'_>,
        function: AggregateFunction,
        call: &ast::Call,
        span: Span,
    ) -> Vec<Expr> {
        if !is_ordered(function) {
            return Vec::new();
        }
        let called = &call.function.text;
        let months = function == AggregateFunction::Consecutive;
        let mut keys = Vec::with_capacity(call.keys.len());
        for (key, ascending) in &call.keys {
            let key = self.in_row(inner, key);
            let fits = if months { key.ty == Ty::Month } else { key.ty.is_ordered() };
            if let Some(ascending) = ascending {
                self.report(rows::order_turned(key.expr.span, called, *ascending));
            } else if !fits && !key.ty.is_unknown() {
                let is = key.ty.describe_value(&self.program.records);
                let found =
                    if months { rows::not_a_month(key.expr.span, &is) } else { types::wrong_key(key.expr.span, &is) };
                self.report(found);
            }
            keys.push(key.expr);
        }
        let name = self.program.records[table.rows.record].name.text.clone();
        match keys.as_slice() {
            [] if months => keys.extend(self.month_key(table, span, called)),
            [] => {
                let field = self.typical(table.rows.record, crate::resolve::is_calendar);
                let written = self.ordered(span, called, &name, field, ("日期", "date"));
                self.report(rows::order_missing(span, called, written));
            }
            [_, second, ..] if months => self.report(rows::one_month(second.span, called)),
            _ => {}
        }
        keys
    }

    /// A call as it would read with an order, by that field or, where the record has none, by what such a field is called.
    fn ordered(
        &self,
        span: Span,
        called: &str,
        name: &str,
        field: Option<String>,
        (zh, en): (&str, &str),
    ) -> (String, String) {
        let put = |part: String| {
            let plain = || format!("{called}({name}{part})");
            self.with_part(span, span.end.saturating_sub(closing(self.text(span))), &part).unwrap_or_else(plain)
        };
        let field = field.as_deref();
        (put(format!(" 按 {}", field.unwrap_or(zh))), put(format!(" by {}", field.unwrap_or(en))))
    }

    /// The key of a table, where it is a month.
    fn month_key(&mut self, table: &Table<'_>, span: Span, called: &str) -> Option<Expr> {
        let record = table.rows.record;
        let declared = &self.program.records[record];
        let key = declared.key.filter(|key| declared.fields[*key].ty == FieldType::Month);
        let Some(field) = key else {
            let name = declared.name.text.clone();
            let field = self.typical(record, |ty| *ty == FieldType::Month);
            let written = self.ordered(span, called, &name, field, ("年月", "month"));
            self.report(rows::month_missing(span, called, &name, written));
            return None;
        };
        let row = RowPath::new(RowVar::Current, record);
        Some(self.typed(ExprKind::Field { row, field }, Ty::Month, span).expr)
    }

    /// A field, definition or criteria that was found as the amount of a row.
    fn meant(&mut self, meaning: Meaning, span: Span) -> Typed {
        match meaning {
            Meaning::Field { row, record, field } => {
                let ty = self.field_type(record, field);
                self.typed(ExprKind::Field { row, field }, ty, span)
            }
            Meaning::Define { row, define } => {
                let known = self.defines.get(define.0 as usize).and_then(|item| item.ty.clone());
                let ty = known.unwrap_or(Ty::Unknown);
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
            Meaning::Parameter(_) | Meaning::Budget(_) | Meaning::AsOf | Meaning::InForce | Meaning::Lost => {
                Typed::unknown(span)
            }
        }
    }

    /// The rows that an aggregate is over.
    fn table<'e>(&mut self, scope: &mut Scope, call: &'e ast::Call, span: Span) -> Option<Table<'e>> {
        let called = &call.function.text;
        let [argument] = call.arguments.as_slice() else {
            self.report(types::wrong_arguments(
                span,
                called,
                &format!("{called}(数据 其中 条件)"),
                &format!("{called}(record where condition)"),
            ));
            return None;
        };
        let span = argument.span;
        match &argument.kind {
            ast::ExprKind::Whole(path) => {
                let (name, rest) = path.names.split_first()?;
                let record = self.table_named(scope, name)?;
                if let Some(via) = &call.via {
                    self.report(rows::via_without_row(via));
                }
                let relation = Relation::Whole;
                let rows = RowSet { record, relation };
                Some(Table { rows, rest, span })
            }
            ast::ExprKind::Path { this: false, path } => {
                let (name, rest) = path.names.split_first()?;
                let record = self.table_named(scope, name)?;
                let relation = self.relation(scope, record, name, call.via.as_ref())?;
                let rows = RowSet { record, relation };
                Some(Table { rows, rest, span })
            }
            _ => {
                self.report(rows::argument_not_a_table(span));
                None
            }
        }
    }

    /// The record of that name; that there is none is reported.
    pub(super) fn table_named(&mut self, scope: &Scope, name: &ast::Name) -> Option<RecordId> {
        if let Some((Item::Record(record), _)) = self.names.get(name.text.as_str()) {
            return Some(*record);
        }
        if scope.lost || self.lost.contains(name.text.as_str()) {
            return None;
        }
        let run_together = || crate::words::split_words(&name.text);
        let known = self.names.contains_key(name.text.as_str())
            || scope.current.is_some_and(|record| self.member(record, &name.text).is_some());
        if !known && let Some(spaced) = run_together() {
            self.report(crate::message::names::run_together(name, &spaced, false));
            return None;
        }
        self.suggestions = self.suggestions.saturating_sub(1);
        let near = (!known && self.suggestions > 0)
            .then(|| {
                let tables = self.program.records.values().map(|r| r.name.text.as_str());
                crate::compile::nearest(&name.text, tables)
            })
            .flatten();
        self.report(rows::not_a_table(name, near));
        None
    }

    /// How the rows of a table belong to the current row or group.
    fn relation(
        &mut self,
        scope: &Scope,
        table: RecordId,
        name: &ast::Name,
        via: Option<&ast::Name>,
    ) -> Option<Relation> {
        if let About::Group(record) = scope.about {
            if record == table && via.is_none() {
                return Some(Relation::Group);
            }
            if !scope.in_aggregate && self.belongs(table, record) {
                let owner = self.program.records[record].name.text.clone();
                self.report(rows::group_table(name, &owner));
                return None;
            }
        }
        let Some(current) = scope.current else {
            if let Some(via) = via {
                self.report(rows::via_without_row(via));
            }
            return Some(Relation::Whole);
        };
        if let Some(via) = via {
            return match self.program.records[table].field(&via.text) {
                Some((field, declared)) if declared.ty == FieldType::Reference(current) => {
                    Some(Relation::Referring(field))
                }
                _ => {
                    let records = &self.program.records;
                    let references = self.references(table, current);
                    let fields: Vec<&str> =
                        references.iter().map(|f| records[table].fields[*f].name.as_str()).collect();
                    let child = records[table].parent == Some(current);
                    let owner = records[current].name.as_str();
                    let found = rows::no_such_reference(via, &name.text, owner, &fields, child);
                    self.report(found);
                    None
                }
            };
        }
        if self.program.records[table].parent == Some(current) {
            return Some(Relation::Children);
        }
        match self.references(table, current).as_slice() {
            [] => {}
            [one] => return Some(Relation::Referring(*one)),
            many => {
                let fields = &self.program.records[table].fields;
                let names: Vec<&str> = many.iter().map(|f| fields[*f].name.as_str()).collect();
                let owner = self.program.records[current].name.as_str();
                let found = rows::ambiguous_reference(name, owner, &names);
                self.report(found);
                return None;
            }
        }
        if let Some(own) = scope.own()
            && scope.in_aggregate
            && self.belongs(table, own)
        {
            let records = &self.program.records;
            let (owner, around) = (records[own].name.as_str(), records[current].name.as_str());
            let found = rows::nested_table(name, owner, around);
            self.report(found);
            return None;
        }
        Some(Relation::Whole)
    }

    /// Whether a table's rows belong to rows of a record, as children or by a reference.
    fn belongs(&self, table: RecordId, record: RecordId) -> bool {
        self.program.records[table].parent == Some(record) || !self.references(table, record).is_empty()
    }

    /// The fields of a table that refer to a record.
    fn references(&self, table: RecordId, record: RecordId) -> Vec<FieldId> {
        self.program.records[table]
            .fields
            .iter()
            .filter(|(_, field)| field.ty == FieldType::Reference(record))
            .map(|(id, _)| id)
            .collect()
    }

    /// An expression in the row of a table, as a key of a ranking.
    pub(super) fn in_row(&mut self, inner: &mut Scope, expr: &ast::Expr) -> Typed {
        self.expr(inner, expr, Want::Anything)
    }
}

/// How many bytes the bracket takes that a call ends with.
fn closing(call: &str) -> u32 {
    let last = call.chars().next_back().filter(|last| matches!(last, ')' | '）'));
    last.map_or(0, char::len_utf8).try_into().unwrap_or_default()
}
