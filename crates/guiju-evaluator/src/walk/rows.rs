//! The rows over which an aggregate or a ranking goes.

use std::collections::HashMap;
use std::rc::Rc;

use guiju_program::Expr;
use guiju_program::expr::{Relation, RowSet};
use guiju_program::schema::{FieldId, RecordId};
use guiju_program::value::Verdict;

use super::{At, Inverse, Lookup, Row, Walker};
use crate::facts::{State, Table};

/// Whether a row is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// It is.
    Sure,
    /// That is not known.
    Unsure,
    /// It is not.
    Out,
}

impl Certainty {
    /// Out, where either is; sure, where both are.
    pub(crate) const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Out, _) | (_, Self::Out) => Self::Out,
            (Self::Sure, Self::Sure) => Self::Sure,
            _ => Self::Unsure,
        }
    }

    /// A filter takes what passes.
    pub(crate) const fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Pass => Self::Sure,
            Verdict::Fail | Verdict::NotApplicable => Self::Out,
            Verdict::Undetermined => Self::Unsure,
        }
    }
}

/// Rows, each with whether it is meant; none is out.
#[derive(Clone, Debug)]
pub(crate) enum Members {
    /// These, in ascending order.
    Known(Vec<(u32, Certainty)>),
    /// The table, or the children of the row, were not given.
    Unknown,
}

impl<'a> Walker<'a> {
    /// The rows of a set, before any filter.
    pub(crate) fn members(&self, rows: &RowSet, at: &At<'_>) -> Members {
        let Some(table) = self.facts.table(rows.record) else {
            return Members::Unknown;
        };
        match rows.relation {
            Relation::Whole => Members::Known(sure(0..number(table.len()))),
            Relation::Children => self.children(rows.record, table, at),
            Relation::Referring(field) => match at.current {
                Some(target) => Members::Known(self.referring(rows.record, table, field, target)),
                None => Members::Unknown,
            },
            Relation::Group => match at.group {
                Some(group) => {
                    let sure = group.sure.iter().map(|row| (*row, Certainty::Sure));
                    let unsure = group.unsure.iter().map(|row| (*row, Certainty::Unsure));
                    let mut members: Vec<_> = sure.chain(unsure).collect();
                    members.sort_unstable_by_key(|(row, _)| *row);
                    Members::Known(members)
                }
                None => Members::Unknown,
            },
        }
    }

    fn children(&self, record: RecordId, table: &Table, at: &At<'_>) -> Members {
        let (Some(current), Some(owners)) = (at.current, table.owners()) else {
            return Members::Unknown;
        };
        // Asked from a child itself, its owner's children are meant: a row is ranked among its siblings.
        let owner = if current.record == record {
            match owners.of_row.get(current.row as usize) {
                Some(owner) => *owner,
                None => return Members::Unknown,
            }
        } else {
            current.row
        };
        if !owners.are_given(owner) {
            return Members::Unknown;
        }
        Members::Known(match self.lookup {
            Lookup::Index => {
                let children = owners.children(owner);
                sure(number(children.start)..number(children.end))
            }
            Lookup::Scan => owners
                .of_row
                .iter()
                .enumerate()
                .filter(|(_, of)| **of == owner)
                .map(|(row, _)| (number(row), Certainty::Sure))
                .collect(),
        })
    }

    fn referring(&self, record: RecordId, table: &Table, field: FieldId, target: Row) -> Vec<(u32, Certainty)> {
        let Some(column) = table.column(field) else {
            return Vec::new();
        };
        if self.lookup == Lookup::Scan {
            return (0..table.len())
                .filter_map(|row| match (column.state(row), column.row(row)) {
                    (State::Known, Some(to)) if to == target.row => Some((number(row), Certainty::Sure)),
                    (State::Unknown, _) => Some((number(row), Certainty::Unsure)),
                    _ => None,
                })
                .collect();
        }
        let inverse = self.inverse(record, table, field);
        let named = inverse.by_target.get(&target.row).into_iter().flatten();
        let named = named.map(|row| (*row, Certainty::Sure));
        let unknown = inverse.unknown.iter().map(|row| (*row, Certainty::Unsure));
        let mut members: Vec<_> = named.chain(unknown).collect();
        members.sort_unstable_by_key(|(row, _)| *row);
        members
    }

    fn inverse(&self, record: RecordId, table: &Table, field: FieldId) -> Rc<Inverse> {
        if let Some(inverse) = self.inverses.borrow().get(&(record, field)) {
            return Rc::clone(inverse);
        }
        let mut by_target: HashMap<u32, Vec<u32>> = HashMap::new();
        let mut unknown = Vec::new();
        if let Some(column) = table.column(field) {
            for row in 0..table.len() {
                match (column.state(row), column.row(row)) {
                    (State::Known, Some(to)) => by_target.entry(to).or_default().push(number(row)),
                    (State::Unknown, _) => unknown.push(number(row)),
                    _ => {}
                }
            }
        }
        let inverse = Rc::new(Inverse { by_target, unknown });
        self.inverses.borrow_mut().insert((record, field), Rc::clone(&inverse));
        inverse
    }

    /// Whether a row is among those that pass all filters.
    pub(crate) fn filtered(
        &self,
        filters: &'a [Expr],
        record: RecordId,
        member: (u32, Certainty),
        at: &At<'_>,
    ) -> Certainty {
        let (row, mut certainty) = member;
        let inner = at.inner(record, row);
        for filter in filters {
            if certainty == Certainty::Out {
                break;
            }
            certainty = certainty.and(Certainty::of(self.condition(filter, &inner)));
        }
        certainty
    }
}

fn sure(rows: std::ops::Range<u32>) -> Vec<(u32, Certainty)> {
    rows.map(|row| (row, Certainty::Sure)).collect()
}

/// A row number; tables are held below 2^31 rows.
pub(crate) fn number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}
