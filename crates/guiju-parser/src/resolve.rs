//! Names in expressions: what each one stands for at its place.

use guiju_program::arena::Id;
use guiju_program::award::{AllocationId, AwardId};
use guiju_program::expr::{RowPath, RowVar, Step};
use guiju_program::parameter::{BudgetId, ParameterId};
use guiju_program::rule::{CriteriaId, DefineId};
use guiju_program::schema::{FieldId, FieldType, RecordId};
use guiju_program::source::Span;

use crate::ast;
use crate::compile::{Compiler, Item, Member, Owner};
use crate::lower::scope::{About, Scope};
use crate::message::{names, rows};

/// What a path stands for.
#[derive(Debug)]
pub(crate) enum Meaning {
    Field {
        row: RowPath,
        record: RecordId,
        field: FieldId,
    },
    Define {
        row: Option<RowPath>,
        define: DefineId,
    },
    Criteria {
        row: RowPath,
        criteria: CriteriaId,
    },
    Condition {
        row: RowPath,
        criteria: CriteriaId,
        index: usize,
    },
    Award {
        row: RowPath,
        award: AwardId,
    },
    Allocated {
        row: RowPath,
        allocation: AllocationId,
    },
    Parameter(ParameterId),
    Budget(BudgetId),
    AsOf,
    /// Whether the policy is in force.
    InForce,
    /// Nothing; it was reported, or follows from what was reported.
    Lost,
}

impl<'a> Compiler<'a> {
    /// What a path stands for. `absent_allowed`: an optional field needs no guard here.
    pub(crate) fn resolve(&mut self, scope: &mut Scope, this: bool, path: &ast::Path, absent_allowed: bool) -> Meaning {
        if this {
            if scope.in_ranking {
                self.report(rows::no_this_in_ranking(path.span));
                return Meaning::Lost;
            }
            let Some(record) = scope.own() else {
                if scope.about != About::Lost {
                    self.report(rows::no_this(path.span));
                }
                return Meaning::Lost;
            };
            let row = RowPath::new(scope.own_row(), record);
            return self.walk(scope, row, &path.names, path.span, absent_allowed);
        }
        let Some((first, rest)) = path.names.split_first() else {
            return Meaning::Lost;
        };
        if let Some(record) = scope.current
            && self.member(record, &first.text).is_some()
        {
            let row = RowPath::new(RowVar::Current, record);
            return self.walk(scope, row, &path.names, path.span, absent_allowed);
        }
        match self.names.get(first.text.as_str()).map(|(item, _)| *item) {
            Some(item) => self.resolve_item(scope, item, path, absent_allowed),
            None if rest.is_empty() && matches!(first.text.as_str(), "基准日" | "as_of") => Meaning::AsOf,
            None if rest.is_empty() && matches!(first.text.as_str(), "本政策有效" | "in_force") => {
                Meaning::InForce
            }
            None => {
                self.unknown_name(scope, first);
                Meaning::Lost
            }
        }
    }

    /// A path that starts with the name of an item.
    fn resolve_item(&mut self, scope: &mut Scope, item: Item, path: &ast::Path, absent_allowed: bool) -> Meaning {
        let Some((first, rest)) = path.names.split_first() else {
            return Meaning::Lost;
        };
        let meaning = match item {
            Item::Parameter(parameter) => Meaning::Parameter(parameter),
            Item::Budget(budget) => Meaning::Budget(budget),
            Item::Define(define) => match self.defines.get(define.index()).map(|d| d.owner) {
                Some(Owner::Whole) => {
                    self.need(item);
                    Meaning::Define { row: None, define }
                }
                Some(Owner::Row(record)) => return self.member_elsewhere(scope, first, record),
                Some(Owner::Lost) | None => return Meaning::Lost,
            },
            Item::Criteria(criteria) => match self.criteria.get(criteria.index()).map(|c| c.owner) {
                Some(Owner::Row(record)) => return self.member_elsewhere(scope, first, record),
                _ => return Meaning::Lost,
            },
            Item::Record(record) if self.program.records[record].single => {
                let row = RowPath::new(RowVar::Single(record), record);
                if rest.is_empty() {
                    let field = self.typical(record, |_| true);
                    self.report(rows::row_as_value(path.span, self.text(path.span), field.as_deref()));
                    return Meaning::Lost;
                }
                return self.walk(scope, row, rest, path.span, absent_allowed);
            }
            Item::Record(record) => {
                if scope.in_aggregate && scope.own() == Some(record) && !rest.is_empty() {
                    let table = self.current_name(scope);
                    let next = rest.first().unwrap_or(first);
                    self.report(rows::needs_this(next, &first.text, &table));
                } else {
                    let number = self.typical(record, is_number);
                    self.report(rows::table_as_value(first, number.as_deref()));
                }
                return Meaning::Lost;
            }
            Item::Award(award) => match self.awards.get(award.index()).map(|a| a.owner) {
                Some(Owner::Row(record)) => return self.member_elsewhere(scope, first, record),
                _ => return Meaning::Lost,
            },
            Item::Allocation(id) => match self.allocations.get(id.index()).map(|a| a.owner) {
                Some(Owner::Row(record)) => return self.member_elsewhere(scope, first, record),
                _ => return Meaning::Lost,
            },
            Item::Table(_) => {
                self.report(crate::message::tables::table_without_keys(first));
                return Meaning::Lost;
            }
            Item::Rule(_) | Item::Interpretation(_) | Item::Cap(_) | Item::Calendar => {
                self.report(names::not_a_value(first));
                return Meaning::Lost;
            }
        };
        match rest.first() {
            None => meaning,
            Some(next) => {
                self.report(rows::no_parts(first, next));
                Meaning::Lost
            }
        }
    }

    /// A definition, criteria, award or allocation of a record of which there is no current row.
    fn member_elsewhere(&mut self, scope: &Scope, name: &ast::Name, record: RecordId) -> Meaning {
        let owner = self.program.records[record].name.text.clone();
        if scope.in_aggregate && scope.own() == Some(record) {
            let table = self.current_name(scope);
            self.report(rows::needs_this(name, &owner, &table));
        } else if scope.about == About::Group(record) && !scope.in_aggregate {
            self.report(rows::group_needs_aggregate(name, &owner));
        } else if !scope.lost {
            let amount = matches!(self.member(record, &name.text), Some(Member::Award(_) | Member::Allocation(_)));
            self.report(rows::member_of_other(name, &owner, amount));
        }
        Meaning::Lost
    }

    fn current_name(&self, scope: &Scope) -> String {
        scope.current.map_or_else(String::new, |record| self.program.records[record].name.text.clone())
    }

    /// A field of a record that may serve as an example in a message: the key if it fits, else the first that does.
    pub(crate) fn typical(&self, record: RecordId, fits: fn(&FieldType) -> bool) -> Option<String> {
        let record = &self.program.records[record];
        let key = record.key.and_then(|key| record.fields.find(key));
        let field = key.into_iter().chain(record.fields.values()).find(|field| fits(&field.ty))?;
        Some(field.name.text.clone())
    }

    /// Follows a path from a row.
    pub(crate) fn walk(
        &mut self,
        scope: &mut Scope,
        mut row: RowPath,
        path: &[ast::Name],
        span: Span,
        absent_allowed: bool,
    ) -> Meaning {
        let mut record = row.record;
        let mut names = path;
        while let Some((name, rest)) = names.split_first() {
            match self.member(record, &name.text) {
                Some(Member::Field(field)) => {
                    self.check_guard(scope, &row, record, field, name, absent_allowed);
                    let Some(next) = rest.first() else {
                        return Meaning::Field { row, record, field };
                    };
                    match self.program.records[record].fields[field].ty {
                        FieldType::Reference(referred) => {
                            row.steps.push(Step::Reference(field));
                            record = referred;
                        }
                        _ => {
                            self.report(rows::no_parts(name, next));
                            return Meaning::Lost;
                        }
                    }
                }
                Some(Member::Parent(parent)) => {
                    row.steps.push(Step::Parent);
                    record = parent;
                }
                Some(Member::Define(define)) => {
                    self.need(Item::Define(define));
                    if let Some(next) = rest.first() {
                        self.report(rows::no_parts(name, next));
                        return Meaning::Lost;
                    }
                    let row = Some(row);
                    return Meaning::Define { row, define };
                }
                Some(Member::Award(award)) => {
                    return match rest.first() {
                        None => Meaning::Award { row, award },
                        Some(next) => {
                            self.report(rows::no_parts(name, next));
                            Meaning::Lost
                        }
                    };
                }
                Some(Member::Allocation(allocation)) => {
                    self.need(Item::Allocation(allocation));
                    return match rest.first() {
                        None => Meaning::Allocated { row, allocation },
                        Some(next) => {
                            self.report(rows::no_parts(name, next));
                            Meaning::Lost
                        }
                    };
                }
                Some(Member::Criteria(criteria)) => {
                    self.need(Item::Criteria(criteria));
                    return self.walk_criteria(row, criteria, rest);
                }
                None => {
                    if !self.lost.contains(name.text.as_str()) {
                        let owner = self.program.records[record].name.text.clone();
                        let near = self.near_member(record, &name.text);
                        self.report(names::unknown_member(name, &owner, near));
                    }
                    return Meaning::Lost;
                }
            }
            names = rest;
        }
        let field = self.typical(record, |_| true);
        self.report(rows::row_as_value(span, self.text(span), field.as_deref()));
        Meaning::Lost
    }

    fn walk_criteria(&mut self, row: RowPath, criteria: CriteriaId, rest: &[ast::Name]) -> Meaning {
        match rest {
            [] => Meaning::Criteria { row, criteria },
            [name, more @ ..] => {
                let Some(index) = self.condition_named(criteria, name) else {
                    return Meaning::Lost;
                };
                if let Some(next) = more.first() {
                    self.report(rows::no_parts(name, next));
                    return Meaning::Lost;
                }
                Meaning::Condition { row, criteria, index }
            }
        }
    }

    /// The condition of that name; that there is none is reported.
    pub(crate) fn condition_named(&mut self, criteria: CriteriaId, name: &ast::Name) -> Option<usize> {
        let item = self.criteria.get(criteria.index())?;
        if let Some(index) = item.conditions.get(name.text.as_str()) {
            return Some(*index);
        }
        if self.lost.contains(name.text.as_str()) {
            return None;
        }
        let known: Vec<&str> = item.conditions.keys().copied().collect();
        let called = item.item.name.name.text.as_str();
        let near = self.nearest(&name.text, known.into_iter());
        self.report(names::unknown_condition(name, called, near));
        None
    }

    fn check_guard(
        &mut self,
        scope: &mut Scope,
        row: &RowPath,
        record: RecordId,
        field: FieldId,
        name: &ast::Name,
        absent_allowed: bool,
    ) {
        if absent_allowed || !self.program.records[record].fields[field].optional {
            return;
        }
        let guard = (row.clone(), field);
        if !scope.guarded(&guard) {
            self.report(rows::unguarded(name, &name.text));
            // Said once is enough.
            scope.guard(guard);
        }
    }

    /// Notes that the item at work needs another one, if that is not lowered yet.
    fn need(&mut self, item: Item) {
        let lowered = match item {
            Item::Define(id) => self.defines.get(id.index()).is_none_or(|d| d.ty.is_some()),
            Item::Criteria(id) => self.criteria.get(id.index()).is_none_or(|c| c.done),
            Item::Allocation(id) => self.allocations.get(id.index()).is_none_or(|a| a.ty.is_some()),
            _ => true,
        };
        if !lowered && !self.missing.contains(&item) {
            self.missing.push(item);
        }
    }

    pub(crate) fn near_member(&mut self, record: RecordId, name: &str) -> Option<String> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        let members = self.members.get(record.index())?;
        crate::compile::nearest(name, members.keys().copied())
    }

    /// Reports a name that stands for nothing at its place.
    pub(crate) fn unknown_name(&mut self, scope: &Scope, name: &ast::Name) {
        let text = name.text.as_str();
        if scope.lost || self.lost.contains(text) {
            return;
        }
        // The name may be one of rows that are spoken of otherwise here.
        let own = match scope.about {
            About::Row(record) | About::Group(record) => Some(record),
            About::Whole | About::Lost => None,
        };
        if let Some(record) = own
            && self.member(record, text).is_some()
        {
            let owner = self.program.records[record].name.text.clone();
            if scope.in_aggregate && scope.own().is_some() {
                let table = self.current_name(scope);
                self.report(rows::needs_this(name, &owner, &table));
                return;
            }
            if !scope.in_aggregate {
                self.report(rows::group_needs_aggregate(name, &owner));
                return;
            }
        }
        if let Some(digits) = crate::numerals::in_digits(text).filter(|digits| self.is_figure(digits)) {
            self.report(crate::message::typing::number_in_words(name.span, text, &digits));
            return;
        }
        if let Some(spaced) = crate::words::split_words(text) {
            let first = spaced.split(' ').next().unwrap_or_default();
            let known = self.names.contains_key(first)
                || scope.current.is_some_and(|record| self.member(record, first).is_some());
            self.report(names::run_together(name, &spaced, known));
            return;
        }
        if let Some(right) = crate::message::hints::yes_or_no(text) {
            self.report(names::yes_or_no(name, right));
            return;
        }
        if self.variants.iter().any(|values| values.contains_key(text)) {
            self.report(names::value_as_name(name));
            return;
        }
        let field_of = self.members.iter().position(|members| matches!(members.get(text), Some(Member::Field(_))));
        if let Some(record) = field_of.filter(|_| scope.current.is_none())
            && let Some(record) = self.program.records.values().nth(record)
        {
            let record = record.name.text.clone();
            self.report(names::field_of_rows(name, &record));
            return;
        }
        let near = self.near_name(scope, text);
        self.report(names::unknown(name, near));
    }

    /// Whether a text is a number, with or without a unit that there is, or a date.
    fn is_figure(&self, text: &str) -> bool {
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        unit.is_empty()
            || unit == "%"
            || (unit.starts_with('年') && text.ends_with(['日', '月', '年']))
            || unit.split('/').all(|word| self.units.lookup(word).is_some())
    }

    fn near_name(&mut self, scope: &Scope, name: &str) -> Option<String> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        let members = scope.current.and_then(|record| self.members.get(record.index()));
        let own = members.into_iter().flat_map(|members| members.keys().copied());
        let items = self
            .names
            .iter()
            .filter(|(_, (item, _))| matches!(item, Item::Parameter(_) | Item::Budget(_) | Item::Define(_)))
            .map(|(name, _)| *name);
        crate::compile::nearest(name, own.chain(items))
    }
}

/// Whether a field can be summed.
pub(crate) const fn is_number(ty: &FieldType) -> bool {
    matches!(ty, FieldType::Integer | FieldType::Number(_))
}

/// Whether a field is a date of some kind.
pub(crate) const fn is_calendar(ty: &FieldType) -> bool {
    matches!(ty, FieldType::Date | FieldType::Month | FieldType::Year | FieldType::Instant)
}
