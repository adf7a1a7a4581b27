//! Policies of many rules.

use std::fmt::Write as _;

/// A policy of so many rules, each of five comparisons joined by 'and'.
pub fn policy(rules: usize) -> String {
    let mut text = String::from(
        "政策 many \"许多规则\"\n  年度 2023\n依据文件 方案 \"基准\" {\n  一  规范\n}\n单位 户, 条\n数据 服务对象 键 编号 计 户 {\n  编号: 文本  直播时长: 小时  短视频: 条  销售额: 元  已查验: 是否\n}\n",
    );
    for rule in 0..rules {
        // Writing to a text does not fail.
        let _ = writeln!(
            text,
            "规则 规则{rule} 依据 一: 每个 服务对象: 直播时长 不低于{}小时 且 短视频 不低于{}条 且 销售额 不超过 {}万元 且 销售额 超过 {}元 且 直播时长 不超过 {}小时",
            rule % 97,
            rule % 31,
            1_000 + rule % 89,
            rule % 83,
            200 + rule % 79,
        );
    }
    text
}
