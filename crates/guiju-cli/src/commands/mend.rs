//! `guiju check --fix`: safe fixes, made in the files of a policy.

use std::path::Path;

use guiju::{Language, Severity};

use super::complain;
use crate::exit::Exit;
use crate::io::{self, Tests};
use crate::language::say;

/// Mends what has one remedy in the files at a path; says on stderr what was mended.
///
/// # Errors
/// How the command ends where files cannot be read or written.
pub fn run(path: &Path, language: Language) -> Result<(), Exit> {
    let before = io::read_policy(path, Tests::Own).map_err(|wrong| {
        complain(&wrong, &[], language);
        Exit::Errors
    })?;
    let mended = guiju::mend(before.clone());
    for (old, new) in before.iter().zip(&mended.sources) {
        if old.text != new.text
            && let Err(wrong) = io::replace_file(Path::new(&old.name), &new.text)
        {
            complain(&[*wrong], &[], language);
            return Err(Exit::Output);
        }
    }
    if mended.made.is_empty() {
        return Ok(());
    }
    // Each is told by its place in the text as it was.
    let lines = guiju::plain(&mended.made, &before, language);
    let name = |severity| match severity {
        Severity::Error => say(language, "错误", "error"),
        Severity::Warning => say(language, "警告", "warning"),
        Severity::Note => say(language, "说明", "note"),
    };
    let count = mended.made.len();
    let mut text = match language {
        Language::Zh => format!("改正了 {count} 处：\n"),
        Language::En => format!("{count} mended:\n"),
    };
    for line in lines.lines() {
        let line = [Severity::Error, Severity::Warning, Severity::Note]
            .into_iter()
            .fold(line.to_owned(), |line, severity| line.replacen(&format!(": {}[", name(severity)), ": [", 1));
        text.push_str(&format!("  {line}\n"));
    }
    text.push('\n');
    io::complain(&text);
    Ok(())
}
