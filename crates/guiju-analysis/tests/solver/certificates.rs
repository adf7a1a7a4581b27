//! A certificate that was tampered with is refused.

use guiju_analysis::solver::certificate::{Certificate, Lemma, Premise, Source, Tree};
use guiju_analysis::solver::{
    Answer, ClauseId, Engine, Exact, Formula, Limits, Linear, Problem, Relation, Solver, Sort, Unsatisfiable, verify,
};

use crate::random::{self, Dice};

fn unsatisfiable(problem: &Problem) -> Option<Unsatisfiable> {
    match Engine.check(problem, &problem.clause_ids(), &Limits::default()) {
        Answer::Unsatisfiable(no) => Some(no),
        _ => None,
    }
}

/// Calls `change` with each part of each tree until it says that it changed one.
fn change(certificate: &Certificate, change: &mut impl FnMut(&mut Tree) -> bool) -> Option<Certificate> {
    let mut changed = certificate.clone();
    let found = changed.lemmas.iter_mut().any(|lemma| walk(&mut lemma.proof, change));
    found.then_some(changed)
}

fn walk(tree: &mut Tree, change: &mut impl FnMut(&mut Tree) -> bool) -> bool {
    if change(tree) {
        return true;
    }
    match tree {
        Tree::Split { holds, fails, .. } => walk(holds, change) || walk(fails, change),
        Tree::Clause(_) | Tree::Lemma(_) | Tree::Sum(_) => false,
    }
}

/// A case split is needed here, and a sum at its ends.
fn cases_over_a_sum() -> (Problem, Unsatisfiable) {
    let mut problem = Problem::new();
    let flag = problem.variable("flag", Sort::Bool);
    let [x, y] = ["x", "y"].map(|name| problem.bounded(name, Sort::Real, 0_i64, 100_i64));
    problem.clause("if so", Formula::implies(Formula::Bool(flag), (Linear::of(x) + y).at_least(50)));
    problem.clause("if not", Formula::implies(Formula::not(Formula::Bool(flag)), (Linear::of(x) - y).at_least(30)));
    problem.clause("x is small", Linear::of(x).at_most(20));
    problem.clause("y is small", Linear::of(y).at_most(20));
    problem.clause("beside the point", Linear::of(y).at_least(1));
    let no = unsatisfiable(&problem).unwrap();
    (problem, no)
}

#[test]
fn a_sound_certificate_is_accepted_and_each_broken_one_refused() {
    let (problem, no) = cases_over_a_sum();
    let certificate = no.certificate.as_ref().unwrap();
    let accepted = |certificate: &Certificate| verify(&problem, &no.core, None, certificate).is_ok();
    assert!(accepted(certificate));
    assert_eq!(no.core.len(), 4);

    let coefficient = change(certificate, &mut |tree| match tree {
        Tree::Sum(premises) => {
            premises[0].multiplier = &premises[0].multiplier + &Exact::one();
            true
        }
        _ => false,
    });
    let negative = change(certificate, &mut |tree| match tree {
        Tree::Sum(premises) => {
            premises.iter_mut().for_each(|premise| premise.multiplier = -&premise.multiplier);
            true
        }
        _ => false,
    });
    let premise_dropped = change(certificate, &mut |tree| match tree {
        Tree::Sum(premises) => premises.pop().is_some(),
        _ => false,
    });
    let leaf_dropped = change(certificate, &mut |tree| {
        let leaf = matches!(tree, Tree::Sum(_));
        if leaf {
            *tree = Tree::Sum(Vec::new());
        }
        leaf
    });
    let split_dropped = change(certificate, &mut |tree| match tree.clone() {
        Tree::Split { holds, .. } => {
            *tree = *holds;
            true
        }
        _ => false,
    });
    let sides_exchanged = change(certificate, &mut |tree| match tree {
        Tree::Split { holds, fails, .. } => {
            std::mem::swap(holds, fails);
            true
        }
        _ => false,
    });
    let wrong_clause = change(certificate, &mut |tree| match tree {
        Tree::Sum(premises) => premises.iter_mut().any(|premise| match &mut premise.source {
            Source::Clause(id) => {
                let all = problem.clause_ids();
                *id = *all.iter().find(|other| *other != id).unwrap();
                true
            }
            _ => false,
        }),
        _ => false,
    });
    let stronger_premise = change(certificate, &mut |tree| match tree {
        Tree::Sum(premises) => {
            let premise = &mut premises[0];
            let by = if matches!(premise.atom.relation, Relation::AtMost | Relation::Less) { 1_i64 } else { -1 };
            premise.atom.linear = premise.atom.linear.clone() + by;
            true
        }
        _ => false,
    });
    let nothing = Some(Certificate { lemmas: Vec::new() });
    let not_empty = Some(Certificate {
        lemmas: vec![Lemma { atoms: vec![premise(certificate).atom], ..certificate.lemmas[0].clone() }],
    });
    let of_itself = Some(Certificate { lemmas: vec![Lemma { atoms: Vec::new(), proof: Tree::Lemma(0) }] });
    let broken = [
        ("coefficient", coefficient),
        ("negative", negative),
        ("premise dropped", premise_dropped),
        ("leaf dropped", leaf_dropped),
        ("split dropped", split_dropped),
        ("sides exchanged", sides_exchanged),
        ("wrong clause", wrong_clause),
        ("stronger premise", stronger_premise),
        ("nothing", nothing),
        ("not empty", not_empty),
        ("of itself", of_itself),
    ];
    for (name, broken) in broken {
        let broken = broken.unwrap_or_else(|| panic!("{name}: nothing to break"));
        assert!(!accepted(&broken), "{name}: {broken:#?}");
    }
    for id in &no.core {
        let others: Vec<ClauseId> = no.core.iter().copied().filter(|other| other != id).collect();
        assert!(verify(&problem, &others, None, certificate).is_err());
    }
}

fn premise(certificate: &Certificate) -> Premise {
    let mut found = None;
    change(certificate, &mut |tree| {
        if let Tree::Sum(premises) = tree {
            found = premises.first().cloned();
        }
        found.is_some()
    });
    found.unwrap()
}

/// Whatever is done to certificates of random problems: no set of clauses that can hold is ever proven not to.
#[test]
fn no_certificate_proves_what_is_false() {
    let (mut tried, mut leaves, mut accepted) = (0, 0, 0);
    for seed in 0..600 {
        let mut dice = Dice::new(seed ^ 0xce47);
        let shape = random::shape(&mut dice);
        let problem = random::problem(&mut dice, shape);
        let Some(no) = unsatisfiable(&problem) else { continue };
        let certificate = no.certificate.unwrap();
        // A minimal core without one of its clauses can hold.
        for id in &no.core {
            let others: Vec<ClauseId> = no.core.iter().copied().filter(|other| other != id).collect();
            assert!(verify(&problem, &others, None, &certificate).is_err(), "{seed}");
            tried += 1;
        }
        // Dropping a leaf leaves a hole, unless the facts of its branch contradict each other without it: that is rare.
        let mut at = 0;
        while let Some(broken) = emptied(&certificate, at) {
            accepted += usize::from(verify(&problem, &no.core, None, &broken).is_ok());
            at += 1;
            leaves += 1;
        }
    }
    println!("{tried} without a clause, {leaves} without a leaf, of these {accepted} sound all the same");
    assert!(tried > 300 && leaves > 300 && accepted * 100 <= leaves);
}

/// The certificate with its leaf at a place replaced by a sum of nothing.
fn emptied(certificate: &Certificate, at: usize) -> Option<Certificate> {
    let mut seen = 0;
    change(certificate, &mut |tree| {
        if matches!(tree, Tree::Split { .. }) {
            return false;
        }
        seen += 1;
        let found = seen > at;
        if found {
            *tree = Tree::Sum(Vec::new());
        }
        found
    })
}
