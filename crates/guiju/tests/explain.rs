//! The pages of the diagnostics: one for each code, in the program as they stand in the folder, with an index.
//!
//! `UPDATE=1 cargo test -p guiju --test explain` writes what is generated from the pages anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use guiju::{Language, explain};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The texts of all pages, in the order of their codes.
fn texts() -> Vec<String> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("docs/diagnostics"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .filter(|path| path.file_stem().unwrap() != "README")
        .collect();
    files.sort();
    files.iter().map(|file| fs::read_to_string(file).unwrap()).collect()
}

fn is_fresh(path: &str, expected: &str) {
    let path = root().join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, expected).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{} is not fresh: UPDATE=1 cargo test -p guiju --test explain", path.display());
}

#[test]
fn the_program_has_the_pages_of_the_folder() {
    is_fresh("crates/guiju/src/explain/pages.md", &texts().join("\n\u{c}\n"));
}

#[test]
fn the_index_lists_every_page() {
    let mut index = String::from(
        "# 诊断 Diagnostics\n\nEvery message of Guiju has a code; `guiju explain CODE` shows its page.\n\
         规矩的每条提示都有一个代码，用 `guiju explain 代码` 查看说明。\n\n| code | 中文 | English |\n|---|---|---|\n",
    );
    for page in explain::pages() {
        let code = page.code;
        let (zh, en) = (page.title(Language::Zh), page.title(Language::En));
        let cell = |text: &str| text.replace('|', "\\|");
        index.push_str(&format!("| [{code}]({code}.md) | {} | {} |\n", cell(zh), cell(en)));
    }
    is_fresh("docs/diagnostics/README.md", &index);
    assert_eq!(explain::pages().len(), texts().len(), "a page could not be read");
}

/// Codes that cannot be shown by a policy and a file: each with the reason.
const WITHOUT_PAGE: &[(&str, &str)] = &[];

/// What looks like a code in the sources and is none.
const NO_CODES: &[&str] = &[
    "as-of",
    "base-tests",
    "claw-backs",
    "facts-hash",
    "first-bound",
    "largest-count",
    "largest-rate",
    "largest-rate-in-fen",
    "latest-start",
    "max-steps",
    "second-bound",
    "seeded-faults",
    "short-by",
    "silent-point",
    "smallest-budget",
    "to-come",
];

/// Every code that the sources make has a page, and every page is about a code that they make.
#[test]
fn every_code_has_a_page() {
    let mut made = BTreeSet::new();
    let mut folders = vec![root().join("crates")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                // Only what ships makes messages.
                let name = path.file_name().unwrap();
                if name != "tests" && name != "examples" && name != "target" {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]").next().unwrap();
                made.extend(codes_in(text));
            }
        }
    }
    for name in NO_CODES {
        assert!(made.remove(*name), "{name} is not in the sources any more");
    }
    let pages: BTreeSet<String> = explain::pages().iter().map(|page| page.code.to_owned()).collect();
    let without: BTreeSet<String> = WITHOUT_PAGE.iter().map(|(code, _)| (*code).to_owned()).collect();
    let missing: Vec<_> = made.iter().filter(|code| !pages.contains(*code) && !without.contains(*code)).collect();
    assert!(missing.is_empty(), "no page in docs/diagnostics: {missing:?}");
    let stray: Vec<_> = pages.iter().chain(&without).filter(|code| !made.contains(*code)).collect();
    assert!(stray.is_empty(), "pages of codes that nothing makes: {stray:?}");
}

/// Texts in kebab case, and what stands first in a call that makes a diagnostic.
fn codes_in(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let is_code = |text: &str| {
        !text.is_empty()
            && text.split('-').all(|part| {
                part.starts_with(|c: char| c.is_ascii_lowercase())
                    && part.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
            })
    };
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let literals = line.split('"').skip(1).step_by(2);
        found.extend(literals.filter(|text| text.contains('-') && is_code(text)).map(str::to_owned));
    }
    for maker in ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::new("] {
        for call in text.split(maker).skip(1) {
            let first = call.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
            found.extend(first.filter(|text| is_code(text)).map(str::to_owned));
        }
    }
    found
}
