//! Why a verdict came out: the comparison that decided, and what is missing.

mod awards;
mod deciding;
mod over_rows;
mod working;

use std::collections::BTreeSet;

use guiju_program::expr::{
    AggregateFunction, BetweenUnit, ExprKind, FirstDay, ParameterDate, Relation, RowPath, RowVar, SpanUnit, Step,
};
use guiju_program::parameter::ParameterValue;
use guiju_program::rule::CriteriaId;
use guiju_program::schema::{FieldId, FieldType, RecordId};
use guiju_program::value::Verdict;
use guiju_program::{Expr, Type};

use crate::facts::{ColumnData, State};
use crate::interval::Num;
use crate::outcome::{Cause, Causes, SilentPoint};
use crate::walk::{At, Code, Reach, Row, Walker, machine};
use crate::workdays;

pub(crate) use working::working;

/// Collects reasons, up to a limit.
pub(crate) struct Reasons<'w, 'a> {
    walker: &'w Walker<'a>,
    limit: usize,
    found: BTreeSet<Cause>,
    /// How many causes were told, those found before among them.
    told: u64,
    /// Something was not looked at.
    cut: bool,
}

impl<'w, 'a> Reasons<'w, 'a> {
    pub(crate) const fn new(walker: &'w Walker<'a>, limit: usize) -> Self {
        Self { walker, limit, found: BTreeSet::new(), told: 0, cut: false }
    }

    /// Whether more causes would be cut.
    pub(crate) fn is_full(&self) -> bool {
        self.limit == 0 || self.found.len() > self.limit
    }

    /// The causes found, in order.
    pub(crate) fn finish(self) -> Causes {
        Causes { truncated: self.cut || self.is_full(), list: self.found.into_iter().take(self.limit).collect() }
    }

    /// Says that not everything was looked at.
    pub(crate) const fn cut(&mut self) {
        self.cut = true;
    }

    pub(crate) fn add(&mut self, cause: Cause) {
        self.told = self.told.saturating_add(1);
        if !self.is_full() {
            self.found.insert(cause);
        }
    }

    /// Why a rule is undetermined that is known to be. `doubtful` are the first of the rows of which it is not known
    /// whether a count or share on its left side counts them.
    pub(crate) fn rule(&mut self, expr: &'a Expr, at: &At<'_>, doubtful: &[u32]) {
        let (ExprKind::Compare { left, right, .. }, [_, ..]) = (&expr.kind, doubtful) else {
            return self.condition(expr, at);
        };
        let ExprKind::Aggregate(aggregate) = &left.kind else {
            return self.condition(expr, at);
        };
        // Rows that may be in the base of a share without passing are in doubt too, and are not listed.
        let complete = aggregate.function == AggregateFunction::Count
            || aggregate.filters.is_empty() && aggregate.rows.relation == Relation::Whole;
        if !complete {
            return self.condition(expr, at);
        }
        for row in doubtful {
            self.member(aggregate, *row, at);
        }
        self.value(right, at);
    }

    /// Why a condition is undetermined; nothing where it is not.
    pub(crate) fn condition(&mut self, expr: &'a Expr, at: &At<'_>) {
        if self.is_full() || self.walker.condition(expr, at) != Verdict::Undetermined {
            return;
        }
        match &expr.kind {
            ExprKind::Field { row, field } => self.field(row, *field, at),
            ExprKind::Define { row, define } => {
                let inner = &self.walker.program.defines[*define].expr;
                if let Some(at) = self.enter(row.as_ref(), at) {
                    self.condition(inner, &at);
                }
            }
            ExprKind::Criteria { row, criteria } => {
                if let Some(row) = self.follow(row, at) {
                    self.criteria(*criteria, row.row);
                }
            }
            ExprKind::Condition { row, criteria, index } => {
                let condition = self.walker.program.criteria[*criteria].conditions.get(*index);
                if let (Some(row), Some(condition)) = (self.follow(row, at), condition) {
                    self.condition(&condition.expr, &At::row(row.record, row.row));
                }
            }
            ExprKind::Not(inner) | ExprKind::Applies(inner) => self.condition(inner, at),
            ExprKind::And(operands) | ExprKind::Or(operands) => {
                for operand in operands {
                    self.condition(operand, at);
                }
            }
            ExprKind::When { condition, then, otherwise } => self.branches(condition, then, otherwise.as_deref(), at),
            ExprKind::Unless { body, exception, .. } => {
                self.condition(exception, at);
                self.condition(body, at);
            }
            ExprKind::Compare { left, right, .. } => {
                self.value(left, at);
                self.value(right, at);
            }
            ExprKind::OneOf { value, options } => {
                self.value(value, at);
                for option in options {
                    self.value(option, at);
                }
            }
            ExprKind::SpanCompare { end: date, start, length, unit, first_day, .. }
            | ExprKind::Within { date, start, length, unit, first_day } => {
                for part in [date, start, length] {
                    self.value(part, at);
                }
                self.workdays_after(*unit, *first_day, (start, length), at);
            }
            ExprKind::Has(inner) => self.value(inner, at),
            ExprKind::Default { value, default } => {
                self.condition(value, at);
                self.condition(default, at);
            }
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate, at),
            ExprKind::Top { .. } => self.top(expr, at),
            _ => {}
        }
    }

    /// What is missing for a criteria on a row.
    pub(crate) fn criteria(&mut self, id: CriteriaId, row: u32) {
        let definition = &self.walker.program.criteria[id];
        let table = self.walker.facts.table(definition.record);
        match table.and_then(|table| table.given_verdict(id, row as usize)) {
            Some(Verdict::Undetermined) => {
                let key = self.key(definition.record, row);
                self.add(Cause::Given(id, key));
            }
            Some(_) => {}
            None => {
                let at = At::row(definition.record, row);
                for condition in &definition.conditions {
                    self.condition(&condition.expr, &at);
                }
            }
        }
    }

    fn branches(&mut self, condition: &'a Expr, then: &'a Expr, otherwise: Option<&'a Expr>, at: &At<'_>) {
        match self.walker.condition(condition, at) {
            Verdict::Pass => self.value(then, at),
            Verdict::Fail | Verdict::NotApplicable => {
                if let Some(otherwise) = otherwise {
                    self.value(otherwise, at);
                }
            }
            Verdict::Undetermined => {
                self.condition(condition, at);
                self.value(then, at);
                if let Some(otherwise) = otherwise {
                    self.value(otherwise, at);
                }
            }
        }
    }

    /// What is missing of a value of any type; nothing where it is known or certainly absent.
    pub(crate) fn value(&mut self, expr: &'a Expr, at: &At<'_>) {
        match expr.ty {
            Type::Condition => self.condition(expr, at),
            Type::Text | Type::Enumeration(_) | Type::Reference(_) => self.code(expr, at),
            _ => self.number(expr, at),
        }
    }

    fn code(&mut self, expr: &'a Expr, at: &At<'_>) {
        if self.is_full() || !matches!(self.walker.code(expr, at), Code::Unknown { .. }) {
            return;
        }
        match &expr.kind {
            ExprKind::Field { row, field } => self.field(row, *field, at),
            ExprKind::Define { row, define } => {
                let inner = &self.walker.program.defines[*define].expr;
                if let Some(at) = self.enter(row.as_ref(), at) {
                    self.code(inner, &at);
                }
            }
            ExprKind::When { condition, then, otherwise } => self.branches(condition, then, otherwise.as_deref(), at),
            ExprKind::Default { value, default } => {
                self.code(value, at);
                self.code(default, at);
            }
            _ => {}
        }
    }

    fn number(&mut self, expr: &'a Expr, at: &At<'_>) {
        if self.is_full() {
            return;
        }
        let number = self.walker.number(expr, at);
        if number.value().is_some() || number.is_absent() {
            return;
        }
        match &expr.kind {
            ExprKind::Parameter { parameter, on } => {
                let date = self.walker.parameter_date(on, at);
                let value = &self.walker.program.parameters[*parameter].value;
                match (on, value) {
                    (ParameterDate::RuleDate { row, field }, ParameterValue::Dated(_)) if date.value().is_none() => {
                        self.field(row, *field, at);
                    }
                    _ => self.add(Cause::Parameter(*parameter)),
                }
            }
            ExprKind::Drawn { budget, .. } => self.drawn(*budget),
            ExprKind::Award { row, award } => {
                if let Some(row) = self.follow(row, at) {
                    self.award(*award, row.row);
                }
            }
            ExprKind::Allocated { row, allocation } => {
                if let Some(row) = self.follow(row, at) {
                    self.allocated(*allocation, row.row);
                }
            }
            ExprKind::Field { row, field } => self.field(row, *field, at),
            ExprKind::Define { row, define } => {
                let inner = &self.walker.program.defines[*define].expr;
                if let Some(at) = self.enter(row.as_ref(), at) {
                    self.number(inner, &at);
                }
            }
            ExprKind::When { condition, then, otherwise } => self.branches(condition, then, otherwise.as_deref(), at),
            ExprKind::Default { value, default } => {
                self.number(value, at);
                self.number(default, at);
            }
            ExprKind::Negate(inner) | ExprKind::Calendar { value: inner, .. } => self.number(inner, at),
            ExprKind::Bands { kind, value, bands } => {
                self.number(value, at);
                for band in self.walker.possible_bands(*kind, value, bands, at) {
                    self.number(&band.amount, at);
                }
            }
            ExprKind::Lookup { table, keys, .. } => {
                let mut settled = true;
                for key in keys {
                    self.value(key, at);
                    settled &= self.is_settled(key, at);
                }
                if settled {
                    self.add(Cause::Figure(*table));
                }
            }
            ExprKind::Round { value: left, step: right, .. }
            | ExprKind::FullSteps { value: left, step: right }
            | ExprKind::Arithmetic { left, right, .. } => {
                self.number(left, at);
                self.number(right, at);
            }
            ExprKind::Divide { left, right, .. } => self.quotient(&number, left, right, at),
            ExprKind::Versus { now, base, .. } => self.quotient(&number, now, base, at),
            ExprKind::DateAdd { date, amount, unit } => {
                self.number(date, at);
                self.number(amount, at);
                self.workdays_after(*unit, FirstDay::NotCounted, (date, amount), at);
            }
            ExprKind::Between { unit, start, end } => {
                self.number(start, at);
                self.number(end, at);
                self.workdays_between(*unit, start, end, at);
            }
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate, at),
            ExprKind::Rank(ranking) => self.ranking(ranking, at),
            _ => {}
        }
    }

    /// The year that the calendar lacks to move a known day by a known number of working days.
    fn workdays_after(
        &mut self,
        unit: SpanUnit,
        first_day: FirstDay,
        (start, length): (&'a Expr, &'a Expr),
        at: &At<'_>,
    ) {
        let (SpanUnit::Workday, Some(calendar)) = (unit, &self.walker.program.calendar) else {
            return;
        };
        if let (Some(start), Some(length)) = (self.whole(start, at), self.whole(length, at)) {
            let start = start - i64::from(first_day == FirstDay::Counted);
            if let Some(year) = workdays::missing_after(calendar, start, length) {
                self.add(Cause::Workdays(year));
            }
        }
    }

    /// The year that the calendar lacks to count the working days between two known days.
    fn workdays_between(&mut self, unit: BetweenUnit, start: &'a Expr, end: &'a Expr, at: &At<'_>) {
        let (BetweenUnit::Workday, Some(calendar)) = (unit, &self.walker.program.calendar) else {
            return;
        };
        if let (Some(start), Some(end)) = (self.whole(start, at), self.whole(end, at))
            && let Some(year) = workdays::missing_between(calendar, start, end)
        {
            self.add(Cause::Workdays(year));
        }
    }

    /// A number, as far as it is known: cut to whole.
    fn whole(&self, expr: &'a Expr, at: &At<'_>) -> Option<i64> {
        self.walker.number(expr, at).value().map(machine)
    }

    /// Whether a value is known.
    fn is_settled(&self, expr: &'a Expr, at: &At<'_>) -> bool {
        match expr.ty {
            Type::Condition => self.walker.condition(expr, at) != Verdict::Undetermined,
            Type::Text | Type::Enumeration(_) | Type::Reference(_) => {
                !matches!(self.walker.code(expr, at), Code::Unknown { .. })
            }
            _ => self.walker.number(expr, at).value().is_some(),
        }
    }

    fn quotient(&mut self, quotient: &Num, left: &'a Expr, base: &'a Expr, at: &At<'_>) {
        self.number(left, at);
        self.number(base, at);
        // The silent clause is the cause once the base is known; before, the missing base is.
        let base = self.walker.number(base, at);
        if quotient.silent && base.value().is_some() {
            self.add(Cause::Silent(SilentPoint::ZeroBase));
        }
    }

    fn key(&self, record: RecordId, row: u32) -> String {
        self.walker.facts.key(self.walker.program, record, row)
    }

    /// Where a path leads; what is missing on the way is a cause.
    fn follow(&mut self, path: &RowPath, at: &At<'_>) -> Option<Row> {
        if let Reach::Row(row) = self.walker.reach(path, at) {
            return Some(row);
        }
        let mut part = RowPath::new(path.base, path.record);
        for step in &path.steps {
            let here = self.walker.reach(&part, at);
            part.steps.push(*step);
            let (Reach::Row(row), Reach::Unknown { .. }) = (here, self.walker.reach(&part, at)) else {
                continue;
            };
            match step {
                Step::Reference(field) => self.unknown_cell(row, *field),
                Step::Parent => self.add(Cause::Table(row.record)),
            }
            return None;
        }
        if let (RowVar::Single(record), Reach::Unknown { .. }) = (path.base, self.walker.reach(&part, at)) {
            self.add(Cause::Table(record));
        }
        None
    }

    fn enter(&mut self, row: Option<&RowPath>, at: &At<'_>) -> Option<At<'static>> {
        match row {
            None => Some(At::WHOLE),
            Some(path) => self.follow(path, at).map(|row| At::row(row.record, row.row)),
        }
    }

    fn field(&mut self, path: &RowPath, field: FieldId, at: &At<'_>) {
        if let Some(row) = self.follow(path, at) {
            self.unknown_cell(row, field);
        }
    }

    /// A cell that is not known, as a cause; nothing for one that is.
    fn unknown_cell(&mut self, row: Row, field: FieldId) {
        let column = self.walker.facts.table(row.record).and_then(|table| table.column(field));
        let Some(column) = column.filter(|c| c.state(row.row as usize) == State::Unknown) else {
            return;
        };
        if matches!(column.data, ColumnData::NotGiven) {
            let record = self.walker.program.records.find(row.record);
            let declared = record.and_then(|record| record.fields.find(field));
            match declared.map(|field| &field.ty) {
                Some(FieldType::Reference(to)) if self.walker.facts.table(*to).is_none() => {
                    self.add(Cause::Table(*to));
                }
                _ => self.add(Cause::Column(row.record, field)),
            }
            return;
        }
        let key = self.key(row.record, row.row);
        self.add(Cause::Fact(row.record, field, key));
    }

    /// The cells of a row that are not known, among some fields.
    pub(crate) fn unknown_cells(&mut self, record: RecordId, fields: &[FieldId], row: u32) {
        for field in fields {
            self.unknown_cell(Row { record, row }, *field);
        }
    }
}
