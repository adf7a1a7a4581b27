//! Figures over rows, and rankings.

use std::sync::Arc;

use guiju_program::expr::{
    Aggregate, AggregateFunction, ExprKind, Ranking, Relation, RowPath, RowVar, Ties, TopLimit, TopRounding,
};
use guiju_program::schema::{FieldId, FieldType};
use guiju_program::{Expr, Type};

use super::Compiler;
use super::numbers::constant;
use crate::columnar::accumulate::{self, Aggregator};
use crate::columnar::context::Figure;
use crate::columnar::grouped::{self, Grouping};
use crate::columnar::kernels::OPEN;
use crate::columnar::plan::{Children, CodeSource, Instr, NumNode, NumSource, ThisRow, VerdictSource};
use crate::columnar::ranking;
use crate::columnar::window::Windows;
use crate::facts::{ColumnData, Table};
use crate::interval::Num;

/// How an aggregate is computed.
enum Way<'a> {
    /// Nothing is known of its rows.
    Unknown,
    /// Over the children of each row, as they come.
    Children(Box<Children<'a>>),
    /// Over the whole table at once, for each group.
    Figure(Arc<Figure>),
    /// Over the whole table, for each row by its place among sorted rows.
    Windows(Arc<Windows>),
    /// Row by row, walking the tree.
    Walk,
}

impl<'a> Compiler<'_, 'a> {
    pub(super) fn aggregate_number(&mut self, expr: &'a Expr, aggregate: &'a Aggregate) -> NumNode<'a> {
        let signed = self.is_signed(aggregate);
        let negative_shares = aggregate.function == AggregateFunction::Share && aggregate.value.is_some() && signed;
        match self.way(expr, aggregate, signed) {
            Way::Windows(windows) => windows.node(),
            Way::Unknown => constant(&accumulate::unknown_number(aggregate.function, signed, self.variants(aggregate))),
            Way::Walk => self.walk_number(expr),
            // The figure counts the rows; shares of amounts below zero have a meaning only while nothing is open.
            Way::Figure(_) | Way::Children(_) if negative_shares => self.walk_number(expr),
            Way::Figure(figure) => figure_number(&figure),
            Way::Children(children) => {
                let scale = children.aggregator.figure_scale();
                let most = children.starts.windows(2).map(|pair| match pair {
                    [from, to] => i128::from(to.saturating_sub(*from)),
                    _ => 0,
                });
                let most = most.max().unwrap_or(0);
                let value = children.aggregator.value.as_ref();
                let range = match aggregate.function {
                    AggregateFunction::Count => Some((0, most)),
                    AggregateFunction::Sum => value.and_then(|value| {
                        Some((value.min.min(0).checked_mul(most)?, value.max.max(0).checked_mul(most)?))
                    }),
                    AggregateFunction::Min
                    | AggregateFunction::Max
                    | AggregateFunction::Latest
                    | AggregateFunction::Earliest => value.map(|value| (value.min, value.max)),
                    AggregateFunction::Distinct | AggregateFunction::Consecutive => Some((0, most)),
                    _ => None,
                };
                let node = self.push_number(scale, |out| Instr::ChildNumbers { children, scale, out });
                match range.filter(|(min, max)| super::numbers::fits(*min, *max)) {
                    Some((min, max)) => NumNode { min, max, ..node },
                    None => node,
                }
            }
        }
    }

    pub(super) fn aggregate_verdict(&mut self, expr: &'a Expr, aggregate: &'a Aggregate) -> VerdictSource<'a> {
        match self.way(expr, aggregate, false) {
            Way::Windows(windows) => VerdictSource::Shared(windows.verdicts.clone()),
            Way::Unknown => VerdictSource::Constant(OPEN),
            Way::Walk => self.walk_verdict(expr),
            Way::Figure(figure) => match figure.verdicts.as_slice() {
                [one] => VerdictSource::Constant(*one),
                _ => VerdictSource::Shared(figure.verdicts.clone()),
            },
            Way::Children(children) => self.push_verdict(|out| Instr::ChildVerdicts { children, out }),
        }
    }

    fn way(&mut self, expr: &'a Expr, aggregate: &'a Aggregate, signed: bool) -> Way<'a> {
        if !self.has_kernel(aggregate) {
            return Way::Walk;
        }
        let speaks_of_this = aggregate.mentions_this();
        let record = aggregate.rows.record;
        let Some(table) = self.context.table(record) else { return Way::Unknown };
        match aggregate.rows.relation {
            Relation::Children => {
                let parent = self.context.program.records.find(record).and_then(|r| r.parent);
                if parent.is_none() || parent != self.record || (speaks_of_this && self.this != ThisRow::Same) {
                    return Way::Walk;
                }
                let Some(owners) = table.owners() else { return Way::Walk };
                let this = if self.this == ThisRow::Same { ThisRow::Owner } else { ThisRow::None };
                let mut inner = Compiler::rows(self.context, record, this);
                let aggregator = inner.aggregator(aggregate, signed);
                Way::Children(Box::new(Children {
                    plan: inner.finish(),
                    aggregator,
                    starts: &owners.starts,
                    given: owners.given.as_deref(),
                }))
            }
            _ if speaks_of_this => match self.windows(expr, aggregate, signed) {
                Some(windows) => Way::Windows(windows),
                None => Way::Walk,
            },
            Relation::Whole => Way::Figure(self.figure(aggregate, signed, |_| Grouping::whole())),
            Relation::Referring(field) => {
                let Some(target) = self.record else { return Way::Walk };
                let referred = self.context.program.records.find(record).and_then(|r| r.fields.find(field));
                if !matches!(referred.map(|field| &field.ty), Some(FieldType::Reference(to)) if *to == target) {
                    return Way::Walk;
                }
                let groups = self.context.table(target).map_or(0, Table::len);
                Way::Figure(self.figure(aggregate, signed, |context| {
                    let steps = [guiju_program::expr::Step::Reference(field)];
                    Grouping::referring(context.targets(record, &steps), groups)
                }))
            }
            Relation::Group => {
                let Some(groups) = self.groups.clone() else { return Way::Walk };
                Way::Figure(self.figure(aggregate, signed, |_| Grouping::groups(groups)))
            }
        }
    }

    /// A figure for each group, computed once.
    fn figure(
        &mut self,
        aggregate: &'a Aggregate,
        signed: bool,
        grouping: impl FnOnce(&mut crate::columnar::context::Context<'a>) -> Grouping,
    ) -> Arc<Figure> {
        let key = std::ptr::from_ref(aggregate).addr();
        if let Some(figure) = self.context.figures.get(&key) {
            return figure.clone();
        }
        let grouping = grouping(self.context);
        let mut inner = Compiler::rows(self.context, aggregate.rows.record, ThisRow::None);
        let aggregator = inner.aggregator(aggregate, signed);
        let plan = inner.finish();
        let figure = Arc::new(grouped::figure(self.context, &plan, &aggregator, &grouping));
        self.context.figures.insert(key, figure.clone());
        figure
    }

    /// What an aggregate computes of each row.
    fn aggregator(&mut self, aggregate: &'a Aggregate, signed: bool) -> Aggregator<'a> {
        let filters: Vec<VerdictSource<'a>> = aggregate.filters.iter().map(|filter| self.verdict(filter)).collect();
        let member = self.member(filters);
        Aggregator { member, ..self.unfiltered(aggregate, signed) }
    }

    /// The same over all rows.
    pub(super) fn unfiltered(&mut self, aggregate: &'a Aggregate, signed: bool) -> Aggregator<'a> {
        Aggregator {
            function: aggregate.function,
            member: None,
            asked: aggregate.asked.as_ref().map(|asked| self.verdict(asked)),
            value: self.aggregated(aggregate),
            key: by_key(aggregate.function).then(|| aggregate.keys.first()).flatten().map(|key| self.number(key)),
            variants: self.variants(aggregate),
            signed,
        }
    }

    /// Whether figures of that kind have a kernel: the latest by one key, different values of columns.
    pub(super) fn has_kernel(&self, aggregate: &Aggregate) -> bool {
        match aggregate.function {
            AggregateFunction::Latest | AggregateFunction::Earliest => aggregate.keys.len() == 1,
            AggregateFunction::Distinct => aggregate.value.as_ref().is_some_and(|value| {
                let own = matches!(&value.kind, ExprKind::Field { row, .. }
                    if row.base == RowVar::Current && row.steps.is_empty());
                own || !is_code(&value.ty)
            }),
            _ => true,
        }
    }

    /// The value that a figure is of.
    fn aggregated(&mut self, aggregate: &'a Aggregate) -> Option<NumNode<'a>> {
        if aggregate.function == AggregateFunction::Consecutive {
            return aggregate.keys.first().map(|month| self.number(month));
        }
        let value = aggregate.value.as_ref()?;
        match &value.kind {
            ExprKind::Field { row, field } if is_code(&value.ty) => Some(self.code_numbers(row, *field)),
            _ => Some(self.number(value)),
        }
    }

    /// Texts, enumeration values or referred rows of a column as numbers.
    fn code_numbers(&mut self, row: &RowPath, field: FieldId) -> NumNode<'a> {
        let record = row.record;
        let unknown = self.context.unknown(record, field);
        let column = self.context.table(record).and_then(|table| table.column(field));
        let codes = column.and_then(|column| match &column.data {
            ColumnData::Codes(codes) => Some((codes.values.as_slice(), column)),
            ColumnData::Rows(rows) => Some((rows.as_slice(), column)),
            _ => None,
        });
        let Some((codes, column)) = codes else { return constant(&unknown) };
        let (a, unknown) = (CodeSource::Column { codes, column }, Arc::new(unknown));
        let node = self.push_number(0, |out| Instr::CodeNumbers { a, unknown, out });
        NumNode { min: 0, max: i128::from(u32::MAX), ..node }
    }

    /// How many different values there are at most.
    fn variants(&self, aggregate: &Aggregate) -> Option<u64> {
        let Type::Enumeration(id) = aggregate.value.as_ref()?.ty else { return None };
        let enumeration = self.context.program.enumerations.find(id).filter(|enumeration| !enumeration.open)?;
        u64::try_from(enumeration.variants.len()).ok()
    }

    /// Whether a row is a member: all filters must pass, and one that does not apply leaves it out.
    pub(in crate::columnar) fn member(&mut self, filters: Vec<VerdictSource<'a>>) -> Option<VerdictSource<'a>> {
        match filters.as_slice() {
            [] => None,
            // Of one filter, passing and open rows are told apart as they stand.
            [one @ (VerdictSource::Register(_) | VerdictSource::Shared(_) | VerdictSource::Constant(_))] => {
                Some(one.clone())
            }
            _ => Some(self.push_verdict(|out| Instr::And { parts: filters, strict: true, out })),
        }
    }

    /// Whether a value may be negative: only a field that takes no negative numbers is known not to be.
    fn is_signed(&self, aggregate: &Aggregate) -> bool {
        let Some(Expr { kind: ExprKind::Field { row, field }, .. }) = &aggregate.value else {
            return aggregate.value.is_some();
        };
        let end = self.context.end_of(row);
        let declared = self.context.program.records.find(end).and_then(|record| record.fields.find(*field));
        declared.is_none_or(|field| field.signed || !matches!(field.ty, FieldType::Integer | FieldType::Number(_)))
    }

    pub(super) fn top(
        &mut self,
        expr: &'a Expr,
        ranking: &'a Ranking,
        limit: &'a TopLimit,
        rounding: Option<TopRounding>,
        ties: Option<Ties>,
    ) -> VerdictSource<'a> {
        let (TopLimit::Count(bound) | TopLimit::Share(bound)) = limit;
        let bound = self.number(bound);
        let bound = match &bound.source {
            NumSource::Constant(value) => crate::Exact::scaled(i128::from(*value), bound.scale),
            _ => return self.walk_verdict(expr),
        };
        if self.record != Some(ranking.rows.record) {
            return self.walk_verdict(expr);
        }
        let Some(places) = ranking::places(self.context, ranking) else { return self.walk_verdict(expr) };
        let share = matches!(limit, TopLimit::Share(_));
        match places.top(&bound, share, rounding, ties) {
            Some(codes) => VerdictSource::Shared(Arc::new(codes)),
            None => self.walk_verdict(expr),
        }
    }
}

/// Whether members are ordered by a key.
const fn by_key(function: AggregateFunction) -> bool {
    matches!(function, AggregateFunction::Latest | AggregateFunction::Earliest)
}

/// Whether values know `=` and `≠` alone.
pub(super) const fn is_code(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::Enumeration(_) | Type::Reference(_))
}

/// Where a figure is found: one number for all rows, or one for each.
fn figure_number<'a>(figure: &Arc<Figure>) -> NumNode<'a> {
    if let ([value], odd) = (figure.numbers.values.as_slice(), figure.numbers.odd.as_slice()) {
        let num = match odd.first() {
            Some((_, num)) => num.clone(),
            None => Num::known(crate::Exact::scaled(i128::from(*value), figure.scale)),
        };
        return constant(&num);
    }
    let values = &figure.numbers.values;
    NumNode {
        source: NumSource::Shared(figure.numbers.clone()),
        scale: figure.scale,
        min: i128::from(values.iter().copied().min().unwrap_or(0)),
        max: i128::from(values.iter().copied().max().unwrap_or(0)),
        all_odd: false,
    }
}
