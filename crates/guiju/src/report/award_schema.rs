//! Awards, budgets and allocations in the JSON Schema of the report.

use serde_json::{Value, json};

use super::schema::{count, flag, list, nullable, object, reference, text};

/// The definitions to which the report refers.
pub(super) fn definitions() -> Vec<(String, Value)> {
    let definitions = [
        ("award", award()),
        ("payee", payee()),
        ("instalment", instalment()),
        ("award_row", award_row()),
        ("step", step()),
        ("formula", formula()),
        ("note", note()),
        ("budget", budget()),
        ("allocation", allocation()),
    ];
    definitions.map(|(name, value)| (name.to_owned(), value)).into()
}

fn missing() -> [(&'static str, Value); 2] {
    [("missing", list(reference("missing"))), ("missing_truncated", flag("Whether `missing` was cut."))]
}

fn award() -> Value {
    let own = [
        ("id", text("Its name.")),
        ("label", text("Its label in another language.")),
        ("kind", json!({ "enum": ["paid", "recovered"] })),
        ("record", text("The record whose rows are awarded.")),
        ("text", text("Its amount, in the policy's words.")),
        ("count", count("How many rows are surely paid something.")),
        ("cut", count("How many of these get less than they are entitled to.")),
        ("refused", count("How many are, or may be, entitled to something and get nothing.")),
        ("undetermined", count("Of how many it is not known what they get.")),
        ("total", nullable("string", "How much in all; null where that is not known.")),
        ("total_range", reference("range")),
        ("unit", text("The unit of the total.")),
        ("cites", list(text("A clause."))),
        ("interpretations", list(text("The name of an interpretation."))),
        ("instalments", list(reference("instalment"))),
        ("payees", list(reference("payee"))),
        ("payees_truncated", flag("Whether `payees` was cut.")),
        ("rows", list(reference("award_row"))),
        ("truncated", flag("Whether `rows` was cut.")),
    ];
    object(&[&own[..], &missing()].concat(), &["label", "total_range"])
}

fn payee() -> Value {
    object(
        &[
            ("key", nullable("string", "The key of the row that is paid; null where it is not known which one is.")),
            ("count", count("For how many rows it is surely paid something.")),
            ("undetermined", count("For how many it is not known what it is paid.")),
            ("total", nullable("string", "How much in all; null where that is not known.")),
            ("total_range", reference("range")),
        ],
        &["total_range"],
    )
}

fn instalment() -> Value {
    object(
        &[("name", text("Its name.")), ("amount", nullable("string", "How much; null where that is not known."))],
        &[],
    )
}

fn award_row() -> Value {
    let own = [
        ("key", text("The row's key.")),
        (
            "payee",
            nullable("string", "The key of the row that is paid; null where it is the row itself, or not known."),
        ),
        ("status", json!({ "enum": ["paid", "cut", "refused", "undetermined"] })),
        ("amount", nullable("string", "How much is paid; null where that is not known.")),
        ("amount_range", reference("range")),
        ("steps", list(reference("step"))),
        ("formula", list(reference("formula"))),
        ("formula_truncated", flag("Whether definitions were left out of `formula`.")),
        ("instalments", list(reference("instalment"))),
    ];
    object(&[&own[..], &missing()].concat(), &["amount_range"])
}

fn step() -> Value {
    object(
        &[
            ("kind", json!({ "enum": ["gross", "excluded", "capped", "drawn"] })),
            ("by", text("The award, ceiling or budget.")),
            ("to", nullable("string", "The amount after the step; null where that is not known.")),
            ("to_range", reference("range")),
            ("ahead", text("Of a budget: what those ahead ask for; where all are scaled, what all ask for.")),
            ("ahead_range", reference("range")),
            ("left", text("What is left of the budget when the row's turn comes.")),
            (
                "over",
                text(
                    "By how much the row does not fit into what is left; where all are scaled, by how much all do not.",
                ),
            ),
            ("cites", list(text("A clause of the award, ceiling or budget."))),
        ],
        &["by", "to_range", "ahead", "ahead_range", "left", "over"],
    )
}

fn formula() -> Value {
    let named = object(
        &[
            ("text", text("The name, or the figure over rows, in the policy's words.")),
            (
                "value",
                nullable(
                    "string",
                    "Its value; a condition is a verdict; null where it is not known, or there is none.",
                ),
            ),
            ("value_range", reference("range")),
            ("unit", nullable("string", "The unit; null for what is not a number.")),
        ],
        &["value_range"],
    );
    object(
        &[
            ("define", text("The definition whose formula it is; left out for the amount of the award.")),
            ("text", text("The formula in the policy's words.")),
            ("numbers", text("The same with values in the place of names.")),
            ("value", nullable("string", "What it comes to; null where that is not known.")),
            ("value_range", reference("range")),
            ("unit", nullable("string", "The unit; null for what is not a number.")),
            ("values", list(named)),
            ("notes", list(reference("note"))),
            ("cites", list(text("A clause of the award or definition."))),
        ],
        &["define", "value_range"],
    )
}

fn note() -> Value {
    let band = object(
        &[
            ("from", nullable("string", "The lower end; null: none.")),
            ("from_included", flag("Whether it is in.")),
            ("to", nullable("string", "The upper end; null: none.")),
            ("to_included", flag("Whether it is in.")),
            ("slice", text("How much of the number lies in it, for bands with rates.")),
            ("amount", nullable("string", "Its amount, or its rate.")),
            ("unit", nullable("string", "The unit of that.")),
        ],
        &["slice"],
    );
    let optional = [
        "text",
        "mode",
        "step",
        "from",
        "to",
        "unit",
        "side",
        "limit",
        "bands_kind",
        "of",
        "of_unit",
        "bands",
        "table",
        "keys",
    ];
    object(
        &[
            ("kind", json!({ "enum": ["rounded", "limited", "banded", "looked_up"] })),
            ("text", text("What was rounded or limited, in the policy's words.")),
            ("mode", json!({ "enum": ["half_up", "half_even", "down", "up"] })),
            ("step", nullable("string", "To a multiple of what it was rounded.")),
            ("from", nullable("string", "The number before.")),
            ("to", nullable("string", "The number after.")),
            ("unit", nullable("string", "The unit of these.")),
            ("side", json!({ "enum": ["cap", "floor"] })),
            ("limit", nullable("string", "The limit that bites.")),
            ("bands_kind", json!({ "enum": ["bands", "highest", "cumulate", "slices"] })),
            ("of", nullable("string", "The number that fell into bands.")),
            ("of_unit", nullable("string", "Its unit, and that of the ends of the bands.")),
            ("bands", list(band)),
            ("table", text("The table in which a figure was looked up.")),
            ("keys", list(nullable("string", "A key."))),
        ],
        &optional,
    )
}

fn budget() -> Value {
    let own = [
        ("id", text("Its name.")),
        ("label", text("Its label in another language.")),
        ("amount", text("Its amount.")),
        ("used", nullable("string", "What awards take from it and from its parts; null where that is not known.")),
        ("used_range", reference("range")),
        ("left", nullable("string", "What is left, below zero where it is overspent; null where that is not known.")),
        ("left_range", reference("range")),
        ("over", text("By how much it is overspent, where it is.")),
        ("unspent", text("What becomes of what is left: returned or carried.")),
        ("cites", list(text("A clause."))),
    ];
    object(&[&own[..], &missing()].concat(), &["label", "used_range", "left_range", "over", "unspent"])
}

fn allocation() -> Value {
    let part = object(
        &[
            ("key", text("The row's key.")),
            ("amount", nullable("string", "Its part; null where that is not known, or it cannot be divided.")),
            ("amount_range", reference("range")),
        ],
        &["amount_range"],
    );
    let own = [
        ("id", text("Its name.")),
        ("label", text("Its label in another language.")),
        ("record", text("The record whose rows get parts.")),
        ("unit", nullable("string", "The unit of the total and of the parts.")),
        ("total", nullable("string", "What is divided; null where that is not known.")),
        ("total_range", reference("range")),
        ("feasible", flag("Whether it can be divided: there are weights, and the bounds of the parts can be met.")),
        ("interpretations", list(text("The name of an interpretation."))),
        ("parts", list(part)),
        ("truncated", flag("Whether `parts` was cut.")),
        ("rest", nullable("string", "What stays undivided; null where that is not known.")),
        ("rest_range", reference("range")),
        ("cites", list(text("A clause."))),
    ];
    object(&[&own[..], &missing()].concat(), &["label", "total_range", "rest_range"])
}
