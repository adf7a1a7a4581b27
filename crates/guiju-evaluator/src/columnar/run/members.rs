//! What an aggregate's plan found of each row, ready to be accumulated.

use super::read::{Frame, code_at, codes, collect_odd, known_in, num_at, view};
use crate::columnar::accumulate::{Accumulator, Aggregator, Keeps};
use crate::columnar::kernels::{self, Codes, OPEN, PASS, View};
use crate::columnar::plan::{NumNode, Scratch};

/// The results of an aggregate's plan on a stretch of rows, ready to be accumulated.
pub(in crate::columnar) struct Members<'s, 'a> {
    aggregator: &'s Aggregator<'a>,
    frame: Frame<'s>,
    values: View<'s>,
    /// Rows whose value is not known.
    odd: Vec<u32>,
}

impl<'s, 'a> Members<'s, 'a> {
    pub(in crate::columnar) fn of(
        aggregator: &'s Aggregator<'a>,
        scratch: &'s Scratch,
        start: usize,
        len: usize,
    ) -> Self {
        let frame = Frame { start, len, numbers: &scratch.numbers, verdicts: &scratch.verdicts };
        let mut odd = Vec::new();
        let values = match &aggregator.value {
            Some(value) => {
                collect_odd(&[value], frame, &mut odd);
                view(value, frame)
            }
            None => View::Constant(0),
        };
        Self { aggregator, frame, values, odd }
    }

    /// Members and open ones among all rows, where nothing more is asked.
    pub(in crate::columnar) fn tally(&self) -> (u64, u64) {
        match self.aggregator.member.as_ref().map(|member| codes(member, self.frame)) {
            None => (self.frame.len as u64, 0),
            Some(Codes::Constant(PASS)) => (self.frame.len as u64, 0),
            Some(Codes::Constant(OPEN)) => (0, self.frame.len as u64),
            Some(Codes::Constant(_)) => (0, 0),
            Some(Codes::Slice(codes)) => kernels::tally(codes),
        }
    }

    fn member(&self, row: u32) -> u8 {
        self.aggregator.member.as_ref().map_or(PASS, |member| code_at(member, self.frame, row))
    }

    fn asked(&self, row: u32) -> u8 {
        self.aggregator.asked.as_ref().map_or(PASS, |asked| code_at(asked, self.frame, row))
    }

    /// Whether a row is perhaps counted.
    pub(in crate::columnar) fn is_unsure(&self, row: u32) -> bool {
        match (self.member(row), self.asked(row)) {
            (PASS, asked) => asked == OPEN,
            (OPEN, asked) => asked == OPEN || asked == PASS,
            _ => false,
        }
    }

    /// Adds a row, or one that is not sure to belong to the group.
    pub(in crate::columnar) fn add(&self, row: u32, accumulator: &mut Accumulator, unsure: bool) {
        let mut member = self.member(row);
        if unsure && member == PASS {
            member = OPEN;
        }
        let asked = self.asked(row);
        let Some(value) = &self.aggregator.value else {
            accumulator.add(member, asked);
            return;
        };
        let num = || num_at(value, self.frame, row);
        if let Some(key) = &self.aggregator.key {
            self.place(row, member, key, value, accumulator);
            return;
        }
        let keeps_values = self.aggregator.keeps() == Keeps::Values;
        if self.odd.binary_search(&row).is_ok() {
            let num = num();
            if num.is_absent() {
                // A row without a value is counted, and brings nothing.
                accumulator.add(member, asked);
            } else {
                accumulator.add_uncertain(member, asked, || num);
            }
        } else {
            let known = match self.values {
                View::Constant(value) => value,
                View::Slice(values) => values.get(row as usize).copied().unwrap_or(0),
            };
            if keeps_values {
                accumulator.add_listed(member, known, num);
            } else {
                accumulator.add_known(member, asked, known, num);
            }
        }
    }

    /// Adds a row by its key, for the latest of them.
    fn place(&self, row: u32, member: u8, key: &NumNode<'_>, value: &NumNode<'_>, accumulator: &mut Accumulator) {
        let turned = self.aggregator.turned();
        match (member, known_in(key, self.frame, row), known_in(value, self.frame, row)) {
            (PASS, Some(key), Some(value)) => {
                accumulator.add_placed(if turned { key.saturating_neg() } else { key }, value);
            }
            _ => {
                let key = num_at(key, self.frame, row);
                let key = if turned { key.negate() } else { key };
                accumulator.add_unplaced(member, key, num_at(value, self.frame, row));
            }
        }
    }
}
