//! What the checker refuses: each with its code and line, and nothing else beside it.

use super::support::{codes, framed, run, wrong};

/// Each text has just the errors named.
fn all(cases: &[(&str, &[&str])]) {
    let other: Vec<_> = cases
        .iter()
        .map(|(text, expected)| (text, wrong(text), expected))
        .filter(|(_, found, expected)| found != *expected)
        .collect();
    assert!(other.is_empty(), "text, found, expected: {other:#?}");
}

#[test]
fn units_that_do_not_mix() {
    all(&[
        ("规则 r: 每个 店: 时长 不低于20条", &["unit-mismatch@1"]),
        ("规则 r: 每个 店: 条数 不低于20", &["unit-mismatch@1"]),
        ("规则 r: 每个 店: 销售 不低于0", &["unit-mismatch@1"]),
        ("定义 d 适用 店 = 销售 + 条数", &["unit-mismatch@1"]),
        ("定义 d 适用 店 = 销售 最高 3条", &["unit-mismatch@1"]),
        ("定义 d 适用 店 = 当 验 则 销售 否则 条数", &["unit-mismatch@1"]),
        ("规则 r: 每个 店: 销售 较 时长 增长 20%以上", &["unit-mismatch@1"]),
        ("规则 r: 计数(店) 不低于20条", &["unit-mismatch@1"]),
        ("规则 r: 计数(店) 不低于计数(月)", &["words-run-together@1"]),
        ("规则 r: 计数(店) 不低于 计数(月)", &["unit-mismatch@1"]),
        ("规则 r: 每户补助 × 计数(主体) 不超过 3万元", &["unit-mismatch@1"]),
        ("规则 r: 每个 店: 销售 不低于60公里", &["unknown-unit@1"]),
        ("预算 b = 3条", &["unit-mismatch@1"]),
        ("参数 p = 自 2023-01-01: 3元, 自 2024-01-01: 4条", &["unit-mismatch@1"]),
        ("参数 p = 自 2024-01-01: 3元, 自 2023-01-01: 4元", &["dates-out-of-order@1"]),
        ("参数 p = 1000元/年", &["inexact-unit@1"]),
        ("参数 p = 79228162514264337593543950335万元", &["number-too-large@1"]),
        ("定义 d = 每户补助 / 0", &["division-by-zero@1"]),
        ("参数 零 = 0元\n定义 d = 总额 / 零", &["division-by-zero@2"]),
    ]);
}

#[test]
fn what_mixes_is_not_refused() {
    for text in [
        "规则 r: 计数(店) 不低于20",
        "规则 r: 计数(店) 不低于20户",
        "规则 r: 计数(店) 不低于20家",
        "规则 r: 计数(店) + 1户 不低于20家",
        "规则 r: 每户补助 × 计数(店) 不超过 3万元",
        "规则 r: 计数(主体) / 计数(店) 不低于10%",
        "规则 r: 占比(店 其中 验) + 5个百分点 不低于10%",
        "定义 d 适用 店 = 去年 × (1 + 20%)",
        "定义 d 适用 店 = 得分 - 3分",
        "规则 r: 每个 店: 销售 不低于 门槛",
        "规则 r: 每个 店: 条数 × 门槛 不低于 3条",
        "规则 r: 每个 店: 率 不低于10%",
        "规则 r: 每个 店: 天数(开业, 基准日) 不少于30天",
        "规则 r: 每个 店: 年数(开业, 基准日) 不少于1年",
        "参数 p = 1200元/年",
        "规则 r: 每个 月: 年 为 2023年",
        "规则 r: 每个 月: 月份 在 2023-01 至 2023-12",
        "规则 r: 汇总.总数 不低于20条",
        "规则 r: 每个 店: 主体.等级 不低于3",
        "规则 r: 每个 月: 店.主体.等级 不低于3 且 店.合格",
        "规则 r: 每个 月: 店.合格.时长",
    ] {
        assert_eq!(wrong(text), [""; 0], "{text}");
    }
}

#[test]
fn points_of_a_rate_are_named() {
    all(&[
        ("规则 r: 占比(店 其中 验) + 5% 不低于10%", &["percent-of-rate@1"]),
        ("规则 r: 每个 店: 率 - 5% 不低于10%", &["percent-of-rate@1"]),
    ]);
    let compiled = run(&framed("规则 r: 占比(店 其中 验) + 5% 不低于10%"));
    let found = compiled.diagnostics.iter().find(|d| d.code == "percent-of-rate").unwrap();
    assert!(found.help.as_ref().unwrap().zh.contains("5个百分点"));
}

#[test]
fn types_that_do_not_fit() {
    all(&[
        ("规则 r: 每个 店: 销售", &["not-a-condition@1"]),
        ("规则 r: 每个 店: 销售 且 验", &["not-a-condition@1"]),
        ("规则 r: 每个 店: 非 市", &["not-a-condition@1"]),
        ("定义 d 适用 店 = 当 销售 则 1元 否则 2元", &["not-a-condition@1"]),
        ("定义 d 适用 店 = 当 验 则 1元", &["missing-else@1"]),
        ("定义 d 适用 店 = 市 + 1", &["not-a-number@1"]),
        ("定义 d 适用 店 = −验", &["not-a-number@1"]),
        ("规则 r: 每个 店: 市 不低于 \"甲\"", &["not-ordered@1"]),
        ("规则 r: 每个 店: 市 为 编号", &["text-comparison@1"]),
        ("规则 r: 每个 店: 类型 高于 甲类", &["not-ordered@1"]),
        ("规则 r: 每个 店: 类型 为 \"甲类\"", &["quoted-value@1"]),
        ("规则 r: 每个 店: 类型 为 丙类", &["unknown-value@1"]),
        ("规则 r: 每个 店: 类型 属于 {甲类, 丁}", &["unknown-value@1"]),
        ("规则 r: 每个 店: 主体 为 \"A\"", &["type-mismatch@1"]),
        ("规则 r: 每个 店: 验 为 合格", &["conditions-compared@1"]),
        ("规则 r: 每个 店: 验 高于 否", &["not-ordered@1"]),
        ("规则 r: 每个 店: 开业 早于 3元", &["type-mismatch@1"]),
        ("规则 r: 每个 店: 时 早于 2023-03-01", &["type-mismatch@1"]),
        ("定义 d = 合汁(店.销售)", &["unknown-function@1"]),
        ("定义 d = 店(3)", &["wrong-kind@1"]),
        ("定义 d = 天数(2023-01-01)", &["wrong-arguments@1"]),
        ("规则 r: 每个 店: 销售 在 3万元 至 5万元", &["unmarked-range@1"]),
    ]);
}

#[test]
fn calendars() {
    let days = "日历 历 自 2023-01-01 至 2023-12-31";
    let with = |rows: &str, codes: &[&str]| {
        let text = format!("{days} {{\n{rows}\n}}\n规则 r: 每个 店: 基准日 早于 开业 + 3工作日");
        let found = wrong(&text);
        assert_eq!(found, codes, "{rows}");
    };
    with("休 2023-01-02, 2023-01-21 至 2023-01-27\n班 2023-01-28, 2023-01-29", &[]);
    with("休 2023-01-21 至 2023-01-28\n班 2023-01-28", &["day-off-and-on@3"]);
    with("班 2023-01-28\n休 2023-01-21 至 2023-01-28", &["day-off-and-on@3"]);
    with("班 2023-01-28\n班 2023-01-28", &["day-listed-twice@3"]);
    with("休 2023-01-21 至 2023-01-27, 2023-01-27", &["day-listed-twice@2"]);
    with("班 2023-01-27", &["ordinary-workday@2"]);
    with("休 2023-01-02\n休 2022-12-31 至 2023-01-01", &["day-outside-calendar@3"]);
    with("休 2023-12-31 至 2024-01-01", &["day-outside-calendar@2"]);
    with("休 2023-01-27 至 2023-01-21", &["days-turned-round@2"]);
    with("放 2023-01-27", &["unexpected@2"]);
    all(&[
        ("日历 历 { 休 2023-01-02 }\n规则 r: 每个 店: 基准日 早于 开业 + 3工作日", &["calendar-without-span@1"]),
        ("日历 历 自 2023-12-31 至 2023-01-01 { }", &["days-turned-round@1"]),
        ("日历 历 自 2000-01-01 至 2099-12-31 { }", &[]),
        ("日历 历 自 2000-01-01 至 2100-01-01 { }", &["calendar-too-long@1"]),
        ("日历 历 自 2023-01-01 至 2023-12-31 { }\n日历 年 自 2023-01-01 至 2023-12-31 { }", &["second-calendar@2"]),
        ("日历 店 自 2023-01-01 至 2023-12-31 { }", &["duplicate-name@1"]),
        ("日历 历 自 2023-01-01 至 2023-12-31 { }\n规则 r: 历 不少于3", &["wrong-kind@2"]),
        ("日历 历 自 2023-01-01 至 2023-12-31 { }\n规则 r: 每个 店: 基准日 早于 开业 + 3工作日 + 2天", &[]),
        (
            "日历 历 自 2023-01-01 至 2023-12-31 { }\n规则 r: 每个 店: 工作日数(开业, 基准日) 不超过 3天",
            &["unit-mismatch@2"],
        ),
    ]);
}

#[test]
fn spans() {
    all(&[
        ("定义 d 适用 店 = 基准日 距 开业", &["bare-span@1"]),
        ("定义 d 适用 店 = 基准日 - 开业", &["dates-subtracted@1"]),
        ("规则 r: 每个 店: 基准日 距 开业 不少于3元", &["not-a-length@1"]),
        ("规则 r: 每个 店: 基准日 距 开业 不少于0.5个月", &["length-not-whole@1"]),
        ("规则 r: 每个 店: 基准日 距 时 不少于3个月", &["not-a-date@1"]),
        ("规则 r: 每个 店: 销售 距 开业 不少于3个月", &["not-a-date@1"]),
        ("规则 r: 每个 店: 基准日 在 开业 起 3小时 内", &["not-a-length@1"]),
        ("规则 r: 每个 店: 基准日 早于 开业 + 3工作日", &["no-calendar@1"]),
        ("规则 r: 每个 店: 基准日 距 开业 不超过 1.5工作日", &["no-calendar@1", "length-not-whole@1"]),
        // Said once.
        ("定义 d 适用 店 = 工作日数(开业, 基准日)\n规则 r: 每个 店: 基准日 在 开业 起 3工作日 内", &["no-calendar@1"]),
        ("规则 r: 每个 店: 基准日 早于 开业 + 1.5天", &["length-not-whole@1"]),
        ("参数 期 = 2.5天\n规则 r: 每个 店: 基准日 早于 开业 + 期", &["length-not-whole@2"]),
    ]);
}

#[test]
fn optional_fields_are_guarded() {
    all(&[
        ("规则 r: 每个 店: 止 晚于 开业", &["unguarded-optional@1"]),
        ("规则 r: 每个 店: 有 止 或 止 晚于 开业", &["unguarded-optional@1"]),
        ("规则 r: 每个 店: 上级.销售 不低于3元", &["unguarded-optional@1"]),
        ("定义 d = 最大(店.止)", &["unguarded-optional@1"]),
        ("规则 r: 每个 店: 有 上级 且 上级.止 晚于 开业", &["unguarded-optional@1"]),
    ]);
    for guarded in [
        "规则 r: 每个 店: 有 止 且 止 晚于 开业",
        "规则 r: 每个 店: 当 有 止 则 止 晚于 开业",
        "规则 r: 每个 店: 当 非 有 止 则 验 否则 止 晚于 开业",
        "规则 r: 每个 店: 非 有 止 或 止 晚于 开业",
        "规则 r: 每个 店: (止 若无 基准日) 晚于 开业",
        "规则 r: 每个 店: 止 晚于 开业 除非 非 有 止",
        "定义 d = 最大(店.止 其中 有 止)",
        "定义 d = 计数(店 其中 有 止 其中 止 晚于 开业)",
        "规则 r: 占比(店 其中 有 止 其中 止 晚于 开业) 不低于10%",
        "规则 r: 每个 店: 有 上级.止 且 上级.销售 不低于3元 且 上级.止 晚于 开业",
        "规则 r: 每个 店: 有 止 且 计数(月 其中 额 高于 3元 且 本.止 晚于 本.开业) 不低于1",
    ] {
        assert_eq!(wrong(guarded), [""; 0], "{guarded}");
    }
}

#[test]
fn rows_that_are_not_there() {
    all(&[
        ("规则 r: 销售 不低于3元", &["unknown-name@1"]),
        ("规则 r: 合格", &["wrong-row@1"]),
        ("规则 r: 店 为 3", &["table-as-value@1"]),
        ("规则 r: 本.销售 不低于3元", &["no-own-row@1"]),
        ("规则 r: 每个 店: 计数(月 其中 销售 高于 3元) 不低于1", &["own-row-unmarked@1"]),
        ("规则 r: 每个 店: 计数(月 其中 合格) 不低于1", &["own-row-unmarked@1"]),
        (
            "规则 r: 每个 店: 计数(全部 店 其中 销售 不低于 本.销售 且 去年 不超过 本.去年) 不低于1",
            &["own-row-in-whole-table@1"],
        ),
        (
            "规则 r: 每个 店: 计数(全部 店 其中 销售 高于 3元 或 市 为 \"甲\" 或 开业 晚于 本.开业) 不低于1",
            &["own-row-in-whole-table@1"],
        ),
        ("规则 r: 每个 店: 计数(全部 店 其中 开业 距 本.开业 为 6个月) 不低于1", &["own-row-in-whole-table@1"]),
        (
            "规则 r: 每个 店: 计数(全部 店 其中 开业 晚于 本.开业 且 所在月(开业) 不晚于 所在月(本.开业)) 不低于1",
            &["own-row-in-whole-table@1"],
        ),
        ("规则 r: 每个 店: 最近(全部 店.销售 按 本.开业) 不低于1元", &["own-row-in-whole-table@1"]),
        (
            "规则 r: 每个 店: 计数(全部 店 其中 所在年(开业) 为 所在年(本.开业) - 1年 且 所在月(开业) 不晚于 所在月(本.开业)) 不低于1",
            &[],
        ),
        ("规则 r: 每个 店.市: 销售 不低于3元", &["group-needs-aggregate@1"]),
        ("规则 r: 每个 店.市: 合格", &["group-needs-aggregate@1"]),
        ("规则 r: 每个 店.市: 合计(月.额) 不低于3元", &["table-beyond-group@1"]),
        ("规则 r: 每个 店.主体.等级: 计数(店) 不低于3", &["wrong-group@1"]),
        ("规则 r: 每个 店.城: 计数(店) 不低于3", &["unknown-name@1"]),
        ("规则 r: 每个 店: 计数(月 其中 额 高于 平均(月.额)) 不低于1", &["nested-table@1"]),
        ("规则 r: 每个 店: 编号.长 为 3", &["no-such-part@1"]),
        ("规则 r: 每个 店: 主体.长 为 3", &["unknown-name@1"]),
        ("规则 r: 每个 店: 主体.编号 为 \"A\" 且 汇总 为 3", &["row-as-value@1"]),
        ("规则 r: 占比(店) 不低于10%", &["missing-filter@1"]),
        ("规则 r: 全都(店)", &["missing-filter@1"]),
        ("规则 r: 合计(店) 不低于3元", &["missing-amount@1"]),
        ("规则 r: 计数(店.销售) 不低于3", &["unwanted-amount@1"]),
        ("规则 r: 中位数(店.市) 不低于3", &["not-a-number@1"]),
        ("规则 r: 中位数(店.开业) 不早于 2023-01-01", &["not-a-number@1"]),
        ("规则 r: 中位数(店.销售 按 开业) 不低于3元", &["wrong-arguments@1"]),
        ("规则 r: 种数(店) 不低于3", &["missing-amount@1"]),
        ("规则 r: 种数(店.合格) 不低于3", &["not-a-value@1"]),
        ("规则 r: 种数(店.市) 不低于3元", &["unit-mismatch@1"]),
        ("规则 r: 最近(店.销售) 不低于3元", &["missing-order@1"]),
        ("规则 r: 最近(店.销售 按 市) 不低于3元", &["not-ordered@1"]),
        ("规则 r: 最早(店.销售 按 开业 升序) 不低于3元", &["wrong-order@1"]),
        ("规则 r: 最早(店.销售 按 开业) 不低于3", &["unit-mismatch@1"]),
        ("规则 r: 连续(店 其中 合格) 不少于3个月", &["missing-order@1"]),
        ("规则 r: 连续(店 其中 合格 按 开业) 不少于3个月", &["not-a-month@1"]),
        ("规则 r: 连续(店 按 所在月(开业), 所在月(开业)) 不少于3个月", &["wrong-order@1"]),
        ("规则 r: 连续(店 按 所在月(开业)) 不少于3", &["unit-mismatch@1"]),
        ("规则 r: 连续(店.销售 按 所在月(开业)) 不少于3个月", &["unwanted-amount@1"]),
        ("规则 r: 每个 店: 月初(开业) 不早于 2023-01-01", &["not-a-month@1"]),
        ("规则 r: 每个 店: 所在月(销售) 不早于 2023-01", &["not-a-date@1"]),
        ("规则 r: 每个 店: 所在月(开业) + 10天 不早于 2023-01", &["month-moved@1"]),
        ("规则 r: 每个 店: 所在年(开业) - 3个月 为 2023年", &["year-moved@1"]),
        ("规则 r: 每个 店: 所在年(开业, 基准日) 为 2023年", &["wrong-arguments@1"]),
        ("规则 r: 每个 店: 所在月(开业) 早于 2023-01-01", &["type-mismatch@1"]),
        ("规则 r: 合计(店.市) 不低于3", &["not-a-number@1"]),
        ("规则 r: 合计(每户补助 × 1户) 不低于3元", &["not-a-table@1"]),
        ("规则 r: 合计(总额) 不低于3元", &["not-a-table@1"]),
        ("规则 r: 全部 店 为 3", &["table-as-value@1"]),
        ("规则 r: 每个 店: 计数(月 经 市) 不低于3", &["no-such-reference@1"]),
        ("规则 r: 计数(月 经 市) 不低于3", &["no-such-reference@1"]),
    ]);
}

#[test]
fn references_that_could_be_two() {
    let transfer = "数据 转 键 号 计 条 { 号: 文本  从: 店  到: 店  额: 元 }\n";
    let both = format!("{transfer}规则 r: 每个 店: 合计(转.额) 不超过 3元");
    assert_eq!(wrong(&both), ["ambiguous-reference@2"]);
    let via = format!("{transfer}规则 r: 每个 店: 合计(转.额 经 到) 不超过 3元");
    assert_eq!(wrong(&via), [""; 0]);
}

#[test]
fn rankings() {
    all(&[
        ("规则 r: 排名(店 按 销售) 前 3", &["ranking-of-other-rows@1"]),
        ("规则 r: 每个 店: 销售 前 3", &["top-of-no-ranking@1"]),
        ("规则 r: 每个 店: 排名(店 按 市) 前 3", &["not-ordered@1"]),
        ("规则 r: 每个 店: 排名(店) 前 3", &["missing-rank-key@1"]),
        ("规则 r: 每个 店: 排名(店 按 销售) 前 2.5", &["wrong-top-limit@1"]),
        ("规则 r: 每个 店: 排名(店 按 销售) 前 150%", &["wrong-top-limit@1"]),
        ("规则 r: 每个 店: 排名(店 按 销售) 前 3元", &["wrong-top-limit@1"]),
        ("规则 r: 每个 店: 排名(店 其中 销售 高于 本.去年 按 销售) 前 3", &["no-own-row@1"]),
    ]);
}

#[test]
fn names() {
    all(&[
        ("规则 r: 每个 店: 直播时长不低于60小时", &["words-run-together@1"]),
        ("规则 r: 每个 店: 销受 不低于3元", &["unknown-name@1"]),
        ("规则 r: 每个 点: 销售 不低于3元", &["unknown-name@1"]),
        ("规则 r: 每个 店: 合格.时常", &["unknown-name@1"]),
        ("规则 r: 每个 店: 验\n规则 q: r", &["wrong-kind@2"]),
        ("规则 r: 每个 店: 验\n规则 r: 每个 店: 验", &["duplicate-name@2"]),
        ("定义 市 适用 店 = 3元", &["duplicate-name@1"]),
        ("数据 新 { 甲: 文本  甲: 数 }", &["duplicate-name@1"]),
        ("数据 新 { 甲: { 一, 一 } }", &["duplicate-name@1"]),
        ("数据 新 { 甲: 文字 }", &["unknown-type@1"]),
        ("数据 新 键 编码 { 编号: 文本 }", &["unknown-name@1"]),
        ("数据 新 键 编号 { 编号: 文本 可缺 }", &["optional-key@1"]),
        ("数据 新 规则日 编号 { 编号: 文本 }", &["rule-date-not-a-date@1"]),
        ("数据 新 属于 旧 { 编号: 文本 }", &["unknown-name@1"]),
        ("数据 新 属于 店 { 店: 文本 }", &["duplicate-name@1"]),
        ("数据 新 计 元/户 { 甲: 文本 }", &["not-a-noun@1"]),
        ("数据 新 { 甲: 文本 可负 }", &["signed-not-a-number@1"]),
        ("单位 户", &["duplicate-name@1"]),
        ("单位 元", &["duplicate-name@1"]),
        ("标准 好 适用 店 { a: 验; a: 验 }", &["duplicate-name@1"]),
        ("预算 小 = 3元 划自 大", &["unknown-name@1"]),
        ("参数 p = 每户补助 × 2", &["not-a-literal@1"]),
        ("预算 b = 总额", &["not-a-literal@1"]),
    ]);
}

#[test]
fn a_suggestion_is_made() {
    let help = |items: &str| {
        let compiled = run(&framed(items));
        let found = compiled.diagnostics.into_iter().find(|d| d.is_error()).unwrap();
        found.help.map(|help| help.zh).unwrap_or_default()
    };
    assert!(help("规则 r: 每个 店: 销受 不低于3元").contains("销售"));
    assert!(help("规则 r: 每个 店: 类型 为 甲累").contains("甲类"));
    assert!(help("规则 r: 每个 店: 直播时长不低于60小时").contains("直播时长 不低于60小时"));
    assert!(help("规则 r: 每个 店: 条数 不低于20").contains("20条"));
    assert!(help("数据 新 { 甲: 日器 }").contains("日期"));
}

#[test]
fn circles() {
    all(&[
        ("定义 a = b + 1\n定义 b = a + 1", &["circle@1"]),
        ("定义 a = a + 1", &["circle@1"]),
        ("定义 a 适用 店 = 合计(月.b)\n定义 b 适用 月 = 店.a + 1元", &["circle@1"]),
        ("标准 好 适用 店 { a: 好.b; b: 验 }", &["circle@1"]),
        ("标准 好 适用 店 { a: 更好 }\n标准 更好 适用 店 { a: 好 }", &["circle@1"]),
        ("预算 甲 = 3元 划自 乙\n预算 乙 = 4元 划自 甲", &["circle@1"]),
        ("数据 甲 属于 乙 { 一: 文本 }\n数据 乙 属于 甲 { 二: 文本 }", &["circle@1"]),
        ("定义 a = b + 1\n定义 b = c + 1\n定义 c = b + a", &["circle@1", "circle@2"]),
    ]);
    assert_eq!(wrong("定义 a = b + 1\n定义 b = c\n定义 c = 3"), [""; 0]);
}

#[test]
fn sources_and_citations() {
    let policy = "政策 p 年度 2023\n";
    let with = |rest: &str| codes(&format!("{policy}{rest}"));
    let source = "依据文件 法 { 第一条 规范; 第二条 说明 \"只讲原则\" }\n";
    assert_eq!(with(&format!("{source}参数 a = 1 依据 第一条")), [""; 0]);
    assert_eq!(with(&format!("{source}参数 a = 1 依据 法.第一条")), [""; 0]);
    assert_eq!(with(source), ["uncited-clause@2"]);
    assert_eq!(with(&format!("{source}参数 a = 1 依据 第一条, 第三条")), ["unknown-citation@3"]);
    let two = format!("{source}依据文件 例 {{ 第一条 规范 }}\n");
    assert_eq!(with(&format!("{two}参数 a = 1 依据 第一条")), ["ambiguous-citation@4"]);
    assert_eq!(with(&format!("{two}参数 a = 1 依据 法.第一条, 例.第一条")), [""; 0]);
    assert_eq!(with("依据文件 法 { 第一条 规范; 第一条 规范 }\n参数 a = 1 依据 第一条"), ["duplicate-name@2"]);
    let to_come = "依据文件 法 { 第一条 待写 \"以后\"; 第二条 待写 }\n";
    assert_eq!(with(to_come), [""; 0]);
    let compiled = run(&format!("{policy}{to_come}"));
    let note = compiled.diagnostics.iter().find(|d| d.code == "clauses-to-come").unwrap();
    assert!(note.message.zh.contains("2 条") && note.message.zh.contains("第二条"));
    assert_eq!(with(&format!("{to_come}参数 a = 1 依据 第一条")), ["clause-not-to-come@3"]);
}

#[test]
fn the_header() {
    assert_eq!(codes("参数 a = 1"), ["missing-policy@1"]);
    assert_eq!(codes("政策 p 年度 2023\n政策 q 年度 2023"), ["duplicate-policy@2"]);
    assert_eq!(codes("政策 p"), ["missing-year@1"]);
    assert!(run("政策 p").program.is_some());
    assert_eq!(codes("政策 p 年度 2023 有效 至 总额 用完"), ["unknown-name@1"]);
}

#[test]
fn interpretations() {
    let growth = "规则 r: 每个 店: 销售 较 去年 增长 20%以上\n";
    let said = |targets: &str, choice: &str| wrong(&format!("{growth}解释 i 适用 {targets}: \"…\" {{ {choice} }}"));
    assert_eq!(said("r", "零基数 为 不满足"), [""; 0]);
    // One without a choice says how a text is read, and changes nothing.
    assert_eq!(said("r", ""), [""; 0]);
    assert_eq!(said("q", "零基数 为 不满足"), ["unknown-name@2"]);
    assert_eq!(said("合格.长", "零基数 为 不满足"), ["unknown-name@2"]);
    assert_eq!(said("合格.时长", "零基数 为 不满足"), ["interpretation-without-effect@2"]);
    assert_eq!(said("r", "名次取整 为 舍去"), ["interpretation-without-effect@2"]);
    assert_eq!(
        wrong(&format!(
            "{growth}解释 i 适用 r: \"…\" {{ 零基数 为 不满足 }}\n解释 j 适用 r: \"…\" {{ 零基数 为 满足 }}"
        )),
        ["conflicting-interpretations@3"]
    );
}

#[test]
fn an_unknown_name_silences_what_follows_from_it() {
    all(&[
        ("定义 d = 没有 + 1元\n规则 r: d × 3 不低于20条", &["unknown-name@1"]),
        ("规则 r: 每个 没有: 甲 不低于 乙.丙", &["unknown-name@1"]),
        ("规则 r: 计数(没有 其中 甲 不低于 3元) 不低于20条", &["not-a-table@1"]),
        ("数据 新 { 甲: 没有 }\n规则 r: 每个 新: 甲 为 \"a\"", &["unknown-type@1"]),
        ("数据 新 { 甲: 没有 }\n规则 r: 每个 新: 甲 × 2 + 3条 不低于 甲", &["unknown-type@1"]),
        ("参数 p = 3没有\n规则 r: 每个 店: 销售 + p 不低于 p", &["unknown-unit@1"]),
    ]);
}

#[test]
fn headers_and_wordings() {
    let code = |text: &str| super::support::codes(&format!("{text}\n数据 店 键 编号 {{ 编号: 文本 }}"));
    assert!(code("政策 p 年度 2023 财年 自 4月1日").is_empty());
    assert!(code("policy p year 2023 fiscal_year from 04-01").is_empty());
    for wrong in ["2月29日", "4月31日", "13-01", "4月", "0401", "4月1"] {
        assert_eq!(code(&format!("政策 p 年度 2023 财年 自 {wrong}")), ["unexpected@1"], "{wrong}");
    }
    assert_eq!(code("政策 p 年度 2023 财年 自 4月1日 财年 自 5月1日"), ["given-twice@1"]);
    all(&[
        ("词义 以上 不含\n词义 以下 不含\n词义 以内 含\n词义 首日 计入", &[]),
        ("词义 以上 不含\n词义 以上 不含", &["worded-twice@2"]),
        ("词义 以上 计入", &["unexpected@1"]),
        ("词义 首日 不含", &["unexpected@1"]),
        ("词义 不低于 不含", &["unexpected@1"]),
        ("词义 以上 不含\n规则 r: 每个 店: 销售 达到 3元以上", &["wording-contradicts@2"]),
        ("词义 以上 含\n规则 r: 每个 店: 销售 达到 3元以上", &[]),
        ("规则 r: 每个 店: 财年(开业) 为 2023年", &[]),
        ("规则 r: 每个 店: 财年(销售) 为 2023年", &["not-a-date@1"]),
        ("规则 r: 每个 店: 财年(开业, 开业) 为 2023年", &["wrong-arguments@1"]),
        ("规则 r: 每个 店: 财年(开业) 不少于 3元", &["type-mismatch@1"]),
    ]);
}

/// The helps of a code in a policy of some items, Chinese and English.
fn helps(items: &str, code: &str) -> Vec<(String, String)> {
    let found = super::support::run(&framed(items)).diagnostics;
    let found = found.into_iter().filter(|found| found.code == code);
    found.filter_map(|found| found.help).map(|help| (help.zh, help.en)).collect()
}

#[test]
fn helps_take_names_of_the_policy_and_keep_what_was_written() {
    for (items, code, zh, en) in [
        ("规则 r: 合计(店 其中 验) 不低于 1元", "missing-amount", "合计(店.销售 其中 验)", "合计(店.销售 其中 验)"),
        ("规则 r: 每个 店: 最近(月.额) 不低于 1元", "missing-order", "最近(月.额 按 月份)", "最近(月.额 by 月份)"),
        ("规则 r: 全都(店)", "missing-filter", "全都(店 其中 验)", "全都(店 where 验)"),
        ("规则 r: 每个 月: 本.店 不低于 1元", "row-as-value", "本.店.编号", "本.店.编号"),
        ("规则 r: 店 不低于 1元", "table-as-value", "合计(店.销售)", "sum(店.销售)"),
        ("规则 r: 每个 店.市, 主体.等级: 计数(店) 不低于 1户", "wrong-group", "店.主体", "店.主体"),
        ("规则 r: 每个 店: 市 为 本.备注", "text-comparison", "“市”", "of 市"),
        ("规则 r: 总数(店.销售) 不低于 1元", "unknown-function", "“合计”", "合计"),
        ("规则 r: 总数(店) 不低于 1户", "unknown-function", "“计数”", "计数"),
        ("规则 r: 无此函数(店) 不低于 1户", "unknown-function", "四舍六入", "half_even"),
        ("参数 q = 自 2024-01-01: 1元, 自 2023-01-01: 2元", "dates-out-of-order", "从早到晚", "earliest first"),
    ] {
        let found = helps(items, code);
        let [(found_zh, found_en)] = found.as_slice() else { panic!("{items}: {found:?}") };
        assert!(found_zh.contains(zh), "{items}: {found_zh}");
        assert!(found_en.contains(en), "{items}: {found_en}");
    }
}

#[test]
fn a_name_of_one_letter_is_not_near_to_another() {
    let items = "测试 \"t\" { 店 甲 { 编号: \"1\" } 期望 乙.合格: 满足 }";
    let found = helps(items, "unknown-row");
    assert_eq!(found, [("有名字的行是：甲".to_owned(), "these rows have names: 甲".to_owned())]);
}

#[test]
fn a_clause_that_is_cited_is_not_said_to_be_still_to_come() {
    let text =
        "政策 p 年度 2023\n依据文件 办法 { 第一条 待写 \"以后\"; 第二条 待写 \"以后\" }\n参数 q = 1元 依据 第一条\n";
    let found = super::support::run(text).diagnostics;
    let codes: Vec<&str> = found.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["clauses-to-come", "clause-not-to-come"]);
    assert!(
        found[0].message.zh.contains("第二条") && !found[0].message.zh.contains("第一条"),
        "{:?}",
        found[0].message
    );
}
