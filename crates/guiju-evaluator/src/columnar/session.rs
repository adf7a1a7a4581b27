//! Single records, again and again: a criteria compiled once, judged row by row.

use guiju_program::Program;
use guiju_program::rule::CriteriaId;
use guiju_program::value::Verdict;

use super::compile::Compiler;
use super::context::Context;
use super::kernels;
use super::plan::{Plan, Scratch, ThisRow, VerdictSource};
use super::run::{Runner, code_of};
use super::walk_rows::RowWalker;
use crate::facts::Facts;
use crate::outcome::Options;

/// Judges a criteria on single rows of facts (逐户判定). Its registers are kept between calls, so that a call allocates
/// nothing while every fact of the row is known.
pub struct Session<'a> {
    plan: Plan<'a>,
    conditions: Vec<VerdictSource<'a>>,
    all: VerdictSource<'a>,
    walker: RowWalker<'a>,
    scratch: Scratch,
    chunk_rows: usize,
}

impl<'a> Session<'a> {
    /// A session for a criteria of the program.
    pub fn new(program: &'a Program, facts: &'a Facts, options: &'a Options, criteria: CriteriaId) -> Self {
        let mut context = Context::new(program, facts, options);
        context.settled = super::settle::settled(program, facts, options);
        let definition = &program.criteria[criteria];
        let mut compiler = Compiler::rows(&mut context, definition.record, ThisRow::Same);
        let conditions: Vec<_> =
            definition.conditions.iter().map(|condition| compiler.verdict(&condition.expr)).collect();
        let all = compiler.join_conditions(criteria, conditions.clone());
        let plan = compiler.finish();
        Self {
            scratch: Scratch::for_plan(&plan),
            plan,
            conditions,
            all,
            walker: context.walker(),
            chunk_rows: options.chunk_rows.max(1),
        }
    }

    /// The verdict on a row; undetermined for a row that does not exist.
    pub fn judge(&mut self, row: usize) -> Verdict {
        let runner = Runner { walker: &self.walker, chunk_rows: self.chunk_rows };
        runner.run(&self.plan, &mut self.scratch, row..row.saturating_add(1));
        kernels::verdict(code_of(&self.all, &self.scratch, row))
    }

    /// The verdicts of the conditions on the row that was judged last.
    pub fn conditions(&self, row: usize) -> impl Iterator<Item = Verdict> + '_ {
        self.conditions.iter().map(move |source| kernels::verdict(code_of(source, &self.scratch, row)))
    }
}
