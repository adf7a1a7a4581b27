//! From the lemmas of a search to a certificate: what is not used is left out, what is used once stands where it is used.

use std::collections::{BTreeMap, BTreeSet};

use super::list::List;
use crate::solver::certificate::{Certificate, Lemma, Source, Tree};
use crate::solver::problem::ClauseId;

/// Lemmas are put in their place only up to this depth.
const DEEPEST: usize = 100;

/// The certificate that ends with the last lemma, and the clauses that it cites, in order.
pub(super) fn certificate(lemmas: &List<Lemma>) -> (Certificate, Vec<ClauseId>) {
    let mut uses: BTreeMap<usize, usize> = BTreeMap::new();
    let mut clauses = BTreeSet::new();
    let mut open: Vec<usize> = lemmas.len().checked_sub(1).into_iter().collect();
    let mut reached: BTreeSet<usize> = open.iter().copied().collect();
    while let Some(at) = open.pop() {
        visit(&lemmas[at].proof, &mut |leaf| match leaf {
            Leaf::Lemma(other) => {
                *uses.entry(other).or_default() += 1;
                if reached.insert(other) {
                    open.push(other);
                }
            }
            Leaf::Clause(id) => {
                clauses.insert(id);
            }
        });
    }
    // Lemmas cite earlier ones only: so each is put together once before it is needed.
    let mut placed: BTreeMap<usize, (Tree, usize)> = BTreeMap::new();
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let mut kept = Vec::new();
    let last = lemmas.len().checked_sub(1);
    for at in reached {
        let (proof, depth) = place(&lemmas[at].proof, &mut placed, &numbers);
        if uses.get(&at) == Some(&1) && depth <= DEEPEST && Some(at) != last {
            placed.insert(at, (proof, depth));
        } else {
            numbers.insert(at, kept.len());
            kept.push(Lemma { atoms: lemmas[at].atoms.clone(), proof });
        }
    }
    (Certificate { lemmas: kept }, clauses.into_iter().collect())
}

enum Leaf {
    Clause(ClauseId),
    Lemma(usize),
}

fn visit(tree: &Tree, found: &mut impl FnMut(Leaf)) {
    match tree {
        Tree::Split { holds, fails, .. } => {
            visit(holds, found);
            visit(fails, found);
        }
        Tree::Clause(id) => found(Leaf::Clause(*id)),
        Tree::Lemma(at) => found(Leaf::Lemma(*at)),
        Tree::Sum(premises) => {
            for premise in premises {
                if let Source::Clause(id) = premise.source {
                    found(Leaf::Clause(id));
                }
            }
        }
    }
}

/// The tree with lemmas in their places, and its depth.
fn place(tree: &Tree, placed: &mut BTreeMap<usize, (Tree, usize)>, numbers: &BTreeMap<usize, usize>) -> (Tree, usize) {
    match tree {
        Tree::Split { on, holds, fails } => {
            let (holds, left) = place(holds, placed, numbers);
            let (fails, right) = place(fails, placed, numbers);
            let split = Tree::Split { on: on.clone(), holds: Box::new(holds), fails: Box::new(fails) };
            (split, left.max(right) + 1)
        }
        Tree::Lemma(at) => match placed.remove(at) {
            Some(placed) => placed,
            None => (Tree::Lemma(numbers.get(at).copied().unwrap_or(*at)), 0),
        },
        Tree::Clause(_) | Tree::Sum(_) => (tree.clone(), 0),
    }
}
