//! What must hold, as a clause of a sentence.

use guiju_program::Type;
use guiju_program::expr::{Aggregate, AggregateFunction, CompareOp, Expr, ExprKind, FirstDay, RowPath};
use guiju_program::source::Span;

use super::{Hold, Phrase, Speaker};
use crate::report::measure::is_rate;

impl Speaker<'_> {
    /// A condition as words; `positive` is false for its opposite.
    pub fn condition(self, expr: &Expr, positive: bool) -> Phrase {
        match &expr.kind {
            ExprKind::Not(inner) => self.condition(inner, !positive),
            ExprKind::And(parts) => self.all(parts, positive),
            ExprKind::Or(parts) => self.one_of_conditions(parts, positive),
            ExprKind::Compare { op, left, right } => {
                if positive {
                    return Phrase::firm(self.compared(left, &[(*op, right)]));
                }
                Phrase::firm(self.compared_as(left, &[(opposite(*op), right)], false))
            }
            ExprKind::YesNo(yes) => Phrase::firm(match (*yes == positive, self.zh()) {
                (true, true) => "总是成立",
                (false, true) => "总不成立",
                (true, false) => "it always holds",
                (false, false) => "it never holds",
            }),
            ExprKind::Field { row, field } => Phrase::firm(self.yes_or_no(row, *field, positive)),
            ExprKind::Criteria { row, criteria } => {
                let criteria = &self.program.criteria[*criteria];
                let name = self.quoted(&criteria.name);
                let name = match (criteria.dates.is_some(), self.zh()) {
                    (true, true) => format!("流程{name}"),
                    (true, false) => format!("the workflow {name}"),
                    (false, _) => name,
                };
                Phrase::firm(self.meets(row, &name, positive))
            }
            ExprKind::Condition { row, criteria, index } => {
                let criteria = &self.program.criteria[*criteria];
                let (name, whole) = (criteria.conditions.get(*index), self.quoted(&criteria.name));
                let name = name.map(|condition| self.quoted(&condition.name)).unwrap_or_default();
                let name = match (criteria.dates.is_some(), self.zh()) {
                    (true, true) => format!("流程{whole}的{name}一步"),
                    (true, false) => format!("the step {name} of the workflow {whole}"),
                    (false, true) => format!("{whole}的{name}一项"),
                    (false, false) => format!("{name} of {whole}"),
                };
                Phrase::firm(self.meets(row, &name, positive))
            }
            ExprKind::Define { row: Some(row), define } => {
                let name = self.quoted(&self.program.defines[*define].name);
                Phrase::firm(self.meets(row, &name, positive))
            }
            ExprKind::Define { row: None, define } => {
                let name = self.quoted(&self.program.defines[*define].name);
                Phrase::firm(match (positive, self.zh()) {
                    (true, true) => format!("{name}成立"),
                    (false, true) => format!("{name}不成立"),
                    (true, false) => format!("{name} holds"),
                    (false, false) => format!("{name} does not hold"),
                })
            }
            ExprKind::Has(inner) => Phrase::firm(self.has(inner, positive)),
            ExprKind::OneOf { value, options } => {
                let options: Vec<String> = options.iter().map(|option| self.value(option).text).collect();
                let options = self.list(&options, ("或", "or"));
                let value = self.within(self.value(value), Hold::Firm);
                Phrase::firm(match (positive, self.zh()) {
                    (true, true) => format!("{value}为{options}"),
                    (false, true) => format!("{value}不是{options}"),
                    (true, false) => format!("{value} is {options}"),
                    (false, false) => format!("{value} is neither {}", options.replace(" or ", " nor ")),
                })
            }
            ExprKind::SpanCompare { op, end, start, length, first_day, .. } => {
                let op = if positive { *op } else { opposite(*op) };
                Phrase::firm(self.span(op, end, start, length, *first_day))
            }
            ExprKind::Within { date, start, length, first_day, .. } => {
                let (date, start, length) = (self.value(date).text, self.value(start).text, self.length(length));
                let (is, counted) = (if positive { "在" } else { "不在" }, self.first_day(*first_day));
                Phrase::firm(if self.zh() {
                    format!("{date}{is}{start}起{}内{counted}", self.blank_before(&length))
                } else {
                    let is = if positive { "is" } else { "is not" };
                    format!("{date} {is} within {length} after {start}{counted}")
                })
            }
            ExprKind::When { condition, then, otherwise } if positive => {
                self.conditional(condition, then, otherwise.as_deref())
            }
            ExprKind::Unless { body, exception, .. } if positive => {
                let body = self.within(self.condition(body, true), Hold::And);
                let exception = self.condition(exception, true).text;
                let text = if self.zh() {
                    format!("{body}，但{exception}的除外")
                } else {
                    format!("{body}, unless {exception}")
                };
                Phrase::new(text, Hold::Loose)
            }
            ExprKind::Applies(inner) => {
                let inner = self.condition(inner, true).text;
                Phrase::firm(match (positive, self.zh()) {
                    (true, true) => format!("“{inner}”一条适用"),
                    (false, true) => format!("“{inner}”一条不适用"),
                    (true, false) => format!("it is to be asked whether {inner}"),
                    (false, false) => format!("it is not to be asked whether {inner}"),
                })
            }
            ExprKind::Aggregate(aggregate) if judges(aggregate) => self.all_or_any(aggregate, positive),
            ExprKind::Top { ranking, limit, .. } => Phrase::firm(self.top(ranking, limit, positive)),
            _ if positive => self.value_is_met(expr),
            _ => {
                let inner = self.condition(expr, true).text;
                Phrase::firm(if self.zh() {
                    format!("并非（{inner}）")
                } else {
                    format!("it is not so that ({inner})")
                })
            }
        }
    }

    /// What is no kind of condition of its own: a value that is yes.
    fn value_is_met(self, expr: &Expr) -> Phrase {
        match &expr.kind {
            ExprKind::Default { value, default } => {
                let (value, default) = (self.condition(value, true).text, self.condition(default, true).text);
                let text = if self.zh() {
                    format!("{value}（没有的，看{}）", self.blank_before(&default))
                } else {
                    format!("{value} (or, where there is none, {default})")
                };
                Phrase::firm(text)
            }
            _ => Phrase::firm(if self.zh() { "成立" } else { "it holds" }),
        }
    }

    fn all(self, parts: &[Expr], positive: bool) -> Phrase {
        if !positive {
            let inner = self.all(parts, true).text;
            return Phrase::firm(if self.zh() {
                format!("并非（{inner}）")
            } else {
                format!("it is not so that ({inner})")
            });
        }
        // A range is two comparisons of one value.
        if let [Expr { kind: ExprKind::Compare { op: a, left, right: low }, .. }, second] = parts
            && let ExprKind::Compare { op: b, left: same, right: high } = &second.kind
            && left == same
        {
            return Phrase::firm(self.compared(left, &[(*a, low), (*b, high)]));
        }
        let parts: Vec<String> = parts.iter().map(|part| self.within(self.condition(part, true), Hold::And)).collect();
        Phrase::new(parts.join(self.say("，且", " and ")), Hold::And)
    }

    fn one_of_conditions(self, parts: &[Expr], positive: bool) -> Phrase {
        if !positive {
            let inner = self.one_of_conditions(parts, true).text;
            return Phrase::firm(if self.zh() {
                format!("并非（{inner}）")
            } else {
                format!("it is not so that ({inner})")
            });
        }
        let parts: Vec<String> = parts.iter().map(|part| self.within(self.condition(part, true), Hold::Sum)).collect();
        Phrase::new(parts.join(self.say("，或者", " or ")), Hold::Loose)
    }

    /// A value against one bound, or between two.
    fn compared(self, left: &Expr, bounds: &[(CompareOp, &Expr)]) -> String {
        self.compared_as(left, bounds, true)
    }

    /// The same; `written`: in Chinese with the word that the policy itself uses.
    fn compared_as(self, left: &Expr, bounds: &[(CompareOp, &Expr)], written: bool) -> String {
        let rate = is_rate(self.program, left) || bounds.iter().any(|(_, bound)| is_rate(self.program, bound));
        let value = self.within(self.value_as(left, rate), Hold::Noun);
        let counted = counts(left);
        let bounds: Vec<String> = bounds
            .iter()
            .map(|(op, bound)| {
                let own = self.own_word(*op, left, bound).filter(|_| written);
                let words = own.unwrap_or_else(|| self.comparison(*op, &left.ty, counted));
                let bound = self.within(self.value_as(bound, rate), Hold::Noun);
                if self.zh() { format!("{words}{}", self.blank_before(&bound)) } else { format!("{words} {bound}") }
            })
            .collect();
        let bounds = bounds.join(self.say("且", " and "));
        if self.zh() { format!("{value}{bounds}") } else { format!("{value} {bounds}") }
    }

    /// The word with which the policy compares, where the sentence can use it as it stands.
    fn own_word(self, op: CompareOp, left: &Expr, right: &Expr) -> Option<&'static str> {
        let words: &[&str] = match op {
            CompareOp::Ge => &["不低于", "不少于", "不小于", "至少", "达到"],
            CompareOp::Le => &["不超过", "不高于", "不多于", "不大于", "至多"],
            CompareOp::Gt => &["超过", "高于", "多于"],
            CompareOp::Lt => &["不满", "不足", "低于", "少于"],
            CompareOp::Eq | CompareOp::Ne => return None,
        };
        if !self.zh() || left.span.source != right.span.source || left.span.end > right.span.start {
            return None;
        }
        let between = Span::new(left.span.source, left.span.end, right.span.start);
        let between = self.written(between).trim();
        words.iter().copied().find(|word| *word == between)
    }

    fn comparison(self, op: CompareOp, ty: &Type, counted: bool) -> &'static str {
        let dates = matches!(ty, Type::Date | Type::Month | Type::Year | Type::Instant);
        let number = matches!(ty, Type::Number(_));
        match (op, dates, counted) {
            (CompareOp::Eq, ..) if number => self.say("等于", "is"),
            (CompareOp::Ne, ..) if number => self.say("不等于", "is not"),
            (CompareOp::Eq, ..) => self.say("为", "is"),
            (CompareOp::Ne, ..) => self.say("不为", "is not"),
            (CompareOp::Lt, true, _) => self.say("早于", "is before"),
            (CompareOp::Le, true, _) => self.say("不晚于", "is no later than"),
            (CompareOp::Gt, true, _) => self.say("晚于", "is after"),
            (CompareOp::Ge, true, _) => self.say("不早于", "is no earlier than"),
            (CompareOp::Lt, _, true) => self.say("少于", "is less than"),
            (CompareOp::Le, _, true) => self.say("不多于", "is at most"),
            (CompareOp::Gt, _, true) => self.say("多于", "is more than"),
            (CompareOp::Ge, _, true) => self.say("不少于", "is at least"),
            (CompareOp::Lt, ..) => self.say("低于", "is less than"),
            (CompareOp::Le, ..) => self.say("不超过", "is at most"),
            (CompareOp::Gt, ..) => self.say("超过", "is more than"),
            (CompareOp::Ge, ..) => self.say("不低于", "is at least"),
        }
    }

    fn yes_or_no(self, row: &RowPath, field: guiju_program::schema::FieldId, positive: bool) -> String {
        let name = self.field_at(row, field).map(|field| self.quoted(&field.name)).unwrap_or_default();
        let name = self.of_row(row, &name);
        match (positive, self.zh()) {
            (true, true) => format!("{name}为“是”"),
            (false, true) => format!("{name}为“否”"),
            (true, false) => format!("{name} is yes"),
            (false, false) => format!("{name} is no"),
        }
    }

    fn meets(self, row: &RowPath, name: &str, positive: bool) -> String {
        let row = self.row_at(row);
        let verb = match (positive, self.zh()) {
            (true, true) => "符合",
            (false, true) => "不符合",
            (true, false) => "meets",
            (false, false) => "does not meet",
        };
        match (row, self.zh()) {
            (row, true) => format!("{}{verb}{name}", row.unwrap_or_default()),
            (row, false) => format!("{} {verb} {name}", row.as_deref().unwrap_or("it")),
        }
    }

    fn has(self, inner: &Expr, positive: bool) -> String {
        if !self.zh() {
            let is = if positive { "is given" } else { "is not given" };
            return format!("{} {is}", self.within(self.value(inner), Hold::Firm));
        }
        let has = if positive { "有" } else { "没有" };
        if let ExprKind::Field { row, field } = &inner.kind {
            let name = self.field_at(row, *field).map(|field| self.name(&field.name)).unwrap_or_default();
            return format!("{}{has}{name}", self.row_at(row).unwrap_or_default());
        }
        format!("{has}{}", self.within(self.value(inner), Hold::Firm))
    }

    fn first_day(self, first_day: FirstDay) -> &'static str {
        match first_day {
            FirstDay::Counted => self.say("（首日计入）", " (the first day counts)"),
            FirstDay::NotCounted => "",
        }
    }

    fn span(self, op: CompareOp, end: &Expr, start: &Expr, length: &Expr, first_day: FirstDay) -> String {
        let (end, start, length) = (self.value(end).text, self.value(start).text, self.length(length));
        let counted = self.first_day(first_day);
        if self.zh() {
            let words = match op {
                CompareOp::Ge => "不少于",
                CompareOp::Gt => "超过",
                CompareOp::Le => "不超过",
                CompareOp::Lt => "不满",
                CompareOp::Eq => "正好",
                CompareOp::Ne => "不是",
            };
            return format!("{end}距{start}{words}{}{counted}", self.blank_before(&length));
        }
        let words = match op {
            CompareOp::Ge => "is at least",
            CompareOp::Gt => "is more than",
            CompareOp::Le => "is at most",
            CompareOp::Lt => "is less than",
            CompareOp::Eq => "is",
            CompareOp::Ne => "is not",
        };
        format!("the time from {start} to {end} {words} {length}{counted}")
    }

    fn conditional(self, asked: &Expr, then: &Expr, otherwise: Option<&Expr>) -> Phrase {
        let asked = self.condition(asked, true).text;
        let then = self.within(self.condition(then, true), Hold::And);
        let otherwise = otherwise.map(|otherwise| self.within(self.condition(otherwise, true), Hold::And));
        let text = match (otherwise, self.zh()) {
            (None, true) => format!("如果{asked}，则{then}"),
            (Some(otherwise), true) => format!("如果{asked}，则{then}；否则{otherwise}"),
            (None, false) => format!("if {asked}, then {then}"),
            (Some(otherwise), false) => format!("if {asked}, then {then}; otherwise {otherwise}"),
        };
        Phrase::new(text, Hold::Loose)
    }
}

/// The comparison that holds exactly where the other does not.
const fn opposite(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Eq => CompareOp::Ne,
        CompareOp::Ne => CompareOp::Eq,
        CompareOp::Lt => CompareOp::Ge,
        CompareOp::Ge => CompareOp::Lt,
        CompareOp::Gt => CompareOp::Le,
        CompareOp::Le => CompareOp::Gt,
    }
}

/// Whether a figure over rows is a condition.
const fn judges(aggregate: &Aggregate) -> bool {
    matches!(aggregate.function, AggregateFunction::All | AggregateFunction::Any)
}

/// Whether a value is a number of rows or of months, which is more or less rather than higher or lower.
fn counts(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Aggregate(aggregate) => matches!(
            aggregate.function,
            AggregateFunction::Count | AggregateFunction::Distinct | AggregateFunction::Consecutive
        ),
        ExprKind::Between { .. } => true,
        _ => false,
    }
}
