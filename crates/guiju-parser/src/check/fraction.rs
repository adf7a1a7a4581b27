//! Which awards may come to a fraction of a fen.
//!
//! Numbers are followed by how many decimals they have at most: a literal and a parameter as many as are written, money
//! of facts two, whole numbers and counts none, what is rounded as many as its step; sums, differences and the larger or smaller of two the more of both,
//! products the sum of both, a median one more than its values. Of quotients, growth, means, shares, and facts in other units nothing is known. An amount of
//! which nothing is known, or that may have more than two decimals, is to be rounded by the text.

use std::collections::HashMap;

use guiju_program::expr::{AggregateFunction, BandKind, Change, Expr, ExprKind, Step};
use guiju_program::parameter::ParameterValue;
use guiju_program::rule::DefineId;
use guiju_program::schema::{Field, FieldType, RecordId};
use guiju_program::source::Span;
use guiju_program::{Decimal, Dimension, Program};

/// A fen has so many decimals of the main unit.
const FEN: u32 = 2;

/// Definitions of definitions are followed so far; what lies beyond counts as unknown.
const MOST_STEPS: u32 = 50;

/// The amounts that may be fractions of a fen.
pub(crate) fn unrounded(program: &Program) -> Vec<Span> {
    let mut decimals = Decimals { program, defines: HashMap::new(), steps: 0 };
    program
        .awards
        .values()
        .filter(|award| decimals.of(&award.amount).is_none_or(|most| most > FEN))
        .map(|award| award.amount.span)
        .collect()
}

struct Decimals<'p> {
    program: &'p Program,
    defines: HashMap<DefineId, Option<u32>>,
    steps: u32,
}

impl Decimals<'_> {
    /// How many decimals a number has at most, if that can be told.
    fn of(&mut self, expr: &Expr) -> Option<u32> {
        use guiju_program::expr::ArithmeticOp::{Add, CappedAt, FlooredAt, Multiply, Subtract};
        match &expr.kind {
            ExprKind::Number(number) => Some(written(*number)),
            ExprKind::Parameter { parameter, .. } => match &self.program.parameters[*parameter].value {
                ParameterValue::Number(number) => Some(written(*number)),
                ParameterValue::Dated(figures) => figures.iter().map(|(_, figure)| written(*figure)).max(),
                // What it will be nobody knows: that is said where it is declared.
                ParameterValue::Open => Some(FEN),
                ParameterValue::Date(_) => None,
            },
            ExprKind::Budget(budget) => Some(written(self.program.budgets[*budget].amount)),
            // Where they may be fractions it is said of the awards themselves.
            ExprKind::Award { .. } | ExprKind::Drawn { .. } => Some(FEN),
            ExprKind::Allocated { allocation, .. } => Some(written(self.program.allocations[*allocation].step)),
            ExprKind::Field { row, field } => {
                let mut record = row.record;
                for step in &row.steps {
                    record = behind(self.program, record, *step)?;
                }
                self.of_field(&self.program.records[record].fields[*field])
            }
            ExprKind::Define { define, .. } => self.of_define(*define),
            ExprKind::Negate(inner) => self.of(inner),
            ExprKind::Arithmetic { op: Multiply, left, right } => {
                let (left, right) = (self.of(left)?, self.of(right)?);
                Some(left.saturating_add(right))
            }
            ExprKind::Arithmetic { op: Add | Subtract | CappedAt | FlooredAt, left, right }
            | ExprKind::Default { value: left, default: right }
            | ExprKind::Versus { change: Change::Rise | Change::Drop, now: left, base: right, .. } => {
                Some(self.of(left)?.max(self.of(right)?))
            }
            ExprKind::When { then, otherwise, .. } => {
                let otherwise = match otherwise {
                    Some(otherwise) => self.of(otherwise)?,
                    None => 0,
                };
                Some(self.of(then)?.max(otherwise))
            }
            ExprKind::Aggregate(aggregate) => match aggregate.function {
                AggregateFunction::Count | AggregateFunction::Distinct | AggregateFunction::Consecutive => Some(0),
                AggregateFunction::Sum
                | AggregateFunction::Min
                | AggregateFunction::Max
                | AggregateFunction::Latest
                | AggregateFunction::Earliest => self.of(aggregate.value.as_ref()?),
                // Half of a sum has one decimal more.
                AggregateFunction::Median => Some(self.of(aggregate.value.as_ref()?)?.saturating_add(1)),
                _ => None,
            },
            ExprKind::Round { step, .. } => self.of(step),
            ExprKind::Bands { kind, value, bands } => {
                let mut most = 0;
                let mut ends = 0;
                for band in bands {
                    most = most.max(self.of(&band.amount)?);
                    ends = band.range.lo.iter().chain(&band.range.hi).map(|end| written(*end)).fold(ends, u32::max);
                }
                match kind {
                    BandKind::Exactly | BandKind::Highest | BandKind::Cumulate => Some(most),
                    // Each rate on a part of the number, cut at an end of a band.
                    BandKind::Slices => Some(most.saturating_add(self.of(value)?.max(ends))),
                }
            }
            ExprKind::Lookup { table, column, .. } => {
                let rows = self.program.tables[*table].rows.iter();
                let figures = rows.map(|row| row.values.get(*column).copied().flatten());
                figures.map(|figure| figure.map_or(FEN, written)).max()
            }
            ExprKind::Rank(_) | ExprKind::Between { .. } | ExprKind::FullSteps { .. } => Some(0),
            _ => None,
        }
    }

    /// Money of facts is in fen; whole numbers, and what rows are counted in, have no decimals.
    fn of_field(&self, field: &Field) -> Option<u32> {
        match &field.ty {
            FieldType::Integer => Some(0),
            FieldType::Number(unit) if unit.dimension == Dimension::money() => Some(FEN),
            FieldType::Number(unit) => {
                let mut records = self.program.records.values();
                records.any(|record| record.counted.contains(&unit.dimension)).then_some(0)
            }
            _ => None,
        }
    }

    fn of_define(&mut self, define: DefineId) -> Option<u32> {
        if let Some(known) = self.defines.get(&define) {
            return *known;
        }
        if self.steps >= MOST_STEPS {
            return None;
        }
        self.steps += 1;
        let found = self.program.defines.find(define).and_then(|define| self.of(&define.expr));
        self.steps -= 1;
        self.defines.insert(define, found);
        found
    }
}

/// The record of the row that a step leads to.
fn behind(program: &Program, record: RecordId, step: Step) -> Option<RecordId> {
    let record = &program.records[record];
    match step {
        Step::Parent => record.parent,
        Step::Reference(field) => match record.fields[field].ty {
            FieldType::Reference(referred) => Some(referred),
            _ => None,
        },
    }
}

/// The decimals of a number as it is, without zeros at its end.
fn written(number: Decimal) -> u32 {
    number.normalize().scale()
}
