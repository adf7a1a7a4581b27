//! `guiju explain`: the page of a message's code.

use guiju::Language;
use guiju::explain::{self, Page};

use crate::exit::Exit;
use crate::io;
use crate::language::say;

/// Prints the page of a code, or a list of all codes.
pub fn run(code: Option<&str>, language: Language) -> Exit {
    let Some(code) = code else {
        return io::print(&list(language), Exit::Done);
    };
    // As it stands in a message, in brackets perhaps.
    let code = code.trim_matches(['[', ']']).to_ascii_lowercase();
    match explain::page(&code) {
        Some(page) => io::print(&text(&page, language), Exit::Done),
        None => {
            io::complain(&unknown(&code, language));
            Exit::Usage
        }
    }
}

fn list(language: Language) -> String {
    let width = explain::pages().iter().map(|page| page.code.len()).max().unwrap_or(0);
    explain::pages().iter().map(|page| format!("{:width$}  {}\n", page.code, page.title(language))).collect()
}

fn text(page: &Page, language: Language) -> String {
    let mut text = format!("{}\n\n{}\n", page.code, page.text(language));
    let mut in_block = false;
    for line in page.example().lines() {
        if line.starts_with("```") {
            in_block = !in_block;
            // A file of its own is named above its text.
            let named = line.split_whitespace().find_map(|word| word.strip_prefix("file="));
            text.extend(named.filter(|_| in_block).map(|name| format!("  {name}\n")));
            continue;
        }
        let line = match (in_block, line) {
            (true, _) if line.is_empty() => String::new(),
            (true, _) => format!("    {line}"),
            (false, _) => heading(line, language),
        };
        if in_block || !line.is_empty() || !text.ends_with("\n\n") {
            if !in_block && !line.is_empty() && !text.ends_with("\n\n") {
                text.push('\n');
            }
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// A line above a block, such as `错 Wrong:`, in one language.
fn heading(line: &str, language: Language) -> String {
    match line.strip_suffix(':').and_then(|line| line.split_once(' ')) {
        Some((zh, en)) if !zh.is_ascii() && en.is_ascii() => {
            format!("{}{}", say(language, zh, en), say(language, "：", ":"))
        }
        _ => line.to_owned(),
    }
}

fn unknown(code: &str, language: Language) -> String {
    let mut near: Vec<(usize, &str)> = explain::pages()
        .iter()
        .map(|page| (strsim::osa_distance(code, page.code), page.code))
        .filter(|(distance, other)| *distance <= 3 || other.contains(code))
        .collect();
    near.sort_unstable();
    let near: Vec<&str> = near.into_iter().take(5).map(|(_, code)| code).collect();
    let mut text = match language {
        Language::Zh => format!("错误：没有“{code}”这个诊断代码\n"),
        Language::En => format!("error: there is no message with the code {code}\n"),
    };
    if !near.is_empty() {
        text.push_str(&match language {
            Language::Zh => format!("  是不是想写：{}\n", near.join("、")),
            Language::En => format!("  perhaps: {}\n", near.join(", ")),
        });
    }
    text.push_str(say(language, "\n全部代码见 guiju explain\n", "\nguiju explain lists all codes\n"));
    text
}
