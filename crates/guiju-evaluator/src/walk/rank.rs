//! Places in a ranking.

use std::cmp::Ordering;
use std::rc::Rc;

use guiju_program::Expr;
use guiju_program::expr::{CompareOp, Ranking, Ties, TopLimit, TopRounding};
use guiju_program::value::Verdict;

use super::ranked::Entry;
use super::{At, Certainty, Lookup, Walker};
use crate::exact::Exact;
use crate::interval::{Interval, Num};

/// A value of a sorting key, turned so that the greater one is ahead; or an end of what is possible of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Worst,
    Value(Exact),
    Best,
}

/// The best and the worst keys that a row may have.
pub(super) struct Keys {
    pub best: Vec<Key>,
    pub worst: Vec<Key>,
}

/// Another row of a ranking. `Greater` is ahead of the current row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rival {
    pub row: u32,
    /// Whether it belongs to the set of rows, before any filter.
    pub in_set: Certainty,
    /// Whether it has a place in the same ranking.
    pub certainty: Certainty,
    /// How it stands if its keys are the worst possible, and those of the current row the best.
    pub at_worst: Ordering,
    /// How it stands if its keys are the best possible, and those of the current row the worst.
    pub at_best: Ordering,
}

/// Where a row stands among others, counted in rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Whether the row has a place at all.
    pub own: Certainty,
    /// How many other rows are surely, and perhaps, ahead of it.
    pub ahead: (u64, u64),
    /// How many are surely, and perhaps, ahead or level with it.
    pub level: (u64, u64),
    /// How many rows surely, and perhaps, have a place, the row among them.
    pub ranked: (u64, u64),
}

impl Standing {
    /// The place, 1 for the first.
    pub(crate) fn rank(&self) -> Num {
        let place = Num::of(places(self.ahead));
        match self.own {
            Certainty::Sure => place,
            Certainty::Unsure => place.or_absent(),
            Certainty::Out => Num::none(),
        }
    }

    /// The last place that the row may be said to have, all that are level with it going first.
    pub(crate) fn last(&self) -> Num {
        Num::of(places(self.level))
    }

    /// Whether nothing about the ranking is unknown.
    pub(crate) const fn is_known(&self) -> bool {
        !matches!(self.own, Certainty::Unsure)
            && self.ahead.0 == self.ahead.1
            && self.level.0 == self.level.1
            && self.ranked.0 == self.ranked.1
    }
}

fn places((sure, perhaps): (u64, u64)) -> Interval {
    Interval { lo: Some(Exact::from(sure.saturating_add(1))), hi: Some(Exact::from(perhaps.saturating_add(1))) }
}

/// Whether a row that stands so is among the first.
pub(crate) fn reading(standing: &Standing, limit: &Num, ties: Option<Ties>) -> Verdict {
    let first = Num::of(places(standing.ahead));
    let last = standing.last();
    let is_in = |place: &Num| place.compare(CompareOp::Le, limit);
    let verdict = match ties {
        Some(Ties::All) => is_in(&first),
        Some(Ties::None) => is_in(&last),
        None => match (is_in(&first), is_in(&last)) {
            // In, even if level rows went first; out, even if it went first.
            (_, Verdict::Pass) => Verdict::Pass,
            (Verdict::Fail, _) => Verdict::Fail,
            (Verdict::NotApplicable, _) => Verdict::NotApplicable,
            _ => Verdict::Undetermined,
        },
    };
    match standing.own {
        Certainty::Sure => verdict,
        Certainty::Unsure if verdict == Verdict::NotApplicable => verdict,
        Certainty::Unsure => Verdict::Undetermined,
        Certainty::Out => Verdict::NotApplicable,
    }
}

impl<'a> Walker<'a> {
    /// Where the current row stands; `None` where the ranked rows, or the row itself, are not known.
    pub(crate) fn standing(&self, ranking: &'a Ranking, at: &At<'_>) -> Option<Standing> {
        if self.lookup == Lookup::Index
            && let Some(current) = at.current.filter(|row| row.record == ranking.rows.record)
            && let Some(known) = self.ranked_once(ranking, at).and_then(|ranked| ranked.known_standing(current.row))
        {
            return Some(known);
        }
        let (own, rivals) = self.rivals(ranking, at)?;
        let mut standing = Standing { own, ahead: (0, 0), level: (0, 0), ranked: (1, 1) };
        for rival in rivals {
            let certainty = rival.certainty;
            let (surely, perhaps) = (rival.at_worst, rival.at_best);
            count(&mut standing.ranked, certainty, true, true);
            count(&mut standing.ahead, certainty, surely == Ordering::Greater, perhaps == Ordering::Greater);
            count(&mut standing.level, certainty, surely != Ordering::Less, perhaps != Ordering::Less);
        }
        Some(standing)
    }

    /// Whether the current row has a place, and the other rows that have one, or may.
    pub(crate) fn rivals(&self, ranking: &'a Ranking, at: &At<'_>) -> Option<(Certainty, Vec<Rival>)> {
        let record = ranking.rows.record;
        let current = at.current.filter(|row| row.record == record)?;
        let own = at.inner(record, current.row);
        let ranked = match self.lookup {
            Lookup::Scan => Rc::new(self.ranked(ranking, at)?),
            Lookup::Index => self.ranked_once(ranking, at)?,
        };

        let (own_keys, _) = self.keys(ranking, &own);
        let entry = ranked.entry(current.row);
        let certainty = entry.map_or(Certainty::Out, |entry| entry.certainty);
        let certainty =
            ranking.partition.iter().map(|expr| Certainty::of(self.has(expr, &own))).fold(certainty, Certainty::and);
        // Whether another row is in the same part of the ranking.
        let together = |other: &Entry| {
            let mut sure = Certainty::Sure;
            for (index, expr) in ranking.partition.iter().enumerate() {
                let theirs = other.parts.get(index).and_then(Option::as_ref);
                let mine = entry.and_then(|entry| entry.parts.get(index)?.as_ref());
                let equal = match (theirs, mine) {
                    (Some(theirs), Some(mine)) => Verdict::from_bool(theirs == mine),
                    _ => self.equal_at(expr, &at.inner(record, other.row), &own),
                };
                sure = sure.and(Certainty::of(equal));
            }
            sure
        };
        let others = ranked.entries.iter().filter(|e| e.row != current.row);
        let rivals = others
            .map(|other| (other, other.certainty.and(together(other))))
            .filter(|(_, certainty)| *certainty != Certainty::Out)
            .map(|(other, certainty)| Rival {
                row: other.row,
                in_set: other.in_set,
                certainty,
                at_worst: other.keys.worst.cmp(&own_keys.best),
                at_best: other.keys.best.cmp(&own_keys.worst),
            });
        Some((certainty, rivals.collect()))
    }

    /// The best and worst keys of a row, and whether it has them.
    pub(super) fn keys(&self, ranking: &'a Ranking, at: &At<'_>) -> (Keys, Certainty) {
        let mut keys = Keys { best: Vec::new(), worst: Vec::new() };
        let mut keyed = Certainty::Sure;
        for key in &ranking.keys {
            let mut value = self.number(&key.value, at);
            if value.is_absent() {
                keyed = Certainty::Out;
            } else if value.absent {
                keyed = keyed.and(Certainty::Unsure);
            }
            // A key that a silent clause leaves open may be anything.
            let values = if value.met || value.unmet || value.silent {
                Interval::all()
            } else {
                value.values.take().unwrap_or_else(Interval::all)
            };
            let (worst, best) = if key.ascending {
                let turned = |end: Option<Exact>| end.map(|end| -&end);
                (turned(values.hi), turned(values.lo))
            } else {
                (values.lo, values.hi)
            };
            keys.worst.push(worst.map_or(Key::Worst, Key::Value));
            keys.best.push(best.map_or(Key::Best, Key::Value));
        }
        (keys, keyed)
    }

    /// How many rows are in.
    pub(crate) fn top_limit(
        &self,
        limit: &'a TopLimit,
        standing: &Standing,
        rounding: Option<TopRounding>,
        at: &At<'_>,
    ) -> Num {
        let share: &'a Expr = match limit {
            TopLimit::Count(count) => {
                return self.number(count, at);
            }
            TopLimit::Share(share) => share,
        };
        let (least, most) = standing.ranked;
        let ranked = Num::of(Interval { lo: Some(Exact::from(least)), hi: Some(Exact::from(most)) });
        let mut number = self.number(share, at).multiply(&ranked);
        if let Some(values) = &mut number.values {
            type Round = fn(&Exact) -> Exact;
            let (down, up): (Round, Round) = match rounding {
                None => (Exact::floor, Exact::ceil),
                Some(TopRounding::Down) => (Exact::floor, Exact::floor),
                Some(TopRounding::Up) => (Exact::ceil, Exact::ceil),
                Some(TopRounding::HalfUp) => (half_up, half_up),
            };
            values.lo = values.lo.as_ref().map(down);
            values.hi = values.hi.as_ref().map(up);
        }
        number
    }
}

const fn count(range: &mut (u64, u64), certainty: Certainty, surely: bool, perhaps: bool) {
    if surely && matches!(certainty, Certainty::Sure) {
        range.0 += 1;
    }
    if perhaps {
        range.1 += 1;
    }
}

fn half_up(value: &Exact) -> Exact {
    let half = Exact::scaled(5, 1);
    (value + &half).floor()
}
