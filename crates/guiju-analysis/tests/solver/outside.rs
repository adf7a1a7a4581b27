//! The outside solver: what it is sent, what is read of what it prints, and Z3 itself where it is.

#![allow(clippy::disallowed_methods, reason = "the oracle is named by the environment")]

use std::cell::RefCell;

use guiju_analysis::solver::{
    Answer, Engine, Exact, Formula, Limits, Linear, Objective, Optimum, Problem, Process, Solver, Sort, Why, smtlib,
};

use crate::differential::z3;
use crate::questions::{core, decimal, int};
use crate::random::{self, Dice};

fn money() -> Problem {
    let mut problem = Problem::new();
    let shops = problem.bounded("户 数", Sort::Int, 0_i64, 100_000_i64);
    let spent = problem.variable("spent", Sort::Real);
    let flag = problem.variable("flag", Sort::Bool);
    problem.clause("budget", Linear::of(spent).at_most(3_400));
    problem.clause("target", Linear::of(shops).at_least(1_500));
    problem.clause("rate", Linear::of(spent).equal(Linear::of(shops).times(&decimal(227))));
    problem.clause("flag", Formula::Bool(flag));
    problem
}

#[test]
fn what_an_outside_solver_is_sent() {
    let problem = money();
    let sent = RefCell::new(String::new());
    let solver = Process::new(|text: &str| {
        sent.replace(text.to_owned());
        Ok("unsat\n(error \"there is no model\")\n(c0 c2 c1)\n".to_owned())
    });
    let answer = solver.check(&problem, &problem.clause_ids(), &Limits::default());
    assert_eq!(core(&problem, &answer), ["budget", "target", "rate"]);
    let sent = sent.borrow();
    for line in [
        "(declare-fun x0 () Int)",
        "(assert (<= (to_real x0) 100000.0))",
        "(assert (! (<= x1 3400.0) :named c0))",
        "(assert (! x2 :named c3))",
        "(check-sat)",
        "(get-unsat-core)",
    ] {
        assert!(sent.lines().any(|sent| sent == line), "{line}\n{sent}");
    }
}

#[test]
fn what_an_outside_solver_prints_is_not_trusted() {
    let problem = money();
    let clauses = problem.clause_ids();
    let says = |text: &'static str| {
        Process::new(move |_: &str| Ok(text.to_owned())).check(&problem, &clauses[1..], &Limits::default())
    };
    let sound = says("sat\n((x0 1500) (x1 3405.0) (x2 true))\n");
    assert!(matches!(sound, Answer::Satisfiable(_)), "{sound:?}");
    assert!(matches!(says("sat\n((x0 1500) (x1 (/ 6810 2)) (x2 true))\n"), Answer::Satisfiable(_)));
    let wrong = says("sat\n((x0 1500) (x1 3404.0) (x2 true))\n");
    assert!(matches!(wrong, Answer::Unknown(Why::Refuted(_))), "{wrong:?}");
    for unclear in ["", "sat\n", "sat\n((x0 1500", "(error \"?\")", "sat\n((x0 a) (x1 b) (x2 c))\n", "unknown"] {
        assert!(matches!(says(unclear), Answer::Unknown(Why::Outside(_))), "{unclear}");
    }
    let missing = Process::new(|_: &str| Err("no solver was found".to_owned()));
    let answer = missing.check(&problem, &clauses, &Limits::default());
    assert_eq!(answer, Answer::Unknown(Why::Outside("no solver was found".to_owned())));
}

#[test]
fn numbers_are_read_as_they_are_written() {
    let value = |text: &str| smtlib::value(&smtlib::read(text).unwrap()[0]);
    let long = "123456789012345678901234567890.5";
    assert_eq!(value(long).unwrap().to_string(), long);
    assert_eq!(value("(- 3)"), Some(int(-3)));
    assert_eq!(value("(- (/ 1.0 3.0))"), Exact::fraction(-1, 3));
    assert_eq!(value("(/ 1 0)"), None);
    assert_eq!(value("true"), Some(int(1)));
    assert_eq!(value("1e5"), None);
    assert_eq!(smtlib::read("(a"), None);
    assert_eq!(smtlib::read("a)"), None);
}

#[test]
fn z3_is_asked_through_the_same_trait() {
    if std::env::var("GUIJU_Z3").is_err() {
        println!("not asked: GUIJU_Z3 is not set");
        return;
    }
    let outside = Process::new(|text: &str| z3(text.to_owned()).map(|lines| lines.join("\n")).ok_or_else(String::new));
    let problem = money();
    let answer = outside.check(&problem, &problem.clause_ids(), &Limits::default());
    let mut found = core(&problem, &answer);
    found.sort();
    assert_eq!(found, ["budget", "rate", "target"]);
    let shops = Objective::maximise(problem.variables().next().unwrap().0);
    let clauses = [problem.clause_ids()[0], problem.clause_ids()[2]];
    match outside.optimise(&problem, &clauses, &shops, &Limits::default()) {
        Optimum::Attained { value, .. } => assert_eq!(value, int(1_497)),
        // Z3 may come nearer in more steps than are taken.
        Optimum::Unknown { best: Some((value, _)), .. } => assert!(value <= int(1_497)),
        other => panic!("{other:?}"),
    }
    for seed in 0..40 {
        let mut dice = Dice::new(seed ^ 0x0a5c);
        let shape = random::shape(&mut dice);
        let problem = random::problem(&mut dice, shape);
        let clauses = problem.clause_ids();
        let ours = Engine.check(&problem, &clauses, &Limits::default());
        let theirs = outside.check(&problem, &clauses, &Limits::default());
        assert_eq!(ours.satisfaction(), theirs.satisfaction(), "{seed}");
        if let Answer::Unsatisfiable(no) = &theirs {
            let again = Engine.check(&problem, &no.core, &Limits::default());
            assert!(matches!(again, Answer::Unsatisfiable(_)), "{seed}");
        }
    }
}
