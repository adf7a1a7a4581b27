//! What amendments need to know of items: their names, their kinds and their parts.

use std::collections::HashSet;

use guiju_program::award::AwardKind;
use guiju_program::source::Span;

use crate::ast::{Clause, Condition, Declared, Field, ItemKind};

/// Items are called by names of these kinds, each with its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Space {
    Item,
    Source,
    Sample,
    Unit,
}

/// What an item is, in Chinese and English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
    /// Where items of the kind stand among others.
    pub(super) rank: u8,
}

const fn kind_of(zh: &'static str, en: &'static str, rank: u8) -> Kind {
    Kind { zh, en, rank }
}

/// Kinds of this rank and above stand in any order.
pub(super) const ANY_ORDER: u8 = 10;

/// What an item is. Rules, targets and advice are one: how binding a rule is may be amended.
pub(crate) const fn kind(item: &ItemKind) -> Kind {
    match item {
        ItemKind::Policy(_) => kind_of("政策", "policy", 0),
        ItemKind::Source(_) => kind_of("依据文件", "source", 1),
        ItemKind::Unit(_) => kind_of("单位", "unit", 2),
        ItemKind::Budget(_) => kind_of("预算", "budget", 3),
        ItemKind::Param(_) => kind_of("参数", "param", 4),
        ItemKind::Record(_) => kind_of("数据", "record", 5),
        ItemKind::Table(_) => kind_of("表", "table", 6),
        ItemKind::Define(_) => kind_of("定义", "define", ANY_ORDER),
        ItemKind::Criteria(item) if item.workflow => kind_of("流程", "workflow", 20),
        ItemKind::Criteria(_) => kind_of("标准", "criteria", 11),
        ItemKind::Rule(_) => kind_of("规则、目标或建议", "rule, target or advice", 12),
        ItemKind::Interpretation(_) => kind_of("解释", "interpretation", 13),
        ItemKind::Award(item) => match item.kind {
            AwardKind::Paid => kind_of("补助", "award", 14),
            AwardKind::Recovered => kind_of("追缴", "clawback", 18),
        },
        ItemKind::Exclusion(_) => kind_of("排除", "exclusion", 19),
        ItemKind::Cap(_) => kind_of("封顶", "cap", 15),
        ItemKind::Allocation(_) => kind_of("分配", "allocate", 16),
        ItemKind::Calendar(_) => kind_of("日历", "calendar", 17),
        ItemKind::Wording(_) => kind_of("词义", "wording", 22),
        ItemKind::Acceptance(_) => kind_of("接受", "accept", 23),
        ItemKind::Sample(_) => kind_of("样例", "sample", 30),
        ItemKind::Test(_) => kind_of("测试", "test", 31),
        ItemKind::Amendment(_) => kind_of("修订", "amendment", 32),
    }
}

/// The name of an item that has one.
pub(crate) const fn declared(item: &ItemKind) -> Option<&Declared> {
    Some(match item {
        ItemKind::Source(item) => &item.name,
        ItemKind::Param(item) => &item.name,
        ItemKind::Table(item) => &item.name,
        ItemKind::Budget(item) => &item.name,
        ItemKind::Record(item) => &item.name,
        ItemKind::Define(item) => &item.name,
        ItemKind::Exclusion(item) => &item.define.name,
        ItemKind::Criteria(item) => &item.name,
        ItemKind::Rule(item) => &item.name,
        ItemKind::Interpretation(item) => &item.name,
        ItemKind::Award(item) => &item.name,
        ItemKind::Cap(item) => &item.name,
        ItemKind::Allocation(item) => &item.name,
        ItemKind::Calendar(item) => &item.name,
        ItemKind::Sample(item) => &item.name,
        ItemKind::Policy(_)
        | ItemKind::Unit(_)
        | ItemKind::Wording(_)
        | ItemKind::Acceptance(_)
        | ItemKind::Test(_)
        | ItemKind::Amendment(_) => return None,
    })
}

/// The same, to be written.
pub(super) const fn declared_mut(item: &mut ItemKind) -> Option<&mut Declared> {
    Some(match item {
        ItemKind::Source(item) => &mut item.name,
        ItemKind::Param(item) => &mut item.name,
        ItemKind::Table(item) => &mut item.name,
        ItemKind::Budget(item) => &mut item.name,
        ItemKind::Record(item) => &mut item.name,
        ItemKind::Define(item) => &mut item.name,
        ItemKind::Exclusion(item) => &mut item.define.name,
        ItemKind::Criteria(item) => &mut item.name,
        ItemKind::Rule(item) => &mut item.name,
        ItemKind::Interpretation(item) => &mut item.name,
        ItemKind::Award(item) => &mut item.name,
        ItemKind::Cap(item) => &mut item.name,
        ItemKind::Allocation(item) => &mut item.name,
        ItemKind::Calendar(item) => &mut item.name,
        ItemKind::Sample(item) => &mut item.name,
        ItemKind::Policy(_)
        | ItemKind::Unit(_)
        | ItemKind::Wording(_)
        | ItemKind::Acceptance(_)
        | ItemKind::Test(_)
        | ItemKind::Amendment(_) => return None,
    })
}

/// Among which names an item's name is.
pub(super) const fn space(item: &ItemKind) -> Space {
    match item {
        ItemKind::Source(_) => Space::Source,
        ItemKind::Sample(_) => Space::Sample,
        ItemKind::Unit(_) => Space::Unit,
        _ => Space::Item,
    }
}

/// A part of an item that is amended by itself.
#[derive(Clone)]
pub(super) enum Part {
    Condition(Condition),
    Field(Field),
    Clause(Clause),
}

impl Part {
    pub(super) const fn span(&self) -> Span {
        match self {
            Self::Condition(part) => part.span,
            Self::Field(part) => part.span,
            Self::Clause(part) => part.span,
        }
    }

    const fn declared_mut(&mut self) -> Option<&mut Declared> {
        match self {
            Self::Condition(part) => Some(&mut part.name),
            Self::Field(part) => Some(&mut part.name),
            Self::Clause(_) => None,
        }
    }

    /// Takes over the label that the part replaced has, if it says none: the label, and behind which name it belongs.
    pub(super) fn take_label(&mut self, label: Option<String>) -> Option<(Span, String)> {
        keep_label(self.declared_mut()?, label)
    }
}

/// Gives a name the label that it had, if it says none.
pub(super) fn keep_label(declared: &mut Declared, label: Option<String>) -> Option<(Span, String)> {
    let label = label.filter(|_| declared.label.is_none())?;
    declared.label = Some(label.clone());
    Some((declared.name.span, label))
}

/// The parts of an item: names, labels and places.
pub(super) fn parts(item: &ItemKind) -> Vec<(&str, Option<&String>, Span)> {
    match item {
        ItemKind::Criteria(item) => {
            let parts = item.conditions.iter();
            parts.map(|part| (part.name.name.text.as_str(), part.name.label.as_ref(), part.span)).collect()
        }
        ItemKind::Record(item) => {
            let parts = item.fields.iter();
            parts.map(|part| (part.name.name.text.as_str(), part.name.label.as_ref(), part.span)).collect()
        }
        ItemKind::Source(item) => {
            let parts = item.clauses.iter();
            parts.map(|part| (part.path.path.as_str(), None, part.span)).collect()
        }
        _ => Vec::new(),
    }
}

/// Puts a part in the place of another one, or behind all of them.
pub(super) fn put(item: &mut ItemKind, at: Option<usize>, part: Part) {
    fn into<T>(list: &mut Vec<T>, at: Option<usize>, part: T) {
        match at.and_then(|at| list.get_mut(at)) {
            Some(slot) => *slot = part,
            None => list.push(part),
        }
    }
    match (item, part) {
        (ItemKind::Criteria(item), Part::Condition(part)) => into(&mut item.conditions, at, part),
        (ItemKind::Record(item), Part::Field(part)) => into(&mut item.fields, at, part),
        (ItemKind::Source(item), Part::Clause(part)) => into(&mut item.clauses, at, part),
        _ => {}
    }
}

/// Takes the parts at some positions away.
pub(super) fn remove(item: &mut ItemKind, removed: &HashSet<usize>) {
    fn from<T>(list: &mut Vec<T>, removed: &HashSet<usize>) {
        let mut at = 0;
        list.retain(|_| {
            at += 1;
            !removed.contains(&(at - 1))
        });
    }
    if removed.is_empty() {
        return;
    }
    match item {
        ItemKind::Criteria(item) => from(&mut item.conditions, removed),
        ItemKind::Record(item) => from(&mut item.fields, removed),
        ItemKind::Source(item) => from(&mut item.clauses, removed),
        _ => {}
    }
}
