//! About words in the spelling of another language.

use guiju_program::Diagnostic;
use guiju_program::diagnostic::Language;
use guiju_program::source::Span;

use crate::syntax_message::shown;

/// A text that would mean something else in the other spelling, told at the word where that begins.
pub(crate) fn cannot_respell(span: Span, word: &str, read_as: &str, language: Language) -> Diagnostic {
    let (zh, en) = match language {
        Language::Zh => ("中文", "Chinese"),
        Language::En => ("英文", "English"),
    };
    let (word, read_as) = (shown(word), shown(read_as));
    let (as_zh, as_en) = match read_as.is_empty() || read_as == word {
        true => (String::new(), String::new()),
        false => (format!("，读成“{read_as}”"), format!(", as `{read_as}`")),
    };
    Diagnostic::error(
        "cannot-respell",
        span,
        format!("改成{zh}写法后，“{word}”会被读成别的意思{as_zh}；文件没有改动。"),
        format!("in {en} spelling `{word}` would be read otherwise than it is meant{as_en}; the file was not changed"),
    )
    .help(
        format!("给它或旁边的名称加上引号：「{word}」。"),
        format!("put it, or the name beside it, in quotes: 「{word}」"),
    )
}
