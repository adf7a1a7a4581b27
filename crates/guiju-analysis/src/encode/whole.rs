//! The whole policy as one problem about totals.

use guiju_evaluator::Exact;
use guiju_program::Program;
use guiju_program::arena::Id;
use guiju_program::award::{AllocationMethod, Award, AwardId, AwardKind, Cap, CapScope, Shortage};
use guiju_program::diagnostic::Bilingual;
use guiju_program::expr::{Expr, ExprKind, Relation};
use guiju_program::name::Name;
use guiju_program::parameter::ParameterValue;
use guiju_program::rule::{Form, Rule, RuleId, RuleKind, Scope};
use guiju_program::schema::{FieldId, FieldType, RecordId};

use super::absent::may_be_absent;
use super::bounds::bounds;
use super::count::Counted;
use super::key::{Keys, Place};
use super::number::DEEPEST;
use super::scene::{MOST_ROWS, Origin, Quantity, Role, Scene, Why};
use super::three::or;
use crate::solver::{Atom, Formula, Linear, Relation as Sign, Sort, Var};

/// What is known of an award in totals.
#[derive(Clone, Debug)]
pub struct Totals<'p> {
    /// The award.
    pub award: AwardId,
    /// The rows that get it.
    pub rows: Counted<'p>,
    /// How many they are.
    pub count: Var,
    /// What they ask for.
    pub demand: Var,
    /// What they are paid.
    pub paid: Var,
    /// The least and the most that one row asks for.
    pub each: (Option<Exact>, Option<Exact>),
    /// Whether all that is asked for is paid, unless the budget is not kept.
    pub in_full: bool,
    /// Whether it is not paid beside some other award.
    pub exclusive: bool,
}

impl Totals<'_> {
    /// Whether all who pass its condition get something.
    pub(super) const fn paid_beside(&self) -> bool {
        !self.exclusive
    }
}

/// The problem about the whole.
#[derive(Debug)]
pub struct Whole<'p> {
    /// Its variables and clauses.
    pub scene: Scene<'p>,
    /// The awards that are paid out.
    pub awards: Vec<Totals<'p>>,
}

/// Both names of a thing.
pub(crate) fn both(name: &Name) -> Bilingual {
    Bilingual::new(name.text.clone(), name.label.clone().unwrap_or_else(|| name.text.clone()))
}

/// Where an item on the whole stands.
pub fn whole_place() -> Place {
    Place { current: "whole".to_owned(), this: "whole".to_owned() }
}

/// What a rule says of the rows of a record, or of its groups.
struct Lifted {
    rule: RuleId,
    record: RecordId,
    /// The fields that make groups; none: each row.
    keys: Vec<FieldId>,
    atoms: Vec<Atom>,
}

/// Says what a program asks of totals.
pub fn whole<'p>(program: &'p Program, keys: &'p Keys<'p>) -> Whole<'p> {
    let mut scene = Scene::new(program, keys);
    for (id, rule) in program.rules.iter() {
        if matches!(rule.kind, RuleKind::Rule | RuleKind::Target)
            && rule.scope == Scope::Whole
            && !matches!(rule.form, Form::Budget(_))
        {
            let three = scene.condition(&rule.expr, &whole_place());
            let origin = of_rule(id, rule, three.exact);
            scene.clause(three.does_not_fail(), both(&rule.name), origin);
        }
    }
    let awards: Vec<Totals<'p>> = program
        .awards
        .iter()
        .filter(|(_, award)| award.kind == AwardKind::Paid)
        .map(|(id, award)| award_totals(&mut scene, id, award))
        .collect();
    budgets(&mut scene, &awards);
    allocations(&mut scene);
    each_row(&mut scene, &awards);
    scene.relate();
    super::intent::intents(&mut scene, &awards);
    Whole { scene, awards }
}

/// What a rule's clause stands for.
pub fn of_rule(id: RuleId, rule: &Rule, exact: bool) -> Origin {
    Origin { role: Role::Rule(id), exact, span: rule.span, cites: rule.cites.clone() }
}

fn award_totals<'p>(scene: &mut Scene<'p>, id: AwardId, award: &'p Award) -> Totals<'p> {
    let program = scene.program;
    let table = Scene::table(award.record);
    let filters: Vec<&'p Expr> = award.requires.iter().collect();
    let rows = scene.counted(&table, &filters, &whole_place());
    let count = scene.count(rows.clone());
    let least = || (Some(Exact::zero()), None);
    let demand = scene.intern(format!("demand{}", id.index()), Sort::Real, least(), Quantity::Demand(id));
    let all = Counted::whole(scene, table);
    let paid_key = format!("sum{}:A{}@·", all.key(), id.index());
    let paid = scene.intern(paid_key, Sort::Real, least(), Quantity::Paid(id));
    let (low, high) = bounds(program, &award.amount);
    let nothing_below = |end: Exact| end.max(Exact::zero());
    let low = if may_be_absent(program, &award.amount) { None } else { low.map(nothing_below) };
    let each = (low.or_else(|| Some(Exact::zero())), high.map(nothing_below));
    let origin = |exact| Origin { role: Role::Award(id), exact, span: award.span, cites: award.cites.clone() };
    let named = both(&award.name);
    match &each {
        (Some(low), Some(high)) if low == high => {
            scene.clause(Linear::of(demand).equal(Linear::of(count).times(low)), named, origin(true));
        }
        (low, high) => {
            let sum = summed(scene, &award.amount, &rows, count);
            let exact = sum.is_some();
            // What an open figure leaves open is told as that.
            if !exact && !is_open(program, &award.amount, 0) {
                scene.leave_open(award.amount.span, Why::Amount);
            }
            let mut parts: Vec<Formula> = sum.map(|sum| Linear::of(demand).equal(sum)).into_iter().collect();
            parts.extend(
                low.as_ref()
                    .filter(|low| !low.is_zero())
                    .map(|low| Linear::of(demand).at_least(Linear::of(count).times(low))),
            );
            parts.extend(high.as_ref().map(|high| Linear::of(demand).at_most(Linear::of(count).times(high))));
            scene.clause(super::three::and(parts), named, origin(exact));
        }
    }
    scene.meaning(Linear::of(paid).at_most(demand));
    let exclusive = !award.excludes.is_empty() || is_excluded(program, id);
    let mut cut = exclusive;
    for (cap_id, cap) in program.caps.iter().filter(|(_, cap)| cap.awards.contains(&id)) {
        cut |= capped(scene, (id, count, paid, &each), cap_id.index(), cap);
    }
    let in_full = !cut && award.draw.as_ref().is_none_or(|draw| draw.shortage == Shortage::MustFit);
    if in_full {
        scene.meaning(Linear::of(paid).at_least(demand));
    }
    Totals { award: id, rows, count, demand, paid, each, in_full, exclusive }
}

/// Whether an amount needs a figure that is not given yet.
fn is_open(program: &Program, expr: &Expr, depth: usize) -> bool {
    let mut found = match &expr.kind {
        ExprKind::Parameter { parameter, .. } => {
            program.parameters.find(*parameter).is_some_and(|found| found.value == ParameterValue::Open)
        }
        ExprKind::Lookup { table, .. } => program
            .tables
            .find(*table)
            .is_some_and(|table| table.rows.iter().any(|row| row.values.iter().any(Option::is_none))),
        ExprKind::Define { define, .. } if depth < DEEPEST => {
            program.defines.find(*define).is_some_and(|define| is_open(program, &define.expr, depth + 1))
        }
        _ => false,
    };
    if depth < DEEPEST {
        expr.for_each_part(&mut |part| found = found || is_open(program, part, depth + 1));
    }
    found
}

fn is_excluded(program: &Program, id: AwardId) -> bool {
    program.awards.values().any(|award| award.excludes.iter().any(|exclude| exclude.award == id))
}

/// Adds what a ceiling says of an award alone; whether it may cut it.
fn capped(
    scene: &mut Scene<'_>,
    (id, count, paid, each): (AwardId, Var, Var, &(Option<Exact>, Option<Exact>)),
    index: usize,
    cap: &Cap,
) -> bool {
    let (_, most) = bounds(scene.program, &cap.limit);
    let Some(most) = most else {
        return true;
    };
    if cap.awards.len() == 1
        && matches!(cap.scope, CapScope::Each(_))
        && each.1.as_ref().is_some_and(|high| *high <= most)
    {
        return false;
    }
    let limit = match cap.scope {
        CapScope::Each(_) => Linear::of(count).times(&most),
        // Said once, at the first of its awards.
        CapScope::Whole(_) if cap.awards.first() == Some(&id) || cap.awards.len() == 1 => Linear::from(most),
        _ => return true,
    };
    let origin = Origin {
        role: Role::Cap(guiju_program::award::CapId::from_index(index)),
        exact: false,
        span: cap.span,
        cites: cap.cites.clone(),
    };
    scene.clause(Linear::of(paid).at_most(limit), both(&cap.name), origin);
    true
}

/// The sum of an amount over rows, where it is a sum of multiples of values of the row.
fn summed<'p>(scene: &mut Scene<'p>, amount: &'p Expr, rows: &Counted<'p>, count: Var) -> Option<Linear> {
    if bounds(scene.program, amount).0.is_none_or(|least| least.is_negative()) {
        return None;
    }
    let mut row = Scene::new(scene.program, scene.keys);
    let number = row.number(amount, &Place::own());
    if number.present != super::three::TRUE || !number.exact || row.problem.clauses().len() > 0 {
        return None;
    }
    let mut sum = Linear::of(count).times(number.linear.constant());
    for (var, factor) in number.linear.terms() {
        sum = sum + Linear::of(value_total(scene, &row, *var, rows)?).times(factor);
    }
    Some(sum)
}

/// The sum over rows of what a variable stands for on each of them.
fn value_total<'p>(scene: &mut Scene<'p>, row: &Scene<'p>, var: Var, rows: &Counted<'p>) -> Option<Var> {
    let Quantity::Value(expr) = row.quantity(var)? else {
        return None;
    };
    let key = &row.problem.get(var)?.name;
    let of_this_row = key.starts_with('·') || key.ends_with("@·") && (key.starts_with('A') || key.starts_with('L'));
    of_this_row.then(|| scene.total(rows, expr, &Place::own()))
}

fn budgets(scene: &mut Scene<'_>, awards: &[Totals<'_>]) {
    let program = scene.program;
    let of_awards = |budget| {
        let drawing = awards
            .iter()
            .filter(move |totals| program.awards[totals.award].draw.as_ref().is_some_and(|draw| draw.budget == budget));
        drawing.map(|totals| totals.paid)
    };
    for (id, budget) in program.budgets.iter() {
        let least = (Some(Exact::zero()), None);
        let drawn = scene.intern(format!("drawn{}", id.index()), Sort::Real, least, Quantity::Drawn(id));
        let mut parts: Vec<Linear> = of_awards(id).map(Linear::of).collect();
        for (part, _) in program.budgets.iter().filter(|(_, part)| part.out_of == Some(id)) {
            let least = (Some(Exact::zero()), None);
            let key = format!("drawn{}", part.index());
            parts.push(Linear::of(scene.intern(key, Sort::Real, least, Quantity::Drawn(part))));
        }
        scene.meaning(Linear::of(drawn).equal(Linear::sum(parts)));
        let origin = Origin { role: Role::Budget(id), exact: true, span: budget.span, cites: budget.cites.clone() };
        scene.clause(Linear::of(drawn).at_most(Exact::from(budget.amount)), both(&budget.name), origin);
    }
}

/// The parts of a total add up to it, or to no more.
fn allocations(scene: &mut Scene<'_>) {
    for (id, allocation) in scene.program.allocations.iter() {
        let all = Counted::whole(scene, Scene::table(allocation.record));
        let count = scene.count(all.clone());
        let total = scene.number(&allocation.total, &whole_place());
        let key = format!("sum{}:L{}@·", all.key(), id.index());
        let parts = scene.intern(key, Sort::Real, (Some(Exact::zero()), None), Quantity::Helper);
        let sum = match allocation.method {
            AllocationMethod::LargestRemainder => Linear::of(parts).equal(total.linear),
            AllocationMethod::Down => Linear::of(parts).at_most(total.linear),
        };
        // Without rows there is nothing to give.
        scene.meaning(or([Linear::of(count).at_most(0), sum]));
        scene.meaning(or([Linear::of(count).at_least(1), Linear::of(parts).at_most(0)]));
    }
}

/// What follows for totals from what is asked of each row and of each group.
fn each_row<'p>(scene: &mut Scene<'p>, awards: &[Totals<'p>]) {
    let program = scene.program;
    let mut found: Vec<Lifted> = Vec::new();
    // One problem for all rows: equal texts are equal quantities there.
    let mut row = Scene::new(program, scene.keys);
    for (id, rule) in program.rules.iter() {
        if !matches!(rule.kind, RuleKind::Rule | RuleKind::Target) {
            continue;
        }
        let (record, keys) = match &rule.scope {
            Scope::Each(record) => (*record, Vec::new()),
            Scope::EachGroup { record, keys } => (*record, keys.clone()),
            Scope::Whole => continue,
        };
        let three = row.condition(&rule.expr, &Place::own());
        if !three.holds.is_empty() {
            found.push(Lifted { rule: id, record, keys, atoms: three.holds });
        }
    }
    for lifted in found {
        let all = Counted::whole(scene, Scene::table(lifted.record));
        let mut over = vec![all];
        if lifted.keys.is_empty() {
            let of_awards = awards.iter().filter(|totals| program.awards[totals.award].record == lifted.record);
            over.extend(of_awards.map(|totals| totals.rows.clone()).filter(|rows| !rows.filters.is_empty()));
        }
        for rows in over {
            let sums: Vec<Formula> =
                lifted.atoms.iter().filter_map(|atom| lift(scene, &row, &lifted, atom, &rows)).collect();
            let rule = &program.rules[lifted.rule];
            if !sums.is_empty() {
                scene.clause(super::three::and(sums), both(&rule.name), of_rule(lifted.rule, rule, false));
            }
        }
    }
}

/// A comparison that holds on each row, summed over rows.
fn lift<'p>(
    scene: &mut Scene<'p>,
    row: &Scene<'p>,
    lifted: &Lifted,
    atom: &Atom,
    rows: &Counted<'p>,
) -> Option<Formula> {
    let sign = match atom.relation {
        Sign::Less | Sign::AtMost => Sign::AtMost,
        Sign::More | Sign::AtLeast => Sign::AtLeast,
        Sign::Equal => Sign::Equal,
        Sign::Differs => return None,
    };
    if atom.linear.terms().is_empty() {
        return None;
    }
    let mut sum = Linear::zero();
    for (var, factor) in atom.linear.terms() {
        let total = match row.quantity(*var)? {
            Quantity::Value(_) if lifted.keys.is_empty() => value_total(scene, row, *var, rows)?,
            Quantity::Count(counted) if rows.filters.is_empty() => {
                let counted = of_all_rows(scene, counted, lifted)?;
                scene.count(counted)
            }
            Quantity::Total(counted, value) if rows.filters.is_empty() => {
                let key = scene.keys.of(value, &Place::own().inner());
                if key.contains('^') {
                    return None;
                }
                let counted = of_all_rows(scene, counted, lifted)?;
                scene.total(&counted, value, &Place::own().inner())
            }
            _ => return None,
        };
        sum = sum + Linear::of(total).times(factor);
    }
    if !atom.linear.constant().is_zero() {
        let many = if lifted.keys.is_empty() { scene.count(rows.clone()) } else { groups(scene, lifted) };
        sum = sum + Linear::of(many).times(atom.linear.constant());
    }
    Some(sum.compare(sign, Linear::zero()))
}

/// The rows of the whole table that stand behind those of one row or group.
fn of_all_rows<'p>(scene: &Scene<'p>, counted: &Counted<'p>, lifted: &Lifted) -> Option<Counted<'p>> {
    let record = scene.program.records.find(counted.rows.record)?;
    let each_once = match counted.rows.relation {
        Relation::Children => record.parent == Some(lifted.record),
        Relation::Referring(field) => record
            .fields
            .find(field)
            .is_some_and(|field| !field.optional && field.ty == FieldType::Reference(lifted.record)),
        Relation::Group => {
            let here = counted.rows.record == lifted.record;
            // Rows without a value in a key are in no group.
            here && lifted.keys.iter().all(|key| record.fields.find(*key).is_some_and(|field| !field.optional))
        }
        Relation::Whole => false,
    };
    let speaks_of_the_row = counted.filters.keys().any(|key| key.contains('^'));
    if !each_once || speaks_of_the_row || !counted.prefix.ends_with("@·") {
        return None;
    }
    let rows = Scene::table(counted.rows.record);
    Some(Counted { prefix: scene.keys.rows(&rows), rows, filters: counted.filters.clone() })
}

/// How many groups there are.
fn groups(scene: &mut Scene<'_>, lifted: &Lifted) -> Var {
    let keys: Vec<String> = lifted.keys.iter().map(|key| key.index().to_string()).collect();
    let key = format!("groups{}:{}", lifted.record.index(), keys.join(","));
    if let Some(var) = scene.find(&key) {
        return var;
    }
    let program = scene.program;
    let most = Some(Exact::from(MOST_ROWS));
    let var = scene.intern(key, Sort::Int, (Some(Exact::zero()), most), Quantity::Groups);
    let all = Counted::whole(scene, Scene::table(lifted.record));
    let rows = scene.count(all);
    scene.meaning(Linear::of(var).at_most(rows));
    scene.meaning(or([Linear::of(rows).at_most(0), Linear::of(var).at_least(1)]));
    if let [key] = lifted.keys.as_slice() {
        let field = program.records.find(lifted.record).and_then(|record| record.fields.find(*key));
        match field.map(|field| &field.ty) {
            Some(FieldType::Reference(record)) => {
                let others = Counted::whole(scene, Scene::table(*record));
                let others = scene.count(others);
                scene.meaning(Linear::of(var).at_most(others));
            }
            Some(FieldType::Enumeration(enumeration)) => {
                let found = program.enumerations.find(*enumeration).filter(|found| !found.open);
                if let Some(found) = found {
                    let count = i64::try_from(found.variants.len()).unwrap_or(i64::MAX);
                    scene.meaning(Linear::of(var).at_most(count));
                }
            }
            _ => {}
        }
    }
    var
}
