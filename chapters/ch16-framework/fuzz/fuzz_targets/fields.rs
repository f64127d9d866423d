//! See `tests/shared/fields.rs`: what must hold for any bytes.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/shared/mod.rs"]
mod shared;

libfuzzer_sys::fuzz_target!(|data: &[u8]| shared::fields::any_field(data));
