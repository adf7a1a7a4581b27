//! A Rust value to one cell.

use guiju_program::Decimal;
use guiju_program::value::Cell;
use serde::{Serialize, Serializer};

use super::refuse::refuse_compound;
use crate::cell::{put_blank, put_bool, put_number, read_text};
use crate::number::NumberError;
use crate::plan::FieldPlan;
use crate::problem::Problem;

/// Puts a value into a cell of a field.
pub(super) struct CellSerializer<'a> {
    pub(super) field: &'a FieldPlan,
    pub(super) into: &'a mut Cell,
}

/// Why a value is refused, and what it was.
#[derive(Debug, thiserror::Error)]
#[error("{seen}")]
pub(super) struct Refused {
    pub(super) problem: Problem,
    pub(super) seen: String,
}

impl serde::ser::Error for Refused {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self { problem: Problem::NotText, seen: message.to_string() }
    }
}

impl CellSerializer<'_> {
    fn refused(what: &str) -> Refused {
        Refused { problem: Problem::NotOneValue, seen: what.to_owned() }
    }

    fn number(self, number: Decimal) -> Result<(), Refused> {
        put_number(self.field, number, self.into).map_err(|problem| Refused { problem, seen: number.to_string() })
    }

    fn text(self, text: &str) -> Result<(), Refused> {
        read_text(self.field, text, self.into).map_err(|problem| Refused { problem, seen: text.to_owned() })
    }

    fn wide(self, number: i128) -> Result<(), Refused> {
        match Decimal::try_from_i128_with_scale(number, 0) {
            Ok(number) => self.number(number),
            Err(_) => Err(Refused { problem: Problem::Number(NumberError::TooLarge), seen: number.to_string() }),
        }
    }

    fn float(seen: impl ToString) -> Refused {
        Refused { problem: Problem::Float, seen: seen.to_string() }
    }
}

macro_rules! integers {
    ($($method:ident($ty:ty);)*) => {$(
        fn $method(self, number: $ty) -> Result<(), Refused> {
            self.number(Decimal::from(number))
        }
    )*};
}

impl Serializer for CellSerializer<'_> {
    type Ok = ();
    type Error = Refused;

    integers! {
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
    }

    fn serialize_i128(self, number: i128) -> Result<(), Refused> {
        self.wide(number)
    }

    fn serialize_u128(self, number: u128) -> Result<(), Refused> {
        self.wide(i128::try_from(number).unwrap_or(i128::MAX))
    }

    fn serialize_f32(self, number: f32) -> Result<(), Refused> {
        Err(Self::float(number))
    }

    fn serialize_f64(self, number: f64) -> Result<(), Refused> {
        Err(Self::float(number))
    }

    fn serialize_bool(self, yes: bool) -> Result<(), Refused> {
        put_bool(self.field, yes, self.into).map_err(|problem| Refused { problem, seen: yes.to_string() })
    }

    fn serialize_char(self, c: char) -> Result<(), Refused> {
        self.text(c.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Refused> {
        self.text(text)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Refused> {
        Err(Self::refused("[…]"))
    }

    fn serialize_none(self) -> Result<(), Refused> {
        put_blank(self.field, self.into);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Refused> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<(), Refused> {
        self.text(name)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Refused> {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Refused> {
        value.serialize(self)
    }

    refuse_compound! { seq tuple tuple_struct map struct variants }
}
