//! A Rust struct or map to a row: once for its cells, once for the rows inside it.

use std::sync::Arc;

use guiju_program::Diagnostic;
use guiju_program::diagnostic::{Place, Severity};
use guiju_program::schema::{FieldId, RecordId};
use guiju_program::value::Cell;
use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::RowError;
use super::cell::CellSerializer;
use super::child::ChildSerializer;
use super::key::TextOf;
use super::refuse::{refuse, refuse_compound};
use crate::loader::{Loader, Owner, Row};
use crate::origin::Origin;
use crate::plan::{TablePlan, Target};
use crate::spelling::normal;

/// Takes the entries of a struct or map one by one.
pub(super) trait Entries {
    fn entry<T: Serialize + ?Sized>(&mut self, name: &str, value: &T);
}

/// Hands the entries of a struct or map to [`Entries`].
pub(super) struct RowSerializer<'a, E> {
    pub(super) to: &'a mut E,
}

impl<E> RowSerializer<'_, E> {
    fn refused(what: &str) -> RowError {
        RowError(what.to_owned())
    }
}

impl<'a, E: Entries> Serializer for RowSerializer<'a, E> {
    type Ok = ();
    type Error = RowError;
    type SerializeMap = MapEntries<'a, E>;
    type SerializeStruct = StructEntries<'a, E>;

    refuse! {
        serialize_bool(bool) = "bool";
        serialize_i8(i8) = "number";
        serialize_i16(i16) = "number";
        serialize_i32(i32) = "number";
        serialize_i64(i64) = "number";
        serialize_u8(u8) = "number";
        serialize_u16(u16) = "number";
        serialize_u32(u32) = "number";
        serialize_u64(u64) = "number";
        serialize_i128(i128) = "number";
        serialize_u128(u128) = "number";
        serialize_f32(f32) = "number";
        serialize_f64(f64) = "number";
        serialize_char(char) = "text";
        serialize_str(&str) = "text";
        serialize_bytes(&[u8]) = "bytes";
        serialize_unit_struct(&'static str) = "unit";
    }

    fn serialize_none(self) -> Result<(), RowError> {
        Err(Self::refused("None"))
    }

    fn serialize_unit(self) -> Result<(), RowError> {
        Err(Self::refused("()"))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), RowError> {
        Err(Self::refused(variant))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), RowError> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), RowError> {
        value.serialize(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, RowError> {
        Ok(MapEntries { to: self.to, key: None })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, RowError> {
        Ok(StructEntries { to: self.to })
    }

    refuse_compound! { seq tuple tuple_struct variants }
}

pub(super) struct StructEntries<'a, E> {
    to: &'a mut E,
}

impl<E: Entries> SerializeStruct for StructEntries<'_, E> {
    type Ok = ();
    type Error = RowError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), RowError> {
        self.to.entry(name, value);
        Ok(())
    }

    fn end(self) -> Result<(), RowError> {
        Ok(())
    }
}

pub(super) struct MapEntries<'a, E> {
    to: &'a mut E,
    key: Option<String>,
}

impl<E: Entries> SerializeMap for MapEntries<'_, E> {
    type Ok = ();
    type Error = RowError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), RowError> {
        self.key = key.serialize(TextOf)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), RowError> {
        let name = self.key.take().unwrap_or_default();
        self.to.entry(&name, value);
        Ok(())
    }

    fn end(self) -> Result<(), RowError> {
        Ok(())
    }
}

/// The first time through a row: its cells and its owner.
pub(super) struct Cells<'l, 'p, 't> {
    loader: &'l mut Loader<'p>,
    table: &'t TablePlan,
    origin: Origin,
    cells: &'l mut Vec<(FieldId, Cell)>,
    given: Vec<Target>,
    outcome: Outcome,
}

/// What the first time through a row gave, besides its cells.
#[derive(Default)]
pub(super) struct Outcome {
    used: usize,
    owner: Option<String>,
    bad_key: bool,
    /// Child tables of which the row says something.
    said: Vec<RecordId>,
    pub(super) has_children: bool,
}

impl<'l, 'p, 't> Cells<'l, 'p, 't> {
    pub(super) fn new(
        loader: &'l mut Loader<'p>,
        table: &'t TablePlan,
        origin: Origin,
        cells: &'l mut Vec<(FieldId, Cell)>,
    ) -> Self {
        Self { loader, table, origin, cells, given: Vec::new(), outcome: Outcome::default() }
    }

    pub(super) fn finish(self) -> Outcome {
        self.outcome
    }

    fn owner<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        match value.serialize(TextOf) {
            Ok(text) => {
                let text = text.map(|text| normal(text.trim()).into_owned());
                let canonical = text.as_deref().and_then(|text| self.loader.owner_key(self.table, text));
                self.outcome.owner = canonical.or(text);
            }
            Err(error) => {
                self.outcome.bad_key = true;
                self.loader.problem(self.table, self.origin, Some(name), |place| {
                    Diagnostic::new(
                        "number-for-text",
                        Severity::Error,
                        Place::Facts(place),
                        format!("“{name}”要的是所属那一行的键，写成文本（{error}）"),
                        format!("{name} takes the key of the row that owns this one, as text ({error})"),
                    )
                    .help("给出文本", "give it as text")
                });
            }
        }
    }

    fn cell<T: Serialize + ?Sized>(&mut self, id: FieldId, value: &T) {
        let Some(field) = self.table.field(id) else {
            return;
        };
        self.loader.saw(self.table, id);
        let used = self.outcome.used;
        if used == self.cells.len() {
            self.cells.push((id, Cell::Unknown));
        }
        let Some(slot) = self.cells.get_mut(used) else {
            return;
        };
        self.outcome.used += 1;
        slot.0 = id;
        let result = value.serialize(CellSerializer { field, into: &mut slot.1 });
        match result {
            Ok(()) => self.loader.canonical_reference(field, &mut slot.1),
            Err(refused) => {
                slot.1 = Cell::Unknown;
                self.outcome.bad_key |= self.table.key == Some(id);
                self.loader.bad_cell(self.table, self.origin, field, &refused.problem, &refused.seen);
            }
        }
    }
}

impl Entries for Cells<'_, '_, '_> {
    fn entry<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        let Some(target) = self.table.target(name) else {
            return self.loader.unknown_column(self.table, self.origin, name);
        };
        if self.given.contains(&target) {
            return self.loader.duplicate_column("duplicate-column", self.table, self.origin, name, target);
        }
        self.given.push(target);
        match target {
            Target::Field(id) => self.cell(id, value),
            Target::Owner => self.owner(name, value),
            Target::Child(child) => {
                // `None` says nothing of the child table; the second time finds out what else it is.
                if !super::child::is_none(value) {
                    self.outcome.said.push(child);
                    self.outcome.has_children = true;
                }
            }
        }
    }
}

impl Outcome {
    /// Adds the row, and answers its full key if rows can be inside it.
    pub(super) fn add(
        &self,
        loader: &mut Loader<'_>,
        table: &TablePlan,
        origin: Origin,
        owner: Owner<'_>,
        cells: &[(FieldId, Cell)],
    ) -> Option<Arc<str>> {
        let owner = match (&self.owner, owner) {
            (Some(text), Owner::Nobody) => Owner::Key(text),
            (Some(text), Owner::Key(key)) if text != key => {
                let name = table.parent.as_ref().map_or("", |(_, name)| name.as_str());
                loader.problem(table, origin, Some(name), |place| {
                    Diagnostic::new(
                        "other-owner",
                        Severity::Error,
                        Place::Facts(place),
                        format!("这一行在“{key}”里面，却说属于“{text}”"),
                        format!("the row stands inside {key}, but says that it belongs to {text}"),
                    )
                    .help(format!("不给“{name}”，或把这一行移过去"), format!("leave {name} out, or move the row"))
                });
                owner
            }
            (_, owner) => owner,
        };
        let row = Row { origin, owner, cells: cells.get(..self.used).unwrap_or_default(), bad_key: self.bad_key };
        loader.add_row(table, &row, &self.said)
    }
}

/// The second time through a row: the rows inside it.
pub(super) struct Children<'l, 'p, 't> {
    loader: &'l mut Loader<'p>,
    table: &'t TablePlan,
    origin: Origin,
    owner: Owner<'t>,
    depth: usize,
    given: Vec<RecordId>,
}

impl<'l, 'p, 't> Children<'l, 'p, 't> {
    pub(super) fn new(
        loader: &'l mut Loader<'p>,
        table: &'t TablePlan,
        origin: Origin,
        owner: Owner<'t>,
        depth: usize,
    ) -> Self {
        Self { loader, table, origin, owner, depth, given: Vec::new() }
    }
}

impl Entries for Children<'_, '_, '_> {
    fn entry<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        let Some(Target::Child(child)) = self.table.target(name) else {
            return;
        };
        if self.given.contains(&child) {
            return;
        }
        self.given.push(child);
        let plan = Arc::clone(&self.loader.plan);
        let Some(child) = plan.table(child) else {
            return;
        };
        let result = value.serialize(ChildSerializer {
            loader: &mut *self.loader,
            table: child,
            file: self.origin.file,
            owner: self.owner,
            depth: self.depth + 1,
        });
        if let Err(error) = result {
            let origin = self.origin;
            self.loader.problem(self.table, origin, Some(name), |place| {
                Diagnostic::new(
                    "not-a-list",
                    Severity::Error,
                    Place::Facts(place),
                    format!("“{name}”应当是一列行（{error}）"),
                    format!("{name} must be a list of rows ({error})"),
                )
                .help("给出结构的列表", "give a list of structs")
            });
        }
    }
}
