//! Interpretations: the reading chosen is written into every silent point of the items named, not of those that they
//! refer to.

use std::collections::HashMap;

use guiju_program::arena::Id;
use guiju_program::award::{AllocationId, AwardId};
use guiju_program::expr::{Change, Expr, ExprKind, Silent};
use guiju_program::rule::{Choices, CriteriaId, DefineId, Interpretation, InterpretationId, RuleId};
use guiju_program::source::Span;

use super::value::constant;
use super::walk::children_mut;
use crate::ast::{self, ChoiceKind};
use crate::compile::{Compiler, Item};
use crate::declare::named;
use crate::message::{items, names};

/// An expression that an interpretation can be for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Target {
    Rule(RuleId),
    Define(DefineId),
    Condition(CriteriaId, usize),
    Requires(AwardId),
    Amount(AwardId),
    /// What a row's part is weighed by.
    Weight(AllocationId),
    /// A key of the order in which an award's rows are paid.
    Key(AwardId, usize),
}

/// Who chose which point of which target.
type Chosen = HashMap<(Target, u8), (InterpretationId, Span)>;

impl Compiler<'_> {
    pub(super) fn lower_interpretations(&mut self) {
        let mut chosen = Chosen::new();
        for (index, (item, span)) in std::mem::take(&mut self.interpretations).into_iter().enumerate() {
            let id = InterpretationId::from_index(index);
            let cites = self.cite_all(&item.cites);
            let choices = self.choices(item);
            self.program.interpretations.push(Interpretation {
                name: named(&item.name),
                text: item.text.text.clone(),
                text_en: None,
                choices,
                cites,
                span,
            });
            // A target that does not exist may well be what the choice is for.
            let mut all_found = true;
            let mut targets = Vec::new();
            for path in &item.targets {
                match self.targets(path, id) {
                    Some(found) => targets.extend(found),
                    None => all_found = false,
                }
            }
            for choice in &item.choices {
                let effect = self.choose(choice, &targets, id, &mut chosen);
                if !effect && all_found && !item.targets.is_empty() {
                    let (zh, en) = point(choice.kind);
                    self.report(items::no_such_choice(choice.span, zh, en));
                }
            }
            self.interpretations.push((item, span));
        }
    }

    fn choices(&mut self, item: &ast::Interpretation) -> Choices {
        let mut choices = Choices::default();
        for choice in &item.choices {
            let twice = match choice.kind {
                ChoiceKind::ZeroBase(base) => choices.zero_base.replace(base).is_some(),
                ChoiceKind::TopRounding(to) => choices.top_rounding.replace(to).is_some(),
                ChoiceKind::Ties(ties) => choices.ties.replace(ties).is_some(),
                ChoiceKind::FirstDay(day) => choices.first_day.replace(day).is_some(),
            };
            if twice {
                let found = items::chosen_twice(choice.span, item.name.name.span, &item.name.name.text);
                self.report(found);
            }
        }
        choices
    }

    /// The expressions that a target names. The interpretation is noted in their items.
    fn targets(&mut self, path: &ast::Path, id: InterpretationId) -> Option<Vec<Target>> {
        let (first, rest) = path.names.split_first()?;
        let item = self.names.get(first.text.as_str()).map(|(item, _)| *item);
        let found = match (item, rest) {
            (Some(Item::Rule(rule)), []) => {
                if let Some(rule) = self.program.rules.find_mut(rule)
                    && !rule.interpretations.contains(&id)
                {
                    rule.interpretations.push(id);
                }
                vec![Target::Rule(rule)]
            }
            (Some(Item::Define(define)), []) => {
                let readings = self.exclusion_readings.entry(define).or_default();
                if !readings.contains(&id) {
                    readings.push(id);
                }
                vec![Target::Define(define)]
            }
            (Some(Item::Criteria(criteria)), []) => {
                let count = self.program.criteria[criteria].conditions.len();
                self.note(criteria, id);
                (0..count).map(|index| Target::Condition(criteria, index)).collect()
            }
            (Some(Item::Criteria(criteria)), [name]) => {
                let index = self.condition_named(criteria, name)?;
                self.note(criteria, id);
                vec![Target::Condition(criteria, index)]
            }
            (Some(Item::Award(award)), []) => {
                let award_of = self.program.awards.find_mut(award)?;
                if !award_of.interpretations.contains(&id) {
                    award_of.interpretations.push(id);
                }
                let keys = award_of.draw.as_ref().map_or(0, |draw| draw.order.len());
                let keys = (0..keys).map(|index| Target::Key(award, index));
                [Target::Requires(award), Target::Amount(award)].into_iter().chain(keys).collect()
            }
            (Some(Item::Allocation(allocation)), []) => {
                let allocation_of = self.program.allocations.find_mut(allocation)?;
                if !allocation_of.interpretations.contains(&id) {
                    allocation_of.interpretations.push(id);
                }
                vec![Target::Weight(allocation)]
            }
            _ => {
                self.unknown_item(first, names::TARGET, |item| {
                    matches!(
                        item,
                        Item::Rule(_) | Item::Define(_) | Item::Criteria(_) | Item::Award(_) | Item::Allocation(_)
                    )
                });
                return None;
            }
        };
        Some(found)
    }

    fn note(&mut self, criteria: CriteriaId, id: InterpretationId) {
        if let Some(criteria) = self.program.criteria.find_mut(criteria)
            && !criteria.interpretations.contains(&id)
        {
            criteria.interpretations.push(id);
        }
    }

    /// Writes a choice into all targets; whether there was a point to choose.
    fn choose(&mut self, choice: &ast::Choice, targets: &[Target], id: InterpretationId, chosen: &mut Chosen) -> bool {
        let mut effect = false;
        for target in targets {
            let constants = self.constant_divisors(*target);
            let Some(expr) = self.target_expr(*target) else {
                continue;
            };
            let mut count = 0;
            set(expr, choice.kind, id, &constants, &mut count);
            if count == 0 {
                continue;
            }
            effect = true;
            let key = (*target, point_number(choice.kind));
            match chosen.get(&key) {
                Some((other, first)) if *other != id => {
                    let (first, other) = (*first, *other);
                    let name = self.program.interpretations[other].name.text.clone();
                    self.report(items::chosen_twice(choice.span, first, &name));
                }
                Some(_) => {}
                None => {
                    chosen.insert(key, (id, choice.span));
                }
            }
        }
        effect
    }

    fn target_expr(&mut self, target: Target) -> Option<&mut Expr> {
        match target {
            Target::Rule(id) => self.program.rules.find_mut(id).map(|rule| &mut rule.expr),
            Target::Define(id) => self.program.defines.find_mut(id).map(|define| &mut define.expr),
            Target::Condition(id, index) => {
                self.program.criteria.find_mut(id)?.conditions.get_mut(index).map(|condition| &mut condition.expr)
            }
            Target::Requires(id) => self.program.awards.find_mut(id)?.requires.as_mut(),
            Target::Amount(id) => Some(&mut self.program.awards.find_mut(id)?.amount),
            Target::Weight(id) => Some(&mut self.program.allocations.find_mut(id)?.weight),
            Target::Key(id, index) => {
                let draw = self.program.awards.find_mut(id)?.draw.as_mut()?;
                draw.order.get_mut(index).map(|key| &mut key.value)
            }
        }
    }

    /// The places of divisions by a constant, about which no text is silent.
    fn constant_divisors(&self, target: Target) -> Vec<Span> {
        let program = &self.program;
        let expr = match target {
            Target::Rule(id) => program.rules.find(id).map(|rule| &rule.expr),
            Target::Define(id) => program.defines.find(id).map(|define| &define.expr),
            Target::Condition(id, index) => program
                .criteria
                .find(id)
                .and_then(|criteria| criteria.conditions.get(index))
                .map(|condition| &condition.expr),
            Target::Requires(id) => program.awards.find(id).and_then(|award| award.requires.as_ref()),
            Target::Amount(id) => program.awards.find(id).map(|award| &award.amount),
            Target::Weight(id) => program.allocations.find(id).map(|allocation| &allocation.weight),
            Target::Key(id, index) => {
                program.awards.find(id).and_then(|award| award.draw.as_ref()?.order.get(index)).map(|key| &key.value)
            }
        };
        let mut found = Vec::new();
        if let Some(expr) = expr {
            self.find_constant_divisors(expr, &mut found);
        }
        found
    }

    fn find_constant_divisors(&self, expr: &Expr, found: &mut Vec<Span>) {
        if let ExprKind::Divide { right, .. } = &expr.kind
            && constant(right, &self.program).is_some()
        {
            found.push(expr.span);
        }
        expr.for_each_part(&mut |part| self.find_constant_divisors(part, found));
    }
}

/// Writes a choice into every point of an expression, and counts them.
fn set(expr: &mut Expr, choice: ChoiceKind, id: InterpretationId, constants: &[Span], count: &mut usize) {
    let span = expr.span;
    match (&mut expr.kind, choice) {
        (ExprKind::Versus { change: Change::Growth | Change::Fall, zero_base, .. }, ChoiceKind::ZeroBase(choice)) => {
            *zero_base = Silent::Chosen(choice, id);
            *count += 1;
        }
        (ExprKind::Divide { zero_base, .. }, ChoiceKind::ZeroBase(choice)) if !constants.contains(&span) => {
            *zero_base = Silent::Chosen(choice, id);
            *count += 1;
        }
        (ExprKind::Top { rounding, .. }, ChoiceKind::TopRounding(choice)) => {
            *rounding = Silent::Chosen(choice, id);
            *count += 1;
        }
        (ExprKind::Top { ties, .. }, ChoiceKind::Ties(choice)) => {
            *ties = Silent::Chosen(choice, id);
            *count += 1;
        }
        (
            ExprKind::SpanCompare { first_day, .. } | ExprKind::Within { first_day, .. },
            ChoiceKind::FirstDay(choice),
        ) => {
            *first_day = choice;
            *count += 1;
        }
        _ => {}
    }
    children_mut(expr, &mut |child| set(child, choice, id, constants, count));
}

const fn point_number(choice: ChoiceKind) -> u8 {
    match choice {
        ChoiceKind::ZeroBase(_) => 0,
        ChoiceKind::TopRounding(_) => 1,
        ChoiceKind::Ties(_) => 2,
        ChoiceKind::FirstDay(_) => 3,
    }
}

const fn point(choice: ChoiceKind) -> (&'static str, &'static str) {
    match choice {
        ChoiceKind::ZeroBase(_) => ("零基数", "zero_base"),
        ChoiceKind::TopRounding(_) => ("名次取整", "top_rounding"),
        ChoiceKind::Ties(_) => ("并列", "ties"),
        ChoiceKind::FirstDay(_) => ("首日", "first_day"),
    }
}
