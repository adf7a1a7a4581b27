//! How each item of a policy came to stand as it does: as it was, replaced or added.

use guiju_program::diagnostic::Language;
use guiju_program::source::{SourceFile, Span};

use crate::amend::Standing;
use crate::ast::Item;
use crate::show::{Show, joined, show};

/// The items of a policy as they stand after all amendments, in their order, and what was repealed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standings {
    /// The items, tests and samples among them.
    pub items: Vec<StandingItem>,
    /// What does not stand any more.
    pub repealed: Vec<RepealedItem>,
}

/// An item as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingItem {
    /// Where it stands: the place that the program's item has.
    pub span: Span,
    /// Its text. Parts that an amendment changed have a comment that says so.
    pub text: String,
    /// What an amendment did to the item as a whole.
    pub change: ItemChange,
    /// Where it comes from, in words.
    pub origin: String,
    /// Its parts that an amendment replaced or added: where each stands, and where it comes from, in words.
    pub parts: Vec<(Span, String)>,
}

/// What an amendment did to an item as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemChange {
    /// It stands as the first policy has it, but for its parts.
    Kept,
    /// It was replaced (替换).
    Replaced,
    /// It was added (新增).
    Added,
}

/// What was repealed (废止).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepealedItem {
    /// Its name or path, such as `达标.短视频`.
    pub path: String,
    /// Its text when it stood.
    pub text: String,
    /// Where it stood, and where the repeal is, in words.
    pub origin: String,
}

/// How the items of a policy came to stand as they do, in words of that language. `None`: the files have an error.
pub fn standings(sources: &[SourceFile], language: Language) -> Option<Standings> {
    let (joined, syntax) = joined(sources);
    let show = show(sources, language, &joined, syntax)?;
    let items = joined.items.iter().zip(&joined.standings);
    Some(Standings {
        items: items.map(|(item, standing)| show.standing(item, standing)).collect(),
        repealed: joined
            .repealed
            .iter()
            .map(|repealed| RepealedItem {
                path: repealed.path.clone(),
                text: show.written(repealed.old).to_owned(),
                origin: show.repeal(repealed),
            })
            .collect(),
    })
}

impl Show<'_> {
    fn standing(&self, item: &Item, standing: &Standing) -> StandingItem {
        let parts = standing.parts.iter();
        StandingItem {
            span: item.span,
            text: self.item(item, standing),
            change: match (standing.replaced, standing.added) {
                (Some(_), _) => ItemChange::Replaced,
                (None, true) => ItemChange::Added,
                (None, false) => ItemChange::Kept,
            },
            origin: self.origin(item, standing),
            parts: parts.filter_map(|part| Some((part.now?, self.part_origin(part.original, part.now?)))).collect(),
        }
    }
}
