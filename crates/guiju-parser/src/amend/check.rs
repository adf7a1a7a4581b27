//! What the checker asks of amendments: figures keep what they measure, clauses lapse with the items that stated them, and
//! who still refers to what was repealed is told where that happened.

use std::collections::HashMap;

use guiju_program::Bilingual;
use guiju_program::citation::ClauseKind;
use guiju_program::diagnostic::{Diagnostic, Place};
use guiju_program::parameter::ParameterValue;
use guiju_program::source::{SourceFile, Span};
use guiju_program::unit::{Dimension, Unit};

use super::Amended;
use crate::ast::{Item, ItemKind, Param, ParamValue, Table, TableColumn, UnitExpr};
use crate::check::types::describe_dimension;
use crate::cite::Found;
use crate::compile::{Compiler, Item as Named};
use crate::message::amend as message;

/// What a figure measures.
#[derive(PartialEq)]
enum Measure {
    Date,
    Number(Dimension),
}

impl Measure {
    fn of(unit: Option<&Unit>, value: &ParameterValue) -> Option<Self> {
        match (value, unit) {
            (ParameterValue::Date(_), _) => Some(Self::Date),
            (_, Some(unit)) => Some(Self::Number(unit.dimension.clone())),
            (_, None) => None,
        }
    }

    fn describe(&self) -> Bilingual {
        match self {
            Self::Date => Bilingual::new("日期", "a date"),
            Self::Number(dimension) => describe_dimension(dimension),
        }
    }
}

impl<'a> Compiler<'a> {
    /// Reports figures that do not measure any more what they did. All items are declared.
    pub(crate) fn check_replaced(&mut self, items: &'a [Item]) {
        if self.amended.replaced.is_empty() {
            return;
        }
        let mut new: HashMap<&'a str, &'a ItemKind> = HashMap::new();
        for item in items {
            match &item.kind {
                ItemKind::Param(param) => new.insert(&param.name.name.text, &item.kind),
                ItemKind::Budget(budget) => new.insert(&budget.name.name.text, &item.kind),
                ItemKind::Table(table) => new.insert(&table.name.name.text, &item.kind),
                _ => None,
            };
        }
        // Where budgets say what they are now, and where what they were.
        let mut budgets: HashMap<Span, Span> = HashMap::new();
        for old in &self.amended.replaced {
            let new = super::declared(&old.kind).and_then(|old| new.get(old.name.text.as_str()));
            match (&old.kind, new) {
                (ItemKind::Param(old), Some(ItemKind::Param(new))) => self.check_param(old, new),
                (ItemKind::Table(old), Some(ItemKind::Table(new))) => self.check_replaced_table(old, new),
                (ItemKind::Budget(old), Some(ItemKind::Budget(new))) => {
                    budgets.insert(new.amount.span, old.amount.span);
                }
                _ => {}
            }
        }
        // That a budget is money is reported already: here it is said what it was.
        for found in self.diagnostics.iter_mut().filter(|found| found.code == "unit-mismatch") {
            let Place::Text(at) = found.place else { continue };
            if let Some(old) = budgets.get(&at) {
                let labelled = found.clone().label(*old, "原来的数在这里", "the figure it was is here");
                *found = Diagnostic { code: "amended-dimension", ..labelled };
            }
        }
    }

    fn check_param(&mut self, old: &'a Param, new: &'a Param) {
        let name = old.name.name.text.as_str();
        let Some((Named::Parameter(id), _)) = self.names.get(name).copied() else {
            return;
        };
        let measure = self.program.parameters.find(id).and_then(|new| Measure::of(new.unit.as_ref(), &new.value));
        // What is wrong with the old figure is of no account any more.
        let (before, errors, suggestions) = (self.diagnostics.len(), self.policy_errors, self.suggestions);
        let (unit, value) = self.param_value(old);
        self.diagnostics.truncate(before);
        self.policy_errors = errors;
        self.suggestions = suggestions;
        let (Some(was), Some(now)) = (Measure::of(unit.as_ref(), &value), measure) else {
            return;
        };
        if was == now {
            return;
        }
        self.report(message::dimension(name, figure_span(new), figure_span(old), &now.describe(), &was.describe()));
        // The items that use it count on what it was: it is that for them, so that nothing follows from this mistake.
        if let Some(parameter) = self.program.parameters.find_mut(id) {
            (parameter.unit, parameter.value) = (unit, value);
        }
    }

    /// The columns that a table had and has still.
    fn check_replaced_table(&mut self, old: &'a Table, new: &'a Table) {
        let name = old.name.name.text.as_str();
        let called = |column: &TableColumn| column.name.as_ref().map(|name| name.name.text.clone());
        for column in &new.columns {
            let Some(before) = old.columns.iter().find(|before| called(before) == called(column)) else {
                continue;
            };
            let (was, now) = (self.measure(&before.unit), self.measure(&column.unit));
            if let (Some(was), Some(now)) = (was, now)
                && was != now
            {
                if let Some((Named::Table(id), _)) = self.names.get(name) {
                    self.broken_tables.insert(*id);
                }
                let (was, now) = (was.describe(), now.describe());
                self.report(message::dimension(name, column.unit.span, before.unit.span, &now, &was));
            }
        }
    }

    /// What a unit measures; what is wrong with it is told where it is declared.
    fn measure(&mut self, unit: &UnitExpr) -> Option<Measure> {
        let (before, errors, suggestions) = (self.diagnostics.len(), self.policy_errors, self.suggestions);
        let written = self.unit(unit);
        self.diagnostics.truncate(before);
        self.policy_errors = errors;
        self.suggestions = suggestions;
        written.map(|written| Measure::Number(written.dimension))
    }

    /// Clauses that only items cited which do not stand any more have nothing to compute, and those of repeals neither: they
    /// become narrative, with that as the reason. All that stands has cited what it cites.
    pub(crate) fn lapse_clauses(&mut self) {
        let mut lapsed = Vec::new();
        for removed in &self.amended.removed {
            for citation in &removed.citations {
                let level = self.amended.level(citation.span);
                let id = match self.clauses.find(&citation.path, &self.program.clauses, level) {
                    Found::One(id) => id,
                    // What a repeal cites has to exist; what is gone may have cited what it liked.
                    _ if removed.lapses => continue,
                    _ => {
                        let _reported = self.cite_all(std::slice::from_ref(citation));
                        continue;
                    }
                };
                if self.clauses.is_cited(id) {
                    continue;
                }
                let name = self.program.citation(id);
                if let Some(clause) = self.program.clauses.find_mut(id)
                    && clause.kind == ClauseKind::Normative
                {
                    clause.kind = ClauseKind::Narrative(removed.reason.clone());
                    if removed.lapses {
                        lapsed.push((name, clause.span));
                    }
                }
            }
        }
        if !lapsed.is_empty() {
            self.report(message::lapsed(&lapsed));
        }
    }
}

/// Where the figure of a parameter stands.
fn figure_span(param: &Param) -> Span {
    match &param.value {
        ParamValue::Value(expr) => expr.span,
        ParamValue::Dated(figures) => figures.first().map_or(param.name.name.span, |(_, expr, _)| expr.span),
        ParamValue::Open(Some(unit)) => unit.span,
        ParamValue::Open(None) => param.name.name.span,
    }
}

/// Adds to what is said of names that do not exist where they were repealed.
pub(crate) fn mention_repealed(sources: &[SourceFile], diagnostics: &mut [Diagnostic], amended: &Amended) {
    if amended.repealed.is_empty() {
        return;
    }
    let is_name = |code: &str| code.starts_with("unknown-") || code == "words-run-together";
    for found in diagnostics.iter_mut().filter(|found| is_name(found.code)) {
        let Place::Text(span) = found.place else {
            continue;
        };
        let text = sources.get(span.source.0 as usize).and_then(|source| source.text.get(span.range()));
        let name = crate::parse::cited(text.unwrap_or_default());
        let last = name.rsplit('.').next().unwrap_or_default();
        let Some(repealed) = amended.repealed.get(&name).or_else(|| amended.repealed.get(last)) else {
            continue;
        };
        if found.code == "words-run-together" {
            // It was a name, whatever words it may be cut into.
            found.code = "unknown-name";
            found.message = Bilingual::new(format!("没有“{name}”这个名字"), format!("there is no name {name}"));
        }
        for (path, by) in repealed.iter().take(3) {
            found.labels.push(guiju_program::diagnostic::Label {
                span: *by,
                text: Bilingual::new(format!("“{path}”在这里废止"), format!("{path} is repealed here")),
            });
        }
        found.help =
            Some(Bilingual::new("用到它的条目也要一并替换或废止", "replace or repeal what refers to it as well"));
    }
}
