//! Numbers and dates that are written otherwise than the language has them: `1O万元`, `2023.1.1`. They are reported, and
//! read as what they are meant for.

use guiju_program::Diagnostic;
use guiju_program::source::{SourceId, Span};

use super::literal::half_width;
use super::token::{Kind, Sign, Token};
use crate::message::typing as message;
use crate::words::Word;

/// Puts numbers and dates in the place of the tokens that they were cut into.
pub(super) fn set_right<'t>(
    source: SourceId,
    file: &'t str,
    tokens: Vec<Token<'t>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Token<'t>> {
    let tokens = letters(source, file, tokens, diagnostics);
    let tokens = full_stops(source, tokens, diagnostics);
    let tokens = comments(source, file, tokens, diagnostics);
    dates(source, file, tokens, diagnostics)
}

/// Letters that look like digits, as digits.
pub(crate) const fn digit_for(c: char) -> Option<char> {
    match c {
        'O' | 'o' | 'Ｏ' | 'ｏ' | '〇' => Some('0'),
        'l' | 'I' | 'ｌ' | 'Ｉ' => Some('1'),
        _ => None,
    }
}

/// `1O万元`: a number that goes on with such letters.
fn letters<'t>(
    source: SourceId,
    file: &'t str,
    tokens: Vec<Token<'t>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Token<'t>> {
    let touching = |at: usize| -> Option<usize> {
        let (number, name) = (tokens.get(at)?, tokens.get(at + 1)?);
        if number.kind != Kind::Number || name.kind != Kind::Name || number.end != name.start {
            return None;
        }
        let is_digit = |c: char| c.is_ascii_digit() || digit_for(c).is_some() || ('０'..='９').contains(&c);
        let length = name.text.find(|c: char| !is_digit(c)).unwrap_or(name.text.len());
        let rest = name.text.get(length..)?;
        (length > 0 && !rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')).then_some(length)
    };
    // `l.5万元` where a figure stands: a path with a digit behind its point.
    let lettered = |at: usize| -> Option<usize> {
        let path = tokens.get(at).filter(|token| token.kind == Kind::Path)?;
        let before = tokens.get(at.checked_sub(1)?)?;
        let figure =
            before.kind == Kind::Sign(Sign::Eq) || matches!(before.word, Some(Word::Compare(_) | Word::Reaches));
        let (whole, fraction) = path.text.split_once('.')?;
        let length = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
        let whole_is = !whole.is_empty() && whole.chars().all(|c| digit_for(c).is_some());
        (figure && length > 0 && whole_is).then_some(whole.len() + 1 + length)
    };
    if !(0..tokens.len()).any(|at| touching(at).is_some() || lettered(at).is_some()) {
        return tokens;
    }
    let mut mended: Vec<Token<'t>> = Vec::with_capacity(tokens.len() + 2);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if let Some(length) = lettered(at) {
            at += 1;
            let middle = token.start + u32::try_from(length).unwrap_or(0);
            let (written, rest) = token.text.split_at_checked(length).unwrap_or((token.text, ""));
            let digits: String = written.chars().map(half_width).collect();
            diagnostics.push(message::letter_in_number(Span::new(source, token.start, middle), written, &digits));
            mended.push(Token { kind: Kind::Number, text: written, end: middle, ..*token });
            if !rest.is_empty() {
                let word = crate::words::word(rest);
                let rest = Token { kind: Kind::Name, text: rest, start: middle, word, new_line: false, ..*token };
                super::unit_cut::push(&mut mended, rest, "");
            }
            continue;
        }
        let (Some(length), Some(name)) = (touching(at), tokens.get(at + 1)) else {
            mended.push(*token);
            at += 1;
            continue;
        };
        at += 2;
        let middle = name.start + u32::try_from(length).unwrap_or(0);
        let written = file.get(token.start as usize..middle as usize).unwrap_or_default();
        let digits: String = written.chars().map(half_width).collect();
        let span = Span::new(source, token.start, middle);
        diagnostics.push(message::letter_in_number(span, written, &digits));
        mended.push(Token { text: written, end: middle, ..*token });
        let rest = name.text.get(length..).unwrap_or_default();
        if !rest.is_empty() {
            let word = crate::words::word(rest);
            let rest = Token { text: rest, start: middle, word, new_line: false, ..*name };
            super::unit_cut::push(&mut mended, rest, "");
        }
    }
    mended
}

/// `2023.1.1`, `2023/1/1`, `２０２３－０１－０１`, `2023年1月1号`.
fn dates<'t>(
    source: SourceId,
    file: &'t str,
    tokens: Vec<Token<'t>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Token<'t>> {
    if !(0..tokens.len()).any(|at| date(file, &tokens, at).is_some()) {
        return tokens;
    }
    let mut mended: Vec<Token<'t>> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let Some((length, right)) = date(file, &tokens, at) else {
            mended.push(*token);
            at += 1;
            continue;
        };
        at += length;
        let end = tokens.get(at - 1).map_or(token.end, |last| last.end);
        let written = file.get(token.start as usize..end as usize).unwrap_or_default();
        diagnostics.push(message::date_signs(Span::new(source, token.start, end), written, &right));
        mended.push(Token { kind: Kind::Date, text: written, end, ..*token });
    }
    mended
}

/// How many tokens make a date that starts at one, and how it is written.
fn date(file: &str, tokens: &[Token<'_>], at: usize) -> Option<(usize, String)> {
    let first = tokens.get(at).filter(|token| token.kind == Kind::Number)?;
    // Clauses have numbers like dates: 依据 2023.1.1.
    let before = at.checked_sub(1).and_then(|index| tokens.get(index));
    if before.is_some_and(|token| token.word == Some(Word::Cites) || token.kind == Kind::Sign(Sign::Comma)) {
        return None;
    }
    let mut end = first.end;
    let mut length = 1;
    for token in tokens.iter().skip(at + 1).take(4) {
        let part = match token.kind {
            Kind::Number | Kind::Sign(Sign::Slash | Sign::Minus) => true,
            Kind::Sign(Sign::Unknown) => matches!(token.text, "." | "．" | "—" | "–" | "·" | "‐" | "‑"),
            Kind::Name => token.text.starts_with('年'),
            _ => false,
        };
        if !part || token.start != end {
            break;
        }
        end = token.end;
        length += 1;
    }
    if length == 1 {
        return None;
    }
    let written = file.get(first.start as usize..end as usize)?;
    let plain: String = written.chars().map(half_width).collect();
    let parts: Vec<&str> = plain.trim_end_matches(['号', '號']).split(|c: char| !c.is_ascii_digit()).collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    let small =
        |text: &str, most: u8| text.len() <= 2 && text.parse::<u8>().is_ok_and(|value| (1..=most).contains(&value));
    let named = plain.contains('年') && !(plain.contains('月') && plain.ends_with(['号', '號']));
    (year.len() == 4 && small(month, 12) && small(day, 31) && !named)
        .then(|| (length, format!("{year}-{month:0>2}-{day:0>2}")))
}

/// 。 at the end of an item or a row, which is left out.
fn full_stops<'t>(source: SourceId, tokens: Vec<Token<'t>>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Token<'t>> {
    let stops = |at: usize| {
        tokens.get(at).is_some_and(|token| matches!(token.text, "。" | "．" | "."))
            && tokens.get(at + 1).is_none_or(|next| next.new_line || next.kind == Kind::Sign(Sign::CurlyClose))
            || at > 0
                && at + 1 == tokens.len()
                && tokens.get(at).is_some_and(|last| last.kind == Kind::Sign(Sign::Semicolon))
    };
    if !(0..tokens.len()).any(stops) {
        return tokens;
    }
    let mut kept = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        if stops(at) {
            diagnostics.push(message::full_stop(Span::new(source, token.start, token.end), token.text));
        } else {
            kept.push(*token);
        }
    }
    kept
}

/// `// …`, `-- …` and `/* … */`, which are left out, and signs of currencies in front of numbers.
fn comments<'t>(
    source: SourceId,
    file: &'t str,
    tokens: Vec<Token<'t>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Token<'t>> {
    let opener = |at: usize| {
        let (first, second) = (tokens.get(at)?, tokens.get(at + 1)?);
        let pair = matches!((first.text, second.text), ("/" | "／", "/" | "／") | ("/", "*") | ("-", "-"));
        // Two minus signs may stand within an expression.
        let starts = first.new_line || at == 0 || first.text != "-";
        (pair && starts && first.end == second.start).then_some(second.end)
    };
    let currency = |at: usize| {
        tokens.get(at).is_some_and(|sign| matches!(sign.text, "￥" | "¥" | "$" | "＄" | "€"))
            && tokens.get(at + 1).is_some_and(|number| number.kind == Kind::Number)
    };
    if !(0..tokens.len()).any(|at| opener(at).is_some() || currency(at)) {
        return tokens;
    }
    let mut kept: Vec<Token<'t>> = Vec::with_capacity(tokens.len());
    // Where the comment ends that is being left out.
    let mut behind = 0u32;
    let mut new_line = false;
    for (at, token) in tokens.iter().enumerate() {
        if token.start < behind {
            new_line |= token.new_line;
            continue;
        }
        if let Some(end) = opener(at) {
            let written = file.get(token.start as usize..end as usize).unwrap_or_default();
            diagnostics.push(message::comment(Span::new(source, token.start, end), written));
            let rest = file.get(end as usize..).unwrap_or_default();
            let length = if written == "/*" { rest.find("*/").map(|at| at + 2) } else { rest.find('\n') };
            behind = end.saturating_add(u32::try_from(length.unwrap_or(rest.len())).unwrap_or(u32::MAX));
            new_line |= token.new_line;
        } else if currency(at) {
            diagnostics.push(message::currency_sign(Span::new(source, token.start, token.end), token.text));
            new_line |= token.new_line;
        } else {
            kept.push(Token { new_line: std::mem::take(&mut new_line) || token.new_line, ..*token });
        }
    }
    kept
}
