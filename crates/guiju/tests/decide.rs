//! One application at a time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

use guiju::civil::date;
use guiju::diagnostic::Place;
use guiju::report::json::Standing;
use guiju::{DecideError, Decision, Exact, Options, Policy, SourceFile};

const POLICY: &str = r#"
政策 示例 "直播带货服务补助" 年度 2023
依据文件 方案 "示例方案" {
  第一条 规范
  第二条 规范
}
单位 户
数据 服务主体 键 编号 { 编号: 文本 }
数据 服务对象 "recipient" 键 编号 计 户 { 编号: 文本  服务主体: 服务主体  直播时长: 小时 }
数据 月度销售 属于 服务对象 键 月份 计 个月 { 月份: 年月  销售额: 元 }
标准 达标 适用 服务对象 依据 第一条 {
  直播时长: 直播时长 不低于60小时
  销售:     计数(月度销售 其中 销售额 不低于10万元) 至少2个月
}
规则 跟踪 依据 第二条: 每个 服务对象: 计数(月度销售) 至少2个月
"#;

fn policy() -> Policy {
    Policy::compile(vec![SourceFile::new("policy.gj", POLICY)]).policy.unwrap()
}

fn decide(row: &str) -> Result<Decision, DecideError> {
    policy().decide_json("服务对象", row, &Options::new(date(2023, 12, 31)))
}

#[test]
fn all_failed_conditions_with_their_numbers() {
    let decision = decide(
        r#"{"编号": "A", "服务主体": "P", "直播时长": 59.99,
            "月度销售": [{"月份": "2023-05", "销售额": 100000.00}]}"#,
    )
    .unwrap();
    assert_eq!(decision.key, "A");
    let criteria = decision.criteria("达标").unwrap();
    assert_eq!(criteria.verdict, Standing::Fail);
    assert_eq!(criteria.cites, ["第一条"]);
    let names: Vec<&str> = criteria.conditions.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(names, ["直播时长", "销售"]);
    let hours = &criteria.conditions[0];
    assert_eq!(hours.numbers.margin.as_deref(), Some("-0.01"));
    let margin = hours.measure.as_ref().unwrap().margin.clone();
    assert_eq!(margin, Some(Exact::scaled(-1, 2)));
    assert_eq!(decision.rules[0].id, "跟踪");
    assert_eq!(decision.rules[0].verdict, Standing::Fail);
    let row = decision.rules[0].row.as_ref().unwrap();
    assert_eq!(row.measure.measured.as_deref(), Some("1"));
}

#[test]
fn what_is_left_out_is_unknown_and_named() {
    let decision = decide(r#"{"编号": "A", "直播时长": 60}"#).unwrap();
    let criteria = decision.criteria("达标").unwrap();
    assert_eq!(criteria.verdict, Standing::Undetermined);
    assert_eq!(criteria.conditions.len(), 1);
    assert_eq!(criteria.conditions[0].id, "销售");
    assert_eq!(criteria.conditions[0].missing.len(), 1);
}

#[test]
fn rows_of_ones_own_types() {
    #[derive(serde::Serialize)]
    struct Month {
        月份: &'static str,
        销售额: u32,
    }
    #[derive(serde::Serialize)]
    struct Recipient {
        编号: &'static str,
        直播时长: u32,
        月度销售: Vec<Month>,
    }
    let month = |月份| Month { 月份, 销售额: 100_000 };
    let row = Recipient { 编号: "A", 直播时长: 60, 月度销售: vec![month("2023-05"), month("2023-06")] };
    let options = Options::new(date(2023, 12, 31));
    // By the record's label as well as by its name.
    let decision = policy().decide("recipient", &row, &options).unwrap();
    assert_eq!(decision.criteria("达标").unwrap().verdict, Standing::Pass);
    assert!(decision.criteria("达标").unwrap().conditions.is_empty());
}

#[test]
fn mistakes_are_told_with_their_place_in_the_row() {
    let error = decide("{\n\"编号\": \"A\",\n\"直播时长\": \"many\"}").unwrap_err();
    let DecideError::Facts(mistakes) = error else { panic!("{error}") };
    assert_eq!(mistakes.len(), 1);
    let Place::Facts(place) = &mistakes[0].place else { panic!("{mistakes:?}") };
    assert_eq!(place.column.as_deref(), Some("直播时长"));
    assert_eq!(place.position.map(|(line, _)| line), Some(3));

    for row in ["", "[", "7", "[]", "{}", "{\"编号\": \"A\"}]}, {\"x\": [", "null"] {
        assert!(matches!(decide(row), Err(DecideError::Facts(_))), "{row}");
    }
    let options = Options::new(date(2023, 12, 31));
    let unknown = policy().decide_json("没有", "{}", &options);
    assert!(matches!(unknown, Err(DecideError::UnknownRecord(_))));
}
