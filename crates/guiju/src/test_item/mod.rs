//! Runs the tests (测试) that stand in a policy's text.

mod because;
mod check;
mod facts;

use guiju_evaluator::{Inspector, Options};
use std::sync::atomic::{AtomicUsize, Ordering};

use guiju_evaluator::outcome::Explained;
use guiju_program::diagnostic::Bilingual;
use guiju_program::rule::RuleId;
use guiju_program::source::Span;
use guiju_program::test_item::{Expectation, Subject, TestItem};

use crate::engine;
use crate::policy::Policy;

/// What became of one test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestResult {
    /// What the test is called.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// How many things it expects.
    pub expectations: usize,
    /// Why it could not be run: its facts do not fit together.
    pub errors: Vec<Difference>,
    /// What came out otherwise than expected.
    pub differences: Vec<Difference>,
}

/// Something that came out otherwise than expected, or that is wrong with a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where the expectation, or the row, stands.
    pub span: Span,
    /// What was expected, what was found, with its numbers and reasons.
    pub text: Bilingual,
}

impl TestResult {
    /// Whether it ran, and everything came out as expected.
    pub const fn passed(&self) -> bool {
        self.errors.is_empty() && self.differences.is_empty()
    }
}

impl Policy {
    /// Runs all tests of the policy, in their order.
    pub fn run_tests(&self) -> Vec<TestResult> {
        self.tests().iter().map(|test| self.run_test(test)).collect()
    }

    /// Runs some of its tests on several threads; answers in their order. `before` is told of each test when its turn comes.
    pub fn run_each(&self, tests: &[&TestItem], threads: usize, before: impl Fn(&TestItem) + Sync) -> Vec<TestResult> {
        let next = AtomicUsize::new(0);
        let run = || {
            let mut done = Vec::new();
            loop {
                let place = next.fetch_add(1, Ordering::Relaxed);
                let Some(test) = tests.get(place) else { return done };
                before(test);
                done.push((place, self.run_test(test)));
            }
        };
        let mut done = std::thread::scope(|scope| {
            let helpers: Vec<_> = (1..threads.clamp(1, tests.len().max(1))).map(|_| scope.spawn(run)).collect();
            let mut done = run();
            for helper in helpers {
                match helper.join() {
                    Ok(results) => done.extend(results),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            done
        });
        done.sort_by_key(|(place, _)| *place);
        done.into_iter().map(|(_, result)| result).collect()
    }

    /// Runs one of its tests.
    pub fn run_test(&self, test: &TestItem) -> TestResult {
        let mut result = TestResult {
            name: test.name.clone(),
            span: test.span,
            expectations: test.expectations.len(),
            errors: Vec::new(),
            differences: Vec::new(),
        };
        let Some(as_of) = test.as_of.or_else(|| self.last_day()) else {
            result.errors.push(Difference {
                span: test.span,
                text: Bilingual::new(
                    "测试没有写基准日，政策也没有写年度，不知道按哪一天算",
                    "neither the test names an as-of date, nor the policy a year",
                ),
            });
            return result;
        };
        let given = match facts::build(self.program(), test) {
            Ok(given) => given,
            Err(errors) => {
                result.errors = errors;
                return result;
            }
        };
        let expects = |asked: fn(&Subject) -> bool| test.expectations.iter().any(|found| asked(&found.subject));
        let in_force = expects(|subject| *subject == Subject::InForce);
        // Whatever else is expected, the inspector looks into by itself; but exceptions without an order are always found.
        let whole = in_force || expects(|subject| matches!(subject, Subject::Rule(_)));
        let (outcome, inspector) = if whole || !self.program().conflicts.is_empty() {
            let mut options = Options::new(as_of);
            // A test compares whole lists.
            options.row_limit = u32::MAX as usize;
            options.working_limit = 0;
            options.cause_limit = 10_000;
            let rules = test.expectations.iter().filter_map(rule_of).collect();
            options.explained = Explained::Only { rules, in_force };
            match engine::evaluate_and_inspect(self.program(), &given.facts, &options) {
                Ok((outcome, inspector)) => (Some(outcome), inspector),
                Err(error) => {
                    result.errors.push(Difference {
                        span: test.span,
                        text: Bilingual::new(format!("算不了：{error}"), format!("cannot evaluate: {error}")),
                    });
                    return result;
                }
            }
        } else {
            (None, Inspector::new(self.program(), &given.facts, as_of))
        };
        let checker = check::Checker::new(self, &given, outcome.as_ref(), &inspector);
        for expectation in &test.expectations {
            result.differences.extend(checker.check(expectation));
        }
        result
    }
}

/// The rule whose outcome is compared as a whole.
const fn rule_of(expectation: &Expectation) -> Option<RuleId> {
    match expectation.subject {
        Subject::Rule(rule) => Some(rule),
        _ => None,
    }
}
