//! What the documents say is so: their examples compile, their excerpts are real, their paths and flags exist.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]
#![allow(clippy::disallowed_methods, reason = "documents are files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use guiju::{Language, Options, Policy, SourceFile};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The README in both languages.
const READMES: [&str; 2] = ["README.md", "README.zh.md"];

/// The READMEs and all of docs.
fn documents() -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = READMES.iter().map(|name| ((*name).to_owned(), read(name))).collect();
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                let name = path.strip_prefix(root()).unwrap().display().to_string();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

/// The fenced blocks of a document: their line, what stands behind the fence, and their text.
fn blocks(text: &str) -> Vec<(usize, String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, String, String)> = None;
    for (number, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(info), None) => open = Some((number + 1, info.trim().to_owned(), String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some((_, _, text))) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

#[test]
fn examples_of_the_language_compile() {
    for (document, text) in documents() {
        let blocks = blocks(&text);
        // Fragments in English spelling stand behind a preamble in English spelling.
        let preamble = |english: bool| {
            let wanted = if english { "gj preamble en" } else { "gj preamble" };
            blocks.iter().find(|(_, info, _)| info == wanted).map(|(_, _, text)| text.as_str())
        };
        let mut seen = 0;
        let mut wrong = Vec::new();
        for (line, info, text) in blocks.iter().filter(|(_, info, _)| info.split(' ').next() == Some("gj")) {
            // The READMEs' excerpts are parts of a policy that is compiled elsewhere; the pages of diagnostics and the tutorial
            // are run by the program, see its tests.
            let elsewhere = document.starts_with("docs/diagnostics/") || document == "docs/zh/tutorial.md";
            if elsewhere || READMES.contains(&document.as_str()) {
                continue;
            }
            seen += 1;
            let is = |wanted: &str| info.split(' ').any(|word| word == wanted);
            let whole = match is("fragment") {
                true => format!("{}{text}", preamble(is("en")).expect("a preamble")),
                false => text.clone(),
            };
            let mut sources = vec![SourceFile::new("example.gj", whole)];
            // An amendment is one of the preamble.
            if is("amends") {
                sources.push(SourceFile::new("policy.gj", preamble(is("en")).expect("a preamble")));
            }
            let compiled = Policy::compile(sources);
            let codes: Vec<&str> = compiled.diagnostics.iter().filter(|d| d.is_error()).map(|d| d.code).collect();
            match info.split(' ').find_map(|word| word.strip_prefix("wrong=")) {
                Some(code) if codes == [code] => {}
                None if codes.is_empty() => {
                    let policy = compiled.policy.expect("it compiled");
                    let failed = policy.run_tests().into_iter().filter(|result| !result.passed());
                    wrong.extend(failed.map(|result| format!("{document}:{line}: {result:#?}")));
                }
                expected => {
                    let found: Vec<String> = compiled.diagnostics.iter().map(ToString::to_string).collect();
                    wrong.push(format!("{document}:{line}: expected {expected:?}, found {found:#?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        let guides = ["docs/language.md", "docs/zh/language.md"];
        assert!(!guides.contains(&document.as_str()) || seen > 30, "{document} has lost its examples");
    }
}

/// Each sentence of the phrase book has its text, with a test that is run above.
#[test]
fn the_phrase_book_has_forty_sentences() {
    let text = read("docs/how-do-i-say.md");
    let sections: Vec<&str> = text.split("\n### ").skip(1).collect();
    for section in &sections {
        let heading = section.lines().next().unwrap();
        let blocks = blocks(section);
        assert!(blocks.iter().any(|(_, info, text)| info.starts_with("gj") && text.contains("测试 \"")), "{heading}");
    }
    assert!(sections.len() >= 40, "only {} sentences", sections.len());
}

/// With the guide in Chinese the first policy, its tests and an amendment can be written: it has each of their words.
#[test]
fn the_guide_in_chinese_has_the_words_of_the_policies_in_chinese() {
    let guide = read("docs/zh/language.md");
    let mut used = BTreeSet::new();
    for policy in ["policies/hlj-live-commerce-2023", "policies/hlj-live-commerce-2024-exercise"] {
        let mut files = vec![root().join(policy).join("policy.gj")];
        files.extend(fs::read_dir(root().join(policy).join("tests")).unwrap().map(|entry| entry.unwrap().path()));
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let code = text.lines().filter_map(|line| line.split('#').next());
            for word in code.flat_map(|line| line.split(|c: char| !c.is_alphabetic() && c != '_')) {
                used.insert(word.to_owned());
            }
        }
    }
    let words = guiju::vocabulary::terms().iter().map(|term| term.zh);
    let needed: BTreeSet<&str> = words.filter(|word| used.contains(*word)).collect();
    let missing: Vec<&&str> = needed.iter().filter(|word| !guide.contains(**word)).collect();
    assert!(missing.is_empty(), "docs/zh/language.md does not have {missing:?}");
    assert!(needed.len() > 80, "only {needed:?}");
}

#[test]
fn excerpts_in_the_readmes_are_real() {
    let policy_text = read("policies/hlj-live-commerce-2023/policy.gj");
    let compiled = Policy::compile(vec![SourceFile::new("policy.gj", policy_text.clone())]);
    let policy = compiled.policy.expect("the first policy compiles");
    let mut loader = policy.loader();
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("policies/hlj-live-commerce-2023/sample"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .collect();
    files.sort();
    for file in files {
        loader.csv(&file.file_name().unwrap().to_string_lossy(), &fs::read(&file).unwrap());
    }
    let facts = loader.finish().facts.expect("the sample fits");
    let report = policy.evaluate(&facts, &Options::new(policy.last_day().unwrap())).unwrap();
    let report = report.to_text(Language::Zh, 120);
    let lib = read("crates/guiju/src/lib.rs");
    for readme in READMES {
        let (mut policies, mut reports, mut programs) = (0, 0, 0);
        for (line, info, text) in blocks(&read(readme)) {
            match info.as_str() {
                "gj" => {
                    assert!(policy_text.contains(&text), "{readme}:{line} is not in the policy");
                    policies += 1;
                }
                "text" => {
                    assert!(report.contains(&text), "{readme}:{line} is not in the report:\n{report}");
                    reports += 1;
                }
                "rust" => {
                    let documented: Vec<&str> = lib
                        .lines()
                        .filter_map(|line| line.strip_prefix("//!"))
                        .map(|line| line.strip_prefix(' ').unwrap_or(line))
                        .collect();
                    let documented = documented.join("\n");
                    assert!(documented.contains(text.trim_end()), "{readme}:{line} is not the example of the crate");
                    programs += 1;
                }
                _ => {}
            }
        }
        assert!(policies >= 1 && reports >= 1 && programs == 1, "{readme}: {policies} {reports} {programs}");
    }
    let excerpts: Vec<String> = blocks(&read("docs/zh/report.md")).into_iter().map(|(_, _, text)| text).collect();
    assert!(
        !excerpts.is_empty() && excerpts.iter().all(|text| report.contains(text)),
        "docs/zh/report.md: {excerpts:#?}"
    );
}

/// What was measured is said with the same figures in both languages.
#[test]
fn the_readmes_agree_on_what_was_measured() {
    let figures = |readme: &str, heading: &str| {
        let text = read(readme);
        let section = text.split_once(heading).unwrap().1.split("\n## ").next().unwrap().to_owned();
        let is_figure = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
        let words =
            section.split(|c: char| !is_figure(c)).map(|word| word.trim_matches(['.', ','])).filter(|w| !w.is_empty());
        let mut figures: Vec<String> = words.map(str::to_owned).collect();
        figures.sort();
        figures
    };
    let english = figures("README.md", "\n## How exact, how fast\n");
    assert_eq!(english, figures("README.zh.md", "\n## 多精确，多快\n"));
    assert!(english.len() >= 8, "{english:?}");
}

#[test]
fn the_readmes_show_the_two_commands_first() {
    for readme in READMES {
        let commands: Vec<String> = blocks(&read(readme))
            .into_iter()
            .filter(|(_, info, _)| info == "sh")
            .flat_map(|(_, _, text)| text.lines().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        assert_eq!(
            commands[..2],
            [
                "cargo run --release -- eval policies/hlj-live-commerce-2023 --facts policies/hlj-live-commerce-2023/sample",
                "cargo test --workspace",
            ],
            "{readme}"
        );
        assert!(read(".ci/run").contains(&commands[1]), "CI runs the README's test command");
    }
}

#[test]
fn paths_and_flags_that_documents_name_exist() {
    let arguments = read("crates/guiju-cli/src/arguments.rs");
    let mut named = 0;
    for (document, text) in documents() {
        for span in text.split('`').skip(1).step_by(2) {
            let is_path = !span.contains(' ')
                && !span.contains('*')
                && (span.starts_with("docs/")
                    || span.starts_with("crates/")
                    || span.starts_with("policies/")
                    || span.starts_with("benches/")
                    || span.starts_with("fuzz/"));
            if is_path {
                assert!(root().join(span).exists(), "{document} names {span}, which is not there");
                named += 1;
            }
            if let Some(flag) = span.strip_prefix("--") {
                let flag = flag.split([' ', '=']).next().unwrap();
                let declared = arguments.contains(&format!("\"{flag}\""))
                    || arguments.contains(&format!(" {}:", flag.replace('-', "_")));
                assert!(
                    declared || ["workspace", "release"].contains(&flag),
                    "{document} names --{flag}, which no command has"
                );
            }
        }
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !target.contains("://") && !target.starts_with('#') {
                let file = target.split('#').next().unwrap();
                let beside = root().join(&document).parent().unwrap().join(file);
                assert!(beside.exists(), "{document} links to {target}, which is not there");
            }
        }
    }
    assert!(named > 5, "documents name {named} paths");
}
