//! The header of a policy.

use super::cursor::{Cursor, DATE, Lost, NAME, Step};
use super::mistaken::Meant;
use super::token::{Kind, Sign, Token};
use super::uses::Role;
use crate::ast::{FiscalStart, Name, Policy, PolicyDate, ValidUntil};
use crate::message::typing;
use crate::syntax_message as message;
use crate::words::Word;
use guiju_program::civil::Date;
use guiju_program::source::Span;

impl Cursor<'_, '_> {
    /// 政策 policy. The words of the header come in any order, on one line or several.
    pub(super) fn policy(&mut self) -> Step<Policy> {
        // The id with its hyphens is one token: see `policy_id`.
        let id = match self.name() {
            Ok(id) => id,
            // What else the header says is read all the same.
            Err(Lost) => self.make_name("", self.start(), self.start()),
        };
        let title = self.take_kind(Kind::Text).map(|token| self.text_of(&token));
        let mut policy = Policy {
            id,
            title,
            year: None,
            status: None,
            currency: None,
            fiscal_start: None,
            valid_from: None,
            valid_until: None,
            amends: None,
        };
        while let Some(token) = self.peek() {
            let twice = match self.header_part(&token, &mut policy) {
                Ok(twice) => twice,
                Err(Lost) => {
                    // A mistake costs only its own part of the header.
                    if self.start() == token.start {
                        self.advance();
                    }
                    while self.peek().is_some() && !self.is_header_word() {
                        self.advance();
                    }
                    continue;
                }
            };
            if twice {
                let span = self.span_of(&token);
                self.report(message::given_twice(span, token.text));
            }
        }
        Ok(policy)
    }

    /// One word of the header with what belongs to it. Whether it was given before.
    fn header_part(&mut self, token: &Token<'_>, policy: &mut Policy) -> Step<bool> {
        let policy = &mut *policy;
        Ok(match token.word {
            Some(Word::Year) => {
                self.advance();
                let year = self.policy_year()?;
                policy.year.replace(year).is_some()
            }
            Some(Word::Status) => {
                self.advance();
                // `状态 有效 自 …`: there is no status.
                if self.is_header_word()
                    && self.peek_second().is_some_and(|next| next.word.is_some_and(Word::is_reserved))
                {
                    return Err(self.expected(NAME));
                }
                policy.status.replace(self.declared()?).is_some()
            }
            Some(Word::Currency) => {
                self.advance();
                policy.currency.replace(self.name()?).is_some()
            }
            Some(Word::Valid) => {
                self.advance();
                self.valid(policy)?
            }
            Some(Word::FiscalYear) => {
                self.advance();
                policy.fiscal_start.replace(self.fiscal_start()?).is_some()
            }
            Some(Word::Amends) => {
                self.advance();
                policy.amends.replace(self.policy_name()?).is_some()
            }
            _ => {
                let span = self.span_of(token);
                if let Some(spaced) = header_word_run_together(token.text) {
                    self.report(typing::run_together(span, token.text, &spaced));
                    return Err(Lost);
                }
                if let Some(right) = header_word_otherwise(token.text) {
                    self.report(typing::mistaken(span, token.text, right, Meant::Surely));
                    self.advance();
                    let word = crate::words::word(right);
                    return match word {
                        Some(Word::Currency) => Ok(policy.currency.replace(self.name()?).is_some()),
                        Some(Word::Valid) => self.valid(policy),
                        Some(Word::Status) => Ok(policy.status.replace(self.declared()?).is_some()),
                        _ => Ok(policy.year.replace(self.policy_year()?).is_some()),
                    };
                }
                return Err(self.expected((
                    "修订、年度、财年、状态、货币 或 有效",
                    "amends, year, fiscal_year, status, currency or valid",
                )));
            }
        })
    }

    /// The id of another policy: all that touches, since hyphens are minus signs.
    fn policy_name(&mut self) -> Step<Name> {
        let Some(first) = self.peek().filter(|token| !matches!(token.kind, Kind::Text | Kind::Sign(_))) else {
            return Err(self.expected(("政策的名字", "the id of a policy")));
        };
        self.advance();
        self.note_last(Role::Name);
        let mut end = first.end;
        while let Some(token) = self.peek().filter(|token| token.start == end && token.kind != Kind::Text) {
            end = token.end;
            self.advance();
            self.note_last(Role::Name);
        }
        if end == first.end {
            return Ok(self.name_of(&first));
        }
        let written = self.text_at(Span { end, ..self.span_of(&first) });
        Ok(self.make_name(written, first.start, end))
    }

    /// `2023` or `2023年`
    fn policy_year(&mut self) -> Step<i16> {
        if self.is_kind(Kind::Year) {
            return self.year();
        }
        let Some(token) = self.peek().filter(|token| token.kind == Kind::Number) else {
            return Err(self.expected(("四位数的年份", "a year of four digits")));
        };
        let number = self.number()?;
        match i16::try_from(number) {
            Ok(year @ 1..=9999) if number.is_integer() => Ok(year),
            _ => {
                let span = self.span_of(&token);
                self.report(message::impossible_date(span, token.text));
                Err(Lost)
            }
        }
    }

    /// `自 4月1日`, `from 04-01`, behind 财年.
    fn fiscal_start(&mut self) -> Step<FiscalStart> {
        const START: super::cursor::Expected =
            ("自 和月日（如 自 4月1日）", "from, a month and a day (such as from 04-01)");
        if self.take_word(Word::From).is_none() {
            return Err(self.expected(START));
        }
        let Some(first) = self.peek().filter(|token| token.kind == Kind::Number) else {
            return Err(self.expected(START));
        };
        let mut end = first.end;
        self.advance();
        while let Some(token) = self.peek().filter(|token| token.start == end) {
            end = token.end;
            self.advance();
            // 月 and 日 of a date.
            self.note_last(Role::Name);
        }
        let span = Span { end, ..self.span_of(&first) };
        let written = self.text_at(span);
        let parts = match written.strip_suffix('日') {
            Some(written) => written.split_once('月'),
            None => written.split_once('-'),
        };
        let number = |text: &str| text.parse::<i8>().ok().filter(|_| text.chars().all(|c| c.is_ascii_digit()));
        // A year that is no leap year: the day must be there every year.
        let day = parts
            .and_then(|(month, day)| number(month).zip(number(day)))
            .filter(|(month, day)| Date::new(2023, *month, *day).is_ok());
        let Some((month, day)) = day else {
            self.report(message::unexpected(span, written, START));
            return Err(Lost);
        };
        Ok(FiscalStart { month, day })
    }

    /// Whether a word of the header stands here, rather than the name of something.
    fn is_header_word(&self) -> bool {
        matches!(
            self.word(),
            Some(
                Word::Year
                    | Word::FiscalYear
                    | Word::Status
                    | Word::Currency
                    | Word::Valid
                    | Word::Amends
                    | Word::UsedUp
            )
        )
    }

    fn policy_date(&mut self) -> Step<PolicyDate> {
        let start = self.start();
        let date = self.date()?;
        Ok(PolicyDate::Date(date, self.since(start)))
    }

    /// 自 a date, 至 a date or the end of a budget, behind 有效. Whether one was given before.
    fn valid(&mut self, policy: &mut Policy) -> Step<bool> {
        let mut twice = false;
        let mut any = false;
        loop {
            // `自 2023-01-01 - 2023-12-31`, `有效 2023-01-01 至 2023-12-31`
            let dash = self.peek().filter(|token| {
                any && matches!(token.kind, Kind::Sign(Sign::Minus | Sign::Unknown))
                    && self.peek_second().is_some_and(|next| next.kind == Kind::Date)
            });
            let dash = dash.or_else(|| self.peek().filter(|token| any && token.text == "到"));
            if let Some(token) = dash {
                let span = self.span_of(&token);
                self.report(typing::mistaken(span, token.text, "至", Meant::Surely));
                self.advance();
                let until = ValidUntil::Date(self.policy_date()?);
                twice |= policy.valid_until.replace(until).is_some();
            } else if !any && let Some(token) = self.peek().filter(|token| token.kind == Kind::Date) {
                let span = self.span_of(&token);
                self.report(typing::from_missing(span, token.text));
                twice |= policy.valid_from.replace(self.policy_date()?).is_some();
            } else if self.take_word(Word::From).is_some() {
                let from = if self.is_kind(Kind::Name) && !self.is_header_word() {
                    PolicyDate::Param(self.name()?)
                } else {
                    self.policy_date()?
                };
                twice |= policy.valid_from.replace(from).is_some();
            } else if self.take_word(Word::To).is_some() {
                let until = if self.is_kind(Kind::Date) {
                    ValidUntil::Date(self.policy_date()?)
                } else if self.is_kind(Kind::Name) && !self.is_header_word() {
                    let name = self.name()?;
                    match self.take_word(Word::UsedUp) {
                        Some(_) => ValidUntil::UsedUp(name),
                        None => ValidUntil::Date(PolicyDate::Param(name)),
                    }
                } else {
                    return Err(self.expected(DATE));
                };
                twice |= policy.valid_until.replace(until).is_some();
            } else if any {
                return Ok(twice);
            } else {
                return Err(self.expected(("“自”或“至”", "`from` or `until`")));
            }
            any = true;
        }
    }
}

/// `年度2023`: the word with what touches it set apart.
fn header_word_run_together(text: &str) -> Option<String> {
    ["年度", "状态", "货币", "修订", "财年"].into_iter().find_map(|word| {
        let rest = text.strip_prefix(word).filter(|rest| !rest.is_empty())?;
        Some(format!("{word} {rest}"))
    })
}

/// Words that people take for those of the header.
fn header_word_otherwise(text: &str) -> Option<&'static str> {
    Some(match text {
        "年份" | "年" => "年度",
        "币种" | "貨幣" => "货币",
        "有效期" | "期限" => "有效",
        "狀態" => "状态",
        "valid_from" | "validity" => "valid",
        _ => return None,
    })
}
