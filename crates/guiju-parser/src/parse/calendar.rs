//! Calendars of working days.

use super::cursor::{Cursor, Step};
use super::rows::Layout;
use crate::ast::{Calendar, CalendarRow, Days};
use crate::syntax_message as message;
use crate::words::Word;

impl Cursor<'_, '_> {
    /// 日历 calendar
    pub(super) fn calendar(&mut self) -> Step<Calendar> {
        const ROW: super::cursor::Expected = ("休 或 班 和日期", "off or on, and days");
        let name = self.declared()?;
        let mut days = None;
        let mut cites = Vec::new();
        loop {
            let start = self.start();
            if let Some(token) = self.take_word(Word::From) {
                let span = self.span_of(&token);
                let from = self.date()?;
                if self.take_word(Word::To).is_none() {
                    return Err(self.expected(("至 和最后一天", "to and the last day")));
                }
                let to = self.date()?;
                if days.replace(Days { from, to, span: self.since(start) }).is_some() {
                    self.report(message::given_twice(span, token.text));
                }
            } else if !self.cites(&mut cites)? {
                break;
            }
        }
        let (from, to) = self.block()?;
        let rows = self.each_row(from, to, Layout::Statements, |cursor| {
            let on = match cursor.word() {
                Some(word @ (Word::Off | Word::On)) => word == Word::On,
                _ => return Err(cursor.expected(ROW)),
            };
            cursor.advance();
            Ok(CalendarRow { on, days: cursor.list(Self::days)? })
        });
        self.at = to + 1;
        Ok(Calendar { name, days, cites, rows })
    }

    /// `2023-01-02`, `2023-01-21 至 2023-01-27`
    fn days(&mut self) -> Step<Days> {
        let start = self.start();
        let from = self.date()?;
        let to = if self.take_word(Word::To).is_some() { self.date()? } else { from };
        Ok(Days { from, to, span: self.since(start) })
    }
}
