//! The words that items are parsed from.

use crate::words::Word;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One name, quoted or not, or a keyword.
    Name,
    /// Names joined by dots.
    Path,
    /// A number without its unit.
    Number,
    /// `2023-03-01`
    Date,
    /// `2023-03`
    Month,
    /// `2023年`
    Year,
    /// `2023-03-01 10:00`
    Instant,
    /// A text with its quotes.
    Text,
    /// A sign.
    Sign(Sign),
}

/// The signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    RoundOpen,
    RoundClose,
    SquareOpen,
    SquareClose,
    CurlyOpen,
    CurlyClose,
    Colon,
    Semicolon,
    Comma,
    Dots,
    Plus,
    Minus,
    Times,
    Slash,
    Divide,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Percent,
    Permille,
    /// Anything that has no meaning.
    Unknown,
}

impl Sign {
    pub(crate) fn of(text: &str) -> Self {
        match text {
            "(" | "（" => Self::RoundOpen,
            ")" | "）" => Self::RoundClose,
            "[" | "【" => Self::SquareOpen,
            "]" | "】" => Self::SquareClose,
            "{" | "｛" => Self::CurlyOpen,
            "}" | "｝" => Self::CurlyClose,
            ":" | "：" => Self::Colon,
            ";" | "；" => Self::Semicolon,
            "," | "，" | "、" => Self::Comma,
            ".." => Self::Dots,
            "+" | "＋" => Self::Plus,
            "-" | "−" | "－" => Self::Minus,
            "*" | "×" | "＊" => Self::Times,
            "/" | "／" => Self::Slash,
            "÷" => Self::Divide,
            "=" | "＝" => Self::Eq,
            "!=" | "≠" => Self::Ne,
            "<" | "＜" => Self::Lt,
            "<=" | "≤" => Self::Le,
            ">" | "＞" => Self::Gt,
            ">=" | "≥" => Self::Ge,
            "%" | "％" => Self::Percent,
            "‰" => Self::Permille,
            _ => Self::Unknown,
        }
    }

    /// Whether a line that starts with it, or follows it, goes on with what was begun.
    pub(crate) const fn joins_lines(self) -> bool {
        matches!(
            self,
            Self::Comma
                | Self::Plus
                | Self::Minus
                | Self::Times
                | Self::Slash
                | Self::Divide
                | Self::Eq
                | Self::Ne
                | Self::Lt
                | Self::Le
                | Self::Gt
                | Self::Ge
        )
    }
}

/// A token with its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'t> {
    /// What it is.
    pub(crate) kind: Kind,
    /// The keyword that an unquoted name spells.
    pub(crate) word: Option<Word>,
    /// As written; `at least` with the blanks between.
    pub(crate) text: &'t str,
    /// Its first byte in the file.
    pub(crate) start: u32,
    /// The byte behind it.
    pub(crate) end: u32,
    /// Whether a line ends before it.
    pub(crate) new_line: bool,
}
