//! Random months and parts of the calendar, and what figures over rows are ordered and told apart by.

use guiju_program::expr::{Aggregate, AggregateFunction, CalendarPart, CompareOp, RowPath, RowVar, SpanUnit};
use guiju_program::schema::{FieldId, RecordId};
use guiju_program::value::YearMonth;
use guiju_program::{Decimal, Expr, ExprKind, Type};

use super::{CHILD, ENUM, HUB, Maker, OWNER, Place, b, e, pure};

/// Around the ends of months, years and leap days.
pub const INSTANTS: [&str; 5] =
    ["2023-05-01T10:00:00", "2023-01-31T23:59:59", "2023-02-01T00:00:00", "2024-02-29T23:59:59", "2022-12-31T00:00:00"];

/// Year and month.
const MONTHS: [(i16, i8); 6] = [(2023, 1), (2023, 2), (2023, 3), (2024, 2), (2022, 12), (2023, 12)];

impl Maker<'_> {
    /// By what the rows of a figure are ordered.
    pub(super) fn row_order(&mut self, inner: Place, function: AggregateFunction) -> Vec<Expr> {
        match function {
            AggregateFunction::Consecutive => vec![self.month(inner, 1)],
            AggregateFunction::Latest | AggregateFunction::Earliest => {
                let further = usize::from(self.random.chance(30));
                (0..1 + further).map(|_| self.key(inner)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// A figure for which rows are sorted, of facts as they stand: its value shows in the outcome.
    pub(super) fn figure_in_order(&mut self, place: Place) -> Expr {
        use AggregateFunction::{Consecutive, Distinct, Earliest, Latest, Median};
        let function = self.random.pick(&[Consecutive, Distinct, Earliest, Latest, Latest, Median, Median]);
        let rows = self.rows(place);
        let inner = Place { current: Some(rows.record), group: None, ..place };
        let filters = if self.random.chance(30) { vec![self.condition(inner, 0)] } else { Vec::new() };
        let value = match function {
            Consecutive => None,
            Distinct => Some(self.told_apart(inner, 0)),
            _ => {
                self.fact(inner, &[(OWNER, 1), (OWNER, 2), (CHILD, 1)], pure()).or_else(|| Some(self.number(inner, 0)))
            }
        };
        let keys = self.row_order(inner, function);
        let aggregate = Box::new(Aggregate { function, rows, filters, value, asked: None, keys });
        let left = b(e(ExprKind::Aggregate(aggregate), pure()));
        let op = self.random.pick(&[CompareOp::Ge, CompareOp::Le]);
        e(ExprKind::Compare { op, left, right: b(self.literal()) }, Type::Condition)
    }

    fn key(&mut self, inner: Place) -> Expr {
        let key = match self.random.below(4) {
            0 => self.fact(inner, &[(OWNER, 7), (OWNER, 8)], Type::Date),
            1 => self.fact(inner, &[(CHILD, 0)], Type::Month),
            2 => self.fact(inner, &[(OWNER, 1), (OWNER, 3), (CHILD, 1), (CHILD, 3)], pure()),
            _ => self.fact(inner, &[(OWNER, 10)], Type::Instant),
        };
        key.unwrap_or_else(|| self.month(inner, 0))
    }

    /// Something of which different values are counted.
    pub(super) fn told_apart(&mut self, inner: Place, depth: usize) -> Expr {
        let own = |record: RecordId, field: u32, ty: Type| {
            let row = RowPath::new(RowVar::Current, record);
            Some(e(ExprKind::Field { row, field: FieldId(field) }, ty)).filter(|_| inner.current == Some(record))
        };
        let found = match self.random.below(6) {
            0 => own(OWNER, 5, Type::Enumeration(ENUM)),
            1 => own(OWNER, 6, Type::Text),
            2 => own(OWNER, 9, Type::Reference(HUB)),
            // Of another row there is no column.
            3 => self.fact(inner, &[(OWNER, 6)], Type::Text),
            4 => Some(self.month(inner, depth)),
            _ => None,
        };
        found.unwrap_or_else(|| self.number(inner, depth))
    }

    pub(super) fn month(&mut self, place: Place, depth: usize) -> Expr {
        if depth > 0 && self.random.chance(25) {
            let date = b(self.month(place, depth - 1));
            let amount = b(e(ExprKind::Number(Decimal::from(self.random.below(16) as i64 - 3)), pure()));
            return e(ExprKind::DateAdd { date, amount, unit: SpanUnit::Month }, Type::Month);
        }
        if self.random.chance(50)
            && let Some(fact) = self.fact(place, &[(CHILD, 0)], Type::Month)
        {
            return fact;
        }
        if self.random.chance(30) {
            let (year, month) = self.random.pick(&MONTHS);
            return e(ExprKind::Month(YearMonth::new(year, month).unwrap()), Type::Month);
        }
        let seen = self.random.chance(30).then(|| self.fact(place, &[(OWNER, 10)], Type::Instant)).flatten();
        let value = b(seen.unwrap_or_else(|| self.date(place, depth.saturating_sub(1))));
        e(ExprKind::Calendar { part: CalendarPart::MonthOf, value }, Type::Month)
    }

    fn year(&mut self, place: Place, depth: usize) -> Expr {
        let moved = depth > 0 && self.random.chance(25);
        if moved {
            let date = b(self.year(place, 0));
            let amount = b(e(ExprKind::Number(Decimal::from(self.random.below(3) as i64 - 1)), pure()));
            return e(ExprKind::DateAdd { date, amount, unit: SpanUnit::Month }, Type::Year);
        }
        if self.random.chance(30) {
            return e(ExprKind::Year(self.random.pick(&[2022, 2023, 2024])), Type::Year);
        }
        let value = b(if self.random.chance(50) { self.month(place, depth) } else { self.date(place, depth) });
        e(ExprKind::Calendar { part: CalendarPart::YearOf, value }, Type::Year)
    }

    /// The first or last day of a month.
    pub(super) fn calendar_date(&mut self, place: Place, depth: usize) -> Expr {
        let part = self.random.pick(&[CalendarPart::FirstDay, CalendarPart::LastDay]);
        e(ExprKind::Calendar { part, value: b(self.month(place, depth)) }, Type::Date)
    }

    /// Months compared, in a range, or years compared.
    pub(super) fn compare_months(&mut self, place: Place, op: CompareOp, depth: usize) -> Expr {
        if self.random.chance(30) {
            let (left, right) = (b(self.year(place, depth)), b(self.year(place, depth)));
            return e(ExprKind::Compare { op, left, right }, Type::Condition);
        }
        let left = self.month(place, depth);
        let right = self.month(place, depth);
        if self.random.chance(30) {
            let end = self.month(place, depth);
            let from = ExprKind::Compare { op: CompareOp::Ge, left: b(left.clone()), right: b(right) };
            let to = ExprKind::Compare { op: CompareOp::Le, left: b(left), right: b(end) };
            let parts = vec![e(from, Type::Condition), e(to, Type::Condition)];
            return e(ExprKind::And(parts), Type::Condition);
        }
        e(ExprKind::Compare { op, left: b(left), right: b(right) }, Type::Condition)
    }
}
