//! Policy text to the tree, with every independent mistake reported.
//!
//! A file is cut into items, an item into words (`lex`, by the grammar), a block into rows; items and rows are parsed
//! alone, so that a mistake costs only the row that it is in.

mod acceptance;
mod amendment;
mod award;
mod bands;
mod calendar;
mod comparison;
mod cursor;
mod expression;
mod interpretation;
mod item;
mod lex;
mod literal;
mod misspelled;
pub(crate) mod mistaken;
mod operand;
mod policy;
mod record;
mod rows;
mod table;
mod test_item;
mod token;
mod unit_cut;
mod uses;
mod wording;

use guiju_program::Diagnostic;
use guiju_program::source::{SourceId, Span};

use self::cursor::Cursor;
pub(crate) use self::cursor::cited;
use self::lex::lex;
pub(crate) use self::lex::path_names;
pub(crate) use self::misspelled::digit_for;
pub(crate) use self::token::{Kind, Sign, Token};
pub(crate) use self::uses::{Role, Use, Window};
use crate::ast::Item;
use crate::residue;
use crate::split::{Chunk, split};
use crate::syntax_message as message;
use crate::words::{self, Word};

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// The items, in the order of the file, without those that could not be read. Of an item with a broken row the other
    /// rows are there.
    pub items: Vec<Item>,
    /// The mistakes, in the order of the file. With an error among them the items are not the whole policy.
    pub diagnostics: Vec<Diagnostic>,
    /// Where each citation stands, in the order of the file; the lines of sources are among them.
    pub citations: Vec<Span>,
}

/// Longer files are refused: a policy of 100,000 clauses is far shorter.
const LONGEST_FILE: usize = 8 * 1024 * 1024;

/// Longer items are refused. Words take far more memory than their text while an item is read.
const LONGEST_ITEM: usize = 256 * 1024;

/// Files of more words than this are refused, since a tree takes some hundred bytes for each: fifteen thousand rules of
/// five comparisons each.
const MOST_WORDS: usize = 500_000;

/// After so many mistakes the rest of a file is not read: it is no policy.
const MOST_MISTAKES: usize = 200;

/// Reads policy text. Never fails as a whole: what cannot be read is reported, and the rest is there.
///
/// Places are bytes of `text`, a byte order mark and carriage returns counted.
#[must_use]
pub fn parse(source: SourceId, text: &str) -> Parsed {
    parse_noting(source, text, &mut None)
}

/// The words of a text, and what each was taken for.
#[derive(Default)]
pub(crate) struct Words<'t> {
    pub(crate) tokens: Vec<Token<'t>>,
    /// For each token.
    pub(crate) uses: Vec<Use>,
    /// Spans of time, by the indexes of their tokens; an inner one comes before the one around it.
    pub(crate) windows: Vec<Window>,
}

/// Reads policy text, and notes what each of its words was taken for.
pub(crate) fn parse_words(text: &str) -> (Parsed, Words<'_>) {
    let mut words = Some(Words::default());
    let parsed = parse_noting(SourceId(0), text, &mut words);
    (parsed, words.unwrap_or_default())
}

fn parse_noting<'t>(source: SourceId, text: &'t str, words: &mut Option<Words<'t>>) -> Parsed {
    let mut parsed = Parsed::default();
    let start = Span::new(source, 0, 0);
    if text.len() > LONGEST_FILE {
        parsed.diagnostics.push(message::too_long(start, "文件", "the file", LONGEST_FILE));
        return parsed;
    }
    if let Some(at) = text.find('\0') {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        parsed.diagnostics.push(message::not_text(Span::new(source, at, at + 1)));
        return parsed;
    }
    let prefixes = residue::prefixes(text);
    residue::report(source, text, &prefixes, &mut parsed.diagnostics);
    let mut words_read = 0;
    for chunk in split(text) {
        let at = u32::try_from(chunk.range.start).unwrap_or(u32::MAX);
        if chunk.range.len() > LONGEST_ITEM {
            parsed.diagnostics.push(message::too_long(Span::new(source, at, at), "这一条", "this item", LONGEST_ITEM));
            continue;
        }
        words_read += parse_chunk(source, text, &chunk, &prefixes, &mut parsed, words);
        if words_read > MOST_WORDS {
            let end = u32::try_from(chunk.range.end).unwrap_or(u32::MAX);
            parsed.diagnostics.push(message::too_many_words(Span::new(source, end, end), MOST_WORDS));
            break;
        }
        if parsed.diagnostics.len() > MOST_MISTAKES {
            break;
        }
    }
    parsed.diagnostics.sort_by_key(place);
    if parsed.diagnostics.len() > MOST_MISTAKES {
        parsed.diagnostics.truncate(MOST_MISTAKES);
        let last = parsed.diagnostics.last().map_or(0, place);
        parsed.diagnostics.push(message::too_many(Span::new(source, last, last), MOST_MISTAKES));
    }
    parsed
}

/// The header of a policy's text, without reading the rest.
pub(crate) fn header(text: &str) -> Option<crate::ast::Policy> {
    if text.len() > LONGEST_FILE {
        return None;
    }
    let mut parsed = Parsed::default();
    for chunk in split(text).into_iter().filter(|chunk| chunk.range.len() <= LONGEST_ITEM) {
        let piece = text.get(chunk.range.clone()).unwrap_or_default();
        if !chunk.is_item || !["政策", "policy"].iter().any(|word| piece.starts_with(word)) {
            continue;
        }
        parse_chunk(SourceId(0), text, &chunk, &[], &mut parsed, &mut None);
        if let Some(crate::ast::ItemKind::Policy(policy)) = parsed.items.pop().map(|item| item.kind) {
            return Some(policy);
        }
    }
    None
}

/// Reads one chunk into what was parsed. How many words it has.
fn parse_chunk<'t>(
    source: SourceId,
    text: &'t str,
    chunk: &Chunk,
    prefixes: &[(std::ops::Range<usize>, residue::Kind)],
    parsed: &mut Parsed,
    words: &mut Option<Words<'t>>,
) -> usize {
    let mut mistakes = Vec::new();
    let tokens = tokens(source, text, chunk, &mut mistakes);
    // What is left out has no mistakes.
    mistakes.retain(|mistake| {
        let at = place(mistake) as usize;
        let next = prefixes.partition_point(|(range, _)| range.end <= at);
        !prefixes.get(next).is_some_and(|(range, _)| range.contains(&at))
    });
    let tokens = without(tokens, prefixes);
    let tokens = misspelled::set_right(source, text, tokens, &mut mistakes);
    let tokens = mistaken::set_right(source, tokens, &mut mistakes);
    let count = tokens.len();
    let mut cursor = Cursor::new(source, text, tokens, &mut mistakes);
    if words.is_some() {
        cursor.notes.uses = vec![Use::default(); count];
    }
    let Some(keyword) = cursor.peek() else {
        return count;
    };
    let span = cursor.span_of(&keyword);
    let meant = if chunk.is_item { None } else { words::meant_item(keyword.text) };
    if chunk.is_item || meant.is_some() {
        // A misspelled word is reported, and the item is read as the one that was meant.
        let word = match meant {
            Some(spelling) => {
                cursor.report(message::unknown_item(span, keyword.text, Some(spelling)));
                words::word(spelling)
            }
            None => keyword.word,
        };
        cursor.advance();
        if let Ok(kind) = cursor.item(&Token { word, ..keyword }) {
            let _reported = cursor.finish();
            parsed.items.push(Item { kind, span: cursor.since(keyword.start) });
        }
    } else if keyword.word.is_some_and(Word::starts_item) {
        cursor.advance();
        let expected = if keyword.word == Some(Word::Test) { cursor::TEXT } else { cursor::NAME };
        let _lost = cursor.expected(expected);
    } else {
        cursor.report(message::unknown_item(span, keyword.text, None));
    }
    parsed.citations.append(&mut cursor.citations);
    if let Some(words) = words {
        let first = words.tokens.len();
        let windows = cursor.notes.windows.iter().map(|window| window.moved(first));
        words.windows.extend(windows);
        words.uses.append(&mut cursor.notes.uses);
        words.tokens.append(&mut cursor.tokens);
    }
    mistakes.sort_by_key(place);
    // One place has one mistake: what follows from the first is no help.
    mistakes.dedup_by_key(|mistake| place(mistake));
    mistakes.truncate(MOST_MISTAKES + 1);
    // Nor has the rest of a line behind a text that does not end.
    let mut unclosed = None;
    mistakes.retain(|mistake| {
        let at = place(mistake) as usize;
        let follows = unclosed.is_some_and(|from| text.get(from..at).is_some_and(|between| !between.contains('\n')));
        if mistake.code == "unclosed-text" {
            unclosed = Some(at);
        }
        !follows
    });
    drop_lonely_stops(text, &mut mistakes);
    parsed.diagnostics.append(&mut mistakes);
    count
}

/// Leaves out what is said of a full stop behind a line that is no part of an item at all.
fn drop_lonely_stops(text: &str, mistakes: &mut Vec<Diagnostic>) {
    let lines: Vec<usize> =
        mistakes.iter().filter(|mistake| mistake.code == "left-over").map(|m| place(m) as usize).collect();
    mistakes.retain(|mistake| {
        let at = place(mistake) as usize;
        let same_line = |from: &usize| *from < at && text.get(*from..at).is_some_and(|between| !between.contains('\n'));
        mistake.code != "mistaken-word" || !lines.iter().any(same_line)
    });
}

/// The tokens without those that copying left behind.
fn without<'t>(tokens: Vec<Token<'t>>, prefixes: &[(std::ops::Range<usize>, residue::Kind)]) -> Vec<Token<'t>> {
    if prefixes.is_empty() {
        return tokens;
    }
    let mut kept = Vec::with_capacity(tokens.len());
    let mut new_line = false;
    for token in tokens {
        let start = token.start as usize;
        let at = prefixes.partition_point(|(range, _)| range.end <= start);
        if prefixes.get(at).is_some_and(|(range, _)| range.start <= start) {
            new_line |= token.new_line;
        } else {
            kept.push(Token { new_line: std::mem::take(&mut new_line) || token.new_line, ..token });
        }
    }
    kept
}

/// Where a mistake starts.
fn place(mistake: &Diagnostic) -> u32 {
    match &mistake.place {
        guiju_program::diagnostic::Place::Text(span) => span.start,
        _ => 0,
    }
}

/// The words of a chunk.
fn tokens<'t>(source: SourceId, text: &'t str, chunk: &Chunk, mistakes: &mut Vec<Diagnostic>) -> Vec<Token<'t>> {
    let piece = text.get(chunk.range.clone()).unwrap_or_default();
    let base = chunk.range.start;
    // The id of a policy has hyphens (政策 hlj-live-commerce-2023), which are minus signs everywhere else: it is cut off
    // before the grammar sees it.
    let Some(id) = policy_id(piece) else {
        return lex(source, piece, base, mistakes);
    };
    let keyword = piece.get(..id.start).unwrap_or_default();
    let mut tokens = lex(source, keyword, base, mistakes);
    let at = |byte: usize| u32::try_from(base + byte).unwrap_or(u32::MAX);
    tokens.push(Token {
        kind: Kind::Name,
        word: None,
        text: piece.get(id.clone()).unwrap_or_default(),
        start: at(id.start),
        end: at(id.end),
        new_line: false,
    });
    let rest = piece.get(id.end..).unwrap_or_default();
    tokens.extend(lex(source, rest, base + id.end, mistakes));
    tokens
}

/// Where the id of a policy stands in its text, if the text is a policy with an unquoted id.
fn policy_id(piece: &str) -> Option<std::ops::Range<usize>> {
    let keyword = ["政策", "policy"].into_iter().find(|keyword| piece.starts_with(keyword))?;
    let behind = piece.get(keyword.len()..)?;
    let blank = behind.len() - behind.trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}']).len();
    let start = keyword.len() + blank;
    let id = piece.get(start..)?;
    let length = id.find(|c: char| !(unicode_ident::is_xid_continue(c) || c == '-')).unwrap_or(id.len());
    let id = start..start + length;
    (blank > 0 && length > 0).then_some(id)
}
