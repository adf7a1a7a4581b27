//! CSV files as a whole.
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
fn bom_line_ends_quotes_labels_and_paths() {
    let text = "\u{feff}id,city,hours\r\nA1,\"哈尔滨, \"\"道里\"\"\",59.99\r\nA2,\"两\r\n行\",60\r\n";
    let loaded = csv("sample/Recipient.CSV", &text.replace("Recipient", ""));
    // The label is `recipient`; names are as the policy writes them.
    assert_eq!(codes(&loaded), ["unknown-table"]);
    let loaded = csv("sample/recipient.CSV", text);
    let facts = facts(&loaded);
    assert_eq!(cell(facts, "服务对象", 0, "市地"), "哈尔滨, \"道里\"");
    assert_eq!(cell(facts, "服务对象", 1, "市地"), "两\r\n行");
    assert_eq!(cell(facts, "服务对象", 1, "直播时长"), "60");
}

#[test]
fn every_bad_cell_is_named_with_its_line() {
    let text = "编号,直播时长,短视频\nA1,x,1.5\n\n\nA2,60,20\n\"A\n3\",-1,\nA4,1,2,3\nA5,1e9,7\n";
    let loaded = csv("服务对象.csv", text);
    let found: Vec<_> = errors(&loaded)
        .iter()
        .map(|d| (d.code, place(d).row.unwrap(), place(d).column.clone().unwrap_or_default()))
        .collect();
    let expected = [
        ("bad-number", 2, "直播时长"),
        ("not-whole", 2, "短视频"),
        ("negative", 6, "直播时长"),
        ("cell-count", 8, ""),
        ("bad-number", 9, "直播时长"),
    ];
    let expected = expected.map(|(code, row, column)| (code, row, column.to_owned()));
    assert_eq!(found, expected);
    assert_eq!(place(errors(&loaded)[0]).file, "服务对象.csv");
}

#[test]
fn children_name_their_owners() {
    let loaded = load(|loader| {
        loader.csv("月度销售.csv", "服务对象,月份,销售额\nA2,2023年5月,1\nA1,2023-06,2\n".as_bytes());
        loader.csv("day_sales.csv", "month_sales,date,orders\nA1/2023年6月,2023-06-01,7\n".as_bytes());
        loader.csv("服务对象.csv", "编号\nA1\nA2\n".as_bytes());
        loader.csv("备注.csv", "销售月\nA2/2023年5月\n".as_bytes());
    });
    let facts = facts(&loaded);
    let text = dump(facts);
    assert!(text.contains("月度销售 A1/2023-06 | 2023-06 | 2 | owner 0"), "{text}");
    assert!(text.contains("日销售 A1/2023-06/2023-06-01 | 2023-06-01 | 7 | owner 0"), "{text}");
    assert!(text.contains("月度销售 given [true, true]"), "{text}");
    assert!(text.contains("| A2/2023-05"), "{text}");
}

#[test]
fn problems_across_rows_are_named_where_they_stand() {
    let loaded = load(|loader| {
        loader.csv("服务主体.csv", b"id\nP1\n");
        loader.csv("服务对象.csv", "编号,服务主体\nA1,P1\nA2,P9\nA1,P1\n".as_bytes());
        loader.csv("月度销售.csv", "服务对象,月份\nA1,2023-05\nA7,2023-05\n,2023-06\nA1,\n".as_bytes());
    });
    let found: Vec<_> = errors(&loaded)
        .iter()
        .map(|d| (d.code, place(d).file.as_str(), place(d).row, place(d).column.as_deref()))
        .collect();
    assert_eq!(
        found,
        [
            ("no-owner", "月度销售.csv", Some(4), Some("服务对象")),
            ("blank-key", "月度销售.csv", Some(5), Some("月份")),
            ("dangling-reference", "服务对象.csv", Some(3), Some("服务主体")),
            ("duplicate-key", "服务对象.csv", Some(4), Some("编号")),
            ("dangling-reference", "月度销售.csv", Some(3), Some("服务对象")),
        ]
    );
    assert!(errors(&loaded)[3].message.en.contains("first in 服务对象.csv row 2"));
}

#[test]
fn a_row_that_is_lost_does_not_make_others_dangle() {
    let loaded = load(|loader| {
        loader.csv("服务对象.csv", "编号,短视频\nA1,1,2\nA2,3\n".as_bytes());
        loader.csv("月度销售.csv", "服务对象,月份\nA1,2023-05\n".as_bytes());
    });
    assert_eq!(codes(&loaded), ["cell-count"]);
}

#[test]
fn headers() {
    let loaded = csv("服务对象.csv", "编号,直播时长(小时),市第,，,\nA1,1,2,3,4\n");
    assert_eq!(codes(&loaded), ["unknown-column", "unknown-column", "unknown-column", "blank-column-name"]);
    let errors_ = errors(&loaded);
    assert_eq!(errors_[0].help.as_ref().unwrap().zh, "是不是“直播时长”？不要的列请删去");
    assert_eq!(errors_[1].help.as_ref().unwrap().zh, "是不是“市地”？不要的列请删去");
    assert_eq!(codes(&csv("服务对象.csv", "编号,id\nA1,A1\n")), ["duplicate-column"]);
    assert_eq!(codes(&csv("服务对象.csv", "市地\n甲\n")), ["missing-key-column"]);
    assert_eq!(codes(&csv("月度销售.csv", "销售额\n1\n")), ["missing-key-column", "missing-key-column"]);
    assert_eq!(codes(&csv("服务对象.csv", "编号,月度销售\nA1,1\n")), ["child-table-as-column"]);
    assert_eq!(codes(&csv("服务对像.csv", "编号\nA1\n")), ["unknown-table"]);
    assert_eq!(codes(&csv("x", "编号\nA1\n")), ["unknown-table"]);
    let loaded = csv("服务主体.csv", " 编号 \nA1\n");
    assert!(loaded.diagnostics.is_empty());
}

#[test]
fn a_missing_column_is_a_warning() {
    let loaded = csv("月度销售.csv", "服务对象,月份\n");
    assert!(loaded.diagnostics.is_empty(), "no rows, nothing missing");
    let loaded = csv("备注.csv", "内容\nx\n");
    let warned: Vec<_> = loaded.diagnostics.iter().map(|d| (d.code, place(d).column.as_deref())).collect();
    assert_eq!(warned, [("missing-column", None)], "one message for the table");
    let message = &loaded.diagnostics[0].message;
    assert!(message.zh.contains("“数量”、“销售月”") && message.en.contains("数量, 销售月"), "{message:?}");
    let loaded = csv("备注.csv", "内容,数量\nx,1\n");
    let warned: Vec<_> = loaded.diagnostics.iter().map(|d| (d.code, place(d).column.as_deref())).collect();
    assert_eq!(warned, [("missing-column", Some("销售月"))], "where it is one, it is the place");
}

#[test]
fn other_formats_are_told_apart() {
    let code = |bytes: &[u8]| {
        let loaded = load(|loader| loader.csv("服务对象.csv", bytes));
        codes(&loaded)
    };
    assert_eq!(code(b""), ["empty-file"]);
    assert_eq!(code(b"\xef\xbb\xbf"), ["empty-file"]);
    assert_eq!(code(b" \r\n\n"), ["empty-file"]);
    assert_eq!(code("编号;市地\nA1;甲\n".as_bytes()), ["wrong-separator"]);
    assert_eq!(code("编号\t市地\n".as_bytes()), ["wrong-separator"]);
    assert_eq!(code(b"\xff\xfe\x16\x7f"), ["wrong-encoding"]);
    assert_eq!(code(b"\xb1\xe0\xba\xc5\nA1\n"), ["wrong-encoding"], "编号 in GBK");
    assert_eq!(code(b"PK\x03\x04\x00\x00"), ["not-text"]);
    assert_eq!(code(b"id\n\x80\x20\x90\n"), ["not-text"]);
    // 编号, then a damaged character whose bytes could be a pair of GBK.
    let damaged = "编号,市地\nA1,市地\n".bytes().chain(*b"A2,\xe5\xb8,x\n").collect::<Vec<u8>>();
    assert_eq!(code(&damaged), ["not-text"]);
    // 联通 alone in GBK is also valid UTF-8 by chance but for its end; a whole file of it is not.
    assert_eq!(code(b"\xc1\xaa\xcd\xa8\xb1\xe0\xba\xc5\nA1\n"), ["wrong-encoding"]);
    let cut = "编号,市地\nA1,甲\nA2,乙".as_bytes();
    assert_eq!(code(&cut[..cut.len() - 1]), ["cut-off-text"]);
    let loaded = load(|loader| loader.csv("服务对象.csv", &cut[..cut.len() - 1]));
    assert_eq!(place(errors(&loaded)[0]).row, Some(3));
}

#[test]
fn an_unclosed_quote_is_not_a_long_cell() {
    let loaded = csv("服务对象.csv", "编号,市地\nA1,甲\nA2,\"乙\nA3,丙\n");
    assert_eq!(codes(&loaded), ["unclosed-quote"]);
    assert_eq!(place(errors(&loaded)[0]).row, Some(3));
    assert!(errors(&csv("服务对象.csv", "编号,市地\nA1,\"乙\"\"\"\n")).is_empty());
    assert!(errors(&csv("服务对象.csv", "编号,市地\nA1,6\" 屏\n")).is_empty());
}

#[test]
fn a_header_alone_is_an_empty_table() {
    let loaded = csv("服务对象.csv", "编号,市地");
    let program = program();
    let (id, _) = program.record("服务对象").unwrap();
    assert_eq!(facts(&loaded).table(id).unwrap().len(), 0);
    let (other, _) = program.record("服务主体").unwrap();
    assert!(facts(&loaded).table(other).is_none(), "a table that is not given is unknown");
}

#[test]
fn single_records_have_one_row() {
    assert!(errors(&csv("全局.csv", "总额\n7\n")).is_empty());
    assert_eq!(codes(&csv("全局.csv", "总额\n7\n8\n")), ["not-single"]);
    assert_eq!(codes(&csv("全局.csv", "总额\n")), ["not-single"]);
}
