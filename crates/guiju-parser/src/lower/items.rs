//! Items that are judged or computed: definitions, criteria, rules, and the rule of each budget.

use std::collections::HashMap;

use guiju_program::arena::Id;
use guiju_program::expr::{ArithmeticOp, CompareOp, Expr, ExprKind};
use guiju_program::parameter::BudgetId;
use guiju_program::rule::{Condition, Criteria, Define, DefineId, Form, Rule, RuleId, RuleKind, Scope as RuleScope};
use guiju_program::schema::{FieldId, FieldType, RecordId};
use guiju_program::source::Span;
use guiju_program::{Dimension, Type};

use super::Want;
use super::form::form;
use super::scope::{About, Scope};
use crate::ast;
use crate::check::types::Ty;
use crate::compile::{Compiler, Item, Member, Owner};
use crate::declare::named;
use crate::message::{names, rows};

impl Compiler<'_> {
    /// Lowers all that is judged or computed. Without errors each item has the id under which it was declared.
    pub(crate) fn lower_items(&mut self) {
        for item in &self.defines {
            self.program.defines.push(Define {
                name: named(&item.item.name),
                record: record_of(item.owner),
                expr: waiting(),
                cites: Vec::new(),
                span: item.span,
            });
        }
        for item in &self.criteria {
            self.program.criteria.push(Criteria {
                name: named(&item.item.name),
                record: record_of(item.owner).unwrap_or_else(|| RecordId::from_index(0)),
                conditions: Vec::new(),
                dates: None,
                cites: Vec::new(),
                interpretations: Vec::new(),
                span: item.span,
            });
        }
        self.enter_awards();
        self.enter_allocations();
        self.lower_in_order();
        self.lower_exclusions();
        self.lower_awards();
        for (rule, span) in std::mem::take(&mut self.rules) {
            if self.full() {
                break;
            }
            self.lower_rule(rule, span);
            self.rules.push((rule, span));
        }
        self.lower_interpretations();
        self.lower_overrides();
        self.add_workflow_rules();
        self.add_exclusion_rules();
        self.add_budget_rules();
        self.note_wordings();
        self.order_awards();
        self.check_rounding();
        self.lower_acceptances();
    }

    /// Lowers a definition, criteria or allocation. On the first look (`last` is false) nothing comes of it, and nothing is
    /// reported, if it needs others that are not lowered yet: those are returned.
    pub(crate) fn lower_item(&mut self, item: Item, last: bool) -> Option<Vec<Item>> {
        self.missing.clear();
        let reported = self.diagnostics.len();
        let (errors, policy_errors) = (self.errors, self.policy_errors);
        let suggestions = self.suggestions;
        match item {
            Item::Define(id) => {
                let item = self.defines.get(id.index())?;
                let (define, owner, judged) = (item.item, item.owner, item.judged);
                let mut scope = Scope::new(owner.into());
                let typed = if judged {
                    self.condition(&mut scope, &define.expr)
                } else {
                    self.expr(&mut scope, &define.expr, Want::Anything)
                };
                if last || self.missing.is_empty() {
                    let cites = self.cite_all(&define.cites);
                    self.weigh_define(id, &define.name.name, &typed.expr);
                    self.finish_define(id, typed.ty, typed.expr, cites);
                }
            }
            Item::Allocation(id) => {
                self.lower_allocation(id, last);
            }
            Item::Criteria(id) => {
                let (criteria, owner) =
                    self.criteria.get(id.index()).map(|criteria| (criteria.item, criteria.owner))?;
                let (exprs, dates) = if criteria.workflow {
                    let (exprs, dates) = self.steps(criteria, owner);
                    (exprs, Some(dates))
                } else {
                    let lower = |condition: &ast::Condition| {
                        let mut scope = Scope::new(owner.into());
                        self.condition(&mut scope, &condition.expr).expr
                    };
                    (criteria.conditions.iter().map(lower).collect(), None)
                };
                let conditions = criteria.conditions.iter().zip(exprs);
                let mut conditions: Vec<Condition> = conditions
                    .map(|(condition, expr)| Condition {
                        name: named(&condition.name),
                        expr,
                        cites: Vec::new(),
                        span: condition.span,
                    })
                    .collect();
                if last || self.missing.is_empty() {
                    for (lowered, condition) in conditions.iter_mut().zip(&criteria.conditions) {
                        lowered.cites = self.cite_all(&condition.cites);
                    }
                    let cites = self.cite_all(&criteria.cites);
                    let exprs = conditions.iter().map(|condition| &condition.expr);
                    self.weigh_criteria(id, &criteria.name.name, exprs);
                    if let Some(slot) = self.program.criteria.find_mut(id) {
                        slot.conditions = conditions;
                        slot.dates = dates;
                        slot.cites = cites;
                    }
                    if let Some(criteria) = self.criteria.get_mut(id.index()) {
                        criteria.done = true;
                    }
                }
            }
            _ => {}
        }
        if last || self.missing.is_empty() {
            return None;
        }
        self.diagnostics.truncate(reported);
        (self.errors, self.policy_errors) = (errors, policy_errors);
        self.suggestions = suggestions;
        Some(std::mem::take(&mut self.missing))
    }

    fn finish_define(&mut self, id: DefineId, ty: Ty, expr: Expr, cites: Vec<guiju_program::citation::ClauseId>) {
        if self.may_be_negative(&expr) {
            self.negative.insert(id);
        }
        if let Some(slot) = self.program.defines.find_mut(id) {
            slot.expr = expr;
            slot.cites = cites;
        }
        if let Some(define) = self.defines.get_mut(id.index()) {
            // One in a circle stays unknown.
            define.ty.get_or_insert(ty);
        }
    }

    fn lower_rule(&mut self, rule: &ast::Rule, span: Span) {
        let (about, scope) = self.rule_scope(&rule.each);
        let typed = self.condition(&mut Scope::new(about), &rule.expr);
        let cites = self.cite_all(&rule.cites);
        self.weigh_rule(&rule.name.name, &typed.expr);
        let form = form(&typed.expr, &self.program);
        self.program.rules.push(Rule {
            name: named(&rule.name),
            kind: rule.kind,
            scope,
            expr: typed.expr,
            overrides: Vec::new(),
            form,
            cites,
            interpretations: Vec::new(),
            span,
        });
    }

    /// What a rule is judged for (每个).
    pub(super) fn rule_scope(&mut self, each: &[ast::Path]) -> (About, RuleScope) {
        let Some((first, _)) = each.split_first() else {
            return (About::Whole, RuleScope::Whole);
        };
        let Some(record_name) = first.names.first() else {
            return (About::Lost, RuleScope::Whole);
        };
        let Some(record) = self.record_named(record_name) else {
            return (About::Lost, RuleScope::Whole);
        };
        if let ([path], [_]) = (each, first.names.as_slice()) {
            debug_assert_eq!(path.span, first.span);
            return (About::Row(record), RuleScope::Each(record));
        }
        let mut keys: Vec<FieldId> = Vec::new();
        for path in each {
            if let Some(key) = self.group_key(path, record_name, record) {
                keys.push(key);
            }
        }
        (About::Group(record), RuleScope::EachGroup { record, keys })
    }

    fn group_key(&mut self, path: &ast::Path, record_name: &ast::Name, record: RecordId) -> Option<FieldId> {
        match path.names.as_slice() {
            [table, field] if table.text == record_name.text => match self.member(record, &field.text) {
                Some(Member::Field(id)) => Some(id),
                _ => {
                    if !self.lost.contains(field.text.as_str()) {
                        let known: Vec<&str> =
                            self.program.records[record].fields.values().map(|field| field.name.as_str()).collect();
                        let near = crate::compile::nearest(&field.text, known.into_iter());
                        self.report(names::unknown_member(field, &table.text, near));
                    }
                    None
                }
            },
            _ => {
                // The field that was meant is perhaps one that refers to what was named.
                let named = path.names.first().and_then(|name| match self.names.get(name.text.as_str()) {
                    Some((Item::Record(other), _)) => Some(FieldType::Reference(*other)),
                    _ => None,
                });
                let fields = &self.program.records[record].fields;
                let referring = fields.values().find(|field| named.as_ref() == Some(&field.ty));
                let field = referring.map(|field| field.name.text.clone()).or_else(|| self.typical(record, |_| true));
                self.report(rows::group_by_other(path.span, &record_name.text, field.as_deref()));
                None
            }
        }
    }

    /// The parts of a budget, and what is drawn of it, may not exceed it: each budget with parts or awards is a rule by
    /// itself.
    fn add_budget_rules(&mut self) {
        let money = Type::Number(Dimension::money());
        let mut parts: HashMap<BudgetId, Vec<BudgetId>> =
            crate::declare::parts(&self.program.budgets).into_iter().collect();
        let drawn = self.drawn_budgets();
        for (whole, drawn) in self.program.budgets.ids().zip(drawn).collect::<Vec<_>>() {
            let budget = &self.program.budgets[whole];
            let span = budget.span;
            let amount = |id| Expr::new(ExprKind::Budget(id), money.clone(), span);
            let at_most = |left| {
                let kind =
                    ExprKind::Compare { op: CompareOp::Le, left: Box::new(left), right: Box::new(amount(whole)) };
                Expr::new(kind, Type::Condition, span)
            };
            let parts = parts.remove(&whole).unwrap_or_default();
            let mut asked: Vec<Expr> = Vec::new();
            asked.extend(balanced_sum(parts.into_iter().map(amount).collect(), span).map(at_most));
            if drawn {
                let kind = ExprKind::Drawn { budget: whole, left: false };
                asked.push(at_most(Expr::new(kind, money.clone(), span)));
            }
            let expr = match asked.len() {
                2.. => Expr::new(ExprKind::And(asked), Type::Condition, span),
                _ => match asked.pop() {
                    Some(expr) => expr,
                    None => continue,
                },
            };
            let rule = Rule {
                name: budget.name.clone(),
                kind: RuleKind::Rule,
                scope: RuleScope::Whole,
                expr,
                overrides: Vec::new(),
                form: Form::Budget(whole),
                cites: budget.cites.clone(),
                interpretations: Vec::new(),
                span,
            };
            let name = rule.name.text.clone();
            let id: RuleId = self.program.rules.push(rule);
            self.item_rules.insert(name, id);
        }
    }

    /// For each budget whether awards draw on it or on its parts.
    fn drawn_budgets(&self) -> Vec<bool> {
        let budgets = &self.program.budgets;
        let mut drawn = vec![false; budgets.len()];
        for award in self.program.awards.values() {
            let mut at = award.draw.as_ref().map(|draw| draw.budget);
            // What is marked has its wholes marked.
            while let Some(budget) = at {
                match drawn.get_mut(budget.index()) {
                    Some(mark) if !*mark => *mark = true,
                    _ => break,
                }
                at = budgets[budget].out_of;
            }
        }
        drawn
    }
}

/// The sum of all, as a tree of little depth: a budget may have thousands of parts.
fn balanced_sum(mut terms: Vec<Expr>, span: Span) -> Option<Expr> {
    while terms.len() > 1 {
        let mut sums = Vec::with_capacity(terms.len().div_ceil(2));
        let mut rest = terms.into_iter();
        while let Some(left) = rest.next() {
            sums.push(match rest.next() {
                None => left,
                Some(right) => {
                    let ty = left.ty.clone();
                    let kind =
                        ExprKind::Arithmetic { op: ArithmeticOp::Add, left: Box::new(left), right: Box::new(right) };
                    Expr::new(kind, ty, span)
                }
            });
        }
        terms = sums;
    }
    terms.pop()
}

/// What stands for an expression that is not lowered yet.
pub(super) fn waiting() -> Expr {
    Expr::new(ExprKind::YesNo(false), Type::Condition, Span::default())
}

pub(super) const fn record_of(owner: Owner) -> Option<RecordId> {
    match owner {
        Owner::Row(record) => Some(record),
        Owner::Whole | Owner::Lost => None,
    }
}
