//! Certificates as sentences: `1500户 × 2.27万元/户 = 3405万元 > 3400万元`.

mod chain;
mod words;

use guiju_evaluator::Exact;
use guiju_program::Bilingual;
use guiju_program::diagnostic::Language;

use super::certificate::{Certificate, Premise, Source, Tree};
use super::formula::Atom;
use super::linear::Linear;
use super::problem::Problem;
use words::Words;

/// A contradiction of added inequalities as a sentence, where it is one chain: a bound, rates that it is multiplied with,
/// and a bound that the product breaks. `None` for longer sums: see [`added`].
pub fn chain(problem: &Problem, premises: &[Premise], language: Language) -> Option<String> {
    chain::sentence(&Words { problem, language }, premises)
}

/// A contradiction of added inequalities in the two languages: one chain, or else the inequalities with their multipliers.
pub fn bilingual(problem: &Problem, premises: &[Premise]) -> Bilingual {
    let of =
        |language| chain(problem, premises, language).unwrap_or_else(|| added(problem, premises, language).join("\n"));
    Bilingual::new(of(Language::Zh), of(Language::En))
}

/// The inequalities that are added up, a line each with its multiplier and where it comes from, and what they come to.
pub fn added(problem: &Problem, premises: &[Premise], language: Language) -> Vec<String> {
    let words = Words { problem, language };
    // As written an inequality is divided by a number, so it is multiplied with that besides; all together are multiplied
    // so that they are small whole numbers.
    let shown: Vec<(Atom, Exact)> = premises
        .iter()
        .map(|premise| {
            let (atom, divisor) = words::presentable(&premise.atom);
            (atom, &premise.multiplier * &divisor)
        })
        .collect();
    let divisor = words::common_divisor(shown.iter().map(|(_, multiplier)| multiplier));
    let mut total = Exact::zero();
    let mut strict = false;
    let mut lines = Vec::new();
    for (premise, (atom, multiplier)) in premises.iter().zip(&shown) {
        let multiplier = multiplier.checked_div(&divisor).unwrap_or_else(Exact::zero);
        let constant = atom.linear.constant() * &multiplier;
        total = if words::is_upper(atom.relation) { &total + &constant } else { &total - &constant };
        strict |= words::is_strict(atom.relation);
        let times =
            if multiplier == Exact::one() { String::new() } else { format!("{} × ", words::factor(&multiplier)) };
        let (atom, source) = (words.atom(atom), words.source(premise.source));
        lines.push(match language {
            Language::Zh => format!("{times}（{atom}）——{source}"),
            Language::En => format!("{times}({atom}) – {source}"),
        });
    }
    let sign = if strict { "<" } else { "≤" };
    lines.push(match language {
        Language::Zh => format!("相加得 {} {sign} 0，不成立", words::number(&total)),
        Language::En => format!("added up: {} {sign} 0, which is false", words::number(&total)),
    });
    lines
}

/// A whole certificate, a line a step; cases are indented.
pub fn lines(problem: &Problem, certificate: &Certificate, language: Language) -> Vec<String> {
    let words = Words { problem, language };
    let mut lines = Vec::new();
    let last = certificate.lemmas.len().saturating_sub(1);
    for (at, lemma) in certificate.lemmas.iter().enumerate() {
        let mut depth = 0;
        if at < last {
            let atoms: Vec<String> = lemma.atoms.iter().map(|atom| words.condition(atom)).collect();
            lines.push(match language {
                Language::Zh => format!("引理{}：{}，至少有一项成立。否则：", at + 1, atoms.join("；")),
                Language::En => format!("Lemma {}: at least one holds of {}. Otherwise:", at + 1, atoms.join("; ")),
            });
            depth = 1;
        }
        tree(&words, &lemma.proof, depth, &mut lines);
    }
    lines
}

fn tree(words: &Words<'_>, of: &Tree, depth: usize, lines: &mut Vec<String>) {
    let indent = "  ".repeat(depth);
    match of {
        Tree::Split { on, holds, fails } => {
            let sides = [(words.condition(on), holds), (words.condition(&words.negation(on)), fails)];
            for (condition, under) in sides {
                lines.push(match words.language {
                    Language::Zh => format!("{indent}若{condition}："),
                    Language::En => format!("{indent}If {condition}:"),
                });
                tree(words, under, depth + 1, lines);
            }
        }
        Tree::Clause(id) => {
            let clause = words.clause(*id);
            lines.push(match words.language {
                Language::Zh => format!("{indent}不符合{clause}"),
                Language::En => format!("{indent}this is against {clause}"),
            });
        }
        Tree::Lemma(at) => lines.push(match words.language {
            Language::Zh => format!("{indent}与引理{}矛盾", at + 1),
            Language::En => format!("{indent}this is against lemma {}", at + 1),
        }),
        Tree::Sum(premises) => match chain::sentence(words, premises) {
            Some(sentence) => {
                let sources: Vec<String> = sources(words, premises);
                lines.push(match words.language {
                    Language::Zh => format!("{indent}{sentence}（{}）", sources.join("；")),
                    Language::En => format!("{indent}{sentence} ({})", sources.join("; ")),
                });
            }
            None => {
                let added = added(words.problem, premises, words.language);
                lines.extend(added.into_iter().map(|line| format!("{indent}{line}")));
            }
        },
    }
}

/// Where the inequalities come from, each once.
fn sources(words: &Words<'_>, premises: &[Premise]) -> Vec<String> {
    let mut sources: Vec<String> = Vec::new();
    for premise in premises {
        let source = words.source(premise.source);
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

/// The expression of a clause in which two variables stand alone, as it was written: `spent - 2.27 × shops`.
fn as_written(problem: &Problem, source: Source, of: &Linear) -> Option<Linear> {
    let Source::Clause(id) = source else { return None };
    let variables = |linear: &Linear| linear.terms().iter().map(|(variable, _)| *variable).collect::<Vec<_>>();
    let mut found = None;
    problem.get_clause(id)?.formula.visit_atoms(&mut |atom| {
        if found.is_none() && variables(&atom.linear) == variables(of) {
            found = Some(atom.linear.clone());
        }
    });
    found
}
