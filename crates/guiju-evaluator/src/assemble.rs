//! The outcome of an evaluation, from what an engine found.
//!
//! An [`Engine`] decides; which rows are named, in what order, with which numbers and for what reason is settled here,
//! once for every engine.

use std::sync::Arc;

use guiju_program::expr::{CompareOp, ExprKind, RowPath, RowVar};
use guiju_program::rule::{Criteria, CriteriaId, Form, Rule, RuleId, Scope};
use guiju_program::schema::{FieldId, RecordId};
use guiju_program::value::Verdict;
use guiju_program::{Expr, Program, Span, Type};

use crate::explain::Reasons;
use crate::facts::Facts;
use crate::interval::Num;
use crate::limits::{Limits, Meter, Stop};
use crate::outcome::{
    Cause, Causes, ConditionOutcome, CriteriaOutcome, Explained, GroupOutcome, InForceOutcome, Items, Measure, Options,
    Outcome, RowOutcome, RuleOutcome,
};
use crate::remedy::remedies;
use crate::walk::{At, Group, Lookup, Walker};

mod awards;
mod overriding;

use overriding::Overriding;

pub(crate) use awards::instalments;

pub(crate) use crate::settled::Settled;

/// Why facts could not be evaluated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EvaluateError {
    /// The facts were built for another program: their tables do not have its fields.
    #[error("the facts were built for another program")]
    ForeignFacts,
    /// Two rules that override a third both apply, and neither comes before the other.
    #[error("{first} and {second} both override {over} and both apply to {at}, and neither comes before the other")]
    Conflict {
        /// The rule declared first, and where.
        first: String,
        /// Where it is declared.
        first_span: Span,
        /// The other rule.
        second: String,
        /// Where it is declared.
        second_span: Span,
        /// The rule that both override.
        over: String,
        /// The row or the group, by record and key.
        at: String,
    },
    /// A limit ended the evaluation, or it was cancelled.
    #[error("{} at {item}, after {steps} steps", match stop {
        Stop::Steps => "it takes more steps than it may",
        Stop::Cancelled => "it was cancelled",
    })]
    Stopped {
        /// Why.
        stop: Stop,
        /// The item at which it stood.
        item: String,
        /// How many steps it had taken.
        steps: u64,
    },
}

/// What an engine found about a criteria: one entry a row, none where the table was not given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CriteriaVerdicts {
    /// Over all conditions, or as given.
    pub all: Vec<Verdict>,
    /// For each condition, in order.
    pub conditions: Vec<Vec<Verdict>>,
}

/// What an engine found about a rule, on the whole or on one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Judged {
    pub verdict: Verdict,
    /// Both sides, where the rule is one comparison of ordered values.
    pub sides: Option<(Num, Num)>,
    /// Where the left side is a share of rows and no row is in doubt: how many pass, of how many.
    pub share: Option<(u64, u64)>,
    /// Where the left side is a count or a share: the rows counted.
    pub tally: Option<Tally>,
}

/// The rows that a count or a share goes over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// The record.
    pub record: Option<RecordId>,
    /// Rows that are surely counted; for a share, among those that pass.
    pub pass: u64,
    /// Rows that are perhaps counted.
    pub undetermined: u64,
    /// All rows of the set, before any filter.
    pub total: u64,
    /// The first of the undetermined rows, ascending: up to one more than the row limit.
    pub unsure_rows: Vec<u32>,
}

/// What an engine found about one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JudgedGroup {
    /// The values that its rows share, as [`Facts::cell_text`] prints them.
    pub key: Vec<String>,
    pub judged: Judged,
}

/// Decides criteria and rules of one program over one set of facts.
pub(crate) trait Engine {
    /// Settles all awards and divides all totals. It is asked first: criteria and rules may name amounts.
    fn settle(&mut self) -> Result<Arc<Settled>, EvaluateError>;

    /// The verdicts of a criteria on all rows of its record.
    fn criteria(&mut self, criteria: CriteriaId) -> Result<CriteriaVerdicts, EvaluateError>;

    /// The verdicts of a rule on each row of its record; none where the table was not given.
    fn each(&mut self, rule: RuleId) -> Result<Vec<Verdict>, EvaluateError>;

    /// The verdict of a rule on the whole.
    fn whole(&mut self, rule: RuleId) -> Result<Judged, EvaluateError>;

    /// The verdicts of a rule on each group, in the order of the values that make the groups; none where the table was
    /// not given.
    fn groups(&mut self, rule: RuleId) -> Result<Vec<JudgedGroup>, EvaluateError>;
}

/// Refuses facts that were built for another program.
pub(crate) fn check_facts(program: &Program, facts: &Facts) -> Result<(), EvaluateError> {
    let fits = program.records.iter().all(|(id, record)| {
        facts.table(id).is_none_or(|table| {
            let all = record.fields.ids().all(|field| table.column(field).is_some());
            let next = u32::try_from(record.fields.len()).unwrap_or(u32::MAX);
            all && table.column(FieldId(next)).is_none() && table.owners().is_some() == record.parent.is_some()
        })
    });
    if fits { Ok(()) } else { Err(EvaluateError::ForeignFacts) }
}

/// The outcome, from what the engine finds.
pub(crate) fn assemble(
    program: &Program,
    facts: &Facts,
    options: &Options,
    engine: &mut dyn Engine,
    meter: &Arc<Meter>,
) -> Result<Outcome, EvaluateError> {
    check_facts(program, facts)?;
    let go_on = |item: &str| match meter.stopped() {
        None => Ok(()),
        Some(stop) => Err(EvaluateError::Stopped { stop, item: item.to_owned(), steps: meter.steps() }),
    };
    // What explains verdicts looks at a limited number of rows: its steps are not counted, but it can be cancelled.
    let explaining = Meter::new(&Limits { steps: None, cancel: options.limits.cancel.clone() });
    let walker = Walker::new(program, facts, options.as_of, Lookup::Index).with_meter(Arc::new(explaining));
    let settled = engine.settle()?;
    go_on(meter.settled_last(program))?;
    walker.set_settled(settled.clone());
    let quiet = Options { row_limit: 0, working_limit: 0, cause_limit: 0, ..options.clone() };
    let loud = Assembly { walker: &walker, options };
    let quiet = Assembly { walker: &walker, options: &quiet };
    let assembly = if options.explained == Explained::All { &loud } else { &quiet };
    let rows = program.records.ids().filter_map(|record| {
        let len = facts.table(record)?.len();
        Some((record, u64::try_from(len).unwrap_or(u64::MAX)))
    });
    let criteria = program
        .criteria
        .iter()
        .map(|(id, criteria)| {
            let found = engine.criteria(id)?;
            go_on(&criteria.name.text)?;
            Ok(assembly.criteria(id, &found))
        })
        .collect::<Result<Vec<_>, EvaluateError>>()?;
    let mut overriding = Overriding::new(program);
    let rules = program
        .rules
        .iter()
        .map(|(id, rule)| (id, rule, if options.explained.has(id) { &loud } else { &quiet }))
        .map(|(id, rule, assembly)| match &rule.scope {
            Scope::Whole => {
                let judged = engine.whole(id)?;
                go_on(&rule.name.text)?;
                overriding.put(id, || vec![(Vec::new(), judged.verdict)]);
                Ok(assembly.whole(id, rule, &judged))
            }
            Scope::Each(record) => {
                let verdicts = engine.each(id)?;
                go_on(&rule.name.text)?;
                overriding.put_rows(id, &verdicts);
                Ok(assembly.each(id, rule, *record, &verdicts))
            }
            Scope::EachGroup { record, keys } => {
                let judged = engine.groups(id)?;
                go_on(&rule.name.text)?;
                overriding.put(id, || judged.iter().map(|g| (g.key.clone(), g.judged.verdict)).collect());
                Ok(assembly.each_group(id, rule, *record, keys, judged))
            }
        })
        .collect::<Result<Vec<_>, EvaluateError>>()?;
    if let Some(conflict) = overriding.conflict(&walker) {
        return Err(conflict);
    }
    let awards = program.awards.ids().map(|id| assembly.award(id, &settled)).collect();
    go_on(&program.policy.id)?;
    Ok(Outcome {
        as_of: options.as_of,
        in_force: if options.explained.has_in_force() { loud.in_force() } else { quiet.in_force() },
        rows: rows.collect(),
        rules,
        criteria,
        awards,
        budgets: assembly.budgets(&settled),
        allocations: program.allocations.ids().map(|id| assembly.allocation(id, &settled)).collect(),
    })
}

struct Assembly<'w, 'a> {
    walker: &'w Walker<'a>,
    options: &'w Options,
}

const fn is_open(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Fail | Verdict::Undetermined)
}

impl<'w, 'a> Assembly<'w, 'a> {
    fn reasons(&self) -> Reasons<'w, 'a> {
        Reasons::new(self.walker, self.options.cause_limit)
    }

    /// Whether the policy is in force; which amounts are drawn is settled.
    fn in_force(&self) -> Option<InForceOutcome> {
        let conditions = &self.walker.program.policy.in_force;
        let conditions: Vec<ConditionOutcome> = conditions
            .iter()
            .enumerate()
            .map(|(index, expr)| {
                let verdict = self.walker.condition(expr, &At::WHOLE);
                ConditionOutcome {
                    index,
                    verdict,
                    measure: self.reasons().deciding(expr, &At::WHOLE),
                    causes: self.causes(verdict, expr, &At::WHOLE),
                }
            })
            .collect();
        let verdict = conditions.iter().map(|found| found.verdict).reduce(Verdict::and)?;
        Some(InForceOutcome { verdict, conditions })
    }

    fn key(&self, record: RecordId, row: u32) -> String {
        self.walker.facts.key(self.walker.program, record, row)
    }

    /// Why an expression is undetermined; nothing for other verdicts.
    fn causes(&self, verdict: Verdict, expr: &'a Expr, at: &At<'_>) -> Causes {
        if verdict != Verdict::Undetermined {
            return Causes::default();
        }
        let mut reasons = self.reasons();
        reasons.condition(expr, at);
        reasons.finish()
    }

    /// Why a rule is undetermined on the whole or on a group, from the rows that the engine found in doubt.
    fn judged_causes(&self, rule: &'a Rule, judged: &Judged, at: &At<'_>) -> Causes {
        if judged.verdict != Verdict::Undetermined {
            return Causes::default();
        }
        let mut reasons = self.reasons();
        let doubtful = judged.tally.as_ref().map(|tally| &tally.unsure_rows[..]);
        reasons.rule(&rule.expr, at, doubtful.unwrap_or_default());
        reasons.finish()
    }

    fn criteria(&self, id: CriteriaId, found: &CriteriaVerdicts) -> CriteriaOutcome {
        let program = self.walker.program;
        let definition = &program.criteria[id];
        let count = |verdicts: &[Verdict]| {
            let mut items = Items { record: Some(definition.record), ..Items::default() };
            verdicts.iter().for_each(|verdict| items.count(*verdict));
            items
        };
        let mut open = rows_of(&found.all).filter(|(_, verdict)| is_open(*verdict));
        let failures: Vec<RowOutcome> = open
            .by_ref()
            .take(self.options.row_limit)
            .map(|(row, verdict)| self.criteria_row(id, found, row, verdict))
            .collect();
        CriteriaOutcome {
            criteria: id,
            items: count(&found.all),
            conditions: found.conditions.iter().map(|v| count(v)).collect(),
            failures,
            truncated: open.next().is_some(),
        }
    }

    fn criteria_row(&self, id: CriteriaId, found: &CriteriaVerdicts, row: u32, verdict: Verdict) -> RowOutcome {
        let definition = &self.walker.program.criteria[id];
        let key = self.key(definition.record, row);
        let table = self.walker.facts.table(definition.record);
        let given = table.and_then(|table| table.given_verdict(id, row as usize));
        let mut outcome = RowOutcome { key, verdict, measure: None, causes: Causes::default(), conditions: Vec::new() };
        // A verdict that was given stands on no condition.
        if given == Some(Verdict::Undetermined) {
            outcome.causes.list = vec![Cause::Given(id, outcome.key.clone())];
        }
        if given.is_some() {
            return outcome;
        }
        outcome.conditions = self.conditions(definition, row, |index| {
            let verdicts = found.conditions.get(index)?;
            verdicts.get(row as usize).copied()
        });
        outcome
    }

    /// The conditions that a row fails, or that are open.
    fn conditions(
        &self,
        definition: &'a Criteria,
        row: u32,
        verdict_of: impl Fn(usize) -> Option<Verdict>,
    ) -> Vec<ConditionOutcome> {
        let at = At::row(definition.record, row);
        let conditions = definition.conditions.iter().enumerate();
        conditions
            .filter_map(|(index, condition)| Some((index, condition, verdict_of(index)?)))
            .filter(|(.., verdict)| is_open(*verdict))
            .map(|(index, condition, verdict)| ConditionOutcome {
                index,
                verdict,
                measure: self.decided(definition, index, verdict, row),
                causes: self.causes(verdict, &condition.expr, &at),
            })
            .collect()
    }

    /// The steps of a workflow that a row fails, or that are open.
    fn steps(&self, id: CriteriaId, row: u32) -> Vec<ConditionOutcome> {
        let definition = &self.walker.program.criteria[id];
        let table = self.walker.facts.table(definition.record);
        if table.is_some_and(|table| table.given_verdict(id, row as usize).is_some()) {
            return Vec::new();
        }
        let at = At::row(definition.record, row);
        self.conditions(definition, row, |index| {
            definition.conditions.get(index).map(|step| self.walker.condition(&step.expr, &at))
        })
    }

    /// The comparison that decided a condition. A step of a workflow may fail for want of a date: then it is that date, which
    /// is not there, that is compared with the one that it misses.
    fn decided(&self, definition: &'a Criteria, index: usize, verdict: Verdict, row: u32) -> Option<Measure> {
        let at = At::row(definition.record, row);
        let condition = definition.conditions.get(index)?;
        let decided = self.reasons().deciding(&condition.expr, &at);
        let Some(dates) = definition.dates.as_ref().filter(|_| verdict == Verdict::Fail) else {
            return decided;
        };
        let own_row = RowPath::new(RowVar::Current, definition.record);
        let number = |field: &FieldId| self.walker.number_field(&own_row, *field, &at);
        let own = number(dates.get(index)?);
        let between =
            |op, bound| Measure { measured: own.clone(), share: None, op, bound, margin: None, ty: Type::Date };
        match decided {
            Some(overdue) if own.is_absent() => Some(between(overdue.op, overdue.bound)),
            Some(decided) => Some(decided),
            None if own.is_absent() => {
                let later = dates.iter().skip(index + 1).map(number).find(|date| !date.is_absent())?;
                Some(between(CompareOp::Le, later))
            }
            None => {
                let earlier = dates.iter().take(index).map(number).find(Num::is_absent)?;
                Some(between(CompareOp::Ge, earlier))
            }
        }
    }

    /// The comparison that decided a rule on the whole or on a group.
    fn measure(&self, rule: &'a Rule, judged: &Judged, at: &At<'_>) -> Option<Measure> {
        if self.options.cause_limit == 0 && judged.sides.is_none() {
            return None;
        }
        let mut measure = match (&judged.sides, &rule.expr.kind) {
            (Some((measured, bound)), ExprKind::Compare { op, left, .. }) => {
                measure_of(*op, measured.clone(), bound.clone(), left)
            }
            _ => self.reasons().deciding(&rule.expr, at)?,
        };
        measure.share = measure.share.or(judged.share);
        Some(measure)
    }

    fn items(&self, tally: Option<&Tally>) -> Items {
        let Some(tally) = tally else {
            return Items::default();
        };
        let record = tally.record;
        let limit = self.options.row_limit;
        let named = tally.unsure_rows.iter().take(limit);
        Items {
            record,
            pass: tally.pass,
            fail: 0,
            undetermined: tally.undetermined,
            not_applicable: tally.total.saturating_sub(tally.pass).saturating_sub(tally.undetermined),
            failing_keys: Vec::new(),
            undetermined_keys: named.filter_map(|row| Some(self.key(record?, *row))).collect(),
            truncated: tally.unsure_rows.len() > limit,
        }
    }

    fn whole(&self, id: RuleId, rule: &'a Rule, judged: &Judged) -> RuleOutcome {
        let measure = self.measure(rule, judged, &At::WHOLE);
        RuleOutcome {
            rule: id,
            verdict: judged.verdict,
            remedy: remedies(rule, judged),
            measure,
            items: self.items(judged.tally.as_ref()),
            groups: Vec::new(),
            failures: Vec::new(),
            causes: self.judged_causes(rule, judged, &At::WHOLE),
        }
    }

    fn each(&self, id: RuleId, rule: &'a Rule, record: RecordId, verdicts: &[Verdict]) -> RuleOutcome {
        let mut outcome = self.empty(id);
        outcome.items.record = Some(record);
        if self.walker.facts.table(record).is_none() {
            return Self::of_unknown_table(outcome, record);
        }
        let limit = self.options.row_limit;
        let mut reasons = self.reasons();
        let mut explained = 0;
        for (row, verdict) in rows_of(verdicts) {
            outcome.verdict = outcome.verdict.and(verdict);
            let items = &mut outcome.items;
            items.count(verdict);
            let keys = match verdict {
                Verdict::Fail => &mut items.failing_keys,
                Verdict::Undetermined => &mut items.undetermined_keys,
                Verdict::Pass | Verdict::NotApplicable => continue,
            };
            if keys.len() < limit {
                keys.push(self.key(record, row));
            } else {
                items.truncated = true;
            }
            let at = At::row(record, row);
            if outcome.failures.len() < limit {
                outcome.failures.push(RowOutcome {
                    key: self.key(record, row),
                    verdict,
                    measure: self.reasons().deciding(&rule.expr, &at),
                    causes: self.causes(verdict, &rule.expr, &at),
                    conditions: match rule.form {
                        Form::Workflow(workflow) => self.steps(workflow, row),
                        _ => Vec::new(),
                    },
                });
            }
            if verdict == Verdict::Undetermined {
                // The first rows stand for all: how many there are may not make this slow.
                if explained < limit {
                    reasons.condition(&rule.expr, &at);
                } else {
                    reasons.cut();
                }
                explained += 1;
            }
        }
        if outcome.verdict == Verdict::Undetermined {
            outcome.causes = reasons.finish();
        }
        outcome
    }

    fn each_group(
        &self,
        id: RuleId,
        rule: &'a Rule,
        record: RecordId,
        keys: &[FieldId],
        judged: Vec<JudgedGroup>,
    ) -> RuleOutcome {
        let mut outcome = self.empty(id);
        if self.walker.facts.table(record).is_none() {
            return Self::of_unknown_table(outcome, record);
        }
        // The rows of the groups are looked up only where something is to be explained by them.
        let explained =
            |group: &JudgedGroup| group.judged.verdict == Verdict::Undetermined || group.judged.sides.is_none();
        let wanted = judged.iter().any(explained) || self.walker.has_loose_rows(record, keys);
        let groups = wanted.then(|| self.walker.groups(record, keys)).flatten().unwrap_or_default();
        let mut reasons = self.reasons();
        // Both lists come in the order of the values that make the groups.
        let nobody = Group::default();
        let rows = groups.groups.iter().map(|group| &group.group);
        let rows = rows.chain(std::iter::repeat(&nobody));
        let mut explained = 0;
        for (found, group) in judged.into_iter().zip(rows) {
            let at = At::group(group);
            let verdict = found.judged.verdict;
            outcome.verdict = outcome.verdict.and(verdict);
            let mut causes = Causes::default();
            if verdict == Verdict::Undetermined {
                if explained < self.options.row_limit {
                    causes = self.judged_causes(rule, &found.judged, &at);
                    causes.list.iter().for_each(|cause| reasons.add(cause.clone()));
                    if causes.truncated {
                        reasons.cut();
                    }
                } else {
                    causes.truncated = true;
                    reasons.cut();
                }
                explained += 1;
            }
            outcome.groups.push(GroupOutcome {
                key: found.key,
                verdict,
                measure: self.measure(rule, &found.judged, &at),
                items: self.items(found.judged.tally.as_ref()),
                causes,
                remedy: remedies(rule, &found.judged),
            });
        }
        if self.may_make_a_group(rule, keys, &groups.loose) {
            outcome.verdict = outcome.verdict.and(Verdict::Undetermined);
            for row in &groups.loose {
                if !reasons.is_full() {
                    reasons.unknown_cells(record, keys, *row);
                }
            }
        }
        if outcome.verdict == Verdict::Undetermined {
            outcome.causes = reasons.finish();
        }
        outcome
    }

    /// Whether rows whose group is unknown may make a group of their own on which the rule does not hold.
    fn may_make_a_group(&self, rule: &'a Rule, keys: &[FieldId], loose: &[u32]) -> bool {
        /// With more rows than that they are not tried one by one.
        const TRIED: usize = 64;
        if loose.is_empty() {
            return false;
        }
        let holds = |group: &Group| {
            let verdict = self.walker.condition(&rule.expr, &At::group(group));
            matches!(verdict, Verdict::Pass | Verdict::NotApplicable)
        };
        if loose.len() > TRIED {
            return !holds(&Group { keys: keys.to_vec(), sure: Vec::new(), unsure: loose.to_vec() });
        }
        // A group has at least one row: that one is sure, the others are not.
        !loose.iter().all(|first| {
            holds(&Group {
                keys: keys.to_vec(),
                sure: vec![*first],
                unsure: loose.iter().copied().filter(|row| row != first).collect(),
            })
        })
    }

    const fn empty(&self, id: RuleId) -> RuleOutcome {
        RuleOutcome {
            rule: id,
            verdict: Verdict::NotApplicable,
            measure: None,
            items: Items {
                record: None,
                pass: 0,
                fail: 0,
                undetermined: 0,
                not_applicable: 0,
                failing_keys: Vec::new(),
                undetermined_keys: Vec::new(),
                truncated: false,
            },
            groups: Vec::new(),
            failures: Vec::new(),
            causes: Causes { list: Vec::new(), truncated: false },
            remedy: Vec::new(),
        }
    }

    fn of_unknown_table(mut outcome: RuleOutcome, record: RecordId) -> RuleOutcome {
        outcome.verdict = Verdict::Undetermined;
        outcome.causes.list = vec![Cause::Table(record)];
        outcome
    }
}

/// A measure of two values.
pub(crate) fn measure_of(op: CompareOp, measured: Num, bound: Num, left: &Expr) -> Measure {
    let margin = match (measured.value(), bound.value()) {
        (Some(measured), Some(bound)) => Some(match op {
            CompareOp::Ge | CompareOp::Gt => measured - bound,
            CompareOp::Le | CompareOp::Lt => bound - measured,
            CompareOp::Eq => -&(measured - bound).abs(),
            CompareOp::Ne => (measured - bound).abs(),
        }),
        _ => None,
    };
    Measure { measured, share: None, op, bound, margin, ty: left.ty.clone() }
}

fn rows_of(verdicts: &[Verdict]) -> impl Iterator<Item = (u32, Verdict)> {
    (0_u32..).zip(verdicts.iter().copied())
}
