//! About bands, tables and steps.

use guiju_program::diagnostic::Edit;
use guiju_program::source::Span;
use guiju_program::{Bilingual, Diagnostic};

use super::list;
use crate::ast::Name;
use crate::check::coverage::{MOST_COMBINATIONS, MOST_ROWS};

pub(crate) fn gap(span: Span, example: &Bilingual, signed: bool) -> Diagnostic {
    let Bilingual { zh, en } = example;
    let found = Diagnostic::error(
        "gap",
        span,
        format!("有空当：{zh} 不在任何一行里"),
        format!("there is a gap: no row is for {en}"),
    );
    if signed {
        found.help(
            "这个数可能低于零：补上一行，或写 最低 0",
            "this number may be below zero: add a row for it, or write floored at 0",
        )
    } else {
        found.help("补上一行，或改一行的界限", "add a row, or move a bound")
    }
}

pub(crate) fn overlap(span: Span, first: Span, example: &Bilingual) -> Diagnostic {
    let Bilingual { zh, en } = example;
    Diagnostic::error(
        "overlap",
        span,
        format!("与前面的一行重叠：{zh} 两行都算"),
        format!("this row overlaps one before: both are for {en}"),
    )
    .label(first, "前面的一行", "the row before")
    .help(
        "在相接的界限上，一行写 (含)，一行写 (不含)",
        "where two rows meet, mark the bound (incl) in one and (excl) in the other",
    )
}

pub(crate) fn unreachable(span: Span, by: Option<(Span, &Bilingual)>) -> Diagnostic {
    match by {
        Some((first, Bilingual { zh, en })) => Diagnostic::error(
            "unreachable-row",
            span,
            format!("这一行用不上：它的每种情形前面都有了，如 {zh}"),
            format!("this row is never used: rows before are for all that it is for, such as {en}"),
        )
        .label(first, "前面的一行", "the row before")
        .help(
            "把前面那一行的界限收窄，让出这一行该管的；这一行多余的，删去",
            "narrow the row before, so that something is left for this one, or leave this one out",
        ),
        None => Diagnostic::error(
            "unreachable-row",
            span,
            "这一行用不上：没有任何值符合它",
            "this row is never used: no value fits it",
        )
        .help(
            "看看两端是否写反了，或者 其余 之外是否还有取值",
            "look whether its ends are turned round, or whether `other` has anything left",
        ),
    }
}

pub(crate) fn too_large(span: Span) -> Diagnostic {
    Diagnostic::error(
        "table-too-large",
        span,
        format!("行数超过 {MOST_ROWS}，或各列的情形组合起来超过 {MOST_COMBINATIONS} 种，无法逐一核对有无空当"),
        format!(
            "more than {MOST_ROWS} rows, or more than {MOST_COMBINATIONS} combinations of cases, to be checked for gaps"
        ),
    )
    .help("拆成几张表", "make several tables of it")
}

pub(crate) fn bound_not_constant(span: Span) -> Diagnostic {
    Diagnostic::error(
        "bound-not-constant",
        span,
        "档的界限要是写出来的数，或有一个数的参数",
        "the bound of a band is a number that is written out, or a param with one figure",
    )
    .help("写成数，如 120万元以上；随各行变的，先算出比率再分档，如 分档 销售额 / 上年销售额 { … }", "write a number, such as 100 yuan or more; where it differs from row to row, make bands of a ratio, such as bands sales / sales_before { … }")
}

pub(crate) fn not_a_threshold(span: Span) -> Diagnostic {
    Diagnostic::error(
        "not-a-threshold",
        span,
        "这里每一档只写从多少起，如 120万元以上；没有上限",
        "here each band says from where it counts, such as 100 yuan or more, and has no upper end",
    )
    .help("要写出两端的，用 分档", "use bands where both ends are meant")
}

pub(crate) fn same_threshold(span: Span, first: Span, example: &Bilingual) -> Diagnostic {
    let Bilingual { zh, en } = example;
    Diagnostic::error("overlap", span, format!("同一个起点写了两档：从 {zh} 起"), format!("two bands start at {en}"))
        .label(first, "先写在这里", "given here first")
        .help("去掉其中一档，或者改正起点", "leave one of them out, or mend where it starts")
}

pub(crate) fn no_bands(span: Span) -> Diagnostic {
    Diagnostic::error("empty-table", span, "花括号里一行也没有", "there is no row in the braces")
    .help("写上各行；条文没有给出的数写 待定，整张表都没有定的先不写，把条款标 待写", "write its rows; what the text does not give is open, and where it gives nothing yet leave all of it out and mark the clause to_come")
}

pub(crate) fn step_not_constant(span: Span) -> Diagnostic {
    Diagnostic::error(
        "step-not-constant",
        span,
        "取整的单位、每满的数要是写出来的数或参数",
        "a step is a number that is written out, or a param",
    )
    .help(
        "写成数，如 每满 3万元、舍去(…, 0.01元)；以后可能调整的，用参数",
        "write a number, such as per full 30_000 yuan or down(…, 0.01 yuan), or a param if it may change",
    )
}

pub(crate) fn step_not_positive(span: Span) -> Diagnostic {
    Diagnostic::error("step-not-positive", span, "取整的单位、每满的数要大于零", "a step must be above zero").help(
        "写一个大于零的数，如 0.01元、每满 3万元",
        "write a number above zero, such as 0.01 yuan or per full 30_000 yuan",
    )
}

pub(crate) fn wrong_key_type(span: Span) -> Diagnostic {
    Diagnostic::error(
        "wrong-key-type",
        span,
        "查表所用的列只能是数、列出的取值、文本或是否",
        "what picks a row is a number, a value of a list, text or yes or no",
    )
    .help("随日期变的数，用分时段的参数：自 2023-01-01: …；按另一条数据查的，用它的一个字段，如 企业.类型", "for figures that change with the date use a param with dates: from 2023-01-01: …; for another record use a field of it, such as company.kind")
}

pub(crate) fn not_a_field(span: Span) -> Diagnostic {
    Diagnostic::error(
        "unknown-name",
        span,
        "这里写数据和它的字段，如 服务对象.类型",
        "name a record and its field here, such as recipient.kind",
    )
    .help(
        "写成 数据.字段；不按字段查的，直接写单位、文本 或 是否",
        "write record.field; where it is no field write a unit, text or yesno",
    )
}

pub(crate) fn column_needs_name(span: Span, unit: &str) -> Diagnostic {
    Diagnostic::error(
        "column-needs-name",
        span,
        "查出几列时，每列要有名字，如 单价: 万元/户",
        "of several columns each needs a name, such as rate: yuan",
    )
    .help(format!("写成 名字: {unit}，其余各列也一样"), format!("write name: {unit}, and the same for the others"))
}

/// How many cells or figures a row should have.
pub(crate) fn wrong_row_length(span: Span, keys: bool, names: &[&str], found: usize) -> Diagnostic {
    let expected = names.len();
    let (zh, en) = if keys { ("冒号前", "before the colon") } else { ("冒号后", "behind the colon") };
    let diagnostic = Diagnostic::error(
        "wrong-row-length",
        span,
        format!("{zh}要 {expected} 格，这里是 {found} 格"),
        format!("{expected} cells are needed {en}, and there are {found}"),
    );
    let (names_zh, names_en) = list(names.iter().copied());
    let (blank_zh, blank_en) = if keys {
        ("都算的写 任意", "write any where all count")
    } else {
        ("没有给的数写 待定", "write open for what is not given")
    };
    diagnostic
        .help(
            format!("{zh}依次是：{names_zh}；{blank_zh}"),
            format!("{en} there are, in this order: {names_en}; {blank_en}"),
        )
        .help(
            "补上缺的格，或删去多的；格与格之间用逗号",
            "add the missing cells or take away those too many; cells are parted by commas",
        )
}

pub(crate) fn wrong_cell(span: Span, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::error("wrong-cell", span, format!("这一列要写{zh}"), format!("this column holds {en}"))
        .help(format!("改写成{zh}；不论是什么都算的，写 任意"), format!("write {en} here, or any where all count"))
}

pub(crate) fn figure_not_literal(span: Span) -> Diagnostic {
    Diagnostic::error(
        "not-a-literal",
        span,
        "表里的数要直接写出来，或写 待定",
        "a figure of a table is written out, or open",
    )
    .help(
        "写出数和单位，如 3000元；要算的部分写到用这张表的条目里",
        "write the number with its unit, such as 3000 yuan; compute in the item that looks it up",
    )
}

pub(crate) fn wrong_key_count(span: Span, table: &Name, keys: &[&str], found: usize) -> Diagnostic {
    let (text, expected) = (&table.text, keys.len());
    Diagnostic::error(
        "wrong-key-count",
        span,
        format!("查表“{text}”要给 {expected} 项，这里给了 {found} 项"),
        format!("table {text} is looked up by {expected} keys, and {found} are given"),
    )
    .help(format!("写成 {text}[{}]", keys.join(", ")), format!("write {text}[{}]", keys.join(", ")))
}

pub(crate) fn which_column(span: Span, table: &Name, columns: &[&str]) -> Diagnostic {
    let text = &table.text;
    let first = columns.first().copied().unwrap_or_default();
    Diagnostic::error(
        "which-column",
        span,
        format!("表“{text}”有几列数：{}", columns.join("、")),
        format!("table {text} has several columns: {}", columns.join(", ")),
    )
    .help(format!("写成 {text}[…].{first}"), format!("write {text}[…].{first}"))
}

pub(crate) fn unknown_column(column: &Name, table: &Name, columns: &[&str], near: Option<String>) -> Diagnostic {
    let (column_text, text) = (&column.text, &table.text);
    let found = Diagnostic::error(
        "unknown-name",
        column.span,
        format!("表“{text}”没有“{column_text}”这一列"),
        format!("table {text} has no column {column_text}"),
    );
    match near {
        Some(near) => found.help(format!("是不是“{near}”？"), format!("did you mean {near}?")),
        None => {
            let (zh, en) = list(columns.iter().copied());
            found.help(format!("有的列是：{zh}"), format!("its columns are {en}"))
        }
    }
}

pub(crate) fn table_without_keys(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::error(
        "table-without-keys",
        name.span,
        format!("“{text}”是一张表，要说查哪一行"),
        format!("{text} is a table: say which row"),
    )
    .help(format!("写成 {text}[…]"), format!("write {text}[…]"))
}

pub(crate) fn key_may_be_negative(span: Span, key: &str) -> Diagnostic {
    Diagnostic::error(
        "gap",
        span,
        format!("这个数可能低于零，而表的“{key}”列没有低于零的行，如 -1"),
        format!("this number may be below zero, and no row of the table has such a {key}, as -1"),
    )
    .help(
        format!("写 最低 0，或把“{key}”写成 可负 并补上行"),
        format!("write floored at 0, or make {key} signed and add rows"),
    )
}

/// `补助标准(类型)` for `补助标准[类型]`.
pub(crate) fn round_brackets(span: Span, table: &str, right: &str) -> Diagnostic {
    Diagnostic::error(
        "wrong-kind",
        span,
        format!("“{table}”是一张表，不是函数"),
        format!("{table} is a table, not a function"),
    )
    .help(format!("查表用方括号：{right}"), format!("look it up with square brackets: {right}"))
    .guess([Edit::new(span, right)])
}
