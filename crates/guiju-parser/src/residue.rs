//! What copying leaves behind in a text: characters that nobody sees, line numbers, clause numbers, bullets, Markdown.
//!
//! It is reported, and left out while the text is read.

use std::ops::Range;

use guiju_program::Diagnostic;
use guiju_program::source::{SourceId, Span};

use crate::message::typing as message;
use crate::words::{self, Word};

/// What stands in front of an item, or around its word, and does not belong there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// `12 规则`, `12│ 规则`
    LineNumber,
    /// `（三）规则`, `1、规则`
    ClauseNumber,
    /// `• 规则`, `- 规则`
    Bullet,
    /// `**规则**`, a line of back quotes
    Markdown,
}

const NUMERALS: &[char] = &['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百'];

/// Whether a character leaves no mark on the screen and has no meaning here.
pub(crate) const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

/// The text without invisible characters, where it has some.
pub(crate) fn without_invisible(text: &str) -> Option<String> {
    (!text.is_ascii() && text.contains(is_invisible)).then(|| text.chars().filter(|c| !is_invisible(*c)).collect())
}

/// Reports what copying left in a text: one message for each kind, at the first place.
pub(crate) fn report(
    source: SourceId,
    text: &str,
    prefixes: &[(Range<usize>, Kind)],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let span = |range: &Range<usize>| {
        let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Span::new(source, at(range.start), at(range.end))
    };
    for kind in [Kind::LineNumber, Kind::ClauseNumber, Kind::Bullet, Kind::Markdown] {
        let spans: Vec<Span> = prefixes.iter().filter(|(_, of)| *of == kind).map(|(range, _)| span(range)).collect();
        if let Some(first) = spans.first() {
            let written = text.get(first.range()).unwrap_or_default().trim();
            diagnostics.push(message::left_by_copying(kind, written, &spans));
        }
    }
    let mut seen: Vec<(char, Vec<Span>)> = Vec::new();
    for (at, c) in invisible(text) {
        let place = span(&(at..at + c.len_utf8()));
        match seen.iter_mut().find(|(known, _)| *known == c) {
            Some((_, places)) => places.push(place),
            None => seen.push((c, vec![place])),
        }
    }
    for (c, places) in &seen {
        diagnostics.push(message::invisible(*c, places));
    }
}

/// Invisible characters outside comments; a byte order mark at the start is none.
fn invisible(text: &str) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    if text.is_ascii() || !text.contains(is_invisible) {
        return found;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut quote = None;
        for (at, c) in line.char_indices() {
            match (quote, c) {
                (None, '#' | '＃') => break,
                (None, '"') => quote = Some('"'),
                (None, '“') => quote = Some('”'),
                (Some(closing), c) if c == closing => quote = None,
                _ => {}
            }
            if is_invisible(c) && start + at > 0 {
                found.push((start + at, c));
            }
        }
        start += line.len();
    }
    found
}

/// What stands in front of items and does not belong there, in order.
pub(crate) fn prefixes(text: &str) -> Vec<(Range<usize>, Kind)> {
    let mut found = Vec::new();
    let mut numbered: Vec<(usize, Range<usize>)> = Vec::new();
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let from = start;
        start += line.len();
        let blank = line.len() - line.trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}', '\u{feff}']).len();
        let body = line.get(blank..).unwrap_or_default();
        let at = from + blank;
        // Most lines begin with a letter.
        let Some(first) = body.chars().next().filter(|c| !c.is_alphabetic() || *c == '第' || NUMERALS.contains(c))
        else {
            continue;
        };
        if first.is_ascii_digit()
            && let Some((number, length)) = line_number(body)
            && number == index + 1
        {
            numbered.push((index, at..at + length));
            continue;
        }
        if body.starts_with("```") {
            let length = body.trim_end().len();
            found.push((at..at + length, Kind::Markdown));
            continue;
        }
        mark(body, at, &mut found);
    }
    // Lines that carry their own number were copied with it; one alone is taken for one only where an item follows.
    let many = numbered.len() > 2;
    for (_, range) in numbered {
        let behind = text.get(range.end..).unwrap_or_default();
        if many || starts_item(behind) {
            found.push((range, Kind::LineNumber));
        } else {
            mark(text.get(range.start..).unwrap_or_default(), range.start, &mut found);
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// The number that a line starts with, and how long it is with what parts it from the line.
fn line_number(body: &str) -> Option<(usize, usize)> {
    let digits = body.find(|c: char| !c.is_ascii_digit()).filter(|digits| *digits < 6)?;
    let number = body.get(..digits)?.parse().ok()?;
    let behind = body.get(digits..)?;
    let bare = behind.trim_start_matches(['.', ':', '|', '│', '┃', ')', '）', '\t', ' ', '\u{3000}', '→']);
    let length = body.len() - bare.len();
    (length > digits && !bare.trim().is_empty()).then_some((number, length))
}

/// A bullet, a clause number or asterisks in front of an item's word.
fn mark(body: &str, at: usize, found: &mut Vec<(Range<usize>, Kind)>) {
    let line = body.split('\n').next().unwrap_or_default();
    for stars in ["**", "__"] {
        if let Some(rest) = line.strip_prefix(stars)
            && let Some(word) = rest.find(stars)
            && rest.get(..word).and_then(words::word).is_some_and(Word::starts_item)
        {
            let length = stars.len();
            found.push((at..at + length, Kind::Markdown));
            found.push((at + length + word..at + 2 * length + word, Kind::Markdown));
            return;
        }
    }
    let Some((length, kind)) = length_of_mark(line) else {
        return;
    };
    if line.get(length..).is_some_and(starts_item) {
        found.push((at..at + length, kind));
    }
}

fn length_of_mark(line: &str) -> Option<(usize, Kind)> {
    let is_number = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || NUMERALS.contains(&c);
    let first = line.chars().next()?;
    let blanks = |from: usize| {
        let rest = line.get(from..).unwrap_or_default();
        from + rest.len() - rest.trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}']).len()
    };
    let number_end = |from: usize| {
        let rest = line.get(from..)?;
        let length = rest.find(|c: char| !is_number(c))?;
        (length > 0).then_some(from + length)
    };
    if matches!(first, '•' | '·' | '●' | '○' | '■' | '□' | '◆' | '▪' | '◦' | '–' | '—' | '-' | '*' | '\u{f0b7}')
    {
        let end = blanks(first.len_utf8());
        return Some((end, Kind::Bullet));
    }
    if matches!(first, '(' | '（') {
        let end = number_end(first.len_utf8())?;
        let close = line.get(end..)?.chars().next().filter(|c| matches!(c, ')' | '）'))?;
        return Some((blanks(end + close.len_utf8()), Kind::ClauseNumber));
    }
    if ('①'..='⑳').contains(&first) {
        return Some((blanks(first.len_utf8()), Kind::ClauseNumber));
    }
    if first == '第' {
        let end = number_end(first.len_utf8())?;
        let unit = line.get(end..)?.chars().next().filter(|c| matches!(c, '条' | '款' | '项'))?;
        return Some((blanks(end + unit.len_utf8()), Kind::ClauseNumber));
    }
    let end = number_end(0)?;
    let behind = line.get(end..)?.chars().next()?;
    if matches!(behind, '、' | '.' | '．' | ')' | '）' | ':' | '：' | '|' | '│' | '┃') {
        return Some((blanks(end + behind.len_utf8()), Kind::ClauseNumber));
    }
    (first.is_ascii_digit() && behind.is_whitespace()).then(|| (blanks(end), Kind::LineNumber))
}

/// Whether an item's word and a name start a text.
fn starts_item(text: &str) -> bool {
    let name = |text: &str| {
        let end = text.find(|c: char| !(unicode_ident::is_xid_continue(c) || c == '_')).unwrap_or(text.len());
        end.min(100)
    };
    let length = name(text);
    let Some(word) = text.get(..length).and_then(words::word).filter(|word| word.starts_item()) else {
        return false;
    };
    let behind = text.get(length..).unwrap_or_default();
    let next = behind.trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}']);
    let second = next.get(..name(next)).unwrap_or_default();
    let is_name = second.chars().next().is_some_and(unicode_ident::is_xid_start)
        && words::word(second).is_none_or(|word| !word.is_reserved());
    let quoted = next.starts_with(['"', '“', '「', '`']);
    next.len() < behind.len() && (is_name || quoted && word == Word::Test || next.starts_with(['「', '`']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> Vec<(&str, Kind)> {
        prefixes(text).into_iter().map(|(range, kind)| (&text[range], kind)).collect()
    }

    #[test]
    fn marks_in_front_of_items() {
        assert_eq!(marks("• 规则 甲: a\n"), [("• ", Kind::Bullet)]);
        assert_eq!(marks("（三）规则 甲: a\n"), [("（三）", Kind::ClauseNumber)]);
        assert_eq!(marks("1、规则 甲: a\n"), [("1、", Kind::ClauseNumber)]);
        assert_eq!(marks("第三条 规则 甲: a\n"), [("第三条 ", Kind::ClauseNumber)]);
        assert_eq!(marks("12 规则 甲: a\n"), [("12 ", Kind::LineNumber)]);
        assert_eq!(marks("**规则** 甲: a\n"), [("**", Kind::Markdown), ("**", Kind::Markdown)]);
        assert_eq!(
            marks("1 政策 p\n2 规则 甲 {\n3  时长: a\n"),
            [("1 ", Kind::LineNumber), ("2 ", Kind::LineNumber), ("3  ", Kind::LineNumber)]
        );
    }

    #[test]
    fn what_goes_on_with_the_line_before_is_no_mark() {
        assert_eq!(marks("定义 甲 = 乙\n  - 补助 最高 3元\n  - 预算\n"), []);
        assert_eq!(marks("第三条 规范\n第一条 说明 \"x\"\n"), []);
        assert_eq!(marks("定义 甲 = 乙 +\n  3 最高 4\n"), []);
    }
}
