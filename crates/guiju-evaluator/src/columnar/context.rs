//! What all plans of an evaluation share: columns, and figures that were computed before.

use std::collections::HashMap;
use std::sync::Arc;

use guiju_program::Program;
use guiju_program::expr::{RowPath, Step};
use guiju_program::rule::CriteriaId;
use guiju_program::schema::{FieldId, FieldType, RecordId};

use super::accumulate::Accumulator;
use super::groups::Groups;
use super::plan::{ABSENT_CODE, ColumnNumbers, NumNode, NumReg, NumSource, UNKNOWN_CODE};
use super::ranking::Places;
use super::run::index;
use super::walk_rows::RowWalker;
use super::window::Windows;
use crate::facts::{ColumnData, Facts, State, Table};
use crate::interval::{Interval, Num};
use crate::limits::Meter;
use crate::outcome::Options;
use crate::settled::Settled;

/// The program, the facts, and what was computed of them so far.
pub(super) struct Context<'a> {
    pub(super) program: &'a Program,
    pub(super) facts: &'a Facts,
    pub(super) options: &'a Options,
    /// Criteria that were computed for all rows; a criteria that is not here is computed afresh where it is asked for.
    pub(super) criteria: HashMap<CriteriaId, Arc<CriteriaCodes>>,
    /// Figures by the address of their aggregate, which stays where it is while it is evaluated.
    pub(super) figures: HashMap<usize, Arc<Figure>>,
    /// Figures that speak of the item's own row by the same; `None` where rows are walked.
    pub(super) windows: HashMap<usize, Option<Arc<Windows>>>,
    /// Rankings by the same.
    pub(super) places: HashMap<usize, Arc<Places>>,
    /// Amounts of awards and parts of allocations, as far as they are settled.
    pub(super) settled: Arc<Settled>,
    /// Counts the steps of an evaluation; sessions count none.
    pub(super) meter: Option<Arc<Meter>>,
    odd_rows: HashMap<(RecordId, FieldId), Arc<[u32]>>,
    targets: HashMap<(RecordId, Vec<Step>), Arc<Vec<u32>>>,
}

/// The verdicts of a criteria and of its conditions, one for each row of its record.
pub(super) struct CriteriaCodes {
    pub(super) all: Arc<Vec<u8>>,
    pub(super) conditions: Vec<Arc<Vec<u8>>>,
}

/// A figure over rows for each group (or the whole).
pub(super) struct Figure {
    pub(super) numbers: Arc<NumReg>,
    pub(super) verdicts: Arc<Vec<u8>>,
    pub(super) scale: u32,
    /// What was kept of each group's rows.
    pub(super) accumulators: Vec<Accumulator>,
    /// The first unsure members of each group.
    pub(super) unsure_rows: Vec<Vec<u32>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(program: &'a Program, facts: &'a Facts, options: &'a Options) -> Self {
        Self {
            program,
            facts,
            options,
            criteria: HashMap::new(),
            figures: HashMap::new(),
            windows: HashMap::new(),
            places: HashMap::new(),
            settled: Arc::new(Settled::empty(program)),
            meter: None,
            odd_rows: HashMap::new(),
            targets: HashMap::new(),
        }
    }

    /// Walks trees for rows: what has no kernel. One for each thread.
    pub(super) fn walker(&self) -> RowWalker<'a> {
        let walker = RowWalker::new(self.program, self.facts, self.options.as_of, self.settled.clone());
        match &self.meter {
            Some(meter) => walker.with_meter(meter.clone()),
            None => walker,
        }
    }

    pub(super) fn table(&self, record: RecordId) -> Option<&'a Table> {
        self.facts.table(record)
    }

    /// A column of numbers; `None` where it has none.
    pub(super) fn numbers(&mut self, record: RecordId, field: FieldId) -> Option<NumNode<'a>> {
        let column = self.table(record)?.column(field)?;
        let unknown = Arc::new(self.unknown(record, field));
        let every = i128::from(i64::MIN)..=i128::from(i64::MAX);
        let node = |source, scale, min, max, all_odd| NumNode { source, scale, min, max, all_odd };
        Some(match &column.data {
            ColumnData::Numbers(numbers) => {
                let odd = self.odd_rows.entry((record, field)).or_insert_with(|| {
                    let states = column.states.as_deref().unwrap_or_default().iter().enumerate();
                    states.filter(|(_, state)| **state != State::Known).map(|(row, _)| index(row)).collect()
                });
                let source =
                    NumSource::Column(ColumnNumbers { values: &numbers.values, column, odd: odd.clone(), unknown });
                node(source, numbers.scale, i128::from(numbers.min), i128::from(numbers.max), false)
            }
            ColumnData::Wide(_) => {
                let source = NumSource::Column(ColumnNumbers { values: &[], column, odd: Arc::from([]), unknown });
                node(source, 0, *every.start(), *every.end(), true)
            }
            _ => node(NumSource::OddConstant(unknown), 0, 0, 0, true),
        })
    }

    /// What is possible of an unknown cell.
    pub(super) fn unknown(&self, record: RecordId, field: FieldId) -> Num {
        let declared = self.program.records.find(record).and_then(|r| r.fields.find(field));
        let Some(declared) = declared else { return Num::of(Interval::all()).or_absent() };
        let num = match declared.ty {
            FieldType::Integer | FieldType::Number(_) => Num::unknown(declared.signed),
            _ => Num::of(Interval::all()),
        };
        if declared.optional { num.or_absent() } else { num }
    }

    /// For each row of a table the row to which some steps lead, [`UNKNOWN_CODE`] or [`ABSENT_CODE`].
    pub(super) fn targets(&mut self, record: RecordId, steps: &[Step]) -> Arc<Vec<u32>> {
        if let Some(found) = self.targets.get(&(record, steps.to_vec())) {
            return found.clone();
        }
        let len = self.table(record).map_or(0, Table::len);
        let mut rows: Vec<u32> = (0..index(len)).collect();
        let mut at = record;
        for step in steps {
            let table = self.table(at);
            for row in rows.iter_mut().filter(|row| **row < ABSENT_CODE) {
                let from = *row as usize;
                *row = match step {
                    Step::Parent => table
                        .and_then(Table::owners)
                        .and_then(|owners| owners.of_row.get(from))
                        .copied()
                        .unwrap_or(UNKNOWN_CODE),
                    Step::Reference(field) => match table.and_then(|table| table.column(*field)) {
                        Some(column) if column.state(from) == State::Absent => ABSENT_CODE,
                        Some(column) => column.row(from).unwrap_or(UNKNOWN_CODE),
                        None => UNKNOWN_CODE,
                    },
                };
            }
            at = self.after(at, *step);
        }
        let rows = Arc::new(rows);
        self.targets.insert((record, steps.to_vec()), rows.clone());
        rows
    }

    /// The record to which a step leads.
    pub(super) fn after(&self, record: RecordId, step: Step) -> RecordId {
        let definition = self.program.records.find(record);
        let next = match step {
            Step::Parent => definition.and_then(|d| d.parent),
            Step::Reference(field) => definition.and_then(|d| d.fields.find(field)).and_then(|f| match f.ty {
                FieldType::Reference(target) => Some(target),
                _ => None,
            }),
        };
        next.unwrap_or(record)
    }

    /// The record at a path's end.
    pub(super) fn end_of(&self, path: &RowPath) -> RecordId {
        path.steps.iter().fold(path.record, |record, step| self.after(record, *step))
    }

    /// The groups of a table.
    pub(super) fn groups(&self, record: RecordId, fields: &[FieldId]) -> Arc<Groups> {
        Arc::new(Groups::new(self.program, self.facts, record, fields))
    }
}
