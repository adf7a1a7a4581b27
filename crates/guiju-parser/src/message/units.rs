//! About units and numbers.

use guiju_program::Bilingual;
use guiju_program::Diagnostic;
use guiju_program::diagnostic::Edit;
use guiju_program::source::Span;
use guiju_program::unit::Dimension;

use crate::check::types::describe_dimension;

pub(crate) fn too_large(span: Span) -> Diagnostic {
    Diagnostic::error(
        "number-too-large",
        span,
        "这个数放不下（最多 28 位有效数字）",
        "this number does not fit (28 significant digits at most)",
    )
    .help("核对这个数，看看零是不是多了", "check the number: perhaps it has too many zeros")
}

pub(crate) fn inexact_unit(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        "inexact-unit",
        span,
        format!("“{text}”换算不成有限小数：一年是 12 个月"),
        format!("{text} does not convert to a finite decimal: a year is 12 months"),
    )
    .help("改用 个月", "use month instead")
}

pub(crate) fn inexact_number(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        "inexact-unit",
        span,
        format!("这个数按“{text}”换算不成有限小数：一年是 12 个月"),
        format!("in {text} this number does not convert to a finite decimal: a year is 12 months"),
    )
    .help("改用 个月", "use month instead")
}

pub(crate) fn other_dimension(span: Span, first: &str, this: &str) -> Diagnostic {
    Diagnostic::error(
        "unit-mismatch",
        span,
        format!("前面的数以 {first} 计，这个以 {this} 计"),
        format!("the figures before are in {first}, this one is in {this}"),
    )
    .help(
        format!("改成以 {first} 计的数；各时段的数要用同一类单位"),
        format!("write a figure in {first}: all of them measure the same"),
    )
}

/// `bare` is the amount as written where it has no unit.
pub(crate) fn budget_not_money(span: Span, dimension: &Dimension, bare: Option<&str>) -> Diagnostic {
    let Bilingual { zh, en } = describe_dimension(dimension);
    let found = Diagnostic::error(
        "unit-mismatch",
        span,
        format!("预算要以钱计，这里是{zh}"),
        format!("a budget is money, and this is {en}"),
    )
    .help("写明单位，如 7000万元", "write the unit, such as 70 million yuan");
    match bare.filter(|bare| !bare.is_ascii()) {
        Some(bare) => found
            .help(format!("写明单位：{bare}元"), format!("write the unit: {bare}元"))
            .guess([Edit::after(span, "元")]),
        None => found,
    }
}

/// What two numbers were to be done with.
#[derive(Clone, Copy)]
pub(crate) enum Together {
    Compared,
    Added,
    Alternatives,
    Rounded,
}

/// Two numbers that do not mix. `bare` is the number that stands without a unit, if one does.
pub(crate) fn mismatch(
    span: Span,
    together: Together,
    left: (&Bilingual, Span),
    right: (&Bilingual, Span),
    bare: Option<(&str, &Bilingual)>,
) -> Diagnostic {
    let (zh, en) = match together {
        Together::Compared => ("比较", "compared"),
        Together::Added => ("加减", "added or subtracted"),
        Together::Alternatives => ("当作同一个值", "one value"),
        Together::Rounded => ("互相取整", "rounded by one another"),
    };
    let found = Diagnostic::error(
        "unit-mismatch",
        span,
        format!("{} 与 {} 不能{zh}", left.0.zh, right.0.zh),
        format!("{} and {} cannot be {en}", left.0.en, right.0.en),
    )
    .label(left.1, left.0.zh.clone(), left.0.en.clone())
    .label(right.1, right.0.zh.clone(), right.0.en.clone());
    match bare {
        Some((number, unit)) => {
            found.help(format!("写明单位：{number}{}", unit.zh), format!("write the unit: {number} {}", unit.en))
        }
        None => found.help(
            "看看单位是不是写错了，或者比错、算错了对象；同类的单位（如元与万元）会自动换算",
            "look whether a unit is wrong, or the wrong thing is used; units of one kind, such as yuan and million yuan, are converted",
        ),
    }
}

/// A share or growth compared with a plain number beyond 1: the percent sign is probably missing.
pub(crate) fn percent_forgotten(span: Span, number: &str, edit: bool) -> Diagnostic {
    let found = Diagnostic::error(
        "percent-forgotten",
        span,
        format!("这里比较的是比率，{number} 就是 {number}00%，像是漏了百分号。"),
        format!("a rate is compared here, and {number} means {number}00%: the percent sign seems to be missing"),
    )
    .help(
        format!("写作 {number}%；确实要比 {number} 倍时，写 {number}00%"),
        format!("write {number}%, or {number}00% if that is meant"),
    );
    if edit { found.guess([Edit::after(span, "%")]) } else { found }
}

pub(crate) fn percent_added(span: Span, text: &str) -> Diagnostic {
    let number = text.trim_end_matches(['%', '％', '‰']).trim_end();
    Diagnostic::error(
        "percent-of-rate",
        span,
        format!("比率加减 {text} 有两种读法：加减的是百分点，还是它的百分之几"),
        format!("adding {text} to a rate can be read in two ways: points, or a part of the rate"),
    )
    .help(
        format!("写成 {number}个百分点；如果是按比例增减，写成 × (1 + {text})"),
        format!("write {number} pp, or × (1 + {text}) if a part of the rate is meant"),
    )
}

pub(crate) fn division_by_zero(span: Span) -> Diagnostic {
    Diagnostic::error("division-by-zero", span, "除数是零", "the divisor is zero")
    .help("核对这个数，或参数的值；数据里的数有时是零的，由 解释 写明零怎么算", "check this number, or the value of the param; where a figure of the facts may be zero, an interpretation says what then")
}

/// A value in another unit than its field's; `bare` is its text where it has none.
pub(crate) fn wrong_unit(span: Span, needed: &Bilingual, is: &Bilingual, bare: Option<&str>) -> Diagnostic {
    let found = Diagnostic::error(
        "unit-mismatch",
        span,
        format!("这里以 {} 计，给的是 {}", needed.zh, is.zh),
        format!("this is in {}, and {} was given", needed.en, is.en),
    );
    match bare {
        Some(number) => {
            found.help(format!("写明单位：{number}{}", needed.zh), format!("write the unit: {number} {}", needed.en))
        }
        None => found.help(format!("改成以{}计的数", needed.zh), format!("give a figure in {}", needed.en)),
    }
}
