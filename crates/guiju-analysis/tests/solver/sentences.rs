//! Certificates as sentences.

use guiju_analysis::solver::certificate::{Premise, Tree};
use guiju_analysis::solver::{
    Answer, Clause, Engine, Exact, Formula, Limits, Linear, Objective, Optimum, Problem, Solver, Sort, Unsatisfiable,
    Var, Variable, sentence,
};
use guiju_program::Bilingual;
use guiju_program::diagnostic::Language::{En, Zh};

use crate::questions::{decimal, int};

fn variable(problem: &mut Problem, sort: Sort, label: [&str; 2], unit: [&str; 2]) -> Var {
    problem.add_variable(Variable {
        name: label[1].to_owned(),
        sort,
        lower: Some(int(0)),
        upper: Some(int(1_000_000)),
        label: Bilingual::new(label[0], label[1]),
        unit: Bilingual::new(unit[0], unit[1]),
    })
}

fn clause(problem: &mut Problem, label: [&str; 2], formula: Formula) {
    problem.add_clause(Clause { name: label[1].to_owned(), formula, label: Bilingual::new(label[0], label[1]) });
}

fn unsatisfiable(problem: &Problem) -> Unsatisfiable {
    match Engine.check(problem, &problem.clause_ids(), &Limits::default()) {
        Answer::Unsatisfiable(no) => no,
        other => panic!("{other:?}"),
    }
}

fn sum(no: &Unsatisfiable) -> Vec<Premise> {
    match &no.certificate.as_ref().unwrap().lemmas[..] {
        [lemma] => match &lemma.proof {
            Tree::Sum(premises) => premises.clone(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn money() -> Problem {
    let mut problem = Problem::new();
    let shops = variable(&mut problem, Sort::Int, ["户数", "shops"], ["户", "shops"]);
    let spent = variable(&mut problem, Sort::Real, ["支出", "spent"], ["万元", "10k yuan"]);
    clause(&mut problem, ["预算", "the budget"], Linear::of(spent).at_most(3_400));
    clause(&mut problem, ["目标", "the target"], Linear::of(shops).at_least(1_500));
    let rate = Linear::of(spent).equal(Linear::of(shops).times(&decimal(227)));
    clause(&mut problem, ["标准", "the rate"], rate);
    problem
}

#[test]
fn one_chain_is_one_sentence() {
    let problem = money();
    let no = unsatisfiable(&problem);
    let premises = sum(&no);
    let zh = sentence::chain(&problem, &premises, Zh).unwrap();
    assert_eq!(zh, "1500户 × 2.27万元/户 = 3405万元 > 3400万元");
    let en = sentence::chain(&problem, &premises, En).unwrap();
    assert_eq!(en, "1500 shops × 2.27 10k yuan/shops = 3405 10k yuan > 3400 10k yuan");
    assert_eq!(sentence::bilingual(&problem, &premises), Bilingual::new(zh.clone(), en));
    let lines = sentence::lines(&problem, no.certificate.as_ref().unwrap(), Zh);
    let [line] = &lines[..] else { panic!("{lines:?}") };
    assert!(line.starts_with(&zh) && line.contains("「预算」") && line.contains("「标准」"), "{line}");
}

#[test]
fn a_chain_is_read_the_way_its_rate_was_written() {
    let mut problem = Problem::new();
    let groups = variable(&mut problem, Sort::Int, ["地市", "cities"], ["个", "cities"]);
    let stores = variable(&mut problem, Sort::Int, ["门店", "stores"], ["家", "stores"]);
    clause(&mut problem, ["上限", "cap"], Linear::of(stores).at_most(Linear::of(groups).times(&int(5))));
    clause(&mut problem, ["地市数", "cities"], Linear::of(groups).at_most(13));
    clause(&mut problem, ["总数", "total"], Linear::of(stores).at_least(70));
    let premises = sum(&unsatisfiable(&problem));
    assert_eq!(sentence::chain(&problem, &premises, Zh).unwrap(), "13个 × 5家/个 = 65家 < 70家");
}

#[test]
fn two_bounds_of_one_quantity() {
    let mut problem = Problem::new();
    let products = variable(&mut problem, Sort::Int, ["产品", "products"], ["个", ""]);
    clause(&mut problem, ["正文", "article"], Linear::of(products).at_least(10));
    clause(&mut problem, ["附件", "annex"], Linear::of(products).less(6));
    let premises = sum(&unsatisfiable(&problem));
    assert_eq!(sentence::chain(&problem, &premises, Zh).unwrap(), "10个 > 5个");
    assert_eq!(sentence::chain(&problem, &premises, En).unwrap(), "10 > 5");

    let mut problem = Problem::new();
    let rate = variable(&mut problem, Sort::Real, ["比例", "rate"], ["", ""]);
    clause(&mut problem, ["一", "one"], Linear::of(rate).at_least(decimal(20)));
    clause(&mut problem, ["二", "two"], Linear::of(rate).less(decimal(20)));
    let premises = sum(&unsatisfiable(&problem));
    assert_eq!(sentence::chain(&problem, &premises, Zh).unwrap(), "0.2 = 0.2，而要求不能相等");
}

#[test]
fn longer_sums_are_listed() {
    let mut problem = Problem::new();
    let mut purpose = |zh, en| variable(&mut problem, Sort::Real, [zh, en], ["万元", "10k yuan"]);
    let (one, two, show) = (purpose("活动一", "event 1"), purpose("活动二", "event 2"), purpose("展会", "shows"));
    clause(&mut problem, ["总额", "total"], Linear::sum([one, two, show]).equal(600));
    clause(&mut problem, ["活动一下限", "first"], Linear::of(one).at_least(300));
    clause(&mut problem, ["活动二下限", "second"], Linear::of(two).at_least(300));
    clause(&mut problem, ["展会", "shows"], Linear::of(show).more(0));
    let premises = sum(&unsatisfiable(&problem));
    assert_eq!(sentence::chain(&problem, &premises, Zh), None);
    let zh = sentence::added(&problem, &premises, Zh);
    assert_eq!(zh.len(), premises.len() + 1);
    assert!(zh.contains(&"（活动一 + 活动二 + 展会 ≤ 600）——「总额」".to_owned()), "{zh:#?}");
    assert!(zh.contains(&"（活动一 ≥ 300万元）——「活动一下限」".to_owned()), "{zh:#?}");
    assert_eq!(zh.last().unwrap(), "相加得 0 < 0，不成立");
    let en = sentence::added(&problem, &premises, En);
    assert!(en.contains(&"(shows > 0 10k yuan) – 'shows'".to_owned()), "{en:#?}");
    assert_eq!(en.last().unwrap(), "added up: 0 < 0, which is false");
}

#[test]
fn multipliers_belong_to_the_inequality_as_it_is_shown() {
    let mut problem = Problem::new();
    let [x, y] = ["x", "y"].map(|name| problem.bounded(name, Sort::Real, 0_i64, 100_i64));
    problem.clause("a", (Linear::of(x).times(&int(2)) + Linear::of(y).times(&int(6))).at_least(50));
    problem.clause("b", Linear::of(x).at_most(4));
    problem.clause("c", Linear::of(y).at_most(decimal(550)));
    let premises = sum(&unsatisfiable(&problem));
    let lines = sentence::added(&problem, &premises, En);
    assert!(lines.contains(&"(x + 3 × y ≥ 25) – 'a'".to_owned()), "{lines:#?}");
    assert!(lines.contains(&"(x ≤ 4) – 'b'".to_owned()), "{lines:#?}");
    assert!(lines.contains(&"3 × (y ≤ 5.5) – 'c'".to_owned()), "{lines:#?}");
    assert_eq!(lines.last().unwrap(), "added up: 4.5 ≤ 0, which is false");
}

#[test]
fn cases_are_indented() {
    let mut problem = Problem::new();
    let flag = problem.variable("flag", Sort::Bool);
    let x = problem.bounded("x", Sort::Int, 0_i64, 100_i64);
    problem.clause("if so", Formula::implies(Formula::Bool(flag), Linear::of(x).at_least(50)));
    problem.clause("if not", Formula::implies(Formula::not(Formula::Bool(flag)), Linear::of(x).at_least(30)));
    problem.clause("few", Linear::of(x).times(&Exact::from(2_i64)).at_most(41));
    let no = unsatisfiable(&problem);
    let lines = sentence::lines(&problem, no.certificate.as_ref().unwrap(), En);
    assert!(lines.iter().any(|line| line.contains("x ≤ 20")), "{lines:#?}");
    assert!(
        lines.iter().any(|line| line.starts_with("If ")) && lines.iter().any(|line| line.starts_with("  ")),
        "{lines:#?}"
    );
    for name in ["'if so'", "'if not'"] {
        assert!(lines.iter().any(|line| line.contains(name)), "{lines:#?}");
    }
    let zh = sentence::lines(&problem, no.certificate.as_ref().unwrap(), Zh);
    assert_eq!(zh.len(), lines.len());
    assert!(zh.iter().any(|line| line.contains("「flag」成立") || line.contains("「flag」不成立")), "{zh:#?}");
}

#[test]
fn an_optimum_says_what_stops_it() {
    let problem = money();
    let shops = problem.variables().next().unwrap().0;
    let clauses: Vec<_> =
        problem.clauses().filter(|(_, clause)| clause.name != "the target").map(|(id, _)| id).collect();
    let Optimum::Attained { value, stopped_by, .. } =
        Engine.optimise(&problem, &clauses, &Objective::maximise(shops), &Limits::default())
    else {
        panic!("the budget bounds it");
    };
    assert_eq!(value, int(1_497));
    assert_eq!(
        sentence::chain(&problem, &sum(&stopped_by), Zh).unwrap(),
        "1498户 × 2.27万元/户 = 3400.46万元 > 3400万元"
    );
}
