//! Figures whose review is overdue on the as-of date.

use guiju_parser::lint::Finding;
use guiju_program::civil::Date;
use guiju_program::diagnostic::Diagnostic;
use guiju_program::name::Name;
use guiju_program::source::Span;

use crate::policy::Policy;

pub(crate) const CODE: &str = "stale-figure";

impl Policy {
    /// The same for the latest day that the policy's tests are judged by, or without tests for the last day of its year.
    pub fn stale_in_tests(&self) -> Vec<Diagnostic> {
        let days = self.tests().iter().filter_map(|test| test.as_of.or_else(|| self.last_day()));
        days.chain(self.last_day()).max().map_or_else(Vec::new, |latest| self.stale_figures(latest))
    }

    /// A warning for each parameter and table that was reviewed until a day before the as-of date (复核至). It is told whatever
    /// the policy accepts: outcomes rest on these figures.
    pub fn stale_figures(&self, as_of: Date) -> Vec<Diagnostic> {
        self.stale_findings(as_of).map(|finding| finding.diagnostic).collect()
    }

    /// The same, each with the item that it is about.
    pub(crate) fn stale_findings(&self, as_of: Date) -> impl Iterator<Item = Finding> {
        let program = self.program();
        let parameters = program
            .parameters
            .values()
            .map(|item| ("参数", "the parameter", &item.name, item.reviewed_until, item.span));
        let tables =
            program.tables.values().map(|item| ("表", "the table", &item.name, item.reviewed_until, item.span));
        parameters.chain(tables).filter_map(move |(zh, en, name, until, span)| {
            let until = until.filter(|until| *until < as_of)?;
            let diagnostic = stale((zh, en), name, until, as_of, span);
            Some(Finding { diagnostic, about: vec![name.text.clone()] })
        })
    }
}

fn stale((zh, en): (&str, &str), name: &Name, until: Date, as_of: Date, span: Span) -> Diagnostic {
    Diagnostic::warning(
        CODE,
        span,
        format!("{zh}“{name}”只复核到 {until}，而基准日是 {as_of}"),
        format!("{en} {name} was reviewed until {until}, and the as-of date is {as_of}"),
    )
    .help("核对现行的数，改正后把 复核至 往后写", "look the figure up, correct it, and move reviewed_until")
}
