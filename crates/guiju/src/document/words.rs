//! The words of the documents themselves.

use std::collections::BTreeMap;

use guiju_program::diagnostic::Language;

/// Each word by its name in the templates: Chinese, English.
const WORDS: &[(&str, &str, &str)] = &[
    ("read", "阅读中文版", "Read in English"),
    (
        "about",
        "本文由政策的规则文件生成：逐条说明条文写成了哪些规则，每条规则都可以展开看规则文件里的原文。",
        "This document is made from the policy’s rule file. It says, clause by clause, what was made of the text; below each rule its own text can be unfolded.",
    ),
    ("toc", "目录", "Contents"),
    ("coverage", "覆盖情况", "Coverage of the clauses"),
    ("clauses_in_all", "条款总数", "Clauses in all"),
    ("standing", "情形", "Standing"),
    ("count", "条数", "Number"),
    ("clauses", "条款", "Clauses"),
    ("bar", "各种情形的条款所占的比例", "Shares of the clauses of each standing"),
    ("unguarded", "没有测试的条款", "Clauses without a test"),
    ("all_guarded", "每一条规范条款都有测试。", "Every normative clause has a test."),
    ("open_figures", "待定的参数和表", "Open parameters and tables"),
    ("no_open", "没有待定的数。", "No figure is open."),
    ("clause_by_clause", "逐条说明", "Clause by clause"),
    ("uncited", "没有依据条款的内容", "Items that cite no clause"),
    ("reason", "说明", "Reason"),
    ("nothing", "没有项目引用这一条。", "No item cites this clause."),
    ("guarded_by", "测试", "Tests"),
    ("no_test", "没有测试", "no test"),
    ("see", "见", "see"),
    ("part_of", "之一项", "part of"),
    ("source", "规则文件原文", "Text in the rule file"),
    ("cites", "依据", "Cites"),
    ("uses", "用到", "Uses"),
    ("for_items", "适用于", "For"),
    ("readings", "解释", "Read as"),
    ("origin", "来源", "Origin"),
    ("condition", "条件", "Condition"),
    ("step", "步骤", "Step"),
    ("done_on", "办成的日期", "Done on"),
    ("asks", "要求", "What is asked"),
    ("figures", "参数和预算", "Parameters and budgets"),
    ("parameters", "参数", "Parameters"),
    ("budgets", "预算", "Budgets"),
    ("name", "名称", "Name"),
    ("value", "数值", "Value"),
    ("unit", "单位", "Unit"),
    ("note", "备注", "Note"),
    ("reviewed", "复核至", "Reviewed until"),
    ("tables", "表", "Tables of figures"),
    ("records", "需要的数据", "Data that are needed"),
    ("field", "字段", "Field"),
    ("holds", "内容", "Holds"),
    ("interpretations", "解释和词义", "Interpretations and redefined words"),
    ("interpretations_only", "解释", "Interpretations"),
    ("wordings", "词义", "Redefined words"),
    ("acceptances", "接受的发现", "Findings that are accepted"),
    ("finding", "发现", "Finding"),
    ("accepted_at", "所在项目", "At"),
    ("why", "理由", "Why"),
    ("tests", "测试", "Tests"),
    ("test", "测试", "Test"),
    ("guards", "守护的条款", "Clauses guarded"),
    ("place", "位置", "Place"),
    ("changes", "修订", "Amendments"),
    ("change", "修订方式", "Change"),
    ("item", "项目", "Item"),
    ("policies", "涉及的政策", "Policies"),
    ("none", "无", "None"),
    ("top", "回到目录", "Back to the contents"),
    ("colon", "：", ": "),
    ("comma", "、", ", "),
];

/// The words in a language.
pub fn words(language: Language) -> BTreeMap<&'static str, &'static str> {
    WORDS
        .iter()
        .map(|(name, zh, en)| match language {
            Language::Zh => (*name, *zh),
            Language::En => (*name, *en),
        })
        .collect()
}
