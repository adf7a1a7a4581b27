//! Paths that lead nowhere, and wrong usage.

use super::run::{FACTS, Folder, POLICY, refused, run};

#[test]
fn paths() {
    let folder = Folder::new("paths");
    folder.write("policy.gj", POLICY.as_bytes());
    folder.write("none/readme.md", b"x");
    folder.write("folder.gj/readme.md", b"x");
    folder.write("folder.csv/readme.md", b"x");
    folder.write("facts.xlsx", b"PK");
    folder.write("主体.csv", "编号\nA\n".as_bytes());
    for (name, arguments, piece) in [
        ("no-policy", ["eval", "没有", "--facts", "主体.csv"], "没有"),
        ("no-policy-file", ["eval", "没有.gj", "--facts", "主体.csv"], "没有.gj"),
        ("folder-without-policy", ["eval", "none", "--facts", "主体.csv"], "policy.gj"),
        ("folder-named-as-policy", ["eval", "folder.gj", "--facts", "主体.csv"], "policy.gj"),
        ("not-a-policy", ["eval", "facts.xlsx", "--facts", "主体.csv"], "facts.xlsx"),
        ("no-facts", ["eval", ".", "--facts", "没有.csv"], "没有.csv"),
        ("no-facts-folder", ["eval", ".", "--facts", "没有"], "没有"),
        ("folder-without-facts", ["eval", ".", "--facts", "none"], "none"),
        ("folder-named-as-facts", ["eval", ".", "--facts", "folder.csv"], "folder.csv"),
        ("unknown-format", ["eval", ".", "--facts", "facts.xlsx"], "facts.xlsx"),
        ("device", ["eval", ".", "--facts", "/dev/zero"], "/dev/zero"),
        ("device-as-policy", ["eval", "/dev/zero", "--facts", "主体.csv"], "/dev/zero"),
    ] {
        refused(&run(&folder, name, &arguments, 0, FACTS), name, &[piece]);
    }
    for command in ["check", "test", "schema"] {
        assert_eq!(run(&folder, command, &[command, "没有"], 0, FACTS).code, 3);
        assert_eq!(run(&folder, command, &[command, "none"], 0, FACTS).code, 3);
    }
}

#[test]
fn usage() {
    let folder = Folder::new("usage");
    folder.write("policy.gj", POLICY.as_bytes());
    folder.write("主体.csv", "编号\nA\n".as_bytes());
    let long = "x".repeat(100_000);
    for arguments in [
        &[][..],
        &["evaluate"],
        &["eval"],
        &["eval", "."],
        &["eval", ".", "--facts"],
        &["eval", ".", "--facts", "主体.csv", "--as-of", "2023-02-30"],
        &["eval", ".", "--facts", "主体.csv", "--as-of", "NaN"],
        &["eval", ".", "--facts", "主体.csv", "--as-of", &long],
        &["eval", ".", "--facts", "主体.csv", "--format", "xml"],
        &["eval", ".", "--facts", "主体.csv", "--threads", "-1"],
        &["eval", ".", "--facts", "主体.csv", "--threads", "99999999999999999999"],
        &["check", ".", "--no-such-option"],
    ] {
        let name = format!("usage {}", arguments.iter().map(|a| &a[..a.len().min(20)]).collect::<Vec<_>>().join(" "));
        let run = run(&folder, &name, arguments, 0, FACTS);
        assert_eq!(run.code, 64, "{name}: {}", run.stderr);
        assert!(!run.stderr.is_empty(), "{name}");
    }
}
