//! Problems as SMT-LIB text, and what a solver of that language answers.

use std::fmt::Write;

use guiju_evaluator::Exact;

use super::engine::impossible;
use super::formula::{Atom, Formula, Relation};
use super::linear::Linear;
use super::problem::{ClauseId, Objective, Problem, Sort, Var};

/// What is asked besides whether the clauses can hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// Also a model; else clauses are not named, and no core can be had.
    pub model: bool,
    /// Also a core.
    pub core: bool,
}

/// The problem as SMT-LIB text: declarations, clauses, `(check-sat)`, and what else is asked.
///
/// Variables are called `x0`, `x1`, …, clauses `c0`, `c1`, …, by their place, since names of people need not fit the language.
pub fn script(problem: &Problem, clauses: &[ClauseId], extra: &[Atom], ask: Ask) -> String {
    let mut text = String::new();
    if ask.core {
        text.push_str("(set-option :produce-unsat-cores true)\n");
    }
    if ask.model {
        text.push_str("(set-option :produce-models true)\n");
    }
    text.push_str("(set-logic ALL)\n");
    text.push_str(&body(problem, clauses, extra, ask.core));
    text.push_str("(check-sat)\n");
    if ask.model {
        let names: Vec<String> = problem.variables().map(|(id, _)| name(id)).collect();
        if !names.is_empty() {
            line(&mut text, format_args!("(get-value ({}))", names.join(" ")));
        }
    }
    if ask.core {
        text.push_str("(get-unsat-core)\n");
    }
    text
}

/// Declarations and assertions alone, for scripts that ask about several problems.
pub fn body(problem: &Problem, clauses: &[ClauseId], extra: &[Atom], named: bool) -> String {
    let mut text = String::new();
    for (id, variable) in problem.variables() {
        let sort = match variable.sort {
            Sort::Bool => "Bool",
            Sort::Int => "Int",
            Sort::Real => "Real",
        };
        line(&mut text, format_args!("(declare-fun {} () {sort})", name(id)));
        for (bound, sign) in [(&variable.lower, ">="), (&variable.upper, "<=")] {
            if let Some(bound) = bound {
                line(&mut text, format_args!("(assert ({sign} {} {}))", term(problem, id), number(bound)));
            }
        }
    }
    for id in clauses {
        if let Some(clause) = problem.get_clause(*id) {
            let formula = formula(problem, &clause.formula);
            if named {
                line(&mut text, format_args!("(assert (! {formula} :named c{}))", id.index()));
            } else {
                line(&mut text, format_args!("(assert {formula})"));
            }
        }
    }
    for atom in extra {
        line(&mut text, format_args!("(assert {})", compare(problem, atom)));
    }
    text
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(arguments);
    text.push('\n');
}

fn name(variable: Var) -> String {
    format!("x{}", variable.index())
}

/// A variable as a real number.
fn term(problem: &Problem, variable: Var) -> String {
    let name = name(variable);
    match problem.get(variable).map(|of| of.sort) {
        Some(Sort::Bool) => format!("(ite {name} 1.0 0.0)"),
        Some(Sort::Int) => format!("(to_real {name})"),
        _ => name,
    }
}

fn number(value: &Exact) -> String {
    let text = value.abs().to_fraction_string();
    let magnitude = match text.split_once('/') {
        Some((numerator, denominator)) => format!("(/ {numerator}.0 {denominator}.0)"),
        None => format!("{text}.0"),
    };
    if value.is_negative() { format!("(- {magnitude})") } else { magnitude }
}

fn sum(problem: &Problem, linear: &Linear) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (variable, factor) in linear.terms() {
        let term = term(problem, *variable);
        parts.push(if *factor == Exact::one() { term } else { format!("(* {} {term})", number(factor)) });
    }
    match parts.as_slice() {
        [] => "0.0".to_owned(),
        [one] => one.clone(),
        _ => format!("(+ {})", parts.join(" ")),
    }
}

fn compare(problem: &Problem, atom: &Atom) -> String {
    let (left, right) = (sum(problem, &atom.linear), number(&-atom.linear.constant()));
    match atom.relation {
        Relation::Less => format!("(< {left} {right})"),
        Relation::AtMost => format!("(<= {left} {right})"),
        Relation::Equal => format!("(= {left} {right})"),
        Relation::AtLeast => format!("(>= {left} {right})"),
        Relation::More => format!("(> {left} {right})"),
        Relation::Differs => format!("(not (= {left} {right}))"),
    }
}

fn formula(problem: &Problem, of: &Formula) -> String {
    let all = |parts: &[Formula]| parts.iter().map(|part| formula(problem, part)).collect::<Vec<_>>().join(" ");
    let count = |parts: &[Formula]| {
        let counted: Vec<String> = parts.iter().map(|part| format!("(ite {} 1 0)", formula(problem, part))).collect();
        match counted.as_slice() {
            [] => "0".to_owned(),
            [one] => one.clone(),
            _ => format!("(+ {})", counted.join(" ")),
        }
    };
    match of {
        Formula::Constant(truth) => truth.to_string(),
        Formula::Bool(variable) => name(*variable),
        Formula::Atom(atom) => compare(problem, atom),
        Formula::Not(part) => format!("(not {})", formula(problem, part)),
        Formula::And(parts) if parts.is_empty() => "true".to_owned(),
        Formula::Or(parts) if parts.is_empty() => "false".to_owned(),
        Formula::And(parts) => format!("(and {})", all(parts)),
        Formula::Or(parts) => format!("(or {})", all(parts)),
        Formula::Implies(left, right) => format!("(=> {} {})", formula(problem, left), formula(problem, right)),
        Formula::Iff(left, right) => format!("(= {} {})", formula(problem, left), formula(problem, right)),
        Formula::AtLeast(least, parts) => format!("(>= {} {least})", count(parts)),
        Formula::Exactly(number, parts) => format!("(= {} {number})", count(parts)),
    }
}

/// The two questions by which an optimum can be checked by any solver: that it is reached, and that nothing is beyond.
pub fn plain_checks(objective: &Objective, value: &Exact) -> (Atom, Atom) {
    let linear = objective.linear.clone() - Linear::from(value.clone());
    let beyond = impossible(objective, value, true);
    let relation = match beyond.relation {
        Relation::More => Relation::AtLeast,
        _ => Relation::AtMost,
    };
    (Atom { linear, relation }, beyond)
}

/// An S-expression of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A word.
    Word(String),
    /// Words and lists in parentheses.
    List(Vec<Self>),
}

/// Reads the S-expressions of an answer; `None` where parentheses do not match.
pub fn read(text: &str) -> Option<Vec<Term>> {
    let mut stack: Vec<Vec<Term>> = vec![Vec::new()];
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '(' => {
                stack.push(Vec::new());
                1
            }
            ')' => {
                let list = stack.pop()?;
                stack.last_mut()?.push(Term::List(list));
                1
            }
            '"' | '|' => {
                let inner = rest.get(1..)?;
                let length = inner.find(first)?;
                stack.last_mut()?.push(Term::Word(inner.get(..length)?.to_owned()));
                length + 2
            }
            first if first.is_whitespace() => first.len_utf8(),
            _ => {
                let end = |c: char| c.is_whitespace() || c == '(' || c == ')';
                let length = rest.find(end).unwrap_or(rest.len());
                stack.last_mut()?.push(Term::Word(rest.get(..length)?.to_owned()));
                length
            }
        };
        rest = rest.get(length..)?;
    }
    let found = stack.pop()?;
    stack.is_empty().then_some(found)
}

/// The number or truth value that a term stands for: `5`, `2.5`, `(- 3)`, `(/ 1 3)`, `true`.
pub fn value(term: &Term) -> Option<Exact> {
    match term {
        Term::Word(word) => match word.as_str() {
            "true" => Some(Exact::one()),
            "false" => Some(Exact::zero()),
            word => digits(word),
        },
        Term::List(parts) => match parts.as_slice() {
            [Term::Word(sign), of] if sign == "-" => Some(-&value(of)?),
            [Term::Word(sign), of] if sign == "to_real" => value(of),
            [Term::Word(sign), left, right] if sign == "/" => value(left)?.checked_div(&value(right)?),
            _ => None,
        },
    }
}

/// A number in decimal digits, of any length.
fn digits(word: &str) -> Option<Exact> {
    let (whole, part) = word.split_once('.').unwrap_or((word, ""));
    let ten = Exact::from(10_i64);
    let mut value = Exact::zero();
    if whole.is_empty() {
        return None;
    }
    for digit in whole.chars().chain(part.chars()) {
        value = &(&value * &ten) + &Exact::from(i64::from(digit.to_digit(10)?));
    }
    part.chars().try_fold(value, |value, _| value.checked_div(&ten))
}
