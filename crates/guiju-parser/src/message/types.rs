//! About types: what an expression is, and what it would have to be.

use guiju_program::diagnostic::Edit;
use guiju_program::source::Span;
use guiju_program::{Bilingual, Diagnostic};

use super::list;

pub(crate) fn not_a_condition(span: Span, is: &Bilingual) -> Diagnostic {
    Diagnostic::error(
        "not-a-condition",
        span,
        format!("这里要一个条件，而这是{}", is.zh),
        format!("a condition is needed here, and this is {}", is.en),
    )
    .help("把它与一个界限比较，如 不低于 …", "compare it with a bound, such as at least …")
}

pub(crate) fn not_a_number(span: Span, is: &Bilingual) -> Diagnostic {
    Diagnostic::error(
        "not-a-number",
        span,
        format!("这里要一个数，而这是{}", is.zh),
        format!("a number is needed here, and this is {}", is.en),
    )
    .help(
        "换成数的字段；这个字段其实是数的，把类型改成 数 或单位",
        "use a field that is a number; if this one is, make its type number or a unit",
    )
}

pub(crate) fn mismatch(
    span: Span,
    left: (&Bilingual, Span),
    right: (&Bilingual, Span),
    (zh, en): (&str, &str),
) -> Diagnostic {
    Diagnostic::error(
        "type-mismatch",
        span,
        format!("{} 与 {} 不能放在一起", left.0.zh, right.0.zh),
        format!("{} does not go with {}", left.0.en, right.0.en),
    )
    .label(left.1, left.0.zh.clone(), left.0.en.clone())
    .label(right.1, right.0.zh.clone(), right.0.en.clone())
    .help(zh, en)
}

/// The same, of a date and what is no date: `text` as written.
pub(crate) fn date_hint(found: Diagnostic, span: Span, text: &str) -> Diagnostic {
    let digits = text.len() == 8 && text.chars().all(|c| c.is_ascii_digit());
    let bare = text.trim_matches(['"', '“', '”']);
    let quoted = bare.len() < text.len() && bare.starts_with(|c: char| c.is_ascii_digit());
    let right = match (text.get(..4), text.get(4..6), text.get(6..8)) {
        (Some(year), Some(month), Some(day)) if digits => Some(format!("{year}-{month}-{day}")),
        _ if quoted => Some(bare.to_owned()),
        _ => None,
    };
    match right {
        Some(right) => found
            .help(format!("日期不加引号，写作 {right}"), format!("a date has no quotes and is written {right}"))
            .guess([Edit::new(span, right)]),
        None => found.help(
            "日期写作 2023-01-01 或 2023年1月1日，年月写作 2023-01，年份写作 2023年",
            "dates are written 2023-01-01, months 2023-01",
        ),
    }
}

/// The same, of a condition and what is none.
pub(crate) fn condition_hint(found: Diagnostic, condition: &str) -> Diagnostic {
    let condition = crate::syntax_message::shown(condition);
    found.help(
        format!("“{condition}”本身就是条件：直接写 {condition}，或 非 {condition}"),
        format!("{condition} is a condition by itself: write {condition}, or not {condition}"),
    )
}

pub(crate) fn not_ordered(span: Span, is: &Bilingual, condition: bool) -> Diagnostic {
    let found =
        Diagnostic::error("not-ordered", span, format!("{}没有大小先后", is.zh), format!("{} has no order", is.en));
    if condition {
        return found.help("写 为 是 或 为 否", "write `is yes` or `is no`");
    }
    found.help("只能用 为、不为，或者 属于 { 甲, 乙 }", "use `is`, `is not`, or `in { a, b }`")
}

pub(crate) fn text_with_text(span: Span, field: &str) -> Diagnostic {
    Diagnostic::error(
        "text-comparison",
        span,
        "文本只能与写出来的文本比较，如 为 \"甲\"",
        "text can only be compared with text that is written out, such as is \"a\"",
    )
    .help(
        format!("把“{field}”的类型改成列出的取值，如 {{ 甲, 乙, .. }}，或者改成另一条数据的名字，另一边也一样"),
        format!("make the type of {field} a list of values, such as {{ a, b, .. }}, or a record, and that of the other as well"),
    )
}

pub(crate) fn quoted_value(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error("quoted-value", span, "列出的取值不用引号", "a value of a list takes no quotes")
        .help(format!("写成 {text}"), format!("write {text}"))
}

pub(crate) fn reference_with_text(span: Span) -> Diagnostic {
    Diagnostic::error(
        "type-mismatch",
        span,
        "这个字段指的是另一张表的一行，不是文本",
        "this field names a row of another table, and is not text",
    )
    .help(
        "与那一行的键比较，如 服务主体.编号 为 \"甲\"",
        "compare with a field of that row, such as provider.id is \"a\"",
    )
}

pub(crate) fn conditions_compared(span: Span) -> Diagnostic {
    Diagnostic::error("conditions-compared", span, "两个条件不能比较", "two conditions cannot be compared")
        .help("写成 (A 且 B) 或 (非 A 且 非 B)", "write (A and B) or (not A and not B)")
}

pub(crate) fn else_missing(span: Span) -> Diagnostic {
    Diagnostic::error(
        "missing-else",
        span,
        "这是一个值，还要写明否则是多少",
        "this is a value, so it must say what it is otherwise",
    )
    .help("加上 否则 …", "add else …")
}

pub(crate) fn bare_span(span: Span) -> Diagnostic {
    Diagnostic::error(
        "bare-span",
        span,
        "“距”只能直接与一段时间比较，如 E 距 S 不少于6个月",
        "`since` can only be compared with a length at once, such as e since s at least 6 months",
    )
    .help("要当一个数用，写 天数(S, E) 或 月数(S, E)", "to use it as a number write days(s, e) or months(s, e)")
}

pub(crate) fn not_a_date(span: Span, is: &Bilingual) -> Diagnostic {
    Diagnostic::error(
        "not-a-date",
        span,
        format!("这里要一个日期，而这是{}", is.zh),
        format!("a date is needed here, and this is {}", is.en),
    )
    .help(
        "写一个类型是 日期 的字段，或写出日期，如 2023-03-01；年月的第一天写 月初(…)",
        "name a field that is a date, or write one, such as 2023-03-01; the first day of a month is first_day(…)",
    )
}

pub(crate) fn month_moved(span: Span, is: &Bilingual) -> Diagnostic {
    Diagnostic::error(
        "month-moved",
        span,
        format!("年月只能加减 个月 或 年，而这是{}", is.zh),
        format!("a month moves by months or years, and this is {}", is.en),
    )
    .help(
        "从月初算起的日期，写 月初(年月) + 10天",
        "for a date counted from the first day write first_day(month) + 10 days",
    )
}

pub(crate) fn year_moved(span: Span) -> Diagnostic {
    Diagnostic::error(
        "year-moved",
        span,
        "年份只能加减整年，如 - 1年、12个月，或值为整年的参数",
        "a year moves by whole years, such as - 1 year, 12 months, or a param of whole years",
    )
    .help(
        "写成 所在年(申报日) - 1年；要推几个月的，先推日期，再取 所在年(…)",
        "write year_of(applied_on) - 1 year; to go back some months move the date first, and take year_of(…) of that",
    )
}

pub(crate) fn instant_for_date(span: Span) -> Diagnostic {
    Diagnostic::error(
        "not-a-date",
        span,
        "这里要一个日期，而这是带钟点的时刻",
        "a date is needed here, and this has a time of day",
    )
    .help("期间按整日计算，把这个字段改为 日期", "spans count whole days: make the field a date")
}

pub(crate) fn not_a_length(span: Span, is: &Bilingual) -> Diagnostic {
    Diagnostic::error(
        "not-a-length",
        span,
        format!("这里要一段时间（天、个月、年），而这是{}", is.zh),
        format!("a length in days, months or years is needed here, and this is {}", is.en),
    )
    .help(
        "写明天、个月或年，如 6个月；按小时计的，用数据里的时长字段，不用两个日期来算",
        "give days, months or years, such as 6 months; what is counted in hours is a field of its own, not two dates",
    )
}

pub(crate) fn length_not_whole(span: Span) -> Diagnostic {
    Diagnostic::error(
        "length-not-whole",
        span,
        "这段时间不是整数的天或月",
        "this length is not a whole number of days or months",
    )
    .help("写一个整数，或一个整数的参数", "write a whole number, or a param that is one")
}

pub(crate) fn dates_subtracted(span: Span) -> Diagnostic {
    Diagnostic::error(
        "dates-subtracted",
        span,
        "两个日期不能相减，要说明按天还是按月算",
        "two dates cannot be subtracted: say whether days or months are meant",
    )
    .help("写 天数(S, E) 或 月数(S, E)", "write days(s, e) or months(s, e)")
}

pub(crate) fn range_ends(span: Span) -> Diagnostic {
    Diagnostic::error(
        "unmarked-range",
        span,
        "范围的两端要写明含不含",
        "both ends of a range must be marked as in or out",
    )
    .help("写成 在 3万元(含) 至 5万元(不含)", "write within 30_000 yuan (incl) to 50_000 yuan (excl)")
}

pub(crate) fn wrong_arguments(span: Span, function: &str, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::error(
        "wrong-arguments",
        span,
        format!("“{function}”要写成 {zh}"),
        format!("{function} is written {en}"),
    )
    .help(format!("照样子写成 {zh}"), format!("write it like {en}"))
}

pub(crate) fn not_yet(span: Span, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::error("not-yet", span, format!("{zh}还不能用"), format!("{en} cannot be used yet"))
        .help("这条条款先标 待写", "mark the clause to_come for now")
}

/// `known` are all functions, in Chinese and in English.
pub(crate) fn unknown_function(span: Span, name: &str, near: Option<&str>, known: (&[&str], &[&str])) -> Diagnostic {
    let found = Diagnostic::error(
        "unknown-function",
        span,
        format!("没有“{name}”这个函数"),
        format!("there is no function {name}"),
    );
    match near {
        Some(near) => found.help(format!("是不是“{near}”？"), format!("did you mean {near}?")),
        None => {
            let (zh, _) = list(known.0.iter().copied());
            let (_, en) = list(known.1.iter().copied());
            found.help(format!("能用的有：{zh}"), format!("there are {en}"))
        }
    }
}

pub(crate) fn top_of_no_ranking(span: Span) -> Diagnostic {
    Diagnostic::error("top-of-no-ranking", span, "“前”要跟在 排名(…) 后面", "`top` must stand behind rank(…)")
        .help("写：排名(店铺 按 销售额) 前 5%", "write: rank(store by sales) top 5%")
}

pub(crate) fn top_limit(span: Span) -> Diagnostic {
    Diagnostic::error(
        "wrong-top-limit",
        span,
        "“前”后面要写一个整数，或 0% 到 100% 的比例",
        "`top` takes a whole number, or a share from 0% to 100%",
    )
    .help(
        "写 前 3、前 50% 之类；前一半写 前 50%，不写 前 0.5",
        "write top 3 or top 50%; the first half is top 50%, not top 0.5",
    )
}

pub(crate) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::error("too-deep", span, "这个算式套得太深", "this expression is nested too deeply")
        .help("用 定义 给其中几部分取名字", "define names for some of its parts")
}

pub(crate) fn wrong_key(span: Span, is: &Bilingual) -> Diagnostic {
    Diagnostic::error(
        "not-ordered",
        span,
        format!("不能按{}排名", is.zh),
        format!("rows cannot be ranked by {}", is.en),
    )
    .help(
        "按数或日期来排；条件写成 当 条件 则 1 否则 0",
        "order by a number or a date; for a condition write when condition then 1 else 0",
    )
}
