//! Reasons as tests name them (因).

use guiju_evaluator::outcome::{Cause, Causes, SilentPoint};
use guiju_program::diagnostic::Bilingual;
use guiju_program::schema::RecordId;
use guiju_program::{Name, Program};

use super::facts::Given;

/// A reason that was found, with the spellings by which a test may name it.
pub(super) struct Reason {
    /// The spellings; the first one is shown.
    spellings: Vec<String>,
    /// Whether a test that names reasons must name it.
    required: bool,
}

impl Reason {
    /// A reason of that name.
    pub fn named(name: &Name) -> Self {
        Self { spellings: spellings(name), required: true }
    }

    /// A row, by its label or its key.
    pub fn row(given: &Given, record: RecordId, key: &str) -> Self {
        let label = given.label_of.get(&(record, key.to_owned()));
        let mut spellings: Vec<String> = label.cloned().into_iter().collect();
        spellings.push(key.to_owned());
        Self { spellings, required: true }
    }

    /// A text.
    pub fn text(text: String) -> Self {
        Self { spellings: vec![text], required: true }
    }

    /// The same, for a test to name or not.
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }
}

/// The reasons why something is open.
pub(super) fn reasons(program: &Program, given: &Given, causes: &Causes) -> Vec<Reason> {
    causes.list.iter().map(|cause| Reason { spellings: of_cause(program, given, cause), required: true }).collect()
}

fn of_cause(program: &Program, given: &Given, cause: &Cause) -> Vec<String> {
    let record_names = |record: RecordId| spellings(&program.records[record].name);
    // `记录.字段`, the field alone, or either behind the row's label.
    let behind = |record: RecordId, key: &str, names: Vec<String>| {
        let label = given.label_of.get(&(record, key.to_owned())).cloned();
        let labelled =
            label.into_iter().flat_map(|label| names.iter().map(|name| format!("{label}.{name}")).collect::<Vec<_>>());
        let labelled: Vec<String> = labelled.collect();
        names.into_iter().chain(labelled).collect::<Vec<_>>()
    };
    let field_names = |record: RecordId, field| {
        let fields = spellings(&program.records[record].fields[field].name);
        let mut names: Vec<String> = record_names(record)
            .iter()
            .flat_map(|record| fields.iter().map(move |field| format!("{record}.{field}")))
            .collect();
        names.extend(fields);
        names
    };
    match cause {
        Cause::Table(record) => record_names(*record),
        Cause::Children(record, key) => {
            let owner = program.records[*record].parent.unwrap_or(*record);
            behind(owner, key, record_names(*record))
        }
        Cause::Fact(record, field, key) => behind(*record, key, field_names(*record, *field)),
        Cause::Column(record, field) => field_names(*record, *field),
        Cause::Given(criteria, key) => {
            let criteria = &program.criteria[*criteria];
            behind(criteria.record, key, spellings(&criteria.name))
        }
        Cause::Parameter(parameter) => spellings(&program.parameters[*parameter].name),
        Cause::Figure(table) => spellings(&program.tables[*table].name),
        Cause::Workdays(_) => program.calendar.as_ref().map_or_else(Vec::new, |calendar| spellings(&calendar.name)),
        Cause::Silent(point) => {
            let (zh, en) = match point {
                SilentPoint::ZeroBase => ("零基数", "zero_base"),
                SilentPoint::TopRounding => ("名次取整", "top_rounding"),
                SilentPoint::Ties => ("并列", "ties"),
            };
            vec![zh.to_owned(), en.to_owned()]
        }
    }
}

fn spellings(name: &Name) -> Vec<String> {
    let mut all = vec![name.text.clone()];
    all.extend(name.label.clone());
    all
}

/// What differs between the reasons expected and those found; `None` where a test asks for none, or all agree.
pub(super) fn compare(expected: &[String], found: &[Reason]) -> Option<Bilingual> {
    if expected.is_empty() {
        return None;
    }
    let unmet: Vec<&str> = expected
        .iter()
        .filter(|name| !found.iter().any(|reason| reason.spellings.contains(name)))
        .map(String::as_str)
        .collect();
    let mut unsaid: Vec<&str> = found
        .iter()
        .filter(|reason| reason.required)
        .filter(|reason| !reason.spellings.iter().any(|name| expected.contains(name)))
        .filter_map(|reason| reason.spellings.first())
        .map(String::as_str)
        .collect();
    unsaid.sort_unstable();
    unsaid.dedup();
    if unmet.is_empty() && unsaid.is_empty() {
        return None;
    }
    let mut zh = Vec::new();
    let mut en = Vec::new();
    if !unmet.is_empty() {
        zh.push(format!("没有出现的原因：{}", unmet.join("、")));
        en.push(format!("reasons that did not occur: {}", unmet.join(", ")));
    }
    if !unsaid.is_empty() {
        zh.push(format!("没有写出的原因：{}", unsaid.join("、")));
        en.push(format!("reasons that were not named: {}", unsaid.join(", ")));
    }
    Some(Bilingual::new(zh.join("；"), en.join("; ")))
}
