//! A nightly batch: a folder of CSV files in, a report out, and an exit code for the scheduler.
//!
//! `cargo run --example nightly_batch -- POLICY.gj FOLDER`; without arguments it takes the sample of the 2023 plan.
#![expect(clippy::disallowed_methods, reason = "a program at the edge: it reads the files that it is told to")]

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use guiju::report::json::Standing;
use guiju::{Language, Options, Policy, SourceFile};

/// The report of the night, and whether a rule fails.
fn run(policy: &Path, folder: &Path) -> Result<(String, bool), Box<dyn Error>> {
    let text = std::fs::read_to_string(policy)?;
    let compiled = Policy::compile(vec![SourceFile::new(policy.to_string_lossy(), text)]);
    let drawn = |diagnostics: &[guiju::Diagnostic]| guiju::render(diagnostics, &compiled.sources, Language::En, 100);
    let Some(policy) = &compiled.policy else {
        return Err(drawn(&compiled.diagnostics).into());
    };

    let mut loader = policy.loader();
    let mut files: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::file_name);
    for file in files {
        let path = file.path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            let name = file.file_name();
            loader.csv(&name.to_string_lossy(), &std::fs::read(&path)?);
        }
    }
    let loaded = loader.finish();
    let Some(facts) = loaded.facts else {
        return Err(drawn(&loaded.diagnostics).into());
    };

    let as_of = policy.last_day().ok_or("the policy states no year")?;
    let mut options = Options::new(as_of);
    options.threads = 2;
    let report = policy.evaluate(&facts, &options)?;
    let fails = report.document().rules.iter().any(|rule| rule.verdict == Standing::Fail);
    Ok((report.to_text(Language::En, 100), fails))
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/hlj-live-commerce-2023");
    let policy = arguments.next().unwrap_or_else(|| format!("{sample}/policy.gj"));
    let folder = arguments.next().unwrap_or_else(|| format!("{sample}/sample"));
    match run(Path::new(&policy), Path::new(&folder)) {
        Ok((report, fails)) => {
            print!("{report}");
            ExitCode::from(u8::from(fails))
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(3)
        }
    }
}
