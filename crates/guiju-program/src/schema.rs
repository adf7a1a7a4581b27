//! What facts look like: records with their fields, keys, parents and references.

use crate::arena::{Arena, ids};
use crate::name::Name;
use crate::source::Span;
use crate::unit::{Dimension, Unit};

ids! {
    /// Names a [`Record`] of the program.
    RecordId;
    /// Names a [`Field`] of its record.
    FieldId;
    /// Names an [`Enumeration`] of the program.
    EnumerationId;
}

/// A kind of facts (数据): one table, one row a subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its name, also that of its table or CSV file.
    pub name: Name,
    /// The fields, in the order of the policy.
    pub fields: Arena<FieldId, Field>,
    /// The field that names a row (键); unique in the table, for a child table among the rows of one parent.
    pub key: Option<FieldId>,
    /// The record whose rows own the rows of this one (属于). The facts name the owner by its key, in a column
    /// called like the parent record.
    pub parent: Option<RecordId>,
    /// The units in which rows are counted (计), all meaning the same here.
    pub counted: Vec<Dimension>,
    /// The date that picks dated parameters for a row (规则日).
    pub rule_date: Option<FieldId>,
    /// Whether there is exactly one row, with facts about the whole (唯一).
    pub single: bool,
    /// Where it is declared.
    pub span: Span,
}

/// A field of a record (字段).
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name, also that of its column.
    pub name: Name,
    /// What it holds.
    pub ty: FieldType,
    /// Whether a blank is a fact, "there is none" (可缺); else a blank is unknown.
    pub optional: bool,
    /// Whether a number may be negative (可负).
    pub signed: bool,
    /// Where it is declared.
    pub span: Span,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldType {
    /// Text (文本).
    Text,
    /// Yes or no (是否).
    YesNo,
    /// A whole number (整数), pure.
    Integer,
    /// A number in a unit; cells are in that unit, columns in base units. 数 is a pure number.
    Number(Unit),
    /// A date (日期).
    Date,
    /// A month (年月).
    Month,
    /// A year (年份).
    Year,
    /// A date with a time of day (时刻).
    Instant,
    /// One of a list of values.
    Enumeration(EnumerationId),
    /// The key of a row of that record.
    Reference(RecordId),
}

impl Field {
    /// Whether the value is held as a number: numbers, dates, months, years and instants are, see
    /// [`Column`](https://docs.rs/guiju-evaluator).
    pub fn is_ordered(&self) -> bool {
        match self.ty {
            FieldType::Integer
            | FieldType::Number(_)
            | FieldType::Date
            | FieldType::Month
            | FieldType::Year
            | FieldType::Instant => true,
            FieldType::Text | FieldType::YesNo | FieldType::Enumeration(_) | FieldType::Reference(_) => false,
        }
    }
}

/// The values that a field may have (枚举).
#[derive(Clone, Debug, PartialEq)]
pub struct Enumeration {
    /// The values, in the order of the policy.
    pub variants: Vec<Name>,
    /// Whether others may come (`..`); else another value is an error of the facts.
    pub open: bool,
}

impl Record {
    /// The field of that name or label.
    pub fn field(&self, name: &str) -> Option<(FieldId, &Field)> {
        self.fields.iter().find(|(_, field)| field.name.text == name || field.name.label.as_deref() == Some(name))
    }
}
