//! Comparisons: words, signs, ranges, periods, and the words behind a bound (以上, 以下, 以内).

use guiju_program::expr::CompareOp;
use guiju_program::source::Span;

use super::cursor::{Cursor, Lost, Step};
use super::expression::Tree;
use super::mistaken::Meant;
use super::token::{Kind, Sign, Token};
use super::uses::Window;
use crate::ast::{ExprKind, Suffix, SuffixWord};
use crate::message::typing;
use crate::syntax_message as message;
use crate::words::Word;

/// A mark behind a bound: whether it is in, as written, and where.
pub(super) struct Mark<'t> {
    pub(super) included: bool,
    pub(super) text: &'t str,
    pub(super) span: Span,
}

/// What compares.
pub(super) fn comparator(token: &Token<'_>) -> Option<Word> {
    let op = match token.kind {
        Kind::Sign(Sign::Eq) => CompareOp::Eq,
        Kind::Sign(Sign::Ne) => CompareOp::Ne,
        Kind::Sign(Sign::Lt) => CompareOp::Lt,
        Kind::Sign(Sign::Le) => CompareOp::Le,
        Kind::Sign(Sign::Gt) => CompareOp::Gt,
        Kind::Sign(Sign::Ge) => CompareOp::Ge,
        _ => {
            return token.word.filter(|word| {
                matches!(
                    word,
                    Word::Compare(_) | Word::Reaches | Word::Is | Word::IsNot | Word::In | Word::Within | Word::Top
                )
            });
        }
    };
    Some(Word::Compare(op))
}

/// Which word behind a bound a token is.
pub(super) fn suffix_word(token: &Token<'_>) -> Option<SuffixWord> {
    match token.word {
        Some(Word::OrMore) => Some(SuffixWord::OrMore),
        Some(Word::OrWithin) => Some(SuffixWord::OrWithin),
        Some(Word::OrLess) => Some(SuffixWord::OrLess),
        _ => None,
    }
}

impl<'t> Cursor<'t, '_> {
    pub(super) fn comparison(&mut self) -> Step<Tree> {
        let start = self.start();
        let left = self.value()?;
        let compared = self.compared(left, start)?;
        let Some((mut tree, first)) = compared else {
            return Err(Lost);
        };
        // What follows a comparison and compares again is a mistake of its own; the rest is read all the same.
        while let Some(next) = self.peek().filter(|token| comparator(token).is_some()) {
            let Some(first) = &first else { break };
            let middle = self.bound_of(&tree);
            let place = self.span_of(&next);
            let Some((again, _)) = self.compared(tree, start)? else {
                return Err(Lost);
            };
            let rewritten = self.as_range(first, &next, start, middle);
            self.report(message::chained(place, rewritten.as_ref()));
            tree = again;
        }
        Ok(tree)
    }

    /// The place of the bound of a comparison.
    fn bound_of(&self, tree: &Tree) -> Span {
        match &tree.expr.kind {
            ExprKind::Compare { right, .. } => right.span,
            _ => tree.expr.span,
        }
    }

    /// `a < b <= c` as `b 在 a(不含) 至 c(含)`, when both comparisons go the same way.
    fn as_range(&self, first: &Token<'t>, second: &Token<'t>, start: u32, middle: Span) -> Option<(String, String)> {
        let direction = |token: &Token<'t>| match comparator(token) {
            Some(Word::Compare(op @ (CompareOp::Lt | CompareOp::Le))) => Some((true, op == CompareOp::Le)),
            Some(Word::Compare(op @ (CompareOp::Gt | CompareOp::Ge))) => Some((false, op == CompareOp::Ge)),
            Some(Word::Reaches) => Some((false, true)),
            _ => None,
        };
        let (first_up, first_in) = direction(first)?;
        let (second_up, second_in) = direction(second)?;
        if first_up != second_up {
            return None;
        }
        let left = message::shown(self.text_at(Span::new(middle.source, start, first.start)));
        let right = message::shown(self.text_at(self.since(second.end)));
        let middle = message::shown(self.text_at(middle));
        let ((low, low_in), (high, high_in)) =
            if first_up { ((left, first_in), (right, second_in)) } else { ((right, second_in), (left, first_in)) };
        let zh = |included: bool| if included { "含" } else { "不含" };
        let en = |included: bool| if included { "incl" } else { "excl" };
        Some((
            format!("{middle} 在 {low}({}) 至 {high}({})", zh(low_in), zh(high_in)),
            format!("{middle} within {low} ({}) to {high} ({})", en(low_in), en(high_in)),
        ))
    }

    /// The comparison that goes on behind a value, if one does, with what compares.
    fn compared(&mut self, left: Tree, start: u32) -> Step<Option<(Tree, Option<Token<'t>>)>> {
        let Some(token) = self.peek() else {
            return Ok(Some((left, None)));
        };
        let Some(word) = comparator(&token) else {
            // 增长 20%以上: the growth word compares by itself.
            let changed = self.previous().filter(|last| matches!(last.word, Some(Word::Change(_))));
            return match changed {
                Some(change) if self.starts_operand() => {
                    let place = self.span_of(&change);
                    let right = self.value()?;
                    let op = self.bound_op(change, None)?;
                    self.compare(op, left, right, place, start).map(|tree| Some((tree, Some(change))))
                }
                _ => Ok(Some((left, None))),
            };
        };
        self.advance();
        let place = self.span_of(&token);
        let tree = match word {
            Word::In => self.one_of(left, start)?,
            Word::Within => self.range(left, start)?,
            Word::Top => {
                let limit = self.value()?;
                let below = left.height.max(limit.height);
                let kind = ExprKind::Top { ranking: Box::new(left.expr), limit: Box::new(limit.expr) };
                self.node(kind, self.since(start), below)?
            }
            _ => {
                let right = self.value()?;
                let op = self.bound_op(token, Some(word))?;
                self.compare(op, left, right, place, start)?
            }
        };
        Ok(Some((tree, Some(token))))
    }

    fn compare(
        &mut self,
        (op, suffix): (CompareOp, Option<Suffix>),
        left: Tree,
        right: Tree,
        word: Span,
        start: u32,
    ) -> Step<Tree> {
        let below = left.height.max(right.height);
        let kind = ExprKind::Compare { op, left: Box::new(left.expr), right: Box::new(right.expr), word, suffix };
        self.node(kind, self.since(start), below)
    }

    /// How the bound is compared, from the word before it and the marks and words behind it; with the word behind it
    /// where that decides.
    ///
    /// `word` is `None` behind a growth word that compares by itself.
    pub(super) fn bound_op(&mut self, token: Token<'t>, word: Option<Word>) -> Step<(CompareOp, Option<Suffix>)> {
        let mut mark = self.mark();
        let suffix = self.peek().filter(|next| matches!(next.word, Some(Word::OrMore | Word::OrLess | Word::OrWithin)));
        if suffix.is_some() {
            self.advance();
        }
        if mark.is_none() {
            mark = self.mark();
        }
        let more = suffix.map(|suffix| suffix.word == Some(Word::OrMore));
        let op = match (word, more) {
            (Some(Word::Compare(op)), None) => op,
            (Some(Word::Reaches), None | Some(true)) => CompareOp::Ge,
            (Some(Word::Is), None) => CompareOp::Eq,
            (Some(Word::IsNot), None) => CompareOp::Ne,
            (Some(Word::Is) | None, Some(true)) => CompareOp::Ge,
            (Some(Word::Is) | None, Some(false)) => CompareOp::Le,
            (None, None) => {
                let span = self.span_of(&token);
                self.report(message::growth_without_suffix(span, token.text));
                return Err(Lost);
            }
            _ => {
                let suffix = suffix.unwrap_or(token);
                let span = self.span_of(&suffix);
                self.report(message::suffix_not_taken(span, token.text, suffix.text));
                CompareOp::Ge
            }
        };
        let Some(mark) = mark else {
            let said_before = word == Some(Word::Reaches);
            return Ok((op, suffix.and_then(|suffix| self.suffix_of(&suffix, said_before))));
        };
        // A mark wins over 以上 and 以下, and may not contradict any other word.
        let free = matches!(word, Some(Word::Is) | None) && suffix.is_some();
        let op = match (op, mark.included) {
            (CompareOp::Ge | CompareOp::Le, true) | (CompareOp::Gt | CompareOp::Lt, false) => op,
            (CompareOp::Ge, false) if free => CompareOp::Gt,
            (CompareOp::Le, false) if free => CompareOp::Lt,
            (CompareOp::Eq | CompareOp::Ne, _) => {
                self.report(message::mark_without_bound(mark.span, mark.text));
                op
            }
            _ => {
                self.report(message::mark_contradicts(mark.span, token.text, mark.text));
                op
            }
        };
        Ok((op, None))
    }

    /// 以上 or its like, as the policy may state what it means.
    pub(super) fn suffix_of(&self, token: &Token<'t>, said_before: bool) -> Option<Suffix> {
        Some(Suffix { word: suffix_word(token)?, said_before, span: self.span_of(token) })
    }

    /// Whether `(含)` or `(不含)` starts at the token of that index.
    pub(super) fn is_mark(&self, index: usize) -> bool {
        let token = |at: usize| self.token(at);
        token(index).is_some_and(|t| t.kind == Kind::Sign(Sign::RoundOpen))
            && token(index + 1).is_some_and(|t| matches!(t.word, Some(Word::Incl | Word::Excl)))
            && token(index + 2).is_some_and(|t| t.kind == Kind::Sign(Sign::RoundClose))
    }

    /// `(含)`, `(不含)`
    pub(super) fn mark(&mut self) -> Option<Mark<'t>> {
        if !self.is_mark(self.at) {
            return None;
        }
        let start = self.start();
        self.advance();
        let token = self.peek()?;
        self.advance();
        self.advance();
        Some(Mark { included: token.word == Some(Word::Incl), text: token.text, span: self.since(start) })
    }

    /// X 属于 {甲, 乙}, behind 属于.
    fn one_of(&mut self, value: Tree, start: u32) -> Step<Tree> {
        if self.sign() != Some(Sign::CurlyOpen) {
            return Err(self.expected(("{…}，如 属于 {甲, 乙}", "{…}, as in {A, B}")));
        }
        let close = self.open()?;
        let mut below = value.height;
        let options = self.nested(|cursor| {
            cursor.list(|cursor| {
                let option = cursor.value()?;
                below = below.max(option.height);
                Ok(option.expr)
            })
        })?;
        self.closed(close)?;
        let kind = ExprKind::OneOf { value: Box::new(value.expr), options };
        self.node(kind, self.since(start), below)
    }

    /// X 在 A(含) 至 B(不含), X 在 D 起 5年 内, X within 5 years from D, behind 在.
    fn range(&mut self, value: Tree, start: u32) -> Step<Tree> {
        let within = self.at.saturating_sub(1);
        let first = self.value()?;
        let first_mark = self.mark();
        let below = value.height.max(first.height);
        let mut word = self.word();
        // `within a and b`, `3万元(含)-5万元(不含)`
        if let Some(token) = self.peek()
            && (word == Some(Word::And) || first_mark.is_some() && token.kind == Kind::Sign(Sign::Minus))
        {
            let span = self.span_of(&token);
            let right = if token.text == "and" { "to" } else { "至" };
            self.report(typing::mistaken(span, token.text, right, Meant::Likely));
            word = Some(Word::To);
        }
        let period = |date: Tree, start: Tree, length: Tree| ExprKind::WithinPeriod {
            date: Box::new(date.expr),
            start: Box::new(start.expr),
            length: Box::new(length.expr),
        };
        if let (Some(mark), Some(Word::Starting | Word::From)) = (&first_mark, word) {
            self.report(message::mark_without_bound(mark.span, mark.text));
        }
        match word {
            Some(Word::To) => {
                self.advance();
                let second = self.value()?;
                let second_mark = self.mark();
                let below = below.max(second.height);
                let kind = ExprKind::Range {
                    value: Box::new(value.expr),
                    from: Box::new(first.expr),
                    from_included: first_mark.map(|mark| mark.included),
                    to: Box::new(second.expr),
                    to_included: second_mark.map(|mark| mark.included),
                };
                self.node(kind, self.since(start), below)
            }
            Some(Word::Starting) => {
                let middle = self.at;
                self.advance();
                let length = self.value()?;
                self.note_window(Window { within, middle, end: self.at, closed: true });
                if self.take_word(Word::Inside).is_none() {
                    return Err(self.expected(("“内”（在 D 起 5年 内）", "`内` (在 D 起 5年 内)")));
                }
                let below = below.max(length.height);
                self.node(period(value, first, length), self.since(start), below)
            }
            Some(Word::From) => {
                let middle = self.at;
                self.advance();
                let from = self.value()?;
                self.note_window(Window { within, middle, end: self.at, closed: false });
                let below = below.max(from.height);
                self.node(period(value, from, first), self.since(start), below)
            }
            _ => Err(self.expected((
                "“至”（在 A(含) 至 B(不含)）或“起”（在 D 起 5年 内）",
                "`to` (within A (incl) to B (excl)) or `from` (within 5 years from D)",
            ))),
        }
    }
}
