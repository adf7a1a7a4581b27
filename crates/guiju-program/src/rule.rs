//! Items that are judged or computed: definitions, criteria, rules and interpretations.

use crate::arena::ids;
use crate::award::AwardId;
use crate::citation::ClauseId;
use crate::expr::{Expr, FirstDay, Ties, TopRounding, ZeroBase};
use crate::name::Name;
use crate::parameter::BudgetId;
use crate::schema::{FieldId, RecordId};
use crate::source::Span;

ids! {
    /// Names a [`Define`] of the program.
    DefineId;
    /// Names a [`Criteria`] of the program.
    CriteriaId;
    /// Names a [`Rule`] of the program.
    RuleId;
    /// Names an [`Interpretation`] of the program.
    InterpretationId;
    /// Names an [`Exclusion`] of the program.
    ExclusionId;
}

/// A named expression (定义), for each row of a record or for the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Define {
    /// Its name.
    pub name: Name,
    /// The record whose rows it is computed for; `None`: the whole.
    pub record: Option<RecordId>,
    /// What it computes.
    pub expr: Expr,
    /// The clauses that it states.
    pub cites: Vec<ClauseId>,
    /// Where it is declared.
    pub span: Span,
}

/// Named conditions on one record, together one attribute: all must hold (标准); or the steps of a workflow (流程), which
/// are conditions that do not apply while their step is not reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Criteria {
    /// Its name.
    pub name: Name,
    /// The record whose rows are judged.
    pub record: RecordId,
    /// The conditions, in the order of the policy.
    pub conditions: Vec<Condition>,
    /// Of a workflow the date field of each step, in their order; `None` for a criteria.
    pub dates: Option<Vec<FieldId>>,
    /// The clauses that it states.
    pub cites: Vec<ClauseId>,
    /// The interpretations that apply to one of its conditions.
    pub interpretations: Vec<InterpretationId>,
    /// Where it is declared.
    pub span: Span,
}

/// One condition of a criteria (条件).
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Its name, within the criteria.
    pub name: Name,
    /// What must hold.
    pub expr: Expr,
    /// Its own clauses; where there are none, those of the criteria.
    pub cites: Vec<ClauseId>,
    /// Where it stands.
    pub span: Span,
}

/// Who may not get awards (排除).
///
/// Its condition is a definition of its record; each award that it bars asks, besides its own condition, that this one does
/// not pass; and it is a rule on each row, which fails on rows that are barred.
#[derive(Clone, Debug, PartialEq)]
pub struct Exclusion {
    /// Its condition: rows that pass are barred.
    pub define: DefineId,
    /// The rule that it is.
    pub rule: RuleId,
    /// The awards that it bars (不得享受), for its record; none: all for its record.
    pub awards: Vec<AwardId>,
}

/// What must hold, is aimed at, or is worth a note.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Its name.
    pub name: Name,
    /// How binding it is.
    pub kind: RuleKind,
    /// What it is judged for.
    pub scope: Scope,
    /// What must hold, of type condition; where other rules override this one, unless one of them applies.
    pub expr: Expr,
    /// The rules that this one overrides (优先于): where it applies, they do not.
    pub overrides: Vec<RuleId>,
    /// What form it has, so that it can be explained, analysed and translated as that.
    pub form: Form,
    /// The clauses that it states.
    pub cites: Vec<ClauseId>,
    /// The interpretations that apply to it.
    pub interpretations: Vec<InterpretationId>,
    /// Where it is declared.
    pub span: Span,
}

/// Two rules that override a third, neither of which comes before the other: they may not both apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The one declared first.
    pub first: RuleId,
    /// The other.
    pub second: RuleId,
    /// The rule that both override.
    pub over: RuleId,
}

/// How binding a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleKind {
    /// It must hold (规则); otherwise it fails.
    Rule,
    /// It is aimed at (目标); otherwise there is a shortfall.
    Target,
    /// It is worth a note (建议).
    Advice,
    /// Rows on which it does not hold are barred from awards (排除).
    Exclusion,
}

/// What a rule is judged for.
#[derive(Clone, Debug, PartialEq)]
pub enum Scope {
    /// The whole: once.
    Whole,
    /// Each row of a record (每个 R); all must hold.
    Each(RecordId),
    /// Each group of rows equal in these fields (每个 R.f); all must hold.
    EachGroup {
        /// The record.
        record: RecordId,
        /// The fields, of that record's own rows.
        keys: Vec<FieldId>,
    },
}

/// The form of a rule: what is compared with a bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// A share of rows or of amounts against a bound (限比, quota).
    Quota,
    /// A number of rows against a bound.
    Count,
    /// A sum of amounts, or an amount, against an upper bound (上限, cap).
    Cap,
    /// A sum of amounts, or an amount, against a lower bound (下限, floor).
    Floor,
    /// The parts of a budget against it.
    Budget(BudgetId),
    /// Growth on a base against a bound.
    Growth,
    /// A place in a ranking.
    Rank,
    /// The steps of a workflow.
    Workflow(CriteriaId),
    /// Anything else.
    Condition,
}

/// The reading chosen where a text is silent (解释).
#[derive(Clone, Debug, PartialEq)]
pub struct Interpretation {
    /// Its name.
    pub name: Name,
    /// What it says, for reports.
    pub text: String,
    /// The same in English; `None` where the policy says it in its own words. What a word means in the policy (词义) is
    /// said in both.
    pub text_en: Option<String>,
    /// The readings chosen.
    pub choices: Choices,
    /// The clauses that it reads.
    pub cites: Vec<ClauseId>,
    /// Where it is declared.
    pub span: Span,
}

/// The readings that an interpretation chooses; `None` where it chooses none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// On a zero or negative base (零基数).
    pub zero_base: Option<ZeroBase>,
    /// On a top share that is not whole (名次取整).
    pub top_rounding: Option<TopRounding>,
    /// On ties at the last place (并列).
    pub ties: Option<Ties>,
    /// On the first day of a span (首日).
    pub first_day: Option<FirstDay>,
}
