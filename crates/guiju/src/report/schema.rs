//! The JSON Schema of the report.

use serde_json::{Map, Value, json};

use super::award_schema;

/// A JSON Schema (2020-12) of the JSON report, kept in `docs/report.schema.json`.
pub fn report_schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Guiju report, schema 1",
        "description": "What `guiju eval --format json` prints. Amounts, shares and bounds are strings that hold exact decimals or fractions in the unit beside them; a share has the unit \"1\". Fields may be added without a new schema number.",
        "type": "object",
        "required": ["schema", "policy", "facts", "as_of", "as_of_default", "summary", "rules", "criteria", "awards", "budgets", "allocations", "diagnostics"],
        "properties": {
            "schema": { "const": 1 },
            "policy": object(&[
                ("id", text("The policy's id.")),
                ("title", text("Its title.")),
                ("year", nullable("integer", "Its year.")),
                ("currency", nullable("string", "What its money is counted in; null: yuan. Units of money are called 元 all the same.")),
                ("status", nullable("string", "Its status, as the policy writes it.")),
                ("hash", text("`sha256:` and the hash over the names and texts of its files.")),
            ], &[]),
            "facts": object(&[
                ("hash", nullable("string", "A hash that the order of rows and columns and the file format do not change; null unless asked for.")),
                ("rows", json!({ "type": "object", "additionalProperties": count("Rows of a given table.") })),
            ], &[]),
            "as_of": text("The as-of date, YYYY-MM-DD."),
            "as_of_default": flag("Whether nobody named a date, so that the last day of the policy's year was taken."),
            "validity": json!({ "anyOf": [{ "type": "null" }, reference("validity")] }),
            "summary": object(&[
                ("pass", count("Rules, targets and advice that hold.")),
                ("fail", count("Rules that do not hold.")),
                ("undetermined", count("What is left open.")),
                ("not_applicable", count("What does not apply.")),
                ("shortfall", count("Targets that are not reached.")),
                ("note", count("Advice that is not kept.")),
                ("excluded", count("Exclusions that bar rows.")),
            ], &[]),
            "rules": list(reference("rule")),
            "criteria": list(reference("criteria")),
            "awards": list(reference("award")),
            "budgets": list(reference("budget")),
            "allocations": list(reference("allocation")),
            "diagnostics": list(reference("diagnostic")),
        },
        "$defs": definitions(),
    })
}

fn definitions() -> Value {
    let mut definitions = Map::new();
    let mut add = |name: &str, value: Value| {
        definitions.insert(name.to_owned(), value);
    };
    add(
        "verdict",
        json!({ "enum": ["pass", "fail", "shortfall", "note", "excluded", "undetermined", "not_applicable"] }),
    );
    add(
        "range",
        object(
            &[
                ("least", nullable("string", "The least possible value; null: there is no lower end.")),
                ("greatest", nullable("string", "The greatest possible value; null: there is no upper end.")),
                ("maybe_none", flag("Whether there may be no value at all.")),
            ],
            &[],
        ),
    );
    add(
        "remedy",
        object(
            &[
                ("change", json!({ "enum": ["replace", "add", "remove", "raise", "lower"] })),
                ("count", text("How many rows.")),
                ("amount", text("By how much.")),
                ("unit", text("The unit of the amount.")),
                ("record", text("The record whose rows change.")),
                ("where", text("What the new rows meet, or those taken away met, in the policy's words.")),
                ("negated", flag("Whether the rows put in place must not meet it.")),
            ],
            &["count", "amount", "unit", "record", "where", "negated"],
        ),
    );
    add(
        "validity",
        object(&[("verdict", reference("verdict")), ("conditions", list(reference("validity_condition")))], &[]),
    );
    add(
        "validity_condition",
        measured(
            &[
                ("about", json!({ "enum": ["start", "end", "budget"] })),
                ("budget", text("The budget with which the policy ends.")),
                ("verdict", reference("verdict")),
                ("missing", list(reference("missing"))),
            ],
            &["budget"],
        ),
    );
    add(
        "items",
        object(
            &[
                ("record", text("The record.")),
                ("pass", count("Rows that passed.")),
                ("fail", count("Rows that failed.")),
                ("undetermined", count("Rows left open.")),
                ("not_applicable", count("Rows to which it does not apply.")),
                ("failing_keys", list(text("A key."))),
                ("undetermined_keys", list(text("A key."))),
                ("truncated", flag("Whether a list of keys was cut.")),
            ],
            &["record"],
        ),
    );
    add(
        "missing",
        object(
            &[
                (
                    "kind",
                    json!({ "enum": ["table", "children", "fact", "column", "given", "parameter", "silent", "workdays"] }),
                ),
                ("record", text("The record.")),
                ("field", text("The field.")),
                ("key", text("The row's key; for children that of the row that owns them.")),
                ("criteria", text("The criteria that was given as left open.")),
                ("name", text("The parameter.")),
                ("point", json!({ "enum": ["zero_base", "top_rounding", "ties"] })),
                ("calendar", text("The calendar that does not tell the working days of a year.")),
                ("year", json!({ "type": "integer" })),
                ("clauses", list(text("A clause that is open or silent, or that the calendar comes from."))),
            ],
            &["record", "field", "key", "criteria", "name", "point", "calendar", "year", "clauses"],
        ),
    );
    add(
        "group",
        measured(
            &[
                ("key", list(text("A value that its rows share."))),
                ("verdict", reference("verdict")),
                ("remedy", list(reference("remedy"))),
                ("items", reference("items")),
                ("missing", list(reference("missing"))),
                ("missing_truncated", flag("Whether `missing` was cut.")),
            ],
            &[],
        ),
    );
    add(
        "row",
        measured(
            &[
                ("key", text("Its key.")),
                ("verdict", reference("verdict")),
                ("steps", list(reference("condition"))),
                ("missing", list(reference("missing"))),
                ("missing_truncated", flag("Whether `missing` was cut.")),
            ],
            &["steps"],
        ),
    );
    add(
        "rule",
        measured(
            &[
                ("id", text("Its name.")),
                ("label", text("Its label in another language.")),
                ("kind", json!({ "enum": ["rule", "target", "advice", "exclusion"] })),
                (
                    "form",
                    json!({ "enum": ["quota", "count", "cap", "floor", "budget", "growth", "rank", "workflow", "condition"] }),
                ),
                ("scope", json!({ "enum": ["whole", "each", "group"] })),
                ("record", text("The record whose rows or groups are judged.")),
                ("group_by", list(text("A field in which the rows of a group are equal."))),
                ("text", text("What is asked, in the policy's words.")),
                ("verdict", reference("verdict")),
                ("remedy", list(reference("remedy"))),
                ("cites", list(text("A clause."))),
                ("interpretations", list(text("The name of an interpretation."))),
                ("groups", list(reference("group"))),
                ("rows", list(reference("row"))),
                ("items", reference("items")),
                ("missing", list(reference("missing"))),
                ("missing_truncated", flag("Whether `missing` was cut.")),
            ],
            &["label", "record", "group_by"],
        ),
    );
    add(
        "condition",
        measured(
            &[
                ("id", text("Its name.")),
                ("verdict", reference("verdict")),
                ("cites", list(text("A clause."))),
                ("missing", list(reference("missing"))),
                ("missing_truncated", flag("Whether `missing` was cut.")),
            ],
            &[],
        ),
    );
    let counts = [
        ("pass", count("Rows that passed.")),
        ("fail", count("Rows that failed.")),
        ("undetermined", count("Rows left open.")),
        ("not_applicable", count("Rows to which it does not apply.")),
        ("cites", list(text("A clause."))),
        ("id", text("Its name.")),
    ];
    add(
        "criteria",
        object(
            &[
                &counts[..],
                &[
                    ("label", text("Its label in another language.")),
                    ("record", text("The record whose rows are judged.")),
                    ("interpretations", list(text("The name of an interpretation."))),
                    ("conditions", list(object(&counts, &[]))),
                    (
                        "rows",
                        list(object(
                            &[
                                ("key", text("Its key.")),
                                ("verdict", reference("verdict")),
                                ("conditions", list(reference("condition"))),
                                ("missing", list(reference("missing"))),
                            ],
                            &["missing"],
                        )),
                    ),
                    ("truncated", flag("Whether `rows` was cut.")),
                ],
            ]
            .concat(),
            &["label"],
        ),
    );
    definitions.extend(award_schema::definitions());
    let mut add = |name: &str, value: Value| {
        definitions.insert(name.to_owned(), value);
    };
    add("texts", object(&[("zh", text("Chinese.")), ("en", text("English."))], &[]));
    add(
        "place",
        object(
            &[
                ("kind", json!({ "enum": ["text", "facts"] })),
                ("file", text("The file.")),
                ("line", count("The line, from 1.")),
                ("column", count("The column in characters, from 1.")),
                ("end_line", count("The line behind the last character.")),
                ("end_column", count("The column behind it.")),
                ("table", text("The table.")),
                ("row", count("For CSV the line of the file, else the number of the row in its table.")),
                ("field", text("The field or column.")),
            ],
            &["line", "column", "end_line", "end_column", "table", "row", "field"],
        ),
    );
    add(
        "diagnostic",
        object(
            &[
                ("code", text("The stable code.")),
                ("severity", json!({ "enum": ["error", "warning", "note"] })),
                ("message", reference("texts")),
                ("notes", list(reference("texts"))),
                ("help", reference("texts")),
                ("fix", reference("fix")),
                ("place", reference("place")),
                ("labels", list(object(&[("place", reference("place")), ("text", reference("texts"))], &[]))),
            ],
            &["notes", "help", "fix", "place", "labels"],
        ),
    );
    add(
        "fix",
        object(
            &[
                ("safe", flag("Whether there is one meaning, so that it may be made unasked; else it is a guess.")),
                ("edits", list(object(&[("place", reference("place")), ("text", text("What comes there."))], &[]))),
            ],
            &[],
        ),
    );
    Value::Object(definitions)
}

/// An object of these properties; all but the optional ones are required.
pub(super) fn object(properties: &[(&str, Value)], optional: &[&str]) -> Value {
    let required: Vec<&str> =
        properties.iter().map(|(name, _)| *name).filter(|name| !optional.contains(name)).collect();
    let properties: Map<String, Value> =
        properties.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

/// The same with the numbers of a comparison.
fn measured(properties: &[(&str, Value)], optional: &[&str]) -> Value {
    let numbers = [
        (
            "measured",
            nullable(
                "string",
                "The value measured, where it is known; a share as the rows that passed, a slash, and the rows asked.",
            ),
        ),
        ("measured_range", reference("range")),
        ("comparison", json!({ "enum": ["=", "!=", "<", "<=", ">", ">=", null] })),
        ("bound", nullable("string", "The bound, where it is known.")),
        ("unit", nullable("string", "The unit of both; null for dates.")),
        (
            "margin",
            nullable(
                "string",
                "By how much it holds (zero or positive) or misses (negative); of dates in days, of months in months, of years in years, of instants in seconds.",
            ),
        ),
    ];
    let optional = [optional, &["measured_range"]].concat();
    object(&[properties, &numbers].concat(), &optional)
}

pub(super) fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

pub(super) fn flag(description: &str) -> Value {
    json!({ "type": "boolean", "description": description })
}

pub(super) fn count(description: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": description })
}

pub(super) fn nullable(kind: &str, description: &str) -> Value {
    json!({ "type": [kind, "null"], "description": description })
}

pub(super) fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}
