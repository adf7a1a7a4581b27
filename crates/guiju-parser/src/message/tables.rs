//! About bands, tables and steps.

use guiju_program::diagnostic::Edit;
use guiju_program::source::Span;
use guiju_program::{Bilingual, Diagnostic};

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
            "删去它，或移到前面更宽的一行之前；界限重复的改好界限",
            "take it away, or put it before the wider row; mend bounds that repeat others",
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
    .help("把界限写成数，如 3万元以上", "write the bound as a number, such as 30_000 yuan or more")
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
        .help("删去一档，或改它的起点", "take one band out, or change where it starts")
}

pub(crate) fn no_bands(span: Span) -> Diagnostic {
    Diagnostic::error("empty-table", span, "花括号里一行也没有", "there is no row in the braces")
        .help("每行一档，如 3万元以上: 100元", "write one band on each line, such as 30_000 yuan or more: 100 yuan")
}

pub(crate) fn step_not_constant(span: Span) -> Diagnostic {
    Diagnostic::error(
        "step-not-constant",
        span,
        "取整的单位、每满的数要是写出来的数或参数",
        "a step is a number that is written out, or a param",
    )
    .help("写出这个数，如 每满1万元", "write the number out, such as per full 10_000 yuan")
}

pub(crate) fn step_not_positive(span: Span) -> Diagnostic {
    Diagnostic::error("step-not-positive", span, "取整的单位、每满的数要大于零", "a step must be above zero")
        .help("写大于零的数", "write a number above zero")
}

pub(crate) fn wrong_key_type(span: Span) -> Diagnostic {
    Diagnostic::error(
        "wrong-key-type",
        span,
        "查表所用的列只能是数、列出的取值、文本或是否",
        "what picks a row is a number, a value of a list, text or yes or no",
    )
    .help("改用这几类字段，或先用 定义 分类", "use a field of such a type, or sort the values by a define first")
}

pub(crate) fn not_a_field(span: Span) -> Diagnostic {
    Diagnostic::error(
        "unknown-name",
        span,
        "这里写数据和它的字段，如 服务对象.类型",
        "name a record and its field here, such as recipient.kind",
    )
    .help("写成 数据.字段 的样子", "write it as record.field")
}

pub(crate) fn column_needs_name(span: Span) -> Diagnostic {
    Diagnostic::error(
        "column-needs-name",
        span,
        "查出几列时，每列要有名字，如 单价: 万元/户",
        "of several columns each needs a name, such as rate: yuan",
    )
    .help("在单位前面写列名和冒号", "put a name and a colon before the unit")
}

/// How many cells or figures a row should have.
pub(crate) fn wrong_row_length(span: Span, keys: bool, expected: usize, found: usize) -> Diagnostic {
    let (zh, en) = if keys { ("冒号前", "before the colon") } else { ("冒号后", "behind the colon") };
    Diagnostic::error(
        "wrong-row-length",
        span,
        format!("{zh}要 {expected} 格，这里是 {found} 格"),
        format!("{expected} cells are needed {en}, and there are {found}"),
    )
    .help(
        "补上缺的格，或删去多的；格与格之间用逗号",
        "add the missing cells or take away those too many; cells are parted by commas",
    )
}

pub(crate) fn wrong_cell(span: Span, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::error("wrong-cell", span, format!("这一列要{zh}"), format!("this column holds {en}"))
        .help("按列的类型改写这一格", "write the cell as its column needs it")
}

pub(crate) fn figure_not_literal(span: Span) -> Diagnostic {
    Diagnostic::error(
        "not-a-literal",
        span,
        "表里的数要直接写出来，或写 待定",
        "a figure of a table is written out, or open",
    )
    .help("写出数和单位；要算的写成 定义", "write the figure with its unit; what is computed is a define")
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

pub(crate) fn unknown_column(column: &Name, table: &Name, columns: &[&str]) -> Diagnostic {
    let (column_text, text) = (&column.text, &table.text);
    Diagnostic::error(
        "unknown-name",
        column.span,
        format!("表“{text}”没有“{column_text}”这一列，有的是 {}", columns.join("、")),
        format!("table {text} has no column {column_text}; it has {}", columns.join(", ")),
    )
    .help("改成表里有的列名", "use the name of one of these columns")
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
