//! Awards, ceilings, budgets and allocations: known figures, ties, gaps, and every completion of what is missing.

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
use guiju_evaluator::interval::Interval;
use guiju_evaluator::outcome::{AwardOutcome, AwardStep, Cause, Outcome, SilentPoint};
use guiju_evaluator::{Exact, Inspector, Num};
use guiju_program::award::*;
use guiju_program::expr::*;
use guiju_program::parameter::{Budget, BudgetId};
use guiju_program::rule::*;
use guiju_program::schema::*;
use guiju_program::unit::Unit;
use guiju_program::value::{Cell, Verdict};
use guiju_program::{Expr, ExprKind, Name, Program, Span};
use proptest::prelude::*;

fn x(value: &str) -> Exact {
    Exact::from(value.parse::<guiju_program::Decimal>().unwrap())
}

fn is(value: &str) -> Num {
    Num::known(x(value))
}

fn between(lo: &str, hi: &str) -> Num {
    Num::of(Interval { lo: Some(x(lo)), hi: Some(x(hi)) })
}

fn budget(program: &mut Program, amount: &str, out_of: Option<BudgetId>) -> BudgetId {
    program.budgets.push(Budget {
        name: Name::new("budget"),
        amount: amount.parse().unwrap(),
        unit: Unit::pure(),
        out_of,
        unspent: None,
        cites: Vec::new(),
        span: Span::default(),
    })
}

fn award(program: &mut Program, record: RecordId, amount: Expr) -> AwardId {
    let id = program.awards.push(Award {
        name: Name::new("award"),
        kind: AwardKind::Paid,
        record,
        payee: None,
        requires: None,
        amount,
        excludes: Vec::new(),
        draw: None,
        instalments: Vec::new(),
        cites: Vec::new(),
        interpretations: Vec::new(),
        span: Span::default(),
    });
    // All are settled together, unless a test says otherwise.
    match program.settlements.first_mut() {
        Some(together) => together.push(id),
        None => program.settlements.push(vec![id]),
    }
    id
}

fn draw(program: &mut Program, award: AwardId, budget: BudgetId, order: Vec<RankKey>, shortage: Shortage) {
    program.awards.find_mut(award).unwrap().draw = Some(Draw { budget, order, shortage });
}

fn first(value: Expr) -> RankKey {
    RankKey { value, ascending: true }
}

fn paid(record: RecordId, award: AwardId) -> Expr {
    expr(ExprKind::Award { row: at(record), award }, pure())
}

fn drawn(budget: BudgetId, left: bool) -> Expr {
    expr(ExprKind::Drawn { budget, left }, pure())
}

fn within_budget(program: &mut Program, id: BudgetId) -> RuleId {
    let amount = expr(ExprKind::Budget(id), pure());
    whole(program, Form::Budget(id), compare(CompareOp::Le, drawn(id, false), amount))
}

fn amounts(outcome: &AwardOutcome) -> Vec<Num> {
    outcome.rows.iter().map(|row| row.paid.clone()).collect()
}

/// So many recipients of one amount each in turn, out of one budget.
fn recipients(count: u32, amount: &str, money: &str, ordered: bool, shortage: Shortage) -> (Program, Outcome) {
    let mut program = Program::default();
    let r = record(&mut program, "R", vec![number_field("turn")]);
    let b = budget(&mut program, money, None);
    let a = award(&mut program, r, num(amount));
    let order = if ordered { vec![first(fnum(r, 1))] } else { Vec::new() };
    draw(&mut program, a, b, order, shortage);
    within_budget(&mut program, b);
    let mut facts = FactsBuilder::new(&program);
    facts.give_table(r);
    for row in 0..count {
        // The turn runs against the order of the keys.
        push(&mut facts, r, &format!("{row:05}"), &[n(&(count - row).to_string())]);
    }
    let facts = facts.build().unwrap();
    let outcome = evaluate(&program, &facts);
    (program, outcome)
}

#[test]
fn the_money_of_direction_one() {
    let fits = recipients(1497, "22700", "34000000", true, Shortage::CutLast).1;
    assert_eq!(fits.awards[0].total, is("33981900"));
    assert_eq!(fits.budgets[0].left, is("18100"));
    assert_eq!((fits.awards[0].paid, fits.awards[0].refused, fits.awards[0].cut), (1497, 0, 0));
    assert_eq!(fits.rules[0].verdict, Verdict::Pass);
    assert_eq!(fits.rules[0].measure.as_ref().unwrap().margin, Some(x("18100")));

    // One more is over by 4,600. The last turn has the first key.
    let over = |shortage| recipients(1498, "22700", "34000000", true, shortage).1;
    for shortage in [Shortage::Skip, Shortage::Stop] {
        let refused = over(shortage);
        let award = &refused.awards[0];
        assert_eq!((award.paid, award.refused, award.cut, award.undetermined), (1497, 1, 0, 0));
        assert_eq!(award.rows[0].paid, is("0"));
        assert_eq!(
            award.rows[0].steps,
            [
                AwardStep::Gross(is("22700")),
                AwardStep::Drawn { budget: BudgetId(0), ahead: is("33981900"), to: is("0") }
            ]
        );
        assert_eq!(refused.budgets[0].left, is("18100"));
    }
    let cut = over(Shortage::CutLast);
    assert_eq!((cut.awards[0].paid, cut.awards[0].refused, cut.awards[0].cut), (1498, 0, 1));
    assert_eq!(cut.awards[0].rows[0].paid, is("18100"));
    assert_eq!(cut.awards[0].rows[1].paid, is("22700"));
    assert_eq!(cut.budgets[0].left, is("0"));

    let must_fit = over(Shortage::MustFit);
    assert_eq!(must_fit.rules[0].verdict, Verdict::Fail);
    assert_eq!(must_fit.rules[0].measure.as_ref().unwrap().margin, Some(x("-4600")));
    assert_eq!(must_fit.budgets[0].left, is("-4600"));

    // Scaled: 22,696.929… each; the 13.84 that rounding down leaves make 1,384 odd fen, in their turn.
    let scaled = over(Shortage::ProRata(OddFen::LargestRemainder));
    assert_eq!(scaled.awards[0].total, is("34000000"));
    let odd = scaled.awards[0].rows.iter().filter(|row| row.paid == is("22696.93")).count();
    let even = scaled.awards[0].rows.iter().filter(|row| row.paid == is("22696.92")).count();
    assert_eq!((odd, even), (1384, 114));
    assert_eq!(scaled.awards[0].rows[0].paid, is("22696.92"), "the last turn has no odd fen");
    assert_eq!(scaled.awards[0].cut, 1498);
}

#[test]
fn thirty_four_million_among_fifteen_hundred() {
    let (_, kept) = recipients(1500, "22700", "34000000", false, Shortage::ProRata(OddFen::Kept));
    assert!(kept.awards[0].rows.iter().all(|row| row.paid == is("22666.66")));
    assert_eq!(kept.budgets[0].left, is("10"));
    // Rounded half up it is 5 yuan too much, and the budget says so.
    let (_, half_up) = recipients(1500, "22666.67", "34000000", false, Shortage::MustFit);
    assert_eq!(half_up.rules[0].verdict, Verdict::Fail);
    assert_eq!(half_up.rules[0].measure.as_ref().unwrap().margin, Some(x("-5")));
    // Without an order nobody knows who gets the odd fen, but never more than there is.
    let (_, tied) = recipients(1500, "22700", "34000000", false, Shortage::ProRata(OddFen::LargestRemainder));
    assert!(tied.awards[0].rows.iter().all(|row| row.paid == between("22666.66", "22666.67")));
    assert_eq!(tied.awards[0].undetermined, 1500);
    assert_eq!(tied.awards[0].rows[0].causes.list, [Cause::Silent(SilentPoint::Ties)]);
    assert!(tied.awards[0].rows[1499].causes.truncated);
    assert_eq!(tied.rules[0].verdict, Verdict::Pass);
}

/// Rows with an amount and a turn, out of one budget.
fn in_turn(rows: &[(&str, Cell)], money: &str, shortage: Shortage) -> Outcome {
    let mut program = Program::default();
    let r = record(&mut program, "R", vec![number_field("amount"), number_field("turn")]);
    let b = budget(&mut program, money, None);
    let a = award(&mut program, r, fnum(r, 1));
    draw(&mut program, a, b, vec![first(fnum(r, 2))], shortage);
    within_budget(&mut program, b);
    let mut facts = FactsBuilder::new(&program);
    facts.give_table(r);
    for (row, (amount, turn)) in rows.iter().enumerate() {
        let amount = if *amount == "?" { UNKNOWN } else { n(amount) };
        push(&mut facts, r, &format!("{row}"), &[amount, turn.clone()]);
    }
    evaluate(&program, &facts.build().unwrap())
}

#[test]
fn ties_are_open_where_they_matter_and_only_there() {
    let tied = [("10", n("1")), ("10", n("2")), ("10", n("2"))];
    let enough = in_turn(&tied, "30", Shortage::CutLast);
    assert_eq!(amounts(&enough.awards[0]), [is("10"), is("10"), is("10")]);
    let short = in_turn(&tied, "25", Shortage::CutLast);
    assert_eq!(amounts(&short.awards[0]), [is("10"), between("5", "10"), between("5", "10")]);
    // Whoever is first, everything is spent.
    assert_eq!(short.budgets[0].used, is("25"));
    assert_eq!(short.rules[0].verdict, Verdict::Pass);
    assert_eq!(short.awards[0].rows[1].causes.list, [Cause::Silent(SilentPoint::Ties)]);
    assert_eq!((short.awards[0].paid, short.awards[0].undetermined), (3, 2));
}

#[test]
fn gaps_open_what_depends_on_them_and_say_why() {
    let rows = [("10", n("1")), ("?", n("2")), ("10", n("3"))];
    let outcome = in_turn(&rows, "25", Shortage::CutLast);
    assert_eq!(amounts(&outcome.awards[0]), [is("10"), between("0", "15"), between("0", "10")]);
    let fact = Cause::Fact(RecordId(0), FieldId(1), "1".into());
    for row in 1..3 {
        assert_eq!(outcome.awards[0].rows[row].causes.list, std::slice::from_ref(&fact));
    }
    assert_eq!(outcome.rules[0].verdict, Verdict::Pass, "a queue is never overspent");
    // An unknown turn: the first or the last of two.
    let rows = [("10", UNKNOWN), ("10", n("3"))];
    let outcome = in_turn(&rows, "15", Shortage::Stop);
    assert_eq!(amounts(&outcome.awards[0]), [between("0", "10"), between("0", "10")]);
    let fact = Cause::Fact(RecordId(0), FieldId(2), "0".into());
    assert_eq!(outcome.awards[0].rows[1].causes.list, [fact]);
    // Without the queue's shortage a gap opens the rule, with its cause.
    let outcome = in_turn(&[("?", n("1"))], "15", Shortage::MustFit);
    assert_eq!(outcome.rules[0].verdict, Verdict::Undetermined);
    assert_eq!(outcome.rules[0].causes.list, [Cause::Fact(RecordId(0), FieldId(1), "0".into())]);
}

#[test]
fn a_priority_window_then_first_come_first_served() {
    let mut program = Program::default();
    let r = record(&mut program, "R", vec![field("early", FieldType::YesNo), field("on", FieldType::Date)]);
    let b = budget(&mut program, "20", None);
    let a = award(&mut program, r, num("10"));
    let window = expr(
        ExprKind::When {
            condition: Box::new(fyes(r, 1)),
            then: Box::new(num("1")),
            otherwise: Some(Box::new(num("2"))),
        },
        pure(),
    );
    let on = path(at(r), 2, guiju_program::Type::Date);
    draw(&mut program, a, b, vec![first(window), first(on)], Shortage::Stop);
    let mut facts = FactsBuilder::new(&program);
    push(&mut facts, r, "a", &[yes(false), d("2023-01-01")]);
    push(&mut facts, r, "b", &[yes(true), d("2023-03-01")]);
    push(&mut facts, r, "c", &[yes(false), d("2023-02-01")]);
    let outcome = evaluate(&program, &facts.build().unwrap());
    assert_eq!(amounts(&outcome.awards[0]), [is("10"), is("10"), is("0")]);
}

#[test]
fn awards_that_exclude_each_other() {
    for (keep, [lower_first, equal, unknown_second]) in
        [(Keep::Highest, [["0", "8"], ["5", "0"], ["?", "?"]]), (Keep::First, [["5", "0"], ["5", "0"], ["5", "0"]])]
    {
        // Whichever of the two says so.
        for by_first in [true, false] {
            let mut program = Program::default();
            let r = record(&mut program, "R", vec![number_field("a"), number_field("b")]);
            let a = award(&mut program, r, fnum(r, 1));
            let b = award(&mut program, r, fnum(r, 2));
            let (says, other) = if by_first { (a, b) } else { (b, a) };
            program.awards.find_mut(says).unwrap().excludes.push(Exclude { award: other, keep });
            let mut facts = FactsBuilder::new(&program);
            push(&mut facts, r, "0", &[n("5"), n("8")]);
            push(&mut facts, r, "1", &[n("5"), n("5")]);
            push(&mut facts, r, "2", &[n("5"), UNKNOWN]);
            push(&mut facts, r, "3", &[n("0"), n("8")]);
            let facts = facts.build().unwrap();
            let inspector = Inspector::new(&program, &facts, date("2023-12-31"));
            for (row, expected) in (0..).zip([lower_first, equal, unknown_second]) {
                for (award, expected) in [a, b].into_iter().zip(expected) {
                    let found = inspector.award(award, row);
                    match expected {
                        "?" => {
                            assert!(found.value.value().is_none(), "{keep:?} {row}");
                            assert_eq!(found.causes.list, [Cause::Fact(r, FieldId(2), "2".into())]);
                        }
                        known => assert_eq!(found.value, is(known), "{keep:?} {row}"),
                    }
                }
            }
            assert_eq!(inspector.award(b, 3).value, is("8"));
            assert_eq!(inspector.award_steps(a, 3), []);
        }
    }
}

fn cap(program: &mut Program, scope: CapScope, awards: &[AwardId], limit: Expr, order: Vec<RankKey>) -> CapId {
    program.caps.push(Cap {
        name: Name::new("cap"),
        scope,
        awards: awards.to_vec(),
        limit,
        order,
        cites: Vec::new(),
        span: Span::default(),
    })
}

#[test]
fn ceilings_cut_the_last_named_first() {
    let mut program = Program::default();
    let r = record(&mut program, "R", vec![number_field("a"), number_field("b"), optional(number_field("limit"))]);
    let a = award(&mut program, r, fnum(r, 1));
    let b = award(&mut program, r, fnum(r, 2));
    let c = cap(&mut program, CapScope::Each(r), &[b, a], fnum(r, 3), Vec::new());
    let mut facts = FactsBuilder::new(&program);
    push(&mut facts, r, "0", &[n("5"), n("8"), n("10")]);
    push(&mut facts, r, "1", &[n("5"), n("8"), n("13")]);
    push(&mut facts, r, "2", &[n("5"), n("8"), n("7")]);
    push(&mut facts, r, "3", &[n("5"), n("8"), ABSENT]);
    push(&mut facts, r, "4", &[n("5"), n("8"), UNKNOWN]);
    let facts = facts.build().unwrap();
    let inspector = Inspector::new(&program, &facts, date("2023-12-31"));
    let found: Vec<_> = (0..4).map(|row| (inspector.award(a, row).value, inspector.award(b, row).value)).collect();
    assert_eq!(found, [("2", "8"), ("5", "8"), ("0", "7"), ("5", "8")].map(|(a, b)| (is(a), is(b))));
    assert_eq!(inspector.award_steps(a, 0), [AwardStep::Gross(is("5")), AwardStep::Capped { cap: c, to: is("2") }]);
    assert_eq!(inspector.award(a, 4).value, between("0", "5"));
    assert_eq!(inspector.award(a, 4).causes.list, [Cause::Fact(r, FieldId(3), "4".into())]);
}

#[test]
fn a_ceiling_for_each_applicant_and_year() {
    let mut program = Program::default();
    let fields = vec![number_field("amount"), field("applicant", FieldType::Text), field("year", FieldType::Year)];
    let r = record(&mut program, "R", fields);
    let a = award(&mut program, r, fnum(r, 1));
    let scope = CapScope::EachGroup { record: r, keys: vec![FieldId(2), FieldId(3)] };
    cap(&mut program, scope, &[a], num("100"), vec![RankKey { value: fnum(r, 1), ascending: false }]);
    let year = |year| Cell::Known(guiju_program::value::Value::Year(year));
    let mut facts = FactsBuilder::new(&program);
    push(&mut facts, r, "0", &[n("30"), t("x"), year(2023)]);
    push(&mut facts, r, "1", &[n("80"), t("x"), year(2023)]);
    push(&mut facts, r, "2", &[n("80"), t("x"), year(2024)]);
    push(&mut facts, r, "3", &[n("80"), t("y"), year(2023)]);
    push(&mut facts, r, "4", &[n("10"), UNKNOWN, year(2024)]);
    let outcome = evaluate(&program, &facts.build().unwrap());
    // The largest is cut last: 80, then 20 of 30.
    let expected = [is("20"), is("80"), is("80"), is("80"), between("0", "10")];
    assert_eq!(amounts(&outcome.awards[0]), expected);
    assert_eq!(outcome.awards[0].rows[4].causes.list, [Cause::Fact(r, FieldId(2), "4".into())]);
}

#[test]
fn two_awards_on_one_budget_and_a_part_of_another() {
    let mut program = Program::default();
    let r = record(&mut program, "R", vec![number_field("a"), number_field("b")]);
    let all = budget(&mut program, "100", None);
    let part = budget(&mut program, "40", Some(all));
    let a = award(&mut program, r, fnum(r, 1));
    let b = award(&mut program, r, fnum(r, 2));
    let c = award(&mut program, r, num("9"));
    draw(&mut program, a, part, vec![first(fnum(r, 1))], Shortage::CutLast);
    draw(&mut program, b, part, vec![first(fnum(r, 2))], Shortage::Stop);
    draw(&mut program, c, all, Vec::new(), Shortage::MustFit);
    let mut facts = FactsBuilder::new(&program);
    push(&mut facts, r, "0", &[n("10"), n("5")]);
    push(&mut facts, r, "1", &[n("20"), n("6")]);
    let facts = facts.build().unwrap();
    let outcome = evaluate(&program, &facts);
    let paid: Vec<Vec<Num>> = outcome.awards.iter().map(amounts).collect();
    assert_eq!(paid, [vec![is("10"), is("20")], vec![is("5"), is("0")], vec![is("9"), is("9")]]);
    let budgets: Vec<_> = outcome.budgets.iter().map(|b| (b.used.clone(), b.left.clone())).collect();
    assert_eq!(budgets, [(is("53"), is("47")), (is("35"), is("5"))]);
    let inspector = Inspector::new(&program, &facts, date("2023-12-31"));
    assert_eq!(inspector.budget_used(all).value, is("53"));
    assert_eq!(inspector.budget_left(part).value, is("5"));
    assert_eq!(inspector.award_total(b).value, is("5"));
}

#[test]
fn amounts_of_amounts_and_payees() {
    // An award on children, paid to their owner; another on the owner by what the children were paid.
    let mut program = Program::default();
    let owner = record(&mut program, "O", Vec::new());
    let kid = child(&mut program, "C", owner, vec![number_field("a")]);
    let a = award(&mut program, kid, fnum(kid, 1));
    let parent = RowPath { base: RowVar::Current, record: kid, steps: vec![Step::Parent] };
    program.awards.find_mut(a).unwrap().payee = Some(parent);
    let of_children = rows(kid, Relation::Children);
    let sum = aggregate(AggregateFunction::Sum, of_children, Vec::new(), Some(paid(kid, a)), None);
    let b = award(&mut program, owner, sum);
    program.settlements = vec![vec![a], vec![b]];
    cap(&mut program, CapScope::Each(kid), &[a], num("7"), Vec::new());
    each(&mut program, owner, ge(paid(owner, b), num("10")));
    let mut facts = FactsBuilder::new(&program);
    push(&mut facts, owner, "x", &[]);
    push(&mut facts, owner, "y", &[]);
    push_owned(&mut facts, kid, Some("x"), "1", &[n("5")]);
    push_owned(&mut facts, kid, Some("x"), "2", &[n("50")]);
    push_owned(&mut facts, kid, Some("y"), "1", &[UNKNOWN]);
    let outcome = evaluate(&program, &facts.build().unwrap());
    assert_eq!(amounts(&outcome.awards[1]), [is("12"), between("0", "7")]);
    assert_eq!(outcome.awards[0].rows[1].payee.as_deref(), Some("x"));
    assert_eq!(outcome.rules[0].items.pass, 1);
    // y is paid at most 7: that fails whatever the fact is.
    assert_eq!(outcome.rules[0].items.fail, 1);
    assert_eq!(outcome.rules[0].failures[0].measure.as_ref().unwrap().measured, between("0", "7"));
    assert_eq!(outcome.awards[1].rows[1].causes.list, [Cause::Fact(kid, FieldId(1), "y/1".into())]);
}

#[test]
fn instalments_add_up_to_the_fen() {
    let mut program = Program::default();
    let r = record(&mut program, "R", vec![number_field("a")]);
    let a = award(&mut program, r, fnum(r, 1));
    let share = |share: Option<&str>| Instalment {
        name: Name::new("part"),
        part: share.map_or(Part::Rest, |share| Part::Share(share.parse().unwrap())),
    };
    program.awards.find_mut(a).unwrap().instalments = vec![share(Some("0.333")), share(Some("0.333")), share(None)];
    let mut facts = FactsBuilder::new(&program);
    push(&mut facts, r, "0", &[n("100")]);
    push(&mut facts, r, "1", &[n("0.01")]);
    push(&mut facts, r, "2", &[n("22666.66")]);
    push(&mut facts, r, "3", &[UNKNOWN]);
    let outcome = evaluate(&program, &facts.build().unwrap());
    let parts: Vec<Vec<Exact>> = outcome.awards[0].rows.iter().map(|row| row.instalments.clone()).collect();
    assert_eq!(parts[0], [x("33.3"), x("33.3"), x("33.4")]);
    assert_eq!(parts[1], [x("0"), x("0"), x("0.01")]);
    assert_eq!(parts[2], [x("7547.99"), x("7547.99"), x("7570.68")]);
    assert_eq!(parts[3], []);
}

#[test]
fn an_instalment_of_an_amount_is_no_more_than_is_left() {
    let mut program = Program::default();
    let r = record(&mut program, "R", vec![number_field("a")]);
    let a = award(&mut program, r, fnum(r, 1));
    let part = |part: Part| Instalment { name: Name::new("part"), part };
    program.awards.find_mut(a).unwrap().instalments = vec![
        part(Part::Share("0.5".parse().unwrap())),
        part(Part::Amount("10.005".parse().unwrap())),
        part(Part::Rest),
    ];
    let mut facts = FactsBuilder::new(&program);
    for (key, amount) in [("0", "20.01"), ("1", "20.02"), ("2", "100"), ("3", "0")] {
        push(&mut facts, r, key, &[n(amount)]);
    }
    let outcome = evaluate(&program, &facts.build().unwrap());
    let parts: Vec<Vec<Exact>> = outcome.awards[0].rows.iter().map(|row| row.instalments.clone()).collect();
    assert_eq!(parts[0], [x("10"), x("10"), x("0.01")]);
    assert_eq!(parts[1], [x("10.01"), x("10"), x("0.01")]);
    assert_eq!(parts[2], [x("50"), x("10"), x("40")]);
}

#[test]
fn requirements_and_silent_points() {
    let mut program = Program::default();
    let r = record(&mut program, "R", vec![number_field("now"), number_field("base"), field("ok", FieldType::YesNo)]);
    let growth = versus(Change::Growth, fnum(r, 1), fnum(r, 2), Silent::Unsaid);
    let a = award(&mut program, r, growth);
    program.awards.find_mut(a).unwrap().requires = Some(fyes(r, 3));
    let mut facts = FactsBuilder::new(&program);
    push(&mut facts, r, "0", &[n("3"), n("1"), yes(true)]);
    push(&mut facts, r, "1", &[n("3"), n("0"), yes(true)]);
    push(&mut facts, r, "2", &[n("3"), n("1"), yes(false)]);
    push(&mut facts, r, "3", &[n("3"), n("1"), UNKNOWN]);
    push(&mut facts, r, "4", &[n("1"), n("3"), yes(true)]);
    let outcome = evaluate(&program, &facts.build().unwrap());
    let award = &outcome.awards[0];
    let keys: Vec<&str> = award.rows.iter().map(|row| row.key.as_str()).collect();
    // Who does not pass, or whose amount is below zero, asks for nothing.
    assert_eq!(keys, ["0", "1", "3"]);
    assert_eq!(amounts(award), [is("2"), Num::unknown(false), between("0", "2")]);
    assert_eq!(award.rows[1].causes.list, [Cause::Silent(SilentPoint::ZeroBase)]);
    assert_eq!(award.rows[2].causes.list, [Cause::Fact(r, FieldId(3), "3".into())]);
    assert_eq!(award.total, Num::of(Interval { lo: Some(x("2")), hi: None }));
}

#[test]
fn a_table_that_is_not_given() {
    let mut program = Program::default();
    let r = record(&mut program, "R", vec![number_field("a")]);
    let b = budget(&mut program, "10", None);
    let a = award(&mut program, r, fnum(r, 1));
    draw(&mut program, a, b, Vec::new(), Shortage::MustFit);
    within_budget(&mut program, b);
    let facts = FactsBuilder::new(&program).build().unwrap();
    let outcome = evaluate(&program, &facts);
    assert_eq!(outcome.awards[0].rows, []);
    assert_eq!(outcome.budgets[0].used, Num::unknown(false));
    assert_eq!(outcome.rules[0].verdict, Verdict::Undetermined);
    assert_eq!(outcome.rules[0].causes.list, [Cause::Table(r)]);
}

fn allocation(program: &mut Program, record: RecordId, total: Expr, weight: Expr, step: &str) -> AllocationId {
    program.allocations.push(Allocation {
        name: Name::new("places"),
        record,
        interpretations: Vec::new(),
        total,
        weight,
        step: step.parse().unwrap(),
        method: AllocationMethod::LargestRemainder,
        least: None,
        most: None,
        order: Vec::new(),
        cites: Vec::new(),
        span: Span::default(),
    })
}

#[test]
fn places_by_weights() {
    let mut program = Program::default();
    let r = record(&mut program, "R", vec![number_field("weight")]);
    let l = allocation(&mut program, r, num("1500"), fnum(r, 1), "1");
    let part = expr(ExprKind::Allocated { row: at(r), allocation: l }, pure());
    each(&mut program, r, ge(part.clone(), num("2")));
    let mut facts = FactsBuilder::new(&program);
    for (key, weight) in [("a", "300"), ("b", "200"), ("c", "199"), ("d", "1")] {
        push(&mut facts, r, key, &[n(weight)]);
    }
    let facts = facts.build().unwrap();
    let outcome = evaluate(&program, &facts);
    let found = &outcome.allocations[0];
    // 642.857…, 428.571…, 426.428…, 2.142…
    let expected = [("a", "643"), ("b", "429"), ("c", "426"), ("d", "2")].map(|(k, v)| (k.to_owned(), is(v)));
    assert_eq!(found.parts, expected);
    assert_eq!((found.feasible, found.rest.clone()), (true, is("0")));
    assert_eq!(outcome.rules[0].verdict, Verdict::Pass);

    // At least 5 each: the other three share what is left.
    program.allocations.find_mut(l).unwrap().least = Some(num("5"));
    let outcome = evaluate(&program, &facts);
    assert_eq!(outcome.allocations[0].parts[3].1, is("5"));
    assert_eq!(outcome.allocations[0].rest, is("0"));
    program.allocations.find_mut(l).unwrap().most = Some(num("374"));
    let outcome = evaluate(&program, &facts);
    assert!(!outcome.allocations[0].feasible);
    assert_eq!(outcome.allocations[0].rest, is("1500"));
    assert_eq!(outcome.rules[0].verdict, Verdict::NotApplicable);
}

#[test]
fn equal_remainders_are_open_unless_the_order_says() {
    let mut program = Program::default();
    let r = record(&mut program, "R", vec![number_field("turn")]);
    let l = allocation(&mut program, r, num("100"), num("1"), "0.01");
    let mut facts = FactsBuilder::new(&program);
    for (key, turn) in [("a", "3"), ("b", "1"), ("c", "2")] {
        push(&mut facts, r, key, &[n(turn)]);
    }
    let facts = facts.build().unwrap();
    let inspector = Inspector::new(&program, &facts, date("2023-12-31"));
    assert_eq!(inspector.allocated(l, 0).value, between("33.33", "33.34"));
    assert_eq!(inspector.allocated(l, 0).causes.list, [Cause::Silent(SilentPoint::Ties)]);
    program.allocations.find_mut(l).unwrap().order = vec![first(fnum(r, 1))];
    let inspector = Inspector::new(&program, &facts, date("2023-12-31"));
    let parts: Vec<Num> = (0..3).map(|row| inspector.allocated(l, row).value).collect();
    assert_eq!(parts, [is("33.33"), is("33.34"), is("33.33")]);
}

#[test]
fn what_a_budget_leaves_is_divided() {
    let mut program = Program::default();
    let r = record(&mut program, "R", vec![number_field("a"), number_field("weight")]);
    let b = budget(&mut program, "100", None);
    let a = award(&mut program, r, fnum(r, 1));
    draw(&mut program, a, b, vec![first(fnum(r, 1))], Shortage::CutLast);
    let l = allocation(&mut program, r, drawn(b, true), fnum(r, 2), "0.01");
    let mut facts = FactsBuilder::new(&program);
    push(&mut facts, r, "x", &[n("30"), n("1")]);
    push(&mut facts, r, "y", &[n("40"), n("2")]);
    let facts = facts.build().unwrap();
    let inspector = Inspector::new(&program, &facts, date("2023-12-31"));
    assert_eq!(inspector.allocated(l, 0).value, is("10"));
    assert_eq!(inspector.allocated(l, 1).value, is("20"));
}

/// A row of the whole way: two amounts that exclude each other, a group, a turn. `None` is a gap.
type Gappy = (Option<i64>, i64, Option<bool>, i64, Option<i64>);

fn whole_way(shortage: Shortage, keep: Keep, money: i64, rows: &[Gappy]) -> Outcome {
    let mut program = Program::default();
    let fields = vec![
        number_field("a"),
        number_field("b"),
        field("ok", FieldType::YesNo),
        number_field("group"),
        number_field("turn"),
    ];
    let r = record(&mut program, "R", fields);
    let bud = budget(&mut program, &money.to_string(), None);
    // Amounts are at most 4, so that a gap is a finite one.
    let at_most = |value: Expr| {
        let (left, right) = (Box::new(value), Box::new(num("4")));
        expr(ExprKind::Arithmetic { op: ArithmeticOp::CappedAt, left, right }, pure())
    };
    let a = award(&mut program, r, at_most(fnum(r, 1)));
    let b = award(&mut program, r, at_most(fnum(r, 2)));
    program.awards.find_mut(b).unwrap().requires = Some(fyes(r, 3));
    program.awards.find_mut(b).unwrap().excludes.push(Exclude { award: a, keep });
    let scope = CapScope::EachGroup { record: r, keys: vec![FieldId(4)] };
    cap(&mut program, scope, &[b, a], num("5"), vec![first(fnum(r, 5))]);
    draw(&mut program, a, bud, vec![first(fnum(r, 5))], shortage);
    draw(&mut program, b, bud, vec![first(fnum(r, 5))], shortage);
    let mut facts = FactsBuilder::new(&program);
    facts.give_table(r);
    let cell = |value: Option<i64>| value.map_or(UNKNOWN, |value| n(&value.to_string()));
    for (key, (a, b, ok, group, turn)) in rows.iter().enumerate() {
        let ok = ok.map_or(UNKNOWN, yes);
        push(&mut facts, r, &key.to_string(), &[cell(*a), n(&b.to_string()), ok, n(&group.to_string()), cell(*turn)]);
    }
    evaluate(&program, &facts.build().unwrap())
}

fn paid_of(outcome: &Outcome, award: usize, row: usize) -> Num {
    let found = outcome.awards[award].rows.iter().find(|found| found.row as usize == row);
    found.map_or_else(|| is("0"), |found| found.paid.clone())
}

fn shortages() -> impl Strategy<Value = Shortage> {
    prop_oneof![
        Just(Shortage::MustFit),
        Just(Shortage::CutLast),
        Just(Shortage::Skip),
        Just(Shortage::Stop),
        Just(Shortage::ProRata(OddFen::LargestRemainder)),
        Just(Shortage::ProRata(OddFen::Kept)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// From facts to amounts: what is said while facts are missing holds for each way to fill them, and no budget is
    /// ever overspent.
    #[test]
    fn every_completion_is_within(
        shortage in shortages(),
        first_declared in any::<bool>(),
        money in 0..14_i64,
        rows in prop::collection::vec(
            (
                prop_oneof![2 => (0..5_i64).prop_map(Some), 1 => Just(None)],
                0..5_i64,
                prop_oneof![3 => any::<bool>().prop_map(Some), 1 => Just(None)],
                0..2_i64,
                prop_oneof![4 => (0..4_i64).prop_map(Some), 1 => Just(None)],
            ),
            1..4,
        ),
    ) {
        let keep = if first_declared { Keep::First } else { Keep::Highest };
        let said = whole_way(shortage, keep, money, &rows);
        let mut completions: Vec<Vec<Gappy>> = vec![Vec::new()];
        for row in &rows {
            let amounts = row.0.map_or_else(|| vec![0, 2, 4], |a| vec![a]);
            let oks = row.2.map_or_else(|| vec![true, false], |ok| vec![ok]);
            let turns = row.4.map_or_else(|| vec![0, 2], |turn| vec![turn]);
            completions = completions
                .iter()
                .flat_map(|rows| {
                    let mut longer = Vec::new();
                    for a in &amounts {
                        for ok in &oks {
                            for turn in &turns {
                                let mut rows = rows.clone();
                                rows.push((Some(*a), row.1, Some(*ok), row.3, Some(*turn)));
                                longer.push(rows);
                            }
                        }
                    }
                    longer
                })
                .collect();
        }
        for completion in completions.iter().take(64) {
            let found = whole_way(shortage, keep, money, completion);
            for award in 0..2 {
                for row in 0..rows.len() {
                    let (said, found) = (paid_of(&said, award, row), paid_of(&found, award, row));
                    prop_assert_eq!(said.hull(&found), said, "a{} row {} {:?}", award, row, completion);
                }
            }
            let used = &found.budgets[0].used;
            prop_assert_eq!(said.budgets[0].used.hull(used), said.budgets[0].used.clone());
            if shortage != Shortage::MustFit {
                prop_assert!(used.values.as_ref().unwrap().hi.as_ref().unwrap() <= &Exact::from(money));
            }
        }
    }

    /// The order of rows in the facts changes nothing: tables stand in the order of their keys.
    #[test]
    fn the_order_of_rows_does_not_matter(
        shortage in shortages(),
        money in 0..40_i64,
        rows in prop::collection::vec((0..9_i64, 0..3_i64), 1..9),
        turn in 0..9_usize,
    ) {
        let list: Vec<(String, i64, i64)> =
            rows.iter().enumerate().map(|(key, (amount, turn))| (key.to_string(), *amount, *turn)).collect();
        let evaluate_in = |rows: &[(String, i64, i64)]| {
            let mut program = Program::default();
            let r = record(&mut program, "R", vec![number_field("amount"), number_field("turn")]);
            let b = budget(&mut program, &money.to_string(), None);
            let a = award(&mut program, r, fnum(r, 1));
            draw(&mut program, a, b, vec![first(fnum(r, 2))], shortage);
            let mut facts = FactsBuilder::new(&program);
            for (key, amount, turn) in rows {
                push(&mut facts, r, key, &[n(&amount.to_string()), n(&turn.to_string())]);
            }
            evaluate(&program, &facts.build().unwrap())
        };
        let mut mixed = list.clone();
        mixed.rotate_left(turn % list.len());
        mixed.reverse();
        prop_assert_eq!(evaluate_in(&list), evaluate_in(&mixed));
    }
}
