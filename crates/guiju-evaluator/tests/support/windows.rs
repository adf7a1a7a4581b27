//! Random figures over a whole table that speak of the item's own row: windows, running totals, groups.

use guiju_program::expr::{
    Aggregate, AggregateFunction, CalendarPart, CompareOp, FirstDay, Relation, RowPath, RowSet, RowVar, SpanUnit, Step,
};
use guiju_program::schema::{FieldId, RecordId};
use guiju_program::{Decimal, Expr, ExprKind, Type};

use super::{CHILD, ENUM, HUB, Maker, OWNER, Place, b, e, pure};

fn fact(base: RowVar, record: RecordId, steps: Vec<Step>, field: u32, ty: Type) -> Expr {
    e(ExprKind::Field { row: RowPath { base, record, steps }, field: FieldId(field) }, ty)
}

fn compare(op: CompareOp, left: Expr, right: Expr) -> Expr {
    e(ExprKind::Compare { op, left: b(left), right: b(right) }, Type::Condition)
}

impl Maker<'_> {
    /// A figure over a whole table compared with a bound.
    pub(super) fn window(&mut self, place: Place, depth: usize) -> Option<Expr> {
        use AggregateFunction::{
            All, Any, Consecutive, Count, Distinct, Earliest, Latest, Max, Mean, Median, Min, Share, Sum,
        };
        let this = place.this.filter(|record| *record == OWNER || *record == CHILD)?;
        let table = self.random.pick(&[OWNER, CHILD, this]);
        let function = self.random.pick(&[
            Count,
            Count,
            Sum,
            Sum,
            Min,
            Max,
            Mean,
            Median,
            Distinct,
            Latest,
            Earliest,
            Consecutive,
            Share,
            All,
            Any,
        ]);
        let inner = Place { current: Some(table), group: None, ..place };
        let mut asks = Vec::new();
        if self.random.chance(60) {
            asks.push(self.same(table, this));
        }
        if self.random.chance(20) {
            asks.push(self.same(table, this));
        }
        if asks.is_empty() || self.random.chance(70) {
            self.bounds(table, this, &mut asks);
        }
        if self.random.chance(30) {
            asks.push(self.condition(Place { this: None, ..inner }, 0));
        }
        let filters =
            if asks.len() > 1 && self.random.chance(50) { vec![e(ExprKind::And(asks), Type::Condition)] } else { asks };
        let quiet = Place { this: None, ..inner };
        let value = match function {
            Sum | Min | Max | Mean | Median | Latest | Earliest | Distinct => Some(self.number(quiet, 0)),
            Share if self.random.chance(40) => Some(self.number(quiet, 0)),
            _ => None,
        };
        let asked = matches!(function, Share | All | Any).then(|| self.condition(quiet, depth.min(1)));
        let keys = self.row_order(quiet, function);
        let ty = if matches!(function, All | Any) { Type::Condition } else { pure() };
        let rows = RowSet { record: table, relation: Relation::Whole };
        let figure = e(ExprKind::Aggregate(Box::new(Aggregate { function, rows, filters, value, asked, keys })), ty);
        if matches!(function, All | Any) {
            return Some(figure);
        }
        let op = self.random.pick(&[CompareOp::Ge, CompareOp::Le, CompareOp::Eq]);
        let bound = self.literal();
        Some(compare(op, figure, bound))
    }

    /// Both rows have the same value.
    fn same(&mut self, table: RecordId, this: RecordId) -> Expr {
        let (field, ty) = match self.random.below(5) {
            0 => (5, Type::Enumeration(ENUM)),
            1 => (6, Type::Text),
            2 => (9, Type::Reference(HUB)),
            3 => (8, Type::Date),
            _ => (2, pure()),
        };
        let side = |base: RowVar, record: RecordId| {
            let steps = if record == CHILD { vec![Step::Parent] } else { Vec::new() };
            fact(base, record, steps, field, ty.clone())
        };
        let (row, own) = (side(RowVar::Current, table), side(RowVar::This, this));
        if self.random.chance(50) { compare(CompareOp::Eq, row, own) } else { compare(CompareOp::Eq, own, row) }
    }

    /// The row's date, month or number lies so to that of the own row.
    fn bounds(&mut self, table: RecordId, this: RecordId, asks: &mut Vec<Expr>) {
        let number = |n: i64| e(ExprKind::Number(Decimal::from(n)), pure());
        let parent = |record: RecordId| if record == CHILD { vec![Step::Parent] } else { Vec::new() };
        let date = |base: RowVar, record: RecordId| fact(base, record, parent(record), 7, Type::Date);
        let month = |base: RowVar, record: RecordId| {
            if record == CHILD {
                fact(base, record, Vec::new(), 0, Type::Month)
            } else {
                e(ExprKind::Calendar { part: CalendarPart::MonthOf, value: b(date(base, record)) }, Type::Month)
            }
        };
        let moved = |date: Expr, by: i64, unit: SpanUnit| {
            let ty = date.ty.clone();
            e(ExprKind::DateAdd { date: b(date), amount: b(number(by)), unit }, ty)
        };
        let unit = self.random.pick(&[SpanUnit::Day, SpanUnit::Month]);
        let back = self.random.pick(&[0_i64, 1, 3, 12, 28, 31]);
        let first_day = self.random.pick(&[FirstDay::Counted, FirstDay::NotCounted]);
        let swapped = self.random.chance(40);
        let (row, own) = (date(RowVar::Current, table), date(RowVar::This, this));
        match self.random.below(6) {
            0 | 1 => {
                asks.push(compare(CompareOp::Ge, row.clone(), moved(own.clone(), -back, unit)));
                if self.random.chance(70) {
                    asks.push(compare(CompareOp::Le, row, own));
                }
            }
            2 => {
                let (date, start) = if swapped { (own, row) } else { (row, own) };
                let length = b(number(back));
                let kind = ExprKind::Within { date: b(date), start: b(start), length, unit, first_day };
                asks.push(e(kind, Type::Condition));
            }
            3 => {
                let (end, start) = if swapped { (own, row) } else { (row, own) };
                let op = self.random.pick(&[CompareOp::Ge, CompareOp::Le, CompareOp::Gt, CompareOp::Lt, CompareOp::Ne]);
                let length = b(number(back));
                let kind = ExprKind::SpanCompare { op, end: b(end), start: b(start), length, unit, first_day };
                asks.push(e(kind, Type::Condition));
            }
            4 => {
                let (row, own) = (month(RowVar::Current, table), month(RowVar::This, this));
                asks.push(compare(CompareOp::Le, row.clone(), own.clone()));
                asks.push(compare(CompareOp::Gt, row, moved(own, -self.random.pick(&[1_i64, 2, 3]), SpanUnit::Month)));
            }
            _ => {
                let op = self.random.pick(&[CompareOp::Ge, CompareOp::Le, CompareOp::Gt, CompareOp::Lt]);
                let of = |base: RowVar, record: RecordId| fact(base, record, Vec::new(), 1, pure());
                asks.push(compare(op, of(RowVar::Current, table), of(RowVar::This, this)));
            }
        }
    }
}
