//! Finished columns to tables: the order of rows, keys, owners and references.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};

use guiju_program::Program;
use guiju_program::arena::Id;
use guiju_program::schema::{FieldId, FieldType, Record, RecordId};

use super::build::{FactsBuilder, FactsError, FactsErrorKind, OwnerKeys, TableBuilder, keep};
use super::column::{Codes, Column, ColumnData, NO_CODE, Numbers, State};
use super::table::{Facts, Owners, Table, known_text};

/// Row numbers are 32 bits, and their sign bit stays free.
const MOST_ROWS: usize = 1 << 31;

pub(super) fn assemble(builder: FactsBuilder<'_>) -> Result<Facts, Vec<FactsError>> {
    let FactsBuilder { program, tables, mut errors } = builder;
    let mut facts = Facts { tables: program.records.ids().map(|_| None).collect() };
    let mut origins: BTreeMap<RecordId, Vec<u32>> = BTreeMap::new();
    let mut rows_by_key: BTreeMap<RecordId, HashMap<Box<str>, u32>> = BTreeMap::new();
    let looked_up = looked_up_records(program, &tables);

    let mut waiting = tables;
    for record in parents_first(program) {
        let Some(table) = waiting.remove(&record) else {
            continue;
        };
        let Some(definition) = program.records.find(record) else {
            continue;
        };
        if table.len > MOST_ROWS {
            keep(&mut errors, FactsError { record, row: 0, field: None, kind: FactsErrorKind::TooManyRows });
            continue;
        }
        let parent = definition.parent.map(|parent| {
            let len = facts.table(parent).map_or(0, Table::len);
            (rows_by_key.get(&parent), len)
        });
        let (table, origin) = order_rows(definition, record, table, parent, &mut errors);
        if let Some(slot) = facts.tables.get_mut(record.index()) {
            *slot = Some(table);
        }
        if looked_up.contains(&record) {
            let keys = index_keys(program, &facts, record);
            rows_by_key.insert(record, keys);
        }
        origins.insert(record, origin);
    }
    resolve_references(program, &mut facts, &rows_by_key, &origins, &mut errors);
    errors.sort_by_key(|error| (error.record, error.row, error.field));
    if errors.is_empty() { Ok(facts) } else { Err(errors) }
}

/// The records whose rows others find by key: parents, and targets of references, of the tables that are given.
fn looked_up_records(program: &Program, tables: &BTreeMap<RecordId, TableBuilder>) -> Vec<RecordId> {
    let given = || {
        let records = program.records.iter();
        records.filter_map(|(id, record)| tables.contains_key(&id).then_some(record))
    };
    let parents = given().filter_map(|record| record.parent);
    let targets = given().flat_map(|record| record.fields.values()).filter_map(|field| match field.ty {
        FieldType::Reference(target) => Some(target),
        _ => None,
    });
    parents.chain(targets).collect()
}

/// All records, each behind its parent.
fn parents_first(program: &Program) -> Vec<RecordId> {
    let depth = |record: RecordId| {
        let mut depth = 0;
        let mut at = program.records.find(record).and_then(|r| r.parent);
        while let Some(parent) = at {
            depth += 1;
            if depth > program.records.len() {
                break;
            }
            at = program.records.find(parent).and_then(|r| r.parent);
        }
        depth
    };
    let mut records: Vec<RecordId> = program.records.ids().collect();
    records.sort_by_key(|record| (depth(*record), *record));
    records
}

/// The rows of a parent table by their keys, if it was given, and how many there are.
type Parent<'k> = (Option<&'k HashMap<Box<str>, u32>>, usize);

/// Puts the rows in order: under their owners, then by key, or by all values where there is no key. Answers for each
/// row its number in the order in which rows were added.
fn order_rows(
    definition: &Record,
    record: RecordId,
    builder: TableBuilder,
    parent: Option<Parent<'_>>,
    errors: &mut Vec<FactsError>,
) -> (Table, Vec<u32>) {
    let len = builder.len;
    let columns: Vec<Column> = builder.columns.into_iter().map(super::column_builder::ColumnBuilder::finish).collect();
    if definition.single && len != 1 {
        keep(errors, FactsError { record, row: 0, field: None, kind: FactsErrorKind::NotSingle { rows: len } });
    }

    let owners = parent.map(|(keys, _)| find_owners(keys, &builder.owners, record, errors));
    let ranks: Vec<Vec<u32>> = columns.iter().map(text_ranks).collect();
    let by: Vec<FieldId> = match definition.key {
        Some(key) => vec![key],
        None => definition.fields.ids().collect(),
    };
    let compare_values = |a: usize, b: usize| {
        by.iter()
            .filter_map(|field| Some((columns.get(field.index())?, ranks.get(field.index())?)))
            .map(|(column, ranks)| compare_cells(column, ranks, a, b))
            .find(|ordering| ordering.is_ne())
            .unwrap_or(Ordering::Equal)
    };
    let owner_of = |row: usize| owners.as_ref().and_then(|owners| owners.get(row).copied()).unwrap_or(0);
    let compare = |a: &u32, b: &u32| {
        let (a, b) = (*a as usize, *b as usize);
        owner_of(a).cmp(&owner_of(b)).then_with(|| compare_values(a, b))
    };
    let mut order: Vec<u32> = (0..len).map(|row| u32::try_from(row).unwrap_or(u32::MAX)).collect();
    let sorted = order.is_sorted_by(|a, b| compare(a, b).is_le());
    if !sorted {
        // Stable, so that of two rows with one key the earlier one comes first.
        order.sort_by(compare);
    }
    if let Some(key) = definition.key {
        check_keys(record, (key, &definition.fields[key].ty), &columns, &order, &compare, errors);
    }

    let columns = if sorted { columns } else { columns.into_iter().map(|column| permute(column, &order)).collect() };
    let owners = owners.map(|found| {
        let of_row: Vec<u32> = order.iter().filter_map(|row| found.get(*row as usize).copied()).collect();
        let parents = parent.map_or(0, |(_, len)| len);
        let (known, unknown) = (&builder.children_given, &builder.children_unknown);
        let given = (!known.is_empty() || !unknown.is_empty()).then(|| {
            let mut given = vec![known.is_empty(); parents];
            let said = known.iter().map(|owner| (owner, true));
            for (owner, is) in said.chain(unknown.iter().map(|owner| (owner, false))) {
                let row = parent.and_then(|(keys, _)| keys).and_then(|keys| keys.get(owner));
                if let Some(slot) = row.and_then(|row| given.get_mut(*row as usize)) {
                    *slot = is;
                }
            }
            given
        });
        Owners { starts: starts(&of_row, parents), of_row, given }
    });
    let mut place_of = Vec::new();
    if !builder.given.is_empty() {
        place_of = vec![0_usize; len];
        for (place, row) in order.iter().enumerate() {
            if let Some(slot) = place_of.get_mut(*row as usize) {
                *slot = place;
            }
        }
    }
    let given = builder
        .given
        .into_iter()
        .map(|(criteria, verdicts)| {
            let mut by_row = vec![None; len];
            for (row, verdict) in verdicts {
                let place = place_of.get(row).copied();
                if let Some(slot) = place.and_then(|place| by_row.get_mut(place)) {
                    *slot = Some(verdict);
                }
            }
            (criteria, by_row)
        })
        .collect();
    (Table { len, columns, owners, given }, order)
}

/// For each row the number of its owner; an unknown owner is an error, and row 0 stands in for it.
fn find_owners(
    keys: Option<&HashMap<Box<str>, u32>>,
    owners: &OwnerKeys,
    record: RecordId,
    errors: &mut Vec<FactsError>,
) -> Vec<u32> {
    let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
    let row_of_code: Vec<Option<u32>> = (0..owners.texts.len())
        .map(|code| {
            let key = owners.texts.text(number(code))?;
            keys.and_then(|keys| keys.get(key).copied())
        })
        .collect();
    let find = |(row, code): (usize, &u32)| {
        let found = row_of_code.get(*code as usize).copied().flatten();
        found.unwrap_or_else(|| {
            let key = owners.texts.text(*code).unwrap_or_default();
            if !key.is_empty() {
                let kind = FactsErrorKind::DanglingReference { key: key.to_owned() };
                let error = FactsError { record, row, field: None, kind };
                keep(errors, error);
            }
            0
        })
    };
    owners.of_row.iter().enumerate().map(find).collect()
}

/// Where the children of each row of the parent table start.
fn starts(of_row: &[u32], parents: usize) -> Vec<u32> {
    let mut starts = vec![0_u32; parents + 1];
    for owner in of_row {
        if let Some(next) = starts.get_mut(*owner as usize + 1) {
            *next = next.saturating_add(1);
        }
    }
    let mut total = 0_u32;
    for start in &mut starts {
        total = total.saturating_add(*start);
        *start = total;
    }
    starts
}

/// For a column of texts the place of each text in their order.
fn text_ranks(column: &Column) -> Vec<u32> {
    let ColumnData::Codes(codes) = &column.data else {
        return Vec::new();
    };
    let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
    let mut order: Vec<u32> = (0..codes.texts.len()).map(number).collect();
    order.sort_by_key(|code| codes.texts.text(*code).unwrap_or_default());
    let mut ranks = vec![0; order.len()];
    for (rank, code) in order.into_iter().enumerate() {
        if let Some(slot) = ranks.get_mut(code as usize) {
            *slot = number(rank);
        }
    }
    ranks
}

fn compare_cells(column: &Column, ranks: &[u32], a: usize, b: usize) -> Ordering {
    let states = (column.state(a) as u8).cmp(&(column.state(b) as u8));
    states.then_with(|| match &column.data {
        ColumnData::NotGiven | ColumnData::Rows(_) => Ordering::Equal,
        ColumnData::YesNo(verdicts) => verdicts.get(a).cmp(&verdicts.get(b)),
        ColumnData::Numbers(numbers) => numbers.values.get(a).cmp(&numbers.values.get(b)),
        ColumnData::Wide(values) => values.get(a).cmp(&values.get(b)),
        ColumnData::Codes(codes) => {
            let rank = |row: usize| codes.values.get(row).and_then(|code| ranks.get(*code as usize));
            rank(a).cmp(&rank(b))
        }
    })
}

/// Keys are known, and no two rows of one owner share one.
fn check_keys(
    record: RecordId,
    (key, ty): (FieldId, &FieldType),
    columns: &[Column],
    order: &[u32],
    compare: &impl Fn(&u32, &u32) -> Ordering,
    errors: &mut Vec<FactsError>,
) {
    let Some(column) = columns.get(key.index()) else {
        return;
    };
    let known = |row: u32| column.state(row as usize) == State::Known;
    for row in order.iter().filter(|row| !known(**row)) {
        let kind = FactsErrorKind::BlankKey;
        keep(errors, FactsError { record, row: *row as usize, field: Some(key), kind });
    }
    // Rows without an owner belong together no more than others.
    let nobodys: HashSet<usize> = errors
        .iter()
        .filter(|error| error.record == record && error.field.is_none())
        .filter(|error| matches!(error.kind, FactsErrorKind::DanglingReference { .. }))
        .map(|error| error.row)
        .collect();
    let mut order = order.iter().copied().filter(|row| !nobodys.contains(&(*row as usize)));
    let Some(mut before) = order.next() else {
        return;
    };
    let mut first = None;
    for next in order {
        let (a, b) = (&before, &next);
        if known(*a) && known(*b) && compare(a, b).is_eq() {
            let first = *first.get_or_insert(*a);
            let text = known_text(column, ty, *b as usize);
            let kind = FactsErrorKind::DuplicateKey { key: text, first: first as usize };
            keep(errors, FactsError { record, row: *b as usize, field: Some(key), kind });
        } else {
            first = None;
        }
        before = next;
    }
}

fn permute(column: Column, order: &[u32]) -> Column {
    fn take<T: Copy>(values: &[T], order: &[u32]) -> Vec<T> {
        order.iter().filter_map(|row| values.get(*row as usize).copied()).collect()
    }
    let data = match column.data {
        ColumnData::NotGiven => ColumnData::NotGiven,
        ColumnData::YesNo(verdicts) => ColumnData::YesNo(take(&verdicts, order)),
        ColumnData::Numbers(Numbers { values, scale, min, max }) => {
            ColumnData::Numbers(Numbers { values: take(&values, order), scale, min, max })
        }
        ColumnData::Wide(values) => ColumnData::Wide(take(&values, order)),
        ColumnData::Codes(codes) => ColumnData::Codes(Codes { values: take(&codes.values, order), texts: codes.texts }),
        ColumnData::Rows(rows) => ColumnData::Rows(take(&rows, order)),
    };
    Column { data, states: column.states.map(|states| take(&states, order)) }
}

/// The rows of a table by their full keys.
fn index_keys(program: &Program, facts: &Facts, record: RecordId) -> HashMap<Box<str>, u32> {
    let len = facts.table(record).map_or(0, Table::len);
    (0..len)
        .filter_map(|row| u32::try_from(row).ok())
        .map(|row| (facts.key(program, record, row).into_boxed_str(), row))
        .collect()
}

/// Turns the keys in reference columns into row numbers.
fn resolve_references(
    program: &Program,
    facts: &mut Facts,
    rows_by_key: &BTreeMap<RecordId, HashMap<Box<str>, u32>>,
    origins: &BTreeMap<RecordId, Vec<u32>>,
    errors: &mut Vec<FactsError>,
) {
    for (record, definition) in program.records.iter() {
        let Some(Some(table)) = facts.tables.get_mut(record.index()) else {
            continue;
        };
        for (field, declared) in definition.fields.iter() {
            let FieldType::Reference(target) = declared.ty else {
                continue;
            };
            let Some(column) = table.columns.get_mut(field.index()) else {
                continue;
            };
            let ColumnData::Codes(codes) = &column.data else {
                continue;
            };
            let keys = rows_by_key.get(&target);
            // A table that was not given has unknown rows: whom the reference names is then unknown too.
            let Some(keys) = keys else {
                column.data = ColumnData::NotGiven;
                continue;
            };
            let mut rows = Vec::with_capacity(codes.values.len());
            for (place, code) in codes.values.iter().enumerate() {
                let text = if *code == NO_CODE { None } else { codes.texts.text(*code) };
                let found = text.and_then(|text| keys.get(text).copied());
                if let (Some(text), None) = (text, found) {
                    let row = origins.get(&record).and_then(|o| o.get(place)).map_or(place, |row| *row as usize);
                    let kind = FactsErrorKind::DanglingReference { key: text.to_owned() };
                    keep(errors, FactsError { record, row, field: Some(field), kind });
                }
                rows.push(found.unwrap_or(0));
            }
            column.data = ColumnData::Rows(rows);
        }
    }
}
