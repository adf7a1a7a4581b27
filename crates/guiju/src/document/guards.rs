//! Which tests guard which clauses.

use std::collections::{BTreeSet, HashMap, HashSet};

use guiju_program::Program;
use guiju_program::arena::Id;
use guiju_program::award::AwardId;
use guiju_program::citation::ClauseId;
use guiju_program::expr::Expr;
use guiju_program::program::{PolicyDate, ValidUntil};
use guiju_program::rule::{CriteriaId, DefineId, Form, RuleId};
use guiju_program::test_item::{Subject, TestItem};

use super::references::{Named, expressions, named_in};

/// Tests by clauses, and clauses by tests.
///
/// A test guards the clauses of what it expects something of, and those of the figures, tables, exclusions and ceilings that this
/// names itself: of them a test cannot expect anything.
pub struct Guards {
    by_clause: Vec<Vec<usize>>,
    by_test: Vec<Vec<ClauseId>>,
}

struct Finder<'p> {
    program: &'p Program,
    /// For each budget the rule that it is.
    budget_rules: HashMap<guiju_program::parameter::BudgetId, RuleId>,
    /// The ceilings over each award.
    caps: HashMap<AwardId, Vec<guiju_program::award::CapId>>,
    /// The definition that is the condition of an exclusion, by the rule that it is.
    exclusions: HashMap<RuleId, DefineId>,
    barring: HashSet<DefineId>,
}

impl Guards {
    pub fn new(program: &Program, tests: &[TestItem]) -> Self {
        let exclusions = || program.exclusions.values();
        let mut finder = Finder {
            program,
            budget_rules: HashMap::new(),
            caps: HashMap::new(),
            exclusions: exclusions().map(|exclusion| (exclusion.rule, exclusion.define)).collect(),
            barring: exclusions().map(|exclusion| exclusion.define).collect(),
        };
        for (id, rule) in program.rules.iter() {
            if let Form::Budget(budget) = rule.form {
                finder.budget_rules.insert(budget, id);
            }
        }
        for (id, cap) in program.caps.iter() {
            for award in &cap.awards {
                finder.caps.entry(*award).or_default().push(id);
            }
        }
        let mut guards = Self { by_clause: vec![Vec::new(); program.clauses.len()], by_test: Vec::new() };
        for (index, test) in tests.iter().enumerate() {
            let mut clauses = BTreeSet::new();
            for expectation in &test.expectations {
                finder.subject(&expectation.subject, &mut clauses);
            }
            for clause in &clauses {
                if let Some(tests) = guards.by_clause.get_mut(clause.index()) {
                    tests.push(index);
                }
            }
            guards.by_test.push(clauses.into_iter().collect());
        }
        guards
    }

    /// The tests that guard a clause.
    pub fn of(&self, clause: ClauseId) -> &[usize] {
        self.by_clause.get(clause.index()).map_or(&[], Vec::as_slice)
    }

    /// The clauses that a test guards.
    pub fn by(&self, test: usize) -> &[ClauseId] {
        self.by_test.get(test).map_or(&[], Vec::as_slice)
    }
}

impl Finder<'_> {
    fn subject(&self, subject: &Subject, clauses: &mut BTreeSet<ClauseId>) {
        let program = self.program;
        match subject {
            Subject::InForce => {
                if let Some(PolicyDate::Parameter(id)) = program.policy.valid_from {
                    clauses.extend(&program.parameters[id].cites);
                }
                match program.policy.valid_until {
                    Some(ValidUntil::UsedUp(budget)) => clauses.extend(&program.budgets[budget].cites),
                    Some(ValidUntil::Date(PolicyDate::Parameter(id))) => clauses.extend(&program.parameters[id].cites),
                    _ => {}
                }
            }
            Subject::Rule(rule) | Subject::RuleOnRow(rule, ..) => self.rule(*rule, clauses),
            Subject::Criteria(criteria, _) => self.criteria(*criteria, clauses),
            Subject::Condition(criteria, index, _) => {
                let criteria = &program.criteria[*criteria];
                if let Some(condition) = criteria.conditions.get(*index) {
                    let own = if condition.cites.is_empty() { &criteria.cites } else { &condition.cites };
                    clauses.extend(own);
                    self.figures([&condition.expr], clauses);
                }
            }
            Subject::Define(define, _) => {
                clauses.extend(&program.defines[*define].cites);
                self.figures([&program.defines[*define].expr], clauses);
            }
            Subject::Award(award, _) | Subject::Instalment(award, ..) | Subject::AwardTotal(award) => {
                self.award(*award, clauses);
            }
            Subject::Left(budget) | Subject::Used(budget) => {
                clauses.extend(&program.budgets[*budget].cites);
                if let Some(rule) = self.budget_rules.get(budget) {
                    clauses.extend(&program.rules[*rule].cites);
                }
            }
            Subject::Allocated(allocation, _) => {
                let named = Named::Allocation(*allocation);
                clauses.extend(&program.allocations[*allocation].cites);
                self.figures(expressions(program, named), clauses);
            }
        }
    }

    fn rule(&self, id: RuleId, clauses: &mut BTreeSet<ClauseId>) {
        let rule = &self.program.rules[id];
        clauses.extend(&rule.cites);
        self.figures([&rule.expr], clauses);
        if let Form::Workflow(workflow) = rule.form {
            self.criteria(workflow, clauses);
        }
        if let Some(define) = self.exclusions.get(&id) {
            self.figures([&self.program.defines[*define].expr], clauses);
        }
    }

    fn criteria(&self, id: CriteriaId, clauses: &mut BTreeSet<ClauseId>) {
        let criteria = &self.program.criteria[id];
        clauses.extend(&criteria.cites);
        for condition in &criteria.conditions {
            clauses.extend(&condition.cites);
            self.figures([&condition.expr], clauses);
        }
    }

    fn award(&self, id: AwardId, clauses: &mut BTreeSet<ClauseId>) {
        let award = &self.program.awards[id];
        clauses.extend(&award.cites);
        for cap in self.caps.get(&id).into_iter().flatten() {
            let cap = &self.program.caps[*cap];
            clauses.extend(&cap.cites);
            self.figures([&cap.limit], clauses);
        }
        let exprs = expressions(self.program, Named::Award(id));
        self.figures(exprs.iter().copied(), clauses);
        // Those that it bars.
        for named in named_in(exprs) {
            if let Named::Define(define) = named
                && self.barring.contains(&define)
            {
                clauses.extend(&self.program.defines[define].cites);
            }
        }
    }

    /// The clauses of the figures and tables that expressions name.
    fn figures<'e>(&self, exprs: impl IntoIterator<Item = &'e Expr>, clauses: &mut BTreeSet<ClauseId>) {
        for named in named_in(exprs) {
            match named {
                Named::Parameter(id) => clauses.extend(&self.program.parameters[id].cites),
                Named::Budget(id) => clauses.extend(&self.program.budgets[id].cites),
                Named::Table(id) => clauses.extend(&self.program.tables[id].cites),
                _ => {}
            }
        }
    }
}
