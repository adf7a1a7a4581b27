//! Kinds of findings: what lints and analyses may have to say, each with its code and how loudly it is told.

use crate::diagnostic::{Language, Severity};

/// How loudly a finding is told (级别).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Not at all.
    Allow,
    /// As a note.
    Note,
    /// As a warning.
    Warn,
    /// As an error.
    Deny,
}

impl Level {
    /// All, from the quietest.
    pub const ALL: [Self; 4] = [Self::Allow, Self::Note, Self::Warn, Self::Deny];

    /// As settings spell it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Note => "note",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }

    /// The level that settings spell so.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }

    /// How bad a message of this level is; `None`: there is none.
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Allow => None,
            Self::Note => Some(Severity::Note),
            Self::Warn => Some(Severity::Warning),
            Self::Deny => Some(Severity::Error),
        }
    }
}

/// A kind of finding (检查项). Each crate that finds something lists its kinds; the facade joins the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FindingKind {
    /// The stable code in kebab case, the one of its messages.
    pub code: &'static str,
    /// How loudly it is told where nobody says otherwise.
    pub level: Level,
    /// What it finds, in Chinese.
    pub zh: &'static str,
    /// What it finds, in English.
    pub en: &'static str,
}

impl FindingKind {
    /// What it finds, in a language.
    pub const fn summary(&self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }
}
