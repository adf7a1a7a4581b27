//! The questions that policies raise, in small.

use guiju_analysis::solver::engine::impossible;
use guiju_analysis::solver::{
    Answer, Atom, ClauseId, Engine, Exact, Formula, Limits, Linear, Model, Objective, Optimum, Problem, Relation,
    Solver, Sort, Unsatisfiable, Var, verify,
};

pub fn check(problem: &Problem) -> Answer {
    check_clauses(problem, &problem.clause_ids())
}

pub fn check_clauses(problem: &Problem, clauses: &[ClauseId]) -> Answer {
    let answer = Engine.check(problem, clauses, &Limits::default());
    match &answer {
        Answer::Satisfiable(model) => assert!(model.replays(problem, clauses)),
        Answer::Unsatisfiable(no) => proven(problem, no, None),
        Answer::Unknown(why) => panic!("{why:?}"),
    }
    answer
}

fn proven(problem: &Problem, no: &Unsatisfiable, against: Option<&Atom>) {
    assert!(no.minimal);
    assert_eq!(verify(problem, &no.core, against, no.certificate.as_ref().unwrap()), Ok(()));
}

pub fn model(answer: Answer) -> Model {
    match answer {
        Answer::Satisfiable(model) => model,
        other => panic!("{other:?}"),
    }
}

pub fn core(problem: &Problem, answer: &Answer) -> Vec<String> {
    match answer {
        Answer::Unsatisfiable(no) => names(problem, &no.core),
        other => panic!("{other:?}"),
    }
}

pub fn names(problem: &Problem, clauses: &[ClauseId]) -> Vec<String> {
    clauses.iter().map(|id| problem.get_clause(*id).unwrap().name.clone()).collect()
}

/// The value, and whether it is attained; the proof is checked.
pub fn optimum(problem: &Problem, clauses: &[ClauseId], objective: &Objective) -> (Exact, bool) {
    match Engine.optimise(problem, clauses, objective, &Limits::default()) {
        Optimum::Attained { value, model, stopped_by } => {
            assert!(model.replays(problem, clauses));
            assert_eq!(model.evaluate(&objective.linear), Some(value.clone()));
            proven(problem, &stopped_by, Some(&impossible(objective, &value, true)));
            (value, true)
        }
        Optimum::Open { value, model, stopped_by } => {
            assert!(model.replays(problem, clauses));
            proven(problem, &stopped_by, Some(&impossible(objective, &value, false)));
            (value, false)
        }
        other => panic!("{other:?}"),
    }
}

pub fn int(value: i64) -> Exact {
    Exact::from(value)
}

pub fn decimal(hundredths: i64) -> Exact {
    Exact::scaled(i128::from(hundredths), 2)
}

fn bool(variable: Var) -> Formula {
    Formula::Bool(variable)
}

#[test]
fn a_target_against_a_budget() {
    let mut problem = Problem::new();
    let shops = problem.bounded("shops", Sort::Int, 0_i64, 100_000_i64);
    let spent = problem.variable("spent", Sort::Real);
    let other = problem.bounded("other", Sort::Int, 0_i64, 5_i64);
    let budget = problem.clause("budget", Linear::of(spent).at_most(3_400));
    let target = problem.clause("target", Linear::of(shops).at_least(1_500));
    let rate = problem.clause("rate", Linear::of(spent).equal(Linear::of(shops).times(&decimal(227))));
    problem.clause("elsewhere", Linear::of(other).at_least(2));
    assert_eq!(core(&problem, &check(&problem)), ["budget", "target", "rate"]);
    assert_eq!(optimum(&problem, &[budget, rate], &Objective::maximise(shops)), (int(1_497), true));
    assert_eq!(optimum(&problem, &[target, rate], &Objective::minimise(spent)), (int(3_405), true));

    // At most the rate, for just so many shops: the rate that the budget bears.
    let each = problem.variable("each", Sort::Real);
    let total = problem.clause("total", Linear::of(spent).equal(Linear::of(each).times(&int(1_500))));
    let maximum = optimum(&problem, &[budget, total], &Objective::maximise(each));
    assert_eq!(maximum, (Exact::fraction(34, 15).unwrap(), true));
    let below = problem.clause("below", Linear::of(spent).less(3_400));
    assert_eq!(
        optimum(&problem, &[below, total], &Objective::maximise(each)),
        (Exact::fraction(34, 15).unwrap(), false)
    );
    assert_eq!(
        Engine.optimise(&problem, &[total], &Objective::maximise(each), &Limits::default()),
        Optimum::Unbounded(match Engine.optimise(&problem, &[total], &Objective::maximise(each), &Limits::default()) {
            Optimum::Unbounded(model) => model,
            other => panic!("{other:?}"),
        })
    );
}

#[test]
fn the_same_quantity_in_two_places() {
    let mut problem = Problem::new();
    let products = problem.bounded("products", Sort::Int, 0_i64, 1_000_i64);
    let article = problem.clause("article", Linear::of(products).at_least(10));
    let annex = problem.clause("annex", Linear::of(products).at_least(5));
    let not_annex = problem.clause("not annex", Formula::not(Linear::of(products).at_least(5)));
    let not_article = problem.clause("not article", Formula::not(Linear::of(products).at_least(10)));
    model(check_clauses(&problem, &[article, annex]));
    assert_eq!(core(&problem, &check_clauses(&problem, &[article, not_annex])), ["article", "not annex"]);
    let between = model(check_clauses(&problem, &[annex, not_article]));
    assert!((int(5)..int(10)).contains(between.value(products).unwrap()));
}

#[test]
fn nothing_is_left_for_a_named_purpose() {
    let mut problem = Problem::new();
    let [event1, event2, show1, show2] =
        ["event 1", "event 2", "show 1", "show 2"].map(|name| problem.bounded(name, Sort::Real, 0_i64, 10_000_i64));
    let amount = problem.clause("amount", Linear::sum([event1, event2, show1, show2]).equal(600));
    let caps =
        problem.clause("cap", Formula::And(vec![Linear::of(event1).at_most(300), Linear::of(event2).at_most(300)]));
    let first = problem.clause("first event", Linear::of(event1).at_least(300));
    let second = problem.clause("second event", Linear::of(event2).at_least(300));
    let some = problem.clause("something", Linear::sum([show1, show2]).more(0));
    let shows = Objective::maximise(Linear::sum([show1, show2]));
    assert_eq!(optimum(&problem, &[amount, caps, first, second], &shows), (int(0), true));
    let answer = check_clauses(&problem, &[amount, caps, first, second, some]);
    assert_eq!(core(&problem, &answer), ["amount", "first event", "second event", "something"]);
}

/// So many cities with so many kinds of shops each, and so many times the money.
pub fn plan(cities: usize, kinds: usize, scale: i64) -> (Problem, Vec<Var>) {
    let mut problem = Problem::new();
    let mut counts = Vec::new();
    let mut spent = Vec::new();
    for city in 0..cities {
        for kind in 0..kinds {
            let count = problem.bounded(format!("shops {city}.{kind}"), Sort::Int, 0_i64, 500_i64);
            let award = problem.bounded(format!("awards {city}.{kind}"), Sort::Int, 0_i64, 500_i64);
            let money = problem.bounded(format!("money {city}.{kind}"), Sort::Real, 0_i64, 10_000_i64);
            let named = format!("{city}.{kind}");
            problem.clause(format!("rate {named}"), Linear::of(money).at_most(Linear::of(count).times(&decimal(227))));
            problem
                .clause(format!("floor {named}"), Linear::of(money).at_least(Linear::of(count).times(&decimal(150))));
            problem.clause(format!("share {named}"), Linear::of(award).times(&int(10)).at_least(count));
            problem.clause(format!("few {named}"), Linear::of(award).at_most(Linear::of(count).times(&decimal(20))));
            problem.clause(
                format!("large {named}"),
                Formula::implies(Linear::of(count).at_least(60), Linear::of(award).at_least(8)),
            );
            counts.push(count);
            spent.push(money);
        }
    }
    for kind in 0..kinds {
        let of_kind: Vec<Var> = counts.iter().copied().skip(kind).step_by(kinds).collect();
        problem.clause(format!("kind {kind}"), Linear::sum(of_kind).at_least(300));
    }
    for city in 0..cities {
        let of_city: Vec<Var> = counts.iter().copied().skip(city * kinds).take(kinds).collect();
        problem.clause(format!("city {city}"), Linear::sum(of_city).at_least(60));
    }
    let enough = counts.iter().map(|count| Linear::of(*count).at_least(20)).collect::<Vec<_>>();
    problem.clause("spread", Formula::AtLeast(counts.len() * 3 / 4, enough));
    problem.clause("budget", Linear::sum(spent.clone()).at_most(3_400 * scale));
    problem.clause("use", Linear::sum(spent).at_least(3_000 * scale));
    problem.clause("target", Linear::sum(counts.clone()).at_least(1_500 * scale));
    (problem, counts)
}

#[test]
fn a_plan_with_many_groups() {
    let (mut problem, counts) = plan(5, 4, 1);
    model(check(&problem));
    let (most, attained) = optimum(&problem, &problem.clause_ids(), &Objective::maximise(Linear::sum(counts.clone())));
    // 3,400 at 1.5 each, in whole shops.
    assert_eq!((most, attained), (int(2_266), true));
    problem.clause("more", Linear::sum(counts).at_least(2_267));
    let found = core(&problem, &check(&problem));
    assert!(found.contains(&"budget".to_owned()) && found.contains(&"more".to_owned()), "{found:?}");
    assert_eq!(found.len(), 22, "{found:?}");
}

#[test]
fn a_quota_that_whole_numbers_cannot_meet() {
    // Nine firms a city, a tenth of them awarded, 13 cities, 12 awards: 11.7 awards would do.
    let mut problem = Problem::new();
    let awards: Vec<Var> =
        (0..13).map(|city| problem.bounded(format!("awards {city}"), Sort::Int, 0_i64, 9_i64)).collect();
    for award in &awards {
        problem.clause("tenth", Linear::of(*award).times(&int(10)).at_least(9));
    }
    problem.clause("cap", Linear::sum(awards.clone()).at_most(12));
    assert_eq!(core(&problem, &check(&problem)).len(), 14);
    let least = optimum(&problem, &problem.clause_ids()[..13], &Objective::minimise(Linear::sum(awards)));
    assert_eq!(least, (int(13), true));
}

#[test]
fn two_years_of_criteria() {
    // 12 monthly sales of two years; growth multiplied out.
    let mut problem = Problem::new();
    let mut year = |name: &str| -> Vec<Var> {
        (1..=12).map(|month| problem.bounded(format!("{name} {month}"), Sort::Real, 0_i64, 1_000_000_i64)).collect()
    };
    let (this, last) = (year("this"), year("last"));
    let kinds: Vec<Var> = (0..4).map(|kind| problem.variable(format!("kind {kind}"), Sort::Bool)).collect();
    let grown = |percent: i64| {
        let above = Linear::sum(last.clone()).times(&decimal(100 + percent));
        Linear::sum(this.clone()).at_least(above)
    };
    let base = Linear::sum(last.clone()).more(0);
    let one = problem.clause("one kind", Formula::Exactly(1, kinds.iter().copied().map(Formula::Bool).collect()));
    let domain = problem.clause("base", base);
    let accepted = |percent, sales: i64| {
        Formula::And(vec![
            grown(percent),
            Linear::sum(this.clone()).at_least(sales),
            Formula::Or(kinds.iter().take(3).copied().map(Formula::Bool).collect()),
        ])
    };
    let first = problem.clause("first year", accepted(20, 1_000));
    let second = problem.clause("second year", accepted(30, 1_200));
    let not_first = problem.clause("not first year", Formula::not(accepted(20, 1_000)));
    let not_second = problem.clause("not second year", Formula::not(accepted(30, 1_200)));
    model(check_clauses(&problem, &[one, domain, first, not_second]));
    let stricter = check_clauses(&problem, &[one, domain, second, not_first]);
    assert_eq!(core(&problem, &stricter), ["second year", "not first year"]);
}

#[test]
fn gaps_and_overlaps_of_bands() {
    let mut problem = Problem::new();
    let sales = problem.bounded("sales", Sort::Int, 0_i64, 1_000_000_i64);
    let within =
        |low: i64, high: i64| Formula::And(vec![Linear::of(sales).at_least(low), Linear::of(sales).at_most(high)]);
    let bands = vec![within(0, 5_000), within(5_000, 9_999), within(10_001, 1_000_000)];
    let gap = problem.clause("none", Formula::at_most(0, bands.clone()));
    let overlap = problem.clause("two", Formula::AtLeast(2, bands.clone()));
    let three = problem.clause("three", Formula::AtLeast(3, bands));
    assert_eq!(model(check_clauses(&problem, &[gap])).value(sales), Some(&int(10_000)));
    assert_eq!(model(check_clauses(&problem, &[overlap])).value(sales), Some(&int(5_000)));
    assert_eq!(core(&problem, &check_clauses(&problem, &[three])), ["three"]);
}

#[test]
fn whole_numbers_that_fall_between() {
    let mut problem = Problem::new();
    let [x, y, z, w] = ["x", "y", "z", "w"].map(|name| problem.bounded(name, Sort::Int, 0_i64, 1_000_000_000_i64));
    problem.clause("even", (Linear::of(x) + y).equal(Linear::of(z).times(&int(2))));
    problem.clause("odd", (Linear::of(x) - y).equal(Linear::of(w).times(&int(2)) + 1));
    assert_eq!(core(&problem, &check(&problem)), ["even", "odd"]);

    // One equation that no whole numbers meet, without bounds.
    let mut problem = Problem::new();
    let [x, y] = ["x", "y"].map(|name| problem.variable(name, Sort::Int));
    problem.clause("parity", Linear::of(x).times(&int(4)).plus(int(-6), y).equal(3));
    assert_eq!(core(&problem, &check(&problem)), ["parity"]);
}

#[test]
fn bounds_that_cannot_be_met_are_an_empty_core() {
    let mut problem = Problem::new();
    let x = problem.bounded("x", Sort::Int, decimal(20), decimal(80));
    problem.clause("any", Linear::of(x).at_least(0));
    assert_eq!(core(&problem, &check(&problem)), Vec::<String>::new());
    assert_eq!(core(&problem, &check_clauses(&problem, &[])), Vec::<String>::new());
}

#[test]
fn nonsense_is_refused() {
    let mut problem = Problem::new();
    let x = problem.bounded("x", Sort::Int, 0_i64, 9_i64);
    let mut other = Problem::new();
    other.variable("a", Sort::Bool);
    let beyond = other.variable("b", Sort::Bool);
    let number = problem.clause("a number as a truth value", bool(x));
    let foreign = problem.clause("of another problem", bool(beyond));
    for clause in [number, foreign] {
        let answer = Engine.check(&problem, &[clause], &Limits::default());
        assert!(matches!(answer, Answer::Unknown(guiju_analysis::solver::Why::Malformed(_))), "{answer:?}");
    }
}

#[test]
fn truth_values_count_in_sums() {
    let mut problem = Problem::new();
    let flags: Vec<Var> = (0..5).map(|at| problem.variable(format!("b{at}"), Sort::Bool)).collect();
    let points =
        Linear::sum(flags.iter().zip([1_i64, 2, 4, 8, 16]).map(|(flag, points)| Linear::of(*flag).times(&int(points))));
    let exact = problem.clause("points", points.clone().equal(21));
    let found = model(check_clauses(&problem, &[exact]));
    assert_eq!(
        flags.iter().map(|flag| found.holds(*flag).unwrap()).collect::<Vec<_>>(),
        [true, false, true, false, true]
    );
    let few = problem.clause("few", Formula::at_most(2, flags.iter().copied().map(bool).collect()));
    assert_eq!(core(&problem, &check_clauses(&problem, &[exact, few])), ["points", "few"]);
    assert_eq!(optimum(&problem, &[few], &Objective::maximise(points)), (int(24), true));
}

#[test]
fn all_minimal_cores() {
    let mut problem = Problem::new();
    let [x, y] = ["x", "y"].map(|name| problem.bounded(name, Sort::Int, 0_i64, 100_i64));
    for (name, formula) in [
        ("x ≥ 10", Linear::of(x).at_least(10)),
        ("x ≤ 5", Linear::of(x).at_most(5)),
        ("x ≤ 4", Linear::of(x).at_most(4)),
        ("x ≥ 5", Linear::of(x).at_least(5)),
        ("y ≥ 1", Linear::of(y).at_least(1)),
        ("y = 0", Linear::of(y).equal(0)),
        ("x + y", (Linear::of(x) + y).at_most(9)),
    ] {
        problem.clause(name, formula);
    }
    let found = Engine.cores(&problem, &problem.clause_ids(), 100, &Limits::default());
    assert_eq!(found.incomplete, None);
    let cores: Vec<Vec<String>> = found.cores.iter().map(|no| names(&problem, &no.core)).collect();
    let expected: Vec<Vec<&str>> = vec![
        vec!["x ≥ 10", "x ≤ 5"],
        vec!["x ≥ 10", "x ≤ 4"],
        vec!["x ≥ 10", "x + y"],
        vec!["x ≤ 4", "x ≥ 5"],
        vec!["y ≥ 1", "y = 0"],
    ];
    assert_eq!(cores, expected);
    for no in &found.cores {
        proven(&problem, no, None);
    }
    let some = Engine.cores(&problem, &problem.clause_ids(), 2, &Limits::default());
    assert_eq!((some.cores.len(), some.incomplete), (2, Some(guiju_analysis::solver::engine::Incomplete::Enough)));
}

#[test]
fn equalities_are_two_inequalities() {
    let mut problem = Problem::new();
    let x = problem.bounded("x", Sort::Real, 0_i64, 10_i64);
    let linear = Linear::of(x).times(&int(-3)) + 6;
    let equal = problem.clause("x = 2", Formula::Atom(Atom { linear: linear.clone(), relation: Relation::Equal }));
    let differs = problem.clause("x ≠ 2", Formula::Atom(Atom { linear, relation: Relation::Differs }));
    assert_eq!(model(check_clauses(&problem, &[equal])).value(x), Some(&int(2)));
    assert_ne!(model(check_clauses(&problem, &[differs])).value(x), Some(&int(2)));
    assert_eq!(core(&problem, &check(&problem)), ["x = 2", "x ≠ 2"]);
    assert_eq!(optimum(&problem, &[differs], &Objective::maximise(x)), (int(10), true));
}
