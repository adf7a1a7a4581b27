//! Numbers with their units, and dates.

use guiju_program::Decimal;
use guiju_program::civil::{Date, DateTime};
use guiju_program::source::Span;
use guiju_program::value::YearMonth;

use super::cursor::{Cursor, DATE, Lost, NUMBER, Step};
use super::misspelled::digit_for;
use super::token::{Kind, Sign, Token};
use super::uses::Role;
use crate::ast::{Name, UnitExpr};
use crate::residue::is_invisible;
use crate::syntax_message as message;
use crate::type_words::type_word;
use crate::unit_words::{self, Behind};
use crate::words::Word;

impl<'t> Cursor<'t, '_> {
    /// A number without a unit.
    pub(super) fn number(&mut self) -> Step<Decimal> {
        let Some(token) = self.take_kind(Kind::Number) else {
            return Err(self.expected(NUMBER));
        };
        match decimal(token.text) {
            Some(number) => Ok(number),
            None => {
                let span = self.span_of(&token);
                self.report(message::number_too_large(span, token.text));
                Err(Lost)
            }
        }
    }

    /// A number with or without a unit, on one line.
    pub(super) fn quantity(&mut self) -> Step<(Decimal, Option<UnitExpr>)> {
        let start = self.start();
        let mut number = self.number()?;
        let mut behind = if number == Decimal::ONE { Behind::One } else { Behind::Many };
        while let Some(zeros) = self.multiplier() {
            behind = Behind::Many;
            number = match shifted(number, zeros) {
                Some(number) => number,
                None => {
                    let span = self.since(start);
                    let written = self.text_at(span);
                    self.report(message::number_too_large(span, written));
                    return Err(Lost);
                }
            };
        }
        let unit = self.unit_behind_number(behind);
        Ok((number, unit))
    }

    /// 万, 亿, thousand … between a number and its unit.
    fn multiplier(&mut self) -> Option<u32> {
        let found = unit_words::multiplier(self.unit_token()?.text)?;
        if self.money_of_two_words() {
            return None;
        }
        self.advance();
        self.note_last(Role::Multiplier);
        Some(found.zeros)
    }

    /// Whether 万元 or 亿元 stands here, which is a unit.
    fn money_of_two_words(&self) -> bool {
        let is_unit = |token: Token<'t>| unit_words::multiplier(token.text).is_some_and(|found| found.makes_unit);
        let is_yuan = |token: Token<'t>| !token.new_line && unit_words::is_yuan(token.text);
        self.unit_token().is_some_and(is_unit) && self.peek_second().is_some_and(is_yuan)
    }

    /// `万元`, `ten_thousand yuan`, as one name.
    fn two_words(&mut self, first: &Token<'t>, second: &Token<'t>, behind: Behind) -> Name {
        self.note(self.at, Role::Multiplier);
        self.note(self.at + 1, Role::Unit(behind));
        self.at += 2;
        let gap = if first.text.is_ascii() || second.text.is_ascii() { " " } else { "" };
        let span = Span { end: second.end, ..self.span_of(first) };
        Name { text: format!("{}{gap}{}", first.text, second.text), span }
    }

    /// The next token, if it can be the unit of the number before it.
    fn unit_token(&self) -> Option<Token<'t>> {
        let token = self.peek().filter(|token| token.kind == Kind::Name && !token.new_line)?;
        let stops = |word: Word| {
            word.is_reserved()
                || matches!(
                    word,
                    Word::OutOf
                        | Word::ReviewedUntil
                        | Word::Gives
                        | Word::Unspent
                        | Word::Like
                        | Word::Because
                        | Word::Ascending
                        | Word::Descending
                        | Word::Expect
                )
        };
        if token.word.is_some_and(stops) {
            return None;
        }
        // `25  类型: 甲`, `25  月度销售 {`: the next row, unless it touches the number.
        let apart = self.previous().is_some_and(|number| number.end < token.start);
        let next = self.peek_second().map(|next| next.kind);
        let starts_row = matches!(next, Some(Kind::Sign(Sign::Colon | Sign::CurlyOpen) | Kind::Text));
        (!(apart && starts_row)).then_some(token)
    }

    fn unit_behind_number(&mut self, behind: Behind) -> Option<UnitExpr> {
        let start = self.start();
        let mut unit = UnitExpr { above: Vec::new(), below: Vec::new(), span: self.behind() };
        let two_words = self.money_of_two_words();
        if let Some(name) = self.unit_sign() {
            unit.above.push(name);
        } else if let (true, Some(first), Some(second)) = (two_words, self.peek(), self.peek_second()) {
            unit.above.push(self.two_words(&first, &second, behind));
        } else if let Some(token) = self.unit_token() {
            unit.above.push(self.unit_word(token, behind));
        } else if !self.touching_below() {
            return None;
        }
        self.below(&mut unit);
        unit.span = self.since(start);
        Some(unit)
    }

    /// `%`, `‰`
    fn unit_sign(&mut self) -> Option<Name> {
        let token = self.peek().filter(|token| !token.new_line)?;
        let text = match token.kind {
            Kind::Sign(Sign::Percent) => "%",
            Kind::Sign(Sign::Permille) => "‰",
            _ => return None,
        };
        self.advance();
        Some(Name { text: text.to_owned(), span: self.span_of(&token) })
    }

    /// Takes a unit word.
    fn unit_word(&mut self, token: Token<'t>, behind: Behind) -> Name {
        self.advance();
        self.note_last(Role::Unit(behind));
        self.name_of(&token)
    }

    /// Whether `/户` touches what stands before it.
    fn touching_below(&self) -> bool {
        let (Some(before), Some(slash), Some(word)) = (self.previous(), self.peek(), self.peek_second()) else {
            return false;
        };
        slash.kind == Kind::Sign(Sign::Slash)
            && before.end == slash.start
            && word.kind == Kind::Name
            && word.start == slash.end
    }

    /// The words below the line, `/户`.
    fn below(&mut self, unit: &mut UnitExpr) {
        while self.touching_below() {
            self.advance();
            let Some(word) = self.peek() else { break };
            let name = self.unit_word(word, Behind::Line);
            unit.below.push(name);
        }
    }

    /// A unit by itself.
    pub(super) fn unit(&mut self, expected: super::cursor::Expected) -> Step<UnitExpr> {
        self.unit_of(expected, Role::Unit(Behind::Nothing))
    }

    /// A unit by itself, such as the type of a field. `role`: what its word is taken for, where it is no type.
    pub(super) fn unit_of(&mut self, expected: super::cursor::Expected, role: Role) -> Step<UnitExpr> {
        let start = self.start();
        let mut unit = UnitExpr { above: Vec::new(), below: Vec::new(), span: self.behind() };
        match (self.unit_sign(), self.peek(), self.peek_second()) {
            (Some(name), ..) => unit.above.push(name),
            // `million yuan` is one unit of two words.
            (None, Some(first), Some(second))
                if first.text.is_ascii()
                    && unit_words::multiplier(first.text).is_some()
                    && second.kind == Kind::Name
                    && !second.new_line
                    && second.word.is_none() =>
            {
                let name = self.two_words(&first, &second, Behind::Nothing);
                unit.above.push(name);
            }
            _ => {
                let name = self.named(expected)?;
                let taken = self.at.saturating_sub(1);
                unit.above.push(name);
                self.below(&mut unit);
                let alone = unit.below.is_empty();
                let ty = unit.above.first().and_then(|name| type_word(&name.text)).filter(|_| alone);
                let role = match (role, ty) {
                    (Role::FieldUnit, Some(_)) => Role::Type,
                    (Role::KeyType, Some(ty)) if ty.is_key() => Role::KeyType,
                    (Role::FieldUnit, None) if alone => Role::FieldUnit,
                    _ => Role::Unit(Behind::Nothing),
                };
                self.note(taken, role);
            }
        }
        self.below(&mut unit);
        unit.span = self.since(start);
        Ok(unit)
    }

    // --- dates -------------------------------------------------------------------------------------------------

    pub(super) fn date(&mut self) -> Step<Date> {
        let Some(token) = self.take_kind(Kind::Date) else {
            return Err(self.expected(DATE));
        };
        let parts = integers(token.text);
        let date = match parts.as_slice() {
            [year, month, day] => civil_date(*year, *month, *day),
            _ => None,
        };
        self.check_form(&token);
        self.possible(&token, date)
    }

    pub(super) fn month(&mut self) -> Step<YearMonth> {
        let Some(token) = self.take_kind(Kind::Month) else {
            return Err(self.expected(DATE));
        };
        let month = match integers(token.text).as_slice() {
            [year, month] => i8::try_from(*month).ok().and_then(|month| YearMonth::new(*year, month)),
            _ => None,
        };
        self.check_form(&token);
        self.possible(&token, month)
    }

    pub(super) fn year(&mut self) -> Step<i16> {
        let Some(token) = self.take_kind(Kind::Year) else {
            return Err(self.expected(("年份（如 2023年）", "a year (such as 2023年)")));
        };
        let year = integers(token.text).first().copied().filter(|year| *year > 0);
        self.possible(&token, year)
    }

    pub(super) fn instant(&mut self) -> Step<DateTime> {
        let Some(token) = self.take_kind(Kind::Instant) else {
            return Err(self.expected(DATE));
        };
        let parts = integers(token.text);
        let instant = match parts.as_slice() {
            [year, month, day, hour, minute, rest @ ..] => {
                let date = civil_date(*year, *month, *day);
                let second = rest.first().copied().unwrap_or(0);
                let nanosecond = token.text.split_once('.').map_or(Some(0), |(_, fraction)| nanoseconds(fraction));
                date.zip(nanosecond).and_then(|(date, nanosecond)| {
                    let part = |value: i16| i8::try_from(value).ok();
                    let time = guiju_program::civil::Time::new(part(*hour)?, part(*minute)?, part(second)?, nanosecond);
                    Some(date.to_datetime(time.ok()?))
                })
            }
            _ => None,
        };
        self.check_form(&token);
        self.possible(&token, instant)
    }

    fn possible<T>(&mut self, token: &Token<'t>, value: Option<T>) -> Step<T> {
        match value {
            Some(value) => Ok(value),
            None => {
                let span = self.span_of(token);
                self.report(message::impossible_date(span, token.text));
                Err(Lost)
            }
        }
    }

    /// Month and day of `2023-03-01` have two digits each.
    fn check_form(&mut self, token: &Token<'t>) {
        // Other signs than hyphens were reported.
        if token.text.contains(['年', '/', '.', '／', '．', '－', '−', '—', '–', '·', '‐', '‑'])
            && token.kind == Kind::Date
        {
            return;
        }
        let date = token.text.split(['T', ' ']).next().unwrap_or_default();
        if date.split('-').skip(1).any(|part| part.chars().count() != 2) {
            let span = self.span_of(token);
            self.report(message::date_form(span, token.text, two_digits(token.text)));
        }
    }
}

/// `2023-3-1` with two digits each for month and day; what follows a blank or `T` stays.
fn two_digits(text: &str) -> String {
    let (date, rest) = text.split_at_checked(text.find(['T', ' ']).unwrap_or(text.len())).unwrap_or((text, ""));
    let mut parts = date.split('-');
    let mut right = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        right.push('-');
        if part.chars().count() == 1 {
            right.push('0');
        }
        right.push_str(part);
    }
    right.push_str(rest);
    right
}

fn civil_date(year: i16, month: i16, day: i16) -> Option<Date> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(year, month, day).ok().filter(|date| date.year() > 0)
}

/// The fraction of a second in nanoseconds; what is finer does not fit.
fn nanoseconds(fraction: &str) -> Option<i32> {
    let digits: String = fraction.chars().map(half_width).collect();
    if digits.len() > 9 {
        return None;
    }
    format!("{digits:0<9}").parse().ok()
}

/// A full-width digit or point as its half-width twin.
///
/// Letters that stand in numbers were reported: they are the digits that they look like.
pub(super) fn half_width(c: char) -> char {
    match c {
        c if digit_for(c).is_some() => digit_for(c).unwrap_or(c),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '．' => '.',
        other => other,
    }
}

/// The whole numbers in a text, leaving out the fraction of a second.
fn integers(text: &str) -> Vec<i16> {
    let whole = if text.contains([':', '：']) { text.split('.').next().unwrap_or_default() } else { text };
    let plain: String = whole.chars().map(half_width).collect();
    plain.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}

/// The exact number.
fn decimal(text: &str) -> Option<Decimal> {
    let plain: String =
        text.chars().filter(|c| !matches!(c, '_' | ',' | '，') && !is_invisible(*c)).map(half_width).collect();
    Decimal::from_str_exact(&plain).ok()
}

/// The number with so many more zeros, exactly.
fn shifted(number: Decimal, zeros: u32) -> Option<Decimal> {
    let (mantissa, scale) = (number.mantissa(), number.scale());
    if scale >= zeros {
        return Decimal::try_from_i128_with_scale(mantissa, scale - zeros).ok();
    }
    let factor = 10i128.checked_pow(zeros - scale)?;
    Decimal::try_from_i128_with_scale(mantissa.checked_mul(factor)?, 0).ok()
}
