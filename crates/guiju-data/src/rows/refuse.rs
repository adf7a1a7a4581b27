//! The methods of a serializer that refuses whatever it is not made for.

/// Methods that refuse single values, except those listed elsewhere: `refuse_scalars!(|self, what| error);`.
macro_rules! refuse {
    ($($method:ident($ty:ty) = $what:literal;)*) => {$(
        fn $method(self, _: $ty) -> Result<Self::Ok, Self::Error> {
            Err(Self::refused($what))
        }
    )*};
}
pub(super) use refuse;

/// Methods that refuse values made of several.
macro_rules! refuse_compound {
    ($($kind:ident)*) => {$(
        $crate::rows::refuse::refuse_compound!(@ $kind);
    )*};
    (@ seq) => {
        type SerializeSeq = serde::ser::Impossible<Self::Ok, Self::Error>;
        fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Self::Error> {
            Err(Self::refused("[…]"))
        }
    };
    (@ tuple) => {
        type SerializeTuple = serde::ser::Impossible<Self::Ok, Self::Error>;
        fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Self::Error> {
            Err(Self::refused("(…)"))
        }
    };
    (@ tuple_struct) => {
        type SerializeTupleStruct = serde::ser::Impossible<Self::Ok, Self::Error>;
        fn serialize_tuple_struct(
            self,
            name: &'static str,
            _: usize,
        ) -> Result<Self::SerializeTupleStruct, Self::Error> {
            Err(Self::refused(name))
        }
    };
    (@ map) => {
        type SerializeMap = serde::ser::Impossible<Self::Ok, Self::Error>;
        fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Self::Error> {
            Err(Self::refused("{…}"))
        }
    };
    (@ struct) => {
        type SerializeStruct = serde::ser::Impossible<Self::Ok, Self::Error>;
        fn serialize_struct(
            self,
            name: &'static str,
            _: usize,
        ) -> Result<Self::SerializeStruct, Self::Error> {
            Err(Self::refused(name))
        }
    };
    (@ variants) => {
        type SerializeTupleVariant = serde::ser::Impossible<Self::Ok, Self::Error>;
        type SerializeStructVariant = serde::ser::Impossible<Self::Ok, Self::Error>;
        fn serialize_newtype_variant<T: serde::Serialize + ?Sized>(
            self,
            _: &'static str,
            _: u32,
            variant: &'static str,
            _: &T,
        ) -> Result<Self::Ok, Self::Error> {
            Err(Self::refused(variant))
        }
        fn serialize_tuple_variant(
            self,
            _: &'static str,
            _: u32,
            variant: &'static str,
            _: usize,
        ) -> Result<Self::SerializeTupleVariant, Self::Error> {
            Err(Self::refused(variant))
        }
        fn serialize_struct_variant(
            self,
            _: &'static str,
            _: u32,
            variant: &'static str,
            _: usize,
        ) -> Result<Self::SerializeStructVariant, Self::Error> {
            Err(Self::refused(variant))
        }
    };
}
pub(super) use refuse_compound;
