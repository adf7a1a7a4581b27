//! Figures over rows, and rankings.

use std::sync::Arc;

use guiju_program::Expr;
use guiju_program::expr::{Aggregate, AggregateFunction, ExprKind, Ranking, Relation, Ties, TopLimit, TopRounding};
use guiju_program::schema::FieldType;

use super::Compiler;
use super::numbers::constant;
use crate::columnar::accumulate::{self, Aggregator};
use crate::columnar::context::Figure;
use crate::columnar::grouped::{self, Grouping};
use crate::columnar::kernels::OPEN;
use crate::columnar::plan::{Children, Instr, NumNode, NumSource, ThisRow, VerdictSource};
use crate::columnar::ranking;
use crate::facts::Table;
use crate::interval::Num;

/// How an aggregate is computed.
enum Way<'a> {
    /// Nothing is known of its rows.
    Unknown,
    /// Over the children of each row, as they come.
    Children(Box<Children<'a>>),
    /// Over the whole table at once, for each group.
    Figure(Arc<Figure>),
    /// Row by row, walking the tree.
    Walk,
}

impl<'a> Compiler<'_, 'a> {
    pub(super) fn aggregate_number(&mut self, expr: &'a Expr, aggregate: &'a Aggregate) -> NumNode<'a> {
        let signed = self.is_signed(aggregate);
        let negative_shares = aggregate.function == AggregateFunction::Share && aggregate.value.is_some() && signed;
        match self.way(aggregate, signed) {
            Way::Unknown => constant(&accumulate::unknown_number(aggregate.function, signed)),
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
                    AggregateFunction::Min | AggregateFunction::Max => value.map(|value| (value.min, value.max)),
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
        match self.way(aggregate, false) {
            Way::Unknown => VerdictSource::Constant(OPEN),
            Way::Walk => self.walk_verdict(expr),
            Way::Figure(figure) => match figure.verdicts.as_slice() {
                [one] => VerdictSource::Constant(*one),
                _ => VerdictSource::Shared(figure.verdicts.clone()),
            },
            Way::Children(children) => self.push_verdict(|out| Instr::ChildVerdicts { children, out }),
        }
    }

    fn way(&mut self, aggregate: &'a Aggregate, signed: bool) -> Way<'a> {
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
            _ if speaks_of_this => Way::Walk,
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
        Aggregator {
            function: aggregate.function,
            member,
            asked: aggregate.asked.as_ref().map(|asked| self.verdict(asked)),
            value: aggregate.value.as_ref().map(|value| self.number(value)),
            signed,
        }
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
