//! What is said about text that is not in the form of the language.

use guiju_program::Diagnostic;
use guiju_program::diagnostic::Edit;
use guiju_program::source::Span;

use crate::words::Word;

/// What was expected at a place, in words for users: Chinese, English.
pub(crate) type Expected = (&'static str, &'static str);

/// Mistakes of form of which it is known what is meant: it is read, and nothing is lost by them.
pub(crate) const READ_ALL_THE_SAME: &[&str] = &[
    "date-form",
    "division-spaces",
    "invisible-character",
    "letter-in-number",
    "line-prefix",
    "mistaken-word",
    "mixed-and-or",
    "number-commas",
    "odd-quotes",
];

/// A text cut to a length that fits in a message, on one line.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 40;
    let mut shown = String::new();
    let mut blank = false;
    for (count, c) in text.trim().chars().enumerate() {
        if count == MOST {
            shown.push('…');
            break;
        }
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) {
            shown.push(' ');
        }
        if c.is_control() {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Something else stands there than what was expected.
pub(crate) fn unexpected(span: Span, found: &str, expected: Expected) -> Diagnostic {
    let found = shown(found);
    let (zh, en) = expected;
    Diagnostic::error(
        "unexpected",
        span,
        format!("这里应是{zh}，写的却是“{found}”。"),
        format!("expected {en} here, found `{found}`"),
    )
    .help(
        format!("这里可以写 {zh}；“{found}”若是多余的就删去"),
        format!("write {en} here, and take `{found}` away if it is not needed"),
    )
}

/// The text ends before what was expected.
pub(crate) fn missing(span: Span, before: &str, expected: Expected) -> Diagnostic {
    let before = shown(before);
    let (zh, en) = expected;
    Diagnostic::error(
        "missing",
        span,
        format!("“{before}”后面还缺{zh}。"),
        format!("{en} is missing behind `{before}`"),
    )
    .help(format!("在“{before}”后面写上{zh}"), format!("write {en} behind `{before}`"))
}

/// Something follows where the statement should end.
pub(crate) fn left_over(span: Span, found: &str, two_operands: bool) -> Diagnostic {
    let found = shown(found);
    let message = Diagnostic::error(
        "left-over",
        span,
        format!("“{found}”接不上前面的话。"),
        format!("`{found}` does not go on with what stands before it"),
    );
    if two_operands {
        message.help(
            "两个值之间要有运算词或比较词，如 且、不低于、+；新的一条要另起一行。",
            "between two values there must be an operator or a comparison, such as and, at least, +; a new row starts on a new line",
        )
    } else {
        message.help(
            "这一条到此应已写完；另一条要另起一行。",
            "the statement should end here; a new one starts on a new line",
        )
    }
}

/// A bracket is not closed.
pub(crate) fn unclosed(span: Span, bracket: &str, closer: (&str, &str)) -> Diagnostic {
    Diagnostic::error(
        "unclosed",
        span,
        format!("这个“{bracket}”没有配上“{}”。", closer.0),
        format!("this `{bracket}` is not closed by `{}`", closer.1),
    )
    .help(format!("在内容之后补上“{}”。", closer.0), format!("put `{}` behind what it holds", closer.1))
}

/// A closing bracket with nothing to close.
pub(crate) fn stray_closing(span: Span, bracket: &str) -> Diagnostic {
    Diagnostic::error(
        "stray-closing",
        span,
        format!("这个“{bracket}”前面没有与之配对的括号。"),
        format!("nothing is open that this `{bracket}` could close"),
    )
    .help("删去它，或在前面补上与之配对的括号", "take it away, or put the opening bracket where it belongs")
}

/// A text or quoted name that does not end on its line.
pub(crate) fn unclosed_text(span: Span, name: bool) -> Diagnostic {
    let (zh, en) = if name { ("带引号的名称", "quoted name") } else { ("文字", "text") };
    Diagnostic::error(
        "unclosed-text",
        span,
        format!("这段{zh}到行末也没有右引号。"),
        format!("this {en} has no closing quote on its line"),
    )
    .help("在它结束处补上右引号。", "put the closing quote where it ends")
}

/// A word that has a meaning of its own stands where a name or value should.
pub(crate) fn reserved(span: Span, word: &str, naming: bool) -> Diagnostic {
    let message = Diagnostic::error(
        "reserved-word",
        span,
        format!("“{word}”是语言本身的词，{}。", if naming { "不能直接作名称" } else { "这里应是一个名称或值" }),
        if naming {
            format!("`{word}` is a word of the language and cannot be a name as it stands")
        } else {
            format!("`{word}` is a word of the language; a name or a value should stand here")
        },
    );
    if naming {
        message.help(
            format!("换个名称，或写作「{word}」。"),
            format!("choose another name, or write `{word}` in back quotes"),
        )
    } else {
        message.help(
            format!("在“{word}”前面写明说的是什么，如 直播时长 不低于60小时"),
            format!("say before `{word}` what it is about, as in live_hours at least 60 h"),
        )
    }
}

/// Nesting beyond the limit.
pub(crate) fn too_deep(span: Span, limit: usize) -> Diagnostic {
    Diagnostic::error(
        "too-deep",
        span,
        format!("层层嵌套超过了 {limit} 层。"),
        format!("this is nested more than {limit} deep"),
    )
    .help("把里面的部分写成 定义，再用它的名称。", "state the inner part as a define, and use its name")
}

/// More text than is read.
pub(crate) fn too_long(span: Span, zh: &str, en: &str, limit: usize) -> Diagnostic {
    let size = match limit % (1 << 20) {
        0 => format!("{} MiB", limit >> 20),
        _ => format!("{} KiB", limit >> 10),
    };
    Diagnostic::error(
        "too-long",
        span,
        format!("{zh}超过了 {size}，不再读下去。"),
        format!("{en} is longer than {size} and was not read"),
    )
    .help("分成几个文件，或几个条目", "split it over several files, or several items")
}

/// Bytes that are not text.
pub(crate) fn not_text(span: Span) -> Diagnostic {
    Diagnostic::error(
        "not-text",
        span,
        "这个文件不是文本：里面有空字符。",
        "this file is not text: it has a NUL character",
    )
    .help("请用 UTF-8 编码的文本文件。", "use a text file in UTF-8")
}

/// A line that starts no item.
pub(crate) fn unknown_item(span: Span, found: &str, near: Option<&str>) -> Diagnostic {
    let found = shown(found);
    let message = Diagnostic::error(
        "unknown-item",
        span,
        format!("“{found}”不是一个条目的开头。"),
        format!("no item starts with `{found}`"),
    );
    match near {
        Some(near) => message
            .help(format!("是否想写“{near}”？"), format!("did you mean `{near}`?"))
            .guess([Edit::new(span, near)]),
        None => message.help(
            "条目以 政策、依据文件、单位、参数、预算、数据、定义、标准、规则、目标、建议、解释、测试、样例 之一开头。",
            "an item starts with policy, source, unit, param, budget, record, define, criteria, rule, target, advice, interpretation, test or sample",
        ),
    }
}

/// Part of the language that this version does not read yet.
pub(crate) fn not_yet(span: Span, found: &str) -> Diagnostic {
    let found = shown(found);
    Diagnostic::error(
        "not-yet",
        span,
        format!("“{found}”这一写法，本版还不支持。"),
        format!("`{found}` is not supported by this version yet"),
    )
    .help("把所依据的条款标为 待写，先不写这一条。", "mark its clause as to_come, and leave this out for now")
}

/// 且 and 或 without brackets.
pub(crate) fn mixed_and_or(span: Span, first: &str, second: &str) -> Diagnostic {
    Diagnostic::error(
        "mixed-and-or",
        span,
        "且 与 或 混在一起而没有括号，读法不止一种。",
        "and is mixed with or without brackets: there is more than one reading",
    )
    .help(format!("写作 {first}，或 {second}"), format!("write {first}, or {second}"))
}

/// `a < b < c`.
pub(crate) fn chained(span: Span, rewritten: Option<&(String, String)>) -> Diagnostic {
    let message = Diagnostic::error("chained-comparison", span, "比较不能连着写。", "comparisons cannot be chained");
    match rewritten {
        Some((zh, en)) => message.help(format!("写作 {zh}"), format!("write {en}")),
        None => message.help(
            "范围写作 X 在 A(含) 至 B(不含)；不同的要求用 且 连接。",
            "write a range as X within A (incl) to B (excl); join separate demands by and",
        ),
    }
}

/// 以上, 以下, 以内 behind a word that does not take it.
pub(crate) fn suffix_not_taken(span: Span, word: &str, suffix: &str) -> Diagnostic {
    Diagnostic::error(
        "suffix",
        span,
        format!("“{word}”与“{suffix}”不能连用。"),
        format!("`{word}` does not go with `{suffix}`"),
    )
    .help(
        format!("只留其一：写“{word} …”，或“为 … {suffix}”。"),
        format!("keep one of them: `{word} …`, or `is … {suffix}`"),
    )
}

/// A mark that says the opposite of the word.
pub(crate) fn mark_contradicts(span: Span, word: &str, mark: &str) -> Diagnostic {
    Diagnostic::error(
        "mark-contradicts",
        span,
        format!("“({mark})”与“{word}”相矛盾。"),
        format!("`({mark})` contradicts `{word}`"),
    )
    .help("去掉这个标注，或换一个比较词。", "leave the mark out, or take another comparison word")
}

/// A mark where there is nothing to mark.
pub(crate) fn mark_without_bound(span: Span, mark: &str) -> Diagnostic {
    Diagnostic::error(
        "mark-contradicts",
        span,
        format!("“({mark})”只用在比较的界限上。"),
        format!("`({mark})` belongs to a bound of a comparison"),
    )
    .help(
        "如 为 20人(含)以下、在 3万元(含) 至 5万元(不含)。",
        "such as is 20 people (incl) or less, within 3 yuan (incl) to 5 yuan (excl)",
    )
}

/// A growth word with a figure but no comparison.
pub(crate) fn growth_without_suffix(span: Span, word: &str) -> Diagnostic {
    Diagnostic::error(
        "growth-bound",
        span,
        format!("“{word}”后面的数要说明是以上还是以下。"),
        format!("the figure behind `{word}` needs to be bounded: or more, or less"),
    )
    .help(
        format!("写作 {word} 20%以上，或 {word} 不低于20%。"),
        format!("write {word} 20% or more, or {word} at least 20%"),
    )
}

/// `1,000,000`.
pub(crate) fn grouped_number(span: Span, written: &str) -> Diagnostic {
    let plain = |c: char| match c {
        ',' | '，' => '_',
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        other => other,
    };
    let underscored: String = written.chars().map(plain).collect();
    Diagnostic::error(
        "number-commas",
        span,
        format!("数的分节不用逗号：“{written}”。"),
        format!("digits are not grouped by commas: `{written}`"),
    )
    .help(
        format!("写作 {underscored}；若是两个数，逗号后空一格。"),
        format!("write {underscored}; if these are separate numbers, put a blank behind the comma"),
    )
    .safe_fix([Edit::new(span, underscored)])
}

/// A number that does not fit.
pub(crate) fn number_too_large(span: Span, written: &str) -> Diagnostic {
    let written = shown(written);
    Diagnostic::error(
        "number-too-large",
        span,
        format!("“{written}”的位数太多，不能精确表示（最多 28 位）。"),
        format!("`{written}` has too many digits to be exact (28 at most)"),
    )
    .help(
        "核对这个数；大数可写 万、亿，如 3400万元",
        "check the number; large ones may be written with million or billion, as in 34 million yuan",
    )
}

/// 2023-02-30.
pub(crate) fn impossible_date(span: Span, written: &str) -> Diagnostic {
    let written = shown(written);
    Diagnostic::error(
        "impossible-date",
        span,
        format!("没有“{written}”这个日期或时间。"),
        format!("there is no date or time {written}"),
    )
    .help(
        "核对原文件上的日期：月份是 1 到 12，日子不超过当月的天数",
        "check the date in the source: months go from 1 to 12, days to the end of their month",
    )
}

/// 2023-3-1.
pub(crate) fn date_form(span: Span, written: &str, right: String) -> Diagnostic {
    let written = shown(written);
    Diagnostic::error(
        "date-form",
        span,
        format!("“{written}”的月、日要写两位数。"),
        format!("month and day of `{written}` are written with two digits"),
    )
    .help(format!("写作 {right}，或用 年、月、日"), format!("write {right}"))
    .safe_fix([Edit::new(span, right)])
}

/// `a/b`.
pub(crate) fn division_spaces(span: Span) -> Diagnostic {
    Diagnostic::error(
        "division-spaces",
        span,
        "两边都不空格的“/”是单位里的（如 2.27万元/户）。",
        "a `/` with no blank on either side belongs to a unit (as in 2.27万元/户)",
    )
    .help("除法的“/”两边各空一格。", "put a blank on each side of the `/` of a division")
    .safe_fix([Edit::new(span, " / ")])
}

/// A name beyond the limit.
pub(crate) fn name_too_long(span: Span, limit: usize) -> Diagnostic {
    Diagnostic::error(
        "name-too-long",
        span,
        format!("名称超过了 {limit} 个字。"),
        format!("this name is longer than {limit} letters"),
    )
    .help(
        "换一个短些的名称；全文放进引号里作标签",
        "take a shorter name, and put the whole text in quotes as its label",
    )
}

/// A header word given twice.
pub(crate) fn given_twice(span: Span, word: &str) -> Diagnostic {
    Diagnostic::error("given-twice", span, format!("“{word}”写了两次。"), format!("`{word}` is given twice"))
        .help("留下对的那一处，删去另一处", "keep the right one and take the other away")
}

/// An item without a part that it needs.
pub(crate) fn part_missing(span: Span, item: &str, word: Word, example: (&str, &str)) -> Diagnostic {
    let (zh, en) = word.spellings();
    Diagnostic::error("part-missing", span, format!("“{item}”缺少 {zh}。"), format!("`{item}` has no `{en}`"))
        .help(format!("如 {}", example.0), format!("such as {}", example.1))
}

/// The rest of a file is not read.
pub(crate) fn too_many(span: Span, limit: usize) -> Diagnostic {
    Diagnostic::error(
        "too-many-mistakes",
        span,
        format!("错误已超过 {limit} 处，此后的内容没有再读。"),
        format!("more than {limit} mistakes: what follows was not read"),
    )
    .help("先改前面的错误，再检查一次", "mend those above first, then check again")
}

/// A file of more words than are read.
pub(crate) fn too_many_words(span: Span, limit: usize) -> Diagnostic {
    Diagnostic::error(
        "too-long",
        span,
        format!("文件超过了 {limit} 个词，此后的内容没有再读。"),
        format!("the file has more than {limit} words: what follows was not read"),
    )
    .help("把政策分成几个文件。", "split the policy over several files")
}

pub(crate) fn empty_reason(span: Span) -> Diagnostic {
    Diagnostic::error("no-reason", span, "接受没有写理由", "it is accepted without a reason")
        .help("写明为什么可以接受，一句话就行", "say in a sentence why it can be accepted")
}
