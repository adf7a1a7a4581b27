//! The layout of policy text: what it looks like, that it is settled at once, and that only blanks change.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests"
)]

use std::path::{Path, PathBuf};

use guiju_parser::format;
use proptest::prelude::*;

/// All texts of the project's policies, and the examples of its documents.
fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut folders: Vec<PathBuf> = vec![root.join("policies"), root.join("docs"), root.join("benches/policy")];
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.display().to_string();
            match path.extension().and_then(|ending| ending.to_str()) {
                _ if path.is_dir() => folders.push(path),
                Some("gj") => texts.push((name, std::fs::read_to_string(path).unwrap())),
                Some("md") => {
                    let text = std::fs::read_to_string(path).unwrap();
                    let blocks =
                        text.split("```gj").skip(1).filter_map(|block| block.split_once('\n')?.1.split("```").next());
                    texts.extend(blocks.map(|block| (name.clone(), block.to_owned())));
                }
                _ => {}
            }
        }
    }
    texts
}

#[test]
fn what_it_looks_like() {
    let text = "\u{feff}政策  示例-1   \"题\"\r\n 年度 2023    状态 试行\r\n\r\n\r\n\
        预算 总预算 = 7000万元 依据 第六条 # 全部\n预算 方向一预算 \"first\"= 3400万元 划自 总预算  依据 第六条.一#一部分\n\
        数据 企业 键 编号{\n编号:文本\n\t名称 \"name\" :文本   可缺\n 甲: 元  乙: 元\n}\n\
        标准 达标 适用 企业 {\n甲: 甲 不低于60元 依据 第六条\n长一些的: 甲   不低于  60元\n且 乙 > 0元\n乙: 乙>0元 依据 第六条\n}\n\n\n";
    let laid_out = "\
政策 示例-1 \"题\"
  年度 2023  状态 试行

预算 总预算             = 7000万元              依据 第六条     # 全部
预算 方向一预算 \"first\" = 3400万元 划自 总预算  依据 第六条.一  #一部分
数据 企业 键 编号{
  编号:        文本
  名称 \"name\": 文本 可缺
  甲: 元  乙: 元
}
标准 达标 适用 企业 {
  甲: 甲 不低于60元  依据 第六条
  长一些的: 甲 不低于60元
    且 乙 > 0元
  乙: 乙 > 0元  依据 第六条
}
";
    assert_eq!(format(text).unwrap(), laid_out);
}

#[test]
fn a_broken_text_is_left_alone_and_told() {
    let mistakes = format("规则 甲: (1 > 0\n").unwrap_err();
    assert!(mistakes.iter().any(guiju_program::Diagnostic::is_error));
}

#[test]
fn every_text_is_settled_at_once() {
    let mut seen = 0;
    for (name, text) in texts() {
        // Examples of mistakes of form cannot be laid out.
        let Ok(once) = format(&text) else { continue };
        assert_eq!(format(&once).unwrap(), once, "{name}");
        let words = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(words(&once), words(&text), "{name}");
        seen += 1;
    }
    assert!(seen > 100, "{seen} texts");
}

/// The text with other blanks, of the same meaning: indents, ends of lines, wide gaps.
fn disturbed(text: &str, random: &mut impl FnMut(usize) -> usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let body = line.trim_start();
        // A line of a text in quotes that spans blanks is left as it is.
        if !body.starts_with('#') {
            out.push_str(&" ".repeat(random(6)));
        }
        let mut quoted = false;
        let mut blanks = 0;
        for c in body.chars() {
            if c == ' ' && !quoted {
                blanks += 1;
                continue;
            }
            match blanks {
                0 => {}
                1 => out.push(' '),
                _ => out.push_str(&" ".repeat(2 + random(4))),
            }
            blanks = 0;
            quoted ^= matches!(c, '"' | '“' | '”');
            out.push(c);
            if c == '#' && !quoted {
                quoted = true;
            }
        }
        out.push_str(&" ".repeat(random(3)));
        out.push_str(if random(2) == 0 { "\n" } else { "\r\n" });
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn blanks_do_not_matter(seed in any::<u64>()) {
        let texts = texts();
        let mut state = seed;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let (name, text) = &texts[random(texts.len())];
        if let Ok(expected) = format(text) {
            let other = disturbed(&expected, &mut random);
            prop_assert_eq!(format(&other).unwrap(), expected, "{}", name);
        }
    }
}
