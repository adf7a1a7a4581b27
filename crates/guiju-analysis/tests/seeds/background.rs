//! Random policies that can be kept: each clause holds in a world that is made first.

use guiju_evaluator::inspector::Figure;
use guiju_evaluator::{Exact, Inspector};
use guiju_program::civil::date;
use guiju_program::value::Verdict;

use crate::dice::Dice;
use crate::judge::judge;
use crate::policy::{CLAUSES, Case, Held, Item, Kind, Record, Scale, day, yuan};

const LOW: [&str; 3] = ["不低于", "达到", "至少"];
const HIGH: [&str; 2] = ["不超过", "至多"];

const QUEUE: &str = "按 开工日, 投资额, 员工数, 销售额 末笔给余额";

pub fn cite(dice: &mut Dice) -> &'static str {
    CLAUSES[dice.below(CLAUSES.len())]
}

pub fn case(seed: u64, scale: Scale) -> Case {
    let dice = &mut Dice::new(seed);
    let mut case = Case {
        scale,
        records: Vec::new(),
        items: Vec::new(),
        world: Vec::new(),
        numbers: Vec::new(),
        dates: Vec::new(),
    };
    records(dice, &mut case);
    criteria(dice, &mut case);
    if dice.chance(50) {
        case.add("总投资", format!("定义 总投资 依据 {} = 合计(企业.投资额)", cite(dice)));
    }
    let awards = dice.chance(75) && money(dice, &mut case);
    rules(dice, &mut case, awards);
    keep(&mut case);
    case
}

fn records(dice: &mut Dice, case: &mut Case) {
    let small = case.scale == Scale::Small;
    let size = |dice: &mut Dice, most| dice.between(1, if small { 2 } else { most }).unsigned_abs() as usize;
    let many = size(dice, 4);
    case.add_record(dice, Record { name: "市地", noun: "个", fields: Vec::new() }, many);
    let mut fields: Vec<(String, Kind)> = vec![("所在地".to_owned(), Kind::Row("市地"))];
    for name in ["规上", "已备案", "已查验", "新设"].into_iter().take(2 + dice.below(3)) {
        fields.push((name.to_owned(), Kind::YesNo));
    }
    let values = [vec!["制造", "零售"], vec!["制造", "零售", "服务"], vec!["制造", "零售", "服务", "农业"]];
    fields.push(("类别".to_owned(), Kind::Values(dice.one(&values))));
    fields.push(("员工数".to_owned(), Kind::Integer));
    fields.push(("投资额".to_owned(), Kind::Money));
    fields.push(("销售额".to_owned(), Kind::Money));
    fields.push(("上年销售额".to_owned(), Kind::Money));
    fields.push(("开工日".to_owned(), Kind::Date));
    fields.push(("完工日".to_owned(), Kind::DateIfAny));
    let many = if small { dice.between(2, 4) } else { dice.between(4, 12) }.unsigned_abs() as usize;
    case.add_record(dice, Record { name: "企业", noun: "家", fields }, many);
    let many = size(dice, 3);
    case.add_record(dice, Record { name: "平台", noun: "个", fields: vec![("知名".to_owned(), Kind::YesNo)] }, many);
    let fields = vec![
        ("平台".to_owned(), Kind::Row("平台")),
        ("入驻".to_owned(), Kind::YesNo),
        ("成交额".to_owned(), Kind::Money),
    ];
    let many = size(dice, 9);
    case.add_record(dice, Record { name: "店铺", noun: "户", fields }, many);
}

/// A number of the witness for a field, or one beside it.
fn near(dice: &mut Dice, case: &mut Case, field: &str) -> i64 {
    let record = case.records.iter().position(|record| record.fields.iter().any(|(name, _)| name == field)).unwrap();
    let at = case.records[record].fields.iter().position(|(name, _)| name == field).unwrap();
    let rows = &case.world[record];
    let Held::Number(number) = rows[dice.below(rows.len())][at] else { panic!("a number") };
    let number = i64::try_from(number).unwrap();
    let step = if case.scale == Scale::Small { 1 } else { dice.one(&[1, 1, 1_000]) };
    let number = (number + step * dice.between(-1, 1)).max(0);
    case.numbers.push(number);
    number
}

/// A condition on a firm.
pub fn own(dice: &mut Dice, case: &mut Case, depth: usize) -> String {
    let rel = |dice: &mut Dice| dice.one(&["不低于", "不超过", "超过", "低于"]);
    let firm = case.record("企业");
    let yes: Vec<String> = case.records[firm]
        .fields
        .iter()
        .filter(|(name, kind)| *kind == Kind::YesNo && !name.starts_with("标"))
        .map(|(name, _)| name.clone())
        .collect();
    let Kind::Values(values) = case.records[firm].fields.iter().find(|(name, _)| name == "类别").unwrap().1.clone()
    else {
        panic!("values")
    };
    match dice.below(if depth == 0 { 9 } else { 12 }) {
        0 | 1 => dice.one(&yes),
        2 => format!("非 {}", dice.one(&yes)),
        3 => format!("类别 为 {}", dice.one(&values)),
        4 => format!("类别 属于 {{{}, {}}}", values[0], values[1]),
        5 => format!("员工数 {} {}", rel(dice), near(dice, case, "员工数")),
        6 => {
            let field = dice.one(&["投资额", "销售额"]);
            format!("{field} {} {}", rel(dice), yuan(near(dice, case, field)))
        }
        7 => {
            let date = day(dice.between(0, 250));
            case.dates.push(date);
            format!("开工日 {} {date}", dice.one(&["不早于", "不晚于"]))
        }
        8 if dice.chance(50) => {
            format!("(有 完工日 且 完工日 距 开工日 不少于{}个月)", dice.between(1, 7))
        }
        8 => format!("销售额 较 上年销售额 增长 {}%以上", dice.one(&[10, 20, 50])),
        9 => format!("({} 且 {})", own(dice, case, depth - 1), own(dice, case, depth - 1)),
        10 => format!("({} 或 {})", own(dice, case, depth - 1), own(dice, case, depth - 1)),
        _ => format!("(当 {} 则 {})", own(dice, case, depth - 1), own(dice, case, depth - 1)),
    }
}

/// Conditions that the first firm meets.
fn criteria(dice: &mut Dice, case: &mut Case) {
    let wanted = 2 + dice.below(3);
    let mut kept: Vec<String> = Vec::new();
    for n in 0..wanted * 4 {
        let tried = format!("  条件{n}: {}", own(dice, case, 1));
        let item = |lines: &[String]| format!("标准 达标 适用 企业 依据 第一条 {{\n{}\n}}", lines.join("\n"));
        let mut trial = case.clone();
        let with: Vec<String> = kept.iter().cloned().chain([tried]).collect();
        trial.add("达标", item(&with));
        let program = trial.compile();
        let facts = trial.facts(&program, &trial.world);
        let asked = Inspector::new(&program, &facts, date(2023, 12, 31));
        let (id, _) = program.criteria("达标").unwrap();
        if asked.criteria(id, 0).value == Verdict::Pass {
            kept = with;
        }
        if kept.len() == wanted {
            break;
        }
    }
    if kept.is_empty() {
        kept.push("  条件: 规上".to_owned());
    }
    case.add("达标", format!("标准 达标 适用 企业 依据 {} {{\n{}\n}}", cite(dice), kept.join("\n")));
}

/// Budgets and awards; the budgets do for the witness. Whether there are any: what the witness is paid must be known.
fn money(dice: &mut Dice, case: &mut Case) -> bool {
    let small = case.scale == Scale::Small;
    let mut items = Vec::new();
    let rate = |dice: &mut Dice| if small { dice.between(1, 2) } else { dice.between(1, 60) * 1_000 };
    let first = rate(dice);
    let condition = if dice.chance(60) { "达标".to_owned() } else { own(dice, case, 1) };
    let shortage = dice.one(&["不得超过", "不得超过", QUEUE]);
    items.push(Item {
        name: "扶持".to_owned(),
        text: format!(
            "补助 扶持 适用 企业 依据 {} {{ 条件: {condition}; 金额: {}; 预算: 扶持预算 {shortage} }}",
            cite(dice),
            yuan(first)
        ),
    });
    let two = dice.chance(60);
    if two {
        let amount = match dice.below(4) {
            0 => "成交额".to_owned(),
            1 => "舍去(成交额 × 10%, 0.01元)".to_owned(),
            2 => format!("成交额 最高 {}", yuan(rate(dice))),
            _ => yuan(rate(dice)),
        };
        let condition = dice.one(&["入驻", "非 入驻", "平台.知名", "成交额 超过 1元"]);
        items.push(Item {
            name: "推广".to_owned(),
            text: format!(
                "补助 推广 适用 店铺 依据 {} {{ 条件: {condition}; 金额: {amount}; 预算: 推广预算 不得超过 }}",
                cite(dice)
            ),
        });
        if dice.chance(40) {
            let limit = near(dice, case, "成交额");
            let text = format!("封顶 每店封顶 依据 {}: 每个 店铺: 推广 不超过 {}", cite(dice), yuan(limit));
            items.push(Item { name: "每店封顶".to_owned(), text });
        }
    }
    if dice.chance(30) {
        let text = format!("封顶 每家封顶 依据 {}: 每个 企业: 扶持 不超过 {}", cite(dice), yuan(rate(dice)));
        items.push(Item { name: "每家封顶".to_owned(), text });
    }
    let mut trial = case.clone();
    trial.items.extend(items.iter().cloned());
    trial.add("扶持预算", "预算 扶持预算 = 90000亿元");
    trial.add("推广预算", "预算 推广预算 = 90000亿元");
    let of_both = ["已用(扶持预算)".to_owned(), "已用(推广预算)".to_owned()];
    let mut drawn = values(&trial, &of_both);
    if drawn[0].is_none() {
        // Two firms are equal in all by which they stand in line.
        let unordered = |item: &mut Item| item.text = item.text.replace(QUEUE, "不得超过");
        items.iter_mut().for_each(unordered);
        trial.items.iter_mut().for_each(unordered);
        drawn = values(&trial, &of_both);
    }
    let drawn: Option<Vec<Exact>> = drawn.into_iter().collect();
    let Some(drawn) = drawn else {
        return false;
    };
    let slack = |dice: &mut Dice| {
        if dice.chance(30) {
            0
        } else if small {
            dice.between(0, 2)
        } else {
            dice.between(0, 90) * 1_000
        }
    };
    let mut sum = 0;
    let whole = dice.chance(50);
    for (name, drawn) in ["扶持预算", "推广预算"].into_iter().zip(&drawn).take(1 + usize::from(two)) {
        let amount = i64::try_from(drawn.ceil().to_i128().unwrap()).unwrap() + slack(dice);
        sum += amount;
        let of = if whole { " 划自 总预算" } else { "" };
        items.push(Item {
            name: name.to_owned(),
            text: format!("预算 {name} = {}{of} 依据 {}", yuan(amount), cite(dice)),
        });
    }
    if whole {
        let text = format!("预算 总预算 = {} 依据 {}", yuan(sum + slack(dice)), cite(dice));
        items.push(Item { name: "总预算".to_owned(), text });
    }
    case.items.extend(items);
    true
}

/// What expressions about the whole come to in the witness.
pub fn values(case: &Case, exprs: &[String]) -> Vec<Option<Exact>> {
    let mut trial = case.clone();
    for (n, expr) in exprs.iter().enumerate() {
        trial.add(format!("量{n}"), format!("定义 量{n} = {expr}"));
    }
    let program = trial.compile();
    let facts = trial.facts(&program, &trial.world);
    let asked = Inspector::new(&program, &facts, date(2023, 12, 31));
    let of = |n: usize| {
        let name = format!("量{n}");
        let (id, _) = program.defines.iter().find(|(_, define)| define.name.text == name).unwrap();
        match asked.define(id, None).value {
            Figure::Number(number, _) => number.value().cloned(),
            _ => None,
        }
    };
    (0..exprs.len()).map(of).collect()
}

fn filters(dice: &mut Dice, case: &mut Case) -> String {
    let mut text = String::new();
    for _ in 0..dice.below(3) {
        let filter = if dice.chance(25) { "达标".to_owned() } else { own(dice, case, 1) };
        text.push_str(&format!(" 其中 {filter}"));
    }
    text
}

fn rules(dice: &mut Dice, case: &mut Case, awards: bool) {
    let small = case.scale == Scale::Small;
    let mut exprs: Vec<(String, &str)> = Vec::new();
    for _ in 0..dice.between(2, if small { 4 } else { 8 }) {
        exprs.push(match dice.below(9) {
            0..=2 => (format!("计数(企业{})", filters(dice, case)), "家"),
            3 => ("计数(店铺 其中 入驻)".to_owned(), "户"),
            4 => (format!("计数({})", dice.one(&["平台", "平台 其中 知名"])), "个"),
            5 => (format!("合计(企业.{}{})", dice.one(&["投资额", "销售额"]), filters(dice, case)), "元"),
            6 => ("合计(店铺.成交额 其中 入驻)".to_owned(), "元"),
            7 if awards => ("合计(企业.扶持)".to_owned(), "元"),
            _ => (format!("占比(企业{} 其中 {})", filters(dice, case), own(dice, case, 0)), "%"),
        });
    }
    let texts: Vec<String> = exprs.iter().map(|(text, _)| text.clone()).collect();
    let found = values(case, &texts);
    for (n, ((expr, unit), value)) in exprs.iter().zip(&found).enumerate() {
        let value = value.clone().unwrap_or_else(|| Exact::fraction(1, 2).unwrap());
        let value = if *unit == "%" { &value * &Exact::from(100_i64) } else { value };
        let spread = |dice: &mut Dice| match *unit {
            "%" => dice.between(0, 15),
            "元" if !small => dice.between(0, 50) * 1_000,
            _ => dice.between(0, 2),
        };
        let whole = |value: Exact| i64::try_from(value.to_i128().unwrap()).unwrap();
        let shown = |number: i64| if *unit == "元" { yuan(number) } else { format!("{number}{unit}") };
        let low = dice.chance(60);
        let bound = if low { whole(value.floor()) - spread(dice) } else { whole(value.ceil()) + spread(dice) };
        let mut bound = bound.max(0);
        if *unit == "%" {
            bound = bound.min(100);
        }
        let word = if low { dice.one(&LOW) } else { dice.one(&HIGH) };
        let kind = dice.one(&["规则", "规则", "目标"]);
        let name = format!("规定{n}");
        let body = if dice.chance(10) {
            format!("当 计数(企业) 不低于{}家 则 {expr} {word}{}", dice.between(1, 4), shown(bound))
        } else {
            format!("{expr} {word}{}", shown(bound))
        };
        case.numbers.push(bound);
        case.add(&name, format!("{kind} {name} 依据 {}: {body}", cite(dice)));
    }
    for n in 0..dice.between(1, if small { 3 } else { 6 }) {
        let name = format!("要求{n}");
        let body = match dice.below(7) {
            0..=2 => format!("每个 企业: {}", own(dice, case, 1)),
            3 => format!("每个 企业.所在地: 占比(企业 其中 {}) 不低于{}%", own(dice, case, 0), dice.one(&[0, 10, 50])),
            4 => format!("每个 平台: 计数(店铺 其中 入驻) 不少于{}户", dice.between(0, 2)),
            5 => format!("每个 企业.所在地: 合计(企业.投资额) 不超过 {}", yuan(2 * near(dice, case, "投资额"))),
            _ => format!("每个 店铺: 成交额 不超过 {}", yuan(near(dice, case, "成交额") * dice.between(1, 3))),
        };
        case.add(&name, format!("规则 {name} 依据 {}: {body}", cite(dice)));
    }
    if dice.chance(30) {
        let text = format!("规则 前列 依据 {}: 每个 企业: 当 排名(企业 按 投资额) 前 1 则 规上", cite(dice));
        case.add("前列", text);
    }
}

/// Leaves out what the witness does not keep.
fn keep(case: &mut Case) {
    loop {
        let program = case.compile();
        let judged = judge(case, &program, &case.world);
        let broken = |item: &Item| {
            matches!(judged.rules.get(&item.name), Some(Verdict::Fail | Verdict::Undetermined))
                && (item.text.starts_with("规则") || item.text.starts_with("目标"))
        };
        if !case.items.iter().any(broken) {
            return;
        }
        case.items.retain(|item| !broken(item));
    }
}
