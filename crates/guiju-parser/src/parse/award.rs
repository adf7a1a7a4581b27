//! Awards, caps and allocations: headers, and rows that stand in one order.

use guiju_program::award::{AllocationMethod, AwardKind, Keep, OddFen, Shortage};
use guiju_program::expr::CompareOp;

use super::cursor::{Cursor, Expected, Lost, Step};
use super::rows::Layout;
use super::token::{Kind, Sign, Token};
use super::uses::Role;
use crate::ast::{Allocation, Award, Cap, Citation, Declared, Draw, Exclude, Expr, Instalment, Name, OrderKey, Path};
use crate::award_words::{ALLOCATION_ROWS, AWARD_ROWS, AwardWord, CLAWBACK_ROWS, award_word, nearest, spelled};
use crate::message::award_text as message;
use crate::syntax_message::{given_twice, part_missing};
use crate::words::Word;

const PART: Expected = ("这一项的名称（如 金额）", "the name of a row (such as amount)");
const KEEP: Expected = ("取高 或 取先", "keep_highest or keep_first");
const LIMIT: Expected = ("“+”或 不超过", "`+` or at most");
const ODD: Expected = ("最大余数 或 留存", "largest_remainder or kept");
const METHOD: Expected = ("最大余数 或 舍去", "largest_remainder or down");
const DRAW: Expected =
    ("按、不得超过、末笔给余额、跳过、即止 或 同比缩减", "by, must_fit, cut_last, skip, stop or pro_rata");

/// What stands between the name and the braces.
struct Header {
    record: Option<Name>,
    payee: Option<Path>,
}

impl<'t> Cursor<'t, '_> {
    /// The word of awards that comes next.
    fn award_word(&self) -> Option<AwardWord> {
        self.peek().filter(|token| token.kind == Kind::Name).and_then(|token| award_word(token.text))
    }

    fn advance_award(&mut self) {
        self.advance();
        self.note_last(Role::Award);
    }

    fn take_award_word(&mut self, word: AwardWord) -> Option<Token<'t>> {
        let token = self.peek().filter(|_| self.award_word() == Some(word))?;
        self.advance_award();
        Some(token)
    }

    /// 适用, 付给 and 依据 in any order.
    fn award_header(&mut self, pays: bool, cites: &mut Vec<Citation>) -> Step<Header> {
        let mut header = Header { record: None, payee: None };
        while let Some(token) = self.peek() {
            let twice = if self.take_word(Word::For).is_some() {
                header.record.replace(self.name()?).is_some()
            } else if pays && self.take_award_word(AwardWord::PaidTo).is_some() {
                header.payee.replace(self.path()?).is_some()
            } else if self.cites(cites)? {
                false
            } else {
                break;
            };
            if twice {
                let span = self.span_of(&token);
                self.report(given_twice(span, token.text));
            }
        }
        Ok(header)
    }

    /// The rows of a block, each at most once and in their order. `row` reads what stands behind the colon.
    fn award_rows(
        &mut self,
        words: &'static [AwardWord],
        cites: &mut Vec<Citation>,
        mut row: impl FnMut(&mut Self, AwardWord) -> Step<()>,
    ) -> Step<()> {
        let (from, to) = self.block()?;
        let mut last = 0;
        let mut seen: Vec<AwardWord> = Vec::new();
        self.each_row(from, to, Layout::Parts, |cursor| {
            let Some(token) = cursor.peek().filter(|token| token.kind == Kind::Name) else {
                return Err(cursor.expected(PART));
            };
            let span = cursor.span_of(&token);
            let word = award_word(token.text);
            let place = word.and_then(|word| words.iter().position(|known| *known == word));
            let (Some(word), Some(place)) = (word, place) else {
                let near = nearest(token.text, words);
                cursor.report(message::unknown_row(span, token.text, &spelled(words), near));
                return Err(Lost);
            };
            cursor.advance_award();
            cursor.colon()?;
            if seen.contains(&word) {
                cursor.report(given_twice(span, token.text));
            } else if place < last {
                cursor.report(message::rows_out_of_order(span, token.text, &spelled(words)));
            }
            seen.push(word);
            last = last.max(place);
            row(cursor, word)?;
            cursor.cites(cites)?;
            Ok(())
        });
        self.at = to + 1;
        Ok(())
    }

    /// Reports what an item lacks, unless something in it could not be read, which may be that.
    fn lacks(&mut self, reported: usize, name: &Declared, lacking: Diagnosis) -> Lost {
        if self.diagnostics.len() == reported {
            let found = match lacking {
                Diagnosis::Record(example) => part_missing(name.name.span, &name.name.text, Word::For, example),
                Diagnosis::Row(word, example) => {
                    message::row_missing(name.name.span, &name.name.text, &spelled(&[word]), example)
                }
            };
            self.report(found);
        }
        Lost
    }

    /// 补助 award, 追缴 clawback
    pub(super) fn award(&mut self, kind: AwardKind) -> Step<Award> {
        let reported = self.diagnostics.len();
        let name = self.declared()?;
        let mut cites = Vec::new();
        let paid = kind == AwardKind::Paid;
        let header = self.award_header(paid, &mut cites)?;
        let mut behind = Vec::new();
        let (mut requires, mut amount, mut draw) = (None, None, None);
        let (mut excludes, mut instalments) = (Vec::new(), Vec::new());
        self.award_rows(if paid { AWARD_ROWS } else { CLAWBACK_ROWS }, &mut behind, |cursor, word| {
            match word {
                AwardWord::Requires => requires = Some(cursor.expression()?),
                AwardWord::Amount => amount = Some(cursor.expression()?),
                AwardWord::Excludes => excludes = cursor.list(Self::exclude)?,
                AwardWord::Budget => draw = Some(cursor.draw()?),
                _ => instalments = cursor.list(Self::instalment)?,
            }
            Ok(())
        })?;
        cites.append(&mut behind);
        let Some(record) = header.record else {
            let example = match kind {
                AwardKind::Paid => ("补助 名称 适用 店铺 { … }", "award name for store { … }"),
                AwardKind::Recovered => ("追缴 名称 适用 店铺 { … }", "clawback name for store { … }"),
            };
            return Err(self.lacks(reported, &name, Diagnosis::Record(example)));
        };
        let Some(amount) = amount else {
            let example = ("金额: 9万元", "amount: 90_000 yuan");
            return Err(self.lacks(reported, &name, Diagnosis::Row(AwardWord::Amount, example)));
        };
        Ok(Award { name, kind, record, payee: header.payee, cites, requires, amount, excludes, draw, instalments })
    }

    /// `头部奖 取高`
    fn exclude(&mut self) -> Step<Exclude> {
        let start = self.start();
        let award = self.name()?;
        let keep = match self.award_word() {
            Some(AwardWord::KeepHighest) => Keep::Highest,
            Some(AwardWord::KeepFirst) => Keep::First,
            _ => return Err(self.expected(KEEP)),
        };
        self.advance_award();
        Ok(Exclude { award, keep, span: self.since(start) })
    }

    /// `方向二预算 按 申请时间 末笔给余额`
    fn draw(&mut self) -> Step<Draw> {
        let budget = self.name()?;
        let mut draw = Draw { shortage_span: budget.span, budget, order: Vec::new(), shortage: Shortage::MustFit };
        let mut said = false;
        while let Some(token) = self.peek().filter(|token| token.word != Some(Word::Cites)) {
            let span = self.span_of(&token);
            let twice = if token.word == Some(Word::By) {
                self.advance();
                let twice = !draw.order.is_empty();
                // Behind a number the next word would be its unit.
                let behind = self.end_of_order();
                let end = std::mem::replace(&mut self.end, behind);
                let keys = self.order_keys();
                self.end = end;
                draw.order.extend(keys?);
                twice
            } else {
                draw.shortage = self.shortage()?;
                draw.shortage_span = span;
                std::mem::replace(&mut said, true)
            };
            if twice {
                self.report(given_twice(span, token.text));
            }
        }
        Ok(draw)
    }

    /// Where the keys of an order end: at a word for the shortage that is no key itself, being behind one.
    fn end_of_order(&self) -> usize {
        let mut at = self.at + 1;
        while at < self.end {
            let (Some(before), Some(token)) = (self.token(at - 1), self.token(at)) else {
                break;
            };
            let is_key = matches!(before.kind, Kind::Sign(sign) if sign.joins_lines())
                || before.word.is_some_and(Word::wants_more);
            if !is_key && token.kind == Kind::Name && award_word(token.text).is_some_and(AwardWord::is_shortage) {
                return at;
            }
            let close = self.partners.get(at).map_or(at, |close| *close as usize);
            at = close.max(at) + 1;
        }
        self.end
    }

    fn shortage(&mut self) -> Step<Shortage> {
        let shortage = match self.award_word() {
            Some(AwardWord::MustFit) => Shortage::MustFit,
            Some(AwardWord::CutLast) => Shortage::CutLast,
            Some(AwardWord::Skip) => Shortage::Skip,
            Some(AwardWord::Stop) => Shortage::Stop,
            Some(AwardWord::ProRata) => Shortage::ProRata(OddFen::Kept),
            _ => return Err(self.expected(DRAW)),
        };
        self.advance_award();
        if shortage != Shortage::ProRata(OddFen::Kept) || self.take_award_word(AwardWord::OddFen).is_none() {
            return Ok(shortage);
        }
        let odd = match self.award_word() {
            Some(AwardWord::LargestRemainder) => OddFen::LargestRemainder,
            Some(AwardWord::Kept) => OddFen::Kept,
            _ => return Err(self.expected(ODD)),
        };
        self.advance_award();
        Ok(Shortage::ProRata(odd))
    }

    /// The keys behind 按.
    fn order_keys(&mut self) -> Step<Vec<OrderKey>> {
        self.list(|cursor| {
            let value = cursor.expression()?;
            let ascending = if cursor.take_word(Word::Ascending).is_some() {
                Some(true)
            } else {
                cursor.take_word(Word::Descending).map(|_| false)
            };
            Ok(OrderKey { value, ascending })
        })
    }

    /// `签约 40%`, `验收 其余`
    fn instalment(&mut self) -> Step<Instalment> {
        let name = self.name()?;
        let share = match self.take_award_word(AwardWord::Rest) {
            Some(_) => None,
            None => Some(self.value()?.expr),
        };
        Ok(Instalment { name, share })
    }

    /// 封顶 cap
    pub(super) fn cap(&mut self) -> Step<Cap> {
        let name = self.declared()?;
        let mut cites = Vec::new();
        self.cites(&mut cites)?;
        self.colon()?;
        let each = if self.take_word(Word::Each).is_some() {
            let each = self.list(Self::path)?;
            self.colon()?;
            each
        } else {
            Vec::new()
        };
        let mut awards = vec![self.name()?];
        while self.take_sign(Sign::Plus).is_some() {
            awards.push(self.name()?);
        }
        let is_limit = self.word() == Some(Word::Compare(CompareOp::Le)) || self.sign() == Some(Sign::Le);
        if !is_limit {
            return Err(self.expected(LIMIT));
        }
        self.advance();
        let limit = self.value()?.expr;
        let order = match self.take_word(Word::By) {
            Some(_) => self.order_keys()?,
            None => Vec::new(),
        };
        self.cites(&mut cites)?;
        Ok(Cap { name, cites, each, awards, limit, order })
    }

    /// 分配 allocate
    pub(super) fn allocation(&mut self) -> Step<Allocation> {
        let reported = self.diagnostics.len();
        let name = self.declared()?;
        let mut cites = Vec::new();
        let header = self.award_header(false, &mut cites)?;
        let mut behind = Vec::new();
        let (mut total, mut weight, mut rounding) = (None, None, None);
        let (mut least, mut most, mut order) = (None, None, Vec::new());
        self.award_rows(ALLOCATION_ROWS, &mut behind, |cursor, word| {
            match word {
                AwardWord::Total => total = Some(cursor.value()?.expr),
                AwardWord::Weight => weight = Some(cursor.expression()?),
                AwardWord::Rounding => rounding = Some(cursor.rounding()?),
                AwardWord::Least => least = Some(cursor.expression()?),
                AwardWord::Most => most = Some(cursor.expression()?),
                _ => order = cursor.order_keys()?,
            }
            Ok(())
        })?;
        cites.append(&mut behind);
        let Some(record) = header.record else {
            let example = ("分配 名额 适用 市地 { … }", "allocate places for city { … }");
            return Err(self.lacks(reported, &name, Diagnosis::Record(example)));
        };
        let lacking = if total.is_none() {
            (AwardWord::Total, ("总量: 1500户", "total: 1500 household"))
        } else if weight.is_none() {
            (AwardWord::Weight, ("权重: 网络零售额", "weight: online_sales"))
        } else {
            (AwardWord::Rounding, ("取整: 最大余数 1户", "rounding: largest_remainder 1 household"))
        };
        let (Some(total), Some(weight), Some((method, step))) = (total, weight, rounding) else {
            return Err(self.lacks(reported, &name, Diagnosis::Row(lacking.0, lacking.1)));
        };
        Ok(Allocation { name, record, cites, total, weight, method, step, least, most, order })
    }

    /// `最大余数 1户`
    fn rounding(&mut self) -> Step<(AllocationMethod, Expr)> {
        let method = match self.award_word() {
            Some(AwardWord::LargestRemainder) => AllocationMethod::LargestRemainder,
            Some(AwardWord::Down) => AllocationMethod::Down,
            _ => return Err(self.expected(METHOD)),
        };
        self.advance_award();
        Ok((method, self.value()?.expr))
    }
}

/// What an item lacks, with an example: its record, or a row.
enum Diagnosis {
    Record((&'static str, &'static str)),
    Row(AwardWord, (&'static str, &'static str)),
}
