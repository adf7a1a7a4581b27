//! One problem and what its variables and clauses stand for.

use std::collections::HashMap;

use guiju_evaluator::Exact;
use guiju_program::Program;
use guiju_program::award::{AwardId, CapId};
use guiju_program::citation;
use guiju_program::diagnostic::Bilingual;
use guiju_program::expr::{Expr, RowSet};
use guiju_program::parameter::{BudgetId, ParameterId};
use guiju_program::rule::{CriteriaId, RuleId};
use guiju_program::schema::RecordId;
use guiju_program::source::Span;

use super::count::Counted;
use super::key::Keys;
use super::three::TRUE;
use crate::solver::{Clause, ClauseId, Formula, Problem, Sort, Var, Variable};
use crate::wording;

/// No table of facts has more rows.
pub const MOST_ROWS: i64 = 1 << 31;

/// What a clause of a problem stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// What words mean: a part is not more than the whole.
    Meaning,
    /// A rule or target.
    Rule(RuleId),
    /// A condition of a criteria.
    Condition(CriteriaId, usize),
    /// What an award pays per row.
    Award(AwardId),
    /// A ceiling over awards.
    Cap(CapId),
    /// What awards take from a budget is not more than it.
    Budget(BudgetId),
    /// What the text does not say and is taken for granted: those who are counted are paid.
    Intent(Bilingual),
}

/// A clause of a problem, as the policy has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// What it stands for.
    pub role: Role,
    /// Whether the clause says all that the policy says there, and not merely something that follows from it.
    pub exact: bool,
    /// Where it stands.
    pub span: Span,
    /// The clauses of the documents.
    pub cites: Vec<citation::ClauseId>,
}

/// What a variable stands for.
#[derive(Clone, Debug)]
pub enum Quantity<'p> {
    /// How many rows, and of which.
    Count(Counted<'p>),
    /// A sum over rows: of which rows, and of what.
    Total(Counted<'p>, &'p Expr),
    /// A value of the current row, or of a row that it refers to.
    Value(&'p Expr),
    /// A parameter whose figure is open.
    Open(ParameterId),
    /// What awards take from a budget.
    Drawn(BudgetId),
    /// What an award comes to before anything is cut.
    Demand(AwardId),
    /// What is paid of an award.
    Paid(AwardId),
    /// How many groups there are.
    Groups,
    /// A truth value of a row.
    Truth,
    /// It has no name in the policy.
    Helper,
}

/// A part of a policy that is not analysed; whatever it says is left open (未分析).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAnalysed {
    /// Where it stands.
    pub span: Span,
    /// Why.
    pub why: Why,
}

/// Why a part is not analysed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// Two quantities are multiplied or divided.
    NotLinear,
    /// It depends on the order of rows: rankings, the latest, months in a row.
    Order,
    /// A least or greatest value, a mean, a median, different values.
    Figure,
    /// It compares texts or references with each other.
    Identity,
    /// Steps of a workflow.
    Workflow,
    /// Definitions are nested too deep.
    Deep,
    /// It speaks of the working days of a calendar, or of the parts of a date.
    Calendar,
    /// What holds on a zero or negative base.
    ZeroBase,
    /// A figure by bands or from a table; its smallest and largest figure are taken.
    Banded,
    /// Of an amount only the least and the most that it can be were used.
    Amount,
}

impl Why {
    /// In words.
    pub fn text(self) -> Bilingual {
        let (zh, en) = match self {
            Self::NotLinear => ("两个不定的数相乘或相除", "two quantities are multiplied or divided"),
            Self::Order => ("与行的次序有关（排名、最近、连续）", "it depends on the order of rows"),
            Self::Figure => {
                ("最大、最小、平均、中位数、种数", "a least or greatest value, a mean, a median, or different values")
            }
            Self::Identity => ("文本或引用之间的比较", "texts or references are compared with each other"),
            Self::Workflow => ("流程的步骤", "steps of a workflow"),
            Self::Deep => ("定义套得太深", "definitions are nested too deep"),
            Self::Calendar => ("工作日，或者日期的一部分", "working days, or a part of a date"),
            Self::ZeroBase => ("基数为零或为负时怎样算", "what holds on a zero or negative base"),
            Self::Banded => (
                "分档或查表的数，只用了最小和最大的一档",
                "a figure by bands or from a table: only its smallest and largest were used",
            ),
            Self::Amount => {
                ("金额只用了最少和最多是多少", "of the amount only the least and the most that it can be were used")
            }
        };
        Bilingual::new(zh, en)
    }
}

/// A problem about one subject: the whole, a row of a record, or a group of rows.
#[derive(Debug)]
pub struct Scene<'p> {
    /// The policy.
    pub program: &'p Program,
    /// The texts of its expressions.
    pub keys: &'p Keys<'p>,
    /// The problem.
    pub problem: Problem,
    /// What its clauses stand for, in their order.
    pub origins: Vec<Origin>,
    /// What its variables stand for, in their order.
    pub quantities: Vec<Quantity<'p>>,
    /// What was left open.
    pub not_analysed: Vec<NotAnalysed>,
    vars: HashMap<String, Var>,
    pub(super) depth: usize,
}

impl<'p> Scene<'p> {
    /// A problem without variables and clauses.
    pub fn new(program: &'p Program, keys: &'p Keys<'p>) -> Self {
        Self {
            program,
            keys,
            problem: Problem::new(),
            origins: Vec::new(),
            quantities: Vec::new(),
            not_analysed: Vec::new(),
            vars: HashMap::new(),
            depth: 0,
        }
    }

    /// The variable of that text, if there is one.
    pub fn find(&self, key: &str) -> Option<Var> {
        self.vars.get(key).copied()
    }

    /// The variable of that text; the first time it is made.
    pub(super) fn intern(
        &mut self,
        key: String,
        sort: Sort,
        (lower, upper): (Option<Exact>, Option<Exact>),
        quantity: Quantity<'p>,
    ) -> Var {
        if let Some(var) = self.vars.get(&key) {
            return *var;
        }
        let label = Bilingual::new(key.clone(), key.clone());
        let unit = Bilingual::default();
        let var = self.problem.add_variable(Variable { name: key.clone(), sort, lower, upper, label, unit });
        self.quantities.push(quantity);
        self.vars.insert(key, var);
        var
    }

    /// A truth value of that text.
    pub(super) fn truth(&mut self, key: String) -> Formula {
        Formula::Bool(self.intern(key, Sort::Bool, (None, None), Quantity::Truth))
    }

    /// What a variable stands for.
    pub fn quantity(&self, var: Var) -> Option<&Quantity<'p>> {
        self.quantities.get(var.index())
    }

    /// Adds a clause; one that always holds is left out.
    pub fn clause(&mut self, formula: Formula, label: Bilingual, origin: Origin) -> Option<ClauseId> {
        if formula == TRUE {
            return None;
        }
        let name = label.zh.clone();
        self.origins.push(origin);
        Some(self.problem.add_clause(Clause { name, formula, label }))
    }

    /// Adds what words mean.
    pub(super) fn meaning(&mut self, formula: Formula) {
        let origin = Origin { role: Role::Meaning, exact: true, span: Span::default(), cites: Vec::new() };
        self.clause(formula, Bilingual::new("词义", "what the words mean"), origin);
    }

    /// What a clause stands for.
    pub fn origin(&self, clause: ClauseId) -> Option<&Origin> {
        self.origins.get(clause.index())
    }

    /// Notes that a part is left open.
    pub(super) fn leave_open(&mut self, span: Span, why: Why) {
        let note = NotAnalysed { span, why };
        if !self.not_analysed.contains(&note) {
            self.not_analysed.push(note);
        }
    }

    /// Gives variables the names that people call them by, where they have one.
    pub(super) fn name_variables(&mut self) {
        let vars: Vec<Var> = self.problem.variables().map(|(var, _)| var).collect();
        for var in vars {
            let label = wording::label(self, var);
            let unit = wording::unit(self, var);
            if let (Some(variable), Some(label)) = (self.problem.get_mut(var), label) {
                variable.label = label;
                variable.unit = unit;
            }
        }
    }

    /// The rows of a whole table.
    pub(super) const fn table(record: RecordId) -> RowSet {
        RowSet { record, relation: guiju_program::expr::Relation::Whole }
    }
}
