//! Variables, named clauses, objectives.

use guiju_evaluator::Exact;
use guiju_program::Bilingual;

use super::formula::Formula;
use super::linear::Linear;

/// A variable of one problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Var(u32);

impl Var {
    /// Its place in the problem's order.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A clause of one problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClauseId(u32);

impl ClauseId {
    /// Its place in the problem's order.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What values a variable takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// A truth value (真假): 0 or 1 in sums.
    Bool,
    /// A whole number (整数).
    Int,
    /// A real number (实数).
    Real,
}

/// A variable (变量) and what people call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// A short name, for SMT-LIB text and logs; it need not be unique.
    pub name: String,
    /// What values it takes.
    pub sort: Sort,
    /// It is never below this.
    pub lower: Option<Exact>,
    /// It is never above this.
    pub upper: Option<Exact>,
    /// What people call it: 户数, shops.
    pub label: Bilingual,
    /// What it is counted in: 户, 万元.
    pub unit: Bilingual,
}

/// A named clause (条款): what a core is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// A short name, for SMT-LIB text and logs; it need not be unique.
    pub name: String,
    /// What must hold.
    pub formula: Formula,
    /// What people call it: 第四条的预算.
    pub label: Bilingual,
}

/// Which way an objective is driven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// As large as can be.
    Maximise,
    /// As small as can be.
    Minimise,
}

/// What is to be as large or as small as can be (目标).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    /// Which way.
    pub direction: Direction,
    /// What.
    pub linear: Linear,
}

impl Objective {
    /// As large as can be.
    pub fn maximise(linear: impl Into<Linear>) -> Self {
        Self { direction: Direction::Maximise, linear: linear.into() }
    }

    /// As small as can be.
    pub fn minimise(linear: impl Into<Linear>) -> Self {
        Self { direction: Direction::Minimise, linear: linear.into() }
    }
}

/// Variables and named clauses (问题).
///
/// The bounds of variables always hold and are in no core: what a core should name is written as a clause. Give every
/// `Int` both bounds, or the answer may be that the limits were reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    variables: Vec<Variable>,
    clauses: Vec<Clause>,
}

impl Problem {
    /// No variable and no clause.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a variable without bounds, called by its name.
    pub fn variable(&mut self, name: impl Into<String>, sort: Sort) -> Var {
        let name = name.into();
        let label = Bilingual::new(name.clone(), name.clone());
        self.add_variable(Variable { name, sort, lower: None, upper: None, label, unit: Bilingual::default() })
    }

    /// Adds a variable with bounds, called by its name.
    pub fn bounded(
        &mut self,
        name: impl Into<String>,
        sort: Sort,
        lower: impl Into<Exact>,
        upper: impl Into<Exact>,
    ) -> Var {
        let variable = self.variable(name, sort);
        if let Some(of) = self.variables.last_mut() {
            of.lower = Some(lower.into());
            of.upper = Some(upper.into());
        }
        variable
    }

    /// Adds a variable.
    pub fn add_variable(&mut self, variable: Variable) -> Var {
        let id = Var(u32::try_from(self.variables.len()).unwrap_or(u32::MAX));
        self.variables.push(variable);
        id
    }

    /// Adds a clause, called by its name.
    pub fn clause(&mut self, name: impl Into<String>, formula: Formula) -> ClauseId {
        let name = name.into();
        let label = Bilingual::new(name.clone(), name.clone());
        self.add_clause(Clause { name, formula, label })
    }

    /// Adds a clause.
    pub fn add_clause(&mut self, clause: Clause) -> ClauseId {
        let id = ClauseId(u32::try_from(self.clauses.len()).unwrap_or(u32::MAX));
        self.clauses.push(clause);
        id
    }

    /// A variable; `None` for one of another problem.
    pub fn get(&self, variable: Var) -> Option<&Variable> {
        self.variables.get(variable.index())
    }

    /// A variable that is to be changed: its bounds, its label, its unit.
    pub fn get_mut(&mut self, variable: Var) -> Option<&mut Variable> {
        self.variables.get_mut(variable.index())
    }

    /// A clause; `None` for one of another problem.
    pub fn get_clause(&self, clause: ClauseId) -> Option<&Clause> {
        self.clauses.get(clause.index())
    }

    /// A clause that is to be changed.
    pub fn get_clause_mut(&mut self, clause: ClauseId) -> Option<&mut Clause> {
        self.clauses.get_mut(clause.index())
    }

    /// All variables in order.
    pub fn variables(&self) -> impl ExactSizeIterator<Item = (Var, &Variable)> {
        self.variables.iter().enumerate().map(|(at, variable)| (Var(u32::try_from(at).unwrap_or(u32::MAX)), variable))
    }

    /// All clauses in order.
    pub fn clauses(&self) -> impl ExactSizeIterator<Item = (ClauseId, &Clause)> {
        self.clauses.iter().enumerate().map(|(at, clause)| (ClauseId(u32::try_from(at).unwrap_or(u32::MAX)), clause))
    }

    /// The ids of all clauses in order.
    pub fn clause_ids(&self) -> Vec<ClauseId> {
        self.clauses().map(|(id, _)| id).collect()
    }
}
