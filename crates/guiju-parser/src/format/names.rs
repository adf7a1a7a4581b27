//! The names of a policy, which no spelling may touch.

use std::collections::HashSet;

use guiju_program::Diagnostic;

use crate::ast::{Change, Field, FieldType, Item, ItemKind};
use crate::parse::{Role, parse_words, path_names};

/// The names that a policy's files use, as far as they may be spelled like words of the language.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Every name.
    pub(super) all: HashSet<String>,
    /// The values of lists.
    pub(super) values: HashSet<String>,
    pub(super) records: HashSet<String>,
    /// Units with their labels.
    pub(super) units: HashSet<String>,
    pub(super) currency: Option<String>,
    /// Whether there are files that were not read, in which a word might be a name.
    pub(super) unknown: bool,
    /// Whether there is a header that amends no other policy.
    whole: bool,
}

impl Names {
    /// The names of a text that stands alone.
    ///
    /// A text without a header is part of a policy, and an amendment goes on from another one: what might be a name there
    /// is taken for one. Where the other files are known, [`Names::read`] them one by one instead.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut names = Self::default();
        names.read(text);
        names.unknown |= !names.whole;
        names
    }

    /// Says that not all files of the policy could be read: what might be a name in another one is taken for one.
    pub const fn set_incomplete(&mut self) {
        self.unknown = true;
    }

    /// Adds those of a file of the policy.
    pub fn read(&mut self, text: &str) {
        let (parsed, words) = parse_words(text);
        for (token, noted) in words.tokens.iter().zip(&words.uses) {
            if noted.role == Role::Name {
                self.all.extend(path_names(token).into_iter().map(|(name, ..)| name.to_owned()));
            }
        }
        parsed.items.iter().for_each(|item| self.add_item(item));
        // What could not be read may have declared anything.
        self.unknown |= parsed.diagnostics.iter().any(Diagnostic::is_error);
    }

    fn add_item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Policy(policy) => {
                self.whole |= policy.amends.is_none();
                if let Some(currency) = &policy.currency {
                    self.currency = Some(currency.text.clone());
                }
            }
            ItemKind::Unit(units) => {
                for unit in units {
                    self.units.insert(unit.name.text.clone());
                    self.units.extend(unit.label.clone());
                }
            }
            ItemKind::Record(record) => {
                self.records.insert(record.name.name.text.clone());
                record.fields.iter().for_each(|field| self.add_field(field));
            }
            ItemKind::Amendment(amendment) => match &amendment.change {
                Change::Item(item) => self.add_item(item),
                Change::Part { field: Some(field), .. } => self.add_field(field),
                _ => {}
            },
            _ => {}
        }
    }

    fn add_field(&mut self, field: &Field) {
        if let FieldType::Enumeration { variants, .. } = &field.ty {
            self.values.extend(variants.iter().map(|variant| variant.name.text.clone()));
        }
    }
}
