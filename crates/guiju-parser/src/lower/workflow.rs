//! Workflows: steps in their order on one record, as conditions.
//!
//! A step is met, fails, or is not reached (not applicable):
//!
//! - its date is given: no earlier date may be missing or later, and what the step states must hold;
//! - its date is not given: it fails where a later step is done (skipped), or where its deadline lies before the as-of
//!   date (overdue); else it is not reached.

use guiju_program::Type;
use guiju_program::expr::{CompareOp, Expr, ExprKind, RowPath, RowVar};
use guiju_program::rule::{Form, Rule, RuleId, RuleKind, Scope as RuleScope};
use guiju_program::schema::{FieldId, RecordId};
use guiju_program::source::Span;

use super::compare::{since, swapped};
use super::items::waiting;
use super::scope::Scope;
use crate::ast;
use crate::check::types::Ty;
use crate::compile::{Compiler, Member, Owner};
use crate::message::{names, workflows};

/// More steps than any regulation has; each is compared with all before it.
const MOST_STEPS: usize = 64;

/// The date of a step.
#[derive(Clone, Copy)]
struct StepDate {
    record: RecordId,
    field: FieldId,
    /// Whether there may be none.
    optional: bool,
    span: Span,
}

impl StepDate {
    fn path(self) -> RowPath {
        RowPath::new(RowVar::Current, self.record)
    }

    fn value(self, span: Span) -> Expr {
        Expr::new(ExprKind::Field { row: self.path(), field: self.field }, Type::Date, span)
    }

    /// Whether there is one; `None` where there always is.
    fn given(self, span: Span) -> Option<Expr> {
        self.optional.then(|| condition(ExprKind::Has(Box::new(self.value(span))), span))
    }

    fn is(self, expr: &Expr) -> bool {
        matches!(&expr.kind, ExprKind::Field { row, field } if *field == self.field && *row == self.path())
    }
}

const fn condition(kind: ExprKind, span: Span) -> Expr {
    Expr::new(kind, Type::Condition, span)
}

/// All of some conditions; one that always holds where there are none.
fn all(mut parts: Vec<Expr>, span: Span) -> Expr {
    match parts.len() {
        2.. => condition(ExprKind::And(parts), span),
        _ => parts.pop().unwrap_or_else(|| condition(ExprKind::YesNo(true), span)),
    }
}

fn when(asked: Expr, then: Expr, otherwise: Option<Expr>, span: Span) -> Expr {
    let kind = ExprKind::When { condition: Box::new(asked), then: Box::new(then), otherwise: otherwise.map(Box::new) };
    condition(kind, span)
}

impl<'a> Compiler<'a> {
    /// The steps of a workflow as conditions, and their dates.
    pub(super) fn steps(&mut self, workflow: &'a ast::Criteria, owner: Owner) -> (Vec<Expr>, Vec<FieldId>) {
        let count = workflow.conditions.len();
        let nothing = || (vec![waiting(); count], Vec::new());
        if let Some(beyond) = workflow.conditions.get(MOST_STEPS) {
            self.report(workflows::too_many_steps(beyond.name.name.span, MOST_STEPS));
            return nothing();
        }
        let Owner::Row(record) = owner else {
            return nothing();
        };
        let dates: Vec<Option<StepDate>> =
            workflow.conditions.iter().map(|step| self.step_date(record, &step.expr)).collect();
        let Some(dates) = dates.into_iter().collect::<Option<Vec<StepDate>>>() else {
            return nothing();
        };
        let steps = workflow.conditions.iter().enumerate();
        let exprs = steps.map(|(index, step)| self.step_condition(owner, &dates, index, &step.expr)).collect();
        (exprs, dates.iter().map(|date| date.field).collect())
    }

    /// The date field that a step starts with.
    fn step_date(&mut self, record: RecordId, step: &ast::Expr) -> Option<StepDate> {
        let Some(path) = date_of(step) else {
            self.report(workflows::no_step_date(step.span));
            return None;
        };
        let [name] = path.names.as_slice() else {
            self.report(workflows::no_step_date(path.span));
            return None;
        };
        let field = match self.member(record, &name.text) {
            Some(Member::Field(field)) => field,
            Some(_) => {
                self.report(workflows::no_step_date(path.span));
                return None;
            }
            None => {
                if !self.lost.contains(name.text.as_str()) {
                    let owner = self.program.records[record].name.text.clone();
                    let near = self.near_member(record, &name.text);
                    self.report(names::unknown_member(name, &owner, near));
                }
                return None;
            }
        };
        match self.field_type(record, field) {
            Ty::Date => {
                let optional = self.program.records[record].fields[field].optional;
                Some(StepDate { record, field, optional, span: path.span })
            }
            Ty::Unknown => None,
            _ => {
                self.report(workflows::no_step_date(path.span));
                None
            }
        }
    }

    fn step_condition(&mut self, owner: Owner, dates: &[StepDate], index: usize, step: &ast::Expr) -> Expr {
        let (before, rest) = dates.split_at(index);
        let Some((date, behind)) = rest.split_first() else {
            return waiting();
        };
        let span = step.span;
        let mut scope = Scope::new(owner.into());
        for given in before.iter().chain([date]).filter(|given| given.optional) {
            scope.guard((given.path(), given.field));
        }
        let mut done = Vec::new();
        for earlier in before {
            done.extend(earlier.given(date.span));
            let kind = ExprKind::Compare {
                op: CompareOp::Ge,
                left: Box::new(date.value(date.span)),
                right: Box::new(earlier.value(date.span)),
            };
            done.push(condition(kind, date.span));
        }
        let stated: &[ast::Expr] = match &step.kind {
            ast::ExprKind::And(parts) => parts,
            _ => std::slice::from_ref(step),
        };
        let mut deadlines = Vec::new();
        for (at, part) in stated.iter().enumerate() {
            if at == 0 && matches!(part.kind, ast::ExprKind::Path { .. }) {
                continue;
            }
            let lowered = self.condition(&mut scope, part).expr;
            scope.assume(&lowered, true);
            deadlines.extend(in_time(&lowered, *date));
            done.push(lowered);
        }
        let done = all(done, span);
        let Some(given) = date.given(date.span) else {
            return done;
        };
        let late = overdue(deadlines, dates, span);
        let skipped = behind.iter().map(|later| later.given(date.span));
        let open = match skipped.collect::<Option<Vec<Expr>>>() {
            // A later date is always there.
            None => Some(given.clone()),
            Some(later) if later.is_empty() => late,
            Some(mut later) => {
                let one = match later.len() {
                    1 => later.pop().unwrap_or_else(waiting),
                    _ => condition(ExprKind::Or(later), date.span),
                };
                Some(when(one, given.clone(), late, span))
            }
        };
        when(given, done, open, span)
    }

    /// Each workflow is a rule on each row by itself.
    pub(super) fn add_workflow_rules(&mut self) {
        let workflows = self.program.criteria.iter().zip(&self.criteria);
        let rules: Vec<Rule> = workflows
            .filter(|((_, criteria), _)| criteria.dates.is_some())
            .map(|((id, workflow), declared)| {
                let row = RowPath::new(RowVar::Current, workflow.record);
                let kind = ExprKind::Criteria { row, criteria: id };
                Rule {
                    name: workflow.name.clone(),
                    kind: RuleKind::Rule,
                    scope: RuleScope::Each(workflow.record),
                    expr: condition(kind, declared.item.name.name.span),
                    overrides: Vec::new(),
                    form: Form::Workflow(id),
                    cites: workflow.cites.clone(),
                    interpretations: workflow.interpretations.clone(),
                    span: workflow.span,
                }
            })
            .collect();
        for rule in rules {
            let name = rule.name.text.clone();
            let id: RuleId = self.program.rules.push(rule);
            self.item_rules.insert(name, id);
        }
    }
}

/// The date that a step is about: what it starts with, or what its first statement compares.
fn date_of(step: &ast::Expr) -> Option<&ast::Path> {
    match &step.kind {
        ast::ExprKind::Path { path, .. } => Some(path),
        ast::ExprKind::And(parts) => parts.first().and_then(date_of),
        ast::ExprKind::Compare { left, .. } => since(left).map_or(left.as_ref(), |(end, _)| end).path(),
        ast::ExprKind::Range { value, .. } => since(value).map_or(value.as_ref(), |(end, _)| end).path(),
        ast::ExprKind::WithinPeriod { date, .. } => date.path(),
        ast::ExprKind::Unless { body, .. } => date_of(body),
        ast::ExprKind::When { then, .. } => date_of(then),
        _ => None,
    }
}

impl ast::Expr {
    /// The path that it is.
    const fn path(&self) -> Option<&ast::Path> {
        match &self.kind {
            ast::ExprKind::Path { path, .. } => Some(path),
            _ => None,
        }
    }
}

/// What must hold for a date that is not given to be still in time: the deadline has not passed on the as-of date. `None`
/// for what sets no deadline.
fn in_time(stated: &Expr, date: StepDate) -> Option<Expr> {
    let span = stated.span;
    let today = || Box::new(Expr::new(ExprKind::AsOf, Type::Date, span));
    let kind = match &stated.kind {
        ExprKind::Compare { op: op @ (CompareOp::Le | CompareOp::Lt), left, right } if date.is(left) => {
            ExprKind::Compare { op: *op, left: today(), right: right.clone() }
        }
        ExprKind::Compare { op: op @ (CompareOp::Ge | CompareOp::Gt), left, right } if date.is(right) => {
            ExprKind::Compare { op: swapped(*op), left: today(), right: left.clone() }
        }
        ExprKind::SpanCompare { op: op @ (CompareOp::Le | CompareOp::Lt), end, start, length, unit, first_day }
            if date.is(end) =>
        {
            ExprKind::SpanCompare {
                op: *op,
                end: today(),
                start: start.clone(),
                length: length.clone(),
                unit: *unit,
                first_day: *first_day,
            }
        }
        ExprKind::Within { date: asked, start, length, unit, first_day } if date.is(asked) => ExprKind::SpanCompare {
            op: CompareOp::Le,
            end: today(),
            start: start.clone(),
            length: length.clone(),
            unit: *unit,
            first_day: *first_day,
        },
        ExprKind::And(parts) => {
            let parts: Vec<Expr> = parts.iter().filter_map(|part| in_time(part, date)).collect();
            return (!parts.is_empty()).then(|| all(parts, span));
        }
        ExprKind::Unless { body, exception, cites } => ExprKind::Unless {
            body: Box::new(in_time(body, date)?),
            exception: exception.clone(),
            cites: cites.clone(),
        },
        ExprKind::When { condition, then, otherwise } => {
            let otherwise = otherwise.as_ref().and_then(|otherwise| in_time(otherwise, date));
            match (in_time(then, date), otherwise) {
                (Some(then), otherwise) => {
                    return Some(when((**condition).clone(), then, otherwise, span));
                }
                (None, Some(otherwise)) => {
                    let not = self::condition(ExprKind::Not(condition.clone()), span);
                    return Some(when(not, otherwise, None, span));
                }
                (None, None) => return None,
            }
        }
        _ => return None,
    };
    Some(condition(kind, span))
}

/// Fails where a deadline has passed, and does not apply where none has. A deadline that counts from a date of the workflow
/// is none while that date is not given.
fn overdue(deadlines: Vec<Expr>, dates: &[StepDate], span: Span) -> Option<Expr> {
    let mut late: Vec<Expr> = Vec::new();
    for deadline in deadlines {
        let mut asked: Vec<Expr> =
            dates.iter().filter(|date| mentions(&deadline, **date)).filter_map(|date| date.given(span)).collect();
        let span = deadline.span;
        asked.push(condition(ExprKind::Not(Box::new(deadline.clone())), span));
        late.push(when(all(asked, span), deadline, None, span));
    }
    (!late.is_empty()).then(|| all(late, span))
}

fn mentions(expr: &Expr, date: StepDate) -> bool {
    let mut found = date.is(expr);
    expr.for_each_part(&mut |part| found |= mentions(part, date));
    found
}
