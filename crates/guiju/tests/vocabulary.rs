//! The vocabulary is what the parser reads: each word in its place, alike in both spellings; and what the documents list.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]
#![allow(clippy::disallowed_methods, reason = "documents are files")]

mod programs;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use guiju::vocabulary::{Class, Term, terms};
use guiju::{Policy, Program, SourceFile};

/// The policy in which words are tried.
const PREAMBLE: &str = r#"
政策 例 "例" 年度 2023
依据文件 办法 "办法" { 第一条 规范; 第二条 待写 "以后写" }
单位 户
参数 起点 = 3元 依据 第一条
预算 总 = 100元 依据 第一条
数据 市 键 名 计 户 { 名: 文本  人口: 整数 }
数据 店 键 编号 计 户 {
  编号: 文本  额: 元  去年: 元  时长: 小时  开业: 日期  停业: 日期 可缺  好: 是否  类: { 甲, 乙 }  市: 市
}
数据 月销 属于 店 键 月 计 户 { 月: 年月  额: 元 }
日历 历 自 2023-01-01 至 2023-12-31 { 休 2023-01-02 }
"#;

/// A program for each word: `@` stands where the word does.
fn programs() -> Vec<(Class, &'static str, String)> {
    let mut all = Vec::new();
    let mut class = None;
    for line in programs::PROGRAMS.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(key) = line.strip_prefix("# ") {
            class = terms().iter().map(|term| term.class).find(|class| class.key() == key);
            assert!(class.is_some(), "{key} is no class");
            continue;
        }
        let (word, text) = line.split_once(" | ").unwrap_or_else(|| panic!("{line}"));
        all.push((class.unwrap(), word, text.replace(" ⏎ ", "\n")));
    }
    all
}

fn compiled(text: &str) -> Result<Program, Vec<String>> {
    let amends = text.starts_with('!') && (text.contains("修订") || text.contains("amends"));
    let mut sources = vec![SourceFile::new(
        "policy.gj",
        match text.starts_with('!') {
            true => text.trim_start_matches('!').to_owned(),
            false => format!("{PREAMBLE}{text}\n"),
        },
    )];
    if amends {
        sources.push(SourceFile::new("base.gj", PREAMBLE));
    }
    let compiled = Policy::compile(sources);
    let errors: Vec<String> = compiled.diagnostics.iter().filter(|d| d.is_error()).map(ToString::to_string).collect();
    match compiled.policy {
        Some(policy) if errors.is_empty() => Ok(policy.program().clone()),
        _ => Err(errors),
    }
}

/// The program without places, and without how units are written.
fn shape(program: &Program) -> String {
    let mut shape = Shape(String::new(), false);
    write!(shape, "{program:?}").unwrap();
    let mut pieces = shape.0.split("text: \"");
    let mut text = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let (value, rest) = piece.split_once('"').unwrap();
        // The text of a unit stands behind its factor.
        let of_unit = text.rsplit(", ").nth(1).is_some_and(|before| before.contains("factor: "));
        if !of_unit {
            text.push_str(value);
        }
        text.push_str(rest);
    }
    text
}

struct Shape(String, bool);

impl std::fmt::Write for Shape {
    fn write_str(&mut self, piece: &str) -> std::fmt::Result {
        if self.1 {
            self.1 = piece != " }";
        } else if piece == "Span" {
            self.1 = true;
        } else {
            self.0.push_str(piece);
        }
        Ok(())
    }
}

#[test]
fn each_word_is_read_and_means_the_same_in_both_spellings() {
    let programs = programs();
    let mut wrong = Vec::new();
    for Term { class, zh, en, .. } in terms().iter().copied() {
        let mut tried = 0;
        for (_, _, text) in programs.iter().filter(|(of, word, _)| *of == class && *word == zh) {
            tried += 1;
            match (compiled(&text.replace('@', zh)), compiled(&text.replace('@', en))) {
                (Ok(zh), Ok(en)) if shape(&zh) == shape(&en) => {}
                (Ok(_), Ok(_)) => wrong.push(format!("{zh} {en}: other programs")),
                (zh_read, en_read) => wrong.push(format!("{zh} {en}: {:?} {:?}", zh_read.err(), en_read.err())),
            }
            // The word decides: another one is not read.
            if compiled(&text.replace('@', "没有这个词")).is_ok() {
                wrong.push(format!("{zh}: any word is read in its place"));
            }
        }
        if tried == 0 {
            wrong.push(format!("{} {zh} {en}: no program", class.key()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn reserved_words_are_no_names() {
    for term in terms() {
        for (spelling, reserved) in [(term.zh, term.reserved_zh), (term.en, term.reserved_en)] {
            let named = compiled(&format!("参数 {spelling} = 3元 依据 第一条"));
            // `at` alone is a name; what follows it is left over.
            assert_eq!(named.is_err(), reserved || spelling.contains(' '), "{spelling}: {named:?}");
            assert!(compiled(&format!("参数 「{spelling}」 = 3元 依据 第一条")).is_ok(), "{spelling}");
        }
    }
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Compares a file with what it should be, or writes it where `UPDATE` is set.
fn compare(path: &str, expected: &str) {
    let file = root().join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, expected).unwrap();
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    assert!(found == expected, "{path} is not what the parser reads; UPDATE=1 cargo test -p guiju --test vocabulary");
}

#[test]
fn the_list_for_programs_is_fresh() {
    let classes: BTreeSet<Class> = terms().iter().map(|term| term.class).collect();
    let classes: Vec<serde_json::Value> = classes
        .into_iter()
        .map(|class| serde_json::json!({ "class": class.key(), "zh": class.title().0, "en": class.title().1 }))
        .collect();
    let words: Vec<serde_json::Value> = terms()
        .iter()
        .map(|term| {
            let mut reserved = Vec::new();
            reserved.extend(term.reserved_zh.then_some("zh"));
            reserved.extend(term.reserved_en.then_some("en"));
            serde_json::json!({ "class": term.class.key(), "zh": term.zh, "en": term.en, "reserved": reserved })
        })
        .collect();
    // One word a line, so that a change is one line of a diff.
    let lines = |values: &[serde_json::Value]| {
        values.iter().map(|value| format!("    {value}")).collect::<Vec<_>>().join(",\n")
    };
    let text = format!("{{\n  \"classes\": [\n{}\n  ],\n  \"words\": [\n{}\n  ]\n}}\n", lines(&classes), lines(&words));
    let _valid: serde_json::Value = serde_json::from_str(&text).unwrap();
    compare("docs/vocabulary.json", &text);
}

#[test]
fn the_reference_lists_every_word() {
    let path = "docs/language.md";
    let document = fs::read_to_string(root().join(path)).unwrap();
    let (before, rest) = document.split_once("<!-- words:").unwrap();
    let (comment, rest) = rest.split_once("-->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end of words -->").unwrap();
    let mut list = String::new();
    let mut table = |title: &str, reserved: bool| {
        write!(list, "\n{title}\n\n| | | |\n|---|---|---|\n").unwrap();
        let listed = |term: &Term| (term.reserved_zh && term.reserved_en) == reserved;
        let mut classes: Vec<Class> = terms().iter().filter(|term| listed(term)).map(|term| term.class).collect();
        classes.dedup();
        for class in classes {
            let words = terms().iter().filter(|term| term.class == class && listed(term));
            let words: Vec<String> = words.map(|term| format!("{} `{}`", term.zh, term.en)).collect();
            let (zh, en) = class.title();
            writeln!(list, "| {en} | {zh} | {} |", words.join(", ")).unwrap();
        }
    };
    table("Reserved: no name is spelled so without quotes.", true);
    table("Words that act in their place only, and may be names elsewhere:", false);
    compare(path, &format!("{before}<!-- words:{comment}-->\n{list}\n<!-- end of words -->{after}"));
}
