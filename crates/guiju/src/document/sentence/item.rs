//! Sentences of rules, definitions, exclusions and budgets.

use guiju_program::expr::{Expr, ExprKind, RowPath};
use guiju_program::expr::{FirstDay, Ties, TopRounding, ZeroBase};
use guiju_program::parameter::{Budget, Unspent};
use guiju_program::rule::{Choices, Define, Exclusion, Rule, RuleId, Scope};
use guiju_program::schema::{FieldId, RecordId};

use super::number::Written;
use super::{Hold, Speaker};
use guiju_program::Dimension;
use guiju_program::Type;

impl Speaker<'_> {
    /// What a rule says, as a sentence; `above` are the rules that override it.
    pub fn rule(self, rule: &Rule, above: &[RuleId]) -> String {
        // That a rule does not apply where another one does is written into it.
        let body = match &rule.expr.kind {
            ExprKind::Unless { body, .. } if !above.is_empty() => body,
            _ => &rule.expr,
        };
        let mut text = match (&rule.scope, self.meeting(body)) {
            (Scope::Each(record), Some(name)) if self.zh() => format!("每个{}都符合{name}", self.row(*record)),
            (Scope::Each(record), Some(name)) => format!("each {} meets {name}", self.row(*record)),
            (scope, _) => self.for_each(scope, &self.condition(body, true).text),
        };
        let names: Vec<String> = above.iter().map(|id| self.quoted(&self.program.rules[*id].name)).collect();
        if !names.is_empty() {
            let names = self.list(&names, ("或", "or"));
            text = if self.zh() {
                format!("{text}；规则{names}适用的，按该规则，不再适用本条")
            } else {
                format!("{text}; where the rule {names} applies, this one does not")
            };
        }
        self.sentence(&text)
    }

    /// What the row spoken of is asked to meet, where that is all that is asked.
    fn meeting(self, expr: &Expr) -> Option<String> {
        let plain = |row: &RowPath| self.row_at(row).is_none();
        match &expr.kind {
            ExprKind::Criteria { row, criteria } if plain(row) => {
                let criteria = &self.program.criteria[*criteria];
                let name = self.quoted(&criteria.name);
                Some(match (criteria.dates.is_some(), self.zh()) {
                    (true, true) => format!("流程{name}"),
                    (true, false) => format!("the workflow {name}"),
                    (false, _) => name,
                })
            }
            ExprKind::Define { row: Some(row), define } if plain(row) => {
                Some(self.quoted(&self.program.defines[*define].name))
            }
            _ => None,
        }
    }

    /// A clause with what it is judged for in front.
    pub(super) fn for_each(self, scope: &Scope, text: &str) -> String {
        match (scope, self.zh()) {
            (Scope::Whole, _) => text.to_owned(),
            (Scope::Each(record), true) => format!("对每个{}，{text}", self.row(*record)),
            (Scope::Each(record), false) => format!("for each {}, {text}", self.row(*record)),
            (Scope::EachGroup { record, keys }, _) => {
                let group = self.group(*record, keys);
                if self.zh() { format!("在{group}内，{text}") } else { format!("within {group}, {text}") }
            }
        }
    }

    /// `每个市地`, `each “city” of the recipients`.
    pub(super) fn group(self, record: RecordId, keys: &[FieldId]) -> String {
        let fields = self.program.records.find(record).map(|record| &record.fields);
        let keys = keys.iter().filter_map(|key| fields.and_then(|fields| fields.find(*key)));
        let keys: Vec<String> =
            keys.map(|field| if self.zh() { self.name(&field.name) } else { self.quoted(&field.name) }).collect();
        let rows = self.rows(record);
        match (keys.as_slice(), self.zh()) {
            ([one], true) => format!("每个{one}"),
            ([one], false) => format!("each {one} of the {rows}"),
            (_, true) => format!("{}都相同的每组{rows}", self.list(&keys, ("、", "and"))),
            (_, false) => format!("each group of {rows} of the same {}", self.list(&keys, ("、", "and"))),
        }
    }

    /// What a definition comes to, as a sentence.
    pub fn define(self, define: &Define) -> String {
        let judged = define.expr.ty == Type::Condition;
        let name = self.quoted(&define.name);
        let row = define.record.map(|record| self.row(record));
        if judged {
            let condition = self.condition(&define.expr, true).text;
            let text = match (row, self.zh()) {
                (Some(row), true) => format!("{row}符合{name}，是指：{condition}"),
                (None, true) => format!("{name}成立，是指：{condition}"),
                (Some(row), false) => format!("{} meets {name} if {condition}", one(&row)),
                (None, false) => format!("{name} holds if {condition}"),
            };
            return self.sentence(&text);
        }
        let value = self.value(&define.expr);
        let text = match (row, self.zh()) {
            (Some(row), true) => format!("每个{row}的{name} ＝ {}", value.text),
            (None, true) => format!("{name} ＝ {}", value.text),
            (Some(row), false) => format!("{name} of each {row} = {}", value.text),
            (None, false) => format!("{name} = {}", value.text),
        };
        self.sentence(&text)
    }

    /// Who may not get what, as a sentence.
    pub fn exclusion(self, exclusion: &Exclusion) -> String {
        let define = &self.program.defines[exclusion.define];
        let row = define.record.map(|record| self.row(record)).unwrap_or_default();
        let condition = self.within(self.condition(&define.expr, true), Hold::And);
        let awards: Vec<String> =
            exclusion.awards.iter().map(|award| self.quoted(&self.program.awards[*award].name)).collect();
        let awards = match (awards.is_empty(), self.zh()) {
            (true, true) => "任何补助".to_owned(),
            (true, false) => "any award".to_owned(),
            (false, _) => self.list(&awards, ("和", "or")),
        };
        self.sentence(&if self.zh() {
            format!("有下列情形的{row}不得享受{awards}：{condition}")
        } else {
            format!("{} may not get {awards} if {condition}", one(&row))
        })
    }

    /// The condition of a criteria, as a sentence.
    pub fn requirement(self, expr: &Expr) -> String {
        self.sentence(&self.condition(expr, true).text)
    }

    /// How much a budget is, of what it is a part, and what becomes of what is left, as a sentence.
    pub fn budget(self, budget: &Budget) -> String {
        let amount = self.figure(budget.amount, &Dimension::money(), Written::of(&budget.unit.text));
        let mut text = if self.zh() {
            format!("预算{}为 {amount}", self.quoted(&budget.name))
        } else {
            format!("the budget {} is {amount}", self.quoted(&budget.name))
        };
        if let Some(whole) = budget.out_of {
            let whole = self.quoted(&self.program.budgets[whole].name);
            text.push_str(&if self.zh() {
                format!("，从{whole}中划出")
            } else {
                format!(", set apart from {whole}")
            });
        }
        text.push_str(match budget.unspent {
            None => "",
            Some(Unspent::Returned) => self.say("，结余缴回", "; what is left of it is returned"),
            Some(Unspent::Carried) => self.say("，结余结转", "; what is left of it is carried over"),
        });
        self.sentence(&text)
    }

    /// The readings that an interpretation chooses, a sentence each.
    pub fn choices(self, choices: Choices) -> Vec<String> {
        let zero = choices.zero_base.map(|choice| match choice {
            ZeroBase::Met => self.say("基数为零或为负的，按满足处理", "on a zero or negative base it is met"),
            ZeroBase::Unmet => self.say("基数为零或为负的，按不满足处理", "on a zero or negative base it is not met"),
            ZeroBase::NotApplicable => {
                self.say("基数为零或为负的，不适用", "on a zero or negative base it does not apply")
            }
        });
        let top = choices.top_rounding.map(|choice| match choice {
            TopRounding::Down => {
                self.say("名次不是整数的，舍去小数", "a number of places that is not whole is rounded down")
            }
            TopRounding::Up => {
                self.say("名次不是整数的，进位取整", "a number of places that is not whole is rounded up")
            }
            TopRounding::HalfUp => self.say(
                "名次不是整数的，四舍五入取整",
                "a number of places that is not whole is rounded to the nearest, halves up",
            ),
        });
        let ties = choices.ties.map(|choice| match choice {
            Ties::All => self.say("末位并列的，都算在内", "of those who share the last place all are in"),
            Ties::None => self.say("末位并列的，都不算在内", "of those who share the last place none is in"),
        });
        let first = choices.first_day.map(|choice| match choice {
            FirstDay::NotCounted => self.say("期间的第一天不算在内", "the first day of a span does not count"),
            FirstDay::Counted => self.say("期间的第一天算在内", "the first day of a span counts"),
        });
        [zero, top, ties, first].into_iter().flatten().map(|text| self.sentence(text)).collect()
    }
}

/// One of what a noun names: `an event`, `a row of monthly sales`.
pub fn one(noun: &str) -> String {
    let several = noun.ends_with('s') && !noun.ends_with("ss");
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) { "an" } else { "a" };
    if several { format!("a row of {noun}") } else { format!("{article} {noun}") }
}
