//! The analysis of a policy, question by question.

use guiju_program::Program;
use guiju_program::diagnostic::Place;
use guiju_program::source::Span;

use crate::asker::Asker;
use crate::encode::key::Keys;
use crate::encode::row::{of_criteria, of_subject, subjects};
use crate::encode::scene::Scene;
use crate::encode::whole::whole;
use crate::question::{Context, bounded, budget, conflict, criteria, dates, implied, left, open};
use crate::report::{Finding, Report, Statistics};
use crate::solver::{Engine, Limits, Solver};

/// How to analyse.
#[derive(Clone, Copy)]
pub struct AnalyzeOptions<'a> {
    /// Who answers the questions. Whoever it is, each 'cannot' is checked by its certificate.
    pub solver: &'a dyn Solver,
    /// What ends a question before it is answered.
    pub limits: Limits<'a>,
    /// At most so many sets of clauses that cannot hold together are told of one subject.
    pub most_cores: usize,
}

impl Default for AnalyzeOptions<'_> {
    /// The built-in solver, twenty million steps for each question, eight sets.
    fn default() -> Self {
        Self { solver: &Engine, limits: Limits::default().with_steps(20_000_000), most_cores: 8 }
    }
}

/// Finds what cannot be met in a policy, reading no facts.
///
/// All that is said to be impossible was proven, and the proof checked. What is not found may still be impossible: rules on
/// rows enter the totals only by what follows from them for sums.
pub fn analyze(program: &Program, options: &AnalyzeOptions<'_>) -> Report {
    let keys = Keys::new(program);
    let asker = Asker::new(options.solver, options.limits);
    let context = Context { program, asker: &asker, most_cores: options.most_cores };
    let mut report = Report::default();
    let mut statistics = Statistics::default();
    let mut note = |report: &mut Report, scene: &Scene<'_>| {
        statistics.variables += scene.problem.variables().len();
        statistics.clauses += scene.problem.clauses().len();
        for part in &scene.not_analysed {
            if !report.not_analysed.contains(part) {
                report.not_analysed.push(part.clone());
            }
        }
    };

    let totals = whole(program, &keys);
    report.findings.extend(budget::parts(&context));
    let (conflicts, possible) = conflict::of_whole(&context, &totals);
    report.findings.extend(conflicts);
    let differently = bounded::of_scene(&totals.scene, None);
    let implied = implied::of_scene(&context, &totals.scene, &differently);
    report.findings.extend(differently);
    report.findings.extend(implied);
    report.findings.extend(left::of_whole(&context, &totals, &possible));
    report.findings.extend(budget::caps(&context, &totals));
    note(&mut report, &totals.scene);

    for subject in subjects(program) {
        let judged = of_subject(program, &keys, &subject);
        report.findings.extend(conflict::of_subject(&context, &judged.scene, &subject.name(program)));
        let differently = bounded::of_scene(&judged.scene, Some(&subject));
        let implied = implied::of_scene(&context, &judged.scene, &differently);
        report.findings.extend(differently);
        report.findings.extend(implied);
        report.findings.extend(criteria::alone(&context, &judged));
        note(&mut report, &judged.scene);
    }
    for id in program.criteria.ids() {
        let Some(judged) = of_criteria(program, &keys, id) else {
            continue;
        };
        let nobody = criteria::nobody(&context, id, &judged);
        let possible = nobody.is_empty();
        report.findings.extend(nobody);
        report.findings.extend(criteria::alone(&context, &judged));
        if possible {
            report.findings.extend(implied::of_scene(&context, &judged.scene, &[]));
        }
        note(&mut report, &judged.scene);
    }
    report.findings.extend(dates::of_program(&context));
    report.findings.extend(open::of_program(&context));

    report.findings.sort_by_key(|finding| (place(finding), finding.diagnostic.code));
    report.not_analysed.sort_by_key(|part| (part.span, part.why));
    for finding in &mut report.findings {
        finding.accepted = accepted(program, finding);
    }
    (statistics.questions, report.unanswered) = asker.finish();
    report.statistics = statistics;
    report
}

fn place(finding: &Finding) -> Span {
    match finding.diagnostic.place {
        Place::Text(span) => span,
        _ => Span::default(),
    }
}

/// The acceptance that covers a finding: of its code, at one of its items.
fn accepted(program: &Program, finding: &Finding) -> Option<usize> {
    program.acceptances.iter().position(|acceptance| {
        acceptance.code == finding.diagnostic.code
            && acceptance.at.iter().any(|at| finding.items.iter().any(|item| at.covers(&item.name)))
    })
}
