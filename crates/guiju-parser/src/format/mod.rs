//! Policy text in its usual layout (indents, blanks between words, aligned columns), and in the spelling of one language.
//!
//! Lines stay where their author broke them, and every name and comment stays as it is written. A layout changes blanks
//! only; a spelling changes the words of the language, and nothing that the author named. Both are checked before the
//! answer is given, by reading both texts again.

mod blanks;
mod columns;
mod line;
mod names;
mod same;
mod spelling;

use guiju_program::Diagnostic;
use guiju_program::diagnostic::Language;

use self::blanks::Fit;
use self::line::Line;
pub use self::names::Names;
pub(crate) use self::spelling::OWNERS;
use crate::parse::{Parsed, Words, parse_words};

/// The text in its usual layout.
///
/// # Errors
/// The mistakes of form that keep the text from being read; nothing is laid out then.
///
/// ```
/// let text = "参数 甲=3元   # 三元\n参数 乙二  = 30元\n";
/// assert_eq!(guiju_parser::format(text).unwrap(), "参数 甲   = 3元  # 三元\n参数 乙二 = 30元\n");
/// ```
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    Ok(laid_out(&Read::of(text)?).unwrap_or_else(|| text.to_owned()))
}

/// The text in its usual layout and in the spelling of a language. `names` are those of the whole policy: what might be
/// one of them is left as it is written.
///
/// Nothing is lost: spelled back, the text is again what `format` makes of it.
///
/// # Errors
/// The mistakes of form that keep the text from being read; or the word that would be read otherwise than it is meant
/// (`cannot-respell`).
///
/// ```
/// use guiju_parser::{Names, format, respell};
/// use guiju_program::diagnostic::Language;
///
/// let text = "规则 时长: 每个 企业: 直播时长 不低于60小时\n";
/// let english = respell(text, Language::En, &Names::of(text)).unwrap();
/// assert_eq!(english, "rule 时长: each 企业: 直播时长 at least 60 hours\n");
/// assert_eq!(respell(&english, Language::Zh, &Names::of(&english)).unwrap(), text);
/// ```
pub fn respell(text: &str, language: Language, names: &Names) -> Result<String, Vec<Diagnostic>> {
    let read = Read::of(text)?;
    let spelled = spelling::spelled(&read, language, names);
    let again = Read::of(&spelled.text).map_err(|_| vec![spelling::refused(&read, None, &spelled, language)])?;
    let laid_out = laid_out(&again);
    match laid_out {
        Some(laid_out) if same::meaning(&read, &again) => Ok(laid_out),
        _ => Err(vec![spelling::refused(&read, Some(&again), &spelled, language)]),
    }
}

/// A layout that is read like the text itself; `None` if none is found.
fn laid_out(read: &Read<'_>) -> Option<String> {
    [Fit::Close, Fit::Apart].into_iter().find_map(|fit| {
        let mut lines = line::lines(read.text, &read.words, fit);
        columns::align(&mut lines);
        columns::align_comments(&mut lines);
        let formatted = join(&lines);
        let same = Read::of(&formatted).is_ok_and(|again| same::words(read, &again));
        same.then_some(formatted)
    })
}

/// The lines, with no blank one at the ends and never two together.
fn join(lines: &[Line<'_>]) -> String {
    let mut text = String::new();
    let mut blank = false;
    for line in lines {
        let written = line.written();
        if written.is_empty() {
            blank = !text.is_empty();
            continue;
        }
        if std::mem::take(&mut blank) {
            text.push('\n');
        }
        text.push_str(&written);
        text.push('\n');
    }
    text
}

/// What is read of a text.
struct Read<'t> {
    text: &'t str,
    parsed: Parsed,
    words: Words<'t>,
}

impl<'t> Read<'t> {
    fn of(text: &'t str) -> Result<Self, Vec<Diagnostic>> {
        let (parsed, words) = parse_words(text);
        if parsed.diagnostics.iter().any(Diagnostic::is_error) {
            return Err(parsed.diagnostics);
        }
        Ok(Self { text, parsed, words })
    }
}
