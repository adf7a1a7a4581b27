//! Gathers facts from several sources and turns them into one set.

use std::sync::Arc;

use guiju_evaluator::{Facts, FactsBuilder};
use guiju_program::diagnostic::{FactsPlace, Place, Severity};
use guiju_program::schema::{FieldId, RecordId};
use guiju_program::value::{Cell, Value};
use guiju_program::{Diagnostic, Program};

use crate::keys::{canonical, own_key};
use crate::origin::{Files, Origin, Origins};
use crate::plan::{FieldPlan, Plan, TablePlan, Target};
use crate::problem::{Problem, describe};
use crate::sink::Sink;
use crate::spelling::shown;

/// Reads facts (事实) for a program: JSON documents, CSV files and rows of Rust structs, in any order and number.
/// Tables may be spread over several of them. The loader takes names and bytes, and opens no file itself.
///
/// ```
/// use guiju_data::Loader;
/// use guiju_program::Program;
///
/// let program = Program::default();
/// let mut loader = Loader::new(&program);
/// loader.json("facts.json", br#"{"no_such_table": []}"#);
/// let loaded = loader.finish();
/// assert!(loaded.facts.is_none());
/// assert_eq!(loaded.diagnostics[0].code, "unknown-table");
/// ```
pub struct Loader<'p> {
    pub(crate) plan: Arc<Plan>,
    pub(crate) sink: Sink,
    pub(crate) files: Files,
    pub(crate) tables: Vec<TableState>,
    builder: FactsBuilder<'p>,
}

/// What came of loading.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The facts; `None` if and only if a diagnostic is an error.
    pub facts: Option<Facts>,
    /// What is to be said about the facts, in the order of the sources; at most 1,000 errors are told in words, and
    /// the last diagnostic counts the rest.
    pub diagnostics: Vec<Diagnostic>,
}

/// What is known of a table so far.
#[derive(Default)]
pub(crate) struct TableState {
    pub(crate) origins: Origins,
    /// For each field whether a column gave it.
    pub(crate) seen: Vec<bool>,
    /// Whether the table was given as a whole, not row by row inside its owners.
    pub(crate) whole: bool,
    /// Whether rows were given inside their owners.
    pub(crate) nested: bool,
    /// Whether rows were left out because they had no usable key or owner.
    pub(crate) lost: bool,
    /// Owners inside which the table was given.
    owners: Vec<Arc<str>>,
    /// Names of columns that were found to be unknown.
    unknown: Vec<String>,
    /// The fields that those seem to be meant for.
    misnamed: Vec<Target>,
    /// The first file that gave the table.
    first_file: Option<u32>,
}

/// Who owns a row.
#[derive(Clone, Copy)]
pub(crate) enum Owner<'a> {
    /// The row is not said to be owned; right where the record has no parent.
    Nobody,
    /// The owner's full key.
    Key(&'a str),
    /// The owner had no usable key, which was said already.
    Lost,
}

/// One row, read.
pub(crate) struct Row<'a> {
    pub(crate) origin: Origin,
    pub(crate) owner: Owner<'a>,
    pub(crate) cells: &'a [(FieldId, Cell)],
    /// Whether its key could not be read, which was said already.
    pub(crate) bad_key: bool,
}

impl<'p> Loader<'p> {
    /// A loader without any facts yet.
    pub fn new(program: &'p Program) -> Self {
        let plan = Plan::new(program);
        let tables = plan
            .tables()
            .iter()
            .map(|table| TableState { seen: vec![false; table.fields.len()], ..TableState::default() })
            .collect();
        Self {
            plan: Arc::new(plan),
            sink: Sink::default(),
            files: Files::default(),
            tables,
            builder: FactsBuilder::new(program),
        }
    }

    /// Puts everything together: keys, owners and references across all sources.
    pub fn finish(mut self) -> Loaded {
        let plan = Arc::clone(&self.plan);
        for table in plan.tables() {
            self.warn_of_missing_columns(table);
            let Some(state) = self.tables.get_mut(table.record.0 as usize) else {
                continue;
            };
            if state.nested && !state.whole {
                for owner in std::mem::take(&mut state.owners) {
                    self.builder.children_given(table.record, &owner);
                }
            }
        }
        let facts = match self.builder.build() {
            Ok(facts) => Some(facts),
            Err(errors) => {
                for error in errors {
                    crate::built::report(&plan, &self.tables, &self.files, &mut self.sink, &error);
                }
                None
            }
        };
        Loaded { facts: facts.filter(|_| !self.sink.failed()), diagnostics: self.sink.finish() }
    }

    /// Says that a table is given, as a whole or inside the rows that own its rows.
    pub(crate) fn give(&mut self, table: &TablePlan, file: u32, whole: bool) {
        self.builder.give_table(table.record);
        if let Some(state) = self.tables.get_mut(table.record.0 as usize) {
            state.whole |= whole;
            state.nested |= !whole;
            state.first_file.get_or_insert(file);
        }
    }

    /// Says that a column of a table was given.
    pub(crate) fn saw(&mut self, table: &TablePlan, field: FieldId) {
        let state = self.tables.get_mut(table.record.0 as usize);
        if let Some(seen) = state.and_then(|state| state.seen.get_mut(field.0 as usize)) {
            *seen = true;
        }
    }

    /// Adds a row, unless it has no key or owner by which it could be kept. `said` are the child tables of which the
    /// row gives rows. Answers the row's full key if it does.
    pub(crate) fn add_row(&mut self, table: &TablePlan, row: &Row<'_>, said: &[RecordId]) -> Option<Arc<str>> {
        let Some(owner) = self.usable_owner(table, row) else {
            self.lose(table);
            return None;
        };
        if self.sink.full() {
            return None;
        }
        self.builder.push_row(table.record, owner, row.cells);
        if let Some(state) = self.tables.get_mut(table.record.0 as usize) {
            state.origins.push(row.origin);
        }
        if said.is_empty() {
            return None;
        }
        let own = own_key(table, row.cells);
        let full: Arc<str> = match owner {
            Some(owner) => format!("{owner}/{own}").into(),
            None => own.into(),
        };
        for child in said {
            if let Some(state) = self.tables.get_mut(child.0 as usize) {
                state.owners.push(Arc::clone(&full));
            }
        }
        Some(full)
    }

    /// The owner to add the row under, `Some(None)` for nobody; `None` if the row cannot be kept.
    fn usable_owner<'a>(&mut self, table: &TablePlan, row: &Row<'a>) -> Option<Option<&'a str>> {
        if row.bad_key {
            return None;
        }
        if let Some(key) = table.key {
            let cell = row.cells.iter().find(|(field, _)| *field == key);
            if !matches!(cell, Some((_, Cell::Known(_)))) {
                self.blank_key(table, row.origin, key);
                return None;
            }
        }
        match (row.owner, &table.parent) {
            (Owner::Lost, _) => None,
            (Owner::Key(_) | Owner::Nobody, None) => Some(None),
            (Owner::Key(owner), Some(_)) if !owner.is_empty() => Some(Some(owner)),
            (_, Some((_, parent))) => {
                let name = parent.as_str().to_owned();
                self.problem(table, row.origin, Some(&name), |place| {
                    Diagnostic::new(
                        "no-owner",
                        Severity::Error,
                        Place::Facts(place),
                        format!("这一行没有写明属于哪个“{name}”"),
                        format!("the row does not say which {name} it belongs to"),
                    )
                    .help(format!("在“{name}”一列写上它的键"), format!("write its key in the column {name}"))
                });
                None
            }
        }
    }

    fn blank_key(&mut self, table: &TablePlan, origin: Origin, key: FieldId) {
        let name = table.field(key).map_or("", |f| f.name.as_str()).to_owned();
        if self.is_misnamed(table, Target::Field(key)) {
            return;
        }
        self.problem(table, origin, Some(&name), |place| {
            Diagnostic::new(
                "blank-key",
                Severity::Error,
                Place::Facts(place),
                format!("这一行没有键：“{name}”是空的"),
                format!("the row has no key: {name} is blank"),
            )
            .help("每一行都要有键，报告用它来指明这一行", "every row needs its key, by which reports name it")
        });
    }

    /// Remembers that a row of the table is missing, so that references to it are not said to dangle.
    pub(crate) fn lose(&mut self, table: &TablePlan) {
        if let Some(state) = self.tables.get_mut(table.record.0 as usize) {
            state.lost = true;
        }
    }

    /// A cell that cannot be read counts as unknown, and is reported.
    pub(crate) fn bad_cell(
        &mut self,
        table: &TablePlan,
        origin: Origin,
        field: &FieldPlan,
        problem: &Problem,
        seen: &str,
    ) {
        self.problem(table, origin, Some(&field.name), |place| describe(problem, field, seen, place));
    }

    /// Reports an error at a row.
    pub(crate) fn problem(
        &mut self,
        table: &TablePlan,
        origin: Origin,
        column: Option<&str>,
        make: impl FnOnce(FactsPlace) -> Diagnostic,
    ) {
        let files = &self.files;
        self.sink.error(|| make(place(files, Some(table), origin, column)));
    }

    /// Reports a column that the record does not have, once for each name.
    pub(crate) fn unknown_column(&mut self, table: &TablePlan, origin: Origin, name: &str) {
        let near = table.nearest(name).map(str::to_owned);
        let name = shown(name.trim());
        if let Some(state) = self.tables.get_mut(table.record.0 as usize) {
            if state.unknown.contains(&name) {
                return;
            }
            if state.unknown.len() < 100 {
                state.unknown.push(name.clone());
                state.misnamed.extend(near.as_deref().and_then(|near| table.target(near)));
            }
        }
        self.problem(table, origin, Some(&name), |place| {
            let known: Vec<&str> = table.fields.iter().map(|f| f.name.as_str()).take(30).collect();
            let record = table.name.as_str();
            Diagnostic::new(
                "unknown-column",
                Severity::Error,
                Place::Facts(place),
                format!("“{record}”没有“{name}”这个字段"),
                format!("{record} has no field {name}"),
            )
            .help(
                match &near {
                    Some(near) => format!("是不是“{near}”？不要的列请删去"),
                    None => format!("它的字段是：{}。不要的列请删去", known.join("、")),
                },
                match &near {
                    Some(near) => {
                        format!("did you mean {near}? Remove columns that are not wanted")
                    }
                    None => format!("its fields are {}. Remove columns that are not wanted", known.join(", ")),
                },
            )
        });
    }

    /// Reports a table that the policy does not have.
    pub(crate) fn unknown_table(&mut self, origin: Origin, name: &str) {
        let plan = Arc::clone(&self.plan);
        let files = &self.files;
        self.sink.error(|| {
            let near = plan.nearest(name);
            let name = shown(name.trim());
            let all: Vec<&str> = plan.tables().iter().map(|t| t.name.as_str()).take(30).collect();
            Diagnostic::new(
                "unknown-table",
                Severity::Error,
                Place::Facts(FactsPlace { row: None, ..place(files, None, origin, None) }),
                format!("政策里没有“{name}”这种数据"),
                format!("the policy has no record {name}"),
            )
            .help(
                match &near {
                    Some(near) => format!("是不是“{near}”？"),
                    None => format!("它的数据是：{}", all.join("、")),
                },
                match &near {
                    Some(near) => format!("did you mean {near}?"),
                    None => format!("its records are {}", all.join(", ")),
                },
            )
        });
    }

    /// Reports a column or key that gives what another one gave already.
    pub(crate) fn duplicate_column(
        &mut self,
        code: &'static str,
        table: &TablePlan,
        origin: Origin,
        name: &str,
        target: Target,
    ) {
        let plan = Arc::clone(&self.plan);
        let is = table.target_name(target, &plan);
        let name = shown(name.trim());
        self.problem(table, origin, Some(&name), |place| {
            Diagnostic::new(
                code,
                Severity::Error,
                Place::Facts(place),
                format!("“{is}”给了两次，后一次写作“{name}”"),
                format!("{is} is given twice, the second time as {name}"),
            )
            .help("只留一个", "keep one of them")
        });
    }

    /// The owner's full key as the owner's table has it: `2023年5月` is `2023-05` there.
    pub(crate) fn owner_key(&self, table: &TablePlan, text: &str) -> Option<String> {
        let (parent, _) = table.parent.as_ref()?;
        canonical(&self.plan, *parent, text)
    }

    /// Brings a reference into the form that the key has in the table referred to.
    pub(crate) fn canonical_reference(&self, field: &FieldPlan, cell: &mut Cell) {
        if let crate::plan::Kind::Reference(target) = field.kind
            && let Cell::Known(Value::Text(text)) = cell
            && let Some(key) = canonical(&self.plan, target, text)
        {
            *text = key;
        }
    }

    /// Whether a column with a wrong name was said to be this one: that it is missing need not be said again.
    pub(crate) fn is_misnamed(&self, table: &TablePlan, target: Target) -> bool {
        self.tables.get(table.record.0 as usize).is_some_and(|state| state.misnamed.contains(&target))
    }

    fn warn_of_missing_columns(&mut self, table: &TablePlan) {
        let Some(state) = self.tables.get(table.record.0 as usize) else {
            return;
        };
        if state.origins.len() == 0 {
            return;
        }
        let file = state.first_file.map_or("", |file| self.files.name(file));
        let missing: Vec<&FieldPlan> = table
            .fields
            .iter()
            .zip(&state.seen)
            .filter(|(field, seen)| !**seen && !state.misnamed.contains(&Target::Field(field.id)))
            .map(|(field, _)| field)
            .collect();
        let Some((first, more)) = missing.split_first() else {
            return;
        };
        // One message for a table: with the column as its place where it is one.
        let record = table.name.as_str();
        self.sink.warning(|| {
            let names: Vec<&str> = missing.iter().map(|field| field.name.as_str()).collect();
            let (zh, en) = (names.join("”、“"), names.join(", "));
            let (they, count) = if more.is_empty() { ("it", "counts") } else { ("they", "count") };
            let found = Diagnostic::new(
                "missing-column",
                Severity::Warning,
                Place::Facts(FactsPlace {
                    file: file.to_owned(),
                    table: Some(record.to_owned()),
                    column: more.is_empty().then(|| first.name.clone()),
                    ..FactsPlace::default()
                }),
                format!("“{record}”没有给出“{zh}”，每一行都按不知道处理"),
                format!("{record} does not give {en}; {they} {count} as unknown in every row"),
            );
            if missing.iter().all(|field| field.optional) {
                found.help("补上；没有的留空", "add what is missing, blank where there is none")
            } else {
                found.help("知道的话，补上", "add what is missing where it is known")
            }
        });
    }
}

/// A place in facts.
pub(crate) fn place(files: &Files, table: Option<&TablePlan>, origin: Origin, column: Option<&str>) -> FactsPlace {
    FactsPlace {
        file: files.name(origin.file).to_owned(),
        table: table.map(|table| table.name.text.clone()),
        row: (origin.row > 0).then(|| u64::from(origin.row)),
        column: column.map(str::to_owned),
        position: origin.position(),
    }
}
