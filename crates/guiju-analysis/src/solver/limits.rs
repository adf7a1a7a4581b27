//! What may end a search before it is done.

use std::fmt;

/// Why a search ended before it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It would have taken more steps than it may.
    Steps,
    /// It took longer than it may: the caller's clock said so.
    Time,
    /// It was cancelled.
    Cancelled,
}

/// What ends a search before it is done (上限).
///
/// Steps end a search at the same place on every machine; a clock does not. There is no clock in this library: `poll` is
/// asked again and again, and a caller that has one answers [`Stop::Time`].
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// At most so many steps for one question. A step is about one multiplication, or one look at a part of a formula.
    pub steps: u64,
    /// At most so many decisions that cut the range of one whole number in two, one under the other.
    pub depth: u32,
    /// Asked every few thousand steps: why to stop, if so.
    pub poll: Option<&'a dyn Fn() -> Option<Stop>>,
}

impl Default for Limits<'_> {
    fn default() -> Self {
        Self { steps: 200_000_000, depth: 200, poll: None }
    }
}

impl fmt::Debug for Limits<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limits").field("steps", &self.steps).field("depth", &self.depth).finish_non_exhaustive()
    }
}

impl<'a> Limits<'a> {
    /// The same, with at most so many steps.
    #[must_use]
    pub const fn with_steps(mut self, steps: u64) -> Self {
        self.steps = steps;
        self
    }

    /// The same, asking whether to stop.
    #[must_use]
    pub const fn with_poll(mut self, poll: &'a dyn Fn() -> Option<Stop>) -> Self {
        self.poll = Some(poll);
        self
    }
}
