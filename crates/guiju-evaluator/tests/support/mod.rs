//! Random programs and facts, small and full of boundaries and gaps, from a seed.

#![allow(dead_code, reason = "each test uses a part")]

mod awards;
mod calendar;
mod exclusions;
mod months;
mod overrides;
mod windows;
mod workflows;

use std::sync::OnceLock;

use guiju_evaluator::{Facts, FactsBuilder, Options};
use guiju_program::civil::{Date, DateTime};
use guiju_program::expr::{
    Aggregate, AggregateFunction, ArithmeticOp, Band, BandKind, BetweenUnit, Change, CompareOp, FirstDay,
    ParameterDate, RankKey, Ranking, Relation, RoundMode, RowPath, RowSet, RowVar, Silent, SpanUnit, Step, Ties,
    TopLimit, TopRounding, ZeroBase,
};
use guiju_program::parameter::{Parameter, ParameterId, ParameterValue};
use guiju_program::rule::{
    Condition, Criteria, CriteriaId, Define, DefineId, Form, Interpretation, InterpretationId, Rule, RuleKind, Scope,
};
use guiju_program::schema::{Enumeration, EnumerationId, Field, FieldId, FieldType, Record, RecordId};
use guiju_program::table::{KeyType, Range, Table, TableCell, TableColumn, TableId, TableKey, TableRow};
use guiju_program::unit::Unit;
use guiju_program::value::{Cell, Value, Verdict, YearMonth};
use guiju_program::{Decimal, Dimension, Expr, ExprKind, Program, Span, Type};

/// A small generator of numbers (splitmix64): the same seed gives the same case on every machine.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub fn chance(&mut self, per_cent: u64) -> bool {
        self.next() % 100 < per_cent
    }

    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

pub const HUB: RecordId = RecordId(0);
pub const OWNER: RecordId = RecordId(1);
pub const CHILD: RecordId = RecordId(2);
pub const SINGLE: RecordId = RecordId(3);
const ENUM: EnumerationId = EnumerationId(0);

/// Sales of a month and of the same month last year: growth of exactly 20 per cent, and a fen less and more.
const GROWTH: [(&str, &str); 4] =
    [("600000.06", "500000.05"), ("600000.05", "500000.05"), ("600000.07", "500000.05"), ("120", "100")];

/// Numbers around which bounds and cells lie.
const BOUNDS: [&str; 9] = ["0", "1", "2", "60", "0.2", "100.05", "600000", "-3", "1.005"];
const STEPS: [&str; 6] = ["0", "0", "0.01", "-0.01", "1", "-1"];
/// Month ends, leap days, and the edges of holidays and of the calendar of working days.
const DATES: [&str; 16] = [
    "2023-01-31",
    "2023-02-28",
    "2023-03-01",
    "2023-08-31",
    "2023-09-01",
    "2024-02-29",
    "2023-12-31",
    "2020-02-29",
    "2022-12-31",
    "2023-01-20",
    "2023-01-27",
    "2023-01-28",
    "2023-01-29",
    "2023-10-06",
    "2023-10-08",
    "2023-12-28",
];

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn pure() -> Type {
    Type::Number(Dimension::pure())
}

fn e(kind: ExprKind, ty: Type) -> Expr {
    Expr::new(kind, ty, Span::default())
}

fn b(expr: Expr) -> Box<Expr> {
    Box::new(expr)
}

fn field(name: &str, ty: FieldType, optional: bool, signed: bool) -> Field {
    Field { name: name.into(), ty, optional, signed, span: Span::default() }
}

/// Fields of each record: name, type, optional, signed.
fn records() -> Vec<Record> {
    let number = || FieldType::Number(Unit::pure());
    let record = |name: &str, fields: Vec<Field>, parent: Option<RecordId>, single: bool, dated: Option<u32>| Record {
        name: name.into(),
        fields: fields.into_iter().collect(),
        key: (!single).then_some(FieldId(0)),
        parent,
        counted: Vec::new(),
        rule_date: dated.map(FieldId),
        single,
        span: Span::default(),
    };
    vec![
        record(
            "hub",
            vec![
                field("id", FieldType::Text, false, false),
                field("size", number(), false, false),
                field("open", FieldType::YesNo, false, false),
            ],
            None,
            false,
            None,
        ),
        record(
            "owner",
            vec![
                field("id", FieldType::Text, false, false),
                field("amount", number(), false, false),
                field("signed", number(), false, true),
                field("spare", number(), true, false),
                field("flag", FieldType::YesNo, false, false),
                field("kind", FieldType::Enumeration(ENUM), false, false),
                field("note", FieldType::Text, true, false),
                field("from", FieldType::Date, false, false),
                field("to", FieldType::Date, true, false),
                field("hub", FieldType::Reference(HUB), false, false),
                field("seen", FieldType::Instant, false, false),
                field("done", FieldType::Date, true, false),
            ],
            None,
            false,
            Some(7),
        ),
        record(
            "child",
            vec![
                field("month", FieldType::Month, false, false),
                field("now", number(), false, false),
                field("before", number(), false, false),
                field("extra", number(), true, true),
                field("ok", FieldType::YesNo, true, false),
            ],
            Some(OWNER),
            false,
            None,
        ),
        record(
            "all",
            vec![field("total", number(), false, false), field("growth", number(), true, true)],
            None,
            true,
            None,
        ),
    ]
}

/// Steps to which numbers are rounded.
const ROUNDED: [&str; 6] = ["0.01", "0.01", "1", "0.5", "7", "30000"];

fn range(lo: Option<(&str, bool)>, hi: Option<(&str, bool)>) -> Range {
    Range {
        lo: lo.map(|(lo, _)| dec(lo)),
        lo_included: lo.is_some_and(|(_, included)| included),
        hi: hi.map(|(hi, _)| dec(hi)),
        hi_included: hi.is_some_and(|(_, included)| included),
    }
}

/// A table by kind and number, and one by yes or no and text.
fn tables() -> Vec<Table> {
    let table = |keys: Vec<KeyType>, columns: usize, rows: Vec<(Vec<TableCell>, Vec<Option<&str>>)>| Table {
        name: "t".into(),
        keys: keys.into_iter().map(|ty| TableKey { name: "k".into(), ty }).collect(),
        columns: (0..columns).map(|_| TableColumn { name: "v".into(), unit: Unit::pure() }).collect(),
        rows: rows
            .into_iter()
            .map(|(cells, values)| TableRow {
                cells,
                values: values.into_iter().map(|value| value.map(dec)).collect(),
                span: Span::default(),
            })
            .collect(),
        reviewed_until: None,
        cites: Vec::new(),
        span: Span::default(),
    };
    let number = KeyType::Number { unit: Unit::pure(), signed: true };
    let below = || TableCell::Range(range(None, Some(("60", false))));
    let above = || TableCell::Range(range(Some(("60", true)), None));
    let texts = || vec!["a".to_owned(), "b".to_owned()];
    vec![
        table(
            vec![KeyType::Enumeration(ENUM), number.clone()],
            2,
            vec![
                (vec![TableCell::Variants(vec![0, 1]), below()], vec![Some("0"), Some("2.5")]),
                (vec![TableCell::Variants(vec![0]), above()], vec![Some("60"), None]),
                (vec![TableCell::Variants(vec![1]), above()], vec![Some("-1"), Some("100.05")]),
                (vec![TableCell::OtherVariants(vec![0, 1]), TableCell::Any], vec![Some("1"), Some("1")]),
            ],
        ),
        table(
            vec![KeyType::YesNo, KeyType::Text],
            1,
            vec![
                (vec![TableCell::YesNo(true), TableCell::Texts(texts())], vec![Some("1")]),
                (vec![TableCell::YesNo(true), TableCell::OtherTexts(texts())], vec![Some("60")]),
                (vec![TableCell::YesNo(false), TableCell::Any], vec![Some("0.2")]),
            ],
        ),
    ]
}

/// For what an expression is made.
#[derive(Clone, Copy)]
struct Place {
    /// The innermost row.
    current: Option<RecordId>,
    /// The item's own row.
    this: Option<RecordId>,
    /// The grouped record.
    group: Option<RecordId>,
    /// How many definitions and criteria may be named.
    defines: usize,
    criteria: usize,
    /// How many awards and allocations may be named.
    awards: usize,
    allocations: usize,
}

const WHOLE: Place =
    Place { current: None, this: None, group: None, defines: 0, criteria: 0, awards: 0, allocations: 0 };

/// Makes programs.
pub struct Maker<'r> {
    random: &'r mut Random,
    program: Program,
}

/// A program with criteria and rules of every scope.
pub fn program(random: &mut Random) -> Program {
    let mut program = Program {
        records: records().into_iter().collect(),
        tables: tables().into_iter().collect(),
        ..Program::default()
    };
    program.policy.year = Some(2023);
    program.enumerations.push(Enumeration { variants: vec!["x".into(), "y".into(), "z".into()], open: false });
    program.interpretations.push(Interpretation {
        name: "reading".into(),
        text: String::new(),
        text_en: None,
        choices: Default::default(),
        cites: Vec::new(),
        span: Span::default(),
    });
    for value in [
        ParameterValue::Number(dec("60")),
        ParameterValue::Open,
        ParameterValue::Dated(vec![(DATES[2].parse().unwrap(), dec("1")), (DATES[4].parse().unwrap(), dec("2.5"))]),
    ] {
        program.parameters.push(Parameter {
            name: "p".into(),
            unit: Some(Unit::pure()),
            value,
            reviewed_until: None,
            cites: Vec::new(),
            span: Span::default(),
        });
    }
    program.calendar = calendar::calendar(random);
    let mut maker = Maker { random, program };
    maker.items();
    maker.program
}

impl Maker<'_> {
    fn items(&mut self) {
        let depth = 1 + self.random.below(3);
        for index in 0..2 {
            let record = self.random.pick(&[OWNER, CHILD, OWNER]);
            let whole = self.random.chance(25);
            let place = Place {
                current: (!whole).then_some(record),
                this: (!whole).then_some(record),
                defines: index,
                ..WHOLE
            };
            let expr = if self.random.chance(60) { self.number(place, depth) } else { self.condition(place, depth) };
            self.program.defines.push(Define {
                name: format!("d{index}").as_str().into(),
                record: place.this,
                expr,
                cites: Vec::new(),
                span: Span::default(),
            });
        }
        for index in 0..2 {
            let record = self.random.pick(&[OWNER, OWNER, CHILD, HUB]);
            let place = Place { current: Some(record), this: Some(record), defines: 2, criteria: index, ..WHOLE };
            let conditions = (0..1 + self.random.below(3))
                .map(|at| Condition {
                    name: format!("c{at}").as_str().into(),
                    expr: self.condition(place, depth),
                    cites: Vec::new(),
                    span: Span::default(),
                })
                .collect();
            self.program.criteria.push(Criteria {
                name: format!("q{index}").as_str().into(),
                record,
                dates: None,
                conditions,
                cites: Vec::new(),
                interpretations: Vec::new(),
                span: Span::default(),
            });
        }
        let place = Place { current: Some(OWNER), this: Some(OWNER), defines: 2, criteria: 2, ..WHOLE };
        let workflow = self.random.chance(40).then(|| self.workflow(place));
        self.awards();
        for index in 0..3 {
            let all = Place {
                defines: self.program.defines.len(),
                criteria: self.program.criteria.len(),
                awards: self.program.awards.len(),
                allocations: self.program.allocations.len(),
                ..WHOLE
            };
            let (scope, place) = match self.random.below(3) {
                0 => (Scope::Whole, all),
                1 => {
                    let record = self.random.pick(&[OWNER, CHILD]);
                    (Scope::Each(record), Place { current: Some(record), this: Some(record), ..all })
                }
                _ => {
                    let keys = match self.random.below(4) {
                        0 => vec![FieldId(5)],
                        1 => vec![FieldId(9)],
                        2 => vec![FieldId(6)],
                        _ => vec![FieldId(5), FieldId(4)],
                    };
                    (Scope::EachGroup { record: OWNER, keys }, Place { group: Some(OWNER), ..all })
                }
            };
            let on_amounts = if self.random.chance(40) { self.on_amounts(place, CompareOp::Le) } else { None };
            let expr = match on_amounts {
                Some(expr) => expr,
                None if self.random.chance(20) => match self.window(place, depth) {
                    Some(window) => window,
                    None => self.figure_in_order(place),
                },
                None if self.random.chance(12) => self.figure_in_order(place),
                None => self.condition(place, depth),
            };
            self.program.rules.push(Rule {
                name: format!("r{index}").as_str().into(),
                kind: RuleKind::Rule,
                scope,
                expr,
                overrides: Vec::new(),
                form: Form::Condition,
                cites: Vec::new(),
                interpretations: Vec::new(),
                span: Span::default(),
            });
        }
        self.overrides();
        if let Some(workflow) = workflow {
            self.workflow_rule(workflow);
        }
        self.exclusion_rules();
    }

    fn literal(&mut self) -> Expr {
        let number = dec(self.random.pick(&BOUNDS)) + dec(self.random.pick(&STEPS));
        e(ExprKind::Number(number), pure())
    }

    fn silent<T>(&mut self, choices: &[T]) -> Silent<T>
    where
        T: Copy,
    {
        if self.random.chance(50) {
            Silent::Unsaid
        } else {
            Silent::Chosen(self.random.pick(choices), InterpretationId(0))
        }
    }

    /// A path to a row of that record, if one leads there.
    fn path(&mut self, place: Place, to: RecordId) -> Option<RowPath> {
        let mut paths = Vec::new();
        for (base, record) in [(RowVar::Current, place.current), (RowVar::This, place.this)] {
            let Some(record) = record else { continue };
            let with = |steps: Vec<Step>| RowPath { base, record, steps };
            match (record, to) {
                _ if record == to => paths.push(with(Vec::new())),
                (OWNER, HUB) => paths.push(with(vec![Step::Reference(FieldId(9))])),
                (CHILD, OWNER) => paths.push(with(vec![Step::Parent])),
                (CHILD, HUB) => paths.push(with(vec![Step::Parent, Step::Reference(FieldId(9))])),
                _ => {}
            }
        }
        if to == SINGLE {
            paths.push(RowPath::new(RowVar::Single(SINGLE), SINGLE));
        }
        (!paths.is_empty()).then(|| paths.swap_remove(self.random.below(paths.len())))
    }

    fn fact(&mut self, place: Place, choices: &[(RecordId, u32)], ty: Type) -> Option<Expr> {
        let (record, field) = self.random.pick(choices);
        let row = self.path(place, record)?;
        Some(e(ExprKind::Field { row, field: FieldId(field) }, ty))
    }

    fn number(&mut self, place: Place, depth: usize) -> Expr {
        const FACTS: [(RecordId, u32); 8] =
            [(OWNER, 1), (OWNER, 2), (OWNER, 3), (CHILD, 1), (CHILD, 2), (CHILD, 3), (HUB, 1), (SINGLE, 0)];
        if depth == 0 {
            if self.random.chance(75)
                && let Some(fact) = self.fact(place, &FACTS, pure())
            {
                return fact;
            }
            if self.random.chance(25) {
                return self.parameter(place);
            }
            return self.literal();
        }
        let inner = depth - 1;
        match self.random.below(18) {
            0 | 1 => self.number(place, 0),
            2 => {
                let (left, right) = (b(self.number(place, inner)), b(self.number(place, inner)));
                let zero_base = self.silent(&[ZeroBase::Met, ZeroBase::Unmet, ZeroBase::NotApplicable]);
                e(ExprKind::Divide { left, right, zero_base }, pure())
            }
            3 => self.versus(place, inner),
            4 => {
                let ops = [
                    ArithmeticOp::Add,
                    ArithmeticOp::Subtract,
                    ArithmeticOp::Multiply,
                    ArithmeticOp::CappedAt,
                    ArithmeticOp::FlooredAt,
                ];
                let op = self.random.pick(&ops);
                let (left, right) = (b(self.number(place, inner)), b(self.number(place, inner)));
                e(ExprKind::Arithmetic { op, left, right }, pure())
            }
            5 => e(ExprKind::Negate(b(self.number(place, inner))), pure()),
            6 => {
                let condition = b(self.condition(place, inner));
                let then = b(self.number(place, inner));
                let otherwise = self.random.chance(70).then(|| b(self.number(place, inner)));
                e(ExprKind::When { condition, then, otherwise }, pure())
            }
            7 => {
                let (value, default) = (b(self.number(place, inner)), b(self.number(place, 0)));
                e(ExprKind::Default { value, default }, pure())
            }
            8 => {
                let units = [BetweenUnit::Day, BetweenUnit::Month, BetweenUnit::Year, BetweenUnit::Workday];
                let unit = self.random.pick(&units);
                let (start, end) = (b(self.date(place, inner)), b(self.date(place, inner)));
                e(ExprKind::Between { unit, start, end }, pure())
            }
            9 if place.awards > 0 && self.random.chance(60) => self.amount(place).unwrap_or_else(|| self.literal()),
            9 => self.named(place, false).unwrap_or_else(|| self.literal()),
            10 => self.rank(place).unwrap_or_else(|| self.literal()),
            11 | 12 => {
                let modes = [RoundMode::HalfUp, RoundMode::HalfEven, RoundMode::Down, RoundMode::Up];
                let mode = self.random.pick(&modes);
                let (value, step) = (b(self.number(place, inner)), b(self.step(place)));
                e(ExprKind::Round { mode, value, step }, pure())
            }
            13 => {
                let (value, step) = (b(self.number(place, inner)), b(self.step(place)));
                e(ExprKind::FullSteps { value, step }, pure())
            }
            14 | 15 => self.bands(place, inner),
            16 => self.lookup(place, inner).unwrap_or_else(|| self.literal()),
            _ => {
                let functions = [
                    AggregateFunction::Count,
                    AggregateFunction::Count,
                    AggregateFunction::Sum,
                    AggregateFunction::Min,
                    AggregateFunction::Min,
                    AggregateFunction::Min,
                    AggregateFunction::Max,
                    AggregateFunction::Mean,
                    AggregateFunction::Share,
                    AggregateFunction::Median,
                    AggregateFunction::Distinct,
                    AggregateFunction::Latest,
                    AggregateFunction::Earliest,
                    AggregateFunction::Consecutive,
                ];
                let function = self.random.pick(&functions);
                self.aggregate(place, function, inner).unwrap_or_else(|| self.literal())
            }
        }
    }

    fn step(&mut self, place: Place) -> Expr {
        if self.random.chance(8) {
            return self.parameter(place);
        }
        e(ExprKind::Number(dec(self.random.pick(&ROUNDED))), pure())
    }

    fn bands(&mut self, place: Place, depth: usize) -> Expr {
        let kinds = [BandKind::Exactly, BandKind::Highest, BandKind::Cumulate, BandKind::Slices];
        let kind = self.random.pick(&kinds);
        let value = b(self.number(place, depth));
        let mut bounds: Vec<&str> = (0..1 + self.random.below(3)).map(|_| self.random.pick(&BOUNDS)).collect();
        bounds.push("0");
        bounds.sort_by_key(|bound| dec(bound));
        bounds.dedup();
        if kind == BandKind::Slices {
            bounds.retain(|bound| dec(bound) >= Decimal::ZERO);
        }
        // Of each bound, whether it belongs to the band above it.
        let bounds: Vec<(&str, bool)> = bounds.into_iter().map(|bound| (bound, self.random.chance(70))).collect();
        let mut ranges: Vec<Range> = match kind {
            BandKind::Highest | BandKind::Cumulate => bounds.iter().map(|lo| range(Some(*lo), None)).collect(),
            BandKind::Exactly | BandKind::Slices => {
                let ends = |at: usize| bounds.get(at).map(|(bound, above)| (*bound, !*above));
                bounds.iter().enumerate().map(|(at, lo)| range(Some(*lo), ends(at + 1))).collect()
            }
        };
        if kind == BandKind::Exactly && self.random.chance(80) {
            let (first, above) = bounds[0];
            ranges.insert(0, range(None, Some((first, !above))));
        }
        let bands = ranges
            .into_iter()
            .map(|range| Band {
                range,
                amount: if self.random.chance(70) { self.literal() } else { self.number(place, 0) },
            })
            .collect();
        e(ExprKind::Bands { kind, value, bands }, pure())
    }

    fn lookup(&mut self, place: Place, depth: usize) -> Option<Expr> {
        if self.random.chance(60) {
            let kind = self.fact(place, &[(OWNER, 5)], Type::Enumeration(ENUM))?;
            let keys = vec![kind, self.number(place, depth)];
            return Some(e(ExprKind::Lookup { table: TableId(0), keys, column: self.random.below(2) }, pure()));
        }
        let note = self.fact(place, &[(OWNER, 6)], Type::Text)?;
        let keys = vec![self.condition(place, depth), note];
        Some(e(ExprKind::Lookup { table: TableId(1), keys, column: 0 }, pure()))
    }

    fn parameter(&mut self, place: Place) -> Expr {
        let parameter = ParameterId(self.random.below(3) as u32);
        let on = match self.path(place, OWNER) {
            Some(row) if self.random.chance(60) => ParameterDate::RuleDate { row, field: FieldId(7) },
            _ => ParameterDate::AsOf,
        };
        e(ExprKind::Parameter { parameter, on }, pure())
    }

    fn versus(&mut self, place: Place, depth: usize) -> Expr {
        let change = self.random.pick(&[Change::Growth, Change::Growth, Change::Fall, Change::Rise, Change::Drop]);
        let (now, base) = (b(self.number(place, depth)), b(self.number(place, depth)));
        let zero_base = self.silent(&[ZeroBase::Met, ZeroBase::Unmet, ZeroBase::NotApplicable]);
        e(ExprKind::Versus { change, now, base, zero_base }, pure())
    }

    fn date(&mut self, place: Place, depth: usize) -> Expr {
        if depth > 0 && self.random.chance(20) {
            return self.calendar_date(place, depth - 1);
        }
        if depth > 0 && self.random.chance(30) {
            let date = b(self.date(place, depth - 1));
            let amount = b(e(ExprKind::Number(Decimal::from(self.random.below(14) as i64 - 1)), pure()));
            let unit = self.random.pick(&[SpanUnit::Day, SpanUnit::Month, SpanUnit::Workday]);
            return e(ExprKind::DateAdd { date, amount, unit }, Type::Date);
        }
        if self.random.chance(75)
            && let Some(fact) = self.fact(place, &[(OWNER, 7), (OWNER, 8), (OWNER, 11)], Type::Date)
        {
            return fact;
        }
        if self.random.chance(20) {
            return e(ExprKind::AsOf, Type::Date);
        }
        e(ExprKind::Date(self.random.pick(&DATES).parse().unwrap()), Type::Date)
    }

    /// A definition or criteria that is there already.
    fn named(&mut self, place: Place, condition: bool) -> Option<Expr> {
        if condition && place.criteria > 0 && self.random.chance(60) {
            let criteria = CriteriaId(self.random.below(place.criteria) as u32);
            let definition = self.program.criteria[criteria].clone();
            let row = self.path(place, definition.record)?;
            let index = self.random.below(definition.conditions.len());
            let kind = if self.random.chance(70) {
                ExprKind::Criteria { row, criteria }
            } else {
                ExprKind::Condition { row, criteria, index }
            };
            return Some(e(kind, Type::Condition));
        }
        if place.defines == 0 {
            return None;
        }
        let define = DefineId(self.random.below(place.defines) as u32);
        let definition = self.program.defines[define].clone();
        if (definition.expr.ty == Type::Condition) != condition {
            return None;
        }
        let row = match definition.record {
            Some(record) => Some(self.path(place, record)?),
            None => None,
        };
        Some(e(ExprKind::Define { row, define }, definition.expr.ty.clone()))
    }

    fn rows(&mut self, place: Place) -> RowSet {
        let mut sets = vec![
            RowSet { record: OWNER, relation: Relation::Whole },
            RowSet { record: CHILD, relation: Relation::Whole },
        ];
        if place.current == Some(OWNER) {
            let children = RowSet { record: CHILD, relation: Relation::Children };
            sets.extend([children.clone(), children.clone(), children]);
        }
        if place.current == Some(HUB) {
            let referring = RowSet { record: OWNER, relation: Relation::Referring(FieldId(9)) };
            sets.extend([referring.clone(), referring]);
        }
        if let Some(record) = place.group {
            sets = vec![RowSet { record, relation: Relation::Group }];
        }
        sets.swap_remove(self.random.below(sets.len()))
    }

    fn aggregate(&mut self, place: Place, function: AggregateFunction, depth: usize) -> Option<Expr> {
        let rows = self.rows(place);
        let inner = Place { current: Some(rows.record), group: None, ..place };
        let filters = (0..self.random.below(3)).map(|_| self.condition(inner, depth)).collect();
        let with_value = match function {
            AggregateFunction::Sum
            | AggregateFunction::Min
            | AggregateFunction::Max
            | AggregateFunction::Mean
            | AggregateFunction::Median
            | AggregateFunction::Latest
            | AggregateFunction::Earliest => true,
            AggregateFunction::Share => self.random.chance(30),
            _ => false,
        };
        let value_depth = usize::from(self.random.chance(30));
        let value = match function {
            AggregateFunction::Distinct => Some(self.told_apart(inner, value_depth)),
            _ => with_value.then(|| self.number(inner, value_depth)),
        };
        let keys = self.row_order(inner, function);
        let asks = matches!(function, AggregateFunction::Share | AggregateFunction::All | AggregateFunction::Any);
        let asked = asks.then(|| self.condition(inner, depth));
        let ty = match function {
            AggregateFunction::All | AggregateFunction::Any => Type::Condition,
            _ => pure(),
        };
        Some(e(ExprKind::Aggregate(Box::new(Aggregate { function, rows, filters, value, asked, keys })), ty))
    }

    fn ranking(&mut self, place: Place) -> Option<Ranking> {
        let record = place.current.filter(|record| *record == OWNER || *record == CHILD)?;
        let inner = Place { current: Some(record), this: place.this, ..WHOLE };
        let relation = if record == CHILD && self.random.chance(40) { Relation::Children } else { Relation::Whole };
        let partition = if record == OWNER && self.random.chance(40) {
            let row = RowPath::new(RowVar::Current, OWNER);
            vec![e(ExprKind::Field { row, field: FieldId(5) }, Type::Enumeration(ENUM))]
        } else {
            Vec::new()
        };
        let number_fields: &[(RecordId, u32)] =
            if record == OWNER { &[(OWNER, 1), (OWNER, 2), (OWNER, 3)] } else { &[(CHILD, 1), (CHILD, 3)] };
        let keys = (0..1 + self.random.below(2))
            .map(|_| {
                let choice = self.random.pick(number_fields);
                let row = RowPath::new(RowVar::Current, record);
                let value = e(ExprKind::Field { row, field: FieldId(choice.1) }, pure());
                RankKey { value, ascending: self.random.chance(40) }
            })
            .collect();
        let filters = if self.random.chance(50) { vec![self.condition(inner, 0)] } else { Vec::new() };
        Some(Ranking { rows: RowSet { record, relation }, filters, partition, keys })
    }

    fn rank(&mut self, place: Place) -> Option<Expr> {
        let ranking = self.ranking(place)?;
        Some(e(ExprKind::Rank(Box::new(ranking)), pure()))
    }

    fn condition(&mut self, place: Place, depth: usize) -> Expr {
        let choice = if depth == 0 { self.random.below(5) } else { self.random.below(20) };
        let inner = depth.saturating_sub(1);
        let op = self.random.pick(&[
            CompareOp::Ge,
            CompareOp::Ge,
            CompareOp::Le,
            CompareOp::Le,
            CompareOp::Gt,
            CompareOp::Lt,
            CompareOp::Eq,
            CompareOp::Ne,
        ]);
        match choice {
            0 => {
                let facts = [(OWNER, 4), (HUB, 2), (CHILD, 4)];
                self.fact(place, &facts, Type::Condition)
                    .unwrap_or_else(|| e(ExprKind::YesNo(self.random.chance(50)), Type::Condition))
            }
            1 => {
                let Some(left) = self.fact(place, &[(OWNER, 5)], Type::Enumeration(ENUM)) else {
                    return self.compare(place, op, inner);
                };
                let variant = e(ExprKind::Variant(self.random.below(3)), Type::Enumeration(ENUM));
                let op = self.random.pick(&[CompareOp::Eq, CompareOp::Ne]);
                if self.random.chance(30) {
                    let other = e(ExprKind::Variant(self.random.below(3)), Type::Enumeration(ENUM));
                    return e(ExprKind::OneOf { value: b(left), options: vec![variant, other] }, Type::Condition);
                }
                e(ExprKind::Compare { op, left: b(left), right: b(variant) }, Type::Condition)
            }
            2 => {
                let Some(left) = self.fact(place, &[(OWNER, 6)], Type::Text) else {
                    return self.compare(place, op, inner);
                };
                let right = if self.random.chance(30) {
                    left.clone()
                } else {
                    e(ExprKind::Text(self.random.pick(&["a", "b", "c"]).to_owned()), Type::Text)
                };
                let op = self.random.pick(&[CompareOp::Eq, CompareOp::Ne]);
                e(ExprKind::Compare { op, left: b(left), right: b(right) }, Type::Condition)
            }
            5 => e(ExprKind::Not(b(self.condition(place, inner))), Type::Condition),
            6 | 7 => {
                let parts = (0..2 + self.random.below(2)).map(|_| self.condition(place, inner)).collect();
                e(if self.random.chance(50) { ExprKind::And(parts) } else { ExprKind::Or(parts) }, Type::Condition)
            }
            8 => {
                let condition = b(self.condition(place, inner));
                let then = b(self.condition(place, inner));
                let otherwise = self.random.chance(40).then(|| b(self.condition(place, inner)));
                e(ExprKind::When { condition, then, otherwise }, Type::Condition)
            }
            9 => {
                let (body, exception) = (b(self.condition(place, inner)), b(self.condition(place, inner)));
                e(ExprKind::Unless { body, exception, cites: Vec::new() }, Type::Condition)
            }
            10 => self.span(place, op, inner),
            11 => {
                let inner = match self.random.below(3) {
                    0 => self.fact(place, &[(OWNER, 3), (CHILD, 3)], pure()),
                    1 => self.fact(place, &[(OWNER, 8)], Type::Date),
                    _ => self.fact(place, &[(OWNER, 6)], Type::Text),
                };
                match inner {
                    Some(inner) => e(ExprKind::Has(b(inner)), Type::Condition),
                    None => self.compare(place, op, depth - 1),
                }
            }
            12 => {
                // A rate against a bound, as regulations ask: the kernel that divides nothing.
                let fact = |maker: &mut Self, field| {
                    maker.fact(place, &[(CHILD, field)], pure()).unwrap_or_else(|| maker.number(place, 0))
                };
                let (now, base) = (b(fact(self, 1)), b(fact(self, 2)));
                let change = self.random.pick(&[Change::Growth, Change::Growth, Change::Fall]);
                let zero_base = self.silent(&[ZeroBase::Met, ZeroBase::Unmet, ZeroBase::NotApplicable]);
                let left = b(e(ExprKind::Versus { change, now, base, zero_base }, pure()));
                let right =
                    if self.random.chance(60) { b(e(ExprKind::Number(dec("0.2")), pure())) } else { b(self.literal()) };
                e(ExprKind::Compare { op, left, right }, Type::Condition)
            }
            13 | 14 => {
                let function = self.random.pick(&[AggregateFunction::All, AggregateFunction::Any]);
                self.aggregate(place, function, inner).unwrap_or_else(|| self.compare(place, op, 0))
            }
            15 => self.named(place, true).unwrap_or_else(|| self.compare(place, op, inner)),
            16 => match self.ranking(place) {
                Some(ranking) => {
                    let limit = if self.random.chance(50) {
                        TopLimit::Share(b(e(ExprKind::Number(dec(self.random.pick(&["0.05", "0.3", "0.5"]))), pure())))
                    } else {
                        TopLimit::Count(b(e(ExprKind::Number(Decimal::from(self.random.below(4) as i64)), pure())))
                    };
                    let rounding = self.silent(&[TopRounding::Down, TopRounding::Up, TopRounding::HalfUp]);
                    let ties = self.silent(&[Ties::All, Ties::None]);
                    e(ExprKind::Top { ranking: Box::new(ranking), limit, rounding, ties }, Type::Condition)
                }
                None => self.compare(place, op, inner),
            },
            17 => {
                // A fact near a half of its step against a bound, which tells the ways of rounding apart.
                let facts = [(OWNER, 1), (OWNER, 2), (CHILD, 1), (CHILD, 3), (HUB, 1)];
                let value = b(self.fact(place, &facts, pure()).unwrap_or_else(|| self.literal()));
                let mode = self.random.pick(&[RoundMode::HalfUp, RoundMode::HalfEven]);
                let step = b(e(ExprKind::Number(dec(self.random.pick(&["0.01", "0.1", "2"]))), pure()));
                let left = b(e(ExprKind::Round { mode, value, step }, pure()));
                e(ExprKind::Compare { op, left, right: b(self.literal()) }, Type::Condition)
            }
            18 if place.current == Some(OWNER) => {
                let function = self.random.pick(&[AggregateFunction::Count, AggregateFunction::Sum]);
                let row = RowPath::new(RowVar::Current, CHILD);
                let value =
                    (function == AggregateFunction::Sum).then(|| e(ExprKind::Field { row, field: FieldId(1) }, pure()));
                let rows = RowSet { record: CHILD, relation: Relation::Children };
                let filters = Vec::new();
                let aggregate = Box::new(Aggregate { function, rows, filters, value, asked: None, keys: Vec::new() });
                let left = b(e(ExprKind::Aggregate(aggregate), pure()));
                e(ExprKind::Compare { op, left, right: b(self.literal()) }, Type::Condition)
            }
            _ => self.compare(place, op, inner),
        }
    }

    fn compare(&mut self, place: Place, op: CompareOp, depth: usize) -> Expr {
        if self.random.chance(3)
            && let Some(window) = self.window(place, 0)
        {
            return window;
        }
        if self.random.chance(7) {
            return self.compare_months(place, op, depth);
        }
        if self.random.chance(15) {
            let (left, right) = (b(self.date(place, depth)), b(self.date(place, depth)));
            return e(ExprKind::Compare { op, left, right }, Type::Condition);
        }
        if self.random.chance(6) {
            let left = b(self.fiscal_year(place));
            let right = b(e(ExprKind::Year(self.random.pick(&[2022, 2023, 2024])), Type::Year));
            return e(ExprKind::Compare { op, left, right }, Type::Condition);
        }
        if self.random.chance(8) {
            let (start, end) = (b(self.around_holidays(place)), b(self.around_holidays(place)));
            let left = b(e(ExprKind::Between { unit: BetweenUnit::Workday, start, end }, pure()));
            let right = b(e(ExprKind::Number(Decimal::from(self.random.below(9) as i64 - 1)), pure()));
            return e(ExprKind::Compare { op, left, right }, Type::Condition);
        }
        let left = b(self.number(place, depth));
        let right = if self.random.chance(70) { b(self.literal()) } else { b(self.number(place, depth)) };
        e(ExprKind::Compare { op, left, right }, Type::Condition)
    }

    /// The fiscal year of a date near its start.
    fn fiscal_year(&mut self, place: Place) -> Expr {
        let (first, near) = self.random.pick(&[
            ("0001-04-01", ["2023-03-31", "2023-04-01", "2024-03-31", "2024-04-01"]),
            ("0001-03-01", ["2023-02-28", "2023-03-01", "2024-02-29", "2024-03-01"]),
            ("0001-01-01", ["2022-12-31", "2023-01-01", "2023-12-31", "2024-01-01"]),
        ]);
        let date = |text: &str| b(e(ExprKind::Date(text.parse().unwrap()), Type::Date));
        let end = if self.random.chance(50) { date(self.random.pick(&near)) } else { b(self.date(place, 1)) };
        let left = b(e(ExprKind::Between { unit: BetweenUnit::Year, start: date(first), end }, pure()));
        let right = b(e(ExprKind::Number(Decimal::ONE), pure()));
        e(ExprKind::Arithmetic { op: ArithmeticOp::Add, left, right }, Type::Year)
    }

    /// A date, mostly one around a week of holidays.
    fn around_holidays(&mut self, place: Place) -> Expr {
        if self.random.chance(25) {
            return self.date(place, 1);
        }
        let days = [
            "2023-01-19",
            "2023-01-20",
            "2023-01-21",
            "2023-01-27",
            "2023-01-28",
            "2023-01-29",
            "2023-01-30",
            "2023-02-03",
            "2023-02-06",
        ];
        e(ExprKind::Date(self.random.pick(&days).parse().unwrap()), Type::Date)
    }

    fn span(&mut self, place: Place, op: CompareOp, depth: usize) -> Expr {
        let unit = self.random.pick(&[SpanUnit::Day, SpanUnit::Month, SpanUnit::Workday]);
        let first_day = self.random.pick(&[FirstDay::NotCounted, FirstDay::Counted]);
        let length = b(e(ExprKind::Number(Decimal::from(self.random.pick(&[1_i64, 3, 6, 12, 30]))), pure()));
        let (mut a, mut start) = (b(self.date(place, depth)), b(self.date(place, depth)));
        let mut length = length;
        if unit == SpanUnit::Workday && self.random.chance(70) {
            (a, start) = (b(self.around_holidays(place)), b(self.around_holidays(place)));
            length = b(e(ExprKind::Number(Decimal::from(self.random.below(6) as i64 - 1)), pure()));
        }
        let kind = if self.random.chance(60) {
            ExprKind::SpanCompare { op, end: a, start, length, unit, first_day }
        } else {
            ExprKind::Within { date: a, start, length, unit, first_day }
        };
        e(kind, Type::Condition)
    }
}

/// Record, owner's key, cells, and a verdict that is given in place of facts.
pub type RandomRow = (RecordId, Option<String>, Vec<(FieldId, Cell)>, Option<(CriteriaId, Verdict)>);

/// The rows of facts, before they are put into a builder: so that they can be shuffled.
#[derive(Clone)]
pub struct Rows {
    pub rows: Vec<RandomRow>,
    tables: Vec<RecordId>,
    unknown_children: Vec<String>,
}

/// Facts for [`program`], of a few rows a table.
pub fn rows(random: &mut Random, program: &Program) -> Rows {
    let mut rows = Rows { rows: Vec::new(), tables: Vec::new(), unknown_children: Vec::new() };
    // How likely a cell is unknown, and which columns are not given at all.
    let gap = random.pick(&[0, 0, 10, 30]);
    let wide = random.chance(10);
    let hubs = random.below(3);
    if !random.chance(8) {
        rows.tables.push(HUB);
        for hub in 0..hubs {
            let cells = cells(random, program, HUB, &format!("h{hub}"), hubs, gap, wide);
            rows.rows.push((HUB, None, cells, None));
        }
    }
    let owners = random.pick(&[0_usize, 1, 2, 3, 5, 9, 20]);
    let hubs = if rows.tables.contains(&HUB) { hubs } else { 0 };
    let criteria = program.criteria.iter().filter(|(_, c)| c.record == OWNER).map(|(id, _)| id).next_back();
    if !random.chance(5) {
        rows.tables.push(OWNER);
        let children_given = !random.chance(8);
        if children_given {
            rows.tables.push(CHILD);
        }
        for owner in 0..owners {
            let key = format!("o{owner:02}");
            let cells = cells(random, program, OWNER, &key, hubs, gap, wide);
            let given = criteria.filter(|_| random.chance(8)).map(|criteria| {
                let verdicts = [Verdict::Pass, Verdict::Fail, Verdict::Undetermined, Verdict::NotApplicable];
                (criteria, random.pick(&verdicts))
            });
            rows.rows.push((OWNER, None, cells, given));
            if children_given {
                if random.chance(6) {
                    rows.unknown_children.push(key);
                    continue;
                }
                for child in 0..random.below(4) {
                    let cells = self::cells(random, program, CHILD, &child.to_string(), hubs, gap, wide);
                    rows.rows.push((CHILD, Some(key.clone()), cells, None));
                }
            }
        }
    }
    if !random.chance(20) {
        rows.tables.push(SINGLE);
        let cells = cells(random, program, SINGLE, "", 0, gap, wide);
        rows.rows.push((SINGLE, None, cells, None));
    }
    rows
}

fn cells(
    random: &mut Random,
    program: &Program,
    record: RecordId,
    key: &str,
    hubs: usize,
    gap: u64,
    wide: bool,
) -> Vec<(FieldId, Cell)> {
    let definition = &program.records[record];
    let mut cells = Vec::new();
    let growth = (record == CHILD && random.chance(50)).then(|| random.pick(&GROWTH));
    for (id, field) in definition.fields.iter() {
        let is_key = definition.key == Some(id);
        if !is_key && random.chance(gap) {
            // Left out altogether: a column may so come to be not given.
            continue;
        }
        if !is_key && random.chance(gap) {
            cells.push((id, if field.optional { Cell::Absent } else { Cell::Unknown }));
            continue;
        }
        if field.optional && random.chance(25) {
            cells.push((id, Cell::Absent));
            continue;
        }
        let value = match &field.ty {
            FieldType::Text if is_key => Value::Text(key.to_owned()),
            FieldType::Text => Value::Text(random.pick(&["a", "b", "c"]).to_owned()),
            FieldType::YesNo => Value::YesNo(random.chance(50)),
            FieldType::Enumeration(_) => Value::Text(random.pick(&["x", "y", "z"]).to_owned()),
            FieldType::Date => Value::Date(random.pick(&DATES).parse().unwrap()),
            // With gaps between them.
            FieldType::Month => {
                Value::Month(YearMonth::new(2023, [1, 2, 4, 5][key.parse::<usize>().unwrap()]).unwrap())
            }
            FieldType::Instant => Value::Instant(random.pick(&months::INSTANTS).parse::<DateTime>().unwrap()),
            FieldType::Reference(_) if hubs > 0 => Value::Text(format!("h{}", random.below(hubs))),
            FieldType::Reference(_) => continue,
            FieldType::Year => Value::Year(2023),
            FieldType::Integer | FieldType::Number(_) => {
                let mut number = match (growth, id.0) {
                    (Some((now, _)), 1) => dec(now),
                    (Some((_, before)), 2) => dec(before),
                    _ => dec(random.pick(&BOUNDS)) + dec(random.pick(&STEPS)),
                };
                if wide && random.chance(20) {
                    number = dec("9223372036854775.80701") + number;
                }
                if number < Decimal::ZERO && !field.signed {
                    number = -number;
                }
                Value::Number(number)
            }
        };
        cells.push((id, Cell::Known(value)));
    }
    cells
}

/// The rows as facts, in the order in which they stand.
pub fn facts(program: &Program, rows: &Rows) -> Facts {
    let mut builder = FactsBuilder::new(program);
    for table in &rows.tables {
        builder.give_table(*table);
    }
    for (record, owner, cells, given) in &rows.rows {
        let row = builder.push_row(*record, owner.as_deref(), cells);
        if let Some((criteria, verdict)) = given {
            builder.give_verdict(*record, row, *criteria, *verdict);
        }
    }
    for owner in &rows.unknown_children {
        builder.children_unknown(CHILD, owner);
    }
    builder.build().unwrap()
}

/// Options that vary what must not matter.
pub fn options(random: &mut Random) -> Options {
    let as_of: Date = random.pick(&DATES).parse().unwrap();
    Options { threads: random.pick(&[1, 2]), chunk_rows: random.pick(&[1, 2, 3, 7, 1024]), ..Options::new(as_of) }
}

/// How many random cases a test takes: 2,000, or what `GUIJU_CASES` says.
pub fn cases() -> u64 {
    static CASES: OnceLock<u64> = OnceLock::new();
    *CASES.get_or_init(|| std::env::var("GUIJU_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000))
}

/// An expression on one line, for messages of failed cases.
pub fn show(expr: &Expr) -> String {
    let list = |exprs: &[Expr]| exprs.iter().map(show).collect::<Vec<_>>().join(", ");
    let at = |row: &RowPath| {
        let base = match row.base {
            RowVar::Current => "",
            RowVar::This => "this.",
            RowVar::Single(_) => "single.",
        };
        format!("{base}{}{}", records()[row.record.0 as usize].name, ".^".repeat(row.steps.len()))
    };
    let rank = |ranking: &Ranking| {
        let keys: Vec<String> = ranking
            .keys
            .iter()
            .map(|k| format!("{}{}", show(&k.value), if k.ascending { " asc" } else { "" }))
            .collect();
        format!(
            "rank({:?} {:?} where {} each {} by {})",
            ranking.rows.record,
            ranking.rows.relation,
            list(&ranking.filters),
            list(&ranking.partition),
            keys.join(", ")
        )
    };
    match &expr.kind {
        ExprKind::Number(n) => n.to_string(),
        ExprKind::Text(t) => format!("{t:?}"),
        ExprKind::YesNo(v) => v.to_string(),
        ExprKind::Variant(v) => format!("#{v}"),
        ExprKind::Date(d) => d.to_string(),
        ExprKind::AsOf => "as_of".to_owned(),
        ExprKind::Parameter { parameter, on } => match on {
            ParameterDate::AsOf => format!("p{}", parameter.0),
            ParameterDate::RuleDate { row, .. } => format!("p{}@{}", parameter.0, at(row)),
        },
        ExprKind::Field { row, field } => format!("{}.f{}", at(row), field.0),
        ExprKind::Define { row, define } => {
            format!("d{}[{}]", define.0, row.as_ref().map_or_else(|| "whole".to_owned(), at))
        }
        ExprKind::Criteria { row, criteria } => format!("q{}[{}]", criteria.0, at(row)),
        ExprKind::Condition { row, criteria, index } => format!("q{}.{index}[{}]", criteria.0, at(row)),
        ExprKind::Not(a) => format!("not({})", show(a)),
        ExprKind::And(parts) => format!("and({})", list(parts)),
        ExprKind::Or(parts) => format!("or({})", list(parts)),
        ExprKind::When { condition, then, otherwise } => {
            let otherwise = otherwise.as_ref().map_or_else(String::new, |e| format!(" else {}", show(e)));
            format!("when({} then {}{otherwise})", show(condition), show(then))
        }
        ExprKind::Unless { body, exception, .. } => format!("({} unless {})", show(body), show(exception)),
        ExprKind::Compare { op, left, right } => format!("({} {} {})", show(left), op.sign(), show(right)),
        ExprKind::OneOf { value, options } => format!("({} in {})", show(value), list(options)),
        ExprKind::SpanCompare { op, end, start, length, unit, first_day } => {
            format!("({} since {} {} {} {unit:?} {first_day:?})", show(end), show(start), op.sign(), show(length))
        }
        ExprKind::Within { date, start, length, unit, first_day } => {
            format!("({} within {} {unit:?} {first_day:?} from {})", show(date), show(length), show(start))
        }
        ExprKind::Has(a) => format!("has({})", show(a)),
        ExprKind::Default { value, default } => format!("({} default {})", show(value), show(default)),
        ExprKind::Negate(a) => format!("-{}", show(a)),
        ExprKind::Arithmetic { op, left, right } => format!("{op:?}({}, {})", show(left), show(right)),
        ExprKind::Divide { left, right, zero_base } => {
            format!("({} / {} {:?})", show(left), show(right), zero_base.choice())
        }
        ExprKind::Versus { change, now, base, zero_base } => {
            format!("{change:?}({} on {} {:?})", show(now), show(base), zero_base.choice())
        }
        ExprKind::DateAdd { date, amount, unit } => format!("({} + {} {unit:?})", show(date), show(amount)),
        ExprKind::Between { unit, start, end } => format!("between({}, {}, {unit:?})", show(start), show(end)),
        ExprKind::Aggregate(a) => format!(
            "{:?}({:?} {:?} where {} value {} asked {} by {})",
            a.function,
            a.rows.record,
            a.rows.relation,
            list(&a.filters),
            a.value.as_ref().map_or_else(String::new, show),
            a.asked.as_ref().map_or_else(String::new, show),
            list(&a.keys)
        ),
        ExprKind::Calendar { part, value } => format!("{part:?}({})", show(value)),
        ExprKind::Rank(r) => rank(r),
        ExprKind::Top { ranking, limit, rounding, ties } => {
            let limit = match limit {
                TopLimit::Count(n) => show(n),
                TopLimit::Share(n) => format!("{} share", show(n)),
            };
            format!("({} top {limit} {:?} {:?})", rank(ranking), rounding.choice(), ties.choice())
        }
        other => format!("{other:?}"),
    }
}

/// The definitions and criteria of a program, a line each.
pub fn show_items(program: &Program) -> String {
    let defines = program.defines.iter().map(|(id, d)| format!("d{} for {:?}: {}\n", id.0, d.record, show(&d.expr)));
    let criteria = program.criteria.iter().flat_map(|(id, q)| {
        q.conditions
            .iter()
            .enumerate()
            .map(move |(at, c)| format!("q{}.{at} for {:?}: {}\n", id.0, q.record, show(&c.expr)))
    });
    defines.chain(criteria).chain([awards::show_awards(program)]).collect()
}
