//! Parameters, budgets and tables of figures.

use guiju_program::Dimension;
use guiju_program::Type;
use guiju_program::arena::Id;
use guiju_program::civil::Date;
use guiju_program::parameter::{Parameter, ParameterValue, Unspent};
use guiju_program::table::{KeyType, Table, TableCell, TableKey};

use super::build::{Builder, anchor};
use super::model::{Figure, FigureValue, TableLine, TableView};

impl Builder<'_> {
    fn reviewed(&self, until: Option<Date>) -> String {
        until.map(|until| self.speaker.date(until)).unwrap_or_default()
    }

    pub fn parameters(&self) -> Vec<Figure> {
        let parameters = self.program.parameters.iter();
        parameters
            .map(|(id, parameter)| Figure {
                anchor: anchor('p', id.index()),
                name: self.name(&parameter.name),
                label: self.label(&parameter.name),
                values: self.values(parameter),
                unit: parameter.unit.as_ref().map(|unit| self.speaker.figure_unit(unit)).unwrap_or_default(),
                note: String::new(),
                reviewed: self.reviewed(parameter.reviewed_until),
                cites: self.clause_links(&parameter.cites),
                origin: self.origin(parameter.span),
            })
            .collect()
    }

    /// The figures of a parameter, each with the days for which it is.
    fn values(&self, parameter: &Parameter) -> Vec<FigureValue> {
        let speaker = self.speaker;
        let always = |value: String| vec![FigureValue { when: String::new(), value, open: false }];
        match &parameter.value {
            ParameterValue::Number(value) => always(speaker.parameter_number(parameter, *value)),
            ParameterValue::Date(date) => always(speaker.date(*date)),
            ParameterValue::Open => {
                vec![FigureValue { when: String::new(), value: self.say("待定", "open").to_owned(), open: true }]
            }
            ParameterValue::Dated(figures) => {
                let mut rows = Vec::new();
                let ends = figures.iter().skip(1).map(|(next, _)| next.yesterday().ok()).chain([None]);
                for ((from, value), until) in figures.iter().zip(ends) {
                    let from = speaker.date(*from);
                    let when = match (until.map(|until| speaker.date(until)), speaker.zh()) {
                        (Some(until), true) => format!("{from}至{until}"),
                        (None, true) => format!("{from}起"),
                        (Some(until), false) => format!("{from} to {until}"),
                        (None, false) => format!("from {from}"),
                    };
                    rows.push(FigureValue { when, value: speaker.parameter_number(parameter, *value), open: false });
                }
                rows
            }
        }
    }

    /// What a parameter is, as sentences.
    pub fn parameter_sentences(&self, parameter: &Parameter) -> Vec<String> {
        let speaker = self.speaker;
        let name = speaker.quoted(&parameter.name);
        let mut sentences: Vec<String> = self
            .values(parameter)
            .into_iter()
            .map(|row| {
                speaker.sentence(&match (row.open, row.when.is_empty(), speaker.zh()) {
                    (true, _, true) => format!("参数{name}还没有定下来，靠它的结论都待定"),
                    (true, _, false) => format!("{name} is not decided yet; whatever depends on it is undetermined"),
                    (false, true, true) => format!("参数{name}为{}", self.parted(&row.value)),
                    (false, true, false) => format!("{name} is {}", row.value),
                    (false, false, true) => format!("{}，参数{name}为{}", row.when, self.parted(&row.value)),
                    (false, false, false) => format!("{}, {name} is {}", row.when, row.value),
                })
            })
            .collect();
        if let Some(until) = parameter.reviewed_until {
            sentences.push(self.review_sentence(until));
        }
        sentences
    }

    /// Behind Chinese, with a blank in front of a figure.
    fn parted(&self, text: &str) -> String {
        if text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-') {
            format!(" {text}")
        } else {
            text.to_owned()
        }
    }

    fn review_sentence(&self, until: Date) -> String {
        let until = self.speaker.date(until);
        if self.speaker.zh() { format!("复核至 {until}。") } else { format!("Reviewed until {until}.") }
    }

    pub fn budgets(&self) -> Vec<Figure> {
        let program = self.program;
        let mut budgets = Vec::new();
        for (id, budget) in program.budgets.iter() {
            let mut note = Vec::new();
            if let Some(whole) = budget.out_of {
                let whole = self.name(&program.budgets[whole].name);
                note.push(if self.speaker.zh() {
                    format!("划自“{whole}”")
                } else {
                    format!("out of “{whole}”")
                });
            }
            note.extend(budget.unspent.map(|unspent| match unspent {
                Unspent::Returned => self.say("结余缴回", "the rest is returned").to_owned(),
                Unspent::Carried => self.say("结余结转", "the rest is carried over").to_owned(),
            }));
            budgets.push(Figure {
                anchor: anchor('b', id.index()),
                name: self.name(&budget.name),
                label: self.label(&budget.name),
                values: vec![FigureValue {
                    when: String::new(),
                    value: self.speaker.amount(budget.amount),
                    open: false,
                }],
                unit: self.speaker.figure_unit(&budget.unit),
                note: note.join(self.say("，", "; ")),
                reviewed: String::new(),
                cites: self.clause_links(&budget.cites),
                origin: self.origin(budget.span),
            });
        }
        budgets
    }

    /// The name of a key: that of the field whose values it has.
    fn key_name(&self, key: &TableKey) -> String {
        let field = match &key.ty {
            KeyType::Enumeration(id) => self.enumerations.get(id).copied(),
            _ => None,
        };
        self.name(field.filter(|field| field.text == key.name.text).unwrap_or(&key.name))
    }

    fn key(&self, key: &TableKey) -> String {
        let name = self.key_name(key);
        match &key.ty {
            KeyType::Number { unit, .. } => {
                let unit = self.speaker.unit(unit);
                match (unit.is_empty(), self.speaker.zh()) {
                    (true, _) => name,
                    (false, true) => format!("{name}（{unit}）"),
                    (false, false) => format!("{name} ({unit})"),
                }
            }
            _ => name,
        }
    }

    pub fn table_sentence(&self, table: &Table) -> String {
        let quoted = |name: String| if self.speaker.zh() { name } else { format!("“{name}”") };
        let keys: Vec<String> = table.keys.iter().map(|key| quoted(self.key_name(key))).collect();
        let columns: Vec<String> = table.columns.iter().map(|column| quoted(self.name(&column.name))).collect();
        let open = table.rows.iter().flat_map(|row| &row.values).filter(|value| value.is_none()).count();
        let keys = self.speaker.list(&keys, ("和", "and"));
        let columns = self.speaker.list(&columns, ("和", "and"));
        let only = table.columns.len() == 1;
        let text = match (only, self.speaker.zh()) {
            (true, true) => format!("按{keys}查表，得一个数"),
            (false, true) => format!("按{keys}查表，得{columns}"),
            (true, false) => format!("one figure by {keys}"),
            (false, false) => format!("{columns} by {keys}"),
        };
        let rows = table.rows.len();
        let rest = match (open, self.speaker.zh()) {
            (0, true) => format!("；共 {rows} 行"),
            (_, true) => format!("；共 {rows} 行，{open} 个数待定"),
            (0, false) => format!("; rows: {rows}"),
            (_, false) => format!("; rows: {rows}, of which open figures: {open}"),
        };
        self.speaker.sentence(&(text + &rest))
    }

    fn cell(&self, cell: &TableCell, key: &TableKey) -> String {
        let speaker = self.speaker;
        let texts = |texts: &[String]| {
            let texts: Vec<String> = texts.to_vec();
            speaker.list(&texts, ("或", "or"))
        };
        let variants = |indexes: &[usize]| match &key.ty {
            KeyType::Enumeration(id) => {
                let list = &self.program.enumerations[*id].variants;
                let names: Vec<String> =
                    indexes.iter().filter_map(|at| list.get(*at)).map(|name| self.name(name)).collect();
                speaker.list(&names, ("或", "or"))
            }
            _ => String::new(),
        };
        let other = |but: String| match (but.is_empty(), speaker.zh()) {
            (true, true) => "其余".to_owned(),
            (true, false) => "any other".to_owned(),
            (false, true) => format!("其余（{but}以外）"),
            (false, false) => format!("any but {but}"),
        };
        match cell {
            TableCell::Any => self.say("任意", "any").to_owned(),
            TableCell::Range(range) => {
                let dimension = match &key.ty {
                    KeyType::Number { unit, .. } => unit.dimension.clone(),
                    _ => Dimension::pure(),
                };
                speaker.range(range, &Type::Number(dimension))
            }
            TableCell::Variants(indexes) => variants(indexes),
            TableCell::OtherVariants(indexes) => other(variants(indexes)),
            TableCell::Texts(list) => texts(list),
            TableCell::OtherTexts(list) => other(texts(list)),
            TableCell::YesNo(yes) => if *yes { self.say("是", "yes") } else { self.say("否", "no") }.to_owned(),
        }
    }

    pub fn tables(&self) -> Vec<TableView> {
        let mut views = Vec::new();
        for (id, table) in self.program.tables.iter() {
            let columns = table.columns.iter().map(|column| {
                let (name, unit) = (self.name(&column.name), self.speaker.unit(&column.unit));
                // A table of one figure names its column like itself.
                let name = if table.columns.len() == 1 { self.say("数额", "figure").to_owned() } else { name };
                match (unit.is_empty(), self.speaker.zh()) {
                    (true, _) => name,
                    (false, true) => format!("{name}（{unit}）"),
                    (false, false) => format!("{name} ({unit})"),
                }
            });
            let rows = table.rows.iter().map(|row| TableLine {
                keys: row.cells.iter().zip(&table.keys).map(|(cell, key)| self.cell(cell, key)).collect(),
                values: row
                    .values
                    .iter()
                    .zip(&table.columns)
                    .map(|(value, column)| match value {
                        Some(value) => self.speaker.column_figure(*value, &column.unit),
                        None => self.say("待定", "open").to_owned(),
                    })
                    .collect(),
            });
            views.push(TableView {
                anchor: anchor('t', id.index()),
                name: self.name(&table.name),
                label: self.label(&table.name),
                keys: table.keys.iter().map(|key| self.key(key)).collect(),
                columns: columns.collect(),
                rows: rows.collect(),
                reviewed: self.reviewed(table.reviewed_until),
                cites: self.clause_links(&table.cites),
                origin: self.origin(table.span),
            });
        }
        views
    }
}
