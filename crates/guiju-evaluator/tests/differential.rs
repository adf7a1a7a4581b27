//! The columnar engine agrees with the reference on random programs and facts; and the order of rows, the number of
//! threads and the size of chunks change nothing.
//!
//! `GUIJU_CASES=100000 cargo test -p guiju-evaluator --release --test differential` takes that many cases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]
#![allow(clippy::disallowed_methods, reason = "the number of cases comes from the environment")]

mod support;

use guiju_evaluator::outcome::{Cause, Explained, SilentPoint};
use guiju_evaluator::{Options, columnar, reference};
use support::Random;

#[test]
fn the_engines_agree_on_random_programs() {
    let mut determined = [0_u64; 4];
    let mut amounts = [0_u64; 5];
    for seed in 0..support::cases() {
        let mut random = Random::new(seed);
        let program = support::program(&mut random);
        let rows = support::rows(&mut random, &program);
        let facts = support::facts(&program, &rows);
        let options = support::options(&mut random);
        let expected = reference::evaluate(&program, &facts, &options).unwrap();
        let found = columnar::evaluate(&program, &facts, &options).unwrap();
        let items = || support::show_items(&program);
        for (a, b) in expected.awards.iter().zip(&found.awards) {
            let known = a.paid - a.undetermined.min(a.paid);
            amounts.iter_mut().zip([known, a.refused, a.cut, a.undetermined, 0]).for_each(|(all, more)| *all += more);
            amounts[4] +=
                a.rows.iter().filter(|row| row.causes.list == [Cause::Silent(SilentPoint::Ties)]).count() as u64;
            assert_eq!(a, b, "seed {seed}, award a{}\n{}", a.award.0, items());
        }
        for (a, b) in expected.allocations.iter().zip(&found.allocations) {
            assert_eq!(a, b, "seed {seed}, allocation l{}\n{}", a.allocation.0, items());
        }
        for (a, b) in expected.criteria.iter().zip(&found.criteria) {
            assert_eq!(a, b, "seed {seed}, criteria q{}\n{}", a.criteria.0, support::show_items(&program));
        }
        for (a, b) in expected.rules.iter().zip(&found.rules) {
            let rule = &program.rules[a.rule];
            let text = support::show(&rule.expr);
            assert_eq!(a, b, "seed {seed}, {:?}\n{text}\n{}", rule.scope, support::show_items(&program));
            determined[a.verdict as usize] += 1;
        }
        assert_eq!(expected, found, "seed {seed}\n{}", items());
    }
    println!("amounts: {amounts:?}");
    for (at, count) in amounts.iter().enumerate() {
        assert!(
            count * 200 > amounts.iter().sum(),
            "amounts that are paid, refused, cut, open, tied: {at} is rare: {amounts:?}"
        );
    }
    // The cases are of use only if every verdict is frequent.
    let all: u64 = determined.iter().sum();
    for (verdict, count) in determined.iter().enumerate() {
        assert!(count * 25 > all, "verdict {verdict} is rare: {determined:?}");
    }
}

#[test]
fn order_threads_and_chunks_change_nothing() {
    for seed in 0..support::cases() / 4 {
        let mut random = Random::new(seed ^ 0xABCD);
        let program = support::program(&mut random);
        let mut rows = support::rows(&mut random, &program);
        let base = Options::new(guiju_program::civil::date(2023, 12, 31));
        let facts = support::facts(&program, &rows);
        let expected = columnar::evaluate(&program, &facts, &base).unwrap();
        for at in (1..rows.rows.len()).rev() {
            rows.rows.swap(at, random.below(at + 1));
        }
        let shuffled = support::facts(&program, &rows);
        for (threads, chunk_rows) in [(1, 1), (2, 7), (2, 1), (1, 1024)] {
            let options = Options { threads, chunk_rows, ..base.clone() };
            let found = columnar::evaluate(&program, &shuffled, &options).unwrap();
            assert_eq!(expected, found, "seed {seed}, {threads} threads, chunks of {chunk_rows}");
        }
    }
}

/// What is not explained is judged and counted all the same, and what is explained is told as ever.
#[test]
fn what_is_explained_changes_no_verdict() {
    for seed in 0..support::cases() / 4 {
        let mut random = Random::new(seed ^ 0xE8);
        let program = support::program(&mut random);
        let rows = support::rows(&mut random, &program);
        let facts = support::facts(&program, &rows);
        let all = Options::new(guiju_program::civil::date(2023, 12, 31));
        let rules = program.rules.ids().filter(|_| random.below(2) == 0).collect::<Vec<_>>();
        let only = Options { explained: Explained::Only { rules: rules.clone(), in_force: false }, ..all.clone() };
        let expected = columnar::evaluate(&program, &facts, &all).unwrap();
        let found = columnar::evaluate(&program, &facts, &only).unwrap();
        for (a, b) in expected.rules.iter().zip(&found.rules) {
            if rules.contains(&a.rule) {
                assert_eq!(a, b, "seed {seed}");
            }
            assert_eq!((a.verdict, a.items.pass, a.items.fail), (b.verdict, b.items.pass, b.items.fail), "seed {seed}");
            assert_eq!(a.groups.len(), b.groups.len(), "seed {seed}");
            assert!(rules.contains(&a.rule) || b.failures.is_empty(), "seed {seed}");
        }
        let counts = |outcome: &guiju_evaluator::Outcome| {
            let criteria = outcome.criteria.iter().map(|c| (c.items.pass, c.items.fail, c.items.undetermined));
            let awards = outcome.awards.iter().map(|a| (a.paid, a.refused, a.undetermined, a.total.clone()));
            let budgets = outcome.budgets.iter().map(|b| (b.used.clone(), b.left.clone()));
            (criteria.collect::<Vec<_>>(), awards.collect::<Vec<_>>(), budgets.collect::<Vec<_>>())
        };
        assert_eq!(counts(&expected), counts(&found), "seed {seed}");
        assert_eq!(expected.in_force.map(|f| f.verdict), found.in_force.map(|f| f.verdict), "seed {seed}");
    }
}
