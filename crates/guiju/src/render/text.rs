//! Messages drawn under the policy's lines, or told with their place in the facts.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use guiju_program::diagnostic::{Diagnostic, FactsPlace, Language, Place, Severity};
use guiju_program::source::{SourceFile, Span};

use super::{Appearance, ordered, printable, severity_name};
use crate::lines::Lines;
use crate::report::words::say;

/// How many messages are drawn; of the rest the number is told.
const MOST: usize = 200;
/// Lines longer than this (in bytes) are not drawn.
const LONGEST_LINE: usize = 1_000;
/// Places of one message that are further apart than this (in lines) are drawn apart.
const NEAR: usize = 12;

/// Messages drawn under the policy's lines. Of more than 200 the first 200 are drawn, and it is said how many more there are.
pub(super) fn draw(diagnostics: &[Diagnostic], sources: &[SourceFile], appearance: Appearance) -> String {
    let lines: Vec<Lines<'_>> = sources.iter().map(Lines::new).collect();
    let order = ordered(diagnostics);
    let mut text = String::new();
    // That not everything was looked at is told even where it comes last.
    let told = |diagnostic: &&&Diagnostic| matches!(diagnostic.code, "too-many-mistakes" | "more-problems");
    let mut drawn = 0;
    for diagnostic in order.iter().take(MOST).chain(order.iter().skip(MOST).filter(told)) {
        drawn += 1;
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&one(diagnostic, &lines, appearance));
        if !text.ends_with('\n') {
            text.push('\n');
        }
    }
    let rest = diagnostics.len().saturating_sub(drawn);
    if rest > 0 {
        text.push_str(&match appearance.language {
            Language::Zh => format!("\n…… 另有 {rest} 条，没有列出\n"),
            Language::En => format!("\n… and {rest} more\n"),
        });
    }
    text
}

fn one(diagnostic: &Diagnostic, lines: &[Lines<'_>], appearance: Appearance) -> String {
    let language = appearance.language;
    if let Place::Text(span) = diagnostic.place
        && let Some(drawn) = drawn(diagnostic, span, lines, appearance)
    {
        return drawn;
    }
    let colour = Colours::new(diagnostic.severity, appearance.colour);
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
    let mut text =
        colour.title(&format!("{}[{}]", severity_name(diagnostic.severity, language), diagnostic.code)) + ": ";
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
    let notes = diagnostic.notes.iter().map(|note| (say(language, "说明", "note"), note));
    let help = diagnostic.help.iter().map(|help| (say(language, "帮助", "help"), help));
    for (name, said) in notes.chain(help) {
        text.push_str(&format!("  {}: {}\n", colour.aside(name), printable(said.get(language))));
    }
    text
}

/// Colours of what is not drawn by the library, the same as the library's.
struct Colours {
    title: &'static str,
    aside: &'static str,
    end: &'static str,
}

impl Colours {
    const fn new(severity: Severity, colour: bool) -> Self {
        if !colour {
            return Self { title: "", aside: "", end: "" };
        }
        let title = match severity {
            Severity::Error => "\u{1b}[1m\u{1b}[91m",
            Severity::Warning => "\u{1b}[1m\u{1b}[33m",
            Severity::Note => "\u{1b}[1m\u{1b}[92m",
        };
        Self { title, aside: "\u{1b}[1m\u{1b}[96m", end: "\u{1b}[0m" }
    }

    fn title(&self, text: &str) -> String {
        format!("{}{text}{}", self.title, self.end)
    }

    fn aside(&self, text: &str) -> String {
        format!("{}{text}{}", self.aside, self.end)
    }
}

/// Where in the facts: `服务对象.csv 第 12 行 “直播时长” 列`.
pub(super) fn facts_place(place: &FactsPlace, language: Language) -> String {
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
fn drawn(diagnostic: &Diagnostic, span: Span, lines: &[Lines<'_>], appearance: Appearance) -> Option<String> {
    let language = appearance.language;
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
    let notes: Vec<String> = diagnostic.notes.iter().map(|note| printable(note.get(language))).collect();
    for note in &notes {
        elements.push(Level::NOTE.with_name(say(language, "说明", "note")).message(note.as_str()).into());
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
    let renderer = if appearance.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(appearance.width.max(40));
    Some(renderer.render(&[group]))
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
