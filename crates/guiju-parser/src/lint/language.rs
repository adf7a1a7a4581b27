//! Names that readers of the other language have no label for.

use guiju_program::diagnostic::Diagnostic;

use super::{Lint, part, tree};
use crate::ast::{Declared, FieldType, ItemKind};

pub(super) const CODE: &str = "missing-language";

/// A name in Chinese needs a label without Chinese letters, any other name one with them. Names without a letter, such as
/// codes, need none.
pub(super) fn run(lint: &mut Lint<'_>) {
    let mut found = Vec::new();
    let mut look = |path: String, declared: &Declared| {
        if let Some(zh) = missing(declared) {
            found.push((path, declared.name.span, declared.name.text.clone(), zh));
        }
    };
    for item in lint.items {
        match &item.kind {
            ItemKind::Source(source) => look(source.name.name.text.clone(), &source.name),
            ItemKind::Unit(units) => units.iter().for_each(|unit| look(unit.name.text.clone(), unit)),
            _ => {}
        }
        let Some(declared) = tree::declared(&item.kind) else { continue };
        let of = declared.name.text.as_str();
        look(of.to_owned(), declared);
        match &item.kind {
            ItemKind::Criteria(criteria) => {
                criteria.conditions.iter().for_each(|one| look(part(of, &one.name.name.text), &one.name));
            }
            ItemKind::Record(record) => {
                for field in &record.fields {
                    let path = part(of, &field.name.name.text);
                    look(path.clone(), &field.name);
                    if let FieldType::Enumeration { variants, .. } = &field.ty {
                        variants.iter().for_each(|value| look(path.clone(), value));
                    }
                }
            }
            _ => {}
        }
    }
    for (path, span, name, zh) in found {
        let (language_zh, language_en) = if zh { ("中文", "Chinese") } else { ("英文", "English") };
        let diagnostic = Diagnostic::warning(
            CODE,
            span,
            format!("“{name}”没有{language_zh}名称"),
            format!("{name} has no name in {language_en}"),
        )
        .help(
            format!("在名称后面的引号里写{language_zh}名称，如 单位 户 \"household\""),
            format!("write its name in {language_en} in quotes behind it, as in unit 户 \"household\""),
        );
        lint.report(diagnostic, [path]);
    }
}

/// Which language is missing: Chinese (`true`) or English.
fn missing(declared: &Declared) -> Option<bool> {
    let name = declared.name.text.as_str();
    if !name.chars().any(char::is_alphabetic) {
        return None;
    }
    let wants_chinese = !is_chinese(name);
    let label = declared.label.as_deref().filter(|label| !label.trim().is_empty());
    let has = label.is_some_and(|label| is_chinese(label) == wants_chinese);
    (!has).then_some(wants_chinese)
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'))
}
