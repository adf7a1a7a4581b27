//! Texts, enumerations and references: values without an order.

use guiju_program::expr::{CompareOp, ExprKind, RowPath};
use guiju_program::schema::{FieldId, FieldType};
use guiju_program::value::Verdict;
use guiju_program::{Expr, Type};

use super::{At, Code, Reach, Row, Walker};
use crate::facts::State;

impl<'a> Walker<'a> {
    /// The value of a text, an enumeration or a reference.
    pub(crate) fn code(&self, expr: &'a Expr, at: &At<'_>) -> Code<'a> {
        match &expr.kind {
            ExprKind::Text(text) => Code::Text(text),
            ExprKind::Variant(index) => match expr.ty {
                Type::Enumeration(id) => self
                    .program
                    .enumerations
                    .find(id)
                    .and_then(|enumeration| enumeration.variants.get(*index))
                    .map_or(Code::Unknown { absent: false }, |name| Code::Text(&name.text)),
                _ => Code::Unknown { absent: false },
            },
            ExprKind::Field { row, field } => self.code_field(row, *field, at),
            ExprKind::Define { row, define } => {
                let expr = &self.program.defines[*define].expr;
                match self.enter(row.as_ref(), at) {
                    Ok(at) => self.code(expr, &at),
                    Err(Reach::Absent) => Code::Absent,
                    Err(_) => Code::Unknown { absent: true },
                }
            }
            ExprKind::When { condition, then, otherwise } => {
                let then = || self.code(then, at);
                let otherwise = || otherwise.as_ref().map_or(Code::Absent, |expr| self.code(expr, at));
                match self.condition(condition, at) {
                    Verdict::Pass => then(),
                    Verdict::Fail | Verdict::NotApplicable => otherwise(),
                    Verdict::Undetermined => either(then(), otherwise()),
                }
            }
            ExprKind::Default { value, default } => match self.code(value, at) {
                Code::Absent => self.code(default, at),
                Code::Unknown { absent: true } => either(Code::Unknown { absent: false }, self.code(default, at)),
                known => known,
            },
            _ => Code::Unknown { absent: true },
        }
    }

    fn code_field(&self, path: &RowPath, field: FieldId, at: &At<'_>) -> Code<'a> {
        let declared = self.program.records.find(self.end_of(path)).and_then(|record| record.fields.find(field));
        let optional = declared.is_some_and(|field| field.optional);
        let row = match self.reach(path, at) {
            Reach::Row(row) => row,
            Reach::Unknown { absent } => {
                return Code::Unknown { absent: absent || optional };
            }
            Reach::Absent => return Code::Absent,
        };
        let unknown = Code::Unknown { absent: optional };
        let column = self.facts.table(row.record).and_then(|table| table.column(field));
        let Some(column) = column else {
            return unknown;
        };
        let cell = row.row as usize;
        if column.state(cell) == State::Absent {
            return Code::Absent;
        }
        if let Some(text) = column.text(cell) {
            return Code::Text(text);
        }
        match (column.row(cell), declared.map(|field| &field.ty)) {
            (Some(row), Some(FieldType::Reference(record))) => Code::Row(Row { record: *record, row }),
            _ => unknown,
        }
    }
}

/// One of two values, which is not known.
fn either<'a>(a: Code<'a>, b: Code<'a>) -> Code<'a> {
    let may_be_absent = |code: &Code<'_>| matches!(code, Code::Absent | Code::Unknown { absent: true });
    match (a, b) {
        (Code::Unknown { .. }, _) | (_, Code::Unknown { .. }) => {
            Code::Unknown { absent: may_be_absent(&a) || may_be_absent(&b) }
        }
        (a, b) if a == b => a,
        (a, b) => Code::Unknown { absent: may_be_absent(&a) || may_be_absent(&b) },
    }
}

/// Compares values that know `=` and `≠` alone.
pub(super) fn same_code(op: CompareOp, a: &Code<'_>, b: &Code<'_>) -> Verdict {
    match (a, b) {
        (Code::Absent, _) | (_, Code::Absent) => Verdict::NotApplicable,
        (Code::Unknown { .. }, _) | (_, Code::Unknown { .. }) => Verdict::Undetermined,
        (a, b) => same(op, a == b),
    }
}

pub(super) fn same_verdict(op: CompareOp, a: Verdict, b: Verdict) -> Verdict {
    match (a, b) {
        (Verdict::NotApplicable, _) | (_, Verdict::NotApplicable) => Verdict::NotApplicable,
        (Verdict::Undetermined, _) | (_, Verdict::Undetermined) => Verdict::Undetermined,
        (a, b) => same(op, a == b),
    }
}

fn same(op: CompareOp, equal: bool) -> Verdict {
    Verdict::from_bool(match op {
        CompareOp::Ne => !equal,
        _ => equal,
    })
}
