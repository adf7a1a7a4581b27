//! Tables and bands with a gap or an overlap: refused before any analysis.

use super::{Truth, amount, table};
use crate::background::cite;
use crate::dice::Dice;
use crate::policy::{Case, Kind, yuan};

/// A gap, an overlap or a row that is never used.
pub fn gap(dice: &mut Dice, case: &mut Case) -> Truth {
    let fields = [("标额", Kind::Money), ("标甲", Kind::YesNo), ("标类", Kind::Values(vec!["上", "中", "下"]))];
    let (record, _) = table(dice, case, &fields);
    let low = amount(dice, case);
    let high = low + dice.between(1, 9);
    let (a, b) = (yuan(low), yuan(high));
    // The bands before and behind the fault.
    let fault: (&'static [&'static str], [String; 3]) = match dice.below(5) {
        0 => (&["gap"], [format!("低于{a}"), format!("超过{a} 且 不超过{b}"), format!("超过{b}")]),
        1 => (&["gap"], [format!("低于{a}"), format!("{a}(含) 至 {b}(不含)"), format!("超过{b}")]),
        2 => (&["overlap"], [format!("不超过{a}"), format!("{a}(含) 至 {b}(不含)"), format!("{b}以上")]),
        3 => (&["overlap"], [format!("低于{b}"), format!("{a}(含) 至 {b}(含)"), format!("超过{b}")]),
        _ => (&["gap"], [format!("低于{a}"), format!("{b}以上"), String::new()]),
    };
    let (codes, bands) = fault;
    let bands: Vec<&String> = bands.iter().filter(|band| !band.is_empty()).collect();
    if dice.chance(40) {
        let rows: Vec<String> = bands.iter().map(|band| format!("{band}: {}", yuan(amount(dice, case)))).collect();
        let text = format!("定义 植表 适用 {record} 依据 {} = 分档 标额 {{ {} }}", cite(dice), rows.join("; "));
        case.add("植表", text);
        return Truth::new(codes, &["植表"]);
    }
    // Over two columns: the fault stands in one row of the first alone.
    let faulty = dice.below(2);
    let sound = [format!("低于{a}"), format!("{a}以上")];
    let mut rows = Vec::new();
    for (n, value) in ["上", "中 或 下"].into_iter().enumerate() {
        if n == faulty {
            rows.extend(bands.iter().map(|band| format!("{value}, {band}")));
        } else {
            rows.extend(sound.iter().map(|band| format!("{value}, {band}")));
        }
    }
    if dice.chance(40) {
        rows = rows.into_iter().flat_map(|row| [format!("{row}, 是"), format!("{row}, 否")]).collect();
        if dice.chance(50) {
            // A single combination is missing.
            rows = vec![format!("上, 低于{a}, 是"), format!("上, {a}以上, 任意"), "其余, 任意, 任意".to_owned()];
            add(dice, case, record, ", 标甲: 是否", &rows);
            return Truth::new(&["gap"], &["植表"]);
        }
        add(dice, case, record, ", 标甲: 是否", &rows);
    } else {
        add(dice, case, record, "", &rows);
    }
    Truth::new(codes, &["植表"])
}

fn add(dice: &mut Dice, case: &mut Case, record: &str, more: &str, rows: &[String]) {
    let rows: Vec<String> = rows.iter().map(|row| format!("{row}: {}", yuan(amount(dice, case)))).collect();
    let text = format!("表 植表 按 {record}.标类, 标额: 元{more} 得 元 依据 {} {{ {} }}", cite(dice), rows.join("; "));
    case.add("植表", text);
}
