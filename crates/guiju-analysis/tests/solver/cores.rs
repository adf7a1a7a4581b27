//! All minimal cores of random problems, against trying every set of clauses.

use std::collections::BTreeSet;

use guiju_analysis::solver::{Answer, ClauseId, Engine, Limits, Problem, Solver, verify};

use crate::random::{self, Dice, Shape};

fn possible(problem: &Problem, clauses: &[ClauseId]) -> bool {
    match Engine.check(problem, clauses, &Limits::default()) {
        Answer::Satisfiable(_) => true,
        Answer::Unsatisfiable(_) => false,
        Answer::Unknown(why) => panic!("{why:?}"),
    }
}

/// The sets that cannot hold and of which each smaller set can.
fn by_trying(problem: &Problem) -> BTreeSet<Vec<ClauseId>> {
    let clauses = problem.clause_ids();
    let mut sets: Vec<Vec<ClauseId>> = (0..1_usize << clauses.len())
        .map(|mask| clauses.iter().copied().filter(|id| mask >> id.index() & 1 == 1).collect())
        .collect();
    sets.sort_by_key(Vec::len);
    let mut cores: BTreeSet<Vec<ClauseId>> = BTreeSet::new();
    for set in sets {
        let holds_one = cores.iter().any(|core| core.iter().all(|id| set.contains(id)));
        if !holds_one && !possible(problem, &set) {
            cores.insert(set);
        }
    }
    cores
}

#[test]
fn all_cores_are_found_and_no_other() {
    let mut several = 0;
    for seed in 0..60 {
        let mut dice = Dice::new(seed ^ 0xc04e);
        let shape = Shape { numbers: 3, reals: true, truths: 2, clauses: 7, reach: 20 };
        let problem = random::problem(&mut dice, shape);
        let found = Engine.cores(&problem, &problem.clause_ids(), 1_000, &Limits::default());
        assert_eq!(found.incomplete, None, "{seed}");
        for no in &found.cores {
            assert!(no.minimal);
            assert_eq!(verify(&problem, &no.core, None, no.certificate.as_ref().unwrap()), Ok(()), "{seed}");
        }
        let cores: BTreeSet<Vec<ClauseId>> = found.cores.iter().map(|no| no.core.clone()).collect();
        assert_eq!(cores.len(), found.cores.len(), "{seed}");
        assert_eq!(cores, by_trying(&problem), "{seed}");
        several += usize::from(cores.len() > 1);
    }
    println!("{several} with several cores");
    assert!(several > 10);
}
