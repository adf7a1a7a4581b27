//! What can be told of items that could not be parsed: the names that they declare, so that their uses are not
//! complained about a second time.

use std::collections::{HashMap, HashSet};

use guiju_program::diagnostic::{Diagnostic, Place};
use guiju_program::source::SourceFile;

use crate::split::split;

const ITEMS: &[&str] = &[
    "政策",
    "依据文件",
    "单位",
    "参数",
    "预算",
    "数据",
    "定义",
    "标准",
    "规则",
    "目标",
    "建议",
    "解释",
    "测试",
    "样例",
    "表",
    "补助",
    "封顶",
    "分配",
    "排除",
    "追缴",
    "流程",
    "词义",
    "接受",
    "policy",
    "source",
    "unit",
    "param",
    "budget",
    "record",
    "define",
    "criteria",
    "rule",
    "target",
    "advice",
    "interpretation",
    "test",
    "sample",
    "table",
    "award",
    "cap",
    "allocate",
    "exclusion",
    "clawback",
    "workflow",
    "wording",
    "accept",
    "替换",
    "新增",
    "废止",
    "replace",
    "add",
    "repeal",
];

/// Words with an item's word behind them.
const VERBS: &[&str] = &["替换", "新增", "废止", "replace", "add", "repeal"];

/// The names that items with syntax errors may declare, in files that have some: the name behind an item's word at the
/// start of a line (those of items that could be parsed are among them, and known anyway); every word of a source, a
/// record or a list of units that is broken; and else every word of a broken row and of the row behind it, which it may
/// have swallowed.
pub(crate) fn names<'a>(sources: &'a [SourceFile], syntax: &[Diagnostic]) -> HashSet<&'a str> {
    let mut places: HashMap<usize, Vec<usize>> = HashMap::new();
    for diagnostic in syntax.iter().filter(|diagnostic| crate::compile::loses_text(diagnostic)) {
        if let Place::Text(span) = &diagnostic.place {
            let places = places.entry(span.source.0 as usize).or_default();
            places.push(span.start as usize);
        }
    }
    let mut names = HashSet::new();
    for (index, places) in places {
        let Some(source) = sources.get(index) else {
            continue;
        };
        for line in source.text.lines() {
            let mut words = words(line);
            let Some(word) = words.next().filter(|word| ITEMS.contains(word)) else {
                continue;
            };
            names.extend(words.next());
            if VERBS.contains(&word) {
                names.extend(words.next());
            }
        }
        let chunks = split(&source.text);
        for place in places {
            let at = chunks.partition_point(|chunk| chunk.range.end <= place);
            let chunk = chunks.get(at).and_then(|chunk| source.text.get(chunk.range.clone()));
            let declares = chunk.filter(|chunk| {
                let word = words(chunk).next().unwrap_or_default();
                DECLARING.contains(&word)
            });
            let text = declares.or_else(|| two_lines(&source.text, place)).unwrap_or_default();
            names.extend(words(text));
            // Clauses by their paths.
            names.extend(text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'))));
        }
    }
    names
}

/// Items whose rows declare names and hold no expressions.
const DECLARING: &[&str] = &["单位", "unit", "依据文件", "source", "数据", "record"];

/// The line around a place, and the one behind it.
fn two_lines(text: &str, place: usize) -> Option<&str> {
    let start = text.get(..place)?.rfind('\n').map_or(0, |at| at + 1);
    let mut ends = text.get(place..)?.match_indices('\n').map(|(at, _)| place + at);
    let first = ends.next().unwrap_or(text.len());
    let second = ends.next().unwrap_or(text.len());
    // A line that starts an item was not swallowed.
    let next = text.get(first..second).unwrap_or_default();
    let is_item =
        words(next).next().is_some_and(|word| next.trim_start_matches('\n').starts_with(word) && ITEMS.contains(&word));
    text.get(start..if is_item { first } else { second })
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

/// Whether a syntax error lies in a test or a sample: the last item's word at the start of a line before it says so.
pub(crate) fn in_test(sources: &[SourceFile], diagnostic: &Diagnostic) -> bool {
    let Place::Text(span) = &diagnostic.place else {
        return false;
    };
    let Some(source) = sources.get(span.source.0 as usize) else {
        return false;
    };
    let mut at = (span.start as usize).min(source.text.len());
    while !source.text.is_char_boundary(at) {
        at -= 1;
    }
    // The line of the error itself counts as well.
    let end = source.text.get(at..).and_then(|rest| rest.find('\n')).map_or(source.text.len(), |line| at + line);
    let before = source.text.get(..end).unwrap_or_default();
    before
        .lines()
        .rev()
        .find_map(|line| {
            if line.starts_with([' ', '\t']) {
                return None;
            }
            let word = line.split(|c: char| !(c.is_alphanumeric() || c == '_')).find(|word| !word.is_empty())?;
            ITEMS.contains(&word).then_some(matches!(word, "测试" | "样例" | "test" | "sample"))
        })
        .unwrap_or(false)
}
