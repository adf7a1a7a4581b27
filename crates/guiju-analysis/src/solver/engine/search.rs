//! The search: decisions, propagation, learning from contradictions.

use std::collections::{BTreeMap, BTreeSet};

use guiju_evaluator::Exact;

use super::bound::{Bound, reaches};
use super::columns::{Columns, Read};
use super::list::List;
use super::meter::Meter;
use super::node::Node;
use super::tableau::{End, Farkas, Tableau};
use crate::solver::answer::Why;
use crate::solver::certificate::Lemma;
use crate::solver::formula::Atom;
use crate::solver::model::Model;
use crate::solver::problem::{ClauseId, Problem, Sort};

/// Why a bound is on the trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// It is a bound of a variable.
    Declared,
    /// It is what an optimum claims to be impossible.
    Objective,
    /// It was tried.
    Decision,
    /// Otherwise this constraint would be false.
    Constraint(usize),
    /// Otherwise this learned clause would be false.
    Learned(usize),
}

/// A bound that holds from here on.
#[derive(Debug)]
pub(super) struct Entry {
    pub bound: Bound,
    pub reason: Reason,
    pub level: usize,
    /// The end that the bound replaced.
    pub before: Option<End>,
}

/// A clause of the problem.
pub(super) struct Constraint {
    pub id: ClauseId,
    pub node: Node,
    size: usize,
}

/// A clause that follows from others: one of the bounds holds. The first two are watched.
pub(super) struct Learned {
    pub bounds: Vec<Bound>,
    pub lemma: usize,
}

/// What cannot be.
pub(super) enum Conflict {
    /// This constraint is false.
    Constraint(usize),
    /// This learned clause is false.
    Learned(usize),
    /// Bounds of the trail add up to a falsehood.
    Sum(Farkas),
    /// Whole numbers fall between: neither side of the bound can be.
    Between(Bound, Farkas, Farkas),
}

/// So many cuts of one variable under each other stand beside its value.
const CUTS_BESIDE: usize = 8;

/// Learned clauses that watch one column: by the end whose tightening makes their bound false.
#[derive(Default)]
struct Watches {
    lower: Vec<usize>,
    upper: Vec<usize>,
}

/// One question about one set of clauses.
pub(super) struct Search<'p, 'm, 'l> {
    pub problem: &'p Problem,
    pub columns: Columns<'p>,
    pub tableau: Tableau,
    pub constraints: List<Constraint>,
    pub learned: List<Learned>,
    pub trail: List<Entry>,
    pub lemmas: List<Lemma>,
    pub meter: &'m mut Meter<'l>,
    /// The constraints in which a column stands.
    occurs: List<BTreeSet<usize>>,
    watches: List<Watches>,
    /// The part of the trail that was propagated.
    head: usize,
    /// For each level the length of the trail when it began, and the first constraint that was open then.
    levels: Vec<(usize, usize)>,
    /// Constraints before this one hold.
    open: usize,
    /// The columns that the decisions in force cut in two, by level.
    cuts: BTreeMap<usize, usize>,
}

impl<'p, 'm, 'l> Search<'p, 'm, 'l> {
    pub fn new(problem: &'p Problem, clauses: &[ClauseId], meter: &'m mut Meter<'l>) -> Result<Self, Why> {
        let mut search = Self {
            problem,
            columns: Columns::new(problem),
            tableau: Tableau::default(),
            constraints: List::default(),
            learned: List::default(),
            trail: List::default(),
            lemmas: List::default(),
            meter,
            occurs: List::default(),
            watches: List::default(),
            head: 0,
            levels: Vec::new(),
            open: 0,
            cuts: BTreeMap::new(),
        };
        for id in clauses {
            let Some(clause) = problem.get_clause(*id) else {
                return Err(Why::Malformed(format!("clause {} is not of this problem", id.index())));
            };
            let node = Node::read(&clause.formula, problem, &mut search.columns)?;
            let size = node.size();
            search.constraints.push(Constraint { id: *id, node, size });
        }
        search.add_columns()?;
        for at in 0..search.constraints.len() {
            let occurs = &mut search.occurs;
            search.constraints[at].node.visit_columns(&mut |column| {
                occurs[column].insert(at);
            });
        }
        Ok(search)
    }

    /// Brings the tableau up to the columns that were read.
    fn add_columns(&mut self) -> Result<(), Why> {
        while self.tableau.len() < self.columns.len() {
            let column = self.tableau.len();
            if column < self.problem.variables().len() {
                self.tableau.add_variable();
            } else {
                let form: Vec<(usize, Exact)> = self
                    .columns
                    .form(column)
                    .terms()
                    .iter()
                    .map(|(var, factor)| (var.index(), factor.clone()))
                    .collect();
                self.tableau.add_form(&form, self.meter)?;
            }
            self.occurs.push(BTreeSet::new());
            self.watches.push(Watches::default());
        }
        Ok(())
    }

    /// The column of an expression.
    pub fn read(&mut self, linear: &crate::solver::linear::Linear) -> Result<Read, Why> {
        let read = self.columns.read(linear)?;
        self.add_columns()?;
        Ok(read)
    }

    /// The bounds of variables, and what an optimum claims to be impossible.
    pub fn begin(&mut self, against: Option<&Atom>) -> Result<Option<Conflict>, Why> {
        let problem = self.problem;
        for (id, variable) in problem.variables() {
            let truth = variable.sort == Sort::Bool;
            let declared = [
                (truth.then(Exact::zero), false),
                (truth.then(Exact::one), true),
                (variable.lower.clone(), false),
                (variable.upper.clone(), true),
            ];
            for (end, upper) in declared {
                if let Some(end) = end {
                    let bound = self.columns.rounded(id.index(), upper, end, false);
                    if let Some(conflict) = self.claim(bound, Reason::Declared)? {
                        return Ok(Some(conflict));
                    }
                }
            }
        }
        if let Some(atom) = against
            && let Read::Column { column, scale, constant } = self.read(&atom.linear)?
        {
            let bound = self.columns.bound(column, &scale, &constant, atom.relation);
            if let Some(conflict) = self.claim(bound, Reason::Objective)? {
                return Ok(Some(conflict));
            }
        }
        for at in 0..self.constraints.len() {
            if let Some(conflict) = self.propagate_constraint(at)? {
                return Ok(Some(conflict));
            }
        }
        Ok(None)
    }

    /// Puts a bound on the trail that holds whatever else does; it may contradict what is there.
    pub fn claim(&mut self, bound: Bound, reason: Reason) -> Result<Option<Conflict>, Why> {
        match self.truth(&bound) {
            Some(true) => {}
            None => self.assert(bound, reason)?,
            Some(false) => {
                let other = self.tableau.end(bound.column, !bound.upper).map(|end| end.entry);
                let entry = self.trail.push(Entry { bound, reason, level: self.level(), before: None });
                let pair = std::iter::once(entry).chain(other).map(|entry| (entry, Exact::one()));
                return Ok(Some(Conflict::Sum(pair.collect())));
            }
        }
        Ok(None)
    }

    pub const fn level(&self) -> usize {
        self.levels.len()
    }

    /// Whether a bound holds by the bounds in force.
    pub fn truth(&self, bound: &Bound) -> Option<bool> {
        truth(&self.tableau, bound)
    }

    /// Puts an open bound on the trail.
    fn assert(&mut self, bound: Bound, reason: Reason) -> Result<(), Why> {
        let entry = self.trail.len();
        let before = self.tableau.set(&bound, entry, self.meter)?;
        self.trail.push(Entry { bound, reason, level: self.level(), before });
        Ok(())
    }

    /// Tries a bound.
    pub fn decide(&mut self, bound: Bound, cut: bool) -> Result<(), Why> {
        self.levels.push((self.trail.len(), self.open));
        if cut {
            self.cuts.insert(self.levels.len(), bound.column);
            if self.cuts_of(bound.column) > usize::try_from(self.meter.limits.depth).unwrap_or(usize::MAX) {
                return Err(Why::Depth);
            }
        }
        self.assert(bound, Reason::Decision)
    }

    fn cuts_of(&self, column: usize) -> usize {
        self.cuts.values().filter(|of| **of == column).count()
    }

    /// Takes back all levels above this one.
    pub fn back(&mut self, level: usize) {
        while self.levels.len() > level {
            self.cuts.remove(&self.levels.len());
            if let Some((length, open)) = self.levels.pop() {
                self.open = open;
                while self.trail.len() > length {
                    if let Some(entry) = self.trail.pop() {
                        self.tableau.restore(entry.bound.column, entry.bound.upper, entry.before);
                    }
                }
            }
        }
        self.head = self.head.min(self.trail.len());
    }

    /// Draws all consequences; a contradiction, if there is one.
    pub fn propagate(&mut self) -> Result<Option<Conflict>, Why> {
        while self.head < self.trail.len() {
            let Bound { column, upper, .. } = self.trail[self.head].bound;
            self.head += 1;
            for at in self.occurs[column].clone() {
                if let Some(conflict) = self.propagate_constraint(at)? {
                    return Ok(Some(conflict));
                }
            }
            if let Some(conflict) = self.propagate_learned(column, upper)? {
                return Ok(Some(conflict));
            }
        }
        Ok(self.tableau.check(self.meter)?.map(Conflict::Sum))
    }

    fn propagate_constraint(&mut self, at: usize) -> Result<Option<Conflict>, Why> {
        let constraint = &self.constraints[at];
        self.meter.charge(constraint.size)?;
        let leaf = |bound: &Bound| truth(&self.tableau, bound);
        match constraint.node.truth(&leaf) {
            Some(true) => return Ok(None),
            Some(false) => return Ok(Some(Conflict::Constraint(at))),
            None => {}
        }
        let mut implied = Vec::new();
        constraint.node.implied(true, &leaf, &mut implied);
        let implied: Vec<Bound> = implied
            .into_iter()
            .map(|(bound, stands)| if stands { bound.clone() } else { self.columns.negation(bound) })
            .collect();
        for bound in implied {
            match self.truth(&bound) {
                None => self.assert(bound, Reason::Constraint(at))?,
                Some(true) => {}
                Some(false) => return Ok(Some(Conflict::Constraint(at))),
            }
        }
        Ok(None)
    }

    /// The end of a column was tightened: looks at the learned clauses that watch it.
    fn propagate_learned(&mut self, column: usize, upper: bool) -> Result<Option<Conflict>, Why> {
        let watching = std::mem::take(self.watching(column, upper));
        let mut staying = Vec::with_capacity(watching.len());
        let mut watching = watching.into_iter();
        let mut conflict = None;
        for at in watching.by_ref() {
            self.meter.charge(1)?;
            let (tableau, clause) = (&self.tableau, &mut self.learned[at]);
            let false_now = |bound: &Bound| truth(tableau, bound) == Some(false);
            // The watched bound that is false stands second.
            if clause.bounds.first().is_some_and(false_now) && clause.bounds.len() > 1 {
                clause.bounds.swap(0, 1);
            }
            let (Some(first), second) = (clause.bounds.first(), clause.bounds.get(1)) else { continue };
            if truth(tableau, first) == Some(true) || second.is_some_and(|second| !false_now(second)) {
                staying.push(at);
                continue;
            }
            if let Some(place) = clause.bounds.iter().skip(2).position(|bound| !false_now(bound)) {
                self.meter.charge(place)?;
                clause.bounds.swap(1, place + 2);
                if let Some(bound) = clause.bounds.get(1) {
                    let (column, upper) = (bound.column, !bound.upper);
                    self.watching(column, upper).push(at);
                }
                continue;
            }
            self.meter.charge(clause.bounds.len())?;
            staying.push(at);
            if false_now(first) {
                conflict = Some(Conflict::Learned(at));
                break;
            }
            let first = first.clone();
            self.assert(first, Reason::Learned(at))?;
        }
        staying.extend(watching);
        self.watching(column, upper).append(&mut staying);
        Ok(conflict)
    }

    fn watching(&mut self, column: usize, upper: bool) -> &mut Vec<usize> {
        let watches = &mut self.watches[column];
        if upper { &mut watches.upper } else { &mut watches.lower }
    }

    /// Adds a learned clause, whose first bound follows now.
    pub fn learn(&mut self, clause: Learned) -> Result<(), Why> {
        let first = clause.bounds.first().cloned();
        let watched: Vec<(usize, bool)> =
            clause.bounds.iter().take(2).map(|bound| (bound.column, !bound.upper)).collect();
        let at = self.learned.push(clause);
        for (column, upper) in watched {
            self.watching(column, upper).push(at);
        }
        match first {
            Some(bound) if self.truth(&bound).is_none() => self.assert(bound, Reason::Learned(at)),
            _ => Ok(()),
        }
    }

    /// What to try next; `None`: all constraints hold.
    pub fn next_decision(&mut self) -> Result<Option<Bound>, Why> {
        while self.open < self.constraints.len() {
            let constraint = &self.constraints[self.open];
            self.meter.charge(constraint.size)?;
            let leaf = |bound: &Bound| truth(&self.tableau, bound);
            if constraint.node.truth(&leaf).is_none() {
                let current = |bound: &Bound| reaches(self.tableau.value(bound.column), &bound.end, bound.upper);
                if let Some((bound, stands)) = constraint.node.choose(true, &leaf, &current) {
                    return Ok(Some(if stands { bound.clone() } else { self.columns.negation(bound) }));
                }
            }
            self.open += 1;
        }
        Ok(None)
    }

    /// A variable that should be whole and is not, cut in two beside its value; after some such cuts in the middle of its
    /// range, so that they come to an end after few.
    pub fn cut(&self) -> Option<Bound> {
        let fractional = |column: &usize| self.columns.is_integral(*column) && !self.tableau.value(*column).is_whole();
        let column = (0..self.problem.variables().len()).find(fractional)?;
        let value = self.tableau.value(column);
        let ends = (self.tableau.end(column, false), self.tableau.end(column, true));
        if let ((Some(lower), Some(upper)), true) = (ends, self.cuts_of(column) >= CUTS_BESIDE) {
            let sum = &lower.at.real + &upper.at.real;
            let middle = sum.checked_div(&Exact::from(2_i64)).unwrap_or_else(Exact::zero).floor();
            let upper = value.real <= middle;
            let end = if upper { middle } else { &middle + &Exact::one() };
            return Some(self.columns.rounded(column, upper, end, false));
        }
        Some(self.columns.rounded(column, true, value.floor(), false))
    }

    /// The values of all variables.
    pub fn model(&self) -> Model {
        let infinitesimal = self.tableau.infinitesimal();
        let values = (0..self.problem.variables().len()).map(|column| {
            let value = self.tableau.value(column);
            &value.real + &(&value.delta * &infinitesimal)
        });
        Model::new(values.collect())
    }
}

/// Whether a bound holds by the ends of its column.
pub(super) fn truth(tableau: &Tableau, bound: &Bound) -> Option<bool> {
    if tableau.end(bound.column, bound.upper).is_some_and(|end| reaches(&end.at, &bound.end, bound.upper)) {
        return Some(true);
    }
    // The other end lies beyond: not even the nearest value is inside.
    let beyond = |end: &End| !reaches(&end.at, &bound.end, bound.upper);
    tableau.end(bound.column, !bound.upper).is_some_and(beyond).then_some(false)
}
