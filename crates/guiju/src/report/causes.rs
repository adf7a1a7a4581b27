//! Why a verdict is open, in words.

use guiju_evaluator::outcome::{Cause, Causes};
use guiju_program::Program;
use guiju_program::citation::ClauseId;
use guiju_program::diagnostic::Language;
use guiju_program::schema::{FieldId, RecordId};

use super::build;
use super::words::{self, say};

/// How many keys are named for one blank field.
const KEYS: usize = 10;

/// The causes in sentences; blank cells of one field share a sentence.
pub(crate) fn sentences(program: &Program, clauses: &[ClauseId], causes: &Causes, language: Language) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut cells: Vec<((RecordId, FieldId), Vec<&String>)> = Vec::new();
    for cause in &causes.list {
        if let Cause::Fact(record, field, key) = cause {
            let place = (*record, *field);
            match cells.iter_mut().find(|(at, _)| *at == place) {
                Some((_, keys)) => keys.push(key),
                None => cells.push((place, vec![key])),
            }
        } else {
            sentences.push(sentence(program, clauses, cause, language));
        }
    }
    for ((record, field), keys) in cells {
        let place = field_name(program, record, field, language);
        let shown: Vec<&&String> = keys.iter().take(KEYS).collect();
        let list: Vec<&str> = shown.iter().map(|key| key.as_str()).collect();
        let list = words::list(&list, language);
        let rest = keys.len().saturating_sub(KEYS);
        let more = match (rest, language) {
            (0, _) => String::new(),
            (_, Language::Zh) => format!(" 等 {} 行", keys.len()),
            (_, Language::En) => format!(" and {rest} more"),
        };
        sentences.push(match language {
            Language::Zh => format!("没有填 {place}：{list}{more}"),
            Language::En => format!("{place} is blank: {list}{more}"),
        });
    }
    if causes.truncated {
        sentences.push(say(language, "还有其他原因，没有全部列出", "there are more causes").to_owned());
    }
    sentences
}

fn field_name(program: &Program, record: RecordId, field: FieldId, language: Language) -> String {
    let definition = &program.records[record];
    let record = words::name(&definition.name, language);
    let field = words::name(&definition.fields[field].name, language);
    format!("{record}.{field}")
}

fn sentence(program: &Program, clauses: &[ClauseId], cause: &Cause, language: Language) -> String {
    let record_name = |record: RecordId| words::name(&program.records[record].name, language);
    match cause {
        Cause::Table(record) => {
            let name = record_name(*record);
            match language {
                Language::Zh => format!("没有给出“{name}”这张表"),
                Language::En => format!("the table `{name}` was not given"),
            }
        }
        Cause::Children(record, key) => {
            let name = record_name(*record);
            match language {
                Language::Zh => format!("没有给出 {key} 的“{name}”"),
                Language::En => format!("the `{name}` rows of {key} were not given"),
            }
        }
        Cause::Column(record, field) => {
            let place = field_name(program, *record, *field, language);
            match language {
                Language::Zh => format!("没有给出 {place} 这一列"),
                Language::En => format!("the column {place} was not given"),
            }
        }
        Cause::Fact(record, field, key) => {
            let place = field_name(program, *record, *field, language);
            match language {
                Language::Zh => format!("没有填 {place}：{key}"),
                Language::En => format!("{place} is blank: {key}"),
            }
        }
        Cause::Given(criteria, key) => {
            let name = words::name(&program.criteria[*criteria].name, language);
            match language {
                Language::Zh => format!("{key} 的“{name}”给定为待定"),
                Language::En => format!("`{name}` of {key} was given as undetermined"),
            }
        }
        Cause::Parameter(parameter) => {
            let parameter = &program.parameters[*parameter];
            let name = words::name(&parameter.name, language);
            let cites = words::list(&build::cites(program, &parameter.cites), language);
            match (language, cites.is_empty()) {
                (Language::Zh, true) => format!("参数“{name}”还没有定"),
                (Language::Zh, false) => format!("参数“{name}”还没有定（条款 {cites}）"),
                (Language::En, true) => format!("the parameter `{name}` has no figure yet"),
                (Language::En, false) => {
                    format!("the parameter `{name}` has no figure yet (clause {cites})")
                }
            }
        }
        Cause::Figure(table) => {
            let table = &program.tables[*table];
            let name = words::name(&table.name, language);
            let cites = words::list(&build::cites(program, &table.cites), language);
            match (language, cites.is_empty()) {
                (Language::Zh, true) => format!("表“{name}”里用到的数还没有定"),
                (Language::Zh, false) => format!("表“{name}”里用到的数还没有定（条款 {cites}）"),
                (Language::En, true) => format!("the figure of the table `{name}` is not settled yet"),
                (Language::En, false) => {
                    format!("the figure of the table `{name}` is not settled yet (clause {cites})")
                }
            }
        }
        Cause::Workdays(year) => {
            let calendar = program.calendar.as_ref();
            let name = calendar.map_or("", |calendar| words::name(&calendar.name, language));
            match language {
                Language::Zh => format!("日历“{name}”没有 {year} 年的工作日"),
                Language::En => format!("the calendar `{name}` does not tell the working days of {year}"),
            }
        }
        Cause::Silent(point) => {
            let cites = words::list(&build::cites(program, clauses), language);
            let name = words::silent_point(*point, language);
            let question = words::silent_question(*point, language);
            match (language, cites.is_empty()) {
                (Language::Zh, true) => format!("条款没有说{question}（{name}）"),
                (Language::Zh, false) => format!("条款 {cites} 没有说{question}（{name}）"),
                (Language::En, true) => format!("the clause does not say {question} ({name})"),
                (Language::En, false) => format!("clause {cites} does not say {question} ({name})"),
            }
        }
    }
}
