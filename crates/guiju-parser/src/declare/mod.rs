//! The names of a policy: every item is entered before any expression is looked at.

mod award;
mod calendar;
pub(crate) mod lost;
mod money;
pub(crate) use money::{Figure, parts};
mod record;
mod table;
mod validity;

use std::collections::HashMap;

use guiju_program::arena::Id;
use guiju_program::name;
use guiju_program::program::Policy;
use guiju_program::rule::{CriteriaId, DefineId, InterpretationId, RuleId};
use guiju_program::source::Span;

use crate::ast::{self, ItemKind};
use crate::compile::{Compiler, CriteriaItem, DefineItem, Item, Member, Owner};
use crate::message::{items, names};

/// A declared name as the program holds it.
pub(crate) fn named(declared: &ast::Declared) -> name::Name {
    name::Name { text: declared.name.text.clone(), label: declared.label.clone() }
}

impl<'a> Compiler<'a> {
    /// Enters all items.
    pub(crate) fn declare(&mut self, items: &'a [ast::Item]) {
        self.declare_policy(items);
        self.declare_wordings(items);
        for item in items {
            match &item.kind {
                ItemKind::Unit(units) => self.declare_units(units),
                ItemKind::Source(source) => self.declare_source(source, item.span),
                _ => {}
            }
        }
        self.declare_records(items);
        self.declare_money(items);
        self.declare_tables(items);
        for item in items {
            match &item.kind {
                ItemKind::Define(define) => self.declare_define(define, item.span),
                ItemKind::Exclusion(exclusion) => {
                    let define = DefineId::from_index(self.defines.len());
                    self.declare_define(&exclusion.define, item.span);
                    if let Some(item) = self.defines.last_mut() {
                        item.judged = true;
                    }
                    self.exclusions.push((define, exclusion));
                }
                ItemKind::Criteria(criteria) => self.declare_criteria(criteria, item.span),
                ItemKind::Rule(rule) => {
                    let id = RuleId::from_index(self.rules.len());
                    self.rules.push((rule, item.span));
                    self.enter(&rule.name.name, Item::Rule(id));
                }
                ItemKind::Interpretation(interpretation) => {
                    let id = InterpretationId::from_index(self.interpretations.len());
                    self.interpretations.push((interpretation, item.span));
                    self.enter(&interpretation.name.name, Item::Interpretation(id));
                }
                ItemKind::Calendar(calendar) => self.declare_calendar(calendar, item.span),
                ItemKind::Award(award) => self.declare_award(award, item.span),
                ItemKind::Cap(cap) => self.declare_cap(cap, item.span),
                ItemKind::Allocation(allocation) => self.declare_allocation(allocation, item.span),
                ItemKind::Sample(sample) => {
                    let name = &sample.name.name;
                    match self.samples.get(name.text.as_str()) {
                        Some((first, _)) => {
                            let first = first.name.name.span;
                            self.report_in_tests(names::declared_twice(name, first));
                        }
                        None => {
                            self.samples.insert(&name.text, (sample, item.span));
                        }
                    }
                }
                ItemKind::Acceptance(accepted) => self.acceptances.push((accepted, item.span)),
                ItemKind::Test(test) => self.tests.push((test, item.span)),
                _ => {}
            }
        }
        self.declare_validity(items);
    }

    /// Reports what is wrong with a test or sample while items are entered.
    pub(crate) fn report_in_tests(&mut self, diagnostic: guiju_program::Diagnostic) {
        let before = std::mem::replace(&mut self.in_tests, true);
        self.report(diagnostic);
        self.in_tests = before;
    }

    /// Enters the name of an item; a name that is taken is reported.
    pub(crate) fn enter(&mut self, name: &'a ast::Name, item: Item) {
        match self.names.get(name.text.as_str()) {
            Some((_, first)) => {
                let first = *first;
                self.report(names::declared_twice(name, first));
            }
            None => {
                self.names.insert(&name.text, (item, name.span));
            }
        }
    }

    fn declare_policy(&mut self, items: &'a [ast::Item]) {
        let mut headers = items.iter().filter_map(|item| match &item.kind {
            ItemKind::Policy(policy) => Some((policy, item.span)),
            _ => None,
        });
        let Some((policy, span)) = headers.next() else {
            if !self.broken {
                self.report(items::no_policy());
            }
            return;
        };
        for (other, _) in headers {
            self.report(items::two_policies(other.id.span, policy.id.span));
        }
        if policy.year.is_none() {
            self.report(items::no_year(policy.id.span));
        }
        if let Some(currency) = &policy.currency {
            self.units.set_currency(&currency.text);
        }
        self.program.policy = Policy {
            id: policy.id.text.clone(),
            title: policy.title.as_ref().map_or_else(String::new, |t| t.text.clone()),
            year: policy.year,
            fiscal_start: policy.fiscal_start.map(|start| (start.month, start.day)),
            status: policy.status.as_ref().map(named),
            currency: policy.currency.as_ref().map(|currency| name::Name::new(currency.text.clone())),
            valid_from: None,
            valid_until: None,
            in_force: Vec::new(),
            span,
        };
    }

    fn declare_units(&mut self, units: &'a [ast::Declared]) {
        for unit in units {
            let name = &unit.name;
            self.program.units.push(named(unit));
            for spelled in std::iter::once(&name.text).chain(&unit.label) {
                if !self.units.declare(spelled, &name.text) {
                    self.report(names::unit_taken(spelled, name.span));
                }
            }
        }
    }

    fn declare_define(&mut self, define: &'a ast::Define, span: Span) {
        let id = DefineId::from_index(self.defines.len());
        let owner = match &define.record {
            None => Owner::Whole,
            Some(record) => self.owner(record),
        };
        self.defines.push(DefineItem { item: define, span, owner, judged: false, ty: None });
        self.enter(&define.name.name, Item::Define(id));
        self.enter_member(owner, &define.name.name, Member::Define(id));
    }

    fn declare_criteria(&mut self, criteria: &'a ast::Criteria, span: Span) {
        let id = CriteriaId::from_index(self.criteria.len());
        let owner = self.owner(&criteria.record);
        let mut conditions: HashMap<&'a str, usize> = HashMap::new();
        for (index, condition) in criteria.conditions.iter().enumerate() {
            let name = &condition.name.name;
            match conditions.get(name.text.as_str()) {
                Some(first) => {
                    let first = criteria.conditions.get(*first).map_or(name.span, |first| first.name.name.span);
                    self.report(names::declared_twice(name, first));
                }
                None => {
                    conditions.insert(&name.text, index);
                }
            }
        }
        if criteria.conditions.is_empty() {
            self.report(items::no_conditions(&criteria.name.name));
        }
        self.criteria.push(CriteriaItem { item: criteria, span, owner, conditions, done: false });
        self.enter(&criteria.name.name, Item::Criteria(id));
        self.enter_member(owner, &criteria.name.name, Member::Criteria(id));
    }

    /// Enters a name within a record: one that a field has already is reported.
    fn enter_member(&mut self, owner: Owner, name: &'a ast::Name, member: Member) {
        let Owner::Row(record) = owner else {
            return;
        };
        let Some(members) = self.members.get_mut(record.0 as usize) else {
            return;
        };
        match members.get(name.text.as_str()) {
            None => {
                members.insert(&name.text, member);
            }
            Some(Member::Field(field)) => {
                let first = self.program.records[record].fields[*field].span;
                self.report(names::like_a_field(name, first));
            }
            // Two items of one name are reported where items are entered.
            Some(_) => {}
        }
    }

    /// The record that an item is for (适用).
    pub(crate) fn owner(&mut self, name: &ast::Name) -> Owner {
        match self.record_named(name) {
            Some(record) => Owner::Row(record),
            None => Owner::Lost,
        }
    }

    /// The record of that name; that there is none is reported.
    pub(crate) fn record_named(&mut self, name: &ast::Name) -> Option<guiju_program::schema::RecordId> {
        match self.names.get(name.text.as_str()) {
            Some((Item::Record(record), _)) => Some(*record),
            _ => {
                self.unknown_item(name, names::RECORD, |item| matches!(item, Item::Record(_)));
                None
            }
        }
    }

    /// Reports that there is no item of that name and kind, with the nearest that there is.
    pub(crate) fn unknown_item(&mut self, name: &ast::Name, kind: names::Kind, fits: fn(&Item) -> bool) {
        if self.lost.contains(name.text.as_str()) {
            return;
        }
        if let Some((_, first)) = self.names.get(name.text.as_str()) {
            let first = *first;
            self.report(names::other_kind(name, kind, first));
            return;
        }
        self.suggestions = self.suggestions.saturating_sub(1);
        let near = (self.suggestions > 0)
            .then(|| {
                let candidates = self.names.iter().filter(|(_, (item, _))| fits(item));
                crate::compile::nearest(&name.text, candidates.map(|(name, _)| *name))
            })
            .flatten();
        self.report(names::unknown_item(name, kind, near));
    }
}
