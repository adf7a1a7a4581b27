//! Which awards are settled together and in which order, and circles among them.

use super::support::{framed, program, run, settlements, wrong};

#[test]
fn awards_that_have_nothing_to_do_with_each_other_are_settled_alone() {
    assert_eq!(
        settlements(
            "补助 a 适用 店铺 { 金额: 1元; 预算: 总 }\n补助 b 适用 店铺 { 金额: 1元; 预算: 分 }\n补助 c 适用 市地 { 金额: 1元 }"
        ),
        [["a"], ["b"], ["c"]]
    );
}

#[test]
fn exclusion_caps_and_a_common_budget_join() {
    assert_eq!(
        settlements(
            "补助 a 适用 店铺 { 金额: 1元 }\n补助 b 适用 店铺 { 金额: 1元 }\n补助 c 适用 店铺 { 金额: 1元; 不兼得: a 取先 }\n\
             补助 d 适用 店铺 { 金额: 1元; 预算: 总 }\n补助 e 适用 市地 { 金额: 1元; 预算: 总 }\n封顶 f: 每个 店铺: b + d 不超过3元"
        ),
        [vec!["a", "c"], vec!["b", "d", "e"]]
    );
}

#[test]
fn what_is_named_is_settled_first() {
    let d = "定义 乙 适用 店铺 = b × 2\n标准 达 适用 店铺 { 够: 乙 超过 3元 }\n";
    for (items, expected) in [
        ("补助 a 适用 店铺 { 金额: b }\n补助 b 适用 店铺 { 金额: 1元 }", vec!["b", "a"]),
        ("补助 a 适用 店铺 { 条件: 达; 金额: 1元 }\n补助 b 适用 店铺 { 金额: 1元 }", vec!["b", "a"]),
        ("补助 a 适用 店铺 { 金额: 1元; 预算: 总 按 乙 跳过 }\n补助 b 适用 店铺 { 金额: 1元 }", vec!["b", "a"]),
        (
            "补助 a 适用 店铺 { 金额: 1元 }\n补助 b 适用 店铺 { 金额: 1元 }\n封顶 c: 每个 店铺: a 不超过 乙",
            vec!["b", "a"],
        ),
        ("补助 a 适用 店铺 { 金额: 结余(分) }\n补助 b 适用 店铺 { 金额: 1元; 预算: 分 }", vec!["b", "a"]),
        ("补助 a 适用 店铺 { 金额: 结余(总) }\n补助 b 适用 店铺 { 金额: 1元; 预算: 分 }", vec!["b", "a"]),
        (
            "补助 a 适用 市地 { 金额: 份 }\n分配 份 适用 市地 { 总量: 合计(店铺.b); 权重: 1; 取整: 舍去 0.01元 }\n补助 b 适用 店铺 { 金额: 1元 }",
            vec!["b", "a"],
        ),
    ] {
        let found: Vec<_> = settlements(&format!("{d}{items}")).into_iter().flatten().collect();
        assert_eq!(found, expected, "{items}");
    }
}

#[test]
fn circles_are_refused_with_their_members() {
    for (items, ring) in [
        ("补助 a 适用 店铺 { 金额: a }", "a → a"),
        ("补助 a 适用 店铺 { 金额: b }\n补助 b 适用 店铺 { 金额: a }", "a → b → a"),
        ("定义 d 适用 店铺 = a\n补助 a 适用 店铺 { 金额: d }", "a → d → a"),
        ("标准 d 适用 店铺 { 够: a 超过 1元 }\n补助 a 适用 店铺 { 条件: d; 金额: 1元 }", "a → d → a"),
        ("补助 a 适用 店铺 { 金额: 结余(分); 预算: 分 }", "a → 分 → a"),
        ("补助 a 适用 店铺 { 金额: 结余(总); 预算: 分 }", "a → 总 → 分 → a"),
        ("补助 a 适用 店铺 { 金额: 1元; 预算: 总 }\n补助 b 适用 店铺 { 金额: a; 预算: 总 }", "b → a → b"),
        ("补助 a 适用 店铺 { 金额: 1元; 不兼得: b 取高 }\n补助 b 适用 店铺 { 金额: a }", "b → a → b"),
        ("补助 a 适用 店铺 { 金额: 1元 }\n封顶 c: 每个 店铺: a 不超过 a", "c → a → c"),
        (
            "分配 份 适用 市地 { 总量: 合计(店铺.a); 权重: 1; 取整: 舍去 0.01元 }\n补助 a 适用 店铺 { 金额: 合计(市地.份) }",
            "a → 份 → a",
        ),
    ] {
        let compiled = run(&framed(items));
        let found: Vec<_> = compiled.diagnostics.iter().filter(|found| found.is_error()).collect();
        assert_eq!(found.len(), 1, "{items}\n{found:#?}");
        assert_eq!(found[0].code, "circle", "{items}");
        assert!(found[0].message.en.ends_with(&format!(": {ring}")), "{items}\n{}", found[0].message.en);
        assert!(compiled.program.is_none());
    }
}

#[test]
fn a_circle_of_allocations_is_told_once() {
    let items = "分配 甲 适用 市地 { 总量: 合计(市地.乙); 权重: 1; 取整: 舍去 1户 }\n\
                 分配 乙 适用 市地 { 总量: 10户; 权重: 甲; 取整: 舍去 1户 }\n补助 a 适用 市地 { 金额: 当 甲 超过 3户 则 1元 否则 2元 }";
    let found = wrong(items);
    assert_eq!(found.iter().filter(|found| found.starts_with("circle")).count(), 1, "{found:?}");
}

#[test]
fn a_long_chain_of_awards_is_settled_from_its_end() {
    let mut items = String::new();
    for i in 0..2000 {
        items.push_str(&format!("补助 a{i} 适用 店铺 {{ 金额: a{} }}\n", i + 1));
    }
    items.push_str("补助 a2000 适用 店铺 { 金额: 1元 }\n");
    let program = program(&items);
    assert_eq!(program.settlements.len(), 2001);
    let first = program.settlements[0][0];
    assert_eq!(program.awards[first].name.text, "a2000");
}

#[test]
fn what_stands_on_too_much_else_is_refused() {
    let mut items = String::from("分配 a0 适用 市地 { 总量: 10户; 权重: 售; 取整: 舍去 1户 }\n");
    for i in 1..=600 {
        let total = format!("合计(市地.a{})", i - 1);
        items.push_str(&format!("分配 a{i} 适用 市地 {{ 总量: {total}; 权重: 售; 取整: 舍去 1户 }}\n"));
    }
    let found = wrong(&items);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("too-"), "{found:?}");
}

#[test]
fn many_awards_on_one_budget_are_one_set() {
    let items: String = (0..3000).map(|i| format!("补助 a{i} 适用 店铺 {{ 金额: 1元; 预算: 总 }}\n")).collect();
    let program = program(&items);
    assert_eq!(program.settlements.iter().map(Vec::len).collect::<Vec<_>>(), [3000]);
}
