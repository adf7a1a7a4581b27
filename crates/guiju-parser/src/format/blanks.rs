//! Blanks between two words of a line.

use std::borrow::Cow;

use crate::parse::{Kind, Role, Sign, Token};
use crate::unit_words;
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

/// How closely words stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// As regulations are written: 不低于60小时以上.
    Close,
    /// With a blank between any two words, in case they would be read as one.
    Apart,
}

/// How many blanks stand before each token of a line but the first.
pub(super) fn gaps(tokens: &[Token<'_>], roles: &[Role], item: Option<Word>, fit: Fit) -> Vec<usize> {
    let starts_row = |at: usize| {
        let label = tokens.get(at + 1).is_some_and(|token| token.kind == Kind::Text);
        let behind = |more: usize| tokens.get(at + more).map(|token| token.kind);
        let colon = behind(1 + usize::from(label)) == Some(Kind::Sign(Sign::Colon));
        // A row of a test within a row: `月度 { … }`, `月度 甲 { … }`.
        let open = Some(Kind::Sign(Sign::CurlyOpen));
        colon || behind(1) == open || behind(1) == Some(Kind::Name) && behind(2) == open
    };
    let pairs = tokens.iter().zip(tokens.iter().skip(1)).enumerate();
    let role = |at: usize| roles.get(at).copied().unwrap_or_default();
    let gap = |(at, (before, behind)): (usize, (&Token<'_>, &Token<'_>))| {
        let (before, behind) = ((before, role(at)), (behind, role(at + 1)));
        of_words(before, behind, fit).unwrap_or_else(|| between(before, behind, starts_row(at + 1), item))
    };
    pairs.map(gap).collect()
}

/// The blanks where a word of the language decides them, whatever was written: a number and what measures or compares it.
/// They go by the words alone, so that a text spelled anew and back is the same.
fn of_words((before, role): (&Token<'_>, Role), (behind, next): (&Token<'_>, Role), fit: Fit) -> Option<usize> {
    let close = |touch: bool| Some(usize::from(!touch || fit == Fit::Apart));
    let is_unit = |role: Role| matches!(role, Role::Unit(_) | Role::Multiplier);
    let chinese = |token: &Token<'_>| !token.text.is_ascii();
    let number = before.kind == Kind::Number;
    match (role, next) {
        (_, next) if number && is_unit(next) => close(chinese(behind)),
        (Role::Multiplier, Role::Unit(_)) => {
            let multiplier = unit_words::multiplier(before.text);
            let touches = multiplier.is_some_and(|found| found.touches_any) || behind.text.starts_with('元');
            close(chinese(before) && chinese(behind) && touches)
        }
        (Role::Multiplier, Role::Multiplier) => close(chinese(before) && chinese(behind)),
        (Role::Word, Role::Word)
            if matches!(before.word, Some(Word::Compare(_) | Word::Reaches)) && behind.kind == Kind::Number =>
        {
            close(chinese(before))
        }
        (role, Role::Word) if matches!(behind.word, Some(Word::OrMore | Word::OrLess | Word::OrWithin)) => {
            let bound = matches!(before.kind, Kind::Sign(Sign::Percent | Sign::Permille | Sign::RoundClose));
            let unit = is_unit(role) && chinese(before) && before.kind == Kind::Name;
            close(chinese(behind) && (number || bound || unit))
        }
        // The parts of a span of time change places.
        (Role::Word, _) if matches!(before.word, Some(Word::Within | Word::Starting | Word::From)) => Some(1),
        _ => None,
    }
}

fn between(
    (before, role): (&Token<'_>, Role),
    (behind, next): (&Token<'_>, Role),
    starts_row: bool,
    item: Option<Word>,
) -> usize {
    // What was cut apart where it touched stands apart: 2023-01-01起.
    let is_word =
        |token: &Token<'_>, role: Role| token.kind == Kind::Name && !matches!(role, Role::Name | Role::Unread);
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
        // Two blanks part the fields of a line, the words of a policy's header, and the citation at the end of a row.
        _ if written > 1
            && (starts_row || behind.word == Some(Word::Cites) || item == Some(Word::Policy) && is_header(behind)) =>
        {
            2
        }
        (Some(Sign::Slash | Sign::Minus | Sign::Plus), _) | (_, Some(Sign::Slash | Sign::Minus | Sign::Plus)) => kept,
        (Some(_), _) | (_, Some(_)) => 1,
        _ if touching && !is_word(before, role) && !is_word(behind, next) => 0,
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
