//! About items as such: the header, records, parameters, budgets, criteria, circles, interpretations.

use guiju_program::diagnostic::{Diagnostic, Place, Severity};
use guiju_program::source::Span;

use super::shortened;
use crate::ast::Name;

pub(crate) fn no_policy() -> Diagnostic {
    Diagnostic::error("missing-policy", Span::default(), "没有写明这是什么政策", "the policy's header is missing").help(
        "在开头写：政策 某地-某事-2023 \"标题\" 年度 2023",
        "start with: policy some-name-2023 \"title\" year 2023",
    )
}

pub(crate) fn two_policies(span: Span, first: Span) -> Diagnostic {
    Diagnostic::error("duplicate-policy", span, "只能有一个 政策 开头", "there can be only one policy header")
        .label(first, "第一个在这里", "the first is here")
        .help(
            "留下一个；修订别的政策时，另放一个文件并写 修订",
            "keep one; an amendment stands in a file of its own, with amends in its header",
        )
}

pub(crate) fn too_many(place: Place, limit: usize) -> Diagnostic {
    Diagnostic::new(
        "too-many-mistakes",
        Severity::Error,
        place,
        format!("错误超过了 {limit} 处，其余的没有再查"),
        format!("more than {limit} mistakes: the rest was not checked"),
    )
    .help("先改前面的错误，再检查一次", "mend those above first, then check again")
}

pub(crate) fn no_year(span: Span) -> Diagnostic {
    Diagnostic::warning(
        "missing-year",
        span,
        "没有写 年度，计算时必须另给基准日",
        "there is no year, so each evaluation must be given its as-of date",
    )
    .help("写：年度 2023", "write: year 2023")
}

pub(crate) fn ends_before_start(span: Span) -> Diagnostic {
    Diagnostic::error("empty-period", span, "有效期的最后一天早于第一天", "the policy ends before it starts").help(
        "核对 自 和 至 后面的日期，看是不是写反了",
        "check the dates behind from and until: perhaps they are swapped",
    )
}

pub(crate) fn worded_twice(span: Span, first: Span) -> Diagnostic {
    Diagnostic::error("worded-twice", span, "这个词的意思已经写过了", "what this word means is stated before")
        .label(first, "前面的写法", "what was stated")
        .help("留下一处", "keep one of them")
}

pub(crate) fn wording_contradicts(span: Span, text: &str, stated: Option<Span>) -> Diagnostic {
    let found = Diagnostic::error(
        "wording-contradicts",
        span,
        format!("达到 含本数，而本政策的“{text}”不含本数"),
        format!("`reaches` includes the bound, and `{text}` does not in this policy"),
    );
    let found = match stated {
        Some(stated) => found.label(stated, "这里写明不含", "stated here"),
        None => found,
    };
    found.help(
        "含本数就只写 达到，不含就写 超过",
        "write reaches alone where the bound is in, and exceeds where it is not",
    )
}

pub(crate) fn policy_date_not_a_date(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "not-a-policy-date",
        name.span,
        format!("“{text}”不是日期，也不是 待定"),
        format!("{text} is neither a date nor open"),
    )
    .help(
        format!("写：参数 {text} = 2023-03-01，或 参数 {text} 待定"),
        format!("write: param {text} = 2023-03-01, or: param {text} open"),
    )
}

pub(crate) fn no_validity(span: Span) -> Diagnostic {
    Diagnostic::error(
        "no-validity",
        span,
        "政策没有写有效期，不知道何时有效",
        "the policy does not say when it is in force",
    )
    .help(
        "在 政策 后面写：有效 自 2023-01-01 至 总预算 用完",
        "write in its header: valid from 2023-01-01 until total used_up",
    )
}

pub(crate) fn no_conditions(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "empty-criteria",
        name.span,
        format!("标准“{text}”没有条件"),
        format!("criteria {text} has no condition"),
    )
    .help(
        "在花括号里写条件，如 直播时长: 直播时长 不低于60小时",
        "write conditions in the braces, such as live: live at least 60 h",
    )
}

pub(crate) fn no_values(span: Span) -> Diagnostic {
    Diagnostic::error("empty-enumeration", span, "花括号里没有列出取值", "no value is listed in the braces").help(
        "列出取值，如 { 甲, 乙, .. }；什么都可能时用 文本",
        "list the values, such as { a, b, .. }, or use text for anything",
    )
}

pub(crate) fn signed_not_a_number(span: Span) -> Diagnostic {
    Diagnostic::error("signed-not-a-number", span, "可负 只能用于数", "only numbers can be signed").help(
        "删去 可负，或给字段一个数的类型，如 元",
        "take signed away, or give the field a type of numbers, such as yuan",
    )
}

pub(crate) fn optional_key(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "optional-key",
        name.span,
        format!("“{text}”是键，不能 可缺"),
        format!("{text} is the key and cannot be optional"),
    )
    .help("删去 可缺，或另选一个字段作键", "take optional away, or make another field the key")
}

pub(crate) fn rule_date_not_a_date(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "rule-date-not-a-date",
        name.span,
        format!("规则日“{text}”不是日期"),
        format!("{text}, the rule date, is not a date"),
    )
    .help("选一个类型是 日期 的字段", "name a field of type date")
}

pub(crate) fn not_a_noun(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error("not-a-noun", span, format!("行数不能按“{text}”计"), format!("rows cannot be counted in {text}"))
        .help("用单个的单位，如 计 户, 家", "use single units, such as counted household")
}

pub(crate) fn single_with_parent(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "single-with-parent",
        name.span,
        format!("“{text}”是 唯一 的，就不能再属于别的数据"),
        format!("{text} is single, and so cannot belong to another record"),
    )
    .help("删去 唯一，或删去 属于", "take single away, or take `of` away")
}

pub(super) fn circle_of(code: &'static str, names: &[&Name], zh: &str, en: &str) -> Diagnostic {
    let mut ring: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
    if ring.len() > 12 {
        ring.truncate(11);
        ring.push("……");
    }
    ring.extend(names.first().map(|name| name.text.as_str()));
    let ring = ring.join(" → ");
    let place = names.first().map_or(Place::Nowhere, |name| Place::Text(name.span));
    let mut found = Diagnostic::new(code, Severity::Error, place, format!("{zh}：{ring}"), format!("{en}: {ring}"));
    for name in names.iter().skip(1).take(10) {
        found = found.label(name.span, "也在这一圈里", "part of the circle");
    }
    found
}

pub(crate) fn circle(names: &[&Name]) -> Diagnostic {
    circle_of("circle", names, "绕了一圈又用到自己", "it refers round to itself").help(
        "没有一个条目可以直接或间接用到自己；把其中一步改为不依赖别的定义",
        "no item may use itself, directly or over others; let one of them do without the others",
    )
}

pub(crate) fn too_deep(name: &Name, limit: u32) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "too-deep",
        name.span,
        format!("“{text}”用到定义和标准，它们又用到别的，一层套一层，超过了 {limit} 层"),
        format!("{text} names items that name others, more than {limit} deep"),
    )
    .help(
        "让其中一步直接用数据里的字段，或把几个定义并成一个",
        "let one of the steps use fields of the records, or merge some of the definitions",
    )
}

pub(crate) fn too_large(name: &Name, limit: u32) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "too-large",
        name.span,
        format!("“{text}”连同它用到的定义和标准，展开后超过了 {limit} 项"),
        format!("{text} has more than {limit} parts, those of the items that it names counted"),
    )
    .help(
        "一个定义被用到几次就展开几次；少用几次，或拆成几条规则",
        "a definition counts as often as it is named: name it less often, or state several rules",
    )
}

pub(crate) fn owned_in_circle(names: &[&Name]) -> Diagnostic {
    circle_of("circle", names, "数据互相属于，绕了一圈", "these records own one another in a circle")
}

pub(crate) fn owned_too_deep(name: &Name, limit: usize) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "too-deep",
        name.span,
        format!("“{text}”一层层属于别的数据，超过了 {limit} 层"),
        format!("{text} belongs to a record that belongs to another, more than {limit} deep"),
    )
    .help(
        "不必每层都写 属于；可以改用引用，如 所属: 某数据",
        "let one of them refer to its owner by a field instead, such as owner: some_record",
    )
}

pub(crate) fn budget_in_circle(names: &[&Name]) -> Diagnostic {
    circle_of("circle", names, "预算互相划自，绕了一圈", "these budgets are taken out of one another in a circle")
}

pub(crate) fn param_not_literal(span: Span) -> Diagnostic {
    Diagnostic::error(
        "not-a-literal",
        span,
        "参数的值要写成一个数或一个日期",
        "a param is one figure or one date, written out",
    )
    .help("要计算的用 定义：定义 名字 = …", "use define for what is computed: define name = …")
}

pub(crate) fn budget_not_literal(span: Span) -> Diagnostic {
    Diagnostic::error(
        "not-a-literal",
        span,
        "预算的数额要直接写出来，如 7000万元",
        "a budget is an amount, written out, such as 70 million yuan",
    )
    .help("写出数额；要算出来的数，写成 定义", "write the amount out; what is computed is a define")
}

pub(crate) fn negative_budget(span: Span) -> Diagnostic {
    Diagnostic::error("negative-budget", span, "预算不能是负数", "a budget cannot be negative")
        .help("写大于零的数额", "write an amount above zero")
}

pub(crate) fn dates_out_of_order(span: Span) -> Diagnostic {
    Diagnostic::error("dates-out-of-order", span, "各时段要按日期先后写，不能重复", "the dates must go up, each once")
        .help("按日期从早到晚排，每个日期只写一次", "put the dates in order, each once")
}

pub(crate) fn open_parameters(names: &[&Name]) -> Diagnostic {
    let count = names.len();
    let texts: Vec<String> = names.iter().map(|name| name.text.clone()).collect();
    let (zh, en) = shortened(&texts, 50);
    let place = names.first().map_or(Place::Nowhere, |name| Place::Text(name.span));
    Diagnostic::new(
        "open-parameters",
        Severity::Note,
        place,
        format!("有 {count} 个参数待定：{zh}；依赖它们的结论都是待定"),
        format!("{count} open params: {en}; what depends on them is undetermined"),
    )
    .help("文件定下数额后，把 待定 改成这个数", "write the figure instead of open as soon as it is settled")
}

pub(crate) fn no_such_choice(span: Span, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::error(
        "interpretation-without-effect",
        span,
        format!("适用的条目里没有要解释“{zh}”的地方"),
        format!("nothing in the items named is silent about {en}"),
    )
    .help(
        "零基数 解释增长率和比率，名次取整、并列 解释名次，首日 解释期间",
        "zero_base is about growth and ratios, top_rounding and ties about rankings, first_day about spans",
    )
}

pub(crate) fn chosen_twice(span: Span, first: Span, other: &str) -> Diagnostic {
    Diagnostic::error(
        "conflicting-interpretations",
        span,
        format!("这一点已经由解释“{other}”选定"),
        format!("the interpretation {other} has chosen this point already"),
    )
    .label(first, "先由它选定", "chosen here first")
    .help("删去其中一处", "take one of them out")
}

pub(crate) fn no_target(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "empty-interpretation",
        name.span,
        format!("解释“{text}”没有写明适用于哪些条目"),
        format!("interpretation {text} names no item that it is for"),
    )
    .help("写：适用 达标.老店销售", "write: for qualified.old_store")
}
