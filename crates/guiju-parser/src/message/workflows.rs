//! About workflows.

use guiju_program::Diagnostic;
use guiju_program::source::Span;

pub(crate) fn no_step_date(span: Span) -> Diagnostic {
    Diagnostic::error(
        "step-without-date",
        span,
        "一个步骤要以这条数据自己的一个日期字段开头，写明它是哪天办的",
        "a step starts with a date field of the record itself, which says when it was done",
    )
    .help(
        "写作 验收: 验收日 不晚于 活动日 + 30天 且 已签字；没有时限的只写日期：公示: 公示日",
        "write acceptance: accepted_on no_later_than held_on + 30 days and signed; a step without deadline is its date alone: \
         published: published_on",
    )
}

pub(crate) fn too_many_steps(span: Span, most: usize) -> Diagnostic {
    Diagnostic::error(
        "too-many-steps",
        span,
        format!("一个流程最多 {most} 个步骤"),
        format!("a workflow has at most {most} steps"),
    )
    .help("分成几个流程", "divide it into several workflows")
}
