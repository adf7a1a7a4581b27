//! Single cells, through CSV and JSON.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

mod common;
use common::*;

/// What a cell of the recipients' table becomes, from CSV.
fn csv_cell(column: &str, value: &str) -> Result<String, &'static str> {
    let quoted = value.replace('"', "\"\"");
    let loaded = csv("服务对象.csv", &format!("编号,{column}\nA1,\"{quoted}\"\n"));
    outcome(&loaded, column)
}

/// The same from a JSON value.
fn json_cell(column: &str, value: &str) -> Result<String, &'static str> {
    let loaded = json(&format!(r#"{{"服务对象": [{{"编号": "A1", "{column}": {value}}}]}}"#));
    outcome(&loaded, column)
}

fn outcome(loaded: &guiju_data::Loaded, column: &str) -> Result<String, &'static str> {
    let errors = errors(loaded);
    match errors.first() {
        None => Ok(cell(facts(loaded), "服务对象", 0, column)),
        Some(error) => {
            assert_eq!(errors.len(), 1, "{errors:#?}");
            let at = place(error);
            assert_eq!(at.column.as_deref(), Some(column));
            assert_eq!(at.table.as_deref(), Some("服务对象"));
            assert!(at.row.is_some() && error.help.is_some());
            Err(error.code)
        }
    }
}

#[track_caller]
fn both(column: &str, value: &str, expected: Result<&str, &'static str>) {
    let expected = expected.map(str::to_owned);
    assert_eq!(csv_cell(column, value), expected, "CSV {value}");
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(json_cell(column, &text), expected, "JSON {value}");
}

#[test]
fn numbers_are_exact_and_in_base_units() {
    both("直播时长", "59.99", Ok("59.99"));
    both("直播时长", "60", Ok("60"));
    both("直播时长", " +60.50 ", Ok("60.5"));
    both("投资", "2.27", Ok("22700"));
    both("投资", "0.00001", Ok("0.1"));
    both("直播时长", "１２．５", Ok("12.5"));
    both("直播时长", "0.1234567890123456789012345678", Ok("0.1234567890123456789012345678"));
    both("短视频", "19", Ok("19"));
    both("短视频", "19.00", Ok("19"));
    both("增减", "-5.5", Ok("-5.5"));
    both("增减", "－5", Ok("-5"));
}

#[test]
fn percentages_are_for_rates() {
    both("占比", "20%", Ok("0.2"));
    both("占比", "0.2", Ok("0.2"));
    both("占比", "19.99999％", Ok("0.1999999"));
    both("费率", "20", Ok("0.2"));
    both("费率", "20%", Ok("0.2"));
    both("投资", "20%", Err("unit-in-cell"));
    both("短视频", "20%", Err("unit-in-cell"));
    both("占比", "-20%", Err("negative"));
}

#[test]
fn numbers_that_are_refused() {
    both("直播时长", "1,234.5", Err("thousands-separator"));
    both("直播时长", "1，234", Err("thousands-separator"));
    both("直播时长", "1_000", Err("thousands-separator"));
    both("直播时长", "1 000", Err("thousands-separator"));
    both("直播时长", "1e3", Err("bad-number"));
    both("直播时长", "六十", Err("bad-number"));
    both("直播时长", "12abc34", Err("bad-number"));
    both("直播时长", ".5", Err("bad-number"));
    both("直播时长", "60小时", Err("unit-in-cell"));
    both("投资", "¥2.27", Err("unit-in-cell"));
    both("直播时长", "NaN", Err("not-finite"));
    both("直播时长", "-Infinity", Err("not-finite"));
    both("直播时长", "-1", Err("negative"));
    both("短视频", "1.5", Err("not-whole"));
    both("直播时长", "0.12345678901234567890123456789", Err("too-many-digits"));
    both("直播时长", "79228162514264337593543950336", Err("number-too-large"));
    both("投资", "79228162514264337593543950335", Err("number-too-large"));
}

#[test]
fn json_numbers_keep_their_digits() {
    assert_eq!(json_cell("投资", "0.1"), Ok("1000".into()));
    assert_eq!(json_cell("投资", "2.27e0"), Ok("22700".into()));
    assert_eq!(json_cell("短视频", "9007199254740993"), Ok("9007199254740993".into()));
    assert_eq!(json_cell("短视频", "2E+1"), Ok("20".into()));
    assert_eq!(json_cell("直播时长", "1e400"), Err("number-too-large"));
    assert_eq!(json_cell("直播时长", "1e-400"), Err("too-many-digits"));
    assert_eq!(json_cell("直播时长", "0e400"), Ok("0".into()));
    assert_eq!(json_cell("直播时长", "-0.0"), Ok("0".into()));
    assert_eq!(json_cell("直播时长", "-1"), Err("negative"));
    assert_eq!(json_cell("短视频", "1.5"), Err("not-whole"));
    assert_eq!(json_cell("成立", "2023"), Ok("2023".into()));
    assert_eq!(json_cell("成立", "23.5"), Err("bad-year"));
    assert_eq!(json_cell("市地", "230100"), Err("number-for-text"));
    assert_eq!(json_cell("服务止", "45047"), Err("bad-date"));
    assert_eq!(json_cell("直播时长", "[60]"), Err("not-one-value"));
    assert_eq!(json_cell("直播时长", "{}"), Err("not-one-value"));
    assert_eq!(json_cell("直播时长", "true"), Err("unexpected-yes-no"));
}

#[test]
fn yes_and_no() {
    for yes in ["是", "yes", "YES", "true", "TRUE"] {
        both("新开店铺", yes, Ok("是"));
    }
    for no in ["否", "no", "false"] {
        both("新开店铺", no, Ok("否"));
    }
    both("新开店铺", "1", Err("bad-yes-no"));
    both("新开店铺", "也许", Err("bad-yes-no"));
    assert_eq!(json_cell("新开店铺", "true"), Ok("是".into()));
    assert_eq!(json_cell("新开店铺", "0"), Err("bad-yes-no"));
}

#[test]
fn dates_and_times() {
    both("服务止", "2023-09-01", Ok("2023-09-01"));
    both("服务止", "2023年9月1日", Ok("2023-09-01"));
    both("服务止", "２０２３-09-01", Ok("2023-09-01"));
    both("服务止", "2023-02-30", Err("impossible-date"));
    both("服务止", "2023/9/1", Err("bad-date"));
    both("服务止", "2023-9-1", Err("bad-date"));
    both("成立", "2019年", Ok("2019"));
    both("成立", "19", Err("bad-year"));
    both("申请时间", "2023-05-01T10:00:00", Ok("2023-05-01T10:00:00"));
    both("申请时间", "2023-05-01 10:00:00", Ok("2023-05-01T10:00:00"));
    both("申请时间", "2023-05-01", Err("bad-instant"));
    both("申请时间", "2023-05-01T25:00:00", Err("impossible-date"));
    both("申请时间", "2023-05-01T10:00:00+08:00", Err("bad-instant"));
}

#[test]
fn the_help_shows_what_to_write() {
    let help = |column: &str, value: &str| {
        let loaded = csv("服务对象.csv", &format!("编号,{column}\nA1,\"{value}\"\n"));
        errors(&loaded)[0].help.clone().unwrap()
    };
    assert_eq!(help("直播时长", "1,234.5").en, "write 1234.5");
    assert_eq!(help("服务止", "2023/9/1").zh, "若指 2023-09-01，就这样写");
    assert!(help("投资", "5元").zh.contains("这一列的单位是万元"));
    assert!(help("新开店铺", "1").en.contains("write yes"));
    assert_eq!(help("店型", "品牌").en, "did you mean 品牌店?");
    assert_eq!(help("直播时长", "'60").en, "write 60");
}

#[test]
fn texts_keep_their_zeros_and_have_one_spelling() {
    both("市地", "00123", Ok("00123"));
    both("市地", "哈尔滨", Ok("哈尔滨"));
    both("市地", "e\u{301}", Ok("\u{e9}"));
    both("市地", "O'Brien", Ok("O'Brien"));
    both("市地", "#1 店", Ok("#1 店"));
    both("市地", "'00123", Err("leading-apostrophe"));
    for accident in ["#REF!", "#N/A", "#DIV/0!", "########"] {
        both("市地", accident, Err("spreadsheet-error"));
        both("直播时长", accident, Err("spreadsheet-error"));
    }
}

#[test]
fn enumerations() {
    both("店型", "品牌店", Ok("品牌店"));
    both("店型", "brand", Ok("品牌店"));
    both("店型", "小店", Err("unknown-value"));
    both("类型", "别的", Ok("别的"));
}

#[test]
fn blanks_are_unknown_or_say_that_there_is_none() {
    both("直播时长", "", Ok("?"));
    both("直播时长", "   ", Ok("?"));
    both("服务止", "", Ok("-"));
    both("服务止", "\u{3000}", Ok("-"));
    assert_eq!(json_cell("直播时长", "null"), Ok("?".into()));
    assert_eq!(json_cell("服务止", "null"), Ok("-".into()));
    let loaded = csv("服务对象.csv", "编号\nA1\n");
    assert_eq!(cell(facts(&loaded), "服务对象", 0, "服务止"), "?", "a missing column is unknown");
}

#[test]
fn a_number_with_its_unit_is_shown_in_that_of_the_column() {
    let help = |column: &str, value: &str| {
        let loaded = csv("服务对象.csv", &format!("编号,{column}\nA1,{value}\n"));
        let found = errors(&loaded);
        assert_eq!(found[0].code, "unit-in-cell");
        let help = found[0].help.as_ref().unwrap();
        (help.zh.clone(), help.en.clone())
    };
    for (value, number) in [
        ("200万元", "200"),
        ("200元", "0.02"),
        ("1亿元", "10000"),
        ("3亿", "30000"),
        ("2.5 万", "2.5"),
        ("1元", "0.0001"),
    ] {
        let (zh, en) = help("投资", value);
        assert!(zh.ends_with(&format!("“{value}”写成 {number}")), "{zh}");
        assert!(en.ends_with(&format!("write “{value}” as {number}")), "{en}");
    }
    for (column, value) in [("投资", "200小时"), ("直播时长", "60分钟"), ("投资", "¥2.27")] {
        let (zh, _) = help(column, value);
        assert!(zh.contains("换算成"), "{zh}");
    }
}
