//! Policies that amend others: what stands afterwards, every mistake at both of its places, and the consolidated text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

use guiju_parser::{Compilation, amended_id, compile, consolidate};
use guiju_program::citation::ClauseKind;
use guiju_program::diagnostic::{Language, Place, Severity};
use guiju_program::parameter::ParameterValue;
use guiju_program::program::ValidUntil;
use guiju_program::source::SourceFile;
use guiju_program::{Decimal, Program};
use proptest::prelude::*;

const BASE: &str = r#"政策 a-2023 "甲政策" 年度 2023 状态 试行 "trial" 有效 至 总额 用完
依据文件 方案 "方案" {
  第一条 规范
  第二条 规范
  第三条 规范
  第四条 规范
}
单位 户 "household", 条
预算 总额 "total" = 100万元 依据 第一条
参数 单价 = 2万元/户 依据 第一条
参数 期限 = 2023-06-30
数据 店 键 编号 计 户 { 编号: 文本; 时长: 小时; 条数: 条; 市: { 甲市, 乙市, .. } }
标准 达标 "qualified" 适用 店 依据 第二条 {
  时长 "hours": 时长 不低于60小时 依据 第三条
  条数: 条数 不低于20条
}
规则 占比 "share" 依据 第四条: 占比(店 其中 达标) 不低于10%
目标 户数: 计数(店 其中 达标) 达到10户
测试 "旧的" { 店 甲 { 时长: 60小时  条数: 20条 } 期望 甲.达标: 满足 }
"#;

const HEADER: &str = "政策 b-2024 \"乙政策\" 修订 a-2023 年度 2024\n";

fn files(texts: &[&str]) -> Vec<SourceFile> {
    let names = ["a.gj", "b.gj", "c.gj", "d.gj"];
    texts.iter().zip(names).map(|(text, name)| SourceFile::new(name, *text)).collect()
}

/// An amendment of the base.
fn amended(items: &str) -> (Vec<SourceFile>, Compilation) {
    let files = files(&[BASE, &format!("{HEADER}{items}")]);
    let compiled = compile(&files);
    (files, compiled)
}

/// Errors and warnings as `code file:line`, with the places of their labels behind them.
fn wrong(files: &[SourceFile], compiled: &Compilation) -> Vec<String> {
    let at = |span: guiju_program::source::Span| {
        let file = &files[span.source.0 as usize];
        format!("{}:{}", file.name.trim_end_matches(".gj"), file.line_column(span.start).0)
    };
    let found = compiled.diagnostics.iter().filter(|found| found.severity != Severity::Note);
    found
        .map(|found| {
            let mut places = match &found.place {
                Place::Text(span) => vec![at(*span)],
                _ => Vec::new(),
            };
            places.extend(found.labels.iter().map(|label| at(label.span)));
            assert!(!found.message.zh.is_empty() && !found.message.en.is_empty());
            format!("{} {}", found.code, places.join(" "))
        })
        .collect()
}

fn mistakes(items: &str) -> Vec<String> {
    let (files, compiled) = amended(items);
    wrong(&files, &compiled)
}

fn program(texts: &[&str]) -> Program {
    let files = files(texts);
    let compiled = compile(&files);
    assert_eq!(wrong(&files, &compiled), Vec::<String>::new());
    compiled.program.unwrap()
}

fn notes(compiled: &Compilation) -> Vec<&'static str> {
    let notes = compiled.diagnostics.iter().filter(|found| found.severity == Severity::Note);
    notes.map(|found| found.code).collect()
}

/// A program as text without its places.
fn without_places(program: &Program) -> String {
    let text = format!("{program:#?}");
    let mut kept = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("Span {") {
        kept.push_str(&rest[..at]);
        let close = rest[at..].find('}').unwrap();
        rest = &rest[at + close + 1..];
    }
    kept + rest
}

/// The consolidated text of files, which compiles to the same.
fn shown(files: &[SourceFile]) -> String {
    let before = compile(files).program.unwrap();
    let text = consolidate(files, Language::Zh).unwrap();
    let again = [SourceFile::new("policy.gj", text.clone())];
    let compiled = compile(&again);
    assert_eq!(wrong(&again, &compiled), Vec::<String>::new(), "{text}");
    assert_eq!(without_places(&compiled.program.unwrap()), without_places(&before), "{text}");
    let english = consolidate(files, Language::En).unwrap();
    let again = [SourceFile::new("policy.gj", english)];
    assert_eq!(without_places(&compile(&again).program.unwrap()), without_places(&before));
    text
}

const ALL: &str = "依据文件 修订 { 第一条 规范; 第二条 规范; 第三条 规范; 第四条 规范; 第九条 说明 \"施行\" }
替换 预算 总额 = 120万元 依据 修订.第一条
替换 达标.时长: 时长 不低于80小时 依据 修订.第二条
废止 达标.条数 依据 修订.第三条
新增 达标.所在: 市 为 甲市 依据 修订.第四条
新增 店.合作社: 是否 可缺
替换 店.市: { 甲市, 乙市 }
新增 规则 合作社: 占比(店 其中 有 合作社 其中 合作社) 不低于5%
替换 规则 占比 依据 方案.第四条: 占比(店 其中 达标) 不低于15%
废止 户数
新增 单位 款
测试 \"新的\" { 店 甲 { 时长: 80小时  市: 甲市 } 期望 甲.达标: 满足 }
";

#[test]
fn what_is_unsaid_stays_and_what_is_said_stands() {
    let (files, compiled) = amended(ALL);
    assert_eq!(wrong(&files, &compiled), Vec::<String>::new());
    let program = compiled.program.unwrap();
    assert_eq!((program.policy.id.as_str(), program.policy.title.as_str()), ("b-2024", "乙政策"));
    assert_eq!(program.policy.year, Some(2024));
    assert_eq!(program.policy.status.as_ref().unwrap().text, "试行");
    let Some(ValidUntil::UsedUp(total)) = program.policy.valid_until else { panic!() };
    assert_eq!(program.budgets[total].amount, Decimal::from(1_200_000));
    // The label that the new text does not say.
    assert_eq!(program.budgets[total].name.label.as_deref(), Some("total"));
    let (_, criteria) = program.criteria("达标").unwrap();
    let conditions: Vec<_> = criteria.conditions.iter().map(|c| (c.name.as_str(), c.name.label.as_deref())).collect();
    assert_eq!(conditions, [("时长", Some("hours")), ("所在", None)]);
    let (_, record) = program.record("店").unwrap();
    let fields: Vec<_> = record.fields.values().map(|field| (field.name.as_str(), field.optional)).collect();
    assert_eq!(fields, [("编号", false), ("时长", false), ("条数", false), ("市", false), ("合作社", true)]);
    let rules: Vec<_> = program.rules.values().map(|rule| rule.name.as_str()).collect();
    assert_eq!(rules, ["占比", "合作社"]);
    let tests: Vec<_> = compiled.tests.iter().map(|test| test.name.as_str()).collect();
    assert_eq!(tests, ["新的"]);
    let text = shown(&files);
    for line in [
        "# 来自 a-2023 a.gj:10\n参数 单价",
        "# 替换自 a-2023 a.gj:9，见 b-2024 b.gj:3，依据 修订.第一条\n预算 总额 \"total\" = 120万元 依据 修订.第一条",
        "  # 替换自 a-2023 a.gj:14，见 b-2024 b.gj:4，依据 修订.第二条\n  时长 \"hours\": 时长 不低于80小时 依据 修订.第二条",
        "  # 新增，见 b-2024 b.gj:6，依据 修订.第四条\n  所在: 市 为 甲市 依据 修订.第四条",
        // Two documents have a first article now.
        "参数 单价 = 2万元/户 依据 方案.第一条",
        "  第三条  说明 \"达标.时长 已替换\"",
        "第三条  说明 \"废止 达标.条数\"",
        "# 达标.条数：原在 a-2023 a.gj:15，废止见 b-2024 b.gj:5，依据 修订.第三条",
        "#   目标 户数: 计数(店 其中 达标) 达到10户",
    ] {
        assert!(text.contains(line), "{line}\n---\n{text}");
    }
}

#[test]
fn clauses_lapse_with_the_items_that_stated_them() {
    let (files, compiled) = amended("替换 规则 占比: 占比(店 其中 达标) 不低于15%\n废止 达标.时长\n");
    assert_eq!(wrong(&files, &compiled), Vec::<String>::new());
    assert!(notes(&compiled).contains(&"lapsed-clauses"));
    let program = compiled.program.unwrap();
    let kinds: Vec<_> = program.clauses.values().map(|clause| clause.kind.clone()).collect();
    assert_eq!(
        kinds,
        [
            ClauseKind::Normative,
            ClauseKind::Normative,
            ClauseKind::Narrative("达标.时长 已废止".to_owned()),
            ClauseKind::Narrative("占比 已替换".to_owned()),
        ]
    );
    // A clause that something else cites still, or that nothing ever cited, does not.
    let (_, compiled) = amended("替换 参数 单价 = 3万元/户\n");
    assert!(!notes(&compiled).contains(&"lapsed-clauses"));
    assert_eq!(mistakes("依据文件 修订 { 第一条 规范 }\n"), ["uncited-clause b:2"]);
    let uncited = BASE.replace("  第四条 规范\n", "  第四条 规范\n  第五条 规范\n");
    let files = files_of(&uncited, "废止 占比\n");
    assert_eq!(wrong(&files, &compile(&files)), ["uncited-clause a:7"]);
}

fn files_of(base: &str, items: &str) -> Vec<SourceFile> {
    files(&[base, &format!("{HEADER}{items}")])
}

#[test]
fn amending_what_does_not_exist() {
    assert_eq!(mistakes("替换 参数 单价格 = 3万元/户\n"), ["amends-unknown b:2 a:10"]);
    assert_eq!(mistakes("替换 参数 甲乙丙丁 = 3万元/户\n"), ["amends-unknown b:2 a:1"]);
    assert_eq!(mistakes("废止 规则 占北\n"), ["amends-unknown b:2 a:17"]);
    assert_eq!(mistakes("废止 占北\n"), ["amends-unknown b:2 a:17"]);
    assert_eq!(mistakes("替换 达标.时常: 时长 不低于80小时\n"), ["amends-unknown b:2 a:14"]);
    assert_eq!(mistakes("废止 达标.其他的\n"), ["amends-unknown b:2 a:13"]);
    assert_eq!(mistakes("新增 达标准.其他: 时长 不低于80小时\n"), ["amends-unknown b:2 a:13"]);
    assert_eq!(mistakes("替换 方案.第十条 规范\n"), ["amends-unknown b:2 a:3"]);
    assert_eq!(mistakes("废止 达标.时长.深\n"), ["amends-unknown b:2"]);
    let (_, compiled) = amended("替换 参数 单价格 = 3万元/户\n");
    let found = compiled.diagnostics.iter().find(|found| found.code == "amends-unknown").unwrap();
    assert!(found.help.as_ref().unwrap().zh.contains("是不是“单价”"));
}

#[test]
fn amending_twice() {
    assert_eq!(mistakes("替换 参数 单价 = 3万元/户\n替换 参数 单价 = 4万元/户\n"), ["amended-twice b:3 b:2"]);
    assert_eq!(mistakes("替换 参数 单价 = 3万元/户\n废止 单价\n"), ["amended-twice b:3 b:2"]);
    assert_eq!(mistakes("新增 参数 新价 = 3万元/户\n新增 参数 新价 = 3万元/户\n"), ["amended-twice b:3 b:2"]);
    assert_eq!(mistakes("新增 参数 新价 = 3万元/户\n废止 新价\n"), ["amended-twice b:3 b:2"]);
    assert_eq!(
        mistakes("替换 达标.时长: 时长 不低于80小时\n替换 达标.时长: 时长 不低于90小时\n"),
        ["amended-twice b:3 b:2"]
    );
    // A part, and the whole that it is of.
    assert_eq!(
        mistakes("废止 达标.时长\n替换 标准 达标 适用 店 { 时长: 时长 不低于80小时 }\n"),
        ["amended-twice b:3 b:2"]
    );
    assert_eq!(
        mistakes("替换 标准 达标 适用 店 { 时长: 时长 不低于80小时 }\n新增 达标.条: 条数 不低于1条\n"),
        ["amended-twice b:3 b:2"]
    );
    assert_eq!(mistakes("新增 单位 款\n新增 单位 款\n"), ["amended-twice b:3 b:2"]);
}

#[test]
fn adding_what_there_is_and_replacing_with_something_else() {
    assert_eq!(mistakes("新增 参数 单价 = 3万元/户\n"), ["adds-existing b:2 a:10"]);
    assert_eq!(mistakes("新增 达标.条数: 条数 不低于1条\n"), ["adds-existing b:2 a:15"]);
    assert_eq!(mistakes("新增 店.时长: 小时\n"), ["adds-existing b:2 a:12"]);
    assert_eq!(mistakes("新增 单位 户\n"), ["adds-existing b:2 a:8"]);
    assert_eq!(mistakes("新增 方案.第一条 规范\n"), ["adds-existing b:2 a:3"]);
    assert_eq!(mistakes("替换 定义 单价 = 3元\n"), ["amends-other-kind b:2 a:10"]);
    assert_eq!(mistakes("替换 达标.时长: 小时 可缺\n"), ["amends-other-kind b:2 a:13"]);
    assert_eq!(mistakes("替换 店.时长: 时长 不低于60小时\n"), ["amends-other-kind b:2 a:12"]);
    assert_eq!(mistakes("替换 占比.时长: 时长 不低于60小时\n"), ["amends-other-kind b:2 a:17"]);
    assert_eq!(mistakes("替换 测试 \"旧的\" { 期望 占比: 满足 }\n"), ["amends-other-kind b:2"]);
    // A target may be made binding.
    let binding = "替换 规则 户数: 计数(店 其中 达标) 达到10户\n";
    assert_eq!(mistakes(binding), Vec::<String>::new());
    assert_eq!(mistakes("参数 新价 = 3万元/户\n"), ["amendment-word-missing b:2"]);
    assert_eq!(mistakes("参数 单价 = 3万元/户\n"), ["amendment-word-missing b:2 a:10"]);
}

#[test]
fn a_figure_keeps_what_it_measures() {
    assert_eq!(mistakes("替换 参数 单价 = 2万元\n"), ["amended-dimension b:2 a:10"]);
    assert_eq!(mistakes("替换 参数 单价 = 2023-01-01\n"), ["amended-dimension b:2 a:10"]);
    assert_eq!(mistakes("替换 参数 期限 = 3个月\n"), ["amended-dimension b:2 a:11"]);
    assert_eq!(mistakes("替换 参数 单价 待定 万元\n"), ["amended-dimension b:2 a:10"]);
    assert_eq!(mistakes("替换 参数 单价 = 自 2023-01-01: 2户, 自 2024-01-01: 3户\n"), ["amended-dimension b:2 a:10"]);
    assert_eq!(mistakes("替换 预算 总额 = 100户\n"), ["amended-dimension b:2 a:9"]);
    // Items that use it are not complained about as well: they count on what it was.
    let used = files(&[
        &format!("{BASE}规则 够 依据 第一条: 单价 × 1户 不超过 总额\n"),
        &format!("{HEADER}替换 参数 单价 = 2小时\n"),
    ]);
    assert_eq!(wrong(&used, &compile(&used)), ["amended-dimension b:2 a:10"]);
    for same in ["替换 参数 单价 = 20000元/户", "替换 参数 单价 待定", "替换 参数 单价 = 自 2023-01-01: 2元/户"]
    {
        assert_eq!(mistakes(&format!("{same}\n")), Vec::<String>::new());
    }
}

#[test]
fn who_still_refers_to_what_was_repealed_is_told() {
    assert_eq!(mistakes("废止 达标\n"), ["unknown-name a:17 b:2", "unknown-name a:18 b:2"]);
    assert_eq!(mistakes("废止 店.条数\n"), ["unknown-name a:15 b:2"]);
    assert_eq!(mistakes("废止 总额\n"), ["unknown-name a:1 b:2"]);
    assert_eq!(mistakes("废止 单位 条\n"), ["unknown-type a:12 b:2", "unknown-unit a:15 b:2"]);
    assert_eq!(mistakes("废止 方案.第四条\n"), ["unknown-citation a:17 b:2"]);
    assert_eq!(
        mistakes("废止 占比\n新增 解释 读法 适用 占比: \"如此\" { 零基数 为 满足 }\n"),
        ["unknown-name b:3 b:2"]
    );
    // In tests as well, and the policy stands.
    let (files, compiled) = amended("废止 户数\n测试 \"户\" { 期望 户数: 满足 }\n");
    assert_eq!(wrong(&files, &compiled), ["unknown-name b:3 b:2"]);
    assert!(compiled.program.is_some());
}

#[test]
fn chains_in_any_order_and_both_spellings() {
    let b = format!("{HEADER}替换 参数 单价 = 3万元/户\n新增 达标.所在: 市 为 甲市\n新增 参数 新价 = 1元\n");
    let c = "policy c-2025 \"third\" amends b-2024 year 2025 valid until 2025-12-31
source changes { clause1 normative }
replace param 单价 = 4万元/户
replace 达标.所在: 市 is 乙市
repeal 新价 cites clause1
repeal 达标.条数
add advice 多数: 占比(店 where 达标) >= 50%
";
    for order in [[BASE, &b, c], [c, &b, BASE], [&b, BASE, c]] {
        let program = program(&order);
        assert_eq!(program.policy.id, "c-2025");
        assert!(matches!(program.policy.valid_until, Some(ValidUntil::Date(_))));
        let (_, price) = program.parameters.iter().find(|(_, p)| p.name.text == "单价").unwrap();
        assert_eq!(price.value, ParameterValue::Number(Decimal::from(40_000)));
        assert!(!program.parameters.values().any(|p| p.name.text == "新价"));
        let conditions: Vec<_> =
            program.criteria("达标").unwrap().1.conditions.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(conditions, ["时长", "所在"]);
        let text = shown(&files(&order));
        assert!(text.contains("policy c-2025 \"third\"\n  year 2025  status 试行 \"trial\"  valid until 2025-12-31"));
        assert!(text.contains("所在: 市 is 乙市"), "{text}");
        assert!(text.contains("clause1  narrative \"repeals 新价\""), "{text}");
    }
}

#[test]
fn which_policy_amends_which() {
    let of = |texts: &[&str]| {
        let files = files(texts);
        wrong(&files, &compile(&files))
    };
    assert_eq!(of(&["政策 b 修订 a-2022 年度 2024\n", BASE]), ["unknown-policy a:1 b:1"]);
    assert_eq!(of(&["政策 b 修订 a 年度 2024\n废止 甲\n"]), ["unknown-policy a:1"]);
    assert_eq!(of(&["政策 b 修订 b 年度 2024\n"]), ["circle a:1"]);
    assert_eq!(of(&["政策 b 修订 c 年度 2024\n", "政策 c 修订 b 年度 2024\n"]), ["circle a:1 b:1"]);
    let twice = format!("{HEADER}废止 户数\n");
    assert_eq!(of(&[BASE, &twice, &twice.replace("b-2024", "c-2024")]), ["duplicate-policy c:1 b:1"]);
    assert_eq!(of(&[BASE, &twice, BASE]), ["duplicate-policy c:1 a:1"]);
    // Where the amendment took the name of what it amends, it is the one to be renamed, whichever comes first.
    let same = twice.replace("b-2024", "a-2023");
    assert_eq!(of(&[&same, BASE]), ["duplicate-policy a:1 b:1"]);
    assert_eq!(of(&[BASE, &same]), ["duplicate-policy b:1 a:1"]);
    // What is added is looked at all the same.
    let added = of(&["政策 a 年度 2023\n新增 规则 甲: 乙 不低于2\n"]);
    assert_eq!(added, ["not-an-amendment a:2", "unknown-name a:2"]);
    assert_eq!(of(&["政策 a 年度 2023\n废止 甲\n"]), ["not-an-amendment a:2"]);
    // Without an amendment two policies are one too many.
    assert_eq!(of(&[BASE, "政策 b 年度 2023\n"]), ["duplicate-policy b:1 a:1"]);
}

#[test]
fn a_file_without_a_header_belongs_to_the_policy_before_it() {
    let extra = "新增 规则 多: 占比(店 其中 达标) 不低于50%\n测试 \"t\" { 店: 无 期望 占比: 不适用 }\n";
    let compiled = compile(&files(&[HEADER, extra, BASE, "测试 \"旧的二\" { 店: 无 期望 占比: 不适用 }\n"]));
    assert!(!compiled.has_errors());
    let tests: Vec<_> = compiled.tests.iter().map(|test| test.name.as_str()).collect();
    assert_eq!(tests, ["t"]);
}

#[test]
fn broken_text_costs_only_itself() {
    // What could not be read is not missed by the amendment.
    let broken = BASE.replace("参数 单价 = 2万元/户", "参数 单价 = = 2万元/户");
    let files = files_of(&broken, "替换 参数 单价 = 3万元/户\n废止 户数\n");
    assert_eq!(wrong(&files, &compile(&files)), ["unexpected a:10"]);
    assert_eq!(mistakes("替换 参数 单价 = =\n废止 户数\n").len(), 1);
    assert_eq!(mistakes("替换\n").len(), 1);
    assert_eq!(mistakes("新增 新增 参数 甲 = 1元\n").len(), 1);
    assert_eq!(mistakes("新增 达标.甲: \n").len(), 1);
    assert_eq!(mistakes("新增 店.甲: { 甲,\n").len(), 1);
    assert_eq!(mistakes("新增 甲\n").len(), 1);
}

#[test]
fn the_text_of_an_unamended_policy_is_itself() {
    let text = shown(&files(&[BASE]));
    assert!(text.starts_with("# 来自 a-2023 a.gj:1\n政策 a-2023 \"甲政策\" 年度 2023"), "{text}");
    assert!(text.contains("# 来自 a-2023 a.gj:13\n标准 达标 \"qualified\" 适用 店 依据 第二条 {\n  时长 \"hours\""));
    assert!(consolidate(&files(&["政策 a 年度 2023\n规则 甲: 乙\n"]), Language::Zh).is_none());
}

#[test]
fn the_header_names_what_it_amends() {
    assert_eq!(amended_id(HEADER).as_deref(), Some("a-2023"));
    assert_eq!(amended_id("# 注\npolicy b amends hlj-2023-01 year 2024\n").as_deref(), Some("hlj-2023-01"));
    assert_eq!(amended_id("policy b\n  amends `a b` year 2024\n").as_deref(), Some("a b"));
    assert_eq!(amended_id(BASE), None);
    assert_eq!(amended_id(""), None);
    assert_eq!(amended_id("规则 甲: 修订 a\n"), None);
}

#[test]
fn every_kind_of_item_is_amended() {
    let base = "policy p year 2023
source act \"An act\" { article_1 normative; article_2 narrative \"general\" }
unit household, firm
param rate = 3 yuan/household cites article_1
param later open yuan
table least by shop.kind gives hour cites article_1 { big: 80 h
  other: 60 h }
record shop key id counted household { id: text  hours: hour  kind: { big, small, .. }  base: yuan  now: yuan }
define long for shop: hours at least least[kind]
criteria good \"good one\" for shop { long: long; more: hours at least 10 h }
rule grown: each shop: now versus base grows at least 10%
interpretation zero for grown: \"as it is\" { zero_base is unmet }
sample usual for shop { hours: 80 h }
";
    let amendment = "policy q amends p year 2024
source act2 { article_1 normative }
replace unit firm \"company\"
add unit home
replace param rate = 4 yuan/home cites act2.article_1
";
    // What is paid per household is not paid per home: the unit is another.
    let both = files(&[base, amendment]);
    assert_eq!(wrong(&both, &compile(&both)), ["amended-dimension b:5 a:4"]);

    let amendment = "policy q amends p year 2024
source act2 { article_1 normative }
replace unit firm \"company\"
add unit home
replace param later = 5 yuan cites act2.article_1
replace table least by shop.kind gives hour { big: 90 h
  other: 60 h }
replace define long for shop: hours exceeds least[kind]
repeal good.long; replace good.more: hours at least 20 h
replace interpretation zero for grown: \"otherwise\" { zero_base is met }
replace sample usual for shop { hours: 91 h }
replace act.article_2 narrative \"said otherwise\"
add act.article_3 to_come \"next year\"
repeal shop.id
";
    let both = files(&[base, amendment]);
    let compiled = compile(&both);
    // A semicolon does not part items, and the key is still asked for where the record says so.
    assert_eq!(wrong(&both, &compiled), ["unknown-name a:8 b:14", "left-over b:9"]);
    let amendment = amendment.replace("repeal good.long; ", "repeal good.long\n").replace("repeal shop.id\n", "");
    let both = files(&[base, &amendment]);
    assert_eq!(wrong(&both, &compile(&both)), Vec::<String>::new());
    let text = shown(&both);
    for line in [
        "unit household, firm \"company\"\n",
        "param later = 5 yuan cites act2.article_1\n",
        "param rate = 3 yuan/household cites act.article_1\n",
        "criteria good \"good one\" for shop {\n  # 替换自 p a.gj:10，见 q b.gj:10\n  more: hours at least 20 h }\n",
        "article_2 narrative \"said otherwise\"\n  # 新增，见 q b.gj:14\n  article_3 to_come \"next year\"\n}",
    ] {
        assert!(text.contains(line), "{line}\n---\n{text}");
    }
    let table = "replace table least by shop.kind gives yuan { big: 90 yuan\n  other: 60 yuan }\n";
    let both = files(&[base, &format!("policy q amends p year 2024\n{table}")]);
    assert!(wrong(&both, &compile(&both)).contains(&"amended-dimension b:2 a:6".to_owned()));
}

#[test]
fn parts_of_parts_of_earlier_amendments() {
    let b = format!(
        "{HEADER}新增 达标.甲: 条数 不低于1条\n新增 达标.乙: 条数 不低于2条\n替换 达标.时长: 时长 不低于70小时\n"
    );
    let c =
        "政策 c 修订 b-2024 年度 2025\n替换 达标.甲: 条数 不低于3条\n废止 达标.乙\n废止 达标.时长\n废止 方案.第三条\n";
    let d = "政策 d 修订 c 年度 2026\n新增 达标.时长: 时长 不低于5小时\n废止 达标.甲\n";
    let program_of = |texts: &[&str]| {
        let program = program(texts);
        let (_, criteria) = program.criteria("达标").unwrap();
        criteria.conditions.iter().map(|c| c.name.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(program_of(&[BASE, &b, c]), ["条数", "甲"]);
    let text = shown(&files(&[BASE, &b, c]));
    assert!(text.contains("  # 新增，见 c c.gj:2\n  甲: 条数 不低于3条\n"), "{text}");
    assert_eq!(program_of(&[BASE, &b, c, d]), ["条数", "时长"]);
    shown(&files(&[BASE, &b, c, d]));
}

/// Many amendments of one criteria, of conditions that exist and of some that do not: time grows with the text.
#[test]
fn many_amendments_of_one_item() {
    let count = 4000;
    let mut base = String::from("政策 a 年度 2023\n数据 店 { 时: 小时 }\n标准 达标 适用 店 {\n");
    let mut text = String::from("政策 b 修订 a 年度 2024\n");
    for index in 0..count {
        base.push_str(&format!("  甲{index}: 时 不低于1小时\n"));
        text.push_str(&match index % 4 {
            0 => format!("替换 达标.甲{index}: 时 不低于2小时\n"),
            1 if index > 1 => format!("废止 达标.甲{index}\n"),
            2 => format!("新增 达标.乙{index}: 时 不低于2小时\n"),
            _ => format!("替换 达标.丙{index}: 时 不低于2小时\n"),
        });
    }
    base.push_str("}\n");
    let files = files(&[&base, &text]);
    let compiled = compile(&files);
    let unknown = compiled.diagnostics.iter().filter(|found| found.code == "amends-unknown").count();
    assert_eq!(unknown, count / 4 + 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Whatever an amendment says, it is answered; and what compiles is shown so that it compiles to the same.
    #[test]
    fn any_amendment_is_answered(picks in proptest::collection::vec((0..LINES.len(), 0..LINES.len()), 0..6)) {
        let mut text = HEADER.to_owned();
        for (line, _) in &picks {
            text.push_str(LINES[*line]);
            text.push('\n');
        }
        let both = files(&[BASE, &text]);
        let compiled = compile(&both);
        if compiled.program.is_some() {
            shown(&both);
        } else {
            prop_assert!(compiled.has_errors());
        }
        // Cut anywhere.
        if let Some((_, at)) = picks.first() {
            let mut end = text.len().saturating_sub(at * 3);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            let _answered = compile(&files(&[BASE, &text[..end]]));
        }
    }
}

const LINES: &[&str] = &[
    "替换 预算 总额 = 120万元 依据 方案.第一条",
    "替换 预算 总额 = 120户",
    "替换 参数 单价 \"price\" = 3万元/户",
    "替换 参数 期限 = 2024-06-30",
    "废止 期限",
    "废止 参数 单价 依据 修订.第一条",
    "依据文件 修订 { 第一条 规范; 第四条 说明 \"略\" }",
    "新增 规则 多: 计数(店) 至少3户 依据 修订.第一条",
    "新增 规则 多: 计数(店) 至少4户",
    "替换 规则 占比 依据 方案.第四条: 占比(店 其中 达标) 不低于15%",
    "废止 占比",
    "废止 户数",
    "替换 达标.时长: 时长 不低于80小时 依据 第三条",
    "废止 达标.条数",
    "废止 达标.时长",
    "新增 达标.所在 \"place\": 市 为 甲市",
    "新增 店.新: 元 可缺 可负",
    "替换 店.市: { 甲市, 乙市 }",
    "废止 店.条数",
    "替换 标准 达标 适用 店 { 时长: 时长 不低于1小时 }",
    "新增 单位 款, 件",
    "废止 单位 条",
    "新增 方案.第五条 待写 \"等\"",
    "废止 方案.第四条",
    "新增 解释 读法 依据 方案.第四条 适用 占比: \"如此\" { }",
    "规则 漏: 计数(店) 至少3户",
];
