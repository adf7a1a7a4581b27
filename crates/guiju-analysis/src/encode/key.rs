//! Texts that are equal for expressions that say the same: what is counted twice is one quantity.

use std::cell::RefCell;
use std::collections::HashMap;

use guiju_program::Program;
use guiju_program::arena::Id;
use guiju_program::expr::{
    Aggregate, CompareOp, Expr, ExprKind, ParameterDate, Relation, RowPath, RowSet, RowVar, Step, TopLimit,
};
use guiju_program::rule::DefineId;

/// Texts longer than this are not put into others: a definition goes by its number then.
const LONGEST: usize = 2_000;

/// Which rows an expression speaks of, as texts: the same row has the same text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The innermost row.
    pub current: String,
    /// The item's own row.
    pub this: String,
}

impl Place {
    /// An item on each row, or on each group, or on the whole.
    pub fn own() -> Self {
        Self { current: "·".to_owned(), this: "·".to_owned() }
    }

    /// Within a figure over rows.
    #[must_use]
    pub fn inner(&self) -> Self {
        Self {
            current: "·".to_owned(),
            this: if self.this == "·" { "^".to_owned() } else { format!("^{}", self.this) },
        }
    }

    /// Where a path ends.
    pub fn end(&self, path: &RowPath) -> String {
        let mut text = match path.base {
            RowVar::Current => self.current.clone(),
            RowVar::This => self.this.clone(),
            RowVar::Single(record) => format!("one{}", record.index()),
        };
        for step in &path.steps {
            match step {
                Step::Reference(field) => text.push_str(&format!(".{}", field.index())),
                Step::Parent => text.push_str(".<"),
            }
        }
        text
    }

    /// The place of what is computed for a row.
    #[must_use]
    pub fn at(&self, path: Option<&RowPath>) -> Self {
        let end = path.map_or_else(|| "whole".to_owned(), |path| self.end(path));
        Self { current: end.clone(), this: end }
    }
}

/// Makes the texts of one program.
#[derive(Debug)]
pub struct Keys<'p> {
    program: &'p Program,
    /// The days that the policy names, in their order.
    pub(super) days: Vec<i64>,
    defines: RefCell<HashMap<(DefineId, String), String>>,
}

impl<'p> Keys<'p> {
    /// For that program.
    pub fn new(program: &'p Program) -> Self {
        Self { program, days: super::dates::days(program), defines: RefCell::default() }
    }

    /// The text of an expression that speaks of these rows.
    pub fn of(&self, expr: &Expr, at: &Place) -> String {
        match &expr.kind {
            ExprKind::Number(number) => number.normalize().to_string(),
            ExprKind::Text(text) => format!("{text:?}"),
            ExprKind::YesNo(yes) => yes.to_string(),
            ExprKind::Variant(variant) => format!("#{variant}"),
            ExprKind::Date(date) => date.to_string(),
            ExprKind::Month(month) => month.to_string(),
            ExprKind::Year(year) => format!("y{year}"),
            ExprKind::Instant(instant) => instant.to_string(),
            ExprKind::AsOf => "asof".to_owned(),
            ExprKind::Parameter { parameter, on } => match on {
                ParameterDate::AsOf => format!("P{}", parameter.index()),
                ParameterDate::RuleDate { row, field } => {
                    format!("P{}@{}.{}", parameter.index(), at.end(row), field.index())
                }
            },
            ExprKind::Budget(budget) => format!("B{}", budget.index()),
            ExprKind::Drawn { budget, left } => format!("{}{}", if *left { "left" } else { "drawn" }, budget.index()),
            ExprKind::Award { row, award } => format!("A{}@{}", award.index(), at.end(row)),
            ExprKind::Allocated { row, allocation } => format!("L{}@{}", allocation.index(), at.end(row)),
            ExprKind::Field { row, field } => format!("{}.{}", at.end(row), field.index()),
            ExprKind::Define { row, define } => self.define(*define, &at.at(row.as_ref())),
            ExprKind::Criteria { row, criteria } => format!("C{}@{}", criteria.index(), at.end(row)),
            ExprKind::Condition { row, criteria, index } => format!("C{}.{index}@{}", criteria.index(), at.end(row)),
            ExprKind::Not(inner) => format!("!{}", self.of(inner, at)),
            ExprKind::Applies(inner) => format!("applies({})", self.of(inner, at)),
            ExprKind::And(parts) => self.sorted("and", parts, at),
            ExprKind::Or(parts) => self.sorted("or", parts, at),
            ExprKind::Compare { op: CompareOp::Eq, left, right } => {
                let (mut left, mut right) = (self.of(left, at), self.of(right, at));
                if !right.starts_with('#') && right < left {
                    std::mem::swap(&mut left, &mut right);
                }
                format!("({left}={right})")
            }
            ExprKind::Compare { op, left, right } => {
                format!("({}{}{})", self.of(left, at), op.sign(), self.of(right, at))
            }
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate, at),
            other => {
                let mut text = self.head(other);
                expr.for_each_part(&mut |part| text.push_str(&format!(",{}", self.of(part, &self.within(other, at)))));
                text
            }
        }
    }

    /// What is left of an expression when its parts are taken away.
    fn head(&self, kind: &ExprKind) -> String {
        match kind {
            ExprKind::When { otherwise, .. } => format!("when{}", u8::from(otherwise.is_some())),
            ExprKind::Unless { .. } => "unless".to_owned(),
            ExprKind::OneOf { .. } => "oneof".to_owned(),
            ExprKind::SpanCompare { op, unit, first_day, .. } => format!("span{op:?}{unit:?}{first_day:?}"),
            ExprKind::Within { unit, first_day, .. } => format!("within{unit:?}{first_day:?}"),
            ExprKind::Has(_) => "has".to_owned(),
            ExprKind::Default { .. } => "default".to_owned(),
            ExprKind::Negate(_) => "minus".to_owned(),
            ExprKind::Arithmetic { op, .. } => format!("{op:?}"),
            ExprKind::Round { mode, .. } => format!("round{mode:?}"),
            ExprKind::FullSteps { .. } => "steps".to_owned(),
            ExprKind::Bands { kind, bands, .. } => {
                let ranges: Vec<String> = bands.iter().map(|band| format!("{:?}", band.range)).collect();
                format!("bands{kind:?}{}", ranges.join(""))
            }
            ExprKind::Lookup { table, column, .. } => format!("table{}.{column}", table.index()),
            ExprKind::Divide { zero_base, .. } => format!("over{zero_base:?}"),
            ExprKind::Versus { change, zero_base, .. } => format!("{change:?}{zero_base:?}"),
            ExprKind::DateAdd { unit, .. } => format!("add{unit:?}"),
            ExprKind::Between { unit, .. } => format!("between{unit:?}"),
            ExprKind::Calendar { part, .. } => format!("{part:?}"),
            ExprKind::Rank(ranking) => format!("rank{}", self.rows(&ranking.rows)),
            ExprKind::Top { ranking, limit, rounding, ties } => {
                let share = matches!(limit, TopLimit::Share(_));
                format!("top{}{share}{rounding:?}{ties:?}", self.rows(&ranking.rows))
            }
            _ => "?".to_owned(),
        }
    }

    /// Where the parts of an expression stand: those of a ranking in rows of their own.
    fn within(&self, kind: &ExprKind, at: &Place) -> Place {
        match kind {
            ExprKind::Rank(_) | ExprKind::Top { .. } => at.inner(),
            _ => at.clone(),
        }
    }

    fn define(&self, define: DefineId, at: &Place) -> String {
        let cached = (define, at.current.clone());
        if let Some(text) = self.defines.borrow().get(&cached) {
            return text.clone();
        }
        let mut text = match self.program.defines.find(define) {
            Some(found) => self.of(&found.expr, at),
            None => String::new(),
        };
        if text.is_empty() || text.len() > LONGEST {
            text = format!("D{}@{}", define.index(), at.current);
        }
        self.defines.borrow_mut().insert(cached, text.clone());
        text
    }

    fn sorted(&self, word: &str, parts: &[Expr], at: &Place) -> String {
        let mut texts: Vec<String> = parts.iter().map(|part| self.of(part, at)).collect();
        texts.sort();
        texts.dedup();
        format!("{word}({})", texts.join(","))
    }

    /// Rows by their record and how they belong to the current row or group.
    pub fn rows(&self, rows: &RowSet) -> String {
        let record = rows.record.index();
        match rows.relation {
            Relation::Whole => format!("R{record}"),
            Relation::Children => format!("R{record}<"),
            Relation::Referring(field) => format!("R{record}<{}", field.index()),
            Relation::Group => format!("R{record}~"),
        }
    }

    /// Rows as they are seen from a place: children of another row are other rows.
    pub fn rows_at(&self, rows: &RowSet, at: &Place) -> String {
        match rows.relation {
            Relation::Whole => self.rows(rows),
            _ => format!("{}@{}", self.rows(rows), at.current),
        }
    }

    fn aggregate(&self, aggregate: &Aggregate, at: &Place) -> String {
        let inner = at.inner();
        let mut filters: Vec<String> = aggregate.filters.iter().map(|filter| self.of(filter, &inner)).collect();
        filters.sort();
        filters.dedup();
        let part = |expr: Option<&Expr>| expr.map(|expr| self.of(expr, &inner)).unwrap_or_default();
        let keys: Vec<String> = aggregate.keys.iter().map(|key| self.of(key, &inner)).collect();
        format!(
            "{:?}[{};{};{};{};{}]",
            aggregate.function,
            self.rows_at(&aggregate.rows, at),
            filters.join("&"),
            part(aggregate.value.as_ref()),
            part(aggregate.asked.as_ref()),
            keys.join(",")
        )
    }
}
