//! Policy text in its usual layout: indents, blanks between words, aligned columns.
//!
//! Lines stay where their author broke them, and every word and comment stays as it is written: only blanks change. That
//! is checked before the answer is given, by reading both texts again.

mod blanks;
mod columns;
mod line;

use guiju_program::Diagnostic;
use guiju_program::source::SourceId;

use self::line::Line;
use crate::parse::{Token, parse, words_of};
use crate::split::split;

/// The text in its usual layout.
///
/// # Errors
/// The mistakes of form that keep the text from being read; nothing is laid out then.
///
/// ```
/// let text = "参数 甲=3元   # 三元\n参数 乙二  = 30元\n";
/// assert_eq!(guiju_parser::format(text).unwrap(), "参数 甲   = 3元  # 三元\n参数 乙二 = 30元\n");
/// ```
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let parsed = parse(SourceId(0), text);
    if parsed.diagnostics.iter().any(Diagnostic::is_error) {
        return Err(parsed.diagnostics);
    }
    let before = Read::of(text);
    let mut lines = line::lines(text, &before.tokens);
    columns::align(&mut lines);
    columns::align_comments(&mut lines);
    let formatted = join(&lines);
    // A layout that would change what is read is none.
    if Read::of(&formatted).same_as(&before) { Ok(formatted) } else { Ok(text.to_owned()) }
}

/// The lines, with no blank one at the ends and never two together.
fn join(lines: &[Line<'_>]) -> String {
    let mut text = String::new();
    let mut blank = false;
    for line in lines {
        let written = line.written();
        if written.is_empty() {
            blank = !text.is_empty();
            continue;
        }
        if std::mem::take(&mut blank) {
            text.push('\n');
        }
        text.push_str(&written);
        text.push('\n');
    }
    text
}

/// What is read of a text: its words and signs, and its comments.
struct Read<'t> {
    tokens: Vec<Token<'t>>,
    comments: Vec<String>,
}

impl<'t> Read<'t> {
    fn of(text: &'t str) -> Self {
        let tokens: Vec<Token<'t>> = split(text).into_iter().flat_map(|chunk| words_of(text, chunk.range)).collect();
        let comments = line::lines(text, &tokens).iter().filter_map(|line| line.comment.clone()).collect();
        Self { tokens, comments }
    }

    fn same_as(&self, other: &Self) -> bool {
        let same = |(a, b): (&Token<'_>, &Token<'_>)| {
            a.kind == b.kind && a.word == b.word && blanks::written(a) == blanks::written(b) && a.new_line == b.new_line
        };
        self.comments == other.comments
            && self.tokens.len() == other.tokens.len()
            && self.tokens.iter().zip(&other.tokens).all(same)
    }
}
