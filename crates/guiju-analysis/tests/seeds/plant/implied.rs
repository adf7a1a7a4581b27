//! Clauses that never bind.

use super::{Truth, amount, number, projects, table, word};
use crate::background::cite;
use crate::dice::Dice;
use crate::policy::{Case, Kind, Scale, day, yuan};

const IMPLIED: &[&str] = &["implied-clause"];

/// A number of rows that the witness has, or any where the table has no other clause.
fn most(dice: &mut Dice, case: &Case, record: &str, large: i64) -> i64 {
    let rows = i64::try_from(case.world[case.record(record)].len()).unwrap();
    if record == "企业" { dice.between(1, rows) } else { number(dice, case, large) }
}

/// A weaker bound of the same quantity.
pub fn weaker_bound(dice: &mut Dice, case: &mut Case) -> Truth {
    let (record, noun) = table(dice, case, &[("标甲", Kind::YesNo), ("标额", Kind::Money), ("标数", Kind::Integer)]);
    let (quantity, unit) = match dice.below(6) {
        0 => (format!("计数({record} 其中 标甲)"), noun),
        1 => (format!("合计({record}.标额 其中 标甲)"), "元"),
        2 => (format!("每个 {record}: 标数"), ""),
        3 => (format!("每个 {record}: 标额"), "元"),
        4 => (format!("占比({record} 其中 标甲)"), "%"),
        _ if record == "企业" => ("每个 企业.所在地: 计数(企业 其中 标甲)".to_owned(), noun),
        _ => (format!("合计({record}.标额)"), "元"),
    };
    let bound = most(dice, case, record, 90);
    let weaker = if record == "企业" { (bound - dice.between(1, 5)).max(0) } else { bound + dice.between(1, 5) };
    let (bound, weaker) = (bound.max(weaker + 1), weaker);
    // At least 0% says nothing at all.
    let (bound, weaker) = if unit == "%" { (bound.max(7), weaker.max(2)) } else { (bound, weaker) };
    let mut texts = if record == "企业" || dice.chance(50) {
        [format!("{quantity} 不低于 {bound}{unit}"), format!("{quantity} 不低于 {weaker}{unit}")]
    } else {
        [format!("{quantity} 不超过 {bound}{unit}"), format!("{quantity} 不超过 {weaker}{unit}")]
    };
    if dice.chance(50) {
        texts.reverse();
    }
    for (name, text) in ["植一", "植二"].into_iter().zip(texts) {
        case.add(name, format!("规则 {name} 依据 {}: {text}", cite(dice)));
    }
    Truth::new(&["bounded-differently", "implied-clause"], &["植一", "植二"])
}

/// So many for each of so many are what is asked of all.
pub fn groups(dice: &mut Dice, case: &mut Case) -> Truth {
    super::areas(dice, case);
    let small = case.scale == Scale::Small;
    let (each, many) = if small { (dice.between(1, 2), 2) } else { (number(dice, case, 200), dice.between(2, 30)) };
    let least = dice.between(1, each * many).max(each * many - dice.between(0, 3));
    case.add("植每", format!("规则 植每 依据 {}: 每个 片区: 计数(网点 其中 标甲) 不少于{each}户", cite(dice)));
    case.add("植数", format!("规则 植数 依据 {}: 计数(片区) 至少{many}个", cite(dice)));
    case.add("植和", format!("{} 植和 依据 {}: 计数(网点 其中 标甲) 不少于{least}户", word(dice), cite(dice)));
    Truth::new(IMPLIED, &["植和", "植每", "植数"]).first()
}

/// A bound of rows among which others stand.
pub fn subset(dice: &mut Dice, case: &mut Case) -> Truth {
    let (record, noun) = table(dice, case, &[("标甲", Kind::YesNo), ("标乙", Kind::YesNo), ("标额", Kind::Money)]);
    let (inner, outer) = match dice.below(3) {
        0 => (format!("{record} 其中 标甲 其中 标乙"), format!("{record} 其中 标甲")),
        1 => (format!("{record} 其中 标甲 且 非 标乙"), format!("{record} 其中 非 标乙")),
        _ => {
            let low = amount(dice, case);
            let high = low + dice.between(1, 3);
            (format!("{record} 其中 标额 不低于 {}", yuan(high)), format!("{record} 其中 标额 不低于 {}", yuan(low)))
        }
    };
    let bound = most(dice, case, record, 500);
    let (strict, implied) = if record == "企业" || dice.chance(50) {
        let weaker = dice.between(1, bound);
        (format!("计数({inner}) 不少于{bound}{noun}"), format!("计数({outer}) 不少于{weaker}{noun}"))
    } else {
        let weaker = bound + dice.between(0, 3);
        (format!("计数({outer}) 不超过{bound}{noun}"), format!("计数({inner}) 不超过{weaker}{noun}"))
    };
    case.add("植严", format!("规则 植严 依据 {}: {strict}", cite(dice)));
    case.add("植宽", format!("规则 植宽 依据 {}: {implied}", cite(dice)));
    Truth::new(IMPLIED, &["植宽", "植严"]).first()
}

/// The parts of a whole are what is asked of the whole.
pub fn partition(dice: &mut Dice, case: &mut Case) -> Truth {
    let (record, noun) = table(dice, case, &[("标甲", Kind::YesNo), ("标类", Kind::Values(vec!["上", "中", "下"]))]);
    let (first, second) = (most(dice, case, record, 300), most(dice, case, record, 300));
    let (first, second) = if record == "企业" { (1, 1.max(first - 1)) } else { (first, second) };
    let least = dice.between(first.max(second) + 1, first + second);
    let of = format!("{record} 其中 标甲");
    let text = format!("规则 植上 依据 {}: 计数({of} 其中 标类 为 上) 不少于{first}{noun}", cite(dice));
    case.add("植上", text);
    let text = format!("规则 植下 依据 {}: 计数({of} 其中 标类 为 下) 达到{second}{noun}", cite(dice));
    case.add("植下", text);
    case.add("植和", format!("{} 植和 依据 {}: 计数({of}) 不少于{least}{noun}", word(dice), cite(dice)));
    Truth::new(IMPLIED, &["植和", "植上", "植下"]).first()
}

/// A condition that others of its criteria imply.
pub fn condition(dice: &mut Dice, case: &mut Case) -> Truth {
    let fields = [
        ("标额", Kind::Money),
        ("标金", Kind::Money),
        ("标数", Kind::Integer),
        ("标日", Kind::Date),
        ("标类", Kind::Values(vec!["上", "中", "下"])),
    ];
    let (record, _) = table(dice, case, &fields);
    let bound = number(dice, case, 700);
    let strict = bound + dice.between(1, 3);
    let mut core = vec!["植标.宽", "植标.严"];
    let mut lines = match dice.below(5) {
        0 => vec![format!("严: 标额 不低于 {strict}元"), format!("宽: 标额 不低于 {bound}元")],
        1 => vec![format!("严: 标数 不超过 {bound}"), format!("宽: 标数 低于 {strict}")],
        2 => {
            let at = dice.between(0, 200);
            vec![format!("严: 标日 不早于 {}", day(at + dice.between(1, 30))), format!("宽: 标日 不早于 {}", day(at))]
        }
        3 => vec!["严: 标类 为 上".to_owned(), "宽: 标类 属于 {上, 中}".to_owned()],
        _ => {
            core.push("植标.另");
            vec![
                format!("严: 标额 不低于 {strict}元"),
                format!("另: 标金 不低于 {bound}元"),
                format!("宽: 标额 + 标金 不低于 {}元", strict + bound - dice.between(0, bound.min(strict) - 1)),
            ]
        }
    };
    if dice.chance(50) {
        lines.reverse();
    }
    case.add("植标", format!("标准 植标 适用 {record} 依据 {} {{\n  {}\n}}", cite(dice), lines.join("\n  ")));
    Truth::new(IMPLIED, &core).first()
}

/// A ceiling that no amount reaches.
pub fn idle_cap(dice: &mut Dice, case: &mut Case) -> Truth {
    let (record, noun) = table(dice, case, &[("标甲", Kind::YesNo), ("标额", Kind::Money)]);
    let most = amount(dice, case);
    let paid = match dice.below(3) {
        0 => yuan(most),
        1 => format!("标额 最高 {}", yuan(most)),
        _ => {
            case.add("植标准", format!("参数 植标准 = {}/{noun} 依据 {}", yuan(most), cite(dice)));
            format!("植标准 × 1{noun}")
        }
    };
    case.add("植补", format!("补助 植补 适用 {record} 依据 {} {{ 条件: 标甲; 金额: {paid} }}", cite(dice)));
    let limit = most + dice.between(0, 3);
    case.add("植顶", format!("封顶 植顶 依据 {}: 每个 {record}: 植补 不超过 {}", cite(dice), yuan(limit)));
    Truth::new(&["cap-never-cuts"], &["植顶", "植补"]).first()
}

/// A total that so many at a fixed rate never exceed.
pub fn total_of_rate(dice: &mut Dice, case: &mut Case) -> Truth {
    let record = projects(dice, case, &[("标甲", Kind::YesNo)]);
    let (rate, many) = (amount(dice, case), number(dice, case, 200));
    case.add("植补", format!("补助 植补 适用 {record} 依据 {} {{ 条件: 标甲; 金额: {} }}", cite(dice), yuan(rate)));
    case.add("植数", format!("规则 植数 依据 {}: 计数({record} 其中 标甲) 不超过{many}场", cite(dice)));
    let most = rate * many + dice.between(0, 2);
    case.add("植和", format!("规则 植和 依据 {}: 合计({record}.植补) 不超过 {}", cite(dice), yuan(most)));
    Truth::new(IMPLIED, &["植和", "植数", "植补"]).first()
}
