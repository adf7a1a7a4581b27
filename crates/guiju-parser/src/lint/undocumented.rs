//! Interpretations and wordings of which nobody can tell where they come from.

use guiju_program::diagnostic::Diagnostic;

use super::Lint;
use crate::ast::ItemKind;

pub(super) const CODE: &str = "undocumented-interpretation";

/// An interpretation says its reason in a text and cites the clause that it reads; a wording has only the clause. Without any
/// source nothing can be cited.
pub(super) fn run(lint: &mut Lint<'_>) {
    for item in lint.items {
        match &item.kind {
            ItemKind::Interpretation(reading) => {
                let name = &reading.name.name;
                let about = [name.text.clone()];
                if reading.text.text.trim().is_empty() {
                    let diagnostic = Diagnostic::warning(
                        CODE,
                        reading.text.span,
                        format!("解释“{}”没有写明读作什么", name.text),
                        format!("the interpretation {} does not say how the text is read", name.text),
                    )
                    .help("在引号里写一句话：条文怎样读，为什么", "say in the quotes how the text is read, and why");
                    lint.report(diagnostic, about);
                } else if reading.cites.is_empty() && lint.has_sources() {
                    let diagnostic = Diagnostic::warning(
                        CODE,
                        name.span,
                        format!("解释“{}”没有写明解释的是哪一条", name.text),
                        format!("the interpretation {} does not say which clause it reads", name.text),
                    )
                    .help("写明所解释的条款：依据 第一条", "cite the clause that it reads: cites article_1");
                    lint.report(diagnostic, about);
                }
            }
            ItemKind::Wording(wording) if wording.cites.is_empty() && lint.has_sources() => {
                let diagnostic = Diagnostic::warning(
                    CODE,
                    wording.place,
                    "词义没有写明出自哪一条",
                    "the wording does not say which clause it comes from",
                )
                .help("办法自己规定的词义要写依据：依据 第一条", "cite the clause that says so: cites article_1");
                let names = lint.program.interpretations.values().filter(|reading| reading.span == item.span);
                let about: Vec<String> = names.map(|reading| reading.name.text.clone()).collect();
                lint.report(diagnostic, about);
            }
            _ => {}
        }
    }
}
