//! About sources and citations.

use guiju_program::diagnostic::{Diagnostic, Edit, Place, Severity};
use guiju_program::source::Span;

use super::{list, shortened};
use crate::ast::Citation;

pub(crate) fn unknown(citation: &Citation, near: Option<String>) -> Diagnostic {
    let path = &citation.path;
    let found = Diagnostic::error(
        "unknown-citation",
        citation.span,
        format!("依据文件里没有列出“{path}”这一条"),
        format!("no source lists a clause {path}"),
    );
    let several: Vec<&str> = path.split(['和', '与', '及', '、']).filter(|part| !part.is_empty()).collect();
    if several.len() > 1 && several.iter().all(|part| part.starts_with('第') || part.contains(char::is_numeric)) {
        let (_, listed) = list(several.iter().copied());
        return found
            .help(format!("几条之间用逗号：{listed}"), format!("put commas between clauses: {listed}"))
            .guess([Edit::new(citation.span, listed)]);
    }
    match near {
        Some(near) => found.help(
            format!("是不是“{near}”？否则先在 依据文件 里列出它"),
            format!("did you mean {near}? Otherwise list the clause in its source first"),
        ),
        None => found.help(
            format!("先在 依据文件 里列出它：{path} 规范"),
            format!("list the clause in its source first: {path} normative"),
        ),
    }
}

pub(crate) fn ambiguous(citation: &Citation, full: &[String]) -> Diagnostic {
    let path = &citation.path;
    let (zh, en) = list(full.iter().map(String::as_str));
    Diagnostic::error(
        "ambiguous-citation",
        citation.span,
        format!("不止一份依据文件有“{path}”这一条"),
        format!("more than one source has a clause {path}"),
    )
    .help(format!("把文件名写在前面：{zh}"), format!("write the source in front: {en}"))
}

pub(crate) fn clause_twice(path: &Citation, first: Span) -> Diagnostic {
    let text = &path.path;
    Diagnostic::error(
        "duplicate-name",
        path.span,
        format!("“{text}”这一条列了两次"),
        format!("clause {text} is listed twice"),
    )
    .label(first, "先列在这里", "first listed here")
    .help(
        format!("去掉多余的一次；是另一条的，改成它的编号，不是“{text}”"),
        format!("leave one of them out, or give the other clause its own number in place of {text}"),
    )
}

pub(crate) fn uncited(path: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "uncited-clause",
        span,
        format!("规范条款“{path}”没有任何条目以它为依据"),
        format!("no item cites the normative clause {path}"),
    )
    .help(
        "在落实它的条目里写 依据；没有可计算的内容就标 说明 并写理由；以后再写就标 待写",
        "cite it from the item that states it; mark it narrative with a reason if there is nothing to compute, or \
         to_come if it is stated later",
    )
}

pub(crate) fn cites_to_come(citation: &Citation) -> Diagnostic {
    let path = &citation.path;
    Diagnostic::warning(
        "clause-not-to-come",
        citation.span,
        format!("“{path}”标为 待写，这里却已经以它为依据"),
        format!("clause {path} is marked to_come, and is cited here already"),
    )
    .help("写全了就把它改为 规范", "mark it normative once it is stated completely")
}

pub(crate) fn to_come(clauses: &[(String, Span)]) -> Diagnostic {
    let count = clauses.len();
    let names: Vec<String> = clauses.iter().map(|(name, _)| name.clone()).collect();
    let (zh, en) = shortened(&names, 50);
    let place = clauses.first().map_or(Place::Nowhere, |(_, span)| Place::Text(*span));
    Diagnostic::new(
        "clauses-to-come",
        Severity::Note,
        place,
        format!("还有 {count} 条规范条款待写：{zh}"),
        format!("{count} normative clauses are still to come: {en}"),
    )
    .help("写全一条，就把它从 待写 改为 规范", "mark each normative as soon as it is stated")
}
