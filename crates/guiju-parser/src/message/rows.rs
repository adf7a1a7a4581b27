//! About rows: which of them is meant, aggregates over them, optional fields.

use guiju_program::source::Span;
use guiju_program::{Bilingual, Diagnostic};

use super::list;
use crate::ast::Name;

pub(crate) fn no_this(span: Span) -> Diagnostic {
    Diagnostic::error(
        "no-own-row",
        span,
        "这里没有“本”可指：条目不是逐行的",
        "there is no row that `this` could mean: the item is not about each row",
    )
    .help("写 适用 某数据 或 每个 某数据", "write `for` a record, or `each` record")
}

pub(crate) fn no_this_in_ranking(span: Span) -> Diagnostic {
    Diagnostic::error(
        "no-own-row",
        span,
        "排名里不能用“本”：每一行都按同一个名次排",
        "a ranking cannot speak of `this`: it is one for all rows",
    )
    .help("只与本行同组的才排，写 每个 某字段", "to rank within a group, write `each` and its field")
}

pub(crate) fn needs_this(name: &Name, owner: &str, table: &str) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "own-row-unmarked",
        name.span,
        format!("“{text}”是 {owner} 的，而这里说的是 {table} 的各行"),
        format!("{text} belongs to {owner}, and here each row of {table} is spoken of"),
    )
    .help(format!("指条目自己的那一行，写 本.{text}"), format!("for the item's own row write this.{text}"))
}

pub(crate) fn member_of_other(name: &Name, record: &str, amount: bool) -> Diagnostic {
    let text = &name.text;
    let found = Diagnostic::error(
        "wrong-row",
        name.span,
        format!("“{text}”是逐行判断 {record} 的，这里没有 {record} 的一行"),
        format!("{text} is about each row of {record}, and there is no such row here"),
    );
    if amount {
        return found.help(
            format!("要看全部或一组行，用汇总，如 合计({record}.{text})"),
            format!("to look at many rows use an aggregate, such as sum({record}.{text})"),
        );
    }
    found.help(
        format!("要看全部或一组行，用汇总，如 计数({record} 其中 {text})"),
        format!("to look at many rows use an aggregate, such as count({record} where {text})"),
    )
}

pub(crate) fn table_as_value(name: &Name, number: Option<&str>) -> Diagnostic {
    let text = &name.text;
    let found = Diagnostic::error(
        "table-as-value",
        name.span,
        format!("“{text}”是一张表，不是一个值"),
        format!("{text} is a table, not a value"),
    );
    match number {
        Some(field) => found.help(
            format!("用汇总，如 计数({text}) 或 合计({text}.{field})"),
            format!("use an aggregate, such as count({text}) or sum({text}.{field})"),
        ),
        None => found.help(format!("用汇总，如 计数({text})"), format!("use an aggregate, such as count({text})")),
    }
}

pub(crate) fn row_as_value(span: Span, text: &str, field: Option<&str>) -> Diagnostic {
    let found = Diagnostic::error(
        "row-as-value",
        span,
        format!("“{text}”是一整行，不是一个值"),
        format!("{text} is a whole row, not a value"),
    );
    match field {
        Some(field) => found.help(
            format!("写明要它的哪个字段，如 {text}.{field}"),
            format!("say which field of it is meant, such as {text}.{field}"),
        ),
        None => found.help("写明要它的哪个字段", "say which field of it is meant"),
    }
}

pub(crate) fn no_parts(name: &Name, next: &Name) -> Diagnostic {
    let (text, part) = (&name.text, &next.text);
    Diagnostic::error(
        "no-such-part",
        next.span,
        format!("“{text}”不是另一条数据，没有“{part}”"),
        format!("{text} is not a row of another record, and has no {part}"),
    )
    .help(
        format!("去掉 .{part}；“{text}”若是指另一条数据的一行，把这个字段的类型改成那条数据的名字"),
        format!("leave out .{part}; if {text} means a row of another record, make that record the type of the field"),
    )
}

pub(crate) fn group_needs_aggregate(name: &Name, record: &str) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "group-needs-aggregate",
        name.span,
        format!("这里说的是 {record} 的一组行，“{text}”是每一行各有的"),
        format!("this is about a group of rows of {record}, and each row has its own {text}"),
    )
    .help(
        format!("用汇总，如 合计({record}.{text}) 或 占比({record} 其中 …)"),
        format!("use an aggregate, such as sum({record}.{text}) or share({record} where …)"),
    )
}

pub(crate) fn group_table(name: &Name, record: &str) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "table-beyond-group",
        name.span,
        format!("在 {record} 的一组行里，“{text}”是各行的，还是整张表，说不清"),
        format!(
            "within a group of {record} it is not clear whether {text} means those of its rows, or the whole table"
        ),
    )
    .help(
        format!("整张表写 全部 {text}；各行的先为 {record} 写一条 定义，再汇总它"),
        format!("write `whole {text}` for the table, or define the figure for {record} and aggregate that"),
    )
}

pub(crate) fn nested_table(name: &Name, owner: &str, table: &str) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "nested-table",
        name.span,
        format!("在对 {table} 的汇总里，“{text}”是这个 {owner} 的，还是整张表，说不清"),
        format!("within an aggregate over {table} it is not clear whether {text} means that of this {owner}, or the whole table"),
    )
    .help(
        format!("整张表写 全部 {text}；这个 {owner} 的先写成一条 定义，再写 本.定义名"),
        format!("write `whole {text}` for the table, or define the figure for {owner} and write `this.` and its name"),
    )
}

pub(crate) fn not_a_table(name: &Name, near: Option<String>) -> Diagnostic {
    let text = &name.text;
    let found =
        Diagnostic::error("not-a-table", name.span, format!("“{text}”不是一张表"), format!("{text} is not a table"));
    match near {
        Some(near) => found.help(format!("是不是“{near}”？"), format!("did you mean {near}?")),
        None => found.help(
            "括号里先写数据的名字，如 计数(服务对象) 或 合计(服务对象.金额)",
            "start with a record, such as count(recipient) or sum(recipient.amount)",
        ),
    }
}

pub(crate) fn argument_not_a_table(span: Span) -> Diagnostic {
    Diagnostic::error(
        "not-a-table",
        span,
        "汇总的是一张表，或它的一个字段，不是一个算式",
        "an aggregate is over a table or a field of it, not over an expression",
    )
    .help(
        "先用 定义 给算式取个名字，再写 合计(数据.名字)",
        "define a name for the expression, then write sum(record.name)",
    )
}

pub(crate) fn ambiguous_reference(name: &Name, owner: &str, fields: &[&str]) -> Diagnostic {
    let text = &name.text;
    let (zh, en) = list(fields.iter().copied());
    let first = fields.first().copied().unwrap_or_default();
    Diagnostic::error(
        "ambiguous-reference",
        name.span,
        format!("“{text}”有几个字段都指向 {owner}：{zh}"),
        format!("{text} refers to {owner} by several fields: {en}"),
    )
    .help(format!("写明经哪一个：{text} 经 {first}"), format!("say by which: {text} via {first}"))
}

pub(crate) fn no_such_reference(field: &Name, table: &str, owner: &str, fields: &[&str], child: bool) -> Diagnostic {
    let text = &field.text;
    let found = Diagnostic::error(
        "no-such-reference",
        field.span,
        format!("{table} 没有指向 {owner} 的字段“{text}”"),
        format!("{table} has no field {text} that refers to {owner}"),
    );
    let (zh, en) = list(fields.iter().copied());
    if child {
        found.help(
            format!("{table} 属于 {owner}，不用写 经 {text}"),
            format!("{table} belongs to {owner}: leave out via {text}"),
        )
    } else if fields.is_empty() {
        found.help(
            format!("{table} 没有字段指向 {owner}：去掉 经 {text}，或者把“{text}”的类型改成 {owner}"),
            format!("no field of {table} refers to {owner}: leave out via {text}, or make {owner} the type of {text}"),
        )
    } else {
        found.help(format!("写 经 {zh}"), format!("write via {en}"))
    }
}

pub(crate) fn via_without_row(field: &Name) -> Diagnostic {
    Diagnostic::error(
        "no-such-reference",
        field.span,
        "这里没有可以被指向的一行，经 没有意义",
        "there is no row here that could be referred to, so `via` means nothing",
    )
    .help(
        "去掉 经；要逐行判断的，先写 适用 某数据 或 每个 某数据",
        "leave `via` out, or write `for` a record or `each` record if each row is judged",
    )
}

pub(crate) fn filter_missing(span: Span, function: &str, written: (String, String)) -> Diagnostic {
    Diagnostic::error(
        "missing-filter",
        span,
        format!("“{function}”没有写问的是什么"),
        format!("{function} does not say what is asked"),
    )
    .help(format!("加上 其中 和条件，如 {}", written.0), format!("add where and a condition, such as {}", written.1))
}

pub(crate) fn value_missing(span: Span, function: &str, table: &str, written: Option<&str>) -> Diagnostic {
    let found = Diagnostic::error(
        "missing-amount",
        span,
        format!("“{function}”没有写是 {table} 的什么数"),
        format!("{function} does not say which figure of {table}"),
    );
    match written {
        Some(written) => found.help(format!("写明字段，如 {written}"), format!("name the field, such as {written}")),
        None => found.help(
            format!("{table} 没有数的字段：要数有几行，用 计数({table})"),
            format!("{table} has no field that is a number; to count its rows write count({table})"),
        ),
    }
}

pub(crate) fn value_unwanted(span: Span, function: &str, table: &str) -> Diagnostic {
    Diagnostic::error(
        "unwanted-amount",
        span,
        format!("“{function}”看的是行，不是字段"),
        format!("{function} is about rows, not about a field"),
    )
    .help(format!("写：{function}({table} 其中 条件)"), format!("write: {function}({table} where condition)"))
}

pub(crate) fn order_missing(span: Span, function: &str, written: (String, String)) -> Diagnostic {
    Diagnostic::error(
        "missing-order",
        span,
        format!("“{function}”没有写按哪个日期"),
        format!("{function} does not say by which date"),
    )
    .help(format!("加上 按，如 {}", written.0), format!("add by, such as {}", written.1))
}

pub(crate) fn order_turned(span: Span, function: &str, ascending: bool) -> Diagnostic {
    let (zh, en) = if ascending { ("升序", "ascending") } else { ("降序", "descending") };
    Diagnostic::error(
        "wrong-order",
        span,
        format!("“{function}”本身就说了先后，不能再写 {zh}"),
        format!("{function} says the order by itself, and takes no `{en}`"),
    )
    .help(
        format!("去掉 {zh}；要反过来，最近 换成 最早，最早 换成 最近"),
        format!("leave `{en}` out; to turn it round write earliest for latest, or latest for earliest"),
    )
}

pub(crate) fn not_a_month(span: Span, is: &Bilingual) -> Diagnostic {
    Diagnostic::error(
        "not-a-month",
        span,
        format!("这里要一个年月，而这是{}", is.zh),
        format!("a month is needed here, and this is {}", is.en),
    )
    .help("日期所在的月写 所在月(日期)", "the month of a date is month_of(date)")
}

pub(crate) fn one_month(span: Span, function: &str) -> Diagnostic {
    Diagnostic::error(
        "wrong-order",
        span,
        format!("“{function}”只按一个年月"),
        format!("{function} goes by one month only"),
    )
    .help("只留一个年月，去掉后面的", "keep one month, and leave out the others")
}

pub(crate) fn month_missing(span: Span, function: &str, table: &str, written: (String, String)) -> Diagnostic {
    Diagnostic::error(
        "missing-order",
        span,
        format!("“{function}”没有写按哪个年月，{table} 的键也不是年月"),
        format!("{function} does not say by which month, and the key of {table} is none"),
    )
    .help(format!("加上 按，如 {}", written.0), format!("add by, such as {}", written.1))
}

pub(crate) fn conditions_told_apart(span: Span) -> Diagnostic {
    Diagnostic::error(
        "not-a-value",
        span,
        "种数 数的是不同的取值，是否（条件）没有种数",
        "distinct counts different values, and yes or no (a condition) has none",
    )
    .help("数有几行满足，写 计数(数据 其中 条件)", "to count the rows that pass write count(record where condition)")
}

pub(crate) fn whole_alone(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "table-as-value",
        name.span,
        format!("“全部 {text}”只能写在汇总的括号里"),
        format!("`whole {text}` can only stand in the brackets of an aggregate"),
    )
    .help(format!("如 计数(全部 {text})"), format!("such as count(whole {text})"))
}

pub(crate) fn unguarded(name: &Name, path: &str) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "unguarded-optional",
        name.span,
        format!("“{text}”可缺，没有时这里该怎么办，没有写明"),
        format!("{text} is optional, and nothing says what happens where there is none"),
    )
    .help(
        format!("先写 有 {path} 且 …，或写 {path} 若无 …"),
        format!("write `has {path} and …` first, or `{path} default …`"),
    )
}

pub(crate) fn this_in_whole(span: Span) -> Diagnostic {
    Diagnostic::error(
        "own-row-in-whole-table",
        span,
        "在对整张表的汇总里，“本.”只能用于相等，或一个字段的一段范围",
        "in an aggregate over a whole table `this.` may stand in equalities and in one range on one field only",
    )
    .help(
        "改成 字段 为 本.字段，或 字段 不晚于 本.字段",
        "write field is this.field, or field no_later_than this.field",
    )
}

pub(crate) fn ranking_of_other(span: Span, table: &str) -> Diagnostic {
    Diagnostic::error(
        "ranking-of-other-rows",
        span,
        format!("排的是 {table} 的名次，这里却没有 {table} 的一行"),
        format!("rows of {table} are ranked, and there is no row of {table} here"),
    )
    .help(
        format!("写在 适用 {table} 的条目里，或 {table} 的 其中 里"),
        format!("use it in an item for {table}, or in a `where` of {table}"),
    )
}

pub(crate) fn ranking_without_key(span: Span) -> Diagnostic {
    Diagnostic::error("missing-rank-key", span, "没有写按什么排名", "nothing says what the ranking is by")
        .help("写：排名(店铺 按 销售额)", "write: rank(store by sales)")
}

pub(crate) fn group_by_other(span: Span, record: &str, field: Option<&str>) -> Diagnostic {
    let found = Diagnostic::error(
        "wrong-group",
        span,
        format!("分组要用 {record} 自己的字段"),
        format!("groups are formed by fields of {record} itself"),
    );
    let (zh, en) = (field.unwrap_or("字段"), field.unwrap_or("field"));
    found.help(format!("写成 {record}.{zh} 这样"), format!("write it like {record}.{en}"))
}
