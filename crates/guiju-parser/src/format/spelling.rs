//! The words of a text in the spelling of one language.
//!
//! Which tokens are words is told by what the parser took them for, never by how they look: a field may be called 说明,
//! and a row `year`. What only the rest of the policy can tell is left as it is written where a name might be meant.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use guiju_program::Diagnostic;
use guiju_program::diagnostic::Language;
use guiju_program::source::{SourceId, Span};

use super::{Names, Read, blanks};
use crate::message::spelling as message;
use crate::parse::{Kind, Role, Token, Use, Window};
use crate::type_words::type_word;
use crate::unit_words::{self, Behind};
use crate::vocabulary::{self, Class};
use crate::words;

/// A text spelled anew.
pub(super) struct Spelled {
    pub(super) text: String,
    /// The tokens of the text read, in the order in which they stand now; `None` for one that was put in.
    order: Vec<Option<usize>>,
    /// How each of them is written now.
    written: Vec<String>,
}

/// The text in the spelling of a language, not yet laid out.
pub(super) fn spelled(read: &Read<'_>, language: Language, names: &Names) -> Spelled {
    let tokens = &read.words.tokens;
    let speller = Speller { language, names };
    let mut spellings: Vec<Option<Cow<'_, str>>> =
        tokens.iter().zip(&read.words.uses).map(|(token, noted)| speller.word(token, *noted)).collect();
    let mut joined = HashSet::new();
    // A multiplier and the unit that it makes, where no number stands: 万元, `ten_thousand yuan`.
    for at in 0..tokens.len().saturating_sub(1) {
        let role = |at: usize| read.words.uses.get(at).map(|noted| noted.role);
        if role(at) != Some(Role::Multiplier) || role(at + 1) != Some(Role::Unit(Behind::Nothing)) {
            continue;
        }
        let unit = |at: usize| spellings.get(at).and_then(Option::as_deref).or(tokens.get(at).map(|token| token.text));
        if unit(at + 1) == Some("元") {
            joined.insert(at + 1);
        } else if let Some(multiplier) = spellings.get_mut(at).filter(|_| language == Language::Zh) {
            *multiplier = None;
        }
    }
    let turned = read.words.windows.iter().filter(|window| turns(window, tokens, language));
    let mut writer = Writer {
        read,
        spellings,
        joined,
        windows: turned.map(|window| (window.within, *window)).collect(),
        out: Spelled { text: String::with_capacity(read.text.len() * 2), order: Vec::new(), written: Vec::new() },
        anew: false,
        sign: true,
    };
    writer.tokens(0, tokens.len());
    let end = tokens.last().map_or(0, |token| token.end as usize);
    writer.out.text.push_str(read.text.get(end..).unwrap_or_default());
    writer.out
}

/// Whether a span of time has its parts in another order in that language. One that goes over several lines keeps them
/// where they are.
fn turns(window: &Window, tokens: &[Token<'_>], language: Language) -> bool {
    let last = if window.closed { window.end } else { window.end.saturating_sub(1) };
    let in_line = tokens.get(window.within + 1..=last).is_some_and(|part| !part.iter().any(|token| token.new_line));
    let other = tokens.get(window.middle).is_some_and(|token| token.text.is_ascii() != (language == Language::En));
    in_line && other
}

struct Speller<'n> {
    language: Language,
    names: &'n Names,
}

impl Speller<'_> {
    /// How a token is written in the language, if it is a word of it and written otherwise.
    fn word<'t>(&self, token: &Token<'t>, noted: Use) -> Option<Cow<'t, str>> {
        let text = blanks::written(token);
        let names = self.names;
        let twin = |class: Class| vocabulary::twin(class, &text, self.language);
        let of_table = || {
            let entry = words::row(&text).filter(|_| token.kind == Kind::Name)?;
            entry.spelled(self.language)
        };
        let (found, taken): (Option<&'static str>, Option<&HashSet<String>>) = match noted.role {
            Role::Unread | Role::Name => (None, None),
            Role::Word => (of_table(), None),
            Role::Owner => (twin(Class::Owner), None),
            Role::Value => (of_table(), Some(&names.values)),
            Role::Verdict => (twin(Class::Verdict), Some(&names.values)),
            Role::Given => (of_table(), Some(&names.all)),
            Role::Function => (twin(Class::Function), None),
            Role::Reading(point) => (words::choice_twin(point, &text, self.language), None),
            Role::Award => (twin(Class::Award), None),
            Role::Type => (twin(Class::Type), None),
            Role::KeyType => (twin(Class::Type), Some(&names.units)),
            Role::Multiplier => (twin(Class::Multiplier), None),
            Role::Unit(behind) => return self.unit(&text, behind, None),
            Role::FieldUnit => {
                let taken = if noted.doubtful { &names.all } else { &names.records };
                return self.unit(&text, Behind::Nothing, Some(taken));
            }
            Role::This => return self.this(token.text).map(Cow::Owned),
        };
        let taken = if noted.doubtful { Some(&names.all) } else { taken };
        let found = found?;
        let is_name = taken.is_some_and(|taken| taken.contains(found) || taken.contains(text.as_ref()));
        let may_be_name = names.unknown && matches!(noted.role, Role::Value | Role::Verdict | Role::Given);
        (found != text && !is_name && !may_be_name).then_some(Cow::Borrowed(found))
    }

    /// A word of a unit. `taken`: names that may be meant.
    fn unit<'t>(&self, text: &str, behind: Behind, taken: Option<&HashSet<String>>) -> Option<Cow<'t, str>> {
        let found: Cow<'static, str> = match unit_words::twin(text, self.language, behind) {
            Some(found) => Cow::Borrowed(found),
            // 万元 as a type is two words in English.
            None => match text.strip_suffix('元').and_then(unit_words::multiplier) {
                Some(multiplier) if self.language == Language::En && behind == Behind::Nothing => {
                    Cow::Owned(format!("{} yuan", multiplier.en))
                }
                _ => return None,
            },
        };
        let currency = self.names.currency.as_deref();
        let other_money = unit_words::is_money(text) && !currency.is_none_or(unit_words::is_renminbi);
        let is_name = |name: &str| taken.is_some_and(|taken| taken.contains(name)) || currency == Some(name);
        // 月 is a unit where `month` is a type.
        let a_type = taken.is_some() && type_word(&found).is_some();
        let stays = other_money || a_type || (is_name(text) || is_name(&found)) && !unit_words::is_money(text);
        (!stays && found != text).then_some(found)
    }

    /// A path that starts with 本.
    fn this(&self, path: &str) -> Option<String> {
        let (own, other) = match self.language {
            Language::Zh => ("本", "this"),
            Language::En => ("this", "本"),
        };
        let rest = path.strip_prefix(other)?;
        rest.starts_with(['.', '．']).then(|| format!("{own}{rest}"))
    }
}

/// Writes tokens, each with what stood before it.
struct Writer<'r, 't> {
    read: &'r Read<'t>,
    spellings: Vec<Option<Cow<'t, str>>>,
    /// Tokens that touch the one before.
    joined: HashSet<usize>,
    /// The spans of time whose parts change places, by their first token.
    windows: HashMap<usize, Window>,
    out: Spelled,
    /// Whether the last token was written otherwise than before.
    anew: bool,
    /// Whether it was a sign, or none came yet.
    sign: bool,
}

impl Writer<'_, '_> {
    /// Writes some tokens. Spans of time lie within brackets of each other, whose depth is limited.
    fn tokens(&mut self, from: usize, to: usize) {
        let mut at = from;
        while at < to {
            match self.windows.get(&at).copied() {
                Some(window) => {
                    self.window(&window);
                    at = if window.closed { window.end + 1 } else { window.end };
                }
                None => {
                    self.token(at);
                    at += 1;
                }
            }
        }
    }

    /// 在 S 起 L 内 as `within L from S`, and the reverse.
    fn window(&mut self, window: &Window) {
        let english = self.is_english(window.middle);
        // The form with 内 becomes the one without it, and the reverse.
        let (middle, closing) = match (window.closed, english) {
            (true, false) => ("from", None),
            (false, true) => ("起", Some("内")),
            (true, true) => ("自", None),
            (false, false) => ("onward", Some("inclusive")),
        };
        self.token(window.within);
        self.part(window.middle + 1, window.end);
        self.put(" ", middle, Some(window.middle), true);
        self.part(window.within + 1, window.middle);
        if let Some(closing) = closing {
            self.put(" ", closing, None, true);
        }
    }

    fn part(&mut self, from: usize, to: usize) {
        let before = std::mem::take(&mut self.out.text);
        self.tokens(from, to);
        let part = std::mem::replace(&mut self.out.text, before);
        self.out.text.push(' ');
        self.out.text.push_str(part.trim_start());
    }

    fn is_english(&self, at: usize) -> bool {
        self.read.words.tokens.get(at).is_some_and(|token| token.text.is_ascii())
    }

    fn token(&mut self, at: usize) {
        let tokens = &self.read.words.tokens;
        let Some(token) = tokens.get(at).copied() else { return };
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let behind = before.map_or(0, |token| token.end as usize);
        let mut gap = self.read.text.get(behind..token.start as usize).unwrap_or_default();
        let spelled = self.spellings.get_mut(at).and_then(Option::take);
        if self.joined.contains(&at) {
            gap = "";
        } else if gap.is_empty() && !self.sign && !is_sign(&token) && (self.anew || spelled.is_some()) {
            gap = " ";
        }
        let gap = gap.to_owned();
        match spelled {
            Some(spelled) => self.put(&gap, &spelled, Some(at), true),
            None => self.put(&gap, token.text, Some(at), false),
        }
        self.sign = is_sign(&token);
    }

    fn put(&mut self, gap: &str, text: &str, token: Option<usize>, anew: bool) {
        self.out.text.push_str(gap);
        self.out.text.push_str(text);
        self.out.order.push(token);
        self.out.written.push(text.to_owned());
        self.anew = anew;
        self.sign = false;
    }
}

const fn is_sign(token: &Token<'_>) -> bool {
    matches!(token.kind, Kind::Sign(_))
}

/// What is said of a text that would be read otherwise: at the first word that is.
pub(super) fn refused(read: &Read<'_>, again: Option<&Read<'_>>, spelled: &Spelled, language: Language) -> Diagnostic {
    let words = match again {
        Some(again) => again.words.tokens.clone(),
        None => crate::parse::parse_words(&spelled.text).1.tokens,
    };
    // Two words are one token, and a unit may be two.
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let mut place = None;
    let mut rest = words.iter();
    for (token, written) in spelled.order.iter().zip(&spelled.written) {
        let expected = squeezed(written);
        let mut found = String::new();
        let mut last = "";
        while found.len() < expected.len() {
            let Some(next) = rest.next() else { break };
            last = next.text;
            found.push_str(&squeezed(next.text));
        }
        if found != expected {
            place = Some((*token, last.to_owned()));
            break;
        }
    }
    let (token, read_as) = place.unwrap_or_default();
    let token = token.and_then(|at| read.words.tokens.get(at));
    let span = token.map_or_else(Span::default, |token| Span::new(SourceId(0), token.start, token.end));
    message::cannot_respell(span, token.map_or("", |token| token.text), &read_as, language)
}

/// The words of a record's header: its owner is 属于 in Chinese, `of` in English.
pub(crate) const OWNERS: [(&str, &str); 2] = [("属于", "of"), ("隶属于", "in")];
