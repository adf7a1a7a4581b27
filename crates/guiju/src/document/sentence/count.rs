//! Figures over rows, and rankings.

use guiju_program::expr::{Aggregate, AggregateFunction, Expr, ExprKind, RankKey, Ranking, Relation, TopLimit};
use guiju_program::schema::RecordId;
use guiju_program::{Name, Type};

use super::{Hold, Phrase, Speaker};

/// Conditions longer than this, in characters, stand in brackets behind the rows that they pick.
const LONG: usize = 22;
const LONG_IN_ENGLISH: usize = 70;

impl Speaker<'_> {
    /// Rows that pass some conditions: `已查验的服务对象`, `recipients marked “inspected”`.
    pub fn rows_that(self, record: RecordId, filters: &[&Expr]) -> String {
        let rows = self.rows(record);
        if filters.is_empty() {
            return rows;
        }
        if !self.zh() {
            let parts: Vec<String> = filters.iter().map(|filter| self.such(filter, true)).collect();
            let such = self.list(&parts, ("", "and"));
            let long = such.chars().count() > LONG_IN_ENGLISH;
            return if long { format!("{rows} ({such})") } else { format!("{rows} {such}") };
        }
        let parts: Vec<String> = filters.iter().map(|filter| self.such(filter, true)).collect();
        let conditions = parts.join("且");
        if conditions.chars().count() > LONG || conditions.contains('，') {
            return format!("{rows}（{}）", self.conjunction(filters));
        }
        format!("{conditions}的{rows}")
    }

    /// The name of a yes-or-no field of the row that is spoken of.
    fn marked(self, filter: &Expr) -> Option<String> {
        match &filter.kind {
            ExprKind::Field { row, field } if self.row_at(row).is_none() => {
                self.field_at(row, *field).map(|field| self.name(&field.name))
            }
            _ => None,
        }
    }

    /// All of some conditions as a clause.
    fn conjunction(self, conditions: &[&Expr]) -> String {
        let parts: Vec<String> =
            conditions.iter().map(|condition| self.within(self.condition(condition, true), Hold::And)).collect();
        parts.join(self.say("，且", " and "))
    }

    /// One condition as it stands beside the rows that it picks, or beside one row.
    fn such(self, filter: &Expr, several: bool) -> String {
        if let Some(name) = self.marked(filter) {
            return if self.zh() { name } else { format!("marked “{name}”") };
        }
        let met = |name: &Name| format!("that {} {}", if several { "meet" } else { "meets" }, self.quoted(name));
        match &filter.kind {
            ExprKind::Criteria { row, criteria } if !self.zh() && self.row_at(row).is_none() => {
                met(&self.program.criteria[*criteria].name)
            }
            ExprKind::Define { row: Some(row), define } if !self.zh() && self.row_at(row).is_none() => {
                met(&self.program.defines[*define].name)
            }
            _ if self.zh() => self.within(self.condition(filter, true), Hold::And),
            _ => format!("where {}", self.within(self.condition(filter, true), Hold::And)),
        }
    }

    /// The rows of a figure as they belong to the row that is spoken of.
    fn belonging(self, aggregate: &Aggregate, rows: String) -> String {
        match (&aggregate.rows.relation, self.zh()) {
            (Relation::Children | Relation::Referring(_), true) => format!("其{rows}"),
            (Relation::Children | Relation::Referring(_), false) => format!("its {rows}"),
            (Relation::Whole | Relation::Group, true) => rows,
            (Relation::Whole | Relation::Group, false) => format!("the {rows}"),
        }
    }

    /// A figure over rows as a noun.
    pub(super) fn aggregate(self, aggregate: &Aggregate) -> String {
        let filters: Vec<&Expr> = aggregate.filters.iter().collect();
        let rows = self.belonging(aggregate, self.rows_that(aggregate.rows.record, &filters));
        let value =
            aggregate.value.as_ref().map(|value| self.within(self.value(value), Hold::Firm)).unwrap_or_default();
        let keys: Vec<String> = aggregate.keys.iter().map(|key| self.value(key).text).collect();
        let keys = self.list(&keys, ("和", "and"));
        let noun = match aggregate.function {
            AggregateFunction::Share => return self.share(aggregate, &rows, &value),
            AggregateFunction::Count if self.zh() => return format!("{rows}的数量"),
            AggregateFunction::Count => return format!("the number of {}", undetermined(&rows)),
            AggregateFunction::Consecutive if self.zh() => return format!("{rows}按{keys}最长连续的月数"),
            AggregateFunction::Consecutive => return format!("the longest run of months by {keys} among {rows}"),
            AggregateFunction::Latest if self.zh() => return format!("按{keys}最近的{rows}的{value}"),
            AggregateFunction::Latest => return format!("the {value} of the latest of {rows} by {keys}"),
            AggregateFunction::Earliest if self.zh() => return format!("按{keys}最早的{rows}的{value}"),
            AggregateFunction::Earliest => return format!("the {value} of the earliest of {rows} by {keys}"),
            AggregateFunction::Distinct if self.zh() => return format!("{rows}中不同的{value}的个数"),
            AggregateFunction::Distinct => return format!("the number of different {value} among {rows}"),
            AggregateFunction::Sum => ("合计", "total"),
            AggregateFunction::Min => ("最小值", "least"),
            AggregateFunction::Max => ("最大值", "greatest"),
            AggregateFunction::Mean => ("平均值", "mean"),
            AggregateFunction::Median => ("中位数", "median"),
            AggregateFunction::All | AggregateFunction::Any => ("", ""),
        };
        if self.zh() { format!("{rows}的{value}{}", noun.0) } else { format!("the {} of {value} over {rows}", noun.1) }
    }

    /// `已查验的服务对象占服务对象的比例`, `the share of recipients marked “inspected” among all recipients`.
    fn share(self, aggregate: &Aggregate, of: &str, value: &str) -> String {
        let asked: Vec<&Expr> = aggregate.asked.iter().collect();
        let such = self.rows_that(aggregate.rows.record, &asked);
        let narrowed = !aggregate.filters.is_empty();
        let rows = self.rows(aggregate.rows.record);
        match (value.is_empty(), narrowed, self.zh()) {
            (true, false, true) => format!("{}占{rows}的比例", self.belonging(aggregate, such)),
            (true, true, true) => format!("{of}中，{such}所占的比例"),
            (false, _, true) => format!("{of}的{value}中，{such}所占的比例"),
            (true, false, false) => {
                format!("the share of {such} among all {}", undetermined(of))
            }
            (true, true, false) => format!("among {of}, the share of {such}"),
            (false, _, false) => format!("the share of {such} in the total of {value} over {of}"),
        }
    }

    /// All or one of some rows, as a condition.
    pub(super) fn all_or_any(self, aggregate: &Aggregate, positive: bool) -> Phrase {
        let filters: Vec<&Expr> = aggregate.filters.iter().collect();
        match aggregate.function {
            AggregateFunction::All => self.all_of(aggregate, &filters, positive),
            _ => self.one_of(aggregate, &filters, positive),
        }
    }

    fn all_of(self, aggregate: &Aggregate, filters: &[&Expr], positive: bool) -> Phrase {
        let rows = self.belonging(aggregate, self.rows_that(aggregate.rows.record, filters));
        let Some(asked) = &aggregate.asked else { return Phrase::firm(rows) };
        let plain = self.is_predicate(asked);
        let words = self.condition(asked, true);
        let text = match (plain, positive, self.zh()) {
            (true, true, true) => return Phrase::firm(format!("{rows}都{}", words.text)),
            (true, false, true) => return Phrase::firm(format!("{rows}并不都{}", words.text)),
            (false, true, true) => format!("{rows}都满足：{}", words.text),
            (false, false, true) => format!("{rows}并不都满足：{}", words.text),
            (_, true, false) => format!("for all of {rows}, {}", words.text),
            (_, false, false) => format!("not for all of {rows}, {}", words.text),
        };
        Phrase::new(text, Hold::Loose)
    }

    fn one_of(self, aggregate: &Aggregate, filters: &[&Expr], positive: bool) -> Phrase {
        let record = aggregate.rows.record;
        let rows = self.belonging(aggregate, self.rows(record));
        let conditions: Vec<&Expr> = filters.iter().copied().chain(&aggregate.asked).collect();
        if !self.zh() {
            let such: Vec<String> = conditions.iter().map(|condition| self.such(condition, false)).collect();
            let such = self.list(&such, ("", "and"));
            let one = if positive { "one" } else { "none" };
            return Phrase::new(format!("among {rows} there is {one} {such}"), Hold::Loose);
        }
        let of = if rows.starts_with('其') { "其" } else { "" };
        if let [condition] = conditions.as_slice()
            && self.such(condition, true).chars().count() <= LONG
        {
            let such = self.rows_that(record, &[condition]);
            return Phrase::firm(if positive {
                format!("{of}至少有一个{such}")
            } else {
                format!("{of}没有{such}")
            });
        }
        let all = self.conjunction(&conditions);
        let text = if positive {
            format!("{rows}中至少有一个符合下列条件：{all}")
        } else {
            format!("{rows}中没有一个符合下列条件：{all}")
        };
        Phrase::new(text, Hold::Loose)
    }

    /// Whether a condition is said of the row itself, without another subject: `有签字日`, `符合“达标”`.
    fn is_predicate(self, condition: &Expr) -> bool {
        match &condition.kind {
            ExprKind::Has(inner) => matches!(&inner.kind, ExprKind::Field { row, .. } if self.row_at(row).is_none()),
            ExprKind::Criteria { row, .. } | ExprKind::Define { row: Some(row), .. } => self.row_at(row).is_none(),
            _ => false,
        }
    }

    /// Keys of an order: `年销售额从大到小`.
    pub fn order(self, keys: &[RankKey]) -> String {
        let keys: Vec<String> = keys.iter().map(|key| self.key(key)).collect();
        keys.join(self.say("、", ", then "))
    }

    fn key(self, key: &RankKey) -> String {
        // A condition in an order is a number that is 1 where it passes.
        if let ExprKind::When { condition, then, .. } = &key.value.kind
            && matches!(&then.kind, ExprKind::Number(number) if *number == guiju_program::Decimal::ONE)
            && !key.ascending
        {
            let asked = self.condition(condition, true).text;
            return if self.zh() { format!("{asked}的在前") } else { format!("first where {asked}") };
        }
        let value = self.within(self.value(&key.value), Hold::Firm);
        let date = !matches!(key.value.ty, Type::Number(_));
        match (date, key.ascending, self.zh()) {
            (false, false, true) => format!("{value}从大到小"),
            (false, true, true) => format!("{value}从小到大"),
            (true, true, true) => format!("{value}从早到晚"),
            (true, false, true) => format!("{value}从晚到早"),
            (false, false, false) => format!("{value} from the largest down"),
            (false, true, false) => format!("{value} from the smallest up"),
            (true, true, false) => format!("{value} from the earliest on"),
            (true, false, false) => format!("{value} from the latest back"),
        }
    }

    /// Among which rows a ranking is.
    fn field_of_ranking(self, ranking: &Ranking) -> String {
        let filters: Vec<&Expr> = ranking.filters.iter().collect();
        let rows = self.rows_that(ranking.rows.record, &filters);
        let parts: Vec<String> = ranking.partition.iter().map(|part| self.value(part).text).collect();
        let parts = self.list(&parts, ("和", "and"));
        match (parts.is_empty(), self.zh()) {
            (true, true) => rows,
            (true, false) => format!("the {rows}"),
            (false, true) => format!("{parts}相同的{rows}"),
            (false, false) => format!("the {rows} of the same {parts}"),
        }
    }

    /// The place in a ranking.
    pub(super) fn place(self, ranking: &Ranking) -> String {
        let (among, order) = (self.field_of_ranking(ranking), self.order(&ranking.keys));
        if self.zh() {
            format!("在{among}中按{order}排列的名次")
        } else {
            format!("the place among {among} by {order}")
        }
    }

    /// Whether a row is among the first of a ranking.
    pub(super) fn top(self, ranking: &Ranking, limit: &TopLimit, positive: bool) -> String {
        let (among, order) = (self.field_of_ranking(ranking), self.order(&ranking.keys));
        let first = match limit {
            TopLimit::Count(limit) => self.value(limit).text,
            TopLimit::Share(limit) => self.value_as(limit, true).text,
        };
        match (positive, self.zh()) {
            (true, true) => format!("在{among}中按{order}排在前{}", self.blank_before(&first)),
            (false, true) => format!("在{among}中按{order}没有排在前{}", self.blank_before(&first)),
            (true, false) => format!("it is in the first {first} of {among} by {order}"),
            (false, false) => format!("it is not in the first {first} of {among} by {order}"),
        }
    }
}

/// Without the article.
fn undetermined(rows: &str) -> &str {
    rows.strip_prefix("the ").unwrap_or(rows)
}
