//! `guiju analyze` as it is used: what it prints, how it ends, what a policy accepts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests read files and run the program"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const POLICY: &str = "政策 例 \"例\" 年度 2023
依据文件 办法 \"办法\" {\n  第一条 规范\n  第二条 规范\n  第三条 规范\n}
单位 户
数据 店 键 编号 计 户 { 编号: 文本 达标: 是否 }
预算 经费 = 100万元 依据 第一条
目标 户数 依据 第二条: 计数(店 其中 达标) 达到100户
补助 扶持 适用 店 依据 第三条 { 条件: 达标; 金额: 1.5万元; 预算: 经费 不得超过 }
";

/// A folder with a policy, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, policy: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("analyze-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("policy.gj"), policy).unwrap();
        Self(path)
    }

    fn analyze(&self, arguments: &[&str]) -> Output {
        analyze(&self.0, arguments)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn analyze(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_guiju"))
        .args(["analyze", "."])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_target_over_the_budget_is_an_error_with_its_numbers_and_its_proof() {
    let folder = Folder::new("over", POLICY);
    let zh = folder.analyze(&["--lang", "zh"]);
    assert_eq!(zh.status.code(), Some(3));
    assert!(
        text(&zh).contains("错误[target-over-budget]: 100户 × 1.5万元/户 = 150万元 > 100万元，差50万元"),
        "{}",
        text(&zh)
    );
    assert!(text(&zh).contains("最多66户") && text(&zh).contains("最多1万元/户"), "{}", text(&zh));
    let found = json(&folder.analyze(&["--format", "json"]));
    assert_eq!((&found["errors"], &found["warnings"]), (&Value::from(1), &Value::from(0)));
    let finding = &found["findings"][0];
    assert_eq!(finding["code"], "target-over-budget");
    let names: Vec<&str> =
        finding["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["户数", "扶持", "经费"]);
    assert_eq!(finding["items"][0]["cites"][0], "第二条");
    let figures: Vec<(&str, &str)> = finding["figures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|figure| (figure["name"].as_str().unwrap(), figure["value"].as_str().unwrap()))
        .collect();
    assert_eq!(
        figures,
        [
            ("short-by", "500000.00"),
            ("largest-count", "66"),
            ("largest-rate", "10000.00"),
            ("largest-rate-in-fen", "10000.00"),
            ("smallest-budget", "1500000.00"),
        ]
    );
    let proof = finding["proof"].as_array().unwrap();
    assert!(!proof.is_empty() && proof.iter().all(|line| !line["zh"].as_str().unwrap().contains("n[R")), "{proof:?}");
    let sarif = json(&folder.analyze(&["--format", "sarif"]));
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "target-over-budget");
}

#[test]
fn what_is_accepted_is_kept_with_its_reason_and_is_no_error() {
    let accepted = format!("{POLICY}接受 target-over-budget 于 户数 因 \"下半年追加\"\n");
    let folder = Folder::new("accepted", &accepted);
    let output = folder.analyze(&["--lang", "en", "--strict"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert_eq!(text(&output), "nothing found; 1 more that the policy accepts\n");
    let found = json(&folder.analyze(&["--format", "json"]));
    assert_eq!(found["errors"], 0);
    assert_eq!(found["findings"][0]["accepted"], "下半年追加");
    // A check runs no analysis, and does not call the acceptance idle.
    let check = Command::new(env!("CARGO_BIN_EXE_guiju"))
        .args(["check", ".", "--strict", "--lang", "en"])
        .current_dir(&folder.0)
        .output()
        .unwrap();
    assert!(!text(&check).contains("idle-acceptance"), "{}", text(&check));
    // Once there is nothing to accept, the analysis says so.
    let idle = Folder::new("idle", &accepted.replace("1.5万元", "1万元"));
    let output = idle.analyze(&["--lang", "en", "--strict"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("warning[idle-acceptance]"), "{}", text(&output));
}

#[test]
fn levels_say_how_bad_a_finding_is() {
    let folder = Folder::new("levels", POLICY);
    let warned = folder.analyze(&["--warn", "target-over-budget"]);
    assert_eq!(warned.status.code(), Some(0));
    assert_eq!(folder.analyze(&["--warn", "target-over-budget", "--strict"]).status.code(), Some(1));
    let silent = folder.analyze(&["--allow", "target-over-budget", "--lang", "zh"]);
    assert_eq!((silent.status.code(), text(&silent)), (Some(0), "没有发现\n".to_owned()));
}

#[test]
fn what_is_not_answered_is_told_and_not_taken_for_sound() {
    let folder = Folder::new("steps", POLICY);
    let output = folder.analyze(&["--max-steps", "1", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output).contains("note[not-answered]"), "{}", text(&output));
    assert!(!text(&output).contains("target-over-budget"), "{}", text(&output));
}

#[test]
fn a_policy_that_does_not_compile_is_not_analysed() {
    let folder = Folder::new("wrong", &POLICY.replace("其中 达标", "其中 不知道"));
    let output = folder.analyze(&["--lang", "en"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8(output.stderr).unwrap().contains("unknown-name"));
}
