//! The binary: exit codes, streams, languages, and input of every bad kind.
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
use std::process::{Command, Output, Stdio};

const POLICY: &str = "
政策 示例 \"直播带货服务补助\" 年度 2023
依据文件 方案 \"示例方案\" { 第一条 规范 }
单位 户
数据 服务对象 键 编号 计 户 { 编号: 文本  类型: { 限上企业, 个体工商户 }  直播时长: 小时 }
标准 达标 适用 服务对象 依据 第一条 { 直播时长: 直播时长 不低于60小时 }
规则 限上占比 依据 第一条: 占比(服务对象 其中 类型 为 限上企业) 不低于10%
规则 都达标 依据 第一条: 每个 服务对象: 达标
";
const GOOD: &str = "编号,类型,直播时长\nA,限上企业,60\nB,个体工商户,60.01\n";
const BAD: &str = "编号,类型,直播时长\nA,限上企业,60\nB,个体工商户,59.99\n";
const OPEN: &str = "编号,类型,直播时长\nA,限上企业,60\nB,个体工商户,\n";

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}"));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn guiju(folder: &Folder, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guiju"));
    command.current_dir(&folder.0).args(arguments);
    for variable in ["GUIJU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(variable);
    }
    command.output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder with the policy and these recipients.
fn with(name: &str, facts: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("policy.gj", POLICY);
    folder.write("facts/服务对象.csv", facts);
    folder
}

#[test]
fn exit_codes_of_eval() {
    for (name, facts, strict) in [("good", GOOD, 0), ("bad", BAD, 1), ("open", OPEN, 2)] {
        let folder = with(name, facts);
        let plain = guiju(&folder, &["eval", ".", "--facts", "facts"]);
        assert_eq!(code(&plain), 0, "{}", stderr(&plain));
        let arguments = ["eval", "policy.gj", "--facts", "facts/服务对象.csv", "--strict"];
        let strictly = guiju(&folder, &arguments);
        assert_eq!(code(&strictly), strict, "{name}: {}", stderr(&strictly));
        assert_eq!(stdout(&strictly), stdout(&plain));
    }
}

#[test]
fn strictly_an_exclusion_that_bars_somebody_is_a_rule_that_fails() {
    let policy = "政策 示例 年度 2023\n数据 申报 键 编号 { 编号: 文本  失信: 是否 }\n排除 黑名单 适用 申报: 失信\n";
    for (name, cell, strict) in [("free", "否", 0), ("barred", "是", 1), ("perhaps", "", 2)] {
        let folder = Folder::new(name);
        folder.write("policy.gj", policy);
        folder.write("facts/申报.csv", format!("编号,失信\nA,{cell}\n"));
        let plain = guiju(&folder, &["eval", ".", "--facts", "facts"]);
        assert_eq!(code(&plain), 0, "{}", stderr(&plain));
        let strictly = guiju(&folder, &["eval", ".", "--facts", "facts", "--strict"]);
        assert_eq!(code(&strictly), strict, "{name}: {}", stderr(&strictly));
    }
}

#[test]
fn the_json_report_is_all_there_is_on_stdout() {
    let folder = with("json", BAD);
    let arguments = ["eval", ".", "--facts", "facts", "--format", "json"];
    let output = guiju(&folder, &arguments);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["schema"], 1);
    assert_eq!(report["as_of"], "2023-12-31");
    assert_eq!(report["as_of_default"], true);
    assert_eq!(report["facts"]["hash"], serde_json::Value::Null);
    assert_eq!(report["rules"][0]["verdict"], "pass");
    assert_eq!(report["rules"][1]["rows"][0]["key"], "B");
    let hash = report["policy"]["hash"].as_str().unwrap().to_owned();
    assert!(hash.starts_with("sha256:") && hash.len() == 7 + 64);

    let dated = [&arguments[..], &["--as-of", "2023-06-30", "--facts-hash"]].concat();
    let output = guiju(&folder, &dated);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["as_of"], "2023-06-30");
    assert_eq!(report["as_of_default"], false);
    assert!(report["facts"]["hash"].as_str().unwrap().starts_with("sha256:"));
}

#[test]
fn threads_and_formats_of_facts_change_no_byte() {
    let folder = with("same", BAD);
    let json = r#"{"服务对象": [
        {"编号": "B", "类型": "个体工商户", "直播时长": 59.990},
        {"编号": "A", "类型": "限上企业", "直播时长": 60}]}"#;
    folder.write("facts.json", json);
    let run = |more: &[&str]| {
        let fixed = ["eval", ".", "--format", "json", "--facts-hash"];
        let output = guiju(&folder, &[&fixed[..], more].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        stdout(&output)
    };
    let csv = run(&["--facts", "facts", "--threads", "1"]);
    assert_eq!(csv, run(&["--facts", "facts", "--threads", "2"]));
    assert_eq!(csv, run(&["--facts", "facts.json"]));
}

#[test]
fn the_report_speaks_the_language_asked_for() {
    let folder = with("language", BAD);
    let zh = guiju(&folder, &["eval", ".", "--facts", "facts", "--lang", "zh"]);
    assert!(stdout(&zh).contains("59.99小时，应 ≥ 60小时，差 0.01小时"), "{}", stdout(&zh));
    let en = guiju(&folder, &["eval", ".", "--facts", "facts"]);
    assert!(stdout(&en).contains("59.99 h, must be ≥ 60 h, 0.01 h short"), "{}", stdout(&en));
    let mut command = Command::new(env!("CARGO_BIN_EXE_guiju"));
    let by_variable = command
        .current_dir(&folder.0)
        .args(["eval", ".", "--facts", "facts"])
        .env("GUIJU_LANG", "zh")
        .output()
        .unwrap();
    assert_eq!(stdout(&by_variable), stdout(&zh));
}

#[test]
fn help_in_both_languages() {
    let folder = Folder::new("help");
    for command in [None, Some("check"), Some("doc"), Some("eval"), Some("schema"), Some("test")] {
        for (language, word) in [("zh", "用法：guiju"), ("en", "Usage: guiju")] {
            let mut arguments: Vec<&str> = command.into_iter().collect();
            arguments.extend(["--help", "--lang", language]);
            let help = guiju(&folder, &arguments);
            assert_eq!(code(&help), 0);
            assert!(stdout(&help).contains(word), "{}", stdout(&help));
            assert_eq!(stderr(&help), "");
            if language == "zh" {
                for left in ["Usage", "OPTIONS", "Options", "Arguments", "Commands", "Print"] {
                    assert!(!stdout(&help).contains(left), "{left}: {}", stdout(&help));
                }
            }
        }
    }
    let version = guiju(&folder, &["--version"]);
    assert_eq!(code(&version), 0);
    assert_eq!(stdout(&version), concat!("guiju ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn wrong_usage_is_64_and_says_so_on_stderr() {
    let folder = with("usage", GOOD);
    let cases: &[&[&str]] = &[
        &[],
        &["evaluate"],
        &["eval"],
        &["eval", "."],
        &["eval", ".", "--facts"],
        &["eval", ".", "--facts", "facts", "--as-of", "2023-02-30"],
        &["eval", ".", "--facts", "facts", "--as-of", "yesterday"],
        &["eval", ".", "--facts", "facts", "--format", "xml"],
        &["eval", ".", "--facts", "facts", "--threads", "0"],
        &["eval", ".", "--facts", "facts", "--frobnicate"],
        &["check"],
        &["check", ".", "."],
    ];
    for case in cases {
        for (language, word) in [("zh", "错误："), ("en", "error:")] {
            let arguments = [&["--lang", language], *case].concat();
            let arguments = if case.is_empty() { arguments } else { [*case, &["--lang", language]].concat() };
            let output = guiju(&folder, &arguments);
            assert_eq!(code(&output), 64, "{case:?}: {}", stderr(&output));
            assert_eq!(stdout(&output), "", "{case:?}");
            assert!(stderr(&output).contains(word), "{case:?}: {}", stderr(&output));
        }
    }
    assert_eq!(code(&guiju(&folder, &["check", ".", "--lang", "fr"])), 64);
    assert_eq!(code(&guiju(&folder, &[])), 64);
}

#[test]
fn a_policy_without_a_year_needs_a_date() {
    let folder = with("year", GOOD);
    folder.write("policy.gj", POLICY.replace(" 年度 2023", ""));
    let output = guiju(&folder, &["eval", ".", "--facts", "facts"]);
    assert_eq!(code(&output), 64, "{}", stderr(&output));
    assert!(stderr(&output).contains("--as-of"));
    let dated = guiju(&folder, &["eval", ".", "--facts", "facts", "--as-of", "2023-12-31"]);
    assert_eq!(code(&dated), 0, "{}", stderr(&dated));
}

#[test]
fn bad_input_is_told_with_its_place() {
    let folder = with("broken", GOOD);
    folder.write("broken.gj", POLICY.replace("不低于10%", "不低于10户"));
    folder.write("truncated.gj", [POLICY.as_bytes(), &[0xe8, 0xa7]].concat());
    folder.write("binary.gj", [0_u8, 159, 146, 150, 255]);
    folder.write("empty.gj", "");
    folder.write("bad/服务对象.csv", "编号,类型,直播时长\nA,限上企业,NaN\nB,没有的,1e400\n");
    folder.write("empty/readme.md", "");
    folder.write("facts.xlsx", "");
    let cases: &[(&[&str], &str)] = &[
        (&["eval", "broken.gj", "--facts", "facts"], "broken.gj:7:"),
        (&["check", "truncated.gj"], "UTF-8"),
        (&["check", "binary.gj"], "UTF-8"),
        (&["eval", "nowhere.gj", "--facts", "facts"], "nowhere.gj"),
        (&["eval", ".", "--facts", "nowhere"], "nowhere"),
        (&["eval", ".", "--facts", "empty"], "empty"),
        (&["eval", ".", "--facts", "facts.xlsx"], "facts.xlsx"),
        (&["eval", ".", "--facts", "bad"], "服务对象.csv"),
        (&["schema", "broken.gj"], "broken.gj"),
        (&["test", "broken.gj"], "broken.gj"),
    ];
    for (arguments, word) in cases {
        let output = guiju(&folder, arguments);
        assert_eq!(code(&output), 3, "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(word), "{arguments:?}: {}", stderr(&output));
        assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
        assert_eq!(stdout(&output), "", "{arguments:?}");
    }
    // Every bad cell is told, each with its row and column.
    let said = stderr(&guiju(&folder, &["eval", ".", "--facts", "bad"]));
    for word in ["row 2", "row 3", "直播时长", "类型"] {
        assert!(said.contains(word), "{word}: {said}");
    }
}

#[test]
fn check_says_what_there_is() {
    let folder = with("check", GOOD);
    let good = guiju(&folder, &["check", "."]);
    assert_eq!(code(&good), 0, "{}", stdout(&good));
    assert!(stdout(&good).contains("1 criteria, 2 rules, 0 tests"), "{}", stdout(&good));
    let json = guiju(&folder, &["check", ".", "--format", "json", "--strict"]);
    assert_eq!(code(&json), 0);
    let found: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(found["errors"], 0);
    assert_eq!(found["contents"]["rules"], 2);

    folder.write("policy.gj", POLICY.replace("不低于10%", "不低于10户"));
    let wrong = guiju(&folder, &["check", ".", "--format", "json"]);
    assert_eq!(code(&wrong), 3);
    let found: serde_json::Value = serde_json::from_slice(&wrong.stdout).unwrap();
    assert_eq!(found["diagnostics"][0]["severity"], "error");
    assert_eq!(found["diagnostics"][0]["place"]["line"], 7);
}

#[test]
fn schema_prints_a_json_schema() {
    let folder = with("schema", GOOD);
    let output = guiju(&folder, &["schema", "."]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(schema.is_object());
    assert!(stdout(&output).contains("直播时长"));
}

#[test]
fn tests_pass_and_fail() {
    let folder = with("tests", GOOD);
    let test = |name: &str, hours: &str| {
        format!("测试 \"{name}\" {{\n  服务对象 甲 {{ 直播时长: {hours}小时 }}\n  期望 甲.达标: 满足\n}}\n")
    };
    folder.write("tests/b.gj", test("够", "60"));
    let good = guiju(&folder, &["test", "."]);
    assert_eq!(code(&good), 0, "{}{}", stdout(&good), stderr(&good));
    folder.write("tests/a.gj", test("差一点", "59.99"));
    let bad = guiju(&folder, &["test", ".", "--lang", "zh"]);
    assert_eq!(code(&bad), 1);
    let said = stdout(&bad);
    for word in ["测试“差一点”没有通过", "a.gj:3", "差 0.01小时", "通过 1，没有通过 1"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    let filtered = guiju(&folder, &["test", ".", "--filter", "够", "--format", "json"]);
    assert_eq!(code(&filtered), 0);
    let results: serde_json::Value = serde_json::from_slice(&filtered.stdout).unwrap();
    assert_eq!((&results["passed"], &results["failed"]), (&1.into(), &0.into()));
    // Tests are no part of what `eval` needs.
    folder.write("tests/c.gj", "测试 (");
    assert_eq!(code(&guiju(&folder, &["test", "."])), 3);
    assert_eq!(code(&guiju(&folder, &["eval", ".", "--facts", "facts"])), 0);
}

#[test]
fn a_closed_pipe_is_no_trouble() {
    let folder = with("pipe", BAD);
    let mut child = Command::new(env!("CARGO_BIN_EXE_guiju"))
        .current_dir(&folder.0)
        .args(["eval", ".", "--facts", "facts"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
}

#[test]
fn what_an_evaluation_costs_and_where_it_ends() {
    let folder = Folder::new("cost");
    folder.write("policy.gj", POLICY);
    folder.write("服务对象.csv", GOOD);
    let told = guiju(&folder, &["check", "policy.gj", "--cost", "--lang", "en"]);
    let text = String::from_utf8(told.stdout).unwrap();
    assert!(text.contains("  达标: ") && text.contains(" × 服务对象\n"), "{text}");
    assert!(text.ends_with("with the rows of every table (--rows TABLE=N) they are added up\n"), "{text}");
    let told = guiju(&folder, &["check", "policy.gj", "--cost", "--rows", "服务对象=2", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let usual: u64 = json["cost"]["usual"].as_str().unwrap().parse().unwrap();
    let greatest: u64 = json["cost"]["greatest"].as_str().unwrap().parse().unwrap();
    assert!(0 < usual && usual <= greatest, "{json}");
    let eval = |steps: &str| {
        guiju(&folder, &["eval", "policy.gj", "--facts", "服务对象.csv", "--max-steps", steps, "--lang", "en"])
    };
    assert_eq!(eval(&usual.to_string()).status.code(), Some(0));
    let stopped = eval("1");
    assert_eq!(stopped.status.code(), Some(3));
    assert!(stopped.stdout.is_empty());
    let said = String::from_utf8(stopped.stderr).unwrap();
    assert!(said.contains("error[too-many-steps]") && said.contains("at 达标"), "{said}");
    let unknown = guiju(&folder, &["check", "policy.gj", "--cost", "--rows", "没有=2"]);
    assert_eq!(unknown.status.code(), Some(64));
}

#[test]
fn files_are_laid_out() {
    let folder = Folder::new("fmt");
    folder.write("甲/policy.gj", "参数 甲=3元\n参数 乙二 = 30元 # 三十\n");
    folder.write("甲/tests/乙.gj", "参数 丙 = 3元\n");
    folder.write("broken.gj", "规则 甲: (1 > 0\n");
    let check = guiju(&folder, &["fmt", "--check", "甲"]);
    assert_eq!(check.status.code(), Some(1));
    let said = String::from_utf8(check.stdout).unwrap();
    assert_eq!(said, "甲/policy.gj: would be laid out anew\n");
    assert_eq!(guiju(&folder, &["fmt", "甲"]).status.code(), Some(0));
    let laid_out = std::fs::read_to_string(folder.0.join("甲/policy.gj")).unwrap();
    assert_eq!(laid_out, "参数 甲   = 3元\n参数 乙二 = 30元  # 三十\n");
    let again = guiju(&folder, &["fmt", "--check", "甲"]);
    assert_eq!((again.status.code(), again.stdout.len()), (Some(0), 0));
    let broken = guiju(&folder, &["fmt", "broken.gj", "nowhere.gj"]);
    assert_eq!(broken.status.code(), Some(3));
    let said = String::from_utf8(broken.stderr).unwrap();
    assert!(said.contains("broken.gj:1:") && said.contains("nowhere.gj"), "{said}");
    let mut child = Command::new(env!("CARGO_BIN_EXE_guiju"))
        .args(["fmt", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), "参数  甲=3元\n".as_bytes()).unwrap();
    assert_eq!(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap(), "参数 甲 = 3元\n");
}

#[test]
fn files_are_spelled_in_one_language() {
    let folder = Folder::new("fmt-lang");
    let policy =
        format!("{}数据 案件 键 编号 {{ 编号: 文本  情节: {{ 无, 严重 }}  损失: 元 可缺 }}\n", POLICY.trim_start());
    let test = "测试 \"值和没有\" {\n  案件 甲 { 情节: 无  损失: 3万元 }\n  服务对象: 无\n}\n";
    folder.write("policy.gj", policy);
    folder.write("tests/甲.gj", test);
    let read = |name: &str| std::fs::read_to_string(folder.0.join(name)).unwrap();
    assert_eq!(guiju(&folder, &["fmt", "."]).status.code(), Some(0));
    let chinese = (read("policy.gj"), read("tests/甲.gj"));

    // The environment alone decides on messages, and rewrites nothing.
    let mut command = Command::new(env!("CARGO_BIN_EXE_guiju"));
    let told = command.current_dir(&folder.0).env("GUIJU_LANG", "en").args(["fmt", "--check", "."]).output().unwrap();
    assert_eq!((told.status.code(), told.stdout.len()), (Some(0), 0));

    let check = guiju(&folder, &["fmt", "--check", "--lang", "en", "."]);
    assert_eq!(check.status.code(), Some(1));
    let said = String::from_utf8(check.stdout).unwrap();
    assert_eq!(said, "./policy.gj: would be rewritten\n./tests/甲.gj: would be rewritten\n");
    assert_eq!(read("policy.gj"), chinese.0);

    // The language may stand before the command as well.
    assert_eq!(guiju(&folder, &["--lang", "en", "fmt", "."]).status.code(), Some(0));
    assert!(read("policy.gj").contains("直播时长: 直播时长 at least 60 hours }"));
    // 无 is a value of a list that another file declares, so no 无 is touched.
    let english = "test \"值和没有\" {\n  案件 甲 { 情节: 无  损失: 3 ten_thousand yuan }\n  服务对象: 无\n}\n";
    assert_eq!(read("tests/甲.gj"), english);
    assert_eq!(guiju(&folder, &["test", "."]).status.code(), Some(0));

    let said = guiju(&folder, &["fmt", "--lang", "zh", "."]);
    assert_eq!(String::from_utf8(said.stdout).unwrap(), "./policy.gj：已改写\n./tests/甲.gj：已改写\n");
    assert_eq!((read("policy.gj"), read("tests/甲.gj")), chinese);

    let mut child = Command::new(env!("CARGO_BIN_EXE_guiju"))
        .args(["fmt", "--lang", "en", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), "参数  甲=3元\n".as_bytes()).unwrap();
    assert_eq!(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap(), "param 甲 = 3 yuan\n");
}

#[test]
fn messages_in_every_format() {
    let folder = Folder::new("formats");
    folder.write("policy.gj", POLICY.replace("不低于60小时", "不低于60"));
    let check = |format: &str| {
        let output = guiju(&folder, &["check", ".", "--format", format, "--lang", "zh"]);
        assert_eq!(output.status.code(), Some(3), "{format}");
        String::from_utf8(output.stdout).unwrap()
    };
    let plain = check("plain");
    assert!(plain.starts_with("./policy.gj:6:"), "{plain}");
    assert_eq!(plain.lines().count(), 1, "{plain}");
    assert!(plain.contains("错误[unit-mismatch]: "), "{plain}");
    let log: serde_json::Value = serde_json::from_str(&check("sarif")).unwrap();
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "unit-mismatch");
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "./policy.gj");
    let found: serde_json::Value = serde_json::from_str(&check("json")).unwrap();
    assert_eq!(found["diagnostics"][0]["code"], "unit-mismatch");
    // Without a terminal there is no colour.
    assert!(!check("text").contains('\u{1b}'));
    for format in ["plain", "json", "sarif"] {
        let output = guiju(&folder, &["test", ".", "--format", format]);
        assert_eq!(output.status.code(), Some(3), "{format}");
        assert!(String::from_utf8(output.stdout).unwrap().contains("unit-mismatch"), "{format}");
        assert!(output.stderr.is_empty(), "{format}");
    }
    let output = guiju(&folder, &["eval", ".", "--facts", ".", "--format", "sarif"]);
    assert_eq!(output.status.code(), Some(64));
}

#[test]
fn codes_are_explained() {
    let folder = Folder::new("explain");
    let explain = |arguments: &[&str]| guiju(&folder, &[&["explain"], arguments].concat());
    let zh = explain(&["unit-mismatch", "--lang", "zh"]);
    assert_eq!(zh.status.code(), Some(0));
    let text = String::from_utf8(zh.stdout).unwrap();
    assert!(text.starts_with("unit-mismatch\n\n不同的单位不能相加减，也不能比大小。\n"), "{text}");
    assert!(
        text.contains("\n错：\n\n    政策 ") && text.contains("\n对：\n\n    政策 ") && !text.contains("```"),
        "{text}"
    );
    let en = explain(&["[Unit-Mismatch]", "--lang", "en"]);
    assert!(String::from_utf8(en.stdout).unwrap().contains("\nWrong:\n"));
    let near = explain(&["unit-mismach", "--lang", "en"]);
    assert_eq!(near.status.code(), Some(64));
    assert!(String::from_utf8(near.stderr).unwrap().contains("perhaps: unit-mismatch"));
    let all = String::from_utf8(explain(&["--lang", "en"]).stdout).unwrap();
    assert!(all.lines().count() > 200 && all.lines().all(|line| line.ends_with('.')), "{all}");
}

/// Programs that ask for a JSON report read on stdout why there is none.
#[test]
fn why_there_is_no_report_is_told_in_its_format() {
    let folder = Folder::new("no-report");
    folder.write("policy.gj", POLICY);
    folder.write("facts/服务对象.csv", BAD.replace("59.99", "很多"));
    for (facts, code) in [("facts", "bad-number"), ("nowhere", "not-found")] {
        let output = guiju(&folder, &["eval", ".", "--facts", facts, "--format", "json"]);
        assert_eq!(output.status.code(), Some(3), "{facts}");
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(told["diagnostics"][0]["code"], code);
        assert!(output.stderr.is_empty());
    }
    let output = guiju(&folder, &["check", "nowhere", "--format", "plain", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("nowhere: error[not-found]: "));
}

#[test]
fn trouble_with_files_says_what_to_do() {
    let folder = Folder::new("trouble");
    folder.write("办法-2023/policy.gj", "政策 办法-2023 年度 2023\n");
    folder.write("办法-2024/policy.gj", "政策 办法-2024 年度 2024 修订 办法-2022\n");
    folder.write("空/说明.txt", "x");
    folder.write("表.xlsx", "PK");
    let said = |arguments: &[&str]| {
        let output = guiju(&folder, &[arguments, &["--lang", "zh"]].concat());
        String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap()
    };
    let base = said(&["check", "办法-2024"]);
    assert!(base.contains("[base-not-found]") && base.contains("若指它，写 修订 办法-2023"), "{base}");
    assert_eq!(base.matches("办法-2022/policy.gj").count(), 1, "{base}");
    let policy = "办法-2023";
    for (facts, code, help) in
        [("空", "no-facts", "CSV UTF-8"), ("表.xlsx", "unknown-format", "CSV UTF-8"), ("没有", "not-found", "核对名字")]
    {
        let text = said(&["eval", policy, "--facts", facts]);
        assert!(text.contains(&format!("[{code}]")) && text.contains(help), "{text}");
    }
}

/// What has one remedy is mended in the files and told by its place as it was; what is left is told as ever.
#[test]
fn safe_fixes_are_made_in_the_files() {
    let folder = Folder::new("fix");
    folder.write(
        "policy.gj",
        POLICY.replace("不低于60小时", "大于等于60小时")
            + "预算 总额 = 3,400万元 依据 第一条\n规则 丙 依据 第一条: 不存在的\n",
    );
    let check = || guiju(&folder, &["check", ".", "--fix", "--format", "plain", "--lang", "en"]);
    let output = check();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("2 mended:\n") && told.contains("[mistaken-word]: "), "{told}");
    assert!(told.contains("./policy.gj:9:9: [number-commas]: "), "{told}");
    let text = std::fs::read_to_string(folder.0.join("policy.gj")).unwrap();
    assert!(text.contains("直播时长 不低于60小时") && text.contains("= 3_400万元 依据"), "{text}");
    // What is left.
    assert_eq!(output.status.code(), Some(3));
    let left = String::from_utf8(output.stdout).unwrap();
    assert!(left.starts_with("./policy.gj:10:") && left.lines().count() == 1, "{left}");
    // A second time there is nothing to mend.
    assert!(check().stderr.is_empty());
    assert_eq!(std::fs::read_to_string(folder.0.join("policy.gj")).unwrap(), text);
}
