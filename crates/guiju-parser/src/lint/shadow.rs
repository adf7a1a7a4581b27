//! Names that hide others, where the language picks one without a word.

use std::collections::HashMap;

use guiju_program::diagnostic::Diagnostic;
use guiju_program::source::Span;

use super::{Lint, part, tree};
use crate::ast::{FieldType, ItemKind, Name};

pub(super) const CODE: &str = "shadowing-name";

/// Words that an expression reads as what they are, whatever is called so without quotes.
const LITERAL: &[&str] = &["是", "否", "yes", "no"];

/// Names with a meaning of their own that whatever is called so takes away.
const BUILT_IN: &[&str] = &["基准日", "as_of", "本政策有效", "in_force"];

/// A field hides a param, a budget or a definition of the whole within its record; beside an enumeration its values hide such
/// names and fields of the record; 是 and 否 hide what is called so; and a name such as 基准日 is hidden by what is called so. A
/// field that is called like the record that it refers to hides nothing: rows and tables stand at different places.
pub(super) fn run(lint: &mut Lint<'_>) {
    let mut whole: HashMap<&str, (Span, (&str, &str))> = HashMap::new();
    for item in lint.items {
        let kind = match &item.kind {
            ItemKind::Param(_) => ("参数", "param"),
            ItemKind::Budget(_) => ("预算", "budget"),
            ItemKind::Define(define) if define.record.is_none() => ("定义", "definition"),
            _ => continue,
        };
        if let Some(declared) = tree::declared(&item.kind) {
            whole.insert(&declared.name.text, (declared.name.span, kind));
        }
    }
    let mut found: Vec<(Diagnostic, Vec<String>)> = Vec::new();
    for item in lint.items {
        let Some(declared) = tree::declared(&item.kind) else { continue };
        let named = matches!(
            item.kind,
            ItemKind::Param(_)
                | ItemKind::Budget(_)
                | ItemKind::Define(_)
                | ItemKind::Criteria(_)
                | ItemKind::Award(_)
                | ItemKind::Allocation(_)
        );
        if named {
            found.extend(word(lint, &declared.name).map(|diagnostic| (diagnostic, vec![declared.name.text.clone()])));
        }
        let ItemKind::Record(record) = &item.kind else { continue };
        let fields: HashMap<&str, Span> =
            record.fields.iter().map(|field| (field.name.name.text.as_str(), field.name.name.span)).collect();
        for field in &record.fields {
            let name = &field.name.name;
            let path = part(&record.name.name.text, &name.text);
            found.extend(word(lint, name).map(|diagnostic| (diagnostic, vec![path.clone()])));
            if let Some((first, kind)) = whole.get(name.text.as_str()) {
                found.push((
                    field_hides(name, &record.name.name.text, *first, *kind),
                    vec![path.clone(), name.text.clone()],
                ));
            }
            let FieldType::Enumeration { variants, .. } = &field.ty else { continue };
            for value in variants {
                let value = &value.name;
                let other = fields.get(value.text.as_str()).map(|span| (*span, ("字段", "field")));
                let other = other.filter(|_| value.text != name.text);
                if let Some((first, kind)) = other.or_else(|| whole.get(value.text.as_str()).copied()) {
                    found.push((value_hides(value, &name.text, first, kind), vec![path.clone()]));
                }
            }
        }
    }
    for (diagnostic, about) in found {
        lint.report(diagnostic, about);
    }
}

fn field_hides(name: &Name, record: &str, first: Span, (zh, en): (&str, &str)) -> Diagnostic {
    let text = &name.text;
    Diagnostic::warning(
        CODE,
        name.span,
        format!("“{record}”的字段“{text}”与{zh}同名：在这条数据里，“{text}”指字段"),
        format!("field {text} of {record} is called like a {en}: within the record {text} is the field"),
    )
    .label(
        first,
        format!("{zh}在这里，在这条数据里用不到"),
        format!("the {en} is here, out of reach within the record"),
    )
    .help("给其中一个换个名字", "give one of them another name")
}

fn value_hides(value: &Name, field: &str, first: Span, (zh, en): (&str, &str)) -> Diagnostic {
    let text = &value.text;
    Diagnostic::warning(
        CODE,
        value.span,
        format!("取值“{text}”与{zh}同名：与“{field}”相比时，“{text}”指这个取值"),
        format!("the value {text} is called like a {en}: beside {field} it is the value"),
    )
    .label(first, format!("{zh}在这里"), format!("the {en} is here"))
    .help("给其中一个换个名字", "give one of them another name")
}

/// A name that is spelled like a word of the language.
fn word(lint: &Lint<'_>, name: &Name) -> Option<Diagnostic> {
    let text = name.text.as_str();
    if LITERAL.contains(&text) {
        let diagnostic = Diagnostic::warning(
            CODE,
            name.span,
            format!("“{text}”在条件里读作是否的取值，不读作这个名称"),
            format!("in a condition {text} is read as yes or no, and not as this name"),
        );
        return Some(diagnostic.help("换个名字", "choose another name"));
    }
    // In quotes or not, it is the name that counts.
    BUILT_IN.contains(&text).then(|| {
        let written = lint.text(name.span);
        Diagnostic::warning(
            CODE,
            name.span,
            format!("“{text}”本来有自己的意思，这样命名以后，“{written}”就指这个名称"),
            format!("{text} has a meaning of its own, and is this name from here on"),
        )
        .help("换个名字", "choose another name")
    })
}
