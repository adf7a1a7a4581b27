//! Settings of a policy: `guiju.toml` beside its `policy.gj`.
//!
//! ```toml
//! [lints]
//! all = "warn"
//! magic-number = "allow"
//! ```

use guiju::diagnostic::{FactsPlace, Place, Severity};
use guiju::{Diagnostic, Level, LintLevels, UnknownFinding, finding_kinds};
use toml::de::{DeTable, DeValue};

use crate::io::SettingsFile;

/// The words of levels, as a list.
const LEVELS: &str = "allow, note, warn, deny";

/// The levels that a file of settings states.
///
/// # Errors
/// All that is wrong with it, in the order of the text.
pub fn lint_levels(file: &SettingsFile) -> Result<LintLevels, Vec<Diagnostic>> {
    let mut reader = Reader { file, wrong: Vec::new() };
    let mut levels = LintLevels::default();
    match DeTable::parse(&file.text) {
        Ok(table) => reader.top(table.get_ref(), &mut levels),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let diagnostic =
                reader.error(at, "settings-syntax", "这里不合 TOML 的写法".to_owned(), "this is not TOML".to_owned());
            reader.wrong.push((
                at,
                diagnostic.help(
                    "每项写成一行：magic-number = \"warn\"，放在 [lints] 下面，同一项只写一次",
                    "write each setting once, on a line of its own below [lints]: magic-number = \"warn\"",
                ),
            ));
        }
    }
    if reader.wrong.is_empty() {
        return Ok(levels);
    }
    reader.wrong.sort_by_key(|(at, _)| *at);
    Err(reader.wrong.into_iter().map(|(_, diagnostic)| diagnostic).collect())
}

struct Reader<'f> {
    file: &'f SettingsFile,
    /// What is wrong, and at which byte.
    wrong: Vec<(usize, Diagnostic)>,
}

impl Reader<'_> {
    fn error(&self, at: usize, code: &'static str, zh: String, en: String) -> Diagnostic {
        let before = self.file.text.get(..at).unwrap_or(&self.file.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let place =
            FactsPlace { file: self.file.name.clone(), position: Some((line, column)), ..FactsPlace::default() };
        Diagnostic::new(code, Severity::Error, Place::Facts(place), zh, en)
    }

    fn top(&mut self, table: &DeTable<'_>, levels: &mut LintLevels) {
        for (key, value) in table {
            let at = key.span().start;
            if key.get_ref() != "lints" {
                let name = key.get_ref();
                let diagnostic = self.error(
                    at,
                    "unknown-setting",
                    format!("没有“{name}”这项设置"),
                    format!("there is no setting {name}"),
                );
                self.wrong.push((at, diagnostic.help("可以写的是 [lints]", "there is [lints]")));
                continue;
            }
            match value.get_ref() {
                DeValue::Table(lints) => self.lints(lints, levels),
                _ => {
                    let at = value.span().start;
                    let diagnostic = self.error(
                        at,
                        "unknown-setting",
                        "lints 后面要一行一项地列".to_owned(),
                        "the settings of lints stand on lines below it".to_owned(),
                    );
                    self.wrong.push((
                        at,
                        diagnostic.help(
                            "写 [lints]，下面每行一项：magic-number = \"warn\"",
                            "write [lints], and below it lines such as magic-number = \"warn\"",
                        ),
                    ));
                }
            }
        }
    }

    /// `all` comes first, wherever it stands.
    fn lints(&mut self, lints: &DeTable<'_>, levels: &mut LintLevels) {
        let is_all = |key: &str| key == "all";
        let (all, single): (Vec<_>, Vec<_>) = lints.iter().partition(|(key, _)| is_all(key.get_ref()));
        for (key, value) in all.into_iter().chain(single) {
            let level = match value.get_ref() {
                DeValue::String(word) => Level::from_word(word),
                _ => None,
            };
            if level.is_none() {
                self.unknown_level(value.span());
            }
            // The code of an unknown level is looked at all the same: nothing comes of the levels then.
            let level = level.unwrap_or(Level::Allow);
            if is_all(key.get_ref()) {
                levels.set_all(level);
            } else if let Err(unknown) = levels.set(key.get_ref(), level) {
                self.unknown_finding(key.span().start, &unknown);
            }
        }
    }

    fn unknown_level(&mut self, span: std::ops::Range<usize>) {
        let at = span.start;
        let written = self.file.text.get(span).unwrap_or_default().trim_matches('"').to_owned();
        let diagnostic =
            self.error(at, "unknown-level", format!("没有“{written}”这个级别"), format!("there is no level {written}"));
        self.wrong.push((
            at,
            diagnostic.help(
                format!("级别写成带引号的一个词：{LEVELS}"),
                format!("a level is one of these words in quotes: {LEVELS}"),
            ),
        ));
    }

    fn unknown_finding(&mut self, at: usize, unknown: &UnknownFinding) {
        let code = &unknown.code;
        let diagnostic = self.error(
            at,
            "unknown-finding",
            format!("没有代号是“{code}”的检查项"),
            format!("there are no findings of the code {code}"),
        );
        let diagnostic = match unknown.near {
            Some(near) => diagnostic.help(format!("是不是“{near}”？"), format!("did you mean {near}?")),
            None => {
                let codes: Vec<&str> = finding_kinds().into_iter().map(|kind| kind.code).collect();
                diagnostic.help(format!("有这些：{}", codes.join("、")), format!("there are {}", codes.join(", ")))
            }
        };
        self.wrong.push((at, diagnostic));
    }
}
