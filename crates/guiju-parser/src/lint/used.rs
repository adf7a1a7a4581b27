//! What of a program is used by something else in it.

use std::collections::HashSet;

use guiju_program::Program;
use guiju_program::arena::Id;
use guiju_program::award::CapScope;
use guiju_program::expr::{
    BetweenUnit, Expr, ExprKind, ParameterDate, Relation, RowPath, RowSet, RowVar, SpanUnit, Step,
};
use guiju_program::parameter::{BudgetId, ParameterId};
use guiju_program::program::{PolicyDate, ValidUntil};
use guiju_program::rule::{DefineId, Scope};
use guiju_program::schema::{FieldId, FieldType, RecordId};
use guiju_program::table::TableId;
use guiju_program::test_item::{Subject, TestItem};

use super::parts;

/// What is used.
#[derive(Default)]
pub(super) struct Used {
    pub(super) parameters: HashSet<ParameterId>,
    pub(super) budgets: HashSet<BudgetId>,
    pub(super) defines: HashSet<DefineId>,
    pub(super) tables: HashSet<TableId>,
    pub(super) records: HashSet<RecordId>,
    pub(super) fields: HashSet<(RecordId, FieldId)>,
    /// Whether working days are counted.
    pub(super) workdays: bool,
    /// Whether spans of days are compared, so that it matters whether the first day counts.
    pub(super) spans: bool,
}

impl Used {
    /// What a test expects of a definition uses it: it is what the policy is asked for. Facts that tests give use nothing.
    pub(super) fn of(program: &Program, tests: &[TestItem]) -> Self {
        let mut used = Self::default();
        for part in parts::all(program) {
            parts::visit(part.expr, &mut |expr| used.expr(program, expr));
        }
        used.header(program);
        used.items(program);
        for test in tests {
            for expectation in &test.expectations {
                if let Subject::Define(define, _) = expectation.subject {
                    used.defines.insert(define);
                }
            }
        }
        used.referred(program);
        used
    }

    fn header(&mut self, program: &Program) {
        let policy = &program.policy;
        let until = match &policy.valid_until {
            Some(ValidUntil::Date(date)) => Some(date),
            Some(ValidUntil::UsedUp(budget)) => {
                self.budgets.insert(*budget);
                None
            }
            None => None,
        };
        for date in policy.valid_from.iter().chain(until) {
            if let PolicyDate::Parameter(parameter) = date {
                self.parameters.insert(*parameter);
            }
        }
    }

    fn items(&mut self, program: &Program) {
        for (id, budget) in program.budgets.iter() {
            // A part and its whole are watched together.
            if let Some(of) = budget.out_of {
                self.budgets.extend([id, of]);
            }
        }
        self.records.extend(program.defines.values().filter_map(|define| define.record));
        self.defines.extend(program.exclusions.values().map(|exclusion| exclusion.define));
        for criteria in program.criteria.values() {
            self.records.insert(criteria.record);
            for date in criteria.dates.iter().flatten() {
                self.fields.insert((criteria.record, *date));
            }
        }
        for rule in program.rules.values() {
            match &rule.scope {
                Scope::Whole => {}
                Scope::Each(record) => {
                    self.records.insert(*record);
                }
                Scope::EachGroup { record, keys } => self.group(*record, keys),
            }
        }
        for award in program.awards.values() {
            self.records.insert(award.record);
            award.payee.iter().for_each(|path| self.path(program, path));
            self.budgets.extend(award.draw.iter().map(|draw| draw.budget));
        }
        for cap in program.caps.values() {
            match &cap.scope {
                CapScope::Each(record) | CapScope::Whole(record) => {
                    self.records.insert(*record);
                }
                CapScope::EachGroup { record, keys } => self.group(*record, keys),
            }
        }
        self.records.extend(program.allocations.values().map(|allocation| allocation.record));
    }

    fn group(&mut self, record: RecordId, keys: &[FieldId]) {
        self.records.insert(record);
        self.fields.extend(keys.iter().map(|key| (record, *key)));
    }

    /// The records that fields in use refer to, and those whose rows own the rows of records in use.
    fn referred(&mut self, program: &Program) {
        for (record, field) in &self.fields {
            self.records.insert(*record);
            let field = program.records.find(*record).and_then(|record| record.fields.find(*field));
            if let Some(FieldType::Reference(to)) = field.map(|field| &field.ty) {
                self.records.insert(*to);
            }
        }
        for record in self.records.clone() {
            let mut at = program.records.find(record).and_then(|record| record.parent);
            while let Some(parent) = at.filter(|parent| self.records.insert(*parent)) {
                at = program.records.find(parent).and_then(|record| record.parent);
            }
        }
    }

    /// The record at the end of a path; what lies on the way is used.
    fn end(&mut self, program: &Program, path: &RowPath) -> RecordId {
        let mut at = match path.base {
            RowVar::Single(record) => record,
            RowVar::Current | RowVar::This => path.record,
        };
        for step in &path.steps {
            let Some(record) = program.records.find(at) else { break };
            match step {
                Step::Reference(field) => {
                    self.fields.insert((at, *field));
                    if let Some(FieldType::Reference(to)) = record.fields.find(*field).map(|field| &field.ty) {
                        at = *to;
                    }
                }
                Step::Parent => at = record.parent.unwrap_or(at),
            }
        }
        self.records.insert(at);
        at
    }

    fn path(&mut self, program: &Program, path: &RowPath) {
        let _end = self.end(program, path);
    }

    fn rows(&mut self, rows: &RowSet) {
        self.records.insert(rows.record);
        if let Relation::Referring(field) = rows.relation {
            self.fields.insert((rows.record, field));
        }
    }

    fn expr(&mut self, program: &Program, expr: &Expr) {
        match &expr.kind {
            ExprKind::Parameter { parameter, on } => {
                self.parameters.insert(*parameter);
                if let ParameterDate::RuleDate { row, field } = on {
                    let record = self.end(program, row);
                    self.fields.insert((record, *field));
                }
            }
            ExprKind::Budget(budget) | ExprKind::Drawn { budget, .. } => {
                self.budgets.insert(*budget);
            }
            ExprKind::Field { row, field } => {
                let record = self.end(program, row);
                self.fields.insert((record, *field));
            }
            ExprKind::Define { row, define } => {
                self.defines.insert(*define);
                row.iter().for_each(|row| self.path(program, row));
            }
            ExprKind::Award { row, .. }
            | ExprKind::Allocated { row, .. }
            | ExprKind::Criteria { row, .. }
            | ExprKind::Condition { row, .. } => self.path(program, row),
            ExprKind::Lookup { table, .. } => {
                self.tables.insert(*table);
            }
            ExprKind::Aggregate(aggregate) => self.rows(&aggregate.rows),
            ExprKind::Rank(ranking) | ExprKind::Top { ranking, .. } => self.rows(&ranking.rows),
            ExprKind::SpanCompare { unit, .. } | ExprKind::Within { unit, .. } => {
                self.spans = true;
                self.workdays |= *unit == SpanUnit::Workday;
            }
            ExprKind::DateAdd { unit, .. } => self.workdays |= *unit == SpanUnit::Workday,
            ExprKind::Between { unit, .. } => self.workdays |= *unit == BetweenUnit::Workday,
            _ => {}
        }
    }

    /// The parameter of that name is used, whether or not there is one.
    pub(super) fn parameter_named(&mut self, program: &Program, name: &str) {
        let named = program.parameters.values().position(|parameter| parameter.name.text == name);
        self.parameters.extend(named.map(ParameterId::from_index));
    }
}
