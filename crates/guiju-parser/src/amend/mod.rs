//! Policies that amend one another (修订): which file belongs to which policy, and the items of all of them as one list,
//! as they stand after the last amendment.

mod check;
mod item;
mod merge;

use std::collections::{HashMap, HashSet};

use guiju_program::Diagnostic;
use guiju_program::source::{SourceFile, Span};

use crate::Parsed;
use crate::ast::{Amendment, Change, Citation, Item, ItemKind, Name, Verb};
use crate::message::amend as message;
pub(crate) use check::mention_repealed;
pub(crate) use item::{Kind, declared};
use merge::Merge;

/// The items of a policy, with what became of those that it amends.
#[derive(Default)]
pub(crate) struct Joined {
    /// The items as they stand.
    pub(crate) items: Vec<Item>,
    /// What is to be told of each of them.
    pub(crate) standings: Vec<Standing>,
    /// What does not stand any more.
    pub(crate) repealed: Vec<Repealed>,
    /// What the checker must know.
    pub(crate) amended: Amended,
    /// What is wrong with the amendments.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Whether a policy that is amended is missing, so that the items are only a part.
    pub(crate) incomplete: bool,
    /// Where each citation stands, by source, in the order of the text.
    pub(crate) citations: Vec<Vec<Span>>,
    /// The ids of the policies that the sources belong to.
    pub(crate) owners: Vec<String>,
}

/// How an item came to stand as it does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing {
    /// The item that it replaced.
    pub(crate) replaced: Option<Span>,
    /// Whether an amendment added it.
    pub(crate) added: bool,
    /// The label that stays though the item that replaced it does not say it, and behind which name it belongs.
    pub(crate) label: Option<(Span, String)>,
    /// Its parts that do not stand as the item's text says.
    pub(crate) parts: Vec<PartStanding>,
    /// Whether its text has to be written anew from what it declares (lists of units).
    pub(crate) rewritten: bool,
}

/// How a condition, a field or a clause came to stand as it does.
#[derive(Clone, Debug)]
pub(crate) struct PartStanding {
    /// Where the item's own text has it.
    pub(crate) original: Option<Span>,
    /// Where it stands now, if it still does.
    pub(crate) now: Option<Span>,
    /// The label that stays, as of an item.
    pub(crate) label: Option<(Span, String)>,
}

/// What was repealed.
#[derive(Clone, Debug)]
pub(crate) struct Repealed {
    /// Its name or path.
    pub(crate) path: String,
    /// Where it stood.
    pub(crate) old: Span,
    /// Where the repeal stands.
    pub(crate) by: Span,
}

/// What the checker must know of amendments.
#[derive(Default)]
pub(crate) struct Amended {
    /// For each source which amendment it belongs to: 0 is the first policy, the last the one that results.
    pub(crate) levels: Vec<usize>,
    /// For each document which amendment stated it first. A citation sees those of its own policy, and of those amended.
    pub(crate) documents: HashMap<String, usize>,
    /// What items that do not stand any more cited, and what repeals cite.
    pub(crate) removed: Vec<Removed>,
    /// Parameters, budgets and tables that were replaced, with the name of the new one.
    pub(crate) replaced: Vec<Item>,
    /// What was repealed, by its last name: its path, and where.
    pub(crate) repealed: HashMap<String, Vec<(String, Span)>>,
}

/// Citations that nothing that stands makes any more.
pub(crate) struct Removed {
    pub(crate) citations: Vec<Citation>,
    /// Why nothing has to cite the clause: the reason that makes it a narrative one.
    pub(crate) reason: String,
    /// Whether the clause lapses with what cited it; else it is the clause of a repeal.
    pub(crate) lapses: bool,
}

impl Amended {
    /// Which amendment a place belongs to.
    pub(crate) fn level(&self, span: Span) -> usize {
        self.levels.get(span.source.0 as usize).copied().unwrap_or_default()
    }
}

/// A policy with its files.
struct Text {
    id: Name,
    amends: Option<Name>,
    items: Vec<Item>,
    sources: Vec<usize>,
}

/// Joins what files say; `syntax` is what parsing found wrong. Without amendments it is all that they say.
pub(crate) fn join(sources: &[SourceFile], syntax: &[Diagnostic], parsed: Vec<Parsed>) -> Joined {
    let broken = syntax.iter().any(Diagnostic::is_error);
    let citations = parsed.iter().map(|parsed| parsed.citations.clone()).collect();
    let items: Vec<Vec<Item>> = parsed.into_iter().map(|parsed| parsed.items).collect();
    let amending = items.iter().flatten().any(|item| match &item.kind {
        ItemKind::Policy(policy) => policy.amends.is_some(),
        ItemKind::Amendment(_) => true,
        _ => false,
    });
    let mut joined = Joined { citations, owners: vec![String::new(); items.len()], ..Joined::default() };
    for list in &mut joined.citations {
        list.sort_unstable_by_key(|span| span.start);
    }
    if !amending {
        let id = items.iter().flatten().find_map(|item| match &item.kind {
            ItemKind::Policy(policy) => Some(policy.id.text.clone()),
            _ => None,
        });
        joined.owners.fill(id.unwrap_or_default());
        joined.items = items.into_iter().flatten().collect();
        joined.standings = vec![Standing::default(); joined.items.len()];
        return joined;
    }
    let (texts, rest) = policies(items);
    for text in &texts {
        for source in &text.sources {
            if let Some(owner) = joined.owners.get_mut(*source) {
                owner.clone_from(&text.id.text);
            }
        }
    }
    let Some(chain) = chain(&texts, broken, &mut joined) else {
        return joined;
    };
    let mut texts: Vec<Option<Text>> = texts.into_iter().map(Some).collect();
    let chain: Vec<Text> = chain.into_iter().filter_map(|at| texts.get_mut(at)?.take()).collect();
    joined.amended.levels = vec![0; sources.len()];
    for (level, text) in chain.iter().enumerate() {
        for source in &text.sources {
            if let Some(slot) = joined.amended.levels.get_mut(*source) {
                *slot = level;
            }
        }
    }
    let lost = if broken { crate::declare::lost::names(sources, syntax) } else { HashSet::new() };
    Merge::new(sources, joined, lost).run(chain, rest)
}

/// The policies with the items of their files, and items that belong to none. A file without a header belongs to the policy
/// before it.
fn policies(items: Vec<Vec<Item>>) -> (Vec<Text>, Vec<Item>) {
    let mut texts: Vec<Text> = Vec::new();
    let mut before = Vec::new();
    let mut first = Vec::new();
    for (source, items) in items.into_iter().enumerate() {
        let header = items.iter().find_map(|item| match &item.kind {
            ItemKind::Policy(policy) => Some((policy.id.clone(), policy.amends.clone())),
            _ => None,
        });
        match (header, texts.last_mut()) {
            (Some((id, amends)), _) => texts.push(Text { id, amends, items, sources: vec![source] }),
            (None, Some(text)) => {
                text.items.extend(items);
                text.sources.push(source);
            }
            (None, None) => {
                before.extend(items);
                first.push(source);
            }
        }
    }
    match texts.first_mut() {
        Some(text) => {
            text.items.append(&mut before);
            text.sources.extend(first);
        }
        None => return (texts, before),
    }
    (texts, Vec::new())
}

/// The policies from the first one to the one that results, each amended by the next. `None`: that cannot be told, and what
/// is wrong is noted.
fn chain(texts: &[Text], broken: bool, joined: &mut Joined) -> Option<Vec<usize>> {
    let mut by_id: HashMap<&str, usize> = HashMap::new();
    for (index, text) in texts.iter().enumerate() {
        if let Some(first) = by_id.get(text.id.text.as_str()).and_then(|first| texts.get(*first)) {
            // The one that amends needs another name: the one that was there before is left as it is.
            let (other, this) =
                if first.amends.is_some() && text.amends.is_none() { (text, first) } else { (first, text) };
            joined.diagnostics.push(message::same_id(&this.id, other.id.span));
            joined.incomplete = true;
            return None;
        }
        by_id.insert(&text.id.text, index);
    }
    let base = |text: &Text| text.amends.as_ref().and_then(|name| by_id.get(name.text.as_str())).copied();
    for text in texts {
        if let Some(name) = &text.amends
            && base(text).is_none()
        {
            joined.incomplete = true;
            // The header of the other file may be what could not be read.
            if !broken {
                let near = crate::compile::nearest(&name.text, by_id.keys().copied().filter(|id| *id != text.id.text));
                let others = texts.iter().filter(|other| other.id.text != text.id.text).map(|other| &other.id);
                joined.diagnostics.push(message::no_such_policy(name, near, others));
            }
        }
    }
    let next: Vec<Option<usize>> = texts.iter().map(base).collect();
    for circle in crate::cycle::circles(&next) {
        let ids: Vec<&Name> = circle.iter().filter_map(|at| texts.get(*at)).map(|text| &text.id).collect();
        joined.diagnostics.push(message::circle(&ids));
        joined.incomplete = true;
    }
    if joined.incomplete {
        return None;
    }
    let amended: HashSet<usize> = next.iter().flatten().copied().collect();
    let last: Vec<usize> = (0..texts.len()).filter(|at| !amended.contains(at)).collect();
    let [result, others @ ..] = last.as_slice() else {
        // Amendments in files of which none has a header.
        return Some(Vec::new());
    };
    for other in others {
        if let (Some(first), Some(other)) = (texts.get(*result), texts.get(*other)) {
            joined.diagnostics.push(message::two_results(&other.id, first.id.span));
            joined.incomplete = true;
        }
    }
    if joined.incomplete {
        return None;
    }
    let mut chain = vec![*result];
    while let Some(base) = chain.last().and_then(|at| next.get(*at).copied().flatten()) {
        chain.push(base);
    }
    chain.reverse();
    Some(chain)
}

/// The id of the policy that a policy's text amends, if its header says so.
///
/// Only the header is read: this is how a caller finds the files to compile.
pub fn amended_id(text: &str) -> Option<String> {
    crate::parse::header(text)?.amends.map(|name| name.text)
}

/// Amendments where there is nothing to amend: what is added stands all the same, so that its own mistakes are found.
fn without_base(items: Vec<Item>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Item> {
    let mut kept = Vec::new();
    for item in items {
        let ItemKind::Amendment(Amendment { verb, word, change }) = item.kind else {
            kept.push(item);
            continue;
        };
        diagnostics.push(message::nothing_amended(word, verb));
        if let (Verb::Add | Verb::Replace, Change::Item(inner)) = (verb, change) {
            kept.push(*inner);
        }
    }
    kept
}
