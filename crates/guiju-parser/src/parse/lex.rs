//! The words of one item, as the grammar cuts them.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use guiju_program::Diagnostic;
use guiju_program::source::{SourceId, Span};
use pest::Parser as _;

use super::token::{Kind, Sign, Token};
use super::{mistaken, unit_cut};
use crate::message::typing;
use crate::residue::{is_invisible, without_invisible};
use crate::syntax_message as message;
use crate::words::{self, Word};

#[derive(pest_derive::Parser)]
#[grammar = "grammar.pest"]
struct Grammar;

/// Names longer than this are refused, in bytes: three for each Chinese letter.
const LONGEST_NAME: usize = 600;

/// The words of `text`, which stands at byte `base` of the file.
pub(super) fn lex<'t>(
    source: SourceId,
    text: &'t str,
    base: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Token<'t>> {
    let mut tokens: Vec<Token<'t>> = Vec::with_capacity(text.len() / 6 + 4);
    let whole = Range { start: 0, end: text.len() };
    lex_part(
        &Place { source, text, base, blocks: RefCell::default(), odd_texts: Cell::default() },
        whole,
        &mut tokens,
        diagnostics,
    );
    tokens
}

/// A text and where it stands.
struct Place<'t> {
    source: SourceId,
    text: &'t str,
    base: usize,
    blocks: RefCell<Blocks>,
    /// How many texts ended with another quote.
    odd_texts: Cell<u32>,
}

/// Which blocks are open: whether their rows start with bands (of 分档, of a table), not with names.
#[derive(Default)]
struct Blocks {
    /// How many tokens were looked at.
    seen: usize,
    open: Vec<bool>,
    /// Whether the next block belongs to 分档 or its like.
    bands: bool,
}

impl Blocks {
    /// Whether the innermost open block has bands.
    fn has_bands(&mut self, tokens: &[Token<'_>]) -> bool {
        for token in tokens.iter().skip(self.seen) {
            match token.kind {
                Kind::Sign(Sign::CurlyOpen) => {
                    // 替换 or 新增 may stand in front.
                    let table = tokens.iter().take(2).any(|first| first.word == Some(Word::Table));
                    let bands = std::mem::take(&mut self.bands);
                    self.open.push(bands || table && self.open.is_empty());
                }
                Kind::Sign(Sign::CurlyClose) => {
                    self.open.pop();
                    self.bands = false;
                }
                Kind::Sign(Sign::Colon | Sign::Semicolon | Sign::Eq) => self.bands = false,
                _ => self.bands |= matches!(token.word, Some(Word::Bands(_))),
            }
        }
        self.seen = self.seen.max(tokens.len());
        self.open.last().copied().unwrap_or(false)
    }
}

/// So many texts of an item may end with other quotes than they start with: each costs a look at the rest of its line.
const MOST_ODD_TEXTS: u32 = 50;

impl Place<'_> {
    /// Where a text that is not closed ends if any other quote closes it.
    fn odd_end(&self, written: &str) -> Option<usize> {
        let marks = |c: char| matches!(c, '"' | '“' | '”' | '\'' | '‘' | '’');
        let first = written.chars().next()?.len_utf8();
        let inner = written.get(first..)?;
        let at = inner.find(marks).filter(|at| *at > 0)?;
        let mark = inner.get(at..)?.chars().next()?;
        let count = self.odd_texts.get();
        self.odd_texts.set(count.saturating_add(1));
        (count < MOST_ODD_TEXTS).then_some(first + at + mark.len_utf8())
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, at(self.base + start), at(self.base + end))
    }
}

/// The words of a part of the text, behind those before it.
fn lex_part<'t>(place: &Place<'t>, part: Range<usize>, tokens: &mut Vec<Token<'t>>, diagnostics: &mut Vec<Diagnostic>) {
    let text = place.text;
    let Ok(pairs) = Grammar::parse(Rule::words, text.get(part.clone()).unwrap_or_default()) else {
        // The grammar accepts every text.
        return;
    };
    let mut behind = part.start;
    // The rule of the whole list comes first.
    for pair in pairs.flatten().skip(1) {
        let piece = pair.as_span();
        let (start, mut end) = (part.start + piece.start(), part.start + piece.end());
        if start < behind {
            // Part of a name that was put together; of `x2023-03-01` the rest remains, two subtractions.
            if end > behind {
                lex_part(place, behind..end, tokens, diagnostics);
                behind = end;
            }
            continue;
        }
        let new_line = signs(place, behind..start, tokens, diagnostics);
        let mut written = text.get(start..end).unwrap_or_default();
        let mut report = |mistake: Diagnostic| diagnostics.push(mistake);
        let kind = match pair.as_rule() {
            Rule::instant => Kind::Instant,
            Rule::date => Kind::Date,
            Rule::month => Kind::Month,
            Rule::year => Kind::Year,
            Rule::number => Kind::Number,
            Rule::text => Kind::Text,
            Rule::odd_text => {
                report(typing::odd_quotes(place.span(start, end), written));
                Kind::Text
            }
            Rule::open_text if let Some(length) = place.odd_end(written) => {
                // `"办法”`: the text ends with another quote; what is behind it is read by itself.
                let (whole, closed) = (end, start + length);
                let written = text.get(start..closed).unwrap_or_default();
                report(typing::odd_quotes(place.span(start, closed), written));
                let Span { start, end, .. } = place.span(start, closed);
                tokens.push(Token { kind: Kind::Text, word: None, text: written, start, end, new_line });
                lex_part(place, closed..whole, tokens, diagnostics);
                behind = whole;
                continue;
            }
            Rule::open_text => {
                report(message::unclosed_text(place.span(start, end), false));
                Kind::Text
            }
            Rule::open_name => {
                report(message::unclosed_text(place.span(start, end), true));
                Kind::Name
            }
            Rule::path | Rule::quoted_path => {
                if text.get(end..part.end).is_some_and(starts_with_digit) && !is_cut(place, start..end, tokens) {
                    end = path_end(text, start).max(end);
                    written = text.get(start..end).unwrap_or_default();
                }
                if written.len() > LONGEST_NAME {
                    report(message::name_too_long(place.span(start, end), LONGEST_NAME / 3));
                }
                if is_one_name(written) { Kind::Name } else { Kind::Path }
            }
            // The end, with the signs before it.
            _ => break,
        };
        behind = end;
        let word = if kind == Kind::Name { words::word(written) } else { None };
        let Span { start, end: stop, .. } = place.span(start, end);
        let token = Token { kind, word, text: written, start, end: stop, new_line };
        if kind == Kind::Number && grouped(place, &token, tokens, diagnostics) {
            continue;
        }
        match tokens.last().and_then(|last| joined(last, &token, place).or_else(|| rejoined(last, &token, place))) {
            Some(whole) => {
                tokens.pop();
                tokens.push(whole);
            }
            None => unit_cut::push(tokens, token, text.get(end..).unwrap_or_default()),
        }
    }
}

/// Joins `1,000,000` to one number, which is reported, so that it does not pass for a list of three.
fn grouped<'t>(
    place: &Place<'t>,
    token: &Token<'t>,
    tokens: &mut Vec<Token<'t>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let [.., first, comma] = tokens.as_slice() else {
        return false;
    };
    let whole = token.text.split(['.', '．']).next().unwrap_or_default();
    let touching = first.end == comma.start && comma.end == token.start;
    let is_first = first.text.contains([',', '，']) || first.text.chars().count() <= 3;
    if first.kind != Kind::Number
        || comma.kind != Kind::Sign(Sign::Comma)
        || !touching
        || !is_first
        || first.text.contains(['.', '．', '_'])
        || whole.chars().count() != 3
    {
        return false;
    }
    let (start, end) = (first.start as usize - place.base, token.end as usize - place.base);
    let text = place.text.get(start..end).unwrap_or_default();
    // The mistake found so far was in the part before.
    if first.text.contains([',', '，']) {
        diagnostics.pop();
    }
    diagnostics.push(message::grouped_number(place.span(start, end), text));
    tokens.pop();
    if let Some(first) = tokens.last_mut() {
        first.text = text;
        first.end = token.end;
    }
    true
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
}

/// Whether a word in front of a digit is a word of its own: a comparison word, and any other operator where one can stand
/// (`排名(…) 前5%`). Before a colon it starts a name all the same: `前3个月销售: 元`.
fn is_cut(place: &Place<'_>, range: Range<usize>, tokens: &[Token<'_>]) -> bool {
    let written = place.text.get(range.clone()).unwrap_or_default();
    let known = words::word(written).filter(|word| word.is_reserved() && !written.is_ascii());
    // A word that is taken for one of the language may be part of a name, but not behind a value.
    let mistaken =
        || mistaken::between(written).filter(|_| !written.is_ascii()).and_then(|(right, _)| words::word(right));
    let Some(word) = known.or_else(mistaken) else {
        return false;
    };
    let end = path_end(place.text, range.start);
    let behind = place.text.get(end..).unwrap_or_default();
    if behind.trim_start_matches([' ', '\t', '\u{3000}']).starts_with([':', '：'])
        && !place.blocks.borrow_mut().has_bands(tokens)
    {
        // `有效 自2023-01-01: …` is dated; a name does not end in the middle of a date.
        return matches!(word, Word::From | Word::To);
    }
    if known.is_some() && matches!(word, Word::Compare(_) | Word::Reaches | Word::From | Word::To) {
        return true;
    }
    let is_operand = |token: &Token<'_>| match token.kind {
        Kind::Name => !token.word.is_some_and(Word::wants_more),
        Kind::Sign(sign) => {
            matches!(sign, Sign::RoundClose | Sign::SquareClose | Sign::CurlyClose | Sign::Percent | Sign::Permille)
        }
        _ => true,
    };
    tokens.last().is_some_and(is_operand)
}

/// Where a name, or names joined by dots, that starts there ends; at most a little further than a name may be long, so
/// that looking ahead costs no more than that.
fn path_end(text: &str, start: usize) -> usize {
    let mut most = (start + 2 * LONGEST_NAME).min(text.len());
    while !text.is_char_boundary(most) {
        most += 1;
    }
    let text = text.get(..most).unwrap_or_default();
    let mut end = start;
    let name = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        from + rest.find(|c| !unicode_ident::is_xid_continue(c)).unwrap_or(rest.len())
    };
    loop {
        end = name(end);
        let rest = text.get(end..).unwrap_or_default();
        let Some(dot) = rest.chars().next().filter(|c| matches!(c, '.' | '．')) else {
            return end;
        };
        let behind = end + dot.len_utf8();
        // A quoted name behind the dot belongs to the path; it has no digit that could have cut it.
        let quoted = text.get(behind..).and_then(|rest| {
            let close = match rest.chars().next()? {
                '「' => '」',
                '`' => '`',
                _ => return None,
            };
            let line = rest.split('\n').next()?;
            let length = line.char_indices().skip(1).find(|(_, c)| *c == close)?.0 + close.len_utf8();
            Some(behind + length)
        });
        match quoted {
            Some(behind_quote) => end = behind_quote,
            None if name(behind) > behind => end = behind,
            None => return end,
        }
    }
}

/// Reads the signs between two words, and whether a line ends behind the last of them.
fn signs<'t>(
    place: &Place<'t>,
    gap: Range<usize>,
    tokens: &mut Vec<Token<'t>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let mut new_line = false;
    let mut rest = place.text.get(gap.clone()).unwrap_or_default();
    let mut start = gap.start;
    while let Some(first) = rest.chars().next() {
        let mut length = first.len_utf8();
        match first {
            '\n' => new_line = true,
            '#' | '＃' => length = rest.find('\n').unwrap_or(rest.len()),
            c if c.is_whitespace() || is_invisible(c) => {}
            _ => {
                if ["..", "<=", ">=", "!="].iter().any(|pair| rest.starts_with(pair)) {
                    length = 2;
                }
                let written = rest.get(..length).unwrap_or_default();
                let mut sign = Sign::of(written);
                if sign == Sign::Unknown
                    && let Some(right) = look_alike(first)
                {
                    sign = Sign::of(right);
                    let span = place.span(start, start + length);
                    diagnostics.push(typing::mistaken(span, written, right, mistaken::Meant::Surely));
                }
                let kind = Kind::Sign(sign);
                let Span { start, end, .. } = place.span(start, start + length);
                tokens.push(Token { kind, word: None, text: written, start, end, new_line });
                new_line = false;
            }
        }
        start += length;
        rest = rest.get(length..).unwrap_or_default();
    }
    new_line
}

/// The sign that a character looks like.
const fn look_alike(c: char) -> Option<&'static str> {
    Some(match c {
        '∶' | '︰' | '﹕' | 'ː' => ":",
        '﹔' => ";",
        '﹐' | '﹑' | '､' => ",",
        '［' | '〔' | '〖' => "[",
        '］' | '〕' | '〗' => "]",
        '﹙' => "(",
        '﹚' => ")",
        '﹛' => "{",
        '﹜' => "}",
        '≧' | '⩾' => "≥",
        '⩽' | '≦' => "≤",
        '﹤' => "<",
        '﹥' => ">",
        '﹦' => "=",
        '✕' | '✖' | '⨯' | '∗' | '﹡' => "×",
        '﹪' => "%",
        '﹢' => "+",
        '﹣' => "-",
        _ => return None,
    })
}

/// A byte offset; files are far smaller than 4 GiB.
fn at(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

/// Whether a path is one name.
fn is_one_name(text: &str) -> bool {
    match text.chars().next() {
        Some('「') => text.find('」') == Some(text.len() - '」'.len_utf8()),
        Some('`') => text.get(1..).and_then(|rest| rest.find('`')) == Some(text.len().saturating_sub(2)),
        _ => !text.contains(['.', '．']),
    }
}

/// The two English words that are one, such as `at least`.
fn joined<'t>(first: &Token<'t>, second: &Token<'t>, place: &Place<'t>) -> Option<Token<'t>> {
    let both = match (first.text, second.text) {
        ("at", "least") => "at least",
        ("at", "most") => "at most",
        ("capped", "at") => "capped at",
        ("floored", "at") => "floored at",
        ("or", "more") => "or more",
        ("or", "less") => "or less",
        ("or", "fewer") => "or fewer",
        ("per", "full") => "per full",
        ("is", "not") => "is not",
        _ => return None,
    };
    let (start, end) = (first.start as usize - place.base, second.end as usize - place.base);
    Some(Token { word: words::word(both), text: place.text.get(start..end)?, end: second.end, ..*first })
}

/// Two parts of a word, a name or a number that only invisible characters part.
fn rejoined<'t>(first: &Token<'t>, second: &Token<'t>, place: &Place<'t>) -> Option<Token<'t>> {
    if first.end == second.start || second.new_line {
        return None;
    }
    let byte = |at: u32| at as usize - place.base;
    let gap = place.text.get(byte(first.end)..byte(second.start))?;
    if !gap.chars().all(is_invisible) {
        return None;
    }
    let text = place.text.get(byte(first.start)..byte(second.end))?;
    let whole = Token { text, end: second.end, ..*first };
    match (first.kind, second.kind) {
        (Kind::Number, Kind::Number) => Some(whole),
        (Kind::Name, Kind::Name) => {
            let word = words::word(&without_invisible(text)?);
            let reserved = |token: &Token<'_>| token.word.is_some_and(Word::is_reserved);
            (word.is_some() || !reserved(first) && !reserved(second)).then_some(Token { word, ..whole })
        }
        _ => None,
    }
}

/// The names of a path as written, without their quotes, with their places.
pub(crate) fn path_names<'t>(token: &Token<'t>) -> Vec<(&'t str, u32, u32)> {
    let mut names = Vec::new();
    let mut rest = token.text;
    let mut start = token.start;
    while let Some(first) = rest.chars().next() {
        let (quote, length) = match first {
            '「' => (first.len_utf8(), rest.find('」').map_or(rest.len(), |at| at + '」'.len_utf8())),
            '`' => (1, rest.get(1..).and_then(|r| r.find('`')).map_or(rest.len(), |at| at + 2)),
            _ => (0, rest.find(['.', '．']).unwrap_or(rest.len())),
        };
        let written = rest.get(..length).unwrap_or(rest);
        // An unclosed quoted name has no closing quote to take off; its mistake is reported already.
        let bare = written.get(quote..length.saturating_sub(quote)).unwrap_or_default();
        let end = start + at(length);
        names.push((bare, start, end));
        rest = rest.get(length..).unwrap_or_default();
        start = end;
        if let Some(dot) = rest.chars().next().filter(|c| matches!(c, '.' | '．')) {
            rest = rest.get(dot.len_utf8()..).unwrap_or_default();
            start += at(dot.len_utf8());
        } else if !rest.is_empty() {
            break;
        }
    }
    names
}
