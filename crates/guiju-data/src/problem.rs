//! What can be wrong with a cell, and how that is said.

use guiju_program::diagnostic::{FactsPlace, Place, Severity};
use guiju_program::{Decimal, Diagnostic};

use crate::moment::MomentError;
use crate::number::NumberError;
use crate::plan::{FieldPlan, Kind};
use crate::spelling::{shown, suggest};

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// Not a number, or not one that can be held.
    Number(NumberError),
    /// With thousands separators; without them it would be this.
    Thousands(String),
    /// With letters that look like digits; with digits it would be this.
    Letters(String),
    /// NaN or infinity.
    NotFinite,
    /// With a unit; without it it would be this.
    UnitInCell(String),
    /// A percentage for a field that is not a pure number.
    Percent,
    /// A fraction for a whole number.
    NotWhole,
    /// Below zero.
    Negative,
    /// Not yes or no; which of them it may mean.
    YesNo(Option<bool>),
    /// Not a date.
    Date(MomentError),
    /// Not a month.
    Month(MomentError),
    /// Not a year.
    Year(MomentError),
    /// Not a date with a time.
    Instant(MomentError),
    /// `#REF!` and the like.
    SpreadsheetError,
    /// A leading apostrophe.
    Apostrophe,
    /// Not one of a closed enumeration.
    UnknownValue,
    /// A number where text is wanted.
    NumberForText,
    /// A yes or no where something else is wanted.
    Boolean,
    /// A binary fraction from Rust.
    Float,
    /// A list or an object where one value is wanted.
    NotOneValue,
    /// Text that is not valid.
    NotText,
    /// Text beyond the length that a cell may have.
    TooLong,
}

impl Problem {
    /// Text that is not yes or no.
    pub(crate) fn yes_no(text: &str) -> Self {
        Self::YesNo(match text {
            "1" | "Y" | "y" | "√" | "✓" | "有" | "对" => Some(true),
            "0" | "N" | "n" | "×" | "无" => Some(false),
            _ => None,
        })
    }
}

/// What a field takes, in the two languages.
pub(crate) fn expected(field: &FieldPlan) -> (String, String) {
    let said = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    match &field.kind {
        Kind::Text { .. } => said("文本", "text"),
        Kind::YesNo => said("是 或 否", "yes or no"),
        Kind::Integer => said("整数", "a whole number"),
        Kind::Number { unit: None, .. } => said("数", "a number"),
        Kind::Number { unit: Some(unit), .. } => (format!("以{unit}为单位的数"), format!("a number in {unit}")),
        Kind::Date => said("日期，如 2023-03-01", "a date such as 2023-03-01"),
        Kind::Month => said("年月，如 2023-05", "a month such as 2023-05"),
        Kind::Year => said("年份，如 2023", "a year such as 2023"),
        Kind::Instant => said("时刻，如 2023-05-01T10:00:00", "a date with a time such as 2023-05-01T10:00:00"),
        Kind::Enumeration(variants) => {
            let some: Vec<&str> = variants.list.iter().take(8).map(String::as_str).collect();
            let more = if variants.list.len() > some.len() { " …" } else { "" };
            (format!("下列之一：{}{more}", some.join("、")), format!("one of {}{more}", some.join(", ")))
        }
        Kind::Reference(_) => said("所引用数据的键", "the key of the row referred to"),
    }
}

/// The message about a cell.
pub(crate) fn describe(problem: &Problem, field: &FieldPlan, seen: &str, place: FactsPlace) -> Diagnostic {
    let name = &field.name;
    let seen_text = shown(seen);
    let (want_zh, want_en) = expected(field);
    let (code, why_zh, why_en) = reason(problem);
    let diagnostic = Diagnostic::new(
        code,
        Severity::Error,
        Place::Facts(place),
        format!("“{name}”要的是{want_zh}，看到的是“{seen_text}”：{why_zh}"),
        format!("{name} takes {want_en}, but here is “{seen_text}”: {why_en}"),
    );
    let (zh, en) = remedy(problem, field, seen);
    diagnostic.help(zh, en)
}

/// The code, and why the cell is refused.
fn reason(problem: &Problem) -> (&'static str, &'static str, &'static str) {
    match problem {
        Problem::TooLong => ("cell-too-long", "一格最多 10,000 字节", "a cell holds at most 10,000 bytes"),
        Problem::Number(NumberError::Malformed) => ("bad-number", "这不是数", "that is not a number"),
        Problem::Number(NumberError::Exponent) => ("bad-number", "这里不用科学记数法", "exponents are not used here"),
        Problem::Number(NumberError::TooManyDigits) => (
            "too-many-digits",
            "位数超过 28 位，存不下精确值，而这里不四舍五入",
            "it has more than the 28 digits that can be held exactly, and nothing is rounded here",
        ),
        Problem::Number(NumberError::TooLarge) => {
            ("number-too-large", "这个数大得存不下", "the number is too large to be held")
        }
        Problem::Thousands(_) => {
            ("thousands-separator", "数里不写千分位分隔符", "numbers are written without separators between thousands")
        }
        Problem::Letters(_) => ("letter-in-number", "数里混进了字母", "there is a letter in the number"),
        Problem::NotFinite => ("not-finite", "这不是有限的数", "that is not a finite number"),
        Problem::UnitInCell(_) => {
            ("unit-in-cell", "单元格里只写数，不写单位", "a cell holds the number alone, without a unit")
        }
        Problem::Percent => (
            "unit-in-cell",
            "这一列不是比率，不能写百分号",
            "the column is not a rate, so a percent sign has no place in it",
        ),
        Problem::NotWhole => ("not-whole", "这个数不是整数", "the number is not whole"),
        Problem::Negative => (
            "negative",
            "这个数是负的，而这个字段没有写明“可负”",
            "the number is negative, and the field is not declared as signed",
        ),
        Problem::YesNo(_) => ("bad-yes-no", "看不出是“是”还是“否”", "that is neither yes nor no"),
        Problem::Date(error) => moment_reason("bad-date", error),
        Problem::Month(error) => moment_reason("bad-month", error),
        Problem::Year(error) => moment_reason("bad-year", error),
        Problem::Instant(error) => moment_reason("bad-instant", error),
        Problem::SpreadsheetError => (
            "spreadsheet-error",
            "这是表格软件的出错标记，不是值",
            "that is the error mark of a spreadsheet, not a value",
        ),
        Problem::Apostrophe => (
            "leading-apostrophe",
            "前面的撇号是表格软件的文本标记，不是值的一部分",
            "the apostrophe in front is a spreadsheet's mark for text, not part of the value",
        ),
        Problem::UnknownValue => (
            "unknown-value",
            "政策里没有这个值，也没有写明还可以有别的值",
            "the policy has no such value, and does not say that others may come",
        ),
        Problem::NumberForText => (
            "number-for-text",
            "这是数，而编号一类的文本写成数会丢掉前面的零",
            "that is a number; text such as a code would lose its leading zeros as one",
        ),
        Problem::Boolean => {
            ("unexpected-yes-no", "这是“是/否”，不是这一列的值", "that is a yes or no, not a value of this column")
        }
        Problem::Float => (
            "float-for-exact",
            "这是二进制浮点数，已经不是精确值",
            "that is a binary floating-point number, which is no longer exact",
        ),
        Problem::NotOneValue => (
            "not-one-value",
            "一格只能有一个值，这里却是一组",
            "a cell holds one value, and here is a list or a group of them",
        ),
        Problem::NotText => ("not-text", "文字无法读出", "the text cannot be read"),
    }
}

fn moment_reason(code: &'static str, error: &MomentError) -> (&'static str, &'static str, &'static str) {
    match error {
        MomentError::Form(_) => (code, "写法不对", "it is written differently"),
        MomentError::Impossible => {
            ("impossible-date", "历法里没有这个日子或时刻", "the calendar has no such day or time")
        }
        MomentError::Zone => (
            code,
            "时刻不带时区：按当地的日历和钟表写",
            "it names a time zone; times are those of the local calendar and clock",
        ),
        MomentError::TooFine => (code, "秒的小数超过 6 位", "it is finer than a millionth of a second"),
    }
}

/// How to mend it.
fn remedy(problem: &Problem, field: &FieldPlan, seen: &str) -> (String, String) {
    let said = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    let write = |text: &str| (format!("写成 {text}"), format!("write {text}"));
    match problem {
        Problem::TooLong => said(
            "这一格大概吞进了后面的内容：看看引号和分隔；长文章不要放进表里",
            "the cell has probably swallowed what follows: look at quotes and separators; long texts do not belong in a table",
        ),
        Problem::Thousands(plain) => write(plain),
        Problem::Letters(plain) => (
            format!("若指 {plain}，就这样写：数字 0、1 不是字母 O、l、I"),
            format!("if {plain} is meant, write it so: the digits 0 and 1 are not the letters O, l and I"),
        ),
        Problem::UnitInCell(plain) => match &field.kind {
            Kind::Number { unit: Some(unit), .. } if converted(seen, unit, plain).is_some() => {
                let number = converted(seen, unit, plain).unwrap_or_default();
                (
                    format!("这一列的单位是{unit}：“{}”写成 {number}", shown(seen)),
                    format!("the column is in {unit}: write “{}” as {number}", shown(seen)),
                )
            }
            Kind::Number { unit: Some(unit), .. } => (
                format!("这一列的单位是{unit}：换算成{unit}，只写数；“{seen}”若就是以{unit}计，写成 {plain}"),
                format!(
                    "the column is in {unit}: convert to {unit} and write the number alone; if “{seen}” is in {unit} already, write {plain}"
                ),
            ),
            _ => write(plain),
        },
        Problem::Number(NumberError::TooManyDigits | NumberError::TooLarge) => said(
            "核对原始数据；需要取舍时，在制作数据时写明再取舍",
            "check the source; where rounding is meant, do it openly when the facts are made",
        ),
        Problem::Number(_) => {
            said("只用数字、小数点和正负号，如 22700.00", "use digits, a decimal point and a sign only, as in 22700.00")
        }
        Problem::NotFinite | Problem::SpreadsheetError => {
            said("改正来源；不知道的留空", "mend the source; leave the cell blank where the value is unknown")
        }
        Problem::Percent | Problem::NotOneValue | Problem::Boolean | Problem::NotText => {
            let (zh, en) = expected(field);
            (format!("写{zh}；不知道的留空"), format!("write {en}; leave it blank where it is unknown"))
        }
        Problem::NotWhole => said("写整数，如 12", "write a whole number such as 12"),
        Problem::Negative => said(
            "核对这个数；这个字段若允许为负，在政策里写“可负”",
            "check the number; if the field may be negative, declare it as signed in the policy",
        ),
        Problem::YesNo(Some(true)) => said("若是肯定，写“是”", "if it means yes, write yes (是)"),
        Problem::YesNo(Some(false)) => said("若是否定，写“否”", "if it means no, write no (否)"),
        Problem::YesNo(None) => said(
            "写 是、否、yes、no、true 或 false；不知道的留空",
            "write 是, 否, yes, no, true or false; leave it blank where it is unknown",
        ),
        Problem::Date(error) => moment_remedy(error, "2023-03-01 或 2023年3月1日", "2023-03-01"),
        Problem::Month(error) => moment_remedy(error, "2023-05 或 2023年5月", "2023-05"),
        Problem::Year(error) => moment_remedy(error, "2023", "2023"),
        Problem::Instant(error) => moment_remedy(error, "2023-05-01T10:00:00", "2023-05-01T10:00:00"),
        Problem::Apostrophe => write(shown(seen.trim().trim_start_matches('\'')).as_str()),
        Problem::UnknownValue => {
            let near = match &field.kind {
                Kind::Enumeration(variants) => suggest(seen.trim(), variants.list.iter().map(String::as_str)),
                _ => None,
            };
            match near {
                Some(near) => (format!("是不是“{near}”？"), format!("did you mean {near}?")),
                None => said(
                    "改成列出的值；若还会有别的值，在政策里加“..”",
                    "use one of the values listed; if others may come, add .. in the policy",
                ),
            }
        }
        Problem::NumberForText => said("加上引号，写成文本", "put it in quotation marks, as text"),
        Problem::Float => said(
            "把这个字段改成 Decimal、整数或写出数字的文本",
            "make the field a Decimal, an integer, or text with the digits",
        ),
    }
}

fn moment_remedy(error: &MomentError, zh: &str, en: &str) -> (String, String) {
    match error {
        MomentError::Form(Some(guess)) => {
            (format!("若指 {guess}，就这样写"), format!("if {guess} is meant, write it so"))
        }
        MomentError::Impossible => ("核对原始材料上的日期".to_owned(), "check the date in the source".to_owned()),
        _ => (format!("写成 {zh}"), format!("write it as {en}")),
    }
}

/// `3万元` in the unit of its column, where both are the same but for their powers of ten. Exact.
fn converted(seen: &str, unit: &str, plain: &str) -> Option<String> {
    let behind = crate::spelling::half_width(seen.trim());
    let behind = behind.strip_prefix(plain)?.trim_start();
    let (times, measure) = power_of_ten(behind);
    let (column, wanted) = power_of_ten(unit);
    // `3万` alone is of what the column is in; `3` alone is not seen here.
    if !(measure == wanted || (measure.is_empty() && times > 0)) {
        return None;
    }
    let number = crate::number::parse(plain.as_bytes(), false).ok()?;
    let factor = Decimal::from(10_i64.checked_pow(times.abs_diff(column))?);
    let number =
        if times >= column { crate::number::times(number, factor).ok()? } else { exactly_over(number, factor)? };
    Some(number.normalize().to_string())
}

/// How many powers of ten a unit begins with, and what is left of it: `万元` is 4 of `元`.
fn power_of_ten(unit: &str) -> (u32, &str) {
    const WORDS: [(&str, u32); 9] = [
        ("thousand", 3),
        ("million", 6),
        ("billion", 9),
        ("百万", 6),
        ("千万", 7),
        ("万", 4),
        ("亿", 8),
        ("百", 2),
        ("千", 3),
    ];
    let found = WORDS.iter().find_map(|(word, power)| Some((*power, unit.strip_prefix(word)?.trim_start())));
    found.unwrap_or((0, unit))
}

/// The quotient, if all of its digits can be held.
fn exactly_over(number: Decimal, divisor: Decimal) -> Option<Decimal> {
    let quotient = number.checked_div(divisor)?;
    (quotient.checked_mul(divisor)? == number).then_some(quotient)
}
