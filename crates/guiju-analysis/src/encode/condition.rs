//! Conditions as formulas.

use guiju_evaluator::Exact;
use guiju_program::Type;
use guiju_program::expr::{
    Aggregate, AggregateFunction, Change, CompareOp, Expr, ExprKind, FirstDay, Silent, ZeroBase,
};

use super::absent::may_be_absent;
use super::key::Place;
use super::number::{DEEPEST, Num};
use super::scene::{Quantity, Scene, Why};
use super::three::{FALSE, TRUE, Three, and, not, or};
use crate::solver::{Formula, Linear, Relation, Sort};

/// How two numbers are compared.
pub(super) const fn relation(op: CompareOp) -> Relation {
    match op {
        CompareOp::Eq => Relation::Equal,
        CompareOp::Ne => Relation::Differs,
        CompareOp::Lt => Relation::Less,
        CompareOp::Le => Relation::AtMost,
        CompareOp::Gt => Relation::More,
        CompareOp::Ge => Relation::AtLeast,
    }
}

/// The same comparison read from the other side.
pub(super) const fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
        same => same,
    }
}

impl<'p> Scene<'p> {
    /// When a condition passes, fails, does not apply.
    pub fn condition(&mut self, expr: &'p Expr, at: &Place) -> Three {
        if self.depth > DEEPEST {
            return self.open(expr, at, Why::Deep);
        }
        self.depth += 1;
        let found = self.condition_of(expr, at);
        self.depth -= 1;
        found
    }

    fn condition_of(&mut self, expr: &'p Expr, at: &Place) -> Three {
        match &expr.kind {
            ExprKind::YesNo(yes) => Three::fixed(*yes),
            ExprKind::Field { .. } => {
                let present = self.presence(expr, at);
                let key = self.keys.of(expr, at);
                let yes = self.truth(key);
                Three::compared(yes, present)
            }
            ExprKind::Define { row, define } => match self.program.defines.find(*define) {
                Some(found) => {
                    let three = self.condition(&found.expr, &at.at(row.as_ref()));
                    self.reached(row.as_ref(), three, at)
                }
                None => self.open(expr, at, Why::Deep),
            },
            ExprKind::Criteria { row, criteria } => {
                let Some(found) = self.program.criteria.find(*criteria).filter(|found| found.dates.is_none()) else {
                    return self.open(expr, at, Why::Workflow);
                };
                let place = at.at(Some(row));
                let parts = found.conditions.iter().map(|condition| self.condition(&condition.expr, &place)).collect();
                self.reached(Some(row), Three::all(parts), at)
            }
            ExprKind::Condition { row, criteria, index } => {
                let found = self.program.criteria.find(*criteria).filter(|found| found.dates.is_none());
                match found.and_then(|found| found.conditions.get(*index)) {
                    Some(condition) => {
                        let three = self.condition(&condition.expr, &at.at(Some(row)));
                        self.reached(Some(row), three, at)
                    }
                    None => self.open(expr, at, Why::Workflow),
                }
            }
            ExprKind::Not(inner) => self.condition(inner, at).negated(),
            ExprKind::Applies(inner) => {
                let inner = self.condition(inner, at);
                let exact = inner.exact;
                let applies = Three::two(or([inner.pass, inner.fail]));
                // What is left open may leave both open: whether it applies is then not known either.
                if exact { applies } else { self.open(expr, at, Why::Deep) }
            }
            ExprKind::And(parts) => Three::all(parts.iter().map(|part| self.condition(part, at)).collect()),
            ExprKind::Or(parts) => Three::any(parts.iter().map(|part| self.condition(part, at)).collect()),
            ExprKind::When { condition, then, otherwise } => {
                let condition = self.condition(condition, at);
                let then = self.condition(then, at);
                let otherwise = otherwise.as_ref().map_or_else(Three::never, |otherwise| self.condition(otherwise, at));
                Three::when(condition, then, otherwise)
            }
            ExprKind::Unless { body, exception, .. } => {
                let exception = self.condition(exception, at);
                let body = self.condition(body, at);
                Three::when(exception, Three::never(), body)
            }
            ExprKind::Compare { op, left, right } => self.compare(expr, *op, (left, right), at),
            ExprKind::OneOf { value, options } => {
                let cases = options.iter().map(|option| self.same(value, option, at)).collect::<Vec<_>>();
                let present = self.presence(value, at);
                match cases.into_iter().collect::<Option<Vec<_>>>() {
                    Some(cases) => Three::compared(or(cases), present),
                    None => self.open(expr, at, Why::Identity),
                }
            }
            ExprKind::SpanCompare { op, end, start, length, unit, first_day } => {
                let counts = *first_day == FirstDay::Counted;
                let Some(complete) = self.complete(start, length, *unit, counts, at) else {
                    return self.open(expr, at, Why::Calendar);
                };
                let end = self.number(end, at);
                self.compared(*op, end, complete)
            }
            ExprKind::Within { date, start, length, unit, first_day } => {
                let counts = *first_day == FirstDay::Counted;
                let Some(complete) = self.complete(start, length, *unit, counts, at) else {
                    return self.open(expr, at, Why::Calendar);
                };
                let (date, start) = (self.number(date, at), self.number(start, at));
                let present = and([date.present.clone(), complete.present.clone()]);
                // Whether the first day itself is in is left open.
                let after = date.linear.clone().at_least(start.linear);
                let until = date.linear.at_most(complete.linear);
                let inside = and([after, until]);
                let free = self.open(expr, at, Why::Calendar);
                Three {
                    pass: and([present.clone(), inside, free.pass]),
                    fail: and([present.clone(), free.fail]),
                    not_applicable: not(present),
                    holds: Vec::new(),
                    exact: false,
                }
            }
            ExprKind::Has(inner) => {
                if inner.ty == Type::Condition {
                    let inner = self.condition(inner, at);
                    return Three {
                        pass: or([inner.pass, inner.fail]),
                        fail: inner.not_applicable,
                        not_applicable: FALSE,
                        holds: Vec::new(),
                        exact: inner.exact,
                    };
                }
                let present =
                    if inner.ty.is_ordered() { self.number(inner, at).present } else { self.presence(inner, at) };
                Three::two(present)
            }
            ExprKind::Default { value, default } => {
                let (value, default) = (self.condition(value, at), self.condition(default, at));
                let absent = value.not_applicable.clone();
                Three {
                    pass: or([value.pass, and([absent.clone(), default.pass])]),
                    fail: or([value.fail, and([absent.clone(), default.fail])]),
                    not_applicable: and([absent, default.not_applicable]),
                    holds: Vec::new(),
                    exact: value.exact && default.exact,
                }
            }
            ExprKind::Aggregate(aggregate) => self.all_or_any(expr, aggregate, at),
            ExprKind::Top { .. } => self.open(expr, at, Why::Order),
            _ => self.open(expr, at, Why::NotLinear),
        }
    }

    /// Nothing is known of a condition but that it is the same wherever it stands.
    pub(super) fn open(&mut self, expr: &'p Expr, at: &Place, why: Why) -> Three {
        self.leave_open(expr.span, why);
        let key = self.keys.of(expr, at);
        let passes = self.truth(format!("passes {key}"));
        let present = if may_be_absent(self.program, expr) { self.truth(format!("has {key}")) } else { TRUE };
        Three::compared(passes, present).loose()
    }

    /// A condition on a row that may not be there.
    fn reached(&mut self, row: Option<&guiju_program::expr::RowPath>, three: Three, at: &Place) -> Three {
        let optional =
            row.is_some_and(|row| super::absent::end_of(self.program, row).is_none_or(|(_, optional)| optional));
        if !optional {
            return three;
        }
        let key = format!("has row {}", row.map(|row| at.end(row)).unwrap_or_default());
        let there = self.truth(key);
        Three {
            pass: and([there.clone(), three.pass]),
            fail: and([there.clone(), three.fail]),
            not_applicable: or([not(there), three.not_applicable]),
            holds: Vec::new(),
            exact: three.exact,
        }
    }

    fn compare(&mut self, expr: &'p Expr, op: CompareOp, (left, right): (&'p Expr, &'p Expr), at: &Place) -> Three {
        if !left.ty.is_ordered() {
            let Some(same) = self.same(left, right, at) else {
                return self.open(expr, at, Why::Identity);
            };
            let present = and([self.presence(left, at), self.presence(right, at)]);
            let holds = if op == CompareOp::Ne { not(same) } else { same };
            return Three::compared(holds, present);
        }
        for (op, quotient, bound) in [(op, left, right), (turned(op), right, left)] {
            if let Some(three) = self.quotient(op, quotient, bound, at) {
                return three;
            }
        }
        let (left, right) = (self.number(left, at), self.number(right, at));
        self.compared(op, left, right)
    }

    pub(super) fn compared(&mut self, op: CompareOp, left: Num, right: Num) -> Three {
        let atom = left.linear.compare(relation(op), right.linear);
        let atom = match &atom {
            Formula::Atom(inner) if inner.linear.terms().is_empty() => {
                let order = inner.linear.constant().cmp(&Exact::zero());
                Formula::Constant(op.holds(order))
            }
            _ => atom,
        };
        let mut three = Three::compared(atom, and([left.present, right.present]));
        three.exact = left.exact && right.exact;
        three
    }

    /// A share, a quotient or a rate against a fixed bound: multiplied out.
    fn quotient(&mut self, op: CompareOp, quotient: &'p Expr, bound: &'p Expr, at: &Place) -> Option<Three> {
        let (parts, zero_base, is_share) = match &quotient.kind {
            ExprKind::Define { row, define } => {
                let found = self.program.defines.find(*define)?;
                // Rows that may not be there are left to the general way.
                if may_be_absent(self.program, quotient) && row.as_ref().is_some_and(|row| !row.steps.is_empty()) {
                    return None;
                }
                return self.quotient_at(op, &found.expr, &at.at(row.as_ref()), bound, at);
            }
            ExprKind::Aggregate(aggregate) if aggregate.function == AggregateFunction::Share => {
                (self.share(aggregate, at)?, None, true)
            }
            ExprKind::Divide { left, right, zero_base } => {
                let divisor = self.number(right, at);
                if divisor.constant().is_some() {
                    return None;
                }
                ((self.number(left, at), divisor), Some(*zero_base), false)
            }
            ExprKind::Versus { change: change @ (Change::Growth | Change::Fall), now, base, zero_base } => {
                let (now, base) = (self.number(now, at), self.number(base, at));
                let present = and([now.present.clone(), base.present.clone()]);
                let exact = now.exact && base.exact;
                let linear = if *change == Change::Growth {
                    now.linear - base.linear.clone()
                } else {
                    base.linear.clone() - now.linear
                };
                ((Num { linear, present, exact }, base), Some(*zero_base), false)
            }
            _ => return None,
        };
        let bound = self.number(bound, at).constant()?.clone();
        Some(self.multiplied_out(quotient, op, parts, &bound, zero_base, is_share, at))
    }

    fn quotient_at(
        &mut self,
        op: CompareOp,
        quotient: &'p Expr,
        place: &Place,
        bound: &'p Expr,
        at: &Place,
    ) -> Option<Three> {
        // A fixed bound is the same at every place.
        self.number(bound, at).constant()?;
        self.quotient(op, quotient, bound, place)
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one comparison")]
    fn multiplied_out(
        &mut self,
        quotient: &'p Expr,
        op: CompareOp,
        (above, below): (Num, Num),
        bound: &Exact,
        zero_base: Option<Silent<ZeroBase>>,
        is_share: bool,
        at: &Place,
    ) -> Three {
        let difference = above.linear - below.linear.clone().times(bound);
        let atom = difference.compare(relation(op), Linear::zero());
        let present = and([above.present, below.present]);
        let positive = below.linear.more(Linear::zero());
        let zero = not(positive.clone());
        let exact = above.exact && below.exact;
        let holds = match &atom {
            // Of no rows both sides are zero.
            Formula::Atom(atom) if is_share && matches!(op, CompareOp::Ge | CompareOp::Le | CompareOp::Eq) => {
                vec![atom.clone()]
            }
            _ => Vec::new(),
        };
        let on_zero = match zero_base {
            None => Three::never(),
            Some(Silent::Chosen(ZeroBase::Met, _)) => Three::fixed(true),
            Some(Silent::Chosen(ZeroBase::Unmet, _)) => Three::fixed(false),
            Some(Silent::Chosen(ZeroBase::NotApplicable, _)) => Three::never(),
            Some(Silent::Unsaid) => self.open(quotient, at, Why::ZeroBase),
        };
        let known = |formula: Formula| and([present.clone(), positive.clone(), formula]);
        let silent = |formula: Formula| and([present.clone(), zero.clone(), formula]);
        Three {
            pass: or([known(atom.clone()), silent(on_zero.pass)]),
            fail: or([known(not(atom)), silent(on_zero.fail)]),
            not_applicable: or([not(present.clone()), silent(on_zero.not_applicable)]),
            holds,
            exact: exact && on_zero.exact,
        }
    }

    /// The rows or amounts asked for, and all of them.
    fn share(&mut self, aggregate: &'p Aggregate, at: &Place) -> Option<(Num, Num)> {
        let asked = aggregate.asked.as_ref()?;
        let filters: Vec<&'p Expr> = aggregate.filters.iter().collect();
        let all = self.counted(&aggregate.rows, &filters, at);
        let mut some = all.clone();
        self.add_filter(&mut some, asked, &at.inner(), 0);
        let pair = match &aggregate.value {
            None => (self.count(some), self.count(all)),
            Some(value) => (self.total(&some, value, &at.inner()), self.total(&all, value, &at.inner())),
        };
        Some((Num::sure(Linear::of(pair.0)), Num::sure(Linear::of(pair.1))))
    }

    fn all_or_any(&mut self, expr: &'p Expr, aggregate: &'p Aggregate, at: &Place) -> Three {
        let Some(asked) = aggregate.asked.as_ref() else {
            return self.open(expr, at, Why::Figure);
        };
        let filters: Vec<&'p Expr> = aggregate.filters.iter().collect();
        let all = self.counted(&aggregate.rows, &filters, at);
        let mut some = all.clone();
        self.add_filter(&mut some, asked, &at.inner(), 0);
        let (some, all) = (self.count(some), self.count(all));
        let sure = !may_be_absent(self.program, asked);
        let nobody = Linear::of(all).at_most(0);
        match aggregate.function {
            AggregateFunction::Any => {
                let passes = Linear::of(some).at_least(1);
                if sure {
                    Three::two(passes)
                } else {
                    let none = not(passes.clone());
                    Three { pass: passes, fail: none.clone(), not_applicable: none, holds: Vec::new(), exact: false }
                }
            }
            AggregateFunction::All => {
                let everyone = Linear::of(some).at_least(all);
                let some_row = Linear::of(all).at_least(1);
                Three {
                    pass: if sure { and([some_row.clone(), everyone.clone()]) } else { some_row.clone() },
                    fail: and([some_row, not(everyone)]),
                    not_applicable: if sure { nobody } else { TRUE },
                    holds: Vec::new(),
                    exact: sure,
                }
            }
            _ => self.open(expr, at, Why::Figure),
        }
    }

    /// When two values that have no order are the same; `None`: that is not followed.
    fn same(&mut self, left: &'p Expr, right: &'p Expr, at: &Place) -> Option<Formula> {
        if left.ty == Type::Condition {
            return None;
        }
        if left.ty.is_ordered() {
            let (left, right) = (self.number(left, at), self.number(right, at));
            return Some(left.linear.equal(right.linear));
        }
        let (value, literal) = match (&left.kind, &right.kind) {
            (ExprKind::Field { .. }, ExprKind::Variant(_) | ExprKind::Text(_)) => (left, right),
            (ExprKind::Variant(_) | ExprKind::Text(_), ExprKind::Field { .. }) => (right, left),
            _ => return None,
        };
        let base = self.keys.of(value, at);
        match &literal.kind {
            ExprKind::Variant(index) => {
                self.one_of(value, &base);
                Some(self.truth(format!("{base}=#{index}")))
            }
            ExprKind::Text(text) => {
                // At most one text at a time.
                let key = format!("{base}={text:?}");
                let known = self.find(&key).is_some();
                let others = self.texts(&base);
                let it = self.truth(key);
                if !known {
                    for other in others {
                        self.meaning(or([not(it.clone()), not(other)]));
                    }
                }
                Some(it)
            }
            _ => None,
        }
    }

    fn texts(&self, base: &str) -> Vec<Formula> {
        let start = format!("{base}=\"");
        let vars = self.problem.variables().filter(|(_, variable)| variable.name.starts_with(&start));
        vars.map(|(var, _)| Formula::Bool(var)).collect()
    }

    /// A field of an enumeration has at most one of its values, and exactly one where there are no others.
    fn one_of(&mut self, value: &'p Expr, base: &str) {
        let Type::Enumeration(id) = value.ty else {
            return;
        };
        if self.find(&format!("{base}=#0")).is_some() {
            return;
        }
        let Some(found) = self.program.enumerations.find(id) else {
            return;
        };
        let (count, open) = (found.variants.len(), found.open);
        let all: Vec<Formula> = (0..count)
            .map(|index| {
                let key = format!("{base}=#{index}");
                Formula::Bool(self.intern(key, Sort::Bool, (None, None), Quantity::Truth))
            })
            .collect();
        let exactly = !open && !may_be_absent(self.program, value);
        self.meaning(if exactly { Formula::Exactly(1, all) } else { Formula::at_most(1, all) });
    }
}
