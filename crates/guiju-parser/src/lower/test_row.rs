//! Rows of tests, and the samples that they start from.

use std::collections::{HashMap, HashSet};

use guiju_program::name;
use guiju_program::rule::CriteriaId;
use guiju_program::schema::{FieldId, FieldType, RecordId};
use guiju_program::source::Span;
use guiju_program::test_item::{TestRow, TestTable};
use guiju_program::value::{Cell, Value, Verdict};

use super::test_value::span_of;
use crate::ast::{self, RowEntry, TestValue};
use crate::compile::{Compiler, Item, Member};
use crate::message::{names, tests};

/// More rows of one kind are refused: a test is an example.
const MOST_ROWS: u64 = 1_000_000;

/// What a row or a sample gives.
#[derive(Clone, Default)]
pub(super) struct Given {
    fields: Vec<(FieldId, Cell)>,
    verdicts: Vec<(CriteriaId, Verdict)>,
    children: Vec<TestTable>,
}

/// All samples, with what those give that they start from.
pub(super) type Samples<'a> = HashMap<&'a str, (RecordId, Given)>;

impl<'a> Compiler<'a> {
    /// Checks all samples. Each is lowered once, after the one that it starts from.
    pub(super) fn lower_samples(&mut self) -> Samples<'a> {
        let mut samples = Samples::new();
        let mut tried = HashSet::new();
        let mut order: Vec<(&'a ast::Sample, Span)> = self.samples.values().copied().collect();
        order.sort_by_key(|(_, span)| *span);
        for (sample, _) in order {
            // The samples that it starts from, the nearest first.
            let mut chain = vec![sample];
            let mut in_chain = HashSet::from([sample.name.name.text.as_str()]);
            while let Some(like) = chain.last().and_then(|last| last.like.as_ref()) {
                if tried.contains(like.text.as_str()) {
                    break;
                }
                if !in_chain.insert(&like.text) {
                    let mut ring: Vec<&str> = chain
                        .iter()
                        .map(|sample| sample.name.name.text.as_str())
                        .skip_while(|name| *name != like.text)
                        .take(10)
                        .collect();
                    ring.push(&like.text);
                    self.report(tests::sample_circle(like.span, &ring));
                    tried.extend(chain.iter().map(|sample| sample.name.name.text.as_str()));
                    break;
                }
                match self.samples.get(like.text.as_str()) {
                    Some((next, _)) => chain.push(next),
                    None => break,
                }
            }
            for sample in chain.into_iter().rev() {
                let name = sample.name.name.text.as_str();
                if !tried.insert(name) {
                    continue;
                }
                let Some(record) = self.record_named(&sample.record) else {
                    continue;
                };
                let base = match &sample.like {
                    None => Given::default(),
                    Some(like) => self.like(record, like, &samples),
                };
                let given = self.entries(record, base, &sample.entries, &samples);
                samples.insert(name, (record, given));
            }
        }
        samples
    }

    /// What a sample gives to a row of a record.
    fn like(&mut self, record: RecordId, name: &ast::Name, samples: &Samples<'a>) -> Given {
        match samples.get(name.text.as_str()) {
            Some((of, given)) if *of == record => given.clone(),
            Some((of, _)) => {
                let records = &self.program.records;
                let (has, needs) = (records[*of].name.as_str(), records[record].name.as_str());
                let found = tests::sample_of_other(name, has, needs);
                self.report(found);
                Given::default()
            }
            None => {
                if !self.samples.contains_key(name.text.as_str()) && !self.lost.contains(name.text.as_str()) {
                    let known: Vec<&str> = self.samples.keys().copied().collect();
                    let near = self.nearest(&name.text, known.into_iter());
                    self.report(names::unknown_item(name, names::SAMPLE, near));
                }
                Given::default()
            }
        }
    }

    /// A row of a test with its children.
    pub(super) fn row(&mut self, record: RecordId, row: &ast::TestRow, samples: &Samples<'a>) -> TestRow {
        let base = match &row.like {
            None => Given::default(),
            Some(like) => self.like(record, like, samples),
        };
        let given = self.entries(record, base, &row.entries, samples);
        let repeat = match row.repeat {
            None => 1,
            Some((count, span)) => {
                if count == 0 || count > MOST_ROWS {
                    self.report(tests::repeat(span));
                }
                count
            }
        };
        TestRow {
            label: row.label.as_ref().map(|label| name::Name::new(label.text.clone())),
            repeat,
            fields: given.fields,
            given: given.verdicts,
            children: given.children,
            span: row.span,
        }
    }

    /// What entries give, in place of what the base gives.
    fn entries(&mut self, record: RecordId, mut given: Given, entries: &[RowEntry], samples: &Samples<'a>) -> Given {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        // Child tables that the entries themselves give: they take the place of the base's.
        let mut own_tables: HashSet<RecordId> = HashSet::new();
        for entry in entries {
            match entry {
                RowEntry::Field(name, value) => {
                    if let Some(first) = seen.insert(&name.text, name.span) {
                        self.report(tests::field_twice(name, first));
                        continue;
                    }
                    self.field(record, name, value, &mut given, &mut own_tables);
                }
                RowEntry::Child(row) => {
                    let Some(child) = self.record_named(&row.record) else {
                        continue;
                    };
                    if self.program.records[child].parent != Some(record) {
                        let owner = self.program.records[record].name.text.clone();
                        self.report(tests::not_a_child(&row.record, &owner));
                        continue;
                    }
                    if let Some(none) = seen.get(row.record.text.as_str())
                        && none.source == row.record.span.source
                    {
                        self.report(tests::table_twice(&row.record));
                        continue;
                    }
                    let lowered = self.row(child, row, samples);
                    if own_tables.insert(child) {
                        given.children.retain(|table| table.record != child);
                    }
                    add_row(&mut given.children, child, lowered);
                }
            }
        }
        given
    }

    fn field(
        &mut self,
        record: RecordId,
        name: &ast::Name,
        value: &TestValue,
        given: &mut Given,
        own_tables: &mut HashSet<RecordId>,
    ) {
        match self.member(record, &name.text) {
            Some(Member::Field(field)) => {
                if let Some(cell) = self.cell(record, field, value) {
                    put(&mut given.fields, field, cell);
                }
            }
            Some(Member::Criteria(criteria)) => match value {
                TestValue::Verdict(verdict, _) => put(&mut given.verdicts, criteria, *verdict),
                TestValue::Unknown(_) => given.verdicts.retain(|(known, _)| *known != criteria),
                _ => self.report(tests::value_for_verdict(span_of(value), &name.text, self.text(span_of(value)))),
            },
            Some(Member::Define(_) | Member::Award(_) | Member::Allocation(_)) => {
                self.report(tests::computed_field(name))
            }
            Some(Member::Parent(_)) | None => self.child_table(record, name, value, given, own_tables),
        }
    }

    /// `月度销售: 无` in a row, or a name that is none.
    fn child_table(
        &mut self,
        record: RecordId,
        name: &ast::Name,
        value: &TestValue,
        given: &mut Given,
        own_tables: &mut HashSet<RecordId>,
    ) {
        if let Some((Item::Record(child), _)) = self.names.get(name.text.as_str()) {
            let child = *child;
            if self.program.records[child].parent != Some(record) {
                let owner = self.program.records[record].name.text.clone();
                self.report(tests::not_a_child(name, &owner));
                return;
            }
            match value {
                TestValue::None(_) | TestValue::Unknown(_) => {
                    if !own_tables.insert(child) {
                        self.report(tests::table_twice(name));
                        return;
                    }
                    given.children.retain(|table| table.record != child);
                    if matches!(value, TestValue::None(_)) {
                        given.children.push(TestTable { record: child, rows: Vec::new() });
                    }
                }
                _ => {
                    let number = self.typical(child, crate::resolve::is_number);
                    self.report(crate::message::rows::table_as_value(name, number.as_deref()));
                }
            }
            return;
        }
        if self.lost.contains(name.text.as_str()) {
            return;
        }
        let owner = self.program.records[record].name.text.clone();
        let near = self
            .members
            .get(record.0 as usize)
            .and_then(|members| crate::compile::nearest(&name.text, members.keys().copied()));
        self.report(names::unknown_member(name, &owner, near));
    }

    /// References by a row's label become its key, where that is given; one to no row of a table that is given is
    /// reported.
    pub(super) fn link_references(&mut self, tables: &mut [TestTable]) {
        let mut known: HashMap<RecordId, Rows> = HashMap::new();
        self.collect(tables, &mut known);
        self.link(tables, &known);
    }

    fn collect(&self, tables: &[TestTable], known: &mut HashMap<RecordId, Rows>) {
        for table in tables {
            let key = self.program.records[table.record].key;
            let rows = known.entry(table.record).or_default();
            for row in &table.rows {
                let given = row.fields.iter().find(|(field, _)| Some(*field) == key);
                let key = match given {
                    Some((_, Cell::Known(value))) => Some(value.to_string()),
                    _ => None,
                };
                rows.keyless |= key.is_none() && row.label.is_none();
                if let Some(label) = &row.label {
                    let key = key.clone().unwrap_or_else(|| label.text.clone());
                    rows.labels.insert(label.text.clone(), key);
                }
                rows.keys.extend(key);
            }
            for row in &table.rows {
                self.collect(&row.children, known);
            }
        }
    }

    fn link(&mut self, tables: &mut [TestTable], known: &HashMap<RecordId, Rows>) {
        for table in tables {
            for row in &mut table.rows {
                for (field, cell) in &mut row.fields {
                    let declared = &self.program.records[table.record].fields[*field];
                    let (FieldType::Reference(to), Cell::Known(Value::Text(text))) = (&declared.ty, cell) else {
                        continue;
                    };
                    let Some(rows) = known.get(to) else {
                        continue;
                    };
                    if let Some(key) = rows.labels.get(text) {
                        text.clone_from(key);
                    } else if !rows.keys.contains(text) && !rows.keyless {
                        let known = rows.labels.keys().chain(&rows.keys).map(String::as_str);
                        let near = crate::compile::nearest(text, known);
                        let table = self.program.records[*to].name.as_str();
                        let found = tests::dangling(row.span, declared.name.as_str(), text, table, near);
                        self.report(found);
                    }
                }
                self.link(&mut row.children, known);
            }
        }
    }
}

/// The rows of a table in a test, as references name them.
#[derive(Default)]
struct Rows {
    /// Keys by label.
    labels: HashMap<String, String>,
    keys: HashSet<String>,
    /// Whether a row has neither: its key is made later.
    keyless: bool,
}

/// Adds a row to its table.
pub(super) fn add_row(tables: &mut Vec<TestTable>, record: RecordId, row: TestRow) {
    match tables.iter_mut().find(|table| table.record == record) {
        Some(table) => table.rows.push(row),
        None => tables.push(TestTable { record, rows: vec![row] }),
    }
}

fn put<K: PartialEq, V>(list: &mut Vec<(K, V)>, key: K, value: V) {
    match list.iter_mut().find(|(known, _)| *known == key) {
        Some((_, slot)) => *slot = value,
        None => list.push((key, value)),
    }
}
