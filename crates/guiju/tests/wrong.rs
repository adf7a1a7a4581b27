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

use guiju::diagnostic::{Confidence, Edit, Place};
use guiju::{Diagnostic, Language, Policy, Severity, SourceFile};

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

/// What every message has: both languages, a help line, and nothing of the inside of the program.
#[test]
fn every_message_is_fit_for_people() {
    let rules = grammar_rules();
    let mut bad = String::new();
    for (_, cases) in areas() {
        for case in &cases {
            for found in &case.found {
                for complaint in complaints(case, found, &rules) {
                    writeln!(bad, "{} {}: {complaint}", case.name, stated(case, found)).unwrap();
                }
            }
        }
    }
    assert!(bad.is_empty(), "{bad}");
}

/// The rules of the grammar that are no words of English.
fn grammar_rules() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../guiju-parser/src/grammar.pest");
    let grammar = fs::read_to_string(path).unwrap();
    let rules = grammar.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name.trim().to_owned());
    let rules: Vec<String> = rules.filter(|name| name.contains('_')).collect();
    assert!(rules.len() > 5, "{rules:?}");
    rules
}

fn complaints(case: &Case, found: &Diagnostic, rules: &[String]) -> Vec<String> {
    const INSIDE: [&str; 13] =
        ["Option", "Vec<", "String", "usize", "i64", "u32", "u64", "Some(", "None", "Ok(", "Err(", "::", "unwrap"];
    let mut complaints = Vec::new();
    if found.severity > Severity::Note && found.help.is_none() {
        complaints.push("no help".to_owned());
    }
    let labels = found.labels.iter().map(|label| &label.text);
    let texts = [&found.message].into_iter().chain(&found.help).chain(&found.notes).chain(labels);
    let known = case.sources.iter().map(|source| source.text.as_str()).chain([case.facts.as_str()]).collect::<String>();
    for text in texts {
        for (language, said) in [("zh", &text.zh), ("en", &text.en)] {
            if said.trim().is_empty() {
                complaints.push(format!("nothing in {language}"));
            }
            let inside = rules.iter().map(String::as_str).chain(INSIDE).find(|word| said.contains(word));
            if let Some(inside) = inside.filter(|inside| !known.contains(inside)) {
                complaints.push(format!("{inside} in {language}: {said}"));
            }
        }
        // A name, a unit or a value is the same in both.
        if text.zh == text.en && text.zh.chars().count() > 8 && !known.contains(text.zh.as_str()) {
            complaints.push(format!("the same in both languages: {}", text.zh));
        }
        if let Some(run) = english_sentence(&text.zh, &known) {
            complaints.push(format!("English in the Chinese text: {run}"));
        }
        if let Some(run) = chinese_sentence(&text.en, &known) {
            complaints.push(format!("Chinese in the English text: {run}"));
        }
    }
    if let Some(fix) = &found.fix {
        let spans: Vec<(u32, u32)> = fix.edits.iter().map(|edit| (edit.span.start, edit.span.end)).collect();
        if spans.is_empty() || !spans.windows(2).all(|pair| pair[0].1 <= pair[1].0) {
            complaints.push(format!("the stretches of the fix are in no order: {spans:?}"));
        }
    }
    complaints
}

/// Four English words in a row that the wrong file does not have.
fn english_sentence(text: &str, known: &str) -> Option<String> {
    let words: Vec<&str> = text.split(|c: char| !(c.is_ascii_alphabetic() || c == '\'')).collect();
    let runs = words.split(|word| word.is_empty()).map(|run| run.join(" "));
    runs.filter(|run| run.split(' ').count() > 3).find(|run| !known.contains(run.as_str()))
}

/// Chinese in an English text that stands neither in the wrong file nor among the words of the language.
fn chinese_sentence(text: &str, known: &str) -> Option<String> {
    // Words of the language and examples in messages of both languages.
    const WORDS: &str = "内 起 年 月 日 元 万元 依据 适用 不低于 超过 低于 不超过 不足 达到 至少 至多 不为 为 在 至 且 或 非 当 则 \
                         否则 每个 期望 替换 废止 新增 是 否 满足 不满足 个月 规则 标准 数据 参数 年度 天 得 不少于 不多于 定义 补助 \
                         依据文件 自 金额 整数 日期 合计 计数";
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let runs = text.split(|c: char| !chinese(c)).filter(|run| !run.is_empty());
    let mut unknown = runs.filter(|run| !known.contains(*run) && !WORDS.split_whitespace().any(|word| word == *run));
    unknown.next().map(str::to_owned)
}

/// Safe fixes, one by one: the message is gone, and no error comes.
#[test]
fn safe_fixes_mend_what_they_are_for() {
    let mut fixed = 0;
    let mut bad = String::new();
    for case in areas().iter().flat_map(|(_, cases)| cases).filter(|case| case.facts.is_empty()) {
        let errors = |found: &[Diagnostic]| -> Vec<&'static str> {
            let mut codes: Vec<&str> = found.iter().filter(|found| found.is_error()).map(|found| found.code).collect();
            codes.sort_unstable();
            codes
        };
        for found in &case.found {
            let Some(fix) = found.fix.as_ref().filter(|fix| fix.confidence == Confidence::Safe) else {
                continue;
            };
            fixed += 1;
            let mended = Policy::compile(applied(&case.sources, &fix.edits)).diagnostics;
            let mut expected = errors(&case.found);
            let at = expected.iter().position(|code| *code == found.code).unwrap();
            expected.remove(at);
            let left = errors(&mended);
            if left != expected {
                writeln!(bad, "{} {}: {left:?}, expected {expected:?}", case.name, stated(case, found)).unwrap();
            }
        }
    }
    assert!(bad.is_empty(), "{bad}");
    assert!(fixed > 100, "{fixed} fixes");
}

/// All safe fixes of a file together leave only what has none.
#[test]
fn safe_fixes_go_together() {
    let mut bad = String::new();
    for case in areas().iter().flat_map(|(_, cases)| cases).filter(|case| case.facts.is_empty()) {
        let is_safe = |found: &&Diagnostic| found.fix.as_ref().is_some_and(|fix| fix.confidence == Confidence::Safe);
        let edits =
            case.found.iter().filter(is_safe).filter_map(|found| found.fix.as_ref()).flat_map(|fix| fix.edits.clone());
        let mut edits: Vec<Edit> = edits.collect();
        edits.sort_by_key(|edit| (edit.span.source.0, edit.span.start));
        let mended = Policy::compile(applied(&case.sources, &edits)).diagnostics;
        let left = mended.iter().filter(|found| found.is_error()).count();
        let expected = case.found.iter().filter(|found| found.is_error() && !is_safe(found)).count();
        if left != expected {
            let codes: Vec<&str> = mended.iter().map(|found| found.code).collect();
            writeln!(bad, "{}: {codes:?}, expected {expected}", case.name).unwrap();
        }
    }
    assert!(bad.is_empty(), "{bad}");
}

/// The files with edits made, which are in their order.
fn applied(sources: &[SourceFile], edits: &[Edit]) -> Vec<SourceFile> {
    let mut mended: Vec<SourceFile> = sources.to_vec();
    for edit in edits.iter().rev() {
        mended[edit.span.source.0 as usize].text.replace_range(edit.span.range(), &edit.text);
    }
    mended
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
