//! Facts that cannot be read.

use super::run::{FACTS, Folder, POLICY, filled, large, noise, refused, run, utf16};

/// Runs facts in one file.
fn bad(file: &str, name: &str, bytes: impl AsRef<[u8]>, pieces: &[&str]) {
    let bytes = bytes.as_ref();
    let name = format!("{}-{name}", file.rsplit('.').next().unwrap());
    let folder = Folder::new(&name);
    folder.write("policy.gj", POLICY.as_bytes());
    folder.write(file, bytes);
    let mut arguments = vec!["eval", ".", "--facts", file];
    if file.ends_with(".csv") {
        // What is referred to stands in a file of its own, without fault.
        folder.write("主体.csv", "编号\nZ\n".as_bytes());
        arguments.push("主体.csv");
    }
    let evaluated = run(&folder, &name, &arguments, bytes.len(), FACTS);
    let mut all = vec![file];
    all.extend(pieces);
    refused(&evaluated, &name, &all);
}

fn json(name: &str, bytes: impl AsRef<[u8]>, pieces: &[&str]) {
    bad("facts.json", name, bytes, pieces);
}

fn csv(name: &str, bytes: impl AsRef<[u8]>, pieces: &[&str]) {
    bad("对象.csv", name, bytes, pieces);
}

/// A document with one row, all but one cell of which are good.
fn row(cell: &str) -> String {
    format!("{{\"主体\": [{{\"编号\": \"Z\"}}],\n\"对象\": [{{\"编号\": \"A\", {cell}}}]}}")
}

#[test]
fn json_of_no_kind() {
    json("empty", "", &[]);
    json("blank", " \n ", &[]);
    json("only-a-byte-order-mark", "\u{feff}", &[]);
    json("zeros", [0; 10_000], &["not-text", "row 1"]);
    json("noise", noise(100_000), &["not-text", "row 1"]);
    json("utf16", utf16(&row("\"时长\": 1")), &["wrong-encoding"]);
    json("gbk", b"{\"\xB6\xD4\xCF\xF3\": []}", &["wrong-encoding", "row 1"]);
    json("cut-within-a-letter", b"{\"\xE5\xAF", &["cut-off-text", "row 1"]);
    for (name, text) in [("word", "null"), ("number", "1"), ("string", "\"a\""), ("array", "[]"), ("two", "{} {}")] {
        json(name, text, &["line 1,"]);
    }
    let good = row("\"时长\": 1");
    for cut in [1, 10, good.len() - 30, good.len() - 1] {
        let cut = (0..=cut).rev().find(|at| good.is_char_boundary(*at)).unwrap();
        json(&format!("cut-{cut}"), &good[..cut], &["line "]);
    }
}

#[test]
fn json_nested() {
    const DEEP: usize = 100_000;
    json("arrays", "[".repeat(DEEP), &["line 1, column 1"]);
    json("closing", "]".repeat(DEEP), &["line 1, column 1"]);
    json("objects", "{\"a\":".repeat(DEEP), &["line 1,"]);
    json("arrays-in-a-table", format!("{{\"对象\": {}", "[".repeat(DEEP)), &["line 1,"]);
    json("rows-in-rows", format!("{{\"对象\": [{}", "{\"月度\": [".repeat(DEEP)), &["line 1,"]);
    json("arrays-in-a-cell", row(&format!("\"时长\": {}{}", "[".repeat(DEEP), "]".repeat(DEEP))), &["时长"]);
    json("objects-in-a-cell", row(&format!("\"时长\": {}1{}", "{\"a\":".repeat(DEEP), "}".repeat(DEEP))), &["时长"]);
    json("unknown-nested", row(&format!("\"没有\": {}{}", "[".repeat(DEEP), "]".repeat(DEEP))), &["没有"]);
}

#[test]
fn json_of_one_token() {
    json("one-string", format!("\"{}\"", filled("字")), &["line 1, column 1"]);
    json("one-number", filled("9"), &["line 1, column 1"]);
    json("one-array", format!("[{}1]", filled("1,")), &["line 1, column 1"]);
    json("blanks", filled(" "), &[]);
    json("one-key", format!("{{\"{}\": 1}}", filled("k")), &["line 1,"]);
    json("string-cell", row(&format!("\"时长\": \"{}\"", filled("字"))), &["时长"]);
    json("number-cell", row(&format!("\"时长\": {}", filled("9"))), &["时长"]);
    json("exponent-cell", row(&format!("\"时长\": 1e{}", filled("9"))), &["时长"]);
    json("array-cell", row(&format!("\"时长\": [{}1]", filled("1,"))), &["时长"]);
    json("escaped-cell", row(&format!("\"时长\": \"{}\"", filled("\\u4e00"))), &["时长"]);
    json("column-of-a-row", row(&format!("\"{}\": 1", filled("列"))), &["对象"]);
}

#[test]
fn json_without_end() {
    json("empty-rows", format!("{{\"对象\": [{}{{}}]}}", filled("{},")), &["编号"]);
    json("equal-rows", format!("{{\"主体\": [{}{{}}]}}", filled("{\"编号\":\"A\"},")), &["编号"]);
    json("equal-keys", row(&format!("{}\"时长\": 1", filled("\"时长\": 1,"))), &["时长"]);
    json("equal-tables", format!("{{{}\"主体\": []}}", filled("\"主体\": [],")), &["主体"]);
    let mut columns = String::new();
    let mut at = 0;
    while columns.len() < large() {
        columns.push_str(&format!("\"列{at}\": 1,"));
        at += 1;
    }
    json("unknown-columns", row(&format!("{columns}\"时长\": 1")), &["列0"]);
    json("unknown-tables", format!("{{{}\"主体\": []}}", columns.replace('1', "[]")), &["列0"]);
}

#[test]
fn json_cells() {
    for (name, cell) in [
        ("nan", "NaN"),
        ("infinity", "Infinity"),
        ("minus-infinity", "-Infinity"),
        ("large", "1e400"),
        ("small", "1e-400"),
        ("hexadecimal", "0x10"),
        ("plus", "+1"),
        ("leading-zero", "01"),
        ("dot", ".5"),
        ("two", "1 2"),
        ("text", "\"六十\""),
        ("nan-as-text", "\"NaN\""),
        ("large-as-text", "\"1e400\""),
        ("yes", "true"),
        ("lone-surrogate", "\"\\ud800\""),
        ("raw-line-end", "\"1\n\""),
        ("bad-escape", "\"\\q\""),
    ] {
        json(&format!("cell-{name}"), row(&format!("\"时长\": {cell}")), &["line 2,"]);
    }
    for (name, day) in
        [("30-february", "2023-02-30"), ("29-february", "2023-02-29"), ("month", "2023-13-01"), ("zero", "2023-00-00")]
    {
        json(&format!("day-{name}"), row(&format!("\"开业\": \"{day}\"")), &["开业", day, "line 2,"]);
    }
    json("duplicate-keys", row("\"时长\": 1, \"时长\": 1"), &["时长", "line 2,"]);
    json("duplicate-row", "{\"主体\": [{\"编号\": \"A\"},\n{\"编号\": \"A\"}]}", &["A", "line 2,"]);
    json("dangling-reference", row("\"主体\": \"没有\""), &["主体", "没有", "line 2,"]);
    json(
        "dangling-owner",
        "{\"对象\": [],\n\"月度\": [{\"对象\": \"没有\", \"月份\": \"2023-05\"}]}",
        &["没有", "line 2,"],
    );
    json("no-key", "{\"对象\": [{\"时长\": 1}]}", &["编号", "line 1,"]);
    json("unknown-table", "{\"对像\": []}", &["对像", "line 1,"]);
    json("unknown-column", row("\"时常\": 1"), &["时常", "line 2,"]);
    json("closed-value", row("\"已查\": \"也许\""), &["已查", "line 2,"]);
    json("negative", row("\"时长\": -1"), &["时长", "line 2,"]);
}

#[test]
fn csv_of_no_kind() {
    csv("empty", "", &[]);
    csv("blank", "\n\n", &[]);
    csv("only-a-byte-order-mark", "\u{feff}", &[]);
    csv("zeros", [0; 10_000], &[]);
    csv("noise", noise(100_000), &["not-text", "row 1"]);
    csv("utf16", utf16("编号\nA\n"), &["wrong-encoding"]);
    csv("gbk", b"\xB1\xE0\xBA\xC5\nA\n", &["wrong-encoding", "row 1"]);
    csv("cut-within-a-letter", b"\xE7\xBC\x96\xE5\x8F\xB7\nA\xE5", &["cut-off-text", "row 2"]);
    csv("open-quotes", "编号,时长\nA,\"1\n", &["row 2"]);
    csv("semicolons", "编号;时长\nA;1\n", &["wrong-separator", "row 1"]);
}

#[test]
fn csv_of_one_token() {
    csv("one-cell", filled("字"), &[]);
    csv("one-line", filled("a,"), &[]);
    csv("one-quoted-cell", format!("\"{}\"", filled("字")), &[]);
    csv("one-open-cell", format!("编号\n\"{}", filled("字\n")), &["row 2"]);
    csv("quotes", filled("\""), &[]);
    csv("number-cell", format!("编号,时长\nA,{}\n", filled("9")), &["时长", "row 2"]);
    csv("day-cell", format!("编号,开业\nA,{}\n", filled("9-")), &["开业", "row 2"]);
    csv("line-of-cells", format!("编号,时长\nA,{}\n", filled("1,")), &["row 2"]);
    csv("line-ends", filled("\n"), &[]);
    csv("carriage-returns", filled("\r"), &[]);
}

#[test]
fn csv_without_end() {
    csv("empty-keys", format!("编号,时长\n{}", filled(",1\n")), &["编号", "row 2"]);
    csv("equal-keys", format!("编号\n{}", filled("A\n")), &["编号", "row 3"]);
    csv("bad-cells", format!("编号,时长\n{}", filled("A,x\n")), &["时长", "row 2"]);
    csv("too-many-cells", format!("编号\n{}", filled("A,1\n")), &["row 2"]);
    let mut dangling = String::from("编号,主体,类型,时长,开业,增减,已查\n");
    let mut at = 0;
    while dangling.len() < large() {
        dangling.push_str(&format!("{at},没有{at},企业,60.00,2023-05-01,-1.50,是\n"));
        at += 1;
    }
    csv("dangling-references", dangling, &["主体", "没有0", "row 2"]);
}

#[test]
fn csv_cells() {
    for cell in ["NaN", "Infinity", "-inf", "1e400", "0x10", "--1", "1.2.3", "1,0", "六十", "60小时长", "-1"] {
        csv(&format!("cell-{cell}"), format!("编号,时长\nA,\"{cell}\"\n"), &["时长", "row 2"]);
    }
    for day in ["2023-02-30", "2023-02-29", "2023-13-01", "2023", "昨天"] {
        csv(&format!("day-{day}"), format!("编号,开业\nA,{day}\n"), &["开业", day, "row 2"]);
    }
    csv("few-cells", "编号,时长,开业\nA,1,2023-05-01\nB,1\n", &["row 3"]);
    csv("many-cells", "编号,时长\nA,1,2\n", &["row 2"]);
    csv("duplicate-columns", "编号,时长,时长\nA,1,1\n", &["时长"]);
    csv("duplicate-rows", "编号\nA\nB\nA\n", &["A", "row 4"]);
    csv("unknown-column", "编号,时常\nA,1\n", &["时常"]);
    csv("no-key-column", "时长\n1\n", &["编号"]);
    bad("月度.csv", "dangling-owner", "对象,月份,销售\n没有,2023-05,1\n", &["没有", "row 2"]);
    bad("没有.csv", "unknown-table", "编号\nA\n", &["没有"]);
}
