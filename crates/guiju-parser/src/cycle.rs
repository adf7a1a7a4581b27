//! Circles: nothing refers round to itself. Definitions and criteria are lowered in an order in which what is needed
//! comes first; where there is no such order, the circle is reported.

use guiju_program::arena::Id;
use guiju_program::award::AllocationId;
use guiju_program::rule::{CriteriaId, DefineId};

use crate::check::types::Ty;
use crate::compile::{Compiler, Item};
use crate::message::items;

/// The circles in a graph in which each one points to at most one other: their members in order.
pub(crate) fn circles(next: &[Option<usize>]) -> Vec<Vec<usize>> {
    // 0: not seen, else by which walk; each is walked over once.
    let mut seen = vec![0; next.len()];
    let mut found = Vec::new();
    for start in 0..next.len() {
        let (mut at, mut path) = (Some(start), Vec::new());
        while let Some(id) = at {
            match seen.get_mut(id) {
                Some(mark) if *mark == 0 => *mark = start + 1,
                Some(mark) if *mark == start + 1 => {
                    found.push(path.iter().copied().skip_while(|p| *p != id).collect());
                    break;
                }
                _ => break,
            }
            path.push(id);
            at = next.get(id).copied().flatten();
        }
    }
    found
}

/// How far an item has come.
#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    /// It waits for what it needs.
    Waiting,
    Done,
}

/// An item with what it still waits for.
struct Frame {
    item: Item,
    needs: Vec<Item>,
}

struct States {
    defines: Vec<State>,
    criteria: Vec<State>,
    allocations: Vec<State>,
}

impl States {
    fn get(&self, item: Item) -> State {
        let state = match item {
            Item::Define(id) => self.defines.get(id.index()),
            Item::Criteria(id) => self.criteria.get(id.index()),
            Item::Allocation(id) => self.allocations.get(id.index()),
            _ => None,
        };
        state.copied().unwrap_or(State::Done)
    }

    fn set(&mut self, item: Item, state: State) {
        let slot = match item {
            Item::Define(id) => self.defines.get_mut(id.index()),
            Item::Criteria(id) => self.criteria.get_mut(id.index()),
            Item::Allocation(id) => self.allocations.get_mut(id.index()),
            _ => None,
        };
        if let Some(slot) = slot {
            *slot = state;
        }
    }
}

impl Compiler<'_> {
    /// Lowers all definitions, criteria and allocations. A first look at an item finds all that it needs, since names do not depend
    /// on types; then those are lowered, then the item: each is looked at twice at most, and no call nests.
    pub(crate) fn lower_in_order(&mut self) {
        let mut states = States {
            defines: vec![State::New; self.defines.len()],
            criteria: vec![State::New; self.criteria.len()],
            allocations: vec![State::New; self.allocations.len()],
        };
        let defines = (0..self.defines.len()).map(|i| Item::Define(DefineId::from_index(i)));
        let criteria = (0..self.criteria.len()).map(|i| Item::Criteria(CriteriaId::from_index(i)));
        let allocations = (0..self.allocations.len()).map(|i| Item::Allocation(AllocationId::from_index(i)));
        for root in defines.chain(criteria).chain(allocations).collect::<Vec<_>>() {
            if self.full() {
                return;
            }
            let mut stack = Vec::new();
            self.visit(root, &mut stack, &mut states);
            while let Some(frame) = stack.last_mut() {
                match frame.needs.pop() {
                    None => {
                        let item = frame.item;
                        stack.pop();
                        self.lower_item(item, true);
                        states.set(item, State::Done);
                    }
                    Some(need) if states.get(need) == State::Waiting => {
                        let circle: Vec<Item> =
                            stack.iter().map(|frame| frame.item).skip_while(|item| *item != need).collect();
                        self.report_circle(&circle);
                    }
                    Some(need) => self.visit(need, &mut stack, &mut states),
                }
            }
        }
    }

    fn visit(&mut self, item: Item, stack: &mut Vec<Frame>, states: &mut States) {
        if states.get(item) != State::New {
            return;
        }
        match self.lower_item(item, false) {
            None => states.set(item, State::Done),
            Some(needs) => {
                states.set(item, State::Waiting);
                stack.push(Frame { item, needs });
            }
        }
    }

    fn report_circle(&mut self, circle: &[Item]) {
        let mut names = Vec::new();
        for item in circle {
            match item {
                Item::Define(id) => {
                    if let Some(define) = self.defines.get_mut(id.index()) {
                        define.ty = Some(Ty::Unknown);
                        names.push(&define.item.name.name);
                    }
                }
                Item::Allocation(id) => {
                    if let Some(allocation) = self.allocations.get_mut(id.index()) {
                        allocation.ty = Some(Ty::Unknown);
                        names.push(&allocation.item.name.name);
                    }
                }
                Item::Criteria(id) => {
                    if let Some(criteria) = self.criteria.get(id.index()) {
                        names.push(&criteria.item.name.name);
                    }
                }
                _ => {}
            }
        }
        self.report(items::circle(&names));
    }
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn each_circle_is_found_once() {
        assert!(circles(&[Some(1), Some(2), None]).is_empty());
        assert_eq!(circles(&[Some(0)]), [[0]]);
        assert_eq!(circles(&[Some(1), Some(2), Some(1), Some(0)]), [[1, 2]]);
    }
}
