//! Types while checking: those of the program, and what the checker alone must know.
//!
//! A count of rows is not yet of one noun: it takes any of its record's nouns, or none, until a comparison says which.

use guiju_program::Bilingual;
use guiju_program::arena::Arena;
use guiju_program::expr::Type;
use guiju_program::schema::{EnumerationId, FieldType, Record, RecordId};
use guiju_program::unit::{BaseUnit, Dimension};

/// The records of the program.
pub(crate) type Records = Arena<RecordId, Record>;

/// What an expression yields.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ty {
    /// Something is wrong with it and was reported; nothing more is to be said.
    Unknown,
    Condition,
    Number(Num),
    Text,
    Enumeration(EnumerationId),
    Date,
    Month,
    Year,
    Instant,
    Reference(RecordId),
}

/// The dimension of a number, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Num {
    /// Units that were written.
    pub known: Dimension,
    /// Counts of rows with their powers; each takes a noun of its record, or none.
    counts: Vec<(RecordId, i32)>,
    /// The unit is open: that of a parameter that is not yet decided.
    pub free: bool,
    /// A share, a growth, or another number that is written with `%`.
    pub rate: bool,
}

impl Num {
    pub(crate) fn of(known: Dimension) -> Self {
        Self { known, ..Self::default() }
    }

    pub(crate) fn pure() -> Self {
        Self::default()
    }

    pub(crate) fn rate() -> Self {
        Self { rate: true, ..Self::default() }
    }

    /// The same, as a rate or not.
    pub(crate) fn with_rate(self, rate: bool) -> Self {
        Self { rate, ..self }
    }

    pub(crate) fn open() -> Self {
        Self { free: true, ..Self::default() }
    }

    pub(crate) fn count(record: RecordId) -> Self {
        Self { counts: vec![(record, 1)], ..Self::default() }
    }

    /// Whether it is one count of rows, and of which.
    pub(crate) fn counted(&self) -> Option<RecordId> {
        match self.counts.as_slice() {
            [(record, 1)] if self.known.is_pure() => Some(*record),
            _ => None,
        }
    }

    pub(crate) fn times(&self, other: &Self, records: &Records) -> Self {
        self.combined(self.known.times(&other.known), other, 1, records)
    }

    pub(crate) fn over(&self, other: &Self, records: &Records) -> Self {
        self.combined(self.known.over(&other.known), other, -1, records)
    }

    fn combined(&self, known: Dimension, other: &Self, sign: i32, records: &Records) -> Self {
        let mut result = Self {
            known,
            counts: merged(&self.counts, &other.counts, sign),
            free: self.free || other.free,
            rate: false,
        };
        // 元/户 × a count of 户 is money at once, so that nothing later can take the count for a plain number.
        for (record, power) in &mut result.counts {
            for noun in &records[*record].counted {
                while *power != 0 && cancels(&result.known, noun, *power) {
                    if *power > 0 {
                        result.known = result.known.times(noun);
                        *power -= 1;
                    } else {
                        result.known = result.known.over(noun);
                        *power += 1;
                    }
                }
            }
        }
        result.counts.retain(|(_, power)| *power != 0);
        result
    }

    /// The dimension that both can have: for sums and comparisons. `None` where they do not mix.
    pub(crate) fn unify(&self, other: &Self, records: &Records) -> Option<Self> {
        let rate = self.rate && other.rate;
        if self.free {
            return Some(Self { rate, ..other.clone() });
        }
        if other.free {
            return Some(Self { rate, ..self.clone() });
        }
        let mut left_over = self.known.over(&other.known);
        let mut counts = merged(&self.counts, &other.counts, -1);
        if let (Some(left), Some(right)) = (self.counted(), other.counted())
            && left != right
            && !share_noun(records, left, right)
        {
            return None;
        }
        for (record, power) in &mut counts {
            for noun in &records[*record].counted {
                while *power != 0 && cancels(&left_over, noun, *power) {
                    if *power > 0 {
                        left_over = left_over.times(noun);
                        *power -= 1;
                    } else {
                        left_over = left_over.over(noun);
                        *power += 1;
                    }
                }
            }
        }
        if !left_over.is_pure() {
            return None;
        }
        // A count stays one, so that its other nouns still fit.
        let flexible = if self.counts.is_empty() { other } else { self };
        Some(Self { rate, ..flexible.clone() })
    }

    /// The dimension for the program: counts take the first noun of their record.
    pub(crate) fn finish(&self, records: &Records) -> Dimension {
        let mut dimension = self.known.clone();
        for (record, power) in &self.counts {
            if let Some(noun) = records[*record].counted.first() {
                for _ in 0..power.unsigned_abs() {
                    dimension = if *power > 0 { dimension.times(noun) } else { dimension.over(noun) };
                }
            }
        }
        dimension
    }

    /// Whether it is the dimension of that one unit, or may be.
    pub(crate) fn is(&self, unit: &BaseUnit) -> bool {
        self.free || (self.counts.is_empty() && self.known == Dimension::of(unit.clone()))
    }
}

/// Whether a count of that power takes the noun to cancel it in the dimension.
fn cancels(dimension: &Dimension, noun: &Dimension, power: i32) -> bool {
    let mut nouns = noun.powers();
    let (Some((unit, 1)), None) = (nouns.next(), nouns.next()) else {
        return false;
    };
    dimension.powers().any(|(other, there)| other == unit && there.signum() == -power.signum())
}

fn share_noun(records: &Records, left: RecordId, right: RecordId) -> bool {
    let (left, right) = (&records[left].counted, &records[right].counted);
    left.is_empty() || right.is_empty() || left.iter().any(|noun| right.contains(noun))
}

fn merged(left: &[(RecordId, i32)], right: &[(RecordId, i32)], sign: i32) -> Vec<(RecordId, i32)> {
    let mut counts = left.to_vec();
    for (record, power) in right {
        let power = power.saturating_mul(sign);
        match counts.iter_mut().find(|(known, _)| known == record) {
            Some((_, sum)) => *sum = sum.saturating_add(power),
            None => counts.push((*record, power)),
        }
    }
    counts.retain(|(_, power)| *power != 0);
    counts
}

impl Ty {
    /// The type of a field.
    pub(crate) fn of_field(ty: &FieldType) -> Self {
        match ty {
            FieldType::Text => Self::Text,
            FieldType::YesNo => Self::Condition,
            FieldType::Integer => Self::Number(Num::pure()),
            FieldType::Number(unit) => Self::Number(Num {
                rate: unit.dimension.is_pure() && unit.text != "1",
                ..Num::of(unit.dimension.clone())
            }),
            FieldType::Date => Self::Date,
            FieldType::Month => Self::Month,
            FieldType::Year => Self::Year,
            FieldType::Instant => Self::Instant,
            FieldType::Enumeration(enumeration) => Self::Enumeration(*enumeration),
            FieldType::Reference(record) => Self::Reference(*record),
        }
    }

    /// The type for the program. That of an expression with an error is of no account, since no program comes of it.
    pub(crate) fn finish(&self, records: &Records) -> Type {
        match self {
            Self::Unknown | Self::Condition => Type::Condition,
            Self::Number(number) => Type::Number(number.finish(records)),
            Self::Text => Type::Text,
            Self::Enumeration(enumeration) => Type::Enumeration(*enumeration),
            Self::Date => Type::Date,
            Self::Month => Type::Month,
            Self::Year => Type::Year,
            Self::Instant => Type::Instant,
            Self::Reference(record) => Type::Reference(*record),
        }
    }

    pub(crate) const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// Whether values of it have an order.
    pub(crate) const fn is_ordered(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Date | Self::Month | Self::Year | Self::Instant)
    }

    /// Dates of all kinds.
    pub(crate) const fn is_calendar(&self) -> bool {
        matches!(self, Self::Date | Self::Month | Self::Year | Self::Instant)
    }

    /// What messages call a value of it.
    pub(crate) fn describe_value(&self, records: &Records) -> Bilingual {
        let Bilingual { zh, en } = self.describe(records);
        match self {
            Self::Number(number) if !number.finish(records).is_pure() => {
                Bilingual::new(format!("以{zh}计的数"), format!("a number in {en}"))
            }
            _ => Bilingual::new(zh, en),
        }
    }

    /// What messages call it; numbers by their unit.
    pub(crate) fn describe(&self, records: &Records) -> Bilingual {
        let (zh, en) = match self {
            Self::Unknown => ("未知", "unknown"),
            Self::Condition => ("是否（条件）", "yes or no (a condition)"),
            Self::Text => ("文本", "text"),
            Self::Enumeration(_) => ("一项列出的取值", "one of a list of values"),
            Self::Date => ("日期", "a date"),
            Self::Month => ("年月", "a month"),
            Self::Year => ("年份", "a year"),
            Self::Instant => ("时刻", "a date with a time"),
            Self::Reference(record) => {
                let name = &records[*record].name;
                return Bilingual::new(format!("{name}的一行"), format!("a row of {name}"));
            }
            Self::Number(number) => return describe_dimension(&number.finish(records)),
        };
        Bilingual::new(zh, en)
    }
}

/// What messages call a dimension.
pub(crate) fn describe_dimension(dimension: &Dimension) -> Bilingual {
    if dimension.is_pure() {
        Bilingual::new("纯数", "a plain number")
    } else {
        Bilingual::new(dimension.zh(), dimension.en())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guiju_program::name::Name;
    use guiju_program::source::Span;

    fn noun(name: &str) -> Dimension {
        Dimension::of(BaseUnit::Declared(name.to_owned()))
    }

    fn records() -> (Records, RecordId, RecordId) {
        let record = |nouns: &[&str]| Record {
            name: Name::new("R"),
            fields: Arena::new(),
            key: None,
            parent: None,
            counted: nouns.iter().map(|name| noun(name)).collect(),
            rule_date: None,
            single: false,
            span: Span::default(),
        };
        let mut records = Arena::new();
        let first = records.push(record(&["户", "家"]));
        let second = records.push(record(&["条"]));
        (records, first, second)
    }

    #[test]
    fn a_count_takes_its_own_nouns_or_none() {
        let (records, first, second) = records();
        let count = Num::count(first);
        assert!(count.unify(&Num::of(noun("户")), &records).is_some());
        assert!(count.unify(&Num::of(noun("家")), &records).is_some());
        assert!(count.unify(&Num::pure(), &records).is_some());
        assert!(count.unify(&Num::of(noun("条")), &records).is_none());
        assert!(count.unify(&Num::count(second), &records).is_none());
        assert!(count.unify(&Num::of(Dimension::money()), &records).is_none());
    }

    #[test]
    fn money_per_household_times_a_count_is_money() {
        let (records, first, second) = records();
        let rate = Num::of(Dimension::money().over(&noun("户")));
        let money = rate.times(&Num::count(first), &records);
        assert_eq!(money.known, Dimension::money());
        assert!(money.unify(&Num::of(Dimension::money()), &records).is_some());
        assert!(money.unify(&rate, &records).is_none());
        let other = rate.times(&Num::count(second), &records);
        assert!(other.unify(&Num::of(Dimension::money()), &records).is_none());
    }

    #[test]
    fn a_ratio_of_counts_is_a_plain_number() {
        let (records, first, second) = records();
        let ratio = Num::count(first).over(&Num::count(second), &records);
        assert!(ratio.unify(&Num::rate(), &records).is_some());
    }
}
