//! About policies that amend others.

use guiju_program::diagnostic::{Diagnostic, Place, Severity};
use guiju_program::source::Span;

use super::shortened;
use crate::amend::Kind;
use crate::ast::{Name, Verb};

const fn verb_words(verb: Verb) -> (&'static str, &'static str) {
    match verb {
        Verb::Replace => ("替换", "replace"),
        Verb::Add => ("新增", "add"),
        Verb::Repeal => ("废止", "repeal"),
    }
}

pub(crate) fn nothing_amended(span: Span, verb: Verb) -> Diagnostic {
    let (zh, en) = verb_words(verb);
    Diagnostic::error(
        "not-an-amendment",
        span,
        format!("这项政策没有修订别的政策，不能写“{zh}”"),
        format!("this policy amends no other, so there is nothing to {en}"),
    )
    .help(
        "如果是修订，在开头写明：政策 某事-2024 修订 某事-2023；否则直接写条目",
        "if it is an amendment, say so in the header: policy some-2024 amends some-2023; else write the item alone",
    )
}

pub(crate) fn same_id(id: &Name, first: Span) -> Diagnostic {
    let text = &id.text;
    Diagnostic::error(
        "duplicate-policy",
        id.span,
        format!("有两项政策都叫“{text}”"),
        format!("two policies are called {text}"),
    )
    .label(first, "另一项在这里", "the other one is here")
    .help("给修订后的政策另起一个名字", "give the amending policy a name of its own")
}

pub(crate) fn two_results(id: &Name, first: Span) -> Diagnostic {
    let text = &id.text;
    Diagnostic::error(
        "duplicate-policy",
        id.span,
        format!("除了被修订的以外只能有一项政策，“{text}”是多出来的"),
        format!("there can be only one policy besides those that are amended, and {text} is another"),
    )
    .label(first, "第一项在这里", "the first is here")
    .help(format!("“{text}”若是修订，在开头写 修订 和被修订的政策；若是另一项政策，不要一起给出"), format!("if {text} is an amendment, say in its header which policy it amends; if it is another policy, do not give it along with this one"))
}

pub(crate) fn no_such_policy<'n>(
    name: &Name,
    near: Option<String>,
    others: impl Iterator<Item = &'n Name>,
) -> Diagnostic {
    let text = &name.text;
    let mut found = Diagnostic::error(
        "unknown-policy",
        name.span,
        format!("没有名为“{text}”的政策可以修订"),
        format!("there is no policy {text} to amend"),
    );
    let mut last = None;
    for other in others.take(5) {
        let id = &other.text;
        found = found.label(other.span, format!("这里的政策名为“{id}”"), format!("the policy here is called {id}"));
        last = Some(id);
    }
    match near.as_ref().or(last) {
        Some(other) => found.help(
            format!(
                "若指“{other}”，这里写 修订 {other}，它的文件夹也叫 {other}；否则把那项政策的名字改为“{text}”：名字要与文件夹一样"
            ),
            format!(
                "if {other} is meant, write amends {other} here, and call its folder so; else call that policy {text}: its \
                 id must equal the name of its folder"
            ),
        ),
        None => found.help("把它的文件一并给出", "give its file as well"),
    }
}

pub(crate) fn circle(ids: &[&Name]) -> Diagnostic {
    let mut ring: Vec<&str> = ids.iter().take(11).map(|name| name.text.as_str()).collect();
    ring.extend(ids.first().map(|name| name.text.as_str()));
    let ring = ring.join(" → ");
    let place = ids.first().map_or(Place::Nowhere, |name| Place::Text(name.span));
    let mut found = Diagnostic::new(
        "circle",
        Severity::Error,
        place,
        format!("政策互相修订，绕了一圈：{ring}"),
        format!("these policies amend one another in a circle: {ring}"),
    );
    for id in ids.iter().skip(1).take(10) {
        found = found.label(id.span, "也在这一圈里", "part of the circle");
    }
    found.help(
        "从最早的一项开始，每一项只修订在它之前的：在最早的那一项里去掉 修订",
        "each policy amends one that was there before it: take `amends` out of the first of them",
    )
}

pub(crate) fn unknown(path: &str, span: Span, near: Option<(String, Span)>, header: Span) -> Diagnostic {
    let found = Diagnostic::error(
        "amends-unknown",
        span,
        format!("被修订的政策里没有“{path}”"),
        format!("the policy amended has no {path}"),
    );
    match near {
        Some((near, place)) => found.label(place, "最接近的在这里", "the nearest is here").help(
            format!("是不是“{near}”？要添上新的，写 新增"),
            format!("did you mean {near}? What is new is added with add"),
        ),
        None => found
            .label(header, "被修订的政策", "the policy amended")
            .help("要添上新的，写 新增", "what is new is added with add"),
    }
}

pub(crate) fn not_accepted(code: &str, name: &str, span: Span, header: Span) -> Diagnostic {
    Diagnostic::error(
        "amends-unknown",
        span,
        format!("被修订的政策没有在“{name}”接受 {code}"),
        format!("the policy amended does not accept {code} at {name}"),
    )
    .label(header, "被修订的政策", "the policy amended")
    .help("名称和代号要与被修订的政策里写的一样", "write the code and the name as the policy amended has them")
}

pub(crate) fn unknown_part(path: &str, span: Span, near: Option<(String, Span)>, whole: Span) -> Diagnostic {
    let found = unknown(path, span, near.clone(), whole);
    if near.is_some() {
        return found;
    }
    Diagnostic { labels: Vec::new(), ..found }.label(whole, "这里面没有它", "it is not in here")
}

pub(crate) fn twice(path: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "amended-twice",
        span,
        format!("“{path}”在同一次修订里改了两次"),
        format!("{path} is amended twice by one policy"),
    )
    .label(first, "先在这里改过", "amended here first")
    .help("只留一处，写成修订后的样子", "keep one of them, and write what is to stand in the end")
}

pub(crate) fn exists(path: &str, span: Span, kind: Kind, first: Span) -> Diagnostic {
    let Kind { zh, en, .. } = kind;
    Diagnostic::error(
        "adds-existing",
        span,
        format!("被修订的政策里已经有“{path}”（{zh}），不能再新增"),
        format!("the policy amended has {path} already ({en}), so it cannot be added"),
    )
    .label(first, "它在这里", "it is here")
    .help(
        "要改它，写 替换；是另一件事，就换个名字",
        "to change it write replace; if it is something else, give it another name",
    )
}

pub(crate) fn other_kind(path: &str, span: Span, is: Kind, was: Kind, first: Span) -> Diagnostic {
    Diagnostic::error(
        "amends-other-kind",
        span,
        format!("“{path}”原来是{}，不能用{}替换", was.zh, is.zh),
        format!("{path} is a {}, and cannot be replaced with a {}", was.en, is.en),
    )
    .label(first, "原来的在这里", "what it was is here")
    .help("废止原来的，另起名字新增一条", "repeal what it was, and add the new one under another name")
}

pub(crate) fn replaces_nameless(span: Span, kind: Kind) -> Diagnostic {
    let Kind { zh, en, .. } = kind;
    Diagnostic::error("amends-other-kind", span, format!("{zh}不能替换"), format!("a {en} cannot be replaced"))
        .help("直接写新的，前面不加词", "write the new one, without a word in front")
}

pub(crate) fn no_such_parts(of: &Name, name: &Name, kind: Kind, first: Span) -> Diagnostic {
    let (text, part) = (&of.text, &name.text);
    let (zh, en) = match kind.en {
        "criteria" => ("，这里要写一个条件", ": write a condition here"),
        "record" => ("，这里要写一个字段的类型", ": write the type of a field here"),
        _ => ("，没有可以单独修订的部分", ", which has no parts to amend by themselves"),
    };
    Diagnostic::error(
        "amends-other-kind",
        name.span,
        format!("“{text}”是{}{zh}", kind.zh),
        format!("{text} is a {}{en}", kind.en),
    )
    .label(first, "它在这里", "it is here")
    .help(
        format!("条件写作 {text}.{part}: 时长 不低于60小时；字段写作 {text}.{part}: 元 可缺；别的条目整条替换"),
        format!(
            "a condition reads {text}.{part}: hours at least 60 h, a field {text}.{part}: yuan optional; any other item \
             is replaced as a whole"
        ),
    )
}

pub(crate) fn no_deeper(path: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "amends-unknown",
        span,
        format!("“{path}”太深了：可以废止条目，或者它的一个条件、字段、条款"),
        format!("{path} goes too deep: an item can be repealed, or one of its conditions, fields or clauses"),
    )
    .help(
        "写到条目，或条目的一个部分为止，如 废止 标准名、废止 标准名.条件名",
        "name an item or one part of it, such as repeal criteria_name or repeal criteria_name.condition_name",
    )
}

pub(crate) fn word_missing(name: &Name, kind: Kind, first: Option<Span>) -> Diagnostic {
    let (text, Kind { zh, en, .. }) = (&name.text, kind);
    let found = Diagnostic::error(
        "amendment-word-missing",
        name.span,
        format!("修订里的{zh}“{text}”前面要写 替换 或 新增"),
        format!("in an amendment, {en} {text} needs replace or add in front"),
    );
    match first {
        Some(first) => found
            .label(first, "原来的在这里", "what it was is here")
            .help("要改它，写 替换", "to change it write replace"),
        None => found.help("原来没有它，写 新增", "there is none yet: write add"),
    }
}

pub(crate) fn dimension(
    name: &str,
    span: Span,
    old: Span,
    now: &guiju_program::Bilingual,
    was: &guiju_program::Bilingual,
) -> Diagnostic {
    Diagnostic::error(
        "amended-dimension",
        span,
        format!("“{name}”原来是{}，不能改成{}", was.zh, now.zh),
        format!("{name} was {}, and cannot become {}", was.en, now.en),
    )
    .label(old, "原来的数在这里", "the figure it was is here")
    .help(
        "数可以改，量纲不能改；用到它的条目都按原来的量纲计算",
        "the figure may change, what it measures may not: the items that use it count on that",
    )
}

pub(crate) fn lapsed(clauses: &[(String, Span)]) -> Diagnostic {
    let count = clauses.len();
    let names: Vec<String> = clauses.iter().map(|(name, _)| name.clone()).collect();
    let (zh, en) = shortened(&names, 50);
    let place = clauses.first().map_or(Place::Nowhere, |(_, span)| Place::Text(*span));
    Diagnostic::new(
        "lapsed-clauses",
        Severity::Note,
        place,
        format!("有 {count} 条规范条款，落实它的条目都已替换或废止，条款随之失效：{zh}"),
        format!(
            "{count} normative clauses lapse with the items that stated them, which are replaced or repealed: {en}"
        ),
    )
    .help(
        "不需要做什么；若条款还有效，请写一条依据它的条目",
        "nothing needs to be done; if a clause still holds, cite it from an item",
    )
}
