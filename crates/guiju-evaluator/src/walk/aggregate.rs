//! Figures over rows: what is possible while some rows or values are not known.

use std::collections::HashMap;

use guiju_program::expr::{Aggregate, AggregateFunction, ExprKind};
use guiju_program::schema::{FieldType, RecordId};
use guiju_program::value::Verdict;
use guiju_program::{Expr, Program, Type};

use super::depends::is_fixed_aggregate;
use super::number::anything;
use super::{At, Certainty, Code, Lookup, Members, Walker};
use crate::exact::Exact;
use crate::figures::{self, Placed};
use crate::interval::{Interval, Num};

/// Of the rows of a share: how many are surely or perhaps in its base, by what is asked of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ShareCounts {
    /// Surely in the base: pass, perhaps, do not.
    pub sure: [u64; 3],
    /// Perhaps in the base: pass, perhaps, do not.
    pub unsure: [u64; 3],
}

impl ShareCounts {
    pub(crate) const fn count(&mut self, base: Certainty, asked: Certainty) {
        let side = match base {
            Certainty::Sure => &mut self.sure,
            Certainty::Unsure => &mut self.unsure,
            Certainty::Out => return,
        };
        let [pass, maybe, fail] = side;
        match asked {
            Certainty::Sure => *pass += 1,
            Certainty::Unsure => *maybe += 1,
            Certainty::Out => *fail += 1,
        }
    }

    /// The least and the greatest share over all placements of the rows that are not sure.
    pub(crate) fn share(&self) -> Num {
        let [p, m, f] = self.sure;
        let [up, um, uf] = self.unsure;
        let sure = p + m + f;
        let over = |part: u64, all: u64| Exact::fraction(part.into(), all.into());
        // Nothing in the base but rows that pass wherever they are: a share of one, or none at all.
        let least = over(p, sure + uf + um).or_else(|| (up > 0).then(Exact::one));
        let greatest = over(p + m + up + um, sure + up + um).or_else(|| (uf > 0).then(Exact::zero));
        let (Some(lo), Some(hi)) = (least, greatest) else {
            return Num::none();
        };
        let share = Num::of(Interval { lo: Some(lo), hi: Some(hi) });
        if sure == 0 { share.or_absent() } else { share }
    }

    /// How many passed, of how many, where no row is in doubt.
    pub(crate) const fn exact(&self) -> Option<(u64, u64)> {
        let [p, m, f] = self.sure;
        match (m, self.unsure) {
            (0, [0, 0, 0]) => Some((p, p + f)),
            _ => None,
        }
    }
}

impl<'a> Walker<'a> {
    /// A figure that is a number.
    pub(crate) fn aggregate_number(&self, aggregate: &'a Aggregate, at: &At<'_>) -> Num {
        if self.lookup == Lookup::Scan || !is_fixed_aggregate(aggregate) {
            return self.work_out_number(aggregate, at);
        }
        let place = std::ptr::from_ref(aggregate) as usize;
        if let Some(number) = self.memo.borrow().numbers.get(&place) {
            return number.clone();
        }
        let number = self.work_out_number(aggregate, at);
        let mut memo = self.memo.borrow_mut();
        memo.numbers.insert(place, number.clone());
        number
    }

    fn work_out_number(&self, aggregate: &'a Aggregate, at: &At<'_>) -> Num {
        let Members::Known(members) = self.members(&aggregate.rows, at) else {
            return self.of_unknown_rows(aggregate);
        };
        let record = aggregate.rows.record;
        let rows: Vec<(u32, Certainty)> = members
            .into_iter()
            .map(|member| (member.0, self.filtered(&aggregate.filters, record, member, at)))
            .filter(|(_, certainty)| *certainty != Certainty::Out)
            .collect();
        let values = || -> Vec<(Certainty, Num)> {
            let value = |row: u32| {
                let inner = at.inner(record, row);
                aggregate.value.as_ref().map_or_else(anything, |expr| self.number(expr, &inner))
            };
            rows.iter().map(|(row, c)| (*c, value(*row))).collect()
        };
        match aggregate.function {
            AggregateFunction::Count => count(&rows),
            AggregateFunction::Sum => sum(values()),
            AggregateFunction::Min => least(values()),
            AggregateFunction::Max => {
                let negated = values().into_iter().map(|(c, value)| (c, value.negate()));
                least(negated.collect()).negate()
            }
            AggregateFunction::Mean => mean(values()),
            AggregateFunction::Share => {
                let asked = |row: u32| {
                    let inner = at.inner(record, row);
                    let asked = aggregate.asked.as_ref();
                    Certainty::of(asked.map_or(Verdict::Pass, |expr| self.condition(expr, &inner)))
                };
                let asked: Vec<Certainty> = rows.iter().map(|(row, _)| asked(*row)).collect();
                if aggregate.value.is_none() {
                    let mut counts = ShareCounts::default();
                    for ((_, base), asked) in rows.iter().zip(&asked) {
                        counts.count(*base, *asked);
                    }
                    counts.share()
                } else {
                    share_of_amounts(values(), &asked)
                }
            }
            AggregateFunction::Median => median(values()),
            AggregateFunction::Distinct => {
                let Some(value) = &aggregate.value else { return anything() };
                self.distinct(value, record, &rows, at)
            }
            AggregateFunction::Latest => figures::latest(self.placed(aggregate, &rows, at, |key| key)),
            AggregateFunction::Earliest => figures::latest(self.placed(aggregate, &rows, at, |key| key.negate())),
            AggregateFunction::Consecutive => {
                let Some(month) = aggregate.keys.first() else { return anything() };
                let month = |row: u32| self.number(month, &at.inner(record, row));
                let months = counted(rows.iter().map(|(row, c)| (*c, month(*row))).collect());
                months.whole_figure(|rows| figures::longest_run(&rows.sure, &rows.unsure))
            }
            AggregateFunction::All | AggregateFunction::Any => anything(),
        }
    }

    /// How many different values rows have.
    fn distinct(&self, value: &'a Expr, record: RecordId, rows: &[(u32, Certainty)], at: &At<'_>) -> Num {
        let mut seen: HashMap<Code<'a>, u64> = HashMap::new();
        let mut number = |row: u32| {
            let inner = at.inner(record, row);
            if !matches!(value.ty, Type::Text | Type::Enumeration(_) | Type::Reference(_)) {
                return self.number(value, &inner);
            }
            match self.code(value, &inner) {
                Code::Absent => Num::none(),
                Code::Unknown { absent: false } => Num::of(Interval::all()),
                Code::Unknown { absent: true } => Num::of(Interval::all()).or_absent(),
                code => {
                    let next = u64::try_from(seen.len()).unwrap_or(u64::MAX);
                    Num::known(Exact::from(*seen.entry(code).or_insert(next)))
                }
            }
        };
        let values = counted(rows.iter().map(|(row, c)| (*c, number(*row))).collect());
        let figure = values.whole_figure(|rows| figures::distinct(rows.sure.clone(), &rows.unsure));
        at_most_all_values(self.program, &value.ty, figure)
    }

    /// Rows with their keys and values, for the latest of them.
    fn placed(
        &self,
        aggregate: &'a Aggregate,
        rows: &[(u32, Certainty)],
        at: &At<'_>,
        turned: impl Fn(Num) -> Num,
    ) -> Vec<Placed> {
        let place = |(row, certainty): &(u32, Certainty)| {
            let inner = at.inner(aggregate.rows.record, *row);
            Placed {
                sure: *certainty == Certainty::Sure,
                keys: aggregate.keys.iter().map(|key| turned(self.number(key, &inner))).collect(),
                value: aggregate.value.as_ref().map_or_else(anything, |value| self.number(value, &inner)),
            }
        };
        rows.iter().map(place).collect()
    }

    /// For a share of rows, how many passed, of how many; `None` where a row is in doubt.
    pub(crate) fn share_counts(&self, aggregate: &'a Aggregate, at: &At<'_>) -> Option<(u64, u64)> {
        let of_rows = aggregate.function == AggregateFunction::Share && aggregate.value.is_none();
        let members = of_rows.then(|| self.members(&aggregate.rows, at))?;
        let Members::Known(members) = members else {
            return None;
        };
        let record = aggregate.rows.record;
        let asked = aggregate.asked.as_ref()?;
        let mut counts = ShareCounts::default();
        for member in members {
            let base = self.filtered(&aggregate.filters, record, member, at);
            let passes = self.condition(asked, &at.inner(record, member.0));
            counts.count(base, Certainty::of(passes));
        }
        counts.exact()
    }

    /// Whether all rows, or one, pass.
    pub(super) fn aggregate_condition(&self, aggregate: &'a Aggregate, at: &At<'_>) -> Verdict {
        if self.lookup == Lookup::Scan || !is_fixed_aggregate(aggregate) {
            return self.work_out_condition(aggregate, at);
        }
        let place = std::ptr::from_ref(aggregate) as usize;
        if let Some(verdict) = self.memo.borrow().conditions.get(&place) {
            return *verdict;
        }
        let verdict = self.work_out_condition(aggregate, at);
        self.memo.borrow_mut().conditions.insert(place, verdict);
        verdict
    }

    fn work_out_condition(&self, aggregate: &'a Aggregate, at: &At<'_>) -> Verdict {
        use Verdict::{Fail, NotApplicable, Pass, Undetermined};
        let Members::Known(members) = self.members(&aggregate.rows, at) else {
            return Undetermined;
        };
        let record = aggregate.rows.record;
        // What is possible for each row: that it is left out, passes, or fails.
        let mut sure = Vec::new();
        let mut unsure = Vec::new();
        for member in members {
            let certainty = self.filtered(&aggregate.filters, record, member, at);
            let asked = aggregate.asked.as_ref();
            let verdict = || asked.map_or(Pass, |expr| self.condition(expr, &at.inner(record, member.0)));
            match certainty {
                Certainty::Out => {}
                Certainty::Sure => sure.push(verdict()),
                Certainty::Unsure => unsure.push(verdict()),
            }
        }
        let (wins, loses, otherwise) = match aggregate.function {
            AggregateFunction::All => (Fail, Pass, NotApplicable),
            AggregateFunction::Any => (Pass, Fail, Fail),
            _ => return Undetermined,
        };
        if sure.contains(&wins) {
            wins
        } else if sure.contains(&Undetermined) || unsure.contains(&wins) || unsure.contains(&Undetermined) {
            Undetermined
        } else if sure.contains(&loses) {
            loses
        } else if unsure.contains(&loses) && otherwise != loses {
            Undetermined
        } else {
            otherwise
        }
    }

    /// What is possible of a figure over rows that are not known.
    fn of_unknown_rows(&self, aggregate: &Aggregate) -> Num {
        let value = || match &aggregate.value {
            Some(value) => self.any_value(value),
            None => Interval::all(),
        };
        match aggregate.function {
            AggregateFunction::Count => Num::unknown(false),
            // A sum of whatever is not negative is not negative either.
            AggregateFunction::Sum => Num::of(value()),
            AggregateFunction::Min | AggregateFunction::Max | AggregateFunction::Mean | AggregateFunction::Median => {
                Num::of(value()).or_absent()
            }
            AggregateFunction::Latest | AggregateFunction::Earliest => {
                Num { silent: true, ..Num::of(value()) }.or_absent()
            }
            AggregateFunction::Distinct => {
                let figure = Num::unknown(false);
                let ty = aggregate.value.as_ref().map(|value| &value.ty);
                ty.map_or_else(|| figure.clone(), |ty| at_most_all_values(self.program, ty, figure.clone()))
            }
            AggregateFunction::Consecutive => Num::unknown(false),
            AggregateFunction::Share => {
                Num::of(Interval { lo: Some(Exact::zero()), hi: Some(Exact::one()) }).or_absent()
            }
            AggregateFunction::All | AggregateFunction::Any => anything(),
        }
    }

    /// What a value may be on any row: not negative for a field that takes no negative numbers.
    fn any_value(&self, value: &Expr) -> Interval {
        let ExprKind::Field { row, field } = &value.kind else {
            return Interval::all();
        };
        let record = self.program.records.find(self.end_of(row));
        let declared = record.and_then(|record| record.fields.find(*field));
        let signed =
            declared.is_none_or(|field| field.signed || !matches!(field.ty, FieldType::Integer | FieldType::Number(_)));
        if signed || !matches!(value.ty, Type::Number(_)) { Interval::all() } else { Interval::non_negative() }
    }
}

fn count(rows: &[(u32, Certainty)]) -> Num {
    let sure = rows.iter().filter(|(_, c)| *c == Certainty::Sure).count();
    let exact = |count: usize| Exact::from(u64::try_from(count).unwrap_or(u64::MAX));
    Num::of(Interval { lo: Some(exact(sure)), hi: Some(exact(rows.len())) })
}

/// The value as an amount to add up: none adds nothing.
fn addend(certainty: Certainty, value: Num) -> Num {
    let zero = Num::known(Exact::zero());
    let mut value = value;
    if value.absent {
        value.absent = false;
        value = value.hull(&zero);
    }
    if certainty == Certainty::Unsure {
        value = value.hull(&zero);
    }
    value
}

fn sum(values: Vec<(Certainty, Num)>) -> Num {
    let zero = Num::known(Exact::zero());
    values.into_iter().fold(zero, |sum, (c, value)| sum.add(&addend(c, value)))
}

/// Rows whose values count, split by certainty; and the states, beside values, that the figure takes over from them.
struct Counted {
    sure: Vec<Interval>,
    unsure: Vec<Interval>,
    /// No values, and the states.
    states: Num,
    /// A sure row has no value, but a state: neither has the figure.
    stateful: bool,
}

fn counted(values: Vec<(Certainty, Num)>) -> Counted {
    let mut counted = Counted {
        sure: Vec::new(),
        unsure: Vec::new(),
        states: Num { values: None, absent: false, met: false, unmet: false, silent: false },
        stateful: false,
    };
    for (certainty, value) in values {
        let states = &mut counted.states;
        states.met |= value.met;
        states.unmet |= value.unmet;
        states.silent |= value.silent;
        let sure = certainty == Certainty::Sure && !value.absent;
        match value.values {
            Some(interval) if sure => counted.sure.push(interval),
            Some(interval) => counted.unsure.push(interval),
            None => counted.stateful |= sure,
        }
    }
    counted
}

impl Counted {
    /// The figure, from its values.
    fn figure(self, values: impl FnOnce(&Self) -> Interval) -> Num {
        let mut figure = self.states.clone();
        if self.stateful {
            return figure;
        }
        figure.absent = self.sure.is_empty();
        if !(self.sure.is_empty() && self.unsure.is_empty()) {
            figure.values = Some(values(&self));
        }
        figure
    }
}

impl Counted {
    /// The figure, from its values, where it is 0 without any.
    fn whole_figure(self, values: impl FnOnce(&Self) -> Interval) -> Num {
        if self.stateful {
            return self.states;
        }
        Num { values: Some(values(&self)), ..self.states }
    }
}

/// No more different values than an enumeration has, if no others may come.
fn at_most_all_values(program: &Program, ty: &Type, figure: Num) -> Num {
    let Type::Enumeration(id) = ty else { return figure };
    let closed = program.enumerations.find(*id).filter(|enumeration| !enumeration.open);
    let Some(most) = closed.map(|enumeration| enumeration.variants.len()) else { return figure };
    figure.smaller(&Num::known(Exact::from(u64::try_from(most).unwrap_or(u64::MAX))))
}

fn median(values: Vec<(Certainty, Num)>) -> Num {
    counted(values).figure(|rows| figures::median(&rows.sure, &rows.unsure))
}

fn least(values: Vec<(Certainty, Num)>) -> Num {
    counted(values).figure(|rows| {
        let all = || rows.sure.iter().chain(&rows.unsure);
        // A missing lower end is below everything, a missing upper end above.
        let lo = all().map(|i| i.lo.clone()).collect::<Option<Vec<_>>>();
        let lo = lo.and_then(|ends| ends.into_iter().min());
        let hi = if rows.sure.is_empty() {
            let ends = all().map(|i| i.hi.clone()).collect::<Option<Vec<_>>>();
            ends.and_then(|ends| ends.into_iter().max())
        } else {
            rows.sure.iter().filter_map(|i| i.hi.clone()).min()
        };
        Interval { lo, hi }
    })
}

fn mean(values: Vec<(Certainty, Num)>) -> Num {
    counted(values).figure(|rows| {
        let ends =
            |rows: &[Interval], pick: fn(&Interval) -> Option<Exact>| rows.iter().map(pick).collect::<Option<Vec<_>>>();
        let lower = |interval: &Interval| interval.lo.clone();
        let upper = |interval: &Interval| interval.hi.as_ref().map(|hi| -hi);
        let lo =
            ends(&rows.sure, lower).zip(ends(&rows.unsure, lower)).and_then(|(sure, unsure)| least_mean(&sure, unsure));
        let hi =
            ends(&rows.sure, upper).zip(ends(&rows.unsure, upper)).and_then(|(sure, unsure)| least_mean(&sure, unsure));
        Interval { lo, hi: hi.map(|hi| -&hi) }
    })
}

/// The least mean of all `sure` and any of the `unsure` numbers: the smallest ones, as long as each lowers it.
fn least_mean(sure: &[Exact], mut unsure: Vec<Exact>) -> Option<Exact> {
    let mut total = sure.iter().fold(Exact::zero(), |total, v| &total + v);
    let mut count = i64::try_from(sure.len()).ok()?;
    unsure.sort_unstable();
    for value in unsure {
        // Below the mean, without dividing: value * count < total.
        if count > 0 && &value * &Exact::from(count) >= total {
            break;
        }
        total = &total + &value;
        count += 1;
    }
    total.checked_div(&Exact::from(count))
}

/// The share of amounts that pass among all amounts.
fn share_of_amounts(values: Vec<(Certainty, Num)>, asked: &[Certainty]) -> Num {
    let mut states = Num::none();
    states.absent = false;
    // The least and the greatest sum of what passes (C), of what does not (N), and the least sum of all.
    let zero = || Some(Exact::zero());
    let (mut c_min, mut c_max, mut n_min, mut n_max) = (Exact::zero(), zero(), Exact::zero(), zero());
    let mut total_min = Exact::zero();
    let mut negative = false;
    let mut doubtful = false;
    let plus = |sum: &Option<Exact>, hi: &Option<Exact>| Some(sum.as_ref()? + hi.as_ref()?);
    for ((base, value), asked) in values.into_iter().zip(asked) {
        let value = addend(Certainty::Sure, value);
        states.met |= value.met;
        states.unmet |= value.unmet;
        states.silent |= value.silent;
        let Some(interval) = value.values else {
            if base == Certainty::Sure {
                return states;
            }
            continue;
        };
        let lo = match &interval.lo {
            Some(lo) => lo.clone(),
            None => Exact::zero(),
        };
        negative |= interval.lo.as_ref().is_none_or(Exact::is_negative);
        doubtful |= base != Certainty::Sure || *asked == Certainty::Unsure || interval.known().is_none();
        if base == Certainty::Sure {
            total_min = &total_min + &lo;
            match asked {
                Certainty::Sure => c_min = &c_min + &lo,
                Certainty::Out => n_min = &n_min + &lo,
                Certainty::Unsure => {}
            }
        }
        if *asked != Certainty::Out {
            c_max = plus(&c_max, &interval.hi);
        }
        if *asked != Certainty::Sure {
            n_max = plus(&n_max, &interval.hi);
        }
    }
    if negative && doubtful {
        return Num { ..anything() }.hull(&states);
    }
    if negative {
        // Everything is known: the quotient itself, and none of an empty total.
        let share = c_min.checked_div(&total_min);
        return share.map_or_else(Num::none, Num::known).hull(&states);
    }
    let is_zero = |end: &Option<Exact>| end.as_ref().is_some_and(Exact::is_zero);
    // Least: as little as possible passes, and as much as possible does not.
    let least = match &n_max {
        None => Some(Exact::zero()),
        Some(n_max) => c_min.checked_div(&(&c_min + n_max)).or_else(|| (!is_zero(&c_max)).then(Exact::one)),
    };
    let greatest = match &c_max {
        None => Some(Exact::one()),
        Some(c_max) => c_max.checked_div(&(c_max + &n_min)).or_else(|| (!is_zero(&n_max)).then(Exact::zero)),
    };
    let share = match (least, greatest) {
        (Some(lo), Some(hi)) => Num::of(Interval { lo: Some(lo), hi: Some(hi) }),
        _ => return Num::none().hull(&states),
    };
    let share = if total_min.is_zero() { share.or_absent() } else { share };
    share.hull(&states)
}
