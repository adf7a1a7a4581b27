//! Amounts by bands, rounding to a step, and full steps.

use guiju_program::expr::{Band, BandKind, Expr, ExprKind, RoundMode};
use guiju_program::parameter::ParameterValue;
use guiju_program::source::Span;
use guiju_program::table::Range;
use guiju_program::{Bilingual, Decimal, Type};

use super::scope::Scope;
use super::value::constant;
use super::{Typed, Want};
use crate::ast::{self, BandRow, Limits};
use crate::check::coverage::{Axis, Example, Finding, MOST_ROWS, check};
use crate::check::sign::may_be_negative;
use crate::check::types::{Num, Ty};
use crate::compile::Compiler;
use crate::message::units::Together;
use crate::message::{tables, types};

impl Compiler<'_> {
    /// `舍去(x, 0.01元)`
    pub(super) fn round(&mut self, scope: &mut Scope, call: &ast::Call, mode: RoundMode, span: Span) -> Typed {
        let plain = call.via.is_none() && call.filters.is_empty() && call.partition.is_empty() && call.keys.is_empty();
        let ([value, step], true) = (call.arguments.as_slice(), plain) else {
            let called = &call.function.text;
            self.report(types::wrong_arguments(
                span,
                called,
                &format!("{called}(数, 0.01元)"),
                &format!("{called}(number, 0.01 yuan)"),
            ));
            return Typed::unknown(span);
        };
        let value = self.expr(scope, value, Want::Anything);
        let step = self.expr(scope, step, Want::Anything);
        if !self.check_step(&value, &step) {
            return Typed::unknown(span);
        }
        let Some(num) = self.unify(&value, &step, span, Together::Rounded) else {
            return Typed::unknown(span);
        };
        let kind = ExprKind::Round { mode, value: Box::new(value.expr), step: Box::new(step.expr) };
        self.typed(kind, Ty::Number(num), span)
    }

    /// `x 每满 3万元`
    pub(super) fn full_steps(&mut self, value: Typed, step: Typed, span: Span) -> Typed {
        if !self.check_step(&value, &step) || self.unify(&value, &step, span, Together::Rounded).is_none() {
            return Typed::unknown(span);
        }
        let kind = ExprKind::FullSteps { value: Box::new(value.expr), step: Box::new(step.expr) };
        self.typed(kind, Ty::Number(Num::pure()), span)
    }

    /// Whether both are numbers and the step is a constant above zero; what is wrong is reported.
    fn check_step(&mut self, value: &Typed, step: &Typed) -> bool {
        let numbers = self.is_number(value) & self.is_number(step);
        if !numbers {
            return false;
        }
        let span = step.expr.span;
        let open = match &step.expr.kind {
            ExprKind::Parameter { parameter, .. } => {
                matches!(self.program.parameters[*parameter].value, ParameterValue::Open)
            }
            _ => false,
        };
        let figures = self.figures(&step.expr);
        if figures.is_empty() && !open {
            self.report(tables::step_not_constant(span));
            return false;
        }
        if figures.iter().any(|figure| *figure <= Decimal::ZERO) {
            self.report(tables::step_not_positive(span));
            return false;
        }
        true
    }

    /// Whether a number may be below zero.
    pub(super) fn may_be_negative(&self, expr: &Expr) -> bool {
        may_be_negative(expr, &self.program, &self.negative)
    }

    /// `分档 x { … }` and its like.
    pub(super) fn bands(
        &mut self,
        scope: &mut Scope,
        kind: BandKind,
        value: &ast::Expr,
        rows: &[BandRow],
        span: Span,
    ) -> Typed {
        let value = self.expr(scope, value, Want::Anything);
        let mut right = self.is_number(&value);
        let mut bands = Vec::with_capacity(rows.len());
        let mut amount: Option<Typed> = None;
        for row in rows {
            let range = self.range_of(scope, &value, &row.limits, kind == BandKind::Slices);
            let typed = self.expr(scope, &row.amount, Want::Anything);
            right &= self.is_number(&typed);
            let expr = typed.expr.clone();
            amount = Some(match amount {
                Some(before) if right => {
                    let ty = self.one_type(&before, &typed, typed.expr.span);
                    right &= !ty.is_unknown();
                    Typed { ty, ..typed }
                }
                _ => typed,
            });
            match range {
                Some(range) => bands.push((Band { range, amount: expr }, row.limits.span)),
                None => right = false,
            }
        }
        let Some(amount) = amount else {
            if self.diagnostics.last().is_none_or(|last| !last.is_error()) {
                self.report(tables::no_bands(span));
            }
            return Typed::unknown(span);
        };
        if !right {
            return Typed::unknown(span);
        }
        bands.sort_by(|(a, _), (b, _)| lower_first(&a.range, &b.range));
        if !self.check_bands(kind, &value, &bands, span) {
            return Typed::unknown(span);
        }
        let ty = match (&amount.ty, &value.ty) {
            (Ty::Number(rate), Ty::Number(num)) if kind == BandKind::Slices => {
                Ty::Number(rate.times(num, &self.program.records))
            }
            (ty, _) => ty.clone(),
        };
        let kind = ExprKind::Bands {
            kind,
            value: Box::new(value.expr),
            bands: bands.into_iter().map(|(band, _)| band).collect(),
        };
        self.typed(kind, ty, span)
    }

    /// A band of a number in base units; `None` after an error.
    pub(crate) fn range_of(
        &mut self,
        scope: &mut Scope,
        value: &Typed,
        limits: &Limits,
        marks_free: bool,
    ) -> Option<Range> {
        let mut range = Range::default();
        let mut right = true;
        let mut last = None;
        let mut seen = None;
        let mut told = false;
        for (limit, lower) in [(&limits.lower, true), (&limits.upper, false)] {
            let Some(limit) = limit else { continue };
            // The number of `10人` is both ends, and wrong only once.
            let bound = match seen {
                Some((span, bound)) if span == limit.value.span => bound,
                _ => self.bound(scope, value, &limit.value, &mut told),
            };
            seen = Some((limit.value.span, bound));
            right &= bound.is_some();
            if limit.included.is_none() && !marks_free && last != Some(limits.span) {
                last = Some(limits.span);
                self.report(types::range_ends(limits.span));
                right = false;
            }
            // Of slices it is of no account to which of two the point belongs where they meet.
            let included = limit.included.unwrap_or(lower) && self.worded_in(limit.suffix.as_ref());
            if lower {
                (range.lo, range.lo_included) = (bound, included);
            } else {
                (range.hi, range.hi_included) = (bound, included);
            }
        }
        right.then_some(range)
    }

    /// The bound of a band. `told`: whether it was said of this band that a bound is no constant.
    fn bound(&mut self, scope: &mut Scope, value: &Typed, expr: &ast::Expr, told: &mut bool) -> Option<Decimal> {
        let bound = self.expr(scope, expr, Want::beside(&value.ty));
        if !self.is_number(&bound) {
            return None;
        }
        if matches!(value.ty, Ty::Number(_)) {
            self.unify(value, &bound, expr.span, Together::Compared)?;
        }
        let figure = constant(&bound.expr, &self.program);
        if figure.is_none() && !std::mem::replace(told, true) {
            self.report(tables::bound_not_constant(expr.span));
        }
        figure
    }

    /// Whether bands, from the lowest up, are what their kind asks; what is wrong is reported.
    fn check_bands(&mut self, kind: BandKind, value: &Typed, bands: &[(Band, Span)], span: Span) -> bool {
        let ty = value.expr.ty.clone();
        let before = self.diagnostics.len();
        match kind {
            BandKind::Exactly | BandKind::Slices => {
                if bands.len() > MOST_ROWS {
                    self.report(tables::too_large(span));
                    return false;
                }
                let ranges: Vec<Option<Range>> = bands
                    .iter()
                    .map(|(band, _)| {
                        Some(if kind == BandKind::Slices { half_open(&band.range) } else { band.range.clone() })
                    })
                    .collect();
                // Below its first slice a number has nothing in any.
                let signed = kind == BandKind::Exactly && self.may_be_negative(&value.expr);
                let places: Vec<Span> = bands.iter().map(|(_, span)| *span).collect();
                let found = check(&[Axis::numbers(&ranges, signed)], ranges.len());
                self.report_findings(found, span, &places, &[Some(ty)], signed);
            }
            BandKind::Highest | BandKind::Cumulate => {
                for (band, span) in bands {
                    if band.range.lo.is_none() || band.range.hi.is_some() {
                        self.report(tables::not_a_threshold(*span));
                    }
                }
                for pair in bands.windows(2) {
                    if let [(a, first), (b, second)] = pair
                        && a.range.lo == b.range.lo
                        && a.range.lo_included == b.range.lo_included
                        && let Some(lo) = a.range.lo
                    {
                        let example = shown(&Example::Number(lo), Some(&ty));
                        self.report(tables::same_threshold(*second, *first, &example));
                    }
                }
            }
        }
        self.diagnostics.len() == before
    }

    /// Reports what is wrong with rows. `types` are those of the columns that hold numbers.
    pub(crate) fn report_findings(
        &mut self,
        findings: Vec<Finding>,
        whole: Span,
        rows: &[Span],
        types: &[Option<Type>],
        signed: bool,
    ) {
        let place = |row: usize| rows.get(row).copied().unwrap_or(whole);
        let all = |examples: &[Example]| {
            let parts: Vec<Bilingual> =
                examples.iter().zip(types).map(|(example, ty)| shown(example, ty.as_ref())).collect();
            let (zh, en): (Vec<_>, Vec<_>) = parts.into_iter().map(|part| (part.zh, part.en)).unzip();
            Bilingual::new(zh.join("、"), en.join(", "))
        };
        for finding in findings {
            let found = match finding {
                Finding::Gap(example) => {
                    let below = matches!(example.as_slice(), [Example::Number(number)] if *number < Decimal::ZERO);
                    tables::gap(whole, &all(&example), signed && below)
                }
                Finding::Overlap { first, second, example } => {
                    tables::overlap(place(second), place(first), &all(&example))
                }
                Finding::Unreachable { row, by } => {
                    let by = by.map(|(first, example)| (place(first), all(&example)));
                    tables::unreachable(place(row), by.as_ref().map(|(first, example)| (*first, example)))
                }
                Finding::TooLarge => tables::too_large(whole),
            };
            self.report(found);
        }
    }
}

/// The same band, with its lower end in and its upper end out.
fn half_open(range: &Range) -> Range {
    Range { lo_included: true, hi_included: false, ..range.clone() }
}

/// By the lower end; a band without one comes first.
fn lower_first(a: &Range, b: &Range) -> std::cmp::Ordering {
    // A bound that is in comes before one that is out.
    let key = |range: &Range| (range.lo, !range.lo_included && range.lo.is_some());
    key(a).cmp(&key(b))
}

/// An example as messages show it.
fn shown(example: &Example, ty: Option<&Type>) -> Bilingual {
    match (example, ty) {
        (Example::Number(number), Some(Type::Number(dimension))) if !dimension.is_pure() => Bilingual::new(
            format!("{}{}", number.normalize(), dimension.zh()),
            format!("{} {}", number.normalize(), dimension.en()),
        ),
        (Example::Number(number), _) => Bilingual::new(number.normalize().to_string(), number.normalize().to_string()),
        (Example::Value(text), _) => Bilingual::new(text.clone(), text.clone()),
        (Example::Another, _) => Bilingual::new("没有写出的取值", "a value that is not named"),
        (Example::YesNo(true), _) => Bilingual::new("是", "yes"),
        (Example::YesNo(false), _) => Bilingual::new("否", "no"),
    }
}
