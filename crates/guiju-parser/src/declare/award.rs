//! The names of awards, caps and allocations.

use guiju_program::arena::Id;
use guiju_program::award::{AllocationId, AwardId, CapId};
use guiju_program::source::Span;

use crate::ast;
use crate::compile::{AllocationItem, AwardItem, Compiler, Item, Member};

impl<'a> Compiler<'a> {
    pub(super) fn declare_award(&mut self, award: &'a ast::Award, span: Span) {
        let id = AwardId::from_index(self.awards.len());
        let owner = self.owner(&award.record);
        self.awards.push(AwardItem { item: award, span, owner });
        self.enter(&award.name.name, Item::Award(id));
        self.enter_member(owner, &award.name.name, Member::Award(id));
    }

    pub(super) fn declare_cap(&mut self, cap: &'a ast::Cap, span: Span) {
        let id = CapId::from_index(self.caps.len());
        self.caps.push((cap, span));
        self.enter(&cap.name.name, Item::Cap(id));
    }

    pub(super) fn declare_allocation(&mut self, allocation: &'a ast::Allocation, span: Span) {
        let id = AllocationId::from_index(self.allocations.len());
        let owner = self.owner(&allocation.record);
        self.allocations.push(AllocationItem { item: allocation, span, owner, ty: None });
        self.enter(&allocation.name.name, Item::Allocation(id));
        self.enter_member(owner, &allocation.name.name, Member::Allocation(id));
    }
}
