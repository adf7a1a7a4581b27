//! Every figure of a policy is guarded: changed by one step of its last place, up or down, some test of the policy fails, or
//! the policy is refused.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]
#![allow(clippy::disallowed_methods, reason = "policies are read from files")]

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use guiju::civil::Date;
use guiju::{Policy, SourceFile};
use guiju_program::test_item::TestItem;

fn policies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies")
}

fn policy_text(folder: &str) -> String {
    fs::read_to_string(policies().join(folder).join("policy.gj")).unwrap()
}

/// The files of a folder's tests, and of the policies that it amends.
fn other_files(folder: &str, amended: &[&str]) -> Vec<SourceFile> {
    let mut tests: Vec<PathBuf> =
        fs::read_dir(policies().join(folder).join("tests")).unwrap().map(|entry| entry.unwrap().path()).collect();
    tests.sort();
    let tests = tests.iter().map(|path| SourceFile::new(path.display().to_string(), fs::read_to_string(path).unwrap()));
    let amended = amended.iter().map(|folder| SourceFile::new(format!("{folder}/policy.gj"), policy_text(folder)));
    tests.chain(amended).collect()
}

/// Words that a number may touch: behind any other letter, digits belong to a name.
const TOUCHING: &[&str] = &[
    "不低于",
    "不少于",
    "不小于",
    "至少",
    "达到",
    "不超过",
    "不高于",
    "不多于",
    "不大于",
    "至多",
    "超过",
    "高于",
    "多于",
    "不满",
    "不足",
    "低于",
    "少于",
    "为",
];

/// A figure in a text.
struct Figure {
    place: Range<usize>,
    /// What it is changed to.
    changes: Vec<String>,
}

/// The digits of a number changed by one step of its last place.
fn one_step(number: &str) -> Vec<String> {
    let plain = number.replace('_', "");
    let decimals = plain.split_once('.').map_or(0, |(_, part)| part.len());
    let digits: i64 = plain.replace('.', "").parse().unwrap();
    [digits + 1, digits - 1]
        .into_iter()
        .filter(|digits| *digits >= 0)
        .map(|digits| {
            let text = format!("{digits:0>width$}", width = decimals + 1);
            let (whole, part) = text.split_at(text.len() - decimals);
            if decimals == 0 { whole.to_owned() } else { format!("{whole}.{part}") }
        })
        .collect()
}

/// Every number and date that stands in a policy's items: not in its head, in comments, texts, or names.
fn figures(text: &str) -> Vec<Figure> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let end_of = |at: usize| characters.get(at).map_or(text.len(), |(place, _)| *place);
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let (place, character) = characters[at];
        let closing = match character {
            '#' => Some('\n'),
            '"' => Some('"'),
            '“' => Some('”'),
            '「' => Some('」'),
            '`' => Some('`'),
            _ => None,
        };
        if let Some(closing) = closing {
            at += 1;
            while at < characters.len() && characters[at].1 != closing {
                at += 1;
            }
            at += 1;
            continue;
        }
        if !(character.is_alphanumeric() || character == '_') {
            at += 1;
            continue;
        }
        // A word, with the digits and points in it.
        let start = at;
        let joins = |at: usize| {
            let (_, character) = characters[at];
            let behind = characters.get(at + 1).is_some_and(|(_, next)| next.is_alphanumeric());
            character.is_alphanumeric() || character == '_' || (character == '.' && behind)
        };
        if !character.is_ascii_digit() {
            // The head of a policy names its year and how long it stands: no figures, and it ends with a blank line.
            if ["政策 ", "policy "].iter().any(|word| text[place..].starts_with(word)) {
                let head = text[place..].split("\n\n").next().unwrap_or_default();
                at += head.chars().count();
                continue;
            }
            // A name or a keyword; a quantity may touch words of comparison.
            while at < characters.len() && joins(at) {
                at += 1;
                let before = &text[place..end_of(at)];
                let digit = characters.get(at).is_some_and(|(_, next)| next.is_ascii_digit());
                if digit && TOUCHING.contains(&before) {
                    break;
                }
            }
            continue;
        }
        let ends = |at: usize| at >= characters.len();
        while !ends(at)
            && (characters[at].1.is_ascii_digit() || characters[at].1 == '_' || (characters[at].1 == '.' && joins(at)))
        {
            at += 1;
        }
        let number = &text[place..end_of(at)];
        // A date is a figure by itself.
        if let Some(date) = text.get(place..place + 10).and_then(|text| text.parse::<Date>().ok()) {
            at = start + 10;
            let changes = [date.tomorrow().unwrap(), date.yesterday().unwrap()];
            found.push(Figure { place: place..place + 10, changes: changes.map(|date| date.to_string()).to_vec() });
            continue;
        }
        found.push(Figure { place: place..place + number.len(), changes: one_step(number) });
        // The unit that touches it.
        while !ends(at) && characters[at].1.is_alphabetic() {
            at += 1;
        }
    }
    found
}

/// The name of the item in which a place of the policy stands, and of its condition there.
fn names_around(text: &str, place: usize) -> Vec<&str> {
    let starts_item = |line: &&str| line.starts_with(char::is_alphabetic);
    let item = text[..place].lines().rev().find(starts_item).unwrap_or_default();
    let line = text[..place].lines().next_back().unwrap_or_default();
    let name = item.split_whitespace().find(|word| !["替换", "新增", "定义", "规则", "参数"].contains(word));
    let second = item.split_whitespace().nth(1);
    let condition = line.trim_start().split(':').next();
    [name, second, condition].into_iter().flatten().filter(|name| name.chars().count() > 1).collect()
}

/// Whether the policy is refused, or one of its tests fails. Tests that speak of what was changed come first, then those
/// with few rows.
fn is_noticed(text: &str, others: &[SourceFile], changed: usize) -> bool {
    let names = names_around(text, changed);
    let mut sources = vec![SourceFile::new("policy.gj", text)];
    sources.extend(others.iter().cloned());
    let compiled = Policy::compile(sources);
    let (Some(policy), false) = (&compiled.policy, compiled.has_errors()) else {
        return true;
    };
    let mut tests: Vec<_> = policy.tests().iter().collect();
    let rows =
        |test: &TestItem| -> u64 { test.tables.iter().flat_map(|table| &table.rows).map(|row| row.repeat).sum() };
    let speaks = |test: &TestItem| {
        let source = &policy.sources()[test.span.source.0 as usize].text;
        let said = &source[test.span.start as usize..test.span.end as usize];
        names.iter().any(|name| said.contains(name))
    };
    tests.sort_by_cached_key(|test| (!speaks(test) || rows(test) > 500, rows(test)));
    tests.iter().any(|test| !policy.run_test(test).passed())
}

/// Changes every figure of a policy; how many changes there were.
fn every_figure_is_guarded(folder: &str, amended: &[&str]) -> usize {
    let text = policy_text(folder);
    let others = other_files(folder, amended);
    assert!(!is_noticed(&text, &others, 0), "{folder} compiles, and its tests pass");
    let changes: Vec<(Range<usize>, String)> = figures(&text)
        .into_iter()
        .flat_map(|figure| figure.changes.into_iter().map(move |change| (figure.place.clone(), change)))
        .collect();
    let (next, unnoticed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((place, change)) = changes.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let changed = format!("{}{change}{}", &text[..place.start], &text[place.end..]);
                    if !is_noticed(&changed, &others, place.start) {
                        let line = text[..place.start].matches('\n').count() + 1;
                        let said = text.lines().nth(line - 1).unwrap_or_default().trim().to_owned();
                        let figure = &text[place.clone()];
                        unnoticed.lock().unwrap().push((line, format!("line {line}: {figure} as {change}: {said}")));
                    }
                }
            });
        }
    });
    let mut unnoticed = unnoticed.into_inner().unwrap();
    unnoticed.sort();
    let unnoticed: Vec<String> = unnoticed.into_iter().map(|(_, told)| told).collect();
    assert!(unnoticed.is_empty(), "{folder}: no test notices\n{}", unnoticed.join("\n"));
    changes.len()
}

#[test]
fn figures_are_told_from_names_texts_and_comments() {
    let text = "政策 丁-2023 修订 丁-2022\n  年度 2023\n\n参数 甲1 = 2.27万元/户 依据 附件1.三.2 # 3\n规则 乙 \"4\": 丙 不低于60小时 且 丁 在 1_000元 起 2023-12-31 前 5%\n";
    let found: Vec<(String, Vec<String>)> =
        figures(text).into_iter().map(|figure| (text[figure.place].to_owned(), figure.changes)).collect();
    let expected: [(&str, &[&str]); 5] = [
        ("2.27", &["2.28", "2.26"]),
        ("60", &["61", "59"]),
        ("1_000", &["1001", "999"]),
        ("2023-12-31", &["2024-01-01", "2023-12-30"]),
        ("5", &["6", "4"]),
    ];
    let expected: Vec<(String, Vec<String>)> = expected
        .iter()
        .map(|(figure, changes)| ((*figure).to_owned(), changes.iter().map(|change| (*change).to_owned()).collect()))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(one_step("0"), ["1"]);
    assert_eq!(one_step("0.10"), ["0.11", "0.09"]);
}

#[test]
fn every_figure_of_the_plan() {
    let changes = every_figure_is_guarded("hlj-live-commerce-2023", &[]);
    assert!(changes >= 100, "only {changes} changes");
}

#[test]
fn every_figure_of_the_exercise() {
    let changes = every_figure_is_guarded("hlj-live-commerce-2024-exercise", &["hlj-live-commerce-2023"]);
    assert!(changes > 20, "only {changes} changes");
}

#[test]
fn every_figure_of_the_income_tax() {
    let changes = every_figure_is_guarded("uk-income-tax-2023", &[]);
    assert!(changes > 30, "only {changes} changes");
}

#[test]
fn every_figure_of_the_league() {
    let changes = every_figure_is_guarded("uefa-champions-league-2021", &[]);
    assert!(changes > 60, "only {changes} changes");
}
