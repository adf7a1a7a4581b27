//! The same facts by CSV, JSON and Rust structs are the same columns.
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
use guiju_program::Decimal;
use proptest::prelude::*;
use serde::Serialize;

#[derive(Clone, Debug, Serialize)]
struct Row {
    编号: String,
    市地: Option<String>,
    新开店铺: Option<bool>,
    投资: Option<Decimal>,
    短视频: Option<u32>,
    服务止: Option<String>,
    月度销售: Vec<Month>,
}

#[derive(Clone, Debug, Serialize)]
struct Month {
    月份: String,
    销售额: Option<Decimal>,
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (0_i64..i64::MAX, 0_u32..19).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn month() -> impl Strategy<Value = Month> {
    prop::option::of(decimal()).prop_map(|销售额| Month { 月份: String::new(), 销售额 })
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        prop::option::of("[哈齐牡a-c, \"]{1,4}".prop_filter("blank", |t| !t.trim().is_empty())),
        any::<Option<bool>>(),
        prop::option::of(decimal()),
        any::<Option<u32>>(),
        prop::option::of((1_u8..13, 1_u8..29).prop_map(|(m, d)| format!("2023-{m:02}-{d:02}"))),
        prop::collection::vec(month(), 0..4),
    );
    prop::collection::vec(row, 0..8).prop_map(|rows| {
        rows.into_iter()
            .enumerate()
            .map(|(n, (市地, 新开店铺, 投资, 短视频, 服务止, mut months))| {
                for (m, month) in months.iter_mut().enumerate() {
                    month.月份 = format!("2023-{:02}", m + 1);
                }
                Row {
                    编号: format!("A{}", (n * 7) % 11), 市地, 新开店铺, 投资, 短视频, 服务止, 月度销售: months
                }
            })
            .collect()
    })
}

fn csv_texts(rows: &[Row]) -> (String, String) {
    let text = |value: &Option<String>| value.clone().unwrap_or_default().replace('"', "\"\"");
    let shown = |value: Option<String>| value.unwrap_or_default();
    let mut recipients = String::from("编号,市地,新开店铺,投资,短视频,服务止\n");
    let mut months = String::from("销售额,服务对象,月份\n");
    for row in rows {
        recipients.push_str(&format!(
            "{},\"{}\",{},{},{},{}\n",
            row.编号,
            text(&row.市地),
            row.新开店铺.map_or("", |yes| if yes { "是" } else { "否" }),
            shown(row.投资.map(|n| n.to_string())),
            shown(row.短视频.map(|n| n.to_string())),
            text(&row.服务止),
        ));
        for month in &row.月度销售 {
            let sales = shown(month.销售额.map(|n| n.to_string()));
            months.push_str(&format!("{sales},{},{}\n", row.编号, month.月份));
        }
    }
    (recipients, months)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn formats_agree(rows in rows()) {
        let from_rust = load(|loader| {
            loader.rows("服务对象", &rows);
            // An empty list of rows says nothing of the child table.
            if rows.is_empty() { loader.rows::<Row>("月度销售", &[]); }
        });
        let document = serde_json::json!({ "服务对象": rows, "月度销售": [] }).to_string();
        let from_json = json(&document);
        let (recipients, months) = csv_texts(&rows);
        let from_csv = load(|loader| {
            loader.csv("月度销售.csv", months.as_bytes());
            loader.csv("服务对象.csv", recipients.as_bytes());
        });
        let expected = dump(facts(&from_csv));
        prop_assert_eq!(&dump(facts(&from_rust)), &expected);
        prop_assert_eq!(&dump(facts(&from_json)), &expected);
    }

    #[test]
    fn the_order_of_rows_does_not_matter(rows in rows(), seed in any::<usize>()) {
        let mut turned = rows.clone();
        if !turned.is_empty() {
            let by = seed % turned.len();
            turned.rotate_left(by);
            turned.reverse();
        }
        let dumped = |rows: &[Row]| dump(facts(&load(|loader| loader.rows("服务对象", rows))));
        prop_assert_eq!(dumped(&rows), dumped(&turned));
    }
}
