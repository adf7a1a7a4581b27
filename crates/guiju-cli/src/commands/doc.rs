//! `guiju doc`: a policy as documents to read and print.

use guiju::document::{self, Document, DocumentError};
use guiju::{Language, Policy};

use super::{compile, complain, refuse};
use crate::arguments::{Doc, Format};
use crate::exit::Exit;
use crate::io::{self, Tests};

/// Writes the documents, and says which.
pub fn run(arguments: &Doc, language: Language) -> Exit {
    let compiled = match compile(&arguments.policy, Tests::Own, Format::Text, language) {
        Ok(compiled) => compiled,
        Err(exit) => return exit,
    };
    let Some(policy) = compiled.policy.as_ref().filter(|_| !compiled.has_errors()) else {
        return refuse(&compiled, Format::Text, language);
    };
    let files = match documents(policy, arguments.only) {
        Ok(files) => files,
        Err(error) => {
            io::complain(&match language {
                Language::Zh => format!("错误：文档写不出来：{error}\n"),
                Language::En => format!("error: {error}\n"),
            });
            return Exit::Output;
        }
    };
    let mut text = String::new();
    for (name, document) in &files {
        match io::write_into(&arguments.folder, name, document) {
            Ok(path) => text.push_str(&match language {
                Language::Zh => format!("已写 {path}\n"),
                Language::En => format!("wrote {path}\n"),
            }),
            Err(wrong) => {
                complain(&[*wrong], &[], language);
                return Exit::Output;
            }
        }
    }
    io::print(&text, Exit::Done)
}

/// The documents by the names of their files.
fn documents(policy: &Policy, only: Option<Language>) -> Result<Vec<(&'static str, String)>, DocumentError> {
    let all = [(Language::Zh, "zh.html", "zh.md"), (Language::En, "en.html", "en.md")];
    let wanted: Vec<_> = all.into_iter().filter(|(language, ..)| only.is_none_or(|only| only == *language)).collect();
    let pages: Vec<(Language, &str)> = wanted.iter().map(|(language, page, _)| (*language, *page)).collect();
    let mut files = Vec::new();
    if let [_, _, ..] = pages.as_slice() {
        files.push(("index.html", document::index(policy, &pages)?));
    }
    for (language, page, markdown) in wanted {
        let document = Document::new(policy, language);
        let html = document.to_html()?;
        if pages.len() == 1 {
            // There is nothing to choose.
            files.push(("index.html", html.clone()));
        }
        files.push((page, html));
        files.push((markdown, document.to_markdown()?));
    }
    Ok(files)
}
