//! Fixes that diagnostics bring along, made in the text.

use guiju_program::diagnostic::{Diagnostic, Edit};
use guiju_program::source::SourceFile;

use crate::policy::Policy;

/// What came of mending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mended {
    /// The files, mended.
    pub sources: Vec<SourceFile>,
    /// What was mended, each as it was reported. Places of the first round are those of the text as it was.
    pub made: Vec<Diagnostic>,
}

/// After so many rounds it is left as it is: each round may bring mistakes to light that others hid.
const ROUNDS: usize = 10;

/// Makes all safe fixes of policy text, again and again until there is none left. A round that would bring more errors than it
/// mends is not made.
pub fn mend(sources: Vec<SourceFile>) -> Mended {
    let mut mended = Mended { sources, made: Vec::new() };
    let mut found = Policy::compile(mended.sources.clone()).diagnostics;
    for _ in 0..ROUNDS {
        let (sources, made) = apply(&mended.sources, &found);
        if made.is_empty() {
            break;
        }
        let after = Policy::compile(sources.clone()).diagnostics;
        if errors(&after) > errors(&found) {
            break;
        }
        mended.sources = sources;
        mended.made.extend(made);
        found = after;
    }
    mended
}

fn errors(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count()
}

/// The texts with every safe fix made that does not touch one made before, and the diagnostics whose fixes were made.
pub fn apply(sources: &[SourceFile], diagnostics: &[Diagnostic]) -> (Vec<SourceFile>, Vec<Diagnostic>) {
    let mut taken: Vec<Edit> = Vec::new();
    let mut made = Vec::new();
    for diagnostic in diagnostics {
        let Some(fix) = diagnostic.fix.as_ref().filter(|fix| fix.is_safe() && !fix.edits.is_empty()) else { continue };
        if fix.edits.iter().any(|edit| taken.iter().any(|other| touches(edit, other)) || !fits(edit, sources)) {
            continue;
        }
        taken.extend(fix.edits.iter().cloned());
        made.push(diagnostic.clone());
    }
    // From the back, so that places before stay what they are.
    taken.sort_by_key(|edit| std::cmp::Reverse((edit.span.source.0, edit.span.start, edit.span.end)));
    let mut sources = sources.to_vec();
    for edit in taken {
        if let Some(source) = sources.get_mut(edit.span.source.0 as usize) {
            source.text.replace_range(edit.span.range(), &edit.text);
        }
    }
    (sources, made)
}

fn touches(one: &Edit, other: &Edit) -> bool {
    one.span.source == other.span.source && one.span.start <= other.span.end && other.span.start <= one.span.end
}

/// Whether an edit lies within its file, between characters.
fn fits(edit: &Edit, sources: &[SourceFile]) -> bool {
    sources.get(edit.span.source.0 as usize).is_some_and(|source| source.text.get(edit.span.range()).is_some())
}

#[cfg(test)]
mod tests {
    use guiju_program::source::{SourceId, Span};

    use super::*;

    fn span(start: u32, end: u32) -> Span {
        Span::new(SourceId(0), start, end)
    }

    fn wrong(edits: Vec<Edit>) -> Diagnostic {
        Diagnostic::error("x", span(0, 1), "坏", "bad").safe_fix(edits)
    }

    fn applied(text: &str, found: &[Diagnostic]) -> (String, usize) {
        let (sources, made) = apply(&[SourceFile::new("p.gj", text)], found);
        (sources[0].text.clone(), made.len())
    }

    #[test]
    fn edits_are_made_where_they_stand() {
        let found = [
            wrong(vec![Edit::new(span(6, 7), "3"), Edit::before(span(0, 1), "<")]),
            wrong(vec![Edit::after(span(4, 5), "!"), Edit::new(span(2, 3), "")]),
        ];
        assert_eq!(applied("abcdefg", &found), ("<abde!f3".to_owned(), 2));
    }

    #[test]
    fn of_edits_that_touch_the_first_is_made_and_what_does_not_fit_is_not() {
        let found = [
            wrong(vec![Edit::new(span(1, 3), "X")]),
            wrong(vec![Edit::new(span(5, 6), "Y"), Edit::new(span(3, 4), "Z")]),
            wrong(vec![Edit::new(span(5, 6), "W")]),
            wrong(vec![Edit::new(span(7, 99), "V")]),
            Diagnostic::error("x", span(0, 1), "坏", "bad").guess([Edit::new(span(0, 1), "U")]),
        ];
        assert_eq!(applied("abcdefg", &found), ("aXdeWg".to_owned(), 2));
        // A place within a character.
        assert_eq!(applied("规则", &[wrong(vec![Edit::new(span(1, 2), "x")])]), ("规则".to_owned(), 0));
    }
}
