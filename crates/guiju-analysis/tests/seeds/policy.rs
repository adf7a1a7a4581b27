//! Policies as text, put together from parts, and the small world that keeps to each of them.

use std::fmt::Write;

use guiju_evaluator::{Facts, FactsBuilder, calendar};
use guiju_program::civil::{Date, date};
use guiju_program::source::SourceFile;
use guiju_program::value::{Cell, Value};
use guiju_program::{Decimal, Program};

use crate::dice::Dice;

/// How large numbers are: small ones can be tried out one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    Small,
    Large,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    YesNo,
    /// A closed enumeration.
    Values(Vec<&'static str>),
    Integer,
    Money,
    Date,
    /// A date that may be missing.
    DateIfAny,
    /// A row of another record, which stands before this one.
    Row(&'static str),
}

impl Kind {
    fn text(&self) -> String {
        match self {
            Self::YesNo => "是否".to_owned(),
            Self::Values(values) => format!("{{ {} }}", values.join(", ")),
            Self::Integer => "整数".to_owned(),
            Self::Money => "元".to_owned(),
            Self::Date => "日期".to_owned(),
            Self::DateIfAny => "日期 可缺".to_owned(),
            Self::Row(record) => (*record).to_owned(),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Record {
    pub name: &'static str,
    /// What its rows are counted in.
    pub noun: &'static str,
    /// Besides the key 编号.
    pub fields: Vec<(String, Kind)>,
}

/// An item, or a condition of the criteria in which it stands.
#[derive(Clone, Debug)]
pub struct Item {
    pub name: String,
    pub text: String,
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Held {
    Yes(bool),
    Number(Decimal),
    Text(String),
    Date(Date),
    Nothing,
}

/// A row: a value for each field of its record, in their order.
pub type Row = Vec<Held>;

/// A policy with its witness: for each record its rows. The key of row `n` is `n`.
#[derive(Clone, Debug)]
pub struct Case {
    pub scale: Scale,
    pub records: Vec<Record>,
    pub items: Vec<Item>,
    pub world: Vec<Vec<Row>>,
    /// Numbers that the text names, for values beside them.
    pub numbers: Vec<i64>,
    pub dates: Vec<Date>,
}

impl Case {
    pub fn text(&self) -> String {
        let mut text = String::from("政策 例-2023 \"例\" 年度 2023 状态 试行\n依据文件 办法 \"办法\" {");
        for clause in CLAUSES {
            let cited = self.items.iter().any(|item| item.text.contains(clause));
            write!(text, " {clause} {};", if cited { "规范" } else { "说明 \"没有可计算的内容\"" }).unwrap();
        }
        text.push_str(" }\n单位 家, 户, 个, 场\n");
        for record in &self.records {
            write!(text, "数据 {} 键 编号 计 {} {{ 编号: 文本", record.name, record.noun).unwrap();
            for (name, kind) in &record.fields {
                write!(text, "; {name}: {}", kind.text()).unwrap();
            }
            text.push_str(" }\n");
        }
        for item in &self.items {
            text.push_str(&item.text);
            text.push('\n');
        }
        text
    }

    pub fn try_compile(&self) -> Result<Program, Vec<&'static str>> {
        let compiled = guiju_parser::compile(&[SourceFile::new("policy.gj", self.text())]);
        let errors: Vec<_> =
            compiled.diagnostics.iter().filter(|found| found.is_error()).map(|found| found.code).collect();
        compiled.program.filter(|_| errors.is_empty()).ok_or(errors)
    }

    pub fn compile(&self) -> Program {
        let compiled = guiju_parser::compile(&[SourceFile::new("policy.gj", self.text())]);
        compiled.program.unwrap_or_else(|| {
            let told: Vec<_> = compiled.diagnostics.iter().map(|found| (found.code, &found.message.en)).collect();
            panic!("{told:?}\n{}", self.text())
        })
    }

    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.items.push(Item { name: name.into(), text: text.into() });
    }

    pub fn record(&self, name: &str) -> usize {
        self.records.iter().position(|record| record.name == name).unwrap()
    }

    /// Adds a field to a record, with values for the rows of the witness.
    pub fn add_field(&mut self, dice: &mut Dice, record: &str, name: &str, kind: Kind) {
        let at = self.record(record);
        for n in 0..self.world[at].len() {
            let value = self.value(dice, &kind, n);
            self.world[at][n].push(value);
        }
        self.records[at].fields.push((name.to_owned(), kind));
    }

    /// Adds a record with so many rows.
    pub fn add_record(&mut self, dice: &mut Dice, record: Record, rows: usize) {
        let rows =
            (0..rows).map(|n| record.fields.iter().map(|(_, kind)| self.value(dice, kind, n)).collect()).collect();
        self.records.push(record);
        self.world.push(rows);
    }

    fn value(&self, dice: &mut Dice, kind: &Kind, row: usize) -> Held {
        let small = self.scale == Scale::Small;
        match kind {
            Kind::YesNo => Held::Yes(row == 0 || dice.chance(55)),
            Kind::Values(values) => Held::Text(values[dice.below(values.len())].to_owned()),
            Kind::Integer => {
                Held::Number(Decimal::from(dice.between(if small { 0 } else { 1 }, if small { 4 } else { 400 })))
            }
            Kind::Money if small => Held::Number(Decimal::from(dice.between(0, 4))),
            Kind::Money => Held::Number(Decimal::from(dice.between(1, 900) * dice.one(&[100, 1_000, 10_000]))),
            Kind::Date => Held::Date(day(dice.between(0, 250))),
            Kind::DateIfAny if row > 0 && dice.chance(30) => Held::Nothing,
            Kind::DateIfAny => Held::Date(day(dice.between(100, 364))),
            Kind::Row(record) => {
                let rows = self.world[self.record(record)].len();
                Held::Text(dice.below(rows).to_string())
            }
        }
    }

    pub fn facts(&self, program: &Program, world: &[Vec<Row>]) -> Facts {
        let mut builder = FactsBuilder::new(program);
        for (record, rows) in self.records.iter().zip(world) {
            let (id, found) = program.record(record.name).unwrap();
            builder.give_table(id);
            let key = found.field("编号").unwrap().0;
            let fields: Vec<_> = record.fields.iter().map(|(name, _)| found.field(name).unwrap().0).collect();
            for (n, row) in rows.iter().enumerate() {
                let mut cells = vec![(key, Cell::Known(Value::Text(n.to_string())))];
                cells.extend(fields.iter().copied().zip(row.iter().map(|held| match held {
                    Held::Yes(yes) => Cell::Known(Value::YesNo(*yes)),
                    Held::Number(number) => Cell::Known(Value::Number(*number)),
                    Held::Text(text) => Cell::Known(Value::Text(text.clone())),
                    Held::Date(date) => Cell::Known(Value::Date(*date)),
                    Held::Nothing => Cell::Absent,
                })));
                builder.push_row(id, None, &cells);
            }
        }
        builder.build().unwrap_or_else(|errors| panic!("{errors:?}"))
    }
}

pub const CLAUSES: [&str; 9] =
    ["第一条", "第二条", "第三条", "第四条", "第五条", "第六条", "第七条", "第八条", "第九条"];

/// A day of 2023, from zero.
pub fn day(number: i64) -> Date {
    calendar::date_of(calendar::day_number(date(2023, 1, 1)) + number)
}

/// An amount of money as the text has it.
pub fn yuan(amount: i64) -> String {
    if amount != 0 && amount % 1_000 == 0 {
        format!("{}万元", Decimal::new(amount, 4).normalize())
    } else {
        format!("{amount}元")
    }
}
