//! Amounts by bands, and figures of tables.

use std::cell::RefCell;

use guiju_program::Expr;
use guiju_program::expr::{Band, BandKind};
use guiju_program::schema::EnumerationId;
use guiju_program::table::{KeyType, Range, TableCell, TableId};
use guiju_program::value::Verdict;

use super::{At, Code, Walker};
use crate::bands::{by_bands, may_be_in};
use crate::exact::Exact;
use crate::interval::Num;

/// What is known of a key.
enum Key<'a> {
    Number(Num),
    Code(Code<'a>),
    Verdict(Verdict),
}

impl<'a> Walker<'a> {
    /// An amount by bands of a number.
    pub(super) fn bands(&self, kind: BandKind, value: &'a Expr, bands: &'a [Band], at: &At<'_>) -> Num {
        let ranges: Vec<&Range> = bands.iter().map(|band| &band.range).collect();
        by_bands(kind, &self.number(value, at), &ranges, |index| {
            bands.get(index).map_or_else(Num::none, |band| self.number(&band.amount, at))
        })
    }

    /// The bands whose amounts may count.
    pub(crate) fn possible_bands(
        &self,
        kind: BandKind,
        value: &'a Expr,
        bands: &'a [Band],
        at: &At<'_>,
    ) -> Vec<&'a Band> {
        let ranges: Vec<&Range> = bands.iter().map(|band| &band.range).collect();
        let asked = RefCell::new(vec![false; bands.len()]);
        by_bands(kind, &self.number(value, at), &ranges, |index| {
            if let Some(asked) = asked.borrow_mut().get_mut(index) {
                *asked = true;
            }
            Num::known(Exact::zero())
        });
        bands.iter().zip(asked.into_inner()).filter_map(|(band, asked)| asked.then_some(band)).collect()
    }

    /// A figure of a table: of every row that is possible.
    pub(super) fn lookup(&self, table: TableId, keys: &'a [Expr], column: usize, at: &At<'_>) -> Num {
        let definition = &self.program.tables[table];
        let mut found = Num { values: None, absent: false, ..Num::none() };
        let mut known = Vec::with_capacity(keys.len());
        let mut some_row = true;
        for (expr, key) in keys.iter().zip(&definition.keys) {
            let key = match key.ty {
                KeyType::Number { .. } => {
                    let number = self.number(expr, at);
                    found = found.hull(&Num { values: None, ..number.clone() });
                    some_row &= number.values.is_some();
                    Key::Number(number)
                }
                KeyType::Enumeration(_) | KeyType::Text => {
                    let code = self.code(expr, at);
                    found.absent |= matches!(code, Code::Absent | Code::Unknown { absent: true });
                    some_row &= code != Code::Absent;
                    Key::Code(code)
                }
                KeyType::YesNo => {
                    let verdict = self.condition(expr, at);
                    found.absent |= verdict == Verdict::NotApplicable;
                    some_row &= verdict != Verdict::NotApplicable;
                    Key::Verdict(verdict)
                }
            };
            known.push(key);
        }
        if !some_row {
            return found;
        }
        let mut row_found = false;
        for row in &definition.rows {
            let possible =
                |((cell, key), declared): ((&TableCell, &Key<'_>), &KeyType)| self.is_possible(cell, key, declared);
            let types = definition.keys.iter().map(|key| &key.ty);
            if row.cells.iter().zip(&known).zip(types).all(possible) {
                let figure = row.values.get(column).copied().flatten();
                let figure = figure.map_or_else(|| Num::unknown(false), |figure| Num::known(Exact::from(figure)));
                found = found.hull(&figure);
                row_found = true;
            }
        }
        // The checker leaves no gap; numbers that it thought impossible have no figure.
        if row_found { found } else { found.or_absent() }
    }

    /// Whether a cell matches some possible value of a key.
    fn is_possible(&self, cell: &TableCell, key: &Key<'_>, ty: &KeyType) -> bool {
        let named = |indices: &[usize], text: &str| match ty {
            KeyType::Enumeration(enumeration) => self.names_one(*enumeration, indices, text),
            _ => false,
        };
        match (cell, key) {
            (TableCell::Any, _) => true,
            (TableCell::Range(range), Key::Number(number)) => {
                number.values.as_ref().is_some_and(|values| may_be_in(values, range))
            }
            (TableCell::Variants(indices), Key::Code(Code::Text(text))) => named(indices, text),
            (TableCell::OtherVariants(indices), Key::Code(Code::Text(text))) => !named(indices, text),
            (TableCell::Texts(texts), Key::Code(Code::Text(text))) => texts.iter().any(|known| known == text),
            (TableCell::OtherTexts(texts), Key::Code(Code::Text(text))) => texts.iter().all(|known| known != text),
            (TableCell::YesNo(yes), Key::Verdict(verdict)) => match verdict {
                Verdict::Pass => *yes,
                Verdict::Fail => !*yes,
                _ => true,
            },
            (_, Key::Code(Code::Unknown { .. })) => true,
            _ => false,
        }
    }

    fn names_one(&self, enumeration: EnumerationId, indices: &[usize], text: &str) -> bool {
        let variants = &self.program.enumerations[enumeration].variants;
        indices.iter().any(|index| variants.get(*index).is_some_and(|variant| variant.text == text))
    }
}
