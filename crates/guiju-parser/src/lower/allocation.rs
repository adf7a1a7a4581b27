//! Allocations: a total divided by weights.

use guiju_program::arena::Id;
use guiju_program::award::{Allocation, AllocationId, AllocationMethod};
use guiju_program::schema::RecordId;
use guiju_program::{Decimal, Expr};

use super::items::{record_of, waiting};
use super::scope::{About, Scope};
use super::value::constant;
use super::{Typed, Want};
use crate::ast;
use crate::check::types::{Num, Ty};
use crate::compile::Compiler;
use crate::declare::named;
use crate::message::awards;

impl Compiler<'_> {
    /// Enters allocations without their parts.
    pub(super) fn enter_allocations(&mut self) {
        for allocation in &self.allocations {
            self.program.allocations.push(Allocation {
                name: named(&allocation.item.name),
                record: record_of(allocation.owner).unwrap_or_else(|| RecordId::from_index(0)),
                interpretations: Vec::new(),
                total: waiting(),
                weight: waiting(),
                step: Decimal::ONE,
                method: allocation.item.method,
                least: None,
                most: None,
                order: Vec::new(),
                cites: Vec::new(),
                span: allocation.span,
            });
        }
    }

    /// Lowers an allocation; nothing comes of it if it needs what is not lowered yet, unless it is the last look.
    pub(super) fn lower_allocation(&mut self, id: AllocationId, last: bool) -> Option<()> {
        let allocation = self.allocations.get(id.index())?;
        let (item, owner) = (allocation.item, allocation.owner);
        let total = self.number(&mut Scope::new(About::Whole), &item.total);
        let mut scope = Scope::new(owner.into());
        let weight = self.number(&mut scope, &item.weight);
        let step = self.step(&item.step, &total);
        let least = item.least.as_ref().map(|least| self.part(&mut scope, least, &total));
        let most = item.most.as_ref().map(|most| self.part(&mut scope, most, &total));
        if let (Some(least), Some(most)) = (&least, &most)
            && let (Some(low), Some(high)) = (constant(least, &self.program), constant(most, &self.program))
            && low > high
        {
            let found = awards::least_above_most(most.span, self.text(least.span), self.text(most.span));
            self.report(found);
        }
        let order = self.order(&mut scope, &item.order);
        if let (AllocationMethod::Down, Some(key)) = (item.method, item.order.first()) {
            self.report(awards::allocation_order_unused(key.value.span));
        }
        if !last && !self.missing.is_empty() {
            return None;
        }
        let cites = self.cite_all(&item.cites);
        let limits = least.iter().chain(&most).chain(order.iter().map(|key| &key.value));
        self.weigh_allocation(id, &item.name.name, [&total.expr, &weight.expr].into_iter().chain(limits));
        if let Some(allocation) = self.allocations.get_mut(id.index()) {
            // One in a circle stays unknown.
            allocation.ty.get_or_insert(total.ty);
        }
        if let Some(slot) = self.program.allocations.find_mut(id) {
            slot.total = total.expr;
            slot.weight = weight.expr;
            slot.step = step;
            slot.least = least;
            slot.most = most;
            slot.order = order;
            slot.cites = cites;
        }
        Some(())
    }

    /// A number; anything else is reported.
    fn number(&mut self, scope: &mut Scope, expr: &ast::Expr) -> Typed {
        let typed = self.expr(scope, expr, Want::Anything);
        if self.is_number(&typed) { typed } else { Typed::unknown(expr.span) }
    }

    /// A number in the unit of the total.
    fn part(&mut self, scope: &mut Scope, expr: &ast::Expr, total: &Typed) -> Expr {
        let typed = self.number(scope, expr);
        if let Ty::Number(num) = &total.ty {
            self.fits(num, &typed);
        }
        typed.expr
    }

    /// What parts are multiples of.
    fn step(&mut self, expr: &ast::Expr, total: &Typed) -> Decimal {
        let typed = self.number(&mut Scope::new(About::Whole), expr);
        let fits = match &total.ty {
            Ty::Number(num) => self.fits(num, &typed),
            _ => false,
        };
        let step = constant(&typed.expr, &self.program).filter(|step| *step > Decimal::ZERO);
        if fits && step.is_none() {
            self.report(awards::wrong_step(expr.span));
        }
        step.unwrap_or(Decimal::ONE)
    }

    /// The type of the part that a row gets.
    pub(crate) fn allocated_type(&self, id: AllocationId) -> Ty {
        let ty = self.allocations.get(id.index()).and_then(|allocation| allocation.ty.clone());
        ty.unwrap_or(Ty::Unknown)
    }

    /// The type of an award.
    pub(crate) fn award_type() -> Ty {
        Ty::Number(Num::of(guiju_program::Dimension::money()))
    }
}
