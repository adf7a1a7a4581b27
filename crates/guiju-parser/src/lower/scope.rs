//! What names mean at a place: which row is spoken of, and what is known of it.

use guiju_program::expr::{Expr, RowVar};
use guiju_program::schema::RecordId;

use crate::check::guard::{Guard, present};
use crate::compile::Owner;

/// What an item is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    Whole,
    Row(RecordId),
    /// A group of rows of that record.
    Group(RecordId),
    /// It could not be told, which was reported.
    Lost,
}

impl From<Owner> for About {
    fn from(owner: Owner) -> Self {
        match owner {
            Owner::Whole => Self::Whole,
            Owner::Row(record) => Self::Row(record),
            Owner::Lost => Self::Lost,
        }
    }
}

/// What names mean at a place.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    pub about: About,
    /// The record whose row bare names are looked up in.
    pub current: Option<RecordId>,
    /// Whether the current row is that of an aggregate.
    pub in_aggregate: bool,
    /// Whether the place is in a ranking, which is one for all rows.
    pub in_ranking: bool,
    /// Whether the rows spoken of could not be told: unknown names are not complained about.
    pub lost: bool,
    /// Optional fields that are known to be there.
    guards: Vec<Guard>,
}

impl Scope {
    /// The scope of an item.
    pub(crate) fn new(about: About) -> Self {
        Self {
            about,
            current: match about {
                About::Row(record) => Some(record),
                About::Whole | About::Group(_) | About::Lost => None,
            },
            in_aggregate: false,
            in_ranking: false,
            lost: about == About::Lost,
            guards: Vec::new(),
        }
    }

    /// The scope within an aggregate over that table; `None`: a table that does not exist.
    pub(crate) fn inside(&self, table: Option<RecordId>) -> Self {
        let guards = self.guards.iter().filter_map(|(row, field)| {
            let mut row = row.clone();
            match row.base {
                RowVar::Current if self.in_aggregate => return None,
                // The item's own row is no longer the current one.
                RowVar::Current => row.base = RowVar::This,
                RowVar::This | RowVar::Single(_) => {}
            }
            Some((row, *field))
        });
        Self {
            about: self.about,
            current: table,
            in_aggregate: true,
            in_ranking: self.in_ranking,
            lost: self.lost || table.is_none(),
            guards: guards.collect(),
        }
    }

    /// The record of the item's own row.
    pub(crate) const fn own(&self) -> Option<RecordId> {
        match self.about {
            About::Row(record) => Some(record),
            About::Whole | About::Group(_) | About::Lost => None,
        }
    }

    /// The row variable of the item's own row.
    pub(crate) const fn own_row(&self) -> RowVar {
        if self.in_aggregate { RowVar::This } else { RowVar::Current }
    }

    pub(crate) fn guarded(&self, guard: &Guard) -> bool {
        self.guards.contains(guard)
    }

    /// Notes a field as there.
    pub(crate) fn guard(&mut self, guard: Guard) {
        self.guards.push(guard);
    }

    /// Notes what is there if the condition passes, or fails.
    pub(crate) fn assume(&mut self, condition: &Expr, holds: bool) {
        present(condition, holds, &mut self.guards);
    }

    /// A mark to go [back](Self::forget) to.
    pub(crate) fn mark(&self) -> usize {
        self.guards.len()
    }

    /// Forgets what was noted since the mark.
    pub(crate) fn forget(&mut self, mark: usize) {
        self.guards.truncate(mark);
    }
}
