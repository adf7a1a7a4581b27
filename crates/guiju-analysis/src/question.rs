//! The questions that an analysis asks, one a file.

pub(crate) mod bounded;
pub(crate) mod budget;
pub(crate) mod conflict;
pub(crate) mod criteria;
pub(crate) mod dates;
pub(crate) mod implied;
pub(crate) mod left;
pub(crate) mod open;

use guiju_program::Program;
use guiju_program::citation;
use guiju_program::diagnostic::{Bilingual, Diagnostic, Language, Place, Severity};
use guiju_program::name::Name;
use guiju_program::source::Span;

use crate::asker::{Asker, atom, single};
use crate::encode::scene::{Origin, Role, Scene};
use crate::report::{Figure, Finding, Party, Proof};
use crate::solver::{ClauseId, Relation};
use crate::wording::{bilingual, bound, cited, of_var, quantity};

/// What all questions need.
pub(crate) struct Context<'a, 'p> {
    /// The policy.
    pub program: &'p Program,
    /// Who is asked.
    pub asker: &'a Asker<'a>,
    /// At most so many sets of clauses that cannot hold together are told of one subject.
    pub most_cores: usize,
}

/// The name of what a clause stands for.
pub(crate) fn name_of<'p>(program: &'p Program, role: &Role) -> Option<&'p Name> {
    Some(match role {
        Role::Rule(id) => &program.rules.find(*id)?.name,
        Role::Condition(criteria, index) => &program.criteria.find(*criteria)?.conditions.get(*index)?.name,
        Role::Award(id) => &program.awards.find(*id)?.name,
        Role::Cap(id) => &program.caps.find(*id)?.name,
        Role::Budget(id) => &program.budgets.find(*id)?.name,
        Role::Meaning | Role::Intent(_) => return None,
    })
}

/// What a clause stands for, as a party of a finding.
pub(crate) fn party(program: &Program, origin: &Origin) -> Option<Party> {
    let name = name_of(program, &origin.role)?;
    let path = match origin.role {
        Role::Condition(criteria, _) => format!("{}.{}", program.criteria.find(criteria)?.name, name),
        _ => name.text.clone(),
    };
    Some(Party { name: path, cites: origin.cites.clone(), span: origin.span })
}

/// A clause by its name and what it cites.
pub(crate) fn named(program: &Program, origin: &Origin, language: Language) -> String {
    name_of(program, &origin.role).map_or_else(String::new, |name| cited(program, name, &origin.cites, language))
}

/// What a clause says, where it bounds one quantity.
pub(crate) fn statement(scene: &Scene<'_>, clause: ClauseId, language: Language) -> Option<String> {
    let atom = atom(&scene.problem.get_clause(clause)?.formula)?;
    let (var, factor) = single(&atom.linear)?;
    let limit = (-atom.linear.constant()).checked_div(factor)?;
    let relation = if factor.is_negative() { mirrored(atom.relation) } else { atom.relation };
    let text = bound(relation, &of_var(scene, var, &limit, language)?, language);
    let of = quantity(scene, var, language)?;
    Some(match language {
        Language::Zh => format!("{of}{text}"),
        Language::En => format!("{of}: {text}"),
    })
}

/// A relation read from the other side.
pub(crate) const fn mirrored(relation: Relation) -> Relation {
    match relation {
        Relation::Less => Relation::More,
        Relation::AtMost => Relation::AtLeast,
        Relation::AtLeast => Relation::AtMost,
        Relation::More => Relation::Less,
        same => same,
    }
}

/// A finding about clauses: the first is the main one, the others are labels.
pub(crate) fn finding(
    scene: &Scene<'_>,
    (code, severity): (&'static str, Severity),
    message: Bilingual,
    clauses: &[ClauseId],
) -> Finding {
    let program = scene.program;
    let origins: Vec<(ClauseId, &Origin)> = clauses.iter().filter_map(|id| Some((*id, scene.origin(*id)?))).collect();
    let place = origins.first().map_or(Place::Nowhere, |(_, origin)| Place::Text(origin.span));
    let mut diagnostic = Diagnostic::new(code, severity, place, message.zh, message.en);
    for (id, origin) in origins.iter().skip(1) {
        let text =
            bilingual(|language| statement(scene, *id, language).unwrap_or_else(|| named(program, origin, language)));
        if diagnostic.labels.iter().all(|label| label.span != origin.span) {
            diagnostic = diagnostic.label(origin.span, text.zh, text.en);
        }
    }
    let items = origins.iter().filter_map(|(_, origin)| party(program, origin)).collect();
    Finding { diagnostic, items, figures: Vec::new(), proof: None, accepted: None }
}

/// A finding about one item.
pub(crate) fn about(
    (code, severity): (&'static str, Severity),
    message: Bilingual,
    name: impl Into<String>,
    cites: &[citation::ClauseId],
    span: Span,
) -> Finding {
    let diagnostic = Diagnostic::new(code, severity, Place::Text(span), message.zh, message.en);
    let items = vec![Party { name: name.into(), cites: cites.to_vec(), span }];
    Finding { diagnostic, items, figures: Vec::new(), proof: None, accepted: None }
}

impl Finding {
    /// The same with a note.
    #[must_use]
    pub(crate) fn note(mut self, text: Bilingual) -> Self {
        self.diagnostic = self.diagnostic.note(text.zh, text.en);
        self
    }

    /// The same with a way to mend it.
    #[must_use]
    pub(crate) fn help(mut self, text: Bilingual) -> Self {
        self.diagnostic = self.diagnostic.help(text.zh, text.en);
        self
    }

    /// The same with a number.
    #[must_use]
    pub(crate) fn figure(mut self, figure: Figure) -> Self {
        self.figures.push(figure);
        self
    }

    /// The same with a proof.
    #[must_use]
    pub(crate) fn proven(mut self, proof: Proof) -> Self {
        self.proof = Some(proof);
        self
    }

    /// The same with another party.
    #[must_use]
    pub(crate) fn with_party(mut self, party: Party, text: Bilingual) -> Self {
        self.diagnostic = self.diagnostic.label(party.span, text.zh, text.en);
        self.items.push(party);
        self
    }
}
