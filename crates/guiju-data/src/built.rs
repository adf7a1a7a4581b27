//! What the facts builder found across rows, said at the places where the rows came from.

use guiju_evaluator::facts::{FactsError, FactsErrorKind};
use guiju_program::Diagnostic;
use guiju_program::diagnostic::{FactsPlace, Place, Severity};

use crate::loader::{TableState, place};
use crate::origin::{Files, Origin};
use crate::plan::{Kind, Plan, TablePlan};
use crate::sink::Sink;
use crate::spelling::shown;

/// Reports an error of the builder.
pub(crate) fn report(plan: &Plan, states: &[TableState], files: &Files, sink: &mut Sink, error: &FactsError) {
    let Some(table) = plan.table(error.record) else {
        return;
    };
    let state = states.get(error.record.0 as usize);
    let field = error.field.and_then(|field| table.field(field));
    if matches!(error.kind, FactsErrorKind::DanglingReference { .. }) {
        let target = match field.map(|field| &field.kind) {
            Some(Kind::Reference(target)) => Some(*target),
            Some(_) => None,
            None => table.parent.as_ref().map(|(parent, _)| *parent),
        };
        let lost = target.and_then(|target| states.get(target.0 as usize));
        // The row may well be among those that could not be kept, and that was said.
        if lost.is_some_and(|state| state.lost) && sink.failed() {
            return;
        }
    }
    let origin = |row| state.and_then(|state| state.origins.of(row));
    let column = match field {
        Some(field) => Some(field.name.as_str()),
        None => match error.kind {
            FactsErrorKind::DanglingReference { .. } | FactsErrorKind::NoOwner => {
                table.parent.as_ref().map(|(_, name)| name.as_str())
            }
            _ => None,
        },
    };
    sink.error(|| {
        let at = match origin(error.row) {
            Some(origin) => place(files, Some(table), origin, column),
            None => FactsPlace {
                table: Some(table.name.text.clone()),
                column: column.map(str::to_owned),
                ..FactsPlace::default()
            },
        };
        describe(plan, files, table, error, column.unwrap_or_default(), at, &origin)
    });
}

fn describe(
    plan: &Plan,
    files: &Files,
    table: &TablePlan,
    error: &FactsError,
    column: &str,
    at: FactsPlace,
    origin: &dyn Fn(usize) -> Option<Origin>,
) -> Diagnostic {
    let record = table.name.as_str();
    let new = |code, zh: String, en: String| Diagnostic::new(code, Severity::Error, Place::Facts(at.clone()), zh, en);
    match &error.kind {
        FactsErrorKind::DuplicateKey { key, first } => {
            let key = shown(key);
            let (zh, en) = match origin(*first) {
                Some(first) => (
                    format!("，前一次在 {} 第 {} 行", files.name(first.file), first.row),
                    format!(", first in {} row {}", files.name(first.file), first.row),
                ),
                None => (String::new(), String::new()),
            };
            new(
                "duplicate-key",
                format!("“{record}”里键“{key}”出现了两次{zh}"),
                format!("the key {key} occurs twice in {record}{en}"),
            )
            .help(
                "键指明一行：改正写错的键，或删去重复的行",
                "a key names one row: mend the one that is wrong, or remove the row that is double",
            )
        }
        FactsErrorKind::DanglingReference { key } => {
            let key = shown(key);
            let target = match error.field.and_then(|field| table.field(field)) {
                Some(field) => match field.kind {
                    Kind::Reference(target) => plan.table(target).map(|t| t.name.as_str()),
                    _ => None,
                },
                None => table.parent.as_ref().map(|(_, name)| name.as_str()),
            };
            let target = target.unwrap_or(column);
            new(
                "dangling-reference",
                format!("“{record}”的“{column}”写的是“{key}”，而“{target}”这张表里没有键为它的行"),
                format!("{column} of {record} is {key}, and the table {target} has no row with that key"),
            )
            .help(
                format!("改正“{column}”，或在“{target}”里补上这一行"),
                format!("mend {column}, or add the row to {target}"),
            )
        }
        FactsErrorKind::NotSingle { rows } => new(
            "not-single",
            format!("“{record}”是关于整体的，应当恰有一行，这里有 {rows} 行"),
            format!("{record} is about the whole and has exactly one row, but here are {rows}"),
        )
        .help("只留一行", "keep one row"),
        FactsErrorKind::TooManyRows => {
            new("too-many-rows", format!("“{record}”的行数超过 2^31"), format!("{record} has more than 2^31 rows"))
                .help("分成几份分别计算", "split the facts and decide each part")
        }
        FactsErrorKind::UnknownVariant { value } => new(
            "unknown-value",
            format!("“{column}”没有“{}”这个值", shown(value)),
            format!("{column} has no value {}", shown(value)),
        )
        .help("改成政策列出的值", "use one of the values that the policy lists"),
        FactsErrorKind::Negative => new(
            "negative",
            format!("“{column}”是负数，而它没有写明“可负”"),
            format!("{column} is negative, and it is not declared as signed"),
        )
        .help("核对这个数", "check the number"),
        FactsErrorKind::BlankKey => new(
            "blank-key",
            format!("这一行没有键：“{column}”是空的"),
            format!("the row has no key: {column} is blank"),
        )
        .help("每一行都要有键", "every row needs its key"),
        FactsErrorKind::NoOwner => new(
            "no-owner",
            format!("这一行没有写明属于哪个“{column}”"),
            format!("the row does not say which {column} it belongs to"),
        )
        .help("写上它的键", "write its key"),
        FactsErrorKind::WrongType => new(
            "wrong-type",
            format!("“{column}”的值不是这个字段的类型"),
            format!("the value of {column} is not of the field's type"),
        )
        .help("核对这个值", "check the value"),
    }
}
