//! One amendment after another put into the items of the policy amended.

use std::collections::{HashMap, HashSet};

use guiju_program::Diagnostic;
use guiju_program::source::{SourceFile, Span};

use super::item::{self, ANY_ORDER, Part, Space};
use super::{Joined, PartStanding, Removed, Repealed, Standing, Text};
use crate::ast::{Amendment, Change, Citation, Condition, Declared, Field, Item, ItemKind, Name, Path, Policy, Verb};
use crate::message::amend as message;

/// An item with what is to be told of it.
struct Entry {
    item: Item,
    standing: Standing,
}

/// The items as they stand so far.
pub(super) struct Merge<'a> {
    sources: &'a [SourceFile],
    joined: Joined,
    /// Names that items with syntax errors may declare.
    lost: HashSet<&'a str>,
    entries: Vec<Option<Entry>>,
    /// Whether reasons are given in English, as the last policy is written.
    english: bool,
    /// How many more unknown names get a suggestion.
    suggestions: u32,
}

/// What one amendment has done so far.
#[derive(Default)]
struct Step {
    names: HashMap<(Space, String), usize>,
    /// Items amended as a whole, by what they are called.
    whole: HashMap<(Space, String), Span>,
    /// Items amended in part, with the parts.
    parts: HashMap<(Space, String), HashMap<String, Span>>,
    /// The parts of items that are amended in part.
    indexes: HashMap<(Space, String), PartIndex>,
    additions: Vec<Entry>,
    /// Which entries accept findings, by code and name.
    accepted: HashMap<(String, String), usize>,
    /// Where the amended policy says what it is called.
    header: Span,
}

/// The parts of an item while one amendment is at work: however many there are, each is found at once.
struct PartIndex {
    /// Which entry the item is.
    entry: usize,
    parts: HashMap<String, Known>,
    /// How earlier amendments left parts, by where they stand: which of the item's `PartStanding`s it is.
    standings: HashMap<Span, usize>,
    /// The positions of parts that are repealed, taken away when the amendment is done.
    removed: HashSet<usize>,
}

/// A part that there is.
#[derive(Clone)]
struct Known {
    at: usize,
    label: Option<String>,
    span: Span,
}

impl PartIndex {
    fn new(at: usize, entry: &Entry) -> Self {
        let mut parts = HashMap::new();
        for (index, (name, label, span)) in item::parts(&entry.item.kind).into_iter().enumerate() {
            parts.entry(name.to_owned()).or_insert(Known { at: index, label: label.cloned(), span });
        }
        let standings = entry.standing.parts.iter().enumerate();
        let standings = standings.filter_map(|(index, part)| Some((part.now?, index))).collect();
        Self { entry: at, parts, standings, removed: HashSet::new() }
    }

    /// Notes in an item's standing that a part stands elsewhere now, or not any more.
    fn stands(&self, standing: &mut Standing, old: Span, now: Option<Span>, label: Option<(Span, String)>) {
        match self.standings.get(&old).and_then(|at| standing.parts.get_mut(*at)) {
            Some(part) => *part = PartStanding { now, label, ..part.clone() },
            None => standing.parts.push(PartStanding { original: Some(old), now, label }),
        }
    }

    /// The part with the name nearest to one that does not exist.
    fn nearest(&self, name: &str, of: &str) -> Option<(String, Span)> {
        let near = crate::compile::nearest(name, self.parts.keys().map(String::as_str))?;
        let span = self.parts.get(&near)?.span;
        Some((format!("{of}.{near}"), span))
    }
}

impl<'a> Merge<'a> {
    pub(super) fn new(sources: &'a [SourceFile], joined: Joined, lost: HashSet<&'a str>) -> Self {
        Self { sources, joined, lost, entries: Vec::new(), english: false, suggestions: 200 }
    }

    /// Joins the policies, each amended by the next; `rest` is what stands without a header.
    pub(super) fn run(mut self, chain: Vec<Text>, rest: Vec<Item>) -> Joined {
        self.english = chain.last().and_then(|text| header(&text.items)).is_some_and(|(_, span)| {
            let text = self.sources.get(span.source.0 as usize);
            text.and_then(|text| text.text.get(span.range())).is_some_and(|text| text.starts_with("policy"))
        });
        self.stand(rest);
        for (level, text) in chain.into_iter().enumerate() {
            if level == 0 {
                self.stand(text.items);
            } else {
                self.step(text.items);
            }
            for entry in self.entries.iter().flatten() {
                if let ItemKind::Source(source) = &entry.item.kind {
                    self.joined.amended.documents.entry(source.name.name.text.clone()).or_insert(level);
                }
            }
        }
        for entry in self.entries.into_iter().flatten() {
            self.joined.items.push(entry.item);
            self.joined.standings.push(entry.standing);
        }
        self.joined
    }

    /// The items of a policy that amends nothing.
    fn stand(&mut self, items: Vec<Item>) {
        let items = super::without_base(items, &mut self.joined.diagnostics);
        self.entries.extend(items.into_iter().map(|item| Some(Entry { item, standing: Standing::default() })));
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.joined.diagnostics.push(diagnostic);
    }

    /// One amendment.
    fn step(&mut self, items: Vec<Item>) {
        // Tests of what is amended speak of what it was.
        self.entries.retain(|entry| entry.as_ref().is_some_and(|entry| !matches!(entry.item.kind, ItemKind::Test(_))));
        let mut step = Step::default();
        for (index, entry) in self.entries.iter().enumerate() {
            let Some(Entry { item, .. }) = entry else { continue };
            match &item.kind {
                ItemKind::Policy(policy) => step.header = policy.id.span,
                ItemKind::Acceptance(item) => {
                    for path in &item.at {
                        step.accepted.entry((item.code.text.clone(), path.text())).or_insert(index);
                    }
                }
                ItemKind::Unit(units) => {
                    for unit in units {
                        step.names.entry((Space::Unit, unit.name.text.clone())).or_insert(index);
                    }
                }
                other => {
                    if let Some(declared) = item::declared(other) {
                        step.names.entry((item::space(other), declared.name.text.clone())).or_insert(index);
                    }
                }
            }
        }
        let mut headers = 0;
        for item in items {
            let span = item.span;
            match item.kind {
                ItemKind::Amendment(amendment) => self.amend(&mut step, amendment, span),
                ItemKind::Policy(policy) if headers == 0 => {
                    headers += 1;
                    self.amend_header(policy, span);
                }
                kind @ (ItemKind::Policy(_)
                | ItemKind::Source(_)
                | ItemKind::Unit(_)
                | ItemKind::Wording(_)
                | ItemKind::Acceptance(_)
                | ItemKind::Test(_)
                | ItemKind::Sample(_)) => step.add(Item { kind, span }),
                kind => {
                    if let Some(declared) = item::declared(&kind) {
                        let key = (item::space(&kind), declared.name.text.clone());
                        let known = step.names.get(&key).copied();
                        let first = known.and_then(|at| self.entries.get(at)?.as_ref());
                        let first = first.and_then(|entry| item::declared(&entry.item.kind)).map(|name| name.name.span);
                        self.report(message::word_missing(&declared.name, item::kind(&kind), first));
                        if first.is_none() {
                            step.add(Item { kind, span });
                        }
                    }
                }
            }
        }
        for index in step.indexes.into_values() {
            if let Some(entry) = self.entries.get_mut(index.entry).and_then(Option::as_mut) {
                item::remove(&mut entry.item.kind, &index.removed);
            }
        }
        self.place(step.additions);
    }

    /// The header says what it says; what it does not say stays.
    fn amend_header(&mut self, policy: Policy, span: Span) {
        let Some(entry) =
            self.entries.iter_mut().flatten().find(|entry| matches!(entry.item.kind, ItemKind::Policy(_)))
        else {
            return;
        };
        entry.standing.replaced = Some(entry.item.span);
        entry.item.span = span;
        if let ItemKind::Policy(base) = &mut entry.item.kind {
            base.id = policy.id;
            base.amends = policy.amends;
            base.title = policy.title.or(base.title.take());
            base.year = policy.year.or(base.year);
            base.fiscal_start = policy.fiscal_start.or(base.fiscal_start);
            base.status = policy.status.or(base.status.take());
            base.currency = policy.currency.or(base.currency.take());
            base.valid_from = policy.valid_from.or(base.valid_from.take());
            base.valid_until = policy.valid_until.or(base.valid_until.take());
        }
    }

    /// Puts what is added behind what is of its kind.
    fn place(&mut self, additions: Vec<Entry>) {
        let mut last_of: HashMap<u8, usize> = HashMap::new();
        for (index, entry) in self.entries.iter().enumerate() {
            if let Some(entry) = entry {
                last_of.insert(item::kind(&entry.item.kind).rank, index);
            }
        }
        let end = self.entries.len();
        let mut behind: HashMap<usize, Vec<Entry>> = HashMap::new();
        for entry in additions {
            let rank = item::kind(&entry.item.kind).rank;
            let before = || (0..rank).rev().find_map(|rank| last_of.get(&rank).copied());
            let at = match last_of.get(&rank) {
                Some(at) => *at,
                None if rank < ANY_ORDER => before().unwrap_or(end),
                None => end,
            };
            behind.entry(at).or_default().push(entry);
        }
        let mut entries = Vec::with_capacity(end);
        for (index, entry) in std::mem::take(&mut self.entries).into_iter().enumerate() {
            entries.push(entry);
            entries.extend(behind.remove(&index).into_iter().flatten().map(Some));
        }
        entries.extend(behind.remove(&end).into_iter().flatten().map(Some));
        self.entries = entries;
    }

    fn amend(&mut self, step: &mut Step, amendment: Amendment, span: Span) {
        let Amendment { verb, word, change } = amendment;
        match change {
            Change::Item(inner) => self.amend_item(step, verb, word, *inner),
            Change::Part { of, name, condition, field } => {
                self.amend_part(step, verb, &of, &name, (condition, field));
            }
            Change::Clause { of, clause } => {
                let key = (Space::Source, of.text.clone());
                let Some(at) = step.names.get(&key).copied() else {
                    self.unknown(step, &of, &of.text, Space::Source);
                    return;
                };
                let name = Name { text: clause.path.path.clone(), span: clause.path.span };
                self.put_part(step, verb, key, at, &name, Part::Clause(clause));
            }
            Change::Repeal { target, citation, cites } => self.repeal(step, &target, &citation, cites, span),
            Change::RepealAcceptance { code, at, cites } => self.repeal_accepted(step, &code, &at, cites, span),
        }
    }

    fn amend_item(&mut self, step: &mut Step, verb: Verb, word: Span, inner: Item) {
        if let ItemKind::Unit(units) = inner.kind {
            self.amend_units(step, verb, units, inner.span);
            return;
        }
        let Some(declared) = item::declared(&inner.kind) else {
            if verb == Verb::Add {
                step.add(inner);
            } else {
                self.report(message::replaces_nameless(word, item::kind(&inner.kind)));
            }
            return;
        };
        let name = declared.name.clone();
        let key = (item::space(&inner.kind), name.text.clone());
        if let Some(first) = step.touch_whole(&key, name.span) {
            self.report(message::twice(&name.text, name.span, first));
            return;
        }
        let at = step.names.get(&key).copied();
        match (verb, at.and_then(|at| self.entries.get_mut(at)?.as_mut())) {
            (Verb::Add, None) => step.add(inner),
            (_, None) => {
                self.unknown(step, &name, &name.text, key.0);
                step.add(inner);
            }
            (Verb::Add, Some(entry)) => {
                let first = item::declared(&entry.item.kind).map_or(entry.item.span, |first| first.name.span);
                let kind = item::kind(&entry.item.kind);
                self.report(message::exists(&name.text, name.span, kind, first));
            }
            (_, Some(entry)) => {
                let (is, was) = (item::kind(&inner.kind), item::kind(&entry.item.kind));
                let old = item::declared(&entry.item.kind);
                let first = old.map_or(entry.item.span, |first| first.name.span);
                let label = old.and_then(|old| old.label.clone());
                if is != was {
                    self.report(message::other_kind(&name.text, name.span, is, was, first));
                    return;
                }
                let mut inner = inner;
                let label = item::declared_mut(&mut inner.kind).and_then(|new| item::keep_label(new, label));
                let old = std::mem::replace(&mut entry.item, inner);
                let standing = Standing { replaced: Some(old.span), label, ..Standing::default() };
                let before = std::mem::replace(&mut entry.standing, standing);
                if key.0 != Space::Source {
                    self.lapse(old.span, &before, &name.text, Verb::Replace);
                }
                if matches!(old.kind, ItemKind::Param(_) | ItemKind::Budget(_) | ItemKind::Table(_)) {
                    self.joined.amended.replaced.push(old);
                }
            }
        }
    }

    fn amend_units(&mut self, step: &mut Step, verb: Verb, units: Vec<Declared>, span: Span) {
        let mut added = Vec::new();
        for unit in units {
            let name = unit.name.clone();
            let key = (Space::Unit, name.text.clone());
            if let Some(first) = step.touch_whole(&key, name.span) {
                self.report(message::twice(&name.text, name.span, first));
                continue;
            }
            let known = step.names.get(&key).copied();
            match (verb, known.and_then(|at| self.entries.get_mut(at)?.as_mut())) {
                (Verb::Add, None) => added.push(unit),
                (_, None) => self.unknown(step, &name, &name.text, Space::Unit),
                (verb, Some(entry)) => {
                    let kind = item::kind(&entry.item.kind);
                    let ItemKind::Unit(list) = &mut entry.item.kind else { continue };
                    let Some(old) = list.iter_mut().find(|old| old.name.text == name.text) else { continue };
                    if verb == Verb::Add {
                        let first = old.name.span;
                        self.report(message::exists(&name.text, name.span, kind, first));
                    } else {
                        *old = unit;
                        entry.standing.rewritten = true;
                    }
                }
            }
        }
        if !added.is_empty() {
            step.add(Item { kind: ItemKind::Unit(added), span });
        }
    }

    /// A condition or a field, whichever the item amended has.
    fn amend_part(
        &mut self,
        step: &mut Step,
        verb: Verb,
        of: &Name,
        name: &Declared,
        read: (Option<Box<Condition>>, Option<Box<Field>>),
    ) {
        let key = (Space::Item, of.text.clone());
        let Some((at, entry)) = step.names.get(&key).and_then(|at| Some((*at, self.entries.get(*at)?.as_ref()?)))
        else {
            match step.whole.get(&key) {
                Some(first) => {
                    let first = *first;
                    self.report(message::twice(&of.text, of.span, first));
                }
                None => self.unknown(step, of, &of.text, Space::Item),
            }
            return;
        };
        let kind = item::kind(&entry.item.kind);
        let part = match (&entry.item.kind, read) {
            (ItemKind::Criteria(_), (Some(condition), _)) => Part::Condition(*condition),
            (ItemKind::Record(_), (_, Some(field))) => Part::Field(*field),
            (other, _) => {
                let first = item::declared(other).map_or(entry.item.span, |first| first.name.span);
                self.report(message::no_such_parts(of, &name.name, kind, first));
                return;
            }
        };
        self.put_part(step, verb, key, at, &name.name, part);
    }

    fn put_part(&mut self, step: &mut Step, verb: Verb, key: (Space, String), at: usize, name: &Name, part: Part) {
        let path = format!("{}.{}", key.1, name.text);
        if let Some(first) = step.touch_part(&key, &name.text, name.span) {
            self.report(message::twice(&path, name.span, first));
            return;
        }
        let Some(entry) = self.entries.get_mut(at).and_then(Option::as_mut) else {
            return;
        };
        let index = step.indexes.entry(key.clone()).or_insert_with(|| PartIndex::new(at, entry));
        let known = index.parts.get(&name.text).cloned();
        let mut part = part;
        match (verb, known) {
            (Verb::Add, Some(known)) => {
                let kind = item::kind(&entry.item.kind);
                self.report(message::exists(&path, name.span, kind, known.span));
            }
            (Verb::Add, None) => {
                entry.standing.parts.push(PartStanding { original: None, now: Some(part.span()), label: None });
                item::put(&mut entry.item.kind, None, part);
            }
            (_, Some(known)) => {
                let label = part.take_label(known.label);
                index.stands(&mut entry.standing, known.span, Some(part.span()), label);
                item::put(&mut entry.item.kind, Some(known.at), part);
                // The line of a clause cites nothing.
                if key.0 != Space::Source {
                    self.lapse(known.span, &Standing::default(), &path, Verb::Replace);
                }
            }
            (_, None) => {
                self.suggestions = self.suggestions.saturating_sub(1);
                let near = if self.suggestions > 0 { index.nearest(&name.text, &key.1) } else { None };
                let whole = item::declared(&entry.item.kind).map_or(entry.item.span, |whole| whole.name.span);
                // What is said of it is looked at all the same; a clause says nothing, and nothing would cite it.
                if key.0 != Space::Source {
                    item::put(&mut entry.item.kind, None, part);
                }
                if !self.lost.contains(name.text.as_str()) {
                    self.report(message::unknown_part(&path, name.span, near, whole));
                }
            }
        }
    }

    fn repeal(&mut self, step: &mut Step, target: &Path, citation: &Citation, cites: Vec<Citation>, span: Span) {
        let Some((first, rest)) = target.names.split_first() else {
            return;
        };
        let path = citation.path.clone();
        if !cites.is_empty() {
            let reason = if self.english { format!("repeals {path}") } else { format!("废止 {path}") };
            self.joined.amended.removed.push(Removed { citations: cites, reason, lapses: false });
        }
        let spaces = [Space::Item, Space::Source, Space::Sample, Space::Unit];
        let found = spaces.into_iter().find_map(|space| {
            let key = (space, first.text.clone());
            let at = *step.names.get(&key)?;
            Some((key, at))
        });
        let Some((key, at)) = found else {
            let key = (Space::Item, first.text.clone());
            match step.whole.get(&key) {
                Some(before) => {
                    let before = *before;
                    self.report(message::twice(&path, target.span, before));
                }
                None => self.unknown(step, first, &path, Space::Item),
            }
            return;
        };
        let Some(last) = rest.last() else {
            self.repeal_whole(step, key, at, first, span);
            return;
        };
        // The path of a clause has more than the names of a path.
        let name = match key.0 {
            Space::Source => Name {
                text: path
                    .strip_prefix(first.text.as_str())
                    .unwrap_or_default()
                    .trim_start_matches(['.', '．'])
                    .to_owned(),
                span: last.span.to(citation.span),
            },
            _ => last.clone(),
        };
        if rest.len() > 1 && key.0 != Space::Source {
            self.report(message::no_deeper(&path, target.span));
            return;
        }
        if let Some(before) = step.touch_part(&key, &name.text, target.span) {
            self.report(message::twice(&path, target.span, before));
            return;
        }
        let Some(entry) = self.entries.get_mut(at).and_then(Option::as_mut) else {
            return;
        };
        let whole = item::declared(&entry.item.kind).map_or(entry.item.span, |whole| whole.name.span);
        let index = step.indexes.entry(key.clone()).or_insert_with(|| PartIndex::new(at, entry));
        let Some(known) = index.parts.get(&name.text).cloned() else {
            self.suggestions = self.suggestions.saturating_sub(1);
            let near = if self.suggestions > 0 { index.nearest(&name.text, &key.1) } else { None };
            if !self.lost.contains(name.text.as_str()) {
                self.report(message::unknown_part(&path, target.span, near, whole));
            }
            return;
        };
        index.stands(&mut entry.standing, known.span, None, None);
        index.removed.insert(known.at);
        // The line of a clause cites nothing.
        if key.0 != Space::Source {
            self.lapse(known.span, &Standing::default(), &path, Verb::Repeal);
        }
        self.noted(&path, &name.text, known.span, span);
    }

    /// A finding is no more accepted.
    fn repeal_accepted(&mut self, step: &mut Step, code: &Name, at: &[Path], cites: Vec<Citation>, span: Span) {
        let code = &code.text;
        for path in at {
            let name = path.text();
            let (shown, key) = (format!("{code} {name}"), (code.clone(), name));
            let Some(index) = step.accepted.remove(&key) else {
                self.report(message::not_accepted(code, &key.1, path.span, step.header));
                continue;
            };
            let Some(slot) = self.entries.get_mut(index) else { continue };
            let Some(Entry { item: Item { kind: ItemKind::Acceptance(old), span: place }, standing }) = slot else {
                continue;
            };
            let place = *place;
            old.at.retain(|path| path.text() != key.1);
            standing.rewritten = true;
            if old.at.is_empty() {
                *slot = None;
            }
            // It declares no name: who names what it was about is not told of it.
            self.joined.repealed.push(Repealed { path: shown, old: place, by: span });
        }
        if !cites.is_empty() {
            let reason = if self.english { format!("repeals accept {code}") } else { format!("废止 接受 {code}") };
            self.joined.amended.removed.push(Removed { citations: cites, reason, lapses: false });
        }
    }

    fn repeal_whole(&mut self, step: &mut Step, key: (Space, String), at: usize, name: &Name, span: Span) {
        if let Some(before) = step.touch_whole(&key, name.span) {
            self.report(message::twice(&name.text, name.span, before));
            return;
        }
        let Some(slot) = self.entries.get_mut(at) else {
            return;
        };
        let mut old = None;
        if let (Space::Unit, Some(Entry { item: Item { kind: ItemKind::Unit(units), .. }, standing })) =
            (key.0, slot.as_mut())
        {
            let index = units.iter().position(|unit| unit.name.text == name.text);
            old = index.map(|index| units.remove(index).name.span);
            standing.rewritten = true;
            if units.is_empty() {
                *slot = None;
            }
        } else if let Some(entry) = slot.take() {
            old = Some(entry.item.span);
            if key.0 != Space::Source {
                self.lapse(entry.item.span, &entry.standing, &name.text, Verb::Repeal);
            }
        }
        if let Some(old) = old {
            self.noted(&name.text, &name.text, old, span);
        }
    }

    /// Notes that something was repealed.
    fn noted(&mut self, path: &str, last: &str, old: Span, by: Span) {
        let repealed = self.joined.amended.repealed.entry(last.to_owned()).or_default();
        repealed.push((path.to_owned(), by));
        self.joined.repealed.push(Repealed { path: path.to_owned(), old, by });
    }

    /// Notes what text that does not stand any more cited.
    fn lapse(&mut self, old: Span, standing: &Standing, path: &str, verb: Verb) {
        let texts = std::iter::once(old).chain(standing.parts.iter().filter_map(|part| part.now));
        let mut citations = Vec::new();
        for text in texts {
            citations.extend(self.citations_in(text));
        }
        if citations.is_empty() {
            return;
        }
        let reason = match (verb, self.english) {
            (Verb::Repeal, true) => format!("{path} is repealed"),
            (Verb::Repeal, false) => format!("{path} 已废止"),
            (_, true) => format!("{path} is replaced"),
            (_, false) => format!("{path} 已替换"),
        };
        self.joined.amended.removed.push(Removed { citations, reason, lapses: true });
    }

    /// The citations in a stretch of text.
    fn citations_in(&self, text: Span) -> Vec<Citation> {
        let source = text.source.0 as usize;
        let Some((file, spans)) = self.sources.get(source).zip(self.joined.citations.get(source)) else {
            return Vec::new();
        };
        let from = spans.partition_point(|span| span.start < text.start);
        let inside = spans.iter().skip(from).take_while(|span| span.end <= text.end);
        inside
            .map(|span| Citation {
                path: crate::parse::cited(file.text.get(span.range()).unwrap_or_default()),
                span: *span,
            })
            .collect()
    }

    /// Reports that what is amended does not exist.
    fn unknown(&mut self, step: &Step, name: &Name, path: &str, space: Space) {
        if self.lost.contains(name.text.as_str()) {
            return;
        }
        self.suggestions = self.suggestions.saturating_sub(1);
        let mut near = None;
        if self.suggestions > 0 {
            let known = step.names.keys().filter(|(of, _)| *of == space).map(|(_, name)| name.as_str());
            near = crate::compile::nearest(&name.text, known);
        }
        let near = near.and_then(|near| {
            let at = *step.names.get(&(space, near.clone()))?;
            let entry = self.entries.get(at)?.as_ref()?;
            let span = item::declared(&entry.item.kind).map_or(entry.item.span, |declared| declared.name.span);
            Some((near, span))
        });
        self.report(message::unknown(path, name.span, near, step.header));
    }
}

impl Step {
    fn add(&mut self, item: Item) {
        self.additions.push(Entry { item, standing: Standing { added: true, ..Standing::default() } });
    }

    /// Notes that an item is amended; where it was before, if it was.
    fn touch_whole(&mut self, key: &(Space, String), span: Span) -> Option<Span> {
        if let Some(first) = self.whole.get(key) {
            return Some(*first);
        }
        let part = self.parts.get(key).and_then(|parts| parts.values().min_by_key(|span| span.start).copied());
        self.whole.insert(key.clone(), span);
        part
    }

    /// Notes that a part is amended; where it, or its item, was before, if it was.
    fn touch_part(&mut self, key: &(Space, String), name: &str, span: Span) -> Option<Span> {
        if let Some(first) = self.whole.get(key) {
            return Some(*first);
        }
        let parts = self.parts.entry(key.clone()).or_default();
        match parts.get(name) {
            Some(first) => Some(*first),
            None => {
                parts.insert(name.to_owned(), span);
                None
            }
        }
    }
}

/// The header of a file.
fn header(items: &[Item]) -> Option<(&Policy, Span)> {
    items.iter().find_map(|item| match &item.kind {
        ItemKind::Policy(policy) => Some((policy, item.span)),
        _ => None,
    })
}
