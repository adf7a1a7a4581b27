//! Money that is short, given out in an order: by sorting once and summing from the front.

use guiju_program::award::Shortage;

use super::scaled::pro_rata;
use crate::columnar::fault::{self, Fault};
use crate::columnar::keys::Keys;
use crate::exact::Exact;
use crate::interval::Interval;
use crate::settled::{is_nothing, perhaps};

/// What a row asks for, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Never below zero.
    pub(super) demand: Interval,
    pub(super) keys: Keys,
}

/// What a row gets.
#[derive(Clone, Debug)]
pub(super) struct Share {
    pub(super) paid: Interval,
    /// What those ahead ask for: surely at least, and perhaps at most. Of a scaled budget, what all ask for.
    pub(super) ahead: Interval,
}

/// Gives out what there is among those that ask for it.
pub(super) fn queue(available: &Interval, items: &[Item], shortage: Shortage) -> Vec<Share> {
    // Who asks for nothing does not queue.
    let asking: Vec<usize> =
        items.iter().enumerate().filter(|(_, item)| !is_nothing(&item.demand)).map(|(at, _)| at).collect();
    let waiting: Vec<&Item> = asking.iter().filter_map(|at| items.get(*at)).collect();
    let mut shares = vec![Share { paid: nothing(), ahead: nothing() }; items.len()];
    for (at, share) in asking.iter().zip(among_asking(available, &waiting, shortage)) {
        if let Some(slot) = shares.get_mut(*at) {
            *slot = share;
        }
    }
    shares
}

fn among_asking(available: &Interval, items: &[&Item], shortage: Shortage) -> Vec<Share> {
    match shortage {
        // Nobody waits for anybody.
        Shortage::MustFit => items.iter().map(|item| Share { paid: item.demand.clone(), ahead: nothing() }).collect(),
        Shortage::CutLast => in_order(items, |demand, ahead| cut_last(available, demand, ahead)),
        Shortage::Stop => in_order(items, |demand, ahead| stop(available, demand, ahead)),
        Shortage::Skip => {
            let shares = in_order(items, |demand, _| demand.clone());
            shares.into_iter().zip(skip(available, items)).map(|(share, paid)| Share { paid, ..share }).collect()
        }
        Shortage::ProRata(odd) => {
            let (all, paid) = pro_rata(available, items, odd);
            paid.into_iter().map(|paid| Share { paid, ahead: all.clone() }).collect()
        }
    }
}

fn in_order(items: &[&Item], pay: impl Fn(&Interval, &Interval) -> Interval) -> Vec<Share> {
    let sums = Sums::new(items);
    let share = |item: &&Item| {
        let ahead = sums.ahead(item);
        Share { paid: pay(&item.demand, &ahead), ahead }
    };
    items.iter().map(share).collect()
}

/// Sums of demands from the front of the queue.
struct Sums {
    /// Worst keys, from the greatest, each with the sum of the least demands up to it.
    sure: Vec<(u64, Exact)>,
    /// Best keys, from the greatest, each with the sum of the greatest demands up to it, and how many have no end.
    possible: Vec<(u64, Exact, u64)>,
}

impl Sums {
    fn new(items: &[&Item]) -> Self {
        let mut sure: Vec<(u64, Exact)> = items.iter().map(|item| (item.keys.worst, lowest(&item.demand))).collect();
        let mut possible: Vec<(u64, Exact, u64)> = items
            .iter()
            .map(|item| (item.keys.best, item.demand.hi.clone().unwrap_or_else(Exact::zero), endless(&item.demand)))
            .collect();
        sure.sort_by_key(|(key, _)| std::cmp::Reverse(*key));
        possible.sort_by_key(|(key, ..)| std::cmp::Reverse(*key));
        let mut total = Exact::zero();
        for (_, sum) in &mut sure {
            total = &total + sum;
            *sum = total.clone();
        }
        let (mut total, mut without_end) = (Exact::zero(), 0);
        for (_, sum, ends) in &mut possible {
            total = &total + sum;
            without_end += *ends;
            (*sum, *ends) = (total.clone(), without_end);
        }
        Self { sure, possible }
    }

    /// What those ahead of an item ask for: surely at least, and perhaps at most, those level with it included.
    fn ahead(&self, item: &Item) -> Interval {
        let Keys { best, worst } = item.keys;
        let ahead = self.sure.partition_point(|(key, _)| *key > best);
        let least = ahead.checked_sub(1).and_then(|at| self.sure.get(at)).map_or_else(Exact::zero, |(_, s)| s.clone());
        if fault::is(Fault::TiesGoFirst) {
            return Interval { hi: Some(least.clone()), lo: Some(least) };
        }
        let not_behind = self.possible.partition_point(|(key, ..)| *key >= worst);
        let most = not_behind.checked_sub(1).and_then(|at| self.possible.get(at));
        // The item itself is not behind itself.
        let hi = most.filter(|(.., without_end)| *without_end == endless(&item.demand)).map(|(_, sum, _)| match &item
            .demand
            .hi
        {
            Some(own) => sum - own,
            None => sum.clone(),
        });
        Interval { lo: Some(least), hi }
    }
}

/// How many ends are missing: one or none.
fn endless(demand: &Interval) -> u64 {
    u64::from(demand.hi.is_none())
}

/// The lower end, which amounts have.
pub(super) fn lowest(interval: &Interval) -> Exact {
    interval.lo.clone().unwrap_or_else(Exact::zero)
}

fn nothing() -> Interval {
    Interval::point(Exact::zero())
}

/// `a - b`, not below zero.
fn rest(a: &Exact, b: &Exact) -> Exact {
    (a - b).max(Exact::zero())
}

fn cut_last(available: &Interval, demand: &Interval, ahead: &Interval) -> Interval {
    let surely = ahead.hi.as_ref().map_or_else(Exact::zero, |ahead| rest(&lowest(available), ahead));
    let perhaps = available.hi.as_ref().map(|available| rest(available, &lowest(ahead)));
    let hi = match (&demand.hi, perhaps) {
        (Some(demand), Some(left)) => Some(demand.clone().min(left)),
        (demand, None) => demand.clone(),
        (None, left) => left,
    };
    Interval { lo: Some(lowest(demand).min(surely)), hi }
}

/// Whether a demand surely fits behind those ahead.
fn surely_fits(available: &Interval, demand: &Interval, ahead: &Interval) -> bool {
    let (Some(demand), Some(ahead)) = (&demand.hi, &ahead.hi) else { return false };
    let (needed, available) = (ahead + demand, lowest(available));
    if fault::is(Fault::StrictBudget) { needed < available } else { needed <= available }
}

fn stop(available: &Interval, demand: &Interval, ahead: &Interval) -> Interval {
    if surely_fits(available, demand, ahead) {
        return demand.clone();
    }
    let too_much = available.hi.as_ref().is_some_and(|most| &lowest(ahead) + &lowest(demand) > *most);
    if too_much { nothing() } else { perhaps(demand) }
}

/// From the front as long as everything is known; behind that, what is possible with what is left.
fn skip(available: &Interval, items: &[&Item]) -> Vec<Interval> {
    let mut order: Vec<(u64, usize)> = items.iter().enumerate().map(|(at, item)| (item.keys.best, at)).collect();
    order.sort_by_key(|(key, _)| std::cmp::Reverse(*key));
    let mut paid: Vec<Interval> = vec![nothing(); items.len()];
    let mut left = available.clone();
    let mut settled = 0;
    if let Some(known) = available.known().filter(|_| items.iter().all(|item| item.keys.is_known())) {
        let mut known = known.clone();
        for level in order.chunk_by(|a, b| a.0 == b.0) {
            let demand = |(_, at): &(u64, usize)| items.get(*at)?.demand.known().cloned();
            let Some(demands) = level.iter().map(demand).collect::<Option<Vec<Exact>>>() else { break };
            let together = demands.iter().fold(Exact::zero(), |sum, demand| &sum + demand);
            let fits = together <= known;
            // Who of several on one level is paid is not said.
            if !fits && demands.len() > 1 {
                break;
            }
            if fits {
                known = &known - &together;
                for ((_, at), demand) in level.iter().zip(demands) {
                    if let Some(slot) = paid.get_mut(*at) {
                        *slot = Interval::point(demand);
                    }
                }
            } else if fault::is(Fault::SkipStops) {
                known = Exact::zero();
            }
            settled += level.len();
        }
        left = Interval::point(known);
    }
    let waiting: Vec<(usize, &Item)> =
        order.iter().skip(settled).filter_map(|(_, at)| Some((*at, *items.get(*at)?))).collect();
    let sums = Sums::new(&waiting.iter().map(|(_, item)| *item).collect::<Vec<&Item>>());
    for (at, item) in waiting {
        let too_much = left.hi.as_ref().is_some_and(|left| lowest(&item.demand) > *left);
        let to = if surely_fits(&left, &item.demand, &sums.ahead(item)) {
            item.demand.clone()
        } else if too_much {
            nothing()
        } else {
            perhaps(&item.demand)
        };
        if let Some(slot) = paid.get_mut(at) {
            *slot = to;
        }
    }
    paid
}
