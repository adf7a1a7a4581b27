//! Interpretations and the readings that they choose.

use super::cursor::{Cursor, Lost, Step};
use super::rows::Layout;
use super::token::{Kind, Sign};
use super::uses::Role;
use crate::ast::{Choice, Interpretation};
use crate::syntax_message as message;
use crate::words::{self, Word};

impl Cursor<'_, '_> {
    /// 解释 interpretation
    pub(super) fn interpretation(&mut self) -> Step<Interpretation> {
        let name = self.declared()?;
        let mut targets = Vec::new();
        let mut cites = Vec::new();
        loop {
            if self.take_word(Word::For).is_some() {
                targets.extend(self.list(Self::path)?);
            } else if !self.cites(&mut cites)? {
                break;
            }
        }
        self.colon()?;
        let text = self.text()?;
        let mut choices = Vec::new();
        if self.sign() == Some(Sign::CurlyOpen) {
            let (from, to) = self.block()?;
            choices = self.each_row(from, to, Layout::Fields, Self::choice);
            self.at = to + 1;
        }
        if targets.is_empty() {
            let example = ("解释 无基数 适用 达标.老店销售: …", "interpretation no_base for qualified.old_store: …");
            self.report(message::part_missing(name.name.span, &name.name.text, Word::For, example));
        }
        Ok(Interpretation { name, targets, cites, text, choices })
    }

    /// `零基数 为 不满足`
    fn choice(&mut self) -> Step<Choice> {
        const POINT: super::cursor::Expected =
            ("零基数、名次取整、并列 或 首日", "zero_base, top_rounding, ties or first_day");
        let start = self.start();
        let point = match self.word() {
            Some(word @ (Word::ZeroBase | Word::TopRounding | Word::Ties | Word::FirstDay)) => word,
            _ => return Err(self.expected(POINT)),
        };
        self.advance();
        if self.take_word(Word::Is).is_none() {
            return Err(self.expected(("“为”", "`is`")));
        }
        let Some(token) = self.peek().filter(|token| token.kind == Kind::Name) else {
            return Err(self.expected(("所选的读法", "the reading chosen")));
        };
        let Some(kind) = words::choice(point, token.text) else {
            let (zh, en) = words::choices_of(point);
            let span = self.span_of(&token);
            self.report(
                message::unexpected(span, token.text, ("这一点可选的读法", "a reading of this point"))
                    .help(format!("可选：{zh}"), format!("one of {en}")),
            );
            return Err(Lost);
        };
        self.advance();
        self.note_last(Role::Reading(point));
        Ok(Choice { kind, span: self.since(start) })
    }
}
