//! Words and signs that people take for those of the language: 大于等于, 并且, &&, ==. Each is reported with the right one,
//! and read as it, so that the rest of its line is checked too.

use guiju_program::Diagnostic;
use guiju_program::source::{SourceId, Span};

use super::token::{Kind, Sign, Token};
use crate::message::typing as message;
use crate::unit_words;
use crate::words::{self, Word};

/// How sure it is what was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meant {
    Surely,
    Likely,
}

use Meant::{Likely, Surely};

/// Words between two values, or two conditions: as written, the right one, and how sure that is.
const BETWEEN: &[(&str, &str, Meant)] = &[
    ("大于等于", "不低于", Surely),
    ("大于或等于", "不低于", Surely),
    ("大于或者等于", "不低于", Surely),
    ("高于等于", "不低于", Surely),
    ("高于或等于", "不低于", Surely),
    ("多于等于", "不少于", Surely),
    ("等于或大于", "不低于", Surely),
    ("不低於", "不低于", Surely),
    ("最少", "至少", Surely),
    ("小于等于", "不超过", Surely),
    ("小于或等于", "不超过", Surely),
    ("小于或者等于", "不超过", Surely),
    ("低于等于", "不超过", Surely),
    ("低于或等于", "不超过", Surely),
    ("少于等于", "不多于", Surely),
    ("等于或小于", "不超过", Surely),
    ("不超過", "不超过", Surely),
    ("未超过", "不超过", Surely),
    ("最多", "至多", Surely),
    ("大于", "超过", Surely),
    ("超出", "超过", Surely),
    ("超過", "超过", Surely),
    ("小于", "低于", Surely),
    ("不到", "不足", Surely),
    ("未达到", "不足", Surely),
    ("未满", "不满", Surely),
    ("达", "达到", Surely),
    ("等于", "为", Surely),
    ("是", "为", Surely),
    ("不等于", "不为", Surely),
    ("不是", "不为", Surely),
    ("介于", "在", Surely),
    ("到", "至", Surely),
    ("并且", "且", Surely),
    ("而且", "且", Surely),
    ("同时", "且", Surely),
    ("和", "且", Likely),
    ("与", "且", Likely),
    ("及", "且", Likely),
    ("以及", "且", Likely),
    ("或者", "或", Surely),
    ("或是", "或", Surely),
    ("那么", "则", Surely),
    ("就", "则", Surely),
    ("时", "则", Likely),
    ("的话", "则", Likely),
    ("不然", "否则", Surely),
    ("greater than or equal to", "at least", Surely),
    ("more than or equal to", "at least", Surely),
    ("not less than", "at least", Surely),
    ("no less than", "at least", Surely),
    ("not below", "at least", Surely),
    ("atleast", "at least", Surely),
    ("at_least", "at least", Surely),
    ("less than or equal to", "at most", Surely),
    ("not more than", "at most", Surely),
    ("no more than", "at most", Surely),
    ("not exceeding", "at most", Surely),
    ("atmost", "at most", Surely),
    ("at_most", "at most", Surely),
    ("up to", "at most", Surely),
    ("greater than", "exceeds", Surely),
    ("more than", "exceeds", Surely),
    ("above", "exceeds", Surely),
    ("exceed", "exceeds", Surely),
    ("less than", "below", Surely),
    ("under", "below", Surely),
    ("equals", "is", Surely),
    ("equal to", "is", Surely),
    ("equal", "is", Surely),
    ("are", "is", Surely),
    ("not equal to", "is not", Surely),
    ("between", "within", Likely),
    ("reach", "reaches", Surely),
];

/// Words in front of a value or a condition.
const BEFORE: &[(&str, &str, Meant)] = &[
    ("不是", "非", Surely),
    ("不", "非", Surely),
    ("并非", "非", Surely),
    ("如果", "当", Surely),
    ("若", "当", Surely),
    ("假如", "当", Surely),
    ("if", "when", Surely),
    ("每", "每个", Surely),
    ("各", "每个", Surely),
    ("对每个", "每个", Surely),
    ("每一个", "每个", Surely),
    ("逐个", "每个", Surely),
    ("every", "each", Surely),
    ("foreach", "each", Surely),
];

/// Words of the header of an item.
const HEADER: &[(&str, &str, Meant)] = &[
    ("依照", "依据", Surely),
    ("根据", "依据", Surely),
    ("按照", "依据", Surely),
    ("依據", "依据", Surely),
    ("适用于", "适用", Surely),
    ("適用", "适用", Surely),
    ("针对", "适用", Surely),
    ("cite", "cites", Surely),
    ("citing", "cites", Surely),
    ("according_to", "cites", Surely),
    ("applies_to", "for", Surely),
];

/// Words that regulations put before a comparison and that say nothing of their own here.
const FILLERS: &[&str] = &["应当", "必须", "需要", "应", "须", "需", "要", "must", "shall", "should"];

/// 不得 with what is compared: the word for it.
const FORBIDDEN: &[(&str, &str)] = &[
    ("不得低于", "不低于"),
    ("不得少于", "不少于"),
    ("不得小于", "不小于"),
    ("不得早于", "不早于"),
    ("不得超过", "不超过"),
    ("不得高于", "不高于"),
    ("不得多于", "不多于"),
    ("不得大于", "不大于"),
    ("不得晚于", "不晚于"),
];

/// Signs written one after another, and what they are meant for.
const SIGNS: &[(&[&str], &str, Meant)] = &[
    (&["=", "="], "=", Surely),
    (&["=", ">"], "≥", Likely),
    (&["=", "<"], "≤", Surely),
    (&["<", ">"], "≠", Surely),
    (&[">", "="], "≥", Surely),
    (&["<", "="], "≤", Surely),
    (&["!", "="], "≠", Surely),
    (&["≠", "≠"], "≠", Surely),
    (&[">", "≥"], "≥", Surely),
    (&["&", "&"], "且", Surely),
    (&["|", "|"], "或", Surely),
    (&["&"], "且", Surely),
    (&["|"], "或", Surely),
    (&["~"], "至", Likely),
    (&["—", "—"], "至", Likely),
    (&["—"], "至", Likely),
    (&["–"], "至", Likely),
];

fn found(table: &'static [(&str, &str, Meant)], text: &str) -> Option<(&'static str, Meant)> {
    table.iter().find(|(written, ..)| *written == text).map(|(_, right, meant)| (*right, *meant))
}

/// The word that was meant by a word between two values.
pub(crate) fn between(text: &str) -> Option<(&'static str, Meant)> {
    if text.len() > 40 {
        return None;
    }
    if let Some(known) = found(BETWEEN, text) {
        return Some(known);
    }
    if let Some((_, right)) = FORBIDDEN.iter().find(|(written, _)| *written == text) {
        return Some((right, Surely));
    }
    let bare = FILLERS.iter().find_map(|filler| text.strip_prefix(filler)).filter(|bare| !bare.is_ascii());
    if let Some(bare) = bare {
        return match words::word(bare) {
            Some(word) if word.is_reserved() => words::spelling(bare).map(|right| (right, Surely)),
            _ => between(bare),
        };
    }
    // AND, Or.
    let small = text.to_ascii_lowercase();
    (small != text)
        .then(|| words::spelling(&small).filter(|right| words::word(right).is_some_and(Word::is_reserved)))
        .flatten()
        .map(|right| (right, Surely))
}

/// The longest of them inside a text, each of at least two letters: where it starts, the right word, its bytes.
pub(crate) fn first_in(text: &str) -> Option<(usize, &'static str, usize)> {
    let pairs = BETWEEN.iter().map(|(written, right, _)| (*written, *right)).chain(FORBIDDEN.iter().copied());
    pairs
        .filter(|(written, right)| {
            !written.is_ascii() && written.chars().count() > 1 && words::word(right).is_some_and(is_comparison)
        })
        .filter_map(|(written, right)| text.find(written).map(|at| (at, right, written.len())))
        .min_by_key(|(at, _, length)| (*at, usize::MAX - length))
}

const fn is_comparison(word: Word) -> bool {
    matches!(word, Word::Compare(_) | Word::Reaches)
}

/// Puts the right words in the place of the mistaken ones, in items that hold expressions.
pub(super) fn set_right<'t>(
    source: SourceId,
    tokens: Vec<Token<'t>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Token<'t>> {
    let expressions = holds_expressions(&tokens);
    let header =
        tokens.iter().position(|token| matches!(token.kind, Kind::Sign(Sign::Colon | Sign::Eq | Sign::CurlyOpen)));
    // Params and budgets have clauses behind their value.
    let header = header.filter(|_| expressions).unwrap_or(tokens.len());
    let item = tokens.first().and_then(|token| token.word);
    let found = |at: usize| {
        if matches!(item, Some(Word::Test | Word::Sample | Word::Record)) {
            return of_facts(&tokens, at, item == Some(Word::Test));
        }
        let of_header = || (at < header).then(|| of_header(&tokens, at)).flatten();
        if expressions { mistaken(&tokens, at).or_else(of_header) } else { of_header() }
    };
    if !(0..tokens.len()).any(|at| found(at).is_some()) {
        return tokens;
    }
    let mut mended: Vec<Token<'t>> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let Some(found) = found(at) else {
            mended.push(*token);
            at += 1;
            continue;
        };
        at += found.length;
        let last = tokens.get(at - 1).unwrap_or(token);
        let span = Span::new(source, token.start, last.end);
        let word = words::word(found.right);
        // A word that takes the place of a sign may need blanks around it.
        let touches = |other: Option<&Token<'_>>, edge: fn(&Token<'_>) -> u32, at: u32| {
            other.is_some_and(|other| !matches!(other.kind, Kind::Sign(_)) && edge(other) == at)
        };
        let is_sign = matches!(token.kind, Kind::Sign(_)) && word.is_some();
        let before = touches(mended.last(), |token| token.end, token.start);
        let behind = touches(tokens.get(at), |token| token.start, last.end);
        let blank = |needed: bool| if is_sign && needed { " " } else { "" };
        let edit = format!("{}{}{}", blank(before), found.right, blank(behind));
        diagnostics.push(message::mistaken_as(span, &found.written, found.right, edit, found.meant));
        let kind = if word.is_some() { Kind::Name } else { Kind::Sign(Sign::of(found.right)) };
        mended.push(Token { kind, word, text: found.right, end: last.end, ..*token });
    }
    mended
}

/// What was meant by the next tokens.
struct Found {
    length: usize,
    written: String,
    right: &'static str,
    meant: Meant,
}

/// Whether the item has expressions in it.
fn holds_expressions(tokens: &[Token<'_>]) -> bool {
    let verb = |word| matches!(word, Word::Replace | Word::Add | Word::Repeal);
    let word = tokens.iter().take(2).filter_map(|token| token.word).find(|word| !verb(*word));
    matches!(
        word,
        Some(
            Word::Rule
                | Word::Target
                | Word::Advice
                | Word::Define
                | Word::Criteria
                | Word::Workflow
                | Word::Exclusion
                | Word::Award
                | Word::Clawback
                | Word::Cap
                | Word::Allocate
        )
    )
}

/// `=` for `:` behind a field, and in tests words taken for 期望 and ×.
fn of_facts(tokens: &[Token<'_>], at: usize, test: bool) -> Option<Found> {
    let (before, token, next) = (tokens.get(at.checked_sub(1)?)?, tokens.get(at)?, tokens.get(at + 1)?);
    let meant = |right| Some(Found { length: 1, written: token.text.to_owned(), right, meant: Surely });
    let is_sign = |token: &Token<'_>, sign| token.kind == Kind::Sign(sign);
    if is_sign(token, Sign::Eq) && matches!(before.kind, Kind::Name | Kind::Path) && !matches!(next.kind, Kind::Sign(_))
    {
        return meant(":");
    }
    if !test || token.kind != Kind::Name {
        return None;
    }
    let behind = tokens.get(at + 2)?;
    if matches!(token.text, "预期" | "期待" | "期盼" | "结果" | "expects" | "expected" | "Expect")
        && matches!(next.kind, Kind::Name | Kind::Path)
        && (is_sign(behind, Sign::Colon) || is_sign(behind, Sign::Eq))
    {
        return meant(if token.text.is_ascii() { "expect" } else { "期望" });
    }
    let times = matches!(token.text, "x" | "X" | "乘") && next.kind == Kind::Number && is_sign(behind, Sign::CurlyOpen);
    times.then(|| meant("×")).flatten()
}

/// A word taken for 依据 or 适用 behind the name of an item.
fn of_header(tokens: &[Token<'_>], at: usize) -> Option<Found> {
    let (before, token, next) = (tokens.get(at.checked_sub(1)?)?, tokens.get(at)?, tokens.get(at + 1)?);
    let (right, meant) = found(HEADER, token.text)?;
    let names =
        at > 1 && token.kind == Kind::Name && before.word.is_none() && matches!(next.kind, Kind::Name | Kind::Path);
    names.then(|| Found { length: 1, written: token.text.to_owned(), right, meant })
}

/// The mistaken word or sign that starts at a token, if one does.
fn mistaken(tokens: &[Token<'_>], at: usize) -> Option<Found> {
    let token = tokens.get(at)?;
    let before = tokens.get(at.checked_sub(1)?)?;
    let taken = token.word.is_some_and(Word::is_reserved);
    if let Kind::Sign(_) = token.kind {
        return signs(tokens, at, before);
    }
    if token.kind != Kind::Name {
        return None;
    }
    // 60时: hours.
    let measured = before.kind == Kind::Number || unit_words::multiplier(before.text).is_some();
    if measured && unit_words::built_in(token.text).is_some() {
        return None;
    }
    // `is at least`
    if taken && token.word != Some(Word::Not) {
        let next = tokens.get(at + 1)?;
        let right = next.word.filter(|word| is_comparison(*word)).and_then(|_| words::spelling(next.text));
        return (token.word == Some(Word::Is)).then_some(right).flatten().map(|right| Found {
            length: 2,
            written: format!("{} {}", token.text, next.text),
            right,
            meant: Surely,
        });
    }
    if ends_operand(before) {
        let found = several(tokens, at).or_else(|| {
            let filler = FILLERS.contains(&token.text);
            let next = tokens.get(at + 1).filter(|_| filler)?;
            let right = match next.word.filter(|word| word.is_reserved()) {
                Some(_) => words::spelling(next.text)?,
                None => between(next.text)?.0,
            };
            Some(Found { length: 2, written: format!("{} {}", token.text, next.text), right, meant: Surely })
        })?;
        let connects = matches!(words::word(found.right), Some(Word::And | Word::Or | Word::Else | Word::Then));
        let next = tokens.get(at + found.length)?;
        return ((!token.new_line || connects)
            && (!taken || found.length > 1)
            && starts_operand(next)
            && !names_row(tokens, at + found.length))
        .then_some(found);
    }
    let (right, meant) = found(BEFORE, token.text).or_else(|| {
        let small = token.text.to_ascii_lowercase();
        let capital = small != token.text && matches!(small.as_str(), "not" | "when" | "if" | "then" | "else");
        found(BEFORE, &small)
            .filter(|_| capital)
            .or_else(|| Some((words::spelling(&small).filter(|_| capital)?, Surely)))
    })?;
    let next = tokens.get(at + 1)?;
    // Names and conditions follow, not a part of the name: `若.甲`, `若: 1`.
    (opens(before) && starts_operand(next) && !matches!(next.kind, Kind::Sign(_))).then(|| Found {
        length: 1,
        written: token.text.to_owned(),
        right,
        meant,
    })
}

/// The longest run of words that is one of the table: `greater than or equal to`.
fn several(tokens: &[Token<'_>], at: usize) -> Option<Found> {
    const MOST: usize = 5;
    let mut written = String::new();
    let mut best = None;
    for (index, token) in tokens.iter().skip(at).take(MOST).enumerate() {
        if token.kind != Kind::Name || (index > 0 && token.new_line) {
            break;
        }
        if index > 0 {
            written.push(' ');
        }
        written.push_str(token.text);
        if let Some((right, meant)) = between(&written) {
            best = Some(Found { length: index + 1, written: written.clone(), right, meant });
        }
        if !token.text.is_ascii() {
            break;
        }
    }
    best
}

/// Signs that mean something else, or nothing.
fn signs(tokens: &[Token<'_>], at: usize, before: &Token<'_>) -> Option<Found> {
    let half = |text: &str| -> String {
        use unicode_normalization::UnicodeNormalization;
        text.nfkc().collect()
    };
    let token = tokens.get(at)?;
    let is_sign = |token: &Token<'_>| matches!(token.kind, Kind::Sign(_));
    if matches!(half(token.text).as_str(), "!" | "¬") && opens(before) && tokens.get(at + 1).is_some_and(starts_operand)
    {
        return Some(Found { length: 1, written: token.text.to_owned(), right: "非", meant: Surely });
    }
    if !ends_operand(before) {
        return None;
    }
    let (written, right, meant) = SIGNS.iter().find(|(written, ..)| {
        written.iter().enumerate().all(|(index, sign)| {
            tokens.get(at + index).is_some_and(|token| {
                is_sign(token)
                    && (token.text == *sign || half(token.text) == *sign)
                    && (index == 0 || tokens.get(at + index - 1).is_some_and(|last| last.end == token.start))
            })
        })
    })?;
    let length = written.len();
    let next = tokens.get(at + length)?;
    let first = token.start;
    let last = tokens.get(at + length - 1)?;
    let text: String = tokens.iter().skip(at).take(length).map(|token| token.text).collect();
    let whole = usize::try_from(last.end - first).unwrap_or_default() == text.len();
    (whole && starts_operand(next)).then_some(Found { length, written: text, right, meant: *meant })
}

/// Whether a value may end with a token.
fn ends_operand(token: &Token<'_>) -> bool {
    match token.kind {
        Kind::Name => token.word.is_none_or(|word| {
            !word.is_reserved() || matches!(word, Word::OrMore | Word::OrLess | Word::Inside | Word::Change(_))
        }),
        Kind::Sign(sign) => {
            matches!(sign, Sign::RoundClose | Sign::SquareClose | Sign::CurlyClose | Sign::Percent | Sign::Permille)
        }
        _ => true,
    }
}

/// Whether a value or a condition may begin behind a token.
fn opens(token: &Token<'_>) -> bool {
    match token.kind {
        Kind::Sign(sign) => matches!(sign, Sign::RoundOpen | Sign::Colon | Sign::Eq | Sign::Comma),
        _ => token.word.is_some_and(|word| {
            matches!(
                word,
                Word::And | Word::Or | Word::Not | Word::Unless | Word::When | Word::Then | Word::Else | Word::Where
            )
        }),
    }
}

/// Whether a value may begin with a token.
fn starts_operand(token: &Token<'_>) -> bool {
    match token.kind {
        Kind::Sign(sign) => matches!(sign, Sign::RoundOpen | Sign::Minus),
        Kind::Name => token.word.is_none_or(|word| {
            !word.is_reserved() || matches!(word, Word::Not | Word::Has | Word::When | Word::Whole | Word::This)
        }),
        _ => true,
    }
}

/// Whether a row starts at a token: `name:`, `name "label":`.
fn names_row(tokens: &[Token<'_>], at: usize) -> bool {
    let kind = |index: usize| tokens.get(index).map(|token| token.kind);
    let colon = Some(Kind::Sign(Sign::Colon));
    kind(at) == Some(Kind::Name) && (kind(at + 1) == colon || kind(at + 1) == Some(Kind::Text) && kind(at + 2) == colon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_is_a_word_of_the_language_and_what_is_written_is_not() {
        for (written, right, _) in BETWEEN.iter().chain(BEFORE).chain(HEADER) {
            assert!(words::word(right).is_some_and(Word::is_reserved), "{right}");
            assert!(words::word(written).is_none_or(|word| !word.is_reserved()), "{written}");
        }
        for (_, right) in FORBIDDEN {
            assert!(words::word(right).is_some_and(is_comparison), "{right}");
        }
        for (_, right, _) in SIGNS {
            assert!(words::word(right).is_some() || Sign::of(right) != Sign::Unknown, "{right}");
        }
    }

    #[test]
    fn what_regulations_put_before_a_comparison_is_left_out() {
        assert_eq!(between("应当不低于"), Some(("不低于", Surely)));
        assert_eq!(between("须大于等于"), Some(("不低于", Surely)));
        assert_eq!(between("不得超过"), Some(("不超过", Surely)));
        assert_eq!(between("AND"), Some(("and", Surely)));
        assert_eq!(between("直播时长"), None);
        assert_eq!(between("要求"), None);
    }
}
