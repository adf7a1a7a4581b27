//! The text of a policy as it stands after all amendments, with where each item comes from.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use guiju_program::Program;
use guiju_program::citation::{ClauseId, ClauseKind};
use guiju_program::diagnostic::{Diagnostic, Language};
use guiju_program::source::{SourceFile, SourceId, Span};

use crate::amend::{Joined, PartStanding, Repealed, Standing};
use crate::ast::{self, Declared, Item, ItemKind, Policy, PolicyDate, ValidUntil};

/// The consolidated text of a policy: every item as it stands, as it was written, under a comment that says where it comes
/// from; what was repealed stands at the end in comments. Compiling the text gives the same program, apart from places.
///
/// The comments are in `language`; the text is in the spelling that it was written in. `None`: the files have an error.
pub fn consolidate(sources: &[SourceFile], language: Language) -> Option<String> {
    let (joined, syntax) = joined(sources);
    Some(show(sources, language, &joined, syntax)?.text())
}

/// The items of the files, with what parsing found wrong.
pub(crate) fn joined(sources: &[SourceFile]) -> (Joined, Vec<Diagnostic>) {
    let mut syntax = Vec::new();
    let mut texts = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let id = SourceId(u32::try_from(index).unwrap_or(u32::MAX));
        let mut parsed = crate::parse(id, &source.text);
        syntax.append(&mut parsed.diagnostics);
        texts.push(parsed);
    }
    (crate::amend::join(sources, &syntax, texts), syntax)
}

/// What there is to show of items; `None` if they have an error.
pub(crate) fn show<'a>(
    sources: &'a [SourceFile],
    language: Language,
    joined: &'a Joined,
    syntax: Vec<Diagnostic>,
) -> Option<Show<'a>> {
    let program = crate::compile::compile_items(sources, joined, syntax).program?;
    let mut show = Show { sources, language, joined, edits: HashMap::new() };
    show.qualify_citations(&program);
    show.narrate_clauses(&program);
    show.keep_labels();
    for edits in show.edits.values_mut() {
        edits.sort_by_key(|(range, _)| (range.start, range.end));
    }
    Some(show)
}

pub(crate) struct Show<'a> {
    sources: &'a [SourceFile],
    language: Language,
    joined: &'a Joined,
    /// What is to be read in the place of a stretch of a file, in order.
    edits: HashMap<SourceId, Vec<(Range<usize>, String)>>,
}

impl<'a> Show<'a> {
    pub(crate) fn written(&self, span: Span) -> &'a str {
        self.sources.get(span.source.0 as usize).and_then(|file| file.text.get(span.range())).unwrap_or_default()
    }

    fn edit(&mut self, span: Span, text: String) {
        self.edits.entry(span.source).or_default().push((span.range(), text));
    }

    fn say(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        match self.language {
            Language::Zh => zh.into(),
            Language::En => en.into(),
        }
    }

    /// In one text all documents are seen from everywhere: a citation that two of them answer to needs its document.
    fn qualify_citations(&mut self, program: &Program) {
        let mut by_path: HashMap<&str, Vec<ClauseId>> = HashMap::new();
        for (id, clause) in program.clauses.iter() {
            by_path.entry(&clause.path).or_default().push(id);
        }
        if by_path.values().all(|same| same.len() < 2) {
            return;
        }
        let mut names: Vec<&str> = Vec::new();
        let mut paths: HashSet<Span> = HashSet::new();
        for item in &self.joined.items {
            if let ItemKind::Source(source) = &item.kind {
                names.push(self.written(source.name.name.span));
                paths.extend(source.clauses.iter().map(|clause| clause.path.span));
            }
        }
        let amended = &self.joined.amended;
        let level_of = |id: &ClauseId| {
            let document = program.documents.get(program.clauses[*id].document);
            document.and_then(|document| amended.documents.get(&document.name.text)).copied().unwrap_or_default()
        };
        let mut edits = Vec::new();
        for span in self.joined.citations.iter().flatten().filter(|span| !paths.contains(span)) {
            let written = self.written(*span);
            let path = crate::parse::cited(written);
            let Some(same) = by_path.get(path.as_str()).filter(|same| same.len() > 1) else {
                continue;
            };
            let mut seen = same.iter().filter(|id| level_of(id) <= amended.level(*span));
            if let (Some(one), None) = (seen.next(), seen.next())
                && let Some(name) = names.get(program.clauses[*one].document)
            {
                edits.push((*span, format!("{name}.{written}")));
            }
        }
        for (span, text) in edits {
            self.edit(span, text);
        }
    }

    /// Clauses that have nothing to compute any more say so.
    fn narrate_clauses(&mut self, program: &Program) {
        let reasons: HashMap<Span, &String> = program
            .clauses
            .values()
            .filter_map(|clause| match &clause.kind {
                ClauseKind::Narrative(reason) => Some((clause.span, reason)),
                _ => None,
            })
            .collect();
        for item in &self.joined.items {
            let ItemKind::Source(source) = &item.kind else { continue };
            for clause in source.clauses.iter().filter(|clause| clause.kind == ast::ClauseKind::Normative) {
                if let Some(reason) = reasons.get(&clause.span) {
                    let word = if self.written(clause.span).contains("normative") { "narrative" } else { "说明" };
                    let path = self.written(clause.path.span);
                    self.edit(clause.span, format!("{path}  {word} {}", quoted(reason)));
                }
            }
        }
    }

    /// Labels stay where the new text does not say them.
    fn keep_labels(&mut self) {
        for standing in &self.joined.standings {
            let labels = standing.label.iter().chain(standing.parts.iter().filter_map(|part| part.label.as_ref()));
            for (name, label) in labels {
                let behind = Span::new(name.source, name.end, name.end);
                self.edit(behind, format!(" {}", quoted(label)));
            }
        }
    }

    fn text(self) -> String {
        let mut text = String::new();
        for (item, standing) in self.joined.items.iter().zip(&self.joined.standings) {
            text.push_str(&format!("# {}\n{}\n\n", self.origin(item, standing), self.item(item, standing)));
        }
        if !self.joined.repealed.is_empty() {
            text.push_str(&self.say("# ── 已废止 ──\n", "# ── repealed ──\n"));
        }
        for repealed in &self.joined.repealed {
            text.push_str(&self.repealed(repealed));
        }
        // Nothing that matters ends with a blank.
        text.trim_end().lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
    }

    /// A place as people name it: policy, file without folders, line.
    fn place(&self, span: Span) -> String {
        let source = span.source.0 as usize;
        let owner = self.joined.owners.get(source).map_or("", String::as_str);
        let Some(file) = self.sources.get(source) else {
            return owner.to_owned();
        };
        let name = file.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let (line, _) = file.line_column(span.start);
        format!("{owner} {name}:{line}")
    }

    /// What a text cites, as a list behind the word for it.
    fn cites(&self, span: Span) -> String {
        let source = span.source.0 as usize;
        let spans = self.joined.citations.get(source).map(Vec::as_slice).unwrap_or_default();
        let from = spans.partition_point(|cited| cited.start < span.start);
        let mut cited: Vec<String> = Vec::new();
        for citation in spans.iter().skip(from).take_while(|cited| cited.end <= span.end) {
            let path = self.render(*citation, Vec::new());
            if !cited.contains(&path) {
                cited.push(path);
            }
        }
        if cited.is_empty() {
            return String::new();
        }
        self.say(format!("，依据 {}", cited.join("、")), format!(", cites {}", cited.join(", ")))
    }

    /// Where an item comes from.
    pub(crate) fn origin(&self, item: &Item, standing: &Standing) -> String {
        let here = self.place(item.span);
        let cites = match item.kind {
            ItemKind::Source(_) => String::new(),
            _ => self.cites(item.span),
        };
        if let Some(old) = standing.replaced {
            let old = self.place(old);
            if matches!(item.kind, ItemKind::Policy(_)) {
                return self.say(format!("{here}，修订 {old}"), format!("{here}, amends {old}"));
            }
            return self.say(format!("替换自 {old}，见 {here}{cites}"), format!("replaces {old}, by {here}{cites}"));
        }
        if standing.added {
            return self.say(format!("新增，见 {here}{cites}"), format!("added by {here}{cites}"));
        }
        self.say(format!("来自 {here}"), format!("from {here}"))
    }

    pub(crate) fn part_origin(&self, old: Option<Span>, now: Span) -> String {
        let (here, cites) = (self.place(now), self.cites(now));
        match old.map(|old| self.place(old)) {
            Some(old) => {
                self.say(format!("替换自 {old}，见 {here}{cites}"), format!("replaces {old}, by {here}{cites}"))
            }
            None => self.say(format!("新增，见 {here}{cites}"), format!("added by {here}{cites}")),
        }
    }

    /// A stretch of text with what is to be read in it, those edits first that are given.
    fn render(&self, span: Span, own: Vec<(Range<usize>, String)>) -> String {
        let Some(file) = self.sources.get(span.source.0 as usize) else {
            return String::new();
        };
        let range = span.range();
        let common = self.edits.get(&span.source).map(Vec::as_slice).unwrap_or_default();
        let from = common.partition_point(|(edit, _)| edit.start < range.start);
        let inside = common.iter().skip(from).take_while(|(edit, _)| edit.start <= range.end);
        let mut own = own;
        own.sort_by_key(|(edit, _)| (edit.start, edit.end));
        let mut edits: Vec<(Range<usize>, &str, bool)> =
            own.iter().map(|(edit, text)| (edit.clone(), text.as_str(), true)).collect();
        for (edit, text) in inside.filter(|(edit, _)| edit.end <= range.end) {
            // What stands in the place of a part has its own edits in it.
            let before = own.partition_point(|(own, _)| own.start <= edit.start);
            let around = before.checked_sub(1).and_then(|at| own.get(at));
            let swallowed = around.is_some_and(|(own, _)| edit.end <= own.end && !own.is_empty());
            if !swallowed {
                edits.push((edit.clone(), text.as_str(), false));
            }
        }
        edits.sort_by_key(|(edit, _, own)| (edit.start, *own));
        let mut text = String::new();
        let mut at = range.start;
        for (edit, put, _) in edits {
            if edit.start < at {
                continue;
            }
            text.push_str(file.text.get(at..edit.start).unwrap_or_default());
            text.push_str(put);
            at = edit.end;
        }
        text.push_str(file.text.get(at..range.end).unwrap_or_default());
        text
    }

    pub(crate) fn item(&self, item: &Item, standing: &Standing) -> String {
        match &item.kind {
            ItemKind::Policy(policy) if standing.replaced.is_some() => self.header(policy, item.span),
            ItemKind::Unit(units) if standing.rewritten => {
                let word = if self.written(item.span).starts_with("unit") { "unit" } else { "单位" };
                let units: Vec<String> = units.iter().map(|unit| self.declared(unit)).collect();
                format!("{word} {}", units.join(", "))
            }
            ItemKind::Acceptance(accepted) if standing.rewritten => self.acceptance(accepted, item.span),
            _ => {
                let edits = standing.parts.iter().filter_map(|part| self.part(item.span, part)).collect();
                self.render(item.span, edits)
            }
        }
    }

    /// An acceptance at fewer places than its text says.
    fn acceptance(&self, accepted: &ast::Acceptance, span: Span) -> String {
        let english = self.written(span).starts_with("accept");
        let word = |zh: &'static str, en: &'static str| if english { en } else { zh };
        let at: Vec<&str> = accepted.at.iter().map(|path| self.written(path.span)).collect();
        let mut text = format!(
            "{} {} {} {} {} {}",
            word("接受", "accept"),
            self.written(accepted.code.span),
            word("于", "at"),
            at.join(", "),
            word("因", "because"),
            self.written(accepted.reason.span)
        );
        if !accepted.cites.is_empty() {
            let cites: Vec<String> =
                accepted.cites.iter().map(|citation| self.render(citation.span, Vec::new())).collect();
            text.push_str(&format!(" {} {}", word("依据", "cites"), cites.join(", ")));
        }
        text
    }

    /// How a part changes the text of its item.
    fn part(&self, item: Span, part: &PartStanding) -> Option<(Range<usize>, String)> {
        let text = &self.sources.get(item.source.0 as usize)?.text;
        let at = match part.original {
            Some(original) => original.range(),
            None => {
                let close = self.written(item).chars().next_back()?.len_utf8();
                let at = item.range().end - close;
                at..at
            }
        };
        let line = text.get(..at.start)?.rfind('\n').map_or(0, |line| line + 1);
        let before = text.get(line..at.start)?;
        let alone = before.chars().all(char::is_whitespace);
        let indent = if alone { before } else { "  " };
        Some(match (part.original, part.now) {
            (Some(_), None) => {
                let behind = text.get(at.end..)?;
                let end = behind.find('\n').map_or(text.len(), |end| at.end + end);
                let empty = text.get(at.end..end)?.trim_matches([' ', '\t', '\r', ';', '；']).is_empty();
                if alone && empty && end < item.range().end && line > item.range().start {
                    (line..(end + 1), String::new())
                } else {
                    // What parts it from the next one goes with it.
                    let rest = behind.trim_start_matches([' ', '\t']);
                    let end = match rest.strip_prefix([';', '；', ',', '，']) {
                        Some(rest) => text.len() - rest.trim_start_matches([' ', '\t']).len(),
                        None => at.end,
                    };
                    (at.start..end, String::new())
                }
            }
            (original, now) => {
                let now = now?;
                let (origin, now) = (self.part_origin(original, now), self.render(now, Vec::new()));
                let text = match (original.is_some(), alone) {
                    (true, true) => format!("# {origin}\n{indent}{now}"),
                    (true, false) => format!("\n{indent}# {origin}\n{indent}{now}"),
                    (false, true) => format!("  # {origin}\n{indent}  {now}\n{indent}"),
                    (false, false) => format!("\n{indent}# {origin}\n{indent}{now}\n"),
                };
                (at, text)
            }
        })
    }

    fn declared(&self, declared: &Declared) -> String {
        let name = self.written(declared.name.span);
        match &declared.label {
            Some(label) => format!("{name} {}", quoted(label)),
            None => name.to_owned(),
        }
    }

    /// The header in full: what it says, and what it leaves as it was.
    fn header(&self, policy: &Policy, span: Span) -> String {
        let english = self.written(span).starts_with("policy");
        let word = |zh: &'static str, en: &'static str| if english { en } else { zh };
        let mut text = format!("{} {}", word("政策", "policy"), self.written(policy.id.span));
        if let Some(title) = &policy.title {
            text.push_str(&format!(" {}", quoted(&title.text)));
        }
        let mut parts = Vec::new();
        if let Some(year) = policy.year {
            parts.push(format!("{} {year:04}", word("年度", "year")));
        }
        if let Some(start) = &policy.fiscal_start {
            let (month, day) = (start.month, start.day);
            parts.push(format!("{} {} {month:02}-{day:02}", word("财年", "fiscal_year"), word("自", "from")));
        }
        if let Some(status) = &policy.status {
            parts.push(format!("{} {}", word("状态", "status"), self.declared(status)));
        }
        if let Some(currency) = &policy.currency {
            parts.push(format!("{} {}", word("货币", "currency"), self.written(currency.span)));
        }
        if policy.valid_from.is_some() || policy.valid_until.is_some() {
            let mut valid = word("有效", "valid").to_owned();
            if let Some(from) = &policy.valid_from {
                let from = self.policy_date(from);
                valid.push_str(&format!(" {} {from}", word("自", "from")));
            }
            match &policy.valid_until {
                None => {}
                Some(ValidUntil::Date(date)) => {
                    let date = self.policy_date(date);
                    valid.push_str(&format!(" {} {date}", word("至", "until")));
                }
                Some(ValidUntil::UsedUp(budget)) => {
                    let budget = self.written(budget.span);
                    valid.push_str(&format!(" {} {budget} {}", word("至", "until"), word("用完", "used_up")));
                }
            }
            parts.push(valid);
        }
        if !parts.is_empty() {
            text.push_str("\n  ");
            text.push_str(&parts.join("  "));
        }
        text
    }

    fn policy_date(&self, date: &PolicyDate) -> String {
        match date {
            PolicyDate::Date(date, _) => date.to_string(),
            PolicyDate::Param(name) => self.written(name.span).to_owned(),
        }
    }

    /// Where something stood, and where it was repealed.
    pub(crate) fn repeal(&self, repealed: &Repealed) -> String {
        let (old, by, cites) = (self.place(repealed.old), self.place(repealed.by), self.cites(repealed.by));
        self.say(format!("原在 {old}，废止见 {by}{cites}"), format!("was {old}, repealed by {by}{cites}"))
    }

    /// What was repealed, in comments.
    fn repealed(&self, repealed: &Repealed) -> String {
        let (path, origin) = (&repealed.path, self.repeal(repealed));
        let mut text = self.say(format!("# {path}：{origin}\n"), format!("# {path}: {origin}\n"));
        for line in self.written(repealed.old).lines() {
            text.push_str(format!("#   {line}").trim_end());
            text.push('\n');
        }
        text
    }
}

/// A text in the quotes that it does not hold itself.
fn quoted(text: &str) -> String {
    if text.contains('"') { format!("“{text}”") } else { format!("\"{text}\"") }
}
