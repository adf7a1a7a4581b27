//! Exclusions: rows that pass are barred from awards.

use std::collections::HashMap;

use guiju_program::Type;
use guiju_program::arena::Id;
use guiju_program::award::AwardId;
use guiju_program::expr::{Expr, ExprKind, RowPath, RowVar};
use guiju_program::rule::{DefineId, Exclusion, Form, Rule, RuleId, RuleKind, Scope as RuleScope};
use guiju_program::schema::RecordId;
use guiju_program::source::Span;

use crate::ast;
use crate::compile::{Compiler, Owner};
use crate::declare::named;
use crate::message::awards;

/// More exclusions than any regulation has: each award asks for all of them.
const MOST: usize = 64;

/// Which exclusions bar which awards.
#[derive(Debug, Default)]
pub(crate) struct Barring {
    /// All awards of a record.
    of_record: HashMap<RecordId, Vec<DefineId>>,
    /// An award that is named.
    of_award: HashMap<AwardId, Vec<DefineId>>,
}

impl Compiler<'_> {
    /// Finds the awards that each exclusion bars. The rule that it is comes later, when all others have their ids.
    pub(super) fn lower_exclusions(&mut self) {
        for (define, item) in self.exclusions.clone() {
            let owner = self.defines.get(define.index()).map(|define| define.owner);
            let Some(Owner::Row(record)) = owner else {
                continue;
            };
            let mut barred: Vec<AwardId> = Vec::new();
            for name in &item.bars {
                let Some((award, owner)) = self.award_named(name) else {
                    continue;
                };
                if !self.is_for(name, owner, record) {
                    continue;
                }
                if barred.contains(&award) {
                    let first = item.bars.iter().find(|first| first.text == name.text).map_or(name.span, |n| n.span);
                    self.report(awards::award_twice(name, first));
                    continue;
                }
                barred.push(award);
            }
            if item.bars.is_empty() {
                self.bar(item, define, None, record);
            }
            for award in &barred {
                self.bar(item, define, Some(*award), record);
            }
            self.program.exclusions.push(Exclusion { define, rule: RuleId::from_index(0), awards: barred });
        }
    }

    /// Notes that an exclusion bars an award, or all awards of its record; that there are very many is reported.
    fn bar(&mut self, item: &ast::Exclusion, define: DefineId, award: Option<AwardId>, record: RecordId) {
        let barring = match award {
            Some(award) => self.barring.of_award.entry(award).or_default(),
            None => self.barring.of_record.entry(record).or_default(),
        };
        if barring.len() < MOST {
            barring.push(define);
        } else if barring.len() == MOST {
            // Said once; the one too many is never looked at, since there is no program.
            barring.push(define);
            self.report(awards::too_many_exclusions(item.define.name.name.span, MOST));
        }
    }

    /// An award's condition, and that no exclusion bars the row.
    pub(super) fn not_barred(&self, award: AwardId, requires: Option<Expr>, span: Span) -> Option<Expr> {
        let record = self.program.awards.find(award)?.record;
        let of_all = self.barring.of_record.get(&record).into_iter().flatten();
        let defines = of_all.chain(self.barring.of_award.get(&award).into_iter().flatten());
        let free = defines.map(|define| free_of(record, *define, span));
        let mut all: Vec<Expr> = requires.into_iter().chain(free).collect();
        match all.len() {
            2.. => Some(condition(ExprKind::And(all), span)),
            _ => all.pop(),
        }
    }

    /// Each exclusion is a rule on each row by itself.
    pub(super) fn add_exclusion_rules(&mut self) {
        let ids: Vec<_> = self.program.exclusions.ids().collect();
        for id in ids {
            let define = self.program.exclusions[id].define;
            let Some(item) = self.defines.get(define.index()) else {
                continue;
            };
            let (item, span) = (item.item, item.span);
            let lowered = &self.program.defines[define];
            let Some(record) = lowered.record else {
                continue;
            };
            let named_define = barred(record, define, item.expr.span);
            let rule = Rule {
                name: named(&item.name),
                kind: RuleKind::Exclusion,
                scope: RuleScope::Each(record),
                expr: condition(ExprKind::Not(Box::new(named_define)), item.expr.span),
                overrides: Vec::new(),
                form: Form::Condition,
                cites: lowered.cites.clone(),
                interpretations: self.exclusion_readings.get(&define).cloned().unwrap_or_default(),
                span,
            };
            let rule = self.program.rules.push(rule);
            if let Some(exclusion) = self.program.exclusions.find_mut(id) {
                exclusion.rule = rule;
            }
        }
    }
}

const fn condition(kind: ExprKind, span: Span) -> Expr {
    Expr::new(kind, Type::Condition, span)
}

/// The condition of an exclusion on the current row.
const fn barred(record: RecordId, define: DefineId, span: Span) -> Expr {
    let row = Some(RowPath::new(RowVar::Current, record));
    condition(ExprKind::Define { row, define }, span)
}

/// That an exclusion does not bar the current row: also where it does not apply.
fn free_of(record: RecordId, define: DefineId, span: Span) -> Expr {
    let never = condition(ExprKind::YesNo(false), span);
    let either = condition(ExprKind::Or(vec![barred(record, define, span), never]), span);
    condition(ExprKind::Not(Box::new(either)), span)
}
