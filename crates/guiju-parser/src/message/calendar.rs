//! About calendars of working days.

use guiju_program::Diagnostic;
use guiju_program::calendar::Calendar;
use guiju_program::civil::Date;
use guiju_program::source::Span;

use crate::ast::Name;

pub(crate) fn missing(span: Span) -> Diagnostic {
    Diagnostic::error(
        "no-calendar",
        span,
        "用到了工作日，但政策里没有日历，不知道哪些天是工作日",
        "working days are asked for, and the policy has no calendar that tells which days those are",
    )
    .help(
        "写上日历，如：日历 放假安排 自 2023-01-01 至 2023-12-31 { 休 2023-01-02; 班 2023-01-28 }",
        "add one, such as: calendar holidays from 2023-01-01 to 2023-12-31 { off 2023-01-02; on 2023-01-28 }",
    )
}

pub(crate) fn second(span: Span, first: Span) -> Diagnostic {
    Diagnostic::error("second-calendar", span, "一项政策只有一份日历", "a policy has only one calendar")
        .label(first, "第一份在这里", "the first is here")
        .help("把几年的日子写进同一份日历", "put the days of several years into one calendar")
}

pub(crate) fn no_span(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "calendar-without-span",
        name.span,
        format!("日历“{text}”没有写明从哪天到哪天"),
        format!("calendar {text} does not say from which day to which day it is"),
    )
    .help("写：自 2023-01-01 至 2023-12-31", "write: from 2023-01-01 to 2023-12-31")
}

pub(crate) fn turned_round(span: Span) -> Diagnostic {
    Diagnostic::error("days-turned-round", span, "最后一天早于第一天", "the last day lies before the first")
        .help("把两个日期对调，或者改正写错的一个", "turn the two dates round, or mend the one that is wrong")
}

pub(crate) fn too_long(span: Span) -> Diagnostic {
    let days = Calendar::MOST_DAYS;
    Diagnostic::error(
        "calendar-too-long",
        span,
        format!("日历最长 {days} 天"),
        format!("a calendar has at most {days} days"),
    )
    .help("只写政策用得到的年份，缩短 自 … 至 …", "cover only the years that the policy needs: shorten from … to …")
}

pub(crate) fn outside(span: Span, (from, to): (Date, Date)) -> Diagnostic {
    Diagnostic::error(
        "day-outside-calendar",
        span,
        format!("这里的日子不在日历的期间内（{from} 至 {to}）"),
        format!("these days are not all within the span of the calendar ({from} to {to})"),
    )
    .help("改日子，或改日历的期间", "change the days, or the span of the calendar")
}

pub(crate) fn off_and_on(span: Span, first: Span, day: Date) -> Diagnostic {
    Diagnostic::error("day-off-and-on", span, format!("{day} 又是 休 又是 班"), format!("{day} is both off and on"))
        .label(first, "前面的写法", "what was said before")
        .help(
            format!("核对放假通知，{day} 只留 休 或 班 中的一处"),
            format!("look into the official notice, and keep {day} in one of the two lists"),
        )
}

pub(crate) fn listed_twice(span: Span, first: Span, day: Date) -> Diagnostic {
    Diagnostic::warning("day-listed-twice", span, format!("{day} 写了两次"), format!("{day} is listed twice"))
        .label(first, "第一次在这里", "the first time is here")
        .help(
            format!("去掉一处 {day}；若本来要写别的一天，改正它"),
            format!("leave {day} out of one place, or mend it if another day is meant"),
        )
}

pub(crate) fn ordinary_workday(span: Span, day: Date) -> Diagnostic {
    Diagnostic::warning(
        "ordinary-workday",
        span,
        format!("{day} 是周一至周五，本来就是工作日"),
        format!("{day} is a day from Monday to Friday, and a working day by itself"),
    )
    .help("看看日期是否写错；班 只用于周末", "see whether the date is right; on is for weekends")
}
