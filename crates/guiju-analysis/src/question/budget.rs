//! Whether the parts of a budget add up to it.

use guiju_evaluator::Exact;
use guiju_program::Type;
use guiju_program::award::CapScope;
use guiju_program::diagnostic::{Bilingual, Language, Severity};
use guiju_program::parameter::Budget;
use guiju_program::unit::Dimension;

use super::{Context, about};
use crate::encode::whole::Whole;
use crate::report::{Figure, Finding, Party};
use crate::wording::{bilingual, called, cited, money, per_row};

/// The code of parts that add up to their whole: it is confirmed.
pub(crate) const ADD_UP: &str = "parts-add-up";
/// The code of parts that leave something of their whole.
pub(crate) const LEFT_OVER: &str = "parts-leave-a-rest";
/// The code of parts that come to more than their whole.
pub(crate) const EXCEED: &str = "parts-exceed-budget";
/// The code of a ceiling that never cuts.
pub(crate) const NEVER_CUTS: &str = "cap-never-cuts";

/// Adds up the parts of each budget.
pub(crate) fn parts(context: &Context<'_, '_>) -> Vec<Finding> {
    let program = context.program;
    let mut findings = Vec::new();
    for (id, whole) in program.budgets.iter() {
        let parts: Vec<&Budget> = program.budgets.values().filter(|part| part.out_of == Some(id)).collect();
        if !parts.is_empty() {
            findings.push(of_budget(context, whole, &parts));
        }
    }
    findings
}

fn of_budget(context: &Context<'_, '_>, whole: &Budget, parts: &[&Budget]) -> Finding {
    let program = context.program;
    let sum = parts.iter().fold(Exact::zero(), |sum, part| &sum + &Exact::from(part.amount));
    let amount = Exact::from(whole.amount);
    let (code, severity, sign) = match sum.cmp(&amount) {
        std::cmp::Ordering::Equal => (ADD_UP, Severity::Note, "="),
        std::cmp::Ordering::Less => (LEFT_OVER, Severity::Note, "<"),
        std::cmp::Ordering::Greater => (EXCEED, Severity::Error, ">"),
    };
    let gap = (&amount - &sum).abs();
    let message = bilingual(|language| {
        let cash = |number: &Exact| money(program, number, language);
        let own = cited(program, &whole.name, &whole.cites, language);
        let terms: Vec<String> = parts.iter().map(|part| cash(&Exact::from(part.amount))).collect();
        let line = format!("{} {sign} {}", terms.join(" + "), cash(&amount));
        let total = if parts.len() > 1 && code != ADD_UP { format!(" = {}", cash(&sum)) } else { String::new() };
        let line =
            if total.is_empty() { line } else { format!("{}{total} {sign} {}", terms.join(" + "), cash(&amount)) };
        match (language, code) {
            (Language::Zh, ADD_UP) => format!("{own}的各部分正好加得起来：{line}"),
            (Language::Zh, LEFT_OVER) => format!("{own}没有分完：{line}，还有{}没有说用在哪里", cash(&gap)),
            (Language::Zh, _) => format!("{own}的各部分加起来超出{}：{line}", cash(&gap)),
            (Language::En, ADD_UP) => format!("the parts of {own} add up: {line}"),
            (Language::En, LEFT_OVER) => format!("{own} is not all given out: {line}; {} has no purpose", cash(&gap)),
            (Language::En, _) => format!("the parts of {own} come to {} too much: {line}", cash(&gap)),
        }
    });
    let money_type = Type::Number(Dimension::money());
    let mut found = about((code, severity), message, whole.name.text.clone(), &whole.cites, whole.span)
        .figure(Figure { name: "parts", value: sum, ty: money_type.clone() })
        .figure(Figure { name: "whole", value: amount, ty: money_type });
    for part in parts {
        let party = Party { name: part.name.text.clone(), cites: part.cites.clone(), span: part.span };
        let text = bilingual(|language| money(program, &Exact::from(part.amount), language));
        found = found.with_party(party, text);
    }
    if code == EXCEED {
        found =
            found.help(Bilingual::new("减少其中一部分，或者增加总额", "lower one of the parts, or raise the whole"));
    }
    found
}

/// Ceilings on each row that no amount reaches.
pub(crate) fn caps(context: &Context<'_, '_>, whole: &Whole<'_>) -> Vec<Finding> {
    let program = context.program;
    let mut findings = Vec::new();
    for cap in program.caps.values() {
        let ([award], CapScope::Each(record)) = (cap.awards.as_slice(), &cap.scope) else {
            continue;
        };
        let Some(totals) = whole.awards.iter().find(|totals| totals.award == *award) else {
            continue;
        };
        let (Some(most), (Some(limit), _)) = (&totals.each.1, crate::encode::limits_of(program, &cap.limit)) else {
            continue;
        };
        if *most > limit {
            continue;
        }
        let Some(award) = program.awards.find(*award) else {
            continue;
        };
        let message = bilingual(|language| {
            let own = cited(program, &cap.name, &cap.cites, language);
            let name = called(&award.name, language);
            let most = per_row(program, *record, most, language);
            let limit = per_row(program, *record, &limit, language);
            match language {
                Language::Zh => format!("{own}不起作用：“{name}”最多{most}，不超过{limit}"),
                Language::En => format!("{own} never cuts: '{name}' is at most {most}, and the ceiling is {limit}"),
            }
        });
        let party = Party { name: award.name.text.clone(), cites: award.cites.clone(), span: award.span };
        let text = bilingual(|language| {
            let most = per_row(program, *record, most, language);
            match language {
                Language::Zh => format!("最多{most}"),
                Language::En => format!("at most {most}"),
            }
        });
        findings.push(
            about((NEVER_CUTS, Severity::Note), message, cap.name.text.clone(), &cap.cites, cap.span)
                .with_party(party, text)
                .help(Bilingual::new(
                    "多余，但没有错；如果本意是按实际发生额在上限以内付，就改写金额",
                    "it is superfluous, not wrong; if what is spent was to be paid up to the ceiling, change the amount",
                )),
        );
    }
    findings
}
