//! Worlds of few rows and small numbers, tried one after the other by the reference evaluator. Nothing of the analysis is
//! used here but what it says.

use std::collections::BTreeSet;

use guiju_analysis::Finding;
use guiju_program::{Decimal, Program};

use crate::dice::Dice;
use crate::judge::{Judged, judge, subject};
use crate::policy::{Case, Held, Kind, Row};

/// Rows of a table are drawn from no more kinds than this.
const MOST_KINDS: usize = 48;

/// Worlds, and whether they are all that there are of so few rows and so small numbers.
pub struct Worlds {
    pub all: Vec<Vec<Vec<Row>>>,
    pub complete: bool,
}

/// The text of items and of all that they name.
pub fn text_of(case: &Case, names: &[&str]) -> String {
    let mut kept: BTreeSet<&str> = BTreeSet::new();
    let item = |name: &str| {
        let name = name.split('.').next().unwrap();
        case.items.iter().find(|item| item.name == name)
    };
    let mut left: Vec<&str> = names.iter().filter_map(|name| Some(item(name)?.name.as_str())).collect();
    let mut text = String::new();
    while let Some(name) = left.pop() {
        if !kept.insert(name) {
            continue;
        }
        let found = item(name).unwrap();
        text.push_str(&found.text);
        left.extend(
            case.items.iter().filter(|other| found.text.contains(&other.name)).map(|other| other.name.as_str()),
        );
        // What draws on a budget, and what cuts an award.
        let of_money = |other: &&crate::policy::Item| {
            ["补助", "封顶", "预算"].iter().any(|word| other.text.starts_with(word)) && other.text.contains(name)
        };
        left.extend(case.items.iter().filter(of_money).map(|other| other.name.as_str()));
    }
    text
}

/// Values that a field may have, where the text names it; else one.
fn domain(case: &Case, kind: &Kind, named: bool, most: i64) -> Vec<Held> {
    let numbers = |to: i64| (0..=to).map(|n| Held::Number(Decimal::from(n))).collect();
    match kind {
        Kind::YesNo if named => vec![Held::Yes(true), Held::Yes(false)],
        Kind::YesNo => vec![Held::Yes(true)],
        Kind::Values(values) if named => values.iter().map(|value| Held::Text((*value).to_owned())).collect(),
        Kind::Values(values) => vec![Held::Text(values[0].to_owned())],
        Kind::Integer | Kind::Money if named => numbers(most),
        Kind::Integer | Kind::Money => vec![Held::Number(Decimal::ONE)],
        Kind::Date | Kind::DateIfAny => {
            let mut days: BTreeSet<_> = if named {
                case.dates
                    .iter()
                    .flat_map(|date| [*date, date.tomorrow().unwrap(), date.yesterday().unwrap()])
                    .collect()
            } else {
                BTreeSet::new()
            };
            days.insert(guiju_program::civil::date(2023, 3, 31));
            if named {
                days.insert(guiju_program::civil::date(2023, 9, 30));
            }
            let mut all: Vec<Held> = days.into_iter().map(Held::Date).collect();
            if *kind == Kind::DateIfAny && named {
                all.push(Held::Nothing);
            }
            all
        }
        Kind::Row(_) => Vec::new(),
    }
}

/// Worlds for a text: of the records that it names up to `rows` rows each, of the others one.
pub fn worlds(dice: &mut Dice, case: &Case, text: &str, rows: usize, cap: usize) -> Worlds {
    let named = |name: &str| text.contains(name);
    let mut complete = true;
    let mut worlds: Vec<Vec<Vec<Row>>> = vec![Vec::new()];
    for record in &case.records {
        // Who refers to the record by a field must find a row.
        let used = named(record.name)
            || case.records.iter().any(|other| {
                named(other.name)
                    && other.fields.iter().any(|(name, kind)| *kind == Kind::Row(record.name) && named(name))
            });
        let mut next = Vec::new();
        for world in &worlds {
            let mut kinds: Vec<Row> = vec![Vec::new()];
            for (name, kind) in &record.fields {
                let values = match kind {
                    Kind::Row(of) => {
                        let at = case.record(of);
                        (0..world[at].len()).take(if used { 3 } else { 1 }).map(|n| Held::Text(n.to_string())).collect()
                    }
                    _ => domain(case, kind, used && named(name), 4),
                };
                kinds = kinds
                    .iter()
                    .flat_map(|row| values.iter().map(|value| row.iter().cloned().chain([value.clone()]).collect()))
                    .collect();
                while kinds.len() > MOST_KINDS * 20 {
                    complete = false;
                    kinds.swap_remove(dice.below(kinds.len()));
                }
            }
            while kinds.len() > MOST_KINDS {
                complete = false;
                kinds.swap_remove(dice.below(kinds.len()));
            }
            for table in tables(&kinds, if used { rows } else { 1 }, !used) {
                let mut with = world.clone();
                with.push(table.iter().map(|kind| kinds[*kind].clone()).collect());
                next.push(with);
            }
            while next.len() > cap * 4 {
                complete = false;
                next.swap_remove(dice.below(next.len()));
            }
        }
        worlds = next;
        while worlds.len() > cap {
            complete = false;
            worlds.swap_remove(dice.below(worlds.len()));
        }
    }
    Worlds { all: worlds, complete }
}

/// Tables of up to so many rows, without regard to their order.
fn tables(kinds: &[Row], rows: usize, full: bool) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    let mut last: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..rows {
        last = last
            .iter()
            .flat_map(|table| {
                let from = table.last().copied().unwrap_or(0);
                (from..kinds.len()).map(|kind| table.iter().copied().chain([kind]).collect())
            })
            .take(20_000)
            .collect();
        all.extend(last.iter().cloned());
    }
    if full {
        all.retain(|table| table.len() == rows.min(if kinds.is_empty() { 0 } else { rows }));
    }
    all
}

/// The witness, and worlds that differ from it in a row or a cell.
pub fn around(dice: &mut Dice, case: &Case, many: usize) -> Vec<Vec<Vec<Row>>> {
    let mut all = vec![case.world.clone()];
    for _ in 0..many {
        let mut world = case.world.clone();
        for _ in 0..1 + dice.below(3) {
            let at = dice.below(world.len());
            let record = &case.records[at];
            let referred =
                case.records.iter().any(|other| other.fields.iter().any(|(_, kind)| *kind == Kind::Row(record.name)));
            let rows = world[at].len();
            match dice.below(3) {
                0 if rows > 0 && !referred => drop(world[at].swap_remove(dice.below(rows))),
                1 if rows > 0 => {
                    let row = world[at][dice.below(rows)].clone();
                    world[at].push(row);
                }
                _ if rows > 0 && !record.fields.is_empty() => {
                    let field = dice.below(record.fields.len());
                    let row = dice.below(rows);
                    if let Some(value) = other(dice, case, &record.fields[field].1, &world) {
                        world[at][row][field] = value;
                    }
                }
                _ => {}
            }
        }
        all.push(world);
    }
    all
}

fn other(dice: &mut Dice, case: &Case, kind: &Kind, world: &[Vec<Row>]) -> Option<Held> {
    Some(match kind {
        Kind::Integer | Kind::Money if dice.chance(30) || case.numbers.is_empty() => {
            Held::Number(Decimal::from(dice.between(0, 2)))
        }
        Kind::Integer | Kind::Money => {
            Held::Number(Decimal::from((dice.one(&case.numbers) + dice.between(-1, 1)).max(0)))
        }
        Kind::Row(of) => Held::Text(dice.below(world[case.record(of)].len()).to_string()),
        _ => {
            let values = domain(case, kind, true, 4);
            (!values.is_empty()).then(|| dice.one(&values))?
        }
    })
}

/// What is said of items, such as a finding.
#[derive(Clone, Debug)]
pub struct Claim {
    pub code: String,
    pub names: Vec<String>,
    /// Something is taken for granted that is not in the text.
    granted: bool,
}

impl Claim {
    pub fn new(code: &str, names: &[&str]) -> Self {
        Self { code: code.to_owned(), names: names.iter().map(|name| (*name).to_owned()).collect(), granted: false }
    }

    pub fn of(finding: &Finding) -> Self {
        let names: Vec<&str> = finding.items.iter().map(|party| party.name.as_str()).collect();
        let granted = finding.diagnostic.notes.iter().any(|note| note.zh.contains("假定"));
        Self { granted, ..Self::new(finding.diagnostic.code, &names) }
    }

    /// Whether a world can refute it.
    pub fn is_refutable(&self) -> bool {
        REFUTABLE.contains(&self.code.as_str()) && !self.granted
    }
}

const REFUTABLE: [&str; 8] = [
    "cannot-all-hold",
    "target-over-budget",
    "implied-clause",
    "bounded-differently",
    "nobody-qualifies",
    "never-fails",
    "never-applies",
    "cap-never-cuts",
];

/// What many worlds show of a claim.
#[derive(Default)]
pub struct Tried {
    pub refuted: bool,
    first_alone: bool,
    second_alone: bool,
}

impl Tried {
    /// Looks at one world.
    pub fn look(&mut self, program: &Program, judged: &Judged, claim: &Claim) {
        let names: Vec<&str> = claim.names.iter().map(String::as_str).collect();
        let rule = |name: &str| program.rule(name).is_some();
        let all_hold = |names: &[&str]| names.iter().all(|name| judged.holds(program, name));
        // Conditions of a criteria are compared on one row alone.
        let one_row = |name: &str| {
            let record = program.criteria(name.split('.').next().unwrap()).map(|(_, found)| found.record);
            record.is_some_and(|record| judged.rows[&program.records[record].name.text] == 1)
        };
        match claim.code.as_str() {
            "cannot-all-hold" | "target-over-budget" => {
                let of_rows: Vec<_> = names.iter().map(|name| subject(program, name)).collect();
                let alone = of_rows.iter().all(Option::is_some);
                let some = !alone || judged.rows[of_rows[0].unwrap()] > 0;
                self.refuted |= all_hold(&names) && some;
            }
            "implied-clause" if rule(names[0]) => self.refuted |= judged.fails(names[0]) && all_hold(&names[1..]),
            "implied-clause" => {
                self.refuted |= one_row(names[0]) && !judged.holds(program, names[0]) && all_hold(&names[1..]);
            }
            "bounded-differently" => {
                let holds = |name: &str| if rule(name) { !judged.fails(name) } else { judged.holds(program, name) };
                if rule(names[0]) || one_row(names[0]) {
                    self.first_alone |= holds(names[0]) && !holds(names[1]);
                    self.second_alone |= holds(names[1]) && !holds(names[0]);
                }
                // One of them is the stricter.
                self.refuted |= self.first_alone && self.second_alone;
            }
            "nobody-qualifies" => self.refuted |= judged.criteria[names[0]].0 > 0,
            "never-fails" => self.refuted |= !judged.holds(program, names[0]),
            "never-applies" => {
                self.refuted |= match judged.condition(program, names[0]) {
                    Some((_, applied)) => applied > 0,
                    None => {
                        use guiju_program::value::Verdict::{Fail, Pass};
                        matches!(judged.rules.get(names[0]), Some(Pass | Fail))
                    }
                };
            }
            "cap-never-cuts" => self.refuted |= judged.cutting.iter().any(|cap| cap == names[0]),
            _ => {}
        }
    }
}

/// Looks at worlds until one refutes; answers it.
pub fn refute(case: &Case, program: &Program, claim: &Claim, worlds: &[Vec<Vec<Row>>]) -> Option<Vec<Vec<Row>>> {
    let mut tried = Tried::default();
    for world in worlds {
        let judged = judge(case, program, world);
        tried.look(program, &judged, claim);
        if tried.refuted {
            return Some(world.clone());
        }
    }
    None
}

/// Whether clauses hold together in one of these worlds, with rows of what they speak of.
pub fn hold_together(case: &Case, program: &Program, names: &[&str], worlds: &[Vec<Vec<Row>>]) -> bool {
    let claim = Claim::new("cannot-all-hold", names);
    refute(case, program, &claim, worlds).is_some()
}
