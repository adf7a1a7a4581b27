//! Verdicts as formulas: when a condition passes, when it fails, when it does not apply.

use crate::solver::{Atom, Formula};

/// When a condition passes, fails, does not apply (三种结论).
///
/// Each formula holds at least where the evaluator would say so: where something is not analysed they leave more open than
/// there is, never less. So what follows from them follows from the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Three {
    /// It passes.
    pub pass: Formula,
    /// It fails.
    pub fail: Formula,
    /// It does not apply.
    pub not_applicable: Formula,
    /// Comparisons that hold wherever it does not fail, of rows, and so of their sums.
    pub holds: Vec<Atom>,
    /// Whether the formulas hold only where the evaluator says so.
    pub exact: bool,
}

/// Always.
pub const TRUE: Formula = Formula::Constant(true);
/// Never.
pub const FALSE: Formula = Formula::Constant(false);

/// All, without what is always so.
pub fn and(parts: impl IntoIterator<Item = Formula>) -> Formula {
    let mut kept = Vec::new();
    for part in parts {
        match part {
            Formula::Constant(true) => {}
            Formula::Constant(false) => return FALSE,
            Formula::And(inner) => kept.extend(inner),
            other => kept.push(other),
        }
    }
    match kept.len() {
        0 => TRUE,
        1 => kept.pop().unwrap_or(TRUE),
        _ => Formula::And(kept),
    }
}

/// One of them, without what is never so.
pub fn or(parts: impl IntoIterator<Item = Formula>) -> Formula {
    let mut kept: Vec<Formula> = Vec::new();
    for part in parts {
        match part {
            Formula::Constant(false) => {}
            Formula::Constant(true) => return TRUE,
            Formula::Or(inner) => kept.extend(inner),
            other => kept.push(other),
        }
    }
    match kept.len() {
        0 => FALSE,
        1 => kept.pop().unwrap_or(FALSE),
        _ => Formula::Or(kept),
    }
}

/// Not so.
pub fn not(part: Formula) -> Formula {
    match part {
        Formula::Constant(truth) => Formula::Constant(!truth),
        Formula::Not(inner) => *inner,
        Formula::Atom(atom) => Formula::Atom(Atom { relation: atom.relation.negated(), linear: atom.linear }),
        other => Formula::not(other),
    }
}

impl Three {
    /// Always the same verdict.
    pub fn fixed(holds: bool) -> Self {
        Self::two(Formula::Constant(holds))
    }

    /// Never applies.
    pub const fn never() -> Self {
        Self { pass: FALSE, fail: FALSE, not_applicable: TRUE, holds: Vec::new(), exact: true }
    }

    /// Passes where the formula holds and fails elsewhere.
    pub fn two(pass: Formula) -> Self {
        let holds = match &pass {
            Formula::Atom(atom) => vec![atom.clone()],
            _ => Vec::new(),
        };
        Self { fail: not(pass.clone()), pass, not_applicable: FALSE, holds, exact: true }
    }

    /// A comparison that applies where there are values to compare.
    pub fn compared(atom: Formula, present: Formula) -> Self {
        if present == TRUE {
            return Self::two(atom);
        }
        Self {
            pass: and([present.clone(), atom.clone()]),
            fail: and([present.clone(), not(atom)]),
            not_applicable: not(present),
            holds: Vec::new(),
            exact: true,
        }
    }

    /// The same, with more left open than there is.
    #[must_use]
    pub fn loose(mut self) -> Self {
        self.exact = false;
        self
    }

    /// Pass and fail swapped.
    #[must_use]
    pub fn negated(self) -> Self {
        let holds = match &self.fail {
            Formula::Atom(atom) if self.not_applicable == FALSE => vec![atom.clone()],
            _ => Vec::new(),
        };
        Self { pass: self.fail, fail: self.pass, holds, ..self }
    }

    /// All must hold; what does not apply is left out.
    pub fn all(parts: Vec<Self>) -> Self {
        let exact = parts.iter().all(|part| part.exact);
        let free = parts.iter().map(|part| or([part.pass.clone(), part.not_applicable.clone()]));
        let free = and(free.collect::<Vec<_>>());
        let some = or(parts.iter().map(|part| part.pass.clone()).collect::<Vec<_>>());
        // Where none can be left out, all pass.
        let one_applies = parts.iter().any(|part| part.not_applicable == FALSE);
        Self {
            pass: if one_applies { free } else { and([free, some]) },
            fail: or(parts.iter().map(|part| part.fail.clone()).collect::<Vec<_>>()),
            not_applicable: and(parts.iter().map(|part| part.not_applicable.clone()).collect::<Vec<_>>()),
            holds: parts.into_iter().flat_map(|part| part.holds).collect(),
            exact,
        }
    }

    /// One must hold; what does not apply is left out.
    pub fn any(parts: Vec<Self>) -> Self {
        let swapped = parts.into_iter().map(Self::negated).collect();
        let mut found = Self::all(swapped).negated();
        found.holds.clear();
        found
    }

    /// `当 A 则 X 否则 Y`.
    pub fn when(condition: Self, then: Self, otherwise: Self) -> Self {
        let not_met = or([condition.fail.clone(), condition.not_applicable.clone()]);
        let of = |pick: fn(&Self) -> &Formula| {
            or([and([condition.pass.clone(), pick(&then).clone()]), and([not_met.clone(), pick(&otherwise).clone()])])
        };
        Self {
            pass: of(|three| &three.pass),
            fail: of(|three| &three.fail),
            not_applicable: of(|three| &three.not_applicable),
            holds: Vec::new(),
            exact: condition.exact && then.exact && otherwise.exact,
        }
    }

    /// It does not fail.
    pub fn does_not_fail(&self) -> Formula {
        or([self.pass.clone(), self.not_applicable.clone()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solver::{Model, Problem, Sort};
    use guiju_evaluator::Exact;
    use guiju_program::value::Verdict;

    /// All ways in which some conditions come out, as variables that say which.
    fn parts(count: usize) -> (Vec<Three>, Vec<Vec<(Verdict, Model)>>) {
        let mut problem = Problem::new();
        let vars: Vec<_> = (0..count * 2).map(|n| problem.variable(format!("v{n}"), Sort::Bool)).collect();
        let of = |n: usize| {
            let (applies, passes) = (Formula::Bool(vars[n * 2]), Formula::Bool(vars[n * 2 + 1]));
            Three {
                pass: and([applies.clone(), passes.clone()]),
                fail: and([applies.clone(), not(passes)]),
                not_applicable: not(applies),
                holds: Vec::new(),
                exact: true,
            }
        };
        let cases = (0..1_u32 << (count * 2)).map(|bits| {
            let bit = |n: usize| i64::from(bits >> n & 1);
            let model = Model::new((0..count * 2).map(|n| Exact::from(bit(n))).collect());
            let verdict = |n: usize| match (bit(n * 2), bit(n * 2 + 1)) {
                (0, _) => Verdict::NotApplicable,
                (_, 1) => Verdict::Pass,
                _ => Verdict::Fail,
            };
            (0..count).map(|n| (verdict(n), model.clone())).collect()
        });
        ((0..count).map(of).collect(), cases.collect())
    }

    fn said(three: &Three, model: &Model) -> Verdict {
        let holds = |formula| model.satisfies(formula).unwrap();
        match (holds(&three.pass), holds(&three.fail), holds(&three.not_applicable)) {
            (true, false, false) => Verdict::Pass,
            (false, true, false) => Verdict::Fail,
            (false, false, true) => Verdict::NotApplicable,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn verdicts_join_as_the_evaluator_joins_them() {
        let (conditions, cases) = parts(3);
        let (all, any) = (Three::all(conditions.clone()), Three::any(conditions.clone()));
        let when = Three::when(conditions[0].clone(), conditions[1].clone(), conditions[2].clone());
        for case in cases {
            let verdicts: Vec<Verdict> = case.iter().map(|(verdict, _)| *verdict).collect();
            let model = &case[0].1;
            assert_eq!(said(&all, model), verdicts.iter().copied().fold(Verdict::NotApplicable, Verdict::and));
            assert_eq!(said(&any, model), verdicts.iter().copied().fold(Verdict::NotApplicable, Verdict::or));
            assert_eq!(said(&all.clone().negated(), model), said(&all, model).negate());
            let expected = if verdicts[0] == Verdict::Pass { verdicts[1] } else { verdicts[2] };
            assert_eq!(said(&when, model), expected);
        }
    }
}
