//! Awards, budgets and allocations in the report for people.

use guiju_evaluator::outcome::{AllocationOutcome, AwardOutcome, AwardRow, AwardStanding, BudgetOutcome, Working};
use guiju_evaluator::{Exact, Num};
use guiju_program::award::{Award, AwardKind};
use guiju_program::diagnostic::Language;
use guiju_program::parameter::Unspent;
use guiju_program::{Dimension, Type};

use super::award_entry::{Payee, instalment_totals, payees};
use super::award_steps::{self, Left};
use super::excerpt::excerpt;
use super::number::{self, Style};
use super::text::{Page, SHOWN};
use super::{Report, build, formula, measure, words, wrap};

/// How many rows of one award are gone into: each takes several lines.
const ROWS: usize = 10;

/// The amounts paid of each award, who gets less or nothing and why, what is left of the budgets, and how totals were
/// divided.
pub(super) fn write(page: &mut Page<'_>, report: &Report<'_>) {
    let outcome = &report.outcome;
    let language = page.language;
    let program = page.policy.program();
    let (paid, back): (Vec<_>, Vec<_>) =
        outcome.awards.iter().partition(|found| program.awards[found.award].kind == AwardKind::Paid);
    if !paid.is_empty() {
        page.title(words::say(language, "补助", "awards"));
        for found in paid {
            Section { page, outcome: found }.write();
        }
        for found in &outcome.budgets {
            budget(page, found);
        }
    }
    if !back.is_empty() {
        page.title(words::say(language, "追缴", "claw-backs"));
        for found in back {
            recovered(page, found);
        }
    }
    if !outcome.allocations.is_empty() {
        page.title(words::say(language, "分配", "allocations"));
        for found in &outcome.allocations {
            allocation(page, found);
        }
    }
}

/// A number of money, or what is possible of it.
fn amount(page: &Page<'_>, number: &Num) -> String {
    let style = Style::of(page.policy.program(), page.language, false);
    measure::possible(number, &Type::Number(Dimension::money()), style)
}

/// One award on the page.
struct Section<'s, 'p> {
    page: &'s mut Page<'p>,
    outcome: &'s AwardOutcome,
}

impl Section<'_, '_> {
    fn write(&mut self) {
        let policy = self.page.policy;
        let program = policy.program();
        let award = &program.awards[self.outcome.award];
        let language = self.page.language;
        let say = |zh, en| words::say(language, zh, en);
        let cites = self.page.citation(&build::cites(program, &award.cites));
        let record = words::name(&program.records[award.record].name, language);
        let name = words::name(&award.name, language);
        let head = match language {
            Language::Zh => format!("补助 {name} 适用 {record}{cites}"),
            Language::En => format!("award {name} for {record}{cites}"),
        };
        self.page.line(0, "", &head);
        let formula = excerpt(policy, award.amount.span);
        self.page.line(2, say("金额", "amount  "), &formula);
        let total = amount(self.page, &self.outcome.total);
        self.page.line(2, say("合计", "total   "), &total);
        self.page.line(2, say("各行", "rows    "), &counts(self.outcome, language));
        self.instalments(award);
        self.page.causes(2, &self.outcome.causes, &award.cites);
        self.page.interpretations(2, &award.interpretations);
        self.payees(award);
        self.rows(award);
    }

    fn instalments(&mut self, award: &Award) {
        let language = self.page.language;
        let open = || words::say(language, "待定", "undetermined").to_owned();
        let totals = instalment_totals(award, self.outcome);
        let parts: Vec<String> = award
            .instalments
            .iter()
            .zip(totals)
            .map(|(instalment, total)| {
                let total = total.map_or_else(open, |total| amount(self.page, &Num::known(total)));
                format!("{} {total}", words::name(&instalment.name, language))
            })
            .collect();
        if !parts.is_empty() {
            let text = parts.join(self.page.say("，", ", "));
            self.page.line(2, self.page.say("分期", "parts   "), &text);
        }
    }

    fn payees(&mut self, award: &Award) {
        let language = self.page.language;
        let payees = payees(award, self.outcome);
        if payees.is_empty() {
            return;
        }
        let number = payees.len();
        let text = match language {
            Language::Zh => format!("{number} 个收款方"),
            Language::En => format!("{number} payee(s)"),
        };
        self.page.line(2, self.page.say("付给", "paid to "), &text);
        for (key, payee) in payees.iter().take(SHOWN) {
            let key = key.unwrap_or_else(|| self.page.say("（还不知道付给谁）", "(not known who)"));
            let text = self.payee(payee);
            self.page.line(4, key, &text);
        }
        let rest = number.saturating_sub(SHOWN) as u64;
        if rest > 0 {
            self.page.more(4, rest);
        }
    }

    fn payee(&self, payee: &Payee) -> String {
        let total = amount(self.page, &payee.total);
        let open = payee.undetermined;
        match (self.page.language, open) {
            (Language::Zh, 0) => format!("{} 笔，合计 {total}", payee.paid),
            (Language::Zh, _) => format!("{} 笔，待定 {open} 笔，合计 {total}", payee.paid),
            (Language::En, 0) => format!("{} payment(s), {total} in all", payee.paid),
            (Language::En, _) => format!("{} payment(s), {open} undetermined, {total} in all", payee.paid),
        }
    }

    /// Who gets less or nothing, and of whom it is not known, step by step.
    fn rows(&mut self, award: &Award) {
        let short = |row: &&AwardRow| row.standing() != AwardStanding::Paid;
        let total = self.outcome.rows.iter().filter(short).count();
        if total == 0 {
            return;
        }
        let text = match self.page.language {
            Language::Zh => format!("{total} 笔"),
            Language::En => format!("{total} row(s)"),
        };
        self.page.line(2, self.page.say("未足额", "short   "), &text);
        let left = Left::of(award, self.outcome);
        // Those that are listed come with how their amounts were worked out, and are the first of those that are short.
        let listed =
            self.outcome.listed.iter().filter_map(|(at, working)| Some((self.outcome.rows.get(*at)?, working)));
        let mut shown = 0;
        for (row, working) in listed.filter(|(row, _)| short(row)).take(ROWS) {
            self.row(award, row, working, left.as_ref());
            shown += 1;
        }
        if total > shown {
            self.page.more(4, (total - shown) as u64);
        }
    }

    fn row(&mut self, award: &Award, row: &AwardRow, working: &Working, left: Option<&Left>) {
        let policy = self.page.policy;
        let language = self.page.language;
        let paid = amount(self.page, &row.paid);
        let mut text = match (row.standing(), language) {
            (AwardStanding::Paid | AwardStanding::Cut, Language::Zh) => format!("减发，实发 {paid}"),
            (AwardStanding::Paid | AwardStanding::Cut, Language::En) => format!("cut, {paid} is paid"),
            (AwardStanding::Refused, Language::Zh) => "不发".to_owned(),
            (AwardStanding::Refused, Language::En) => "refused".to_owned(),
            (AwardStanding::Undetermined, Language::Zh) => format!("待定，{paid}"),
            (AwardStanding::Undetermined, Language::En) => format!("undetermined, {paid}"),
        };
        if let Some(payee) = &row.payee {
            text.push_str(&match language {
                Language::Zh => format!("（付给 {payee}）"),
                Language::En => format!(" (paid to {payee})"),
            });
        }
        self.page.line(4, &row.key, &text);
        // What stands in figures alone is said with the award.
        for line in working.lines.iter().filter(|line| line.define.is_some() || !line.named.is_empty()) {
            let formula = formula::sentence(policy, award, line, language);
            self.page.line(6, self.page.say("算式", "formula "), &formula);
            for note in formula::notes(policy, award, line, language) {
                self.page.line(8, "", &note);
            }
        }
        for step in award_steps::steps(self.outcome, award, row, left) {
            if let Some(text) = award_steps::sentence(policy.program(), award, &step, language) {
                self.page.line(6, self.page.say("经过", "step    "), &text);
            }
        }
        self.page.causes(6, &row.causes, &award.cites);
    }
}

/// What is to be recovered, row by row.
fn recovered(page: &mut Page<'_>, found: &AwardOutcome) {
    let language = page.language;
    let program = page.policy.program();
    let award = &program.awards[found.award];
    let cites = page.citation(&build::cites(program, &award.cites));
    let record = words::name(&program.records[award.record].name, language);
    let name = words::name(&award.name, language);
    let AwardOutcome { paid, undetermined, .. } = found;
    let (head, rows) = match language {
        Language::Zh => (format!("追缴 {name} 适用 {record}{cites}"), format!("应追缴 {paid}；待定 {undetermined}")),
        Language::En => (
            format!("clawback {name} for {record}{cites}"),
            format!("to recover from {paid}; undetermined {undetermined}"),
        ),
    };
    page.line(0, "", &head);
    let formula = excerpt(page.policy, award.amount.span);
    page.line(2, page.say("金额", "amount  "), &formula);
    let total = amount(page, &found.total);
    page.line(2, page.say("合计", "total   "), &total);
    page.line(2, page.say("各行", "rows    "), &rows);
    page.causes(2, &found.causes, &award.cites);
    page.interpretations(2, &award.interpretations);
    let owing = found.rows.iter().filter(|row| row.paid.value().is_none_or(Exact::is_positive));
    for row in owing.clone().take(SHOWN) {
        let text = amount(page, &row.paid);
        page.line(4, &row.key, &format!("{}{text}", words::say(language, "应追缴 ", "to recover ")));
    }
    let left = owing.count().saturating_sub(SHOWN) as u64;
    if left > 0 {
        page.more(4, left);
    }
}

fn counts(found: &AwardOutcome, language: Language) -> String {
    let AwardOutcome { paid, cut, refused, undetermined, .. } = found;
    match language {
        Language::Zh => format!("发放 {paid}，其中减发 {cut}；不发 {refused}；待定 {undetermined}"),
        Language::En => format!("paid {paid}, of these cut {cut}; refused {refused}; undetermined {undetermined}"),
    }
}

fn budget(page: &mut Page<'_>, found: &BudgetOutcome) {
    let language = page.language;
    let program = page.policy.program();
    let budget = &program.budgets[found.budget];
    let name = words::name(&budget.name, language);
    let cites = page.citation(&build::cites(program, &budget.cites));
    let whole = amount(page, &Num::known(found.amount.clone()));
    let used = amount(page, &found.used);
    let over = found.left.value().filter(|left| left.is_negative()).map(Exact::abs);
    let rest = match (over, language) {
        (Some(over), Language::Zh) => format!("超支 {}", amount(page, &Num::known(over))),
        (Some(over), Language::En) => format!("{} over", amount(page, &Num::known(over))),
        (None, Language::Zh) => format!("结余 {}{}", amount(page, &found.left), unspent(budget.unspent, language)),
        (None, Language::En) => format!("left {}{}", amount(page, &found.left), unspent(budget.unspent, language)),
    };
    let text = match language {
        Language::Zh => format!("预算 {name}{cites}：共 {whole}，已用 {used}，{rest}"),
        Language::En => format!("budget {name}{cites}: {whole} in all, used {used}, {rest}"),
    };
    page.line(0, "", &text);
    page.causes(2, &found.causes, &budget.cites);
}

/// What becomes of what is left.
const fn unspent(unspent: Option<Unspent>, language: Language) -> &'static str {
    match (unspent, language) {
        (None, _) => "",
        (Some(Unspent::Returned), Language::Zh) => "，缴回",
        (Some(Unspent::Returned), Language::En) => ", to be returned",
        (Some(Unspent::Carried), Language::Zh) => "，结转下年",
        (Some(Unspent::Carried), Language::En) => ", carried over",
    }
}

fn allocation(page: &mut Page<'_>, found: &AllocationOutcome) {
    let language = page.language;
    let program = page.policy.program();
    let allocation = &program.allocations[found.allocation];
    let ty = &allocation.total.ty;
    let style = Style::of(program, language, false);
    let show = |number: &Num| measure::possible(number, ty, style);
    let name = words::name(&allocation.name, language);
    let record = words::name(&program.records[allocation.record].name, language);
    let cites = page.citation(&build::cites(program, &allocation.cites));
    let head = match language {
        Language::Zh => format!("分配 {name} 适用 {record}{cites}"),
        Language::En => format!("allocate {name} for {record}{cites}"),
    };
    page.line(0, "", &head);
    let step = number::readable(&Exact::from(allocation.step), ty, style);
    let method = award_steps::method(allocation.method, language);
    let text = match language {
        Language::Zh => format!("{}，取整 {method} {step}", show(&found.total)),
        Language::En => format!("{}, {method}, step {step}", show(&found.total)),
    };
    page.line(2, words::say(language, "总量", "total   "), &text);
    page.causes(2, &found.causes, &allocation.cites);
    page.interpretations(2, &allocation.interpretations);
    if found.feasible {
        let parts: Vec<(&str, String)> =
            found.parts.iter().take(SHOWN).map(|(key, part)| (key.as_str(), show(part))).collect();
        table(page, &parts);
        let rest = found.parts.len().saturating_sub(SHOWN) as u64;
        if rest > 0 {
            page.more(4, rest);
        }
    } else {
        let text = words::say(
            language,
            "分不了：没有权重，或者最少、最多的要求合不到一起",
            "it cannot be divided: there are no weights, or the least and most parts cannot be met",
        );
        page.line(2, words::say(language, "结果", "result  "), text);
    }
    page.line(2, words::say(language, "未分", "rest    "), &show(&found.rest));
}

/// Keys with their amounts, these in a column of their own, even at the right.
fn table(page: &mut Page<'_>, rows: &[(&str, String)]) {
    const INDENT: usize = 4;
    let widest = |widths: &mut dyn Iterator<Item = usize>| widths.max().unwrap_or(0);
    let keys = widest(&mut rows.iter().map(|(key, _)| wrap::display_width(key)));
    let amounts = widest(&mut rows.iter().map(|(_, amount)| wrap::display_width(amount)));
    let fits = INDENT + keys + 2 + amounts <= page.width;
    for (key, amount) in rows {
        // What is too wide for columns stands as one line, and is wrapped.
        if !fits {
            page.line(INDENT, key, amount);
            continue;
        }
        let gap = keys - wrap::display_width(key) + 2 + amounts - wrap::display_width(amount);
        let row = format!("{}{key}{}{amount}\n", " ".repeat(INDENT), " ".repeat(gap));
        page.text.push_str(&row);
    }
}
