//! Any bytes as a JSON document of facts, or as two: the byte 0xFF parts them.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    guiju_fuzz::facts(|loader| {
        for (index, part) in bytes.splitn(2, |byte| *byte == 0xFF).enumerate() {
            loader.json(&format!("facts{index}.json"), part);
        }
    });
});
