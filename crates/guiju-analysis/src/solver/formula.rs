//! Formulas over linear comparisons and truth values.

use super::linear::Linear;
use super::problem::Var;

/// How the linear expression of an atom stands to zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// `<`
    Less,
    /// `≤`
    AtMost,
    /// `=`
    Equal,
    /// `≥`
    AtLeast,
    /// `>`
    More,
    /// `≠`
    Differs,
}

impl Relation {
    /// The relation that holds exactly where this one does not.
    #[must_use]
    pub const fn negated(self) -> Self {
        match self {
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::More,
            Self::Equal => Self::Differs,
            Self::AtLeast => Self::Less,
            Self::More => Self::AtMost,
            Self::Differs => Self::Equal,
        }
    }

    /// As it is written.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "≤",
            Self::Equal => "=",
            Self::AtLeast => "≥",
            Self::More => ">",
            Self::Differs => "≠",
        }
    }
}

/// A linear comparison (线性比较): `linear relation 0`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Atom {
    /// The left side; the right side is zero.
    pub linear: Linear,
    /// How it stands to zero.
    pub relation: Relation,
}

/// A formula (公式). Nesting is walked by recursion: do not nest by the thousand.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Formula {
    /// Always, or never.
    Constant(bool),
    /// A variable of sort `Bool` holds.
    Bool(Var),
    /// A linear comparison holds.
    Atom(Atom),
    /// The part does not hold.
    Not(Box<Self>),
    /// All parts hold; with no parts always.
    And(Vec<Self>),
    /// At least one part holds; with no parts never.
    Or(Vec<Self>),
    /// If the first holds, so does the second.
    Implies(Box<Self>, Box<Self>),
    /// Both hold, or neither does.
    Iff(Box<Self>, Box<Self>),
    /// At least so many parts hold.
    AtLeast(usize, Vec<Self>),
    /// Exactly so many parts hold.
    Exactly(usize, Vec<Self>),
}

impl Formula {
    /// The part does not hold.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "a constructor, like the others")]
    pub fn not(part: Self) -> Self {
        Self::Not(Box::new(part))
    }

    /// If the first holds, so does the second.
    #[must_use]
    pub fn implies(condition: Self, consequence: Self) -> Self {
        Self::Implies(Box::new(condition), Box::new(consequence))
    }

    /// Both hold, or neither does.
    #[must_use]
    pub fn iff(left: Self, right: Self) -> Self {
        Self::Iff(Box::new(left), Box::new(right))
    }

    /// At most so many parts hold.
    #[must_use]
    pub fn at_most(count: usize, parts: Vec<Self>) -> Self {
        Self::not(Self::AtLeast(count.saturating_add(1), parts))
    }

    /// Calls `visit` with each linear comparison.
    pub fn visit_atoms(&self, visit: &mut impl FnMut(&Atom)) {
        match self {
            Self::Constant(_) | Self::Bool(_) => {}
            Self::Atom(atom) => visit(atom),
            Self::Not(part) => part.visit_atoms(visit),
            Self::And(parts) | Self::Or(parts) | Self::AtLeast(_, parts) | Self::Exactly(_, parts) => {
                parts.iter().for_each(|part| part.visit_atoms(visit));
            }
            Self::Implies(left, right) | Self::Iff(left, right) => {
                left.visit_atoms(visit);
                right.visit_atoms(visit);
            }
        }
    }

    /// Calls `visit` with each variable, as often as it occurs; `true` where it stands as a truth value.
    pub fn visit_variables(&self, visit: &mut impl FnMut(Var, bool)) {
        match self {
            Self::Constant(_) => {}
            Self::Bool(variable) => visit(*variable, true),
            Self::Atom(atom) => atom.linear.terms().iter().for_each(|(variable, _)| visit(*variable, false)),
            Self::Not(part) => part.visit_variables(visit),
            Self::And(parts) | Self::Or(parts) | Self::AtLeast(_, parts) | Self::Exactly(_, parts) => {
                parts.iter().for_each(|part| part.visit_variables(visit));
            }
            Self::Implies(left, right) | Self::Iff(left, right) => {
                left.visit_variables(visit);
                right.visit_variables(visit);
            }
        }
    }
}
