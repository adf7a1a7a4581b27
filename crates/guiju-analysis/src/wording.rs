//! Numbers, names and citations in the two languages.

use guiju_evaluator::Exact;
use guiju_evaluator::readable::{Style, readable, rows_text};
use guiju_program::citation::ClauseId;
use guiju_program::diagnostic::{Bilingual, Language};
use guiju_program::expr::{CompareOp, Expr, ExprKind};
use guiju_program::name::Name;
use guiju_program::schema::RecordId;
use guiju_program::unit::Dimension;
use guiju_program::{Program, Type};

use crate::encode::scene::{Quantity, Scene};
use crate::solver::{Relation, Var};

/// The same template in both languages.
pub fn bilingual(text: impl Fn(Language) -> String) -> Bilingual {
    Bilingual::new(text(Language::Zh), text(Language::En))
}

/// A value with its unit.
pub fn value(program: &Program, number: &Exact, ty: &Type, language: Language) -> String {
    readable(number, ty, Style::of(program, language, false))
}

/// An amount of money.
pub fn money(program: &Program, number: &Exact, language: Language) -> String {
    value(program, number, &Type::Number(Dimension::money()), language)
}

/// A number of rows of a record.
pub fn rows(program: &Program, record: RecordId, number: &Exact, language: Language) -> String {
    rows_text(program, record, number, language)
}

/// An amount of money for each row of a record: `2.27万元/户`.
pub fn per_row(program: &Program, record: RecordId, number: &Exact, language: Language) -> String {
    let amount = money(program, number, language);
    let counted = program.records.find(record).and_then(|record| record.counted.first());
    let noun = counted.filter(|dimension| !dimension.is_pure());
    match (noun, language) {
        (Some(noun), Language::Zh) => format!("{amount}/{}", noun.zh()),
        (Some(noun), Language::En) => format!("{amount}/{}", noun.en()),
        (None, Language::Zh) => format!("每行{amount}"),
        (None, Language::En) => format!("{amount} a row"),
    }
}

/// A name for readers of a language.
pub fn called(name: &Name, language: Language) -> &str {
    match language {
        Language::Zh => &name.text,
        Language::En => name.label.as_deref().unwrap_or(&name.text),
    }
}

/// A name in quotes, and behind it what it cites.
pub fn cited(program: &Program, name: &Name, cites: &[ClauseId], language: Language) -> String {
    let clauses: Vec<String> = cites.iter().map(|clause| program.citation(*clause)).collect();
    let name = called(name, language);
    match (language, clauses.is_empty()) {
        (Language::Zh, true) => format!("“{name}”"),
        (Language::En, true) => format!("'{name}'"),
        (Language::Zh, false) => format!("“{name}”（{}）", clauses.join("、")),
        (Language::En, false) => format!("'{name}' ({})", clauses.join(", ")),
    }
}

/// A bound, as in "至少3户".
pub fn bound(relation: Relation, number: &str, language: Language) -> String {
    match (language, relation) {
        (Language::Zh, Relation::Less) => format!("不到{number}"),
        (Language::Zh, Relation::AtMost) => format!("不超过{number}"),
        (Language::Zh, Relation::Equal) => format!("正好{number}"),
        (Language::Zh, Relation::AtLeast) => format!("至少{number}"),
        (Language::Zh, Relation::More) => format!("超过{number}"),
        (Language::Zh, Relation::Differs) => format!("不是{number}"),
        (Language::En, Relation::Less) => format!("less than {number}"),
        (Language::En, Relation::AtMost) => format!("at most {number}"),
        (Language::En, Relation::Equal) => format!("exactly {number}"),
        (Language::En, Relation::AtLeast) => format!("at least {number}"),
        (Language::En, Relation::More) => format!("more than {number}"),
        (Language::En, Relation::Differs) => format!("other than {number}"),
    }
}

/// What a quantity is called; a few words.
pub fn quantity(scene: &Scene<'_>, var: Var, language: Language) -> Option<String> {
    let program = scene.program;
    Some(match scene.quantity(var)? {
        Quantity::Count(counted) => {
            let record = called(&program.records.find(counted.rows.record)?.name, language).to_owned();
            let mut filters = Vec::new();
            for filter in counted.filters.values() {
                filters.push(condition(program, filter.expr, language)?);
            }
            match (language, filters.is_empty()) {
                (Language::Zh, true) => format!("“{record}”的个数"),
                (Language::Zh, false) => format!("“{record}”中{}的个数", filters.join("、")),
                (Language::En, true) => format!("the number of rows of '{record}'"),
                (Language::En, false) => format!("the number of rows of '{record}' with {}", filters.join(" and ")),
            }
        }
        Quantity::Total(counted, of) if counted.filters.is_empty() => {
            let of = condition(program, of, language)?;
            match language {
                Language::Zh => format!("{of}的合计"),
                Language::En => format!("the sum of {of}"),
            }
        }
        Quantity::Value(expr) => condition(program, expr, language)?,
        _ => return None,
    })
}

/// A condition or a value that has a name.
fn condition(program: &Program, expr: &Expr, language: Language) -> Option<String> {
    let quoted = |name: &Name| match language {
        Language::Zh => format!("“{}”", called(name, language)),
        Language::En => format!("'{}'", called(name, language)),
    };
    Some(match &expr.kind {
        ExprKind::Field { row, field } => {
            let mut record = row.record;
            for step in &row.steps {
                let found = program.records.find(record)?;
                record = match step {
                    guiju_program::expr::Step::Parent => found.parent?,
                    guiju_program::expr::Step::Reference(field) => match found.fields.find(*field)?.ty {
                        guiju_program::schema::FieldType::Reference(record) => record,
                        _ => return None,
                    },
                };
            }
            quoted(&program.records.find(record)?.fields.find(*field)?.name)
        }
        ExprKind::Define { define, .. } => quoted(&program.defines.find(*define)?.name),
        ExprKind::Criteria { criteria, .. } => quoted(&program.criteria.find(*criteria)?.name),
        ExprKind::Award { award, .. } => quoted(&program.awards.find(*award)?.name),
        ExprKind::Not(inner) => {
            let inner = condition(program, inner, language)?;
            match language {
                Language::Zh => format!("非{inner}"),
                Language::En => format!("not {inner}"),
            }
        }
        ExprKind::Compare { op, left, right } => {
            let left_text = condition(program, left, language)?;
            let right_text = match &right.kind {
                ExprKind::Number(number) => value(program, &Exact::from(*number), &right.ty, language),
                ExprKind::Variant(index) => {
                    let Type::Enumeration(id) = &right.ty else {
                        return None;
                    };
                    called(program.enumerations.find(*id)?.variants.get(*index)?, language).to_owned()
                }
                _ => return None,
            };
            let sign = match op {
                CompareOp::Eq => "=",
                CompareOp::Ne => "≠",
                CompareOp::Lt => "<",
                CompareOp::Le => "≤",
                CompareOp::Gt => ">",
                CompareOp::Ge => "≥",
            };
            format!("{left_text} {sign} {right_text}")
        }
        _ => return None,
    })
}

/// What kind of number a variable is; and of which record it counts rows.
pub fn kind(scene: &Scene<'_>, var: Var) -> Option<(Type, Option<RecordId>)> {
    Some(match scene.quantity(var)? {
        Quantity::Count(counted) => (Type::Number(Dimension::pure()), Some(counted.rows.record)),
        Quantity::Total(_, of) | Quantity::Value(of) => (of.ty.clone(), None),
        Quantity::Drawn(_) | Quantity::Demand(_) | Quantity::Paid(_) => (Type::Number(Dimension::money()), None),
        _ => return None,
    })
}

/// A value of a variable with its unit.
pub fn of_var(scene: &Scene<'_>, var: Var, number: &Exact, language: Language) -> Option<String> {
    let (ty, record) = kind(scene, var)?;
    Some(match record {
        Some(record) => rows(scene.program, record, number, language),
        None => value(scene.program, number, &ty, language),
    })
}

/// What a variable is called, for those that have a name.
pub fn label(scene: &Scene<'_>, var: Var) -> Option<Bilingual> {
    let program = scene.program;
    let of = |name: &Name, zh: &str, en: &str| {
        let both = bilingual(|language| called(name, language).to_owned());
        Bilingual::new(format!("“{}”{zh}", both.zh), format!("{en} '{}'", both.en))
    };
    Some(match scene.quantity(var)? {
        Quantity::Drawn(budget) => of(&program.budgets.find(*budget)?.name, "已用", "what is drawn of"),
        Quantity::Demand(award) => of(&program.awards.find(*award)?.name, "应付", "what is due of"),
        Quantity::Paid(award) => of(&program.awards.find(*award)?.name, "实付", "what is paid of"),
        Quantity::Open(parameter) => of(&program.parameters.find(*parameter)?.name, "", "the open figure"),
        Quantity::Count(counted) if quantity(scene, var, Language::Zh).is_none() => {
            of(&program.records.find(counted.rows.record)?.name, "中符合条件的个数", "the number of some rows of")
        }
        Quantity::Groups => Bilingual::new("组数", "the number of groups"),
        _ => Bilingual::new(quantity(scene, var, Language::Zh)?, quantity(scene, var, Language::En)?),
    })
}

/// What a variable is counted in.
pub fn unit(scene: &Scene<'_>, var: Var) -> Bilingual {
    let dimension = match kind(scene, var) {
        Some((_, Some(record))) => {
            scene.program.records.find(record).and_then(|record| record.counted.first()).cloned()
        }
        Some((Type::Number(dimension), None)) => Some(dimension),
        _ => None,
    };
    match dimension.filter(|dimension| !dimension.is_pure()) {
        Some(dimension) => Bilingual::new(dimension.zh(), dimension.en()),
        None => Bilingual::default(),
    }
}
