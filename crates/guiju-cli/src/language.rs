//! Which language to speak.

use std::ffi::OsString;

use guiju::Language;

/// `--lang` wins, also for `--help`, unless it names neither language; then the variable `GUIJU_LANG`; then the locale; else English.
pub fn choose(arguments: &[OsString], environment: impl Fn(&str) -> Option<String>) -> Language {
    named(arguments)
        .filter(|name| ["zh", "en"].contains(&name.as_str()))
        .or_else(|| {
            ["GUIJU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
                .into_iter()
                .filter_map(environment)
                .find(|value| !value.is_empty())
        })
        .map_or(Language::En, |name| of_name(&name))
}

fn of_name(name: &str) -> Language {
    if name.to_ascii_lowercase().starts_with("zh") { Language::Zh } else { Language::En }
}

/// What `--lang` says, before the arguments are understood as a whole.
fn named(arguments: &[OsString]) -> Option<String> {
    let mut arguments = arguments.iter().map(|argument| argument.to_string_lossy());
    while let Some(argument) = arguments.next() {
        if argument == "--" {
            return None;
        }
        if argument == "--lang" {
            return arguments.next().map(std::borrow::Cow::into_owned);
        }
        if let Some(name) = argument.strip_prefix("--lang=") {
            return Some(name.to_owned());
        }
    }
    None
}

/// The text in the language.
pub const fn say<'a>(language: Language, zh: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(arguments: &[&str], variables: &[(&str, &str)]) -> Language {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        choose(&arguments, |name| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_argument_wins_over_the_environment() {
        assert_eq!(chosen(&["guiju"], &[]), Language::En);
        assert_eq!(chosen(&["guiju"], &[("LANG", "zh_CN.UTF-8")]), Language::Zh);
        assert_eq!(chosen(&["guiju"], &[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")]), Language::En);
        assert_eq!(chosen(&["guiju"], &[("GUIJU_LANG", "zh"), ("LC_ALL", "C")]), Language::Zh);
        assert_eq!(chosen(&["guiju", "--help", "--lang", "zh"], &[("GUIJU_LANG", "en")]), Language::Zh);
        assert_eq!(chosen(&["guiju", "--lang=en"], &[("LANG", "zh")]), Language::En);
        assert_eq!(chosen(&["guiju", "--lang", "fr"], &[("LANG", "zh")]), Language::Zh);
    }
}
