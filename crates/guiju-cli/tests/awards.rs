//! `guiju eval --awards`: the list to pay, where it goes, and what keeps it from being written.
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

/// 1,498 recipients of 22,700 each out of 34,000,000; what becomes of the last one the policy says.
fn policy(amount: &str, shortage: &str) -> String {
    format!(
        "
政策 示例 \"直播带货服务补助\" 年度 2023
依据文件 方案 \"示例方案\" {{ 第一条 规范 }}
单位 户
参数 每户补助 = 2.27万元/户 依据 第一条
预算 总预算 = 3400万元 依据 第一条
数据 服务对象 \"recipient\" 键 编号 计 户 {{ 编号: 文本  先后: 整数 }}
补助 服务补助 \"support\" 适用 服务对象 依据 第一条 {{
  金额: {amount}
  预算: 总预算 按 先后 升序 {shortage}
  分期: 签约 40%, 验收 其余
}}
"
    )
}

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, policy: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("awards-{name}"));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(path.join("facts")).unwrap();
        std::fs::write(path.join("policy.gj"), policy).unwrap();
        let rows: String = (1..=1498).map(|n| format!("S{n:04},{n}\n")).collect();
        std::fs::write(path.join("facts/服务对象.csv"), format!("编号,先后\n{rows}")).unwrap();
        Self(path)
    }

    fn eval(&self, more: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guiju"));
        command.current_dir(&self.0).args(["eval", ".", "--facts", "facts"]).args(more);
        for variable in ["GUIJU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"] {
            command.env_remove(variable);
        }
        command.output().unwrap()
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// An amount of the list in fen.
fn fen(text: &str) -> u64 {
    let (whole, part) = text.split_once('.').unwrap_or_else(|| panic!("{text:?}"));
    assert_eq!(part.len(), 2, "{text}");
    whole.parse::<u64>().unwrap() * 100 + part.parse::<u64>().unwrap()
}

/// The rows of a list, of which no cell before the reasons is quoted.
fn rows(list: &str) -> Vec<Vec<&str>> {
    let list = list.strip_prefix('\u{feff}').expect("a byte order mark");
    list.split_terminator("\r\n").map(|line| line.splitn(11, ',').collect()).collect()
}

#[test]
fn the_list_adds_up_to_the_fen() {
    let cases = [
        ("跳过", "33981900.00", 1497, "0.00", "refused"),
        ("即止", "33981900.00", 1497, "0.00", "refused"),
        ("末笔给余额", "34000000.00", 1498, "18100.00", "cut"),
        ("同比缩减 尾差 最大余数", "34000000.00", 1498, "22696.92", "cut"),
    ];
    for (at, (shortage, total, paid, last_amount, last_status)) in cases.into_iter().enumerate() {
        let folder = Folder::new(&format!("sum-{at}"), &policy("每户补助 × 1户", shortage));
        let output = folder.eval(&["--awards", "pay.csv", "--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["awards"][0]["total"], total);
        assert_eq!(report["awards"][0]["count"], paid);
        let list = folder.read("pay.csv");
        let rows = rows(&list);
        let header = [
            "award",
            "record",
            "key",
            "payee",
            "amount (yuan)",
            "at least (yuan)",
            "at most (yuan)",
            "instalment: 签约 (yuan)",
            "instalment: 验收 (yuan)",
            "status",
            "reason",
        ];
        assert_eq!(rows[0], header);
        assert_eq!(rows.len(), 1 + 1498);
        let sum = |column: usize| rows[1..].iter().map(|row| fen(row[column])).sum::<u64>();
        assert_eq!(sum(4), fen(total), "{shortage}");
        assert_eq!(sum(7) + sum(8), fen(total), "{shortage}");
        let last = rows.last().unwrap();
        assert_eq!(last[..5], ["support", "recipient", "S1498", "S1498", last_amount]);
        assert_eq!(last[9], last_status);
        assert!(last[10].contains("4,600 yuan over"), "{}", last[10]);
    }
}

#[test]
fn the_report_says_what_is_left() {
    let folder = Folder::new("left", &policy("每户补助 × 1户", "跳过"));
    let zh = String::from_utf8(folder.eval(&["--lang", "zh", "--width", "120"]).stdout).unwrap();
    assert!(zh.contains("合计  3,398.19万元"), "{zh}");
    assert!(zh.contains("轮到时结余 1.81万元，要 2.27万元，超出 4,600元，不发"), "{zh}");
    assert!(zh.contains("共 3,400万元，已用 3,398.19万元，结余 1.81万元"), "{zh}");
    let en = String::from_utf8(folder.eval(&["--lang", "en", "--width", "120"]).stdout).unwrap();
    assert!(en.contains("18,100 yuan left at its turn, 22,700 yuan asked for, 4,600 yuan over"), "{en}");
    assert!(en.contains("34,000,000 yuan in all, used 33,981,900 yuan, left 18,100 yuan"), "{en}");
}

#[test]
fn a_dash_writes_the_list_in_the_place_of_the_report() {
    let folder = Folder::new("dash", &policy("每户补助 × 1户", "跳过"));
    let file = folder.eval(&["--awards", "pay.csv", "--lang", "zh"]);
    assert!(String::from_utf8_lossy(&file.stdout).starts_with("直播带货服务补助"));
    let dash = folder.eval(&["--awards", "-", "--lang", "zh"]);
    assert_eq!(dash.status.code(), Some(0));
    assert_eq!(String::from_utf8(dash.stdout).unwrap(), folder.read("pay.csv"));
    assert!(!folder.0.join("-").exists());
    assert!(folder.read("pay.csv").starts_with("\u{feff}补助,数据,键,付给,金额（元）,"));
}

#[test]
fn threads_change_no_byte() {
    let folder = Folder::new("threads", &policy("每户补助 × 1户", "同比缩减 尾差 最大余数"));
    let list = |threads| folder.eval(&["--awards", "-", "--threads", threads]).stdout;
    assert_eq!(list("1"), list("2"));
}

#[test]
fn a_list_that_cannot_be_written_is_told() {
    let folder = Folder::new("unwritable", &policy("每户补助 × 1户", "跳过"));
    for (language, says, helps) in [("zh", "写不了", "请换一个能写的文件"), ("en", "cannot be written", "name a file")]
    {
        let output = folder.eval(&["--awards", "no/such/folder/pay.csv", "--lang", language]);
        assert_eq!(output.status.code(), Some(74), "{}", stderr(&output));
        let told = stderr(&output);
        assert!(told.contains("cannot-write") && told.contains(says) && told.contains(helps), "{told}");
        assert!(told.contains("no/such/folder/pay.csv"), "{told}");
        assert!(!output.stdout.is_empty(), "the report is printed all the same");
    }
}

#[test]
fn what_was_read_is_not_written_over() {
    let folder = Folder::new("overwrite", &policy("每户补助 × 1户", "跳过"));
    for path in ["facts/服务对象.csv", "facts/../facts/服务对象.csv", "policy.gj"] {
        let before = folder.read(path);
        let output = folder.eval(&["--awards", path]);
        assert_eq!(output.status.code(), Some(3), "{path}: {}", stderr(&output));
        assert!(stderr(&output).contains("would-overwrite"), "{}", stderr(&output));
        assert_eq!(folder.read(path), before);
    }
}

#[test]
fn parts_of_a_fen_stand_in_no_list() {
    let folder = Folder::new("fraction", &policy("总预算 / 1499", "跳过"));
    std::fs::write(folder.0.join("pay.csv"), "before").unwrap();
    let output = folder.eval(&["--awards", "pay.csv", "--lang", "zh"]);
    assert_eq!(output.status.code(), Some(3));
    let told = stderr(&output);
    assert!(told.contains("unrounded-payment") && told.contains("0.01元"), "{told}");
    assert_eq!(folder.read("pay.csv"), "before");
}
