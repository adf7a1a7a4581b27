//! What documents say of single constructs, of hostile text, of open figures and of clauses without a test; and two documents as a whole.

use guiju::document::{Document, index};
use guiju::{Language, Policy, SourceFile};

use crate::page;

const HEAD: &str = r#"
政策 示例 "示例办法" 年度 2023
依据文件 办法 "示例办法" { 第一条 规范; 第二条 规范 }
单位 户 "household", 条 "video", 分 "point"
预算 总预算 "total" = 100万元 依据 第一条
参数 每户补助 "rate" = 2.27万元/户 依据 第二条
参数 年限 "period" = 5年
数据 企业 "firm" 键 编号 { 编号 "id": 文本  列入日 "listed on": 日期 }
数据 对象 "recipient" 键 编号 计 户 规则日 服务起 {
  编号 "id": 文本  企业 "company": 企业  市地 "city": 文本  类型 "kind": { 大型 "large", 小型 "small", .. }
  已查验 "inspected": 是否  新开 "new": 是否  服务起 "start": 日期  服务止 "end": 日期 可缺
  时长 "live hours": 小时  视频 "videos": 条  销售 "sales": 元  去年 "last year": 元  得分 "score": 分
}
数据 月度 "monthly sales" 属于 对象 键 月份 计 个月 { 月份 "month": 年月  额 "amount": 元 }
标准 达标 "qualified" 适用 对象 依据 第一条 { 时长 "hours": 时长 不低于60小时; 视频 "videos": 视频 不少于20条 }
"#;

/// The item under test, and what its sentence is in Chinese and English.
const SENTENCES: &[(&str, &str, &str)] = &[
    (
        "规则 甲: 每个 对象.市地: 占比(对象 其中 已查验) 不低于10%",
        "在每个市地内，已查验的对象占对象的比例不低于 10%。",
        "Within each “city” of the recipients, the share of recipients marked “inspected” among all recipients is at least 10%.",
    ),
    ("规则 甲: 每个 对象: 达标", "每个对象都符合“达标”。", "Each recipient meets “qualified”."),
    (
        "规则 甲: 每个 对象: 时长 不低于60小时",
        "对每个对象，时长不低于 60小时。",
        "For each recipient, “live hours” is at least 60 hours.",
    ),
    (
        "规则 甲: 计数(对象 其中 达标) × 每户补助 不超过 总预算",
        "符合“达标”的对象的数量 × “每户补助”（2.27万元/户）不超过预算“总预算”（100万元）。",
        "The number of recipients that meet “qualified” × “rate” (22,700 yuan/household) is at most the budget “total” (1,000,000 yuan).",
    ),
    (
        "规则 甲: 每个 对象: 销售 较 去年 增长 20% 以上",
        "对每个对象，销售较去年的增长率不低于 20%。",
        "For each recipient, the growth rate of “sales” on “last year” is at least 20%.",
    ),
    (
        "规则 甲: 每个 对象: 当 新开 则 视频 至少20条 否则 视频 至少30条",
        "对每个对象，如果“新开”为“是”，则视频至少 20条；否则视频至少 30条。",
        "For each recipient, if “new” is yes, then “videos” is at least 20 videos; otherwise “videos” is at least 30 videos.",
    ),
    (
        "规则 甲: 每个 对象: 时长 超过 60小时 除非 新开 依据 第一条",
        "对每个对象，时长超过 60小时，但“新开”为“是”的除外。",
        "For each recipient, “live hours” is more than 60 hours, unless “new” is yes.",
    ),
    (
        "规则 甲: 每个 对象: 有 服务止 且 服务止 距 服务起 不少于6个月",
        "对每个对象，有服务止，且服务止距服务起不少于 6个月。",
        "For each recipient, “end” is given and the time from “start” to “end” is at least 6 months.",
    ),
    (
        "规则 甲: 每个 对象: 非 (类型 属于 {大型, 小型}) 或 得分 低于60分",
        "对每个对象，类型不是大型或小型，或者得分低于 60分。",
        "For each recipient, “kind” is neither “large” nor “small” or “score” is less than 60 points.",
    ),
    (
        "规则 甲: 每个 对象: 销售 在 3万元(含) 至 5万元(不含)",
        "对每个对象，销售不低于 3万元且低于 5万元。",
        "For each recipient, “sales” is at least 30,000 yuan and is less than 50,000 yuan.",
    ),
    (
        "规则 甲: 每个 对象: 服务起 在 企业.列入日 起 年限 内",
        "对每个对象，服务起在企业的列入日起“年限”（5年）内。",
        "For each recipient, “start” is within “period” (5 years) after the “listed on” of its company.",
    ),
    (
        "规则 甲: 每个 对象: 排名(对象 其中 已查验 每个 市地 按 销售) 前 5%",
        "对每个对象，在市地相同的已查验的对象中按销售从大到小排在前 5%。",
        "For each recipient, it is in the first 5% of the recipients marked “inspected” of the same “city” by “sales” from the largest down.",
    ),
    (
        "规则 甲: 每个 对象: 全都(月度 其中 额 不低于1万元)",
        "对每个对象，其月度都满足：额不低于 1万元。",
        "For each recipient, for all of its monthly sales, “amount” is at least 10,000 yuan.",
    ),
    (
        "规则 甲: 每个 对象: 有一(月度 其中 额 超过 1万元)",
        "对每个对象，其至少有一个额超过 1万元的月度。",
        "For each recipient, among its monthly sales there is one where “amount” is more than 10,000 yuan.",
    ),
    (
        "规则 甲: 每个 对象: 时长 不低于60小时\n规则 乙 优先于 甲: 每个 对象: 当 新开 则 时长 不低于30小时",
        "对每个对象，时长不低于 60小时；规则“乙”适用的，按该规则，不再适用本条。",
        "For each recipient, “live hours” is at least 60 hours; where the rule “乙” applies, this one does not.",
    ),
    (
        "定义 甲 适用 对象 = 舍去(40% × 销售 最高 9万元, 0.01元)",
        "每个对象的“甲” ＝ （40% × 销售，最高 9万元），不足 0.01元的部分舍去。",
        "“甲” of each recipient = (40% × “sales”, but at most 90,000 yuan), rounded down to 0.01 yuan.",
    ),
    (
        "定义 甲 适用 对象 = 取最高档 销售 { 120万元以上: 1.5万元; 700万元以上: 6万元 }",
        "每个对象的“甲” ＝ 按销售达到的最高一档的数额（120万元以上：1.5万元；700万元以上：6万元；都没有达到的为 0）。",
        "“甲” of each recipient = the amount of the highest band that “sales” reaches (1,200,000 yuan or more: 15,000 yuan; 7,000,000 yuan or more: 60,000 yuan; 0 where none is reached).",
    ),
    (
        "定义 甲 适用 对象 = 销售 每满 3万元 × (1000元 + 500元)",
        "每个对象的“甲” ＝ 销售中每满 3万元计一份的份数 × （1,000元 + 500元）。",
        "“甲” of each recipient = the number of full steps of 30,000 yuan in “sales” × (1,000 yuan + 500 yuan).",
    ),
    (
        "定义 甲 适用 对象: 服务起 + 6个月 不晚于 (服务止 若无 基准日)",
        "对象符合“甲”，是指：服务起之后 6个月不晚于服务止（没有的，按基准日）。",
        "A recipient meets “甲” if 6 months after “start” is no later than “end” (the as-of date where there is none).",
    ),
    (
        "补助 甲 适用 对象 { 金额: 1万元; 预算: 总预算 按 得分, 服务起 末笔给余额; 分期: 首付 40%, 尾款 其余 }",
        "从“总预算”支付，先后按得分从大到小、服务起从早到晚；钱不够时，最后够到的一笔付余额，后面的不付。",
        "Paid out of “total”, in the order of “score” from the largest down, then “start” from the earliest on; when the money runs short, the last in reach gets what is left, and later ones nothing.",
    ),
    (
        "补助 乙 适用 对象 { 金额: 1万元 }\n排除 甲 适用 对象 不得享受 乙: 得分 低于 60分",
        "有下列情形的对象不得享受“乙”：得分低于 60分。",
        "A recipient may not get “乙” if “score” is less than 60 points.",
    ),
];

fn document(text: &str, language: Language) -> Document {
    let compiled = Policy::compile(vec![SourceFile::new("policy.gj", text)]);
    let policy = compiled.policy.unwrap_or_else(|| {
        panic!("{:?}\n{text}", compiled.diagnostics.iter().map(|d| (d.code, d.message.zh.clone())).collect::<Vec<_>>())
    });
    Document::new(&policy, language)
}

#[test]
fn constructs_read_as_sentences_in_both_languages() {
    let mut wrong = Vec::new();
    for (item, zh, en) in SENTENCES {
        let text = format!("{HEAD}{item}\n");
        for (language, expected) in [(Language::Zh, zh), (Language::En, en)] {
            let found = page::sentences(&document(&text, language).to_html().unwrap());
            if !found.iter().any(|sentence| sentence == expected) {
                wrong.push(format!("{item}\n  expected {expected}\n  found {:#?}", found.get(8..).unwrap_or_default()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn accepted_findings_stand_with_their_reasons() {
    let text = format!(
        "{HEAD}规则 甲: 每个 对象: 时长 不低于60小时\n接受 magic-number 于 甲 因 \"条文就是这个数\" 依据 第一条\n"
    );
    let document = document(&text, Language::Zh);
    let html = document.to_html().unwrap();
    let section = html.split("<section id=\"acceptances\">").nth(1).unwrap().split("</section>").next().unwrap();
    for expected in ["magic-number", ">甲<", "条文就是这个数", ">第一条<"] {
        assert!(section.contains(expected), "{section}");
    }
    assert!(document.to_markdown().unwrap().contains("| magic-number | 甲 | 条文就是这个数 | [第一条](#c1) |"));
}

/// The examples of the page about documents are among those above.
#[test]
#[allow(clippy::disallowed_methods, reason = "a document is a file")]
fn the_page_about_documents_has_real_sentences() {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/documents.md");
    // It is not there in a package.
    let Ok(page) = std::fs::read_to_string(page) else { return };
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| `每个")).collect();
    assert_eq!(rows.len(), 3);
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let rule = cells[0].trim_matches('`');
        let real = |(item, zh, en): &(&str, &str, &str)| {
            item.strip_prefix("规则 甲: ").is_some_and(|item| item.starts_with(rule))
                && *zh == cells[1]
                && *en == cells[2]
        };
        assert!(SENTENCES.iter().any(real), "{row}");
    }
}

#[test]
fn hostile_text_is_text() {
    let script = "<script>alert('1')</script>";
    let long = "长".repeat(150);
    let text = format!(
        "政策 恶意 “{script} & \"引号\" | `x` $y$ *z*” 年度 2023\n\
         依据文件 办法 “</title>{script}” {{ 第一条 说明 “{script} | <b>” ; 第二条 规范 }}\n\
         单位 户 “<i>”\n\
         数据 「<img src=x onerror=alert(1)>」 键 编号 计 户 {{ 编号: 文本  「a|b & \"c\"」 “{script}”: {{ 「<u>」, .. }}  {long}: 元 }}\n\
         规则 「<script>」 “</section>” 依据 第二条: 每个 「<img src=x onerror=alert(1)>」: 「a|b & \"c\"」 为 「<u>」 且 {long} 不低于1元\n\
         解释 读法 适用 「<script>」 依据 第二条: “{script}\"' ``` </code>”\n\
         # </code></pre>{script}\n\
         测试 “{script}” {{ 「<img src=x onerror=alert(1)>」: 无\n 期望 「<script>」: 不适用 }}\n"
    );
    for language in [Language::Zh, Language::En] {
        let document = document(&text, language);
        let html = document.to_html().unwrap();
        page::balanced(&html);
        assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>"), "{html}");
        assert!(html.contains("&lt;script&gt;alert("));
        page::sound_markdown(&document.to_markdown().unwrap());
    }
    let policy = Policy::compile(vec![SourceFile::new("policy.gj", text)]).policy.unwrap();
    let chooser = index(&policy, &[(Language::Zh, "zh.html"), (Language::En, "en.html")]).unwrap();
    page::balanced(&chooser);
    assert!(
        !chooser.contains("<script") && chooser.contains("href=\"zh.html\"") && chooser.contains("href=\"en.html\"")
    );
}

#[test]
fn clauses_tell_how_they_stand() {
    let text = format!(
        "{HEAD}依据文件 附件 \"附件\" {{ 一 规范; 二 规范; 三 待写 \"以后\"; 四 说明 \"目的\" }}\n\
         参数 门槛 待定 小时 依据 附件.一\n\
         规则 甲 依据 附件.一: 每个 对象: 时长 不低于 门槛\n\
         规则 乙 依据 附件.二: 每个 对象: 视频 不少于1条\n\
         测试 \"乙\" {{ 对象 A {{ 视频: 1条 }}\n 期望 乙: 满足 }}\n"
    );
    let html = document(&text, Language::En).to_html().unwrap();
    let clause = |path: &str| {
        let at = html.find(&format!(">{path}</span> <span class=\"standing")).expect(path);
        html[at..].split("</h4>").next().unwrap().to_owned()
    };
    assert!(clause("一").contains("standing open") && clause("一").contains("no test"), "{}", clause("一"));
    assert!(clause("二").contains("standing computed") && !clause("二").contains("no test"), "{}", clause("二"));
    assert!(clause("三").contains("standing to-come") && !clause("三").contains("no test"), "{}", clause("三"));
    assert!(clause("四").contains("standing narrative"), "{}", clause("四"));
    // Two of the head's own clauses, and the one above.
    let unguarded = html.split("<h3>Clauses without a test</h3>").nth(1).unwrap().split("</p>").next().unwrap();
    assert_eq!(unguarded.matches("<a ").count(), 3, "{unguarded}");
    assert!(html.contains("<td data-label=\"Number\" class=\"number\">6</td>"));
    assert_eq!(html.matches("<rect class=").count(), 4);
}

const SMALL: &str = r#"
政策 小示例 "直播带货补助办法（示例）" 年度 2023 状态 试行 "trial" 有效 自 2023-01-01 至 总预算 用完
依据文件 办法 "直播带货补助办法" {
  第一条 说明 "讲目的"
  第二条 规范
  第三条 规范
  第四条 待写 "怎样发，以后再写"
}
单位 户 "household"
预算 总预算 "budget" = 34万元 依据 第二条
参数 每户补助 "rate" = 自 2023-01-01: 2.27万元/户, 自 2023-07-01: 2.5万元/户 依据 第二条 复核至 2023-12-31
参数 门槛 "threshold" 待定 小时 依据 第三条
数据 服务主体 "provider" 键 编号 { 编号 "id": 文本  验收日 "accepted on": 日期 可缺 }
数据 服务对象 "recipient" 键 编号 计 户 规则日 服务起 {
  编号 "id": 文本  服务主体 "provider": 服务主体
  类型 "kind": { 限上企业 "large firm", 个体工商户 "self-employed" }
  服务起 "service start": 日期
  直播时长 "live hours": 小时
}
表 系数 "factor" 按 服务对象.类型 得 数 依据 第二条 {
  限上企业: 0.5
  其余: 1
}
标准 达标 "qualified" 适用 服务对象 依据 第三条 {
  直播时长 "live hours": 直播时长 不低于 门槛
  已验收 "accepted": 有 服务主体.验收日
}
补助 补助金 "award" 适用 服务对象 付给 服务主体 依据 第二条 {
  条件: 达标
  金额: 每户补助 × 1户 × 系数[类型]
  预算: 总预算 不得超过
}
目标 户数 "recipients" 依据 第三条: 计数(服务对象 其中 达标) 达到10户以上
解释 按户 适用 户数 依据 第三条: "按户数，不按店铺数"
词义 以上 含
测试 "没有对象" { 服务对象: 无
  期望 户数: 不满足 }
"#;

#[test]
fn a_small_policy_in_both_languages() {
    let version = env!("CARGO_PKG_VERSION");
    for (language, name) in [(Language::Zh, "small_zh"), (Language::En, "small_en")] {
        let document = document(SMALL, language);
        page::balanced(&document.to_html().unwrap());
        insta::assert_snapshot!(name, document.to_markdown().unwrap().replace(version, "VERSION"));
    }
}
