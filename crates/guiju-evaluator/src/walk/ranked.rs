//! The rows of a ranking with their keys, worked out once: explaining many rows of one ranking would else walk the
//! whole table for each.

use std::collections::HashMap;
use std::rc::Rc;

use guiju_program::expr::Ranking;
use guiju_program::value::Verdict;
use guiju_program::{Expr, Type};

use super::rank::{Key, Keys, Standing};
use super::{At, Certainty, Code, Members, Row, Walker};
use crate::exact::Exact;

/// A value by which rows are put together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Text(Box<str>),
    Row(Row),
    YesNo(Verdict),
    Number(Exact),
}

/// A row that has a place, or may.
pub(super) struct Entry {
    pub row: u32,
    /// Whether it belongs to the set of rows, before any filter.
    pub in_set: Certainty,
    /// Whether it passes the filters and has keys.
    pub certainty: Certainty,
    pub keys: Keys,
    /// The values by which rows are put together; `None`: not known, or none.
    pub parts: Vec<Option<Part>>,
}

/// The rows of a ranking, ascending.
pub(super) struct Ranked {
    pub entries: Vec<Entry>,
    /// Where nothing is in doubt: the keys of each part of the ranking, the last row first.
    sorted: Option<HashMap<Vec<Part>, Vec<Vec<Key>>>>,
}

impl<'a> Walker<'a> {
    /// The rows of a ranking; `None` where they are not known.
    pub(super) fn ranked(&self, ranking: &'a Ranking, at: &At<'_>) -> Option<Ranked> {
        let Members::Known(members) = self.members(&ranking.rows, at) else {
            return None;
        };
        let record = ranking.rows.record;
        let mut entries = Vec::new();
        for member in members {
            let certainty = self.filtered(&ranking.filters, record, member, at);
            if certainty == Certainty::Out {
                continue;
            }
            let inner = at.inner(record, member.0);
            let (keys, keyed) = self.keys(ranking, &inner);
            let certainty = certainty.and(keyed);
            if certainty != Certainty::Out {
                entries.push(Entry {
                    row: member.0,
                    in_set: member.1,
                    certainty,
                    keys,
                    parts: ranking.partition.iter().map(|expr| self.part(expr, &inner)).collect(),
                });
            }
        }
        let sorted = sorted(&entries);
        Some(Ranked { entries, sorted })
    }

    /// The same, kept for the next row where it is the same for every row.
    pub(super) fn ranked_once(&self, ranking: &'a Ranking, at: &At<'_>) -> Option<Rc<Ranked>> {
        if !super::depends::is_fixed_ranking(ranking) {
            return self.ranked(ranking, at).map(Rc::new);
        }
        let place = std::ptr::from_ref(ranking) as usize;
        if let Some(ranked) = self.memo.borrow().rankings.get(&place) {
            return ranked.clone();
        }
        let ranked = self.ranked(ranking, at).map(Rc::new);
        let mut memo = self.memo.borrow_mut();
        memo.rankings.insert(place, ranked.clone());
        ranked
    }

    fn part(&self, expr: &'a Expr, at: &At<'_>) -> Option<Part> {
        match expr.ty {
            Type::Condition => match self.condition(expr, at) {
                verdict @ (Verdict::Pass | Verdict::Fail) => Some(Part::YesNo(verdict)),
                _ => None,
            },
            Type::Text | Type::Enumeration(_) | Type::Reference(_) => match self.code(expr, at) {
                Code::Text(text) => Some(Part::Text(text.into())),
                Code::Row(row) => Some(Part::Row(row)),
                Code::Unknown { .. } | Code::Absent => None,
            },
            _ => self.number(expr, at).value().cloned().map(Part::Number),
        }
    }
}

fn sorted(entries: &[Entry]) -> Option<HashMap<Vec<Part>, Vec<Vec<Key>>>> {
    let mut parts: HashMap<Vec<Part>, Vec<Vec<Key>>> = HashMap::new();
    for entry in entries {
        if entry.certainty != Certainty::Sure || entry.keys.best != entry.keys.worst {
            return None;
        }
        let part = entry.parts.iter().cloned().collect::<Option<Vec<_>>>()?;
        parts.entry(part).or_default().push(entry.keys.best.clone());
    }
    for keys in parts.values_mut() {
        keys.sort_unstable();
    }
    Some(parts)
}

impl Ranked {
    /// The entry of a row.
    pub(super) fn entry(&self, row: u32) -> Option<&Entry> {
        let place = self.entries.binary_search_by_key(&row, |entry| entry.row);
        place.ok().and_then(|place| self.entries.get(place))
    }

    /// Where a row stands, if nothing is in doubt and it has a place.
    pub(super) fn known_standing(&self, row: u32) -> Option<Standing> {
        let sorted = self.sorted.as_ref()?;
        let entry = self.entry(row)?;
        let part = entry.parts.iter().cloned().collect::<Option<Vec<_>>>()?;
        let keys = sorted.get(&part)?;
        let own = &entry.keys.best;
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let ahead = count(keys.len() - keys.partition_point(|other| other <= own));
        // The row is level with itself, and not counted.
        let level = count(keys.len() - keys.partition_point(|other| other < own)).saturating_sub(1);
        let ranked = count(keys.len());
        Some(Standing { own: Certainty::Sure, ahead: (ahead, ahead), level: (level, level), ranked: (ranked, ranked) })
    }
}
