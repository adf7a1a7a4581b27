//! The formula of an amount with its values on a row.

use std::collections::BTreeSet;
use std::collections::VecDeque;

use guiju_program::award::AwardId;
use guiju_program::expr::{ArithmeticOp, Band, BandKind, ExprKind};
use guiju_program::rule::DefineId;
use guiju_program::value::Verdict;
use guiju_program::{Expr, Type};

use crate::bands::slice;
use crate::interval::Num;
use crate::outcome::{NamedValue, NoteKind, ReachedBand, Working, WorkingLine, WorkingNote, WorkingValue};
use crate::walk::{At, Code, Walker};

/// How many formulas one amount shows: definitions name definitions without end.
const LINES: usize = 20;

/// How the amount that a row asks for was worked out.
pub(crate) fn working(walker: &Walker<'_>, id: AwardId, row: u32) -> Working {
    let award = &walker.program.awards[id];
    let mut work = Work { walker, waiting: VecDeque::new(), met: BTreeSet::new() };
    let mut working =
        Working { lines: vec![work.line(None, &award.amount, &At::row(award.record, row))], truncated: false };
    while let Some((define, at)) = work.waiting.pop_front() {
        if working.lines.len() >= LINES {
            working.truncated = true;
            break;
        }
        let line = work.line(Some(define), &walker.program.defines[define].expr, &at);
        working.lines.push(line);
    }
    working
}

struct Work<'w, 'a> {
    walker: &'w Walker<'a>,
    /// Definitions that are still to be shown, each with its row.
    waiting: VecDeque<(DefineId, At<'static>)>,
    /// Those that are shown or waiting.
    met: BTreeSet<(DefineId, Option<u32>)>,
}

impl<'a> Work<'_, 'a> {
    fn line(&mut self, define: Option<DefineId>, expr: &'a Expr, at: &At<'_>) -> WorkingLine {
        let value = self.value(expr, at);
        let mut line = WorkingLine { define, span: expr.span, value, named: Vec::new(), notes: Vec::new() };
        self.collect(expr, at, &mut line);
        line
    }

    fn value(&self, expr: &'a Expr, at: &At<'_>) -> WorkingValue {
        match &expr.ty {
            Type::Condition => WorkingValue::Verdict(self.walker.condition(expr, at)),
            Type::Text | Type::Enumeration(_) | Type::Reference(_) => match self.walker.code(expr, at) {
                Code::Text(text) => WorkingValue::Text(text.to_owned()),
                Code::Row(row) => WorkingValue::Text(self.walker.facts.key(self.walker.program, row.record, row.row)),
                Code::Unknown { .. } => WorkingValue::Unknown,
                Code::Absent => WorkingValue::Absent,
            },
            ty => WorkingValue::Number(self.walker.number(expr, at), ty.clone()),
        }
    }

    fn named(&self, expr: &'a Expr, at: &At<'_>, line: &mut WorkingLine) {
        line.named.push(NamedValue { span: expr.span, value: self.value(expr, at) });
    }

    /// What an expression names and does on the row; of branches, those that are taken.
    fn collect(&mut self, expr: &'a Expr, at: &At<'_>, line: &mut WorkingLine) {
        let note = |kind| WorkingNote { span: expr.span, ty: expr.ty.clone(), kind };
        match &expr.kind {
            ExprKind::AsOf
            | ExprKind::Parameter { .. }
            | ExprKind::Budget(_)
            | ExprKind::Drawn { .. }
            | ExprKind::Award { .. }
            | ExprKind::Allocated { .. }
            | ExprKind::Field { .. }
            | ExprKind::Criteria { .. }
            | ExprKind::Condition { .. }
            | ExprKind::Aggregate(_)
            | ExprKind::Rank(_)
            | ExprKind::Top { .. } => self.named(expr, at, line),
            ExprKind::Define { row, define } => {
                self.named(expr, at, line);
                if let Ok(at) = self.walker.enter(row.as_ref(), at)
                    && self.met.insert((*define, at.this.map(|row| row.row)))
                {
                    self.waiting.push_back((*define, at));
                }
            }
            ExprKind::Lookup { table, keys, .. } => {
                self.named(expr, at, line);
                let keys = keys.iter().map(|key| self.value(key, at)).collect();
                line.notes.push(note(NoteKind::LookedUp { table: *table, keys }));
            }
            ExprKind::Bands { kind, value, bands } => {
                self.named(expr, at, line);
                let of = self.walker.number(value, at);
                let bands = self.reached(*kind, value, &of, bands, at);
                line.notes.push(note(NoteKind::Banded { kind: *kind, of, of_ty: value.ty.clone(), bands }));
            }
            ExprKind::Round { mode, value, step } => {
                self.collect(value, at, line);
                self.collect(step, at, line);
                let (from, to) = (self.walker.number(value, at), self.walker.number(expr, at));
                if from != to {
                    let step = self.walker.number(step, at);
                    line.notes.push(note(NoteKind::Rounded { mode: *mode, step, from, to }));
                }
            }
            ExprKind::Arithmetic { op, left, right } => {
                self.collect(left, at, line);
                self.collect(right, at, line);
                if let ArithmeticOp::CappedAt | ArithmeticOp::FlooredAt = op {
                    let from = self.walker.number(left, at);
                    if from != self.walker.number(expr, at) {
                        let limit = self.walker.number(right, at);
                        let floor = *op == ArithmeticOp::FlooredAt;
                        line.notes.push(note(NoteKind::Limited { floor, from, limit }));
                    }
                }
            }
            ExprKind::When { condition, then, otherwise } => {
                self.collect(condition, at, line);
                let verdict = self.walker.condition(condition, at);
                if matches!(verdict, Verdict::Pass | Verdict::Undetermined) {
                    self.collect(then, at, line);
                }
                if let (Some(otherwise), false) = (otherwise, verdict == Verdict::Pass) {
                    self.collect(otherwise, at, line);
                }
            }
            ExprKind::Default { value, default } => {
                self.collect(value, at, line);
                if self.value(value, at) != self.value(expr, at) {
                    self.collect(default, at, line);
                }
            }
            _ => expr.for_each_part(&mut |part| self.collect(part, at, line)),
        }
    }

    /// The bands that count for a number, or may count.
    fn reached(&self, kind: BandKind, value: &'a Expr, of: &Num, bands: &'a [Band], at: &At<'_>) -> Vec<ReachedBand> {
        let possible = self.walker.possible_bands(kind, value, bands, at);
        // Of the thresholds that a known number reaches the highest counts.
        let skipped = match kind {
            BandKind::Highest if of.value().is_some() => possible.len().saturating_sub(1),
            _ => 0,
        };
        let reached = possible.into_iter().skip(skipped);
        reached
            .map(|band| ReachedBand {
                range: band.range.clone(),
                slice: match (&of.values, kind) {
                    (Some(values), BandKind::Slices) => Some(Num::of(slice(values, &band.range))),
                    _ => None,
                },
                amount: self.walker.number(&band.amount, at),
                ty: band.amount.ty.clone(),
            })
            .collect()
    }
}
