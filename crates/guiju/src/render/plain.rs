//! Messages one a line, for editors, `grep` and logs.

use guiju_program::diagnostic::{Diagnostic, Language, Place};
use guiju_program::source::SourceFile;

use super::text::facts_place;
use super::{ordered, printable, severity_name};
use crate::lines::Lines;
use crate::report::words::say;

/// Messages one a line: `policy.gj:5:26: error[unit-mismatch]: what is wrong; help: how to mend it`.
///
/// Lines and columns count from 1, columns in characters. A place in facts is the file with its line or row:
/// `服务对象.csv:12: …`. All messages are there, errors first.
pub fn plain(diagnostics: &[Diagnostic], sources: &[SourceFile], language: Language) -> String {
    let lines: Vec<Lines<'_>> = sources.iter().map(Lines::new).collect();
    ordered(diagnostics).into_iter().map(|diagnostic| line(diagnostic, &lines, language)).collect()
}

fn line(diagnostic: &Diagnostic, lines: &[Lines<'_>], language: Language) -> String {
    let (place, further) = match &diagnostic.place {
        Place::Text(span) => (text_place(*span, lines), String::new()),
        Place::Facts(place) => {
            let numbers = match (place.position, place.row) {
                (Some((line, column)), _) => format!(":{line}:{column}"),
                (None, Some(row)) => format!(":{row}"),
                (None, None) => String::new(),
            };
            let numbered = format!("{}{numbers}", place.file);
            let all = facts_place(place, language);
            // Table and column are told too, where the file and its line do not say it all.
            let told = place.table.is_some() || place.column.is_some();
            (numbered, if told { all + say(language, "：", ": ") } else { String::new() })
        }
        Place::Nowhere => (String::new(), String::new()),
    };
    let mut text = place;
    if !text.is_empty() {
        text.push_str(": ");
    }
    let separator = say(language, "；", "; ");
    text.push_str(&format!("{}[{}]: ", severity_name(diagnostic.severity, language), diagnostic.code));
    text.push_str(&further);
    text.push_str(diagnostic.message.get(language));
    for label in &diagnostic.labels {
        let place = text_place(label.span, lines);
        text.push_str(&format!("{separator}{place}: {}", label.text.get(language)));
    }
    for note in &diagnostic.notes {
        text.push_str(&format!("{separator}{}", note.get(language)));
    }
    if let Some(help) = &diagnostic.help {
        let name = say(language, "帮助：", "help: ");
        text.push_str(&format!("{separator}{name}{}", help.get(language)));
    }
    printable(&text).replace('\n', " ") + "\n"
}

fn text_place(span: guiju_program::Span, lines: &[Lines<'_>]) -> String {
    let Some(lines) = lines.get(span.source.0 as usize) else {
        return String::new();
    };
    let (line, column) = lines.position(span.start as usize);
    format!("{}:{line}:{column}", lines.file.name)
}
