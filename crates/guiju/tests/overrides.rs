//! Exceptions among rules: chains told a second time by the plain definition, and conflicts that show the record.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests"
)]

use guiju::civil::date;
use guiju::{EvaluateError, Facts, Language, Options, Outcome, Policy, SourceFile, Verdict};
use guiju_evaluator::{columnar, reference};

fn policy(rules: &str) -> Policy {
    let text = format!(
        "政策 示例 年度 2023\n数据 行 键 编号 {{ 编号: 文本  市: 文本  甲: 是否  乙: 是否  丙: 是否  好: 是否 }}\n{rules}"
    );
    let compiled = Policy::compile(vec![SourceFile::new("policy.gj", text)]);
    let said = guiju::render(&compiled.diagnostics, &compiled.sources, Language::En, 100);
    compiled.policy.unwrap_or_else(|| panic!("{said}"))
}

/// All combinations of four flags.
fn facts(policy: &Policy) -> Facts {
    let yes = |flag: bool| if flag { "是" } else { "否" };
    let rows: Vec<String> = (0..16)
        .map(|n| {
            let flag = |bit: u32| yes(n >> bit & 1 == 1);
            format!("{n:02},市{},{},{},{},{}\n", n / 4, flag(0), flag(1), flag(2), flag(3))
        })
        .collect();
    let mut loader = policy.loader();
    loader.csv("行.csv", format!("编号,市,甲,乙,丙,好\n{}", rows.concat()).as_bytes());
    loader.finish().facts.expect("the facts fit")
}

fn both(policy: &Policy, facts: &Facts) -> Result<Outcome, EvaluateError> {
    let options = Options::new(date(2023, 12, 31));
    let expected = reference::evaluate(policy.program(), facts, &options);
    assert_eq!(columnar::evaluate(policy.program(), facts, &options), expected);
    expected
}

#[test]
fn an_overridden_rule_does_not_apply_and_overrides_nothing() {
    let policy = policy(
        "规则 一: 每个 行: 好\n规则 二 优先于 一: 每个 行: 当 甲 则 好\n规则 三 优先于 二: 每个 行: 当 乙 则 好\n\
         规则 四 优先于 三, 一: 每个 行: 当 丙 则 非 好\n",
    );
    let outcome = both(&policy, &facts(&policy)).unwrap();
    for (at, rule) in outcome.rules.iter().enumerate() {
        let mut counts = [0_u64; 4];
        for n in 0..16 {
            let flag = |bit: u32| n >> bit & 1 == 1;
            let good = flag(3);
            // From the last exception to the rule: each applies where its own case is given and no other overrides it.
            let four = flag(2);
            let three = flag(1) && !four;
            let two = flag(0) && !three;
            let one = !two && !four;
            let applies = [one, two, three, four][at];
            let holds = if at == 3 { !good } else { good };
            let verdict = if applies { Verdict::from_bool(holds) } else { Verdict::NotApplicable };
            counts[verdict as usize] += 1;
        }
        let items = &rule.items;
        let found = [items.not_applicable, items.pass, items.undetermined, items.fail];
        assert_eq!(found, counts, "rule {at}");
    }
}

#[test]
fn two_exceptions_that_both_apply_are_an_error_that_shows_the_record() {
    let rules = "规则 一: 每个 行: 好\n规则 二 优先于 一: 每个 行: 当 甲 则 好\n";
    let undecided = policy(&format!("{rules}规则 三 优先于 一: 每个 行: 当 乙 则 好\n"));
    let error = both(&undecided, &facts(&undecided)).unwrap_err();
    let EvaluateError::Conflict { first, first_span, second, second_span, over, at } = error else {
        panic!("{error}");
    };
    assert_eq!([first.as_str(), &second, &over, &at], ["二", "三", "一", "行 03"]);
    let line = |span: guiju::source::Span| undecided.sources()[0].line_column(span.start).0;
    assert_eq!([line(first_span), line(second_span)], [4, 5]);
    // With an order between the two, also through others, or where they never both apply, there is none.
    for more in [
        "规则 三 优先于 一, 二: 每个 行: 当 乙 则 好\n",
        "规则 三 优先于 一: 每个 行: 当 乙 且 非 甲 则 好\n",
        "规则 四 优先于 二: 每个 行: 当 丙 则 好\n规则 三 优先于 一, 四: 每个 行: 当 乙 则 好\n",
    ] {
        let settled = policy(&format!("{rules}{more}"));
        assert!(both(&settled, &facts(&settled)).is_ok(), "{more}");
    }
}

#[test]
fn groups_and_the_whole_have_exceptions_too() {
    let groups = policy(
        "规则 一: 每个 行.市: 计数(行 其中 好) 不少于1\n规则 二 优先于 一: 每个 行.市: 当 有一(行 其中 丙 且 非 好) 则 有一(行 其中 甲)\n",
    );
    let outcome = both(&groups, &facts(&groups)).unwrap();
    let verdicts = |rule: usize| outcome.rules[rule].groups.iter().map(|group| group.verdict).collect::<Vec<_>>();
    use Verdict::{Fail, NotApplicable, Pass};
    assert_eq!(verdicts(1), [NotApplicable, Pass, NotApplicable, NotApplicable]);
    assert_eq!(verdicts(0), [Fail, NotApplicable, Pass, Pass]);
    let whole = "规则 一: 计数(行) 不少于1\n规则 二 优先于 一: 当 有一(行 其中 甲) 则 有一(行 其中 好)\n规则 三 优先于 一: 计数(行) 不少于99\n";
    let whole = policy(whole);
    let error = both(&whole, &facts(&whole)).unwrap_err();
    assert!(matches!(&error, EvaluateError::Conflict { at, .. } if at == "示例"), "{error}");
}

#[test]
fn an_exception_that_is_open_leaves_the_rule_open() {
    let policy = policy("规则 一: 每个 行: 好\n规则 二 优先于 一: 每个 行: 当 甲 则 好\n");
    let mut loader = policy.loader();
    loader.csv("行.csv", "编号,甲,好\nA,,否\nB,,是\nC,否,否\n".as_bytes());
    let outcome = both(&policy, &loader.finish().facts.unwrap()).unwrap();
    let items = &outcome.rules[0].items;
    assert_eq!([items.undetermined_keys.join(""), items.failing_keys.join("")], ["A", "C"]);
    // The exception passes where it applies, and the rule where the exception does not.
    assert_eq!([items.pass, outcome.rules[1].items.pass], [1, 1]);
}
