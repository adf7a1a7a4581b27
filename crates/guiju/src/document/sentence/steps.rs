//! Workflows: what each step says, told apart from what follows from the order of the steps.

use guiju_program::expr::{Expr, ExprKind};
use guiju_program::rule::Criteria;
use guiju_program::schema::FieldId;

use super::{Hold, Speaker};

/// A step of a workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// By which field it is done.
    pub date: String,
    /// What else must hold, as a sentence.
    pub asked: Option<String>,
}

impl Speaker<'_> {
    /// The steps of a workflow, in their order; none for a criteria.
    pub fn steps(self, workflow: &Criteria) -> Vec<Step> {
        let Some(dates) = &workflow.dates else { return Vec::new() };
        let steps = workflow.conditions.iter().zip(dates);
        steps.map(|(condition, date)| self.step(workflow, &condition.expr, *date)).collect()
    }

    fn step(self, workflow: &Criteria, expr: &Expr, date: FieldId) -> Step {
        let field = self.program.records.find(workflow.record).and_then(|record| record.fields.find(date));
        let name = field.map(|field| if self.zh() { self.name(&field.name) } else { self.quoted(&field.name) });
        // A date that may be missing is asked for first.
        let done = match &expr.kind {
            ExprKind::When { condition, then, .. } if matches!(condition.kind, ExprKind::Has(_)) => then,
            _ => expr,
        };
        let parts: &[Expr] = match &done.kind {
            ExprKind::And(parts) => parts,
            _ => std::slice::from_ref(done),
        };
        // What the order of the steps asks stands where the date of the step is named; what is stated stands elsewhere.
        let at = named(expr, date).or_else(|| named(done, date));
        let stated: Vec<String> = parts
            .iter()
            .filter(|part| Some(part.span) != at && !matches!(part.kind, ExprKind::YesNo(_)))
            .map(|part| self.within(self.condition(part, true), Hold::And))
            .collect();
        let asked = (!stated.is_empty()).then(|| self.sentence(&stated.join(self.say("，且", " and "))));
        Step { date: name.unwrap_or_default(), asked }
    }
}

/// Where the date of a step is first named.
fn named(expr: &Expr, date: FieldId) -> Option<guiju_program::source::Span> {
    if let ExprKind::Field { field, row } = &expr.kind
        && *field == date
        && row.steps.is_empty()
    {
        return Some(expr.span);
    }
    let mut found = None;
    expr.for_each_part(&mut |part| found = found.or_else(|| named(part, date)));
    found
}
