//! JSON documents as a whole.
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

#[test]
fn children_stand_inside_or_apart() {
    let nested = json(
        r#"{"服务对象": [
            {"月度销售": [{"月份": "2023年5月", "销售额": "1.50",
                           "日销售": [{"日期": "2023-05-01", "单数": 3}]}], "编号": "A1"},
            {"id": "A2", "month_sales": []}]}"#,
    );
    let apart = json(
        r#"{"月度销售": [{"服务对象": "A1", "月份": "2023-05", "销售额": 1.5}],
            "day_sales": [{"month_sales": "A1/2023-05", "date": "2023-05-01", "orders": 3.0}],
            "recipient": [{"id": "A2"}, {"id": "A1"}]}"#,
    );
    assert_eq!(dump(facts(&nested)), dump(facts(&apart)));
    assert!(dump(facts(&nested)).contains("日销售 A1/2023-05/2023-05-01 | 2023-05-01 | 3"));
}

#[test]
fn children_that_are_not_mentioned_are_unknown() {
    let text = r#"{"服务对象": [{"编号": "A1", "月度销售": []}, {"编号": "A2"}, {"编号": "A3", "月度销售": null}]}"#;
    let loaded = json(text);
    assert!(dump(facts(&loaded)).contains("月度销售 given [true, false, false]"));
    let loaded = load(|loader| {
        loader.json("a.json", text.as_bytes());
        loader.csv("服务对象.csv", "编号\nA0\n".as_bytes());
    });
    assert!(dump(facts(&loaded)).contains("月度销售 given [false, true, false, false]"));
    let loaded = load(|loader| {
        loader.json("a.json", text.as_bytes());
        loader.csv("月度销售.csv", "服务对象,月份\n".as_bytes());
    });
    assert!(dump(facts(&loaded)).contains("月度销售 given [true, true, true]"));
    assert!(dump(facts(&json(r#"{"服务对象": [{"编号": "A1"}]}"#))).contains("月度销售 not given"));
}

#[test]
fn a_single_record_may_be_an_object() {
    assert_eq!(cell(facts(&json(r#"{"全局": {"总额": 7}}"#)), "全局", 0, "总额"), "7");
    assert_eq!(cell(facts(&json(r#"{"全局": [{"总额": 7}]}"#)), "全局", 0, "总额"), "7");
    assert_eq!(codes(&json(r#"{"服务对象": {"编号": "A1"}}"#)), ["not-a-list"]);
}

#[test]
fn places_have_line_and_column() {
    let loaded = json(
        "{\"服务对象\": [\n  {\"编号\": \"A1\", \"直播时长\": \"x\"},\n  {\"编号\": \"A1\"},\n  {\"编号\": \"A2\", \"市第\": 1,\n   \"月度销售\": [{\"月份\": \"2023-13\"}, {\"月份\": \"2023-01\", \"销售额\": -1}]}\n]}",
    );
    let found: Vec<_> =
        errors(&loaded).iter().map(|d| (d.code, place(d).row.unwrap(), place(d).position.unwrap())).collect();
    assert_eq!(
        found,
        [
            ("bad-number", 1, (2, 24)),
            ("unknown-column", 3, (4, 22)),
            ("impossible-date", 1, (5, 20)),
            ("negative", 2, (5, 57)),
            ("duplicate-key", 2, (3, 3)),
        ]
    );
}

#[test]
fn keys_occur_once() {
    assert_eq!(codes(&json(r#"{"服务对象": [{"编号": "A1", "编号": "A2"}]}"#)), ["duplicate-key"]);
    assert_eq!(codes(&json(r#"{"服务对象": [{"编号": "A1", "id": "A2"}]}"#)), ["duplicate-key"]);
    assert_eq!(codes(&json(r#"{"服务对象": [], "recipient": []}"#)), ["duplicate-key"]);
}

#[test]
fn owners_inside_agree() {
    let text = |owner: &str| {
        format!(r#"{{"服务对象": [{{"编号": "A1", "月度销售": [{{"服务对象": {owner}, "月份": "2023-05"}}]}}]}}"#)
    };
    assert!(errors(&json(&text("\"A1\""))).is_empty());
    assert_eq!(codes(&json(&text("\"A2\""))), ["other-owner"]);
    assert_eq!(codes(&json(&text("7"))), ["number-for-text"]);
    assert_eq!(codes(&json(r#"{"月度销售": [{"月份": "2023-05"}]}"#)), ["no-owner"]);
}

#[test]
fn malformed_documents() {
    let code = |text: &str| codes(&json(text));
    assert_eq!(code(""), ["empty-file"]);
    assert_eq!(code("[]"), ["not-a-document"]);
    assert_eq!(code("{"), ["cut-off-json"]);
    assert_eq!(code(r#"{"服务对象": [{"编号": "A1"}"#), ["cut-off-json"]);
    assert_eq!(code(r#"{"服务对象": [{"编号": "A1",}]}"#), ["bad-json"]);
    assert_eq!(code(r#"{"服务对象": []} x"#), ["bad-json"]);
    assert_eq!(code(r#"{"服务对象": [{"编号": "A1", "直播时长": NaN}]}"#), ["not-finite"]);
    assert_eq!(code(r#"{"服务对象": [{"编号": "A1", "直播时长": -Infinity}]}"#), ["not-finite"]);
    assert_eq!(code(r#"{"服务对象": 7}"#), ["not-a-list"]);
    assert_eq!(code(r#"{"服务对象": [7, null, []]}"#), ["not-a-row"; 3]);
    assert_eq!(code(r#"{"服务对象": [{"编号": null}, {}]}"#), ["blank-key"; 2]);
    assert_eq!(code(r#"{"服务对象": [{"编号": "A1", "市地": "\ud800"}]}"#), ["not-text"]);
    assert_eq!(code(r#"{"服务对象": [{"编号": "A1", "\ud800": "x"}]}"#), ["bad-json"]);
    assert_eq!(code(r#"{"天气": []}"#), ["unknown-table"]);
    let loaded = json("{\"服务对象\": [\n{\"编号\": \"A1\", \"直播时长\": NaN}]}");
    assert_eq!(place(errors(&loaded)[0]).position, Some((2, 22)));
}

#[test]
fn an_unknown_key_is_named_once() {
    let rows = vec![r#"{"内容": "x", "天气": "晴"}"#; 50].join(",");
    assert_eq!(codes(&json(&format!(r#"{{"备注": [{rows}]}}"#))), ["unknown-column"]);
}

#[test]
fn the_schema_describes_the_document() {
    let schema = guiju_data::json_schema(&program());
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["properties"]["服务对象"]["items"]["$ref"], "#/$defs/服务对象");
    assert!(schema["properties"].get("月度销售").is_none(), "child tables stand inside");
    let row = &schema["$defs"]["服务对象"];
    assert_eq!(row["title"], "recipient");
    assert_eq!(row["required"], serde_json::json!(["编号"]));
    assert_eq!(row["additionalProperties"], false);
    assert_eq!(row["properties"]["月度销售"]["items"]["$ref"], "#/$defs/月度销售");
    let invested = &row["properties"]["投资"];
    assert_eq!(invested["title"], "invested");
    assert!(invested["description"].as_str().unwrap().contains("万元"));
    assert_eq!(invested["anyOf"][0]["minimum"], 0);
    assert_eq!(invested["anyOf"][2]["type"], "null");
    assert!(row["properties"]["增减"]["anyOf"][0].get("minimum").is_none());
    assert_eq!(row["properties"]["店型"]["anyOf"][0]["enum"], serde_json::json!(["品牌店", "限上店"]));
    assert_eq!(row["properties"]["编号"]["type"], "string");
    assert_eq!(schema["properties"]["全局"]["oneOf"][0]["$ref"], "#/$defs/全局");
}
