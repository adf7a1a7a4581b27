//! Messages as SARIF 2.1.0, the format of the OASIS standard that code review tools read.

use std::collections::BTreeMap;

use guiju_program::diagnostic::{Diagnostic, FactsPlace, Fix, Language, Place, Severity};
use guiju_program::source::{SourceFile, Span};
use serde_json::{Value, json};

use super::ordered;
use super::text::facts_place;
use crate::explain;
use crate::lines::Lines;

/// Messages as a SARIF 2.1.0 log of one run; all of them, errors first.
///
/// Each code is a rule, with the title of its page. Columns count characters (`unicodeCodePoints`). Fixes are those that may
/// be made unasked.
pub fn sarif(diagnostics: &[Diagnostic], sources: &[SourceFile], language: Language) -> Value {
    let lines: Vec<Lines<'_>> = sources.iter().map(Lines::new).collect();
    let mut rules: BTreeMap<&str, usize> = diagnostics.iter().map(|diagnostic| (diagnostic.code, 0)).collect();
    for (index, place) in rules.values_mut().enumerate() {
        *place = index;
    }
    let results: Vec<Value> =
        ordered(diagnostics).into_iter().map(|found| result(found, &rules, &lines, language)).collect();
    let rules: Vec<Value> = rules.keys().map(|code| rule(code, language)).collect();
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "guiju",
                "version": env!("CARGO_PKG_VERSION"),
                "language": locale(language),
                "rules": rules,
            }},
            "language": locale(language),
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

const fn locale(language: Language) -> &'static str {
    match language {
        Language::Zh => "zh-CN",
        Language::En => "en",
    }
}

fn rule(code: &str, language: Language) -> Value {
    match explain::page(code) {
        Some(page) => json!({ "id": code, "shortDescription": { "text": page.title(language) } }),
        None => json!({ "id": code }),
    }
}

fn result(found: &Diagnostic, rules: &BTreeMap<&str, usize>, lines: &[Lines<'_>], language: Language) -> Value {
    let mut message = found.message.get(language).to_owned();
    for text in found.notes.iter().chain(&found.help) {
        message.push('\n');
        message.push_str(text.get(language));
    }
    let mut value = json!({
        "ruleId": found.code,
        "ruleIndex": rules.get(found.code),
        "level": match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        "message": { "text": message },
        "locations": location(&found.place, lines, language).into_iter().collect::<Vec<_>>(),
    });
    let Some(fields) = value.as_object_mut() else { return value };
    if !found.labels.is_empty() {
        let labels = found.labels.iter().enumerate().filter_map(|(index, label)| {
            Some(json!({
                "id": index,
                "physicalLocation": physical(label.span, lines)?,
                "message": { "text": label.text.get(language) },
            }))
        });
        fields.insert("relatedLocations".to_owned(), labels.collect());
    }
    if let Some(fix) = found.fix.as_ref().filter(|fix| fix.is_safe()) {
        fields.insert("fixes".to_owned(), json!([changes(fix, found, lines, language)]));
    }
    value
}

fn location(place: &Place, lines: &[Lines<'_>], language: Language) -> Option<Value> {
    match place {
        Place::Text(span) => Some(json!({ "physicalLocation": physical(*span, lines)? })),
        Place::Facts(place) => Some(json!({
            "physicalLocation": facts(place),
            "logicalLocations": [{ "fullyQualifiedName": facts_place(place, language) }],
        })),
        Place::Nowhere => None,
    }
}

fn facts(place: &FactsPlace) -> Value {
    let artifact = json!({ "uri": uri(&place.file) });
    // Rows of CSV are lines of the file; those of other formats are not.
    let csv = place.file.to_ascii_lowercase().ends_with(".csv");
    match (place.position, place.row.filter(|_| csv)) {
        (Some((line, column)), _) => {
            json!({ "artifactLocation": artifact, "region": { "startLine": line, "startColumn": column } })
        }
        (None, Some(row)) => json!({ "artifactLocation": artifact, "region": { "startLine": row } }),
        (None, None) => json!({ "artifactLocation": artifact }),
    }
}

fn physical(span: Span, lines: &[Lines<'_>]) -> Option<Value> {
    let file = lines.get(span.source.0 as usize)?;
    Some(json!({ "artifactLocation": { "uri": uri(&file.file.name) }, "region": region(span, file) }))
}

fn region(span: Span, file: &Lines<'_>) -> Value {
    let (line, column) = file.position(span.start as usize);
    let (end_line, end_column) = file.position(span.end.max(span.start) as usize);
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

fn changes(fix: &Fix, found: &Diagnostic, lines: &[Lines<'_>], language: Language) -> Value {
    let mut files: BTreeMap<u32, Vec<Value>> = BTreeMap::new();
    for edit in &fix.edits {
        let Some(file) = lines.get(edit.span.source.0 as usize) else { continue };
        files.entry(edit.span.source.0).or_default().push(json!({
            "deletedRegion": region(edit.span, file),
            "insertedContent": { "text": edit.text },
        }));
    }
    let changes: Vec<Value> = files
        .into_iter()
        .filter_map(|(source, replacements)| {
            let file = lines.get(source as usize)?;
            Some(json!({ "artifactLocation": { "uri": uri(&file.file.name) }, "replacements": replacements }))
        })
        .collect();
    let description = found.help.as_ref().unwrap_or(&found.message);
    json!({ "description": { "text": description.get(language) }, "artifactChanges": changes })
}

/// A path as a URI reference: separators are slashes, and what is not a plain letter, digit or sign is escaped.
fn uri(path: &str) -> String {
    let mut text = String::new();
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}
