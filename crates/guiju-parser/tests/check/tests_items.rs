//! Test items and samples.

use guiju_parser::compile;
use guiju_program::Decimal;
use guiju_program::source::SourceFile;
use guiju_program::test_item::{Expected, Subject, TestItem};
use guiju_program::value::{Cell, Value, Verdict};

use super::support::{framed, run, wrong};

fn tests(items: &str) -> Vec<TestItem> {
    let compiled = run(&framed(items));
    let errors: Vec<_> = compiled.diagnostics.iter().filter(|found| found.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    compiled.tests
}

#[test]
fn rows_with_typed_values() {
    let tests = tests(
        "测试 \"一\" {
  基准日: 2023-12-31
  店 甲 {
    编号: \"A1\"  类型: 甲类  销售: 1.5万元  时长: 60小时  条数: 20条  开业: 2023-03-01  止: 无  验: 是
    率: 12.5%  得分: −3分  主体: 某  去年: 未知
    月 { 月份: 2023-05  额: 10万元  年: 2023年 }
    月 { 月份: 2023-06 }
  }
  店 × 98 { 合格: 满足  类型: 乙类 }
  主体 某 { 编号: \"S\" }
  期望 甲.合格: 满足
  期望 甲.合格.时长: 不满足 因 时长
}",
    );
    let test = &tests[0];
    assert_eq!(test.as_of.unwrap().to_string(), "2023-12-31");
    let shops = &test.tables[0];
    let (row, many) = (&shops.rows[0], &shops.rows[1]);
    let cell = |index: u32| {
        let found = row.fields.iter().find(|(field, _)| field.0 == index);
        found.unwrap().1.clone()
    };
    assert_eq!(cell(0), Cell::Known(Value::Text("A1".to_owned())));
    // A reference by a row's label is one by its key.
    assert_eq!(cell(1), Cell::Known(Value::Text("S".to_owned())));
    assert_eq!(cell(3), Cell::Known(Value::Text("甲类".to_owned())));
    assert_eq!(cell(4), Cell::Known(Value::Number(Decimal::from(15_000))));
    assert_eq!(cell(5), Cell::Unknown);
    assert_eq!(cell(9), Cell::Absent);
    assert_eq!(cell(11), Cell::Known(Value::YesNo(true)));
    assert_eq!(cell(12), Cell::Known(Value::Number(Decimal::new(125, 3))));
    assert_eq!(cell(14), Cell::Known(Value::Number(Decimal::from(-3))));
    assert_eq!(row.children.len(), 1);
    assert_eq!(row.children[0].rows.len(), 2);
    assert_eq!(many.repeat, 98);
    assert_eq!(many.given.len(), 1);
    assert_eq!(many.given[0].1, Verdict::Pass);
    assert!(matches!(&test.expectations[0].subject, Subject::Criteria(_, row) if row == "甲"));
    assert!(matches!(&test.expectations[1].subject, Subject::Condition(_, 0, _)));
    assert_eq!(test.expectations[1].because, ["时长"]);
}

#[test]
fn samples_are_the_start_of_rows() {
    let tests = tests(
        "样例 好店 适用 店 { 时长: 60小时  条数: 20条  月 { 月份: 2023-05 } }
样例 更好 适用 店 如 好店 { 时长: 61小时 }
测试 \"一\" {
  店 甲 如 更好 { 条数: 19条 }
  店 乙 如 更好 { 月: 无 }
  店 丙 如 更好 { 月 { 月份: 2023-07 }  月 { 月份: 2023-08 } }
}",
    );
    let rows = &tests[0].tables[0].rows;
    let numbers: Vec<_> = rows[0]
        .fields
        .iter()
        .map(|(_, cell)| match cell {
            Cell::Known(Value::Number(number)) => number.to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(numbers, ["61", "19"]);
    let months: Vec<_> = rows.iter().map(|row| row.children[0].rows.len()).collect();
    assert_eq!(months, [1, 0, 2]);
}

#[test]
fn expected_values_and_reasons() {
    let tests = tests(
        "定义 均 = 平均(店.销售)
定义 双 适用 店 = 销售 × 2
规则 足: 计数(店) 不低于3户
规则 各: 每个 店: 销售 较 去年 增长 20%以上
预算 分 = 1万元 划自 总额
测试 \"一\" {
  店 甲 { }
  店: 无
}
测试 \"二\" {
  月: 无
  店 甲 { }
  期望 足: 1家
  期望 足: 不满足
  期望 均: 3万元
  期望 均: 待定 因 店.销售
  期望 甲.双: 2元
  期望 甲.各: 待定 因 零基数, 店.去年, 门槛
  期望 各: 待定 因 甲
  期望 总额: 满足
}"
        .replace("  店: 无\n", "")
        .as_str(),
    );
    let expected: Vec<_> = tests[1].expectations.iter().map(|e| &e.expected).collect();
    assert_eq!(expected[0], &Expected::Value(Value::Number(Decimal::ONE)));
    assert_eq!(expected[2], &Expected::Value(Value::Number(Decimal::from(30_000))));
    assert_eq!(expected[3], &Expected::Verdict(Verdict::Undetermined));
    assert_eq!(tests[1].expectations[5].because, ["zero_base", "店.去年", "门槛"]);
    assert!(matches!(tests[1].expectations[5].subject, Subject::RuleOnRow(..)));
    assert!(tests[1].tables[0].rows.is_empty());
}

#[test]
fn what_is_wrong_with_tests() {
    let rules = "规则 足: 计数(店) 不低于3户\n定义 双 适用 店 = 销售 × 2\n";
    for (body, expected) in [
        ("店 甲 { 销售: 3 }", "unit-mismatch"),
        ("店 甲 { 销售: 3小时 }", "unit-mismatch"),
        ("店 甲 { 销售: −3元 }", "negative-fact"),
        ("店 甲 { 销售: 是 }", "not-a-literal"),
        ("店 甲 { 销售: 无 }", "not-optional"),
        ("店 甲 { 验: 满足 }", "verdict-for-field"),
        ("店 甲 { 合格: 是 }", "value-for-verdict"),
        ("店 甲 { 双: 3元 }", "computed-not-given"),
        ("店 甲 { 类型: 丙类 }", "unknown-value"),
        ("店 甲 { 销受: 3元 }", "unknown-name"),
        ("店 甲 { 销售: 3元  销售: 4元 }", "duplicate-name"),
        ("主体 甲 { 等级: 1.5 }", "not-an-integer"),
        ("点 甲 { 销售: 3元 }", "unknown-name"),
        ("月 甲 { 额: 3元 }", "row-without-owner"),
        ("店 甲 { 主体 { 编号: 甲 } }", "row-without-owner"),
        ("店 甲 { }\n  店 甲 { }", "duplicate-name"),
        ("店 甲 × 0 { }", "wrong-repeat"),
        ("店 甲 如 坏店 { }", "unknown-name"),
        ("主体 { 编号: \"S\" }\n  店 甲 { 主体: 别家 }", "unknown-row"),
        ("汇总 { 总数: 3条 }\n  汇总 { 总数: 4条 }", "two-single-rows"),
        ("店 甲 { }\n  期望 乙.合格: 满足", "unknown-row"),
        ("店 甲 { }\n  期望 合格: 满足", "unknown-row"),
        ("店 甲 { }\n  期望 甲.足: 满足", "wrong-row"),
        ("店 甲 { }\n  期望 甲.合各: 满足", "unknown-name"),
        ("店 甲 { }\n  期望 甲.合格.长: 满足", "unknown-name"),
        ("店 甲 { }\n  期望 甲.合格: 3元", "value-for-verdict"),
        ("店 甲 { }\n  期望 甲.双: 满足", "verdict-for-value"),
        ("店 甲 { }\n  期望 足: 3元", "unit-mismatch"),
        ("店 甲 { }\n  期望 甲.合格: 不满足 因 长度", "unknown-name"),
        ("店 甲 { }\n  期望 组: 满足", "unknown-name"),
    ] {
        let text = format!("{rules}测试 \"一\" {{\n  {body}\n}}");
        let found = wrong(&text);
        assert_eq!(found.len(), 1, "{body}: {found:?}");
        assert!(found[0].starts_with(expected), "{body}: {found:?}");
        // The policy is right, and its program is there; the test is not.
        let compiled = run(&framed(&text));
        assert!(compiled.program.is_some() && compiled.tests.is_empty(), "{body}");
    }
}

#[test]
fn samples_do_not_go_round() {
    assert_eq!(wrong("样例 甲 适用 店 如 乙 { }\n样例 乙 适用 店 如 甲 { }"), ["circle@2"]);
    assert_eq!(wrong("样例 甲 适用 主体 { }\n测试 \"一\" { 店 如 甲 { } }"), ["wrong-sample@2"]);
}

#[test]
fn tests_stand_in_files_of_their_own() {
    let policy = SourceFile::new("policy.gj", framed(""));
    let more = SourceFile::new("tests/a.gj", "测试 \"一\" {\n  店 甲 { }\n  期望 甲.合格: 待定\n}\n");
    let compiled = compile(&[policy.clone(), more.clone()]);
    assert!(compiled.program.is_some() && compiled.tests.len() == 1);
    assert_eq!(compiled.tests[0].span.source.0, 1);
    // A broken test is an error, and leaves the program as it is.
    let broken = SourceFile::new("tests/b.gj", "测试 \"二\" {\n  店 甲 { 销售: }\n}\n");
    let compiled = compile(&[policy, more, broken]);
    assert!(compiled.has_errors());
    assert!(compiled.program.is_some(), "{:?}", compiled.diagnostics);
    assert_eq!(compiled.tests[0].name, "一");
}
