//! From an outcome to the JSON report.

use guiju_evaluator::Num;
use guiju_evaluator::outcome::{
    Cause, Causes, ConditionOutcome, CriteriaOutcome, GroupOutcome, Items, Measure, Remedy, RowOutcome, RuleOutcome,
    SilentPoint,
};
use guiju_program::citation::ClauseId;
use guiju_program::diagnostic::{Bilingual, Diagnostic, Place, Severity};
use guiju_program::rule::{Condition, Criteria, Form, Rule, RuleKind, Scope};
use guiju_program::schema::RecordId;
use guiju_program::source::Span;
use guiju_program::{Program, Type};

use super::Report;
use super::excerpt::excerpt;
use super::json::{
    ConditionCounts, ConditionEntry, Counts, CriteriaEntry, CriteriaRow, DiagnosticEntry, Document, EditEntry,
    FactsHeader, FixEntry, GroupEntry, ItemsEntry, LabelEntry, MeasureEntry, MissingEntry, PlaceEntry, PolicyHeader,
    RangeEntry, RemedyEntry, RowEntry, RuleEntry, SCHEMA, Standing, Summary, Texts,
};
use super::{award_entry, number, remedy};
use crate::lines::Lines;
use crate::policy::Policy;

pub(super) fn document(report: &Report<'_>) -> Document {
    let policy = report.policy;
    let program = policy.program();
    let header = &program.policy;
    let outcome = &report.outcome;
    let rules: Vec<RuleEntry> = outcome.rules.iter().map(|rule| rule_entry(policy, rule)).collect();
    Document {
        schema: SCHEMA,
        policy: PolicyHeader {
            id: header.id.clone(),
            title: header.title.clone(),
            year: header.year,
            currency: header.currency.as_ref().map(|currency| currency.text.clone()),
            status: header.status.as_ref().map(|status| status.text.clone()),
            hash: policy.hash().to_owned(),
        },
        facts: FactsHeader {
            hash: report.facts_hash.clone(),
            rows: Counts(
                outcome.rows.iter().map(|(record, rows)| (program.records[*record].name.text.clone(), *rows)).collect(),
            ),
        },
        as_of: outcome.as_of.to_string(),
        as_of_default: report.as_of_default,
        validity: super::validity::entry(report),
        summary: summary(rules.iter().map(|rule| rule.verdict)),
        rules,
        criteria: outcome.criteria.iter().map(|criteria| criteria_entry(policy, criteria)).collect(),
        awards: outcome.awards.iter().map(|award| award_entry::award(policy, award, report.row_limit)).collect(),
        budgets: outcome.budgets.iter().map(|budget| award_entry::budget(policy, budget)).collect(),
        allocations: outcome
            .allocations
            .iter()
            .map(|allocation| award_entry::allocation(policy, allocation, report.row_limit))
            .collect(),
        diagnostics: super::json::diagnostics(&report.diagnostics, policy.sources()),
    }
}

/// How many came to what.
pub(super) fn summary(standings: impl Iterator<Item = Standing>) -> Summary {
    let mut summary = Summary::default();
    for standing in standings {
        let count = match standing {
            Standing::Pass => &mut summary.pass,
            Standing::Fail => &mut summary.fail,
            Standing::Undetermined => &mut summary.undetermined,
            Standing::NotApplicable => &mut summary.not_applicable,
            Standing::Shortfall => &mut summary.shortfall,
            Standing::Note => &mut summary.note,
            Standing::Excluded => &mut summary.excluded,
        };
        *count += 1;
    }
    summary
}

fn rule_entry(policy: &Policy, outcome: &RuleOutcome) -> RuleEntry {
    let program = policy.program();
    let rule = &program.rules[outcome.rule];
    let standing = |verdict| Standing::of(rule.kind, verdict);
    let (scope, record, group_by) = match &rule.scope {
        Scope::Whole => ("whole", None, Vec::new()),
        Scope::Each(record) => ("each", Some(*record), Vec::new()),
        Scope::EachGroup { record, keys } => {
            let fields = &program.records[*record].fields;
            let keys = keys.iter().map(|key| fields[*key].name.text.clone());
            ("group", Some(*record), keys.collect())
        }
    };
    RuleEntry {
        id: rule.name.text.clone(),
        label: rule.name.label.clone(),
        kind: match rule.kind {
            RuleKind::Rule => "rule",
            RuleKind::Target => "target",
            RuleKind::Advice => "advice",
            RuleKind::Exclusion => "exclusion",
        },
        form: form(&rule.form),
        scope,
        record: record.map(|record| program.records[record].name.text.clone()),
        group_by,
        text: excerpt(policy, rule.expr.span),
        verdict: standing(outcome.verdict),
        measure: outcome.measure.as_ref().map(measure_entry).unwrap_or_default(),
        remedy: remedies(policy, rule, outcome.measure.as_ref(), &outcome.items, &outcome.remedy),
        cites: cites(program, &rule.cites),
        interpretations: interpretations(program, &rule.interpretations),
        groups: outcome.groups.iter().map(|group| group_entry(policy, rule, group)).collect(),
        rows: outcome.failures.iter().map(|row| row_entry(program, rule, row)).collect(),
        items: items_entry(program, &outcome.items),
        missing: missing(program, &rule.cites, &outcome.causes),
        missing_truncated: outcome.causes.truncated,
    }
}

const fn form(form: &Form) -> &'static str {
    match form {
        Form::Quota => "quota",
        Form::Count => "count",
        Form::Cap => "cap",
        Form::Floor => "floor",
        Form::Budget(_) => "budget",
        Form::Growth => "growth",
        Form::Rank => "rank",
        Form::Workflow(_) => "workflow",
        Form::Condition => "condition",
    }
}

fn group_entry(policy: &Policy, rule: &Rule, group: &GroupOutcome) -> GroupEntry {
    let program = policy.program();
    GroupEntry {
        key: group.key.clone(),
        verdict: Standing::of(rule.kind, group.verdict),
        measure: group.measure.as_ref().map(measure_entry).unwrap_or_default(),
        remedy: remedies(policy, rule, group.measure.as_ref(), &group.items, &group.remedy),
        items: items_entry(program, &group.items),
        missing: missing(program, &rule.cites, &group.causes),
        missing_truncated: group.causes.truncated,
    }
}

fn row_entry(program: &Program, rule: &Rule, row: &RowOutcome) -> RowEntry {
    let steps = match rule.form {
        Form::Workflow(workflow) => {
            let workflow = &program.criteria[workflow];
            row.conditions.iter().filter_map(|step| condition_entry(program, workflow, step)).collect()
        }
        _ => Vec::new(),
    };
    RowEntry {
        steps,
        key: row.key.clone(),
        verdict: Standing::of(rule.kind, row.verdict),
        measure: row.measure.as_ref().map(measure_entry).unwrap_or_default(),
        missing: missing(program, &rule.cites, &row.causes),
        missing_truncated: row.causes.truncated,
    }
}

/// What is possible of a number.
pub(super) fn range(number: &Num, ty: &Type) -> RangeEntry {
    let end = |end: Option<&guiju_evaluator::Exact>| end.map(|value| number::exact_text(value, ty));
    let values = number.values.as_ref();
    RangeEntry {
        least: end(values.and_then(|values| values.lo.as_ref())),
        greatest: end(values.and_then(|values| values.hi.as_ref())),
        maybe_none: number.absent,
    }
}

/// A comparison with its numbers.
pub(crate) fn measure_entry(measure: &Measure) -> MeasureEntry {
    let ty = &measure.ty;
    let known = measure.measured.value();
    let measured = match (measure.share, known) {
        (Some((passed, asked)), Some(_)) => Some(format!("{passed}/{asked}")),
        (_, value) => value.map(|value| number::exact_text(value, ty)),
    };
    let measured_range = measured.is_none().then(|| range(&measure.measured, ty));
    MeasureEntry {
        measured,
        measured_range,
        comparison: Some(measure.op.sign()),
        bound: measure.bound.value().map(|value| number::exact_text(value, ty)),
        unit: number::unit_text(ty),
        margin: measure.margin.as_ref().map(|margin| number::exact_difference(margin, ty)),
    }
}

fn items_entry(program: &Program, items: &Items) -> ItemsEntry {
    ItemsEntry {
        record: items.record.map(|record| program.records[record].name.text.clone()),
        pass: items.pass,
        fail: items.fail,
        undetermined: items.undetermined,
        not_applicable: items.not_applicable,
        failing_keys: items.failing_keys.clone(),
        undetermined_keys: items.undetermined_keys.clone(),
        truncated: items.truncated,
    }
}

fn criteria_entry(policy: &Policy, outcome: &CriteriaOutcome) -> CriteriaEntry {
    let program = policy.program();
    let criteria = &program.criteria[outcome.criteria];
    let conditions = criteria.conditions.iter().zip(&outcome.conditions);
    CriteriaEntry {
        id: criteria.name.text.clone(),
        label: criteria.name.label.clone(),
        record: program.records[criteria.record].name.text.clone(),
        pass: outcome.items.pass,
        fail: outcome.items.fail,
        undetermined: outcome.items.undetermined,
        not_applicable: outcome.items.not_applicable,
        cites: cites(program, &criteria.cites),
        interpretations: interpretations(program, &criteria.interpretations),
        conditions: conditions
            .map(|(condition, items)| ConditionCounts {
                id: condition.name.text.clone(),
                pass: items.pass,
                fail: items.fail,
                undetermined: items.undetermined,
                not_applicable: items.not_applicable,
                cites: cites(program, condition_cites(criteria, condition)),
            })
            .collect(),
        rows: outcome
            .failures
            .iter()
            .map(|row| CriteriaRow {
                key: row.key.clone(),
                verdict: Standing::of(RuleKind::Rule, row.verdict),
                conditions: row
                    .conditions
                    .iter()
                    .filter_map(|condition| condition_entry(program, criteria, condition))
                    .collect(),
                missing: missing(program, &criteria.cites, &row.causes),
            })
            .collect(),
        truncated: outcome.truncated,
    }
}

/// One condition on one row.
pub(crate) fn condition_entry(
    program: &Program,
    criteria: &Criteria,
    outcome: &ConditionOutcome,
) -> Option<ConditionEntry> {
    let condition = criteria.conditions.get(outcome.index)?;
    let clauses = condition_cites(criteria, condition);
    Some(ConditionEntry {
        id: condition.name.text.clone(),
        verdict: Standing::of(RuleKind::Rule, outcome.verdict),
        measure: outcome.measure.as_ref().map(measure_entry).unwrap_or_default(),
        cites: cites(program, clauses),
        missing: missing(program, clauses, &outcome.causes),
        missing_truncated: outcome.causes.truncated,
    })
}

/// The clauses of a condition: its own, else those of the criteria.
pub(crate) fn condition_cites<'a>(criteria: &'a Criteria, condition: &'a Condition) -> &'a [ClauseId] {
    if condition.cites.is_empty() { &criteria.cites } else { &condition.cites }
}

pub(crate) fn cites(program: &Program, clauses: &[ClauseId]) -> Vec<String> {
    clauses.iter().map(|clause| program.citation(*clause)).collect()
}

pub(super) fn interpretations(program: &Program, ids: &[guiju_program::rule::InterpretationId]) -> Vec<String> {
    ids.iter().map(|id| program.interpretations[*id].name.text.clone()).collect()
}

/// Why something is left open, for an item that states these clauses.
pub(crate) fn missing(program: &Program, clauses: &[ClauseId], causes: &Causes) -> Vec<MissingEntry> {
    let record_name = |record: RecordId| program.records[record].name.text.clone();
    causes
        .list
        .iter()
        .map(|cause| match cause {
            Cause::Table(record) => MissingEntry::Table { record: record_name(*record) },
            Cause::Children(record, key) => MissingEntry::Children { record: record_name(*record), key: key.clone() },
            Cause::Fact(record, field, key) => MissingEntry::Fact {
                record: record_name(*record),
                field: program.records[*record].fields[*field].name.text.clone(),
                key: key.clone(),
            },
            Cause::Column(record, field) => MissingEntry::Column {
                record: record_name(*record),
                field: program.records[*record].fields[*field].name.text.clone(),
            },
            Cause::Given(criteria, key) => {
                MissingEntry::Given { criteria: program.criteria[*criteria].name.text.clone(), key: key.clone() }
            }
            Cause::Parameter(parameter) => {
                let parameter = &program.parameters[*parameter];
                MissingEntry::Parameter { name: parameter.name.text.clone(), clauses: cites(program, &parameter.cites) }
            }
            Cause::Figure(table) => {
                let table = &program.tables[*table];
                MissingEntry::Parameter { name: table.name.text.clone(), clauses: cites(program, &table.cites) }
            }
            Cause::Silent(point) => MissingEntry::Silent {
                point: match point {
                    SilentPoint::ZeroBase => "zero_base",
                    SilentPoint::TopRounding => "top_rounding",
                    SilentPoint::Ties => "ties",
                },
                clauses: cites(program, clauses),
            },
            Cause::Workdays(year) => {
                let calendar = program.calendar.as_ref();
                MissingEntry::Workdays {
                    calendar: calendar.map_or_else(String::new, |calendar| calendar.name.text.clone()),
                    year: *year,
                    clauses: calendar.map_or_else(Vec::new, |calendar| cites(program, &calendar.cites)),
                }
            }
        })
        .collect()
}

/// The changes that would mend a rule, or a group of it.
fn remedies(
    policy: &Policy,
    rule: &Rule,
    measure: Option<&Measure>,
    items: &Items,
    remedies: &[Remedy],
) -> Vec<RemedyEntry> {
    remedy::entries(policy, rule, measure, items, remedies)
        .iter()
        .map(|change| remedy::entry(policy, change, measure))
        .collect()
}

/// A message as data.
pub(crate) fn diagnostic_entry(diagnostic: &Diagnostic, lines: &[Lines<'_>]) -> DiagnosticEntry {
    DiagnosticEntry {
        code: diagnostic.code,
        severity: match diagnostic.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        },
        message: texts(&diagnostic.message),
        notes: diagnostic.notes.iter().map(texts).collect(),
        help: diagnostic.help.as_ref().map(texts),
        fix: diagnostic.fix.as_ref().map(|fix| FixEntry {
            safe: fix.is_safe(),
            edits: fix
                .edits
                .iter()
                .filter_map(|edit| Some(EditEntry { place: text_place(edit.span, lines)?, text: edit.text.clone() }))
                .collect(),
        }),
        place: match &diagnostic.place {
            Place::Text(span) => text_place(*span, lines),
            Place::Facts(place) => Some(PlaceEntry::Facts {
                file: place.file.clone(),
                table: place.table.clone(),
                row: place.row,
                field: place.column.clone(),
                line: place.position.map(|(line, _)| line),
                column: place.position.map(|(_, column)| column),
            }),
            Place::Nowhere => None,
        },
        labels: diagnostic
            .labels
            .iter()
            .filter_map(|label| Some(LabelEntry { place: text_place(label.span, lines)?, text: texts(&label.text) }))
            .collect(),
    }
}

fn texts(text: &Bilingual) -> Texts {
    Texts { zh: text.zh.clone(), en: text.en.clone() }
}

fn text_place(span: Span, lines: &[Lines<'_>]) -> Option<PlaceEntry> {
    let lines = lines.get(span.source.0 as usize)?;
    let (line, column) = lines.position(span.start as usize);
    let (end_line, end_column) = lines.position(span.end.max(span.start) as usize);
    Some(PlaceEntry::Text { file: lines.file.name.clone(), line, column, end_line, end_column })
}
