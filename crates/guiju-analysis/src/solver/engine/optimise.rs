//! One question: a model, a contradiction, or how far an objective can be driven.

use guiju_evaluator::Exact;

use super::analyse::Lesson;
use super::columns::Read;
use super::meter::Meter;
use super::proof;
use super::search::{Reason, Search};
use super::tableau::Reach;
use crate::solver::answer::Why;
use crate::solver::certificate::Certificate;
use crate::solver::formula::Atom;
use crate::solver::model::Model;
use crate::solver::problem::{ClauseId, Direction, Objective, Problem};

/// What came of a question.
pub(super) enum Found {
    Model(Model),
    /// The clauses that the certificate cites.
    Contradiction(Certificate, Vec<ClauseId>),
    /// The objective can be driven as far as one likes.
    Unbounded(Model),
}

/// The best value so far of what is driven.
#[derive(Clone)]
pub(super) struct Best {
    pub value: Exact,
    /// Whether it is reached, or only come near to.
    pub attained: bool,
    pub model: Model,
}

/// Answers a question. With an objective the best values are noted in `best`, and the contradiction at the end says that
/// nothing is beyond the last of them.
pub(super) fn solve(
    problem: &Problem,
    clauses: &[ClauseId],
    against: Option<&Atom>,
    objective: Option<&Objective>,
    best: &mut Option<Best>,
    meter: &mut Meter<'_>,
) -> Result<Found, Why> {
    let mut search = Search::new(problem, clauses, meter)?;
    let driven = match objective {
        Some(objective) => Driven::read(objective, &mut search)?,
        None => None,
    };
    let mut conflict = search.begin(against)?;
    loop {
        if let Some(found) = conflict.take()
            && let Lesson::Contradiction = search.analyse(&found)?
        {
            let (certificate, core) = proof::certificate(&search.lemmas);
            return Ok(Found::Contradiction(certificate, core));
        }
        conflict = search.propagate()?;
        if conflict.is_some() {
            continue;
        }
        if let Some(bound) = search.next_decision()? {
            search.decide(bound, false)?;
            continue;
        }
        let mut reach = Reach::Bounded;
        if let Some(driven) = &driven {
            reach = search.tableau.drive(driven.column, driven.up, search.meter)?;
        }
        if let Some(bound) = search.cut() {
            conflict = search.between()?;
            if conflict.is_none() {
                search.decide(bound, true)?;
            }
            continue;
        }
        let model = search.model();
        if !model.replays(problem, clauses) {
            return Err(Why::Refuted("a model did not stand up to being evaluated".to_owned()));
        }
        let Some(driven) = &driven else { return Ok(Found::Model(model)) };
        if reach == Reach::Unbounded {
            return Ok(Found::Unbounded(model));
        }
        let end = search.tableau.value(driven.column).clone();
        let attained = end.delta.is_zero();
        let value = &(&end.real * &driven.scale) + &driven.constant;
        *best = Some(Best { value, attained, model });
        search.back(0);
        let better = search.columns.rounded(driven.column, !driven.up, end.real, attained);
        conflict = search.claim(better, Reason::Objective)?;
    }
}

/// The column that an objective drives: the objective is `scale × column + constant`.
struct Driven {
    column: usize,
    up: bool,
    scale: Exact,
    constant: Exact,
}

impl Driven {
    /// `None` for an objective without variables.
    fn read(objective: &Objective, search: &mut Search<'_, '_, '_>) -> Result<Option<Self>, Why> {
        Ok(match search.read(&objective.linear)? {
            Read::Constant(_) => None,
            Read::Column { column, scale, constant } => {
                let up = (objective.direction == Direction::Maximise) == scale.is_positive();
                Some(Self { column, up, scale, constant })
            }
        })
    }
}
