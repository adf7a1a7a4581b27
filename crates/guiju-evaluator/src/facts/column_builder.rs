//! One column while its cells come in.

use std::sync::Arc;

use guiju_program::schema::{Field, FieldType};
use guiju_program::value::{Cell, Value, Verdict};
use guiju_program::{Decimal, Program};

use super::build::FactsErrorKind;
use super::column::{Codes, Column, ColumnData, NO_CODE, Numbers, State, Texts};
use crate::calendar;

/// A column that grows cell by cell. Reference columns hold their keys as texts until all tables are there.
pub(super) struct ColumnBuilder {
    data: Growing,
    states: Vec<State>,
    gaps: bool,
    given: bool,
    /// How many rows came before the first that gave the column: they take no memory while none does.
    skipped: usize,
    /// Whether it holds texts of which none is declared.
    free: bool,
    kind: Kind,
    signed: bool,
    optional: bool,
    /// For a closed enumeration, how many values are declared.
    closed: Option<usize>,
}

enum Growing {
    YesNo(Vec<Verdict>),
    Scaled { values: Vec<i64>, scale: u32, min: i64, max: i64 },
    Wide(Vec<Decimal>),
    Codes { values: Vec<u32>, texts: Texts },
}

/// Which values the field takes.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    YesNo,
    Integer,
    Number,
    Date,
    Month,
    Year,
    Instant,
}

impl ColumnBuilder {
    pub(super) fn new(program: &Program, field: &Field) -> Self {
        let mut texts = Texts::default();
        let mut closed = None;
        let kind = match &field.ty {
            FieldType::Text | FieldType::Reference(_) => Kind::Text,
            FieldType::Enumeration(id) => {
                if let Some(enumeration) = program.enumerations.find(*id) {
                    for variant in &enumeration.variants {
                        texts.intern(&variant.text);
                    }
                    closed = (!enumeration.open).then_some(enumeration.variants.len());
                }
                Kind::Text
            }
            FieldType::YesNo => Kind::YesNo,
            FieldType::Integer => Kind::Integer,
            FieldType::Number(_) => Kind::Number,
            FieldType::Date => Kind::Date,
            FieldType::Month => Kind::Month,
            FieldType::Year => Kind::Year,
            FieldType::Instant => Kind::Instant,
        };
        let data = match kind {
            Kind::YesNo => Growing::YesNo(Vec::new()),
            Kind::Text => Growing::Codes { values: Vec::new(), texts },
            _ => Growing::Scaled { values: Vec::new(), scale: 0, min: 0, max: 0 },
        };
        Self {
            data,
            states: Vec::new(),
            gaps: false,
            given: false,
            skipped: 0,
            free: matches!(field.ty, FieldType::Text | FieldType::Reference(_)),
            kind,
            signed: field.signed,
            optional: field.optional,
            closed,
        }
    }

    /// Adds a cell. On an error the cell counts as unknown, so that the rows stay in step.
    pub(super) fn push(&mut self, cell: &Cell) -> Result<(), FactsErrorKind> {
        self.given = true;
        for _ in 0..std::mem::take(&mut self.skipped) {
            self.pad(State::Unknown);
        }
        let result = match cell {
            Cell::Known(value) => self.push_value(value),
            Cell::Unknown => {
                self.pad(State::Unknown);
                return Ok(());
            }
            Cell::Absent if self.optional => {
                self.pad(State::Absent);
                return Ok(());
            }
            Cell::Absent => Err(FactsErrorKind::WrongType),
        };
        match result {
            Ok(()) => self.states.push(State::Known),
            Err(_) => self.pad(State::Unknown),
        }
        result
    }

    /// How many different texts there are, in a column of texts that are not declared beforehand.
    pub(super) fn texts(&self) -> Option<usize> {
        match &self.data {
            Growing::Codes { texts, .. } if self.free => Some(texts.len()),
            _ => None,
        }
    }

    /// Adds a cell that was not given.
    pub(super) fn push_not_given(&mut self) {
        if self.given {
            self.pad(State::Unknown);
        } else {
            self.skipped += 1;
        }
    }

    fn pad(&mut self, state: State) {
        self.gaps = true;
        self.states.push(state);
        match &mut self.data {
            Growing::YesNo(verdicts) => verdicts.push(match state {
                State::Absent => Verdict::NotApplicable,
                _ => Verdict::Undetermined,
            }),
            Growing::Scaled { values, .. } => values.push(0),
            Growing::Wide(values) => values.push(Decimal::ZERO),
            Growing::Codes { values, .. } => values.push(NO_CODE),
        }
    }

    fn push_value(&mut self, value: &Value) -> Result<(), FactsErrorKind> {
        match (self.kind, value) {
            (Kind::YesNo, Value::YesNo(yes)) => {
                if let Growing::YesNo(verdicts) = &mut self.data {
                    verdicts.push(Verdict::from_bool(*yes));
                }
                Ok(())
            }
            (Kind::Text, Value::Text(text)) => self.push_text(text),
            (Kind::Integer | Kind::Number, Value::Number(number)) => {
                let number = number.normalize();
                if self.kind == Kind::Integer && number.scale() > 0 {
                    return Err(FactsErrorKind::WrongType);
                }
                if number.is_sign_negative() && !number.is_zero() && !self.signed {
                    return Err(FactsErrorKind::Negative);
                }
                self.push_number(number);
                Ok(())
            }
            (Kind::Date, Value::Date(date)) => self.push_whole(calendar::day_number(*date)),
            (Kind::Month, Value::Month(month)) => self.push_whole(i64::from(month.index())),
            (Kind::Year, Value::Year(year)) => self.push_whole(i64::from(*year)),
            (Kind::Instant, Value::Instant(instant)) => self.push_whole(calendar::instant_number(*instant)),
            _ => Err(FactsErrorKind::WrongType),
        }
    }

    fn push_text(&mut self, text: &str) -> Result<(), FactsErrorKind> {
        let Growing::Codes { values, texts } = &mut self.data else {
            return Err(FactsErrorKind::WrongType);
        };
        if let Some(declared) = self.closed
            && texts.code(text).is_none_or(|code| code as usize >= declared)
        {
            return Err(FactsErrorKind::UnknownVariant { value: text.to_owned() });
        }
        values.push(texts.intern(text));
        Ok(())
    }

    fn push_whole(&mut self, value: i64) -> Result<(), FactsErrorKind> {
        if let Growing::Scaled { values, min, max, .. } = &mut self.data {
            *min = (*min).min(value);
            *max = (*max).max(value);
            values.push(value);
        }
        Ok(())
    }

    /// Adds a number, at a common scale while one fits 64 bits.
    fn push_number(&mut self, number: Decimal) {
        if let Growing::Scaled { values, scale, min, max } = &mut self.data {
            let wanted = number.scale().max(*scale);
            if let (Some(step), Some(value)) = (power(wanted - *scale), scaled(number, wanted))
                && let (Some(low), Some(high)) = (min.checked_mul(step), max.checked_mul(step))
            {
                if step != 1 {
                    values.iter_mut().for_each(|v| *v = v.saturating_mul(step));
                    *scale = wanted;
                }
                *min = low.min(value);
                *max = high.max(value);
                values.push(value);
                return;
            }
            let from = *scale;
            let wide = values
                .iter()
                .map(|v| Decimal::try_from_i128_with_scale(i128::from(*v), from).unwrap_or_default())
                .collect();
            self.data = Growing::Wide(wide);
        }
        if let Growing::Wide(values) = &mut self.data {
            values.push(number);
        }
    }

    /// The finished column.
    pub(super) fn finish(self) -> Column {
        if !self.given {
            return Column::not_given();
        }
        let states = self.gaps.then_some(self.states);
        match self.data {
            Growing::YesNo(verdicts) => Column { data: ColumnData::YesNo(verdicts), states: None },
            Growing::Scaled { values, scale, min, max } => {
                Column { data: ColumnData::Numbers(Numbers { values, scale, min, max }), states }
            }
            Growing::Wide(values) => Column { data: ColumnData::Wide(values), states },
            Growing::Codes { values, texts } => {
                Column { data: ColumnData::Codes(Codes { values, texts: Arc::new(texts) }), states }
            }
        }
    }
}

/// `10^exponent`, if it fits.
fn power(exponent: u32) -> Option<i64> {
    10_i64.checked_pow(exponent)
}

/// The number times `10^scale`, if it is whole and fits.
fn scaled(number: Decimal, scale: u32) -> Option<i64> {
    let step = 10_i128.checked_pow(scale.checked_sub(number.scale())?)?;
    i64::try_from(number.mantissa().checked_mul(step)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use guiju_program::schema::Field;
    use guiju_program::unit::Unit;

    fn column(cells: &[&str]) -> Column {
        let field = Field {
            name: "x".into(),
            ty: FieldType::Number(Unit::pure()),
            optional: true,
            signed: true,
            span: guiju_program::Span::default(),
        };
        let mut builder = ColumnBuilder::new(&Program::default(), &field);
        for cell in cells {
            let cell = match *cell {
                "" => Cell::Absent,
                "?" => Cell::Unknown,
                number => Cell::Known(Value::Number(number.parse().unwrap())),
            };
            builder.push(&cell).unwrap();
        }
        builder.finish()
    }

    #[test]
    fn the_scale_grows_with_the_cells() {
        let column = column(&["1", "2.50", "-0.001", "", "?"]);
        let ColumnData::Numbers(numbers) = &column.data else { panic!() };
        assert_eq!(numbers.values, [1000, 2500, -1, 0, 0]);
        assert_eq!((numbers.scale, numbers.min, numbers.max), (3, -1, 2500));
        assert_eq!(column.state(3), State::Absent);
        assert_eq!(column.state(4), State::Unknown);
        assert_eq!(column.number(1).unwrap().to_string(), "2.5");
    }

    #[test]
    fn numbers_that_do_not_fit_stay_exact() {
        let column = column(&["0.1", "9223372036854775807", "79228162514264337593543950335"]);
        assert!(matches!(column.data, ColumnData::Wide(_)));
        assert_eq!(column.number(0).unwrap().to_string(), "0.1");
        assert_eq!(column.number(2).unwrap().to_string(), "79228162514264337593543950335");
    }
}
