//! Clauses that cannot all hold.

use super::{Truth, amount, counting, number, projects, table, word};
use crate::background::cite;
use crate::dice::Dice;
use crate::policy::{Case, Kind, Scale, yuan};

const CANNOT: &[&str] = &["cannot-all-hold"];
const LOW: [&str; 3] = ["不低于", "不少于", "达到"];

fn ratio(numerator: i64, denominator: i64) -> String {
    guiju_evaluator::Exact::fraction(numerator.into(), denominator.into()).unwrap().to_fraction_string()
}

/// As many as a target asks for, at the rate of an award, are more than the budget.
pub fn target_over_budget(dice: &mut Dice, case: &mut Case) -> Truth {
    let (record, noun) = table(dice, case, &[("标甲", Kind::YesNo)]);
    let rows = i64::try_from(case.world[case.record(record)].len()).unwrap();
    let count = if record == "企业" { dice.between(2, rows) } else { number(dice, case, 3_000).max(2) };
    let rate = amount(dice, case);
    let most = count * rate;
    let short = dice.between(1, most - 1).min(dice.one(&[1, rate, 2 * rate + 1, most]));
    let short = short.clamp(1, most - 1);
    let condition = match dice.below(3) {
        0 => "标甲".to_owned(),
        1 => {
            case.add("植标", format!("标准 植标 适用 {record} 依据 {} {{ 标志: 标甲 }}", cite(dice)));
            "植标".to_owned()
        }
        _ => {
            case.add("植户", format!("定义 植户 适用 {record} 依据 {}: 标甲", cite(dice)));
            "植户".to_owned()
        }
    };
    let asked = match dice.below(3) {
        0 => format!("为 {count}{noun}"),
        1 => format!("达到{count}{noun}以上"),
        _ => format!("不少于{count}{noun}"),
    };
    case.add("植目标", format!("{} 植目标 依据 {}: 计数({record} 其中 {condition}) {asked}", word(dice), cite(dice)));
    let paid = if dice.chance(50) {
        yuan(rate)
    } else {
        case.add("植标准", format!("参数 植标准 = {}/{noun} 依据 {}", yuan(rate), cite(dice)));
        format!("植标准 × 1{noun}")
    };
    case.add("植预算", format!("预算 植预算 = {} 依据 {}", yuan(most - short), cite(dice)));
    case.add(
        "植补",
        format!(
            "补助 植补 适用 {record} 依据 {} {{ 条件: {condition}; 金额: {paid}; 预算: 植预算 不得超过 }}",
            cite(dice)
        ),
    );
    Truth::new(&["target-over-budget"], &["植目标", "植补", "植预算"])
        .figure("short-by", short)
        .figure("largest-count", (most - short) / rate)
        .figure("largest-rate", ratio(most - short, count))
        .figure("smallest-budget", most)
}

/// A least total of an award is more than its budget.
pub fn total_over_budget(dice: &mut Dice, case: &mut Case) -> Truth {
    let (record, _) = table(dice, case, &[("标甲", Kind::YesNo), ("标额", Kind::Money)]);
    let budget = amount(dice, case);
    let asked = budget + dice.between(1, 3);
    case.add("植预算", format!("预算 植预算 = {} 依据 {}", yuan(budget), cite(dice)));
    case.add(
        "植补",
        format!("补助 植补 适用 {record} 依据 {} {{ 条件: 标甲; 金额: 标额; 预算: 植预算 不得超过 }}", cite(dice)),
    );
    let text =
        format!("{} 植目标 依据 {}: 合计({record}.植补) {} {}", word(dice), cite(dice), dice.one(&LOW), yuan(asked));
    case.add("植目标", text);
    Truth::new(CANNOT, &["植目标", "植预算"])
}

/// The same quantity is bounded from below above where it is bounded from above.
pub fn two_bounds(dice: &mut Dice, case: &mut Case) -> Truth {
    let (record, noun) = table(dice, case, &[("标甲", Kind::YesNo), ("标额", Kind::Money), ("标数", Kind::Integer)]);
    let (quantity, unit) = match dice.below(6) {
        0 => (format!("计数({record} 其中 标甲)"), noun),
        1 => (format!("合计({record}.标额 其中 标甲)"), "元"),
        2 => (format!("合计({record}.标额)"), "元"),
        3 => (format!("每个 {record}: 标数"), ""),
        4 => (format!("每个 {record}: 标额"), "元"),
        _ if record == "企业" => ("每个 企业.所在地: 计数(企业 其中 标甲)".to_owned(), noun),
        _ => (format!("计数({record} 其中 非 标甲 其中 标数 超过 0)"), noun),
    };
    let high = number(dice, case, 2_000) - 1;
    let (low, high, below, above) = match dice.below(4) {
        // They touch, and one of them leaves the bound out.
        0 => (high + 1, high + 1, "超过", "不超过"),
        1 => (high + 1, high + 1, "不低于", "低于"),
        2 => (high + dice.between(1, 3), high, "为", "不超过"),
        _ => (high + dice.between(1, 3), high, "不低于", "不超过"),
    };
    let mut texts = [format!("{quantity} {below} {low}{unit}"), format!("{quantity} {above} {high}{unit}")];
    if dice.chance(50) {
        texts.reverse();
    }
    for (name, text) in ["植一", "植二"].into_iter().zip(texts) {
        case.add(name, format!("{} {name} 依据 {}: {text}", word(dice), cite(dice)));
    }
    Truth::new(CANNOT, &["植一", "植二"])
}

/// Shares of a partition that are more than the whole, or less.
pub fn shares(dice: &mut Dice, case: &mut Case) -> Truth {
    let (record, noun) = table(dice, case, &[("标甲", Kind::YesNo), ("标类", Kind::Values(vec!["上", "中", "下"]))]);
    let mut texts = Vec::new();
    match dice.below(4) {
        0 => {
            let first = dice.between(10, 95);
            texts.push(format!("标甲) 不低于{first}%"));
            texts.push(format!("非 标甲) 不低于{}%", dice.between(101 - first, 100)));
        }
        1 => {
            let first = dice.between(10, 95);
            texts.push(format!("标类 为 上) 不低于{first}%"));
            texts.push(format!("标类 为 下) 超过{}%", dice.between(100 - first, 99)));
        }
        2 => {
            // Any two of them fit.
            let (first, second) = (dice.between(34, 48), dice.between(34, 48));
            texts.push(format!("标类 为 上) 不低于{first}%"));
            texts.push(format!("标类 为 中) 不低于{second}%"));
            texts.push(format!("标类 为 下) 不低于{}%", dice.between(101 - first - second, 50)));
        }
        _ => {
            let (first, second) = (dice.between(1, 40), dice.between(1, 40));
            texts.push(format!("标类 为 上) 不超过{first}%"));
            texts.push(format!("标类 为 中) 不超过{second}%"));
            texts.push(format!("标类 为 下) 不超过{}%", dice.between(1, 99 - first - second)));
        }
    }
    let names: Vec<&str> = ["植一", "植二", "植三"].into_iter().take(texts.len()).collect();
    // A share of no rows is not asked.
    let mut others = counting(case, record);
    case.add("植有", format!("目标 植有 依据 {}: 计数({record}) 不少于1{noun}", cite(dice)));
    others.push("植有".to_owned());
    for (name, text) in names.iter().zip(texts) {
        case.add(*name, format!("规则 {name} 依据 {}: 占比({record} 其中 {text}", cite(dice)));
    }
    Truth::new(CANNOT, &names).one_of(others)
}

/// The parts of a budget are more than it, or leave something of it.
pub fn parts(dice: &mut Dice, case: &mut Case) -> Truth {
    let many = 2 + dice.below(3);
    let names = ["植一", "植二", "植三", "植四"];
    let mut sum = 0;
    for name in names.iter().take(many) {
        let part = amount(dice, case);
        sum += part;
        case.add(*name, format!("预算 {name} = {} 划自 植总 依据 {}", yuan(part), cite(dice)));
    }
    let off = dice.one(&[1, 1, 10]).min(sum - 1);
    let (code, whole): (&[&str], _) =
        if dice.chance(70) { (&["parts-exceed-budget"], sum - off) } else { (&["parts-leave-a-rest"], sum + off) };
    case.add("植总", format!("预算 植总 = {} 依据 {}", yuan(whole), cite(dice)));
    let mut core = vec!["植总"];
    core.extend(names.iter().take(many));
    Truth::new(code, &core).first().figure("parts", sum).figure("whole", whole)
}

/// A quota that no whole number meets.
pub fn whole_numbers(dice: &mut Dice, case: &mut Case) -> Truth {
    let record = projects(dice, case, &[("标甲", Kind::YesNo)]);
    match dice.below(3) {
        0 => {
            let (count, share) = loop {
                let tried = (number(dice, case, 60).max(2), dice.between(1, 99));
                if tried.0 * tried.1 % 100 != 0 {
                    break tried;
                }
            };
            case.add("植数", format!("规则 植数 依据 {}: 计数({record}) 为 {count}场", cite(dice)));
            case.add("植比", format!("规则 植比 依据 {}: 占比({record} 其中 标甲) 为 {share}%", cite(dice)));
            Truth::new(CANNOT, &["植数", "植比"])
        }
        1 => {
            let (count, low, high) = loop {
                let (count, low) = (number(dice, case, 30).max(2), dice.between(1, 97));
                let high = low + dice.between(1, 4);
                if (count * low + 99) / 100 > count * high / 100 && high < 100 {
                    break (count, low, high);
                }
            };
            case.add("植数", format!("规则 植数 依据 {}: 计数({record}) 为 {count}场", cite(dice)));
            case.add("植低", format!("规则 植低 依据 {}: 占比({record} 其中 标甲) 不低于{low}%", cite(dice)));
            case.add("植高", format!("规则 植高 依据 {}: 占比({record} 其中 标甲) 不超过{high}%", cite(dice)));
            Truth::new(CANNOT, &["植数", "植低", "植高"])
        }
        _ => {
            let rate = amount(dice, case).max(2);
            let total = rate * number(dice, case, 50) + dice.between(1, rate - 1);
            case.add(
                "植补",
                format!("补助 植补 适用 {record} 依据 {} {{ 条件: 标甲; 金额: {} }}", cite(dice), yuan(rate)),
            );
            case.add("植和", format!("规则 植和 依据 {}: 合计({record}.植补) 为 {}", cite(dice), yuan(total)));
            Truth::new(CANNOT, &["植补", "植和"])
        }
    }
}

/// So many for each of so many are more than the most of all.
pub fn groups(dice: &mut Dice, case: &mut Case) -> Truth {
    super::areas(dice, case);
    let small = case.scale == Scale::Small;
    let (each, many) = if small { (dice.between(1, 2), 2) } else { (number(dice, case, 200), dice.between(2, 30)) };
    case.add("植每", format!("规则 植每 依据 {}: 每个 片区: 计数(网点 其中 标甲) 不少于{each}户", cite(dice)));
    case.add("植数", format!("{} 植数 依据 {}: 计数(片区) 达到{many}个以上", word(dice), cite(dice)));
    let most = each * many - dice.between(1, each);
    case.add("植限", format!("规则 植限 依据 {}: 计数(网点 其中 标甲) 不超过{most}户", cite(dice)));
    Truth::new(CANNOT, &["植每", "植限", "植数"])
}

/// What each row may come to, times so many, is not what is asked of the sum.
pub fn sums(dice: &mut Dice, case: &mut Case) -> Truth {
    let record = projects(dice, case, &[("标额", Kind::Money)]);
    let (each, many) = (amount(dice, case), number(dice, case, 300));
    let off = dice.between(1, 2);
    let ceiling = dice.chance(50) || each * many <= off;
    let (of_each, of_count, of_sum, total) = if ceiling {
        ("不超过", "不超过", "不低于", each * many + off)
    } else {
        ("不低于", "不少于", "低于", each * many)
    };
    case.add("植每", format!("规则 植每 依据 {}: 每个 {record}: 标额 {of_each} {}", cite(dice), yuan(each)));
    case.add("植数", format!("{} 植数 依据 {}: 计数({record}) {of_count}{many}场", word(dice), cite(dice)));
    case.add("植和", format!("{} 植和 依据 {}: 合计({record}.标额) {of_sum} {}", word(dice), cite(dice), yuan(total)));
    Truth::new(CANNOT, &["植每", "植数", "植和"])
}

/// What is paid at the ceiling leaves nothing for another purpose.
pub fn nothing_left(dice: &mut Dice, case: &mut Case) -> Truth {
    let record = projects(dice, case, &[("标额", Kind::Money)]);
    case.add_field(dice, "企业", "标额", Kind::Money);
    case.add_field(dice, "企业", "标甲", Kind::YesNo);
    let (cap, many) = (amount(dice, case), number(dice, case, 30));
    case.add("植预算", format!("预算 植预算 = {} 依据 {}", yuan(cap * many), cite(dice)));
    case.add("植一", format!("补助 植一 适用 {record} 依据 {} {{ 金额: 标额; 预算: 植预算 不得超过 }}", cite(dice)));
    let cut = dice.chance(70);
    if cut {
        case.add("植顶", format!("封顶 植顶 依据 {}: 每个 {record}: 植一 不超过 {}", cite(dice), yuan(cap)));
    } else {
        case.add("植顶", format!("规则 植顶 依据 {}: 每个 {record}: 植一 不超过 {}", cite(dice), yuan(cap)));
    }
    case.add(
        "植二",
        format!("补助 植二 适用 企业 依据 {} {{ 条件: 标甲; 金额: 标额; 预算: 植预算 不得超过 }}", cite(dice)),
    );
    case.add("植数", format!("目标 植数 依据 {}: 计数({record}) 达到{many}场", cite(dice)));
    case.add("植户", format!("目标 植户 依据 {}: 计数(企业 其中 标甲) 达到1家", cite(dice)));
    Truth::new(&["nothing-left"], &["植预算", "植顶", "植数", "植户", "植二"])
        .first()
        .figure("left", 0)
        .figure("ceiling", cap)
}
