//! Prints what the work costs beside a hand-written loop over the same columns, in one run.
//!
//! `cargo run --release -p guiju-benches -- batch 1000000`, or `record`, or `compile`; without a word, all three.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use guiju_benches::{Columns, POLICY, hand, rules};
use guiju_evaluator::columnar::{self, Session};
use guiju_evaluator::{Options, Outcome};
use guiju_parser::compile;
use guiju_program::Program;
use guiju_program::civil::date;
use guiju_program::source::SourceFile;
use guiju_program::value::Verdict;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap_or_else(|| "all".to_owned());
    let size = arguments.next().and_then(|size| size.parse().ok()).unwrap_or(100_000);
    let result = match what.as_str() {
        "compile" => measure_compile(),
        "record" => measure_record(),
        "batch" => measure_batch(size),
        "all" => measure_compile().and_then(|()| measure_record()).and_then(|()| measure_batch(size)),
        other => Err(format!("unknown benchmark {other}; there are compile, record and batch [RECIPIENTS]")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// The shortest of several runs: what the machine can do when it is not disturbed.
fn best(runs: u32, mut work: impl FnMut()) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..runs {
        let start = Instant::now();
        work();
        best = best.min(start.elapsed());
    }
    best
}

/// `a / b` with two digits, without a float.
fn ratio(a: Duration, b: Duration) -> String {
    let hundredths = a.as_nanos() * 100 / b.as_nanos().max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn program(text: &str) -> Result<Program, String> {
    let compiled = compile(&[SourceFile::new("work.gj", text)]);
    compiled.program.ok_or_else(|| format!("the policy does not compile: {:#?}", compiled.diagnostics))
}

fn measure_compile() -> Result<(), String> {
    let mut thousand = Duration::ZERO;
    for count in [1_000, 10_000] {
        let text = rules::policy(count);
        program(&text)?;
        let time = best(5, || {
            black_box(compile(&[SourceFile::new("work.gj", black_box(text.as_str()))]));
        });
        println!("compile {count} rules, {} bytes: {time:?}", text.len());
        if count == 1_000 {
            thousand = time;
        } else {
            println!("  ten times the rules take {} times as long", ratio(time, thousand));
        }
    }
    Ok(())
}

fn measure_record() -> Result<(), String> {
    let program = program(POLICY)?;
    let columns = Columns::generate(1_000, 1);
    let facts = columns.facts(&program)?;
    let options = Options::new(date(2023, 12, 31));
    let (criteria, _) = program.criteria("达标").ok_or("no criteria 达标")?;
    let mut session = Session::new(&program, &facts, &options, criteria);
    for row in 0..columns.len() {
        let by_hand = hand::failed_conditions(&columns, row) == 0;
        if (session.judge(row) == Verdict::Pass) != by_hand {
            return Err(format!("recipient {row}: the engine and the loop by hand disagree"));
        }
    }
    let rounds = 200;
    let by_hand = best(rounds, || {
        for row in 0..columns.len() {
            black_box(hand::failed_conditions(black_box(&columns), black_box(row)));
        }
    });
    let engine = best(rounds, || {
        for row in 0..columns.len() {
            black_box(session.judge(black_box(row)));
        }
    });
    let each = |time: Duration| time / 1_000;
    println!("one record by hand: {:?}; by the engine: {:?}", each(by_hand), each(engine));
    println!("  {} times the loop by hand", ratio(engine, by_hand));
    Ok(())
}

fn measure_batch(size: usize) -> Result<(), String> {
    let program = program(POLICY)?;
    let columns = Columns::generate(size, 2);
    let facts = columns.facts(&program)?;
    let expected = hand::programme(&columns);
    let by_hand = best(7, || {
        black_box(hand::programme(black_box(&columns)));
    });
    println!("{size} recipients by hand, 1 thread: {by_hand:?}");
    for threads in [1, 2] {
        let options = Options { threads, row_limit: 10, ..Options::new(date(2023, 12, 31)) };
        let outcome = columnar::evaluate(&program, &facts, &options).map_err(|error| error.to_string())?;
        check(&program, &outcome, &expected)?;
        let engine = best(7, || {
            let _ = black_box(columnar::evaluate(&program, black_box(&facts), &options));
        });
        println!("{size} recipients by the engine, {threads} thread(s): {engine:?}");
        println!("  {} times the loop by hand", ratio(engine, by_hand));
    }
    Ok(())
}

/// The engine came to what the loop by hand did.
fn check(program: &Program, outcome: &Outcome, expected: &hand::Programme) -> Result<(), String> {
    let qualified = outcome.criteria.first().map_or(0, |criteria| criteria.items.pass);
    let rule = |name: &str| {
        let (id, _) = program.rule(name)?;
        outcome.rules.iter().find(|rule| rule.rule == id)
    };
    let quota = rule("限上占比").map_or(0, |rule| rule.items.pass);
    let inspected: u64 = rule("属地查验").into_iter().flat_map(|rule| &rule.groups).map(|group| group.items.pass).sum();
    let spent = rule("支出").and_then(|rule| rule.measure.as_ref()?.measured.value().cloned());
    let expected_spent = guiju_evaluator::Exact::scaled(expected.spent, 2);
    let expected_inspected: u64 = expected.cities.iter().map(|(_, inspected)| inspected).sum();
    if (qualified, quota, inspected) == (expected.qualified, expected.quota, expected_inspected)
        && spent == Some(expected_spent)
    {
        Ok(())
    } else {
        Err(format!("the engine found {qualified}, {quota}, {inspected}, {spent:?}; by hand {expected:?}"))
    }
}
