//! About awards, caps and allocations, once their text is read.

use guiju_program::source::Span;
use guiju_program::{Bilingual, Diagnostic};

use super::items::circle_of;
use crate::ast::Name;

/// `bare` is the number as written where there is no more than one.
pub(crate) fn not_money(span: Span, is: &Bilingual, bare: Option<&str>) -> Diagnostic {
    let found = Diagnostic::error(
        "unit-mismatch",
        span,
        format!("这里要是一笔钱，写的是{}", is.zh),
        format!("this must be an amount of money, and is {}", is.en),
    )
    .help("写明单位，如 9万元", "write the unit, such as 90_000 yuan");
    match bare.filter(|bare| bare.ends_with(['万', '亿']) || bare.ends_with(|c: char| c.is_ascii_digit())) {
        Some(bare) => found.help(format!("写明单位：{bare}元"), format!("write the unit: {bare} yuan")),
        None => found,
    }
}

pub(crate) fn payee_not_a_row(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        "payee-not-a-row",
        span,
        format!("“{text}”不是另一条数据的一行，不能付给它"),
        format!("{text} is not a row of a record, and cannot be paid"),
    )
    .help(
        "付给 后面写所引用的数据，如 付给 店铺.企业；付给这一行自己就不写",
        "behind paid_to name a reference, such as paid_to store.company; leave it out to pay the row itself",
    )
}

/// A claw-back where an award is needed.
pub(crate) fn paid_back(name: &Name, first: Span) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "paid-back",
        name.span,
        format!("“{text}”是追缴，这里要的是补助"),
        format!("{text} is a claw-back, and an award is needed here"),
    )
    .label(first, "在这里声明", "declared here")
    .help(
        "追缴的钱不占预算，不封顶，也不与补助不兼得；要限制它，在它的 金额 里写 最高",
        "what is paid back draws on no budget, has no cap and excludes no award; to limit it write capped at in its amount",
    )
}

pub(crate) fn too_many_exclusions(span: Span, most: usize) -> Diagnostic {
    Diagnostic::error(
        "too-many-exclusions",
        span,
        format!("一项补助最多有 {most} 条排除"),
        format!("at most {most} exclusions bar one award"),
    )
    .help("用 或 合成一条", "join them with or")
}

pub(crate) fn excludes_itself(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "excludes-itself",
        name.span,
        format!("“{text}”不能与自己不兼得"),
        format!("{text} cannot exclude itself"),
    )
    .help(
        format!("改成另一项补助的名字；要说同一家只能得一次“{text}”的，写一条 排除"),
        format!("name the other award; if {text} may be had only once, write an exclusion"),
    )
}

pub(crate) fn excluded_twice(name: &Name, first: Span) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "excluded-twice",
        name.span,
        format!("与“{text}”不兼得已经写过了"),
        format!("that these two exclude each other is said already, here it is {text}"),
    )
    .label(first, "先写在这里", "said here first")
    .help("两项补助只在其中一处写", "of two awards one says it")
}

/// Two awards that are to be settled on one row are for different records.
pub(crate) fn other_record(name: &Name, has: &str, needs: &str) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "other-record",
        name.span,
        format!("“{text}”是按 {has} 的行发的，这里说的是 {needs} 的行"),
        format!("{text} is for rows of {has}, and this is about rows of {needs}"),
    )
    .help(
        format!("换成按 {needs} 的行发的补助；要管到 {has} 的，把这一条写成对 {has} 的"),
        format!("name an award for rows of {needs}, or write this for rows of {has}"),
    )
}

pub(crate) fn award_twice(name: &Name, first: Span) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error("award-twice", name.span, format!("“{text}”在这里写了两次"), format!("{text} stands here twice"))
        .label(first, "先写在这里", "first here")
        .help(
            format!("删去一个“{text}”；本来要写另一项补助的，改成它的名字"),
            format!("leave one {text} out, or name the other award that is meant"),
        )
}

pub(crate) fn order_missing(span: Span) -> Diagnostic {
    Diagnostic::error(
        "order-missing",
        span,
        "钱不够时谁先谁后，没有写",
        "it is not said who comes first when the money is short",
    )
    .help("加上 按，如 按 申请时间", "add by, such as by applied_at")
}

pub(crate) fn cap_order_missing(span: Span) -> Diagnostic {
    Diagnostic::error(
        "order-missing",
        span,
        "这条封顶管好几行，超出时先减哪一行没有写",
        "this cap goes over several rows, and it is not said which of them is cut first",
    )
    .help(
        "在最后加上 按，如 按 申请时间：排在后面的先减",
        "add by at the end, such as by applied_at: those that come last are cut first",
    )
}

pub(crate) fn order_unused(span: Span) -> Diagnostic {
    Diagnostic::warning("order-without-effect", span, "这里的 按 不起作用", "this order has no effect").help(
        "写明钱不够时怎么办，如 末笔给余额、跳过、即止，或者去掉 按",
        "say what happens when the money is short, such as cut_last, skip or stop, or leave the order out",
    )
}

pub(crate) fn instalments_without_rest(span: Span) -> Diagnostic {
    Diagnostic::error(
        "instalments-without-rest",
        span,
        "最后一期要写 其余，各期才正好加成全额",
        "the last instalment must be the rest, so that they add up to the whole",
    )
    .help("如 分期: 签约 40%, 验收 其余", "such as instalments: signing 40%, acceptance rest")
}

pub(crate) fn rest_not_last(span: Span) -> Diagnostic {
    Diagnostic::error(
        "instalments-without-rest",
        span,
        "其余 只能是最后一期",
        "only the last instalment can be the rest",
    )
    .help("这一期写百分比或一笔钱，把 其余 放到最后一期，如 分期: 签约 40%, 验收 其余", "give this one a share or an amount, and let the last be the rest, such as instalments: signing 40%, acceptance rest")
}

pub(crate) fn instalment_share(span: Span) -> Diagnostic {
    Diagnostic::error(
        "wrong-instalment",
        span,
        "一期是全额的百分之几，或者一笔钱：大于 0，各期的百分比合计小于 100%",
        "an instalment is a share of the whole, or an amount of money: above 0, and all shares together are below 100%",
    )
    .help("如 分期: 签约 40%, 中期 30%, 验收 其余", "such as instalments: signing 40%, midterm 30%, acceptance rest")
}

pub(crate) fn wrong_step(span: Span) -> Diagnostic {
    Diagnostic::error(
        "wrong-step",
        span,
        "取整到多少，要写一个大于零的数，如 1户、0.01元",
        "what parts are rounded to is a number above zero, such as 1 household or 0.01 yuan",
    )
    .help(
        "写一个大于零的数，单位与总量相同，如 最大余数 1户、舍去 0.01元",
        "write a number above zero in the unit of the whole, such as largest_remainder 1 household or down 0.01 yuan",
    )
}

pub(crate) fn least_above_most(span: Span, least: &str, most: &str) -> Diagnostic {
    Diagnostic::error("least-above-most", span, "最少 大于 最多", "the least part is more than the most").help(
        format!("把 {least} 和 {most} 对调，或者改正写错的数或单位"),
        format!("turn {least} and {most} round, or mend the number or unit that is wrong"),
    )
}

pub(crate) fn unrounded(span: Span) -> Diagnostic {
    Diagnostic::warning(
        "unrounded-award",
        span,
        "这个金额可能不是整分，没有写怎样取整",
        "this amount may be a fraction of a fen, and it is not said how it is rounded",
    )
    .help("如 舍去(…, 0.01元)、四舍五入(…, 0.01元)", "such as down(…, 0.01 yuan) or half_up(…, 0.01 yuan)")
}

pub(crate) fn circle(names: &[&Name]) -> Diagnostic {
    circle_of("circle", names, "绕了一圈又用到自己", "it refers round to itself").help(
        "互不兼得、共用封顶或预算的补助一起计算，其中哪一项的条件、金额、顺序和上限都不能用到另一项的结果",
        "awards that exclude one another or share a cap or a budget are settled together: none of their conditions, amounts, orders and limits may use what comes of another",
    )
}

pub(crate) fn wrong_budget_argument(span: Span, called: &str) -> Diagnostic {
    Diagnostic::error(
        "wrong-arguments",
        span,
        format!("“{called}”后面的括号里要写一个预算"),
        format!("{called} takes the name of a budget"),
    )
    .help(format!("如 {called}(总预算)"), format!("such as {called}(total)"))
}

pub(crate) fn allocation_order_unused(span: Span) -> Diagnostic {
    Diagnostic::warning(
        "order-without-effect",
        span,
        "舍去 的尾数不再分，这里的 按 不起作用",
        "what rounding down leaves is not given out, so this order has no effect",
    )
    .help("去掉 按，或者改为 最大余数", "leave it out, or use largest_remainder")
}
