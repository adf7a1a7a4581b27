//! Documents of the policies that are shipped: nothing is left out, the pages are sound, and two runs give the same bytes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]
#![allow(clippy::disallowed_methods, reason = "policies are files")]

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use guiju::document::{Document, LANGUAGE_VERSION};
use guiju::{Language, Policy, SourceFile};

#[path = "document/page.rs"]
mod page;
#[path = "document/sentences.rs"]
mod sentences;

const POLICIES: &[&str] =
    &["hlj-live-commerce-2023", "hlj-live-commerce-2024-exercise", "uefa-champions-league-2021", "uk-income-tax-2023"];
const BOTH: [Language; 2] = [Language::Zh, Language::En];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A policy with its tests, and the one that it amends.
fn policy(name: &str) -> Policy {
    let folder = root().join("policies").join(name);
    let mut files = vec![folder.join("policy.gj")];
    if folder.join("tests").is_dir() {
        let mut tests: Vec<PathBuf> =
            fs::read_dir(folder.join("tests")).unwrap().map(|entry| entry.unwrap().path()).collect();
        tests.sort();
        files.extend(tests);
    }
    if name.ends_with("exercise") {
        files.push(root().join("policies/hlj-live-commerce-2023/policy.gj"));
    }
    let sources = files
        .iter()
        .map(|file| SourceFile::new(file.file_name().unwrap().to_string_lossy(), fs::read_to_string(file).unwrap()));
    Policy::compile(sources.collect()).policy.expect("it compiles")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#x27;")
        .replace('/', "&#x2f;")
}

fn reading(text: &str, label: Option<&str>, language: Language) -> String {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let wanted = [Some(text), label].into_iter().flatten().find(|name| chinese(name) == (language == Language::Zh));
    let name = wanted.unwrap_or(text);
    if chinese(name) { name.to_owned() } else { name.replace('_', " ") }
}

#[test]
fn nothing_of_a_policy_is_left_out() {
    for name in POLICIES {
        let policy = policy(name);
        let program = policy.program();
        for language in BOTH {
            let document = Document::new(&policy, language);
            let (html, markdown) = (document.to_html().unwrap(), document.to_markdown().unwrap());
            let mut seen = 0;
            // Whatever has a name stands in a heading, or at the head of a row.
            let mut named: Vec<String> = Vec::new();
            let mut put = |name: &guiju_program::Name| named.push(reading(&name.text, name.label.as_deref(), language));
            program.rules.values().for_each(|item| put(&item.name));
            program.parameters.values().for_each(|item| put(&item.name));
            program.budgets.values().for_each(|item| put(&item.name));
            program.tables.values().for_each(|item| put(&item.name));
            program.defines.values().for_each(|item| put(&item.name));
            program.awards.values().for_each(|item| put(&item.name));
            program.caps.values().for_each(|item| put(&item.name));
            program.allocations.values().for_each(|item| put(&item.name));
            program.interpretations.values().for_each(|item| put(&item.name));
            program.criteria.values().for_each(|item| put(&item.name));
            for record in program.records.values() {
                put(&record.name);
                record.fields.values().for_each(|field| put(&field.name));
            }
            for item in &named {
                assert!(
                    html.contains(&format!("class=\"name\"{}>{}</span>", page::tongue(item, language), escaped(item))),
                    "{name} {language:?}: {item}"
                );
                seen += 1;
            }
            let conditions = program.criteria.values().flat_map(|criteria| &criteria.conditions);
            for condition in conditions {
                let item = reading(&condition.name.text, condition.name.label.as_deref(), language);
                assert!(html.contains(&format!("{}</th>", escaped(&item))), "{name} {language:?}: {item}");
            }
            for (id, clause) in program.clauses.iter() {
                let path = escaped(&clause.path);
                assert!(
                    html.contains(&format!("class=\"path\"{}>{path}</span>", page::tongue(&clause.path, language))),
                    "{name}: {path}"
                );
                assert!(markdown.contains(&format!("<a id=\"c{}\"></a>", id.0 + 1)), "{name}: {path}");
            }
            for interpretation in program.interpretations.values().filter(|item| item.text_en.is_none()) {
                assert!(html.contains(&escaped(&interpretation.text)), "{name}: {}", interpretation.text);
            }
            for test in policy.tests() {
                assert!(html.contains(&escaped(&test.name)), "{name}: {}", test.name);
            }
            assert!(seen > 30, "{name}: only {seen} names");
        }
    }
}

#[test]
fn pages_are_sound_and_stand_by_themselves() {
    for name in POLICIES {
        let policy = policy(name);
        for language in BOTH {
            let document = Document::new(&policy, language);
            let html = document.to_html().unwrap();
            page::balanced(&html);
            for foreign in
                ["<script", "<link", "<img", "<iframe", "src=", "@import", "url(", "http:", "https:", "javascript:"]
            {
                assert!(!html.contains(foreign), "{name} {language:?} has {foreign}");
            }
            assert!(html.contains(if language == Language::Zh {
                "<html lang=\"zh-CN\">"
            } else {
                "<html lang=\"en\">"
            }));
            let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let known: HashSet<&str> = ids.iter().copied().collect();
            assert_eq!(ids.len(), known.len(), "{name}: an id stands twice");
            for target in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(known.contains(target), "{name} {language:?}: #{target} leads nowhere");
            }
        }
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    for name in POLICIES {
        for language in BOTH {
            let write = || {
                let policy = policy(name);
                let document = Document::new(&policy, language);
                (document.to_html().unwrap(), document.to_markdown().unwrap())
            };
            assert!(write() == write(), "{name} {language:?}");
        }
    }
}

#[test]
fn markdown_is_sound() {
    for name in POLICIES {
        let policy = policy(name);
        for language in BOTH {
            page::sound_markdown(&Document::new(&policy, language).to_markdown().unwrap());
        }
    }
}

/// Sentences are in the reader's language: in Chinese without Latin letters, in English without the policy's spelling.
#[test]
fn sentences_are_in_one_language() {
    let mut seen = 0;
    for name in POLICIES {
        let policy = policy(name);
        for language in BOTH {
            let html = Document::new(&policy, language).to_html().unwrap();
            for sentence in page::sentences(&html) {
                seen += 1;
                assert!(!sentence.contains('_'), "{name}: {sentence}");
                assert!(sentence.ends_with(if language == Language::Zh { '。' } else { '.' }), "{name}: {sentence}");
                let chinese = name.starts_with("hlj");
                if chinese && language == Language::Zh {
                    assert!(!sentence.contains(|c: char| c.is_ascii_alphabetic()), "{name}: {sentence}");
                }
                for word in ["其中", "适用 ", "依据 ", "where ", " cites "] {
                    let english = word.is_ascii();
                    assert!(english || language == Language::Zh || !sentence.contains(word), "{name}: {sentence}");
                }
                // What has no label in English is named as it is, in quotes.
                if language == Language::En {
                    let mut quoted = false;
                    for c in sentence.chars() {
                        quoted = (quoted || c == '“') && c != '”';
                        assert!(quoted || !('\u{4e00}'..='\u{9fff}').contains(&c), "{name}: {sentence}");
                    }
                }
            }
        }
    }
    assert!(seen > 700, "only {seen} sentences");
}

#[test]
fn amendments_are_told() {
    let policy = policy("hlj-live-commerce-2024-exercise");
    let html = Document::new(&policy, Language::Zh).to_html().unwrap();
    assert!(html.contains("hlj-live-commerce-2024-exercise ← hlj-live-commerce-2023"));
    let changes = html.split("<section id=\"changes\">").nth(1).unwrap();
    let rows: Vec<&str> = changes.split("<tr class=\"").skip(1).collect();
    let count = |class: &str| rows.iter().filter(|row| row.starts_with(class)).count();
    let text = fs::read_to_string(root().join("policies/hlj-live-commerce-2024-exercise/policy.gj")).unwrap();
    let words = |word: &str| text.lines().filter(|line| line.starts_with(word)).count();
    // One of the replacements is of a part; the document with the new clauses is added without a word.
    assert_eq!(count("replaced"), words("替换") - 1);
    assert_eq!(count("part"), 1);
    assert_eq!(count("added"), words("新增") + 1);
    assert_eq!(count("repealed"), words("废止"));
    assert!(changes.contains("达标.短视频") && changes.contains("达标.直播时长"));
    // The repealed condition is gone, the changed one says where it comes from.
    let criteria = html.split("id=\"k4\"").nth(1).unwrap().split("</table>").next().unwrap();
    assert!(criteria.contains("查表“最低时长”") && criteria.contains("替换自"), "{criteria}");
    assert!(!criteria.contains("短视频"), "{criteria}");
    let plain = Document::new(&self::policy("hlj-live-commerce-2023"), Language::Zh).to_html().unwrap();
    assert!(!plain.contains("id=\"changes\""));
}

#[test]
fn the_version_of_the_language_is_that_of_its_reference() {
    let reference = fs::read_to_string(root().join("docs/language.md")).unwrap();
    assert!(reference.contains(&format!("(language {LANGUAGE_VERSION},")), "docs/language.md");
}
