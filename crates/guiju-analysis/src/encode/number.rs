//! Numbers as linear expressions.

use guiju_evaluator::{Exact, calendar};
use guiju_program::Type;
use guiju_program::arena::Id;
use guiju_program::expr::{AggregateFunction, ArithmeticOp, Change, Expr, ExprKind, RoundMode};
use guiju_program::schema::{Field, FieldType};

use super::absent::{field_of, may_be_absent};
use super::bounds::{bounds, figures, year};
use super::key::Place;
use super::scene::{Quantity, Scene, Why};
use super::three::{TRUE, and, not, or};
use crate::solver::{Formula, Linear, Sort};

/// Definitions are followed so deep.
pub(super) const DEEPEST: usize = 32;
/// No whole number of a field is larger.
const MOST_WHOLE: i64 = 1_000_000_000_000;
/// The first and the last day of the calendar.
const DAYS: (i64, i64) = (-719_162, 2_932_896);

/// A number, and when there is one.
#[derive(Clone, Debug)]
pub struct Num {
    /// The number.
    pub linear: Linear,
    /// When there is one.
    pub present: Formula,
    /// Whether both say neither less nor more than the policy.
    pub exact: bool,
}

impl Num {
    /// A number that is always there.
    pub const fn sure(linear: Linear) -> Self {
        Self { linear, present: TRUE, exact: true }
    }

    /// The number, if it is the same whatever the facts.
    pub fn constant(&self) -> Option<&Exact> {
        (self.linear.terms().is_empty() && self.present == TRUE).then(|| self.linear.constant())
    }
}

impl<'p> Scene<'p> {
    /// A number that an expression yields at a place.
    pub fn number(&mut self, expr: &'p Expr, at: &Place) -> Num {
        if self.depth > DEEPEST {
            return self.opaque(expr, at, Why::Deep);
        }
        self.depth += 1;
        let found = self.number_of(expr, at);
        self.depth -= 1;
        found
    }

    fn number_of(&mut self, expr: &'p Expr, at: &Place) -> Num {
        let constant = |number: Exact| Num::sure(Linear::from(number));
        match &expr.kind {
            ExprKind::Number(number) => constant(Exact::from(*number)),
            ExprKind::Date(date) => constant(Exact::from(calendar::day_number(*date))),
            ExprKind::Month(month) => constant(Exact::from(i64::from(month.index()))),
            ExprKind::Year(year) => constant(Exact::from(i64::from(*year))),
            ExprKind::Instant(instant) => constant(Exact::from(calendar::instant_number(*instant))),
            ExprKind::AsOf => {
                let ends = year(self.program);
                let days = ends.map_or(DAYS, |(a, b)| (calendar::day_number(a), calendar::day_number(b)));
                let ends = (Some(Exact::from(days.0)), Some(Exact::from(days.1)));
                Num::sure(Linear::of(self.intern("asof".to_owned(), Sort::Int, ends, Quantity::Value(expr))))
            }
            ExprKind::Budget(budget) => {
                let amount = self.program.budgets.find(*budget).map(|budget| Exact::from(budget.amount));
                amount.map_or_else(|| self.opaque(expr, at, Why::Deep), constant)
            }
            ExprKind::Drawn { budget, left } => {
                let key = format!("drawn{}", budget.index());
                let least = Some(Exact::zero());
                let drawn = self.intern(key, Sort::Real, (least, None), Quantity::Drawn(*budget));
                let amount = self.program.budgets.find(*budget).map(|budget| Exact::from(budget.amount));
                match (left, amount) {
                    (true, Some(amount)) => Num::sure(Linear::from(amount) - Linear::of(drawn)),
                    _ => Num::sure(Linear::of(drawn)),
                }
            }
            ExprKind::Parameter { parameter, .. } => {
                let Some(found) = self.program.parameters.find(*parameter) else {
                    return self.opaque(expr, at, Why::Deep);
                };
                let mut all = figures(self.program, found);
                all.sort();
                all.dedup();
                match all.as_slice() {
                    [one] => constant(one.clone()),
                    [] => {
                        let sort = if matches!(expr.ty, Type::Number(_)) { Sort::Real } else { Sort::Int };
                        let ends = if sort == Sort::Int {
                            (Some(Exact::from(DAYS.0)), Some(Exact::from(DAYS.1)))
                        } else {
                            (None, None)
                        };
                        let key = self.keys.of(expr, at);
                        Num::sure(Linear::of(self.intern(key, sort, ends, Quantity::Open(*parameter))))
                    }
                    [low, .., high] => {
                        let ends = (Some(low.clone()), Some(high.clone()));
                        let key = self.keys.of(expr, at);
                        let var = self.intern(key, Sort::Real, ends, Quantity::Value(expr));
                        Num { exact: false, ..Num::sure(Linear::of(var)) }
                    }
                }
            }
            ExprKind::Field { row, field } => match field_of(self.program, row, *field) {
                Some((declared, _)) => self.field(expr, declared, at),
                None => self.opaque(expr, at, Why::Deep),
            },
            ExprKind::Define { row, define } => match self.program.defines.find(*define) {
                Some(found) => self.number(&found.expr, &at.at(row.as_ref())),
                None => self.opaque(expr, at, Why::Deep),
            },
            ExprKind::Negate(inner) => {
                let inner = self.number(inner, at);
                Num { linear: -inner.linear, ..inner }
            }
            ExprKind::Arithmetic { op, left, right } => self.arithmetic(expr, *op, (left, right), at),
            ExprKind::Divide { left, right, .. } => {
                let divisor = self.number(right, at);
                match divisor.constant().and_then(|number| Exact::one().checked_div(number)) {
                    Some(factor) => {
                        let left = self.number(left, at);
                        Num { linear: left.linear.times(&factor), ..left }
                    }
                    None => self.opaque(expr, at, Why::NotLinear),
                }
            }
            ExprKind::Versus { change: change @ (Change::Rise | Change::Drop), now, base, .. } => {
                let (now, base) = (self.number(now, at), self.number(base, at));
                let linear = if *change == Change::Rise { now.linear - base.linear } else { base.linear - now.linear };
                Num { linear, present: and([now.present, base.present]), exact: now.exact && base.exact }
            }
            ExprKind::Round { mode, value, step } => self.rounded(expr, *mode, (value, step), at),
            ExprKind::When { condition, then, otherwise: Some(otherwise) } => {
                let condition = self.condition(condition, at);
                let (then, otherwise) = (self.number(then, at), self.number(otherwise, at));
                let met = condition.pass.clone();
                let unmet = or([condition.fail.clone(), condition.not_applicable.clone()]);
                let exact = condition.exact && then.exact && otherwise.exact;
                let present = or([and([met.clone(), then.present]), and([unmet.clone(), otherwise.present])]);
                let cases = or([
                    and([met, self.equals(expr, at, then.linear)]),
                    and([unmet, self.equals(expr, at, otherwise.linear)]),
                ]);
                self.meaning(cases);
                // Where more is left open than there is, so is whether there is a value.
                let present = if exact || present == TRUE { present } else { self.presence(expr, at) };
                Num { linear: self.helper(expr, at), present, exact }
            }
            ExprKind::Default { value, default } => {
                let (value, default) = (self.number(value, at), self.number(default, at));
                if value.present == TRUE {
                    return value;
                }
                let cases = or([
                    and([value.present.clone(), self.equals(expr, at, value.linear)]),
                    and([not(value.present.clone()), self.equals(expr, at, default.linear)]),
                ]);
                self.meaning(cases);
                let present = or([value.present, default.present]);
                Num { linear: self.helper(expr, at), present, exact: value.exact && default.exact }
            }
            ExprKind::DateAdd { date, amount, unit } if expr.ty == Type::Date => {
                match self.complete(date, amount, *unit, false, at) {
                    Some(found) => found,
                    None => self.opaque(expr, at, Why::Calendar),
                }
            }
            ExprKind::DateAdd { date, amount, .. } if expr.ty != Type::Instant => {
                let (date, amount) = (self.number(date, at), self.number(amount, at));
                let present = and([date.present, amount.present]);
                Num { linear: date.linear + amount.linear, present, exact: date.exact && amount.exact }
            }
            ExprKind::Aggregate(aggregate) => {
                let filters: Vec<&'p Expr> = aggregate.filters.iter().collect();
                match (aggregate.function, &aggregate.value) {
                    (AggregateFunction::Count, None) => {
                        let counted = self.counted(&aggregate.rows, &filters, at);
                        Num::sure(Linear::of(self.count(counted)))
                    }
                    (AggregateFunction::Sum, Some(value)) => {
                        let counted = self.counted(&aggregate.rows, &filters, at);
                        Num::sure(Linear::of(self.total(&counted, value, &at.inner())))
                    }
                    (AggregateFunction::Latest | AggregateFunction::Earliest | AggregateFunction::Consecutive, _) => {
                        self.opaque(expr, at, Why::Order)
                    }
                    (AggregateFunction::Share, _) => self.opaque(expr, at, Why::NotLinear),
                    _ => self.opaque(expr, at, Why::Figure),
                }
            }
            ExprKind::Award { .. } | ExprKind::Allocated { .. } => {
                let key = self.keys.of(expr, at);
                let least = matches!(expr.kind, ExprKind::Award { .. }).then(Exact::zero);
                Num::sure(Linear::of(self.intern(key, Sort::Real, (least, None), Quantity::Value(expr))))
            }
            ExprKind::Bands { .. } | ExprKind::Lookup { .. } => self.opaque(expr, at, Why::Banded),
            ExprKind::Rank(_) => self.opaque(expr, at, Why::Order),
            ExprKind::Between { .. } | ExprKind::Calendar { .. } | ExprKind::DateAdd { .. } => {
                self.opaque(expr, at, Why::Calendar)
            }
            _ => self.opaque(expr, at, Why::NotLinear),
        }
    }

    /// A variable of its own for an expression.
    fn helper(&mut self, expr: &'p Expr, at: &Place) -> Linear {
        let key = self.keys.of(expr, at);
        Linear::of(self.intern(key, Sort::Real, bounds(self.program, expr), Quantity::Value(expr)))
    }

    fn equals(&mut self, expr: &'p Expr, at: &Place, linear: Linear) -> Formula {
        self.helper(expr, at).equal(linear)
    }

    /// A value of which only its bounds are known.
    pub(super) fn opaque(&mut self, expr: &'p Expr, at: &Place, why: Why) -> Num {
        self.leave_open(expr.span, why);
        let linear = self.helper(expr, at);
        let present = if may_be_absent(self.program, expr) {
            let key = format!("has {}", self.keys.of(expr, at));
            self.truth(key)
        } else {
            TRUE
        };
        Num { linear, present, exact: false }
    }

    /// When the row at the end of a path is there, and the field in it given.
    pub(super) fn presence(&mut self, expr: &'p Expr, at: &Place) -> Formula {
        if !may_be_absent(self.program, expr) {
            return TRUE;
        }
        let key = format!("has {}", self.keys.of(expr, at));
        self.truth(key)
    }

    fn field(&mut self, expr: &'p Expr, declared: &Field, at: &Place) -> Num {
        let (first, last) = (Some(Exact::from(DAYS.0)), Some(Exact::from(DAYS.1)));
        let least = (!declared.signed).then(Exact::zero);
        let (sort, ends) = match declared.ty {
            FieldType::Integer => {
                let lowest = least.unwrap_or_else(|| Exact::from(-MOST_WHOLE));
                (Sort::Int, (Some(lowest), Some(Exact::from(MOST_WHOLE))))
            }
            FieldType::Date => (Sort::Int, (first, last)),
            FieldType::Month => (Sort::Int, (Some(Exact::from(12_i64)), Some(Exact::from(119_999_i64)))),
            FieldType::Year => (Sort::Int, (Some(Exact::from(1_i64)), Some(Exact::from(9_999_i64)))),
            FieldType::Number(_) => (Sort::Real, (least, None)),
            _ => (Sort::Real, (None, None)),
        };
        let key = self.keys.of(expr, at);
        let var = self.intern(key, sort, ends, Quantity::Value(expr));
        Num { linear: Linear::of(var), present: self.presence(expr, at), exact: true }
    }

    fn arithmetic(&mut self, expr: &'p Expr, op: ArithmeticOp, (left, right): (&'p Expr, &'p Expr), at: &Place) -> Num {
        let (a, b) = (self.number(left, at), self.number(right, at));
        let present = and([a.present.clone(), b.present.clone()]);
        let exact = a.exact && b.exact;
        match op {
            ArithmeticOp::Add => Num { linear: a.linear + b.linear, present, exact },
            ArithmeticOp::Subtract => Num { linear: a.linear - b.linear, present, exact },
            ArithmeticOp::Multiply => match (a.constant(), b.constant()) {
                (Some(factor), _) => Num { linear: b.linear.times(factor), present, exact },
                (_, Some(factor)) => Num { linear: a.linear.times(factor), present, exact },
                _ => self.opaque(expr, at, Why::NotLinear),
            },
            ArithmeticOp::CappedAt | ArithmeticOp::FlooredAt => {
                let one = self.equals(expr, at, a.linear.clone());
                let other = self.equals(expr, at, b.linear.clone());
                let it = self.helper(expr, at);
                let beyond = if op == ArithmeticOp::CappedAt {
                    and([it.clone().at_most(a.linear), it.clone().at_most(b.linear)])
                } else {
                    and([it.clone().at_least(a.linear), it.clone().at_least(b.linear)])
                };
                let meant = and([beyond, or([one, other])]);
                self.meaning(if present == TRUE { meant } else { or([not(present.clone()), meant]) });
                Num { linear: it, present, exact }
            }
        }
    }

    fn rounded(&mut self, expr: &'p Expr, mode: RoundMode, (value, step): (&'p Expr, &'p Expr), at: &Place) -> Num {
        let (value, step) = (self.number(value, at), self.number(step, at));
        let Some(step) = step.constant().filter(|step| step.is_positive()).cloned() else {
            return self.opaque(expr, at, Why::NotLinear);
        };
        if let (Some(low), Some(high)) = bounds(self.program, expr)
            && low == high
        {
            return Num { linear: Linear::from(low), ..value };
        }
        let it = self.helper(expr, at);
        let off = it.clone() - value.linear.clone();
        let half = &step * &Exact::scaled(5, 1);
        let near = match mode {
            RoundMode::HalfUp | RoundMode::HalfEven => and([off.clone().at_most(half.clone()), off.at_least(-&half)]),
            RoundMode::Down | RoundMode::Up => and([off.clone().less(step.clone()), off.more(-&step)]),
        };
        self.meaning(near);
        Num { linear: it, present: value.present, exact: false }
    }
}
