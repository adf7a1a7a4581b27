//! Programs and expressions by hand, as the parser would make them.

#![allow(dead_code, reason = "each test file uses a part")]

use guiju_evaluator::facts::FactsBuilder;
use guiju_evaluator::outcome::{Options, Outcome};
use guiju_evaluator::{Facts, reference};
use guiju_program::civil::Date;
use guiju_program::expr::*;
use guiju_program::rule::*;
use guiju_program::schema::*;
use guiju_program::unit::Unit;
use guiju_program::value::{Cell, Value};
use guiju_program::{Decimal, Dimension, Expr, ExprKind, Name, Program, Span, Type};

pub fn date(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn options() -> Options {
    Options::new(date("2023-12-31"))
}

pub fn evaluate(program: &Program, facts: &Facts) -> Outcome {
    reference::evaluate(program, facts, &options()).unwrap()
}

// Schema.

pub fn field(name: &str, ty: FieldType) -> Field {
    Field { name: Name::new(name), ty, optional: false, signed: false, span: Span::default() }
}

pub fn optional(field: Field) -> Field {
    Field { optional: true, ..field }
}

pub fn number_field(name: &str) -> Field {
    field(name, FieldType::Number(Unit::pure()))
}

pub fn record(program: &mut Program, name: &str, fields: Vec<Field>) -> RecordId {
    let mut all = vec![field("id", FieldType::Text)];
    all.extend(fields);
    program.records.push(Record {
        name: Name::new(name),
        fields: all.into_iter().collect(),
        key: Some(FieldId(0)),
        parent: None,
        counted: Vec::new(),
        rule_date: None,
        single: false,
        span: Span::default(),
    })
}

pub fn child(program: &mut Program, name: &str, parent: RecordId, fields: Vec<Field>) -> RecordId {
    let id = record(program, name, fields);
    program.records.find_mut(id).unwrap().parent = Some(parent);
    id
}

// Cells.

pub fn n(text: &str) -> Cell {
    Cell::Known(Value::Number(text.parse().unwrap()))
}

pub fn t(text: &str) -> Cell {
    Cell::Known(Value::Text(text.to_owned()))
}

pub fn d(text: &str) -> Cell {
    Cell::Known(Value::Date(date(text)))
}

pub fn yes(yes: bool) -> Cell {
    Cell::Known(Value::YesNo(yes))
}

pub const UNKNOWN: Cell = Cell::Unknown;
pub const ABSENT: Cell = Cell::Absent;

/// Adds a row: the key, then the other fields in order.
pub fn push(facts: &mut FactsBuilder<'_>, record: RecordId, key: &str, cells: &[Cell]) -> usize {
    push_owned(facts, record, None, key, cells)
}

pub fn push_owned(
    facts: &mut FactsBuilder<'_>,
    record: RecordId,
    owner: Option<&str>,
    key: &str,
    cells: &[Cell],
) -> usize {
    let mut all = vec![(FieldId(0), t(key))];
    all.extend((1..).map(FieldId).zip(cells.iter().cloned()));
    facts.push_row(record, owner, &all)
}

// Expressions.

pub fn expr(kind: ExprKind, ty: Type) -> Expr {
    Expr::new(kind, ty, Span::default())
}

pub fn pure() -> Type {
    Type::Number(Dimension::pure())
}

pub fn num(text: &str) -> Expr {
    expr(ExprKind::Number(text.parse::<Decimal>().unwrap()), pure())
}

pub fn text(text: &str) -> Expr {
    expr(ExprKind::Text(text.to_owned()), Type::Text)
}

pub fn at(record: RecordId) -> RowPath {
    RowPath::new(RowVar::Current, record)
}

pub fn path(row: RowPath, field: u32, ty: Type) -> Expr {
    let field = FieldId(field);
    expr(ExprKind::Field { row, field }, ty)
}

/// A number field of the current row.
pub fn fnum(record: RecordId, field: u32) -> Expr {
    path(at(record), field, pure())
}

/// A yes-or-no field of the current row.
pub fn fyes(record: RecordId, field: u32) -> Expr {
    path(at(record), field, Type::Condition)
}

pub fn compare(op: CompareOp, left: Expr, right: Expr) -> Expr {
    let (left, right) = (Box::new(left), Box::new(right));
    expr(ExprKind::Compare { op, left, right }, Type::Condition)
}

pub fn ge(left: Expr, right: Expr) -> Expr {
    compare(CompareOp::Ge, left, right)
}

pub fn all_of(operands: Vec<Expr>) -> Expr {
    expr(ExprKind::And(operands), Type::Condition)
}

pub fn any_of(operands: Vec<Expr>) -> Expr {
    expr(ExprKind::Or(operands), Type::Condition)
}

pub fn not(inner: Expr) -> Expr {
    expr(ExprKind::Not(Box::new(inner)), Type::Condition)
}

pub fn versus(change: Change, now: Expr, base: Expr, zero_base: Silent<ZeroBase>) -> Expr {
    let (now, base) = (Box::new(now), Box::new(base));
    expr(ExprKind::Versus { change, now, base, zero_base }, pure())
}

pub fn rows(record: RecordId, relation: Relation) -> RowSet {
    RowSet { record, relation }
}

pub fn aggregate(
    function: AggregateFunction,
    rows: RowSet,
    filters: Vec<Expr>,
    value: Option<Expr>,
    asked: Option<Expr>,
) -> Expr {
    let ty = match function {
        AggregateFunction::All | AggregateFunction::Any => Type::Condition,
        _ => pure(),
    };
    expr(ExprKind::Aggregate(Box::new(Aggregate { function, rows, filters, value, asked, keys: Vec::new() })), ty)
}

/// The value of the latest or earliest row, by these keys; or the longest run of months.
pub fn in_order(
    function: AggregateFunction,
    rows: RowSet,
    filters: Vec<Expr>,
    value: Option<Expr>,
    keys: Vec<Expr>,
) -> Expr {
    let aggregate = Aggregate { function, rows, filters, value, asked: None, keys };
    expr(ExprKind::Aggregate(Box::new(aggregate)), pure())
}

pub fn count(rows: RowSet, filters: Vec<Expr>) -> Expr {
    aggregate(AggregateFunction::Count, rows, filters, None, None)
}

pub fn share(rows: RowSet, filters: Vec<Expr>, asked: Expr) -> Expr {
    aggregate(AggregateFunction::Share, rows, filters, None, Some(asked))
}

// Items.

pub fn rule(program: &mut Program, name: &str, scope: Scope, form: Form, expr: Expr) -> RuleId {
    program.rules.push(Rule {
        name: Name::new(name),
        kind: RuleKind::Rule,
        scope,
        expr,
        form,
        overrides: Vec::new(),
        cites: Vec::new(),
        interpretations: Vec::new(),
        span: Span::default(),
    })
}

pub fn each(program: &mut Program, record: RecordId, expr: Expr) -> RuleId {
    rule(program, "r", Scope::Each(record), Form::Condition, expr)
}

pub fn whole(program: &mut Program, form: Form, expr: Expr) -> RuleId {
    rule(program, "r", Scope::Whole, form, expr)
}

pub fn criteria(program: &mut Program, name: &str, record: RecordId, conditions: Vec<(&str, Expr)>) -> CriteriaId {
    let conditions = conditions.into_iter().map(|(name, expr)| Condition {
        name: Name::new(name),
        expr,
        cites: Vec::new(),
        span: Span::default(),
    });
    program.criteria.push(Criteria {
        name: Name::new(name),
        record,
        dates: None,
        conditions: conditions.collect(),
        cites: Vec::new(),
        interpretations: Vec::new(),
        span: Span::default(),
    })
}
