//! Random awards, ceilings, budgets and allocations.

use guiju_program::award::{
    Allocation, AllocationId, AllocationMethod, Award, AwardId, AwardKind, Cap, CapScope, Draw, Exclude, Instalment,
    Keep, OddFen, Part, Shortage,
};
use guiju_program::expr::{
    Aggregate, AggregateFunction, ArithmeticOp, CompareOp, RankKey, Relation, RowPath, RowSet, RowVar, Step,
};
use guiju_program::parameter::{Budget, BudgetId};
use guiju_program::rule::Define;
use guiju_program::schema::{FieldId, RecordId};
use guiju_program::unit::Unit;
use guiju_program::{Expr, ExprKind, Span, Type};

use super::{CHILD, HUB, Maker, OWNER, Place, WHOLE, b, dec, e, pure, show};

/// Budgets around what a few rows ask for.
const BUDGETS: [&str; 10] = ["0", "1", "2", "60", "62.01", "100.05", "180", "1000.005", "600000.07", "1800000"];
const LIMITS: [&str; 6] = ["0", "1.5", "60", "100", "600000.01", "1200000"];
const STEPS: [&str; 4] = ["1", "0.01", "5", "0.7"];

impl Maker<'_> {
    /// Adds awards, most of the time; whether it did.
    pub(super) fn awards(&mut self) {
        if self.random.chance(35) {
            return;
        }
        for out_of in [None, Some(BudgetId(0)), None] {
            let amount = dec(self.random.pick(&BUDGETS));
            let name = format!("b{}", self.program.budgets.len());
            self.program.budgets.push(Budget {
                name: name.as_str().into(),
                amount,
                unit: Unit::pure(),
                out_of,
                unspent: None,
                cites: Vec::new(),
                span: Span::default(),
            });
        }
        // What is divided before awards are settled may be asked for by them, and what after them names them.
        let early = self.random.chance(50);
        if early {
            self.allocation(WHOLE);
        }
        let record = self.random.pick(&[OWNER, OWNER, OWNER, CHILD]);
        let together: Vec<AwardId> = (0..1 + self.random.below(3)).map(|_| self.award(record, early)).collect();
        for award in &together[1..] {
            if self.random.chance(40) {
                let other = AwardId(self.random.below(award.0 as usize) as u32);
                let keep = self.random.pick(&[Keep::Highest, Keep::First]);
                // Either of the two may say so.
                let (at, other) = if self.random.chance(70) { (*award, other) } else { (other, *award) };
                self.program.awards.find_mut(at).unwrap().excludes.push(Exclude { award: other, keep });
            }
        }
        for _ in 0..self.random.below(3) {
            self.cap(record, &together);
        }
        if self.random.chance(50) {
            self.exclusion(record, &together);
        }
        let first = together[0];
        self.program.settlements.push(together);
        if self.random.chance(25) {
            self.clawback(record, first);
        }
        if self.random.chance(40) {
            let later = self.award(OWNER, early);
            // It draws on no budget of the others.
            if let Some(draw) = &mut self.program.awards.find_mut(later).unwrap().draw {
                draw.budget = BudgetId(2);
            }
            let named = self.amount_named(Place { current: Some(OWNER), this: Some(OWNER), ..WHOLE }, later.0 as usize);
            if let Some(named) = named {
                self.program.awards.find_mut(later).unwrap().amount = named;
            }
            self.program.settlements.push(vec![later]);
        }
        if self.random.chance(50) {
            self.allocation(Place { awards: self.program.awards.len(), ..WHOLE });
        }
        let place = Place {
            current: Some(OWNER),
            this: Some(OWNER),
            awards: self.program.awards.len(),
            allocations: self.program.allocations.len(),
            ..WHOLE
        };
        let expr = self.amount(place).unwrap_or_else(|| self.literal());
        let expr = if self.random.chance(50) {
            let (left, right) = (b(expr), b(self.number(place, 1)));
            e(ExprKind::Arithmetic { op: ArithmeticOp::Add, left, right }, pure())
        } else {
            expr
        };
        self.program.defines.push(Define {
            name: "paid".into(),
            record: Some(OWNER),
            expr,
            cites: Vec::new(),
            span: Span::default(),
        });
    }

    /// Something that was settled: an amount, a part, or what a budget has left.
    pub(super) fn amount(&mut self, place: Place) -> Option<Expr> {
        match self.random.below(4) {
            0 if place.allocations > 0 => {
                let allocation = AllocationId(self.random.below(place.allocations) as u32);
                let row = self.path(place, self.program.allocations[allocation].record)?;
                Some(e(ExprKind::Allocated { row, allocation }, pure()))
            }
            1 if place.awards > 0 && place.awards == self.program.awards.len() => {
                let budget = BudgetId(self.random.below(3) as u32);
                Some(e(ExprKind::Drawn { budget, left: self.random.chance(50) }, pure()))
            }
            _ => self.amount_named(place, place.awards),
        }
    }

    /// An amount of an award, or the sum of the amounts of all rows.
    fn amount_named(&mut self, place: Place, awards: usize) -> Option<Expr> {
        let award = AwardId(self.random.below(awards.max(1)) as u32);
        let record = self.program.awards.find(award).filter(|_| awards > 0)?.record;
        if place.group.is_none()
            && self.random.chance(60)
            && let Some(row) = self.path(place, record)
        {
            return Some(e(ExprKind::Award { row, award }, pure()));
        }
        let relation = if place.group == Some(record) { Relation::Group } else { Relation::Whole };
        let value = e(ExprKind::Award { row: RowPath::new(RowVar::Current, record), award }, pure());
        let function = self.random.pick(&[AggregateFunction::Sum, AggregateFunction::Sum, AggregateFunction::Max]);
        let aggregate = Aggregate {
            function,
            rows: RowSet { record, relation },
            filters: Vec::new(),
            value: Some(value),
            asked: None,
            keys: Vec::new(),
        };
        Some(e(ExprKind::Aggregate(Box::new(aggregate)), pure()))
    }

    fn award(&mut self, record: RecordId, early: bool) -> AwardId {
        let place = Place {
            current: Some(record),
            this: Some(record),
            defines: 2,
            criteria: 2,
            allocations: usize::from(early),
            ..WHOLE
        };
        let field =
            if record == OWNER { &[(OWNER, 1), (OWNER, 1), (OWNER, 3)] } else { &[(CHILD, 1), (CHILD, 2), (CHILD, 3)] };
        let amount = match self.random.below(10) {
            0..6 => self.fact(place, field, pure()).unwrap(),
            6 => self.literal(),
            7 => self.amount(place).unwrap_or_else(|| self.literal()),
            _ => self.number(place, 1),
        };
        // A finite range, where a fact is missing.
        let amount = if self.random.chance(40) {
            let (left, right) = (b(amount), b(e(ExprKind::Number(dec(self.random.pick(&LIMITS))), pure())));
            e(ExprKind::Arithmetic { op: ArithmeticOp::CappedAt, left, right }, pure())
        } else {
            amount
        };
        let requires = self.random.chance(60).then(|| self.condition(place, 1));
        let draw = self.random.chance(75).then(|| {
            let shortages = [
                Shortage::MustFit,
                Shortage::CutLast,
                Shortage::CutLast,
                Shortage::Skip,
                Shortage::Skip,
                Shortage::Stop,
                Shortage::ProRata(OddFen::LargestRemainder),
                Shortage::ProRata(OddFen::LargestRemainder),
                Shortage::ProRata(OddFen::Kept),
            ];
            Draw {
                budget: BudgetId(self.random.below(2) as u32),
                order: self.order(record),
                shortage: self.random.pick(&shortages),
            }
        });
        // Who takes just what is there.
        let all = draw.as_ref().filter(|_| self.random.chance(15)).map(|draw| self.program.budgets[draw.budget].amount);
        let amount = all.map_or(amount, |all| e(ExprKind::Number(all), pure()));
        let instalment = |name: &str, share: Option<&str>| Instalment {
            name: name.into(),
            part: share.map_or(Part::Rest, |share| Part::Share(dec(share))),
        };
        let instalments = match self.random.below(4) {
            0 => vec![instalment("first", Some("0.3")), instalment("rest", None)],
            1 => vec![instalment("a", Some("0.333")), instalment("b", Some("0.333")), instalment("rest", None)],
            2 => vec![
                Instalment { name: "advance".into(), part: Part::Amount(dec("100.005")) },
                instalment("b", Some("0.9")),
                instalment("rest", None),
            ],
            _ => Vec::new(),
        };
        let step = if record == OWNER { Step::Reference(FieldId(9)) } else { Step::Parent };
        let payee = RowPath { base: RowVar::Current, record, steps: vec![step] };
        let payee = self.random.chance(30).then_some(payee);
        let name = format!("a{}", self.program.awards.len());
        self.program.awards.push(Award {
            name: name.as_str().into(),
            kind: AwardKind::Paid,
            record,
            payee,
            requires,
            amount,
            excludes: Vec::new(),
            draw,
            instalments,
            cites: Vec::new(),
            interpretations: Vec::new(),
            span: Span::default(),
        })
    }

    /// Keys of an order: few values, so that many rows are level.
    fn order(&mut self, record: RecordId) -> Vec<RankKey> {
        let fields: &[(u32, bool)] = if record == OWNER {
            &[(1, false), (2, false), (3, false), (7, true), (10, true)]
        } else if record == CHILD {
            &[(0, true), (1, false), (3, false)]
        } else {
            &[(1, false)]
        };
        (0..self.random.below(3))
            .map(|_| {
                let (field, temporal) = self.random.pick(fields);
                let ty = match (record, field) {
                    (OWNER, 7) => Type::Date,
                    (OWNER, 10) => Type::Instant,
                    (CHILD, 0) => Type::Month,
                    _ => pure(),
                };
                let row = RowPath::new(RowVar::Current, record);
                let value = e(ExprKind::Field { row, field: FieldId(field) }, ty);
                RankKey { value, ascending: self.random.chance(if temporal { 80 } else { 30 }) }
            })
            .collect()
    }

    fn cap(&mut self, record: RecordId, together: &[AwardId]) {
        let mut awards = together.to_vec();
        for at in (1..awards.len()).rev() {
            awards.swap(at, self.random.below(at + 1));
        }
        awards.truncate(1 + self.random.below(awards.len()));
        let row = Place { current: Some(record), this: Some(record), ..WHOLE };
        let (scope, place) = match self.random.below(4) {
            0 => (CapScope::Each(record), row),
            1 => (CapScope::Whole(record), WHOLE),
            _ => {
                let keys = match (record == OWNER, self.random.below(3)) {
                    (false, _) => vec![FieldId(self.random.pick(&[0, 4]))],
                    (true, 0) => vec![FieldId(5)],
                    (true, 1) => vec![FieldId(9)],
                    (true, _) => vec![FieldId(5), FieldId(4)],
                };
                (CapScope::EachGroup { record, keys }, Place { group: Some(record), ..WHOLE })
            }
        };
        let limit = if self.random.chance(70) {
            e(ExprKind::Number(dec(self.random.pick(&LIMITS))), pure())
        } else {
            self.number(place, 1)
        };
        let order = self.order(record);
        let name = format!("cap{}", self.program.caps.len());
        self.program.caps.push(Cap {
            name: name.as_str().into(),
            scope,
            awards,
            limit,
            order,
            cites: Vec::new(),
            span: Span::default(),
        });
    }

    fn allocation(&mut self, whole: Place) {
        let record = self.random.pick(&[OWNER, HUB, OWNER]);
        let place = Place { current: Some(record), this: Some(record), awards: whole.awards, ..WHOLE };
        let fields: &[(RecordId, u32)] = if record == OWNER { &[(OWNER, 1), (OWNER, 3)] } else { &[(HUB, 1)] };
        let weight = match self.random.below(5) {
            0 => self.number(place, 1),
            1 => self.amount(place).unwrap_or_else(|| self.literal()),
            2 => e(ExprKind::Number(dec("1")), pure()),
            _ => self.fact(place, fields, pure()).unwrap(),
        };
        let total = match self.random.below(4) {
            0 => self.amount(whole).unwrap_or_else(|| self.literal()),
            1 => self.number(whole, 1),
            _ => e(ExprKind::Number(dec(self.random.pick(&BUDGETS))), pure()),
        };
        let bound = |maker: &mut Self, literals: &[&'static str]| {
            maker.random.chance(40).then(|| {
                if maker.random.chance(70) {
                    e(ExprKind::Number(dec(maker.random.pick(literals))), pure())
                } else {
                    maker.fact(place, fields, pure()).unwrap()
                }
            })
        };
        let least = bound(self, &["0", "1", "2.5"]);
        let most = bound(self, &["30", "61", "1000", "600000"]);
        let methods = [AllocationMethod::LargestRemainder, AllocationMethod::LargestRemainder, AllocationMethod::Down];
        let order = self.order(record);
        let name = format!("l{}", self.program.allocations.len());
        self.program.allocations.push(Allocation {
            name: name.as_str().into(),
            record,
            interpretations: Vec::new(),
            total,
            weight,
            step: dec(self.random.pick(&STEPS)),
            method: self.random.pick(&methods),
            least,
            most,
            order,
            cites: Vec::new(),
            span: Span::default(),
        });
    }

    /// A condition on what was settled.
    pub(super) fn on_amounts(&mut self, place: Place, op: CompareOp) -> Option<Expr> {
        let left = b(self.amount(place)?);
        let right = b(e(ExprKind::Number(dec(self.random.pick(&LIMITS))), pure()));
        Some(e(ExprKind::Compare { op, left, right }, Type::Condition))
    }
}

/// Awards, ceilings and allocations, a line each.
pub(super) fn show_awards(program: &guiju_program::Program) -> String {
    let order = |keys: &[RankKey]| {
        let keys: Vec<String> =
            keys.iter().map(|k| format!("{}{}", show(&k.value), if k.ascending { " asc" } else { "" })).collect();
        keys.join(", ")
    };
    let optional = |expr: &Option<Expr>| expr.as_ref().map_or_else(|| "-".to_owned(), show);
    let mut text = String::new();
    for (id, budget) in program.budgets.iter() {
        text += &format!("b{}: {} of {:?}\n", id.0, budget.amount, budget.out_of);
    }
    for (id, award) in program.awards.iter() {
        let draw = award.draw.as_ref().map_or_else(String::new, |draw| {
            format!(" from b{} {:?} by {}", draw.budget.0, draw.shortage, order(&draw.order))
        });
        let (requires, amount) = (optional(&award.requires), show(&award.amount));
        text += &format!("a{} for {:?}: {amount} where {requires} {:?}{draw}\n", id.0, award.record, award.excludes);
    }
    for (id, cap) in program.caps.iter() {
        let limit = show(&cap.limit);
        text += &format!("cap{} {:?}: {limit} over {:?} by {}\n", id.0, cap.scope, cap.awards, order(&cap.order));
    }
    for (id, a) in program.allocations.iter() {
        let (total, weight, least, most) = (show(&a.total), show(&a.weight), optional(&a.least), optional(&a.most));
        text += &format!(
            "l{} for {:?}: {total} by {weight} step {} {:?} from {least} to {most} by {}\n",
            id.0,
            a.record,
            a.step,
            a.method,
            order(&a.order)
        );
    }
    text += &format!("settlements {:?}\n", program.settlements);
    text
}
