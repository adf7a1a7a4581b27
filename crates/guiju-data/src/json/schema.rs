//! The JSON Schema of the facts that a program needs.

use guiju_program::schema::{Field, FieldType, Record, RecordId};
use guiju_program::{Name, Program};
use serde_json::{Map, Value, json};

/// The JSON Schema (2020-12) of the JSON document of facts that [`Loader::json`](crate::Loader::json) reads: one
/// object with a table for each record, child tables inside the rows that own them, fields with their units, and which
/// may be null. Only the key of a row is required: what is left out counts as unknown.
///
/// The schema describes the documents that a program should write; the loader also takes labels in place of names,
/// and child tables of their own.
pub fn json_schema(program: &Program) -> Value {
    let mut tables = Map::new();
    let mut definitions = Map::new();
    for (id, record) in program.records.iter() {
        definitions.insert(record.name.text.clone(), row(program, id, record));
        if record.parent.is_none() {
            tables.insert(record.name.text.clone(), table(record));
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title(program),
        "description": "事实 / facts",
        "type": "object",
        "properties": tables,
        "additionalProperties": false,
        "$defs": definitions,
    })
}

fn title(program: &Program) -> String {
    let policy = &program.policy;
    if policy.title.is_empty() { policy.id.clone() } else { format!("{} {}", policy.id, policy.title) }
}

/// The table of a record: its rows, or for a single record also the row itself.
fn table(record: &Record) -> Value {
    let row = json!({ "$ref": format!("#/$defs/{}", pointer(&record.name.text)) });
    if record.single {
        json!({
            "oneOf": [row, { "type": "array", "items": row, "minItems": 1, "maxItems": 1 }],
        })
    } else {
        json!({ "type": "array", "items": row })
    }
}

/// A name as part of a reference: the characters that mean something in JSON pointers and addresses are escaped.
fn pointer(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        match c {
            '~' => text.push_str("~0"),
            '/' => text.push_str("~1"),
            c if c.is_ascii() && !c.is_ascii_alphanumeric() && !"-._".contains(c) => {
                text.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c => text.push(c),
        }
    }
    text
}

fn row(program: &Program, id: RecordId, record: &Record) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (field_id, field) in record.fields.iter() {
        let is_key = record.key == Some(field_id);
        if is_key {
            required.push(field.name.text.clone());
        }
        properties.insert(field.name.text.clone(), property(program, field, is_key));
    }
    for child in program.records.values().filter(|r| r.parent == Some(id)) {
        let mut table = table(child);
        describe(&mut table, &child.name, "属于这一行的行 / rows that belong to this one");
        properties.entry(child.name.text.clone()).or_insert(table);
    }
    let mut schema = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    title_of(&mut schema, &record.name);
    schema
}

fn title_of(schema: &mut Value, name: &Name) {
    if let (Some(map), Some(label)) = (schema.as_object_mut(), &name.label) {
        map.insert("title".to_owned(), Value::from(label.as_str()));
    }
}

fn describe(schema: &mut Value, name: &Name, text: &str) {
    title_of(schema, name);
    if let Some(map) = schema.as_object_mut() {
        map.insert("description".to_owned(), Value::from(text));
    }
}

/// A number as JSON has it, or its digits as text.
const DIGITS: &str = r"^[+-]?[0-9]+(\.[0-9]+)?$";

fn property(program: &Program, field: &Field, is_key: bool) -> Value {
    let number = |description: String, kind: &str, pattern: &str| {
        let mut number = json!({ "type": kind });
        if !field.signed
            && let Some(map) = number.as_object_mut()
        {
            map.insert("minimum".to_owned(), Value::from(0));
        }
        (vec![number, json!({ "type": "string", "pattern": pattern })], description)
    };
    let text = |pattern: &str, description: &str| {
        let choice = json!({ "type": "string", "pattern": pattern });
        (vec![choice], description.to_owned())
    };
    let (mut choices, mut description) = match &field.ty {
        FieldType::Text => (vec![json!({ "type": "string" })], "文本 / text".to_owned()),
        FieldType::YesNo => (
            vec![json!({ "type": "boolean" }), json!({ "enum": ["是", "否", "yes", "no", "true", "false"] })],
            "是否 / yes or no".to_owned(),
        ),
        FieldType::Integer => number("整数 / whole number".to_owned(), "integer", r"^[+-]?[0-9]+$"),
        FieldType::Number(unit) if unit.dimension.is_pure() && unit.text == "1" => {
            number("数 / number".to_owned(), "number", r"^[+-]?[0-9]+(\.[0-9]+)?%?$")
        }
        FieldType::Number(unit) => number(format!("单位：{0} / in {0}", unit.text), "number", DIGITS),
        FieldType::Date => {
            text(r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)$", "日期，如 2023-03-01 / a date")
        }
        FieldType::Month => text(r"^([0-9]{4}-[0-9]{2}|[0-9]{4}年[0-9]{1,2}月)$", "年月，如 2023-05 / a month"),
        FieldType::Year => (
            vec![
                json!({ "type": "integer", "minimum": 1, "maximum": 9999 }),
                json!({ "type": "string", "pattern": "^[0-9]{4}年?$" }),
            ],
            "年份，如 2023 / a year".to_owned(),
        ),
        FieldType::Instant => text(
            r"^[0-9]{4}(-[0-9]{2}-[0-9]{2}|年[0-9]{1,2}月[0-9]{1,2}日)[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?$",
            "时刻，如 2023-05-01T10:00:00 / a date with a time",
        ),
        FieldType::Enumeration(id) => {
            let found = program.enumerations.find(*id);
            let names: Vec<&str> =
                found.iter().flat_map(|e| &e.variants).map(|variant| variant.text.as_str()).collect();
            if found.is_none_or(|e| e.open) {
                (
                    vec![json!({ "type": "string", "examples": names })],
                    format!("{}，或其他 / or another", names.join("、")),
                )
            } else {
                (vec![json!({ "enum": names })], "所列之一 / one of those listed".to_owned())
            }
        }
        FieldType::Reference(target) => {
            let name = program.records.find(*target).map_or("", |r| r.name.as_str());
            (vec![json!({ "type": "string" })], format!("“{name}”的键 / the key of a row of {name}"))
        }
    };
    if is_key {
        description.push_str("；键 / key");
    } else {
        choices.push(json!({ "type": "null" }));
        description.push_str(if field.optional {
            "；null：没有 / null: there is none"
        } else {
            "；null：不知道 / null: unknown"
        });
    }
    let mut schema = match <[Value; 1]>::try_from(choices) {
        Ok([only]) => only,
        Err(choices) => json!({ "anyOf": choices }),
    };
    describe(&mut schema, &field.name, &description);
    schema
}
