//! What words mean in a policy (词义), and which items use them.

use std::collections::HashSet;

use guiju_program::arena::Id;
use guiju_program::expr::{CompareOp, Expr, ExprKind, FirstDay};
use guiju_program::name::Name;
use guiju_program::rule::{Choices, Interpretation, InterpretationId};
use guiju_program::source::Span;

use crate::ast::{self, ItemKind, Suffix, SuffixWord, WordingReading};
use crate::compile::Compiler;
use crate::message::items;

/// What words mean in a policy.
#[derive(Default)]
pub(crate) struct Wordings {
    stated: Vec<Stated>,
    /// Where a word was used whose meaning is stated.
    uses: Vec<(Span, InterpretationId)>,
}

struct Stated {
    reading: WordingReading,
    place: Span,
    id: InterpretationId,
    cites: Vec<ast::Citation>,
    span: Span,
}

impl Wordings {
    /// Whether the first day of a span counts.
    pub(crate) fn first_day(&self) -> FirstDay {
        self.first_day_stated().map_or(FirstDay::NotCounted, |(first_day, _)| first_day)
    }

    fn first_day_stated(&self) -> Option<(FirstDay, InterpretationId)> {
        self.stated.iter().find_map(|stated| match stated.reading {
            WordingReading::FirstDay(first_day) => Some((first_day, stated.id)),
            WordingReading::Suffix(..) => None,
        })
    }

    /// Whether the bound before a word is in, where that is stated.
    fn suffix(&self, word: SuffixWord) -> Option<(bool, InterpretationId)> {
        self.stated.iter().find_map(|stated| match stated.reading {
            WordingReading::Suffix(of, included) if of == word => Some((included, stated.id)),
            _ => None,
        })
    }
}

impl Compiler<'_> {
    /// Enters what words mean, before any of them is met. Each is an interpretation behind those that have a name.
    pub(crate) fn declare_wordings(&mut self, items: &[ast::Item]) {
        let named = items.iter().filter(|item| matches!(item.kind, ItemKind::Interpretation(_))).count();
        for item in items {
            let ItemKind::Wording(wording) = &item.kind else { continue };
            let same = |stated: &&Stated| word_of(stated.reading) == word_of(wording.reading);
            if let Some(first) = self.wordings.stated.iter().find(same).map(|stated| stated.place) {
                self.report(items::worded_twice(wording.place, first));
                continue;
            }
            let id = InterpretationId::from_index(named.saturating_add(self.wordings.stated.len()));
            self.wordings.stated.push(Stated {
                reading: wording.reading,
                place: wording.place,
                id,
                cites: wording.cites.clone(),
                span: item.span,
            });
        }
    }

    /// How a bound is compared, where the word behind it decides.
    pub(super) fn worded(&mut self, op: CompareOp, suffix: Option<&Suffix>) -> CompareOp {
        match (op, self.worded_in(suffix)) {
            (CompareOp::Ge, false) => CompareOp::Gt,
            (CompareOp::Le, false) => CompareOp::Lt,
            (op, _) => op,
        }
    }

    /// Whether the bound before a word is in; without a word it is of no account.
    pub(super) fn worded_in(&mut self, suffix: Option<&Suffix>) -> bool {
        let Some(suffix) = suffix else {
            return true;
        };
        let Some((included, id)) = self.wordings.suffix(suffix.word) else {
            return true;
        };
        if suffix.said_before && !included {
            let stated = self.wordings.stated.iter().find(|stated| stated.id == id).map(|stated| stated.place);
            let text = self.text(suffix.span);
            self.report(items::wording_contradicts(suffix.span, text, stated));
            return true;
        }
        self.wordings.uses.push((suffix.span, id));
        included
    }

    /// Notes with rules, criteria and awards which words they use whose meaning is stated, by themselves or in what they
    /// refer to.
    pub(super) fn note_wordings(&mut self) {
        let stated = std::mem::take(&mut self.wordings.stated);
        for wording in &stated {
            let cites = self.cite_all(&wording.cites);
            let (zh, en) = text(wording.reading);
            let mut choices = Choices::default();
            if let WordingReading::FirstDay(first_day) = wording.reading {
                choices.first_day = Some(first_day);
            }
            let id = self.program.interpretations.push(Interpretation {
                name: Name::new(name(wording.reading).0).with_label(name(wording.reading).1),
                text: zh.to_owned(),
                text_en: Some(en.to_owned()),
                choices,
                cites,
                span: wording.span,
            });
            debug_assert_eq!(id, wording.id);
        }
        self.wordings.stated = stated;
        let mut uses = std::mem::take(&mut self.wordings.uses);
        uses.sort_unstable_by_key(|(span, _)| (span.source, span.start));
        uses.dedup();
        let first_day = self.wordings.first_day_stated();
        for wording in &self.wordings.stated {
            let graph = Users::new(&self.program);
            let direct: Vec<usize> = (0..graph.len())
                .filter(|node| graph.uses(&self.program, *node, wording.id, &uses, first_day))
                .collect();
            let users = graph.users_of(direct);
            users.note(&graph, &mut self.program, wording.id);
        }
    }
}

// The kinds of items, in the order in which they are numbered.
const DEFINE: usize = 0;
const CRITERIA: usize = 1;
const TABLE: usize = 2;
const ALLOCATION: usize = 3;
const CAP: usize = 4;
const AWARD: usize = 5;
const RULE: usize = 6;

/// Which items refer to which: definitions, criteria, tables, allocations, caps, awards and rules, numbered in this order.
struct Users {
    counts: [usize; 7],
    /// For each item those that refer to it.
    by: Vec<Vec<usize>>,
}

/// Items found to use a word.
struct Found(HashSet<usize>);

impl Users {
    fn new(program: &guiju_program::Program) -> Self {
        let counts = [
            program.defines.len(),
            program.criteria.len(),
            program.tables.len(),
            program.allocations.len(),
            program.caps.len(),
            program.awards.len(),
            program.rules.len(),
        ];
        let mut graph = Self { counts, by: vec![Vec::new(); counts.iter().sum()] };
        for node in 0..graph.len() {
            let mut referred = Vec::new();
            for expr in graph.exprs(program, node) {
                graph.referred(expr, &mut referred);
            }
            // A cap takes part in the amounts of its awards.
            if let (CAP, index) = graph.place(node)
                && let Some(cap) = program.caps.values().nth(index)
            {
                let awards = cap.awards.iter().map(|award| graph.node(AWARD, award.index()));
                let awards: Vec<usize> = awards.collect();
                if let Some(users) = graph.by.get_mut(node) {
                    users.extend(awards);
                }
            }
            for to in referred {
                if let Some(users) = graph.by.get_mut(to) {
                    users.push(node);
                }
            }
        }
        graph
    }

    const fn len(&self) -> usize {
        self.by.len()
    }

    /// The number of an item, from its kind and its place among those.
    fn node(&self, kind: usize, index: usize) -> usize {
        self.counts.iter().take(kind).sum::<usize>().saturating_add(index)
    }

    /// The kind of an item, and its place among those.
    fn place(&self, node: usize) -> (usize, usize) {
        let mut index = node;
        for (kind, count) in self.counts.iter().enumerate() {
            if index < *count {
                return (kind, index);
            }
            index = index.saturating_sub(*count);
        }
        (self.counts.len(), index)
    }

    /// The expressions of an item.
    fn exprs<'p>(&self, program: &'p guiju_program::Program, node: usize) -> Vec<&'p Expr> {
        let (kind, index) = self.place(node);
        let mut exprs: Vec<&Expr> = Vec::new();
        match kind {
            DEFINE => exprs.extend(program.defines.values().nth(index).map(|item| &item.expr)),
            CRITERIA => {
                let criteria = program.criteria.values().nth(index);
                exprs.extend(criteria.iter().flat_map(|item| item.conditions.iter().map(|part| &part.expr)));
            }
            ALLOCATION => {
                if let Some(item) = program.allocations.values().nth(index) {
                    exprs.extend([&item.total, &item.weight]);
                    exprs.extend(item.least.iter().chain(&item.most).chain(item.order.iter().map(|key| &key.value)));
                }
            }
            CAP => {
                if let Some(item) = program.caps.values().nth(index) {
                    exprs.push(&item.limit);
                    exprs.extend(item.order.iter().map(|key| &key.value));
                }
            }
            AWARD => {
                if let Some(item) = program.awards.values().nth(index) {
                    exprs.extend(item.requires.iter().chain([&item.amount]));
                    exprs.extend(item.draw.iter().flat_map(|draw| draw.order.iter().map(|key| &key.value)));
                }
            }
            RULE => exprs.extend(program.rules.values().nth(index).map(|item| &item.expr)),
            _ => {}
        }
        exprs
    }

    /// The items that an expression names.
    fn referred(&self, expr: &Expr, found: &mut Vec<usize>) {
        match &expr.kind {
            ExprKind::Define { define, .. } => found.push(self.node(DEFINE, define.index())),
            ExprKind::Criteria { criteria, .. } | ExprKind::Condition { criteria, .. } => {
                found.push(self.node(CRITERIA, criteria.index()));
            }
            ExprKind::Lookup { table, .. } => found.push(self.node(TABLE, table.index())),
            ExprKind::Allocated { allocation, .. } => found.push(self.node(ALLOCATION, allocation.index())),
            ExprKind::Award { award, .. } => found.push(self.node(AWARD, award.index())),
            _ => {}
        }
        expr.for_each_part(&mut |part| self.referred(part, found));
    }

    /// Whether an item itself uses a word.
    fn uses(
        &self,
        program: &guiju_program::Program,
        node: usize,
        id: InterpretationId,
        uses: &[(Span, InterpretationId)],
        first_day: Option<(FirstDay, InterpretationId)>,
    ) -> bool {
        let within = |span: Span| {
            let from = uses.partition_point(|(at, _)| (at.source, at.start) < (span.source, span.start));
            let rest = uses.get(from..).unwrap_or_default().iter();
            rest.take_while(|(at, _)| at.source == span.source && at.end <= span.end).any(|(_, of)| *of == id)
        };
        if let (TABLE, index) = self.place(node) {
            let table = program.tables.values().nth(index);
            return table.is_some_and(|table| table.rows.iter().any(|row| within(row.span)));
        }
        let first_day = first_day.filter(|(_, of)| *of == id).map(|(first_day, _)| first_day);
        self.exprs(program, node)
            .into_iter()
            .any(|expr| within(expr.span) || first_day.is_some_and(|first_day| has_span(expr, first_day)))
    }

    /// The items named, and all that refer to one of them.
    fn users_of(&self, direct: Vec<usize>) -> Found {
        let mut found: HashSet<usize> = direct.iter().copied().collect();
        let mut next = direct;
        while let Some(node) = next.pop() {
            for user in self.by.get(node).into_iter().flatten() {
                if found.insert(*user) {
                    next.push(*user);
                }
            }
        }
        Found(found)
    }
}

impl Found {
    /// Writes an interpretation into the criteria, awards and rules.
    fn note(&self, graph: &Users, program: &mut guiju_program::Program, id: InterpretationId) {
        let used = |kind: usize, index: usize| self.0.contains(&graph.node(kind, index));
        for (_, criteria) in program.criteria.iter_mut().filter(|(of, _)| used(CRITERIA, of.index())) {
            criteria.interpretations.push(id);
        }
        for (_, award) in program.awards.iter_mut().filter(|(of, _)| used(AWARD, of.index())) {
            award.interpretations.push(id);
        }
        for (_, rule) in program.rules.iter_mut().filter(|(of, _)| used(RULE, of.index())) {
            rule.interpretations.push(id);
        }
    }
}

/// Whether an expression has a span whose first day is read so.
fn has_span(expr: &Expr, as_stated: FirstDay) -> bool {
    let mut found = match &expr.kind {
        ExprKind::SpanCompare { first_day, .. } | ExprKind::Within { first_day, .. } => *first_day == as_stated,
        _ => false,
    };
    expr.for_each_part(&mut |part| found = found || has_span(part, as_stated));
    found
}

/// The word alone.
const fn word_of(reading: WordingReading) -> u8 {
    match reading {
        WordingReading::Suffix(SuffixWord::OrMore, _) => 0,
        WordingReading::Suffix(SuffixWord::OrLess, _) => 1,
        WordingReading::Suffix(SuffixWord::OrWithin, _) => 2,
        WordingReading::FirstDay(_) => 3,
    }
}

/// As policies write it, in both spellings.
const fn name(reading: WordingReading) -> (&'static str, &'static str) {
    use SuffixWord::{OrLess, OrMore, OrWithin};
    match reading {
        WordingReading::Suffix(OrMore, true) => ("词义 以上 含", "wording or more incl"),
        WordingReading::Suffix(OrMore, false) => ("词义 以上 不含", "wording or more excl"),
        WordingReading::Suffix(OrLess, true) => ("词义 以下 含", "wording or less incl"),
        WordingReading::Suffix(OrLess, false) => ("词义 以下 不含", "wording or less excl"),
        WordingReading::Suffix(OrWithin, true) => ("词义 以内 含", "wording or fewer incl"),
        WordingReading::Suffix(OrWithin, false) => ("词义 以内 不含", "wording or fewer excl"),
        WordingReading::FirstDay(FirstDay::Counted) => ("词义 首日 计入", "wording first_day counted"),
        WordingReading::FirstDay(FirstDay::NotCounted) => ("词义 首日 不计", "wording first_day not_counted"),
    }
}

/// What it comes to, for reports.
const fn text(reading: WordingReading) -> (&'static str, &'static str) {
    match reading {
        WordingReading::Suffix(_, true) => ("本数算在内", "the bound itself is in"),
        WordingReading::Suffix(_, false) => ("本数不算在内", "the bound itself is not in"),
        WordingReading::FirstDay(FirstDay::Counted) => ("期间的第一天算在内", "the first day of a span counts"),
        WordingReading::FirstDay(FirstDay::NotCounted) => {
            ("期间的第一天不算在内", "the first day of a span does not count")
        }
    }
}
