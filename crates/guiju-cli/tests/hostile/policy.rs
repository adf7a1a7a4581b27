//! Policy text that is none.

use std::fmt::Write;

use super::run::{Folder, ITEMS, POLICY, filled, head, large, noise, refused, run, utf16};

/// Runs a policy: as that of an evaluation, which says what is wrong on stderr; and checked, which is to report it.
fn bad(name: &str, bytes: impl AsRef<[u8]>, pieces: &[&str]) {
    let bytes = bytes.as_ref();
    let folder = Folder::new(&format!("policy-{name}"));
    folder.write("policy.gj", bytes);
    folder.write("facts/主体.csv", "编号\nA\n".as_bytes());
    let evaluated = run(&folder, name, &["eval", ".", "--facts", "facts"], bytes.len(), ITEMS);
    refused(&evaluated, name, pieces);
    assert!(evaluated.stderr.contains("policy.gj"), "{name}: {}", head(&evaluated.stderr));
    let checked = run(&folder, name, &["check", "policy.gj"], bytes.len(), ITEMS);
    assert_eq!(checked.code, 3, "{name}: {}", checked.stderr);
    let said = checked.stdout + &checked.stderr;
    assert!(said.contains("policy.gj"), "{name}: {}", head(&said));
}

/// A rule behind the good policy, on line 12.
fn rule(name: &str, rule: &str, pieces: &[&str]) {
    bad(name, format!("{POLICY}{rule}\n"), pieces);
}

#[test]
fn no_text() {
    bad("empty", "", &["missing-policy", "policy.gj:1:1"]);
    bad("blank", " \n\t\n", &["missing-policy"]);
    bad("only-a-byte-order-mark", "\u{feff}", &["missing-policy"]);
    bad("zeros", [0; 10_000], &["policy.gj:1:1"]);
    bad("noise", noise(100_000), &["not-utf8"]);
    bad("utf16", utf16(POLICY), &["not-utf8", "line 1, column 1"]);
    bad("gbk", b"\n\xD5\xFE\xB2\xDF 2023\n", &["not-utf8", "line 2, column 1"]);
    let mut cut = POLICY.as_bytes().to_vec();
    cut.extend("规则".as_bytes());
    cut.pop();
    bad("cut-within-a-letter", cut, &["not-utf8", "line 12, column 2"]);
    bad("nul-within", format!("{POLICY}\0"), &["policy.gj:12:1"]);
}

#[test]
fn nesting() {
    const DEEP: usize = 100_000;
    for (name, open) in [("round", "("), ("braces", "{"), ("square", "["), ("corners", "「"), ("quotes", "“")] {
        bad(&format!("only-{name}"), open.repeat(DEEP), &["policy.gj:1:1"]);
        rule(&format!("rule-{name}"), &format!("规则 r: {}", open.repeat(DEEP)), &["policy.gj:12:"]);
    }
    for (name, close) in [("round", ")"), ("braces", "}")] {
        bad(&format!("only-closing-{name}"), close.repeat(DEEP), &["policy.gj:1:1"]);
    }
    let pairs = format!("规则 r: {}1{} > 0", "(".repeat(DEEP), ")".repeat(DEEP));
    rule("pairs", &pairs, &["too-deep", "policy.gj:12:"]);
    for (name, piece, code) in [
        ("minus", "- ", "too-deep"),
        // Each of these is longer than an item may be.
        ("not", "非 ", "too-long"),
        ("has", "有 ", "too-long"),
        ("when", "当 1 > 0 则 ", "too-long"),
        ("calls", "合计(", "too-long"),
    ] {
        rule(name, &format!("规则 r: {}1 > 0", piece.repeat(DEEP)), &[code, "policy.gj:12:"]);
    }
    for (name, piece, code) in [
        ("not", "非 ", "too-deep"),
        ("has", "有 ", "too-deep"),
        ("when", "当 1 > 0 则 ", "too-deep"),
        ("calls", "合计(", "unclosed"),
        ("sum", "1 + ", "too-deep"),
        ("default", "1 若无 ", "too-deep"),
    ] {
        let short = format!("规则 r: {}1 > 0", piece.repeat(10_000));
        rule(&format!("{name}-in-a-short-item"), &short, &[code, "policy.gj:12:"]);
    }
    let and = format!("规则 r: {}否", "1 > 0 且 ".repeat(20_000));
    rule("and", &and, &["too-large", "policy.gj:12:"]);
}

#[test]
fn one_token() {
    bad("one-name", filled("名"), &["policy.gj:1:1"]);
    bad("one-number", filled("9"), &["policy.gj:1:1"]);
    bad("one-string", format!("\"{}\"", filled("字")), &["policy.gj:1:1"]);
    bad("one-open-string", format!("政策 p \"{}", filled("字")), &["policy.gj:1:1"]);
    bad("one-quoted-name", format!("「{}」", filled("名")), &["policy.gj:1:1"]);
    bad("one-comment", format!("#{}", filled("x")), &["policy.gj:1:1"]);
    bad("line-ends", filled("\n"), &["policy.gj:"]);
    bad("blanks", filled(" "), &["policy.gj:"]);
    for (name, token) in [("name", "名"), ("number", "9"), ("fraction", "0.9"), ("string", "\"\"")] {
        let text = format!("规则 r: {} > 0", token.repeat(200_000 / token.len()));
        rule(&format!("short-{name}"), &text, &["policy.gj:12:"]);
    }
}

#[test]
fn many_items() {
    // Below the longest file.
    let length = (large() / 2).min(7_000_000);
    let many = |piece: &str| format!("{POLICY}{}", piece.repeat(length / piece.len()));
    bad("many-equal-rules", many("规则 r: 1 > 0\n"), &["policy.gj:"]);
    bad("many-broken-rules", many("规则 r: 1 >\n"), &["policy.gj:12:"]);
    bad("many-letters", many("a "), &["policy.gj:"]);
    // These belong to the last rule of the policy.
    bad("many-lines", many("a\n"), &["too-long", "policy.gj:11:"]);
    bad("many-signs", many("+"), &["too-long", "policy.gj:11:"]);
    bad("many-unknown-names", many("规则 r: 没有 > 0\n"), &["policy.gj:"]);
    let mut clauses = String::from("政策 p 年度 2023\n依据文件 方案 {\n");
    for clause in 0..20_000 {
        writeln!(clauses, "第{clause}条 规范").unwrap();
    }
    bad("many-clauses", clauses + "}\n规则 r: 1 > 0 > 0\n", &["policy.gj:"]);
}

#[test]
fn items_on_items() {
    let mut chain = format!("{POLICY}定义 d0 = 1\n");
    for step in 1..20_000 {
        writeln!(chain, "定义 d{step} = d{} + 1", step - 1).unwrap();
    }
    bad("chain", &chain, &["too-deep", "policy.gj:"]);
    let mut doubled = format!("{POLICY}定义 d0 = 1\n");
    for step in 1..100 {
        writeln!(doubled, "定义 d{step} = d{0} + d{0}", step - 1).unwrap();
    }
    bad("doubled", &doubled, &["too-large", "policy.gj:"]);
    let circle = chain.replace("d0 = 1\n", "d0 = d19999\n");
    bad("circle", circle, &["circle", "policy.gj:"]);
    let mut owned = String::from("政策 p 年度 2023\n数据 层0 键 号 { 号: 文本 }\n");
    for level in 1..20_000 {
        writeln!(owned, "数据 层{level} 属于 层{} 键 号 {{ 号: 文本 }}", level - 1).unwrap();
    }
    bad("owned", owned, &["too-deep", "policy.gj:"]);
    bad(
        "owned-in-a-circle",
        "政策 p 年度 2023\n数据 a 属于 b 键 k { k: 文本 }\n数据 b 属于 a 键 k { k: 文本 }\n",
        &["circle", "policy.gj:2:"],
    );
}

#[test]
fn mistakes() {
    rule("duplicate-name", "规则 时长够 依据 第一条: 1 > 0", &["duplicate-name", "policy.gj:12:"]);
    rule("duplicate-field", "数据 x 键 a { a: 文本  a: 文本 }", &["duplicate-name", "policy.gj:12:"]);
    rule("unknown-record", "规则 r 依据 第一条: 计数(没有) > 0个", &["not-a-table", "policy.gj:12:"]);
    rule("unknown-field", "规则 r 依据 第一条: 每个 对象: 没有 > 0", &["unknown-name", "policy.gj:12:"]);
    rule("unknown-clause", "规则 r 依据 第九条: 1 > 0", &["unknown-citation", "policy.gj:12:"]);
    rule("no-such-day", "规则 r 依据 第一条: 每个 对象: 开业 早于 2023-02-30", &["policy.gj:12:"]);
    rule("no-such-month", "规则 r 依据 第一条: 每个 对象: 开业 早于 2023-13-01", &["policy.gj:12:"]);
    for number in ["1e400", "NaN", "Infinity", "-Infinity", "0x10", "1..2", "99999999999999999999999999999999999"] {
        let text = format!("规则 r 依据 第一条: 每个 对象: 时长 > {number} 小时");
        rule(&format!("number-{number}"), &text, &["policy.gj:12:"]);
    }
}
