//! JSON: one document of tables, child rows inside the rows that own them or in tables of their own.

mod schema;
mod walk;

use std::borrow::Cow;
use std::sync::Arc;

use guiju_program::Diagnostic;
use guiju_program::diagnostic::{FactsPlace, Place, Severity};
use guiju_program::schema::{FieldId, RecordId};
use guiju_program::value::Cell;

pub use schema::json_schema;
use walk::Cursor;

use crate::cell::{put_blank, put_bool, put_number, read_text};
use crate::encoding;
use crate::loader::{Loader, Owner, Row};
use crate::number;
use crate::origin::Origin;
use crate::plan::{FieldPlan, TablePlan, Target};
use crate::problem::Problem;
use crate::spelling::{normal, shown};

/// Rows inside rows go as deep as records belong to each other; a program that is malformed ends here.
const DEEPEST: usize = 64;

impl Loader<'_> {
    /// Reads a JSON document: an object with a list of rows for each record, by its name or label, as
    /// [`json_schema`] describes it. `file_name` is for messages; `bytes` are UTF-8 with or without byte order mark.
    pub fn json(&mut self, file_name: &str, bytes: &[u8]) {
        let file = self.files.add(file_name);
        let text = match encoding::text(file_name, bytes) {
            Ok(text) => text,
            Err(diagnostic) => return self.sink.error(|| *diagnostic),
        };
        let plan = Arc::clone(&self.plan);
        let start = Origin { file, row: 0, position: (0, 0) };
        if text.trim().is_empty() {
            return self.document_error(start, "empty-file", "文件是空的", "the file is empty");
        }
        if !text.trim_start().starts_with('{') {
            let mut cursor = Cursor::new(text);
            let position = cursor.position_of(text.trim_start());
            return self.document_error(
                Origin { position, ..start },
                "not-a-document",
                "文件应当是一个 JSON 对象，每种数据一个键",
                "the file must be one JSON object with a key for each record",
            );
        }
        let mut cursor = Cursor::new(text);
        let mut given: Vec<RecordId> = Vec::new();
        let result = walk::entries(text, &mut |name, value| {
            let origin = Origin { position: cursor.position_of(value), ..start };
            let Some(table) = plan.find(&name) else {
                return self.unknown_table(origin, &name);
            };
            if given.contains(&table.record) {
                let (zh, en) = (format!("“{}”给了两次", table.name), format!("{} is given twice", table.name));
                return self.document_error(origin, "duplicate-key", &zh, &en);
            }
            given.push(table.record);
            let mut rows = Rows { loader: &mut *self, file, cursor: cursor.clone(), depth: 0 };
            rows.table(table, value, Owner::Nobody, true);
        });
        if let Err(error) = result {
            self.syntax_error(file, text, &error);
        }
    }

    fn document_error(&mut self, origin: Origin, code: &'static str, zh: &str, en: &str) {
        let files = &self.files;
        self.sink.error(|| {
            let place = crate::loader::place(files, None, origin, None);
            Diagnostic::new(code, Severity::Error, Place::Facts(place), zh, en).help(
                "文件的样子：{\"服务对象\": [{\"编号\": \"A1\"}]}；guiju schema 给出完整的格式",
                "the file looks like {\"recipient\": [{\"id\": \"A1\"}]}; guiju schema gives the whole form",
            )
        });
    }

    fn syntax_error(&mut self, file: u32, text: &str, error: &serde_json::Error) {
        let (position, byte) = Cursor::position_of_byte(text, error.line(), error.column());
        let origin = Origin { file, row: 0, position };
        let files = &self.files;
        self.sink.error(|| {
            let place = crate::loader::place(files, None, origin, None);
            let (code, zh, en, help_zh, help_en) = match error.classify() {
                serde_json::error::Category::Eof => (
                    "cut-off-json",
                    "文件在这里就断了：还有括号或引号没有合上".to_owned(),
                    "the file ends here, with a bracket or quotation mark still open".to_owned(),
                    "核对文件是否完整",
                    "check that the file is complete",
                ),
                _ if matches!(byte, b'N' | b'I') => (
                    "not-finite",
                    "JSON 里没有 NaN 和 Infinity".to_owned(),
                    "JSON has no NaN and no Infinity".to_owned(),
                    "不知道的值写 null",
                    "write null for a value that is not known",
                ),
                _ if error.to_string().starts_with("recursion limit") => (
                    "nested-too-deep",
                    "括号套括号，一层层太深了".to_owned(),
                    "brackets inside brackets go too deep".to_owned(),
                    "一个表是一组行，一行是一组值：把里层的行另写成一个表",
                    "a table is a list of rows, and a row a group of values: give the inner rows as a table of their own",
                ),
                _ => (
                    "bad-json",
                    "从这里起不合 JSON 的写法".to_owned(),
                    format!("from here on this is not JSON ({})", reason(error)),
                    "多见的原因：缺逗号，末尾多一个逗号，用了单引号或全角引号，数前面有零",
                    "the usual reasons: a missing comma, one too many at the end, other quotation marks, a number with a leading zero",
                ),
            };
            Diagnostic::new(code, Severity::Error, Place::Facts(place), zh, en).help(help_zh, help_en)
        });
    }
}

/// What the reader says, without the place, which is in the diagnostic.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.split_once(" at line ") {
        Some((reason, _)) => reason.to_owned(),
        None => text,
    }
}

/// Reads the rows of tables.
struct Rows<'l, 'p, 'a> {
    loader: &'l mut Loader<'p>,
    file: u32,
    cursor: Cursor<'a>,
    depth: usize,
}

impl<'a> Rows<'_, '_, 'a> {
    /// Reads the rows in the text of a table's value. `whole`: the table is given as such, not inside an owner.
    fn table(&mut self, table: &TablePlan, text: &'a str, owner: Owner<'_>, whole: bool) {
        let origin = self.origin(0, text);
        match text.as_bytes().first() {
            Some(b'[') => {
                self.loader.give(table, self.file, whole);
                let mut number = 0_u32;
                let mut cells = Vec::new();
                let result = walk::items(text, &mut |row| {
                    number = number.saturating_add(1);
                    self.row(table, number, row, owner, &mut cells);
                });
                self.unreadable(table, origin, result);
            }
            Some(b'{') if table.single => {
                self.loader.give(table, self.file, whole);
                self.row(table, 1, text, owner, &mut Vec::new());
            }
            // As if the key were not there: the table is unknown.
            Some(b'n') => {}
            _ => self.loader.problem(table, origin, None, |place| {
                let record = table.name.as_str();
                Diagnostic::new(
                    "not-a-list",
                    Severity::Error,
                    Place::Facts(FactsPlace { row: None, ..place }),
                    format!("“{record}”应当是一个列表，每行一个对象"),
                    format!("{record} must be a list with an object for each row"),
                )
                .help(
                    format!("写成 \"{record}\": [{{…}}, {{…}}]；一行也没有就写 []"),
                    format!("write \"{record}\": [{{…}}, {{…}}], or [] if there is no row"),
                )
            }),
        }
    }

    fn origin(&mut self, row: u32, part: &str) -> Origin {
        Origin { file: self.file, row, position: self.cursor.position_of(part) }
    }

    /// Text that was read once and can still not be taken apart, such as a key with half a surrogate pair.
    fn unreadable(&mut self, table: &TablePlan, origin: Origin, result: Result<(), serde_json::Error>) {
        let Err(error) = result else { return };
        self.loader.lose(table);
        self.loader.problem(table, origin, None, |place| {
            Diagnostic::new(
                "bad-json",
                Severity::Error,
                Place::Facts(place),
                "这里的文字无法读出",
                format!("the text here cannot be read ({})", reason(&error)),
            )
            .help("核对反斜杠后面的写法", "check what stands behind the backslashes")
        });
    }

    fn row(
        &mut self,
        table: &TablePlan,
        number: u32,
        text: &'a str,
        owner: Owner<'_>,
        cells: &mut Vec<(FieldId, Cell)>,
    ) {
        let origin = self.origin(number, text);
        if !text.starts_with('{') {
            self.loader.lose(table);
            return self.loader.problem(table, origin, None, |place| {
                Diagnostic::new(
                    "not-a-row",
                    Severity::Error,
                    Place::Facts(place),
                    format!("一行应当是一个对象，看到的是“{}”", shown(text)),
                    format!("a row must be an object, but here is “{}”", shown(text)),
                )
                .help("写成 {\"字段\": 值, …}", "write {\"field\": value, …}")
            });
        }
        // Cells of earlier rows stay for their memory.
        let mut reading = RowReading {
            used: 0,
            owner_text: None,
            bad_key: false,
            given: Vec::new(),
            children: Vec::new(),
            cursor: None,
        };
        let result = walk::entries(text, &mut |name, value| {
            self.entry(table, origin, &name, value, cells, &mut reading);
        });
        let readable = result.is_ok();
        self.unreadable(table, origin, result);
        let owner = match (&reading.owner_text, owner) {
            (None, owner) => owner,
            (Some(text), Owner::Nobody) => Owner::Key(text),
            (Some(text), Owner::Key(key)) => {
                if text.as_ref() != key {
                    self.other_owner(table, origin, key, text);
                }
                owner
            }
            (Some(_), Owner::Lost) => owner,
        };
        let said: Vec<RecordId> = reading.children.iter().map(|(child, _)| *child).collect();
        let row = Row {
            origin,
            owner,
            cells: cells.get(..reading.used).unwrap_or_default(),
            bad_key: reading.bad_key || !readable,
        };
        let key = self.loader.add_row(table, &row, &said);
        let owner = key.as_deref().map_or(Owner::Lost, Owner::Key);
        self.children(table, origin, owner, &reading.children);
    }

    /// The rows inside a row, which need the row's key and so come after its cells.
    fn children(&mut self, table: &TablePlan, origin: Origin, owner: Owner<'_>, children: &[(RecordId, &'a str)]) {
        if children.is_empty() {
            return;
        }
        if self.depth >= DEEPEST {
            return self.loader.problem(table, origin, None, |place| {
                Diagnostic::new(
                    "nested-too-deep",
                    Severity::Error,
                    Place::Facts(place),
                    format!("行里套行超过 {DEEPEST} 层"),
                    format!("rows inside rows go deeper than {DEEPEST} levels"),
                )
                .help("把里层的行另写成一个表", "give the inner rows as a table of their own")
            });
        }
        let plan = Arc::clone(&self.loader.plan);
        let mut rows =
            Rows { loader: &mut *self.loader, file: self.file, cursor: self.cursor.clone(), depth: self.depth + 1 };
        for (child, text) in children {
            if let Some(child) = plan.table(*child) {
                rows.table(child, text, owner, false);
            }
        }
    }

    fn other_owner(&mut self, table: &TablePlan, origin: Origin, key: &str, text: &str) {
        let name = table.parent.as_ref().map_or("", |(_, name)| name.as_str());
        self.loader.problem(table, origin, Some(name), |place| {
            let (key, text) = (shown(key), shown(text));
            Diagnostic::new(
                "other-owner",
                Severity::Error,
                Place::Facts(place),
                format!("这一行写在“{key}”里面，却说属于“{text}”"),
                format!("the row stands inside {key}, but says that it belongs to {text}"),
            )
            .help(
                format!("删去“{name}”，或把这一行移到“{text}”里面"),
                format!("remove {name}, or move the row into {text}"),
            )
        });
    }

    fn entry(
        &mut self,
        table: &TablePlan,
        row: Origin,
        name: &str,
        value: &'a str,
        cells: &mut Vec<(FieldId, Cell)>,
        reading: &mut RowReading<'a>,
    ) {
        let Some(target) = table.target(name) else {
            let origin = reading.origin(&self.cursor, row, value);
            return self.loader.unknown_column(table, origin, name);
        };
        if reading.given.contains(&target) {
            let origin = reading.origin(&self.cursor, row, value);
            return self.loader.duplicate_column("duplicate-key", table, origin, name, target);
        }
        reading.given.push(target);
        match target {
            Target::Child(child) => {
                if value != "null" {
                    reading.children.push((child, value));
                }
            }
            Target::Owner => match owner_text(value) {
                Some(text) => {
                    let text = match self.loader.owner_key(table, &text) {
                        Some(key) => Cow::Owned(key),
                        None => text,
                    };
                    reading.owner_text = Some(text);
                }
                None if value == "null" => {}
                None => {
                    let origin = reading.origin(&self.cursor, row, value);
                    self.bad_owner(table, origin, value);
                    reading.bad_key = true;
                }
            },
            Target::Field(id) => {
                let Some(field) = table.field(id) else { return };
                self.loader.saw(table, id);
                if reading.used == cells.len() {
                    cells.push((id, Cell::Unknown));
                }
                let Some(slot) = cells.get_mut(reading.used) else {
                    return;
                };
                reading.used += 1;
                slot.0 = id;
                match read_value(field, value, &mut slot.1) {
                    Ok(()) => self.loader.canonical_reference(field, &mut slot.1),
                    Err(problem) => {
                        slot.1 = Cell::Unknown;
                        reading.bad_key |= table.key == Some(id);
                        let origin = reading.origin(&self.cursor, row, value);
                        let seen = value.strip_prefix('"').and_then(|v| v.strip_suffix('"'));
                        let seen = seen.unwrap_or(value);
                        self.loader.bad_cell(table, origin, field, &problem, seen);
                    }
                }
            }
        }
    }

    fn bad_owner(&mut self, table: &TablePlan, origin: Origin, value: &str) {
        let name = table.parent.as_ref().map_or("", |(_, name)| name.as_str());
        self.loader.problem(table, origin, Some(name), |place| {
            Diagnostic::new(
                "number-for-text",
                Severity::Error,
                Place::Facts(place),
                format!("“{name}”要的是键，写成文本，看到的是“{}”", shown(value)),
                format!("{name} takes a key as text, but here is “{}”", shown(value)),
            )
            .help("加上引号", "put it in quotation marks")
        });
    }
}

/// What a row has said so far.
struct RowReading<'a> {
    used: usize,
    owner_text: Option<Cow<'a, str>>,
    bad_key: bool,
    given: Vec<Target>,
    children: Vec<(RecordId, &'a str)>,
    /// Goes through the row for places of bad cells; made when the first is needed.
    cursor: Option<Cursor<'a>>,
}

impl<'a> RowReading<'a> {
    fn origin(&mut self, start: &Cursor<'a>, row: Origin, value: &str) -> Origin {
        let cursor = self.cursor.get_or_insert_with(|| start.clone());
        Origin { position: cursor.position_of(value), ..row }
    }
}

/// The text of a JSON string, borrowed where it has no escapes.
fn string(value: &str) -> Option<Cow<'_, str>> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        serde_json::from_str::<String>(value).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inner))
    }
}

fn owner_text(value: &str) -> Option<Cow<'_, str>> {
    Some(match string(value)? {
        Cow::Borrowed(text) => normal(text.trim()),
        Cow::Owned(text) => Cow::Owned(normal(text.trim()).into_owned()),
    })
}

/// Reads the text of a JSON value into a cell.
fn read_value(field: &FieldPlan, value: &str, into: &mut Cell) -> Result<(), Problem> {
    match value.as_bytes().first() {
        Some(b'"') => {
            let text = string(value).ok_or(Problem::NotText)?;
            read_text(field, &text, into)
        }
        Some(b'n') => {
            put_blank(field, into);
            Ok(())
        }
        Some(b't') => put_bool(field, true, into),
        Some(b'f') => put_bool(field, false, into),
        Some(b'{' | b'[') => Err(Problem::NotOneValue),
        _ => {
            let number = number::parse(value.as_bytes(), true).map_err(Problem::Number)?;
            put_number(field, number, into)
        }
    }
}
