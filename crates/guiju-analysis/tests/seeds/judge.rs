//! What the reference evaluator says of a policy on given rows.

use std::collections::BTreeMap;

use guiju_evaluator::outcome::{AwardStep, Explained};
use guiju_evaluator::{Exact, Options, reference};
use guiju_program::Program;
use guiju_program::civil::date;
use guiju_program::rule::Scope;
use guiju_program::value::Verdict;

use crate::policy::{Case, Row};

/// The verdicts on one world.
pub struct Judged {
    /// Of rules, targets and budgets, by name.
    pub rules: BTreeMap<String, Verdict>,
    /// Of criteria, by name: how many rows pass, and for each condition how many fail, and how many pass or fail.
    pub criteria: BTreeMap<String, (u64, Vec<(u64, u64)>)>,
    /// Ceilings that cut something.
    pub cutting: Vec<String>,
    /// How many rows each record has.
    pub rows: BTreeMap<String, usize>,
}

pub fn judge(case: &Case, program: &Program, world: &[Vec<Row>]) -> Judged {
    let facts = case.facts(program, world);
    let mut options = Options::new(date(2023, 12, 31));
    options.cause_limit = 0;
    options.row_limit = 0;
    options.explained = Explained::Only { rules: Vec::new(), in_force: false };
    // Rows of awards are needed to see what ceilings cut.
    options.working_limit = if program.caps.values().next().is_some() { 100 } else { 0 };
    if options.working_limit > 0 {
        options.row_limit = 100;
        options.explained = Explained::All;
    }
    let outcome = reference::evaluate(program, &facts, &options).unwrap();
    let rules = outcome.rules.iter().map(|rule| (program.rules[rule.rule].name.text.clone(), rule.verdict)).collect();
    let criteria = outcome.criteria.iter().map(|found| {
        let conditions = found.conditions.iter().map(|items| (items.fail, items.fail + items.pass)).collect();
        (program.criteria[found.criteria].name.text.clone(), (found.items.pass, conditions))
    });
    let mut cutting = Vec::new();
    for row in outcome.awards.iter().flat_map(|award| &award.rows) {
        let mut before: Option<Exact> = None;
        for step in &row.steps {
            let amount = step.amount().value().cloned();
            if let (AwardStep::Capped { cap, .. }, Some(before), Some(after)) = (step, &before, &amount)
                && after < before
            {
                cutting.push(program.caps[*cap].name.text.clone());
            }
            before = amount;
        }
    }
    let rows = case.records.iter().zip(world).map(|(record, rows)| (record.name.to_owned(), rows.len())).collect();
    Judged { criteria: criteria.collect(), rules, cutting, rows }
}

impl Judged {
    pub fn fails(&self, name: &str) -> bool {
        self.rules.get(name) == Some(&Verdict::Fail)
    }

    /// How often a condition, named by its path, fails, and how often it passes or fails.
    pub fn condition(&self, program: &Program, path: &str) -> Option<(u64, u64)> {
        let (criteria, condition) = path.split_once('.')?;
        let (_, found) = program.criteria(criteria)?;
        let at = found.conditions.iter().position(|found| found.name.text == condition)?;
        self.criteria.get(criteria)?.1.get(at).copied()
    }

    /// Whether a clause holds: it fails nowhere. An award is what it is.
    pub fn holds(&self, program: &Program, name: &str) -> bool {
        match self.condition(program, name) {
            Some((failed, _)) => failed == 0,
            None => !self.fails(name),
        }
    }
}

/// Whether a rule speaks of each row or group, and of which record.
pub fn subject<'p>(program: &'p Program, name: &str) -> Option<&'p str> {
    let (_, rule) = program.rule(name)?;
    match &rule.scope {
        Scope::Whole => None,
        Scope::Each(record) | Scope::EachGroup { record, .. } => Some(&program.records[*record].name.text),
    }
}
