//! The words of the text report, in both languages.

use guiju_evaluator::outcome::SilentPoint;
use guiju_program::diagnostic::Language;
use guiju_program::expr::CompareOp;
use guiju_program::rule::RuleKind;
use guiju_program::value::Verdict;
use guiju_program::{Name, Type};

use super::json::Standing;

/// The text in the language.
pub(crate) const fn say<'a>(language: Language, zh: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}

/// A name for readers: its label in a report in English, where it has one.
pub(crate) fn name(name: &Name, language: Language) -> &str {
    match language {
        Language::Zh => &name.text,
        Language::En => name.label.as_deref().unwrap_or(&name.text),
    }
}

/// What became of a rule.
pub(crate) const fn standing(standing: Standing, language: Language) -> &'static str {
    match standing {
        Standing::Pass => say(language, "满足", "pass"),
        Standing::Fail => say(language, "不满足", "fail"),
        Standing::Shortfall => say(language, "缺口", "shortfall"),
        Standing::Note => say(language, "提示", "note"),
        Standing::Excluded => say(language, "排除", "excluded"),
        Standing::Undetermined => say(language, "待定", "undetermined"),
        Standing::NotApplicable => say(language, "不适用", "not applicable"),
    }
}

/// A verdict.
pub(crate) const fn verdict(verdict: Verdict, language: Language) -> &'static str {
    standing(Standing::of(RuleKind::Rule, verdict), language)
}

/// A verdict on a row: an exclusion bars it or does not.
pub(crate) const fn of_row(kind: RuleKind, verdict: Verdict, language: Language) -> &'static str {
    match (kind, verdict) {
        (RuleKind::Exclusion, Verdict::Fail) => say(language, "被排除", "barred"),
        (RuleKind::Exclusion, Verdict::Pass) => say(language, "未被排除", "not barred"),
        _ => self::verdict(verdict, language),
    }
}

/// How binding a rule is.
pub(crate) const fn kind(kind: RuleKind, language: Language) -> &'static str {
    match kind {
        RuleKind::Rule => say(language, "规则", "rule"),
        RuleKind::Target => say(language, "目标", "target"),
        RuleKind::Advice => say(language, "建议", "advice"),
        RuleKind::Exclusion => say(language, "排除", "exclusion"),
    }
}

/// A comparison, between what was measured and the bound.
pub(crate) const fn comparison(op: CompareOp, ty: &Type, language: Language) -> &'static str {
    let dates = matches!(ty, Type::Date | Type::Month | Type::Year | Type::Instant);
    match (op, dates) {
        (CompareOp::Eq, _) => say(language, "应为", "must be"),
        (CompareOp::Ne, _) => say(language, "应不为", "must not be"),
        (CompareOp::Lt, false) => say(language, "应 <", "must be <"),
        (CompareOp::Le, false) => say(language, "应 ≤", "must be ≤"),
        (CompareOp::Gt, false) => say(language, "应 >", "must be >"),
        (CompareOp::Ge, false) => say(language, "应 ≥", "must be ≥"),
        (CompareOp::Lt, true) => say(language, "应早于", "must be before"),
        (CompareOp::Le, true) => say(language, "应不晚于", "must be no later than"),
        (CompareOp::Gt, true) => say(language, "应晚于", "must be after"),
        (CompareOp::Ge, true) => say(language, "应不早于", "must be no earlier than"),
    }
}

/// A silent point, as the language spells it.
pub(crate) const fn silent_point(point: SilentPoint, language: Language) -> &'static str {
    match point {
        SilentPoint::ZeroBase => say(language, "零基数", "zero_base"),
        SilentPoint::TopRounding => say(language, "名次取整", "top_rounding"),
        SilentPoint::Ties => say(language, "并列", "ties"),
    }
}

/// What a silent point is about.
pub(crate) const fn silent_question(point: SilentPoint, language: Language) -> &'static str {
    match point {
        SilentPoint::ZeroBase => say(language, "基数为零或为负时怎么算", "what holds on a zero or negative base"),
        SilentPoint::TopRounding => {
            say(language, "前百分之几不是整数时怎么取整", "how a top share that is not whole is rounded")
        }
        SilentPoint::Ties => say(language, "末位并列时取谁", "who is in when several share the last place"),
    }
}

/// A list in one line.
pub(crate) fn list<T: AsRef<str>>(items: &[T], language: Language) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    items.join(say(language, "、", ", "))
}

/// ` (cites …)`: the clauses that something states, behind its name; nothing where there are none.
pub(crate) fn citation(cites: &[String], language: Language) -> String {
    if cites.is_empty() {
        return String::new();
    }
    let list = list(cites, language);
    match language {
        Language::Zh => format!("（依据 {list}）"),
        Language::En => format!(" (cites {list})"),
    }
}
