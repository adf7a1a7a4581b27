//! The kinds of findings that an analysis of a policy has.

use crate::finding::{FindingKind, Level};

/// The kinds of findings of an analysis (分析发现), by their codes. They stand here because a policy may accept one, whether or
/// not whoever compiles it can analyse.
pub const ANALYSIS: &[FindingKind] = &[
    FindingKind {
        code: "bounded-differently",
        level: Level::Warn,
        zh: "同一个数在两处有不同的要求",
        en: "the same quantity bounded in two places",
    },
    FindingKind {
        code: "cannot-all-hold",
        level: Level::Deny,
        zh: "不能同时做到的几条",
        en: "clauses that cannot all hold",
    },
    FindingKind {
        code: "cap-never-cuts",
        level: Level::Note,
        zh: "从来不起作用的封顶",
        en: "a ceiling that never cuts",
    },
    FindingKind {
        code: "ends-after-the-year",
        level: Level::Note,
        zh: "政策年度之内可能满不了的期限",
        en: "a span that may not be complete within the policy's year",
    },
    FindingKind {
        code: "implied-clause",
        level: Level::Note,
        zh: "做到了别的就做到了、自己不起作用的一条",
        en: "a clause that follows from others",
    },
    FindingKind {
        code: "never-applies",
        level: Level::Warn,
        zh: "不管事实怎样都不适用的条件",
        en: "a condition that never applies",
    },
    FindingKind {
        code: "never-fails",
        level: Level::Warn,
        zh: "不管事实怎样都满足的条件",
        en: "a condition that never fails",
    },
    FindingKind {
        code: "nobody-qualifies",
        level: Level::Deny,
        zh: "没有人能达到的标准",
        en: "a criteria that nobody can meet",
    },
    FindingKind {
        code: "not-analysed", level: Level::Note, zh: "没有分析的地方", en: "a part that was not analysed"
    },
    FindingKind {
        code: "not-answered",
        level: Level::Note,
        zh: "到了上限还没有答案的问题",
        en: "a question that was not answered within the limits",
    },
    FindingKind {
        code: "nothing-left",
        level: Level::Warn,
        zh: "别的用到上限就一分也没有的用途",
        en: "a purpose for which nothing may be left",
    },
    FindingKind {
        code: "open-figure", level: Level::Note, zh: "还没有给出的数", en: "a figure that is not given yet"
    },
    FindingKind {
        code: "parts-add-up",
        level: Level::Note,
        zh: "各部分正好加得起来的预算：核对无误",
        en: "a budget whose parts add up: confirmed",
    },
    FindingKind {
        code: "parts-exceed-budget",
        level: Level::Deny,
        zh: "各部分加起来超出总额的预算",
        en: "a budget whose parts come to more than it",
    },
    FindingKind {
        code: "parts-leave-a-rest",
        level: Level::Note,
        zh: "没有分完的预算",
        en: "a budget that is not all given out",
    },
    FindingKind {
        code: "target-over-budget",
        level: Level::Deny,
        zh: "钱不够的目标",
        en: "a target that the budget does not reach",
    },
];
