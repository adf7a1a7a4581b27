//! Who gets how much where there is not enough for all: by definition, each looking at all others.

use guiju_program::award::{OddFen, Shortage};

use crate::exact::Exact;
use crate::interval::{Interval, Num};
use crate::parts::{step_down, step_up};
use crate::settled::{is_nothing, perhaps};

/// An end of where a row may stand in an order. The greater one is ahead.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// Without a value: behind all others.
    Last,
    Worst,
    Value(Exact),
    Best,
}

/// The best and the worst place that a row may have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    pub best: Vec<Place>,
    pub worst: Vec<Place>,
}

impl Places {
    /// Adds what is possible of one more key.
    pub(super) fn push(&mut self, value: Num, ascending: bool) {
        // What a silent clause leaves open may be anything.
        let open = value.met || value.unmet || value.silent;
        let values = if open { Some(Interval::all()) } else { value.values };
        let (worst, best) = match values {
            None => (Place::Last, Place::Last),
            Some(values) => {
                let (worst, best) = if ascending {
                    let turned = |end: Option<Exact>| end.map(|end| -&end);
                    (turned(values.hi), turned(values.lo))
                } else {
                    (values.lo, values.hi)
                };
                (worst.map_or(Place::Worst, Place::Value), best.map_or(Place::Best, Place::Value))
            }
        };
        self.worst.push(if value.absent { Place::Last } else { worst });
        self.best.push(best);
    }

    /// Whether it is certain where the row stands.
    fn is_known(&self) -> bool {
        self.best == self.worst
    }

    fn surely_ahead_of(&self, other: &Self) -> bool {
        self.worst > other.best
    }

    fn surely_behind(&self, other: &Self) -> bool {
        other.surely_ahead_of(self)
    }
}

/// What somebody asks for, and where he stands.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Never below zero.
    pub demand: Interval,
    pub places: Places,
}

/// What somebody gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Share {
    pub paid: Interval,
    /// What those ahead ask for: surely at least, and perhaps at most. Of a scaled budget, what all ask for.
    pub ahead: Interval,
}

fn zero() -> Exact {
    Exact::zero()
}

fn lo(interval: &Interval) -> Exact {
    interval.lo.clone().unwrap_or_else(zero)
}

fn nothing() -> Interval {
    Interval::point(zero())
}

/// The sum of intervals without lower ends below zero.
fn sum<'i>(intervals: impl Iterator<Item = &'i Interval>) -> Interval {
    let mut total = nothing();
    for interval in intervals {
        total.lo = Some(&lo(&total) + &lo(interval));
        total.hi = total.hi.zip(interval.hi.as_ref()).map(|(a, b)| &a + b);
    }
    total
}

/// What those ahead of an item ask for; those level with it, or perhaps ahead, in the upper end alone.
fn ahead(items: &[Item], at: usize, among: impl Fn(usize) -> bool) -> Interval {
    let Some(item) = items.get(at) else {
        return nothing();
    };
    let others = || items.iter().enumerate().filter(|(other, _)| *other != at && among(*other));
    let sure = others().filter(|(_, other)| other.places.surely_ahead_of(&item.places));
    let possible = others().filter(|(_, other)| !other.places.surely_behind(&item.places));
    Interval { lo: sum(sure.map(|(_, other)| &other.demand)).lo, hi: sum(possible.map(|(_, other)| &other.demand)).hi }
}

/// Shares out what there is among those that ask for it, in the order in which they are given.
pub(super) fn queue(available: &Interval, items: &[Item], shortage: Shortage) -> Vec<Share> {
    // Who asks for nothing does not queue.
    let asking: Vec<usize> =
        (0..items.len()).filter(|at| items.get(*at).is_some_and(|item| !is_nothing(&item.demand))).collect();
    let queue: Vec<Item> = asking.iter().filter_map(|at| items.get(*at).cloned()).collect();
    let mut shares = vec![Share { paid: nothing(), ahead: nothing() }; items.len()];
    for (at, share) in asking.into_iter().zip(among_asking(available, &queue, shortage)) {
        if let Some(slot) = shares.get_mut(at) {
            *slot = share;
        }
    }
    shares
}

fn among_asking(available: &Interval, items: &[Item], shortage: Shortage) -> Vec<Share> {
    let by_order = |pay: fn(&Interval, &Interval, &Interval) -> Interval| {
        let share = |(at, item): (usize, &Item)| {
            let ahead = ahead(items, at, |_| true);
            Share { paid: pay(available, &item.demand, &ahead), ahead }
        };
        items.iter().enumerate().map(share).collect()
    };
    match shortage {
        // Nobody waits for anybody.
        Shortage::MustFit => {
            let all = items.iter();
            all.map(|item| Share { paid: item.demand.clone(), ahead: nothing() }).collect()
        }
        Shortage::CutLast => by_order(cut_last),
        Shortage::Stop => by_order(stop),
        Shortage::Skip => {
            let shares: Vec<Share> = by_order(|_, demand, _| demand.clone());
            let paid = skip(available, items);
            shares.into_iter().zip(paid).map(|(share, paid)| Share { paid, ..share }).collect()
        }
        Shortage::ProRata(odd) => {
            let all = sum(items.iter().map(|item| &item.demand));
            let paid = pro_rata(available, items, odd);
            paid.into_iter().map(|paid| Share { paid, ahead: all.clone() }).collect()
        }
    }
}

/// What is surely, and what perhaps, left behind those ahead.
fn left(available: &Interval, ahead: &Interval) -> (Exact, Option<Exact>) {
    let surely = ahead.hi.as_ref().map_or_else(zero, |ahead| &lo(available) - ahead);
    let perhaps = available.hi.as_ref().map(|available| available - &lo(ahead));
    (surely.max(zero()), perhaps.map(|left| left.max(zero())))
}

fn cut_last(available: &Interval, demand: &Interval, ahead: &Interval) -> Interval {
    let (surely, perhaps) = left(available, ahead);
    Interval {
        lo: Some(lo(demand).min(surely)),
        hi: match (demand.hi.clone(), perhaps) {
            (Some(demand), Some(left)) => Some(demand.min(left)),
            (one, None) | (None, one) => one,
        },
    }
}

/// Whether it surely fits behind those ahead.
fn surely_fits(available: &Interval, demand: &Interval, ahead: &Interval) -> bool {
    let together = demand.hi.as_ref().zip(ahead.hi.as_ref());
    together.is_some_and(|(demand, ahead)| &(ahead + demand) <= available.lo.as_ref().unwrap_or(&zero()))
}

fn stop(available: &Interval, demand: &Interval, ahead: &Interval) -> Interval {
    let too_much = available.hi.as_ref().is_some_and(|hi| &lo(ahead) + &lo(demand) > *hi);
    if surely_fits(available, demand, ahead) {
        demand.clone()
    } else if too_much {
        nothing()
    } else {
        perhaps(demand)
    }
}

/// From the front, as long as everything is known; the others by what is possible of them.
fn skip(available: &Interval, items: &[Item]) -> Vec<Interval> {
    let mut paid: Vec<Option<Interval>> = vec![None; items.len()];
    let mut left = available.clone();
    let in_order = items.iter().all(|item| item.places.is_known());
    while let Some(mut rest) = left.known().filter(|_| in_order).cloned() {
        // Those level with one another whom none that waits is ahead of.
        let waiting = || items.iter().enumerate().filter(|(at, _)| matches!(paid.get(*at), Some(None)));
        let Some(front) = waiting().map(|(_, item)| &item.places.best).max() else {
            break;
        };
        let level: Vec<usize> = waiting().filter(|(_, item)| item.places.best == *front).map(|(at, _)| at).collect();
        let demands: Option<Vec<(usize, Exact)>> =
            level.iter().map(|at| Some((*at, items.get(*at)?.demand.known()?.clone()))).collect();
        let Some(demands) = demands else {
            break;
        };
        let together = demands.iter().fold(zero(), |sum, (_, demand)| &sum + demand);
        let fits = together <= rest;
        if !fits && demands.len() > 1 {
            break;
        }
        if fits {
            rest = &rest - &together;
        }
        for (at, demand) in demands {
            if let Some(slot) = paid.get_mut(at) {
                *slot = Some(if fits { Interval::point(demand) } else { nothing() });
            }
        }
        left = Interval::point(rest);
    }
    let waits = |at: usize| matches!(paid.get(at), Some(None));
    let settle = |(at, paid): (usize, &Option<Interval>)| {
        let (None, Some(item)) = (paid, items.get(at)) else {
            return paid.clone().unwrap_or_else(nothing);
        };
        let too_much = left.hi.as_ref().is_some_and(|left| lo(&item.demand) > *left);
        if surely_fits(&left, &item.demand, &ahead(items, at, waits)) {
            item.demand.clone()
        } else if too_much {
            nothing()
        } else {
            perhaps(&item.demand)
        }
    };
    paid.iter().enumerate().map(settle).collect()
}

/// A fen in 元.
fn fen() -> Exact {
    Exact::scaled(1, 2)
}

/// A part of a demand: all of it where everything fits.
fn scaled(demand: &Exact, available: &Exact, total: &Exact) -> Exact {
    if total <= available {
        return demand.clone();
    }
    (demand * available).checked_div(total).unwrap_or_else(zero)
}

fn pro_rata(available: &Interval, items: &[Item], odd: OddFen) -> Vec<Interval> {
    let all = sum(items.iter().map(|item| &item.demand));
    if all.hi.as_ref().is_some_and(|all| *all <= lo(available)) {
        return items.iter().map(|item| item.demand.clone()).collect();
    }
    let demands: Option<Vec<&Exact>> = items.iter().map(|item| item.demand.known()).collect();
    if let (Some(demands), Some(available)) = (demands, available.known()) {
        return pro_rata_of_known(available, items, &demands, odd);
    }
    let others =
        |at: usize| sum(items.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| &other.demand));
    let of_item = |(at, item): (usize, &Item)| {
        let (demand, others) = (&item.demand, others(at));
        // Least with the least demand, the least money and the most that others ask for.
        let least = others.hi.as_ref().map_or_else(zero, |others| {
            let lo = lo(demand);
            step_down(&scaled(&lo, &self::lo(available), &(&lo + others)), &fen())
        });
        let most = match (&demand.hi, &available.hi) {
            (Some(demand), Some(available)) => {
                let share = scaled(demand, available, &(demand + &lo(&others)));
                Some(step_up(&share, &fen()).min(demand.clone()))
            }
            (demand, None) => demand.clone(),
            (None, available) => available.clone(),
        };
        Interval { lo: Some(least), hi: most }
    };
    items.iter().enumerate().map(of_item).collect()
}

fn pro_rata_of_known(available: &Exact, items: &[Item], demands: &[&Exact], odd: OddFen) -> Vec<Interval> {
    let total = demands.iter().fold(zero(), |sum, demand| &sum + demand);
    let parts: Vec<Part<'_>> = demands
        .iter()
        .zip(items)
        .map(|(demand, item)| {
            let share = scaled(demand, available, &total);
            let down = step_down(&share, &fen());
            // Nobody gets more than he asks for.
            let takes_more = &down + &fen() <= **demand;
            Part { remainder: &share - &down, down, takes_more, places: &item.places }
        })
        .collect();
    match odd {
        OddFen::Kept => parts.into_iter().map(|part| Interval::point(part.down)).collect(),
        OddFen::LargestRemainder => largest_remainders(available, &parts, &fen()),
    }
}

/// A share that was rounded down.
pub(super) struct Part<'i> {
    pub down: Exact,
    /// What rounding took.
    pub remainder: Exact,
    /// Whether it may have a step more.
    pub takes_more: bool,
    /// Who comes first of equal remainders.
    pub places: &'i Places,
}

/// One step more for those with the largest remainders, as far as the total goes. Who of several with equal remainders
/// has it is not known where the order does not say.
pub(super) fn largest_remainders(total: &Exact, parts: &[Part<'_>], step: &Exact) -> Vec<Interval> {
    let given = parts.iter().fold(zero(), |sum, part| &sum + &part.down);
    let steps = (total - &given).max(zero()).checked_div(step).unwrap_or_else(zero).floor();
    let takes = |part: &Part<'_>| part.takes_more && part.remainder.is_positive();
    let of_part = |(at, part): (usize, &Part<'_>)| {
        if !takes(part) {
            return Interval::point(part.down.clone());
        }
        let before = |holds: &dyn Fn(&Part<'_>) -> bool| {
            let others = parts.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other);
            let before = others
                .filter(|other| takes(other))
                .filter(|other| other.remainder > part.remainder || other.remainder == part.remainder && holds(other));
            Exact::from(u64::try_from(before.count()).unwrap_or(u64::MAX))
        };
        let surely = before(&|other| other.places.surely_ahead_of(part.places));
        let perhaps = before(&|other| !other.places.surely_behind(part.places));
        let more = &part.down + step;
        if perhaps < steps {
            Interval::point(more)
        } else if surely >= steps {
            Interval::point(part.down.clone())
        } else {
            Interval { lo: Some(part.down.clone()), hi: Some(more) }
        }
    };
    parts.iter().enumerate().map(of_part).collect()
}

#[cfg(test)]
mod tests;
