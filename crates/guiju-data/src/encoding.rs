//! Bytes to text: UTF-8 and nothing else, said clearly.

use guiju_program::Diagnostic;
use guiju_program::diagnostic::{FactsPlace, Place, Severity};

/// The text of a file, without its byte order mark.
pub(crate) fn text<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Box<Diagnostic>> {
    let at = |line: Option<usize>| {
        Place::Facts(FactsPlace {
            file: file.to_owned(),
            row: line.and_then(|line| u64::try_from(line).ok()),
            ..FactsPlace::default()
        })
    };
    let error = |code, line, zh: String, en: String| {
        let diagnostic = Diagnostic::new(code, Severity::Error, at(line), zh, en);
        Box::new(diagnostic.help(
            "请另存为“CSV UTF-8”或 UTF-8 编码的文本，再读一次",
            "save it as CSV UTF-8, or as text in UTF-8, and read it again",
        ))
    };
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(error(
            "wrong-encoding",
            None,
            "文件是 UTF-16 编码，这里只读 UTF-8".to_owned(),
            "the file is in UTF-16; only UTF-8 is read".to_owned(),
        ));
    }
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some(at) = body.iter().position(|byte| *byte == 0) {
        return Err(error(
            "not-text",
            Some(line_of(body, at)),
            "文件里有零字节：这是二进制文件（或 UTF-16 文本），不是 UTF-8 文本".to_owned(),
            "the file holds zero bytes: it is a binary file (or text in UTF-16), not text in UTF-8".to_owned(),
        ));
    }
    let failure = match std::str::from_utf8(body) {
        Ok(text) => return Ok(text),
        Err(failure) => failure,
    };
    let line = Some(line_of(body, failure.valid_up_to()));
    if failure.error_len().is_none() {
        return Err(error(
            "cut-off-text",
            line,
            "文件在一个字的中间断了：末尾的字节不是完整的 UTF-8".to_owned(),
            "the file ends in the middle of a character: its last bytes are not whole UTF-8".to_owned(),
        ));
    }
    let damaged = is_mostly_utf8(body);
    if !damaged && looks_like_gbk(body) {
        return Err(error(
            "wrong-encoding",
            line,
            "文件不是 UTF-8，看来是 GBK（旧版中文表格软件的默认编码）".to_owned(),
            "the file is not in UTF-8; it seems to be in GBK, which older Chinese spreadsheets write".to_owned(),
        ));
    }
    let found = error(
        "not-text",
        line,
        "这里有不属于 UTF-8 的字节".to_owned(),
        "there are bytes here that are not UTF-8".to_owned(),
    );
    if !damaged {
        return Err(found);
    }
    Err(Box::new(found.help(
        "其余的文字是 UTF-8，这里的字损坏了：对照原件改正它，再读一次",
        "all else is UTF-8, and a character here is damaged: mend it from the source, and read the file again",
    )))
}

/// The line of a byte, from 1.
pub(crate) fn line_of(bytes: &[u8], at: usize) -> usize {
    let before = bytes.get(..at).unwrap_or(bytes);
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// Whether far more characters are whole UTF-8 than are not: then single bytes are damaged, whatever else they may spell.
/// Only those of three bytes and more count, as nearly all Chinese ones are: shorter ones come about by chance.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| c.len_utf8() >= 3).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

/// Whether every byte above ASCII is part of a GBK pair.
fn looks_like_gbk(bytes: &[u8]) -> bool {
    let mut pairs = 0_usize;
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        match byte {
            0..=0x7f => {}
            0x81..=0xfe => match rest.next() {
                Some(0x40..=0x7e | 0x80..=0xfe) => pairs += 1,
                // The last character may be cut off.
                None => {}
                Some(_) => return false,
            },
            _ => return false,
        }
    }
    pairs > 0
}
