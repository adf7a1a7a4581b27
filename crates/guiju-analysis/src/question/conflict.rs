//! Clauses that cannot all hold.

use std::collections::BTreeSet;

use guiju_evaluator::Exact;
use guiju_program::Type;
use guiju_program::diagnostic::{Bilingual, Language, Severity};
use guiju_program::unit::Dimension;

use super::{Context, finding, named};
use crate::asker::{atom, proof, single};
use crate::encode::scene::{Quantity, Role, Scene};
use crate::encode::whole::{Totals, Whole};
use crate::report::{Figure, Finding};
use crate::solver::{ClauseId, Linear, Objective, Unsatisfiable, Var};
use crate::wording::{bilingual, money, per_row, rows};

/// The code of clauses that cannot all hold.
pub(crate) const CANNOT: &str = "cannot-all-hold";
/// The code of a target that a budget does not reach.
pub(crate) const OVER: &str = "target-over-budget";

type Core = (BTreeSet<ClauseId>, Unsatisfiable);

/// Asks whether all that is asked of the whole can hold, with what is taken for granted. Answers as well which clauses can
/// hold together when those that press on each other are left out.
pub(crate) fn of_whole(context: &Context<'_, '_>, whole: &Whole<'_>) -> (Vec<Finding>, Vec<ClauseId>) {
    let scene = &whole.scene;
    let question = Bilingual::new("全部规则和目标能不能同时做到", "whether all rules and targets can hold");
    let all = scene.problem.clause_ids();
    let cores = context.asker.cores(scene, &all, context.most_cores, &question);
    let mut findings: Vec<Finding> = Vec::new();
    let mut told: Vec<(Pressed, usize)> = Vec::new();
    for core in &cores {
        match Pressed::of(context, whole, &core.0) {
            Some(pressed) => {
                let same = told.iter().find(|(other, _)| other.same(&pressed)).map(|(_, at)| *at);
                match same.and_then(|at| findings.get_mut(at)) {
                    Some(finding) => also(scene, finding, &pressed),
                    None => {
                        told.push((pressed.clone(), findings.len()));
                        findings.push(over_budget(context, whole, &pressed, core, &cores));
                    }
                }
            }
            None => findings.push(cannot(scene, core, None)),
        }
    }
    // What is asked gives way, not what there is.
    let pressing: BTreeSet<ClauseId> = cores.iter().flat_map(|(core, _)| core).copied().collect();
    let gives_way = |id: &ClauseId| {
        let role = scene.origin(*id).map(|origin| &origin.role);
        pressing.contains(id) && matches!(role, Some(Role::Rule(_) | Role::Intent(_)))
    };
    (findings, all.into_iter().filter(|id| !gives_way(id)).collect())
}

/// Asks whether all that is asked of one row or group can hold.
pub(crate) fn of_subject(context: &Context<'_, '_>, scene: &Scene<'_>, subject: &Bilingual) -> Vec<Finding> {
    let question = Bilingual::new(
        format!("{}的全部规则能不能同时做到", subject.zh),
        format!("whether all rules on {} can hold", subject.en),
    );
    let all = scene.problem.clause_ids();
    let cores = context.asker.cores(scene, &all, context.most_cores, &question);
    cores.iter().map(|core| cannot(scene, core, Some(subject))).collect()
}

/// The clauses of a core that have names, in the order of the text.
fn parties(scene: &Scene<'_>, core: &BTreeSet<ClauseId>) -> Vec<ClauseId> {
    let mut kept: Vec<ClauseId> = core
        .iter()
        .copied()
        .filter(|id| scene.origin(*id).is_some_and(|origin| !matches!(origin.role, Role::Meaning | Role::Intent(_))))
        .collect();
    kept.sort_by_key(|id| scene.origin(*id).map(|origin| origin.span));
    kept.dedup_by_key(|id| scene.origin(*id).map(|origin| origin.role.clone()));
    kept
}

fn granted(scene: &Scene<'_>, core: &BTreeSet<ClauseId>, mut finding: Finding) -> Finding {
    for id in core {
        if let Some(Role::Intent(text)) = scene.origin(*id).map(|origin| &origin.role) {
            finding = finding.note(text.clone());
        }
    }
    finding
}

fn cannot(scene: &Scene<'_>, (core, unsatisfiable): &Core, subject: Option<&Bilingual>) -> Finding {
    let program = scene.program;
    let parties = parties(scene, core);
    let alone = parties.len() == 1;
    let message = bilingual(|language| {
        let names: Vec<String> =
            parties.iter().filter_map(|id| Some(named(program, scene.origin(*id)?, language))).collect();
        let on = subject.map(|subject| subject.get(language));
        match (language, on) {
            (Language::Zh, None) if alone => format!("{}做不到", names.join("、")),
            (Language::Zh, Some(on)) if alone => format!("{on}做不到{}", names.join("、")),
            (Language::En, None) if alone => format!("{} cannot hold", names.join(", ")),
            (Language::En, Some(on)) if alone => format!("on {on} {} cannot hold", names.join(", ")),
            (Language::Zh, None) => format!("不能同时做到：{}", names.join("、")),
            (Language::Zh, Some(on)) => format!("{on}不能同时做到：{}", names.join("、")),
            (Language::En, None) => format!("these cannot all hold: {}", names.join(", ")),
            (Language::En, Some(on)) => format!("on {on} these cannot all hold: {}", names.join(", ")),
        }
    });
    let mut found = finding(scene, (CANNOT, Severity::Error), message, &parties)
        .help(Bilingual::new(
            "改动其中任何一条，其余的就能同时做到",
            "a change of any one of them lets the others hold",
        ))
        .proven(proof(scene.problem.clone(), unsatisfiable));
    if let Some(first) = parties.first() {
        let text = bilingual(|language| super::statement(scene, *first, language).unwrap_or_default());
        if let (false, Some(origin)) = (text.zh.is_empty(), scene.origin(*first)) {
            found.diagnostic = found.diagnostic.label(origin.span, text.zh, text.en);
        }
    }
    granted(scene, core, found)
}

/// A number of rows, what each is paid, and the money that there is.
#[derive(Clone, Debug)]
struct Pressed {
    target: ClauseId,
    award: ClauseId,
    budget: ClauseId,
    count: Var,
    drawn: Var,
    least: Exact,
    rate: Exact,
    totals: usize,
}

impl Pressed {
    /// Of a core that is exactly that.
    fn of(context: &Context<'_, '_>, whole: &Whole<'_>, core: &BTreeSet<ClauseId>) -> Option<Self> {
        let scene = &whole.scene;
        let parties = parties(scene, core);
        let one = |wanted: fn(&Role) -> bool| {
            let mut found =
                parties.iter().copied().filter(|id| scene.origin(*id).is_some_and(|origin| wanted(&origin.role)));
            found.next().filter(|_| found.next().is_none())
        };
        if parties.len() != 3 {
            return None;
        }
        let target = one(|role| matches!(role, Role::Rule(_)))?;
        let award = one(|role| matches!(role, Role::Award(_)))?;
        let budget = one(|role| matches!(role, Role::Budget(_)))?;
        let (count, _) = single(&atom(&scene.problem.get_clause(target)?.formula)?.linear)?;
        let (drawn, _) = single(&atom(&scene.problem.get_clause(budget)?.formula)?.linear)?;
        if !matches!(scene.quantity(count)?, Quantity::Count(_)) {
            return None;
        }
        let Role::Award(id) = scene.origin(award)?.role else {
            return None;
        };
        let totals = whole.awards.iter().position(|totals| totals.award == id)?;
        let rate = whole.awards.get(totals)?.each.0.clone().filter(Exact::is_positive)?;
        let question = Bilingual::new("目标至少是多少", "the least that a target asks for");
        let least = context.asker.end(&scene.problem, &[target], &Objective::minimise(count), &question)?.value;
        Some(Self { target, award, budget, count, drawn, least: least.ceil(), rate, totals })
    }

    fn same(&self, other: &Self) -> bool {
        (self.award, self.budget, self.count, &self.least) == (other.award, other.budget, other.count, &other.least)
    }
}

/// Another target that asks for the same.
fn also(scene: &Scene<'_>, finding: &mut Finding, pressed: &Pressed) {
    let Some(origin) = scene.origin(pressed.target) else {
        return;
    };
    let text = bilingual(|language| {
        let name = named(scene.program, origin, language);
        match language {
            Language::Zh => format!("{name}也要这么多"),
            Language::En => format!("{name} asks for as many"),
        }
    });
    finding.diagnostic.notes.push(text);
}

fn over_budget(
    context: &Context<'_, '_>,
    whole: &Whole<'_>,
    pressed: &Pressed,
    (core, unsatisfiable): &Core,
    all: &[Core],
) -> Finding {
    let scene = &whole.scene;
    let program = scene.program;
    let clauses = [pressed.target, pressed.award, pressed.budget];
    let Some(totals) = whole.awards.get(pressed.totals) else {
        return cannot(scene, &(core.clone(), unsatisfiable.clone()), None);
    };
    let record = totals.rows.rows.record;
    let needed = &pressed.least * &pressed.rate;
    let budget = match scene.problem.get_clause(pressed.budget).map(|clause| &clause.formula) {
        Some(formula) => atom(formula).map_or_else(Exact::zero, |atom| -atom.linear.constant()),
        None => Exact::zero(),
    };
    let over = &needed - &budget;
    let message = bilingual(|language| {
        let cash = |number: &Exact| money(program, number, language);
        let many = rows(program, record, &pressed.least, language);
        let each = per_row(program, record, &pressed.rate, language);
        let names: Vec<String> =
            clauses.iter().filter_map(|id| Some(named(program, scene.origin(*id)?, language))).collect();
        let sum = format!("{many} × {each} = {} > {}", cash(&needed), cash(&budget));
        match language {
            Language::Zh => format!("{sum}，差{}：{}不能同时做到", cash(&over), names.join("、")),
            Language::En => format!("{sum}, short by {}: {} cannot all hold", cash(&over), names.join(", ")),
        }
    });
    let money_type = Type::Number(Dimension::money());
    let number = |name, value: Exact, ty: &Type| Figure { name, value, ty: ty.clone() };
    let mut found = finding(scene, (OVER, Severity::Error), message, &clauses)
        .figure(number("short-by", over, &money_type))
        .proven(proof(scene.problem.clone(), unsatisfiable));
    let paid = scene.origin(pressed.award).map(|origin| origin.span);
    for label in found.diagnostic.labels.iter_mut().filter(|label| Some(label.span) == paid) {
        label.text = bilingual(|language| per_row(program, record, &pressed.rate, language));
    }
    let mut ways: Vec<Bilingual> = Vec::new();
    // Everything but what presses on this budget as well.
    let rivals: BTreeSet<ClauseId> =
        all.iter().flat_map(|(core, _)| core).copied().filter(|id| rules(scene, *id)).collect();
    let without = |left_out: &dyn Fn(ClauseId) -> bool| -> Vec<ClauseId> {
        scene.problem.clause_ids().into_iter().filter(|id| !left_out(*id)).collect()
    };
    if let Some(largest) = largest_count(context, scene, pressed, &without(&|id| rivals.contains(&id))) {
        found = found.figure(number("largest-count", largest.clone(), &Type::Number(Dimension::pure())));
        ways.push(bilingual(|language| {
            let many = rows(program, record, &largest, language);
            let each = per_row(program, record, &pressed.rate, language);
            match language {
                Language::Zh => format!("按{each}，最多{many}"),
                Language::En => format!("at {each}, at most {many}"),
            }
        }));
    }
    let others = without(&|id| id == pressed.award || rivals.contains(&id) && id != pressed.target);
    if let Some((rate, lowered)) = largest_rate(context, scene, (pressed, totals), others) {
        found = found.figure(number("largest-rate", rate.clone(), &money_type)).figure(number(
            "largest-rate-in-fen",
            lowered.clone(),
            &money_type,
        ));
        ways.push(bilingual(|language| {
            let many = rows(program, record, &pressed.least, language);
            let exact = fraction(program, record, &rate, language);
            let each = per_row(program, record, &lowered, language);
            match language {
                Language::Zh if exact == each => format!("做到{many}，最多{each}"),
                Language::Zh => format!("做到{many}，最多{exact}，舍去到分是{each}"),
                Language::En if exact == each => format!("for {many}, at most {each}"),
                Language::En => format!("for {many}, at most {exact}; rounded down to the fen {each}"),
            }
        }));
        found = rounding_note(program, found, (pressed, record), (&rate, &lowered), &budget);
    }
    let no_budget = without(&|id| id == pressed.budget || rivals.contains(&id) && id != pressed.target);
    let question = Bilingual::new("预算最少要多少", "the smallest budget");
    let smallest = context.asker.end(&scene.problem, &no_budget, &Objective::minimise(pressed.drawn), &question);
    if let Some(smallest) = smallest.map(|end| end.value) {
        found = found.figure(number("smallest-budget", smallest.clone(), &money_type));
        ways.push(bilingual(|language| {
            let many = rows(program, record, &pressed.least, language);
            let cash = money(program, &smallest, language);
            match language {
                Language::Zh => format!("{many}都按标准付，预算至少{cash}"),
                Language::En => format!("to pay {many} in full, a budget of at least {cash}"),
            }
        }));
    }
    if !ways.is_empty() {
        found = found.help(bilingual(|language| {
            let ways: Vec<&str> = ways.iter().map(|way| way.get(language)).collect();
            match language {
                Language::Zh => format!("三者让一：{}", ways.join("；")),
                Language::En => format!("one of them has to give: {}", ways.join("; ")),
            }
        }));
    }
    granted(scene, core, found)
}

/// Rules that bound a count.
fn rules(scene: &Scene<'_>, id: ClauseId) -> bool {
    scene.origin(id).is_some_and(|origin| matches!(origin.role, Role::Rule(_)))
}

fn largest_count(
    context: &Context<'_, '_>,
    scene: &Scene<'_>,
    pressed: &Pressed,
    clauses: &[ClauseId],
) -> Option<Exact> {
    let question = Bilingual::new("最多能有多少", "the largest number");
    let objective = Objective::maximise(pressed.count);
    Some(context.asker.end(&scene.problem, clauses, &objective, &question)?.value.floor())
}

/// The largest rate, and the same rounded down to the fen.
fn largest_rate(
    context: &Context<'_, '_>,
    scene: &Scene<'_>,
    (pressed, totals): (&Pressed, &Totals<'_>),
    mut clauses: Vec<ClauseId>,
) -> Option<(Exact, Exact)> {
    let question = Bilingual::new("每户最多能付多少", "the largest rate");
    let mut problem = scene.problem.clone();
    // So many are paid, each as much.
    clauses.push(problem.clause("as many", Linear::of(totals.count).equal(pressed.least.clone())));
    let most = context.asker.end(&problem, &clauses, &Objective::maximise(totals.demand), &question)?;
    let rate = most.value.checked_div(&pressed.least)?;
    let fen = Exact::scaled(1, 2);
    let lowered = &rate.checked_div(&fen)?.floor() * &fen;
    Some((rate, lowered))
}

/// A rate as a fraction where it has no end: `34/15万元/户`.
fn fraction(
    program: &guiju_program::Program,
    record: guiju_program::schema::RecordId,
    rate: &Exact,
    language: Language,
) -> String {
    if rate.to_decimal().is_some() {
        return per_row(program, record, rate, language);
    }
    let ten_thousand = Exact::from(10_000_i64);
    let in_yuan = language == Language::En || program.policy.currency.is_some();
    let (number, size) = match rate.checked_div(&ten_thousand) {
        Some(number) if !in_yuan => (number, ten_thousand),
        _ => (rate.clone(), Exact::one()),
    };
    let one = per_row(program, record, &size, language);
    match one.strip_prefix('1') {
        Some(unit) => format!("{}{unit}", number.to_fraction_string()),
        None => per_row(program, record, rate, language),
    }
}

/// Says where rounding the rate to the nearest fen would spend too much.
fn rounding_note(
    program: &guiju_program::Program,
    finding: Finding,
    (pressed, record): (&Pressed, guiju_program::schema::RecordId),
    (rate, lowered): (&Exact, &Exact),
    budget: &Exact,
) -> Finding {
    let fen = Exact::scaled(1, 2);
    let raised = lowered + &fen;
    let nearer_up = rate + rate >= &raised + lowered;
    if rate == lowered || !nearer_up {
        return finding;
    }
    let spent = &raised * &pressed.least;
    let over = &spent - budget;
    if !over.is_positive() {
        return finding;
    }
    let text = bilingual(|language| {
        let each = per_row(program, record, &raised, language);
        let many = rows(program, record, &pressed.least, language);
        let over = money(program, &over, language);
        match language {
            Language::Zh => format!("标准要舍去到分：四舍五入成{each}，{many}就超{over}"),
            Language::En => {
                format!("the rate has to be rounded down: rounded to {each}, {many} come to {over} too much")
            }
        }
    });
    finding.note(text)
}
