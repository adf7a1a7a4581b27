//! The simplex tableau, after Dutertre and de Moura: rows say what basic columns are in the others, bounds come and go.

use std::collections::BTreeSet;

use guiju_evaluator::Exact;

use super::bound::{Bound, Delta};
use super::list::List;
use super::meter::Meter;
use crate::solver::answer::Why;

/// Terms of a row by column; no coefficient is zero.
type Terms = Vec<(usize, Exact)>;

/// One end of the range of a column, and the entry of the trail that set it.
#[derive(Clone, Debug)]
pub(super) struct End {
    pub at: Delta,
    pub entry: usize,
}

/// A column of the tableau.
#[derive(Debug, Default)]
struct Column {
    value: Delta,
    lower: Option<End>,
    upper: Option<End>,
    /// Its row, if it is basic.
    row: Option<usize>,
    /// The rows in which it stands, if it is not.
    rows: BTreeSet<usize>,
}

struct Row {
    basic: usize,
    terms: Terms,
}

/// The inequalities that contradict each other: bounds of the trail, each with its multiplier.
pub(super) type Farkas = Vec<(usize, Exact)>;

/// How far a column can be driven.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reach {
    Bounded,
    Unbounded,
}

/// Columns, rows and bounds. Between calls each column that is not basic is within its bounds.
#[derive(Default)]
pub(super) struct Tableau {
    columns: List<Column>,
    rows: List<Row>,
    /// Basic columns that may be out of their bounds.
    suspects: BTreeSet<usize>,
}

const ZERO: Delta = Delta::zero();

impl Tableau {
    /// Adds a column that stands for itself.
    pub fn add_variable(&mut self) -> usize {
        self.columns.push(Column::default())
    }

    /// Adds a column that is the sum of others.
    pub fn add_form(&mut self, form: &[(usize, Exact)], meter: &mut Meter<'_>) -> Result<usize, Why> {
        let mut terms: Terms = Vec::new();
        for (column, factor) in form {
            meter.charge(terms.len() + 1)?;
            terms = match self.columns[*column].row {
                Some(row) => merged(&terms, factor, &self.rows[row].terms),
                None => merged(&terms, factor, &[(*column, Exact::one())]),
            };
        }
        let column = self.columns.push(Column::default());
        let row = self.rows.push(Row { basic: column, terms: Vec::new() });
        let value = terms.iter().fold(ZERO, |sum, (of, factor)| &sum + &self.value(*of).times(factor));
        for (of, _) in &terms {
            self.columns[*of].rows.insert(row);
        }
        self.rows[row].terms = terms;
        self.columns[column].row = Some(row);
        self.columns[column].value = value;
        Ok(column)
    }

    pub const fn len(&self) -> usize {
        self.columns.len()
    }

    pub fn value(&self, column: usize) -> &Delta {
        &self.columns[column].value
    }

    pub fn end(&self, column: usize, upper: bool) -> Option<&End> {
        let of = &self.columns[column];
        if upper { of.upper.as_ref() } else { of.lower.as_ref() }
    }

    /// Basic columns with their rows.
    pub fn rows(&self) -> impl Iterator<Item = (usize, &[(usize, Exact)])> {
        self.rows.iter().map(|row| (row.basic, row.terms.as_slice()))
    }

    /// Sets an end; what stood there before. The bound is tighter than the end and does not contradict the other one.
    pub fn set(&mut self, bound: &Bound, entry: usize, meter: &mut Meter<'_>) -> Result<Option<End>, Why> {
        let column = &mut self.columns[bound.column];
        let end = if bound.upper { &mut column.upper } else { &mut column.lower };
        let before = end.replace(End { at: bound.end.clone(), entry });
        if column.row.is_some() {
            self.suspects.insert(bound.column);
        } else {
            let value = self.value(bound.column);
            if if bound.upper { *value > bound.end } else { *value < bound.end } {
                let by = &bound.end - value;
                self.shift(bound.column, &by, meter)?;
            }
        }
        Ok(before)
    }

    /// Puts back an end that stood before.
    pub fn restore(&mut self, column: usize, upper: bool, end: Option<End>) {
        let of = &mut self.columns[column];
        if upper {
            of.upper = end;
        } else {
            of.lower = end;
        }
    }

    /// Moves a column that is not basic, and the basic ones that depend on it.
    fn shift(&mut self, column: usize, by: &Delta, meter: &mut Meter<'_>) -> Result<(), Why> {
        let value = self.value(column) + by;
        let rows: Vec<usize> = self.columns[column].rows.iter().copied().collect();
        meter.charge(rows.len() + 1)?;
        self.columns[column].value = value;
        for row in rows {
            let basic = self.rows[row].basic;
            let factor = coefficient(&self.rows[row].terms, column);
            let value = self.value(basic) + &by.times(&factor);
            self.columns[basic].value = value;
            self.suspects.insert(basic);
        }
        Ok(())
    }

    /// Brings all columns within their bounds, or says which bounds contradict each other.
    pub fn check(&mut self, meter: &mut Meter<'_>) -> Result<Option<Farkas>, Why> {
        while let Some(basic) = self.suspects.first().copied() {
            let Some(row) = self.columns[basic].row else {
                self.suspects.remove(&basic);
                continue;
            };
            let value = self.value(basic);
            let below = self.columns[basic].lower.as_ref().filter(|end| *value < end.at);
            let above = self.columns[basic].upper.as_ref().filter(|end| *value > end.at);
            let Some(end) = below.or(above).cloned() else {
                self.suspects.remove(&basic);
                continue;
            };
            let rising = below.is_some();
            meter.charge(self.rows[row].terms.len())?;
            let entering = self.rows[row]
                .terms
                .iter()
                .find(|(column, factor)| self.has_room(*column, factor.is_positive() == rising));
            let Some((entering, factor)) = entering.cloned() else {
                return Ok(Some(self.contradiction(row, rising, &end)));
            };
            let by = (&end.at - self.value(basic)).over(&factor).unwrap_or(ZERO);
            self.shift(entering, &by, meter)?;
            self.pivot(row, entering, &factor, meter)?;
        }
        Ok(None)
    }

    /// Whether a column can go up, or down.
    fn has_room(&self, column: usize, up: bool) -> bool {
        self.end(column, up).is_none_or(|end| *self.value(column) != end.at)
    }

    fn contradiction(&self, row: usize, rising: bool, end: &End) -> Farkas {
        let mut farkas = vec![(end.entry, Exact::one())];
        for (column, factor) in &self.rows[row].terms {
            if let Some(end) = self.end(*column, factor.is_positive() == rising) {
                farkas.push((end.entry, factor.abs()));
            }
        }
        farkas
    }

    /// Exchanges the basic column of a row with another of its columns.
    fn pivot(&mut self, row: usize, entering: usize, factor: &Exact, meter: &mut Meter<'_>) -> Result<(), Why> {
        let leaving = self.rows[row].basic;
        let inverse = Exact::one().checked_div(factor).unwrap_or_else(Exact::zero);
        let mut terms: Terms = Vec::with_capacity(self.rows[row].terms.len());
        for (column, of) in std::mem::take(&mut self.rows[row].terms) {
            if column != entering {
                terms.push((column, -&(&of * &inverse)));
            }
        }
        let place = terms.partition_point(|(column, _)| *column < leaving);
        terms.insert(place, (leaving, inverse));

        let rows = std::mem::take(&mut self.columns[entering].rows);
        self.columns[leaving].row = None;
        self.columns[leaving].rows.insert(row);
        self.columns[entering].row = Some(row);
        self.suspects.insert(entering);
        for other in rows {
            if other == row {
                continue;
            }
            let mut old = std::mem::take(&mut self.rows[other].terms);
            let of = match old.binary_search_by_key(&entering, |(column, _)| *column) {
                Ok(place) => old.remove(place).1,
                Err(_) => continue,
            };
            meter.charge(old.len() + terms.len())?;
            let new = merged(&old, &of, &terms);
            for (column, _) in &terms {
                self.columns[*column].rows.remove(&other);
            }
            for (column, _) in &new {
                if terms.binary_search_by_key(column, |(of, _)| *of).is_ok() {
                    self.columns[*column].rows.insert(other);
                }
            }
            self.rows[other].terms = new;
        }
        self.rows[row] = Row { basic: entering, terms };
        Ok(())
    }

    /// Drives a column as far up, or down, as the bounds allow. All columns are within their bounds before and after.
    pub fn drive(&mut self, column: usize, up: bool, meter: &mut Meter<'_>) -> Result<Reach, Why> {
        loop {
            let moved = match self.columns[column].row {
                None => self.has_room(column, up).then_some((column, up)),
                Some(row) => {
                    meter.charge(self.rows[row].terms.len())?;
                    let terms = &self.rows[row].terms;
                    let found = terms.iter().find(|(of, factor)| self.has_room(*of, factor.is_positive() == up));
                    found.filter(|_| self.has_room(column, up)).map(|(of, factor)| (*of, factor.is_positive() == up))
                }
            };
            let Some((moved, rising)) = moved else {
                return Ok(Reach::Bounded);
            };
            // How far it can go: to its own end, or until a basic column is at one of its ends.
            let mut nearest: Option<(Delta, Option<(usize, Exact)>)> =
                self.end(moved, rising).map(|end| (distance(&end.at, self.value(moved)), None));
            meter.charge(self.columns[moved].rows.len() + 1)?;
            for row in &self.columns[moved].rows {
                let factor = coefficient(&self.rows[*row].terms, moved);
                let basic = self.rows[*row].basic;
                if let Some(end) = self.end(basic, factor.is_positive() == rising) {
                    let room = distance(&end.at, self.value(basic)).over(&factor.abs()).unwrap_or(ZERO);
                    let nearer = match &nearest {
                        None => true,
                        Some((other, None)) => room < *other,
                        Some((other, Some((row, _)))) => {
                            room < *other || (room == *other && basic < self.rows[*row].basic)
                        }
                    };
                    if nearer {
                        nearest = Some((room, Some((*row, factor))));
                    }
                }
            }
            let Some((room, blocking)) = nearest else {
                return Ok(Reach::Unbounded);
            };
            let by = if rising { room } else { -&room };
            self.shift(moved, &by, meter)?;
            if let Some((row, factor)) = blocking {
                self.pivot(row, moved, &factor, meter)?;
            }
        }
    }

    /// A number for ε that is small enough for all bounds.
    pub fn infinitesimal(&self) -> Exact {
        let mut smallest = Exact::one();
        for column in self.columns.iter() {
            let value = &column.value;
            let ends =
                [column.lower.as_ref().map(|end| (&end.at, value)), column.upper.as_ref().map(|end| (value, &end.at))];
            for (low, high) in ends.into_iter().flatten() {
                if low.real < high.real && low.delta > high.delta {
                    let room = (&high.real - &low.real).checked_div(&(&low.delta - &high.delta));
                    smallest = smallest.min(room.unwrap_or_else(Exact::one));
                }
            }
        }
        smallest
    }
}

fn distance(left: &Delta, right: &Delta) -> Delta {
    if left < right { right - left } else { left - right }
}

fn coefficient(terms: &[(usize, Exact)], column: usize) -> Exact {
    let found = terms.binary_search_by_key(&column, |(of, _)| *of).ok().and_then(|place| terms.get(place));
    found.map_or_else(Exact::zero, |(_, factor)| factor.clone())
}

/// `left + factor × right`, by column.
fn merged(left: &[(usize, Exact)], factor: &Exact, right: &[(usize, Exact)]) -> Terms {
    let mut sum: Terms = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    loop {
        match (left.peek(), right.peek()) {
            (Some((a, _)), Some((b, _))) if a == b => {
                if let (Some((column, of)), Some((_, other))) = (left.next(), right.next()) {
                    let total = of + &(factor * other);
                    if !total.is_zero() {
                        sum.push((*column, total));
                    }
                }
            }
            (Some((a, _)), Some((b, _))) if a > b => {
                sum.extend(right.next().map(|(column, other)| (*column, factor * other)));
            }
            (Some(_), _) => sum.extend(left.next().cloned()),
            (None, Some(_)) => sum.extend(right.next().map(|(column, other)| (*column, factor * other))),
            (None, None) => return sum,
        }
    }
}
