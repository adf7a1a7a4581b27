//! Whether an expression over rows speaks of the item's own row: what does not is the same for every row.

use guiju_program::expr::{Aggregate, Ranking, Relation};

/// Whether a figure over the whole table is the same wherever it stands.
pub(super) fn is_fixed_aggregate(aggregate: &Aggregate) -> bool {
    aggregate.rows.relation == Relation::Whole && !aggregate.mentions_this()
}

/// Whether a ranking of a whole table is the same for every row of it.
pub(super) fn is_fixed_ranking(ranking: &Ranking) -> bool {
    ranking.rows.relation == Relation::Whole && !ranking.mentions_this()
}
