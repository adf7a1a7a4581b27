//! A walk over the tree of an expression, for one row, one group or the whole: the meaning of the language, spelled
//! out case by case with exact rationals.
//!
//! It serves twice: with [`Lookup::Scan`] it is the reference evaluator, and with [`Lookup::Index`] it explains
//! verdicts that the columnar engine reached.

mod aggregate;
mod allocate;
mod applies;
mod code;
mod depends;
mod groups;
mod number;
mod queue;
mod rank;
mod ranked;
mod rows;
mod settle;
mod tables;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use guiju_program::civil::Date;
use guiju_program::expr::{CompareOp, ExprKind, RowPath, RowVar, Step};
use guiju_program::rule::CriteriaId;
use guiju_program::schema::{FieldId, FieldType, RecordId};
use guiju_program::value::Verdict;
use guiju_program::{Expr, Program, Type};

use crate::facts::{Facts, State};
use crate::interval::{Interval, Num};
use crate::limits::{Meter, StepCounter};
use crate::settled::Settled;

use code::{same_code, same_verdict};

pub(crate) use aggregate::ShareCounts;
pub(crate) use groups::{Groups, KeyedGroup};
pub(crate) use number::machine;
pub(crate) use rank::reading;
pub(crate) use rows::{Certainty, Members};

/// How rows that belong to a row are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lookup {
    /// By looking at every row of the table: obviously right.
    Scan,
    /// By the table's own order, and by an index of references that is built when first needed.
    Index,
}

/// A row of a table that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Row {
    pub record: RecordId,
    pub row: u32,
}

/// The rows of a group: those surely in it, and those whose group is unknown. Both ascend.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Group {
    /// The fields in which its rows are equal.
    pub keys: Vec<FieldId>,
    pub sure: Vec<u32>,
    pub unsure: Vec<u32>,
}

/// For what an expression is judged.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct At<'g> {
    /// The item's own row.
    pub this: Option<Row>,
    /// The innermost row.
    pub current: Option<Row>,
    /// The group, for an item on each group.
    pub group: Option<&'g Group>,
}

impl<'g> At<'g> {
    /// For the whole.
    pub(crate) const WHOLE: At<'static> = At { this: None, current: None, group: None };

    /// For a row.
    pub(crate) const fn row(record: RecordId, row: u32) -> At<'static> {
        let row = Some(Row { record, row });
        At { this: row, current: row, group: None }
    }

    /// For a group.
    pub(crate) const fn group(group: &'g Group) -> Self {
        At { this: None, current: None, group: Some(group) }
    }

    /// For a row of an aggregate that stands here.
    pub(crate) const fn inner(&self, record: RecordId, row: u32) -> At<'static> {
        At { this: self.this, current: Some(Row { record, row }), group: None }
    }
}

/// Where a path of references leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// To a row.
    Row(Row),
    /// To a row that is not known, and perhaps to none.
    Unknown { absent: bool },
    /// To none: a reference is blank and optional.
    Absent,
}

/// A value without an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Code<'a> {
    /// A text, or the name of a value of an enumeration.
    Text(&'a str),
    /// A referred row.
    Row(Row),
    /// There is one that is not known, or perhaps none.
    Unknown { absent: bool },
    /// There is none.
    Absent,
}

/// The rows that refer to each row of another table.
pub(crate) struct Inverse {
    by_target: HashMap<u32, Vec<u32>>,
    unknown: Vec<u32>,
}

/// Walks expressions of one program over one set of facts.
pub(crate) struct Walker<'a> {
    pub(crate) program: &'a Program,
    pub(crate) facts: &'a Facts,
    pub(crate) as_of: Date,
    pub(crate) lookup: Lookup,
    inverses: RefCell<HashMap<(RecordId, FieldId), Rc<Inverse>>>,
    memo: RefCell<Memo>,
    settled: RefCell<Arc<Settled>>,
    steps: StepCounter,
}

/// What is the same for every row, by where it stands in the program. Only explanations use it: the reference works
/// everything out anew.
#[derive(Default)]
struct Memo {
    numbers: HashMap<usize, Num>,
    conditions: HashMap<usize, Verdict>,
    rankings: HashMap<usize, Option<Rc<ranked::Ranked>>>,
    groups: HashMap<(RecordId, Vec<FieldId>), Rc<Groups>>,
    /// Rows of which something is not known.
    doubtful: HashMap<(usize, usize), Rc<Vec<u32>>>,
}

impl<'a> Walker<'a> {
    pub(crate) fn new(program: &'a Program, facts: &'a Facts, as_of: Date, lookup: Lookup) -> Self {
        Self {
            program,
            facts,
            as_of,
            lookup,
            inverses: RefCell::default(),
            memo: RefCell::default(),
            settled: RefCell::new(Arc::new(Settled::empty(program))),
            steps: StepCounter::default(),
        }
    }

    /// Counts its steps.
    pub(crate) fn with_meter(mut self, meter: Arc<Meter>) -> Self {
        self.steps = StepCounter::of(meter);
        self
    }

    /// Rows of which something is not known, looked for once for all that depends on them. They are kept under where it
    /// stands in the program what they matter for.
    pub(crate) fn doubtful(&self, place: (usize, usize), look: impl FnOnce() -> Vec<u32>) -> Rc<Vec<u32>> {
        if let Some(rows) = self.memo.borrow().doubtful.get(&place) {
            return Rc::clone(rows);
        }
        let rows = Rc::new(look());
        self.memo.borrow_mut().doubtful.insert(place, Rc::clone(&rows));
        rows
    }

    /// Where a path leads.
    pub(crate) fn reach(&self, path: &RowPath, at: &At<'_>) -> Reach {
        let start = match path.base {
            RowVar::Current => at.current,
            RowVar::This => at.this,
            RowVar::Single(record) => {
                self.facts.table(record).filter(|table| table.len() == 1).map(|_| Row { record, row: 0 })
            }
        };
        let mut reach = start.map_or(Reach::Unknown { absent: false }, Reach::Row);
        let mut record = path.record;
        for step in &path.steps {
            let may_break = self.may_be_blank_step(record, *step);
            reach = match reach {
                Reach::Row(row) => self.step(row, *step, may_break),
                Reach::Unknown { absent } => Reach::Unknown { absent: absent || may_break },
                Reach::Absent => return Reach::Absent,
            };
            record = self.after(record, *step);
        }
        reach
    }

    /// Whether a step may lead nowhere.
    fn may_be_blank_step(&self, record: RecordId, step: Step) -> bool {
        match step {
            Step::Parent => false,
            Step::Reference(field) => self
                .program
                .records
                .find(record)
                .and_then(|record| record.fields.find(field))
                .is_some_and(|field| field.optional),
        }
    }

    /// The record to which a step leads.
    fn after(&self, record: RecordId, step: Step) -> RecordId {
        let definition = self.program.records.find(record);
        let next = match step {
            Step::Parent => definition.and_then(|d| d.parent),
            Step::Reference(field) => definition.and_then(|d| d.fields.find(field)).and_then(|field| match field.ty {
                FieldType::Reference(target) => Some(target),
                _ => None,
            }),
        };
        next.unwrap_or(record)
    }

    /// The record at a path's end.
    pub(crate) fn end_of(&self, path: &RowPath) -> RecordId {
        path.steps.iter().fold(path.record, |record, step| self.after(record, *step))
    }

    fn step(&self, from: Row, step: Step, may_break: bool) -> Reach {
        let unknown = Reach::Unknown { absent: may_break };
        let Some(table) = self.facts.table(from.record) else {
            return unknown;
        };
        let at = from.row as usize;
        let Some(definition) = self.program.records.find(from.record) else {
            return unknown;
        };
        match step {
            Step::Parent => {
                let owner = table.owners().and_then(|owners| owners.of_row.get(at));
                match (definition.parent, owner) {
                    (Some(record), Some(row)) => Reach::Row(Row { record, row: *row }),
                    _ => unknown,
                }
            }
            Step::Reference(field) => {
                let Some(column) = table.column(field) else {
                    return unknown;
                };
                let target = definition.fields.find(field).map(|field| &field.ty);
                match (column.state(at), column.row(at), target) {
                    (State::Absent, ..) => Reach::Absent,
                    (_, Some(row), Some(FieldType::Reference(record))) => Reach::Row(Row { record: *record, row }),
                    _ => unknown,
                }
            }
        }
    }

    /// The verdict of a condition.
    pub(crate) fn condition(&self, expr: &'a Expr, at: &At<'_>) -> Verdict {
        use Verdict::{Fail, NotApplicable, Pass, Undetermined};
        if !self.steps.take() {
            return Undetermined;
        }
        match &expr.kind {
            ExprKind::YesNo(yes) => Verdict::from_bool(*yes),
            ExprKind::Field { row, field } => match self.reach(row, at) {
                Reach::Row(row) => self
                    .facts
                    .table(row.record)
                    .and_then(|table| table.column(*field))
                    .map_or(Undetermined, |column| column.verdict(row.row as usize)),
                Reach::Unknown { .. } => Undetermined,
                Reach::Absent => NotApplicable,
            },
            ExprKind::Define { row, define } => {
                let expr = &self.program.defines[*define].expr;
                match self.enter(row.as_ref(), at) {
                    Ok(at) => self.condition(expr, &at),
                    Err(Reach::Absent) => NotApplicable,
                    Err(_) => Undetermined,
                }
            }
            ExprKind::Criteria { row, criteria } => match self.reach(row, at) {
                Reach::Row(row) => self.criteria(*criteria, row.row),
                Reach::Unknown { .. } => Undetermined,
                Reach::Absent => NotApplicable,
            },
            ExprKind::Condition { row, criteria, index } => match self.reach(row, at) {
                Reach::Row(row) => self.criteria_condition(*criteria, *index, row.row),
                Reach::Unknown { .. } => Undetermined,
                Reach::Absent => NotApplicable,
            },
            ExprKind::Not(inner) => self.condition(inner, at).negate(),
            ExprKind::Applies(inner) => self.applies(inner, at),
            ExprKind::And(operands) => {
                operands.iter().map(|operand| self.condition(operand, at)).fold(NotApplicable, Verdict::and)
            }
            ExprKind::Or(operands) => {
                operands.iter().map(|operand| self.condition(operand, at)).fold(NotApplicable, Verdict::or)
            }
            ExprKind::When { condition, then, otherwise } => {
                let then = || self.condition(then, at);
                let otherwise = || otherwise.as_ref().map(|e| self.condition(e, at));
                match self.condition(condition, at) {
                    Pass => then(),
                    Fail | NotApplicable => otherwise().unwrap_or(NotApplicable),
                    Undetermined => match (then(), otherwise()) {
                        (Pass, None) => Pass,
                        (a, Some(b)) if a == b => a,
                        _ => Undetermined,
                    },
                }
            }
            ExprKind::Unless { body, exception, .. } => match self.condition(exception, at) {
                Pass => NotApplicable,
                Fail | NotApplicable => self.condition(body, at),
                Undetermined => match self.condition(body, at) {
                    Pass => Pass,
                    _ => Undetermined,
                },
            },
            ExprKind::Compare { op, left, right } => self.compare(*op, left, right, at),
            ExprKind::OneOf { value, options } => options
                .iter()
                .map(|option| self.compare(CompareOp::Eq, value, option, at))
                .fold(NotApplicable, Verdict::or),
            ExprKind::SpanCompare { op, .. } => match self.span_sides(expr, at) {
                Some((end, complete)) => end.compare(*op, &complete),
                None => Undetermined,
            },
            ExprKind::Within { .. } => match self.within_sides(expr, at) {
                Some(sides) => sides.verdict(),
                None => Undetermined,
            },
            ExprKind::Has(inner) => self.has(inner, at),
            ExprKind::Default { value, default } => match self.condition(value, at) {
                NotApplicable => self.condition(default, at),
                given => given,
            },
            ExprKind::Aggregate(aggregate) => self.aggregate_condition(aggregate, at),
            ExprKind::Top { ranking, limit, rounding, ties } => match self.standing(ranking, at) {
                Some(standing) => {
                    let limit = self.top_limit(limit, &standing, rounding.choice(), at);
                    reading(&standing, &limit, ties.choice())
                }
                None => Undetermined,
            },
            // Numbers and texts are no conditions: the checker refuses them.
            _ => Undetermined,
        }
    }

    /// The place at which a definition is computed; else where its row is not.
    pub(crate) fn enter(&self, row: Option<&RowPath>, at: &At<'_>) -> Result<At<'static>, Reach> {
        let Some(path) = row else {
            return Ok(At::WHOLE);
        };
        match self.reach(path, at) {
            Reach::Row(row) => Ok(At::row(row.record, row.row)),
            other => Err(other),
        }
    }

    /// The verdict of a criteria on a row: the one that was given, else over all conditions.
    pub(crate) fn criteria(&self, criteria: CriteriaId, row: u32) -> Verdict {
        let definition = &self.program.criteria[criteria];
        let given = self.facts.table(definition.record).and_then(|table| table.given_verdict(criteria, row as usize));
        given.unwrap_or_else(|| {
            let at = At::row(definition.record, row);
            definition
                .conditions
                .iter()
                .map(|condition| self.condition(&condition.expr, &at))
                .fold(Verdict::NotApplicable, Verdict::and)
        })
    }

    /// The verdict of one condition of a criteria on a row.
    pub(crate) fn criteria_condition(&self, criteria: CriteriaId, index: usize, row: u32) -> Verdict {
        let definition = &self.program.criteria[criteria];
        definition.conditions.get(index).map_or(Verdict::Undetermined, |condition| {
            self.condition(&condition.expr, &At::row(definition.record, row))
        })
    }

    /// The verdict of a comparison of two values of one type.
    pub(crate) fn compare(&self, op: CompareOp, left: &'a Expr, right: &'a Expr, at: &At<'_>) -> Verdict {
        match left.ty {
            Type::Condition => same_verdict(op, self.condition(left, at), self.condition(right, at)),
            Type::Text | Type::Enumeration(_) | Type::Reference(_) => {
                same_code(op, &self.code(left, at), &self.code(right, at))
            }
            _ => self.number(left, at).compare(op, &self.number(right, at)),
        }
    }

    /// Whether an expression has equal values in two places.
    pub(crate) fn equal_at(&self, expr: &'a Expr, a: &At<'_>, b: &At<'_>) -> Verdict {
        match expr.ty {
            Type::Condition => same_verdict(CompareOp::Eq, self.condition(expr, a), self.condition(expr, b)),
            Type::Text | Type::Enumeration(_) | Type::Reference(_) => {
                same_code(CompareOp::Eq, &self.code(expr, a), &self.code(expr, b))
            }
            _ => self.number(expr, a).compare(CompareOp::Eq, &self.number(expr, b)),
        }
    }

    /// Whether there is a value.
    pub(crate) fn has(&self, inner: &'a Expr, at: &At<'_>) -> Verdict {
        match inner.ty {
            Type::Condition => match self.condition(inner, at) {
                Verdict::NotApplicable => Verdict::Fail,
                Verdict::Undetermined if self.may_be_blank(inner, at) => Verdict::Undetermined,
                _ => Verdict::Pass,
            },
            Type::Text | Type::Enumeration(_) | Type::Reference(_) => match self.code(inner, at) {
                Code::Absent => Verdict::Fail,
                Code::Unknown { absent: true } => Verdict::Undetermined,
                _ => Verdict::Pass,
            },
            _ => {
                let number = self.number(inner, at);
                if number.is_absent() {
                    Verdict::Fail
                } else if number.absent {
                    Verdict::Undetermined
                } else {
                    Verdict::Pass
                }
            }
        }
    }

    /// Whether an undetermined condition may turn out not to apply.
    fn may_be_blank(&self, inner: &Expr, at: &At<'_>) -> bool {
        let ExprKind::Field { row, field } = &inner.kind else {
            return true;
        };
        let optional = self
            .program
            .records
            .find(self.end_of(row))
            .and_then(|record| record.fields.find(*field))
            .is_some_and(|field| field.optional);
        optional || matches!(self.reach(row, at), Reach::Unknown { absent: true })
    }

    /// What is possible of a field that is not known.
    pub(crate) fn unknown_field(&self, record: RecordId, field: FieldId) -> Num {
        let declared = self.program.records.find(record).and_then(|record| record.fields.find(field));
        let Some(declared) = declared else {
            return Num::of(Interval::all()).or_absent();
        };
        let number = match declared.ty {
            FieldType::Integer | FieldType::Number(_) => Num::unknown(declared.signed),
            _ => Num::of(Interval::all()),
        };
        if declared.optional { number.or_absent() } else { number }
    }
}
