//! Which items refer to which, and what is open because of it.

use std::collections::HashMap;

use guiju_program::Program;
use guiju_program::award::{AllocationId, AwardId};
use guiju_program::expr::{Expr, ExprKind};
use guiju_program::parameter::{BudgetId, ParameterId, ParameterValue};
use guiju_program::rule::{CriteriaId, DefineId};
use guiju_program::table::TableId;

/// What an expression may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Named {
    Parameter(ParameterId),
    Budget(BudgetId),
    Table(TableId),
    Define(DefineId),
    Criteria(CriteriaId),
    Award(AwardId),
    Allocation(AllocationId),
}

/// What an expression names itself, each once, in the order of its words.
pub fn named_in<'e>(exprs: impl IntoIterator<Item = &'e Expr>) -> Vec<Named> {
    let mut found = Vec::new();
    for expr in exprs {
        collect(expr, &mut found);
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|named| seen.insert(*named));
    found
}

fn collect(expr: &Expr, found: &mut Vec<Named>) {
    match &expr.kind {
        ExprKind::Parameter { parameter, .. } => found.push(Named::Parameter(*parameter)),
        ExprKind::Budget(budget) | ExprKind::Drawn { budget, .. } => found.push(Named::Budget(*budget)),
        ExprKind::Lookup { table, .. } => found.push(Named::Table(*table)),
        ExprKind::Define { define, .. } => found.push(Named::Define(*define)),
        ExprKind::Criteria { criteria, .. } | ExprKind::Condition { criteria, .. } => {
            found.push(Named::Criteria(*criteria));
        }
        ExprKind::Award { award, .. } => found.push(Named::Award(*award)),
        ExprKind::Allocated { allocation, .. } => found.push(Named::Allocation(*allocation)),
        _ => {}
    }
    expr.for_each_part(&mut |part| collect(part, found));
}

/// The expressions of an item that others name.
pub fn expressions(program: &Program, named: Named) -> Vec<&Expr> {
    match named {
        Named::Parameter(_) | Named::Budget(_) | Named::Table(_) => Vec::new(),
        Named::Define(id) => vec![&program.defines[id].expr],
        Named::Criteria(id) => program.criteria[id].conditions.iter().map(|condition| &condition.expr).collect(),
        Named::Award(id) => {
            let award = &program.awards[id];
            let order = award.draw.iter().flat_map(|draw| draw.order.iter().map(|key| &key.value));
            award.requires.iter().chain([&award.amount]).chain(order).collect()
        }
        Named::Allocation(id) => {
            let allocation = &program.allocations[id];
            let bounds = allocation.least.iter().chain(&allocation.most);
            [&allocation.total, &allocation.weight].into_iter().chain(bounds).collect()
        }
    }
}

/// Tells what depends on a figure that is open (待定), directly or through others.
pub struct Openness<'p> {
    program: &'p Program,
    known: HashMap<Named, bool>,
}

impl<'p> Openness<'p> {
    pub fn new(program: &'p Program) -> Self {
        Self { program, known: HashMap::new() }
    }

    /// Whether one of the expressions depends on an open figure.
    pub fn any<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> bool {
        named_in(exprs).into_iter().any(|named| self.is(named))
    }

    /// Whether an item is open, or depends on one that is.
    pub fn is(&mut self, named: Named) -> bool {
        if let Some(known) = self.known.get(&named) {
            return *known;
        }
        let program = self.program;
        let open = match named {
            Named::Parameter(id) => program.parameters[id].value == ParameterValue::Open,
            Named::Table(id) => program.tables[id].rows.iter().any(|row| row.values.iter().any(Option::is_none)),
            Named::Budget(_) => false,
            other => self.any(expressions(program, other)),
        };
        self.known.insert(named, open);
        open
    }
}
