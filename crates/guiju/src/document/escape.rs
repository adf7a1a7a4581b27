//! Whatever is put into a template is escaped by the name of the template: HTML by the library, Markdown here.

use std::borrow::Cow;

use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, Output, State, Value};

/// How Markdown is named among the ways to escape.
const MARKDOWN: AutoEscape = AutoEscape::Custom(Cow::Borrowed("markdown"));

/// Sets that `*.html` is escaped as HTML, `*.md` as Markdown; there is no other template.
pub fn escape_by_name(environment: &mut Environment<'_>) {
    environment.set_auto_escape_callback(|name| match name.rsplit_once('.') {
        Some((_, "md")) => MARKDOWN,
        _ => AutoEscape::Html,
    });
    environment.set_formatter(format);
}

fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    if *state.auto_escape() != MARKDOWN {
        return minijinja::escape_formatter(out, state, value);
    }
    match (value.as_str(), value.kind()) {
        (Some(text), _) if value.is_safe() => out.write_str(text)?,
        (Some(text), _) => out.write_str(&markdown(text))?,
        (None, ValueKind::Undefined | ValueKind::None) => {}
        (None, _) => out.write_str(&markdown(&value.to_string()))?,
    }
    Ok(())
}

/// A text as Markdown that reads as the text, in a line or in a cell of a table.
pub fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut first = true;
    let mut digits = false;
    for c in text.chars() {
        match c {
            // A break would end the line, or the row of a table.
            '\n' | '\r' | '\t' => escaped.push(' '),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // What would start a heading, a list or a rule if it stood at the start of a line.
            '#' | '-' | '+' | '=' if first => {
                escaped.push('\\');
                escaped.push(c);
            }
            '.' | ')' if digits => {
                escaped.push('\\');
                escaped.push(c);
            }
            c if c.is_control() => {}
            c => escaped.push(c),
        }
        digits = c.is_ascii_digit() && (first || digits);
        first = false;
    }
    escaped
}

/// A text between fences that are longer than any run of backquotes in it.
pub fn fenced(text: &str, info: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{info}\n{}\n{fence}", text.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_as_text_in_markdown() {
        assert_eq!(markdown("a|b *c* <script> & `d` [e](f)"), "a\\|b \\*c\\* &lt;script&gt; &amp; \\`d\\` \\[e\\](f)");
        assert_eq!(markdown("# 不是标题"), "\\# 不是标题");
        assert_eq!(markdown("- 2"), "\\- 2");
        assert_eq!(markdown("12. 条"), "12\\. 条");
        assert_eq!(markdown("2.27万元"), "2\\.27万元");
        assert_eq!(markdown("甲 1.5"), "甲 1.5");
        assert_eq!(markdown("一\n二"), "一 二");
    }

    #[test]
    fn fences_hold_fences() {
        assert_eq!(fenced("a\n", "gj"), "```gj\na\n```");
        assert_eq!(fenced("````", ""), "`````\n````\n`````");
    }
}
