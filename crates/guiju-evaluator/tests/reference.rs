//! The reference evaluator on, just under and just over every kind of bound.

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
use guiju_evaluator::inspector::Figure;
use guiju_evaluator::outcome::{Cause, Outcome, RemedyChange, SilentPoint};
use guiju_evaluator::{Exact, Inspector, Num, reference};
use guiju_program::expr::*;
use guiju_program::parameter::{Parameter, ParameterValue};
use guiju_program::rule::*;
use guiju_program::schema::*;
use guiju_program::value::{Cell, Verdict};
use guiju_program::{Dimension, Expr, ExprKind, Name, Program, Span, Type};

use Verdict::{Fail, NotApplicable, Pass, Undetermined};

fn x(value: &str) -> Exact {
    Exact::from(value.parse::<guiju_program::Decimal>().unwrap())
}

/// Verdicts of a rule on each row of one record, in the order of keys.
fn on_rows(program: &Program, facts: FactsBuilder<'_>) -> Vec<Verdict> {
    let facts = facts.build().unwrap();
    let inspector = Inspector::new(program, &facts, date("2023-12-31"));
    let (id, rule) = program.rules.iter().next().unwrap();
    let Scope::Each(record) = rule.scope else { panic!() };
    let len = u32::try_from(facts.table(record).unwrap().len()).unwrap();
    let verdicts: Vec<Verdict> = (0..len).map(|row| inspector.rule_on_row(id, record, row).value).collect();
    // The outcome counts the same.
    let outcome = evaluate(program, &facts);
    let items = &outcome.rules[0].items;
    let count = |wanted| verdicts.iter().filter(|v| **v == wanted).count() as u64;
    assert_eq!(
        [items.pass, items.fail, items.undetermined, items.not_applicable],
        [Pass, Fail, Undetermined, NotApplicable].map(count)
    );
    verdicts
}

/// One record with number fields, and a rule on each of its rows.
fn judge(fields: Vec<Field>, expr: impl Fn(RecordId) -> Expr, rows: &[&[Cell]]) -> Vec<Verdict> {
    let mut program = Program::default();
    let r = record(&mut program, "R", fields);
    let expr = expr(r);
    each(&mut program, r, expr);
    let mut facts = FactsBuilder::new(&program);
    for (index, cells) in rows.iter().enumerate() {
        push(&mut facts, r, &format!("{index:04}"), cells);
    }
    on_rows(&program, facts)
}

#[test]
fn hours_and_videos_on_their_bounds() {
    let verdicts = judge(
        vec![number_field("hours")],
        |r| ge(fnum(r, 1), num("60")),
        &[&[n("59.99")], &[n("60")], &[n("60.01")], &[UNKNOWN]],
    );
    assert_eq!(verdicts, [Fail, Pass, Pass, Undetermined]);
    for (op, expected) in [
        (CompareOp::Eq, [Fail, Pass, Fail]),
        (CompareOp::Ne, [Pass, Fail, Pass]),
        (CompareOp::Lt, [Pass, Fail, Fail]),
        (CompareOp::Le, [Pass, Pass, Fail]),
        (CompareOp::Gt, [Fail, Fail, Pass]),
        (CompareOp::Ge, [Fail, Pass, Pass]),
    ] {
        let verdicts = judge(
            vec![number_field("videos")],
            |r| compare(op, fnum(r, 1), num("20")),
            &[&[n("19")], &[n("20")], &[n("21")]],
        );
        assert_eq!(verdicts, expected, "{op:?}");
    }
}

#[test]
fn growth_is_exact_and_a_zero_base_is_silent() {
    let rate = |r| {
        let growth = versus(Change::Growth, fnum(r, 1), fnum(r, 2), Silent::Unsaid);
        ge(growth, num("0.2"))
    };
    let both = |r| {
        let rise = versus(Change::Rise, fnum(r, 1), fnum(r, 2), Silent::Unsaid);
        all_of(vec![rate(r), ge(rise, num("100000"))])
    };
    let fields = || vec![number_field("now"), number_field("base")];
    let rows: [&[Cell]; 7] = [
        &[n("600000.00"), n("500000.00")],
        &[n("599999.99"), n("500000.00")],
        &[n("599999.9999999999"), n("500000.00")],
        &[n("480000.00"), n("400000.00")], // 20 %, but 80,000 only
        &[n("1100000"), n("1000000")],     // 100,000, but 10 % only
        &[n("1"), n("0")],
        &[n("1"), UNKNOWN],
    ];
    assert_eq!(judge(fields(), rate, &rows), [Pass, Fail, Fail, Pass, Fail, Undetermined, Undetermined]);
    assert_eq!(
        judge(fields(), both, &rows),
        // The difference fails whatever the rate: the silent clause does not matter.
        [Pass, Fail, Fail, Fail, Fail, Fail, Fail]
    );
}

#[test]
fn a_zero_base_by_interpretation() {
    for (choice, expected) in [(ZeroBase::Met, Pass), (ZeroBase::Unmet, Fail), (ZeroBase::NotApplicable, NotApplicable)]
    {
        let chosen = Silent::Chosen(choice, InterpretationId(0));
        for change in [Change::Growth, Change::Fall] {
            let verdicts = judge(
                vec![number_field("now"), number_field("base")],
                |r| ge(versus(change, fnum(r, 1), fnum(r, 2), chosen), num("0.2")),
                &[&[n("5"), n("0")]],
            );
            assert_eq!(verdicts, [expected]);
        }
    }
}

#[test]
fn amounts_on_their_bounds() {
    let verdicts = judge(
        vec![number_field("sales")],
        |r| compare(CompareOp::Gt, fnum(r, 1), num("100000000")),
        &[&[n("100000000")], &[n("100000000.01")]],
    );
    assert_eq!(verdicts, [Fail, Pass]);
    let verdicts = judge(
        vec![number_field("amount")],
        |r| compare(CompareOp::Le, fnum(r, 1), num("3000000")),
        &[&[n("3000000.00")], &[n("3000000.01")]],
    );
    assert_eq!(verdicts, [Pass, Fail]);
}

fn quota(rows: u32, passing: u32, bound: &str) -> (Program, RecordId, Vec<bool>) {
    let mut program = Program::default();
    let r = record(&mut program, "R", vec![field("kind", FieldType::YesNo)]);
    let share = share(rows_whole(r), Vec::new(), fyes(r, 1));
    whole(&mut program, Form::Quota, ge(share, num(bound)));
    let kinds = (0..rows).map(|row| row < passing).collect();
    (program, r, kinds)
}

fn rows_whole(record: RecordId) -> RowSet {
    rows(record, Relation::Whole)
}

fn evaluate_quota(rows: u32, passing: u32, bound: &str) -> Outcome {
    let (program, r, kinds) = quota(rows, passing, bound);
    let mut facts = FactsBuilder::new(&program);
    facts.give_table(r);
    for (row, kind) in kinds.into_iter().enumerate() {
        push(&mut facts, r, &format!("{row:05}"), &[yes(kind)]);
    }
    evaluate(&program, &facts.build().unwrap())
}

#[test]
fn a_share_just_under_ten_percent() {
    let outcome = evaluate_quota(1500, 149, "0.1");
    let rule = &outcome.rules[0];
    assert_eq!(rule.verdict, Fail);
    let measure = rule.measure.as_ref().unwrap();
    assert_eq!(measure.share, Some((149, 1500)));
    assert_eq!(measure.measured, Num::known(Exact::fraction(149, 1500).unwrap()));
    assert_eq!(measure.margin, Exact::fraction(-1, 1500));
    assert_eq!(
        [rule.items.pass, rule.items.fail, rule.items.undetermined, rule.items.not_applicable],
        [149, 0, 0, 1351]
    );
    let remedies: Vec<_> = rule.remedy.iter().map(|remedy| (remedy.change, remedy.amount.to_string())).collect();
    assert_eq!(remedies, [(RemedyChange::Replace, "1".to_owned()), (RemedyChange::Add, "2".to_owned())]);

    let outcome = evaluate_quota(1490, 149, "0.1");
    assert_eq!(outcome.rules[0].verdict, Pass);
    let measure = outcome.rules[0].measure.as_ref().unwrap();
    assert_eq!(measure.margin, Some(Exact::zero()));
    assert!(outcome.rules[0].remedy.is_empty());

    assert_eq!(evaluate_quota(0, 0, "0.1").rules[0].verdict, NotApplicable);
}

#[test]
fn the_twelfth_of_230_depends_on_rounding() {
    // One ranking without ties: row i has the value i.
    let verdicts = |total: usize, share: &str, rounding: Silent<TopRounding>| {
        let mut program = Program::default();
        let r = record(&mut program, "R", vec![number_field("sales")]);
        let top = top(r, TopLimit::Share(Box::new(num(share))), rounding, Silent::Unsaid);
        each(&mut program, r, top);
        let mut facts = FactsBuilder::new(&program);
        for row in 0..total {
            let value = n(&(total - row).to_string());
            push(&mut facts, r, &format!("{row:04}"), &[value]);
        }
        let facts = facts.build().unwrap();
        let outcome = evaluate(&program, &facts);
        let rule = &outcome.rules[0];
        let inspector = Inspector::new(&program, &facts, date("2023-12-31"));
        let first_20: Vec<_> = (0..20).map(|row| inspector.rule_on_row(RuleId(0), r, row).value).collect();
        (first_20, rule.clone())
    };
    let in_first = |count: usize, unsure: usize| -> Vec<Verdict> {
        let verdict = |row| match row {
            row if row < count => Pass,
            row if row < count + unsure => Undetermined,
            _ => Fail,
        };
        (0..20).map(verdict).collect()
    };
    let chosen = |choice| Silent::Chosen(choice, InterpretationId(0));

    let (found, rule) = verdicts(310, "0.05", Silent::Unsaid);
    assert_eq!(found, in_first(15, 1));
    assert_eq!(rule.items.undetermined_keys, ["0015"]);
    let sixteenth = &rule.failures[0];
    assert_eq!(
        (sixteenth.key.as_str(), &sixteenth.causes.list[..]),
        ("0015", &[Cause::Silent(SilentPoint::TopRounding)][..])
    );
    let (found, _) = verdicts(310, "0.05", chosen(TopRounding::Down));
    assert_eq!(found, in_first(15, 0));
    let (found, _) = verdicts(310, "0.05", chosen(TopRounding::HalfUp));
    assert_eq!(found, in_first(16, 0));

    let (found, rule) = verdicts(230, "0.05", Silent::Unsaid);
    assert_eq!(found, in_first(11, 1));
    assert_eq!(rule.items.undetermined_keys, ["0011"]);
    let (found, _) = verdicts(230, "0.05", chosen(TopRounding::Up));
    assert_eq!(found, in_first(12, 0));
    // A whole number of places leaves nothing to round.
    let (found, rule) = verdicts(200, "0.05", Silent::Unsaid);
    assert_eq!(found, in_first(10, 0));
    assert!(rule.causes.list.is_empty());
}

fn top(r: RecordId, limit: TopLimit, rounding: Silent<TopRounding>, ties: Silent<Ties>) -> Expr {
    let kind = ExprKind::Top { ranking: Box::new(ranking(r)), limit, rounding, ties };
    expr(kind, Type::Condition)
}

fn ranking(r: RecordId) -> Ranking {
    Ranking {
        rows: rows_whole(r),
        filters: Vec::new(),
        partition: Vec::new(),
        keys: vec![RankKey { value: fnum(r, 1), ascending: false }],
    }
}

#[test]
fn ties_at_the_last_place() {
    let of = |ties| {
        judge(
            vec![number_field("sales")],
            |r| top(r, TopLimit::Count(Box::new(num("2"))), Silent::Unsaid, ties),
            &[&[n("9")], &[n("8")], &[n("8")], &[n("7")]],
        )
    };
    let chosen = |choice| Silent::Chosen(choice, InterpretationId(0));
    assert_eq!(of(Silent::Unsaid), [Pass, Undetermined, Undetermined, Fail]);
    assert_eq!(of(chosen(Ties::All)), [Pass, Pass, Pass, Fail]);
    assert_eq!(of(chosen(Ties::None)), [Pass, Fail, Fail, Fail]);
}

#[test]
fn ranks_in_partitions_with_filters_and_unknown_values() {
    let mut program = Program::default();
    let r = record(
        &mut program,
        "R",
        vec![optional(number_field("sales")), field("platform", FieldType::Text), field("in", FieldType::YesNo)],
    );
    let mut ranked = ranking(r);
    ranked.filters = vec![fyes(r, 3)];
    ranked.partition = vec![path(at(r), 2, Type::Text)];
    let rank = expr(ExprKind::Rank(Box::new(ranked)), pure());
    let define = program.defines.push(Define {
        name: Name::new("rank"),
        record: Some(r),
        expr: rank,
        cites: Vec::new(),
        span: Span::default(),
    });
    let mut facts = FactsBuilder::new(&program);
    let rows: [(&str, Cell, &str, Cell); 8] = [
        ("a", n("30"), "p", yes(true)),
        ("b", n("20"), "p", yes(true)),
        ("c", UNKNOWN, "p", yes(true)),
        ("d", n("10"), "p", yes(true)),
        ("e", n("99"), "p", yes(false)),
        ("f", n("1"), "q", yes(true)),
        ("g", ABSENT, "p", yes(true)),
        ("h", n("25"), "p", UNKNOWN),
    ];
    for (key, sales, platform, inside) in rows {
        push(&mut facts, r, key, &[sales, t(platform), inside]);
    }
    let facts = facts.build().unwrap();
    let inspector = Inspector::new(&program, &facts, date("2023-12-31"));
    let rank = |row| match inspector.define(define, Some(row)).value {
        Figure::Number(number, _) => number,
        other => panic!("{other:?}"),
    };
    let between = |lo: u64, hi: u64| {
        Num::of(guiju_evaluator::interval::Interval { lo: Some(Exact::from(lo)), hi: Some(Exact::from(hi)) })
    };
    // c may be ahead of anybody (it is unknown, and may even be absent: then it has no place); h may have no place.
    assert_eq!(rank(0), between(1, 2));
    assert_eq!(rank(1), between(2, 4));
    assert_eq!(rank(2), between(1, 5).or_absent());
    assert_eq!(rank(3), between(3, 5));
    assert_eq!(rank(4), Num::none());
    assert_eq!(rank(5), between(1, 1));
    assert_eq!(rank(6), Num::none());
    assert_eq!(rank(7), between(2, 3).or_absent());
    let causes = inspector.define(define, Some(0)).causes;
    assert_eq!(causes.list, [Cause::Fact(r, FieldId(1), "c".to_owned())]);
}

fn service(first_day: FirstDay) -> impl Fn(RecordId) -> Expr {
    move |r| {
        let kind = ExprKind::SpanCompare {
            op: CompareOp::Ge,
            end: Box::new(path(at(r), 2, Type::Date)),
            start: Box::new(path(at(r), 1, Type::Date)),
            length: Box::new(expr(
                ExprKind::Number(6.into()),
                Type::Number(Dimension::of(guiju_program::unit::BaseUnit::Month)),
            )),
            unit: SpanUnit::Month,
            first_day,
        };
        expr(kind, Type::Condition)
    }
}

#[test]
fn six_months_are_complete_on_the_corresponding_day() {
    let fields = || vec![field("from", FieldType::Date), optional(field("to", FieldType::Date))];
    let rows: [&[Cell]; 6] = [
        &[d("2023-03-01"), d("2023-08-30")],
        &[d("2023-03-01"), d("2023-08-31")],
        &[d("2023-03-01"), d("2023-09-01")],
        &[d("2023-03-01"), d("2023-09-02")],
        &[d("2023-03-01"), ABSENT],
        &[UNKNOWN, d("2023-09-01")],
    ];
    assert_eq!(
        judge(fields(), service(FirstDay::NotCounted), &rows),
        [Fail, Fail, Pass, Pass, NotApplicable, Undetermined]
    );
    assert_eq!(
        judge(fields(), service(FirstDay::Counted), &rows),
        [Fail, Pass, Pass, Pass, NotApplicable, Undetermined]
    );
}

#[test]
fn a_span_is_measured_in_complete_months() {
    let mut program = Program::default();
    let fields = vec![field("from", FieldType::Date), field("to", FieldType::Date)];
    let r = record(&mut program, "R", fields);
    let expr = service(FirstDay::NotCounted)(r);
    each(&mut program, r, expr);
    let mut facts = FactsBuilder::new(&program);
    push(&mut facts, r, "a", &[d("2023-03-01"), d("2023-08-31")]);
    let outcome = evaluate(&program, &facts.build().unwrap());
    let row = &outcome.rules[0].failures[0];
    let measure = row.measure.as_ref().unwrap();
    assert_eq!(measure.measured, Num::known(x("5")));
    assert_eq!(measure.bound, Num::known(x("6")));
    assert_eq!(measure.margin, Some(x("-1")));
}

#[test]
fn within_five_years() {
    let within = |r: RecordId| {
        let kind = ExprKind::Within {
            date: Box::new(path(at(r), 1, Type::Date)),
            start: Box::new(path(at(r), 2, Type::Date)),
            length: Box::new(num("60")),
            unit: SpanUnit::Month,
            first_day: FirstDay::NotCounted,
        };
        expr(kind, Type::Condition)
    };
    let verdicts = judge(
        vec![field("asked", FieldType::Date), optional(field("listed", FieldType::Date))],
        within,
        &[
            &[d("2023-06-15"), d("2023-06-15")],
            &[d("2023-06-16"), d("2023-06-15")],
            &[d("2028-06-15"), d("2023-06-15")],
            &[d("2028-06-16"), d("2023-06-15")],
            &[d("2028-06-16"), ABSENT],
            &[UNKNOWN, d("2023-06-15")],
        ],
    );
    assert_eq!(verdicts, [Fail, Pass, Pass, Fail, NotApplicable, Undetermined]);
}

#[test]
fn conditions_that_do_not_apply_are_left_out() {
    let when = |r: RecordId| {
        let kind = ExprKind::When { condition: Box::new(fyes(r, 1)), then: Box::new(fyes(r, 2)), otherwise: None };
        expr(kind, Type::Condition)
    };
    let fields = || vec![field("a", FieldType::YesNo), field("x", FieldType::YesNo)];
    let rows: [&[Cell]; 6] = [
        &[yes(true), yes(true)],
        &[yes(true), yes(false)],
        &[yes(false), yes(false)],
        &[UNKNOWN, yes(true)],
        &[UNKNOWN, yes(false)],
        &[yes(true), UNKNOWN],
    ];
    let expected = [Pass, Fail, NotApplicable, Pass, Undetermined, Undetermined];
    assert_eq!(judge(fields(), when, &rows), expected);
    // `x unless not a` is the same.
    let unless = |r: RecordId| {
        let kind =
            ExprKind::Unless { body: Box::new(fyes(r, 2)), exception: Box::new(not(fyes(r, 1))), cites: Vec::new() };
        expr(kind, Type::Condition)
    };
    assert_eq!(judge(fields(), unless, &rows), expected);
    // Left out of and, or.
    let with = |r: RecordId| all_of(vec![when(r), fyes(r, 2)]);
    assert_eq!(judge(fields(), with, &rows), [Pass, Fail, Fail, Pass, Fail, Undetermined]);
    let either = |r: RecordId| any_of(vec![when(r), fyes(r, 2)]);
    assert_eq!(judge(fields(), either, &rows), [Pass, Fail, Fail, Pass, Undetermined, Undetermined]);
}

#[test]
fn blank_optional_fields_are_a_fact() {
    let has = |r: RecordId| expr(ExprKind::Has(Box::new(fnum(r, 1))), Type::Condition);
    let defaulted = |r: RecordId| {
        let kind = ExprKind::Default { value: Box::new(fnum(r, 1)), default: Box::new(num("7")) };
        ge(expr(kind, pure()), num("7"))
    };
    let bare = |r: RecordId| ge(fnum(r, 1), num("7"));
    let rows: [&[Cell]; 4] = [&[n("7")], &[n("6")], &[ABSENT], &[UNKNOWN]];
    let fields = || vec![optional(number_field("x"))];
    assert_eq!(judge(fields(), has, &rows), [Pass, Pass, Fail, Undetermined]);
    assert_eq!(judge(fields(), defaulted, &rows), [Pass, Fail, Pass, Undetermined]);
    assert_eq!(judge(fields(), bare, &rows), [Pass, Fail, NotApplicable, Undetermined]);
    let rows: [&[Cell]; 2] = [&[n("7")], &[UNKNOWN]];
    assert_eq!(judge(vec![number_field("x")], has, &rows), [Pass, Pass]);
}

/// A parent with children of one number and one yes-or-no field.
fn family(judged: impl Fn(RecordId) -> Expr, owners: &[(&str, &[(Cell, Cell)])]) -> Vec<Verdict> {
    let mut program = Program::default();
    let r = record(&mut program, "R", Vec::new());
    let fields = vec![number_field("v"), field("ok", FieldType::YesNo)];
    let c = child(&mut program, "C", r, fields);
    let expr = judged(c);
    each(&mut program, r, expr);
    let mut facts = FactsBuilder::new(&program);
    facts.give_table(c);
    for (owner, children) in owners {
        push(&mut facts, r, owner, &[]);
        for (index, (v, ok)) in children.iter().enumerate() {
            let cells = [v.clone(), ok.clone()];
            push_owned(&mut facts, c, Some(owner), &index.to_string(), &cells);
        }
    }
    on_rows(&program, facts)
}

#[test]
fn counts_over_children() {
    let two = |c: RecordId| {
        let big = ge(fnum(c, 1), num("100000"));
        ge(count(rows(c, Relation::Children), vec![big]), num("2"))
    };
    let big = || (n("100000"), yes(true));
    let small = || (n("99999.99"), yes(true));
    let unknown = || (UNKNOWN, yes(true));
    let verdicts = family(
        two,
        &[
            ("a", &[]),
            ("b", &[big(), small()]),
            ("c", &[big(), small(), big()]),
            ("d", &[big(), unknown()]),
            ("e", &[small(), unknown()]),
        ],
    );
    assert_eq!(verdicts, [Fail, Fail, Pass, Undetermined, Fail]);
}

#[test]
fn aggregates_over_no_rows() {
    let of = |function| {
        move |c: RecordId| match function {
            AggregateFunction::All | AggregateFunction::Any => {
                aggregate(function, rows(c, Relation::Children), Vec::new(), None, Some(fyes(c, 2)))
            }
            AggregateFunction::Share => ge(share(rows(c, Relation::Children), Vec::new(), fyes(c, 2)), num("0")),
            AggregateFunction::Count => ge(count(rows(c, Relation::Children), vec![]), num("0")),
            _ => ge(aggregate(function, rows(c, Relation::Children), Vec::new(), Some(fnum(c, 1)), None), num("0")),
        }
    };
    use AggregateFunction::{All, Any, Count, Max, Mean, Min, Share, Sum};
    for (function, expected) in [
        (Count, Pass),
        (Sum, Pass),
        (Any, Fail),
        (All, NotApplicable),
        (Min, NotApplicable),
        (Max, NotApplicable),
        (Mean, NotApplicable),
        (Share, NotApplicable),
    ] {
        assert_eq!(family(of(function), &[("a", &[])]), [expected], "{function:?}");
    }
}

#[test]
fn an_unknown_table_is_named() {
    let mut program = Program::default();
    let r = record(&mut program, "R", vec![number_field("v")]);
    let s = record(&mut program, "S", vec![number_field("v")]);
    let total = |t| {
        let sum = aggregate(AggregateFunction::Sum, rows_whole(t), Vec::new(), Some(fnum(t, 1)), None);
        ge(sum, num("1"))
    };
    let (first, second) = (total(r), total(s));
    whole(&mut program, Form::Floor, first);
    whole(&mut program, Form::Floor, second);
    let on_each = ge(fnum(s, 1), num("1"));
    each(&mut program, s, on_each);
    let mut facts = FactsBuilder::new(&program);
    push(&mut facts, r, "a", &[]);
    let facts = facts.build().unwrap();
    let outcome = evaluate(&program, &facts);
    let found: Vec<_> = outcome.rules.iter().map(|rule| (rule.verdict, rule.causes.list.clone())).collect();
    assert_eq!(
        found,
        [
            (Undetermined, vec![Cause::Column(r, FieldId(1))]),
            (Undetermined, vec![Cause::Table(s)]),
            (Undetermined, vec![Cause::Table(s)]),
        ]
    );
    assert_eq!(outcome.rows, [(r, 1)]);
    // Facts of another program are refused.
    let other = Program::default();
    let empty = FactsBuilder::new(&other).build().unwrap();
    assert!(reference::evaluate(&program, &empty, &options()).is_ok());
    let mut wider = program.clone();
    let id = wider.records.ids().next().unwrap();
    wider.records.find_mut(id).unwrap().fields.push(number_field("w"));
    assert!(reference::evaluate(&wider, &facts, &options()).is_err());
}

#[test]
fn groups_with_a_row_of_unknown_group() {
    let mut program = Program::default();
    let fields = vec![field("city", FieldType::Text), field("ok", FieldType::YesNo)];
    let r = record(&mut program, "R", fields);
    let scope = Scope::EachGroup { record: r, keys: vec![FieldId(1)] };
    let half = ge(share(rows(r, Relation::Group), Vec::new(), fyes(r, 2)), num("0.5"));
    rule(&mut program, "half", scope, Form::Quota, half);
    let mut facts = FactsBuilder::new(&program);
    push(&mut facts, r, "1", &[t("B"), yes(true)]);
    push(&mut facts, r, "2", &[t("A"), yes(true)]);
    push(&mut facts, r, "3", &[t("A"), yes(false)]);
    push(&mut facts, r, "4", &[t("B"), yes(true)]);
    push(&mut facts, r, "5", &[t("C"), yes(false)]);
    push(&mut facts, r, "6", &[UNKNOWN, yes(false)]);
    let outcome = evaluate(&program, &facts.build().unwrap());
    let groups: Vec<_> = outcome.rules[0].groups.iter().map(|group| (group.key[0].as_str(), group.verdict)).collect();
    assert_eq!(groups, [("A", Undetermined), ("B", Pass), ("C", Fail)]);
    assert_eq!(outcome.rules[0].verdict, Fail);
    let cause = Cause::Fact(r, FieldId(1), "6".to_owned());
    assert_eq!(outcome.rules[0].groups[0].causes.list, [cause]);
    // C has none of one: one more that passes makes one of two.
    let remedy = &outcome.rules[0].groups[2].remedy;
    assert!(remedy.is_empty(), "the share is not known while row 6 may be in it");
}

#[test]
fn a_row_of_unknown_group_may_be_a_group_of_its_own() {
    let verdict = |ok: bool| {
        let mut program = Program::default();
        let fields = vec![field("city", FieldType::Text), field("ok", FieldType::YesNo)];
        let r = record(&mut program, "R", fields);
        let scope = Scope::EachGroup { record: r, keys: vec![FieldId(1)] };
        let half = ge(share(rows(r, Relation::Group), Vec::new(), fyes(r, 2)), num("0.5"));
        rule(&mut program, "half", scope, Form::Quota, half);
        let mut facts = FactsBuilder::new(&program);
        push(&mut facts, r, "1", &[t("A"), yes(true)]);
        push(&mut facts, r, "2", &[UNKNOWN, yes(ok)]);
        evaluate(&program, &facts.build().unwrap()).rules[0].verdict
    };
    assert_eq!(verdict(true), Pass);
    // In A it makes one of two, which is enough; alone it fails.
    assert_eq!(verdict(false), Undetermined);
}

#[test]
fn all_failed_conditions_of_a_row_are_listed() {
    let mut program = Program::default();
    let r = record(&mut program, "R", vec![number_field("h"), number_field("v")]);
    let (h, v) = (ge(fnum(r, 1), num("60")), ge(fnum(r, 2), num("20")));
    let id = criteria(&mut program, "ok", r, vec![("h", h), ("v", v)]);
    let mut facts = FactsBuilder::new(&program);
    push(&mut facts, r, "c", &[n("59.99"), n("19")]);
    push(&mut facts, r, "b", &[n("60"), UNKNOWN]);
    push(&mut facts, r, "a", &[n("60"), n("20")]);
    let given = push(&mut facts, r, "d", &[]);
    facts.give_verdict(r, given, id, Pass);
    let given = push(&mut facts, r, "e", &[n("60"), n("20")]);
    facts.give_verdict(r, given, id, Undetermined);
    let outcome = evaluate(&program, &facts.build().unwrap());
    let found = &outcome.criteria[0];
    let items = &found.items;
    assert_eq!([items.pass, items.fail, items.undetermined], [2, 1, 2]);
    let [b, c, e] = &found.failures[..] else { panic!("{:?}", found.failures) };
    assert_eq!((b.key.as_str(), b.verdict), ("b", Undetermined));
    assert_eq!(b.conditions.len(), 1);
    let cause = Cause::Fact(r, FieldId(2), "b".to_owned());
    assert_eq!(b.conditions[0].causes.list, [cause]);
    assert_eq!((c.key.as_str(), c.verdict), ("c", Fail));
    let margins: Vec<_> =
        c.conditions.iter().map(|condition| condition.measure.as_ref().unwrap().margin.clone().unwrap()).collect();
    assert_eq!(margins, [x("-0.01"), x("-1")]);
    assert_eq!(e.causes.list, [Cause::Given(id, "e".to_owned())]);
    assert_eq!(found.conditions[0].fail, 1);
}

#[test]
fn dated_and_open_parameters() {
    let mut program = Program::default();
    let r = record(&mut program, "R", vec![number_field("v"), field("on", FieldType::Date)]);
    let mut parameter = |value| {
        program.parameters.push(Parameter {
            name: Name::new("p"),
            unit: None,
            value,
            reviewed_until: None,
            cites: Vec::new(),
            span: Span::default(),
        })
    };
    let dated = parameter(ParameterValue::Dated(vec![(date("2023-01-01"), 3.into()), (date("2024-01-01"), 4.into())]));
    let open = parameter(ParameterValue::Open);
    let bound = |parameter, on| expr(ExprKind::Parameter { parameter, on }, pure());
    let on_rule_date = ParameterDate::RuleDate { row: at(r), field: FieldId(2) };
    let dated = ge(fnum(r, 1), bound(dated, on_rule_date));
    let undecided = ge(fnum(r, 1), bound(open, ParameterDate::AsOf));
    criteria(&mut program, "c", r, vec![("dated", dated), ("open", undecided)]);
    let mut facts = FactsBuilder::new(&program);
    for (key, v, on) in [
        ("a", "3", d("2023-01-01")),
        ("b", "3", d("2023-12-31")),
        ("c", "3", d("2024-01-01")),
        ("d", "3", d("2022-12-31")), // before the first figure
        ("e", "3", UNKNOWN),
        ("f", "2.99", d("2023-06-01")),
    ] {
        push(&mut facts, r, key, &[n(v), on]);
    }
    let facts = facts.build().unwrap();
    let inspector = Inspector::new(&program, &facts, date("2023-12-31"));
    let condition = |index, row| inspector.condition(CriteriaId(0), index, row).unwrap();
    let dated: Vec<_> = (0..6).map(|row| condition(0, row).value).collect();
    assert_eq!(dated, [Pass, Pass, Fail, Undetermined, Undetermined, Fail]);
    assert_eq!(condition(0, 4).causes.list, [Cause::Fact(r, FieldId(2), "e".to_owned())]);
    assert_eq!(condition(1, 0).value, Undetermined);
    assert_eq!(condition(1, 0).causes.list, [Cause::Parameter(open)]);
}

#[test]
fn referring_rows_and_references() {
    let mut program = Program::default();
    let s = record(&mut program, "S", vec![number_field("size")]);
    let r = record(&mut program, "R", vec![optional(field("to", FieldType::Reference(s)))]);
    let two = ge(count(rows(r, Relation::Referring(FieldId(1))), Vec::new()), num("2"));
    each(&mut program, s, two);
    let mut size = at(r);
    size.steps.push(Step::Reference(FieldId(1)));
    let big = ge(path(size, 1, pure()), num("10"));
    let second = each(&mut program, r, big);
    let mut facts = FactsBuilder::new(&program);
    push(&mut facts, s, "x", &[n("10")]);
    push(&mut facts, s, "y", &[n("9")]);
    push(&mut facts, s, "z", &[UNKNOWN]);
    push(&mut facts, r, "1", &[t("x")]);
    push(&mut facts, r, "2", &[t("x")]);
    push(&mut facts, r, "3", &[t("y")]);
    push(&mut facts, r, "4", &[ABSENT]);
    push(&mut facts, r, "5", &[UNKNOWN]);
    push(&mut facts, r, "6", &[t("z")]);
    let facts = facts.build().unwrap();
    let inspector = Inspector::new(&program, &facts, date("2023-12-31"));
    let on = |rule, record, row| inspector.rule_on_row(rule, record, row);
    let counts: Vec<_> = (0..3).map(|row| on(RuleId(0), s, row).value).collect();
    assert_eq!(counts, [Pass, Undetermined, Undetermined]);
    let sizes: Vec<_> = (0..6).map(|row| on(second, r, row).value).collect();
    assert_eq!(sizes, [Pass, Pass, Fail, NotApplicable, Undetermined, Undetermined]);
    let cause = |row| on(second, r, row).causes.list;
    assert_eq!(cause(4), [Cause::Fact(r, FieldId(1), "5".to_owned())]);
    assert_eq!(cause(5), [Cause::Fact(s, FieldId(1), "z".to_owned())]);
    let cause = on(RuleId(0), s, 1).causes.list;
    assert_eq!(cause, [Cause::Fact(r, FieldId(1), "5".to_owned())]);
}

#[test]
fn lists_are_cut_and_say_so() {
    let mut program = Program::default();
    let r = record(&mut program, "R", vec![number_field("v")]);
    let expr = ge(fnum(r, 1), num("1"));
    each(&mut program, r, expr.clone());
    criteria(&mut program, "c", r, vec![("v", expr)]);
    let mut facts = FactsBuilder::new(&program);
    for row in 0..5 {
        push(&mut facts, r, &row.to_string(), &[UNKNOWN]);
    }
    let facts = facts.build().unwrap();
    let mut options = options();
    options.row_limit = 3;
    options.cause_limit = 2;
    let outcome = reference::evaluate(&program, &facts, &options).unwrap();
    let rule = &outcome.rules[0];
    assert_eq!(rule.items.undetermined, 5);
    assert_eq!(rule.items.undetermined_keys, ["0", "1", "2"]);
    assert!(rule.items.truncated);
    assert_eq!((rule.causes.list.len(), rule.causes.truncated), (2, true));
    assert_eq!(rule.failures.len(), 3);
    assert!(outcome.criteria[0].truncated);
    assert_eq!(outcome.criteria[0].failures.len(), 3);
}
