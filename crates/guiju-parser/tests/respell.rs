//! Words in the spelling of one language: nothing is lost, and nothing means something else.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests"
)]

mod support;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use guiju_parser::{Names, compile, format, respell};
use guiju_program::diagnostic::Language::{En, Zh};
use guiju_program::source::SourceFile;
use support::generate::Generator;

/// A compilation without places, and without how units are written.
fn program(sources: &[SourceFile]) -> Option<String> {
    let compiled = compile(sources);
    let mut shape = Shape(String::new(), false);
    write!(shape, "{:?} {:?}", compiled.program?, compiled.tests).unwrap();
    // Why a clause lapses is told in the language of the word that does away with it.
    let reasons = [(" is replaced", " 已替换"), (" is repealed", " 已废止"), ("(\"repeals ", "(\"废止 ")];
    let shape = reasons.iter().fold(shape.0, |shape, (en, zh)| shape.replace(en, zh));
    let mut pieces = shape.split("text: \"");
    let mut text = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let (value, rest) = piece.split_once('"').unwrap();
        // The text of a unit stands behind its factor.
        if !text.rsplit(", ").nth(1).is_some_and(|before| before.contains("factor: ")) {
            text.push_str(value);
        }
        text.push_str(rest);
    }
    Some(text)
}

struct Shape(String, bool);

impl Write for Shape {
    fn write_str(&mut self, piece: &str) -> std::fmt::Result {
        match self.1 {
            true => self.1 = piece != " }",
            false if piece == "Span" => self.1 = true,
            false => self.0.push_str(piece),
        }
        Ok(())
    }
}

/// Spells a text both ways, and back: Chinese and English.
fn both_ways(text: &str, names: &Names, about: &str) -> (String, String) {
    let laid_out = format(text).unwrap_or_else(|mistakes| panic!("{about}: {mistakes:#?}\n{text}"));
    assert_eq!(format(&laid_out).unwrap(), laid_out, "{about}: layout is not settled");
    let to = |text: &str, language| {
        respell(text, language, names).unwrap_or_else(|mistakes| panic!("{about}: {mistakes:#?}\n{text}"))
    };
    let (zh, en) = (to(text, Zh), to(text, En));
    for (own, other, language, back) in [(&zh, &en, Zh, En), (&en, &zh, En, Zh)] {
        assert_eq!(&format(own).unwrap(), own, "{about}: {language:?} is not laid out");
        // There and back, since each is what the other becomes.
        assert_eq!(&to(own, back), other, "{about}: from {language:?}");
    }
    (zh, en)
}

fn cases() -> u64 {
    std::env::var("GUIJU_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200)
}

#[test]
fn random_policies_say_the_same_in_both_spellings() {
    let (mut compiled, cases) = (0, cases());
    for seed in 0..cases {
        let (pieces, mut random) = Generator::new(seed + 1).policy();
        let chinese = [0, 2, 3, 4][(seed % 4) as usize];
        let text = support::render::text(&pieces, chinese, &mut random);
        let names = Names::of(&text);
        let about = std::format!("seed {seed}");
        let (zh, en) = both_ways(&text, &names, &about);
        if chinese == 4 {
            assert_eq!(format(&text).unwrap(), zh, "{about}: a text in Chinese is spelled so already");
        } else if chinese == 0 {
            assert_eq!(format(&text).unwrap(), en, "{about}: a text in English is spelled so already");
        }
        let of = |text: &str| program(&[SourceFile::new("policy.gj", text)]);
        let original = of(&text);
        compiled += u64::from(original.is_some());
        assert_eq!(of(&zh), original, "{about}: in Chinese\n{text}");
        assert_eq!(of(&en), original, "{about}: in English\n{text}");
    }
    assert!(compiled * 4 > cases, "only {compiled} of {cases} compile");
    println!("{compiled} of {cases} compile");
}

/// Compares two long texts; tells where they part.
fn same(one: &str, other: &str, about: &str) {
    let at = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let near = |text: &str| {
        String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(200)..(at + 80).min(text.len())]).into_owned()
    };
    assert!(one == other, "{about}:\n{}\n{}", near(one), near(other));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files under a folder with that ending.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut rest = vec![folder.to_owned()];
    while let Some(folder) = rest.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                rest.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn policies_and_their_tests_say_the_same_in_both_spellings() {
    let mut seen = 0;
    for folder in std::fs::read_dir(root().join("policies")).unwrap() {
        let folder = folder.unwrap().path();
        if !folder.join("policy.gj").exists() {
            continue;
        }
        let mut paths = files(&folder, "gj");
        if folder.ends_with("hlj-live-commerce-2024-exercise") {
            paths.push(root().join("policies/hlj-live-commerce-2023/policy.gj"));
        }
        let texts: Vec<(String, String)> =
            paths.iter().map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap())).collect();
        let mut names = Names::default();
        texts.iter().for_each(|(_, text)| names.read(text));
        let spelled: Vec<(String, String)> = texts.iter().map(|(name, text)| both_ways(text, &names, name)).collect();
        let of = |texts: Vec<&String>| {
            let sources: Vec<SourceFile> =
                texts.into_iter().map(|text| SourceFile::new("policy.gj", text.clone())).collect();
            program(&sources).expect("it compiles")
        };
        let original = of(texts.iter().map(|(_, text)| text).collect());
        same(&of(spelled.iter().map(|(zh, _)| zh).collect()), &original, &std::format!("{folder:?} in Chinese"));
        same(&of(spelled.iter().map(|(_, en)| en).collect()), &original, &std::format!("{folder:?} in English"));
        seen += 1;
    }
    assert!(seen >= 4, "{seen} policies");
}

#[test]
fn examples_of_the_documents_say_the_same_in_both_spellings() {
    let mut seen = 0;
    for path in files(&root().join("docs"), "md") {
        let text = std::fs::read_to_string(&path).unwrap();
        let blocks = text.split("\n```gj").skip(1).filter_map(|block| block.split_once('\n')?.1.split("```").next());
        for (index, block) in blocks.enumerate() {
            // Examples of mistakes of form cannot be laid out.
            if format(block).is_err() {
                continue;
            }
            let about = std::format!("{} block {index}", path.display());
            let refused = [Zh, En].into_iter().find_map(|language| respell(block, language, &Names::of(block)).err());
            match refused {
                Some(mistakes) => assert!(path.ends_with("cannot-respell.md"), "{about}: {mistakes:#?}"),
                None => {
                    both_ways(block, &Names::of(block), &about);
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 250, "{seen} examples");
}

#[test]
fn files_of_the_tests_say_the_same_in_both_spellings() {
    let mut seen = 0;
    for path in files(&root().join("crates"), "gj").into_iter().chain(files(&root().join("benches"), "gj")) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        // Many of them are wrong on purpose.
        if format(&text).is_ok() {
            both_ways(&text, &Names::of(&text), &path.display().to_string());
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen} files");
}

#[test]
fn names_that_look_like_words_stay() {
    let text = "政策 例 \"例\" 年度 2023\n\
        数据 year 键 说明 {\n  说明:   文本\n  month:  日期\n  情节:   { 无, 严重 }\n  「且」: 小时\n}\n\
        规则 说明: 每个 year: 情节 为 无 或 month 早于 基准日 或 「且」 不低于60小时\n\
        测试 \"无\" {\n  year 甲 { 情节: 无  「且」: 1小时 }\n  期望 说明: 待定\n}\n";
    let english = respell(text, En, &Names::of(text)).unwrap();
    let expected = "policy 例 \"例\" year 2023\n\
        record year key 说明 {\n  说明:   text\n  month:  date\n  情节:   { 无, 严重 }\n  「且」: hour\n}\n\
        rule 说明: each year: 情节 is 无 or month before as_of or 「且」 at least 60 hours\n\
        test \"无\" {\n  year 甲 { 情节: 无  「且」: 1 hour }\n  expect 说明: undetermined\n}\n";
    assert_eq!(english, expected);
}

#[test]
fn a_part_of_a_policy_keeps_what_may_be_a_name_elsewhere() {
    let test = "测试 \"甲\" {\n  店 乙 { 情节: 无  额: 3元 }\n}\n";
    let alone = respell(test, En, &Names::of(test)).unwrap();
    assert!(alone.contains("情节: 无"), "{alone}");
    let mut names = Names::default();
    names.read("政策 例 \"例\" 年度 2023\n数据 店 键 情节 { 情节: 文本 可缺  额: 元 }\n");
    let known = respell(test, En, &names).unwrap();
    assert!(known.contains("情节: none"), "{known}");
}

#[test]
fn spans_of_time_turn_round_and_back() {
    for (zh, en) in [
        (
            "规则 甲: 每个 店: 止 在 (起日 + 1天) 起 5年 内 且 好\n",
            "rule 甲: each 店: 止 within 5 years from (起日 + 1 day) and 好\n",
        ),
        ("规则 甲: 每个 店: (止 在 起日 起 5年 内) 或 好\n", "rule 甲: each 店: (止 within 5 years from 起日) or 好\n"),
        ("规则 甲: 每个 店: 止 在 5年 自 起日\n", "rule 甲: each 店: 止 within 起日 onward 5 years inclusive\n"),
        (
            "规则 甲: 每个 店: 止 在 起日\n  起 1年 内\n",
            "rule 甲: each 店: 止 within 起日\n  onward 1 year inclusive\n",
        ),
    ] {
        assert_eq!(respell(zh, En, &Names::default()).unwrap(), en);
        assert_eq!(respell(en, Zh, &Names::default()).unwrap(), zh);
    }
}

#[test]
fn a_name_that_would_join_its_neighbour_is_told() {
    let text = "政策 例 \"例\" 年度 2023\n规则 甲: less 或 more\n";
    let mistakes = respell(text, En, &Names::of(text)).unwrap_err();
    assert_eq!(mistakes.iter().map(|mistake| mistake.code).collect::<Vec<_>>(), ["cannot-respell"]);
}
