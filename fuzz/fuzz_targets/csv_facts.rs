//! Any bytes as CSV files: of each, the first byte picks the table, the rest is the file; the byte 0xFF parts files.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let tables = guiju_fuzz::tables();
    guiju_fuzz::facts(|loader| {
        for part in bytes.splitn(4, |byte| *byte == 0xFF) {
            let Some((table, rest)) = part.split_first() else {
                continue;
            };
            let name = tables[usize::from(*table) % tables.len()];
            loader.csv(&format!("{name}.csv"), rest);
        }
    });
});
