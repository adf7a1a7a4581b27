//! The facts that a test gives: its rows, with keys for those that name none.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use guiju_evaluator::facts::{FactsError, FactsErrorKind};
use guiju_evaluator::{Exact, Facts, FactsBuilder};
use guiju_program::diagnostic::Bilingual;
use guiju_program::schema::{FieldId, FieldType, RecordId};
use guiju_program::source::Span;
use guiju_program::test_item::{TestItem, TestRow, TestTable};
use guiju_program::value::{Cell, Value};
use guiju_program::{Decimal, Program};

use super::Difference;

/// No test needs more rows than this; a slip of the pen in `×` should not fill the memory.
const MOST_ROWS: u64 = 1_000_000;

/// The facts of a test.
pub(super) struct Given {
    pub facts: Facts,
    /// The full keys of the rows that a label names.
    pub labels: HashMap<(RecordId, String), Vec<String>>,
    /// The label of a row, by its full key.
    pub label_of: HashMap<(RecordId, String), String>,
    /// The rows by their full keys, for records with labels.
    pub rows: HashMap<RecordId, HashMap<String, u32>>,
}

/// Builds the facts of a test.
///
/// # Errors
/// What does not fit together, each with the row where it stands.
pub(super) fn build(program: &Program, test: &TestItem) -> Result<Given, Vec<Difference>> {
    let mut building = Building {
        program,
        builder: FactsBuilder::new(program),
        whole: test.tables.iter().map(|table| table.record).collect(),
        parents: BTreeMap::new(),
        nested: BTreeMap::new(),
        spans: BTreeMap::new(),
        numbers: BTreeMap::new(),
        labels: HashMap::new(),
        label_of: HashMap::new(),
        pushed: 0,
        wrong: Vec::new(),
    };
    for table in &test.tables {
        building.table(table, None);
    }
    building.unknown_children();
    let Building { builder, spans, labels, label_of, mut wrong, .. } = building;
    let facts = match builder.build() {
        Ok(facts) => facts,
        Err(errors) => {
            wrong.extend(errors.iter().map(|error| describe(program, test, &spans, error)));
            return Err(wrong);
        }
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let labelled: BTreeSet<RecordId> = labels.keys().map(|(record, _)| *record).collect();
    let rows = labelled
        .into_iter()
        .map(|record| {
            let len = facts.table(record).map_or(0, |table| table.len());
            let rows = (0..len)
                .filter_map(|row| u32::try_from(row).ok())
                .map(|row| (facts.key(program, record, row), row))
                .collect();
            (record, rows)
        })
        .collect();
    Ok(Given { facts, labels, label_of, rows })
}

struct Building<'p> {
    program: &'p Program,
    builder: FactsBuilder<'p>,
    /// The tables that stand by themselves: all rows that there are.
    whole: BTreeSet<RecordId>,
    /// The full keys of all rows, by record, of records that own others.
    parents: BTreeMap<RecordId, Vec<String>>,
    /// For each child table that stands in rows, the full keys of those rows.
    nested: BTreeMap<RecordId, BTreeSet<String>>,
    /// Where the rows stand, in the order in which they were added.
    spans: BTreeMap<RecordId, Vec<Span>>,
    /// The last number that was used for a key.
    numbers: BTreeMap<RecordId, u64>,
    labels: HashMap<(RecordId, String), Vec<String>>,
    label_of: HashMap<(RecordId, String), String>,
    pushed: u64,
    wrong: Vec<Difference>,
}

impl Building<'_> {
    fn table(&mut self, table: &TestTable, owner: Option<&str>) {
        self.builder.give_table(table.record);
        if let Some(owner) = owner {
            let owners = self.nested.entry(table.record).or_default();
            owners.insert(owner.to_owned());
        }
        for row in &table.rows {
            for copy in 1..=row.repeat {
                self.pushed += 1;
                if self.pushed > MOST_ROWS {
                    if self.pushed == MOST_ROWS + 1 {
                        self.say(
                            row.span,
                            format!("测试的数据超过 {MOST_ROWS} 行"),
                            format!("the test gives more than {MOST_ROWS} rows"),
                        );
                    }
                    return;
                }
                self.row(table.record, row, copy, owner);
            }
        }
    }

    fn row(&mut self, record: RecordId, row: &TestRow, copy: u64, owner: Option<&str>) {
        let definition = &self.program.records[record];
        let mut cells = row.fields.clone();
        let mut own = None;
        if let Some(key) = definition.key {
            let given = cells.iter().find_map(|(field, cell)| match cell {
                Cell::Known(value) if *field == key => Some(value.clone()),
                _ => None,
            });
            let Some(value) = given.or_else(|| self.make_key(record, key, row, copy)) else {
                return;
            };
            own = Some(key_text(&value));
            cells.retain(|(field, _)| *field != key);
            cells.push((key, Cell::Known(value)));
        }
        let number = self.builder.push_row(record, owner, &cells);
        self.spans.entry(record).or_default().push(row.span);
        for (criteria, verdict) in &row.given {
            self.builder.give_verdict(record, number, *criteria, *verdict);
        }
        let full = match (owner, own) {
            (Some(owner), Some(own)) => Some(format!("{owner}/{own}")),
            (None, Some(own)) => Some(own),
            (_, None) => None,
        };
        if let Some(full) = &full {
            self.parents.entry(record).or_default().push(full.clone());
            if let Some(label) = &row.label {
                let rows = self.labels.entry((record, label.text.clone())).or_default();
                rows.push(full.clone());
                self.label_of.insert((record, full.clone()), label.text.clone());
            }
        } else if !row.children.is_empty() {
            let name = definition.name.as_str();
            self.say(
                row.span,
                format!("“{name}”没有键，行里不能再写属于它的行"),
                format!("`{name}` has no key, so its rows cannot own others"),
            );
            return;
        }
        for child in &row.children {
            self.table(child, full.as_deref());
        }
    }

    /// A key for a row that gives none: its label, else a number that no other row has.
    fn make_key(&mut self, record: RecordId, key: FieldId, row: &TestRow, copy: u64) -> Option<Value> {
        let program = self.program;
        let definition = &program.records[record];
        let field = &definition.fields[key];
        let label = row.label.as_ref().map(|label| label.text.as_str());
        let number = self.numbers.entry(record).or_insert(0);
        *number += 1;
        let number = *number;
        match &field.ty {
            FieldType::Text => Some(Value::Text(match (label, row.repeat) {
                (Some(label), 1) => label.to_owned(),
                (Some(label), _) => format!("{label}#{copy}"),
                (None, _) => format!("{}#{number}", definition.name),
            })),
            FieldType::Integer | FieldType::Number(_) => Some(Value::Number(Decimal::from(number))),
            FieldType::Enumeration(_) | FieldType::Reference(_) if label.is_some() && row.repeat == 1 => {
                label.map(|label| Value::Text(label.to_owned()))
            }
            _ => {
                let (record, field) = (definition.name.as_str(), field.name.as_str());
                self.say(
                    row.span,
                    format!("“{record}”的这一行要写上键“{field}”，才分得清是哪一行"),
                    format!("this row of `{record}` needs its key `{field}` to be told from others"),
                );
                None
            }
        }
    }

    /// Rows that say nothing of a child table, which others give, have unknown children.
    fn unknown_children(&mut self) {
        for (child, owners) in &self.nested {
            if self.whole.contains(child) {
                continue;
            }
            let Some(parent) = self.program.records[*child].parent else {
                continue;
            };
            for key in self.parents.get(&parent).into_iter().flatten() {
                if !owners.contains(key) {
                    self.builder.children_unknown(*child, key);
                }
            }
        }
    }

    fn say(&mut self, span: Span, zh: String, en: String) {
        self.wrong.push(Difference { span, text: Bilingual { zh, en } });
    }
}

/// A key as the facts print it.
fn key_text(value: &Value) -> String {
    match value {
        Value::Number(number) => Exact::from(*number).to_string(),
        other => other.to_string(),
    }
}

/// What is wrong with a row.
fn describe(
    program: &Program,
    test: &TestItem,
    spans: &BTreeMap<RecordId, Vec<Span>>,
    error: &FactsError,
) -> Difference {
    let definition = &program.records[error.record];
    let record = definition.name.as_str();
    let place = match error.field.and_then(|field| definition.fields.find(field)) {
        Some(field) => format!("{record}.{}", field.name),
        None => record.to_owned(),
    };
    let (zh, en) = match &error.kind {
        FactsErrorKind::WrongType => {
            ("值和字段的类型不合，或者字段不能没有值".to_owned(), "the value does not fit the field".to_owned())
        }
        FactsErrorKind::Negative => ("不能是负数".to_owned(), "the number may not be negative".to_owned()),
        FactsErrorKind::BlankKey => ("键是空的".to_owned(), "the key is blank".to_owned()),
        FactsErrorKind::DuplicateKey { key, .. } => {
            (format!("键“{key}”用了不止一次"), format!("the key `{key}` is used more than once"))
        }
        FactsErrorKind::DanglingReference { key } => {
            (format!("没有键是“{key}”的行"), format!("no row has the key `{key}`"))
        }
        FactsErrorKind::NoOwner => ("没有写属于哪一行".to_owned(), "the row does not say whose it is".to_owned()),
        FactsErrorKind::UnknownVariant { value } => {
            (format!("“{value}”不在可取的值里"), format!("`{value}` is not one of the values"))
        }
        FactsErrorKind::NotSingle { rows } => {
            (format!("必须恰好一行，写了 {rows} 行"), format!("there must be exactly one row, not {rows}"))
        }
        FactsErrorKind::TooManyRows => ("行太多".to_owned(), "there are too many rows".to_owned()),
    };
    let rows = spans.get(&error.record);
    let span = rows.and_then(|rows| rows.get(error.row)).copied();
    Difference {
        span: span.unwrap_or(test.span),
        text: Bilingual::new(format!("{place}：{zh}"), format!("{place}: {en}")),
    }
}
