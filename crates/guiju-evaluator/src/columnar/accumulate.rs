//! Figures over rows: what is kept of each row, and what comes of it in the end.

use std::cmp::Ordering;

use guiju_program::expr::AggregateFunction;
use guiju_program::value::Verdict;

use super::fault::{self, Fault};
use super::kernels::{OPEN, PASS};
use super::plan::{NumNode, VerdictSource};
use crate::exact::Exact;
use crate::figures::{self, Placed};
use crate::interval::{Interval, Num};

/// What an aggregate computes of each row of its plan.
pub(super) struct Aggregator<'a> {
    pub(super) function: AggregateFunction,
    /// Which rows are members; all where `None`.
    pub(super) member: Option<VerdictSource<'a>>,
    /// What is asked of members.
    pub(super) asked: Option<VerdictSource<'a>>,
    /// The value of members.
    pub(super) value: Option<NumNode<'a>>,
    /// By what members are ordered, for the latest of them.
    pub(super) key: Option<NumNode<'a>>,
    /// The most different values there are, where that is known.
    pub(super) variants: Option<u64>,
    /// Whether a value may be negative.
    pub(super) signed: bool,
}

/// What figures need of each value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keeps {
    /// Sums, ends and counts.
    Sums,
    /// The value itself.
    Values,
    /// The value that goes with the greatest key.
    Latest,
}

/// What is kept of the rows of one group.
#[derive(Clone, Debug, Default)]
pub(super) struct Accumulator {
    /// Sure members by what was asked of them (all pass where nothing was).
    pub(super) sure: [u64; 4],
    /// Unsure members by the same.
    pub(super) unsure: [u64; 4],
    /// Sum of the known values of sure members; for a share of amounts of those that passed.
    sum: i128,
    /// For a share of amounts the sum of those that did not.
    rest: i128,
    /// Least and greatest known value of sure members.
    range: Option<(i64, i64)>,
    /// How many values were known.
    known: u64,
    /// The known values of sure members, where each is needed.
    list: Vec<i64>,
    /// The greatest known key of sure members, with their values.
    edge: Option<Edge>,
    /// Members that are unsure, or whose value is not known.
    uncertain: Vec<Uncertain>,
}

/// The rows with the greatest key.
#[derive(Clone, Copy, Debug)]
struct Edge {
    key: i64,
    /// The least and the greatest of their values.
    values: (i64, i64),
}

impl Edge {
    fn join(self, more: Self) -> Self {
        match self.key.cmp(&more.key) {
            Ordering::Less => more,
            Ordering::Greater => self,
            Ordering::Equal => {
                let values = (self.values.0.min(more.values.0), self.values.1.max(more.values.1));
                Self { values, ..self }
            }
        }
    }
}

#[derive(Clone, Debug)]
struct Uncertain {
    sure: bool,
    asked: u8,
    value: Num,
    /// What it is ordered by, for the latest of them.
    key: Option<Num>,
}

impl Aggregator<'_> {
    /// Whether it only counts members.
    pub(super) const fn counts_only(&self) -> bool {
        matches!(self.function, AggregateFunction::Count)
    }

    /// What is kept of each value.
    pub(super) const fn keeps(&self) -> Keeps {
        match self.function {
            AggregateFunction::Median | AggregateFunction::Distinct | AggregateFunction::Consecutive => Keeps::Values,
            AggregateFunction::Latest | AggregateFunction::Earliest => Keeps::Latest,
            _ => Keeps::Sums,
        }
    }

    /// Whether the least key comes first, so that keys are turned.
    pub(super) fn turned(&self) -> bool {
        (self.function == AggregateFunction::Earliest) != fault::is(Fault::LatestIsEarliest)
    }

    /// The scale of the values.
    pub(super) fn value_scale(&self) -> u32 {
        self.value.as_ref().map_or(0, |value| value.scale)
    }

    /// The scale at which figures are held.
    pub(super) fn figure_scale(&self) -> u32 {
        match self.function {
            AggregateFunction::Sum
            | AggregateFunction::Min
            | AggregateFunction::Max
            | AggregateFunction::Latest
            | AggregateFunction::Earliest => self.value_scale(),
            // Half of a sum has one digit more.
            AggregateFunction::Median => self.value_scale() + 1,
            AggregateFunction::Mean => self.value_scale().max(2),
            _ => 0,
        }
    }
}

impl Accumulator {
    pub(super) fn clear(&mut self) {
        let (mut uncertain, mut list) = (std::mem::take(&mut self.uncertain), std::mem::take(&mut self.list));
        uncertain.clear();
        list.clear();
        *self = Self { uncertain, list, ..Self::default() };
    }

    /// Adds a row without a value.
    pub(super) fn add(&mut self, member: u8, asked: u8) {
        if let Some(sure) = certainty(member) {
            let counts = if sure { &mut self.sure } else { &mut self.unsure };
            if let Some(count) = counts.get_mut(asked as usize) {
                *count += 1;
            }
        }
    }

    /// Adds so many sure members, of which nothing is asked.
    pub(super) const fn add_sure(&mut self, rows: u64) {
        let [_, pass, _, _] = &mut self.sure;
        *pass += rows;
    }

    /// Adds a row with a known value.
    pub(super) fn add_known(&mut self, member: u8, asked: u8, value: i64, num: impl FnOnce() -> Num) {
        if member == PASS && asked != OPEN {
            if asked == PASS {
                self.sum += i128::from(value);
            } else {
                self.rest += i128::from(value);
            }
            self.range = Some(match self.range {
                Some((min, max)) => (min.min(value), max.max(value)),
                None if fault::is(Fault::LeastFromZero) => (value.min(0), value),
                None => (value, value),
            });
            self.known += 1;
            self.add(member, asked);
        } else {
            self.add_uncertain(member, asked, num);
        }
    }

    /// Adds a row that is unsure, or whose value is not known.
    pub(super) fn add_uncertain(&mut self, member: u8, asked: u8, num: impl FnOnce() -> Num) {
        if let Some(sure) = certainty(member) {
            self.uncertain.push(Uncertain { sure, asked, value: num(), key: None });
            self.add(member, asked);
        }
    }

    /// Adds a row with a known value, which is kept.
    pub(super) fn add_listed(&mut self, member: u8, value: i64, num: impl FnOnce() -> Num) {
        if member == PASS {
            self.list.push(value);
            self.add(member, PASS);
        } else {
            self.add_uncertain(member, PASS, num);
        }
    }

    /// Adds a sure row with a known key and value.
    pub(super) fn add_placed(&mut self, key: i64, value: i64) {
        let row = Edge { key, values: (value, value) };
        self.edge = Some(self.edge.map_or(row, |edge| edge.join(row)));
        self.add(PASS, PASS);
    }

    /// Adds a row that is unsure, or whose key or value is not known.
    pub(super) fn add_unplaced(&mut self, member: u8, key: Num, value: Num) {
        if let Some(sure) = certainty(member) {
            self.uncertain.push(Uncertain { sure, asked: PASS, value, key: Some(key) });
            self.add(member, PASS);
        }
    }

    /// What rows bring of which everything is known: how many there are by what was asked of them, the sums of those that
    /// passed and of the others, and the least and greatest value.
    pub(super) fn of_known(sure: [u64; 4], sums: (i128, i128), range: Option<(i64, i64)>) -> Self {
        let [na, pass, _, fail] = sure;
        Self { sure, sum: sums.0, rest: sums.1, range, known: na + pass + fail, ..Self::default() }
    }

    /// Adds what was kept of other rows.
    pub(super) fn merge(&mut self, other: &Self) {
        let add = |to: &mut [u64; 4], from: &[u64; 4]| to.iter_mut().zip(from).for_each(|(a, b)| *a += b);
        add(&mut self.sure, &other.sure);
        add(&mut self.unsure, &other.unsure);
        self.sum += other.sum;
        self.rest += other.rest;
        self.range = match (self.range, other.range) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (one, None) | (None, one) => one,
        };
        self.known += other.known;
        self.list.extend(&other.list);
        self.edge = match (self.edge, other.edge) {
            (Some(one), Some(more)) => Some(one.join(more)),
            (one, None) | (None, one) => one,
        };
        self.uncertain.extend(other.uncertain.iter().cloned());
    }

    /// How many members passed what was asked, and how many are open.
    pub(super) fn counted(&self) -> (u64, u64) {
        let [_, pass, open, _] = self.sure;
        let [_, unsure_pass, unsure_open, _] = self.unsure;
        (pass, open + unsure_pass + unsure_open)
    }

    /// How many passed, of how many, where no row is in doubt.
    pub(super) fn exact_share(&self) -> Option<(u64, u64)> {
        let [na, pass, open, fail] = self.sure;
        let certain = open == 0 && self.unsure.iter().all(|rows| *rows == 0);
        certain.then_some((pass, na + pass + fail))
    }

    /// How many sure and unsure members there are.
    pub(super) fn members(&self) -> (u64, u64) {
        (self.sure.iter().sum(), self.unsure.iter().sum())
    }

    /// The figure, where it is a number.
    pub(super) fn number(&self, aggregator: &Aggregator<'_>) -> Num {
        let scale = aggregator.value_scale();
        match aggregator.function {
            AggregateFunction::Count => {
                let (sure, unsure) = self.members();
                Num::of(Interval { lo: Some(Exact::from(sure)), hi: Some(Exact::from(sure + unsure)) })
            }
            AggregateFunction::Sum => self.sum(scale),
            AggregateFunction::Min => self.least(scale),
            AggregateFunction::Max => self.greatest(scale),
            AggregateFunction::Mean => self.mean(scale),
            AggregateFunction::Share if aggregator.value.is_some() => self.share_of_amounts(scale),
            AggregateFunction::Share => self.share_of_rows(),
            AggregateFunction::Median => self.median(scale),
            AggregateFunction::Distinct => {
                let figure = self.distinct(scale);
                let most = aggregator.variants.map(|most| Num::known(Exact::from(most)));
                most.map_or_else(|| figure.clone(), |most| figure.smaller(&most))
            }
            AggregateFunction::Latest | AggregateFunction::Earliest => {
                self.latest(scale, aggregator.key.as_ref().map_or(0, |key| key.scale))
            }
            AggregateFunction::Consecutive => self.longest_run(),
            AggregateFunction::All | AggregateFunction::Any => Num::none(),
        }
    }

    /// The figure, where it is a verdict.
    pub(super) fn verdict(&self, function: AggregateFunction) -> Verdict {
        let [_, pass, open, fail] = self.sure;
        let [_, unsure_pass, unsure_open, unsure_fail] = self.unsure;
        match function {
            AggregateFunction::All => {
                if fail > 0 {
                    Verdict::Fail
                } else if open + unsure_open + unsure_fail > 0 {
                    Verdict::Undetermined
                } else if pass > 0 {
                    Verdict::Pass
                } else if unsure_pass > 0 {
                    Verdict::Undetermined
                } else {
                    Verdict::NotApplicable
                }
            }
            _ => {
                if pass > 0 {
                    Verdict::Pass
                } else if open + unsure_open + unsure_pass > 0 {
                    Verdict::Undetermined
                } else {
                    Verdict::Fail
                }
            }
        }
    }

    fn sum(&self, scale: u32) -> Num {
        let mut total = Num::known(Exact::scaled(self.sum, scale));
        let zero = Num::known(Exact::zero());
        for row in &self.uncertain {
            let certain = row.sure && !row.value.absent;
            let part = if certain { row.value.clone() } else { present(&row.value).hull(&zero) };
            total = total.add(&part);
        }
        total
    }

    fn least(&self, scale: u32) -> Num {
        self.figure(|known, sure, unsure| {
            let known = known.map(|(min, _)| Some(Exact::scaled(i128::from(min), scale)));
            let known_end = || known.clone().into_iter();
            let lows = || sure.iter().chain(unsure).map(|values| values.lo.clone());
            // A missing lower end is below everything.
            let lo = known_end().chain(lows()).reduce(|a, b| Some(a?.min(b?))).flatten();
            let hi = if sure.is_empty() && known.is_none() {
                // Whichever row is in may be the only one.
                unsure.iter().map(|values| values.hi.clone()).reduce(|a, b| Some(a?.max(b?))).flatten()
            } else {
                known_end().flatten().chain(sure.iter().filter_map(|values| values.hi.clone())).min()
            };
            Interval { lo, hi }
        })
    }

    fn greatest(&self, scale: u32) -> Num {
        let turned = Self {
            range: self.range.map(|(min, max)| (max.saturating_neg(), min.saturating_neg())),
            known: self.known,
            uncertain: self
                .uncertain
                .iter()
                .map(|row| Uncertain { value: row.value.negate(), key: None, ..*row })
                .collect(),
            ..Self::default()
        };
        turned.least(scale).negate()
    }

    fn mean(&self, scale: u32) -> Num {
        let sum = Exact::scaled(self.sum, scale);
        let count = self.known + u64::from(fault::is(Fault::MeanOverAll));
        self.figure(|_, sure, unsure| {
            let lower = |values: &Interval| values.lo.clone();
            let upper = |values: &Interval| values.hi.as_ref().map(|v| -v);
            let lo = extreme_mean(sum.clone(), count, sure, unsure, lower);
            let hi = extreme_mean(-&sum, count, sure, unsure, upper);
            Interval { lo, hi: hi.map(|v| -&v) }
        })
    }

    /// A figure of the values that are in: of the known ones, of those of other sure rows, and of those that may be
    /// in. Without any value there is none.
    fn figure(&self, values: impl FnOnce(Option<(i64, i64)>, &[Interval], &[Interval]) -> Interval) -> Num {
        let mut figure = flags_of(&self.uncertain);
        let (mut sure, mut unsure) = (Vec::new(), Vec::new());
        for row in &self.uncertain {
            let certain = row.sure && !row.value.absent;
            match &row.value.values {
                Some(values) if certain => sure.push(values.clone()),
                Some(values) => unsure.push(values.clone()),
                // A row that has no value but a zero base leaves the figure with that alone.
                None if certain => return figure,
                None => {}
            }
        }
        figure.absent = self.known == 0 && sure.is_empty();
        if self.known > 0 || !sure.is_empty() || !unsure.is_empty() {
            figure.values = Some(values(self.range, &sure, &unsure));
        }
        figure
    }

    /// The kept values, in order.
    fn sorted(&self) -> Vec<i64> {
        let mut values = self.list.clone();
        values.sort_unstable();
        values
    }

    /// A figure of the kept values and of those of other rows that are in, or may be.
    fn figure_of_all(&self, scale: u32, values: impl FnOnce(Vec<Interval>, &[Interval]) -> Interval) -> Num {
        let mut figure = flags_of(&self.uncertain);
        let known = self.list.iter().map(|value| Interval::point(Exact::scaled(i128::from(*value), scale)));
        let (mut sure, mut unsure): (Vec<Interval>, Vec<Interval>) = (known.collect(), Vec::new());
        for row in &self.uncertain {
            let certain = row.sure && !row.value.absent;
            match &row.value.values {
                Some(values) if certain => sure.push(values.clone()),
                Some(values) => unsure.push(values.clone()),
                None if certain => return figure,
                None => {}
            }
        }
        figure.absent = sure.is_empty();
        figure.values = (!sure.is_empty() || !unsure.is_empty()).then(|| values(sure, &unsure));
        figure
    }

    fn median(&self, scale: u32) -> Num {
        if !self.uncertain.is_empty() {
            return self.figure_of_all(scale, |sure, unsure| figures::median(&sure, unsure));
        }
        let values = self.sorted();
        let middle = values.len() / 2;
        let at = |place: usize| values.get(place).map(|value| i128::from(*value));
        let Some(upper) = at(middle) else { return Num::none() };
        let lower = if values.len() % 2 == 1 { Some(upper) } else { at(middle.saturating_sub(1)) };
        let lower = lower.unwrap_or(upper);
        let upper = if fault::is(Fault::LowerMiddle) { lower } else { upper };
        // Half of the sum, with one digit more.
        Num::known(Exact::scaled((lower + upper) * 5, scale + 1))
    }

    fn distinct(&self, scale: u32) -> Num {
        let mut values = self.sorted();
        values.dedup();
        let known = u64::try_from(values.len()).unwrap_or(u64::MAX);
        if self.uncertain.is_empty() || fault::is(Fault::UnknownIsOne) {
            return Num::known(Exact::from(known + u64::from(!self.uncertain.is_empty())));
        }
        let figure = self.figure_of_all(scale, figures::distinct);
        or_none_at_all(figure)
    }

    fn longest_run(&self) -> Num {
        if !self.uncertain.is_empty() {
            return or_none_at_all(self.figure_of_all(0, |sure, unsure| figures::longest_run(&sure, unsure)));
        }
        let (mut longest, mut run, mut before) = (0_u64, 0_u64, None);
        for month in self.sorted() {
            if before == Some(month) && !fault::is(Fault::MonthCountedTwice) {
                continue;
            }
            let follows = before.is_some_and(|before| month - before <= 1 + i64::from(fault::is(Fault::RunOverGap)));
            run = if follows { run + 1 } else { 1 };
            longest = longest.max(run);
            before = Some(month);
        }
        Num::known(Exact::from(longest))
    }

    fn latest(&self, scale: u32, key_scale: u32) -> Num {
        let exact = |value: i64, scale: u32| Num::known(Exact::scaled(i128::from(value), scale));
        match self.edge {
            None if self.uncertain.is_empty() => Num::none(),
            Some(Edge { values: (least, greatest), .. })
                if self.uncertain.is_empty() && (least == greatest || fault::is(Fault::LeastOfTied)) =>
            {
                exact(least, scale)
            }
            edge => {
                let known = edge.into_iter().flat_map(|edge| {
                    [edge.values.0, edge.values.1].into_iter().map(move |value| Placed {
                        sure: true,
                        keys: vec![exact(edge.key, key_scale)],
                        value: exact(value, scale),
                    })
                });
                let others = self.uncertain.iter().map(|row| Placed {
                    sure: row.sure,
                    keys: row.key.iter().cloned().collect(),
                    value: row.value.clone(),
                });
                figures::latest(known.chain(others).collect())
            }
        }
    }

    fn share_of_rows(&self) -> Num {
        let [na, p, m, f] = self.sure;
        let [una, up, um, uf] = self.unsure;
        let (f, uf) = (f + na, uf + una);
        let sure = p + m + f;
        let ratio = |a: u64, b: u64| Exact::fraction(i128::from(a), i128::from(b));
        let least = ratio(p, sure + uf + um).or_else(|| ratio(1, 1).filter(|_| up > 0));
        let greatest = ratio(p + m + up + um, sure + up + um).or_else(|| ratio(0, 1).filter(|_| uf > 0));
        match (least, greatest) {
            (Some(lo), Some(hi)) => {
                let num = Num::of(Interval { lo: Some(lo), hi: Some(hi) });
                if sure == 0 { num.or_absent() } else { num }
            }
            _ => Num::none(),
        }
    }

    /// The share of amounts, none of which is negative.
    fn share_of_amounts(&self, scale: u32) -> Num {
        let flags = flags_of(&self.uncertain);
        // Least and greatest sums of amounts that pass, and of the others; the least sum of all.
        let mut passing = Interval::point(Exact::scaled(self.sum, scale));
        let mut others = Interval::point(Exact::scaled(self.rest, scale));
        let mut total_min = Exact::scaled(self.sum + self.rest, scale);
        let add = |to: &mut Option<Exact>, more: &Option<Exact>| {
            *to = to.as_ref().zip(more.as_ref()).map(|(a, b)| a + b);
        };
        for row in &self.uncertain {
            let Some(values) = &row.value.values else {
                if row.sure && !row.value.absent {
                    return flags;
                }
                continue;
            };
            let certain = row.sure && !row.value.absent;
            let lo = values.lo.clone().filter(|_| certain).unwrap_or_else(Exact::zero);
            total_min = &total_min + &lo;
            let lo = Some(lo);
            match row.asked {
                PASS => {
                    add(&mut passing.lo, &lo);
                    add(&mut passing.hi, &values.hi);
                }
                OPEN => {
                    add(&mut passing.hi, &values.hi);
                    add(&mut others.hi, &values.hi);
                }
                _ => {
                    add(&mut others.lo, &lo);
                    add(&mut others.hi, &values.hi);
                }
            }
        }
        if is_zero(&passing.hi) && is_zero(&others.hi) {
            return Num { values: None, absent: true, ..flags };
        }
        // Least: as little as possible passes, as much as possible does not; and the other way round.
        let lo = match (&passing.lo, &others.hi) {
            (Some(p), Some(o)) => p.checked_div(&(p + o)).unwrap_or_else(Exact::one),
            _ => Exact::zero(),
        };
        let hi = match (&passing.hi, &others.lo) {
            (Some(p), Some(o)) => p.checked_div(&(p + o)).unwrap_or_else(Exact::zero),
            _ => Exact::one(),
        };
        let values = Interval { lo: Some(lo), hi: Some(hi) };
        Num { values: Some(values), absent: total_min.is_zero(), ..flags }
    }
}

fn is_zero(value: &Option<Exact>) -> bool {
    value.as_ref().is_some_and(Exact::is_zero)
}

/// Whether a row of that member verdict is surely in (`true`), perhaps (`false`), or out.
fn certainty(member: u8) -> Option<bool> {
    match member {
        PASS => Some(true),
        OPEN if fault::is(Fault::DroppedUnsure) => None,
        OPEN if fault::is(Fault::CountedUnsure) => Some(true),
        OPEN => Some(false),
        _ => None,
    }
}

/// A count of values, which is 0 where there are none.
fn or_none_at_all(figure: Num) -> Num {
    match figure.values {
        Some(_) => Num { absent: false, ..figure },
        // Every row that may be in has no value, or one of them is only a zero base.
        None if figure.absent => Num { values: Some(Interval::point(Exact::zero())), absent: false, ..figure },
        None => figure,
    }
}

/// The number without the possibility that there is none.
fn present(num: &Num) -> Num {
    Num { absent: false, ..num.clone() }
}

/// No value, with the states that zero bases leave.
fn flags_of(rows: &[Uncertain]) -> Num {
    let mut flags = Num { values: None, absent: false, met: false, unmet: false, silent: false };
    for row in rows {
        flags.met |= row.value.met;
        flags.unmet |= row.value.unmet;
        flags.silent |= row.value.silent;
    }
    flags
}

/// The least mean over all placements of the unsure rows; `None` where there is no lower end.
fn extreme_mean(
    mut sum: Exact,
    mut count: u64,
    sure: &[Interval],
    unsure: &[Interval],
    end: impl Fn(&Interval) -> Option<Exact>,
) -> Option<Exact> {
    for values in sure {
        sum = &sum + &end(values)?;
        count += 1;
    }
    let mut ends = unsure.iter().map(end).collect::<Option<Vec<_>>>()?;
    ends.sort();
    for value in ends {
        // A further row lowers the mean while its value lies below it.
        if count > 0 && &value * &Exact::from(count) >= sum {
            break;
        }
        sum = &sum + &value;
        count += 1;
    }
    sum.checked_div(&Exact::from(count))
}

/// What is possible of a figure over rows of which nothing is known; of a count of values they are at most `variants`.
pub(super) fn unknown_number(function: AggregateFunction, signed: bool, variants: Option<u64>) -> Num {
    match function {
        AggregateFunction::Count => Num::unknown(false),
        AggregateFunction::Sum => Num::unknown(signed),
        AggregateFunction::Share => Num::of(Interval { lo: Some(Exact::zero()), hi: Some(Exact::one()) }).or_absent(),
        AggregateFunction::Distinct => {
            let figure = Num::unknown(false);
            variants.map_or_else(|| figure.clone(), |most| figure.smaller(&Num::known(Exact::from(most))))
        }
        AggregateFunction::Consecutive => Num::unknown(false),
        AggregateFunction::Latest | AggregateFunction::Earliest => {
            Num { silent: true, ..Num::unknown(signed) }.or_absent()
        }
        _ => Num::unknown(signed).or_absent(),
    }
}
