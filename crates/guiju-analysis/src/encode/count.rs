//! How many rows, sums over rows, and how they stand to each other.

use std::collections::BTreeMap;

use guiju_evaluator::Exact;
use guiju_program::expr::{CompareOp, Expr, ExprKind, RowSet};
use guiju_program::schema::FieldType;
use guiju_program::{Program, Type};

use super::absent::{field_of, may_be_absent};
use super::bounds::bounds;
use super::key::Place;
use super::scene::{MOST_ROWS, Quantity, Scene};
use crate::solver::{Linear, Sort, Var};

/// Filters are taken apart so deep.
const DEEPEST: usize = 32;

/// Rows that pass some filters.
#[derive(Clone, Debug)]
pub struct Counted<'p> {
    /// The text of the rows before any filter.
    pub prefix: String,
    /// Which rows.
    pub rows: RowSet,
    /// By their texts, in order.
    pub filters: BTreeMap<String, Filter<'p>>,
}

/// One condition that rows must pass.
#[derive(Clone, Debug)]
pub struct Filter<'p> {
    /// The condition.
    pub expr: &'p Expr,
    /// Of which rows it speaks.
    pub at: Place,
    shape: Shape,
}

/// What of a filter tells how it stands to another.
#[derive(Clone, Debug)]
enum Shape {
    Plain,
    /// A field that is always known is yes, or no.
    YesNo {
        base: String,
        yes: bool,
    },
    /// A field is that value of so many; `None`: there may be others, or none.
    Variant {
        base: String,
        index: usize,
        of: Option<usize>,
    },
    /// A number is above, or below, a bound.
    Threshold {
        base: String,
        above: bool,
        strict: bool,
        bound: Exact,
    },
}

impl<'p> Counted<'p> {
    /// The rows of a whole table.
    pub fn whole(scene: &Scene<'p>, rows: RowSet) -> Self {
        Self { prefix: scene.keys.rows(&rows), rows, filters: BTreeMap::new() }
    }

    /// The text of the rows.
    pub fn key(&self) -> String {
        let filters: Vec<&str> = self.filters.keys().map(String::as_str).collect();
        format!("n[{};{}]", self.prefix, filters.join("&"))
    }

    /// Whether each of these rows is surely among those.
    pub fn is_within(&self, other: &Self) -> bool {
        self.prefix == other.prefix
            && other.filters.iter().all(|(key, filter)| {
                self.filters.contains_key(key) || self.filters.values().any(|own| own.shape.implies(&filter.shape))
            })
    }

    /// The same rows without one filter.
    fn without(&self, key: &str) -> Self {
        let mut rest = self.clone();
        rest.filters.remove(key);
        rest
    }
}

impl Shape {
    fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Threshold { base, above, strict, bound },
                Self::Threshold { base: of, above: up, strict: strictly, bound: end },
            ) => {
                let beyond = if *above { bound > end } else { bound < end };
                base == of && above == up && (beyond || bound == end && (*strict || !*strictly))
            }
            _ => false,
        }
    }
}

impl<'p> Scene<'p> {
    /// Rows that pass filters, seen from a place.
    pub(super) fn counted(&self, rows: &RowSet, filters: &[&'p Expr], at: &Place) -> Counted<'p> {
        let mut counted = Counted { prefix: self.keys.rows_at(rows, at), rows: rows.clone(), filters: BTreeMap::new() };
        let inner = at.inner();
        for filter in filters {
            self.add_filter(&mut counted, filter, &inner, 0);
        }
        counted
    }

    /// Takes a filter apart where rows that pass it pass its parts.
    pub(super) fn add_filter(&self, counted: &mut Counted<'p>, filter: &'p Expr, at: &Place, depth: usize) {
        let program = self.program;
        match &filter.kind {
            ExprKind::And(parts) if depth < DEEPEST && !parts.iter().any(|part| may_be_absent(program, part)) => {
                parts.iter().for_each(|part| self.add_filter(counted, part, at, depth + 1));
            }
            ExprKind::Define { row, define } if depth < DEEPEST => {
                if let Some(found) = program.defines.find(*define) {
                    self.add_filter(counted, &found.expr, &at.at(row.as_ref()), depth + 1);
                }
            }
            ExprKind::YesNo(true) => {}
            _ => {
                let shape = self.shape(filter, at);
                let key = self.keys.of(filter, at);
                counted.filters.insert(key, Filter { expr: filter, at: at.clone(), shape });
            }
        }
    }

    fn shape(&self, filter: &Expr, at: &Place) -> Shape {
        match &filter.kind {
            ExprKind::Field { .. } if !may_be_absent(self.program, filter) => {
                Shape::YesNo { base: self.keys.of(filter, at), yes: true }
            }
            ExprKind::Not(inner)
                if matches!(inner.kind, ExprKind::Field { .. }) && !may_be_absent(self.program, inner) =>
            {
                Shape::YesNo { base: self.keys.of(inner, at), yes: false }
            }
            ExprKind::Compare { op: CompareOp::Eq, left, right } => match (&left.kind, &right.kind) {
                (ExprKind::Field { .. }, ExprKind::Variant(index)) => Shape::Variant {
                    base: self.keys.of(left, at),
                    index: *index,
                    of: closed(self.program, left).filter(|_| !may_be_absent(self.program, left)),
                },
                _ => Shape::Plain,
            },
            ExprKind::Compare { op, left, right } => {
                let above = matches!(op, CompareOp::Ge | CompareOp::Gt);
                match bounds(self.program, right) {
                    (Some(low), Some(high)) if low == high && *op != CompareOp::Ne => Shape::Threshold {
                        base: self.keys.of(left, at),
                        above,
                        strict: matches!(op, CompareOp::Gt | CompareOp::Lt),
                        bound: low,
                    },
                    _ => Shape::Plain,
                }
            }
            _ => Shape::Plain,
        }
    }

    /// How many rows pass.
    pub fn count(&mut self, counted: Counted<'p>) -> Var {
        let key = counted.key();
        if let Some(var) = self.find(&key) {
            return var;
        }
        let single = counted.filters.is_empty()
            && self.program.records.find(counted.rows.record).is_some_and(|record| record.single);
        let most = if single { Exact::one() } else { Exact::from(MOST_ROWS) };
        let least = if single { Exact::one() } else { Exact::zero() };
        if !counted.filters.is_empty() {
            self.count(Counted { filters: BTreeMap::new(), ..counted.clone() });
        }
        self.intern(key, Sort::Int, (Some(least), Some(most)), Quantity::Count(counted))
    }

    /// The sum of a value over rows that pass.
    pub fn total(&mut self, counted: &Counted<'p>, value: &'p Expr, at: &Place) -> Var {
        let key = format!("sum{}:{}", counted.key(), self.keys.of(value, at));
        if let Some(var) = self.find(&key) {
            return var;
        }
        let rows = self.count(counted.clone());
        let (mut low, mut high) = bounds(self.program, value);
        if may_be_absent(self.program, value) {
            low = low.map(|low| low.min(Exact::zero()));
            high = high.map(|high| high.max(Exact::zero()));
        }
        let least = low.as_ref().filter(|low| !low.is_negative()).map(|_| Exact::zero());
        let total = self.intern(key, Sort::Real, (least, None), Quantity::Total(counted.clone(), value));
        match (low, high) {
            (Some(low), Some(high)) if low == high => {
                self.meaning(Linear::of(total).equal(Linear::of(rows).times(&low)));
            }
            (low, high) => {
                if let Some(low) = low.filter(|low| !low.is_zero()) {
                    self.meaning(Linear::of(total).at_least(Linear::of(rows).times(&low)));
                }
                if let Some(high) = high {
                    self.meaning(Linear::of(total).at_most(Linear::of(rows).times(&high)));
                }
            }
        }
        total
    }

    /// All that is counted.
    pub fn counts(&self) -> Vec<(Var, Counted<'p>)> {
        let vars = self.problem.variables().map(|(var, _)| var);
        vars.filter_map(|var| match self.quantity(var)? {
            Quantity::Count(counted) => Some((var, counted.clone())),
            _ => None,
        })
        .collect()
    }

    /// Says how counts and sums of the same rows stand to each other: to be called when all are there.
    pub fn relate(&mut self) {
        // Parts of the same whole add up to it.
        let mut parts: BTreeMap<String, Parts<'p>> = BTreeMap::new();
        for (var, counted) in self.counts() {
            for (key, filter) in &counted.filters {
                let (base, part, of) = match &filter.shape {
                    Shape::YesNo { base, yes } => (base, usize::from(*yes), Some(2)),
                    Shape::Variant { base, index, of } => (base, *index, *of),
                    _ => continue,
                };
                let rest = counted.without(key);
                let group = format!("{}|{base}", rest.key());
                let group = parts.entry(group).or_insert_with(|| Parts { of: rest, vars: BTreeMap::new(), all: of });
                group.vars.insert(part, var);
            }
        }
        for group in parts.into_values().filter(|group| group.vars.len() > 1) {
            let whole = self.count(group.of);
            let sum = Linear::sum(group.vars.values().copied());
            if group.all == Some(group.vars.len()) {
                self.meaning(sum.equal(whole));
            } else {
                self.meaning(sum.at_most(whole));
            }
        }
        let counts = self.counts();
        let within: Vec<Vec<bool>> =
            counts.iter().map(|(_, rows)| counts.iter().map(|(_, of)| rows.is_within(of)).collect()).collect();
        let is = |rows: usize, of: usize| within.get(rows).and_then(|row| row.get(of)).copied().unwrap_or_default();
        for (at, (var, _)) in counts.iter().enumerate() {
            let above: Vec<usize> = (0..counts.len()).filter(|of| *of != at && is(at, *of)).collect();
            for of in &above {
                // The nearest ones suffice: the others follow from them.
                let nearest = !above.iter().any(|between| is(*between, *of) && !is(*of, *between) && !is(*between, at));
                if let (true, Some((other, _))) = (nearest, counts.get(*of)) {
                    self.meaning(Linear::of(*var).at_most(*other));
                }
            }
        }
        self.relate_totals();
        self.name_variables();
    }

    fn relate_totals(&mut self) {
        let totals: Vec<(Var, Counted<'p>, String, bool)> = self
            .problem
            .variables()
            .map(|(var, _)| var)
            .filter_map(|var| match self.quantity(var)? {
                Quantity::Total(counted, value) => {
                    let at = Place::own().inner();
                    let least = bounds(self.program, value).0;
                    let sure = least.is_some_and(|least| !least.is_negative());
                    Some((var, counted.clone(), self.keys.of(value, &at), sure))
                }
                _ => None,
            })
            .collect();
        for (var, counted, value, sure) in &totals {
            for (other, of, same, _) in &totals {
                if var != other && value == same && *sure && counted.is_within(of) {
                    self.meaning(Linear::of(*var).at_most(*other));
                }
            }
        }
    }
}

/// Counts that differ in the value of one field.
struct Parts<'p> {
    of: Counted<'p>,
    vars: BTreeMap<usize, Var>,
    /// How many there are if these are all.
    all: Option<usize>,
}

/// How many values a field of a closed enumeration may have.
fn closed(program: &Program, field: &Expr) -> Option<usize> {
    let Type::Enumeration(enumeration) = field.ty else {
        return None;
    };
    let ExprKind::Field { row, field } = &field.kind else {
        return None;
    };
    let (field, _) = field_of(program, row, *field)?;
    let FieldType::Enumeration(_) = field.ty else {
        return None;
    };
    let found = program.enumerations.find(enumeration)?;
    (!found.open).then_some(found.variants.len())
}
