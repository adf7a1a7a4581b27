//! Tests and samples.

use guiju_program::value::Verdict;

use super::cursor::{Cursor, Lost, NUMBER, Step};
use super::rows::Layout;
use super::token::{Kind, Sign};
use super::uses::Role;
use crate::ast::{Expectation, RowEntry, Sample, Test, TestEntry, TestRow, TestValue};
use crate::message::typing;
use crate::syntax_message as message;
use crate::words::Word;

const LIKE: super::cursor::Expected = ("“{”、如 或 ×", "`{`, like or ×");

/// One row of a test's block.
enum TestPart {
    AsOf(guiju_program::civil::Date, guiju_program::source::Span),
    Entries(Vec<TestEntry>),
    Expectation(Expectation),
}

impl Cursor<'_, '_> {
    /// 测试 test
    pub(super) fn test(&mut self) -> Step<Test> {
        let name = match self.peek() {
            Some(token) if token.kind == Kind::Name => {
                let span = self.span_of(&token);
                self.report(typing::quotes_missing(span, token.text));
                self.advance();
                crate::ast::Text { text: token.text.to_owned(), span }
            }
            // The rows are read all the same.
            Some(token) if token.kind == Kind::Sign(Sign::CurlyOpen) => {
                let _lost = self.expected(super::cursor::TEXT);
                crate::ast::Text { text: String::new(), span: self.span_of(&token) }
            }
            _ => self.text()?,
        };
        let (from, to) = self.block()?;
        let parts = self.each_row(from, to, Layout::TestRows, Self::test_part);
        self.at = to + 1;
        let mut test = Test { name, as_of: None, rows: Vec::new(), expectations: Vec::new() };
        for part in parts {
            match part {
                TestPart::AsOf(date, span) => {
                    if test.as_of.replace(date).is_some() {
                        self.report(message::given_twice(span, self.text_at(span)));
                    }
                }
                TestPart::Entries(entries) => test.rows.extend(entries),
                TestPart::Expectation(expectation) => test.expectations.push(expectation),
            }
        }
        Ok(test)
    }

    fn test_part(&mut self) -> Step<TestPart> {
        if self.is_expectation(self.at) {
            return self.expectation().map(TestPart::Expectation);
        }
        let is_field = self.peek_second().is_some_and(|token| token.kind == Kind::Sign(Sign::Colon));
        if is_field && let Some(token) = self.take_word(Word::AsOf) {
            let span = self.span_of(&token);
            self.colon()?;
            return Ok(TestPart::AsOf(self.date()?, span));
        }
        let mut entries = Vec::new();
        while self.peek().is_some() {
            entries.push(match self.entry()? {
                RowEntry::Child(row) => TestEntry::Row(row),
                RowEntry::Field(name, TestValue::None(_)) => TestEntry::Empty(name),
                RowEntry::Field(name, _) => {
                    self.report(
                        message::unexpected(
                            name.span,
                            &name.text,
                            ("一行事实、基准日 或 期望", "a row of facts, as_of or expect"),
                        )
                        .help("字段写在所属一行的 { } 里。", "fields stand in the braces of their row"),
                    );
                    return Err(Lost);
                }
            });
        }
        Ok(TestPart::Entries(entries))
    }

    /// 样例 sample
    pub(super) fn sample(&mut self) -> Step<Sample> {
        let name = self.declared()?;
        let (mut record, mut like) = (None, None);
        loop {
            if self.take_word(Word::For).is_some() {
                record = Some(self.name()?);
            } else if self.take_word(Word::Like).is_some() {
                like = Some(self.name()?);
            } else {
                break;
            }
        }
        let entries = self.entries()?;
        let Some(record) = record else {
            let example = ("样例 合格新店 适用 服务对象 { … }", "sample good_store for recipient { … }");
            self.report(message::part_missing(name.name.span, &name.name.text, Word::For, example));
            return Err(Lost);
        };
        Ok(Sample { name, record, like, entries })
    }

    /// Fields and child rows in braces.
    fn entries(&mut self) -> Step<Vec<RowEntry>> {
        let (from, to) = self.block()?;
        let rows = self.nested(|cursor| {
            Ok(cursor.each_row(from, to, Layout::TestRows, |cursor| {
                let mut entries = Vec::new();
                while cursor.peek().is_some() {
                    entries.push(cursor.entry()?);
                }
                Ok(entries)
            }))
        })?;
        self.at = to + 1;
        Ok(rows.into_iter().flatten().collect())
    }

    /// A field with its value, or a row.
    fn entry(&mut self) -> Step<RowEntry> {
        if let Some(token) = self.take_sign(Sign::Dots) {
            let span = self.span_of(&token);
            self.report(message::not_yet(span, token.text));
            return Err(Lost);
        }
        if self.is_expectation(self.at) {
            return Err(self.expected((
                "字段或子行（期望 写在各行之外）",
                "a field or a child row (expect stands outside the rows)",
            )));
        }
        let is_field = self.peek_second().is_some_and(|token| token.kind == Kind::Sign(Sign::Colon));
        if is_field {
            let name = self.name()?;
            self.colon()?;
            return Ok(RowEntry::Field(name, self.given()?));
        }
        self.test_row().map(RowEntry::Child)
    }

    /// `服务对象 甲 × 98 如 合格新店 { … }`
    fn test_row(&mut self) -> Step<TestRow> {
        let start = self.start();
        let record = self.name()?;
        let is_label = self.is_kind(Kind::Name) && self.word() != Some(Word::Like);
        let label = if is_label { Some(self.name()?) } else { None };
        let repeat = match self.take_sign(Sign::Times) {
            Some(_) => Some(self.repeat()?),
            None => None,
        };
        let like = match self.take_word(Word::Like) {
            Some(_) => Some(self.name()?),
            None => None,
        };
        if self.sign() != Some(Sign::CurlyOpen) {
            // A row like a sample, with nothing that differs, needs no braces.
            if like.is_some() && self.peek().is_none() {
                return Ok(TestRow { record, label, repeat, like, entries: Vec::new(), span: self.since(start) });
            }
            return Err(self.expected(if label.is_none() {
                ("“:”、“{”、如 或 ×", "`:`, `{`, like or ×")
            } else {
                LIKE
            }));
        }
        let entries = self.entries()?;
        Ok(TestRow { record, label, repeat, like, entries, span: self.since(start) })
    }

    /// How often a row stands for itself.
    fn repeat(&mut self) -> Step<(u64, guiju_program::source::Span)> {
        let start = self.start();
        let number = self.number()?;
        let span = self.since(start);
        match u64::try_from(number) {
            Ok(times) if number.is_integer() => Ok((times, span)),
            _ => {
                let written = self.text_at(span);
                self.report(
                    message::unexpected(span, written, NUMBER)
                        .help("行数是整数。", "rows are counted in whole numbers"),
                );
                Err(Lost)
            }
        }
    }

    /// A value given or expected.
    fn given(&mut self) -> Step<TestValue> {
        if let Some(token) = self.peek() {
            let span = self.span_of(&token);
            let value = match token.word {
                Some(Word::Met) => Some(TestValue::Verdict(Verdict::Pass, span)),
                Some(Word::Unmet) => Some(TestValue::Verdict(Verdict::Fail, span)),
                Some(Word::Undetermined) => Some(TestValue::Verdict(Verdict::Undetermined, span)),
                // 待定 is the Chinese word for both.
                Some(Word::Open) if token.text == "待定" => Some(TestValue::Verdict(Verdict::Undetermined, span)),
                Some(Word::NotApplicable) => Some(TestValue::Verdict(Verdict::NotApplicable, span)),
                Some(Word::None) => Some(TestValue::None(span)),
                Some(Word::Unknown) => Some(TestValue::Unknown(span)),
                _ => None,
            };
            if let Some(value) = value {
                self.advance();
                let verdict = matches!(value, TestValue::Verdict(Verdict::Undetermined, _));
                self.note_last(if verdict { Role::Verdict } else { Role::Value });
                return Ok(value);
            }
        }
        self.value().map(|tree| TestValue::Expr(tree.expr))
    }

    /// `甲.达标`, or `结余(方向一预算)`.
    fn subject(&mut self) -> Step<(Option<crate::ast::Name>, crate::ast::Path)> {
        let token = self.peek();
        let path = self.path()?;
        if self.sign() != Some(Sign::RoundOpen) {
            if token.is_some_and(|token| matches!(token.word, Some(Word::Valid | Word::InForce))) {
                self.note_last(Role::Given);
            }
            return Ok((None, path));
        }
        self.note_last(Role::Function);
        let function = path.names.into_iter().next().ok_or(super::cursor::Lost)?;
        let close = self.open()?;
        let subject = self.path()?;
        self.closed(close)?;
        Ok((Some(function), subject))
    }

    /// What is named as a reason; a silent point is one too.
    fn reason_for(&mut self) -> Step<crate::ast::Path> {
        let point = self.word();
        let path = self.path()?;
        if matches!(point, Some(Word::ZeroBase | Word::TopRounding | Word::Ties | Word::FirstDay)) {
            self.note_last(Role::Word);
        }
        Ok(path)
    }

    /// `期望 甲.达标: 不满足 因 直播时长`
    fn expectation(&mut self) -> Step<Expectation> {
        let start = self.start();
        self.advance();
        let (function, subject) = self.subject()?;
        self.colon()?;
        let expected = self.given()?;
        let because = match self.take_word(Word::Because) {
            Some(_) => self.list(Self::reason_for)?,
            None => Vec::new(),
        };
        Ok(Expectation { function, subject, expected, because, span: self.since(start) })
    }
}
