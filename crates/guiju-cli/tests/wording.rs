//! Help and wrong usage, each in its language alone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests"
)]

use std::process::Command;

/// Exit code, stdout and stderr.
fn guiju(arguments: &str, language: &str, columns: &str) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_guiju"))
        .args(arguments.split_whitespace())
        .env("GUIJU_LANG", language)
        .env("COLUMNS", columns)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Three English words in a row, other than a command line to type.
fn english_words(text: &str) -> Option<String> {
    let typed =
        |line: &&str| !line.trim_start_matches("详细用法见 ").trim_start_matches("用法：").starts_with("guiju ");
    text.lines().filter(typed).find_map(|line| {
        let words: Vec<&str> = line.split([' ', '\t']).collect();
        let is_word = |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic());
        words.windows(3).find(|words| words.iter().all(is_word)).map(|words| words.join(" "))
    })
}

/// The commands that the help lists.
fn commands() -> Vec<String> {
    let (code, help, _) = guiju("--help", "zh", "100");
    assert_eq!(code, 0);
    let list = help.split_once("\n命令：\n").unwrap().1.split("\n\n").next().unwrap();
    let commands: Vec<String> = list.lines().map(|line| line.split_whitespace().next().unwrap().to_owned()).collect();
    assert!(commands.len() >= 7 && commands.contains(&"new".to_owned()), "{commands:?}");
    commands
}

#[test]
fn help_is_in_its_language() {
    let mut asked = vec!["--help".to_owned()];
    asked.extend(commands().iter().map(|command| format!("{command} --help")));
    for arguments in asked {
        let (code, chinese, complaint) = guiju(&arguments, "zh", "100");
        assert_eq!((code, complaint.as_str()), (0, ""), "{arguments}");
        assert_eq!(english_words(&chinese), None, "{chinese}");
        for word in ["Usage", "Options", "Arguments", "Commands", "Print", "default:"] {
            assert!(!chinese.contains(word), "{arguments}: {word}\n{chinese}");
        }
        let english = guiju(&arguments, "en", "100").1;
        assert!(!english.contains(is_han), "{arguments}\n{english}");
        // Each option and command has its explanation, which may start on the line below.
        for (help, explained) in [(&chinese, is_han as fn(char) -> bool), (&english, |c: char| c.is_ascii_alphabetic())]
        {
            let lines: Vec<&str> = help.lines().collect();
            for pair in lines.windows(2).filter(|pair| pair[0].trim_start().starts_with("--")) {
                let spec_end = pair[0].trim_start().find("  ");
                let text = spec_end.map_or(pair[1], |at| &pair[0].trim_start()[at..]);
                assert!(text.chars().any(explained), "{arguments}: {}", pair[0]);
            }
        }
    }
}

#[test]
fn help_fits_narrow_terminals() {
    for command in commands() {
        for language in ["zh", "en"] {
            let help = guiju(&format!("{command} --help"), language, "60").1;
            for line in help.lines() {
                let columns: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
                assert!(columns <= 60, "{command}: {line}");
            }
        }
    }
}

#[test]
fn wrong_usage_is_told_in_chinese() {
    for (arguments, says) in [
        ("", &["错误：缺少命令", "用法：guiju [选项] <命令>"][..]),
        ("help", &["没有“help”这个命令", "详细用法见 guiju --help"]),
        ("chekc", &["没有“chekc”这个命令", "是不是想写：", "check"]),
        ("-x", &["没有“-x”这个选项"]),
        ("check", &["缺少 <政策>", "用法：guiju check [选项] <政策>", "详细用法见 guiju check --help"]),
        ("check p q", &["“q”是多出来的"]),
        ("check p --sttrict", &["没有“--sttrict”这个选项", "是不是想写：--strict"]),
        ("check p --strict=1", &["“--strict”后面的内容太多：1"]),
        ("check p --rows a=1", &["缺少 --cost"]),
        ("check p --cost --rows a", &["“--rows <表=行数>”不能是“a”", "写成 表=行数"]),
        ("check p --format xml", &["不能是“xml”", "可以是：text、"]),
        ("check p --lang fr", &["“--lang <语言>”不能是“fr”", "可以是：zh、en"]),
        ("eval", &["错误：缺少 ", "<政策>", "用法：guiju eval [选项] <政策> --facts <路径>..."]),
        ("eval p --facts", &["“--facts <路径>...”后面缺少内容"]),
        ("eval p --facts f --as-of 2023", &["“--as-of <日期>”不能是“2023”", "日期写成 2023-12-31 这样"]),
        ("eval p --facts f --strict --strict", &["“--strict”给了两次"]),
        ("eval p --facts f --threads 0", &["“--threads <个数>”不能是“0”", "要一个整数，1 或更大"]),
        ("eval p --facts f --rows -1", &["“--rows <个数>”不能是“-1”", "要一个整数，0 或更大"]),
        ("eval p --facts f --width ten", &["“--width <列数>”不能是“ten”", "要一个整数，40 或更大"]),
        ("eval p --facts f --max-steps 1.5", &["“--max-steps <步数>”不能是“1.5”", "要一个整数"]),
        ("fmt", &["缺少 <路径>..."]),
        ("new", &["缺少 <文件夹>"]),
        ("new a --year 99", &["“--year <年度>”不能是“99”", "要四位数的年份"]),
    ] {
        let (code, stdout, complaint) = guiju(arguments, "zh", "100");
        assert_eq!((code, stdout.as_str()), (64, ""), "{arguments}");
        for part in says {
            assert!(complaint.contains(part), "{arguments}: {part}\n{complaint}");
        }
        assert_eq!(english_words(&complaint), None, "{arguments}\n{complaint}");
        let english = guiju(arguments, "en", "100").2;
        let english = english.replace("--lang fr", "");
        assert!(!english.is_empty() && !english.contains(is_han), "{arguments}\n{english}");
    }
}

/// Whatever a value is wrong for, the message says what would be right.
#[test]
fn wrong_values_come_with_what_is_right() {
    let mut asked = 0;
    for command in commands() {
        let help = guiju(&format!("{command} --help"), "zh", "10000").1;
        for line in help.lines().map(str::trim_start).filter(|line| line.starts_with("--") && line.contains('<')) {
            let option = line.split_whitespace().next().unwrap();
            // Nothing can be read or made below a file.
            let facts = if command == "eval" { "--facts Cargo.toml/f" } else { "" };
            let (code, _, complaint) = guiju(&format!("{command} Cargo.toml/p {facts} {option} 不对"), "zh", "100");
            // Where texts and paths are taken, nothing is wrong with the value, and something else is.
            if code == 64 && complaint.contains("不能是“不对”") {
                let helped = complaint.lines().nth(1).is_some_and(|line| line.starts_with("  "));
                assert!(helped, "{command} {option}\n{complaint}");
                asked += 1;
            }
        }
    }
    assert!(asked >= 10, "{asked}");
}
