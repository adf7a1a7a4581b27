//! Values that tests give and expect: literals typed by what they are for.

use guiju_program::Bilingual;
use guiju_program::Decimal;
use guiju_program::schema::{EnumerationId, FieldId, FieldType, RecordId};
use guiju_program::source::Span;
use guiju_program::value::{Cell, Value};

use crate::ast::{self, TestValue};
use crate::check::types::{Num, Ty};
use crate::compile::Compiler;
use crate::message::{tests, types, units};

/// Where a value stands.
pub(super) const fn span_of(value: &TestValue) -> Span {
    match value {
        TestValue::Expr(expr) => expr.span,
        TestValue::Verdict(_, span) | TestValue::None(span) | TestValue::Unknown(span) => *span,
    }
}

impl Compiler<'_> {
    /// The cell of a field; what does not fit it is reported.
    pub(super) fn cell(&mut self, record: RecordId, field: FieldId, value: &TestValue) -> Option<Cell> {
        let declared = &self.program.records[record].fields[field];
        let (name, optional, signed) = (declared.name.text.clone(), declared.optional, declared.signed);
        let integer = declared.ty == FieldType::Integer;
        let ty = self.field_type(record, field);
        let span = span_of(value);
        if let Ty::Enumeration(enumeration) = ty
            && let Some(value) = self.listed(enumeration, value)
        {
            return Some(Cell::Known(Value::Text(value)));
        }
        match value {
            TestValue::Unknown(_) => Some(Cell::Unknown),
            TestValue::None(_) if optional => Some(Cell::Absent),
            TestValue::None(_) => {
                self.report(tests::not_optional(span, &name));
                None
            }
            TestValue::Verdict(..) => {
                self.report(tests::verdict_for_field(span, &name));
                None
            }
            TestValue::Expr(expr) => {
                let value = self.value(&ty, expr)?;
                if let Value::Number(number) = value {
                    if integer && !number.is_integer() {
                        self.report(tests::not_an_integer(span));
                        return None;
                    }
                    if !signed && number < Decimal::ZERO {
                        self.report(tests::negative(span, &name));
                        return None;
                    }
                }
                Some(Cell::Known(value))
            }
        }
    }

    /// The value of a list that is spelled so, whatever the word means elsewhere (无, 待定, 是).
    fn listed(&self, enumeration: EnumerationId, value: &TestValue) -> Option<String> {
        let text = self.text(span_of(value));
        let name = match value {
            TestValue::Expr(ast::Expr { kind: ast::ExprKind::Path { path, .. }, .. }) => match path.names.as_slice() {
                [name] => name.text.as_str(),
                _ => text,
            },
            _ => text,
        };
        self.variant(enumeration, name).map(|_| name.to_owned())
    }

    /// A literal of that type; another one is reported.
    pub(super) fn value(&mut self, ty: &Ty, expr: &ast::Expr) -> Option<Value> {
        use ast::ExprKind as Ast;
        let span = expr.span;
        let name = match &expr.kind {
            Ast::Path { this: false, path } => match path.names.as_slice() {
                [name] => Some(name),
                _ => None,
            },
            _ => None,
        };
        match (ty, &expr.kind) {
            (Ty::Unknown, _) => return None,
            (Ty::Number(num), Ast::Quantity { .. } | Ast::Negate(_)) => {
                if let Some(figure) = self.written_figure(expr) {
                    return self.number_of(num, figure?, span);
                }
            }
            (Ty::Condition, Ast::YesNo(yes)) => return Some(Value::YesNo(*yes)),
            (Ty::Text | Ty::Reference(_), Ast::Text(text)) => return Some(Value::Text(text.clone())),
            (Ty::Text | Ty::Reference(_), Ast::Path { .. }) => {
                if let Some(name) = name {
                    return Some(Value::Text(name.text.clone()));
                }
            }
            (Ty::Enumeration(enumeration), Ast::Path { .. }) => {
                if let Some(name) = name {
                    if self.variant(*enumeration, &name.text).is_some() {
                        return Some(Value::Text(name.text.clone()));
                    }
                    self.unknown_value(*enumeration, name);
                    return None;
                }
            }
            (Ty::Enumeration(enumeration), Ast::Text(text)) => {
                // In quotes also a value that the list leaves open.
                if self.program.enumerations[*enumeration].open || self.variant(*enumeration, text).is_some() {
                    return Some(Value::Text(text.clone()));
                }
                self.report(types::quoted_value(span, text));
                return None;
            }
            (Ty::Date, Ast::Date(date)) => return Some(Value::Date(*date)),
            (Ty::Month, Ast::Month(month)) => return Some(Value::Month(*month)),
            (Ty::Year, Ast::Year(year)) => return Some(Value::Year(*year)),
            (Ty::Year, Ast::Quantity { number, unit: None }) => {
                if let Ok(year @ 1..=9999) = i16::try_from(*number)
                    && Decimal::from(year) == *number
                {
                    return Some(Value::Year(year));
                }
            }
            (Ty::Instant, Ast::Instant(at)) => return Some(Value::Instant(*at)),
            _ => {}
        }
        let needed = ty.describe_value(&self.program.records);
        let example = self.example(ty);
        self.report(tests::not_a_literal(span, &needed, &example, self.text(span)));
        None
    }

    /// A value of a type, as an example.
    pub(super) fn example(&self, ty: &Ty) -> Bilingual {
        let same = |text: &str| Bilingual::new(text, text);
        match ty {
            Ty::Number(num) => {
                let dimension = num.finish(&self.program.records);
                if dimension.is_pure() {
                    same("100")
                } else {
                    Bilingual::new(format!("100{}", dimension.zh()), format!("100 {}", dimension.en()))
                }
            }
            Ty::Condition => Bilingual::new("是", "yes"),
            Ty::Date => same("2023-03-01"),
            Ty::Month => same("2023-05"),
            Ty::Year => same("2023"),
            Ty::Instant => same("2023-05-01T10:00:00"),
            Ty::Enumeration(enumeration) => {
                let variants = &self.program.enumerations[*enumeration].variants;
                variants.first().map_or_else(|| same("…"), |value| same(&value.text))
            }
            Ty::Text | Ty::Reference(_) | Ty::Unknown => Bilingual::new("\"甲\"", "\"a\""),
        }
    }

    fn number_of(&mut self, num: &Num, figure: crate::declare::Figure, span: Span) -> Option<Value> {
        let bare = figure.unit.is_none();
        let given = figure.unit.map_or_else(Num::pure, |unit| Num::of(unit.dimension));
        let records = &self.program.records;
        if num.unify(&given, records).is_some() {
            return Some(Value::Number(figure.value));
        }
        let needed = Ty::Number(num.clone()).describe(records);
        let is = Ty::Number(given).describe(records);
        let text = self.text(span);
        self.report(units::wrong_unit(span, &needed, &is, bare.then_some(text)));
        None
    }
}
