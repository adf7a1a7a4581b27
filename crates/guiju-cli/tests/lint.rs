//! `guiju check` with lints: levels of arguments and of `guiju.toml`, exit codes, JSON.
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
use std::process::Command;

const POLICY: &str = "政策 甲 \"甲\" 年度 2023
依据文件 办法 \"办法\" { 第一条 规范 }
参数 备用 = 5元 依据 第一条
数据 店 键 编号 { 编号: 文本  时长: 小时 }
规则 够时长 依据 第一条: 每个 店: 时长 不低于60小时
";

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, policy: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("lint-{name}"));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join("policy.gj"), policy).unwrap();
        Self(path)
    }

    fn settings(&self, text: &str) {
        std::fs::write(self.0.join("guiju.toml"), text).unwrap();
    }

    /// Exit code, stdout, stderr.
    fn check(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_guiju"))
            .current_dir(&self.0)
            .arg("check")
            .args(arguments)
            .args(["--lang", "en"])
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// Exit code, and the codes told with their severities.
    fn told(&self, arguments: &[&str]) -> (i32, Vec<String>) {
        let (code, out, err) = self.check(arguments);
        let lines = out.lines().chain(err.lines());
        let told = lines.filter_map(|line| {
            let (severity, rest) = line.split_once('[')?;
            let (code, _) = rest.split_once("]: ")?;
            Some(format!("{severity} {code}"))
        });
        (code, told.collect())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn arguments_set_levels_in_their_order() {
    let folder = Folder::new("arguments", POLICY);
    let cases: &[(&[&str], i32, &[&str])] = &[
        (&["."], 0, &["warning unused-item"]),
        (&[".", "--strict"], 1, &["warning unused-item"]),
        (&[".", "--strict", "--allow", "unused-item"], 0, &[]),
        (&[".", "--deny", "unused-item"], 3, &["error unused-item"]),
        (&[".", "--warn", "magic-number"], 0, &["warning unused-item", "warning magic-number"]),
        (&[".", "--deny", "magic-number", "--allow", "all"], 0, &[]),
        (&[".", "--allow", "all", "--deny", "magic-number"], 3, &["error magic-number"]),
        (
            &[".", "--deny", "all", "--allow", "missing-language", "--warn", "unused-item"],
            3,
            &["error magic-number", "warning unused-item"],
        ),
        (&["policy.gj"], 0, &["warning unused-item"]),
    ];
    for (arguments, code, told) in cases {
        let expected = told.iter().map(|told| (*told).to_owned()).collect();
        assert_eq!(folder.told(arguments), (*code, expected), "{arguments:?}");
    }
}

#[test]
fn an_unknown_code_is_wrong_usage_with_a_suggestion() {
    let folder = Folder::new("usage", POLICY);
    let (code, out, err) = folder.check(&[".", "--deny", "unused-itme"]);
    assert_eq!((code, out.as_str()), (64, ""));
    assert!(err.contains("unused-item"), "{err}");
    let output = Command::new(env!("CARGO_BIN_EXE_guiju"))
        .current_dir(&folder.0)
        .args(["check", ".", "--deny", "unused-itme", "--lang", "zh"])
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("“--deny <代号>”不能是“unused-itme”") && err.contains("是不是想写：unused-item"), "{err}");
}

#[test]
fn settings_beside_the_policy_count_and_arguments_win() {
    let folder = Folder::new("settings", POLICY);
    folder.settings("# 说明\n[lints]\nmagic-number = \"note\"\nall = \"deny\"\nmissing-language = \"allow\"\n");
    assert_eq!(folder.told(&["."]), (3, vec!["error unused-item".to_owned(), "note magic-number".to_owned()]));
    assert_eq!(folder.told(&["policy.gj"]).0, 3);
    assert_eq!(folder.told(&[".", "--allow", "unused-item"]), (0, vec!["note magic-number".to_owned()]));
    assert_eq!(folder.told(&[".", "--allow", "all"]), (0, Vec::new()));
    // Nothing but `guiju check` looks at it.
    folder.settings("[lints\n");
    let output = Command::new(env!("CARGO_BIN_EXE_guiju")).current_dir(&folder.0).args(["test", "."]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn what_is_wrong_with_settings_is_told_at_its_place() {
    let folder = Folder::new("wrong", POLICY);
    for (text, places) in [
        ("", vec![]),
        ("[lints]\n", vec![]),
        ("[lints]\nunused-item = deny\n", vec!["settings-syntax 2:15"]),
        ("[lints]\nunused-item = \"deny\"\nunused-item = \"warn\"\n", vec!["settings-syntax 3:1"]),
        ("[lint]\nunused-item = \"deny\"\n", vec!["unknown-setting 1:2"]),
        ("lints = 3\n", vec!["unknown-setting 1:9"]),
        ("[lints]\nunused-item = \"denied\"\n", vec!["unknown-level 2:15"]),
        ("[lints]\nunused-item = 3\n", vec!["unknown-level 2:15"]),
        ("[lints]\nunused-itme = \"deny\"\n", vec!["unknown-finding 2:1"]),
        (
            "x = 1\n[lints]\nunused-itme = \"denied\"\nall = \"no\"\n\"检查\" = \"warn\"\n",
            vec![
                "unknown-setting 1:1",
                "unknown-finding 3:1",
                "unknown-level 3:15",
                "unknown-level 4:7",
                "unknown-finding 5:1",
            ],
        ),
        ("# 中文\n[lints] # 中文\nmagic-number = \"warn\" # 中文\n中文 = 1\n", vec!["settings-syntax 4:1"]),
    ] {
        folder.settings(text);
        let (code, _, err) = folder.check(&["."]);
        let found: Vec<String> = err
            .lines()
            .filter_map(|line| {
                let (code, rest) = line.strip_prefix("error[")?.split_once("]: ./guiju.toml, line ")?;
                let (line, rest) = rest.split_once(", column ")?;
                let (column, _) = rest.split_once(": ")?;
                Some(format!("{code} {line}:{column}"))
            })
            .collect();
        assert_eq!(found, places, "{text}\n{err}");
        assert_eq!(code, if places.is_empty() { 0 } else { 3 }, "{text}");
        assert_eq!(err.matches("help: ").count(), places.len(), "{err}");
    }
    std::fs::write(folder.0.join("guiju.toml"), b"[lints]\n\xff = 1\n").unwrap();
    assert_eq!(folder.told(&["."]), (3, vec!["error not-utf8".to_owned()]));
}

#[test]
fn json_has_the_findings() {
    let folder = Folder::new("json", POLICY);
    let (code, out, _) = folder.check(&[".", "--deny", "magic-number", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &document["errors"], &document["warnings"]), (3, &1.into(), &1.into()));
    let codes: Vec<&str> =
        document["diagnostics"].as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["unused-item", "magic-number"]);
}

#[test]
fn lints_wait_for_errors() {
    let folder = Folder::new("errors", &POLICY.replace("时长 不低于60小时", "时常 不低于60小时"));
    assert_eq!(folder.told(&["."]), (3, vec!["error unknown-name".to_owned()]));
    let broken_test = format!("{POLICY}测试 \"乙\" {{ 期望 没有: 满足 }}\n");
    let folder = Folder::new("test-errors", &broken_test);
    assert_eq!(folder.told(&["."]).1.len(), 1);
}
