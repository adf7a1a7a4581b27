//! One row, or one group of rows, as a problem of its own.

use guiju_program::Program;
use guiju_program::diagnostic::Bilingual;
use guiju_program::name::Name;
use guiju_program::rule::{CriteriaId, RuleId, RuleKind, Scope};
use guiju_program::schema::{FieldId, RecordId};

use super::key::{Keys, Place};
use super::scene::{Origin, Role, Scene};
use super::three::Three;
use super::whole::{both, of_rule};
use crate::solver::ClauseId;

/// A row of a record, or a group of its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The record.
    pub record: RecordId,
    /// The fields that make groups; none: each row.
    pub keys: Vec<FieldId>,
}

impl Subject {
    /// What it is called.
    pub fn name(&self, program: &Program) -> Bilingual {
        let Some(record) = program.records.find(self.record) else {
            return Bilingual::default();
        };
        let name = both(&record.name);
        let fields: Vec<&Name> = self.keys.iter().filter_map(|key| Some(&record.fields.find(*key)?.name)).collect();
        if fields.is_empty() {
            return Bilingual::new(format!("一个“{}”", name.zh), format!("a row of '{}'", name.en));
        }
        let zh: Vec<&str> = fields.iter().map(|field| field.text.as_str()).collect();
        let en: Vec<String> = fields.iter().map(|field| both(field).en).collect();
        Bilingual::new(
            format!("一组（按{}分）“{}”", zh.join("、"), name.zh),
            format!("a group of '{}' (by {})", name.en, en.join(", ")),
        )
    }
}

/// A problem about one subject, with what each of its conditions comes to.
#[derive(Debug)]
pub struct Judged<'p> {
    /// The problem: each condition does not fail.
    pub scene: Scene<'p>,
    /// The conditions with their clauses; no clause: it always holds.
    pub conditions: Vec<(Origin, Three, Option<ClauseId>)>,
}

/// The subjects of which rules speak, in the order of the text.
pub fn subjects(program: &Program) -> Vec<Subject> {
    let mut found: Vec<Subject> = Vec::new();
    for rule in program.rules.values() {
        if let Some(subject) = subject_of(&rule.scope)
            && is_binding(rule.kind)
            && !found.contains(&subject)
        {
            found.push(subject);
        }
    }
    found
}

const fn is_binding(kind: RuleKind) -> bool {
    matches!(kind, RuleKind::Rule | RuleKind::Target)
}

fn subject_of(scope: &Scope) -> Option<Subject> {
    match scope {
        Scope::Whole => None,
        Scope::Each(record) => Some(Subject { record: *record, keys: Vec::new() }),
        Scope::EachGroup { record, keys } => Some(Subject { record: *record, keys: keys.clone() }),
    }
}

/// What rules ask of one subject.
pub fn of_subject<'p>(program: &'p Program, keys: &'p Keys<'p>, subject: &Subject) -> Judged<'p> {
    let mut judged = Judged { scene: Scene::new(program, keys), conditions: Vec::new() };
    let rules: Vec<(RuleId, _)> = program
        .rules
        .iter()
        .filter(|(_, rule)| is_binding(rule.kind) && subject_of(&rule.scope).as_ref() == Some(subject))
        .collect();
    for (id, rule) in rules {
        let three = judged.scene.condition(&rule.expr, &Place::own());
        judged.add(three, both(&rule.name), of_rule(id, rule, true));
    }
    judged.scene.relate();
    judged
}

/// What a criteria asks of one row.
pub fn of_criteria<'p>(program: &'p Program, keys: &'p Keys<'p>, id: CriteriaId) -> Option<Judged<'p>> {
    let criteria = program.criteria.find(id).filter(|criteria| criteria.dates.is_none())?;
    let mut judged = Judged { scene: Scene::new(program, keys), conditions: Vec::new() };
    for (index, condition) in criteria.conditions.iter().enumerate() {
        let three = judged.scene.condition(&condition.expr, &Place::own());
        let cites = if condition.cites.is_empty() { &criteria.cites } else { &condition.cites };
        let origin =
            Origin { role: Role::Condition(id, index), exact: true, span: condition.span, cites: cites.clone() };
        judged.add(three, both(&condition.name), origin);
    }
    judged.scene.relate();
    Some(judged)
}

impl Judged<'_> {
    fn add(&mut self, three: Three, label: Bilingual, origin: Origin) {
        let origin = Origin { exact: three.exact, ..origin };
        let clause = self.scene.clause(three.does_not_fail(), label, origin.clone());
        self.conditions.push((origin, three, clause));
    }
}
