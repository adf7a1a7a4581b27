//! Whether two texts say the same.

use std::fmt::{self, Write};

use super::Read;
use super::blanks;
use super::line;
use crate::parse::{Parsed, Token};
use crate::vocabulary;

/// Whether two texts have the same words and comments, and break their lines at the same places.
pub(super) fn words(one: &Read<'_>, other: &Read<'_>) -> bool {
    let same = |(a, b): (&Token<'_>, &Token<'_>)| {
        a.kind == b.kind && a.word == b.word && blanks::written(a) == blanks::written(b) && a.new_line == b.new_line
    };
    let (own, others) = (&one.words, &other.words);
    own.tokens.len() == others.tokens.len()
        && own.tokens.iter().zip(&others.tokens).all(same)
        && own.uses == others.uses
        && comments(one) == comments(other)
}

/// Whether two texts say the same, however their words are spelled: the same trees, and the same comments.
pub(super) fn meaning(one: &Read<'_>, other: &Read<'_>) -> bool {
    comments(one) == comments(other) && same_but_for_spelling(&tree(&one.parsed), &tree(&other.parsed))
}

fn comments<'t>(read: &Read<'t>) -> Vec<&'t str> {
    line::comments(read.text, &read.words.tokens)
}

/// What was parsed, written out without the places at which it stands.
fn tree(parsed: &Parsed) -> String {
    let mut tree = Tree { text: String::new(), in_span: false };
    // A string can always be written to.
    let _written = write!(tree, "{:?}{}", parsed.items, parsed.citations.len());
    tree.text
}

/// Takes what is written but for spans.
struct Tree {
    text: String,
    in_span: bool,
}

impl Write for Tree {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        if self.in_span {
            self.in_span = piece != " }";
        } else if piece == "Span" {
            self.in_span = true;
        } else {
            self.text.push_str(piece);
        }
        Ok(())
    }
}

/// Whether two trees are equal, when each name of one may be the twin of that of the other.
fn same_but_for_spelling(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.split('"'), other.split('"'));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b || vocabulary::are_twins(a, b) => {}
            _ => return false,
        }
    }
}
