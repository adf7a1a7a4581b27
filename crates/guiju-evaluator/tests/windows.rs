//! Figures over a whole table for each of many rows take no more than a few steps a row.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_imports,
    missing_docs,
    reason = "tests"
)]

mod build;

use build::*;
use guiju_evaluator::facts::FactsBuilder;
use guiju_evaluator::limits::Limits;
use guiju_evaluator::{Options, calendar, columnar, cost, reference};
use guiju_program::expr::*;
use guiju_program::rule::Scope;
use guiju_program::schema::{FieldType, RecordId};
use guiju_program::value::{Cell, Value};
use guiju_program::{Expr, ExprKind, Program, Type};

fn of(base: RowVar, record: RecordId, field: u32, ty: Type) -> Expr {
    path(RowPath::new(base, record), field, ty)
}

/// Invoices of firms: a sum of twelve months, a count within twelve months after, the greatest amount and the last
/// one before.
fn program() -> (Program, RecordId) {
    let mut program = Program::default();
    let fields = vec![field("firm", FieldType::Text), field("day", FieldType::Date), number_field("amount")];
    let r = record(&mut program, "invoice", fields);
    let (row, own) = (RowVar::Current, RowVar::This);
    let day = |base| of(base, r, 2, Type::Date);
    let firm = compare(CompareOp::Eq, of(row, r, 1, Type::Text), of(own, r, 1, Type::Text));
    let amount = fnum(r, 3);
    let year_ago = ExprKind::DateAdd { date: Box::new(day(own)), amount: Box::new(num("-12")), unit: SpanUnit::Month };
    let window = all_of(vec![
        firm.clone(),
        compare(CompareOp::Gt, day(row), expr(year_ago, Type::Date)),
        compare(CompareOp::Le, day(row), day(own)),
    ]);
    let within = ExprKind::Within {
        date: Box::new(day(row)),
        start: Box::new(day(own)),
        length: Box::new(num("12")),
        unit: SpanUnit::Month,
        first_day: FirstDay::NotCounted,
    };
    let before = compare(CompareOp::Lt, day(row), day(own));
    let whole = || rows(r, Relation::Whole);
    let sum = aggregate(AggregateFunction::Sum, whole(), vec![window.clone()], Some(amount.clone()), None);
    let count =
        aggregate(AggregateFunction::Count, whole(), vec![firm.clone(), expr(within, Type::Condition)], None, None);
    let max = aggregate(AggregateFunction::Max, whole(), vec![window], Some(amount.clone()), None);
    let last = in_order(AggregateFunction::Latest, whole(), vec![firm, before], Some(amount), vec![day(row)]);
    for (name, figure, bound) in
        [("sum", sum, "20000"), ("count", count, "3"), ("max", max, "900"), ("last", last, "0")]
    {
        let scope = Scope::Each(r);
        rule(
            &mut program,
            name,
            scope,
            guiju_program::rule::Form::Condition,
            compare(CompareOp::Le, figure, num(bound)),
        );
    }
    (program, r)
}

fn facts(program: &Program, r: RecordId, many: usize, gaps: usize) -> guiju_evaluator::Facts {
    let mut facts = FactsBuilder::new(program);
    for row in 0..many {
        let firm = t(&format!("f{}", row * 7919 % (many / 20 + 1)));
        let day = calendar::date_of(19_000 + (row * 104_729 % 1_461) as i64);
        let unknown = gaps > 0 && row % gaps == 0;
        let day = if unknown { Cell::Unknown } else { Cell::Known(Value::Date(day)) };
        push(&mut facts, r, &row.to_string(), &[firm, day, n(&(row * 31 % 1_000).to_string())]);
    }
    facts.build().unwrap()
}

#[test]
fn a_hundred_thousand_rows_take_steps_in_proportion() {
    let (program, r) = program();
    let many = 100_000;
    let facts = facts(&program, r, many, 0);
    let options = Options { threads: 2, row_limit: 3, ..options() };
    let bound = cost::of(&program).usual(|_| many as u64).unwrap();
    // Every row for every row would be ten thousand million.
    assert!(bound < 100_000_000, "{bound}");
    let limits = Limits { steps: Some(u64::try_from(bound).unwrap()), cancel: None };
    let outcome = columnar::evaluate(&program, &facts, &Options { limits, ..options }).unwrap();
    for rule in &outcome.rules {
        let items = &rule.items;
        assert_eq!(items.pass + items.fail + items.not_applicable, many as u64, "{:?}", rule.verdict);
    }
}

#[test]
fn what_the_reference_says_with_gaps_and_without() {
    let (program, r) = program();
    for gaps in [0, 17] {
        let facts = facts(&program, r, 400, gaps);
        let expected = reference::evaluate(&program, &facts, &options()).unwrap();
        assert_eq!(columnar::evaluate(&program, &facts, &options()).unwrap(), expected, "a gap every {gaps}");
    }
}
