//! What a program expects of facts, laid out for finding columns by name and reading cells quickly.

use std::collections::HashMap;

use guiju_program::schema::{Field, FieldId, FieldType, Record, RecordId};
use guiju_program::{Decimal, Name, Program};

use crate::spelling::{normal, suggest};

/// All tables.
pub(crate) struct Plan {
    tables: Vec<TablePlan>,
    by_name: HashMap<String, RecordId>,
}

/// One table.
pub(crate) struct TablePlan {
    pub(crate) record: RecordId,
    pub(crate) name: Name,
    /// In the order of the policy.
    pub(crate) fields: Vec<FieldPlan>,
    pub(crate) key: Option<FieldId>,
    /// The record that owns the rows, and its name.
    pub(crate) parent: Option<(RecordId, Name)>,
    #[cfg(feature = "json")]
    pub(crate) single: bool,
    targets: HashMap<String, Target>,
    /// Names of columns and child tables, for "did you mean".
    names: Vec<String>,
}

/// What a column, or a key of a JSON row, gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A field.
    Field(FieldId),
    /// The key of the row that owns this one.
    Owner,
    /// Rows of a child table.
    Child(RecordId),
}

/// One field.
pub(crate) struct FieldPlan {
    pub(crate) id: FieldId,
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) optional: bool,
    pub(crate) signed: bool,
}

/// What the cells of a field are.
pub(crate) enum Kind {
    /// Text; that of a key is trimmed, so that references find it.
    Text {
        trim: bool,
    },
    YesNo,
    Integer,
    Number {
        /// What a number is multiplied by; `None`: by one.
        factor: Option<Decimal>,
        /// The unit as the policy writes it; `None` for pure numbers.
        unit: Option<String>,
        /// Whether it is a pure number, so that `20%` can be one.
        pure: bool,
    },
    Date,
    Month,
    Year,
    Instant,
    Enumeration(Variants),
    Reference(RecordId),
}

/// The values of an enumeration.
pub(crate) struct Variants {
    /// By value and by label, the value.
    pub(crate) by_name: HashMap<String, String>,
    /// The values in the order of the policy.
    pub(crate) list: Vec<String>,
    pub(crate) open: bool,
}

impl Plan {
    pub(crate) fn new(program: &Program) -> Self {
        let mut by_name = HashMap::new();
        for (id, record) in program.records.iter() {
            for name in spellings(&record.name) {
                by_name.entry(name).or_insert(id);
            }
        }
        let tables = program.records.iter().map(|(id, record)| TablePlan::new(program, id, record)).collect();
        Self { tables, by_name }
    }

    /// The table of a name as it stands in a file.
    pub(crate) fn find(&self, name: &str) -> Option<&TablePlan> {
        let wanted = normal(name.trim());
        let found = self.by_name.get(wanted.as_ref());
        found.and_then(|id| self.table(*id))
    }

    /// The name nearest to one that no table has.
    pub(crate) fn nearest(&self, name: &str) -> Option<&str> {
        let names: Vec<&str> = self.tables.iter().flat_map(|t| both(&t.name)).collect();
        suggest(&normal(name.trim()), names.into_iter())
    }

    /// The table of a record.
    pub(crate) fn table(&self, record: RecordId) -> Option<&TablePlan> {
        self.tables.get(record.0 as usize)
    }

    /// All tables.
    pub(crate) fn tables(&self) -> &[TablePlan] {
        &self.tables
    }
}

impl TablePlan {
    fn new(program: &Program, id: RecordId, record: &Record) -> Self {
        let mut targets = HashMap::new();
        let mut names = Vec::new();
        let mut add = |name: &Name, target| {
            names.extend(both(name).map(str::to_owned));
            for name in spellings(name) {
                targets.entry(name).or_insert(target);
            }
        };
        for (field, declared) in record.fields.iter() {
            add(&declared.name, Target::Field(field));
        }
        let parent = record.parent.and_then(|parent| Some((parent, program.records.find(parent)?.name.clone())));
        if let Some((_, name)) = &parent {
            add(name, Target::Owner);
        }
        for (child, declared) in program.records.iter() {
            if declared.parent == Some(id) {
                add(&declared.name, Target::Child(child));
            }
        }
        let fields = record
            .fields
            .iter()
            .map(|(field, declared)| FieldPlan::new(program, field, declared, record.key == Some(field)))
            .collect();
        Self {
            record: id,
            name: record.name.clone(),
            fields,
            key: record.key,
            parent,
            #[cfg(feature = "json")]
            single: record.single,
            targets,
            names,
        }
    }

    /// What a column of that name gives.
    pub(crate) fn target(&self, name: &str) -> Option<Target> {
        let exact = self.targets.get(name);
        let found = exact.or_else(|| self.targets.get(normal(name.trim()).as_ref()));
        found.copied()
    }

    /// The name nearest to one that no column has.
    pub(crate) fn nearest(&self, name: &str) -> Option<&str> {
        suggest(&normal(name.trim()), self.names.iter().map(String::as_str))
    }

    /// The field of an id.
    pub(crate) fn field(&self, field: FieldId) -> Option<&FieldPlan> {
        self.fields.get(field.0 as usize)
    }

    /// The name of what a column gives.
    pub(crate) fn target_name<'a>(&'a self, target: Target, plan: &'a Plan) -> &'a str {
        match target {
            Target::Field(field) => self.field(field).map_or("", |f| f.name.as_str()),
            Target::Owner => self.parent.as_ref().map_or("", |(_, name)| name.as_str()),
            Target::Child(child) => plan.table(child).map_or("", |t| t.name.as_str()),
        }
    }
}

impl FieldPlan {
    fn new(program: &Program, id: FieldId, field: &Field, is_key: bool) -> Self {
        let kind = match &field.ty {
            FieldType::Text => Kind::Text { trim: is_key },
            FieldType::YesNo => Kind::YesNo,
            FieldType::Integer => Kind::Integer,
            FieldType::Number(unit) => {
                let pure = unit.dimension.is_pure();
                Kind::Number {
                    factor: (unit.factor != Decimal::ONE).then_some(unit.factor),
                    unit: (!pure || unit.factor != Decimal::ONE).then(|| unit.text.clone()),
                    pure,
                }
            }
            FieldType::Date => Kind::Date,
            FieldType::Month => Kind::Month,
            FieldType::Year => Kind::Year,
            FieldType::Instant => Kind::Instant,
            FieldType::Reference(target) => Kind::Reference(*target),
            FieldType::Enumeration(id) => Kind::Enumeration(Variants::new(program.enumerations.find(*id))),
        };
        Self { id, name: field.name.text.clone(), kind, optional: field.optional, signed: field.signed }
    }
}

impl Variants {
    fn new(enumeration: Option<&guiju_program::schema::Enumeration>) -> Self {
        let mut by_name = HashMap::new();
        let mut list = Vec::new();
        for variant in enumeration.iter().flat_map(|e| &e.variants) {
            // A value wins over the label of another.
            by_name.insert(normal(&variant.text).into_owned(), variant.text.clone());
            list.push(variant.text.clone());
        }
        for variant in enumeration.iter().flat_map(|e| &e.variants) {
            if let Some(label) = &variant.label {
                by_name.entry(normal(label).into_owned()).or_insert_with(|| variant.text.clone());
            }
        }
        Self { by_name, list, open: enumeration.is_none_or(|e| e.open) }
    }
}

/// The name, and the label if there is one.
fn both(name: &Name) -> impl Iterator<Item = &str> {
    [Some(name.text.as_str()), name.label.as_deref()].into_iter().flatten()
}

fn spellings(name: &Name) -> impl Iterator<Item = String> {
    both(name).map(|name| normal(name).into_owned())
}
