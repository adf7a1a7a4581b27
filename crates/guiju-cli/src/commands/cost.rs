//! What an evaluation costs, for `guiju check --cost`.

use guiju::cost::{self, Steps};
use guiju::schema::RecordId;
use guiju::{Language, Program};
use serde::Serialize;

/// What an evaluation costs.
#[derive(Serialize)]
pub struct Figures<'a> {
    /// For each item.
    items: Vec<Item<'a>>,
    /// Numbers of rows, where they were given.
    rows: Vec<(&'a str, u64)>,
    /// The usual bound, where all numbers of rows were given.
    usual: Option<String>,
    /// The bound that holds whatever the facts are, where all numbers of rows were given.
    greatest: Option<String>,
}

/// What an item costs.
#[derive(Serialize)]
struct Item<'a> {
    name: String,
    usual: Vec<Term<'a>>,
    greatest: Vec<Term<'a>>,
}

/// So many steps times the numbers of rows of those tables.
#[derive(Serialize)]
struct Term<'a> {
    steps: String,
    tables: Vec<&'a str>,
}

impl<'a> Figures<'a> {
    /// For a program, and numbers of rows.
    ///
    /// # Errors
    /// The name of a table that the policy does not have.
    pub fn new(program: &'a Program, rows: &'a [(String, u64)]) -> Result<Self, &'a str> {
        let mut given: Vec<(RecordId, u64)> = Vec::new();
        for (name, rows) in rows {
            let (id, _) = program.record(name).ok_or(name.as_str())?;
            given.push((id, *rows));
        }
        let name = |id: RecordId| program.records.find(id).map_or("", |record| record.name.text.as_str());
        let terms = |steps: &Steps| -> Vec<Term<'a>> {
            let term = |(steps, tables): (u128, &[RecordId])| Term {
                steps: steps.to_string(),
                tables: tables.iter().map(|table| name(*table)).collect(),
            };
            steps.terms().map(term).collect()
        };
        let cost = cost::of(program);
        let all =
            program.records.iter().all(|(id, record)| record.single || given.iter().any(|(given, _)| *given == id));
        let number = |id: RecordId| given.iter().find(|(given, _)| *given == id).map_or(1, |(_, rows)| *rows);
        let shown = |number: Option<u128>| number.filter(|_| all).map(|number| number.to_string());
        Ok(Self {
            usual: shown(cost.usual(number)),
            greatest: shown(cost.greatest(number)),
            rows: given.iter().map(|(id, rows)| (name(*id), *rows)).collect(),
            items: cost
                .items
                .iter()
                .map(|item| Item {
                    name: item.name.clone(),
                    usual: terms(&item.usual),
                    greatest: terms(&item.greatest),
                })
                .collect(),
        })
    }

    /// For people: the usual bound of each item, and both bounds of all together where the rows were given.
    pub fn text(&self, language: Language) -> String {
        let say = |zh: &'static str, en: &'static str| crate::language::say(language, zh, en);
        let mut text = String::from(say(
            "核算最多的步数（一步：一个算式的一部分，为一行算一次）\n",
            "steps of an evaluation, at most (a step: a part of an expression, for a row)\n",
        ));
        for item in &self.items {
            text.push_str(&format!("  {}: {}\n", item.name, formula(&item.usual)));
        }
        text.push_str(&match (&self.usual, &self.greatest) {
            (Some(usual), Some(greatest)) => match language {
                Language::Zh => format!("合计 {usual} 步；归属不明的行再多，也不超过 {greatest} 步\n"),
                Language::En => {
                    format!("together {usual} steps; no more than {greatest}, whatever rows are in doubt\n")
                }
            },
            _ => say(
                "给出每个表的行数（--rows 表=行数），就算出合计\n",
                "with the rows of every table (--rows TABLE=N) they are added up\n",
            )
            .to_owned(),
        });
        text
    }
}

fn formula(terms: &[Term<'_>]) -> String {
    let term = |term: &Term<'_>| {
        let mut text = term.steps.clone();
        for table in &term.tables {
            text.push_str(" × ");
            text.push_str(table);
        }
        text
    };
    terms.iter().map(term).collect::<Vec<_>>().join(" + ")
}
