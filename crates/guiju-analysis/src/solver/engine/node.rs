//! Formulas over bounds of columns, and what they tell while only some bounds are known.

use super::bound::Bound;
use super::columns::{Columns, Read};
use crate::solver::answer::Why;
use crate::solver::formula::{Atom, Formula, Relation};
use crate::solver::problem::{Problem, Sort};

/// A formula over bounds of columns.
#[derive(Debug)]
pub(super) enum Node {
    Constant(bool),
    Leaf(Bound),
    Not(Box<Node>),
    /// At least so many parts hold. All of them: and. One of them: or.
    Count(usize, Vec<Node>),
    Iff(Box<Node>, Box<Node>),
}

impl Node {
    /// Reads a formula; new columns are made for its linear forms.
    pub fn read(formula: &Formula, problem: &Problem, columns: &mut Columns<'_>) -> Result<Self, Why> {
        let mut all = |parts: &[Formula]| -> Result<Vec<Self>, Why> {
            parts.iter().map(|part| Self::read(part, problem, columns)).collect()
        };
        Ok(match formula {
            Formula::Constant(truth) => Self::Constant(*truth),
            Formula::Bool(variable) => match problem.get(*variable) {
                Some(of) if of.sort == Sort::Bool => {
                    let one = guiju_evaluator::Exact::one();
                    Self::Leaf(columns.rounded(variable.index(), false, one, false))
                }
                Some(of) => return Err(Why::Malformed(format!("`{}` is a number, not a truth value", of.name))),
                None => {
                    return Err(Why::Malformed(format!("variable {} is not of this problem", variable.index())));
                }
            },
            Formula::Atom(atom) => Self::read_atom(atom, columns)?,
            Formula::Not(part) => Self::not(Self::read(part, problem, columns)?),
            Formula::And(parts) => Self::Count(parts.len(), all(parts)?),
            Formula::Or(parts) => Self::Count(1, all(parts)?),
            Formula::AtLeast(least, parts) => Self::Count(*least, all(parts)?),
            Formula::Exactly(number, parts) => {
                let above = Self::not(Self::Count(number.saturating_add(1), all(parts)?));
                Self::Count(2, vec![Self::Count(*number, all(parts)?), above])
            }
            Formula::Implies(condition, consequence) => {
                let condition = Self::not(Self::read(condition, problem, columns)?);
                Self::Count(1, vec![condition, Self::read(consequence, problem, columns)?])
            }
            Formula::Iff(left, right) => {
                let left = Self::read(left, problem, columns)?;
                Self::Iff(Box::new(left), Box::new(Self::read(right, problem, columns)?))
            }
        })
    }

    fn read_atom(atom: &Atom, columns: &mut Columns<'_>) -> Result<Self, Why> {
        let (column, scale, constant) = match columns.read(&atom.linear)? {
            Read::Column { column, scale, constant } => (column, scale, constant),
            Read::Constant(value) => {
                return Ok(Self::Constant(match atom.relation {
                    Relation::Less => value.is_negative(),
                    Relation::AtMost => !value.is_positive(),
                    Relation::Equal => value.is_zero(),
                    Relation::AtLeast => !value.is_negative(),
                    Relation::More => value.is_positive(),
                    Relation::Differs => !value.is_zero(),
                }));
            }
        };
        let leaf = |relation| Self::Leaf(columns.bound(column, &scale, &constant, relation));
        Ok(match atom.relation {
            Relation::Equal => Self::Count(2, vec![leaf(Relation::AtMost), leaf(Relation::AtLeast)]),
            Relation::Differs => Self::Count(1, vec![leaf(Relation::Less), leaf(Relation::More)]),
            relation => leaf(relation),
        })
    }

    fn not(part: Self) -> Self {
        match part {
            Self::Constant(truth) => Self::Constant(!truth),
            Self::Not(part) => *part,
            part => Self::Not(Box::new(part)),
        }
    }

    /// How many parts it has, itself included.
    pub fn size(&self) -> usize {
        match self {
            Self::Constant(_) | Self::Leaf(_) => 1,
            Self::Not(part) => 1 + part.size(),
            Self::Count(_, parts) => 1 + parts.iter().map(Self::size).sum::<usize>(),
            Self::Iff(left, right) => 1 + left.size() + right.size(),
        }
    }

    /// Calls `visit` with the column of each leaf.
    pub fn visit_columns(&self, visit: &mut impl FnMut(usize)) {
        match self {
            Self::Constant(_) => {}
            Self::Leaf(bound) => visit(bound.column),
            Self::Not(part) => part.visit_columns(visit),
            Self::Count(_, parts) => parts.iter().for_each(|part| part.visit_columns(visit)),
            Self::Iff(left, right) => {
                left.visit_columns(visit);
                right.visit_columns(visit);
            }
        }
    }

    /// Whether it holds, as far as the leaves tell.
    pub fn truth(&self, leaf: &impl Fn(&Bound) -> Option<bool>) -> Option<bool> {
        match self {
            Self::Constant(truth) => Some(*truth),
            Self::Leaf(bound) => leaf(bound),
            Self::Not(part) => part.truth(leaf).map(|truth| !truth),
            Self::Count(least, parts) => {
                let (mut holding, mut possible) = (0, parts.len());
                for part in parts {
                    match part.truth(leaf) {
                        Some(true) => holding += 1,
                        Some(false) => possible -= 1,
                        None => {}
                    }
                    if holding >= *least {
                        return Some(true);
                    }
                    if possible < *least {
                        return Some(false);
                    }
                }
                // Without parts nothing was asked in the loop.
                if holding >= *least { Some(true) } else { (possible < *least).then_some(false) }
            }
            Self::Iff(left, right) => Some(left.truth(leaf)? == right.truth(leaf)?),
        }
    }

    /// The leaves that must be so if this node is to be `must`; `true`: as they stand, `false`: negated.
    pub fn implied<'n>(
        &'n self,
        must: bool,
        leaf: &impl Fn(&Bound) -> Option<bool>,
        into: &mut Vec<(&'n Bound, bool)>,
    ) {
        match self {
            Self::Constant(_) => {}
            Self::Leaf(bound) => {
                if leaf(bound).is_none() {
                    into.push((bound, must));
                }
            }
            Self::Not(part) => part.implied(!must, leaf, into),
            Self::Count(least, parts) => {
                let truths: Vec<Option<bool>> = parts.iter().map(|part| part.truth(leaf)).collect();
                let agreeing = truths.iter().filter(|truth| **truth != Some(!must)).count();
                // To be true it needs `least` true parts; to be false, all false but `least - 1`.
                if agreeing == self.needed(must, *least, parts.len()) {
                    for (part, truth) in parts.iter().zip(&truths) {
                        if truth.is_none() {
                            part.implied(must, leaf, into);
                        }
                    }
                }
            }
            Self::Iff(left, right) => match (left.truth(leaf), right.truth(leaf)) {
                (Some(truth), None) => right.implied(truth == must, leaf, into),
                (None, Some(truth)) => left.implied(truth == must, leaf, into),
                _ => {}
            },
        }
    }

    #[expect(clippy::unused_self, reason = "reads as a property of a count")]
    const fn needed(&self, must: bool, least: usize, parts: usize) -> usize {
        if must { least } else { (parts + 1).saturating_sub(least) }
    }

    /// Collects leaves that make it `is`, among those that `known` knows; whether there are enough. What is collected is
    /// the leaf and how it stands.
    pub fn explain<'n>(
        &'n self,
        is: bool,
        known: &impl Fn(&Bound, bool) -> bool,
        into: &mut Vec<(&'n Bound, bool)>,
    ) -> bool {
        let mark = into.len();
        let found = match self {
            Self::Constant(truth) => *truth == is,
            Self::Leaf(bound) => {
                into.push((bound, is));
                known(bound, is)
            }
            Self::Not(part) => part.explain(!is, known, into),
            Self::Count(least, parts) => {
                let mut missing = self.needed(is, *least, parts.len());
                for part in parts {
                    if missing == 0 {
                        break;
                    }
                    if part.explain(is, known, into) {
                        missing -= 1;
                    }
                }
                missing == 0
            }
            Self::Iff(left, right) => [true, false].into_iter().any(|side| {
                let mark = into.len();
                let both = left.explain(side, known, into) && right.explain(side == is, known, into);
                if !both {
                    into.truncate(mark);
                }
                both
            }),
        };
        if !found {
            into.truncate(mark);
        }
        found
    }

    /// A leaf that does not stand as it must whatever else holds, and how it must.
    pub fn broken<'n>(&'n self, must: bool, leaf: &impl Fn(&Bound) -> Option<bool>) -> Option<(&'n Bound, bool)> {
        match self {
            Self::Leaf(bound) => (leaf(bound) == Some(!must)).then_some((bound, must)),
            Self::Not(part) => part.broken(!must, leaf),
            Self::Count(least, parts) if self.needed(must, *least, parts.len()) == parts.len() => {
                parts.iter().find_map(|part| part.broken(must, leaf))
            }
            Self::Constant(_) | Self::Count(..) | Self::Iff(..) => None,
        }
    }

    /// A leaf that is still open, and how it helps this node to be `must`; parts that already are so by the current
    /// values come first.
    pub fn choose<'n>(
        &'n self,
        must: bool,
        leaf: &impl Fn(&Bound) -> Option<bool>,
        current: &impl Fn(&Bound) -> bool,
    ) -> Option<(&'n Bound, bool)> {
        match self {
            Self::Constant(_) => None,
            Self::Leaf(bound) => leaf(bound).is_none().then_some((bound, must)),
            Self::Not(part) => part.choose(!must, leaf, current),
            Self::Count(_, parts) => {
                let open = || parts.iter().filter(|part| part.truth(leaf).is_none());
                let fitting = open().find(|part| part.truth(&|bound| Some(current(bound))) == Some(must));
                fitting.or_else(|| open().next())?.choose(must, leaf, current)
            }
            Self::Iff(left, right) => match (left.truth(leaf), right.truth(leaf)) {
                (Some(truth), None) => right.choose(truth == must, leaf, current),
                (None, Some(truth)) => left.choose(truth == must, leaf, current),
                _ => {
                    let now = left.truth(&|bound| Some(current(bound))).unwrap_or(true);
                    left.choose(now, leaf, current)
                }
            },
        }
    }
}
