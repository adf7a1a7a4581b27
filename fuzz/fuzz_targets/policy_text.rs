//! Any bytes as a policy, and as a policy with a file of tests: the byte 0xFF parts the two.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(2, |byte| *byte == 0xFF).map(String::from_utf8_lossy);
    let policy = parts.next().unwrap_or_default();
    match parts.next() {
        Some(tests) => guiju_fuzz::compile(&[("policy.gj", &policy), ("tests.gj", &tests)]),
        None => guiju_fuzz::compile(&[("policy.gj", &policy)]),
    }
});
