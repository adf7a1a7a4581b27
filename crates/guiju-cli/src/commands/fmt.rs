//! `guiju fmt`: policy files in their usual layout, and in the spelling of one language.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use guiju::{Diagnostic, Language, Names, SourceFile};

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
        return standard_input(arguments, language);
    }
    let (files, mut wrong) = io::policy_files(&arguments.paths);
    let (mut changed, mut broken) = (Vec::new(), false);
    let mut policies = HashMap::new();
    for path in &files {
        let file = match io::read_source(path) {
            Ok(file) => file,
            Err(diagnostic) => {
                wrong.push(*diagnostic);
                continue;
            }
        };
        let formatted = match arguments.spelling {
            None => guiju::format(&file.text),
            Some(spelling) => guiju::respell(&file.text, spelling, &names(path, &file, &mut policies)),
        };
        match formatted {
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
        let rewritten = arguments.spelling.is_some();
        text.push_str(&match (arguments.check, language) {
            (true, Language::Zh) if rewritten => format!("{name}：要改写\n"),
            (true, Language::En) if rewritten => format!("{name}: would be rewritten\n"),
            (false, Language::Zh) if rewritten => format!("{name}：已改写\n"),
            (false, Language::En) if rewritten => format!("{name}: rewritten\n"),
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

/// The names of the policy that a file belongs to; those of each policy are read once.
fn names(path: &Path, file: &SourceFile, policies: &mut HashMap<PathBuf, Names>) -> Names {
    let root = io::policy_around(path);
    let known = policies.entry(root).or_insert_with_key(|root| match io::read_policy(root, io::Tests::Own) {
        Ok(sources) => {
            let mut names = Names::default();
            sources.iter().for_each(|source| names.read(&source.text));
            names
        }
        // What is wrong with it is told by `check`.
        Err(_) => {
            let mut names = Names::default();
            names.set_incomplete();
            names
        }
    });
    let mut names = known.clone();
    names.read(&file.text);
    names
}

/// Lays out what comes in on stdin.
fn standard_input(arguments: &Fmt, language: Language) -> Exit {
    let text = match io::standard_input() {
        Ok(text) => text,
        Err(diagnostic) => {
            complain(&[*diagnostic], &[], language);
            return Exit::Errors;
        }
    };
    let formatted = match arguments.spelling {
        None => guiju::format(&text),
        // No other file of its policy is known.
        Some(spelling) => guiju::respell(&text, spelling, &Names::of(&text)),
    };
    match formatted {
        Ok(formatted) if arguments.check => {
            if formatted == text {
                return Exit::Done;
            }
            let told = match arguments.spelling {
                None => say(language, "标准输入：格式要整理\n", "stdin: would be laid out anew\n"),
                Some(_) => say(language, "标准输入：要改写\n", "stdin: would be rewritten\n"),
            };
            io::print(told, Exit::Findings)
        }
        Ok(formatted) => io::print(&formatted, Exit::Done),
        Err(mistakes) => {
            let mistakes: Vec<Diagnostic> = mistakes;
            complain(&mistakes, &[SourceFile::new("-", text)], language);
            Exit::Errors
        }
    }
}
