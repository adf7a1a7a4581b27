//! What is being done, on a terminal, while it takes long.

use std::time::Duration;

use guiju::Language;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::language::say;

/// A line on stderr that says what is being done; nothing where stderr is not a terminal.
pub struct Progress {
    bar: ProgressBar,
    language: Language,
}

impl Progress {
    /// A line that is empty at first.
    pub fn new(language: Language) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        if !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Self { bar, language }
    }

    /// Says what is being done.
    pub fn say(&self, zh: &str, en: &str, detail: &str) {
        let what = say(self.language, zh, en);
        self.bar.set_message(format!("{what} {detail}"));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
