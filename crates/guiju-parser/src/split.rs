//! A file cut into items, so that a broken one costs only itself.
//!
//! An item starts on a new line with an item keyword, outside braces. Texts, quoted names and comments are known, so that
//! nothing in them counts. When the braces of the file do not match up, an item keyword at the very start of a line
//! starts an item whatever is open: a forgotten brace then ends with its own item.

use std::ops::Range;

use crate::residue;
use crate::words::{self, Word};

/// A stretch of the file that is read by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// Its bytes.
    pub(crate) range: Range<usize>,
    /// Whether it starts with an item keyword.
    pub(crate) is_item: bool,
}

/// What the scan notes: few things, so that a large file costs little.
#[derive(Clone, Copy)]
enum Event {
    Open,
    Close,
    /// A line that may start an item.
    Line {
        at: usize,
        indented: bool,
        is_item: bool,
    },
}

/// The chunks of a file, in order. They cover all of it but blanks and comments in front.
pub(crate) fn split(text: &str) -> Vec<Chunk> {
    let events = scan(text);
    let recover = !is_balanced(&events);
    let mut chunks = Vec::new();
    let mut depth = 0usize;
    let mut start = None;
    for event in events {
        match event {
            Event::Open => depth += 1,
            Event::Close => depth = depth.saturating_sub(1),
            Event::Line { at, indented, is_item } => {
                let starts = depth == 0 || (recover && is_item && !indented);
                // Before the first item nothing can be the continuation of one.
                if !starts {
                    continue;
                }
                depth = 0;
                if let Some((begun, was_item)) = start.replace((at, is_item)) {
                    chunks.push(Chunk { range: begun..at, is_item: was_item });
                }
            }
        }
    }
    if let Some((begun, was_item)) = start {
        chunks.push(Chunk { range: begun..text.len(), is_item: was_item });
    }
    chunks
}

/// Whether every brace has its counterpart.
fn is_balanced(events: &[Event]) -> bool {
    let mut depth = 0usize;
    for event in events {
        match event {
            Event::Open => depth += 1,
            Event::Close if depth == 0 => return false,
            Event::Close => depth -= 1,
            Event::Line { .. } => {}
        }
    }
    depth == 0
}

/// One pass over the characters.
fn scan(text: &str) -> Vec<Event> {
    let mut events = Vec::new();
    let mut prefixes = residue::prefixes(text).into_iter().map(|(range, _)| range).peekable();
    let mut chars = text.char_indices().peekable();
    let mut line_start = true;
    let mut indented = false;
    let mut line_quotes = LineQuotes::default();
    // The last character that was neither blank nor comment.
    let mut last = None;
    while let Some((at, c)) = chars.next() {
        if c == '\n' {
            line_start = true;
            indented = false;
            continue;
        }
        if c == '\r' || residue::is_invisible(c) {
            continue;
        }
        if let Some(range) = prefixes.next_if(|range| range.start <= at) {
            while chars.next_if(|(at, _)| *at < range.end).is_some() {}
            continue;
        }
        if c.is_whitespace() {
            indented |= line_start;
            continue;
        }
        if matches!(c, '#' | '＃') {
            while chars.next_if(|(_, c)| *c != '\n').is_some() {}
            continue;
        }
        if std::mem::take(&mut line_start) {
            let rest = text.get(at..).unwrap_or_default();
            if let Some(is_item) = starts_chunk(rest, indented, last) {
                events.push(Event::Line { at, indented, is_item });
            }
        }
        last = Some(c);
        let closing = match c {
            '{' | '｛' => {
                events.push(Event::Open);
                continue;
            }
            '}' | '｝' => {
                events.push(Event::Close);
                continue;
            }
            '「' => '」',
            '`' => '`',
            '《' => '》',
            '"' | '“' | '”' | '\'' | '‘' | '’' => {
                let end = at + c.len_utf8();
                if line_quotes.end <= at {
                    line_quotes = LineQuotes::of(text, end);
                }
                match closing_quote(c, end, text, &line_quotes) {
                    Some(closing) => closing,
                    None => continue,
                }
            }
            _ => continue,
        };
        // A text ends on its line.
        while let Some((_, c)) = chars.next_if(|(_, c)| *c != '\n') {
            if c == closing {
                last = Some(c);
                break;
            }
        }
    }
    events
}

/// Where the last quotes of each kind stand on the rest of a line.
#[derive(Default)]
struct LineQuotes {
    end: usize,
    straight: Option<usize>,
    curly: Option<usize>,
}

impl LineQuotes {
    fn of(text: &str, from: usize) -> Self {
        let line = text.get(from..).unwrap_or_default().split('\n').next().unwrap_or_default();
        let at = |quote: char| line.rfind(quote).map(|at| from + at);
        Self { end: from + line.len(), straight: at('"'), curly: at('”') }
    }
}

/// Which quote ends a text that starts before a byte: the one that belongs to the first, or else any other on the line;
/// none ends with the line.
fn closing_quote(first: char, from: usize, text: &str, line: &LineQuotes) -> Option<char> {
    let (proper, last) = match first {
        '"' => (Some('"'), line.straight),
        '“' => (Some('”'), line.curly),
        _ => (None, None),
    };
    if last.is_some_and(|last| last >= from) {
        return proper;
    }
    let rest = text.get(from..line.end).unwrap_or_default();
    let mark = |c: char| matches!(c, '"' | '“' | '”' | '\'' | '‘' | '’');
    // A text that is not closed ends with its line.
    match rest.find(mark) {
        Some(at) if at > 0 => rest.get(at..).and_then(|rest| rest.chars().next()),
        _ => proper,
    }
}

/// Whether a line that starts so is an item (`Some(true)`), something that can be neither an item nor the continuation of
/// one (`Some(false)`), or anything else.
fn starts_chunk(rest: &str, indented: bool, last: Option<char>) -> Option<bool> {
    let head = rest.split('\n').next().unwrap_or_default();
    let head = head.get(..200).unwrap_or(head);
    if let Some(plain) = residue::without_invisible(head).filter(|_| head.len() < 600) {
        return starts_chunk(&plain, indented, last);
    }
    let (first, behind) = first_word(rest);
    // What stands around the word of an item, as in `**规则** 甲`.
    let behind = behind.strip_prefix("**").or_else(|| behind.strip_prefix("__")).unwrap_or(behind);
    let word = words::word(first);
    let behind = behind.trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
    let (second, _) = first_word(behind);
    let digit = !indented && behind.len() < rest.len() && behind.starts_with(|c: char| c.is_ascii_digit());
    let named = !second.is_empty()
        || behind.starts_with(['"', '“', '「', '`'])
        || (digit && word.is_some_and(|word| word != Word::Policy))
        // The word of an item alone on its line: a name is missing.
        || (!indented
            && matches!(word, Some(Word::Replace | Word::Add | Word::Repeal | Word::Rule))
            && (behind.is_empty() || behind.starts_with(['\n', '#', '＃']))
            && !last.is_some_and(|c| ",，、:：=＝(（+-×*/".contains(c)))
        || (!indented && word == Some(Word::Test) && behind.starts_with(['{', '｛']));
    let second_word = words::word(second);
    if word.is_some_and(Word::starts_item) && named {
        return Some(true);
    }
    // Nothing has begun yet that a line could go on with.
    if last.is_none() {
        return Some(false);
    }
    // Two names side by side at the start of a line are no part of any expression: a misspelled keyword.
    let misspelled = !indented
        && !first.is_empty()
        && word.is_none()
        && named
        && second_word.is_none_or(|word| !word.is_reserved())
        && !last.is_some_and(|c| ",，、:：=＝(（".contains(c));
    misspelled.then_some(false)
}

/// The word at the start of a text, and what is behind it.
fn first_word(text: &str) -> (&str, &str) {
    // A line may be one word of many megabytes: looking at its start is enough.
    const MOST: usize = 64;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let continues =
            if at == 0 { unicode_ident::is_xid_start(c) || c == '_' } else { unicode_ident::is_xid_continue(c) };
        if !continues || at > MOST {
            break;
        }
        end = at + c.len_utf8();
    }
    (text.get(..end).unwrap_or_default(), text.get(end..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(text: &str) -> Vec<(&str, bool)> {
        split(text)
            .into_iter()
            .map(|chunk| (text[chunk.range].split_whitespace().nth(1).unwrap_or(""), chunk.is_item))
            .collect()
    }

    #[test]
    fn items_start_on_new_lines_outside_braces() {
        let text = "政策 p \"规则 q\"\n  年度 2023\n数据 甲 {\n规则 x: 文本\n 标准: 文本\n}\n规则 乙: a\n";
        assert_eq!(starts(text), [("p", true), ("甲", true), ("乙:", true)]);
    }

    #[test]
    fn a_forgotten_brace_ends_with_its_item() {
        let text = "数据 甲 {\n  编号: 文本\n规则 乙: a\n规则 丙: b\n";
        assert_eq!(starts(text), [("甲", true), ("乙:", true), ("丙:", true)]);
    }

    #[test]
    fn a_misspelled_keyword_is_a_chunk_of_its_own() {
        let text = "规则 甲: a\n规责 乙: b\n规则 丙: c\n";
        assert_eq!(starts(text), [("甲:", true), ("乙:", false), ("丙:", true)]);
    }
}
