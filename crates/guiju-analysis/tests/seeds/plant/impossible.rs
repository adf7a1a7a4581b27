//! Criteria that nobody can meet, conditions that cannot fail or never apply, dates that cannot be.

use guiju_evaluator::calendar;
use guiju_program::civil::date;

use super::{Truth, number, table};
use crate::background::cite;
use crate::dice::Dice;
use crate::policy::{Case, Kind, day};

fn fields() -> [(&'static str, Kind); 7] {
    [
        ("标甲", Kind::YesNo),
        ("标额", Kind::Money),
        ("标金", Kind::Money),
        ("标数", Kind::Integer),
        ("标日", Kind::Date),
        ("标止", Kind::Date),
        ("标类", Kind::Values(vec!["上", "中", "下"])),
    ]
}

/// Conditions on one row that exclude each other.
pub fn nobody(dice: &mut Dice, case: &mut Case) -> Truth {
    let (record, _) = table(dice, case, &fields());
    let bound = number(dice, case, 700);
    let more = bound + dice.between(1, 3);
    let lines: Vec<String> = match dice.below(9) {
        0 => vec![format!("标额 不低于 {more}元"), format!("标额 不超过 {bound}元")],
        1 => vec![format!("标数 超过 {bound}"), format!("标数 低于 {}", bound + 1)],
        2 => vec!["标类 为 上".to_owned(), "标类 属于 {中, 下}".to_owned()],
        3 => vec!["标甲".to_owned(), "非 标甲".to_owned()],
        4 => {
            let at = dice.between(10, 200);
            vec![format!("标日 不早于 {}", day(at)), format!("标日 早于 {}", day(at - dice.between(0, 9)))]
        }
        5 => {
            let at = dice.between(10, 200);
            let ends = format!("标止 不晚于 {}", day(at - dice.between(1, 9)));
            vec![format!("标日 不早于 {}", day(at)), ends, "标止 不早于 标日".to_owned()]
        }
        6 => vec![
            format!("标额 + 标金 不超过 {}元", more + bound - 1),
            format!("标额 不低于 {more}元"),
            format!("标金 不低于 {bound}元"),
        ],
        7 => vec!["标类 不为 上".to_owned(), "标类 不为 中".to_owned(), "标类 不为 下".to_owned()],
        _ => vec!["当 标甲 则 标类 为 上".to_owned(), "标甲".to_owned(), "标类 为 下".to_owned()],
    };
    criteria(dice, case, record, lines)
}

fn criteria(dice: &mut Dice, case: &mut Case, record: &str, mut lines: Vec<String>) -> Truth {
    if dice.chance(50) {
        lines.reverse();
    }
    let names = ["一", "二", "三", "四"];
    let mut text: Vec<String> = lines.iter().zip(names).map(|(line, name)| format!("  {name}: {line}")).collect();
    // Another one that has no part in it.
    let other =
        if lines.iter().any(|line| line.contains("标数")) { "标金 不低于 1元" } else { "标数 不低于 1" };
    text.insert(dice.below(text.len() + 1), format!("  旁: {other}"));
    case.add("植标", format!("标准 植标 适用 {record} 依据 {} {{\n{}\n}}", cite(dice), text.join("\n")));
    let mut core = vec!["植标".to_owned()];
    core.extend(names.iter().take(lines.len()).map(|name| format!("植标.{name}")));
    let core: Vec<&str> = core.iter().map(String::as_str).collect();
    Truth::new(&["nobody-qualifies"], &core).first()
}

/// A condition that holds whatever the facts are.
pub fn never_fails(dice: &mut Dice, case: &mut Case) -> Truth {
    let (record, _) = table(dice, case, &fields());
    let bound = number(dice, case, 700);
    let more = bound + dice.between(0, 3);
    let condition = match dice.below(6) {
        0 => "标额 不低于 0元".to_owned(),
        1 => "标类 属于 {上, 中, 下}".to_owned(),
        2 => format!("标数 不超过 {more} 或 标数 不低于 {bound}"),
        3 => "标甲 或 非 标甲".to_owned(),
        4 => format!("当 标额 不低于 {more}元 则 标额 不低于 {bound}元"),
        _ => "标额 + 标金 不低于 标金".to_owned(),
    };
    let path = if dice.chance(50) {
        let text = format!("标准 植标 适用 {record} 依据 {} {{ 一: {condition}; 二: 标数 不低于 1 }}", cite(dice));
        case.add("植标", text);
        "植标.一"
    } else {
        case.add("植规", format!("规则 植规 依据 {}: 每个 {record}: {condition}", cite(dice)));
        "植规"
    };
    Truth::new(&["never-fails"], &[path])
}

/// A condition that is never asked.
pub fn never_applies(dice: &mut Dice, case: &mut Case) -> Truth {
    let (record, _) = table(dice, case, &fields());
    let bound = number(dice, case, 700);
    let more = bound + dice.between(0, 3);
    let when = match dice.below(5) {
        0 => "标额 低于 0元".to_owned(),
        1 => format!("标额 超过 {more}元 且 标额 不超过 {bound}元"),
        2 => "标甲 且 非 标甲".to_owned(),
        3 => "标类 为 上 且 标类 为 下".to_owned(),
        _ => {
            let at = dice.between(10, 200);
            format!("标日 不早于 {} 且 标日 早于 {}", day(at), day(at - dice.between(0, 9)))
        }
    };
    let body = format!("当 {when} 则 标数 不低于 1");
    let path = if dice.chance(50) {
        case.add("植标", format!("标准 植标 适用 {record} 依据 {} {{ 一: {body}; 二: 标数 不低于 1 }}", cite(dice)));
        "植标.一"
    } else {
        case.add("植规", format!("规则 植规 依据 {}: 每个 {record}: {body}", cite(dice)));
        "植规"
    };
    Truth::new(&["never-applies"], &[path])
}

/// A span that no two days between two dates are apart.
pub fn dates(dice: &mut Dice, case: &mut Case) -> Truth {
    let (record, _) = table(dice, case, &fields());
    let months = dice.between(1, 8);
    if dice.chance(60) {
        let start = day(dice.between(0, 150));
        // One day before the span would be complete.
        let number = calendar::day_number(start);
        let complete = (1..).find(|days| {
            let end = calendar::date_of(number + days);
            whole_months(start, end) >= months
        });
        let end = calendar::date_of(number + complete.unwrap() - dice.one(&[1, 1, 3]));
        let lines = vec![
            format!("标日 不早于 {start}"),
            format!("标止 不晚于 {end}"),
            format!("标止 距 标日 不少于{months}个月"),
        ];
        criteria(dice, case, record, lines)
    } else {
        // What begins too late in the year does not end in it.
        let last = date(2023, 12, 31);
        let latest = (0..365).rev().map(day).find(|start| whole_months(*start, last) >= months).unwrap();
        let text = format!(
            "标准 植标 适用 {record} 依据 {} {{ 一: 标止 距 标日 不少于{months}个月; 二: 标数 不低于 1 }}",
            cite(dice)
        );
        case.add("植标", text);
        Truth::new(&["ends-after-the-year"], &["植标.一"]).figure("latest-start", calendar::day_number(latest))
    }
}

/// How many months are complete between two days: one more on the day of the same number, or on the last of a month that
/// has none.
fn whole_months(start: guiju_program::civil::Date, end: guiju_program::civil::Date) -> i64 {
    let month = |date: guiju_program::civil::Date| i64::from(date.year()) * 12 + i64::from(date.month());
    let whole = month(end) - month(start);
    let reached = end.day() >= start.day() || end.day() == end.days_in_month();
    whole - i64::from(!reached)
}
