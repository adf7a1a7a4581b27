//! The report for people: counts first, then what does not hold, then what is open, then what holds.

use guiju_evaluator::outcome::{Causes, GroupOutcome, Items, Measure, RowOutcome, RuleOutcome};
use guiju_program::diagnostic::Language;
use guiju_program::expr::Expr;
use guiju_program::rule::{Form, Interpretation, InterpretationId, Rule, RuleKind, Scope};
use guiju_program::value::Verdict;

use super::excerpt::excerpt;
use super::json::Standing;
use super::number::{self, Style};
use super::words::{self, say};
use super::{Report, awards, build, causes, criteria, measure, remedy, validity, wrap};
use crate::policy::Policy;

/// How many keys one list names, and how many rows are gone into.
pub(super) const SHOWN: usize = 20;

/// The order of the sections: what needs somebody's work comes first.
const SECTIONS: [Standing; 7] = [
    Standing::Fail,
    Standing::Excluded,
    Standing::Shortfall,
    Standing::Undetermined,
    Standing::Note,
    Standing::Pass,
    Standing::NotApplicable,
];

pub(super) fn render(report: &Report<'_>, language: Language, width: usize) -> String {
    let mut page = Page { policy: report.policy, language, width, text: String::new() };
    page.head(report);
    for section in SECTIONS {
        page.section(report, section);
    }
    awards::write(&mut page, report);
    criteria::write(&mut page, &report.outcome.criteria);
    page.text
}

/// A page as it is written.
pub(super) struct Page<'p> {
    pub policy: &'p Policy,
    pub language: Language,
    pub width: usize,
    pub text: String,
}

impl Page<'_> {
    /// The text in the page's language.
    pub fn say<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        say(self.language, zh, en)
    }

    /// The style of numbers that an expression compares.
    pub fn style(&self, expr: &Expr) -> Style<'_> {
        let program = self.policy.program();
        let rate = measure::compares_rates(program, expr);
        Style::of(program, self.language, rate)
    }

    /// A line behind a label, wrapped under itself.
    pub fn line(&mut self, indent: usize, label: &str, text: &str) {
        let mut head = " ".repeat(indent);
        if !label.is_empty() {
            head.push_str(label);
            head.push_str("  ");
        }
        let hang = wrap::display_width(&head).min(self.width / 2);
        let used = wrap::display_width(&head).saturating_sub(hang);
        let lines = wrap::wrap(text, self.width - hang, used);
        for (index, line) in lines.iter().enumerate() {
            if index == 0 {
                self.text.push_str(&head);
            } else {
                self.text.push_str(&" ".repeat(hang));
            }
            self.text.push_str(line);
            while self.text.ends_with(' ') {
                self.text.pop();
            }
            self.text.push('\n');
        }
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.text.push('\n');
    }

    /// The title of a section, between empty lines.
    pub fn title(&mut self, title: &str) {
        self.blank();
        let text = format!("== {title} ==");
        self.line(0, "", &text);
    }

    /// ` (依据 …)`.
    pub fn citation(&self, cites: &[String]) -> String {
        words::citation(cites, self.language)
    }

    /// Keys in one line; what is not named is said.
    pub fn keys(&self, keys: &[String], total: u64) -> String {
        let shown: Vec<&String> = keys.iter().take(SHOWN).collect();
        let mut text = words::list(&shown, self.language);
        let rest = total.saturating_sub(shown.len() as u64);
        if rest > 0 {
            text.push_str(&match self.language {
                Language::Zh => format!(" …… 另有 {rest} 个"),
                Language::En => format!(" … and {rest} more"),
            });
        }
        text
    }

    fn head(&mut self, report: &Report<'_>) {
        let language = self.language;
        let program = self.policy.program();
        let header = &program.policy;
        let mut about = vec![header.id.clone()];
        about.extend(header.year.map(|year| match language {
            Language::Zh => format!("{year}年度"),
            Language::En => format!("year {year}"),
        }));
        about.extend(header.status.as_ref().map(|status| words::name(status, language).to_owned()));
        let title = if header.title.is_empty() { header.id.clone() } else { header.title.clone() };
        self.line(0, "", &title);
        let about = words::list(&about, language);
        self.line(0, self.say("政策  ", "Policy "), &about);
        let mut date = report.outcome.as_of.to_string();
        if report.as_of_default {
            date.push_str(say(
                language,
                "（没有指定，取政策年度的最后一天）",
                " (not named: the last day of the policy's year)",
            ));
        }
        self.line(0, self.say("基准日", "As of  "), &date);
        if let Some(validity) = validity::line(report, language) {
            self.line(0, self.say("有效  ", "Valid  "), &validity);
        }
        let tables: Vec<String> = report
            .outcome
            .rows
            .iter()
            .map(|(record, rows)| {
                let name = words::name(&program.records[*record].name, language);
                let rows = number::digits(&guiju_evaluator::Exact::from(*rows), 0);
                format!("{name} {rows}{}", say(language, " 行", ""))
            })
            .collect();
        let tables = if tables.is_empty() {
            self.say("没有给出任何表", "no table was given").to_owned()
        } else {
            words::list(&tables, language)
        };
        self.line(0, self.say("数据  ", "Facts  "), &tables);
        let standings = report.outcome.rules.iter().map(|rule| {
            let kind = program.rules[rule.rule].kind;
            Standing::of(kind, rule.verdict)
        });
        let summary = build::summary(standings);
        let mut counts = vec![
            (Standing::Fail, summary.fail),
            (Standing::Shortfall, summary.shortfall),
            (Standing::Undetermined, summary.undetermined),
            (Standing::Note, summary.note),
            (Standing::Pass, summary.pass),
            (Standing::NotApplicable, summary.not_applicable),
        ];
        if !program.exclusions.is_empty() {
            counts.insert(1, (Standing::Excluded, summary.excluded));
        }
        let counts = counts.iter().map(|(standing, count)| format!("{} {count}", words::standing(*standing, language)));
        let counts = counts.collect::<Vec<_>>().join(self.say("，", ", "));
        self.line(0, self.say("结果  ", "Result "), &counts);
        // Each of them in full is for `check` and for stderr; here they would hide the results.
        let tally = crate::render::tally(&report.diagnostics, language);
        if !tally.is_empty() {
            self.line(0, self.say("提醒  ", "Also   "), &tally);
        }
    }

    fn section(&mut self, report: &Report<'_>, section: Standing) {
        let program = self.policy.program();
        let rules: Vec<(&RuleOutcome, &Rule)> = report
            .outcome
            .rules
            .iter()
            .map(|outcome| (outcome, &program.rules[outcome.rule]))
            .filter(|(outcome, rule)| Standing::of(rule.kind, outcome.verdict) == section)
            .collect();
        if rules.is_empty() {
            return;
        }
        let title = words::standing(section, self.language);
        self.title(&match self.language {
            Language::Zh => format!("{title}（{}）", rules.len()),
            Language::En => format!("{title} ({})", rules.len()),
        });
        for (outcome, rule) in rules {
            self.rule(outcome, rule);
        }
    }

    fn rule(&mut self, outcome: &RuleOutcome, rule: &Rule) {
        let language = self.language;
        let program = self.policy.program();
        let cites = build::cites(program, &rule.cites);
        let head = format!(
            "{} {}{}",
            words::kind(rule.kind, language),
            words::name(&rule.name, language),
            self.citation(&cites)
        );
        self.line(0, "", &head);
        let mut asked = self.scope_text(&rule.scope);
        asked.push_str(&excerpt(self.policy, rule.expr.span));
        self.line(2, self.say("要求", "asked   "), &asked);
        if let Some(measure) = &outcome.measure {
            self.measure(2, measure, outcome.verdict, &rule.expr);
        }
        self.items(2, rule, outcome);
        let entries = remedy::entries(self.policy, rule, outcome.measure.as_ref(), &outcome.items, &outcome.remedy);
        self.remedy(2, rule, outcome.measure.as_ref(), entries);
        for row in outcome.failures.iter().take(SHOWN) {
            self.row(row, rule);
        }
        let left = outcome.failures.len().saturating_sub(SHOWN) as u64;
        if left > 0 {
            self.more(2, left);
        }
        self.groups(&outcome.groups, rule);
        if outcome.groups.is_empty() && outcome.failures.is_empty() {
            self.causes(2, &outcome.causes, &rule.cites);
        }
        self.interpretations(2, &rule.interpretations);
    }

    fn scope_text(&self, scope: &Scope) -> String {
        let program = self.policy.program();
        let text = match scope {
            Scope::Whole => return String::new(),
            Scope::Each(record) => words::name(&program.records[*record].name, self.language).to_owned(),
            Scope::EachGroup { record, keys } => {
                let definition = &program.records[*record];
                let keys: Vec<String> = keys
                    .iter()
                    .map(|key| {
                        format!(
                            "{}.{}",
                            words::name(&definition.name, self.language),
                            words::name(&definition.fields[*key].name, self.language)
                        )
                    })
                    .collect();
                words::list(&keys, self.language)
            }
        };
        format!("{} {text}{}", self.say("每个", "each"), self.say("：", ": "))
    }

    /// What was measured, what must hold, and the margin.
    pub fn measure(&mut self, indent: usize, measure: &Measure, verdict: Verdict, expr: &Expr) {
        let sentence = measure::sentence(measure, verdict, self.style(expr));
        self.line(indent, self.say("测得", "measured"), &sentence);
    }

    fn items(&mut self, indent: usize, rule: &Rule, outcome: &RuleOutcome) {
        let language = self.language;
        let items = &outcome.items;
        let Some(record) = items.record else { return };
        if rule.scope != Scope::Whole {
            let text = self.counts_of(rule.kind, items);
            self.line(indent, self.say("各行", "rows    "), &text);
        }
        // Of a whole that holds, who is not counted is nobody's concern; rows that are gone into below name themselves.
        if outcome.verdict == Verdict::Pass || !outcome.failures.is_empty() {
            return;
        }
        let name = words::name(&self.policy.program().records[record].name, language);
        let lists = [
            (Verdict::Fail, &items.failing_keys, items.fail),
            (Verdict::Undetermined, &items.undetermined_keys, items.undetermined),
        ];
        for (verdict, keys, count) in lists {
            if !keys.is_empty() {
                let verdict = words::verdict(verdict, language);
                let text = format!("{name} {verdict}{}{}", self.say("：", ": "), self.keys(keys, count));
                self.line(indent, self.say("涉及", "concerns"), &text);
            }
        }
    }

    /// How many rows came to what, leaving out what did not occur.
    pub fn counts(&self, items: &Items) -> String {
        self.counts_of(RuleKind::Rule, items)
    }

    fn counts_of(&self, kind: RuleKind, items: &Items) -> String {
        let counts: Vec<String> = [
            (Verdict::Pass, items.pass),
            (Verdict::Fail, items.fail),
            (Verdict::Undetermined, items.undetermined),
            (Verdict::NotApplicable, items.not_applicable),
        ]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| format!("{} {count}", words::of_row(kind, verdict, self.language)))
        .collect();
        if counts.is_empty() { self.say("没有行", "no rows").to_owned() } else { counts.join(self.say("，", ", ")) }
    }

    fn row(&mut self, row: &RowOutcome, rule: &Rule) {
        if let Form::Workflow(workflow) = rule.form
            && !row.conditions.is_empty()
        {
            let policy = self.policy;
            return criteria::one_row(self, &policy.program().criteria[workflow], row);
        }
        let mut text = words::of_row(rule.kind, row.verdict, self.language).to_owned();
        if let Some(measure) = &row.measure {
            text.push_str(self.say("：", ": "));
            text.push_str(&measure::sentence(measure, row.verdict, self.style(&rule.expr)));
        }
        self.line(4, &row.key, &text);
        self.causes(6, &row.causes, &rule.cites);
    }

    fn groups(&mut self, groups: &[GroupOutcome], rule: &Rule) {
        if groups.is_empty() {
            return;
        }
        let open = |group: &&GroupOutcome| matches!(group.verdict, Verdict::Fail | Verdict::Undetermined);
        let mut tally = Items::default();
        for group in groups {
            tally.count(group.verdict);
        }
        let text = self.counts(&tally);
        self.line(2, self.say("各组", "groups  "), &text);
        for group in groups.iter().filter(open).take(SHOWN) {
            let mut text = words::verdict(group.verdict, self.language).to_owned();
            if let Some(measure) = &group.measure {
                text.push_str(self.say("：", ": "));
                let sentence = measure::sentence(measure, group.verdict, self.style(&rule.expr));
                text.push_str(&sentence);
            }
            let key = words::list(&group.key, self.language);
            self.line(4, &key, &text);
            let entries = remedy::entries(self.policy, rule, group.measure.as_ref(), &group.items, &group.remedy);
            self.remedy(6, rule, group.measure.as_ref(), entries);
            self.causes(6, &group.causes, &rule.cites);
        }
        let left = groups.iter().filter(open).count().saturating_sub(SHOWN) as u64;
        if left > 0 {
            self.more(4, left);
        }
    }

    fn remedy(&mut self, indent: usize, rule: &Rule, measure: Option<&Measure>, changes: Vec<remedy::Change>) {
        if changes.is_empty() {
            return;
        }
        let style = self.style(&rule.expr);
        let ways: Vec<String> =
            changes.iter().map(|change| remedy::sentence(self.policy, change, measure, style)).collect();
        let text = ways.join(self.say("；或者", "; or "));
        self.line(indent, self.say("补救", "remedy  "), &text);
    }

    /// Why something is open.
    pub fn causes(&mut self, indent: usize, list: &Causes, clauses: &[guiju_program::citation::ClauseId]) {
        let program = self.policy.program();
        for text in causes::sentences(program, clauses, list, self.language) {
            self.line(indent, self.say("原因", "because "), &text);
        }
    }

    fn reading_text<'r>(&self, reading: &'r Interpretation) -> &'r str {
        let english = reading.text_en.as_deref().filter(|_| self.language == Language::En);
        english.unwrap_or(&reading.text)
    }

    /// The interpretations that apply.
    pub fn interpretations(&mut self, indent: usize, ids: &[InterpretationId]) {
        let program = self.policy.program();
        for id in ids {
            let Some(reading) = program.interpretations.find(*id) else {
                continue;
            };
            let cites = build::cites(program, &reading.cites);
            let text = format!(
                "{}{}{}{}",
                words::name(&reading.name, self.language),
                self.say("：", ": "),
                self.reading_text(reading),
                self.citation(&cites)
            );
            self.line(indent, self.say("解释", "reading "), &text);
        }
    }

    /// That a list goes on.
    pub fn more(&mut self, indent: usize, rest: u64) {
        let text = match self.language {
            Language::Zh => format!("…… 另有 {rest} 个，见 JSON 报告"),
            Language::En => format!("… and {rest} more, see the JSON report"),
        };
        self.line(indent, "", &text);
    }
}
