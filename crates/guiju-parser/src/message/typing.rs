//! About slips of the pen and the keyboard: words, signs and characters that stand for others.

use guiju_program::Diagnostic;
use guiju_program::diagnostic::Edit;
use guiju_program::source::Span;

use crate::parse::mistaken::Meant;
use crate::residue::Kind;

/// The message with the change that it names.
fn with_fix(found: Diagnostic, span: Span, right: String, meant: Meant) -> Diagnostic {
    let edit = [Edit::new(span, right)];
    match meant {
        Meant::Surely => found.safe_fix(edit),
        Meant::Likely => found.guess(edit),
    }
}

/// 大于等于 for 不低于, && for 且.
pub(crate) fn mistaken(span: Span, written: &str, right: &str, meant: Meant) -> Diagnostic {
    mistaken_as(span, written, right, right.to_owned(), meant)
}

/// The same, with the text that the fix writes.
pub(crate) fn mistaken_as(span: Span, written: &str, right: &str, edit: String, meant: Meant) -> Diagnostic {
    let found = Diagnostic::error(
        "mistaken-word",
        span,
        format!("“{written}”在这里不是规则语言的写法，应写“{right}”。"),
        format!("`{written}` is not how the language says it; write `{right}`"),
    )
    .help(format!("把“{written}”改成“{right}”"), format!("write `{right}` instead of `{written}`"));
    with_fix(found, span, edit, meant)
}

/// Marks in front of items that came with copied text.
pub(crate) fn left_by_copying(kind: Kind, written: &str, places: &[Span]) -> Diagnostic {
    let (zh, en) = match kind {
        Kind::LineNumber => ("行号", "a line number"),
        Kind::ClauseNumber => ("条款的编号", "the number of a clause"),
        Kind::Bullet => ("列表的项目符号", "the bullet of a list"),
        Kind::Markdown => ("文档的排版记号", "a mark of Markdown"),
    };
    let written = crate::syntax_message::shown(written);
    let first = places.first().copied().unwrap_or_default();
    let found = Diagnostic::error(
        "line-prefix",
        first,
        format!("“{written}”像是随文字复制来的{zh}，不是规则的内容。"),
        format!("`{written}` seems to be {en} that was copied along; it is no part of the item"),
    );
    let found = more_places(found, places);
    let found = if kind == Kind::ClauseNumber {
        found.help(
            "删去它；条款写在名称后面，如 依据 第三条",
            "take it away; clauses stand behind the name, as in cites article_3",
        )
    } else {
        found.help("把它删去", "take it away")
    };
    found.safe_fix(places.iter().map(|place| Edit::new(*place, "")))
}

/// A character that nobody sees.
pub(crate) fn invisible(c: char, places: &[Span]) -> Diagnostic {
    let (zh, en) = match c {
        '\u{ad}' => ("软连字符", "a soft hyphen"),
        '\u{200b}' => ("零宽空格", "a zero-width space"),
        '\u{200c}' | '\u{200d}' => ("零宽连接符", "a zero-width joiner"),
        '\u{feff}' => ("字节顺序标记（BOM）", "a byte order mark"),
        '\u{2028}' | '\u{2029}' => ("特殊的换行符", "a line separator"),
        '\u{fe00}'..='\u{fe0f}' => ("字形选择符", "a variation selector"),
        _ => ("控制字符", "a control character"),
    };
    let code = u32::from(c);
    let first = places.first().copied().unwrap_or_default();
    let found = Diagnostic::error(
        "invisible-character",
        first,
        format!("这里有一个看不见的字符 U+{code:04X}（{zh}）。"),
        format!("there is an invisible character here, U+{code:04X} ({en})"),
    );
    more_places(found, places)
        .help(
            "删去它；从网页、聊天软件或文档复制的文字常带有这种字符",
            "take it away; text copied from web pages, chats and documents often has some",
        )
        .safe_fix(places.iter().map(|place| Edit::new(*place, "")))
}

/// Some of the further places, and how many there are.
fn more_places(found: Diagnostic, places: &[Span]) -> Diagnostic {
    const MOST: usize = 3;
    let mut found = found;
    for place in places.iter().skip(1).take(MOST) {
        found = found.label(*place, "这里也是", "here too");
    }
    if places.len() > MOST + 1 {
        let count = places.len();
        found = found.note(format!("文件里共有 {count} 处"), format!("there are {count} of them in the file"));
    }
    found
}

/// `"办法”`, `'办法'`, `《办法》`
pub(crate) fn odd_quotes(span: Span, written: &str) -> Diagnostic {
    let inner = inside_odd_quotes(written);
    let title = written.starts_with('《');
    let found = Diagnostic::error(
        "odd-quotes",
        span,
        if title {
            "书名号不是引号，文字还要放在引号里。"
        } else {
            "这段文字的引号不成对。"
        },
        if title {
            "title marks are no quotes: a text still needs quotes around it"
        } else {
            "the quotes of this text are no pair"
        },
    );
    let shown = crate::syntax_message::shown(inner);
    let found = found
        .help(format!("写作 \"{shown}\"：引号用 \"…\" 或 “…”"), format!("write \"{shown}\": quotes are \"…\" or “…”"));
    if inner.contains('"') { found } else { found.safe_fix([Edit::new(span, format!("\"{inner}\""))]) }
}

/// The text in odd quotes: title marks are part of it.
pub(crate) fn inside_odd_quotes(written: &str) -> &str {
    if written.starts_with('《') {
        return written;
    }
    let mut chars = written.chars();
    chars.next();
    chars.next_back();
    chars.as_str()
}

/// A letter in a number: `1O万元`.
pub(crate) fn letter_in_number(span: Span, written: &str, digits: &str) -> Diagnostic {
    Diagnostic::error(
        "letter-in-number",
        span,
        format!("“{written}”里混进了字母，看来是数 {digits}。"),
        format!("`{written}` has a letter in it; it seems to be the number {digits}"),
    )
    .help(
        format!("写作 {digits}：数字 0、1 不是字母 O、l、I"),
        format!("write {digits}: the digits 0 and 1 are not the letters O, l and I"),
    )
    .guess([Edit::new(span, digits)])
}

/// A date of which year, month and day come in another order, or the year is cut short.
pub(crate) fn date_order(span: Span, written: &str) -> Diagnostic {
    let written = crate::syntax_message::shown(written);
    Diagnostic::error(
        "date-form",
        span,
        format!("日期不写作“{written}”。"),
        format!("dates are not written like `{written}`"),
    )
    .help(
        "依次写四位的年、两位的月和日，如 2023-01-01",
        "write the year in four digits, then month and day, as in 2023-01-01",
    )
}

/// A date written as `2023.1.1` or `2023/1/1`.
pub(crate) fn date_signs(span: Span, written: &str, right: &str) -> Diagnostic {
    Diagnostic::error(
        "date-form",
        span,
        format!("日期不写作“{written}”。"),
        format!("dates are not written like `{written}`"),
    )
    .help(format!("写作 {right}，或用 年、月、日"), format!("write {right}"))
    .safe_fix([Edit::new(span, right)])
}

/// `1月1日`
pub(crate) fn date_without_year(span: Span, written: &str) -> Diagnostic {
    let written = crate::syntax_message::shown(written);
    Diagnostic::error("date-form", span, format!("“{written}”没有写年份。"), format!("`{written}` has no year"))
        .help("写出年份，如 2023年1月1日", "write the year as well, as in 2023-01-01")
}

/// `//` and the like in front of a comment.
pub(crate) fn comment(span: Span, written: &str) -> Diagnostic {
    Diagnostic::error(
        "mistaken-word",
        span,
        format!("注释不以“{written}”开头，应写“#”。"),
        format!("comments do not start with `{written}`; write `#`"),
    )
    .help(
        format!("把“{written}”改成“#”，一直到行末都是注释"),
        format!("write `#` instead of `{written}`: what follows on the line is a comment"),
    )
    .safe_fix([Edit::new(span, "#")])
}

/// `￥3400万元`
pub(crate) fn currency_sign(span: Span, written: &str) -> Diagnostic {
    Diagnostic::error(
        "mistaken-word",
        span,
        format!("金额前面不写“{written}”，货币写在数的后面。"),
        format!("no `{written}` stands before an amount; its currency stands behind the number"),
    )
    .help(
        format!("删去“{written}”，写作 3400万元 这样"),
        format!("take `{written}` away, and write amounts as in 34 million yuan"),
    )
    .guess([Edit::new(span, "")])
}

/// A condition of a criteria without its name.
pub(crate) fn condition_without_name(span: Span, name: &str, found: &str) -> Diagnostic {
    let (name, found) = (crate::syntax_message::shown(name), crate::syntax_message::shown(found));
    Diagnostic::error(
        "unexpected",
        span,
        format!("这里应是“:”，写的却是“{found}”：条件前面要有它的名称。"),
        format!("expected `:` here, found `{found}`: a condition starts with its name"),
    )
    .help(
        format!("写作 {name}: {name} {found} …，冒号前面是条件的名称"),
        format!("write {name}: {name} {found} …, with the condition's name before the colon"),
    )
}

/// `(` or `[` for `{`.
pub(crate) fn brace_needed(span: Span, found: &str) -> Diagnostic {
    Diagnostic::error(
        "unexpected",
        span,
        format!("这里应是“{{”，写的却是“{found}”。"),
        format!("expected `{{` here, found `{found}`"),
    )
    .help("内容放在花括号里：{ … }", "what belongs to it stands in braces: { … }")
}

/// Text that goes on behind the brace that ends an item.
pub(crate) fn behind_block(span: Span, found: &str, brace: Span) -> Diagnostic {
    let found = crate::syntax_message::shown(found);
    Diagnostic::error(
        "left-over",
        span,
        format!("这一条到前面的“}}”就结束了，“{found}”接不上。"),
        format!("the item ends with the `}}` before; `{found}` does not go on with it"),
    )
    .label(brace, "在这里结束", "it ends here")
    .help(
        "这个“}”若是多的就删去；另一条以 规则、定义 等词开头",
        "take the `}` away if it is one too many; another item starts with a word such as rule or define",
    )
}

/// A full stop, or what else ends a sentence.
pub(crate) fn full_stop(span: Span, written: &str) -> Diagnostic {
    Diagnostic::error(
        "mistaken-word",
        span,
        format!("条目的末尾不写“{written}”。"),
        format!("no `{written}` stands at the end of an item"),
    )
    .help("把它删去", "take it away")
    .safe_fix([Edit::new(span, "")])
}

/// Words that run together, where more follows.
pub(crate) fn run_together(span: Span, text: &str, spaced: &str) -> Diagnostic {
    let text = crate::syntax_message::shown(text);
    Diagnostic::error(
        "words-run-together",
        span,
        format!("“{text}”里的词连在了一起。词与词之间要空一格：{spaced}"),
        format!("the words of `{text}` run together. Put spaces between words: {spaced}"),
    )
    .help(format!("写成 {spaced}"), format!("write {spaced}"))
    .guess([Edit::new(span, spaced)])
}

/// `3 400`
pub(crate) fn two_numbers(span: Span, second: &str) -> Diagnostic {
    Diagnostic::error(
        "left-over",
        span,
        format!("一个数后面又是一个数“{second}”。"),
        format!("one number stands behind another: `{second}`"),
    )
    .help(
        "一个数中间不空格，写作 3400 或 3_400；两个数之间要有运算词或比较词",
        "a number has no blanks in it: write 3400 or 3_400; between two numbers there must be an operator or a comparison",
    )
}

/// A number in words: 十万元, 百分之十.
pub(crate) fn number_in_words(span: Span, written: &str, digits: &str) -> Diagnostic {
    let written = crate::syntax_message::shown(written);
    Diagnostic::error(
        "number-in-words",
        span,
        format!("数要用阿拉伯数字写：“{written}”看来是 {digits}。"),
        format!("numbers are written in digits: `{written}` seems to be {digits}"),
    )
    .help(format!("写作 {digits}"), format!("write {digits}"))
    .guess([Edit::new(span, digits)])
}

/// `2.27万元 / 户`
pub(crate) fn spaced_unit(span: Span, unit: &str) -> Diagnostic {
    Diagnostic::error(
        "division-spaces",
        span,
        "单位里的“/”两边不空格；空了格就是除法。",
        "a `/` within a unit has no blanks around it; with blanks it divides",
    )
    .help(format!("写作 {unit}"), format!("write {unit}"))
    .safe_fix([Edit::new(span, unit)])
}

/// The name of a test without its quotes.
pub(crate) fn quotes_missing(span: Span, text: &str) -> Diagnostic {
    let shown = crate::syntax_message::shown(text);
    Diagnostic::error(
        "odd-quotes",
        span,
        format!("这里应是带引号的文字，写的却是“{shown}”。"),
        format!("expected a text in quotes here, found `{shown}`"),
    )
    .help(format!("写作 \"{shown}\""), format!("write \"{shown}\""))
    .safe_fix([Edit::new(span, format!("\"{text}\""))])
}

/// A date that starts or ends a period without 自 or 至.
pub(crate) fn from_missing(span: Span, written: &str) -> Diagnostic {
    Diagnostic::error(
        "unexpected",
        span,
        format!("日期“{written}”前面缺“自”。"),
        format!("`from` is missing before the date {written}"),
    )
    .help(format!("写作 自 {written}"), format!("write from {written}"))
    .guess([Edit::before(span, "自 ")])
}

/// Several clauses without a comma between them.
pub(crate) fn clauses_without_comma(span: Span, found: &str) -> Diagnostic {
    let found = crate::syntax_message::shown(found);
    Diagnostic::error(
        "unexpected",
        span,
        format!("依据后面的“{found}”接不上前面的条款。"),
        format!("`{found}` does not go on with the clause before it"),
    )
    .help(
        "几条之间用逗号，如 依据 第一条, 第二条；条款的名称中间不空格，如 附件1.三",
        "put a comma between clauses, as in cites article_1, article_2; a clause has no blanks in it, as in annex1.3",
    )
}
