//! What a word means in a policy.

use super::comparison::suffix_word;
use super::cursor::{Cursor, Step};
use super::uses::Role;
use crate::ast::{ChoiceKind, Wording, WordingReading};
use crate::words::{self, Word};

impl Cursor<'_, '_> {
    /// 词义 wording
    pub(super) fn wording(&mut self) -> Step<Wording> {
        const WORD: super::cursor::Expected = ("以上、以下、以内 或 首日", "or more, or less, or fewer or first_day");
        let start = self.start();
        let Some(token) = self.peek() else {
            return Err(self.expected(WORD));
        };
        let reading = if let Some(word) = suffix_word(&token) {
            self.advance();
            let included = match self.word() {
                Some(word @ (Word::Incl | Word::Excl)) => word == Word::Incl,
                _ => return Err(self.expected(("含 或 不含", "incl or excl"))),
            };
            WordingReading::Suffix(word, included)
        } else if token.word == Some(Word::FirstDay) {
            self.advance();
            let chosen = self.peek().and_then(|token| words::choice(Word::FirstDay, token.text));
            let Some(ChoiceKind::FirstDay(first_day)) = chosen else {
                return Err(self.expected(("计入 或 不计", "counted or not_counted")));
            };
            WordingReading::FirstDay(first_day)
        } else {
            return Err(self.expected(WORD));
        };
        self.advance();
        if let WordingReading::FirstDay(_) = reading {
            self.note_last(Role::Reading(Word::FirstDay));
        }
        let place = self.since(start);
        let mut cites = Vec::new();
        self.cites(&mut cites)?;
        Ok(Wording { reading, place, cites })
    }
}
