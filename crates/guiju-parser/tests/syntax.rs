//! Policy text to the tree.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

use guiju_parser::ast::{BinaryOp, Expr, ExprKind, ItemKind};
use guiju_parser::{Parsed, parse};
use guiju_program::diagnostic::Place;
use guiju_program::expr::CompareOp;
use guiju_program::source::{SourceFile, SourceId};
use proptest::prelude::*;

const ZH: &str = include_str!("data/whole.zh.gj");
const EN: &str = include_str!("data/whole.en.gj");

fn read(text: &str) -> Parsed {
    parse(SourceId(0), text)
}

/// The items, for text without mistakes.
fn items(text: &str) -> Vec<ItemKind> {
    let parsed = read(text);
    assert_eq!(mistakes(text), Vec::<(usize, usize, &str)>::new(), "{text}\n{:#?}", parsed.diagnostics);
    parsed.items.into_iter().map(|item| item.kind).collect()
}

/// Line, column and code of each mistake.
fn mistakes(text: &str) -> Vec<(usize, usize, &'static str)> {
    let file = SourceFile::new("policy.gj", text);
    read(text)
        .diagnostics
        .iter()
        .map(|mistake| {
            let Place::Text(span) = &mistake.place else { panic!("{mistake:?}") };
            assert!(span.start <= span.end && span.end as usize <= text.len(), "{mistake:?}");
            assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize));
            assert!(!mistake.message.zh.is_empty() && !mistake.message.en.is_empty());
            let (line, column) = file.line_column(span.start);
            (line, column, mistake.code)
        })
        .collect()
}

/// The help of the first mistake: Chinese, English.
fn help(text: &str) -> (String, String) {
    let help = read(text).diagnostics[0].help.clone().unwrap();
    (help.zh, help.en)
}

/// A tree as text without its places.
fn bare(tree: &impl std::fmt::Debug) -> String {
    let text = format!("{tree:?}");
    let mut bare = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("Span { source") {
        bare.push_str(&rest[..at]);
        let end = rest[at..].find('}').unwrap();
        rest = &rest[at + end + 1..];
    }
    bare + rest
}

/// The expression of a rule that says so.
fn expression(text: &str) -> Expr {
    let text = format!("规则 x: {text}");
    match items(&text).pop() {
        Some(ItemKind::Rule(rule)) => rule.expr,
        other => panic!("{other:?}"),
    }
}

/// The expression with brackets around everything, without units.
fn folded(text: &str) -> String {
    show(&expression(text))
}

fn show(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Quantity { number, unit } => {
            let unit = unit.as_ref().map(|unit| {
                let names = |names: &[guiju_parser::ast::Name]| {
                    names.iter().map(|name| name.text.clone()).collect::<Vec<_>>().join("·")
                };
                let below = if unit.below.is_empty() { String::new() } else { format!("/{}", names(&unit.below)) };
                format!("{}{below}", names(&unit.above))
            });
            format!("{number}{}", unit.unwrap_or_default())
        }
        ExprKind::Path { this, path } => {
            let names: Vec<&str> = path.names.iter().map(|name| name.text.as_str()).collect();
            format!("{}{}", if *this { "本." } else { "" }, names.join("."))
        }
        ExprKind::Not(inner) => format!("!({})", show(inner)),
        ExprKind::Negate(inner) => format!("-({})", show(inner)),
        ExprKind::Has(inner) => format!("has({})", show(inner)),
        ExprKind::Default { value, default } => format!("({} ?? {})", show(value), show(default)),
        ExprKind::And(all) => format!("({})", all.iter().map(show).collect::<Vec<_>>().join(" & ")),
        ExprKind::Or(all) => format!("({})", all.iter().map(show).collect::<Vec<_>>().join(" | ")),
        ExprKind::Compare { op, left, right, .. } => format!("({} {} {})", show(left), op.sign(), show(right)),
        ExprKind::Binary { op, left, right, .. } => {
            let sign = match op {
                BinaryOp::Add => "+",
                BinaryOp::Subtract => "-",
                BinaryOp::Multiply => "*",
                BinaryOp::Divide => "/",
                BinaryOp::CappedAt => "min",
                BinaryOp::FlooredAt => "max",
                BinaryOp::Growth => "growth",
                BinaryOp::Fall => "fall",
                BinaryOp::Rise => "rise",
                BinaryOp::Drop => "drop",
                BinaryOp::Since => "since",
                BinaryOp::PerFull => "per full",
            };
            format!("({} {sign} {})", show(left), show(right))
        }
        ExprKind::When { condition, then, otherwise } => {
            let otherwise = otherwise.as_ref().map_or(String::new(), |otherwise| format!(" else {}", show(otherwise)));
            format!("(when {} then {}{otherwise})", show(condition), show(then))
        }
        ExprKind::Unless { body, exception, cites } => {
            format!("({} unless {} {})", show(body), show(exception), cites.len())
        }
        ExprKind::Top { ranking, limit } => format!("({} top {})", show(ranking), show(limit)),
        ExprKind::Call(call) => {
            let all: Vec<String> = call.arguments.iter().map(show).collect();
            let filters: Vec<String> = call.filters.iter().map(|filter| format!(" where {}", show(filter))).collect();
            format!("{}({}{})", call.function.text, all.join(", "), filters.concat())
        }
        ExprKind::WithinPeriod { date, start, length } => {
            format!("({} in {} from {})", show(date), show(length), show(start))
        }
        ExprKind::Range { value, from, from_included, to, to_included } => {
            let end = |included: Option<bool>| match included {
                Some(true) => "=",
                Some(false) => "<",
                None => "?",
            };
            format!("({} in {}{}..{}{})", show(value), show(from), end(*from_included), end(*to_included), show(to))
        }
        ExprKind::Date(date) => date.to_string(),
        ExprKind::Month(month) => month.to_string(),
        ExprKind::Year(year) => format!("{year}年"),
        ExprKind::Instant(instant) => instant.to_string(),
        other => bare(other),
    }
}

#[test]
fn both_spellings_give_one_tree() {
    let (zh, en) = (items(ZH), items(EN));
    assert_eq!(zh.len(), en.len());
    for (zh, en) in zh.iter().zip(&en) {
        assert_eq!(bare(zh), bare(en));
    }
    assert_eq!(zh.len(), 21);
}

#[test]
fn full_width_signs_and_line_ends_change_nothing() {
    let wide = ZH
        .replace('{', "｛")
        .replace('}', "｝")
        .replace('(', "（")
        .replace(')', "）")
        .replace(", ", "，")
        .replace("; ", "；")
        .replace(": ", "：　")
        .replace(" = ", " ＝ ")
        .replace(" + ", " ＋ ")
        .replace('%', "％")
        .replace('\n', "\r\n")
        .replace("7000", "７０００");
    let wide = format!("\u{feff}{wide}");
    for (plain, wide) in items(ZH).iter().zip(&items(&wide)) {
        assert_eq!(bare(plain), bare(wide));
    }
}

#[test]
fn operators_bind_as_the_reference_says() {
    assert_eq!(folded("a + b * c - d"), "((a + (b * c)) - d)");
    assert_eq!(folded("a + b 最高 c × 2"), "((a + b) min (c * 2))");
    assert_eq!(folded("a 最低 0 最高 9 > 1"), "(((a max 0) min 9) > 1)");
    assert_eq!(folded("非 a > b 且 c"), "(!((a > b)) & c)");
    assert_eq!(folded("非 非 a"), "!(!(a))");
    assert_eq!(folded("- a + b"), "(-(a) + b)");
    assert_eq!(folded("有 a 且 b 若无 0元 > 1"), "(has(a) & ((b ?? 0元) > 1))");
    assert_eq!(folded("a - b 较 c + d 增长 ≥ 20%"), "(((a - b) growth (c + d)) >= 20%)");
    assert_eq!(folded("(a + b) * c"), "((a + b) * c)");
    assert_eq!(folded("a 除非 b 且 c"), "(a unless (b & c) 0)");
    assert_eq!(folded("当 a 则 b 否则 当 c 则 d 否则 e"), "(when a then b else (when c then d else e))");
    assert_eq!(folded("a / b ÷ c"), "((a / b) / c)");
    assert_eq!(folded("e 距 s ≥ 6个月"), "((e since s) >= 6个月)");
    assert_eq!(folded("d + 3工作日 > e"), "((d + 3工作日) > e)");
}

#[test]
fn comparison_words_and_what_stands_behind_a_bound() {
    for (text, op) in [
        ("a 不低于 20人", CompareOp::Ge),
        ("a 达到20人以上", CompareOp::Ge),
        ("a 为 20人以上", CompareOp::Ge),
        ("a 为20人以下", CompareOp::Le),
        ("a 为 20 人 以内", CompareOp::Le),
        ("a 为 20人(含)以下", CompareOp::Le),
        ("a 为 20人以上(不含)", CompareOp::Gt),
        ("a 为 20人以下（不含）", CompareOp::Lt),
        ("a 较 b 增长20%以上", CompareOp::Ge),
        ("a 较 b 下降 20%以内", CompareOp::Le),
        ("a 较 b 增长 超过 20%", CompareOp::Gt),
        ("a is 20 people or more", CompareOp::Ge),
        ("a is 20 people (excl) or less", CompareOp::Lt),
        ("a reaches 20 or more", CompareOp::Ge),
        ("a 不低于 20人(含)", CompareOp::Ge),
        ("a 超过 20人(不含)", CompareOp::Gt),
        ("a ≠ 20人", CompareOp::Ne),
        ("a is not 20", CompareOp::Ne),
        ("a no_later_than 2023-03-01", CompareOp::Le),
        ("a 早于 2023-03-01", CompareOp::Lt),
    ] {
        match expression(text).kind {
            ExprKind::Compare { op: found, .. } => assert_eq!(found, op, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
    for (text, code) in [
        ("a 超过 20人以上", "suffix"),
        ("a 不低于 20人以上", "suffix"),
        ("a 达到 20人以下", "suffix"),
        ("a 超过 20人(含)", "mark-contradicts"),
        ("a 达到 20人以上(不含)", "mark-contradicts"),
        ("a 为 20人(含)", "mark-contradicts"),
        ("a 较 b 增长 20%", "growth-bound"),
        ("a < b < c", "chained-comparison"),
        ("a 且 b 或 c", "mixed-and-or"),
        ("a/b > 1", "division-spaces"),
        ("a > 1,000,000元", "number-commas"),
        ("a > 2023-02-30", "impossible-date"),
        ("a > 2023-13", "impossible-date"),
        ("a > 2023-3-1", "date-form"),
        ("a > 2023-03-01 25:00", "impossible-date"),
        ("a > 123456789012345678901234567890", "number-too-large"),
        ("a > 9999999999999999999999999亿", "number-too-large"),
        ("门槛[行业 > 1", "unclosed"),
        ("分档 a > 1", "unexpected"),
        ("a > 且 b", "reserved-word"),
        ("a >", "missing"),
        ("a > (b", "unclosed"),
        ("a > b)", "stray-closing"),
        ("a b", "left-over"),
        ("a 且 \"没有结束", "unclosed-text"),
        ("a 属于 甲", "unexpected"),
        ("a > ￥3", "mistaken-word"),
    ] {
        let text = format!("规则 x: {text}");
        let found = mistakes(&text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].2, code, "{text}: {found:?}");
    }
}

#[test]
fn help_shows_the_way_out() {
    let (zh, en) = help("规则 x: a > 1 且 b 或 c 且 d");
    assert_eq!(zh, "写作 (a > 1 且 b) 或 (c 且 d)，或 a > 1 且 (b 或 c) 且 d");
    assert_eq!(en, "write (a > 1 且 b) 或 (c 且 d), or a > 1 且 (b 或 c) 且 d");
    assert_eq!(help("规则 x: 3 <= a < 5").1, "write a within 3 (incl) to 5 (excl)");
    assert_eq!(help("规则 x: 5 > a >= 3").0, "写作 a 在 3(含) 至 5(不含)");
    assert!(help("规则 x: a > 1,000,000元").1.contains("1_000_000"));
    assert!(help("规责 x: a > 1").1.contains("规则"));
    assert!(help("rulle x: a > 1").1.contains("`rule`"));
}

#[test]
fn quantities_and_the_words_they_touch() {
    assert_eq!(folded("直播 不低于59.99小时"), "(直播 >= 59.99小时)");
    assert_eq!(folded("直播 不低于　６０．５　小时"), "(直播 >= 60.5小时)");
    assert_eq!(folded("a > 1_000_000元"), "(a > 1000000元)");
    assert_eq!(folded("a > 2.27万元/户 × 1户"), "(a > (2.27万元/户 * 1户))");
    assert_eq!(folded("a > 10 万元 / b"), "(a > (10万元 / b))");
    assert_eq!(folded("a > 3万户"), "(a > 30000户)");
    assert_eq!(folded("a > 3 万 户"), "(a > 30000户)");
    assert_eq!(folded("a 达到 3万户以上"), "(a >= 30000户)");
    assert_eq!(folded("a > 1.5万"), "(a > 15000)");
    assert_eq!(folded("a > 1亿元"), "(a > 1亿元)");
    assert_eq!(folded("a > 1.5 million yuan"), "(a > 1500000yuan)");
    assert_eq!(folded("a > 5‰ 且 b > 3个百分点"), "((a > 5‰) & (b > 3个百分点))");
    assert_eq!(folded("a > 2 且 b"), "((a > 2) & b)");
    assert_eq!(folded("a > 60小时 且 b"), "((a > 60小时) & b)");
    assert_eq!(folded("排名(a 其中 b) 前5%"), "(排名(a where b) top 5%)");
    assert_eq!(folded("a 为 前3个月销售"), "(a = 前3个月销售)");
    assert_eq!(folded("超过限额 且 非法经营"), "(超过限额 & 非法经营)");
    assert_eq!(folded("a 若无0元 最高9万元 > 1"), "(((a ?? 0元) min 9万元) > 1)");
    assert_eq!(folded("a 在 b 起 5年内"), "(a in 5年 from b)");
    assert_eq!(folded("a within 5 years from b"), "(a in 5years from b)");
    assert_eq!(folded("a 在 2023-01-01 至 2023年3月1日"), "(a in 2023-01-01?..?2023-03-01)");
    assert_eq!(folded("a > 2023年"), "(a > 2023年)");
    assert_eq!(folded("a > 202年"), "(a > 202年)");
    assert_eq!(folded("a ≥ 2023年3月"), "(a >= 2023-03)");
    assert_eq!(folded("a ≥ 2023-03-01 09:30"), "(a >= 2023-03-01T09:30:00)");
    assert_eq!(folded("a 在 2023年3月1日起 5年内"), "(a in 5年 from 2023-03-01)");
    assert_eq!(folded("a 不晚于2023-03-01 且 b 早于2023年3月1日"), "((a <= 2023-03-01) & (b < 2023-03-01))");
    assert_eq!(folded("店1号.金额2x > 门店１ + x2023-03-01"), "(店1号.金额2x > (((门店１ + x2023) - 3) - 1))");
    assert_eq!(folded("a 为3 且 为3年 > 1"), "((a = 3) & (为3年 > 1))");
    assert_eq!(folded("a 属于 {1, 200}"), folded("a 属于 {1 ,200}"));
    // A unit stands on the line of its number.
    assert_eq!(mistakes("规则 x: a > 3\n户")[0].2, "left-over");
}

#[test]
fn words_before_digits_in_headers_and_in_names_of_rows() {
    let touching = "政策 a-1 有效 自2024-01-01 至2024-12-31\n参数 b = 自2024-01-01: 3元, 自2025-01-01: 4元\n";
    let apart = touching.replace("自", "自 ").replace("至", "至 ");
    assert_eq!(bare(&items(touching)), bare(&items(&apart)));
    let record = "数据 r { 编号: 文本  前3个月销售: 元  超过3年: 是否 }";
    let ItemKind::Record(record) = &items(record)[0] else { panic!() };
    let names: Vec<&str> = record.fields.iter().map(|field| field.name.name.text.as_str()).collect();
    assert_eq!(names, ["编号", "前3个月销售", "超过3年"]);
    let cites = "规则 x 依据 附件1.三.三.2, 办法.第3条(一), annex1.3.3.2, 3.2: a";
    let ItemKind::Rule(rule) = &items(cites)[0] else { panic!() };
    let cites: Vec<&str> = rule.cites.iter().map(|cite| cite.path.as_str()).collect();
    assert_eq!(cites, ["附件1.三.三.2", "办法.第3条(一)", "annex1.3.3.2", "3.2"]);
}

#[test]
fn names_are_of_any_script_and_in_normal_form() {
    assert_eq!(folded("e\u{301}tat > 1"), "(\u{e9}tat > 1)");
    assert_eq!(folded("「a b」 > `且`.x"), "(a b > 且.x)");
    assert_eq!(folded("本.甲.乙 > this.c"), "(本.甲.乙 > 本.c)");
    assert_eq!(folded("магазин > 店１"), "(магазин > 店１)");
    assert_eq!(folded("标准 > 状态 + 合计"), "(标准 > (状态 + 合计))");
    assert_eq!(mistakes("规则 且: a"), [(1, 4, "reserved-word")]);
    assert_eq!(mistakes("规则 「且」: a"), []);
}

#[test]
fn ten_mistakes_in_one_file_are_ten_messages() {
    let text = "\
政策 a-1 年度 二〇二四
依据文件 b {
  第一条
  第二条 规范
  第三条 说明
}
参数 c = 1,000元
数据 d 键 编号 {
  编号 文本
  名: { 甲 乙 }
  好: 文本
}
标准 e 适用 d {
  一: 名 不低于
  二: a < b < c
  三: 名 为 甲
  四: (a 或 b
}
规责 f: a
规则 g: a 且 b 或 c
";
    assert_eq!(
        mistakes(text),
        [
            (1, 11, "unexpected"),
            (3, 6, "missing"),
            (5, 9, "missing"),
            (7, 8, "number-commas"),
            (9, 6, "unexpected"),
            (10, 10, "unexpected"),
            (14, 11, "missing"),
            (15, 12, "chained-comparison"),
            (17, 6, "unclosed"),
            (19, 1, "unknown-item"),
            (20, 13, "mixed-and-or"),
        ]
    );
    // What is right is there.
    let parsed = read(text);
    assert_eq!(parsed.items.len(), 7);
    let ItemKind::Criteria(criteria) = &parsed.items[4].kind else { panic!("{parsed:#?}") };
    let names: Vec<&str> = criteria.conditions.iter().map(|c| c.name.name.text.as_str()).collect();
    assert_eq!(names, ["二", "三"]);
}

#[test]
fn rows_of_tests_cost_only_themselves() {
    let text = "\
测试 \"t\" {
  基准日: 昨天
  店铺 甲 { 时长: 62小时  短: 满足  类型: + }
  店铺 乙 × 1.5 { 时长: 1小时 }
  期望 甲.合格 满足
  期望 甲.合格: 满足 因
  月报: 3
  期望 甲.好: 满足
}
";
    assert_eq!(
        mistakes(text),
        [
            (2, 8, "unexpected"),
            (3, 31, "unexpected"),
            (4, 10, "unexpected"),
            (5, 11, "unexpected"),
            (6, 16, "missing"),
            (7, 3, "unexpected"),
        ]
    );
}

#[test]
fn a_forgotten_brace_costs_its_item() {
    let text = "标准 a 适用 r {\n  x: b\n规则 c: d 不低于\n规则 e: f\n";
    assert_eq!(mistakes(text), [(1, 11, "unclosed"), (3, 12, "missing")]);
    assert_eq!(read(text).items.len(), 2);
}

#[test]
fn hostile_text_is_answered() {
    assert_eq!(read(""), Parsed::default());
    assert_eq!(read("\u{feff}  \n# 只有注释"), Parsed::default());
    assert_eq!(mistakes("规则 x: \0")[0].2, "not-text");
    let many = 100_000;
    for (open, close) in [("(", ")"), ("{", "}"), ("f(", ")"), ("非 ", ""), ("- ", ""), ("有 ", ""), ("当 a 则 ", "a")]
    {
        for text in [
            format!("规则 x: {}a{}", open.repeat(many), close.repeat(many)),
            format!("规则 x: {}a{}", open.repeat(10_000), close.repeat(10_000)),
            open.repeat(many),
        ] {
            assert!(!mistakes(&text).is_empty(), "{open}");
        }
        let fits = format!("规则 x: {}a{}", open.repeat(20), close.repeat(if open.len() > 8 { 0 } else { 20 }));
        if open != "{" {
            assert_eq!(mistakes(&fits), [], "{open}");
        }
    }
    let deep = |count: usize| format!("规则 x: {}a{}", "(".repeat(count), ")".repeat(count));
    assert_eq!(mistakes(&deep(64)), []);
    assert_eq!(mistakes(&deep(65))[0].2, "too-deep");
    let rows = |count: usize| format!("测试 \"x\" {{ {}{} }}", "a { ".repeat(count), "}".repeat(count));
    assert_eq!(mistakes(&rows(64)), []);
    assert_eq!(mistakes(&rows(65))[0].2, "too-deep");
    assert_eq!(mistakes(&format!("规则 x: a{}", " + a".repeat(100))), []);
    assert_eq!(mistakes(&format!("规则 x: a{}", " + a".repeat(1000)))[0].2, "too-deep");
    assert_eq!(mistakes(&format!("规则 x: a{}", " 且 a".repeat(1000))), []);
    assert_eq!(mistakes(&"a".repeat(50_000_000))[0].2, "too-long");
    assert_eq!(mistakes(&format!("规则 {}: a", "长".repeat(1_000_000)))[0].2, "too-long");
    assert_eq!(mistakes(&format!("规则 {}: a", "长".repeat(1000)))[0].2, "name-too-long");
    assert_eq!(read(&"规则 x: )\n".repeat(1000)).diagnostics.len(), 201);
    assert_eq!(read(&format!("标准 x 适用 r {{\n{}}}", "a: (\n".repeat(1000))).diagnostics.len(), 201);
    assert_eq!(read(&format!("规则 x: a {}", "至1".repeat(40_000))).diagnostics.len(), 1);
    let words = format!("规则 x: a{}\n", " + a".repeat(60)).repeat(9_000);
    assert_eq!(mistakes(&words)[0].2, "too-long");
}

/// A tree compares by its places too, so a change of blanks shows in `bare` alone.
#[test]
fn places_are_bytes_of_the_whole_file() {
    let text = "\u{feff}# 头\r\n规则 甲: e\u{301} 不低于60小时\r\n";
    let parsed = read(text);
    let ItemKind::Rule(rule) = &parsed.items[0].kind else { panic!("{parsed:#?}") };
    let ExprKind::Compare { left, right, word, .. } = &rule.expr.kind else { panic!("{parsed:#?}") };
    let cut = |span: guiju_program::Span| &text[span.range()];
    assert_eq!(cut(left.span), "e\u{301}");
    assert_eq!(cut(right.span), "60小时");
    assert_eq!(cut(*word), "不低于");
    assert_eq!(cut(rule.name.name.span), "甲");
    assert_eq!(cut(parsed.items[0].span), "规则 甲: e\u{301} 不低于60小时");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_is_answered(text in "\\PC{0,200}") {
        let _places = mistakes(&text.replace('\0', ""));
    }

    #[test]
    fn any_words_are_answered(words in prop::collection::vec(prop::sample::select(vec![
        "规则", "x", ":", "标准", "适用", "{", "}", "(", ")", "且", "或", "非", "当", "则", "否则", "除非", "依据", "3", "万元", "/",
        "户", "以上", "为", "较", "增长", "在", "至", "起", "内", "(含)", "\"", "「", "\n", ",", ".", "..", "-", "2023-01-01", "年",
        "不低于", "达到", "测试", "\"t\"", "期望", "数据", "键", "政策", "有效", "自", "参数", "=", "解释", "零基数", "前", "20%", "×", "其中",
    ]), 0..60), blank in "[ \n]?") {
        let _places = mistakes(&words.join(&blank));
    }

    #[test]
    fn a_damaged_policy_is_answered(cut in 0usize..4000, length in 0usize..40, with in "[(){}:,;\"「规则当且 \n0-9.]{0,5}") {
        let mut chars: Vec<char> = ZH.chars().collect();
        let from = cut.min(chars.len());
        let to = (from + length).min(chars.len());
        chars.splice(from..to, with.chars());
        let text: String = chars.into_iter().collect();
        let _places = mistakes(&text);
    }
}
