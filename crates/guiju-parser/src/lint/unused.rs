//! Items that nothing uses.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use guiju_program::arena::{Arena, Id};
use guiju_program::diagnostic::Diagnostic;
use guiju_program::schema::FieldType;
use guiju_program::source::Span;

use super::tree::{self, Use};
use super::used::Used;
use super::{Lint, part};
use crate::ast::{Expr, ExprKind, Item, ItemKind, RowEntry, Suffix, SuffixWord, TestEntry, TestRow, WordingReading};

pub(super) const CODE: &str = "unused-item";

/// Something that nothing uses: its kind in both languages, its path, and where it is named.
struct Unused {
    kind: (&'static str, &'static str),
    path: String,
    span: Span,
}

/// What is judged, computed for rows or paid is a result by itself: rules, criteria, awards, ceilings, allocations. A definition
/// is used where another item names it or a test expects it. The key of a record, its texts (by which people know a row) and
/// the fields of a record that is unused as a whole are not told.
pub(super) fn run(lint: &mut Lint<'_>) {
    let mut used = Used::of(lint.program, lint.tests);
    for name in constants(lint.items) {
        used.parameter_named(lint.program, &name);
    }
    let mut unused = Vec::new();
    items(lint, &used, &mut unused);
    fields(lint, &used, &mut unused);
    units(lint, &mut unused);
    samples(lint.items, &mut unused);
    wordings(lint, &used, &mut unused);
    for Unused { kind: (zh, en), path, span } in unused {
        let mut diagnostic =
            Diagnostic::warning(CODE, span, format!("{zh}“{path}”没有用到"), format!("nothing uses the {en} {path}"));
        diagnostic = match zh {
            "定义" => diagnostic.help(
                "在规则里用它，写测试期望它的值，或者删去",
                "use it in a rule, expect its value in a test, or leave it out",
            ),
            "字段" | "数据" => diagnostic.help(
                "不核算的就删去；要留着给人看，写 接受 unused-item 于 … 因 \"…\"",
                "leave out what nothing is computed from; to keep it for people to read, write accept unused-item at … because \"…\"",
            ),
            _ => diagnostic.help("删去它，或者看看是不是哪里该用而没有用", "leave it out, or see where it was meant to be used"),
        };
        lint.report(diagnostic, [path]);
    }
}

fn items(lint: &Lint<'_>, used: &Used, unused: &mut Vec<Unused>) {
    fn by_name<I: Id + Hash, T>(items: &Arena<I, T>, used: &HashSet<I>, name: impl Fn(&T) -> &str) -> HashSet<String> {
        items.iter().filter(|(id, _)| !used.contains(id)).map(|(_, item)| name(item).to_owned()).collect()
    }
    let program = lint.program;
    let parameters = by_name(&program.parameters, &used.parameters, |item| item.name.as_str());
    let budgets = by_name(&program.budgets, &used.budgets, |item| item.name.as_str());
    let defines = by_name(&program.defines, &used.defines, |item| item.name.as_str());
    let tables = by_name(&program.tables, &used.tables, |item| item.name.as_str());
    let records = by_name(&program.records, &used.records, |item| item.name.as_str());
    for item in lint.items {
        let (kind, list) = match &item.kind {
            ItemKind::Param(_) => (("参数", "param"), &parameters),
            ItemKind::Budget(_) => (("预算", "budget"), &budgets),
            // The tests that expect definitions of a policy that is amended are not among those of the amendment.
            ItemKind::Define(_) if lint.is_amended(item.span) => continue,
            ItemKind::Define(_) => (("定义", "definition"), &defines),
            ItemKind::Table(_) => (("表", "table"), &tables),
            ItemKind::Record(_) => (("数据", "record"), &records),
            ItemKind::Calendar(calendar) if !used.workdays => {
                let name = &calendar.name.name;
                unused.push(Unused { kind: ("日历", "calendar"), path: name.text.clone(), span: name.span });
                continue;
            }
            _ => continue,
        };
        if let Some(declared) = tree::declared(&item.kind).filter(|declared| list.contains(&declared.name.text)) {
            unused.push(Unused { kind, path: declared.name.text.clone(), span: declared.name.span });
        }
    }
}

fn fields(lint: &Lint<'_>, used: &Used, unused: &mut Vec<Unused>) {
    for (id, record) in lint.program.records.iter().filter(|(id, _)| used.records.contains(id)) {
        for (field, declared) in record.fields.iter() {
            let known = record.key == Some(field) || record.rule_date == Some(field) || declared.ty == FieldType::Text;
            if !known && !used.fields.contains(&(id, field)) {
                let path = part(record.name.as_str(), declared.name.as_str());
                let span = lint.place(&path, declared.span);
                unused.push(Unused { kind: ("字段", "field"), path, span });
            }
        }
    }
}

/// Names in the bounds of bands and tables, in steps and in instalments: params, of which the program keeps the figures alone.
fn constants(items: &[Item]) -> Vec<String> {
    fn name(expr: &Expr, names: &mut Vec<String>) {
        tree::visit(expr, &mut |part| {
            if let ExprKind::Path { path, .. } = &part.kind {
                names.extend(path.names.first().map(|name| name.text.clone()));
            }
        });
    }
    let mut names = Vec::new();
    for item in items {
        tree::for_each_expr(&item.kind, &mut |_, what, expr| {
            if what == Use::Stated {
                name(expr, &mut names);
            }
            tree::visit(expr, &mut |part| {
                for row in tree::bands(part) {
                    tree::ends(&row.limits).for_each(|end| name(end, &mut names));
                }
            });
        });
    }
    names
}

fn units(lint: &Lint<'_>, unused: &mut Vec<Unused>) {
    let mut written: HashSet<&str> = HashSet::new();
    for item in lint.items {
        tree::for_each_unit(&item.kind, &mut |unit| {
            written.extend(unit.above.iter().chain(&unit.below).map(|word| word.text.as_str()));
        });
    }
    // 万户 is so many 户.
    let multiplied: Vec<&str> = written
        .iter()
        .flat_map(|word| ["万亿", "万", "亿"].iter().filter_map(|many| word.strip_prefix(many)))
        .collect();
    written.extend(multiplied);
    for item in lint.items {
        let ItemKind::Unit(units) = &item.kind else { continue };
        for unit in units {
            let spelled = [Some(&unit.name.text), unit.label.as_ref()];
            if !spelled.into_iter().flatten().any(|name| written.contains(name.as_str())) {
                let (path, span) = (unit.name.text.clone(), unit.name.span);
                unused.push(Unused { kind: ("单位", "unit"), path, span });
            }
        }
    }
}

fn samples(items: &[Item], unused: &mut Vec<Unused>) {
    fn row<'a>(row: &'a TestRow, like: &mut HashSet<&'a str>) {
        like.extend(row.like.iter().map(|name| name.text.as_str()));
        entries(&row.entries, like);
    }
    fn entries<'a>(entries: &'a [RowEntry], like: &mut HashSet<&'a str>) {
        for entry in entries {
            if let RowEntry::Child(child) = entry {
                row(child, like);
            }
        }
    }
    let mut like = HashSet::new();
    for item in items {
        match &item.kind {
            ItemKind::Test(test) => {
                for entry in &test.rows {
                    if let TestEntry::Row(given) = entry {
                        row(given, &mut like);
                    }
                }
            }
            ItemKind::Sample(sample) => {
                like.extend(sample.like.iter().map(|name| name.text.as_str()));
                entries(&sample.entries, &mut like);
            }
            _ => {}
        }
    }
    for item in items {
        if let ItemKind::Sample(sample) = &item.kind
            && !like.contains(sample.name.name.text.as_str())
        {
            let name = &sample.name.name;
            unused.push(Unused { kind: ("样例", "sample"), path: name.text.clone(), span: name.span });
        }
    }
}

/// Wordings of words that stand nowhere.
fn wordings(lint: &Lint<'_>, used: &Used, unused: &mut Vec<Unused>) {
    let names: HashMap<Span, &str> =
        lint.program.interpretations.values().map(|reading| (reading.span, reading.name.as_str())).collect();
    let mut words: HashSet<SuffixWord> = HashSet::new();
    let mut suffix = |suffix: Option<&Suffix>| words.extend(suffix.map(|suffix| suffix.word));
    for item in lint.items {
        if let ItemKind::Table(table) = &item.kind {
            for cell in table.rows.iter().flat_map(|row| &row.cells) {
                if let crate::ast::CellKind::Limits(limits) = &cell.kind {
                    limits.lower.iter().chain(&limits.upper).for_each(|limit| suffix(limit.suffix.as_ref()));
                }
            }
        }
        tree::for_each_expr(&item.kind, &mut |_, _, expr| {
            tree::visit(expr, &mut |part| {
                if let ExprKind::Compare { suffix: word, .. } = &part.kind {
                    suffix(word.as_ref());
                }
                for limit in tree::bands(part).iter().flat_map(|row| row.limits.lower.iter().chain(&row.limits.upper)) {
                    suffix(limit.suffix.as_ref());
                }
            });
        });
    }
    for item in lint.items {
        let ItemKind::Wording(wording) = &item.kind else { continue };
        let uses = match wording.reading {
            WordingReading::Suffix(word, _) => words.contains(&word),
            WordingReading::FirstDay(_) => used.spans,
        };
        if let Some(name) = names.get(&item.span).filter(|_| !uses) {
            unused.push(Unused { kind: ("词义", "wording"), path: (*name).to_owned(), span: wording.place });
        }
    }
}
