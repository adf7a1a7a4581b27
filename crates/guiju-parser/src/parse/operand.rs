//! Operands: quantities, dates, names, brackets and calls.

use super::cursor::{COLON, Cursor, Lost, Step};
use super::expression::Tree;
use super::lex::path_names;
use super::mistaken::Meant;
use super::token::{Kind, Sign};
use super::uses::Role;
use crate::ast::{Call, ExprKind, Path};
use crate::message::typing;
use crate::syntax_message as message;
use crate::words::Word;
use guiju_program::source::Span;

impl Cursor<'_, '_> {
    pub(super) fn operand(&mut self) -> Step<Tree> {
        let Some(token) = self.peek() else {
            return Err(self.no_operand());
        };
        let span = self.span_of(&token);
        let kind = match token.kind {
            Kind::Number if self.is_day_without_year() => {
                let name = self.peek_second().unwrap_or(token);
                let span = Span { end: name.end, ..span };
                let written = self.text_at(span);
                self.report(typing::date_without_year(span, written));
                return Err(Lost);
            }
            Kind::Number if let Some(end) = self.odd_date() => {
                let span = Span { end, ..span };
                let written = self.text_at(span);
                self.report(typing::date_order(span, written));
                return Err(Lost);
            }
            Kind::Number => {
                let (number, unit) = self.quantity()?;
                ExprKind::Quantity { number, unit }
            }
            Kind::Date => ExprKind::Date(self.date()?),
            Kind::Month => ExprKind::Month(self.month()?),
            Kind::Year => ExprKind::Year(self.year()?),
            Kind::Instant => ExprKind::Instant(self.instant()?),
            Kind::Text => ExprKind::Text(self.text()?.text),
            Kind::Sign(Sign::RoundOpen) => return self.group(),
            Kind::Sign(_) => return Err(self.no_operand()),
            Kind::Name => match token.word {
                Some(word @ (Word::Yes | Word::No)) => {
                    self.advance();
                    self.note_last(Role::Value);
                    ExprKind::YesNo(word == Word::Yes)
                }
                Some(Word::Whole) => {
                    self.advance();
                    ExprKind::Whole(self.path()?)
                }
                Some(Word::When) => {
                    let zh = "当 … 则 … 放在这里要加括号";
                    self.report(
                        message::reserved(span, token.text, false).help(zh, "put when … then … in brackets here"),
                    );
                    return Err(Lost);
                }
                Some(word) if word.is_reserved() => return Err(self.no_operand()),
                _ => return self.named_operand(),
            },
            Kind::Path => return self.named_operand(),
        };
        self.node(kind, self.since(token.start), 0)
    }

    /// Whether `1月1日` stands here.
    fn is_day_without_year(&self) -> bool {
        let (Some(number), Some(name)) = (self.peek(), self.peek_second()) else {
            return false;
        };
        let day = name.text.strip_prefix('月').and_then(|rest| rest.strip_suffix(['日', '号']));
        number.end == name.start && day.is_some_and(|day| !day.is_empty() && day.chars().all(|c| c.is_ascii_digit()))
    }

    /// Where `1/1/2023`, `23/1/1` or `23年1月1日` ends, if one stands here. What touches a slash on both sides is no
    /// division.
    fn odd_date(&self) -> Option<u32> {
        let (number, second) = (self.peek()?, self.peek_second()?);
        if number.end != second.start {
            return None;
        }
        if second.kind == Kind::Name {
            let day = second.text.strip_prefix('年')?;
            let parts = day.starts_with(|c: char| c.is_ascii_digit()) && day.contains('月');
            return parts.then_some(second.end);
        }
        let slash = |token: &super::token::Token<'_>| token.kind == Kind::Sign(Sign::Slash);
        let tokens: Vec<_> = (1..5).filter_map(|index| self.token(self.at + index)).collect();
        match tokens.as_slice() {
            [first, middle, second, last] if slash(first) && slash(second) => {
                let numbers = middle.kind == Kind::Number && last.kind == Kind::Number;
                let touching = first.end == middle.start && middle.end == second.start && second.end == last.start;
                (numbers && touching).then_some(last.end)
            }
            _ => None,
        }
    }

    /// `( … )`
    fn group(&mut self) -> Step<Tree> {
        let start = self.start();
        let close = self.open()?;
        let mut tree = self.nested(Self::tree)?;
        self.closed(close)?;
        tree.expr.span = self.since(start);
        Ok(tree)
    }

    /// Takes the closing bracket, which must come next.
    pub(super) fn closed(&mut self, close: usize) -> Step<()> {
        if self.at != close {
            return match self.finish() {
                Ok(()) => Err(Lost),
                Err(lost) => Err(lost),
            };
        }
        self.advance();
        Ok(())
    }

    /// A path, or a call of a function.
    fn named_operand(&mut self) -> Step<Tree> {
        let Some(token) = self.peek() else {
            return Err(self.no_operand());
        };
        self.advance();
        self.note_last(Role::Name);
        let taken = self.at - 1;
        let opens = self.sign();
        if opens == Some(Sign::SquareOpen) {
            return self.lookup(&token);
        }
        if let Some(Word::Bands(kind)) = token.word
            && self.starts_bands()
        {
            self.note(taken, Role::Word);
            return self.bands(kind, &token);
        }
        if token.kind == Kind::Name && opens == Some(Sign::RoundOpen) && !self.is_mark(self.at) {
            self.note(taken, Role::Function);
            let close = self.open()?;
            let function = self.name_of(&token);
            let (call, below) = self.nested(|cursor| cursor.arguments(function, close))?;
            self.closed(close)?;
            return self.node(ExprKind::Call(Box::new(call)), self.since(token.start), below);
        }
        let mut names = path_names(&token);
        let this = names.len() > 1 && names.first().is_some_and(|(name, ..)| matches!(*name, "本" | "this"));
        if this {
            names.remove(0);
            self.note(taken, Role::This);
        } else if matches!(token.word, Some(Word::AsOf | Word::InForce)) {
            self.note(taken, Role::Given);
        }
        let names = names.into_iter().map(|(text, start, end)| self.make_name(text, start, end)).collect();
        let path = Path { names, span: self.span_of(&token) };
        self.node(ExprKind::Path { this, path }, self.since(token.start), 0)
    }

    /// What stands in the brackets of a call, with the height of the highest expression in it.
    fn arguments(&mut self, function: crate::ast::Name, close: usize) -> Step<(Call, usize)> {
        let mut call = Call {
            function,
            arguments: Vec::new(),
            via: None,
            filters: Vec::new(),
            partition: Vec::new(),
            keys: Vec::new(),
        };
        let mut below = 0;
        let mut one = |cursor: &mut Self| {
            let tree = cursor.tree()?;
            below = below.max(tree.height);
            Ok(tree.expr)
        };
        if self.at < close && !self.word().is_some_and(starts_clause) {
            call.arguments = self.list(&mut one)?;
        }
        while self.at < close {
            let Some(token) = self.peek().filter(|token| token.word.is_some_and(starts_clause)) else {
                // Say what is left over, rather than what might have come.
                break;
            };
            self.advance();
            match token.word {
                Some(Word::Where) => call.filters.push(one(self)?),
                Some(Word::Via) => {
                    if call.via.is_some() {
                        let span = self.span_of(&token);
                        self.report(message::given_twice(span, token.text));
                    }
                    call.via = Some(self.name()?);
                }
                Some(Word::Each) => call.partition.extend(self.list(&mut one)?),
                _ => {
                    let keys = self.list(|cursor| {
                        let key = one(cursor)?;
                        let ascending = if cursor.take_word(Word::Ascending).is_some() {
                            Some(true)
                        } else {
                            cursor.take_word(Word::Descending).map(|_| false)
                        };
                        Ok((key, ascending))
                    })?;
                    call.keys.extend(keys);
                }
            }
        }
        Ok((call, below))
    }

    /// The colon behind a name.
    pub(super) fn colon(&mut self) -> Step<()> {
        if let Some(colon) = self.take_sign(Sign::Colon) {
            // `::`, `:=`
            if let Some(second) = self
                .peek()
                .filter(|second| matches!(second.kind, Kind::Sign(Sign::Colon | Sign::Eq)) && second.start == colon.end)
            {
                let span = Span { end: second.end, ..self.span_of(&colon) };
                let written = self.text_at(span);
                self.report(typing::mistaken(span, written, ":", Meant::Surely));
                self.advance();
            }
            return Ok(());
        }
        // `期望 甲.达标 = 满足`, and a semicolon that is a slip of the finger.
        let Some(token) = self.peek().filter(|token| matches!(token.kind, Kind::Sign(Sign::Eq | Sign::Semicolon)))
        else {
            return Err(self.expected(COLON));
        };
        let meant = if token.kind == Kind::Sign(Sign::Eq) { Meant::Surely } else { Meant::Likely };
        let span = self.span_of(&token);
        self.report(typing::mistaken(span, token.text, ":", meant));
        self.advance();
        Ok(())
    }

    /// Whether the equals sign behind a name was taken; a colon in its place is reported.
    pub(super) fn equals(&mut self) -> bool {
        if self.take_sign(Sign::Eq).is_some() {
            return true;
        }
        let Some(token) = self.take_sign(Sign::Colon) else {
            return false;
        };
        let span = self.span_of(&token);
        self.report(typing::mistaken(span, token.text, "=", Meant::Surely));
        true
    }
}

/// Whether a word starts a part of a call that is no argument.
fn starts_clause(word: Word) -> bool {
    matches!(word, Word::Where | Word::Via | Word::Each | Word::By)
}
