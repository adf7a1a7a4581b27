//! Verdicts of random problems against Z3: all sent to one process.
//!
//! GUIJU_Z3 names the executable, see `scripts/install-z3`; where it is set the comparison must run. GUIJU_CASES is the
//! number of problems.

#![allow(clippy::disallowed_methods, reason = "the oracle is named by the environment")]

use std::io::Write;
use std::process::{Command, Stdio};

use guiju_analysis::solver::{Answer, Engine, Limits, Satisfaction, Solver, smtlib, verify};

use crate::random::{self, Dice};

pub fn cases(usual: u64) -> u64 {
    std::env::var("GUIJU_CASES").ok().map_or(usual, |cases| cases.parse().expect("GUIJU_CASES is a number"))
}

/// The lines that Z3 prints for a script; `None`, said, where there is no Z3 to ask.
pub fn z3(script: String) -> Option<Vec<String>> {
    let Ok(path) = std::env::var("GUIJU_Z3") else {
        println!("not compared with Z3: GUIJU_Z3 is not set");
        return None;
    };
    let mut child = Command::new(&path)
        .arg("-in")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("GUIJU_Z3 is {path}, which does not start: {error}"));
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(script.as_bytes()).expect("Z3 reads"));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Some(String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect())
}

#[test]
fn verdicts_agree_with_z3_models_replay_and_certificates_verify() {
    let cases = cases(2_000);
    let mut verdicts = Vec::new();
    let mut script = String::new();
    for seed in 0..cases {
        let mut dice = Dice::new(seed);
        let shape = random::shape(&mut dice);
        let problem = random::problem(&mut dice, shape);
        let clauses = problem.clause_ids();
        let answer = Engine.check(&problem, &clauses, &Limits::default());
        match &answer {
            Answer::Satisfiable(model) => assert!(model.replays(&problem, &clauses), "{seed}"),
            Answer::Unsatisfiable(no) => {
                assert!(no.minimal, "{seed}");
                let certificate = no.certificate.as_ref().unwrap();
                assert_eq!(verify(&problem, &no.core, None, certificate), Ok(()), "{seed}");
            }
            Answer::Unknown(why) => panic!("{seed}: {why:?}"),
        }
        verdicts.push(answer.satisfaction());
        script.push_str("(push)\n");
        script.push_str(&smtlib::body(&problem, &clauses, &[], false));
        script.push_str("(check-sat)\n(pop)\n");
    }
    let no = verdicts.iter().filter(|verdict| **verdict == Satisfaction::No).count();
    println!("{cases} problems, {no} cannot hold");
    assert!(no * 10 > verdicts.len() && no * 10 < verdicts.len() * 9, "one-sided: {no} of {cases}");
    let Some(lines) = z3(script) else { return };
    assert_eq!(lines.len(), verdicts.len(), "{:?}", lines.iter().find(|line| line.contains("error")));
    for (seed, (line, verdict)) in lines.iter().zip(&verdicts).enumerate() {
        let expected = if *verdict == Satisfaction::Yes { "sat" } else { "unsat" };
        assert_eq!(line, expected, "{seed}");
    }
    println!("all agree with Z3");
}
