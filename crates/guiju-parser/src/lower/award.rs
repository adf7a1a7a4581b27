//! Awards and caps.

use std::collections::HashMap;

use guiju_program::arena::Id;
use guiju_program::award::{
    Award, AwardId, AwardKind, Cap, CapScope, Draw, Exclude, Instalment, OddFen, Part, Shortage,
};
use guiju_program::expr::{Expr, ExprKind, RankKey, RowPath, RowVar, Step};
use guiju_program::name;
use guiju_program::rule::Scope as RuleScope;
use guiju_program::schema::{FieldType, RecordId};
use guiju_program::source::Span;
use guiju_program::{Decimal, Dimension, Type};

use super::items::{record_of, waiting};
use super::scope::{About, Scope};
use super::value::constant;
use super::{Typed, Want};
use crate::ast;
use crate::check::types::{Num, Ty};
use crate::compile::{Compiler, Item, Member, Owner};
use crate::declare::named;
use crate::message::{awards, names, types, units};

/// Which pairs of awards exclude each other, and where it is said.
type Pairs = HashMap<(AwardId, AwardId), Span>;

impl Compiler<'_> {
    /// Enters awards without their parts, so that ids of awards mean something while others are lowered.
    pub(super) fn enter_awards(&mut self) {
        for award in &self.awards {
            self.program.awards.push(Award {
                name: named(&award.item.name),
                kind: award.item.kind,
                record: record_of(award.owner).unwrap_or_else(|| RecordId::from_index(0)),
                payee: None,
                requires: None,
                amount: waiting(),
                excludes: Vec::new(),
                draw: None,
                instalments: Vec::new(),
                cites: Vec::new(),
                interpretations: Vec::new(),
                span: award.span,
            });
        }
    }

    /// Lowers awards, then caps. Definitions, criteria and allocations are lowered before.
    pub(super) fn lower_awards(&mut self) {
        let mut pairs = Pairs::new();
        for index in 0..self.awards.len() {
            self.lower_award(AwardId::from_index(index), &mut pairs);
        }
        for (cap, span) in self.caps.clone() {
            self.lower_cap(cap, span);
        }
    }

    fn lower_award(&mut self, id: AwardId, pairs: &mut Pairs) {
        let Some((item, owner)) = self.awards.get(id.index()).map(|award| (award.item, award.owner)) else {
            return;
        };
        let mut scope = Scope::new(owner.into());
        let requires = item.requires.as_ref().map(|requires| {
            let requires = self.condition(&mut scope, requires).expr;
            // What the condition says of optional fields holds for the amount.
            scope.assume(&requires, true);
            requires
        });
        let requires = match item.kind {
            AwardKind::Paid => self.not_barred(id, requires, item.amount.span),
            AwardKind::Recovered => requires,
        };
        let amount = self.money(&mut scope, &item.amount);
        let excludes = self.excludes(id, item, owner, pairs);
        let draw = item.draw.as_ref().and_then(|draw| self.draw(&mut scope, draw));
        let instalments = self.instalments(&item.instalments);
        let payee = match (&item.payee, owner) {
            (Some(path), Owner::Row(record)) => self.payee(record, path),
            _ => None,
        };
        let cites = self.cite_all(&item.cites);
        let keys = draw.iter().flat_map(|draw| draw.order.iter().map(|key| &key.value));
        self.weigh_award(&item.name.name, requires.iter().chain([&amount.expr]).chain(keys));
        if let Some(slot) = self.program.awards.find_mut(id) {
            slot.payee = payee;
            slot.requires = requires;
            slot.amount = amount.expr;
            slot.excludes = excludes;
            slot.draw = draw;
            slot.instalments = instalments;
            slot.cites = cites;
        }
    }

    /// An amount of money; anything else is reported.
    fn money(&mut self, scope: &mut Scope, expr: &ast::Expr) -> Typed {
        let typed = self.expr(scope, expr, Want::Anything);
        if !self.is_number(&typed) {
            return Typed::unknown(expr.span);
        }
        let money = Num::of(Dimension::money());
        match &typed.ty {
            Ty::Number(num) if money.unify(num, &self.program.records).is_some() => typed,
            other => {
                let is = other.describe(&self.program.records);
                let bare = matches!(typed.expr.kind, ExprKind::Number(_)).then(|| self.text(expr.span));
                self.report(awards::not_money(expr.span, &is, bare));
                Typed::unknown(expr.span)
            }
        }
    }

    /// The award of that name; that there is none, or that its money is paid back, is reported.
    pub(super) fn award_named(&mut self, name: &ast::Name) -> Option<(AwardId, Owner)> {
        match self.names.get(name.text.as_str()) {
            Some((Item::Award(id), _)) => {
                let award = self.awards.get(id.index())?;
                if award.item.kind == AwardKind::Recovered {
                    let first = award.item.name.name.span;
                    self.report(awards::paid_back(name, first));
                    return None;
                }
                Some((*id, award.owner))
            }
            _ => {
                self.unknown_item(name, names::AWARD, |item| matches!(item, Item::Award(_)));
                None
            }
        }
    }

    /// Whether an award is for a record; that it is for another is reported.
    pub(super) fn is_for(&mut self, name: &ast::Name, owner: Owner, record: RecordId) -> bool {
        match owner {
            Owner::Row(own) if own == record => true,
            Owner::Row(own) => {
                let records = &self.program.records;
                let found = awards::other_record(name, records[own].name.as_str(), records[record].name.as_str());
                self.report(found);
                false
            }
            Owner::Whole | Owner::Lost => false,
        }
    }

    fn excludes(&mut self, id: AwardId, item: &ast::Award, owner: Owner, pairs: &mut Pairs) -> Vec<Exclude> {
        let mut excludes = Vec::new();
        for exclude in &item.excludes {
            let Some((other, other_owner)) = self.award_named(&exclude.award) else {
                continue;
            };
            if other == id {
                self.report(awards::excludes_itself(&exclude.award));
                continue;
            }
            if let Owner::Row(record) = owner
                && !self.is_for(&exclude.award, other_owner, record)
            {
                continue;
            }
            match pairs.get(&(id.min(other), id.max(other))) {
                Some(first) => {
                    let first = *first;
                    self.report(awards::excluded_twice(&exclude.award, first));
                }
                None => {
                    pairs.insert((id.min(other), id.max(other)), exclude.span);
                    excludes.push(Exclude { award: other, keep: exclude.keep });
                }
            }
        }
        excludes
    }

    fn draw(&mut self, scope: &mut Scope, draw: &ast::Draw) -> Option<Draw> {
        let order = self.order(scope, &draw.order);
        match (draw.shortage, draw.order.first()) {
            (Shortage::CutLast | Shortage::Skip | Shortage::Stop, None) => {
                self.report(awards::order_missing(draw.shortage_span));
            }
            (Shortage::MustFit | Shortage::ProRata(OddFen::Kept), Some(key)) => {
                self.report(awards::order_unused(key.value.span));
            }
            _ => {}
        }
        let name = &draw.budget;
        match self.names.get(name.text.as_str()) {
            Some((Item::Budget(budget), _)) => Some(Draw { budget: *budget, order, shortage: draw.shortage }),
            _ => {
                self.unknown_item(name, names::BUDGET, |item| matches!(item, Item::Budget(_)));
                None
            }
        }
    }

    /// The keys of an order. A condition is 1 where it passes, else 0, so that rows that pass come first.
    pub(super) fn order(&mut self, scope: &mut Scope, keys: &[ast::OrderKey]) -> Vec<RankKey> {
        let mut order = Vec::with_capacity(keys.len());
        for key in keys {
            let typed = self.expr(scope, &key.value, Want::Anything);
            let span = typed.expr.span;
            if !typed.ty.is_unknown() && !typed.ty.is_ordered() && typed.ty != Ty::Condition {
                let is = typed.ty.describe(&self.program.records);
                self.report(types::wrong_key(span, &is));
            }
            // The earliest date is first, unless it is said otherwise.
            let ascending = key.ascending.unwrap_or_else(|| typed.ty.is_calendar());
            let value = match typed.ty {
                Ty::Condition => first_where(typed.expr),
                _ => typed.expr,
            };
            order.push(RankKey { value, ascending });
        }
        order
    }

    fn instalments(&mut self, parts: &[ast::Instalment]) -> Vec<Instalment> {
        let mut sum = Decimal::ZERO;
        let mut seen: HashMap<&str, Span> = HashMap::new();
        let mut instalments = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            if let Some(first) = seen.insert(&part.name.text, part.name.span) {
                self.report(names::declared_twice(&part.name, first));
            }
            let last = index + 1 == parts.len();
            match (&part.share, last) {
                (None, false) => self.report(awards::rest_not_last(part.name.span)),
                (Some(share), true) => self.report(awards::instalments_without_rest(share.span)),
                _ => {}
            }
            let share = part.share.as_ref().filter(|_| !last).and_then(|share| {
                let typed = self.expr(&mut Scope::new(About::Whole), share, Want::Anything);
                if typed.ty.is_unknown() {
                    return None;
                }
                let is = |expected: Num| {
                    matches!(&typed.ty, Ty::Number(num) if num.unify(&expected, &self.program.records).is_some())
                };
                let value = constant(&typed.expr, &self.program).filter(|value| *value > Decimal::ZERO);
                let together = value.and_then(|value| sum.checked_add(value));
                match (value, together) {
                    (Some(value), _) if is(Num::of(Dimension::money())) => Some(Part::Amount(value)),
                    (Some(value), Some(together)) if is(Num::pure()) && together < Decimal::ONE => {
                        sum = together;
                        Some(Part::Share(value))
                    }
                    _ => {
                        self.report(awards::instalment_share(share.span));
                        None
                    }
                }
            });
            let part_of = share.unwrap_or(Part::Rest);
            instalments.push(Instalment { name: name::Name::new(part.name.text.clone()), part: part_of });
        }
        instalments
    }

    /// Whom an award is paid to: a row that the row refers to, or that owns it. `店铺.企业` and `企业` are one.
    fn payee(&mut self, record: RecordId, path: &ast::Path) -> Option<RowPath> {
        let mut names = path.names.as_slice();
        if let Some((first, rest)) = names.split_first()
            && self.member(record, &first.text).is_none()
            && matches!(self.names.get(first.text.as_str()), Some((Item::Record(named), _)) if *named == record)
        {
            if rest.is_empty() {
                return None;
            }
            names = rest;
        }
        let mut row = RowPath::new(RowVar::Current, record);
        let mut at = record;
        for name in names {
            match self.member(at, &name.text) {
                Some(Member::Parent(parent)) => {
                    row.steps.push(Step::Parent);
                    at = parent;
                }
                Some(Member::Field(field)) => match self.program.records[at].fields[field].ty {
                    FieldType::Reference(referred) => {
                        row.steps.push(Step::Reference(field));
                        at = referred;
                    }
                    _ => {
                        self.report(awards::payee_not_a_row(name.span, &name.text));
                        return None;
                    }
                },
                Some(_) => {
                    self.report(awards::payee_not_a_row(name.span, &name.text));
                    return None;
                }
                None => {
                    if !self.lost.contains(name.text.as_str()) {
                        let owner = self.program.records[at].name.text.clone();
                        let near = self.near_member(at, &name.text);
                        self.report(names::unknown_member(name, &owner, near));
                    }
                    return None;
                }
            }
        }
        Some(row)
    }

    fn lower_cap(&mut self, cap: &ast::Cap, span: Span) {
        let (about, scope) = self.rule_scope(&cap.each);
        let mut record = match scope {
            RuleScope::Whole => None,
            RuleScope::Each(record) | RuleScope::EachGroup { record, .. } => Some(record),
        };
        let mut ids: Vec<AwardId> = Vec::new();
        let mut first: HashMap<AwardId, Span> = HashMap::new();
        for name in &cap.awards {
            let Some((id, owner)) = self.award_named(name) else {
                continue;
            };
            if let (None, RuleScope::Whole, Owner::Row(own)) = (record, &scope, owner) {
                // All rows together are those of the first award's record.
                record = Some(own);
            }
            if let Some(record) = record
                && !self.is_for(name, owner, record)
            {
                continue;
            }
            match first.get(&id) {
                Some(first) => {
                    let first = *first;
                    self.report(awards::award_twice(name, first));
                }
                None => {
                    first.insert(id, name.span);
                    ids.push(id);
                }
            }
        }
        let limit = self.money(&mut Scope::new(about), &cap.limit);
        let rows = record.map_or(About::Lost, About::Row);
        let order = self.order(&mut Scope::new(rows), &cap.order);
        let one_row = match &scope {
            RuleScope::Each(_) => true,
            RuleScope::Whole | RuleScope::EachGroup { .. } => {
                record.is_none_or(|record| self.program.records[record].single)
            }
        };
        match cap.order.first() {
            None if !one_row => self.report(awards::cap_order_missing(cap.name.name.span)),
            Some(key) if one_row && record.is_some() => self.report(awards::order_unused(key.value.span)),
            _ => {}
        }
        let cites = self.cite_all(&cap.cites);
        let keys = order.iter().map(|key| &key.value);
        self.weigh_award(&cap.name.name, [&limit.expr].into_iter().chain(keys));
        let Some(record) = record else {
            return;
        };
        self.program.caps.push(Cap {
            name: named(&cap.name),
            scope: match scope {
                RuleScope::Each(record) => CapScope::Each(record),
                RuleScope::EachGroup { record, keys } => CapScope::EachGroup { record, keys },
                RuleScope::Whole => CapScope::Whole(record),
            },
            awards: ids,
            limit: limit.expr,
            order,
            cites,
            span,
        });
    }

    /// Whether a number can be in a unit; that it cannot is reported.
    pub(super) fn fits(&mut self, num: &Num, typed: &Typed) -> bool {
        let Ty::Number(is) = &typed.ty else {
            return false;
        };
        if num.unify(is, &self.program.records).is_some() {
            return true;
        }
        let needed = Ty::Number(num.clone()).describe(&self.program.records);
        let is = typed.ty.describe(&self.program.records);
        self.report(units::wrong_unit(typed.expr.span, &needed, &is, None));
        false
    }

    /// Reports amounts that may be fractions of a fen.
    pub(super) fn check_rounding(&mut self) {
        if self.policy_errors {
            return;
        }
        let places: Vec<Span> = crate::check::fraction::unrounded(&self.program);
        for place in places {
            self.report(awards::unrounded(place));
        }
    }
}

/// 1 where the condition passes, else 0.
fn first_where(condition: Expr) -> Expr {
    let span = condition.span;
    let pure = Type::Number(Dimension::pure());
    let number = |number| Box::new(Expr::new(ExprKind::Number(number), pure.clone(), span));
    let kind = ExprKind::When {
        condition: Box::new(condition),
        then: number(Decimal::ONE),
        otherwise: Some(number(Decimal::ZERO)),
    };
    Expr::new(kind, pure.clone(), span)
}
