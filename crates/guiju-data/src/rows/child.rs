//! A Rust list to the rows inside a row.

use serde::ser::{SerializeSeq, SerializeTuple};
use serde::{Serialize, Serializer};

use super::RowError;
use super::refuse::{refuse, refuse_compound};
use crate::loader::{Loader, Owner};
use crate::origin::Origin;
use crate::plan::TablePlan;

/// Rows inside rows go no deeper; only types that contain themselves come here.
const DEEPEST: usize = 64;

/// Adds the items of a list as rows.
pub(super) struct ChildSerializer<'l, 'p, 't> {
    pub(super) loader: &'l mut Loader<'p>,
    pub(super) table: &'t TablePlan,
    pub(super) file: u32,
    pub(super) owner: Owner<'t>,
    pub(super) depth: usize,
}

/// The list while its items come.
pub(super) struct Items<'l, 'p, 't> {
    to: ChildSerializer<'l, 'p, 't>,
    number: u32,
    cells: Vec<(guiju_program::schema::FieldId, guiju_program::value::Cell)>,
}

impl Items<'_, '_, '_> {
    fn add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), RowError> {
        if self.to.depth > DEEPEST {
            return Err(RowError(format!("more than {DEEPEST} levels")));
        }
        self.number = self.number.saturating_add(1);
        let origin = Origin { file: self.to.file, row: self.number, position: (0, 0) };
        super::add(self.to.loader, self.to.table, origin, value, self.to.owner, &mut self.cells, self.to.depth);
        Ok(())
    }
}

impl<'l, 'p, 't> ChildSerializer<'l, 'p, 't> {
    fn refused(what: &str) -> RowError {
        RowError(what.to_owned())
    }

    fn items(self) -> Items<'l, 'p, 't> {
        self.loader.give(self.table, self.file, false);
        Items { to: self, number: 0, cells: Vec::new() }
    }
}

impl<'l, 'p, 't> Serializer for ChildSerializer<'l, 'p, 't> {
    type Ok = ();
    type Error = RowError;
    type SerializeSeq = Items<'l, 'p, 't>;
    type SerializeTuple = Items<'l, 'p, 't>;

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
        Ok(())
    }

    fn serialize_unit(self) -> Result<(), RowError> {
        Ok(())
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

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, RowError> {
        Ok(self.items())
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, RowError> {
        Ok(self.items())
    }

    refuse_compound! { tuple_struct map struct variants }
}

impl SerializeSeq for Items<'_, '_, '_> {
    type Ok = ();
    type Error = RowError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), RowError> {
        self.add(value)
    }

    fn end(self) -> Result<(), RowError> {
        Ok(())
    }
}

impl SerializeTuple for Items<'_, '_, '_> {
    type Ok = ();
    type Error = RowError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), RowError> {
        self.add(value)
    }

    fn end(self) -> Result<(), RowError> {
        Ok(())
    }
}

/// Whether a value is `None` or `()`: it then says nothing.
pub(super) fn is_none<T: Serialize + ?Sized>(value: &T) -> bool {
    value.serialize(super::key::TextOf).is_ok_and(|text| text.is_none())
}
