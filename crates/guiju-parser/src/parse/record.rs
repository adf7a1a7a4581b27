//! Records and their fields.

use super::cursor::{Cursor, Step};
use super::rows::Layout;
use super::token::Sign;
use super::uses::Role;
use crate::ast::{Field, FieldType, Record};
use crate::syntax_message as message;
use crate::words::Word;

const TYPE: super::cursor::Expected =
    ("类型（文本、是否、日期、单位、{…} 或另一数据）", "a type (text, yesno, date, a unit, {…} or another record)");

impl Cursor<'_, '_> {
    /// 数据 record
    pub(super) fn record(&mut self) -> Step<Record> {
        let name = self.declared()?;
        let mut record = Record {
            name,
            parent: None,
            key: None,
            counted: Vec::new(),
            rule_date: None,
            single: false,
            fields: Vec::new(),
        };
        while let Some(token) = self.peek() {
            let twice = match token.word {
                Some(Word::In | Word::Of) => {
                    self.advance();
                    self.note_last(Role::Owner);
                    record.parent.replace(self.name()?).is_some()
                }
                Some(Word::Key) => {
                    self.advance();
                    record.key.replace(self.name()?).is_some()
                }
                Some(Word::RuledOn) => {
                    self.advance();
                    record.rule_date.replace(self.name()?).is_some()
                }
                Some(Word::Counted) => {
                    self.advance();
                    let counted = self.counted()?;
                    !std::mem::replace(&mut record.counted, counted).is_empty()
                }
                Some(Word::Single) => {
                    self.advance();
                    std::mem::replace(&mut record.single, true)
                }
                _ => break,
            };
            if twice {
                let span = self.span_of(&token);
                self.report(message::given_twice(span, token.text));
            }
        }
        if self.sign() != Some(Sign::CurlyOpen) {
            return Err(
                self.expected(("键、属于、计、规则日、唯一 或“{”", "key, of, counted, ruled_on, single or `{`"))
            );
        }
        let (from, to) = self.block()?;
        record.fields = self.each_row(from, to, Layout::Fields, Self::field);
        self.at = to + 1;
        Ok(record)
    }

    /// `服务止 "end": 日期 可缺`
    fn field(&mut self) -> Step<Field> {
        let start = self.start();
        let name = self.declared()?;
        self.colon()?;
        let (ty, optional, signed) = self.field_type()?;
        Ok(Field { name, ty, optional, signed, span: self.since(start) })
    }

    /// `日期 可缺`: the type, whether it may be absent, and whether it may be negative.
    pub(super) fn field_type(&mut self) -> Step<(FieldType, bool, bool)> {
        let ty = if self.sign() == Some(Sign::CurlyOpen) {
            self.enumeration()?
        } else {
            FieldType::Unit(self.unit_of(TYPE, Role::FieldUnit)?)
        };
        let (mut optional, mut signed) = (false, false);
        while let Some(token) = self.peek() {
            let flag = match token.word {
                Some(Word::Optional) => &mut optional,
                Some(Word::Signed) => &mut signed,
                _ => break,
            };
            let twice = std::mem::replace(flag, true);
            self.advance();
            if twice {
                let span = self.span_of(&token);
                self.report(message::given_twice(span, token.text));
            }
        }
        Ok((ty, optional, signed))
    }

    /// `{ 甲, 乙, .. }`
    fn enumeration(&mut self) -> Step<FieldType> {
        let start = self.start();
        let close = self.open()?;
        let mut variants = Vec::new();
        let mut open = false;
        while self.at < close {
            if self.take_sign(Sign::Dots).is_some() {
                open = true;
                break;
            }
            variants.push(self.declared()?);
            if self.take_sign(Sign::Comma).is_none() {
                break;
            }
        }
        if self.at != close {
            return Err(self.expected(("“,”或“}”", "`,` or `}`")));
        }
        self.closed(close)?;
        Ok(FieldType::Enumeration { variants, open, span: self.since(start) })
    }
}
