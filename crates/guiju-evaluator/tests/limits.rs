//! The bound on steps holds for both engines and whatever the facts are, and a limit or a flag ends an evaluation.

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

use guiju_evaluator::limits::{CancelFlag, Limits, Stop};
use guiju_evaluator::{EvaluateError, Facts, columnar, cost, reference};
use guiju_program::schema::RecordId;
use support::Random;

fn rows(facts: &Facts) -> impl Fn(RecordId) -> u64 {
    // A table that was not given takes no more steps than one of a row: what is known of it is worked out once.
    |record| facts.table(record).map_or(1, |table| table.len().max(1) as u64)
}

#[test]
fn no_evaluation_takes_more_steps_than_its_bound() {
    let mut stopped = 0;
    for seed in 0..support::cases() {
        let mut random = Random::new(seed);
        let program = support::program(&mut random);
        let facts = support::facts(&program, &support::rows(&mut random, &program));
        let mut options = support::options(&mut random);
        let bound = cost::of(&program).greatest(rows(&facts)).expect("small programs");
        let bound = u64::try_from(bound).expect("small programs");
        options.limits = Limits { steps: Some(bound), cancel: None };
        let columnar = columnar::evaluate(&program, &facts, &options);
        assert!(columnar.is_ok(), "case {seed}: {:?} of {bound}", columnar.err());
        let reference = reference::evaluate(&program, &facts, &options);
        assert!(reference.is_ok(), "case {seed}: {:?} of {bound}", reference.err());
        // Less than any program takes.
        options.limits.steps = Some(0);
        match columnar::evaluate(&program, &facts, &options) {
            Ok(_) => {}
            Err(EvaluateError::Stopped { stop: Stop::Steps, steps, item }) => {
                assert!(steps > 0 && steps <= bound && !item.is_empty(), "case {seed}: {steps} at {item}");
                stopped += 1;
            }
            Err(other) => panic!("case {seed}: {other}"),
        }
    }
    assert!(stopped > support::cases() / 2, "{stopped}");
}

#[test]
fn a_raised_flag_ends_an_evaluation() {
    let mut random = Random::new(7);
    let program = support::program(&mut random);
    let facts = support::facts(&program, &support::rows(&mut random, &program));
    let mut options = support::options(&mut random);
    let flag = CancelFlag::default();
    options.limits.cancel = Some(flag.clone());
    assert!(columnar::evaluate(&program, &facts, &options).is_ok());
    flag.cancel();
    for found in [columnar::evaluate(&program, &facts, &options), reference::evaluate(&program, &facts, &options)] {
        assert!(matches!(found, Err(EvaluateError::Stopped { stop: Stop::Cancelled, .. })), "{found:?}");
    }
}
