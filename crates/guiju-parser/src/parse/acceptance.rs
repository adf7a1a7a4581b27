//! Findings that are accepted.

use super::cursor::{Cursor, Lost, Step, TEXT};
use super::token::Kind;
use super::uses::Role;
use crate::ast::{Acceptance, Name, Path};
use crate::syntax_message as message;
use crate::words::Word;
use guiju_program::source::Span;

impl Cursor<'_, '_> {
    /// 接受 accept
    pub(super) fn acceptance(&mut self) -> Step<Acceptance> {
        let (code, at) = self.accepted()?;
        if self.take_word(Word::Because).is_none() {
            let lost = self.expected(("“因”和理由", "`because` and the reason"));
            if let Some(last) = self.diagnostics.last_mut() {
                *last = last.clone().help(
                    "接受要写明理由：接受 magic-number 于 达标.直播时长 因 \"条文写在原处\"",
                    "what is accepted needs a reason: accept magic-number at qualified.live because \"as the clause has it\"",
                );
            }
            return Err(lost);
        }
        let Some(reason) = self.take_kind(Kind::Text).map(|token| self.text_of(&token)) else {
            return Err(self.expected(TEXT));
        };
        if reason.text.trim().is_empty() {
            self.report(message::empty_reason(reason.span));
        }
        let mut cites = Vec::new();
        self.cites(&mut cites)?;
        Ok(Acceptance { code, at, reason, cites })
    }

    /// The code of a finding, 于, and the names behind it.
    pub(super) fn accepted(&mut self) -> Step<(Name, Vec<Path>)> {
        let code = self.finding_code()?;
        if self.take_word(Word::At).is_none() {
            return Err(self.expected(("“于”和条目的名称", "`at` and the name of an item")));
        }
        let at = self.list(Self::path)?;
        Ok((code, at))
    }

    /// All that touches, since hyphens are minus signs.
    fn finding_code(&mut self) -> Step<Name> {
        const CODE: super::cursor::Expected =
            ("诊断的代号（如 magic-number）", "the code of a finding (such as magic-number)");
        let Some(first) = self.peek().filter(|token| token.kind == Kind::Name) else {
            return Err(self.expected(CODE));
        };
        self.advance();
        self.note_last(Role::Name);
        let mut end = first.end;
        while let Some(token) = self.peek().filter(|token| token.start == end) {
            end = token.end;
            self.advance();
            self.note_last(Role::Name);
        }
        let span = Span { end, ..self.span_of(&first) };
        let code = self.text_at(span).replace('－', "-");
        let kebab = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        if !code.split('-').all(kebab) {
            self.report(message::unexpected(span, &code, CODE));
            return Err(Lost);
        }
        Ok(Name { text: code, span })
    }
}
