//! Citations: each one exists, and every normative clause is cited.

use std::collections::HashMap;

use guiju_program::arena::{Arena, Id};
use guiju_program::citation::{Clause, ClauseId, ClauseKind, Document};
use guiju_program::source::Span;

use crate::ast;
use crate::compile::Compiler;
use crate::declare::named;
use crate::message::cites;

/// Clauses by what they are cited as.
#[derive(Default)]
pub(crate) struct Clauses<'a> {
    documents: HashMap<&'a str, (usize, Span)>,
    /// By path: one for each document that has a clause of it.
    by_path: HashMap<&'a str, Vec<ClauseId>>,
    cited: Vec<bool>,
    /// For each document, which amendment stated it.
    levels: Vec<usize>,
}

/// What a citation was found to be.
pub(crate) enum Found {
    One(ClauseId),
    Many(Vec<ClauseId>),
    None,
}

impl Clauses<'_> {
    /// The clause that a citation names, among the documents of its own policy and of those that it amends.
    pub(crate) fn find(&self, path: &str, clauses: &Arena<ClauseId, Clause>, level: usize) -> Found {
        let visible = |id: &ClauseId| {
            let of = self.levels.get(clauses[*id].document).copied().unwrap_or_default();
            of <= level
        };
        let known = self.by_path.get(path).map(Vec::as_slice).unwrap_or_default();
        let mut found = known.iter().copied().filter(visible);
        match (found.next(), found.next()) {
            (Some(one), None) => return Found::One(one),
            (Some(_), Some(_)) => return Found::Many(known.iter().copied().filter(visible).collect()),
            (None, _) => {}
        }
        let Some((document, rest)) = path.split_once('.') else {
            return Found::None;
        };
        let Some((document, _)) = self.documents.get(document) else {
            return Found::None;
        };
        self.by_path
            .get(rest)
            .into_iter()
            .flatten()
            .find(|clause| clauses[**clause].document == *document && visible(clause))
            .map_or(Found::None, |clause| Found::One(*clause))
    }

    /// Whether something cites a clause.
    pub(crate) fn is_cited(&self, clause: ClauseId) -> bool {
        self.cited.get(clause.index()).copied().unwrap_or(true)
    }
}

impl<'a> Compiler<'a> {
    /// Enters a document with its clauses.
    pub(crate) fn declare_source(&mut self, source: &'a ast::Source, span: Span) {
        let name = &source.name.name;
        let document = self.program.documents.len();
        let level = self.amended.documents.get(name.text.as_str()).copied().unwrap_or_default();
        self.clauses.levels.push(level);
        match self.clauses.documents.get(name.text.as_str()) {
            Some((_, first)) => {
                let first = *first;
                self.report(crate::message::names::declared_twice(name, first));
            }
            None => {
                self.clauses.documents.insert(&name.text, (document, name.span));
            }
        }
        self.program.documents.push(Document {
            name: named(&source.name),
            title: source.title.as_ref().map_or_else(String::new, |t| t.text.clone()),
            span,
        });
        for clause in &source.clauses {
            let same = self.clauses.by_path.entry(&clause.path.path).or_default();
            let twice = same
                .iter()
                .map(|id| &self.program.clauses[*id])
                .find(|known| known.document == document)
                .map(|known| known.span);
            if let Some(first) = twice {
                self.report(cites::clause_twice(&clause.path, first));
                continue;
            }
            let reason = clause.reason.as_ref().map_or_else(String::new, |r| r.text.clone());
            same.push(self.program.clauses.push(Clause {
                document,
                path: clause.path.path.clone(),
                kind: match clause.kind {
                    ast::ClauseKind::Normative => ClauseKind::Normative,
                    ast::ClauseKind::Narrative => ClauseKind::Narrative(reason),
                    ast::ClauseKind::ToCome => ClauseKind::ToCome(reason),
                },
                span: clause.span,
            }));
            self.clauses.cited.push(false);
        }
    }

    /// The clauses cited; a citation that does not exist is reported.
    pub(crate) fn cite_all(&mut self, citations: &[ast::Citation]) -> Vec<ClauseId> {
        citations.iter().filter_map(|citation| self.cite(citation)).collect()
    }

    /// The same for what speaks of a clause and does not state it: the clause is still to be cited.
    pub(crate) fn cite_only(&mut self, citations: &[ast::Citation]) -> Vec<ClauseId> {
        let cited = std::mem::take(&mut self.clauses.cited);
        let found = self.cite_all(citations);
        self.clauses.cited = cited;
        found
    }

    fn cite(&mut self, citation: &ast::Citation) -> Option<ClauseId> {
        match self.clauses.find(&citation.path, &self.program.clauses, self.amended.level(citation.span)) {
            Found::One(clause) => {
                if let Some(cited) = self.clauses.cited.get_mut(clause.index()) {
                    *cited = true;
                }
                if matches!(self.program.clauses[clause].kind, ClauseKind::ToCome(_)) {
                    self.report(cites::cites_to_come(citation));
                }
                Some(clause)
            }
            Found::Many(clauses) => {
                let full = clauses.iter().map(|id| self.full_citation(*id)).collect::<Vec<_>>();
                for clause in clauses {
                    if let Some(cited) = self.clauses.cited.get_mut(clause.index()) {
                        *cited = true;
                    }
                }
                self.report(cites::ambiguous(citation, &full));
                None
            }
            Found::None => {
                // The source, or the row of this clause, may be what could not be read.
                let lost =
                    self.lost.contains(citation.path.as_str()) || (self.broken && self.program.clauses.is_empty());
                if !lost {
                    self.suggestions = self.suggestions.saturating_sub(1);
                    let near = (self.suggestions > 0)
                        .then(|| {
                            let paths = self.clauses.by_path.keys().copied();
                            crate::compile::nearest(&citation.path, paths)
                        })
                        .flatten();
                    self.report(cites::unknown(citation, near));
                }
                None
            }
        }
    }

    fn full_citation(&self, clause: ClauseId) -> String {
        let clause = &self.program.clauses[clause];
        match self.program.documents.get(clause.document) {
            Some(document) => format!("{}.{}", document.name, clause.path),
            None => clause.path.clone(),
        }
    }

    /// Reports normative clauses that nothing cites, and counts those that are still to come.
    pub(crate) fn check_citations(&mut self) {
        let words = self.broken.then(|| words(self.sources));
        let mut to_come = Vec::new();
        let mut uncited = Vec::new();
        for (id, clause) in self.program.clauses.iter() {
            match clause.kind {
                ClauseKind::Normative => {
                    let cited = self.clauses.cited.get(id.index()).copied().unwrap_or(true);
                    // An item that could not be parsed may cite it: then its path stands in the text twice.
                    let perhaps =
                        words.as_ref().is_some_and(|words| words.get(clause.path.as_str()).copied() > Some(1));
                    if !cited && !perhaps {
                        uncited.push(cites::uncited(&self.program.citation(id), clause.span));
                    }
                }
                // One that is cited already was told of where that is.
                ClauseKind::ToCome(_) if self.clauses.is_cited(id) => {}
                ClauseKind::ToCome(_) => to_come.push((self.program.citation(id), clause.span)),
                ClauseKind::Narrative(_) => {}
            }
        }
        for diagnostic in uncited {
            self.report(diagnostic);
        }
        if !to_come.is_empty() {
            self.report(cites::to_come(&to_come));
        }
    }
}

/// How often each word stands in the text.
fn words(sources: &[guiju_program::source::SourceFile]) -> HashMap<&str, usize> {
    let mut words = HashMap::new();
    for source in sources {
        for word in source.text.split(|c: char| !(c.is_alphanumeric() || c == '.' || c == '_')) {
            *words.entry(word).or_insert(0) += 1;
        }
    }
    words
}
