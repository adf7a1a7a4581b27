//! Limits end a search in time, and the same way each time.

use std::cell::Cell;

use guiju_analysis::solver::{
    Answer, Engine, Formula, Limits, Linear, Objective, Optimum, Problem, Solver, Sort, Stop, Why,
};

/// So many pigeons, each in a hole, no two in one.
pub fn pigeons(pigeons: usize, holes: usize) -> Problem {
    let mut problem = Problem::new();
    let at: Vec<Vec<Formula>> = (0..pigeons)
        .map(|pigeon| {
            let in_hole = |hole| Formula::Bool(problem.variable(format!("{pigeon} in {hole}"), Sort::Bool));
            (0..holes).map(in_hole).collect()
        })
        .collect();
    for (one, its) in at.iter().enumerate() {
        problem.clause(format!("pigeon {one}"), Formula::Or(its.clone()));
        for others in at.iter().take(one) {
            for (hole, (this, that)) in its.iter().zip(others).enumerate() {
                problem.clause(format!("hole {hole}"), Formula::at_most(1, vec![this.clone(), that.clone()]));
            }
        }
    }
    problem
}

#[test]
fn few_pigeons_are_decided() {
    let problem = pigeons(5, 4);
    let Answer::Unsatisfiable(no) = Engine.check(&problem, &problem.clause_ids(), &Limits::default()) else {
        panic!("five do not fit four holes");
    };
    assert_eq!(no.core.len(), problem.clause_ids().len());
    let problem = pigeons(5, 5);
    assert!(matches!(Engine.check(&problem, &problem.clause_ids(), &Limits::default()), Answer::Satisfiable(_)));
}

#[test]
fn twelve_pigeons_end_at_the_limit() {
    let problem = pigeons(12, 11);
    // The caller's clock is asked every few thousand steps: it sees how many there were.
    let steps = 3_000_000;
    let asked = Cell::new(0_u64);
    let poll = || {
        asked.set(asked.get() + 1);
        None
    };
    let limits = Limits::default().with_steps(steps).with_poll(&poll);
    let answer = Engine.check(&problem, &problem.clause_ids(), &limits);
    assert!(!matches!(answer, Answer::Satisfiable(_)), "twelve do not fit eleven holes");
    assert!(asked.get() * 4_096 <= steps * 12 / 10, "{} times asked", asked.get());
    if answer == Answer::Unknown(Why::Stopped(Stop::Steps)) {
        assert!(asked.get() > steps / 4_096 / 2, "given up after a fraction of what was allowed");
    }
}

#[test]
fn the_callers_clock_and_flag_end_it() {
    let problem = pigeons(12, 11);
    for stop in [Stop::Time, Stop::Cancelled] {
        let left = Cell::new(100_u32);
        let poll = || {
            left.set(left.get().saturating_sub(1));
            (left.get() == 0).then_some(stop)
        };
        let limits = Limits::default().with_poll(&poll);
        assert_eq!(Engine.check(&problem, &problem.clause_ids(), &limits), Answer::Unknown(Why::Stopped(stop)));
        let cores = Engine.cores(&problem, &problem.clause_ids(), 9, &limits);
        assert!(cores.incomplete.is_some());
    }
}

#[test]
fn whole_numbers_without_bounds_end_too() {
    let mut problem = Problem::new();
    let [x, y, z] = ["x", "y", "z"].map(|name| problem.variable(name, Sort::Int));
    // No whole numbers meet this, and no cut of x, y or z alone shows it.
    let seven = guiju_analysis::solver::Exact::from(7_i64);
    problem.clause("above", (Linear::of(x).times(&seven) - Linear::of(y).times(&seven) + z).more(0));
    problem.clause("below", (Linear::of(x).times(&seven) - Linear::of(y).times(&seven) + z).less(7));
    problem.clause("step", Linear::of(z).equal(Linear::of(y).times(&seven)));
    let answer = Engine.check(&problem, &problem.clause_ids(), &Limits::default().with_steps(2_000_000));
    assert!(!matches!(answer, Answer::Satisfiable(_)), "{answer:?}");
}

#[test]
fn the_best_so_far_is_told_when_time_runs_out() {
    let (problem, counts) = crate::questions::plan(4, 3, 1);
    let objective = Objective::maximise(Linear::sum(counts));
    let whole = Engine.optimise(&problem, &problem.clause_ids(), &objective, &Limits::default());
    assert!(matches!(whole, Optimum::Attained { .. }));
    let mut steps = 1_000;
    let (mut without, mut with) = (0, 0);
    loop {
        let limits = Limits::default().with_steps(steps);
        match Engine.optimise(&problem, &problem.clause_ids(), &objective, &limits) {
            Optimum::Unknown { why: Why::Stopped(Stop::Steps), best: None } => without += 1,
            Optimum::Unknown { why: Why::Stopped(Stop::Steps), best: Some((value, model)) } => {
                with += 1;
                assert!(model.replays(&problem, &problem.clause_ids()));
                assert_eq!(model.evaluate(&objective.linear), Some(value));
            }
            // The best is known, but not yet that its core is minimal.
            Optimum::Attained { stopped_by, .. } if !stopped_by.minimal => with += 1,
            found => {
                assert_eq!(found, whole);
                break;
            }
        }
        steps += steps / 2;
    }
    assert!(without > 0, "{with} with a best value");
}

#[test]
fn the_same_question_has_the_same_answer() {
    let (problem, _) = crate::questions::plan(3, 3, 1);
    let first = Engine.check(&problem, &problem.clause_ids(), &Limits::default());
    assert_eq!(Engine.check(&problem, &problem.clause_ids(), &Limits::default()), first);
    let problem = pigeons(4, 3);
    let first = Engine.check(&problem, &problem.clause_ids(), &Limits::default());
    assert_eq!(Engine.check(&problem, &problem.clause_ids(), &Limits::default()), first);
}
