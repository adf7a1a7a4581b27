//! One fault planted into a policy, with what must be found.

pub mod contradiction;
pub mod gap;
pub mod implied;
pub mod impossible;

use guiju_analysis::{Finding, Report};

use crate::dice::Dice;
use crate::policy::{Case, Kind, Record, Scale};

/// What must be found.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    /// The code, or one of them.
    pub codes: &'static [&'static str],
    /// The items that press on each other: of each set one, and no other.
    pub core: Vec<Vec<String>>,
    /// Whether the first of them must be told first.
    pub first: bool,
    pub figures: Vec<(&'static str, String)>,
}

pub type Planter = fn(&mut Dice, &mut Case) -> Truth;

impl Truth {
    pub fn new(codes: &'static [&'static str], core: &[&str]) -> Self {
        let core = core.iter().map(|name| vec![(*name).to_owned()]).collect();
        Self { codes, core, ..Self::default() }
    }

    pub fn figure(mut self, name: &'static str, value: impl ToString) -> Self {
        self.figures.push((name, value.to_string()));
        self
    }

    pub fn first(mut self) -> Self {
        self.first = true;
        self
    }

    /// One of these items belongs to it as well.
    pub fn one_of(mut self, names: Vec<String>) -> Self {
        self.core.push(names);
        self
    }

    pub fn is(&self, finding: &Finding) -> bool {
        let names: Vec<&str> = finding.items.iter().map(|party| party.name.as_str()).collect();
        let belongs =
            |set: &Vec<String>| names.iter().filter(|name| set.iter().any(|other| other == *name)).count() == 1;
        self.codes.contains(&finding.diagnostic.code)
            && names.len() == self.core.len()
            && self.core.iter().all(belongs)
            && (!self.first || self.core[0].iter().any(|name| name == names[0]))
            && self.figures.iter().all(|(name, value)| {
                finding.figures.iter().any(|figure| figure.name == *name && figure.value.to_fraction_string() == *value)
            })
    }

    pub fn is_found(&self, report: &Report) -> bool {
        report.findings.iter().any(|finding| self.is(finding))
    }
}

/// A number: small, or up to `large`.
pub fn number(dice: &mut Dice, case: &Case, large: i64) -> i64 {
    match case.scale {
        Scale::Small => dice.between(1, 3),
        Scale::Large => dice.between(2, large),
    }
}

/// An amount of money: small, or thousands.
pub fn amount(dice: &mut Dice, case: &Case) -> i64 {
    match case.scale {
        Scale::Small => dice.between(1, 3),
        Scale::Large => dice.between(2, 900) * dice.one(&[1, 50, 1_000]),
    }
}

/// A record of which the policy knew nothing, counted in 场.
pub fn projects(dice: &mut Dice, case: &mut Case, fields: &[(&str, Kind)]) -> &'static str {
    let fields = fields.iter().map(|(name, kind)| ((*name).to_owned(), kind.clone())).collect();
    let rows = if case.scale == Scale::Small { dice.below(3) } else { dice.below(6) };
    case.add_record(dice, Record { name: "项目", noun: "场", fields }, rows);
    "项目"
}

/// Either the firms, with further fields, or a new record; and what its rows are counted in.
pub fn table(dice: &mut Dice, case: &mut Case, fields: &[(&str, Kind)]) -> (&'static str, &'static str) {
    if dice.chance(50) {
        return (projects(dice, case, fields), "场");
    }
    for (name, kind) in fields {
        case.add_field(dice, "企业", name, kind.clone());
    }
    ("企业", "家")
}

/// The clauses of a policy that may say that a table has rows.
pub fn counting(case: &Case, record: &str) -> Vec<String> {
    let asks = |text: &str| text.starts_with("规则") || text.starts_with("目标");
    let names = case.items.iter().filter(|item| asks(&item.text) && item.text.contains(record));
    names.map(|item| item.name.clone()).collect()
}

/// A word of a target or rule.
pub fn word(dice: &mut Dice) -> &'static str {
    dice.pick(&["规则", "目标"])
}

/// Areas and the outlets in them, of which the policy knew nothing.
pub fn areas(dice: &mut Dice, case: &mut Case) {
    let rows = 1 + dice.below(2);
    case.add_record(dice, Record { name: "片区", noun: "个", fields: Vec::new() }, rows);
    let fields = vec![("片区".to_owned(), Kind::Row("片区")), ("标甲".to_owned(), Kind::YesNo)];
    case.add_record(dice, Record { name: "网点", noun: "户", fields }, rows);
}
