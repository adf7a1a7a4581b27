//! Records with their fields.

use std::collections::HashMap;

use guiju_program::arena::{Arena, Id};
use guiju_program::schema::{Enumeration, EnumerationId, Field, FieldId, FieldType, Record, RecordId};
use guiju_program::source::Span;
use guiju_program::unit::{Dimension, Unit};

use super::named;
use crate::ast::{self, ItemKind};
use crate::compile::{Compiler, Item, Member};
use crate::message::{items, names};
use crate::type_words::{TYPES, TypeWord, type_word};

/// Enumerations that have been seen, so that fields with the same values have the same type.
type Known = HashMap<(Vec<(String, Option<String>)>, bool), EnumerationId>;

/// How many records may belong to one another in a line: a row's key names all of its owners, and rows are read and
/// evaluated level by level. Regulations have three or four.
const LEVELS: usize = 8;

impl<'a> Compiler<'a> {
    /// Enters all records: first their names, so that fields and parents may come in any order.
    pub(super) fn declare_records(&mut self, items: &'a [ast::Item]) {
        let mut records = Vec::new();
        for item in items {
            if let ItemKind::Record(record) = &item.kind {
                let id = RecordId::from_index(records.len());
                records.push((record, item.span));
                self.members.push(HashMap::new());
                self.enter(&record.name.name, Item::Record(id));
            }
        }
        let mut known = Known::new();
        let mut parents = Vec::new();
        for (record, span) in &records {
            let parent = record.parent.as_ref().and_then(|name| self.record_named(name));
            parents.push(parent);
            let declared = self.declare_record(record, *span, parent, &mut known);
            self.program.records.push(declared);
        }
        self.check_parents(&records, &parents);
    }

    fn declare_record(
        &mut self,
        record: &'a ast::Record,
        span: Span,
        parent: Option<RecordId>,
        known: &mut Known,
    ) -> Record {
        let id = RecordId::from_index(self.program.records.len());
        let mut members: HashMap<&'a str, Member> = HashMap::new();
        if let (Some(parent), Some(name)) = (parent, &record.parent) {
            members.insert(&name.text, Member::Parent(parent));
        }
        let mut fields: Arena<FieldId, Field> = Arena::new();
        for field in &record.fields {
            let name = &field.name.name;
            match members.get(name.text.as_str()) {
                Some(Member::Field(first)) => {
                    let first = fields.find(*first).map_or(name.span, |first| first.span);
                    self.report(names::declared_twice(name, first));
                }
                Some(_) => self.report(names::field_like_parent(name)),
                None => {
                    members.insert(&name.text, Member::Field(FieldId::from_index(fields.len())));
                }
            }
            let found = self.declared_type(field, known);
            if found.is_none() {
                self.untyped.insert((id, FieldId::from_index(fields.len())));
            }
            let known_type = found.is_some();
            let ty = found.unwrap_or(FieldType::Text);
            if field.signed && known_type && !matches!(ty, FieldType::Integer | FieldType::Number(_)) {
                self.report(items::signed_not_a_number(field.span));
            }
            fields.push(Field {
                name: named(&field.name),
                ty,
                optional: field.optional,
                signed: field.signed,
                span: field.span,
            });
        }
        let own = |name: &ast::Name| match members.get(name.text.as_str()) {
            Some(Member::Field(field)) => Some(*field),
            _ => None,
        };
        let key = record.key.as_ref().and_then(|name| match own(name) {
            None => {
                self.unknown_field(name, &record.name.name.text, &members);
                None
            }
            Some(field) => {
                if fields[field].optional {
                    self.report(items::optional_key(name));
                }
                Some(field)
            }
        });
        let rule_date = record.rule_date.as_ref().and_then(|name| match own(name) {
            None => {
                self.unknown_field(name, &record.name.name.text, &members);
                None
            }
            Some(field) => {
                if fields[field].ty != FieldType::Date {
                    self.report(items::rule_date_not_a_date(name));
                }
                Some(field)
            }
        });
        let counted = record.counted.iter().filter_map(|unit| self.noun(unit)).collect();
        if record.single && record.parent.is_some() {
            self.report(items::single_with_parent(&record.name.name));
        }
        if let Some(slot) = self.members.get_mut(id.index()) {
            *slot = members;
        }
        Record { name: named(&record.name), fields, key, parent, counted, rule_date, single: record.single, span }
    }

    fn unknown_field(&mut self, name: &ast::Name, record: &str, members: &HashMap<&'a str, Member>) {
        let near = self.nearest(&name.text, members.keys().copied());
        self.report(names::unknown_member(name, record, near));
    }

    /// A noun in which rows are counted (计).
    fn noun(&mut self, unit: &ast::UnitExpr) -> Option<Dimension> {
        let written = self.unit(unit)?;
        if unit.above.len() != 1
            || !unit.below.is_empty()
            || written.multiplier != guiju_program::Decimal::ONE
            || written.dimension.is_pure()
        {
            self.report(items::not_a_noun(unit.span, &written.text));
            return None;
        }
        Some(written.dimension)
    }

    /// The type of a field; `None` where it could not be told, which was reported.
    fn declared_type(&mut self, field: &'a ast::Field, known: &mut Known) -> Option<FieldType> {
        match &field.ty {
            ast::FieldType::Enumeration { variants, open, span } => {
                let enumeration = self.enumeration(variants, *open, *span, known);
                Some(FieldType::Enumeration(enumeration))
            }
            ast::FieldType::Unit(unit) => self.plain_field_type(unit),
        }
    }

    fn plain_field_type(&mut self, unit: &ast::UnitExpr) -> Option<FieldType> {
        if let ([word], []) = (unit.above.as_slice(), unit.below.as_slice()) {
            let name = word.text.as_str();
            if let Some(word) = type_word(name) {
                return Some(match word {
                    TypeWord::Text => FieldType::Text,
                    TypeWord::YesNo => FieldType::YesNo,
                    TypeWord::Integer => FieldType::Integer,
                    TypeWord::Number => FieldType::Number(Unit::pure()),
                    TypeWord::Date => FieldType::Date,
                    TypeWord::Month => FieldType::Month,
                    TypeWord::Year => FieldType::Year,
                    TypeWord::Instant => FieldType::Instant,
                });
            }
            if let Some((Item::Record(record), _)) = self.names.get(name) {
                return Some(FieldType::Reference(*record));
            }
            if self.units.lookup(name).is_none() {
                if self.lost.contains(name) {
                    return None;
                }
                let meant = crate::message::hints::kind(name).map(str::to_owned);
                let near = meant.or_else(|| self.nearest_type(name));
                self.report(names::unknown_type(word, near));
                return None;
            }
        }
        let written = self.unit(unit)?;
        self.exact_unit(&written, unit.span).map(FieldType::Number)
    }

    fn nearest_type(&mut self, name: &str) -> Option<String> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        let types = TYPES.iter().flat_map(|(_, zh, en)| [*zh, *en]);
        let records = self.program.records.values().map(|r| r.name.text.as_str());
        crate::compile::nearest(name, types.chain(records).chain(self.units.names()))
    }

    fn enumeration(
        &mut self,
        variants: &'a [ast::Declared],
        open: bool,
        span: Span,
        known: &mut Known,
    ) -> EnumerationId {
        let mut by_name: HashMap<String, usize> = HashMap::new();
        let mut values = Vec::new();
        for variant in variants {
            let name = &variant.name;
            if let Some(first) = by_name.get(&name.text) {
                let first = variants.get(*first).map_or(span, |first| first.name.span);
                self.report(names::declared_twice(name, first));
                continue;
            }
            by_name.insert(name.text.clone(), values.len());
            values.push(named(variant));
        }
        if values.is_empty() {
            self.report(items::no_values(span));
        }
        let key = values.iter().map(|value| (value.text.clone(), value.label.clone())).collect();
        let (program, tables) = (&mut self.program, &mut self.variants);
        *known.entry((key, open)).or_insert_with(|| {
            tables.push(by_name);
            program.enumerations.push(Enumeration { variants: values, open })
        })
    }

    /// No record owns itself, over any number of steps, and none has too many owners above it.
    fn check_parents(&mut self, records: &[(&'a ast::Record, Span)], parents: &[Option<RecordId>]) {
        let next: Vec<_> = parents.iter().map(|parent| parent.map(Id::index)).collect();
        for circle in crate::cycle::circles(&next) {
            let names: Vec<_> =
                circle.iter().filter_map(|id| records.get(*id)).map(|(record, _)| &record.name.name).collect();
            self.report(items::owned_in_circle(&names));
            for id in circle {
                if let Some(record) = self.program.records.find_mut(RecordId::from_index(id)) {
                    record.parent = None;
                }
            }
        }
        // Of a line of records that goes deeper, the first too deep is reported, and what belongs to it is not.
        for (id, (record, _)) in records.iter().enumerate() {
            let above = |id: &RecordId| self.program.records.find(*id).and_then(|record| record.parent);
            let owners = std::iter::successors(above(&RecordId::from_index(id)), above);
            if owners.take(LEVELS + 1).count() == LEVELS {
                self.report(items::owned_too_deep(&record.name.name, LEVELS));
            }
        }
    }
}
