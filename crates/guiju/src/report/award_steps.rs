//! How an amount changed from what a row is entitled to, down to what it is paid.

use guiju_evaluator::outcome::{AwardOutcome, AwardRow, AwardStep};
use guiju_evaluator::{Exact, Num};
use guiju_program::award::{AllocationMethod, Award, Keep, Shortage};
use guiju_program::diagnostic::Language;
use guiju_program::{Dimension, Program, Type};

use super::number::Style;
use super::words::{self, say};
use super::{build, measure};

/// What was left of a budget when the turn of a row came.
///
/// A step says what those ahead of a row ask for. What they are paid may be less, so that is added up here. Of a row whose
/// place is certain, those ahead are the rows that have less ahead of them at the most.
pub(super) struct Left {
    /// What is there of the budget for the award.
    available: Exact,
    /// What a row has ahead of it at the most, and what it and those before it in this list are paid; `None` where that is
    /// not known. Ascending.
    paid: Vec<(Exact, Option<Exact>)>,
}

impl Left {
    /// For an award that pays in an order; `None` for another.
    pub fn of(award: &Award, outcome: &AwardOutcome) -> Option<Self> {
        match award.draw.as_ref()?.shortage {
            Shortage::CutLast | Shortage::Skip | Shortage::Stop => {}
            Shortage::MustFit | Shortage::ProRata(_) => return None,
        }
        let available = outcome.available.as_ref()?.value()?.clone();
        let drawn = outcome.rows.iter().filter_map(|row| match row.steps.last()? {
            AwardStep::Drawn { ahead, to, .. } => Some((ahead.values.as_ref()?.hi.clone()?, to.value())),
            _ => None,
        });
        let mut queue: Vec<(Exact, Option<&Exact>)> = drawn.collect();
        queue.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let mut sum = Some(Exact::zero());
        let mut paid = Vec::with_capacity(queue.len());
        for (ahead, to) in queue {
            sum = sum.zip(to).map(|(sum, to)| &sum + to);
            paid.push((ahead, sum.clone()));
        }
        Some(Self { available, paid })
    }

    /// What was left for the row that has so much ahead of it; `None` where it is not known.
    fn at(&self, ahead: &Num) -> Option<Exact> {
        let ahead = ahead.value()?;
        let before = self.paid.partition_point(|(other, _)| other < ahead);
        let left = match before.checked_sub(1) {
            None => self.available.clone(),
            Some(last) => &self.available - self.paid.get(last)?.1.as_ref()?,
        };
        Some(left.max(Exact::zero()))
    }
}

/// A step with what a reader wants to know of it.
pub(super) struct Step<'r> {
    pub step: &'r AwardStep,
    /// The amount before it.
    before: Option<&'r Num>,
    /// What was left of the budget for it.
    pub left: Option<Exact>,
    /// By how much it did not fit.
    pub over: Option<Exact>,
}

/// The steps of a row, from the gross amount on.
pub(super) fn steps<'r>(
    outcome: &AwardOutcome,
    award: &Award,
    row: &'r AwardRow,
    left: Option<&Left>,
) -> Vec<Step<'r>> {
    let mut before = None;
    let step_of = |step: &'r AwardStep| {
        let asked = before.replace(step.amount());
        let mut found = Step { step, before: asked, left: None, over: None };
        if let AwardStep::Drawn { ahead, .. } = step {
            let asked = asked.and_then(Num::value);
            let scaled = award.draw.as_ref().is_some_and(|draw| matches!(draw.shortage, Shortage::ProRata(_)));
            let over = if scaled {
                // All together are over, by what they ask for beyond what there is.
                let available = outcome.available.as_ref().and_then(Num::value);
                ahead.value().zip(available).map(|(all, available)| all - available)
            } else {
                found.left = left.and_then(|left| left.at(ahead));
                asked.zip(found.left.as_ref()).map(|(asked, left)| asked - left)
            };
            found.over = over.filter(Exact::is_positive);
        }
        found
    };
    row.steps.iter().map(step_of).collect()
}

/// What a step did, in words; nothing for one that left the amount as it was.
pub(super) fn sentence(program: &Program, award: &Award, step: &Step<'_>, language: Language) -> Option<String> {
    let style = Style::of(program, language, false);
    let money = Type::Number(Dimension::money());
    let show = |number: &Num| measure::possible(number, &money, style);
    let exact = |number: &Exact| super::number::readable(number, &money, style);
    let cites = |clauses| {
        let cites = build::cites(program, clauses);
        words::citation(&cites, language)
    };
    let zh = language == Language::Zh;
    let to = show(step.step.amount());
    let result = match step.step.amount().value() {
        Some(amount) if amount.is_zero() => say(language, "不发", "nothing is paid").to_owned(),
        _ if zh => format!("实发 {to}"),
        _ => format!("{to} is paid"),
    };
    Some(match step.step {
        AwardStep::Gross(amount) if zh => format!("应得 {}", show(amount)),
        AwardStep::Gross(amount) => format!("entitled to {}", show(amount)),
        AwardStep::Excluded { by, .. } => {
            let other = &program.awards[*by];
            let name = words::name(&other.name, language);
            let said = award.excludes.iter().chain(&other.excludes);
            let mut said =
                said.filter(|exclude| exclude.award == *by || program.awards[exclude.award].span == award.span);
            let highest = said.any(|exclude| exclude.keep == Keep::Highest);
            match (zh, highest) {
                (true, true) => format!("与“{name}”不兼得，取高：{result}"),
                (true, false) => format!("与“{name}”不兼得，取先：{result}"),
                (false, true) => format!("not paid beside `{name}`, the higher is kept: {result}"),
                (false, false) => format!("not paid beside `{name}`, the first is kept: {result}"),
            }
        }
        AwardStep::Capped { cap, .. } => {
            let cap = &program.caps[*cap];
            let (name, cites) = (words::name(&cap.name, language), cites(&cap.cites));
            if zh {
                format!("封顶“{name}”{cites}：减为 {to}")
            } else {
                format!("cap `{name}`{cites}: cut to {to}")
            }
        }
        AwardStep::Drawn { budget, ahead, .. } => {
            if step.before == Some(step.step.amount()) {
                return None;
            }
            let budget = &program.budgets[*budget];
            let (name, cites) = (words::name(&budget.name, language), cites(&budget.cites));
            let head = if zh { format!("预算“{name}”{cites}：") } else { format!("budget `{name}`{cites}: ") };
            let asked = step.before.map(show).unwrap_or_default();
            let text = match (&step.left, &step.over, language) {
                (Some(left), Some(over), Language::Zh) => {
                    format!("轮到时结余 {}，要 {asked}，超出 {}，{result}", exact(left), exact(over))
                }
                (Some(left), Some(over), Language::En) => {
                    format!("{} left at its turn, {asked} asked for, {} over: {result}", exact(left), exact(over))
                }
                // Who comes behind the first that does not fit.
                (Some(left), None, Language::Zh) => {
                    format!("轮到时结余 {}，但前面已有一笔放不下，{result}", exact(left))
                }
                (Some(left), None, Language::En) => {
                    format!("{} left at its turn, but one ahead did not fit: {result}", exact(left))
                }
                (None, Some(over), Language::Zh) => {
                    format!("合计应付 {}，超出 {}，同比缩减，{result}", show(ahead), exact(over))
                }
                (None, Some(over), Language::En) => {
                    format!("{} asked for in all, {} over, all are scaled: {result}", show(ahead), exact(over))
                }
                (None, None, Language::Zh) => format!("前面的合计要 {}，{result}", show(ahead)),
                (None, None, Language::En) => format!("those ahead ask for {}: {result}", show(ahead)),
            };
            head + &text
        }
    })
}

/// How parts of a total are rounded, in words.
pub(super) const fn method(method: AllocationMethod, language: Language) -> &'static str {
    match method {
        AllocationMethod::LargestRemainder => say(language, "最大余数", "largest remainders"),
        AllocationMethod::Down => say(language, "舍去", "rounded down"),
    }
}
