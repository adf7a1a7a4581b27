//! What each word of a text was taken for while it was parsed, so that it can be spelled anew without a guess.

use super::cursor::Cursor;
use crate::unit_words::Behind;
use crate::words::Word;

/// What a token was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Role {
    /// Nothing: it was not read.
    #[default]
    Unread,
    /// A word of the language, a sign, or a literal.
    Word,
    /// A name, or names joined by dots.
    Name,
    /// 属于 in the header of a record: `of`.
    Owner,
    /// 是, 无, 满足 and their like, where a value of a list may have that name.
    Value,
    /// 待定 where a verdict stands.
    Verdict,
    /// 基准日 and its like, where anything else may have that name.
    Given,
    /// A function's name.
    Function,
    /// A reading of a silent point.
    Reading(Word),
    /// A word of awards.
    Award,
    /// A type of a field.
    Type,
    /// A type of a table's key or column, where a unit may have that name.
    KeyType,
    /// A word of a unit.
    Unit(Behind),
    /// A word of a unit where a record may have that name.
    FieldUnit,
    /// 万, 亿 and their like.
    Multiplier,
    /// A path that starts with 本.
    This,
}

/// What a token was taken for, and whether some name might have been meant after all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Use {
    pub(crate) role: Role,
    /// Two readings are possible, and only the rest of the policy tells which is right.
    pub(crate) doubtful: bool,
}

/// A span of time, whose words stand in another order in each language: 在 S 起 L 内, `within L from S`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// The token 在.
    pub(crate) within: usize,
    /// The token between the two parts.
    pub(crate) middle: usize,
    /// The token behind the second part: 内, where that closes it.
    pub(crate) end: usize,
    /// Whether 内 closes it.
    pub(crate) closed: bool,
}

impl Window {
    /// The window when so many tokens come before its item.
    pub(super) const fn moved(self, by: usize) -> Self {
        Self { within: self.within + by, middle: self.middle + by, end: self.end + by, closed: self.closed }
    }
}

/// What was noted of the tokens of one item.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// For each token; empty where nobody asked for them.
    pub(crate) uses: Vec<Use>,
    pub(crate) windows: Vec<Window>,
}

impl Cursor<'_, '_> {
    /// Notes what a token was taken for.
    pub(super) fn note(&mut self, index: usize, role: Role) {
        if let Some(noted) = self.notes.uses.get_mut(index) {
            *noted = Use { role, doubtful: false };
        }
    }

    /// Notes what the token taken last was taken for.
    pub(super) fn note_last(&mut self, role: Role) {
        if let Some(index) = self.at.checked_sub(1) {
            self.note(index, role);
        }
    }

    pub(super) fn note_window(&mut self, window: Window) {
        if !self.notes.uses.is_empty() {
            self.notes.windows.push(window);
        }
    }
}
