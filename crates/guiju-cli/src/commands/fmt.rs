//! `guiju fmt`: policy files in their usual layout.

use std::path::Path;

use guiju::{Diagnostic, Language, SourceFile};

use super::complain;
use crate::arguments::Fmt;
use crate::exit::Exit;
use crate::io;
use crate::language::say;

/// Lays files out, or tells which are not laid out so.
pub fn run(arguments: &Fmt, language: Language) -> Exit {
    if let [path] = arguments.paths.as_slice()
        && path == Path::new("-")
    {
        return standard_input(arguments.check, language);
    }
    let (files, mut wrong) = io::policy_files(&arguments.paths);
    let (mut changed, mut broken) = (Vec::new(), false);
    for path in &files {
        let file = match io::read_source(path) {
            Ok(file) => file,
            Err(diagnostic) => {
                wrong.push(*diagnostic);
                continue;
            }
        };
        match guiju::format(&file.text) {
            Ok(formatted) if formatted == file.text => {}
            Ok(formatted) => {
                let written = if arguments.check { Ok(()) } else { io::replace_file(path, &formatted) };
                match written {
                    Ok(()) => changed.push(file.name),
                    Err(diagnostic) => wrong.push(*diagnostic),
                }
            }
            Err(mistakes) => {
                broken = true;
                complain(&mistakes, &[file], language);
            }
        }
    }
    complain(&wrong, &[], language);
    let mut text = String::new();
    for name in &changed {
        text.push_str(&match (arguments.check, language) {
            (true, Language::Zh) => format!("{name}：格式要整理\n"),
            (true, Language::En) => format!("{name}: would be laid out anew\n"),
            (false, Language::Zh) => format!("{name}：已整理\n"),
            (false, Language::En) => format!("{name}: laid out anew\n"),
        });
    }
    let exit = if broken || !wrong.is_empty() {
        Exit::Errors
    } else if arguments.check && !changed.is_empty() {
        Exit::Findings
    } else {
        Exit::Done
    };
    io::print(&text, exit)
}

/// Lays out what comes in on stdin.
fn standard_input(check: bool, language: Language) -> Exit {
    let text = match io::standard_input() {
        Ok(text) => text,
        Err(diagnostic) => {
            complain(&[*diagnostic], &[], language);
            return Exit::Errors;
        }
    };
    match guiju::format(&text) {
        Ok(formatted) if check => {
            if formatted == text {
                return Exit::Done;
            }
            io::print(say(language, "标准输入：格式要整理\n", "stdin: would be laid out anew\n"), Exit::Findings)
        }
        Ok(formatted) => io::print(&formatted, Exit::Done),
        Err(mistakes) => {
            let mistakes: Vec<Diagnostic> = mistakes;
            complain(&mistakes, &[SourceFile::new("-", text)], language);
            Exit::Errors
        }
    }
}
