//! A program by hand, and ways to look at what was loaded.

#![allow(dead_code, reason = "each test file uses its part")]

use guiju_data::{Loaded, Loader};
use guiju_evaluator::Facts;
use guiju_program::arena::Arena;
use guiju_program::diagnostic::{FactsPlace, Place};
use guiju_program::schema::{Enumeration, EnumerationId, Field, FieldType, Record, RecordId};
use guiju_program::unit::{BaseUnit, Unit};
use guiju_program::{Decimal, Diagnostic, Dimension, Name, Program, Span};

pub fn field(name: Name, ty: FieldType) -> Field {
    Field { name, ty, optional: false, signed: false, span: Span::default() }
}

pub fn optional(mut field: Field) -> Field {
    field.optional = true;
    field
}

pub fn record(name: Name, fields: Vec<Field>, has_key: bool, parent: Option<RecordId>) -> Record {
    let fields: Arena<_, _> = fields.into_iter().collect();
    let key = if has_key { fields.ids().next() } else { None };
    Record { name, fields, key, parent, counted: Vec::new(), rule_date: None, single: false, span: Span::default() }
}

fn named(text: &str, label: &str) -> Name {
    Name::new(text).with_label(label)
}

pub fn unit(text: &str, base: BaseUnit, factor: i64) -> FieldType {
    FieldType::Number(Unit { dimension: Dimension::of(base), factor: Decimal::from(factor), text: text.into() })
}

/// Providers; recipients with months, each with days; one row about the whole; notes without a key.
pub fn program() -> Program {
    let mut program = Program::default();
    let closed: EnumerationId = program
        .enumerations
        .push(Enumeration { variants: vec![named("品牌店", "brand"), named("限上店", "large")], open: false });
    let open = program.enumerations.push(Enumeration { variants: vec!["农村合作社".into()], open: true });
    let provider = program.records.push(record(
        named("服务主体", "provider"),
        vec![field(named("编号", "id"), FieldType::Text)],
        true,
        None,
    ));
    let percent =
        FieldType::Number(Unit { dimension: Dimension::pure(), factor: Decimal::new(1, 2), text: "%".into() });
    let mut change = field(named("增减", "change"), unit("元", BaseUnit::Money, 1));
    change.signed = true;
    let recipient = program.records.push(record(
        named("服务对象", "recipient"),
        vec![
            field(named("编号", "id"), FieldType::Text),
            field(named("市地", "city"), FieldType::Text),
            optional(field(named("服务主体", "provider"), FieldType::Reference(provider))),
            field(named("店型", "kind"), FieldType::Enumeration(closed)),
            field(named("类型", "type"), FieldType::Enumeration(open)),
            field(named("新开店铺", "new_store"), FieldType::YesNo),
            field(named("直播时长", "hours"), unit("小时", BaseUnit::Hour, 1)),
            field(named("短视频", "videos"), FieldType::Integer),
            field(named("投资", "invested"), unit("万元", BaseUnit::Money, 10_000)),
            field(named("占比", "share"), FieldType::Number(Unit::pure())),
            field(named("费率", "rate"), percent),
            change,
            optional(field(named("服务止", "ends"), FieldType::Date)),
            field(named("成立", "founded"), FieldType::Year),
            field(named("申请时间", "applied"), FieldType::Instant),
        ],
        true,
        None,
    ));
    let month = program.records.push(record(
        named("月度销售", "month_sales"),
        vec![
            field(named("月份", "month"), FieldType::Month),
            field(named("销售额", "sales"), unit("元", BaseUnit::Money, 1)),
        ],
        true,
        Some(recipient),
    ));
    program.records.push(record(
        named("日销售", "day_sales"),
        vec![field(named("日期", "date"), FieldType::Date), field(named("单数", "orders"), FieldType::Integer)],
        true,
        Some(month),
    ));
    let mut whole = record(
        named("全局", "whole"),
        vec![field(named("总额", "total"), unit("元", BaseUnit::Money, 1))],
        false,
        None,
    );
    whole.single = true;
    program.records.push(whole);
    program.records.push(record(
        named("备注", "note"),
        vec![
            field(named("内容", "text"), FieldType::Text),
            field(named("数量", "amount"), FieldType::Integer),
            field(named("销售月", "of_month"), FieldType::Reference(month)),
        ],
        false,
        None,
    ));
    program
}

/// Loads with the program above.
pub fn load(give: impl FnOnce(&mut Loader<'_>)) -> Loaded {
    let program = program();
    let mut loader = Loader::new(&program);
    give(&mut loader);
    let loaded = loader.finish();
    let failed = loaded.diagnostics.iter().any(Diagnostic::is_error);
    assert_eq!(loaded.facts.is_none(), failed, "facts are there unless there is an error");
    for diagnostic in &loaded.diagnostics {
        let (zh, en) = (&diagnostic.message.zh, &diagnostic.message.en);
        assert!(!zh.is_empty() && !en.is_empty());
        assert!(!zh.is_ascii(), "{zh}");
        assert!(diagnostic.code.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
    }
    loaded
}

pub fn json(text: &str) -> Loaded {
    load(|loader| loader.json("facts.json", text.as_bytes()))
}

pub fn csv(name: &str, text: &str) -> Loaded {
    load(|loader| loader.csv(name, text.as_bytes()))
}

/// The facts, and no error.
pub fn facts(loaded: &Loaded) -> &Facts {
    match &loaded.facts {
        Some(facts) => facts,
        None => panic!("{:#?}", loaded.diagnostics),
    }
}

/// The errors only.
pub fn errors(loaded: &Loaded) -> Vec<&Diagnostic> {
    loaded.diagnostics.iter().filter(|d| d.is_error()).collect()
}

/// The codes of the errors, in order.
pub fn codes(loaded: &Loaded) -> Vec<&'static str> {
    errors(loaded).iter().map(|d| d.code).collect()
}

pub fn place(diagnostic: &Diagnostic) -> &FactsPlace {
    match &diagnostic.place {
        Place::Facts(place) => place,
        other => panic!("{other:?}"),
    }
}

/// A cell as text: `?` unknown, `-` absent.
pub fn cell(facts: &Facts, record: &str, row: u32, name: &str) -> String {
    let program = program();
    let (id, definition) = program.record(record).unwrap();
    let (field, _) = definition.field(name).unwrap();
    facts.cell_text(&program, id, field, row)
}

/// Every key and cell of every table.
pub fn dump(facts: &Facts) -> String {
    let program = program();
    let mut text = String::new();
    for (id, record) in program.records.iter() {
        let Some(table) = facts.table(id) else {
            text.push_str(&format!("{} not given\n", record.name));
            continue;
        };
        for row in 0..u32::try_from(table.len()).unwrap() {
            text.push_str(&format!("{} {}", record.name, facts.key(&program, id, row)));
            for field in record.fields.ids() {
                text.push_str(&format!(" | {}", facts.cell_text(&program, id, field, row)));
            }
            if let Some(owners) = table.owners() {
                text.push_str(&format!(" | owner {}", owners.of_row[row as usize]));
            }
            text.push('\n');
        }
        if let Some(owners) = table.owners() {
            let given: Vec<bool> =
                (0..u32::try_from(owners.starts.len() - 1).unwrap()).map(|p| owners.are_given(p)).collect();
            text.push_str(&format!("{} given {given:?}\n", record.name));
        }
    }
    text
}
