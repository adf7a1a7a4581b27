//! The example of the language's page, in both spellings.

use guiju_program::expr::{
    AggregateFunction, CompareOp, ExprKind, FirstDay, Relation, RowVar, Silent, SpanUnit, ZeroBase,
};
use guiju_program::rule::{Form, RuleKind, Scope};
use guiju_program::unit::{BaseUnit, Dimension};
use guiju_program::{Decimal, Program, Type};

use super::support::{program, run};

pub const CHINESE: &str = r#"
政策 hlj-live-commerce-2023 "2023年度黑龙江省直播电商工作方案"
  年度 2023  状态 征求意见稿  有效 至 总预算 用完

依据文件 方案 "征求意见稿" {
  第六条         规范
  第六条.一      规范
  第六条.二      规范
  附件1.二       规范
  附件1.三.三.2  规范
  附件1.三.四    规范
  附件1.四.三    规范
  附件1.五.二    规范
  第三条         说明 "只讲原则"
}

单位 户, 家, 条
预算 总预算     = 7000万元              依据 第六条
预算 方向一预算 = 3400万元 划自 总预算  依据 第六条.一
参数 每户补助   = 2.27万元/户           依据 附件1.三.四
参数 销售分档 待定                      依据 第六条.二

数据 服务主体 键 编号 计 家 { 编号: 文本 }
数据 服务对象 键 编号 计 户, 家 规则日 服务起 {
  编号: 文本  市地: 文本  服务主体: 服务主体  申请时间: 时刻
  类型: { 限上商贸流通企业, 特色产品生产加工企业, 农村合作社, 个体工商户, .. }
  新开店铺: 是否  服务起: 日期  服务止: 日期 可缺
  直播时长: 小时  短视频: 条  已查验: 是否
}
数据 月度销售 属于 服务对象 键 月份 计 个月 { 月份: 年月  销售额: 元  去年同期: 元 }

标准 达标 适用 服务对象 依据 附件1.三.三.2 {
  服务周期: 有 服务止 且 服务止 距 服务起 不少于6个月
  直播时长: 直播时长 不低于60小时
  短视频:   短视频 不低于20条
  新店销售: 当 新开店铺 则 计数(月度销售 其中 销售额 不低于10万元) 至少2个月
  老店销售: 当 非 新开店铺 则 计数(月度销售 其中 销售额 较 去年同期 增长 20%以上
       且 销售额 较 去年同期 增加 不低于10万元) 至少2个月
}

规则 限上占比 依据 附件1.四.三: 占比(服务对象 其中 类型 为 限上商贸流通企业) 不低于10%
规则 属地查验 依据 附件1.五.二: 每个 服务对象.市地: 占比(服务对象 其中 已查验) 不低于10%
目标 服务户数 依据 附件1.二: 计数(服务对象 其中 达标) 达到1500户以上

解释 无基数 适用 达标.老店销售 依据 附件1.三.三.2: "去年同期为零的月份，不算增长月份" { 零基数 为 不满足 }
"#;

pub const ENGLISH: &str = r#"
policy hlj-live-commerce-2023 "live commerce 2023"
  year 2023  status draft  valid until total used_up

source plan "draft" {
  art6           normative
  art6.1         normative
  art6.2         normative
  annex1.2       normative
  annex1.3.3.2   normative
  annex1.3.4     normative
  annex1.4.3     normative
  annex1.5.2     normative
  art3           narrative "principles only"
}

unit household, firm, clip
budget total     = 70 million yuan               cites art6
budget direction = 34 million yuan out_of total  cites art6.1
param subsidy    = 22_700 yuan/household         cites annex1.3.4
param bands open                                 cites art6.2

record provider key id counted firm { id: text }
record recipient key id counted household, firm ruled_on begun {
  id: text  city: text  provider: provider  applied: instant
  kind: { large_trader, maker, cooperative, individual, .. }
  new_store: yesno  begun: date  ended: date optional
  live_hours: h  clips: clip  inspected: yesno
}
record month_sales of recipient key period counted month { period: month  sales: yuan  last_year: yuan }

criteria qualified for recipient cites annex1.3.3.2 {
  period:    has ended and ended since begun at least 6 months
  live:      live_hours at least 60 h
  clips:     clips at least 20 clip
  new_store: when new_store then count(month_sales where sales >= 100_000 yuan) at least 2 months
  old_store: when not new_store then count(month_sales where sales versus last_year grows 20% or more
       and sales versus last_year rises at least 100_000 yuan) at least 2 months
}

rule traders cites annex1.4.3: share(recipient where kind is large_trader) at least 10%
rule inspected_share cites annex1.5.2: each recipient.city: share(recipient where inspected) >= 10%
target recipients cites annex1.2: count(recipient where qualified) reaches 1500 household or more

interpretation no_base for qualified.old_store cites annex1.3.3.2: "a month with nothing last year does not count" { zero_base is unmet }
"#;

fn number(expr: &guiju_program::Expr) -> Decimal {
    match expr.kind {
        ExprKind::Number(number) => number,
        ref other => panic!("{other:?}"),
    }
}

#[test]
fn the_header_the_figures_and_the_records() {
    let program = program(CHINESE);
    assert_eq!(program.policy.id, "hlj-live-commerce-2023");
    assert_eq!(program.policy.year, Some(2023));
    let budgets: Vec<_> = program.budgets.values().map(|b| b.amount).collect();
    assert_eq!(budgets, [Decimal::from(70_000_000), Decimal::from(34_000_000)]);
    let (_, param) = program.parameters.iter().next().unwrap();
    let household = Dimension::of(BaseUnit::Declared("户".to_owned()));
    assert_eq!(param.dimension(), Dimension::money().over(&household));
    assert_eq!(param.value, guiju_program::parameter::ParameterValue::Number(Decimal::from(22_700)));
    let (child, sales) = program.record("月度销售").unwrap();
    let (owner, recipient) = program.record("服务对象").unwrap();
    assert_eq!(sales.parent, Some(owner));
    assert_ne!(child, owner);
    let begun = recipient.field("服务起").unwrap().0;
    assert_eq!(recipient.rule_date, Some(begun));
    assert_eq!(recipient.counted.len(), 2);
    assert!(recipient.field("服务止").unwrap().1.optional);
}

#[test]
fn the_conditions() {
    let program = program(CHINESE);
    let (_, criteria) = program.criteria("达标").unwrap();
    let [period, live, _, new, old] = criteria.conditions.as_slice() else {
        panic!("{criteria:?}");
    };
    // 有 服务止 且 服务止 距 服务起 不少于6个月
    let ExprKind::And(parts) = &period.expr.kind else {
        panic!("{period:?}");
    };
    assert!(matches!(&parts[0].kind, ExprKind::Has(_)));
    let ExprKind::SpanCompare {
        op: CompareOp::Ge, length, unit: SpanUnit::Month, first_day: FirstDay::NotCounted, ..
    } = &parts[1].kind
    else {
        panic!("{parts:?}");
    };
    assert_eq!(number(length), Decimal::from(6));
    // 直播时长 不低于60小时
    let ExprKind::Compare { op: CompareOp::Ge, left, right } = &live.expr.kind else {
        panic!("{live:?}");
    };
    let ExprKind::Field { row, .. } = &left.kind else {
        panic!("{left:?}");
    };
    assert_eq!((row.base, row.steps.len()), (RowVar::Current, 0));
    assert_eq!(left.ty, Type::Number(Dimension::of(BaseUnit::Hour)));
    assert_eq!(number(right), Decimal::from(60));
    // 当 新开店铺 则 计数(月度销售 其中 …) 至少2个月
    let ExprKind::When { then, otherwise: None, .. } = &new.expr.kind else {
        panic!("{new:?}");
    };
    let ExprKind::Compare { left, .. } = &then.kind else {
        panic!("{then:?}");
    };
    let ExprKind::Aggregate(count) = &left.kind else {
        panic!("{left:?}");
    };
    assert_eq!(count.function, AggregateFunction::Count);
    assert_eq!(count.rows.relation, Relation::Children);
    assert_eq!(left.ty, Type::Number(Dimension::of(BaseUnit::Month)));
    let ExprKind::Compare { right, .. } = &count.filters[0].kind else {
        panic!("{count:?}");
    };
    assert_eq!(number(right), Decimal::from(100_000));
    // The interpretation stands in the growth of the old store, and is noted.
    let (id, _) = program.interpretations.iter().next().unwrap();
    assert_eq!(criteria.interpretations, [id]);
    let text = format!("{old:?}");
    assert_eq!(text.matches(&format!("{:?}", Silent::Chosen(ZeroBase::Unmet, id))).count(), 1);
    let ExprKind::When { then, .. } = &old.expr.kind else {
        panic!("{old:?}");
    };
    let ExprKind::Compare { left, .. } = &then.kind else {
        panic!("{then:?}");
    };
    let ExprKind::Aggregate(count) = &left.kind else {
        panic!("{left:?}");
    };
    let ExprKind::And(parts) = &count.filters[0].kind else {
        panic!("{count:?}");
    };
    let ExprKind::Compare { left, right, .. } = &parts[0].kind else {
        panic!("{parts:?}");
    };
    assert!(matches!(left.kind, ExprKind::Versus { .. }));
    assert_eq!(number(right), Decimal::new(2, 1));
}

#[test]
fn the_rules_and_their_forms() {
    let program = program(CHINESE);
    let rules: Vec<_> = program.rules.values().map(|rule| (rule.name.as_str(), rule.kind, &rule.form)).collect();
    let whole = program.budgets.ids().next().unwrap();
    assert_eq!(
        rules,
        [
            ("限上占比", RuleKind::Rule, &Form::Quota),
            ("属地查验", RuleKind::Rule, &Form::Quota),
            ("服务户数", RuleKind::Target, &Form::Count),
            ("总预算", RuleKind::Rule, &Form::Budget(whole)),
        ]
    );
    let (_, by_city) = program.rule("属地查验").unwrap();
    assert!(matches!(&by_city.scope, Scope::EachGroup { keys, .. } if keys.len() == 1));
    let ExprKind::Compare { left, .. } = &by_city.expr.kind else {
        panic!("{by_city:?}");
    };
    let ExprKind::Aggregate(share) = &left.kind else {
        panic!("{left:?}");
    };
    assert_eq!(share.rows.relation, Relation::Group);
    assert!(share.filters.is_empty() && share.asked.is_some());
    assert_eq!(program.citation(by_city.cites[0]), "附件1.五.二");
}

#[test]
fn open_params_are_noted() {
    let compiled = run(CHINESE);
    let notes: Vec<_> = compiled.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(notes, ["open-parameters"]);
    assert!(compiled.diagnostics[0].message.zh.contains("销售分档"));
}

/// All that a name or a place is, taken out of the printed program.
fn skeleton(program: &Program) -> String {
    let printed = format!("{:#?}", (&program.rules, &program.criteria, &program.budgets));
    let mut skeleton = String::new();
    let mut skipped = None;
    for line in printed.lines() {
        let indent = line.len() - line.trim_start().len();
        if let Some(level) = skipped {
            if indent > level {
                continue;
            }
            skipped = None;
            if line.trim_start().starts_with('}') {
                continue;
            }
        }
        let text = line.trim_start();
        if text.starts_with("span: Span {") || text.starts_with("name: Name {") || text.starts_with("unit: Unit {") {
            skipped = Some(indent);
            continue;
        }
        // Declared units are known by their names.
        let text = match text {
            "\"household\"," => "\"户\",",
            "\"firm\"," => "\"家\",",
            "\"clip\"," => "\"条\",",
            text => text,
        };
        skeleton.push_str(text);
        skeleton.push('\n');
    }
    skeleton
}

#[test]
fn both_spellings_are_one_program() {
    let (chinese, english) = (program(CHINESE), program(ENGLISH));
    let (chinese, english) = (skeleton(&chinese), skeleton(&english));
    assert!(chinese.lines().count() > 200);
    for (line, (zh, en)) in chinese.lines().zip(english.lines()).enumerate() {
        assert_eq!(zh, en, "line {line}");
    }
    assert_eq!(chinese.lines().count(), english.lines().count());
}
