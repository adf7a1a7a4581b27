//! Gathers what a document says.

use std::collections::{BTreeMap, HashMap};

use guiju_parser::{ItemChange, Standings};
use guiju_program::arena::Id;
use guiju_program::citation::{ClauseId, ClauseKind};
use guiju_program::diagnostic::Language;
use guiju_program::expr::Expr;
use guiju_program::program::{PolicyDate, ValidUntil};
use guiju_program::rule::{DefineId, ExclusionId, InterpretationId, RuleId};
use guiju_program::schema::{EnumerationId, FieldType};
use guiju_program::source::Span;
use guiju_program::{Name, Program};

use super::guards::Guards;
use super::model::{
    AcceptanceView, ChangeView, ClauseView, ConditionView, Contents, Entry, Item, Link, Pair, SourceDocument,
    SourceText, TestView,
};
use super::references::{Named, Openness, named_in};
use super::sentence::{Speaker, readable};
use crate::lines::Lines;
use crate::policy::Policy;
use crate::report::words::say;

/// The version of the language that policies are written in.
pub const LANGUAGE_VERSION: &str = "0.1";

/// What all parts of a document are gathered with.
pub struct Builder<'p> {
    pub speaker: Speaker<'p>,
    pub program: &'p Program,
    pub language: Language,
    policy: &'p Policy,
    lines: Vec<Lines<'p>>,
    /// How items came to stand as they do, where policies amend one another.
    standings: Option<Standings>,
    /// Each item of it, and each part that was amended, by its place.
    standing_at: HashMap<Span, usize>,
    part_at: HashMap<Span, String>,
    /// The rules that override a rule.
    pub above: HashMap<RuleId, Vec<RuleId>>,
    /// The exclusion that a definition is the condition of.
    pub exclusions: HashMap<DefineId, ExclusionId>,
    /// The name of a field that has values of an enumeration.
    pub enumerations: HashMap<EnumerationId, &'p Name>,
    /// The rule that each budget is by itself.
    pub budget_rules: HashMap<guiju_program::parameter::BudgetId, RuleId>,
}

/// A gathered item with the clauses that it cites, and those that its conditions cite.
pub struct Gathered {
    pub item: Item,
    pub span: Span,
    pub cites: Vec<ClauseId>,
    /// Index of a condition of the item, and a clause that it cites.
    pub parts: Vec<(usize, ClauseId)>,
    /// Whether something in it depends on an open figure.
    pub open: bool,
}

impl<'p> Builder<'p> {
    pub fn new(policy: &'p Policy, language: Language) -> Self {
        let program = policy.program();
        let amending = policy.sources().iter().any(|source| guiju_parser::amended_id(&source.text).is_some());
        let standings = if amending { guiju_parser::standings(policy.sources(), language) } else { None };
        let (mut standing_at, mut part_at) = (HashMap::new(), HashMap::new());
        for (index, item) in standings.iter().flat_map(|standings| &standings.items).enumerate() {
            standing_at.insert(item.span, index);
            part_at.extend(item.parts.iter().cloned());
        }
        let mut above: HashMap<RuleId, Vec<RuleId>> = HashMap::new();
        let mut budget_rules = HashMap::new();
        for (id, rule) in program.rules.iter() {
            for over in &rule.overrides {
                above.entry(*over).or_default().push(id);
            }
            if let guiju_program::rule::Form::Budget(budget) = rule.form {
                budget_rules.insert(budget, id);
            }
        }
        Self {
            speaker: Speaker::new(policy, language),
            program,
            language,
            policy,
            lines: policy.sources().iter().map(Lines::new).collect(),
            standings,
            standing_at,
            part_at,
            above,
            exclusions: program.exclusions.iter().map(|(id, exclusion)| (exclusion.define, id)).collect(),
            enumerations: enumerations(program),
            budget_rules,
        }
    }

    pub const fn say<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        say(self.language, zh, en)
    }

    pub fn name(&self, name: &Name) -> String {
        readable(name, self.language)
    }

    /// The other one of a name and its label, where it has one.
    pub fn label(&self, name: &Name) -> Option<String> {
        let shown = self.name(name);
        name.label
            .iter()
            .chain([&name.text])
            .find(|other| **other != shown && other.replace('_', " ") != shown)
            .cloned()
    }

    /// Where something stands: `policy.gj:120`.
    pub fn place(&self, span: Span) -> String {
        let Some(lines) = self.lines.get(span.source.0 as usize) else { return String::new() };
        let name = lines.file.name.rsplit(['/', '\\']).next().unwrap_or_default();
        format!("{name}:{}", lines.position(span.start as usize).0)
    }

    /// The text of an item as it stands.
    pub fn source(&self, span: Span) -> SourceText {
        let standing = self.standing_at.get(&span).and_then(|at| self.standings.as_ref()?.items.get(*at));
        let text = match standing {
            Some(standing) => standing.text.clone(),
            None => {
                let file = self.policy.sources().get(span.source.0 as usize);
                file.and_then(|file| file.text.get(span.range())).unwrap_or_default().to_owned()
            }
        };
        // Lines of files that were written elsewhere end otherwise.
        let text = text.replace("\r\n", "\n");
        SourceText { text: text.trim_end().to_owned(), place: self.place(span) }
    }

    /// Where an item comes from, where policies amend one another.
    pub fn origin(&self, span: Span) -> Option<String> {
        let standings = self.standings.as_ref()?;
        self.standing_at.get(&span).and_then(|at| standings.items.get(*at)).map(|item| item.origin.clone())
    }

    /// Where a part of an item comes from, where an amendment changed it.
    pub fn part_origin(&self, span: Span) -> Option<String> {
        self.part_at.get(&span).cloned()
    }

    pub fn clause_anchor(id: ClauseId) -> String {
        format!("c{}", id.index() + 1)
    }

    pub fn clause_link(&self, id: ClauseId) -> Link {
        Link { text: self.program.citation(id), anchor: Self::clause_anchor(id) }
    }

    pub fn clause_links(&self, ids: &[ClauseId]) -> Vec<Link> {
        ids.iter().map(|id| self.clause_link(*id)).collect()
    }

    /// What an item names, as links.
    pub fn uses<'e>(&self, exprs: impl IntoIterator<Item = &'e Expr>) -> Vec<Link> {
        named_in(exprs).into_iter().map(|named| self.link(named)).collect()
    }

    pub fn link(&self, named: Named) -> Link {
        let program = self.program;
        let (name, letter, index) = match named {
            Named::Parameter(id) => (&program.parameters[id].name, 'p', id.index()),
            Named::Budget(id) => (&program.budgets[id].name, 'b', id.index()),
            Named::Table(id) => (&program.tables[id].name, 't', id.index()),
            Named::Define(id) => match self.exclusions.get(&id) {
                Some(exclusion) => (&program.defines[id].name, 'x', exclusion.index()),
                None => (&program.defines[id].name, 'd', id.index()),
            },
            Named::Criteria(id) => (&program.criteria[id].name, 'k', id.index()),
            Named::Award(id) => (&program.awards[id].name, 'a', id.index()),
            Named::Allocation(id) => (&program.allocations[id].name, 'g', id.index()),
        };
        Link { text: self.name(name), anchor: anchor(letter, index) }
    }

    pub fn readings(&self, ids: &[InterpretationId]) -> Vec<Link> {
        let found = ids.iter().filter_map(|id| Some((id, self.program.interpretations.find(*id)?)));
        found.map(|(id, reading)| Link { text: self.reading_name(reading), anchor: anchor('i', id.index()) }).collect()
    }

    fn header(&self) -> Vec<Pair> {
        let policy = &self.program.policy;
        let mut pairs = Vec::new();
        let mut put = |label: &'static str, text: String, code: bool| pairs.push(Pair { label, text, code });
        if let Some(year) = policy.year {
            let text = match policy.fiscal_start {
                Some((month, day)) if self.language == Language::Zh => format!("{year}（财年自 {month}月{day}日起）"),
                Some((month, day)) => format!("{year} (the fiscal year starts on {month:02}-{day:02})"),
                None => year.to_string(),
            };
            put(self.say("年度", "Year"), text, false);
        }
        if let Some(status) = &policy.status {
            put(self.say("状态", "Status"), self.name(status), false);
        }
        if let Some(validity) = self.validity() {
            put(self.say("有效期", "In force"), validity, false);
        }
        if let Some(currency) = &policy.currency {
            put(self.say("货币", "Currency"), self.name(currency), false);
        }
        put(self.say("编号", "Id"), policy.id.clone(), true);
        put(self.say("散列值", "Hash"), self.policy.hash().to_owned(), true);
        let version = env!("CARGO_PKG_VERSION");
        let versions = match self.language {
            Language::Zh => format!("规矩 {version}，语言 {LANGUAGE_VERSION}"),
            Language::En => format!("Guiju {version}, language {LANGUAGE_VERSION}"),
        };
        put(self.say("版本", "Versions"), versions, false);
        pairs
    }

    fn validity(&self) -> Option<String> {
        let policy = &self.program.policy;
        let date = |date: &PolicyDate| match date {
            PolicyDate::Date(date) => self.speaker.date(*date),
            PolicyDate::Parameter(id) => {
                let parameter = &self.program.parameters[*id];
                let (name, figure) = (self.name(&parameter.name), self.speaker.parameter_figure(parameter));
                match self.language {
                    Language::Zh => format!("{name}（{figure}）"),
                    Language::En => format!("{name} ({figure})"),
                }
            }
        };
        let from = policy.valid_from.as_ref().map(&date).map(|date| match self.language {
            Language::Zh => format!("自 {date} 起"),
            Language::En => format!("from {date}"),
        });
        let until = policy.valid_until.as_ref().map(|until| match (until, self.language) {
            (ValidUntil::Date(until), Language::Zh) => format!("至 {} 止", date(until)),
            (ValidUntil::Date(until), Language::En) => format!("until {}", date(until)),
            (ValidUntil::UsedUp(budget), Language::Zh) => {
                format!("至预算“{}”用完为止", self.name(&self.program.budgets[*budget].name))
            }
            (ValidUntil::UsedUp(budget), Language::En) => {
                format!("until the budget “{}” is used up", self.name(&self.program.budgets[*budget].name))
            }
        });
        let parts: Vec<String> = from.into_iter().chain(until).collect();
        (!parts.is_empty()).then(|| parts.join(self.say("，", " ")))
    }

    /// Everything.
    pub fn contents(&self) -> Contents {
        let mut openness = Openness::new(self.program);
        let gathered = self.items(&mut openness);
        let guards = Guards::new(self.program, self.policy.tests());
        let open: Vec<bool> = self.open_clauses(&gathered);
        let (mut sources, uncited) = self.clauses(gathered, &guards);
        for clause in sources.iter_mut().flat_map(|source| &mut source.clauses) {
            let index = clause.anchor.strip_prefix('c').and_then(|number| number.parse::<usize>().ok()).unwrap_or(0);
            if clause.class == "computed" && open.get(index.wrapping_sub(1)).copied().unwrap_or(false) {
                clause.class = "open";
                clause.standing = self.say("有待定的数", "open figures");
            }
        }
        let wordings = |wording: bool| {
            let readings = self.program.interpretations.iter();
            let wanted = readings.filter(|(_, reading)| reading.text_en.is_some() == wording);
            self.readings(&wanted.map(|(id, _)| id).collect::<Vec<_>>())
        };
        let mut policies: Vec<String> = Vec::new();
        if self.standings.is_some() {
            policies.push(self.program.policy.id.clone());
            policies.extend(self.policy.sources().iter().filter_map(|source| guiju_parser::amended_id(&source.text)));
        }
        Contents {
            title: if self.program.policy.title.is_empty() {
                self.program.policy.id.clone()
            } else {
                self.program.policy.title.clone()
            },
            id: self.program.policy.id.clone(),
            header: self.header(),
            coverage: self.coverage(&sources),
            sources,
            uncited,
            parameters: self.parameters(),
            budgets: self.budgets(),
            tables: self.tables(),
            records: self.records(),
            interpretations: wordings(false),
            wordings: wordings(true),
            acceptances: self.acceptances(),
            tests: self.tests(&guards),
            changes: self.changes(),
            policies,
        }
    }

    /// For each clause whether something that cites it depends on an open figure.
    fn open_clauses(&self, gathered: &[Gathered]) -> Vec<bool> {
        let mut open = vec![false; self.program.clauses.len()];
        for item in gathered.iter().filter(|item| item.open) {
            for clause in item.cites.iter().chain(item.parts.iter().map(|(_, clause)| clause)) {
                if let Some(slot) = open.get_mut(clause.index()) {
                    *slot = true;
                }
            }
        }
        open
    }

    /// The clauses of all documents with what was made of each, and the items that cite none.
    fn clauses(&self, gathered: Vec<Gathered>, guards: &Guards) -> (Vec<SourceDocument>, Vec<Item>) {
        // Where each item stands in full: at the first clause of its own, else at the first of its conditions.
        let mut at: BTreeMap<ClauseId, Vec<Entry>> = BTreeMap::new();
        let mut uncited = Vec::new();
        for Gathered { mut item, cites, parts, .. } in gathered {
            let home = cites.iter().min().or_else(|| parts.iter().map(|(_, clause)| clause).min()).copied();
            let Some(home) = home else {
                uncited.push(item);
                continue;
            };
            if cites == [home] {
                // It stands under it.
                item.cites.clear();
            }
            let link = Link { text: item.name.clone(), anchor: item.anchor.clone() };
            let mut mentioned: Vec<ClauseId> = vec![home];
            for clause in &cites {
                if !mentioned.contains(clause) {
                    mentioned.push(*clause);
                    at.entry(*clause).or_default().push(Entry::Mention { kind: item.kind, item: link.clone() });
                }
            }
            for (index, clause) in parts.iter().filter(|(_, clause)| !mentioned.contains(clause)) {
                if let Some(condition) = item.conditions.get(*index) {
                    at.entry(*clause).or_default().push(Entry::Condition {
                        of: Link { text: item.name.clone(), anchor: condition.anchor.clone() },
                        kind: item.kind,
                        name: condition.name.clone(),
                        text: self.said_of(condition),
                    });
                }
            }
            at.entry(home).or_default().push(Entry::Item { item: Box::new(item) });
        }
        for entries in at.values_mut() {
            // What stands here in full comes first.
            entries.sort_by_key(|entry| match entry {
                Entry::Item { .. } => 0,
                Entry::Condition { .. } => 1,
                Entry::Mention { .. } => 2,
            });
        }
        let mut sources: Vec<SourceDocument> = self
            .program
            .documents
            .iter()
            .enumerate()
            .map(|(index, document)| SourceDocument {
                anchor: anchor('s', index),
                name: self.name(&document.name),
                title: document.title.clone(),
                clauses: Vec::new(),
            })
            .collect();
        for (id, clause) in self.program.clauses.iter() {
            let (class, standing, reason) = match &clause.kind {
                ClauseKind::Normative => ("computed", self.say("已写成规则", "computed"), None),
                ClauseKind::Narrative(reason) => ("narrative", self.say("说明", "narrative"), Some(reason.clone())),
                ClauseKind::ToCome(reason) => ("to-come", self.say("待写", "to come"), Some(reason.clone())),
            };
            let tests: Vec<Link> = guards.of(id).iter().map(|test| self.test_link(*test)).collect();
            if let Some(source) = sources.get_mut(clause.document) {
                source.clauses.push(ClauseView {
                    anchor: Self::clause_anchor(id),
                    path: clause.path.clone(),
                    class,
                    standing,
                    reason,
                    entries: at.remove(&id).unwrap_or_default(),
                    unguarded: class == "computed" && tests.is_empty(),
                    tests,
                });
            }
        }
        (sources, uncited)
    }

    /// What a condition asks, in one line; of a step also by which date it is done.
    fn said_of(&self, condition: &ConditionView) -> String {
        let Some(date) = &condition.date else { return condition.text.clone() };
        let done = match self.language {
            Language::Zh => format!("以{date}为准。"),
            Language::En => format!("Done on {date}."),
        };
        if condition.text.is_empty() { done } else { format!("{done}{}{}", self.say("", " "), condition.text) }
    }

    fn test_link(&self, index: usize) -> Link {
        let name = self.policy.tests().get(index).map(|test| test.name.clone()).unwrap_or_default();
        Link { text: name, anchor: anchor('q', index) }
    }

    fn acceptances(&self) -> Vec<AcceptanceView> {
        let acceptances = self.program.acceptances.iter();
        acceptances
            .map(|acceptance| {
                let at: Vec<&str> = acceptance.at.iter().map(|at| at.name.as_str()).collect();
                AcceptanceView {
                    code: acceptance.code.clone(),
                    at: at.join(self.say("、", ", ")),
                    reason: acceptance.reason.clone(),
                    cites: self.clause_links(&acceptance.cites),
                }
            })
            .collect()
    }

    fn tests(&self, guards: &Guards) -> Vec<TestView> {
        let tests = self.policy.tests().iter().enumerate();
        tests
            .map(|(index, test)| TestView {
                anchor: anchor('q', index),
                name: test.name.clone(),
                place: self.place(test.span),
                clauses: self.clause_links(guards.by(index)),
            })
            .collect()
    }

    /// What amendments did to items and parts of them.
    fn changes(&self) -> Vec<ChangeView> {
        let Some(standings) = &self.standings else { return Vec::new() };
        let mut changes = Vec::new();
        let anchors = self.anchors();
        for item in &standings.items {
            // Tests and the header are not what is amended.
            let Some((name, anchor)) = anchors.get(&item.span) else { continue };
            let (class, what) = match item.change {
                ItemChange::Kept => ("", ""),
                ItemChange::Replaced => ("replaced", self.say("替换", "replaced")),
                ItemChange::Added => ("added", self.say("新增", "added")),
            };
            if !class.is_empty() {
                changes.push(ChangeView {
                    class,
                    what,
                    name: name.clone(),
                    origin: item.origin.clone(),
                    anchor: Some(anchor.clone()),
                });
            }
            for (span, origin) in &item.parts {
                let text =
                    self.policy.sources().get(span.source.0 as usize).and_then(|file| file.text.get(span.range()));
                let part = text.unwrap_or_default().split([':', '：', ' ']).next().unwrap_or_default().trim();
                changes.push(ChangeView {
                    class: "part",
                    what: self.say("改其中一项", "changed in part"),
                    name: format!("{name}.{part}"),
                    origin: origin.clone(),
                    anchor: Some(anchor.clone()),
                });
            }
        }
        for repealed in &standings.repealed {
            changes.push(ChangeView {
                class: "repealed",
                what: self.say("废止", "repealed"),
                name: repealed.path.clone(),
                origin: repealed.origin.clone(),
                anchor: None,
            });
        }
        changes
    }
}

/// The name of a place of the document.
pub fn anchor(letter: char, index: usize) -> String {
    format!("{letter}{}", index + 1)
}

/// For each enumeration the name of the first field that has it.
fn enumerations(program: &Program) -> HashMap<EnumerationId, &Name> {
    let mut names = HashMap::new();
    for field in program.records.values().flat_map(|record| record.fields.values()) {
        if let FieldType::Enumeration(id) = field.ty {
            names.entry(id).or_insert(&field.name);
        }
    }
    names
}
