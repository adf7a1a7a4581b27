//! Malformed policies and facts of every kind get a diagnostic, in time, within memory, and never a panic.
//!
//! The large cases take 2 MB; `GUIJU_HOSTILE_MB=50 cargo test --release -p guiju-cli --test hostile` takes 50.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]
#![allow(clippy::disallowed_methods, reason = "the cases are files")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

const POLICY: &str = "\
政策 示例 \"示例\" 年度 2023
依据文件 办法 \"办法\" {
  一  规范
}
单位 户
数据 企业 键 编号 计 户 {
  编号: 文本  金额: 元  时长: 小时  验: 是否  起: 日期  月: 年月  上级: 企业
}
数据 月度 属于 企业 键 月份 { 月份: 年月  销售额: 元 }
规则 户数 依据 一: 计数(企业) 至少1户
";

fn large() -> usize {
    let megabytes = std::env::var("GUIJU_HOSTILE_MB").ok().and_then(|text| text.parse().ok()).unwrap_or(2_usize);
    megabytes * 1_000_000
}

/// A folder of its own for a case, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("guiju-hostile-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed stays in the temporary folder.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs the command with the memory that the input allows: 64 MB and ten times its size, and what an unoptimised program
/// takes before it starts.
fn run(arguments: &[&str], input: usize) -> Output {
    let binary = env!("CARGO_BIN_EXE_guiju");
    let kilobytes = 64_000 + input / 100 + 40_000;
    let script = format!("ulimit -v {kilobytes}; exec timeout 10 \"$0\" \"$@\"");
    let seconds_matter = !cfg!(debug_assertions);
    let script = if seconds_matter { script } else { script.replace("timeout 10", "timeout 120") };
    Command::new("bash").arg("-c").arg(script).arg(binary).args(arguments).output().expect("bash runs")
}

/// The messages of `check` are its report, those of `eval` stand beside it.
fn refused(what: &str, output: &Output) {
    let errors = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let start: String = errors.chars().take(600).collect();
    assert_eq!(output.status.code(), Some(3), "{what}: {start}");
    assert!(errors.contains("error["), "{what}: {start}");
    assert!(!errors.contains("panicked"), "{what}: {start}");
    assert!(errors.len() < 2_000_000, "{what}: {} bytes of messages", errors.len());
}

fn repeat(text: &str, bytes: usize) -> Vec<u8> {
    text.repeat(bytes / text.len() + 1).into_bytes()
}

#[test]
fn policies() {
    let mega = large();
    let rule = |expression: &str| format!("{POLICY}规则 甲 依据 一: {expression}\n").into_bytes();
    let brackets = 100_000;
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("only blanks", b" \n\t\n".to_vec()),
        ("NUL bytes", vec![0; 10_000]),
        ("binary", (0..20_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect()),
        ("truncated UTF-8", POLICY.as_bytes()[..POLICY.len() - 2].to_vec()),
        ("nested brackets", rule(&format!("{}1{}", "(".repeat(brackets), ")".repeat(brackets)))),
        ("open brackets", rule(&"(".repeat(brackets))),
        ("nested braces", format!("{POLICY}标准 乙 适用 企业 {}", "{".repeat(brackets)).into_bytes()),
        ("a chain of not", rule(&format!("{}验", "非 ".repeat(brackets)))),
        ("a chain of when", rule(&"当 验 则 ".repeat(brackets))),
        ("a long name", repeat("甲", mega)),
        ("a long number", rule(&format!("计数(企业) 至少 {}", "9".repeat(mega)))),
        ("a long text", rule(&format!("计数(企业 其中 编号 为 \"{}\") 至少1户", "a".repeat(mega)))),
        ("an open text", rule("计数(企业 其中 编号 为 \"a")),
        ("an open brace", POLICY.replace("}\n单位", "\n单位").into_bytes()),
        ("a day that does not exist", rule("每个 企业: 起 早于 2023-02-30")),
        ("1e400", rule("计数(企业) 至少 1e400 户")),
        ("an item twice", format!("{POLICY}单位 户\n").into_bytes()),
    ];
    for (what, bytes) in cases {
        let folder = Folder::new();
        let path = folder.put("policy.gj", &bytes);
        refused(what, &run(&["check", path.to_str().unwrap(), "--lang", "en"], bytes.len()));
    }
}

#[test]
fn facts_in_json() {
    let mega = large();
    let row = |cells: &str| format!("{{\"企业\": [{{\"编号\": \"A\", {cells}}}]}}").into_bytes();
    let brackets = 100_000;
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("binary", vec![0xFE; 1_000]),
        ("truncated", b"{\"\xe4\xbc\x81\xe4\xb8\x9a\": [{".to_vec()),
        ("truncated UTF-8", b"{\"\xe4\xbc\x81\xe4\xb8".to_vec()),
        ("nested lists", repeat("[", brackets)),
        ("nested objects", repeat("{\"a\":", brackets * 5)),
        ("a long string", row(&format!("\"金额\": \"{}\"", "9".repeat(mega)))),
        ("a long key", format!("{{\"企业\": [{{\"编号\": \"{}\"}}]}}", "a".repeat(mega)).into_bytes()),
        ("a long number", row(&format!("\"金额\": {}", "9".repeat(mega)))),
        ("a key twice", row("\"金额\": 1, \"金额\": 2")),
        ("NaN", row("\"金额\": NaN")),
        ("1e400", row("\"金额\": 1e400")),
        ("a day that does not exist", row("\"起\": \"2023-02-30\"")),
        ("a dangling reference", row("\"上级\": \"B\"")),
        ("a row twice", "{\"企业\": [{\"编号\": \"A\"}, {\"编号\": \"A\"}]}".into()),
        ("an unknown field", row("\"金頟\": 1")),
        ("a negative amount", row("\"金额\": -0.01")),
    ];
    for (what, bytes) in cases {
        let folder = Folder::new();
        let policy = folder.put("policy.gj", POLICY.as_bytes());
        let facts = folder.put("facts.json", &bytes);
        let arguments = ["eval", policy.to_str().unwrap(), "--facts", facts.to_str().unwrap(), "--lang", "en"];
        refused(what, &run(&arguments, bytes.len()));
    }
}

#[test]
fn facts_in_csv() {
    let mega = large();
    let header = "编号,金额,时长,验,起,月,上级\n";
    let with = |rows: &str| format!("{header}{rows}").into_bytes();
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(header.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("binary", vec![0xFE; 1_000]),
        ("GBK", b"\xb1\xe0\xba\xc5,\xbd\xf0\xb6\xee\nA,1\n".to_vec()),
        ("UTF-16", utf16),
        ("truncated UTF-8", b"\xe7\xbc\x96\xe5\x8f\xb7\nA\xe5\x8f".to_vec()),
        ("one long cell", with(&format!("{},1,,,,,\n", "a".repeat(mega)))),
        ("one long line", with(&"1,".repeat(mega / 2))),
        ("an open quote", with(&format!("\"A,1,,,,,\n{}", "B,1,,,,,\n".repeat(1_000)))),
        ("a missing cell", with("A,1\n")),
        ("a row twice", with("A,1,,,,,\nA,2,,,,,\n")),
        ("NaN", with("A,NaN,,,,,\n")),
        ("1e400", with("A,1e400,,,,,\n")),
        ("separators", with("A,\"1,000\",,,,,\n")),
        ("a day that does not exist", with("A,,,,2023-02-30,,\n")),
        ("a dangling reference", with("A,,,,,,B\n")),
        ("an unknown column", b"\xe7\xbc\x96\xe5\x8f\xb7,x\nA,1\n".to_vec()),
        ("a column twice", "编号,金额,金额\nA,1,2\n".into()),
        ("bad cells only", with(&"x,x,x,x,x,x,x\n".repeat(mega / 20))),
    ];
    for (what, bytes) in cases {
        let folder = Folder::new();
        let policy = folder.put("policy.gj", POLICY.as_bytes());
        let facts = folder.put("企业.csv", &bytes);
        let arguments = ["eval", policy.to_str().unwrap(), "--facts", facts.to_str().unwrap(), "--lang", "en"];
        refused(what, &run(&arguments, bytes.len()));
    }
}

#[test]
fn paths_that_lead_nowhere() {
    let folder = Folder::new();
    let policy = folder.put("policy.gj", POLICY.as_bytes());
    let empty = Folder::new();
    let policy = policy.to_str().unwrap();
    let nowhere = folder.0.join("nowhere");
    for arguments in [
        vec!["check", nowhere.to_str().unwrap()],
        vec!["check", empty.0.to_str().unwrap()],
        vec!["eval", policy, "--facts", nowhere.to_str().unwrap()],
        vec!["eval", policy, "--facts", empty.0.to_str().unwrap()],
    ] {
        let mut arguments = arguments;
        arguments.extend(["--lang", "en"]);
        refused(&format!("{arguments:?}"), &run(&arguments, 0));
    }
    assert!(Path::new(policy).exists());
}
