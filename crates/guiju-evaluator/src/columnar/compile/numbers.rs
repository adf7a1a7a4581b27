//! Numbers and dates.

use std::sync::Arc;

use guiju_program::expr::{ArithmeticOp, Change, ExprKind, ParameterDate, SpanUnit};
use guiju_program::parameter::{ParameterId, ParameterValue};
use guiju_program::schema::FieldId;
use guiju_program::{Expr, Type};

use super::{Access, Compiler};
use crate::calendar;
use crate::columnar::fault::{self, Fault};
use crate::columnar::plan::{Branch, GeneralOp, Instr, Moment, NumNode, NumSource, Plan, Scratch, ThisRow, scaled};
use crate::columnar::run::{Runner, node_nums};
use crate::exact::Exact;
use crate::interval::{Interval, Num};

/// The scale at which results without one of their own are held: fen.
const FEN: u32 = 2;

impl<'a> Compiler<'_, 'a> {
    /// Where a number or date is found.
    pub(in crate::columnar) fn number(&mut self, expr: &'a Expr) -> NumNode<'a> {
        match &expr.kind {
            ExprKind::Number(value) => constant(&Num::known(Exact::from(*value))),
            ExprKind::Date(date) => whole(calendar::day_number(*date)),
            ExprKind::Month(month) => whole(i64::from(month.index())),
            ExprKind::Year(year) => whole(i64::from(*year)),
            ExprKind::Instant(instant) => whole(calendar::instant_number(*instant)),
            ExprKind::AsOf => whole(calendar::day_number(self.context.options.as_of)),
            ExprKind::Budget(budget) => {
                constant(&Num::known(Exact::from(self.context.program.budgets[*budget].amount)))
            }
            ExprKind::Parameter { parameter, on } => self.parameter(expr, *parameter, on),
            ExprKind::Field { row, field } => {
                let access = self.access(row);
                self.number_field(expr, access, *field)
            }
            ExprKind::Define { row: None, define } => {
                let inner = &self.context.program.defines[*define].expr;
                self.whole_number(inner)
            }
            ExprKind::Define { row: Some(path), define } if self.is_own(path) => {
                if let Some(node) = self.number_defines.get(define) {
                    return node.clone();
                }
                let inner = &self.context.program.defines[*define].expr;
                // A definition speaks of its own row.
                let this = std::mem::replace(&mut self.this, ThisRow::Same);
                let node = self.number(inner);
                self.this = this;
                self.number_defines.insert(*define, node.clone());
                node
            }
            ExprKind::When { condition, then, otherwise } => {
                let condition = self.verdict(condition);
                let a = self.branch(&condition, Branch::Then, |compiler| compiler.number(then));
                let b = otherwise
                    .as_ref()
                    .map(|expr| self.branch(&condition, Branch::Otherwise, |compiler| compiler.number(expr)));
                let aligned = match &b {
                    Some(b) => self.align(&a, b).map(|(a, b)| (a, Some(b))),
                    None => Some((a, None)),
                };
                let Some((a, b)) = aligned else { return self.walk_number(expr) };
                let (scale, range) = (a.scale, joint_range(&a, b.as_ref().unwrap_or(&a)));
                let node = self.push_number(scale, |out| Instr::Select { condition, a, b, scale, range, out });
                within(node, range)
            }
            ExprKind::Default { value, default } => {
                let (a, b) = (self.number(value), self.number(default));
                // At one scale, so that known numbers are taken as they stand.
                match self.align(&a, &b) {
                    Some((a, b)) if !a.all_odd => {
                        let (scale, range) = (a.scale, joint_range(&a, &b));
                        let node = self.push_number(scale, |out| Instr::Default { a, b, scale, range, out });
                        within(node, range)
                    }
                    _ => self.walk_number(expr),
                }
            }
            ExprKind::Negate(inner) => {
                let inner = self.number(inner);
                self.arithmetic(ArithmeticOp::Subtract, whole(0), inner)
            }
            ExprKind::Arithmetic { op, left, right } => {
                let (left, right) = (self.number(left), self.number(right));
                self.arithmetic(*op, left, right)
            }
            ExprKind::Divide { left, right, zero_base } => {
                let op = GeneralOp::Divide { constant: right.is_constant(), zero: zero_base.choice() };
                let (left, right) = (self.number(left), self.number(right));
                self.general(op, left, right, FEN)
            }
            ExprKind::Versus { change, now, base, zero_base } => {
                let (now, base) = (self.number(now), self.number(base));
                match change {
                    Change::Growth => self.general(GeneralOp::Growth(zero_base.choice()), now, base, FEN),
                    Change::Fall => self.general(GeneralOp::Fall(zero_base.choice()), now, base, FEN),
                    Change::Rise => self.arithmetic(ArithmeticOp::Subtract, now, base),
                    Change::Drop => self.arithmetic(ArithmeticOp::Subtract, base, now),
                }
            }
            ExprKind::Round { mode, value, step } => self.steps(GeneralOp::Round(*mode), value, step),
            ExprKind::FullSteps { value, step } => self.steps(GeneralOp::FullSteps, value, step),
            ExprKind::Bands { kind, value, bands } => self.bands(*kind, value, bands),
            ExprKind::DateAdd { date, amount, unit } => {
                let is_month = matches!(date.ty, Type::Month | Type::Year);
                let (date, amount) = (self.number(date), self.number(amount));
                if is_month {
                    return self.arithmetic(ArithmeticOp::Add, date, amount);
                }
                let calendar = self.context.program.calendar.as_ref();
                let op = GeneralOp::CompleteOn { unit: *unit, first_day_counts: false, calendar };
                self.calendar(op, date, amount)
            }
            ExprKind::Between { unit, start, end } => {
                let (start, end) = (self.number(start), self.number(end));
                self.calendar(GeneralOp::Between(*unit, self.context.program.calendar.as_ref()), start, end)
            }
            ExprKind::Calendar { part, value } => {
                let op = GeneralOp::Part(*part, Moment::of(&value.ty));
                let value = self.number(value);
                self.calendar(op, value, whole(0))
            }
            ExprKind::Aggregate(aggregate) => self.aggregate_number(expr, aggregate),
            _ => self.walk_number(expr),
        }
    }

    /// A number for the whole: computed now, the same for every row.
    fn whole_number(&mut self, expr: &'a Expr) -> NumNode<'a> {
        let mut whole = Compiler::whole(self.context);
        let node = whole.number(expr);
        let plan = whole.finish();
        if plan.instrs.is_empty() {
            return node;
        }
        let scratch = self.run_whole(&plan);
        let num = node_nums(&node, &scratch, 0, 1).next();
        num.map_or(node, |num| constant(&num))
    }

    /// Runs a plan for the whole.
    pub(super) fn run_whole(&self, plan: &Plan<'a>) -> Scratch {
        let context = &self.context;
        let walker = context.walker();
        let runner = Runner { walker: &walker, chunk_rows: context.options.chunk_rows.max(1) };
        let mut scratch = Scratch::for_plan(plan);
        runner.run(plan, &mut scratch, 0..1);
        scratch
    }

    fn number_field(&mut self, expr: &'a Expr, access: Access, field: FieldId) -> NumNode<'a> {
        match access {
            Access::Own(record) => match self.context.numbers(record, field) {
                Some(node) => node,
                None => constant(&self.context.unknown(record, field)),
            },
            Access::Rows(rows, record) => {
                let Some(from) = self.context.numbers(record, field) else { return self.walk_number(expr) };
                // A broken path may lead nowhere or anywhere: the walk knows which.
                if rows.contains(&crate::columnar::plan::UNKNOWN_CODE) {
                    return self.walk_number(expr);
                }
                let unknown = Arc::new(self.context.unknown(record, field));
                let (scale, min, max, all_odd) = (from.scale, from.min, from.max, from.all_odd);
                let node = self.push_number(scale, |out| Instr::Gather { rows, from, unknown, out });
                if all_odd { node } else { NumNode { min, max, ..node } }
            }
            Access::One(record, row) => {
                let column = self.context.table(record).and_then(|table| table.column(field));
                let unknown = || self.context.unknown(record, field);
                let num = match column.map(|column| (column.state(row as usize), column.number(row as usize))) {
                    Some((crate::facts::State::Absent, _)) => Num::none(),
                    Some((crate::facts::State::Known, Some(value))) => Num::known(value),
                    _ => unknown(),
                };
                constant(&num)
            }
            Access::Nowhere => self.walk_number(expr),
        }
    }

    fn parameter(&mut self, expr: &'a Expr, parameter: ParameterId, on: &'a ParameterDate) -> NumNode<'a> {
        match (&self.context.program.parameters[parameter].value, on) {
            (ParameterValue::Number(value), _) => constant(&Num::known(Exact::from(*value))),
            (ParameterValue::Date(date), _) => whole(calendar::day_number(*date)),
            (ParameterValue::Dated(figures), ParameterDate::AsOf) => {
                let as_of = self.context.options.as_of;
                let in_force = figures.iter().rev().find(|(from, _)| *from <= as_of);
                match in_force {
                    Some((_, value)) => constant(&Num::known(Exact::from(*value))),
                    None => open(expr),
                }
            }
            (ParameterValue::Open, _) => open(expr),
            (ParameterValue::Dated(_), ParameterDate::RuleDate { .. }) => self.walk_number(expr),
        }
    }

    /// A number for which the tree is walked.
    pub(in crate::columnar) fn walk_number(&mut self, expr: &'a Expr) -> NumNode<'a> {
        let this = self.this;
        self.push_number(FEN, |out| Instr::WalkNumber { expr, this, scale: FEN, out })
    }

    /// Adds an instruction whose results may be anything that fits.
    pub(in crate::columnar) fn push_number(
        &mut self,
        scale: u32,
        instr: impl FnOnce(usize) -> Instr<'a>,
    ) -> NumNode<'a> {
        let out = self.number_register();
        self.instrs.push(instr(out));
        NumNode {
            source: NumSource::Register(out),
            scale,
            min: i128::from(i64::MIN),
            max: i128::from(i64::MAX),
            all_odd: false,
        }
    }

    pub(super) fn general(&mut self, op: GeneralOp<'a>, a: NumNode<'a>, b: NumNode<'a>, scale: u32) -> NumNode<'a> {
        self.push_number(scale, |out| Instr::General { op, a, b, scale, out })
    }

    /// An operation on dates and lengths; whole numbers unless something is unknown.
    pub(in crate::columnar) fn calendar(&mut self, op: GeneralOp<'a>, a: NumNode<'a>, b: NumNode<'a>) -> NumNode<'a> {
        let (a_scale, b_scale) = (a.scale, b.scale);
        if a.all_odd || b.all_odd || a_scale != 0 || b_scale != 0 {
            return self.general(op, a, b, 0);
        }
        let node = self.push_number(0, |out| Instr::Calendar { op, a, b, out });
        // The calendar ends in the year 9999, but a length in days is added as it stands.
        match op {
            GeneralOp::CompleteOn { unit: SpanUnit::Month, .. } | GeneralOp::Between(..) | GeneralOp::Part(..) => {
                NumNode { min: -8_000_000, max: 8_000_000, ..node }
            }
            _ => node,
        }
    }

    pub(in crate::columnar) fn arithmetic(&mut self, op: ArithmeticOp, a: NumNode<'a>, b: NumNode<'a>) -> NumNode<'a> {
        if op == ArithmeticOp::Multiply {
            let scale = a.scale + b.scale;
            let ends = [(a.min, b.min), (a.min, b.max), (a.max, b.min), (a.max, b.max)];
            let products: Vec<i128> = ends.iter().filter_map(|(x, y)| x.checked_mul(*y)).collect();
            let (min, max) = (products.iter().min().copied(), products.iter().max().copied());
            if let (Some(min), Some(max), false) = (min, max, a.all_odd || b.all_odd)
                && products.len() == ends.len()
                && fits(min, max)
            {
                let node = self.push_number(scale, |out| Instr::Arithmetic { op, a, b, out });
                return NumNode { min, max, ..node };
            }
            return self.general(GeneralOp::Arithmetic(op), a, b, scale.min(FEN));
        }
        let scale = a.scale.max(b.scale);
        let Some((a, b)) = self.align(&a, &b).filter(|(a, b)| !a.all_odd && !b.all_odd) else {
            return self.general(GeneralOp::Arithmetic(op), a, b, scale);
        };
        let (min, max) = match op {
            ArithmeticOp::Add => (a.min + b.min, a.max + b.max),
            ArithmeticOp::Subtract => (a.min - b.max, a.max - b.min),
            _ => (a.min.min(b.min), a.max.max(b.max)),
        };
        if !fits(min, max) {
            return self.general(GeneralOp::Arithmetic(op), a, b, scale);
        }
        let node = self.push_number(scale, |out| Instr::Arithmetic { op, a, b, out });
        NumNode { min, max, ..node }
    }

    /// Both numbers at one scale; `None` where they do not fit.
    pub(in crate::columnar) fn align(
        &mut self,
        a: &NumNode<'a>,
        b: &NumNode<'a>,
    ) -> Option<(NumNode<'a>, NumNode<'a>)> {
        let scale = a.scale.max(b.scale);
        Some((self.rescale(a, scale)?, self.rescale(b, scale)?))
    }

    fn rescale(&mut self, node: &NumNode<'a>, scale: u32) -> Option<NumNode<'a>> {
        if node.scale == scale {
            return Some(node.clone());
        }
        let factor = 10_i64.checked_pow(scale.checked_sub(node.scale)?)?;
        let wide = i128::from(factor);
        let (min, max) = (node.min.checked_mul(wide)?, node.max.checked_mul(wide)?);
        if !fits(min, max) {
            return None;
        }
        match node.source {
            NumSource::Constant(value) => {
                let value = if fault::is(Fault::WrongConstantScale) { value } else { value.checked_mul(factor)? };
                Some(NumNode { source: NumSource::Constant(value), scale, min, max, all_odd: false })
            }
            NumSource::OddConstant(_) => Some(NumNode { scale, ..node.clone() }),
            _ if fault::is(Fault::WrongScale) => Some(NumNode { scale, ..node.clone() }),
            _ => {
                let a = node.clone();
                let all_odd = node.all_odd;
                let node = self.push_number(scale, |out| Instr::Rescale { a, factor, scale, out });
                Some(NumNode { min, max, all_odd, ..node })
            }
        }
    }
}

/// Whether a range fits 64 bits.
pub(super) fn fits(min: i128, max: i128) -> bool {
    min >= i128::from(i64::MIN) && max <= i128::from(i64::MAX)
}

/// The range that holds the scaled numbers of both, which have one scale and fit.
fn joint_range(a: &NumNode<'_>, b: &NumNode<'_>) -> (i64, i64) {
    let narrow = |end: i128| i64::try_from(end).unwrap_or(if end < 0 { i64::MIN } else { i64::MAX });
    (narrow(a.min.min(b.min)), narrow(a.max.max(b.max)))
}

fn within(node: NumNode<'_>, (min, max): (i64, i64)) -> NumNode<'_> {
    NumNode { min: i128::from(min), max: i128::from(max), ..node }
}

/// A whole number for all rows.
pub(super) fn whole<'a>(value: i64) -> NumNode<'a> {
    let wide = i128::from(value);
    NumNode { source: NumSource::Constant(value), scale: 0, min: wide, max: wide, all_odd: false }
}

/// One number for all rows.
pub(super) fn constant<'a>(num: &Num) -> NumNode<'a> {
    let known = num.value().and_then(|value| {
        let scale = value.to_decimal()?.normalize().scale();
        Some((scaled(value, scale)?, scale))
    });
    match known {
        Some((value, scale)) => NumNode { scale, ..whole(value) },
        None => {
            NumNode { source: NumSource::OddConstant(Arc::new(num.clone())), scale: 0, min: 0, max: 0, all_odd: true }
        }
    }
}

/// A parameter without a figure.
fn open<'a>(expr: &Expr) -> NumNode<'a> {
    constant(&match expr.ty {
        Type::Number(_) => Num::unknown(false),
        _ => Num::of(Interval::all()),
    })
}
