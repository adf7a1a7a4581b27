//! Compares what a test expects with what was found.

use guiju_evaluator::inspector::{Figure, Found as Inspected};
use guiju_evaluator::outcome::{Causes, Measure, RuleOutcome};
use guiju_evaluator::{Exact, Inspector, Num, Outcome, calendar};
use guiju_program::citation::ClauseId;
use guiju_program::diagnostic::{Bilingual, Language};
use guiju_program::expr::ExprKind;
use guiju_program::rule::{CriteriaId, DefineId, RuleId, Scope};
use guiju_program::schema::RecordId;
use guiju_program::test_item::{Expectation, Expected, Subject};
use guiju_program::value::{Cell, Value, Verdict};
use guiju_program::{Dimension, Expr, Program, Type};

use super::Difference;
use super::because::{self, Reason};
use super::facts::Given;
use crate::policy::Policy;
use crate::report::number::Style;
use crate::report::{causes, measure, number, words};

/// Checks the expectations of one test.
pub(super) struct Checker<'a> {
    policy: &'a Policy,
    given: &'a Given,
    /// Where rules, or the policy's validity, are expected to come out somehow.
    outcome: Option<&'a Outcome>,
    inspector: &'a Inspector<'a>,
}

/// What was found of one subject.
struct Found<'a> {
    figure: Figure,
    measure: Option<Measure>,
    causes: Causes,
    reasons: Vec<Reason>,
    /// The expression behind it, for the style of its numbers.
    expr: Option<&'a Expr>,
    clauses: &'a [ClauseId],
}

impl<'a> Checker<'a> {
    pub fn new(
        policy: &'a Policy,
        given: &'a Given,
        outcome: Option<&'a Outcome>,
        inspector: &'a Inspector<'a>,
    ) -> Self {
        Self { policy, given, outcome, inspector }
    }

    fn program(&self) -> &'a Program {
        self.policy.program()
    }

    /// What differs; where a label names several rows, it must hold for each of them.
    pub fn check(&self, expectation: &Expectation) -> Option<Difference> {
        let name = self.subject_name(&expectation.subject);
        let found = match self.find(&expectation.subject) {
            Ok(found) => found,
            Err(label) => {
                return Some(Difference {
                    span: expectation.span,
                    text: Bilingual::new(
                        format!("{name}：测试的数据里没有“{label}”"),
                        format!("{name}: there is no `{label}` among the test's rows"),
                    ),
                });
            }
        };
        let found = found.into_iter().map(|found| match (&expectation.expected, &found.figure) {
            // Of an amount only that it is not known can be expected in words.
            (Expected::Verdict(_), Figure::Number(number, _)) if is_amount(&expectation.subject) => {
                let verdict = if number.value().is_some() { Verdict::Pass } else { Verdict::Undetermined };
                Found { figure: Figure::Verdict(verdict), ..found }
            }
            _ => found,
        });
        found.into_iter().find_map(|found| self.compare(&name, expectation, &found))
    }

    fn compare(&self, name: &str, expectation: &Expectation, found: &Found<'_>) -> Option<Difference> {
        let (agrees, ty) = agreement(&expectation.expected, found);
        let difference = if agrees {
            let reasons = because::compare(&expectation.because, &found.reasons)?;
            Bilingual::new(
                format!("{name}：结论相符，原因不符。{}", reasons.zh),
                format!("{name}: the verdict agrees, the reasons do not: {}", reasons.en),
            )
        } else {
            let text = |language| {
                let style = self.style(found, language);
                let expected = expected_text(&expectation.expected, ty.as_ref(), style);
                let actual = self.found_text(&expectation.expected, found, style);
                match language {
                    Language::Zh => format!("{name}：期望 {expected}，得到 {actual}"),
                    Language::En => format!("{name}: expected {expected}, found {actual}"),
                }
            };
            Bilingual::new(text(Language::Zh), text(Language::En))
        };
        Some(Difference { span: expectation.span, text: difference })
    }

    fn style(&self, found: &Found<'_>, language: Language) -> Style<'_> {
        let program = self.program();
        let rate =
            found.expr.is_some_and(|expr| measure::compares_rates(program, expr) || measure::is_rate(program, expr));
        Style::of(program, language, rate)
    }

    /// What was found, with its numbers and reasons.
    fn found_text(&self, expected: &Expected, found: &Found<'_>, style: Style<'_>) -> String {
        let language = style.language;
        let mut text = match &found.figure {
            Figure::Verdict(verdict) => {
                let mut text = words::verdict(*verdict, language).to_owned();
                if let Some(comparison) = &found.measure {
                    let sentence = measure::sentence(comparison, *verdict, style);
                    text.push_str(words::say(language, "：", ": "));
                    text.push_str(&sentence);
                } else if matches!(expected, Expected::Value(_)) {
                    text.push_str(words::say(language, "（没有数可比）", " (nothing was measured)"));
                }
                text
            }
            Figure::Number(number, ty) => measure::possible(number, ty, style),
            Figure::Text(Cell::Known(value)) => value.to_string(),
            Figure::Text(Cell::Unknown) => words::say(language, "未知", "unknown").to_owned(),
            Figure::Text(Cell::Absent) => words::say(language, "没有值", "no value").to_owned(),
        };
        let reasons = causes::sentences(self.program(), found.clauses, &found.causes, language);
        for reason in reasons.iter().take(5) {
            text.push_str(words::say(language, "；", "; "));
            text.push_str(reason);
        }
        text
    }

    /// What was found of a subject, for each row that its label names; or the label that names none.
    fn find(&self, subject: &Subject) -> Result<Vec<Found<'a>>, String> {
        let program = self.program();
        match subject {
            Subject::InForce => Ok(self.in_force().into_iter().collect()),
            Subject::Rule(rule) => Ok(self.rule(*rule).into_iter().collect()),
            Subject::RuleOnRow(rule, record, label) => {
                let rows = self.rows(*record, label)?;
                Ok(rows.into_iter().map(|row| self.rule_on_row(*rule, *record, row)).collect())
            }
            Subject::Criteria(criteria, label) => {
                let rows = self.rows(program.criteria[*criteria].record, label)?;
                Ok(rows.into_iter().map(|row| self.criteria(*criteria, row)).collect())
            }
            Subject::Condition(criteria, index, label) => {
                let rows = self.rows(program.criteria[*criteria].record, label)?;
                Ok(rows.into_iter().filter_map(|row| self.condition(*criteria, *index, row)).collect())
            }
            Subject::Define(define, label) => match (label, program.defines[*define].record) {
                (Some(label), Some(record)) => {
                    let rows = self.rows(record, label)?;
                    Ok(rows.into_iter().map(|row| self.define(*define, Some(row))).collect())
                }
                _ => Ok(vec![self.define(*define, None)]),
            },
            Subject::Award(award, label) => {
                let rows = self.rows(program.awards[*award].record, label)?;
                let found = rows.into_iter().map(|row| self.inspector.award(*award, row));
                Ok(found.map(|found| self.amount(found, Dimension::money(), &program.awards[*award].cites)).collect())
            }
            Subject::Instalment(award, index, label) => {
                let rows = self.rows(program.awards[*award].record, label)?;
                let found = rows.into_iter().map(|row| self.inspector.instalment(*award, *index, row));
                Ok(found.map(|found| self.amount(found, Dimension::money(), &program.awards[*award].cites)).collect())
            }
            Subject::AwardTotal(award) => {
                let found = self.inspector.award_total(*award);
                Ok(vec![self.amount(found, Dimension::money(), &program.awards[*award].cites)])
            }
            Subject::Left(budget) => {
                let found = self.inspector.budget_left(*budget);
                Ok(vec![self.amount(found, Dimension::money(), &program.budgets[*budget].cites)])
            }
            Subject::Used(budget) => {
                let found = self.inspector.budget_used(*budget);
                Ok(vec![self.amount(found, Dimension::money(), &program.budgets[*budget].cites)])
            }
            Subject::Allocated(allocation, label) => {
                let allocation_of = &program.allocations[*allocation];
                let dimension = match &allocation_of.total.ty {
                    Type::Number(dimension) => dimension.clone(),
                    _ => Dimension::pure(),
                };
                let rows = self.rows(allocation_of.record, label)?;
                let found = rows.into_iter().map(|row| self.inspector.allocated(*allocation, row));
                Ok(found.map(|found| self.amount(found, dimension.clone(), &allocation_of.cites)).collect())
            }
        }
    }

    /// An amount that was settled; none is nothing.
    fn amount(&self, found: Inspected<Num>, dimension: Dimension, clauses: &'a [ClauseId]) -> Found<'a> {
        let number = if found.value.is_absent() { Num::known(Exact::zero()) } else { found.value };
        Found {
            figure: Figure::Number(number, Type::Number(dimension)),
            measure: None,
            reasons: because::reasons(self.program(), self.given, &found.causes),
            causes: found.causes,
            expr: None,
            clauses,
        }
    }

    fn rows(&self, record: RecordId, label: &str) -> Result<Vec<u32>, String> {
        let keys = self.given.labels.get(&(record, label.to_owned()));
        let rows: Vec<u32> =
            keys.into_iter().flatten().filter_map(|key| self.given.rows.get(&record)?.get(key).copied()).collect();
        if rows.is_empty() { Err(label.to_owned()) } else { Ok(rows) }
    }

    fn rule(&self, id: RuleId) -> Option<Found<'a>> {
        let rule = &self.program().rules[id];
        let outcome = self.outcome?.rules.iter().find(|outcome| outcome.rule == id)?;
        let causes = all_causes(outcome);
        Some(Found {
            figure: Figure::Verdict(outcome.verdict),
            measure: outcome.measure.clone(),
            reasons: self.rule_reasons(&rule.scope, outcome, &causes),
            causes,
            expr: Some(&rule.expr),
            clauses: &rule.cites,
        })
    }

    /// Whether the policy is in force; where it is not, the budget or the date that says so may be named.
    fn in_force(&self) -> Option<Found<'a>> {
        let program = self.program();
        let outcome = self.outcome?.in_force.as_ref()?;
        let mut causes = Causes::default();
        let mut reasons = Vec::new();
        for (found, expr) in outcome.conditions.iter().zip(&program.policy.in_force) {
            causes.list.extend(found.causes.list.iter().cloned());
            if found.verdict == Verdict::Fail && outcome.verdict == Verdict::Fail {
                let named = match &expr.kind {
                    ExprKind::Compare { left, right, .. } => match (&left.kind, &right.kind) {
                        (ExprKind::Drawn { budget, .. }, _) => Some(&program.budgets[*budget].name),
                        (_, ExprKind::Parameter { parameter, .. }) => Some(&program.parameters[*parameter].name),
                        _ => None,
                    },
                    _ => None,
                };
                reasons.extend(named.map(Reason::named));
            }
        }
        causes.list.sort();
        causes.list.dedup();
        if outcome.verdict == Verdict::Undetermined {
            reasons = because::reasons(program, self.given, &causes);
        }
        // What decided stands for the numbers.
        let decided = outcome.conditions.iter().find(|found| found.verdict == outcome.verdict);
        Some(Found {
            figure: Figure::Verdict(outcome.verdict),
            measure: decided.and_then(|found| found.measure.clone()),
            causes,
            reasons,
            expr: None,
            clauses: &[],
        })
    }

    fn rule_reasons(&self, scope: &Scope, outcome: &RuleOutcome, causes: &Causes) -> Vec<Reason> {
        let verdict = outcome.verdict;
        let mut reasons = Vec::new();
        if verdict == Verdict::Undetermined {
            reasons = because::reasons(self.program(), self.given, causes);
        }
        let concerned: Vec<Reason> = match scope {
            Scope::Each(record) => outcome
                .failures
                .iter()
                .filter(|row| row.verdict == verdict)
                .map(|row| Reason::row(self.given, *record, &row.key))
                .collect(),
            Scope::EachGroup { .. } => outcome
                .groups
                .iter()
                .filter(|group| group.verdict == verdict)
                .map(|group| Reason::text(group.key.join("、")))
                .collect(),
            Scope::Whole => outcome
                .items
                .record
                .into_iter()
                .flat_map(|record| {
                    let keys = outcome.items.failing_keys.iter();
                    keys.map(move |key| Reason::row(self.given, record, key))
                })
                .collect(),
        };
        match verdict {
            Verdict::Fail => reasons.extend(concerned),
            // Of what is open the facts are asked for; the rows may be named too.
            _ => reasons.extend(concerned.into_iter().map(Reason::optional)),
        }
        reasons
    }

    fn rule_on_row(&self, id: RuleId, record: RecordId, row: u32) -> Found<'a> {
        let rule = &self.program().rules[id];
        let found = self.inspector.rule_on_row(id, record, row);
        Found {
            figure: Figure::Verdict(found.value),
            measure: found.measure,
            reasons: because::reasons(self.program(), self.given, &found.causes),
            causes: found.causes,
            expr: Some(&rule.expr),
            clauses: &rule.cites,
        }
    }

    fn criteria(&self, id: CriteriaId, row: u32) -> Found<'a> {
        let program = self.program();
        let criteria = &program.criteria[id];
        let found = self.inspector.criteria(id, row);
        let mut reasons = because::reasons(program, self.given, &found.causes);
        let failed = self.failed_conditions(id, row);
        if found.value == Verdict::Fail {
            let names = failed.iter().filter_map(|index| criteria.conditions.get(*index));
            reasons = names.map(|condition| Reason::named(&condition.name)).collect();
        } else {
            // Of what is open the facts are asked for; the conditions may be named too.
            let open = criteria.conditions.iter().enumerate().filter(|(index, _)| {
                let condition = self.inspector.condition(id, *index, row);
                condition.is_some_and(|found| found.value == Verdict::Undetermined)
            });
            reasons.extend(open.map(|(_, condition)| Reason::named(&condition.name).optional()));
        }
        // The first failed condition stands for the numbers.
        let decided = failed.first().and_then(|index| self.inspector.condition(id, *index, row));
        let expr = failed.first().and_then(|index| criteria.conditions.get(*index)).map(|condition| &condition.expr);
        Found {
            figure: Figure::Verdict(found.value),
            measure: decided.and_then(|found| found.measure),
            reasons,
            causes: found.causes,
            expr,
            clauses: &criteria.cites,
        }
    }

    /// The conditions that fail on a row, by their own facts; none where the verdict was given.
    fn failed_conditions(&self, id: CriteriaId, row: u32) -> Vec<usize> {
        if self.inspector.is_given(id, row) {
            return Vec::new();
        }
        let count = self.program().criteria[id].conditions.len();
        (0..count)
            .filter(|index| {
                let condition = self.inspector.condition(id, *index, row);
                condition.is_some_and(|found| found.value == Verdict::Fail)
            })
            .collect()
    }

    fn condition(&self, id: CriteriaId, index: usize, row: u32) -> Option<Found<'a>> {
        let criteria = &self.program().criteria[id];
        let condition = criteria.conditions.get(index)?;
        let found = self.inspector.condition(id, index, row)?;
        Some(Found {
            figure: Figure::Verdict(found.value),
            measure: found.measure,
            reasons: because::reasons(self.program(), self.given, &found.causes),
            causes: found.causes,
            expr: Some(&condition.expr),
            clauses: crate::report::condition_cites(criteria, condition),
        })
    }

    fn define(&self, id: DefineId, row: Option<u32>) -> Found<'a> {
        let define = &self.program().defines[id];
        let found = self.inspector.define(id, row);
        Found {
            figure: found.value,
            measure: found.measure,
            reasons: because::reasons(self.program(), self.given, &found.causes),
            causes: found.causes,
            expr: Some(&define.expr),
            clauses: &define.cites,
        }
    }

    /// The subject as the test names it.
    fn subject_name(&self, subject: &Subject) -> String {
        let program = self.program();
        match subject {
            Subject::InForce => "有效".to_owned(),
            Subject::Rule(rule) => program.rules[*rule].name.text.clone(),
            Subject::RuleOnRow(rule, _, label) => {
                format!("{label}.{}", program.rules[*rule].name)
            }
            Subject::Criteria(criteria, label) => {
                format!("{label}.{}", program.criteria[*criteria].name)
            }
            Subject::Condition(criteria, index, label) => {
                let criteria = &program.criteria[*criteria];
                let condition = criteria.conditions.get(*index);
                let condition = condition.map_or("?", |condition| condition.name.as_str());
                format!("{label}.{}.{condition}", criteria.name)
            }
            Subject::Define(define, Some(label)) => {
                format!("{label}.{}", program.defines[*define].name)
            }
            Subject::Define(define, None) => program.defines[*define].name.text.clone(),
            Subject::Award(award, label) => format!("{label}.{}", program.awards[*award].name),
            Subject::Instalment(award, index, label) => {
                let award = &program.awards[*award];
                let part = award.instalments.get(*index).map_or("?", |part| part.name.as_str());
                format!("{label}.{}.{part}", award.name)
            }
            Subject::AwardTotal(award) => program.awards[*award].name.text.clone(),
            Subject::Left(budget) => format!("结余({})", program.budgets[*budget].name),
            Subject::Used(budget) => format!("已用({})", program.budgets[*budget].name),
            Subject::Allocated(allocation, label) => format!("{label}.{}", program.allocations[*allocation].name),
        }
    }
}

/// Whether it is about what is paid or divided, which is not checked yet.
const fn is_amount(subject: &Subject) -> bool {
    matches!(
        subject,
        Subject::Award(..)
            | Subject::Instalment(..)
            | Subject::AwardTotal(_)
            | Subject::Left(_)
            | Subject::Used(_)
            | Subject::Allocated(..)
    )
}

/// The causes of a rule: its own, and those of its rows and groups.
fn all_causes(outcome: &RuleOutcome) -> Causes {
    let mut list = outcome.causes.list.clone();
    let rows = outcome.failures.iter().map(|row| &row.causes);
    let groups = outcome.groups.iter().map(|group| &group.causes);
    for causes in rows.chain(groups) {
        list.extend(causes.list.iter().cloned());
    }
    list.sort();
    list.dedup();
    Causes { list, truncated: false }
}

/// Whether it is as expected, and the type of the figure compared.
fn agreement(expected: &Expected, found: &Found<'_>) -> (bool, Option<Type>) {
    match (expected, &found.figure) {
        (Expected::Verdict(expected), Figure::Verdict(found)) => (expected == found, None),
        // Of a value it may be expected that it is open, or that there is none.
        (Expected::Verdict(Verdict::Undetermined), Figure::Number(number, ty)) => {
            (number.value().is_none() && !number.is_absent(), Some(ty.clone()))
        }
        (Expected::Verdict(Verdict::NotApplicable), Figure::Number(number, ty)) => {
            (number.is_absent(), Some(ty.clone()))
        }
        (Expected::Verdict(verdict), Figure::Text(cell)) => {
            let agrees = match verdict {
                Verdict::Undetermined => *cell == Cell::Unknown,
                Verdict::NotApplicable => *cell == Cell::Absent,
                _ => false,
            };
            (agrees, None)
        }
        (Expected::Verdict(_), Figure::Number(_, ty)) => (false, Some(ty.clone())),
        (Expected::Value(Value::YesNo(yes)), Figure::Verdict(verdict)) => (*verdict == Verdict::from_bool(*yes), None),
        (Expected::Value(value), Figure::Verdict(_)) => match &found.measure {
            Some(measure) => (is_value(&measure.measured, value), Some(measure.ty.clone())),
            None => (false, None),
        },
        (Expected::Value(value), Figure::Number(number, ty)) => (is_value(number, value), Some(ty.clone())),
        (Expected::Value(value), Figure::Text(cell)) => (*cell == Cell::Known(value.clone()), None),
    }
}

fn is_value(number: &Num, value: &Value) -> bool {
    exact(value).is_some_and(|value| number.value() == Some(&value))
}

/// A value as columns hold it.
fn exact(value: &Value) -> Option<Exact> {
    match value {
        Value::Number(number) => Some(Exact::from(*number)),
        Value::Date(date) => Some(Exact::from(calendar::day_number(*date))),
        Value::Month(month) => Some(Exact::from(i64::from(month.index()))),
        Value::Year(year) => Some(Exact::from(i64::from(*year))),
        Value::Instant(instant) => Some(Exact::from(calendar::instant_number(*instant))),
        Value::YesNo(_) | Value::Text(_) => None,
    }
}

fn expected_text(expected: &Expected, ty: Option<&Type>, style: Style<'_>) -> String {
    match expected {
        Expected::Verdict(verdict) => words::verdict(*verdict, style.language).to_owned(),
        Expected::Value(value) => match (exact(value), ty) {
            (Some(number), Some(ty)) => number::readable(&number, ty, style),
            _ => value.to_string(),
        },
    }
}
