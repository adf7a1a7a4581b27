//! Seeded faults: the analysis finds what is planted into random policies, with the right core, and says nothing of them
//! that a small world refutes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests; the number of cases comes from the environment"
)]

mod background;
mod brute;
mod dice;
mod judge;
mod plant;
mod policy;
mod scale;

use std::collections::BTreeMap;

use dice::Dice;
use guiju_analysis::{AnalyzeOptions, Finding, analyze};
use guiju_program::value::Verdict;
use plant::{Planter, contradiction, gap, implied, impossible};
use policy::Scale;

fn cases(default: u64) -> u64 {
    std::env::var("GUIJU_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn the_witness_keeps_every_clause() {
    let mut clauses = 0;
    for seed in 0..cases(60) {
        for scale in [Scale::Small, Scale::Large] {
            let case = background::case(seed, scale);
            let program = case.compile();
            let judged = judge::judge(&case, &program, &case.world);
            for (name, verdict) in &judged.rules {
                assert!(
                    !matches!(verdict, Verdict::Fail | Verdict::Undetermined),
                    "seed {seed}: {name}\n{}",
                    case.text()
                );
            }
            assert!(judged.criteria["达标"].0 > 0, "seed {seed}: nobody qualifies\n{}", case.text());
            clauses += judged.rules.len();
        }
    }
    assert!(clauses as u64 > cases(60) * 8, "{clauses} clauses are few");
}

const PLANTERS: [(&str, Planter); 21] = [
    ("target over budget", contradiction::target_over_budget),
    ("total over budget", contradiction::total_over_budget),
    ("two bounds", contradiction::two_bounds),
    ("shares of a partition", contradiction::shares),
    ("parts of a budget", contradiction::parts),
    ("whole numbers", contradiction::whole_numbers),
    ("groups against a total", contradiction::groups),
    ("rows against a sum", contradiction::sums),
    ("nothing left", contradiction::nothing_left),
    ("gap or overlap", gap::gap),
    ("weaker bound", implied::weaker_bound),
    ("groups imply a total", implied::groups),
    ("subset", implied::subset),
    ("parts imply a whole", implied::partition),
    ("implied condition", implied::condition),
    ("idle ceiling", implied::idle_cap),
    ("total of a rate", implied::total_of_rate),
    ("nobody qualifies", impossible::nobody),
    ("never fails", impossible::never_fails),
    ("never applies", impossible::never_applies),
    ("dates", impossible::dates),
];

/// What became of one planted fault.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Came {
    Found,
    /// Something of the kind is told of it, with other items or numbers.
    OtherCore,
    Missed,
}

fn came_of(name: &str, planter: Planter, seed: u64, show: bool) -> Came {
    let dice = &mut Dice::new(seed.wrapping_mul(0x0051_7cc1));
    let mut case = background::case(seed + 1_000, if seed % 4 == 3 { Scale::Small } else { Scale::Large });
    let truth = planter(dice, &mut case);
    let of_tables = truth.codes.iter().any(|code| ["gap", "overlap"].contains(code));
    let (came, told) = if of_tables {
        // Refused before any analysis; without the fault the policy has no error.
        let told = case.try_compile().err().unwrap_or_default();
        let found = !told.is_empty() && told.iter().all(|code| truth.codes.contains(code));
        (if found { Came::Found } else { Came::Missed }, format!("{told:?}"))
    } else {
        let report = analyze(&case.compile(), &AnalyzeOptions::default());
        let alike = |finding: &Finding| {
            let at = finding.items.iter().any(|item| truth.core[0].contains(&item.name));
            at && truth.codes.contains(&finding.diagnostic.code)
        };
        let came = match (truth.is_found(&report), report.findings.iter().any(alike)) {
            (true, _) => Came::Found,
            (false, true) => Came::OtherCore,
            (false, false) => Came::Missed,
        };
        let told = report.findings.iter().map(|finding| {
            let items: Vec<_> = finding.items.iter().map(|item| item.name.as_str()).collect();
            format!("{} {items:?} {}", finding.diagnostic.code, finding.diagnostic.message.zh)
        });
        (came, told.collect::<Vec<_>>().join("\n"))
    };
    if show && came != Came::Found {
        println!("{name} {seed}: {came:?}: {truth:?}\n{told}\n{}", case.text());
    }
    came
}

/// `GUIJU_CASES=500 cargo test --release -p guiju-analysis --test seeds -- --nocapture planted_is_found` takes 500 of each kind;
/// with `GUIJU_SHOW=dates` those of that kind that are not found are printed.
#[test]
fn what_is_planted_is_found_with_its_core() {
    let cases = cases(4);
    let show = std::env::var("GUIJU_SHOW").ok();
    let mut wrong = Vec::new();
    for (name, planter) in PLANTERS {
        let mut counts: BTreeMap<Came, u64> = BTreeMap::new();
        for seed in 0..cases {
            *counts.entry(came_of(name, planter, seed, show.as_deref() == Some(name))).or_default() += 1;
        }
        println!("{name}: {counts:?}");
        let found = counts.get(&Came::Found).copied().unwrap_or(0);
        if found * 100 < cases * 99 {
            wrong.push(format!("{name}: {counts:?} of {cases}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_small_world_refutes_a_finding_of_untouched_policies() {
    let mut found: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut worlds = 0;
    let mut refuted = Vec::new();
    for seed in 0..cases(12) {
        for scale in [Scale::Small, Scale::Large] {
            let dice = &mut Dice::new(seed ^ 0x5eed);
            let case = background::case(seed, scale);
            let program = case.compile();
            let report = analyze(&program, &AnalyzeOptions::default());
            assert_eq!(report.unanswered, [], "seed {seed}");
            let around = brute::around(dice, &case, 60);
            for finding in &report.findings {
                let counts = found.entry(finding.diagnostic.code).or_default();
                counts.0 += 1;
                let claim = brute::Claim::of(finding);
                if !claim.is_refutable() {
                    continue;
                }
                let mut all = around.clone();
                if scale == Scale::Small {
                    let names: Vec<&str> = finding.items.iter().map(|item| item.name.as_str()).collect();
                    let small = brute::worlds(dice, &case, &brute::text_of(&case, &names), 3, 400);
                    counts.1 += usize::from(small.complete);
                    all.extend(small.all);
                }
                worlds += all.len();
                if let Some(world) = brute::refute(&case, &program, &claim, &all) {
                    refuted.push(format!(
                        "seed {seed} {scale:?}: {}\n{}\n{world:?}",
                        finding.diagnostic.message.zh,
                        case.text()
                    ));
                }
            }
        }
    }
    println!("{worlds} worlds; findings and how many of them were tried in all small worlds: {found:?}");
    assert!(refuted.is_empty(), "{} refuted\n{}", refuted.len(), refuted.join("\n\n"));
    assert!(found.get("implied-clause").is_some_and(|counts| counts.0 > 0), "{found:?}");
}

/// What is planted is true: no small world refutes it, and what makes up a contradiction is needed in full.
#[test]
fn what_is_planted_is_true() {
    let (mut planted, mut needed, mut parts) = (0, 0, 0);
    for (name, planter) in PLANTERS {
        for seed in 0..cases(4) {
            let dice = &mut Dice::new(seed.wrapping_mul(0x00ab_cdef));
            let mut case = background::case(seed + 2_000, Scale::Small);
            let truth = planter(dice, &mut case);
            let codes =
                ["gap", "overlap", "parts-exceed-budget", "parts-leave-a-rest", "nothing-left", "ends-after-the-year"];
            if truth.codes.iter().any(|code| codes.contains(code)) {
                continue;
            }
            case.items.retain(|item| item.name.starts_with('植'));
            let program = case.compile();
            let names: Vec<&str> = truth.core.iter().map(|set| set.last().unwrap().as_str()).collect();
            let claim = brute::Claim::new(truth.codes[0], &names);
            let worlds = brute::worlds(dice, &case, &brute::text_of(&case, &names), 3, 1_500).all;
            let refuted = brute::refute(&case, &program, &claim, &worlds);
            assert!(refuted.is_none(), "{name} {seed}: {truth:?}\n{}\n{refuted:?}", case.text());
            planted += 1;
            if ["cannot-all-hold", "target-over-budget"].contains(&truth.codes[0]) {
                for (at, left_out) in names.iter().enumerate() {
                    if program.rule(left_out).is_none() {
                        continue;
                    }
                    let rest: Vec<&str> =
                        names.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, name)| *name).collect();
                    parts += 1;
                    needed += u64::from(brute::hold_together(&case, &program, &rest, &worlds));
                }
            }
        }
    }
    println!("{planted} planted; of {parts} clauses in contradictions {needed} are seen to be needed in small worlds");
    assert!(planted > 0 && needed * 10 >= parts * 8, "{needed} of {parts}");
}

/// The worlds tell what is false: that one clause follows from another, said at random.
#[test]
fn false_claims_are_refuted() {
    let (mut claims, mut refuted) = (0, 0);
    for seed in 0..cases(12) {
        let dice = &mut Dice::new(seed ^ 0xfa15e);
        let case = background::case(seed, Scale::Small);
        let program = case.compile();
        let report = analyze(&program, &AnalyzeOptions::default());
        let told = |name: &str| report.findings.iter().any(|found| found.items.iter().any(|item| item.name == name));
        let rules: Vec<&str> =
            case.items.iter().filter(|item| item.text.starts_with("规则")).map(|item| item.name.as_str()).collect();
        for name in rules.iter().filter(|name| !told(name)) {
            let claim = brute::Claim::new("never-fails", &[name]);
            let worlds = brute::worlds(dice, &case, &brute::text_of(&case, &[name]), 3, 400);
            claims += 1;
            refuted += u64::from(brute::refute(&case, &program, &claim, &worlds.all).is_some());
        }
    }
    println!("{refuted} of {claims} false claims refuted");
    assert!(refuted * 2 >= claims && claims > 0, "{refuted} of {claims}");
}
