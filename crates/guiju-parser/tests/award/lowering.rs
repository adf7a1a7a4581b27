//! What awards, caps and allocations are lowered to.

use guiju_program::Decimal;
use guiju_program::award::{AllocationMethod, CapScope, Keep, OddFen, Part, Shortage};
use guiju_program::expr::{AggregateFunction, CompareOp, ExprKind, RowVar, Silent, Step, ZeroBase};
use guiju_program::rule::Form;

use super::support::{award, bare, framed, is_money, program, run};

const WHOLE: &str = "\
补助 头部奖 适用 店铺 { 金额: 3万元 }
补助 促销补助 \"promotion\" 适用 店铺 付给 店铺.企业 依据 一 {
  条件: 先 且 (类 为 甲类 或 类 为 乙类)
  金额: 每户补助 × 1户 最高 9万元
  不兼得: 头部奖 取高
  预算: 分 按 先, 申 末笔给余额
  分期: 签约 40%, 验收 其余
}
封顶 每店 依据 一: 每个 店铺: 促销补助 + 头部奖 不超过4万元
封顶 每企业: 每个 店铺.企业, 店铺.年: 头部奖 + 促销补助 不超过 30万元 按 申
封顶 全部的: 头部奖 不超过 50万元 按 费 升序
分配 名额 适用 市地 依据 一 {
  总量: 1500户   权重: 售 × 2   取整: 最大余数 1户   最少: 10户   最多: 300户   按: 号数 升序
}
定义 号数 适用 市地 = 售
";

#[test]
fn an_award_has_all_its_parts() {
    let program = program(WHOLE);
    let (head, first) = award(&program, "头部奖");
    assert_eq!((&first.payee, &first.requires, &first.draw), (&None, &None, &None));
    assert!(first.excludes.is_empty() && first.instalments.is_empty() && first.cites.is_empty());
    let (_, award) = award(&program, "促销补助");
    assert_eq!(award.name.label.as_deref(), Some("promotion"));
    let record = program.record("店铺").unwrap().0;
    assert_eq!((award.record, first.record), (record, record));
    let payee = award.payee.as_ref().unwrap();
    let company = program.records[record].field("企业").unwrap().0;
    assert_eq!(
        (payee.base, payee.record, payee.steps.as_slice()),
        (RowVar::Current, record, &[Step::Reference(company)][..])
    );
    assert!(matches!(&award.requires.as_ref().unwrap().kind, ExprKind::And(parts) if parts.len() == 2));
    assert!(is_money(&award.amount));
    assert_eq!((award.excludes.len(), award.excludes[0].award, award.excludes[0].keep), (1, head, Keep::Highest));
    let draw = award.draw.as_ref().unwrap();
    assert_eq!(program.budgets[draw.budget].name.text, "分");
    assert_eq!(draw.shortage, Shortage::CutLast);
    assert_eq!(award.cites.len(), 1);
    let shares: Vec<_> = award.instalments.iter().map(|part| (part.name.as_str(), part.part)).collect();
    assert_eq!(shares, [("签约", Part::Share(Decimal::new(4, 1))), ("验收", Part::Rest)]);
}

#[test]
fn a_condition_in_an_order_puts_those_that_pass_first() {
    let program = program(WHOLE);
    let draw = award(&program, "促销补助").1.draw.as_ref().unwrap();
    let [first, second] = draw.order.as_slice() else { panic!("{:?}", draw.order) };
    let ExprKind::When { condition, then, otherwise } = &first.value.kind else { panic!("{first:?}") };
    assert!(matches!(condition.kind, ExprKind::Field { .. }));
    assert_eq!(then.kind, ExprKind::Number(Decimal::ONE));
    assert_eq!(otherwise.as_ref().unwrap().kind, ExprKind::Number(Decimal::ZERO));
    // The largest figure, the earliest date.
    assert!(!first.ascending && second.ascending);
}

#[test]
fn an_order_is_turned_by_its_words() {
    for (keys, ascending) in [
        ("按 申", true),
        ("按 申 升序", true),
        ("按 申 降序", false),
        ("按 费", false),
        ("按 费 升序", true),
        ("按 费 降序", false),
        ("按 先 升序", true),
        ("按 计数(月) 不低于3", false),
        ("按 计数(月) > 3, 申", false),
    ] {
        let program = program(&format!("补助 a 适用 店铺 {{ 金额: 1元; 预算: 总 {keys} 跳过 }}"));
        let draw = award(&program, "a").1.draw.clone().unwrap();
        assert_eq!((draw.shortage, draw.order[0].ascending), (Shortage::Skip, ascending), "{keys}");
    }
}

#[test]
fn every_way_to_settle_a_shortage() {
    for (text, shortage) in [
        ("总", Shortage::MustFit),
        ("总 不得超过", Shortage::MustFit),
        ("总 按 申 末笔给余额", Shortage::CutLast),
        ("总 末笔给余额 按 申", Shortage::CutLast),
        ("总 按 申 跳过", Shortage::Skip),
        ("总 按 申 即止", Shortage::Stop),
        ("总 同比缩减", Shortage::ProRata(OddFen::Kept)),
        ("总 同比缩减 尾差 留存", Shortage::ProRata(OddFen::Kept)),
        ("总 同比缩减 尾差 最大余数", Shortage::ProRata(OddFen::LargestRemainder)),
        ("总 同比缩减 尾差 最大余数 按 申", Shortage::ProRata(OddFen::LargestRemainder)),
        ("总 must_fit", Shortage::MustFit),
        ("总 by 申 cut_last", Shortage::CutLast),
        ("总 by 申 skip", Shortage::Skip),
        ("总 by 申 stop", Shortage::Stop),
        ("总 pro_rata odd_fen kept", Shortage::ProRata(OddFen::Kept)),
        ("总 pro_rata odd_fen largest_remainder", Shortage::ProRata(OddFen::LargestRemainder)),
    ] {
        let program = program(&format!("补助 a 适用 店铺 {{ 金额: 1元; 预算: {text} }}"));
        assert_eq!(award(&program, "a").1.draw.as_ref().unwrap().shortage, shortage, "{text}");
    }
}

#[test]
fn caps_have_their_scope_awards_and_limit() {
    let program = program(WHOLE);
    let caps: Vec<_> = program.caps.values().collect();
    let record = program.record("店铺").unwrap().0;
    let field = |name: &str| program.records[record].field(name).unwrap().0;
    let (head, promotion) = (award(&program, "头部奖").0, award(&program, "促销补助").0);
    assert_eq!(caps[0].scope, CapScope::Each(record));
    assert_eq!(caps[0].awards, [promotion, head]);
    assert_eq!(caps[0].limit.kind, ExprKind::Number(Decimal::from(40_000)));
    assert!(caps[0].order.is_empty() && caps[0].cites.len() == 1);
    assert_eq!(caps[1].scope, CapScope::EachGroup { record, keys: vec![field("企业"), field("年")] });
    assert_eq!(caps[1].awards, [head, promotion]);
    assert!(caps[1].order[0].ascending);
    assert_eq!(caps[2].scope, CapScope::Whole(record));
    assert!(caps[2].order[0].ascending);
}

#[test]
fn limits_speak_of_the_row_or_the_group() {
    let program = program(
        "补助 a 适用 店铺 { 金额: 1元 }\n\
         封顶 甲: 每个 店铺: a 不超过 费 最高 3元\n\
         封顶 乙: 每个 店铺.企业: a 不超过 合计(店铺.费) 按 申\n\
         封顶 丙: a ≤ 总 - 10万元 按 申",
    );
    let limits: Vec<_> = program.caps.values().map(|cap| &cap.limit.kind).collect();
    assert!(matches!(limits[0], ExprKind::Arithmetic { .. }));
    assert!(matches!(limits[1], ExprKind::Aggregate(sum) if sum.function == AggregateFunction::Sum));
    assert!(matches!(limits[2], ExprKind::Arithmetic { .. }));
}

#[test]
fn an_allocation_has_all_its_parts() {
    let program = program(WHOLE);
    let allocation = program.allocations.values().next().unwrap();
    assert_eq!(program.records[allocation.record].name.text, "市地");
    assert_eq!(allocation.total.kind, ExprKind::Number(Decimal::from(1500)));
    assert!(matches!(allocation.weight.kind, ExprKind::Arithmetic { .. }));
    assert_eq!((allocation.step, allocation.method), (Decimal::ONE, AllocationMethod::LargestRemainder));
    assert_eq!(allocation.least.as_ref().unwrap().kind, ExprKind::Number(Decimal::from(10)));
    assert_eq!(allocation.most.as_ref().unwrap().kind, ExprKind::Number(Decimal::from(300)));
    assert!(allocation.order[0].ascending && matches!(allocation.order[0].value.kind, ExprKind::Define { .. }));
    assert_eq!(allocation.cites.len(), 1);
}

#[test]
fn both_spellings_are_one() {
    let english = "\
award 头部奖 for 店铺 { amount: 30_000 yuan }
award 促销补助 \"promotion\" for 店铺 paid_to 店铺.企业 cites 一 {
  requires: 先 and (类 is 甲类 or 类 is 乙类)
  amount: 每户补助 * 1 户 capped at 90_000 yuan
  excludes: 头部奖 keep_highest
  budget: 分 by 先, 申 cut_last
  instalments: 签约 40%, 验收 rest
}
cap 每店 cites 一: each 店铺: 促销补助 + 头部奖 at most 40_000 yuan
cap 每企业: each 店铺.企业, 店铺.年: 头部奖 + 促销补助 at most 300_000 yuan by 申
cap 全部的: 头部奖 at most 500_000 yuan by 费 ascending
allocate 名额 for 市地 cites 一 {
  total: 1500 户   weight: 售 * 2   rounding: largest_remainder 1 户   min: 10 户   max: 300 户   by: 号数 ascending
}
define 号数 for 市地 = 售
";
    let (zh, en) = (program(WHOLE), program(english));
    assert_eq!(bare(&zh.awards), bare(&en.awards));
    assert_eq!(bare(&zh.caps), bare(&en.caps));
    assert_eq!(bare(&zh.allocations), bare(&en.allocations));
    assert_eq!(zh.settlements, en.settlements);
}

#[test]
fn amounts_paid_are_values() {
    let program = program(
        "补助 a 适用 店铺 { 金额: 1元; 预算: 分 }\n\
         分配 额 适用 市地 { 总量: 10户; 权重: 1; 取整: 舍去 1户 }\n\
         定义 甲 适用 店铺 = a × 2\n\
         定义 乙 = 合计(店铺.a)\n\
         定义 丙 适用 月 = 店铺.a\n\
         定义 丁 适用 企业 = 合计(店铺.a 其中 a 超过 3元)\n\
         定义 戊 = 已用(分) + left(总)\n\
         定义 己 适用 市地 = 额 - 数\n\
         定义 庚 = 合计(市地.额)",
    );
    let define = |name: &str| {
        let found = program.defines.values().find(|define| define.name.text == name);
        found.unwrap().expr.clone()
    };
    let (id, allocation) = (award(&program, "a").0, program.allocations.ids().next().unwrap());
    let is_award = |expr: &guiju_program::Expr, steps: usize| match &expr.kind {
        ExprKind::Award { row, award } => *award == id && row.steps.len() == steps && is_money(expr),
        _ => false,
    };
    let ExprKind::Arithmetic { left, .. } = define("甲").kind else { panic!() };
    assert!(is_award(&left, 0));
    for name in ["乙", "丁"] {
        let ExprKind::Aggregate(sum) = define(name).kind else { panic!() };
        assert!(is_award(sum.value.as_ref().unwrap(), 0) && is_money(&define(name)));
    }
    assert!(is_award(&define("丙"), 1));
    let ExprKind::Arithmetic { left, right, .. } = define("戊").kind else { panic!() };
    assert!(matches!(left.kind, ExprKind::Drawn { left: false, .. }) && is_money(&left));
    assert!(matches!(right.kind, ExprKind::Drawn { left: true, .. }));
    let ExprKind::Arithmetic { left, .. } = define("己").kind else { panic!() };
    assert!(matches!(left.kind, ExprKind::Allocated { allocation: found, .. } if found == allocation));
    assert_eq!(left.ty, define("庚").ty);
}

#[test]
fn a_budget_is_a_rule_of_its_parts_and_draws() {
    let budget_rules = |items: &str| {
        let program = program(items);
        let rules = program.rules.values().filter(|rule| matches!(rule.form, Form::Budget(_)));
        rules.map(|rule| (rule.name.text.clone(), rule.expr.kind.clone())).collect::<Vec<_>>()
    };
    let drawn = |kind: &ExprKind| match kind {
        ExprKind::Compare { op: CompareOp::Le, left, right } => {
            matches!(left.kind, ExprKind::Drawn { left: false, .. }) && matches!(right.kind, ExprKind::Budget(_))
        }
        _ => false,
    };
    let parts = |kind: &ExprKind| match kind {
        ExprKind::Compare { op: CompareOp::Le, left, .. } => matches!(left.kind, ExprKind::Budget(_)),
        _ => false,
    };
    let none = budget_rules("");
    assert!(none.len() == 1 && none[0].0 == "总" && parts(&none[0].1));
    // The whole is drawn on by its part.
    let part = budget_rules("补助 a 适用 店铺 { 金额: 1元; 预算: 分 }");
    assert_eq!(part.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["总", "分"]);
    let ExprKind::And(both) = &part[0].1 else { panic!("{:?}", part[0]) };
    assert!(both.len() == 2 && parts(&both[0].kind) && drawn(&both[1].kind));
    assert!(drawn(&part[1].1));
    let whole = budget_rules("补助 a 适用 店铺 { 金额: 1元; 预算: 总 }");
    assert_eq!(whole.len(), 1);
}

#[test]
fn interpretations_reach_into_awards() {
    let program = program(
        "补助 a 适用 店铺 { 条件: 费 较 销 增长 5%以上; 金额: 1万元; 预算: 总 按 费 / 销 跳过 }\n\
         解释 零 适用 a: \"没有基数的不算\" { 零基数 为 不满足 }",
    );
    let (_, award) = award(&program, "a");
    assert_eq!(award.interpretations, program.interpretations.ids().collect::<Vec<_>>());
    let ExprKind::Compare { left, .. } = &award.requires.as_ref().unwrap().kind else { panic!() };
    assert!(matches!(left.kind, ExprKind::Versus { zero_base: Silent::Chosen(ZeroBase::Unmet, _), .. }));
    let key = &award.draw.as_ref().unwrap().order[0].value.kind;
    assert!(matches!(key, ExprKind::Divide { zero_base: Silent::Chosen(ZeroBase::Unmet, _), .. }));
}

#[test]
fn what_the_condition_says_of_optional_fields_holds_for_the_amount() {
    program(
        "补助 a 适用 店铺 {\n  条件: 有 止 且 止 早于 2023-10-01\n  金额: 当 止 早于 2023-06-01 则 2元 否则 1元\n  \
         预算: 总 按 止 跳过\n}",
    );
}

#[test]
fn payees_are_rows_that_the_row_leads_to() {
    for (text, steps) in [("付给 企业", 1), ("付给 店铺.企业", 1), ("", 0), ("付给 店铺", 0)] {
        let program = program(&format!("补助 a 适用 店铺 {text} {{ 金额: 1元 }}"));
        let payee = award(&program, "a").1.payee.clone();
        assert_eq!(payee.map_or(0, |row| row.steps.len()), steps, "{text}");
    }
    let program = program("补助 a 适用 月 付给 店铺.企业 { 金额: 1元 }");
    let payee = award(&program, "a").1.payee.clone().unwrap();
    assert!(matches!(payee.steps.as_slice(), [Step::Parent, Step::Reference(_)]));
}

#[test]
fn rows_cite_and_stand_on_one_line_or_many() {
    let one = program("补助 a 适用 店铺 { 条件: 先 依据 一  金额: 1元  预算: 总 }");
    let many = program("补助 a 适用 店铺 {\n  条件: 先\n    依据 一\n  金额: 1元\n  预算: 总\n}");
    assert_eq!(bare(&one.awards), bare(&many.awards));
    assert_eq!(award(&one, "a").1.cites.len(), 1);
}

#[test]
fn the_words_of_rows_are_names_elsewhere() {
    let text = framed(
        "数据 表单 { 条件: 是否  金额: 元  分期: 整数  预算: 元  权重: 数  最少: 数  跳过: 是否 }\n\
         补助 a 适用 表单 { 条件: 条件 且 跳过; 金额: 金额; 预算: 总 按 权重, 跳过 跳过 }",
    );
    let compiled = run(&text);
    assert!(!compiled.has_errors(), "{:#?}", compiled.diagnostics);
    assert_eq!(award(&compiled.program.unwrap(), "a").1.draw.as_ref().unwrap().order.len(), 2);
}
