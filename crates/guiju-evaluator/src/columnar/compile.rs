//! Expressions to plans.

mod aggregates;
mod bands;
mod numbers;
mod verdicts;
mod windows;

use std::collections::HashMap;
use std::sync::Arc;

use guiju_program::expr::{RowPath, RowVar};
use guiju_program::rule::{CriteriaId, DefineId};
use guiju_program::schema::RecordId;

use super::context::Context;
use super::groups::Groups;
use super::plan::{Branch, Instr, NumNode, Plan, ThisRow, VerdictSource};

/// Compiles expressions into one plan.
pub(super) struct Compiler<'c, 'a> {
    pub(super) context: &'c mut Context<'a>,
    record: Option<RecordId>,
    this: ThisRow,
    groups: Option<Arc<Groups>>,
    instrs: Vec<Instr<'a>>,
    numbers: usize,
    verdicts: usize,
    number_defines: HashMap<DefineId, NumNode<'a>>,
    verdict_defines: HashMap<DefineId, VerdictSource<'a>>,
    criteria: HashMap<CriteriaId, VerdictSource<'a>>,
}

/// Where a path leads from each row of a plan.
enum Access {
    /// To the row itself.
    Own(RecordId),
    /// To a row of another table, for each row.
    Rows(Arc<Vec<u32>>, RecordId),
    /// To one row for all.
    One(RecordId, u32),
    /// Nobody knows where.
    Nowhere,
}

impl<'c, 'a> Compiler<'c, 'a> {
    /// For the rows of a record.
    pub(super) fn rows(context: &'c mut Context<'a>, record: RecordId, this: ThisRow) -> Self {
        Self::new(context, Some(record), this, None)
    }

    /// For groups, a row of the plan each.
    pub(super) fn groups(context: &'c mut Context<'a>, groups: Arc<Groups>) -> Self {
        Self::new(context, None, ThisRow::None, Some(groups))
    }

    /// For the whole, as one row.
    pub(super) fn whole(context: &'c mut Context<'a>) -> Self {
        Self::new(context, None, ThisRow::None, None)
    }

    fn new(context: &'c mut Context<'a>, record: Option<RecordId>, this: ThisRow, groups: Option<Arc<Groups>>) -> Self {
        Self {
            context,
            record,
            this,
            groups,
            instrs: Vec::new(),
            numbers: 0,
            verdicts: 0,
            number_defines: HashMap::new(),
            verdict_defines: HashMap::new(),
            criteria: HashMap::new(),
        }
    }

    /// The finished plan.
    pub(super) fn finish(self) -> Plan<'a> {
        Plan {
            instrs: self.instrs,
            numbers: self.numbers,
            verdicts: self.verdicts,
            record: self.record,
            groups: self.groups,
        }
    }

    /// Compiles a branch, whose steps are left out where no row needs it.
    fn branch<T>(&mut self, condition: &VerdictSource<'a>, branch: Branch, compile: impl FnOnce(&mut Self) -> T) -> T {
        let at = self.instrs.len();
        self.instrs.push(Instr::Skip { condition: condition.clone(), branch, steps: 0 });
        // What is computed only where the branch is needed is not there for others.
        let known = (self.number_defines.clone(), self.verdict_defines.clone(), self.criteria.clone());
        let result = compile(self);
        (self.number_defines, self.verdict_defines, self.criteria) = known;
        let within = self.instrs.len() - at - 1;
        if let Some(Instr::Skip { steps, .. }) = self.instrs.get_mut(at) {
            *steps = within;
        }
        result
    }

    fn number_register(&mut self) -> usize {
        self.numbers += 1;
        self.numbers - 1
    }

    fn verdict_register(&mut self) -> usize {
        self.verdicts += 1;
        self.verdicts - 1
    }

    /// Where a path leads.
    fn access(&mut self, path: &RowPath) -> Access {
        if let RowVar::Single(record) = path.base {
            let one = self.context.table(record).is_some_and(|table| table.len() == 1);
            if !one {
                return Access::Nowhere;
            }
            if path.steps.is_empty() {
                return Access::One(record, 0);
            }
            let targets = self.context.targets(record, &path.steps);
            return match targets.first() {
                Some(row) if *row < super::plan::ABSENT_CODE => Access::One(self.context.end_of(path), *row),
                _ => Access::Nowhere,
            };
        }
        let Some(own) = self.record else { return Access::Nowhere };
        let mut steps = path.steps.clone();
        match (path.base, self.this) {
            (RowVar::This, ThisRow::None) => return Access::Nowhere,
            (RowVar::This, ThisRow::Owner) => steps.insert(0, guiju_program::expr::Step::Parent),
            _ => {}
        }
        if steps.is_empty() {
            return Access::Own(own);
        }
        let end = self.context.end_of(path);
        Access::Rows(self.context.targets(own, &steps), end)
    }

    /// Whether a path leads to the row itself.
    fn is_own(&self, path: &RowPath) -> bool {
        path.steps.is_empty()
            && match path.base {
                RowVar::Current => self.record.is_some(),
                RowVar::This => self.record.is_some() && self.this == ThisRow::Same,
                RowVar::Single(_) => false,
            }
    }
}
