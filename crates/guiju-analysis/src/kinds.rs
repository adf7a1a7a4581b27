//! Codes: those of findings, which the vocabulary lists, and of what is told beside them.

/// The code of a part that was not analysed.
pub const NOT_ANALYSED: &str = "not-analysed";
/// The code of a question that was not answered.
pub const NOT_ANSWERED: &str = "not-answered";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use guiju_program::analysis_findings::ANALYSIS;

    use crate::question::{bounded, budget, conflict, criteria, dates, implied, left, open};

    #[test]
    fn every_code_is_listed_and_every_listed_code_is_found() {
        let used = [
            bounded::DIFFERENTLY,
            conflict::CANNOT,
            budget::NEVER_CUTS,
            dates::BEHIND,
            implied::IMPLIED,
            criteria::NEVER_APPLIES,
            criteria::NEVER_FAILS,
            criteria::NOBODY,
            left::NOTHING,
            open::OPEN,
            budget::ADD_UP,
            budget::EXCEED,
            budget::LEFT_OVER,
            conflict::OVER,
            super::NOT_ANALYSED,
            super::NOT_ANSWERED,
        ];
        let listed: BTreeSet<&str> = ANALYSIS.iter().map(|kind| kind.code).collect();
        assert_eq!(listed, BTreeSet::from(used));
        assert!(ANALYSIS.is_sorted_by_key(|kind| kind.code));
    }
}
