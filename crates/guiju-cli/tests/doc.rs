//! `guiju doc`: which files it writes, in which languages, and what it says when it cannot.
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
use std::process::{Command, Output};

const POLICY: &str = "
政策 示例 \"示例办法\" 年度 2023
依据文件 方案 \"示例方案\" { 第一条 规范 }
单位 户
数据 服务对象 键 编号 计 户 { 编号: 文本  直播时长: 小时 }
规则 时长 依据 第一条: 每个 服务对象: 直播时长 不低于60小时
";

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("doc-{name}"));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join("policy.gj"), POLICY).unwrap();
    path
}

fn guiju(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guiju"));
    for variable in ["GUIJU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(variable);
    }
    command.current_dir(folder).args(arguments).output().unwrap()
}

fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn both_languages_and_a_page_that_leads_to_them() {
    let folder = folder("both");
    let out = folder.join("a/b");
    std::fs::create_dir_all(&out).unwrap();
    std::fs::write(out.join("other.txt"), "kept").unwrap();
    let written = guiju(&folder, &["doc", "policy.gj", "-o", "a/b"]);
    assert!(written.status.success(), "{written:?}");
    assert_eq!(files(&out), ["en.html", "en.md", "index.html", "other.txt", "zh.html", "zh.md"]);
    let said = String::from_utf8(written.stdout).unwrap();
    for name in ["index.html", "zh.html", "zh.md", "en.html", "en.md"] {
        assert!(said.contains(&format!("wrote {}", Path::new("a/b").join(name).display())), "{said}");
    }
    let read = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
    assert!(read("zh.html").contains("对每个服务对象，直播时长不低于 60小时。"));
    assert!(read("en.html").contains("For each 服务对象, “直播时长” is at least 60 hours."));
    assert!(read("index.html").contains("href=\"zh.html\"") && read("index.html").contains("href=\"en.html\""));
    assert_eq!(read("other.txt"), "kept");
    // Again, over what is there: the same bytes.
    let before = read("zh.html");
    assert!(guiju(&folder, &["doc", ".", "-o", "a/b"]).status.success());
    assert!(read("zh.html") == before);
}

#[test]
fn one_language_alone() {
    let folder = folder("one");
    let written = guiju(&folder, &["doc", ".", "-o", "out", "--lang", "zh"]);
    assert!(written.status.success(), "{written:?}");
    let out = folder.join("out");
    assert_eq!(files(&out), ["index.html", "zh.html", "zh.md"]);
    let read = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
    assert!(read("index.html") == read("zh.html"));
    assert!(String::from_utf8(written.stdout).unwrap().starts_with("已写 "));
}

#[test]
fn what_cannot_be_written_is_told() {
    let folder = folder("wrong");
    // The folder is a file.
    let refused = guiju(&folder, &["doc", ".", "-o", "policy.gj"]);
    assert_eq!(refused.status.code(), Some(74));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("policy.gj"));
    assert_eq!(std::fs::read_to_string(folder.join("policy.gj")).unwrap(), POLICY);
    // One of the files is a folder.
    std::fs::create_dir_all(folder.join("out/zh.html")).unwrap();
    let refused = guiju(&folder, &["doc", ".", "-o", "out"]);
    assert_eq!(refused.status.code(), Some(74));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("zh.html"));
    // The policy has an error.
    std::fs::write(folder.join("policy.gj"), POLICY.replace("60小时", "60户")).unwrap();
    let refused = guiju(&folder, &["doc", ".", "-o", "none"]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(!folder.join("none").exists());
    // Nobody says where to.
    assert_eq!(guiju(&folder, &["doc", "."]).status.code(), Some(64));
}
