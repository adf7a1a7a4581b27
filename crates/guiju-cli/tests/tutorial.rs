//! The tutorial's steps, run as they are printed: files are written, commands are run, what they print is compared.
//!
//! A fenced block is a step. ` ```gj file=PATH ` is a file as a whole; `old` and `new` are a part of one and what takes its place;
//! `append` goes to its end. ` ```sh ` holds commands, each of which ends with 0, the last one with `exit=N`. ` ```text ` is
//! what the commands before printed, in this order; `…` alone on a line leaves lines out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests read files and run the program"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One step: its line, the words behind the fence, its text, and the prose between the step before and it.
struct Step {
    line: usize,
    info: Vec<String>,
    text: String,
    prose: String,
}

impl Step {
    fn is(&self, word: &str) -> bool {
        self.info.iter().any(|other| other == word)
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.info.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
    }
}

fn tutorial() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/zh/tutorial.md");
    fs::read_to_string(path).unwrap()
}

fn steps(text: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut open: Option<Step> = None;
    let mut prose = String::new();
    for (number, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(info), None) => {
                let info = info.split_whitespace().map(str::to_owned).collect();
                open = Some(Step { line: number + 1, info, text: String::new(), prose: std::mem::take(&mut prose) });
            }
            (Some(_), Some(_)) => steps.extend(open.take()),
            (None, Some(step)) => {
                step.text.push_str(line);
                step.text.push('\n');
            }
            (None, None) => {
                prose.push_str(line);
                prose.push('\n');
            }
        }
    }
    assert!(open.is_none(), "a block is not closed");
    steps
}

/// A folder of its own, empty, outside of the project.
fn folder() -> PathBuf {
    let path = std::env::temp_dir().join(format!("guiju-tutorial-{}", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// Exit code, and what was printed on both streams.
fn run(folder: &Path, command: &str) -> (i32, String) {
    let mut words = command.split_whitespace();
    assert_eq!(words.next(), Some("guiju"), "{command}");
    let output = Command::new(env!("CARGO_BIN_EXE_guiju"))
        .args(words)
        .current_dir(folder)
        .env("GUIJU_LANG", "zh")
        .output()
        .unwrap();
    let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (output.status.code().unwrap(), printed)
}

/// The parts of an excerpt stand in the output, whole lines, in their order.
fn shows(printed: &str, excerpt: &str) -> Result<(), String> {
    let printed = format!("\n{printed}");
    let mut rest = printed.as_str();
    let excerpt = format!("\n{excerpt}");
    for part in excerpt.split("\n…\n").map(|part| part.trim_matches('\n')).filter(|part| !part.is_empty()) {
        let part = format!("\n{part}\n");
        let at = rest.find(&part).ok_or_else(|| format!("not printed here:{part}"))?;
        // The line break at the end is the one in front of the next part.
        rest = &rest[at + part.len() - 1..];
    }
    Ok(())
}

#[test]
fn the_steps_of_the_tutorial_work_as_printed() {
    let folder = folder();
    let (mut printed, mut taken): (Option<String>, Option<(String, String)>) = (None, None);
    let (mut commands, mut excerpts, mut files) = (0, 0, 0);
    for step in steps(&tutorial()) {
        let line = step.line;
        assert!(taken.is_none() || step.is("new"), "line {line}: what is taken out is put back first");
        if let Some(name) = step.value("file") {
            let path = folder.join(name);
            files += 1;
            if step.is("old") {
                let text = fs::read_to_string(&path).unwrap();
                assert_eq!(text.matches(&step.text).count(), 1, "line {line}: what is replaced stands once in {name}");
                taken = Some((name.to_owned(), step.text.clone()));
            } else if step.is("new") {
                let (other, old) = taken.take().unwrap();
                assert_eq!(other, name, "line {line}");
                let text = fs::read_to_string(&path).unwrap();
                fs::write(&path, text.replace(&old, &step.text)).unwrap();
            } else if step.is("append") {
                let text = fs::read_to_string(&path).unwrap();
                fs::write(&path, text + &step.text).unwrap();
            } else {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, &step.text).unwrap();
            }
            // The reader does not see what stands behind the fence.
            assert!(step.is("new") || step.prose.contains(&format!("`{name}`")), "line {line}: {name} is not named");
        } else if step.is("sh") {
            let expected: i32 = step.value("exit").map_or(0, |code| code.parse().unwrap());
            let mut all = String::new();
            let last = step.text.lines().count() - 1;
            for (at, command) in step.text.lines().enumerate() {
                let (code, said) = run(&folder, command);
                assert_eq!(code, if at == last { expected } else { 0 }, "line {line}: {command}\n{said}");
                all.push_str(&said);
                commands += 1;
            }
            printed = Some(all);
        } else if step.is("text") {
            let printed = printed.as_ref().expect("an excerpt stands behind its command");
            if let Err(missing) = shows(printed, &step.text) {
                panic!("line {line}: {missing}\nprinted was:\n{printed}");
            }
            excerpts += 1;
        } else {
            panic!("line {line}: a block that is no step");
        }
    }
    let list = fs::read_to_string(folder.join("清单.csv")).unwrap();
    assert!(list.contains("D005,D005,0.00"), "{list}");
    fs::remove_dir_all(&folder).unwrap();
    assert!(commands >= 12 && excerpts >= 10 && files >= 12, "{commands} {excerpts} {files}");
}

#[test]
fn the_tutorial_takes_thirty_minutes() {
    let text = tutorial();
    let times = text.lines().filter(|line| line.starts_with("## ")).filter_map(|line| {
        let (_, minutes) = line.split_once('（')?;
        minutes.strip_suffix(" 分钟）")?.parse::<u32>().ok()
    });
    assert_eq!(times.sum::<u32>(), 30);
}

/// What stands in excerpts is looked for in whole lines, and in order.
#[test]
fn excerpts_are_compared_line_by_line() {
    let printed = "one\ntwo\nthree\nfour\n";
    for good in ["one\n", "one\ntwo\n", "one\n…\nthree\n", "…\nfour\n", "one\n…\ntwo\n…\nfour\n"] {
        assert_eq!(shows(printed, good), Ok(()), "{good}");
    }
    for bad in ["on\n", "one\nthree\n", "three\n…\none\n", "two\n…\ntwo\n", "five\n"] {
        assert!(shows(printed, bad).is_err(), "{bad}");
    }
}
