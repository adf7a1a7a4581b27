//! `guiju check`: what is wrong with a policy, and what there is in it.

use std::path::Path;

use guiju::citation::ClauseKind;
use guiju::diagnostic::Severity;
use guiju::parameter::ParameterValue;
use guiju::report::json::{self, DiagnosticEntry};
use guiju::{Compiled, Diagnostic, Language, Level, LintLevels, Policy};
use serde::Serialize;

use super::{appearance, compile, cost, mend, messages, tell};
use crate::arguments::{Check, Format};
use crate::exit::Exit;
use crate::io::{self, Tests};
use crate::language::say;
use crate::settings;

/// The findings as data.
#[derive(Serialize)]
struct Findings<'a> {
    schema: u32,
    policy: Option<&'a str>,
    hash: Option<&'a str>,
    errors: usize,
    warnings: usize,
    contents: Option<Contents<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<cost::Figures<'a>>,
    diagnostics: Vec<DiagnosticEntry>,
}

/// What there is in a policy.
#[derive(Serialize)]
struct Contents<'a> {
    records: usize,
    criteria: usize,
    rules: usize,
    tests: usize,
    normative_clauses: usize,
    clauses_to_come: Vec<String>,
    open_parameters: Vec<&'a str>,
}

/// Prints what was found.
pub fn run(arguments: &Check, language: Language) -> Exit {
    if arguments.fix
        && let Err(exit) = mend::run(&arguments.policy, language)
    {
        return exit;
    }
    let mut compiled = match compile(&arguments.policy, Tests::Own, arguments.format, language) {
        Ok(compiled) => compiled,
        Err(exit) => return exit,
    };
    let levels = match levels(&arguments.policy, &arguments.levels) {
        Ok(levels) => levels,
        Err(wrong) => return tell(&wrong, &[], arguments.format, language),
    };
    // With an error, what lints find may well come of it.
    if let Some(policy) = compiled.policy.as_ref().filter(|_| !compiled.has_errors()) {
        let found = policy.lint(&levels);
        compiled.diagnostics.extend(found);
    }
    let count = |severity| {
        let of_it = compiled.diagnostics.iter().filter(|d| d.severity == severity);
        of_it.count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let exit = if errors > 0 {
        Exit::Errors
    } else if arguments.strict && warnings > 0 {
        Exit::Findings
    } else {
        Exit::Done
    };
    let contents = compiled.policy.as_ref().map(contents);
    let asked = compiled.policy.as_ref().filter(|_| arguments.cost);
    let cost = match asked.map(|policy| cost::Figures::new(policy.program(), &arguments.rows)).transpose() {
        Ok(cost) => cost,
        Err(unknown) => {
            io::complain(&match language {
                Language::Zh => format!("错误：政策里没有叫“{unknown}”的数据表\n"),
                Language::En => format!("error: the policy has no table called {unknown}\n"),
            });
            return Exit::Usage;
        }
    };
    let text = match arguments.format {
        Format::Text => {
            let mut text = text(&compiled, contents.as_ref(), language);
            if let Some(cost) = &cost {
                text.push('\n');
                text.push_str(&cost.text(language));
            }
            text
        }
        format @ (Format::Plain | Format::Sarif) => {
            messages(&compiled.diagnostics, &compiled.sources, format, language)
        }
        Format::Json => {
            let findings = Findings {
                schema: json::SCHEMA,
                policy: compiled.policy.as_ref().map(|p| p.program().policy.id.as_str()),
                hash: compiled.policy.as_ref().map(Policy::hash),
                errors,
                warnings,
                contents,
                cost,
                diagnostics: json::diagnostics(&compiled.diagnostics, &compiled.sources),
            };
            serde_json::to_string_pretty(&findings).unwrap_or_default() + "\n"
        }
    };
    io::print(&text, exit)
}

/// How loudly findings are told: as the settings beside the policy say, and then as the arguments do.
pub(super) fn levels(policy: &Path, arguments: &[(Level, String)]) -> Result<LintLevels, Vec<Diagnostic>> {
    let settings = io::read_settings(policy).map_err(|wrong| vec![*wrong])?;
    let mut levels = settings.as_ref().map(settings::lint_levels).transpose()?.unwrap_or_default();
    for (level, code) in arguments {
        if code == "all" {
            levels.set_all(*level);
        } else {
            // The arguments name codes that there are.
            let _known = levels.set(code, *level);
        }
    }
    Ok(levels)
}

fn contents(policy: &Policy) -> Contents<'_> {
    let program = policy.program();
    let normative = program.clauses.values();
    let to_come = program.clauses.iter();
    let open = program.parameters.values();
    Contents {
        records: program.records.len(),
        criteria: program.criteria.len(),
        rules: program.rules.len(),
        tests: policy.tests().len(),
        normative_clauses: normative.filter(|clause| clause.kind == ClauseKind::Normative).count(),
        clauses_to_come: to_come
            .filter(|(_, clause)| matches!(clause.kind, ClauseKind::ToCome(_)))
            .map(|(id, _)| program.citation(id))
            .collect(),
        open_parameters: open
            .filter(|parameter| parameter.value == ParameterValue::Open)
            .map(|parameter| parameter.name.as_str())
            .collect(),
    }
}

fn text(compiled: &Compiled, contents: Option<&Contents<'_>>, language: Language) -> String {
    let mut text = guiju::draw(&compiled.diagnostics, &compiled.sources, appearance(language));
    if !text.is_empty() {
        text.push('\n');
    }
    let tally = guiju::tally(&compiled.diagnostics, language);
    let tally = if tally.is_empty() {
        say(language, "没有错误，也没有警告", "no errors, no warnings")
    } else {
        &tally
    };
    text.push_str(tally);
    text.push('\n');
    let Some(contents) = contents else {
        return text;
    };
    let list = |names: &[&str]| names.join(say(language, "、", ", "));
    let to_come: Vec<&str> = contents.clauses_to_come.iter().map(String::as_str).collect();
    text.push_str(&match language {
        Language::Zh => format!(
            "记录 {}，标准 {}，规则 {}，测试 {}，规范条款 {}\n",
            contents.records, contents.criteria, contents.rules, contents.tests, contents.normative_clauses
        ),
        Language::En => format!(
            "{} records, {} criteria, {} rules, {} tests, {} normative clauses\n",
            contents.records, contents.criteria, contents.rules, contents.tests, contents.normative_clauses
        ),
    });
    if !to_come.is_empty() {
        text.push_str(&match language {
            Language::Zh => format!("还没有写的条款 {} 条：{}\n", to_come.len(), list(&to_come)),
            Language::En => format!("{} clauses to come: {}\n", to_come.len(), list(&to_come)),
        });
    }
    let open = &contents.open_parameters;
    if !open.is_empty() {
        text.push_str(&match language {
            Language::Zh => format!("还没有定的参数 {} 个：{}\n", open.len(), list(open)),
            Language::En => format!("{} open parameters: {}\n", open.len(), list(open)),
        });
    }
    text
}
