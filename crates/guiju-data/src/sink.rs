//! Collects diagnostics, and keeps their number within bounds.

use guiju_program::diagnostic::{Place, Severity};
use guiju_program::{Bilingual, Diagnostic};

/// How many errors are kept word for word; the rest are counted.
pub(crate) const MOST_SHOWN: usize = 1_000;

/// The diagnostics so far.
#[derive(Default)]
pub(crate) struct Sink {
    shown: Vec<Diagnostic>,
    errors: usize,
    warnings: usize,
}

impl Sink {
    /// Adds an error; its words are only made while there is room for them.
    pub(crate) fn error(&mut self, make: impl FnOnce() -> Diagnostic) {
        self.errors = self.errors.saturating_add(1);
        if self.errors <= MOST_SHOWN {
            self.shown.push(make());
        }
    }

    /// Adds a warning.
    pub(crate) fn warning(&mut self, make: impl FnOnce() -> Diagnostic) {
        self.warnings = self.warnings.saturating_add(1);
        if self.warnings <= MOST_SHOWN {
            self.shown.push(make());
        }
    }

    /// Whether there was an error.
    pub(crate) const fn failed(&self) -> bool {
        self.errors > 0
    }

    /// Whether further errors are only counted. Rows are then no longer kept: no facts come of them.
    pub(crate) const fn full(&self) -> bool {
        self.errors >= MOST_SHOWN
    }

    /// All diagnostics; where some were only counted, the last one says how many.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        if self.errors > MOST_SHOWN {
            let more = self.errors - MOST_SHOWN;
            let mut last = Diagnostic::new(
                "more-problems",
                Severity::Error,
                Place::Nowhere,
                format!("另有至少 {more} 处问题没有列出"),
                format!("at least {more} further problems are not listed"),
            );
            last.help = Some(Bilingual::new(
                "先改正上面列出的，再读一次",
                "mend those listed above, then read the facts again",
            ));
            self.shown.push(last);
        }
        self.shown
    }
}
