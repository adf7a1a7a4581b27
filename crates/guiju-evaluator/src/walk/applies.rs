//! Whether a condition applies to a row at all, which its verdict does not always say: `当 A 则 x` passes where x does, even
//! if it is not known whether A does.

use guiju_program::value::Verdict;
use guiju_program::{Expr, ExprKind};

use super::{At, Reach, Walker};

impl<'a> Walker<'a> {
    /// Passes where the condition applies, fails where it does not, and is undetermined where that is not known.
    pub(crate) fn applies(&self, expr: &'a Expr, at: &At<'_>) -> Verdict {
        use Verdict::{Fail, NotApplicable, Pass, Undetermined};
        match &expr.kind {
            ExprKind::YesNo(_) | ExprKind::Applies(_) => Pass,
            ExprKind::Not(inner) => self.applies(inner, at),
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                parts.iter().map(|part| self.applies(part, at)).fold(Fail, Verdict::or)
            }
            ExprKind::When { condition, then, otherwise } => {
                let otherwise = || otherwise.as_ref().map_or(Fail, |otherwise| self.applies(otherwise, at));
                match self.condition(condition, at) {
                    Pass => self.applies(then, at),
                    Fail | NotApplicable => otherwise(),
                    Undetermined => one_of(self.applies(then, at), otherwise()),
                }
            }
            ExprKind::Unless { body, exception, .. } => match self.condition(exception, at) {
                Pass => Fail,
                Fail | NotApplicable => self.applies(body, at),
                Undetermined => one_of(Fail, self.applies(body, at)),
            },
            ExprKind::Define { row, define } => match self.enter(row.as_ref(), at) {
                Ok(at) => self.applies(&self.program.defines[*define].expr, &at),
                Err(Reach::Absent) => Fail,
                Err(_) => Undetermined,
            },
            ExprKind::Criteria { row, criteria } => match self.reach(row, at) {
                Reach::Row(row) => {
                    let definition = &self.program.criteria[*criteria];
                    let table = self.facts.table(definition.record);
                    if let Some(given) = table.and_then(|table| table.given_verdict(*criteria, row.row as usize)) {
                        return of_verdict(given);
                    }
                    let at = At::row(definition.record, row.row);
                    let conditions = definition.conditions.iter();
                    conditions.map(|condition| self.applies(&condition.expr, &at)).fold(Fail, Verdict::or)
                }
                Reach::Absent => Fail,
                Reach::Unknown { .. } => Undetermined,
            },
            ExprKind::Condition { row, criteria, index } => match self.reach(row, at) {
                Reach::Row(row) => {
                    let definition = &self.program.criteria[*criteria];
                    let at = At::row(definition.record, row.row);
                    let condition = definition.conditions.get(*index);
                    condition.map_or(Undetermined, |condition| self.applies(&condition.expr, &at))
                }
                Reach::Absent => Fail,
                Reach::Unknown { .. } => Undetermined,
            },
            _ => of_verdict(self.condition(expr, at)),
        }
    }
}

/// Whether something with that verdict applies.
const fn of_verdict(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Pass | Verdict::Fail => Verdict::Pass,
        Verdict::NotApplicable => Verdict::Fail,
        Verdict::Undetermined => Verdict::Undetermined,
    }
}

/// Either of two.
fn one_of(a: Verdict, b: Verdict) -> Verdict {
    if a == b { a } else { Verdict::Undetermined }
}
