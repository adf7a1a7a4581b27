//! `guiju new`: the start of a policy, which checks, passes its tests and is evaluated as it stands.

use std::path::{Path, PathBuf};

use guiju::{Diagnostic, Language, Policy, SourceFile};

use super::complain;
use crate::arguments::New;
use crate::exit::Exit;
use crate::io;

/// A file of the start, with `{{id}}`, `{{title}}` and `{{year}}` for what each policy says for itself.
struct Template {
    path: &'static str,
    text: &'static str,
}

const CHINESE: [Template; 4] = [
    Template { path: "policy.gj", text: include_str!("new/zh/policy.gj") },
    Template { path: "tests/达标.gj", text: include_str!("new/zh/test.gj") },
    Template { path: "facts/店铺.csv", text: include_str!("new/zh/facts.csv") },
    Template { path: "README.md", text: include_str!("new/zh/readme.md") },
];

const ENGLISH: [Template; 4] = [
    Template { path: "policy.gj", text: include_str!("new/en/policy.gj") },
    Template { path: "tests/qualified.gj", text: include_str!("new/en/test.gj") },
    Template { path: "facts/store.csv", text: include_str!("new/en/facts.csv") },
    Template { path: "README.md", text: include_str!("new/en/readme.md") },
];

/// What a policy is called, and of which year it is.
struct Names {
    id: String,
    title: String,
    year: u16,
}

impl Names {
    fn fill(&self, text: &str) -> String {
        let year = self.year.to_string();
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        // From the front, so that a title which looks like a place to fill stays as it is.
        while let Some((before, (name, after))) =
            rest.split_once("{{").and_then(|(a, b)| Some((a, b.split_once("}}")?)))
        {
            filled.push_str(before);
            filled.push_str(match name {
                "id" => &self.id,
                "title" => &self.title,
                _ => &year,
            });
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

/// Makes the folder and writes the files.
pub fn run(arguments: &New, language: Language) -> Exit {
    let templates = match language {
        Language::Zh => &CHINESE,
        Language::En => &ENGLISH,
    };
    let folder = &arguments.folder;
    let names = match names(arguments, templates) {
        Ok(names) => names,
        Err(refusal) => {
            io::complain(&refusal.text(language));
            return Exit::Usage;
        }
    };
    let failed = |diagnostic: Diagnostic| {
        complain(&[diagnostic], &[], language);
        Exit::Output
    };
    if let Err(diagnostic) = io::empty_folder(folder) {
        return failed(*diagnostic);
    }
    for template in templates {
        let text = names.fill(template.text);
        // Spreadsheets take a CSV file for UTF-8 by the mark in front.
        let mark = if template.path.ends_with(".csv") { "\u{feff}" } else { "" };
        if let Err(diagnostic) = io::write_new(&folder.join(template.path), &format!("{mark}{text}")) {
            return failed(*diagnostic);
        }
    }
    io::print(&told(folder, templates, language), Exit::Done)
}

/// Why there is no name for the policy.
enum Refusal {
    /// The title cannot stand in quotes.
    Title,
    /// This id, or folder's name in its place, cannot be one.
    Id(String),
}

impl Refusal {
    fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Title, Language::Zh) => {
                "错误：名称里不能有引号和换行\n  请换一个名称：--title 小店上网补助办法\n".to_owned()
            }
            (Self::Title, Language::En) => {
                "error: a title holds no quotation marks and no line breaks\n  give another one: --title \"Aid for small shops\"\n"
                    .to_owned()
            }
            (Self::Id(id), Language::Zh) => {
                format!("错误：“{id}”不能作政策的代号\n  请另写一个代号：--id 小店-2023\n")
            }
            (Self::Id(id), Language::En) => {
                format!("error: “{id}” cannot be the id of a policy\n  give another one: --id shops-2023\n")
            }
        }
    }
}

/// The names that were given, or those that follow from the folder's.
fn names(arguments: &New, templates: &[Template]) -> Result<Names, Refusal> {
    let called = io::folder_name(&arguments.folder);
    let id = arguments.id.clone().or(called).unwrap_or_default();
    let title = arguments.title.clone().unwrap_or_else(|| id.clone());
    if title.contains(['"', '“', '”', '\n', '\r']) {
        return Err(if arguments.title.is_some() { Refusal::Title } else { Refusal::Id(id) });
    }
    let year = arguments.year.or_else(|| year_in(&id)).unwrap_or_else(io::this_year);
    // Whether an id can stand as it is, or in brackets only, the compiler knows.
    let quoted = format!("「{id}」");
    let fits = |id: &String| {
        let names = Names { id: id.clone(), title: title.clone(), year };
        let policy = templates.first().map(|template| names.fill(template.text)).unwrap_or_default();
        Policy::compile(vec![SourceFile::new("policy.gj", policy)]).policy.is_some()
    };
    let found = [&id, &quoted].into_iter().find(|id| fits(id)).cloned();
    let id = found.ok_or(Refusal::Id(id))?;
    Ok(Names { id, title, year })
}

/// A year in a name: four digits that are no part of a longer number.
fn year_in(name: &str) -> Option<u16> {
    let numbers = name.split(|c: char| !c.is_ascii_digit());
    numbers
        .filter(|digits| digits.len() == 4)
        .find_map(|digits| digits.parse().ok().filter(|year| (1900..=2999).contains(year)))
}

/// What was made, and what to do next.
fn told(folder: &Path, templates: &[Template], language: Language) -> String {
    let shown = |path: PathBuf| path.to_string_lossy().into_owned();
    let quoted = |text: String| if text.contains(' ') { format!("\"{text}\"") } else { text };
    let policy = quoted(shown(folder.to_owned()));
    let facts = quoted(shown(folder.join("facts")));
    let mut text = match language {
        Language::Zh => format!("建好了 {}：\n", shown(folder.to_owned())),
        Language::En => format!("made {}:\n", shown(folder.to_owned())),
    };
    for template in templates {
        text.push_str(&format!("  {}\n", shown(folder.join(template.path))));
    }
    text.push_str(match language {
        Language::Zh => "接下来可以运行：\n",
        Language::En => "next:\n",
    });
    text.push_str(&format!("  guiju check {policy}\n  guiju test {policy}\n  guiju eval {policy} --facts {facts}\n"));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_four_digits() {
        assert_eq!(year_in("小店-2023"), Some(2023));
        assert_eq!(year_in("2024小店"), Some(2024));
        assert_eq!(year_in("文号202312"), None);
        assert_eq!(year_in("小店-0001"), None);
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let names = Names { id: "{{year}}".to_owned(), title: "{{id}}".to_owned(), year: 2023 };
        assert_eq!(names.fill("a {{id}} {{title}} {{year}} {{"), "a {{year}} {{id}} 2023 {{");
    }
}
