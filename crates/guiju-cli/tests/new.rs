//! `guiju new`: what it writes works as it stands, and nothing that is there is touched.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of its own, empty.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("new-{name}"));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// Exit code, stdout and stderr of a command in a folder.
fn guiju(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_guiju")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_new_policy_works_as_it_stands() {
    for (language, named, facts, undetermined) in [
        ("zh", "店铺.csv", "facts/店铺.csv", "D004  待定"),
        ("en", "store.csv", "facts/store.csv", "S004  undetermined"),
    ] {
        let folder = folder(&format!("works-{language}"));
        let (code, said, _) = guiju(&folder, &["new", "小店-2023", "--lang", language]);
        assert_eq!(code, 0);
        assert!(said.contains(named), "{said}");
        for command in ["check 小店-2023 --strict", "test 小店-2023", "fmt --check 小店-2023", "show 小店-2023"]
        {
            let arguments: Vec<&str> = command.split(' ').collect();
            let (code, said, complaint) = guiju(&folder, &arguments);
            assert_eq!((code, complaint.as_str()), (0, ""), "{command}\n{said}");
        }
        // The commands that it names are those that work.
        for command in said.lines().filter_map(|line| line.strip_prefix("  guiju ")) {
            let mut arguments: Vec<&str> = command.split(' ').collect();
            arguments.extend(["--lang", language]);
            let (code, said, complaint) = guiju(&folder, &arguments);
            assert_eq!((code, complaint.as_str()), (0, ""), "{command}");
            assert!(!command.starts_with("eval") || said.contains(undetermined), "{said}");
        }
        // A spreadsheet knows UTF-8 by the mark in front.
        assert!(fs::read(folder.join("小店-2023").join(facts)).unwrap().starts_with(b"\xef\xbb\xbf"));
        let shown = guiju(&folder, &["show", "小店-2023"]).1;
        assert!(shown.contains("小店-2023") && shown.contains("2023"), "{shown}");
    }
}

/// Every construct that the start of a policy is meant to show.
#[test]
fn a_new_policy_shows_the_items_of_a_policy() {
    let folder = folder("shows");
    assert_eq!(guiju(&folder, &["new", "a", "--lang", "zh"]).0, 0);
    let policy = fs::read_to_string(folder.join("a/policy.gj")).unwrap();
    for item in ["政策", "依据文件", "单位", "参数", "预算", "数据", "标准", "规则", "目标", "补助"]
    {
        assert!(policy.lines().any(|line| line.starts_with(&format!("{item} "))), "{item}");
    }
    assert!(fs::read_to_string(folder.join("a/tests/达标.gj")).unwrap().contains("\n测试 "));
}

#[test]
fn what_is_there_is_left_as_it_is() {
    let folder = folder("left");
    fs::create_dir_all(folder.join("full")).unwrap();
    fs::write(folder.join("full/x.txt"), "mine").unwrap();
    fs::write(folder.join("file"), "mine").unwrap();
    fs::create_dir_all(folder.join("hidden")).unwrap();
    fs::write(folder.join("hidden/.x"), "mine").unwrap();
    for (name, language, said) in [
        ("full", "zh", "错误[folder-not-empty]: full：这里已经有东西了"),
        ("hidden", "en", "error[folder-not-empty]: hidden: there is something here already"),
        ("file", "en", "error[folder-not-empty]: file: there is something here already"),
        ("file/below", "en", "error[cannot-write]: file/below"),
        ("file/below", "zh", "错误[cannot-write]: file/below：写不了：路径里有一段不是文件夹"),
    ] {
        let (code, stdout, complaint) = guiju(&folder, &["new", name, "--lang", language]);
        assert_eq!((code, stdout.as_str()), (74, ""), "{name}");
        assert!(complaint.contains(said), "{complaint}");
    }
    let entries = |name: &str| fs::read_dir(folder.join(name)).unwrap().count();
    assert_eq!((entries("full"), entries("hidden"), entries(".")), (1, 1, 3));
    assert_eq!(fs::read_to_string(folder.join("file")).unwrap(), "mine");
}

#[test]
fn an_empty_folder_is_taken_also_by_its_dot() {
    let folder = folder("dot-2031");
    assert_eq!(guiju(&folder, &["new", ".", "--lang", "en"]).0, 0);
    let policy = fs::read_to_string(folder.join("policy.gj")).unwrap();
    assert!(policy.contains("\npolicy new-dot-2031 \"new-dot-2031\"\n  year 2031\n"), "{policy}");
    assert_eq!(guiju(&folder, &["new", ".", "--lang", "en"]).0, 74);
}

#[test]
fn names_are_given_or_follow_from_the_folder() {
    let folder = folder("names");
    let head = |arguments: &[&str]| {
        let mut all = vec!["new", arguments[0], "--lang", "zh"];
        all.extend(&arguments[1..]);
        let (code, _, complaint) = guiju(&folder, &all);
        assert_eq!((code, complaint.as_str()), (0, ""), "{arguments:?}");
        assert_eq!(guiju(&folder, &["check", arguments[0], "--strict"]).0, 0, "{arguments:?}");
        let policy = fs::read_to_string(folder.join(arguments[0]).join("policy.gj")).unwrap();
        let head = policy.lines().skip_while(|line| !line.starts_with("政策")).take(2).map(str::trim);
        head.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        head(&["甲/乙", "--id", "丙-2022", "--title", "小店 {{id}} 办法", "--year", "2024"]),
        "政策 丙-2022 \"小店 {{id}} 办法\" 年度 2024"
    );
    assert_eq!(head(&["小店 2025"]), "政策 「小店 2025」 \"小店 2025\" 年度 2025");
    assert_eq!(head(&["2026"]), "政策 「2026」 \"2026\" 年度 2026");
    // Without a year in the name it is this year's.
    let by_clock = head(&["小店"]);
    let year: u16 = by_clock.strip_prefix("政策 小店 \"小店\" 年度 ").unwrap().parse().unwrap();
    assert!(year >= 2025, "{by_clock}");
}

#[test]
fn names_that_cannot_be_are_refused_before_anything_is_made() {
    let folder = folder("refused");
    for (arguments, said) in [
        (["a", "--id", "一」二"], "“一」二”不能作政策的代号"),
        (["a", "--title", "办\"法"], "名称里不能有引号和换行"),
        (["a", "--year", "23"], "“--year <年度>”不能是“23”"),
    ] {
        let (code, stdout, complaint) = guiju(&folder, &[&["new", "--lang", "zh"], &arguments[..]].concat());
        assert_eq!((code, stdout.as_str()), (64, ""), "{arguments:?}");
        assert!(complaint.contains(said), "{complaint}");
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}
