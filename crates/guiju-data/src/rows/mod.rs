//! Facts from an embedder's own structs, by a serializer whose output is rows.

mod cell;
mod child;
mod key;
mod refuse;
mod row;

use std::sync::Arc;

use guiju_program::schema::FieldId;
use guiju_program::value::Cell;
use guiju_program::{Diagnostic, diagnostic};
use serde::Serialize;

use crate::loader::{Loader, Owner};
use crate::origin::Origin;
use crate::plan::TablePlan;

impl Loader<'_> {
    /// Adds rows of any type that serializes as a struct or map: each field gives the column of that name or label,
    /// a list of structs under the name of a child record gives the rows that this one owns, and a child row on its own
    /// names its owner's key in a field called like the parent record. Numbers are whole numbers, `Decimal`s or their
    /// digits as text, in the field's unit; an `f64` or `f32` is refused. `None` is a blank. Nothing passes through
    /// the text of a document.
    ///
    /// `record` is the record's name or label.
    ///
    /// ```
    /// # use guiju_program::{Program, schema::{Record, Field, FieldType}, arena::Arena, Span};
    /// # let mut program = Program::default();
    /// # let field = |name: &str, ty| Field { name: name.into(), ty, optional: false, signed: false, span: Span::default() };
    /// # let mut fields = Arena::new();
    /// # let key = fields.push(field("id", FieldType::Text));
    /// # fields.push(field("videos", FieldType::Integer));
    /// # program.records.push(Record { name: "recipient".into(), fields, key: Some(key), parent: None, counted: vec![],
    /// #     rule_date: None, single: false, span: Span::default() });
    /// #[derive(serde::Serialize)]
    /// struct Recipient { id: &'static str, videos: u32 }
    ///
    /// let mut loader = guiju_data::Loader::new(&program);
    /// loader.rows("recipient", &[Recipient { id: "A1", videos: 25 }]);
    /// assert!(loader.finish().facts.is_some());
    /// ```
    pub fn rows<'r, T: Serialize + 'r>(&mut self, record: &str, rows: impl IntoIterator<Item = &'r T>) {
        let file = self.files.add(record);
        let plan = Arc::clone(&self.plan);
        let start = Origin { file, row: 0, position: (0, 0) };
        let Some(table) = plan.find(record) else {
            return self.unknown_table(start, record);
        };
        self.give(table, file, true);
        let mut cells = Vec::new();
        for (index, row) in rows.into_iter().enumerate() {
            let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
            let origin = Origin { row: number, ..start };
            add(self, table, origin, row, Owner::Nobody, &mut cells, 0);
        }
    }
}

/// Adds one row, and the rows inside it. It is gone through twice: its cells first, for its key, then its children.
fn add<T: Serialize + ?Sized>(
    loader: &mut Loader<'_>,
    table: &TablePlan,
    origin: Origin,
    value: &T,
    owner: Owner<'_>,
    cells: &mut Vec<(FieldId, Cell)>,
    depth: usize,
) {
    let mut reading = row::Cells::new(loader, table, origin, cells);
    let result = value.serialize(row::RowSerializer { to: &mut reading });
    let outcome = reading.finish();
    if let Err(error) = result {
        loader.lose(table);
        loader.problem(table, origin, None, |place| {
            Diagnostic::new(
                "unreadable-row",
                diagnostic::Severity::Error,
                diagnostic::Place::Facts(place),
                format!("这一行无法读出：{}", error.0),
                format!("the row cannot be read: {}", error.0),
            )
            .help("一行应当是带有字段的结构", "a row must serialize as a struct with fields")
        });
        return;
    }
    let key = outcome.add(loader, table, origin, owner, cells);
    if outcome.has_children {
        let owner = key.as_deref().map_or(Owner::Lost, Owner::Key);
        let mut children = row::Children::new(loader, table, origin, owner, depth);
        // What went well the first time goes well again, or it is a row that changes while it is read.
        if value.serialize(row::RowSerializer { to: &mut children }).is_err() {
            loader.lose(table);
        }
    }
}

/// Why a row cannot be read: what its own type said, or that it is not a struct.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct RowError(pub(crate) String);

impl serde::ser::Error for RowError {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}
