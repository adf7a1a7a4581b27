//! Clauses that share no variable, apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::solver::linear::Linear;
use crate::solver::problem::{ClauseId, Problem};

/// Clauses that share variables, directly or through others.
#[derive(Default)]
pub(super) struct Part {
    pub clauses: Vec<ClauseId>,
    pub variables: BTreeSet<usize>,
}

/// The clauses apart by what they share: parts that share no variable are solved one after another. The part of an
/// objective is the last. At least one part, so that the bounds of variables are looked at.
pub(super) fn parts(problem: &Problem, clauses: &[ClauseId], objective: Option<&Linear>) -> Vec<Part> {
    let mut groups = Groups::default();
    for (at, id) in clauses.iter().enumerate() {
        let mut part = Part { clauses: vec![*id], variables: BTreeSet::new() };
        if let Some(clause) = problem.get_clause(*id) {
            clause.formula.visit_variables(&mut |variable, _| {
                part.variables.insert(variable.index());
            });
        }
        groups.add(at, part);
    }
    let own = objective.map(|linear| {
        let variables = linear.terms().iter().map(|(variable, _)| variable.index()).collect();
        groups.add(clauses.len(), Part { clauses: Vec::new(), variables });
        groups.parts.remove(&clauses.len()).unwrap_or_default()
    });
    let mut parts: Vec<Part> = groups.parts.into_values().collect();
    parts.sort_by_key(|part| part.clauses.iter().min().copied());
    parts.extend(own);
    if parts.is_empty() {
        parts.push(Part::default());
    }
    for part in &mut parts {
        part.clauses.sort_unstable();
    }
    parts
}

#[derive(Default)]
struct Groups {
    /// For each variable the part to which it belongs.
    part_of: BTreeMap<usize, usize>,
    parts: BTreeMap<usize, Part>,
}

impl Groups {
    /// Adds a part, joined with all that share a variable with it.
    fn add(&mut self, at: usize, mut part: Part) {
        let others: BTreeSet<usize> = part.variables.iter().filter_map(|of| self.part_of.get(of).copied()).collect();
        for other in others {
            if let Some(mut other) = self.parts.remove(&other) {
                // The smaller is added to the larger.
                if other.variables.len() > part.variables.len() {
                    std::mem::swap(&mut other, &mut part);
                }
                part.clauses.append(&mut other.clauses);
                part.variables.append(&mut other.variables);
            }
        }
        for variable in &part.variables {
            self.part_of.insert(*variable, at);
        }
        self.parts.insert(at, part);
    }
}
