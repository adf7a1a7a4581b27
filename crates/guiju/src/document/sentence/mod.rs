//! Expressions of a policy as sentences, in Chinese or English.
//!
//! A sentence names things as the policy does, in quotes where a reader could take a name for a word of the sentence, and says
//! figures of parameters and budgets beside their names. It follows the expression, so that two policies that decide alike and are
//! written alike read alike.

mod condition;
mod count;
mod item;
mod money;
mod name;
mod number;
mod steps;
mod value;

use guiju_program::Program;
use guiju_program::diagnostic::Language;
use guiju_program::source::Span;

use crate::policy::Policy;
use crate::report::words::say;

pub(super) use item::one;
pub(super) use money::Part;
pub(super) use name::{is_chinese, readable};

/// Says expressions of one policy in one language.
#[derive(Clone, Copy)]
pub(super) struct Speaker<'p> {
    pub policy: &'p Policy,
    pub program: &'p Program,
    pub language: Language,
}

/// Words with how firmly they hold together: what stands within other words may need brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub text: String,
    pub hold: Hold,
}

/// How firmly the words of a phrase hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hold {
    /// Parts that are joined by or, by if, or by a comma.
    Loose,
    /// Parts that are joined by and.
    And,
    /// A noun with operations in it.
    Noun,
    /// A sum.
    Sum,
    /// A product.
    Product,
    /// One thing.
    Firm,
}

impl Phrase {
    fn firm(text: impl Into<String>) -> Self {
        Self { text: text.into(), hold: Hold::Firm }
    }

    const fn new(text: String, hold: Hold) -> Self {
        Self { text, hold }
    }
}

impl<'p> Speaker<'p> {
    pub const fn new(policy: &'p Policy, language: Language) -> Self {
        Self { policy, program: policy.program(), language }
    }

    pub const fn zh(self) -> bool {
        matches!(self.language, Language::Zh)
    }

    pub const fn say<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        say(self.language, zh, en)
    }

    /// The words in brackets where they hold less firmly than they must.
    fn within(self, phrase: Phrase, least: Hold) -> String {
        if phrase.hold >= least {
            return phrase.text;
        }
        self.bracketed(&phrase.text)
    }

    fn bracketed(self, text: &str) -> String {
        if self.zh() { format!("（{text}）") } else { format!("({text})") }
    }

    /// Two stretches of a sentence, with a blank between them where Chinese and figures or letters meet, and always in English.
    fn join(self, first: &str, second: &str) -> String {
        let (Some(before), Some(behind)) = (first.chars().next_back(), second.chars().next()) else {
            return format!("{first}{second}");
        };
        let wide = |c: char| !c.is_ascii();
        let meets =
            wide(before) != wide(behind) && (before.is_alphanumeric() && behind.is_alphanumeric() || behind == '-');
        let blank = if self.zh() { meets } else { !before.is_whitespace() && !behind.is_whitespace() };
        if blank { format!("{first} {second}") } else { format!("{first}{second}") }
    }

    /// The policy's own words at a place.
    fn written(self, span: Span) -> &'p str {
        let source = self.policy.sources().get(span.source.0 as usize);
        source.and_then(|source| source.text.get(span.range())).unwrap_or_default()
    }

    /// A list: `甲、乙和丙`, `a, b and c`.
    pub fn list(self, parts: &[String], last: (&str, &str)) -> String {
        let Some((end, rest)) = parts.split_last() else {
            return String::new();
        };
        if rest.is_empty() {
            return end.clone();
        }
        let start = rest.join(self.say("、", ", "));
        if self.zh() { format!("{start}{}{end}", last.0) } else { format!("{start} {} {end}", last.1) }
    }

    /// A sentence: a capital in front in English, and a full stop behind it; in Chinese, blanks around words of Latin letters.
    pub fn sentence(self, text: &str) -> String {
        if self.zh() {
            return format!("{}。", parted(text));
        }
        let mut letters = text.chars();
        match letters.next() {
            Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
            None => String::new(),
        }
    }
}

/// Blanks between Chinese and words of Latin letters, but within quotes.
fn parted(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut before = ' ';
    let mut quoted = false;
    for c in text.chars() {
        let meet = |a: char, b: char| name::is_chinese(a.encode_utf8(&mut [0; 4])) && b.is_ascii_alphabetic();
        if !quoted && (meet(before, c) || meet(c, before)) {
            result.push(' ');
        }
        match c {
            '“' => quoted = true,
            '”' => quoted = false,
            _ => {}
        }
        result.push(c);
        before = c;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn latin_words_stand_apart_from_chinese() {
        assert_eq!(parted("每个club的“T+1日”为60小时"), "每个 club 的“T+1日”为60小时");
    }
}
