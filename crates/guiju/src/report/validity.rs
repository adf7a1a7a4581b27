//! Whether the policy is in force on the as-of date, and why.

use guiju_evaluator::outcome::ConditionOutcome;
use guiju_program::Expr;
use guiju_program::diagnostic::Language;
use guiju_program::expr::{CompareOp, ExprKind};
use guiju_program::value::Verdict;

use super::Report;
use super::json::{Standing, ValidityEntry, ValidityReason};
use super::number::Style;
use super::words::{self, say};
use super::{build, causes, measure};
use crate::policy::Policy;

/// What a condition of being in force is about.
const fn about(expr: &Expr) -> &'static str {
    match &expr.kind {
        ExprKind::Compare { op: CompareOp::Ge, .. } => "start",
        ExprKind::Compare { op: CompareOp::Le, .. } => "end",
        _ => "budget",
    }
}

/// The budget that ends the policy, as its report names it.
fn budget<'p>(policy: &'p Policy, expr: &Expr, language: Language) -> &'p str {
    let drawn = match &expr.kind {
        ExprKind::Compare { left, .. } => &left.kind,
        _ => &expr.kind,
    };
    match drawn {
        ExprKind::Drawn { budget, .. } => words::name(&policy.program().budgets[*budget].name, language),
        _ => "",
    }
}

/// The entry of the JSON report.
pub(super) fn entry(report: &Report<'_>) -> Option<ValidityEntry> {
    let policy = report.policy;
    let program = policy.program();
    let found = report.outcome.in_force.as_ref()?;
    let standing = |verdict| Standing::of(guiju_program::rule::RuleKind::Rule, verdict);
    let conditions = found.conditions.iter().zip(&program.policy.in_force);
    Some(ValidityEntry {
        verdict: standing(found.verdict),
        conditions: conditions
            .map(|(condition, expr)| ValidityReason {
                about: about(expr),
                budget: Some(budget(policy, expr, Language::Zh)).filter(|name| !name.is_empty()).map(str::to_owned),
                verdict: standing(condition.verdict),
                measure: condition.measure.as_ref().map(build::measure_entry).unwrap_or_default(),
                missing: build::missing(program, &[], &condition.causes),
            })
            .collect(),
    })
}

/// The line of the text report: the verdict, and what each part of the header comes to.
pub(super) fn line(report: &Report<'_>, language: Language) -> Option<String> {
    let found = report.outcome.in_force.as_ref()?;
    let verdict = match found.verdict {
        Verdict::Fail => say(language, "基准日不在有效期内", "not in force on the as-of date"),
        Verdict::Undetermined => say(language, "基准日是否在有效期内待定", "not known whether it is in force"),
        Verdict::Pass | Verdict::NotApplicable => say(language, "基准日在有效期内", "in force on the as-of date"),
    };
    let conditions = found.conditions.iter().zip(&report.policy.program().policy.in_force);
    let reasons: Vec<String> =
        conditions.map(|(condition, expr)| sentence(report.policy, expr, condition, language)).collect();
    Some(format!("{verdict}{}{}", say(language, "：", ": "), reasons.join(say(language, "；", "; "))))
}

fn sentence(policy: &Policy, expr: &Expr, found: &ConditionOutcome, language: Language) -> String {
    let program = policy.program();
    let style = Style::of(program, language, false);
    if found.verdict == Verdict::Undetermined {
        let reasons = causes::sentences(program, &[], &found.causes, language).join(say(language, "，", ", "));
        let point = match about(expr) {
            "start" => say(language, "还不知道从哪天起", "the first day is not known"),
            "end" => say(language, "还不知道到哪天止", "the last day is not known"),
            _ => say(language, "还不知道钱是否用完", "it is not known whether the money is used up"),
        };
        return match language {
            Language::Zh => format!("{point}（{reasons}）"),
            Language::En => format!("{point} ({reasons})"),
        };
    }
    let number = |side: Option<&guiju_evaluator::Num>| {
        let ty = found.measure.as_ref().map(|measure| &measure.ty);
        side.zip(ty).map_or_else(String::new, |(number, ty)| measure::possible(number, ty, style))
    };
    let bound = number(found.measure.as_ref().map(|measure| &measure.bound));
    let measured = number(found.measure.as_ref().map(|measure| &measure.measured));
    let holds = found.verdict == Verdict::Pass;
    match (about(expr), holds, language) {
        ("start", true, Language::Zh) => format!("自 {bound} 起"),
        ("start", true, Language::En) => format!("from {bound}"),
        ("start", false, Language::Zh) => format!("{bound} 才开始"),
        ("start", false, Language::En) => format!("it starts on {bound}"),
        ("end", true, Language::Zh) => format!("至 {bound} 止"),
        ("end", true, Language::En) => format!("until {bound}"),
        ("end", false, Language::Zh) => format!("{bound} 已截止"),
        ("end", false, Language::En) => format!("it ended on {bound}"),
        (_, _, Language::Zh) => {
            let name = budget(policy, expr, language);
            format!("预算“{name}”{}，结余 {measured}", if holds { "没有用完" } else { "已用完" })
        }
        (_, _, Language::En) => {
            let name = budget(policy, expr, language);
            format!("the budget `{name}` is {}used up, {measured} left", if holds { "not " } else { "" })
        }
    }
}
