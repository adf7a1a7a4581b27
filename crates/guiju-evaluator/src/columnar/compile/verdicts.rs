//! Conditions.

use guiju_program::expr::{Change, CompareOp, ExprKind, FirstDay, RowPath, SpanUnit, ZeroBase};
use guiju_program::rule::CriteriaId;
use guiju_program::{Expr, Type};

use super::numbers::fits;
use super::{Access, Compiler};
use crate::columnar::fault::{self, Fault};
use crate::columnar::kernels::{FAIL, NOT_APPLICABLE, OPEN, PASS, Ratio};
use crate::columnar::plan::{
    ABSENT_CODE, Branch, CodeSource, FOREIGN_CODE, GeneralOp, GeneralRatio, Instr, NumNode, NumSource, ThisRow,
    VerdictSource,
};
use crate::columnar::run::code_of;
use crate::exact::Exact;
use crate::facts::ColumnData;
use crate::interval::Num;

impl<'a> Compiler<'_, 'a> {
    /// Where the verdict of a condition is found.
    pub(in crate::columnar) fn verdict(&mut self, expr: &'a Expr) -> VerdictSource<'a> {
        match &expr.kind {
            ExprKind::YesNo(yes) => VerdictSource::Constant(if *yes { PASS } else { FAIL }),
            ExprKind::Field { row, field } => match self.access(row) {
                Access::Own(record) => {
                    let column = self.context.table(record).and_then(|table| table.column(*field));
                    match column.map(|column| &column.data) {
                        Some(ColumnData::YesNo(verdicts)) => VerdictSource::Column(verdicts),
                        _ => VerdictSource::Constant(OPEN),
                    }
                }
                Access::Rows(rows, record) => {
                    let column = self.context.table(record).and_then(|table| table.column(*field));
                    match column.map(|column| &column.data) {
                        Some(ColumnData::YesNo(verdicts)) => {
                            let from = VerdictSource::Column(verdicts);
                            self.push_verdict(|out| Instr::GatherVerdict { rows, from, out })
                        }
                        _ => self.walk_verdict(expr),
                    }
                }
                _ => self.walk_verdict(expr),
            },
            ExprKind::Define { row: None, define } => {
                let inner = &self.context.program.defines[*define].expr;
                let mut whole = Compiler::whole(self.context);
                let source = whole.verdict(inner);
                let plan = whole.finish();
                if plan.instrs.is_empty() {
                    return source;
                }
                let scratch = self.run_whole(&plan);
                VerdictSource::Constant(code_of(&source, &scratch, 0))
            }
            ExprKind::Define { row: Some(path), define } if self.is_own(path) => {
                if let Some(source) = self.verdict_defines.get(define) {
                    return source.clone();
                }
                let inner = &self.context.program.defines[*define].expr;
                let source = self.on_own_row(|compiler| compiler.verdict(inner));
                self.verdict_defines.insert(*define, source.clone());
                source
            }
            ExprKind::Criteria { row, criteria } => self.criteria(expr, row, *criteria),
            ExprKind::Condition { row, criteria, index } if self.is_own(row) => {
                let definition = &self.context.program.criteria[*criteria];
                match definition.conditions.get(*index) {
                    Some(condition) => self.on_own_row(|compiler| compiler.verdict(&condition.expr)),
                    None => VerdictSource::Constant(OPEN),
                }
            }
            ExprKind::Not(inner) => {
                let a = self.verdict(inner);
                self.push_verdict(|out| Instr::Not { a, out })
            }
            ExprKind::Applies(inner) if self.applies_by_itself(inner) => self.applies(inner),
            ExprKind::Applies(_) => self.walk_verdict(expr),
            ExprKind::And(parts) => {
                let parts = parts.iter().map(|part| self.verdict(part)).collect();
                self.push_verdict(|out| Instr::And { parts, strict: false, out })
            }
            ExprKind::Or(parts) => {
                let parts = parts.iter().map(|part| self.verdict(part)).collect();
                self.push_verdict(|out| Instr::Or { parts, out })
            }
            ExprKind::When { condition, then, otherwise } => {
                let condition = self.verdict(condition);
                let then = self.branch(&condition, Branch::Then, |compiler| compiler.verdict(then));
                let otherwise = otherwise
                    .as_ref()
                    .map(|expr| self.branch(&condition, Branch::Otherwise, |compiler| compiler.verdict(expr)));
                self.push_verdict(|out| Instr::When { condition, then, otherwise, out })
            }
            ExprKind::Unless { body, exception, .. } => {
                let turned = match &exception.kind {
                    ExprKind::Applies(inner) if fault::is(Fault::ExceptionTurned) => Some(inner),
                    _ => None,
                };
                if let Some(inner) = turned {
                    if !self.applies_by_itself(body) {
                        return self.verdict(inner);
                    }
                    let (exception, body) = (self.applies(body), self.verdict(inner));
                    return self.push_verdict(|out| Instr::Unless { body, exception, out });
                }
                let (body, exception) = (self.verdict(body), self.verdict(exception));
                self.push_verdict(|out| Instr::Unless { body, exception, out })
            }
            ExprKind::Compare { op, left, right } if left.ty.is_ordered() => self.compare(*op, left, right),
            ExprKind::Compare { op: op @ (CompareOp::Eq | CompareOp::Ne), left, right } => {
                match self.codes(left, right) {
                    Some((a, b)) => {
                        let equal = *op == CompareOp::Eq;
                        self.push_verdict(|out| Instr::CompareCodes { equal, a, b, out })
                    }
                    None => self.walk_verdict(expr),
                }
            }
            ExprKind::OneOf { value, options } => {
                let mut parts = Vec::new();
                for option in options {
                    if value.ty.is_ordered() {
                        parts.push(self.compare(CompareOp::Eq, value, option));
                        continue;
                    }
                    let Some((a, b)) = self.codes(value, option) else { return self.walk_verdict(expr) };
                    parts.push(self.push_verdict(|out| Instr::CompareCodes { equal: true, a, b, out }));
                }
                if parts.is_empty() {
                    return VerdictSource::Constant(NOT_APPLICABLE);
                }
                self.push_verdict(|out| Instr::Or { parts, out })
            }
            ExprKind::SpanCompare { op, end, start, length, unit, first_day } => {
                let (start, length) = (self.number(start), self.number(length));
                let complete = self.complete_on(start, length, *unit, *first_day);
                let end = self.number(end);
                self.compare_nodes(*op, end, complete)
            }
            ExprKind::Within { date, start, length, unit, first_day } => {
                let length = self.number(length);
                if !matches!(length.source, NumSource::Constant(_)) {
                    return self.walk_verdict(expr);
                }
                let (date, start) = (self.number(date), self.number(start));
                let after = if *first_day == FirstDay::Counted { CompareOp::Ge } else { CompareOp::Gt };
                let complete = self.complete_on(start.clone(), length, *unit, *first_day);
                let parts = vec![
                    self.compare_nodes(after, date.clone(), start),
                    self.compare_nodes(CompareOp::Le, date, complete),
                ];
                self.push_verdict(|out| Instr::And { parts, strict: false, out })
            }
            ExprKind::Has(inner) if inner.ty.is_ordered() => {
                let a = self.number(inner);
                self.push_verdict(|out| Instr::HasNumber { a, out })
            }
            ExprKind::Aggregate(aggregate) => self.aggregate_verdict(expr, aggregate),
            ExprKind::Top { ranking, limit, rounding, ties } => {
                self.top(expr, ranking, limit, rounding.choice(), ties.choice())
            }
            _ => self.walk_verdict(expr),
        }
    }

    /// Compiles something that speaks of its own row: a definition, or a criteria.
    fn on_own_row<T>(&mut self, compile: impl FnOnce(&mut Self) -> T) -> T {
        let this = std::mem::replace(&mut self.this, ThisRow::Same);
        let result = compile(self);
        self.this = this;
        result
    }

    fn criteria(&mut self, expr: &'a Expr, path: &RowPath, criteria: CriteriaId) -> VerdictSource<'a> {
        if let Some(codes) = self.context.criteria.get(&criteria) {
            let shared = VerdictSource::Shared(codes.all.clone());
            if self.is_own(path) {
                return shared;
            }
            if let Access::Rows(rows, _) = self.access(path) {
                return self.push_verdict(|out| Instr::GatherVerdict { rows, from: shared, out });
            }
            return self.walk_verdict(expr);
        }
        if !self.is_own(path) {
            return self.walk_verdict(expr);
        }
        if let Some(source) = self.criteria.get(&criteria) {
            return source.clone();
        }
        let source = self.on_own_row(|compiler| compiler.all_conditions(criteria));
        self.criteria.insert(criteria, source.clone());
        source
    }

    /// All conditions of a criteria on the row itself, and what was given in their place.
    pub(in crate::columnar) fn all_conditions(&mut self, criteria: CriteriaId) -> VerdictSource<'a> {
        let definition = &self.context.program.criteria[criteria];
        let parts = definition.conditions.iter().map(|condition| self.verdict(&condition.expr)).collect();
        self.join_conditions(criteria, parts)
    }

    /// The verdict over all conditions.
    pub(in crate::columnar) fn join_conditions(
        &mut self,
        criteria: CriteriaId,
        parts: Vec<VerdictSource<'a>>,
    ) -> VerdictSource<'a> {
        let record = self.context.program.criteria[criteria].record;
        let all = if parts.is_empty() {
            VerdictSource::Constant(NOT_APPLICABLE)
        } else {
            self.push_verdict(|out| Instr::And { parts, strict: false, out })
        };
        match self.context.table(record).and_then(|table| table.given(criteria)) {
            Some(given) => self.push_verdict(|out| Instr::Given { a: all, given, out }),
            None => all,
        }
    }

    pub(super) fn complete_on(
        &mut self,
        start: NumNode<'a>,
        length: NumNode<'a>,
        unit: SpanUnit,
        first_day: FirstDay,
    ) -> NumNode<'a> {
        let first_day_counts = first_day == FirstDay::Counted;
        let calendar = self.context.program.calendar.as_ref();
        self.calendar(GeneralOp::CompleteOn { unit, first_day_counts, calendar }, start, length)
    }

    fn compare(&mut self, op: CompareOp, left: &'a Expr, right: &'a Expr) -> VerdictSource<'a> {
        if let Some(source) = self.ratio(op, left, right) {
            return source;
        }
        let (a, b) = (self.number(left), self.number(right));
        self.compare_nodes(op, a, b)
    }

    fn compare_nodes(&mut self, op: CompareOp, a: NumNode<'a>, b: NumNode<'a>) -> VerdictSource<'a> {
        match self.align(&a, &b) {
            Some((a, b)) => self.push_verdict(|out| Instr::Compare { op, a, b, wide: false, out }),
            // In 128 bits a 64-bit number has room for 18 more digits.
            None if a.scale.abs_diff(b.scale) <= 18 => {
                self.push_verdict(|out| Instr::Compare { op, a, b, wide: true, out })
            }
            None => {
                let scale = a.scale.max(b.scale);
                let difference = self.push_number(scale, |out| Instr::General {
                    op: GeneralOp::Arithmetic(guiju_program::expr::ArithmeticOp::Subtract),
                    a,
                    b,
                    scale,
                    out,
                });
                let zero = NumNode { scale, ..super::numbers::whole(0) };
                self.push_verdict(|out| Instr::Compare { op, a: difference, b: zero, wide: false, out })
            }
        }
    }

    /// A quotient or rate compared with a known bound: cross-multiplied, so that nothing is divided.
    fn ratio(&mut self, op: CompareOp, left: &'a Expr, right: &'a Expr) -> Option<VerdictSource<'a>> {
        let (now, base, zero_base, form, turned) = match &left.kind {
            ExprKind::Versus { change: Change::Growth, now, base, zero_base } => {
                (now, base, zero_base.choice(), GeneralOp::Growth(zero_base.choice()), false)
            }
            ExprKind::Versus { change: Change::Fall, now, base, zero_base } => {
                (now, base, zero_base.choice(), GeneralOp::Fall(zero_base.choice()), true)
            }
            ExprKind::Divide { left, right, zero_base } if !right.is_constant() => {
                let form = GeneralOp::Divide { constant: false, zero: zero_base.choice() };
                (left, right, zero_base.choice(), form, false)
            }
            _ => return None,
        };
        let bound = self.number(right);
        let bound = match &bound.source {
            NumSource::Constant(value) => Exact::scaled(i128::from(*value), bound.scale),
            _ => return None,
        };
        let (now, base) = (self.number(now), self.number(base));
        // now/base - 1 against g is now/base against 1 + g; 1 - now/base against f is now/base against 1 - f, turned.
        let quotient = match form {
            GeneralOp::Growth(_) => &Exact::one() + &bound,
            GeneralOp::Fall(_) => &Exact::one() - &bound,
            _ => bound.clone(),
        };
        let (numerator, denominator) = quotient.to_ratio()?;
        let step = |scale: u32| 10_i128.checked_pow(scale);
        let p = numerator.checked_mul(step(now.scale)?)?;
        let q = denominator.checked_mul(step(base.scale)?)?;
        let common = num_integer::gcd(p, q).max(1);
        let (p, q) = (i64::try_from(p / common).ok()?, i64::try_from(q / common).ok()?);
        let within = |node: &NumNode<'a>, factor: i64| {
            let factor = i128::from(factor);
            let ends = (node.min.checked_mul(factor), node.max.checked_mul(factor));
            matches!(ends, (Some(a), Some(b)) if fits(a.min(b), a.max(b)))
        };
        if now.all_odd || base.all_odd || !within(&now, q) || !within(&base, p) {
            return None;
        }
        let zero = match zero_base {
            None => OPEN,
            Some(ZeroBase::Met) => PASS,
            Some(ZeroBase::Unmet) => FAIL,
            Some(ZeroBase::NotApplicable) => NOT_APPLICABLE,
        };
        let ratio = Ratio { op: if turned { flipped(op) } else { op }, p, q, zero };
        let general = GeneralRatio { now, base, op: form, compare: op, bound: Num::known(bound) };
        Some(self.push_verdict(|out| Instr::RatioCompare { ratio, general, out }))
    }

    /// Two texts, enumeration values or references, as codes of one list; `None` where the tree must be walked.
    fn codes(&mut self, left: &'a Expr, right: &'a Expr) -> Option<(CodeSource<'a>, CodeSource<'a>)> {
        match (&left.ty, &right.ty) {
            (Type::Text, Type::Text) | (Type::Enumeration(_), Type::Enumeration(_)) => {}
            _ => return None,
        }
        let text = match &right.kind {
            ExprKind::Text(text) => text.as_str(),
            ExprKind::Variant(index) => {
                let Type::Enumeration(id) = right.ty else { return None };
                self.context.program.enumerations.find(id)?.variants.get(*index)?.as_str()
            }
            _ => return None,
        };
        let ExprKind::Field { row, field } = &left.kind else { return None };
        let Access::Own(record) = self.access(row) else { return None };
        let column = self.context.table(record)?.column(*field)?;
        let ColumnData::Codes(codes) = &column.data else { return None };
        let code = codes.texts.code(text).unwrap_or(FOREIGN_CODE);
        Some((CodeSource::Column { codes: &codes.values, column }, CodeSource::Constant(code)))
    }

    pub(in crate::columnar) fn push_verdict(&mut self, instr: impl FnOnce(usize) -> Instr<'a>) -> VerdictSource<'a> {
        let out = self.verdict_register();
        self.instrs.push(instr(out));
        VerdictSource::Register(out)
    }

    /// Whether it can be told by verdicts of the own row whether a condition applies.
    fn applies_by_itself(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Not(inner) => self.applies_by_itself(inner),
            ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().all(|part| self.applies_by_itself(part)),
            ExprKind::When { then, otherwise, .. } => {
                self.applies_by_itself(then)
                    && otherwise.as_ref().is_none_or(|otherwise| self.applies_by_itself(otherwise))
            }
            ExprKind::Unless { body, .. } => self.applies_by_itself(body),
            ExprKind::Define { .. } | ExprKind::Criteria { .. } | ExprKind::Condition { .. } => false,
            _ => true,
        }
    }

    /// Whether a condition applies.
    fn applies(&mut self, expr: &'a Expr) -> VerdictSource<'a> {
        match &expr.kind {
            ExprKind::YesNo(_) | ExprKind::Applies(_) => VerdictSource::Constant(PASS),
            ExprKind::Not(inner) => self.applies(inner),
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                let parts = parts.iter().map(|part| self.applies(part)).collect();
                self.push_verdict(|out| Instr::Or { parts, out })
            }
            ExprKind::When { condition, then, otherwise } => {
                let condition = self.verdict(condition);
                let then = self.applies(then);
                let otherwise = otherwise.as_ref().map(|otherwise| self.applies(otherwise));
                let otherwise = Some(otherwise.unwrap_or(VerdictSource::Constant(FAIL)));
                self.push_verdict(|out| Instr::When { condition, then, otherwise, out })
            }
            ExprKind::Unless { body, exception, .. } => {
                let condition = self.verdict(exception);
                let otherwise = Some(self.applies(body));
                let then = VerdictSource::Constant(FAIL);
                self.push_verdict(|out| Instr::When { condition, then, otherwise, out })
            }
            _ => {
                let a = self.verdict(expr);
                self.push_verdict(|out| Instr::Applies { a, out })
            }
        }
    }

    /// A condition for which the tree is walked.
    pub(in crate::columnar) fn walk_verdict(&mut self, expr: &'a Expr) -> VerdictSource<'a> {
        let this = self.this;
        self.push_verdict(|out| Instr::WalkVerdict { expr, this, out })
    }
}

/// The comparison that holds when both sides are taken from one.
const fn flipped(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Eq => CompareOp::Eq,
        CompareOp::Ne => CompareOp::Ne,
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
    }
}

const _: () = assert!(FOREIGN_CODE < ABSENT_CODE);
