//! How many steps an evaluation takes at most, told beforehand from the program and the numbers of rows.
//!
//! A step is one part of an expression, worked out for one row. A definition is counted each time it is named. A figure over the rows that belong to a row (its children, the rows that refer to it) looks
//! at each row of that table once in all, and the same goes for groups, as long as it is known where each row belongs:
//! that is the usual bound. Rows of which that is not known belong to each perhaps, and a figure over a whole table that
//! speaks of the item's own row may have to look at every row for every row: that is the greatest bound, which holds
//! whatever the facts are. Explaining a verdict is not counted: it looks at no more rows than the options allow.
//!
//! ```
//! use guiju_evaluator::cost;
//! use guiju_program::Program;
//!
//! let cost = cost::of(&Program::default());
//! assert_eq!(cost.greatest(|_| 1_000), Some(0));
//! ```

use std::collections::BTreeMap;

use guiju_program::award::{Award, Cap, CapScope};
use guiju_program::expr::{Aggregate, AggregateFunction, ExprKind, Ranking, Relation, RowPath, RowVar, TopLimit};
use guiju_program::rule::Scope;
use guiju_program::schema::RecordId;
use guiju_program::{Expr, Program};

/// An engine works out a part of an expression at most so often where its value is asked for once: to compare it, to tell
/// what was measured, and to bring it to a common scale.
const AT_MOST_OFTEN: u128 = 4;

/// Sorting takes so many steps a row: there are fewer than 2^32 rows.
const SORT: u128 = 32;

/// How many rows several tables have together: a product of numbers of rows.
type Product = Vec<RecordId>;

/// A number of steps, by the numbers of rows of tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps(BTreeMap<Product, u128>);

impl Steps {
    fn times(steps: u128, product: &[RecordId]) -> Self {
        let mut product = product.to_vec();
        product.sort_unstable();
        Self(BTreeMap::from([(product, steps)]))
    }

    fn add(&mut self, other: Self) {
        for (product, steps) in other.0 {
            let sum = self.0.entry(product).or_default();
            *sum = sum.saturating_add(steps);
        }
    }

    /// The terms: a factor, and the tables with whose numbers of rows it is multiplied.
    pub fn terms(&self) -> impl Iterator<Item = (u128, &[RecordId])> {
        self.0.iter().map(|(product, steps)| (*steps, product.as_slice()))
    }

    /// The number for tables of those lengths; `None` where it does not fit.
    pub fn number(&self, rows: impl Fn(RecordId) -> u64) -> Option<u128> {
        let mut sum = 0_u128;
        for (product, steps) in &self.0 {
            let term = product.iter().try_fold(*steps, |term, record| term.checked_mul(u128::from(rows(*record))));
            sum = sum.checked_add(term?)?;
        }
        Some(sum)
    }
}

/// What an item costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemCost {
    /// Its name.
    pub name: String,
    /// At most so many steps where it is known which rows belong together.
    pub usual: Steps,
    /// At most so many steps whatever the facts are.
    pub greatest: Steps,
}

/// What an evaluation costs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Awards, caps, allocations, criteria and rules, in the order in which they are evaluated.
    pub items: Vec<ItemCost>,
}

impl Cost {
    /// The usual bound, for tables of those lengths; `None` where it does not fit.
    pub fn usual(&self, rows: impl Fn(RecordId) -> u64) -> Option<u128> {
        self.items.iter().try_fold(0_u128, |sum, item| sum.checked_add(item.usual.number(&rows)?))
    }

    /// The bound that holds whatever the facts are, for tables of those lengths; `None` where it does not fit.
    pub fn greatest(&self, rows: impl Fn(RecordId) -> u64) -> Option<u128> {
        self.items.iter().try_fold(0_u128, |sum, item| sum.checked_add(item.greatest.number(&rows)?))
    }
}

/// What an evaluation of the program costs.
pub fn of(program: &Program) -> Cost {
    let mut items = Vec::new();
    let mut item = |name: &str, count: &dyn Fn(&Counter<'_>) -> Steps| {
        let of = |greatest| count(&Counter { program, greatest });
        items.push(ItemCost { name: name.to_owned(), usual: of(false), greatest: of(true) });
    };
    for award in program.awards.values() {
        item(&award.name.text, &|counter| counter.award(award));
    }
    for cap in program.caps.values() {
        item(&cap.name.text, &|counter| counter.cap(cap));
    }
    for allocation in program.allocations.values() {
        item(&allocation.name.text, &|counter| {
            let each = Place::each(allocation.record);
            let mut steps = counter.sorted(allocation.record);
            steps.add(counter.expr(&allocation.total, &Place::WHOLE));
            let exprs = std::iter::once(&allocation.weight).chain(&allocation.least).chain(&allocation.most);
            exprs.for_each(|expr| steps.add(counter.expr(expr, &each)));
            allocation.order.iter().for_each(|key| steps.add(counter.expr(&key.value, &each)));
            steps
        });
    }
    for criteria in program.criteria.values() {
        item(&criteria.name.text, &|counter| {
            let mut steps = Steps::default();
            for condition in &criteria.conditions {
                let one = counter.expr(&condition.expr, &Place::each(criteria.record));
                // Whoever walks asks for each condition by itself, and for all together.
                if counter.greatest {
                    steps.add(one.clone());
                }
                steps.add(one);
            }
            steps
        });
    }
    for rule in program.rules.values() {
        item(&rule.name.text, &|counter| {
            counter.expr(
                &rule.expr,
                &match &rule.scope {
                    Scope::Whole => Place::WHOLE,
                    Scope::Each(record) | Scope::EachGroup { record, .. } => Place::each(*record),
                },
            )
        });
    }
    Cost { items }
}

/// How often an expression is worked out, and for which rows.
#[derive(Clone, Debug)]
struct Place {
    /// As often as the product of these tables' numbers of rows.
    often: Product,
    /// The table whose rows are passed through, each of them as often as the product says; `None` where one row may be
    /// meant each time, or there is none.
    passed: Option<(RecordId, Product)>,
}

impl Place {
    const WHOLE: Self = Self { often: Vec::new(), passed: None };

    /// Once for each row.
    fn each(record: RecordId) -> Self {
        Self { often: vec![record], passed: Some((record, Vec::new())) }
    }

    /// As often, for rows that may be the same each time.
    fn anywhere(&self) -> Self {
        Self { often: self.often.clone(), passed: None }
    }

    /// For each row of a table as often as the rows that own it are passed.
    fn of_passed(record: RecordId, product: &[RecordId]) -> Self {
        let mut often = product.to_vec();
        often.push(record);
        Self { often, passed: Some((record, product.to_vec())) }
    }

    fn and(&self, record: RecordId) -> Product {
        let mut often = self.often.clone();
        often.push(record);
        often
    }
}

struct Counter<'p> {
    program: &'p Program,
    /// Whether the bound must hold whatever the facts are.
    greatest: bool,
}

impl Counter<'_> {
    fn expr(&self, expr: &Expr, place: &Place) -> Steps {
        let mut steps = Steps::times(AT_MOST_OFTEN, &place.often);
        match &expr.kind {
            ExprKind::Define { row, define } => {
                let place = row.as_ref().map_or_else(|| place.anywhere(), |path| at(path, place));
                steps.add(self.expr(&self.program.defines[*define].expr, &place));
            }
            // A criteria is judged for all its rows once, however often it is named, unless it has to be walked.
            ExprKind::Criteria { .. } if !self.greatest => {}
            ExprKind::Criteria { row, criteria } => {
                let place = at(row, place);
                for condition in &self.program.criteria[*criteria].conditions {
                    steps.add(self.expr(&condition.expr, &place));
                }
            }
            ExprKind::Condition { row, criteria, index } => {
                let place = at(row, place);
                if let Some(condition) = self.program.criteria[*criteria].conditions.get(*index) {
                    steps.add(self.expr(&condition.expr, &place));
                }
            }
            ExprKind::Aggregate(aggregate) => steps.add(self.aggregate(aggregate, place)),
            ExprKind::Rank(ranking) => steps.add(self.ranking(ranking, place)),
            ExprKind::Top { ranking, limit, .. } => {
                let (TopLimit::Count(limit) | TopLimit::Share(limit)) = limit;
                steps.add(self.ranking(ranking, place));
                steps.add(self.expr(limit, place));
            }
            _ => expr.for_each_part(&mut |part| steps.add(self.expr(part, place))),
        }
        steps
    }

    /// Expressions at the rows of a set, and a step for each row itself.
    fn rows<'e>(&self, exprs: impl Iterator<Item = &'e Expr>, inner: &Place) -> Steps {
        let mut steps = Steps::times(AT_MOST_OFTEN, &inner.often);
        exprs.for_each(|expr| steps.add(self.expr(expr, inner)));
        steps
    }

    fn aggregate(&self, aggregate: &Aggregate, place: &Place) -> Steps {
        let record = aggregate.rows.record;
        let mut exprs = Vec::new();
        aggregate.for_each_part(&mut |part| exprs.push(part));
        let (inner, sorts) = self.inner(record, &aggregate.rows.relation, aggregate.mentions_this(), place);
        let mut steps = self.rows(exprs.into_iter(), &inner);
        let in_order = matches!(
            aggregate.function,
            AggregateFunction::Median
                | AggregateFunction::Distinct
                | AggregateFunction::Latest
                | AggregateFunction::Earliest
                | AggregateFunction::Consecutive
        );
        if in_order {
            steps.add(Steps::times(SORT, &inner.often));
        }
        if sorts {
            steps.add(self.sorted(record));
            steps.add(Steps::times(SORT, &place.often));
        }
        steps
    }

    fn ranking(&self, ranking: &Ranking, place: &Place) -> Steps {
        let record = ranking.rows.record;
        let mut exprs = Vec::new();
        ranking.for_each_part(&mut |part| exprs.push(part));
        let (inner, _) = self.inner(record, &ranking.rows.relation, ranking.mentions_this(), place);
        let mut steps = self.rows(exprs.into_iter(), &inner);
        steps.add(self.sorted(record));
        steps
    }

    /// The place of an expression in a figure over rows, and whether the rows are sorted for it.
    fn inner(&self, record: RecordId, relation: &Relation, this: bool, place: &Place) -> (Place, bool) {
        let every = Place { often: place.and(record), passed: None };
        if self.greatest {
            let owned = place.passed.as_ref().filter(|(owner, _)| {
                *relation == Relation::Children && self.program.records[record].parent == Some(*owner)
            });
            return match owned {
                Some((_, product)) => (Place::of_passed(record, product), false),
                None => (every, true),
            };
        }
        match (relation, &place.passed) {
            (Relation::Whole, _) => (Place::each(record), this),
            // Rows that belong to a row of their own table are its siblings.
            (_, Some((owner, _))) if *owner == record && *relation == Relation::Children => (every, false),
            (_, Some((_, product))) => (Place::of_passed(record, product), false),
            (_, None) => (every, false),
        }
    }

    fn sorted(&self, record: RecordId) -> Steps {
        Steps::times(SORT, &[record])
    }

    fn award(&self, award: &Award) -> Steps {
        let each = Place::each(award.record);
        let order = award.draw.iter().flat_map(|draw| &draw.order).map(|key| &key.value);
        let mut steps = self.rows(award.requires.iter().chain([&award.amount]).chain(order), &each);
        steps.add(self.sorted(award.record));
        steps
    }

    fn cap(&self, cap: &Cap) -> Steps {
        let (CapScope::Each(record) | CapScope::EachGroup { record, .. } | CapScope::Whole(record)) = &cap.scope;
        let scope = if matches!(cap.scope, CapScope::Whole(_)) { Place::WHOLE } else { Place::each(*record) };
        let mut steps = self.expr(&cap.limit, &scope);
        steps.add(self.rows(cap.order.iter().map(|key| &key.value), &Place::each(*record)));
        // Each award is sorted; a row whose group is not known stands in several.
        let sorts = if self.greatest { vec![*record, *record] } else { vec![*record] };
        steps.add(Steps::times(SORT.saturating_mul(cap.awards.len() as u128), &sorts));
        // The orders of rows that share a ceiling are worked out anew for each of them by the reference.
        if self.greatest {
            cap.order
                .iter()
                .for_each(|key| steps.add(self.expr(&key.value, &Place { often: sorts.clone(), passed: None })));
        }
        steps
    }
}

/// Where a path leads from a place.
fn at(path: &RowPath, place: &Place) -> Place {
    if path.base == RowVar::Current && path.steps.is_empty() { place.clone() } else { place.anywhere() }
}
