//! Single verdicts and values, with the reason for each: what tests of a policy ask for.

use std::sync::Arc;

use guiju_program::award::{AllocationId, AwardId};
use guiju_program::civil::Date;
use guiju_program::parameter::BudgetId;
use guiju_program::rule::{CriteriaId, DefineId, RuleId};
use guiju_program::schema::RecordId;
use guiju_program::value::{Cell, Value, Verdict};
use guiju_program::{Expr, Program, Type};

use crate::explain::Reasons;
use crate::facts::Facts;
use crate::interval::Num;
use crate::outcome::{AwardStep, Cause, Causes, Measure, Options};
use crate::settled::Settled;
use crate::walk::{At, Code, Lookup, Walker};

/// Asks for verdicts and values one by one.
///
/// Rows are those of the facts' tables, which stand in the order of their keys; [`row`](Self::row) finds one.
pub struct Inspector<'a> {
    walker: Walker<'a>,
    cause_limit: usize,
}

/// A verdict or a value, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// What was asked for.
    pub value: T,
    /// Why it is undetermined or not known; empty where it is.
    pub causes: Causes,
    /// The comparison that decided a verdict.
    pub measure: Option<Measure>,
}

/// What a definition comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// A verdict.
    Verdict(Verdict),
    /// What is possible of a number or a date; dates, months, years and instants by their numbers, as in columns.
    Number(Num, Type),
    /// A text, a value of an enumeration, or the key of a row.
    Text(Cell),
}

impl<'a> Inspector<'a> {
    /// For facts of that program, on an as-of date.
    pub fn new(program: &'a Program, facts: &'a Facts, as_of: Date) -> Self {
        Self::over(program, facts, as_of, crate::columnar::settled(program, facts, &Options::new(as_of)))
    }

    /// Where the awards are settled already.
    pub(crate) fn over(program: &'a Program, facts: &'a Facts, as_of: Date, settled: Arc<Settled>) -> Self {
        let walker = Walker::new(program, facts, as_of, Lookup::Index);
        walker.set_settled(settled);
        Self { walker, cause_limit: 20 }
    }

    /// The row of that key, as [`Facts::key`] prints it.
    pub fn row(&self, record: RecordId, key: &str) -> Option<u32> {
        let len = self.walker.facts.table(record)?.len();
        let rows = 0..u32::try_from(len).unwrap_or(u32::MAX);
        let key_of = |row: u32| self.walker.facts.key(self.walker.program, record, row);
        rows.into_iter().find(|row| key_of(*row) == key)
    }

    /// A criteria on a row.
    pub fn criteria(&self, criteria: CriteriaId, row: u32) -> Found<Verdict> {
        let value = self.walker.criteria(criteria, row);
        let mut reasons = self.reasons();
        if value == Verdict::Undetermined {
            reasons.criteria(criteria, row);
        }
        Found { value, causes: reasons.finish(), measure: None }
    }

    /// Whether the verdict of a criteria on a row was given in place of its facts.
    pub fn is_given(&self, criteria: CriteriaId, row: u32) -> bool {
        let record = self.walker.program.criteria[criteria].record;
        let table = self.walker.facts.table(record);
        table.is_some_and(|table| table.given_verdict(criteria, row as usize).is_some())
    }

    /// One condition of a criteria on a row; `None` where it has no condition of that index.
    pub fn condition(&self, criteria: CriteriaId, index: usize, row: u32) -> Option<Found<Verdict>> {
        let definition = &self.walker.program.criteria[criteria];
        let condition = definition.conditions.get(index)?;
        Some(self.verdict(&condition.expr, &At::row(definition.record, row)))
    }

    /// A definition, on a row or for the whole.
    pub fn define(&self, define: DefineId, row: Option<u32>) -> Found<Figure> {
        let definition = &self.walker.program.defines[define];
        let at = match (definition.record, row) {
            (Some(record), Some(row)) => At::row(record, row),
            _ => At::WHOLE,
        };
        self.figure(&definition.expr, &at)
    }

    /// A rule on a row of its record, for rules on each row.
    pub fn rule_on_row(&self, rule: RuleId, record: RecordId, row: u32) -> Found<Verdict> {
        let rule = &self.walker.program.rules[rule];
        self.verdict(&rule.expr, &At::row(record, row))
    }

    /// A rule on the whole.
    pub fn rule_on_whole(&self, rule: RuleId) -> Found<Verdict> {
        self.verdict(&self.walker.program.rules[rule].expr, &At::WHOLE)
    }

    /// What is paid of an award for a row of its record; nothing for a row that does not exist.
    pub fn award(&self, award: AwardId, row: u32) -> Found<Num> {
        let found = self.walker.settled().award(award, row).map_or_else(Num::none, |found| found.paid.clone());
        let mut reasons = self.reasons();
        if found.value().is_none() && !found.is_absent() {
            reasons.award(award, row);
        }
        Found { value: found, causes: reasons.finish(), measure: None }
    }

    /// One instalment of what is paid of an award for a row, by its place.
    pub fn instalment(&self, award: AwardId, index: usize, row: u32) -> Found<Num> {
        let mut found = self.award(award, row);
        if let Some(paid) = found.value.value() {
            let part = crate::assemble::instalments(&self.walker.program.awards[award], paid).into_iter().nth(index);
            found.value = part.map_or_else(Num::none, Num::known);
        } else if !found.value.is_absent() {
            found.value = Num::unknown(false);
        }
        found
    }

    /// How the amount of an award for a row came about; no step for a row that asks for nothing.
    pub fn award_steps(&self, award: AwardId, row: u32) -> Vec<AwardStep> {
        self.walker.settled().award(award, row).map_or_else(Vec::new, |found| found.steps.clone())
    }

    /// What is paid of an award in all.
    pub fn award_total(&self, award: AwardId) -> Found<Num> {
        let value = self.walker.settled().total(award);
        let mut reasons = self.reasons();
        reasons.total(award);
        Found { value, causes: reasons.finish(), measure: None }
    }

    /// What awards take from a budget and from its parts.
    pub fn budget_used(&self, budget: BudgetId) -> Found<Num> {
        self.drawn(budget, false)
    }

    /// What they leave of it; below zero where it is overspent.
    pub fn budget_left(&self, budget: BudgetId) -> Found<Num> {
        self.drawn(budget, true)
    }

    fn drawn(&self, budget: BudgetId, left: bool) -> Found<Num> {
        let mut reasons = self.reasons();
        reasons.drawn(budget);
        Found { value: self.walker.drawn(budget, left), causes: reasons.finish(), measure: None }
    }

    /// The part of a total that a row gets; absent where the bounds of the parts cannot be met.
    pub fn allocated(&self, allocation: AllocationId, row: u32) -> Found<Num> {
        let part = self.walker.settled().allocated(allocation, row).cloned().unwrap_or_else(Num::none);
        let mut reasons = self.reasons();
        if part.value().is_none() && !part.is_absent() {
            reasons.allocated(allocation, row);
        }
        Found { value: part, causes: reasons.finish(), measure: None }
    }

    fn reasons(&self) -> Reasons<'_, 'a> {
        Reasons::new(&self.walker, self.cause_limit)
    }

    fn verdict(&self, expr: &'a Expr, at: &At<'_>) -> Found<Verdict> {
        let mut reasons = self.reasons();
        reasons.condition(expr, at);
        Found {
            value: self.walker.condition(expr, at),
            causes: reasons.finish(),
            measure: self.reasons().deciding(expr, at),
        }
    }

    fn figure(&self, expr: &'a Expr, at: &At<'_>) -> Found<Figure> {
        let value = match &expr.ty {
            Type::Condition => {
                let found = self.verdict(expr, at);
                return Found { value: Figure::Verdict(found.value), causes: found.causes, measure: found.measure };
            }
            Type::Text | Type::Enumeration(_) | Type::Reference(_) => {
                Figure::Text(self.cell(self.walker.code(expr, at)))
            }
            ty => Figure::Number(self.walker.number(expr, at), ty.clone()),
        };
        let mut reasons = self.reasons();
        reasons.value(expr, at);
        Found { value, causes: reasons.finish(), measure: None }
    }

    fn cell(&self, code: Code<'_>) -> Cell {
        match code {
            Code::Text(text) => Cell::Known(Value::Text(text.to_owned())),
            Code::Row(row) => {
                let key = self.walker.facts.key(self.walker.program, row.record, row.row);
                Cell::Known(Value::Text(key))
            }
            Code::Unknown { .. } => Cell::Unknown,
            Code::Absent => Cell::Absent,
        }
    }
}

impl Causes {
    /// Whether a cause is named.
    pub fn contains(&self, cause: &Cause) -> bool {
        self.list.contains(cause)
    }
}
