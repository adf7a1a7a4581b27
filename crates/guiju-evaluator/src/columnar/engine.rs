//! The columnar engine as assembled outcomes ask it.

use std::ops::Range;
use std::sync::Arc;

use guiju_program::expr::{Aggregate, AggregateFunction, ExprKind};
use guiju_program::rule::{CriteriaId, RuleId, Scope};
use guiju_program::schema::RecordId;
use guiju_program::value::Verdict;
use guiju_program::{Expr, Program};

use super::compile::Compiler;
use super::context::{Context, CriteriaCodes, Figure};
use super::groups::Groups;
use super::kernels;
use super::parallel;
use super::plan::{NumNode, Plan, Scratch, ThisRow, VerdictSource};
use super::run::{Runner, node_nums, source_codes};
use crate::assemble::{CriteriaVerdicts, Engine, EvaluateError, Judged, JudgedGroup, Tally};
use crate::facts::{Facts, Table};
use crate::interval::Num;
use crate::limits::Meter;
use crate::outcome::Options;
use crate::settled::Settled;

/// The columnar engine on one set of facts.
pub(super) struct Columnar<'a> {
    pub(super) context: Context<'a>,
    /// How many rows each group has, of the rule on each group that was judged last.
    group_sizes: Vec<u64>,
}

impl<'a> Columnar<'a> {
    pub(super) fn new(program: &'a Program, facts: &'a Facts, options: &'a Options) -> Self {
        Self { context: Context::new(program, facts, options), group_sizes: Vec::new() }
    }

    /// Counts its steps.
    pub(super) fn with_meter(mut self, meter: Arc<Meter>) -> Self {
        self.context.meter = Some(meter);
        self
    }

    /// The awards as far as they are settled.
    pub(super) fn settled(self) -> Arc<Settled> {
        self.context.settled
    }

    /// The verdicts of several conditions on all rows of a record.
    fn columns(&self, plan: &Plan<'a>, sources: &[VerdictSource<'a>], len: usize) -> Vec<Vec<u8>> {
        let context = &self.context;
        let work = |rows: Range<usize>| {
            let walker = context.walker();
            let runner = Runner { walker: &walker, chunk_rows: context.options.chunk_rows.max(1) };
            let mut scratch = Scratch::for_plan(plan);
            let mut columns: Vec<Vec<u8>> = sources.iter().map(|_| Vec::with_capacity(rows.len())).collect();
            let mut start = rows.start;
            while start < rows.end {
                let end = rows.end.min(start + runner.chunk_rows);
                runner.run(plan, &mut scratch, start..end);
                for (source, column) in sources.iter().zip(&mut columns) {
                    column.extend(source_codes(source, &scratch, start, end - start));
                }
                start = end;
            }
            columns
        };
        let mut parts = parallel::over_rows(len, context.options, work).into_iter();
        let mut columns = parts.next().unwrap_or_default();
        for part in parts {
            columns.iter_mut().zip(part).for_each(|(column, more)| column.extend(more));
        }
        columns
    }

    /// The verdicts of a criteria on all rows, computed once, and before it those of the criteria that it names.
    fn criteria_codes(&mut self, id: CriteriaId) -> Arc<CriteriaCodes> {
        if let Some(codes) = self.context.criteria.get(&id) {
            return codes.clone();
        }
        let program = self.context.program;
        let definition = &program.criteria[id];
        for condition in &definition.conditions {
            self.prepare(&condition.expr);
        }
        let len = self.context.table(definition.record).map_or(0, Table::len);
        let mut compiler = Compiler::rows(&mut self.context, definition.record, ThisRow::Same);
        let mut sources: Vec<_> =
            definition.conditions.iter().map(|condition| compiler.verdict(&condition.expr)).collect();
        let all = compiler.join_conditions(id, sources.clone());
        sources.push(all);
        let plan = compiler.finish();
        let mut columns: Vec<Arc<Vec<u8>>> = self.columns(&plan, &sources, len).into_iter().map(Arc::new).collect();
        let codes = Arc::new(CriteriaCodes { all: columns.pop().unwrap_or_default(), conditions: columns });
        self.context.criteria.insert(id, codes.clone());
        codes
    }

    /// Computes the criteria that an expression names, so that plans find them done.
    pub(super) fn prepare(&mut self, expr: &'a Expr) {
        let program = self.context.program;
        match &expr.kind {
            ExprKind::Criteria { criteria, .. } => {
                self.criteria_codes(*criteria);
            }
            ExprKind::Condition { criteria, index, .. } => {
                if let Some(condition) = program.criteria[*criteria].conditions.get(*index) {
                    self.prepare(&condition.expr);
                }
            }
            ExprKind::Define { define, .. } => self.prepare(&program.defines[*define].expr),
            ExprKind::Allocated { allocation, .. } => self.allocated(*allocation),
            _ => {}
        }
        let mut parts = Vec::new();
        expr.for_each_part(&mut |part| parts.push(part));
        for part in parts {
            self.prepare(part);
        }
    }

    /// Judges an expression for the whole, or for each group.
    fn judge(&mut self, expr: &'a Expr, groups: Option<Arc<Groups>>) -> Vec<Judged> {
        self.prepare(expr);
        let rows = groups.as_ref().map_or(1, |groups| groups.rows.len());
        let mut compiler = match groups {
            Some(groups) => Compiler::groups(&mut self.context, groups),
            None => Compiler::whole(&mut self.context),
        };
        let verdict = compiler.verdict(expr);
        let sides: Option<(NumNode<'a>, NumNode<'a>)> = match &expr.kind {
            ExprKind::Compare { left, right, .. } if left.ty.is_ordered() => {
                Some((compiler.number(left), compiler.number(right)))
            }
            _ => None,
        };
        let plan = compiler.finish();
        let walker = self.context.walker();
        let runner = Runner { walker: &walker, chunk_rows: self.context.options.chunk_rows.max(1) };
        let mut scratch = Scratch::for_plan(&plan);
        runner.run(&plan, &mut scratch, 0..rows);
        let verdicts: Vec<u8> = source_codes(&verdict, &scratch, 0, rows).collect();
        let sides = sides.map(|(left, right)| {
            let nums = |node: &NumNode<'a>| -> Vec<Num> { node_nums(node, &scratch, 0, rows).collect() };
            (nums(&left), nums(&right))
        });
        let aggregate = match &expr.kind {
            ExprKind::Compare { left, .. } => match &left.kind {
                ExprKind::Aggregate(aggregate) => Some(&**aggregate),
                _ => None,
            },
            _ => None,
        };
        let figure = aggregate.and_then(|aggregate| {
            self.context.figures.get(&std::ptr::from_ref(aggregate).addr()).cloned().zip(Some(aggregate))
        });
        verdicts
            .into_iter()
            .enumerate()
            .map(|(row, code)| {
                let mut judged = Judged {
                    verdict: kernels::verdict(code),
                    sides: sides.as_ref().and_then(|(a, b)| Some((a.get(row)?.clone(), b.get(row)?.clone()))),
                    share: None,
                    tally: None,
                };
                if let Some((figure, aggregate)) = &figure {
                    self.tally(aggregate, figure, row, &mut judged);
                }
                judged
            })
            .collect()
    }

    /// The rows that a count or a share goes over.
    fn tally(&self, aggregate: &Aggregate, figure: &Figure, group: usize, judged: &mut Judged) {
        let is_share = match aggregate.function {
            AggregateFunction::Count => false,
            AggregateFunction::Share => true,
            _ => return,
        };
        let Some(kept) = figure.accumulators.get(group) else { return };
        let (pass, undetermined) = kept.counted();
        let record = aggregate.rows.record;
        judged.share = kept.exact_share().filter(|_| is_share && aggregate.value.is_none());
        judged.tally = Some(Tally {
            record: Some(record),
            pass,
            undetermined,
            total: self.total(aggregate, record, group),
            unsure_rows: figure.unsure_rows.get(group).cloned().unwrap_or_default(),
        });
    }

    /// All rows of the set, before any filter.
    fn total(&self, aggregate: &Aggregate, record: RecordId, group: usize) -> u64 {
        let table = self.context.table(record).map_or(0, Table::len) as u64;
        match aggregate.rows.relation {
            guiju_program::expr::Relation::Group => self.group_sizes.get(group).copied().unwrap_or(table),
            _ => table,
        }
    }
}

impl Engine for Columnar<'_> {
    fn settle(&mut self) -> Result<Arc<Settled>, EvaluateError> {
        self.settle_all();
        Ok(self.context.settled.clone())
    }

    fn criteria(&mut self, id: CriteriaId) -> Result<CriteriaVerdicts, EvaluateError> {
        let codes = self.criteria_codes(id);
        let verdicts = |codes: &Vec<u8>| codes.iter().map(|code| kernels::verdict(*code)).collect();
        Ok(CriteriaVerdicts {
            all: verdicts(&codes.all),
            conditions: codes.conditions.iter().map(|codes| verdicts(codes)).collect(),
        })
    }

    fn each(&mut self, id: RuleId) -> Result<Vec<Verdict>, EvaluateError> {
        let rule = &self.context.program.rules[id];
        let Scope::Each(record) = rule.scope else { return Ok(Vec::new()) };
        let len = self.context.table(record).map_or(0, Table::len);
        self.prepare(&rule.expr);
        let mut compiler = Compiler::rows(&mut self.context, record, ThisRow::Same);
        let source = compiler.verdict(&rule.expr);
        let plan = compiler.finish();
        let columns = self.columns(&plan, &[source], len);
        Ok(columns.into_iter().flatten().map(kernels::verdict).collect())
    }

    fn whole(&mut self, id: RuleId) -> Result<Judged, EvaluateError> {
        let rule = &self.context.program.rules[id];
        let judged = self.judge(&rule.expr, None);
        let unknown = Judged { verdict: Verdict::Undetermined, sides: None, share: None, tally: None };
        Ok(judged.into_iter().next().unwrap_or(unknown))
    }

    fn groups(&mut self, id: RuleId) -> Result<Vec<JudgedGroup>, EvaluateError> {
        let rule = &self.context.program.rules[id];
        let Scope::EachGroup { record, keys } = &rule.scope else { return Ok(Vec::new()) };
        let groups = self.context.groups(*record, keys);
        let sizes = groups.rows.iter().map(|group| (group.sure.len() + group.unsure.len()) as u64);
        self.group_sizes = sizes.collect();
        let judged = self.judge(&rule.expr, Some(groups.clone()));
        Ok(judged.into_iter().zip(&groups.keys).map(|(judged, key)| JudgedGroup { key: key.clone(), judged }).collect())
    }
}
