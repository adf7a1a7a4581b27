//! What a document says, ready to be put into a template.

use serde::Serialize;

use super::sentence::Part;

/// A document in one language.
#[derive(Clone, Debug, Serialize)]
pub struct Contents {
    pub title: String,
    pub id: String,
    pub header: Vec<Pair>,
    pub coverage: Coverage,
    pub sources: Vec<SourceDocument>,
    /// Items that cite no clause.
    pub uncited: Vec<Item>,
    pub parameters: Vec<Figure>,
    pub budgets: Vec<Figure>,
    pub tables: Vec<TableView>,
    pub records: Vec<RecordView>,
    pub interpretations: Vec<Link>,
    pub wordings: Vec<Link>,
    /// Findings that the policy accepts, with the reason.
    pub acceptances: Vec<AcceptanceView>,
    pub tests: Vec<TestView>,
    /// What amendments did; nothing where there are none.
    pub changes: Vec<ChangeView>,
    /// The policies whose files the document is about, from the last back.
    pub policies: Vec<String>,
}

/// A word and what it says.
#[derive(Clone, Debug, Serialize)]
pub struct Pair {
    pub label: &'static str,
    pub text: String,
    /// Whether it is a code that may be broken anywhere.
    pub code: bool,
}

/// A place of the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    pub text: String,
    pub anchor: String,
}

/// How many clauses there are of each standing.
#[derive(Clone, Debug, Serialize)]
pub struct Coverage {
    pub total: usize,
    pub kinds: Vec<CoverageKind>,
    /// Normative clauses that no test guards.
    pub unguarded: Vec<Link>,
    /// Parameters and tables with figures that are open.
    pub open: Vec<Link>,
}

#[derive(Clone, Debug, Serialize)]
pub struct CoverageKind {
    /// As a name of a style.
    pub class: &'static str,
    pub name: &'static str,
    pub meaning: &'static str,
    pub count: usize,
    pub clauses: Vec<Link>,
    /// Where its part of the bar starts, and how wide it is, in thousandths.
    pub start: usize,
    pub width: usize,
}

/// A document that the policy states.
#[derive(Clone, Debug, Serialize)]
pub struct SourceDocument {
    pub anchor: String,
    pub name: String,
    pub title: String,
    pub clauses: Vec<ClauseView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ClauseView {
    pub anchor: String,
    pub path: String,
    pub class: &'static str,
    pub standing: &'static str,
    /// Why there is nothing to compute, or what is to come.
    pub reason: Option<String>,
    pub entries: Vec<Entry>,
    pub tests: Vec<Link>,
    /// Whether it is normative and no test guards it.
    pub unguarded: bool,
}

/// What was made of a clause.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Entry {
    /// An item in full, where it is cited first.
    Item { item: Box<Item> },
    /// One condition of a criteria, or a step of a workflow, that stands in full elsewhere.
    Condition { of: Link, kind: &'static str, name: String, text: String },
    /// An item that stands in full elsewhere.
    Mention { kind: &'static str, item: Link },
}

#[derive(Clone, Debug, Serialize)]
pub struct Item {
    pub anchor: String,
    /// As a name of a style.
    pub class: &'static str,
    pub kind: &'static str,
    pub name: String,
    pub label: Option<String>,
    pub sentences: Vec<String>,
    pub parts: Vec<Part>,
    pub conditions: Vec<ConditionView>,
    pub cites: Vec<Link>,
    pub uses: Vec<Link>,
    pub readings: Vec<Link>,
    pub source: SourceText,
    pub origin: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ConditionView {
    pub anchor: String,
    pub name: String,
    /// Of a step by which date it is done.
    pub date: Option<String>,
    pub text: String,
    pub cites: Vec<Link>,
    pub origin: Option<String>,
}

/// The policy's own text of an item.
#[derive(Clone, Debug, Serialize)]
pub struct SourceText {
    pub text: String,
    pub place: String,
}

/// A parameter or budget with its figures.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    pub anchor: String,
    pub name: String,
    pub label: Option<String>,
    pub values: Vec<FigureValue>,
    pub unit: String,
    pub note: String,
    pub reviewed: String,
    pub cites: Vec<Link>,
    pub origin: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct FigureValue {
    /// For which days; empty: for all.
    pub when: String,
    pub value: String,
    pub open: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct TableView {
    pub anchor: String,
    pub name: String,
    pub label: Option<String>,
    pub keys: Vec<String>,
    pub columns: Vec<String>,
    pub rows: Vec<TableLine>,
    pub reviewed: String,
    pub cites: Vec<Link>,
    pub origin: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct TableLine {
    pub keys: Vec<String>,
    pub values: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct RecordView {
    pub anchor: String,
    pub name: String,
    pub label: Option<String>,
    pub about: Vec<String>,
    pub fields: Vec<FieldView>,
    pub origin: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct FieldView {
    pub name: String,
    pub label: Option<String>,
    pub holds: String,
    pub note: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct AcceptanceView {
    pub code: String,
    pub at: String,
    pub reason: String,
    pub cites: Vec<Link>,
}

#[derive(Clone, Debug, Serialize)]
pub struct TestView {
    pub anchor: String,
    pub name: String,
    pub place: String,
    pub clauses: Vec<Link>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ChangeView {
    pub class: &'static str,
    pub what: &'static str,
    pub name: String,
    pub origin: String,
    pub anchor: Option<String>,
}
