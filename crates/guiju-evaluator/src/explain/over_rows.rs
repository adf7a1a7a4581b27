//! What is missing for figures over rows, and for places in a ranking.

use std::cmp::Ordering;

use guiju_program::Expr;
use guiju_program::expr::{
    Aggregate, AggregateFunction, ExprKind, Ranking, Relation, RowSet, Ties, TopLimit, TopRounding,
};
use guiju_program::value::Verdict;

use super::Reasons;
use crate::outcome::{Cause, SilentPoint};
use crate::walk::{At, Certainty, Members, Row, reading};

impl<'a> Reasons<'_, 'a> {
    /// What is missing for a figure over rows.
    pub(super) fn aggregate(&mut self, aggregate: &'a Aggregate, at: &At<'_>) {
        let Members::Known(members) = self.walker.members(&aggregate.rows, at) else {
            return self.rows(&aggregate.rows, at);
        };
        let record = aggregate.rows.record;
        let before = self.told;
        for member in members {
            if self.is_full() {
                return;
            }
            let certainty = self.walker.filtered(&aggregate.filters, record, member, at);
            if certainty != Certainty::Out {
                self.member(aggregate, member.0, at);
            }
        }
        // Everything is known of the rows: several share the place, and the clause does not say which of them counts.
        let one_row = matches!(aggregate.function, AggregateFunction::Latest | AggregateFunction::Earliest);
        if one_row && self.told == before && self.walker.aggregate_number(aggregate, at).silent {
            self.add(Cause::Silent(SilentPoint::Ties));
        }
    }

    /// What is missing of one row of a figure.
    pub(super) fn member(&mut self, aggregate: &'a Aggregate, row: u32, at: &At<'_>) {
        if self.is_full() {
            return;
        }
        self.belonging(&aggregate.rows, row, at);
        let inner = at.inner(aggregate.rows.record, row);
        for filter in &aggregate.filters {
            self.condition(filter, &inner);
        }
        for expr in aggregate.value.iter().chain(&aggregate.asked).chain(&aggregate.keys) {
            self.value(expr, &inner);
        }
    }

    /// The rows of a set that are not known.
    fn rows(&mut self, rows: &RowSet, at: &At<'_>) {
        match (&rows.relation, self.walker.facts.table(rows.record)) {
            (_, None) => self.add(Cause::Table(rows.record)),
            (Relation::Children, Some(_)) => {
                let Some(current) = at.current else { return };
                let key = self.key(current.record, current.row);
                self.add(Cause::Children(rows.record, key));
            }
            _ => {}
        }
    }

    /// Why it is not known whether a row belongs to a set.
    fn belonging(&mut self, rows: &RowSet, row: u32, at: &At<'_>) {
        let record = rows.record;
        match rows.relation {
            Relation::Referring(field) => self.unknown_cell(Row { record, row }, field),
            Relation::Group => {
                let keys = at.group.map_or(&[][..], |group| &group.keys);
                self.unknown_cells(record, keys, row);
            }
            Relation::Whole | Relation::Children => {}
        }
    }

    /// What is missing for a place in a ranking.
    pub(super) fn ranking(&mut self, ranking: &'a Ranking, at: &At<'_>) {
        self.ranked_rows(ranking, at, false);
    }

    /// With `all`, it matters too how many rows have a place.
    fn ranked_rows(&mut self, ranking: &'a Ranking, at: &At<'_>, all: bool) {
        let Some((own, rivals)) = self.walker.rivals(ranking, at) else {
            return self.rows(&ranking.rows, at);
        };
        let record = ranking.rows.record;
        if let Some(current) = at.current {
            let inner = at.inner(record, current.row);
            if own == Certainty::Unsure {
                for filter in &ranking.filters {
                    self.condition(filter, &inner);
                }
            }
            self.placing(ranking, &inner);
        }
        for rival in rivals {
            if self.is_full() {
                return;
            }
            let doubtful = rival.certainty == Certainty::Unsure && (all || rival.at_best != Ordering::Less)
                || rival.at_worst != rival.at_best;
            if !doubtful {
                continue;
            }
            if rival.in_set == Certainty::Unsure {
                self.belonging(&ranking.rows, rival.row, at);
            }
            let inner = at.inner(record, rival.row);
            for filter in &ranking.filters {
                self.condition(filter, &inner);
            }
            self.placing(ranking, &inner);
        }
    }

    fn placing(&mut self, ranking: &'a Ranking, inner: &At<'_>) {
        for expr in &ranking.partition {
            self.value(expr, inner);
        }
        for key in &ranking.keys {
            self.value(&key.value, inner);
        }
    }

    /// Why it is not known whether a row is among the first: facts, or a silent clause.
    pub(super) fn top(&mut self, expr: &'a Expr, at: &At<'_>) {
        let ExprKind::Top { ranking, limit, rounding, ties } = &expr.kind else {
            return;
        };
        let Some(standing) = self.walker.standing(ranking, at) else {
            return self.rows(&ranking.rows, at);
        };
        let (TopLimit::Count(number) | TopLimit::Share(number)) = limit;
        self.number(number, at);
        let by_share = matches!(limit, TopLimit::Share(_));
        if !standing.is_known() {
            self.ranked_rows(ranking, at, by_share);
        }
        // A point is silent to the purpose where choosing otherwise changes the verdict, whatever else is chosen.
        let roundings = match rounding.choice() {
            Some(choice) => vec![choice],
            None => vec![TopRounding::Down, TopRounding::Up, TopRounding::HalfUp],
        };
        let ways = match ties.choice() {
            Some(choice) => vec![choice],
            None => vec![Ties::All, Ties::None],
        };
        let outcome = |rounding: TopRounding, ties: Ties| -> Verdict {
            let limit = self.walker.top_limit(limit, &standing, Some(rounding), at);
            reading(&standing, &limit, Some(ties))
        };
        let differ = |verdicts: &[Verdict]| verdicts.windows(2).any(|pair| pair.first() != pair.last());
        let by_rounding = ways.iter().any(|ties| {
            let verdicts: Vec<_> = roundings.iter().map(|r| outcome(*r, *ties)).collect();
            differ(&verdicts)
        });
        let by_ties = roundings.iter().any(|rounding| {
            let verdicts: Vec<_> = ways.iter().map(|ties| outcome(*rounding, *ties)).collect();
            differ(&verdicts)
        });
        if by_rounding {
            self.add(Cause::Silent(SilentPoint::TopRounding));
        }
        if by_ties {
            self.add(Cause::Silent(SilentPoint::Ties));
        }
    }
}
