//! Blanks between two words of a line.

use std::borrow::Cow;

use crate::parse::{Kind, Sign, Token};
use crate::words::Word;

/// A token as it is written out: `at least` with one blank.
pub(super) fn written<'t>(token: &Token<'t>) -> Cow<'t, str> {
    match (token.kind, token.text.split_once(char::is_whitespace)) {
        (Kind::Name, Some((first, second))) if token.word.is_some() => {
            Cow::Owned(format!("{first} {}", second.trim_start()))
        }
        _ => Cow::Borrowed(token.text),
    }
}

/// How many blanks stand before each token of a line but the first.
pub(super) fn gaps(tokens: &[Token<'_>], item: Option<Word>) -> Vec<usize> {
    let starts_row = |at: usize| {
        let label = tokens.get(at + 1).is_some_and(|token| token.kind == Kind::Text);
        let behind = |more: usize| tokens.get(at + more).map(|token| token.kind);
        let colon = behind(1 + usize::from(label)) == Some(Kind::Sign(Sign::Colon));
        // A row of a test within a row: `月度 { … }`, `月度 甲 { … }`.
        let open = Some(Kind::Sign(Sign::CurlyOpen));
        colon || behind(1) == open || behind(1) == Some(Kind::Name) && behind(2) == open
    };
    let pairs = tokens.iter().zip(tokens.iter().skip(1)).enumerate();
    pairs.map(|(at, (before, behind))| between(before, behind, starts_row(at + 1), item)).collect()
}

fn between(before: &Token<'_>, behind: &Token<'_>, starts_row: bool, item: Option<Word>) -> usize {
    let written = behind.start.saturating_sub(before.end);
    let touching = written == 0;
    let kept = usize::from(!touching);
    match (sign(before), sign(behind)) {
        (Some(Sign::RoundOpen | Sign::SquareOpen), _) => 0,
        (_, Some(Sign::RoundClose | Sign::SquareClose | Sign::Comma | Sign::Semicolon | Sign::Colon)) => 0,
        (Some(Sign::Comma | Sign::Semicolon | Sign::Colon), _) if !before.text.is_ascii() => 0,
        (Some(Sign::Semicolon), _) if written > 1 => 2,
        (Some(Sign::Comma | Sign::Semicolon | Sign::Colon), _) => 1,
        // What belongs together touches: a call, a set of values, a unit, a sign of a number.
        (_, Some(Sign::RoundOpen | Sign::SquareOpen | Sign::Percent | Sign::Permille)) => kept,
        (Some(Sign::CurlyOpen), _) | (_, Some(Sign::CurlyClose)) => kept,
        (_, Some(Sign::CurlyOpen)) if touching => 0,
        _ if written > 1 && starts_row => 2,
        (Some(Sign::Slash | Sign::Minus | Sign::Plus), _) | (_, Some(Sign::Slash | Sign::Minus | Sign::Plus)) => kept,
        (Some(_), _) | (_, Some(_)) => 1,
        _ if touching => 0,
        // Two blanks part the fields of a line, the words of a policy's header, and the citation at the end of a row.
        _ if written > 1 && (behind.word == Some(Word::Cites) || item == Some(Word::Policy) && is_header(behind)) => 2,
        _ => 1,
    }
}

/// Whether a word starts a part of a policy's header.
const fn is_header(token: &Token<'_>) -> bool {
    matches!(token.word, Some(Word::Year | Word::Status | Word::Currency | Word::Valid | Word::Amends))
}

fn sign(token: &Token<'_>) -> Option<Sign> {
    match token.kind {
        Kind::Sign(sign) => Some(sign),
        _ => None,
    }
}
