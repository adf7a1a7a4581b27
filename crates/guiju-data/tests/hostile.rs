//! Input that means harm, or none.
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
use guiju_data::Loader;
use proptest::prelude::*;

#[test]
fn a_hundred_thousand_brackets() {
    let deep = "[".repeat(100_000);
    assert_eq!(codes(&json(&deep)), ["not-a-document"]);
    assert_eq!(codes(&json(&format!("{{\"服务对象\": {deep}"))), ["cut-off-json"]);
    let closed = "]".repeat(100_000);
    let cell = format!(r#"{{"服务对象": [{{"编号": "A1", "市地": {deep}{closed}}}]}}"#);
    assert_eq!(codes(&json(&cell)), ["not-one-value"]);
    let objects = r#"{"服务对象":"#.repeat(100_000);
    assert_eq!(codes(&json(&objects)), ["cut-off-json"]);
    let rows = format!(r#"{{"服务对象": [{}"#, r#"{"月度销售":["#.repeat(100_000));
    assert_eq!(codes(&json(&rows)), ["cut-off-json"]);
}

#[test]
fn rows_inside_rows_go_only_so_deep() {
    let mut program = guiju_program::Program::default();
    let mut parent = None;
    for level in 0..70 {
        let name = format!("r{level}");
        let key = field("k".into(), guiju_program::schema::FieldType::Text);
        parent = Some(program.records.push(record(name.as_str().into(), vec![key], true, parent)));
    }
    let load = |levels: usize| {
        let mut text = String::from(r#"{"r0": ["#);
        for level in 1..levels {
            text.push_str(&format!(r#"{{"r{level}": ["#));
        }
        text.push_str(r#"{"k": "x"}"#);
        text.push_str(&r#"], "k": "x"}"#.repeat(levels - 1));
        text.push_str("]}");
        let mut loader = Loader::new(&program);
        loader.json("x.json", text.as_bytes());
        loader.finish()
    };
    assert!(facts(&load(60)).table(guiju_program::schema::RecordId(59)).is_some());
    assert_eq!(codes(&load(70)), ["nested-too-deep"]);
}

#[test]
fn rubbish_without_end_is_counted() {
    let mut text = String::from("编号,直播时长\n");
    for row in 0..5_000 {
        text.push_str(&format!("A{row},x\n"));
    }
    let loaded = csv("服务对象.csv", &text);
    assert_eq!(errors(&loaded).len(), 1_001);
    let last = errors(&loaded)[1_000];
    assert_eq!(last.code, "more-problems");
    assert!(last.message.zh.contains("4000"), "{}", last.message.zh);
}

#[test]
fn the_same_key_without_end() {
    let text = format!("编号\n{}", "A1\n".repeat(300_000));
    let loaded = csv("服务对象.csv", &text);
    assert_eq!(errors(&loaded).len(), 1_001);
    assert_eq!(errors(&loaded)[0].code, "duplicate-key");
}

#[test]
fn a_text_at_its_longest() {
    for (length, expected) in [(10_000, &[][..]), (10_001, &["cell-too-long"][..])] {
        let loaded = csv("服务对象.csv", &format!("编号\n{}\n", "a".repeat(length)));
        let found: Vec<&str> = errors(&loaded).iter().map(|error| error.code).collect();
        assert_eq!(found, expected, "{length}");
    }
}

#[test]
fn one_long_token() {
    let long = "9".repeat(1_000_000);
    let loaded = csv("服务对象.csv", &format!("编号,直播时长\nA1,{long}\n"));
    assert_eq!(codes(&loaded), ["too-many-digits"]);
    assert!(errors(&loaded)[0].message.zh.len() < 1_000, "the token is not repeated in full");
    assert!(errors(&loaded)[0].help.as_ref().unwrap().zh.len() < 1_000);
    let long = "a".repeat(1_000_000);
    for text in [long.clone(), ",".repeat(1_000_000), "\"".repeat(1_000_001)] {
        let loaded = csv("服务对象.csv", &text);
        assert!(!errors(&loaded).is_empty());
        assert!(loaded.diagnostics.iter().all(|d| d.message.zh.len() < 1_000));
    }
    for value in [format!("\"{long}\""), "9".repeat(1_000_000), format!("1e{}", "9".repeat(1_000_000))] {
        let loaded = json(&format!(r#"{{"服务对象": [{{"编号": "A1", "直播时长": {value}}}]}}"#));
        assert_eq!(errors(&loaded).len(), 1);
        assert!(errors(&loaded)[0].message.zh.len() < 1_000);
        assert!(errors(&loaded)[0].help.as_ref().unwrap().zh.len() < 1_000);
    }
    let loaded = json(&format!(r#"{{"服务对象": [{{"{long}": 1, "编号": "A1"}}], "{long}": []}}"#));
    assert_eq!(codes(&loaded), ["unknown-column", "unknown-table"]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        load(|loader| loader.csv("服务对象.csv", &bytes));
        load(|loader| loader.json("facts.json", &bytes));
    }

    #[test]
    fn any_cells_are_read_or_refused(
        column in 0_usize..14,
        cells in prop::collection::vec("[ -~0-9.%年月日\u{ff10}-\u{ff19}，'#\"\\\\]{0,12}|[0-9]{1,40}|\\PC{0,8}", 1..5),
    ) {
        let names = ["市地", "服务主体", "店型", "类型", "新开店铺", "直播时长", "短视频", "投资", "占比",
            "费率", "增减", "服务止", "成立", "申请时间"];
        let name = names[column];
        let mut text = format!("编号,{name}\n");
        let mut rows = Vec::new();
        for (row, cell) in cells.iter().enumerate() {
            text.push_str(&format!("A{row},\"{}\"\n", cell.replace('"', "\"\"")));
            rows.push(serde_json::json!({ "编号": format!("A{row}"), name: cell }));
        }
        let from_csv = csv("服务对象.csv", &text);
        let from_json = json(&serde_json::json!({ "服务对象": rows }).to_string());
        prop_assert_eq!(codes(&from_csv), codes(&from_json));
        if let (Some(a), Some(b)) = (&from_csv.facts, &from_json.facts) {
            prop_assert_eq!(dump(a), dump(b));
        }
    }

    #[test]
    fn broken_documents_are_read_or_refused(cut in 0_usize..230, byte in any::<u8>()) {
        let text = r#"{"服务对象": [{"编号": "A1", "月度销售": [{"月份": "2023-05", "销售额": 1.5, "日销售": []}], "直播时长": 60}, {"id": "A2", "市地": null}], "全局": {"总额": "7"}}"#;
        let mut bytes = text.as_bytes().to_vec();
        let cut = cut.min(bytes.len() - 1);
        bytes[cut] = byte;
        load(|loader| loader.json("facts.json", &bytes));
        load(|loader| loader.json("facts.json", &bytes[..cut]));
    }
}
