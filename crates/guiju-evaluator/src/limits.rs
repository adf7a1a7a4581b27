//! What may end an evaluation before it is done: a number of steps, or a flag.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use guiju_program::Program;
use guiju_program::arena::Id;
use guiju_program::award::AwardId;

/// What ends an evaluation before it is done; nothing, unless said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// At most so many steps. A step is one part of an expression, worked out for one row; how many there are at most
    /// can be told beforehand, see [`cost`](crate::cost).
    pub steps: Option<u64>,
    /// Ends the evaluation soon after it is raised.
    pub cancel: Option<CancelFlag>,
}

/// A flag that another thread raises to end an evaluation.
///
/// ```
/// use guiju_evaluator::limits::CancelFlag;
///
/// let flag = CancelFlag::default();
/// let of_the_other_thread = flag.clone();
/// of_the_other_thread.cancel();
/// assert!(flag.is_cancelled());
/// ```
#[derive(Clone, Debug, Default)]
pub struct CancelFlag(Arc<AtomicBool>);

impl CancelFlag {
    /// Raises the flag, for good.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it is raised.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl PartialEq for CancelFlag {
    /// Whether both are the same flag.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for CancelFlag {}

/// Why an evaluation ended before it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It would have taken more steps than it may.
    Steps,
    /// It was cancelled.
    Cancelled,
}

/// Counts steps, on all threads of an evaluation.
#[derive(Debug)]
pub(crate) struct Meter {
    limit: u64,
    cancel: Option<CancelFlag>,
    steps: AtomicU64,
    /// One more than the index of the award that is being settled.
    award: AtomicUsize,
}

impl Meter {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            limit: limits.steps.unwrap_or(u64::MAX),
            cancel: limits.cancel.clone(),
            steps: AtomicU64::new(0),
            award: AtomicUsize::new(0),
        }
    }

    /// Counts steps that are about to be taken; whether they may be.
    pub(crate) fn charge(&self, steps: u64) -> bool {
        self.steps.fetch_add(steps, Ordering::Relaxed);
        self.stopped().is_none()
    }

    /// Notes which award is being settled.
    pub(crate) fn settles(&self, award: AwardId) {
        self.award.store(award.index() + 1, Ordering::Relaxed);
    }

    /// The name of the award that was settled last; of the policy where there is none.
    pub(crate) fn settled_last<'p>(&self, program: &'p Program) -> &'p str {
        let at = self.award.load(Ordering::Relaxed).checked_sub(1);
        let award = at.and_then(|at| program.awards.values().nth(at));
        award.map_or(program.policy.id.as_str(), |award| award.name.text.as_str())
    }

    /// How many steps were taken.
    pub(crate) fn steps(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    /// Why the evaluation ends here; `None`: it goes on.
    pub(crate) fn stopped(&self) -> Option<Stop> {
        if self.cancel.as_ref().is_some_and(CancelFlag::is_cancelled) {
            return Some(Stop::Cancelled);
        }
        (self.steps() > self.limit).then_some(Stop::Steps)
    }
}

/// Counts the steps of one thread, and hands them to the meter many at a time.
#[derive(Debug, Default)]
pub(crate) struct StepCounter {
    /// Without one nothing is counted.
    meter: Option<Arc<Meter>>,
    /// Steps that the meter has not counted yet.
    steps: Cell<u64>,
}

/// So many steps are handed over at a time.
const COUNTED_AT_ONCE: u64 = 1024;

impl StepCounter {
    pub(crate) const fn of(meter: Arc<Meter>) -> Self {
        Self { meter: Some(meter), steps: Cell::new(0) }
    }

    /// Takes a step; whether the evaluation goes on.
    pub(crate) fn take(&self) -> bool {
        let Some(meter) = &self.meter else {
            return true;
        };
        let steps = self.steps.get() + 1;
        self.steps.set(steps);
        if steps < COUNTED_AT_ONCE {
            return true;
        }
        if !meter.charge(self.steps.take()) {
            // Every further step asks again.
            self.steps.set(COUNTED_AT_ONCE - 1);
            return false;
        }
        true
    }

    /// Notes which award is being settled.
    pub(crate) fn settles(&self, award: AwardId) {
        if let Some(meter) = &self.meter {
            meter.settles(award);
        }
    }
}

impl Drop for StepCounter {
    fn drop(&mut self) {
        if let Some(meter) = &self.meter {
            meter.charge(self.steps.get());
        }
    }
}
