//! Text laid out by display width: a Chinese character takes two columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Marks that may not start a line.
const NOT_FIRST: &str = "，。；：、！？）」』》】”’％%…,.;:!?)]}";
/// Marks that may not end a line.
const NOT_LAST: &str = "（「『《【“‘([{";

/// The columns that a text takes.
pub fn display_width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Cuts a text into lines of at most so many columns, the first one shorter by `used`. Lines break at blanks, and
/// between Chinese characters; a word longer than a line is cut.
pub fn wrap(text: &str, width: usize, used: usize) -> Vec<String> {
    let width = width.max(4);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut columns = used.min(width);
    for piece in pieces(text) {
        let blank = piece.trim().is_empty();
        let piece_width = display_width(piece);
        if columns + piece_width <= width {
            if !(blank && line.is_empty() && !lines.is_empty()) {
                line.push_str(piece);
                columns += piece_width;
            }
            continue;
        }
        if blank {
            continue;
        }
        if !line.trim().is_empty() || (lines.is_empty() && used > 0) {
            lines.push(line.trim_end().to_owned());
            line = String::new();
            columns = 0;
        }
        // What is wider than a whole line is cut where the line ends.
        for c in piece.chars() {
            let wide = c.width().unwrap_or(0);
            if columns + wide > width {
                lines.push(std::mem::take(&mut line));
                columns = 0;
            }
            line.push(c);
            columns += wide;
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// The unbreakable pieces of a text, in order; together they are the text.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        if let Some(previous) = before
            && breaks(previous, c)
        {
            pieces.extend(text.get(start..at));
            start = at;
        }
        before = Some(c);
    }
    pieces.extend(text.get(start..));
    pieces
}

fn breaks(before: char, after: char) -> bool {
    if before.is_whitespace() != after.is_whitespace() {
        return true;
    }
    if before.is_whitespace() || NOT_FIRST.contains(after) || NOT_LAST.contains(before) {
        return false;
    }
    let wide = |c: char| c.width() == Some(2);
    // A number and its unit stay together.
    if before.is_ascii_digit() && wide(after) {
        return false;
    }
    wide(before) || wide(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_asked() {
        let text = "占比(服务对象 其中 类型 为 限上商贸流通企业) 不低于10%，测得 149/1500（9.93…%），差 1/1500，averyveryverylongwordindeedwithoutblanks";
        for width in 6..80 {
            for used in [0, 3, 5] {
                let lines = wrap(text, width, used);
                for (index, line) in lines.iter().enumerate() {
                    let used = if index == 0 { used } else { 0 };
                    // A closing mark may hang on a character of two columns.
                    assert!(display_width(line) + used <= width, "{width} {used} {line}");
                }
                let joined: String = lines.concat().split_whitespace().collect();
                let whole: String = text.split_whitespace().collect();
                assert_eq!(joined, whole);
            }
        }
    }

    #[test]
    fn marks_do_not_start_a_line() {
        assert_eq!(wrap("直播时长，短视频", 8, 0), ["直播时", "长，短视", "频"]);
    }
}
