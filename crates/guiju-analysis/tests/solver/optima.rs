//! Optima of random problems: against brute force over whole numbers, and against Z3 by two plain questions each (as good
//! is possible, better is not). Z3's own optimiser is not asked: with strict bounds over real numbers it can be wrong.

use guiju_analysis::solver::engine::impossible;
use guiju_analysis::solver::{
    Direction, Engine, Exact, Limits, Model, Objective, Optimum, Problem, Solver, Sort, smtlib, verify,
};

use crate::differential::{cases, z3};
use crate::random::{self, Dice, Shape};

fn checked(seed: u64, problem: &Problem, objective: &Objective) -> Optimum {
    let clauses = problem.clause_ids();
    let optimum = Engine.optimise(problem, &clauses, objective, &Limits::default());
    let (stopped_by, against) = match &optimum {
        Optimum::Attained { value, model, stopped_by } => {
            assert!(model.replays(problem, &clauses), "{seed}");
            assert_eq!(model.evaluate(&objective.linear).as_ref(), Some(value), "{seed}");
            (stopped_by, Some(impossible(objective, value, true)))
        }
        Optimum::Open { value, model, stopped_by } => {
            assert!(model.replays(problem, &clauses), "{seed}");
            (stopped_by, Some(impossible(objective, value, false)))
        }
        Optimum::Infeasible(no) => (no, None),
        Optimum::Unbounded(_) | Optimum::Unknown { .. } => panic!("{seed}: {optimum:?}"),
    };
    assert!(stopped_by.minimal, "{seed}");
    let certificate = stopped_by.certificate.as_ref().unwrap();
    assert_eq!(verify(problem, &stopped_by.core, against.as_ref(), certificate), Ok(()), "{seed}");
    optimum
}

/// All points of the box.
fn points(problem: &Problem) -> Vec<Model> {
    let mut points = vec![Vec::new()];
    for (_, variable) in problem.variables() {
        let (low, high) = match variable.sort {
            Sort::Bool => (0, 1),
            _ => (whole(variable.lower.as_ref()), whole(variable.upper.as_ref())),
        };
        points = points
            .into_iter()
            .flat_map(|point: Vec<Exact>| {
                (low..=high).map(move |value| {
                    let mut point = point.clone();
                    point.push(Exact::from(value));
                    point
                })
            })
            .collect();
    }
    points.into_iter().map(Model::new).collect()
}

fn whole(bound: Option<&Exact>) -> i64 {
    i64::try_from(bound.unwrap().to_i128().unwrap()).unwrap()
}

#[test]
fn optima_over_small_boxes_agree_with_brute_force() {
    let (mut attained, mut infeasible) = (0, 0);
    for seed in 0..cases(400) {
        let mut dice = Dice::new(seed ^ 0x0b0e);
        let shape = Shape {
            numbers: 1 + dice.below(3),
            reals: false,
            truths: dice.below(3),
            clauses: 1 + dice.below(5),
            reach: 4,
        };
        let problem = random::problem(&mut dice, shape);
        let objective = random::objective(&mut dice, shape, &problem);
        let clauses = problem.clause_ids();
        let values = points(&problem).into_iter().filter(|point| point.replays(&problem, &clauses));
        let values = values.map(|point| point.evaluate(&objective.linear).unwrap());
        let best = if objective.direction == Direction::Maximise { values.max() } else { values.min() };
        match (checked(seed, &problem, &objective), best) {
            (Optimum::Attained { value, .. }, Some(best)) => {
                attained += 1;
                assert_eq!(value, best, "{seed}");
            }
            (Optimum::Infeasible(_), None) => infeasible += 1,
            (found, best) => panic!("{seed}: {found:?}, by brute force {best:?}"),
        }
    }
    println!("{attained} attained, {infeasible} infeasible");
    assert!(attained > infeasible && infeasible > 0);
}

#[test]
fn optima_agree_with_z3() {
    let (mut script, mut expected) = (String::new(), Vec::new());
    let mut open = 0;
    for seed in 0..cases(400) {
        let mut dice = Dice::new(seed ^ 0x0b11);
        let shape = random::shape(&mut dice);
        let problem = random::problem(&mut dice, shape);
        let objective = random::objective(&mut dice, shape, &problem);
        let clauses = problem.clause_ids();
        let mut ask = |extra: Option<guiju_analysis::solver::Atom>, answer: &'static str| {
            let extra: Vec<_> = extra.into_iter().collect();
            script
                .push_str(&format!("(push)\n{}(check-sat)\n(pop)\n", smtlib::body(&problem, &clauses, &extra, false)));
            expected.push((seed, answer));
        };
        match checked(seed, &problem, &objective) {
            Optimum::Infeasible(_) => ask(None, "unsat"),
            Optimum::Attained { value, .. } => {
                let (reached, beyond) = smtlib::plain_checks(&objective, &value);
                ask(Some(reached), "sat");
                ask(Some(beyond), "unsat");
            }
            Optimum::Open { value, .. } => {
                open += 1;
                let (reached, _) = smtlib::plain_checks(&objective, &value);
                ask(Some(reached), "unsat");
                // Near the value there is always something.
                let step = Exact::fraction(1, 1_000_000).unwrap();
                let near = if objective.direction == Direction::Maximise { &value - &step } else { &value + &step };
                ask(Some(smtlib::plain_checks(&objective, &near).0), "sat");
            }
            other => panic!("{seed}: {other:?}"),
        }
    }
    println!("{open} open ends");
    assert!(open > 0);
    let Some(lines) = z3(script) else { return };
    assert_eq!(lines.len(), expected.len(), "{:?}", lines.iter().find(|line| line.contains("error")));
    for (line, (seed, answer)) in lines.iter().zip(expected) {
        assert_eq!(line, answer, "{seed}");
    }
}
