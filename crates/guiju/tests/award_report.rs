//! Awards in the report, and the list to pay: figures, steps, formulas, and sums to the fen.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

mod schema;

use guiju::civil::date;
use guiju::{Decimal, Language, Options, Policy, Report, SourceFile};
use serde_json::{Value, json};

const AWARDS: &str = r#"
政策 示例 "直播带货服务补助" 年度 2023
依据文件 方案 "示例方案" { 第一条 规范; 第二条 规范; 第三条 规范; 第四条 规范 }
单位 户, 家
参数 每户补助 "rate" = 2.27万元/户 依据 第一条
预算 方向一 "direction one" = 6万元 依据 第一条
表 加成 按 服务对象.类型 得 元 依据 第二条 { 限上企业: 500元; 其余: 100元 }
数据 服务主体 "provider" 键 编号 计 家 { 编号: 文本 }
数据 服务对象 "recipient" 键 编号 计 户 {
  编号: 文本  服务主体: 服务主体  先后: 整数  类型: { 限上企业, 个体工商户 }  销售额: 元  已查验: 是否
}
定义 基数 "base" 适用 服务对象 依据 第二条 = 销售额 × 3.3%
补助 服务补助 "support" 适用 服务对象 付给 服务主体 依据 第一条 {
  条件: 已查验
  金额: 每户补助 × 1户  # 每户一份
  预算: 方向一 按 先后 升序 末笔给余额
  分期: 签约 40%, 中期 33.33%, 验收 其余
}
补助 奖励 "bonus" 适用 服务对象 依据 第二条 {
  金额: 舍去(基数 最高 3000元, 0.01元) + 分档 销售额 { 低于5万元: 0元; 5万元以上: 100元 } + 加成[类型]
}
补助 特别 "special" 适用 服务对象 依据 第三条 {
  条件: 类型 为 限上企业
  金额: 5000元
  不兼得: 奖励 取高
}
封顶 每户 "per recipient" 依据 第三条: 每个 服务对象: 服务补助 + 特别 不超过 2.6万元
分配 名额 "places" 适用 服务主体 依据 第四条 { 总量: 10户; 权重: 合计(服务对象.销售额); 取整: 最大余数 1户 }
"#;

const PROVIDERS: &str = "编号\nP1\nP2\n";
/// Three in the order of their turns; the third is cut to the rest, and the fourth gets nothing.
const RECIPIENTS: &str = "编号,服务主体,先后,类型,销售额,已查验
S1,P1,1,限上企业,49999.99,是
S2,P2,2,个体工商户,50000.00,是
S3,P1,3,个体工商户,100000.37,是
S4,P1,4,个体工商户,0,是
";

fn policy(text: &str) -> Policy {
    let compiled = Policy::compile(vec![SourceFile::new("policy.gj", text)]);
    let said = guiju::render(&compiled.diagnostics, &compiled.sources, Language::En, 100);
    compiled.policy.unwrap_or_else(|| panic!("{said}"))
}

fn report<'p>(policy: &'p Policy, tables: &[(&str, &str)], options: &Options) -> Report<'p> {
    let mut loader = policy.loader();
    for (name, text) in tables {
        loader.csv(name, text.as_bytes());
    }
    let loaded = loader.finish();
    let said = guiju::render(&loaded.diagnostics, &[], Language::En, 100);
    let facts = loaded.facts.unwrap_or_else(|| panic!("{said}"));
    policy.evaluate(&facts, options).unwrap()
}

fn options() -> Options {
    Options::new(date(2023, 12, 31))
}

/// The JSON report, which keeps to its schema.
fn document(report: &Report<'_>) -> Value {
    let document = serde_json::from_str(&report.to_json()).unwrap();
    let schema = guiju::report::report_schema();
    let mut wrong = Vec::new();
    schema::check(&schema, &schema, &document, "$", &mut wrong);
    assert!(wrong.is_empty(), "{wrong:#?}");
    document
}

/// The list to pay, taken apart.
fn list(report: &Report<'_>, language: Language) -> Vec<Vec<String>> {
    let mut bytes = Vec::new();
    report.award_list().unwrap().write(&mut bytes, language).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    assert!(text.ends_with("\r\n"));
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is no decimal"))
}

/// The sum of a column over the rows of an award.
fn sum(list: &[Vec<String>], award: &str, column: usize) -> Decimal {
    list.iter().filter(|row| row[0] == award && !row[column].is_empty()).map(|row| decimal(&row[column])).sum()
}

/// So many recipients of 22,700 each, or of what `amount` says, out of 34,000,000.
fn many(count: u32, amount: &str, shortage: &str) -> (Value, Vec<Vec<String>>, String) {
    let text = format!(
        r#"
政策 示例 年度 2023
依据文件 方案 "示例方案" {{ 第一条 规范 }}
单位 户
参数 每户补助 = 2.27万元/户 依据 第一条
预算 总预算 = 3400万元 结余 缴回 依据 第一条
数据 服务对象 键 编号 计 户 {{ 编号: 文本  先后: 整数 }}
补助 服务补助 适用 服务对象 依据 第一条 {{ 金额: {amount}; 预算: 总预算 {shortage} }}
"#
    );
    let policy = policy(&text);
    let rows: Vec<String> = (1..=count).map(|n| format!("S{n:04},{n}\n")).collect();
    let csv = format!("编号,先后\n{}", rows.concat());
    let report = report(&policy, &[("服务对象.csv", &csv)], &options());
    (document(&report), list(&report, Language::Zh), report.to_text(Language::Zh, 200))
}

const RATE: &str = "每户补助 × 1户";

#[test]
fn fourteen_hundred_and_ninety_seven_fit() {
    let (report, list, text) = many(1497, RATE, "按 先后 升序 跳过");
    let award = &report["awards"][0];
    assert_eq!(award["total"], "33981900.00");
    assert_eq!((&award["count"], &award["refused"]), (&json!(1497), &json!(0)));
    assert_eq!(report["budgets"][0]["amount"], "34000000.00");
    assert_eq!(report["budgets"][0]["used"], "33981900.00");
    assert_eq!(report["budgets"][0]["left"], "18100.00");
    assert_eq!(report["budgets"][0]["over"], Value::Null);
    assert_eq!(list.len(), 1 + 1497);
    assert_eq!(sum(&list, "服务补助", 4), decimal("33981900.00"));
    assert_eq!(report["budgets"][0]["unspent"], "returned");
    assert!(text.contains("已用 3,398.19万元，结余 1.81万元，缴回"), "{text}");
}

#[test]
fn the_next_one_is_refused_cut_or_scaled() {
    for shortage in ["跳过", "即止"] {
        let (report, list, text) = many(1498, RATE, &format!("按 先后 升序 {shortage}"));
        let award = &report["awards"][0];
        assert_eq!(award["total"], "33981900.00");
        assert_eq!((&award["count"], &award["cut"], &award["refused"]), (&json!(1497), &json!(0), &json!(1)));
        let row = &award["rows"][0];
        assert_eq!((&row["key"], &row["status"], &row["amount"]), (&json!("S1498"), &json!("refused"), &json!("0.00")));
        let step = &row["steps"][1];
        assert_eq!((&step["kind"], &step["by"]), (&json!("drawn"), &json!("总预算")));
        assert_eq!(step["ahead"], "33981900.00");
        assert_eq!(step["left"], "18100.00");
        assert_eq!(step["over"], "4600.00");
        let last = list.last().unwrap();
        assert_eq!(last[..5], ["服务补助", "服务对象", "S1498", "S1498", "0.00"]);
        assert_eq!(last[7], "不发");
        assert!(last[8].contains("超出 4,600元"), "{}", last[8]);
        assert_eq!(sum(&list, "服务补助", 4), decimal("33981900.00"));
        assert!(text.contains("轮到时结余 1.81万元，要 2.27万元，超出 4,600元，不发"), "{text}");
    }

    let (report, list, _) = many(1498, RATE, "按 先后 升序 末笔给余额");
    let award = &report["awards"][0];
    assert_eq!((&award["count"], &award["cut"], &award["refused"]), (&json!(1498), &json!(1), &json!(0)));
    assert_eq!((&award["rows"][0]["status"], &award["rows"][0]["amount"]), (&json!("cut"), &json!("18100.00")));
    assert_eq!(report["budgets"][0]["left"], "0.00");
    assert_eq!(list.last().unwrap()[4], "18100.00");
    assert_eq!(sum(&list, "服务补助", 4), decimal("34000000"));

    let (report, list, _) = many(1498, RATE, "按 先后 升序 同比缩减 尾差 最大余数");
    let award = &report["awards"][0];
    assert_eq!((&award["cut"], &award["total"]), (&json!(1498), &json!("34000000.00")));
    let step = &award["rows"][0]["steps"][1];
    assert_eq!(
        (&step["ahead"], &step["over"], &step["to"]),
        (&json!("34004600.00"), &json!("4600.00"), &json!("22696.93"))
    );
    assert_eq!(sum(&list, "服务补助", 4), decimal("34000000"));

    let (report, list, text) = many(1498, RATE, "不得超过");
    assert_eq!(report["budgets"][0]["over"], "4600.00");
    assert_eq!(report["rules"][0]["verdict"], "fail");
    assert_eq!(sum(&list, "服务补助", 4), decimal("34004600"));
    assert!(text.contains("超支 4,600元"), "{text}");
}

#[test]
fn who_comes_behind_one_that_does_not_fit() {
    // 30,000 in all: the second does not fit, the third would. What those ahead ask for is not what they are paid.
    let text = |shortage: &str| {
        format!(
            r#"
政策 示例 年度 2023
依据文件 方案 "示例方案" {{ 第一条 规范 }}
预算 总预算 = 3万元 依据 第一条
数据 服务对象 键 编号 {{ 编号: 文本  先后: 整数  申请: 元 }}
补助 补贴 适用 服务对象 依据 第一条 {{ 金额: 申请; 预算: 总预算 按 先后 升序 {shortage} }}
"#
        )
    };
    let csv = "编号,先后,申请\nA,1,20000\nB,2,15000\nC,3,10000\nD,4,1\nE,5,\n";
    let skip = policy(&text("跳过"));
    let found = document(&report(&skip, &[("服务对象.csv", csv)], &options()));
    let rows = &found["awards"][0]["rows"];
    let row = |key: &str| rows.as_array().unwrap().iter().find(|row| row["key"] == key).unwrap();
    assert_eq!((&row("B")["steps"][1]["left"], &row("B")["steps"][1]["over"]), (&json!("10000.00"), &json!("5000.00")));
    assert_eq!(row("C")["amount"], "10000.00");
    assert_eq!((&row("D")["steps"][1]["left"], &row("D")["steps"][1]["over"]), (&json!("0.00"), &json!("1.00")));
    // It is not known what the last one asks for.
    assert_eq!((&row("E")["status"], &row("E")["amount"]), (&json!("undetermined"), &Value::Null));

    let stop = policy(&text("即止"));
    let report = report(&stop, &[("服务对象.csv", csv)], &options());
    let found = document(&report);
    let rows = &found["awards"][0]["rows"];
    assert_eq!((&rows[1]["key"], &rows[1]["steps"][1]["left"]), (&json!("C"), &json!("10000.00")));
    assert_eq!(rows[1]["steps"][1]["over"], Value::Null);
    assert!(report.to_text(Language::Zh, 200).contains("轮到时结余 1万元，但前面已有一笔放不下，不发"));
}

#[test]
fn thirty_four_million_shared_equally() {
    let (report, list, _) = many(1500, "舍去(总预算 / 1500, 0.01元)", "不得超过");
    assert_eq!(report["awards"][0]["rows"][0]["amount"], "22666.66");
    assert_eq!(report["awards"][0]["total"], "33999990.00");
    assert_eq!(report["budgets"][0]["left"], "10.00");
    assert_eq!(report["rules"][0]["verdict"], "pass");
    assert_eq!(sum(&list, "服务补助", 4), decimal("33999990"));
    let formula = &report["awards"][0]["rows"][0]["formula"][0];
    assert_eq!(formula["numbers"], "舍去(34000000元 / 1500, 0.01元)");
    let note = &formula["notes"][0];
    assert_eq!((&note["kind"], &note["mode"], &note["to"]), (&json!("rounded"), &json!("down"), &json!("22666.66")));
    assert_eq!(note["from"], "68000/3");

    let (report, list, text) = many(1500, "四舍五入(总预算 / 1500, 0.01元)", "不得超过");
    assert_eq!(report["awards"][0]["rows"][0]["amount"], "22666.67");
    assert_eq!(report["awards"][0]["total"], "34000005.00");
    assert_eq!(report["budgets"][0]["over"], "5.00");
    assert_eq!(report["budgets"][0]["left"], "-5.00");
    assert_eq!((&report["rules"][0]["verdict"], &report["rules"][0]["margin"]), (&json!("fail"), &json!("-5.00")));
    assert_eq!(sum(&list, "服务补助", 4), decimal("34000005"));
    assert!(text.contains("超支 5元"), "{text}");
}

fn sample(policy: &Policy) -> Report<'_> {
    report(policy, &[("服务主体.csv", PROVIDERS), ("服务对象.csv", RECIPIENTS)], &options())
}

#[test]
fn how_each_amount_came_about() {
    let policy = policy(AWARDS);
    let report = document(&sample(&policy));
    let support = &report["awards"][0];
    assert_eq!((&support["id"], &support["label"]), (&json!("服务补助"), &json!("support")));
    assert_eq!(support["text"], "每户补助 × 1户");
    assert_eq!((&support["count"], &support["cut"], &support["refused"]), (&json!(3), &json!(1), &json!(1)));
    assert_eq!(support["total"], "60000.00");
    let keys: Vec<&str> = support["rows"].as_array().unwrap().iter().map(|row| row["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["S3", "S4", "S1", "S2"], "who is cut or refused comes first");
    let cut = &support["rows"][0];
    assert_eq!((&cut["amount"], &cut["payee"]), (&json!("14600.00"), &json!("P1")));
    assert_eq!((&cut["steps"][1]["left"], &cut["steps"][1]["over"]), (&json!("14600.00"), &json!("8100.00")));
    assert_eq!(cut["formula"][0]["numbers"], "22700元/户 × 1户");
    assert_eq!(cut["formula"][0]["values"], json!([{ "text": "每户补助", "value": "22700", "unit": "元/户" }]));
    // 40% and 33.33% of 14,600, down to the fen, and the rest.
    let parts: Vec<&str> =
        cut["instalments"].as_array().unwrap().iter().map(|part| part["amount"].as_str().unwrap()).collect();
    assert_eq!(parts, ["5840.00", "4866.18", "3893.82"]);
    let payees = support["payees"].as_array().unwrap();
    assert_eq!(
        (&payees[0]["key"], &payees[0]["count"], &payees[0]["total"]),
        (&json!("P1"), &json!(2), &json!("37300.00"))
    );
    assert_eq!(
        (&payees[1]["key"], &payees[1]["count"], &payees[1]["total"]),
        (&json!("P2"), &json!(1), &json!("22700.00"))
    );

    let bonus = report["awards"][1]["rows"].as_array().unwrap();
    let row = |key: &str| bonus.iter().find(|row| row["key"] == key).unwrap();
    // The special award of 5,000 takes its place.
    assert_eq!((&row("S1")["status"], &row("S1")["amount"]), (&json!("refused"), &json!("0.00")));
    assert_eq!((&row("S1")["steps"][1]["kind"], &row("S1")["steps"][1]["by"]), (&json!("excluded"), &json!("特别")));
    // One fen below 50,000 and at 50,000.
    assert_eq!(row("S1")["steps"][0]["to"], "2149.99");
    assert_eq!(row("S2")["steps"][0]["to"], "1850.00");
    let formula = row("S2")["formula"].as_array().unwrap();
    assert_eq!(formula[0]["numbers"], "舍去(1650元 最高 3000元, 0.01元) + 100元 + 100元");
    assert_eq!((&formula[1]["define"], &formula[1]["numbers"]), (&json!("基数"), &json!("50000元 × 3.3%")));
    assert_eq!((&formula[1]["value"], &formula[1]["cites"]), (&json!("1650.00"), &json!(["第二条"])));
    let notes = formula[0]["notes"].as_array().unwrap();
    assert_eq!(notes.len(), 2, "nothing was rounded, and the limit does not bite: {notes:?}");
    assert_eq!((&notes[0]["kind"], &notes[0]["of"]), (&json!("banded"), &json!("50000.00")));
    assert_eq!(
        (&notes[0]["bands"][0]["from"], &notes[0]["bands"][0]["amount"]),
        (&json!("50000.00"), &json!("100.00"))
    );
    assert_eq!((&notes[1]["table"], &notes[1]["keys"]), (&json!("加成"), &json!(["个体工商户"])));
    // 3.3% of 100,000.37 is above the limit.
    let notes = row("S3")["formula"][0]["notes"].as_array().unwrap();
    assert_eq!((&notes[0]["kind"], &notes[0]["side"]), (&json!("limited"), &json!("cap")));
    assert_eq!((&notes[0]["from"], &notes[0]["limit"]), (&json!("3300.01221"), &json!("3000.00")));
    // 1,649.99967 is rounded down.
    let notes = row("S1")["formula"][0]["notes"].as_array().unwrap();
    assert_eq!((&notes[0]["from"], &notes[0]["to"]), (&json!("1649.99967"), &json!("1649.99")));

    // 22,700 and 5,000 are above 26,000: the award named last is cut.
    let special = &report["awards"][2]["rows"][0];
    assert_eq!((&special["status"], &special["amount"]), (&json!("cut"), &json!("3300.00")));
    assert_eq!((&special["steps"][1]["kind"], &special["steps"][1]["by"]), (&json!("capped"), &json!("每户")));

    let places = &report["allocations"][0];
    assert_eq!((&places["id"], &places["unit"], &places["total"]), (&json!("名额"), &json!("户"), &json!("10")));
    assert_eq!(places["parts"], json!([{ "key": "P1", "amount": "8" }, { "key": "P2", "amount": "2" }]));
    assert_eq!((&places["rest"], &places["feasible"]), (&json!("0"), &json!(true)));
}

#[test]
fn the_list_adds_up_to_the_report() {
    let policy = policy(AWARDS);
    let report = sample(&policy);
    let document = document(&report);
    let list = list(&report, Language::Zh);
    let header = [
        "补助",
        "数据",
        "键",
        "付给",
        "金额（元）",
        "至少（元）",
        "至多（元）",
        "分期：签约（元）",
        "分期：中期（元）",
        "分期：验收（元）",
        "状态",
        "原因",
    ];
    assert_eq!(list[0], header);
    for award in document["awards"].as_array().unwrap() {
        let id = award["id"].as_str().unwrap();
        assert_eq!(sum(&list, id, 4), decimal(award["total"].as_str().unwrap()), "{id}");
        for (at, part) in award["instalments"].as_array().unwrap().iter().enumerate() {
            assert_eq!(sum(&list, id, 7 + at), decimal(part["amount"].as_str().unwrap()), "{id} {at}");
        }
    }
    for row in list.iter().skip(1).filter(|row| row[0] == "服务补助") {
        let parts: Decimal = row[7..10].iter().map(|part| decimal(part)).sum();
        assert_eq!(parts, decimal(&row[4]), "{row:?}");
        assert_eq!(row[3], if row[2] == "S2" { "P2" } else { "P1" });
    }
    let order: Vec<(&str, &str)> = list.iter().skip(1).map(|row| (row[0].as_str(), row[2].as_str())).collect();
    let rows = ["S1", "S2", "S3", "S4"];
    let all =
        rows.map(|key| ("服务补助", key)).into_iter().chain(rows.map(|key| ("奖励", key))).chain([("特别", "S1")]);
    assert_eq!(order, all.collect::<Vec<_>>());
}

#[test]
fn the_list_does_not_depend_on_the_order_of_rows() {
    let policy = policy(AWARDS);
    let mut lines: Vec<&str> = RECIPIENTS.lines().collect();
    lines[1..].reverse();
    let backwards = lines.join("\n");
    let tables = [("服务主体.csv", PROVIDERS), ("服务对象.csv", backwards.as_str())];
    let other = report(&policy, &tables, &options());
    assert_eq!(list(&sample(&policy), Language::En), list(&other, Language::En));
    assert_eq!(sample(&policy).to_json(), other.to_json());
}

#[test]
fn what_is_not_known_is_said_with_what_is_possible() {
    let policy = policy(AWARDS);
    let rows = "编号,服务主体,先后,类型,销售额,已查验\n=S1,P1,1,个体工商户,0,\n-S2,,2,个体工商户,0,是\n";
    let report = report(&policy, &[("服务主体.csv", PROVIDERS), ("服务对象.csv", rows)], &options());
    let found = document(&report);
    let support = &found["awards"][0];
    assert_eq!((&support["undetermined"], &support["total"]), (&json!(1), &Value::Null));
    assert_eq!(support["total_range"], json!({ "least": "22700.00", "greatest": "45400.00", "maybe_none": false }));
    let fact = json!([{ "kind": "fact", "record": "服务对象", "field": "已查验", "key": "=S1" }]);
    assert_eq!(support["missing"], fact);
    let open = &support["rows"][0];
    assert_eq!((&open["key"], &open["status"], &open["amount"]), (&json!("=S1"), &json!("undetermined"), &Value::Null));
    assert_eq!(
        (&open["amount_range"]["least"], &open["amount_range"]["greatest"]),
        (&json!("0.00"), &json!("22700.00"))
    );
    assert_eq!(open["missing"], fact);
    assert_eq!(found["budgets"][0]["missing"], fact);
    assert_eq!(support["payees"][0]["key"], Value::Null, "whoever is paid for S2 is not known");
    assert_eq!(support["payees"][0]["total"], "22700.00");

    let list = list(&report, Language::En);
    assert_eq!(list[0][..7], ["award", "record", "key", "payee", "amount (yuan)", "at least (yuan)", "at most (yuan)"]);
    let row = |key: &str| list.iter().find(|row| row[2] == key && row[0] == "support").unwrap();
    // A key that a spreadsheet would take for a formula has an apostrophe in front.
    assert_eq!(row("'=S1")[3..7], ["P1", "", "0.00", "22700.00"]);
    assert_eq!(row("'=S1")[7..11], ["", "", "", "undetermined"]);
    assert!(row("'=S1")[11].contains("recipient.已查验 is blank: =S1"), "{:?}", row("'=S1"));
    assert_eq!(row("'-S2")[3..6], ["", "22700.00", ""]);
    assert!(row("'-S2")[11].contains("it is not known who is paid"), "{:?}", row("'-S2"));
}

#[test]
fn without_facts_an_award_names_its_table() {
    let policy = policy(AWARDS);
    let report = report(&policy, &[], &options());
    let found = document(&report);
    assert_eq!(found["awards"][0]["missing"], json!([{ "kind": "table", "record": "服务对象" }]));
    assert_eq!(found["allocations"][0]["missing"][0]["kind"], "table");
    assert_eq!(list(&report, Language::Zh).len(), 1, "nothing but the header");
    assert!(report.to_text(Language::Zh, 80).contains("没有给出“服务对象”这张表"));
}

#[test]
fn lists_are_cut_and_say_so() {
    let policy = policy(AWARDS);
    let mut options = options();
    options.row_limit = 1;
    options.working_limit = 2;
    let report = report(&policy, &[("服务主体.csv", PROVIDERS), ("服务对象.csv", RECIPIENTS)], &options);
    let found = document(&report);
    let support = &found["awards"][0];
    assert_eq!((support["rows"].as_array().unwrap().len(), &support["truncated"]), (2, &json!(true)));
    assert_eq!((support["payees"].as_array().unwrap().len(), &support["payees_truncated"]), (1, &json!(true)));
    let places = &found["allocations"][0];
    assert_eq!((places["parts"].as_array().unwrap().len(), &places["truncated"]), (1, &json!(true)));
    // The list to pay is never cut.
    assert_eq!(list(&report, Language::Zh).len(), 1 + 4 + 4 + 1);
}

#[test]
fn an_amount_that_cannot_be_paid_is_refused() {
    let text = |amount: &str| {
        format!(
            r#"
政策 示例 年度 2023
依据文件 方案 "示例方案" {{ 第一条 规范 }}
数据 服务对象 键 编号 {{ 编号: 文本 }}
补助 补贴 适用 服务对象 依据 第一条 {{ 金额: {amount} }}
"#
        )
    };
    let thirds = policy(&text("100元 / 3"));
    let rows = [("服务对象.csv", "编号\nA\n")];
    let report_of_thirds = report(&thirds, &rows, &options());
    let wrong = report_of_thirds.award_list().unwrap_err();
    assert_eq!(wrong.code, "unrounded-payment");
    assert!(wrong.message.zh.contains("33.3333…元"), "{}", wrong.message.zh);
    assert!(wrong.message.en.contains("33.3333… yuan"), "{}", wrong.message.en);
    let rounded = policy(&text("舍去(100元 / 3, 0.01元)"));
    let report = report(&rounded, &rows, &options());
    assert_eq!(list(&report, Language::Zh)[1][4], "33.33");
}

#[test]
fn the_chinese_text_of_awards() {
    let policy = policy(AWARDS);
    let text = sample(&policy).to_text(Language::Zh, 72);
    let at = text.find("== 补助 ==").unwrap();
    insta::assert_snapshot!("awards_zh", &text[at..]);
}

#[test]
fn the_english_text_of_awards() {
    let policy = policy(AWARDS);
    let text = sample(&policy).to_text(Language::En, 72);
    let at = text.find("== awards ==").unwrap();
    insta::assert_snapshot!("awards_en", &text[at..]);
}

#[test]
fn no_line_of_awards_is_wider_than_asked() {
    let policy = policy(AWARDS);
    let report = sample(&policy);
    for language in [Language::Zh, Language::En] {
        for width in [40, 41, 57, 80, 200] {
            for line in report.to_text(language, width).lines() {
                let columns = unicode_width::UnicodeWidthStr::width(line);
                assert!(columns <= width, "{columns} of {width}: {line}");
            }
        }
    }
}
