//! Files with the mistakes that people make: which messages come of each, and where.
//!
//! `wrong/AREA/NAME.gj` is a policy; `wrong/AREA/NAME/` holds a policy with its amendments, or facts for the policy that
//! stands in the area's `policy.gj`. What is to be found stands in the file itself, one comment a message, with the line and the
//! column in characters: `#! 3:14 number-commas`. For facts it stands in `expected` beside them: the file, row, column and
//! code of each message, `-` for what it does not name.
//!
//! The files are kept byte for byte (`.gitattributes`): some have a byte order mark, carriage returns, tabs or invisible
//! characters, and `facts/gbk` is in GBK.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use guiju::diagnostic::Place;
use guiju::{Diagnostic, Language, Policy, SourceFile};

/// One wrong file, or a folder of them, and what was found.
struct Case {
    name: String,
    sources: Vec<SourceFile>,
    /// The bytes of facts as text, as far as they are, for names quoted from them.
    facts: String,
    expected: Vec<String>,
    found: Vec<Diagnostic>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wrong")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

/// The areas with their cases.
fn areas() -> Vec<(String, Vec<Case>)> {
    let areas = entries(&root()).into_iter().filter(|path| path.is_dir());
    areas.map(|area| (name_of(&area), entries(&area).iter().filter_map(|path| case(&area, path)).collect())).collect()
}

fn case(area: &Path, path: &Path) -> Option<Case> {
    let name = format!("{}/{}", name_of(area), name_of(path));
    if path.is_dir() {
        let files = entries(path);
        let policies: Vec<&PathBuf> = files.iter().filter(|file| name_of(file).ends_with(".gj")).collect();
        if policies.is_empty() { Some(facts_case(area, name, &files)) } else { Some(policy_case(name, &policies)) }
    } else {
        (name_of(path) != "policy.gj").then(|| policy_case(name, &[&path.to_path_buf()]))
    }
}

fn source(path: &Path) -> SourceFile {
    SourceFile::new(name_of(path), fs::read_to_string(path).unwrap())
}

fn policy_case(name: String, paths: &[&PathBuf]) -> Case {
    let sources: Vec<SourceFile> = paths.iter().map(|path| source(path)).collect();
    let several = sources.len() > 1;
    let mut expected = Vec::new();
    for source in &sources {
        let file = if several { format!("{}:", source.name) } else { String::new() };
        let lines = source.text.lines().filter_map(|line| line.strip_prefix("#! "));
        expected.extend(lines.map(|line| format!("{file}{}", line.trim_end())));
    }
    let found = Policy::compile(sources.clone()).diagnostics;
    Case { name, sources, facts: String::new(), expected, found }
}

fn facts_case(area: &Path, name: String, files: &[PathBuf]) -> Case {
    let policy = source(&area.join("policy.gj"));
    let compiled = Policy::compile(vec![policy.clone()]);
    assert_eq!(compiled.diagnostics, [], "{}", policy.name);
    let policy_of_facts = compiled.policy.unwrap();
    let mut loader = policy_of_facts.loader();
    let mut facts = String::new();
    for file in files {
        let bytes = fs::read(file).unwrap();
        facts.push_str(&String::from_utf8_lossy(&bytes));
        match name_of(file).rsplit_once('.').map(|(_, kind)| kind.to_owned()).as_deref() {
            Some("csv") => loader.csv(&name_of(file), bytes.as_slice()),
            Some("json") => loader.json(&name_of(file), &bytes),
            _ => {}
        }
    }
    let expected = files.iter().find(|file| name_of(file) == "expected").map(|file| fs::read_to_string(file).unwrap());
    let expected = expected.unwrap_or_default().lines().map(str::to_owned).collect();
    let found = loader.finish().diagnostics;
    Case { name, sources: vec![policy], facts, expected, found }
}

/// The place and code of a message as the wrong files state them.
fn stated(case: &Case, found: &Diagnostic) -> String {
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let place = match &found.place {
        Place::Text(span) => {
            let source = &case.sources[span.source.0 as usize];
            let before = &source.text[..span.start as usize];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            let file = if case.sources.len() > 1 { format!("{}:", source.name) } else { String::new() };
            format!("{file}{line}:{column}")
        }
        Place::Facts(place) => {
            let row = place.row.map(|row| row.to_string());
            let row = row.or_else(|| place.position.map(|(line, column)| format!("{line}:{column}")));
            let table = place.table.clone().filter(|table| !place.file.starts_with(table.as_str()));
            let file = table.map_or_else(|| place.file.clone(), |table| format!("{} {table}", place.file));
            format!("{file} {} {}", or_dash(row), or_dash(place.column.clone()))
        }
        Place::Nowhere => "-".to_owned(),
    };
    format!("{place} {}", found.code)
}

#[test]
fn each_mistake_is_found_at_its_place() {
    let areas = areas();
    let count: usize = areas.iter().map(|(_, cases)| cases.len()).sum();
    assert!(count >= 160, "{count} wrong files");
    let mut other = String::new();
    for case in areas.iter().flat_map(|(_, cases)| cases) {
        let found: Vec<String> = case.found.iter().map(|found| stated(case, found)).collect();
        if found != case.expected || found.is_empty() {
            writeln!(other, "{}\n  stated: {:?}\n  found:  {found:?}", case.name, case.expected).unwrap();
        }
    }
    assert!(other.is_empty(), "{other}");
}

#[test]
fn messages_as_they_are_drawn() {
    for (area, cases) in areas() {
        let mut drawn = String::new();
        for case in cases {
            writeln!(drawn, "═══ {}", case.name).unwrap();
            for language in [Language::Zh, Language::En] {
                drawn.push_str(&guiju::render(&case.found, &case.sources, language, 100));
                drawn.push('\n');
            }
        }
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(area, drawn) });
    }
}
