//! Which awards are settled together, and in which order; and circles among them.
//!
//! Awards that exclude each other, share a cap or draw on one budget are one set. Sets, definitions, criteria,
//! allocations and budgets are the nodes of a graph with an edge to each thing that an expression names; sets are settled
//! in an order in which what is needed comes first.

use std::collections::HashSet;

use guiju_program::Program;
use guiju_program::arena::Id;
use guiju_program::award::{AwardId, CapId};
use guiju_program::expr::{Expr, ExprKind};

use crate::ast::Name;
use crate::compile::{Compiler, Item};
use crate::message::awards;

/// More circles than this are not listed: they are different ways round the same awards.
const MOST_CIRCLES: usize = 20;

/// That something names another thing.
#[derive(Clone, Copy)]
struct Edge {
    /// The node of what is named.
    to: usize,
    /// Who names it; within a set one of its awards or caps.
    by: Item,
    /// What is named.
    named: Item,
}

/// The nodes, numbered: definitions, criteria, allocations, budgets, and last the sets of awards.
struct Graph {
    defines: usize,
    criteria: usize,
    allocations: usize,
    budgets: usize,
    /// The set of each award.
    set_of: Vec<usize>,
    /// The awards of each set, in the order of the policy; sets in the order of their first awards.
    sets: Vec<Vec<AwardId>>,
    edges: Vec<Vec<Edge>>,
}

impl Graph {
    fn new(program: &Program) -> Self {
        let (set_of, sets) = sets(program);
        let mut graph = Self {
            defines: program.defines.len(),
            criteria: program.criteria.len(),
            allocations: program.allocations.len(),
            budgets: program.budgets.len(),
            set_of,
            sets,
            edges: Vec::new(),
        };
        graph.edges.resize_with(graph.first_set() + graph.sets.len(), Vec::new);
        for (id, define) in program.defines.iter() {
            graph.name_all(Item::Define(id), &define.expr);
        }
        for (id, criteria) in program.criteria.iter() {
            for condition in &criteria.conditions {
                graph.name_all(Item::Criteria(id), &condition.expr);
            }
        }
        for (id, allocation) in program.allocations.iter() {
            let by = Item::Allocation(id);
            graph.name_all(by, &allocation.total);
            graph.name_all(by, &allocation.weight);
            let limits = allocation.least.iter().chain(&allocation.most);
            for expr in limits.chain(allocation.order.iter().map(|key| &key.value)) {
                graph.name_all(by, expr);
            }
        }
        for (id, budget) in program.budgets.iter() {
            // What is drawn of a part is drawn of the whole.
            if let Some(whole) = budget.out_of {
                graph.edge(Item::Budget(whole), Item::Budget(id));
            }
        }
        for (id, award) in program.awards.iter() {
            let by = Item::Award(id);
            for expr in award.requires.iter().chain([&award.amount]) {
                graph.name_all(by, expr);
            }
            if let Some(draw) = &award.draw {
                for key in &draw.order {
                    graph.name_all(by, &key.value);
                }
                graph.edge(Item::Budget(draw.budget), by);
            }
        }
        for (id, cap) in program.caps.iter() {
            if let Some(node) = cap.awards.first().and_then(|award| graph.node(Item::Award(*award))) {
                for expr in [&cap.limit].into_iter().chain(cap.order.iter().map(|key| &key.value)) {
                    graph.name_from(node, Item::Cap(id), expr);
                }
            }
        }
        graph
    }

    const fn first_set(&self) -> usize {
        self.defines + self.criteria + self.allocations + self.budgets
    }

    fn node(&self, item: Item) -> Option<usize> {
        Some(match item {
            Item::Define(id) => id.index(),
            Item::Criteria(id) => self.defines + id.index(),
            Item::Allocation(id) => self.defines + self.criteria + id.index(),
            Item::Budget(id) => self.defines + self.criteria + self.allocations + id.index(),
            Item::Award(id) => self.first_set() + self.set_of.get(id.index())?,
            _ => return None,
        })
    }

    fn edge(&mut self, by: Item, named: Item) {
        if let Some(from) = self.node(by) {
            self.edge_from(from, by, named);
        }
    }

    fn edge_from(&mut self, from: usize, by: Item, named: Item) {
        if let (Some(to), Some(edges)) = (self.node(named), self.edges.get_mut(from)) {
            edges.push(Edge { to, by, named });
        }
    }

    fn name_all(&mut self, by: Item, expr: &Expr) {
        if let Some(from) = self.node(by) {
            self.name_from(from, by, expr);
        }
    }

    /// An edge for each thing that an expression names.
    fn name_from(&mut self, from: usize, by: Item, expr: &Expr) {
        let named = match &expr.kind {
            ExprKind::Define { define, .. } => Some(Item::Define(*define)),
            ExprKind::Criteria { criteria, .. } | ExprKind::Condition { criteria, .. } => {
                Some(Item::Criteria(*criteria))
            }
            ExprKind::Award { award, .. } => Some(Item::Award(*award)),
            ExprKind::Allocated { allocation, .. } => Some(Item::Allocation(*allocation)),
            ExprKind::Drawn { budget, .. } => Some(Item::Budget(*budget)),
            _ => None,
        };
        if let Some(named) = named {
            self.edge_from(from, by, named);
        }
        expr.for_each_part(&mut |part| self.name_from(from, by, part));
    }

    /// The sets in an order in which what is needed comes first, and the circles that prevent one.
    fn order(&self) -> (Vec<usize>, Vec<Vec<Edge>>) {
        let mut done = vec![false; self.edges.len()];
        let mut order = Vec::new();
        let mut circles = Vec::new();
        // On the way: each node with its next edge. Those on it are told by their place, so that a circle is cut out.
        let mut place: Vec<Option<usize>> = vec![None; self.edges.len()];
        let first = self.first_set();
        for root in first..self.edges.len() {
            let mut way: Vec<(usize, usize)> = Vec::new();
            self.enter(root, &done, &mut place, &mut way);
            while let Some((node, next)) = way.last_mut() {
                let at = *node;
                let edge = self.edges.get(at).and_then(|edges| edges.get(*next)).copied();
                *next += 1;
                let Some(edge) = edge else {
                    way.pop();
                    set(&mut place, at, None);
                    set(&mut done, at, true);
                    if let Some(found) = at.checked_sub(first) {
                        order.push(found);
                    }
                    continue;
                };
                match place.get(edge.to).copied().flatten() {
                    Some(start) if circles.len() < MOST_CIRCLES => {
                        let around = way.get(start..).unwrap_or_default();
                        circles.push(around.iter().filter_map(|(node, next)| self.taken(*node, *next)).collect());
                    }
                    Some(_) => {}
                    None => self.enter(edge.to, &done, &mut place, &mut way),
                }
            }
        }
        (order, circles)
    }

    /// The edge on which a node was left: that before its next.
    fn taken(&self, node: usize, next: usize) -> Option<Edge> {
        self.edges.get(node)?.get(next.checked_sub(1)?).copied()
    }

    fn enter(&self, node: usize, done: &[bool], place: &mut [Option<usize>], way: &mut Vec<(usize, usize)>) {
        if done.get(node).copied().unwrap_or(true) {
            return;
        }
        set(place, node, Some(way.len()));
        way.push((node, 0));
    }
}

fn set<T>(all: &mut [T], at: usize, value: T) {
    if let Some(slot) = all.get_mut(at) {
        *slot = value;
    }
}

/// The set of each award, and the awards of each set.
fn sets(program: &Program) -> (Vec<usize>, Vec<Vec<AwardId>>) {
    let mut leaders: Vec<usize> = (0..program.awards.len()).collect();
    let mut on_budget: Vec<Option<usize>> = vec![None; program.budgets.len()];
    for (id, award) in program.awards.iter() {
        for exclude in &award.excludes {
            join(&mut leaders, id.index(), exclude.award.index());
        }
        if let Some(slot) = award.draw.as_ref().and_then(|draw| on_budget.get_mut(draw.budget.index())) {
            let first = *slot.get_or_insert(id.index());
            join(&mut leaders, first, id.index());
        }
    }
    for cap in program.caps.values() {
        if let Some((first, others)) = cap.awards.split_first() {
            for other in others {
                join(&mut leaders, first.index(), other.index());
            }
        }
    }
    let mut set_of = Vec::with_capacity(leaders.len());
    let mut sets: Vec<Vec<AwardId>> = Vec::new();
    for id in program.awards.ids() {
        let leader = leader(&mut leaders, id.index());
        // The leader is the first of its set, so that its set is known when the others come.
        let place = set_of.get(leader).copied().unwrap_or(sets.len());
        match sets.get_mut(place) {
            Some(set) => set.push(id),
            None => sets.push(vec![id]),
        }
        set_of.push(place);
    }
    (set_of, sets)
}

/// The first award of a set.
fn leader(leaders: &mut [usize], of: usize) -> usize {
    let mut at = of;
    while let Some(next) = leaders.get(at).copied().filter(|next| *next != at) {
        // Ways are halved as they are gone.
        let beyond = leaders.get(next).copied().unwrap_or(next);
        set(leaders, at, beyond);
        at = next;
    }
    at
}

fn join(leaders: &mut [usize], a: usize, b: usize) {
    let (a, b) = (leader(leaders, a), leader(leaders, b));
    set(leaders, a.max(b), a.min(b));
}

impl Compiler<'_> {
    /// Settles the order of awards; circles are reported.
    pub(crate) fn order_awards(&mut self) {
        let graph = Graph::new(&self.program);
        let (order, circles) = graph.order();
        let mut reported = HashSet::new();
        for circle in circles {
            let names = self.around(&circle);
            // Circles of definitions, criteria and allocations alone are reported where those are lowered.
            if circle.iter().any(|edge| edge.to >= graph.first_set())
                && names.first().is_some_and(|first| reported.insert(first.span))
            {
                self.report(awards::circle(&names.iter().collect::<Vec<_>>()));
            }
        }
        let mut sets = graph.sets;
        self.program.settlements = order.into_iter().filter_map(|set| sets.get_mut(set).map(std::mem::take)).collect();
    }

    /// The names along a circle: who names, and what is named where the set goes on with another of its awards.
    fn around(&self, circle: &[Edge]) -> Vec<Name> {
        let mut items: Vec<Item> = Vec::new();
        for edge in circle {
            for item in [edge.by, edge.named] {
                if items.last() != Some(&item) {
                    items.push(item);
                }
            }
        }
        if items.len() > 1 && items.last() == items.first() {
            items.pop();
        }
        items.into_iter().filter_map(|item| self.name_of_item(item)).collect()
    }

    fn name_of_item(&self, item: Item) -> Option<Name> {
        Some(match item {
            Item::Define(id) => self.defines.get(id.index())?.item.name.name.clone(),
            Item::Criteria(id) => self.criteria.get(id.index())?.item.name.name.clone(),
            Item::Allocation(id) => self.allocations.get(id.index())?.item.name.name.clone(),
            Item::Award(id) => self.awards.get(id.index())?.item.name.name.clone(),
            Item::Cap(id) => self.cap_name(id)?,
            Item::Budget(id) => {
                let budget = &self.program.budgets[id];
                let span = self.names.get(budget.name.text.as_str()).map_or(budget.span, |(_, span)| *span);
                Name { text: budget.name.text.clone(), span }
            }
            _ => return None,
        })
    }

    /// The caps of the program may be fewer than those of the text, where there are errors: they are found by place.
    fn cap_name(&self, id: CapId) -> Option<Name> {
        let place = self.program.caps.find(id)?.span;
        let found = self.caps.iter().find(|(_, span)| *span == place)?;
        Some(found.0.name.name.clone())
    }
}
