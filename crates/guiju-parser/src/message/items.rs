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
            "一项政策只写一个 政策 开头；另一项政策单独存成文件",
            "keep one header, and put the other policy into a file of its own",
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

pub(crate) fn ends_before_start(from: Span, until: Span) -> Diagnostic {
    Diagnostic::error("empty-period", until, "有效期的最后一天早于第一天", "the policy ends before it starts")
        .label(from, "第一天写在这里", "its first day is here")
        .help("把两个日期对调，或者改正写错的一个", "turn the two dates round, or mend the one that is wrong")
}

pub(crate) fn worded_twice(span: Span, first: Span) -> Diagnostic {
    Diagnostic::error("worded-twice", span, "这个词的意思已经写过了", "what this word means is stated before")
        .label(first, "前面的写法", "what was stated")
        .help(
            "只留与原文相符的一处；个别条款不同的，在那一条的界限后面写 (含) 或 (不含)",
            "keep the one that the text says; where one clause differs, mark its bound (incl) or (excl)",
        )
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
    .help(format!("在花括号里写上条件，如 标准 {text} … {{ 规模: 销售额 不低于100万元 }}；条文还没有定的，先不写这条标准，把条款标 待写"), format!("write conditions in its braces, such as criteria {text} … {{ size: sales at least 1_000_000 yuan }}; if the text does not say them yet, leave it out and mark the clause to_come"))
}

pub(crate) fn no_values(span: Span) -> Diagnostic {
    Diagnostic::error("empty-enumeration", span, "花括号里没有列出取值", "no value is listed in the braces").help(
        "列出取值，如 { 甲, 乙, .. }；什么都可能时用 文本",
        "list the values, such as { a, b, .. }, or use text for anything",
    )
}

pub(crate) fn signed_not_a_number(span: Span) -> Diagnostic {
    Diagnostic::error("signed-not-a-number", span, "可负 只能用于数", "only numbers can be signed").help(
        "去掉 可负；本来是数的，把类型改成 数 或单位；可以空着的，写 可缺",
        "leave out signed; if it is a number, make its type number or a unit; if it may be blank, write optional",
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
    .help(format!("去掉“{text}”后面的 可缺；确实会空着的，换一个每行都有的字段作键"), format!("leave out optional behind {text}; if it may really be blank, make another field the key, which every row has"))
}

pub(crate) fn rule_date_not_a_date(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "rule-date-not-a-date",
        name.span,
        format!("规则日“{text}”不是日期"),
        format!("{text}, the rule date, is not a date"),
    )
    .help(
        format!("把“{text}”的类型改为 日期，或者改写一个类型是 日期 的字段"),
        format!("make {text} a date, or name a field that is one"),
    )
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
    .help(
        "全部只有一行的，去掉 属于；每个所属各有自己的行的，去掉 唯一",
        "leave out `of` if there is one row in all, or single if each owner has rows of its own",
    )
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
        "任何条目都不能直接或间接用到自己；把其中一步改为不依赖别的定义",
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
    .help("其中一条数据改为不属于别的：去掉 属于，或者用引用的字段，如 所属: 某数据", "let one of them belong to nothing: leave out `of`, or use a field that refers to it, such as owner: some_record")
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
        .help("最上面的那一个预算不写 划自", "leave `out_of` out of the one that is the whole")
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

pub(crate) fn budget_not_literal(span: Span, name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "not-a-literal",
        span,
        "预算的数额要直接写出来，如 7000万元",
        "a budget is an amount, written out, such as 70 million yuan",
    )
    .help(
        format!("写成 预算 {text} = 7000万元；要算出来的数用 定义"),
        format!("write budget {text} = 70 million yuan, and use define for what is computed"),
    )
}

pub(crate) fn negative_budget(span: Span, name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error("negative-budget", span, "预算不能是负数", "a budget cannot be negative").help(
        format!("去掉负号；“{text}”要从另一个预算里出的，在后面写 划自 和它的名字"),
        format!("leave the minus out; if {text} is taken out of another budget, write out_of and its name behind it"),
    )
}

pub(crate) fn dates_out_of_order(span: Span, before: Span, twice: bool) -> Diagnostic {
    let found = Diagnostic::error(
        "dates-out-of-order",
        span,
        "各时段要按日期先后写，不能重复",
        "the dates must go up, each once",
    );
    if twice {
        return found.label(before, "这个日期先写在这里", "this date stands here first").help(
            "同一个日期只留一个数，或者改正其中一个日期",
            "keep one figure for the date, or mend one of the two dates",
        );
    }
    found
        .label(before, "前面这个日期更晚", "the date before is later")
        .help("按日期从早到晚排列", "put them in the order of their dates, the earliest first")
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
    .help(
        "等数定下来，把 待定 换成数，并写明依据",
        "once a figure is known, write it in place of open, with its clause",
    )
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
    .help(
        format!("留下“{other}”的，删去这一处；管不同条目的，把各自的 适用 写窄"),
        format!(
            "keep that of {other}, and leave this one out; if they are for different items, narrow what each is for"
        ),
    )
}
