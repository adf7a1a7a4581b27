//! Amounts by bands: `分档 销售额 { 120万元以上: 1.5万元; 60万元(含) 至 120万元(不含): 1万元; 低于60万元: 0元 }`.

use guiju_program::expr::{BandKind, CompareOp};

use super::comparison::comparator;
use super::cursor::{COLON, Cursor, Lost, Step};
use super::expression::Tree;
use super::rows::Layout;
use super::token::{Kind, Sign, Token};
use crate::ast::{BandRow, ExprKind, Limit, Limits};
use crate::syntax_message as message;
use crate::words::Word;

const BAND: super::cursor::Expected = (
    "一档（如 120万元以上、低于60万元、60万元(含) 至 120万元(不含)）",
    "a band (such as 100 yuan or more, below 60 yuan, 60 yuan (incl) to 100 yuan (excl))",
);

impl<'t> Cursor<'t, '_> {
    /// Whether a number follows 分档, rather than an operator: fields may be called so.
    pub(super) fn starts_bands(&self) -> bool {
        self.starts_operand() && !self.is_mark(self.at) && self.peek().is_some_and(|token| token.kind != Kind::Text)
    }

    /// 分档 x { … }, behind 分档.
    pub(super) fn bands(&mut self, kind: BandKind, word: &Token<'t>) -> Step<Tree> {
        let value = self.nested(Self::value)?;
        if self.sign() != Some(Sign::CurlyOpen) {
            return Err(self.expected(super::cursor::BLOCK));
        }
        let close = self.open()?;
        let from = self.at;
        let rows = self.nested(|cursor| Ok(cursor.each_row(from, close, Layout::Bands, Self::band)))?;
        self.at = close + 1;
        let below = rows.iter().map(|(_, height)| *height).fold(value.height, usize::max);
        let kind =
            ExprKind::Bands { kind, value: Box::new(value.expr), rows: rows.into_iter().map(|(row, _)| row).collect() };
        self.node(kind, self.since(word.start), below)
    }

    /// `120万元以上: 1.5万元`
    fn band(&mut self) -> Step<(BandRow, usize)> {
        let start = self.start();
        let colon = self.colon_ahead()?;
        // Within these bounds no unit before the colon passes for the name of another row.
        let limits = self.within(self.at, colon, Self::limits).ok_or(Lost)?;
        self.colon()?;
        let amount = self.tree()?;
        let row = BandRow { limits, amount: amount.expr, span: self.since(start) };
        Ok((row, amount.height))
    }

    /// Where the colon of a row stands, outside brackets.
    pub(super) fn colon_ahead(&mut self) -> Step<usize> {
        let mut at = self.at;
        while let Some(token) = self.token(at) {
            if token.kind == Kind::Sign(Sign::Colon) {
                return Ok(at);
            }
            let close = self.partners.get(at).map_or(at, |close| *close as usize);
            at = close.max(at) + 1;
        }
        while self.peek().is_some() {
            self.advance();
        }
        Err(self.expected(COLON))
    }

    /// A band: one or two ends.
    pub(super) fn limits(&mut self) -> Step<Limits> {
        let start = self.start();
        let mut limits = self.limit()?;
        while let Some(and) = self.take_word(Word::And) {
            let more = self.limit()?;
            let twice =
                more.lower.is_some() && limits.lower.is_some() || more.upper.is_some() && limits.upper.is_some();
            if twice {
                let span = self.span_of(&and);
                self.report(message::given_twice(span, self.text_at(more.span)));
            }
            limits.lower = limits.lower.or(more.lower);
            limits.upper = limits.upper.or(more.upper);
        }
        limits.span = self.since(start);
        Ok(limits)
    }

    fn limit(&mut self) -> Step<Limits> {
        let start = self.start();
        let Some(token) = self.peek() else {
            return Err(self.expected(BAND));
        };
        let word = comparator(&token).filter(|word| {
            matches!(word, Word::Compare(op) if *op != CompareOp::Ne) || matches!(word, Word::Reaches | Word::Is)
        });
        let mut limits = match word {
            Some(word) => {
                self.advance();
                let value = self.value()?.expr;
                let (op, suffix) = self.bound_op(token, Some(word))?;
                let end = |included| Limit { value: value.clone(), included: Some(included), suffix };
                let (lower, upper) = match op {
                    CompareOp::Ge => (Some(end(true)), None),
                    CompareOp::Gt => (Some(end(false)), None),
                    CompareOp::Le => (None, Some(end(true))),
                    CompareOp::Lt => (None, Some(end(false))),
                    CompareOp::Eq | CompareOp::Ne => (Some(end(true)), Some(end(true))),
                };
                Limits { lower, upper, span: self.since(start) }
            }
            None if self.starts_operand() || self.sign() == Some(Sign::Minus) => self.bare_limit()?,
            None => return Err(self.expected(BAND)),
        };
        // 超过36000元 至 144000元
        if limits.upper.is_none() && self.take_word(Word::To).is_some() {
            limits.upper = Some(self.end_of_band()?);
        }
        limits.span = self.since(start);
        Ok(limits)
    }

    /// A band that starts with its number: `120万元以上`, `60万元(含) 至 120万元(不含)`, `10人`.
    fn bare_limit(&mut self) -> Step<Limits> {
        let start = self.start();
        let value = self.value()?.expr;
        let mut mark = self.mark();
        let word = self.word();
        let (mut lower, mut upper) = (None, None);
        match word {
            Some(Word::OrMore | Word::OrLess | Word::OrWithin) => {
                let suffix = self.peek().and_then(|token| self.suffix_of(&token, false));
                self.advance();
                let mark = mark.take().or_else(|| self.mark());
                let suffix = suffix.filter(|_| mark.is_none());
                let end = Limit { value, included: Some(mark.is_none_or(|mark| mark.included)), suffix };
                let side = if word == Some(Word::OrMore) { &mut lower } else { &mut upper };
                *side = Some(end);
            }
            Some(Word::To) => {
                let included = mark.map(|mark| mark.included);
                lower = Some(Limit { value, included, suffix: None });
            }
            _ => {
                if let Some(mark) = mark {
                    self.report(message::mark_without_bound(mark.span, mark.text));
                }
                let end = Limit { value, included: Some(true), suffix: None };
                lower = Some(end.clone());
                upper = Some(end);
            }
        }
        Ok(Limits { lower, upper, span: self.since(start) })
    }

    /// The upper end behind 至.
    fn end_of_band(&mut self) -> Step<Limit> {
        let value = self.value()?.expr;
        let included = self.mark().map(|mark| mark.included);
        Ok(Limit { value, included, suffix: None })
    }
}
