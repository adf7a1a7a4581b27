//! Conditions that come to the same whatever the facts are, by the types of what they compare.

use std::collections::{BTreeSet, HashMap, HashSet};

use guiju_program::diagnostic::Diagnostic;
use guiju_program::expr::{CompareOp, Expr, ExprKind, Type};
use guiju_program::source::Span;
use guiju_program::table::Range;
use guiju_program::{Decimal, Program};

use super::range::{Ranges, always, both, compared, literal};
use super::shape::Shape;
use super::{Lint, parts};
use crate::lower::compare::swapped;

pub(super) const TRUE: &str = "always-true";
pub(super) const FALSE: &str = "always-false";

/// Only what follows from types is told, never what follows from the figures of params. 是 and 否 written out are meant so.
pub(super) fn run(lint: &mut Lint<'_>) {
    let mut found: Vec<(String, Span, bool)> = Vec::new();
    let mut constants = Constants { program: lint.program, ranges: Ranges::new(lint.program) };
    for part in parts::all(lint.program).into_iter().filter(|part| !part.made) {
        constants.find(part.expr, &mut |span, yes| found.push((part.path.clone(), span, yes)));
    }
    let mut seen = HashSet::new();
    for (path, span, yes) in found {
        // Where a rule overrides another, its condition is a part of both.
        if !seen.insert(span) {
            continue;
        }
        let diagnostic = if yes {
            Diagnostic::warning(
                TRUE,
                span,
                "无论数据怎样，这个条件都满足",
                "whatever the facts are, this condition is met",
            )
        } else {
            Diagnostic::warning(
                FALSE,
                span,
                "无论数据怎样，这个条件都不会满足",
                "whatever the facts are, this condition is not met",
            )
        };
        let diagnostic = diagnostic.help(
            "看看比较的方向、界限和单位是不是写错了；确实用不着的就去掉",
            "see whether the direction, the bound or the unit was meant otherwise; leave it out if it is not needed",
        );
        lint.report(diagnostic, [path]);
    }
}

/// What a condition asks of one value, by the shape of the value.
#[derive(Clone)]
enum Asked {
    /// That the number, or the date as a number, is in the range.
    Number(Range),
    /// That the value of a closed enumeration is one of these, of so many.
    Value(BTreeSet<usize>, usize),
    /// That the condition passes, or that it does not.
    Truth(bool),
}

impl Asked {
    /// What is asked by both.
    fn and(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => Some(Self::Number(both(a, b))),
            (Self::Value(a, of), Self::Value(b, _)) => Some(Self::Value(a.intersection(b).copied().collect(), *of)),
            _ => None,
        }
    }

    fn is_impossible(&self) -> bool {
        match self {
            Self::Number(range) => range.is_empty(),
            Self::Value(values, _) => values.is_empty(),
            Self::Truth(_) => false,
        }
    }

    /// What is asked where this is not, if that is one thing as well.
    fn not(&self) -> Option<Self> {
        match self {
            Self::Number(range) => Some(Self::Number(match (range.lo, range.hi) {
                (Some(lo), None) => {
                    Range { lo: None, lo_included: false, hi: Some(lo), hi_included: !range.lo_included }
                }
                (None, Some(hi)) => {
                    Range { lo: Some(hi), lo_included: !range.hi_included, hi: None, hi_included: false }
                }
                _ => return None,
            })),
            Self::Value(values, of) => {
                Some(Self::Value((0..*of).filter(|value| !values.contains(value)).collect(), *of))
            }
            Self::Truth(yes) => Some(Self::Truth(!yes)),
        }
    }
}

struct Constants<'p> {
    program: &'p Program,
    ranges: Ranges<'p>,
}

impl Constants<'_> {
    /// Tells the innermost conditions that are always met or never, and whether there was one.
    fn find(&mut self, expr: &Expr, f: &mut dyn FnMut(Span, bool)) -> bool {
        let mut inside = false;
        let mut children = Vec::new();
        expr.for_each_part(&mut |part| children.push(part));
        for child in children {
            inside |= self.find(child, f);
        }
        if inside || expr.ty != Type::Condition {
            return inside;
        }
        let value = match &expr.kind {
            ExprKind::Compare { .. } | ExprKind::OneOf { .. } => self.alone(expr),
            ExprKind::And(parts) => self.together(parts, false).then_some(false),
            ExprKind::Or(parts) => self.together(parts, true).then_some(true),
            _ => None,
        };
        if let Some(value) = value {
            f(expr.span, value);
        }
        value.is_some()
    }

    /// What a single comparison always comes to.
    fn alone(&mut self, expr: &Expr) -> Option<bool> {
        if let ExprKind::Compare { op, left, right } = &expr.kind {
            if left.ty.is_ordered() {
                let (left, right) = (self.ranges.of(left), self.ranges.of(right));
                if let Some(value) = always(*op, &left, &right) {
                    return Some(value);
                }
            }
            // Two names of one thing; literals are told above.
            if Shape::of(left) == Shape::of(right) && literal(left).is_none() {
                return Some(matches!(op, CompareOp::Eq | CompareOp::Ge | CompareOp::Le));
            }
        }
        match self.asked(expr)?.1 {
            Asked::Value(values, of) if values.len() == of => Some(true),
            Asked::Value(values, _) if values.is_empty() => Some(false),
            _ => None,
        }
    }

    /// Whether no value passes all of the parts; with `opposite`, whether none fails all of them.
    fn together(&mut self, parts: &[Expr], opposite: bool) -> bool {
        let mut asked: HashMap<Shape, Asked> = HashMap::new();
        let mut list = Vec::new();
        flatten(parts, opposite, &mut list);
        for part in list {
            let Some((shape, one)) = self.asked(part) else { continue };
            let Some(one) = (if opposite { one.not() } else { Some(one) }) else { continue };
            match asked.entry(shape) {
                std::collections::hash_map::Entry::Vacant(slot) => {
                    slot.insert(one);
                }
                std::collections::hash_map::Entry::Occupied(mut known) => match (known.get(), &one) {
                    (Asked::Truth(a), Asked::Truth(b)) if a != b => return true,
                    (before, one) => {
                        if let Some(now) = before.and(one) {
                            if now.is_impossible() {
                                return true;
                            }
                            known.insert(now);
                        }
                    }
                },
            }
        }
        false
    }

    /// What a condition asks, and of what.
    fn asked(&mut self, expr: &Expr) -> Option<(Shape, Asked)> {
        match &expr.kind {
            ExprKind::Not(inner) => {
                let (shape, asked) = self.asked(inner)?;
                Some((shape, asked.not()?))
            }
            ExprKind::Compare { op, left, right } => {
                let (op, value, bound) = match (literal(left), literal(right)) {
                    (None, Some(bound)) => (*op, left, bound),
                    (Some(bound), None) => (swapped(*op), right, bound),
                    _ => return self.enumerated(*op, left, right),
                };
                self.number(op, value, bound)
            }
            ExprKind::OneOf { value, options } => {
                let of = self.closed(&value.ty)?;
                let values: Option<BTreeSet<usize>> = options.iter().map(variant).collect();
                Some((Shape::of(value), Asked::Value(values?, of)))
            }
            ExprKind::Field { .. }
            | ExprKind::Define { .. }
            | ExprKind::Criteria { .. }
            | ExprKind::Condition { .. } => Some((Shape::of(expr), Asked::Truth(true))),
            _ => None,
        }
    }

    fn number(&mut self, op: CompareOp, value: &Expr, bound: Decimal) -> Option<(Shape, Asked)> {
        let range = compared(op, bound)?;
        // Without the range of its type: the opposite of a comparison is asked of the whole line.
        Some((Shape::of(value), Asked::Number(range)))
    }

    /// `类型 为 甲`, `类型 不为 甲`
    fn enumerated(&self, op: CompareOp, left: &Expr, right: &Expr) -> Option<(Shape, Asked)> {
        let of = self.closed(&left.ty)?;
        let (value, index) = match (variant(left), variant(right)) {
            (None, Some(index)) => (left, index),
            (Some(index), None) => (right, index),
            _ => return None,
        };
        let one = Asked::Value(BTreeSet::from([index]), of);
        let asked = match op {
            CompareOp::Eq => one,
            CompareOp::Ne => one.not()?,
            _ => return None,
        };
        Some((Shape::of(value), asked))
    }

    /// How many values a closed enumeration has.
    fn closed(&self, ty: &Type) -> Option<usize> {
        let Type::Enumeration(id) = ty else {
            return None;
        };
        let enumeration = self.program.enumerations.find(*id)?;
        (!enumeration.open).then_some(enumeration.variants.len())
    }
}

/// The parts beside 且, those in further ones among them; or beside 或.
fn flatten<'e>(parts: &'e [Expr], or: bool, list: &mut Vec<&'e Expr>) {
    for part in parts {
        match &part.kind {
            ExprKind::And(inner) if !or => flatten(inner, or, list),
            ExprKind::Or(inner) if or => flatten(inner, or, list),
            _ => list.push(part),
        }
    }
}

const fn variant(expr: &Expr) -> Option<usize> {
    match &expr.kind {
        ExprKind::Variant(index) => Some(*index),
        _ => None,
    }
}
