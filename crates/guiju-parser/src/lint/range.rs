//! Which numbers an expression can come to, as far as its type tells.

use std::collections::HashMap;

use guiju_program::expr::{
    Aggregate, AggregateFunction, ArithmeticOp, Change, CompareOp, Expr, ExprKind, RowPath, RowVar, Step,
};
use guiju_program::rule::DefineId;
use guiju_program::schema::{Field, FieldId, FieldType};
use guiju_program::table::Range;
use guiju_program::{Decimal, Program};

/// How many definitions on one another are looked through.
const DEEPEST: u32 = 40;

/// The ranges of a program's expressions. Figures of params, budgets and tables count as any number: they are amended from
/// year to year, and what compares with them is no matter of types.
pub(super) struct Ranges<'p> {
    program: &'p Program,
    defines: HashMap<DefineId, Range>,
    depth: u32,
}

/// From a number up, which is in.
fn from(lo: Decimal) -> Range {
    Range { lo: Some(lo), lo_included: true, hi: None, hi_included: false }
}

/// Up to a number, which is in.
fn up_to(hi: Decimal) -> Range {
    Range { lo: None, lo_included: false, hi: Some(hi), hi_included: true }
}

/// One number.
fn point(number: Decimal) -> Range {
    Range { lo: Some(number), lo_included: true, hi: Some(number), hi_included: true }
}

fn negated(range: &Range) -> Range {
    Range {
        lo: range.hi.map(|hi| -hi),
        lo_included: range.hi_included,
        hi: range.lo.map(|lo| -lo),
        hi_included: range.lo_included,
    }
}

fn sum(a: &Range, b: &Range) -> Range {
    // A sum that does not fit is as good as none.
    let add = |a: Option<Decimal>, b: Option<Decimal>| a?.checked_add(b?);
    Range {
        lo: add(a.lo, b.lo),
        lo_included: a.lo_included && b.lo_included,
        hi: add(a.hi, b.hi),
        hi_included: a.hi_included && b.hi_included,
    }
}

fn is_positive_or_zero(range: &Range) -> bool {
    range.lo.is_some_and(|lo| lo >= Decimal::ZERO)
}

/// The smallest range that holds both.
fn hull(a: &Range, b: &Range) -> Range {
    let (lo, lo_included) = match (a.lo, b.lo) {
        (Some(x), Some(y)) if x == y => (Some(x), a.lo_included || b.lo_included),
        (Some(x), Some(y)) => {
            if x < y {
                (Some(x), a.lo_included)
            } else {
                (Some(y), b.lo_included)
            }
        }
        _ => (None, false),
    };
    let upside_down = (negated(a), negated(b));
    let (hi, hi_included) = match (upside_down.0.lo, upside_down.1.lo) {
        (Some(x), Some(y)) if x == y => (Some(-x), a.hi_included || b.hi_included),
        (Some(x), Some(y)) => {
            if x < y {
                (Some(-x), a.hi_included)
            } else {
                (Some(-y), b.hi_included)
            }
        }
        _ => (None, false),
    };
    Range { lo, lo_included, hi, hi_included }
}

/// The numbers in both.
pub(super) fn both(a: &Range, b: &Range) -> Range {
    let (lo, lo_included) = match (a.lo, b.lo) {
        (Some(x), Some(y)) if x == y => (Some(x), a.lo_included && b.lo_included),
        (Some(x), Some(y)) => {
            if x > y {
                (Some(x), a.lo_included)
            } else {
                (Some(y), b.lo_included)
            }
        }
        (Some(x), None) => (Some(x), a.lo_included),
        (None, y) => (y, b.lo_included),
    };
    let (hi, hi_included) = match (a.hi, b.hi) {
        (Some(x), Some(y)) if x == y => (Some(x), a.hi_included && b.hi_included),
        (Some(x), Some(y)) => {
            if x < y {
                (Some(x), a.hi_included)
            } else {
                (Some(y), b.hi_included)
            }
        }
        (Some(x), None) => (Some(x), a.hi_included),
        (None, y) => (y, b.hi_included),
    };
    Range { lo, lo_included, hi, hi_included }
}

/// The numbers that compare so with a number; `None` where they are no range.
pub(super) fn compared(op: CompareOp, bound: Decimal) -> Option<Range> {
    Some(match op {
        CompareOp::Eq => point(bound),
        CompareOp::Ne => return None,
        CompareOp::Ge => from(bound),
        CompareOp::Gt => Range { lo_included: false, ..from(bound) },
        CompareOp::Le => up_to(bound),
        CompareOp::Lt => Range { hi_included: false, ..up_to(bound) },
    })
}

/// Whether all numbers of one range lie below all of the other; `or_equal`: or at the same place.
fn lies_below(a: &Range, b: &Range, or_equal: bool) -> bool {
    match (a.hi, b.lo) {
        (Some(hi), Some(lo)) => hi < lo || hi == lo && (or_equal || !(a.hi_included && b.lo_included)),
        _ => false,
    }
}

/// What a comparison of any number of one range with any of the other comes to, if it is always the same.
pub(super) fn always(op: CompareOp, left: &Range, right: &Range) -> Option<bool> {
    let (below, not_above) = (lies_below(left, right, false), lies_below(left, right, true));
    let (above, not_below) = (lies_below(right, left, false), lies_below(right, left, true));
    let (yes, no) = match op {
        CompareOp::Lt => (below, not_below),
        CompareOp::Le => (not_above, above),
        CompareOp::Gt => (above, not_above),
        CompareOp::Ge => (not_below, below),
        CompareOp::Eq => (not_above && not_below, below || above),
        CompareOp::Ne => (below || above, not_above && not_below),
    };
    (yes || no).then_some(yes)
}

/// A number, or a date, month or year as a number of the same order. Of one type, equal numbers are equal dates.
pub(super) fn literal(expr: &Expr) -> Option<Decimal> {
    match &expr.kind {
        ExprKind::Number(number) => Some(*number),
        ExprKind::Negate(inner) => literal(inner).map(|number| -number),
        ExprKind::Date(date) => {
            let (year, month, day) = (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
            Some(Decimal::from(year * 10_000 + month * 100 + day))
        }
        ExprKind::Month(month) => Some(Decimal::from(month.index())),
        ExprKind::Year(year) => Some(Decimal::from(*year)),
        _ => None,
    }
}

impl<'p> Ranges<'p> {
    pub(super) fn new(program: &'p Program) -> Self {
        Self { program, defines: HashMap::new(), depth: 0 }
    }

    /// The numbers that an expression can come to.
    pub(super) fn of(&mut self, expr: &Expr) -> Range {
        if let Some(number) = literal(expr) {
            return point(number);
        }
        match &expr.kind {
            ExprKind::Field { row, field } => self.field(row, *field),
            ExprKind::Define { define, .. } => self.define(*define),
            ExprKind::Drawn { left: false, .. } | ExprKind::Award { .. } | ExprKind::FullSteps { .. } => {
                from(Decimal::ZERO)
            }
            ExprKind::Rank(_) => from(Decimal::ONE),
            ExprKind::Negate(inner) => negated(&self.of(inner)),
            ExprKind::Default { value, default } => hull(&self.of(value), &self.of(default)),
            ExprKind::When { then, otherwise: Some(otherwise), .. } => hull(&self.of(then), &self.of(otherwise)),
            ExprKind::Arithmetic { op, left, right } => self.arithmetic(*op, left, right),
            ExprKind::Divide { left, right, .. } => {
                // The divisor is above zero wherever there is a quotient, or a constant.
                let (left, right) = (self.of(left), self.of(right));
                if is_positive_or_zero(&left) && is_positive_or_zero(&right) {
                    from(Decimal::ZERO)
                } else {
                    Range::default()
                }
            }
            ExprKind::Round { value, .. } => {
                let value = self.of(value);
                if is_positive_or_zero(&value) { from(Decimal::ZERO) } else { Range::default() }
            }
            ExprKind::Versus { change, now, .. } => {
                let now = is_positive_or_zero(&self.of(now));
                match change {
                    // There is a rate on a base above zero alone.
                    Change::Growth if now => from(Decimal::NEGATIVE_ONE),
                    Change::Fall if now => up_to(Decimal::ONE),
                    _ => Range::default(),
                }
            }
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate),
            _ => Range::default(),
        }
    }

    fn arithmetic(&mut self, op: ArithmeticOp, left: &Expr, right: &Expr) -> Range {
        let (left, right) = (self.of(left), self.of(right));
        match op {
            ArithmeticOp::Add => sum(&left, &right),
            ArithmeticOp::Subtract => sum(&left, &negated(&right)),
            ArithmeticOp::Multiply if is_positive_or_zero(&left) && is_positive_or_zero(&right) => from(Decimal::ZERO),
            ArithmeticOp::Multiply => Range::default(),
            ArithmeticOp::CappedAt => {
                // Not above either; where both are at least something, the smaller is too.
                let (lower, upper) = (hull(&left, &right), both(&up_of(&left), &up_of(&right)));
                Range { lo: lower.lo, lo_included: lower.lo_included, ..upper }
            }
            ArithmeticOp::FlooredAt => {
                let (upper, lower) = (hull(&left, &right), both(&down_of(&left), &down_of(&right)));
                Range { hi: upper.hi, hi_included: upper.hi_included, ..lower }
            }
        }
    }

    fn define(&mut self, id: DefineId) -> Range {
        if let Some(known) = self.defines.get(&id) {
            return known.clone();
        }
        if self.depth >= DEEPEST {
            return Range::default();
        }
        let Some(define) = self.program.defines.find(id) else {
            return Range::default();
        };
        self.depth += 1;
        let range = self.of(&define.expr);
        self.depth -= 1;
        self.defines.insert(id, range.clone());
        range
    }

    fn aggregate(&mut self, aggregate: &Aggregate) -> Range {
        let value = aggregate.value.as_ref().map(|value| self.of(value)).unwrap_or_default();
        match aggregate.function {
            AggregateFunction::Count | AggregateFunction::Distinct | AggregateFunction::Consecutive => {
                from(Decimal::ZERO)
            }
            AggregateFunction::Sum if is_positive_or_zero(&value) => from(Decimal::ZERO),
            AggregateFunction::Sum => Range::default(),
            AggregateFunction::Share if aggregate.value.is_none() || is_positive_or_zero(&value) => {
                both(&from(Decimal::ZERO), &up_to(Decimal::ONE))
            }
            AggregateFunction::Share => Range::default(),
            AggregateFunction::Min
            | AggregateFunction::Max
            | AggregateFunction::Mean
            | AggregateFunction::Median
            | AggregateFunction::Latest
            | AggregateFunction::Earliest => value,
            AggregateFunction::All | AggregateFunction::Any => Range::default(),
        }
    }

    /// A number that may not be negative is not below zero.
    fn field(&self, row: &RowPath, field: FieldId) -> Range {
        let number = |field: &Field| matches!(field.ty, FieldType::Integer | FieldType::Number(_)) && !field.signed;
        match field_of(self.program, row, field) {
            Some(field) if number(field) => from(Decimal::ZERO),
            _ => Range::default(),
        }
    }
}

/// Without its lower end.
fn up_of(range: &Range) -> Range {
    Range { lo: None, lo_included: false, ..range.clone() }
}

/// Without its upper end.
fn down_of(range: &Range) -> Range {
    Range { hi: None, hi_included: false, ..range.clone() }
}

/// The field at the end of a path.
fn field_of<'p>(program: &'p Program, row: &RowPath, field: FieldId) -> Option<&'p Field> {
    let mut at = match row.base {
        RowVar::Single(record) => record,
        RowVar::Current | RowVar::This => row.record,
    };
    for step in &row.steps {
        let record = program.records.find(at)?;
        at = match step {
            Step::Parent => record.parent?,
            Step::Reference(field) => match record.fields.find(*field)?.ty {
                FieldType::Reference(to) => to,
                _ => return None,
            },
        };
    }
    program.records.find(at)?.fields.find(field)
}
