//! Findings that the policy itself accepts.

use crate::citation::ClauseId;
use crate::source::Span;

/// A finding that is accepted, with the reason (接受). It silences what a lint or an analysis has to say there, and nothing
/// else: no outcome depends on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptance {
    /// The code of the finding, such as `magic-number`; whether there is one of that code is not checked by the compiler.
    pub code: String,
    /// Where the code stands.
    pub code_span: Span,
    /// What it is accepted at, at least one.
    pub at: Vec<AcceptedAt>,
    /// Why.
    pub reason: String,
    /// The clauses that the reason speaks of. They are not stated by it.
    pub cites: Vec<ClauseId>,
    /// Where it is declared.
    pub span: Span,
}

/// What a finding is accepted at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedAt {
    /// An item, or a part of one behind a dot: `达标`, `达标.直播时长`, `服务对象.名称`. With an item its parts are meant as well.
    pub name: String,
    /// Where it is named.
    pub span: Span,
}

impl AcceptedAt {
    /// Whether an item or a part, by its path, is meant.
    pub fn covers(&self, path: &str) -> bool {
        path.strip_prefix(self.name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}
