//! Columns of lines that stand together: figures, fields, clauses and citations.

use unicode_width::UnicodeWidthStr;

use super::blanks;
use super::line::Line;
use crate::parse::{Kind, Sign};
use crate::words::Word;

/// Lines are not made longer than this by columns.
const WIDEST: usize = 120;

/// What stands on a line, as far as columns are concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    /// A parameter or a budget.
    Figure,
    /// One field of a record.
    Field,
    /// A clause of a source.
    Clause,
    /// A row that may end with citations.
    Cited,
}

/// Where a column starts on a line, and how many blanks stand before it at least.
struct Cut {
    /// The index of its first token.
    token: usize,
    blanks: usize,
}

/// Aligns the columns of lines that stand together.
pub(super) fn align(lines: &mut [Line<'_>]) {
    let rows: Vec<Option<(Row, Vec<Option<Cut>>)>> =
        (0..lines.len()).map(|at| lines.get(at).and_then(|line| row(line, lines.get(at + 1)))).collect();
    // Whether a column fits must not hang on blanks that will not stay.
    for (line, row) in lines.iter_mut().zip(&rows) {
        for cut in row.iter().flat_map(|(_, cuts)| cuts).flatten() {
            if let Some(gap) = cut.token.checked_sub(1).and_then(|gap| line.gaps.get_mut(gap)) {
                *gap = cut.blanks;
            }
        }
    }
    let mut start = 0;
    while start < lines.len() {
        let of = |at: usize| rows.get(at).and_then(Option::as_ref);
        let Some((kind, cuts)) = of(start) else {
            start += 1;
            continue;
        };
        let depth = |at: usize| lines.get(at).map(Line::indent);
        let together = |at: &usize| of(*at).is_some_and(|(other, _)| other == kind) && depth(*at) == depth(start);
        let end = (start..lines.len()).take_while(together).last().map_or(start, |last| last) + 1;
        for column in 0..cuts.len() {
            let cuts = (start..end).filter_map(|at| Some((at, of(at)?.1.get(column)?.as_ref()?)));
            align_column(lines, &cuts.collect::<Vec<_>>());
        }
        start = end;
    }
}

/// Comments behind lines that stand together start at the same place, if none becomes too long.
pub(super) fn align_comments(lines: &mut [Line<'_>]) {
    let commented = |line: &Line<'_>| line.comment.is_some() && !line.tokens.is_empty();
    for run in lines.chunk_by_mut(|a, b| commented(a) && commented(b)) {
        if !run.first().is_some_and(commented) {
            continue;
        }
        let place = run.iter().map(|line| end_before(line, line.tokens.len())).max().unwrap_or(0) + 2;
        let widest = run.iter().filter_map(|line| line.comment.as_ref()).map(|comment| comment.width()).max();
        if place + widest.unwrap_or(0) <= WIDEST {
            for line in run {
                line.comment_gap = place - end_before(line, line.tokens.len());
            }
        }
    }
}

/// Lets a column start at the same place on all lines that have it, if none becomes too long.
fn align_column(lines: &mut [Line<'_>], cuts: &[(usize, &Cut)]) {
    let at = |(line, cut): &(usize, &Cut)| lines.get(*line).map_or(0, |line| end_before(line, cut.token) + cut.blanks);
    let place = cuts.iter().map(at).max().unwrap_or(0);
    let fits = |(line, cut): &(usize, &Cut)| {
        lines.get(*line).is_none_or(|line| {
            place + end_before(line, line.tokens.len()).saturating_sub(start_of(line, cut.token)) <= WIDEST
        })
    };
    let fits = cuts.iter().all(fits);
    for (line, cut) in cuts {
        let Some(line) = lines.get_mut(*line) else { continue };
        let blanks = if fits { place - end_before(line, cut.token) } else { cut.blanks };
        if let Some(gap) = cut.token.checked_sub(1).and_then(|gap| line.gaps.get_mut(gap)) {
            *gap = blanks;
        }
    }
}

/// How wide a line is before a token, without the blanks in front of it.
fn end_before(line: &Line<'_>, token: usize) -> usize {
    let widths = line.tokens.iter().take(token).map(|token| blanks::written(token).width());
    let gaps = line.gaps.iter().take(token.saturating_sub(1));
    line.indent() + widths.sum::<usize>() + gaps.sum::<usize>()
}

fn start_of(line: &Line<'_>, token: usize) -> usize {
    let gap = token.checked_sub(1).and_then(|gap| line.gaps.get(gap));
    end_before(line, token) + gap.copied().unwrap_or(0)
}

/// What stands on a line, and where its columns start; `None` where it has none, or goes on on the next line.
fn row(line: &Line<'_>, next: Option<&Line<'_>>) -> Option<(Row, Vec<Option<Cut>>)> {
    if line.continues || next.is_some_and(|next| next.continues) {
        return None;
    }
    let word = |wanted: &dyn Fn(Word) -> bool| top_level(line).find(|at| word_at(line, *at).is_some_and(wanted));
    let sign =
        |wanted: Sign| top_level(line).find(|at| line.tokens.get(*at).is_some_and(|t| t.kind == Kind::Sign(wanted)));
    let cut = |token: usize, blanks: usize| Cut { token, blanks };
    let cites = || top_level(line).filter(|at| word_at(line, *at) == Some(Word::Cites)).last();
    // 替换 or 新增 in front of an item.
    let amends = matches!(line.item?, Word::Replace | Word::Add);
    let item = if amends { word_at(line, 1)? } else { line.item? };
    match (item, line.depth) {
        (Word::Param | Word::Budget, 0) => {
            let label = 2 + usize::from(amends);
            let label = line.tokens.get(label).filter(|token| token.kind == Kind::Text).map(|_| cut(label, 1));
            let value = sign(Sign::Eq).or_else(|| word(&|word| word == Word::Open)).map(|at| cut(at, 1));
            let part = word(&|word| word == Word::OutOf).map(|at| cut(at, 1));
            let cites = word(&|word| word == Word::Cites).map(|at| cut(at, 2));
            Some((Row::Figure, vec![label, value, part, cites]))
        }
        (Word::Record, 1) => {
            let colon = sign(Sign::Colon)?;
            let one = line.tokens.iter().filter(|token| token.kind == Kind::Sign(Sign::Colon)).count() == 1;
            let type_follows = colon + 1 < line.tokens.len();
            (one && type_follows).then(|| (Row::Field, vec![Some(cut(colon + 1, 1))]))
        }
        (Word::Source, 1) => {
            let kind = |word: Word| matches!(word, Word::Normative | Word::Narrative | Word::ToCome);
            Some((Row::Clause, vec![Some(cut(word(&kind)?, 2))]))
        }
        (Word::Criteria | Word::Workflow, 1) => Some((Row::Cited, vec![cites().map(|at| cut(at, 2))])),
        _ => None,
    }
}

fn word_at(line: &Line<'_>, token: usize) -> Option<Word> {
    line.tokens.get(token).and_then(|token| token.word)
}

/// The tokens of a line that stand in no bracket.
fn top_level<'l>(line: &'l Line<'_>) -> impl Iterator<Item = usize> + 'l {
    let mut depth = 0_usize;
    line.tokens.iter().enumerate().filter_map(move |(at, token)| match token.kind {
        Kind::Sign(Sign::RoundOpen | Sign::SquareOpen | Sign::CurlyOpen) => {
            depth += 1;
            None
        }
        Kind::Sign(Sign::RoundClose | Sign::SquareClose | Sign::CurlyClose) => {
            depth = depth.saturating_sub(1);
            None
        }
        _ => (depth == 0).then_some(at),
    })
}
