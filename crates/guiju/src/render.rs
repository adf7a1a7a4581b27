//! Messages as text: drawn under the policy's lines, or told with their place in the facts.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use guiju_program::diagnostic::{Diagnostic, FactsPlace, Language, Place, Severity};
use guiju_program::source::{SourceFile, Span};

use crate::lines::Lines;
use crate::report::words::say;

/// How many messages are drawn; of the rest the number is told.
const MOST: usize = 200;
/// Lines longer than this (in bytes) are not drawn.
const LONGEST_LINE: usize = 1_000;
/// Places of one message that are further apart than this (in lines) are drawn apart.
const NEAR: usize = 12;

/// Messages as text without colour, in the language, at most so many columns wide where lines of policy text are cut.
///
/// `sources` are the files that were compiled, which places in policy text refer to. Errors come first, otherwise the
/// order stays. Of more than 200 messages the first 200 are drawn, and it is said how many more there are.
pub fn render(diagnostics: &[Diagnostic], sources: &[SourceFile], language: Language, width: usize) -> String {
    let lines: Vec<Lines<'_>> = sources.iter().map(Lines::new).collect();
    let mut order: Vec<&Diagnostic> = diagnostics.iter().collect();
    order.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
    let mut text = String::new();
    for diagnostic in order.iter().take(MOST) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&one(diagnostic, &lines, language, width));
        if !text.ends_with('\n') {
            text.push('\n');
        }
    }
    let rest = diagnostics.len().saturating_sub(MOST);
    if rest > 0 {
        text.push_str(&match language {
            Language::Zh => format!("\n…… 另有 {rest} 条，没有列出\n"),
            Language::En => format!("\n… and {rest} more\n"),
        });
    }
    text
}

/// How many errors and warnings there are, in one line; empty where there are none.
pub fn tally(diagnostics: &[Diagnostic], language: Language) -> String {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let parts: Vec<String> = [
        (count(Severity::Error), "个错误", "error(s)"),
        (count(Severity::Warning), "个警告", "warning(s)"),
        (count(Severity::Note), "条说明", "note(s)"),
    ]
    .into_iter()
    .filter(|(count, _, _)| *count > 0)
    .map(|(count, zh, en)| match language {
        Language::Zh => format!("{count} {zh}"),
        Language::En => format!("{count} {en}"),
    })
    .collect();
    parts.join(say(language, "，", ", "))
}

fn severity_name(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Error => say(language, "错误", "error"),
        Severity::Warning => say(language, "警告", "warning"),
        Severity::Note => say(language, "说明", "note"),
    }
}

fn one(diagnostic: &Diagnostic, lines: &[Lines<'_>], language: Language, width: usize) -> String {
    if let Place::Text(span) = diagnostic.place
        && let Some(drawn) = drawn(diagnostic, span, lines, language, width)
    {
        return drawn;
    }
    let place = match &diagnostic.place {
        Place::Facts(place) => facts_place(place, language),
        Place::Text(span) => lines
            .get(span.source.0 as usize)
            .map(|lines| {
                let (line, column) = lines.position(span.start as usize);
                format!("{}:{line}:{column}", lines.file.name)
            })
            .unwrap_or_default(),
        Place::Nowhere => String::new(),
    };
    let mut text = format!("{}[{}]: ", severity_name(diagnostic.severity, language), diagnostic.code);
    if !place.is_empty() {
        text.push_str(&printable(&place));
        text.push_str(say(language, "：", ": "));
    }
    text.push_str(&printable(diagnostic.message.get(language)));
    text.push('\n');
    for label in &diagnostic.labels {
        if let Some(lines) = lines.get(label.span.source.0 as usize) {
            let (line, column) = lines.position(label.span.start as usize);
            let said = printable(label.text.get(language));
            text.push_str(&format!("  {}:{line}:{column}: {said}\n", lines.file.name));
        }
    }
    if let Some(help) = &diagnostic.help {
        let name = say(language, "帮助", "help");
        text.push_str(&format!("  {name}: {}\n", printable(help.get(language))));
    }
    text
}

/// Where in the facts: `服务对象.csv 第 12 行 “直播时长” 列`.
fn facts_place(place: &FactsPlace, language: Language) -> String {
    let zh = language == Language::Zh;
    let mut text = place.file.clone();
    let mut add = |part: String| {
        if !text.is_empty() {
            text.push_str(if zh { " " } else { ", " });
        }
        text.push_str(&part);
    };
    if let Some((line, column)) = place.position {
        add(if zh { format!("第 {line} 行第 {column} 列") } else { format!("line {line}, column {column}") });
    }
    // A CSV file is called like its table; to name both would say it twice.
    let table = place.table.as_ref().filter(|table| !place.file.contains(table.as_str()));
    if let Some(table) = table {
        add(if zh { format!("表“{table}”") } else { format!("table `{table}`") });
    }
    if let Some(row) = place.row {
        add(match (zh, place.position.is_some()) {
            (true, true) => format!("第 {row} 条"),
            (true, false) => format!("第 {row} 行"),
            (false, _) => format!("row {row}"),
        });
    }
    if let Some(column) = &place.column {
        add(match (zh, place.position.is_some()) {
            (true, true) => format!("“{column}”"),
            (true, false) => format!("“{column}” 列"),
            (false, true) => format!("field `{column}`"),
            (false, false) => format!("column `{column}`"),
        });
    }
    text
}

/// The message with the policy's lines; `None` where they cannot be drawn: no such file, or lines too long to read.
fn drawn(diagnostic: &Diagnostic, span: Span, lines: &[Lines<'_>], language: Language, width: usize) -> Option<String> {
    let mut windows = vec![Window::around(span, lines)?];
    let mut marks: Vec<Vec<(Span, AnnotationKind, String)>> =
        vec![vec![(span, AnnotationKind::Primary, String::new())]];
    for label in &diagnostic.labels {
        let said = printable(label.text.get(language));
        if label.span == span {
            // Said at the main place itself.
            if let Some((_, _, text)) = marks.first_mut().and_then(|marks| marks.first_mut()) {
                *text = said;
            }
            continue;
        }
        let window = Window::around(label.span, lines)?;
        let mark = (label.span, AnnotationKind::Context, said);
        let near = windows.iter().position(|other| other.is_near(&window));
        match near.and_then(|at| Some((windows.get_mut(at)?, marks.get_mut(at)?))) {
            Some((other, marks)) => {
                other.first = other.first.min(window.first);
                other.last = other.last.max(window.last);
                marks.push(mark);
            }
            None => {
                windows.push(window);
                marks.push(vec![mark]);
            }
        }
    }
    let mut elements: Vec<Element<'_>> = Vec::new();
    for (window, marks) in windows.iter().zip(&marks) {
        let file = lines.get(window.source)?;
        let (start, text) = file.cut(window.first, window.last)?;
        if text.lines().any(|line| line.len() > LONGEST_LINE) {
            return None;
        }
        let mut snippet = Snippet::source(text).line_start(window.first + 1).path(file.file.name.as_str());
        for (span, kind, said) in marks {
            let range = file.mark(*span, start, text.len());
            let annotation = kind.span(range);
            snippet = snippet.annotation(if said.is_empty() { annotation } else { annotation.label(said.as_str()) });
        }
        elements.push(snippet.into());
    }
    let help = diagnostic.help.as_ref().map(|help| printable(help.get(language)));
    if let Some(help) = &help {
        let name = say(language, "帮助", "help");
        elements.push(Level::HELP.with_name(name).message(help.as_str()).into());
    }
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
    .with_name(severity_name(diagnostic.severity, language));
    let message = printable(diagnostic.message.get(language));
    let title = level.primary_title(message.as_str()).id(diagnostic.code);
    let group: Group<'_> = title.elements(elements);
    let renderer = Renderer::plain().term_width(width.max(40));
    Some(renderer.render(&[group]))
}

/// Without control characters, which could move a terminal's cursor.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' => c,
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// Lines of one file that are drawn, counted from 0, both ends in.
struct Window {
    source: usize,
    first: usize,
    last: usize,
}

impl Window {
    fn around(span: Span, lines: &[Lines<'_>]) -> Option<Self> {
        let source = span.source.0 as usize;
        let file = lines.get(source)?;
        let first = file.line_of(span.start as usize);
        let end = (span.end.max(span.start) as usize).saturating_sub(1);
        let last = file.line_of(end.max(span.start as usize)).max(first);
        // Of a place over many lines the first ones are enough.
        Some(Self { source, first, last: last.min(first + NEAR) })
    }

    const fn is_near(&self, other: &Self) -> bool {
        self.source == other.source && other.first <= self.last + NEAR && self.first <= other.last + NEAR
    }
}
