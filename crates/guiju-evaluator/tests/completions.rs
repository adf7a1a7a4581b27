//! What is said of facts with gaps holds for every way to fill them: random small expressions over unknown cells of
//! small finite domains, against an evaluator of its own that knows two values and tries every completion.

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
use guiju_evaluator::inspector::Figure;
use guiju_evaluator::{Exact, Inspector, Num};
use guiju_program::expr::*;
use guiju_program::rule::*;
use guiju_program::schema::*;
use guiju_program::value::{Cell, Verdict};
use guiju_program::{ExprKind, Name, Program, Span, Type};
use proptest::prelude::*;

/// What a random expression is made of; it is turned both into an expression and into a value.
#[derive(Clone, Debug)]
enum N {
    Literal(i64),
    Field,
    Blank,
    Add(Box<N>, Box<N>),
    Subtract(Box<N>, Box<N>),
    Multiply(Box<N>, Box<N>),
    Capped(Box<N>, Box<N>),
    Floored(Box<N>, Box<N>),
    Growth(Box<N>, Box<N>, Option<ZeroBase>),
    Default(Box<N>, Box<N>),
    When(Box<C>, Box<N>, Box<N>),
    Count(Vec<C>),
    Sum(Vec<C>, Box<N>),
    Min(Vec<C>, Box<N>),
    Max(Vec<C>, Box<N>),
    Mean(Vec<C>, Box<N>),
    Share(Vec<C>, Box<C>),
    Amounts(Vec<C>, Box<C>),
    Median(Vec<C>, Box<N>),
    Distinct(Vec<C>, Box<N>),
    /// The value of the row whose number, and then whose further number, is greatest; or least.
    Edge(bool, Vec<C>, Box<N>, bool),
    Run(Vec<C>),
    Rank(Vec<C>),
}

#[derive(Clone, Debug)]
enum C {
    Flag,
    Compare(CompareOp, Box<N>, Box<N>),
    Not(Box<C>),
    And(Box<C>, Box<C>),
    Or(Box<C>, Box<C>),
    WhenElse(Box<C>, Box<C>, Box<C>),
    Has,
    All(Vec<C>, Box<C>),
    Any(Vec<C>, Box<C>),
    Top(i64, Option<Ties>),
}

/// The three fields of a row: a number, a number that may be blank, a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Filled {
    number: i64,
    blank: Option<i64>,
    flag: bool,
}

/// The same with gaps.
#[derive(Clone, Copy, Debug)]
struct Gappy {
    number: Option<i64>,
    blank: Option<Option<i64>>,
    flag: Option<bool>,
}

/// A number without gaps.
#[derive(Clone, Debug, PartialEq)]
enum V {
    Value(Exact),
    /// There is none.
    Absent,
    /// On a zero base, comparisons pass or fail.
    Base {
        met: bool,
    },
    /// The clause does not say which value is meant.
    Silent,
}

/// How the points are read on which a clause is silent.
#[derive(Clone, Copy, Debug)]
struct Reading {
    zero_base: ZeroBase,
    ties: Ties,
}

fn both(a: V, b: V, join: impl Fn(&Exact, &Exact) -> V) -> V {
    match (a, b) {
        (V::Silent, _) | (_, V::Silent) => V::Silent,
        (base @ V::Base { .. }, _) | (_, base @ V::Base { .. }) => base,
        (V::Absent, _) | (_, V::Absent) => V::Absent,
        (V::Value(a), V::Value(b)) => join(&a, &b),
    }
}

/// Facts without gaps, and how silent points are read.
struct World<'a> {
    rows: &'a [Filled],
    reading: Reading,
}

impl World<'_> {
    fn number(&self, n: &N, row: usize) -> V {
        let two = |a: &N, b: &N, join: fn(&Exact, &Exact) -> Exact| {
            both(self.number(a, row), self.number(b, row), |a, b| V::Value(join(a, b)))
        };
        match n {
            N::Literal(n) => V::Value(Exact::from(*n)),
            N::Field => V::Value(Exact::from(self.rows[row].number)),
            N::Blank => match self.rows[row].blank {
                Some(n) => V::Value(Exact::from(n)),
                None => V::Absent,
            },
            N::Add(a, b) => two(a, b, |a, b| a + b),
            N::Subtract(a, b) => two(a, b, |a, b| a - b),
            N::Multiply(a, b) => two(a, b, |a, b| a * b),
            N::Capped(a, b) => two(a, b, |a, b| a.min(b).clone()),
            N::Floored(a, b) => two(a, b, |a, b| a.max(b).clone()),
            N::Growth(a, b, choice) => both(self.number(a, row), self.number(b, row), |a, b| {
                if b.is_positive() {
                    return V::Value(&a.checked_div(b).unwrap() - &Exact::one());
                }
                match choice.unwrap_or(self.reading.zero_base) {
                    ZeroBase::Met => V::Base { met: true },
                    ZeroBase::Unmet => V::Base { met: false },
                    ZeroBase::NotApplicable => V::Absent,
                }
            }),
            N::Default(a, b) => match self.number(a, row) {
                V::Absent => self.number(b, row),
                known => known,
            },
            N::When(c, a, b) => match self.condition(c, row) {
                Verdict::Pass => self.number(a, row),
                _ => self.number(b, row),
            },
            N::Count(f) => V::Value(Exact::from(self.members(f).len() as u64)),
            N::Sum(f, n) => self.over(f, n, |v| Some(v.iter().fold(Exact::zero(), |a, b| &a + b))),
            N::Min(f, n) => self.over(f, n, |v| v.iter().min().cloned()),
            N::Max(f, n) => self.over(f, n, |v| v.iter().max().cloned()),
            N::Mean(f, n) => self.over(f, n, |v| {
                let sum = v.iter().fold(Exact::zero(), |a, b| &a + b);
                sum.checked_div(&Exact::from(v.len() as u64))
            }),
            N::Share(f, c) | N::Amounts(f, c) => {
                let weigh = matches!(n, N::Amounts(..));
                let (mut part, mut all) = (0_i64, 0_i64);
                for row in self.members(f) {
                    let weight = if weigh { self.rows[row].number } else { 1 };
                    all += weight;
                    if self.condition(c, row) == Verdict::Pass {
                        part += weight;
                    }
                }
                Exact::fraction(part.into(), all.into()).map_or(V::Absent, V::Value)
            }
            N::Median(f, n) => self.over(f, n, |v| {
                let mut v = v.to_vec();
                v.sort();
                let middle = v.len() / 2;
                let upper = v.get(middle)?.clone();
                let lower = if v.len() % 2 == 1 { upper.clone() } else { v[middle - 1].clone() };
                (&lower + &upper).checked_div(&Exact::from(2_i64))
            }),
            N::Distinct(f, n) => {
                let different = |v: &[Exact]| v.iter().collect::<std::collections::HashSet<_>>().len() as u64;
                match self.over(f, n, |v| Some(Exact::from(different(v)))) {
                    V::Absent => V::Value(Exact::zero()),
                    found => found,
                }
            }
            N::Edge(latest, f, n, further) => {
                let key = |row: &usize| {
                    let row = self.rows[*row];
                    let sign = if *latest { 1 } else { -1 };
                    (sign * row.number, if *further { row.blank.map(|blank| sign * blank) } else { Some(0) })
                };
                let placed: Vec<usize> = self.members(f).into_iter().filter(|row| key(row).1.is_some()).collect();
                let first = placed.iter().map(key).max();
                let tied = placed.iter().filter(|row| Some(key(row)) == first);
                let mut values: Vec<V> = tied.map(|row| self.number(n, *row)).collect();
                values.dedup();
                match values.as_slice() {
                    [] => V::Absent,
                    [one] => one.clone(),
                    _ => V::Silent,
                }
            }
            N::Run(f) => {
                let months: Vec<i64> = self.members(f).into_iter().map(|row| self.rows[row].number).collect();
                let run = |from: &i64| (*from..).take_while(|month| months.contains(month)).count();
                V::Value(Exact::from(months.iter().map(run).max().unwrap_or(0) as u64))
            }
            N::Rank(f) => {
                let members = self.members(f);
                if !members.contains(&row) {
                    return V::Absent;
                }
                let mine = self.rows[row].number;
                let ahead = members.iter().filter(|o| self.rows[**o].number > mine);
                V::Value(Exact::from(ahead.count() as u64 + 1))
            }
        }
    }

    /// The rows that pass.
    fn members(&self, f: &[C]) -> Vec<usize> {
        let passes = |row: &usize| f.iter().all(|c| self.condition(c, *row) == Verdict::Pass);
        (0..self.rows.len()).filter(passes).collect()
    }

    fn over(&self, f: &[C], n: &N, figure: impl Fn(&[Exact]) -> Option<Exact>) -> V {
        let mut values = Vec::new();
        for row in self.members(f) {
            match self.number(n, row) {
                V::Value(value) => values.push(value),
                V::Absent => {}
                other => return other,
            }
        }
        figure(&values).map_or(V::Absent, V::Value)
    }

    fn condition(&self, c: &C, row: usize) -> Verdict {
        let of = |c: &C| self.condition(c, row);
        match c {
            C::Flag => Verdict::from_bool(self.rows[row].flag),
            C::Compare(op, a, b) => match (self.number(a, row), self.number(b, row)) {
                (V::Silent, _) | (_, V::Silent) => Verdict::Undetermined,
                (V::Base { met }, _) | (_, V::Base { met }) => Verdict::from_bool(met),
                (V::Absent, _) | (_, V::Absent) => Verdict::NotApplicable,
                (V::Value(a), V::Value(b)) => Verdict::from_bool(op.holds(a.cmp(&b))),
            },
            C::Not(c) => of(c).negate(),
            C::And(a, b) => of(a).and(of(b)),
            C::Or(a, b) => of(a).or(of(b)),
            C::WhenElse(c, a, b) => match of(c) {
                Verdict::Pass => of(a),
                _ => of(b),
            },
            C::Has => Verdict::from_bool(self.rows[row].blank.is_some()),
            C::All(f, asked) => {
                let verdicts = self.members(f).into_iter();
                verdicts.map(|row| self.condition(asked, row)).fold(Verdict::NotApplicable, Verdict::and)
            }
            C::Any(f, asked) => {
                let verdicts = self.members(f).into_iter();
                verdicts.map(|row| self.condition(asked, row)).fold(Verdict::Fail, Verdict::or)
            }
            C::Top(limit, ties) => {
                let mine = self.rows[row].number;
                let count =
                    |counts: fn(i64, i64) -> bool| self.rows.iter().filter(|r| counts(r.number, mine)).count() as i64;
                Verdict::from_bool(match ties.unwrap_or(self.reading.ties) {
                    Ties::All => count(|other, mine| other > mine) < *limit,
                    Ties::None => count(|other, mine| other >= mine) <= *limit,
                })
            }
        }
    }
}

impl N {
    fn expr(&self, r: RecordId) -> guiju_program::Expr {
        let arithmetic = |op, a: &N, b: &N| {
            let (left, right) = (Box::new(a.expr(r)), Box::new(b.expr(r)));
            expr(ExprKind::Arithmetic { op, left, right }, pure())
        };
        let figure = |function, f: &[C], n: &N| {
            aggregate(function, rows(r, Relation::Whole), filters(f, r), Some(n.expr(r)), None)
        };
        match self {
            Self::Literal(n) => num(&n.to_string()),
            Self::Field => fnum(r, 1),
            Self::Blank => fnum(r, 2),
            Self::Add(a, b) => arithmetic(ArithmeticOp::Add, a, b),
            Self::Subtract(a, b) => arithmetic(ArithmeticOp::Subtract, a, b),
            Self::Multiply(a, b) => arithmetic(ArithmeticOp::Multiply, a, b),
            Self::Capped(a, b) => arithmetic(ArithmeticOp::CappedAt, a, b),
            Self::Floored(a, b) => arithmetic(ArithmeticOp::FlooredAt, a, b),
            Self::Growth(a, b, choice) => {
                let zero_base = choice.map_or(Silent::Unsaid, |choice| Silent::Chosen(choice, InterpretationId(0)));
                versus(Change::Growth, a.expr(r), b.expr(r), zero_base)
            }
            Self::Default(a, b) => {
                let (value, default) = (Box::new(a.expr(r)), Box::new(b.expr(r)));
                expr(ExprKind::Default { value, default }, pure())
            }
            Self::When(c, a, b) => expr(
                ExprKind::When {
                    condition: Box::new(c.expr(r)),
                    then: Box::new(a.expr(r)),
                    otherwise: Some(Box::new(b.expr(r))),
                },
                pure(),
            ),
            Self::Count(f) => count(rows(r, Relation::Whole), filters(f, r)),
            Self::Sum(f, n) => figure(AggregateFunction::Sum, f, n),
            Self::Min(f, n) => figure(AggregateFunction::Min, f, n),
            Self::Max(f, n) => figure(AggregateFunction::Max, f, n),
            Self::Mean(f, n) => figure(AggregateFunction::Mean, f, n),
            Self::Share(f, c) => share(rows(r, Relation::Whole), filters(f, r), c.expr(r)),
            Self::Amounts(f, c) => aggregate(
                AggregateFunction::Share,
                rows(r, Relation::Whole),
                filters(f, r),
                Some(fnum(r, 1)),
                Some(c.expr(r)),
            ),
            Self::Median(f, n) => figure(AggregateFunction::Median, f, n),
            Self::Distinct(f, n) => figure(AggregateFunction::Distinct, f, n),
            Self::Edge(latest, f, n, further) => {
                let function = if *latest { AggregateFunction::Latest } else { AggregateFunction::Earliest };
                let mut keys = vec![fnum(r, 1)];
                if *further {
                    keys.push(fnum(r, 2));
                }
                in_order(function, rows(r, Relation::Whole), filters(f, r), Some(n.expr(r)), keys)
            }
            Self::Run(f) => in_order(
                AggregateFunction::Consecutive,
                rows(r, Relation::Whole),
                filters(f, r),
                None,
                vec![fnum(r, 1)],
            ),
            Self::Rank(f) => expr(ExprKind::Rank(Box::new(ranking(f, r))), pure()),
        }
    }
}

fn ranking(f: &[C], r: RecordId) -> Ranking {
    Ranking {
        rows: rows(r, Relation::Whole),
        filters: filters(f, r),
        partition: Vec::new(),
        keys: vec![RankKey { value: fnum(r, 1), ascending: false }],
    }
}

fn filters(f: &[C], r: RecordId) -> Vec<guiju_program::Expr> {
    f.iter().map(|c| c.expr(r)).collect()
}

impl C {
    fn expr(&self, r: RecordId) -> guiju_program::Expr {
        match self {
            Self::Flag => fyes(r, 3),
            Self::Compare(op, a, b) => compare(*op, a.expr(r), b.expr(r)),
            Self::Not(c) => not(c.expr(r)),
            Self::And(a, b) => all_of(vec![a.expr(r), b.expr(r)]),
            Self::Or(a, b) => any_of(vec![a.expr(r), b.expr(r)]),
            Self::WhenElse(c, a, b) => expr(
                ExprKind::When {
                    condition: Box::new(c.expr(r)),
                    then: Box::new(a.expr(r)),
                    otherwise: Some(Box::new(b.expr(r))),
                },
                Type::Condition,
            ),
            Self::Has => expr(ExprKind::Has(Box::new(fnum(r, 2))), Type::Condition),
            Self::All(f, c) | Self::Any(f, c) => {
                let function = match self {
                    Self::All(..) => AggregateFunction::All,
                    _ => AggregateFunction::Any,
                };
                let set = rows(r, Relation::Whole);
                aggregate(function, set, filters(f, r), None, Some(c.expr(r)))
            }
            Self::Top(limit, ties) => expr(
                ExprKind::Top {
                    ranking: Box::new(ranking(&[], r)),
                    limit: TopLimit::Count(Box::new(num(&limit.to_string()))),
                    rounding: Silent::Unsaid,
                    ties: ties.map_or(Silent::Unsaid, |t| Silent::Chosen(t, InterpretationId(0))),
                },
                Type::Condition,
            ),
        }
    }
}

fn op() -> impl Strategy<Value = CompareOp> {
    use CompareOp::{Eq, Ge, Gt, Le, Lt, Ne};
    prop::sample::select(vec![Eq, Ge, Gt, Le, Lt, Ne])
}

/// Expressions on a row, without figures over rows.
fn on_a_row() -> (BoxedStrategy<N>, BoxedStrategy<C>) {
    let leaf = prop_oneof![(0_i64..4).prop_map(N::Literal), Just(N::Field), Just(N::Blank)].boxed();
    let condition = |number: BoxedStrategy<N>| {
        prop_oneof![
            1 => Just(C::Flag),
            1 => Just(C::Has),
            3 => (op(), number.clone(), number)
                .prop_map(|(op, a, b)| C::Compare(op, Box::new(a), Box::new(b))),
        ]
        .boxed()
    };
    let number = numbers(leaf.clone(), condition(leaf));
    let conditions = conditions(condition(number.clone()));
    (number, conditions)
}

fn numbers(leaf: BoxedStrategy<N>, condition: BoxedStrategy<C>) -> BoxedStrategy<N> {
    leaf.prop_recursive(1, 3, 2, move |inner| {
        let two = (inner.clone().prop_map(Box::new), inner.prop_map(Box::new));
        let choice =
            prop::sample::select(vec![None, Some(ZeroBase::Met), Some(ZeroBase::Unmet), Some(ZeroBase::NotApplicable)]);
        prop_oneof![
            two.clone().prop_map(|(a, b)| N::Add(a, b)),
            two.clone().prop_map(|(a, b)| N::Subtract(a, b)),
            two.clone().prop_map(|(a, b)| N::Multiply(a, b)),
            two.clone().prop_map(|(a, b)| N::Capped(a, b)),
            two.clone().prop_map(|(a, b)| N::Floored(a, b)),
            (two.clone(), choice).prop_map(|((a, b), choice)| N::Growth(a, b, choice)),
            two.clone().prop_map(|(a, b)| N::Default(a, b)),
            (condition.clone(), two).prop_map(|(c, (a, b))| N::When(Box::new(c), a, b)),
        ]
    })
    .boxed()
}

fn conditions(leaf: BoxedStrategy<C>) -> BoxedStrategy<C> {
    leaf.prop_recursive(1, 3, 3, |inner| {
        let boxed = inner.prop_map(Box::new);
        let two = (boxed.clone(), boxed.clone());
        prop_oneof![
            boxed.clone().prop_map(C::Not),
            two.clone().prop_map(|(a, b)| C::And(a, b)),
            two.clone().prop_map(|(a, b)| C::Or(a, b)),
            (boxed, two).prop_map(|(c, (a, b))| C::WhenElse(c, a, b)),
        ]
    })
    .boxed()
}

fn any_expressions() -> (BoxedStrategy<N>, BoxedStrategy<C>) {
    let (number, condition) = on_a_row();
    let f = || prop::collection::vec(condition.clone(), 0..2);
    let n = || number.clone().prop_map(Box::new);
    let c = || condition.clone().prop_map(Box::new);
    let ties = prop::sample::select(vec![None, Some(Ties::All), Some(Ties::None)]);
    let figure = prop_oneof![
        f().prop_map(N::Count),
        (f(), n()).prop_map(|(f, n)| N::Sum(f, n)),
        (f(), n()).prop_map(|(f, n)| N::Min(f, n)),
        (f(), n()).prop_map(|(f, n)| N::Max(f, n)),
        (f(), n()).prop_map(|(f, n)| N::Mean(f, n)),
        (f(), c()).prop_map(|(f, c)| N::Share(f, c)),
        (f(), c()).prop_map(|(f, c)| N::Amounts(f, c)),
        f().prop_map(N::Rank),
        (f(), n()).prop_map(|(f, n)| N::Median(f, n)),
        (f(), n()).prop_map(|(f, n)| N::Distinct(f, n)),
        (any::<bool>(), f(), n(), any::<bool>()).prop_map(|(latest, f, n, further)| N::Edge(latest, f, n, further)),
        f().prop_map(N::Run),
        number.clone(),
    ]
    .boxed();
    let numbers = numbers(figure, condition.clone());
    let judged = prop_oneof![
        3 => (op(), numbers.clone(), numbers.clone())
            .prop_map(|(op, a, b)| C::Compare(op, Box::new(a), Box::new(b))),
        1 => (f(), c()).prop_map(|(f, c)| C::All(f, c)),
        1 => (f(), c()).prop_map(|(f, c)| C::Any(f, c)),
        1 => (1_i64..4, ties).prop_map(|(limit, ties)| C::Top(limit, ties)),
        1 => condition,
    ]
    .boxed();
    (numbers, conditions(judged))
}

fn gappy_rows() -> impl Strategy<Value = Vec<Gappy>> {
    let row = (
        prop_oneof![3 => (0_i64..4).prop_map(Some), 1 => Just(None)],
        prop_oneof![3 => prop::option::of(0_i64..3).prop_map(Some), 1 => Just(None)],
        prop_oneof![3 => any::<bool>().prop_map(Some), 1 => Just(None)],
    );
    let row = row.prop_map(|(number, blank, flag)| Gappy { number, blank, flag });
    prop::collection::vec(row, 1..5)
}

/// Every way to fill the gaps from small domains; of very many ways every so many-th.
fn completions(rows: &[Gappy], most: usize) -> Vec<Vec<Filled>> {
    let mut ways: Vec<Vec<Filled>> = vec![Vec::new()];
    for row in rows {
        let numbers = row.number.map_or(vec![0, 1, 3, 7], |n| vec![n]);
        let blanks = row.blank.map_or(vec![None, Some(0), Some(1), Some(5)], |b| vec![b]);
        let flags = row.flag.map_or(vec![false, true], |f| vec![f]);
        let mut next = Vec::new();
        for way in &ways {
            for &number in &numbers {
                for &blank in &blanks {
                    for &flag in &flags {
                        let mut way = way.clone();
                        way.push(Filled { number, blank, flag });
                        next.push(way);
                    }
                }
            }
        }
        let step = next.len().div_ceil(most);
        ways = next.into_iter().step_by(step).collect();
    }
    ways
}

struct Case {
    program: Program,
    r: RecordId,
}

fn case(number: &N, condition: &C) -> Case {
    let mut program = Program::default();
    let fields = vec![number_field("number"), optional(number_field("blank")), field("flag", FieldType::YesNo)];
    let r = record(&mut program, "R", fields);
    for expr in [number.expr(r), condition.expr(r)] {
        program.defines.push(Define {
            name: Name::new("d"),
            record: Some(r),
            expr,
            cites: Vec::new(),
            span: Span::default(),
        });
    }
    each(&mut program, r, condition.expr(r));
    Case { program, r }
}

fn facts_of(case: &Case, rows: &[Gappy]) -> guiju_evaluator::Facts {
    let mut facts = FactsBuilder::new(&case.program);
    for (index, row) in rows.iter().enumerate() {
        let cell = |value: Option<i64>| value.map_or(UNKNOWN, |v| n(&v.to_string()));
        let blank = match row.blank {
            Some(None) => ABSENT,
            Some(value) => cell(value),
            None => UNKNOWN,
        };
        let flag = row.flag.map_or(Cell::Unknown, yes);
        push(&mut facts, case.r, &index.to_string(), &[cell(row.number), blank, flag]);
    }
    facts.build().unwrap()
}

/// Whether a number found with gaps allows what a completion gives. A silent one says nothing for sure.
fn allows(found: &Num, exact: &V) -> bool {
    found.silent
        || match exact {
            // That the clause is silent must show.
            V::Silent => false,
            V::Base { met: true } => found.met,
            V::Base { met: false } => found.unmet,
            V::Absent => found.absent,
            V::Value(value) => found.values.as_ref().is_some_and(|interval| {
                interval.lo.as_ref().is_none_or(|lo| lo <= value) && interval.hi.as_ref().is_none_or(|hi| value <= hi)
            }),
        }
}

fn readings() -> Vec<Reading> {
    let mut readings = Vec::new();
    for zero_base in [ZeroBase::Met, ZeroBase::Unmet, ZeroBase::NotApplicable] {
        for ties in [Ties::All, Ties::None] {
            readings.push(Reading { zero_base, ties });
        }
    }
    readings
}

#[expect(clippy::disallowed_methods, reason = "a test reads its size from outside")]
fn cases() -> u32 {
    std::env::var("GUIJU_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn every_completion_lies_within(
        (number, condition) in any_expressions(),
        rows in gappy_rows(),
    ) {
        let case = case(&number, &condition);
        let facts = facts_of(&case, &rows);
        let inspector = Inspector::new(&case.program, &facts, date("2023-12-31"));
        // Looking at every row says the same as the indexes and what is kept between rows.
        let all: Vec<Verdict> = (0..rows.len())
            .map(|row| match inspector.define(DefineId(1), Some(u32::try_from(row).unwrap())).value {
                Figure::Verdict(verdict) => verdict,
                other => panic!("{other:?}"),
            })
            .collect();
        let keys = |wanted| -> Vec<String> {
            let rows = all.iter().enumerate().filter(|(_, verdict)| **verdict == wanted);
            rows.map(|(row, _)| row.to_string()).collect()
        };
        let items = &evaluate(&case.program, &facts).rules[0].items;
        prop_assert_eq!(&items.failing_keys, &keys(Verdict::Fail));
        prop_assert_eq!(&items.undetermined_keys, &keys(Verdict::Undetermined));

        let ways = completions(&rows, 150);
        let readings = readings();
        for row in 0..rows.len() {
            let at = u32::try_from(row).unwrap();
            let Figure::Number(found, _) = inspector.define(DefineId(0), Some(at)).value else {
                panic!()
            };
            let judged = inspector.define(DefineId(1), Some(at));
            let Figure::Verdict(verdict) = judged.value else { panic!() };
            for (way, reading) in ways.iter().flat_map(|way| readings.iter().map(move |r| (way, *r))) {
                let world = World { rows: way, reading };
                let exact = world.number(&number, row);
                prop_assert!(
                    allows(&found, &exact),
                    "{number:?} row {row}: {found:?} but {exact:?} of {way:?} {reading:?}"
                );
                let exact = world.condition(&condition, row);
                prop_assert!(
                    verdict == Verdict::Undetermined || verdict == exact,
                    "{condition:?} row {row}: {verdict:?} but {exact:?} of {way:?} {reading:?}"
                );
            }
            // Nothing is undetermined without a reason.
            if verdict == Verdict::Undetermined {
                // Where one side does not apply and the other is met or unmet by an interpretation, no fact is missing.
                let chosen = ["Some(Met)", "Some(Unmet)"].iter().any(|c| format!("{condition:?}").contains(c));
                prop_assert!(chosen || !judged.causes.list.is_empty(), "{condition:?} row {row}: no cause");
            } else {
                prop_assert!(judged.causes.list.is_empty());
            }
        }
    }

    /// A single figure over rows is as narrow as the completions are, but for ends that are infinite.
    #[test]
    fn figures_over_rows_are_tight(rows in gappy_rows(), which in 0..10_usize) {
        let f = || vec![C::Flag];
        let number = [
            N::Count(f()),
            N::Sum(f(), Box::new(N::Field)),
            N::Min(f(), Box::new(N::Field)),
            N::Max(f(), Box::new(N::Field)),
            N::Mean(f(), Box::new(N::Field)),
            N::Share(f(), Box::new(C::Has)),
            N::Rank(f()),
            N::Median(f(), Box::new(N::Field)),
            N::Distinct(f(), Box::new(N::Field)),
            N::Run(f()),
        ][which].clone();
        // A rank hangs on values that no small domain reaches both ways.
        let rows: Vec<Gappy> = rows
            .into_iter()
            .map(|row| Gappy { number: row.number.or(Some(2)), ..row })
            .collect();
        let case = case(&number, &C::Flag);
        let facts = facts_of(&case, &rows);
        let inspector = Inspector::new(&case.program, &facts, date("2023-12-31"));
        let Figure::Number(found, _) = inspector.define(DefineId(0), Some(0)).value else { panic!() };
        let ways = completions(&rows, usize::MAX);
        let reading = readings()[0];
        let exact: Vec<V> = ways.iter().map(|way| World { rows: way, reading }.number(&number, 0)).collect();
        let values: Vec<&Exact> = exact
            .iter()
            .filter_map(|v| if let V::Value(v) = v { Some(v) } else { None })
            .collect();
        prop_assert_eq!(found.absent, exact.contains(&V::Absent));
        let ends = found.values.as_ref().map(|i| (i.lo.as_ref().unwrap(), i.hi.as_ref().unwrap()));
        let expected = values.iter().min().map(|lo| (*lo, *values.iter().max().unwrap()));
        prop_assert_eq!(ends, expected, "{:?}", number);
    }
}
