//! Counts the steps of one question, and ends it at its limits.

use crate::solver::answer::Why;
use crate::solver::limits::{Limits, Stop};

/// So many steps are taken between two looks at the caller's clock.
const BETWEEN_POLLS: u64 = 4_096;

/// Counts steps. The parts of one question share a meter.
pub(super) struct Meter<'a> {
    pub limits: Limits<'a>,
    steps: u64,
    next_poll: u64,
}

impl<'a> Meter<'a> {
    pub const fn new(limits: Limits<'a>) -> Self {
        Self { limits, steps: 0, next_poll: BETWEEN_POLLS }
    }

    /// A meter for a part of the question that may take so many steps at most.
    pub fn part(&self, steps: u64) -> Self {
        let left = self.limits.steps.saturating_sub(self.steps);
        Self::new(self.limits.with_steps(steps.min(left)))
    }

    /// The steps that were taken.
    pub const fn steps(&self) -> u64 {
        self.steps
    }

    /// Counts the steps of a part.
    pub const fn add(&mut self, part: &Self) {
        self.steps = self.steps.saturating_add(part.steps);
    }

    /// Counts steps that are taken; an error ends the search.
    pub fn charge(&mut self, steps: usize) -> Result<(), Why> {
        self.steps = self.steps.saturating_add(u64::try_from(steps).unwrap_or(u64::MAX));
        if self.steps > self.limits.steps {
            return Err(Why::Stopped(Stop::Steps));
        }
        if self.steps >= self.next_poll {
            self.next_poll = self.steps.saturating_add(BETWEEN_POLLS);
            if let Some(stop) = self.limits.poll.and_then(|poll| poll()) {
                return Err(Why::Stopped(stop));
            }
        }
        Ok(())
    }
}
