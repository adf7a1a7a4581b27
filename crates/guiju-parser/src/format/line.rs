//! The lines of a text, with what stands on each and how far it is set in.

use super::blanks::{self, Fit};
use crate::parse::{Kind, Role, Sign, Token, Words};
use crate::words::Word;

/// One level of indent.
const INDENT: usize = 2;

/// A line.
pub(super) struct Line<'t> {
    pub(super) tokens: Vec<Token<'t>>,
    /// A comment at its end, or all there is.
    pub(super) comment: Option<String>,
    /// How many braces are open where it starts, those that it closes first not counted.
    pub(super) depth: usize,
    /// Whether it goes on with what the line before began.
    pub(super) continues: bool,
    /// The item keyword of the item that it belongs to.
    pub(super) item: Option<Word>,
    /// Blanks before each token but the first.
    pub(super) gaps: Vec<usize>,
    /// Blanks before a comment behind words.
    pub(super) comment_gap: usize,
}

impl Line<'_> {
    /// As it is written out, without its end.
    pub(super) fn written(&self) -> String {
        let mut text = String::new();
        for (at, token) in self.tokens.iter().enumerate() {
            match at.checked_sub(1) {
                None => text.push_str(&" ".repeat(self.indent())),
                Some(gap) => text.push_str(&" ".repeat(self.gaps.get(gap).copied().unwrap_or(1))),
            }
            text.push_str(&blanks::written(token));
        }
        if let Some(comment) = &self.comment {
            text.push_str(&" ".repeat(if self.tokens.is_empty() { self.indent() } else { self.comment_gap }));
            text.push_str(comment);
        }
        text
    }

    pub(super) const fn indent(&self) -> usize {
        INDENT * (self.depth + self.continues as usize)
    }
}

/// The lines of a text whose words are known.
pub(super) fn lines<'t>(text: &'t str, words: &Words<'t>, fit: Fit) -> Vec<Line<'t>> {
    let mut rest = words.tokens.iter().copied().zip(words.uses.iter().map(|noted| noted.role)).peekable();
    let mut lines: Vec<Line<'t>> = Vec::new();
    let (mut depth, mut item, mut last) = (0_usize, None, None::<Token<'t>>);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let mut own: Vec<Token<'t>> = Vec::new();
        let mut roles: Vec<Role> = Vec::new();
        while let Some((token, role)) = rest.next_if(|(token, _)| (token.start as usize) < end) {
            own.push(token);
            roles.push(role);
        }
        let behind = own.last().map_or(start, |token| token.end as usize);
        let comment = text.get(behind..end).and_then(comment_in).map(str::to_owned);
        let starts_item = own.first().is_some_and(|first| depth == 0 && first.word.is_some_and(Word::starts_item));
        let goes_on = own.first().is_some_and(|first| !starts_item && (depth == 0 || goes_on(last.as_ref(), first)));
        if starts_item {
            item = own.first().and_then(|first| first.word);
        }
        let closing = own.iter().take_while(|token| closes(token)).count();
        let gaps = blanks::gaps(&own, &roles, item, fit);
        lines.push(Line {
            comment,
            depth: depth.saturating_sub(closing),
            continues: goes_on && closing == 0,
            item,
            gaps,
            comment_gap: 2,
            tokens: Vec::new(),
        });
        for token in &own {
            match token.kind {
                Kind::Sign(Sign::CurlyOpen | Sign::RoundOpen | Sign::SquareOpen) => depth += 1,
                _ if closes(token) => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        last = own.last().copied().or(last);
        if let Some(line) = lines.last_mut() {
            line.tokens = own;
        }
        start = end;
    }
    lines
}

/// The comment in what stands behind the last word of a line.
fn comment_in(tail: &str) -> Option<&str> {
    let at = tail.find(['#', '＃'])?;
    Some(tail.get(at..)?.trim_end())
}

/// The comments of a text whose words are known, in their order.
pub(super) fn comments<'t>(text: &'t str, tokens: &[Token<'_>]) -> Vec<&'t str> {
    let mut comments = Vec::new();
    let mut behind = 0;
    let ends = tokens.iter().map(|token| (token.start as usize, token.end as usize));
    for (start, end) in ends.chain([(text.len(), text.len())]) {
        comments.extend(text.get(behind..start).unwrap_or_default().lines().filter_map(comment_in));
        behind = end;
    }
    comments
}

fn closes(token: &Token<'_>) -> bool {
    matches!(token.kind, Kind::Sign(Sign::CurlyClose | Sign::RoundClose | Sign::SquareClose))
}

/// Whether a line within a block goes on with the one before.
fn goes_on(last: Option<&Token<'_>>, first: &Token<'_>) -> bool {
    let joins = |token: &Token<'_>| matches!(token.kind, Kind::Sign(sign) if sign.joins_lines());
    let ends_open = last.is_some_and(|last| {
        // A list goes on behind its comma, set in by its bracket.
        let comma = last.kind == Kind::Sign(Sign::Comma);
        !comma && joins(last) || last.kind == Kind::Sign(Sign::Colon) || last.word.is_some_and(Word::wants_more)
    });
    ends_open || joins(first) || first.word.is_some_and(Word::continues_line)
}
