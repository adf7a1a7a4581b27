//! Units that touch other words: `1500户以上` is 1500, 户 and 以上; `3万户` is 3, 万 and 户.

use super::token::{Kind, Sign, Token};
use crate::unit_words::{MULTIPLIERS, built_in, multiplier};
use crate::words;

/// Words that end a unit which they touch.
const SUFFIXES: &[&str] = &["以上", "以下", "以内"];

/// Units of time, behind which 内 is a word too: `5年内`.
fn is_time(text: &str) -> bool {
    use guiju_program::unit::BaseUnit::{Day, Hour, Month, Workday};
    built_in(text).is_some_and(|unit| matches!(unit.base, Some(Day | Hour | Month | Workday)))
}

/// The zeros of a multiplier.
pub(super) fn zeros(text: &str) -> Option<u32> {
    multiplier(text).map(|multiplier| multiplier.zeros)
}

/// Puts a token behind others, cut where it is a unit and what touches it. `rest` is the text behind it.
pub(super) fn push<'t>(tokens: &mut Vec<Token<'t>>, token: Token<'t>, rest: &str) {
    let mut token = token;
    if token.kind == Kind::Name && token.word.is_none() && is_unit_place(tokens, &token, rest) {
        // 万亿元 has two. Below a line a unit stays whole: 元/万户.
        let below = tokens.last().is_some_and(|before| before.kind == Kind::Sign(Sign::Slash));
        while let Some(length) = multiplier_in(token.text).filter(|_| !below) {
            token = cut(tokens, token, length);
        }
        if let Some(length) = before_suffix(token.text) {
            token = cut(tokens, token, length);
        }
    }
    tokens.push(token);
}

/// Whether the unit of a number can stand behind these tokens.
fn is_unit_place(tokens: &[Token<'_>], token: &Token<'_>, rest: &str) -> bool {
    let Some(before) = tokens.last() else {
        return false;
    };
    let touches = before.end == token.start;
    let number = before.kind == Kind::Number
        || (zeros(before.text).is_some() && tokens.iter().rev().nth(1).is_some_and(|t| t.kind == Kind::Number));
    if before.kind == Kind::Sign(Sign::Slash) {
        return touches && tokens.iter().rev().nth(1).is_some_and(|unit| unit.end == before.start);
    }
    // `25  十人以上: 甲` is the name of the next row.
    let names_row = || rest.trim_start_matches([' ', '\t', '\u{3000}']).starts_with([':', '：']);
    number && !token.new_line && (touches || !names_row())
}

/// How long the multiplier is that a unit starts with.
fn multiplier_in(text: &str) -> Option<usize> {
    MULTIPLIERS.iter().find_map(|multiplier| {
        let unit = text.strip_prefix(multiplier.zh)?;
        let touches = multiplier.touches_any && !unit.is_empty() || unit.starts_with('元');
        touches.then_some(multiplier.zh.len())
    })
}

/// How long the unit is that one of the suffixes touches.
fn before_suffix(text: &str) -> Option<usize> {
    let by_suffix = SUFFIXES.iter().find_map(|suffix| text.strip_suffix(suffix));
    let unit = by_suffix.or_else(|| text.strip_suffix('内').filter(|time| is_time(time)))?;
    (!unit.is_empty()).then_some(unit.len())
}

/// Pushes the first bytes as a token of their own; the rest remains.
fn cut<'t>(tokens: &mut Vec<Token<'t>>, token: Token<'t>, length: usize) -> Token<'t> {
    let (Some(first), Some(second)) = (token.text.get(..length), token.text.get(length..)) else {
        return token;
    };
    let middle = token.start + u32::try_from(length).unwrap_or(0);
    tokens.push(Token { text: first, word: words::word(first), end: middle, ..token });
    Token { text: second, word: words::word(second), start: middle, new_line: false, ..token }
}
