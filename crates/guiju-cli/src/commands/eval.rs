//! `guiju eval`: facts judged by a policy.

use std::path::{Path, PathBuf};

use guiju::diagnostic::{Place, Severity};
use guiju::limits::Stop;
use guiju::report::AwardList;
use guiju::report::json::Standing;
use guiju::rule::RuleKind;
use guiju::{Compiled, Diagnostic, EvaluateError, Facts, Language, Options, Policy, Report};

use super::{compile, complain, refuse, tell, width};
use crate::arguments::{Eval, Format};
use crate::exit::Exit;
use crate::io::{self, Tests};
use crate::language::say;
use crate::progress::Progress;

/// Prints the report, and writes the list to pay.
pub fn run(arguments: &Eval, language: Language) -> Exit {
    report(arguments, language).unwrap_or_else(|exit| exit)
}

fn report(arguments: &Eval, language: Language) -> Result<Exit, Exit> {
    let progress = Progress::new(language);
    let to_stdout = arguments.awards.as_deref() == Some(Path::new("-"));
    progress.say("编译政策", "compiling the policy", "");
    let compiled = compile(&arguments.policy, Tests::None, arguments.format, language)?;
    let Some(policy) = &compiled.policy else {
        drop(progress);
        return Err(refuse(&compiled, arguments.format, language));
    };
    let Some(as_of) = arguments.as_of.or_else(|| policy.last_day()) else {
        drop(progress);
        io::complain(say(
            language,
            "错误：政策没有写年度，请用 --as-of 指定基准日，如 --as-of 2023-12-31\n",
            "error: the policy states no year; name the date with --as-of, such as --as-of 2023-12-31\n",
        ));
        return Err(Exit::Usage);
    };
    let loaded = load(policy, arguments, &progress);
    let (facts, said) = match loaded {
        Ok(loaded) => loaded,
        Err(wrong) => {
            drop(progress);
            return Err(tell(&wrong, &compiled.sources, arguments.format, language));
        }
    };
    progress.say("核算", "evaluating", "");
    let mut options = Options::new(as_of);
    options.threads = arguments.threads.unwrap_or_else(io::processors);
    options.row_limit = arguments.rows;
    options.working_limit = arguments.rows;
    options.limits.steps = arguments.max_steps;
    let report = match policy.evaluate(&facts, &options) {
        Ok(report) => report,
        Err(error) => {
            drop(progress);
            return Err(tell(&[cannot_evaluate(&error)], &compiled.sources, arguments.format, language));
        }
    };
    let mut report = report.with_diagnostics(compiled.diagnostics.clone()).with_diagnostics(said.clone());
    if arguments.as_of.is_none() {
        report = report.with_default_date();
    }
    if arguments.facts_hash {
        report = report.with_facts_hash(guiju::facts_hash(policy, &facts));
    }
    let exit = if arguments.strict { strict(&report) } else { Exit::Done };
    let list = match arguments.awards.as_deref().map(|path| award_list(&report, path, arguments, &compiled)) {
        None => None,
        Some(Ok(list)) => Some(list),
        Some(Err(wrong)) => {
            drop(progress);
            return Err(tell(&[*wrong], &compiled.sources, arguments.format, language));
        }
    };
    if let (Some(list), true) = (&list, to_stdout) {
        drop(progress);
        complain(&said, &compiled.sources, language);
        complain(&policy.stale_figures(as_of), &compiled.sources, language);
        return Ok(io::stream(exit, |to| list.write(to, language)));
    }
    progress.say("写报告", "writing the report", "");
    let text = match arguments.format {
        Format::Json => report.to_json(),
        // Reports have no other formats, which the arguments refuse.
        Format::Text | Format::Plain | Format::Sarif => {
            let width = arguments.width.unwrap_or_else(width);
            report.to_text(language, width)
        }
    };
    drop(progress);
    complain(&said, &compiled.sources, language);
    complain(&policy.stale_figures(as_of), &compiled.sources, language);
    let exit = io::print(&text, exit);
    if let (Some(list), Some(path)) = (&list, &arguments.awards)
        && let Err(wrong) = io::write_file(path, |to| list.write(to, language))
    {
        complain(&[*wrong], &compiled.sources, language);
        return Ok(Exit::Output);
    }
    Ok(exit)
}

/// The list to pay, once it is sure that it can be written and spoils nothing.
fn award_list<'r, 'p>(
    report: &'r Report<'p>,
    path: &Path,
    arguments: &Eval,
    compiled: &Compiled,
) -> Result<AwardList<'r, 'p>, Box<Diagnostic>> {
    let facts = io::facts_files(&arguments.facts).unwrap_or_default();
    let texts = compiled.sources.iter().map(|source| PathBuf::from(&source.name));
    io::spare(path, &facts.into_iter().chain(texts).collect::<Vec<_>>())?;
    report.award_list()
}

/// Why there is no report.
fn cannot_evaluate(error: &EvaluateError) -> Diagnostic {
    let new = |code, zh: String, en: String| Diagnostic::new(code, Severity::Error, Place::Nowhere, zh, en);
    match error {
        EvaluateError::Stopped { stop: Stop::Steps, item, steps } => new(
            "too-many-steps",
            format!("核算到“{item}”时已经走了 {steps} 步，超过了 --max-steps"),
            format!("the evaluation had taken {steps} steps at {item}, more than --max-steps allows"),
        )
        .help("要多少步见 guiju check --cost", "guiju check --cost tells how many it takes"),
        EvaluateError::Stopped { stop: Stop::Cancelled, item, steps } => new(
            "cancelled",
            format!("核算到“{item}”时被取消，已经走了 {steps} 步"),
            format!("the evaluation was cancelled at {item}, after {steps} steps"),
        ),
        EvaluateError::Conflict { first, first_span, second, second_span, over, at } => Diagnostic::new(
            "exceptions-conflict",
            Severity::Error,
            Place::Text(*first_span),
            format!("{at}：“{first}”和“{second}”都优先于“{over}”，又都适用，没有说哪一条在先"),
            format!(
                "{at}: {first} and {second} both override {over} and both apply, and neither comes before the other"
            ),
        )
        .label(*second_span, "另一条在这里", "the other one is here")
        .help(
            "写明其中一条 优先于 另一条，或写明它们各在什么时候适用",
            "say that one of them overrides the other, or when each of them applies",
        ),
        other => new("cannot-evaluate", format!("算不了：{other}"), format!("cannot evaluate: {other}")),
    }
}

/// The facts at the paths, with what there was to say about them; or all that is wrong.
fn load(policy: &Policy, arguments: &Eval, progress: &Progress) -> Result<(Facts, Vec<Diagnostic>), Vec<Diagnostic>> {
    let paths = io::facts_files(&arguments.facts)?;
    let mut loader = policy.loader();
    let mut wrong = Vec::new();
    for path in &paths {
        match io::read_facts(path) {
            Ok(file) => {
                progress.say("读取", "reading", &file.name);
                if file.json {
                    loader.json(&file.name, &file.bytes);
                } else {
                    loader.csv(&file.name, &file.bytes);
                }
            }
            Err(diagnostic) => wrong.push(*diagnostic),
        }
    }
    let loaded = loader.finish();
    wrong.extend(loaded.diagnostics);
    match loaded.facts {
        Some(facts) if !wrong.iter().any(Diagnostic::is_error) => Ok((facts, wrong)),
        _ => Err(wrong),
    }
}

/// 1 when a rule fails, 2 when one is undetermined and none fails.
fn strict(report: &Report<'_>) -> Exit {
    let program = report.policy().program();
    let mut exit = Exit::Done;
    for outcome in &report.outcome().rules {
        let kind = program.rules[outcome.rule].kind;
        match Standing::of(kind, outcome.verdict) {
            Standing::Fail | Standing::Excluded => return Exit::Findings,
            Standing::Undetermined if matches!(kind, RuleKind::Rule | RuleKind::Exclusion) => {
                exit = Exit::Undetermined;
            }
            _ => {}
        }
    }
    exit
}
