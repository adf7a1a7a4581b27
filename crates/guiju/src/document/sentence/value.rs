//! What has a value, as a noun.

use guiju_program::Type;
use guiju_program::expr::{
    ArithmeticOp, Band, BandKind, BetweenUnit, CalendarPart, Change, Expr, ExprKind, RoundMode, RowPath,
};
use guiju_program::table::{Range, TableId};
use guiju_program::unit::Dimension;

use super::number::Written;
use super::{Hold, Phrase, Speaker};
use crate::report::measure::is_rate;

impl Speaker<'_> {
    /// A value as words.
    pub fn value(self, expr: &Expr) -> Phrase {
        self.value_as(expr, false)
    }

    /// The same, where a plain number is a rate if what it is compared or added with is one.
    pub(super) fn value_as(self, expr: &Expr, rate: bool) -> Phrase {
        match &expr.kind {
            ExprKind::Number(number) => {
                let mut written = Written::of(self.written(expr.span));
                written.rate |= rate;
                let dimension = match &expr.ty {
                    Type::Number(dimension) => dimension.clone(),
                    _ => Dimension::pure(),
                };
                Phrase::firm(self.figure(*number, &dimension, written))
            }
            ExprKind::Text(text) => Phrase::firm(format!("“{text}”")),
            ExprKind::YesNo(yes) => Phrase::firm(if *yes { self.say("是", "yes") } else { self.say("否", "no") }),
            ExprKind::Variant(index) => Phrase::firm(self.variant(&expr.ty, *index)),
            ExprKind::Date(date) => Phrase::firm(self.date(*date)),
            ExprKind::Month(month) if self.zh() => Phrase::firm(format!("{}年{}月", month.year(), month.month())),
            ExprKind::Month(month) => Phrase::firm(month.to_string()),
            ExprKind::Year(year) if self.zh() => Phrase::firm(format!("{year}年")),
            ExprKind::Year(year) => Phrase::firm(year.to_string()),
            ExprKind::Instant(instant) => Phrase::firm(instant.to_string().replace('T', " ")),
            ExprKind::AsOf => Phrase::firm(self.say("基准日", "the as-of date")),
            ExprKind::Parameter { parameter, .. } => {
                let parameter = &self.program.parameters[*parameter];
                let figure = self.bracketed(&self.parameter_figure(parameter));
                Phrase::firm(self.beside(self.quoted(&parameter.name), &figure))
            }
            ExprKind::Budget(budget) => {
                let budget = &self.program.budgets[*budget];
                let written = Written::of(&budget.unit.text);
                let figure = self.bracketed(&self.figure(budget.amount, &Dimension::money(), written));
                Phrase::firm(self.beside(self.kind("预算", "budget", &self.quoted(&budget.name)), &figure))
            }
            ExprKind::Drawn { budget, left } => {
                let name = self.kind("预算", "budget", &self.quoted(&self.program.budgets[*budget].name));
                Phrase::firm(match (left, self.zh()) {
                    (true, true) => format!("{name}的结余"),
                    (false, true) => format!("{name}的已用额"),
                    (true, false) => format!("what is left of {name}"),
                    (false, false) => format!("what is used of {name}"),
                })
            }
            ExprKind::Award { row, award } => {
                let award = &self.program.awards[*award];
                let name = self.quoted(&award.name);
                let name = if self.zh() { format!("{name}的实付额") } else { format!("what is paid of {name}") };
                Phrase::firm(self.for_row(row, &name))
            }
            ExprKind::Allocated { row, allocation } => {
                let name = self.quoted(&self.program.allocations[*allocation].name);
                let name = if self.zh() { format!("{name}的分配额") } else { format!("the part of {name}") };
                Phrase::firm(self.for_row(row, &name))
            }
            ExprKind::Field { row, field } => Phrase::firm(self.field(row, *field)),
            ExprKind::Define { row, define } => {
                let name = self.quoted(&self.program.defines[*define].name);
                Phrase::firm(match row {
                    Some(row) => self.of_row(row, &name),
                    None => name,
                })
            }
            ExprKind::When { condition, then, otherwise } => self.choice(condition, then, otherwise.as_deref(), rate),
            ExprKind::Default { value, default } => {
                let (value, default) = (self.value_as(value, rate).text, self.value_as(default, rate).text);
                Phrase::firm(if self.zh() {
                    format!("{value}（没有的，按{}）", self.blank_before(&default))
                } else {
                    format!("{value} ({default} where there is none)")
                })
            }
            ExprKind::Negate(inner) => {
                let inner = self.value_as(inner, rate);
                Phrase::new(format!("−{}", self.within(inner, Hold::Firm)), Hold::Product)
            }
            ExprKind::Arithmetic { op, left, right } => self.arithmetic(*op, left, right),
            ExprKind::Divide { left, right, .. } => {
                let left = self.within(self.value(left), Hold::Product);
                let right = self.within(self.value(right), Hold::Firm);
                Phrase::new(format!("{left} ÷ {right}"), Hold::Product)
            }
            ExprKind::Round { mode, value, step } => self.rounded(*mode, value, step),
            ExprKind::FullSteps { value, step } => {
                let value = self.within(self.value(value), Hold::Firm);
                let step = self.value(step).text;
                Phrase::firm(if self.zh() {
                    format!("{value}中每满{}计一份的份数", self.blank_before(&step))
                } else {
                    format!("the number of full steps of {step} in {value}")
                })
            }
            ExprKind::Bands { kind, value, bands } => self.bands(*kind, value, bands),
            ExprKind::Lookup { table, keys, column } => self.looked_up(*table, keys, *column),
            ExprKind::Versus { change, now, base, .. } => {
                let now = self.within(self.value(now), Hold::Firm);
                let base = self.within(self.value(base), Hold::Firm);
                Phrase::firm(match (change, self.zh()) {
                    (Change::Growth, true) => format!("{now}较{base}的增长率"),
                    (Change::Fall, true) => format!("{now}较{base}的下降率"),
                    (Change::Rise, true) => format!("{now}较{base}的增加额"),
                    (Change::Drop, true) => format!("{now}较{base}的减少额"),
                    (Change::Growth, false) => format!("the growth rate of {now} on {base}"),
                    (Change::Fall, false) => format!("the rate by which {now} falls below {base}"),
                    (Change::Rise, false) => format!("the increase of {now} over {base}"),
                    (Change::Drop, false) => format!("the decrease of {now} from {base}"),
                })
            }
            ExprKind::DateAdd { date, amount, .. } => self.moved(date, amount),
            ExprKind::Between { unit, start, end } => Phrase::firm(self.between(*unit, start, end)),
            ExprKind::Calendar { part, value } => {
                let value = self.value(value).text;
                Phrase::firm(match (part, self.zh()) {
                    (CalendarPart::FirstDay, true) => format!("{value}的第一天"),
                    (CalendarPart::LastDay, true) => format!("{value}的最后一天"),
                    (CalendarPart::MonthOf, true) => format!("{value}所在的月份"),
                    (CalendarPart::YearOf, true) => format!("{value}所在的年份"),
                    (CalendarPart::FirstDay, false) => format!("the first day of {value}"),
                    (CalendarPart::LastDay, false) => format!("the last day of {value}"),
                    (CalendarPart::MonthOf, false) => format!("the month of {value}"),
                    (CalendarPart::YearOf, false) => format!("the year of {value}"),
                })
            }
            ExprKind::Aggregate(aggregate) => noun(self.aggregate(aggregate)),
            ExprKind::Rank(ranking) => noun(self.place(ranking)),
            // Whatever is judged, where its verdict is the value.
            _ => self.condition(expr, true),
        }
    }

    /// `预算“总预算”`, `the budget “total”`.
    pub(super) fn kind(self, zh: &str, en: &str, name: &str) -> String {
        if self.zh() { format!("{zh}{name}") } else { format!("the {en} {name}") }
    }

    fn beside(self, name: String, bracketed: &str) -> String {
        if self.zh() { name + bracketed } else { format!("{name} {bracketed}") }
    }

    /// An amount for a row.
    fn for_row(self, row: &RowPath, name: &str) -> String {
        match (self.row_at(row), self.zh()) {
            (None, _) => name.to_owned(),
            (Some(row), true) => format!("{row}的{name}"),
            (Some(row), false) => format!("{name} for {row}"),
        }
    }

    /// A stretch behind Chinese: with a blank in front where it starts with a figure or a letter.
    pub(super) fn blank_before(self, text: &str) -> String {
        let parted = text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        if parted { format!(" {text}") } else { text.to_owned() }
    }

    pub(super) fn variant(self, ty: &Type, index: usize) -> String {
        let Type::Enumeration(id) = ty else { return String::new() };
        let variant = self.program.enumerations.find(*id).and_then(|list| list.variants.get(index));
        let name = variant.map(|name| self.name(name)).unwrap_or_default();
        if self.zh() { name } else { format!("“{name}”") }
    }

    fn choice(self, asked: &Expr, then: &Expr, otherwise: Option<&Expr>, rate: bool) -> Phrase {
        let asked = self.condition(asked, true).text;
        let then = self.value_as(then, rate).text;
        let otherwise = otherwise.map(|otherwise| self.value_as(otherwise, rate).text);
        let text = match (otherwise, self.zh()) {
            (Some(otherwise), true) => {
                format!("{asked}的，为{}；否则为{}", self.blank_before(&then), self.blank_before(&otherwise))
            }
            (None, true) => format!("{asked}的，为{}", self.blank_before(&then)),
            (Some(otherwise), false) => format!("if {asked}, {then}; otherwise {otherwise}"),
            (None, false) => format!("if {asked}, {then}"),
        };
        Phrase::new(text, Hold::Loose)
    }

    fn arithmetic(self, op: ArithmeticOp, left: &Expr, right: &Expr) -> Phrase {
        // Whole years are counted, and come as twelve months each.
        if let (ArithmeticOp::Multiply, ExprKind::Between { unit: BetweenUnit::Year, start, end }) = (op, &left.kind) {
            return Phrase::firm(self.between(BetweenUnit::Year, start, end));
        }
        if let (ArithmeticOp::Add, Some(date)) = (op, fiscal_date(left)) {
            let date = self.value(date).text;
            return Phrase::firm(if self.zh() {
                format!("{date}所在的财年")
            } else {
                format!("the fiscal year of {date}")
            });
        }
        let rate = is_rate(self.program, left) || is_rate(self.program, right);
        let rates = rate && matches!(op, ArithmeticOp::Add | ArithmeticOp::Subtract);
        let limits = rate && matches!(op, ArithmeticOp::CappedAt | ArithmeticOp::FlooredAt);
        let (a, b) = (self.value_as(left, rates || limits), self.value_as(right, rates || limits));
        match op {
            ArithmeticOp::Add => {
                let (a, b) = (self.within(a, Hold::Sum), self.within(b, Hold::Sum));
                Phrase::new(format!("{a} + {b}"), Hold::Sum)
            }
            ArithmeticOp::Subtract => {
                let (a, b) = (self.within(a, Hold::Sum), self.within(b, Hold::Product));
                Phrase::new(format!("{a} − {b}"), Hold::Sum)
            }
            ArithmeticOp::Multiply => {
                let (a, b) = (self.within(a, Hold::Product), self.within(b, Hold::Product));
                Phrase::new(format!("{a} × {b}"), Hold::Product)
            }
            ArithmeticOp::CappedAt | ArithmeticOp::FlooredAt => {
                let (a, b) = (self.within(a, Hold::Sum), self.within(b, Hold::Sum));
                let capped = op == ArithmeticOp::CappedAt;
                let text = match (capped, self.zh()) {
                    (true, true) => format!("{a}，最高{}", self.blank_before(&b)),
                    (false, true) => format!("{a}，最低{}", self.blank_before(&b)),
                    (true, false) => format!("{a}, but at most {b}"),
                    (false, false) => format!("{a}, but at least {b}"),
                };
                Phrase::new(text, Hold::Loose)
            }
        }
    }

    fn rounded(self, mode: RoundMode, value: &Expr, step: &Expr) -> Phrase {
        let rate = is_rate(self.program, value);
        let (value, step) = (self.within(self.value(value), Hold::Sum), self.value_as(step, rate).text);
        let step = if self.zh() { self.blank_before(&step) } else { step };
        let text = match (mode, self.zh()) {
            (RoundMode::HalfUp, true) => format!("{value}，按{step}四舍五入"),
            (RoundMode::HalfEven, true) => format!("{value}，按{step}四舍六入"),
            (RoundMode::Down, true) => format!("{value}，不足{step}的部分舍去"),
            (RoundMode::Up, true) => format!("{value}，不足{step}的部分进位"),
            (RoundMode::HalfUp, false) => format!("{value}, rounded to {step} (halves up)"),
            (RoundMode::HalfEven, false) => format!("{value}, rounded to {step} (halves to even)"),
            (RoundMode::Down, false) => format!("{value}, rounded down to {step}"),
            (RoundMode::Up, false) => format!("{value}, rounded up to {step}"),
        };
        Phrase::new(text, Hold::Loose)
    }

    fn bands(self, kind: BandKind, value: &Expr, bands: &[Band]) -> Phrase {
        let rates = kind == BandKind::Slices;
        let rows: Vec<String> = bands
            .iter()
            .map(|band| {
                let range = self.range(&band.range, &value.ty);
                let amount = self.value_as(&band.amount, rates).text;
                if self.zh() { format!("{range}：{amount}") } else { format!("{range}: {amount}") }
            })
            .collect();
        let rows = rows.join(self.say("；", "; "));
        let value = self.within(self.value(value), Hold::Firm);
        Phrase::firm(match (kind, self.zh()) {
            (BandKind::Exactly, true) => format!("按{value}分档的数额（{rows}）"),
            (BandKind::Highest, true) => format!("按{value}达到的最高一档的数额（{rows}；都没有达到的为 0）"),
            (BandKind::Cumulate, true) => format!("按{value}达到的各档累加的数额（{rows}；都没有达到的为 0）"),
            (BandKind::Slices, true) => format!("{value}分段计算的数额（{rows}）"),
            (BandKind::Exactly, false) => format!("the amount of the band of {value} ({rows})"),
            (BandKind::Highest, false) => {
                format!("the amount of the highest band that {value} reaches ({rows}; 0 where none is reached)")
            }
            (BandKind::Cumulate, false) => {
                format!("the sum of the amounts of all bands that {value} reaches ({rows}; 0 where none is reached)")
            }
            (BandKind::Slices, false) => format!("the sum over the slices of {value} ({rows})"),
        })
    }

    /// Which numbers are in a band.
    pub fn range(self, range: &Range, ty: &Type) -> String {
        let dimension = match ty {
            Type::Number(dimension) => dimension.clone(),
            _ => Dimension::pure(),
        };
        let figure = |end| self.figure(end, &dimension, Written::default());
        let lower = range.lo.map(|end| (figure(end), range.lo_included));
        let upper = range.hi.map(|end| (figure(end), range.hi_included));
        if let (Some((low, true)), Some((high, true))) = (&lower, &upper)
            && low == high
        {
            return low.clone();
        }
        let lower = lower.map(|(end, included)| match (included, self.zh()) {
            (true, true) => format!("{end}以上"),
            (false, true) => format!("超过 {end}"),
            (true, false) => format!("{end} or more"),
            (false, false) => format!("more than {end}"),
        });
        let upper = upper.map(|(end, included)| match (included, self.zh()) {
            (true, true) => format!("不超过 {end}"),
            (false, true) => format!("不满 {end}"),
            (true, false) => format!("at most {end}"),
            (false, false) => format!("less than {end}"),
        });
        let ends: Vec<String> = lower.into_iter().chain(upper).collect();
        if ends.is_empty() { self.say("任意", "any").to_owned() } else { ends.join(self.say("、", ", ")) }
    }

    fn looked_up(self, table: TableId, keys: &[Expr], column: usize) -> Phrase {
        let table = &self.program.tables[table];
        let keys: Vec<String> = keys.iter().map(|key| self.value(key).text).collect();
        let keys = self.list(&keys, ("和", "and"));
        let name = self.quoted(&table.name);
        let column =
            table.columns.get(column).filter(|_| table.columns.len() > 1).map(|column| self.quoted(&column.name));
        Phrase::firm(match (column, self.zh()) {
            (None, true) => format!("按{keys}查表{name}得到的数"),
            (Some(column), true) => format!("按{keys}查表{name}得到的{column}"),
            (None, false) => format!("the figure of the table {name} for {keys}"),
            (Some(column), false) => format!("the {column} of the table {name} for {keys}"),
        })
    }

    fn moved(self, date: &Expr, amount: &Expr) -> Phrase {
        let (back, amount) = match &amount.kind {
            ExprKind::Negate(inner) => (true, &**inner),
            _ => (false, amount),
        };
        let (value, mut length) = (self.value(date).text, self.length(amount));
        if date.ty == Type::Year
            && let ExprKind::Number(years) = &amount.kind
        {
            length = if self.zh() { format!("{years}年") } else { format!("{years} year(s)") };
        }
        Phrase::firm(match (back, self.zh()) {
            (false, true) => format!("{value}之后{}", self.blank_before(&length)),
            (true, true) => format!("{value}之前{}", self.blank_before(&length)),
            (false, false) => format!("{length} after {value}"),
            (true, false) => format!("{length} before {value}"),
        })
    }

    /// A length of time.
    pub(super) fn length(self, length: &Expr) -> String {
        self.within(self.value(length), Hold::Product)
    }

    fn between(self, unit: BetweenUnit, start: &Expr, end: &Expr) -> String {
        let (start, end) = (self.value(start).text, self.value(end).text);
        let counted = match unit {
            BetweenUnit::Day => self.say("天数", "number of days"),
            BetweenUnit::Month => self.say("整月数", "number of whole months"),
            BetweenUnit::Year => self.say("整年数", "number of whole years"),
            BetweenUnit::Workday => self.say("工作日数", "number of working days"),
        };
        if self.zh() {
            format!("从{start}到{end}的{counted}")
        } else {
            format!("the {counted} from {start} to {end}")
        }
    }
}

/// A noun, which needs brackets among operations where there are operations in it.
fn noun(text: String) -> Phrase {
    let operations = [" + ", " − ", " × ", " ÷ "].iter().any(|sign| text.contains(sign));
    Phrase::new(text, if operations { Hold::Noun } else { Hold::Firm })
}

/// The date whose fiscal year is meant: the whole years since a date of the year 1, of which one is more.
fn fiscal_date(left: &Expr) -> Option<&Expr> {
    match &left.kind {
        ExprKind::Between { unit: BetweenUnit::Year, start, end } => match start.kind {
            ExprKind::Date(first) if first.year() == 1 => Some(end),
            _ => None,
        },
        _ => None,
    }
}
