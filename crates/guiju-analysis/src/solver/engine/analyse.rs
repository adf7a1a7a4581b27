//! Contradictions: what they follow from, what is learned from them, and the proof of it.

use std::collections::BTreeMap;

use guiju_evaluator::Exact;

use super::bound::{Bound, reaches};
use super::search::{Conflict, Learned, Reason, Search};
use super::tableau::Farkas;
use crate::solver::answer::Why;
use crate::solver::certificate::{Lemma, Premise, Source, Tree};

/// What a contradiction came to.
pub(super) enum Lesson {
    /// Something was learned, and the search goes on at a lower level.
    Learned,
    /// The last lemma is empty: the clauses cannot all hold.
    Contradiction,
}

/// Bounds that a contradiction follows from: for each entry of the trail what is needed of it.
type Needs = BTreeMap<usize, Bound>;

impl Search<'_, '_, '_> {
    /// Learns from a contradiction.
    pub fn analyse(&mut self, conflict: &Conflict) -> Result<Lesson, Why> {
        let mut needs = Needs::new();
        let leaf = self.conflict_leaf(conflict, &mut needs)?;

        let level = needs.keys().next_back().map_or(0, |entry| self.trail[*entry].level);
        let mut resolved: Vec<usize> = Vec::new();
        while let Some(entry) = self.next_to_resolve(&needs, level) {
            needs.remove(&entry);
            resolved.push(entry);
            let bound = self.trail[entry].bound.clone();
            for antecedent in self.antecedents(entry, &bound)? {
                self.need(&mut needs, antecedent, entry);
            }
        }
        resolved.sort_unstable();
        // What a needed bound says anyway is no case of its own.
        resolved.retain(|entry| !needs.values().any(|bound| bound.entails(&self.trail[*entry].bound)));
        let mut proof = leaf;
        for entry in resolved.into_iter().rev() {
            let of = &self.trail[entry];
            let fails = match of.reason {
                Reason::Constraint(at) => Tree::Clause(self.constraints[at].id),
                Reason::Learned(at) => Tree::Lemma(self.learned[at].lemma),
                Reason::Declared | Reason::Objective | Reason::Decision => continue,
            };
            let on = self.columns.atom(&of.bound);
            proof = Tree::Split { on, holds: Box::new(proof), fails: Box::new(fails) };
        }
        let bounds: Vec<(usize, Bound)> =
            needs.iter().rev().map(|(entry, bound)| (self.trail[*entry].level, self.columns.negation(bound))).collect();
        let atoms = bounds.iter().map(|(_, bound)| self.columns.atom(bound)).collect();
        let lemma = self.lemmas.push(Lemma { atoms, proof });
        if bounds.is_empty() {
            return Ok(Lesson::Contradiction);
        }
        // The first is of the level of the contradiction, the second of the level to which the search goes back.
        let below = bounds.get(1).map_or(0, |(level, _)| *level);
        self.back(below);
        self.learn(Learned { bounds: bounds.into_iter().map(|(_, bound)| bound).collect(), lemma })?;
        Ok(Lesson::Learned)
    }

    /// The last entry that is to be replaced by what it follows from: all of level 0, and of the level of the
    /// contradiction all but one.
    fn next_to_resolve(&self, needs: &Needs, level: usize) -> Option<usize> {
        let mut last = needs.keys().rev();
        let (first, second) = (last.next().copied(), last.next().copied());
        let of = |entry: Option<usize>| entry.map(|entry| self.trail[entry].level);
        if level == 0 || of(second) == Some(level) {
            return first;
        }
        needs.keys().copied().take_while(|entry| self.trail[*entry].level == 0).last()
    }

    fn conflict_leaf(&self, conflict: &Conflict, needs: &mut Needs) -> Result<Tree, Why> {
        let end = self.trail.len();
        match conflict {
            Conflict::Constraint(at) => {
                let constraint = &self.constraints[*at];
                let leaf = |bound: &Bound| self.truth(bound);
                // A bound that the clause states against one that holds: two inequalities to be added up.
                if let Some((bound, stands)) = constraint.node.broken(true, &leaf) {
                    let stated = self.signed(&[(bound, stands)]).into_iter().next().unwrap_or_else(|| bound.clone());
                    if let Some(entry) = self.oldest(&self.columns.negation(&stated), end) {
                        let stated = self.columns.atom(&stated);
                        let source = Source::Clause(constraint.id);
                        let stated = Premise { multiplier: Exact::one(), atom: stated, source };
                        return self.sum(&vec![(entry, Exact::one())], Some(stated), None, needs);
                    }
                }
                let known = |bound: &Bound, stands: bool| self.known(bound, stands, end, None);
                let mut leaves = Vec::new();
                if !constraint.node.explain(false, &known, &mut leaves) {
                    return Err(unexplained());
                }
                let (leaves, id) = (self.signed(&leaves), constraint.id);
                for bound in leaves {
                    self.need(needs, bound, end);
                }
                Ok(Tree::Clause(id))
            }
            Conflict::Learned(at) => {
                let clause = &self.learned[*at];
                let lemma = clause.lemma;
                let bounds: Vec<Bound> = clause.bounds.iter().map(|bound| self.columns.negation(bound)).collect();
                for bound in bounds {
                    self.need(needs, bound, end);
                }
                Ok(Tree::Lemma(lemma))
            }
            Conflict::Sum(farkas) => self.sum(farkas, None, None, needs),
            Conflict::Between(on, below, above) => Ok(Tree::Split {
                on: self.columns.atom(on),
                holds: Box::new(self.sum(below, None, Some(on), needs)?),
                fails: Box::new(self.sum(above, None, Some(&self.columns.negation(on)), needs)?),
            }),
        }
    }

    /// The sum of bounds of the trail, and of what a clause states; with `fact`, [`FACT`] stands for that. Entries that follow from one clause alone need no
    /// case of their own: the clause is cited.
    fn sum(
        &self,
        farkas: &Farkas,
        stated: Option<Premise>,
        fact: Option<&Bound>,
        needs: &mut Needs,
    ) -> Result<Tree, Why> {
        let mut premises: Vec<Premise> = stated.into_iter().collect();
        for (entry, multiplier) in farkas {
            if let (Some(fact), true) = (fact, *entry == FACT) {
                let atom = self.columns.atom(fact);
                premises.push(Premise { multiplier: multiplier.clone(), atom, source: Source::Assumed });
                continue;
            }
            let of = &self.trail[*entry];
            let bound = of.bound.clone();
            let source = match of.reason {
                Reason::Declared => self.problem.variables().nth(bound.column).map(|(id, _)| Source::Bound(id)),
                Reason::Objective => Some(Source::Objective),
                Reason::Constraint(at) if self.stands_alone(*entry, &bound)? => {
                    Some(Source::Clause(self.constraints[at].id))
                }
                Reason::Constraint(_) | Reason::Learned(_) | Reason::Decision => None,
            };
            if source.is_none() {
                self.need(needs, bound.clone(), self.trail.len());
            }
            let atom = self.columns.atom(&bound);
            premises.push(Premise { multiplier: multiplier.clone(), atom, source: source.unwrap_or(Source::Assumed) });
        }
        Ok(Tree::Sum(premises))
    }

    /// Whether an entry follows from its constraint and the bounds of variables alone.
    fn stands_alone(&self, entry: usize, bound: &Bound) -> Result<bool, Why> {
        let antecedents = self.antecedents(entry, bound)?;
        Ok(antecedents.iter().all(|antecedent| {
            let of = self.oldest(antecedent, entry).map(|of| self.trail[of].reason);
            matches!(of, Some(Reason::Declared | Reason::Objective))
        }))
    }

    /// What an entry follows from.
    fn antecedents(&self, entry: usize, bound: &Bound) -> Result<Vec<Bound>, Why> {
        match self.trail[entry].reason {
            Reason::Constraint(at) => {
                let other = self.columns.negation(bound);
                let known = |leaf: &Bound, stands: bool| self.known(leaf, stands, entry, Some(&other));
                let mut leaves = Vec::new();
                if !self.constraints[at].node.explain(false, &known, &mut leaves) {
                    return Err(unexplained());
                }
                let leaves = self.signed(&leaves);
                Ok(leaves.into_iter().filter(|leaf| !other.entails(leaf)).collect())
            }
            Reason::Learned(at) => {
                let others = self.learned[at].bounds.iter().filter(|of| *of != bound);
                Ok(others.map(|of| self.columns.negation(of)).collect())
            }
            Reason::Declared | Reason::Objective | Reason::Decision => Ok(Vec::new()),
        }
    }

    fn signed(&self, leaves: &[(&Bound, bool)]) -> Vec<Bound> {
        leaves
            .iter()
            .map(|(bound, stands)| if *stands { Bound::clone(bound) } else { self.columns.negation(bound) })
            .collect()
    }

    /// Whether a leaf stood so before an entry, or follows from `fact`.
    fn known(&self, leaf: &Bound, stands: bool, before: usize, fact: Option<&Bound>) -> bool {
        let signed = if stands { leaf.clone() } else { self.columns.negation(leaf) };
        fact.is_some_and(|fact| fact.entails(&signed)) || self.oldest(&signed, before).is_some()
    }

    /// The oldest entry that a bound follows from, of those before an entry.
    fn oldest(&self, bound: &Bound, before: usize) -> Option<usize> {
        let mut oldest = None;
        let mut end = self.tableau.end(bound.column, bound.upper);
        while let Some(of) = end {
            if !reaches(&of.at, &bound.end, bound.upper) {
                break;
            }
            if of.entry < before {
                oldest = Some(of.entry);
            }
            end = self.trail[of.entry].before.as_ref();
        }
        oldest
    }

    /// Notes that a bound is needed. Bounds of variables need no reason.
    fn need(&self, needs: &mut Needs, bound: Bound, before: usize) {
        let Some(entry) = self.oldest(&bound, before) else { return };
        if matches!(self.trail[entry].reason, Reason::Declared | Reason::Objective) {
            return;
        }
        match needs.get_mut(&entry) {
            Some(needed) if needed.entails(&bound) => {}
            Some(needed) => *needed = bound,
            None => {
                needs.insert(entry, bound);
            }
        }
    }
}

/// Stands in a sum for the side of the split under which it is.
pub(super) const FACT: usize = usize::MAX;

fn unexplained() -> Why {
    Why::Refuted("a contradiction could not be explained".to_owned())
}
