//! Facts from Rust structs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

mod common;
use std::collections::BTreeMap;

use common::*;
use guiju_program::Decimal;
use guiju_program::civil::{Date, DateTime};
use serde::Serialize;

#[derive(Serialize)]
enum Kind {
    #[serde(rename = "品牌店")]
    Brand,
    #[serde(rename = "large")]
    Large,
}

#[derive(Serialize)]
struct Month {
    month: &'static str,
    sales: Decimal,
}

#[derive(Serialize)]
struct Recipient {
    id: String,
    kind: Kind,
    new_store: bool,
    hours: Decimal,
    videos: u64,
    invested: Decimal,
    ends: Option<Date>,
    founded: i16,
    applied: DateTime,
    share: Option<Decimal>,
    #[serde(rename = "月度销售")]
    months: Option<Vec<Month>>,
}

fn recipient(id: &str) -> Recipient {
    Recipient {
        id: id.into(),
        kind: Kind::Brand,
        new_store: true,
        hours: Decimal::new(5999, 2),
        videos: 9_007_199_254_740_993,
        invested: Decimal::new(227, 2),
        ends: None,
        founded: 2019,
        applied: "2023-05-01T10:00:00".parse().unwrap(),
        share: None,
        months: None,
    }
}

#[test]
fn a_struct_is_a_row() {
    let mut other = recipient("A2");
    other.kind = Kind::Large;
    other.ends = Some(Date::constant(2023, 9, 1));
    other.months = Some(vec![Month { month: "2023-05", sales: Decimal::new(15, 1) }]);
    let loaded = load(|loader| loader.rows("recipient", &[recipient("A1"), other]));
    let facts = facts(&loaded);
    let at = |row, name| cell(facts, "服务对象", row, name);
    assert_eq!(at(0, "店型"), "品牌店");
    assert_eq!(at(1, "店型"), "限上店");
    assert_eq!(at(0, "新开店铺"), "是");
    assert_eq!(at(0, "直播时长"), "59.99");
    assert_eq!(at(0, "短视频"), "9007199254740993");
    assert_eq!(at(0, "投资"), "22700");
    assert_eq!(at(0, "服务止"), "-");
    assert_eq!(at(1, "服务止"), "2023-09-01");
    assert_eq!(at(0, "占比"), "?");
    assert_eq!(at(0, "成立"), "2019");
    assert_eq!(at(0, "申请时间"), "2023-05-01T10:00:00");
    assert_eq!(at(0, "市地"), "?");
    assert!(dump(facts).contains("月度销售 A2/2023-05 | 2023-05 | 1.5 | owner 1"));
    assert!(dump(facts).contains("月度销售 given [false, true]"));
}

#[test]
fn floats_are_refused_by_name() {
    #[derive(Serialize)]
    struct Row {
        id: &'static str,
        hours: f64,
        videos: f32,
    }
    let loaded = load(|loader| loader.rows("服务对象", &[Row { id: "A1", hours: 59.99, videos: 1.0 }]));
    assert_eq!(codes(&loaded), ["float-for-exact"; 2]);
    let error = errors(&loaded)[0];
    assert!(error.message.en.contains("直播时长"));
    assert_eq!(place(error).column.as_deref(), Some("直播时长"));
    assert_eq!(place(error).row, Some(1));
    assert!(error.help.as_ref().unwrap().en.contains("Decimal"));
}

#[test]
fn maps_are_rows_too() {
    let row = BTreeMap::from([("编号", "A1"), ("直播时长", "59.99")]);
    let loaded = load(|loader| loader.rows("服务对象", [&row]));
    assert_eq!(cell(facts(&loaded), "服务对象", 0, "直播时长"), "59.99");
}

#[test]
fn what_cannot_be_a_row_or_cell_is_said() {
    #[derive(Serialize)]
    struct Row {
        编号: Option<&'static str>,
        市地: u32,
        直播时长: Vec<u8>,
        短视频: i128,
        天气: &'static str,
        月度销售: u8,
    }
    let row =
        Row { 编号: Some("A1"), 市地: 1, 直播时长: vec![], 短视频: i128::MAX, 天气: "", 月度销售: 3 };
    let loaded = load(|loader| loader.rows("服务对象", &[row]));
    let found = ["number-for-text", "not-one-value", "number-too-large", "unknown-column", "not-a-list"];
    assert_eq!(codes(&loaded), found);
    assert_eq!(codes(&load(|loader| loader.rows("服务对象", &[7, 8]))), ["unreadable-row"; 2]);
    assert_eq!(codes(&load(|loader| loader.rows("天气", &[7, 8]))), ["unknown-table"]);
    let blank = BTreeMap::from([("编号", None::<&str>)]);
    assert_eq!(codes(&load(|loader| loader.rows("服务对象", [&blank]))), ["blank-key"]);
}

#[test]
fn children_on_their_own_name_their_owner() {
    #[derive(Serialize)]
    struct Row {
        recipient: &'static str,
        month: &'static str,
        sales: i64,
    }
    let rows = [Row { recipient: "A1", month: "2023年5月", sales: 7 }];
    let loaded = load(|loader| {
        loader.rows("月度销售", &rows);
        loader.csv("服务对象.csv", "编号\nA1\n".as_bytes());
    });
    assert!(dump(facts(&loaded)).contains("月度销售 A1/2023-05 | 2023-05 | 7 | owner 0"));
}

#[test]
fn types_that_contain_themselves_come_to_an_end() {
    #[derive(Serialize)]
    struct Row {
        编号: &'static str,
        服务对象: Vec<Row>,
    }
    let mut row = Row { 编号: "A1", 服务对象: vec![] };
    for _ in 0..200 {
        row = Row { 编号: "A1", 服务对象: vec![row] };
    }
    // 服务对象 is not a child of itself, so that the inner ones are an unknown column.
    assert_eq!(codes(&load(|loader| loader.rows("服务对象", &[row]))), ["unknown-column"]);
}
