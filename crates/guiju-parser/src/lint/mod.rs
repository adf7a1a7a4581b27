//! Lints: what may be meant otherwise in a policy that compiles. One file for each.
//!
//! Every lint runs over all of the policy, whatever its level: the caller drops what is not to be told, and needs the rest to
//! tell which acceptances (接受) silence nothing.

mod constant;
mod language;
mod magic;
mod parts;
mod range;
mod repeated;
mod shadow;
mod shape;
mod tree;
mod uncited;
mod undocumented;
mod unused;
mod used;
mod word_kind;

use std::collections::HashMap;

use guiju_program::Program;
use guiju_program::diagnostic::{Diagnostic, Place};
use guiju_program::finding::{FindingKind, Level};
use guiju_program::source::{SourceFile, SourceId, Span};
use guiju_program::test_item::TestItem;

use crate::amend::Amended;
use crate::ast::{Item, ItemKind, Name};

const fn kind(code: &'static str, level: Level, zh: &'static str, en: &'static str) -> FindingKind {
    FindingKind { code, level, zh, en }
}

/// All lints of this crate.
pub const LINTS: &[FindingKind] = &[
    kind(constant::FALSE, Level::Warn, "无论数据怎样都不会满足的条件", "a condition that no facts can meet"),
    kind(constant::TRUE, Level::Warn, "无论数据怎样都满足的条件", "a condition that all facts meet"),
    kind(
        magic::CODE,
        Level::Allow,
        "写在规则里、没有列为参数的数；本语言的惯例是照条文写在原处并引用条款，所以默认不提",
        "a figure in a rule that is not a param; the language's custom is to write it where its clause is cited, so it is not told by default",
    ),
    kind(
        language::CODE,
        Level::Allow,
        "缺中文或者英文名称的条目；只用一种语言的政策用不着，所以默认不提",
        "a name without its label in the other language; a policy in one language needs none, so it is not told by default",
    ),
    kind(
        repeated::CODE,
        Level::Warn,
        "与另一条说的是同一件事的规则或条件",
        "a rule or condition that says what another one says",
    ),
    kind(shadow::CODE, Level::Warn, "遮住了另一个名称的名称", "a name that hides another one"),
    kind(uncited::CODE, Level::Warn, "没有写依据的参数、预算和表", "a param, budget or table that cites no clause"),
    kind(
        undocumented::CODE,
        Level::Warn,
        "没有写依据的解释和词义",
        "an interpretation or wording that cites no clause",
    ),
    kind(unused::CODE, Level::Warn, "没有用到的条目", "an item that nothing uses"),
    kind(
        word_kind::CODE,
        Level::Warn,
        "比较词与所比的东西、与数的正负号不相称",
        "a comparison word at odds with what is compared, or with the sign of the figure",
    ),
];

/// What a lint found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What there is to say; how bad it is depends on the level of its code.
    pub diagnostic: Diagnostic,
    /// The items, and parts of items, that it is about, by their paths: an acceptance at any of them silences it.
    pub about: Vec<String>,
}

/// Runs all lints over a policy that compiled: `program` and `tests` are what came of `sources`.
///
/// What is found is in the order of the text.
pub fn lint(sources: &[SourceFile], program: &Program, tests: &[TestItem]) -> Vec<Finding> {
    let mut syntax = Vec::new();
    let mut texts = Vec::with_capacity(sources.len());
    for (index, source) in sources.iter().enumerate() {
        let id = SourceId(u32::try_from(index).unwrap_or(u32::MAX));
        let mut parsed = crate::parse(id, &source.text);
        syntax.append(&mut parsed.diagnostics);
        texts.push(parsed);
    }
    let joined = crate::amend::join(sources, &syntax, texts);
    let mut lint = Lint {
        sources,
        items: &joined.items,
        program,
        tests,
        amended: &joined.amended,
        places: places(&joined.items),
        found: Vec::new(),
    };
    magic::run(&mut lint);
    uncited::run(&mut lint);
    undocumented::run(&mut lint);
    unused::run(&mut lint);
    repeated::run(&mut lint);
    constant::run(&mut lint);
    shadow::run(&mut lint);
    word_kind::run(&mut lint);
    language::run(&mut lint);
    let mut found = lint.found;
    found.sort_by_key(|finding| (order(&finding.diagnostic), finding.diagnostic.code));
    found
}

fn order(diagnostic: &Diagnostic) -> (u32, u32, u32) {
    match &diagnostic.place {
        Place::Text(span) => (span.source.0, span.start, span.end),
        Place::Facts(_) | Place::Nowhere => (u32::MAX, u32::MAX, u32::MAX),
    }
}

/// A policy at which lints are at work.
struct Lint<'a> {
    sources: &'a [SourceFile],
    /// The items as they stand after all amendments.
    items: &'a [Item],
    program: &'a Program,
    tests: &'a [TestItem],
    /// Which amendment a place belongs to.
    amended: &'a Amended,
    /// Where items, conditions and fields are named, by their paths.
    places: HashMap<String, Span>,
    found: Vec<Finding>,
}

impl<'a> Lint<'a> {
    fn report(&mut self, diagnostic: Diagnostic, about: impl IntoIterator<Item = String>) {
        self.found.push(Finding { diagnostic, about: about.into_iter().collect() });
    }

    /// The text at a place.
    fn text(&self, span: Span) -> &'a str {
        self.sources.get(span.source.0 as usize).and_then(|source| source.text.get(span.range())).unwrap_or_default()
    }

    /// Where a path is named, else a place around.
    fn place(&self, path: &str, around: Span) -> Span {
        self.places.get(path).copied().unwrap_or(around)
    }

    /// Whether a place belongs to a policy that this one amends.
    fn is_amended(&self, span: Span) -> bool {
        self.amended.level(span) < self.amended.levels.iter().copied().max().unwrap_or_default()
    }

    /// Whether there is a source to cite at all.
    fn has_sources(&self) -> bool {
        !self.program.documents.is_empty()
    }
}

/// The path of a part of an item.
fn part(of: &str, name: &str) -> String {
    format!("{of}.{name}")
}

fn places(items: &[Item]) -> HashMap<String, Span> {
    let mut places = HashMap::new();
    let mut enter = |path: String, name: &Name| {
        places.insert(path, name.span);
    };
    for item in items {
        let Some(declared) = tree::declared(&item.kind) else { continue };
        enter(declared.name.text.clone(), &declared.name);
        match &item.kind {
            ItemKind::Criteria(criteria) => {
                for condition in &criteria.conditions {
                    enter(part(&declared.name.text, &condition.name.name.text), &condition.name.name);
                }
            }
            ItemKind::Record(record) => {
                for field in &record.fields {
                    enter(part(&declared.name.text, &field.name.name.text), &field.name.name);
                }
            }
            _ => {}
        }
    }
    places
}
