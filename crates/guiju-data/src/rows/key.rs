//! The text of a value that names something: a key of a map, or of the row that owns a row.

use serde::{Serialize, Serializer};

use super::RowError;
use super::refuse::{refuse, refuse_compound};

/// Answers the text of a value; `None` for a blank.
pub(super) struct TextOf;

impl TextOf {
    fn refused(what: &str) -> RowError {
        RowError(format!("{what}: text is wanted"))
    }
}

impl Serializer for TextOf {
    type Ok = Option<String>;
    type Error = RowError;

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
        serialize_bytes(&[u8]) = "bytes";
    }

    fn serialize_char(self, c: char) -> Result<Self::Ok, RowError> {
        Ok(Some(c.to_string()))
    }

    fn serialize_str(self, text: &str) -> Result<Self::Ok, RowError> {
        Ok(Some(text.to_owned()))
    }

    fn serialize_none(self) -> Result<Self::Ok, RowError> {
        Ok(None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Self::Ok, RowError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Self::Ok, RowError> {
        Ok(None)
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<Self::Ok, RowError> {
        Ok(Some(name.to_owned()))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Self::Ok, RowError> {
        Ok(Some(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Self::Ok, RowError> {
        value.serialize(self)
    }

    refuse_compound! { seq tuple tuple_struct map struct variants }
}
