//! Names in sentences: which of a name and its label is read, quotes, plurals, and rows reached from others.

use guiju_program::Name;
use guiju_program::diagnostic::Language;
use guiju_program::expr::{RowPath, RowVar, Step};
use guiju_program::schema::{Field, FieldId, FieldType, RecordId};

use super::Speaker;

/// Whether a text has Chinese in it.
pub fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'))
}

/// A name for readers of a language: of the name and its label the one in that language, else the name. Where a policy joins words
/// with `_`, they are read as words.
pub fn readable(name: &Name, language: Language) -> String {
    let wanted = |text: &&str| is_chinese(text) == (language == Language::Zh);
    let text = [Some(name.text.as_str()), name.label.as_deref()].into_iter().flatten().find(wanted);
    let text = text.unwrap_or(&name.text);
    if is_chinese(text) { text.to_owned() } else { text.replace('_', " ") }
}

/// The plural of an English noun; of `member of the group` that of the first noun.
pub fn plural(noun: &str) -> String {
    if is_chinese(noun) {
        return noun.to_owned();
    }
    let (head, rest) = match noun.split_once(" of ") {
        Some((head, rest)) => (head, format!(" of {rest}")),
        None => (noun, String::new()),
    };
    let irregular = [("child", "children"), ("woman", "women"), ("man", "men")];
    let found = irregular.iter().find_map(|(one, many)| Some((head.strip_suffix(one)?, *many)));
    let found = found.filter(|(start, _)| start.is_empty() || start.ends_with(' '));
    let sibilant = ["ss", "x", "ch", "sh"].iter().any(|end| head.ends_with(end));
    let vowel_before_y = ["ay", "ey", "oy", "uy"].iter().any(|end| head.ends_with(end));
    let many = match (found, head.strip_suffix('y')) {
        (Some((start, many)), _) => format!("{start}{many}"),
        (None, Some(start)) if !vowel_before_y => format!("{start}ies"),
        _ if sibilant => format!("{head}es"),
        _ if head.ends_with('s') || head.is_empty() => head.to_owned(),
        _ => format!("{head}s"),
    };
    many + &rest
}

impl<'p> Speaker<'p> {
    pub fn name(self, name: &Name) -> String {
        readable(name, self.language)
    }

    /// A name in quotes.
    pub fn quoted(self, name: &Name) -> String {
        format!("“{}”", self.name(name))
    }

    /// One row of a record: `服务对象`, `recipient`.
    pub fn row(self, id: RecordId) -> String {
        self.program.records.find(id).map(|record| self.name(&record.name)).unwrap_or_default()
    }

    /// Rows of a record: `服务对象`, `recipients`.
    pub fn rows(self, id: RecordId) -> String {
        let row = self.row(id);
        if self.zh() { row } else { plural(&row) }
    }

    /// The record in which a path ends.
    pub(super) fn end(self, path: &RowPath) -> Option<RecordId> {
        let mut at = path.record;
        for step in &path.steps {
            let record = self.program.records.find(at)?;
            at = match step {
                Step::Parent => record.parent?,
                Step::Reference(field) => match record.fields.find(*field)?.ty {
                    FieldType::Reference(target) => target,
                    _ => return None,
                },
            };
        }
        Some(at)
    }

    /// The field at the end of a path.
    pub(super) fn field_at(self, path: &RowPath, field: FieldId) -> Option<&'p Field> {
        self.program.records.find(self.end(path)?)?.fields.find(field)
    }

    /// The row at the end of a path: `该服务主体`, `服务主体的单位`, `its provider`. `None`: the row that is spoken of anyway.
    pub fn row_at(self, path: &RowPath) -> Option<String> {
        let mut words = match path.base {
            RowVar::Current => None,
            RowVar::This if self.zh() => Some(format!("该{}", self.row(path.record))),
            RowVar::This => Some(format!("this {}", self.row(path.record))),
            RowVar::Single(record) if self.zh() => Some(self.row(record)),
            RowVar::Single(record) => Some(format!("the {}", self.row(record))),
        };
        let mut at = path.record;
        for step in &path.steps {
            let Some(record) = self.program.records.find(at) else { break };
            let name = match step {
                Step::Parent => {
                    at = record.parent.unwrap_or(at);
                    self.row(at)
                }
                Step::Reference(field) => {
                    let Some(field) = record.fields.find(*field) else { break };
                    if let FieldType::Reference(target) = field.ty {
                        at = target;
                    }
                    self.name(&field.name)
                }
            };
            words = Some(match (words, self.zh()) {
                (None, true) => name,
                (Some(before), true) => format!("{before}的{name}"),
                (None, false) => format!("its {name}"),
                (Some(before), false) => format!("the {name} of {before}"),
            });
        }
        words
    }

    /// Something of a row, by its name.
    pub(super) fn of_row(self, path: &RowPath, name: &str) -> String {
        match (self.row_at(path), self.zh()) {
            (None, _) => name.to_owned(),
            (Some(row), true) => format!("{row}的{name}"),
            (Some(row), false) => format!("the {name} of {row}"),
        }
    }

    /// A field of a row as a noun: `直播时长`, `“live hours”`.
    pub(super) fn field(self, path: &RowPath, field: FieldId) -> String {
        let name = self.field_at(path, field).map(|field| self.name(&field.name)).unwrap_or_default();
        let name = if self.zh() { name } else { format!("“{name}”") };
        self.of_row(path, &name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_of_what_policies_name() {
        for (one, many) in [
            ("recipient", "recipients"),
            ("city", "cities"),
            ("day", "days"),
            ("member of the acceptance group", "members of the acceptance group"),
            ("monthly sales", "monthly sales"),
            ("child", "children"),
            ("business", "businesses"),
            ("branch", "branches"),
            ("服务对象", "服务对象"),
            ("", ""),
        ] {
            assert_eq!(plural(one), many, "{one}");
        }
    }

    #[test]
    fn the_reader_gets_the_name_in_his_language() {
        let chinese = Name::new("服务对象").with_label("recipient");
        assert_eq!(readable(&chinese, Language::Zh), "服务对象");
        assert_eq!(readable(&chinese, Language::En), "recipient");
        let english = Name::new("ten_years").with_label("十年");
        assert_eq!(readable(&english, Language::Zh), "十年");
        assert_eq!(readable(&english, Language::En), "ten years");
        assert_eq!(readable(&Name::new("x_y"), Language::Zh), "x y");
        assert_eq!(readable(&Name::new("达标"), Language::En), "达标");
    }
}
