//! Findings that are accepted: what they are accepted at exists.

use guiju_program::acceptance::{Acceptance, AcceptedAt};

use crate::ast;
use crate::compile::{Compiler, Item, Member};
use crate::message::{names, rows};

impl Compiler<'_> {
    /// All that is accepted, in the order of the text. Whether a code is that of a finding is not known here.
    pub(super) fn lower_acceptances(&mut self) {
        for (item, span) in std::mem::take(&mut self.acceptances) {
            let mut at = Vec::with_capacity(item.at.len());
            for path in &item.at {
                self.check_accepted(path);
                at.push(AcceptedAt { name: path.text(), span: path.span });
            }
            let cites = self.cite_only(&item.cites);
            self.program.acceptances.push(Acceptance {
                code: item.code.text.clone(),
                code_span: item.code.span,
                at,
                reason: item.reason.text.clone(),
                cites,
                span,
            });
        }
    }

    /// Reports a path that names neither an item nor a part of one.
    fn check_accepted(&mut self, path: &ast::Path) {
        let Some((first, rest)) = path.names.split_first() else {
            return;
        };
        let text = first.text.as_str();
        let item = self.names.get(text).map(|(item, _)| *item);
        let nameless = item.is_none()
            && rest.is_empty()
            && (self.units.is_declared(text)
                || self.samples.contains_key(text)
                || self.program.documents.iter().any(|document| document.name.text == text)
                || self.program.interpretations.values().any(|words| words.name.text == text));
        if nameless {
            return;
        }
        let Some(item) = item else {
            self.unknown_item(first, names::ITEM, |_| true);
            return;
        };
        let Some(part) = rest.first() else {
            return;
        };
        let has_part = match item {
            Item::Criteria(id) => {
                if self.condition_named(id, part).is_none() {
                    return;
                }
                true
            }
            Item::Record(id) => {
                let known = matches!(self.member(id, &part.text), Some(Member::Field(_)));
                if !known {
                    if !self.lost.contains(part.text.as_str()) {
                        let near = self.near_member(id, &part.text);
                        self.report(names::unknown_member(part, text, near));
                    }
                    return;
                }
                true
            }
            _ => false,
        };
        if !has_part {
            self.report(rows::no_parts(first, part));
        } else if let Some(next) = rest.get(1) {
            self.report(rows::no_parts(part, next));
        }
    }
}
