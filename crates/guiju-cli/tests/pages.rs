//! Every diagnostic has its page in `docs/diagnostics`, whose wrong example brings exactly that diagnostic about, and whose
//! mended one none.
//!
//! A fenced block is a file, `wrong` or `right`: ` ```gj wrong file=tests/a.gj `. Without a name it is `policy.gj` or
//! `facts.json`; facts lie in the folder `facts`. `repeat=N` repeats the text with `{n}` counting, `escapes` reads `\xNN`, `\t`
//! and `\r` as bytes, `times` reads `{{text*N}}` as the text that many times, `cut` leaves out the last line break. A message
//! that cannot come alone names the others with `also=CODE`. A block `sh` holds the command; otherwise the example is checked, and evaluated where it has facts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests read files and run the program"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the pages; another one can be named, to try pages out.
fn folder() -> PathBuf {
    std::env::var_os("GUIJU_PAGES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/diagnostics"), PathBuf::from)
}

/// What only a program that embeds Guiju can bring about, or only billions of rows.
const WITHOUT_EXAMPLE: &[&str] =
    &["cannot-evaluate", "float-for-exact", "nested-too-deep", "too-many-rows", "unreadable-row", "wrong-type"];

/// Code and text of every page.
fn pages() -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()))
        .filter(|(name, _)| name != "README")
        .collect();
    pages.sort();
    pages
}

/// One fenced block.
struct Block {
    kind: String,
    info: Vec<String>,
    text: String,
}

impl Block {
    fn is(&self, word: &str) -> bool {
        self.info.iter().any(|other| other == word)
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.info.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
    }

    fn bytes(&self) -> Vec<u8> {
        let text = match self.value("repeat") {
            None => self.text.clone(),
            Some(count) => {
                let count: usize = count.parse().unwrap();
                (1..=count).map(|n| self.text.replace("{n}", &n.to_string())).collect()
            }
        };
        let text = if self.is("times") { times(&text) } else { text };
        let text = if self.is("cut") { text.trim_end_matches('\n').to_owned() } else { text };
        if !self.is("escapes") {
            return text.into_bytes();
        }
        let mut bytes = Vec::new();
        let mut rest = text.as_str();
        while let Some(at) = rest.find('\\') {
            bytes.extend(&rest.as_bytes()[..at]);
            rest = &rest[at + 1..];
            match rest.as_bytes()[0] {
                b'x' => {
                    bytes.push(u8::from_str_radix(&rest[1..3], 16).unwrap());
                    rest = &rest[3..];
                }
                b't' => (bytes.push(b'\t'), rest = &rest[1..]).0,
                b'r' => (bytes.push(b'\r'), rest = &rest[1..]).0,
                other => panic!("escape {}", other as char),
            }
        }
        bytes.extend(rest.as_bytes());
        bytes
    }
}

/// `{{ab*3}}` is `ababab`.
fn times(text: &str) -> String {
    let mut found = String::new();
    for (index, part) in text.split("{{").enumerate() {
        let (what, rest) = if index == 0 { ("", part) } else { part.split_once("}}").unwrap() };
        if let Some((what, count)) = what.rsplit_once('*') {
            found.push_str(&what.repeat(count.parse().unwrap()));
        }
        found.push_str(rest);
    }
    found
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(info), None) => {
                let mut words = info.split_whitespace().map(str::to_owned);
                let kind = words.next().expect("a block says what it is");
                open = Some(Block { kind, info: words.collect(), text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// What the program says of an example: codes with their severities, and everything it printed.
fn said(code: &str, which: &str, blocks: &[&Block]) -> (BTreeSet<(String, String)>, String) {
    let folder = std::env::temp_dir().join(format!("guiju-pages-{}-{code}-{which}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let mut commands: Vec<String> = Vec::new();
    let mut facts = false;
    for block in blocks {
        if block.kind == "sh" {
            commands.extend(block.text.lines().map(str::to_owned));
            continue;
        }
        let name = match (block.value("file"), block.kind.as_str()) {
            (Some(name), "csv" | "json") => format!("facts/{name}"),
            (Some(name), _) => name.to_owned(),
            (None, "gj") => "policy.gj".to_owned(),
            (None, "json") => "facts/facts.json".to_owned(),
            (None, kind) => panic!("{code}: a {kind} block without a name"),
        };
        facts |= name.starts_with("facts/");
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, block.bytes()).unwrap();
    }
    if commands.is_empty() {
        commands.push(if facts { "guiju eval . --facts facts" } else { "guiju check ." }.to_owned());
    }
    let mut codes = BTreeSet::new();
    let mut printed = String::new();
    for command in commands {
        let mut words = command.split_whitespace();
        assert_eq!(words.next(), Some("guiju"), "{code}: {command}");
        let output = Command::new(env!("CARGO_BIN_EXE_guiju"))
            .args(words)
            .env("GUIJU_LANG", "en")
            .current_dir(&folder)
            .output()
            .unwrap();
        for stream in [output.stdout, output.stderr] {
            let text = String::from_utf8(stream).unwrap();
            for line in text.lines() {
                let Some((severity, rest)) = line.split_once('[') else { continue };
                let Some((code, _)) = rest.split_once("]: ") else { continue };
                if matches!(severity, "error" | "warning" | "note") {
                    codes.insert((code.to_owned(), severity.to_owned()));
                }
            }
            printed.push_str(&text);
        }
    }
    fs::remove_dir_all(&folder).unwrap();
    (codes, printed)
}

/// The errors and warnings that are printed without a word on how to mend them.
fn without_help(printed: &str) -> Vec<&str> {
    let mut helpless = Vec::new();
    let mut open = None;
    for line in printed.lines() {
        let head = line.split_once("]: ").and_then(|(head, _)| head.split_once('['));
        if let Some((severity @ ("error" | "warning" | "note"), _)) = head {
            helpless.extend(open.take());
            // A test that fails is what was asked for; what is to be mended, policy or test, nobody can tell.
            open = (severity != "note" && !line.starts_with("error[test-failed]")).then_some(line);
        } else if line.trim_start_matches([' ', '=']).starts_with("help: ") {
            open = None;
        }
    }
    helpless.extend(open);
    helpless
}

#[test]
fn the_examples_of_every_page_are_wrong_and_mended() {
    let mut wrong = Vec::new();
    let findings: Vec<&str> = guiju::finding_kinds().into_iter().map(|kind| kind.code).collect();
    for (code, text) in pages() {
        let blocks = blocks(&text);
        if WITHOUT_EXAMPLE.contains(&code.as_str()) {
            assert!(blocks.is_empty(), "{code} has an example after all");
            continue;
        }
        let of = |which: &str| blocks.iter().filter(|block| block.is(which)).collect::<Vec<_>>();
        for which in ["wrong", "right"] {
            let chosen = of(which);
            if chosen.is_empty() {
                wrong.push(format!("{code}: no example that is {which}"));
                continue;
            }
            let (mut codes, printed) = said(&code, which, &chosen);
            // Examples of errors and other warnings are as short as can be: lints find something in most of them.
            let is_finding = |code: &str| findings.contains(&code);
            if !is_finding(&code) {
                codes.retain(|(code, severity)| !is_finding(code) || severity == "error");
            }
            let also: Vec<&str> = chosen.iter().filter_map(|block| block.value("also")).collect();
            let names: Vec<&str> = codes.iter().map(|(code, _)| code.as_str()).collect();
            let helpless = without_help(&printed);
            if !helpless.is_empty() {
                wrong.push(format!("{code}, {which}: no help with {helpless:?}\n{printed}"));
            }
            let fits = match which {
                "wrong" => names.iter().filter(|name| !also.contains(name)).eq([&code.as_str()]),
                // A lint is mended without another one coming of it.
                _ if is_finding(&code) => names.is_empty(),
                _ => !names.contains(&code.as_str()) && codes.iter().all(|(_, severity)| severity != "error"),
            };
            if !fits {
                let printed: String = printed.chars().take(2_000).collect();
                wrong.push(format!("{code}, {which}: {codes:?}\n{printed}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n----\n"));
}

#[test]
fn every_page_speaks_both_languages() {
    for (code, text) in pages() {
        assert!(text.starts_with(&format!("# {code}\n\n## 中文\n\n")), "{code}: the head of the page");
        let english = text.split_once("\n## English\n\n").unwrap_or_else(|| panic!("{code}: no English part")).1;
        let example = english.contains("\n## 例子 Example\n\n");
        assert!(example != WITHOUT_EXAMPLE.contains(&code.as_str()), "{code}: no part with the example");
        let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        let chinese = text.split_once("## 中文\n\n").unwrap().1.lines().next().unwrap();
        assert!(chinese.contains(is_chinese) && chinese.ends_with('。'), "{code}: {chinese}");
        let english = english.lines().next().unwrap();
        assert!(!english.is_empty() && english.ends_with('.'), "{code}: {english}");
    }
}
