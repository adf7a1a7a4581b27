//! Rounding, full steps, amounts by bands, and tables.

use guiju_program::expr::{BandKind, ExprKind, RoundMode};
use guiju_program::table::{KeyType, Range, TableCell};
use guiju_program::{Decimal, Dimension, Program, Type};

use super::support::{framed, program, run, wrong};

fn all(cases: &[(&str, &[&str])]) {
    let other: Vec<_> = cases
        .iter()
        .map(|(text, expected)| (text, wrong(text), expected))
        .filter(|(_, found, expected)| found != *expected)
        .collect();
    assert!(other.is_empty(), "text, found, expected: {other:#?}");
}

/// The messages of a code, in both languages.
fn messages(items: &str, code: &str) -> Vec<(String, String)> {
    run(&framed(items))
        .diagnostics
        .into_iter()
        .filter(|found| found.code == code)
        .map(|found| (found.message.zh, found.message.en))
        .collect()
}

/// The examples in the messages of a code.
fn shows(items: &str, code: &str, zh: &str, en: &str) {
    let found = messages(items, code);
    assert_eq!(found.len(), 1, "{items}: {found:?}");
    assert!(found[0].0.contains(zh), "{items}: {found:?}");
    assert!(found[0].1.contains(en), "{items}: {found:?}");
}

fn first_define(program: &Program) -> ExprKind {
    program.defines.values().next().unwrap().expr.kind.clone()
}

fn define(text: &str) -> (ExprKind, Type) {
    let program = program(&framed(text));
    let expr = program.defines.values().next().unwrap().expr.clone();
    (expr.kind, expr.ty)
}

fn range(lo: Option<i64>, lo_included: bool, hi: Option<i64>, hi_included: bool) -> Range {
    Range { lo: lo.map(Decimal::from), lo_included, hi: hi.map(Decimal::from), hi_included }
}

#[test]
fn rounding_has_four_modes_in_two_spellings() {
    for (zh, en, expected) in [
        ("四舍五入", "half_up", RoundMode::HalfUp),
        ("四舍六入", "half_even", RoundMode::HalfEven),
        ("舍去", "down", RoundMode::Down),
        ("进位", "up", RoundMode::Up),
    ] {
        for name in [zh, en] {
            let (kind, ty) = define(&format!("定义 d 适用 店 = {name}(40% × 销售 最高 9万元, 0.01元)"));
            let ExprKind::Round { mode, step, .. } = kind else {
                panic!("{kind:?}");
            };
            assert_eq!(mode, expected);
            assert_eq!(step.kind, ExprKind::Number(Decimal::new(1, 2)));
            assert_eq!(ty, Type::Number(Dimension::money()));
        }
    }
}

#[test]
fn full_steps_are_a_plain_number() {
    for text in [
        "定义 d 适用 店 = 销售 每满 3万元",
        "定义 d 适用 店 = 销售 每满3万元",
        "define d for 店 = 销售 per full 30_000 yuan",
        "参数 档 = 3万元\n定义 d 适用 店 = 销售 每满 档",
        "参数 档 = 自 2023-01-01: 3万元, 自 2024-01-01: 4万元\n定义 d 适用 店 = 销售 每满 档",
        "参数 档 待定 万元\n定义 d 适用 店 = 销售 每满 档",
    ] {
        let (kind, ty) = define(text);
        assert!(matches!(kind, ExprKind::FullSteps { .. }), "{text}: {kind:?}");
        assert_eq!(ty, Type::Number(Dimension::pure()), "{text}");
    }
    // It binds like ×.
    let (kind, ty) = define("定义 d 适用 店 = 1元 + 销售 每满 3万元 × 1000元");
    assert!(matches!(kind, ExprKind::Arithmetic { .. }), "{kind:?}");
    assert_eq!(ty, Type::Number(Dimension::money()));
}

#[test]
fn steps_that_are_none() {
    all(&[
        ("定义 d 适用 店 = 舍去(销售, 0元)", &["step-not-positive@1"]),
        ("定义 d 适用 店 = 舍去(销售, -1元)", &["step-not-positive@1"]),
        ("定义 d 适用 店 = 舍去(销售, 去年)", &["step-not-constant@1"]),
        ("定义 d 适用 店 = 舍去(销售, 1小时)", &["unit-mismatch@1"]),
        ("定义 d 适用 店 = 舍去(销售, 0.01)", &["unit-mismatch@1"]),
        ("定义 d 适用 店 = 舍去(销售)", &["wrong-arguments@1"]),
        ("定义 d 适用 店 = 舍去(类型, 1元)", &["not-a-number@1"]),
        ("定义 d 适用 店 = 销售 每满 3小时", &["unit-mismatch@1"]),
        ("定义 d 适用 店 = 销售 每满 去年", &["step-not-constant@1"]),
        ("定义 d 适用 店 = 销售 每满 0元", &["step-not-positive@1"]),
        ("参数 档 = 自 2023-01-01: 3元, 自 2024-01-01: 0元\n定义 d 适用 店 = 销售 每满 档", &["step-not-positive@2"]),
    ]);
}

#[test]
fn bands_say_which_numbers_are_in() {
    let chinese = "定义 d 适用 店 = 分档 销售 {
  120万元以上: 1.5万元；60万元(含) 至 120万元(不含)：1万元
  低于60万元: 0元
}";
    let english = "define d for 店 = bands 销售 { 1_200_000 yuan or more: 15_000 yuan
  600_000 yuan (incl) to 1_200_000 yuan (excl): 10_000 yuan
  below 600_000 yuan: 0 yuan }";
    for text in [chinese, english] {
        let (kind, ty) = define(text);
        let ExprKind::Bands { kind, bands, .. } = kind else {
            panic!("{kind:?}");
        };
        assert_eq!((kind, ty), (BandKind::Exactly, Type::Number(Dimension::money())));
        let ranges: Vec<Range> = bands.into_iter().map(|band| band.range).collect();
        assert_eq!(
            ranges,
            [
                range(None, false, Some(600_000), false),
                range(Some(600_000), true, Some(1_200_000), false),
                range(Some(1_200_000), true, None, false),
            ],
            "{text}"
        );
    }
    for (text, expected) in [
        ("分档 条数 { 10条以下: 1元; 超过10条: 2元 }", range(Some(10), false, None, false)),
        ("分档 条数 { 10条(不含)以下: 1元; 10条(含)以上: 2元 }", range(Some(10), true, None, false)),
        ("分档 条数 { 10条以下(不含): 1元; 达到10条: 2元 }", range(Some(10), true, None, false)),
        ("分档 条数 { 少于10条: 1元; >= 10条: 2元 }", range(Some(10), true, None, false)),
        (
            "分档 条数 { 不超过10条: 1元; 超过10条 且 不超过20条: 2元; 高于20条: 3元 }",
            range(Some(20), false, None, false),
        ),
    ] {
        let (kind, _) = define(&format!("定义 d 适用 店 = {text}"));
        let ExprKind::Bands { bands, .. } = kind else {
            panic!("{kind:?}");
        };
        assert_eq!(bands.last().unwrap().range, expected, "{text}");
    }
}

#[test]
fn the_four_kinds_of_bands() {
    for (zh, en, rows, expected) in [
        ("取最高档", "highest", "120万元以上: 1.5万元; 700万元以上: 6万元", BandKind::Highest),
        ("各档累加", "cumulate", "120万元以上: 1.5万元; 超过120万元: 6万元", BandKind::Cumulate),
        ("分段", "slices", "0元 至 36000元: 3%; 36000元 至 144000元: 10%; 144000元以上: 20%", BandKind::Slices),
    ] {
        for name in [zh, en] {
            let (kind, ty) = define(&format!("定义 d 适用 店 = {name} 销售 {{ {rows} }}"));
            let ExprKind::Bands { kind, .. } = kind else {
                panic!("{kind:?}");
            };
            assert_eq!((kind, ty), (expected, Type::Number(Dimension::money())), "{name}");
        }
    }
    // Thresholds come in any order, and are held from the lowest up.
    let (kind, _) = define("定义 d 适用 店 = 取最高档 销售 { 700万元以上: 6万元; 120万元以上: 1.5万元 }");
    let ExprKind::Bands { bands, .. } = kind else {
        panic!("{kind:?}");
    };
    assert_eq!(bands[0].range.lo, Some(Decimal::from(1_200_000)));
    // Their words are names where no number follows.
    program(&framed("定义 分档 适用 店 = 销售\n定义 d 适用 店 = 分档 + 1元"));
    // What may be below zero has nothing below its first slice.
    program(&framed("定义 d 适用 店 = 分段 销售 - 去年 { 0元 至 100元: 3%; 100元以上: 5% }"));
}

#[test]
fn gaps_and_overlaps_of_bands_show_an_example() {
    let of = |rows: &str| format!("定义 d 适用 店 = 分档 销售 {{ {rows} }}");
    shows(&of("低于60元: 1元; 100元以上: 2元"), "gap", "60元", "60 yuan");
    shows(&of("60元以下: 1元; 100元以上: 2元"), "gap", "80元", "80 yuan");
    shows(&of("低于60元: 1元; 超过60元: 2元"), "gap", "60元", "60 yuan");
    shows(&of("60元以上: 2元"), "gap", "0元", "0 yuan");
    shows(&of("60元以下: 2元"), "gap", "61元", "61 yuan");
    shows(&of("60元以下: 1元; 60元以上: 2元"), "overlap", "60元", "60 yuan");
    shows(&of("0元以上: 1元; 60元(含) 至 70元(含): 2元"), "unreachable-row", "60元", "60 yuan");
    shows(&of("0元以上: 1元; 70元(含) 至 60元(含): 2元"), "unreachable-row", "没有任何值", "no value");
    shows("定义 d 适用 店 = 分档 销售 - 去年 { 0元以上: 1元 }", "gap", "-1元", "-1 yuan");
    shows("定义 d 适用 店 = 分档 得分 { 0分以上: 1元 }", "gap", "-1分", "-1 分");
    // Whole, floored, or with a band below zero it is complete.
    for text in [
        "分档 (销售 - 去年 最低 0元) { 0元以上: 1元 }",
        "分档 销售 - 去年 { 低于0元: 0元; 0元以上: 1元 }",
        "分档 销售 × 2 + 去年 { 0元以上: 1元 }",
        "分档 计数(月) { 低于3个月: 0元; 3个月以上: 1元 }",
    ] {
        program(&framed(&format!("定义 d 适用 店 = {text}")));
    }
    let slices = |rows: &str| format!("定义 d 适用 店 = 分段 销售 {{ {rows} }}");
    shows(&slices("0元 至 60元: 1%; 70元以上: 2%"), "gap", "60元", "60 yuan");
    shows(&slices("0元 至 60元: 1%; 50元以上: 2%"), "overlap", "50元", "50 yuan");
    shows(&slices("10元以上: 1%"), "gap", "0元", "0 yuan");
    shows("定义 d 适用 店 = 取最高档 销售 { 60元以上: 1元; 60元以上: 2元 }", "overlap", "60元", "60 yuan");
}

#[test]
fn what_bands_refuse() {
    all(&[
        ("定义 d 适用 店 = 分档 销售 { 60小时以上: 1元 }", &["unit-mismatch@1"]),
        ("定义 d 适用 店 = 分档 销售 { 60元以上: 1元; 低于60元: 1小时 }", &["unit-mismatch@1"]),
        ("定义 d 适用 店 = 分档 类型 { 60元以上: 1元 }", &["not-a-number@1"]),
        ("定义 d 适用 店 = 分档 销售 { 60元以上: 类型 }", &["not-a-number@1"]),
        ("定义 d 适用 店 = 分档 销售 { 去年 以上: 1元; 低于60元: 2元 }", &["bound-not-constant@1"]),
        ("定义 d 适用 店 = 分档 销售 { 去年(含) 至 去年(含): 1元; 低于60元: 2元 }", &["bound-not-constant@1"]),
        ("定义 d 适用 店 = 分档 销售 { 0元 至 60元: 1元; 60元以上: 1元 }", &["unmarked-range@1"]),
        ("定义 d 适用 店 = 取最高档 销售 { 低于60元: 1元 }", &["not-a-threshold@1"]),
        ("定义 d 适用 店 = 各档累加 销售 { 0元(含) 至 60元(含): 1元 }", &["not-a-threshold@1"]),
        ("定义 d 适用 店 = 分档 销售 { }", &["empty-table@1"]),
        ("定义 d 适用 店 = 分档 销售 { 60元以上 }", &["missing@1"]),
        ("定义 d 适用 店 = 分档 销售 { 不超过60元(不含): 1元 }", &["mark-contradicts@1"]),
        ("定义 d 适用 店 = 分档 销售 { 60元(含): 1元; 低于60元: 1元; 超过60元: 1元 }", &["mark-contradicts@1"]),
        ("定义 d 适用 店 = 分档 销售 { 当 验 则 1元 否则 2元 }", &["missing@1"]),
    ]);
    // A parameter is a bound, too.
    program(&framed("参数 起点 = 60元\n定义 d 适用 店 = 分档 销售 { 起点 以上: 1元; 低于 起点: 2元 }"));
}

const RATES: &str = "表 标准表 按 店.类型, 时长: 小时 得 单价: 万元/户, 上限: 万元 复核至 2023-12-31 {
  甲类 或 乙类, 低于60小时: 0万元/户, 0万元
  甲类, 60小时(含) 至 100小时(不含): 2.27万元/户, 3万元
  甲类, 100小时以上: 3万元/户, 待定
  乙类, 不低于60小时: 2万元/户, 2万元
  其余, 任意: 1万元/户, 1万元
}";

#[test]
fn a_table_in_both_spellings() {
    let english = "table 标准表 by 店.类型, 时长: h gives 单价: 万元/户, 上限: 万元 reviewed_until 2023-12-31 {
  甲类 or 乙类, below 60 h: 0万元/户, 0万元
  甲类, 60 h (incl) to 100 h (excl): 2.27万元/户, 3万元; 甲类, 100 h or more: 3万元/户, open
  乙类, at least 60 h: 2万元/户, 2万元
  other, any: 1万元/户, 1万元
}";
    let use_it = "定义 d 适用 店 = 标准表[类型, 时长].单价 × 1户 最高 标准表【类型，时长】.上限";
    let one = program(&framed(&format!("{RATES}\n{use_it}")));
    let other = program(&framed(&format!("{english}\n{use_it}")));
    let (a, b) = (one.tables.values().next().unwrap(), other.tables.values().next().unwrap());
    assert_eq!(a.keys[0], b.keys[0]);
    assert_eq!(a.columns, b.columns);
    assert_eq!(a.reviewed_until, Some(guiju_program::civil::date(2023, 12, 31)));
    assert_eq!(a.reviewed_until, b.reviewed_until);
    let rows = |table: &guiju_program::table::Table| {
        table.rows.iter().map(|row| (row.cells.clone(), row.values.clone())).collect::<Vec<_>>()
    };
    assert_eq!(rows(a), rows(b));
    assert_eq!(a.rows[1].values, [Some(Decimal::from(22_700)), Some(Decimal::from(30_000))]);
    assert_eq!(a.rows[2].values[1], None);
    assert_eq!(a.rows[4].cells, [TableCell::OtherVariants(vec![0, 1]), TableCell::Any]);
    assert!(matches!(&a.keys[1].ty, KeyType::Number { signed: false, .. }));
    let ExprKind::Arithmetic { left, right, .. } = first_define(&one) else {
        panic!("{one:?}");
    };
    assert!(matches!(right.kind, ExprKind::Lookup { column: 1, .. }), "{right:?}");
    assert_eq!(left.ty, Type::Number(Dimension::money()));
}

#[test]
fn a_parameter_by_city() {
    let program = program(&framed(
        "表 门槛表 按 店.市, 店.验 得 小时 {
  哈尔滨 或 \"齐齐哈尔\", 是: 60小时
  哈尔滨 或 齐齐哈尔, 否: 80小时
  其余, 任意: 100小时
}
规则 r: 每个 店: 时长 不低于 门槛表[市, 验]",
    ));
    let table = program.tables.values().next().unwrap();
    let texts = |row: usize| table.rows[row].cells[0].clone();
    assert_eq!(texts(0), TableCell::Texts(vec!["哈尔滨".into(), "齐齐哈尔".into()]));
    assert_eq!(texts(2), TableCell::OtherTexts(vec!["哈尔滨".into(), "齐齐哈尔".into()]));
    assert_eq!(table.columns[0].name.text, "门槛表");
}

#[test]
fn gaps_and_overlaps_of_tables_show_an_example_for_each_key() {
    let of = |rows: &str| format!("表 t 按 店.类型, 时长: 小时 得 元 {{\n{rows}\n}}");
    shows(
        &of("甲类, 低于60小时: 1元\n甲类, 60小时以上: 2元\n乙类, 低于60小时: 1元\n其余, 任意: 1元"),
        "gap",
        "乙类、60小时",
        "乙类, 60 h",
    );
    shows(&of("甲类, 任意: 1元\n乙类, 任意: 1元"), "gap", "没有写出的取值、0小时", "a value that is not named, 0 h");
    shows(
        &of("甲类, 60小时以下: 1元\n甲类, 60小时以上: 2元\n其余, 任意: 1元"),
        "overlap",
        "甲类、60小时",
        "甲类, 60 h",
    );
    shows(
        &of("甲类, 任意: 1元\n其余, 任意: 1元\n甲类, 超过60小时: 2元"),
        "unreachable-row",
        "甲类、61小时",
        "甲类, 61 h",
    );
    shows("表 t 按 店.验 得 元 { 是: 1元 }", "gap", "否", "no");
    shows("表 t 按 店.市 得 元 { 哈尔滨: 1元 }", "gap", "没有写出的取值", "not named");
    shows("表 t 按 店.得分 得 元 { 0分以上: 1元 }", "gap", "-1分", "-1 分");
    // A closed list has no others.
    let closed = "数据 摊 键 号 { 号: 文本  类: { 甲, 乙 } }\n";
    program(&framed(&format!("{closed}表 t 按 摊.类 得 元 {{ 甲: 1元; 乙: 2元 }}")));
    shows(
        &format!("{closed}表 t 按 摊.类 得 元 {{ 甲 或 乙: 1元; 其余: 2元 }}"),
        "unreachable-row",
        "没有任何值",
        "no value",
    );
}

#[test]
fn what_tables_refuse() {
    all(&[
        ("表 t 按 店.类型 得 元 { 甲类: 1元; 其余: 1小时 }", &["unit-mismatch@1"]),
        ("表 t 按 店.类型 得 元 { 甲类: 1元; 其余: 销售 }", &["not-a-literal@1"]),
        ("表 t 按 店.类型 得 元 { 甲类, 是: 1元; 其余: 1元 }", &["wrong-row-length@1"]),
        ("表 t 按 店.类型 得 元 { 甲类: 1元, 2元; 其余: 1元 }", &["wrong-row-length@1"]),
        ("表 t 按 店.类型 得 元 { 丙类: 1元; 其余: 1元 }", &["unknown-value@1"]),
        ("表 t 按 店.类型 得 元 { 低于3元: 1元; 其余: 1元 }", &["wrong-cell@1"]),
        ("表 t 按 时长: 小时 得 元 { 甲类: 1元 }", &["wrong-cell@1"]),
        ("表 t 按 时长: 小时 得 元 { 60元以上: 1元 }", &["unit-mismatch@1"]),
        ("表 t 按 店.开业 得 元 { 任意: 1元 }", &["wrong-key-type@1"]),
        ("表 t 按 店.没有 得 元 { 任意: 1元 }", &["unknown-name@1"]),
        ("表 t 按 店.类型 得 元, 万元 { 任意: 1元, 2元 }", &["column-needs-name@1"]),
        ("表 t 按 店.类型 得 元 { }", &["empty-table@1"]),
        ("表 t 按 店.类型 { 任意: 1元 }", &["unexpected@1"]),
        ("表 t 按 店.类型 得 元 { 任意: 1元 }\n定义 d 适用 店 = t", &["table-without-keys@2"]),
        ("表 t 按 店.类型 得 元 { 任意: 1元 }\n定义 d 适用 店 = t[类型, 验]", &["wrong-key-count@2"]),
        ("表 t 按 店.类型 得 元 { 任意: 1元 }\n定义 d 适用 店 = t[时长]", &["type-mismatch@2"]),
        ("表 t 按 店.类型 得 元 { 任意: 1元 }\n定义 d 适用 店 = t[类型].乙", &["unknown-name@2"]),
        ("表 t 按 时长: 小时 得 元 { 任意: 1元 }\n定义 d 适用 店 = t[销售]", &["unit-mismatch@2"]),
        ("表 t 按 分: 分 得 元 { 任意: 1元 }\n定义 d 适用 店 = t[得分]", &["gap@2"]),
        ("定义 d 适用 店 = 没有[销售]", &["unknown-name@1"]),
        ("定义 d 适用 店 = 总额[销售]", &["wrong-kind@1"]),
    ]);
    let found = wrong(&format!("{RATES}\n定义 d 适用 店 = 标准表[类型, 时长]"));
    assert_eq!(found, ["which-column@8"]);
    // An error in the table is said once, not again where it is used.
    let found = wrong("表 t 按 店.类型 得 元 { 甲类: 1元 }\n定义 d 适用 店 = t[类型, 验]");
    assert_eq!(found, ["gap@1"]);
}

#[test]
fn tables_that_nobody_could_check_are_refused() {
    let rows: String = (0..400)
        .map(|at| format!("  {at}小时(含) 至 {}小时(不含), {at}条(含) 至 {}条(不含): 1元\n", at + 1, at + 1))
        .collect();
    let found = wrong(&format!("表 t 按 时长: 小时, 条数: 条 得 元 {{\n{rows}}}"));
    assert_eq!(found, ["table-too-large@1"]);
}

#[test]
fn a_figure_is_reviewed_until_a_day() {
    let program = program(&framed("参数 新价 = 3元 依据 无据\n".trim_end_matches(" 依据 无据\n")));
    assert_eq!(program.parameters.values().last().unwrap().reviewed_until, None);
    for text in ["参数 新价 = 3元 复核至 2023-12-31", "param 新价 = 3 yuan reviewed_until 2023-12-31"] {
        let program = super::support::program(&framed(text));
        let last = program.parameters.values().last().unwrap();
        assert_eq!(last.reviewed_until, Some(guiju_program::civil::date(2023, 12, 31)), "{text}");
    }
}
