//! The rows of a block, told apart before they are parsed, so that a broken row costs only itself.

use std::ops::Range;

use super::cursor::Cursor;
use super::token::{Kind, Sign};
use crate::words::Word;

/// What separates the rows of a block besides new lines and semicolons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// One statement a row: clauses, conditions, readings.
    Statements,
    /// Several fields may stand on a line: `编号: 文本  市地: 文本`.
    Fields,
    /// Several may stand on a line, and each holds what it likes: the rows of awards and allocations.
    Parts,
    /// Bands, and rows of tables: a row is a line with a colon.
    Bands,
    /// Like fields; rows with braces and expectations besides.
    TestRows,
}

impl Cursor<'_, '_> {
    /// The rows between two tokens, as ranges of tokens. None is empty.
    pub(super) fn rows(&self, from: usize, to: usize, layout: Layout) -> Vec<Range<usize>> {
        let mut rows: Vec<Range<usize>> = Vec::new();
        let mut start = from;
        let mut at = from;
        let mut push = |range: Range<usize>| {
            if !range.is_empty() {
                rows.push(range);
            }
        };
        while at < to {
            let Some(token) = self.tokens.get(at) else {
                break;
            };
            let separates = match token.kind {
                Kind::Sign(Sign::Semicolon) => true,
                Kind::Sign(Sign::Comma) => match layout {
                    Layout::Statements | Layout::Parts | Layout::Bands => false,
                    Layout::Fields => true,
                    Layout::TestRows => !self.is_expectation(start),
                },
                _ => false,
            };
            if separates {
                push(start..at);
                at += 1;
                start = at;
                continue;
            }
            if at > start && self.starts_row(start, at, layout) {
                push(start..at);
                start = at;
            }
            let braced = token.kind == Kind::Sign(Sign::CurlyOpen);
            at = self.behind_bracket(at, to, layout);
            // A row with a block ends with it.
            if braced && layout == Layout::TestRows {
                push(start..at);
                start = at;
            }
        }
        push(start..to);
        rows
    }

    /// The next token that is not within the bracket which opens here.
    fn behind_bracket(&self, at: usize, to: usize, layout: Layout) -> usize {
        let close = self.partners.get(at).map_or(at, |close| *close as usize);
        if close <= at || close >= to {
            return at + 1;
        }
        let is_brace = self.tokens.get(at).is_some_and(|token| token.kind == Kind::Sign(Sign::CurlyOpen));
        // The start of a row within round brackets means that one of them is forgotten, and another one too many.
        let broken = |index: usize| self.is_line_start(index) && self.names_row(index);
        if !is_brace
            && layout == Layout::Statements
            && let Some(row) = (at + 1..close).find(|index| broken(*index))
        {
            return row;
        }
        close + 1
    }

    fn is_line_start(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.new_line)
    }

    /// Whether the line that starts at a token has a colon outside brackets.
    fn has_colon(&self, start: usize) -> bool {
        let mut at = start;
        while let Some(token) = self.tokens.get(at) {
            match token.kind {
                _ if token.new_line && at > start => return false,
                Kind::Sign(Sign::Colon) => return true,
                Kind::Sign(Sign::Semicolon | Sign::CurlyClose) => return false,
                _ => {}
            }
            let close = self.partners.get(at).map_or(at, |close| *close as usize);
            at = close.max(at) + 1;
        }
        false
    }

    /// Whether `name:` or `name "label":` starts at a token.
    fn names_row(&self, at: usize) -> bool {
        let kind = |index: usize| self.tokens.get(index).map(|token| token.kind);
        let colon = Some(Kind::Sign(Sign::Colon));
        kind(at) == Some(Kind::Name)
            && (kind(at + 1) == colon || (kind(at + 1) == Some(Kind::Text) && kind(at + 2) == colon))
    }

    /// Whether a row that starts here states what a test expects, rather than a field called 期望.
    pub(super) fn is_expectation(&self, at: usize) -> bool {
        let next = self.tokens.get(at + 1).map(|token| token.kind);
        self.tokens.get(at).is_some_and(|token| token.word == Some(Word::Expect))
            && !matches!(next, Some(Kind::Sign(Sign::Colon) | Kind::Text))
    }

    /// Whether a row starts at `at`, when the one before started at `start`.
    fn starts_row(&self, start: usize, at: usize, layout: Layout) -> bool {
        let (Some(token), Some(before)) = (self.tokens.get(at), self.tokens.get(at - 1)) else {
            return false;
        };
        if layout == Layout::Bands {
            let open = before.word.is_some_and(Word::wants_more)
                || matches!(before.kind, Kind::Sign(sign) if sign.joins_lines() || sign == Sign::Colon);
            return token.new_line && !open && self.has_colon(at);
        }
        let names = self.names_row(at);
        if layout != Layout::Statements {
            let behind_expect = at == start + 1 && self.is_expectation(start);
            if names && !behind_expect {
                return true;
            }
            if layout == Layout::TestRows && self.is_expectation(at) {
                return true;
            }
        }
        if !token.new_line {
            return false;
        }
        if names {
            return true;
        }
        let joins = |kind: Kind| matches!(kind, Kind::Sign(sign) if sign.joins_lines());
        let goes_on = token.word.is_some_and(Word::continues_line)
            || joins(token.kind)
            || matches!(
                token.kind,
                Kind::Sign(Sign::RoundClose | Sign::SquareClose | Sign::CurlyClose | Sign::CurlyOpen | Sign::Colon)
            )
            || matches!(token.word, Some(Word::Optional | Word::Signed | Word::Because | Word::Like))
            || (token.kind == Kind::Text);
        let wants_more = before.word.is_some_and(Word::wants_more)
            || joins(before.kind)
            || matches!(before.kind, Kind::Sign(Sign::Colon));
        !goes_on && !wants_more
    }

    /// Parses each row alone; those that are lost are left out, their mistakes being reported.
    pub(super) fn each_row<T>(
        &mut self,
        from: usize,
        to: usize,
        layout: Layout,
        mut parse: impl FnMut(&mut Self) -> super::cursor::Step<T>,
    ) -> Vec<T> {
        let rows = self.rows(from, to, layout);
        rows.into_iter().filter_map(|row| self.within(row.start, row.end, &mut parse)).collect()
    }
}
