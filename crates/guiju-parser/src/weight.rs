//! How deep and how large items are, counted through the definitions and criteria that they name.
//!
//! Text limits how deep one expression is nested, but not how many definitions stand on one another. Whoever evaluates
//! or explains an item goes down through all of them, and on the way computes one anew as often as it is named: a
//! thousand lines, each naming the one before twice, would never come to an end.

use guiju_program::arena::Id;
use guiju_program::award::AllocationId;
use guiju_program::expr::{Expr, ExprKind};
use guiju_program::rule::{CriteriaId, DefineId};

use crate::ast::Name;
use crate::compile::Compiler;
use crate::message::items;

/// How deep an item may be: far beyond what anyone can follow, and all engines go so deep on a stack of 2 MiB, even
/// without optimisation.
pub(crate) const DEEPEST: u32 = 400;

/// How many parts an item may have: some hundred times what the largest criteria of a real regulation has.
pub(crate) const LARGEST: u32 = 50_000;

/// How deep an expression is, and how many parts it has, what it names counted as if it were written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Weight {
    depth: u32,
    size: u32,
}

impl Weight {
    /// What has no part.
    const NONE: Self = Self { depth: 0, size: 0 };

    /// Side by side.
    fn beside(self, other: Self) -> Self {
        Self { depth: self.depth.max(other.depth), size: self.size.saturating_add(other.size) }
    }

    /// Computed for each of some rows: at least two, or it would hardly be stated so.
    const fn for_rows(self) -> Self {
        Self { depth: self.depth, size: self.size.saturating_mul(2) }
    }

    /// One part with these within it.
    const fn above(self) -> Self {
        Self { depth: self.depth.saturating_add(1), size: self.size.saturating_add(1) }
    }
}

/// What is known of the weight of an item.
#[derive(Clone, Debug)]
enum Weighed {
    /// Its weight, of a criteria for each condition.
    Known(Vec<Weight>),
    /// It is too heavy, which was reported, or names one that is.
    Refused,
}

/// The weights of the items that are lowered.
#[derive(Debug, Default)]
pub(crate) struct Weights {
    defines: Vec<Option<Weighed>>,
    criteria: Vec<Option<Weighed>>,
    /// Of allocations, which are divided when they are asked for; awards are settled before, and weigh nothing.
    allocations: Vec<Option<Weighed>>,
}

impl Weights {
    /// The weight of an expression; `None` if it names something that was refused.
    fn of(&self, expr: &Expr) -> Option<Weight> {
        let named = match &expr.kind {
            ExprKind::Define { define, .. } => sum(self.defines.get(define.index()))?,
            ExprKind::Criteria { criteria, .. } => sum(self.criteria.get(criteria.index()))?,
            ExprKind::Allocated { allocation, .. } => sum(self.allocations.get(allocation.index()))?,
            ExprKind::Condition { criteria, index, .. } => match self.criteria.get(criteria.index()) {
                Some(Some(Weighed::Refused)) => return None,
                Some(Some(Weighed::Known(weights))) => weights.get(*index).copied().unwrap_or(Weight::NONE),
                Some(None) | None => Weight::NONE,
            },
            _ => Weight::NONE,
        };
        let mut all = Some(named);
        expr.for_each_part(&mut |part| {
            all = all.and_then(|all| Some(all.beside(self.of(part)?)));
        });
        let over_rows = matches!(expr.kind, ExprKind::Aggregate(_) | ExprKind::Rank(_) | ExprKind::Top { .. });
        all.map(|all| if over_rows { all.for_rows() } else { all }.above())
    }
}

/// The weight of all that an item holds. One that is not lowered yet is part of a circle, and weighs nothing.
fn sum(weighed: Option<&Option<Weighed>>) -> Option<Weight> {
    match weighed {
        Some(Some(Weighed::Refused)) => None,
        Some(Some(Weighed::Known(weights))) => Some(weights.iter().copied().fold(Weight::NONE, Weight::beside)),
        Some(None) | None => Some(Weight::NONE),
    }
}

fn put(slots: &mut Vec<Option<Weighed>>, index: usize, weighed: Weighed) {
    if slots.len() <= index {
        slots.resize(index + 1, None);
    }
    if let Some(slot) = slots.get_mut(index) {
        *slot = Some(weighed);
    }
}

impl Compiler<'_> {
    /// Weighs a definition, whose parts are lowered.
    pub(crate) fn weigh_define(&mut self, id: DefineId, name: &Name, expr: &Expr) {
        let weighed = self.weigh(name, [expr]);
        put(&mut self.weights.defines, id.index(), weighed);
    }

    /// Weighs a criteria, whose conditions are lowered.
    pub(crate) fn weigh_criteria<'e>(
        &mut self,
        id: CriteriaId,
        name: &Name,
        conditions: impl IntoIterator<Item = &'e Expr>,
    ) {
        let weighed = self.weigh(name, conditions);
        put(&mut self.weights.criteria, id.index(), weighed);
    }

    /// Weighs an allocation, whose parts are lowered.
    pub(crate) fn weigh_allocation<'e>(
        &mut self,
        id: AllocationId,
        name: &Name,
        parts: impl IntoIterator<Item = &'e Expr>,
    ) {
        let weighed = self.weigh(name, parts);
        put(&mut self.weights.allocations, id.index(), weighed);
    }

    /// Weighs what an award or a cap asks and computes.
    pub(crate) fn weigh_award<'e>(&mut self, name: &Name, parts: impl IntoIterator<Item = &'e Expr>) {
        self.weigh(name, parts);
    }

    /// Weighs a rule; whether it is not too heavy.
    pub(crate) fn weigh_rule(&mut self, name: &Name, expr: &Expr) -> bool {
        matches!(self.weigh(name, [expr]), Weighed::Known(_))
    }

    /// Reports an item that is too heavy; one that only names such an item is not to be complained about again.
    fn weigh<'e>(&mut self, name: &Name, parts: impl IntoIterator<Item = &'e Expr>) -> Weighed {
        let weights: Option<Vec<Weight>> = parts.into_iter().map(|part| self.weights.of(part)).collect();
        let Some(weights) = weights else {
            return Weighed::Refused;
        };
        let all = weights.iter().copied().fold(Weight::NONE, Weight::beside);
        if all.depth > DEEPEST {
            self.report(items::too_deep(name, DEEPEST));
            return Weighed::Refused;
        }
        if all.size > LARGEST {
            self.report(items::too_large(name, LARGEST));
            return Weighed::Refused;
        }
        Weighed::Known(weights)
    }
}
