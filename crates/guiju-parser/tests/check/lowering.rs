//! What expressions become.

use guiju_program::expr::{
    ArithmeticOp, BetweenUnit, CompareOp, Expr, ExprKind, FirstDay, ParameterDate, Relation, RowVar, Silent, SpanUnit,
    Step, Ties, TopLimit, TopRounding,
};
use guiju_program::rule::Form;
use guiju_program::{Decimal, Dimension, Type};

use super::support::{framed, program, rule, wrong};

fn compared(text: &str) -> (CompareOp, Expr, Expr) {
    match rule(text).expr.kind {
        ExprKind::Compare { op, left, right } => (op, *left, *right),
        other => panic!("{other:?}"),
    }
}

fn number(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Number(number) => number.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn numbers_are_in_base_units() {
    for (written, expected) in [("3万元", "30000"), ("1.5亿元", "150000000"), ("5角", "0.5"), ("19.99%", "0.1999")]
    {
        let field = if written.ends_with('%') { "率" } else { "销售" };
        let (_, _, right) = compared(&format!("规则 r: 每个 店: {field} 不低于{written}"));
        assert_eq!(number(&right).parse::<Decimal>(), expected.parse(), "{written}");
    }
}

#[test]
fn spans_are_compared_on_the_calendar() {
    for (length, expected, unit) in
        [("6个月", "6", SpanUnit::Month), ("2年", "24", SpanUnit::Month), ("30天", "30", SpanUnit::Day)]
    {
        let rule = rule(&format!("规则 r: 每个 店: 基准日 距 开业 不少于{length}"));
        let ExprKind::SpanCompare {
            op: CompareOp::Ge, end, length, unit: found, first_day: FirstDay::NotCounted, ..
        } = rule.expr.kind
        else {
            panic!("{rule:?}");
        };
        assert_eq!(end.kind, ExprKind::AsOf);
        assert_eq!((number(&length).as_str(), found), (expected, unit));
    }
    // The length may stand in front.
    let flipped = rule("规则 r: 每个 店: 6个月 不超过 (基准日 距 开业)");
    assert!(matches!(flipped.expr.kind, ExprKind::SpanCompare { op: CompareOp::Ge, .. }));
    let within = rule("规则 r: 每个 店: 基准日 在 开业 起 5年 内");
    assert!(matches!(within.expr.kind, ExprKind::Within { unit: SpanUnit::Month, .. }));
}

#[test]
fn dates_move_by_whole_months_and_days() {
    let (_, _, right) = compared("规则 r: 每个 店: 基准日 晚于 开业 - 3天");
    let ExprKind::DateAdd { amount, unit: SpanUnit::Day, .. } = right.kind else {
        panic!("{right:?}");
    };
    assert!(matches!(amount.kind, ExprKind::Negate(_)));
    let (_, left, _) = compared("规则 r: 每个 店: 年数(开业, 基准日) 不少于1年");
    let ExprKind::Arithmetic { op: ArithmeticOp::Multiply, left: years, right: twelve } = left.kind else {
        panic!("{left:?}");
    };
    assert!(matches!(years.kind, ExprKind::Between { unit: BetweenUnit::Year, .. }));
    assert_eq!(number(&twelve), "12");
}

#[test]
fn working_days_are_those_of_the_calendar() {
    let calendar = "日历 历 \"holidays\" 自 2023-01-01 至 2023-12-31 { 休 2023-01-21 至 2023-01-27; 班 2023-01-28 }\n";
    let program = program(&framed(&format!("{calendar}规则 r: 每个 店: 基准日 距 开业 不超过 5工作日")));
    let found = program.calendar.as_ref().unwrap();
    assert_eq!((found.name.text.as_str(), found.name.label.as_deref()), ("历", Some("holidays")));
    assert_eq!((found.off().len(), found.on().len()), (7, 1));
    let kind = &program.rules.values().next().unwrap().expr.kind;
    assert!(matches!(kind, ExprKind::SpanCompare { op: CompareOp::Le, unit: SpanUnit::Workday, .. }), "{kind:?}");
    let rule = |text: &str| rule(&format!("{calendar}规则 r: 每个 店: {text}")).expr.kind;
    let within = rule("基准日 在 开业 起 10工作日 内");
    assert!(matches!(within, ExprKind::Within { unit: SpanUnit::Workday, .. }), "{within:?}");
    let ExprKind::Compare { left, right, .. } = rule("工作日数(开业, 基准日) 不超过 3工作日") else {
        panic!()
    };
    assert!(matches!(left.kind, ExprKind::Between { unit: BetweenUnit::Workday, .. }));
    assert_eq!(number(&right), "3");
    let ExprKind::Compare { right, .. } = rule("基准日 不晚于 开业 - 3工作日") else { panic!() };
    assert!(matches!(right.kind, ExprKind::DateAdd { unit: SpanUnit::Workday, .. }));
}

#[test]
fn a_range_is_two_comparisons() {
    let ends = |text: &str| match rule(text).expr.kind {
        ExprKind::And(parts) => parts
            .iter()
            .map(|part| match &part.kind {
                ExprKind::Compare { op, .. } => *op,
                other => panic!("{other:?}"),
            })
            .collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(ends("规则 r: 每个 店: 销售 在 3万元(含) 至 5万元(不含)"), [CompareOp::Ge, CompareOp::Lt]);
    assert_eq!(ends("规则 r: 每个 店: 开业 在 2023-01-01 至 2023-12-31"), [CompareOp::Ge, CompareOp::Le]);
}

#[test]
fn yes_and_no_are_the_condition_itself() {
    assert!(matches!(rule("规则 r: 每个 店: 验 为 是").expr.kind, ExprKind::Field { .. }));
    assert!(matches!(rule("规则 r: 每个 店: 验 为 否").expr.kind, ExprKind::Not(_)));
    assert!(matches!(rule("规则 r: 每个 店: 验 不为 否").expr.kind, ExprKind::Field { .. }));
}

#[test]
fn rows_are_reached_over_references_and_parents() {
    let (_, left, _) = compared("规则 r: 每个 月: 店.主体.等级 不低于3");
    let ExprKind::Field { row, .. } = &left.kind else {
        panic!("{left:?}");
    };
    assert!(matches!(row.steps.as_slice(), [Step::Parent, Step::Reference(_)]));
    let (_, left, _) = compared("规则 r: 汇总.总数 不低于20条");
    assert!(matches!(&left.kind, ExprKind::Field { row, .. } if matches!(row.base, RowVar::Single(_))));
    // In an aggregate the bare name is the row's, and 本 is the item's.
    let (_, left, _) = compared("规则 r: 每个 店: 计数(月 其中 额 高于 本.销售) 不低于1");
    let ExprKind::Aggregate(count) = &left.kind else {
        panic!("{left:?}");
    };
    let ExprKind::Compare { left, right, .. } = &count.filters[0].kind else {
        panic!("{count:?}");
    };
    let base = |expr: &Expr| match &expr.kind {
        ExprKind::Field { row, .. } => row.base,
        other => panic!("{other:?}"),
    };
    assert_eq!((base(left), base(right)), (RowVar::Current, RowVar::This));
    // Outside of one, 本 is the same row.
    let (_, left, _) = compared("规则 r: 每个 店: 本.销售 不低于3元");
    assert_eq!(base(&left), RowVar::Current);
}

#[test]
fn tables_are_narrowed_by_the_row() {
    let relation = |text: &str| match compared(text).1.kind {
        ExprKind::Aggregate(aggregate) => aggregate.rows.relation,
        other => panic!("{other:?}"),
    };
    assert_eq!(relation("规则 r: 计数(月) 不低于3"), Relation::Whole);
    assert_eq!(relation("规则 r: 每个 店: 计数(月) 不低于3"), Relation::Children);
    assert_eq!(relation("规则 r: 每个 店: 计数(全部 月) 不低于3"), Relation::Whole);
    assert_eq!(relation("规则 r: 每个 月: 计数(主体) 不低于3"), Relation::Whole);
    assert!(matches!(relation("规则 r: 每个 主体: 计数(店) 不低于3"), Relation::Referring(_)));
    assert_eq!(relation("规则 r: 每个 店.市: 计数(店) 不低于3"), Relation::Group);
    assert_eq!(relation("规则 r: 每个 店.市: 计数(主体) 不低于3"), Relation::Whole);
}

#[test]
fn dated_params_are_picked_by_the_nearest_rule_date() {
    let price = "参数 价 = 自 2023-01-01: 3元, 自 2024-01-01: 4元\n";
    let on = |text: &str| match compared(&format!("{price}{text}")).2.kind {
        ExprKind::Parameter { on, .. } => on,
        other => panic!("{other:?}"),
    };
    assert_eq!(on("规则 r: 合计(店.销售) 不低于 价"), ParameterDate::AsOf);
    assert!(matches!(
        on("规则 r: 每个 店: 销售 不低于 价"),
        ParameterDate::RuleDate { row, .. } if row.base == RowVar::Current && row.steps.is_empty()
    ));
    assert!(matches!(
        on("规则 r: 每个 月: 额 不低于 价"),
        ParameterDate::RuleDate { row, .. } if row.steps == [Step::Parent]
    ));
    assert_eq!(on("规则 r: 每个 主体: 等级 × 1元 不低于 价"), ParameterDate::AsOf);
}

#[test]
fn rankings_and_their_silent_points() {
    let text = "规则 r: 每个 店: 排名(店 其中 验 每个 市 按 销售, 开业) 前 5%\n\
                解释 i 适用 r: \"…\" { 名次取整 为 进位; 并列 为 同舍 }";
    let program = program(&framed(text));
    let rule = program.rules.values().next().unwrap();
    let ExprKind::Top { ranking, limit: TopLimit::Share(limit), rounding, ties } = &rule.expr.kind else {
        panic!("{rule:?}");
    };
    let id = program.interpretations.ids().next().unwrap();
    assert_eq!(*rounding, Silent::Chosen(TopRounding::Up, id));
    assert_eq!(*ties, Silent::Chosen(Ties::None, id));
    assert_eq!(number(limit), "0.05");
    assert_eq!((ranking.filters.len(), ranking.partition.len()), (1, 1));
    let ascending: Vec<_> = ranking.keys.iter().map(|key| key.ascending).collect();
    assert_eq!(ascending, [false, true]);
    assert_eq!(rule.form, Form::Rank);
    assert_eq!(rule.interpretations, [id]);
}

#[test]
fn forms() {
    for (text, form) in [
        ("规则 r: 占比(店 其中 验) 不低于10%", Form::Quota),
        ("规则 r: 10% 不超过 占比(店 其中 验)", Form::Quota),
        ("规则 r: 计数(店) 不低于10户", Form::Count),
        ("规则 r: 合计(店.销售) 不超过 3万元", Form::Cap),
        ("规则 r: 合计(店.销售) 不低于3万元", Form::Floor),
        ("规则 r: 3万元 不低于 合计(店.销售)", Form::Cap),
        ("规则 r: 每个 店: 销售 不超过 总额", Form::Cap),
        ("规则 r: 每户补助 × 计数(店) 不超过 总额", Form::Cap),
        ("规则 r: 每个 店: 销售 较 去年 增长 20%以上", Form::Growth),
        ("规则 r: 每个 店: 排名(店 按 销售) 不超过 3", Form::Rank),
        ("规则 r: 每个 店: 验", Form::Condition),
        ("规则 r: 每个 店: 开业 早于 2023-03-01", Form::Condition),
        ("定义 d = 占比(店 其中 验)\n规则 r: d 不低于10%", Form::Quota),
    ] {
        assert_eq!(rule(text).form, form, "{text}");
    }
}

#[test]
fn money_per_household_times_households_is_money() {
    let (_, left, _) = compared("规则 r: 每户补助 × 计数(店) 不超过 3万元");
    assert_eq!(left.ty, Type::Number(Dimension::money()));
    assert_eq!(wrong("规则 r: 每户补助 × 计数(店) 不超过 2万元/户"), ["unit-mismatch@1"]);
}

#[test]
fn budgets_with_parts_are_rules() {
    let program = program(&framed("预算 甲 = 10万元 划自 总额\n预算 乙 = 20万元 划自 总额\n预算 丙 = 5万元 划自 总额"));
    let (_, rule) = program.rule("总额").unwrap();
    assert!(matches!(rule.form, Form::Budget(_)));
    let ExprKind::Compare { op: CompareOp::Le, left, right } = &rule.expr.kind else {
        panic!("{rule:?}");
    };
    assert_eq!(format!("{left:?}").matches("Budget(").count(), 3);
    assert!(matches!(right.kind, ExprKind::Budget(_)));
}

#[test]
fn an_interpretation_does_not_reach_what_is_referred_to() {
    let program = program(&framed(
        "定义 比 适用 店 = 销售 / 去年\n规则 r: 每个 店: 比 高于 1 且 销售 / 去年 高于 1\n\
         解释 i 适用 r: \"…\" { 零基数 为 不适用 }",
    ));
    let define = program.defines.values().next().unwrap();
    assert!(format!("{define:?}").contains("Unsaid"));
    let rule = program.rules.values().next().unwrap();
    assert!(format!("{rule:?}").contains("Chosen"));
}
