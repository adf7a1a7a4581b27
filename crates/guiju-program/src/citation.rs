//! Sources of a policy, and their clauses.

use crate::arena::ids;
use crate::name::Name;
use crate::source::Span;

ids! {
    /// Names a [`Clause`] of the program.
    ClauseId;
}

/// A document that the policy states (依据文件).
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its name, such as `方案`.
    pub name: Name,
    /// Its title.
    pub title: String,
    /// Where it is declared.
    pub span: Span,
}

/// A clause of a document (条款).
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// The document, as an index into `Program::documents`.
    pub document: usize,
    /// Its number, such as `附件1.三.三.2`.
    pub path: String,
    /// What it asks of the policy.
    pub kind: ClauseKind,
    /// Where it is listed.
    pub span: Span,
}

/// What a clause asks of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    /// It must be cited by an item (规范).
    Normative,
    /// There is nothing to compute (说明), with the reason.
    Narrative(String),
    /// It is normative and not stated yet (待写), with the reason; `check` counts these.
    ToCome(String),
}
