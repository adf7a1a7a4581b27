//! Each item of a policy with its sentences.

use std::collections::HashMap;

use guiju_program::Name;
use guiju_program::arena::Id;
use guiju_program::award::AwardKind;
use guiju_program::calendar::Calendar;
use guiju_program::citation::ClauseId;
use guiju_program::rule::{Form, Interpretation, InterpretationId, RuleKind};
use guiju_program::source::Span;

use super::build::{Builder, Gathered, anchor};
use super::model::{ConditionView, Item, Link};
use super::references::{Named, Openness, expressions};
use super::sentence::{Part, one};

impl Builder<'_> {
    /// All items that may cite clauses, in the order of the policy.
    pub fn items(&self, openness: &mut Openness<'_>) -> Vec<Gathered> {
        let mut items = self.figures_as_items(openness);
        items.extend(self.defines(openness));
        items.extend(self.criteria(openness));
        items.extend(self.rules(openness));
        items.extend(self.money(openness));
        items.extend(self.readings_as_items());
        items.extend(self.program.calendar.as_ref().map(|calendar| self.calendar(calendar)));
        items.sort_by_key(|item| (item.span.source, item.span.start));
        items
    }

    /// An item of which nothing is said yet.
    fn item(
        &self,
        letter: char,
        index: usize,
        class: &'static str,
        kind: &'static str,
        name: &Name,
        span: Span,
    ) -> Item {
        Item {
            anchor: anchor(letter, index),
            class,
            kind,
            name: self.name(name),
            label: self.label(name),
            sentences: Vec::new(),
            parts: Vec::new(),
            conditions: Vec::new(),
            cites: Vec::new(),
            uses: Vec::new(),
            readings: Vec::new(),
            source: self.source(span),
            origin: self.origin(span),
        }
    }

    fn gathered(&self, item: Item, span: Span, cites: &[ClauseId], open: bool) -> Gathered {
        let item = Item { cites: self.clause_links(cites), ..item };
        Gathered { item, span, cites: cites.to_vec(), parts: Vec::new(), open }
    }

    fn figures_as_items(&self, openness: &mut Openness<'_>) -> Vec<Gathered> {
        let (speaker, program) = (self.speaker, self.program);
        let mut items = Vec::new();
        for (id, parameter) in program.parameters.iter() {
            let mut item =
                self.item('p', id.index(), "param", self.say("参数", "Param"), &parameter.name, parameter.span);
            item.sentences = self.parameter_sentences(parameter);
            let open = openness.is(Named::Parameter(id));
            items.push(self.gathered(item, parameter.span, &parameter.cites, open));
        }
        for (id, budget) in program.budgets.iter() {
            let mut item = self.item('b', id.index(), "budget", self.say("预算", "Budget"), &budget.name, budget.span);
            item.sentences = vec![speaker.budget(budget)];
            if let Some(rule) = self.budget_rules.get(&id).map(|rule| &program.rules[*rule]) {
                item.sentences.push(speaker.rule(rule, &[]));
            }
            items.push(self.gathered(item, budget.span, &budget.cites, false));
        }
        for (id, table) in program.tables.iter() {
            let mut item = self.item('t', id.index(), "table", self.say("表", "Table"), &table.name, table.span);
            item.sentences = vec![self.table_sentence(table)];
            let open = openness.is(Named::Table(id));
            items.push(self.gathered(item, table.span, &table.cites, open));
        }
        items
    }

    fn defines(&self, openness: &mut Openness<'_>) -> Vec<Gathered> {
        let mut items = Vec::new();
        for (id, define) in self.program.defines.iter() {
            let open = openness.is(Named::Define(id));
            let mut item = match self.exclusions.get(&id) {
                Some(exclusion) => {
                    let kind = self.say("排除", "Exclusion");
                    let mut item = self.item('x', exclusion.index(), "exclusion", kind, &define.name, define.span);
                    let exclusion = &self.program.exclusions[*exclusion];
                    item.sentences = vec![self.speaker.exclusion(exclusion)];
                    item.readings = self.readings(&self.program.rules[exclusion.rule].interpretations);
                    item
                }
                None => {
                    let kind = self.say("定义", "Definition");
                    let mut item = self.item('d', id.index(), "define", kind, &define.name, define.span);
                    item.sentences = vec![self.speaker.define(define)];
                    item
                }
            };
            item.uses = self.uses([&define.expr]);
            items.push(self.gathered(item, define.span, &define.cites, open));
        }
        items
    }

    fn criteria(&self, openness: &mut Openness<'_>) -> Vec<Gathered> {
        let mut items = Vec::new();
        for (id, criteria) in self.program.criteria.iter() {
            let workflow = criteria.dates.is_some();
            let (class, kind) = if workflow {
                ("workflow", self.say("流程", "Workflow"))
            } else {
                ("criteria", self.say("标准", "Criteria"))
            };
            let mut item = self.item('k', id.index(), class, kind, &criteria.name, criteria.span);
            let row = self.speaker.row(criteria.record);
            item.sentences = vec![match (workflow, self.speaker.zh()) {
                (false, true) => format!("{row}符合下列全部条件的，符合“{}”。", item.name),
                (false, false) => format!("{} meets “{}” if all of these hold.", capital(&one(&row)), item.name),
                (true, true) => format!("每个{row}按下列步骤依次办理，前一步没有办完，不得办后一步。"),
                (true, false) => {
                    format!("For each {row} the steps are taken in this order; none is done before those ahead of it.")
                }
            }];
            let steps = self.speaker.steps(criteria);
            let mut parts = Vec::new();
            for (index, condition) in criteria.conditions.iter().enumerate() {
                let step = steps.get(index);
                let text = match step {
                    None => self.speaker.requirement(&condition.expr),
                    Some(step) => step.asked.clone().unwrap_or_default(),
                };
                parts.extend(condition.cites.iter().map(|clause| (index, *clause)));
                item.conditions.push(ConditionView {
                    anchor: format!("{}-{}", item.anchor, index + 1),
                    name: self.name(&condition.name),
                    date: step.map(|step| step.date.clone()),
                    text,
                    cites: self.clause_links(&condition.cites),
                    origin: self.part_origin(condition.span),
                });
            }
            item.uses = self.uses(criteria.conditions.iter().map(|condition| &condition.expr));
            item.readings = self.readings(&criteria.interpretations);
            let open = openness.is(Named::Criteria(id));
            let mut gathered = self.gathered(item, criteria.span, &criteria.cites, open);
            gathered.parts = parts;
            items.push(gathered);
        }
        items
    }

    fn rules(&self, openness: &mut Openness<'_>) -> Vec<Gathered> {
        let mut items = Vec::new();
        for (id, rule) in self.program.rules.iter() {
            let (class, kind) = match rule.kind {
                RuleKind::Rule => ("rule", self.say("规则", "Rule")),
                RuleKind::Target => ("target", self.say("目标", "Target")),
                RuleKind::Advice => ("advice", self.say("建议", "Advice")),
                RuleKind::Exclusion => continue,
            };
            // What a budget, or a workflow, asks for stands with it.
            if matches!(rule.form, Form::Budget(_) | Form::Workflow(_)) {
                continue;
            }
            let mut item = self.item('r', id.index(), class, kind, &rule.name, rule.span);
            let above = self.above.get(&id).map_or(&[][..], Vec::as_slice);
            item.sentences = vec![self.speaker.rule(rule, above)];
            item.uses = self.uses([&rule.expr]);
            item.uses.extend(above.iter().chain(&rule.overrides).map(|other| Link {
                text: self.name(&self.program.rules[*other].name),
                anchor: anchor('r', other.index()),
            }));
            item.readings = self.readings(&rule.interpretations);
            let open = openness.any([&rule.expr]);
            items.push(self.gathered(item, rule.span, &rule.cites, open));
        }
        items
    }

    fn money(&self, openness: &mut Openness<'_>) -> Vec<Gathered> {
        let (program, speaker) = (self.program, self.speaker);
        let mut items = Vec::new();
        for (id, award) in program.awards.iter() {
            let (class, kind) = match award.kind {
                AwardKind::Paid => ("award", self.say("补助", "Award")),
                AwardKind::Recovered => ("clawback", self.say("追缴", "Claw-back")),
            };
            let mut item = self.item('a', id.index(), class, kind, &award.name, award.span);
            item.parts = speaker.award(award);
            let named = Named::Award(id);
            item.uses = self.uses(expressions(program, named));
            item.uses.extend(award.draw.iter().map(|draw| self.link(Named::Budget(draw.budget))));
            item.uses.extend(award.excludes.iter().map(|exclude| self.link(Named::Award(exclude.award))));
            item.readings = self.readings(&award.interpretations);
            items.push(self.gathered(item, award.span, &award.cites, openness.is(named)));
        }
        for (id, cap) in program.caps.iter() {
            let mut item = self.item('l', id.index(), "cap", self.say("封顶", "Cap"), &cap.name, cap.span);
            item.sentences = vec![speaker.cap(cap)];
            item.uses = cap.awards.iter().map(|award| self.link(Named::Award(*award))).collect();
            item.uses.extend(self.uses([&cap.limit]));
            items.push(self.gathered(item, cap.span, &cap.cites, openness.any([&cap.limit])));
        }
        for (id, allocation) in program.allocations.iter() {
            let kind = self.say("分配", "Allocation");
            let mut item = self.item('g', id.index(), "allocation", kind, &allocation.name, allocation.span);
            item.parts = speaker.allocation(allocation);
            let named = Named::Allocation(id);
            item.uses = self.uses(expressions(program, named));
            item.readings = self.readings(&allocation.interpretations);
            items.push(self.gathered(item, allocation.span, &allocation.cites, openness.is(named)));
        }
        items
    }

    /// For each interpretation the items that it is for.
    fn readers(&self) -> HashMap<InterpretationId, Vec<Link>> {
        let mut readers: HashMap<InterpretationId, Vec<Link>> = HashMap::new();
        let mut note = |ids: &[InterpretationId], name: &Name, letter: char, index: usize| {
            for id in ids {
                readers.entry(*id).or_default().push(Link { text: self.name(name), anchor: anchor(letter, index) });
            }
        };
        for (id, rule) in self.program.rules.iter() {
            let own = matches!(rule.form, Form::Budget(_) | Form::Workflow(_)) || rule.kind == RuleKind::Exclusion;
            if !own {
                note(&rule.interpretations, &rule.name, 'r', id.index());
            }
        }
        for (id, exclusion) in self.program.exclusions.iter() {
            let rule = &self.program.rules[exclusion.rule];
            note(&rule.interpretations, &rule.name, 'x', id.index());
        }
        for (id, criteria) in self.program.criteria.iter() {
            note(&criteria.interpretations, &criteria.name, 'k', id.index());
        }
        for (id, award) in self.program.awards.iter() {
            note(&award.interpretations, &award.name, 'a', id.index());
        }
        for (id, allocation) in self.program.allocations.iter() {
            note(&allocation.interpretations, &allocation.name, 'g', id.index());
        }
        readers
    }

    fn readings_as_items(&self) -> Vec<Gathered> {
        let mut readers = self.readers();
        let readings = self.program.interpretations.iter();
        readings.map(|(id, reading)| self.reading(id, reading, readers.remove(&id).unwrap_or_default())).collect()
    }

    fn reading(&self, id: InterpretationId, reading: &Interpretation, readers: Vec<Link>) -> Gathered {
        let wording = reading.text_en.is_some();
        let (class, kind) = if wording {
            ("wording", self.say("词义", "Wording"))
        } else {
            ("reading", self.say("解释", "Interpretation"))
        };
        let mut item = self.item('i', id.index(), class, kind, &reading.name, reading.span);
        let text = reading.text_en.as_deref().filter(|_| !self.speaker.zh()).unwrap_or(&reading.text);
        if wording {
            (item.name, item.label) = (self.reading_name(reading), None);
            item.sentences = vec![self.speaker.sentence(text)];
        } else {
            item.sentences = vec![text.to_owned()];
            item.sentences.extend(self.speaker.choices(reading.choices));
        }
        item.uses = readers;
        self.gathered(item, reading.span, &reading.cites, false)
    }

    /// The name of an interpretation; of a wording the word whose meaning is stated.
    pub fn reading_name(&self, reading: &Interpretation) -> String {
        let name = self.name(&reading.name);
        let words = name.strip_prefix("词义 ").or_else(|| name.strip_prefix("wording "));
        match words.and_then(|words| words.rsplit_once(' ')).filter(|_| reading.text_en.is_some()) {
            Some((word, _)) => format!("“{word}”"),
            None => name,
        }
    }

    fn calendar(&self, calendar: &Calendar) -> Gathered {
        let mut item = self.item('w', 0, "calendar", self.say("日历", "Calendar"), &calendar.name, calendar.span);
        let (from, to) = (self.speaker.date(calendar.from()), self.speaker.date(calendar.to()));
        item.sentences = vec![if self.speaker.zh() {
            format!("{from}到{to}，星期一至星期五为工作日，另有规定的除外。")
        } else {
            format!("From {from} to {to} Monday to Friday are working days, but for these.")
        }];
        let days = |days: &[guiju_program::civil::Date]| {
            let days: Vec<String> = days.iter().map(ToString::to_string).collect();
            days.join(self.say("、", ", "))
        };
        for (label, list) in [(self.say("休息", "Off"), calendar.off()), (self.say("上班", "On"), calendar.on())] {
            if !list.is_empty() {
                item.parts.push(Part { label, text: days(list) });
            }
        }
        self.gathered(item, calendar.span, &calendar.cites, false)
    }

    /// The names and places of all items and records, by where they stand.
    pub fn anchors(&self) -> HashMap<Span, (String, String)> {
        let program = self.program;
        let mut anchors = HashMap::new();
        let mut put = |span: Span, name: &Name, letter: char, index: usize| {
            anchors.insert(span, (self.name(name), anchor(letter, index)));
        };
        for (index, document) in program.documents.iter().enumerate() {
            put(document.span, &document.name, 's', index);
        }
        for (id, item) in program.records.iter() {
            put(item.span, &item.name, 'f', id.index());
        }
        for (id, item) in program.parameters.iter() {
            put(item.span, &item.name, 'p', id.index());
        }
        for (id, item) in program.budgets.iter() {
            put(item.span, &item.name, 'b', id.index());
        }
        for (id, item) in program.tables.iter() {
            put(item.span, &item.name, 't', id.index());
        }
        for (id, item) in program.defines.iter() {
            match self.exclusions.get(&id) {
                Some(exclusion) => put(item.span, &item.name, 'x', exclusion.index()),
                None => put(item.span, &item.name, 'd', id.index()),
            }
        }
        for (id, item) in program.criteria.iter() {
            put(item.span, &item.name, 'k', id.index());
        }
        for (id, item) in program.rules.iter() {
            let own = matches!(item.form, Form::Budget(_) | Form::Workflow(_)) || item.kind == RuleKind::Exclusion;
            if !own {
                put(item.span, &item.name, 'r', id.index());
            }
        }
        for (id, item) in program.awards.iter() {
            put(item.span, &item.name, 'a', id.index());
        }
        for (id, item) in program.caps.iter() {
            put(item.span, &item.name, 'l', id.index());
        }
        for (id, item) in program.allocations.iter() {
            put(item.span, &item.name, 'g', id.index());
        }
        for (id, item) in program.interpretations.iter() {
            put(item.span, &item.name, 'i', id.index());
        }
        if let Some(calendar) = &program.calendar {
            put(calendar.span, &calendar.name, 'w', 0);
        }
        anchors
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}
