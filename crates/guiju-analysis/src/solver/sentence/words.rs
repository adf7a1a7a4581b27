//! Numbers, inequalities and sources in words.

use guiju_evaluator::Exact;
use guiju_program::diagnostic::Language;

use crate::solver::certificate::Source;
use crate::solver::formula::{Atom, Relation};
use crate::solver::linear::Linear;
use crate::solver::problem::{ClauseId, Problem, Sort, Var};

/// What things are called.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub problem: &'a Problem,
    pub language: Language,
}

impl Words<'_> {
    pub fn name(&self, variable: Var) -> String {
        let Some(of) = self.problem.get(variable) else { return String::new() };
        let label = of.label.get(self.language);
        if label.is_empty() { of.name.clone() } else { label.to_owned() }
    }

    pub fn unit(&self, variable: Var) -> &str {
        self.problem.get(variable).map_or("", |of| of.unit.get(self.language))
    }

    /// A number with what it is counted in.
    pub fn quantity(&self, value: &Exact, unit: &str) -> String {
        match self.language {
            Language::En if !unit.is_empty() => format!("{} {unit}", number(value)),
            _ => format!("{}{unit}", number(value)),
        }
    }

    pub fn clause(&self, id: ClauseId) -> String {
        let Some(of) = self.problem.get_clause(id) else { return String::new() };
        let label = of.label.get(self.language);
        let label = if label.is_empty() { of.name.as_str() } else { label };
        match self.language {
            Language::Zh => format!("「{label}」"),
            Language::En => format!("'{label}'"),
        }
    }

    pub fn source(&self, source: Source) -> String {
        match (source, self.language) {
            (Source::Clause(id), _) => self.clause(id),
            (Source::Bound(variable), Language::Zh) => format!("{}的取值范围", self.name(variable)),
            (Source::Bound(variable), Language::En) => format!("the range of {}", self.name(variable)),
            (Source::Assumed, Language::Zh) => "本情形的假设".to_owned(),
            (Source::Assumed, Language::En) => "assumed in this case".to_owned(),
            (Source::Objective, Language::Zh) => "要比最优值更好".to_owned(),
            (Source::Objective, Language::En) => "to be better than the best".to_owned(),
        }
    }

    /// An inequality, and of a truth value whether it holds.
    pub fn condition(&self, atom: &Atom) -> String {
        if let [(variable, _)] = atom.linear.terms()
            && self.problem.get(*variable).is_some_and(|of| of.sort == Sort::Bool)
        {
            let name = self.name(*variable);
            return match (self.language, is_upper(atom.relation)) {
                (Language::Zh, false) => format!("「{name}」成立"),
                (Language::Zh, true) => format!("「{name}」不成立"),
                (Language::En, false) => format!("'{name}' holds"),
                (Language::En, true) => format!("'{name}' does not hold"),
            };
        }
        self.atom(&presentable(atom).0)
    }

    /// An inequality with its negative terms on the other side.
    pub fn atom(&self, atom: &Atom) -> String {
        let terms = atom.linear.terms();
        let turned = !terms.is_empty() && terms.iter().all(|(_, coefficient)| coefficient.is_negative());
        let (linear, relation) =
            if turned { (-atom.linear.clone(), mirrored(atom.relation)) } else { (atom.linear.clone(), atom.relation) };
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for (variable, coefficient) in linear.terms() {
            let side = if coefficient.is_negative() { &mut right } else { &mut left };
            let (name, size) = (self.name(*variable), coefficient.abs());
            side.push(if size == Exact::one() { name } else { format!("{} × {name}", factor(&size)) });
        }
        // The constant beside a single variable is counted in what the variable is.
        let unit = match linear.terms() {
            [(variable, coefficient)] if *coefficient == Exact::one() => self.unit(*variable),
            _ => "",
        };
        let constant = linear.constant();
        if constant.is_positive() && !right.is_empty() {
            left.push(self.quantity(constant, unit));
        } else if !constant.is_zero() || right.is_empty() {
            right.push(self.quantity(&-constant, unit));
        }
        let left = if left.is_empty() { vec![number(&Exact::zero())] } else { left };
        format!("{} {} {}", left.join(" + "), relation.sign(), right.join(" + "))
    }

    /// What holds exactly where an inequality does not.
    pub fn negation(&self, atom: &Atom) -> Atom {
        let whole = |value: &Exact| value.floor() == *value;
        let integral = whole(atom.linear.constant())
            && atom.linear.terms().iter().all(|(variable, coefficient)| {
                whole(coefficient) && self.problem.get(*variable).is_some_and(|of| of.sort != Sort::Real)
            });
        let (step, relation) = match atom.relation {
            Relation::AtMost if integral => (-1, Relation::AtLeast),
            Relation::AtLeast if integral => (1, Relation::AtMost),
            relation => (0, relation.negated()),
        };
        Atom { linear: atom.linear.clone() + Linear::from(step), relation }
    }
}

pub(super) const fn is_upper(relation: Relation) -> bool {
    matches!(relation, Relation::AtMost | Relation::Less)
}

pub(super) const fn is_strict(relation: Relation) -> bool {
    matches!(relation, Relation::More | Relation::Less)
}

/// The relation read from the other side.
pub(super) const fn mirrored(relation: Relation) -> Relation {
    match relation {
        Relation::Less => Relation::More,
        Relation::AtMost => Relation::AtLeast,
        Relation::AtLeast => Relation::AtMost,
        Relation::More => Relation::Less,
        relation => relation,
    }
}

/// A decimal where there is one, else a fraction.
pub(super) fn number(value: &Exact) -> String {
    let text = value.to_string();
    text.strip_prefix('-').map_or_else(|| text.clone(), |rest| format!("−{rest}"))
}

/// A number that something is multiplied with: fractions in parentheses.
pub(super) fn factor(value: &Exact) -> String {
    let text = number(value);
    if text.contains('/') { format!("({text})") } else { text }
}

/// The inequality divided by a number above zero, so that the smallest coefficient is one, if decimals come of it; and
/// the number.
pub(super) fn presentable(atom: &Atom) -> (Atom, Exact) {
    let smallest = atom.linear.terms().iter().map(|(_, coefficient)| coefficient.abs()).min();
    if let Some(divisor) = smallest
        && let Some(inverse) = Exact::one().checked_div(&divisor)
    {
        let linear = atom.linear.clone().times(&inverse);
        let decimal = |value: &Exact| !value.to_string().contains('/');
        if linear.terms().iter().all(|(_, coefficient)| decimal(coefficient)) && decimal(linear.constant()) {
            return (Atom { linear, relation: atom.relation }, divisor);
        }
    }
    (atom.clone(), Exact::one())
}

/// The largest number of which all are whole multiples.
pub(super) fn common_divisor<'n>(numbers: impl Iterator<Item = &'n Exact>) -> Exact {
    numbers.fold(Exact::zero(), |divisor, number| {
        let (mut left, mut right) = (number.abs(), divisor);
        while let Some(quotient) = left.checked_div(&right) {
            (left, right) = (right.clone(), &left - &(&right * &quotient.floor()));
        }
        left
    })
}
