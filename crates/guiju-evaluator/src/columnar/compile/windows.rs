//! Figures over a whole table that speak of the item's own row: which rows are in, as equalities and one range.

use std::sync::Arc;

use guiju_program::Type;
use guiju_program::expr::{
    Aggregate, AggregateFunction, CalendarPart, CompareOp, Expr, ExprKind, FirstDay, Relation, RowPath, RowVar,
    SpanUnit,
};
use guiju_program::schema::{FieldId, RecordId};

use super::Compiler;
use super::aggregates::is_code;
use crate::columnar::accumulate::Aggregator;
use crate::columnar::plan::{NumNode, ThisRow, VerdictSource};
use crate::columnar::window::{self, Bound, Equality, Inner, Own, Sides, Windows};

/// One condition between a row of the table and the item's own row.
struct Link<'a> {
    kind: LinkKind<'a>,
    /// Whether it is a filter by itself: where it does not apply, the row is out.
    alone: bool,
}

enum LinkKind<'a> {
    /// The same on both sides.
    Equal { row: &'a Expr, own: &'a Expr },
    /// The row's value against one of the own row.
    Range { row: &'a Expr, op: CompareOp, own: &'a Expr },
    /// The row's value against the end of a length from a date of the own row.
    OwnSpan { row: &'a Expr, op: CompareOp, own: &'a Expr, span: Length<'a> },
    /// The end of a length from the row's date against a date of the own row.
    RowSpan { row: &'a Expr, op: CompareOp, own: &'a Expr, span: Length<'a> },
}

#[derive(Clone, Copy)]
struct Length<'a> {
    length: &'a Expr,
    unit: SpanUnit,
    first_day: FirstDay,
}

/// What the filters of such a figure ask.
struct Links<'a> {
    /// Filters without the own row.
    strict: Vec<&'a Expr>,
    /// Parts of filters without the own row.
    parts: Vec<&'a Expr>,
    links: Vec<Link<'a>>,
}

impl<'a> Compiler<'_, 'a> {
    /// The figure of each row, where one pass over sorted rows can find it.
    pub(super) fn windows(&mut self, expr: &'a Expr, aggregate: &'a Aggregate, signed: bool) -> Option<Arc<Windows>> {
        let own = self.record.filter(|_| self.this == ThisRow::Same)?;
        let key = std::ptr::from_ref(aggregate).addr();
        if let Some(found) = self.context.windows.get(&key) {
            return found.clone();
        }
        let found = self.find_windows(expr, aggregate, signed, own).map(Arc::new);
        self.context.windows.insert(key, found.clone());
        found
    }

    fn find_windows(
        &mut self,
        expr: &'a Expr,
        aggregate: &'a Aggregate,
        signed: bool,
        own: RecordId,
    ) -> Option<Windows> {
        self.context.table(own)?;
        let kernel = aggregate.rows.relation == Relation::Whole
            && self.has_kernel(aggregate)
            && !(aggregate.function == AggregateFunction::Share && aggregate.value.is_some() && signed)
            // Texts and references that are told apart have no number where a row is walked.
            && !aggregate.value.as_ref().is_some_and(|value| is_code(&value.ty))
            && !aggregate.value.iter().chain(&aggregate.asked).chain(&aggregate.keys).any(Expr::mentions_this);
        if !kernel {
            return None;
        }
        let links = links(&aggregate.filters)?;
        let record = aggregate.rows.record;

        let mut inner = Compiler::rows(self.context, record, ThisRow::None);
        let aggregator = Aggregator { member: None, ..inner.unfiltered(aggregate, signed) };
        let strict: Vec<VerdictSource<'a>> = links.strict.iter().map(|filter| inner.verdict(filter)).collect();
        let parts: Vec<VerdictSource<'a>> = links.parts.iter().map(|part| inner.verdict(part)).collect();
        let row_sides: Vec<Sides<'a>> = links.links.iter().map(|link| inner.row_side(link)).collect();
        let inner_plan = inner.finish();

        let mut outer = Compiler::rows(self.context, own, ThisRow::Same);
        let own_sides: Vec<Sides<'a>> = links.links.iter().map(|link| outer.own_side(link)).collect();
        let outer_plan = outer.finish();

        let mut equalities = Vec::new();
        let mut bounds = Vec::new();
        for ((link, row), own) in links.links.iter().zip(row_sides).zip(own_sides) {
            let alone = link.alone;
            match &link.kind {
                LinkKind::Equal { .. } => equalities.push(Equality { row, own, alone }),
                LinkKind::Range { op, .. } | LinkKind::OwnSpan { op, .. } | LinkKind::RowSpan { op, .. } => {
                    bounds.push(Bound { row, op: *op, own, alone });
                }
            }
        }
        let inner = Inner { plan: inner_plan, aggregator, strict, parts };
        let own = Own { plan: outer_plan, record: own };
        Some(window::windows(self.context, expr, aggregate, &inner, &own, &equalities, &bounds))
    }

    /// What a condition takes of a row of the table.
    fn row_side(&mut self, link: &Link<'a>) -> Sides<'a> {
        match &link.kind {
            LinkKind::Equal { row, .. } => self.side(row),
            LinkKind::Range { row, .. } | LinkKind::OwnSpan { row, .. } => Sides::Number(self.number(row)),
            LinkKind::RowSpan { row, span, .. } => Sides::Number(self.end_of_span(row, *span)),
        }
    }

    /// What it takes of the item's own row.
    fn own_side(&mut self, link: &Link<'a>) -> Sides<'a> {
        match &link.kind {
            LinkKind::Equal { own, .. } => self.side(own),
            LinkKind::Range { own, .. } | LinkKind::RowSpan { own, .. } => Sides::Number(self.number(own)),
            LinkKind::OwnSpan { own, span, .. } => Sides::Number(self.end_of_span(own, *span)),
        }
    }

    fn side(&mut self, expr: &'a Expr) -> Sides<'a> {
        match expr.ty {
            Type::Text | Type::Enumeration(_) | Type::Reference(_) => Sides::Code(expr),
            _ => Sides::Number(self.number(expr)),
        }
    }

    fn end_of_span(&mut self, start: &'a Expr, span: Length<'a>) -> NumNode<'a> {
        let (start, length) = (self.number(start), self.number(span.length));
        self.complete_on(start, length, span.unit, span.first_day)
    }
}

/// What filters ask of the own row; `None` where it is more than equalities and one range.
fn links(filters: &[Expr]) -> Option<Links<'_>> {
    let mut found = Links { strict: Vec::new(), parts: Vec::new(), links: Vec::new() };
    for filter in filters {
        if !filter.mentions_this() {
            found.strict.push(filter);
            continue;
        }
        let mut conjuncts = Vec::new();
        flatten(filter, &mut conjuncts);
        let alone = conjuncts.len() == 1;
        for conjunct in conjuncts {
            if conjunct.mentions_this() {
                let kinds = link(conjunct)?;
                found.links.extend(kinds.into_iter().map(|kind| Link { kind, alone }));
            } else {
                found.parts.push(conjunct);
            }
        }
    }
    // The range is on one column, by which the rows are sorted.
    let mut column = None;
    for link in &found.links {
        let row = match &link.kind {
            LinkKind::Equal { .. } => continue,
            LinkKind::Range { row, .. } | LinkKind::OwnSpan { row, .. } | LinkKind::RowSpan { row, .. } => *row,
        };
        let this = column_of(row)?;
        if column.as_ref().is_some_and(|known| *known != this) {
            return None;
        }
        column = Some(this);
    }
    Some(found)
}

fn flatten<'e>(filter: &'e Expr, conjuncts: &mut Vec<&'e Expr>) {
    match &filter.kind {
        ExprKind::And(parts) => parts.iter().for_each(|part| flatten(part, conjuncts)),
        _ => conjuncts.push(filter),
    }
}

/// A condition between both rows, as one comparison or two.
fn link(conjunct: &Expr) -> Option<Vec<LinkKind<'_>>> {
    match &conjunct.kind {
        ExprKind::Compare { op, left, right } => {
            let (row, own, op) =
                match (is_row_side(left) && is_own_side(right), is_row_side(right) && is_own_side(left)) {
                    (true, false) => (left, right, *op),
                    (false, true) => (right, left, turned(*op)),
                    _ => return None,
                };
            match op {
                CompareOp::Eq if row.ty != Type::Condition => Some(vec![LinkKind::Equal { row, own }]),
                CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {
                    Some(vec![LinkKind::Range { row, op, own }])
                }
                _ => None,
            }
        }
        ExprKind::SpanCompare { op, end, start, length, unit, first_day } => {
            let span = Length { length, unit: *unit, first_day: *first_day };
            let ordered = matches!(op, CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge);
            if !ordered || !length.is_constant() {
                return None;
            }
            if is_row_side(end) && is_own_side(start) {
                return Some(vec![LinkKind::OwnSpan { row: end, op: *op, own: start, span }]);
            }
            (is_row_side(start) && is_own_side(end))
                .then(|| vec![LinkKind::RowSpan { row: start, op: turned(*op), own: end, span }])
        }
        ExprKind::Within { date, start, length, unit, first_day } => {
            let span = Length { length, unit: *unit, first_day: *first_day };
            if !length.is_constant() {
                return None;
            }
            let counted = *first_day == FirstDay::Counted;
            if is_row_side(date) && is_own_side(start) {
                let op = if counted { CompareOp::Ge } else { CompareOp::Gt };
                return Some(vec![
                    LinkKind::Range { row: date, op, own: start },
                    LinkKind::OwnSpan { row: date, op: CompareOp::Le, own: start, span },
                ]);
            }
            let op = if counted { CompareOp::Le } else { CompareOp::Lt };
            (is_row_side(start) && is_own_side(date)).then(|| {
                vec![
                    LinkKind::Range { row: start, op, own: date },
                    LinkKind::RowSpan { row: start, op: CompareOp::Ge, own: date, span },
                ]
            })
        }
        _ => None,
    }
}

/// The comparison with its sides exchanged.
const fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
        same => same,
    }
}

fn mentions_current(expr: &Expr) -> bool {
    let mut found = false;
    expr.visit_paths(&mut |path| found |= path.base == RowVar::Current);
    found
}

/// Whether it speaks of the row of the table, and not of the own one.
fn is_row_side(expr: &Expr) -> bool {
    mentions_current(expr) && !expr.mentions_this()
}

/// Whether it speaks of the own row alone.
fn is_own_side(expr: &Expr) -> bool {
    expr.mentions_this() && !mentions_current(expr) && !goes_over_rows(expr)
}

/// Figures over rows and rankings hang on the row where they stand.
fn goes_over_rows(expr: &Expr) -> bool {
    let mut found = matches!(expr.kind, ExprKind::Aggregate(_) | ExprKind::Rank(_) | ExprKind::Top { .. });
    expr.for_each_part(&mut |part| found |= goes_over_rows(part));
    found
}

type Column<'e> = (&'e RowPath, FieldId, Option<CalendarPart>);

fn column_of(expr: &Expr) -> Option<Column<'_>> {
    match &expr.kind {
        ExprKind::Field { row, field } => Some((row, *field, None)),
        ExprKind::Calendar { part, value } => match &value.kind {
            ExprKind::Field { row, field } => Some((row, *field, Some(*part))),
            _ => None,
        },
        _ => None,
    }
}
