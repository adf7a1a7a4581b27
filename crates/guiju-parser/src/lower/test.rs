//! Tests: the rows that they give, and what is expected.

use std::collections::HashMap;

use guiju_program::arena::Id;
use guiju_program::award::AwardId;
use guiju_program::expr::{AggregateFunction, Expr, ExprKind};
use guiju_program::rule::{CriteriaId, DefineId, RuleId, Scope as RuleScope};
use guiju_program::schema::RecordId;
use guiju_program::source::Span;
use guiju_program::test_item::{Expectation, Expected, Subject, TestItem, TestTable};
use guiju_program::value::{Value, Verdict};
use guiju_program::{Bilingual, Decimal, Type};

use super::test_row::{Samples, add_row};
use super::test_value::span_of;
use crate::ast::{self, RowEntry, TestEntry, TestValue};
use crate::check::types::{Num, Ty};
use crate::compile::{Compiler, Item, Member, Owner};
use crate::message::{awards, items, names, tests};

/// The rows of a test that have a name, by it: rows of several records may share one.
type Labels<'a> = HashMap<&'a str, Vec<(RecordId, Span)>>;

/// What an expectation's subject yields.
enum Yields {
    Verdict,
    Value(Ty),
    /// Money, with 无 for none of it.
    Amount,
    /// A verdict, or with a value the figure measured.
    Either(Option<Ty>),
}

impl<'a> Compiler<'a> {
    /// Lowers all tests; those with errors are left out.
    pub(crate) fn lower_tests(&mut self) -> Vec<TestItem> {
        let samples = self.lower_samples();
        let mut seen: HashMap<&str, Span> = HashMap::new();
        let mut lowered = Vec::new();
        for (test, span) in std::mem::take(&mut self.tests) {
            let errors = self.diagnostics.len();
            if let Some(first) = seen.insert(&test.name.text, test.name.span) {
                self.report(tests::test_twice(test.name.span, &test.name.text, first));
            }
            let item = self.lower_test(test, span, &samples);
            if self.diagnostics.len() == errors {
                lowered.push(item);
            }
        }
        lowered
    }

    fn lower_test(&mut self, test: &'a ast::Test, span: Span, samples: &Samples<'a>) -> TestItem {
        let mut tables: Vec<TestTable> = Vec::new();
        let mut labels = Labels::new();
        for entry in &test.rows {
            match entry {
                TestEntry::Empty(name) => {
                    let Some(record) = self.record_named(name) else {
                        continue;
                    };
                    if tables.iter().any(|table| table.record == record) {
                        self.report(tests::table_twice(name));
                        continue;
                    }
                    tables.push(TestTable { record, rows: Vec::new() });
                }
                TestEntry::Row(row) => {
                    let Some(record) = self.record_named(&row.record) else {
                        continue;
                    };
                    if let Some(parent) = self.program.records[record].parent {
                        let parent = self.program.records[parent].name.text.clone();
                        self.report(tests::child_at_top(&row.record, &parent));
                    }
                    self.labels(record, row, &mut labels);
                    let known = tables.iter().find(|table| table.record == record);
                    if known.is_some_and(|table| table.rows.is_empty()) {
                        self.report(tests::table_twice(&row.record));
                    }
                    let repeated = row.repeat.is_some_and(|(count, _)| count > 1);
                    if self.program.records[record].single && (known.is_some() || repeated) {
                        self.report(tests::two_single_rows(&row.record));
                    }
                    let row = self.row(record, row, samples);
                    add_row(&mut tables, record, row);
                }
            }
        }
        self.link_references(&mut tables);
        let expectations =
            test.expectations.iter().filter_map(|expectation| self.expectation(expectation, &labels)).collect();
        TestItem { name: test.name.text.clone(), as_of: test.as_of, tables, expectations, span }
    }

    /// Notes the names of a row and its children.
    fn labels(&mut self, record: RecordId, row: &'a ast::TestRow, labels: &mut Labels<'a>) {
        if let Some(label) = &row.label {
            let rows = labels.entry(&label.text).or_default();
            match rows.iter().find(|(known, _)| *known == record) {
                Some((_, first)) => {
                    let first = *first;
                    self.report(tests::label_twice(label, first));
                }
                None => rows.push((record, label.span)),
            }
        }
        for entry in &row.entries {
            if let RowEntry::Child(child) = entry
                && let Some((Item::Record(record), _)) = self.names.get(child.record.text.as_str())
            {
                self.labels(*record, child, labels);
            }
        }
    }

    fn expectation(&mut self, expectation: &ast::Expectation, labels: &Labels<'a>) -> Option<Expectation> {
        let (subject, yields) = match &expectation.function {
            None => self.subject(&expectation.subject, labels)?,
            Some(function) => self.subject_of_budget(function, &expectation.subject)?,
        };
        let name = self.text(expectation.subject.span).to_owned();
        let expected = self.expected(&expectation.expected, yields, &name);
        let mut because = Vec::new();
        for path in &expectation.because {
            if let Some(reason) = self.reason(path, &subject, labels) {
                because.push(reason);
            }
        }
        Some(Expectation { subject, expected: expected?, because, span: expectation.span })
    }

    /// `结余(方向一预算)`, `已用(方向一预算)`.
    fn subject_of_budget(&mut self, function: &ast::Name, path: &ast::Path) -> Option<(Subject, Yields)> {
        let left = match function.text.as_str() {
            "结余" | "left" => true,
            "已用" | "used" => false,
            _ => {
                let near = self.nearest(&function.text, ["结余", "已用", "left", "used"].into_iter());
                self.report(tests::unknown_subject(function, near));
                return None;
            }
        };
        let [name] = path.names.as_slice() else {
            self.report(awards::wrong_budget_argument(path.span, &function.text));
            return None;
        };
        let Some((Item::Budget(budget), _)) = self.names.get(name.text.as_str()) else {
            self.unknown_item(name, names::BUDGET, |item| matches!(item, Item::Budget(_)));
            return None;
        };
        let subject = if left { Subject::Left(*budget) } else { Subject::Used(*budget) };
        Some((subject, Yields::Value(Self::award_type())))
    }

    fn subject(&mut self, path: &ast::Path, labels: &Labels<'a>) -> Option<(Subject, Yields)> {
        let (first, rest) = path.names.split_first()?;
        let item = self.names.get(first.text.as_str()).map(|(item, _)| *item);
        let Some((second, more)) = rest.split_first() else {
            return self.subject_of_whole(first, item);
        };
        let Some(rows) = labels.get(first.text.as_str()) else {
            if let Some(Item::Criteria(_) | Item::Award(_) | Item::Allocation(_)) = item {
                self.report(tests::of_which_row(first));
            } else {
                let near = self.nearest(&first.text, labels.keys().copied());
                let mut known: Vec<(&str, Span)> =
                    labels.iter().filter_map(|(label, rows)| Some((*label, rows.first()?.1))).collect();
                known.sort_unstable_by_key(|(_, span)| *span);
                let known: Vec<&str> = known.into_iter().map(|(label, _)| label).collect();
                self.report(tests::unknown_label(first, near, &known));
            }
            return None;
        };
        let label = first.text.clone();
        for (record, _) in rows {
            match (self.member(*record, &second.text), more) {
                (Some(Member::Criteria(criteria)), []) => {
                    return Some((Subject::Criteria(criteria, label), Yields::Verdict));
                }
                (Some(Member::Criteria(criteria)), [condition]) => {
                    let index = self.condition_named(criteria, condition)?;
                    let subject = Subject::Condition(criteria, index, label);
                    return Some((subject, Yields::Verdict));
                }
                (Some(Member::Award(award)), []) => {
                    return Some((Subject::Award(award, label), Yields::Amount));
                }
                (Some(Member::Award(award)), [instalment]) => {
                    let index = self.instalment_named(award, instalment)?;
                    return Some((Subject::Instalment(award, index, label), Yields::Amount));
                }
                (Some(Member::Allocation(allocation)), []) => {
                    let yields = Yields::Value(self.allocated_type(allocation));
                    return Some((Subject::Allocated(allocation, label), yields));
                }
                (Some(Member::Define(define)), []) => {
                    let yields = self.define_yields(define);
                    return Some((Subject::Define(define, Some(label)), yields));
                }
                _ => {}
            }
        }
        let item = self.names.get(second.text.as_str()).map(|(item, _)| *item);
        match (item, more) {
            (Some(Item::Rule(rule)), []) => {
                let scope = self.program.rules.find(rule).map(|rule| rule.scope.clone());
                match scope {
                    Some(RuleScope::Each(record)) if rows.iter().any(|(r, _)| *r == record) => {
                        let subject = Subject::RuleOnRow(rule, record, label);
                        Some((subject, self.rule_yields(rule)))
                    }
                    _ => {
                        self.report(tests::not_of_row(second, &label));
                        None
                    }
                }
            }
            (Some(_), _) => {
                self.report(tests::not_of_row(second, &label));
                None
            }
            (None, _) => {
                if !self.lost.contains(second.text.as_str()) {
                    let near = self.near_subject(&second.text);
                    self.report(tests::unknown_subject(second, near));
                }
                None
            }
        }
    }

    /// The place of an award's instalment of that name; that there is none is reported.
    fn instalment_named(&mut self, award: AwardId, name: &ast::Name) -> Option<usize> {
        let parts = &self.program.awards.find(award)?.instalments;
        if let Some(index) = parts.iter().position(|part| part.name.text == name.text) {
            return Some(index);
        }
        let names: Vec<String> = parts.iter().map(|part| part.name.text.clone()).collect();
        let near = self.nearest(&name.text, names.iter().map(String::as_str));
        self.report(tests::unknown_subject(name, near));
        None
    }

    fn subject_of_whole(&mut self, name: &ast::Name, item: Option<Item>) -> Option<(Subject, Yields)> {
        match item {
            Some(Item::Rule(rule)) => Some((Subject::Rule(rule), self.rule_yields(rule))),
            Some(Item::Budget(_) | Item::Criteria(_)) if self.item_rules.contains_key(&name.text) => {
                let rule = *self.item_rules.get(&name.text)?;
                Some((Subject::Rule(rule), self.rule_yields(rule)))
            }
            Some(Item::Define(define)) => match self.defines.get(define.index())?.owner {
                Owner::Whole => {
                    let yields = self.define_yields(define);
                    Some((Subject::Define(define, None), yields))
                }
                _ => {
                    self.report(tests::of_which_row(name));
                    None
                }
            },
            Some(Item::Award(award)) => Some((Subject::AwardTotal(award), Yields::Amount)),
            Some(Item::Criteria(_) | Item::Allocation(_)) => {
                self.report(tests::of_which_row(name));
                None
            }
            None if matches!(name.text.as_str(), "有效" | "valid" | "本政策有效" | "in_force") => {
                if !self.header_says_when {
                    self.report(items::no_validity(name.span));
                    return None;
                }
                Some((Subject::InForce, Yields::Verdict))
            }
            _ => {
                if !self.lost.contains(name.text.as_str()) {
                    let near = self.near_subject(&name.text);
                    self.report(tests::unknown_subject(name, near));
                }
                None
            }
        }
    }

    fn near_subject(&mut self, name: &str) -> Option<String> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        let subjects = self.names.iter().filter(|(_, (item, _))| {
            matches!(item, Item::Rule(_) | Item::Criteria(_) | Item::Define(_) | Item::Award(_) | Item::Allocation(_))
        });
        crate::compile::nearest(name, subjects.map(|(name, _)| *name))
    }

    fn define_yields(&self, define: DefineId) -> Yields {
        match self.defines.get(define.index()).and_then(|define| define.ty.clone()) {
            Some(Ty::Condition) => Yields::Verdict,
            Some(ty) => Yields::Value(ty),
            None => Yields::Value(Ty::Unknown),
        }
    }

    fn rule_yields(&self, rule: RuleId) -> Yields {
        let measured = self.program.rules.find(rule).map(|rule| match &rule.expr.kind {
            ExprKind::Compare { left, .. } => Some(measured_type(left)),
            ExprKind::And(parts) => match parts.first().map(|part| &part.kind) {
                Some(ExprKind::Compare { left, .. }) => Some(measured_type(left)),
                _ => None,
            },
            _ => None,
        });
        Yields::Either(measured.flatten())
    }

    fn expected(&mut self, value: &TestValue, yields: Yields, name: &str) -> Option<Expected> {
        let span = span_of(value);
        let yields = match (yields, value) {
            (Yields::Amount, TestValue::None(_)) => {
                return Some(Expected::Value(Value::Number(Decimal::ZERO)));
            }
            (Yields::Amount, _) => Yields::Value(Self::award_type()),
            (yields, _) => yields,
        };
        match (yields, value) {
            (Yields::Verdict | Yields::Either(_), TestValue::Verdict(verdict, _)) => Some(Expected::Verdict(*verdict)),
            // What is open is open for a value too.
            (Yields::Value(_), TestValue::Verdict(verdict, _))
                if matches!(verdict, Verdict::Undetermined | Verdict::NotApplicable) =>
            {
                Some(Expected::Verdict(*verdict))
            }
            (Yields::Value(ty), TestValue::Verdict(..)) => {
                if !ty.is_unknown() {
                    let is = ty.describe_value(&self.program.records);
                    let example = self.example(&ty);
                    self.report(tests::verdict_for_value(span, name, &is, &example));
                }
                None
            }
            (Yields::Value(ty) | Yields::Either(Some(ty)), TestValue::Expr(expr)) => {
                self.value(&ty, expr).map(Expected::Value)
            }
            (Yields::Either(None), TestValue::Expr(_)) => {
                self.report(tests::no_figure(span, name));
                None
            }
            (Yields::Verdict, _) => {
                self.report(tests::value_for_verdict(span, name, self.text(span)));
                None
            }
            (Yields::Amount, _) | (_, TestValue::None(_) | TestValue::Unknown(_)) => {
                let needed = Bilingual::new("一个值或结论", "a value or a verdict");
                let example = Bilingual::new("100元、满足", "100 yuan or met");
                self.report(tests::not_a_literal(span, &needed, &example, self.text(span)));
                None
            }
        }
    }

    /// A reason that is expected (因), as text.
    fn reason(&mut self, path: &ast::Path, subject: &Subject, labels: &Labels<'a>) -> Option<String> {
        let text = path.names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(".");
        let known = match path.names.as_slice() {
            [name] => {
                if let Some(point) = silent_point(&name.text) {
                    return Some(point.to_owned());
                }
                self.is_reason(&name.text, subject, labels)
            }
            [first, second] => self.is_reason_within(&first.text, &second.text, labels),
            [first, second, third] => {
                labels.contains_key(first.text.as_str()) && self.is_reason_within(&second.text, &third.text, labels)
            }
            _ => false,
        };
        if known {
            return Some(text);
        }
        let mut near = None;
        if let (Some(criteria), [name]) = (criteria_of(subject), path.names.as_slice()) {
            let conditions = self.criteria.get(criteria.index());
            let conditions: Vec<&str> =
                conditions.into_iter().flat_map(|criteria| criteria.conditions.keys().copied()).collect();
            near = self.nearest(&name.text, conditions.into_iter());
        }
        self.report(tests::unknown_reason(path.span, &text, near));
        None
    }

    fn is_reason(&self, name: &str, subject: &Subject, labels: &Labels<'a>) -> bool {
        let of_group = match subject {
            Subject::Rule(rule) => {
                self.program.rules.find(*rule).is_some_and(|rule| matches!(rule.scope, RuleScope::EachGroup { .. }))
            }
            _ => false,
        };
        let condition = criteria_of(subject)
            .and_then(|criteria| self.criteria.get(criteria.index()))
            .is_some_and(|criteria| criteria.conditions.contains_key(name));
        // The name of a group is a value of the facts, which nothing lists.
        of_group
            || condition
            || labels.contains_key(name)
            || self.members.iter().any(|members| members.contains_key(name))
            || self.names.contains_key(name)
    }

    fn is_reason_within(&self, first: &str, second: &str, labels: &Labels<'a>) -> bool {
        match self.names.get(first).map(|(item, _)| *item) {
            Some(Item::Record(record)) => return self.member(record, second).is_some(),
            Some(Item::Criteria(criteria)) => {
                return self
                    .criteria
                    .get(criteria.index())
                    .is_some_and(|criteria| criteria.conditions.contains_key(second));
            }
            _ => {}
        }
        labels.get(first).into_iter().flatten().any(|(record, _)| self.member(*record, second).is_some())
    }
}

const fn criteria_of(subject: &Subject) -> Option<CriteriaId> {
    match subject {
        Subject::Criteria(criteria, _) | Subject::Condition(criteria, _, _) => Some(*criteria),
        Subject::InForce
        | Subject::Rule(_)
        | Subject::RuleOnRow(..)
        | Subject::Define(..)
        | Subject::Award(..)
        | Subject::Instalment(..)
        | Subject::AwardTotal(_)
        | Subject::Left(_)
        | Subject::Used(_)
        | Subject::Allocated(..) => None,
    }
}

/// A silent point by its name, in the spelling of reports.
fn silent_point(name: &str) -> Option<&'static str> {
    Some(match name {
        "零基数" | "zero_base" => "zero_base",
        "名次取整" | "top_rounding" => "top_rounding",
        "并列" | "ties" => "ties",
        "首日" | "first_day" => "first_day",
        _ => return None,
    })
}

/// The checker's type of what a rule measures.
fn measured_type(expr: &Expr) -> Ty {
    if let ExprKind::Aggregate(aggregate) = &expr.kind
        && aggregate.function == AggregateFunction::Count
    {
        return Ty::Number(Num::count(aggregate.rows.record));
    }
    match &expr.ty {
        Type::Condition => Ty::Condition,
        Type::Number(dimension) => Ty::Number(Num::of(dimension.clone())),
        Type::Text => Ty::Text,
        Type::Enumeration(enumeration) => Ty::Enumeration(*enumeration),
        Type::Date => Ty::Date,
        Type::Month => Ty::Month,
        Type::Year => Ty::Year,
        Type::Instant => Ty::Instant,
        Type::Reference(record) => Ty::Reference(*record),
    }
}
