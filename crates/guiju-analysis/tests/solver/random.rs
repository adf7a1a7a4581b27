//! Random problems from a seed.

use guiju_analysis::solver::{Atom, Exact, Formula, Linear, Model, Objective, Problem, Relation, Sort, Var};

/// A small generator of numbers (splitmix64): the same on every machine.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From zero to below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.below(usize::try_from(high - low + 1).unwrap())).unwrap()
    }

    fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}

/// How far variables reach.
#[derive(Clone, Copy)]
pub struct Shape {
    pub numbers: usize,
    pub reals: bool,
    pub truths: usize,
    pub clauses: usize,
    pub reach: i64,
}

/// 2 to 6 numbers, 3 truth values, 3 to 14 clauses.
pub fn shape(dice: &mut Dice) -> Shape {
    Shape {
        numbers: 2 + dice.below(5),
        reals: true,
        truths: 3,
        clauses: 3 + dice.below(12),
        reach: *dice.pick(&[3, 20, 1_000]),
    }
}

pub fn problem(dice: &mut Dice, shape: Shape) -> Problem {
    let mut problem = Problem::new();
    let mut numbers = Vec::new();
    let mut truths = Vec::new();
    // Half of the problems are built around a point at which nearly all clauses hold: else most could not hold.
    let around = dice.below(2) == 0;
    let mut point = Vec::new();
    for at in 0..shape.numbers {
        let sort = if shape.reals && dice.below(2) == 0 { Sort::Real } else { Sort::Int };
        let lower = dice.between(-shape.reach, shape.reach);
        let upper = lower + dice.between(0, shape.reach);
        numbers.push(problem.bounded(format!("n{at}"), sort, lower, upper));
        point.push(Exact::from(dice.between(lower, upper)));
    }
    for at in 0..shape.truths {
        truths.push(problem.variable(format!("b{at}"), Sort::Bool));
        point.push(Exact::from(dice.between(0, 1)));
    }
    let point = Model::new(point);
    for at in 0..shape.clauses {
        let mut formula = formula(dice, shape, &numbers, &truths, 2);
        if around && point.satisfies(&formula) == Some(false) && dice.below(25) > 0 {
            formula = Formula::not(formula);
        }
        problem.clause(format!("k{at}"), formula);
    }
    problem
}

fn formula(dice: &mut Dice, shape: Shape, numbers: &[Var], truths: &[Var], depth: usize) -> Formula {
    let kind = match depth {
        0 => dice.below(6),
        1 => dice.below(14),
        // Most clauses are more than an atom, or too few could hold together.
        _ => 4 + dice.below(10),
    };
    let part = |dice: &mut Dice| formula(dice, shape, numbers, truths, depth.saturating_sub(1));
    let parts = |dice: &mut Dice| -> Vec<Formula> {
        let count = 2 + dice.below(3);
        (0..count).map(|_| part(dice)).collect()
    };
    match kind {
        0 if !truths.is_empty() => Formula::Bool(*dice.pick(truths)),
        0..=5 => atom(dice, shape, numbers, truths),
        6 => Formula::not(part(dice)),
        7 => Formula::And(parts(dice)),
        8 | 9 => Formula::Or(parts(dice)),
        10 => Formula::implies(part(dice), part(dice)),
        11 => Formula::iff(part(dice), part(dice)),
        12 => {
            let parts = parts(dice);
            Formula::AtLeast(dice.below(parts.len() + 1), parts)
        }
        _ => {
            let parts = parts(dice);
            Formula::Exactly(dice.below(parts.len() + 1), parts)
        }
    }
}

pub fn linear(dice: &mut Dice, shape: Shape, numbers: &[Var], truths: &[Var]) -> Linear {
    let mut sum = Linear::zero();
    for _ in 0..=dice.below(3) {
        let factor = match dice.below(4) {
            0 => Exact::fraction(i128::from(dice.between(-9, 9)), i128::from(dice.between(1, 7))).unwrap(),
            _ => Exact::from(dice.between(-5, 5)),
        };
        sum = sum.plus(factor, *dice.pick(numbers));
    }
    if dice.below(8) == 0 && !truths.is_empty() {
        sum = sum.plus(Exact::from(dice.between(-shape.reach, shape.reach)), *dice.pick(truths));
    }
    sum
}

fn atom(dice: &mut Dice, shape: Shape, numbers: &[Var], truths: &[Var]) -> Formula {
    let relation = match dice.below(12) {
        0 => Relation::Equal,
        1 => Relation::Differs,
        2 | 3 => Relation::Less,
        4 | 5 => Relation::More,
        6..=8 => Relation::AtMost,
        _ => Relation::AtLeast,
    };
    let constant = Exact::fraction(i128::from(dice.between(-shape.reach, shape.reach)), i128::from(dice.between(1, 2)));
    let linear = linear(dice, shape, numbers, truths) - constant.unwrap();
    Formula::Atom(Atom { linear, relation })
}

pub fn objective(dice: &mut Dice, shape: Shape, problem: &Problem) -> Objective {
    let numbers: Vec<Var> =
        problem.variables().filter(|(_, variable)| variable.sort != Sort::Bool).map(|(id, _)| id).collect();
    let linear = linear(dice, shape, &numbers, &[]) + dice.between(-9, 9);
    if dice.below(2) == 0 { Objective::maximise(linear) } else { Objective::minimise(linear) }
}
