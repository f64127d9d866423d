//! See `tests/fuzzing/values.rs`: what must hold for any bytes.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/fuzzing/mod.rs"]
mod fuzzing;

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzzing::values::any_value(data));
