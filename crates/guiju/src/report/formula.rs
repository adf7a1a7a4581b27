//! The formula of an amount: in the policy's words, with numbers, and what it comes to.

use guiju_evaluator::outcome::{NoteKind, ReachedBand, WorkingLine, WorkingNote, WorkingValue};
use guiju_evaluator::{Exact, Num};
use guiju_program::award::Award;
use guiju_program::diagnostic::Language;
use guiju_program::expr::{BandKind, RoundMode};
use guiju_program::source::Span;
use guiju_program::table::Range;
use guiju_program::value::Verdict;
use guiju_program::{Expr, Type};

use super::excerpt::{excerpt, excerpt_with};
use super::json::{BandEntry, FormulaEntry, NamedEntry, NoteEntry};
use super::number::{self, Style};
use super::words::{self, say};
use super::{build, measure};
use crate::policy::Policy;

/// The expression whose formula a line is.
fn expression<'p>(policy: &'p Policy, award: &'p Award, line: &WorkingLine) -> &'p Expr {
    line.define.map_or(&award.amount, |define| &policy.program().defines[define].expr)
}

/// The expression that stands at a place within another.
fn find(within: &Expr, span: Span) -> Option<&Expr> {
    if within.span == span {
        return Some(within);
    }
    let mut found = None;
    within.for_each_part(&mut |part| found = found.or_else(|| find(part, span)));
    found
}

/// One formula as data.
pub(super) fn entry(policy: &Policy, award: &Award, line: &WorkingLine) -> FormulaEntry {
    let program = policy.program();
    let text = excerpt(policy, line.span);
    let replaced: Vec<(Span, String)> = line.named.iter().map(|named| (named.span, exact(&named.value))).collect();
    let (value, range, unit) = parts(&line.value);
    FormulaEntry {
        define: line.define.map(|define| program.defines[define].name.text.clone()),
        numbers: excerpt_with(policy, line.span, &replaced),
        text,
        value,
        value_range: range,
        unit,
        values: line
            .named
            .iter()
            .map(|named| {
                let (value, value_range, unit) = parts(&named.value);
                NamedEntry { text: excerpt(policy, named.span), value, value_range, unit }
            })
            .collect(),
        notes: line.notes.iter().map(|note| note_entry(policy, note)).collect(),
        cites: {
            let cites = line.define.map_or(&award.cites, |define| &program.defines[define].cites);
            build::cites(program, cites)
        },
    }
}

/// A value as data: what it is, what is possible of it where that is not known, and its unit.
fn parts(value: &WorkingValue) -> (Option<String>, Option<super::json::RangeEntry>, Option<String>) {
    match value {
        WorkingValue::Number(number, ty) => {
            let known = number.value().map(|value| number::exact_text(value, ty));
            let range = (known.is_none() && !number.is_absent()).then(|| build::range(number, ty));
            (known, range, number::unit_text(ty))
        }
        WorkingValue::Verdict(verdict) => {
            let text = match verdict {
                Verdict::Pass => "pass",
                Verdict::Fail => "fail",
                Verdict::Undetermined => "undetermined",
                Verdict::NotApplicable => "not_applicable",
            };
            (Some(text.to_owned()), None, None)
        }
        WorkingValue::Text(text) => (Some(text.clone()), None, None),
        WorkingValue::Unknown | WorkingValue::Absent => (None, None, None),
    }
}

/// A value within a formula, exactly.
fn exact(value: &WorkingValue) -> String {
    match value {
        WorkingValue::Number(number, ty) => match (number.value(), ty) {
            (Some(value), Type::Number(dimension)) if dimension.is_pure() => value.to_string(),
            (Some(value), Type::Number(dimension)) => format!("{value}{}", dimension.zh()),
            (Some(value), ty) => number::exact_text(value, ty),
            (None, _) if number.is_absent() => "无".to_owned(),
            (None, _) => "未知".to_owned(),
        },
        WorkingValue::Verdict(verdict) => yes_or_no(*verdict, Language::Zh).to_owned(),
        WorkingValue::Text(text) => text.clone(),
        WorkingValue::Unknown => "未知".to_owned(),
        WorkingValue::Absent => "无".to_owned(),
    }
}

const fn yes_or_no(verdict: Verdict, language: Language) -> &'static str {
    match verdict {
        Verdict::Pass => say(language, "是", "yes"),
        Verdict::Fail => say(language, "否", "no"),
        other => words::verdict(other, language),
    }
}

/// A number for people, in brackets where it is not known: it stands within a formula.
fn within(number: &Num, ty: &Type, style: Style<'_>) -> String {
    let text = measure::possible(number, ty, style);
    match (number.value(), style.language) {
        (Some(_), _) => text,
        (None, Language::Zh) => format!("（{text}）"),
        (None, Language::En) => format!("({text})"),
    }
}

/// A value within a formula, for people.
fn readable(value: &WorkingValue, style: Style<'_>) -> String {
    let language = style.language;
    match value {
        WorkingValue::Number(number, ty) => within(number, ty, style),
        WorkingValue::Verdict(verdict) => yes_or_no(*verdict, language).to_owned(),
        WorkingValue::Text(text) => text.clone(),
        WorkingValue::Unknown => say(language, "（未知）", "(unknown)").to_owned(),
        WorkingValue::Absent => say(language, "（没有）", "(none)").to_owned(),
    }
}

/// One formula in one line: that of the amount with numbers, `2.27万元/户 × 1户 = 2.27万元`, and that of a definition in the
/// policy's words before that.
pub(super) fn sentence(policy: &Policy, award: &Award, line: &WorkingLine, language: Language) -> String {
    let program = policy.program();
    let whole = expression(policy, award, line);
    let style_of =
        |expr: Option<&Expr>| Style::of(program, language, expr.is_some_and(|expr| measure::is_rate(program, expr)));
    let replaced: Vec<(Span, String)> = line
        .named
        .iter()
        .map(|named| (named.span, readable(&named.value, style_of(find(whole, named.span)))))
        .collect();
    let text = excerpt(policy, line.span);
    let numbers = excerpt_with(policy, line.span, &replaced);
    let value = readable(&line.value, style_of(Some(whole)));
    let mut parts = Vec::new();
    // The words of the amount stand with the award.
    for part in line.define.map(|_| text).into_iter().chain([numbers, value]) {
        if parts.last() != Some(&part) {
            parts.push(part);
        }
    }
    let formula = parts.join(" = ");
    match line.define {
        Some(define) => {
            let name = words::name(&program.defines[define].name, language);
            format!("{name}{}{formula}", say(language, "：", ": "))
        }
        None => formula,
    }
}

/// What happened on the way, one sentence each.
pub(super) fn notes(policy: &Policy, award: &Award, line: &WorkingLine, language: Language) -> Vec<String> {
    let program = policy.program();
    let whole = expression(policy, award, line);
    let notes = line.notes.iter();
    notes
        .map(|note| {
            let rate = find(whole, note.span).is_some_and(|expr| measure::is_rate(program, expr));
            note_sentence(policy, note, Style::of(program, language, rate))
        })
        .collect()
}

const fn mode(mode: RoundMode, language: Language) -> &'static str {
    match mode {
        RoundMode::HalfUp => say(language, "四舍五入", "half up"),
        RoundMode::HalfEven => say(language, "四舍六入", "half to even"),
        RoundMode::Down => say(language, "舍去", "down"),
        RoundMode::Up => say(language, "进位", "up"),
    }
}

fn note_sentence(policy: &Policy, note: &WorkingNote, style: Style<'_>) -> String {
    let language = style.language;
    let show = |number: &Num| measure::possible(number, &note.ty, style);
    match &note.kind {
        NoteKind::Rounded { mode: how, step, from, to } => {
            let (how, step, from, to) = (mode(*how, language), show(step), show(from), show(to));
            match language {
                Language::Zh => format!("按 {step} {how}：{from} → {to}"),
                Language::En => format!("rounded {how} to {step}: {from} → {to}"),
            }
        }
        NoteKind::Limited { floor, from, limit } => {
            let (from, limit) = (show(from), show(limit));
            match (floor, language) {
                (false, Language::Zh) => format!("最高 {limit}：{from} 超过"),
                (true, Language::Zh) => format!("最低 {limit}：{from} 不足"),
                (false, Language::En) => format!("capped at {limit}: {from} is above"),
                (true, Language::En) => format!("floored at {limit}: {from} is below"),
            }
        }
        NoteKind::Banded { kind, of, of_ty, bands } => {
            let of = measure::possible(of, of_ty, style);
            let bands: Vec<String> =
                bands.iter().map(|band| band_sentence(policy, band, *kind, of_ty, language)).collect();
            let bands = match (bands.is_empty(), language) {
                (true, Language::Zh) => "没有到任何一档".to_owned(),
                (true, Language::En) => "no band is reached".to_owned(),
                (false, _) => bands.join(say(language, "；", "; ")),
            };
            let kind = match kind {
                BandKind::Exactly => say(language, "分档", "bands"),
                BandKind::Highest => say(language, "取最高档", "highest"),
                BandKind::Cumulate => say(language, "各档累加", "cumulate"),
                BandKind::Slices => say(language, "分段", "slices"),
            };
            match language {
                Language::Zh => format!("{kind} {of}：{bands}"),
                Language::En => format!("{kind} of {of}: {bands}"),
            }
        }
        NoteKind::LookedUp { table, keys } => {
            let name = words::name(&policy.program().tables[*table].name, language);
            let keys: Vec<String> = keys.iter().map(|key| readable(key, style)).collect();
            format!("{}{name}[{}]", say(language, "查表 ", "table "), keys.join(", "))
        }
    }
}

fn band_sentence(policy: &Policy, band: &ReachedBand, kind: BandKind, of_ty: &Type, language: Language) -> String {
    let program = policy.program();
    // Rates of slices are shares where they are pure numbers.
    let rate = kind == BandKind::Slices;
    let amount = measure::possible(&band.amount, &band.ty, Style::of(program, language, rate));
    let style = Style::of(program, language, false);
    match &band.slice {
        Some(slice) => format!("{} × {amount}", within(slice, of_ty, style)),
        None => format!("{}{}{amount}", range_text(&band.range, of_ty, style), say(language, "：", ": ")),
    }
}

/// Which numbers are in a band.
fn range_text(range: &Range, ty: &Type, style: Style<'_>) -> String {
    let language = style.language;
    let end = |end: guiju_program::Decimal| number::readable(&Exact::from(end), ty, style);
    let lower = range.lo.map(|lo| format!("{} {}", if range.lo_included { "≥" } else { ">" }, end(lo)));
    let upper = range.hi.map(|hi| format!("{} {}", if range.hi_included { "≤" } else { "<" }, end(hi)));
    let ends: Vec<String> = lower.into_iter().chain(upper).collect();
    if ends.is_empty() {
        say(language, "任何数", "any number").to_owned()
    } else {
        ends.join(say(language, " 且 ", " and "))
    }
}

fn note_entry(policy: &Policy, note: &WorkingNote) -> NoteEntry {
    let text = excerpt(policy, note.span);
    let number = |number: &Num| number.value().map(|value| number::exact_text(value, &note.ty));
    let unit = number::unit_text(&note.ty);
    match &note.kind {
        NoteKind::Rounded { mode, step, from, to } => NoteEntry::Rounded {
            text,
            mode: match mode {
                RoundMode::HalfUp => "half_up",
                RoundMode::HalfEven => "half_even",
                RoundMode::Down => "down",
                RoundMode::Up => "up",
            },
            step: number(step),
            from: number(from),
            to: number(to),
            unit,
        },
        NoteKind::Limited { floor, from, limit } => NoteEntry::Limited {
            text,
            side: if *floor { "floor" } else { "cap" },
            from: number(from),
            limit: number(limit),
            unit,
        },
        NoteKind::Banded { kind, of, of_ty, bands } => NoteEntry::Banded {
            bands_kind: match kind {
                BandKind::Exactly => "bands",
                BandKind::Highest => "highest",
                BandKind::Cumulate => "cumulate",
                BandKind::Slices => "slices",
            },
            of: of.value().map(|value| number::exact_text(value, of_ty)),
            of_unit: number::unit_text(of_ty),
            bands: bands.iter().map(|band| band_entry(band, of_ty)).collect(),
            unit,
        },
        NoteKind::LookedUp { table, keys } => NoteEntry::LookedUp {
            table: policy.program().tables[*table].name.text.clone(),
            keys: keys.iter().map(|key| parts(key).0).collect(),
        },
    }
}

fn band_entry(band: &ReachedBand, of_ty: &Type) -> BandEntry {
    let end = |end: guiju_program::Decimal| number::exact_text(&Exact::from(end), of_ty);
    let slice = band.slice.as_ref().and_then(Num::value);
    BandEntry {
        from: band.range.lo.map(end),
        from_included: band.range.lo_included,
        to: band.range.hi.map(end),
        to_included: band.range.hi_included,
        slice: slice.map(|slice| number::exact_text(slice, of_ty)),
        amount: band.amount.value().map(|amount| number::exact_text(amount, &band.ty)),
        unit: number::unit_text(&band.ty),
    }
}
