//! How long it takes: `cargo test -p guiju-analysis --release --test solver figures -- --ignored --nocapture`.

#![allow(clippy::disallowed_methods, reason = "measures")]

use std::time::{Duration, Instant};

use guiju_analysis::solver::{Answer, Engine, Limits, Linear, Objective, Optimum, Problem, Solver, Stop};

use crate::limits::pigeons;
use crate::questions::plan;

fn timed<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    println!("{what}: {:?}", start.elapsed());
    result
}

fn size(answer: &Answer) -> usize {
    match answer {
        Answer::Unsatisfiable(no) => no.core.len(),
        other => panic!("{other:?}"),
    }
}

#[test]
#[ignore = "measures"]
fn figures() {
    for (cities, scale) in [(13, 1), (52, 4)] {
        let (mut problem, counts) = plan(cities, 4, scale);
        let groups = counts.len();
        let all = |problem: &Problem| Engine.check(problem, &problem.clause_ids(), &Limits::default());
        let yes = timed(&format!("{groups} groups, possible"), || all(&problem));
        assert!(matches!(yes, Answer::Satisfiable(_)));
        let objective = Objective::maximise(Linear::sum(counts.clone()));
        let best = timed(&format!("{groups} groups, the most shops"), || {
            Engine.optimise(&problem, &problem.clause_ids(), &objective, &Limits::default())
        });
        assert!(matches!(best, Optimum::Attained { .. }), "{best:?}");
        problem.clause("more", Linear::sum(counts).at_least(2_266 * scale + 3));
        let no = timed(&format!("{groups} groups, impossible, minimal core"), || all(&problem));
        println!("  core of {} of {} clauses", size(&no), problem.clause_ids().len());
    }
    let problem = pigeons(12, 11);
    let start = Instant::now();
    let poll = || (start.elapsed() >= Duration::from_secs(1)).then_some(Stop::Time);
    let limits = Limits { steps: u64::MAX, ..Limits::default() }.with_poll(&poll);
    let answer =
        timed("12 pigeons, 11 holes, a limit of 1 s", || Engine.check(&problem, &problem.clause_ids(), &limits));
    println!("  {:?}", answer.satisfaction());
    assert!(start.elapsed() < Duration::from_millis(1_200));
    for many in [6, 7, 8, 9] {
        let problem = pigeons(many, many - 1);
        timed(&format!("{many} pigeons"), || Engine.check(&problem, &problem.clause_ids(), &Limits::default()));
    }
}
