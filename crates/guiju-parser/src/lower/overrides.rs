//! Exceptions among rules: where a rule applies, those that it overrides do not.
//!
//! An exception to an exception works by itself: a rule that is overridden does not apply, and so overrides nothing.

use std::collections::HashSet;

use guiju_program::Type;
use guiju_program::arena::Id;
use guiju_program::expr::{Expr, ExprKind};
use guiju_program::rule::{Conflict, Form, RuleId};
use guiju_program::source::Span;

use crate::ast::Name;
use crate::compile::{Compiler, Item};
use crate::message::overrides;

/// More than any regulation states: of each two that override one rule it is asked whether one comes first.
const MOST: usize = 64;

/// So many in all.
const MOST_IN_ALL: usize = 2_000;

/// The rules that override a rule, and those that it overrides, by its index.
struct Graph {
    above: Vec<Vec<RuleId>>,
    below: Vec<Vec<RuleId>>,
}

impl Graph {
    fn below(&self, rule: RuleId) -> &[RuleId] {
        self.below.get(rule.index()).map_or(&[], Vec::as_slice)
    }

    fn above(&self, rule: RuleId) -> &[RuleId] {
        self.above.get(rule.index()).map_or(&[], Vec::as_slice)
    }

    /// Whether one overrides another, directly or through others.
    fn comes_before(&self, first: RuleId, other: RuleId) -> bool {
        let mut seen = HashSet::new();
        let mut open = self.below(first).to_vec();
        while let Some(rule) = open.pop() {
            if rule == other {
                return true;
            }
            if seen.insert(rule) {
                open.extend(self.below(rule));
            }
        }
        false
    }
}

impl Compiler<'_> {
    /// Writes into each rule that it does not apply where one that overrides it does. All rules and interpretations are
    /// lowered before.
    pub(super) fn lower_overrides(&mut self) {
        let Some(graph) = self.override_graph() else {
            return;
        };
        let Some(order) = self.override_order(&graph) else {
            return;
        };
        // A rule comes behind all that override it.
        for rule in order {
            let above = graph.above(rule);
            if above.is_empty() {
                continue;
            }
            let mut applies = Vec::new();
            let mut cites = Vec::new();
            for other in above {
                let other = &self.program.rules[*other];
                let kind = ExprKind::Applies(Box::new(other.expr.clone()));
                applies.push(Expr::new(kind, Type::Condition, other.expr.span));
                cites.extend(other.cites.iter().copied());
            }
            let exception = match applies.len() {
                2.. => Expr::new(ExprKind::Or(applies), Type::Condition, Span::default()),
                _ => match applies.pop() {
                    Some(one) => one,
                    None => continue,
                },
            };
            let Some(slot) = self.program.rules.find_mut(rule) else {
                continue;
            };
            let (span, body) = (slot.expr.span, slot.expr.clone());
            let kind = ExprKind::Unless { body: Box::new(body), exception: Box::new(exception), cites };
            slot.expr = Expr::new(kind, Type::Condition, span);
            slot.form = Form::Condition;
            let expr = slot.expr.clone();
            if let Some((item, _)) = self.rules.get(rule.index()).copied()
                && !self.weigh_rule(&item.name.name, &expr)
            {
                // What is too large is not written into others as well.
                return;
            }
        }
        for over in self.program.rules.ids().collect::<Vec<_>>() {
            let above = graph.above(over);
            for (at, first) in above.iter().enumerate() {
                for second in above.iter().skip(at + 1) {
                    if !graph.comes_before(*first, *second) && !graph.comes_before(*second, *first) {
                        let (first, second) = (*first.min(second), *first.max(second));
                        self.program.conflicts.push(Conflict { first, second, over });
                    }
                }
            }
        }
    }

    /// Who overrides whom; `None` where nobody does, or something is wrong with it.
    fn override_graph(&mut self) -> Option<Graph> {
        let count = self.program.rules.len();
        let mut graph = Graph { above: vec![Vec::new(); count], below: vec![Vec::new(); count] };
        let mut all = 0;
        for index in 0..self.rules.len().min(count) {
            let (item, _) = self.rules.get(index).copied()?;
            let rule = RuleId::from_index(index);
            for name in &item.overrides {
                let Some(other) = self.overridden(rule, name) else {
                    continue;
                };
                let below = graph.below.get_mut(index)?;
                if below.contains(&other) {
                    self.report(overrides::twice(name));
                    continue;
                }
                below.push(other);
                let above = graph.above.get_mut(other.index())?;
                above.push(rule);
                all += 1;
                if above.len() > MOST || all > MOST_IN_ALL {
                    self.report(overrides::too_many(name.span, MOST, MOST_IN_ALL));
                    return None;
                }
                if let Some(slot) = self.program.rules.find_mut(rule) {
                    slot.overrides.push(other);
                }
            }
        }
        (all > 0).then_some(graph)
    }

    /// The rule that a rule may override.
    fn overridden(&mut self, rule: RuleId, name: &Name) -> Option<RuleId> {
        let Some((Item::Rule(other), _)) = self.names.get(name.text.as_str()).copied() else {
            self.unknown_item(name, crate::message::names::RULE, |item| matches!(item, Item::Rule(_)));
            return None;
        };
        let (own, theirs) = (self.program.rules.find(rule)?, self.program.rules.find(other)?);
        if own.scope != theirs.scope {
            let found = overrides::other_scope(name, theirs.span);
            self.report(found);
            return None;
        }
        Some(other)
    }

    /// All rules, each behind those that override it; `None` if there is a circle, which is reported.
    fn override_order(&mut self, graph: &Graph) -> Option<Vec<RuleId>> {
        let mut waiting: Vec<usize> = graph.above.iter().map(Vec::len).collect();
        let ids: Vec<RuleId> = self.program.rules.ids().collect();
        let mut order: Vec<RuleId> = ids.iter().copied().filter(|rule| graph.above(*rule).is_empty()).collect();
        let mut at = 0;
        while let Some(rule) = order.get(at).copied() {
            at += 1;
            for below in graph.below(rule) {
                if let Some(left) = waiting.get_mut(below.index()) {
                    *left -= 1;
                    if *left == 0 {
                        order.push(*below);
                    }
                }
            }
        }
        if order.len() == ids.len() {
            return Some(order);
        }
        let first = ids.iter().copied().find(|rule| graph.comes_before(*rule, *rule))?;
        let second =
            graph.below(first).iter().copied().find(|rule| *rule == first || graph.comes_before(*rule, first))?;
        let place =
            |compiler: &Self, rule: RuleId| compiler.rules.get(rule.index()).map(|(item, _)| item.name.name.clone());
        let (first, second) = (place(self, first)?, place(self, second)?);
        self.report(overrides::circle(&first, &second));
        None
    }
}
