//! Items, by the keyword that they start with.

use super::cursor::{COLON, Cursor, EQUALS, Lost, Step, VALUE};
use super::rows::Layout;
use super::token::{Kind, Sign, Token};
use crate::ast::{
    Budget, Citation, Clause, ClauseKind, Condition, Criteria, Declared, Define, Exclusion, Expr, ItemKind, Name,
    Param, ParamValue, Path, Rule, Source, UnitExpr, Verb,
};
use crate::message::typing;
use crate::syntax_message as message;
use crate::words::Word;
use guiju_program::award::AwardKind;
use guiju_program::civil::Date;
use guiju_program::parameter::Unspent;
use guiju_program::rule::RuleKind;
use guiju_program::source::Span;

const UNIT: super::cursor::Expected = ("单位（如 万元）", "a unit (such as yuan)");

impl<'t> Cursor<'t, '_> {
    /// The item that starts with this keyword, which is taken already.
    pub(super) fn item(&mut self, keyword: &Token<'t>) -> Step<ItemKind> {
        match keyword.word {
            Some(Word::Policy) => self.policy().map(ItemKind::Policy),
            Some(Word::Source) => self.source_document().map(ItemKind::Source),
            Some(Word::Unit) => self.list(Self::declared).map(ItemKind::Unit),
            Some(Word::Param) => self.param().map(ItemKind::Param),
            Some(Word::Table) => self.table().map(ItemKind::Table),
            Some(Word::Budget) => self.budget().map(ItemKind::Budget),
            Some(Word::Record) => self.record().map(ItemKind::Record),
            Some(Word::Define) => self.define().map(ItemKind::Define),
            Some(Word::Criteria) => self.criteria(false).map(ItemKind::Criteria),
            Some(Word::Workflow) => self.criteria(true).map(ItemKind::Criteria),
            Some(Word::Rule) => self.rule(RuleKind::Rule).map(ItemKind::Rule),
            Some(Word::Target) => self.rule(RuleKind::Target).map(ItemKind::Rule),
            Some(Word::Advice) => self.rule(RuleKind::Advice).map(ItemKind::Rule),
            Some(Word::Interpretation) => self.interpretation().map(ItemKind::Interpretation),
            Some(Word::Calendar) => self.calendar().map(ItemKind::Calendar),
            Some(Word::Wording) => self.wording().map(ItemKind::Wording),
            Some(Word::Accept) => self.acceptance().map(ItemKind::Acceptance),
            Some(Word::Test) => self.test().map(ItemKind::Test),
            Some(Word::Sample) => self.sample().map(ItemKind::Sample),
            Some(Word::Replace) => self.amendment(keyword, Verb::Replace),
            Some(Word::Add) => self.amendment(keyword, Verb::Add),
            Some(Word::Repeal) => self.amendment(keyword, Verb::Repeal),
            Some(Word::Award) => self.award(AwardKind::Paid).map(ItemKind::Award),
            Some(Word::Clawback) => self.award(AwardKind::Recovered).map(ItemKind::Award),
            Some(Word::Exclusion) => self.exclusion().map(ItemKind::Exclusion),
            Some(Word::Cap) => self.cap().map(ItemKind::Cap),
            Some(Word::Allocate) => self.allocation().map(ItemKind::Allocation),
            _ => {
                let span = self.span_of(keyword);
                self.report(message::not_yet(span, keyword.text));
                Err(Lost)
            }
        }
    }

    /// 依据文件 source
    fn source_document(&mut self) -> Step<Source> {
        let name = self.name()?;
        let first = self.take_kind(Kind::Text).map(|token| self.text_of(&token));
        let second = self.take_kind(Kind::Text).map(|token| self.text_of(&token));
        // One text is the title; of two the first is the label.
        let (label, title) = match (first, second) {
            (Some(label), Some(title)) => (Some(label.text), Some(title)),
            (title, _) => (None, title),
        };
        let (from, to) = self.block()?;
        let clauses = self.each_row(from, to, Layout::Statements, Self::clause);
        self.at = to + 1;
        Ok(Source { name: Declared { name, label }, title, clauses })
    }

    /// `第三条 说明 "只讲原则"`
    fn clause(&mut self) -> Step<Clause> {
        let start = self.start();
        let path = self.citation()?;
        self.clause_kind(path, start)
    }

    /// `说明 "只讲原则"`, behind the path of a clause that starts there.
    pub(super) fn clause_kind(&mut self, path: Citation, start: u32) -> Step<Clause> {
        const KIND: super::cursor::Expected = ("规范、说明 或 待写", "normative, narrative or to_come");
        let kind = match self.word() {
            Some(Word::Normative) => ClauseKind::Normative,
            Some(Word::Narrative) => ClauseKind::Narrative,
            Some(Word::ToCome) => ClauseKind::ToCome,
            _ => return Err(self.expected(KIND)),
        };
        self.advance();
        let reason = match kind {
            ClauseKind::Narrative => Some(self.reason()?),
            _ => self.take_kind(Kind::Text).map(|token| self.text_of(&token)),
        };
        Ok(Clause { path, kind, reason, span: self.since(start) })
    }

    /// Why a clause is narrative.
    fn reason(&mut self) -> Step<crate::ast::Text> {
        match self.take_kind(Kind::Text) {
            Some(token) => Ok(self.text_of(&token)),
            None => Err(self
                .expected(("理由（带引号，如 \"只讲原则\"）", "the reason in quotes (such as \"principles only\")"))),
        }
    }

    /// Takes `{`: the first token in the block, and where `}` stands.
    pub(super) fn block(&mut self) -> Step<(usize, usize)> {
        if self.sign() != Some(Sign::CurlyOpen) {
            return Err(self.expected(super::cursor::BLOCK));
        }
        let open = self.peek();
        let close = self.partners.get(self.at).map_or(self.at, |close| *close as usize);
        if close > self.at && close < self.end {
            self.advance();
            return Ok((self.at, close));
        }
        // The rows are read all the same, to the end of the item.
        if let Some(token) = open {
            let span = self.span_of(&token);
            self.report(message::unclosed(span, token.text, ("}", "}")));
        }
        self.advance();
        Ok((self.at, self.end))
    }

    /// 参数 param
    fn param(&mut self) -> Step<Param> {
        let name = self.declared()?;
        let mut cites = Vec::new();
        self.cites(&mut cites)?;
        let value = if self.take_word(Word::Open).is_some() {
            let is_unit = self.is_kind(Kind::Name) && self.word().is_none_or(|word| !word.is_reserved());
            let unit = if is_unit || self.sign() == Some(Sign::Percent) { Some(self.unit(UNIT)?) } else { None };
            ParamValue::Open(unit)
        } else if self.equals() {
            if self.word() == Some(Word::From) {
                ParamValue::Dated(self.list(Self::dated)?)
            } else if let Some(date) = self.peek().filter(|date| {
                date.kind == Kind::Date && self.peek_second().is_some_and(|next| next.kind == Kind::Sign(Sign::Colon))
            }) {
                let span = self.span_of(&date);
                self.report(typing::from_missing(span, date.text));
                return Err(Lost);
            } else {
                ParamValue::Value(self.expression()?)
            }
        } else {
            return Err(self.expected(("“=”或 待定", "`=` or open")));
        };
        let mut reviewed_until = None;
        while self.cites(&mut cites)? || self.reviewed_until(&mut reviewed_until)? {}
        Ok(Param { name, value, cites, reviewed_until })
    }

    /// `自 2023-01-01: 3元`
    fn dated(&mut self) -> Step<(Date, Expr, Span)> {
        let start = self.start();
        if self.take_word(Word::From).is_none() {
            return Err(self.expected(("自 和日期", "from and a date")));
        }
        let date = self.date()?;
        self.colon()?;
        let value = self.expression()?;
        Ok((date, value, self.since(start)))
    }

    /// 预算 budget
    fn budget(&mut self) -> Step<Budget> {
        let name = self.declared()?;
        let mut cites = Vec::new();
        self.cites(&mut cites)?;
        if !self.equals() {
            return Err(self.expected(EQUALS));
        }
        let amount = self.expression()?;
        let (mut out_of, mut unspent) = (None, None);
        while let Some(token) = self.peek() {
            match token.word {
                Some(Word::OutOf) => {
                    self.advance();
                    let span = self.span_of(&token);
                    if out_of.replace(self.name()?).is_some() {
                        self.report(message::given_twice(span, token.text));
                    }
                }
                Some(Word::Cites) => {
                    self.cites(&mut cites)?;
                }
                Some(Word::Unspent) => {
                    self.advance();
                    let span = self.span_of(&token);
                    let what = if self.take_word(Word::Returned).is_some() {
                        Unspent::Returned
                    } else if self.take_word(Word::Carried).is_some() {
                        Unspent::Carried
                    } else {
                        return Err(self.expected(("缴回 或 结转", "returned or carried")));
                    };
                    if unspent.replace(what).is_some() {
                        self.report(message::given_twice(span, token.text));
                    }
                }
                _ => break,
            }
        }
        Ok(Budget { name, amount, out_of, unspent, cites })
    }

    /// 定义 define
    fn define(&mut self) -> Step<Define> {
        let name = self.declared()?;
        let mut cites = Vec::new();
        let record = self.scope(&mut cites)?;
        if self.take_sign(Sign::Eq).is_none() && self.take_sign(Sign::Colon).is_none() {
            return Err(
                self.expected(("“=”（算出一个值）或“:”（作出判断）", "`=` (computes a value) or `:` (is judged)"))
            );
        }
        let expr = self.expression()?;
        self.cites(&mut cites)?;
        Ok(Define { name, record, cites, expr })
    }

    /// 排除 exclusion
    fn exclusion(&mut self) -> Step<Exclusion> {
        let name = self.declared()?;
        let mut cites = Vec::new();
        let mut bars: Vec<Name> = Vec::new();
        let mut record = None;
        loop {
            let found = self.scope(&mut cites)?;
            record = record.or(found);
            let Some(token) = self.take_word(Word::Bars) else {
                break;
            };
            let span = self.span_of(&token);
            if !bars.is_empty() {
                self.report(message::given_twice(span, token.text));
            }
            bars = self.list(Self::name)?;
        }
        self.colon()?;
        let expr = self.expression()?;
        self.cites(&mut cites)?;
        if record.is_none() {
            let example = ("排除 失信 适用 服务对象: …", "exclusion blacklisted for recipient: …");
            self.report(message::part_missing(name.name.span, &name.name.text, Word::For, example));
            return Err(Lost);
        }
        Ok(Exclusion { define: Define { name, record, cites, expr }, bars })
    }

    /// 适用 and 依据 in any order.
    pub(super) fn scope(&mut self, cites: &mut Vec<Citation>) -> Step<Option<crate::ast::Name>> {
        let mut record = None;
        loop {
            if let Some(token) = self.take_word(Word::For) {
                let span = self.span_of(&token);
                if record.replace(self.name()?).is_some() {
                    self.report(message::given_twice(span, token.text));
                }
            } else if !self.cites(cites)? {
                return Ok(record);
            }
        }
    }

    /// 标准 criteria, 流程 workflow
    fn criteria(&mut self, workflow: bool) -> Step<Criteria> {
        let name = self.declared()?;
        let mut cites = Vec::new();
        let record = self.scope(&mut cites)?;
        let (from, to) = self.block()?;
        let conditions = self.each_row(from, to, Layout::Statements, Self::condition);
        self.at = to + 1;
        let Some(record) = record else {
            let example = if workflow {
                ("流程 验收流程 适用 活动 { … }", "workflow acceptance for event { … }")
            } else {
                ("标准 达标 适用 服务对象 { … }", "criteria qualified for recipient { … }")
            };
            self.report(message::part_missing(name.name.span, &name.name.text, Word::For, example));
            return Err(Lost);
        };
        Ok(Criteria { name, workflow, record, cites, conditions })
    }

    /// `直播时长: 直播时长 不低于60小时 依据 附件1.三`
    fn condition(&mut self) -> Step<Condition> {
        let start = self.start();
        let name = self.declared()?;
        if let Some(token) = self.peek().filter(|token| super::comparison::comparator(token).is_some())
            && token.kind == Kind::Name
        {
            let span = self.span_of(&token);
            self.report(typing::condition_without_name(span, &name.name.text, token.text));
            return Err(Lost);
        }
        self.colon()?;
        let expr = self.expression()?;
        let mut cites = Vec::new();
        self.cites(&mut cites)?;
        Ok(Condition { name, expr, cites, span: self.since(start) })
    }

    /// 规则 rule, 目标 target, 建议 advice
    fn rule(&mut self, kind: RuleKind) -> Step<Rule> {
        let name = self.declared()?;
        let mut cites = Vec::new();
        let mut overrides: Vec<Name> = Vec::new();
        loop {
            if let Some(token) = self.take_word(Word::Overrides) {
                if !overrides.is_empty() {
                    let span = self.span_of(&token);
                    self.report(message::given_twice(span, token.text));
                }
                overrides = self.list(Self::name)?;
            } else if !self.cites(&mut cites)? {
                break;
            }
        }
        if self.word() == Some(Word::For) {
            let lost = self.expected(COLON);
            if let Some(last) = self.diagnostics.last_mut() {
                *last = last.clone().help(
                    "逐个判断写作：规则 名称: 每个 服务对象: …",
                    "to judge each row write: rule name: each recipient: …",
                );
            }
            return Err(lost);
        }
        self.colon()?;
        let each = if self.take_word(Word::Each).is_some() {
            let each: Vec<Path> = self.list(Self::path)?;
            self.colon()?;
            each
        } else {
            Vec::new()
        };
        if self.peek().is_none() {
            return Err(self.expected(VALUE));
        }
        let expr = self.expression()?;
        self.cites(&mut cites)?;
        Ok(Rule { kind, name, cites, overrides, each, expr })
    }

    /// The unit nouns behind 计.
    pub(super) fn counted(&mut self) -> Step<Vec<UnitExpr>> {
        self.list(|cursor| cursor.unit(UNIT))
    }
}
