//! What an amending policy says: 替换 replace, 新增 add, 废止 repeal.

use super::cursor::{Cursor, Lost, Step};
use super::token::{Kind, Sign, Token};
use crate::ast::{Amendment, Change, Citation, Condition, Declared, Field, Item, ItemKind, Name, Path, Verb};
use crate::syntax_message as message;
use crate::words::Word;
use guiju_program::source::Span;

const PART: super::cursor::Expected = (
    "一个条目（如 规则 名称: …）、标准的一个条件、流程的一个步骤、数据的一个字段（如 达标.直播时长: …）或一条条款",
    "an item (such as rule name: …), a condition, a step or a field (such as qualified.live: …), or a clause",
);

/// A name or a path, also as a citation.
struct Target {
    path: Path,
    citation: Citation,
}

impl<'t> Cursor<'t, '_> {
    /// What stands behind 替换, 新增 or 废止, the word itself being taken.
    pub(super) fn amendment(&mut self, keyword: &Token<'t>, verb: Verb) -> Step<ItemKind> {
        let word = self.span_of(keyword);
        let change = if verb == Verb::Repeal { self.repeal()? } else { self.put()? };
        Ok(ItemKind::Amendment(Amendment { verb, word, change }))
    }

    /// Whether an item starts here: its word, and a name or a text behind it.
    fn item_word(&self) -> Option<Token<'t>> {
        let word = self.peek().filter(|token| token.word.is_some_and(Word::starts_item))?;
        let next = self.peek_second()?;
        matches!(next.kind, Kind::Name | Kind::Path | Kind::Text).then_some(word)
    }

    /// 废止 and what it does away with; the word of its kind may stand in front, as it does where it is declared.
    fn repeal(&mut self) -> Step<Change> {
        if let Some(word) = self.item_word() {
            self.advance();
            if word.word == Some(Word::Accept) {
                let (code, at) = self.accepted()?;
                let mut cites = Vec::new();
                self.cites(&mut cites)?;
                return Ok(Change::RepealAcceptance { code, at, cites });
            }
        }
        let Target { path: target, citation } = self.target()?;
        let mut cites = Vec::new();
        self.cites(&mut cites)?;
        Ok(Change::Repeal { target, citation, cites })
    }

    fn put(&mut self) -> Step<Change> {
        if let Some(keyword) = self.item_word() {
            if matches!(keyword.word, Some(Word::Policy | Word::Replace | Word::Add | Word::Repeal)) {
                return Err(self.expected(PART));
            }
            self.advance();
            let kind = self.item(&keyword)?;
            return Ok(Change::Item(Box::new(Item { kind, span: self.since(keyword.start) })));
        }
        let Target { path, citation } = self.target()?;
        let Some(([of, name], start)) = two(&path) else {
            return Err(self.expected(PART));
        };
        if matches!(self.word(), Some(Word::Normative | Word::Narrative | Word::ToCome)) {
            // The path of the clause is what stands behind the document's name.
            let inner = Span { start, ..citation.span };
            let path = Citation { path: super::cited(self.text_at(inner)), span: inner };
            let clause = self.clause_kind(path, start)?;
            return Ok(Change::Clause { of: of.clone(), clause });
        }
        if path.names.len() != 2 {
            return Err(self.expected(PART));
        }
        let label = self.take_kind(Kind::Text).map(|token| self.text_of(&token).text);
        let name = Declared { name: name.clone(), label };
        self.colon()?;
        self.part(of.clone(), name, start)
    }

    /// A condition or a field behind its colon. Only what is amended tells which of the two it is: what can be read as both
    /// is read as both.
    fn part(&mut self, of: Name, name: Declared, start: u32) -> Step<Change> {
        let from = self.at;
        let looks_like_field = self.sign() == Some(Sign::CurlyOpen);
        let (condition, as_condition) = self.attempt(|cursor| {
            let expr = cursor.expression()?;
            let mut cites = Vec::new();
            cursor.cites(&mut cites)?;
            Ok(Condition { name: name.clone(), expr, cites, span: cursor.since(start) })
        });
        let behind = self.at;
        self.at = from;
        let as_condition_noted = std::mem::take(&mut self.notes.windows);
        let uses = self.notes.uses.clone();
        let (field, as_field) = self.attempt(|cursor| {
            let (ty, optional, signed) = cursor.field_type()?;
            Ok(Field { name: name.clone(), ty, optional, signed, span: cursor.since(start) })
        });
        let mistakes = if condition.is_some() || (field.is_none() && !looks_like_field) {
            self.at = behind;
            as_condition
        } else {
            as_field
        };
        self.diagnostics.extend(mistakes);
        if condition.is_some() {
            // As a field it has no windows.
            self.notes.windows = as_condition_noted;
            if field.is_some() {
                let doubtful = self.notes.uses.get_mut(from..behind).into_iter().flatten();
                doubtful.for_each(|noted| noted.doubtful = true);
            } else {
                self.notes.uses = uses;
            }
        }
        if condition.is_none() && field.is_none() {
            return Err(Lost);
        }
        Ok(Change::Part { of, name, condition: condition.map(Box::new), field: field.map(Box::new) })
    }

    /// Reads the rest in one way: what it is, if it can be read so, and what there was to say.
    fn attempt<T>(&mut self, parse: impl FnOnce(&mut Self) -> Step<T>) -> (Option<T>, Vec<guiju_program::Diagnostic>) {
        let before = self.diagnostics.len();
        let read = parse(self).and_then(|read| self.finish().map(|()| read)).ok();
        (read, self.diagnostics.split_off(before))
    }

    /// A name or a path, with the numbers and brackets that the path of a clause may have.
    fn target(&mut self) -> Step<Target> {
        let Some(token) = self.peek().filter(|token| matches!(token.kind, Kind::Name | Kind::Path)) else {
            return Err(self.expected(PART));
        };
        if token.word.is_some_and(Word::is_reserved) {
            let span = self.span_of(&token);
            self.report(message::reserved(span, token.text, false));
            return Err(Lost);
        }
        let path = self.path_of(&token);
        let citation = self.citation()?;
        // It is the clause itself, and no citation of it.
        self.citations.pop();
        Ok(Target { path, citation })
    }
}

/// The first two names, and where the second starts.
fn two(path: &Path) -> Option<([&Name; 2], u32)> {
    match path.names.as_slice() {
        [of, name, ..] => Some(([of, name], name.span.start)),
        _ => None,
    }
}
