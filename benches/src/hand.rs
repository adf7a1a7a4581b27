//! The work decided by a hand-written loop over integer columns: the bound that the engine is measured against.

use crate::{Columns, MONTHS};

/// What the programme comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Programme {
    /// Qualified recipients.
    pub qualified: u64,
    /// Recipients of the kind of the quota.
    pub quota: u64,
    /// For each city its recipients, and those inspected.
    pub cities: [(u64, u64); 13],
    /// Subsidies of qualified recipients, in fen.
    pub spent: i128,
}

/// Whether a recipient qualifies: all conditions are judged, as a report needs them. The bits that are set are the
/// conditions that fail.
pub fn failed_conditions(columns: &Columns, row: usize) -> u8 {
    let get = |column: &[i64]| column.get(row).copied().unwrap_or(0);
    let new_store = columns.new_store.get(row).copied().unwrap_or(false);
    let range = row * MONTHS..(row + 1) * MONTHS;
    let sales = columns.sales.get(range.clone()).unwrap_or_default();
    let before = columns.last_year.get(range).unwrap_or_default();
    let months = if new_store {
        sales.iter().filter(|sales| **sales >= 10_000_000).count()
    } else {
        let grows = |(sales, before): &(&i64, &i64)| {
            **sales * 100 >= **before * 120 && **sales - **before >= 10_000_000 && **before > 0
        };
        sales.iter().zip(before).filter(grows).count()
    };
    u8::from(get(&columns.service) < 6)
        | u8::from(get(&columns.hours) < 6_000) << 1
        | u8::from(get(&columns.videos) < 20) << 2
        | u8::from(get(&columns.subsidy) > 2_270_000) << 3
        | u8::from(months < 2) << 4
}

/// The whole programme, in one pass.
pub fn programme(columns: &Columns) -> Programme {
    let mut programme = Programme::default();
    for row in 0..columns.len() {
        let qualified = failed_conditions(columns, row) == 0;
        programme.qualified += u64::from(qualified);
        programme.quota += u64::from(columns.kind.get(row) == Some(&0));
        let city = columns.city.get(row).copied().unwrap_or(0) as usize;
        if let Some((all, inspected)) = programme.cities.get_mut(city) {
            *all += 1;
            *inspected += u64::from(columns.inspected.get(row).copied().unwrap_or(false));
        }
        if qualified {
            programme.spent += i128::from(columns.subsidy.get(row).copied().unwrap_or(0));
        }
    }
    programme
}
