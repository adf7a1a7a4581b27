//! Walks the tree of an expression for rows of a plan: what has no kernel of its own.

use std::sync::Arc;

use guiju_program::civil::Date;
use guiju_program::value::Verdict;
use guiju_program::{Expr, Program};

use super::plan::{Plan, ThisRow};
use super::run::index;
use crate::facts::Facts;
use crate::interval::Num;
use crate::limits::Meter;
use crate::settled::Settled;
use crate::walk::{At, Lookup, Row, Walker};

/// Walks for the rows of plans.
pub(super) struct RowWalker<'a> {
    walker: Walker<'a>,
    meter: Option<Arc<Meter>>,
}

impl<'a> RowWalker<'a> {
    pub(super) fn new(program: &'a Program, facts: &'a Facts, as_of: Date, settled: Arc<Settled>) -> Self {
        let walker = Walker::new(program, facts, as_of, Lookup::Index);
        walker.set_settled(settled);
        Self { walker, meter: None }
    }

    /// Counts the steps of the walks and of the plans.
    pub(super) fn with_meter(self, meter: Arc<Meter>) -> Self {
        Self { walker: self.walker.with_meter(meter.clone()), meter: Some(meter) }
    }

    /// Takes steps of a plan; whether the evaluation goes on.
    pub(super) fn take_steps(&self, steps: usize) -> bool {
        self.meter.as_ref().is_none_or(|meter| meter.charge(steps as u64))
    }

    /// Walks for any row.
    pub(super) const fn walker(&self) -> &Walker<'a> {
        &self.walker
    }

    pub(super) fn number(&self, plan: &Plan<'_>, this: ThisRow, expr: &'a Expr, row: usize) -> Num {
        self.walker.number(expr, &self.at(plan, this, row))
    }

    pub(super) fn verdict(&self, plan: &Plan<'_>, this: ThisRow, expr: &'a Expr, row: usize) -> Verdict {
        self.walker.condition(expr, &self.at(plan, this, row))
    }

    fn at<'p>(&self, plan: &'p Plan<'_>, this: ThisRow, row: usize) -> At<'p> {
        let Some(record) = plan.record else {
            let group = plan.groups.as_ref().and_then(|groups| groups.rows.get(row));
            return group.map_or(At::WHOLE, At::group);
        };
        let current = Row { record, row: index(row) };
        let this = match this {
            ThisRow::None => None,
            ThisRow::Same => Some(current),
            ThisRow::Owner => self.owner(current),
        };
        At { this, current: Some(current), group: None }
    }

    fn owner(&self, row: Row) -> Option<Row> {
        let record = self.walker.program.records.find(row.record)?.parent?;
        let owner = self.walker.facts.table(row.record)?.owners()?.of_row.get(row.row as usize)?;
        Some(Row { record, row: *owner })
    }
}
