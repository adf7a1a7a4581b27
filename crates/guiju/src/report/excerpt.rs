//! The policy's own words at a place, in one line.

use guiju_program::source::Span;

use crate::policy::Policy;

/// The policy's own words at a place, in one line.
pub(crate) fn excerpt(policy: &Policy, span: Span) -> String {
    excerpt_with(policy, span, &[])
}

/// The same with other texts at some places within it. Places that overlap one before them are left as they are.
pub(crate) fn excerpt_with(policy: &Policy, span: Span, replaced: &[(Span, String)]) -> String {
    let source = policy.sources().get(span.source.0 as usize);
    let text = source.and_then(|source| source.text.get(span.range())).unwrap_or_default();
    let mut places: Vec<(usize, usize, &str)> = replaced
        .iter()
        .filter(|(place, _)| place.source == span.source && place.start >= span.start && place.end <= span.end)
        .map(|(place, text)| ((place.start - span.start) as usize, (place.end - span.start) as usize, text.as_str()))
        .collect();
    // Of places that start together the widest is taken.
    places.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
    one_line(text, &places)
}

/// A text without comments, with one blank for each run of blanks, and other texts at some places.
fn one_line(text: &str, places: &[(usize, usize, &str)]) -> String {
    let mut line = String::with_capacity(text.len());
    let mut places = places.iter().peekable();
    let (mut blank, mut quoted, mut comment) = (false, false, false);
    let mut skip_to = 0;
    let put = |line: &mut String, blank: &mut bool, piece: &str| {
        if std::mem::take(blank) && !line.is_empty() {
            line.push(' ');
        }
        line.push_str(piece);
    };
    for (at, c) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        if c == '\n' {
            (blank, quoted, comment) = (true, false, false);
            continue;
        }
        while places.next_if(|(start, ..)| *start < at).is_some() {}
        if comment {
            continue;
        }
        if let Some((_, end, other)) = places.next_if(|(start, ..)| *start == at) {
            put(&mut line, &mut blank, other);
            skip_to = *end;
            continue;
        }
        // A comment runs to the end of its line; a `#` within quotes does not start one.
        quoted ^= matches!(c, '"' | '“' | '”');
        if c == '#' && !quoted {
            comment = true;
        } else if c.is_whitespace() {
            blank = true;
        } else {
            put(&mut line, &mut blank, c.encode_utf8(&mut [0; 4]));
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_line_breaks_go() {
        assert_eq!(one_line("甲 × # 注释 “\n   乙  +\"#1\" # 完", &[]), "甲 × 乙 +\"#1\"");
        assert_eq!(one_line("  ", &[]), "");
    }

    #[test]
    fn places_are_replaced_once() {
        let text = "每户 × 1户 # 每户\n + 每户";
        let second = text.rfind("每户").unwrap();
        let places = [(0, 6, "22700元/户"), (0, 3, "no"), (3, 6, "no"), (second, second + 6, "2#元")];
        assert_eq!(one_line(text, &places), "22700元/户 × 1户 + 2#元");
    }
}
