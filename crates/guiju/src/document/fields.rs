//! Records and fields: which facts are needed.

use guiju_program::arena::Id;
use guiju_program::schema::{Field, FieldType, Record};

use super::build::{Builder, anchor};
use super::model::{FieldView, RecordView};
use super::sentence::one;

impl Builder<'_> {
    pub fn records(&self) -> Vec<RecordView> {
        let records = self.program.records.iter();
        records
            .map(|(id, record)| RecordView {
                anchor: anchor('f', id.index()),
                name: self.name(&record.name),
                label: self.label(&record.name),
                about: self.about(record),
                fields: record
                    .fields
                    .iter()
                    .map(|(field_id, field)| {
                        self.field_view(field, record.key == Some(field_id), record.rule_date == Some(field_id))
                    })
                    .collect(),
                origin: self.origin(record.span),
            })
            .collect()
    }

    /// What is to be known of a table as a whole, a sentence each.
    fn about(&self, record: &Record) -> Vec<String> {
        let zh = self.speaker.zh();
        let mut about = Vec::new();
        if record.single {
            about.push(self.say("只有一行，说的是全局", "There is exactly one row, about the whole").to_owned());
        }
        if let Some(parent) = record.parent {
            let parent = self.speaker.row(parent);
            about.push(if zh {
                format!("每一行属于一个{parent}")
            } else {
                format!("Each row belongs to {}", one(&parent))
            });
        }
        let units: Vec<String> =
            record.counted.iter().filter(|unit| !unit.is_pure()).map(|unit| self.speaker.counting_unit(unit)).collect();
        if !units.is_empty() {
            let units = self.speaker.list(&units, ("或", "or"));
            about.push(if zh { format!("按{units}计数") } else { format!("Rows are counted in {units}") });
        }
        about.into_iter().map(|text| self.speaker.sentence(&text)).collect()
    }

    fn field_view(&self, field: &Field, key: bool, rule_date: bool) -> FieldView {
        let zh = self.speaker.zh();
        let holds = match &field.ty {
            FieldType::Text => self.say("文本", "text").to_owned(),
            FieldType::YesNo => self.say("是或否", "yes or no").to_owned(),
            FieldType::Integer => self.say("整数", "whole number").to_owned(),
            FieldType::Number(unit) => {
                let unit = self.speaker.unit(unit);
                match (unit.is_empty(), zh) {
                    (true, _) => self.say("数", "number").to_owned(),
                    (false, true) => format!("数（{unit}）"),
                    (false, false) => format!("number ({unit})"),
                }
            }
            FieldType::Date => self.say("日期", "date").to_owned(),
            FieldType::Month => self.say("年月", "month").to_owned(),
            FieldType::Year => self.say("年份", "year").to_owned(),
            FieldType::Instant => self.say("日期和时刻", "date and time").to_owned(),
            FieldType::Enumeration(id) => {
                let list = &self.program.enumerations[*id];
                let mut names: Vec<String> = list.variants.iter().map(|name| self.name(name)).collect();
                if list.open {
                    names.push(self.say("其他", "others").to_owned());
                }
                let names = self.speaker.list(&names, ("或", "or"));
                if zh { format!("选项：{names}") } else { format!("one of: {names}") }
            }
            FieldType::Reference(record) => {
                let row = self.speaker.row(*record);
                if zh { format!("一个{row}的键") } else { format!("the key of {}", one(&row)) }
            }
        };
        let notes = [
            key.then(|| self.say("键", "key")),
            rule_date
                .then(|| self.say("规则日：按这一天取参数的值", "rule date: picks the figures of dated parameters")),
            field.optional.then(|| self.say("可以没有", "may be blank: there is none")),
            field.signed.then(|| self.say("可以为负", "may be negative")),
        ];
        let notes: Vec<&str> = notes.into_iter().flatten().collect();
        FieldView {
            name: self.name(&field.name),
            label: self.label(&field.name),
            holds,
            note: notes.join(self.say("；", "; ")),
        }
    }
}
