//! What is wrong with a policy or with facts, where, and how to mend it: one type for every area.

use std::fmt;

use crate::source::Span;

/// A text in the two languages that every message has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// The two texts.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The text in a language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }
}

/// The language of reports and messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Chinese (中文).
    #[default]
    Zh,
    /// English.
    En,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing (说明).
    Note,
    /// To be looked at; the work goes on (警告).
    Warning,
    /// No program, or no facts, come of it (错误).
    Error,
}

/// Where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A stretch of policy text.
    Text(Span),
    /// A place in a file of facts.
    Facts(FactsPlace),
    /// Nowhere in particular.
    Nowhere,
}

/// A place in facts: what is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactsPlace {
    /// The file, such as `月度销售.csv`, or what the caller named the facts.
    pub file: String,
    /// The table.
    pub table: Option<String>,
    /// The row: for CSV the line of the file where the row starts, else the row's number in its table, both from 1.
    pub row: Option<u64>,
    /// The column or field.
    pub column: Option<String>,
    /// Line and column of the file, from 1, where the format has them (JSON).
    pub position: Option<(usize, usize)>,
}

/// A place that the message speaks of, with what is to be said there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is said there.
    pub text: Bilingual,
}

/// One message (诊断): a stable code, a headline, where, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code in kebab case, such as `unknown-name`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: Bilingual,
    /// The main place.
    pub place: Place,
    /// Further places, with what is to be said there.
    pub labels: Vec<Label>,
    /// What else is to be known of it.
    pub notes: Vec<Bilingual>,
    /// How to mend it.
    pub help: Option<Bilingual>,
    /// The same as a change of the text.
    pub fix: Option<Fix>,
}

/// A change of policy text that mends it (修改).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is written in the place of what: stretches of one file that do not overlap, in their order.
    pub edits: Vec<Edit>,
    /// Whether it may be made unasked.
    pub confidence: Confidence,
}

impl Fix {
    /// Whether it may be made unasked.
    pub fn is_safe(&self) -> bool {
        self.confidence == Confidence::Safe
    }
}

/// A stretch of policy text and what is written there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes; empty where something is put in.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// How sure a fix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// There is one meaning, and the fix writes it: made by `guiju check --fix`.
    Safe,
    /// A guess, to be shown and not to be made unasked.
    Guess,
}

impl Edit {
    /// The text in the place of the stretch.
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// The text in front of the stretch.
    pub fn before(span: Span, text: impl Into<String>) -> Self {
        Self::new(Span::new(span.source, span.start, span.start), text)
    }

    /// The text behind the stretch.
    pub fn after(span: Span, text: impl Into<String>) -> Self {
        Self::new(Span::new(span.source, span.end, span.end), text)
    }
}

impl Diagnostic {
    /// An error at a place of policy text.
    pub fn error(code: &'static str, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, Place::Text(span), zh, en)
    }

    /// A warning at a place of policy text.
    pub fn warning(code: &'static str, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, Place::Text(span), zh, en)
    }

    /// A message of any severity at any place.
    pub fn new(
        code: &'static str,
        severity: Severity,
        place: Place,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity,
            message: Bilingual::new(zh, en),
            place,
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// The same with a hint how to mend it.
    #[must_use]
    pub fn help(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.help = Some(Bilingual::new(zh, en));
        self
    }

    /// The same with a further place.
    #[must_use]
    pub fn label(mut self, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: Bilingual::new(zh, en) });
        self
    }

    /// The same with something else to be known.
    #[must_use]
    pub fn note(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.notes.push(Bilingual::new(zh, en));
        self
    }

    /// The same with a change that surely mends it.
    #[must_use]
    pub fn safe_fix(self, edits: impl IntoIterator<Item = Edit>) -> Self {
        self.fix(Confidence::Safe, edits)
    }

    /// The same with a change that may mend it.
    #[must_use]
    pub fn guess(self, edits: impl IntoIterator<Item = Edit>) -> Self {
        self.fix(Confidence::Guess, edits)
    }

    fn fix(mut self, confidence: Confidence, edits: impl IntoIterator<Item = Edit>) -> Self {
        self.fix = Some(Fix { edits: edits.into_iter().collect(), confidence });
        self
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}] {}", self.code, self.message.en)
    }
}
