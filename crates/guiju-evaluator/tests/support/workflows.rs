//! Random workflows: steps on the dates of the owner.

use guiju_program::expr::{CompareOp, RowPath, RowVar, SpanUnit};
use guiju_program::rule::{Condition, Criteria, CriteriaId, Form, Rule, RuleKind, Scope};
use guiju_program::schema::FieldId;
use guiju_program::{Decimal, Expr, ExprKind, Span, Type};

use super::{Maker, OWNER, Place, b, e};

fn condition(kind: ExprKind) -> Expr {
    e(kind, Type::Condition)
}

fn date(field: FieldId) -> Expr {
    e(ExprKind::Field { row: RowPath::new(RowVar::Current, OWNER), field }, Type::Date)
}

fn given(field: FieldId) -> Expr {
    condition(ExprKind::Has(b(date(field))))
}

fn when(asked: Expr, then: Expr, otherwise: Option<Expr>) -> Expr {
    condition(ExprKind::When { condition: b(asked), then: b(then), otherwise: otherwise.map(b) })
}

impl Maker<'_> {
    /// A workflow of three steps, of which the last two may have no date.
    pub(super) fn workflow(&mut self, place: Place) -> CriteriaId {
        let dates = [FieldId(7), FieldId(8), FieldId(11)];
        let steps = (0..dates.len()).map(|at| {
            let own = dates[at];
            let mut done: Vec<Expr> = Vec::new();
            for before in &dates[..at] {
                done.extend((*before != dates[0]).then(|| given(*before)));
                let kind = ExprKind::Compare { op: CompareOp::Ge, left: b(date(own)), right: b(date(*before)) };
                done.push(condition(kind));
            }
            let amount = b(e(ExprKind::Number(Decimal::from(self.random.pick(&[0_i64, 1, 6, 185]))), super::pure()));
            let unit = self.random.pick(&[SpanUnit::Day, SpanUnit::Day, SpanUnit::Month]);
            let moved = ExprKind::DateAdd { date: b(date(dates[0])), amount, unit };
            let op = self.random.pick(&[CompareOp::Le, CompareOp::Lt]);
            let by = |left: Expr| {
                let right = b(e(moved.clone(), Type::Date));
                condition(ExprKind::Compare { op, left: b(left), right })
            };
            let due = self.random.chance(60);
            if due {
                done.push(by(date(own)));
            }
            if self.random.chance(50) {
                done.push(self.condition(place, 1));
            }
            let done = match done.len() {
                0 => condition(ExprKind::YesNo(true)),
                1 => done.remove(0),
                _ => condition(ExprKind::And(done)),
            };
            let expr = if at == 0 {
                done
            } else {
                let late = due.then(|| {
                    let in_time = by(e(ExprKind::AsOf, Type::Date));
                    when(condition(ExprKind::Not(b(in_time.clone()))), in_time, None)
                });
                let open = match dates.get(at + 1) {
                    Some(later) => Some(when(given(*later), given(own), late)),
                    None => late,
                };
                when(given(own), done, open)
            };
            Condition { name: format!("s{at}").as_str().into(), expr, cites: Vec::new(), span: Span::default() }
        });
        let conditions = steps.collect();
        self.program.criteria.push(Criteria {
            name: "flow".into(),
            record: OWNER,
            dates: Some(dates.to_vec()),
            conditions,
            cites: Vec::new(),
            interpretations: Vec::new(),
            span: Span::default(),
        })
    }

    /// The rule that a workflow is.
    pub(super) fn workflow_rule(&mut self, workflow: CriteriaId) {
        let row = RowPath::new(RowVar::Current, OWNER);
        self.program.rules.push(Rule {
            name: "flow".into(),
            kind: RuleKind::Rule,
            scope: Scope::Each(OWNER),
            expr: condition(ExprKind::Criteria { row, criteria: workflow }),
            overrides: Vec::new(),
            form: Form::Workflow(workflow),
            cites: Vec::new(),
            interpretations: Vec::new(),
            span: Span::default(),
        });
    }
}
