//! From files of policy text to a program: the order of the work, and what all of it shares.

use std::collections::{HashMap, HashSet};

use guiju_program::Program;
use guiju_program::award::{AllocationId, AwardId, CapId};
use guiju_program::diagnostic::{Diagnostic, Place};
use guiju_program::parameter::{BudgetId, ParameterId};
use guiju_program::rule::{CriteriaId, DefineId, InterpretationId, RuleId};
use guiju_program::schema::{FieldId, RecordId};
use guiju_program::source::{SourceFile, SourceId, Span};
use guiju_program::table::TableId;
use guiju_program::test_item::TestItem;

use crate::amend::{Amended, Joined};
use crate::ast;
use crate::check::types::Ty;
use crate::check::units::UnitTable;
use crate::cite::Clauses;
use crate::lower::exclusion::Barring;
use crate::lower::wording::Wordings;
use crate::message::items;
use crate::weight::Weights;

/// What comes of compiling policy text.
#[derive(Clone, Debug, Default)]
pub struct Compilation {
    /// The program; `None` exactly if there is an error in an item of the policy.
    pub program: Option<Program>,
    /// The tests (测试) without errors, in the order of the files. They belong to the program.
    pub tests: Vec<TestItem>,
    /// Every mistake, in the order of the places: errors, warnings and notes.
    pub diagnostics: Vec<Diagnostic>,
}

impl Compilation {
    /// Whether there is an error, in the policy or in a test.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Compiles policy text. All files share one namespace; `SourceId(i)` of a place is `sources[i]`.
///
/// The files may hold several policies where each but one is amended by another (修订 amends), in any order; a file without
/// a header belongs to the policy before it. What comes of it is the policy that no other amends. The tests of those amended
/// are left out: they speak of what was.
///
/// Every independent mistake is reported, each once; text that is wrong costs only the item it stands in.
pub fn compile(sources: &[SourceFile]) -> Compilation {
    let mut texts = Vec::new();
    let mut syntax = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let id = SourceId(u32::try_from(index).unwrap_or(u32::MAX));
        let mut parsed = crate::parse(id, &source.text);
        syntax.append(&mut parsed.diagnostics);
        texts.push(parsed);
    }
    let joined = crate::amend::join(sources, &syntax, texts);
    compile_items(sources, &joined, syntax)
}

/// Compiles parsed items; `syntax` is what parsing found wrong.
pub(crate) fn compile_items(sources: &[SourceFile], joined: &Joined, mut syntax: Vec<Diagnostic>) -> Compilation {
    if joined.incomplete {
        syntax.extend(joined.diagnostics.iter().cloned());
        syntax.sort_by_key(order);
        return Compilation { program: None, tests: Vec::new(), diagnostics: syntax };
    }
    let syntax_errors = syntax.len();
    let mut compiler = Compiler::new(sources, &joined.amended, syntax);
    for found in &joined.diagnostics {
        compiler.report(found.clone());
    }
    compiler.declare(&joined.items);
    compiler.check_replaced(&joined.items);
    compiler.lower_items();
    compiler.lapse_clauses();
    compiler.check_citations();
    compiler.in_tests = true;
    let tests = compiler.lower_tests();
    let mut diagnostics = compiler.diagnostics;
    silence(sources, &mut diagnostics, syntax_errors);
    crate::amend::mention_repealed(sources, &mut diagnostics, &joined.amended);
    diagnostics.sort_by_key(order);
    Compilation { program: (!compiler.policy_errors).then_some(compiler.program), tests, diagnostics }
}

/// Leaves out what is said of a line that could not be read, of which the first `syntax` messages speak: it would be
/// about what was not written.
fn silence(sources: &[SourceFile], diagnostics: &mut Vec<Diagnostic>, syntax: usize) {
    let starts: Vec<Vec<usize>> = if syntax == 0 {
        return;
    } else {
        sources.iter().map(|source| source.text.match_indices('\n').map(|(at, _)| at).collect()).collect()
    };
    let line = |diagnostic: &Diagnostic| match &diagnostic.place {
        Place::Text(span) => starts
            .get(span.source.0 as usize)
            .map(|ends| (span.source, ends.partition_point(|end| *end < span.start as usize))),
        Place::Facts(_) | Place::Nowhere => None,
    };
    let broken: HashSet<_> =
        diagnostics.iter().take(syntax).filter(|found| loses_text(found)).filter_map(line).collect();
    let items: Vec<Vec<usize>> = sources
        .iter()
        .map(|source| crate::split::split(&source.text).into_iter().map(|chunk| chunk.range.start).collect())
        .collect();
    let lost: Vec<Span> =
        diagnostics.iter().take(syntax).filter(|found| loses_text(found)).filter_map(span_of).collect();
    // What is said of an item as a whole, where one of its rows could not be read.
    let incomplete = |found: &Diagnostic| {
        let Some(place) = span_of(found).filter(|_| OF_THE_WHOLE.contains(&found.code)) else {
            return false;
        };
        let chunks = items.get(place.source.0 as usize);
        let of = |span: Span| chunks.map(|starts| starts.partition_point(|start| *start <= span.start as usize));
        lost.iter().any(|at| at.source == place.source && of(*at) == of(place))
    };
    let mut index = 0;
    diagnostics.retain(|found| {
        index += 1;
        index <= syntax || (line(found).is_none_or(|line| !broken.contains(&line)) && !incomplete(found))
    });
}

/// Codes of what is missing in an item as a whole.
const OF_THE_WHOLE: &[&str] = &[
    "empty-criteria",
    "empty-enumeration",
    "empty-table",
    "gap",
    "instalments-without-rest",
    "order-missing",
    "part-missing",
];

/// The place of a message in policy text.
const fn span_of(found: &Diagnostic) -> Option<Span> {
    match &found.place {
        Place::Text(span) => Some(*span),
        Place::Facts(_) | Place::Nowhere => None,
    }
}

/// Whether text was lost by a mistake of form; what is written otherwise than it should be is read all the same.
pub(crate) fn loses_text(found: &Diagnostic) -> bool {
    // An item whose word could be told is read.
    let told = found.code == "unknown-item" && found.fix.is_some();
    found.is_error() && !told && !crate::syntax_message::READ_ALL_THE_SAME.contains(&found.code)
}

/// By place; what has none comes last.
fn order(diagnostic: &Diagnostic) -> (u32, u32, u32) {
    match &diagnostic.place {
        Place::Text(span) => (span.source.0, span.start, span.end),
        Place::Facts(_) | Place::Nowhere => (u32::MAX, u32::MAX, u32::MAX),
    }
}

/// What a name of the policy stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    Record(RecordId),
    Parameter(ParameterId),
    Table(TableId),
    Budget(BudgetId),
    Define(DefineId),
    Criteria(CriteriaId),
    Rule(RuleId),
    Interpretation(InterpretationId),
    Award(AwardId),
    Cap(CapId),
    Allocation(AllocationId),
    /// The calendar of working days.
    Calendar,
}

/// What a name within a record stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    Field(FieldId),
    Define(DefineId),
    Criteria(CriteriaId),
    Award(AwardId),
    Allocation(AllocationId),
    /// The record that owns the rows of this one.
    Parent(RecordId),
}

/// The record that an item speaks of, as far as it could be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    Whole,
    Row(RecordId),
    /// There is no such record, which was reported: names of its rows are not to be complained about again.
    Lost,
}

/// A definition, before and after its expression is lowered.
pub(crate) struct DefineItem<'a> {
    pub item: &'a ast::Define,
    pub span: Span,
    pub owner: Owner,
    /// Whether it must be a condition.
    pub judged: bool,
    /// The type of its expression, once it is lowered.
    pub ty: Option<Ty>,
}

/// A criteria.
pub(crate) struct CriteriaItem<'a> {
    pub item: &'a ast::Criteria,
    pub span: Span,
    pub owner: Owner,
    /// The conditions by name.
    pub conditions: HashMap<&'a str, usize>,
    /// Whether its conditions are lowered.
    pub done: bool,
}

/// An award.
pub(crate) struct AwardItem<'a> {
    pub item: &'a ast::Award,
    pub span: Span,
    pub owner: Owner,
}

/// An allocation.
pub(crate) struct AllocationItem<'a> {
    pub item: &'a ast::Allocation,
    pub span: Span,
    pub owner: Owner,
    /// The type of its parts, once it is lowered.
    pub ty: Option<Ty>,
}

/// After so many errors the rest is left unchecked: it is no policy, and messages take memory.
const MOST_ERRORS: usize = 5_000;

/// The state of a compilation. Each file of this crate's second half adds its part of the work to it.
pub(crate) struct Compiler<'a> {
    pub sources: &'a [SourceFile],
    /// What amendments changed.
    pub amended: &'a Amended,
    pub program: Program,
    /// Items of all kinds by name, and where they are declared.
    pub names: HashMap<&'a str, (Item, Span)>,
    /// Fields, definitions, criteria, awards and allocations by name, a map for each record.
    pub members: Vec<HashMap<&'a str, Member>>,
    /// Fields whose type could not be told, which was reported.
    pub untyped: HashSet<(RecordId, FieldId)>,
    /// Values by name, a map for each enumeration.
    pub variants: Vec<HashMap<String, usize>>,
    pub units: UnitTable,
    /// What words mean in this policy.
    pub wordings: Wordings,
    /// Whether the header says when the policy is in force.
    pub header_says_when: bool,
    /// Where the calendar is declared.
    pub calendar: Option<Span>,
    /// Whether it was said that there is none.
    pub calendar_missed: bool,
    pub clauses: Clauses<'a>,
    pub defines: Vec<DefineItem<'a>>,
    pub criteria: Vec<CriteriaItem<'a>>,
    pub awards: Vec<AwardItem<'a>>,
    pub caps: Vec<(&'a ast::Cap, Span)>,
    pub allocations: Vec<AllocationItem<'a>>,
    pub rules: Vec<(&'a ast::Rule, Span)>,
    pub exclusions: Vec<(DefineId, &'a ast::Exclusion)>,
    pub interpretations: Vec<(&'a ast::Interpretation, Span)>,
    pub acceptances: Vec<(&'a ast::Acceptance, Span)>,
    /// Which exclusions bar which awards.
    pub barring: Barring,
    /// The interpretations of exclusions.
    pub exclusion_readings: HashMap<DefineId, Vec<InterpretationId>>,
    /// The rule that an item is by itself, by the item's name: of each budget with parts or awards, and each workflow.
    pub item_rules: HashMap<String, RuleId>,
    /// Tables with an error: what is looked up in them is of no account.
    pub broken_tables: HashSet<TableId>,
    /// Definitions that may be below zero.
    pub negative: HashSet<DefineId>,
    pub samples: HashMap<&'a str, (&'a ast::Sample, Span)>,
    pub tests: Vec<(&'a ast::Test, Span)>,
    /// Definitions, criteria and allocations that the item at work needs and that are not lowered yet.
    pub missing: Vec<Item>,
    pub weights: Weights,
    pub diagnostics: Vec<Diagnostic>,
    pub policy_errors: bool,
    /// How many errors there are, those of syntax not counted.
    pub errors: usize,
    /// Whether tests are at work: their errors leave the program as it is.
    pub in_tests: bool,
    /// How deep the expression at work is nested.
    pub depth: u32,
    /// How many more unknown names get a suggestion: each costs a walk over all names.
    pub suggestions: u32,
    /// Names that items with syntax errors declare, as far as can be told.
    pub lost: HashSet<&'a str>,
    /// Whether there was a syntax error.
    pub broken: bool,
}

impl<'a> Compiler<'a> {
    fn new(sources: &'a [SourceFile], amended: &'a Amended, syntax: Vec<Diagnostic>) -> Self {
        let broken = syntax.iter().any(loses_text);
        let policy_errors =
            syntax.iter().any(|found| found.is_error() && !crate::declare::lost::in_test(sources, found));
        Self {
            sources,
            amended,
            program: Program::default(),
            names: HashMap::new(),
            members: Vec::new(),
            untyped: HashSet::new(),
            variants: Vec::new(),
            units: UnitTable::default(),
            wordings: Wordings::default(),
            header_says_when: false,
            calendar: None,
            calendar_missed: false,
            clauses: Clauses::default(),
            defines: Vec::new(),
            criteria: Vec::new(),
            awards: Vec::new(),
            caps: Vec::new(),
            allocations: Vec::new(),
            rules: Vec::new(),
            exclusions: Vec::new(),
            interpretations: Vec::new(),
            acceptances: Vec::new(),
            barring: Barring::default(),
            exclusion_readings: HashMap::new(),
            item_rules: HashMap::new(),
            broken_tables: HashSet::new(),
            negative: HashSet::new(),
            samples: HashMap::new(),
            tests: Vec::new(),
            missing: Vec::new(),
            weights: Weights::default(),
            lost: if broken { crate::declare::lost::names(sources, &syntax) } else { HashSet::new() },
            diagnostics: syntax,
            policy_errors,
            errors: 0,
            in_tests: false,
            depth: 0,
            suggestions: 200,
            broken,
        }
    }

    /// Adds a message. Of very many errors the rest is only said to be there.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        if diagnostic.is_error() {
            self.policy_errors |= !self.in_tests;
            self.errors = self.errors.saturating_add(1);
            if self.errors == MOST_ERRORS + 1 {
                self.diagnostics.push(items::too_many(diagnostic.place.clone(), MOST_ERRORS));
            }
            if self.full() {
                return;
            }
        }
        self.diagnostics.push(diagnostic);
    }

    /// Whether there are so many errors that the rest is left unchecked.
    pub(crate) const fn full(&self) -> bool {
        self.errors > MOST_ERRORS
    }

    /// The text at a place.
    pub(crate) fn text(&self, span: Span) -> &'a str {
        self.sources.get(span.source.0 as usize).and_then(|source| source.text.get(span.range())).unwrap_or_default()
    }

    /// What was written at a place, with something put in behind that stretch of it: as a help shows it. `None` where it is
    /// too long for that.
    pub(crate) fn with_part(&self, whole: Span, behind: u32, part: &str) -> Option<String> {
        const LONGEST: usize = 200;
        let text = self.text(whole);
        let at = behind.checked_sub(whole.start)? as usize;
        let (before, after) = text.split_at_checked(at)?;
        let fits = text.len() <= LONGEST && !text.contains(['\n', '\r']);
        fits.then(|| format!("{before}{part}{after}"))
    }

    /// The type of a field.
    pub(crate) fn field_type(&self, record: RecordId, field: FieldId) -> Ty {
        if self.untyped.contains(&(record, field)) {
            return Ty::Unknown;
        }
        Ty::of_field(&self.program.records[record].fields[field].ty)
    }

    /// The member of a record of that name.
    pub(crate) fn member(&self, record: RecordId, name: &str) -> Option<Member> {
        self.members.get(record.0 as usize)?.get(name).copied()
    }

    /// The candidate nearest to a name that does not exist, if one is near.
    pub(crate) fn nearest<'n>(&mut self, name: &str, candidates: impl Iterator<Item = &'n str>) -> Option<String> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        nearest(name, candidates)
    }
}

/// The candidate nearest to a name, if it differs by little: an edit in three letters, at least one.
pub(crate) fn nearest<'n>(name: &str, candidates: impl Iterator<Item = &'n str>) -> Option<String> {
    let length = name.chars().count();
    if length > 100 {
        return None;
    }
    let allowed = (length / 3).max(1);
    candidates
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        // 乙 is not meant for 甲: of two names something is the same.
        .filter(|candidate| candidate.chars().any(|letter| name.contains(letter)))
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed && *distance < length)
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}
