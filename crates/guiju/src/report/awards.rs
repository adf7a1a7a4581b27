//! Awards and budgets in the text report.

use guiju_evaluator::outcome::AwardOutcome;
use guiju_program::diagnostic::Language;
use guiju_program::{Dimension, Type};

use super::number::Style;
use super::text::{Page, SHOWN};
use super::{Report, build, measure, words};

/// The amounts paid of each award, whoever gets less or nothing, and what is left of the budgets.
pub(super) fn write(page: &mut Page<'_>, report: &Report<'_>) {
    let outcome = &report.outcome;
    if outcome.awards.is_empty() {
        return;
    }
    let language = page.language;
    let program = page.policy.program();
    let money = Type::Number(Dimension::money());
    let style = Style::of(program, language, false);
    page.title(words::say(language, "补助", "awards"));
    for found in &outcome.awards {
        let award = &program.awards[found.award];
        let cites = page.citation(&build::cites(program, &award.cites));
        let name = words::name(&award.name, language);
        page.line(0, "", &format!("{}{name}{cites}", words::say(language, "补助 ", "award ")));
        let total = measure::possible(&found.total, &money, style);
        page.line(2, words::say(language, "合计", "total "), &total);
        page.line(2, words::say(language, "各行", "rows  "), &counts(found, language));
        let short =
            found.rows.iter().filter(|row| row.paid != *row.steps.first().map_or(&row.paid, |step| step.amount()));
        for row in short.take(SHOWN) {
            let asked = row.steps.first().map_or(&row.paid, |step| step.amount());
            let paid = measure::possible(&row.paid, &money, style);
            let asked = measure::possible(asked, &money, style);
            let text = match language {
                Language::Zh => format!("应得 {asked}，实付 {paid}"),
                Language::En => format!("entitled to {asked}, paid {paid}"),
            };
            page.line(4, &row.key, &text);
        }
    }
    for found in &outcome.budgets {
        let budget = &program.budgets[found.budget];
        let amount = |number: &guiju_evaluator::Num| measure::possible(number, &money, style);
        let text = match language {
            Language::Zh => format!("已用 {}，结余 {}", amount(&found.used), amount(&found.left)),
            Language::En => format!("used {}, left {}", amount(&found.used), amount(&found.left)),
        };
        page.line(
            0,
            &format!("{}{}", words::say(language, "预算 ", "budget "), words::name(&budget.name, language)),
            &text,
        );
    }
}

fn counts(found: &AwardOutcome, language: Language) -> String {
    let AwardOutcome { paid, cut, refused, undetermined, .. } = found;
    match language {
        Language::Zh => format!("发放 {paid}，其中减发 {cut}；不发 {refused}；待定 {undetermined}"),
        Language::En => format!("paid {paid}, of these cut {cut}; refused {refused}; undetermined {undetermined}"),
    }
}
